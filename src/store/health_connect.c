/* Each table is walked once, in whatever order its rows stand; a row is given to
 * the sessions it falls into. Sessions and measurements are tied by time alone:
 * Health Connect knows no other tie, but for routes and laps. */
#include "store/health_connect.h"

#include "activity/activity.h"
#include "base/error.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SESSIONS_MAX = 1 << 16, SAMPLES_MAX = 1 << 23, OVERLAP = 16, STEPS_MAX = 400, STEPS_EACH = 1000000, APPS = 256, SQL_MAX = 1000, TEXT_MAX = 1 << 16 };
#define MEMORY ((size_t)512 << 20)
static const int64_t LONGEST_MS = (int64_t)4 * 86400000;

typedef struct session {
    int64_t     row, start, end;
    int32_t     offset_s;
    bool        has_offset;
    uint8_t     app;
    ngl_sport   sport;
    const char *sub_sport, *key, *title, *note, *device;
    double      effort_rpe;
    size_t      first, n; /* of samples */
} session;

/* beside the streams: sums over intervals, and what belongs to one session */
enum { WHAT_DIST = NGL_STREAM_COUNT, WHAT_STEPS, WHAT_ASCENT, WHAT_LAT, WHAT_LON, WHAT_LAP };

typedef struct sample {
    int64_t  time;
    double   value;
    uint32_t session, span_ms, order;
    uint8_t  what, app;
} sample;

struct ngl_health {
    ngl_arena arena;
    sqlite3  *db;
    session  *session;
    int64_t  *latest;
    size_t    nsession;
    sample   *sample;
    size_t    nsample, room;
    unsigned  steps;   /* of the machine, in STEPS_EACH */
    bool      too_long;
};

bool ngl_health_sniff(const void *head, size_t len)
{
    return len >= 100 && memcmp(head, "SQLite format 3", 16) == 0;
}

/* ---- the database ----------------------------------------------------------------------- */

static int count_steps(void *context)
{
    ngl_health *h = context;
    h->too_long = ++h->steps > STEPS_MAX;
    return h->too_long;
}

static void lock_down(ngl_health *h)
{
    static const int limits[][2] = { { SQLITE_LIMIT_LENGTH, 1 << 24 }, { SQLITE_LIMIT_SQL_LENGTH, 1 << 16 }, { SQLITE_LIMIT_COLUMN, 256 },
                                     { SQLITE_LIMIT_EXPR_DEPTH, 64 },  { SQLITE_LIMIT_ATTACHED, 0 },         { SQLITE_LIMIT_TRIGGER_DEPTH, 1 } };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) sqlite3_limit(h->db, limits[i][0], limits[i][1]);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config(h->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_progress_handler(h->db, STEPS_EACH, count_steps, h);
}

static ngl_status failed(const ngl_health *h, ngl_error *err)
{
    int code = sqlite3_errcode(h->db);
    if (h->too_long) return ngl_fail(err, NGL_E_LIMIT, 0, "the database takes longer to read than any export should");
    if (code == SQLITE_NOMEM) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the database than is allowed");
    if (code == SQLITE_NOTADB) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is no SQLite database");
    return ngl_fail(err, NGL_E_CORRUPT, 0, "the database is damaged (%s)", sqlite3_errstr(code));
}

static ngl_status open_bytes(ngl_health *h, void *bytes, size_t len, ngl_error *err)
{
    unsigned char *p = bytes;
    if (!ngl_health_sniff(bytes, len)) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is no SQLite database");
    if (p[18] == 2) p[18] = 1; /* written with a log beside it, which an export has not */
    if (p[19] == 2) p[19] = 1;
    if (sqlite3_open_v2(":memory:", &h->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) return failed(h, err);
    if (sqlite3_deserialize(h->db, "main", p, (sqlite3_int64)len, (sqlite3_int64)len, SQLITE_DESERIALIZE_READONLY) != SQLITE_OK) return failed(h, err);
    lock_down(h);
    return NGL_OK;
}

/* Is there a real table with this column? 1, 0, or a negative ngl_status. */
static int has_column(ngl_health *h, const char *table, const char *column, ngl_error *err)
{
    static const char sql[] = "SELECT count(*) FROM sqlite_schema s, pragma_table_xinfo(s.name) c WHERE s.type = 'table' AND s.name = ?1 "
                              "AND s.sql NOT LIKE 'CREATE VIRTUAL%' AND c.name = ?2";
    sqlite3_stmt *q = NULL;
    int           n = 0;
    if (sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) != SQLITE_OK) return (int)failed(h, err);
    sqlite3_bind_text(q, 1, table, -1, SQLITE_STATIC);
    sqlite3_bind_text(q, 2, column, -1, SQLITE_STATIC);
    int code = sqlite3_step(q);
    if (code == SQLITE_ROW) n = sqlite3_column_int(q, 0) > 0;
    sqlite3_finalize(q);
    return code == SQLITE_ROW ? n : (int)failed(h, err);
}

