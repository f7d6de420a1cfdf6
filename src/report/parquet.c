/* Parquet, as much of it as a flat table needs: every column optional, values
 * plain, each column of a row group one page packed with gzip, and the footer
 * that says where they are, in Thrift's compact protocol. Format:
 * https://parquet.apache.org/docs/file-format/ . Why by hand: docs/decisions/0067-parquet-by-hand.md. */
#include "report/table.h"

#include "base/error.h"

#include <libdeflate.h>
#include <string.h>

enum {
    GROUP_ROWS = 1 << 17,  /* a row group is written when it has so many */
    COLUMN_BYTES = 1 << 30, /* Parquet counts a page in 31 bits */
    PACK_LEVEL = 6
};

/* Thrift compact types, and the enums of parquet.thrift that are used */
enum { T_BOOL_TRUE = 1, T_I32 = 5, T_I64 = 6, T_BINARY = 8, T_LIST = 9, T_STRUCT = 12 };
enum { P_INT64 = 2, P_FLOAT = 4, P_DOUBLE = 5, P_BYTE_ARRAY = 6 };
enum { P_OPTIONAL = 1, P_UTF8 = 0, P_TIMESTAMP_MILLIS = 9, P_PLAIN = 0, P_RLE = 3, P_GZIP = 2 };

typedef struct chunk {
    ngl_buf  filled; /* a byte a row: is there a value */
    ngl_buf  value;
    uint32_t nvalue;
} chunk;

typedef struct ngl_parquet {
    chunk   *chunk;   /* [ncolumn] */
    uint32_t nrow;    /* of the group at hand */
    uint64_t rows;    /* in all */
    uint64_t written; /* bytes of the file so far */
    ngl_buf  groups;  /* the footer's entries of groups already written */
    uint32_t ngroup;
} parquet;

/* ---- Thrift, compact ------------------------------------------------------------------ */

static void varint(ngl_buf *b, uint64_t v)
{
    for (; v >= 0x80; v >>= 7) ngl_buf_char(b, (char)(v | 0x80));
    ngl_buf_char(b, (char)v);
}

static void zigzag(ngl_buf *b, int64_t v)
{
    varint(b, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

/* `last` is the id of the field before in the same struct; ids are near each other here */
static void field(ngl_buf *b, int *last, int id, int type)
{
    ngl_buf_char(b, (char)((id - *last) << 4 | type));
    *last = id;
}

static void integer_field(ngl_buf *b, int *last, int id, int64_t v, int type)
{
    field(b, last, id, type);
    zigzag(b, v);
}

static void text_field(ngl_buf *b, int *last, int id, const char *text)
{
    size_t len = strlen(text);
    field(b, last, id, T_BINARY);
    varint(b, len);
    ngl_buf_add(b, text, len);
}

static void list_field(ngl_buf *b, int *last, int id, size_t n, int type)
{
    field(b, last, id, T_LIST);
    if (n < 15) {
        ngl_buf_char(b, (char)(n << 4 | (size_t)type));
        return;
    }
    ngl_buf_char(b, (char)(0xf0 | type));
    varint(b, n);
}

static void stop(ngl_buf *b)
{
    ngl_buf_char(b, 0);
}

/* ---- collecting ------------------------------------------------------------------------- */

static void put_u32(ngl_buf *b, uint32_t v)
{
    const uint8_t p[4] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) };
    ngl_buf_add(b, p, sizeof p);
}

static void put_u64(ngl_buf *b, uint64_t v)
{
    put_u32(b, (uint32_t)v);
    put_u32(b, (uint32_t)(v >> 32));
}

static void put_cell(chunk *c, const ngl_cells *cells, ngl_cell_type type, uint32_t i)
{
    uint32_t at = cells->constant ? 0 : i, bits32;
    uint64_t bits64;
    switch (type) {
    case NGL_CELL_INTEGER: case NGL_CELL_TIME: put_u64(&c->value, (uint64_t)((const int64_t *)cells->value)[at]); break;
    case NGL_CELL_FLOAT:
        memcpy(&bits32, (const float *)cells->value + at, sizeof bits32);
        put_u32(&c->value, bits32);
        break;
    case NGL_CELL_DOUBLE:
        memcpy(&bits64, (const double *)cells->value + at, sizeof bits64);
        put_u64(&c->value, bits64);
        break;
    case NGL_CELL_TEXT: {
        const char *text = ((const char *const *)cells->value)[at];
        put_u32(&c->value, (uint32_t)strlen(text));
        ngl_buf_text(&c->value, text);
    }
    }
}

static void put_block(chunk *c, const ngl_cells *cells, ngl_cell_type type, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        bool filled = ngl_cell_filled(cells, type, i);
        ngl_buf_char(&c->filled, (char)filled);
        if (!filled) continue;
        put_cell(c, cells, type, i);
        c->nvalue++;
    }
}

/* ---- a page: which rows have a value, then the values -------------------------------------- */

