/* Weeks ahead of an episode: ladder, days, outlook. */
#ifndef FLOW_AHEAD_H
#define FLOW_AHEAD_H

#include "flow/plan.h"
#include "report/ahead_report.h"

/* What is ahead of an episode that was loaded. `out` borrows from `e`, the
 * view and the knowledge. Store errors. */
ngl_status ngl_flow_ahead(ngl_flow *flow, ngl_arena *arena, const ngl_episode *e, ngl_ahead *out, ngl_error *err);

/* Change the wishes of an episode: what `change` sets is set (bits NGL_WISH_...),
 * the rest stays. NGL_E_INVALID in one sentence. */
enum { NGL_WISH_DAYS = 1, NGL_WISH_RACE = 2, NGL_WISH_RACE_KM = 4, NGL_WISH_AWAY = 8 };
ngl_status ngl_flow_wish(ngl_flow *flow, int64_t episode, unsigned change, const ngl_wishes *w, ngl_error *err);

#endif
