/* Our model and what stands beside it. */
#ifndef BENCH_FORECAST_RIVALS_H
#define BENCH_FORECAST_RIVALS_H

#include "table.h"

typedef enum rival {
    R_PREVALENCE, /* the share of injuries among those trained on */
    R_HISTORY,    /* own injuries long past, pooled (gamma-Poisson), nothing of the window */
    R_LOGISTIC,   /* plain logistic regression on every column of the window */
    R_BOOST,      /* XGBoost on every column of the window */
    R_BOOST_PAST, /* the same with all that our rows hold of the athlete's past */
    R_WINDOW,     /* ours, without the athlete's injuries of the past */
    R_OURS,       /* src/forecast/population*.c */
    R_TRUTH,      /* the chance by which the twin was made */
    R_COUNT
} rival;

extern const char *const rival_names[R_COUNT];

bool rival_there(rival r, const table *t);

/* Learn from `train` (rows and table line up), write the chances of all rows of
 * `test` to p. `only` NULL, or: leave p[i] alone where only[i] != which. */
ngl_status rival_predict(double *p, rival r, const table *train, const ngl_population_row *train_row, const table *test,
                         const ngl_population_row *test_row, const uint8_t *only, unsigned which, uint64_t seed,
                         ngl_error *err);

/* The rows of t whose fold is not `leave` as a table of their own. */
ngl_status table_without(table *out, ngl_population_row **out_row, const table *t, const ngl_population_row *row,
                         const uint8_t *fold, unsigned leave, ngl_arena *a, ngl_error *err);

#endif
