/* The next question beside a slow, obvious twin, and what must hold of any
 * interview whatever people say. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "toy.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* ---- the twin: enumerate the answers, recompute the posterior ---------------------- */

static long double information(const toy *t, const ngl_answer *answer, ngl_id f)
{
    /* singles only: the mutual information of the answer with the cause, from Bayes by hand */
    long double now[TOY_STATES], bits = 0, all = 0;
    ngl_answer  with[TOY_FINDINGS];
    unsigned    outcomes = t->finding[f].answer == NGL_ANSWER_ONE_OF ? t->finding[f].option_num : 2;
    twin_posterior(&t->kb, NGL_PRIOR_RUNNER, answer, now);
    for (unsigned k = 0; k < outcomes; k++) {
        long double after[TOY_STATES], chance = 0;
        memcpy(with, answer, sizeof with);
        with[f] = outcomes > 2 ? (ngl_answer){ NGL_CHOICE, (ngl_id)k, 0 } : (ngl_answer){ .state = k ? NGL_NO : NGL_YES };
        twin_posterior(&t->kb, NGL_PRIOR_RUNNER, with, after);
        /* P(answer) from the odds form: after / now is proportional to P(answer | cause) */
        for (unsigned c = 0; c < t->kb.ncondition; c++) chance += now[c] * twin_answer_p(&t->kb, f, &with[f], c);
        for (unsigned c = 0; c < t->kb.ncondition; c++)
            if (after[c] > 0) bits += chance * after[c] * log2l(after[c] / now[c]);
        all += chance;
    }
    return bits / all; /* yes and no are tempered each for itself */
}

/* no groups, no modifiers, one cause at a time: then the bits are plain mutual information */
static void simplify(toy *t, uint64_t seed)
{
    toy_make(t, seed, 7);
    t->kb.model.max_causes = 1;
    t->kb.nmodifier = 0;
    for (unsigned g = 0; g < 8; g++) t->group[g].rho = 0;
}

static void bits_are_those_of_the_twin(void **unused)
{
    (void)unused;
    static toy t;
    unsigned   compared = 0;
    for (unsigned seed = 1; seed <= 120; seed++) {
        ngl_answer   answer[TOY_FINDINGS];
        ngl_case    *c;
        ngl_next_why why;
        simplify(&t, seed);
        toy_answer(&t, seed, answer);
        assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        for (ngl_id f = 0; f < TOY_FINDINGS; f++) ngl_case_answer(c, f, answer[f]);
        assert_int_equal(ngl_case_next_why(c, NULL, &why), NGL_OK);
        ngl_id f = why.next.finding;
        bool replaces = f != NGL_NONE && f == t.finding[3].replaced_by; /* its answer takes another one out */
        if (f != NGL_NONE && !replaces && t.finding[f].kind != NGL_KIND_SITE) {
            long double want = information(&t, answer, f);
            double      sum = 0, chance = 0;
            for (unsigned k = 0; k < why.nanswer; k++) sum += why.answer[k].bits, chance += why.answer[k].chance;
            if (fabsl(want - (long double)why.next.bits) > 1e-4L * (1 + want))
                fail_msg("network %u, finding %u: bits %g, twin %Lg", seed, f, why.next.bits, want);
            assert_true(fabs(sum - why.next.bits) < 1e-9);
            if (fabs(chance - 1) > 1e-9) fail_msg("network %u, finding %u: the answers have a chance of %.12g", seed, f, chance);
            compared++;
        }
        ngl_case_free(c);
    }
    assert_true(compared >= 20);
}

/* ---- what holds of every interview -------------------------------------------------- */

enum { PEOPLE = 300, NUMB = 5, LIMP = 6, HOP = 3, GROWTH = 7 };

static const ngl_op ops[] = {
    { NGL_OP_YES, NUMB, NGL_NONE, 0 },
    { NGL_OP_YES, LIMP, NGL_NONE, 0 },
    { NGL_OP_YES, LIMP, NGL_NONE, 0 }, /* growth is asked only of those who limp */
};
static const ngl_rule rules[] = {
    { .key = "rf_numb", .text = "", .action = "", .urgency = NGL_TRIAGE_EMERGENCY, .op_adr = 0, .op_num = 1 },
    { .key = "gate_limp", .text = "", .action = "", .gate = 1, .op_adr = 1, .op_num = 1, .blocked_adr = 0, .blocked_num = 1 },
};
static const ngl_id          blocked[] = { HOP };
static const ngl_id          opening[] = { NUMB, LIMP, 20 };
static const ngl_screen      screens[] = {
    { "danger", "Any of these?", 1, 9, 0, 2 },
    { "others", "And of these?", 0, 3, 2, 5 },
};
static const ngl_screen_item items[] = { { NUMB, "numb" },  { LIMP, "a limp" },     { 8, "one" },  { 9, "two words" },
                                         { 10, "three" },   { 11, "four and more" }, { 12, "six" } };

