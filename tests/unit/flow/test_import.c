/* An import with too little memory: at every request that may be refused it
 * ends cleanly, keeps whole runs or none, gives everything back, and the next
 * call completes it. */
#include "runner.h"

#include "tests/unit/base/failing_memory.h"

#include "flow/import.h"

enum { DAY = 20500, NRUN = 3, MEMORY = 16 << 20, REQUESTS_MAX = 5000 };

static int set_up(void **state)
{
    if (folder_make(state)) return -1;
    for (int i = 0; i < NRUN; i++) {
        char name[16];
        snprintf(name, sizeof name, "r%d.tcx", i);
        write_run(in_folder(name), DAY + i, 5 + i);
    }
    write_bytes(in_folder("x.tcx"), "nothing of the kind", 19);
    return 0;
}

static void forget_database(void)
{
    unlink(in_folder("t.db"));
    unlink(in_folder("t.db-wal"));
    unlink(in_folder("t.db-shm"));
}

/* import the folder; what became of the database call is the status */
static ngl_status import(ngl_import_totals *totals)
{
    char          *paths[] = { folder };
    ngl_found_list list;
    ngl_arena      arena;
    ngl_error      err = { 0 };
    ngl_flow       flow = { .today = DAY + NRUN };
    *totals = (ngl_import_totals){ 0 };
    ngl_status status = ngl_store_open(&flow.store, in_folder("t.db"), NGL_STORE_CREATE, &err);
    if (status) return status;
    ngl_arena_init(&arena, MEMORY);
    status = ngl_import_find(&list, &arena, paths, 1, &err);
    if (!status) {
        ngl_import_job job = { .found = list.found, .nfound = list.n, .program = "test", .originals = true };
        status = ngl_flow_import(&flow, &job, totals, &err);
    }
    ngl_arena_free(&arena);
    ngl_store_close(flow.store);
    CHECK(status == NGL_OK || status == NGL_E_NOMEM, "status %d: %s", (int)status, err.text);
    CHECK(status == NGL_OK || err.text[0], "a failure has its sentence");
    return status;
}

/* runs in the database; it must be whole, and every run must have its columns */
static int64_t look(void)
{
    ngl_store       *s = NULL;
    ngl_store_health h = { 0 };
    ngl_arena        arena;
    const ngl_row_run *row = NULL;
    size_t           n = 0;
    ngl_status status = ngl_store_open(&s, in_folder("t.db"), 0, NULL);
    if (status == NGL_E_NOT_FOUND) return 0;
    CHECK(status == NGL_OK && ngl_store_check(s, &h, NULL) == NGL_OK && h.sound, "the database is whole: %s", h.what);
    ngl_arena_init(&arena, MEMORY);
    const ngl_runs_query query = { .from = NGL_DAY_NONE, .to = NGL_DAY_NONE };
    assert_int_equal(ngl_store_runs(s, &arena, &query, &row, &n, NULL), NGL_OK);
    for (size_t i = 0; i < n; i++) {
        ngl_activity a;
        CHECK(ngl_store_activity(s, &arena, row[i].id, &a, NULL) == NGL_OK && a.nrecord > 10, "run %zu is whole", i);
    }
    ngl_arena_free(&arena);
    ngl_store_close(s);
    return (int64_t)n;
}

static void every_refusal(bool sticky)
{
    size_t fail = 1, refused = 0;
    for (; fail < REQUESTS_MAX; fail++) {
        ngl_import_totals t;
        forget_database();
        memory_fail_at(fail, sticky);
        ngl_status status = import(&t);
        bool       hit = memory_asked >= fail;
        CHECK(memory_held == 0, "refusal %zu: %zu blocks are not given back", fail, memory_held);
        ngl_memory_set(NULL);
        int64_t kept = look();
        CHECK(kept == t.nrun, "refusal %zu: %lld runs told, %lld kept", fail, (long long)t.nrun, (long long)kept);
        if (!hit) {
            CHECK(status == NGL_OK && kept == NRUN, "with enough memory all is imported");
            break;
        }
        refused += status != NGL_OK || t.nfile[NGL_OUTCOME_FAILED] > 1;
        CHECK(import(&t) == NGL_OK && look() == NRUN, "refusal %zu: the next call completes it", fail);
    }
    CHECK(fail < REQUESTS_MAX && fail > 20, "%zu requests were refused one by one", fail);
    CHECK(refused * 2 > fail, "refusals are seen: %zu of %zu", refused, fail);
}

static void test_one_refusal(void **state)
{
    (void)state;
    every_refusal(false);
}

static void test_no_more_memory(void **state)
{
    (void)state;
    every_refusal(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_one_refusal, set_up, folder_drop),
        cmocka_unit_test_setup_teardown(test_no_more_memory, set_up, folder_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
