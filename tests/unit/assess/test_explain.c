/* Explanations against plain recomputation: on toy networks every figure is
 * what the slow twin says of the other answers; on the real knowledge, what
 * must hold whatever it says. */
#include "check.h"

#include "base/arena.h"
#include "toy.h"

#include <niggle/niggle.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SEEDS = 24 };

static const double NEAR = 1e-6; /* how near the engine comes to its twin is judged in test_posterior.c */
static const ngl_draws NONE = { 0, 0 };

static ngl_case *case_of(const toy *t, const ngl_answer *answer)
{
    ngl_case *c;
    assert_int_equal(ngl_case_new(&c, &t->kb, NGL_PRIOR_RUNNER), NGL_OK);
    for (ngl_id f = 0; f < TOY_FINDINGS; f++) assert_int_equal(ngl_case_answer(c, f, answer[f]), NGL_OK);
    return c;
}

static double twin_p(const toy *t, const ngl_answer *answer, ngl_id condition)
{
    long double marginal[TOY_STATES];
    twin_posterior(&t->kb, NGL_PRIOR_RUNNER, answer, marginal);
    return (double)marginal[condition];
}

static void make(toy *t, unsigned seed, ngl_answer *answer)
{
    if (seed % 3 == 0) toy_make_forms(t, seed, 4 + seed % 6);
    else toy_make(t, seed, 4 + seed % 6);
    for (unsigned i = 0; i < TOY_FINDINGS; i++) t->finding[i].clinician_only = t->finding[i].kind >= NGL_KIND_EXAM;
    toy_answer(t, seed, answer);
}

/* ---- what would change our mind ------------------------------------------------ */

static unsigned all_answers(const toy *t, ngl_id f, ngl_answer out[TOY_OPTIONS])
{
    if (t->finding[f].answer == NGL_ANSWER_YES_NO) {
        out[0] = (ngl_answer){ .state = NGL_YES };
        out[1] = (ngl_answer){ .state = NGL_NO };
        return 2;
    }
    for (unsigned o = 0; o < TOY_OPTIONS; o++) out[o] = (ngl_answer){ NGL_CHOICE, (ngl_id)o, 0 };
    return TOY_OPTIONS;
}

/* the largest shift that any answer to any open question gives one of the three leading causes */
static double largest_by_twin(const toy *t, ngl_case *c, const ngl_answer *given, int clinician)
{
    ngl_answer    answer[TOY_FINDINGS], option[TOY_OPTIONS];
    ngl_posterior p = ngl_case_posterior(c);
    double        largest = 0;
    memcpy(answer, given, sizeof answer);
    for (ngl_id f = 0; f < TOY_FINDINGS; f++) {
        if (given[f].state != NGL_UNKNOWN || (t->finding[f].clinician_only && !clinician) || !ngl_case_applies(c, f)) continue;
        unsigned n = all_answers(t, f, option);
        for (unsigned i = 0; i < n; i++) {
            answer[f] = option[i];
            for (uint32_t k = 0; k < p.ncause && k < 3; k++)
                largest = fmax(largest, fabs(twin_p(t, answer, p.cause[k].condition) - p.cause[k].p));
        }
        answer[f] = given[f];
    }
    return largest;
}

static void shifts_are_what_the_twin_says(void **unused)
{
    static toy t;
    (void)unused;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        ngl_answer answer[TOY_FINDINGS], with[TOY_FINDINGS];
        ngl_shift  s[NGL_SHIFT_MAX];
        unsigned   n;
        make(&t, seed, answer);
        ngl_case          *c = case_of(&t, answer);
        ngl_change_options o = { .condition = NGL_NONE, .clinician = seed % 2, .questions = 8 };
        assert_int_equal(ngl_case_would_change(c, &o, s, &n), NGL_OK);
        for (unsigned i = 0; i < n; i++) {
            memcpy(with, answer, sizeof with);
            with[s[i].finding] = s[i].answer;
            CHECK(answer[s[i].finding].state == NGL_UNKNOWN, "network %u asks for what was answered", seed);
            CHECK(seed % 2 || !t.finding[s[i].finding].clinician_only, "network %u asks a runner for a test", seed);
            CHECK(fabs(s[i].from.value - twin_p(&t, answer, s[i].condition)) < NEAR, "network %u, from", seed);
            CHECK(fabs(s[i].to.value - twin_p(&t, with, s[i].condition)) < NEAR, "network %u, to", seed);
            CHECK(s[i].chance > 0 && s[i].chance < 1, "network %u, chance %g", seed, s[i].chance);
            CHECK(isnan(s[i].to.low), "no draws were asked for");
        }
        double largest = largest_by_twin(&t, c, answer, (int)(seed % 2)), found = 0;
        for (unsigned i = 0; i < n; i++) found = fmax(found, fabs(s[i].to.value - s[i].from.value));
        CHECK(fabs(found - largest) < NEAR, "network %u: the largest shift is %g, found %g", seed, largest, found);
        ngl_case_free(c);
    }
}

