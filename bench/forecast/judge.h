/* What a set of predicted chances is worth: discrimination, calibration, and
 * how sure that is by drawing athletes anew. */
#ifndef BENCH_FORECAST_JUDGE_H
#define BENCH_FORECAST_JUDGE_H

#include "base/arena.h"

#include <niggle/error.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum measure {
    M_AUC,       /* overall */
    M_WITHIN,    /* within athletes, weighted by injuries */
    M_SLOPE,     /* of calibration: 1 is right */
    M_INTERCEPT, /* of calibration with slope 1: 0 is right */
    M_BRIER,     /* skill over the prevalence of those at hand */
    M_LOG,       /* the same of the log score */
    M_COUNT
} measure;

typedef struct verdict {
    double value[M_COUNT];
    double low[M_COUNT], high[M_COUNT]; /* 95 %, bootstrap of athletes */
} verdict;

/* Judge p[set][n], `sets` repeats of the same rows; figures are means over the
 * repeats. `fold[set]` (NULL: one for all): AUC compares rows of the same fold
 * only, since each fold has a fit of its own, and who is left out of it pushes
 * its mean the other way. `draws` 0: no intervals. NGL_E_NOMEM. */
ngl_status judge(verdict *v, const double *const *p, const uint32_t *const *fold, size_t sets, const bool *y,
                 const uint32_t *athlete, size_t n, unsigned draws, uint64_t seed, ngl_arena *a, ngl_error *err);

/* AUC of pairs within the same group only, weighted by injuries; NaN: none. */
double judge_auc_within(const double *p, const bool *y, const uint32_t *group, size_t n, ngl_arena *a);

/* Ten equal groups by p: mean chance, share injured, and its 95 % (Wilson). */
typedef struct reliability {
    double said, came, low, high;
    size_t n;
} reliability;
enum { BINS = 10 };
ngl_status judge_reliability(reliability out[BINS], const double *p, const bool *y, size_t n, ngl_arena *a,
                             ngl_error *err);

#endif
