/* Keeping runs, cases, episodes and check-ins.
 *
 * One SQLite file per person: STRICT tables, write-ahead log, foreign keys,
 * an application id, and a schema version that only moves forward. A handle is
 * used by one thread. Whatever a caller was told is saved survives a kill.
 * Nothing above this module knows SQL.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"

#include <niggle/activity.h>
#include <niggle/error.h>
#include <niggle/types.h>

#include <stdbool.h>

typedef struct ngl_store ngl_store;

enum { NGL_STORE_CREATE = 1, /* make the file if it is not there */ NGL_STORE_SCHEMA = 2 /* the newest schema */ };

/* Open the database at `path` (":memory:" for tests). An older schema is moved
 * forward in one transaction after a copy of the file was put beside it
 * (PATH.v1-copy); the file gets mode 0600.
 *   NGL_E_NOT_FOUND  not there, and not to be made
 *   NGL_E_NEWER      written by a newer version; untouched
 *   NGL_E_INVALID    a file that is not a niggle database; untouched
 *   NGL_E_BUSY, NGL_E_IO, NGL_E_CORRUPT, NGL_E_NOMEM */
ngl_status ngl_store_open(ngl_store **out, const char *path, unsigned flags, ngl_error *err);
void       ngl_store_close(ngl_store *store); /* NULL is fine */

/* One transaction; every change between is kept or none. Begin takes the
 * writer's place at once, waiting up to `wait_ms` for another program. */
ngl_status ngl_store_begin(ngl_store *store, unsigned wait_ms, ngl_error *err);
ngl_status ngl_store_commit(ngl_store *store, ngl_error *err);
void       ngl_store_rollback(ngl_store *store); /* without a transaction: nothing */

/* Integrity and foreign keys; `problems` (may be NULL) gets the first lines. */
ngl_status ngl_store_check(ngl_store *store, ngl_arena *arena, const char **problems, ngl_error *err);

/* ---- batches and files ----------------------------------------------------- */

typedef enum ngl_outcome {
    NGL_OUTCOME_IMPORTED,
    NGL_OUTCOME_ALREADY,      /* a file with the same content is there */
    NGL_OUTCOME_SALVAGED,     /* imported in part: the file is damaged */
    NGL_OUTCOME_NOT_ACTIVITY, /* a sound file without an activity */
    NGL_OUTCOME_FAILED
} ngl_outcome;

/* "imported", "already", "salvaged", "not_activity", "failed"; static. */
const char *ngl_outcome_key(ngl_outcome o);

enum { NGL_HASH_BYTES = 32 };

/* SHA-256 of a file's bytes. */
void ngl_store_hash(uint8_t out[NGL_HASH_BYTES], const void *bytes, size_t len);

typedef struct ngl_row_batch {
    int64_t     id;
    ngl_instant at;
    int64_t     undone_ms; /* 0: stands */
    uint32_t    nfile, nrun;
} ngl_row_batch;

typedef struct ngl_row_file {
    int64_t     id, batch;
    uint8_t     hash[NGL_HASH_BYTES];
    const char *name;   /* as it was given, for people */
    int64_t     size;
    const char *format; /* "" not recognised */
    ngl_outcome outcome;
    const char *reason; /* one sentence, "" none */
} ngl_row_file;

/* A run as it is kept: the summary; columns lie beside it. */
typedef struct ngl_row_run {
    int64_t     id, file;
    uint32_t    index;   /* within its file */
    ngl_instant start;
    int32_t     utc_offset_s;
    bool        has_offset;
    ngl_day     day;     /* local civil day of the start */
    ngl_sport   sport;
    const char *sub_sport, *name, *device;
    double      dist_m, timer_s, elapsed_s, ascent_m, descent_m; /* NaN unknown, here and below */
    double      mean_hr_bpm, mean_cadence_spm, max_speed_mps, effort_rpe;
    uint32_t    nrecord;
    bool        has_dynamics, salvaged;
    int64_t     same_as; /* the run this one repeats (another device or format), 0 none; counted once */
} ngl_row_run;

ngl_status ngl_store_add_batch(ngl_store *store, ngl_instant at, int64_t *id, ngl_error *err);

/* The file with this content that stands (its batch not undone). NGL_E_NOT_FOUND. */
ngl_status ngl_store_find_file(ngl_store *store, const uint8_t hash[NGL_HASH_BYTES], int64_t *id, ngl_error *err);

/* Keep what became of a file; `original` (may be NULL) is kept byte for byte,
 * compressed. Fills row->id. */
ngl_status ngl_store_add_file(ngl_store *store, ngl_row_file *row, const void *original, size_t len, ngl_error *err);

/* Keep one activity of a file: summary, laps, pauses, columns. Fills row->id. The row is
 * what ngl_store_run_of() made, `same_as` set by the caller. */
ngl_status ngl_store_add_run(ngl_store *store, ngl_row_run *row, const ngl_activity *activity, ngl_error *err);

/* Summary of an activity; `utc_offset_s` is used where the file says none. Borrows its words. */
ngl_row_run ngl_store_run_of(const ngl_activity *activity, int32_t utc_offset_s);

/* A kept run of the same sport that overlaps this one by more than half of the shorter: the
 * same outing from another device or format. *id is 0 if there is none. */
ngl_status ngl_store_find_same(ngl_store *store, const ngl_row_run *run, int64_t *id, ngl_error *err);

/* Runs with from <= day <= to, oldest first; repeats (same_as) only when asked for. Words live in the arena. */
ngl_status ngl_store_runs(ngl_store *store, ngl_arena *arena, ngl_day from, ngl_day to, bool repeats,
                          const ngl_row_run **row, size_t *n, ngl_error *err);

/* The columns of one run, as they were imported; they live in the arena. NGL_E_NOT_FOUND. */
ngl_status ngl_store_columns(ngl_store *store, ngl_arena *arena, int64_t run, ngl_activity *out, ngl_error *err);

/* The kept original of a file, unpacked. NGL_E_NOT_FOUND: not kept. */
ngl_status ngl_store_original(ngl_store *store, ngl_arena *arena, int64_t file, const void **bytes, size_t *len,
                              ngl_error *err);

/* Batches, newest first, and the files of one. */
ngl_status ngl_store_batches(ngl_store *store, ngl_arena *arena, const ngl_row_batch **row, size_t *n, ngl_error *err);
ngl_status ngl_store_files(ngl_store *store, ngl_arena *arena, int64_t batch, const ngl_row_file **row, size_t *n,
                           ngl_error *err);

/* Take back everything one batch brought: runs, columns, originals. A run that repeated one of
 * these counts again. NGL_E_NOT_FOUND: no such batch that stands. */
ngl_status ngl_store_undo_batch(ngl_store *store, int64_t batch, ngl_instant at, ngl_error *err);

#endif
