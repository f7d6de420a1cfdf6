/* Importing: load, recognise, read, pack; then keep some files at a time.
 *
 * What a caller counts as kept was committed. Files wait, packed, until the
 * batch is full, and only then the database is locked, for the time of the
 * writing alone. The unique hash of a file is what makes everything else
 * simple: twice is once, and a second program that imports the same folder at
 * the same time can only be told "already there".
 */
#include "flow/import.h"

#include "base/error.h"

#include <string.h>

enum { BATCH_FILES = 64, BATCH_BYTES = 32 << 20, DAYS_AHEAD = 1 };

static const size_t pack_memory = (size_t)1 << 30; /* of one batch; it ends with the file that passes BATCH_BYTES */

typedef struct pending {
    ngl_row_file file;
    ngl_row_run *run;
    uint32_t     nrun;
    size_t       at; /* in the list of results */
} pending;

typedef struct job {
    ngl_flow              *flow;
    ngl_arena             *arena; /* of the results */
    const ngl_import_work *work;
    ngl_imports           *out;
    ngl_imported          *result;
    ngl_error             *err;
    ngl_arena              packed; /* of the batch */
    ngl_buf                bytes;  /* of the file at hand */
    pending                wait[BATCH_FILES];
    size_t                 nwait, wait_bytes;
} job;

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the import than is allowed");
}

/* ---- results ------------------------------------------------------------------- */

static ngl_status say(job *j, ngl_imported *r, ngl_file_outcome outcome, const char *reason)
{
    r->outcome = outcome;
    r->reason = reason[0] ? ngl_arena_text(j->arena, reason, strlen(reason)) : "";
    return r->reason ? NGL_OK : no_memory(j->err);
}

static void settle(job *j, const ngl_imported *r)
{
    j->out->count[r->outcome]++;
    if (r->outcome != NGL_OUTCOME_IMPORTED && r->outcome != NGL_OUTCOME_SALVAGED) return;
    j->out->nrun += r->nrun;
    j->out->nlinked += r->nlinked;
}

/* ---- keeping a batch --------------------------------------------------------------- */

static ngl_status keep_runs(job *j, pending *p, ngl_imported *r)
{
    ngl_status status = NGL_OK;
    for (uint32_t i = 0; i < p->nrun && !status; i++) {
        p->run[i].file = p->file.id;
        status = ngl_store_add_run(j->flow->store, &p->run[i], j->err);
        r->nlinked += p->run[i].same_as != 0;
    }
    return status;
}

static ngl_status keep_file(job *j, pending *p, int64_t batch)
{
    ngl_error     err = { 0 };
    ngl_imported *r = &j->result[p->at];
    p->file.batch = batch;
    ngl_status status = ngl_store_add_file(j->flow->store, &p->file, &err);
    if (status == NGL_E_CONFLICT) return say(j, r, NGL_OUTCOME_ALREADY, "another import kept it a moment ago");
    if (!status) return keep_runs(j, p, r);
    if (j->err) *j->err = err;
    return status;
}

static ngl_status keep_all(job *j, int64_t *batch)
{
    ngl_store *s = j->flow->store;
    ngl_status status = ngl_store_begin(s, j->err);
    if (status) return status;
    if (!*batch) status = ngl_store_add_batch(s, j->flow->now, NIGGLE_VERSION, batch, j->err);
    for (size_t i = 0; i < j->nwait && !status; i++) status = keep_file(j, &j->wait[i], *batch);
    if (!status) return ngl_store_commit(s, j->err);
    ngl_store_rollback(s);
    return status;
}

static void start_batch(job *j)
{
    ngl_arena_free(&j->packed);
    j->nwait = j->wait_bytes = 0;
}

