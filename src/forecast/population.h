/* The chance that a runner is injured on a day, from the training just before
 * it and from what is long past: a small ridge logistic model that is fitted
 * to rows of many athletes. Nothing learned is shipped; whoever has such
 * records fits it (bench/forecast does, and judges it).
 *
 * What it may look at is limited by what such records leak. A row stands on
 * its own window, and on the athlete's past only up to NGL_POPULATION_LAG_D
 * days before the day: records leave out the weeks around an injury, so that
 * anything fresher would tell the label by being absent. */
#ifndef FORECAST_POPULATION_H
#define FORECAST_POPULATION_H

#include "base/arena.h"

#include <niggle/error.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    NGL_POPULATION_DAYS = 7,
    NGL_POPULATION_WEEKS = 3,
    NGL_POPULATION_LAG_D = 28, /* the past that is told from a window's day: this old or older */
    NGL_POPULATION_MEASURES = 5,
    NGL_POPULATION_FEATURES = 7
};

/* One day, one week. NaN: not recorded. Scores are 0-1; `trained` false: a rest
 * day, whose scores say nothing. */
typedef struct ngl_population_day {
    double km, exertion, success;
    bool   trained;
} ngl_population_day;

typedef struct ngl_population_week {
    double km, longest_km, exertion, success; /* scores: means over the trainings */
} ngl_population_week;

/* One athlete-day. */
typedef struct ngl_population_row {
    double   measure[NGL_POPULATION_MEASURES]; /* load, fresh, effort, success, jump; NaN: not known */
    double   past_rows, past_injuries;         /* of the same athlete, old enough; past_injuries NaN: not known */
    double   usual_load;                       /* mean `load` of the past rows, NaN: none */
    uint32_t athlete;
    bool     injured;
} ngl_population_row;

typedef struct ngl_population_model {
    double shape, rate; /* gamma prior of an athlete's own injury rate; rate per row */
    double centre[NGL_POPULATION_FEATURES], scale[NGL_POPULATION_FEATURES], weight[NGL_POPULATION_FEATURES];
    double intercept;
    double ridge; /* the penalty chosen */
    double slope; /* recalibration already within `weight` and `intercept` */
} ngl_population_model;

extern const char *const ngl_population_feature_names[NGL_POPULATION_FEATURES];

enum { NGL_POPULATION_SECONDARY = 3 };
extern const int ngl_population_secondary[NGL_POPULATION_SECONDARY]; /* features that mostly repeat another */

/* The measures of a window; `day[0]` and `week[0]` are the oldest. */
void ngl_population_measure_days(double                   out[NGL_POPULATION_MEASURES],
                                 const ngl_population_day day[NGL_POPULATION_DAYS]);
void ngl_population_measure_weeks(double                    out[NGL_POPULATION_MEASURES],
                                  const ngl_population_week week[NGL_POPULATION_WEEKS]);

/* The features of a row before they are centred and scaled; NaN: not known. */
void ngl_population_raw(double out[NGL_POPULATION_FEATURES], const ngl_population_model *m,
                        const ngl_population_row *row);

/* The features of a row as `m` weighs them, standardised; 0 where not known. */
void ngl_population_features(double out[NGL_POPULATION_FEATURES], const ngl_population_model *m,
                             const ngl_population_row *row);

/* P(injured) of a row. */
double ngl_population_risk(const ngl_population_model *m, const ngl_population_row *row);

/* Fit to n rows with one penalty, uncalibrated. Scratch comes from `a`.
 * NGL_E_INVALID: fewer than two athletes, or no injury, or nothing but; NGL_E_NOMEM. */
ngl_status ngl_population_fit(ngl_population_model *m, const ngl_population_row *row, size_t n, double ridge,
                              ngl_arena *a, ngl_error *err);

/* Fit with the penalty and the calibration that do best on athletes left out,
 * in turns of `folds` (2-32) drawn from `seed`. The same errors. */
ngl_status ngl_population_learn(ngl_population_model *m, const ngl_population_row *row, size_t n, unsigned folds,
                                uint64_t seed, ngl_arena *a, ngl_error *err);

/* Folds by athlete: fold[i] of row i, the same for all rows of an athlete. */
ngl_status ngl_population_fold(uint8_t *fold, const ngl_population_row *row, size_t n, unsigned folds, uint64_t seed,
                               ngl_arena *a, ngl_error *err);

/* Maximise sum w(y log p + (1-y) log(1-p)) of p = 1/(1+exp(-(b0 + b.x))) minus
 * ridge/2 |b - centre|²: Newton's method from `b`, which is b0, then nx slopes.
 * `centre` NULL: 0. False: no progress. Used by the judge, too. */
bool ngl_logistic_fit(double *b, const double *x, size_t nx, const bool *y, size_t n, double ridge,
                      const double *centre, ngl_arena *a);

#endif
