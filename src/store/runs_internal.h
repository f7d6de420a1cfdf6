/* What the files about runs share. */
#ifndef STORE_RUNS_INTERNAL_H
#define STORE_RUNS_INTERNAL_H

#include "store/internal.h"
#include "store/runs.h"

/* of "FROM run JOIN file USING (file)", in the order ngl_run_read() wants */
#define NGL_RUN_COLUMNS                                                                            \
    "run, file, run.position, start_ms, utc_offset_s, day, sport, sub_sport, "                      \
    "coalesce(nullif(run.name, ''), (SELECT name FROM said WHERE said.run = run.run AND name <> ''), '') AS name, device, " \
    "file.format, dist_m, timer_s, elapsed_s, ascent_m, descent_m, mean_hr_bpm, mean_cadence_spm, max_speed_mps, " \
    "coalesce(effort_rpe, (SELECT said.effort_rpe FROM said WHERE said.run = run.run AND said.effort_rpe IS NOT NULL)) AS effort_rpe, " \
    "nrecord, has_dynamics, salvaged, kept_apart, same_as"

/* The row at hand; false: no memory for its words. */
bool ngl_run_read(ngl_row_run *r, sqlite3_stmt *q, ngl_arena *arena);

/* NGL_E_NOT_FOUND. */
ngl_status ngl_store_one_run(ngl_store *s, ngl_arena *arena, int64_t run, ngl_row_run *out, ngl_error *err);

/* Look for the twin of a kept run that counts on its own, and link the two. */
ngl_status ngl_store_link_run(ngl_store *s, ngl_row_run *row, ngl_error *err);

#endif
