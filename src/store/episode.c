/* Episodes: rows in, the last of them out. */
#include "base/error.h"
#include "store/episode.h"
#include "store/internal.h"

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "the episode does not fit into memory");
}

/* A statement, or NULL with the reason in both places. */
static sqlite3_stmt *statement(ngl_store *s, const char *sql, ngl_status *status, ngl_error *err)
{
    ngl_error     why = { 0 };
    sqlite3_stmt *q = ngl_store_statement(s, sql, &why);
    *status = why.code;
    if (!q && err) *err = why;
    return q;
}

/* "" is kept as NULL where a key may be missing. */
static const char *or_null(const char *key)
{
    return *key ? key : NULL;
}

/* ---- adding ----------------------------------------------------------------- */

static ngl_status add(ngl_store *s, sqlite3_stmt *q, int64_t *id, ngl_error *err)
{
    ngl_status status = ngl_store_run(s, q, err);
    if (status == NGL_OK && id) *id = sqlite3_last_insert_rowid(s->db);
    return status;
}

ngl_status ngl_store_add_episode(ngl_store *s, ngl_row_episode *row, ngl_error *err)
{
    static const char sql[] = "INSERT INTO episode (opened_day, closed_day, place) VALUES (?,?,?)";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    ngl_store_bind(q, "yyt", row->opened, row->closed, row->place);
    return add(s, q, &row->id, err);
}

ngl_status ngl_store_add_assessment(ngl_store *s, ngl_row_assessment *row, ngl_error *err)
{
    static const char sql[] = "INSERT INTO assessment (episode, day, noted_ms, knowledge, prior, triage, answers, causes, "
                              "rules, other, fit, next) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    ngl_store_bind(q, "iymttttttddt", row->episode, row->day, row->noted, row->knowledge, row->prior, row->triage,
                   row->answers, row->causes, row->rules, row->other, row->fit, or_null(row->next));
    return add(s, q, &row->id, err);
}

ngl_status ngl_store_add_plan(ngl_store *s, ngl_row_plan *row, ngl_error *err)
{
    static const char sql[] = "INSERT INTO plan (episode, assessment, kind, protocol, stage, since_day, noted_ms, knowledge, "
                              "reason) VALUES (?,?,?,?,?,?,?,?,?)";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    ngl_store_bind(q, "iitttymtt", row->episode, row->assessment, row->kind, or_null(row->protocol),
                   or_null(row->stage), row->since, row->noted, row->knowledge, row->reason);
    return add(s, q, &row->id, err);
}

ngl_status ngl_store_add_checkin(ngl_store *s, int64_t episode, ngl_row_checkin *row, ngl_error *err)
{
    static const char sql[] = "INSERT INTO checkin (episode, day, noted_ms, metric, value, what) VALUES (?,?,?,?,?,?)";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    ngl_store_bind(q, "iymtdt", episode, row->day, row->noted, row->metric, row->value, row->what);
    return add(s, q, &row->id, err);
}

ngl_status ngl_store_add_ledger(ngl_store *s, int64_t episode, const ngl_row_ledger *row, ngl_error *err)
{
    static const char sql[] = "INSERT INTO ledger (episode, day, noted_ms, event, move, protocol, stage, reason) "
                              "VALUES (?,?,?,?,?,?,?,?)";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    ngl_store_bind(q, "iymttttt", episode, row->day, row->noted, row->event, row->move, or_null(row->protocol),
                   or_null(row->stage), row->reason);
    return add(s, q, NULL, err);
}

ngl_status ngl_store_close_episode(ngl_store *s, int64_t episode, ngl_day day, ngl_error *err)
{
    static const char sql[] = "UPDATE episode SET closed_day = max(?, opened_day) WHERE id = ? AND closed_day IS NULL";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    ngl_store_bind(q, "yi", day, episode);
    status = ngl_store_run(s, q, err);
    if (status == NGL_OK && sqlite3_changes(s->db) == 0)
        return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no open episode %lld", (long long)episode);
    return status;
}

/* ---- reading: lists ------------------------------------------------------------- */

/* A list that is stepped through twice: counted, then filled. */
static ngl_status count(ngl_store *s, sqlite3_stmt *q, size_t *n, ngl_error *err)
{
    int step;
    *n = 0;
    while ((step = ngl_store_step(s, q, err)) > 0) ++*n;
    return step < 0 ? (ngl_status)step : NGL_OK;
}

