/* Keeping runs, cases, episodes and check-ins in one SQLite file.
 *
 * The front header: open, close, transactions, health. What is kept stands in
 * a header of its own (import.h, runs.h, …). No SQL outside this folder, and
 * no SQLite type in any header but internal.h, so that another database can
 * take SQLite's place later.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <niggle/error.h>
#include <niggle/types.h>

#include <stdbool.h>

/* One open database; one thread at a time. */
typedef struct ngl_store ngl_store;

enum {
    NGL_STORE_CREATE = 1,      /* make the file if it is missing */
    NGL_STORE_WAIT_MS = 10000, /* how long another program that writes is waited for */
};

/* Open the database at `path` and bring it to the newest version; before that
 * a copy of the old file is kept beside it (niggle.db.v1-backup). The folder
 * must exist; the file is readable by this person alone. Close with
 * ngl_store_close(). On failure *out is NULL and an existing file is as it was:
 *   NGL_E_NOT_FOUND    there is none, and it is not to be made;
 *   NGL_E_NEWER        written by a newer version of the program;
 *   NGL_E_UNSUPPORTED  not a database, or one of another program;
 *   NGL_E_BUSY         another program kept it busy too long;
 *   NGL_E_CORRUPT, NGL_E_IO, NGL_E_NOMEM. */
ngl_status ngl_store_open(ngl_store **out, const char *path, unsigned flags, ngl_error *err);
void       ngl_store_close(ngl_store *s); /* NULL is fine */

/* Wait this long instead of NGL_STORE_WAIT_MS. */
void ngl_store_wait(ngl_store *s, int wait_ms);

const char *ngl_store_path(const ngl_store *s);    /* borrowed */
unsigned    ngl_store_version(const ngl_store *s); /* of the schema */
unsigned    ngl_store_newest(void);                /* that this program knows */

/* All or nothing: what is written between begin and commit is kept as one.
 * Waits for another writer, then gives NGL_E_BUSY. They do not nest. */
ngl_status ngl_store_begin(ngl_store *s, ngl_error *err);
ngl_status ngl_store_commit(ngl_store *s, ngl_error *err); /* on failure everything is taken back */
void       ngl_store_rollback(ngl_store *s);               /* nothing happens outside a transaction */

/* Is the file whole? `*sound` says; when it is not, `what` (NUL-terminated)
 * names the first fault. */
typedef struct ngl_store_health {
    bool    sound;
    char    what[200];
    int64_t nfile, nrun, nbatch, nduplicate; /* duplicates: runs that count through another */
    int64_t bytes;                           /* of the database */
} ngl_store_health;
ngl_status ngl_store_check(ngl_store *s, ngl_store_health *out, ngl_error *err);

#endif
