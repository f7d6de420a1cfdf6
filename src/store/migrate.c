/* Bringing a database forward, one script at a time.
 *
 * Script i takes version i-1 to i; all that are missing run in one
 * transaction, so a database is either as it was or the newest. Before an
 * older database is touched, a copy is made beside it with SQLite's own online
 * copy and named only when it is complete.
 */
#include "base/error.h"
#include "store/embedded.h"
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static ngl_status read_version(ngl_store *s, ngl_error *err)
{
    int64_t    version = 0;
    ngl_status status = ngl_store_number(s, "PRAGMA user_version", &version, err);
    if (status) return status;
    if (version < 0 || version > ngl_store_newest())
        return ngl_fail(err, NGL_E_NEWER, 0, "the database %s is of version %lld; this program knows versions up to %u",
                        s->path, (long long)version, ngl_store_newest());
    s->version = (unsigned)version;
    return NGL_OK;
}

/* a file without version must be empty: ours to fill, not another program's */
static ngl_status must_be_empty(ngl_store *s, ngl_error *err)
{
    int64_t    n = 0;
    ngl_status status = ngl_store_number(s, "SELECT count(*) FROM sqlite_schema", &n, err);
    if (!status && n) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "%s is the database of another program", s->path);
    return status;
}

/* ---- the copy --------------------------------------------------------------------- */

static ngl_status copy_into(ngl_store *s, const char *name, ngl_error *err)
{
    sqlite3 *to = NULL;
    int      code = sqlite3_open_v2(name, &to, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK) {
        sqlite3_backup *b = sqlite3_backup_init(to, "main", s->db, "main");
        if (b) {
            sqlite3_backup_step(b, -1);
            sqlite3_backup_finish(b);
        }
        code = sqlite3_errcode(to);
    }
    sqlite3_close(to);
    if (code == SQLITE_OK || code == SQLITE_DONE) return NGL_OK;
    return ngl_fail(err, NGL_E_IO, 0, "the copy %s of the old database could not be written (%s)", name,
                    sqlite3_errstr(code));
}

static ngl_status keep_copy(ngl_store *s, ngl_error *err)
{
    char name[NGL_STORE_PATH_MAX], beside[NGL_STORE_PATH_MAX];
    snprintf(name, sizeof name, "%s.v%u-backup", s->path, s->version); // look_first() left room
    snprintf(beside, sizeof beside, "%s.v%u-backup.new", s->path, s->version);
    unlink(beside);
    int fd = open(beside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return ngl_fail(err, NGL_E_IO, 0, "the copy %s of the old database could not be made: %s", beside,
                        strerror(errno));
    close(fd);
    ngl_status status = copy_into(s, beside, err);
    if (!status && rename(beside, name) != 0)
        status = ngl_fail(err, NGL_E_IO, 0, "the copy %s of the old database could not be named: %s", name,
                          strerror(errno));
    if (status) unlink(beside);
    return status;
}

/* ---- scripts ------------------------------------------------------------------------ */

static ngl_status run_scripts(ngl_store *s, ngl_error *err)
{
    char       pragma[80];
    ngl_status status = NGL_OK;
    for (size_t i = s->version; i < ngl_store_scripts_count && !status; i++)
        status = ngl_store_exec(s, ngl_store_scripts[i].text, err);
    if (status) return status;
    snprintf(pragma, sizeof pragma, "PRAGMA application_id=%d; PRAGMA user_version=%u;", NGL_STORE_APPLICATION,
             ngl_store_newest());
    return ngl_store_exec(s, pragma, err);
}

/* inside the write transaction: another program may have been faster */
static ngl_status bring_forward(ngl_store *s, ngl_error *err)
{
    ngl_status status = read_version(s, err);
    if (status || s->version == ngl_store_newest()) return status;
    if (s->version == 0) status = must_be_empty(s, err);
    if (!status) status = run_scripts(s, err);
    if (!status) s->version = ngl_store_newest();
    return status;
}

ngl_status ngl_store_migrate(ngl_store *s, ngl_error *err)
{
    ngl_status status = read_version(s, err);
    if (status || s->version == ngl_store_newest()) return status;
    if (s->version > 0) status = keep_copy(s, err);
    if (!status) status = ngl_store_begin(s, err);
    if (status) return status;
    status = bring_forward(s, err);
    if (!status) return ngl_store_commit(s, err);
    ngl_store_rollback(s);
    return status;
}
