/* Private to the writing of tables as C (emit.c, emit_tables.c): one row of
 * named members. Numbers read back as the same bits; text is plain ASCII. */
#ifndef KBC_EMIT_H
#define KBC_EMIT_H

#include "base/buf.h"
#include "base/number.h"

#include <niggle/knowledge.h>

#include <math.h>
#include <string.h>

static inline void text(ngl_buf *b, const char *s)
{
    ngl_buf_char(b, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\' || c == '?') ngl_buf_char(b, '\\');
        if (c < 0x20 || c > 0x7e)
            ngl_buf_printf(b, "\\%03o", c);
        else
            ngl_buf_char(b, (char)c);
    }
    ngl_buf_char(b, '"');
}

static inline void number(ngl_buf *b, double v)
{
    if (isnan(v)) {
        ngl_buf_text(b, "NAN");
        return;
    }
    size_t start = b->len;
    ngl_buf_exact(b, v);
    if (!b->failed && !strpbrk(b->data + start, ".e")) ngl_buf_text(b, ".0");
}

/* One row of members: s text, d double, f float, u unsigned, i int, refs two numbers. */
typedef struct row {
    ngl_buf *b;
    bool     first;
} row;

static inline row begin(ngl_buf *b)
{
    ngl_buf_text(b, "    {");
    return (row){ b, true };
}

/* ".key = ": named members, so that a member added to a struct later is zero
 * here and not a mistake. */
static inline void begin_member(row *r, const char *name)
{
    ngl_buf_printf(r->b, r->first ? " .%s = " : ", .%s = ", name);
    r->first = false;
}

static inline void s(row *r, const char *name, const char *v)
{
    begin_member(r, name);
    text(r->b, v);
}

static inline void d(row *r, const char *name, double v)
{
    begin_member(r, name);
    number(r->b, v);
}

static inline void f(row *r, const char *name, float v)
{
    begin_member(r, name);
    number(r->b, (double)v);
    ngl_buf_char(r->b, 'f');
}

static inline void u(row *r, const char *name, uint32_t v)
{
    begin_member(r, name);
    ngl_buf_printf(r->b, "%u", (unsigned)v);
}

static inline void i(row *r, const char *name, int v)
{
    begin_member(r, name);
    ngl_buf_printf(r->b, "%d", v);
}

static inline void refs(row *r, const char *name, ngl_refs v)
{
    begin_member(r, name);
    ngl_buf_printf(r->b, "{ %u, %u }", (unsigned)v.adr, (unsigned)v.num);
}

static inline void end(row *r)
{
    ngl_buf_text(r->b, " },\n");
}

/* emit_tables.c: append every table of rows, as constant arrays named after
 * their member of ngl_knowledge */
void kbc_emit_tables(ngl_buf *b, const ngl_knowledge *kb);

#endif
