/* Evidence from runs as a table: a usual history, what is added to it and left
 * out of it, and the one answer that must come out. Days count back from the
 * onset: 0 is the day the pain began, -1 the day before. */
#include <niggle/load.h>

#include "../../check.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ONSET = 20512, MAX_RUNS = 400, EXTRA = 6, DAY_MS = 86400000 };

#define KM 1000.0
#define MIN 60.0

typedef struct extra {
    int       day;
    double    dist_m, timer_s;
    double    ascent_m, descent_m, max_speed_mps; /* 0: as usual */
    ngl_sport sport;                              /* 0: running */
    bool      set;
} extra;

#define RUN(d, km) { .day = (d), .dist_m = (km) * KM, .timer_s = (km) * 6 * MIN, .set = true }
#define SPORT(d, s) { .day = (d), .dist_m = 20 * KM, .timer_s = 60 * MIN, .sport = NGL_SPORT_##s, .set = true }

typedef struct row {
    const char        *what;
    ngl_training_item  item;
    int                weeks;              /* of usual history before the onset */
    int                gap_from, gap_to;   /* usual runs of these days are left out; 0,0: none */
    extra              add[EXTRA];
    bool               onset_unknown;
    ngl_training_state state;
    int                day;                /* of the run that shows it, where the state is YES */
    double             percent;            /* rounded; 0: not looked at */
} row;

/* three runs a week: 8, 10 and 14 km at 6 minutes a kilometre, 5 m up and down for each kilometre */
static size_t history(ngl_run_summary *out, const row *r)
{
    static const struct { int weekday; double km; } week[] = { { 1, 8 }, { 3, 10 }, { 6, 14 } };
    size_t n = 0;
    for (int w = r->weeks; w >= 1; w--) {
        for (size_t i = 0; i < COUNT(week); i++) {
            int day = -7 * w + week[i].weekday;
            if (day >= r->gap_from && day <= r->gap_to && r->gap_from) continue;
            out[n++] = (ngl_run_summary){ .day = day, .sport = NGL_SPORT_RUNNING, .dist_m = week[i].km * KM,
                                          .timer_s = week[i].km * 6 * MIN, .ascent_m = week[i].km * 5,
                                          .descent_m = week[i].km * 5, .max_speed_mps = 3.2 };
        }
    }
    for (size_t i = 0; i < EXTRA && r->add[i].set; i++) {
        const extra *e = &r->add[i];
        double       km = isnan(e->dist_m) ? 0 : e->dist_m / KM;
        out[n++] = (ngl_run_summary){ .day = e->day, .sport = e->sport ? e->sport : NGL_SPORT_RUNNING,
                                      .dist_m = e->dist_m, .timer_s = e->timer_s,
                                      .ascent_m = e->ascent_m > 0 ? e->ascent_m : km * 5,
                                      .descent_m = e->descent_m > 0 ? e->descent_m : km * 5,
                                      .max_speed_mps = e->max_speed_mps > 0 ? e->max_speed_mps : 3.2 };
    }
    return n;
}

static int by_day(const void *a, const void *b)
{
    const ngl_run_summary *x = a, *y = b;
    return (x->day > y->day) - (x->day < y->day);
}

static size_t make(ngl_run_summary *out, const row *r)
{
    size_t n = history(out, r);
    qsort(out, n, sizeof *out, by_day);
    for (size_t i = 0; i < n; i++) {
        out[i].day += ONSET;
        out[i].start = (ngl_instant)out[i].day * DAY_MS + (ngl_instant)i;
    }
    return n;
}

