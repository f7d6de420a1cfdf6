/* Importing: a ring of items is kept full, read by whoever is there to read,
 * and emptied in order: a batch of them is written in one transaction, then
 * told, then the next. Whoever kills the program loses at most the batch that
 * was not told yet. */
#include "base/date.h"
#include "base/error.h"
#include "flow/import_internal.h"

#include <stdio.h>
#include <string.h>

enum { RING = 256, BATCH_FILES = 64, BATCH_BYTES = 16 << 20, AHEAD_BYTES = 24 << 20, LISTS = 256 };
#define ITEM_MEMORY ((size_t)1 << 30)
#define TABLE_MEMORY ((size_t)512 << 20)

typedef struct import {
    ngl_flow             *flow;
    const ngl_import_job *job;
    ngl_import_totals    *totals;
    ngl_arena             arena;  /* tables and lists, to the end */
    ngl_feed              feed;
    ngl_import_shared     shared;
    ngl_import_scratch    scratch; /* for reading without threads */
    ngl_pool             *pool;
    ngl_map               known;  /* hash to id and whether its runs are here, as it was at the beginning */
    ngl_map               seen;   /* hashes of this import, in a dry run */
    ngl_map               files;  /* path to id, for lists */
    ngl_waiting           ring[RING];
    size_t                first, nread, n; /* of the ring: read and not written, all that are in it */
    size_t                ahead;  /* bytes of memory that wait in it, roughly */
    int64_t               nbytes; /* of the batch at hand */
    size_t                ndone;
    ngl_waiting           list[LISTS];
    size_t                nlist;
} import;

static ngl_waiting *at(import *im, size_t i)
{
    return &im->ring[(im->first + i) % RING];
}

/* ---- writing a batch ------------------------------------------------------------------ */

static bool has_runs(ngl_file_outcome o)
{
    return o == NGL_OUTCOME_IMPORTED || o == NGL_OUTCOME_SALVAGED;
}

static void now_already_there(ngl_waiting *w)
{
    w->told.outcome = NGL_OUTCOME_ALREADY;
    w->told.reason = w->told.remark = "";
    w->told.nrun = 0;
}

/* the same content may have come since: twice in this import, or by another program */
static ngl_status overtaken(import *im, ngl_waiting *w, ngl_error *err)
{
    int64_t          id;
    ngl_file_outcome before;
    ngl_error        why = { 0 };
    ngl_status       status = ngl_store_find_file(im->flow->store, w->row.hash, &id, &before, &why);
    if (status == NGL_E_NOT_FOUND) return NGL_OK;
    if (status && err) *err = why;
    if (!status && has_runs(before)) {
        now_already_there(w);
        w->row.id = id;
    }
    return status;
}

