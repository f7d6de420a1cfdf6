/* Tables for other programs: the same columns as CSV, as JSON Lines or as
 * Parquet. Columns come in blocks of rows, as recordings have them; what is
 * written is appended to a buffer that the caller may empty at any time. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "base/arena.h"
#include "base/buf.h"

#include <niggle/error.h>
#include <stdint.h>

typedef enum ngl_table_format { NGL_TABLE_CSV, NGL_TABLE_JSONL, NGL_TABLE_PARQUET } ngl_table_format;

typedef enum ngl_cell_type {
    NGL_CELL_INTEGER, /* int64_t; INT64_MIN is nothing */
    NGL_CELL_TIME,    /* int64_t: ms since 1970; INT64_MIN is nothing */
    NGL_CELL_FLOAT,   /* float; NaN is nothing */
    NGL_CELL_DOUBLE,  /* double; NaN is nothing */
    NGL_CELL_TEXT     /* const char *; NULL is nothing */
} ngl_cell_type;

typedef struct ngl_table_column {
    const char   *name;
    ngl_cell_type type;
} ngl_table_column;

/* The values of one column in a block. */
typedef struct ngl_cells {
    const void *value; /* [n] of the column's type, or one if `constant`; NULL: nothing in any row */
    bool        constant;
} ngl_cells;

typedef struct ngl_table {
    ngl_table_format        format;
    ngl_buf                *out;   /* borrowed */
    const ngl_table_column *column; /* [ncolumn], borrowed */
    uint32_t                ncolumn;
    struct ngl_parquet     *parquet; /* in the arena of ngl_table_begin */
} ngl_table;

/* Begin a table; the arena outlives it. NGL_E_NOMEM. */
ngl_status ngl_table_begin(ngl_table *t, ngl_table_format format, const ngl_table_column *column, uint32_t ncolumn,
                           ngl_buf *out, ngl_arena *arena, ngl_error *err);

/* `n` rows: cells[ncolumn]. NGL_E_NOMEM: the buffer is full. */
ngl_status ngl_table_rows(ngl_table *t, const ngl_cells *cells, uint32_t n, ngl_error *err);

/* What is left to write; the table is done with, also after a failure. */
ngl_status ngl_table_end(ngl_table *t, ngl_error *err);

/* ---- parquet.c: used by table.c only ------------------------------------------------ */
ngl_status ngl_parquet_begin(ngl_table *t, ngl_arena *arena, ngl_error *err);
ngl_status ngl_parquet_rows(ngl_table *t, const ngl_cells *cells, uint32_t n, ngl_error *err);
ngl_status ngl_parquet_end(ngl_table *t, ngl_error *err);

/* The shortest text that reads back as the same float. */
void ngl_table_float(ngl_buf *b, float v);

/* Is there something in row `i`? */
bool ngl_cell_filled(const ngl_cells *c, ngl_cell_type type, uint32_t i);

#endif
