/* Is the database whole? SQLite's own checks, and counts. */
#include "base/error.h"
#include "store/internal.h"

#include <stdio.h>

static ngl_status integrity(ngl_store *s, ngl_store_health *out, ngl_error *err)
{
    static const char sql[] = "PRAGMA integrity_check(1)";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    const char *text = n ? (const char *)sqlite3_column_text(q, 0) : NULL;
    out->sound = text && sqlite3_stricmp(text, "ok") == 0;
    if (!out->sound) snprintf(out->what, sizeof out->what, "%s", text ? text : "nothing came back");
    sqlite3_reset(q);
    return NGL_OK;
}

static ngl_status references(ngl_store *s, ngl_store_health *out, ngl_error *err)
{
    static const char sql[] = "PRAGMA foreign_key_check";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    int n = ngl_store_step(s, q, err);
    if (n <= 0) return (ngl_status)n;
    out->sound = false;
    snprintf(out->what, sizeof out->what, "a row of %s points to nothing", sqlite3_column_text(q, 0));
    sqlite3_reset(q);
    return NGL_OK;
}

ngl_status ngl_store_check(ngl_store *s, ngl_store_health *out, ngl_error *err)
{
    static const struct {
        const char *sql;
        size_t      at;
    } counts[] = {
        { "SELECT count(*) FROM file", offsetof(ngl_store_health, nfile) },
        { "SELECT count(*) FROM run", offsetof(ngl_store_health, nrun) },
        { "SELECT count(*) FROM batch WHERE undone_ms IS NULL", offsetof(ngl_store_health, nbatch) },
        { "SELECT count(*) FROM run WHERE same_as IS NOT NULL", offsetof(ngl_store_health, nduplicate) },
        { "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", offsetof(ngl_store_health, bytes) },
    };
    *out = (ngl_store_health){ 0 };
    ngl_status status = integrity(s, out, err);
    if (!status && out->sound) status = references(s, out, err);
    for (size_t i = 0; i < sizeof counts / sizeof *counts && !status; i++)
        status = ngl_store_number(s, counts[i].sql, (int64_t *)(void *)((char *)out + counts[i].at), err);
    if (status != NGL_E_CORRUPT) return status;
    // damage that stops even the check is an answer, not a failure
    out->sound = false;
    snprintf(out->what, sizeof out->what, "%s", sqlite3_errmsg(s->db));
    return NGL_OK;
}
