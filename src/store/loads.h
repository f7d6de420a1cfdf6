/* Kept loads: what a run did to each tissue, by which usual and model. They are
 * derived, so whoever finds them missing or by another usual makes them again. */
#ifndef STORE_LOADS_H
#define STORE_LOADS_H

#include "base/arena.h"
#include "store/store.h"

#include <niggle/tissue.h>

/* The usual that loads were last worked out with. */
typedef struct ngl_row_usual {
    int64_t     id;    /* 0: there is none */
    const char *model; /* ngl_load_model */
    ngl_day     day;   /* NGL_DAY_NONE: nothing was known of the runner */
    ngl_usual   usual;
} ngl_row_usual;

/* One activity and what is kept of its load. */
typedef struct ngl_row_load {
    ngl_loaded loaded; /* tissue NULL: no load by `usual` below is kept; names and device are set in any case */
    int64_t    usual;  /* the usual it was worked out with; 0: never by this model, and its `pace` is unset */
    uint32_t   nrecord;
    double     mean_cadence_spm; /* NaN unknown */
} ngl_row_load;

/* The last usual by this model. */
ngl_status ngl_store_usual(ngl_store *s, ngl_arena *arena, const char *model, ngl_row_usual *out, ngl_error *err);

/* Keep a usual: it is the last one from now on. Fills row->id. Loads by another
 * usual remain until they are replaced; those of another model go. */
ngl_status ngl_store_add_usual(ngl_store *s, ngl_row_usual *row, ngl_error *err);

/* Activities of all sports from `from` to `to` that count (no repeats), oldest
 * first, with what is kept by the model of `by`; their tissues, [kb->ntissue],
 * only where it was worked out with the usual by->id. All of it lives in the arena. */
ngl_status ngl_store_loads(ngl_store *s, ngl_arena *arena, const ngl_knowledge *kb, const ngl_row_usual *by, ngl_day from, ngl_day to,
                           ngl_row_load **row, size_t *n, ngl_error *err);

/* The days of the last `most` runs up to `today`, newest first. */
ngl_status ngl_store_last_run_days(ngl_store *s, ngl_day today, ngl_day *day, size_t most, size_t *n, ngl_error *err);

/* The day of a run. NGL_E_NOT_FOUND: there is none, or it has no date. */
ngl_status ngl_store_run_day(ngl_store *s, int64_t run, ngl_day *day, ngl_error *err);

/* Keep the load of one run in place of what was kept of it. A run that is gone
 * since is let be. */
ngl_status ngl_store_put_load(ngl_store *s, const ngl_knowledge *kb, const ngl_loaded *loaded, int64_t usual, ngl_error *err);

#endif