static void one_condition_and_rising_answers_alone(void **unused)
{
    static toy t;
    (void)unused;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        ngl_answer answer[TOY_FINDINGS];
        ngl_shift  s[NGL_SHIFT_MAX];
        unsigned   n;
        make(&t, seed, answer);
        ngl_case          *c = case_of(&t, answer);
        ngl_change_options o = { .condition = 1, .rising = 1, .questions = 5, .draws = { 50, 7 } };
        assert_int_equal(ngl_case_would_change(c, &o, s, &n), NGL_OK);
        CHECK(n <= 5, "one answer a question");
        for (unsigned i = 0; i < n; i++) {
            CHECK(s[i].condition == 1 && s[i].to.value > s[i].from.value, "network %u: only what makes it likelier", seed);
            CHECK(s[i].to.low <= s[i].to.value && s[i].to.value <= s[i].to.high, "the figure lies in its interval");
        }
        ngl_case_free(c);
    }
}

/* ---- had you answered otherwise --------------------------------------------------- */

static void counterfactuals_are_what_the_twin_says(void **unused)
{
    static toy t;
    (void)unused;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        ngl_answer         answer[TOY_FINDINGS], with[TOY_FINDINGS];
        ngl_counterfactual x[6];
        unsigned           n;
        make(&t, seed, answer);
        ngl_case *c = case_of(&t, answer);
        ngl_id    lead = ngl_case_posterior(c).cause[0].condition;
        assert_int_equal(ngl_case_counterfactual(c, lead, NONE, x, &n, 6), NGL_OK);
        CHECK(n > 0, "network %u: something matters", seed);
        double before = INFINITY;
        for (unsigned i = 0; i < n; i++) {
            memcpy(with, answer, sizeof with);
            CHECK(fabs(x[i].now.value - twin_p(&t, with, lead)) < NEAR, "network %u, as it stands", seed);
            with[x[i].finding] = (ngl_answer){ .state = NGL_UNKNOWN };
            CHECK(fabs(x[i].unknown.value - twin_p(&t, with, lead)) < NEAR, "network %u, without", seed);
            with[x[i].finding] = x[i].other;
            CHECK(fabs(x[i].flipped.value - twin_p(&t, with, lead)) < NEAR, "network %u, turned round", seed);
            CHECK(memcmp(&x[i].other, &answer[x[i].finding], sizeof x[i].other) != 0, "the other answer is another");
            double size = fmax(fabs(x[i].flipped.value - x[i].now.value), fabs(x[i].unknown.value - x[i].now.value));
            CHECK(size <= before, "network %u: largest first", seed);
            before = size;
        }
        ngl_case_free(c);
    }
}

static void before_a_test_its_copies_are_unknown_too(void **unused)
{
    static toy t;
    (void)unused;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        ngl_answer answer[TOY_FINDINGS];
        ngl_range  p[TOY_CONDITIONS];
        make(&t, seed, answer);
        answer[3].state = answer[4].state = NGL_YES; /* 4 replaces 3 */
        ngl_case *c = case_of(&t, answer);
        assert_int_equal(ngl_case_without(c, 4, NONE, p), NGL_OK);
        answer[3].state = answer[4].state = NGL_UNKNOWN;
        for (ngl_id k = 0; k < t.kb.ncondition; k++)
            CHECK(fabs(p[k].value - twin_p(&t, answer, k)) < NEAR, "network %u, condition %u", seed, k);
        ngl_case_free(c);
    }
}

