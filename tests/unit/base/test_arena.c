/* An arena never passes its limit, hands out zeroed and aligned objects that
 * do not overlap, and refuses cleanly whatever it cannot give. */
#include "base/arena.h"

#include "../../check.h"
#include "failing_memory.h"

#include <string.h>

static int plain_memory(void **state)
{
    (void)state;
    ngl_memory_set(NULL);
    return 0;
}

static bool all_zero(const void *p, size_t n)
{
    const unsigned char *b = p;
    for (size_t i = 0; i < n; i++)
        if (b[i]) return false;
    return true;
}

static void objects_are_aligned_and_zeroed(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        size_t size, count, align;
    } rows[] = {
        { "one byte", 1, 1, 1 },
        { "a short at its own alignment", 2, 3, 2 },
        { "a double", 8, 1, 8 },
        { "a long double", 16, 2, 16 },
        { "a cache line", 64, 1, 64 },
        { "a byte on a cache line", 1, 1, 64 },
        { "an odd size", 37, 5, 4 },
        { "as large as a first block", 4096, 1, 8 },
        { "larger than any usual block", 1 << 21, 1, 64 },
        { "an empty table still has an address", 0, 0, 8 },
        { "no objects of some size", 24, 0, 8 },
        { "objects without size", 0, 24, 8 },
    };
    ngl_arena a;
    ngl_arena_init(&a, 64u << 20);
    for (unsigned round = 0; round < 50; round++)
        for (size_t i = 0; i < COUNT(rows); i++) {
            if (rows[i].size > 4096 && round > 3) continue;
            unsigned char *p = ngl_arena_take(&a, rows[i].size, rows[i].count, rows[i].align);
            size_t         n = rows[i].size * rows[i].count;
            CHECK(p, "%s is granted", rows[i].what);
            CHECK((uintptr_t)p % rows[i].align == 0, "%s lies on %zu", rows[i].what, rows[i].align);
            CHECK(all_zero(p, n), "%s starts as zeros", rows[i].what);
            memset(p, 0xff, n);
        }
    CHECK(a.used <= a.limit && a.peak == a.used, "holds %zu of %zu", a.used, a.limit);
    ngl_arena_free(&a);
    CHECK(a.used == 0 && a.head == NULL, "nothing is held after free");
}

static void objects_do_not_overlap(void **state)
{
    (void)state;
    enum { N = 3000 };
    static unsigned char *p[N];
    static size_t         size[N];
    ngl_arena             a;
    ngl_arena_init(&a, 16u << 20);
    for (size_t i = 0; i < N; i++) {
        size[i] = 1 + i * 7919 % 301;
        p[i] = ngl_arena_take(&a, size[i], 1, (size_t)1 << (i % 7));
        CHECK(p[i], "object %zu", i);
        memset(p[i], (int)(i % 251) + 1, size[i]);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < size[i]; k++)
            CHECK(p[i][k] == i % 251 + 1, "byte %zu of object %zu was written by another", k, i);
    ngl_arena_free(&a);
}

static void what_cannot_be_had_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        size_t limit, size, count;
    } rows[] = {
        { "anything from an arena of nothing", 0, 1, 1 },
        { "a byte where only a header would fit", 16, 1, 1 },
        { "one more than the limit", 1000, 1, 1001 },
        { "exactly the limit, for the header needs room", 1000, 1, 1000 },
        { "a product that wraps to zero", SIZE_MAX, SIZE_MAX / 2 + 1, 2 },
        { "a product that wraps to a little", SIZE_MAX, SIZE_MAX / 4 + 2, 4 },
        { "all the memory there is", SIZE_MAX, SIZE_MAX, 1 },
        { "almost all the memory there is", SIZE_MAX, SIZE_MAX - 64, 1 },
        { "more than the host has", SIZE_MAX, SIZE_MAX / 2, 1 },
    };
    memory_fail_at(0, false);
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_arena a;
        ngl_arena_init(&a, rows[i].limit);
        memory_fail_at(1, true);
        memory_fail = rows[i].limit == SIZE_MAX ? 1 : 0; /* never really ask the system for exabytes */
        CHECK(!ngl_arena_take(&a, rows[i].size, rows[i].count, 8), "refused: %s", rows[i].what);
        CHECK(a.used == 0 && a.peak == 0, "a refusal takes nothing: %s", rows[i].what);
        ngl_arena_free(&a);
        CHECK(memory_held == 0, "a refusal keeps nothing: %s", rows[i].what);
    }
}

/* a small job of the usual kind: a table, a text, a table that depends on both */
static bool job(ngl_arena *a)
{
    double *table = NGL_NEW(a, double, 300);
    char   *text = ngl_arena_text(a, "gluteal tendon", 14);
    char  **names = NGL_NEW(a, char *, 700);
    if (!table || !text || !names) return false;
    table[299] = 1;
    names[699] = text;
    return strcmp(names[699], "gluteal tendon") == 0;
}

