/* Kept loads. The bins of a pace are packed as little-endian floats, seconds
 * first, then steps a minute, so that a file may change machines. */
#include "store/loads.h"

#include "base/error.h"
#include "base/reader.h"
#include "store/internal.h"

#include <math.h>
#include <string.h>

enum { BINS_BYTES = 2 * NGL_PACE_BINS * 4 };

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the loads of the runs than is allowed");
}

/* ---- the usual ------------------------------------------------------------------------ */

ngl_status ngl_store_usual(ngl_store *s, ngl_arena *arena, const char *model, ngl_row_usual *out, ngl_error *err)
{
    static const char sql[] = "SELECT usual, model, day, easy_mps, easy_spm, spm_per_mps, balance_left_pct, contact_ms, easy_mps_sd, "
                              "easy_spm_sd, runs FROM usual WHERE model = ? ORDER BY usual DESC LIMIT 1";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    *out = (ngl_row_usual){ .model = model, .day = NGL_DAY_NONE, .usual = NGL_USUAL_INIT };
    if (!q) return s->last;
    ngl_store_bind(q, "t", model);
    int n = ngl_store_step(s, q, err);
    if (n <= 0) return (ngl_status)n;
    out->id = sqlite3_column_int64(q, 0);
    out->model = ngl_column_text(q, 1, arena);
    out->day = ngl_column_day(q, 2);
    out->usual = (ngl_usual){ ngl_column_number(q, 3), ngl_column_number(q, 4), ngl_column_number(q, 5), ngl_column_number(q, 6),
                              ngl_column_number(q, 7), ngl_column_number(q, 8), ngl_column_number(q, 9),
                              (unsigned)sqlite3_column_int64(q, 10) };
    sqlite3_reset(q);
    return out->model ? NGL_OK : no_memory(err);
}

ngl_status ngl_store_add_usual(ngl_store *s, ngl_row_usual *r, ngl_error *err)
{
    static const char sql[] = "INSERT INTO usual (model, day, easy_mps, easy_spm, spm_per_mps, balance_left_pct, contact_ms, easy_mps_sd, "
                              "easy_spm_sd, runs) VALUES (?,?,?,?,?,?,?,?,?,?)";
    static const char forget[] = "DELETE FROM usual WHERE model <> ?1 OR usual NOT IN (SELECT usual FROM run_load)";
    const ngl_usual  *u = &r->usual;
    sqlite3_stmt     *q = ngl_store_statement(s, forget, err);
    if (!q) return s->last;
    ngl_store_bind(q, "t", r->model);
    ngl_status forgot = ngl_store_run(s, q, err);
    q = forgot ? NULL : ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "tydddddddi", r->model, r->day, u->easy_mps, u->easy_spm, u->spm_per_mps, u->balance_left_pct, u->contact_ms,
                   u->easy_mps_sd, u->easy_spm_sd, (int64_t)u->runs);
    ngl_status status = ngl_store_run(s, q, err);
    if (!status) r->id = sqlite3_last_insert_rowid(s->db);
    return status;
}

/* ---- bins ------------------------------------------------------------------------------- */

static uint8_t *put_float(uint8_t *p, float v)
{
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    for (int i = 0; i < 4; i++) *p++ = (uint8_t)(bits >> (8 * i));
    return p;
}

static void pack_bins(uint8_t out[BINS_BYTES], const ngl_pace *pace)
{
    uint8_t *p = out;
    for (int b = 0; b < NGL_PACE_BINS; b++) p = put_float(p, pace->seconds[b]);
    for (int b = 0; b < NGL_PACE_BINS; b++) p = put_float(p, pace->cadence_spm[b]);
}

