/* What follows from a posterior: doubt, fit, reasons, the next question. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "toy.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ngl_case *case_of(toy *t, unsigned seed)
{
    ngl_answer answer[TOY_FINDINGS];
    ngl_case  *c;
    toy_make(t, seed, 9);
    toy_answer(t, seed, answer);
    assert_int_equal(ngl_case_new(&c, &t->kb, NGL_PRIOR_RUNNER), NGL_OK);
    for (ngl_id f = 0; f < TOY_FINDINGS; f++) assert_int_equal(ngl_case_answer(c, f, answer[f]), NGL_OK);
    return c;
}

static void doubt_surrounds_the_figure_and_repeats(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned seed = 1; seed <= 20; seed++) {
        ngl_cause first[TOY_CONDITIONS];
        for (int turn = 0; turn < 2; turn++) {
            ngl_case *c = case_of(&t, seed);
            assert_int_equal(ngl_case_doubt(c, 200, 1), NGL_OK);
            ngl_posterior p = ngl_case_posterior(c);
            double        sum = 0;
            for (uint32_t i = 0; i < p.ncause; i++) {
                assert_true(p.cause[i].low <= p.cause[i].p && p.cause[i].p <= p.cause[i].high);
                assert_true(p.cause[i].low >= 0 && p.cause[i].high <= 1 + 1e-9);
                sum += p.cause[i].first;
            }
            assert_true(fabs(sum - 1) < 1e-9);
            assert_true(p.fit >= 0 && p.fit <= 1);
            if (turn == 0) memcpy(first, p.cause, p.ncause * sizeof *first);
            else assert_memory_equal(first, p.cause, p.ncause * sizeof *first); /* same seed, same bytes */
            ngl_case_free(c);
        }
    }
}

/* with evidence as good as endless and priors without a range there is no doubt left */
static void certain_parameters_leave_no_doubt(void **unused)
{
    (void)unused;
    static toy t;
    ngl_case  *c = case_of(&t, 4);
    for (unsigned i = 0; i < TOY_COLUMNS * TOY_CONDITIONS; i++)
        if (t.link[i].ess > 0) t.link[i].ess = 1e7f;
    for (unsigned i = 0; i < TOY_CONDITIONS; i++) t.condition[i].prior_low = t.condition[i].prior_high = t.condition[i].prior;
    assert_int_equal(ngl_case_doubt(c, 200, 1), NGL_OK);
    ngl_posterior p = ngl_case_posterior(c);
    for (uint32_t i = 0; i < p.ncause; i++) assert_true(p.cause[i].high - p.cause[i].low < 0.02);
    ngl_case_free(c);
}

/* what is certain of two forms leaves the doubt about their shares */
static void a_share_without_a_range_is_drawn_as_it_is(void **unused)
{
    (void)unused;
    static toy t;
    double     width[2];
    for (int turn = 0; turn < 2; turn++) {
        ngl_answer answer[TOY_FINDINGS] = { { .state = NGL_UNKNOWN } };
        ngl_case  *c;
        toy_make_forms(&t, 8, 9);
        for (unsigned i = 0; i < TOY_COLUMNS * TOY_STATES; i++) t.link[i].ess = t.link[i].ess > 0 ? 1e7f : 0;
        for (unsigned i = 0; i < TOY_CONDITIONS; i++) t.condition[i].prior_low = t.condition[i].prior_high = t.condition[i].prior;
        for (unsigned i = 0; i < TOY_FORMS; i++) {
            t.form[i].share_low = turn ? t.form[i].share / 4 : t.form[i].share;
            t.form[i].share_high = turn ? fmin(1, t.form[i].share * 4) : t.form[i].share;
        }
        answer[6].state = NGL_YES; /* an answer on which the forms of condition 0 differ */
        for (unsigned f = 0; f < 3; f++)
            t.link[t.finding[6].column_adr * ngl_states(&t.kb) + TOY_CONDITIONS + f] = (ngl_link){ f ? 0.1f : 0.9f, 1e7f, 1, NGL_NONE, 0 };
        assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        assert_int_equal(ngl_case_answer(c, 6, answer[6]), NGL_OK);
        assert_int_equal(ngl_case_doubt(c, 200, 1), NGL_OK);
        ngl_posterior p = ngl_case_posterior(c);
        for (uint32_t i = 0; i < p.ncause; i++)
            if (p.cause[i].condition == 0) width[turn] = p.cause[i].high - p.cause[i].low;
        ngl_case_free(c);
    }
    assert_true(width[0] < 0.002);
    if (!(width[1] > 4 * width[0] + 0.01)) fail_msg("%g, with ranges %g", width[0], width[1]);
}

