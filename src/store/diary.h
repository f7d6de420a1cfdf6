/* What diaries say of days, and how each diary is to be read. */
#ifndef STORE_DIARY_H
#define STORE_DIARY_H

#include "store/runs.h"

typedef struct ngl_row_diary {
    int64_t     batch, run; /* run 0: none that is known */
    const char *key;        /* of the row, the same whenever it is read */
    ngl_day     day;
    double      pain_nprs;  /* 0-10; NaN: not said */
    const char *place, *note;
} ngl_row_diary;

/* Is exactly this kept? */
ngl_status ngl_store_has_diary(ngl_store *s, const ngl_row_diary *row, bool *same, ngl_error *err);

/* Keep it, in place of what the row said before. */
ngl_status ngl_store_put_diary(ngl_store *s, const ngl_row_diary *row, ngl_error *err);

/* Days from .. to (both included, NGL_DAY_NONE: no limit), newest first. Lives
 * in the arena. NGL_E_NOMEM. */
ngl_status ngl_store_diary(ngl_store *s, ngl_arena *arena, ngl_day from, ngl_day to, const ngl_row_diary **row, size_t *n, ngl_error *err);

/* The run of which this row of this source was said before; 0 none. */
ngl_status ngl_store_run_said(ngl_store *s, const char *source, const char *key, int64_t *run, ngl_error *err);

/* Which run a row without a time of day speaks of: one of that day that no
 * diary has spoken of yet, of a sport that agrees, whose distance and time are
 * within a fifth where both say them; 0 none. NaN: not said. */
ngl_status ngl_store_run_of_day(ngl_store *s, ngl_day day, ngl_sport sport, double dist_m, double timer_s, int64_t *run, ngl_error *err);

/* The mapping kept for a diary with this first row; "" none. In the arena. */
ngl_status ngl_store_diary_map(ngl_store *s, ngl_arena *arena, const char *header, const char **mapping, ngl_error *err);
ngl_status ngl_store_put_diary_map(ngl_store *s, const char *header, const char *mapping, ngl_instant now, ngl_error *err);

#endif