/* Definition levels of one bit in runs: length * 2 as a varint, then the bit. */
static void put_levels(ngl_buf *page, const chunk *c, uint32_t nrow)
{
    size_t at = page->len;
    put_u32(page, 0);
    for (uint32_t i = 0, end; i < nrow; i = end) {
        for (end = i + 1; end < nrow && c->filled.data[end] == c->filled.data[i];) end++;
        varint(page, (uint64_t)(end - i) << 1);
        ngl_buf_char(page, c->filled.data[i]);
    }
    if (page->failed) return;
    uint32_t len = (uint32_t)(page->len - at - 4);
    const uint8_t p[4] = { (uint8_t)len, (uint8_t)(len >> 8), (uint8_t)(len >> 16), (uint8_t)(len >> 24) };
    memcpy(page->data + at, p, sizeof p);
}

static void put_page_header(ngl_buf *b, size_t plain, size_t packed, uint32_t nrow)
{
    int last = 0, inner = 0;
    integer_field(b, &last, 1, 0, T_I32); /* a data page */
    integer_field(b, &last, 2, (int64_t)plain, T_I32);
    integer_field(b, &last, 3, (int64_t)packed, T_I32);
    field(b, &last, 5, T_STRUCT);
    integer_field(b, &inner, 1, nrow, T_I32);
    integer_field(b, &inner, 2, P_PLAIN, T_I32);
    integer_field(b, &inner, 3, P_RLE, T_I32);
    integer_field(b, &inner, 4, P_RLE, T_I32);
    stop(b);
    stop(b);
}

static bool pack(ngl_buf *to, const ngl_buf *page)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(PACK_LEVEL);
    size_t room = c ? libdeflate_gzip_compress_bound(c, page->len) : 0;
    bool   good = c && ngl_buf_reserve(to, room);
    if (good) to->len += libdeflate_gzip_compress(c, ngl_buf_string(page), page->len, to->data + to->len, room);
    libdeflate_free_compressor(c);
    return good;
}

static int physical(ngl_cell_type type)
{
    switch (type) {
    case NGL_CELL_FLOAT: return P_FLOAT;
    case NGL_CELL_DOUBLE: return P_DOUBLE;
    case NGL_CELL_TEXT: return P_BYTE_ARRAY;
    case NGL_CELL_INTEGER: case NGL_CELL_TIME: break;
    }
    return P_INT64;
}

/* the footer's entry of one column in one group */
static void put_chunk_entry(ngl_buf *b, const ngl_table_column *column, uint64_t at, size_t plain, size_t packed, uint32_t nrow)
{
    int last = 0, inner = 0;
    integer_field(b, &last, 2, (int64_t)at, T_I64);
    field(b, &last, 3, T_STRUCT);
    integer_field(b, &inner, 1, physical(column->type), T_I32);
    list_field(b, &inner, 2, 2, T_I32);
    zigzag(b, P_PLAIN);
    zigzag(b, P_RLE);
    list_field(b, &inner, 3, 1, T_BINARY);
    varint(b, strlen(column->name));
    ngl_buf_text(b, column->name);
    integer_field(b, &inner, 4, P_GZIP, T_I32);
    integer_field(b, &inner, 5, nrow, T_I64);
    integer_field(b, &inner, 6, (int64_t)plain, T_I64);
    integer_field(b, &inner, 7, (int64_t)packed, T_I64);
    integer_field(b, &inner, 9, (int64_t)at, T_I64);
    stop(b);
    stop(b);
}

typedef struct sizes {
    size_t plain, packed; /* with their headers */
} sizes;

static bool write_chunk(ngl_table *t, uint32_t k, sizes *size)
{
    chunk  *c = &t->parquet->chunk[k];
    ngl_buf page, packed, header;
    ngl_buf_init(&page, COLUMN_BYTES);
    ngl_buf_init(&packed, COLUMN_BYTES);
    ngl_buf_init(&header, 64);
    put_levels(&page, c, t->parquet->nrow);
    ngl_buf_add(&page, ngl_buf_string(&c->value), c->value.len);
    bool good = !c->value.failed && !c->filled.failed && !page.failed && pack(&packed, &page);
    if (good) put_page_header(&header, page.len, packed.len, t->parquet->nrow);
    ngl_buf_add(t->out, ngl_buf_string(&header), header.len);
    ngl_buf_add(t->out, ngl_buf_string(&packed), packed.len);
    *size = (sizes){ header.len + page.len, header.len + packed.len };
    c->filled.len = c->value.len = c->nvalue = 0;
    good = good && !header.failed && !t->out->failed;
    ngl_buf_free(&page);
    ngl_buf_free(&packed);
    ngl_buf_free(&header);
    return good;
}

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the table than is allowed");
}

