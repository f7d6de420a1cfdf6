/* Runs: kept, linked to their twins, and listed. */
#include "store/runs.h"

#include "base/error.h"
#include "store/internal.h"
#include "store/runs_internal.h"
#include "store/said.h"

#include <math.h>
#include <string.h>

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the list of runs than is allowed");
}

static ngl_sport sport_of(const char *key)
{
    for (int i = NGL_SPORT_UNKNOWN; i <= NGL_SPORT_OTHER; i++)
        if (key && strcmp(key, ngl_sport_key((ngl_sport)i)) == 0) return (ngl_sport)i;
    return NGL_SPORT_UNKNOWN;
}

/* ---- a row ------------------------------------------------------------------------------ */

static bool read_words(ngl_row_run *r, sqlite3_stmt *q, ngl_arena *arena)
{
    r->sub_sport = ngl_column_text(q, 7, arena);
    r->name = ngl_column_text(q, 8, arena);
    r->device = ngl_column_text(q, 9, arena);
    r->format = ngl_column_text(q, 10, arena);
    return r->sub_sport && r->name && r->device && r->format;
}

static void read_figures(ngl_row_run *r, sqlite3_stmt *q)
{
    double *const figure[] = { &r->dist_m,      &r->timer_s,          &r->elapsed_s,     &r->ascent_m,  &r->descent_m,
                               &r->mean_hr_bpm, &r->mean_cadence_spm, &r->max_speed_mps, &r->effort_rpe };
    for (int i = 0; i < (int)(sizeof figure / sizeof *figure); i++) *figure[i] = ngl_column_number(q, 11 + i);
}

bool ngl_run_read(ngl_row_run *r, sqlite3_stmt *q, ngl_arena *arena)
{
    *r = (ngl_row_run){
        .id = sqlite3_column_int64(q, 0),
        .file = sqlite3_column_int64(q, 1),
        .position = (uint32_t)sqlite3_column_int64(q, 2),
        .start = ngl_column_instant(q, 3),
        .has_offset = sqlite3_column_type(q, 4) != SQLITE_NULL,
        .utc_offset_s = sqlite3_column_int(q, 4),
        .day = ngl_column_day(q, 5),
        .sport = sport_of((const char *)sqlite3_column_text(q, 6)),
        .nrecord = (uint32_t)sqlite3_column_int64(q, 20),
        .has_dynamics = sqlite3_column_int(q, 21),
        .salvaged = sqlite3_column_int(q, 22),
        .kept_apart = sqlite3_column_int(q, 23),
        .same_as = sqlite3_column_int64(q, 24),
    };
    read_figures(r, q);
    return read_words(r, q, arena);
}

/* ---- twins ---------------------------------------------------------------------------------- */

static bool sports_agree(ngl_sport a, ngl_sport b)
{
    return a == b || a == NGL_SPORT_UNKNOWN || b == NGL_SPORT_UNKNOWN;
}

static bool near(double a, double b)
{
    if (isnan(a) || isnan(b)) return true;
    double most = fmax(a, b), apart = fabs(a - b);
    return apart <= 200 || apart <= 0.1 * most;
}

static double span_s(const ngl_row_run *r)
{
    return !isnan(r->elapsed_s) ? r->elapsed_s : !isnan(r->timer_s) ? r->timer_s : 0;
}

static bool alike(double a, double b, double least)
{
    return isnan(a) || isnan(b) || fabs(a - b) <= fmax(least, 0.2 * fmax(a, b));
}

/* A diary says the day, seldom the hour, and rounds: a recording of that day
 * that is about as far and as long is what it speaks of. */
static bool told_by_a_diary(const ngl_row_run *a, const ngl_row_run *b)
{
    bool one = (strcmp(a->format, "diary") == 0) != (strcmp(b->format, "diary") == 0);
    if (!one || a->day != b->day || a->day == NGL_DAY_NONE || (isnan(a->dist_m) && isnan(a->timer_s)) || (isnan(b->dist_m) && isnan(b->timer_s))) return false;
    return alike(a->dist_m, b->dist_m, 300) && alike(a->timer_s, b->timer_s, 180);
}

