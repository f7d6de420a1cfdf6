/* Text of unknown origin: UTF-8 against the letter of the standard, distance
 * against a slow twin, suggestions and wrapping against tables. */
#include "base/text.h"

#include "../../check.h"

#include <stdio.h>
#include <string.h>

/* the standard in the other direction: write every code point, then read it */
static size_t twin_encode(unsigned char out[4], uint32_t c)
{
    if (c < 0x80) return out[0] = (unsigned char)c, 1;
    if (c < 0x800) {
        out[0] = (unsigned char)(0xc0 | c >> 6), out[1] = (unsigned char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (unsigned char)(0xe0 | c >> 12), out[1] = (unsigned char)(0x80 | (c >> 6 & 63));
        out[2] = (unsigned char)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (unsigned char)(0xf0 | c >> 18), out[1] = (unsigned char)(0x80 | (c >> 12 & 63));
    out[2] = (unsigned char)(0x80 | (c >> 6 & 63)), out[3] = (unsigned char)(0x80 | (c & 63));
    return 4;
}

static void every_code_point_has_its_length(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x112000; c++) {
        unsigned char s[4];
        size_t        n = twin_encode(s, c);
        bool          valid = c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
        size_t        got = ngl_utf8_length((const char *)s, n);
        CHECK(got == (valid ? n : 0), "U+%04X: %zu", (unsigned)c, got);
        if (n > 1) CHECK(ngl_utf8_length((const char *)s, n - 1) == 0, "U+%04X without its last byte", (unsigned)c);
    }
}

static void bytes_that_are_not_utf8_have_no_length(void **state)
{
    (void)state;
    static const struct {
        const char *what, *bytes;
        size_t      len;
    } rows[] = {
        { "nothing", "", 0 },
        { "a continuation alone", "\x80", 1 },
        { "NUL in two bytes", "\xc0\x80", 2 },
        { "a slash in two bytes", "\xc0\xaf", 2 },
        { "a slash in three bytes", "\xe0\x80\xaf", 3 },
        { "a slash in four bytes", "\xf0\x80\x80\xaf", 4 },
        { "half a surrogate pair", "\xed\xa0\x80", 3 },
        { "beyond the last code point", "\xf4\x90\x80\x80", 4 },
        { "a first byte that never is", "\xf5\x80\x80\x80", 4 },
        { "255", "\xff", 1 },
        { "a letter where a continuation should be", "\xc3" "a", 2 },
        { "a third byte missing", "\xe8\xb7", 2 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(ngl_utf8_length(rows[i].bytes, rows[i].len) == 0, "%s", rows[i].what);
}

/* optimal string alignment by the definition, without a table */
static unsigned twin_distance(const char *a, size_t n, const char *b, size_t m)
{
    if (n == 0 || m == 0) return (unsigned)(n + m);
    unsigned best = twin_distance(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]);
    unsigned drop = twin_distance(a, n - 1, b, m) + 1, add = twin_distance(a, n, b, m - 1) + 1;
    if (drop < best) best = drop;
    if (add < best) best = add;
    if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1]) {
        unsigned swap = twin_distance(a, n - 2, b, m - 2) + 1;
        if (swap < best) best = swap;
    }
    return best;
}

static void distance_agrees_with_its_definition(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int round = 0; round < 3000; round++) {
        char   word[2][8];
        size_t len[2];
        for (int w = 0; w < 2; w++) {
            len[w] = (seed = seed * 1664525u + 1013904223u) >> 16 & 7;
            if (len[w] > 6) len[w] = 6;
            for (size_t i = 0; i < len[w]; i++) word[w][i] = (char)('a' + ((seed = seed * 1664525u + 1013904223u) >> 24) % 3);
            word[w][len[w]] = 0;
        }
        unsigned d = ngl_text_distance(word[0], word[1]);
        CHECK(d == twin_distance(word[0], len[0], word[1], len[1]), "'%s' and '%s': %u", word[0], word[1], d);
        CHECK(d == ngl_text_distance(word[1], word[0]), "'%s' and '%s' both ways", word[0], word[1]);
    }
}

static void distance_has_an_end(void **state)
{
    (void)state;
    char a[200], b[200];
    memset(a, 'a', sizeof a);
    memset(b, 'b', sizeof b);
    a[64] = b[64] = 0;
    CHECK(ngl_text_distance(a, b) == 64, "64 letters, all different");
    CHECK(ngl_text_distance(a, a) == 0, "64 letters, all the same");
    CHECK(ngl_text_distance(a, "") == 64 && ngl_text_distance("", b) == 64, "64 letters and none");
    a[64] = 'a', a[65] = 0;
    CHECK(ngl_text_distance(a, a) == 64, "65 letters are like nothing, not even themselves");
    a[65] = 'a', a[199] = 0;
    CHECK(ngl_text_distance(a, "x") == 64 && ngl_text_distance("x", a) == 64, "longer texts do no harm");
}

