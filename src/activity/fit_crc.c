/* CRC-16, sixteen bytes at a time by table or sixty-four by multiplication.
 *
 * Table k gives what a byte followed by k zero bytes adds to the checksum, so
 * sixteen look-ups that do not wait for one another stand for sixteen steps
 * that do. A checksum is linear: each entry is the sum of its bits, and a bit
 * is the polynomial shifted often enough. The compiler therefore works the
 * tables out from the polynomial alone: Tk_j below is one, shifted 8 k + j
 * times.
 *
 * Where the processor multiplies polynomials (x86's PCLMULQDQ), long inputs are
 * first folded: a block of 128 bits may be replaced by itself times x^512,
 * reduced, added to the block 64 bytes later, without changing the checksum of
 * the whole. In bit-reflected registers a product comes out one place too high,
 * so the factors are x^(n-1). What is left after folding, 16 bytes, goes
 * through the tables like any other input. After Gopal and others, "Fast CRC
 * Computation for Generic Polynomials Using PCLMULQDQ", Intel 2009.
 */
#include "activity/fit_crc.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define FOLDS 1
#endif

#define SHIFT(x) (((x) >> 1) ^ (((x) & 1) ? 0xa001 : 0))
#define EIGHT(t, before)                                                                                            \
    t##_1 = SHIFT(before), t##_2 = SHIFT(t##_1), t##_3 = SHIFT(t##_2), t##_4 = SHIFT(t##_3), t##_5 = SHIFT(t##_4), \
    t##_6 = SHIFT(t##_5), t##_7 = SHIFT(t##_6), t##_8 = SHIFT(t##_7)

enum {
    EIGHT(T0, 1), EIGHT(T1, T0_8), EIGHT(T2, T1_8), EIGHT(T3, T2_8), EIGHT(T4, T3_8), EIGHT(T5, T4_8),
    EIGHT(T6, T5_8), EIGHT(T7, T6_8), EIGHT(T8, T7_8), EIGHT(T9, T8_8), EIGHT(T10, T9_8), EIGHT(T11, T10_8),
    EIGHT(T12, T11_8), EIGHT(T13, T12_8), EIGHT(T14, T13_8), EIGHT(T15, T14_8), EIGHT(T16, T15_8),
    EIGHT(T17, T16_8), EIGHT(T18, T17_8), EIGHT(T19, T18_8), EIGHT(T20, T19_8), EIGHT(T21, T20_8),
    EIGHT(T22, T21_8), EIGHT(T23, T22_8), EIGHT(T24, T23_8), EIGHT(T25, T24_8), EIGHT(T26, T25_8),
    EIGHT(T27, T26_8), EIGHT(T28, T27_8), EIGHT(T29, T28_8), EIGHT(T30, T29_8), EIGHT(T31, T30_8),
    EIGHT(T32, T31_8), EIGHT(T33, T32_8), EIGHT(T34, T33_8), EIGHT(T35, T34_8), EIGHT(T36, T35_8),
    EIGHT(T37, T36_8), EIGHT(T38, T37_8), EIGHT(T39, T38_8), EIGHT(T40, T39_8), EIGHT(T41, T40_8),
    EIGHT(T42, T41_8), EIGHT(T43, T42_8), EIGHT(T44, T43_8), EIGHT(T45, T44_8), EIGHT(T46, T45_8),
    EIGHT(T47, T46_8), EIGHT(T48, T47_8), EIGHT(T49, T48_8), EIGHT(T50, T49_8), EIGHT(T51, T50_8),
    EIGHT(T52, T51_8), EIGHT(T53, T52_8), EIGHT(T54, T53_8), EIGHT(T55, T54_8), EIGHT(T56, T55_8),
    EIGHT(T57, T56_8), EIGHT(T58, T57_8), EIGHT(T59, T58_8), EIGHT(T60, T59_8), EIGHT(T61, T60_8),
    EIGHT(T62, T61_8), EIGHT(T63, T62_8), EIGHT(T64, T63_8), EIGHT(T65, T64_8), EIGHT(T66, T65_8),
    EIGHT(T67, T66_8), EIGHT(T68, T67_8), EIGHT(T69, T68_8)
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

static uint16_t by_table(uint16_t crc, const uint8_t *p, size_t len)
{
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

#ifdef FOLDS
/* x^n, reduced, in the upper 16 bits of a register: Tk_8 is x^(15 + 8 (k + 1)). */
#define POWER(t) ((long long)((unsigned long long)(t) << 48))

__attribute__((target("pclmul,sse4.1"))) static __m128i fold(__m128i x, __m128i by, __m128i next)
{
    return _mm_xor_si128(next, _mm_xor_si128(_mm_clmulepi64_si128(x, by, 0x00), _mm_clmulepi64_si128(x, by, 0x11)));
}

/* len is at least 64 */
__attribute__((target("pclmul,sse4.1"))) static uint16_t by_folding(uint16_t crc, const uint8_t *p, size_t len)
{
    const __m128i far = _mm_set_epi64x(POWER(T61_8), POWER(T69_8));  /* x^511, x^575 */
    const __m128i near = _mm_set_epi64x(POWER(T13_8), POWER(T21_8)); /* x^127, x^191 */
    __m128i       x[4];
    uint8_t       rest[16];
    for (int i = 0; i < 4; i++) x[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    x[0] = _mm_xor_si128(x[0], _mm_cvtsi32_si128(crc));
    for (p += 64, len -= 64; len >= 64; p += 64, len -= 64)
        for (int i = 0; i < 4; i++)
            x[i] = fold(x[i], far, _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i)));
    for (int i = 1; i < 4; i++) x[0] = fold(x[0], near, x[i]);
    for (; len >= 16; p += 16, len -= 16)
        x[0] = fold(x[0], near, _mm_loadu_si128((const __m128i *)(const void *)p));
    _mm_storeu_si128((__m128i *)(void *)rest, x[0]);
    return by_table(by_table(0, rest, sizeof rest), p, len);
}
#endif

uint16_t ngl_fit_crc(uint16_t crc, const void *bytes, size_t len)
{
#ifdef FOLDS
    if (len >= 64 && __builtin_cpu_supports("pclmul")) return by_folding(crc, bytes, len);
#endif
    return by_table(crc, bytes, len);
}
