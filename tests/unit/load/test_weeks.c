/* Weeks of loads: sums, what is not known, what may be said of a change; a
 * run's terms; contact time as a second opinion; form against the own past. */
#include <niggle/niggle.h>

#include "../../check.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { TODAY = 20000, MOST = 400, TISSUES = 32 };

typedef struct history {
    ngl_loaded      run[MOST];
    ngl_tissue_load tissue[MOST][TISSUES];
    ngl_loads       loads;
} history;

static history h;

static void begin(void)
{
    memset(&h, 0, sizeof h);
    h.loads = (ngl_loads){ .kb = ngl_knowledge_builtin(), .usual = NGL_USUAL_INIT, .run = h.run };
}

/* a run whose damage is `low`, `middle`, `high` on every tissue */
static ngl_loaded *add(int ago, double km, double low, double middle, double high)
{
    size_t      i = h.loads.n++;
    ngl_loaded *r = &h.run[i];
    *r = (ngl_loaded){ .run = (int64_t)i + 1, .day = TODAY - ago, .sport = NGL_SPORT_RUNNING, .name = "", .device = "a",
                       .dist_m = km * 1000, .timer_s = km * 360, .effort_rpe = NAN, .tissue = h.tissue[i] };
    r->sum = (ngl_run_load){ .steps = km * 500, .seconds = km * 360, .mean_speed_mps = 2.9, .mean_cadence_ratio = 1, .mean_grade_pct = 0 };
    r->pace = (ngl_pace){ .day = r->day, .mean_mps = 2.9F, .run_s = (float)(km * 360), .contact_ms = NAN, .balance_left_pct = NAN,
                          .oscillation_mm = NAN, .late_cadence = NAN };
    for (int t = 0; t < TISSUES; t++) h.tissue[i][t] = (ngl_tissue_load){ low, middle, high, low, high, NAN, NAN };
    return r;
}

/* every second day, `km` each, from `from` to `to` days ago */
static void steady(int from, int to, double km)
{
    for (int ago = from; ago >= to; ago -= 2) add(ago, km, km, km, km);
}

/* ---- words ------------------------------------------------------------------------- */

