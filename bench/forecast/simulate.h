/* An invented club whose injuries come from a known chance: same layout and
 * sampling rule as the public records. Its figures say nothing about runners. */
#ifndef BENCH_FORECAST_SIMULATE_H
#define BENCH_FORECAST_SIMULATE_H

#include "table.h"

/* `athletes` with ids from 0. `truth` is the chance each label was drawn with.
 * `reachable` (may be NULL, else gets an array) is the same for somebody who
 * knows the law and every day up to yesterday, injuries included, but of the
 * inborn frailty only what that past tells: nobody can do better. */
ngl_status simulate(table *t, double **reachable, unsigned athletes, uint64_t seed, ngl_arena *a, ngl_error *err);

#endif
