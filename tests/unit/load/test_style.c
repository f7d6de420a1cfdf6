/* Steps, balance, shoes and watches: a usual history of nine weeks, what of it
 * is otherwise, and what must be said of it. Days count back from the onset. */
#include <niggle/load.h>

#include "../../check.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { ONSET = 20512, WEEKS = 10, MAX_RUNS = 64, CHANGES = 3 };

/* from `day` on: 0 or NULL stays as it was */
typedef struct change {
    int         day;
    double      cadence, balance, pace; /* pace: factor on the speed */
    double      climb;                  /* metres up and down for each kilometre */
    const char *device, *shoes;
    bool        once; /* only the run of that day */
} change;

typedef struct row {
    const char        *what;
    ngl_training_item  item;
    change             change[CHANGES];
    int                weeks; /* 0: ten */
    double             wobble; /* of balance and cadence from run to run */
    ngl_training_state state;
    ngl_training_kind  kind;
    double             value, before;
    const char        *note; /* part of it */
} row;

#define STYLE NGL_TRAINING_STYLE
#define YES NGL_TRAINING_YES
#define UNKNOWN NGL_TRAINING_UNKNOWN

static const row rows[] = {
    { .what = "nothing changed: unknown, for files know no ground", .item = STYLE, .state = UNKNOWN, .note = "nothing of shoes and ground" },
    { .what = "eight steps a minute more for three weeks", .item = STYLE, .change = { { .day = -20, .cadence = 178 } }, .state = YES,
      .kind = NGL_STANDS_OUT_CADENCE, .value = 178, .before = 168 },
    { .what = "fewer steps count as well", .item = STYLE, .change = { { .day = -20, .cadence = 156 } }, .state = YES,
      .kind = NGL_STANDS_OUT_CADENCE, .value = 156, .before = 168 },
    { .what = "four steps more are less than five of a hundred", .item = STYLE, .change = { { .day = -20, .cadence = 172 } },
      .state = UNKNOWN },
    { .what = "more steps because every run is quicker are no change of step", .item = STYLE,
      .change = { { .day = -20, .cadence = 180, .pace = 1.25 } }, .state = UNKNOWN },
    { .what = "one odd run is no change", .item = STYLE, .change = { { .day = -5, .cadence = 190, .once = true } }, .state = UNKNOWN },
    { .what = "steps that always wander by ten do not change by nine", .item = STYLE, .change = { { .day = -20, .cadence = 177 } },
      .wobble = 10, .state = UNKNOWN },
    { .what = "a new watch that counts more steps is no change of the runner", .item = STYLE,
      .change = { { .day = -20, .cadence = 178, .device = "Other 2" } }, .state = UNKNOWN, .note = "watch is new" },
    { .what = "a new watch worn long enough has a baseline of its own", .item = STYLE,
      .change = { { .day = -45, .cadence = 160, .device = "Other 2" }, { .day = -20, .cadence = 171 } }, .state = YES,
      .kind = NGL_STANDS_OUT_CADENCE, .value = 171, .before = 160 },
    { .what = "weight drifts to the left foot", .item = STYLE, .change = { { .day = -20, .balance = 51.6 } }, .state = YES,
      .kind = NGL_STANDS_OUT_BALANCE, .value = 51.6, .before = 50.2 },
    { .what = "or to the right", .item = STYLE, .change = { { .day = -20, .balance = 48.7 } }, .state = YES,
      .kind = NGL_STANDS_OUT_BALANCE, .value = 48.7, .before = 50.2 },
    { .what = "far from 50 but as ever is nobody's drift", .item = STYLE, .change = { { .day = -200, .balance = 53 } }, .state = UNKNOWN },
    { .what = "half a point is within what a watch wanders", .item = STYLE, .change = { { .day = -20, .balance = 50.7 } },
      .state = UNKNOWN },
    { .what = "a new pod moves the balance, not the runner", .item = STYLE,
      .change = { { .day = -20, .balance = 52, .device = "Pod 3" } }, .state = UNKNOWN, .note = "watch is new" },
    { .what = "shoes that were not noted before", .item = STYLE,
      .change = { { .day = -200, .shoes = "Red ones" }, { .day = -9, .shoes = "Blue ones" } }, .state = YES, .kind = NGL_STANDS_OUT_SHOES },
    { .what = "the first note of any shoes shows nothing new", .item = STYLE, .change = { { .day = -9, .shoes = "Blue ones" } },
      .state = UNKNOWN },
    { .what = "four weeks of files cannot tell", .item = STYLE, .change = { { .day = -20, .cadence = 178 } }, .weeks = 4, .state = UNKNOWN,
      .note = "begin too late" },
    { .what = "hills on the same watch", .item = NGL_TRAINING_SPEED_HILLS, .change = { { .day = -20, .climb = 20 } }, .state = YES,
      .kind = NGL_STANDS_OUT_ASCENT, .value = 20, .before = 5 },
    { .what = "a watch that measures height otherwise may make hills", .item = NGL_TRAINING_SPEED_HILLS,
      .change = { { .day = -20, .climb = 20, .device = "Other 2" } }, .state = UNKNOWN, .note = "new watch" },
    { .what = "a descent the day before", .item = NGL_TRAINING_DOWNHILL, .change = { { .day = -1, .climb = 60, .once = true } }, .state = YES,
      .kind = NGL_STANDS_OUT_DESCENT, .value = 480, .before = 40 },
    { .what = "a descent on a watch just bought", .item = NGL_TRAINING_DOWNHILL,
      .change = { { .day = -1, .climb = 60, .device = "Other 2" } }, .state = UNKNOWN, .note = "new watch" },
    { .what = "a longer run is longer on any watch", .item = NGL_TRAINING_LONG_RUN_SPIKE, .change = { { .day = -20, .device = "Other 2" } },
      .state = NGL_TRAINING_NO },
};

