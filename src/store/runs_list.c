/* Asking for runs: lists, one run with its columns, originals. */
#include "base/error.h"
#include "store/runs_internal.h"

#include <libdeflate.h>
#include <string.h>

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the runs than is allowed");
}

ngl_status ngl_store_one_run(ngl_store *s, ngl_arena *arena, int64_t run, ngl_row_run *out, ngl_error *err)
{
    static const char sql[] = "SELECT " NGL_RUN_COLUMNS " FROM run JOIN file USING (file) WHERE run = ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", run);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n == 0) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no run %lld", (long long)run);
    bool good = ngl_run_read(out, q, arena);
    sqlite3_reset(q);
    return good ? NGL_OK : no_memory(err);
}

/* ---- lists -------------------------------------------------------------------------------- */

#define WHICH                                                                              \
    "FROM run JOIN file USING (file) WHERE coalesce(day BETWEEN ?1 AND ?2, ?3) "           \
    "AND (?4 OR sport = 'running') AND (?5 OR same_as IS NULL) "

static void bind_query(sqlite3_stmt *q, const ngl_runs_query *query)
{
    int64_t from = query->from == NGL_DAY_NONE ? INT32_MIN : query->from;
    int64_t to = query->to == NGL_DAY_NONE ? INT32_MAX : query->to;
    ngl_store_bind(q, "iiiii", from, to, (int64_t)query->undated, (int64_t)query->all_sports, (int64_t)query->linked);
}

static ngl_status count(ngl_store *s, const ngl_runs_query *query, size_t *n, ngl_error *err)
{
    static const char sql[] = "SELECT count(*) " WHICH;
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    bind_query(q, query);
    int got = ngl_store_step(s, q, err);
    if (got < 0) return (ngl_status)got;
    *n = (size_t)sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return NGL_OK;
}

static ngl_status fill(ngl_store *s, ngl_arena *arena, const ngl_runs_query *query, ngl_row_run *row, size_t room,
                       size_t *n, ngl_error *err)
{
    static const char sql[] = "SELECT " NGL_RUN_COLUMNS " " WHICH "ORDER BY day DESC NULLS LAST, start_ms DESC, run";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    bind_query(q, query);
    int got = 0;
    for (*n = 0; *n < room && (got = ngl_store_step(s, q, err)) > 0; ++*n) {
        if (ngl_run_read(&row[*n], q, arena)) continue;
        sqlite3_reset(q);
        return no_memory(err);
    }
    sqlite3_reset(q);
    return got < 0 ? (ngl_status)got : NGL_OK;
}

ngl_status ngl_store_runs(ngl_store *s, ngl_arena *arena, const ngl_runs_query *query, const ngl_row_run **row,
                          size_t *n, ngl_error *err)
{
    size_t     room = 0;
    ngl_status status = count(s, query, &room, err);
    if (status) return status;
    ngl_row_run *list = NGL_NEW(arena, ngl_row_run, room + 1);
    if (!list) return no_memory(err);
    status = fill(s, arena, query, list, room, n, err);
    if (!status) *row = list;
    return status;
}

/* ---- one run whole -------------------------------------------------------------------------- */

static ngl_status count_parts(ngl_store *s, int64_t run, uint32_t *nlap, uint32_t *npause, ngl_error *err)
{
    static const char sql[] = "SELECT (SELECT count(*) FROM lap WHERE run = ?1), "
                              "(SELECT count(*) FROM pause WHERE run = ?1)";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", run);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    *nlap = (uint32_t)sqlite3_column_int64(q, 0);
    *npause = (uint32_t)sqlite3_column_int64(q, 1);
    sqlite3_reset(q);
    return NGL_OK;
}

static ngl_status read_laps(ngl_store *s, int64_t run, ngl_lap *lap, uint32_t room, ngl_error *err)
{
    static const char sql[] = "SELECT start_ms, timer_s, elapsed_s, dist_m FROM lap WHERE run = ? ORDER BY lap";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", run);
    int n = 0;
    for (uint32_t i = 0; i < room && (n = ngl_store_step(s, q, err)) > 0; i++)
        lap[i] = (ngl_lap){ ngl_column_instant(q, 0), ngl_column_number(q, 1), ngl_column_number(q, 2),
                            ngl_column_number(q, 3) };
    sqlite3_reset(q);
    return n < 0 ? (ngl_status)n : NGL_OK;
}

static ngl_status read_pauses(ngl_store *s, int64_t run, ngl_pause *pause, uint32_t room, ngl_error *err)
{
    static const char sql[] = "SELECT from_ms, to_ms FROM pause WHERE run = ? ORDER BY pause";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", run);
    int n = 0;
    for (uint32_t i = 0; i < room && (n = ngl_store_step(s, q, err)) > 0; i++)
        pause[i] = (ngl_pause){ sqlite3_column_int64(q, 0), sqlite3_column_int64(q, 1) };
    sqlite3_reset(q);
    return n < 0 ? (ngl_status)n : NGL_OK;
}

