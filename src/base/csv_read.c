/* One pass over the bytes with one bit of state: inside quotes or not. */
#include "base/csv_read.h"

#include <string.h>

static char most_of(const char *p, size_t len)
{
    static const char candidates[] = ",;\t";
    size_t            count[3] = { 0 }, best = 0;
    bool              quoted = false;
    for (size_t i = 0; i < len && (quoted || p[i] != '\n'); i++) {
        if (p[i] == '"') quoted = !quoted;
        for (size_t k = 0; k < 3 && !quoted; k++) count[k] += p[i] == candidates[k];
    }
    for (size_t k = 1; k < 3; k++)
        if (count[k] > count[best]) best = k;
    return candidates[best];
}

void ngl_csv_begin(ngl_csv *c, const void *data, size_t len, char separator, size_t row_max)
{
    *c = (ngl_csv){ .data = data, .len = len, .separator = separator };
    if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) c->pos = 3;
    if (!separator) c->separator = most_of(c->data + c->pos, len - c->pos);
    ngl_buf_init(&c->text, row_max);
}

void ngl_csv_end(ngl_csv *c)
{
    ngl_buf_free(&c->text);
}

static void begin_field(ngl_csv *c)
{
    if (c->n < NGL_CSV_COLUMNS) c->at[c->n] = c->text.len;
    c->n++;
}

/* from behind the opening quote to behind the closing one */
static void take_quoted(ngl_csv *c)
{
    while (c->pos < c->len) {
        const char *p = c->data + c->pos;
        const char *quote = memchr(p, '"', c->len - c->pos);
        size_t      n = quote ? (size_t)(quote - p) : c->len - c->pos;
        ngl_buf_add(&c->text, p, n);
        c->pos += n + (quote != NULL);
        if (c->pos >= c->len || c->data[c->pos] != '"') return;
        ngl_buf_char(&c->text, '"');
        c->pos++;
    }
}

static void take_field(ngl_csv *c)
{
    begin_field(c);
    if (c->pos < c->len && c->data[c->pos] == '"') {
        c->pos++;
        take_quoted(c);
    }
    size_t from = c->pos;
    while (c->pos < c->len && c->data[c->pos] != c->separator && c->data[c->pos] != '\n' && c->data[c->pos] != '\r') c->pos++;
    ngl_buf_add(&c->text, c->data + from, c->pos - from);
    ngl_buf_char(&c->text, 0);
}

static bool take_row(ngl_csv *c)
{
    c->n = c->text.len = 0;
    c->row_at = c->pos;
    do {
        take_field(c);
    } while (c->pos < c->len && c->data[c->pos] == c->separator && ++c->pos);
    if (c->pos < c->len && c->data[c->pos] == '\r') c->pos++;
    if (c->pos < c->len && c->data[c->pos] == '\n') c->pos++;
    if (c->n > NGL_CSV_COLUMNS) c->n = NGL_CSV_COLUMNS;
    return c->n > 1 || ngl_csv_field(c, 0)[0];
}

bool ngl_csv_next(ngl_csv *c)
{
    while (c->pos < c->len && !c->text.failed)
        if (take_row(c)) return !c->text.failed;
    return false;
}

const char *ngl_csv_field(const ngl_csv *c, size_t i)
{
    return i < c->n && c->text.data ? c->text.data + c->at[i] : "";
}
