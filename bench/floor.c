/* See floor.h. */
#include "floor.h"

#include <string.h>

enum { COLUMNS = 14, ROWS = 1 << 16, FIELDS = 16 };

static uint16_t table[8][256];
static uint32_t column[COLUMNS][ROWS];

typedef struct plan {
    uint32_t size;
    int      record, known;
    unsigned n;
    struct {
        uint16_t at;
        uint8_t  size, column;
    } field[FIELDS];
} plan;

/* record fields of a run, in the order of the columns */
static const uint8_t wanted[COLUMNS] = { 253, 0, 1, 2, 3, 4, 5, 6, 39, 41, 73, 78, 84, 85 };

void floor_begin(void)
{
    for (unsigned b = 0; b < 256; b++) {
        unsigned c = b;
        for (int i = 0; i < 8; i++) c = c & 1 ? c >> 1 ^ 0xa001 : c >> 1;
        table[0][b] = (uint16_t)c;
    }
    for (unsigned k = 1; k < 8; k++)
        for (unsigned b = 0; b < 256; b++)
            table[k][b] = (uint16_t)(table[k - 1][b] >> 8 ^ table[0][table[k - 1][b] & 0xff]);
}

static uint16_t sum(const uint8_t *p, size_t n)
{
    unsigned c = 0;
    for (; n >= 8; p += 8, n -= 8)
        c = table[7][p[0] ^ (c & 0xff)] ^ table[6][p[1] ^ c >> 8] ^ table[5][p[2]] ^ table[4][p[3]] ^ table[3][p[4]] ^
            table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
    for (; n; p++, n--) c = c >> 8 ^ table[0][(c ^ *p) & 0xff];
    return (uint16_t)c;
}

static size_t define(plan *def, const uint8_t *p)
{
    plan    *d = &def[p[0] & 15];
    unsigned n = p[5], at = 0;
    size_t   len = 6 + 3u * n;
    *d = (plan){ .known = 1, .record = (p[2] ? p[3] << 8 | p[4] : p[4] << 8 | p[3]) == 20 };
    for (unsigned i = 0; i < n; i++) {
        const uint8_t *f = p + 6 + 3 * i;
        for (unsigned k = 0; d->record && k < COLUMNS && d->n < FIELDS; k++) {
            if (wanted[k] != f[0]) continue;
            d->field[d->n].at = (uint16_t)(at + 1);
            d->field[d->n].size = f[1];
            d->field[d->n++].column = (uint8_t)k;
        }
        at += f[1];
    }
    if (p[0] & 0x20) {
        unsigned m = p[len];
        for (unsigned i = 0; i < m; i++) at += p[len + 2 + 3 * i];
        len += 1 + 3u * m;
    }
    d->size = at + 1;
    return len;
}

static void copy(const plan *d, const uint8_t *p, size_t row)
{
    for (unsigned i = 0; i < d->n; i++) {
        uint32_t v = 0;
        switch (d->field[i].size) {
        case 1: v = p[d->field[i].at]; break;
        case 2: {
            uint16_t w;
            memcpy(&w, p + d->field[i].at, 2);
            v = w;
            break;
        }
        case 4: memcpy(&v, p + d->field[i].at, 4); break;
        default: break;
        }
        column[d->field[i].column][row & (ROWS - 1)] = v;
    }
}

size_t floor_decode(const uint8_t *data, size_t len, unsigned *bad_sums)
{
    size_t at = 0, n = 0;
    while (at + 14 < len && memcmp(data + at + 8, ".FIT", 4) == 0) {
        plan     def[16] = { { 0 } };
        uint32_t body;
        memcpy(&body, data + at + 4, 4);
        size_t pos = at + data[at], end = pos + body;
        if (end + 2 > len) end = len - 2;
        *bad_sums += sum(data + at, end - at) != (data[end] | data[end + 1] << 8);
        at = end + 2;
        while (pos < end) {
            uint8_t h = data[pos];
            if ((h & 0xc0) == 0x40) {
                pos += define(def, data + pos);
                continue;
            }
            const plan *d = &def[h & 0x80 ? h >> 5 & 3 : h & 15];
            if (!d->known || d->size > end - pos) break;
            if (d->record) copy(d, data + pos, n++);
            pos += d->size;
        }
    }
    return n;
}
