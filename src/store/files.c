/* Batches and files: where runs came from, and how to take them back. */
#include "base/error.h"
#include "store/runs_internal.h"

#include <string.h>

static const char *const outcome_keys[NGL_OUTCOME_COUNT] = {
    [NGL_OUTCOME_IMPORTED] = "imported",         [NGL_OUTCOME_SALVAGED] = "salvaged",
    [NGL_OUTCOME_ALREADY] = "already_there",     [NGL_OUTCOME_NOT_ACTIVITY] = "not_activity",
    [NGL_OUTCOME_SKIPPED] = "skipped",           [NGL_OUTCOME_FAILED] = "failed",
};

const char *ngl_outcome_key(ngl_file_outcome o)
{
    return outcome_keys[o];
}

static ngl_file_outcome outcome_of(const char *key)
{
    for (int i = 0; i < NGL_OUTCOME_COUNT; i++)
        if (key && strcmp(key, outcome_keys[i]) == 0) return (ngl_file_outcome)i;
    return NGL_OUTCOME_FAILED;
}

/* ---- batches ------------------------------------------------------------------------------ */

ngl_status ngl_store_add_batch(ngl_store *s, ngl_instant started, const char *program, int64_t *id, ngl_error *err)
{
    static const char sql[] = "INSERT INTO batch (started_ms, program) VALUES (?,?)";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "it", started, program);
    ngl_status status = ngl_store_run(s, q, err);
    if (!status) *id = sqlite3_last_insert_rowid(s->db);
    return status;
}

ngl_status ngl_store_find_batch(ngl_store *s, int64_t batch, ngl_row_batch *out, ngl_error *err)
{
    static const char sql[] =
        "SELECT batch, started_ms, (SELECT count(*) FROM file f WHERE f.batch = b.batch) AS nfile, "
        "(SELECT count(*) FROM run JOIN file f USING (file) WHERE f.batch = b.batch) AS nrun "
        "FROM batch b WHERE undone_ms IS NULL AND (batch = ?1 OR (?1 = 0 AND nrun > 0)) ORDER BY batch DESC LIMIT 1";
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", batch);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n == 0 && !batch) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no import to undo");
    if (n == 0) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no import %lld to undo", (long long)batch);
    *out = (ngl_row_batch){ .id = sqlite3_column_int64(q, 0), .started = sqlite3_column_int64(q, 1),
                            .undone = NGL_INSTANT_NONE, .nfile = sqlite3_column_int64(q, 2),
                            .nrun = sqlite3_column_int64(q, 3) };
    sqlite3_reset(q);
    return NGL_OK;
}

static ngl_status read_batches(ngl_store *s, ngl_row_batch *row, size_t room, size_t *n, ngl_error *err)
{
    static const char sql[] =
        "SELECT batch, started_ms, undone_ms, (SELECT count(*) FROM file f WHERE f.batch = b.batch), "
        "(SELECT count(*) FROM run JOIN file f USING (file) WHERE f.batch = b.batch) FROM batch b ORDER BY batch DESC";
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    int got = 0;
    for (*n = 0; *n < room && (got = ngl_store_step(s, q, err)) > 0; ++*n)
        row[*n] = (ngl_row_batch){ .id = sqlite3_column_int64(q, 0), .started = sqlite3_column_int64(q, 1),
                                   .undone = ngl_column_instant(q, 2), .nfile = sqlite3_column_int64(q, 3),
                                   .nrun = sqlite3_column_int64(q, 4) };
    sqlite3_reset(q);
    return got < 0 ? (ngl_status)got : NGL_OK;
}

ngl_status ngl_store_batches(ngl_store *s, ngl_arena *arena, const ngl_row_batch **row, size_t *n, ngl_error *err)
{
    int64_t    room = 0;
    ngl_status status = ngl_store_number(s, "SELECT count(*) FROM batch", &room, err);
    if (status) return status;
    ngl_row_batch *list = NGL_NEW(arena, ngl_row_batch, (size_t)room + 1);
    if (!list) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the list of imports than is allowed");
    status = read_batches(s, list, (size_t)room, n, err);
    if (!status) *row = list;
    return status;
}

/* ---- files ---------------------------------------------------------------------------------- */

ngl_status ngl_store_find_file(ngl_store *s, const uint8_t hash[NGL_HASH_BYTES], int64_t *id, ngl_file_outcome *outcome,
                               ngl_error *err)
{
    static const char sql[] = "SELECT file, outcome FROM file WHERE hash = ?";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "b", (const void *)hash, (size_t)NGL_HASH_BYTES);
    int n = ngl_store_step(s, q, err);
    if (n < 0) return (ngl_status)n;
    if (n == 0) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "this file is not here yet");
    *id = sqlite3_column_int64(q, 0);
    *outcome = outcome_of((const char *)sqlite3_column_text(q, 1));
    sqlite3_reset(q);
    return NGL_OK;
}

static ngl_status forget_without_runs(ngl_store *s, const ngl_row_file *row, ngl_error *err)
{
    static const char sql[] = "DELETE FROM file WHERE hash = ? AND outcome IN ('failed', 'not_activity')";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "b", (const void *)row->hash, sizeof row->hash);
    return ngl_store_run(s, q, err);
}

