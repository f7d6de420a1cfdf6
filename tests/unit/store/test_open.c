/* Opening: what is made, what is moved forward, what is refused and left alone. */
#include "folder.h"

#include "store/embedded.h"
#include "store/runs.h"
#include "store/store.h"

#include <sqlite3.h>

enum { ROOM = 1 << 20 };

static ngl_store *opened(const char *path, unsigned flags)
{
    ngl_store *s = NULL;
    ngl_error  err = { 0 };
    CHECK(ngl_store_open(&s, path, flags, &err) == NGL_OK, "%s", err.text);
    return s;
}

static void sql(const char *path, const char *text)
{
    sqlite3 *db = NULL;
    char    *why = NULL;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK, "opens");
    int code = sqlite3_exec(db, text, NULL, NULL, &why);
    CHECK(code == SQLITE_OK, "%s", why ? why : "");
    sqlite3_close(db);
}

static int number(const char *path, const char *text)
{
    sqlite3      *db = NULL;
    sqlite3_stmt *q = NULL;
    int           n = -1;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, text, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
        n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}

static void a_new_database_is_ours_and_for_one_person_alone(void **state)
{
    (void)state;
    struct stat st;
    const char *path = in_folder("a.db");
    umask(0);
    ngl_store *s = opened(path, NGL_STORE_CREATE);
    assert_int_equal(ngl_store_version(s), ngl_store_newest());
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    int64_t batch;
    assert_int_equal(ngl_store_add_batch(s, 1, "test", &batch, NULL), NGL_OK);
    assert_int_equal(stat(in_folder("a.db-wal"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    ngl_store_close(s);
    assert_int_equal(number(path, "PRAGMA application_id"), 0x4e67676c);
    assert_int_equal(number(path, "PRAGMA user_version"), (int)ngl_store_newest());
    CHECK(number(path, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
                       "AND name NOT LIKE 'sqlite%'") == 0, "every table is STRICT");
    CHECK(number(path, "SELECT count(*) FROM pragma_table_list WHERE strict") > 5, "and there are tables");
    ngl_store_close(opened(path, 0));
}

static void scripts_are_numbered_without_gaps(void **state)
{
    (void)state;
    for (size_t i = 0; i < ngl_store_scripts_count; i++) {
        char prefix[32];
        snprintf(prefix, sizeof prefix, "%03zu_", i + 1);
        CHECK(strncmp(ngl_store_scripts[i].name, prefix, 4) == 0, "%s is script %zu", ngl_store_scripts[i].name, i + 1);
        CHECK(strlen(ngl_store_scripts[i].text) == ngl_store_scripts[i].len, "%s holds no NUL", ngl_store_scripts[i].name);
    }
}

static void what_is_not_ours_is_refused_and_left_alone(void **state)
{
    (void)state;
    static const struct {
        const char *what, *sql, *bytes;
        ngl_status  status;
    } rows[] = {
        { "a text", NULL, "hello, I am a text", NGL_E_UNSUPPORTED },
        { "a text that is long enough", NULL,
          "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", NGL_E_UNSUPPORTED },
        { "a cut database", NULL, "SQLite format 3", NGL_E_UNSUPPORTED },
        { "another program's database", "CREATE TABLE bookmark (url)", NULL, NGL_E_UNSUPPORTED },
        { "one with a name of its own", "PRAGMA application_id=77; CREATE TABLE t (a)", NULL, NGL_E_UNSUPPORTED },
        { "one from a newer version", "PRAGMA application_id=0x4e67676c; PRAGMA user_version=99; CREATE TABLE t (a)", NULL,
          NGL_E_NEWER },
    };
    static char before[ROOM], after[ROOM];
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *path = in_folder("x.db");
        ngl_store  *s = NULL;
        ngl_error   err = { 0 };
        unlink(path);
        if (rows[i].sql) sql(path, rows[i].sql);
        else write_bytes(path, rows[i].bytes, strlen(rows[i].bytes));
        unsigned files = folder_files();
        size_t   len = read_bytes(path, before, ROOM);
        for (unsigned flags = 0; flags <= NGL_STORE_CREATE; flags++) {
            ngl_status status = ngl_store_open(&s, path, flags, &err);
            CHECK(status == rows[i].status && !s, "%s: %d %s", rows[i].what, status, err.text);
            CHECK(strstr(err.text, "x.db"), "%s: the sentence names the file: %s", rows[i].what, err.text);
        }
        CHECK(read_bytes(path, after, ROOM) == len && memcmp(before, after, len) == 0, "%s is as it was", rows[i].what);
        CHECK(folder_files() == files, "%s: nothing was put beside it", rows[i].what);
    }
}

static void a_missing_database_is_not_made_unasked(void **state)
{
    (void)state;
    ngl_store *s = NULL;
    ngl_error  err = { 0 };
    assert_int_equal(ngl_store_open(&s, in_folder("none.db"), 0, &err), NGL_E_NOT_FOUND);
    assert_int_equal(folder_files(), 0);
    assert_int_equal(ngl_store_open(&s, in_folder("no/such/place.db"), NGL_STORE_CREATE, &err), NGL_E_IO);
    assert_int_equal(ngl_store_open(&s, folder, 0, &err), NGL_E_IO);
    assert_null(s);
}

static void an_empty_file_becomes_a_database(void **state)
{
    (void)state;
    write_bytes(in_folder("e.db"), "", 0);
    ngl_store_close(opened(in_folder("e.db"), 0));
    assert_int_equal(number(in_folder("e.db"), "PRAGMA user_version"), (int)ngl_store_newest());
}

/* a database of version 1 with one row in it */
static void version_one(const char *path)
{
    sql(path, ngl_store_scripts[0].text);
    sql(path, "PRAGMA application_id=0x4e67676c; PRAGMA user_version=1; PRAGMA journal_mode=WAL;"
              "INSERT INTO batch (started_ms, program) VALUES (1, 'of old')");
}

static void an_older_database_moves_forward_and_a_copy_is_kept(void **state)
{
    (void)state;
    struct stat st;
    const char *path = in_folder("old.db"), *copy = in_folder("old.db.v1-backup");
    version_one(path);
    ngl_store *s = opened(path, 0);
    assert_int_equal(ngl_store_version(s), ngl_store_newest());
    ngl_store_close(s);
    assert_int_equal(number(path, "SELECT count(*) FROM batch WHERE program = 'of old'"), 1);
    assert_int_equal(number(copy, "PRAGMA user_version"), 1);
    assert_int_equal(number(copy, "SELECT count(*) FROM batch WHERE program = 'of old'"), 1);
    assert_int_equal(number(copy, "SELECT count(*) FROM pragma_table_list WHERE name = 'episode'"), 0);
    assert_int_equal(stat(copy, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    CHECK(access(in_folder("old.db.v1-backup.new"), F_OK) != 0, "nothing half made is left");
}

static void a_step_that_fails_leaves_the_old_version(void **state)
{
    (void)state;
    const char *path = in_folder("stuck.db");
    ngl_store  *s = NULL;
    ngl_error   err = { 0 };
    version_one(path);
    sql(path, "CREATE TABLE episode (in_the_way)");
    CHECK(ngl_store_open(&s, path, 0, &err) != NGL_OK && !s, "it cannot move forward");
    assert_int_equal(number(path, "PRAGMA user_version"), 1);
    assert_int_equal(number(path, "SELECT count(*) FROM pragma_table_list WHERE name = 'checkin'"), 0);
    sql(path, "DROP TABLE episode");
    ngl_store_close(opened(path, 0));
    assert_int_equal(number(path, "SELECT count(*) FROM batch"), 1);
}

static void a_second_writer_is_told_when_it_waited_in_vain(void **state)
{
    (void)state;
    const char *path = in_folder("two.db");
    ngl_store  *a = opened(path, NGL_STORE_CREATE), *b = opened(path, 0);
    ngl_error   err = { 0 };
    ngl_store_wait(b, 20);
    assert_int_equal(ngl_store_begin(a, &err), NGL_OK);
    assert_int_equal(ngl_store_begin(b, &err), NGL_E_BUSY);
    CHECK(strstr(err.text, "another program"), "%s", err.text);
    assert_int_equal(ngl_store_commit(a, &err), NGL_OK);
    assert_int_equal(ngl_store_begin(b, &err), NGL_OK);
    ngl_store_rollback(b);
    ngl_store_rollback(b);
    ngl_store_close(a);
    ngl_store_close(b);
    ngl_store_close(NULL);
}

static void damage_is_found_by_check(void **state)
{
    (void)state;
    const char      *path = in_folder("hurt.db");
    ngl_store_health health;
    ngl_error        err = { 0 };
    ngl_store       *s = opened(path, NGL_STORE_CREATE);
    assert_int_equal(ngl_store_check(s, &health, &err), NGL_OK);
    CHECK(health.sound && health.bytes > 0, "a new one is sound");
    ngl_store_close(s);
    int pages = number(path, "PRAGMA page_count");
    unsigned found = 0;
    for (int page = 1; page < pages; page++) {
        char good[64], bad[64];
        int  fd = open(path, O_RDWR | O_CLOEXEC);
        memset(bad, 0xa5, sizeof bad);
        CHECK(pread(fd, good, sizeof good, page * 4096) == sizeof good, "reads");
        CHECK(pwrite(fd, bad, sizeof bad, page * 4096) == sizeof bad, "writes");
        ngl_status status = ngl_store_open(&s, path, 0, &err);
        if (!status) status = ngl_store_check(s, &health, &err);
        found += status == NGL_E_CORRUPT || (!status && !health.sound && health.what[0]);
        ngl_store_close(s);
        CHECK(pwrite(fd, good, sizeof good, page * 4096) == sizeof good, "writes");
        close(fd);
    }
    CHECK(found == (unsigned)pages - 1, "%u of %d damaged pages are found", found, pages - 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_drop)
    const struct CMUnitTest tests[] = {
        TEST(a_new_database_is_ours_and_for_one_person_alone),
        TEST(scripts_are_numbered_without_gaps),
        TEST(what_is_not_ours_is_refused_and_left_alone),
        TEST(a_missing_database_is_not_made_unasked),
        TEST(an_empty_file_becomes_a_database),
        TEST(an_older_database_moves_forward_and_a_copy_is_kept),
        TEST(a_step_that_fails_leaves_the_old_version),
        TEST(a_second_writer_is_told_when_it_waited_in_vain),
        TEST(damage_is_found_by_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
