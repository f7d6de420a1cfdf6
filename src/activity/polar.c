/* Polar's training sessions as JSON, as an account's export holds them: a file
 * a session. Two generations are read: the newer one writes each channel as an
 * array with one interval (and a bare NaN where nothing was measured, which is
 * not JSON), the older one an object with a time for every value. Times are
 * local, their offset from UTC stands beside them; speeds are in km/h; a
 * barometer that is still settling says 0 m.
 */
#include "activity/series.h"

#include "base/date.h"
#include "base/error.h"
#include "base/json_read.h"
#include "base/number.h"

#include <math.h>
#include <string.h>

enum { KEY = 32, EXERCISES_MAX = 64, PAUSES_MAX = 1 << 16, SETTLING_S = 120, CHANNEL_NONE = -1 };

typedef struct timing {
    int64_t local_ms; /* NGL_INSTANT_NONE */
    double  offset_min, duration_s;
} timing;

typedef struct session {
    ngl_json_reader json;
    ngl_points      points;
    ngl_series      series;
    ngl_error      *err;
    ngl_status      status; /* why reading stopped, beside JSON that is broken */
    timing          whole, part;
    double          dist_m; /* of the session */
    double          mean_hr_bpm;
    ngl_activity    now;    /* the exercise at hand */
    ngl_sport       sport;  /* of the session */
    const char     *sub_sport, *name, *product;
    uint32_t        nexercise, npause, pause_cap, nlap, lap_cap, unknown_sport;
    ngl_pause      *pause;
    ngl_lap        *lap;
    int64_t         first_ms, last_ms; /* of the samples, in local time */
    /* of the channel or route at hand */
    int    channel;
    double interval_ms, scale;
    int64_t base_ms;
} session;

/* ---- what it is --------------------------------------------------------------------- */

static bool has(const uint8_t *p, size_t len, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= len; i++)
        if (p[i] == (uint8_t)word[0] && memcmp(p + i, word, n) == 0) return true;
    return false;
}

bool ngl_polar_sniff(const uint8_t *head, size_t len)
{
    size_t i = len >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    if (len > 4096) len = 4096;
    while (i < len && (head[i] == ' ' || head[i] == '\n' || head[i] == '\r' || head[i] == '\t')) i++;
    if (i == len || head[i] != '{') return false;
    return has(head, len, "\"startTime\"") && has(head, len, "\"timezoneOffset") &&
           (has(head, len, "\"stopTime\"") || has(head, len, "\"exercises\""));
}

/* ---- JSON ----------------------------------------------------------------------------- */

typedef bool take(session *s, const char *key, ngl_json_kind kind);

/* Every member of the object that was just opened; `member` takes all of each
 * value. False: broken, or s->status. */
static bool each(session *s, take *member)
{
    char key[KEY];
    for (ngl_json_kind kind; (kind = ngl_json_read(&s->json)) != NGL_JSON_OBJECT_END;) {
        if (kind != NGL_JSON_KEY) return false;
        size_t n = s->json.text.len < KEY - 1 ? s->json.text.len : KEY - 1;
        memcpy(key, ngl_buf_string(&s->json.text), n);
        key[n] = 0;
        kind = ngl_json_read(&s->json);
        if (kind == NGL_JSON_BROKEN || !member(s, key, kind) || s->status) return false;
    }
    return true;
}

static bool skip(session *s, ngl_json_kind kind)
{
    return kind == NGL_JSON_OBJECT || kind == NGL_JSON_ARRAY ? ngl_json_skip(&s->json, kind) : kind != NGL_JSON_BROKEN;
}

/* every object of an array; whatever else it holds is passed over */
static bool each_of(session *s, ngl_json_kind kind, bool (*one)(session *s))
{
    if (kind != NGL_JSON_ARRAY) return skip(s, kind);
    while ((kind = ngl_json_read(&s->json)) != NGL_JSON_ARRAY_END) {
        if (kind == NGL_JSON_BROKEN) return false;
        if (kind == NGL_JSON_OBJECT ? !one(s) : !skip(s, kind)) return false;
        if (s->status) return false;
    }
    return true;
}

