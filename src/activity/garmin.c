/* Garmin's summarizedActivities.json: distances and heights in centimetres,
 * durations in milliseconds, speeds in tenths of metres a second. It lists what
 * was typed in by hand, too, and what came from partners without a file. */
#include "activity/list.h"

#include "base/error.h"
#include "base/json_read.h"

#include <math.h>
#include <string.h>

static const char mark[] = "\"summarizedActivitiesExport\"";

bool ngl_garmin_sniff(const char *head, size_t len)
{
    size_t n = sizeof mark - 1;
    for (size_t i = 0; i + n <= len; i++)
        if (head[i] == '"' && memcmp(head + i, mark, n) == 0) return true;
    return false;
}

typedef struct reading {
    ngl_json_reader json;
    ngl_arena      *arena;
    ngl_list       *out;
    size_t          room;
    bool            failed; /* no memory */
} reading;

/* a figure's place in the row and what makes it metres, seconds … */
typedef struct figure {
    const char *key;
    size_t      at;
    double      factor;
} figure;

static const figure figures[] = {
    { "distance", offsetof(ngl_listed, dist_m), 0.01 },
    { "duration", offsetof(ngl_listed, timer_s), 0.001 },
    { "elapsedDuration", offsetof(ngl_listed, elapsed_s), 0.001 },
    { "elevationGain", offsetof(ngl_listed, ascent_m), 0.01 },
    { "elevationLoss", offsetof(ngl_listed, descent_m), 0.01 },
    { "avgHr", offsetof(ngl_listed, mean_hr_bpm), 1 },
    { "avgDoubleCadence", offsetof(ngl_listed, mean_cadence_spm), 1 },
    { "maxSpeed", offsetof(ngl_listed, max_speed_mps), 10 },
    { "workoutRpe", offsetof(ngl_listed, effort_rpe), 0.1 },
};

static const char *kept_text(reading *r)
{
    const char *text = ngl_arena_text(r->arena, ngl_buf_string(&r->json.text), r->json.text.len);
    if (!text) r->failed = true;
    return text ? text : "";
}

static void take_figure(ngl_listed *row, const char *key, double v)
{
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (strcmp(key, figures[i].key) != 0) continue;
        double *to = (void *)((char *)row + figures[i].at);
        *to = v >= 0 && v < 1e12 ? v * figures[i].factor : NAN;
    }
}

/* what was said of one activity: times are kept until all of it was read */
typedef struct times {
    double gmt, local, begin;
} times;

static void take_value(reading *r, ngl_listed *row, times *t, const char *key, ngl_json_kind kind)
{
    if (kind == NGL_JSON_TEXT) {
        if (strcmp(key, "name") == 0) row->name = kept_text(r);
        else if (strcmp(key, "activityType") == 0) row->kind = kept_text(r);
        else if (strcmp(key, "description") == 0) row->note = kept_text(r);
    } else if (kind == NGL_JSON_NUMBER) {
        double v = r->json.number;
        if (strcmp(key, "activityId") == 0 && r->json.is_integer) {
            char digits[24];
            size_t n = sizeof digits;
            for (int64_t id = r->json.integer; n && (id > 0 || n == sizeof digits); id /= 10) digits[--n] = (char)('0' + (id > 0 ? id % 10 : 0));
            row->key = ngl_arena_text(r->arena, digits + n, sizeof digits - n);
            if (!row->key) row->key = "", r->failed = true;
        }
        else if (strcmp(key, "startTimeGmt") == 0) t->gmt = v;
        else if (strcmp(key, "startTimeLocal") == 0) t->local = v;
        else if (strcmp(key, "beginTimestamp") == 0) t->begin = v;
        else take_figure(row, key, v);
    }
}

