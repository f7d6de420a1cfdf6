/* Outings that come out of one large file (Apple's export, Health Connect's
 * database): each is known by a key of its own and kept in small batches, so that
 * the next export, which repeats them all, brings only what is new, and whoever
 * is interrupted goes on where the last batch ended. */
#include "base/date.h"
#include "base/error.h"
#include "flow/import_internal.h"

#include <stdio.h>
#include <string.h>

enum { BATCH = 32, PATH_BYTES = 8192 };

static ngl_status begin(ngl_outings *o, ngl_error *err)
{
    if (o->open) return NGL_OK;
    ngl_status status = ngl_store_begin(o->to->flow->store, err);
    if (status) return status;
    o->open = true;
    o->batch_before = o->to->totals->batch;
    return o->to->need_batch(o->to->context, err);
}

ngl_status ngl_outings_end(ngl_outings *o, ngl_status so_far, ngl_error *err)
{
    if (!o->open) return so_far;
    o->open = false;
    o->inbatch = 0;
    ngl_status status = so_far;
    if (!status) status = ngl_store_commit(o->to->flow->store, err);
    else ngl_store_rollback(o->to->flow->store);
    if (status) o->to->totals->batch = o->batch_before;
    return status;
}

/* without its words and columns, which go with the outing's memory */
static void remember_run(ngl_outings *o, const ngl_row_run *run)
{
    if (o->n == o->room) {
        uint32_t     more = o->room ? o->room * 2 : 64;
        ngl_row_run *list = ngl_arena_raw(&o->w->arena, sizeof *list, more, 16);
        if (!list) return;
        if (o->n) memcpy(list, o->run, o->n * sizeof *list);
        o->run = list;
        o->room = more;
    }
    ngl_row_run *to = &o->run[o->n++];
    const char  *device = ngl_arena_text(&o->w->arena, run->device, strlen(run->device));
    *to = *run;
    to->sub_sport = to->name = "";
    to->device = device ? device : "";
    to->format = o->w->list;
    to->packed = NULL;
    to->npacked = 0;
    to->lap = NULL;
    to->pause = NULL;
    to->nlap = to->npause = 0;
}

ngl_status ngl_outing_there(ngl_outings *o, const char *key, bool *there, ngl_error *err)
{
    int64_t          id;
    ngl_file_outcome before;
    ngl_error        why = { 0 };
    uint8_t          hash[NGL_HASH_BYTES];
    *there = false;
    if (!o->to->flow->store) return NGL_OK;
    ngl_store_hash(hash, key, strlen(key));
    ngl_status status = ngl_store_find_file(o->to->flow->store, hash, &id, &before, &why);
    *there = status == NGL_OK;
    o->nthere += *there;
    if (status == NGL_E_NOT_FOUND) return NGL_OK;
    if (status && err) *err = why;
    return status;
}

static ngl_status keep(ngl_outings *o, const char *key, ngl_row_run *run, int64_t route, ngl_error *err)
{
    char         name[PATH_BYTES], when[NGL_INSTANT_TEXT];
    ngl_store   *s = o->to->flow->store;
    ngl_row_file file = { .name = name, .format = o->w->list, .outcome = NGL_OUTCOME_IMPORTED, .reason = "" };
    ngl_instant_format(when, run->start);
    snprintf(name, sizeof name, "%s \xe2\x96\xb8 %s", o->w->told.path, when);
    ngl_store_hash(file.hash, key, strlen(key));
    ngl_status status = begin(o, err);
    file.batch = o->to->totals->batch;
    if (!status) status = ngl_store_add_file(s, &file, err);
    run->file = file.id;
    if (!status) status = ngl_store_add_run(s, run, err);
    if (!status && route) status = ngl_store_part_of(s, route, run->id, err);
    return status;
}

ngl_status ngl_outing_keep(ngl_outings *o, const char *key, const ngl_activity *a, int64_t route, ngl_arena *arena, ngl_row_run *run, ngl_error *err)
{
    const ngl_import_job *job = o->to->job;
    int32_t    offset = job->offset_at && a->start != NGL_INSTANT_NONE ? job->offset_at(job->context, a->start) : o->to->flow->utc_offset_s;
    ngl_status status = ngl_store_pack_run(run, arena, a, offset, err);
    if (!status && !job->dry_run) status = keep(o, key, run, route, err);
    if (!status) remember_run(o, run);
    return status;
}

ngl_status ngl_outing_done(ngl_outings *o, ngl_error *err)
{
    return o->open && ++o->inbatch >= BATCH ? ngl_outings_end(o, NGL_OK, err) : NGL_OK;
}
