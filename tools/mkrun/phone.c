/* Polar's sessions, Android's Health Connect, and the spreadsheet of a runner
 * who writes everything down. */
#include "phone.h"

#include "base/date.h"
#include "base/number.h"
#include "zip_write.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 30)

typedef bool each(void *context, const run *r, unsigned i);

static bool all_runs(const archive_plan *a, each *one, void *context)
{
    for (unsigned i = 0; i < a->nplan; i++) {
        ngl_arena arena;
        run       r;
        ngl_arena_init(&arena, (size_t)64 << 20);
        bool good = run_make(&r, &arena, &a->plan[i], a->seed) && one(context, &r, i);
        ngl_arena_free(&arena);
        if (!good) return false;
    }
    return true;
}

/* ---- Polar --------------------------------------------------------------------------- */

/* "2026-03-01T07:30:00", the watch's own time; with '-' between hours as a file's name has it */
static void local_time(ngl_buf *b, const run *r, uint32_t t, char colon)
{
    int64_t   s = r->start / 1000 + r->utc_offset_s + t;
    ngl_civil c = ngl_civil_from_day((ngl_day)(s / 86400));
    int       in = (int)(s % 86400);
    ngl_buf_printf(b, "%04d-%02d-%02dT%02d%c%02d%c%02d", c.year, c.month, c.day, in / 3600, colon, in / 60 % 60, colon, in % 60);
}

static void channel(ngl_buf *b, const run *r, const char *type, size_t member, double factor, int decimals, uint32_t missing)
{
    ngl_buf_printf(b, "{\"type\":\"%s\",\"intervalMillis\":1000,\"values\":[", type);
    for (uint32_t i = 0, t = 0; i < r->n; t++) {
        if (t) ngl_buf_char(b, ',');
        if (r->sample[i].t != t || t < missing) ngl_buf_text(b, "NaN"); /* paused, or not yet measured */
        else ngl_buf_number(b, *(const double *)(const void *)((const char *)&r->sample[i] + member) * factor, decimals);
        i += r->sample[i].t == t;
    }
    ngl_buf_text(b, "]}");
}

static void way(ngl_buf *b, const run *r)
{
    ngl_buf_text(b, "\"routes\":{\"route\":{\"startTime\":\"");
    local_time(b, r, 2, ':');
    ngl_buf_text(b, "\",\"wayPoints\":[");
    for (uint32_t i = 2; i < r->n; i++) {
        ngl_buf_printf(b, "%s{\"longitude\":", i > 2 ? "," : "");
        ngl_buf_number(b, r->sample[i].lon, 7);
        ngl_buf_text(b, ",\"latitude\":");
        ngl_buf_number(b, r->sample[i].lat, 7);
        ngl_buf_printf(b, ",\"elapsedMillis\":%u}", (r->sample[i].t - 2) * 1000);
    }
    ngl_buf_text(b, "]}},");
}

static void head(ngl_buf *b, const run *r)
{
    ngl_buf_text(b, "\"startTime\":\"");
    local_time(b, r, 0, ':');
    ngl_buf_text(b, "\",\"stopTime\":\"");
    local_time(b, r, r->sample[r->n - 1].t, ':');
    ngl_buf_printf(b, "\",\"timezoneOffsetMinutes\":%d,\"durationMillis\":%u,\"distanceMeters\":", r->utc_offset_s / 60, r->timer_s * 1000);
    ngl_buf_number(b, r->sample[r->n - 1].dist_m, 1);
    ngl_buf_printf(b, ",\"sport\":{\"id\":\"%d\"},", r->plan.treadmill ? 17 : 1);
}

static bool polar_run(void *context, const run *r, unsigned i)
{
    zip_writer *z = context;
    ngl_buf     b, name;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_init(&name, 200);
    ngl_buf_printf(&b, "{\"exportVersion\":\"2.6\",\"identifier\":{\"id\":\"%u\"},\"name\":\"\",", 500000000u + i);
    head(&b, r);
    ngl_buf_text(&b, "\"product\":{\"modelName\":\"Polar Invented\"},\"physicalInformation\":{\"weightKg\":NaN},\"exercises\":[{");
    head(&b, r);
    if (!r->plan.treadmill) way(&b, r);
    ngl_buf_text(&b, "\"samples\":{\"samples\":[");
    channel(&b, r, "HEART_RATE", offsetof(run_sample, hr_bpm), 1, 0, 3);
    ngl_buf_char(&b, ',');
    channel(&b, r, "SPEED", offsetof(run_sample, speed_mps), 3.6, 4, 1);
    ngl_buf_char(&b, ',');
    channel(&b, r, "DISTANCE", offsetof(run_sample, dist_m), 1, 1, 0);
    ngl_buf_char(&b, ',');
    channel(&b, r, "CADENCE", offsetof(run_sample, cadence_spm), 0.5, 0, 0);
    ngl_buf_char(&b, ',');
    channel(&b, r, "ALTITUDE", offsetof(run_sample, alt_m), 1, 1, 0);
    ngl_buf_text(&b, "]}}]}\n");
    ngl_buf_text(&name, "training-session_");
    local_time(&name, r, 0, '-');
    ngl_buf_printf(&name, "_%u-00000000-0000-4000-8000-000000000000.json", i);
    zip_add(z, ngl_buf_string(&name), b.data, b.len, 0);
    bool good = !b.failed && !name.failed;
    ngl_buf_free(&b);
    ngl_buf_free(&name);
    return good;
}

