/* A host allocator that counts, and refuses the n-th request on demand. Every
 * block still held is counted, so that a leak shows without a sanitizer. */
#ifndef FAILING_MEMORY_H
#define FAILING_MEMORY_H

#include "base/arena.h"

#include <stdlib.h>

static size_t memory_asked; /* requests since memory_fail_at() */
static size_t memory_held;  /* blocks not yet released */
static size_t memory_fail;  /* number of the request that fails; 0: none */
static bool   memory_sticky; /* all later requests fail too */

static bool memory_refuses(void)
{
    memory_asked++;
    return memory_fail && (memory_asked == memory_fail || (memory_sticky && memory_asked > memory_fail));
}

static void *memory_alloc(size_t size)
{
    void *p = memory_refuses() ? NULL : malloc(size);
    memory_held += p != NULL;
    return p;
}

static void *memory_resize(void *block, size_t size)
{
    void *p = memory_refuses() ? NULL : realloc(block, size);
    memory_held += p && !block;
    return p;
}

static void memory_release(void *block)
{
    memory_held -= block != NULL;
    free(block);
}

static const ngl_memory failing_memory = { memory_alloc, memory_resize, memory_release };

/* From now on the n-th request fails (0: none), and all after it if sticky. */
static inline void memory_fail_at(size_t n, bool sticky)
{
    memory_asked = memory_held = 0;
    memory_fail = n;
    memory_sticky = sticky;
    ngl_memory_set(&failing_memory);
}

#endif
