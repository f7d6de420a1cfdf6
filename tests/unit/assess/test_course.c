/* Time as evidence: the closed forms against plain sums, the courses against
 * the bands they replace, and what days and follow-ups must never do. */
#include "assess/case.h"
#include "assess/course.h"

#include "../../check.h"

#include <math.h>
#include <string.h>

static const ngl_knowledge *kb;

static ngl_id finding(const char *key)
{
    ngl_id f = ngl_finding_find(kb, key);
    assert_int_not_equal(f, NGL_NONE);
    return f;
}

static ngl_id condition(const char *key)
{
    ngl_id c = ngl_condition_find(kb, key);
    assert_int_not_equal(c, NGL_NONE);
    return c;
}

/* ---- the slow twin: sums over small steps, written from docs/model.md ---------- */

static long double twin_present(const ngl_course *row, long double day)
{
    long double tau = kb->time.scale_d, u = logl(tau + day), end = logl(tau + row->median_d);
    long double spread = (logl(tau + row->p90_d) - end) / 1.2815515655446004L;
    long double p = erfcl((u - end) / spread / sqrtl(2)) / 2;
    if (row->build_d > 0) p -= erfcl((u - logl(tau + row->build_d)) / spread / sqrtl(2)) / 2;
    return p;
}

/* Simpson's rule over log(scale + day) */
static long double twin_between(const ngl_course *row, long double from, long double to)
{
    enum { STEPS = 4000 };
    long double tau = kb->time.scale_d, a = logl(tau + from), h = (logl(tau + to) - a) / STEPS, sum = 0;
    for (int i = 0; i <= STEPS; i++) {
        long double weight = i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2;
        sum += weight * twin_present(row, expl(a + h * i) - tau);
    }
    return sum * h / 3;
}

static void closed_form_is_the_integral(void **state)
{
    static const double spans[][2] = { { 0, 2 }, { 0, 1826 }, { 2, 8 }, { 8, 43 }, { 88, 1826 }, { 9, 10 }, { 700, 701 } };
    (void)state;
    for (ngl_id c = 0; c < ngl_states(kb); c++) {
        if (kb->course[c].ess <= 0) continue;
        course fast = ngl_course_of(kb, c, NULL);
        for (size_t s = 0; s < sizeof spans / sizeof *spans; s++) {
            double slow = (double)twin_between(&kb->course[c], spans[s][0], spans[s][1]);
            double got = ngl_course_between(kb, &fast, spans[s][0], spans[s][1]);
            CHECK(fabs(got - slow) < 1e-9, "state %u, days %g to %g: %.12g, summed %.12g", (unsigned)c, spans[s][0],
                  spans[s][1], got, slow);
        }
        CHECK(fabs(fast.total - ngl_course_between(kb, &fast, 0, kb->time.horizon_d)) < 1e-12, "state %u: total", (unsigned)c);
    }
}

static void every_modelled_condition_has_a_course(void **state)
{
    (void)state;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        const ngl_course *row = &kb->course[c];
        CHECK(row->ess > 0 && row->source.num > 0, "%s: course and source", kb->condition[c].key);
        course f = ngl_course_of(kb, c, NULL);
        CHECK(fabs(ngl_course_survival(kb, &f, row->median_d) - 0.5) < 1e-9, "%s: half are over at the median",
              kb->condition[c].key);
        CHECK(fabs(ngl_course_survival(kb, &f, row->p90_d) - 0.1) < 1e-9, "%s: a tenth is left at p90",
              kb->condition[c].key);
    }
}

/* ---- the bands -------------------------------------------------------------------- */