static float take_float(ngl_reader *r)
{
    uint32_t bits = ngl_read_u32le(r);
    float    v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

static bool unpack_bins(ngl_pace *pace, const void *bytes, size_t len)
{
    ngl_reader r = ngl_reader_of(bytes ? bytes : "", len);
    for (int b = 0; b < NGL_PACE_BINS; b++) pace->seconds[b] = take_float(&r);
    for (int b = 0; b < NGL_PACE_BINS; b++) pace->cadence_spm[b] = take_float(&r);
    return !r.overrun;
}

/* ---- reading ------------------------------------------------------------------------------ */

/* loads of another model are as good as none */
#define WHICH "FROM run LEFT JOIN run_load ON run_load.run = run.run AND (SELECT model FROM usual WHERE usual.usual = run_load.usual) = ?3 " \
              "WHERE day BETWEEN ?1 AND ?2 AND same_as IS NULL "

static ngl_status count(ngl_store *s, ngl_day from, ngl_day to, size_t *n, ngl_error *err)
{
    static const char sql[] = "SELECT count(*) FROM run WHERE day BETWEEN ?1 AND ?2 AND same_as IS NULL";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "ii", (int64_t)from, (int64_t)to);
    int got = ngl_store_step(s, q, err);
    if (got < 0) return (ngl_status)got;
    *n = (size_t)sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return NGL_OK;
}

static ngl_sport sport_of(const char *key)
{
    for (int i = 0; i <= NGL_SPORT_OTHER; i++)
        if (strcmp(key, ngl_sport_key((ngl_sport)i)) == 0) return (ngl_sport)i;
    return NGL_SPORT_OTHER;
}

/* columns 12 on: what is kept of its load; damaged bins count as nothing kept */
static void read_kept(ngl_row_load *r, sqlite3_stmt *q)
{
    ngl_loaded *l = &r->loaded;
    if (sqlite3_column_type(q, 12) == SQLITE_NULL) return;
    l->sum = (ngl_run_load){ ngl_column_number(q, 13), ngl_column_number(q, 14), ngl_column_number(q, 15), ngl_column_number(q, 16),
                             ngl_column_number(q, 17), ngl_column_number(q, 18), (unsigned)sqlite3_column_int64(q, 21),
                             ngl_column_number(q, 19), ngl_column_number(q, 20) };
    l->pace = (ngl_pace){ .day = l->day, .mean_mps = (float)l->sum.mean_speed_mps, .run_s = (float)l->sum.seconds,
                          .contact_ms = (float)ngl_column_number(q, 22), .balance_left_pct = (float)ngl_column_number(q, 23),
                          .oscillation_mm = (float)ngl_column_number(q, 24), .late_cadence = (float)ngl_column_number(q, 25) };
    if (unpack_bins(&l->pace, sqlite3_column_blob(q, 26), (size_t)sqlite3_column_bytes(q, 26))) r->usual = sqlite3_column_int64(q, 12);
}

static bool read_row(ngl_row_load *r, sqlite3_stmt *q, ngl_arena *arena)
{
    const char *sport = ngl_column_text(q, 3, arena);
    *r = (ngl_row_load){ .nrecord = (uint32_t)sqlite3_column_int64(q, 10), .mean_cadence_spm = ngl_column_number(q, 11) };
    r->loaded = (ngl_loaded){ .run = sqlite3_column_int64(q, 0),
                              .day = ngl_column_day(q, 1),
                              .start = ngl_column_instant(q, 2),
                              .name = ngl_column_text(q, 5, arena),
                              .device = ngl_column_text(q, 6, arena),
                              .dist_m = ngl_column_number(q, 7),
                              .timer_s = ngl_column_number(q, 8),
                              .effort_rpe = ngl_column_number(q, 9) };
    if (!sport || !r->loaded.name || !r->loaded.device) return false;
    r->loaded.sport = sport_of(sport);
    read_kept(r, q);
    return true;
}

