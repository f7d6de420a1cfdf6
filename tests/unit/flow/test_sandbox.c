/* The sandbox from inside: a child enters it and then tries everything that a
 * file might want it to do. What must still work is tried as well. Where the
 * kernel (or this build) offers nothing, that is what the function must say. */
#include "flow/sandbox.h"

#include "../../check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char inside[256], outside[256];

static void make_folders(void)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(inside, sizeof inside, "%s/niggle-in-XXXXXX", tmp ? tmp : "/tmp");
    snprintf(outside, sizeof outside, "%s/niggle-out-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(inside));
    assert_non_null(mkdtemp(outside));
}

static bool can_write(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0) return false;
    bool good = write(fd, "x", 1) == 1;
    close(fd);
    return good;
}

static bool can_make(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return mkdir(path, 0700) == 0 || symlink("/", path) == 0 || mkfifo(path, 0600) == 0;
}

static bool can_read(void)
{
    char byte;
    int  fd = open("/etc/passwd", O_RDONLY);
    bool good = fd >= 0 && read(fd, &byte, 1) == 1;
    if (fd >= 0) close(fd);
    return good;
}

static bool can_remove(void)
{
    char path[512];
    snprintf(path, sizeof path, "%s/there", outside);
    return unlink(path) == 0;
}

static bool can_fork(void)
{
    pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, NULL, 0);
    return child > 0;
}

static bool can_run(void)
{
    static char name[] = "true";
    char *const arguments[] = { name, NULL };
    execv("/bin/true", arguments); /* where it works, this child ends well and the test sees no report */
    return false;
}

static bool can_socket(void)
{
    int pair[2], fd = socket(AF_INET, SOCK_STREAM, 0), local = socket(AF_UNIX, SOCK_STREAM, 0);
    return fd >= 0 || local >= 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0;
}

static bool can_trace(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 || kill(getppid(), 0) == 0;
}

static void *nothing(void *context)
{
    *(bool *)context = !can_socket(); /* a thread is as caged as its maker */
    return NULL;
}

static bool can_thread(bool *caged)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, nothing, caged) == 0 && pthread_join(thread, NULL) == 0;
}

/* write-ahead log, a sort too large for the cache, closing */
static bool can_keep_a_database(void)
{
    static const char work[] =
        "PRAGMA temp_store=MEMORY; PRAGMA journal_mode=WAL; CREATE TABLE t(a,b); BEGIN;"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<20000)"
        "INSERT INTO t SELECT i, hex(randomblob(50)) FROM n; COMMIT; CREATE INDEX x ON t(b); UPDATE t SET a=-a;";
    char     path[512];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/a.db", inside);
    bool good = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, work, NULL, NULL, NULL) == SQLITE_OK;
    return sqlite3_close(db) == SQLITE_OK && good;
}

enum { IN_LANDLOCK = 1, IN_SECCOMP = 2, WROTE_IN = 4, WROTE_OUT = 8, MADE = 16, REMOVED = 32, READ = 64, FORKED = 128, SOCKET = 256,
       TRACED = 512, THREAD = 1024, THREAD_CAGED = 2048, DATABASE = 4096, ALL_TRIED = 8192 };

static unsigned try_all(void)
{
    const char *folder = inside;
    ngl_sandbox in = ngl_sandbox_enter(&folder, 1);
    bool        caged = false;
    unsigned    seen = (in.landlock ? IN_LANDLOCK : 0u) | (in.seccomp ? IN_SECCOMP : 0u);
    seen |= (can_write(inside, "new") ? WROTE_IN : 0u) | (can_write(outside, "new") ? WROTE_OUT : 0u);
    seen |= (can_make(outside, "folder") ? MADE : 0u) | (can_remove() ? REMOVED : 0u) | (can_read() ? READ : 0u);
    seen |= (can_fork() ? FORKED : 0u) | (can_socket() ? SOCKET : 0u) | (can_trace() ? TRACED : 0u);
    seen |= (can_thread(&caged) ? THREAD : 0u) | (caged ? THREAD_CAGED : 0u);
    seen |= can_keep_a_database() ? DATABASE : 0u;
    if (in.seccomp) can_run();
    return seen | ALL_TRIED;
}

static unsigned report_of_a_child(void)
{
    int      pipes[2], state;
    unsigned seen = 0;
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        seen = try_all();
        _exit(write(pipes[1], &seen, sizeof seen) == sizeof seen ? 0 : 1);
    }
    close(pipes[1]);
    CHECK(read(pipes[0], &seen, sizeof seen) == sizeof seen, "the child did not come to its end");
    close(pipes[0]);
    waitpid(child, &state, 0);
    CHECK(WIFEXITED(state) && WEXITSTATUS(state) == 0, "the child was ended: %d", state);
    return seen;
}

static void what_is_named_holds(void **context)
{
    (void)context;
    ngl_sandbox offered = ngl_sandbox_offered();
    make_folders();
    assert_true(can_write(outside, "there"));
    unsigned seen = report_of_a_child();
    CHECK(seen & ALL_TRIED, "the child did not try everything: %x", seen);
    CHECK(!(seen & IN_LANDLOCK) == !offered.landlock, "Landlock %d is offered, in force: %x", offered.landlock, seen);
    CHECK(!(seen & IN_SECCOMP) == !offered.seccomp, "seccomp is offered: %d, in force: %x", offered.seccomp, seen);
    CHECK(seen & WROTE_IN, "the folder given can be written");
    CHECK(seen & READ, "files can be read");
    CHECK(seen & THREAD, "threads can be begun");
    CHECK(seen & DATABASE, "SQLite works in the folder given");
    if (seen & IN_LANDLOCK) CHECK(!(seen & (WROTE_OUT | MADE | REMOVED)), "outside something was written: %x", seen);
    if (seen & IN_SECCOMP) {
        CHECK(!(seen & (FORKED | SOCKET)), "a process or a socket was made: %x", seen);
        CHECK(!(seen & TRACED), "another process could be reached: %x", seen);
        CHECK(seen & THREAD_CAGED, "a thread could make a socket");
    }
    if (!offered.landlock && !offered.seccomp) print_message("this kernel or build offers no sandbox\n");
}

static void asking_changes_nothing(void **context)
{
    (void)context;
    ngl_sandbox_offered();
    assert_true(can_fork());
    make_folders();
    assert_true(can_write(outside, "x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asking_changes_nothing),
        cmocka_unit_test(what_is_named_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
