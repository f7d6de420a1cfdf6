/* Importing batch after batch: a stop keeps what was read, the same content
 * twice is kept once, also across batches. */
#include "tests/check.h"
#include "tests/unit/store/folder.h"

#include "flow/import.h"
#include "flow/runs.h"

/* a run of twenty minutes on a day of its own */
static const char gpx_form[] =
    "<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><type>running</type><trkseg>"
    "<trkpt lat=\"50\" lon=\"%d\"><time>2026-02-0%dT08:00:00Z</time></trkpt>"
    "<trkpt lat=\"50.01\" lon=\"%d\"><time>2026-02-0%dT08:10:00Z</time></trkpt>"
    "<trkpt lat=\"50.02\" lon=\"%d\"><time>2026-02-0%dT08:20:00Z</time></trkpt></trkseg></trk></gpx>";

static void write_runs(int n)
{
    for (int i = 1; i <= n; i++) {
        char text[1024], name[32];
        int  len = snprintf(text, sizeof text, gpx_form, i, i, i, i, i, i);
        snprintf(name, sizeof name, "%d.gpx", i);
        write_bytes(in_folder(name), text, (size_t)len);
    }
}

static ngl_status import_folder(ngl_import_totals *t)
{
    char           place[80];
    char          *path[] = { place };
    ngl_arena      arena;
    ngl_found_list list;
    ngl_flow       flow = { .today = 20514, .now = 1 };
    ngl_error      err = { 0 };
    snprintf(place, sizeof place, "%s", folder);
    *t = (ngl_import_totals){ 0 };
    ngl_arena_init(&arena, 1 << 20);
    ngl_status status = ngl_import_find(&list, &arena, path, 1, &err);
    if (!status) status = ngl_store_open(&flow.store, in_folder(".db"), NGL_STORE_CREATE, &err);
    ngl_import_job job = { .found = list.found, .nfound = list.n, .program = "test", .originals = true };
    if (!status) status = ngl_flow_import(&flow, &job, t, &err);
    CHECK(!status || err.code == status, "a failure has its sentence");
    ngl_store_close(flow.store);
    ngl_arena_free(&arena);
    return status;
}

static ngl_store_health health(void)
{
    ngl_store       *s;
    ngl_error        err = { 0 };
    ngl_store_health h = { 0 };
    CHECK(ngl_store_open(&s, in_folder(".db"), NGL_STORE_CREATE, &err) == NGL_OK, "%s", err.text);
    assert_int_equal(ngl_store_check(s, &h, &err), NGL_OK);
    ngl_store_close(s);
    return h;
}

static void drop_database(void)
{
    unlink(in_folder(".db"));
    unlink(in_folder(".db-wal"));
    unlink(in_folder(".db-shm"));
}

static int tear_down(void **state)
{
    drop_database();
    return folder_drop(state);
}

static bool after_two(void *context)
{
    return ++*(int *)context > 2;
}

static void a_stop_keeps_what_was_read_and_goes_on_later(void **state)
{
    (void)state;
    write_runs(5);
    char           place[80];
    char          *path[] = { place };
    ngl_arena      arena;
    ngl_found_list list;
    ngl_flow       flow = { .today = 20514, .now = 1 };
    ngl_error      err = { 0 };
    int            asked = 0;
    ngl_import_totals t;
    snprintf(place, sizeof place, "%s", folder);
    ngl_arena_init(&arena, 1 << 20);
    assert_int_equal(ngl_import_find(&list, &arena, path, 1, &err), NGL_OK);
    assert_int_equal(ngl_store_open(&flow.store, in_folder(".db"), NGL_STORE_CREATE, &err), NGL_OK);
    ngl_import_job job = { .found = list.found, .nfound = list.n, .program = "test", .context = &asked, .stop = after_two };
    assert_int_equal(ngl_flow_import(&flow, &job, &t, &err), NGL_OK);
    CHECK(t.stopped && t.nfile[NGL_OUTCOME_IMPORTED] == 2, "two files, then the stop");
    job.stop = NULL;
    assert_int_equal(ngl_flow_import(&flow, &job, &t, &err), NGL_OK);
    CHECK(!t.stopped && t.nfile[NGL_OUTCOME_IMPORTED] == 3 && t.nfile[NGL_OUTCOME_ALREADY] == 2, "and the rest");
    ngl_store_close(flow.store);
    ngl_arena_free(&arena);
}

/* more files than one batch holds, the same content twice among them */
static void batches_follow_one_another(void **state)
{
    (void)state;
    for (int i = 0; i < 150; i++) {
        char text[1024], name[32];
        int  which = i % 140; // ten files are there twice
        int  len = snprintf(text, sizeof text,
                            "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><type>running</type><trkseg>"
                            "<trkpt lat=\"50\" lon=\"8\"><time>2025-%02d-%02dT08:00:00Z</time></trkpt>"
                            "<trkpt lat=\"50.05\" lon=\"8\"><time>2025-%02d-%02dT08:30:00Z</time></trkpt></trkseg></trk></gpx>",
                            which / 28 + 1, which % 28 + 1, which / 28 + 1, which % 28 + 1);
        snprintf(name, sizeof name, "%03d.gpx", i);
        write_bytes(in_folder(name), text, (size_t)len);
    }
    ngl_import_totals t;
    assert_int_equal(import_folder(&t), NGL_OK);
    CHECK(t.nfile[NGL_OUTCOME_IMPORTED] == 140 && t.nfile[NGL_OUTCOME_ALREADY] == 10 && t.nlinked == 0,
          "each content once: %lld and %lld", (long long)t.nfile[NGL_OUTCOME_IMPORTED],
          (long long)t.nfile[NGL_OUTCOME_ALREADY]);
    ngl_store_health h = health();
    CHECK(h.nrun == 140 && h.nbatch == 1, "one import in the database");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_stop_keeps_what_was_read_and_goes_on_later),
        TEST(batches_follow_one_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