/* All of these columns ("a b c")? */
static int has_columns(ngl_health *h, const char *table, const char *columns, ngl_error *err)
{
    char name[64];
    while (*columns) {
        size_t n = strcspn(columns, " ");
        if (n >= sizeof name) return 0;
        memcpy(name, columns, n);
        name[n] = 0;
        int there = has_column(h, table, name, err);
        if (there <= 0) return there;
        columns += n + (columns[n] == ' ');
    }
    return 1;
}

/* ---- sessions ------------------------------------------------------------------------------- */

/* the platform's own numbers (ExerciseSessionType); an app's own are others */
static ngl_sport sport_of(int type, const char **sub)
{
    *sub = "";
    switch (type) {
    case 34: *sub = "treadmill"; return NGL_SPORT_RUNNING;
    case 33: return NGL_SPORT_RUNNING;
    case 53: return NGL_SPORT_WALKING;
    case 21: case 40: return NGL_SPORT_HIKING;
    case 5: *sub = "indoor_cycling"; return NGL_SPORT_CYCLING;
    case 4: return NGL_SPORT_CYCLING;
    case 48: *sub = "open_water"; return NGL_SPORT_SWIMMING;
    case 49: return NGL_SPORT_SWIMMING;
    case 45: case 55: case 8: return NGL_SPORT_STRENGTH;
    case 61: *sub = "indoor_rowing"; return NGL_SPORT_ROWING;
    case 31: return NGL_SPORT_ROWING;
    case 38: return NGL_SPORT_SKIING;
    case 0: return NGL_SPORT_UNKNOWN;
    default: return NGL_SPORT_OTHER;
    }
}

static const char *text_of(ngl_health *h, sqlite3_stmt *q, int i, bool *good)
{
    const char *text = (const char *)sqlite3_column_text(q, i);
    size_t      n = text ? (size_t)sqlite3_column_bytes(q, i) : 0;
    if (n > TEXT_MAX) n = TEXT_MAX;
    char *copy = ngl_arena_text(&h->arena, text ? text : "", n);
    for (size_t k = 0; copy && k < n; k++)
        if (((unsigned char)copy[k] < 0x20 && copy[k] != '\n') || copy[k] == 0x7f) copy[k] = '?';
    if (!copy) *good = false;
    return copy ? copy : "";
}

static bool read_session(ngl_health *h, sqlite3_stmt *q)
{
    bool     good = true;
    session *s = &h->session[h->nsession];
    *s = (session){ .row = sqlite3_column_int64(q, 0), .start = sqlite3_column_int64(q, 1), .end = sqlite3_column_int64(q, 2), .effort_rpe = NAN,
                    .app = (uint8_t)(sqlite3_column_int(q, 8) & (APPS - 1)) };
    if (s->start <= 0 || s->start > 4102444800000 || s->end < s->start || s->end - s->start > LONGEST_MS) return true;
    int offset = sqlite3_column_int(q, 3);
    s->has_offset = sqlite3_column_type(q, 3) == SQLITE_INTEGER && abs(offset) <= 14 * 3600;
    s->offset_s = s->has_offset ? offset : 0;
    s->sport = sport_of(sqlite3_column_int(q, 4), &s->sub_sport);
    s->key = text_of(h, q, 5, &good);
    s->title = text_of(h, q, 6, &good);
    s->note = text_of(h, q, 7, &good);
    double rpe = sqlite3_column_double(q, 9);
    if (rpe >= 1 && rpe <= 10) s->effort_rpe = rpe; /* an app that says none writes the smallest number there is */
    s->device = text_of(h, q, 10, &good);
    h->nsession++;
    return good;
}

