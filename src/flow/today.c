/* Today: the plan and the check-ins, decided by the core. */
#include "flow/today.h"

ngl_status ngl_flow_today(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_episode *e, ngl_today_view *out,
                          ngl_error *err)
{
    ngl_status s = ngl_flow_plan(flow, arena, episode, e, &out->plan, err);
    if (s == NGL_OK) ngl_today_decide(&out->today, &e->plan, e->checkin, e->ncheckin, flow->today);
    return s;
}
