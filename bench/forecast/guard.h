/* Guards against the known ways of fooling oneself with these records. Each
 * says what it found in one sentence; bench/forecast runs them before it
 * believes any figure, and a test plants every fault once. */
#ifndef BENCH_FORECAST_GUARD_H
#define BENCH_FORECAST_GUARD_H

#include "table.h"

typedef enum leak {
    LEAK_RECENT = 1, /* changes when the athlete's rows of the last weeks go: absence tells the label */
    LEAK_FUTURE = 2, /* changes when later rows go */
    LEAK_LABEL = 4,  /* changes when the row's own label, or one not old enough to be known, is turned */
    LEAK_ERA = 8     /* changes when the whole record is moved by two years */
} leak;

/* Build the rows of some athletes-days anew from records that were changed in
 * those four ways; nothing may move. `*found`: a sum of leaks. */
ngl_status guard_rows(unsigned *found, const table *t, peek p, uint64_t seed, ngl_error *err);

/* NGL_E_INVALID where an athlete has rows in more than one fold. */
ngl_status guard_folds(const uint8_t *fold, const uint32_t *athlete, size_t n, ngl_error *err);

#endif