bool ngl_run_same(const ngl_row_run *a, const ngl_row_run *b)
{
    if (a->format && b->format && sports_agree(a->sport, b->sport) && told_by_a_diary(a, b)) return true;
    if (a->start == NGL_INSTANT_NONE || b->start == NGL_INSTANT_NONE || !sports_agree(a->sport, b->sport)) return false;
    double from_a = (double)a->start / 1000, from_b = (double)b->start / 1000;
    double to_a = from_a + span_s(a), to_b = from_b + span_s(b);
    double both = fmin(to_a, to_b) - fmax(from_a, from_b), longer = fmax(span_s(a), span_s(b));
    return longer > 0 && both >= 0.8 * longer && near(a->dist_m, b->dist_m);
}

static int format_rank(const char *format)
{
    static const char *const formats[] = { "gpx", "tcx", "health connect", "polar", "apple", "fit" };
    for (int i = 0; i < (int)(sizeof formats / sizeof *formats); i++)
        if (strcmp(format, formats[i]) == 0) return i + 1;
    return 0; /* a line of a list */
}

/* the recording that knows more counts */
static bool better(const ngl_row_run *a, const ngl_row_run *b)
{
    if (a->salvaged != b->salvaged) return b->salvaged;
    if (a->has_dynamics != b->has_dynamics) return a->has_dynamics;
    int fa = format_rank(a->format), fb = format_rank(b->format);
    if (fa != fb) return fa > fb;
    if (isnan(a->mean_hr_bpm) != isnan(b->mean_hr_bpm)) return isnan(b->mean_hr_bpm);
    return a->nrecord > b->nrecord;
}

enum { DAY_MS = 86400000, TWIN_MEMORY = 1 << 20 };

/* the run that counts and is the same outing as `r`; *id 0: there is none */
static ngl_status find_twin(ngl_store *s, const ngl_row_run *r, ngl_row_run *twin, ngl_arena *arena, ngl_error *err)
{
    static const char sql[] = "SELECT " NGL_RUN_COLUMNS " FROM run JOIN file USING (file) WHERE start_ms BETWEEN ? "
                              "AND ? AND run <> ? AND same_as IS NULL AND kept_apart = 0 ORDER BY run";
    *twin = (ngl_row_run){ 0 };
    if (r->start == NGL_INSTANT_NONE || r->start < INT64_MIN + DAY_MS || r->start > INT64_MAX - DAY_MS) return NGL_OK;
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "iii", r->start - DAY_MS, r->start + DAY_MS, r->id);
    int n;
    while ((n = ngl_store_step(s, q, err)) > 0) {
        ngl_row_run other;
        if (!ngl_run_read(&other, q, arena)) return sqlite3_reset(q), no_memory(err);
        if (!ngl_run_same(r, &other)) continue;
        *twin = other;
        sqlite3_reset(q);
        return NGL_OK;
    }
    return (ngl_status)n;
}

static ngl_status counts_for(ngl_store *s, int64_t counts, int64_t linked, ngl_error *err)
{
    static const char sql[] = "UPDATE run SET same_as = ?1 WHERE (run = ?2 OR same_as = ?2) AND run <> ?1";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "ii", counts, linked);
    return ngl_store_run(s, q, err);
}

ngl_status ngl_store_part_of(ngl_store *s, int64_t part, int64_t whole, ngl_error *err)
{
    static const char sql[] = "UPDATE run SET same_as = coalesce((SELECT same_as FROM run WHERE run = ?1), ?1) WHERE run = ?2 AND run <> ?1 "
                              "AND same_as IS NULL AND kept_apart = 0";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "ii", whole, part);
    return ngl_store_run(s, q, err);
}

ngl_status ngl_store_same_outing(ngl_store *s, const ngl_row_run *like, int64_t *run, ngl_error *err)
{
    ngl_arena   arena;
    ngl_row_run twin;
    ngl_arena_init(&arena, TWIN_MEMORY);
    ngl_status status = find_twin(s, like, &twin, &arena, err);
    *run = status ? 0 : twin.id;
    ngl_arena_free(&arena);
    return status;
}

ngl_status ngl_store_link_run(ngl_store *s, ngl_row_run *row, ngl_error *err)
{
    ngl_arena   arena;
    ngl_row_run twin;
    ngl_arena_init(&arena, TWIN_MEMORY);
    ngl_status status = find_twin(s, row, &twin, &arena, err);
    if (!status && twin.id) {
        row->has_twin = true;
        bool mine = better(row, &twin);
        status = mine ? counts_for(s, row->id, twin.id, err) : counts_for(s, twin.id, row->id, err);
        if (!status) row->same_as = mine ? 0 : twin.id;
    }
    ngl_arena_free(&arena);
    return status;
}