static double number_of(const session *s, ngl_json_kind kind)
{
    double v;
    if (kind == NGL_JSON_NUMBER) return s->json.number;
    if (kind == NGL_JSON_TEXT && ngl_number_parse(&v, ngl_buf_string(&s->json.text), s->json.text.len)) return v;
    return NAN;
}

/* a local time as if it were UTC */
static int64_t local_of(const session *s, ngl_json_kind kind)
{
    ngl_instant t;
    if (kind != NGL_JSON_TEXT || !ngl_instant_parse(&t, NULL, ngl_buf_string(&s->json.text), s->json.text.len)) return NGL_INSTANT_NONE;
    return t;
}

/* "PT1H5M20.5S" */
static double iso_duration_s(const char *p)
{
    double sum = 0, v;
    if (*p++ != 'P') return NAN;
    while (*p) {
        size_t n = 0;
        if (*p == 'T') p++;
        while (p[n] && strchr(".0123456789", p[n])) n++;
        if (!n || !ngl_number_parse(&v, p, n)) return NAN;
        switch (p[n]) {
        case 'D': v *= 86400; break;
        case 'H': v *= 3600; break;
        case 'M': v *= 60; break;
        case 'S': break;
        default: return NAN;
        }
        sum += v;
        p += n + 1;
    }
    return sum;
}

static const char *kept_text(session *s)
{
    const char *text = ngl_xml_title(s->points.columns.arena, ngl_buf_string(&s->json.text), s->json.text.len);
    if (!text) s->status = ngl_fail(s->err, NGL_E_NOMEM, 0, "not enough memory to read the file");
    return text ? text : "";
}

/* what a session and an exercise say alike; false: it is something else */
static bool take_timing(session *s, timing *t, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "startTime") == 0) t->local_ms = local_of(s, kind);
    else if (strcmp(key, "timezoneOffsetMinutes") == 0 || strcmp(key, "timezoneOffset") == 0) t->offset_min = number_of(s, kind);
    else if (strcmp(key, "durationMillis") == 0) t->duration_s = number_of(s, kind) / 1000;
    else if (strcmp(key, "duration") == 0 && kind == NGL_JSON_TEXT) t->duration_s = iso_duration_s(ngl_buf_string(&s->json.text));
    else return false;
    return true;
}

/* ---- sports ----------------------------------------------------------------------------- */

/* by the numbers of Polar's own list, as far as several exports agree on them */
static ngl_sport sport_by_number(int64_t id, const char **sub)
{
    switch (id) {
    case 17: *sub = "treadmill"; return NGL_SPORT_RUNNING;
    case 27: *sub = "trail"; return NGL_SPORT_RUNNING;
    case 1: case 4: case 19: return NGL_SPORT_RUNNING;
    case 3: case 9: return NGL_SPORT_WALKING;
    case 11: return NGL_SPORT_HIKING;
    case 18: *sub = "indoor_cycling"; return NGL_SPORT_CYCLING;
    case 2: case 5: case 38: return NGL_SPORT_CYCLING;
    case 23: return NGL_SPORT_SWIMMING;
    case 15: return NGL_SPORT_STRENGTH;
    case 8: return NGL_SPORT_ROWING;
    case 6: case 7: return NGL_SPORT_SKIING;
    default: return NGL_SPORT_UNKNOWN;
    }
}

static ngl_sport sport_of(session *s, ngl_json_kind kind, const char **sub)
{
    const char *text = ngl_buf_string(&s->json.text);
    int64_t     id;
    *sub = "";
    if (kind == NGL_JSON_NUMBER && s->json.is_integer) return sport_by_number(s->json.integer, sub);
    if (kind != NGL_JSON_TEXT) return NGL_SPORT_UNKNOWN;
    if (ngl_integer_parse(&id, text, s->json.text.len)) return sport_by_number(id, sub);
    if (strstr(text, "TREADMILL")) *sub = "treadmill";
    if (strstr(text, "TRAIL")) *sub = "trail";
    return ngl_xml_sport(text, s->json.text.len);
}

