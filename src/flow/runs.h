/* The verb "runs": what is stored, newest first, and what the weeks add up to. */
#ifndef FLOW_RUNS_H
#define FLOW_RUNS_H

#include "base/arena.h"
#include "flow/flow.h"
#include "report/runs_report.h"

/* Stored activities from `from` on (NGL_DAY_NONE: all), recordings of the same
 * outing once. Weeks count running alone and begin with the first whole week;
 * empty weeks between are there. The view lives in the arena. Store errors,
 * NGL_E_NOMEM. */
ngl_status ngl_flow_runs(ngl_flow *flow, ngl_arena *arena, ngl_day from, bool all_sports, ngl_runs_view *out,
                         ngl_error *err);

#endif