static ngl_status read_sessions(ngl_health *h, ngl_error *err)
{
    static const char table[] = "exercise_session_record_table";
    char sql[SQL_MAX];
    int  there = has_columns(h, table, "start_time end_time", err);
    if (there < 0) return (ngl_status)there;
    if (!there) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is the database of another program, not an export of Health Connect");
    int offset = has_column(h, table, "start_zone_offset", err), type = has_column(h, table, "exercise_type", err), uuid = has_column(h, table, "uuid", err),
        title = has_column(h, table, "title", err), notes = has_column(h, table, "notes", err), app = has_column(h, table, "app_info_id", err),
        rpe = has_column(h, table, "session_rate_of_perceived_exertion", err), device = has_column(h, table, "device_info_id", err),
        row = has_column(h, table, "row_id", err), model = has_columns(h, "device_info_table", "row_id model", err);
    if (h->too_long) return failed(h, err);
    snprintf(sql, sizeof sql, "SELECT %s, start_time, end_time, %s, %s, %s, %s, %s, %s, %s, %s FROM %s s ORDER BY start_time, end_time, rowid LIMIT %d",
             row > 0 ? "row_id" : "rowid", offset > 0 ? "start_zone_offset" : "NULL", type > 0 ? "exercise_type" : "0", uuid > 0 ? "hex(uuid)" : "''",
             title > 0 ? "title" : "''", notes > 0 ? "notes" : "''", app > 0 ? "app_info_id" : "0", rpe > 0 ? "session_rate_of_perceived_exertion" : "NULL",
             device > 0 && model > 0 ? "(SELECT model FROM device_info_table d WHERE d.row_id = s.device_info_id)" : "''", table, SESSIONS_MAX);
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) != SQLITE_OK) return failed(h, err);
    h->session = ngl_arena_raw(&h->arena, sizeof *h->session, SESSIONS_MAX, 16);
    h->latest = ngl_arena_raw(&h->arena, sizeof *h->latest, SESSIONS_MAX, 16);
    bool good = h->session && h->latest;
    int  code = SQLITE_DONE;
    while (good && (code = sqlite3_step(q)) == SQLITE_ROW) good = read_session(h, q);
    ngl_status status = !good ? ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the database than is allowed") : code != SQLITE_DONE ? failed(h, err) : NGL_OK;
    sqlite3_finalize(q);
    for (size_t i = 0; i < h->nsession; i++) h->latest[i] = i && h->latest[i - 1] > h->session[i].end ? h->latest[i - 1] : h->session[i].end;
    return status;
}

/* ---- what was measured ------------------------------------------------------------------------- */

static size_t going_on(const ngl_health *h, int64_t t, uint32_t found[OVERLAP])
{
    size_t low = 0, high = h->nsession, n = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (h->session[middle].start <= t) low = middle + 1;
        else high = middle;
    }
    for (size_t looked = 0; low-- > 0 && looked < OVERLAP && h->latest[low] >= t; looked++)
        if (h->session[low].end >= t) found[n++] = (uint32_t)low;
    return n;
}

static ngl_status put(ngl_health *h, const sample *s, ngl_error *err)
{
    if (h->nsample == h->room) {
        size_t  more = h->room ? h->room * 2 : 4096;
        sample *list = more <= SAMPLES_MAX ? ngl_arena_raw(&h->arena, sizeof *list, more, 16) : NULL;
        if (!list) return ngl_fail(err, NGL_E_LIMIT, 0, "the database holds more measurements than are read");
        if (h->nsample) memcpy(list, h->sample, h->nsample * sizeof *list);
        h->sample = list;
        h->room = more;
    }
    h->sample[h->nsample] = *s;
    h->sample[h->nsample].order = (uint32_t)h->nsample;
    h->nsample++;
    return NGL_OK;
}