static ngl_status flush(job *j)
{
    int64_t    batch = j->out->batch;
    ngl_status status = NGL_OK;
    if (j->nwait && !j->work->dry_run) status = keep_all(j, &batch);
    if (!status && j->nwait && !j->work->dry_run) j->out->batch = batch;
    for (size_t i = 0; i < j->nwait; i++) {
        ngl_imported *r = &j->result[j->wait[i].at];
        if (status) r->outcome = NGL_OUTCOME_FAILED, r->reason = "it was read, but the database could not keep it";
        settle(j, r);
    }
    start_batch(j);
    return status;
}

/* ---- one file --------------------------------------------------------------------------- */

/* is it kept, or about to be? *seen: it was here before, with whatever outcome */
static ngl_status look_up(job *j, const uint8_t *hash, bool *kept, bool *seen)
{
    int64_t          id;
    ngl_file_outcome before;
    ngl_error        err = { 0 };
    *kept = *seen = false;
    for (size_t i = 0; i < j->nwait; i++)
        if (memcmp(j->wait[i].file.hash, hash, NGL_HASH_BYTES) == 0) return *kept = *seen = true, NGL_OK;
    if (!j->flow->store) return NGL_OK;
    ngl_status status = ngl_store_find_file(j->flow->store, hash, &id, &before, &err);
    if (status == NGL_E_NOT_FOUND) return NGL_OK;
    if (status) {
        if (j->err) *j->err = err;
        return status;
    }
    *seen = true;
    *kept = before == NGL_OUTCOME_IMPORTED || before == NGL_OUTCOME_SALVAGED;
    return NGL_OK;
}

static int64_t first_fault(const ngl_import *import)
{
    for (uint32_t i = 0; i < import->nactivity; i++)
        if (import->activity[i].nsalvage) return (int64_t)import->activity[i].salvage[0].from;
    return 0;
}

static bool any_salvaged(const ngl_import *import)
{
    for (uint32_t i = 0; i < import->nactivity; i++)
        if (import->activity[i].salvaged) return true;
    return false;
}

static ngl_status pack(job *j, pending *p, ngl_imported *r, const ngl_import *import, ngl_error *err)
{
    p->run = NGL_NEW(&j->packed, ngl_row_run, import->nactivity + (size_t)1);
    if (!p->run) return no_memory(err);
    for (uint32_t i = 0; i < import->nactivity; i++) {
        ngl_row_run *run = &p->run[i];
        ngl_status   status = ngl_store_pack_run(run, &j->packed, &import->activity[i], j->flow->utc_offset_s, err);
        if (status) return status;
        run->position = i;
        if (run->day != NGL_DAY_NONE && run->day > j->flow->today + DAYS_AHEAD) r->future = true;
    }
    p->nrun = r->nrun = import->nactivity;
    if (j->work->no_originals) return NGL_OK;
    return ngl_store_pack_original(&p->file, &j->packed, j->bytes.data, j->bytes.len, err);
}

static const char *remark(const ngl_imported *r, const pending *p, const ngl_import *import)
{
    if (import->note[0]) return import->note;
    if (r->future) return "its day lies in the future; was the clock of the watch right?";
    for (uint32_t i = 0; i < p->nrun; i++)
        if (p->run[i].start == NGL_INSTANT_NONE) return "it has no times, so it counts for no day";
    return "";
}

/* what it is, into the list of results and, packed, into the batch */
static ngl_status digest(job *j, pending *p, ngl_imported *r)
{
    ngl_import import;
    ngl_error  err = { 0 };
    ngl_status status = ngl_import_read(&import, j->bytes.data, j->bytes.len, NULL, &err);
    bool       salvaged = !status && any_salvaged(&import);
    if (!status) status = pack(j, p, r, &import, &err);
    r->format = import.format ? ngl_arena_text(j->arena, import.format, strlen(import.format)) : "";
    r->position = status ? (int64_t)err.pos : first_fault(&import);
    ngl_status said;
    if (!status) said = say(j, r, salvaged ? NGL_OUTCOME_SALVAGED : NGL_OUTCOME_IMPORTED, remark(r, p, &import));
    else said = say(j, r, status == NGL_E_NOT_ACTIVITY ? NGL_OUTCOME_NOT_ACTIVITY : NGL_OUTCOME_FAILED, err.text);
    ngl_import_free(&import);
    if (status) p->nrun = 0, p->run = NULL, p->file.original = NULL, p->file.noriginal = 0;
    return r->format ? said : no_memory(j->err);
}

