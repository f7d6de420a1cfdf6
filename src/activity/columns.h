/* Growing columns, one row per record: where every reader writes.
 *
 * A column exists from the moment something is to be written into it; what
 * lies before is filled with NaN then. Whoever adds rows writes every column
 * that exists (see ngl_columns_blank). Times are absolute here. */
#ifndef ACTIVITY_COLUMNS_H
#define ACTIVITY_COLUMNS_H

#include "activity/limits.h"
#include "base/arena.h"

#include <niggle/activity.h>

enum { NGL_COLUMN_EXTRA = NGL_STREAM_COUNT, NGL_COLUMN_COUNT = NGL_COLUMN_EXTRA + NGL_EXTRA_MAX };

typedef struct ngl_columns {
    ngl_arena *arena;
    uint32_t   n, cap;
    int64_t   *time_ms;                  /* since 1970 */
    int32_t   *lat, *lon;                /* both or neither */
    float     *column[NGL_COLUMN_COUNT]; /* streams, then developer fields */
    uint64_t   active;                   /* bit i: column[i] exists */
} ngl_columns;

/* Room for `more` further rows; `hint` is how many are expected in all. */
ngl_status ngl_columns_room(ngl_columns *c, uint32_t more, uint32_t hint, ngl_error *err);
ngl_status ngl_columns_add(ngl_columns *c, unsigned id, ngl_error *err);
ngl_status ngl_columns_add_position(ngl_columns *c, ngl_error *err);

/* "No value" in `n` rows from row `from`, in every column that exists and is
 * not in `written`; positions too unless `position`. */
void ngl_columns_blank(ngl_columns *c, uint32_t from, uint32_t n, uint64_t written, bool position);

/* A growing array in an arena: room for one more item, or NULL at `max` items
 * or when memory is refused. */
void *ngl_grow(ngl_arena *arena, void *items, uint32_t n, uint32_t *cap, uint32_t max, size_t size);

#endif
