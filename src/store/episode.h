/* Rows of episodes, as they are kept: texts and keys, no meaning. What they
 * point to lives in the arena that is given; strings are never NULL, except
 * where said. All functions give NGL_E_NOMEM and the store's own errors. */
#ifndef STORE_EPISODE_H
#define STORE_EPISODE_H

#include "base/arena.h"
#include "store/store.h"

#include <niggle/types.h>

typedef struct ngl_row_episode {
    int64_t     id;
    ngl_day     opened, closed; /* closed: NGL_DAY_NONE while open */
    const char *place;
} ngl_row_episode;

typedef struct ngl_row_assessment {
    int64_t     id, episode;
    ngl_day     day;
    ngl_instant noted;
    const char *knowledge, *prior, *triage;
    const char *answers, *causes, *rules; /* JSON by key */
    double      other, fit;               /* fit: NaN not computed */
    const char *next;                     /* "" none */
} ngl_row_assessment;

typedef struct ngl_row_plan {
    int64_t     id, episode, assessment;
    const char *kind, *protocol, *stage; /* "" none */
    ngl_day     since;
    ngl_instant noted;
    const char *knowledge, *reason;
} ngl_row_plan;

typedef struct ngl_row_checkin {
    int64_t     id;
    ngl_day     day;
    ngl_instant noted;
    const char *metric;
    double      value; /* NaN none */
    const char *what;
} ngl_row_checkin;

typedef struct ngl_row_ledger {
    ngl_day     day;
    ngl_instant noted;
    const char *event, *move, *protocol, *stage, *reason;
} ngl_row_ledger;

/* Add a row; `id` (where there is one) is filled in. */
ngl_status ngl_store_add_episode(ngl_store *store, ngl_row_episode *row, ngl_error *err);
ngl_status ngl_store_add_assessment(ngl_store *store, ngl_row_assessment *row, ngl_error *err);
ngl_status ngl_store_add_plan(ngl_store *store, ngl_row_plan *row, ngl_error *err);
ngl_status ngl_store_add_checkin(ngl_store *store, int64_t episode, ngl_row_checkin *row, ngl_error *err);
ngl_status ngl_store_add_ledger(ngl_store *store, int64_t episode, const ngl_row_ledger *row, ngl_error *err);

/* Close an open episode. NGL_E_NOT_FOUND when there is none with this id. */
ngl_status ngl_store_close_episode(ngl_store *store, int64_t episode, ngl_day day, ngl_error *err);

/* Every episode, open ones first, newest first. */
ngl_status ngl_store_episodes(ngl_store *store, ngl_arena *arena, const ngl_row_episode **row, size_t *n, ngl_error *err);

/* Every assessment of an episode, oldest first. */
ngl_status ngl_store_assessments(ngl_store *store, ngl_arena *arena, int64_t episode, const ngl_row_assessment **row,
                                 size_t *n, ngl_error *err);

/* The last assessment and plan of an episode. NGL_E_NOT_FOUND. */
ngl_status ngl_store_last_assessment(ngl_store *store, ngl_arena *arena, int64_t episode, ngl_row_assessment *out,
                                     ngl_error *err);
ngl_status ngl_store_last_plan(ngl_store *store, ngl_arena *arena, int64_t episode, ngl_row_plan *out, ngl_error *err);

/* What was noted from `from` to `to`, oldest first; of several notes for the
 * same day, metric and (for signs and exercises) thing only the last. */
ngl_status ngl_store_checkins(ngl_store *store, ngl_arena *arena, int64_t episode, ngl_day from, ngl_day to,
                              const ngl_row_checkin **row, size_t *n, ngl_error *err);

/* The whole ledger, oldest first. */
ngl_status ngl_store_ledger(ngl_store *store, ngl_arena *arena, int64_t episode, const ngl_row_ledger **row, size_t *n,
                            ngl_error *err);

#endif