/* columns: time, value, app, end of the interval (or NULL), the session it belongs to (or NULL) */
static ngl_status take_rows(ngl_health *h, const char *sql, unsigned what, ngl_error *err)
{
    sqlite3_stmt *q = NULL;
    ngl_status    status = NGL_OK;
    int           code = SQLITE_DONE;
    if (sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) != SQLITE_OK) return failed(h, err);
    while (!status && (code = sqlite3_step(q)) == SQLITE_ROW) {
        uint32_t found[OVERLAP];
        int64_t  from = sqlite3_column_int64(q, 0), to = sqlite3_column_type(q, 3) == SQLITE_NULL ? from : sqlite3_column_int64(q, 3);
        double   v = sqlite3_column_double(q, 1);
        if (from <= 0 || to < from || to - from > LONGEST_MS || sqlite3_column_type(q, 1) == SQLITE_NULL || !(fabs(v) < 1e9)) continue;
        size_t n = going_on(h, from + (to - from) / 2, found);
        for (size_t i = 0; i < n && !status; i++) {
            if (sqlite3_column_type(q, 4) != SQLITE_NULL && sqlite3_column_int64(q, 4) != h->session[found[i]].row) continue;
            status = put(h, &(sample){ to, v, found[i], (uint32_t)(to - from), 0, (uint8_t)what, (uint8_t)(sqlite3_column_int(q, 2) & (APPS - 1)) }, err);
        }
    }
    if (!status && code != SQLITE_DONE) status = failed(h, err);
    sqlite3_finalize(q);
    return status;
}

/* a table of samples whose intervals stand in another */
static ngl_status take_series(ngl_health *h, const char *parent, const char *child, const char *column, unsigned what, ngl_error *err)
{
    char sql[SQL_MAX], columns[100];
    snprintf(columns, sizeof columns, "parent_key epoch_millis %s", column);
    int there = has_columns(h, child, columns, err), app = there > 0 ? has_columns(h, parent, "row_id app_info_id", err) : 0;
    if (there <= 0 || app < 0) return there < 0 ? (ngl_status)there : app < 0 ? (ngl_status)app : NGL_OK;
    if (app) snprintf(sql, sizeof sql, "SELECT c.epoch_millis, c.%s, p.app_info_id, NULL, NULL FROM %s c LEFT JOIN %s p ON p.row_id = c.parent_key", column, child, parent);
    else snprintf(sql, sizeof sql, "SELECT epoch_millis, %s, 0, NULL, NULL FROM %s", column, child);
    return take_rows(h, sql, what, err);
}

static ngl_status take_intervals(ngl_health *h, const char *table, const char *column, unsigned what, ngl_error *err)
{
    char sql[SQL_MAX], columns[100];
    snprintf(columns, sizeof columns, "start_time end_time %s", column);
    int there = has_columns(h, table, columns, err), app = there > 0 ? has_column(h, table, "app_info_id", err) : 0;
    if (there <= 0 || app < 0) return there < 0 ? (ngl_status)there : app < 0 ? (ngl_status)app : NGL_OK;
    snprintf(sql, sizeof sql, "SELECT start_time, %s, %s, end_time, NULL FROM %s", column, app ? "app_info_id" : "0", table);
    return take_rows(h, sql, what, err);
}

static ngl_status take_own(ngl_health *h, const char *table, const char *time, const char *column, const char *end, unsigned what, ngl_error *err)
{
    char sql[SQL_MAX], columns[140];
    snprintf(columns, sizeof columns, "parent_key %s %s %s", time, column, end ? end : time);
    int there = has_columns(h, table, columns, err);
    if (there <= 0) return (ngl_status)there;
    snprintf(sql, sizeof sql, "SELECT %s, %s, 0, %s, parent_key FROM %s", time, column, end ? end : "NULL", table);
    return take_rows(h, sql, what, err);
}

