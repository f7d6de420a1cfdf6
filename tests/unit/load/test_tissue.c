/* Tissue load of a run: the worked table of the evidence to its printed
 * digits, a slow twin that follows the formula word for word, and what must
 * hold of every run. */
#include <niggle/niggle.h>

#include "../../check.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SECONDS = 20000, TISSUES = 32 };

static const ngl_usual USUAL = { 2.9, 166, 8, NAN, NAN, 0, 0, 10 };

static float dt[MOST_SECONDS], speed[MOST_SECONDS], cadence[MOST_SECONDS], grade[MOST_SECONDS];

/* a steady run; the last row stands for the rest of the last second */
static ngl_steps steady(double dist_m, double mps, double spm, double pct)
{
    double   s = dist_m / mps;
    uint32_t n = (uint32_t)ceil(s);
    for (uint32_t i = 0; i < n; i++) {
        dt[i] = i + 1 < n ? 1 : (float)(s - (n - 1));
        speed[i] = (float)mps;
        cadence[i] = (float)spm;
        grade[i] = (float)pct;
    }
    return (ngl_steps){ n, dt, speed, cadence, grade, NAN, NAN, NAN, 0 };
}

static void weigh(ngl_tissue_load *tissue, ngl_run_load *run, const ngl_steps *s, const ngl_usual *usual)
{
    ngl_error err = { 0 };
    assert_int_equal(ngl_load_run(run, tissue, ngl_knowledge_builtin(), s, usual, 1, &err), NGL_OK);
}

static ngl_id tissue_of(const char *key)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    for (ngl_id t = 0; t < kb->ntissue; t++)
        if (strcmp(kb->tissue[t].key, key) == 0) return t;
    fail_msg("no tissue %s", key);
    return NGL_NONE;
}

/* ---- the worked table ------------------------------------------------------------ */

static const char *const COLUMN[] = { "gt_tendon",         "gmed_stance", "gmax_stance",       "piriformis_stance",
                                      "sm_tendon_swing",   "bflh_swing",  "femoral_neck_proxy" };

typedef struct worked {
    const char *what;
    double      dist_m, mps, over_usual, pct; /* cadence over the usual at that speed */
    double      m[7], low[7], high[7];        /* relative to 10 km easy, at the default, low and high exponent */
} worked;

static const worked WORKED[] = {
    { "10 km easy", 10000, 2.9, 1, 0, { 1, 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1, 1, 1 } },
    { "10 km easy, cadence +5%", 10000, 2.9, 1.05, 0, { 0.68, 0.83, 0.89, 0.77, 1.20, 1.07, 0.89 },
      { 0.80, 0.94, 0.97, 0.90, 1.14, 1.06, 0.91 }, { 0.55, 0.74, 0.82, 0.67, 1.28, 1.10, 0.75 } },
    { "10 km easy, cadence +10%", 10000, 2.9, 1.10, 0, { 0.47, 0.70, 0.80, 0.61, 1.43, 1.15, 0.79 },
      { 0.65, 0.88, 0.94, 0.82, 1.29, 1.13, 0.83 }, { 0.31, 0.56, 0.68, 0.45, 1.62, 1.21, 0.56 } },
    { "10 km at 3.6 m/s", 10000, 3.6, 1, 0, { 1.21, 1.00, 1.00, 1.00, 1.65, 1.17, 1.57 },
      { 1.05, 0.91, 0.91, 0.91, 1.27, 0.99, 1.44 }, { 1.45, 1.10, 1.10, 1.10, 2.31, 1.65, 2.97 } },
    { "10 km at 4.2 m/s", 10000, 4.2, 1, 0, { 1.44, 1.03, 1.03, 1.03, 2.76, 1.42, 2.18 },
      { 1.12, 0.87, 0.87, 0.87, 1.68, 1.02, 1.87 }, { 2.02, 1.22, 1.22, 1.22, 5.36, 2.76, 6.48 } },
    { "10 km easy on a steady +5% climb", 10000, 2.9, 1, 5, { 1.00, 1.00, 1.34, 1.00, 1.78, 1.34, 1.00 },
      { 1.00, 1.00, 1.16, 1.00, 1.44, 1.16, 1.00 }, { 1.00, 1.00, 1.54, 1.00, 2.38, 1.78, 1.00 } },
    { "12 km easy", 12000, 2.9, 1, 0, { 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2 }, { 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2 },
      { 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2 } },
    { "2 km of strides at 6 m/s", 2000, 6, 1, 0, { 0.51, 0.24, 0.24, 0.24, 3.49, 0.62, 0.94 },
      { 0.29, 0.16, 0.16, 0.16, 0.96, 0.26, 0.69 }, { 1.09, 0.35, 0.35, 0.35, 19.59, 3.49, 7.99 } },
};

