/* Errors: one list gives code and text; a message is one printable line. */
#include "base/error.h"

#include "base/text.h"

#include "../../check.h"

#include <string.h>

static void every_code_has_its_own_value_and_text(void **state)
{
    (void)state;
    static const struct {
        ngl_status  code;
        int         value;
        const char *name, *text;
    } all[] = {
#define X(name, value, text) { NGL_E_##name, value, #name, text },
        NGL_STATUS_MAP(X)
#undef X
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        CHECK((int)all[i].code == all[i].value && all[i].value < 0, "%s is %d", all[i].name, all[i].value);
        CHECK(strcmp(ngl_status_text(all[i].code), all[i].text) == 0, "%s has its text", all[i].name);
        CHECK(all[i].text[strlen(all[i].text) - 1] != '.', "%s ends without a full stop", all[i].name);
        for (size_t k = 0; k < i; k++)
            CHECK(all[i].value != all[k].value && strcmp(all[i].text, all[k].text) != 0, "%s and %s differ",
                  all[i].name, all[k].name);
    }
    CHECK(strcmp(ngl_status_text(NGL_OK), "done") == 0, "good is done");
    CHECK(strcmp(ngl_status_text((ngl_status)-9999), "an unknown error") == 0, "a code from nowhere has words too");
}

static void failing_is_one_line(void **state)
{
    (void)state;
    ngl_error err = { .text = "before" };
    CHECK(ngl_fail(&err, NGL_E_TRUNCATED, 12, "header promises %u bytes", 99u) == NGL_E_TRUNCATED, "the code comes back");
    CHECK(err.code == NGL_E_TRUNCATED && err.pos == 12, "code and place are kept");
    CHECK(strcmp(err.text, "header promises 99 bytes") == 0, "got '%s'", err.text);
    CHECK(ngl_fail(NULL, NGL_E_IO, 0, "%s", "nobody listens") == NGL_E_IO, "nobody needs to listen");
    char all[sizeof err.text] = "header promises 99 bytes";
    CHECK(memcmp(err.text, all, sizeof all) == 0, "nothing of the stack lies behind the text");
}

static void what_comes_from_files_is_made_printable(void **state)
{
    (void)state;
    static const struct {
        const char *what, *in, *out;
    } rows[] = {
        { "plain words stay", "track.fit", "track.fit" },
        { "letters beyond ASCII stay", "l\xc3\xa4uf \xe8\xb7\x91 \xf0\x9f\x8f\x83", "l\xc3\xa4uf \xe8\xb7\x91 \xf0\x9f\x8f\x83" },
        { "a new line does not break the line", "a\nb", "a?b" },
        { "a tab becomes '?'", "a\tb", "a?b" },
        { "an escape does not reach the terminal", "a\x1b[31mb", "a?[31mb" },
        { "delete", "a\x7f", "a?" },
        { "the terminal's 8-bit escape, as UTF-8", "a\xc2\x9b" "31mb", "a?31mb" },
        { "the last control beyond ASCII", "\xc2\x9f", "?" },
        { "a space that does not break is no control", "a\xc2\xa0" "b", "a\xc2\xa0" "b" },
        { "a byte that is not UTF-8", "a\x9b" "b\xff", "a?b?" },
        { "half a letter at the end", "a\xc3", "a?" },
        { "letters that turn the reading direction", "a\xe2\x80\xae" "tif", "a?tif" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_error err;
        ngl_fail(&err, NGL_E_INVALID, 0, "%s", rows[i].in);
        CHECK(strcmp(err.text, rows[i].out) == 0, "%s: got '%s'", rows[i].what, err.text);
    }
}

static bool valid_utf8(const char *text)
{
    for (size_t left = strlen(text), n; left; left -= n, text += n)
        if ((n = ngl_utf8_length(text, left)) == 0) return false;
    return true;
}

static void too_long_a_line_is_cut_between_letters(void **state)
{
    (void)state;
    static const char *const letters[] = { "x", "\xc3\xa4", "\xe8\xb7\x91", "\xf0\x9f\x8f\x83" };
    for (size_t l = 0; l < COUNT(letters); l++)
        for (size_t before = 0; before < 5; before++) {
            char   line[2000] = ".....", *p = line + before;
            size_t n = strlen(letters[l]);
            while (p < line + 1200) {
                memcpy(p, letters[l], n);
                p += n;
            }
            *p = 0;
            ngl_error err;
            ngl_fail(&err, NGL_E_INVALID, 0, "%s", line);
            size_t len = strlen(err.text);
            CHECK(len < sizeof err.text && len + n >= sizeof err.text, "as much as fits: %zu bytes", len);
            CHECK(valid_utf8(err.text) && memcmp(err.text, line, len) == 0, "cut between letters of %zu bytes", n);
        }
}

static void a_long_line_of_rubbish_still_says_something(void **state)
{
    (void)state;
    char line[400];
    memset(line, 0x9b, sizeof line);
    memcpy(line, "cannot read ", 12);
    line[399] = 0;
    ngl_error err;
    ngl_fail(&err, NGL_E_IO, 0, "%s", line);
    CHECK(strncmp(err.text, "cannot read ???", 15) == 0 && valid_utf8(err.text), "got '%s'", err.text);
}

static void a_line_that_just_fits_is_whole(void **state)
{
    (void)state;
    char line[NGL_ERROR_TEXT_MAX + 2];
    for (size_t len = NGL_ERROR_TEXT_MAX - 3; len <= NGL_ERROR_TEXT_MAX + 1; len++) {
        ngl_error err;
        memset(line, 'a', len);
        line[len] = 0;
        ngl_fail(&err, NGL_E_INVALID, 0, "%s", line);
        size_t want = len < NGL_ERROR_TEXT_MAX ? len : NGL_ERROR_TEXT_MAX - 1;
        CHECK(strlen(err.text) == want, "%zu letters give %zu", len, strlen(err.text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_its_own_value_and_text),
        cmocka_unit_test(failing_is_one_line),
        cmocka_unit_test(what_comes_from_files_is_made_printable),
        cmocka_unit_test(too_long_a_line_is_cut_between_letters),
        cmocka_unit_test(a_long_line_of_rubbish_still_says_something),
        cmocka_unit_test(a_line_that_just_fits_is_whole),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
