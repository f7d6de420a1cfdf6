/* Runs and weeks, for people and for programs. */
#ifndef REPORT_RUNS_REPORT_H
#define REPORT_RUNS_REPORT_H

#include "base/buf.h"

#include <niggle/load.h>

#include <stdbool.h>

/* One activity as a list shows it; NaN and "" where nobody said. */
typedef struct ngl_run_line {
    int64_t         id;
    ngl_run_summary s;
    const char     *sub_sport, *name, *device, *format;
    double          elapsed_s, mean_hr_bpm, mean_cadence_spm;
    bool            has_dynamics, salvaged;
    double          excess; /* per cent longer than the longest of the 30 days before; NaN not known */
} ngl_run_line;

/* Monday to Sunday. */
typedef struct ngl_week_line {
    ngl_day  monday;
    double   dist_m, timer_s, longest_m;
    unsigned nrun;
    bool     going_on; /* it is this week, not over yet */
} ngl_week_line;

typedef struct ngl_runs_view {
    ngl_day  today, from;       /* from: NGL_DAY_NONE, everything */
    bool     all_sports;
    size_t   nline;
    const ngl_run_line *line;   /* newest first; activities without a day last */
    size_t   nweek;
    const ngl_week_line *week;  /* newest first, of running alone */
    const ngl_run_line  *longest; /* of the 30 days up to today, NULL none */
    size_t   nolder;            /* runs before `from` */
} ngl_runs_view;

/* The list, at most 80 columns. */
void ngl_runs_text(ngl_buf *out, const ngl_runs_view *v, bool colour);
/* Weeks, and the longest run of the last 30 days. */
void ngl_weeks_text(ngl_buf *out, const ngl_runs_view *v, bool colour);
/* One record a line, fields between tabs, the kind of record first. */
void ngl_runs_plain(ngl_buf *out, const ngl_runs_view *v, bool weeks);
/* One object: runs, weeks, the longest. */
void ngl_runs_json(ngl_buf *out, const ngl_runs_view *v);

#endif