static const row rows[] = {
    { .what = "a steady history shows no spike", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12, .state = NGL_TRAINING_NO },
    { .what = "18 km after 14: 29 % longer", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12, .add = { RUN(-5, 18) },
      .state = NGL_TRAINING_YES, .day = -5, .percent = 29 },
    { .what = "exactly 110 % is no spike", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12, .add = { RUN(-5, 15.4) },
      .state = NGL_TRAINING_NO },
    { .what = "a little more than 110 % is one", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12, .add = { RUN(-5, 15.5) },
      .state = NGL_TRAINING_YES, .day = -5, .percent = 11 },
    { .what = "of two, the one further beyond its month is told", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12,
      .add = { RUN(-20, 16), RUN(-5, 24) }, .state = NGL_TRAINING_YES, .day = -5, .percent = 50 },
    { .what = "the run of the onset's own day counts", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12, .add = { RUN(0, 21) },
      .state = NGL_TRAINING_YES, .day = 0, .percent = 50 },
    { .what = "a run after the onset does not", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12, .add = { RUN(1, 30) },
      .state = NGL_TRAINING_NO },
    { .what = "nor one of six weeks before it", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 14, .add = { RUN(-45, 30) },
      .state = NGL_TRAINING_NO },
    { .what = "a long run within 30 days makes the next one usual", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 14,
      .add = { RUN(-35, 18), RUN(-6, 18) }, .state = NGL_TRAINING_NO },
    { .what = "three weeks of files cannot tell", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 3, .add = { RUN(-2, 25) },
      .state = NGL_TRAINING_UNKNOWN },
    { .what = "six weeks can show a spike, and cannot exclude one", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 6,
      .state = NGL_TRAINING_UNKNOWN },
    { .what = "three weeks without any file: unknown, not no", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 16, .gap_from = -45,
      .gap_to = -22, .state = NGL_TRAINING_UNKNOWN },
    { .what = "rides in those weeks show that the files are there", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 16,
      .gap_from = -45, .gap_to = -26, .add = { SPORT(-44, CYCLING), SPORT(-36, CYCLING), SPORT(-28, CYCLING) },
      .state = NGL_TRAINING_NO },
    { .what = "a ride is no run, however long", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12,
      .add = { { .day = -3, .dist_m = 90 * KM, .timer_s = 200 * MIN, .sport = NGL_SPORT_CYCLING, .set = true } },
      .state = NGL_TRAINING_NO },
    { .what = "a run without distance that lasted longer may hide the longest", .item = NGL_TRAINING_LONG_RUN_SPIKE,
      .weeks = 12, .add = { { .day = -15, .dist_m = NAN, .timer_s = 150 * MIN, .set = true }, RUN(-5, 18) },
      .state = NGL_TRAINING_UNKNOWN },
    { .what = "a short one without distance does not", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12,
      .add = { { .day = -35, .dist_m = NAN, .timer_s = 20 * MIN, .set = true }, RUN(-20, 18) }, .state = NGL_TRAINING_YES,
      .day = -20, .percent = 29 },
    { .what = "without an onset a spike of the last month is still shown", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12,
      .add = { RUN(-5, 18) }, .onset_unknown = true, .state = NGL_TRAINING_YES, .day = -5, .percent = 29 },
    { .what = "without an onset nothing is no", .item = NGL_TRAINING_LONG_RUN_SPIKE, .weeks = 12, .onset_unknown = true,
      .state = NGL_TRAINING_UNKNOWN },

    { .what = "32 km a week, every week: no jump", .item = NGL_TRAINING_VOLUME_JUMP, .weeks = 12, .state = NGL_TRAINING_NO },
    { .what = "two more runs make 52 km: 63 % more", .item = NGL_TRAINING_VOLUME_JUMP, .weeks = 12,
      .add = { RUN(-2, 10), RUN(-3, 10) }, .state = NGL_TRAINING_YES, .day = 0, .percent = 63 },
    { .what = "8 km more are a quarter: no jump", .item = NGL_TRAINING_VOLUME_JUMP, .weeks = 12, .add = { RUN(-2, 8) },
      .state = NGL_TRAINING_NO },
    { .what = "a jump two weeks before counts", .item = NGL_TRAINING_VOLUME_JUMP, .weeks = 12,
      .add = { RUN(-17, 10), RUN(-19, 10) }, .state = NGL_TRAINING_YES, .day = -14, .percent = 63 },
    { .what = "a jump five weeks before does not", .item = NGL_TRAINING_VOLUME_JUMP, .weeks = 14,
      .add = { RUN(-39, 10), RUN(-38, 10) }, .state = NGL_TRAINING_NO },
    { .what = "four weeks of files cannot tell", .item = NGL_TRAINING_VOLUME_JUMP, .weeks = 4, .state = NGL_TRAINING_UNKNOWN },

    { .what = "nothing new in three days", .item = NGL_TRAINING_UNACCUSTOMED, .weeks = 12, .state = NGL_TRAINING_NO },
    { .what = "a longer run the day before", .item = NGL_TRAINING_UNACCUSTOMED, .weeks = 12, .add = { RUN(-1, 20) },
      .state = NGL_TRAINING_YES, .day = -1, .percent = 43 },
    { .what = "four days before is too early", .item = NGL_TRAINING_UNACCUSTOMED, .weeks = 12, .add = { RUN(-4, 20) },
      .state = NGL_TRAINING_NO },
    { .what = "a much faster run", .item = NGL_TRAINING_UNACCUSTOMED, .weeks = 12,
      .add = { { .day = -2, .dist_m = 10 * KM, .timer_s = 50 * MIN, .set = true } }, .state = NGL_TRAINING_YES, .day = -2,
      .percent = 20 },
    { .what = "a sprint of 400 m says nothing about the usual pace", .item = NGL_TRAINING_UNACCUSTOMED, .weeks = 12,
      .add = { { .day = -2, .dist_m = 400, .timer_s = 90, .set = true } }, .state = NGL_TRAINING_NO },
    { .what = "without an onset it cannot be told", .item = NGL_TRAINING_UNACCUSTOMED, .weeks = 12, .add = { RUN(-1, 20) },
      .onset_unknown = true, .state = NGL_TRAINING_UNKNOWN },
    { .what = "files that end a week before the onset cannot tell", .item = NGL_TRAINING_UNACCUSTOMED, .weeks = 12,
      .gap_from = -8, .gap_to = -1, .state = NGL_TRAINING_UNKNOWN },
    { .what = "a run after the onset shows that the files are there", .item = NGL_TRAINING_UNACCUSTOMED, .weeks = 12,
      .gap_from = -3, .gap_to = -1, .add = { RUN(4, 5) }, .state = NGL_TRAINING_NO },

    { .what = "no more downhill than usual", .item = NGL_TRAINING_DOWNHILL, .weeks = 12, .state = NGL_TRAINING_NO },
    { .what = "a mountain, two days before", .item = NGL_TRAINING_DOWNHILL, .weeks = 12,
      .add = { { .day = -2, .dist_m = 12 * KM, .timer_s = 90 * MIN, .descent_m = 700, .set = true } },
      .state = NGL_TRAINING_YES, .day = -2, .percent = 900 },
    { .what = "60 m more are no mountain", .item = NGL_TRAINING_DOWNHILL, .weeks = 12,
      .add = { { .day = -2, .dist_m = 12 * KM, .timer_s = 72 * MIN, .descent_m = 130, .set = true } },
      .state = NGL_TRAINING_NO },

    { .what = "no change of pace or hills", .item = NGL_TRAINING_SPEED_HILLS, .weeks = 12, .state = NGL_TRAINING_NO },
    { .what = "quick runs in the last three weeks", .item = NGL_TRAINING_SPEED_HILLS, .weeks = 12,
      .add = { { .day = -16, .dist_m = 8 * KM, .timer_s = 40 * MIN, .set = true },
               { .day = -9, .dist_m = 8 * KM, .timer_s = 40 * MIN, .set = true },
               { .day = -2, .dist_m = 8 * KM, .timer_s = 38 * MIN, .set = true } },
      .state = NGL_TRAINING_YES, .day = -2 },
    { .what = "one quick run is not a change", .item = NGL_TRAINING_SPEED_HILLS, .weeks = 12,
      .add = { { .day = -9, .dist_m = 8 * KM, .timer_s = 40 * MIN, .set = true } }, .state = NGL_TRAINING_NO },
    { .what = "hills in the last three weeks", .item = NGL_TRAINING_SPEED_HILLS, .weeks = 12,
      .add = { { .day = -16, .dist_m = 10 * KM, .timer_s = 60 * MIN, .ascent_m = 300, .set = true },
               { .day = -9, .dist_m = 10 * KM, .timer_s = 60 * MIN, .ascent_m = 500, .set = true } },
      .state = NGL_TRAINING_YES, .day = -9 },
    { .what = "a satellite's 30 m/s are no speed work", .item = NGL_TRAINING_SPEED_HILLS, .weeks = 12,
      .add = { { .day = -9, .dist_m = 8 * KM, .timer_s = 48 * MIN, .max_speed_mps = 30, .set = true },
               { .day = -7, .dist_m = 8 * KM, .timer_s = 48 * MIN, .max_speed_mps = 30, .set = true } },
      .state = NGL_TRAINING_NO },

    { .what = "eight full weeks: usual distance known", .item = NGL_TRAINING_WEEKLY_KM, .weeks = 12, .state = NGL_TRAINING_YES,
      .day = INT32_MAX },
    { .what = "two weeks are too few", .item = NGL_TRAINING_WEEKLY_KM, .weeks = 2, .state = NGL_TRAINING_UNKNOWN },
};