static double log_odds_of(ngl_case *c, ngl_id condition)
{
    ngl_posterior p = ngl_case_posterior(c);
    for (uint32_t i = 0; i < p.ncause; i++)
        if (p.cause[i].condition == condition) return log(p.cause[i].p / (1 - p.cause[i].p));
    return NAN;
}

/* with one cause at a time and one answer, the reason is all that happened */
static void a_single_reason_is_the_change_of_the_log_odds(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned seed = 1; seed <= 40; seed++) {
        ngl_case  *c;
        ngl_reason helps[3], hurts[3];
        unsigned   nh, nu;
        ngl_id     f = (ngl_id)(seed % TOY_FINDINGS);
        toy_make(&t, seed, 7);
        t.kb.model.max_causes = 1;
        for (unsigned m = 0; m < 12; m++)
            if (t.modifier[m].odds == 0) t.modifier[m].odds = 1; /* impossible is not a matter of degree */
        assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        double before = log_odds_of(c, 1);
        ngl_case_answer(c, f, t.finding[f].answer == NGL_ANSWER_ONE_OF ? (ngl_answer){ NGL_CHOICE, 2, 0 }
                                                                      : (ngl_answer){ .state = NGL_YES });
        double moved = log_odds_of(c, 1) - before;
        assert_int_equal(ngl_case_explain(c, 1, helps, &nh, hurts, &nu, 3), NGL_OK);
        double said = nh ? helps[0].log_odds : nu ? hurts[0].log_odds : 0;
        assert_true(nh + nu <= 1);
        /* the prior and the likelihood of one answer meet in the mix of the others */
        bool both = false;
        for (unsigned m = 0; m < 12; m++) both = both || t.modifier[m].finding == f;
        if (!both && fabs(said - moved) > 1e-6) fail_msg("network %u: said %g, is %g", seed, said, moved);
        ngl_case_free(c);
    }
}

/* sit-bone pain, told three ways, is one fact and two echoes */
static void answers_that_repeat_one_another_share_the_reason(void **unused)
{
    (void)unused;
    static toy t;
    toy_make(&t, 6, 3);
    for (unsigned i = 10; i < 13; i++) { /* three copies of one strong finding */
        t.finding[i] = t.finding[9];
        t.finding[i].kind = NGL_KIND_ASSOCIATED;
        t.finding[i].red_flag = 1;
        t.finding[i].group = 5;
        t.base[t.finding[i].column_adr] = 0.1;
        for (unsigned k = 0; k < 3; k++)
            t.link[t.finding[i].column_adr * 3 + k] =
                (ngl_link){ .p = k == 0 ? 0.8f : 0.1f, .ess = 10, .shrink = 1, .source = NGL_NONE };
    }
    t.group[5].rho = 0.7;
    t.kb.nmodifier = 0;
    ngl_case  *c;
    ngl_reason helps[5], hurts[5];
    unsigned   nh, nu;
    assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
    for (ngl_id f = 10; f < 13; f++) assert_int_equal(ngl_case_answer(c, f, (ngl_answer){ .state = NGL_YES }), NGL_OK);
    assert_int_equal(ngl_case_explain(c, 0, helps, &nh, hurts, &nu, 5), NGL_OK);
    assert_int_equal(nh, 3);
    assert_true(helps[0].log_odds > 1);                                     /* the fact */
    for (unsigned i = 1; i < 3; i++) assert_true(helps[i].log_odds > 0.1 && helps[i].log_odds < 0.5 * helps[0].log_odds);
    ngl_case_free(c);
}

