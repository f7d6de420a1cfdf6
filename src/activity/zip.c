/* zip, two ways: by the directory at its end, which says where everything is,
 * and from the front, header by header, for an archive inside a packed one or
 * one whose end is missing. Nothing a header says is believed before it was
 * held against the bytes that are there. */
#include "activity/archive.h"

#include <string.h>

enum {
    END = 22, END64 = 56, LOCATOR = 20, ENTRY = 46, LOCAL = 30, COMMENT_MAX = 65535,
    ENCRYPTED = 1, SIZES_BEHIND = 8, STORED = 0, DEFLATED = 8
};

static uint32_t u16(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const uint8_t *p)
{
    return u16(p) | u16(p + 2) << 16;
}

static uint64_t u64(const uint8_t *p)
{
    return u32(p) | (uint64_t)u32(p + 4) << 32;
}

static bool is(const uint8_t *p, uint8_t a, uint8_t b)
{
    return p[0] == 'P' && p[1] == 'K' && p[2] == a && p[3] == b;
}

static bool read_at(const ngl_archive *a, const ngl_frame *f, void *to, size_t len, uint64_t at)
{
    if (at > f->size || len > f->size - at) return false;
    return a->source->read(a->source->context, to, len, f->base + at) == len;
}

/* ---- the directory ---------------------------------------------------------------------- */

/* the last end mark, searched backwards block by block */
static bool find_end(ngl_archive *a, const ngl_frame *f, uint64_t *at)
{
    uint64_t upper = f->size, lowest = f->size > END + COMMENT_MAX ? f->size - END - COMMENT_MAX : 0;
    while (upper >= lowest + END) {
        uint64_t from = upper - lowest > sizeof a->scratch ? upper - sizeof a->scratch : lowest;
        size_t   n = (size_t)(upper - from);
        if (!read_at(a, f, a->scratch, n, from)) return false;
        for (size_t i = n - END + 1; i-- > 0;) {
            const uint8_t *p = a->scratch + i;
            if (!is(p, 5, 6) || u16(p + 20) > f->size - (from + i) - END) continue;
            *at = from + i;
            return true;
        }
        if (from == lowest) return false;
        upper = from + END - 1;
    }
    return false;
}

typedef struct directory {
    uint64_t entries, size, at, end; /* `end`: where it stops */
} directory;

static bool read_end(const ngl_archive *a, const ngl_frame *f, uint64_t at, directory *d)
{
    uint8_t p[END64], *end = p;
    if (!read_at(a, f, end, END, at)) return false;
    *d = (directory){ u16(end + 10), u32(end + 12), u32(end + 16), at };
    if (at < LOCATOR || !read_at(a, f, p, LOCATOR, at - LOCATOR) || !is(p, 6, 7)) return true;
    uint64_t at64 = u64(p + 8);
    if (at64 > at - LOCATOR || !read_at(a, f, p, END64, at64) || !is(p, 6, 6)) {
        at64 = at < LOCATOR + END64 ? 0 : at - LOCATOR - END64; /* bytes were put before the archive */
        if (!read_at(a, f, p, END64, at64) || !is(p, 6, 6)) return true;
    }
    *d = (directory){ u64(p + 32), u64(p + 40), u64(p + 48), at64 };
    return true;
}

bool ngl_zip_open(ngl_archive *a, ngl_frame *f)
{
    directory d;
    uint64_t  end;
    uint8_t   p[4];
    if (!find_end(a, f, &end) || !read_end(a, f, end, &d) || d.size > d.end) return false;
    uint64_t at = d.end - d.size;
    if (d.at > at) return false;
    if (d.entries && (d.size < ENTRY || d.size / ENTRY < d.entries || !read_at(a, f, p, 4, at) || !is(p, 1, 2))) return false;
    f->kind = NGL_FRAME_ZIP;
    // more files than the count has room for, without the larger count: the list's length tells
    f->open_count = d.entries == UINT16_MAX && d.end == end;
    f->entries = f->open_count ? d.size / ENTRY : d.entries;
    f->shift = at - d.at;
    f->packed = 0;
    ngl_stage_source(f->bytes, a->source, f->base + at, d.size);
    return true;
}

