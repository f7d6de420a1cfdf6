/* The forecast beside a slow twin, and what must hold whoever the runner is:
 * more load never lowers a chance, rest never raises one, less data is less
 * sure, the same bytes in give the same bytes out, and nothing odd becomes a
 * number. */
#include <niggle/forecast.h>

#include "../../check.h"

#include "forecast/internal.h"

#include <string.h>

enum { TODAY = 20500, MOST = 240 };

static uint64_t state_ = 88172645463325252u;

static double unit(void)
{
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return (double)(state_ >> 11) * 0x1p-53;
}

static ngl_forecast_day days[MOST];

/* a runner who runs every other day and notes mornings; kicks come after the longer runs */
static ngl_forecast_history runner(unsigned n, double note_share, double kick)
{
    double level = 0;
    for (unsigned t = 0; t < n; t++) {
        double load = t % 2 ? 6 + (t % 14 == 13 ? 8 : 0) : 0;
        level = level * 0.7 + (load > 10 && unit() < kick ? 3 : 0);
        days[t] = (ngl_forecast_day){ .load = load, .pain = { NAN, NAN, NAN, NAN, NAN } };
        if (unit() < note_share) days[t].pain[4] = fmin(10, round(1 + level + unit() - 0.5));
    }
    return (ngl_forecast_history){ TODAY - (ngl_day)n + 1, n, days, 36 };
}

static ngl_forecast learned(const ngl_forecast_history *h)
{
    ngl_forecast f;
    ngl_error    err = { 0 };
    CHECK(ngl_forecast_learn(&f, h, 1, &err) == NGL_OK, "%s", err.text);
    return f;
}

/* ---- the slow twin -------------------------------------------------------------------- */

/* one day of one person, by many invented days off the grid */
static void the_grid_agrees_with_invented_days(void **unused)
{
    (void)unused;
    static const ngl_forecast_person people[] = {
        { 0, 0.7, 2, 0.01, 0.05, 0.5, 2.25 },
        { 0.3, 0.4, 5, 0.05, 0.2, 1.5, 1.5 },
        { -0.4, 1.2, 0.8, 0.002, 0.5, 0.3, 4 },
    };
    enum { DRAWS = 40000, DAYS = 5 };
    static const double ratio[DAYS] = { 1.4, 0.6, 0, 0.9, 2 };
    for (size_t k = 0; k < COUNT(people); k++) {
        const ngl_forecast_person *p = &people[k];
        engine                     e;
        double                     level[LEVELS] = { 1 }, hits[DAYS] = { 0 };
        ngl_engine_make(&e, p, 1.5);
        for (unsigned i = 0; i < DRAWS; i++) {
            double z = 0;
            for (unsigned d = 0; d < DAYS; d++) {
                z *= exp2(-1 / p->half_life_d);
                if (unit() < 1 - exp(-(p->rest_kick + (ratio[d] > 0 ? p->run_kick * pow(ratio[d], p->power) : 0))))
                    z = fmin(z - p->size * log(unit()), 10);
                double noise = sqrt(-2 * log(unit())) * cos(6.283185307179586 * unit());
                hits[d] += z + p->offset + p->noise * noise >= 1.5;
            }
        }
        for (unsigned d = 0; d < DAYS; d++) {
            double sum = 0, total = 0;
            ngl_engine_night(&e, level, engine_hazard(&e, ratio[d]));
            for (unsigned i = 0; i < LEVELS; i++) sum += level[i] * e.flare[i], total += level[i];
            CHECK(fabs(total - 1) < 1e-12, "person %zu, day %u: all of it is %.15f", k, d, total);
            CHECK(fabs(sum - hits[d] / DRAWS) < 0.012, "person %zu, day %u: %.4f on the grid, %.4f invented", k, d, sum,
                  hits[d] / DRAWS);
        }
    }
}

