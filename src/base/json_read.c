/* A reader with an explicit stack of one bit a level. */
#include "base/json_read.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

void ngl_json_read_begin(ngl_json_reader *r, const void *data, size_t len)
{
    *r = (ngl_json_reader){ .data = data, .len = len };
    if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) r->pos = 3;
    ngl_buf_init(&r->text, (size_t)NGL_JSON_TEXT_MAX);
}

void ngl_json_read_end(ngl_json_reader *r)
{
    ngl_buf_free(&r->text);
}

static ngl_json_kind broken(ngl_json_reader *r, const char *why)
{
    r->fault = why;
    return NGL_JSON_BROKEN;
}

static int ahead(ngl_json_reader *r)
{
    while (r->pos < r->len && strchr(" \t\r\n", r->data[r->pos]) && r->data[r->pos]) r->pos++;
    return r->pos < r->len ? (unsigned char)r->data[r->pos] : -1;
}

/* ---- texts ----------------------------------------------------------------------------------- */

static void add(ngl_json_reader *r, const char *p, size_t n)
{
    size_t room = r->text.max - r->text.len;
    ngl_buf_add(&r->text, p, n < room ? n : room);
}

static bool four_digits(ngl_json_reader *r, unsigned *out)
{
    *out = 0;
    if (r->len - r->pos < 4) return false;
    for (int i = 0; i < 4; i++) {
        int c = (unsigned char)r->data[r->pos++], low = c | 0x20;
        int v = c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
        if (v < 0) return false;
        *out = *out * 16 + (unsigned)v;
    }
    return true;
}

static void add_character(ngl_json_reader *r, unsigned c)
{
    char u[4];
    if (c == 0) c = 0xfffd; /* a text ends at its first NUL, so there is none inside */
    if (c < 0x80) u[0] = (char)c, add(r, u, 1);
    else if (c < 0x800) u[0] = (char)(0xc0 | c >> 6), u[1] = (char)(0x80 | (c & 63)), add(r, u, 2);
    else if (c < 0x10000) u[0] = (char)(0xe0 | c >> 12), u[1] = (char)(0x80 | (c >> 6 & 63)), u[2] = (char)(0x80 | (c & 63)), add(r, u, 3);
    else u[0] = (char)(0xf0 | c >> 18), u[1] = (char)(0x80 | (c >> 12 & 63)), u[2] = (char)(0x80 | (c >> 6 & 63)), u[3] = (char)(0x80 | (c & 63)), add(r, u, 4);
}

static bool unicode(ngl_json_reader *r)
{
    unsigned high, low;
    if (!four_digits(r, &high)) return false;
    if (high >= 0xd800 && high < 0xdc00 && r->len - r->pos >= 6 && r->data[r->pos] == '\\' && r->data[r->pos + 1] == 'u') {
        size_t back = r->pos;
        r->pos += 2;
        if (!four_digits(r, &low)) return false;
        if (low >= 0xdc00 && low < 0xe000) return add_character(r, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), true;
        r->pos = back;
    }
    add_character(r, high >= 0xd800 && high < 0xe000 ? 0xfffd : high);
    return true;
}

static bool escape(ngl_json_reader *r)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (r->pos == r->len) return false;
    char        c = r->data[r->pos++];
    const char *at = c ? strchr(from, c) : NULL;
    if (c == 'u') return unicode(r);
    if (at) add(r, &to[at - from], 1);
    return at != NULL;
}

static bool take_text(ngl_json_reader *r)
{
    r->text.len = 0;
    ngl_buf_text(&r->text, "");
    r->pos++;
    while (r->pos < r->len) {
        size_t from = r->pos;
        while (r->pos < r->len && r->data[r->pos] != '"' && r->data[r->pos] != '\\') r->pos++;
        add(r, r->data + from, r->pos - from);
        if (r->pos == r->len) return false;
        if (r->data[r->pos++] == '"') return true;
        if (!escape(r)) return false;
    }
    return false;
}

