/* Explanations in words, records and JSON, from figures made by hand. */
#include "check.h"

#include "report/assess_report.h"
#include "toy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ngl_answer  YES = { .state = NGL_YES }, NO = { .state = NGL_NO };
static ngl_answer        answers[FINDINGS];
static const ngl_day     TODAY = 20513; /* Sunday 1 March 2026 */
static const ngl_cause   tendon_first[] = { { C_TENDON, 0.71, 0.55, 0.83, 0.93 }, { C_CLOT, 0.05, 0.01, 0.1, 0.02 } };
static ngl_more          more;

static ngl_view view_of(ngl_triage level)
{
    ngl_view v = { .kb = &toy, .today = TODAY, .more = &more };
    memset(answers, 0, sizeof answers);
    more = (ngl_more){ .review_by = NGL_DAY_NONE, .counter_of = C_TENDON, .other = { 0.03, 0.01, 0.06 } };
    answers[F_SIT_BONE] = answers[F_SITTING] = YES;
    answers[F_AGE] = (ngl_answer){ NGL_CHOICE, 1, 0 };
    v.a = (ngl_assessment){ .answer = answers, .triage = level, .ncause = 2, .cause = tendon_first, .other = 0.03,
                            .fit = 0.4, .next = NGL_NONE };
    v.next.finding = NGL_NONE;
    v.danger.level = level;
    return v;
}

