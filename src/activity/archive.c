/* The walk: a stack of containers, the member at hand of the innermost, and
 * the way from one member to the next. */
#include "activity/archive.h"

#include "activity/inflate.h"
#include "base/error.h"
#include "base/text.h"

#include <libdeflate.h>
#include <string.h>
#include <strings.h>

enum { RAW = -15, GZIP = 31, TAR_HEAD = 512, SIZES_BEHIND = 8, MEMORY = 4 << 20 };

static const char arrow[] = " \xe2\x96\xb8 ";

static size_t read_bytes(void *context, void *to, size_t len, uint64_t at)
{
    const ngl_bytes *b = context;
    if (at >= b->len) return 0;
    if (len > b->len - at) len = (size_t)(b->len - at);
    memcpy(to, (const uint8_t *)b->data + at, len);
    return len;
}

ngl_input ngl_input_of(ngl_bytes *bytes)
{
    return (ngl_input){ .context = bytes, .size = bytes->len, .read = read_bytes };
}

/* ---- what is an archive -------------------------------------------------------------------- */

static bool zip_sniff(const uint8_t *p, size_t len)
{
    return len >= 4 && p[0] == 'P' && p[1] == 'K' && ((p[2] == 3 && p[3] == 4) || (p[2] == 5 && p[3] == 6));
}

bool ngl_archive_sniff(const void *head, size_t len)
{
    uint8_t inside[TAR_HEAD];
    if (zip_sniff(head, len) || ngl_tar_sniff(head, len)) return true;
    return ngl_is_gzip(head, len) && ngl_tar_sniff(inside, ngl_inflate_head(inside, sizeof inside, head, len, true));
}

/* ---- names -------------------------------------------------------------------------------------- */

/* Append a name from an archive to a->name: what is no UTF-8, or would move the
 * cursor, becomes '?'. Returns the length of all. */
static size_t append_name(ngl_archive *a, size_t at, const uint8_t *name, size_t len)
{
    const char *p = (const char *)name;
    char       *to = a->name + at;
    for (size_t i = 0; i < len;) {
        size_t n = ngl_utf8_length(p + i, len - i);
        bool   control = n == 1 && ((uint8_t)p[i] < 0x20 || p[i] == 0x7f);
        if (n == 2 && (uint8_t)p[i] == 0xc2 && (uint8_t)p[i + 1] < 0xa0) control = true;
        if (!n || control) *to++ = '?';
        else memcpy(to, p + i, n), to += n;
        i += n ? n : 1;
    }
    *to = 0;
    return (size_t)(to - a->name);
}

/* folders, and what hides: ".x", "a/.x", "__MACOSX/…" */
static bool passed_over(const ngl_entry *e)
{
    const char *p = (const char *)e->name;
    if (!e->name_len || p[e->name_len - 1] == '/') return true;
    if (e->name_len > 9 && memcmp(p, "__MACOSX/", 9) == 0) return true;
    size_t base = e->name_len;
    while (base && p[base - 1] != '/') base--;
    return p[base] == '.';
}

/* a recording by its name need not be looked at here to know that it is no archive */
static bool named_like_a_recording(const ngl_entry *e)
{
    static const char *const ends[] = { ".fit", ".gpx", ".tcx", ".fit.gz", ".gpx.gz", ".tcx.gz", ".json", ".csv", ".xml" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (e->name_len > n && strncasecmp((const char *)e->name + e->name_len - n, ends[i], n) == 0) return true;
    }
    return false;
}

/* ---- frames ---------------------------------------------------------------------------------------- */

static ngl_frame *top(ngl_archive *a)
{
    return a->depth ? &a->frame[a->depth - 1] : NULL;
}

static bool give_stages(ngl_archive *a, ngl_frame *f)
{
    ngl_stage **const stage[] = { &f->own, &f->gzip, &f->part, &f->member };
    for (size_t i = 0; i < sizeof stage / sizeof *stage; i++) {
        if (*stage[i]) continue;
        ngl_stage *s = ngl_arena_raw(&a->arena, sizeof *s, 1, alignof(ngl_stage));
        if (!s) return false;
        memset(s, 0, offsetof(ngl_stage, ahead)); /* the buffer is written before it is read */
        *stage[i] = s;
    }
    return true;
}

