/* Cleaning against runs that are made here: an hour with hills, walks and a
 * jittering satellite fix. Left alone, nothing may be changed in any of them;
 * with one planted fault, that fault is found, nearly all of it, and nothing
 * else is touched. */
#include "activity/track.h"
#include "base/random.h"

#include <math.h>
#include <niggle/clean.h>
#include <string.h>

#include "../../check.h"

enum { ROWS = 3600, RUNS = 40, MEMORY = 64 << 20 };
static const double PI = 3.14159265358979323846;

typedef struct run {
    ngl_activity a;
    int64_t time_ms[ROWS];
    float   column[NGL_STREAM_COUNT][ROWS];
    int32_t lat[ROWS], lon[ROWS];
    double  true_grade[ROWS];
    ngl_pause pause;
} run;

static run r; /* one at a time */

static double height(double x)
{
    return 12 * sin(2 * PI * x / 800) + 4 * sin(2 * PI * x / 310);
}

static double slope(double x)
{
    return 2 * PI * (12.0 / 800 * cos(2 * PI * x / 800) + 4.0 / 310 * cos(2 * PI * x / 310));
}

/* An errors' chain with standard deviation `sd` that forgets within `memory` rows. */
static double chain(ngl_random *random, double *state, double sd, double memory)
{
    double keep = exp(-1 / memory);
    return *state = *state * keep + sd * sqrt(1 - keep * keep) * ngl_random_normal(random);
}

static void put_rows(ngl_random *random)
{
    double way = 0, slow = 0, east = 0, north = 0, baro = 0, hr = 95, beat = 0, step = 0;
    for (int i = 0; i < ROWS; i++) {
        bool   walks = i % 900 > 820;
        double speed = walks ? 1.4 : 3 + chain(random, &slow, 0.25, 60);
        double aim = walks ? 120 : 150 + 900 * slope(way) * 0.2;
        way += speed;
        hr += (aim - hr) / 40;
        r.time_ms[i] = 1000 * (int64_t)i;
        r.true_grade[i] = slope(way);
        r.column[NGL_STREAM_DIST][i] = (float)way;
        r.column[NGL_STREAM_SPEED][i] = (float)speed;
        r.column[NGL_STREAM_ALTITUDE][i] = (float)(round((100 + height(way) + chain(random, &baro, 0.5, 20)) * 5) / 5);
        r.column[NGL_STREAM_HEART_RATE][i] = (float)round(hr + chain(random, &beat, 1.5, 20));
        r.column[NGL_STREAM_CADENCE][i] = (float)round((walks ? 112 : 168 + 4 * (speed - 3)) + chain(random, &step, 1.2, 5));
        double x = way + chain(random, &east, 2.5, 30), y = chain(random, &north, 2.5, 30);
        r.lat[i] = ngl_track_semicircles(48 + y / 111320, 90);
        r.lon[i] = ngl_track_semicircles(11 + x / (111320 * cos(48 * PI / 180)), 180);
    }
}

static void make_run(uint64_t seed)
{
    static const ngl_stream kept[] = { NGL_STREAM_DIST, NGL_STREAM_SPEED, NGL_STREAM_ALTITUDE, NGL_STREAM_HEART_RATE,
                                       NGL_STREAM_CADENCE };
    ngl_random random = ngl_random_from(seed);
    r.a = ngl_track_blank("fit");
    r.a.sport = NGL_SPORT_RUNNING;
    r.a.start = 1600000000000;
    r.a.nrecord = ROWS;
    r.a.time_ms = r.time_ms;
    r.a.lat_semi = r.lat;
    r.a.lon_semi = r.lon;
    for (size_t i = 0; i < COUNT(kept); i++) r.a.stream[kept[i]] = r.column[kept[i]];
    put_rows(&random);
}