static bool make_polar(const archive_plan *a)
{
    static const char other[] = "{\"exportVersion\":\"2.6\",\"date\":\"2026-01-01\",\"samples\":{\"mets\":[{\"value\":NaN}]}}";
    FILE *f = fopen(a->path, "wb");
    if (!f) return false;
    zip_writer z = zip_begin(f, NULL);
    bool       good = all_runs(a, polar_run, &z);
    zip_add(&z, "activity-2026-01-01-00000000-0000-4000-8000-000000000000.json", other, sizeof other - 1, 0);
    good = zip_end(&z) && good;
    return fclose(f) == 0 && good;
}

/* ---- Health Connect ---------------------------------------------------------------------- */

static const char tables[] =
    "PRAGMA user_version = 20;"
    "CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY, package_name TEXT, app_name TEXT);"
    "CREATE TABLE device_info_table (row_id INTEGER PRIMARY KEY, manufacturer TEXT, model TEXT, device_type INTEGER);"
    "CREATE TABLE exercise_session_record_table (row_id INTEGER PRIMARY KEY, uuid BLOB UNIQUE, app_info_id INTEGER, device_info_id INTEGER,"
    " start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, exercise_type INTEGER, title TEXT, notes TEXT,"
    " has_route INTEGER, session_rate_of_perceived_exertion REAL);"
    "CREATE TABLE heart_rate_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER);"
    "CREATE TABLE heart_rate_record_series_table (parent_key INTEGER, beats_per_minute INTEGER, epoch_millis INTEGER);"
    "CREATE TABLE SpeedRecordTable (row_id INTEGER PRIMARY KEY, app_info_id INTEGER);"
    "CREATE TABLE speed_record_table (parent_key INTEGER, speed REAL, epoch_millis INTEGER);"
    "CREATE TABLE distance_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER, start_time INTEGER, end_time INTEGER, distance REAL);"
    "CREATE TABLE steps_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER, start_time INTEGER, end_time INTEGER, count INTEGER);"
    "CREATE TABLE exercise_route_table (parent_key INTEGER, timestamp_millis INTEGER, latitude REAL, longitude REAL, altitude REAL);"
    "INSERT INTO application_info_table VALUES (1, 'org.example.watch', 'Watch'), (2, 'org.example.phone', 'Phone');"
    "INSERT INTO device_info_table VALUES (1, 'Invented', 'Watch 9', 1); BEGIN";

static bool put(sqlite3 *db, const char *sql, unsigned n, const double *v)
{
    sqlite3_stmt *q = NULL;
    bool          good = sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK;
    for (unsigned i = 0; good && i < n; i++) sqlite3_bind_double(q, (int)i + 1, v[i]);
    good = good && sqlite3_step(q) == SQLITE_DONE;
    sqlite3_finalize(q);
    return good;
}

static bool health_session(sqlite3 *db, const run *r, unsigned i, double from, double to)
{
    double session[] = { i + 1, from, r->utc_offset_s, to, r->plan.treadmill ? 34 : 33, !r->plan.treadmill, r->plan.rpe ? r->plan.rpe : 1.4e-45 };
    return put(db, "INSERT INTO exercise_session_record_table VALUES (?1, randomblob(0) || CAST(printf('%016d', ?1) AS BLOB), 1, 1, ?2, ?3, ?4, ?3, ?5, 'Run', '', ?6, ?7)", 7, session) &&
           put(db, "INSERT INTO heart_rate_record_table VALUES (?1 * 2, 1), (?1 * 2 + 1, 2)", 1, session) && put(db, "INSERT INTO SpeedRecordTable VALUES (?1, 1)", 1, session);
}

