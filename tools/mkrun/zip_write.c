/* Headers, packed bytes, directory. */
#include "zip_write.h"

#include <libdeflate.h>
#include <string.h>

enum { DIRECTORY_MAX = 256 << 20, LEVEL = 6, DAY = 0x5c61 /* 1 March 2026 */ };

zip_writer zip_begin(FILE *file, ngl_buf *out)
{
    zip_writer z = { .file = file, .out = out };
    ngl_buf_init(&z.directory, (size_t)DIRECTORY_MAX);
    return z;
}

static void put(zip_writer *z, const void *bytes, size_t len)
{
    if (z->out) ngl_buf_add(z->out, bytes, len);
    else if (len && fwrite(bytes, 1, len, z->file) != len) z->failed = true;
    z->at += len;
}

static void le(ngl_buf *b, uint64_t v, int n)
{
    for (int i = 0; i < n; i++) ngl_buf_char(b, (char)(v >> (8 * i)));
}

static void put_header(zip_writer *z, const char *name, unsigned flags, unsigned method, uint32_t crc, size_t packed, size_t len)
{
    ngl_buf b;
    bool    behind = flags & ZIP_SIZES_BEHIND;
    ngl_buf_init(&b, 4096);
    ngl_buf_text(&b, "PK\3\4");
    le(&b, 20, 2);
    le(&b, 0x800 | (behind ? 8 : 0), 2);
    le(&b, method, 2);
    le(&b, 0, 2);
    le(&b, DAY, 2);
    le(&b, behind ? 0 : crc, 4);
    le(&b, behind ? 0 : packed, 4);
    le(&b, behind ? 0 : len, 4);
    le(&b, strlen(name), 2);
    le(&b, 0, 2);
    ngl_buf_text(&b, name);
    put(z, b.data, b.len);
    ngl_buf_free(&b);
}

static void put_behind(zip_writer *z, uint32_t crc, size_t packed, size_t len)
{
    ngl_buf b;
    ngl_buf_init(&b, 64);
    ngl_buf_text(&b, "PK\7\10");
    le(&b, crc, 4);
    le(&b, packed, 4);
    le(&b, len, 4);
    put(z, b.data, b.len);
    ngl_buf_free(&b);
}

static void add_to_directory(zip_writer *z, const char *name, unsigned flags, unsigned method, uint32_t crc, size_t packed,
                             size_t len, uint64_t header)
{
    ngl_buf *d = &z->directory;
    bool     far = header >= UINT32_MAX;
    ngl_buf_text(d, "PK\1\2");
    le(d, 20, 2);
    le(d, far ? 45 : 20, 2);
    le(d, 0x800 | (flags & ZIP_SIZES_BEHIND ? 8 : 0), 2);
    le(d, method, 2);
    le(d, 0, 2);
    le(d, DAY, 2);
    le(d, crc, 4);
    le(d, packed, 4);
    le(d, len, 4);
    le(d, strlen(name), 2);
    le(d, far ? 12 : 0, 2);
    le(d, 0, 2);
    le(d, 0, 2);
    le(d, 0, 2);
    le(d, 0, 4);
    le(d, far ? UINT32_MAX : header, 4);
    ngl_buf_text(d, name);
    if (far) le(d, 1, 2), le(d, 8, 2), le(d, header, 8);
    z->entries++;
}

static size_t deflate_into(ngl_buf *to, const void *bytes, size_t len)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
    size_t room = c ? libdeflate_deflate_compress_bound(c, len) : 0, n = 0;
    if (c && ngl_buf_reserve(to, room)) n = libdeflate_deflate_compress(c, bytes, len, to->data, room);
    libdeflate_free_compressor(c);
    return n;
}

void zip_add(zip_writer *z, const char *name, const void *bytes, size_t len, unsigned flags)
{
    ngl_buf  packed;
    uint64_t header = z->at;
    uint32_t crc = libdeflate_crc32(0, bytes, len);
    size_t   n = len;
    ngl_buf_init(&packed, (size_t)1 << 31);
    if (!(flags & ZIP_STORED)) n = deflate_into(&packed, bytes, len);
    if (flags & ZIP_STORED) flags &= ~(unsigned)ZIP_SIZES_BEHIND;
    unsigned method = flags & ZIP_STORED ? 0 : 8;
    if (method && !n) z->failed = true;
    put_header(z, name, flags, method, crc, n, len);
    put(z, method ? packed.data : bytes, n);
    if (flags & ZIP_SIZES_BEHIND) put_behind(z, crc, n, len);
    add_to_directory(z, name, flags, method, crc, n, len, header);
    ngl_buf_free(&packed);
}

static void put_end64(ngl_buf *b, const zip_writer *z, uint64_t at, uint64_t size)
{
    ngl_buf_text(b, "PK\6\6");
    le(b, 44, 8);
    le(b, 45, 2);
    le(b, 45, 2);
    le(b, 0, 4);
    le(b, 0, 4);
    le(b, z->entries, 8);
    le(b, z->entries, 8);
    le(b, size, 8);
    le(b, at, 8);
    ngl_buf_text(b, "PK\6\7");
    le(b, 0, 4);
    le(b, at + size, 8);
    le(b, 1, 4);
}

bool zip_end(zip_writer *z)
{
    ngl_buf  b;
    uint64_t at = z->at, size = z->directory.len;
    bool     large = z->entries >= 0xffff || at >= UINT32_MAX;
    ngl_buf_init(&b, 4096);
    put(z, z->directory.data ? z->directory.data : "", z->directory.len);
    if (large) put_end64(&b, z, at, size);
    ngl_buf_text(&b, "PK\5\6");
    le(&b, 0, 4);
    le(&b, large ? 0xffff : z->entries, 2);
    le(&b, large ? 0xffff : z->entries, 2);
    le(&b, size, 4);
    le(&b, large ? UINT32_MAX : at, 4);
    le(&b, 0, 2);
    put(z, b.data, b.len);
    ngl_buf_free(&b);
    bool good = !z->failed && !z->directory.failed && (!z->out || !z->out->failed);
    ngl_buf_free(&z->directory);
    return good;
}

bool gzip_pack(ngl_buf *out, const void *bytes, size_t len)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
    size_t room = c ? libdeflate_gzip_compress_bound(c, len) : 0, n = 0;
    if (c && ngl_buf_reserve(out, room)) n = libdeflate_gzip_compress(c, bytes, len, out->data + out->len, room);
    libdeflate_free_compressor(c);
    out->len += n;
    return n > 0;
}
