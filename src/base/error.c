/* Errors are values: a code for the program, a place and a line for a person. */
#include "base/error.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const char *ngl_status_text(ngl_status status)
{
    switch (status) {
    case NGL_OK: return "done";
#define X(name, value, text) \
    case NGL_E_##name: return text;
        NGL_STATUS_MAP(X)
#undef X
    }
    return "an unknown error";
}

/* what a terminal obeys instead of showing: C0, DEL, C1, and the marks that
 * turn the direction of reading (U+202A-202E, U+2066-2069) */
static bool obeyed(const unsigned char *p, size_t len)
{
    if (len == 1) return *p < 0x20 || *p == 0x7f;
    if (len == 2) return p[0] == 0xc2 && p[1] < 0xa0;
    return len == 3 && p[0] == 0xe2 &&
           ((p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) || (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

/* names of files come into messages: one line, valid UTF-8, no terminal escapes */
static void make_printable(char *text)
{
    char  *out = text;
    size_t left = strlen(text);
    while (left) {
        size_t n = ngl_utf8_length(text, left), step = n ? n : 1;
        if (n == 0 || obeyed((const unsigned char *)text, n))
            *out++ = '?';
        else
            memmove(out, text, n), out += n;
        text += step;
        left -= step;
    }
    *out = 0;
}

static void cut_at_character(char *text, size_t size)
{
    size_t n = size - 1;
    while (n > size - 4 && ((unsigned char)text[n] & 0xc0) == 0x80) n--;
    text[n] = 0;
}

ngl_status ngl_fail(ngl_error *err, ngl_status code, size_t pos, const char *text, ...)
{
    if (!err) return code;
    char    line[sizeof err->text + 4] = { 0 };
    va_list args;
    va_start(args, text);
    int n = vsnprintf(line, sizeof line, text, args);
    va_end(args);
    if (n >= (int)sizeof err->text) cut_at_character(line, sizeof err->text);
    make_printable(line);
    *err = (ngl_error){ .code = code, .pos = pos };
    memcpy(err->text, line, strlen(line));
    return code;
}
