/* Errors are values: a code for the program, a place and a line for a person. */
#include "base/error.h"

#include <stdarg.h>
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

/* names of files come into messages: one line and no terminal escapes */
static void make_printable(char *text)
{
    for (unsigned char *p = (unsigned char *)text; *p; p++)
        if (*p < 0x20 || *p == 0x7f) *p = '?';
}

static void cut_at_character(char *text, size_t size)
{
    size_t n = size - 1;
    while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) n--;
    text[n] = 0;
}

ngl_status ngl_fail(ngl_error *err, ngl_status code, size_t pos, const char *text, ...)
{
    if (!err) return code;
    char    line[sizeof err->text + 4];
    va_list args;
    va_start(args, text);
    int n = vsnprintf(line, sizeof line, text, args);
    va_end(args);
    if (n >= (int)sizeof err->text) cut_at_character(line, sizeof err->text);
    make_printable(line);
    err->code = code;
    err->pos = pos;
    memcpy(err->text, line, sizeof err->text);
    err->text[sizeof err->text - 1] = 0;
    return code;
}
