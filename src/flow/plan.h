/* The verb "plan": the plan of an episode as it stands, and what to do with a
 * proposed change. */
#ifndef FLOW_PLAN_H
#define FLOW_PLAN_H

#include "flow/episode.h"
#include "report/plan_report.h"

/* The plan of an episode (0: the only open one). `e` holds what the view borrows. */
ngl_status ngl_flow_plan(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_episode *e, ngl_plan_view *out,
                         ngl_error *err);

/* Take or refuse the proposed step on or back; kept in the ledger.
 * NGL_E_NOT_FOUND when nothing is proposed that can be taken. */
ngl_status ngl_flow_plan_answer(ngl_flow *flow, ngl_arena *arena, int64_t episode, bool accept, ngl_plan_view *out,
                                ngl_episode *e, ngl_error *err);

#endif