/* a frame with its stages, empty; NULL: no memory */
static ngl_frame *push(ngl_archive *a)
{
    ngl_frame *f = &a->frame[a->depth], old = *f;
    *f = (ngl_frame){ .own = old.own, .gzip = old.gzip, .part = old.part, .member = old.member };
    if (!give_stages(a, f)) return NULL;
    f->prefix = a->depth ? strlen(a->name) : 0;
    if (f->prefix) {
        memcpy(a->name + f->prefix, arrow, sizeof arrow);
        f->prefix += sizeof arrow - 1;
    }
    a->depth++;
    return f;
}

static void end_member(ngl_frame *f)
{
    ngl_stage_end(f->member);
    ngl_stage_end(f->part);
    f->at_member = false;
}

static void pop(ngl_archive *a)
{
    ngl_frame *f = top(a);
    end_member(f);
    ngl_stage_end(f->gzip);
    ngl_stage_end(f->own);
    a->depth--;
}

/* a container whose bytes come in order */
static bool open_in_order(ngl_archive *a, ngl_frame *f, ngl_stage *bytes)
{
    size_t n = ngl_stage_need(bytes, TAR_HEAD);
    if (ngl_is_gzip(ngl_stage_peek(bytes), n)) {
        ngl_stage_inflate(f->gzip, bytes, GZIP, &a->budget);
        bytes = f->gzip;
        n = ngl_stage_need(bytes, TAR_HEAD);
    }
    f->bytes = bytes;
    f->kind = ngl_tar_sniff(ngl_stage_peek(bytes), n) ? NGL_FRAME_TAR : NGL_FRAME_ZIP_STREAM;
    return f->kind == NGL_FRAME_TAR || zip_sniff(ngl_stage_peek(bytes), n);
}

/* a container that is a stretch of the source */
static bool open_stretch(ngl_archive *a, ngl_frame *f, uint64_t base, uint64_t size)
{
    f->base = base;
    f->size = size;
    f->bytes = f->own;
    ngl_stage_source(f->own, a->source, base, size);
    size_t n = ngl_stage_need(f->own, TAR_HEAD);
    if (zip_sniff(ngl_stage_peek(f->own), n)) {
        if (ngl_zip_open(a, f)) return true;
        ngl_stage_source(f->own, a->source, base, size);
    }
    return open_in_order(a, f, f->own);
}

/* ---- the member at hand ---------------------------------------------------------------------------- */

static void begin_stretch(ngl_archive *a, ngl_frame *f, const ngl_member *m)
{
    ngl_stage_source(f->part, a->source, m->at, m->packed);
    if (m->deflated) ngl_stage_inflate(f->member, f->part, RAW, &a->budget);
    else ngl_stage_part(f->member, f->part, m->packed);
}

/* its bytes come next: of known length, or to where deflate ends */
static void begin_in_order(ngl_archive *a, ngl_frame *f)
{
    const ngl_entry *e = &f->entry;
    bool behind = f->kind == NGL_FRAME_ZIP_STREAM && (e->flags & SIZES_BEHIND) && !e->packed;
    if (!behind) ngl_stage_part(f->part, f->bytes, e->packed);
    if (e->method) ngl_stage_inflate(f->member, behind ? f->bytes : f->part, RAW, &a->budget);
    else ngl_stage_part(f->member, f->part, e->packed);
    f->at_member = true;
}

/* to the first byte behind the member at hand */
static bool leave_member(ngl_frame *f)
{
    bool good = true;
    if (f->at_member) {
        if (f->part->kind == NGL_STAGE_PART) {
            good = ngl_stage_skip(f->part, f->part->left + (f->part->n - f->part->pos));
            if (f->kind == NGL_FRAME_TAR) ngl_stage_skip(f->bytes, (TAR_HEAD - f->entry.packed % TAR_HEAD) % TAR_HEAD);
        } else if (f->member->kind == NGL_STAGE_INFLATE) {
            while (ngl_stage_need(f->member, 1)) f->member->pos = f->member->n;
        }
        if (f->kind == NGL_FRAME_ZIP_STREAM && (f->entry.flags & SIZES_BEHIND)) ngl_zip_behind(f);
    }
    end_member(f);
    return good;
}

