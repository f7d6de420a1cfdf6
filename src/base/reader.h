/* A bounded view of bytes. Reading past the end gives zeros and sets
 * `overrun`, which is sticky: check once a record, not once a field. */
#ifndef BASE_READER_H
#define BASE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct ngl_reader {
    const uint8_t *data; /* borrowed */
    size_t len;
    size_t pos; /* pos <= len, always */
    bool   overrun;
} ngl_reader;

static inline ngl_reader ngl_reader_of(const void *data, size_t len)
{
    return (ngl_reader){ .data = (const uint8_t *)data, .len = len };
}

static inline size_t ngl_reader_left(const ngl_reader *r)
{
    return r->len - r->pos;
}

/* The next `n` bytes, borrowed, or NULL (and overrun) when they are not there. */
static inline const uint8_t *ngl_read_bytes(ngl_reader *r, size_t n)
{
    if (n > r->len - r->pos) {
        r->overrun = true;
        r->pos = r->len;
        return NULL;
    }
    const uint8_t *p = r->data + r->pos;
    r->pos += n;
    return p;
}

static inline uint8_t ngl_read_u8(ngl_reader *r)
{
    const uint8_t *p = ngl_read_bytes(r, 1);
    return p ? *p : 0;
}

static inline uint16_t ngl_read_u16le(ngl_reader *r)
{
    const uint8_t *p = ngl_read_bytes(r, 2);
    return (uint16_t)(p ? p[0] | p[1] << 8 : 0);
}

static inline uint16_t ngl_read_u16be(ngl_reader *r)
{
    const uint8_t *p = ngl_read_bytes(r, 2);
    return (uint16_t)(p ? p[0] << 8 | p[1] : 0);
}

static inline uint32_t ngl_read_u32le(ngl_reader *r)
{
    const uint8_t *p = ngl_read_bytes(r, 4);
    return p ? (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24 : 0;
}

static inline uint32_t ngl_read_u32be(ngl_reader *r)
{
    const uint8_t *p = ngl_read_bytes(r, 4);
    return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3] : 0;
}

#endif
