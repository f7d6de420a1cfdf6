/* Reading the records. Everything is told by the header: the layout, where
 * athlete, label and date stand, and the order of the blocks, which differs
 * between the two files: `.6` is the newest day, but `.2` the oldest week. */
#include "table.h"

#include "activity/inflate.h"
#include "base/csv_read.h"
#include "base/error.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROW_MAX = 16 << 10, PLAIN_MAX = 256 << 20, ROWS_MAX = 1 << 22 };

enum {
    WIDTH_MAX = NGL_POPULATION_DAYS * DAY_BLOCK > NGL_POPULATION_WEEKS *WEEK_BLOCK ? NGL_POPULATION_DAYS  *DAY_BLOCK
                                                                                   : NGL_POPULATION_WEEKS *WEEK_BLOCK
};

static const char *const DAY_COLUMNS[DAY_BLOCK] = {
    "nr. sessions",       "total km",           "km Z3-4",
    "km Z5-T1-T2",        "km sprinting",       "strength training",
    "hours alternative",  "perceived exertion", "perceived trainingSuccess",
    "perceived recovery",
};

static const char *const WEEK_COLUMNS[WEEK_BLOCK] = {
    "nr. sessions",
    "nr. rest days",
    "total kms",
    "max km one day",
    "total km Z3-Z4-Z5-T1-T2",
    "nr. tough sessions (effort in Z5, T1 or T2)",
    "nr. days with interval session",
    "total km Z3-4",
    "max km Z3-4 one day",
    "total km Z5-T1-T2",
    "max km Z5-T1-T2 one day",
    "total hours alternative training",
    "nr. strength trainings",
    "avg exertion",
    "min exertion",
    "max exertion",
    "avg training success",
    "min training success",
    "max training success",
    "avg recovery",
    "min recovery",
    "max recovery",
};

static const struct {
    const char        *km; /* without these columns it is not this layout */
    const char *const *names;
    size_t             blocks, block;
    bool               newest_first;
} LAYOUTS[] = {
    [LAYOUT_DAYS] = { "total km", DAY_COLUMNS, NGL_POPULATION_DAYS, DAY_BLOCK, false },
    [LAYOUT_WEEKS] = { "total kms", WEEK_COLUMNS, NGL_POPULATION_WEEKS, WEEK_BLOCK, true },
};

typedef struct layout_map {
    layout kind;
    size_t width, athlete, injured, date, truth; /* SIZE_MAX: there is no such column */
    size_t at[WIDTH_MAX];                        /* of each column of the window, oldest block first */
} layout_map;

static size_t column(const ngl_csv *c, const char *name)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(ngl_csv_field(c, i), name) == 0) return i;
    return SIZE_MAX;
}

static size_t column_of_block(const ngl_csv *c, const char *name, size_t suffix)
{
    char text[64];
    if (suffix)
        snprintf(text, sizeof text, "%s.%u", name, (unsigned)suffix);
    else
        snprintf(text, sizeof text, "%s", name);
    return column(c, text);
}

static bool is_layout(layout kind, const ngl_csv *c)
{
    for (size_t b = 0; b < LAYOUTS[kind].blocks; b++)
        if (column_of_block(c, LAYOUTS[kind].km, b) == SIZE_MAX) return false;
    return true;
}

static ngl_status read_header(layout_map *map, const ngl_csv *c, ngl_error *err)
{
    map->athlete = column(c, "Athlete ID");
    map->injured = column(c, "injury");
    map->date = column(c, "Date");
    map->truth = column(c, "hazard");
    bool day = is_layout(LAYOUT_DAYS, c), week = is_layout(LAYOUT_WEEKS, c);
    if (map->athlete == SIZE_MAX || map->injured == SIZE_MAX || map->date == SIZE_MAX || day == week)
        return ngl_fail(err, NGL_E_INVALID, 0, "the header is neither that of the day file nor that of the week file");
    map->kind = day ? LAYOUT_DAYS : LAYOUT_WEEKS;
    size_t blocks = LAYOUTS[map->kind].blocks, block = LAYOUTS[map->kind].block;
    map->width = blocks * block;
    for (size_t k = 0; k < map->width; k++) {
        size_t suffix = LAYOUTS[map->kind].newest_first ? blocks - 1 - k / block : k / block;
        map->at[k] = column_of_block(c, LAYOUTS[map->kind].names[k % block], suffix);
    }
    return NGL_OK;
}

static ngl_status read_field(double *v, const ngl_csv *c, size_t at, size_t row, ngl_error *err)
{
    const char *text = ngl_csv_field(c, at);
    if (!ngl_number_parse(v, text, strlen(text)))
        return ngl_fail(err, NGL_E_INVALID, c->row_at, "row %zu, column %zu: \"%.20s\" is no number", row + 1, at + 1,
                        text);
    return NGL_OK;
}

