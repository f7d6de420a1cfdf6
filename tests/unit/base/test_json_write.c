/* Whatever goes in, what comes out is JSON: an independent reader says so. */
#include "base/json_write.h"

#include "../../check.h"
#include "failing_memory.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static ngl_buf  buf;
static ngl_json json;

static void start(void)
{
    ngl_buf_init(&buf, 1 << 20);
    json = ngl_json_to(&buf);
}

/* what was written, read by jansson; NULL if it is no JSON */
static json_t *read_back(void)
{
    return json_loadb(ngl_buf_string(&buf), buf.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
}

static void text_is_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        size_t      len;
        const char *out, *back;
        size_t      back_len;
    } rows[] = {
        { "plain words", "sit bone", 8, "\"sit bone\"", "sit bone", 8 },
        { "nothing", "", 0, "\"\"", "", 0 },
        { "a quote", "a\"b", 3, "\"a\\\"b\"", "a\"b", 3 },
        { "a backslash", "a\\b", 3, "\"a\\\\b\"", "a\\b", 3 },
        { "a new line and a tab", "a\n\tb", 4, "\"a\\u000a\\u0009b\"", "a\n\tb", 4 },
        { "NUL", "a\0b", 3, "\"a\\u0000b\"", "a\0b", 3 },
        { "the last control", "\x1f", 1, "\"\\u001f\"", "\x1f", 1 },
        { "delete", "\x7f", 1, "\"\\u007f\"", "\x7f", 1 },
        { "letters beyond ASCII stay", "\xc3\xa4\xe8\xb7\x91\xf0\x9f\x8f\x83", 9, "\"\xc3\xa4\xe8\xb7\x91\xf0\x9f\x8f\x83\"",
          "\xc3\xa4\xe8\xb7\x91\xf0\x9f\x8f\x83", 9 },
        { "a byte that is not UTF-8", "a\xff" "b", 3, "\"a\xef\xbf\xbd" "b\"", "a\xef\xbf\xbd" "b", 5 },
        { "half a letter at the end", "a\xe8\xb7", 3, "\"a\xef\xbf\xbd\xef\xbf\xbd\"", "a\xef\xbf\xbd\xef\xbf\xbd", 7 },
        { "half a surrogate pair", "\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"",
          "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 9 },
        { "a slash in two bytes", "\xc0\xaf", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"", "\xef\xbf\xbd\xef\xbf\xbd", 6 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        start();
        ngl_json_text(&json, rows[i].text, rows[i].len);
        CHECK(strcmp(ngl_buf_string(&buf), rows[i].out) == 0, "%s: wrote %s", rows[i].what, ngl_buf_string(&buf));
        json_t *v = read_back();
        CHECK(json_is_string(v), "%s is a string for another reader", rows[i].what);
        CHECK(json_string_length(v) == rows[i].back_len &&
                  memcmp(json_string_value(v), rows[i].back, rows[i].back_len) == 0,
              "%s reads back", rows[i].what);
        json_decref(v);
        ngl_buf_free(&buf);
    }
}

static void every_pair_of_bytes_makes_json(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++) {
            char two[2] = { (char)a, (char)b };
            start();
            ngl_json_text(&json, two, 2);
            json_t *v = read_back();
            CHECK(json_is_string(v), "bytes %02x %02x", a, b);
            json_decref(v);
            ngl_buf_free(&buf);
        }
}

static void numbers_are_numbers_or_null(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        double      v;
        int         decimals; /* -1: exact */
        const char *out;
    } rows[] = {
        { "a probability", 0.5, 3, "0.500" },
        { "no decimals", 12.5, 0, "13" },
        { "NaN", NAN, 2, "null" },
        { "infinity", INFINITY, 2, "null" },
        { "minus infinity, exactly", -INFINITY, -1, "null" },
        { "NaN, exactly", NAN, -1, "null" },
        { "a tenth, exactly", 0.1, -1, "0.1" },
        { "a large number, exactly", 1e300, -1, "1e+300" },
        { "minus nought", -0.0, 1, "0.0" },
        { "a little below nought", -0.04, 1, "0.0" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        start();
        if (rows[i].decimals < 0)
            ngl_json_exact(&json, rows[i].v);
        else
            ngl_json_number(&json, rows[i].v, rows[i].decimals);
        CHECK(strcmp(ngl_buf_string(&buf), rows[i].out) == 0, "%s: wrote %s", rows[i].what, ngl_buf_string(&buf));
        json_t *v = read_back();
        CHECK(isfinite(rows[i].v) ? json_is_number(v) : json_is_null(v), "%s reads back", rows[i].what);
        json_decref(v);
        ngl_buf_free(&buf);
    }
    start();
    ngl_json_array(&json);
    ngl_json_integer(&json, INT64_MIN);
    ngl_json_integer(&json, INT64_MAX);
    ngl_json_end(&json);
    CHECK(strcmp(ngl_buf_string(&buf), "[-9223372036854775808,9223372036854775807]") == 0, "the ends of integers: %s",
          ngl_buf_string(&buf));
    ngl_buf_free(&buf);
}