static ngl_status add_row(ngl_store *s, ngl_row_file *row, ngl_error *err)
{
    static const char sql[] = "INSERT INTO file (batch, hash, name, size, format, outcome, reason, position) "
                              "VALUES (?,?,?,?,?,?,?,?)";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "ibtittti", row->batch, (const void *)row->hash, sizeof row->hash, row->name, row->size,
                   row->format, ngl_outcome_key(row->outcome), row->reason, row->position);
    ngl_status status = ngl_store_run(s, q, err);
    if (!status) row->id = sqlite3_last_insert_rowid(s->db);
    return status;
}

static ngl_status add_original(ngl_store *s, const ngl_row_file *row, ngl_error *err)
{
    static const char sql[] = "INSERT INTO original VALUES (?,?,?)";
    sqlite3_stmt     *q = row->original ? ngl_store_statement(s, sql, err) : NULL;
    if (!row->original) return NGL_OK;
    if (!q) return s->last;
    ngl_store_bind(q, "itb", row->id, row->original_packed ? "gzip" : "none", row->original, row->noriginal);
    return ngl_store_run(s, q, err);
}

ngl_status ngl_store_add_file(ngl_store *s, ngl_row_file *row, ngl_error *err)
{
    ngl_status status = forget_without_runs(s, row, err);
    if (!status) status = add_row(s, row, err);
    if (!status) status = add_original(s, row, err);
    return status;
}

/* ---- undo -------------------------------------------------------------------------------------- */

enum { UNDO_MEMORY = 16 << 20 };

static ngl_status lost_twins(ngl_store *s, ngl_arena *arena, int64_t batch, int64_t **id, size_t *n, ngl_error *err)
{
#define LOST                                                                                        \
    "FROM run r JOIN file f USING (file) WHERE f.batch <> ?1 AND r.same_as IN "                      \
    "(SELECT run FROM run JOIN file g USING (file) WHERE g.batch = ?1) ORDER BY r.run"
    static const char how_many[] = "SELECT count(*) " LOST;
    static const char which[] = "SELECT r.run " LOST;
    sqlite3_stmt     *q = ngl_store_statement(s, how_many, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", batch);
    int got = ngl_store_step(s, q, err);
    if (got < 0) return (ngl_status)got;
    size_t room = (size_t)sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    *id = NGL_NEW(arena, int64_t, room + 1);
    if (!*id) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to undo the import than is allowed");
    q = ngl_store_statement(s, which, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", batch);
    for (*n = 0; *n < room && (got = ngl_store_step(s, q, err)) > 0;) (*id)[(*n)++] = sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return got < 0 ? (ngl_status)got : NGL_OK;
}

static ngl_status take_back(ngl_store *s, int64_t batch, ngl_instant now, ngl_error *err)
{
    static const char said[] = "DELETE FROM said WHERE batch = ?";
    static const char diary[] = "DELETE FROM diary WHERE batch = ?";
    static const char files[] = "DELETE FROM file WHERE batch = ?";
    static const char mark[] = "UPDATE batch SET undone_ms = ? WHERE batch = ?";
    sqlite3_stmt     *q = ngl_store_statement(s, said, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", batch);
    ngl_status status = ngl_store_run(s, q, err);
    q = status ? NULL : ngl_store_statement(s, diary, err);
    if (!q) return status ? status : s->last;
    ngl_store_bind(q, "i", batch);
    status = ngl_store_run(s, q, err);
    q = status ? NULL : ngl_store_statement(s, files, err);
    if (!q) return status ? status : s->last;
    ngl_store_bind(q, "i", batch);
    status = ngl_store_run(s, q, err);
    q = status ? NULL : ngl_store_statement(s, mark, err);
    if (!q) return status ? status : s->last;
    ngl_store_bind(q, "ii", now, batch);
    return ngl_store_run(s, q, err);
}

static ngl_status undo(ngl_store *s, ngl_arena *arena, int64_t batch, ngl_instant now, ngl_error *err)
{
    int64_t      *lost = NULL;
    size_t        n = 0;
    ngl_row_batch found;
    ngl_status    status = ngl_store_find_batch(s, batch, &found, err);
    if (!status) status = lost_twins(s, arena, batch, &lost, &n, err);
    if (!status) status = take_back(s, batch, now, err);
    for (size_t i = 0; i < n && !status; i++) {
        ngl_row_run row;
        status = ngl_store_one_run(s, arena, lost[i], &row, err);
        if (!status) status = ngl_store_link_run(s, &row, err);
    }
    return status;
}

ngl_status ngl_store_undo_batch(ngl_store *s, int64_t batch, ngl_instant now, ngl_error *err)
{
    ngl_arena  arena;
    ngl_status status = ngl_store_begin(s, err);
    if (status) return status;
    ngl_arena_init(&arena, UNDO_MEMORY);
    status = undo(s, &arena, batch, now, err);
    ngl_arena_free(&arena);
    if (!status) return ngl_store_commit(s, err);
    ngl_store_rollback(s);
    return status;
}
