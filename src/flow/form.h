/* The verb "form": how somebody runs against the own past, and what may help
 * the pain there is. */
#ifndef FLOW_FORM_H
#define FLOW_FORM_H

#include "base/arena.h"
#include "flow/flow.h"
#include "report/form_report.h"

/* `episode`: its number, or 0 for the open one, if there is one. With several
 * open, advice has to suit all of them. Everything lives in the arena.
 * NGL_E_NOT_FOUND: no such episode. */
ngl_status ngl_flow_form(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_form_view *out, ngl_error *err);

#endif
