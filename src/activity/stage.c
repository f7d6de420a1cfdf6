/* Bytes in order: from the source, a part of what is below, or what is below
 * unpacked. Each stage holds one buffer ahead, so that a header can be looked
 * at before it is taken; that is all the memory a walk needs. */
#include "activity/archive.h"

#include <string.h>

static void start(ngl_stage *s, ngl_stage_kind kind)
{
    ngl_stage_end(s);
    s->kind = kind;
    s->source = NULL;
    s->below = NULL;
    s->ended = false;
    s->fault = NULL;
    s->in = s->out = 0;
    s->budget = NULL;
    s->crc = 0;
    s->pos = s->n = 0;
}

void ngl_stage_source(ngl_stage *s, const ngl_input *source, uint64_t at, uint64_t len)
{
    start(s, NGL_STAGE_SOURCE);
    s->source = source;
    s->at = at;
    s->left = len;
}

void ngl_stage_part(ngl_stage *s, ngl_stage *below, uint64_t len)
{
    start(s, NGL_STAGE_PART);
    s->below = below;
    s->left = len;
}

void ngl_stage_inflate(ngl_stage *s, ngl_stage *below, int window, uint64_t *budget)
{
    start(s, NGL_STAGE_INFLATE);
    s->below = below;
    s->budget = budget;
    s->z = (z_stream){ 0 };
    if (inflateInit2(&s->z, window) == Z_OK) return;
    s->kind = NGL_STAGE_NONE;
    s->ended = true;
    s->fault = "there is not enough memory to unpack it";
}

void ngl_stage_end(ngl_stage *s)
{
    if (s->kind == NGL_STAGE_INFLATE) inflateEnd(&s->z);
    s->kind = NGL_STAGE_NONE;
    s->ended = true;
}

static void broken(ngl_stage *s, const char *why)
{
    s->ended = true;
    s->fault = why;
}

/* ---- more bytes ----------------------------------------------------------------------- */

static size_t from_source(ngl_stage *s, uint8_t *to, size_t room)
{
    size_t want = room < s->left ? room : (size_t)s->left;
    size_t got = want ? s->source->read(s->source->context, to, want, s->at) : 0;
    if (got < want) broken(s, "the archive ends early");
    s->at += got;
    s->left -= got;
    return got;
}

static size_t from_part(ngl_stage *s, uint8_t *to, size_t room)
{
    size_t want = room < s->left ? room : (size_t)s->left;
    size_t got = want ? ngl_stage_take(s->below, to, want) : 0;
    if (got < want) broken(s, s->below->fault ? s->below->fault : "the archive ends early");
    s->left -= got;
    return got;
}

static bool too_good(const ngl_stage *s)
{
    return s->out > NGL_ARCHIVE_SURELY_FINE && s->out / NGL_ARCHIVE_RATIO > s->in;
}

static size_t from_deflate(ngl_stage *s, uint8_t *to, size_t room)
{
    s->z.next_out = to;
    s->z.avail_out = (uInt)room;
    while (s->z.avail_out == room && !s->ended) {
        size_t have = ngl_stage_need(s->below, 1);
        s->z.next_in = ngl_stage_peek(s->below);
        s->z.avail_in = (uInt)have;
        int    code = inflate(&s->z, Z_NO_FLUSH);
        size_t used = have - s->z.avail_in;
        s->below->pos += used;
        s->in += used;
        if (code == Z_STREAM_END) s->ended = true;
        else if (code == Z_MEM_ERROR) broken(s, "there is not enough memory to unpack it");
        else if (!have) broken(s, s->below->fault ? s->below->fault : "the packed data end early");
        else if (code != Z_OK && code != Z_BUF_ERROR) broken(s, "the packed data are damaged");
    }
    size_t got = room - s->z.avail_out;
    if (s->budget && got > *s->budget) {
        broken(s, "the archive unpacks to far more than recordings would; it may have been made to do harm");
        return 0;
    }
    if (s->budget) *s->budget -= got;
    s->out += got;
    if (too_good(s)) broken(s, "it unpacks to far more than a recording would; it may have been made to do harm");
    return got;
}

static void fill(ngl_stage *s)
{
    if (s->pos) memmove(s->ahead, s->ahead + s->pos, s->n - s->pos);
    s->n -= s->pos;
    s->pos = 0;
    uint8_t *to = s->ahead + s->n;
    size_t   room = sizeof s->ahead - s->n, got = 0;
    switch (s->kind) {
    case NGL_STAGE_SOURCE: got = from_source(s, to, room); break;
    case NGL_STAGE_PART: got = from_part(s, to, room); break;
    case NGL_STAGE_INFLATE: got = from_deflate(s, to, room); break;
    case NGL_STAGE_NONE: break;
    }
    if (got && (s->kind == NGL_STAGE_PART || s->kind == NGL_STAGE_INFLATE)) s->crc = (uint32_t)crc32(s->crc, to, (uInt)got);
    s->n += got;
    if (!got) s->ended = true;
}

size_t ngl_stage_need(ngl_stage *s, size_t n)
{
    while (s->n - s->pos < n && !s->ended) fill(s);
    return s->n - s->pos;
}

const uint8_t *ngl_stage_peek(const ngl_stage *s)
{
    return s->ahead + s->pos;
}

size_t ngl_stage_take(ngl_stage *s, void *to, size_t len)
{
    uint8_t *p = to;
    size_t   got = 0;
    while (got < len) {
        size_t have = ngl_stage_need(s, 1), n = have < len - got ? have : len - got;
        if (!have) break;
        memcpy(p + got, ngl_stage_peek(s), n);
        s->pos += n;
        got += n;
    }
    return got;
}

bool ngl_stage_skip(ngl_stage *s, uint64_t len)
{
    while (len) {
        size_t have = ngl_stage_need(s, 1), n = have < len ? have : (size_t)len;
        if (!have) return false;
        s->pos += n;
        len -= n;
        if (len && s->kind == NGL_STAGE_SOURCE && s->pos == s->n) {
            uint64_t leap = len < s->left ? len : s->left;
            s->at += leap;
            s->left -= leap;
            len -= leap;
        }
    }
    return true;
}
