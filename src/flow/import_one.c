/* One item: looked at, read, hashed, decoded, packed; on any thread. The first
 * bytes decide whether the rest is read at all. */
#include "base/date.h"
#include "base/error.h"
#include "flow/import_internal.h"
#include "store/health_connect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 4096, FILE_MEMORY = 512 << 20, SCRATCH_KEPT = 4 << 20 };

/* what came of getting the bytes */
typedef struct got {
    const char *data;
    size_t      len;
    ngl_status  broken; /* they end early or are damaged: what is there is all that can be had */
    char        why[NGL_ERROR_TEXT_MAX];
    const ngl_buf *deflated; /* the same bytes as they are packed, with their checksum; NULL: none */
    uint32_t    crc;
} got;

static const char *keep(ngl_arena *arena, const char *text)
{
    const char *kept = ngl_arena_text(arena, text, strlen(text));
    return kept ? kept : "";
}

static void outcome(ngl_waiting *w, ngl_file_outcome o, const char *reason, size_t position)
{
    w->told.outcome = o;
    w->told.reason = keep(&w->arena, reason);
    w->told.position = (int64_t)position;
}

void ngl_import_scratch_init(ngl_import_scratch *s)
{
    ngl_buf_init(&s->bytes, NGL_IMPORT_FILE_MAX);
    ngl_buf_init(&s->packed, NGL_IMPORT_FILE_MAX);
}

void ngl_import_scratch_free(ngl_import_scratch *s)
{
    ngl_buf_free(&s->bytes);
    ngl_buf_free(&s->packed);
}

/* one large file must not hold its memory until the end */
static void trim(ngl_buf *b)
{
    if (b->cap > SCRATCH_KEPT || b->failed) ngl_buf_free(b);
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

/* Do the first bytes promise something that is read here? If not, that is its outcome. */
static bool of_use(ngl_waiting *w, const void *head, size_t len)
{
    const char *what = "";
    char        reason[200];
    size_t      look = len < HEAD ? len : HEAD;
    w->list = ngl_apple_sniff(head, look) ? ngl_list_apple : ngl_health_sniff(head, look) ? ngl_list_health : ngl_list_sniff(head, look, w->item.path);
    // an account's export has many tables; a diary is a file by itself
    if (!w->list && w->item.kind == NGL_ITEM_PATH && (w->item.named ? ngl_csv_like(head, look) && !ngl_import_sniff(head, len, NULL) : ngl_diary_sniff(head, look)))
        w->list = ngl_list_diary;
    if (w->list || ngl_import_sniff(head, len, &what)) return true;
    bool failed = w->item.named || named_like_one(w->item.path);
    w->told.kind = what;
    snprintf(reason, sizeof reason, "this is %s, not a FIT, GPX or TCX file", what);
    outcome(w, failed ? NGL_OUTCOME_FAILED : NGL_OUTCOME_SKIPPED, reason, 0);
    return false;
}

static bool cannot_read(ngl_waiting *w, const char *why, size_t position)
{
    char reason[NGL_ERROR_TEXT_MAX + 40];
    snprintf(reason, sizeof reason, "it cannot be read: %s", why);
    outcome(w, NGL_OUTCOME_FAILED, reason, position);
    return false;
}

static bool too_large(ngl_waiting *w)
{
    char reason[120];
    snprintf(reason, sizeof reason, "it is larger than %zu MiB, the most that is read", NGL_IMPORT_FILE_MAX >> 20);
    outcome(w, NGL_OUTCOME_FAILED, reason, 0);
    return false;
}

static bool load_open(ngl_waiting *w, ngl_buf *bytes, int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        outcome(w, NGL_OUTCOME_FAILED, "it is not a file any more", 0);
        return false;
    }
    w->told.size = st.st_size;
    if (!read_up_to(bytes, fd, HEAD)) return cannot_read(w, strerror(errno), bytes->len);
    if (!of_use(w, ngl_buf_string(bytes), bytes->len)) return false;
    if (w->list == ngl_list_apple) return true;
    if ((uint64_t)st.st_size > NGL_IMPORT_FILE_MAX) return too_large(w);
    if (st.st_size > 0 && !read_up_to(bytes, fd, (size_t)st.st_size))
        return cannot_read(w, bytes->failed ? "not enough memory" : strerror(errno), bytes->len);
    return true;
}

static bool load_path(ngl_waiting *w, ngl_import_scratch *s, got *g)
{
    s->bytes.len = 0;
    int fd = open(w->item.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        outcome(w, NGL_OUTCOME_FAILED, errno == EACCES ? "reading it is not allowed" : strerror(errno), 0);
        return false;
    }
    bool good = load_open(w, &s->bytes, fd);
    close(fd);
    g->data = ngl_buf_string(&s->bytes);
    g->len = s->bytes.len;
    return good;
}

