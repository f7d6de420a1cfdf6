/* A chain of blocks, each twice the last up to a megabyte; objects are carved
 * off the newest. Under AddressSanitizer the unused tail of a block is
 * poisoned, so running over the end of an object is seen. */
#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NGL_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define NGL_ASAN 1
#endif
#ifdef NGL_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#define REDZONE 16u
#else
#define POISON(p, n) ((void)0)
#define UNPOISON(p, n) ((void)0)
#define REDZONE 0u
#endif

enum { BLOCK_MIN = 4096, BLOCK_MAX = 1 << 20, ALIGN_MAX = 64 };

typedef struct ngl_arena_block {
    struct ngl_arena_block *next;
    size_t size; /* bytes after this header */
    size_t used;
} block;

static ngl_memory host = { malloc, realloc, free };

void ngl_memory_set(const ngl_memory *memory)
{
    static const ngl_memory plain = { malloc, realloc, free };
    host = memory ? *memory : plain;
}

ngl_memory ngl_memory_get(void)
{
    return host;
}

void ngl_arena_init(ngl_arena *a, size_t limit)
{
    *a = (ngl_arena){ .limit = limit };
}

void ngl_arena_free(ngl_arena *a)
{
    block *b = a->head;
    while (b) {
        block *next = b->next;
        UNPOISON(b + 1, b->size);
        host.release(b);
        b = next;
    }
    a->head = NULL;
    a->used = 0;
}

/* room for `need` bytes at any alignment, grown geometrically, within the limit */
static block *add_block(ngl_arena *a, size_t need)
{
    size_t want = a->head ? a->head->size * 2 : BLOCK_MIN;
    if (want > BLOCK_MAX) want = BLOCK_MAX;
    if (want < need) want = need;
    size_t left = a->limit - a->used;
    if (left < sizeof(block) || left - sizeof(block) < need) return NULL;
    if (want > left - sizeof(block)) want = left - sizeof(block);
    block *b = host.alloc(sizeof(block) + want);
    if (!b) return NULL;
    *b = (block){ .next = a->head, .size = want };
    POISON(b + 1, want);
    a->head = b;
    a->used += sizeof(block) + want;
    if (a->used > a->peak) a->peak = a->used;
    return b;
}

static void *carve(block *b, size_t bytes, size_t align)
{
    uintptr_t base = (uintptr_t)(b + 1);
    uintptr_t at = (base + b->used + align - 1) & ~(uintptr_t)(align - 1);
    size_t    end = (size_t)(at - base);
    if (end > b->size || bytes > b->size - end) return NULL;
    b->used = end + bytes;
    void *p = (void *)at;
    UNPOISON(p, bytes);
    b->used += b->size - b->used <= REDZONE ? b->size - b->used : REDZONE;
    return p;
}

void *ngl_arena_raw(ngl_arena *a, size_t size, size_t count, size_t align)
{
    assert(align && align <= ALIGN_MAX && (align & (align - 1)) == 0);
    if (size == 0 || count == 0) size = count = 1; /* an empty table still has an address */
    if (count > SIZE_MAX / size) return NULL;
    size_t bytes = size * count;
    void  *p = a->head ? carve(a->head, bytes, align) : NULL;
    if (p) return p;
    if (bytes > SIZE_MAX - ALIGN_MAX - sizeof(block)) return NULL;
    block *b = add_block(a, bytes + align - 1);
    return b ? carve(b, bytes, align) : NULL;
}

void *ngl_arena_take(ngl_arena *a, size_t size, size_t count, size_t align)
{
    void *p = ngl_arena_raw(a, size, count, align);
    return p ? memset(p, 0, size && count ? size * count : 1) : NULL;
}

void ngl_arena_reserve(ngl_arena *a, size_t bytes)
{
    if (!a->head || a->head->size - a->head->used < bytes) (void)add_block(a, bytes);
}

char *ngl_arena_text(ngl_arena *a, const char *text, size_t len)
{
    if (len == SIZE_MAX) return NULL;
    char *copy = NGL_NEW(a, char, len + 1);
    if (copy && len) memcpy(copy, text, len);
    return copy;
}