static ngl_status read_rows(ngl_store *s, ngl_arena *arena, const char *model, ngl_day from, ngl_day to, ngl_row_load *row,
                            size_t room, size_t *n, ngl_error *err)
{
    static const char sql[] =
        "SELECT run.run, day, start_ms, sport, sub_sport, coalesce(nullif(run.name, ''), (SELECT name FROM said WHERE said.run = run.run AND name <> ''), ''), "
        "device, run.dist_m, timer_s, coalesce(effort_rpe, (SELECT said.effort_rpe FROM said WHERE said.run = run.run AND said.effort_rpe IS NOT NULL)), "
        "nrecord, mean_cadence_spm, usual, steps, seconds, run_load.dist_m, mean_speed_mps, cadence_ratio, grade_pct, "
        "force_by_speed, force_by_contact, flags, contact_ms, balance_left_pct, oscillation_mm, late_cadence, bins " WHICH
        "ORDER BY day, start_ms, run.run";
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    int           got = 0;
    if (!q) return s->last;
    ngl_store_bind(q, "iit", (int64_t)from, (int64_t)to, model);
    for (*n = 0; *n < room && (got = ngl_store_step(s, q, err)) > 0; ++*n)
        if (!read_row(&row[*n], q, arena)) return sqlite3_reset(q), no_memory(err);
    sqlite3_reset(q);
    return got < 0 ? (ngl_status)got : NGL_OK;
}

static ngl_id tissue_of(const ngl_knowledge *kb, const char *key, ngl_id near)
{
    for (ngl_id i = 0; key && i < kb->ntissue; i++) {
        ngl_id t = (ngl_id)((near + i) % kb->ntissue);
        if (strcmp(kb->tissue[t].key, key) == 0) return t;
    }
    return NGL_NONE;
}

static void read_tissue(ngl_tissue_load *t, sqlite3_stmt *q)
{
    *t = (ngl_tissue_load){ ngl_column_number(q, 2), ngl_column_number(q, 3), ngl_column_number(q, 4), ngl_column_number(q, 5),
                            ngl_column_number(q, 6), ngl_column_number(q, 7), ngl_column_number(q, 8) };
}

/* Both lists are in the same order, so they are walked side by side. A run
 * that lacks a tissue of this knowledge keeps no load. */
static ngl_status read_tissues(ngl_store *s, ngl_arena *arena, const ngl_knowledge *kb, ngl_day from, ngl_day to, int64_t usual,
                               ngl_row_load *row, size_t n, ngl_error *err)
{
    static const char sql[] =
        "SELECT run.run, tissue, at_low, at_default, at_high, low, high, left_foot, right_foot FROM run JOIN run_load USING (run) "
        "JOIN tissue_load USING (run) WHERE day BETWEEN ?1 AND ?2 AND same_as IS NULL AND usual = ?3 ORDER BY day, start_ms, run.run";
    sqlite3_stmt    *q = ngl_store_statement(s, sql, err);
    ngl_tissue_load *t = NULL;
    size_t           at = 0, found = 0;
    ngl_id           last = 0;
    int              got = 0;
    if (!q) return s->last;
    ngl_store_bind(q, "iii", (int64_t)from, (int64_t)to, usual);
    while ((got = ngl_store_step(s, q, err)) > 0) {
        int64_t run = sqlite3_column_int64(q, 0);
        if (!t || row[at].loaded.run != run) {
            while (at < n && row[at].loaded.run != run) at++;
            if (at == n) break;
            t = NGL_NEW(arena, ngl_tissue_load, kb->ntissue + (size_t)1);
            if (!t) return sqlite3_reset(q), no_memory(err);
            found = 0;
        }
        ngl_id id = tissue_of(kb, (const char *)sqlite3_column_text(q, 1), last);
        if (id == NGL_NONE) continue;
        read_tissue(&t[id], q);
        last = id;
        if (++found == kb->ntissue) row[at].loaded.tissue = t;
    }
    sqlite3_reset(q);
    return got < 0 ? (ngl_status)got : NGL_OK;
}

