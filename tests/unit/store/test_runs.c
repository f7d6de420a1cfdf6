/* Runs: what is kept comes back, twins count once, an import can be taken back. */
#include "folder.h"

#include "store/runs.h"

#include <math.h>

enum { MEMORY = 8 << 20, HOUR_MS = 3600000 };
#define START INT64_C(1772352000000) /* 2026-03-01T08:00:00Z */

static ngl_store *store;
static ngl_arena  arena;
static ngl_error  err;

static int set_up(void **state)
{
    if (folder_make(state)) return -1;
    ngl_arena_init(&arena, MEMORY);
    err = (ngl_error){ 0 };
    return ngl_store_open(&store, in_folder("t.db"), NGL_STORE_CREATE, &err);
}

static int tear_down(void **state)
{
    ngl_store_close(store);
    ngl_arena_free(&arena);
    return folder_drop(state);
}

static ngl_activity outing(const char *format, ngl_instant start, double km)
{
    static const int64_t time_ms[2] = { 0, 1000 };
    static const float   hr[2] = { 120, NAN };
    static const ngl_lap lap[1] = { { START, 100, 100, 500 } };
    static const ngl_pause pause_[1] = { { START + 5000, START + 9000 } };
    ngl_activity a = { .format = format, .sport = NGL_SPORT_RUNNING, .sub_sport = "", .name = "", .start = start,
                       .nrecord = 2, .time_ms = time_ms, .dist_m = km * 1000, .timer_s = km * 360, .elapsed_s = km * 360,
                       .ascent_m = NAN, .descent_m = NAN, .mean_hr_bpm = NAN, .mean_cadence_spm = NAN,
                       .max_speed_mps = NAN, .effort_rpe = NAN, .nlap = 1, .lap = lap, .npause = 1, .pause = pause_ };
    a.stream[NGL_STREAM_HEART_RATE] = hr;
    return a;
}

static int64_t batch(void)
{
    int64_t id = 0;
    assert_int_equal(ngl_store_add_batch(store, START, "test", &id, &err), NGL_OK);
    return id;
}

/* one file with one run; its content is its number */
static ngl_row_run keep(int64_t in_batch, int number, const ngl_activity *a)
{
    ngl_row_run  run;
    ngl_row_file file = { .batch = in_batch, .name = "f", .size = 3, .format = a->format,
                          .outcome = NGL_OUTCOME_IMPORTED, .reason = "" };
    ngl_store_hash(file.hash, &number, sizeof number);
    assert_int_equal(ngl_store_pack_run(&run, &arena, a, 0, &err), NGL_OK);
    assert_int_equal(ngl_store_pack_original(&file, &arena, "abc", 3, &err), NGL_OK);
    assert_int_equal(ngl_store_begin(store, &err), NGL_OK);
    assert_int_equal(ngl_store_add_file(store, &file, &err), NGL_OK);
    run.file = file.id;
    CHECK(ngl_store_add_run(store, &run, &err) == NGL_OK, "%s", err.text);
    assert_int_equal(ngl_store_commit(store, &err), NGL_OK);
    return run;
}

static size_t listed(bool linked, const ngl_row_run **row)
{
    size_t               n = 0;
    const ngl_runs_query query = { .from = NGL_DAY_NONE, .to = NGL_DAY_NONE, .linked = linked, .undated = true };
    assert_int_equal(ngl_store_runs(store, &arena, &query, row, &n, &err), NGL_OK);
    return n;
}

static double counted_km(void)
{
    const ngl_row_run *row;
    double             km = 0;
    for (size_t n = listed(false, &row); n--;) km += row[n].dist_m / 1000;
    return km;
}

static void a_run_comes_back_as_it_was(void **state)
{
    (void)state;
    const void  *bytes;
    size_t       len;
    ngl_activity a = outing("fit", START, 10), b;
    a.name = "Morning, \xc3\xa4 run";
    a.effort_rpe = 6;
    ngl_row_run run = keep(batch(), 1, &a);
    assert_int_equal(ngl_store_activity(store, &arena, run.id, &b, &err), NGL_OK);
    assert_string_equal(b.name, a.name);
    assert_int_equal(b.start, a.start);
    CHECK(b.dist_m == a.dist_m && b.effort_rpe == 6 && isnan(b.ascent_m), "figures, and what is not known");
    CHECK(b.nlap == 1 && b.lap[0].dist_m == 500 && b.npause == 1 && b.pause[0].to == START + 9000, "laps and pauses");
    assert_memory_equal(b.stream[NGL_STREAM_HEART_RATE], a.stream[NGL_STREAM_HEART_RATE], 8);
    assert_int_equal(ngl_store_original(store, &arena, run.file, &bytes, &len, &err), NGL_OK);
    CHECK(len == 3 && memcmp(bytes, "abc", 3) == 0, "the file itself");
    assert_int_equal(ngl_store_activity(store, &arena, run.id + 1, &b, &err), NGL_E_NOT_FOUND);
    assert_int_equal(ngl_store_original(store, &arena, run.file + 1, &bytes, &len, &err), NGL_E_NOT_FOUND);
}

