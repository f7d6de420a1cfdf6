/* Memory by lifetime: everything one job needs comes from one arena and goes
 * with it. An arena has a maximum, given when it is made; asking beyond it is
 * refused with NULL, which doubles as fault injection in tests. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

/* Where blocks come from. A host (PostgreSQL, say) sets its own once, before
 * the first arena is made; it is the only process-wide state of the library. */
typedef struct ngl_memory {
    void *(*alloc)(size_t size);              /* uninitialised, or NULL */
    void *(*resize)(void *block, size_t size); /* like realloc */
    void (*release)(void *block);             /* NULL is fine */
} ngl_memory;

void        ngl_memory_set(const ngl_memory *memory); /* NULL: malloc again */
ngl_memory  ngl_memory_get(void);

typedef struct ngl_arena {
    struct ngl_arena_block *head;
    size_t used;  /* bytes of blocks held */
    size_t limit; /* never exceeded */
    size_t peak;
} ngl_arena;

/* Start an empty arena that may hold at most `limit` bytes in all. */
void ngl_arena_init(ngl_arena *a, size_t limit);

/* Release everything; the arena is empty and usable again. */
void ngl_arena_free(ngl_arena *a);

/* `count` objects of `size` bytes, zeroed, aligned to `align` (a power of two,
 * at most 64), or NULL when the limit or the host refuses. */
void *ngl_arena_take(ngl_arena *a, size_t size, size_t count, size_t align);

/* The same, not zeroed: for large tables that are written before they are read. */
void *ngl_arena_raw(ngl_arena *a, size_t size, size_t count, size_t align);

/* Have `bytes` ready in one block, where the limit and the host allow: for who
 * knows beforehand about how much will be taken. What it saves is not only
 * requests: malloc gives large pieces back to the system one by one and asks
 * for them again, page by page, but keeps one large block. */
void ngl_arena_reserve(ngl_arena *a, size_t bytes);

#define NGL_NEW(arena, type, count) ((type *)ngl_arena_take((arena), sizeof(type), (count), alignof(type)))

/* A NUL-terminated copy of `len` bytes of `text`, or NULL. */
char *ngl_arena_text(ngl_arena *a, const char *text, size_t len);

#endif
