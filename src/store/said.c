/* What lists say of runs. */
#include "store/said.h"

#include "base/error.h"
#include "store/runs_internal.h"

#include <string.h>

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the notes of runs than is allowed");
}

ngl_status ngl_store_has_said(ngl_store *s, const ngl_row_said *r, bool *same, ngl_error *err)
{
    static const char sql[] = "SELECT count(*) FROM said WHERE run = ? AND source = ? AND key = ? AND name = ? AND kind = ? "
                              "AND about = ? AND note = ? AND gear = ? AND effort_rpe IS ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "itttttttd", r->run, r->source, r->key, r->name, r->kind, r->about, r->note, r->gear, r->effort_rpe);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    *same = sqlite3_column_int64(q, 0) > 0;
    sqlite3_reset(q);
    return NGL_OK;
}

ngl_status ngl_store_say(ngl_store *s, const ngl_row_said *r, ngl_sport sport, ngl_error *err)
{
    static const char sql[] =
        "INSERT INTO said (batch, run, source, key, name, kind, about, note, gear, effort_rpe) VALUES (?,?,?,?,?,?,?,?,?,?) "
        "ON CONFLICT (run, source) DO UPDATE SET key = excluded.key, name = excluded.name, kind = excluded.kind, "
        "about = excluded.about, note = excluded.note, gear = excluded.gear, effort_rpe = excluded.effort_rpe";
    static const char name_sport[] = "UPDATE run SET sport = ? WHERE run = ? AND sport = 'unknown'";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "iitttttttd", r->batch, r->run, r->source, r->key, r->name, r->kind, r->about, r->note, r->gear,
                   r->effort_rpe);
    ngl_status status = ngl_store_run(s, q, err);
    if (status || sport == NGL_SPORT_UNKNOWN) return status;
    q = ngl_store_statement(s, name_sport, err);
    if (!q) return s->last;
    ngl_store_bind(q, "ti", ngl_sport_key(sport), r->run);
    return ngl_store_run(s, q, err);
}

static bool read_said(ngl_row_said *r, sqlite3_stmt *q, ngl_arena *arena)
{
    const char **const text[] = { &r->source, &r->key, &r->name, &r->kind, &r->about, &r->note, &r->gear };
    *r = (ngl_row_said){ .batch = sqlite3_column_int64(q, 0), .run = sqlite3_column_int64(q, 1),
                         .effort_rpe = ngl_column_number(q, 9), .day = ngl_column_day(q, 10), .dist_m = ngl_column_number(q, 11) };
    for (int i = 0; i < (int)(sizeof text / sizeof *text); i++)
        if (!(*text[i] = ngl_column_text(q, 2 + i, arena))) return false;
    return true;
}

ngl_status ngl_store_said(ngl_store *s, ngl_arena *arena, const ngl_row_said **row, size_t *n, ngl_error *err)
{
    static const char sql[] =
        "SELECT batch, run, source, key, said.name, kind, about, note, gear, said.effort_rpe, day, dist_m FROM said JOIN run USING (run) "
        "WHERE (said.name <> '' OR about <> '' OR note <> '') AND NOT EXISTS (SELECT 1 FROM said o WHERE (o.run = run.same_as "
        "OR (o.run = said.run AND o.said < said.said)) AND o.note = said.note AND o.about = said.about) ORDER BY day DESC NULLS LAST, start_ms DESC, said";
    int64_t    room = 0;
    ngl_status status = ngl_store_number(s, "SELECT count(*) FROM said", &room, err);
    if (status) return status;
    ngl_row_said *list = NGL_NEW(arena, ngl_row_said, (size_t)room + 1);
    sqlite3_stmt *q = list ? ngl_store_statement(s, sql, err) : NULL;
    if (!list) return no_memory(err);
    if (!q) return s->last;
    int got = 0;
    for (*n = 0; *n < (size_t)room && (got = ngl_store_step(s, q, err)) > 0; ++*n)
        if (!read_said(&list[*n], q, arena)) return sqlite3_reset(q), no_memory(err);
    sqlite3_reset(q);
    *row = list;
    return got < 0 ? (ngl_status)got : NGL_OK;
}

ngl_status ngl_store_run_of_file(ngl_store *s, int64_t file, ngl_instant start, int64_t *run, ngl_error *err)
{
    static const char sql[] = "SELECT run FROM run WHERE file = ?1 ORDER BY abs(coalesce(start_ms, 0) - ?2), position LIMIT 1";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    *run = 0;
    if (!q) return s->last;
    ngl_store_bind(q, "ii", file, start == NGL_INSTANT_NONE ? (int64_t)0 : start);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n) *run = sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return NGL_OK;
}

/* ---- files ------------------------------------------------------------------------------ */

ngl_status ngl_store_known_files(ngl_store *s, ngl_arena *arena, const ngl_known_file **file, size_t *n, ngl_error *err)
{
    static const char sql[] = "SELECT hash, file, outcome IN ('imported', 'salvaged') FROM file";
    int64_t           room = 0;
    ngl_status        status = ngl_store_number(s, "SELECT count(*) FROM file", &room, err);
    if (status) return status;
    ngl_known_file *list = NGL_NEW(arena, ngl_known_file, (size_t)room + 1);
    sqlite3_stmt   *q = list ? ngl_store_statement(s, sql, err) : NULL;
    if (!list) return no_memory(err);
    if (!q) return s->last;
    int got = 0;
    for (*n = 0; *n < (size_t)room && (got = ngl_store_step(s, q, err)) > 0;) {
        if (sqlite3_column_bytes(q, 0) != NGL_HASH_BYTES) continue;
        memcpy(list[*n].hash, sqlite3_column_blob(q, 0), NGL_HASH_BYTES);
        list[*n].id = sqlite3_column_int64(q, 1);
        list[(*n)++].good = sqlite3_column_int(q, 2);
    }
    sqlite3_reset(q);
    *file = list;
    return got < 0 ? (ngl_status)got : NGL_OK;
}
