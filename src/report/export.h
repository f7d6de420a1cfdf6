/* Runs as tables: a row for each run, or a row for each record. */
#ifndef REPORT_EXPORT_H
#define REPORT_EXPORT_H

#include "report/table.h"

#include <niggle/activity.h>
#include <niggle/clean.h>

enum { NGL_EXPORT_EXTRA_MAX = 64, NGL_EXPORT_COLUMN_MAX = 32 + NGL_EXPORT_EXTRA_MAX };

/* Records of runs. Developer fields have their columns behind all others; they
 * must be known before the first row. */
typedef struct ngl_export {
    ngl_table        table;
    ngl_table_column column[NGL_EXPORT_COLUMN_MAX];
    uint32_t         ncolumn, nfixed, nextra, left_out; /* left_out: developer fields beyond what has room */
    ngl_extra        extra[NGL_EXPORT_EXTRA_MAX];       /* name, unit, application of each; texts in the arena */
    bool             clean;
    ngl_arena       *arena;
} ngl_export;

/* `clean`: streams as cleaning leaves them, and what follows from it. */
void       ngl_export_init(ngl_export *e, ngl_arena *arena, bool clean);
ngl_status ngl_export_learn(ngl_export *e, const ngl_activity *a, ngl_error *err);
ngl_status ngl_export_begin(ngl_export *e, ngl_table_format format, ngl_buf *out, ngl_error *err);

/* The records of one run; `scratch` is used for positions in degrees. */
ngl_status ngl_export_rows(ngl_export *e, int64_t run, const ngl_activity *a, const ngl_clean *clean, ngl_arena *scratch,
                           ngl_error *err);

/* One run in a table of runs; the columns are ngl_export_run_columns. */
typedef struct ngl_export_run {
    int64_t     run, start, utc_offset_s, records, has_dynamics, salvaged, same_as; /* INT64_MIN: nothing */
    const char *day, *sport, *sub_sport, *name, *format, *device;                   /* NULL: nothing */
    double      dist_m, timer_s, elapsed_s, ascent_m, descent_m, mean_hr_bpm, mean_cadence_spm, max_speed_mps, effort_rpe;
} ngl_export_run;

extern const ngl_table_column ngl_export_run_columns[];
extern const uint32_t         ngl_export_run_ncolumn;
ngl_status ngl_export_run_row(ngl_table *t, const ngl_export_run *row, ngl_error *err);

#endif
