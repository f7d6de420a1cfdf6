/* Comma-separated values from outside, row by row: quoted fields, quotes in
 * quotes, line ends in quotes, a byte-order mark, any of the usual separators.
 * What is not well formed is read as text; nothing is refused. */
#ifndef BASE_CSV_READ_H
#define BASE_CSV_READ_H

#include "base/buf.h"

enum { NGL_CSV_COLUMNS = 256 };

typedef struct ngl_csv {
    const char *data; /* borrowed */
    size_t      len, pos;
    size_t      row_at;  /* where the row at hand began */
    char        separator;
    ngl_buf     text;    /* of the row at hand, each field NUL-terminated */
    size_t      at[NGL_CSV_COLUMNS]; /* of each field in `text` */
    size_t      n;       /* fields of the row at hand; what is beyond NGL_CSV_COLUMNS is left out */
} ngl_csv;

/* `separator` 0: the one of , ; and tab that the first line has most of. A row
 * may have `row_max` bytes. End with ngl_csv_end(). */
void ngl_csv_begin(ngl_csv *c, const void *data, size_t len, char separator, size_t row_max);
void ngl_csv_end(ngl_csv *c);

/* The next row that is not empty; false: that was all, or c->text.failed: it
 * is too long. */
bool ngl_csv_next(ngl_csv *c);

/* A field of the row at hand, "" where it has none; until the next row. */
const char *ngl_csv_field(const ngl_csv *c, size_t i);

#endif