/* sizes and place that did not fit in 32 bits */
static void read_zip64(ngl_entry *e, const uint8_t *p, size_t n, bool size, bool packed, bool header)
{
    while (n >= 4) {
        size_t kind = u16(p), len = u16(p + 2);
        if (len > n - 4) return;
        if (kind == 1) {
            const uint8_t *v = p + 4, *end = v + len;
            if (size && end - v >= 8) e->size = u64(v), v += 8;
            if (packed && end - v >= 8) e->packed = u64(v), v += 8;
            if (header && end - v >= 8) e->header = u64(v);
            return;
        }
        p += 4 + len;
        n -= 4 + len;
    }
}

static void take_name(ngl_entry *e, uint8_t *name, const uint8_t *p, size_t len)
{
    e->name = name;
    e->name_len = len < NGL_MEMBER_NAME_MAX ? len : NGL_MEMBER_NAME_MAX;
    memcpy(name, p, e->name_len);
    if (len && p[len - 1] == '/') name[e->name_len - 1] = '/'; /* a folder stays one, however long its name */
}

bool ngl_zip_entry(ngl_frame *f, ngl_entry *e, uint8_t *name, const char **fault)
{
    *fault = NULL;
    if (!f->entries || (f->open_count && !ngl_stage_need(f->bytes, 1))) return false;
    if (ngl_stage_need(f->bytes, ENTRY) < ENTRY || !is(ngl_stage_peek(f->bytes), 1, 2)) {
        *fault = "the archive's list of files is damaged; what it says behind this place cannot be read";
        return false;
    }
    const uint8_t *p = ngl_stage_peek(f->bytes);
    size_t name_len = u16(p + 28), extra_len = u16(p + 30), comment_len = u16(p + 32);
    *e = (ngl_entry){ .flags = (uint16_t)u16(p + 8), .method = (uint16_t)u16(p + 10), .crc = u32(p + 16),
                      .packed = u32(p + 20), .size = u32(p + 24), .header = u32(p + 42) };
    ngl_stage_skip(f->bytes, ENTRY);
    if (ngl_stage_need(f->bytes, name_len) < name_len) return f->entries = 0, *fault = "the archive's list of files ends early", false;
    take_name(e, name, ngl_stage_peek(f->bytes), name_len);
    ngl_stage_skip(f->bytes, name_len);
    if (ngl_stage_need(f->bytes, extra_len) < extra_len) return f->entries = 0, *fault = "the archive's list of files ends early", false;
    read_zip64(e, ngl_stage_peek(f->bytes), extra_len, e->size == UINT32_MAX, e->packed == UINT32_MAX, e->header == UINT32_MAX);
    ngl_stage_skip(f->bytes, extra_len);
    ngl_stage_skip(f->bytes, comment_len);
    f->entries--;
    return true;
}

bool ngl_zip_data(ngl_archive *a, ngl_frame *f, const ngl_entry *e, uint64_t *at)
{
    uint8_t  p[LOCAL];
    uint64_t header = e->header + f->shift;
    if (header < e->header || !read_at(a, f, p, LOCAL, header) || !is(p, 3, 4)) return false;
    uint64_t data = header + LOCAL + u16(p + 26) + u16(p + 28);
    if (data > f->size || e->packed > f->size - data) return false;
    *at = f->base + data;
    return true;
}

/* ---- from the front -------------------------------------------------------------------------- */

static bool plausible(const uint8_t *p)
{
    return is(p, 3, 4) && u16(p + 4) <= 255 && u16(p + 8) < 100 && u16(p + 26) > 0 && u16(p + 26) <= 4096;
}