/* 8 km every second day, at the changes that hold on that day */
static size_t make(ngl_run_summary *run, const row *r)
{
    size_t n = 0;
    for (int day = -7 * (r->weeks ? r->weeks : WEEKS) - 1; day <= 0; day += 2) {
        ngl_run_summary s = { .day = ONSET + day, .start = (ngl_instant)(ONSET + day) * 86400000, .sport = NGL_SPORT_RUNNING, .dist_m = 8000,
                              .timer_s = 2880, .max_speed_mps = 3.2, .cadence_spm = 168, .balance_left_pct = 50.2, .device = "Watch 1" };
        double climb = 5;
        for (size_t i = 0; i < CHANGES && r->change[i].day; i++) {
            const change *c = &r->change[i];
            if (c->once ? day != c->day : day < c->day) continue;
            if (c->cadence > 0) s.cadence_spm = c->cadence;
            if (c->balance > 0) s.balance_left_pct = c->balance;
            if (c->pace > 0) s.timer_s = 2880 / c->pace;
            if (c->climb > 0) climb = c->climb;
            if (c->device) s.device = c->device;
            if (c->shoes) s.shoes = c->shoes;
        }
        s.cadence_spm += n % 3 == 0 ? r->wobble : n % 3 == 1 ? -r->wobble : 0;
        s.ascent_m = s.descent_m = climb * 8;
        run[n++] = s;
    }
    return n;
}

static ngl_training_evidence weigh(const row *r)
{
    ngl_run_summary run[MAX_RUNS];
    ngl_training    t;
    size_t          n = make(run, r);
    CHECK(n < MAX_RUNS, "%s", r->what);
    CHECK(ngl_training_weigh(&t, run, n, ONSET, ONSET + 3, NULL) == NGL_OK, "%s", r->what);
    return t.item[r->item];
}

static void test_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const row            *r = &rows[i];
        ngl_training_evidence e = weigh(r);
        CHECK(e.state == r->state, "%s: state %d, note \"%s\"", r->what, (int)e.state, e.note);
        CHECK(!r->note || strstr(e.note, r->note), "%s: \"%s\"", r->what, e.note);
        if (e.state != YES) continue;
        CHECK(e.kind == r->kind && e.run != NGL_RUN_INDEX_NONE && e.day > ONSET - 21, "%s: kind %d, day %d", r->what, (int)e.kind,
              (int)(e.day - ONSET));
        CHECK(r->value == 0 || (fabs(e.value - r->value) < 0.05 && fabs(e.before - r->before) < 0.05), "%s: %g, %g before", r->what, e.value,
              e.before);
    }
}

static void test_uncertainty_is_said(void **state)
{
    (void)state;
    static const struct { size_t row; double share; const char *source; } want[] = {
        { 1, 2.0 / 178, "S_GARMIN2016" }, { 9, 0.5 / 51.6, "expert" }, { 17, 0.1, "S_AMMANN2016" }, { 19, 0.1, "S_AMMANN2016" },
    };
    for (size_t i = 0; i < COUNT(want); i++) {
        ngl_training_evidence e = weigh(&rows[want[i].row]);
        CHECK(fabs(e.error / e.value - want[i].share) < 1e-6 && strcmp(e.error_source, want[i].source) == 0, "%s: %g, %s",
              rows[want[i].row].what, e.error / e.value, e.error_source);
    }
}

/* files never say no to shoes, ground and style, and another past watch never makes a yes */
static void test_invariants(void **state)
{
    (void)state;
    for (int day = -70; day <= 0; day++) {
        row r = { .what = "a watch bought some day", .item = STYLE, .change = { { .day = day ? day : -1, .cadence = 185, .balance = 53, .device = "Other 2" } } };
        ngl_training_evidence e = weigh(&r);
        CHECK(e.state == UNKNOWN, "bought %d days before: state %d", -day, (int)e.state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_uncertainty_is_said),
        cmocka_unit_test(test_invariants),
    };
    return cmocka_run_group_tests_name("load-style", tests, NULL, NULL);
}
