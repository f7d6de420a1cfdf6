/* tar, as every program of the last forty years writes it: ustar, GNU's long
 * names, POSIX's extended headers for path and size. */
#include "activity/archive.h"

#include <string.h>

enum { BLOCK = 512, AT_SIZE = 124, AT_SUM = 148, AT_TYPE = 156, AT_MAGIC = 257, AT_PREFIX = 345, HEADER_MAX = 1 << 16 };

/* octal digits, or GNU's binary where they do not suffice */
static bool number(const uint8_t *p, size_t n, uint64_t *out)
{
    uint64_t v = 0;
    size_t   i = 0;
    if (p[0] == 0x80) {
        for (i = 1; i < n; i++) {
            if (v >> 55) return false;
            v = v << 8 | p[i];
        }
        *out = v;
        return true;
    }
    while (i < n && p[i] == ' ') i++;
    for (; i < n && p[i] >= '0' && p[i] <= '7'; i++) v = v << 3 | (uint64_t)(p[i] - '0');
    *out = v;
    return i == n || p[i] == 0 || p[i] == ' ';
}

static bool sum_is_right(const uint8_t *p)
{
    uint64_t want, sum = 0;
    for (size_t i = 0; i < BLOCK; i++) sum += i >= AT_SUM && i < AT_SUM + 8 ? ' ' : p[i];
    return number(p + AT_SUM, 8, &want) && want == sum;
}

bool ngl_tar_sniff(const uint8_t *head, size_t len)
{
    return len >= BLOCK && memcmp(head + AT_MAGIC, "ustar", 5) == 0 && sum_is_right(head);
}

static size_t field(uint8_t *to, size_t room, const uint8_t *p, size_t n)
{
    size_t len = 0;
    while (len < n && p[len]) len++;
    if (len > room) len = room;
    memcpy(to, p, len);
    return len;
}

static size_t plain_name(uint8_t *to, size_t room, const uint8_t *head)
{
    size_t n = head[AT_PREFIX] && memcmp(head + AT_MAGIC, "ustar\0", 6) == 0 ? field(to, room, head + AT_PREFIX, 155) : 0;
    if (n && n < room) to[n++] = '/';
    return n + field(to + n, room - n, head, 100);
}

static uint64_t padded(uint64_t size)
{
    return (size + BLOCK - 1) / BLOCK * BLOCK;
}

/* "27 path=a/b.fit\n" again and again */
static void extended(const uint8_t *p, size_t n, uint8_t *name, size_t room, size_t *name_len, uint64_t *size)
{
    while (n) {
        size_t len = 0, i = 0;
        for (; i < n && i < 8 && p[i] >= '0' && p[i] <= '9'; i++) len = len * 10 + (size_t)(p[i] - '0');
        if (len > n || len <= i + 1 || p[i] != ' ') return;
        const uint8_t *key = p + i + 1;
        size_t         left = len - i - 2;
        if (left > 5 && memcmp(key, "path=", 5) == 0) *name_len = field(name, room, key + 5, left - 5);
        if (left > 5 && memcmp(key, "size=", 5) == 0) {
            uint64_t v = 0;
            for (size_t k = 5; k < left && key[k] >= '0' && key[k] <= '9' && v < UINT64_MAX / 16; k++) v = v * 10 + (key[k] - '0');
            *size = v;
        }
        p += len;
        n -= len;
    }
}

/* The content of a header that is about the next one. */
static bool about_the_next(ngl_frame *f, uint8_t type, uint64_t size, uint8_t *name, size_t room, size_t *name_len,
                           uint64_t *next_size)
{
    if (size > HEADER_MAX - BLOCK) return ngl_stage_skip(f->bytes, padded(size));
    if (ngl_stage_need(f->bytes, (size_t)padded(size)) < padded(size)) return false;
    const uint8_t *p = ngl_stage_peek(f->bytes);
    if (type == 'L') *name_len = field(name, room, p, (size_t)size);
    if (type == 'x') extended(p, (size_t)size, name, room, name_len, next_size);
    return ngl_stage_skip(f->bytes, padded(size));
}

bool ngl_tar_next(ngl_frame *f, ngl_entry *e, uint8_t *name, const char **fault)
{
    enum { room = NGL_MEMBER_NAME_MAX };
    size_t   name_len = 0;
    uint64_t size, stated = UINT64_MAX;
    *fault = NULL;
    for (;;) {
        const uint8_t *p = ngl_stage_peek(f->bytes);
        if (ngl_stage_need(f->bytes, BLOCK) < BLOCK) {
            *fault = f->bytes->fault ? f->bytes->fault : "the archive ends early";
            return false;
        }
        p = ngl_stage_peek(f->bytes);
        if (!p[0] && !p[AT_SUM]) return false;
        uint8_t type = p[AT_TYPE];
        if (!sum_is_right(p) || !number(p + AT_SIZE, 12, &size)) {
            *fault = "the archive is damaged here; what stands behind it cannot be read";
            return false;
        }
        if (type == 'L' || type == 'K' || type == 'x' || type == 'g') {
            ngl_stage_skip(f->bytes, BLOCK);
            if (about_the_next(f, type, size, name, room, &name_len, &stated)) continue;
            *fault = "the archive ends early";
            return false;
        }
        if (!name_len) name_len = plain_name(name, room, p);
        ngl_stage_skip(f->bytes, BLOCK);
        if (stated != UINT64_MAX) size = stated;
        if (type == '0' || type == 0 || type == '7') break;
        if ((type < '1' || type > '6') && !ngl_stage_skip(f->bytes, padded(size))) return false;
        name_len = 0;
        stated = UINT64_MAX;
    }
    *e = (ngl_entry){ .name = name, .name_len = name_len, .size = size, .packed = size };
    return true;
}
