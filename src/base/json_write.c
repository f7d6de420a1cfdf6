/* A JSON writer that cannot produce anything but JSON. */
#include "base/json_write.h"

#include "base/number.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

ngl_json ngl_json_to(ngl_buf *out)
{
    return (ngl_json){ .out = out };
}

static void before_value(ngl_json *j)
{
    if (j->comma && !j->keyed) ngl_buf_char(j->out, ',');
    j->keyed = false;
    j->comma = true;
}

static void open_level(ngl_json *j, char open, char close)
{
    assert(j->depth < NGL_JSON_DEPTH);
    before_value(j);
    ngl_buf_char(j->out, open);
    j->close[j->depth++] = close;
    j->comma = false;
}

void ngl_json_object(ngl_json *j)
{
    open_level(j, '{', '}');
}

void ngl_json_array(ngl_json *j)
{
    open_level(j, '[', ']');
}

void ngl_json_end(ngl_json *j)
{
    assert(j->depth > 0 && !j->keyed);
    ngl_buf_char(j->out, j->close[--j->depth]);
    j->comma = true;
}

static void escaped(ngl_buf *b, const char *text, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    ngl_buf_char(b, '"');
    while (len > 0) {
        size_t n = ngl_utf8_length(text, len);
        unsigned char c = (unsigned char)*text;
        if (n == 0) {
            ngl_buf_text(b, "\xef\xbf\xbd");
            n = 1;
        } else if (c == '"' || c == '\\') {
            ngl_buf_char(b, '\\');
            ngl_buf_char(b, (char)c);
        } else if (c < 0x20 || c == 0x7f) {
            char esc[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
            ngl_buf_add(b, esc, sizeof esc);
        } else {
            ngl_buf_add(b, text, n);
        }
        text += n;
        len -= n;
    }
    ngl_buf_char(b, '"');
}

void ngl_json_key(ngl_json *j, const char *key)
{
    assert(!j->keyed);
    if (j->comma) ngl_buf_char(j->out, ',');
    escaped(j->out, key, strlen(key));
    ngl_buf_char(j->out, ':');
    j->keyed = true;
}

void ngl_json_text(ngl_json *j, const char *text, size_t len)
{
    before_value(j);
    escaped(j->out, text, len);
}

void ngl_json_string(ngl_json *j, const char *text)
{
    if (text)
        ngl_json_text(j, text, strlen(text));
    else
        ngl_json_null(j);
}

void ngl_json_number(ngl_json *j, double v, int decimals)
{
    before_value(j);
    ngl_buf_number(j->out, v, decimals);
}

void ngl_json_exact(ngl_json *j, double v)
{
    before_value(j);
    ngl_buf_exact(j->out, v);
}

void ngl_json_integer(ngl_json *j, int64_t v)
{
    before_value(j);
    ngl_buf_printf(j->out, "%" PRId64, v);
}

void ngl_json_bool(ngl_json *j, bool v)
{
    before_value(j);
    ngl_buf_text(j->out, v ? "true" : "false");
}

void ngl_json_null(ngl_json *j)
{
    before_value(j);
    ngl_buf_text(j->out, "null");
}

void ngl_json_put_string(ngl_json *j, const char *key, const char *text)
{
    ngl_json_key(j, key);
    ngl_json_string(j, text);
}

void ngl_json_put_number(ngl_json *j, const char *key, double v, int decimals)
{
    ngl_json_key(j, key);
    ngl_json_number(j, v, decimals);
}

void ngl_json_put_integer(ngl_json *j, const char *key, int64_t v)
{
    ngl_json_key(j, key);
    ngl_json_integer(j, v);
}

void ngl_json_put_bool(ngl_json *j, const char *key, bool v)
{
    ngl_json_key(j, key);
    ngl_json_bool(j, v);
}