static double hundredths(double v)
{
    return round(v * 100) / 100;
}

static void the_worked_table_to_its_printed_digits(void **state)
{
    (void)state;
    ngl_tissue_load easy[TISSUES], is[TISSUES];
    ngl_run_load    run;
    ngl_steps       s = steady(10000, 2.9, 166, 0);
    weigh(easy, &run, &s, &USUAL);
    for (size_t r = 0; r < COUNT(WORKED); r++) {
        const worked *w = &WORKED[r];
        s = steady(w->dist_m, w->mps, w->over_usual * (166 + 8 * (w->mps - 2.9)), w->pct);
        weigh(is, &run, &s, &USUAL);
        for (size_t c = 0; c < COUNT(COLUMN); c++) {
            ngl_id t = tissue_of(COLUMN[c]);
            double got[3] = { is[t].at_default / easy[t].at_default, is[t].at_low / easy[t].at_low,
                              is[t].at_high / easy[t].at_high };
            double expected[3] = { w->m[c], w->low[c], w->high[c] };
            for (int i = 0; i < 3; i++)
                CHECK(fabs(hundredths(got[i]) - expected[i]) < 0.0051, "%s, %s, exponent %d: %.4f for %.2f", w->what,
                      COLUMN[c], i, got[i], expected[i]);
        }
    }
}

/* ---- the slow twin ------------------------------------------------------------------ */

static double clamp(double v, double low, double high)
{
    return v < low ? low : v > high ? high : v;
}

static double speed_term(const ngl_tissue *k, double v)
{
    switch (k->speed_form) {
    case NGL_SPEED_LINEAR: return k->v_a + k->v_b * v;
    case NGL_SPEED_SQUARE: return k->v_a + k->v_b * v * v;
    case NGL_SPEED_POWER: break;
    }
    return pow(v, k->speed_exponent);
}

/* one second of one tissue, by the formula */
static double slow_damage(const ngl_tissue *k, const ngl_usual *u, double v, double c, double g, double late, unsigned m)
{
    if (isnan(v)) v = u->easy_mps;
    v = fmax(v, 1.5);
    double usual = u->easy_spm + u->spm_per_mps * (v - u->easy_mps);
    double ratio = isnan(c) || c < 60 ? 1 : clamp(c / usual, 0.5, 2);
    g = isnan(g) ? 0 : clamp(g, -15, 15);
    double load = speed_term(k, v) / speed_term(k, u->easy_mps) * pow(ratio, ratio >= 1 ? k->cadence_up : k->cadence_down) *
                  (1 + k->grade_up * fmax(g, 0) + k->grade_down * fmax(-g, 0)) * (1 + (k->late - 1) * late);
    return ratio * usual / 120 * pow(clamp(load, 0.5, 2), m);
}

static double unit(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return (double)(*s >> 11) * 0x1p-53;
}

static ngl_steps random_run(uint64_t *s)
{
    uint32_t n = 200 + (uint32_t)(unit(s) * 3000);
    bool     has_cadence = unit(s) < 0.8, has_grade = unit(s) < 0.8, has_speed = unit(s) < 0.9;
    for (uint32_t i = 0; i < n; i++) {
        dt[i] = unit(s) < 0.05 ? 0 : 1;
        speed[i] = unit(s) < 0.02 ? NAN : (float)(0.5 + 6 * unit(s));
        cadence[i] = unit(s) < 0.02 ? NAN : (float)(120 + 90 * unit(s));
        grade[i] = unit(s) < 0.02 ? NAN : (float)(-20 + 40 * unit(s));
    }
    return (ngl_steps){ n, dt, has_speed ? speed : NULL, has_cadence ? cadence : NULL, has_grade ? grade : NULL, NAN, NAN, NAN, 0 };
}

