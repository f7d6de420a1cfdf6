/* The verbs "db …": is the database whole, and taking an import back. */
#ifndef FLOW_DB_H
#define FLOW_DB_H

#include "flow/flow.h"
#include "store/runs.h"

/* Every import, newest first; in the arena. */
ngl_status ngl_flow_batches(ngl_flow *flow, ngl_arena *arena, const ngl_row_batch **row, size_t *n, ngl_error *err);

/* Take back an import (0: the last that stands and brought runs), or with
 * `dry_run` only say which. *out is what was or would be taken back.
 * NGL_E_NOT_FOUND, store errors. */
ngl_status ngl_flow_undo_import(ngl_flow *flow, int64_t batch, bool dry_run, ngl_row_batch *out, ngl_error *err);

#endif
