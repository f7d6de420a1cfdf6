/* Deflate and gzip in memory; see inflate.h for why there are two ways. */
#include "activity/inflate.h"

#include "base/error.h"

#include <libdeflate.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

enum { RAW = -15, GZIP = 31, STEP = 1 << 16 };

bool ngl_is_gzip(const void *data, size_t len)
{
    const uint8_t *p = data;
    return len >= 3 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8;
}

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to unpack the file");
}

/* ---- piece by piece ---------------------------------------------------------------------- */

/* As far as it goes; `*used` gets the bytes that were taken. Z_STREAM_END: whole. */
static int step_through(ngl_buf *out, const uint8_t *data, size_t len, int window, size_t *used)
{
    z_stream z = { 0 };
    int      code = inflateInit2(&z, window);
    *used = 0;
    while (code == Z_OK) {
        if (out->len == out->max || !ngl_buf_reserve(out, out->max - out->len < STEP ? out->max - out->len : STEP)) break;
        size_t in = len - *used < STEP ? len - *used : STEP, room = out->cap - out->len;
        if (room > out->max - out->len) room = out->max - out->len;
        if (room > STEP) room = STEP;
        z.next_in = data + *used;
        z.avail_in = (uInt)in;
        z.next_out = (Bytef *)out->data + out->len;
        z.avail_out = (uInt)room;
        code = inflate(&z, Z_NO_FLUSH);
        *used += in - z.avail_in;
        out->len += room - z.avail_out;
    }
    inflateEnd(&z);
    return code;
}

/* at most up to `end` bytes in `out`: a false size must not fill the memory */
static ngl_status save_what_can_be(ngl_buf *out, size_t end, const uint8_t *data, size_t len, int window, ngl_error *err)
{
    size_t used, max = out->max;
    out->max = end;
    int code = step_through(out, data, len, window, &used);
    out->max = max;
    if (out->failed || code == Z_MEM_ERROR) return no_memory(err);
    if (code == Z_BUF_ERROR && used == len)
        return ngl_fail(err, NGL_E_TRUNCATED, used, "the packed data end early");
    return ngl_fail(err, NGL_E_CORRUPT, used, "the packed data are damaged at byte %zu", used);
}

size_t ngl_inflate_head(void *to, size_t room, const void *data, size_t len, bool gzip)
{
    z_stream z = { 0 };
    if (inflateInit2(&z, gzip ? GZIP : RAW) != Z_OK) return 0;
    z.next_in = data;
    z.avail_in = (uInt)(len < STEP ? len : STEP);
    z.next_out = to;
    z.avail_out = (uInt)room;
    inflate(&z, Z_SYNC_FLUSH);
    size_t got = room - z.avail_out;
    inflateEnd(&z);
    return got;
}

/* ---- whole ----------------------------------------------------------------------------------- */

ngl_status ngl_inflate_raw(ngl_buf *out, const void *data, size_t len, size_t size, ngl_error *err)
{
    size_t from = out->len;
    if (!ngl_buf_reserve(out, size)) return no_memory(err);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    if (!d) return no_memory(err);
    size_t                 used = 0;
    enum libdeflate_result result = libdeflate_deflate_decompress_ex(d, data, len, out->data + from, size, &used, NULL);
    libdeflate_free_decompressor(d);
    if (result != LIBDEFLATE_SUCCESS) return save_what_can_be(out, from + size, data, len, RAW, err);
    out->len = from + size;
    return NGL_OK;
}

static ngl_status too_much(const ngl_buf *out, size_t at, ngl_error *err)
{
    return ngl_fail(err, NGL_E_LIMIT, at, "the file unpacks to more than %zu MiB", out->max >> 20);
}

/* The size a file claims is only where to start; what counts is what comes out. */
ngl_status ngl_inflate_gzip(ngl_buf *out, const void *data, size_t len, ngl_error *err)
{
    const uint8_t                  *p = data;
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    if (!d) return no_memory(err);
    size_t                 at = 0, want = len < 1024 ? 8192 : len * 3;
    enum libdeflate_result result = LIBDEFLATE_SUCCESS;
    while (ngl_is_gzip(p + at, len - at)) {
        size_t room = out->max - out->len, in = 0, got = 0;
        if (room > want) room = want;
        if (!ngl_buf_reserve(out, room)) break;
        result = libdeflate_gzip_decompress_ex(d, p + at, len - at, out->data + out->len, room, &in, &got);
        if (result == LIBDEFLATE_INSUFFICIENT_SPACE && room == want) {
            want *= 2;
            continue;
        }
        if (result != LIBDEFLATE_SUCCESS) break;
        out->len += got;
        at += in;
    }
    libdeflate_free_decompressor(d);
    if (out->failed) return no_memory(err);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) return too_much(out, at, err);
    if (result == LIBDEFLATE_SUCCESS) return NGL_OK;
    return save_what_can_be(out, out->max, p + at, len - at, GZIP, err);
}