static void settle(ngl_listed *row, const times *t)
{
    double start = t->begin > 0 ? t->begin : t->gmt, offset = (t->local - t->gmt) / 1000;
    if (start > 0 && start < 32503680000000) row->start = (ngl_instant)start;
    if (fabs(offset) <= 14 * 3600) {
        row->utc_offset_s = (int32_t)offset;
        row->has_offset = true;
    }
    row->sport = ngl_worded_sport(row->kind);
    if (isnan(row->elapsed_s)) row->elapsed_s = row->timer_s;
    if (!(row->mean_hr_bpm > 0)) row->mean_hr_bpm = NAN;
    if (!(row->mean_cadence_spm > 0)) row->mean_cadence_spm = NAN;
    if (!(row->max_speed_mps > 0)) row->max_speed_mps = NAN;
    if (!(row->effort_rpe >= 1 && row->effort_rpe <= 10)) row->effort_rpe = NAN;
}

/* the object that was just opened; false: broken */
static bool take_activity(reading *r)
{
    ngl_listed *row = ngl_list_add(r->out, r->arena, &r->room);
    times       t = { NAN, NAN, NAN };
    char        key[32];
    if (!row) return r->failed = true, false;
    for (ngl_json_kind kind; (kind = ngl_json_read(&r->json)) != NGL_JSON_OBJECT_END;) {
        if (kind != NGL_JSON_KEY) return false;
        size_t n = r->json.text.len < sizeof key - 1 ? r->json.text.len : sizeof key - 1;
        memcpy(key, ngl_buf_string(&r->json.text), n);
        key[n] = 0;
        kind = ngl_json_read(&r->json);
        if (kind == NGL_JSON_OBJECT || kind == NGL_JSON_ARRAY) {
            if (!ngl_json_skip(&r->json, kind)) return false;
        } else if (kind == NGL_JSON_BROKEN) {
            return false;
        } else {
            take_value(r, row, &t, key, kind);
        }
    }
    settle(row, &t);
    bool parent = strcmp(row->kind, "multi_sport") == 0; /* its legs are listed, too */
    if (row->key[0] && !parent) return true;
    r->out->n--;
    r->out->nbad += !parent;
    return true;
}

static bool take_activities(reading *r)
{
    ngl_json_kind kind = ngl_json_read(&r->json);
    if (kind != NGL_JSON_ARRAY) return ngl_json_skip(&r->json, kind);
    while ((kind = ngl_json_read(&r->json)) != NGL_JSON_ARRAY_END) {
        if (kind == NGL_JSON_OBJECT ? !take_activity(r) : !ngl_json_skip(&r->json, kind)) return false;
        if (r->failed) return false;
    }
    return true;
}

/* wherever the key stands: in an object, or in one of an array of objects */
static bool take_all(reading *r)
{
    for (;;) {
        ngl_json_kind kind = ngl_json_read(&r->json);
        if (kind == NGL_JSON_END) return true;
        if (kind == NGL_JSON_BROKEN) return false;
        if (kind != NGL_JSON_KEY) continue;
        bool ours = r->json.text.len == sizeof mark - 3 && memcmp(ngl_buf_string(&r->json.text), mark + 1, sizeof mark - 3) == 0;
        if (ours ? !take_activities(r) : !ngl_json_skip(&r->json, kind)) return false;
    }
}

ngl_status ngl_garmin_read(ngl_list *out, ngl_arena *arena, const void *bytes, size_t len, ngl_error *err)
{
    reading r = { .arena = arena, .out = out };
    ngl_json_read_begin(&r.json, bytes, len);
    bool       whole = take_all(&r);
    ngl_status status = NGL_OK;
    if (r.failed || r.json.text.failed)
        status = ngl_fail(err, NGL_E_NOMEM, r.json.pos, "more memory is needed for the list of activities than is allowed");
    else if (!whole)
        status = ngl_fail(err, NGL_E_CORRUPT, r.json.pos, "the list of activities is damaged (%s)", r.json.fault ? r.json.fault : "not the expected form");
    ngl_json_read_end(&r.json);
    return status;
}
