/* What the files of the verb "import" share. */
#ifndef FLOW_IMPORT_INTERNAL_H
#define FLOW_IMPORT_INTERNAL_H

#include "base/buf.h"
#include "flow/import.h"

/* One file, read and packed, waiting to be written. */
typedef struct ngl_waiting {
    ngl_imported told;
    ngl_row_file row;
    ngl_row_run *run;    /* [told.nrun] */
    bool         hashed; /* its bytes were read; false: nothing to write */
    bool         known;  /* it was here before, without bringing a run */
} ngl_waiting;

/* Read one file. Everything in `out` lives in the arena; `bytes` is scratch
 * that is used again for the next file. Never fails: what went wrong is the
 * outcome. Asks the store (may be NULL) whether the content is there; a failure
 * of the store is the status. */
ngl_status ngl_import_one(ngl_waiting *out, ngl_arena *arena, ngl_buf *bytes, ngl_flow *flow, const ngl_import_job *job,
                          const ngl_found *found, ngl_error *err);

#endif