static void a_week_is_told_by_what_the_exponents_agree_on(void **state)
{
    static const struct {
        double        low, middle, high; /* damage of the one run of this week; the weeks before have 4 runs of 10 */
        ngl_load_word word;
        const char   *sentence;
    } rows[] = {
        { 40, 40, 40, NGL_LOAD_AS_USUAL, "the same" },
        { 52, 56, 60, NGL_LOAD_MORE, "more at every exponent" },
        { 80, 90, 99, NGL_LOAD_MUCH_MORE, "much more at every exponent" },
        { 52, 60, 90, NGL_LOAD_MORE, "more at one, much more at another: more" },
        { 20, 20, 20, NGL_LOAD_LESS, "less" },
        { 28, 36, 36, NGL_LOAD_NOT_MORE, "less at one, as usual at another: not more" },
        { 38, 60, 90, NGL_LOAD_WITHHELD, "as usual at one, more at another: no answer" },
        { 20, 44, 200, NGL_LOAD_WITHHELD, "less and much more: no answer" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin();
        for (int week = 0; week < 6; week++)
            for (int k = 0; k < 4; k++) add(48 - week * 7 - k, 10, 10, 10, 10);
        add(0, 10, rows[i].low, rows[i].middle, rows[i].high);
        ngl_load_change c = ngl_load_compare_weeks(&h.loads, 0, TODAY);
        CHECK(c.word == rows[i].word, "%s: word %d, expected %d", rows[i].sentence, c.word, rows[i].word);
        CHECK(fabs(c.middle - rows[i].middle / 40) < 1e-9, "%s: ratio %g", rows[i].sentence, c.middle);
        CHECK(c.run == h.loads.n - 1, "%s: by run %u", rows[i].sentence, c.run);
    }
}

static void a_gap_is_not_a_rest(void **state)
{
    ngl_load_week week[4];
    (void)state;
    begin();
    steady(120, 40, 10);
    steady(10, 0, 10);
    assert_int_equal(ngl_load_compare_weeks(&h.loads, 0, TODAY).word, NGL_LOAD_UNKNOWN);
    assert_int_equal(ngl_load_spike(&h.loads, 0, h.loads.n - 1).word, NGL_LOAD_UNKNOWN);
    assert_true(isnan(ngl_load_context_of(&h.loads, TODAY).acwr));
    ngl_load_weeks(week, 4, &h.loads, TODAY);
    assert_int_equal(week[0].unknown_days, 7);
    assert_int_equal(week[3].unknown_days, 0);
    assert_int_equal(week[3].runs, 4);
    begin(); /* before the first file nothing is known either */
    steady(20, 0, 10);
    assert_int_equal(ngl_load_compare_weeks(&h.loads, 0, TODAY).word, NGL_LOAD_UNKNOWN);
    begin(); /* and three weeks after the last one */
    steady(120, 21, 10);
    ngl_load_weeks(week, 4, &h.loads, TODAY);
    assert_int_equal(week[3].unknown_days, 7);
}

static void a_run_is_held_against_thirty_days(void **state)
{
    (void)state;
    begin();
    steady(70, 2, 10);
    add(0, 14, 14, 14, 14);
    ngl_load_change c = ngl_load_spike(&h.loads, 0, h.loads.n - 1);
    assert_int_equal(c.word, NGL_LOAD_MORE);
    assert_true(fabs(c.middle - 1.4) < 1e-9);
    for (int t = 0; t < TISSUES; t++) h.tissue[h.loads.n - 1][t].at_low = 10.5;
    assert_int_equal(ngl_load_spike(&h.loads, 0, h.loads.n - 1).word, NGL_LOAD_WITHHELD);
    for (int t = 0; t < TISSUES; t++) h.tissue[20][t].at_high = h.tissue[20][t].at_default = h.tissue[20][t].at_low = 30;
    assert_int_equal(ngl_load_spike(&h.loads, 0, h.loads.n - 1).word, NGL_LOAD_AS_USUAL);
}

static void context_is_the_formulas_of_the_evidence(void **state)
{
    (void)state;
    begin();
    for (int ago = 60; ago >= 7; ago--) add(ago, 5, 5, 5, 5);
    for (int ago = 6; ago >= 0; ago--) add(ago, ago == 0 ? 10 : 5, 5, 5, 5);
    ngl_load_context c = ngl_load_context_of(&h.loads, TODAY);
    assert_true(fabs(c.growth_pct - 100.0 / 7) < 1e-9);
    assert_true(fabs(c.acwr - 40.0 / 35) < 1e-9);
    double mean = 40.0 / 7, sd = sqrt((6 * 25.0 + 100) / 7 - mean * mean);
    assert_true(fabs(c.monotony - mean / sd) < 1e-9);
    assert_true(fabs(c.strain_km - 40 * c.monotony) < 1e-9);
    h.run[h.loads.n - 3].dist_m = NAN; /* one unknown distance: every sum would be a guess */
    assert_true(isnan(ngl_load_context_of(&h.loads, TODAY).monotony));
}

static void other_sports_have_a_unit_of_their_own(void **state)
{
    ngl_load_week week;
    (void)state;
    begin();
    steady(60, 0, 10);
    ngl_loaded *r = add(0, 0, 0, 0, 0);
    r->sport = NGL_SPORT_STRENGTH, r->tissue = NULL, r->dist_m = NAN, r->timer_s = 2400, r->effort_rpe = 6;
    r = add(0, 0, 0, 0, 0);
    r->sport = NGL_SPORT_CYCLING, r->tissue = NULL, r->timer_s = 3600, r->effort_rpe = NAN;
    ngl_load_weeks(&week, 1, &h.loads, TODAY);
    assert_int_equal(week.sessions, 2);
    assert_int_equal(week.unrated, 1);
    assert_true(fabs(week.session_load - 240) < 1e-9);
    assert_true(fabs(week.dist_m - 40000) < 1e-6);
}

/* ---- when loads are made anew ----------------------------------------------------------- */

static void a_usual_that_moved_is_noticed(void **state)
{
    static const struct {
        double      mps, spm, slope;
        unsigned    runs;
        int         moved;
        const char *sentence;
    } rows[] = {
        { 2.9, 166, 8, 10, 0, "the same" },
        { 2.95, 166.4, 8, 10, 0, "a little faster, on the same line" },
        { 3.0, 166.8, 8, 10, 1, "three per cent faster" },
        { 2.9, 169, 8, 10, 1, "three steps more" },
        { 2.9, 166, 20, 10, 1, "many more steps when faster" },
        { 2.9, 166, 8, 0, 1, "not known any more" },
    };
    ngl_usual kept = { 2.9, 166, 8, NAN, NAN, 0.03, 1, 10 };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ngl_usual now = { rows[i].mps, rows[i].spm, rows[i].slope, NAN, NAN, 0.03, 1, rows[i].runs };
        CHECK(ngl_usual_moved(&kept, &now) == rows[i].moved, "%s", rows[i].sentence);
    }
}