static void furnish(toy *t, uint64_t seed)
{
    toy_make(t, seed, 9);
    for (unsigned i = 5; i <= 12; i++) {
        t->finding[i].kind = NGL_KIND_ASSOCIATED;
        t->finding[i].clinician_only = 0;
    }
    t->finding[HOP].kind = NGL_KIND_SELF_TEST;
    t->finding[GROWTH].asked_adr = 2, t->finding[GROWTH].asked_num = 1;
    t->kb.op = ops, t->kb.nop = 3;
    t->kb.rule = rules, t->kb.nrule = 2;
    t->kb.blocked = blocked;
    t->kb.opening = opening, t->kb.nopening = 3, t->kb.nopening_danger = 2;
    t->kb.screen = screens, t->kb.nscreen = 2;
    t->kb.screen_item = items, t->kb.nscreen_item = 7;
    t->kb.model.word_s = 0.25, t->kb.model.item_s = 0.5, t->kb.model.tap_s = 1.3, t->kb.model.screen_s = 1.35;
    t->kb.model.p_now = 0.5, t->kb.model.bit_value = 1;
    t->kb.model.visit_cost[1] = 0.5, t->kb.model.visit_cost[2] = 1, t->kb.model.visit_cost[3] = 2;
}

static void check_turn(ngl_case *c, const toy *t, const uint8_t *skipped, const ngl_next *n, bool danger_open)
{
    assert_true(n->nitem >= 1 && (n->screen == NGL_NONE) == (n->nitem == 1));
    assert_true(n->turn_seconds > 0 && n->bits >= -1e-9);
    assert_true(!danger_open || n->phase == NGL_ASK_DANGER); /* danger before the rest */
    bool best = false;
    for (ngl_id i = 0; i < n->nitem; i++) {
        ngl_id f = n->item[i];
        best = best || f == n->finding;
        assert_int_equal(ngl_case_answers(c)[f].state, NGL_UNKNOWN);
        assert_false(skipped[f]);
        assert_true(ngl_case_applies(c, f));
        assert_false(ngl_case_blocked(c, f));
        assert_false(t->finding[f].clinician_only);
        for (ngl_id k = 0; k < i; k++) assert_true(n->item[k] != f);
        if (n->screen != NGL_NONE) assert_int_equal(t->finding[f].answer, NGL_ANSWER_YES_NO);
    }
    assert_true(best);
}

static bool danger_is_open(ngl_case *c, const uint8_t *skipped)
{
    for (unsigned i = 0; i < 2; i++)
        if (ngl_case_answers(c)[opening[i]].state == NGL_UNKNOWN && !skipped[opening[i]]) return true;
    return false;
}

static void any_interview_is_safe_and_ends(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned person = 1; person <= PEOPLE; person++) {
        ngl_answer answer[TOY_FINDINGS];
        uint8_t    skipped[TOY_FINDINGS] = { 0 };
        ngl_case  *c;
        ngl_next   n;
        unsigned   turns = 0;
        furnish(&t, 1 + person % 10);
        toy_answer(&t, person, answer);
        assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        for (;; turns++) {
            bool open = danger_is_open(c, skipped);
            assert_true(turns <= TOY_FINDINGS);
            assert_int_equal(ngl_case_next(c, skipped, &n), NGL_OK);
            if (n.finding == NGL_NONE || n.stop) break;
            check_turn(c, &t, skipped, &n, open);
            for (ngl_id i = 0; i < n.nitem; i++) {
                skipped[n.item[i]] = 1;
                assert_int_equal(ngl_case_answer(c, n.item[i], answer[n.item[i]]), NGL_OK);
            }
        }
        assert_true(!danger_is_open(c, skipped));
        assert_true(skipped[20]); /* asked in any case */
        assert_true(n.finding != NGL_NONE || n.stop);
        ngl_case_free(c);
    }
}

/* what follows does not depend on the order in which a screen's items were ticked */
static void the_order_of_ticks_does_not_matter(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned seed = 1; seed <= 60; seed++) {
        ngl_case *a, *b;
        ngl_next  na, nb;
        furnish(&t, 1 + seed % 10);
        assert_int_equal(ngl_case_new(&a, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        assert_int_equal(ngl_case_new(&b, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        for (unsigned i = 0; i < 7; i++) {
            ngl_answer yes = { .state = seed >> i & 1 ? NGL_YES : NGL_NO }, no = { .state = seed >> (6 - i) & 1 ? NGL_YES : NGL_NO };
            ngl_case_answer(a, items[i].finding, yes);
            ngl_case_answer(b, items[6 - i].finding, no);
        }
        assert_int_equal(ngl_case_next(a, NULL, &na), NGL_OK);
        assert_int_equal(ngl_case_next(b, NULL, &nb), NGL_OK);
        assert_memory_equal(&na, &nb, sizeof na);
        ngl_case_free(a);
        ngl_case_free(b);
    }
}

/* an item more can only make a screen longer; a tick costs its time */
static void seconds_add_up(void **unused)
{
    (void)unused;
    static toy t;
    ngl_id     list[] = { 8, 9, 10, 11, 12 };
    double     before = 0;
    furnish(&t, 1);
    for (ngl_id n = 1; n <= 5; n++) {
        double s = ngl_screen_seconds(&t.kb, 1, list, n, 0);
        assert_true(s > before);
        before = s;
    }
    /* 1.35 to take it in, 3 words, 1.3 to confirm; "one" and "two words" at 0.25 a word and 0.5 to judge; one tick */
    assert_true(fabs(ngl_screen_seconds(&t.kb, 1, list, 2, 1) - (1.35 + 0.75 + 1.3 + 0.75 + 1.0 + 1.3)) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_those_of_the_twin),
        cmocka_unit_test(any_interview_is_safe_and_ends),
        cmocka_unit_test(the_order_of_ticks_does_not_matter),
        cmocka_unit_test(seconds_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
