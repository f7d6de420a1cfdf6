/* Unpacking deflate and gzip, two ways: whole buffers by libdeflate, which is
 * twice as fast and gives nothing if anything is wrong; and piece by piece by
 * zlib, for what is larger than memory should be, has no stated length, or is
 * damaged and must be saved as far as it goes. */
#ifndef ACTIVITY_INFLATE_H
#define ACTIVITY_INFLATE_H

#include "base/buf.h"

#include <niggle/error.h>

/* A stretch of raw deflate that unpacks to exactly `size` bytes, appended to
 * `out`. On NGL_E_CORRUPT or NGL_E_TRUNCATED what could be unpacked is there. */
ngl_status ngl_inflate_raw(ngl_buf *out, const void *data, size_t len, size_t size, ngl_error *err);

/* One or more gzip members, one behind another, appended to `out`; the same
 * promise. NGL_E_LIMIT: more than out->max. Zeros behind the last are fine. */
ngl_status ngl_inflate_gzip(ngl_buf *out, const void *data, size_t len, ngl_error *err);

bool ngl_is_gzip(const void *data, size_t len);

/* The first bytes that `data` (raw deflate, or gzip) unpacks to: how many. */
size_t ngl_inflate_head(void *to, size_t room, const void *data, size_t len, bool gzip);

#endif
