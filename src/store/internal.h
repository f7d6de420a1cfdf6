/* What the files of store share: the handle, and statements in one line each.
 *
 *   static const char sql[] = "INSERT INTO lap VALUES (?,?,?,?,?,?)";
 *   sqlite3_stmt *q = ngl_store_statement(s, sql, err);
 *   if (!q) return s->last;
 *   ngl_store_bind(q, "iiiddd", run, i, start, timer, elapsed, dist);
 *   return ngl_store_run(s, q, err);
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "base/arena.h"
#include "store/store.h"

#include <sqlite3.h>

#define NGL_STORE_APPLICATION 0x4e67676c /* "Nggl" */

enum { NGL_STORE_STATEMENTS = 64, NGL_STORE_PATH_MAX = 4096 };

struct ngl_store {
    ngl_arena arena;
    sqlite3  *db;
    const char *path;
    unsigned  version;
    ngl_status last; /* of the last failure */
    unsigned  next; /* place of the statement cache that is given away next */
    struct {
        const char   *sql; /* by address */
        sqlite3_stmt *stmt;
    } cache[NGL_STORE_STATEMENTS];
};

/* The prepared statement for `sql`, which must have static storage: it is kept
 * and found again by its address. Reset and without values. NULL after filling
 * `err` (which may be NULL) and s->last. Borrowed; do not finalise. */
sqlite3_stmt *ngl_store_statement(ngl_store *s, const char *sql, ngl_error *err);

/* Bind all values in order, one letter each:
 *   i int64_t   d double, NaN is NULL   t const char *, NULL is NULL
 *   b const void *, size_t              n (nothing) NULL
 *   m ngl_instant, NGL_INSTANT_NONE is NULL   y ngl_day as int, NGL_DAY_NONE is NULL
 * Texts and blobs are borrowed until the statement is reset. Integers must be
 * passed as int64_t (days as int). */
void ngl_store_bind(sqlite3_stmt *q, const char *kinds, ...);

/* One step: 1 a row is there, 0 done (the statement is reset), or a negative
 * ngl_status after filling `err` (reset too). */
int ngl_store_step(ngl_store *s, sqlite3_stmt *q, ngl_error *err);

/* Run a statement that gives no rows. */
ngl_status ngl_store_run(ngl_store *s, sqlite3_stmt *q, ngl_error *err);

/* Plain SQL without values. */
ngl_status ngl_store_exec(ngl_store *s, const char *sql, ngl_error *err);

/* The first number of the first row of a query without values. */
ngl_status ngl_store_number(ngl_store *s, const char *sql, int64_t *out, ngl_error *err);

/* What SQLite's last failure means, in a sentence that names the file. */
ngl_status ngl_store_failed(ngl_store *s, int code, ngl_error *err);

/* Columns of the row at hand. */
double      ngl_column_number(sqlite3_stmt *q, int i);               /* NULL: NaN */
ngl_instant ngl_column_instant(sqlite3_stmt *q, int i);              /* NULL: NGL_INSTANT_NONE */
ngl_day     ngl_column_day(sqlite3_stmt *q, int i);                  /* NULL: NGL_DAY_NONE */
const char *ngl_column_text(sqlite3_stmt *q, int i, ngl_arena *arena); /* a copy, "" for NULL; NULL: no memory */

/* ---- migrate.c -------------------------------------------------------------- */

/* Bring the open database to the newest version. */
ngl_status ngl_store_migrate(ngl_store *s, ngl_error *err);

#endif
