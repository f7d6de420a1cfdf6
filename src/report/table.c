/* CSV (RFC 4180, UTF-8, a line of names first, empty cells for nothing) and
 * JSON Lines (an object a row, keys left out for nothing). */
#include "report/table.h"

#include "base/date.h"
#include "base/error.h"
#include "base/json_write.h"
#include "base/number.h"

#include <math.h>
#include <string.h>

bool ngl_cell_filled(const ngl_cells *c, ngl_cell_type type, uint32_t i)
{
    if (!c->value) return false;
    uint32_t at = c->constant ? 0 : i;
    switch (type) {
    case NGL_CELL_INTEGER: case NGL_CELL_TIME: return ((const int64_t *)c->value)[at] != INT64_MIN;
    case NGL_CELL_FLOAT: return isfinite(((const float *)c->value)[at]);
    case NGL_CELL_DOUBLE: return isfinite(((const double *)c->value)[at]);
    case NGL_CELL_TEXT: break;
    }
    return ((const char *const *)c->value)[at] != NULL;
}

/* The fewest decimals with which `*v`, rounded to them, is still the same float;
 * -1: more than seven. */
static int decimals_of(double *v, float of)
{
    static const double tens[] = { 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7 };
    *v = (double)of;
    for (int d = 0; d < (int)(sizeof tens / sizeof *tens) && fabs(*v) < 1e8; d++) {
        double rounded = round(*v * tens[d]) / tens[d];
        if ((float)rounded != of) continue;
        *v = rounded;
        return d;
    }
    return -1;
}

void ngl_table_float(ngl_buf *b, float v)
{
    double wide;
    int    decimals = decimals_of(&wide, v);
    if (decimals >= 0) ngl_buf_number(b, wide, decimals);
    else ngl_buf_exact(b, wide);
}

/* anything but text */
static void put_value(ngl_buf *b, const ngl_cells *c, ngl_cell_type type, uint32_t i)
{
    uint32_t at = c->constant ? 0 : i;
    if (type == NGL_CELL_INTEGER) ngl_buf_printf(b, "%lld", (long long)((const int64_t *)c->value)[at]);
    else if (type == NGL_CELL_FLOAT) ngl_table_float(b, ((const float *)c->value)[at]);
    else ngl_buf_exact(b, ((const double *)c->value)[at]);
}

static const char *text_of(const ngl_cells *c, ngl_cell_type type, uint32_t i, char when[NGL_INSTANT_TEXT])
{
    uint32_t at = c->constant ? 0 : i;
    if (type == NGL_CELL_TEXT) return ((const char *const *)c->value)[at];
    ngl_instant_format(when, ((const int64_t *)c->value)[at]);
    return when;
}

static bool is_text(ngl_cell_type type)
{
    return type == NGL_CELL_TEXT || type == NGL_CELL_TIME;
}

/* ---- CSV -------------------------------------------------------------------------- */

static void put_quoted(ngl_buf *b, const char *text)
{
    if (!strpbrk(text, ",\"\r\n") && text[0] != ' ') {
        ngl_buf_text(b, text);
        return;
    }
    ngl_buf_char(b, '"');
    for (; *text; text++) {
        if (*text == '"') ngl_buf_char(b, '"');
        ngl_buf_char(b, *text);
    }
    ngl_buf_char(b, '"');
}

static void csv_names(const ngl_table *t)
{
    for (uint32_t k = 0; k < t->ncolumn; k++) {
        if (k) ngl_buf_char(t->out, ',');
        put_quoted(t->out, t->column[k].name);
    }
    ngl_buf_text(t->out, "\r\n");
}

static void csv_row(const ngl_table *t, const ngl_cells *cells, uint32_t i)
{
    char when[NGL_INSTANT_TEXT];
    for (uint32_t k = 0; k < t->ncolumn; k++) {
        ngl_cell_type type = t->column[k].type;
        if (k) ngl_buf_char(t->out, ',');
        if (!ngl_cell_filled(&cells[k], type, i)) continue;
        if (is_text(type)) put_quoted(t->out, text_of(&cells[k], type, i, when));
        else put_value(t->out, &cells[k], type, i);
    }
    ngl_buf_text(t->out, "\r\n");
}

/* ---- JSON Lines ---------------------------------------------------------------------- */

static void json_value(ngl_json *j, const ngl_cells *c, ngl_cell_type type, uint32_t i)
{
    uint32_t at = c->constant ? 0 : i;
    double   wide;
    if (type == NGL_CELL_INTEGER) {
        ngl_json_integer(j, ((const int64_t *)c->value)[at]);
    } else if (type == NGL_CELL_DOUBLE) {
        ngl_json_exact(j, ((const double *)c->value)[at]);
    } else {
        int decimals = decimals_of(&wide, ((const float *)c->value)[at]);
        if (decimals >= 0) ngl_json_number(j, wide, decimals);
        else ngl_json_exact(j, wide);
    }
}

static void json_row(const ngl_table *t, const ngl_cells *cells, uint32_t i)
{
    char     when[NGL_INSTANT_TEXT];
    ngl_json j = ngl_json_to(t->out);
    ngl_json_object(&j);
    for (uint32_t k = 0; k < t->ncolumn; k++) {
        ngl_cell_type type = t->column[k].type;
        if (!ngl_cell_filled(&cells[k], type, i)) continue;
        ngl_json_key(&j, t->column[k].name);
        if (is_text(type)) ngl_json_string(&j, text_of(&cells[k], type, i, when));
        else json_value(&j, &cells[k], type, i);
    }
    ngl_json_end(&j);
    ngl_buf_char(t->out, '\n');
}

/* ---- the front -------------------------------------------------------------------------- */

static ngl_status said(const ngl_table *t, ngl_error *err)
{
    return t->out->failed ? ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the table than is allowed") : NGL_OK;
}

ngl_status ngl_table_begin(ngl_table *t, ngl_table_format format, const ngl_table_column *column, uint32_t ncolumn,
                           ngl_buf *out, ngl_arena *arena, ngl_error *err)
{
    *t = (ngl_table){ .format = format, .out = out, .column = column, .ncolumn = ncolumn };
    if (format == NGL_TABLE_PARQUET) return ngl_parquet_begin(t, arena, err);
    if (format == NGL_TABLE_CSV) csv_names(t);
    return said(t, err);
}

ngl_status ngl_table_rows(ngl_table *t, const ngl_cells *cells, uint32_t n, ngl_error *err)
{
    if (t->format == NGL_TABLE_PARQUET) return ngl_parquet_rows(t, cells, n, err);
    for (uint32_t i = 0; i < n; i++) {
        if (t->format == NGL_TABLE_CSV) csv_row(t, cells, i);
        else json_row(t, cells, i);
    }
    return said(t, err);
}

ngl_status ngl_table_end(ngl_table *t, ngl_error *err)
{
    return t->format == NGL_TABLE_PARQUET ? ngl_parquet_end(t, err) : said(t, err);
}