/* the rows of duration_band were estimated apart from the courses; both must tell the same story */
static void courses_agree_with_the_bands(void **state)
{
    const ngl_finding *band = &kb->finding[kb->time.band];
    double             all = 0, n = 0;
    (void)state;
    assert_int_equal(band->option_num, kb->time.nband);
    for (ngl_id c = 0; c < ngl_states(kb); c++) {
        const char *key = c < kb->ncondition ? kb->condition[c].key : kb->form[c - kb->ncondition].key;
        bool        split = c < kb->ncondition && kb->condition[c].form_num; /* its row is a mean of its forms' */
        if (split || ngl_link_at(kb, band->column_adr, c)->ess <= 0) continue;
        course f = ngl_course_of(kb, c, NULL);
        double apart = 0;
        for (unsigned b = 0; b < kb->time.nband; b++) {
            double to = b + 1 < kb->time.nband ? kb->time.from_day[b + 1] : kb->time.horizon_d;
            double share = ngl_course_between(kb, &f, kb->time.from_day[b], to) / f.total;
            apart += fabs(share - (double)ngl_link_at(kb, band->column_adr + b, c)->p) / 2;
        }
        CHECK(apart < 0.2, "%s: %.2f of the people would be in another band", key, apart);
        all += apart, n++;
    }
    CHECK(n > 60 && all / n < 0.09, "on average %.3f of the people would be in another band", all / n);
}

static void days_say_the_band_too(void **state)
{
    static const struct {
        const char *what;
        double      day;
        const char *band;
    } rows[] = {
        { "today", 0, "under_2_days" },          { "the day before yesterday", 2, "2_to_7_days" },
        { "a week ago today", 7, "2_to_7_days" }, { "more than a week", 8, "1_to_6_weeks" },
        { "six weeks", 42, "1_to_6_weeks" },      { "seven weeks", 49, "6_to_12_weeks" },
        { "three months", 91, "over_3_months" },  { "years", 2000, "over_3_months" },
    };
    ngl_case *c;
    (void)state;
    assert_int_equal(ngl_case_new(&c, kb, NGL_PRIOR_RUNNER), NGL_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(ngl_case_answer(c, kb->time.days, (ngl_answer){ NGL_VALUE, 0, rows[i].day }), NGL_OK);
        const ngl_answer *a = &ngl_case_answers(c)[kb->time.band];
        CHECK(a->state == NGL_CHOICE && a->option == ngl_option_find(kb, kb->time.band, rows[i].band), "%s", rows[i].what);
        CHECK(!ngl_case_applies(c, kb->time.band), "%s: the band is not asked any more", rows[i].what);
    }
    ngl_case_answer(c, kb->time.band, (ngl_answer){ NGL_CHOICE, 0, 0 });
    CHECK(ngl_case_answers(c)[kb->time.band].option == kb->time.nband - 1, "the number is the more exact answer and stands");
    ngl_case_answer(c, kb->time.days, (ngl_answer){ NGL_UNKNOWN, 0, 0 });
    CHECK(ngl_case_answers(c)[kb->time.band].state == NGL_UNKNOWN, "taken back, the band is open again");
    ngl_case_answer(c, kb->time.band, (ngl_answer){ NGL_CHOICE, 1, 0 });
    ngl_case_answer(c, kb->time.days, (ngl_answer){ NGL_UNKNOWN, 0, 0 });
    CHECK(ngl_case_answers(c)[kb->time.band].option == 1, "a band of its own is not lost when the days stay open");
    ngl_case_free(c);
}

/* ---- follow-ups --------------------------------------------------------------------- */

static void changes_are_a_distribution(void **state)
{
    static const double starts[] = { 0, 1, 5, 30, 400 }, afters[] = { 0, 1, 3, 14, 90, 1000 };
    (void)state;
    for (ngl_id c = 0; c < kb->ncondition; c++)
        for (size_t s = 0; s < 5; s++) {
            double gone = -1;
            for (size_t a = 0; a < 6; a++) {
                double p[NGL_CHANGES], sum = 0;
                course f = ngl_course_of(kb, c, NULL);
                ngl_course_changes(kb, &f, starts[s], afters[a], f.rest, p);
                for (int i = 0; i < NGL_CHANGES; i++) {
                    CHECK(p[i] >= -1e-12 && p[i] <= 1, "%s: %g", kb->condition[c].key, p[i]);
                    sum += p[i];
                }
                CHECK(fabs(sum - 1) < 1e-9, "%s, %g days and %g more: sum %g", kb->condition[c].key, starts[s], afters[a], sum);
                CHECK(p[0] >= gone - 1e-12, "%s: more time, more of them free of it", kb->condition[c].key);
                gone = p[0];
            }
        }
}

