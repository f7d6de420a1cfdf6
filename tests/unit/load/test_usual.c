/* What is usual and what is left: runners with a known truth, told with noise,
 * races and a broken watch, must be recovered; sums over days follow their
 * formula. */
#include <niggle/tissue.h>

#include "../../check.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { TODAY = 20500, MOST = 300 };

static uint64_t state_ = 1;

static double unit(void)
{
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return (double)(state_ >> 11) * 0x1p-53;
}

static double about(double mean, double spread)
{
    return mean + spread * (unit() + unit() + unit() - 1.5) * 2;
}

/* ---- usual ----------------------------------------------------------------------- */

typedef struct truth {
    const char *what;
    double      easy_mps, spm, slope;
    int         runs;
    double      race_share, bad_share; /* of the runs: 30 % faster; half the cadence */
    bool        learned;
    double      mps_within, spm_within, slope_within;
} truth;

static const truth TRUTHS[] = {
    { "nothing but easy running", 2.8, 164, 8, 30, 0, 0, true, 0.08, 2, 5 },
    { "a quarter of fast runs", 3.1, 172, 12, 40, 0.25, 0, true, 0.08, 2, 3 },
    { "one recording in six with half the steps", 2.6, 160, 10, 36, 0.2, 0.17, true, 0.08, 2, 4 },
    { "a fast runner with a flat cadence", 3.9, 184, 2, 40, 0.3, 0, true, 0.1, 2, 3 },
    { "three runs", 2.9, 168, 9, 3, 0, 0, true, 0.15, 4, 6 },
    { "two runs are too few", 3.4, 180, 9, 2, 0, 0, false, 0, 0, 0 },
    { "no run at all", 3.4, 180, 9, 0, 0, 0, false, 0, 0, 0 },
};

static ngl_pace invented(const truth *t, ngl_day day, bool race, bool bad)
{
    enum { N = 2400 };
    static float dt[N], speed[N], cadence[N];
    double       pace = t->easy_mps * (race ? 1.3 : 1) * about(1, 0.03);
    for (int i = 0; i < N; i++) {
        double v = about(pace, 0.12), c = about(t->spm + t->slope * (v - t->easy_mps), 1.5);
        dt[i] = 1;
        speed[i] = (float)v;
        cadence[i] = (float)(bad ? c / 2 : c);
    }
    ngl_steps s = { N, dt, speed, cadence, NULL, 240, 49.5, NAN, 0 };
    return ngl_pace_of(&s, day);
}

static void the_usual_is_recovered(void **state)
{
    (void)state;
    static ngl_pace run[MOST];
    for (size_t r = 0; r < COUNT(TRUTHS); r++) {
        const truth *t = &TRUTHS[r];
        for (int i = 0; i < t->runs; i++)
            run[i] = invented(t, TODAY - 2 * (t->runs - i), unit() < t->race_share, unit() < t->bad_share);
        ngl_usual u = ngl_usual_learn(run, (size_t)t->runs, TODAY);
        CHECK((u.runs > 0) == t->learned, "%s: %u runs", t->what, u.runs);
        if (!t->learned) {
            CHECK(u.easy_mps == 2.9 && u.easy_spm == 166, "%s: general figures stand in", t->what);
            continue;
        }
        CHECK(fabs(u.easy_mps - t->easy_mps) < t->mps_within, "%s: easy %.2f m/s for %.2f", t->what, u.easy_mps, t->easy_mps);
        double at_truth = u.easy_spm + u.spm_per_mps * (t->easy_mps - u.easy_mps);
        CHECK(fabs(at_truth - t->spm) < t->spm_within, "%s: %.1f steps a minute for %.1f", t->what, at_truth, t->spm);
        CHECK(fabs(u.spm_per_mps - t->slope) < t->slope_within, "%s: slope %.1f for %.1f", t->what, u.spm_per_mps, t->slope);
        CHECK(t->runs < 10 || (fabs(u.balance_left_pct - 49.5) < 0.1 && fabs(u.contact_ms - 240) < 1), "%s: form", t->what);
    }
}

static void what_comes_after_today_does_not_count(void **state)
{
    (void)state;
    static ngl_pace run[MOST];
    const truth     slow = TRUTHS[0], fast = TRUTHS[3];
    for (int i = 0; i < 20; i++) run[i] = invented(&slow, TODAY - 40 + i, false, false);
    for (int i = 20; i < 40; i++) run[i] = invented(&fast, TODAY + i, false, false);
    ngl_usual with = ngl_usual_learn(run, 40, TODAY), without = ngl_usual_learn(run, 20, TODAY);
    CHECK(with.easy_mps == without.easy_mps && with.easy_spm == without.easy_spm && with.runs == without.runs, "%g %g", with.easy_mps, without.easy_mps);
}