/* false: there is none in all of the rest */
static bool look_for_local(ngl_frame *f, uint64_t *skipped)
{
    *skipped = 0;
    for (;;) {
        size_t n = ngl_stage_need(f->bytes, LOCAL);
        if (n < LOCAL) return false;
        const uint8_t *p = ngl_stage_peek(f->bytes);
        size_t         i = 0;
        while (i + LOCAL <= n && !plausible(p + i)) i++;
        ngl_stage_skip(f->bytes, i);
        *skipped += i;
        if (i + LOCAL <= n) return true;
    }
}

static bool at_the_directory(const uint8_t *p)
{
    return is(p, 1, 2) || is(p, 5, 6) || is(p, 6, 6) || is(p, 6, 7);
}

bool ngl_zip_local(ngl_frame *f, ngl_entry *e, uint8_t *name, uint64_t *skipped, const char **fault)
{
    *fault = NULL;
    *skipped = 0;
    size_t have = ngl_stage_need(f->bytes, LOCAL);
    if (have >= 4 && at_the_directory(ngl_stage_peek(f->bytes))) return false;
    if (have < LOCAL || (!plausible(ngl_stage_peek(f->bytes)) && !look_for_local(f, skipped))) {
        *fault = f->bytes->fault ? f->bytes->fault : *skipped ? "the archive is damaged, and nothing that can be read follows" : "the archive ends early";
        return false;
    }
    const uint8_t *p = ngl_stage_peek(f->bytes);
    size_t         name_len = u16(p + 26), extra_len = u16(p + 28);
    *e = (ngl_entry){ .flags = (uint16_t)u16(p + 6), .method = (uint16_t)u16(p + 8), .crc = u32(p + 14),
                      .packed = u32(p + 18), .size = u32(p + 22) };
    ngl_stage_skip(f->bytes, LOCAL);
    if (ngl_stage_need(f->bytes, name_len) < name_len) return *fault = "the archive ends early", false;
    take_name(e, name, ngl_stage_peek(f->bytes), name_len);
    ngl_stage_skip(f->bytes, name_len);
    if (ngl_stage_need(f->bytes, extra_len) < extra_len) return *fault = "the archive ends early", false;
    f->zip64 = e->size == UINT32_MAX || e->packed == UINT32_MAX;
    read_zip64(e, ngl_stage_peek(f->bytes), extra_len, e->size == UINT32_MAX, e->packed == UINT32_MAX, false);
    ngl_stage_skip(f->bytes, extra_len);
    return true;
}

bool ngl_zip_behind(ngl_frame *f)
{
    size_t         have = ngl_stage_need(f->bytes, 24), mark = 0;
    const uint8_t *p = ngl_stage_peek(f->bytes);
    if (have >= 4 && is(p, 7, 8)) mark = 4;
    if (have < mark + 12 || u32(p + mark) != f->member->crc) return false;
    bool narrow = u32(p + mark + 4) == (uint32_t)f->member->in && u32(p + mark + 8) == (uint32_t)f->member->out;
    if (narrow && !(f->zip64 && have >= mark + 20 && u64(p + mark + 4) == f->member->in)) return ngl_stage_skip(f->bytes, mark + 12);
    return have >= mark + 20 && u64(p + mark + 4) == f->member->in && ngl_stage_skip(f->bytes, mark + 20);
}

const char *ngl_zip_fault(const ngl_entry *e)
{
    if (e->flags & ENCRYPTED) return "it is encrypted; unpack the archive with its password and import the folder";
    switch (e->method) {
    case STORED:
    case DEFLATED: return "";
    case 9: return "it is packed by Deflate64, which is not read here; unpack the archive and import the folder";
    case 12: return "it is packed by bzip2, which is not read here; unpack the archive and import the folder";
    case 14: return "it is packed by LZMA, which is not read here; unpack the archive and import the folder";
    case 93: return "it is packed by Zstandard, which is not read here; unpack the archive and import the folder";
    case 95: return "it is packed by XZ, which is not read here; unpack the archive and import the folder";
    default: return "it is packed in a way that is not read here; unpack the archive and import the folder";
    }
}