/* ---- what it does to the posterior ----------------------------------------------------- */

typedef struct said {
    const char *key;
    ngl_answer  answer;
} said;

#define YES    { NGL_YES, 0, 0 }
#define NO     { NGL_NO, 0, 0 }
#define DAYS(n) { NGL_VALUE, 0, n }
#define OPT(n) { NGL_CHOICE, n, 0 }

static double posterior(const said *s, size_t n, const char *key, ngl_prior prior)
{
    ngl_case *c;
    double    p = NAN;
    assert_int_equal(ngl_case_new(&c, kb, prior), NGL_OK);
    for (size_t i = 0; i < n && s[i].key; i++)
        assert_int_equal(ngl_case_answer(c, finding(s[i].key), s[i].answer), NGL_OK);
    ngl_posterior post = ngl_case_posterior(c);
    for (uint32_t i = 0; i < post.ncause; i++)
        if (post.cause[i].condition == condition(key)) p = post.cause[i].p;
    ngl_case_free(c);
    return p;
}

enum { PICTURES = 5, SAID_MAX = 12 };

static const said pictures[PICTURES][SAID_MAX] = {
    { { NULL, OPT(0) } },
    { { "site_both_glutes_diffuse", YES }, { "onset_type", OPT(3) }, { "train_unaccustomed_72h", YES } },
    { { "site_sit_bone", YES }, { "agg_sit_hard", YES }, { "onset_type", OPT(2) } },
    { { "site_upper_buttock", YES }, { "agg_each_footstrike", YES }, { "earlier_each_run", YES }, { "train_volume_jump", YES } },
    { { "site_mid_hamstring", YES }, { "onset_type", OPT(0) }, { "onset_sprint", YES } },
};

static size_t take(said *to, const said *from)
{
    size_t n = 0;
    for (; from[n].key; n++) to[n] = from[n];
    return n;
}

static void longer_is_never_more_like_soreness(void **state)
{
    (void)state;
    for (int k = 0; k < PICTURES; k++) {
        double last = 1;
        for (double day = 3; day <= 60; day++) {
            said   s[SAID_MAX + 1];
            size_t n = take(s, pictures[k]);
            s[n++] = (said){ "days_since_onset", DAYS(day) };
            double p = posterior(s, n, "doms", NGL_PRIOR_RUNNER);
            CHECK(p <= last + 1e-9, "picture %d, day %g: %.6f after %.6f", k, day, p, last);
            last = p;
        }
        CHECK(last < 0.2, "picture %d: sore for two months is not soreness (%.3f)", k, last);
    }
}

static void an_earlier_recovery_never_speaks_for_bone(void **state)
{
    static const char *const bones[] = { "sacral_bsi", "femoral_neck_bsi", "pelvic_bsi", "femoral_shaft_bsi" };
    (void)state;
    for (int k = 0; k < PICTURES; k++)
        for (size_t b = 0; b < 4; b++) {
            double last = 0;
            for (double after = 1; after <= 28; after++) {
                said   s[SAID_MAX + 4];
                size_t n = take(s, pictures[k]);
                s[n++] = (said){ "days_since_onset", DAYS(3) };
                s[n++] = (said){ "fu_change", OPT(0) };
                s[n++] = (said){ "fu_days", DAYS(after) };
                s[n++] = (said){ "fu_load", OPT(1) };
                double p = posterior(s, n, bones[b], NGL_PRIOR_RUNNER);
                CHECK(p >= last * (1 - 1e-4), "picture %d, %s gone after %g days: %.8f, a day earlier %.8f", k, bones[b], after, p, last);
                last = p;
            }
        }
}

