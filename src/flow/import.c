/* Importing: read and pack a batch of files, write it in one transaction, tell
 * what became of each, go on. Whoever kills the program loses at most the
 * batch that was not told yet. */
#include "base/error.h"
#include "flow/import_internal.h"

#include <string.h>

enum { BATCH_FILES = 64, BATCH_BYTES = 32 << 20 };
#define BATCH_MEMORY ((size_t)1 << 30)

typedef struct import {
    ngl_flow             *flow;
    const ngl_import_job *job;
    ngl_import_totals    *totals;
    ngl_arena             arena; /* of the batch at hand */
    ngl_buf               bytes;
    ngl_waiting           waiting[BATCH_FILES];
    size_t                nwaiting;
    int64_t               nbytes;
} import;

/* ---- writing a batch ------------------------------------------------------------------ */

static void now_already_there(ngl_waiting *w)
{
    w->told.outcome = NGL_OUTCOME_ALREADY;
    w->told.reason = w->told.remark = "";
    w->told.nrun = 0;
}

/* another program may have brought the same file since it was read */
static ngl_status overtaken(import *im, ngl_waiting *w, ngl_error *err)
{
    int64_t          id;
    ngl_file_outcome before;
    ngl_error        why = { 0 };
    ngl_status       status = ngl_store_find_file(im->flow->store, w->row.hash, &id, &before, &why);
    if (status == NGL_E_NOT_FOUND) return NGL_OK;
    if (status && err) *err = why;
    if (!status && (before == NGL_OUTCOME_IMPORTED || before == NGL_OUTCOME_SALVAGED)) now_already_there(w);
    return status;
}

static bool to_be_written(const ngl_waiting *w)
{
    return w->hashed && w->told.outcome != NGL_OUTCOME_ALREADY && (w->told.nrun || !w->known);
}

static ngl_status write_one(import *im, ngl_waiting *w, ngl_error *err)
{
    if (!to_be_written(w)) return NGL_OK;
    ngl_status status = overtaken(im, w, err);
    if (status || w->told.outcome == NGL_OUTCOME_ALREADY) return status;
    w->row.batch = im->totals->batch;
    status = ngl_store_add_file(im->flow->store, &w->row, err);
    for (uint32_t i = 0; i < w->told.nrun && !status; i++) {
        w->run[i].file = w->row.id;
        status = ngl_store_add_run(im->flow->store, &w->run[i], err);
    }
    return status;
}

static bool something_to_write(const import *im)
{
    for (size_t i = 0; i < im->nwaiting; i++)
        if (to_be_written(&im->waiting[i])) return true;
    return false;
}

static ngl_status write_all(import *im, ngl_error *err)
{
    ngl_store *s = im->flow->store;
    int64_t    batch_before = im->totals->batch;
    if (im->job->dry_run || !something_to_write(im)) return NGL_OK;
    ngl_status status = ngl_store_begin(s, err);
    if (status) return status;
    if (!im->totals->batch) status = ngl_store_add_batch(s, im->flow->now, im->job->program, &im->totals->batch, err);
    for (size_t i = 0; i < im->nwaiting && !status; i++) status = write_one(im, &im->waiting[i], err);
    if (!status) status = ngl_store_commit(s, err);
    else ngl_store_rollback(s);
    if (status) im->totals->batch = batch_before;
    return status;
}

/* ---- telling ------------------------------------------------------------------------------ */

static void count(ngl_import_totals *t, const ngl_imported *f)
{
    t->nfile[f->outcome]++;
    t->nrun += f->nrun;
    for (uint32_t i = 0; i < f->nrun; i++) t->nlinked += f->run[i].has_twin;
}

static ngl_status flush(import *im, ngl_error *err)
{
    ngl_status status = write_all(im, err);
    for (size_t i = 0; i < im->nwaiting && !status; i++) {
        count(im->totals, &im->waiting[i].told);
        if (im->job->told) im->job->told(im->job->context, &im->waiting[i].told);
    }
    ngl_arena_free(&im->arena);
    im->nwaiting = 0;
    im->nbytes = 0;
    return status;
}

/* ---- the batch at hand -------------------------------------------------------------------------- */

static void twice_in_this_batch(import *im, ngl_waiting *w)
{
    for (size_t i = 0; i < im->nwaiting; i++) {
        const ngl_waiting *before = &im->waiting[i];
        if (!before->hashed || memcmp(before->row.hash, w->row.hash, sizeof w->row.hash) != 0) continue;
        if (before->told.outcome == NGL_OUTCOME_IMPORTED || before->told.outcome == NGL_OUTCOME_SALVAGED)
            now_already_there(w);
    }
}

static ngl_status take(import *im, const ngl_found *found, ngl_error *err)
{
    ngl_waiting *w = &im->waiting[im->nwaiting];
    ngl_status   status = ngl_import_one(w, &im->arena, &im->bytes, im->flow, im->job, found, err);
    if (status) return status;
    if (w->hashed) twice_in_this_batch(im, w);
    im->nwaiting++;
    if (w->hashed) im->nbytes += w->told.size;
    return im->nwaiting == BATCH_FILES || im->nbytes >= BATCH_BYTES ? flush(im, err) : NGL_OK;
}

static ngl_status take_all(import *im, ngl_error *err)
{
    const ngl_import_job *job = im->job;
    ngl_status            status = NGL_OK;
    for (size_t i = 0; i < job->nfound && !status; i++) {
        if (job->stop && job->stop(job->context)) {
            im->totals->stopped = true;
            break;
        }
        status = take(im, &job->found[i], err);
        if (!status && job->progress) job->progress(job->context, i + 1, job->nfound);
    }
    return status ? status : flush(im, err);
}

ngl_status ngl_flow_import(ngl_flow *flow, const ngl_import_job *job, ngl_import_totals *totals, ngl_error *err)
{
    ngl_arena arena;
    ngl_arena_init(&arena, sizeof(import) + 4096);
    import *im = NGL_NEW(&arena, import, 1);
    *totals = (ngl_import_totals){ 0 };
    if (!im) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the import than is allowed");
    im->flow = flow;
    im->job = job;
    im->totals = totals;
    ngl_arena_init(&im->arena, BATCH_MEMORY);
    ngl_buf_init(&im->bytes, NGL_IMPORT_FILE_MAX);
    ngl_status status = take_all(im, err);
    ngl_buf_free(&im->bytes);
    ngl_arena_free(&im->arena);
    ngl_arena_free(&arena);
    return status;
}