static ngl_stage *begin(ngl_archive *a)
{
    ngl_frame *f = top(a);
    if (!a->begun && a->at_hand.located) begin_stretch(a, f, &a->at_hand);
    a->begun = true;
    return f->member;
}

/* ---- the next ------------------------------------------------------------------------------------------- */

static bool next_entry(ngl_archive *a, ngl_frame *f, ngl_entry *e, const char **fault)
{
    uint64_t skipped = 0;
    if (f->over) return *fault = NULL, false;
    switch (f->kind) {
    case NGL_FRAME_ZIP: return ngl_zip_entry(f, e, a->entry_name, fault);
    case NGL_FRAME_ZIP_STREAM: return ngl_zip_local(f, e, a->entry_name, &skipped, fault);
    case NGL_FRAME_TAR: return ngl_tar_next(f, e, a->entry_name, fault);
    }
    return false;
}

/* a member that would unpack to more than any recording */
static bool bomb(const ngl_entry *e)
{
    return e->size > NGL_ARCHIVE_SURELY_FINE && e->size / NGL_ARCHIVE_RATIO > e->packed;
}

static const char too_much[] = "it would unpack to far more than a recording does; it may have been made to do harm";

/* where a member of a directory stands; "" or why it cannot be read */
static const char *locate(ngl_archive *a, ngl_frame *f, const ngl_entry *e, ngl_member *m)
{
    m->deflated = e->method != 0;
    m->packed = e->packed;
    m->crc = e->crc;
    if (bomb(e)) return too_much;
    if (!m->deflated && e->size != e->packed) return "the archive is damaged here: two sizes do not agree";
    if (!ngl_zip_data(a, f, e, &m->at)) return "the archive is damaged or cut off here: the file is not where its list says";
    m->place = m->at;
    m->located = true;
    return "";
}

/* the whole of a frame: members that share their bytes, or unpack to too much in
 * all; those that are refused by themselves do not count */
static const char *against_the_frame(ngl_archive *a, ngl_frame *f, const ngl_member *m)
{
    if (!m->located) return "";
    f->packed += m->packed;
    if (f->packed > f->size) return "its files share the same bytes, as no honest archive's do; the rest was not read";
    if (m->size > a->budget) return "it unpacks to far more than recordings would; the rest was not read";
    if (m->deflated) a->budget -= m->size;
    return "";
}

static bool tell_archive(ngl_archive *a, ngl_frame *f, ngl_member *m, const char *fault)
{
    if (f->prefix) a->name[f->prefix - (sizeof arrow - 1)] = 0;
    else a->name[0] = 0;
    *m = (ngl_member){ .name = a->name, .fault = fault, .size = NGL_SIZE_UNKNOWN, .whole_archive = true };
    f->over = true;
    return true;
}

/* an archive in the archive: entered, or told why not */
static const char *enter(ngl_archive *a, ngl_frame *f, const ngl_member *m)
{
    ngl_stage *member = begin(a);
    uint8_t    head[TAR_HEAD];
    size_t     n = ngl_stage_need(member, TAR_HEAD);
    bool       found = zip_sniff(ngl_stage_peek(member), n) || ngl_tar_sniff(ngl_stage_peek(member), n);
    if (!found && ngl_is_gzip(ngl_stage_peek(member), n)) {
        n = ngl_stage_need(member, NGL_ARCHIVE_HEAD);
        found = ngl_tar_sniff(head, ngl_inflate_head(head, sizeof head, ngl_stage_peek(member), n, true));
    }
    if (!found) return NULL;
    if (a->depth == NGL_ARCHIVE_DEPTH) return "archives are packed in one another more than four deep; this one was not opened";
    ngl_frame *inner = push(a);
    if (!inner) return "there is not enough memory to open this archive";
    bool opened = m->located && !m->deflated ? open_stretch(a, inner, m->at, m->packed) : open_in_order(a, inner, member);
    (void)f;
    if (opened) return "";
    pop(a);
    return "it looks like an archive but cannot be read";
}

