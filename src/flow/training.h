/* What the stored runs say about the weeks before a pain: to be offered in the
 * interview, with the run that shows it, for the runner to confirm. */
#ifndef FLOW_TRAINING_H
#define FLOW_TRAINING_H

#include "base/arena.h"
#include "flow/flow.h"

#include <niggle/load.h>

/* Weigh the stored runs against the day the pain began (NGL_DAY_NONE: not
 * known). A store without runs gives UNKNOWN everywhere. Store errors,
 * NGL_E_INVALID for an onset after flow->today. */
ngl_status ngl_flow_training(ngl_flow *flow, ngl_arena *arena, ngl_day onset, ngl_training *out, ngl_error *err);

/* Summaries of the stored runs from `from` to `to`, oldest first, repeats left
 * out. They live in the arena. */
ngl_status ngl_flow_summaries(ngl_flow *flow, ngl_arena *arena, ngl_day from, ngl_day to, const ngl_run_summary **run,
                              size_t *n, ngl_error *err);

#endif