/* the watch writes every second, the phone a wrong beat every minute */
static bool health_samples(sqlite3 *db, const run *r, unsigned i, double start)
{
    bool good = true;
    for (uint32_t k = 0; k < r->n && good; k++) {
        const run_sample *s = &r->sample[k];
        double            t = start + s->t * 1000.0;
        good = put(db, "INSERT INTO heart_rate_record_series_table VALUES (?1 * 2, CAST(?3 AS INTEGER), ?2)", 3, (double[]){ i + 1, t, s->hr_bpm }) &&
               put(db, "INSERT INTO speed_record_table VALUES (?1, ?3, ?2)", 3, (double[]){ i + 1, t, s->speed_mps });
        if (good && !r->plan.treadmill) good = put(db, "INSERT INTO exercise_route_table VALUES (?1, ?2, ?3, ?4, ?5)", 5, (double[]){ i + 1, t, s->lat, s->lon, s->alt_m });
        if (good && k % 60 == 0) good = put(db, "INSERT INTO heart_rate_record_series_table VALUES (?1 * 2 + 1, 77, ?2)", 2, (double[]){ i + 1, t });
    }
    for (uint32_t k = 60; k < r->n && good; k += 60) {
        const run_sample *a = &r->sample[k - 60], *b = &r->sample[k];
        double            steps = b->cadence_spm * (b->t - a->t) / 60;
        good = put(db, "INSERT INTO distance_record_table (app_info_id, start_time, end_time, distance) VALUES (1, ?1, ?2, ?3)", 3, (double[]){ start + a->t * 1000.0, start + b->t * 1000.0, b->dist_m - a->dist_m }) &&
               put(db, "INSERT INTO steps_record_table (app_info_id, start_time, end_time, count) VALUES (1, ?1, ?2, CAST(?3 AS INTEGER))", 3, (double[]){ start + a->t * 1000.0, start + b->t * 1000.0, steps });
    }
    return good;
}

static bool health_run(void *context, const run *r, unsigned i)
{
    double from = (double)r->start, to = from + r->sample[r->n - 1].t * 1000.0;
    return health_session(context, r, i, from, to) && health_samples(context, r, i, from);
}

static bool save_database(const archive_plan *a, sqlite3 *db)
{
    sqlite3_int64  len = 0;
    unsigned char *bytes = sqlite3_serialize(db, "main", &len, 0);
    FILE          *f = bytes ? fopen(a->path, "wb") : NULL;
    bool           good = f != NULL;
    if (f) {
        zip_writer z = zip_begin(f, NULL);
        zip_add(&z, "health_connect_export.db", bytes, (size_t)len, ZIP_SIZES_BEHIND);
        good = zip_end(&z);
        good = fclose(f) == 0 && good;
    }
    sqlite3_free(bytes);
    return good;
}

static bool make_health(const archive_plan *a)
{
    sqlite3 *db = NULL;
    bool     good = sqlite3_open(":memory:", &db) == SQLITE_OK && sqlite3_exec(db, tables, NULL, NULL, NULL) == SQLITE_OK;
    good = good && all_runs(a, health_run, db) && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK && save_database(a, db);
    sqlite3_close(db);
    return good;
}

/* ---- a diary ------------------------------------------------------------------------------------ */

static bool diary_line(void *context, const run *r, unsigned i)
{
    FILE   *f = context;
    ngl_buf b;
    ngl_buf_init(&b, 1000);
    ngl_civil c = ngl_civil_from_day(r->plan.day);
    ngl_buf_printf(&b, "%02d.%02d.%d;Lauf;%u:%02u:%02u;", c.day, c.month, c.year, r->timer_s / 3600, r->timer_s / 60 % 60, r->timer_s % 60);
    size_t from = b.len;
    ngl_buf_number(&b, r->sample[r->n - 1].dist_m / 1000, 1);
    for (size_t k = from; k < b.len; k++)
        if (b.data[k] == '.') b.data[k] = ',';
    ngl_buf_printf(&b, ";%d;%u;%s;%s\n", r->plan.rpe ? r->plan.rpe : 4, i % 6, i % 6 ? "Sitzbein links" : "", i % 6 > 3 ? "\"zieht beim Sitzen; danach besser\"" : "");
    bool good = fwrite(b.data, 1, b.len, f) == b.len;
    ngl_buf_free(&b);
    return good;
}

static bool make_diary(const archive_plan *a)
{
    FILE *f = fopen(a->path, "wb");
    if (!f) return false;
    bool good = fputs("Datum;Was;Dauer;Strecke (km);RPE;Schmerz;Ort;Bemerkung\n", f) >= 0 && all_runs(a, diary_line, f);
    return fclose(f) == 0 && good;
}

int phone_make(const archive_plan *a)
{
    bool good = strcmp(a->kind, "polar") == 0 ? make_polar(a) : strcmp(a->kind, "diary") == 0 ? make_diary(a) : make_health(a);
    if (!good) fprintf(stderr, "mkrun: %s cannot be written\n", a->path);
    return !good;
}