static ngl_status take_all(ngl_health *h, ngl_error *err)
{
    ngl_status s = take_series(h, "heart_rate_record_table", "heart_rate_record_series_table", "beats_per_minute", NGL_STREAM_HEART_RATE, err);
    if (!s) s = take_series(h, "SpeedRecordTable", "speed_record_table", "speed", NGL_STREAM_SPEED, err);
    if (!s) s = take_series(h, "PowerRecordTable", "power_record_table", "power", NGL_STREAM_POWER, err);
    if (!s) s = take_series(h, "StepsCadenceRecordTable", "steps_cadence_record_table", "rate", NGL_STREAM_CADENCE, err);
    if (!s) s = take_intervals(h, "distance_record_table", "distance", WHAT_DIST, err);
    if (!s) s = take_intervals(h, "steps_record_table", "count", WHAT_STEPS, err);
    if (!s) s = take_intervals(h, "elevation_gained_record_table", "elevation", WHAT_ASCENT, err);
    if (!s) s = take_own(h, "exercise_route_table", "timestamp_millis", "latitude", NULL, WHAT_LAT, err);
    if (!s) s = take_own(h, "exercise_route_table", "timestamp_millis", "longitude", NULL, WHAT_LON, err);
    if (!s) s = take_own(h, "exercise_route_table", "timestamp_millis", "altitude", NULL, NGL_STREAM_ALTITUDE, err);
    if (!s) s = take_own(h, "exercise_laps_table", "lap_start_time", "lap_length", "lap_end_time", WHAT_LAP, err);
    return s;
}

