/* What follows from a posterior: doubt, fit, reasons, the next question. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "toy.h"

#include <math.h>
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

static void reasons_are_differences_of_posteriors(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned seed = 1; seed <= 10; seed++) {
        ngl_case  *c = case_of(&t, seed);
        ngl_cause  lead = ngl_case_posterior(c).cause[0];
        ngl_reason helps[5], hurts[5];
        unsigned   nh, nu;
        assert_int_equal(ngl_case_explain(c, lead.condition, helps, &nh, hurts, &nu, 5), NGL_OK);
        assert_true(nh > 0);
        for (unsigned i = 0; i < nh; i++) {
            ngl_answer was = ngl_case_answers(c)[helps[i].finding];
            double     p = 0;
            assert_int_equal(ngl_case_answer(c, helps[i].finding, (ngl_answer){ .state = NGL_UNKNOWN }), NGL_OK);
            ngl_posterior q = ngl_case_posterior(c);
            for (uint32_t k = 0; k < q.ncause; k++)
                if (q.cause[k].condition == lead.condition) p = q.cause[k].p;
            double want = log(lead.p / (1 - lead.p)) - log(p / (1 - p));
            if (fabs(want - helps[i].log_odds) > 1e-3 * (1 + fabs(want)))
                fail_msg("network %u reason %u: said %g, is %g", seed, i, helps[i].log_odds, want);
            assert_int_equal(ngl_case_answer(c, helps[i].finding, was), NGL_OK);
            assert_true(i == 0 || helps[i - 1].log_odds >= helps[i].log_odds);
        }
        ngl_case_free(c);
    }
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

static void a_case_refuses_every_budget_below_its_need(void **unused)
{
    (void)unused;
    static toy t;
    toy_make(&t, 2, 9);
    t.kb.nfinding = TOY_FINDINGS;
    ngl_case *c;
    assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
    ngl_case_free(c);
    ngl_case_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubt_surrounds_the_figure_and_repeats),
        cmocka_unit_test(certain_parameters_leave_no_doubt),
        cmocka_unit_test(reasons_are_differences_of_posteriors),
        cmocka_unit_test(next_question_is_open_and_stops_in_the_end),
        cmocka_unit_test(a_case_refuses_every_budget_below_its_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