static ngl_status read_columns(ngl_store *s, ngl_arena *arena, int64_t run, ngl_activity *out, ngl_error *err)
{
    static const char sql[] = "SELECT packed FROM stream WHERE run = ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", run);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n == 0) return ngl_fail(err, NGL_E_CORRUPT, 0, "the columns of run %lld are missing", (long long)run);
    const void *packed = sqlite3_column_blob(q, 0);
    size_t      len = (size_t)sqlite3_column_bytes(q, 0);
    ngl_status  status = ngl_store_unpack_columns(out, arena, packed ? packed : "", len, err);
    sqlite3_reset(q);
    return status;
}

static ngl_activity of_row(const ngl_row_run *r)
{
    return (ngl_activity){
        .format = r->format,
        .sport = r->sport,
        .sport_key = ngl_sport_key(r->sport),
        .sub_sport = r->sub_sport,
        .name = r->name,
        .start = r->start,
        .utc_offset_s = r->has_offset ? r->utc_offset_s : 0,
        .has_offset = r->has_offset,
        .dist_m = r->dist_m,
        .timer_s = r->timer_s,
        .elapsed_s = r->elapsed_s,
        .ascent_m = r->ascent_m,
        .descent_m = r->descent_m,
        .mean_hr_bpm = r->mean_hr_bpm,
        .mean_cadence_spm = r->mean_cadence_spm,
        .max_speed_mps = r->max_speed_mps,
        .effort_rpe = r->effort_rpe,
        .has_dynamics = r->has_dynamics,
        .salvaged = r->salvaged,
    };
}

ngl_status ngl_store_activity(ngl_store *s, ngl_arena *arena, int64_t run, ngl_activity *out, ngl_error *err)
{
    ngl_row_run row = { 0 };
    uint32_t    nlap = 0, npause = 0;
    ngl_status  status = ngl_store_one_run(s, arena, run, &row, err);
    if (!status) status = count_parts(s, run, &nlap, &npause, err);
    if (status) return status;
    ngl_activity a = of_row(&row);
    ngl_lap     *lap = NGL_NEW(arena, ngl_lap, nlap + (size_t)1);
    ngl_pause   *pause = NGL_NEW(arena, ngl_pause, npause + (size_t)1);
    if (!lap || !pause) return no_memory(err);
    status = read_laps(s, run, lap, nlap, err);
    if (!status) status = read_pauses(s, run, pause, npause, err);
    if (!status) status = read_columns(s, arena, run, &a, err);
    if (status) return status;
    a.lap = lap, a.nlap = nlap;
    a.pause = pause, a.npause = npause;
    *out = a;
    return NGL_OK;
}

/* ---- originals ---------------------------------------------------------------------------------- */

static void *gunzip(ngl_arena *arena, const uint8_t *packed, size_t len, size_t size)
{
    uint8_t                        *bytes = NGL_NEW(arena, uint8_t, size + 1);
    struct libdeflate_decompressor *d = bytes ? libdeflate_alloc_decompressor() : NULL;
    enum libdeflate_result          result = LIBDEFLATE_BAD_DATA;
    if (d) result = libdeflate_gzip_decompress(d, packed, len, bytes, size, NULL);
    libdeflate_free_decompressor(d);
    return result == LIBDEFLATE_SUCCESS ? bytes : NULL;
}

ngl_status ngl_store_original(ngl_store *s, ngl_arena *arena, int64_t file, const void **bytes, size_t *len,
                              ngl_error *err)
{
    static const char sql[] = "SELECT bytes, coding = 'gzip', size FROM original JOIN file USING (file) WHERE file = ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", file);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n == 0) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "the original of file %lld was not kept", (long long)file);
    const void *kept = sqlite3_column_blob(q, 0);
    size_t      nkept = (size_t)sqlite3_column_bytes(q, 0), size = (size_t)sqlite3_column_int64(q, 2);
    uint8_t    *out;
    if (sqlite3_column_int(q, 1)) {
        out = gunzip(arena, kept, nkept, size);
    } else {
        out = NGL_NEW(arena, uint8_t, nkept + 1);
        if (out) memcpy(out, kept, nkept);
    }
    sqlite3_reset(q);
    if (!out) return ngl_fail(err, NGL_E_CORRUPT, 0, "the original of file %lld cannot be unpacked", (long long)file);
    *bytes = out;
    *len = size;
    return NGL_OK;
}