static ngl_status write_group(ngl_table *t, ngl_error *err)
{
    parquet *p = t->parquet;
    ngl_buf *b = &p->groups;
    int      last = 0;
    uint64_t plain = 0;
    if (!p->nrow) return NGL_OK;
    list_field(b, &last, 1, t->ncolumn, T_STRUCT);
    for (uint32_t k = 0; k < t->ncolumn; k++) {
        sizes size;
        if (!write_chunk(t, k, &size)) return no_memory(err);
        put_chunk_entry(b, &t->column[k], p->written, size.plain, size.packed, p->nrow);
        p->written += size.packed;
        plain += size.plain;
    }
    integer_field(b, &last, 2, (int64_t)plain, T_I64);
    integer_field(b, &last, 3, p->nrow, T_I64);
    stop(b);
    p->ngroup++;
    p->rows += p->nrow;
    p->nrow = 0;
    return b->failed ? no_memory(err) : NGL_OK;
}

/* ---- the footer ------------------------------------------------------------------------------- */

/* field 10 of a schema element: TIMESTAMP(in UTC, milliseconds), or STRING */
static void put_logical(ngl_buf *b, int *last, ngl_cell_type type)
{
    int one = 0, two = 0, three = 0;
    field(b, last, 10, T_STRUCT);
    if (type == NGL_CELL_TEXT) {
        field(b, &one, 1, T_STRUCT);
    } else {
        field(b, &one, 8, T_STRUCT);
        field(b, &two, 1, T_BOOL_TRUE);
        field(b, &two, 2, T_STRUCT);
        field(b, &three, 1, T_STRUCT);
        stop(b);
        stop(b);
    }
    stop(b);
    stop(b);
}

static void put_schema(ngl_buf *b, const ngl_table *t)
{
    int root = 0;
    text_field(b, &root, 4, "niggle");
    integer_field(b, &root, 5, t->ncolumn, T_I32);
    stop(b);
    for (uint32_t k = 0; k < t->ncolumn; k++) {
        ngl_cell_type type = t->column[k].type;
        int           last = 0;
        integer_field(b, &last, 1, physical(type), T_I32);
        integer_field(b, &last, 3, P_OPTIONAL, T_I32);
        text_field(b, &last, 4, t->column[k].name);
        if (type == NGL_CELL_TEXT || type == NGL_CELL_TIME) {
            integer_field(b, &last, 6, type == NGL_CELL_TEXT ? P_UTF8 : P_TIMESTAMP_MILLIS, T_I32);
            put_logical(b, &last, type);
        }
        stop(b);
    }
}

static void put_footer(ngl_table *t)
{
    parquet *p = t->parquet;
    ngl_buf  b;
    int      last = 0;
    ngl_buf_init(&b, COLUMN_BYTES);
    integer_field(&b, &last, 1, 2, T_I32);
    list_field(&b, &last, 2, t->ncolumn + (size_t)1, T_STRUCT);
    put_schema(&b, t);
    integer_field(&b, &last, 3, (int64_t)p->rows, T_I64);
    list_field(&b, &last, 4, p->ngroup, T_STRUCT);
    ngl_buf_add(&b, ngl_buf_string(&p->groups), p->groups.len);
    text_field(&b, &last, 6, "niggle");
    stop(&b);
    size_t len = b.len;
    ngl_buf_add(t->out, ngl_buf_string(&b), b.len);
    put_u32(t->out, (uint32_t)len);
    ngl_buf_text(t->out, "PAR1");
    if (b.failed) t->out->failed = true;
    ngl_buf_free(&b);
}

/* ---- for table.c -------------------------------------------------------------------------------- */

ngl_status ngl_parquet_begin(ngl_table *t, ngl_arena *arena, ngl_error *err)
{
    parquet *p = NGL_NEW(arena, parquet, 1);
    if (p) p->chunk = NGL_NEW(arena, chunk, t->ncolumn);
    if (!p || !p->chunk) return no_memory(err);
    for (uint32_t k = 0; k < t->ncolumn; k++) {
        ngl_buf_init(&p->chunk[k].filled, COLUMN_BYTES);
        ngl_buf_init(&p->chunk[k].value, COLUMN_BYTES);
    }
    ngl_buf_init(&p->groups, COLUMN_BYTES);
    t->parquet = p;
    ngl_buf_text(t->out, "PAR1");
    p->written = 4;
    return NGL_OK;
}

ngl_status ngl_parquet_rows(ngl_table *t, const ngl_cells *cells, uint32_t n, ngl_error *err)
{
    parquet *p = t->parquet;
    for (uint32_t k = 0; k < t->ncolumn; k++) put_block(&p->chunk[k], &cells[k], t->column[k].type, n);
    p->nrow += n;
    return p->nrow >= GROUP_ROWS ? write_group(t, err) : NGL_OK;
}

ngl_status ngl_parquet_end(ngl_table *t, ngl_error *err)
{
    parquet   *p = t->parquet;
    if (!p) return NGL_OK;
    ngl_status status = write_group(t, err);
    if (!status) put_footer(t);
    for (uint32_t k = 0; k < t->ncolumn; k++) {
        ngl_buf_free(&p->chunk[k].filled);
        ngl_buf_free(&p->chunk[k].value);
    }
    ngl_buf_free(&p->groups);
    t->parquet = NULL;
    return status ? status : t->out->failed ? no_memory(err) : NGL_OK;
}
