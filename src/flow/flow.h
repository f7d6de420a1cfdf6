/* The product's verbs. The only place where the core and the store meet: each
 * verb loads what it needs, calls the core, saves, returns. `cli` and `serve`
 * are thin faces over the same verbs. */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include <niggle/niggle.h>

#include "store/store.h"

/* What every verb works with. */
typedef struct ngl_flow {
    const ngl_knowledge *kb;
    ngl_store           *store;
    ngl_day              today;
    ngl_instant          now;
    int32_t              utc_offset_s; /* of this machine, now */
} ngl_flow;

#endif