/* ---- values -------------------------------------------------------------------------------------- */

static bool word(ngl_json_reader *r, const char *text)
{
    size_t n = strlen(text);
    if (r->len - r->pos < n || memcmp(r->data + r->pos, text, n) != 0) return false;
    r->pos += n;
    return true;
}

static ngl_json_kind take_number(ngl_json_reader *r)
{
    size_t from = r->pos;
    r->number = NAN;
    r->is_integer = false;
    if (word(r, "NaN") || word(r, "Infinity") || word(r, "-Infinity") || word(r, "-NaN")) return NGL_JSON_NUMBER;
    while (r->pos < r->len && r->data[r->pos] && strchr("+-.0123456789eE", r->data[r->pos])) r->pos++;
    if (r->pos == from) return broken(r, "something that is no value");
    r->is_integer = ngl_integer_parse(&r->integer, r->data + from, r->pos - from);
    if (!ngl_number_parse(&r->number, r->data + from, r->pos - from)) r->number = NAN;
    return NGL_JSON_NUMBER;
}

static ngl_json_kind open_level(ngl_json_reader *r, bool object)
{
    if (r->depth == NGL_JSON_READ_DEPTH) return broken(r, "it is nested too deep");
    uint64_t bit = (uint64_t)1 << r->depth++;
    r->is_object = object ? r->is_object | bit : r->is_object & ~bit;
    r->pos++;
    r->due = false;
    return object ? NGL_JSON_OBJECT : NGL_JSON_ARRAY;
}

static ngl_json_kind take_value(ngl_json_reader *r)
{
    r->due = false;
    switch (ahead(r)) {
    case '{': return open_level(r, true);
    case '[': return open_level(r, false);
    case '"': return take_text(r) ? NGL_JSON_TEXT : broken(r, "a text without its end");
    case 't': return word(r, "true") ? NGL_JSON_TRUE : broken(r, "something that is no value");
    case 'f': return word(r, "false") ? NGL_JSON_FALSE : broken(r, "something that is no value");
    case 'n': return word(r, "null") ? NGL_JSON_NULL : broken(r, "something that is no value");
    case -1: return broken(r, "it ends early");
    default: return take_number(r);
    }
}

static ngl_json_kind take_key(ngl_json_reader *r)
{
    if (ahead(r) != '"') return broken(r, "a name is missing");
    if (!take_text(r)) return broken(r, "a text without its end");
    if (ahead(r) != ':') return broken(r, "a colon is missing");
    r->pos++;
    r->due = true;
    return NGL_JSON_KEY;
}

ngl_json_kind ngl_json_read(ngl_json_reader *r)
{
    if (r->fault) return NGL_JSON_BROKEN;
    if (!r->depth) {
        if (r->began) return ahead(r) == -1 ? NGL_JSON_END : broken(r, "something stands behind its end");
        r->began = true;
        return take_value(r);
    }
    if (r->due) return take_value(r);
    bool object = r->is_object >> (r->depth - 1) & 1, comma = false;
    int  c = ahead(r);
    if (c == ',') {
        comma = true;
        r->pos++;
        c = ahead(r);
    }
    if (c == (object ? '}' : ']')) {
        if (comma) return broken(r, "a comma too many");
        r->pos++;
        r->depth--;
        return object ? NGL_JSON_OBJECT_END : NGL_JSON_ARRAY_END;
    }
    return object ? take_key(r) : take_value(r);
}

bool ngl_json_skip(ngl_json_reader *r, ngl_json_kind kind)
{
    if (kind == NGL_JSON_KEY) kind = ngl_json_read(r);
    if (kind != NGL_JSON_OBJECT && kind != NGL_JSON_ARRAY) return kind != NGL_JSON_BROKEN;
    unsigned outside = r->depth - 1;
    while (r->depth > outside) {
        kind = ngl_json_read(r);
        if (kind == NGL_JSON_BROKEN) return false;
    }
    return true;
}