static ngl_clean cleaned(void)
{
    ngl_clean out;
    ngl_error err;
    assert_int_equal(ngl_clean_activity(&out, &r.a, MEMORY, &err), NGL_OK);
    return out;
}

static void a_sound_run_is_not_changed(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        make_run(seed);
        ngl_clean c = cleaned();
        for (unsigned k = 0; k < NGL_REPAIR_COUNT; k++)
            CHECK(c.rows[k] == 0, "run %d: %s in %u rows", (int)seed, ngl_repair_key((ngl_repair)k), (unsigned)c.rows[k]);
        assert_memory_equal(c.time_ms, r.time_ms, sizeof r.time_ms);
        assert_memory_equal(c.lat_semi, r.lat, sizeof r.lat);
        assert_memory_equal(c.hr_bpm, r.column[NGL_STREAM_HEART_RATE], sizeof *r.column);
        assert_memory_equal(c.cadence_spm, r.column[NGL_STREAM_CADENCE], sizeof *r.column);
        assert_memory_equal(c.alt_m, r.column[NGL_STREAM_ALTITUDE], sizeof *r.column);
        CHECK(fabs(c.moving_s - (ROWS - 1)) < 1, "run %d moved for %.0f s", (int)seed, c.moving_s);
        ngl_clean_free(&c);
    }
}

/* ---- faults --------------------------------------------------------------------------- */

static void shift_position(int i, double metres)
{
    if (i < ROWS) r.lat[i] = ngl_track_semicircles(r.lat[i] * (180 / 2147483648.0) + metres / 111320, 90);
}

static void one_fix_is_off(int at, int *n) { shift_position(at, 90), *n = 1; }

static void an_excursion(int at, int *n)
{
    *n = 12;
    for (int i = 0; i < *n; i++) shift_position(at + i, 200 + 3 * i);
}

static void distance_leaps(int at, int *n)
{
    for (int i = at; i < ROWS; i++) r.column[NGL_STREAM_DIST][i] += 800;
    *n = 1;
}

static void distance_begins_anew(int at, int *n)
{
    float before = r.column[NGL_STREAM_DIST][at];
    for (int i = at; i < ROWS; i++) r.column[NGL_STREAM_DIST][i] -= before;
    *n = 1;
}

static void speed_is_mad(int at, int *n) { r.column[NGL_STREAM_SPEED][at] = r.column[NGL_STREAM_SPEED][at + 1] = 30, *n = 2; }

static void height_is_mad(int at, int *n)
{
    *n = 3;
    for (int i = 0; i < *n; i++) r.column[NGL_STREAM_ALTITUDE][at + i] += 60;
}

static void heart_is_stuck(int at, int *n)
{
    *n = 400;
    for (int i = 0; i < *n; i++) r.column[NGL_STREAM_HEART_RATE][at + i] = r.column[NGL_STREAM_HEART_RATE][at];
}

static void heart_counts_steps(int at, int *n)
{
    *n = 300;
    for (int i = 0; i < *n; i++) r.column[NGL_STREAM_HEART_RATE][at + i] = r.column[NGL_STREAM_CADENCE][at + i];
}

static void every_other_step(int at, int *n)
{
    *n = 120;
    for (int i = 0; i < *n; i++) r.column[NGL_STREAM_CADENCE][at + i] /= 2;
}

static void each_step_twice(int at, int *n)
{
    *n = 120;
    for (int i = 0; i < *n; i++) r.column[NGL_STREAM_CADENCE][at + i] *= 2;
}

static void clock_goes_back(int at, int *n)
{
    for (int i = at; i < ROWS; i++) r.time_ms[i] -= 3600000;
    *n = 1;
}

static void clock_leaps_years(int at, int *n)
{
    for (int i = at; i < ROWS; i++) r.time_ms[i] += INT64_C(619) * 7 * 86400000;
    *n = 1;
}

static void one_time_is_wrong(int at, int *n) { r.time_ms[at] += 5000000, *n = 1; }

