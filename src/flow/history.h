/* The history of an episode's posterior: each assessment as it was kept, what
 * moved since the one before, and, where the knowledge has changed, what
 * today's makes of the same answers. */
#ifndef FLOW_HISTORY_H
#define FLOW_HISTORY_H

#include "flow/episode.h"
#include "report/history_report.h"

/* The history of an episode (0: the only open one), oldest first. Everything
 * lives in the arena. Kept figures are never worked out again; `again` stands
 * beside them. NGL_E_NOT_FOUND, NGL_E_CONFLICT, NGL_E_NOMEM, store errors. */
ngl_status ngl_flow_history(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_history_view *out, ngl_error *err);

#endif