static bool in_sport(session *s, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "id") != 0 || kind == NGL_JSON_OBJECT || kind == NGL_JSON_ARRAY) return skip(s, kind);
    s->now.sport = sport_of(s, kind, &s->now.sub_sport);
    s->unknown_sport += s->now.sport == NGL_SPORT_UNKNOWN;
    return true;
}

/* the sport of the exercise at hand */
static bool take_sport(session *s, ngl_json_kind kind)
{
    if (kind == NGL_JSON_OBJECT) return each(s, in_sport);
    s->now.sport = sport_of(s, kind, &s->now.sub_sport);
    return skip(s, kind);
}

/* ---- samples ------------------------------------------------------------------------------ */

static const struct {
    const char *newer, *older;
    ngl_stream  stream;
    double      scale;
} channels[] = {
    { "HEART_RATE", "heartRate", NGL_STREAM_HEART_RATE, 1 },
    { "SPEED", "speed", NGL_STREAM_SPEED, 1 / 3.6 },
    { "DISTANCE", "distance", NGL_STREAM_DIST, 1 },
    { "ALTITUDE", "altitude", NGL_STREAM_ALTITUDE, 1 },
    { "CADENCE", "cadence", NGL_STREAM_CADENCE, 1 },
    { "POWER", "power", NGL_STREAM_POWER, 1 },
    { "TEMPERATURE", "temperature", NGL_STREAM_TEMPERATURE, 1 },
};

static int channel_of(const char *name, bool newer)
{
    for (int i = 0; i < (int)(sizeof channels / sizeof *channels); i++)
        if (strcmp(name, newer ? channels[i].newer : channels[i].older) == 0) return i;
    return CHANNEL_NONE;
}

static void saw(session *s, int64_t ms)
{
    if (s->first_ms == NGL_INSTANT_NONE || ms < s->first_ms) s->first_ms = ms;
    if (s->last_ms == NGL_INSTANT_NONE || ms > s->last_ms) s->last_ms = ms;
}

static void add(session *s, int64_t local_ms, double v)
{
    ngl_stream stream = channels[s->channel].stream;
    if (local_ms == NGL_INSTANT_NONE || isnan(v)) return;
    saw(s, local_ms);
    // a heart does not stand still, and a pressure sensor says 0 m until it has settled
    if (v == 0 && (stream == NGL_STREAM_HEART_RATE || (stream == NGL_STREAM_ALTITUDE && local_ms < s->part.local_ms + SETTLING_S * 1000))) return;
    s->status = ngl_series_add(&s->series, local_ms, stream, v * channels[s->channel].scale, s->err);
}

static bool take_values(session *s, ngl_json_kind kind)
{
    double at = 0;
    if (kind != NGL_JSON_ARRAY) return skip(s, kind);
    while ((kind = ngl_json_read(&s->json)) != NGL_JSON_ARRAY_END) {
        if (kind == NGL_JSON_BROKEN || !skip(s, kind)) return false;
        double step = s->interval_ms >= 1 && s->interval_ms <= 3600000 ? s->interval_ms : 1000;
        if (s->channel != CHANNEL_NONE && s->part.local_ms != NGL_INSTANT_NONE && at < 1e11)
            add(s, s->part.local_ms + (int64_t)at, number_of(s, kind));
        if (s->status) return false;
        at += step;
    }
    return true;
}

static bool in_channel(session *s, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "type") == 0 && kind == NGL_JSON_TEXT) s->channel = channel_of(ngl_buf_string(&s->json.text), true);
    else if (strcmp(key, "intervalMillis") == 0) s->interval_ms = number_of(s, kind);
    else if (strcmp(key, "values") == 0) return take_values(s, kind);
    return skip(s, kind);
}

