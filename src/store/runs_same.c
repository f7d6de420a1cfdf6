/* What a person says about two recordings, against what was worked out. */
#include "base/error.h"
#include "store/runs_internal.h"

/* the run that counts for this one: itself, or what it is linked to */
static ngl_status root_of(ngl_store *s, ngl_arena *arena, int64_t run, int64_t *root, ngl_error *err)
{
    ngl_row_run row;
    ngl_status  status = ngl_store_one_run(s, arena, run, &row, err);
    if (!status) *root = row.same_as ? row.same_as : row.id;
    return status;
}

ngl_status ngl_store_count_through(ngl_store *s, int64_t run, int64_t other, ngl_error *err)
{
    static const char sql[] = "UPDATE run SET same_as = ?1, kept_apart = 0 WHERE (run = ?2 OR same_as = ?2) AND run <> ?1";
    ngl_arena arena;
    int64_t   root = 0, mine = 0;
    ngl_arena_init(&arena, 1 << 20);
    ngl_status status = root_of(s, &arena, other, &root, err);
    if (!status) status = root_of(s, &arena, run, &mine, err);
    ngl_arena_free(&arena);
    if (status) return status;
    if (root == run)
        return ngl_fail(err, NGL_E_CONFLICT, 0, "run %lld counts already, and run %lld through it", (long long)run, (long long)other);
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "ii", root, run);
    return ngl_store_run(s, q, err);
}