/* by session, kind, app, time */
static int in_order(const void *a, const void *b)
{
    const sample *x = a, *y = b;
    if (x->session != y->session) return x->session < y->session ? -1 : 1;
    if (x->what != y->what) return x->what < y->what ? -1 : 1;
    if (x->app != y->app) return x->app < y->app ? -1 : 1;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void give_samples(ngl_health *h)
{
    if (h->nsample) qsort(h->sample, h->nsample, sizeof *h->sample, in_order);
    for (size_t i = 0; i < h->nsample; i++) {
        session *s = &h->session[h->sample[i].session];
        if (!s->n) s->first = i;
        s->n++;
    }
}

ngl_status ngl_health_open(ngl_health **out, void *bytes, size_t len, ngl_error *err)
{
    ngl_arena arena;
    *out = NULL;
    ngl_arena_init(&arena, MEMORY);
    ngl_health *h = NGL_NEW(&arena, ngl_health, 1);
    if (!h) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the database than is allowed");
    h->arena = arena;
    ngl_status status = open_bytes(h, bytes, len, err);
    if (!status) status = read_sessions(h, err);
    if (!status && h->nsession) status = take_all(h, err);
    if (!status) give_samples(h);
    sqlite3_close(h->db);
    h->db = NULL;
    if (status) ngl_health_close(h);
    else *out = h;
    return status;
}

void ngl_health_close(ngl_health *h)
{
    if (!h) return;
    ngl_arena arena = h->arena;
    ngl_arena_free(&arena);
}

size_t ngl_health_count(const ngl_health *h)
{
    return h->nsession;
}

/* ---- a session as an activity ---------------------------------------------------------------------- */

/* the samples of one kind from one app: from the session's own, else from who has
 * most; `*n` of them */
static const sample *of_one_app(const ngl_health *h, const session *s, unsigned what, size_t *n)
{
    const sample *best = NULL, *p = h->sample + s->first, *end = p + s->n;
    *n = 0;
    for (const sample *from; p < end; ) {
        for (from = p; p < end && p->what == from->what && p->app == from->app;) p++;
        size_t count = (size_t)(p - from);
        if (from->what != what || (best && best->app == s->app) || (count <= *n && from->app != s->app)) continue;
        best = from;
        *n = count;
    }
    return best;
}

static double sum_of(const ngl_health *h, const session *s, unsigned what)
{
    size_t        n;
    double        sum = 0;
    const sample *p = of_one_app(h, s, what, &n);
    for (size_t i = 0; i < n; i++) sum += p[i].value > 0 ? p[i].value : 0;
    return n ? sum : NAN;
}

static ngl_status gather_streams(const ngl_health *h, const session *s, ngl_gather *g, ngl_error *err)
{
    static const ngl_stream streams[] = { NGL_STREAM_HEART_RATE, NGL_STREAM_SPEED, NGL_STREAM_POWER, NGL_STREAM_CADENCE, NGL_STREAM_ALTITUDE };
    ngl_status status = NGL_OK;
    for (unsigned k = 0; k < sizeof streams / sizeof *streams; k++) {
        size_t        n;
        const sample *p = of_one_app(h, s, streams[k], &n);
        for (size_t i = 0; i < n && !status; i++) status = ngl_gather_sample(g, p[i].time, streams[k], p[i].value, err);
    }
    return status;
}

/* metres as they add up, and steps a minute where no cadence was written */
static ngl_status gather_intervals(const ngl_health *h, const session *s, ngl_gather *g, ngl_error *err)
{
    size_t        n, ncadence;
    double        way = 0;
    ngl_status    status = NGL_OK;
    const sample *p = of_one_app(h, s, WHAT_DIST, &n);
    if (n && p->span_ms) status = ngl_gather_sample(g, p->time - p->span_ms > s->start ? p->time - p->span_ms : s->start, NGL_STREAM_DIST, 0, err);
    for (size_t i = 0; i < n && !status; i++) {
        way += p[i].value > 0 ? p[i].value : 0;
        status = ngl_gather_sample(g, p[i].time, NGL_STREAM_DIST, way, err);
    }
    of_one_app(h, s, NGL_STREAM_CADENCE, &ncadence);
    p = of_one_app(h, s, WHAT_STEPS, &n);
    for (size_t i = 0; i < n && !ncadence && !status; i++)
        if (p[i].span_ms >= 2000 && p[i].span_ms <= 300000) status = ngl_gather_sample(g, p[i].time, NGL_STREAM_CADENCE, p[i].value * 60000 / p[i].span_ms, err);
    return status;
}

static ngl_status gather_route(const ngl_health *h, const session *s, ngl_gather *g, ngl_error *err)
{
    size_t        nlat, nlon;
    ngl_status    status = NGL_OK;
    const sample *lat = of_one_app(h, s, WHAT_LAT, &nlat), *lon = of_one_app(h, s, WHAT_LON, &nlon);
    for (size_t i = 0; i < nlat && nlat == nlon && !status; i++) status = ngl_gather_position(g, lat[i].time, lat[i].value, lon[i].value, err);
    return status;
}

static bool take_laps(const ngl_health *h, const session *s, ngl_activity *a, ngl_arena *arena)
{
    size_t        n;
    const sample *p = of_one_app(h, s, WHAT_LAP, &n);
    ngl_lap      *lap = n ? NGL_NEW(arena, ngl_lap, n) : NULL;
    for (size_t i = 0; lap && i < n; i++) lap[i] = (ngl_lap){ p[i].time - p[i].span_ms, p[i].span_ms / 1000.0, p[i].span_ms / 1000.0, p[i].value > 0 ? p[i].value : NAN };
    a->lap = lap;
    a->nlap = lap ? (uint32_t)n : 0;
    return lap || !n;
}

static bool fill_head(const ngl_health *h, const session *s, ngl_activity *a, ngl_arena *arena)
{
    *a = ngl_gather_blank("health connect");
    ngl_device *d = s->device[0] ? NGL_NEW(arena, ngl_device, 1) : NULL;
    if (s->device[0] && !d) return false;
    if (d) *d = (ngl_device){ .maker = "", .product = s->device };
    a->device = d;
    a->ndevice = d != NULL;
    a->sport = s->sport;
    a->sport_key = ngl_sport_key(s->sport);
    a->sub_sport = s->sub_sport;
    a->name = s->title;
    a->start = s->start;
    a->utc_offset_s = s->offset_s;
    a->has_offset = s->has_offset;
    a->timer_s = a->elapsed_s = (double)(s->end - s->start) / 1000;
    a->dist_m = sum_of(h, s, WHAT_DIST);
    a->ascent_m = sum_of(h, s, WHAT_ASCENT);
    a->effort_rpe = s->effort_rpe;
    return take_laps(h, s, a, arena);
}

ngl_status ngl_health_session_at(const ngl_health *h, size_t i, ngl_arena *arena, ngl_health_session *out, ngl_error *err)
{
    const session *s = &h->session[i];
    ngl_gather    *g = ngl_gather_begin(arena);
    *out = (ngl_health_session){ .key = s->key, .title = s->title, .note = s->note };
    if (!g || !fill_head(h, s, &out->activity, arena)) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the session than is allowed");
    ngl_status status = gather_streams(h, s, g, err);
    if (!status) status = gather_intervals(h, s, g, err);
    if (!status) status = gather_route(h, s, g, err);
    return status ? status : ngl_gather_end(g, &out->activity, err);
}