static void sample(ngl_json *j)
{
    ngl_json_object(j);
    ngl_json_put_string(j, "knowledge", "2026-03-01");
    ngl_json_put_string(j, "nobody", NULL);
    ngl_json_key(j, "causes");
    ngl_json_array(j);
    for (int i = 0; i < 3; i++) {
        ngl_json_object(j);
        ngl_json_put_integer(j, "i", i);
        ngl_json_put_number(j, "p", 1.0 / (i + 1), 4);
        ngl_json_put_bool(j, "danger", i == 1);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_key(j, "empty");
    ngl_json_array(j);
    ngl_json_end(j);
    ngl_json_key(j, "nothing");
    ngl_json_object(j);
    ngl_json_end(j);
    ngl_json_key(j, "after \"all\"");
    ngl_json_null(j);
    ngl_json_end(j);
}

static void objects_and_arrays_nest(void **state)
{
    (void)state;
    start();
    sample(&json);
    CHECK(json.depth == 0 && !buf.failed, "everything is closed");
    CHECK(strcmp(ngl_buf_string(&buf),
                 "{\"knowledge\":\"2026-03-01\",\"nobody\":null,\"causes\":[{\"i\":0,\"p\":1.0000,\"danger\":false},"
                 "{\"i\":1,\"p\":0.5000,\"danger\":true},{\"i\":2,\"p\":0.3333,\"danger\":false}],\"empty\":[],"
                 "\"nothing\":{},\"after \\\"all\\\"\":null}") == 0,
          "wrote %s", ngl_buf_string(&buf));
    json_t *v = read_back();
    CHECK(json_is_object(v) && json_object_size(v) == 6, "six keys for another reader");
    CHECK(json_array_size(json_object_get(v, "causes")) == 3, "three causes");
    json_decref(v);
    ngl_buf_free(&buf);
}

static void the_deepest_nesting_is_written(void **state)
{
    (void)state;
    start();
    for (int i = 0; i < NGL_JSON_DEPTH; i++) {
        if (i % 2) {
            ngl_json_object(&json);
            ngl_json_key(&json, "deeper");
        } else
            ngl_json_array(&json);
    }
    ngl_json_integer(&json, 1);
    for (int i = 0; i < NGL_JSON_DEPTH; i++) ngl_json_end(&json);
    json_t *v = read_back();
    CHECK(json_is_array(v), "%d levels", NGL_JSON_DEPTH);
    json_decref(v);
    ngl_buf_free(&buf);
}

static void values_follow_one_another_in_lines(void **state)
{
    (void)state;
    start();
    for (int i = 0; i < 2; i++) {
        ngl_json line = ngl_json_to(&buf);
        ngl_json_object(&line);
        ngl_json_put_integer(&line, "n", i);
        ngl_json_end(&line);
        ngl_buf_char(&buf, '\n');
    }
    CHECK(strcmp(ngl_buf_string(&buf), "{\"n\":0}\n{\"n\":1}\n") == 0, "a writer begins anew: %s", ngl_buf_string(&buf));
    ngl_buf_free(&buf);
}

static void a_failing_host_leaves_a_failed_buffer(void **state)
{
    (void)state;
    bool done = false;
    for (size_t n = 1; !done; n++) {
        memory_fail_at(n, n % 2);
        start();
        sample(&json);
        done = memory_asked < n;
        CHECK(buf.failed == !done, "request %zu refused shows in the buffer", n);
        CHECK(json.depth == 0, "nesting is counted even when nothing is written");
        ngl_buf_free(&buf);
        CHECK(memory_held == 0, "request %zu refused leaves nothing behind", n);
    }
    ngl_memory_set(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(every_pair_of_bytes_makes_json),
        cmocka_unit_test(numbers_are_numbers_or_null),
        cmocka_unit_test(objects_and_arrays_nest),
        cmocka_unit_test(the_deepest_nesting_is_written),
        cmocka_unit_test(values_follow_one_another_in_lines),
        cmocka_unit_test(a_failing_host_leaves_a_failed_buffer),
    };
    return cmocka_run_group_tests_name("json_write", tests, NULL, NULL);
}
