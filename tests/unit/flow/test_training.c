/* From files to evidence: imported runs, asked about the weeks before a pain. */
#include "runner.h"

#include "flow/import.h"
#include "flow/training.h"

#include <math.h>

enum { ONSET = 20512, MEMORY = 32 << 20 };

static ngl_arena arena;
static ngl_flow  flow;
static ngl_error err;

static int set_up(void **state)
{
    if (folder_make(state)) return -1;
    ngl_arena_init(&arena, MEMORY);
    flow = (ngl_flow){ .kb = ngl_knowledge_builtin(), .today = ONSET + 5, .now = (ngl_instant)(ONSET + 5) * 86400000 };
    return ngl_store_open(&flow.store, in_folder("t.db"), NGL_STORE_CREATE, &err);
}

static int tear_down(void **state)
{
    ngl_store_close(flow.store);
    ngl_arena_free(&arena);
    return folder_drop(state);
}

static int64_t import(const char *path)
{
    char             *paths[] = { (char *)(uintptr_t)path };
    ngl_found_list    list;
    ngl_import_totals totals;
    assert_int_equal(ngl_import_find(&list, &arena, paths, 1, &err), NGL_OK);
    ngl_import_job job = { .found = list.found, .nfound = list.n, .program = "test" };
    CHECK(ngl_flow_import(&flow, &job, &totals, &err) == NGL_OK, "%s", err.text);
    return totals.nrun;
}

static void run(int day, double km)
{
    char name[32];
    snprintf(name, sizeof name, "r%d_%d.tcx", -day, (int)km);
    write_run(in_folder(name), ONSET + day, km);
    assert_int_equal(import(in_folder(name)), 1);
}

static ngl_training ask(ngl_day onset)
{
    ngl_training t;
    CHECK(ngl_flow_training(&flow, &arena, onset, &t, &err) == NGL_OK, "%s", err.text);
    return t;
}

static void test_no_runs(void **state)
{
    (void)state;
    ngl_training t = ask(ONSET);
    CHECK(t.nrun == 0 && t.first == NGL_DAY_NONE, "nothing is there");
    for (int i = 0; i < NGL_TRAINING_COUNT; i++) {
        CHECK(t.item[i].state == NGL_TRAINING_UNKNOWN, "%s is unknown, not no", t.item[i].finding);
        CHECK(ngl_finding_find(flow.kb, t.item[i].finding) != NGL_NONE, "%s is a finding of the knowledge", t.item[i].finding);
    }
}

static void test_spike(void **state)
{
    (void)state;
    for (int week = 10; week >= 1; week--) run(-7 * week, 13), run(-7 * week + 3, 8);
    run(-1, 18);
    ngl_training          t = ask(ONSET);
    ngl_training_evidence e = t.item[NGL_TRAINING_LONG_RUN_SPIKE];
    CHECK(t.nrun == 21, "%u runs", t.nrun);
    CHECK(e.state == NGL_TRAINING_YES && e.day == ONSET - 1, "the run of the day before shows it: %s", e.note);
    CHECK(lround(e.percent) == 38 && lround(e.dist_m) == 18000 && lround(e.before) == 13000, "18 km against 13: %g %%", e.percent);
    CHECK(t.item[NGL_TRAINING_UNACCUSTOMED].state == NGL_TRAINING_YES, "and it lies within three days");
    CHECK(t.item[NGL_TRAINING_WEEKLY_KM].value == 21, "21 km a week: %g", t.item[NGL_TRAINING_WEEKLY_KM].value);
}

static void test_repeats_count_once(void **state)
{
    (void)state;
    for (int week = 10; week >= 1; week--) run(-7 * week, 13), run(-7 * week + 3, 8);
    // the same outings from another device: a little shorter, so other bytes
    for (int week = 10; week >= 1; week--) run(-7 * week, 12.9), run(-7 * week + 3, 7.9);
    ngl_training t = ask(ONSET);
    CHECK(t.nrun == 20, "%u runs count", t.nrun);
    CHECK(fabs(t.item[NGL_TRAINING_WEEKLY_KM].value - 21) < 0.5, "%g km a week", t.item[NGL_TRAINING_WEEKLY_KM].value);
    CHECK(t.item[NGL_TRAINING_VOLUME_JUMP].state == NGL_TRAINING_NO, "no jump out of a second watch");
}

static void test_refusal(void **state)
{
    (void)state;
    ngl_training t;
    CHECK(ngl_flow_training(&flow, &arena, flow.today + 1, &t, &err) == NGL_E_INVALID, "a pain that begins tomorrow");
    CHECK(strstr(err.text, "today"), "%s", err.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_runs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_spike, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repeats_count_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusal, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
