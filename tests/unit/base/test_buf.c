/* A buffer keeps its maximum, and once something was refused it stays failed:
 * write all, ask once. */
#include "base/buf.h"

#include "../../check.h"
#include "failing_memory.h"

#include <string.h>

static int plain_memory(void **state)
{
    (void)state;
    ngl_memory_set(NULL);
    return 0;
}

static void content_is_what_was_added(void **state)
{
    (void)state;
    ngl_buf b;
    ngl_buf_init(&b, 1000);
    CHECK(strcmp(ngl_buf_string(&b), "") == 0, "an empty buffer is an empty string");
    ngl_buf_text(&b, "pain ");
    ngl_buf_char(&b, '3');
    ngl_buf_add(&b, "/10 later", 3);
    ngl_buf_printf(&b, " on day %d of %s", 12, "plan");
    ngl_buf_printf(&b, "%s", "");
    ngl_buf_add(&b, NULL, 0);
    CHECK(strcmp(ngl_buf_string(&b), "pain 3/10 on day 12 of plan") == 0, "got '%s'", ngl_buf_string(&b));
    CHECK(b.len == strlen("pain 3/10 on day 12 of plan") && !b.failed, "length %zu", b.len);
    ngl_buf_free(&b);
    CHECK(b.len == 0 && b.max == 1000 && !b.data, "free empties and keeps the maximum");
}

static void it_grows_byte_by_byte(void **state)
{
    (void)state;
    ngl_buf b;
    ngl_buf_init(&b, 100000);
    for (size_t i = 0; i < 100000; i++) {
        ngl_buf_char(&b, (char)('a' + i % 26));
        CHECK(b.len == i + 1 && b.len < b.cap && b.data[b.len] == 0, "always ended, at %zu", i);
    }
    for (size_t i = 0; i < 100000; i++) CHECK(b.data[i] == (char)('a' + i % 26), "byte %zu is kept", i);
    ngl_buf_char(&b, 'x');
    CHECK(b.failed && b.len == 100000, "one more than the maximum is refused");
    ngl_buf_free(&b);
}

static void the_maximum_is_exact(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        size_t      max, add;
        bool        fits;
    } rows[] = {
        { "nothing in nothing", 0, 0, true },
        { "a byte in nothing", 0, 1, false },
        { "one below the maximum", 64, 63, true },
        { "the maximum", 64, 64, true },
        { "one above the maximum", 64, 65, false },
        { "a length near the end of numbers", 64, SIZE_MAX, false },
        { "no maximum to speak of, and a length that would wrap", SIZE_MAX, SIZE_MAX, false },
        { "no maximum to speak of, and a length that would wrap by the final NUL", SIZE_MAX, SIZE_MAX - 1, false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_buf b;
        ngl_buf_init(&b, rows[i].max);
        memory_fail_at(rows[i].add > 1000, true); /* never really ask the system for exabytes */
        CHECK(ngl_buf_reserve(&b, rows[i].add) == rows[i].fits, "%s", rows[i].what);
        CHECK(b.failed == !rows[i].fits && b.len == 0, "%s", rows[i].what);
        ngl_buf_free(&b);
        ngl_memory_set(NULL);
    }
}

static void a_second_reserve_cannot_wrap(void **state)
{
    (void)state;
    ngl_buf b;
    ngl_buf_init(&b, SIZE_MAX);
    ngl_buf_text(&b, "abc");
    memory_fail_at(0, false);
    CHECK(!ngl_buf_reserve(&b, SIZE_MAX - 3), "3 + (max - 3) + 1 is nothing at all");
    CHECK(memory_asked == 0, "and the host is not even asked");
    ngl_memory_set(NULL);
    ngl_buf_free(&b);
}

static void failure_is_sticky(void **state)
{
    (void)state;
    ngl_buf b;
    ngl_buf_init(&b, 8);
    ngl_buf_text(&b, "12345");
    ngl_buf_text(&b, "6789");
    CHECK(b.failed && strcmp(ngl_buf_string(&b), "12345") == 0, "what does not fit is not cut but left out");
    ngl_buf_char(&b, '6');
    ngl_buf_printf(&b, "%d", 7);
    CHECK(!ngl_buf_reserve(&b, 0), "nothing more is promised");
    CHECK(b.failed && strcmp(ngl_buf_string(&b), "12345") == 0, "and nothing is added after a failure");
    ngl_buf_free(&b);
    ngl_buf_text(&b, "again");
    CHECK(!b.failed && strcmp(ngl_buf_string(&b), "again") == 0, "after free it starts anew");
    ngl_buf_free(&b);
}

static void printf_obeys_the_maximum(void **state)
{
    (void)state;
    ngl_buf b;
    ngl_buf_init(&b, 10);
    ngl_buf_printf(&b, "%05d", 42);
    ngl_buf_printf(&b, "%05d", 43);
    CHECK(!b.failed && strcmp(ngl_buf_string(&b), "0004200043") == 0, "ten of ten");
    ngl_buf_printf(&b, "%d", 1);
    CHECK(b.failed && b.len == 10, "eleven of ten");
    ngl_buf_free(&b);
}

/* writes of all kinds; true if all of it is there */
static bool job(ngl_buf *b)
{
    for (int i = 0; i < 200; i++) {
        ngl_buf_text(b, "row ");
        ngl_buf_printf(b, "%d", i);
        ngl_buf_char(b, '\n');
    }
    return !b->failed;
}

static void a_failing_host_is_survived(void **state)
{
    (void)state;
    for (int sticky = 0; sticky <= 1; sticky++) {
        bool done = false;
        for (size_t n = 1; !done; n++) {
            ngl_buf b;
            memory_fail_at(n, sticky);
            ngl_buf_init(&b, 1 << 16);
            bool ok = job(&b);
            done = memory_asked < n;
            CHECK(ok == done, "the job fails exactly when request %zu does", n);
            CHECK(strlen(ngl_buf_string(&b)) == b.len, "the content stays a string when request %zu fails", n);
            ngl_buf_free(&b);
            CHECK(memory_held == 0, "request %zu refused leaves nothing behind", n);
            CHECK(n < 100, "a buffer doubles, so requests are few");
        }
    }
}

static void every_maximum_below_the_need_is_refused(void **state)
{
    (void)state;
    ngl_buf whole;
    ngl_buf_init(&whole, 1 << 16);
    CHECK(job(&whole), "64 kB are enough");
    for (size_t max = 0; max <= whole.len; max++) {
        ngl_buf b;
        ngl_buf_init(&b, max);
        CHECK(job(&b) == (max == whole.len), "%zu of %zu bytes", max, whole.len);
        CHECK(b.len <= max, "never beyond %zu", max);
        ngl_buf_free(&b);
    }
    ngl_buf_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(content_is_what_was_added, plain_memory),
        cmocka_unit_test_teardown(it_grows_byte_by_byte, plain_memory),
        cmocka_unit_test_teardown(the_maximum_is_exact, plain_memory),
        cmocka_unit_test_teardown(a_second_reserve_cannot_wrap, plain_memory),
        cmocka_unit_test_teardown(failure_is_sticky, plain_memory),
        cmocka_unit_test_teardown(printf_obeys_the_maximum, plain_memory),
        cmocka_unit_test_teardown(a_failing_host_is_survived, plain_memory),
        cmocka_unit_test_teardown(every_maximum_below_the_need_is_refused, plain_memory),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
