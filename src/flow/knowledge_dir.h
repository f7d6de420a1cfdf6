/* Knowledge from a folder instead of the built-in tables: what `--knowledge
 * DIR` does, so that a clinician can try an edit without a compiler. */
#ifndef FLOW_KNOWLEDGE_DIR_H
#define FLOW_KNOWLEDGE_DIR_H

#include "base/arena.h"
#include "kbc/kbc.h"

#include <niggle/knowledge.h>

/* Read and compile the knowledge files in `dir`. `*out` and the texts of the
 * report live in `a` (64 MiB are ample).
 *   NGL_E_IO         the folder or a file in it cannot be read;
 *   NGL_E_KNOWLEDGE  problems, see `report` (err has the first);
 *   NGL_E_LIMIT      a file is larger than 32 MiB;
 *   NGL_E_NOMEM. */
ngl_status ngl_flow_knowledge(const ngl_knowledge **out, ngl_arena *a, const char *dir, ngl_kbc_report *report,
                              ngl_error *err);

#endif