/* ---- why not --------------------------------------------------------------------------- */

static void why_not_agrees_with_the_twin(void **unused)
{
    static toy t;
    (void)unused;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        ngl_answer  answer[TOY_FINDINGS], nothing[TOY_FINDINGS];
        ngl_why_not w;
        make(&t, seed, answer);
        memset(nothing, 0, sizeof nothing);
        ngl_case *c = case_of(&t, answer);
        assert_int_equal(ngl_case_why_not(c, 1, NONE, &w), NGL_OK);
        CHECK(fabs(w.p.value - twin_p(&t, answer, 1)) < NEAR, "network %u, as it stands", seed);
        CHECK(fabs(w.prior - twin_p(&t, nothing, 1)) < NEAR, "network %u, before any answer", seed);
        CHECK(ngl_case_posterior(c).cause[w.rank - 1].condition == 1, "network %u, rank", seed);
        if (w.settles != NGL_NONE) {
            answer[w.settles].state = NGL_YES;
            CHECK(fabs(w.if_yes.value - twin_p(&t, answer, 1)) < NEAR, "network %u, test positive", seed);
            answer[w.settles].state = NGL_NO;
            CHECK(fabs(w.if_no.value - twin_p(&t, answer, 1)) < NEAR, "network %u, test negative", seed);
            CHECK(t.finding[w.settles].kind >= NGL_KIND_EXAM, "a test settles it");
        }
        ngl_case_free(c);
    }
}

static void what_is_impossible_says_by_which_answer(void **unused)
{
    static toy t;
    ngl_answer answer[TOY_FINDINGS] = { { NGL_UNKNOWN, 0, 0.0 } };
    ngl_why_not w;
    (void)unused;
    toy_make(&t, 5, 9);
    t.modifier[0] = (ngl_modifier){ .condition = 2, .finding = 6, .option = NGL_NONE, .odds = 0, .source = NGL_NONE };
    ngl_case *c = case_of(&t, answer);
    assert_int_equal(ngl_case_why_not(c, 2, NONE, &w), NGL_OK);
    CHECK(w.ruled_out_by == NGL_NONE, "possible while nothing is answered");
    assert_int_equal(ngl_case_answer(c, 6, (ngl_answer){ .state = NGL_YES }), NGL_OK);
    assert_int_equal(ngl_case_why_not(c, 2, NONE, &w), NGL_OK);
    CHECK(w.ruled_out_by == 6 && !(w.p.value > 0), "the answer that rules it out is named");
    CHECK(ngl_case_why_not(c, t.kb.other, NONE, &w) == NGL_E_INVALID, "everything else is no condition to ask about");
    CHECK(ngl_case_why_not(c, 99, NONE, &w) == NGL_E_INVALID, "nor is one that does not exist");
    ngl_case_free(c);
}

/* ---- tests --------------------------------------------------------------------------------- */

static void accuracy_is_consistent(void **unused)
{
    static toy t;
    unsigned   seen = 0;
    (void)unused;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        ngl_answer answer[TOY_FINDINGS];
        make(&t, seed, answer);
        ngl_case *c = case_of(&t, answer);
        for (ngl_id f = 0; f < 20; f++) {
            ngl_accuracy a;
            ngl_status   status = ngl_case_accuracy(c, f, 1, (ngl_draws){ 200, 3 }, &a);
            const ngl_link *l = ngl_link_at(&t.kb, t.finding[f].column_adr, 1);
            CHECK((status == NGL_OK) == (l->ess > 0), "network %u: a figure where there is a row", seed);
            if (status) continue;
            seen++;
            CHECK(fabs(a.sensitivity.value - (double)l->p) < 1e-12, "sensitivity is the row's");
            CHECK(fabs(a.lr_yes.value - a.sensitivity.value / (1 - a.specificity.value)) < 1e-9, "LR+");
            CHECK(fabs(a.lr_no.value - (1 - a.sensitivity.value) / a.specificity.value) < 1e-9, "LR-");
            const ngl_range *r[] = { &a.sensitivity, &a.specificity, &a.lr_yes, &a.lr_no };
            for (unsigned i = 0; i < 4; i++)
                CHECK(r[i]->low <= r[i]->value && r[i]->value <= r[i]->high, "network %u, range %u", seed, i);
        }
        CHECK(ngl_case_accuracy(c, 21, 1, NONE, &(ngl_accuracy){ 0 }) == NGL_E_INVALID, "not for several options");
        ngl_case_free(c);
    }
    CHECK(seen > 60, "the networks have rows");
}