static void expect_lines(const char *what, void (*make)(ngl_buf *, const ngl_view *), const ngl_view *v, const char *expected)
{
    ngl_buf b;
    ngl_buf_init(&b, 1 << 16);
    make(&b, v);
    CHECK(strcmp(ngl_buf_string(&b), expected) == 0, "%s:\n%s", what, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static bool page_has(const ngl_view *v, void (*make)(ngl_buf *, const ngl_view *), const char *words)
{
    ngl_buf b;
    ngl_buf_init(&b, 1 << 17);
    make(&b, v);
    bool found = strstr(ngl_buf_string(&b), words) != NULL;
    ngl_buf_free(&b);
    return found;
}

static void text(ngl_buf *out, const ngl_view *v)
{
    ngl_view_text(out, v, false);
}

/* ---- words --------------------------------------------------------------------- */

static void figures_carry_their_intervals(void **state)
{
    static const struct { ngl_range r; const char *coarse, *fine; } rows[] = {
        { { 0.46, 0.29, 0.57 }, "46 % (29 to 57 %)", "46 % (29 to 57 %)" },
        { { 0.003, 0.001, 0.012 }, "under 1 % (0 to 1 %)", "0.3 % (0.1 to 1.2 %)" },
        { { 0.0002, 0, 0.0003 }, "under 1 %", "under 0.1 %" },
        { { 0.0002, 0, 0.009 }, "under 1 % (0 to 1 %)", "under 0.1 % (0.0 to 0.9 %)" },
        { { 0.998, 0.97, 1.0 }, "over 99 % (97 to over 99 %)", "99 % (97 to 99 %)" },
        { { 0.08, NAN, NAN }, "8 %", "8 %" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_buf a, b;
        ngl_buf_init(&a, 128), ngl_buf_init(&b, 128);
        ngl_view_range(&a, rows[i].r);
        ngl_view_fine_range(&b, rows[i].r);
        CHECK(strcmp(ngl_buf_string(&a), rows[i].coarse) == 0, "%zu: %s", i, ngl_buf_string(&a));
        CHECK(strcmp(ngl_buf_string(&b), rows[i].fine) == 0, "%zu: %s", i, ngl_buf_string(&b));
        ngl_buf_free(&a), ngl_buf_free(&b);
    }
}

static void strength_in_words(void **state)
{
    static const struct { const char *what; double ratio; const char *said; } rows[] = {
        { "ten times as common", 10, "strongly for" }, { "five times", 5.01, "strongly for" },
        { "just under five", 4.99, "for" },           { "twice", 2.01, "for" },
        { "just under twice", 1.99, "a little for" }, { "hardly", 1.01, "a little for" },
        { "two thirds", 0.66, "a little against" },   { "less than half", 0.49, "against" },
        { "a tenth", 0.1, "strongly against" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(strcmp(ngl_view_strength(log(rows[i].ratio)), rows[i].said) == 0, "%s: %s", rows[i].what,
              ngl_view_strength(log(rows[i].ratio)));
}

static void doubt_decides_the_word(void **state)
{
    static const struct { const char *what; ngl_cause c[2]; double fit; ngl_said first, second; } rows[] = {
        { "surely high and fitting", { { C_TENDON, 0.7, 0.5, 0.8, 0.9 }, { C_CLOT, 0.1, 0.0, 0.2, 0.1 } }, 0.4, NGL_SAID_LIKELY, NGL_SAID_LESS },
        { "nothing is likely where nothing fits", { { C_TENDON, 0.7, 0.5, 0.8, 0.9 }, { C_CLOT, 0.1, 0.0, 0.2, 0.1 } }, 0.01, NGL_SAID_POSSIBLE, NGL_SAID_LESS },
        { "with no clear winner its rival is one of them", { { C_TENDON, 0.4, 0.2, 0.6, 0.5 }, { C_CLOT, 0.3, 0.1, 0.5, 0.4 } }, 0.4, NGL_SAID_ONE_OF, NGL_SAID_ONE_OF },
        { "who never wins is no rival", { { C_TENDON, 0.4, 0.2, 0.6, 0.55 }, { C_CLOT, 0.25, 0.1, 0.5, 0.05 } }, 0.4, NGL_SAID_ONE_OF, NGL_SAID_POSSIBLE },
        { "beside a clear winner a second may be likely too", { { C_TENDON, 0.8, 0.6, 0.9, 0.8 }, { C_CLOT, 0.65, 0.45, 0.8, 0.2 } }, 0.4, NGL_SAID_LIKELY, NGL_SAID_LIKELY },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_view v = view_of(NGL_TRIAGE_ROUTINE);
        v.a.cause = rows[i].c;
        v.a.fit = rows[i].fit;
        CHECK(ngl_view_cause_said(&v, 0) == rows[i].first, "%s", rows[i].what);
        CHECK(ngl_view_cause_said(&v, 1) == rows[i].second, "%s: the second", rows[i].what);
    }
}

/* ---- what would change it ---------------------------------------------------------- */

static void changes_in_words(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_SELF_CARE);
    (void)state;
    more.changes = true;
    more.change[0] = (ngl_shift){ F_LIMP, YES, 0.1, C_CLOT, { 0.05, 0.01, 0.1 }, { 0.35, 0.2, 0.5 }, NGL_TRIAGE_ROUTINE, 0 };
    more.change[1] = (ngl_shift){ F_LIMP, NO, 0.9, C_CLOT, { 0.05, 0.01, 0.1 }, { 0.0476, 0.01, 0.1 }, NGL_TRIAGE_SELF_CARE, 0 };
    more.nchange = 2;
    more.lift[0] = (ngl_shift){ F_SADDLE, YES, 0.01, C_CLOT, { 0.05, 0.01, 0.1 }, { 0.09, 0.01, 0.2 }, NGL_TRIAGE_EMERGENCY, 1 };
    more.nlift = 1;
    expect_lines("a shift that prints as none is left out", ngl_view_change_lines, &v,
                 "Do you limp?\n"
                 "- yes: Clot 5 % (1 to 10 %) -> 35 % (20 to 50 %)\n"
                 "A yes to \"Is the saddle area numb?\" would mean: get help now.\n");
}

static void counterfactuals_in_words(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_SELF_CARE);
    (void)state;
    expect_lines("nothing to say", ngl_view_counter_lines, &v, "");
    more.counter[0] = (ngl_counterfactual){ F_SITTING, NO, { 0.71, 0.55, 0.83 }, { 0.6, 0.4, 0.7 }, { 0.38, 0.2, 0.5 }, 0, 0 };
    more.ncounter = 1;
    expect_lines("had sitting not hurt", ngl_view_counter_lines, &v,
                 "Irritated tendon at the sit bone, now 71 % (55 to 83 %):\n"
                 "- with a no to \"Does sitting hurt?\" it would be 38 % (20 to 50 %); with no answer 60 % (40 to 70 %)\n");
}

/* ---- why not ------------------------------------------------------------------------- */

static void why_not_lines(ngl_buf *out, const ngl_view *v)
{
    ngl_view_why_not_lines(out, v, &v->more->why_not[0]);
}

static void why_not_in_words(void **state)
{
    ngl_view           v = view_of(NGL_TRIAGE_SELF_CARE);
    static ngl_why_not w;
    (void)state;
    w = (ngl_why_not){ .condition = C_CLOT, .rank = 2, .p = { 0.012, 0.002, 0.03 }, .prior = 0.02, .prior_self = 0.02,
                       .ruled_out_by = NGL_NONE, .alone = 0.2, .beside = C_TENDON, .beside_share = 0.8, .nagainst = 1,
                       .against = { { F_SITTING, -1.25 } }, .nraise = 1, .level = NGL_TRIAGE_EMERGENCY, .settles = F_LIMP,
                       .if_yes = { 0.4, 0.2, 0.6 }, .if_no = { 0.001, 0.0, 0.003 } };
    w.raise[0] = (ngl_shift){ F_LIMP, YES, 0.1, C_CLOT, { 0.012, 0.002, 0.03 }, { 0.12, 0.05, 0.3 }, NGL_TRIAGE_URGENT, 0 };
    more.why_not = &w, more.nwhy_not = 1;
    expect_lines("a cause that must not be missed", why_not_lines, &v,
                 "It stands at 1.2 % (0.2 to 3 %), number 2 of 2.\n"
                 "Before any answer it is the cause, or part of it, in about 2 in 100 (a runner with pain).\n"
                 "Against it:\n"
                 "- against: you said yes to \"Does sitting hurt?\"\n"
                 "No answer speaks for it, and none makes it impossible; if it is there, then most likely beside Irritated "
                 "tendon at the sit bone.\n"
                 "What would make it likelier:\n"
                 "- a yes to \"Do you limp?\": 12 % (5 to 30 %)\n"
                 "Questions alone do not rule it out. Where it is suspected the advice is: get help now.\n"
                 "What settles it, at a clinician's: \"Do you limp?\" A yes makes it 40 % (20 to 60 %), a no 0.1 % (0.0 to 0.3 %).\n");
    w.ruled_out_by = F_SITTING;
    expect_lines("a cause that cannot be", why_not_lines, &v,
                 "It does not come into question, because you said yes to \"Does sitting hurt?\".\n");
    CHECK(page_has(&v, text, "Why not Clot\n"), "the page says which");
}

/* ---- the safety net --------------------------------------------------------------------- */

static void the_safety_net_in_words(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_SELF_CARE);
    (void)state;
    more.nets = true;
    more.watch[0] = (ngl_watch){ F_SADDLE, NGL_TRIAGE_EMERGENCY, R_SADDLE, C_CLOT, 0.05 };
    more.watch[1] = (ngl_watch){ F_LIMP, NGL_TRIAGE_URGENT, R_LIMP, C_CLOT, 0.05 };
    more.nwatch = 2;
    more.review_by = TODAY + 7;
    more.review_by_course = true;
    expect_lines("at home", ngl_view_net_lines, &v,
                 "Get help now if any of these turns to yes:\n"
                 "- Is the saddle area numb?\n"
                 "Be seen in 1 to 3 days if any of these turns to yes:\n"
                 "- Do you limp?\n"
                 "Note your pain each morning: niggle today.\n"
                 "No better by Sunday 8 March? Then see a physiotherapist or doctor.\n"
                 "By then nine in ten with Irritated tendon at the sit bone are over it.\n");
    static const ngl_id open[] = { F_SADDLE };
    v.open = open, v.nopen = 1;
    CHECK(!page_has(&v, ngl_view_net_lines, "saddle"), "an open safety question stands in its own list alone");
    v = view_of(NGL_TRIAGE_URGENT);
    more.nets = true;
    expect_lines("an urgent level has nothing to wait for", ngl_view_net_lines, &v, "");
    CHECK(!page_has(&v, text, "What would make it urgent"), "and no heading for it");
}

/* ---- for a clinician ---------------------------------------------------------------------- */

static void a_clinicians_page(void **state)
{
    static ngl_given_test given[2];
    static ngl_open_test  test[2];
    static ngl_clinic     clinic;
    ngl_view              v = view_of(NGL_TRIAGE_ROUTINE);
    (void)state;
    given[0] = (ngl_given_test){ .finding = F_SITTING, .replaced_by = NGL_NONE, .pre = { { 0.5, 0.3, 0.6 } },
                                 .post = { { 0.71, 0.55, 0.83 } }, .known = { true } };
    given[0].accuracy[0] = (ngl_accuracy){ F_SITTING, C_TENDON, { 0.8, 0.6, 0.9 }, { 0.75, 0.7, 0.8 }, { 3.2, 2.1, 4.4 },
                                           { 0.27, 0.1, 0.5 }, 2.5, 0.3, NGL_NONE, 1, 40 };
    given[1] = (ngl_given_test){ .finding = F_SIT_BONE, .replaced_by = F_SITTING };
    clinic = (ngl_clinic){ .nlead = 1, .lead = { C_TENDON }, .ngiven = 2, .given = given, .ntest = 0, .test = test };
    more.clinic = &clinic;
    expect_lines("tests done", ngl_view_given_lines, &v,
                 "agg_sitting positive: Does sitting hurt?\n"
                 "- Irritated tendon at the sit bone: pre-test 50 % (30 to 60 %), post-test 71 % (55 to 83 %); sensitivity 0.80 "
                 "(0.60 to 0.90), specificity 0.75 (0.70 to 0.80), LR+ 3.2 (2.1 to 4.4), LR- 0.27 (0.10 to 0.50); counted as "
                 "LR+ 2.5, LR- 0.30; published, n effective 40\n"
                 "site_sit_bone positive: Does the sit bone hurt?\n"
                 "- replaced by agg_sitting, so not counted again\n");
    expect_lines("nothing left to examine", ngl_view_test_lines, &v, "No examination test that is open would tell anything more.\n");
    CHECK(page_has(&v, ngl_view_imaging_lines, "Not now: no open scan or blood test"), "imaging would change nothing");
    CHECK(page_has(&v, text, "first in 93 % of draws"), "the page is a clinician's");
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json(ngl_buf *out, const ngl_view *v)
{
    ngl_view_json(out, v);
}

static void the_further_keys(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_SELF_CARE);
    (void)state;
    more.changes = more.nets = true;
    more.change[0] = (ngl_shift){ F_LIMP, YES, 0.1, C_CLOT, { 0.05, 0.01, 0.1 }, { 0.35, 0.2, 0.5 }, NGL_TRIAGE_ROUTINE, 0 };
    more.nchange = 1;
    more.counter[0] = (ngl_counterfactual){ F_SITTING, NO, { 0.71, 0.55, 0.83 }, { 0.6, 0.4, 0.7 }, { 0.38, 0.2, 0.5 }, 0, 0 };
    more.ncounter = 1;
    more.watch[0] = (ngl_watch){ F_SADDLE, NGL_TRIAGE_EMERGENCY, R_SADDLE, C_CLOT, 0.05 };
    more.nwatch = 1;
    more.review_by = TODAY + 7;
    static const char *const parts[] = {
        "\"today\":\"2026-03-01\",\"would_change\":[{\"id\":\"limp\",\"answer\":\"yes\",\"chance\":0.100000,\"cause\":\"clot\","
        "\"from\":0.050000,\"to\":0.350000,\"to_low\":0.200000,\"to_high\":0.500000,\"triage\":\"routine\",\"by_rule\":false}]",
        "\"would_change_level\":[]",
        "\"counterfactual\":[{\"cause\":\"tendon\",\"id\":\"agg_sitting\",\"answer\":\"yes\",\"instead\":\"no\","
        "\"now\":{\"value\":0.710000,\"low\":0.550000,\"high\":0.830000},\"then\":{\"value\":0.380000,",
        "\"safety_net\":{\"review_by\":\"2026-03-08\",\"rule\":",
        "\"watch_for\":[{\"id\":\"saddle_numb\",\"urgency\":\"emergency\",\"text\":\"Is the saddle area numb?\",\"action\":\"Go to "
        "an emergency department now.\",\"condition\":\"clot\",\"p\":0.050000}]}",
    };
    for (size_t i = 0; i < COUNT(parts); i++) CHECK(page_has(&v, json, parts[i]), "%s", parts[i]);
    more.review_by = NGL_DAY_NONE;
    CHECK(page_has(&v, json, "\"safety_net\":null"), "nothing waits where the level is urgent");
    v.more = NULL;
    CHECK(page_has(&v, json, "\"today\":\"2026-03-01\"}"), "none of it unless asked for");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_carry_their_intervals),
        cmocka_unit_test(strength_in_words),
        cmocka_unit_test(doubt_decides_the_word),
        cmocka_unit_test(changes_in_words),
        cmocka_unit_test(counterfactuals_in_words),
        cmocka_unit_test(why_not_in_words),
        cmocka_unit_test(the_safety_net_in_words),
        cmocka_unit_test(a_clinicians_page),
        cmocka_unit_test(the_further_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
