/* One file: looked at, read, hashed, decoded, packed. The first bytes decide
 * whether the rest is read at all. */
#include "base/date.h"
#include "base/error.h"
#include "flow/import_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 4096, FILE_MEMORY = 512 << 20 };

static const char *keep(ngl_arena *arena, const char *text)
{
    const char *kept = ngl_arena_text(arena, text, strlen(text));
    return kept ? kept : "";
}

static void outcome(ngl_waiting *w, ngl_arena *arena, ngl_file_outcome o, const char *reason, size_t position)
{
    w->told.outcome = o;
    w->told.reason = keep(arena, reason);
    w->told.position = (int64_t)position;
}

/* ---- bytes ---------------------------------------------------------------------------- */

static bool read_up_to(ngl_buf *b, int fd, size_t end)
{
    while (b->len < end && ngl_buf_reserve(b, end - b->len)) {
        ssize_t n = read(fd, b->data + b->len, end - b->len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        if (n == 0) break;
        b->len += (size_t)n;
    }
    return !b->failed;
}

/* does its name promise a recording? */
static bool named_like_one(const char *path)
{
    static const char *const ends[] = { ".fit", ".gpx", ".tcx", ".fit.gz", ".gpx.gz", ".tcx.gz" };
    size_t                   len = strlen(path);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (len > n && strcasecmp(path + len - n, ends[i]) == 0) return true;
    }
    return false;
}

static void refuse_kind(ngl_waiting *w, ngl_arena *arena, const ngl_found *found, const char *what)
{
    char reason[200];
    bool failed = found->named || named_like_one(found->path);
    const char *remedy = strstr(what, "zip archive") ? "; unpack it and import the folder" : "";
    snprintf(reason, sizeof reason, "this is %s, not a FIT, GPX or TCX file%s", what, remedy);
    outcome(w, arena, failed ? NGL_OUTCOME_FAILED : NGL_OUTCOME_SKIPPED, reason, 0);
}

/* true: `bytes` holds the whole file and it is of a kind that is read */
static bool load(ngl_waiting *w, ngl_arena *arena, ngl_buf *bytes, int fd, const ngl_found *found)
{
    struct stat st;
    const char *what = "";
    char        reason[200];
    bytes->len = 0;
    bytes->failed = false;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        outcome(w, arena, NGL_OUTCOME_FAILED, "it is not a file any more", 0);
        return false;
    }
    w->told.size = st.st_size;
    if (!read_up_to(bytes, fd, HEAD)) {
        snprintf(reason, sizeof reason, "it cannot be read: %s", strerror(errno));
        outcome(w, arena, NGL_OUTCOME_FAILED, reason, bytes->len);
        return false;
    }
    if (!ngl_import_sniff(bytes->data ? bytes->data : "", bytes->len, &what)) {
        refuse_kind(w, arena, found, what);
        return false;
    }
    if ((uint64_t)st.st_size > NGL_IMPORT_FILE_MAX) {
        snprintf(reason, sizeof reason, "it is larger than %zu MiB, the most that is read", NGL_IMPORT_FILE_MAX >> 20);
        outcome(w, arena, NGL_OUTCOME_FAILED, reason, 0);
        return false;
    }
    if (st.st_size > 0 && !read_up_to(bytes, fd, (size_t)st.st_size)) {
        snprintf(reason, sizeof reason, "it cannot be read: %s", bytes->failed ? "not enough memory" : strerror(errno));
        outcome(w, arena, NGL_OUTCOME_FAILED, reason, bytes->len);
        return false;
    }
    return true;
}

/* ---- runs ------------------------------------------------------------------------------ */

static void remark_future(ngl_waiting *w, ngl_arena *arena, const ngl_row_run *run, ngl_day today)
{
    char day[NGL_DAY_TEXT], text[120];
    if (run->day == NGL_DAY_NONE || run->day <= today + 1 || w->told.remark[0]) return;
    ngl_day_format(day, run->day);
    snprintf(text, sizeof text, "it starts on %s, which is in the future; was the watch's clock wrong?", day);
    w->told.remark = keep(arena, text);
}

static ngl_status pack(ngl_waiting *w, ngl_arena *arena, const ngl_import *read, const ngl_flow *flow,
                       const ngl_import_job *job, const ngl_buf *bytes, ngl_error *err)
{
    ngl_status   status = NGL_OK;
    ngl_row_run *run = NGL_NEW(arena, ngl_row_run, read->nactivity);
    if (!run) return ngl_fail(err, NGL_E_NOMEM, 0, "it needs more memory than is allowed");
    for (uint32_t i = 0; i < read->nactivity && !status; i++) {
        const ngl_activity *a = &read->activity[i];
        int32_t offset = job->offset_at && a->start != NGL_INSTANT_NONE ? job->offset_at(job->context, a->start)
                                                                        : flow->utc_offset_s;
        status = ngl_store_pack_run(&run[i], arena, a, offset, err);
        run[i].position = i;
        if (!status) remark_future(w, arena, &run[i], flow->today);
    }
    if (!status && job->originals && !job->dry_run)
        status = ngl_store_pack_original(&w->row, arena, bytes->data, bytes->len, err);
    if (status) return status;
    w->run = run;
    w->told.run = run;
    w->told.nrun = read->nactivity;
    return NGL_OK;
}