ngl_status ngl_store_loads(ngl_store *s, ngl_arena *arena, const ngl_knowledge *kb, const ngl_row_usual *by, ngl_day from, ngl_day to,
                           ngl_row_load **row, size_t *n, ngl_error *err)
{
    size_t     room = 0;
    ngl_status status = count(s, from, to, &room, err);
    *n = 0;
    if (status) return status;
    *row = NGL_NEW(arena, ngl_row_load, room + 1);
    if (!*row) return no_memory(err);
    status = read_rows(s, arena, by->model, from, to, *row, room, n, err);
    if (!status && by->id) status = read_tissues(s, arena, kb, from, to, by->id, *row, *n, err);
    return status;
}

ngl_status ngl_store_last_run_days(ngl_store *s, ngl_day today, ngl_day *day, size_t most, size_t *n, ngl_error *err)
{
    static const char sql[] = "SELECT day FROM run WHERE day <= ? AND sport = 'running' AND same_as IS NULL ORDER BY day DESC LIMIT ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    int               got = 0;
    if (!q) return s->last;
    ngl_store_bind(q, "ii", (int64_t)today, (int64_t)most);
    for (*n = 0; *n < most && (got = ngl_store_step(s, q, err)) > 0; ++*n) day[*n] = ngl_column_day(q, 0);
    sqlite3_reset(q);
    return got < 0 ? (ngl_status)got : NGL_OK;
}

ngl_status ngl_store_run_day(ngl_store *s, int64_t run, ngl_day *day, ngl_error *err)
{
    static const char sql[] = "SELECT day FROM run WHERE run = ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", run);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n == 0) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no run %lld", (long long)run);
    *day = ngl_column_day(q, 0);
    sqlite3_reset(q);
    return *day == NGL_DAY_NONE ? ngl_fail(err, NGL_E_NOT_FOUND, 0, "run %lld has no date, so it cannot be held against others", (long long)run) : NGL_OK;
}

/* ---- keeping -------------------------------------------------------------------------------- */

static ngl_status put_run(ngl_store *s, const ngl_loaded *l, int64_t usual, ngl_error *err)
{
    static const char sql[] = "INSERT OR REPLACE INTO run_load (run, usual, steps, seconds, dist_m, mean_speed_mps, cadence_ratio, grade_pct, "
                              "force_by_speed, force_by_contact, flags, contact_ms, balance_left_pct, oscillation_mm, late_cadence, bins) "
                              "SELECT ?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16 WHERE EXISTS (SELECT 1 FROM run WHERE run = ?1)";
    const ngl_run_load *r = &l->sum;
    const ngl_pace     *p = &l->pace;
    uint8_t             bins[BINS_BYTES];
    sqlite3_stmt       *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    pack_bins(bins, p);
    ngl_store_bind(q, "iiddddddddiddddb", l->run, usual, r->steps, r->seconds, r->dist_m, r->mean_speed_mps, r->mean_cadence_ratio,
                   r->mean_grade_pct, r->force_by_speed, r->force_by_contact, (int64_t)r->flags, (double)p->contact_ms,
                   (double)p->balance_left_pct, (double)p->oscillation_mm, (double)p->late_cadence, bins, sizeof bins);
    return ngl_store_run(s, q, err);
}

ngl_status ngl_store_put_load(ngl_store *s, const ngl_knowledge *kb, const ngl_loaded *l, int64_t usual, ngl_error *err)
{
    static const char sql[] = "INSERT OR REPLACE INTO tissue_load (run, tissue, at_low, at_default, at_high, low, high, left_foot, right_foot) "
                              "SELECT ?1,?2,?3,?4,?5,?6,?7,?8,?9 WHERE EXISTS (SELECT 1 FROM run_load WHERE run = ?1)";
    ngl_status status = put_run(s, l, usual, err);
    for (ngl_id t = 0; t < kb->ntissue && !status; t++) {
        const ngl_tissue_load *v = &l->tissue[t];
        sqlite3_stmt          *q = ngl_store_statement(s, sql, err);
        if (!q) return s->last;
        ngl_store_bind(q, "itddddddd", l->run, kb->tissue[t].key, v->at_low, v->at_default, v->at_high, v->low, v->high, v->left, v->right);
        status = ngl_store_run(s, q, err);
    }
    return status;
}
