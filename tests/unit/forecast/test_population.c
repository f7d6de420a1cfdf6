/* The population model: what it measures, what it learns, and that nothing is
 * left where it refuses. */
#include "../../check.h"
#include "forecast/population.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

enum { ATHLETES = 40, EACH = 200, ROWS = ATHLETES * EACH, MEMORY = 64 << 20 };

static ngl_population_row rows[ROWS];

/* Load alone drives injuries, by `weight` for each unit of its logarithm. */
static void invent(double weight, uint64_t seed)
{
    ngl_random r = ngl_random_from(seed);
    for (int i = 0; i < ROWS; i++) {
        ngl_population_row *row = &rows[i];
        double              load = 1.5 + 0.6 * ngl_random_normal(&r);
        *row = (ngl_population_row){ .measure = { load, load, NAN, 0.8, NAN },
                                     .usual_load = 1.5,
                                     .past_rows = i % EACH,
                                     .past_injuries = 0.02 * (i % EACH),
                                     .athlete = i / EACH };
        row->injured = ngl_random_unit(&r) < 1 / (1 + exp(3.5 - weight * (load - 1.5)));
    }
}

static void measures_are_what_they_say(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        double      km[NGL_POPULATION_DAYS], all; /* what every memory gives: km a day */
    } table[] = {
        { "nothing run is no load", { 0, 0, 0, 0, 0, 0, 0 }, 0 },
        { "the same every day is that, whatever the memory", { 9, 9, 9, 9, 9, 9, 9 }, 9 },
        { "days not recorded are left out, not nought", { NAN, NAN, 9, 9, 9, 9, 9 }, 9 },
        { "nothing recorded is not known", { NAN, NAN, NAN, NAN, NAN, NAN, NAN }, NAN },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        ngl_population_day day[NGL_POPULATION_DAYS];
        double             out[NGL_POPULATION_MEASURES];
        for (int d = 0; d < NGL_POPULATION_DAYS; d++)
            day[d] = (ngl_population_day){ .km = table[i].km[d], .exertion = 0.5, .success = 0.7, .trained = true };
        ngl_population_measure_days(out, day);
        CHECK(isnan(table[i].all) ? isnan(out[0]) : fabs(out[0] - log1p(table[i].all)) < 1e-12, "%s: %g", table[i].what,
              out[0]);
        CHECK(isnan(table[i].all) ? isnan(out[1]) : fabs(out[1] - log1p(table[i].all)) < 1e-12, "%s: %g", table[i].what,
              out[1]);
        CHECK(fabs(out[3] - 0.7) < 1e-12, "%s: success %g", table[i].what, out[3]);
    }
}

static void yesterday_counts_more_than_last_week(void **state)
{
    (void)state;
    ngl_population_day late[NGL_POPULATION_DAYS] = { 0 }, early[NGL_POPULATION_DAYS] = { 0 };
    double             a[NGL_POPULATION_MEASURES], b[NGL_POPULATION_MEASURES];
    late[NGL_POPULATION_DAYS - 1] = early[0] = (ngl_population_day){ 20, 0.5, 0.8, true };
    ngl_population_measure_days(a, late);
    ngl_population_measure_days(b, early);
    for (int m = 0; m < 3; m++) CHECK(a[m] > b[m], "measure %d: %g after %g", m, a[m], b[m]);
}

static void a_jump_is_against_the_two_weeks_before(void **state)
{
    (void)state;
    ngl_population_week week[NGL_POPULATION_WEEKS] = { { 20, 8, 0.2, 0.8 }, { 30, 8, 0.2, 0.8 }, { 55, 20, 0.3, 0.7 } };
    double              out[NGL_POPULATION_MEASURES];
    ngl_population_measure_weeks(out, week);
    CHECK(fabs(out[4] - log(60.0 / 30)) < 1e-12, "55 km after 25: %g", out[4]);
}

