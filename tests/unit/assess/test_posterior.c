/* The posterior against its slow twin, and what must hold whatever the knowledge says. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "toy.h"

#include "assess/triple.h"

#include <math.h>
#include <string.h>

static void ask_all(ngl_case *c, const ngl_answer *answer)
{
    for (ngl_id f = 0; f < TOY_FINDINGS; f++) assert_int_equal(ngl_case_answer(c, f, answer[f]), NGL_OK);
}

static double p_of(ngl_posterior p, const ngl_knowledge *kb, ngl_id condition)
{
    if (condition == kb->other) return p.other;
    for (uint32_t i = 0; i < p.ncause; i++)
        if (p.cause[i].condition == condition) return p.cause[i].p;
    return -1;
}

static void agree_with_the_twin(void (*make)(toy *, uint64_t, unsigned), unsigned networks, const char *what)
{
    static toy t;
    double     worst = 0;
    for (unsigned seed = 1; seed <= networks; seed++) {
        ngl_answer  answer[TOY_FINDINGS];
        long double want[TOY_STATES];
        ngl_case   *c;
        ngl_prior   prior = (ngl_prior)(seed % 3);
        make(&t, seed, 2 + seed % 8);
        toy_answer(&t, seed, answer);
        twin_posterior(&t.kb, prior, answer, want);
        assert_int_equal(ngl_case_new(&c, &t.kb, prior), NGL_OK);
        ask_all(c, answer);
        ngl_posterior got = ngl_case_posterior(c);
        for (ngl_id i = 0; i < t.kb.ncondition; i++) {
            double miss = fabs((double)(p_of(got, &t.kb, i) - want[i]));
            if (miss > worst) worst = miss;
            if (miss > 1e-7) fail_msg("%s, seed %u, condition %u: off by %g", what, seed, i, miss);
        }
        for (ngl_id i = 0; i < t.kb.nform; i++) {
            double miss = fabs((double)(got.form[i] - want[t.kb.ncondition + i]));
            if (miss > worst) worst = miss;
            if (miss > 1e-7) fail_msg("%s, seed %u, form %u: off by %g", what, seed, i, miss);
        }
        ngl_case_free(c);
    }
    print_message("# largest difference from the twin over %u %s: %.2g\n", networks, what, worst);
}

static void random_networks_agree_with_the_twin(void **unused)
{
    (void)unused;
    agree_with_the_twin(toy_make, 1500, "networks");
}

static void networks_with_forms_agree_with_the_twin(void **unused)
{
    (void)unused;
    agree_with_the_twin(toy_make_forms, 500, "networks with forms");
}

/* forms that do not differ are no forms */
static void equal_forms_change_nothing(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned seed = 1; seed <= 100; seed++) {
        ngl_answer answer[TOY_FINDINGS];
        double     before[TOY_CONDITIONS];
        ngl_case  *a, *b;
        unsigned   conditions = 4 + seed % 6;
        toy_make(&t, seed, conditions);
        toy_answer(&t, seed, answer);
        assert_int_equal(ngl_case_new(&a, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        ask_all(a, answer);
        ngl_posterior p = ngl_case_posterior(a);
        for (ngl_id i = 0; i < conditions; i++) before[i] = p_of(p, &t.kb, i);
        ngl_case_free(a);
        static ngl_link same[TOY_COLUMNS * TOY_STATES];
        unsigned        states = conditions + 2;
        for (unsigned col = 0; col < t.kb.ncolumn; col++)
            for (unsigned s = 0; s < states; s++) same[col * states + s] = t.link[col * conditions + (s < conditions ? s : 1)];
        t.form[0] = (ngl_form){ .key = "a", .condition = 1, .share = 0.3 };
        t.form[1] = (ngl_form){ .key = "b", .condition = 1, .share = 0.7 };
        t.condition[1].form_num = 2;
        t.kb.nform = 2, t.kb.form = t.form, t.kb.link = same;
        assert_int_equal(ngl_case_new(&b, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        ask_all(b, answer);
        p = ngl_case_posterior(b);
        for (ngl_id i = 0; i < conditions; i++)
            if (fabs(p_of(p, &t.kb, i) - before[i]) > 1e-7) fail_msg("network %u, condition %u", seed, i);
        assert_true(fabs(p.form[0] * 7 - p.form[1] * 3) < 1e-7);
        ngl_case_free(b);
    }
}

/* rows {i, j, k} by this processor's vectors, by plain ones, and one by one in double precision */
static void check_rows(const toy *t, const evidence *ev, ngl_arena *a, unsigned seed)
{
    enum { N = TOY_STATES };
    const triple_code *code[2] = { &ngl_triple_plain, ngl_triples_code() };
    ngl_id             order[N];
    double             odds[N];
    triples            rows;
    unsigned           n = ngl_states(&t->kb);
    for (unsigned k = 0; k < n; k++) order[k] = (ngl_id)k, odds[k] = 0.001 * (1 + (seed * 7 + k) % 90);
    assert_true(ngl_triples_lay_out(&rows, ev, order, odds, n, a));
    for (unsigned i = 0; i + 2 < n; i++)
        for (unsigned j = i + 1; j + 1 < n; j++) {
            float row[2][64] = { 0 }, column[2][64] = { 0 }, sum[2], most[2];
            for (unsigned c = 0; c < 2; c++) {
                code[c]->first(&rows, i);
                code[c]->second(&rows, i, j);
                sum[c] = code[c]->row(&rows, j + 1, n, 0.5f, NULL, NULL, row[c], column[c], &most[c]);
            }
            assert_memory_equal(row[0], row[1], sizeof row[0]);
            assert_memory_equal(column[0], column[1], sizeof column[0]);
            assert_memory_equal(&sum[0], &sum[1], sizeof sum[0]);
            assert_memory_equal(&most[0], &most[1], sizeof most[0]);
            for (unsigned k = j + 1; k < n; k++) {
                ngl_id two[] = { (ngl_id)i, (ngl_id)j, NGL_NONE }, three[] = { (ngl_id)i, (ngl_id)j, (ngl_id)k };
                double want = 0.5 * odds[k] * exp(ngl_assess_log_likelihood(ev, three) - ngl_assess_log_likelihood(ev, two));
                if (want > 1e-25 && fabs((double)row[0][k] / want - 1) > 1e-5)
                    fail_msg("network %u, %u %u %u: %g, want %g", seed, i, j, k, (double)row[0][k], want);
            }
        }
}

static void rows_of_three_are_the_same_in_every_width(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned seed = 1; seed <= 60; seed++) {
        ngl_answer answer[TOY_FINDINGS];
        ngl_arena  a;
        evidence   ev;
        ngl_arena_init(&a, 8 << 20);
        toy_make_forms(&t, seed, 9);
        toy_answer(&t, seed, answer);
        assert_true(ngl_assess_evidence(&t.kb, NGL_PRIOR_RUNNER, answer, &a, &ev));
        check_rows(&t, &ev, &a, seed);
        ngl_arena_free(&a);
    }
}

static void order_of_answers_does_not_matter(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned seed = 1; seed <= 50; seed++) {
        ngl_answer answer[TOY_FINDINGS];
        ngl_case  *a, *b;
        toy_make(&t, seed, 8);
        toy_answer(&t, seed + 99, answer);
        assert_int_equal(ngl_case_new(&a, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        assert_int_equal(ngl_case_new(&b, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        ask_all(a, answer);
        for (ngl_id f = TOY_FINDINGS; f-- > 0;) {
            ngl_case_posterior(b); /* looked at in between, as an interview does */
            assert_int_equal(ngl_case_answer(b, f, answer[f]), NGL_OK);
        }
        ngl_posterior pa = ngl_case_posterior(a), pb = ngl_case_posterior(b);
        assert_memory_equal(pa.cause, pb.cause, sizeof *pa.cause * 1);
        for (uint32_t i = 0; i < pa.ncause; i++) assert_true(pa.cause[i].p == pb.cause[i].p);
        ngl_case_free(a);
        ngl_case_free(b);
    }
}

static void probabilities_are_probabilities(void **unused)
{
    (void)unused;
    static toy t;
    for (unsigned seed = 1; seed <= 200; seed++) {
        ngl_answer answer[TOY_FINDINGS];
        ngl_case  *c;
        toy_make(&t, seed, 9);
        toy_answer(&t, seed, answer);
        assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_NEUTRAL), NGL_OK);
        ask_all(c, answer);
        ngl_posterior p = ngl_case_posterior(c);
        double        sum = p.other;
        for (uint32_t i = 0; i < p.ncause; i++) {
            assert_true(p.cause[i].p >= 0 && p.cause[i].p <= 1 + 1e-12);
            assert_true(i == 0 || p.cause[i - 1].p >= p.cause[i].p);
            sum += p.cause[i].p;
        }
        assert_true(sum >= 1 - 1e-9 && sum <= 3 + 1e-9); /* somebody in pain has one to three causes */
        ngl_case_free(c);
    }
}

static void an_answer_taken_back_leaves_no_trace(void **unused)
{
    (void)unused;
    static toy t;
    ngl_case  *c;
    toy_make(&t, 5, 9);
    assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
    double before = ngl_case_posterior(c).cause[0].p;
    assert_int_equal(ngl_case_answer(c, 7, (ngl_answer){ .state = NGL_YES }), NGL_OK);
    assert_true(ngl_case_posterior(c).cause[0].p != before);
    assert_int_equal(ngl_case_answer(c, 7, (ngl_answer){ .state = NGL_UNKNOWN }), NGL_OK);
    assert_true(ngl_case_posterior(c).cause[0].p == before);
    ngl_case_free(c);
}

static void a_coarse_place_is_not_counted_beside_its_finer_one(void **unused)
{
    (void)unused;
    static toy t;
    toy_make(&t, 11, 9);
    static const struct {
        const char *what;
        ngl_answer_state coarse, fine, same_coarse, same_fine;
    } rows[] = {
        { "a fine yes replaces the coarse yes", NGL_YES, NGL_YES, NGL_UNKNOWN, NGL_YES },
        { "a coarse no contains the fine no", NGL_NO, NGL_NO, NGL_NO, NGL_UNKNOWN },
        { "a fine yes outweighs a coarse no", NGL_NO, NGL_YES, NGL_UNKNOWN, NGL_YES },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ngl_case *a, *b;
        assert_int_equal(ngl_case_new(&a, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        assert_int_equal(ngl_case_new(&b, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
        ngl_case_answer(a, 0, (ngl_answer){ .state = rows[i].coarse });
        ngl_case_answer(a, 1, (ngl_answer){ .state = rows[i].fine });
        ngl_case_answer(b, 0, (ngl_answer){ .state = rows[i].same_coarse });
        ngl_case_answer(b, 1, (ngl_answer){ .state = rows[i].same_fine });
        ngl_posterior pa = ngl_case_posterior(a), pb = ngl_case_posterior(b);
        for (uint32_t k = 0; k < pa.ncause; k++)
            if (pa.cause[k].p != pb.cause[k].p) fail_msg("%s", rows[i].what);
        ngl_case_free(a);
        ngl_case_free(b);
    }
}

static void unsuitable_answers_are_refused(void **unused)
{
    (void)unused;
    static toy t;
    ngl_case  *c;
    toy_make(&t, 3, 5);
    assert_int_equal(ngl_case_new(&c, &t.kb, NGL_PRIOR_RUNNER), NGL_OK);
    static const struct {
        const char *what;
        ngl_id      finding;
        ngl_answer  answer;
    } rows[] = {
        { "a finding that does not exist", TOY_FINDINGS, { NGL_YES, 0, 0 } },
        { "yes to a question of several options", 21, { NGL_YES, 0, 0 } },
        { "an option for a yes-no question", 5, { NGL_CHOICE, 0, 0 } },
        { "an option that does not exist", 21, { NGL_CHOICE, TOY_OPTIONS, 0 } },
        { "a number for a yes-no question", 5, { NGL_VALUE, 0, 3 } },
    };
    double before = ngl_case_posterior(c).cause[0].p;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (ngl_case_answer(c, rows[i].finding, rows[i].answer) != NGL_E_INVALID) fail_msg("%s", rows[i].what);
    assert_true(ngl_case_posterior(c).cause[0].p == before);
    ngl_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_networks_agree_with_the_twin),
        cmocka_unit_test(networks_with_forms_agree_with_the_twin),
        cmocka_unit_test(equal_forms_change_nothing),
        cmocka_unit_test(rows_of_three_are_the_same_in_every_width),
        cmocka_unit_test(order_of_answers_does_not_matter),
        cmocka_unit_test(probabilities_are_probabilities),
        cmocka_unit_test(an_answer_taken_back_leaves_no_trace),
        cmocka_unit_test(a_coarse_place_is_not_counted_beside_its_finer_one),
        cmocka_unit_test(unsuitable_answers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