/* The watch stopped recording for five minutes at rest: rows vanish, the way does not. */
static void recording_rests(int at, int *n)
{
    for (int i = at; i < ROWS; i++) r.time_ms[i] += 300000;
    *n = 1;
}

typedef struct fault {
    const char *what;
    void (*plant)(int at, int *n);
    ngl_repair kind;
    double     recall; /* least share of its rows, over all runs */
} fault;

static const fault faults[] = {
    { "one fix 90 m off", one_fix_is_off, NGL_REPAIR_POSITION, 1 },
    { "twelve fixes 200 m off", an_excursion, NGL_REPAIR_POSITION, 1 },
    { "the distance leaps", distance_leaps, NGL_REPAIR_DISTANCE, 1 },
    { "the distance begins anew", distance_begins_anew, NGL_REPAIR_DISTANCE, 1 },
    { "a mad speed", speed_is_mad, NGL_REPAIR_SPEED, 1 },
    { "a mad height", height_is_mad, NGL_REPAIR_ALTITUDE, 1 },
    { "a stuck heart rate", heart_is_stuck, NGL_REPAIR_HEART_STUCK, 0.99 },
    { "a heart rate that is the cadence", heart_counts_steps, NGL_REPAIR_HEART_LOCKED, 0.8 },
    /* the rest enters and leaves by less than 20 beats: nothing tells it from the truth */
    { "every other step missed", every_other_step, NGL_REPAIR_CADENCE_HALF, 0.99 },
    { "each step counted twice", each_step_twice, NGL_REPAIR_CADENCE_DOUBLE, 0.99 },
    { "the clock goes back an hour", clock_goes_back, NGL_REPAIR_CLOCK, 1 },
    { "the clock leaps twelve years", clock_leaps_years, NGL_REPAIR_CLOCK, 1 },
    { "one time is wrong", one_time_is_wrong, NGL_REPAIR_CLOCK, 1 },
    { "five minutes without a record", recording_rests, NGL_REPAIR_GAP, 1 },
};

static void a_planted_fault_is_found_and_nothing_else(void **state)
{
    (void)state;
    for (size_t f = 0; f < COUNT(faults); f++) {
        unsigned planted = 0, found = 0, beside = 0;
        for (uint64_t seed = 0; seed < RUNS; seed++) {
            int at = 100 + (int)(seed * 83 % 300), n = 0;
            make_run(seed);
            faults[f].plant(at, &n);
            ngl_clean c = cleaned();
            planted += (unsigned)n;
            for (int i = 0; i < ROWS; i++) {
                unsigned marks = c.repaired[i], own = 1u << faults[f].kind;
                bool     inside = i >= at && i < at + n;
                found += inside && (marks & own);
                beside += (marks & ~own) != 0 || (!inside && (marks & own));
            }
            ngl_clean_free(&c);
        }
        CHECK(found >= faults[f].recall * planted, "%s: %u of %u rows found", faults[f].what, found, planted);
        CHECK(beside * 100 <= planted * 5, "%s: %u rows beside it are marked", faults[f].what, beside);
    }
}

/* ---- what is put in their place ------------------------------------------------------------ */

static void what_is_mended_is_near_what_was(void **state)
{
    (void)state;
    int n;
    make_run(5);
    run was = r;
    one_fix_is_off(200, &n);
    distance_leaps(1000, &n);
    every_other_step(1200, &n);
    clock_goes_back(1500, &n);
    ngl_clean c = cleaned();
    double    off = ngl_track_metres(c.lat_semi[200], c.lon_semi[200], was.lat[200], was.lon[200]);
    CHECK(off < 8, "the fix was put %.1f m beside where it was", off);
    for (int i = 0; i < ROWS; i++) {
        CHECK(c.time_ms[i] == was.time_ms[i], "row %d: time", i);
        CHECK(fabs((double)(c.dist_m[i] - was.column[NGL_STREAM_DIST][i])) < 12, "row %d: distance", i);
        CHECK(fabs((double)(c.cadence_spm[i] - was.column[NGL_STREAM_CADENCE][i])) < 1e-3, "row %d: cadence", i);
    }
    ngl_clean_free(&c);
}