/* what an archive holds besides recordings is counted, not written down one by one */
static bool to_be_written(const ngl_waiting *w)
{
    if (!w->hashed || w->list || w->told.outcome == NGL_OUTCOME_ALREADY) return false;
    if (w->told.outcome == NGL_OUTCOME_NOT_ACTIVITY && w->item.member) return false;
    return w->told.nrun || !w->known;
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

/* without a database, what was read before is remembered here */
static ngl_status write_nothing(import *im, ngl_waiting *w, ngl_error *err)
{
    int64_t ignored;
    if (!w->hashed || !has_runs(w->told.outcome) || w->list) return NGL_OK;
    if (ngl_map_get(&im->seen, w->row.hash, &ignored)) now_already_there(w);
    else if (!ngl_map_put(&im->seen, w->row.hash, 1)) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the import than is allowed");
    w->row.id = 1;
    return NGL_OK;
}

static bool something_to_write(import *im)
{
    for (size_t i = 0; i < im->nread; i++)
        if (to_be_written(at(im, i))) return true;
    return false;
}

/* in the transaction at hand */
static ngl_status need_batch(void *context, ngl_error *err)
{
    import *im = context;
    if (im->totals->batch) return NGL_OK;
    return ngl_store_add_batch(im->flow->store, im->flow->now, im->job->program, &im->totals->batch, err);
}

static ngl_status write_all(import *im, ngl_error *err)
{
    ngl_store *s = im->flow->store;
    int64_t    batch_before = im->totals->batch;
    ngl_status status = NGL_OK;
    if (im->job->dry_run) {
        for (size_t i = 0; i < im->nread && !status; i++) status = write_nothing(im, at(im, i), err);
        return status;
    }
    if (!something_to_write(im)) return NGL_OK;
    status = ngl_store_begin(s, err);
    if (status) return status;
    status = need_batch(im, err);
    for (size_t i = 0; i < im->nread && !status; i++) status = write_one(im, at(im, i), err);
    if (!status) status = ngl_store_commit(s, err);
    else ngl_store_rollback(s);
    if (status) im->totals->batch = batch_before;
    return status;
}

/* ---- telling ------------------------------------------------------------------------------ */

static void tally(ngl_import_tally *t, const char *name, int64_t n, double dist_m)
{
    unsigned i = 0;
    if (!name[0]) return;
    while (i < t->n && strncmp(t->row[i].name, name, NGL_IMPORT_TALLY_NAME - 1) != 0) i++;
    if (i == NGL_IMPORT_TALLY) {
        t->others += n;
        return;
    }
    if (i == t->n) snprintf(t->row[t->n++].name, NGL_IMPORT_TALLY_NAME, "%s", name);
    t->row[i].n += n;
    if (dist_m > 0) t->row[i].dist_m += dist_m;
}

static void tally_run(ngl_import_totals *t, const ngl_row_run *run)
{
    char year[16] = "no date";
    if (run->day != NGL_DAY_NONE) snprintf(year, sizeof year, "%d", ngl_civil_from_day(run->day).year);
    tally(&t->year, year, 1, run->dist_m);
    tally(&t->device, run->device[0] ? run->device : "not said", 1, run->dist_m);
}

static void count(ngl_import_totals *t, const ngl_imported *f)
{
    t->nfile[f->outcome]++;
    t->nrun += f->nrun;
    for (uint32_t i = 0; i < f->nrun; i++) {
        t->nlinked += f->run[i].has_twin;
        tally_run(t, &f->run[i]);
    }
    if (f->outcome == NGL_OUTCOME_NOT_ACTIVITY || f->outcome == NGL_OUTCOME_SKIPPED) tally(&t->kind, f->kind, 1, 0);
}

static void tell(import *im, const ngl_waiting *w)
{
    count(im->totals, &w->told);
    if (im->job->told) im->job->told(im->job->context, &w->told);
    if (im->job->progress) im->job->progress(im->job->context, ++im->ndone, im->feed.expected > im->feed.given ? im->feed.expected : im->feed.given);
}

/* what lists will ask for */
static ngl_status remember(import *im, const ngl_waiting *w, ngl_error *err)
{
    uint8_t key[16];
    if (!w->hashed || !w->row.id || (!has_runs(w->told.outcome) && w->told.outcome != NGL_OUTCOME_ALREADY)) return NGL_OK;
    ngl_path_key(key, w->told.path, strlen(w->told.path));
    if (ngl_map_put(&im->files, key, w->row.id)) return NGL_OK;
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the import than is allowed");
}

/* ---- the ring ------------------------------------------------------------------------------------ */

static void drop(import *im, ngl_waiting *w)
{
    im->ahead -= w->item.weight;
    ngl_feed_release(&w->item);
    ngl_arena_free(&w->arena);
}

/* a list leaves the ring and waits for the end */
static bool set_aside(import *im, ngl_waiting *w)
{
    if (!w->list || im->nlist == LISTS) return false;
    im->ahead -= w->item.weight;
    if (w->list != ngl_list_apple) ngl_feed_release(&w->item); /* its bytes are still to be read */
    im->list[im->nlist++] = *w;
    return true;
}

static ngl_status flush(import *im, ngl_error *err)
{
    ngl_status written = write_all(im, err), status = written;
    for (; im->nread; im->nread--, im->n--, im->first = (im->first + 1) % RING) {
        ngl_waiting *w = at(im, 0);
        if (!written && set_aside(im, w)) continue;
        if (w->list) w->told.outcome = NGL_OUTCOME_FAILED, w->told.reason = "there are too many lists for one import; import it by itself";
        if (!status) status = remember(im, w, err);
        if (!written) tell(im, w);
        drop(im, w);
    }
    im->nbytes = 0;
    return status;
}

static void fill(import *im)
{
    const ngl_import_job *job = im->job;
    while (im->n < RING && (im->ahead < AHEAD_BYTES || im->n == im->nread) && !im->totals->stopped) {
        ngl_waiting *w = at(im, im->n);
        if (job->stop && job->stop(job->context)) {
            im->totals->stopped = true;
            return;
        }
        *w = (ngl_waiting){ .item = { .path = "" } };
        ngl_arena_init(&w->arena, ITEM_MEMORY);
        if (!ngl_feed_next(&im->feed, w)) {
            ngl_arena_free(&w->arena);
            return;
        }
        im->ahead += w->item.weight;
        im->n++;
        if (im->pool) ngl_pool_give(im->pool, w);
    }
}

static ngl_status take_next(import *im, ngl_error *err)
{
    ngl_waiting *w = at(im, im->nread++);
    if (im->pool) ngl_pool_wait(im->pool, w);
    else ngl_import_one(w, &im->scratch, &im->shared);
    if (w->hashed) im->nbytes += w->told.size;
    return im->nread == BATCH_FILES || im->nbytes >= BATCH_BYTES ? flush(im, err) : NGL_OK;
}

static ngl_status take_all(import *im, ngl_error *err)
{
    ngl_status status = NGL_OK;
    for (fill(im); im->nread < im->n && !status; fill(im)) status = take_next(im, err);
    return status ? status : flush(im, err);
}

/* after a stop or a failure: nobody reads any more, what was read is let go */
static void let_go(import *im)
{
    ngl_pool_stop(im->pool);
    im->pool = NULL;
    for (; im->n; im->n--, im->first = (im->first + 1) % RING, im->totals->nleft++) drop(im, at(im, 0));
    im->nread = 0;
}

/* ---- lists ------------------------------------------------------------------------------------------ */

static ngl_status take_lists(import *im, ngl_error *err)
{
    ngl_listing to = { .flow = im->flow, .job = im->job, .totals = im->totals, .files = &im->files,
                       .need_batch = need_batch, .context = im };
    ngl_status  status = NGL_OK;
    for (size_t i = 0; i < im->nlist; i++) {
        ngl_waiting *w = &im->list[i];
        if (!status && !im->totals->stopped) {
            status = w->list == ngl_list_apple ? ngl_import_apple(w, &to, err) : w->list == ngl_list_health ? ngl_import_health(w, &to, err) : ngl_import_list(w, &to, err);
            if (!status) tell(im, w);
        }
        ngl_feed_release(&w->item);
        ngl_arena_free(&w->arena);
    }
    return status;
}

/* ---- beginning and end -------------------------------------------------------------------------------- */

static ngl_status learn_known(import *im, ngl_error *err)
{
    const ngl_known_file *file = NULL;
    size_t                n = 0;
    ngl_arena             arena;
    if (!im->flow->store) return NGL_OK;
    ngl_arena_init(&arena, TABLE_MEMORY);
    ngl_status status = ngl_store_known_files(im->flow->store, &arena, &file, &n, err);
    for (size_t i = 0; i < n && !status; i++)
        if (!ngl_map_put(&im->known, file[i].hash, file[i].id * 2 + file[i].good))
            status = ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the import than is allowed");
    ngl_arena_free(&arena);
    return status;
}

static ngl_status run_import(import *im, ngl_error *err)
{
    ngl_status status = learn_known(im, err);
    if (status) return status;
    im->pool = ngl_pool_start(&im->arena, im->job->threads, &im->shared);
    status = take_all(im, err);
    let_go(im);
    im->totals->nleft += (int64_t)(im->job->nfound - im->feed.next);
    ngl_status listed = take_lists(im, status ? NULL : err);
    return status ? status : listed;
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
    ngl_arena_init(&im->arena, TABLE_MEMORY);
    im->known.arena = im->seen.arena = im->files.arena = &im->arena;
    im->shared = (ngl_import_shared){ job, flow->today, flow->utc_offset_s, &im->known };
    ngl_import_scratch_init(&im->scratch);
    ngl_feed_begin(&im->feed, job);
    ngl_status status = run_import(im, err);
    ngl_feed_end(&im->feed);
    ngl_import_scratch_free(&im->scratch);
    ngl_arena_free(&im->arena);
    ngl_arena_free(&arena);
    return status;
}