static bool load_member(ngl_waiting *w, ngl_import_scratch *s, got *g)
{
    const ngl_member *m = &w->item.part;
    const ngl_input *source = &w->item.archive->source;
    char              head[HEAD];
    ngl_error         why = { 0 };
    w->told.size = (int64_t)m->size;
    // a name decides nothing here but the order: what calls itself a recording is looked at when it is read
    if (!named_like_one(w->item.path) || m->size > NGL_IMPORT_FILE_MAX) {
        size_t n = ngl_member_head(source, m, head, sizeof head);
        if (n < sizeof head && n < m->size && !n) return cannot_read(w, "the archive is damaged here", 0);
        if (!of_use(w, head, n)) return false;
        if (w->list == ngl_list_apple) return true;
        if (m->size > NGL_IMPORT_FILE_MAX) return too_large(w);
    }
    g->broken = ngl_member_load(source, m, &s->packed, &s->bytes, &why);
    g->data = ngl_buf_string(&s->bytes);
    g->len = s->bytes.len;
    memcpy(g->why, why.text, sizeof g->why);
    if (!g->broken && m->deflated) g->deflated = &s->packed, g->crc = m->crc;
    if (g->broken && g->broken != NGL_E_TRUNCATED && g->broken != NGL_E_CORRUPT) return cannot_read(w, why.text, 0);
    return of_use(w, g->data, g->len);
}

static bool load_bytes(ngl_waiting *w, got *g)
{
    const ngl_item *item = &w->item;
    w->told.size = item->part.size != NGL_SIZE_UNKNOWN ? (int64_t)item->part.size : item->head_only ? -1 : (int64_t)item->bytes.len;
    g->data = ngl_buf_string(&item->bytes);
    g->len = item->bytes.len;
    g->broken = item->broken;
    memcpy(g->why, item->why, sizeof g->why);
    if (!of_use(w, g->data, g->len)) return false;
    if (item->bytes.failed) return item->bytes.len + (1 << 16) >= NGL_IMPORT_FILE_MAX ? too_large(w) : cannot_read(w, "not enough memory", 0);
    if (item->broken == NGL_E_LIMIT) {
        outcome(w, NGL_OUTCOME_FAILED, item->why, 0);
        return false;
    }
    return true;
}

static bool load(ngl_waiting *w, ngl_import_scratch *s, got *g)
{
    *g = (got){ .data = "" };
    switch (w->item.kind) {
    case NGL_ITEM_PATH: return load_path(w, s, g);
    case NGL_ITEM_MEMBER: return load_member(w, s, g);
    case NGL_ITEM_BYTES: return load_bytes(w, g);
    case NGL_ITEM_FAULT: break;
    }
    outcome(w, w->item.named || w->item.member ? NGL_OUTCOME_FAILED : NGL_OUTCOME_SKIPPED, w->item.fault, 0);
    return false;
}

/* ---- originals -------------------------------------------------------------------------- */

static void put32(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (uint8_t)(v >> (8 * i));
}

/* What a zip holds is what gzip holds, but for ten bytes before and eight behind:
 * it is kept as it came, neither packed again nor less well. */
static bool keep_deflated(ngl_waiting *w, const got *g)
{
    static const uint8_t before[10] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };
    size_t               n = g->deflated->len;
    uint8_t             *p = ngl_arena_raw(&w->arena, 1, n + 18, 1);
    if (!p) return false;
    memcpy(p, before, 10);
    memcpy(p + 10, g->deflated->data, n);
    put32(p + 10 + n, g->crc);
    put32(p + 14 + n, (uint32_t)g->len);
    w->row.original = p;
    w->row.noriginal = n + 18;
    w->row.original_packed = true;
    return true;
}

static bool is_gzip(const got *g)
{
    return g->len >= 2 && (uint8_t)g->data[0] == 0x1f && (uint8_t)g->data[1] == 0x8b;
}

static ngl_status keep_original(ngl_waiting *w, const got *g, ngl_error *err)
{
    if (!g->deflated || is_gzip(g)) return ngl_store_pack_original(&w->row, &w->arena, g->data, g->len, err);
    return keep_deflated(w, g) ? NGL_OK : ngl_fail(err, NGL_E_NOMEM, 0, "it needs more memory than is allowed");
}

/* ---- runs ------------------------------------------------------------------------------ */

static void remark_future(ngl_waiting *w, const ngl_row_run *run, ngl_day today)
{
    char day[NGL_DAY_TEXT], text[120];
    if (run->day == NGL_DAY_NONE || run->day <= today + 1 || w->told.remark[0]) return;
    ngl_day_format(day, run->day);
    snprintf(text, sizeof text, "it starts on %s, which is in the future; was the watch's clock wrong?", day);
    w->told.remark = keep(&w->arena, text);
}

