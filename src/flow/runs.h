/* The verb "runs": what was run, week by week. */
#ifndef FLOW_RUNS_H
#define FLOW_RUNS_H

#include "base/arena.h"
#include "flow/flow.h"
#include "store/runs.h"

/* One week, Monday to Sunday. */
typedef struct ngl_week {
    ngl_day  monday;
    unsigned nrun;
    double   dist_m;  /* of runs whose distance is known */
    double   timer_s;
    double   longest_m; /* 0: none with a distance */
} ngl_week;

typedef struct ngl_runs {
    const ngl_row_run *run;  /* [nrun], newest first */
    size_t             nrun;
    const double      *excess; /* [nrun] per cent longer than the longest of the 30 days before; NaN not known */
    const ngl_week    *week; /* [nweek], newest first; weeks without a run stand, too */
    size_t             nweek;
    const ngl_row_run *longest; /* of the 30 days up to today, NULL if there is none; may lie outside `run` */
    double             dist_m;  /* of all in `run` that count */
} ngl_runs;

typedef struct ngl_runs_options {
    ngl_day from, to;   /* NGL_DAY_NONE: no limit */
    bool    all_sports; /* list other sports, too; weeks are of running only */
    bool    linked;     /* list runs that count through another, too */
} ngl_runs_options;

enum { NGL_LONGEST_DAYS = 30 };

/* Everything lives in the arena. No runs at all is no failure. */
ngl_status ngl_flow_runs(ngl_flow *flow, ngl_arena *arena, const ngl_runs_options *options, ngl_runs *out,
                         ngl_error *err);

/* Let a recording that repeats another count on its own, or look for its twin
 * again. NGL_E_NOT_FOUND. */
ngl_status ngl_flow_keep_apart(ngl_flow *flow, int64_t run, bool apart, ngl_error *err);

#endif
