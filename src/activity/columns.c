/* Columns live in the import's arena. They are sized from what the file can
 * still hold, so that growing (which copies and leaves the old block behind)
 * is rare. */
#include "activity/columns.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

enum { FIRST_MAX = 1 << 16, LINE = 64, SPARE = 8 /* whoever writes eight at a time may run over */ };

static void *regrow(ngl_columns *c, const void *old, size_t size, uint32_t cap)
{
    void *fresh = ngl_arena_raw(c->arena, size, (size_t)cap + SPARE, LINE);
    if (fresh && c->n) memcpy(fresh, old, size * c->n);
    return fresh;
}

static ngl_status no_memory(const ngl_columns *c, ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for %u records than is allowed", (unsigned)c->n);
}

static uint32_t next_cap(const ngl_columns *c, uint32_t need, uint32_t hint)
{
    uint32_t cap = c->cap ? c->cap + c->cap / 2 : (hint < FIRST_MAX ? hint : FIRST_MAX);
    if (cap < need) cap = need;
    return cap < NGL_RECORDS_MAX ? cap : NGL_RECORDS_MAX;
}

ngl_status ngl_columns_room(ngl_columns *c, uint32_t more, uint32_t hint, ngl_error *err)
{
    if (more <= c->cap - c->n) return NGL_OK;
    if (more > NGL_RECORDS_MAX - c->n)
        return ngl_fail(err, NGL_E_LIMIT, 0, "the file has more than %d records", NGL_RECORDS_MAX);
    uint32_t cap = next_cap(c, c->n + more, hint);
    int64_t *time = regrow(c, c->time_ms, sizeof *time, cap);
    if (!time) return no_memory(c, err);
    c->time_ms = time;
    if (c->lat) {
        int32_t *lat = regrow(c, c->lat, sizeof *lat, cap), *lon = regrow(c, c->lon, sizeof *lon, cap);
        if (!lat || !lon) return no_memory(c, err);
        c->lat = lat;
        c->lon = lon;
    }
    for (unsigned i = 0; i < NGL_COLUMN_COUNT; i++) {
        if (!c->column[i]) continue;
        float *column = regrow(c, c->column[i], sizeof *column, cap);
        if (!column) return no_memory(c, err);
        c->column[i] = column;
    }
    c->cap = cap;
    return NGL_OK;
}

ngl_status ngl_columns_add(ngl_columns *c, unsigned id, ngl_error *err)
{
    if (c->column[id]) return NGL_OK;
    float *column = ngl_arena_raw(c->arena, sizeof *column, (size_t)c->cap + SPARE, LINE);
    if (!column) return no_memory(c, err);
    for (uint32_t i = 0; i < c->n; i++) column[i] = NAN;
    c->column[id] = column;
    c->active |= (uint64_t)1 << id;
    return NGL_OK;
}

ngl_status ngl_columns_add_position(ngl_columns *c, ngl_error *err)
{
    if (c->lat) return NGL_OK;
    int32_t *lat = ngl_arena_raw(c->arena, sizeof *lat, (size_t)c->cap + SPARE, LINE);
    int32_t *lon = ngl_arena_raw(c->arena, sizeof *lon, (size_t)c->cap + SPARE, LINE);
    if (!lat || !lon) return no_memory(c, err);
    for (uint32_t i = 0; i < c->n; i++) lat[i] = lon[i] = NGL_POSITION_NONE;
    c->lat = lat;
    c->lon = lon;
    return NGL_OK;
}

void ngl_columns_blank(ngl_columns *c, uint32_t from, uint32_t n, uint64_t written, bool position)
{
    uint64_t missing = c->active & ~written;
    for (unsigned id = 0; missing; id++, missing >>= 1) {
        if (!(missing & 1)) continue;
        for (uint32_t i = 0; i < n; i++) c->column[id][from + i] = NAN;
    }
    if (position || !c->lat) return;
    for (uint32_t i = 0; i < n; i++) c->lat[from + i] = c->lon[from + i] = NGL_POSITION_NONE;
}

void *ngl_grow(ngl_arena *arena, void *items, uint32_t n, uint32_t *cap, uint32_t max, size_t size)
{
    if (n < *cap) return items;
    if (n >= max) return NULL;
    uint32_t more = *cap ? *cap * 2 : 8;
    if (more > max) more = max;
    void *fresh = ngl_arena_take(arena, size, more, alignof(max_align_t));
    if (!fresh) return NULL;
    if (n) memcpy(fresh, items, size * n);
    *cap = more;
    return fresh;
}