static void the_model_is_named_by_its_figures(void **state)
{
    char          a[NGL_LOAD_MODEL_TEXT], b[NGL_LOAD_MODEL_TEXT];
    ngl_knowledge kb = *ngl_knowledge_builtin();
    ngl_tissue    tissue[TISSUES];
    (void)state;
    memcpy(tissue, kb.tissue, kb.ntissue * sizeof *tissue);
    ngl_load_model(a, &kb);
    kb.tissue = tissue;
    kb.version = "another";
    ngl_load_model(b, &kb);
    assert_string_equal(a, b);
    tissue[3].cadence_up += 0.001;
    ngl_load_model(b, &kb);
    assert_string_not_equal(a, b);
}

/* ---- one run ---------------------------------------------------------------------------------- */

static float dt[3600], speed[3600], cadence[3600], grade[3600];

static ngl_steps run_of(double mps, double spm, double pct)
{
    for (int i = 0; i < 3600; i++) dt[i] = 1, speed[i] = (float)mps, cadence[i] = (float)spm, grade[i] = (float)pct;
    return (ngl_steps){ 3600, dt, speed, cadence, grade, NAN, NAN, NAN, 0 };
}

static ngl_id tissue_of(const char *key)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    for (ngl_id t = 0; t < kb->ntissue; t++)
        if (strcmp(kb->tissue[t].key, key) == 0) return t;
    fail_msg("no tissue %s", key);
    return NGL_NONE;
}

static void terms_are_the_formula_s(void **state)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_usual            usual = { 2.9, 166, 8, NAN, NAN, 0, 0, 10 };
    ngl_load_terms       terms[TISSUES];
    ngl_error            err;
    ngl_steps            s = run_of(3.6, (166 + 8 * 0.7) * 1.05, 4);
    (void)state;
    assert_int_equal(ngl_load_explain(terms, kb, &s, &usual, &err), NGL_OK);
    const ngl_load_terms *sm = &terms[tissue_of("sm_tendon_swing")];
    double                v = (1.84 + 0.043 * 3.6 * 3.6) / (1.84 + 0.043 * 2.9 * 2.9);
    assert_true(fabs(sm->speed - pow(v, 8)) < 1e-3 * pow(v, 8));
    assert_true(fabs(sm->cadence - pow(1.05, 0.34 * 8)) < 1e-3);
    assert_true(fabs(sm->grade - pow(1.06, 8)) < 2e-3);
    assert_true(fabs(sm->late - (2 + pow(1.02, 8)) / 3) < 1e-3);
    assert_true(fabs(terms[tissue_of("gmed_stance")].grade - 1) < 1e-9);
}