ngl_status ngl_store_episodes(ngl_store *s, ngl_arena *arena, const ngl_row_episode **row, size_t *n, ngl_error *err)
{
    static const char sql[] = "SELECT id, opened_day, closed_day, place FROM episode "
                              "ORDER BY closed_day IS NOT NULL, opened_day DESC, id DESC";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    status = count(s, q, n, err);
    if (status != NGL_OK) return status;
    ngl_row_episode *list = NGL_NEW(arena, ngl_row_episode, *n + 1);
    if (!list) return no_memory(err);
    int step = 0;
    for (size_t i = 0; i < *n && (step = ngl_store_step(s, q, err)) > 0; i++) {
        list[i] = (ngl_row_episode){ sqlite3_column_int64(q, 0), ngl_column_day(q, 1), ngl_column_day(q, 2),
                                     ngl_column_text(q, 3, arena) };
        if (!list[i].place) return sqlite3_reset(q), no_memory(err);
    }
    sqlite3_reset(q);
    *row = list;
    return step < 0 ? (ngl_status)step : NGL_OK;
}

ngl_status ngl_store_checkins(ngl_store *s, ngl_arena *arena, int64_t episode, ngl_day from, ngl_day to,
                              const ngl_row_checkin **row, size_t *n, ngl_error *err)
{
    static const char sql[] =
        "SELECT id, day, noted_ms, metric, value, what FROM checkin WHERE id IN (SELECT max(id) FROM checkin "
        "WHERE episode = ? AND day BETWEEN ? AND ? GROUP BY day, metric, what) ORDER BY day, id";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    ngl_store_bind(q, "iyy", episode, from, to);
    status = count(s, q, n, err);
    if (status != NGL_OK) return status;
    ngl_row_checkin *list = NGL_NEW(arena, ngl_row_checkin, *n + 1);
    if (!list) return no_memory(err);
    int step = 0;
    for (size_t i = 0; i < *n && (step = ngl_store_step(s, q, err)) > 0; i++) {
        list[i] = (ngl_row_checkin){ .id = sqlite3_column_int64(q, 0),
                                     .day = ngl_column_day(q, 1),
                                     .noted = ngl_column_instant(q, 2),
                                     .metric = ngl_column_text(q, 3, arena),
                                     .value = ngl_column_number(q, 4),
                                     .what = ngl_column_text(q, 5, arena) };
        if (!list[i].metric || !list[i].what) return sqlite3_reset(q), no_memory(err);
    }
    sqlite3_reset(q);
    *row = list;
    return step < 0 ? (ngl_status)step : NGL_OK;
}

ngl_status ngl_store_ledger(ngl_store *s, ngl_arena *arena, int64_t episode, const ngl_row_ledger **row, size_t *n,
                            ngl_error *err)
{
    static const char sql[] = "SELECT day, noted_ms, event, move, protocol, stage, reason FROM ledger WHERE episode = ? "
                              "ORDER BY id";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    ngl_store_bind(q, "i", episode);
    status = count(s, q, n, err);
    if (status != NGL_OK) return status;
    ngl_row_ledger *list = NGL_NEW(arena, ngl_row_ledger, *n + 1);
    if (!list) return no_memory(err);
    int step = 0;
    for (size_t i = 0; i < *n && (step = ngl_store_step(s, q, err)) > 0; i++) {
        ngl_row_ledger *r = &list[i];
        *r = (ngl_row_ledger){ ngl_column_day(q, 0),         ngl_column_instant(q, 1),     ngl_column_text(q, 2, arena),
                               ngl_column_text(q, 3, arena), ngl_column_text(q, 4, arena), ngl_column_text(q, 5, arena),
                               ngl_column_text(q, 6, arena) };
        if (!r->event || !r->move || !r->protocol || !r->stage || !r->reason) return sqlite3_reset(q), no_memory(err);
    }
    sqlite3_reset(q);
    *row = list;
    return step < 0 ? (ngl_status)step : NGL_OK;
}

/* ---- reading: the last one ------------------------------------------------------------ */

static ngl_status one(ngl_store *s, sqlite3_stmt *q, int64_t episode, const char *what, ngl_error *err)
{
    ngl_store_bind(q, "i", episode);
    int step = ngl_store_step(s, q, err);
    if (step > 0) return NGL_OK;
    if (step < 0) return (ngl_status)step;
    return ngl_fail(err, NGL_E_NOT_FOUND, 0, "episode %lld has no %s", (long long)episode, what);
}

