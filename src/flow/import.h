/* The verb "import": files and folders in, kept runs out.
 *
 * A batch is one call. Its files are read and packed first and written in
 * short transactions of some files each, so that a kill costs at most what
 * nobody was told of, and another program never waits long. The same bytes
 * are kept once, so calling again after whatever happened goes on.
 */
#ifndef FLOW_IMPORT_H
#define FLOW_IMPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "flow/flow.h"
#include "store/runs.h"

/* What became of one file. Texts live in the arena of the call. */
typedef struct ngl_imported {
    const char *path;
    ngl_file_outcome outcome;
    const char *format;   /* "" not recognised */
    const char *reason;   /* one sentence, no full stop, "" nothing to say */
    int64_t     position; /* of the fault in the file, 0 none */
    uint32_t    nrun;     /* activities in it */
    uint32_t    nlinked;  /* of these, counted through another recording of the same outing */
    bool        named;    /* the path itself was given, not a folder above it */
    bool        future;   /* holds a day after today */
} ngl_imported;

typedef struct ngl_imports {
    int64_t  batch;                     /* to undo it; 0: nothing was kept */
    size_t   nfile;
    const ngl_imported *file;           /* [nfile], in the order they were read */
    size_t   count[NGL_OUTCOME_COUNT];  /* of files */
    size_t   nrun, nlinked;             /* newly kept activities */
    bool     stopped;                   /* asked to stop; what is counted is kept */
} ngl_imports;

typedef struct ngl_import_work {
    bool dry_run;      /* look, and keep nothing; flow->store may be NULL */
    bool no_originals; /* keep what was read, not the files themselves */
    /* asked between files; true: finish what is begun and return. NULL: never */
    bool (*stop)(void *user);
    /* told after every file that was read; NULL: nobody. `path`: the one to come */
    void (*progress)(void *user, size_t done, size_t of, const char *path);
    void *user;
} ngl_import_work;
#define NGL_IMPORT_WORK_INIT { false, false, NULL, NULL, NULL }

/* Import the files in paths[0..n), folders with everything in them. A file's
 * failure is its own; NGL_OK as soon as all were looked at or it was stopped.
 * Otherwise the database failed (BUSY, IO, CORRUPT), or NGL_E_NOMEM: `*out`
 * then counts what was kept before, and calling again goes on there. */
ngl_status ngl_flow_import(ngl_flow *flow, ngl_arena *arena, const char *const *path, size_t n,
                           const ngl_import_work *work, ngl_imports *out, ngl_error *err);

/* ---- finding files (import_find.c) -------------------------------------------- */

typedef struct ngl_found {
    const char *path;
    bool        named;
    int         error; /* errno of a path that could not be looked at, 0 none */
} ngl_found;

typedef struct ngl_finds {
    ngl_found *file; /* [n], in the arena */
    size_t     n, room;
} ngl_finds;

/* Every file at or below `path`, folders in the order of their names; hidden
 * ones in folders are left out, and no folder is entered twice, so that links
 * in circles end. NGL_E_NOMEM, NGL_E_LIMIT: more than a million files. */
ngl_status ngl_import_find(ngl_finds *out, ngl_arena *arena, const char *path, ngl_error *err);

/* ---- reading one (import_file.c) ----------------------------------------------- */

/* Read a whole file into `out` (emptied first), if its first bytes are those
 * of a recording. 0, or what became of it: FAILED or SKIPPED, with a reason. */
typedef struct ngl_load_result {
    ngl_file_outcome outcome; /* IMPORTED: it is loaded */
    ngl_error   err;     /* why not; text without the path */
} ngl_load_result;
ngl_load_result ngl_import_load(ngl_buf *out, const ngl_found *file);

#endif