static void results_of_tests_are_what_the_twin_says(void **unused)
{
    static toy t;
    (void)unused;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        ngl_answer answer[TOY_FINDINGS];
        ngl_test   list[TOY_FINDINGS];
        unsigned   n;
        make(&t, seed, answer);
        ngl_case *c = case_of(&t, answer);
        assert_int_equal(ngl_case_tests(c, list, &n, TOY_FINDINGS), NGL_OK);
        for (unsigned i = 0; i < n; i++) {
            ngl_test *x = &list[i];
            CHECK(fabs(x->yes.chance + x->no.chance - 1) < 1e-6, "network %u: yes or no", seed);
            CHECK(i == 0 || x[-1].loss_drop / x[-1].seconds >= x->loss_drop / x->seconds, "network %u: by worth", seed);
            CHECK(x->bits > -1e-9, "network %u: a result never takes information away", seed);
            answer[x->finding].state = NGL_YES;
            CHECK(fabs(x->yes.p.value - twin_p(&t, answer, x->yes.leader)) < NEAR, "network %u, positive", seed);
            answer[x->finding].state = NGL_NO;
            CHECK(fabs(x->no.p.value - twin_p(&t, answer, x->no.leader)) < NEAR, "network %u, negative", seed);
            answer[x->finding].state = NGL_UNKNOWN;
            double changed = (x->yes.leader != ngl_case_posterior(c).cause[0].condition ? x->yes.chance : 0) +
                             (x->no.leader != ngl_case_posterior(c).cause[0].condition ? x->no.chance : 0);
            CHECK(fabs(x->changes_leader - changed) < 1e-12, "network %u: chance of another leader", seed);
            ngl_range now = x->yes.p;
            assert_int_equal(ngl_case_test_ranges(c, (ngl_draws){ 40, 5 }, x), NGL_OK);
            CHECK(fabs(now.value - x->yes.p.value) < 1e-12 && x->yes.p.low <= now.value, "the interval joins the figure");
        }
        ngl_case_free(c);
    }
}

/* ---- nothing is touched ------------------------------------------------------------------ */

static void explaining_leaves_the_case_as_it_was(void **unused)
{
    static toy t;
    ngl_answer answer[TOY_FINDINGS];
    ngl_shift  s[NGL_SHIFT_MAX];
    ngl_cause  before[TOY_CONDITIONS];
    ngl_counterfactual x[4];
    ngl_why_not        w;
    ngl_change_options o = { .condition = NGL_NONE, .clinician = 1, .questions = 5, .draws = { 60, 9 } };
    unsigned   n;
    (void)unused;
    make(&t, 8, answer);
    ngl_case *c = case_of(&t, answer);
    assert_int_equal(ngl_case_doubt(c, 60, 9), NGL_OK);
    ngl_posterior p = ngl_case_posterior(c);
    memcpy(before, p.cause, p.ncause * sizeof *before);
    assert_int_equal(ngl_case_would_change(c, &o, s, &n), NGL_OK);
    assert_int_equal(ngl_case_would_lift(c, &o, s, &n, 5), NGL_OK);
    assert_int_equal(ngl_case_counterfactual(c, 1, o.draws, x, &n, 4), NGL_OK);
    assert_int_equal(ngl_case_why_not(c, 2, o.draws, &w), NGL_OK);
    p = ngl_case_posterior(c);
    assert_memory_equal(before, p.cause, p.ncause * sizeof *before);
    assert_memory_equal(answer, ngl_case_answers(c), sizeof answer);
    ngl_case_free(c);
}

/* ---- memory ------------------------------------------------------------------------------- */

static unsigned countdown;

static void *refuse_at_nought(size_t size)
{
    return --countdown == 0 ? NULL : malloc(size);
}

static void *refuse_more_at_nought(void *block, size_t size)
{
    return --countdown == 0 ? NULL : realloc(block, size);
}