static bool one_channel(session *s)
{
    s->channel = CHANNEL_NONE;
    s->interval_ms = 1000;
    return each(s, in_channel);
}

/* ---- the older form: a time for every value -------------------------------------------------- */

typedef struct dated {
    int64_t local_ms;
    double  value, lat, lon, alt;
} dated;

/* one object, of plain members */
static bool take_dated(session *s, dated *d)
{
    char key[KEY];
    *d = (dated){ NGL_INSTANT_NONE, NAN, NAN, NAN, NAN };
    for (ngl_json_kind kind; (kind = ngl_json_read(&s->json)) != NGL_JSON_OBJECT_END;) {
        if (kind != NGL_JSON_KEY) return false;
        size_t n = s->json.text.len < KEY - 1 ? s->json.text.len : KEY - 1;
        memcpy(key, ngl_buf_string(&s->json.text), n);
        key[n] = 0;
        kind = ngl_json_read(&s->json);
        if (strcmp(key, "dateTime") == 0) d->local_ms = local_of(s, kind);
        else if (strcmp(key, "elapsedMillis") == 0) {
            double ms = number_of(s, kind);
            if (s->base_ms != NGL_INSTANT_NONE && ms >= 0 && ms < 1e11) d->local_ms = s->base_ms + (int64_t)ms;
        }
        else if (strcmp(key, "value") == 0) d->value = number_of(s, kind);
        else if (strcmp(key, "latitude") == 0) d->lat = number_of(s, kind);
        else if (strcmp(key, "longitude") == 0) d->lon = number_of(s, kind);
        else if (strcmp(key, "altitude") == 0) d->alt = number_of(s, kind);
        if (!skip(s, kind)) return false;
    }
    return true;
}

static bool one_value(session *s)
{
    dated d;
    if (!take_dated(s, &d)) return false;
    add(s, d.local_ms, d.value);
    return true;
}

static bool one_point(session *s)
{
    dated d;
    if (!take_dated(s, &d)) return false;
    if (d.local_ms == NGL_INSTANT_NONE) return true;
    s->channel = channel_of("ALTITUDE", true);
    s->status = ngl_series_position(&s->series, d.local_ms, d.lat, d.lon, s->err);
    if (!s->status) saw(s, d.local_ms), add(s, d.local_ms, d.alt);
    return true;
}

static bool in_samples(session *s, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "samples") == 0) return each_of(s, kind, one_channel);
    if (strcmp(key, "recordedRoute") == 0) return each_of(s, kind, one_point);
    s->channel = channel_of(key, false);
    return s->channel == CHANNEL_NONE ? skip(s, kind) : each_of(s, kind, one_value);
}

/* ---- ways ------------------------------------------------------------------------------------- */

static bool in_route(session *s, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "startTime") == 0) s->base_ms = local_of(s, kind);
    if (strcmp(key, "wayPoints") == 0) return each_of(s, kind, one_point);
    return skip(s, kind);
}

static bool in_routes(session *s, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "route") != 0 || kind != NGL_JSON_OBJECT) return skip(s, kind);
    s->base_ms = s->part.local_ms;
    return each(s, in_route);
}

/* ---- pauses and laps ---------------------------------------------------------------------------- */

static bool in_pause(session *s, const char *key, ngl_json_kind kind)
{
    ngl_pause *p = &s->pause[s->npause];
    if (strcmp(key, "startTime") == 0) p->from = local_of(s, kind);
    if (strcmp(key, "endTime") == 0) p->to = local_of(s, kind);
    return skip(s, kind);
}

static bool one_pause(session *s)
{
    void *items = ngl_grow(s->points.columns.arena, s->pause, s->npause, &s->pause_cap, PAUSES_MAX, sizeof *s->pause);
    if (!items) return s->status = ngl_fail(s->err, NGL_E_LIMIT, 0, "the file holds too many pauses"), false;
    s->pause = items;
    s->pause[s->npause] = (ngl_pause){ NGL_INSTANT_NONE, NGL_INSTANT_NONE };
    if (!each(s, in_pause)) return false;
    const ngl_pause *p = &s->pause[s->npause];
    s->npause += p->from != NGL_INSTANT_NONE && p->to > p->from;
    return true;
}