static ngl_training weigh(const row *r)
{
    ngl_run_summary run[MAX_RUNS];
    size_t          n = make(run, r);
    ngl_training    t;
    CHECK(n > 0 && n < MAX_RUNS, "%s", r->what);
    ngl_status s = ngl_training_weigh(&t, run, n, r->onset_unknown ? NGL_DAY_NONE : ONSET, r->onset_unknown ? ONSET : ONSET + 10,
                                      NULL);
    CHECK(s == NGL_OK, "%s", r->what);
    return t;
}

static void test_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const row            *r = &rows[i];
        ngl_training          t = weigh(r);
        ngl_training_evidence e = t.item[r->item];
        CHECK(e.state == r->state, "%s: state %d, note \"%s\"", r->what, (int)e.state, e.note);
        if (e.state == NGL_TRAINING_UNKNOWN) CHECK(e.note[0], "%s: unknown without a reason", r->what);
        if (e.state != NGL_TRAINING_YES || r->day == INT32_MAX) continue;
        CHECK(e.day == ONSET + r->day, "%s: day %d", r->what, (int)(e.day - ONSET));
        CHECK(r->percent == 0 || lround(e.percent) == lround(r->percent), "%s: %g %%", r->what, e.percent);
        CHECK(e.run != NGL_RUN_INDEX_NONE, "%s: no run", r->what);
    }
}

