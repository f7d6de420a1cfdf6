/* Which columns a table of runs and a table of records have, and how an
 * activity fills them. */
#include "report/export.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* ---- a row for each run ------------------------------------------------------------ */

#define RUN_MAP(X)                                                                              \
    X(run, INTEGER) X(day, TEXT) X(start, TIME) X(utc_offset_s, INTEGER) X(sport, TEXT)         \
    X(sub_sport, TEXT) X(name, TEXT) X(dist_m, DOUBLE) X(timer_s, DOUBLE) X(elapsed_s, DOUBLE)  \
    X(ascent_m, DOUBLE) X(descent_m, DOUBLE) X(mean_hr_bpm, DOUBLE) X(mean_cadence_spm, DOUBLE) \
    X(max_speed_mps, DOUBLE) X(effort_rpe, DOUBLE) X(records, INTEGER) X(has_dynamics, INTEGER) \
    X(salvaged, INTEGER) X(same_as, INTEGER) X(format, TEXT) X(device, TEXT)

const ngl_table_column ngl_export_run_columns[] = {
#define X(name, type) { #name, NGL_CELL_##type },
    RUN_MAP(X)
#undef X
};
const uint32_t ngl_export_run_ncolumn = sizeof ngl_export_run_columns / sizeof *ngl_export_run_columns;

ngl_status ngl_export_run_row(ngl_table *t, const ngl_export_run *row, ngl_error *err)
{
    const ngl_cells cells[] = {
#define X(name, type) { &row->name, true },
        RUN_MAP(X)
#undef X
    };
    return ngl_table_rows(t, cells, 1, err);
}

/* ---- a row for each record ----------------------------------------------------------- */

static const ngl_table_column first[] = {
    { "run", NGL_CELL_INTEGER },  { "time", NGL_CELL_TIME },  { "elapsed_ms", NGL_CELL_INTEGER },
    { "lat", NGL_CELL_DOUBLE },   { "lon", NGL_CELL_DOUBLE },
#define X(name, member) { #member, NGL_CELL_FLOAT },
    NGL_STREAM_MAP(X)
#undef X
};
enum { FIRST = sizeof first / sizeof *first, AT_STREAM = 5 };

static const ngl_table_column cleaned[] = {
    { "grade", NGL_CELL_FLOAT }, { "grade_sd", NGL_CELL_FLOAT }, { "flat_mps", NGL_CELL_FLOAT },
    { "moving", NGL_CELL_FLOAT }, { "repaired", NGL_CELL_FLOAT },
};
enum { CLEANED = sizeof cleaned / sizeof *cleaned };

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the table than is allowed");
}

void ngl_export_init(ngl_export *e, ngl_arena *arena, bool clean)
{
    *e = (ngl_export){ .arena = arena, .clean = clean };
    memcpy(e->column, first, sizeof first);
    e->ncolumn = FIRST;
    if (clean) memcpy(e->column + FIRST, cleaned, sizeof cleaned);
    if (clean) e->ncolumn += CLEANED;
    e->nfixed = e->ncolumn;
}

static int find_extra(const ngl_export *e, const ngl_extra *x)
{
    for (uint32_t i = 0; i < e->nextra; i++)
        if (strcmp(e->extra[i].name, x->name) == 0 && strcmp(e->extra[i].unit, x->unit) == 0 &&
            memcmp(e->extra[i].app, x->app, sizeof x->app) == 0)
            return (int)i;
    return -1;
}

static bool name_taken(const ngl_export *e, const char *name)
{
    for (uint32_t i = 0; i < e->ncolumn; i++)
        if (strcmp(e->column[i].name, name) == 0) return true;
    return false;
}

/* "Power", or "Power (18fb2cf0)" with the beginning of the application's id
 * where two go by one name */