static bool in_lap(session *s, const char *key, ngl_json_kind kind)
{
    ngl_lap *l = &s->lap[s->nlap];
    double   v = number_of(s, kind);
    if (strcmp(key, "durationMillis") == 0 && v >= 0) l->timer_s = l->elapsed_s = v / 1000;
    if (strcmp(key, "distanceMeters") == 0 && v >= 0) l->dist_m = v;
    if (strcmp(key, "duration") == 0 && kind == NGL_JSON_TEXT) l->timer_s = l->elapsed_s = iso_duration_s(ngl_buf_string(&s->json.text));
    if (strcmp(key, "distance") == 0 && v >= 0) l->dist_m = v;
    return skip(s, kind);
}

static bool one_lap(session *s)
{
    void *items = ngl_grow(s->points.columns.arena, s->lap, s->nlap, &s->lap_cap, NGL_LAP_MAX, sizeof *s->lap);
    if (!items) return s->status = ngl_fail(s->err, NGL_E_LIMIT, 0, "the file holds too many laps"), false;
    s->lap = items;
    s->lap[s->nlap] = (ngl_lap){ NGL_INSTANT_NONE, NAN, NAN, NAN };
    if (!each(s, in_lap)) return false;
    s->nlap++;
    return true;
}

/* `autoLaps` repeat the way by the kilometre and are left out */
static bool in_laps(session *s, const char *key, ngl_json_kind kind)
{
    return strcmp(key, "laps") == 0 ? each_of(s, kind, one_lap) : skip(s, kind);
}

/* ---- an exercise ----------------------------------------------------------------------------------- */

static bool in_heart_rate(session *s, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "avg") == 0) s->now.mean_hr_bpm = number_of(s, kind);
    return skip(s, kind);
}

static bool figure(session *s, const char *key, ngl_json_kind kind)
{
    static const struct {
        const char *key;
        size_t      at;
    } figures[] = {
        { "distanceMeters", offsetof(ngl_activity, dist_m) }, { "distance", offsetof(ngl_activity, dist_m) },
        { "ascentMeters", offsetof(ngl_activity, ascent_m) }, { "ascent", offsetof(ngl_activity, ascent_m) },
        { "descentMeters", offsetof(ngl_activity, descent_m) }, { "descent", offsetof(ngl_activity, descent_m) },
    };
    double v = number_of(s, kind);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (strcmp(key, figures[i].key) != 0) continue;
        if (v >= 0 && v < 1e9) *(double *)(void *)((char *)&s->now + figures[i].at) = v;
        return true;
    }
    return false;
}

static bool in_exercise(session *s, const char *key, ngl_json_kind kind)
{
    if (take_timing(s, &s->part, key, kind) || figure(s, key, kind)) return skip(s, kind);
    if (strcmp(key, "sport") == 0) return take_sport(s, kind);
    if (strcmp(key, "pauseTimes") == 0) return each_of(s, kind, one_pause);
    if (kind == NGL_JSON_ARRAY && strcmp(key, "laps") == 0) return each_of(s, kind, one_lap);
    if (kind != NGL_JSON_OBJECT) return skip(s, kind);
    if (strcmp(key, "samples") == 0) return each(s, in_samples);
    if (strcmp(key, "routes") == 0) return each(s, in_routes);
    if (strcmp(key, "laps") == 0) return each(s, in_laps);
    if (strcmp(key, "heartRate") == 0) return each(s, in_heart_rate);
    return skip(s, kind);
}