static void random_runs_agree_with_the_formula(void **state)
{
    (void)state;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    uint64_t             s = 7;
    double               worst = 0;
    for (int round_ = 0; round_ < 60; round_++) {
        ngl_steps       run = random_run(&s);
        ngl_usual       u = { 2.4 + unit(&s), 155 + 30 * unit(&s), 4 + 8 * unit(&s), NAN, NAN, 0.1, 2, 5 };
        ngl_tissue_load is[TISSUES];
        ngl_run_load    sum;
        weigh(is, &sum, &run, &u);
        for (ngl_id t = 0; t < kb->ntissue; t++) {
            const ngl_tissue *k = &kb->tissue[t];
            double            slow[3] = { 0 }, total = 0, past = 0;
            unsigned          m[3] = { k->m_low, k->m, k->m_high };
            for (uint32_t i = 0; i < run.n; i++) total += (double)dt[i];
            for (uint32_t i = 0; i < run.n; i++) {
                if (dt[i] == 0) continue;
                past += (double)dt[i];
                for (int j = 0; j < 3; j++)
                    slow[j] += slow_damage(k, &u, run.speed_mps ? (double)speed[i] : NAN, run.cadence_spm ? (double)cadence[i] : NAN,
                                           run.grade_pct ? (double)grade[i] : NAN, clamp(past - total * 2 / 3, 0, 1), m[j]);
            }
            double got[3] = { is[t].at_low, is[t].at_default, is[t].at_high };
            for (int j = 0; j < 3; j++) worst = fmax(worst, fabs(got[j] / slow[j] - 1));
        }
    }
    CHECK(worst < 2e-4, "the largest relative difference is %.2g", worst);
}

/* ---- what must hold --------------------------------------------------------------- */

static void twice_the_steps_are_twice_the_damage(void **state)
{
    (void)state;
    ngl_tissue_load once[TISSUES], twice[TISSUES];
    ngl_run_load    run;
    ngl_steps       s = steady(4000, 3, 170, 2);
    weigh(once, &run, &s, &USUAL);
    s = steady(8000, 3, 170, 2);
    weigh(twice, &run, &s, &USUAL);
    for (ngl_id t = 0; t < ngl_knowledge_builtin()->ntissue; t++)
        CHECK(fabs(twice[t].at_default / once[t].at_default - 2) < 2e-3, "tissue %d: %.4f times", (int)t,
              twice[t].at_default / once[t].at_default);
}

typedef struct odd {
    const char *what;
    double      mps, spm, pct;
    bool        moved; /* something is counted */
    unsigned    flag;
} odd;

static const odd ODD[] = {
    { "20 m/s is no runner: left out", 20, 170, 0, false, NGL_LOAD_ABSURD },
    { "standing still counts nothing", 0, 0, 0, false, 0 },
    { "no cadence: the usual, and said", 3, 0, 0, true, NGL_LOAD_NO_CADENCE },
    { "no speed: easy, and said", NAN, 170, 0, true, NGL_LOAD_NO_SPEED },
    { "no altitude: flat, and said", 3, 170, NAN, true, NGL_LOAD_NO_GRADE },
    { "a wall of a hill is kept within bounds", 3, 170, 90, true, NGL_LOAD_GRADE_LEADS },
    { "10 m/s is beyond what the model covers", 10, 220, 0, true, NGL_LOAD_CLAMPED },
};

static void odd_runs_are_held_and_said(void **state)
{
    (void)state;
    for (size_t r = 0; r < COUNT(ODD); r++) {
        const odd      *o = &ODD[r];
        ngl_tissue_load is[TISSUES];
        ngl_run_load    run;
        ngl_steps       s = steady(3000, 3, 170, 0);
        for (uint32_t i = 0; i < s.n; i++) speed[i] = (float)o->mps, cadence[i] = (float)o->spm, grade[i] = (float)o->pct;
        weigh(is, &run, &s, &USUAL);
        CHECK((run.seconds > 0) == o->moved, "%s: %.0f s", o->what, run.seconds);
        CHECK((run.flags & o->flag) == o->flag, "%s: flags %x", o->what, run.flags);
        for (ngl_id t = 0; t < ngl_knowledge_builtin()->ntissue; t++)
            CHECK(isfinite(is[t].at_high) && is[t].low <= is[t].at_default && is[t].at_default <= is[t].high, "%s: %d %g %g %g",
                  o->what, (int)t, is[t].low, is[t].at_default, is[t].high);
    }
}

