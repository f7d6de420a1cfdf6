/* Care of the database. */
#include "flow/db.h"

ngl_status ngl_flow_undo_import(ngl_flow *flow, int64_t batch, bool dry_run, ngl_row_batch *out, ngl_error *err)
{
    ngl_status status = ngl_store_find_batch(flow->store, batch, out, err);
    if (status || dry_run) return status;
    return ngl_store_undo_batch(flow->store, out->id, flow->now, err);
}

ngl_status ngl_flow_batches(ngl_flow *flow, ngl_arena *arena, const ngl_row_batch **row, size_t *n, ngl_error *err)
{
    return ngl_store_batches(flow->store, arena, row, n, err);
}
