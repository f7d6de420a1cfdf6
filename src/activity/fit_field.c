/* Definitions, and single values by field number. For the few messages where
 * speed does not matter; records go by their plan. */
#include "activity/fit.h"
#include "base/text.h"

#include <assert.h>
#include <math.h>
#include <string.h>

const uint8_t ngl_fit_base_size[FIT_BASE_COUNT] = { 1, 1, 1, 2, 2, 4, 4, 1, 4, 8, 1, 2, 4, 1, 8, 8, 8 };

/* Some devices write a byte order that is neither 0 (little) nor 1 (big) into
 * files that are otherwise good: take the order in which the message number
 * is a small one. */
static bool big_endian(uint8_t order, const uint8_t *global)
{
    if (order <= 1) return order == 1;
    return global[0] < global[1];
}

static uint32_t sum_sizes(ngl_fit_definition *d, const uint8_t *field, unsigned n, uint32_t at)
{
    for (unsigned i = 0; i < n; i++, field += 3) {
        if (field[0] == FIT_FIELD_TIMESTAMP && field[1] == 4 && d->time_at < 0) d->time_at = (int32_t)at;
        at += field[1];
    }
    return at;
}

size_t ngl_fit_define(ngl_fit_definition *d, const uint8_t *data, size_t at, size_t end, bool developer)
{
    const uint8_t *p = data + at;
    size_t         left = end - at, len;
    if (left < 5) return 0;
    unsigned nfield = p[4], ndev = 0;
    len = 5 + 3u * nfield;
    if (left < len + (developer ? 1 : 0)) return 0;
    if (developer) {
        ndev = p[len];
        len += 1 + 3u * ndev;
        if (left < len) return 0;
    }
    /* the same definition again: its plan still stands */
    if (d->bytes && d->len == len && (d->ndev != 0) == (ndev != 0) && memcmp(d->bytes, p, len) == 0) return len;
    bool big = big_endian(p[1], p + 2);
    *d = (ngl_fit_definition){ .bytes = p, .len = (uint32_t)len, .nfield = (uint8_t)nfield, .ndev = (uint8_t)ndev,
                               .big = big, .time_at = -1,
                               .global = (uint16_t)(big ? p[2] << 8 | p[3] : p[3] << 8 | p[2]) };
    d->kind = (uint8_t)ngl_fit_kind_of(d->global);
    d->dev_at = sum_sizes(d, p + 5, nfield, 0);
    d->size = d->dev_at;
    const uint8_t *dev = p + 6 + 3u * nfield;
    for (unsigned i = 0; i < ndev; i++) d->size += dev[3 * i + 1];
    return len;
}

bool ngl_fit_find(const ngl_fit_definition *d, uint8_t number, ngl_fit_place *place)
{
    const uint8_t *field = d->bytes + 5;
    uint32_t       at = 0;
    for (unsigned i = 0; i < d->nfield; i++, field += 3) {
        if (field[0] == number) {
            *place = (ngl_fit_place){ .at = at, .size = field[1], .base = field[2] & 0x1f };
            return true;
        }
        at += field[1];
    }
    return false;
}

static uint64_t unsigned_of(const uint8_t *p, unsigned size, bool big)
{
    uint64_t v = 0;
    for (unsigned i = 0; i < size; i++) v |= (uint64_t)p[big ? size - 1 - i : i] << (8 * i);
    return v;
}

static double signed_of(uint64_t v, unsigned size)
{
    assert(size >= 1 && size <= 8);
    uint64_t top = (uint64_t)1 << (8 * size - 1);
    if (v == top - 1) return NAN;
    return v & top ? -(double)((top - 1 - (v & (top - 1))) + 1) : (double)v;
}

static double float_of(uint64_t v, unsigned size)
{
    double d;
    float  f;
    if (size == 8) {
        memcpy(&d, &v, sizeof d);
    } else {
        uint32_t w = (uint32_t)v;
        memcpy(&f, &w, sizeof f);
        d = (double)f;
    }
    return isfinite(d) ? d : NAN;
}

double ngl_fit_element(const uint8_t *p, uint8_t base, bool big)
{
    if (base >= FIT_BASE_COUNT) return NAN;
    unsigned size = ngl_fit_base_size[base];
    uint64_t v = unsigned_of(p, size, big);
    uint64_t all = size == 8 ? UINT64_MAX : ((uint64_t)1 << (8 * size)) - 1;
    switch (base) {
    case FIT_SINT8: case FIT_SINT16: case FIT_SINT32: case FIT_SINT64: return signed_of(v, size);
    case FIT_FLOAT32: case FIT_FLOAT64: return float_of(v, size);
    case FIT_UINT8Z: case FIT_UINT16Z: case FIT_UINT32Z: case FIT_UINT64Z: return v ? (double)v : NAN;
    case FIT_STRING: case FIT_BYTE: return NAN;
    default: return v == all ? NAN : (double)v;
    }
}

double ngl_fit_number(const ngl_fit_definition *d, const uint8_t *message, uint8_t number)
{
    ngl_fit_place f;
    if (!ngl_fit_find(d, number, &f) || f.base >= FIT_BASE_COUNT || f.size < ngl_fit_base_size[f.base]) return NAN;
    return ngl_fit_element(message + f.at, f.base, d->big);
}

uint32_t ngl_fit_u32(const ngl_fit_definition *d, const uint8_t *message, uint8_t number)
{
    double v = ngl_fit_number(d, message, number);
    return v >= 0 && v < 4294967295.0 ? (uint32_t)v : UINT32_MAX;
}

/* Up to the NUL or, where a device forgot it, to the field's end. */
const char *ngl_fit_string(ngl_arena *arena, const ngl_fit_definition *d, const uint8_t *message, uint8_t number)
{
    ngl_fit_place f;
    if (!ngl_fit_find(d, number, &f) || f.base != FIT_STRING) return "";
    const char *text = (const char *)message + f.at;
    size_t      len = 0;
    while (len < f.size && text[len]) len++;
    char *copy = ngl_arena_text(arena, text, len);
    if (!copy) return NULL;
    /* what is not UTF-8, or would move a terminal's cursor, is shown as a question mark */
    for (size_t i = 0; i < len;) {
        size_t n = ngl_utf8_length(copy + i, len - i);
        if (n == 0 || (n == 1 && ((uint8_t)copy[i] < 0x20 || copy[i] == 0x7f))) copy[i] = '?';
        i += n ? n : 1;
    }
    return copy;
}
