/* The two studies: athletes taken in turns on one table of records, and
 * invented clubs with a known truth, judged on athletes never seen. */
#ifndef BENCH_FORECAST_STUDY_H
#define BENCH_FORECAST_STUDY_H

#include "judge.h"
#include "rivals.h"

enum { STUDY_REPEATS_MAX = 20, STUDY_FOLDS = 8, STUDY_WORLDS_MAX = 50 };

typedef struct study {
    const table *t;
    unsigned     repeats, draws;
    uint64_t     seed;
    double      *p[R_COUNT][STUDY_REPEATS_MAX]; /* left-out chances, NULL: rival not there */
    uint32_t    *fold[STUDY_REPEATS_MAX];
    verdict      verdict[R_COUNT];
    double       auc_by_era[R_COUNT]; /* pairs of the same 200 days only */
} study;

/* Guards first, then every rival in `rivals` (bits) by turns of athletes, then
 * the verdicts. A leak that the guards find is an error (NGL_E_INVALID). */
ngl_status study_run(study *s, const table *t, unsigned rivals, unsigned repeats, unsigned draws, uint64_t seed,
                     ngl_arena *a, ngl_error *err);

/* Mean AUC of our model over `times` shufflings of all labels: 0.5 where
 * nothing leaks. */
ngl_status study_shuffled(double *auc, const table *t, unsigned times, uint64_t seed, ngl_arena *a, ngl_error *err);

/* Learned on invented clubs of `athletes`, judged on `unseen` others of the
 * same law: a verdict of each world. share[m][r] is the part of the skill of
 * the true chance that rival r reaches, by AUC - 0.5 and by the log score:
 * [0], [1] of the whole truth; [2], [3] of what is reachable without being told the frailty. */
enum { SHARES = 4 };
typedef struct worlds {
    unsigned n;
    verdict  verdict[R_COUNT][STUDY_WORLDS_MAX];
    verdict  reachable[STUDY_WORLDS_MAX];
    double   share[SHARES][R_COUNT][STUDY_WORLDS_MAX];
} worlds;
ngl_status study_worlds(worlds *w, unsigned n, unsigned athletes, unsigned unseen, unsigned rivals, uint64_t seed,
                        ngl_arena *a, ngl_error *err);

#endif
