/* The verb "import": files, archives and folders in, runs in the store.
 *
 * Two steps, so that nothing is made on disk for a path that does not exist:
 * find the files, then import them. Files (and members of archives) are read
 * and packed by as many threads as are allowed, then written by one, batch by
 * batch, in the order they were found: what is kept and told does not depend
 * on the number of threads. A file is reported only when it is safe on the disk.
 * Last come the lists that an account's export holds of its activities: what
 * they say is kept beside the runs, and activities without a recording become
 * runs of totals.
 */
#ifndef FLOW_IMPORT_H
#define FLOW_IMPORT_H

#include "base/arena.h"
#include "flow/flow.h"
#include "store/runs.h"

#include <stdbool.h>

/* ---- finding files (import_find.c) ---------------------------------------------- */

typedef struct ngl_found {
    const char *path;
    const char *fault; /* why it cannot be read, "" if nothing is known against it */
    bool        named; /* given by name; false: found in a folder */
} ngl_found;

typedef struct ngl_found_list {
    ngl_found *found;
    size_t     n, room;
} ngl_found_list;

/* Every file at `path[0..npath)`, folders with all that is below them, in the
 * order of their names. Hidden files of a folder are passed over, a folder is
 * entered once however many links lead to it. Lives in the arena. NGL_E_NOMEM. */
ngl_status ngl_import_find(ngl_found_list *out, ngl_arena *arena, char *const *path, int npath, ngl_error *err);

/* ---- importing --------------------------------------------------------------------- */

/* What became of one file; valid during the call that tells it. */
typedef struct ngl_imported {
    const char        *path;     /* "export.zip ▸ activities/1.fit.gz" in an archive */
    bool               named;    /* given by name; false: found in a folder or an archive */
    bool               member;   /* of an archive */
    int64_t            size;     /* -1 not known */
    const char        *format;   /* "" not recognised; "strava" and the like for a list */
    const char        *kind;     /* what it is when it is no recording: "monitoring", "a PNG picture"; "" */
    ngl_file_outcome        outcome;
    const char        *reason;   /* why it is not whole, "" none; one sentence without its full stop */
    int64_t            position; /* byte of the fault, 0 none */
    const char        *remark;   /* something odd about a file that was read, "" none */
    uint32_t           nrun;
    const ngl_row_run *run;      /* [nrun]; id 0 in a dry run */
} ngl_imported;

typedef struct ngl_import_job {
    const ngl_found *found;
    size_t           nfound;
    const char      *program;   /* "niggle 0.1.0" */
    bool             dry_run;   /* read everything, keep nothing; flow->store may then be NULL */
    bool             originals; /* keep the bytes of the files, too */
    unsigned         threads;   /* that read and pack; 0 or 1: none but the caller's */
    const char      *map;       /* how to read diaries, as text (activity/diary.h); NULL: as was kept, else as they say */
    void            *context;   /* for the calls below; each may be NULL */
    bool (*stop)(void *context);                                /* asked between files; true: finish and return */
    void (*progress)(void *context, size_t done, size_t total); /* after each file; `total` may grow while archives are opened */
    void (*told)(void *context, const ngl_imported *file);
    int32_t (*offset_at)(void *context, ngl_instant t); /* of this machine's zone, for files without one; asked by several threads */
} ngl_import_job;

enum { NGL_IMPORT_TALLY = 48, NGL_IMPORT_TALLY_NAME = 48 };

/* How many of each: the commonest, in the order they were met. */
typedef struct ngl_import_tally {
    struct {
        char    name[NGL_IMPORT_TALLY_NAME];
        int64_t n;
        double  dist_m;
    } row[NGL_IMPORT_TALLY];
    unsigned n;
    int64_t  others; /* for which there was no row */
} ngl_import_tally;

typedef struct ngl_import_totals {
    int64_t nfile[NGL_OUTCOME_COUNT];
    int64_t nrun;    /* added */
    int64_t nlinked; /* of these: repeat a run that was here, or are repeated by it */
    int64_t nlisted; /* of these: totals only, from a list */
    int64_t nsaid;   /* runs of which a list says something new */
    int64_t nleft;   /* paths that were not looked at */
    int64_t batch;   /* 0: nothing was written */
    bool    stopped;
    ngl_import_tally year, device; /* of the runs added */
    ngl_import_tally kind;         /* of what was no recording */
} ngl_import_totals;

/* Import. Files that cannot be read are outcomes, not failures; a failure is
 * about the database, and all that was told before it is kept. NGL_E_BUSY,
 * NGL_E_IO, NGL_E_NOMEM. */
ngl_status ngl_flow_import(ngl_flow *flow, const ngl_import_job *job, ngl_import_totals *totals, ngl_error *err);

#endif
