/* Files, the runs in them, and where each came from.
 *
 * Packing (CPU) and keeping (database) are apart: a batch of files is made
 * ready first, then written in one short transaction, so that another program
 * never waits long. docs/store.md has the layout of what is packed.
 */
#ifndef STORE_RUNS_H
#define STORE_RUNS_H

#include "base/arena.h"
#include "store/store.h"

#include <niggle/activity.h>

typedef enum ngl_file_outcome {
    NGL_OUTCOME_IMPORTED,
    NGL_OUTCOME_SALVAGED,     /* imported in part: the file is damaged */
    NGL_OUTCOME_ALREADY,      /* a file with the same content is there */
    NGL_OUTCOME_NOT_ACTIVITY, /* a sound file without an activity */
    NGL_OUTCOME_SKIPPED,      /* of another kind, found in a folder; never stored */
    NGL_OUTCOME_FAILED,
    NGL_OUTCOME_COUNT
} ngl_file_outcome;

/* "imported", "salvaged", "already_there", "not_activity", "skipped", "failed"; static. */
const char *ngl_outcome_key(ngl_file_outcome o);

enum { NGL_HASH_BYTES = 32 };

/* BLAKE2b of a file's bytes, 256 bits: what `b2sum -l 256` prints. */
void ngl_store_hash(uint8_t out[NGL_HASH_BYTES], const void *bytes, size_t len);

typedef struct ngl_row_batch {
    int64_t     id;
    ngl_instant started, undone; /* undone: NGL_INSTANT_NONE while it stands */
    int64_t     nfile, nrun;     /* that stand */
} ngl_row_batch;

typedef struct ngl_row_file {
    int64_t     id, batch;
    uint8_t     hash[NGL_HASH_BYTES];
    const char *name;     /* the path as it was given, for people */
    int64_t     size;
    const char *format;   /* "" not recognised */
    ngl_file_outcome outcome;
    const char *reason;   /* one sentence, "" none */
    int64_t     position; /* of the fault in the file, 0 none */
    const void *original; /* as ngl_store_pack_original() made it; NULL: not kept */
    size_t      noriginal;
    bool        original_packed;
} ngl_row_file;

/* A run as it is kept: the summary, and what is packed beside it. */
typedef struct ngl_row_run {
    int64_t     id, file;
    uint32_t    position; /* which activity of its file, from 0 */
    ngl_instant start;    /* NGL_INSTANT_NONE: the file has no times */
    int32_t     utc_offset_s;
    bool        has_offset;
    ngl_day     day;      /* local civil day of the start; NGL_DAY_NONE with no start */
    ngl_sport   sport;
    const char *sub_sport, *name, *device, *format;
    double      dist_m, timer_s, elapsed_s, ascent_m, descent_m; /* NaN unknown, here and below */
    double      mean_hr_bpm, mean_cadence_spm, max_speed_mps, effort_rpe;
    uint32_t    nrecord;
    bool        has_dynamics, salvaged, kept_apart;
    int64_t     same_as;  /* the run that counts in its place (another device or format); 0 none */
    bool        has_twin; /* when added: it repeats a run, or a run repeats it */

    uint32_t         nlap, npause; /* for adding only; lists leave them out */
    const ngl_lap   *lap;
    const ngl_pause *pause;
    const void      *packed;
    size_t           npacked;
} ngl_row_run;

/* ---- making ready (pack.c) -------------------------------------------------------- */

/* Summary and packed columns of an activity. Its words, laps and pauses are
 * copied into the arena. `utc_offset_s` is used for the day where the file
 * says none. NGL_E_NOMEM, NGL_E_LIMIT. */
ngl_status ngl_store_pack_run(ngl_row_run *out, ngl_arena *arena, const ngl_activity *a, int32_t utc_offset_s,
                              ngl_error *err);