ngl_status ngl_store_keep_apart(ngl_store *s, int64_t run, bool apart, ngl_error *err)
{
    static const char sql[] = "UPDATE run SET kept_apart = ?2, same_as = NULL WHERE run = ?1";
    ngl_arena   arena;
    ngl_row_run row;
    ngl_arena_init(&arena, TWIN_MEMORY);
    ngl_status status = ngl_store_one_run(s, &arena, run, &row, err);
    sqlite3_stmt *q = status ? NULL : ngl_store_statement(s, sql, err);
    if (!status && !q) status = s->last;
    if (q) {
        ngl_store_bind(q, "ii", run, (int64_t)apart);
        status = ngl_store_run(s, q, err);
        row.same_as = 0;
        if (!status && !apart) status = ngl_store_link_run(s, &row, err);
    }
    ngl_arena_free(&arena);
    return status;
}

/* ---- adding ---------------------------------------------------------------------------------- */

static ngl_status add_summary(ngl_store *s, ngl_row_run *r, ngl_error *err)
{
    static const char sql[] =
        "INSERT INTO run (file, position, day, start_ms, utc_offset_s, sport, sub_sport, name, dist_m, timer_s, "
        "elapsed_s, ascent_m, descent_m, mean_hr_bpm, mean_cadence_spm, max_speed_mps, effort_rpe, has_dynamics, "
        "salvaged, device, nrecord) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    sqlite3_stmt *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "iiymmtttdddddddddiiti", r->file, (int64_t)r->position, r->day, r->start,
                   r->has_offset ? (int64_t)r->utc_offset_s : NGL_INSTANT_NONE, ngl_sport_key(r->sport),
                   r->sub_sport, r->name, r->dist_m, r->timer_s, r->elapsed_s, r->ascent_m, r->descent_m, r->mean_hr_bpm,
                   r->mean_cadence_spm, r->max_speed_mps, r->effort_rpe, (int64_t)r->has_dynamics,
                   (int64_t)r->salvaged, r->device, (int64_t)r->nrecord);
    ngl_status status = ngl_store_run(s, q, err);
    if (!status) r->id = sqlite3_last_insert_rowid(s->db);
    return status;
}

static ngl_status add_laps(ngl_store *s, const ngl_row_run *r, ngl_error *err)
{
    static const char sql[] = "INSERT INTO lap VALUES (?,?,?,?,?,?)";
    ngl_status        status = NGL_OK;
    for (uint32_t i = 0; i < r->nlap && !status; i++) {
        const ngl_lap *l = &r->lap[i];
        sqlite3_stmt  *q = ngl_store_statement(s, sql, err);
        if (!q) return s->last;
        ngl_store_bind(q, "iimddd", r->id, (int64_t)i, l->start, l->timer_s, l->elapsed_s, l->dist_m);
        status = ngl_store_run(s, q, err);
    }
    return status;
}

static ngl_status add_pauses(ngl_store *s, const ngl_row_run *r, ngl_error *err)
{
    static const char sql[] = "INSERT INTO pause VALUES (?,?,?,?)";
    ngl_status        status = NGL_OK;
    for (uint32_t i = 0; i < r->npause && !status; i++) {
        sqlite3_stmt *q = ngl_store_statement(s, sql, err);
        if (!q) return s->last;
        ngl_store_bind(q, "iiii", r->id, (int64_t)i, r->pause[i].from, r->pause[i].to);
        status = ngl_store_run(s, q, err);
    }
    return status;
}

static ngl_status add_stream(ngl_store *s, const ngl_row_run *r, ngl_error *err)
{
    static const char sql[] = "INSERT INTO stream VALUES (?,?)";
    sqlite3_stmt     *q = ngl_store_statement(s, sql, err);
    if (!q) return s->last;
    ngl_store_bind(q, "ib", r->id, r->packed, r->npacked);
    return ngl_store_run(s, q, err);
}

ngl_status ngl_store_add_run(ngl_store *s, ngl_row_run *row, ngl_error *err)
{
    ngl_status status = add_summary(s, row, err);
    if (!status) status = add_laps(s, row, err);
    if (!status) status = add_pauses(s, row, err);
    if (!status) status = add_stream(s, row, err);
    if (!status) status = ngl_store_link_run(s, row, err);
    return status;
}