static void test_bands(void **state)
{
    static const struct { const char *what; double km; const char *row; double hazard; } band[] = {
        { "11 % longer", 15.6, "spike_small", 1.64 },
        { "exactly 30 % longer", 18.2, "spike_small", 1.64 },
        { "31 % longer", 18.4, "spike_moderate", 1.52 },
        { "exactly twice", 28, "spike_moderate", 1.52 },
        { "more than twice", 28.1, "spike_large", 2.28 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(band); i++) {
        row r = { .what = band[i].what, .weeks = 12, .add = { RUN(-5, 14) } };
        r.add[0].dist_m = band[i].km * KM;
        ngl_training_evidence e = weigh(&r).item[NGL_TRAINING_LONG_RUN_SPIKE];
        CHECK(strcmp(e.row, band[i].row) == 0 && e.hazard == band[i].hazard, "%s: %s %g", band[i].what, e.row, e.hazard);
        CHECK(e.hazard_low < e.hazard && e.hazard < e.hazard_high, "%s", band[i].what);
        CHECK(strcmp(e.source, "S_FRANDSEN2025") == 0, "%s", band[i].what);
    }
}

/* the figures in the code are those of knowledge/training_load.csv */
static void test_figures_are_the_table(void **state)
{
    static const struct { double km; } example[] = { { 16 }, { 20 }, { 40 } };
    char  path[1024], line[1024], want[64];
    (void)state;
    snprintf(path, sizeof path, "%s/knowledge/training_load.csv", getenv("NIGGLE_SOURCE") ? getenv("NIGGLE_SOURCE") : ".");
    for (size_t i = 0; i < COUNT(example); i++) {
        row r = { .what = "band", .weeks = 12, .add = { RUN(-5, 14) } };
        r.add[0].dist_m = example[i].km * KM;
        ngl_training_evidence e = weigh(&r).item[NGL_TRAINING_LONG_RUN_SPIKE];
        bool  found = false;
        FILE *f = fopen(path, "r");
        CHECK(f != NULL, "%s", path);
        snprintf(want, sizeof want, ",HRR,%.2f,", e.hazard);
        while (f && fgets(line, sizeof line, f))
            if (strncmp(line, e.row, strlen(e.row)) == 0 && line[strlen(e.row)] == ',')
                found = strstr(line, want) && strstr(line, e.source);
        if (f) fclose(f);
        CHECK(found, "%s does not say %s and %s", e.row, want, e.source);
    }
}

static void test_weekly_km(void **state)
{
    (void)state;
    row r = { .what = "usual", .weeks = 12 };
    ngl_training_evidence e = weigh(&r).item[NGL_TRAINING_WEEKLY_KM];
    CHECK(e.weeks == 8 && e.value == 32 && e.low == 32 && e.high == 32, "32 km in each of 8 weeks: %g in %u", e.value, e.weeks);
    CHECK(e.note[0] == 0, "eight weeks are sure");
    r.weeks = 5;
    e = weigh(&r).item[NGL_TRAINING_WEEKLY_KM];
    CHECK(e.state == NGL_TRAINING_YES && e.weeks >= 3 && e.weeks < 6 && e.note[0], "few weeks are said to be rough: %u", e.weeks);
    row one = { .what = "one huge week", .weeks = 12, .add = { RUN(-16, 42), RUN(-17, 42), RUN(-18, 42) } };
    e = weigh(&one).item[NGL_TRAINING_WEEKLY_KM];
    CHECK(e.value == 32, "one huge week does not move the median: %g", e.value);
}

static void test_refusals(void **state)
{
    ngl_run_summary run[2] = { { .day = 10, .start = 20 }, { .day = 10, .start = 10 } };
    ngl_training    t = { .nrun = 77 };
    ngl_error       err = { 0 };
    (void)state;
    CHECK(ngl_training_weigh(&t, run, 1, 11, 10, &err) == NGL_E_INVALID && t.nrun == 77, "an onset after today");
    CHECK(ngl_training_weigh(&t, run, 2, 5, 10, &err) == NGL_E_INVALID && t.nrun == 77, "runs out of order");
    CHECK(ngl_training_weigh(&t, NULL, 0, 5, 10, &err) == NGL_OK && t.nrun == 0, "no runs at all");
    for (int i = 0; i < NGL_TRAINING_COUNT; i++)
        CHECK(t.item[i].state == NGL_TRAINING_UNKNOWN && t.item[i].note[0] && t.item[i].finding[0], "no runs: item %d", i);
}

/* more history after the onset, or a longer past, never turns a yes of the month into something else */
static void test_invariants(void **state)
{
    (void)state;
    for (int weeks = 10; weeks <= 60; weeks += 10) {
        row r = { .what = "longer past", .weeks = weeks, .add = { RUN(-5, 18), RUN(3, 40) } };
        ngl_training_evidence e = weigh(&r).item[NGL_TRAINING_LONG_RUN_SPIKE];
        CHECK(e.state == NGL_TRAINING_YES && lround(e.percent) == 29, "%d weeks", weeks);
    }
}

/* ---- against a slow twin ------------------------------------------------------ */

static uint64_t chance(uint64_t *state, uint64_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % below;
}

static size_t random_runs(ngl_run_summary *run, uint64_t *state)
{
    size_t n = 0, rest = 1 + chance(state, 9);
    for (int day = -(int)(20 + chance(state, 120)); day <= 5 && n < MAX_RUNS; day++) {
        if (chance(state, rest)) continue;
        double km = 3 + (double)chance(state, 30);
        run[n] = (ngl_run_summary){ .day = ONSET + day, .start = (ngl_instant)(ONSET + day) * DAY_MS,
                                    .sport = chance(state, 10) ? NGL_SPORT_RUNNING : NGL_SPORT_CYCLING,
                                    .dist_m = chance(state, 40) ? km * KM : (double)NAN, .timer_s = km * 6 * MIN,
                                    .ascent_m = NAN, .descent_m = NAN, .max_speed_mps = NAN };
        n++;
    }
    return n;
}

/* the longest run more than 10 % beyond its month, said in the plainest way; what cannot be judged is left out */
static double twin_spike(const ngl_run_summary *run, size_t n)
{
    double most = NAN;
    for (size_t i = 0; i < n; i++) {
        if (run[i].day < ONSET - 30 || run[i].day > ONSET || run[i].sport != NGL_SPORT_RUNNING || isnan(run[i].dist_m)) continue;
        double longest = 0;
        bool   told = true, here[200] = { false };
        for (size_t k = 0; k < n; k++) {
            int before = run[i].day - run[k].day;
            if (before >= 1 && before < 200) here[before] = true;
            if (before < 1 || before > 30 || run[k].sport != NGL_SPORT_RUNNING) continue;
            if (isnan(run[k].dist_m)) told &= run[k].timer_s < run[i].timer_s;
            else if (run[k].dist_m > longest) longest = run[k].dist_m;
        }
        // from the run back to the first day at or beyond 30: no more than 14 days from file to file
        int last = 0;
        for (int d = 1; d < 200; d++) {
            if (!here[d]) continue;
            if (d - last > 14) told = false;
            last = d;
            if (d >= 30) break;
        }
        if (last < 30 || longest == 0) told = false;
        double over = (run[i].dist_m / longest - 1) * 100;
        if (told && run[i].dist_m > 1.1 * longest && !(over <= most)) most = over;
    }
    return most;
}

static void test_against_a_slow_twin(void **state)
{
    uint64_t seed = 20260301;
    unsigned yes = 0, no = 0, unknown = 0;
    (void)state;
    for (int round = 0; round < 5000; round++) {
        ngl_run_summary run[MAX_RUNS];
        ngl_training    t;
        size_t          n = random_runs(run, &seed);
        assert_int_equal(ngl_training_weigh(&t, run, n, ONSET, ONSET + 5, NULL), NGL_OK);
        ngl_training_evidence e = t.item[NGL_TRAINING_LONG_RUN_SPIKE];
        double                most = twin_spike(run, n);
        CHECK((e.state == NGL_TRAINING_YES) == !isnan(most), "round %d: state %d, the twin says %g", round, (int)e.state, most);
        if (e.state == NGL_TRAINING_YES) CHECK(fabs(e.percent - most) < 1e-9, "round %d: %g, the twin %g", round, e.percent, most);
        if (t.nrun && e.state == NGL_TRAINING_NO)
            CHECK(run[0].day <= ONSET - 30, "round %d: a no out of too short a history", round);
        yes += e.state == NGL_TRAINING_YES, no += e.state == NGL_TRAINING_NO, unknown += e.state == NGL_TRAINING_UNKNOWN;
    }
    CHECK(yes > 500 && no > 50 && unknown > 500, "all answers are met: %u yes, %u no, %u unknown", yes, no, unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),          cmocka_unit_test(test_bands),    cmocka_unit_test(test_figures_are_the_table),
        cmocka_unit_test(test_weekly_km),      cmocka_unit_test(test_refusals), cmocka_unit_test(test_invariants),
        cmocka_unit_test(test_against_a_slow_twin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
