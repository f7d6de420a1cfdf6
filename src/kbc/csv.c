/* A strict reader of comma-separated files after RFC 4180.
 *
 * It is our own because every message must name the line a clinician sees in
 * an editor, and because a library that forgives (stray quotes, short rows)
 * would let a shifted column become a wrong probability. Quoted cells may hold
 * commas and doubled quotes; line ends are LF or CRLF; a byte order mark is
 * skipped, because spreadsheets write one.
 */
#include "kbc/internal.h"

#include "base/text.h"

#include <string.h>

const ngl_kbc_file *kbc_file(kbc *k, const char *name)
{
    for (size_t i = 0; i < k->nfile; i++)
        if (strcmp(k->file[i].name, name) == 0) return &k->file[i];
    kbc_problem(k, (kbc_place){ name, 1 }, "this file is missing");
    return NULL;
}

bool kbc_check_text(kbc *k, const ngl_kbc_file *f)
{
    uint32_t line = 1;
    for (size_t i = 0; i < f->len;) {
        size_t        n = ngl_utf8_length(f->bytes + i, f->len - i);
        unsigned char c = (unsigned char)f->bytes[i];
        if (!n) {
            kbc_problem(k, (kbc_place){ f->name, line }, "these bytes are not UTF-8 text");
            return false;
        }
        if ((c < 0x20 && c != '\n' && c != '\r') || c == 0x7f) {
            kbc_problem(k, (kbc_place){ f->name, line }, "there is a control character");
            return false;
        }
        line += c == '\n';
        i += n;
    }
    return true;
}

typedef struct cursor {
    const char *p, *end;
    const char *file;
    uint32_t    line;
} cursor;

/* A quoted cell; the cursor stands behind the opening quote. */
static bool quoted(kbc *k, cursor *c, ngl_buf *out)
{
    kbc_place start = { c->file, c->line };
    while (c->p < c->end) {
        char ch = *c->p++;
        if (ch == '"') {
            if (c->p == c->end || *c->p != '"') return true;
            c->p++;
        }
        c->line += ch == '\n';
        ngl_buf_char(out, ch);
    }
    kbc_problem(k, start, "a quoted cell is never closed");
    return false;
}

static bool at_row_end(const cursor *c)
{
    return c->p == c->end || *c->p == '\n' || (*c->p == '\r' && c->p + 1 < c->end && c->p[1] == '\n');
}

/* One cell into `out`; false when the row cannot be read further. */
static bool cell(kbc *k, cursor *c, ngl_buf *out)
{
    out->len = 0;
    if (c->p < c->end && *c->p == '"') {
        c->p++;
        if (!quoted(k, c, out)) return false;
        if (at_row_end(c) || *c->p == ',') return true;
        kbc_problem(k, (kbc_place){ c->file, c->line }, "text follows a closing quote");
        return false;
    }
    while (!at_row_end(c) && *c->p != ',') {
        if (*c->p == '"') {
            kbc_problem(k, (kbc_place){ c->file, c->line }, "a quote stands inside a cell that is not quoted");
            return false;
        }
        ngl_buf_char(out, *c->p++);
    }
    return true;
}

static void skip_row(cursor *c)
{
    while (c->p < c->end && *c->p != '\n') c->p++;
}

enum { MAX_COLUMNS = 48 };

/* Cells of one row; the number of them, or 0 after a problem. */
static uint32_t row(kbc *k, cursor *c, ngl_buf *b, const char *cells[MAX_COLUMNS])
{
    uint32_t n = 0;
    for (;;) {
        if (!cell(k, c, b)) {
            skip_row(c);
            n = 0;
            break;
        }
        if (n == MAX_COLUMNS) {
            kbc_problem(k, (kbc_place){ c->file, c->line }, "there are more than %u cells", (unsigned)MAX_COLUMNS);
            skip_row(c);
            n = 0;
            break;
        }
        cells[n++] = kbc_text(k, ngl_buf_string(b), b->len);
        if (at_row_end(c)) break;
        c->p++;
    }
    if (c->p < c->end && *c->p == '\r') c->p++;
    if (c->p < c->end) {
        c->p++;
        c->line++;
    }
    return n;
}

/* Which cell of the file holds each wanted column; false after a problem. */
static bool match_header(kbc *k, const char *file, const char **have, uint32_t nhave, const char *const *want,
                         uint32_t nwant, uint32_t *where)
{
    bool good = true;
    for (uint32_t w = 0; w < nwant; w++) {
        where[w] = nhave;
        for (uint32_t h = 0; h < nhave; h++)
            if (strcmp(have[h], want[w]) == 0) where[w] = h;
        if (where[w] == nhave) {
            kbc_problem(k, (kbc_place){ file, 1 }, "the column '%s' is missing", want[w]);
            good = false;
        }
    }
    for (uint32_t h = 0; good && h < nhave; h++) {
        bool known = false;
        for (uint32_t w = 0; w < nwant; w++) known = known || where[w] == h;
        if (!known) kbc_problem(k, (kbc_place){ file, 1 }, "the column '%s' is not known or stands twice", have[h]);
    }
    return good;
}

static uint32_t count_lines(const ngl_kbc_file *f)
{
    uint32_t n = 1;
    for (size_t i = 0; i < f->len; i++) n += f->bytes[i] == '\n';
    return n;
}

static void read_rows(kbc *k, cursor *c, ngl_buf *b, uint32_t nhave, const uint32_t *where, kbc_csv *t)
{
    const char *cells[MAX_COLUMNS];
    while (c->p < c->end && !k->nomem) {
        kbc_place at = { c->file, c->line };
        uint32_t  n = row(k, c, b, cells);
        if (!n) continue;
        if (n != nhave) {
            kbc_problem(k, at, "there are %u cells where the header has %u", (unsigned)n, (unsigned)nhave);
            continue;
        }
        for (uint32_t w = 0; w < t->ncol; w++) t->cell[(size_t)t->nrow * t->ncol + w] = cells[where[w]];
        t->line[t->nrow++] = at.line;
    }
}

kbc_csv kbc_csv_read(kbc *k, const char *name, const char *const *columns, uint32_t ncol)
{
    kbc_csv             t = { .file = name, .ncol = ncol };
    const ngl_kbc_file *f = kbc_file(k, name);
    if (!f || !kbc_check_text(k, f)) return t;
    cursor c = { f->bytes, f->bytes + f->len, name, 1 };
    if (f->len >= 3 && memcmp(f->bytes, "\xef\xbb\xbf", 3) == 0) c.p += 3;
    ngl_buf b;
    ngl_buf_init(&b, 1 << 20);
    const char *have[MAX_COLUMNS];
    uint32_t    where[MAX_COLUMNS];
    uint32_t    nhave = row(k, &c, &b, have);
    uint32_t    lines = count_lines(f);
    t.cell = kbc_take(k, sizeof *t.cell, (size_t)lines * ncol);
    t.line = kbc_take(k, sizeof *t.line, lines);
    if (t.cell && t.line && match_header(k, name, have, nhave, columns, ncol, where))
        read_rows(k, &c, &b, nhave, where, &t);
    if (b.failed) k->nomem = true;
    ngl_buf_free(&b);
    return t;
}