static void which_recordings_are_of_one_outing(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        double      start_s, elapsed_s, dist_m;
        ngl_sport   sport;
        bool        same;
    } rows[] = {
        { "the same again", 0, 3600, 10000, NGL_SPORT_RUNNING, true },
        { "a watch started two minutes later", 120, 3480, 9700, NGL_SPORT_RUNNING, true },
        { "a sport that is not known", 0, 3600, 10000, NGL_SPORT_UNKNOWN, true },
        { "a distance that is not known", 0, 3600, NAN, NGL_SPORT_RUNNING, true },
        { "a distance 9 % longer", 0, 3600, 10900, NGL_SPORT_RUNNING, true },
        { "a distance 15 % longer", 0, 3600, 11500, NGL_SPORT_RUNNING, false },
        { "a ride at the same time", 0, 3600, 10000, NGL_SPORT_CYCLING, false },
        { "the run that followed at once", 3600, 3600, 10000, NGL_SPORT_RUNNING, false },
        { "half of it", 0, 1800, 10000, NGL_SPORT_RUNNING, false },
        { "nothing is known of its length", 0, 0, NAN, NGL_SPORT_RUNNING, false },
        { "the next day", 86400, 3600, 10000, NGL_SPORT_RUNNING, false },
    };
    ngl_row_run a = { .start = START, .elapsed_s = 3600, .timer_s = 3500, .dist_m = 10000, .sport = NGL_SPORT_RUNNING };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_row_run b = { .start = START + (ngl_instant)(rows[i].start_s * 1000), .elapsed_s = rows[i].elapsed_s,
                          .timer_s = NAN, .dist_m = rows[i].dist_m, .sport = rows[i].sport };
        CHECK(ngl_run_same(&a, &b) == rows[i].same && ngl_run_same(&b, &a) == rows[i].same, "%s", rows[i].what);
    }
    a.start = NGL_INSTANT_NONE;
    CHECK(!ngl_run_same(&a, &a), "without a time nothing can be told");
}

/* every order of three recordings of one outing and one that stands alone */
static void an_outing_counts_once_in_every_order(void **state)
{
    (void)state;
    static const int orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
    ngl_activity     all[3] = { outing("gpx", START + 10000, 10), outing("tcx", START, 10.01), outing("fit", START, 10) };
    ngl_activity     alone = outing("fit", START + 30 * (ngl_instant)HOUR_MS, 5);
    all[2].has_dynamics = 1;
    keep(batch(), 100, &alone);
    for (int o = 0; o < 6; o++) {
        int64_t            b = batch();
        const ngl_row_run *row;
        for (int i = 0; i < 3; i++) keep(b, 200 + o * 3 + i, &all[orders[o][i]]);
        assert_int_equal(listed(true, &row), 4);
        assert_int_equal(listed(false, &row), 2);
        CHECK(row[1].has_dynamics && strcmp(row[1].format, "fit") == 0, "order %d: the one that knows most counts", o);
        CHECK(fabs(counted_km() - 15) < 1e-9, "order %d: %f km", o, counted_km());
        assert_int_equal(ngl_store_undo_batch(store, b, START, &err), NGL_OK);
        assert_int_equal(listed(true, &row), 1);
    }
}

static void undo_gives_a_linked_run_its_place_back(void **state)
{
    (void)state;
    const ngl_row_run *row;
    ngl_row_batch      found;
    ngl_activity       gpx = outing("gpx", START, 10), tcx = outing("tcx", START, 10), fit = outing("fit", START, 10);
    int64_t            first = batch();
    keep(first, 1, &gpx);
    keep(first, 2, &tcx);
    int64_t second = batch();
    keep(second, 3, &fit);
    assert_int_equal(listed(false, &row), 1);
    assert_string_equal(row[0].format, "fit");
    assert_int_equal(ngl_store_find_batch(store, 0, &found, &err), NGL_OK);
    CHECK(found.id == second && found.nrun == 1 && found.nfile == 1, "the last import is the one to undo");
    assert_int_equal(ngl_store_undo_batch(store, second, START, &err), NGL_OK);
    assert_int_equal(listed(false, &row), 1);
    assert_string_equal(row[0].format, "tcx");
    assert_int_equal(ngl_store_undo_batch(store, second, START, &err), NGL_E_NOT_FOUND);
    assert_int_equal(ngl_store_undo_batch(store, 77, START, &err), NGL_E_NOT_FOUND);
    assert_int_equal(ngl_store_undo_batch(store, first, START, &err), NGL_OK);
    assert_int_equal(ngl_store_find_batch(store, 0, &found, &err), NGL_E_NOT_FOUND);
    ngl_store_health health;
    assert_int_equal(ngl_store_check(store, &health, &err), NGL_OK);
    CHECK(health.sound && health.nrun == 0 && health.nfile == 0 && health.nbatch == 0, "nothing is left: %s", health.what);
    keep(batch(), 1, &gpx);
    CHECK(counted_km() == 10, "what was taken back can come again");
}