static void contact_time_is_a_second_opinion(void **state)
{
    static const struct {
        double      contact_ms, spm;
        int         said, flagged;
        const char *sentence;
    } rows[] = {
        { 250, 166, 1, 0, "as ever" },
        { 225, 166, 1, 1, "a tenth shorter on the ground at easy speed" },
        { 225, 182, 0, 0, "far more steps than usual: it says nothing" },
        { NAN, 166, 0, 0, "not measured" },
    };
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_usual            usual = { 2.9, 166, 8, NAN, 250, 0.03, 1, 10 };
    ngl_tissue_load      plain[TISSUES], checked[TISSUES];
    ngl_run_load         sum;
    ngl_error            err;
    ngl_id               stance = tissue_of("gmed_stance"), swing = tissue_of("sm_tendon_swing");
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ngl_steps s = run_of(2.9, rows[i].spm, 0);
        assert_int_equal(ngl_load_run(&sum, plain, kb, &s, &usual, 1, &err), NGL_OK);
        s.contact_ms = rows[i].contact_ms;
        assert_int_equal(ngl_load_run(&sum, checked, kb, &s, &usual, 1, &err), NGL_OK);
        CHECK((isnan(sum.force_by_contact) == 0) == rows[i].said, "%s: %g", rows[i].sentence, sum.force_by_contact);
        CHECK(((sum.flags & NGL_LOAD_CONTACT_DISAGREES) != 0) == (rows[i].flagged != 0), "%s: flags %x", rows[i].sentence, sum.flags);
        CHECK((checked[stance].high > plain[stance].high * 1.02) == rows[i].flagged, "%s: wider in stance", rows[i].sentence);
        CHECK(checked[swing].high == plain[swing].high, "%s: the same in swing", rows[i].sentence);
        CHECK(checked[stance].at_default == plain[stance].at_default, "%s: the middle stays", rows[i].sentence);
    }
}

static void totals_alone_make_an_even_run(void **state)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_usual            usual = { 2.9, 166, 8, NAN, NAN, 0.03, 1, 10 };
    ngl_tissue_load      even[TISSUES], whole[TISSUES];
    ngl_run_load         sum;
    ngl_steps_of         s;
    ngl_error            err;
    (void)state;
    assert_int_equal(ngl_steps_even(&s, 2.9 * 3600, 3600, NAN), NGL_OK);
    assert_int_equal(ngl_load_run(&sum, even, kb, &s.steps, &usual, 1, &err), NGL_OK);
    ngl_steps_free(&s);
    assert_true(sum.flags & NGL_LOAD_NO_RECORDS && sum.flags & NGL_LOAD_NO_CADENCE && sum.flags & NGL_LOAD_NO_GRADE);
    ngl_steps r = run_of(2.9, 166, 0);
    assert_int_equal(ngl_load_run(&sum, whole, kb, &r, &usual, 1, &err), NGL_OK);
    assert_true(fabs(even[0].at_default / whole[0].at_default - 1) < 1e-3);
    assert_true(even[0].high - even[0].low > whole[0].high - whole[0].low);
    assert_int_equal(ngl_steps_even(&s, 10000, NAN, NAN), NGL_OK); /* no time: nothing to weigh */
    assert_int_equal(s.steps.n, 0);
    ngl_steps_free(&s);
}

/* a recording: seconds at a speed, then at another */
static ngl_activity recorded(int n, double mps, int from, int to, double other)
{
    static int64_t time_ms[3600];
    ngl_activity   a = { .nrecord = (uint32_t)n, .time_ms = time_ms, .timer_s = n };
    double         way = 0;
    for (int i = 0; i < n; i++) {
        time_ms[i] = 1000 * i;
        speed[i] = (float)(i >= from && i < to ? other : mps);
        grade[i] = (float)way; /* the distance */
        way += (double)speed[i];
        cadence[i] = 166;
    }
    a.stream[NGL_STREAM_SPEED] = speed, a.stream[NGL_STREAM_DIST] = grade, a.stream[NGL_STREAM_CADENCE] = cadence;
    return a;
}

static void what_nobody_runs_does_not_count(void **state)
{
    static const struct {
        int         from, to;
        double      mps, counted;
        const char *sentence;
    } rows[] = {
        { 0, 0, 0, 1800, "an easy run" },
        { 600, 640, 9.5, 1800, "forty seconds of sprinting" },
        { 600, 1200, 11, 1200, "ten minutes in a car" },
        { 0, 1800, 8, 0, "half an hour on a bicycle" },
        { 600, 900, 6.5, 1800, "five minutes at the pace of a champion" },
    };
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_usual            usual = { 2.9, 166, 8, NAN, NAN, 0.03, 1, 10 };
    ngl_tissue_load      tissue[TISSUES];
    ngl_run_load         sum;
    ngl_error            err;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ngl_activity a = recorded(1800, 2.9, rows[i].from, rows[i].to, rows[i].mps);
        ngl_steps_of s;
        assert_int_equal(ngl_steps_from(&s, &a), NGL_OK);
        assert_int_equal(ngl_load_run(&sum, tissue, kb, &s.steps, &usual, 1, &err), NGL_OK);
        ngl_steps_free(&s);
        CHECK(fabs(sum.seconds - rows[i].counted) < 12, "%s: %g s counted", rows[i].sentence, sum.seconds);
        CHECK(((sum.flags & NGL_LOAD_ABSURD) != 0) == (rows[i].counted < 1800), "%s: flags %x", rows[i].sentence, sum.flags);
    }
}