#define ASSESSMENT "id, day, noted_ms, knowledge, prior, triage, answers, causes, rules, other, fit, next FROM assessment "

/* the row the statement stands on; false when memory is out */
static bool read_assessment(ngl_row_assessment *out, sqlite3_stmt *q, ngl_arena *arena, int64_t episode)
{
    *out = (ngl_row_assessment){ .id = sqlite3_column_int64(q, 0),
                                 .episode = episode,
                                 .day = ngl_column_day(q, 1),
                                 .noted = ngl_column_instant(q, 2),
                                 .knowledge = ngl_column_text(q, 3, arena),
                                 .prior = ngl_column_text(q, 4, arena),
                                 .triage = ngl_column_text(q, 5, arena),
                                 .answers = ngl_column_text(q, 6, arena),
                                 .causes = ngl_column_text(q, 7, arena),
                                 .rules = ngl_column_text(q, 8, arena),
                                 .other = ngl_column_number(q, 9),
                                 .fit = ngl_column_number(q, 10),
                                 .next = ngl_column_text(q, 11, arena) };
    return out->knowledge && out->prior && out->triage && out->answers && out->causes && out->rules && out->next;
}

ngl_status ngl_store_last_assessment(ngl_store *s, ngl_arena *arena, int64_t episode, ngl_row_assessment *out,
                                     ngl_error *err)
{
    ngl_status    status;
    sqlite3_stmt *q = statement(s, "SELECT " ASSESSMENT "WHERE episode = ? ORDER BY id DESC LIMIT 1", &status, err);
    if (!q) return status;
    status = one(s, q, episode, "assessment", err);
    if (status != NGL_OK) return status;
    bool whole = read_assessment(out, q, arena, episode);
    sqlite3_reset(q);
    return whole ? NGL_OK : no_memory(err);
}

ngl_status ngl_store_assessments(ngl_store *s, ngl_arena *arena, int64_t episode, const ngl_row_assessment **row, size_t *n,
                                 ngl_error *err)
{
    ngl_status    status;
    sqlite3_stmt *q = statement(s, "SELECT " ASSESSMENT "WHERE episode = ? ORDER BY id", &status, err);
    if (!q) return status;
    ngl_store_bind(q, "i", episode);
    status = count(s, q, n, err);
    if (status != NGL_OK) return status;
    ngl_row_assessment *list = NGL_NEW(arena, ngl_row_assessment, *n + 1);
    if (!list) return no_memory(err);
    int step = 0;
    for (size_t i = 0; i < *n && (step = ngl_store_step(s, q, err)) > 0; i++)
        if (!read_assessment(&list[i], q, arena, episode)) return sqlite3_reset(q), no_memory(err);
    sqlite3_reset(q);
    *row = list;
    return step < 0 ? (ngl_status)step : NGL_OK;
}

ngl_status ngl_store_last_plan(ngl_store *s, ngl_arena *arena, int64_t episode, ngl_row_plan *out, ngl_error *err)
{
    static const char sql[] = "SELECT id, assessment, kind, protocol, stage, since_day, noted_ms, knowledge, reason FROM plan "
                              "WHERE episode = ? ORDER BY id DESC LIMIT 1";
    ngl_status status;
    sqlite3_stmt *q = statement(s, sql, &status, err);
    if (!q) return status;
    status = one(s, q, episode, "plan", err);
    if (status != NGL_OK) return status;
    *out = (ngl_row_plan){ .id = sqlite3_column_int64(q, 0),
                           .episode = episode,
                           .assessment = sqlite3_column_int64(q, 1),
                           .kind = ngl_column_text(q, 2, arena),
                           .protocol = ngl_column_text(q, 3, arena),
                           .stage = ngl_column_text(q, 4, arena),
                           .since = ngl_column_day(q, 5),
                           .noted = ngl_column_instant(q, 6),
                           .knowledge = ngl_column_text(q, 7, arena),
                           .reason = ngl_column_text(q, 8, arena) };
    sqlite3_reset(q);
    bool whole = out->kind && out->protocol && out->stage && out->knowledge && out->reason;
    return whole ? NGL_OK : no_memory(err);
}