static void the_nearest_name_is_suggested(void **state)
{
    (void)state;
    static const char *const names[] = { "import", "decode", "log", "assess", "plan", "today", "load", "report" };
    static const struct {
        const char *what, *word, *nearest;
    } rows[] = {
        { "the word itself", "plan", "plan" },
        { "a letter missing", "asess", "assess" },
        { "a letter too many", "imports", "import" },
        { "two letters swapped", "tdoay", "today" },
        { "two letters wrong in a long word", "repurd", "report" },
        { "one letter wrong in a short word", "lag", "log" },
        { "the first of two equally near", "lod", "log" },
        { "nothing like any", "frobnicate", NULL },
        { "nothing", "", NULL },
        { "far too long", "importimportimportimportimportimportimportimportimportimportimportimport", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *got = ngl_text_nearest(rows[i].word, names, COUNT(names));
        bool        same = got && rows[i].nearest ? strcmp(got, rows[i].nearest) == 0 : got == rows[i].nearest;
        CHECK(same, "%s: '%s' suggests %s", rows[i].what, rows[i].word, got ? got : "nothing");
    }
    CHECK(!ngl_text_nearest("plan", names, 0), "of no names none is nearest");
    char endless[301] = { 0 };
    memset(endless, 'a', sizeof endless - 1);
    CHECK(!ngl_text_nearest(endless, names, COUNT(names)), "an endless word is near to nothing");
}

static void lines_are_wrapped_between_words(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        unsigned    column, indent, width;
        const char *out;
    } rows[] = {
        { "a short line stays", "one two", 0, 0, 20, "one two" },
        { "a line that just fits", "one two", 0, 0, 7, "one two" },
        { "a line one too long", "one two", 0, 0, 6, "one\ntwo" },
        { "later lines are indented", "one two three", 0, 2, 7, "one two\n  three" },
        { "the first line starts further right", "one two", 4, 4, 10, "one\n    two" },
        { "a word longer than the line stands alone", "a tendinopathy b", 0, 0, 5, "a\ntendinopathy\nb" },
        { "blanks between words become one", "one    two", 0, 0, 20, "one two" },
        { "blanks at the end are dropped", "one  ", 0, 0, 20, "one" },
        { "letters beyond ASCII count as one column", "\xc3\xa4\xc3\xb6\xc3\xbc \xc3\xa4\xc3\xb6\xc3\xbc", 0, 0, 7,
          "\xc3\xa4\xc3\xb6\xc3\xbc \xc3\xa4\xc3\xb6\xc3\xbc" },
        { "nothing", "", 0, 0, 20, "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_buf b;
        ngl_buf_init(&b, 1000);
        ngl_buf_wrap(&b, rows[i].text, rows[i].column, rows[i].indent, rows[i].width);
        CHECK(strcmp(ngl_buf_string(&b), rows[i].out) == 0, "%s: got '%s'", rows[i].what, ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
}

static void no_wrapped_line_is_too_long_and_no_word_is_lost(void **state)
{
    (void)state;
    static const char text[] = "Sitting on a hard chair loads the tendon at the sit bone, and so does running "
                               "fast; both are worth a pause until the next morning is no worse than today.";
    for (unsigned width = 12; width < 100; width++)
        for (unsigned indent = 0; indent < 4; indent++) {
            ngl_buf b;
            ngl_buf_init(&b, 1000);
            ngl_buf_wrap(&b, text, 0, indent, width);
            const char *p = ngl_buf_string(&b), *t = text;
            for (size_t n; *p; p += n + (p[n] != 0)) {
                n = strcspn(p, "\n");
                CHECK(n <= width, "a line of %zu at %u", n, width);
            }
            for (p = ngl_buf_string(&b); *p; p++)
                if (*p != ' ' && *p != '\n') {
                    while (*t == ' ') t++;
                    CHECK(*p == *t++, "every letter in its order at %u", width);
                }
            CHECK(*t == 0, "to the last at %u", width);
            ngl_buf_free(&b);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_has_its_length),
        cmocka_unit_test(bytes_that_are_not_utf8_have_no_length),
        cmocka_unit_test(distance_agrees_with_its_definition),
        cmocka_unit_test(distance_has_an_end),
        cmocka_unit_test(the_nearest_name_is_suggested),
        cmocka_unit_test(lines_are_wrapped_between_words),
        cmocka_unit_test(no_wrapped_line_is_too_long_and_no_word_is_lost),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
