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

static int makes_impossible(const toy *t, ngl_id finding)
{
    for (unsigned m = 0; m < t->kb.nmodifier; m++)
        if (t->modifier[m].finding == finding && t->modifier[m].odds == 0) return 1;
    return 0;
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
            if (makes_impossible(&t, helps[i].finding)) continue; /* what it would have been is not guessed */
            ngl_answer was = ngl_case_answers(c)[helps[i].finding];
            double     p = 0;
            assert_int_equal(ngl_case_answer(c, helps[i].finding, (ngl_answer){ .state = NGL_UNKNOWN }), NGL_OK);
            ngl_posterior q = ngl_case_posterior(c);
            for (uint32_t k = 0; k < q.ncause; k++)
                if (q.cause[k].condition == lead.condition) p = q.cause[k].p;
            double want = log(lead.p / (1 - lead.p)) - log(p / (1 - p));
            /* sets below a millionth are left out: a hundredth is what that may cost here */
            if (fabs(want - helps[i].log_odds) > 1e-2 * (1 + fabs(want)))
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
        cmocka_unit_test(reasons_are_differences_of_posteriors),
        cmocka_unit_test(next_question_is_open_and_stops_in_the_end),
        cmocka_unit_test(memory_that_runs_out_is_said_and_nobody_is_reassured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