static double width(const ngl_tissue_load *l)
{
    return log(l->high / l->low);
}

static void what_is_missing_widens_the_interval(void **state)
{
    (void)state;
    ngl_tissue_load all[TISSUES], none[TISSUES];
    ngl_run_load    run;
    ngl_steps       s = steady(8000, 3.2, 170, 1);
    weigh(all, &run, &s, &USUAL);
    s.cadence_spm = NULL;
    weigh(none, &run, &s, &USUAL);
    for (ngl_id t = 0; t < ngl_knowledge_builtin()->ntissue; t++)
        CHECK(width(&none[t]) > width(&all[t]), "tissue %d: %.3f without, %.3f with", (int)t, width(&none[t]), width(&all[t]));
}

static void strides_cannot_be_ranked_for_the_sit_bone(void **state)
{
    (void)state;
    ngl_tissue_load easy[TISSUES], strides[TISSUES], longer[TISSUES];
    ngl_run_load    run;
    ngl_id          t = tissue_of("sm_tendon_swing");
    ngl_steps       s = steady(10000, 2.9, 166, 0);
    weigh(easy, &run, &s, &USUAL);
    s = steady(2000, 6, 166 + 8 * 3.1, 0);
    weigh(strides, &run, &s, &USUAL);
    s = steady(12000, 2.9, 166, 0);
    weigh(longer, &run, &s, &USUAL);
    assert_int_equal(ngl_load_compare(&strides[t], &easy[t]), 0);
    assert_int_equal(ngl_load_compare(&longer[t], &easy[t]), 1);
    assert_int_equal(ngl_load_compare(&easy[t], &longer[t]), -1);
}

static void downhill_never_raises_the_hamstring(void **state)
{
    (void)state;
    static const char *const ham[] = { "sm_tendon_swing", "bflh_swing", "ham_stance" };
    ngl_tissue_load          flat[TISSUES], down[TISSUES];
    ngl_run_load             run;
    ngl_steps                s = steady(5000, 3, 168, 0);
    weigh(flat, &run, &s, &USUAL);
    s = steady(5000, 3, 168, -8);
    weigh(down, &run, &s, &USUAL);
    for (size_t i = 0; i < COUNT(ham); i++)
        CHECK(down[tissue_of(ham[i])].at_high <= flat[tissue_of(ham[i])].at_high * (1 + 1e-9), "%s", ham[i]);
}

static void a_foot_that_stays_down_longer_bears_more(void **state)
{
    (void)state;
    ngl_tissue_load is[TISSUES];
    ngl_run_load    run;
    ngl_steps       s = steady(5000, 3, 168, 0);
    s.balance_left_pct = 51;
    weigh(is, &run, &s, &USUAL);
    ngl_id stance = tissue_of("gmed_stance"), swing = tissue_of("sm_tendon_swing");
    CHECK(is[stance].left > is[stance].right, "%g %g", is[stance].left, is[stance].right);
    CHECK(is[swing].left == is[swing].right, "in swing no foot is down: %g %g", is[swing].left, is[swing].right);
    s.balance_left_pct = NAN;
    weigh(is, &run, &s, &USUAL);
    assert_true(isnan(is[stance].left));
}

static void a_usual_that_cannot_be_is_refused(void **state)
{
    (void)state;
    ngl_tissue_load is[TISSUES];
    ngl_run_load    run;
    ngl_error       err = { 0 };
    ngl_usual       u = USUAL;
    ngl_steps       s = steady(1000, 3, 168, 0);
    u.easy_mps = 0.2;
    assert_int_equal(ngl_load_run(&run, is, ngl_knowledge_builtin(), &s, &u, 1, &err), NGL_E_INVALID);
    u = USUAL, u.easy_spm = NAN;
    assert_int_equal(ngl_load_run(&run, is, ngl_knowledge_builtin(), &s, &u, 1, &err), NGL_E_INVALID);
}