static void every_budget_below_the_need_is_refused(void **state)
{
    (void)state;
    size_t enough = 0;
    for (size_t budget = 0; !enough; budget += 8) {
        ngl_arena a;
        memory_fail_at(0, false);
        ngl_arena_init(&a, budget);
        if (job(&a)) enough = budget;
        CHECK(a.used <= budget && a.peak <= budget, "never beyond %zu", budget);
        ngl_arena_free(&a);
        CHECK(memory_held == 0, "nothing is left behind at %zu", budget);
        CHECK(budget < 100000, "a job of 8 kB needs no more than 100 kB");
    }
    CHECK(enough > 300 * sizeof(double) + 700 * sizeof(char *), "the limit counts everything: %zu", enough);
}

static void a_failing_host_is_survived(void **state)
{
    (void)state;
    for (int sticky = 0; sticky <= 1; sticky++) {
        bool done = false;
        for (size_t n = 1; !done; n++) {
            ngl_arena a;
            memory_fail_at(n, sticky);
            ngl_arena_init(&a, 1 << 20);
            bool ok = job(&a);
            done = memory_asked < n;
            CHECK(ok == done, "the job fails exactly when request %zu does", n);
            ngl_arena_free(&a);
            CHECK(memory_held == 0, "request %zu refused leaves nothing behind", n);
            CHECK(n < 100, "a small job makes few requests");
        }
    }
}

static void after_a_refusal_smaller_things_still_fit(void **state)
{
    (void)state;
    ngl_arena a;
    ngl_arena_init(&a, 8192);
    CHECK(NGL_NEW(&a, char, 100), "100 of 8192 bytes");
    CHECK(!NGL_NEW(&a, char, 100000), "100000 of 8192 bytes are refused");
    CHECK(NGL_NEW(&a, char, 100), "and 100 more are still there");
    size_t peak = a.peak;
    ngl_arena_free(&a);
    CHECK(a.peak == peak, "the peak is remembered");
    CHECK(NGL_NEW(&a, char, 100), "an arena is usable again after free");
    ngl_arena_free(&a);
}

static void text_is_copied_and_ended(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        size_t      len;
    } rows[] = {
        { "a word", "sitz", 4 },
        { "the first letters of a word", "hamstring", 3 },
        { "nothing", "", 0 },
        { "nothing, from nowhere", NULL, 0 },
        { "bytes with a NUL inside", "a\0b", 3 },
    };
    ngl_arena a;
    ngl_arena_init(&a, 1 << 16);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *copy = ngl_arena_text(&a, rows[i].text, rows[i].len);
        CHECK(copy && copy != rows[i].text, "%s has its own place", rows[i].what);
        CHECK(rows[i].len == 0 || memcmp(copy, rows[i].text, rows[i].len) == 0, "%s is the same", rows[i].what);
        CHECK(copy[rows[i].len] == 0, "%s ends", rows[i].what);
    }
    CHECK(!ngl_arena_text(&a, "x", SIZE_MAX), "a length that cannot be is refused");
    ngl_arena_free(&a);
}

static void the_host_is_asked_and_given_back(void **state)
{
    (void)state;
    memory_fail_at(0, false);
    CHECK(ngl_memory_get().alloc == failing_memory.alloc, "the host that was set is in force");
    ngl_arena a;
    ngl_arena_init(&a, 1 << 20);
    CHECK(NGL_NEW(&a, int, 10) && memory_held == 1, "one block came from it");
    ngl_arena_free(&a);
    CHECK(memory_held == 0, "and went back to it");
    ngl_memory_set(NULL);
    CHECK(ngl_memory_get().alloc == malloc, "NULL restores malloc");
}

static void what_is_reserved_is_asked_for_once(void **state)
{
    (void)state;
    static const ngl_memory counting = { memory_alloc, memory_resize, memory_release };
    ngl_arena a;
    ngl_memory_set(&counting);
    memory_asked = memory_fail = 0;
    ngl_arena_init(&a, 1 << 20);
    ngl_arena_reserve(&a, 100000);
    for (int i = 0; i < 9; i++) CHECK(ngl_arena_raw(&a, 10000, 1, 8), "piece %d", i);
    CHECK(memory_asked == 1, "the host was asked %zu times", memory_asked);
    ngl_arena_reserve(&a, 2 << 20);
    CHECK(a.used <= a.limit && ngl_arena_raw(&a, 10, 1, 8), "beyond the limit nothing is reserved, and nothing breaks");
    ngl_arena_free(&a);
    ngl_memory_set(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(objects_are_aligned_and_zeroed, plain_memory),
        cmocka_unit_test_teardown(objects_do_not_overlap, plain_memory),
        cmocka_unit_test_teardown(what_cannot_be_had_is_refused, plain_memory),
        cmocka_unit_test_teardown(every_budget_below_the_need_is_refused, plain_memory),
        cmocka_unit_test_teardown(a_failing_host_is_survived, plain_memory),
        cmocka_unit_test_teardown(after_a_refusal_smaller_things_still_fit, plain_memory),
        cmocka_unit_test_teardown(text_is_copied_and_ended, plain_memory),
        cmocka_unit_test_teardown(the_host_is_asked_and_given_back, plain_memory),
        cmocka_unit_test_teardown(what_is_reserved_is_asked_for_once, plain_memory),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