static const char *column_name(const ngl_export *e, const ngl_extra *x)
{
    ngl_buf b;
    ngl_buf_init(&b, 1024);
    ngl_buf_text(&b, x->name[0] ? x->name : "developer field");
    if (name_taken(e, ngl_buf_string(&b))) {
        ngl_buf_text(&b, " (");
        for (int i = 0; i < 4; i++) ngl_buf_printf(&b, "%02x", x->app[i]);
        ngl_buf_char(&b, ')');
    }
    for (unsigned n = 2; name_taken(e, ngl_buf_string(&b)); n++) ngl_buf_printf(&b, " %u", n);
    const char *name = ngl_arena_text(e->arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return name;
}

ngl_status ngl_export_learn(ngl_export *e, const ngl_activity *a, ngl_error *err)
{
    for (uint32_t i = 0; i < a->nextra; i++) {
        const ngl_extra *x = &a->extra[i];
        if (find_extra(e, x) >= 0) continue;
        if (e->nextra == NGL_EXPORT_EXTRA_MAX) {
            e->left_out++;
            continue;
        }
        ngl_extra kept = *x;
        kept.name = ngl_arena_text(e->arena, x->name, strlen(x->name));
        kept.unit = ngl_arena_text(e->arena, x->unit, strlen(x->unit));
        const char *name = column_name(e, x);
        if (!kept.name || !kept.unit || !name) return no_memory(err);
        e->extra[e->nextra++] = kept;
        e->column[e->ncolumn++] = (ngl_table_column){ name, NGL_CELL_FLOAT };
    }
    return NGL_OK;
}

ngl_status ngl_export_begin(ngl_export *e, ngl_table_format format, ngl_buf *out, ngl_error *err)
{
    return ngl_table_begin(&e->table, format, e->column, e->ncolumn, out, e->arena, err);
}

static ngl_status put_positions(ngl_cells *cells, const int32_t *lat, const int32_t *lon, uint32_t n, ngl_arena *scratch,
                                ngl_error *err)
{
    static const double degrees = 180 / 2147483648.0;
    if (!lat || !lon || !n) return NGL_OK;
    double *to[2] = { ngl_arena_raw(scratch, sizeof(double), n, 8), ngl_arena_raw(scratch, sizeof(double), n, 8) };
    if (!to[0] || !to[1]) return no_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        bool none = lat[i] == NGL_POSITION_NONE || lon[i] == NGL_POSITION_NONE;
        to[0][i] = none ? (double)NAN : (double)lat[i] * degrees;
        to[1][i] = none ? (double)NAN : (double)lon[i] * degrees;
    }
    cells[0].value = to[0];
    cells[1].value = to[1];
    return NGL_OK;
}

static ngl_status put_times(ngl_cells *cells, ngl_instant start, const int64_t *time_ms, uint32_t n, ngl_arena *scratch,
                            ngl_error *err)
{
    cells[1].value = time_ms;
    if (start == NGL_INSTANT_NONE || !time_ms || !n) return NGL_OK;
    int64_t *at = ngl_arena_raw(scratch, sizeof *at, n, 8);
    if (!at) return no_memory(err);
    for (uint32_t i = 0; i < n; i++) at[i] = start + time_ms[i];
    cells[0].value = at;
    return NGL_OK;
}

static ngl_status put_cleaned(ngl_cells *cells, const ngl_clean *c, ngl_arena *scratch, ngl_error *err)
{
    float *moving = ngl_arena_raw(scratch, sizeof *moving, c->n + (size_t)1, 8);
    float *repaired = ngl_arena_raw(scratch, sizeof *repaired, c->n + (size_t)1, 8);
    if (!moving || !repaired) return no_memory(err);
    for (uint32_t i = 0; i < c->n; i++) {
        moving[i] = c->moving[i];
        repaired[i] = c->repaired[i];
    }
    const void *const values[CLEANED] = { c->grade, c->grade_sd, c->flat_mps, moving, repaired };
    for (unsigned i = 0; i < CLEANED; i++) cells[FIRST + i].value = c->n ? values[i] : NULL;
    cells[AT_STREAM + NGL_STREAM_DIST].value = c->dist_m;
    cells[AT_STREAM + NGL_STREAM_SPEED].value = c->speed_mps;
    cells[AT_STREAM + NGL_STREAM_ALTITUDE].value = c->alt_m;
    cells[AT_STREAM + NGL_STREAM_HEART_RATE].value = c->hr_bpm;
    cells[AT_STREAM + NGL_STREAM_CADENCE].value = c->cadence_spm;
    return NGL_OK;
}

ngl_status ngl_export_rows(ngl_export *e, int64_t run, const ngl_activity *a, const ngl_clean *clean, ngl_arena *scratch,
                           ngl_error *err)
{
    ngl_cells cells[NGL_EXPORT_COLUMN_MAX] = { { &run, true } };
    bool      use = e->clean && clean && clean->n == a->nrecord;
    for (unsigned i = 0; i < NGL_STREAM_COUNT; i++) cells[AT_STREAM + i].value = a->stream[i];
    ngl_status status = put_times(cells + 1, a->start, use ? clean->time_ms : a->time_ms, a->nrecord, scratch, err);
    if (!status)
        status = put_positions(cells + 3, use ? clean->lat_semi : a->lat_semi, use ? clean->lon_semi : a->lon_semi, a->nrecord,
                               scratch, err);
    if (!status && use) status = put_cleaned(cells, clean, scratch, err);
    if (status) return status;
    for (uint32_t i = 0; i < a->nextra; i++) {
        int at = find_extra(e, &a->extra[i]);
        if (at >= 0) cells[e->nfixed + (uint32_t)at].value = a->extra[i].value;
    }
    return ngl_table_rows(&e->table, cells, a->nrecord, err);
}
