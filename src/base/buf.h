/* A growing run of bytes with a maximum. Failure is sticky: write all, then
 * ask once. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <niggle/types.h>
#include <stdbool.h>

typedef struct ngl_buf {
    char  *data; /* NUL after the last byte, NULL while empty */
    size_t len;
    size_t cap;
    size_t max;    /* bytes of content never exceeded */
    bool   failed; /* something was refused; content is incomplete */
} ngl_buf;

void ngl_buf_init(ngl_buf *b, size_t max);
void ngl_buf_free(ngl_buf *b);

/* Make room for `more` further bytes; false (and failed) if refused. */
bool ngl_buf_reserve(ngl_buf *b, size_t more);
void ngl_buf_add(ngl_buf *b, const void *bytes, size_t len);
void ngl_buf_text(ngl_buf *b, const char *text);
void ngl_buf_char(ngl_buf *b, char c);
/* printf-like. Numbers with a decimal point go through ngl_buf_number. */
void ngl_buf_printf(ngl_buf *b, const char *format, ...) NGL_PRINTF(2, 3);

/* The content as a string, "" while empty. Valid until the next change. */
const char *ngl_buf_string(const ngl_buf *b);

#endif
