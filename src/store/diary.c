/* Diaries: rows by their key, mappings by the diary's first row. */
#include "store/diary.h"

#include "base/error.h"
#include "store/internal.h"

#include <math.h>
#include <string.h>

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the diary than is allowed");
}

ngl_status ngl_store_has_diary(ngl_store *s, const ngl_row_diary *r, bool *same, ngl_error *err)
{
    static const char sql[] = "SELECT count(*) FROM diary WHERE key = ? AND coalesce(run, 0) = ? AND pain_nprs IS ? AND place = ? AND note = ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "tidtt", r->key, r->run, r->pain_nprs, r->place, r->note);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    *same = sqlite3_column_int64(q, 0) > 0;
    sqlite3_reset(q);
    return NGL_OK;
}

ngl_status ngl_store_put_diary(ngl_store *s, const ngl_row_diary *r, ngl_error *err)
{
    static const char sql[] = "INSERT INTO diary (batch, key, run, day, pain_nprs, place, note) VALUES (?,?,nullif(?, 0),?,?,?,?) "
                              "ON CONFLICT (key) DO UPDATE SET run = excluded.run, pain_nprs = excluded.pain_nprs, place = excluded.place, note = excluded.note";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "itiydtt", r->batch, r->key, r->run, r->day, r->pain_nprs, r->place, r->note);
    return ngl_store_run(s, q, err);
}

static bool read_diary(ngl_row_diary *r, sqlite3_stmt *q, ngl_arena *arena)
{
    *r = (ngl_row_diary){ .batch = sqlite3_column_int64(q, 0), .run = sqlite3_column_int64(q, 1), .day = ngl_column_day(q, 3), .pain_nprs = ngl_column_number(q, 4) };
    r->key = ngl_column_text(q, 2, arena);
    r->place = ngl_column_text(q, 5, arena);
    r->note = ngl_column_text(q, 6, arena);
    return r->key && r->place && r->note;
}

ngl_status ngl_store_diary(ngl_store *s, ngl_arena *arena, ngl_day from, ngl_day to, const ngl_row_diary **row, size_t *n, ngl_error *err)
{
    static const char sql[] = "SELECT batch, run, key, day, pain_nprs, place, note FROM diary WHERE (?1 IS NULL OR day >= ?1) AND (?2 IS NULL OR day <= ?2) "
                              "ORDER BY day DESC, diary";
    int64_t           room = 0;
    ngl_status        status = ngl_store_number(s, "SELECT count(*) FROM diary", &room, err);
    if (status) return status;
    ngl_row_diary *list = NGL_NEW(arena, ngl_row_diary, (size_t)room + 1);
    sqlite3_stmt  *q = list ? ngl_store_statement(s, sql, err) : NULL;
    if (!list) return no_memory(err);
    if (!q) return s->last;
    ngl_store_bind(q, "yy", from, to);
    int got = 0;
    for (*n = 0; *n < (size_t)room && (got = ngl_store_step(s, q, err)) > 0; ++*n)
        if (!read_diary(&list[*n], q, arena)) return sqlite3_reset(q), no_memory(err);
    sqlite3_reset(q);
    *row = list;
    return got < 0 ? (ngl_status)got : NGL_OK;
}

ngl_status ngl_store_run_said(ngl_store *s, const char *source, const char *key, int64_t *run, ngl_error *err)
{
    static const char sql[] = "SELECT run FROM said WHERE source = ? AND key = ? ORDER BY said LIMIT 1";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    *run = 0;
    if (!q) return s->last;
    ngl_store_bind(q, "tt", source, key);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n) *run = sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return NGL_OK;
}

/* the run of which a fifth more or less is least; NULLs agree with everything */
ngl_status ngl_store_run_of_day(ngl_store *s, ngl_day day, ngl_sport sport, double dist_m, double timer_s, int64_t *run, ngl_error *err)
{
    static const char sql[] =
        "SELECT r.run FROM run r LEFT JOIN said d ON d.run = r.run AND d.source = 'diary' WHERE r.day = ?1 AND r.same_as IS NULL AND d.run IS NULL "
        "AND (?2 = 'unknown' OR r.sport IN (?2, 'unknown')) "
        "AND (?3 IS NULL OR r.dist_m IS NULL OR abs(r.dist_m - ?3) <= max(300, 0.2 * max(r.dist_m, ?3))) "
        "AND (?4 IS NULL OR coalesce(r.timer_s, r.elapsed_s) IS NULL OR abs(coalesce(r.timer_s, r.elapsed_s) - ?4) <= max(180, 0.2 * max(coalesce(r.timer_s, r.elapsed_s), ?4))) "
        "ORDER BY abs(coalesce(r.dist_m - ?3, 0)) + abs(coalesce(r.timer_s - ?4, 0)), r.run LIMIT 1";
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    *run = 0;
    if (!q) return s->last;
    ngl_store_bind(q, "ytdd", day, ngl_sport_key(sport), dist_m, timer_s);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n) *run = sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return NGL_OK;
}

/* ---- mappings ------------------------------------------------------------------------------ */

ngl_status ngl_store_diary_map(ngl_store *s, ngl_arena *arena, const char *header, const char **mapping, ngl_error *err)
{
    static const char sql[] = "SELECT mapping FROM diary_map WHERE header = ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    *mapping = "";
    if (!q) return s->last;
    ngl_store_bind(q, "t", header);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (!n) return NGL_OK;
    *mapping = ngl_column_text(q, 0, arena);
    sqlite3_reset(q);
    return *mapping ? NGL_OK : no_memory(err);
}

ngl_status ngl_store_put_diary_map(ngl_store *s, const char *header, const char *mapping, ngl_instant now, ngl_error *err)
{
    static const char sql[] = "INSERT INTO diary_map VALUES (?,?,?) ON CONFLICT (header) DO UPDATE SET mapping = excluded.mapping, noted_ms = excluded.noted_ms";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "tti", header, mapping, now);
    return ngl_store_run(s, q, err);
}
