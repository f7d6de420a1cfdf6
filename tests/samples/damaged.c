/* FIT files that are cut, changed, of another kind or no FIT files at all. */
#include "pieces.h"

#include <string.h>

static void put_size(ngl_buf *b, uint32_t size)
{
    for (int i = 0; i < 4; i++) b->data[4 + i] = (char)(size >> 8 * i & 0xff);
}

static void size_small(ngl_buf *b)
{
    plain(b);
    put_size(b, 100);
    resum(b);
}

static void size_big(ngl_buf *b)
{
    plain(b);
    put_size(b, (uint32_t)b->len + 1000);
}

static void size_zero(ngl_buf *b)
{
    plain(b);
    put_size(b, 0);
}

static void wrong_sum(ngl_buf *b)
{
    plain(b);
    b->data[b->len - 1] ^= 0x5a;
}

static void wrong_header_sum(ngl_buf *b)
{
    plain(b);
    b->data[12] ^= 0x5a;
}

static void cut(ngl_buf *b)
{
    plain(b);
    b->len -= 100;
}

/* a record and a half are missing in the middle */
static void lost_bytes(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, usual);
    records(&w, 0, 10);
    size_t at = b->len;
    records(&w, 10, N);
    session(&w);
    fit_end(&w);
    memmove(b->data + at - 9, b->data + at - 9 + 29, b->len - (at - 9 + 29));
    b->len -= 29;
}

static void trailing(ngl_buf *b)
{
    plain(b);
    ngl_buf_text(b, "this is no second part");
}

static void undefined_local(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    fit_data(&w, 0x1f);
    fit_put(&w, 0, 4);
    fit_end(&w);
}

static void header_only(ngl_buf *b)
{
    plain(b);
    b->len = 14;
}

static void header_half(ngl_buf *b)
{
    plain(b);
    b->len = 12;
}

static void other_type(ngl_buf *b, unsigned type)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, type);
    if (type == 6) {
        DEFINE(&w, RECORD, 20, usual);
        records(&w, 0, N);
    }
    fit_end(&w);
}

static void workout(ngl_buf *b)
{
    other_type(b, 5);
}

static void course(ngl_buf *b)
{
    other_type(b, 6);
}

static void settings(ngl_buf *b)
{
    other_type(b, 2);
}

static void html(ngl_buf *b)
{
    ngl_buf_text(b, "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n");
}

static void json(ngl_buf *b)
{
    ngl_buf_text(b, "{\"error\":\"rate limit exceeded\"}\n");
}

static void png(ngl_buf *b)
{
    ngl_buf_add(b, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
}

static void zip(ngl_buf *b)
{
    ngl_buf_add(b, "PK\3\4\x14\0\0\0\0\0", 10);
}

static void empty(ngl_buf *b)
{
    (void)b;
}

static void one_byte(ngl_buf *b)
{
    ngl_buf_char(b, 14);
}

static void nothing_but_zeros(ngl_buf *b)
{
    for (int i = 0; i < 4096; i++) ngl_buf_char(b, 0);
}

const sample damaged[] = {
    { "any_size_small", size_small, NULL },
    { "any_size_big", size_big, NULL },
    { "any_size_zero", size_zero, NULL },
    { "any_wrong_sum", wrong_sum, NULL },
    { "any_wrong_header_sum", wrong_header_sum, NULL },
    { "any_cut", cut, NULL },
    { "any_lost_bytes", lost_bytes, NULL },
    { "any_trailing", trailing, NULL },
    { "bad_undefined_local", undefined_local, "CORRUPT 14" },
    { "bad_header_only", header_only, "TRUNCATED 14" },
    { "bad_header_half", header_half, "TRUNCATED 12" },
    { "bad_workout", workout, "NOT_ACTIVITY 0" },
    { "bad_course", course, "NOT_ACTIVITY 0" },
    { "bad_settings", settings, "NOT_ACTIVITY 0" },
    { "bad_html", html, "UNSUPPORTED 0" },
    { "bad_json", json, "UNSUPPORTED 0" },
    { "bad_png", png, "UNSUPPORTED 0" },
    { "bad_zip", zip, "UNSUPPORTED 0" },
    { "bad_empty", empty, "UNSUPPORTED 0" },
    { "bad_one_byte", one_byte, "UNSUPPORTED 0" },
    { "bad_zeros", nothing_but_zeros, "UNSUPPORTED 0" },
    { NULL, NULL, NULL },
};
