/* Opening and closing.
 *
 * A file is looked at as bytes before SQLite may touch it: what is not a
 * database, belongs to another program or comes from a newer version is left
 * exactly as it is. Only then SQLite opens it, with the write-ahead log, full
 * synchronisation and foreign keys on.
 */
#include "base/error.h"
#include "store/embedded.h"
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER = 100, AT_VERSION = 60, AT_APPLICATION = 68, STORE_MEMORY = 1 << 16 };

unsigned ngl_store_newest(void)
{
    return (unsigned)ngl_store_scripts_count;
}

void ngl_store_wait(ngl_store *s, int wait_ms)
{
    sqlite3_busy_timeout(s->db, wait_ms);
}

const char *ngl_store_path(const ngl_store *s)
{
    return s->path;
}

unsigned ngl_store_version(const ngl_store *s)
{
    return s->version;
}

/* ---- the file before SQLite sees it ------------------------------------------- */

static uint32_t big_endian(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static ngl_status judge_header(const char *path, const uint8_t *head, size_t len, ngl_error *err)
{
    if (len == 0) return NGL_OK;
    if (len < HEADER || memcmp(head, "SQLite format 3", 16) != 0)
        return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "%s is not a database", path);
    uint32_t application = big_endian(head + AT_APPLICATION), version = big_endian(head + AT_VERSION);
    if (application != NGL_STORE_APPLICATION)
        return ngl_fail(err, NGL_E_UNSUPPORTED, AT_APPLICATION, "%s is the database of another program", path);
    if (version > ngl_store_newest())
        return ngl_fail(err, NGL_E_NEWER, AT_VERSION,
                        "the database %s is of version %u; this program knows versions up to %u", path, version,
                        ngl_store_newest());
    return NGL_OK;
}

/* a crash during the very first write leaves its journal; SQLite undoes that */
static bool has_journal(const char *path)
{
    char name[NGL_STORE_PATH_MAX];
    int  n = snprintf(name, sizeof name, "%s-journal", path);
    return n > 0 && (size_t)n < sizeof name && access(name, F_OK) == 0;
}

static ngl_status look(const char *path, int fd, ngl_error *err)
{
    uint8_t     head[HEADER];
    struct stat st;
    if (fstat(fd, &st) != 0) return ngl_fail(err, NGL_E_IO, 0, "%s cannot be read: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode)) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "%s is not a file", path);
    ssize_t n = pread(fd, head, sizeof head, 0);
    if (n < 0) return ngl_fail(err, NGL_E_IO, 0, "%s cannot be read: %s", path, strerror(errno));
    ngl_error  found = { 0 };
    ngl_status status = judge_header(path, head, (size_t)n, &found);
    if (status == NGL_E_UNSUPPORTED && found.pos == AT_APPLICATION && has_journal(path)) return NGL_OK;
    if (status && err) *err = found;
    return status;
}

static ngl_status look_first(const char *path, bool create, ngl_error *err)
{
    if (strlen(path) + 32 >= NGL_STORE_PATH_MAX) return ngl_fail(err, NGL_E_LIMIT, 0, "the path %s is too long", path);
    int fd = open(path, create ? O_RDWR | O_CREAT | O_NONBLOCK | O_CLOEXEC : O_RDWR | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd < 0 && errno == ENOENT && !create)
        return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no database at %s yet", path);
    if (fd < 0) return ngl_fail(err, NGL_E_IO, 0, "the database %s cannot be opened: %s", path, strerror(errno));
    ngl_status status = look(path, fd, err);
    close(fd);
    return status;
}

/* ---- open ------------------------------------------------------------------------ */

static ngl_status set_up(ngl_store *s, ngl_error *err)
{
    // 4000 pages, 16 MB, of log before it is merged: an import of thousands of files waits less for the disk
    static const char after[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;";
    int code = sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK) return ngl_store_failed(s, code, err);
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, NGL_STORE_WAIT_MS);
    ngl_status status = ngl_store_exec(s, "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;", err);
    if (!status) status = ngl_store_migrate(s, err);
    if (!status) status = ngl_store_exec(s, after, err);
    return status;
}

ngl_status ngl_store_open(ngl_store **out, const char *path, unsigned flags, ngl_error *err)
{
    *out = NULL;
    ngl_status status = look_first(path, flags & NGL_STORE_CREATE, err);
    if (status) return status;
    ngl_arena arena;
    ngl_arena_init(&arena, STORE_MEMORY);
    ngl_store *s = NGL_NEW(&arena, ngl_store, 1);
    char      *name = s ? ngl_arena_text(&arena, path, strlen(path)) : NULL;
    if (!name) {
        ngl_arena_free(&arena);
        return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the database than is allowed");
    }
    s->path = name;
    s->arena = arena;
    status = set_up(s, err);
    if (status) {
        ngl_store_close(s);
        return status;
    }
    *out = s;
    return NGL_OK;
}

void ngl_store_close(ngl_store *s)
{
    if (!s) return;
    for (unsigned i = 0; i < NGL_STORE_STATEMENTS; i++) sqlite3_finalize(s->cache[i].stmt);
    sqlite3_close(s->db);
    ngl_arena arena = s->arena;
    ngl_arena_free(&arena);
}

/* ---- transactions ------------------------------------------------------------------ */

ngl_status ngl_store_begin(ngl_store *s, ngl_error *err)
{
    return ngl_store_exec(s, "BEGIN IMMEDIATE", err);
}

ngl_status ngl_store_commit(ngl_store *s, ngl_error *err)
{
    ngl_status status = ngl_store_exec(s, "COMMIT", err);
    if (status) ngl_store_rollback(s);
    return status;
}

void ngl_store_rollback(ngl_store *s)
{
    if (!sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}
