/* What ladder and weeks share. */
#ifndef PLAN_RUNGS_H
#define PLAN_RUNGS_H

#include <niggle/ahead.h>

/* The rung that is left after so many days without a run (rules, regress). */
unsigned ngl_ladder_after_gap(const ngl_ladder *l, unsigned at, int days);

#endif
