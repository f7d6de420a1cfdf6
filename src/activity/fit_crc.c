/* CRC-16 sixteen bytes at a time.
 *
 * Table k gives what a byte followed by k zero bytes adds to the checksum, so
 * sixteen look-ups that do not wait for one another stand for sixteen steps
 * that do. A checksum is linear: each entry is the sum of its bits, and a bit
 * is the polynomial shifted often enough. The compiler therefore works the
 * tables out from the polynomial alone: P_n below is one, shifted n times.
 */
#include "activity/fit_crc.h"

#define SHIFT(x) (((x) >> 1) ^ (((x) & 1) ? 0xa001 : 0))
#define EIGHT(t, before)                                                                                            \
    t##_1 = SHIFT(before), t##_2 = SHIFT(t##_1), t##_3 = SHIFT(t##_2), t##_4 = SHIFT(t##_3), t##_5 = SHIFT(t##_4), \
    t##_6 = SHIFT(t##_5), t##_7 = SHIFT(t##_6), t##_8 = SHIFT(t##_7)

enum {
    EIGHT(T0, 1),
    EIGHT(T1, T0_8),
    EIGHT(T2, T1_8),
    EIGHT(T3, T2_8),
    EIGHT(T4, T3_8),
    EIGHT(T5, T4_8),
    EIGHT(T6, T5_8),
    EIGHT(T7, T6_8),
    EIGHT(T8, T7_8),
    EIGHT(T9, T8_8),
    EIGHT(T10, T9_8),
    EIGHT(T11, T10_8),
    EIGHT(T12, T11_8),
    EIGHT(T13, T12_8),
    EIGHT(T14, T13_8),
    EIGHT(T15, T14_8)
};

#define BIT(b, i, value) ((((b) >> (i)) & 1) ? (value) : 0)
#define ENTRY(t, b)                                                                            \
    (BIT(b, 0, t##_8) ^ BIT(b, 1, t##_7) ^ BIT(b, 2, t##_6) ^ BIT(b, 3, t##_5) ^ BIT(b, 4, t##_4) ^ \
     BIT(b, 5, t##_3) ^ BIT(b, 6, t##_2) ^ BIT(b, 7, t##_1))
#define E4(t, b) ENTRY(t, (b)), ENTRY(t, (b) + 1), ENTRY(t, (b) + 2), ENTRY(t, (b) + 3)
#define E16(t, b) E4(t, (b)), E4(t, (b) + 4), E4(t, (b) + 8), E4(t, (b) + 12)
#define E64(t, b) E16(t, (b)), E16(t, (b) + 16), E16(t, (b) + 32), E16(t, (b) + 48)
#define TABLE(t) { E64(t, 0), E64(t, 64), E64(t, 128), E64(t, 192) }

static const uint16_t table[16][256] = { TABLE(T0),  TABLE(T1),  TABLE(T2),  TABLE(T3), TABLE(T4),  TABLE(T5),
                                         TABLE(T6),  TABLE(T7),  TABLE(T8),  TABLE(T9), TABLE(T10), TABLE(T11),
                                         TABLE(T12), TABLE(T13), TABLE(T14), TABLE(T15) };

uint16_t ngl_fit_crc(uint16_t crc, const void *bytes, size_t len)
{
    const uint8_t *p = bytes;
    for (; len >= 16; p += 16, len -= 16) {
        unsigned far = table[13][p[2]] ^ table[12][p[3]] ^ table[11][p[4]] ^ table[10][p[5]] ^ table[9][p[6]] ^
                       table[8][p[7]] ^ table[7][p[8]];
        unsigned near = table[6][p[9]] ^ table[5][p[10]] ^ table[4][p[11]] ^ table[3][p[12]] ^ table[2][p[13]] ^
                        table[1][p[14]] ^ table[0][p[15]];
        crc = (uint16_t)(table[15][p[0] ^ (crc & 0xff)] ^ table[14][p[1] ^ (crc >> 8)] ^ far ^ near);
    }
    for (; len; p++, len--) crc = (uint16_t)((crc >> 8) ^ table[0][(crc ^ *p) & 0xff]);
    return crc;
}
