/* What lists say of runs, and what an import must know beforehand: which files
 * are here already. */
#ifndef STORE_SAID_H
#define STORE_SAID_H

#include "store/runs.h"

typedef struct ngl_row_said {
    int64_t     batch, run;
    const char *source, *key; /* "strava", its number there */
    const char *name, *kind, *about, *note, *gear; /* "" where it says nothing */
    double      effort_rpe;
    ngl_day     day;     /* of the run; when listed */
    double      dist_m;  /* of the run; when listed */
} ngl_row_said;

/* Is exactly this kept of the run? */
ngl_status ngl_store_has_said(ngl_store *s, const ngl_row_said *row, bool *same, ngl_error *err);

/* Keep it, in place of what the same source said before. A sport that was not
 * known becomes `sport`. */
ngl_status ngl_store_say(ngl_store *s, const ngl_row_said *row, ngl_sport sport, ngl_error *err);

/* All that was said in words (name, about or note), newest run first. */
ngl_status ngl_store_said(ngl_store *s, ngl_arena *arena, const ngl_row_said **row, size_t *n, ngl_error *err);

/* The run that is here and is the same outing as `like` (id 0): its id, or 0. */
ngl_status ngl_store_same_outing(ngl_store *s, const ngl_row_run *like, int64_t *run, ngl_error *err);

/* The run `part` is a part of the recording `whole` (a route that a workout names)
 * and counts through it, unless it was kept apart. */
ngl_status ngl_store_part_of(ngl_store *s, int64_t part, int64_t whole, ngl_error *err);

/* The run of a file whose start is nearest; 0 none. */
ngl_status ngl_store_run_of_file(ngl_store *s, int64_t file, ngl_instant start, int64_t *run, ngl_error *err);

/* ---- files that are here ---------------------------------------------------------- */

typedef struct ngl_known_file {
    uint8_t hash[NGL_HASH_BYTES];
    int64_t id;
    bool    good; /* its runs are here; false: it failed, or held none */
} ngl_known_file;

ngl_status ngl_store_known_files(ngl_store *s, ngl_arena *arena, const ngl_known_file **file, size_t *n, ngl_error *err);

#endif