/* 1 a member to tell, 0 none (go on) */
static bool take_entry(ngl_archive *a, ngl_frame *f, const ngl_entry *e, ngl_member *m)
{
    append_name(a, f->prefix, e->name, e->name_len);
    f->entry = *e;
    f->entry.name = NULL;
    *m = (ngl_member){ .name = a->name, .fault = "", .size = e->size };
    if (f->kind != NGL_FRAME_TAR) m->fault = ngl_zip_fault(e);
    if (f->kind == NGL_FRAME_ZIP && !m->fault[0]) m->fault = locate(a, f, e, m);
    const char *fault = against_the_frame(a, f, m);
    if (fault[0]) return tell_archive(a, f, m, fault);
    bool behind = f->kind == NGL_FRAME_ZIP_STREAM && (e->flags & SIZES_BEHIND) && !e->packed;
    if (behind) m->size = NGL_SIZE_UNKNOWN;
    if (behind && !e->method && !m->fault[0]) m->fault = "its length is not known; unpack the archive and import the folder";
    if (f->kind != NGL_FRAME_ZIP && !(behind && m->fault[0])) {
        if (m->fault[0]) f->entry.method = 0;
        begin_in_order(a, f);
    }
    a->at_hand = *m;
    a->begun = false;
    if (passed_over(e)) return false;
    if (m->fault[0] || named_like_a_recording(e)) return true;
    fault = enter(a, f, m);
    if (fault && !fault[0]) return false;
    if (fault) m->fault = fault;
    return true;
}

bool ngl_archive_next(ngl_archive *a, ngl_member *out)
{
    for (ngl_frame *f; (f = top(a));) {
        ngl_entry   e;
        const char *fault;
        leave_member(f);
        if (next_entry(a, f, &e, &fault)) {
            if (take_entry(a, f, &e, out)) return true;
            continue;
        }
        if (fault && !f->over) return tell_archive(a, f, out, fault);
        pop(a);
    }
    return false;
}

uint64_t ngl_archive_count(const ngl_archive *a)
{
    return a->count;
}

size_t ngl_archive_read(ngl_archive *a, void *to, size_t len)
{
    return a->depth ? ngl_stage_take(begin(a), to, len) : 0;
}

ngl_status ngl_archive_status(const ngl_archive *a, ngl_error *err)
{
    const ngl_frame *f = a->depth ? &a->frame[a->depth - 1] : NULL;
    if (!f || !a->begun) return NGL_OK;
    const char *fault = f->member->fault;
    if (fault) return ngl_fail(err, strstr(fault, "early") ? NGL_E_TRUNCATED : strstr(fault, "harm") ? NGL_E_LIMIT : NGL_E_CORRUPT, 0, "%s", fault);
    bool stated = f->kind == NGL_FRAME_ZIP || (f->kind == NGL_FRAME_ZIP_STREAM && !(f->entry.flags & SIZES_BEHIND));
    if (stated && f->member->crc != f->entry.crc)
        return ngl_fail(err, NGL_E_CORRUPT, 0, "the archive's checksum of this file is wrong");
    return NGL_OK;
}

/* ---- beginning and end ----------------------------------------------------------------------------------- */

ngl_status ngl_archive_open(ngl_archive **out, const ngl_input *source, ngl_error *err)
{
    ngl_arena arena;
    *out = NULL;
    ngl_arena_init(&arena, MEMORY);
    ngl_archive *a = NGL_NEW(&arena, ngl_archive, 1);
    ngl_frame   *f = NULL;
    if (a) {
        a->arena = arena;
        a->source = source;
        a->budget = NGL_ARCHIVE_TOTAL_FINE;
        if (source->size < UINT64_MAX / 2 / NGL_ARCHIVE_TOTAL_RATIO) a->budget += source->size * NGL_ARCHIVE_TOTAL_RATIO;
        else a->budget = UINT64_MAX;
        f = push(a);
    }
    if (!f) {
        if (a) arena = a->arena;
        ngl_arena_free(&arena);
        return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to open the archive");
    }
    if (open_stretch(a, f, 0, source->size)) {
        a->count = f->kind == NGL_FRAME_ZIP ? f->entries : 0;
        *out = a;
        return NGL_OK;
    }
    ngl_archive_close(a);
    return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is not a zip, tar or tar.gz archive");
}

void ngl_archive_close(ngl_archive *a)
{
    if (!a) return;
    while (a->depth) pop(a);
    ngl_arena arena = a->arena;
    ngl_arena_free(&arena);
}

/* ---- located members --------------------------------------------------------------------------------------- */