static ngl_status read_row(table *t, const layout_map *map, const ngl_csv *c, ngl_error *err)
{
    size_t     i = t->n;
    double     v = 0;
    ngl_status s = NGL_OK;
    for (size_t k = 0; s == NGL_OK && k < map->width; k++) {
        double *to = &t->window[i * map->width + k];
        *to = NAN;
        if (map->at[k] != SIZE_MAX) s = read_field(to, c, map->at[k], i, err);
    }
    if (s == NGL_OK && (s = read_field(&v, c, map->athlete, i, err)) == NGL_OK) {
        if (!(v >= 0 && v < 1e6)) return ngl_fail(err, NGL_E_INVALID, c->row_at, "row %zu: athlete %g", i + 1, v);
        t->athlete[i] = (uint32_t)v;
    }
    if (s == NGL_OK && (s = read_field(&v, c, map->injured, i, err)) == NGL_OK) t->injured[i] = v > 0.5;
    if (s == NGL_OK && (s = read_field(&v, c, map->date, i, err)) == NGL_OK) {
        if (!(fabs(v) < 1e6)) return ngl_fail(err, NGL_E_INVALID, c->row_at, "row %zu: date %g", i + 1, v);
        t->date[i] = (int32_t)v;
    }
    if (s == NGL_OK && t->truth) s = read_field(&t->truth[i], c, map->truth, i, err);
    return s;
}

static size_t lines(const char *data, size_t len)
{
    size_t n = 1;
    for (size_t i = 0; i < len; i++) n += data[i] == '\n';
    return n;
}

static ngl_status take(table *t, const layout_map *map, size_t rows, ngl_arena *a, ngl_error *err)
{
    *t = (table){ .kind = map->kind, .width = map->width };
    t->window = ngl_arena_raw(a, sizeof *t->window, rows * map->width, alignof(double));
    t->athlete = NGL_NEW(a, uint32_t, rows);
    t->date = NGL_NEW(a, int32_t, rows);
    t->injured = NGL_NEW(a, bool, rows);
    t->truth = map->truth == SIZE_MAX ? NULL : NGL_NEW(a, double, rows);
    bool all = t->window && t->athlete && t->date && t->injured && (t->truth || map->truth == SIZE_MAX);
    return all ? NGL_OK : ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", rows);
}

static ngl_status parse_plain(table *t, const char *data, size_t len, ngl_arena *a, ngl_error *err)
{
    ngl_csv    c;
    layout_map map = { 0 };
    size_t     rows = lines(data, len);
    ngl_csv_begin(&c, data, len, ',', ROW_MAX);
    ngl_status s = rows > ROWS_MAX    ? ngl_fail(err, NGL_E_LIMIT, 0, "more than %d rows", ROWS_MAX)
                   : ngl_csv_next(&c) ? read_header(&map, &c, err)
                                      : ngl_fail(err, NGL_E_INVALID, 0, "the file is empty");
    if (s == NGL_OK) s = take(t, &map, rows, a, err);
    while (s == NGL_OK && ngl_csv_next(&c)) {
        s = read_row(t, &map, &c, err);
        t->n++;
    }
    if (s == NGL_OK && c.text.failed)
        s = ngl_fail(err, NGL_E_LIMIT, c.row_at, "a row is longer than %d bytes", ROW_MAX);
    ngl_csv_end(&c);
    return s;
}

void table_block_order(const table *t, size_t *forward, size_t *backward)
{
    *forward = *backward = 0;
    size_t shift = t->kind == LAYOUT_DAYS ? DAY_BLOCK : 0, same = t->width - shift;
    if (shift == 0) return;
    for (size_t i = 1; i < t->n; i++) {
        if (t->athlete[i] != t->athlete[i - 1] || t->date[i] != t->date[i - 1] + 1) continue;
        const double *p = t->window + (i - 1) * t->width, *q = p + t->width;
        bool          f = memcmp(p + shift, q, same * sizeof *p) == 0, b = memcmp(p, q + shift, same * sizeof *p) == 0;
        *forward += f && !b;
        *backward += b && !f;
    }
}

ngl_status table_parse(table *t, const void *data, size_t len, ngl_arena *a, ngl_error *err)
{
    table      out;
    ngl_buf    plain;
    ngl_status s = NGL_OK;
    ngl_buf_init(&plain, PLAIN_MAX);
    if (ngl_is_gzip(data, len)) {
        s = ngl_inflate_gzip(&plain, data, len, err);
        data = plain.data;
        len = plain.len;
    }
    if (s == NGL_OK) s = parse_plain(&out, data, len, a, err);
    ngl_buf_free(&plain);
    if (s != NGL_OK) return s;
    size_t forward, backward;
    table_block_order(&out, &forward, &backward);
    if (backward > forward)
        return ngl_fail(
            err, NGL_E_INVALID, 0,
            "the days run from new to old in %zu of %zu consecutive rows; the last block must be the newest day",
            backward, forward + backward);
    *t = out;
    return NGL_OK;
}
