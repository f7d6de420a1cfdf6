/* The verb "today". */
#ifndef FLOW_TODAY_H
#define FLOW_TODAY_H

#include "flow/plan.h"

/* Today's advice for an episode (0: the only open one). `e` holds what the
 * view borrows. Nothing is written. */
ngl_status ngl_flow_today(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_episode *e, ngl_today_view *out,
                          ngl_error *err);

#endif