/* the likelihood of three days, by summing over every path of levels */
static void the_filter_agrees_with_every_path(void **unused)
{
    (void)unused;
    const ngl_forecast_person p = { 0.1, 0.6, 3, 0.05, 0.3, 0.7, 2 };
    ready                     r = { .n = 3, .ratio = { 0.5, 1.2, 0 }, .seen = { 1, 0, 1 },
                                    .note = { { -2, 2 }, { 0, 0 }, { 6, 10 } } };
    engine                    e;
    ear                       hears;
    double                    first[LEVELS], sum = 0;
    ngl_engine_make(&e, &p, 1.5);
    ngl_ear_make(&hears, &p);
    ngl_engine_first(&e, first);
    for (unsigned a = 0; a < LEVELS; a++) {
        double one[LEVELS] = { 0 };
        one[a] = first[a];
        ngl_engine_night(&e, one, engine_hazard(&e, r.ratio[0]));
        for (unsigned b = 0; b < LEVELS; b++) {
            double two[LEVELS] = { 0 };
            two[b] = one[b] * ear_likelihood(&hears, r.note[0], b);
            ngl_engine_night(&e, two, engine_hazard(&e, r.ratio[1]));
            ngl_engine_night(&e, two, engine_hazard(&e, r.ratio[2]));
            for (unsigned c = 0; c < LEVELS; c++) sum += two[c] * ear_likelihood(&hears, r.note[2], c);
        }
    }
    CHECK(fabs(log(sum) - ngl_ready_likelihood(&r, &p, NULL)) < 1e-9, "%.12f and %.12f", log(sum),
          ngl_ready_likelihood(&r, &p, NULL));
}

/* ---- what always holds ------------------------------------------------------------------ */

static void more_load_never_lowers_a_chance(void **unused)
{
    (void)unused;
    for (unsigned round = 0; round < 4; round++) {
        ngl_forecast_history h = runner(60 + 40 * round, 0.9, 0.25 * round);
        ngl_forecast         f = learned(&h);
        for (unsigned i = 0; i < 40; i++) {
            double      less[NGL_FORECAST_DAYS], more[NGL_FORECAST_DAYS];
            ngl_fortnight a, b;
            for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
                less[d] = unit() < 0.5 ? 0 : 25 * unit();
                more[d] = less[d] + (unit() < 0.7 ? 0 : 25 * unit());
            }
            ngl_forecast_ahead(&a, &f, less);
            ngl_forecast_ahead(&b, &f, more);
            for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
                CHECK(b.day[d].p >= a.day[d].p - 1e-12, "day %u: %.15f falls to %.15f", d, a.day[d].p, b.day[d].p);
                CHECK(b.by_day[d].p >= a.by_day[d].p - 1e-12, "by day %u: %.15f falls to %.15f", d, a.by_day[d].p, b.by_day[d].p);
                CHECK(ngl_forecast_around(&f, more, d).p >= ngl_forecast_around(&f, less, d).p - 1e-12, "around day %u", d);
            }
        }
    }
}

static void chances_are_chances_and_add_up(void **unused)
{
    (void)unused;
    ngl_forecast_history h = runner(120, 0.8, 0.5);
    ngl_forecast         f = learned(&h);
    double               load[NGL_FORECAST_DAYS];
    ngl_fortnight          o;
    ngl_forecast_usual_days(load, &h);
    ngl_forecast_ahead(&o, &f, load);
    CHECK(fabs(o.day[0].p - o.by_day[0].p) < 1e-12, "tomorrow is both");
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
        CHECK(o.day[d].low > 0 && o.day[d].low <= o.day[d].p && o.day[d].p <= o.day[d].high && o.day[d].high < 1,
              "day %u: %g (%g to %g)", d, o.day[d].p, o.day[d].low, o.day[d].high);
        CHECK(o.by_day[d].p >= o.day[d].p - 1e-12, "at least one by day %u is no less than on it", d);
        if (d) CHECK(o.by_day[d].p >= o.by_day[d - 1].p, "more days, no less chance: %u", d);
    }
}

static void odd_plans_are_rest(void **unused)
{
    (void)unused;
    ngl_forecast_history h = runner(90, 0.9, 0.5);
    ngl_forecast         f = learned(&h);
    double               rest[NGL_FORECAST_DAYS] = { 0 }, odd[NGL_FORECAST_DAYS];
    ngl_fortnight          a, b;
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) odd[d] = d % 3 == 0 ? NAN : d % 3 == 1 ? -5 : INFINITY;
    ngl_forecast_ahead(&a, &f, rest);
    ngl_forecast_ahead(&b, &f, odd);
    CHECK(memcmp(&a, &b, sizeof a) == 0, "NaN, negative and infinite loads are no load");
}

static void the_same_days_give_the_same_bytes(void **unused)
{
    (void)unused;
    ngl_forecast_history h = runner(90, 0.9, 0.5);
    ngl_forecast         a = learned(&h), b = learned(&h);
    CHECK(memcmp(a.person, b.person, sizeof a.person) == 0 && memcmp(a.level, b.level, sizeof a.level) == 0, "draws differ");
}

/* of a chance, in log odds */
static double width(ngl_chance c)
{
    return log(c.high / (1 - c.high)) - log(c.low / (1 - c.low));
}