static const ngl_memory scarce = { refuse_at_nought, refuse_more_at_nought, free };

static ngl_status every_explanation(const toy *t, const ngl_answer *answer)
{
    const ngl_draws    draws = { 10, 1 };
    ngl_change_options o = { .condition = NGL_NONE, .clinician = 1, .questions = 2, .draws = draws };
    ngl_shift          s[NGL_SHIFT_MAX];
    ngl_counterfactual x[2];
    ngl_why_not        w;
    ngl_range          p[TOY_CONDITIONS];
    ngl_test           test[2];
    ngl_watch          sign[NGL_WATCH_MAX];
    ngl_accuracy       a;
    unsigned           n;
    ngl_case          *c;
    ngl_status         status = ngl_case_new(&c, &t->kb, NGL_PRIOR_RUNNER);
    if (status) return status;
    for (ngl_id f = 0; f < TOY_FINDINGS; f++) ngl_case_answer(c, f, answer[f]);
    status = ngl_case_would_change(c, &o, s, &n);
    if (!status) status = ngl_case_would_lift(c, &o, s, &n, 2);
    if (!status) status = ngl_case_counterfactual(c, 1, draws, x, &n, 2);
    if (!status) status = ngl_case_why_not(c, 1, draws, &w);
    if (!status) status = ngl_case_without(c, 4, draws, p);
    if (!status) status = ngl_case_tests(c, test, &n, 2);
    if (!status && n) status = ngl_case_test_ranges(c, draws, &test[0]);
    if (!status) status = ngl_case_watch(c, sign, &n);
    if (!status && ngl_case_accuracy(c, 4, 1, draws, &a) == NGL_E_NOMEM) status = NGL_E_NOMEM;
    ngl_case_free(c);
    return status;
}

static void every_refused_request_is_said(void **unused)
{
    static toy t;
    ngl_answer answer[TOY_FINDINGS];
    unsigned   refused = 0;
    (void)unused;
    make(&t, 9, answer);
    assert_int_equal(every_explanation(&t, answer), NGL_OK);
    for (unsigned at = 1; at < 100000; at += 1 + at / 10) { /* all of the first, fewer of the many like them */
        countdown = at;
        ngl_memory_set(&scarce);
        ngl_status status = every_explanation(&t, answer);
        unsigned   left = countdown;
        ngl_memory_set(NULL);
        if (left != 0 && left < at) break; /* never refused: there were fewer requests */
        if (status == NGL_E_NOMEM) refused++;
        else CHECK(status == NGL_OK, "request %u: %d", at, (int)status);
    }
    CHECK(refused > 30, "%u refusals were felt", refused);
}

/* ---- the real knowledge ------------------------------------------------------------------- */

static void answer_key(ngl_case *c, const char *key, ngl_answer_state state)
{
    ngl_id f = ngl_finding_find(ngl_knowledge_builtin(), key);
    CHECK(f != NGL_NONE, "%s is a finding", key);
    assert_int_equal(ngl_case_answer(c, f, (ngl_answer){ .state = state }), NGL_OK);
}

/* sitting pain on the sit bone, every danger question denied */
static ngl_case *sit_bone(void)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_case            *c;
    assert_int_equal(ngl_case_new(&c, kb, NGL_PRIOR_RUNNER), NGL_OK);
    for (uint32_t i = 0; i < kb->nopening_danger; i++)
        if (kb->finding[kb->opening[i]].answer == NGL_ANSWER_YES_NO)
            assert_int_equal(ngl_case_answer(c, kb->opening[i], (ngl_answer){ .state = NGL_NO }), NGL_OK);
    answer_key(c, "site_sit_bone", NGL_YES);
    answer_key(c, "agg_sit_hard", NGL_YES);
    return c;
}

static ngl_triage level_with(ngl_case *c, ngl_id finding, ngl_answer answer)
{
    ngl_answer was = ngl_case_answers(c)[finding];
    assert_int_equal(ngl_case_answer(c, finding, answer), NGL_OK);
    ngl_triage level = ngl_case_danger(c).level;
    assert_int_equal(ngl_case_answer(c, finding, was), NGL_OK);
    return level;
}