static ngl_status pack(ngl_waiting *w, const ngl_import *read, const ngl_import_shared *shared, const got *g, ngl_error *err)
{
    const ngl_import_job *job = shared->job;
    ngl_status            status = NGL_OK;
    ngl_row_run          *run = NGL_NEW(&w->arena, ngl_row_run, read->nactivity);
    if (!run) return ngl_fail(err, NGL_E_NOMEM, 0, "it needs more memory than is allowed");
    for (uint32_t i = 0; i < read->nactivity && !status; i++) {
        const ngl_activity *a = &read->activity[i];
        int32_t offset = job->offset_at && a->start != NGL_INSTANT_NONE ? job->offset_at(job->context, a->start)
                                                                        : shared->utc_offset_s;
        status = ngl_store_pack_run(&run[i], &w->arena, a, offset, err);
        run[i].position = i;
        if (g->broken) run[i].salvaged = true;
        if (!status) remark_future(w, &run[i], shared->today);
    }
    if (!status && job->originals && !job->dry_run) status = keep_original(w, g, err);
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

static void tell_salvaged(ngl_waiting *w, const ngl_import *read, const got *g)
{
    char   reason[2 * NGL_ERROR_TEXT_MAX];
    size_t from = read->activity[0].nsalvage ? read->activity[0].salvage[0].from : 0;
    const char *note = read->note[0] ? read->note : "the file is damaged; a part was read";
    if (g->broken) snprintf(reason, sizeof reason, "%s%s%s", g->why, read->note[0] ? "; " : "", read->note);
    else snprintf(reason, sizeof reason, "%s", note);
    outcome(w, NGL_OUTCOME_SALVAGED, reason, from);
}

static void tell_no_activity(ngl_waiting *w, const ngl_import *read)
{
    char        reason[200];
    const char *kind = read->kind ? read->kind : "";
    snprintf(reason, sizeof reason, "it holds no recorded activity%s%s%s", kind[0] ? " (" : "", kind, kind[0] ? ")" : "");
    outcome(w, NGL_OUTCOME_NOT_ACTIVITY, reason, 0);
    w->told.kind = keep(&w->arena, kind[0] ? kind : "without an activity");
}

static void decode(ngl_waiting *w, const ngl_import_shared *shared, const got *g)
{
    ngl_import         read;
    ngl_import_options options = NGL_IMPORT_OPTIONS_INIT;
    ngl_error          why = { 0 };
    options.memory_max = FILE_MEMORY;
    ngl_status status = ngl_import_read(&read, g->data, g->len, &options, &why);
    w->told.format = keep(&w->arena, read.format ? read.format : "");
    if (status == NGL_OK) status = pack(w, &read, shared, g, &why);
    if (status == NGL_OK && (any_salvaged(&read) || g->broken)) {
        tell_salvaged(w, &read, g);
    } else if (status == NGL_OK) {
        outcome(w, NGL_OUTCOME_IMPORTED, "", 0);
        if (read.note[0] && !w->told.remark[0]) w->told.remark = keep(&w->arena, read.note);
    } else if (status == NGL_E_NOT_ACTIVITY && !g->broken) {
        tell_no_activity(w, &read);
    } else {
        outcome(w, NGL_OUTCOME_FAILED, g->broken && g->why[0] ? g->why : why.text[0] ? why.text : ngl_status_text(status), why.pos);
    }
    ngl_import_free(&read);
}

/* ---- one item ---------------------------------------------------------------------------- */

static bool already_there(ngl_waiting *w, const ngl_import_shared *shared)
{
    int64_t value;
    if (!shared->known || !ngl_map_get(shared->known, w->row.hash, &value)) return false;
    w->known = true;
    w->row.id = value / 2;
    return value & 1;
}

/* a list waits until every recording that it may speak of is in */
static void set_aside(ngl_waiting *w, const got *g)
{
    char *copy = ngl_arena_raw(&w->arena, 1, g->len ? g->len : 1, 1);
    w->told.format = w->list;
    if (!copy) {
        w->list = NULL;
        outcome(w, NGL_OUTCOME_FAILED, "more memory is needed for the list than is allowed", 0);
        return;
    }
    memcpy(copy, g->data, g->len);
    w->bytes = copy;
    w->nbytes = g->len;
    outcome(w, NGL_OUTCOME_IMPORTED, "", 0);
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

static void read_one(ngl_waiting *w, ngl_import_scratch *s, const ngl_import_shared *shared)
{
    got g;
    if (!load(w, s, &g)) return;
    if (w->list == ngl_list_apple && w->item.kind != NGL_ITEM_BYTES) { /* read in pieces, when its turn comes */
        w->told.format = w->list;
        outcome(w, NGL_OUTCOME_IMPORTED, "", 0);
        return;
    }
    w->hashed = true;
    if (!g.broken) w->told.size = (int64_t)g.len;
    ngl_store_hash(w->row.hash, g.data, g.len);
    bool there = already_there(w, shared);
    if (w->list) set_aside(w, &g);
    else if (there) outcome(w, NGL_OUTCOME_ALREADY, "", 0);
    else decode(w, shared, &g);
    fill_row(w);
}

void ngl_import_one(ngl_waiting *w, ngl_import_scratch *scratch, const ngl_import_shared *shared)
{
    w->told = (ngl_imported){ .path = w->item.path, .named = w->item.named, .member = w->item.member, .size = -1,
                              .format = "", .kind = "", .reason = "", .remark = "" };
    read_one(w, scratch, shared);
    trim(&scratch->bytes);
    trim(&scratch->packed);
}
