/* Export, one run at a time: read, write, forget. Tables of records need the
 * names of all developer fields in their first line, so runs are looked
 * through for those first. */
#include "flow/export.h"

#include "activity/activity.h"
#include "base/date.h"
#include "base/error.h"
#include "report/export.h"

#include <math.h>
#include <string.h>

enum { MEMORY = 512 << 20, SMALL = 64 << 20 };

static const size_t OUTPUT_MAX = (size_t)1 << 30;

/* ---- which ----------------------------------------------------------------------------- */

static bool named(const ngl_export_options *o, int64_t run)
{
    if (!o->nrun) return true;
    for (size_t i = 0; i < o->nrun; i++)
        if (o->run[i] == run) return true;
    return false;
}

static ngl_status all_found(const ngl_export_options *o, const ngl_row_run *row, size_t n, ngl_error *err)
{
    for (size_t i = 0; i < o->nrun; i++) {
        size_t k = 0;
        while (k < n && row[k].id != o->run[i]) k++;
        if (k == n) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no run %lld", (long long)o->run[i]);
    }
    return NGL_OK;
}

ngl_status ngl_flow_export_list(ngl_flow *flow, ngl_arena *arena, const ngl_export_options *o, const ngl_row_run **row,
                                size_t *n, ngl_error *err)
{
    bool           every = o->nrun > 0, undated = o->from == NGL_DAY_NONE && o->to == NGL_DAY_NONE;
    ngl_runs_query query = { .from = o->from, .to = o->to, .all_sports = every || o->all_sports, .linked = every,
                             .undated = every || undated };
    const ngl_row_run *found;
    size_t             nfound, kept = 0;
    if (every) query.from = query.to = NGL_DAY_NONE;
    ngl_status status = ngl_store_runs(flow->store, arena, &query, &found, &nfound, err);
    if (!status) status = all_found(o, found, nfound, err);
    if (status) return status;
    ngl_row_run *out = NGL_NEW(arena, ngl_row_run, nfound + 1);
    if (!out) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the runs than is allowed");
    for (size_t i = nfound; i--;)
        if (named(o, found[i].id)) out[kept++] = found[i];
    *row = out;
    *n = kept;
    return NGL_OK;
}

/* ---- tables ------------------------------------------------------------------------------- */

static ngl_status drain(ngl_buf *b, const ngl_sink *sink, ngl_error *err)
{
    bool good = !b->len || sink->write(sink->context, b->data, b->len);
    b->len = 0;
    return good ? NGL_OK : ngl_fail(err, NGL_E_IO, 0, "the output could not be written");
}

static const char *or_nothing(const char *text)
{
    return text && text[0] ? text : NULL;
}

static ngl_status summary_rows(ngl_table *t, const ngl_row_run *row, size_t n, ngl_error *err)
{
    ngl_status status = NGL_OK;
    for (size_t i = 0; i < n && !status; i++) {
        const ngl_row_run *r = &row[i];
        char               day[NGL_DAY_TEXT];
        ngl_day_format(day, r->day);
        const ngl_export_run x = {
            .run = r->id, .day = r->day == NGL_DAY_NONE ? NULL : day, .start = r->start,
            .utc_offset_s = r->has_offset ? r->utc_offset_s : INT64_MIN, .sport = ngl_sport_key(r->sport),
            .sub_sport = or_nothing(r->sub_sport), .name = or_nothing(r->name), .format = or_nothing(r->format),
            .device = or_nothing(r->device), .dist_m = r->dist_m, .timer_s = r->timer_s, .elapsed_s = r->elapsed_s,
            .ascent_m = r->ascent_m, .descent_m = r->descent_m, .mean_hr_bpm = r->mean_hr_bpm,
            .mean_cadence_spm = r->mean_cadence_spm, .max_speed_mps = r->max_speed_mps, .effort_rpe = r->effort_rpe,
            .records = r->nrecord, .has_dynamics = r->has_dynamics, .salvaged = r->salvaged,
            .same_as = r->same_as ? r->same_as : INT64_MIN };
        status = ngl_export_run_row(t, &x, err);
    }
    return status;
}