static ngl_status take_in(job *j, ngl_imported *r, size_t at)
{
    uint8_t    hash[NGL_HASH_BYTES];
    bool       kept, seen;
    ngl_store_hash(hash, j->bytes.data, j->bytes.len);
    ngl_status status = look_up(j, hash, &kept, &seen);
    if (status) return status;
    if (kept) {
        r->outcome = NGL_OUTCOME_ALREADY;
        return settle(j, r), NGL_OK;
    }
    pending *p = &j->wait[j->nwait];
    *p = (pending){ .at = at };
    memcpy(p->file.hash, hash, sizeof hash);
    status = digest(j, p, r);
    if (status) return status;
    p->file.name = r->path;
    p->file.size = (int64_t)j->bytes.len;
    p->file.format = r->format;
    p->file.outcome = r->outcome;
    p->file.reason = r->reason;
    p->file.position = r->position;
    // a file without runs is noted once, not in every batch
    if (!p->nrun && seen) return settle(j, r), NGL_OK;
    j->nwait++;
    j->wait_bytes += j->bytes.len;
    return NGL_OK;
}

static ngl_status one_file(job *j, const ngl_found *file, size_t at)
{
    ngl_imported *r = &j->result[at];
    *r = (ngl_imported){ .path = file->path, .named = file->named, .format = "", .reason = "" };
    j->out->nfile = at + 1;
    ngl_load_result loaded = ngl_import_load(&j->bytes, file);
    if (loaded.outcome == NGL_OUTCOME_IMPORTED) return take_in(j, r, at);
    r->position = (int64_t)loaded.err.pos;
    ngl_status status = say(j, r, loaded.outcome, loaded.err.text);
    settle(j, r);
    return status;
}

/* ---- all of them ------------------------------------------------------------------------------ */

static ngl_status each_file(job *j, const ngl_finds *found)
{
    const ngl_import_work *w = j->work;
    ngl_status             status = NGL_OK;
    for (size_t i = 0; i < found->n && !status; i++) {
        if (w->stop && w->stop(w->user)) {
            j->out->stopped = true;
            break;
        }
        if (w->progress) w->progress(w->user, i, found->n, found->file[i].path);
        status = one_file(j, &found->file[i], i);
        if (!status && (j->nwait == BATCH_FILES || j->wait_bytes >= BATCH_BYTES)) status = flush(j);
    }
    if (!status) status = flush(j);
    if (w->progress) w->progress(w->user, j->out->nfile, found->n, "");
    return status;
}

ngl_status ngl_flow_import(ngl_flow *flow, ngl_arena *arena, const char *const *path, size_t n,
                           const ngl_import_work *work, ngl_imports *out, ngl_error *err)
{
    ngl_finds  found = { NULL, 0, 0 };
    ngl_status status = NGL_OK;
    *out = (ngl_imports){ 0 };
    for (size_t i = 0; i < n && !status; i++) status = ngl_import_find(&found, arena, path[i], err);
    if (status) return status;
    job *j = NGL_NEW(arena, job, 1);
    ngl_imported *result = NGL_NEW(arena, ngl_imported, found.n + 1);
    if (!j || !result) return no_memory(err);
    *j = (job){ .flow = flow, .arena = arena, .work = work, .out = out, .result = result, .err = err };
    out->file = result;
    ngl_arena_init(&j->packed, pack_memory);
    ngl_buf_init(&j->bytes, NGL_IMPORT_FILE_MAX + 4096);
    status = each_file(j, &found);
    ngl_arena_free(&j->packed);
    ngl_buf_free(&j->bytes);
    return status;
}
