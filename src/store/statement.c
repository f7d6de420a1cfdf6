/* Statements: prepared once, found again by the address of their text, bound
 * by a row of letters, and every failure turned into one sentence. */
#include "base/error.h"
#include "store/internal.h"

#include <math.h>
#include <stdarg.h>

static ngl_status explain(const ngl_store *s, int code, ngl_error *err)
{
    const char *detail = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ngl_fail(err, NGL_E_BUSY, 0, "another program is writing to the database %s", s->path);
    case SQLITE_NOMEM: return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the database than is allowed");
    case SQLITE_FULL: return ngl_fail(err, NGL_E_IO, 0, "the disk is full; nothing was added to %s", s->path);
    case SQLITE_CORRUPT: return ngl_fail(err, NGL_E_CORRUPT, 0, "the database %s is damaged (%s)", s->path, detail);
    case SQLITE_NOTADB: return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "%s is not a database", s->path);
    case SQLITE_CONSTRAINT: return ngl_fail(err, NGL_E_CONFLICT, 0, "the database refuses a record (%s)", detail);
    case SQLITE_TOOBIG: return ngl_fail(err, NGL_E_LIMIT, 0, "a record is too large for the database");
    case SQLITE_READONLY:
    case SQLITE_PERM: return ngl_fail(err, NGL_E_IO, 0, "the database %s may not be written to", s->path);
    case SQLITE_CANTOPEN: return ngl_fail(err, NGL_E_IO, 0, "the database %s cannot be opened", s->path);
    default: return ngl_fail(err, NGL_E_IO, 0, "the database %s could not be read or written (%s)", s->path, detail);
    }
}

ngl_status ngl_store_failed(ngl_store *s, int code, ngl_error *err)
{
    s->last = explain(s, code, err);
    return s->last;
}

static sqlite3_stmt *prepare(ngl_store *s, const char *sql, ngl_error *err)
{
    sqlite3_stmt *q = NULL;
    int code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &q, NULL);
    if (code == SQLITE_OK) return q;
    ngl_store_failed(s, code, err);
    return NULL;
}

sqlite3_stmt *ngl_store_statement(ngl_store *s, const char *sql, ngl_error *err)
{
    for (unsigned i = 0; i < NGL_STORE_STATEMENTS; i++) {
        if (s->cache[i].sql != sql) continue;
        sqlite3_reset(s->cache[i].stmt);
        sqlite3_clear_bindings(s->cache[i].stmt);
        return s->cache[i].stmt;
    }
    sqlite3_stmt *q = prepare(s, sql, err);
    if (!q) return NULL;
    // a statement that is being stepped through keeps its place
    while (s->cache[s->next].stmt && sqlite3_stmt_busy(s->cache[s->next].stmt))
        s->next = (s->next + 1) % NGL_STORE_STATEMENTS;
    sqlite3_finalize(s->cache[s->next].stmt);
    s->cache[s->next].sql = sql;
    s->cache[s->next].stmt = q;
    s->next = (s->next + 1) % NGL_STORE_STATEMENTS;
    return q;
}

static void bind_number(sqlite3_stmt *q, int at, double v)
{
    if (isnan(v)) sqlite3_bind_null(q, at);
    else sqlite3_bind_double(q, at, v);
}

static void bind_unless(sqlite3_stmt *q, int at, int64_t v, int64_t none)
{
    if (v == none) sqlite3_bind_null(q, at);
    else sqlite3_bind_int64(q, at, v);
}

void ngl_store_bind(sqlite3_stmt *q, const char *kinds, ...)
{
    va_list args;
    va_start(args, kinds);
    for (int at = 1; kinds[at - 1]; at++) {
        switch (kinds[at - 1]) {
        case 'i': sqlite3_bind_int64(q, at, va_arg(args, int64_t)); break;
        case 'd': bind_number(q, at, va_arg(args, double)); break;
        case 't': sqlite3_bind_text(q, at, va_arg(args, const char *), -1, SQLITE_STATIC); break;
        case 'm': bind_unless(q, at, va_arg(args, int64_t), NGL_INSTANT_NONE); break;
        case 'y': bind_unless(q, at, va_arg(args, int), NGL_DAY_NONE); break;
        case 'b': {
            const void *bytes = va_arg(args, const void *);
            size_t      len = va_arg(args, size_t);
            sqlite3_bind_blob64(q, at, bytes ? bytes : "", len, SQLITE_STATIC);
            break;
        }
        default: sqlite3_bind_null(q, at);
        }
    }
    va_end(args);
}

int ngl_store_step(ngl_store *s, sqlite3_stmt *q, ngl_error *err)
{
    int code = sqlite3_step(q);
    if (code == SQLITE_ROW) return 1;
    ngl_status status = code == SQLITE_DONE ? NGL_OK : ngl_store_failed(s, code, err);
    sqlite3_reset(q);
    return status;
}

ngl_status ngl_store_run(ngl_store *s, sqlite3_stmt *q, ngl_error *err)
{
    int n = ngl_store_step(s, q, err);
    if (n > 0) sqlite3_reset(q);
    return n < 0 ? (ngl_status)n : NGL_OK;
}

ngl_status ngl_store_exec(ngl_store *s, const char *sql, ngl_error *err)
{
    int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? NGL_OK : ngl_store_failed(s, code, err);
}

ngl_status ngl_store_number(ngl_store *s, const char *sql, int64_t *out, ngl_error *err)
{
    sqlite3_stmt *q = prepare(s, sql, err);
    if (!q) return s->last;
    int n = ngl_store_step(s, q, err);
    if (n > 0) *out = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return n < 0 ? (ngl_status)n : n > 0 ? NGL_OK : NGL_E_NOT_FOUND;
}

double ngl_column_number(sqlite3_stmt *q, int i)
{
    return sqlite3_column_type(q, i) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(q, i);
}

ngl_instant ngl_column_instant(sqlite3_stmt *q, int i)
{
    return sqlite3_column_type(q, i) == SQLITE_NULL ? NGL_INSTANT_NONE : sqlite3_column_int64(q, i);
}

ngl_day ngl_column_day(sqlite3_stmt *q, int i)
{
    return sqlite3_column_type(q, i) == SQLITE_NULL ? NGL_DAY_NONE : sqlite3_column_int(q, i);
}

const char *ngl_column_text(sqlite3_stmt *q, int i, ngl_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(q, i);
    return text ? ngl_arena_text(arena, text, (size_t)sqlite3_column_bytes(q, i)) : ngl_arena_text(arena, "", 0);
}
