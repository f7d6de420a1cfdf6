/* The small parts: hash, reading grade, and which rules can hold. */
#include "folder.h"

#include "../../check.h"
#include "kbc/sha256.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void sha256_gives_the_published_digests(void **state)
{
    (void)state;
    static const struct {
        const char *what, *in, *out;
    } rows[] = {
        { "FIPS 180-4 example, one block", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "FIPS 180-4 example, two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        { "nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "55 bytes: padding just fits", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
        { "64 bytes: padding has a block of its own",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[KBC_SHA256_TEXT];
        kbc_sha256(out, rows[i].in, strlen(rows[i].in));
        CHECK(strcmp(out, rows[i].out) == 0, "%s: %s", rows[i].what, out);
    }
}

static void reading_grade_follows_the_formula(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        unsigned    words, sentences, syllables;
    } rows[] = {
        { "five words of one syllable", "Is it red and hot?", 5, 1, 5 },
        { "two sentences", "Does it hurt? Is it red?", 6, 2, 6 },
        { "a colon ends a breath", "How is it: red or hot?", 6, 2, 6 },
        { "a silent e", "Is there a place?", 4, 1, 4 },
        { "a sounded -ted", "Is it wanted?", 3, 1, 4 },
        { "a silent -ed", "Is it limped?", 3, 1, 3 },
        { "a longer word", "Is it anaesthesia?", 3, 1, 6 },
        { "numbers and hyphens are words", "Is it 8 or more on a 0-10 scale?", 9, 1, 9 },
        { "no end mark", "Is it red", 3, 1, 3 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double want = 0.39 * rows[i].words / rows[i].sentences + 11.8 * rows[i].syllables / rows[i].words - 15.59;
        double got = ngl_kbc_reading_grade(rows[i].text);
        CHECK(fabs(got - want) < 1e-9, "%s: %f, not %f", rows[i].what, got, want);
    }
    CHECK(ngl_kbc_reading_grade("") == 0, "nothing to read is easy");
}

/* Rules put in place of one of the toy's and compiled. */
static bool accepted(const folder *good, const char *rule, ngl_buf *said)
{
    static const char old[] = "numb AND (onset=sudden OR worst>=8)";
    size_t            i = folder_find(good, "red_flags.csv");
    ngl_kbc_file      files[FOLDER_FILES];
    memcpy(files, good->file, sizeof files);
    const char *at = strstr(files[i].bytes, old);
    CHECK(at, "the rule to replace is there");
    ngl_buf b;
    ngl_buf_init(&b, 1 << 16);
    ngl_buf_add(&b, files[i].bytes, (size_t)(at - files[i].bytes));
    ngl_buf_text(&b, rule);
    ngl_buf_text(&b, at + strlen(old));
    files[i] = (ngl_kbc_file){ "red_flags.csv", ngl_buf_string(&b), b.len };
    ngl_arena a;
    ngl_arena_init(&a, 64 << 20);
    ngl_kbc_report      *report = calloc(1, sizeof *report);
    const ngl_knowledge *kb = NULL;
    bool                 good_rule = ngl_kbc_compile(&kb, &a, files, good->n, report, NULL) == NGL_OK;
    said->len = 0;
    ngl_kbc_report_text(said, report);
    free(report);
    ngl_arena_free(&a);
    ngl_buf_free(&b);
    return good_rule;
}

static void rules_that_can_hold_are_let_through(void **state)
{
    (void)state;
    static const struct {
        const char *what, *rule;
        bool        good;
    } rows[] = {
        { "one finding", "numb", true },
        { "options of two questions", "age=old AND onset=sudden", true },
        { "one of three options, not the other two", "age=old AND NOT age=young AND NOT age=middle", true },
        { "none of the options, but something else", "numb AND NOT (age=old OR age=young OR age=middle)", true },
        { "the highest value of the scale", "worst>=10", true },
        { "a window on the scale", "worst>=5 AND NOT worst>=8", true },
        { "a window without room", "worst>=8 AND NOT worst>=8", false },
        { "only true in the last branch", "(numb AND NOT numb) OR (male AND NOT male) OR (place_any AND age=old)",
          true },
        { "false in every branch", "(numb AND NOT numb) OR (male AND NOT male) OR (age=young AND age=old)", false },
        { "not of not", "NOT NOT numb", true },
        { "de Morgan", "NOT (NOT numb OR NOT male)", true },
        { "pigeons: three options, each excluded by another",
          "(age=old OR age=young) AND NOT age=old AND NOT age=young", false },
    };
    folder good;
    folder_read(&good, "tests/unit/kbc/toy");
    ngl_buf said;
    ngl_buf_init(&said, 1 << 20);
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(accepted(&good, rows[i].rule, &said) == rows[i].good, "%s: %s", rows[i].what, ngl_buf_string(&said));
    ngl_buf_free(&said);
    folder_free(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_published_digests),
        cmocka_unit_test(reading_grade_follows_the_formula),
        cmocka_unit_test(rules_that_can_hold_are_let_through),
    };
    return cmocka_run_group_tests_name("kbc parts", tests, NULL, NULL);
}