static void a_leap_without_a_way_back_stays(void **state)
{
    (void)state;
    make_run(6);
    for (int i = 700; i < ROWS; i++) shift_position(i, 500);
    ngl_clean c = cleaned();
    assert_int_equal(c.rows[NGL_REPAIR_POSITION], 0);
    ngl_clean_free(&c);
}

static void a_distance_that_was_made_from_the_spike_loses_it(void **state)
{
    (void)state;
    int n;
    make_run(7);
    one_fix_is_off(200, &n);
    double way = 0;
    for (int i = 0; i < ROWS; i++) {
        if (i) way += ngl_track_metres(r.lat[i - 1], r.lon[i - 1], r.lat[i], r.lon[i]);
        r.column[NGL_STREAM_DIST][i] = (float)way;
    }
    ngl_clean c = cleaned();
    double    less = way - (double)c.dist_m[ROWS - 1];
    CHECK(less > 150 && less < 190, "the spike of 2 times 90 m made the way %.0f m longer", less);
    ngl_clean_free(&c);
}

/* ---- grade ------------------------------------------------------------------------------------ */

static void the_grade_is_near_the_truth_and_its_error_is_honest(void **state)
{
    (void)state;
    unsigned n = 0, within = 0;
    double   square = 0;
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        make_run(seed);
        ngl_clean c = cleaned();
        for (int i = 60; i < ROWS - 60; i += 5) {
            double off = (double)c.grade[i] - r.true_grade[i];
            square += off * off;
            within += fabs(off) <= 2 * (double)c.grade_sd[i];
            n++;
        }
        CHECK(c.usual_grade_sd > 0.004 && c.usual_grade_sd < 0.05, "run %d: error %.4f", (int)seed, c.usual_grade_sd);
        ngl_clean_free(&c);
    }
    CHECK(sqrt(square / n) < 0.02, "the grade is off by %.4f", sqrt(square / n));
    CHECK(within >= 0.9 * n, "only %.3f of the grades are within two errors", (double)within / n);
}

/* the figures of table 3 and the text of the paper: 3.40 +- 0.24 on the flat, 18.93 at +0.45, 1.73 at -0.20 J/kg/m */
static void costs_are_those_of_the_paper(void **state)
{
    (void)state;
    static const struct {
        double grade, cost, off;
    } rows[] = { { 0, 1, 1e-12 }, { 0.45, 18.93 / 3.6, 0.35 }, { -0.2, 1.73 / 3.6, 0.08 }, { 0.1, 1.65, 0.08 } };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(fabs(ngl_grade_cost(rows[i].grade) - rows[i].cost) <= rows[i].off, "at %.2f the cost is %.3f of the flat",
              rows[i].grade, ngl_grade_cost(rows[i].grade));
    assert_true(ngl_grade_cost(3) == ngl_grade_cost(0.45));
    assert_true(isnan(ngl_grade_cost(NAN)));
}

static void on_the_flat_the_pace_is_the_pace(void **state)
{
    (void)state;
    make_run(1);
    for (int i = 0; i < ROWS; i++) r.column[NGL_STREAM_ALTITUDE][i] = 50;
    ngl_clean c = cleaned();
    double    pace = c.moving_s / c.moving_dist_m * 1000;
    CHECK(fabs(c.flat_s_per_km - pace) < 0.5, "%.1f s/km on the flat is said to be %.1f", pace, c.flat_s_per_km);
    ngl_clean_free(&c);
}

/* ---- best efforts ------------------------------------------------------------------------------ */