static ngl_status export_summaries(const ngl_row_run *row, size_t n, ngl_table_format format, ngl_buf *out, ngl_arena *arena,
                                   ngl_error *err)
{
    ngl_table  t;
    ngl_status status = ngl_table_begin(&t, format, ngl_export_run_columns, ngl_export_run_ncolumn, out, arena, err);
    if (!status) status = summary_rows(&t, row, n, err);
    ngl_status ended = ngl_table_end(&t, status ? NULL : err);
    return status ? status : ended;
}

static ngl_status learn(ngl_flow *flow, const ngl_row_run *row, size_t n, ngl_export *e, ngl_error *err)
{
    ngl_status status = NGL_OK;
    for (size_t i = 0; i < n && !status; i++) {
        ngl_arena    one;
        ngl_activity a;
        ngl_arena_init(&one, MEMORY);
        status = ngl_store_activity(flow->store, &one, row[i].id, &a, err);
        if (!status) status = ngl_export_learn(e, &a, err);
        ngl_arena_free(&one);
    }
    return status;
}

static ngl_status export_one(ngl_flow *flow, int64_t run, ngl_export *e, ngl_error *err)
{
    ngl_arena    one;
    ngl_activity a;
    ngl_clean    clean = { 0 };
    ngl_arena_init(&one, MEMORY);
    ngl_status status = ngl_store_activity(flow->store, &one, run, &a, err);
    if (!status && e->clean) status = ngl_clean_activity(&clean, &a, MEMORY, err);
    if (!status) status = ngl_export_rows(e, run, &a, e->clean ? &clean : NULL, &one, err);
    if (e->clean) ngl_clean_free(&clean);
    ngl_arena_free(&one);
    return status;
}

static ngl_status export_records(ngl_flow *flow, const ngl_row_run *row, size_t n, ngl_export *e, ngl_table_format format,
                                 ngl_buf *out, const ngl_sink *sink, ngl_error *err)
{
    ngl_status status = learn(flow, row, n, e, err);
    if (!status) status = ngl_export_begin(e, format, out, err);
    if (status) return status;
    for (size_t i = 0; i < n && !status; i++) {
        status = export_one(flow, row[i].id, e, err);
        if (!status) status = drain(out, sink, err);
    }
    ngl_status ended = ngl_table_end(&e->table, status ? NULL : err);
    return status ? status : ended;
}

ngl_status ngl_flow_export_table(ngl_flow *flow, const ngl_row_run *row, size_t n, const ngl_export_options *o,
                                 ngl_table_format format, const ngl_sink *sink, unsigned *left_out, ngl_error *err)
{
    ngl_arena   arena;
    ngl_buf     out;
    ngl_export *e;
    ngl_status  status;
    *left_out = 0;
    ngl_arena_init(&arena, SMALL);
    ngl_buf_init(&out, OUTPUT_MAX);
    if (o->summaries) {
        status = export_summaries(row, n, format, &out, &arena, err);
    } else if (!(e = NGL_NEW(&arena, ngl_export, 1))) {
        status = ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the table than is allowed");
    } else {
        ngl_export_init(e, &arena, o->clean);
        status = export_records(flow, row, n, e, format, &out, sink, err);
        *left_out = e->left_out;
    }
    if (!status) status = drain(&out, sink, err);
    ngl_buf_free(&out);
    ngl_arena_free(&arena);
    return status;
}

/* ---- files ------------------------------------------------------------------------------------- */

ngl_status ngl_flow_export_run(ngl_flow *flow, int64_t run, ngl_export_file kind, ngl_buf *out, ngl_error *err)
{
    ngl_arena    arena;
    ngl_activity a;
    ngl_arena_init(&arena, MEMORY);
    ngl_status status = ngl_store_activity(flow->store, &arena, run, &a, err);
    if (!status) status = kind == NGL_EXPORT_FIT ? ngl_activity_to_fit(out, &a, err) : ngl_activity_to_gpx(out, &a, err);
    ngl_arena_free(&arena);
    return status;
}