static void less_data_is_less_sure(void **unused)
{
    (void)unused;
    double few = 0, many = 0;
    for (unsigned i = 0; i < 5; i++) {
        double               load[NGL_FORECAST_DAYS];
        ngl_fortnight          o;
        ngl_forecast_history h = runner(180, 1, 0.3);
        ngl_forecast         f = learned(&h);
        ngl_forecast_usual_days(load, &h);
        ngl_forecast_ahead(&o, &f, load);
        many += width(o.day[13]);
        for (unsigned t = 0; t < 180 - 24; t++) days[t].pain[4] = NAN;
        f = learned(&h);
        ngl_forecast_ahead(&o, &f, load);
        few += width(o.day[13]);
    }
    CHECK(few > 1.05 * many, "log odds from low to high: %.2f with few days, %.2f with many", few / 6, many / 6);
}

static void a_runner_with_more_flares_has_the_greater_chance(void **unused)
{
    (void)unused;
    double      load[NGL_FORECAST_DAYS], p[3];
    ngl_fortnight o;
    for (unsigned i = 0; i < 3; i++) {
        ngl_forecast_history h = runner(150, 1, i * 0.45);
        ngl_forecast         f = learned(&h);
        ngl_forecast_usual_days(load, &h);
        ngl_forecast_ahead(&o, &f, load);
        p[i] = o.by_day[13].p;
    }
    CHECK(p[0] < p[1] && p[1] < p[2], "none %.3f, some %.3f, many %.3f", p[0], p[1], p[2]);
}

static void the_largest_run_keeps_the_limit(void **unused)
{
    (void)unused;
    ngl_forecast_history h = runner(150, 1, 0.6);
    ngl_forecast         f = learned(&h);
    double               load[NGL_FORECAST_DAYS] = { 0 };
    load[3] = 0;
    double rest = ngl_forecast_around(&f, load, 3).p, most = 0;
    load[3] = 60;
    most = ngl_forecast_around(&f, load, 3).p;
    double limit = (rest + most) / 2, km = ngl_forecast_largest(&f, load, 3, 60, limit);
    load[3] = km;
    CHECK(km > 0 && km < 60, "%.2f lies inside", km);
    CHECK(ngl_forecast_around(&f, load, 3).p <= limit, "it keeps the limit");
    load[3] = km + 0.1;
    CHECK(ngl_forecast_around(&f, load, 3).p > limit, "a little more does not");
    CHECK(isnan(ngl_forecast_largest(&f, load, 3, 60, rest * 0.9)), "none where rest is above the limit");
    CHECK(ngl_forecast_largest(&f, load, 3, 20, most) == 20, "no more than asked for");
    CHECK(isnan(ngl_forecast_largest(&f, load, NGL_FORECAST_DAYS, 20, 0.5)), "no day of the fortnight");
}

/* ---- not enough --------------------------------------------------------------------------- */

static void what_is_lacking_is_said(void **unused)
{
    (void)unused;
    static const struct {
        const char       *what;
        unsigned          n, noted, quiet, runs;
        ngl_forecast_lack lack;
    } rows[] = {
        { "twenty noted days and ten runs are enough", 40, 20, 0, 10, NGL_FORECAST_ENOUGH },
        { "nineteen are not", 40, 19, 0, 10, NGL_FORECAST_FEW_NOTES },
        { "a note a week ago still counts", 60, 30, 7, 10, NGL_FORECAST_ENOUGH },
        { "eight days without one is too long", 60, 30, 8, 10, NGL_FORECAST_OLD_NOTES },
        { "four runs are too few", 60, 30, 0, 4, NGL_FORECAST_FEW_RUNS },
        { "five will do", 60, 30, 0, 5, NGL_FORECAST_ENOUGH },
        { "one day of anything", 1, 1, 0, 1, NGL_FORECAST_FEW_NOTES },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_forecast f;
        ngl_error    err = { 0 };
        for (unsigned t = 0; t < rows[i].n; t++) {
            unsigned back = rows[i].n - 1 - t;
            days[t] = (ngl_forecast_day){ .load = back % 3 == 0 && back / 3 < rows[i].runs ? 8 : 0,
                                          .pain = { NAN, NAN, NAN, NAN, NAN } };
            if (back >= rows[i].quiet && back < rows[i].quiet + rows[i].noted) days[t].pain[0] = 1;
        }
        ngl_forecast_history h = { TODAY - (ngl_day)rows[i].n + 1, rows[i].n, days, 36 };
        CHECK(ngl_forecast_look(&h).lack == rows[i].lack, "%s: %d", rows[i].what, (int)ngl_forecast_look(&h).lack);
        CHECK(ngl_forecast_learn(&f, &h, 1, &err) == (rows[i].lack ? NGL_E_NOT_FOUND : NGL_OK), "%s: learning", rows[i].what);
        for (unsigned k = 0; rows[i].lack && k < NGL_FORECAST_DRAWS; k++)
            CHECK(f.person[k].half_life_d == 0, "%s: nothing was learned", rows[i].what);
    }
}

