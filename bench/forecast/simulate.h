/* An invented club whose injuries come from a known chance: same layout and
 * sampling rule as the public records. Its figures say nothing about runners. */
#ifndef BENCH_FORECAST_SIMULATE_H
#define BENCH_FORECAST_SIMULATE_H

#include "table.h"

/* `athletes` with ids from 0. `truth` is the chance each label was drawn with;
 * `visible` (may be NULL, else gets an array) the same with everybody's
 * inborn frailty at its mean: what no past can tell is left out. */
ngl_status simulate(table *t, double **visible, unsigned athletes, uint64_t seed, ngl_arena *a, ngl_error *err);

#endif