static void begin_exercise(session *s)
{
    s->part = s->whole;
    s->part.duration_s = NAN;
    s->now = ngl_track_blank("polar");
    s->now.sport = s->sport;
    s->now.sub_sport = s->sub_sport;
    s->pause = NULL, s->lap = NULL;
    s->npause = s->pause_cap = s->nlap = s->lap_cap = 0;
    s->first_ms = s->last_ms = s->base_ms = NGL_INSTANT_NONE;
}

static ngl_status name_device(session *s)
{
    ngl_device *d = s->product[0] ? NGL_NEW(s->points.columns.arena, ngl_device, 1) : NULL;
    if (!s->product[0]) return NGL_OK;
    if (!d) return ngl_fail(s->err, NGL_E_NOMEM, 0, "not enough memory to read the file");
    *d = (ngl_device){ .maker = "polar", .product = s->product };
    s->now.device = d;
    s->now.ndevice = 1;
    return NGL_OK;
}

/* laps follow one another from the start */
static void date_laps(session *s, int64_t at)
{
    for (uint32_t i = 0; i < s->nlap; i++) {
        s->lap[i].start = at;
        if (s->lap[i].elapsed_s >= 0 && s->lap[i].elapsed_s < 1e7) at += (int64_t)(s->lap[i].elapsed_s * 1000);
    }
}

/* local times of rows, pauses and laps become moments */
static void to_utc(session *s, uint32_t first)
{
    int64_t off = fabs(s->part.offset_min) <= 14 * 60 ? (int64_t)s->part.offset_min * 60000 : 0;
    ngl_columns *c = &s->points.columns;
    if (fabs(s->part.offset_min) <= 14 * 60) s->now.utc_offset_s = (int32_t)(off / 1000), s->now.has_offset = 1;
    for (uint32_t i = first; i < c->n; i++) c->time_ms[i] -= off;
    for (uint32_t i = 0; i < s->npause; i++) s->pause[i].from -= off, s->pause[i].to -= off;
    if (s->part.local_ms != NGL_INSTANT_NONE) s->now.start = s->part.local_ms - off;
    if (s->now.start == NGL_INSTANT_NONE) return;
    if (c->n > first && c->time_ms[first] < s->now.start) s->now.start = c->time_ms[first];
    date_laps(s, s->now.start);
}

static void settle(session *s)
{
    ngl_activity *a = &s->now;
    a->sport_key = ngl_sport_key(a->sport);
    a->name = s->name;
    a->pause = s->pause;
    a->npause = s->npause;
    a->lap = s->lap;
    a->nlap = s->nlap;
    if (s->part.duration_s >= 0 && s->part.duration_s < 1e8) a->timer_s = s->part.duration_s;
    double paused = 0;
    for (uint32_t i = 0; i < s->npause; i++) paused += (double)(s->pause[i].to - s->pause[i].from) / 1000;
    if (!isnan(a->timer_s)) a->elapsed_s = a->timer_s + paused;
}

static bool anything(const session *s, uint32_t first)
{
    return s->points.columns.n > first || s->part.duration_s > 0 || s->now.dist_m > 0;
}

static ngl_status end_exercise(session *s)
{
    ngl_columns *c = &s->points.columns;
    uint32_t     first = c->n;
    ngl_status   status = ngl_series_rows(&s->series, &s->points, s->err);
    if (!status) status = name_device(s);
    if (status || !anything(s, first)) return status;
    to_utc(s, first);
    settle(s);
    if (ngl_sport_on_foot(s->now.sport)) ngl_series_one_foot(&s->points, first, c->n);
    s->nexercise++;
    return ngl_points_end(&s->points, &s->now, first, c->n, s->err);
}

static bool one_exercise(session *s)
{
    if (s->nexercise == EXERCISES_MAX) return s->status = ngl_fail(s->err, NGL_E_LIMIT, 0, "the session holds too many exercises"), false;
    begin_exercise(s);
    bool       whole = each(s, in_exercise);
    ngl_status failed = s->status;
    ngl_status ended = failed ? failed : end_exercise(s);
    if (ended) s->status = ended;
    return whole && !ended;
}