static void faults_make_a_recording_suspect(void **state)
{
    ngl_activity a = recorded(1800, 2.9, 0, 0, 0);
    int64_t     *time_ms = (int64_t *)(uintptr_t)a.time_ms;
    (void)state;
    assert_false(ngl_steps_suspect(&a));
    time_ms[900] -= 5000;
    assert_true(ngl_steps_suspect(&a));
    time_ms[900] += 5000;
    for (int i = 900; i < 1800; i++) cadence[i] = 83;
    assert_true(ngl_steps_suspect(&a));
    a = recorded(1800, 2.9, 0, 0, 0);
    for (int i = 900; i < 1800; i++) grade[i] += 400;
    assert_true(ngl_steps_suspect(&a));
    a = recorded(1800, 2.9, 700, 701, 30);
    assert_true(ngl_steps_suspect(&a));
}

/* ---- form ------------------------------------------------------------------------------------------ */

static void form_is_held_against_the_own_past_of_one_watch(void **state)
{
    static const struct {
        double      ratio, balance; /* of the last three weeks */
        int         new_watch, cadence, left;
        const char *sentence;
    } rows[] = {
        { 1, 50, 0, 0, 0, "as ever" },
        { 0.96, 50, 0, -1, 0, "fewer steps" },
        { 1.05, 51.5, 0, 1, 1, "more steps and more on the left foot" },
        { 1.01, 50.5, 0, 0, 0, "within what watches vary by" },
        { 0.9, 53, 1, 0, 0, "a new watch: nothing to hold it against" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ngl_form_trend t[NGL_FORM_COUNT];
        begin();
        steady(110, 0, 10);
        for (size_t k = 0; k < h.loads.n; k++) {
            bool recent = h.run[k].day > TODAY - 21;
            h.run[k].sum.mean_cadence_ratio = (recent ? rows[i].ratio : 1) + 0.002 * (double)(k % 3);
            h.run[k].pace.balance_left_pct = (float)((recent ? rows[i].balance : 50) + 0.1 * (double)(k % 3));
            if (recent && rows[i].new_watch) h.run[k].device = "b";
        }
        ngl_form_trends(t, &h.loads, TODAY);
        CHECK(t[NGL_FORM_CADENCE].side == rows[i].cadence, "%s: steps %d", rows[i].sentence, t[NGL_FORM_CADENCE].side);
        CHECK(t[NGL_FORM_BALANCE].side == rows[i].left, "%s: balance %d", rows[i].sentence, t[NGL_FORM_BALANCE].side);
        CHECK(isnan(t[NGL_FORM_CONTACT].now) && !t[NGL_FORM_CONTACT].side, "%s: no contact time", rows[i].sentence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_week_is_told_by_what_the_exponents_agree_on),
        cmocka_unit_test(a_gap_is_not_a_rest),
        cmocka_unit_test(a_run_is_held_against_thirty_days),
        cmocka_unit_test(context_is_the_formulas_of_the_evidence),
        cmocka_unit_test(other_sports_have_a_unit_of_their_own),
        cmocka_unit_test(a_usual_that_moved_is_noticed),
        cmocka_unit_test(the_model_is_named_by_its_figures),
        cmocka_unit_test(terms_are_the_formula_s),
        cmocka_unit_test(contact_time_is_a_second_opinion),
        cmocka_unit_test(totals_alone_make_an_even_run),
        cmocka_unit_test(what_nobody_runs_does_not_count),
        cmocka_unit_test(faults_make_a_recording_suspect),
        cmocka_unit_test(form_is_held_against_the_own_past_of_one_watch),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