/* The bytes of a file into row->original, compressed unless they already are. */
ngl_status ngl_store_pack_original(ngl_row_file *row, ngl_arena *arena, const void *bytes, size_t len,
                                   ngl_error *err);

/* Columns back, exactly as they were. NGL_E_CORRUPT. */
ngl_status ngl_store_unpack_columns(ngl_activity *out, ngl_arena *arena, const void *packed, size_t len,
                                    ngl_error *err);

/* ---- keeping ----------------------------------------------------------------------- */

ngl_status ngl_store_add_batch(ngl_store *s, ngl_instant started, const char *program, int64_t *id, ngl_error *err);

/* The file with this content and what became of it. NGL_E_NOT_FOUND. */
ngl_status ngl_store_find_file(ngl_store *s, const uint8_t hash[NGL_HASH_BYTES], int64_t *id, ngl_file_outcome *outcome,
                               ngl_error *err);

/* Keep what became of a file; fills row->id. One that failed before or held no
 * activity is replaced. NGL_E_CONFLICT: its runs are already here. */
ngl_status ngl_store_add_file(ngl_store *s, ngl_row_file *row, ngl_error *err);

/* Keep a run of a file; fills row->id. If it is a run that is already here, from
 * another device or format, the better recording counts and the other is
 * linked to it: row->same_as. */
ngl_status ngl_store_add_run(ngl_store *s, ngl_row_run *row, ngl_error *err);

/* Are these two recordings of one outing? They overlap by 80 % of the longer
 * one, the sports agree (or one is not known), and so do the distances within
 * 10 % or 200 m. */
bool ngl_run_same(const ngl_row_run *a, const ngl_row_run *b);

/* Let a linked run count on its own from now on, or look for its twin again. */
ngl_status ngl_store_keep_apart(ngl_store *s, int64_t run, bool apart, ngl_error *err);

/* Take this recording for one of the outing that `other` records, whatever they
 * look like. NGL_E_NOT_FOUND; NGL_E_CONFLICT: `other` counts through `run`. */
ngl_status ngl_store_count_through(ngl_store *s, int64_t run, int64_t other, ngl_error *err);

/* ---- asking ------------------------------------------------------------------------- */

typedef struct ngl_runs_query {
    ngl_day from, to;     /* both included; NGL_DAY_NONE: no limit */
    bool    all_sports;   /* else running only */
    bool    linked;       /* also those that count through another */
    bool    undated;      /* also those without a start; last */
} ngl_runs_query;

/* Runs, newest first. Rows and words live in the arena. */
ngl_status ngl_store_runs(ngl_store *s, ngl_arena *arena, const ngl_runs_query *query, const ngl_row_run **row,
                          size_t *n, ngl_error *err);

/* One run with its columns, laps and pauses, as they were imported; the
 * activity lives in the arena. NGL_E_NOT_FOUND, NGL_E_CORRUPT. */
ngl_status ngl_store_activity(ngl_store *s, ngl_arena *arena, int64_t run, ngl_activity *out, ngl_error *err);

/* The kept original of a file, byte for byte. NGL_E_NOT_FOUND: not kept. */
ngl_status ngl_store_original(ngl_store *s, ngl_arena *arena, int64_t file, const void **bytes, size_t *len,
                              ngl_error *err);

/* The batch to undo: `batch`, or with 0 the last that stands and brought runs.
 * NGL_E_NOT_FOUND: there is none, or it is undone already. */
ngl_status ngl_store_find_batch(ngl_store *s, int64_t batch, ngl_row_batch *out, ngl_error *err);

/* Every batch, newest first, undone ones too. */
ngl_status ngl_store_batches(ngl_store *s, ngl_arena *arena, const ngl_row_batch **row, size_t *n, ngl_error *err);

/* Take back everything one batch brought: files, runs, columns, originals.
 * Runs that were linked to these are linked anew or count again. */
ngl_status ngl_store_undo_batch(ngl_store *s, int64_t batch, ngl_instant now, ngl_error *err);

#endif