static void next_question_is_open_and_stops_in_the_end(void **unused)
{
    (void)unused;
    static toy t;
    toy_make(&t, 21, 9);
    uint8_t   skipped[TOY_FINDINGS] = { 0 };
    ngl_case *c;
    ngl_next  n;
    unsigned  asked = 0;
    assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
    for (; asked < TOY_FINDINGS; asked++) {
        assert_int_equal(ngl_case_next(c, skipped, &n), NGL_OK);
        if (n.finding == NGL_NONE) break;
        assert_int_equal(ngl_case_answers(c)[n.finding].state, NGL_UNKNOWN);
        assert_false(skipped[n.finding]);
        assert_true(n.bits >= -1e-6 && n.seconds > 0);
        if (asked % 3 == 0)
            skipped[n.finding] = 1;
        else if (t.finding[n.finding].answer == NGL_ANSWER_ONE_OF)
            ngl_case_answer(c, n.finding, (ngl_answer){ NGL_CHOICE, 0, 0 });
        else
            ngl_case_answer(c, n.finding, (ngl_answer){ .state = asked % 2 ? NGL_YES : NGL_NO });
    }
    assert_int_equal(ngl_case_next(c, skipped, &n), NGL_OK);
    assert_true(n.stop); /* nothing left to ask is a reason to stop */
    ngl_case_free(c);
}

/* ---- memory that runs out at every possible moment --------------------------- */

static unsigned countdown;

static void *alloc_or_not(size_t n)
{
    return countdown && --countdown ? malloc(n) : NULL;
}

static void *resize_or_not(void *p, size_t n)
{
    return countdown && --countdown ? realloc(p, n) : NULL;
}

/* everything a case can do; OK only if all of it was */
static ngl_status whole_assessment(const toy *t, const ngl_answer *answer, double *p)
{
    ngl_case  *c;
    ngl_reason helps[3], hurts[3];
    unsigned   nh, nu;
    ngl_next   n;
    ngl_status status = ngl_case_new(&c, &t->kb, NGL_PRIOR_RUNNER);
    if (status != NGL_OK) return status;
    for (ngl_id f = 0; f < TOY_FINDINGS; f++) ngl_case_answer(c, f, answer[f]);
    status = ngl_case_doubt(c, 20, 1);
    if (status == NGL_OK) status = ngl_case_next(c, NULL, &n);
    if (status == NGL_OK) status = ngl_case_explain(c, 0, helps, &nh, hurts, &nu, 3);
    ngl_danger d = ngl_case_danger(c); /* a level is given even then */
    if (status != NGL_OK && ngl_case_posterior(c).ncause == 0) assert_true(d.level >= NGL_TRIAGE_ROUTINE);
    if (status == NGL_OK) *p = ngl_case_posterior(c).cause[0].p;
    ngl_case_free(c);
    return status;
}

static void memory_that_runs_out_is_said_and_nobody_is_reassured(void **unused)
{
    (void)unused;
    static toy       t;
    const ngl_memory scarce = { alloc_or_not, resize_or_not, free };
    ngl_answer       answer[TOY_FINDINGS];
    double           want = 0, got = 0;
    unsigned         refused = 0;
    toy_make(&t, 2, 9);
    toy_answer(&t, 2, answer);
    assert_int_equal(whole_assessment(&t, answer, &want), NGL_OK);
    for (unsigned n = 1; n < 10000; n++) {
        countdown = n;
        ngl_memory_set(&scarce);
        ngl_status status = whole_assessment(&t, answer, &got);
        ngl_memory_set(NULL);
        if (status == NGL_OK) break;
        assert_int_equal(status, NGL_E_NOMEM);
        refused++;
    }
    assert_true(refused >= 5);
    assert_true(got == want);
    ngl_case_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubt_surrounds_the_figure_and_repeats),
        cmocka_unit_test(certain_parameters_leave_no_doubt),
        cmocka_unit_test(a_share_without_a_range_is_drawn_as_it_is),
        cmocka_unit_test(a_single_reason_is_the_change_of_the_log_odds),
        cmocka_unit_test(answers_that_repeat_one_another_share_the_reason),
        cmocka_unit_test(next_question_is_open_and_stops_in_the_end),
        cmocka_unit_test(memory_that_runs_out_is_said_and_nobody_is_reassured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
