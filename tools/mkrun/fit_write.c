/* See fit_write.h. The checksum is computed bit by bit on purpose: it shares
 * nothing with the reader's. */
#include "fit_write.h"

#include <string.h>

fit_writer fit_begin(ngl_buf *out, unsigned header)
{
    fit_writer w = { .out = out, .start = out->len, .header = header };
    for (unsigned i = 0; i < header; i++) ngl_buf_char(out, 0);
    if (out->failed) return w;
    uint8_t *p = (uint8_t *)out->data + w.start;
    p[0] = (uint8_t)header;
    p[1] = 0x20;
    p[2] = 0x54; /* profile 21.00 */
    p[3] = 0x08;
    memcpy(p + 8, ".FIT", 4);
    return w;
}

void fit_put(fit_writer *w, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++) ngl_buf_char(w->out, (char)(value >> 8 * (w->big ? size - 1 - i : i) & 0xff));
}

static void put_fields(fit_writer *w, const fit_field *field, unsigned n)
{
    fit_put(w, n, 1);
    for (unsigned i = 0; i < n; i++) {
        fit_put(w, field[i].number, 1);
        fit_put(w, field[i].size, 1);
        fit_put(w, field[i].type, 1);
    }
}

void fit_define(fit_writer *w, unsigned local, unsigned global, const fit_field *field, unsigned n,
                const fit_field *developer, unsigned ndeveloper)
{
    fit_put(w, 0x40 | (ndeveloper ? 0x20 : 0) | local, 1);
    fit_put(w, 0, 1);
    fit_put(w, w->big ? 1 : 0, 1);
    fit_put(w, global, 2);
    put_fields(w, field, n);
    if (ndeveloper) put_fields(w, developer, ndeveloper);
}

void fit_data(fit_writer *w, unsigned local)
{
    fit_put(w, local, 1);
}

void fit_text(fit_writer *w, const char *text, unsigned size)
{
    size_t n = strlen(text);
    for (unsigned i = 0; i < size; i++) ngl_buf_char(w->out, i < n ? text[i] : 0);
}

void fit_float(fit_writer *w, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    fit_put(w, bits, 4);
}

static uint16_t sum(const uint8_t *p, size_t n)
{
    uint16_t c = 0;
    for (; n; n--, p++) {
        c = (uint16_t)(c ^ *p);
        for (int i = 0; i < 8; i++) c = (uint16_t)(c & 1 ? c >> 1 ^ 0xa001 : c >> 1);
    }
    return c;
}

static void seal(uint8_t *p, size_t len)
{
    size_t   body = len - p[0] - 2;
    unsigned c;
    for (int i = 0; i < 4; i++) p[4 + i] = (uint8_t)(body >> 8 * i);
    if (p[0] >= 14) {
        c = sum(p, 12);
        p[12] = (uint8_t)c;
        p[13] = (uint8_t)(c >> 8);
    }
    c = sum(p, len - 2);
    p[len - 2] = (uint8_t)c;
    p[len - 1] = (uint8_t)(c >> 8);
}

void fit_end(fit_writer *w)
{
    ngl_buf_add(w->out, "\0\0", 2);
    if (!w->out->failed) seal((uint8_t *)w->out->data + w->start, w->out->len - w->start);
}

void fit_reseal(ngl_buf *out, size_t start)
{
    if (!out->failed) seal((uint8_t *)out->data + start, out->len - start);
}
