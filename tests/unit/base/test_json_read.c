/* JSON from outside, held against what it must say, and every cut of it. */
#include "base/json_read.h"

#include "../../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *shown(const char *text, size_t len)
{
    static char     out[4096];
    size_t          n = 0;
    ngl_json_reader r;
    ngl_json_kind   kind;
    ngl_json_read_begin(&r, text, len);
    out[0] = 0;
    do {
        kind = ngl_json_read(&r);
        switch (kind) {
        case NGL_JSON_END: n += (size_t)snprintf(out + n, sizeof out - n, "."); break;
        case NGL_JSON_BROKEN: n += (size_t)snprintf(out + n, sizeof out - n, "!"); break;
        case NGL_JSON_OBJECT: n += (size_t)snprintf(out + n, sizeof out - n, "{"); break;
        case NGL_JSON_OBJECT_END: n += (size_t)snprintf(out + n, sizeof out - n, "}"); break;
        case NGL_JSON_ARRAY: n += (size_t)snprintf(out + n, sizeof out - n, "["); break;
        case NGL_JSON_ARRAY_END: n += (size_t)snprintf(out + n, sizeof out - n, "]"); break;
        case NGL_JSON_KEY: n += (size_t)snprintf(out + n, sizeof out - n, "%s:", ngl_buf_string(&r.text)); break;
        case NGL_JSON_TEXT: n += (size_t)snprintf(out + n, sizeof out - n, "'%s'", ngl_buf_string(&r.text)); break;
        case NGL_JSON_NUMBER:
            if (isnan(r.number)) n += (size_t)snprintf(out + n, sizeof out - n, "?");
            else if (r.is_integer) n += (size_t)snprintf(out + n, sizeof out - n, "%lld ", (long long)r.integer);
            else n += (size_t)snprintf(out + n, sizeof out - n, "%d/8 ", (int)(r.number * 8));
            break;
        case NGL_JSON_TRUE: n += (size_t)snprintf(out + n, sizeof out - n, "T"); break;
        case NGL_JSON_FALSE: n += (size_t)snprintf(out + n, sizeof out - n, "F"); break;
        case NGL_JSON_NULL: n += (size_t)snprintf(out + n, sizeof out - n, "N"); break;
        }
    } while (kind != NGL_JSON_END && kind != NGL_JSON_BROKEN);
    ngl_json_read_end(&r);
    return out;
}

static void test_documents(void **state)
{
    static const struct {
        const char *sentence, *text, *want;
    } rows[] = {
        { "an object", "{\"a\":1,\"b\":[true,false,null]}", "{a:1 b:[TFN]}." },
        { "a fraction", "[0.5,-1.25e1]", "[4/8 -100/8 ]." },
        { "blanks everywhere", " \n[ 1 ,\t2 ]\r\n ", "[1 2 ]." },
        { "a byte-order mark", "\xef\xbb\xbf[]", "[]." },
        { "a text by itself", "\"x\"", "'x'." },
        { "what vendors write for unknown figures", "[NaN,Infinity,-Infinity,1e999]", "[????]." },
        { "escapes", "\"\\\"\\\\\\/\\b\\n\\t\\u0041\\u00e9\\u20ac\"", "'\"\\/\b\n\tA\xc3\xa9\xe2\x82\xac'." },
        { "a pair of surrogates", "\"\\ud83d\\ude00\"", "'\xf0\x9f\x98\x80'." },
        { "half a pair, and a NUL, are no characters", "\"\\ud83dx\\u0000\"", "'\xef\xbf\xbdx\xef\xbf\xbd'." },
        { "empty", "", "!" },
        { "two documents", "1 2", "1 !" },
        { "a comma too many", "[1,]", "[1 !" },
        { "a name without a value", "{\"a\"}", "{!" },
        { "a name that is no text", "{1:2}", "{!" },
        { "a text without its end", "[\"a", "[!" },
        { "a bad escape", "\"\\x\"", "!" },
        { "a bad word", "[nul]", "[!" },
        { "the wrong bracket", "[1}", "[1 !" },
        { "an end that is missing", "[[1]", "[[1 ]!" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *got = shown(rows[i].text, strlen(rows[i].text));
        CHECK(strcmp(got, rows[i].want) == 0, "%s: %s", rows[i].sentence, got);
    }
}

static void test_depth(void **state)
{
    char open[2 * NGL_JSON_READ_DEPTH + 2];
    (void)state;
    memset(open, '[', NGL_JSON_READ_DEPTH);
    memset(open + NGL_JSON_READ_DEPTH, ']', NGL_JSON_READ_DEPTH);
    const char *got = shown(open, 2 * (size_t)NGL_JSON_READ_DEPTH);
    CHECK(got[strlen(got) - 1] == '.', "as deep as is allowed");
    memset(open, '[', sizeof open);
    got = shown(open, sizeof open);
    CHECK(got[strlen(got) - 1] == '!' && strlen(got) == NGL_JSON_READ_DEPTH + 1, "deeper is refused");
}

static void test_skip(void **state)
{
    static const char text[] = "{\"skip\":{\"a\":[1,{\"b\":[]}]},\"take\":7}";
    ngl_json_reader   r;
    (void)state;
    ngl_json_read_begin(&r, text, sizeof text - 1);
    CHECK(ngl_json_read(&r) == NGL_JSON_OBJECT && ngl_json_read(&r) == NGL_JSON_KEY && ngl_json_skip(&r, NGL_JSON_KEY), "a value is passed over");
    CHECK(ngl_json_read(&r) == NGL_JSON_KEY && strcmp(ngl_buf_string(&r.text), "take") == 0 && r.depth == 1, "up to the next name");
    CHECK(ngl_json_read(&r) == NGL_JSON_NUMBER && r.integer == 7, "and its value");
    ngl_json_read_end(&r);
    for (size_t len = 0; len < sizeof text - 1; len++) {
        const char *got = shown(text, len);
        CHECK(got[strlen(got) - 1] == '!', "%zu bytes of it are not whole", len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_documents), cmocka_unit_test(test_depth), cmocka_unit_test(test_skip) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