/* ---- a session ---------------------------------------------------------------------------------------- */

static bool in_product(session *s, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "modelName") == 0 && kind == NGL_JSON_TEXT) s->product = kept_text(s);
    return skip(s, kind);
}

static bool in_session_sport(session *s, const char *key, ngl_json_kind kind)
{
    if (strcmp(key, "id") == 0 && kind != NGL_JSON_OBJECT && kind != NGL_JSON_ARRAY) s->sport = sport_of(s, kind, &s->sub_sport);
    return skip(s, kind);
}

static bool in_session(session *s, const char *key, ngl_json_kind kind)
{
    if (take_timing(s, &s->whole, key, kind)) return skip(s, kind);
    if (strcmp(key, "exercises") == 0) return each_of(s, kind, one_exercise);
    if (strcmp(key, "name") == 0 && kind == NGL_JSON_TEXT) s->name = kept_text(s);
    if (strcmp(key, "distanceMeters") == 0 || strcmp(key, "distance") == 0) s->dist_m = number_of(s, kind);
    if (strcmp(key, "hrAvg") == 0 || strcmp(key, "averageHeartRate") == 0) s->mean_hr_bpm = number_of(s, kind);
    if (kind != NGL_JSON_OBJECT) return skip(s, kind);
    if (strcmp(key, "product") == 0) return each(s, in_product);
    if (strcmp(key, "sport") == 0) return each(s, in_session_sport);
    return skip(s, kind);
}

/* a session typed in by hand has no exercise, or one that says nothing */
static ngl_status whole_as_one(session *s)
{
    begin_exercise(s);
    s->part.duration_s = s->whole.duration_s;
    if (s->dist_m >= 0 && s->dist_m < 1e9) s->now.dist_m = s->dist_m;
    if (s->mean_hr_bpm > 0 && s->mean_hr_bpm < 255) s->now.mean_hr_bpm = s->mean_hr_bpm;
    return s->part.local_ms == NGL_INSTANT_NONE ? NGL_OK : end_exercise(s);
}

static ngl_status read_session(session *s)
{
    bool whole = ngl_json_read(&s->json) == NGL_JSON_OBJECT && each(s, in_session) && ngl_json_read(&s->json) == NGL_JSON_END;
    if (s->status) return s->status;
    if (s->json.text.failed) return ngl_fail(s->err, NGL_E_NOMEM, s->json.pos, "not enough memory to read the file");
    ngl_status status = !s->nexercise ? whole_as_one(s) : NGL_OK;
    if (status) return status;
    // what the session says of its product and name may stand behind its exercises
    for (uint32_t i = 0; i < s->points.nactivity; i++)
        if (!s->points.activity[i].name[0]) s->points.activity[i].name = s->name;
    if (whole) return NGL_OK;
    return ngl_fail(s->err, s->json.pos >= s->json.len ? NGL_E_TRUNCATED : NGL_E_CORRUPT, s->json.pos, "the file is damaged at byte %zu (%s)",
                    s->json.pos, s->json.fault ? s->json.fault : "not the expected form");
}

ngl_status ngl_polar_read(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len, const ngl_import_options *options, ngl_error *err)
{
    (void)options;
    ngl_error why = { 0 };
    session  *s = NGL_NEW(arena, session, 1);
    if (!s) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to read the file");
    s->points.columns.arena = s->series.arena = arena;
    s->err = &why;
    s->sub_sport = s->name = s->product = "";
    s->dist_m = s->mean_hr_bpm = NAN;
    s->whole = (timing){ NGL_INSTANT_NONE, NAN, NAN };
    begin_exercise(s);
    ngl_json_read_begin(&s->json, data, len);
    ngl_status walked = read_session(s);
    ngl_json_read_end(&s->json);
    ngl_status status = ngl_points_finish(&s->points, out, walked, "Polar session without an exercise", &why);
    if (status && err) *err = why;
    return status;
}