/* ---- from a recording -------------------------------------------------------------- */

static int64_t time_ms[MOST_SECONDS];
static float   dist[MOST_SECONDS], alt[MOST_SECONDS];

static ngl_activity recording(uint32_t n, double mps, double pct)
{
    ngl_activity run = { .nrecord = n, .time_ms = time_ms, .start = 1000000 };
    for (uint32_t i = 0; i < n; i++) {
        time_ms[i] = (int64_t)i * 1000;
        dist[i] = (float)(mps * i);
        alt[i] = (float)(round(mps * i * pct / 100 * 5) / 5); /* a barometer's steps of 0.2 m */
    }
    run.stream[NGL_STREAM_DIST] = dist;
    run.stream[NGL_STREAM_ALTITUDE] = alt;
    return run;
}

static void grade_is_found_through_the_steps_of_a_barometer(void **state)
{
    (void)state;
    static const double slopes[] = { -6, 0, 1, 4 };
    for (size_t k = 0; k < COUNT(slopes); k++) {
        ngl_activity run = recording(1200, 3, slopes[k]);
        ngl_steps_of s;
        double       sum = 0, count = 0;
        assert_int_equal(ngl_steps_from(&s, &run), NGL_OK);
        for (uint32_t i = 0; i < s.steps.n; i++) {
            if (isnan(s.steps.grade_pct[i])) continue;
            CHECK(fabs((double)s.steps.grade_pct[i] - slopes[k]) < 1.2, "slope %g, row %u: %g", slopes[k], i, (double)s.steps.grade_pct[i]);
            sum += (double)s.steps.grade_pct[i];
            count++;
        }
        CHECK(count > 1100 && fabs(sum / count - slopes[k]) < 0.1, "slope %g: mean %g of %g", slopes[k], sum / count, count);
        ngl_steps_free(&s);
    }
}

static void pauses_and_gaps_count_nothing(void **state)
{
    (void)state;
    ngl_activity run = recording(600, 3, 0);
    ngl_pause    pause = { 1000100, 1000200 };
    ngl_steps_of s;
    double       sum = 0;
    run.pause = &pause, run.npause = 1;
    for (uint32_t i = 400; i < 600; i++) time_ms[i] += 90000; /* and a gap of a minute and a half */
    assert_int_equal(ngl_steps_from(&s, &run), NGL_OK);
    for (uint32_t i = 0; i < s.steps.n; i++) sum += (double)s.steps.dt_s[i];
    CHECK(fabs(sum - (600 - 100 - 1)) < 2.1, "%.1f s count", sum);
    ngl_steps_free(&s);
}

static void an_empty_recording_is_no_load(void **state)
{
    (void)state;
    ngl_activity    run = { .nrecord = 0 };
    ngl_steps_of    s;
    ngl_tissue_load is[TISSUES];
    ngl_run_load    sum;
    assert_int_equal(ngl_steps_from(&s, &run), NGL_OK);
    weigh(is, &sum, &s.steps, &USUAL);
    assert_true(sum.steps == 0 && is[0].at_default == 0);
    ngl_steps_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_table_to_its_printed_digits),
        cmocka_unit_test(random_runs_agree_with_the_formula),
        cmocka_unit_test(twice_the_steps_are_twice_the_damage),
        cmocka_unit_test(odd_runs_are_held_and_said),
        cmocka_unit_test(what_is_missing_widens_the_interval),
        cmocka_unit_test(strides_cannot_be_ranked_for_the_sit_bone),
        cmocka_unit_test(downhill_never_raises_the_hamstring),
        cmocka_unit_test(a_foot_that_stays_down_longer_bears_more),
        cmocka_unit_test(a_usual_that_cannot_be_is_refused),
        cmocka_unit_test(grade_is_found_through_the_steps_of_a_barometer),
        cmocka_unit_test(pauses_and_gaps_count_nothing),
        cmocka_unit_test(an_empty_recording_is_no_load),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
