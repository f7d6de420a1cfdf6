/* A runner's summaries, asked about stretches of days: what stands there, and
 * whether the files can be trusted to hold everything of that stretch. */
#ifndef LOAD_HISTORY_H
#define LOAD_HISTORY_H

#include <niggle/load.h>

#include <stdbool.h>

enum {
    NGL_GAP_DAYS = 14,      /* so long without any activity: files may be missing */
    NGL_BASE_RUNS_MAX = 128 /* of one stretch that are sorted for a median; two a day for nine weeks */
};

typedef struct ngl_history {
    const ngl_run_summary *run; /* [n], oldest first */
    size_t                 n;
} ngl_history;

bool ngl_history_is_run(const ngl_run_summary *r);

/* Files of the whole stretch are there: some activity on or before `from`, and
 * no more than NGL_GAP_DAYS between two activities, or up to `to`. */
bool ngl_history_covers(const ngl_history *h, ngl_day from, ngl_day to);

/* Some activity of `from` or later is there. */
bool ngl_history_reaches(const ngl_history *h, ngl_day from);

/* Runs from `from` to `to`, and those of them without a distance. */
unsigned ngl_history_runs(const ngl_history *h, ngl_day from, ngl_day to, unsigned *no_distance);

/* The last day after `from`, up to `to`, on which another device was worn than
 * on the run before; NGL_DAY_NONE: none that is known. */
ngl_day ngl_history_new_device(const ngl_history *h, ngl_day from, ngl_day to);

/* style.c: steps, balance and shoes against the runner's own past */
void ngl_training_weigh_style(const ngl_training *t, const ngl_history *h, ngl_training_evidence *e);

/* One figure of a run; NaN where it is not known or makes no sense. */
typedef double ngl_figure(const ngl_run_summary *r);
double         ngl_figure_distance(const ngl_run_summary *r);
double         ngl_figure_time(const ngl_run_summary *r);
double         ngl_figure_descent(const ngl_run_summary *r);
double         ngl_figure_speed(const ngl_run_summary *r);     /* mean, of runs of 3 km or more */
double         ngl_figure_max_speed(const ngl_run_summary *r); /* below what satellites make up */

/* Most of a figure in a stretch, and whose it is; NaN if no run knows it. */
double ngl_history_most(const ngl_history *h, ngl_figure *figure, ngl_day from, ngl_day to, uint32_t *at);

/* Median of a figure in a stretch; NaN with fewer than `least` runs. */
double ngl_history_median(const ngl_history *h, ngl_figure *figure, ngl_day from, ngl_day to, unsigned least);

/* The q-quantile of x[0..n), which are sorted here; interpolated. */
double ngl_history_quantile(double *x, size_t n, double q);

#endif
