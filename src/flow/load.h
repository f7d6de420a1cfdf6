/* What each tissue bore, run by run, from the store: kept where it was worked
 * out before, worked out and kept where it was not. */
#ifndef FLOW_LOAD_H
#define FLOW_LOAD_H

#include "base/arena.h"
#include "flow/flow.h"

#include <niggle/tissue.h>

/* Activities of all sports from `from` to `to` (both included; nothing after
 * flow->today), oldest first, repeats left out, with the load of every run in
 * one and the same unit: easy steps of out->usual, which is learned from the
 * newest runs up to flow->today. Ask only for the days that are needed: the
 * time it takes does not depend on how much lies before them. A database that
 * cannot be written now is no failure: the loads are worked out again next
 * time. Everything lives in the arena. Store errors, NGL_E_NOMEM. */
ngl_status ngl_flow_load(ngl_flow *flow, ngl_arena *arena, ngl_day from, ngl_day to, ngl_loads *out, ngl_error *err);

#endif
