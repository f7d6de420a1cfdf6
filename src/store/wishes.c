/* Wishes: rows in, the last of them out. */
#include "store/wishes.h"

#include "store/internal.h"

#include <math.h>

ngl_status ngl_store_add_wishes(ngl_store *s, int64_t episode, ngl_instant noted, const ngl_wishes *w, ngl_error *err)
{
    static const char sql[] = "INSERT INTO wish (episode, noted_ms, weekdays, race_day, race_km, away_from, away_to) "
                              "VALUES (?,?,?,?,?,?,?)";
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "imiydyy", episode, noted, (int64_t)w->days, w->race, w->race_km, w->away_from, w->away_to);
    return ngl_store_run(s, q, err);
}

ngl_status ngl_store_wishes(ngl_store *s, int64_t episode, ngl_wishes *out, ngl_error *err)
{
    static const char sql[] = "SELECT weekdays, race_day, race_km, away_from, away_to FROM wish WHERE episode = ? "
                              "ORDER BY id DESC LIMIT 1";
    *out = (ngl_wishes){ .race = NGL_DAY_NONE, .race_km = NAN, .away_from = NGL_DAY_NONE, .away_to = NGL_DAY_NONE };
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "i", episode);
    int step = ngl_store_step(s, q, err);
    if (step < 0) return (ngl_status)step;
    if (step > 0)
        *out = (ngl_wishes){ (unsigned)sqlite3_column_int64(q, 0), ngl_column_day(q, 1), ngl_column_number(q, 2),
                             ngl_column_day(q, 3), ngl_column_day(q, 4) };
    sqlite3_reset(q);
    return NGL_OK;
}
