/* What runners read about every condition: 80 columns, none of the words that
 * are never said to them, always a source, and JSON that parses. */
#include "report/plan_report.h"

#include "../../check.h"

#include <jansson.h>
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { PAGE_MAX = 1 << 20, WIDTH = 80, DAY = 20513 };

static const char *const never[] = { "diagnos", "patient", "don't worry", "unfortunately", "simply", "safe to run", "you have a",
                                     ".yaml", ".csv", "nprs", "(null)", "nan" };

static bool holds_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *s = text; *s; s++) {
        size_t i = 0;
        while (i < n && tolower((unsigned char)s[i]) == word[i]) i++;
        bool starts = s == text || !isalpha((unsigned char)s[-1]);
        bool ends = strcmp(word, "nan") != 0 || !isalpha((unsigned char)s[i]);
        if (i == n && starts && ends) return true;
    }
    return false;
}

static size_t columns(const char *line, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) n += ((unsigned char)line[i] & 0xc0) != 0x80;
    return n;
}

static void check_page(const char *what, const ngl_buf *b)
{
    CHECK(!b->failed && b->len > 200, "%s: %zu bytes", what, b->len);
    for (const char *s = ngl_buf_string(b); *s;) {
        size_t len = strcspn(s, "\n");
        CHECK(columns(s, len) <= WIDTH, "%s: %.*s", what, (int)len, s);
        CHECK(len == 0 || s[len - 1] != ' ', "%s: blank at the end of: %.*s", what, (int)len, s);
        s += len + (s[len] == '\n');
    }
    char *sources = strstr(b->data, "\nSources\n"); /* titles of papers say what they say */
    if (sources) *sources = '\0';
    for (size_t i = 0; i < COUNT(never); i++)
        CHECK(!holds_word(b->data, never[i]), "%s: says '%s'\n%s", what, never[i], b->data);
}

static void check_json(const char *what, ngl_buf *b)
{
    json_error_t e;
    json_t      *o = json_loads(ngl_buf_string(b), JSON_REJECT_DUPLICATES, &e);
    CHECK(o != NULL && json_is_object(o), "%s: %s", what, e.text);
    json_decref(o);
}

static void with_page(const char *what, const ngl_plan_view *v, const ngl_today_view *t)
{
    ngl_buf b;
    ngl_buf_init(&b, PAGE_MAX);
    if (t) ngl_today_text(&b, t, true, false);
    else ngl_plan_text(&b, v, false);
    check_page(what, &b);
    CHECK(strchr(ngl_buf_string(&b), '[') || v->plan->kind == NGL_PLAN_HELP_NOW, "%s: names a source", what);
    b.len = 0;
    if (t) ngl_today_json(&b, t);
    else ngl_plan_json(&b, v);
    check_json(what, &b);
    ngl_buf_free(&b);
}

static ngl_day triage_day(const ngl_assessment *a)
{
    return a->triage == NGL_TRIAGE_ROUTINE ? DAY : NGL_DAY_NONE;
}

static void pages_of(const ngl_knowledge *kb, const ngl_assessment *a, const char *what)
{
    static const double pain[] = { -1, 0, 4, 6, 9 };
    ngl_plan            p;
    CHECK(ngl_plan_first(&p, kb, a, DAY, NULL) == NGL_OK, "%s", what);
    ngl_today_view t = { .plan = { .kb = kb, .plan = &p, .episode = 1, .place = "sit bone, one side", .opened = DAY,
                                   .since = DAY, .today = DAY, .made_with = kb->version },
                         .unnoted_run = triage_day(a), .unnoted_km = 12.34 };
    for (int i = 0; i < NGL_PLAN_DOSE_MAX; i++) t.plan.done[i].last = NGL_DAY_NONE;
    with_page(what, &t.plan, NULL);
    for (size_t i = 0; i < COUNT(pain); i++) {
        const ngl_checkin noted[] = { { DAY, NGL_NOTE_MORNING, NGL_SIGN_COUNT, pain[i], 0 },
                                      { DAY - 1, NGL_NOTE_RUN, NGL_SIGN_COUNT, pain[i], 0 },
                                      { DAY - 1, NGL_NOTE_MORNING, NGL_SIGN_COUNT, 1, 0 } };
        ngl_today_decide(&t.today, &p, noted, pain[i] < 0 ? 0 : COUNT(noted), DAY);
        with_page(what, &t.plan, &t);
    }
}

static void every_condition_reads_well(void **state)
{
    (void)state;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    static ngl_answer    answer[2048];
    for (ngl_id x = 0; x < kb->ncondition; x++)
        for (ngl_id second = 0; second < 3; second++)
            for (int triage = NGL_TRIAGE_SELF_CARE; triage <= NGL_TRIAGE_EMERGENCY; triage++) {
                ngl_id    y = (ngl_id)((x + 1 + 7 * second) % kb->ncondition);
                ngl_cause list[2] = { { x, second ? 0.5 : 0.9, 0.4, 0.95, 1 }, { y, 0.4, 0.3, 0.5, 0 } };
                ngl_id    rule = (ngl_id)(x % kb->nrule);
                if (x == kb->other || y == kb->other) continue;
                ngl_assessment a = { .answer = answer, .triage = (ngl_triage)triage, .ncause = second ? 2 : 1, .cause = list,
                                     .other = 0.03, .fit = 0.5, .nrule = 1, .rule = &rule, .next = 3 };
                pages_of(kb, &a, kb->condition[x].key);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_condition_reads_well) };
    return cmocka_run_group_tests_name("pages of plans and days", tests, NULL, NULL);
}