static ngl_status load_packed(const ngl_input *source, const ngl_member *m, ngl_buf *packed, ngl_error *err)
{
    packed->len = 0;
    packed->failed = false;
    if (m->packed > packed->max) return ngl_fail(err, NGL_E_LIMIT, 0, "it is larger than %zu MiB, the most that is read", packed->max >> 20);
    if (!ngl_buf_reserve(packed, (size_t)m->packed)) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to read it");
    packed->len = source->read(source->context, packed->data, (size_t)m->packed, m->at);
    return packed->len == m->packed ? NGL_OK : ngl_fail(err, NGL_E_TRUNCATED, packed->len, "the archive ends early");
}

ngl_status ngl_member_load(const ngl_input *source, const ngl_member *m, ngl_buf *packed, ngl_buf *out, ngl_error *err)
{
    out->len = 0;
    out->failed = false;
    if (m->size > out->max) return ngl_fail(err, NGL_E_LIMIT, 0, "it is larger than %zu MiB, the most that is read", out->max >> 20);
    ngl_status status = load_packed(source, m, packed, err);
    if (status && status != NGL_E_TRUNCATED) return status;
    ngl_status unpacked = NGL_OK;
    if (m->deflated) unpacked = ngl_inflate_raw(out, packed->data, packed->len, (size_t)m->size, status ? NULL : err);
    else ngl_buf_add(out, packed->data, packed->len);
    if (status || unpacked) return status ? status : unpacked;
    if (out->failed) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to read it");
    if (libdeflate_crc32(0, out->data ? out->data : "", out->len) != m->crc)
        return ngl_fail(err, NGL_E_CORRUPT, 0, "the archive's checksum of this file is wrong");
    return NGL_OK;
}

size_t ngl_member_head(const ngl_input *source, const ngl_member *m, void *to, size_t len)
{
    uint8_t packed[NGL_ARCHIVE_HEAD];
    size_t  want = m->packed < sizeof packed ? (size_t)m->packed : sizeof packed;
    size_t  got = source->read(source->context, packed, want, m->at);
    if (m->deflated) return ngl_inflate_head(to, len, packed, got, false);
    if (got > len) got = len;
    memcpy(to, packed, got);
    return got;
}

/* ---- located members, byte by byte ------------------------------------------------------------------------- */

struct ngl_member_bytes {
    ngl_arena  arena;
    ngl_stage *packed, *plain;
    uint32_t   crc;
    uint64_t   budget;
};

ngl_status ngl_member_begin(ngl_member_bytes **out, const ngl_input *source, const ngl_member *m, ngl_error *err)
{
    ngl_arena arena;
    *out = NULL;
    ngl_arena_init(&arena, MEMORY);
    ngl_member_bytes *b = NGL_NEW(&arena, ngl_member_bytes, 1);
    ngl_stage        *stage = b ? NGL_NEW(&arena, ngl_stage, 2) : NULL;
    if (!stage) {
        ngl_arena_free(&arena);
        return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to read it");
    }
    *b = (ngl_member_bytes){ .arena = arena, .packed = &stage[0], .plain = &stage[1], .crc = m->crc, .budget = m->size };
    ngl_stage_source(b->packed, source, m->at, m->packed);
    if (m->deflated) ngl_stage_inflate(b->plain, b->packed, RAW, &b->budget);
    else ngl_stage_part(b->plain, b->packed, m->packed);
    *out = b;
    return NGL_OK;
}

size_t ngl_member_take(ngl_member_bytes *b, void *to, size_t len)
{
    return ngl_stage_take(b->plain, to, len);
}

ngl_status ngl_member_status(const ngl_member_bytes *b, ngl_error *err)
{
    const char *fault = b->plain->fault;
    if (fault) return ngl_fail(err, strstr(fault, "early") ? NGL_E_TRUNCATED : NGL_E_CORRUPT, 0, "%s", fault);
    if (b->plain->crc != b->crc) return ngl_fail(err, NGL_E_CORRUPT, 0, "the archive's checksum of this file is wrong");
    return NGL_OK;
}

void ngl_member_end(ngl_member_bytes *b)
{
    if (!b) return;
    ngl_stage_end(b->plain);
    ngl_stage_end(b->packed);
    ngl_arena arena = b->arena;
    ngl_arena_free(&arena);
}