static void more_runs_make_it_surer(void **state)
{
    (void)state;
    static ngl_pace run[MOST];
    for (int i = 0; i < 60; i++) run[i] = invented(&TRUTHS[1], TODAY - 60 + i, i % 4 == 0, false);
    ngl_usual few = ngl_usual_learn(run + 56, 4, TODAY), many = ngl_usual_learn(run, 60, TODAY);
    CHECK(many.runs > few.runs, "%u and %u runs", many.runs, few.runs);
    CHECK(few.easy_mps_sd > 0 && many.easy_mps_sd > 0, "errors %g %g", few.easy_mps_sd, many.easy_mps_sd);
}

/* ---- days -------------------------------------------------------------------------- */

static ngl_tissue_dose at(int day, double middle)
{
    return (ngl_tissue_dose){ TODAY + day, middle * 0.8, middle, middle * 1.5 };
}

static void what_is_left_halves_every_half_life(void **state)
{
    (void)state;
    ngl_tissue_dose dose[] = { at(-10, 100) };
    assert_true(fabs(ngl_tissue_today(dose, 1, 120, TODAY).left - 25) < 1e-9); /* ten days are two of five */
    assert_true(fabs(ngl_tissue_today(dose, 1, 120, TODAY - 10).left - 100) < 1e-9);
    assert_true(ngl_tissue_today(dose, 1, 120, TODAY - 11).left == 0);
}

static void sums_follow_the_formula(void **state)
{
    (void)state;
    static ngl_tissue_dose dose[MOST];
    for (int round_ = 0; round_ < 20; round_++) {
        size_t n = 0;
        double half_life = 24 + 400 * unit(), left = 0, month = 0;
        for (int day = -400; day <= 0 && n < MOST; day++)
            if (unit() < 0.5) dose[n++] = at(day, 500 + 3000 * unit());
        for (size_t i = 0; i < n; i++) {
            int age = (int)(TODAY - dose[i].day);
            left += dose[i].middle * pow(2, -age * 24 / half_life);
            if (age >= 1 && age <= 28) month += dose[i].middle;
        }
        ngl_tissue_state s = ngl_tissue_today(dose, n, half_life, TODAY);
        CHECK(fabs(s.left / left - 1) < 1e-6, "left %g for %g", s.left, left);
        CHECK(fabs(s.capacity - month / 28) < 1e-9 * month, "capacity %g for %g", s.capacity, month / 28);
        CHECK(s.days_to_usual >= 0, "days %g", s.days_to_usual);
        ngl_tissue_state later = ngl_tissue_today(dose, n, half_life, TODAY + 3);
        CHECK(later.left < s.left, "rest brings it down");
    }
}

typedef struct spiked {
    const char     *what;
    ngl_tissue_dose dose[6];
    int             n;
    double          spike; /* 0: none */
    int             sure;
} spiked;

static const spiked SPIKES[] = {
    { "a quarter more than the heaviest of the month", { { TODAY - 20, 80, 100, 150 }, { TODAY, 100, 125, 187.5 } }, 2, 1.25, 1 },
    { "lighter than the heaviest", { { TODAY - 20, 80, 100, 150 }, { TODAY, 64, 80, 120 } }, 2, 0.8, 1 },
    { "31 days ago is forgotten", { { TODAY - 31, 80, 300, 150 }, { TODAY - 5, 80, 100, 150 }, { TODAY, 96, 120, 180 } }, 3, 1.2, 1 },
    { "the exponent decides: not sure", { { TODAY - 20, 100, 100, 100 }, { TODAY, 90, 120, 200 } }, 2, 1.2, 0 },
    { "two runs on one day are not before one another", { { TODAY - 9, 80, 100, 150 }, { TODAY, 80, 100, 150 }, { TODAY, 160, 200, 300 } }, 3, 2, 1 },
    { "the first run of all has nothing before it", { { TODAY, 80, 100, 150 } }, 1, 0, 0 },
    { "no run at all", { { 0 } }, 0, 0, 0 },
};

static void a_spike_is_held_against_the_month_before(void **state)
{
    (void)state;
    for (size_t r = 0; r < COUNT(SPIKES); r++) {
        const spiked    *w = &SPIKES[r];
        ngl_tissue_state s = ngl_tissue_today(w->dose, (size_t)w->n, 36, TODAY);
        CHECK(w->spike > 0 ? fabs(s.spike - w->spike) < 1e-9 : isnan(s.spike), "%s: %g", w->what, s.spike);
        CHECK(w->spike == 0 || s.spike_sure == w->sure, "%s: sure %d", w->what, s.spike_sure);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_usual_is_recovered),
        cmocka_unit_test(what_comes_after_today_does_not_count),
        cmocka_unit_test(more_runs_make_it_surer),
        cmocka_unit_test(what_is_left_halves_every_half_life),
        cmocka_unit_test(sums_follow_the_formula),
        cmocka_unit_test(a_spike_is_held_against_the_month_before),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
