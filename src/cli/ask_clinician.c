/* What a clinician found, at a terminal: after the questions, a list of the
 * tests worth most now, each answered by its number or its id, in any order and
 * as many as there are. The list is made anew after each result.
 */
#include "base/text.h"
#include "cli/ask.h"

#include <niggle/explain.h>

#include <string.h>

enum { WIDTH = 78, LINE_BYTES = 128, TEXT_MAX = 1 << 12, LISTED = 8, TESTS_MAX = 96, WORD_MAX = 64 };

typedef struct listing {
    unsigned n;
    ngl_id   finding[TESTS_MAX];
} listing;

static bool is_test(const ngl_finding *f)
{
    return f->clinician_only && f->answer == NGL_ANSWER_YES_NO;
}

static void entry(const cli *c, unsigned number, const ngl_interview *iv, ngl_id finding)
{
    const ngl_finding *f = &iv->kb->finding[finding];
    ngl_answer_state   state = ngl_case_answers(iv->c)[finding].state;
    ngl_buf            text, b;
    ngl_buf_init(&text, TEXT_MAX);
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_printf(&text, "%s (%s%s)", f->question, f->key,
                   state == NGL_YES ? ", positive" : state == NGL_NO ? ", negative" : "");
    ngl_buf_printf(&b, "  %2u  ", number);
    ngl_buf_wrap(&b, ngl_buf_string(&text), 6, 6, WIDTH);
    fprintf(c->err, "%s\n", ngl_buf_string(&b));
    ngl_buf_free(&text);
    ngl_buf_free(&b);
}

/* the tests worth most, or every one there is */
static ngl_status list(const cli *c, const ngl_interview *iv, bool all, listing *out)
{
    ngl_test   test[LISTED];
    unsigned   n = 0;
    ngl_status status = all ? NGL_OK : ngl_case_tests(iv->c, test, &n, LISTED);
    if (status) return status;
    out->n = 0;
    for (unsigned i = 0; i < n; i++) out->finding[out->n++] = test[i].finding;
    for (ngl_id f = 0; all && f < iv->kb->nfinding && out->n < TESTS_MAX; f++)
        if (is_test(&iv->kb->finding[f])) out->finding[out->n++] = f;
    fprintf(c->err, "\n%s\n", all ? "Every examination, scan and blood test" : "Worth most now");
    for (unsigned i = 0; i < out->n; i++) entry(c, i + 1, iv, out->finding[i]);
    return NGL_OK;
}

/* a number of the list, or an id; NGL_NONE: neither */
static ngl_id named(const ngl_interview *iv, const listing *l, const char *word)
{
    unsigned number = 0;
    for (const char *p = word; *p; p++) {
        if (*p < '0' || *p > '9' || number > TESTS_MAX) {
            ngl_id f = ngl_finding_find(iv->kb, word);
            return f != NGL_NONE && is_test(&iv->kb->finding[f]) ? f : NGL_NONE;
        }
        number = number * 10 + (unsigned)(*p - '0');
    }
    return number >= 1 && number <= l->n ? l->finding[number - 1] : NGL_NONE;
}

static bool result(const char *word, ngl_answer *out)
{
    static const char *const yes[] = { "y", "yes", "+", "positive" }, *const no[] = { "n", "no", "-", "negative" },
                            *const open[] = { "u", "unknown", "?" };
    for (unsigned i = 0; i < 4; i++) {
        if (strcmp(word, yes[i]) == 0) return *out = (ngl_answer){ .state = NGL_YES }, true;
        if (strcmp(word, no[i]) == 0) return *out = (ngl_answer){ .state = NGL_NO }, true;
        if (i < 3 && strcmp(word, open[i]) == 0) return *out = (ngl_answer){ .state = NGL_UNKNOWN }, true;
    }
    return false;
}

/* "3 y" */
static ngl_status read_line(const cli *c, ngl_interview *iv, const listing *l, char *line, bool *changed, ngl_error *err)
{
    ngl_answer answer;
    size_t     len = strcspn(line, " \t");
    char      *rest = line + len + strspn(line + len, " \t");
    *changed = false;
    line[len] = 0;
    ngl_id finding = named(iv, l, line);
    if (finding == NGL_NONE) {
        const char *nearest = ngl_finding_nearest(iv->kb, line);
        fprintf(c->err, "\"%.*s\" is no test of this list%s%s.\n", WORD_MAX, line, nearest ? "; the nearest id is " : "",
                nearest ? nearest : "");
        return NGL_OK;
    }
    if (!result(rest, &answer)) {
        fprintf(c->err, "Type y or n after the test: %.*s y\n", WORD_MAX, line);
        return NGL_OK;
    }
    *changed = true;
    return ngl_interview_answer(iv, finding, answer, err);
}

ngl_status ask_clinician(cli *c, ngl_interview *iv, const char *path, bool *ended, ngl_error *err)
{
    listing    l;
    char       line[LINE_BYTES];
    ngl_status status = list(c, iv, false, &l);
    *ended = false;
    fputs("\nWhat was found? 3 y: test 3 is positive, n negative, u take back; an id does as well.\n"
          "l lists every test. Enter when there is nothing more.\n", c->err);
    while (!status) {
        bool changed = false;
        fputs("> ", c->err);
        if (!ask_line(c, line, sizeof line)) {
            *ended = true;
            return NGL_OK;
        }
        if (!line[0]) return NGL_OK;
        if (strcmp(line, "l") == 0) status = list(c, iv, true, &l);
        else status = read_line(c, iv, &l, line, &changed, err);
        if (changed && !status && path) status = ngl_interview_save(iv, path, err);
        if (changed && !status) status = list(c, iv, false, &l);
    }
    if (status == NGL_E_NOMEM && !err->text[0]) snprintf(err->text, sizeof err->text, "the tests do not fit into memory");
    return status;
}
