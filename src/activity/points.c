/* Points of GPX and TCX as rows, and rows as activities. */
#include "activity/xml.h"

#include "base/buf.h"
#include "base/error.h"

#include <math.h>

ngl_point ngl_point_blank(void)
{
    ngl_point p = { .time = NGL_INSTANT_NONE, .lat = NAN, .lon = NAN };
    for (unsigned i = 0; i < NGL_STREAM_COUNT; i++) p.value[i] = NAN;
    return p;
}

/* What a runner's or rider's recording can hold, in the order of the streams. */
static const struct {
    double min, max;
} believable[NGL_STREAM_COUNT] = {
    [NGL_STREAM_DIST] = { 0, 5e6 },         [NGL_STREAM_SPEED] = { 0, 100 },
    [NGL_STREAM_ALTITUDE] = { -500, 10000 }, [NGL_STREAM_HEART_RATE] = { 1, 254 },
    [NGL_STREAM_CADENCE] = { 0, 254 },      [NGL_STREAM_POWER] = { 0, 5000 },
    [NGL_STREAM_CONTACT] = { 0.1, 3000 },   [NGL_STREAM_OSCILLATION] = { 0.1, 500 },
    [NGL_STREAM_BALANCE] = { 0.01, 100 },   [NGL_STREAM_STEP_LENGTH] = { 0.1, 5000 },
    [NGL_STREAM_VERTICAL_RATIO] = { 0.01, 100 }, [NGL_STREAM_TEMPERATURE] = { -90, 90 },
};

static double checked(ngl_points *p, unsigned stream, double v)
{
    if (isnan(v) || (v >= believable[stream].min && v <= believable[stream].max)) return v;
    p->nodd += v != 0;
    return NAN;
}

static ngl_status add_position(ngl_points *p, const ngl_point *point, ngl_error *err)
{
    ngl_columns *c = &p->columns;
    if (isnan(point->lat) || isnan(point->lon)) return NGL_OK;
    int32_t lat = ngl_track_semicircles(point->lat, 90), lon = ngl_track_semicircles(point->lon, 180);
    if (lat == NGL_POSITION_NONE || lon == NGL_POSITION_NONE) {
        p->nodd++;
        return NGL_OK;
    }
    ngl_status status = ngl_columns_add_position(c, err);
    if (status) return status;
    c->lat[c->n] = lat;
    c->lon[c->n] = lon;
    return NGL_OK;
}

ngl_status ngl_points_add(ngl_points *p, const ngl_point *point, ngl_error *err)
{
    ngl_columns *c = &p->columns;
    ngl_status   status = ngl_columns_room(c, 1, 1024, err);
    if (status) return status;
    ngl_columns_blank(c, c->n, 1, 0, false);
    if ((status = add_position(p, point, err))) return status;
    for (unsigned i = 0; i < NGL_STREAM_COUNT; i++) {
        double v = checked(p, i, point->value[i]);
        if (isnan(v)) continue;
        if ((status = ngl_columns_add(c, i, err))) return status;
        c->column[i][c->n] = (float)v;
    }
    c->time_ms[c->n++] = point->time;
    return NGL_OK;
}

/* Points without a time take that of the one before; the first ones, that of
 * the first one that has any. Rows without any time at all are all at zero. */
static void fill_times(ngl_points *p, uint32_t first, uint32_t end)
{
    int64_t *time = p->columns.time_ms, last = 0;
    uint32_t i = first;
    while (i < end && time[i] == NGL_INSTANT_NONE) i++;
    if (i < end) last = time[i];
    for (i = first; i < end; i++) {
        p->untimed += time[i] == NGL_INSTANT_NONE;
        if (time[i] == NGL_INSTANT_NONE) time[i] = last;
        last = time[i];
    }
}

ngl_status ngl_points_end(ngl_points *p, const ngl_activity *a, uint32_t first, uint32_t end, ngl_error *err)
{
    ngl_columns *c = &p->columns;
    void *items = ngl_grow(c->arena, p->activity, p->nactivity, &p->activity_cap, NGL_SESSION_MAX, sizeof *p->activity);
    if (!items) return ngl_fail(err, NGL_E_LIMIT, 0, "the file holds too many tracks");
    p->activity = items;
    fill_times(p, first, end);
    ngl_activity *to = &p->activity[p->nactivity++];
    *to = *a;
    ngl_track_fill(to, c, first, end - first, true, &p->odd);
    return NGL_OK;
}

static ngl_status write_note(const ngl_points *p, ngl_import *out, const ngl_error *walk_error, ngl_error *err)
{
    ngl_buf     b;
    const char *between = "";
    ngl_buf_init(&b, 2000);
#define NOTE(when, ...)                  \
    if (when) {                          \
        ngl_buf_text(&b, between);       \
        ngl_buf_printf(&b, __VA_ARGS__); \
        between = "; ";                  \
    }
    NOTE(walk_error, "%s", walk_error->text)
    NOTE(p->odd.wrong_date, "the date of the recording cannot be right")
    NOTE(p->planned && p->nactivity, "%u tracks without times were left out", (unsigned)p->planned)
    NOTE(p->untimed, "%u points had no time", (unsigned)p->untimed)
    NOTE(p->odd.backward, "the clock went back (%u times)", (unsigned)p->odd.backward)
    NOTE(p->odd.jumps, "the clock jumped by more than a day")
    NOTE(p->odd.wrong_total, "a total in the file cannot be right and was worked out anew")
    NOTE(p->nodd + p->odd.spikes, "%u values that cannot be were left out", (unsigned)(p->nodd + p->odd.spikes))
#undef NOTE
    bool failed = b.failed;
    out->note = ngl_arena_text(p->columns.arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return out->note && !failed ? NGL_OK : ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory is allowed");
}

ngl_status ngl_points_finish(ngl_points *p, ngl_import *out, ngl_status walked, const char *kind, ngl_error *err)
{
    static const ngl_error unsaid = { .text = "the file is damaged" };
    bool damaged = walked == NGL_E_CORRUPT || walked == NGL_E_TRUNCATED;
    if (walked && !damaged) return walked;
    if (walked && !p->nactivity) return walked;
    for (uint32_t i = 0; i < p->nactivity; i++) p->activity[i].salvaged = damaged;
    ngl_status status = write_note(p, out, !damaged ? NULL : err ? err : &unsaid, err);
    if (status) return status;
    if (damaged && err) *err = (ngl_error){ 0 };
    out->nactivity = p->nactivity;
    out->activity = p->activity;
    out->kind = p->nactivity ? "activity" : kind;
    if (p->nactivity) return NGL_OK;
    return ngl_fail(err, NGL_E_NOT_ACTIVITY, 0, "the file is not a recorded activity: %s", kind);
}