static void every_sign_to_watch_for_would_lift_the_level(void **unused)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_watch w[NGL_WATCH_MAX];
    unsigned  n;
    ngl_case *c = sit_bone();
    (void)unused;
    assert_int_equal(ngl_case_watch(c, w, &n), NGL_OK);
    CHECK(n >= 3 && n <= NGL_WATCH_MAX, "%u signs", n);
    CHECK(w[1].urgency == NGL_TRIAGE_EMERGENCY, "two of them mean help now");
    for (unsigned i = 0; i < n; i++) {
        const char *key = kb->finding[w[i].finding].key;
        CHECK(level_with(c, w[i].finding, (ngl_answer){ .state = NGL_YES }) >= w[i].urgency, "%s lifts the level", key);
        CHECK(w[i].urgency >= NGL_TRIAGE_URGENT, "%s is worth watching for", key);
        CHECK(i == 0 || w[i - 1].urgency >= w[i].urgency, "most urgent first");
        CHECK(kb->condition[w[i].condition].triage >= NGL_TRIAGE_URGENT && w[i].p > 0, "%s shows a danger that is left", key);
        for (unsigned k = 0; k < i; k++) CHECK(w[k].finding != w[i].finding, "%s stands once", key);
    }
    answer_key(c, "saddle_numb", NGL_YES);
    assert_int_equal(ngl_case_watch(c, w, &n), NGL_OK);
    CHECK(n == 0, "nothing to wait for in an emergency");
    ngl_case_free(c);
}

static void every_lift_is_the_level_that_would_stand(void **unused)
{
    ngl_shift          s[12];
    unsigned           n;
    ngl_case          *c = sit_bone();
    ngl_change_options o = { .condition = NGL_NONE, .clinician = 1, .questions = 8 };
    (void)unused;
    ngl_triage now = ngl_case_danger(c).level;
    assert_int_equal(ngl_case_would_lift(c, &o, s, &n, 12), NGL_OK);
    CHECK(n > 0, "something would change the level");
    for (unsigned i = 0; i < n; i++) {
        ngl_triage then = level_with(c, s[i].finding, s[i].answer);
        CHECK(then != now, "%u: the level changes", i);
        CHECK(s[i].by_rule ? then >= s[i].triage : then == s[i].triage, "%u: and to what is said", i);
        CHECK(i == 0 || s[i - 1].triage >= s[i].triage, "most pressing first");
    }
    ngl_case_free(c);
}

static void a_scan_settles_a_stress_injury_of_the_hip(void **unused)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_why_not          w;
    ngl_case            *c = sit_bone();
    (void)unused;
    assert_int_equal(ngl_case_why_not(c, ngl_condition_find(kb, "femoral_neck_bsi"), NONE, &w), NGL_OK);
    CHECK(w.level >= NGL_TRIAGE_URGENT, "it must not be missed");
    CHECK(w.settles != NGL_NONE && kb->finding[w.settles].kind == NGL_KIND_IMAGING, "a scan settles it, not %s",
          w.settles == NGL_NONE ? "nothing" : kb->finding[w.settles].key);
    CHECK(w.if_yes.value > w.p.value && w.p.value > w.if_no.value, "and both results move it");
    CHECK(w.nagainst > 0 && w.against[0].log_odds < 0, "pain of sitting speaks against it");
    ngl_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shifts_are_what_the_twin_says),
        cmocka_unit_test(one_condition_and_rising_answers_alone),
        cmocka_unit_test(counterfactuals_are_what_the_twin_says),
        cmocka_unit_test(before_a_test_its_copies_are_unknown_too),
        cmocka_unit_test(why_not_agrees_with_the_twin),
        cmocka_unit_test(what_is_impossible_says_by_which_answer),
        cmocka_unit_test(accuracy_is_consistent),
        cmocka_unit_test(results_of_tests_are_what_the_twin_says),
        cmocka_unit_test(explaining_leaves_the_case_as_it_was),
        cmocka_unit_test(every_refused_request_is_said),
        cmocka_unit_test(every_sign_to_watch_for_would_lift_the_level),
        cmocka_unit_test(every_lift_is_the_level_that_would_stand),
        cmocka_unit_test(a_scan_settles_a_stress_injury_of_the_hip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
