/* The studies as text, and the reliability plot as a picture. */
#ifndef BENCH_FORECAST_REPORT_H
#define BENCH_FORECAST_REPORT_H

#include "study.h"

#include "base/buf.h"

void       report_study(const study *s);
void       report_worlds(const worlds *w, unsigned athletes, unsigned unseen);
ngl_status report_reliability(const table *t, const double *p, ngl_arena *a, ngl_error *err);
ngl_status report_svg(ngl_buf *b, const table *t, const double *p, ngl_arena *a, ngl_error *err);

#endif