static void what_drives_injuries_is_learned(void **state)
{
    (void)state;
    static const double weights[] = { 0, 0.5, 1, 2 };
    double              before = -1;
    for (size_t i = 0; i < COUNT(weights); i++) {
        ngl_population_model m;
        ngl_arena            a;
        invent(weights[i], 7);
        ngl_arena_init(&a, MEMORY);
        assert_int_equal(ngl_population_learn(&m, rows, ROWS, 5, 1, &a, NULL), NGL_OK);
        ngl_population_row calm = rows[0], busy = rows[0];
        calm.measure[0] = calm.measure[1] = 1;
        busy.measure[0] = busy.measure[1] = 2;
        double p = ngl_population_risk(&m, &calm), q = ngl_population_risk(&m, &busy);
        double found = log(q / (1 - q)) - log(p / (1 - p));
        CHECK(fabs(found - weights[i]) < 0.35, "a weight of %g comes back as %g", weights[i], found);
        CHECK(found > before, "more of it, more found: %g after %g", found, before);
        before = found;
        ngl_arena_free(&a);
    }
}

static void learning_twice_gives_the_same(void **state)
{
    (void)state;
    ngl_population_model m[2];
    memset(m, 0, sizeof m);
    invent(1, 3);
    for (int i = 0; i < 2; i++) {
        ngl_arena a;
        ngl_arena_init(&a, MEMORY);
        assert_int_equal(ngl_population_learn(&m[i], rows, ROWS, 5, 1, &a, NULL), NGL_OK);
        ngl_arena_free(&a);
    }
    assert_memory_equal(&m[0], &m[1], sizeof m[0]);
}

static void nothing_known_is_still_a_chance(void **state)
{
    (void)state;
    ngl_population_model m;
    ngl_arena            a;
    invent(1, 3);
    ngl_arena_init(&a, MEMORY);
    assert_int_equal(ngl_population_learn(&m, rows, ROWS, 5, 1, &a, NULL), NGL_OK);
    ngl_population_row none = { .measure = { NAN, NAN, NAN, NAN, NAN }, .usual_load = NAN, .past_injuries = NAN };
    double             p = ngl_population_risk(&m, &none);
    CHECK(p > 0.5 * m.rate && p < 2 * m.rate, "about the rate of all, %g: %g", m.rate, p);
    ngl_arena_free(&a);
}

static void what_cannot_be_learned_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        size_t      n;
        unsigned    folds;
        int         injuries; /* 0 none, 1 all */
    } table[] = {
        { "no rows", 0, 5, -1 },          { "one athlete", EACH, 5, -1 },
        { "nobody injured", ROWS, 5, 0 }, { "every day an injury", ROWS, 5, 1 },
        { "one fold", ROWS, 1, -1 },      { "too many folds", ROWS, 33, -1 },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        ngl_arena            a;
        ngl_population_model m = { .rate = -1 };
        invent(1, 5);
        for (size_t k = 0; table[i].injuries >= 0 && k < ROWS; k++) rows[k].injured = table[i].injuries;
        ngl_arena_init(&a, MEMORY);
        ngl_error  err = { 0 };
        ngl_status s = ngl_population_learn(&m, rows, table[i].n, table[i].folds, 1, &a, &err);
        CHECK(s == NGL_E_INVALID && err.text[0], "%s: %d", table[i].what, s);
        CHECK(m.rate == -1, "%s: the model is left alone", table[i].what);
        ngl_arena_free(&a);
    }
}

static void every_budget_below_the_need_is_refused(void **state)
{
    (void)state;
    unsigned refused = 0;
    invent(1, 3);
    for (size_t budget = 1024;; budget *= 2) {
        ngl_population_model m;
        ngl_arena            a;
        ngl_arena_init(&a, budget);
        ngl_status s = ngl_population_learn(&m, rows, ROWS / 4, 3, 1, &a, NULL);
        ngl_arena_free(&a);
        if (s == NGL_OK) break;
        CHECK(s == NGL_E_NOMEM, "budget %zu: %d", budget, s);
        refused++;
    }
    CHECK(refused > 3, "refused %u times", refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_are_what_they_say),
        cmocka_unit_test(yesterday_counts_more_than_last_week),
        cmocka_unit_test(a_jump_is_against_the_two_weeks_before),
        cmocka_unit_test(what_drives_injuries_is_learned),
        cmocka_unit_test(learning_twice_gives_the_same),
        cmocka_unit_test(nothing_known_is_still_a_chance),
        cmocka_unit_test(what_cannot_be_learned_is_refused),
        cmocka_unit_test(every_budget_below_the_need_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