static void follow_ups_move_as_they_should(void **state)
{
    static const struct {
        const char *what;
        int         picture;
        double      days, after;
        ngl_id      change, load;
        const char *key;
        int         direction; /* against the same picture before the follow-up */
    } rows[] = {
        { "no better after two weeks of rest is not soreness", 1, 2, 14, 3, 0, "doms", -1 },
        { "settled in three days is soreness", 1, 2, 3, 0, 1, "doms", 1 },
        { "settled in three days, whatever it looked like, is not a tendon", 0, 2, 3, 0, 1, "proximal_hamstring_tendinopathy", -1 },
        { "no better after two weeks of less running is like a tendon", 2, 20, 14, 3, 1, "proximal_hamstring_tendinopathy", 1 },
        { "worse after a week of running on is like bone", 3, 10, 7, 4, 2, "sacral_bsi", 1 },
        { "gone after four days with running as before is not bone", 3, 10, 4, 0, 2, "sacral_bsi", -1 },
        { "a strain half gone in two weeks is a strain", 4, 3, 14, 1, 1, "hamstring_strain", 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        said   s[SAID_MAX + 4];
        size_t n = take(s, pictures[rows[i].picture]);
        s[n++] = (said){ "days_since_onset", DAYS(rows[i].days) };
        double before = posterior(s, n, rows[i].key, NGL_PRIOR_RUNNER);
        s[n++] = (said){ "fu_change", OPT(rows[i].change) };
        s[n++] = (said){ "fu_days", DAYS(rows[i].after) };
        s[n++] = (said){ "fu_load", OPT(rows[i].load) };
        double after = posterior(s, n, rows[i].key, NGL_PRIOR_RUNNER);
        CHECK((after - before) * rows[i].direction > 0, "%s: %.4f before, %.4f after", rows[i].what, before, after);
    }
    said   s[SAID_MAX + 4];
    size_t n = take(s, pictures[3]);
    s[n++] = (said){ "days_since_onset", DAYS(10) };
    double before = posterior(s, n, "sacral_bsi", NGL_PRIOR_RUNNER), soft = posterior(s, n, "hip_abductor_overuse", NGL_PRIOR_RUNNER);
    s[n] = (said){ "fu_return", OPT(1) };
    CHECK(posterior(s, n + 1, "sacral_bsi", NGL_PRIOR_RUNNER) > before, "back on return to running: bone likelier");
    s[n] = (said){ "fu_return", OPT(0) };
    CHECK(posterior(s, n + 1, "sacral_bsi", NGL_PRIOR_RUNNER) < before, "stayed away on return to running: bone less likely");
    s[n] = (said){ "fu_return", OPT(2) };
    CHECK(fabs(posterior(s, n + 1, "hip_abductor_overuse", NGL_PRIOR_RUNNER) - soft) < 1e-12, "not run again: nothing is known");
    s[n] = (said){ "fu_change", OPT(3) };
    CHECK(fabs(posterior(s, n + 1, "hip_abductor_overuse", NGL_PRIOR_RUNNER) - soft) < 1e-12, "a change without its days says nothing");
}

static void more_exact_days_move_more(void **state)
{
    (void)state;
    said day7[] = { { "site_both_glutes_diffuse", YES }, { "days_since_onset", DAYS(7) } };
    said day2[] = { { "site_both_glutes_diffuse", YES }, { "days_since_onset", DAYS(2) } };
    said week[] = { { "site_both_glutes_diffuse", YES }, { "duration_band", OPT(1) } };
    double a = posterior(day2, 2, "doms", NGL_PRIOR_RUNNER), b = posterior(week, 2, "doms", NGL_PRIOR_RUNNER),
           c = posterior(day7, 2, "doms", NGL_PRIOR_RUNNER);
    CHECK(a > b && b > c, "day 2 %.3f, some day of the week %.3f, day 7 %.3f", a, b, c);
    double x = posterior(day2, 2, "doms", NGL_PRIOR_CLINIC), y = posterior(day2, 1, "doms", NGL_PRIOR_CLINIC);
    CHECK(x == y, "the clinic's prior already knows how long people wait: %.6f, %.6f", x, y);
}

static void soreness_waits_a_night(void **state)
{
    static const struct {
        const char *what;
        double      day;
        const char *key, *other; /* `key` gains on `other` against the same answers without the day */
    } rows[] = {
        { "at once: a cramp rather than soreness", 0, "muscle_cramp", "doms" },
        { "at once: a strain rather than a tendon", 0, "hamstring_strain", "proximal_hamstring_tendinopathy" },
        { "the next day: soreness rather than a cramp", 1, "doms", "muscle_cramp" },
        { "the next day: soreness rather than a strain", 1, "doms", "hamstring_strain" },
        { "the next day: soreness rather than bone", 1, "doms", "sacral_bsi" },
        { "on the third day: bone rather than a cramp", 3, "sacral_bsi", "muscle_cramp" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        said   s[] = { { "train_unaccustomed_72h", YES }, { "onset_delay_days", DAYS(rows[i].day) } };
        double before = posterior(s, 1, rows[i].key, NGL_PRIOR_RUNNER) / posterior(s, 1, rows[i].other, NGL_PRIOR_RUNNER);
        double after = posterior(s, 2, rows[i].key, NGL_PRIOR_RUNNER) / posterior(s, 2, rows[i].other, NGL_PRIOR_RUNNER);
        CHECK(after > before, "%s: %.3f to 1, was %.3f", rows[i].what, after, before);
    }
    said late[] = { { "train_unaccustomed_72h", YES }, { "onset_delay_days", DAYS(9) } };
    CHECK(posterior(late, 2, "doms", NGL_PRIOR_RUNNER) == posterior(late, 1, "doms", NGL_PRIOR_RUNNER), "nine days later tells nothing");
}

/* ---- every set, one by one ------------------------------------------------------------- */

/* P(answer | set) over the base rate, as docs/model.md has it: the mean of what exceeds 1, times all that falls short of it */
static long double twin_time(const ngl_answer *answer, ngl_id finding, const ngl_id *member, int n)
{
    double      base = ngl_course_base(kb, answer, finding);
    long double sum = 0, held = 1;
    for (int i = 0; i < n; i++) {
        double r = ngl_course_ratio(kb, answer, finding, member[i], base, NULL);
        sum += r > 1 ? r : 1;
        held *= r < 1 ? r : 1;
    }
    return sum / n * held;
}

static void sums_over_sets_are_those_of_the_slow_way(void **state)
{
    static const double days[] = { 1, 9, 200 };
    (void)state;
    for (size_t d = 0; d < 3; d++) {
        ngl_case *c;
        assert_int_equal(ngl_case_new(&c, kb, NGL_PRIOR_RUNNER), NGL_OK);
        ngl_case_answer(c, kb->time.days, (ngl_answer){ NGL_VALUE, 0, days[d] });
        ngl_posterior      p = ngl_case_posterior(c);
        ngl_id             n = ngl_states(kb);
        static long double in[512];
        long double        total = 0;
        double             factor[512];
        for (ngl_id i = 0; i < n; i++) in[i] = 0;
        for (ngl_id i = 0; i < n; i++) factor[i] = i < kb->ncondition && kb->condition[i].form_num ? 0 : c->odds[i];
        for (ngl_id i = 0; i < n; i++)
            for (ngl_id j = i; j < n; j++)
                for (ngl_id k = j; k < n; k++) {
                    if ((j == i && k != i) || factor[i] * factor[j] * factor[k] == 0) continue; /* i; i, k; i, j, k */
                    ngl_id set[3] = { i, j == i ? k : j, k }, a = ngl_state_condition(kb, i), b = ngl_state_condition(kb, j),
                           e = ngl_state_condition(kb, k);
                    int    m = k == i ? 1 : k == j ? 2 : 3;
                    if (m > 1 && a == b) continue;
                    if (m > 2 && (a == e || b == e)) continue;
                    long double w = factor[i];
                    if (m > 1) w *= (long double)factor[j] * ngl_assess_pair_factor(kb, a, b);
                    if (m > 2) w *= (long double)factor[k] * ngl_assess_pair_factor(kb, a, e) * ngl_assess_pair_factor(kb, b, e);
                    w *= twin_time(ngl_case_answers(c), kb->time.days, set, m);
                    total += w;
                    for (int x = 0; x < m; x++) in[set[x]] += w;
                }
        for (uint32_t i = 0; i < p.ncause; i++) {
            const ngl_condition *row = &kb->condition[p.cause[i].condition];
            long double          slow = row->form_num ? 0 : in[p.cause[i].condition];
            for (unsigned f = 0; f < row->form_num; f++) slow += in[kb->ncondition + row->form_adr + f];
            CHECK(fabs(p.cause[i].p - (double)(slow / total)) < 2e-6, "day %g, %s: %.9f, one by one %.9f", days[d], row->key, p.cause[i].p,
                  (double)(slow / total));
        }
        ngl_case_free(c);
    }
}

static void draws_hold_the_course_in_doubt(void **state)
{
    ngl_case *c, *again;
    (void)state;
    assert_int_equal(ngl_case_new(&c, kb, NGL_PRIOR_RUNNER), NGL_OK);
    assert_int_equal(ngl_case_new(&again, kb, NGL_PRIOR_RUNNER), NGL_OK);
    ngl_case *both[] = { c, again };
    for (int i = 0; i < 2; i++) {
        ngl_case_answer(both[i], kb->time.days, (ngl_answer){ NGL_VALUE, 0, 6 });
        assert_int_equal(ngl_case_doubt(both[i], 200, 7), NGL_OK);
    }
    ngl_posterior p = ngl_case_posterior(c), q = ngl_case_posterior(again);
    CHECK(p.fit > 0 && p.fit <= 1, "a day alone fits: %g", p.fit);
    for (uint32_t i = 0; i < p.ncause; i++)
        CHECK(p.cause[i].low == q.cause[i].low && p.cause[i].high == q.cause[i].high, "the same seed, the same interval");
    /* one draw of a course is another course */
    ngl_random r = ngl_random_from(3);
    ngl_id     doms = condition("doms");
    course     still = ngl_course_of(kb, doms, NULL);
    double     least = INFINITY, most = 0;
    for (int i = 0; i < 200; i++) {
        course f = ngl_course_of(kb, doms, &r);
        double s = ngl_course_survival(kb, &f, 5);
        least = fmin(least, s), most = fmax(most, s);
        CHECK(f.total > 0 && f.seen < f.end, "a drawn course still has a course");
    }
    double s = ngl_course_survival(kb, &still, 5);
    CHECK(least < 0.7 * s && most > 1.3 * s, "drawn courses differ: %.3f to %.3f around %.3f", least, most, s);
    ngl_case_free(c);
    ngl_case_free(again);
}

static int begin(void **state)
{
    (void)state;
    kb = ngl_knowledge_builtin();
    return kb->course ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_form_is_the_integral),
        cmocka_unit_test(every_modelled_condition_has_a_course),
        cmocka_unit_test(courses_agree_with_the_bands),
        cmocka_unit_test(days_say_the_band_too),
        cmocka_unit_test(changes_are_a_distribution),
        cmocka_unit_test(longer_is_never_more_like_soreness),
        cmocka_unit_test(an_earlier_recovery_never_speaks_for_bone),
        cmocka_unit_test(follow_ups_move_as_they_should),
        cmocka_unit_test(more_exact_days_move_more),
        cmocka_unit_test(soreness_waits_a_night),
        cmocka_unit_test(sums_over_sets_are_those_of_the_slow_way),
        cmocka_unit_test(draws_hold_the_course_in_doubt),
    };
    return cmocka_run_group_tests_name("assess-course", tests, begin, NULL);
}
