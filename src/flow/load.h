/* What each tissue bore, run by run, from the store: kept where it was worked
 * out before, worked out and kept where it was not. */
#ifndef FLOW_LOAD_H
#define FLOW_LOAD_H

#include "base/arena.h"
#include "flow/flow.h"
#include "report/load_report.h"

#include <niggle/tissue.h>

/* Activities of all sports from `from` to `to` (both included; nothing after
 * flow->today), oldest first, repeats left out, with the load of every run in
 * one and the same unit: easy steps of out->usual, which is learned from the
 * newest runs up to flow->today. Ask only for the days that are needed: the
 * time it takes does not depend on how much lies before them. A database that
 * cannot be written now is no failure: the loads are worked out again next
 * time. Everything lives in the arena. Store errors, NGL_E_NOMEM. */
ngl_status ngl_flow_load(ngl_flow *flow, ngl_arena *arena, ngl_day from, ngl_day to, ngl_loads *out, ngl_error *err);

/* What each term of the model did in one of these runs; `terms` has room for
 * kb->ntissue. It is read from its columns again. */
ngl_status ngl_flow_load_explain(ngl_flow *flow, const ngl_loaded *run, const ngl_usual *usual, ngl_load_terms *terms, ngl_error *err);

/* The load of a run that is at hand but not in the store (a plan, say) is
 * ngl_load_run with `usual` of the answer above. */

/* The page of `niggle load`: `weeks` (1-520) weeks that end today. Everything lives in the arena. */
ngl_status ngl_flow_load_view(ngl_flow *flow, ngl_arena *arena, unsigned weeks, ngl_load_view *out, ngl_error *err);

/* The page of one run, or of a session of another sport. NGL_E_NOT_FOUND. */
ngl_status ngl_flow_load_run_view(ngl_flow *flow, ngl_arena *arena, int64_t run, ngl_load_run_view *out, ngl_error *err);

#endif