static void twins_can_be_parted_and_brought_together(void **state)
{
    (void)state;
    ngl_activity a = outing("fit", START, 10), b = outing("gpx", START, 10);
    keep(batch(), 1, &a);
    ngl_row_run run = keep(batch(), 2, &b);
    CHECK(run.same_as && run.has_twin && counted_km() == 10, "they are one");
    assert_int_equal(ngl_store_keep_apart(store, run.id, true, &err), NGL_OK);
    CHECK(counted_km() == 20, "and two");
    ngl_activity c = outing("gpx", START + 1000, 10);
    ngl_row_run  third = keep(batch(), 3, &c);
    CHECK(third.same_as && third.same_as != run.id && counted_km() == 20, "a third is no twin of one kept apart");
    assert_int_equal(ngl_store_keep_apart(store, run.id, false, &err), NGL_OK);
    CHECK(counted_km() == 10, "and one again");
    assert_int_equal(ngl_store_keep_apart(store, 99, true, &err), NGL_E_NOT_FOUND);
}

static void the_same_content_is_kept_once(void **state)
{
    (void)state;
    ngl_activity     a = outing("fit", START, 10);
    ngl_row_file     file = { .name = "g", .size = 3, .format = "fit", .outcome = NGL_OUTCOME_IMPORTED, .reason = "" };
    ngl_file_outcome outcome;
    int64_t          id = 0;
    int              number = 1;
    int64_t          b = file.batch = batch();
    ngl_store_hash(file.hash, &number, sizeof number);
    assert_int_equal(ngl_store_find_file(store, file.hash, &id, &outcome, &err), NGL_E_NOT_FOUND);
    keep(b, number, &a);
    assert_int_equal(ngl_store_find_file(store, file.hash, &id, &outcome, &err), NGL_OK);
    CHECK(id > 0 && outcome == NGL_OUTCOME_IMPORTED, "it is found by its content");
    assert_int_equal(ngl_store_add_file(store, &file, &err), NGL_E_CONFLICT);
    number = 2;
    ngl_store_hash(file.hash, &number, sizeof number);
    file.outcome = NGL_OUTCOME_FAILED;
    assert_int_equal(ngl_store_add_file(store, &file, &err), NGL_OK);
    file.outcome = NGL_OUTCOME_SALVAGED;
    assert_int_equal(ngl_store_add_file(store, &file, &err), NGL_OK);
    assert_int_equal(ngl_store_find_file(store, file.hash, &id, &outcome, &err), NGL_OK);
    CHECK(outcome == NGL_OUTCOME_SALVAGED, "what failed before may come in later");
}

static void lists_keep_to_days_and_sports(void **state)
{
    (void)state;
    static const struct {
        const char    *what;
        ngl_runs_query query;
        size_t         n;
    } rows[] = {
        { "everything that was run", { NGL_DAY_NONE, NGL_DAY_NONE, false, false, false }, 2 },
        { "all sports", { NGL_DAY_NONE, NGL_DAY_NONE, true, false, false }, 3 },
        { "without a date, too", { NGL_DAY_NONE, NGL_DAY_NONE, true, false, true }, 4 },
        { "the first day alone", { 20513, 20513, false, false, false }, 1 },
        { "from the second day", { 20514, NGL_DAY_NONE, true, false, false }, 2 },
        { "before the first", { NGL_DAY_NONE, 20512, true, false, false }, 0 },
    };
    int64_t      b = batch();
    ngl_activity a = outing("fit", START, 10), later = outing("fit", START + 24 * (ngl_instant)HOUR_MS, 8);
    ngl_activity ride = outing("fit", START + 26 * (ngl_instant)HOUR_MS, 40), undated = outing("gpx", NGL_INSTANT_NONE, 5);
    ride.sport = NGL_SPORT_CYCLING;
    keep(b, 1, &a);
    keep(b, 2, &later);
    keep(b, 3, &ride);
    keep(b, 4, &undated);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const ngl_row_run *row;
        size_t             n = 0;
        assert_int_equal(ngl_store_runs(store, &arena, &rows[i].query, &row, &n, &err), NGL_OK);
        CHECK(n == rows[i].n, "%s: %zu", rows[i].what, n);
        for (size_t k = 1; k < n; k++)
            CHECK(row[k].day == NGL_DAY_NONE || row[k - 1].day >= row[k].day, "%s: newest first", rows[i].what);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_run_comes_back_as_it_was),
        TEST(which_recordings_are_of_one_outing),
        TEST(an_outing_counts_once_in_every_order),
        TEST(undo_gives_a_linked_run_its_place_back),
        TEST(twins_can_be_parted_and_brought_together),
        TEST(the_same_content_is_kept_once),
        TEST(lists_keep_to_days_and_sports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
