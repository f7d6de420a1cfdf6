/* The verb "report": one page for a clinician. */
#ifndef FLOW_REPORT_H
#define FLOW_REPORT_H

#include "flow/plan.h"
#include "report/report_text.h"

/* Everything a clinician wants to know of an episode (0: the only open one).
 * `e` holds what the view borrows. Nothing is written. */
ngl_status ngl_flow_report(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_episode *e, ngl_report_view *out,
                           ngl_error *err);

#endif