/* every pair of rows, with even speed between them */
static double slow_best(const ngl_clean *c, double length)
{
    double best = INFINITY;
    for (uint32_t i = 0; i < c->n; i++) {
        for (uint32_t j = i + 1; j < c->n; j++) {
            double over = (double)c->dist_m[j] - (double)c->dist_m[i] - length;
            if (over < 0) continue;
            double last = (double)(c->dist_m[j] - c->dist_m[j - 1]), first = (double)(c->dist_m[i + 1] - c->dist_m[i]);
            double s = (double)(c->time_ms[j] - c->time_ms[i]) / 1000;
            double cut_end = over <= last ? s - over / last : INFINITY;
            double cut_start = over <= first ? s - over / first : INFINITY;
            best = fmin(best, fmin(cut_end, cut_start));
            break;
        }
    }
    return best;
}

static void best_efforts_agree_with_trying_everything(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        make_run(seed);
        ngl_clean c = cleaned();
        assert_true(c.nbest >= 5);
        for (uint32_t i = 0; i < c.nbest; i++) {
            double slow = slow_best(&c, c.best[i].dist_m);
            CHECK(c.best[i].seconds <= slow + 1e-3 && c.best[i].seconds > slow - 1, "%.0f m: %.3f s, not %.3f",
                  c.best[i].dist_m, c.best[i].seconds, slow);
        }
        ngl_clean_free(&c);
    }
}

/* ---- limits --------------------------------------------------------------------------------------- */

static void a_recording_of_nothing_is_fine(void **state)
{
    (void)state;
    ngl_clean c;
    ngl_activity none = ngl_track_blank("gpx");
    assert_int_equal(ngl_clean_activity(&c, &none, MEMORY, NULL), NGL_OK);
    assert_int_equal(c.n, 0);
    assert_true(isnan(c.moving_s));
    ngl_clean_free(&c);
    make_run(1);
    for (uint32_t n = 1; n < 40; n++) {
        r.a.nrecord = n;
        c = cleaned();
        assert_int_equal(c.n, n);
        ngl_clean_free(&c);
    }
}

static void every_column_of_nothing_is_fine(void **state)
{
    (void)state;
    make_run(2);
    for (int i = 0; i < ROWS; i++) {
        for (int s = 0; s < NGL_STREAM_COUNT; s++) r.column[s][i] = NAN;
        r.lat[i] = r.lon[i] = NGL_POSITION_NONE;
    }
    ngl_clean c = cleaned();
    assert_int_equal(c.n, ROWS);
    ngl_clean_free(&c);
}

static void memory_is_refused_at_every_place(void **state)
{
    (void)state;
    make_run(3);
    unsigned refused = 0;
    for (size_t max = 0; max < 1 << 20; max += 16384) {
        ngl_clean  c;
        ngl_error  err;
        ngl_status status = ngl_clean_activity(&c, &r.a, max, &err);
        CHECK(status == NGL_OK || status == NGL_E_NOMEM, "%zu bytes: %d", max, (int)status);
        refused += status != NGL_OK;
        ngl_clean_free(&c);
    }
    assert_true(refused > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_run_is_not_changed),
        cmocka_unit_test(a_planted_fault_is_found_and_nothing_else),
        cmocka_unit_test(what_is_mended_is_near_what_was),
        cmocka_unit_test(a_leap_without_a_way_back_stays),
        cmocka_unit_test(a_distance_that_was_made_from_the_spike_loses_it),
        cmocka_unit_test(the_grade_is_near_the_truth_and_its_error_is_honest),
        cmocka_unit_test(costs_are_those_of_the_paper),
        cmocka_unit_test(on_the_flat_the_pace_is_the_pace),
        cmocka_unit_test(best_efforts_agree_with_trying_everything),
        cmocka_unit_test(a_recording_of_nothing_is_fine),
        cmocka_unit_test(every_column_of_nothing_is_fine),
        cmocka_unit_test(memory_is_refused_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