static bool any_salvaged(const ngl_import *read)
{
    for (uint32_t i = 0; i < read->nactivity; i++)
        if (read->activity[i].salvaged) return true;
    return false;
}

static void decode(ngl_waiting *w, ngl_arena *arena, const ngl_buf *bytes, const ngl_flow *flow,
                   const ngl_import_job *job)
{
    ngl_import         read;
    ngl_import_options options = NGL_IMPORT_OPTIONS_INIT;
    ngl_error          why = { 0 };
    char               reason[200];
    options.memory_max = FILE_MEMORY;
    ngl_status status = ngl_import_read(&read, bytes->data, bytes->len, &options, &why);
    w->told.format = keep(arena, read.format ? read.format : "");
    if (status == NGL_OK) status = pack(w, arena, &read, flow, job, bytes, &why);
    if (status == NGL_OK && any_salvaged(&read)) {
        size_t from = read.activity[0].nsalvage ? read.activity[0].salvage[0].from : 0;
        outcome(w, arena, NGL_OUTCOME_SALVAGED, read.note[0] ? read.note : "the file is damaged; a part was read", from);
    } else if (status == NGL_OK) {
        outcome(w, arena, NGL_OUTCOME_IMPORTED, "", 0);
        if (read.note[0] && !w->told.remark[0]) w->told.remark = keep(arena, read.note);
    } else if (status == NGL_E_NOT_ACTIVITY) {
        const char *kind = read.kind ? read.kind : "";
        snprintf(reason, sizeof reason, "it holds no recorded activity%s%s%s", kind[0] ? " (" : "", kind, kind[0] ? ")" : "");
        outcome(w, arena, NGL_OUTCOME_NOT_ACTIVITY, reason, 0);
    } else {
        outcome(w, arena, NGL_OUTCOME_FAILED, why.text[0] ? why.text : ngl_status_text(status), why.pos);
    }
    ngl_import_free(&read);
}

/* ---- one file ---------------------------------------------------------------------------- */

static ngl_status already_there(bool *there, ngl_waiting *w, ngl_flow *flow, ngl_error *err)
{
    int64_t     id;
    ngl_file_outcome before;
    ngl_error   why = { 0 };
    *there = false;
    if (!flow->store) return NGL_OK;
    ngl_status status = ngl_store_find_file(flow->store, w->row.hash, &id, &before, &why);
    if (status == NGL_E_NOT_FOUND) return NGL_OK;
    if (status && err) *err = why;
    if (status) return status;
    *there = before == NGL_OUTCOME_IMPORTED || before == NGL_OUTCOME_SALVAGED;
    w->known = !*there;
    return NGL_OK;
}

static void fill_row(ngl_waiting *w)
{
    w->row.name = w->told.path;
    w->row.size = w->told.size;
    w->row.format = w->told.format;
    w->row.outcome = w->told.outcome;
    w->row.reason = w->told.reason;
    w->row.position = w->told.position;
}

ngl_status ngl_import_one(ngl_waiting *out, ngl_arena *arena, ngl_buf *bytes, ngl_flow *flow, const ngl_import_job *job,
                          const ngl_found *found, ngl_error *err)
{
    *out = (ngl_waiting){ .told = { .path = found->path, .named = found->named, .size = -1, .format = "",
                                   .reason = "", .remark = "" } };
    if (found->fault[0]) {
        outcome(out, arena, found->named ? NGL_OUTCOME_FAILED : NGL_OUTCOME_SKIPPED, found->fault, 0);
        return NGL_OK;
    }
    int fd = open(found->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        outcome(out, arena, NGL_OUTCOME_FAILED,
                errno == EACCES ? "reading it is not allowed" : strerror(errno), 0);
        return NGL_OK;
    }
    bool whole = load(out, arena, bytes, fd, found);
    close(fd);
    if (!whole) return NGL_OK;
    out->hashed = true;
    out->told.size = (int64_t)bytes->len;
    ngl_store_hash(out->row.hash, bytes->data, bytes->len);
    bool       there;
    ngl_status status = already_there(&there, out, flow, err);
    if (status) return status;
    if (there) outcome(out, arena, NGL_OUTCOME_ALREADY, "", 0);
    else decode(out, arena, bytes, flow, job);
    fill_row(out);
    return NGL_OK;
}
