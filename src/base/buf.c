/* Growable bytes. Capacity doubles; the maximum is given by whoever makes it. */
#include "base/buf.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void ngl_buf_init(ngl_buf *b, size_t max)
{
    *b = (ngl_buf){ .max = max };
}

void ngl_buf_free(ngl_buf *b)
{
    ngl_memory_get().release(b->data);
    *b = (ngl_buf){ .max = b->max };
}

bool ngl_buf_reserve(ngl_buf *b, size_t more)
{
    if (b->failed) return false;
    if (more > b->max - b->len || more >= SIZE_MAX - b->len) { /* room for the final NUL, too */
        b->failed = true;
        return false;
    }
    size_t need = b->len + more + 1;
    if (need <= b->cap) return true;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need) cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    char *data = ngl_memory_get().resize(b->data, cap);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->cap = cap;
    b->data[b->len] = 0;
    return true;
}

void ngl_buf_add(ngl_buf *b, const void *bytes, size_t len)
{
    if (!len || !ngl_buf_reserve(b, len)) return;
    memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = 0;
}

void ngl_buf_text(ngl_buf *b, const char *text)
{
    ngl_buf_add(b, text, strlen(text));
}

void ngl_buf_char(ngl_buf *b, char c)
{
    ngl_buf_add(b, &c, 1);
}

void ngl_buf_printf(ngl_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) b->failed = true;
    if (n > 0 && ngl_buf_reserve(b, (size_t)n)) {
        vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

const char *ngl_buf_string(const ngl_buf *b)
{
    return b->data ? b->data : "";
}