static void what_cannot_be_is_refused(void **unused)
{
    (void)unused;
    static const struct {
        const char *what;
        double      load, pain, half_life_h;
    } rows[] = { { "a negative load", -1, 1, 36 },  { "an infinite load", INFINITY, 1, 36 }, { "pain of 11", 5, 11, 36 },
                 { "pain below 0", 5, -1, 36 },     { "no half-life", 5, 1, 0 },             { "a half-life that is none", 5, 1, NAN } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_forecast         f;
        ngl_error            err = { 0 };
        ngl_forecast_history h = runner(60, 1, 0.3);
        days[30].load = rows[i].load;
        days[30].pain[0] = rows[i].pain;
        h.half_life_h = rows[i].half_life_h;
        CHECK(ngl_forecast_learn(&f, &h, 1, &err) == NGL_E_INVALID && err.text[0], "%s", rows[i].what);
    }
}

static void odd_histories_give_numbers_or_a_reason(void **unused)
{
    (void)unused;
    static const struct {
        const char *what;
        double      load, pain;
        unsigned    stopped, n;
    } rows[] = {
        { "no pain on any day", 5, 0, 0, 120 },         { "pain of ten on all", 5, 10, 0, 120 },
        { "every run cut short", 5, 3, 1, 120 },        { "runs whose load nobody knows on half the days", NAN, 1, 0, 120 },
        { "absurd loads", 5e8, 1, 0, 120 },             { "tiny loads", 1e-6, 1, 0, 120 },
        { "more days than are looked at", 5, 2, 0, MOST }, { "hardly three weeks", 5, 2, 0, 24 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (unsigned t = 0; t < rows[i].n; t++) {
            days[t] = (ngl_forecast_day){ .load = t % 4 ? t % 2 ? rows[i].load : 0 : 5, .pain = { NAN, NAN, NAN, NAN, rows[i].pain },
                                          .stopped = rows[i].stopped };
        }
        ngl_forecast_history h = { TODAY - (ngl_day)rows[i].n + 1, rows[i].n, days, 36 };
        ngl_forecast         f = learned(&h);
        double               load[NGL_FORECAST_DAYS] = { 5, 0, 5 };
        ngl_fortnight          o;
        ngl_forecast_ahead(&o, &f, load);
        for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++)
            CHECK(o.day[d].p >= 0 && o.day[d].p <= 1 && o.day[d].low <= o.day[d].high, "%s: %g", rows[i].what, o.day[d].p);
    }
}

static void the_last_two_weeks_again(void **unused)
{
    (void)unused;
    double load[NGL_FORECAST_DAYS];
    for (unsigned t = 0; t < 70; t++) days[t] = (ngl_forecast_day){ .load = t % 7 == 2 ? 10 : 0, .pain = { NAN, NAN, NAN, NAN, NAN } };
    days[60].load = 20;
    days[63].load = NAN;
    ngl_forecast_history h = { TODAY - 69, 70, days, 36 };
    ngl_forecast_usual_days(load, &h);
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
        double want = d == 4 ? 20 : d == 7 || d % 7 == 2 ? 10 : 0;
        CHECK(load[d] == want, "day %u: %g, not %g; a run nobody measured is the middle one", d, load[d], want);
    }
    h.n = 3;
    ngl_forecast_usual_days(load, &h);
    CHECK(load[0] == 0 && load[13] == 10, "where there is less, days before are rest: %g, %g", load[0], load[13]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grid_agrees_with_invented_days),
        cmocka_unit_test(the_filter_agrees_with_every_path),
        cmocka_unit_test(more_load_never_lowers_a_chance),
        cmocka_unit_test(chances_are_chances_and_add_up),
        cmocka_unit_test(odd_plans_are_rest),
        cmocka_unit_test(the_same_days_give_the_same_bytes),
        cmocka_unit_test(less_data_is_less_sure),
        cmocka_unit_test(a_runner_with_more_flares_has_the_greater_chance),
        cmocka_unit_test(the_largest_run_keeps_the_limit),
        cmocka_unit_test(what_is_lacking_is_said),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(odd_histories_give_numbers_or_a_reason),
        cmocka_unit_test(the_last_two_weeks_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
