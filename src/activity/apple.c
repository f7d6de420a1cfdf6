/* Tags become samples and workouts. Samples wait in blocks; workouts, which come
 * last, say which of them count. */
#include "activity/apple_internal.h"

#include "activity/columns.h"
#include "activity/list.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MEMORY = 16 << 20, SPAN_MAX = 3600 };

/* ---- sources --------------------------------------------------------------------------- */

static uint8_t source_of(ngl_apple *a, apple_text name)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < name.n && i < 256; i++) h = (h ^ (uint8_t)name.p[i]) * 1099511628211u;
    for (unsigned i = 0; i < a->nsource; i++)
        if (a->source[i] == h) return (uint8_t)i;
    if (a->nsource == APPLE_SOURCES) return APPLE_SOURCES;
    a->source[a->nsource] = h;
    return (uint8_t)a->nsource++;
}

static bool to_second(ngl_instant t, uint32_t *out)
{
    int64_t s = t / 1000 - APPLE_EPOCH_S;
    if (t == NGL_INSTANT_NONE || s < 0 || s > UINT32_MAX / 2) return false;
    *out = (uint32_t)s;
    return true;
}

/* ---- samples ----------------------------------------------------------------------------- */

static const struct {
    const char *type; /* behind HKQuantityTypeIdentifier */
    size_t      n;
    ngl_stream  stream;
} kinds[] = {
    { "HeartRate", 9, NGL_STREAM_HEART_RATE },
    { "RunningSpeed", 12, NGL_STREAM_SPEED },
    { "RunningPower", 12, NGL_STREAM_POWER },
    { "RunningGroundContactTime", 24, NGL_STREAM_CONTACT },
    { "RunningVerticalOscillation", 26, NGL_STREAM_OSCILLATION },
    { "RunningStrideLength", 19, NGL_STREAM_STEP_LENGTH },
    { "DistanceWalkingRunning", 22, NGL_STREAM_DIST },
    { "StepCount", 9, NGL_STREAM_CADENCE },
};

static int kind_of(apple_text type)
{
    static const char prefix[] = "HKQuantityTypeIdentifier";
    size_t            n = sizeof prefix - 1;
    if (type.n <= n || memcmp(type.p, prefix, n) != 0) return -1;
    for (int i = 0; i < (int)(sizeof kinds / sizeof *kinds); i++)
        if (type.n - n == kinds[i].n && memcmp(type.p + n, kinds[i].type, kinds[i].n) == 0) return i;
    return -1;
}

/* in the unit of its stream; a step of Apple's "stride" is one step */
static double value_of(const apple_tag *tag, ngl_stream stream, uint32_t span)
{
    double     v = ngl_apple_number(ngl_apple_attribute(tag, "value"));
    apple_text unit = ngl_apple_attribute(tag, "unit");
    switch (stream) {
    case NGL_STREAM_HEART_RATE: return ngl_apple_is(unit, "count/min") ? v : ngl_apple_is(unit, "count/s") || ngl_apple_is(unit, "Hz") ? v * 60 : NAN;
    case NGL_STREAM_SPEED: return ngl_apple_mps(v, unit);
    case NGL_STREAM_POWER: return ngl_apple_is(unit, "W") ? v : ngl_apple_is(unit, "kW") ? v * 1000 : NAN;
    case NGL_STREAM_CONTACT: return ngl_apple_seconds(v, unit) * 1000;
    case NGL_STREAM_OSCILLATION: return ngl_apple_metres(v, unit) * 1000;
    case NGL_STREAM_STEP_LENGTH: return ngl_apple_metres(v, unit) * 1000;
    case NGL_STREAM_DIST: return ngl_apple_metres(v, unit);
    case NGL_STREAM_CADENCE: return span >= 2 && span <= 300 ? v * 60 / span : NAN;
    default: return NAN;
    }
}

static apple_sample *room_for_sample(ngl_apple *a)
{
    size_t b = a->nsample / APPLE_BLOCK;
    if (a->nsample >= a->sample_max || b == APPLE_BLOCKS) return NULL;
    if (!a->block[b]) a->block[b] = ngl_arena_raw(&a->arena, sizeof(apple_sample), APPLE_BLOCK, 16);
    return a->block[b] ? apple_sample_at(a, a->nsample) : NULL;
}

/* Nothing fits any more. While workouts are not known all must come again; once
 * they are, the later ones wait for another time. */
static void overflow(ngl_apple *a)
{
    if (!a->known) {
        a->full = true;
        return;
    }
    size_t keep = a->from_workout + (a->to_workout - a->from_workout) / 2;
    if (keep == a->from_workout) {
        a->left_out++; /* one workout alone has more than there is room for */
        return;
    }
    a->to_workout = keep;
    size_t n = 0;
    for (size_t i = 0; i < a->nsample; i++) {
        uint32_t found[APPLE_OVERLAP];
        if (ngl_apple_going_on(a, apple_sample_at(a, i)->second, found)) *apple_sample_at(a, n++) = *apple_sample_at(a, i);
    }
    a->nsample = n;
}

static void on_record(ngl_apple *a, const apple_tag *tag)
{
    uint32_t found[APPLE_OVERLAP], from, to;
    int      k = kind_of(tag->n && ngl_apple_is(tag->attribute[0], "type") ? tag->value[0] : ngl_apple_attribute(tag, "type"));
    if (k < 0 || a->in_correlation || (a->full && !a->known)) return;
    if (!to_second(ngl_apple_time(ngl_apple_attribute(tag, "endDate"), NULL), &to)) return;
    if (a->known && !ngl_apple_going_on(a, to, found)) return;
    if (!to_second(ngl_apple_time(ngl_apple_attribute(tag, "startDate"), NULL), &from) || from > to) from = to;
    uint32_t span = to - from;
    double   v = value_of(tag, kinds[k].stream, span);
    if (!(v >= 0 && v < 1e7) || span > SPAN_MAX) return;
    apple_sample *s = room_for_sample(a);
    if (!s) {
        overflow(a);
        s = a->known && ngl_apple_going_on(a, to, found) ? room_for_sample(a) : NULL;
        if (!s) return;
    }
    a->nsample++;
    *s = (apple_sample){ to, (float)v, (uint8_t)kinds[k].stream, source_of(a, ngl_apple_attribute(tag, "sourceName")), (uint16_t)span };
}

/* ---- workouts -------------------------------------------------------------------------------- */

static void no_memory(ngl_apple *a)
{
    if (!a->status) a->status = NGL_E_NOMEM;
}

static const char *word(ngl_apple *a, apple_text t)
{
    const char *text = t.n ? ngl_apple_plain(&a->arena, t) : "";
    if (!text) no_memory(a);
    return text ? text : "";
}

static ngl_sport sport_of(apple_text type, const char **sub)
{
    static const char prefix[] = "HKWorkoutActivityType";
    static const struct {
        const char *name, *sub;
        ngl_sport   sport;
    } sports[] = {
        { "Running", "", NGL_SPORT_RUNNING },           { "Walking", "", NGL_SPORT_WALKING },     { "Hiking", "", NGL_SPORT_HIKING },
        { "Cycling", "", NGL_SPORT_CYCLING },           { "HandCycling", "", NGL_SPORT_CYCLING }, { "Swimming", "", NGL_SPORT_SWIMMING },
        { "Rowing", "", NGL_SPORT_ROWING },             { "CrossCountrySkiing", "", NGL_SPORT_SKIING },
        { "DownhillSkiing", "", NGL_SPORT_SKIING },     { "TrackAndField", "track", NGL_SPORT_RUNNING },
        { "TraditionalStrengthTraining", "", NGL_SPORT_STRENGTH }, { "FunctionalStrengthTraining", "", NGL_SPORT_STRENGTH },
        { "CoreTraining", "", NGL_SPORT_STRENGTH },
    };
    size_t n = sizeof prefix - 1;
    *sub = "";
    if (type.n < n || memcmp(type.p, prefix, n) != 0) return NGL_SPORT_OTHER;
    for (size_t i = 0; i < sizeof sports / sizeof *sports; i++)
        if (ngl_apple_is((apple_text){ type.p + n, type.n - n }, sports[i].name)) return *sub = sports[i].sub, sports[i].sport;
    return NGL_SPORT_OTHER;
}

/* "<<HKDevice: 0x…>, name:Apple Watch, …, hardware:Watch6,1, software:9.1>" */
static const char *device_name(ngl_apple *a, apple_text t)
{
    static const char key[] = "hardware:";
    for (size_t i = 0; i + sizeof key < t.n; i++) {
        if (memcmp(t.p + i, key, sizeof key - 1) != 0) continue;
        size_t from = i + sizeof key - 1, end = from;
        while (end < t.n && !(t.p[end] == ',' && end + 1 < t.n && t.p[end + 1] == ' ') && t.p[end] != '>' && t.p[end] != '&') end++;
        return word(a, (apple_text){ t.p + from, end - from });
    }
    return "";
}

static void end_workout(ngl_apple *a);

static void begin_workout(ngl_apple *a, const apple_tag *tag)
{
    apple_workout *w = &a->now;
    apple_text     name = ngl_apple_attribute(tag, "sourceName"), type = ngl_apple_attribute(tag, "workoutActivityType");
    int32_t        offset = 0;
    *w = (apple_workout){ .route = "", .duration_s = NAN, .dist_m = NAN, .ascent_m = NAN, .mean_hr_bpm = NAN, .order = a->nworkout };
    a->in_workout = true;
    a->in_activity = false;
    a->paused_at = NGL_INSTANT_NONE;
    ngl_instant start = ngl_apple_time(ngl_apple_attribute(tag, "startDate"), &offset), end = ngl_apple_time(ngl_apple_attribute(tag, "endDate"), NULL);
    w->duration_s = ngl_apple_seconds(ngl_apple_number(ngl_apple_attribute(tag, "duration")), ngl_apple_attribute(tag, "durationUnit"));
    if (!(w->duration_s >= 0 && w->duration_s < 30 * 86400.0)) w->duration_s = NAN;
    if (!to_second(start, &w->from)) {
        a->lost++;
        a->in_workout = false;
        return;
    }
    if (!to_second(end, &w->to) || w->to < w->from) w->to = w->from + (w->duration_s > 0 ? (uint32_t)w->duration_s : 0);
    if (w->to - w->from > 4 * 86400) w->to = w->from + 4 * 86400;
    w->offset_s = offset;
    w->has_offset = true;
    w->sport = sport_of(type, &w->sub_sport);
    w->source = source_of(a, name);
    w->kind = word(a, type);
    w->source_name = word(a, name);
    w->device = device_name(a, ngl_apple_attribute(tag, "device"));
    double dist = ngl_apple_metres(ngl_apple_number(ngl_apple_attribute(tag, "totalDistance")), ngl_apple_attribute(tag, "totalDistanceUnit")); /* old files */
    if (dist > 0 && dist < 1e6) w->dist_m = dist;
    if (tag->empty) end_workout(a);
}

static void on_statistics(ngl_apple *a, const apple_tag *tag)
{
    apple_text type = ngl_apple_attribute(tag, "type"), unit = ngl_apple_attribute(tag, "unit");
    if (ngl_apple_is(type, "HKQuantityTypeIdentifierHeartRate")) {
        double v = ngl_apple_number(ngl_apple_attribute(tag, "average")) * (ngl_apple_is(unit, "count/s") ? 60 : 1);
        if (v > 0 && v < 255) a->now.mean_hr_bpm = v;
    } else if (type.n > 32 && memcmp(type.p, "HKQuantityTypeIdentifierDistance", 32) == 0) {
        double v = ngl_apple_metres(ngl_apple_number(ngl_apple_attribute(tag, "sum")), unit);
        if (v >= 0 && v < 1e6) a->now.dist_m = v;
    }
}

/* "418 cm": a number and its unit in one value */
static double metres_in_text(apple_text t)
{
    size_t n = 0;
    while (n < t.n && t.p[n] != ' ') n++;
    if (n == t.n) return NAN;
    return ngl_apple_metres(ngl_apple_number((apple_text){ t.p, n }), (apple_text){ t.p + n + 1, t.n - n - 1 });
}

static void on_metadata(ngl_apple *a, const apple_tag *tag)
{
    apple_text key = ngl_apple_attribute(tag, "key"), value = ngl_apple_attribute(tag, "value");
    if (ngl_apple_is(key, "HKIndoorWorkout")) a->now.indoor = ngl_apple_is(value, "1");
    if (ngl_apple_is(key, "HKElevationAscended")) {
        double v = metres_in_text(value);
        if (v >= 0 && v < 30000) a->now.ascent_m = v;
    }
}

static void on_event(ngl_apple *a, const apple_tag *tag)
{
    apple_text     type = ngl_apple_attribute(tag, "type");
    apple_workout *w = &a->now;
    bool           pause = ngl_apple_is(type, "HKWorkoutEventTypePause"), resume = ngl_apple_is(type, "HKWorkoutEventTypeResume");
    if (!pause && !resume) return;
    ngl_instant t = ngl_apple_time(ngl_apple_attribute(tag, "date"), NULL);
    if (t == NGL_INSTANT_NONE) return;
    if (pause) {
        if (a->paused_at == NGL_INSTANT_NONE) a->paused_at = t;
        return;
    }
    ngl_instant from = a->paused_at;
    a->paused_at = NGL_INSTANT_NONE;
    if (from == NGL_INSTANT_NONE || t <= from || w->npause == APPLE_PAUSES) return;
    void *items = ngl_grow(&a->arena, w->pause, w->npause, &w->pause_cap, APPLE_PAUSES, sizeof *w->pause);
    if (!items) {
        no_memory(a);
        return;
    }
    w->pause = items;
    w->pause[w->npause++] = (ngl_pause){ from, t };
}

static void on_route_file(ngl_apple *a, const apple_tag *tag)
{
    apple_text path = ngl_apple_attribute(tag, "path");
    while (path.n && path.p[0] == '/') path.p++, path.n--;
    if (path.n) a->now.route = word(a, path);
}

static void end_workout(ngl_apple *a)
{
    a->in_workout = false;
    if (a->known) return;
    void *items = ngl_grow(&a->arena, a->workout, a->nworkout, &a->workout_cap, APPLE_WORKOUTS, sizeof *a->workout);
    if (!items) {
        a->status = a->nworkout >= APPLE_WORKOUTS ? NGL_E_LIMIT : NGL_E_NOMEM;
        return;
    }
    a->workout = items;
    if (a->now.indoor && a->now.sport == NGL_SPORT_RUNNING) a->now.sub_sport = "treadmill";
    if (a->now.indoor && a->now.sport == NGL_SPORT_CYCLING) a->now.sub_sport = "indoor_cycling";
    a->workout[a->nworkout++] = a->now;
}

static void in_workout(ngl_apple *a, const apple_tag *tag)
{
    if (ngl_apple_is(tag->name, "/Workout")) end_workout(a);
    else if (ngl_apple_is(tag->name, "WorkoutActivity")) a->in_activity = !tag->empty;
    else if (ngl_apple_is(tag->name, "/WorkoutActivity")) a->in_activity = false;
    else if (ngl_apple_is(tag->name, "FileReference")) on_route_file(a, tag);
    else if (a->in_activity) return; /* parts of it repeat its totals */
    else if (ngl_apple_is(tag->name, "WorkoutStatistics")) on_statistics(a, tag);
    else if (ngl_apple_is(tag->name, "MetadataEntry")) on_metadata(a, tag);
    else if (ngl_apple_is(tag->name, "WorkoutEvent")) on_event(a, tag);
}

static void on_tag(void *user, const apple_tag *tag)
{
    ngl_apple *a = user;
    if (a->status) return;
    if (ngl_apple_is(tag->name, "Record")) on_record(a, tag);
    else if (ngl_apple_is(tag->name, "Workout")) {
        if (!a->known) begin_workout(a, tag);
    } else if (a->in_workout) in_workout(a, tag);
    else if (ngl_apple_is(tag->name, "Correlation")) a->in_correlation = !tag->empty;
    else if (ngl_apple_is(tag->name, "/Correlation")) a->in_correlation = false;
}

/* ---- bytes ------------------------------------------------------------------------------------- */

ngl_status ngl_apple_begin(ngl_apple **out, size_t memory_max, ngl_error *err)
{
    ngl_arena arena;
    *out = NULL;
    ngl_arena_init(&arena, memory_max);
    ngl_apple *a = NGL_NEW(&arena, ngl_apple, 1);
    if (a) {
        a->buffer = ngl_arena_raw(&arena, 1, APPLE_BUFFER, 64);
        a->arena = arena;
    }
    if (!a || !a->buffer || memory_max < (size_t)WORDS_MEMORY) {
        ngl_arena_free(&arena);
        return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the export than is allowed");
    }
    // twelve bytes a sample, and four for its place in a workout
    a->sample_max = (memory_max - (size_t)WORDS_MEMORY) / (sizeof(apple_sample) + sizeof(uint32_t));
    a->paused_at = NGL_INSTANT_NONE;
    *out = a;
    return NGL_OK;
}

void ngl_apple_free(ngl_apple *a)
{
    if (!a) return;
    ngl_arena arena = a->arena;
    ngl_arena_free(&arena);
}

void *ngl_apple_room(ngl_apple *a, size_t *room)
{
    *room = APPLE_BUFFER - a->have;
    return a->buffer + a->have;
}

static ngl_status status_of(const ngl_apple *a, ngl_error *err)
{
    if (a->status == NGL_E_LIMIT) return ngl_fail(err, NGL_E_LIMIT, 0, "the export holds more than %d workouts", APPLE_WORKOUTS);
    if (a->status) return ngl_fail(err, a->status, 0, "more memory is needed for the export than is allowed");
    return NGL_OK;
}

static void scan(ngl_apple *a, bool last)
{
    size_t used = ngl_apple_scan_bytes(&a->scan, a->buffer, a->have, last, on_tag, a);
    memmove(a->buffer, a->buffer + used, a->have - used);
    a->have -= used;
}

ngl_status ngl_apple_take(ngl_apple *a, size_t len, ngl_error *err)
{
    a->have += len;
    scan(a, false);
    return status_of(a, err);
}

/* ---- the end ------------------------------------------------------------------------------------- */

static int earlier(const void *x, const void *y)
{
    const apple_workout *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

unsigned ngl_apple_going_on(const ngl_apple *a, uint32_t second, uint32_t found[APPLE_OVERLAP])
{
    size_t   low = a->from_workout, high = a->to_workout;
    unsigned n = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (a->workout[middle].from <= second) low = middle + 1;
        else high = middle;
    }
    for (size_t looked = 0; low-- > a->from_workout && looked < APPLE_OVERLAP && a->latest[low] >= second; looked++)
        if (a->workout[low].to >= second) found[n++] = (uint32_t)low;
    return n;
}

/* workouts in order, each with the latest end so far */
static void order_workouts(ngl_apple *a)
{
    if (a->nworkout) qsort(a->workout, a->nworkout, sizeof *a->workout, earlier);
    a->latest = ngl_arena_raw(&a->arena, sizeof *a->latest, (size_t)a->nworkout + 1, 8);
    if (!a->latest) {
        no_memory(a);
        return;
    }
    uint32_t latest = 0;
    for (uint32_t i = 0; i < a->nworkout; i++) {
        if (a->workout[i].to > latest) latest = a->workout[i].to;
        a->latest[i] = latest;
    }
    a->known = true;
    a->from_workout = 0;
    a->to_workout = a->full ? 0 : a->nworkout; /* what did not fit is read again */
    a->many = a->full;
}

/* samples outside workouts go; the others are listed by workout */
static void give_samples(ngl_apple *a)
{
    uint32_t found[APPLE_OVERLAP];
    size_t   n = 0, total = 0, most = a->sample_max;
    for (size_t w = a->from_workout; w < a->to_workout; w++) a->workout[w].n = 0;
    for (size_t i = 0; i < a->nsample; i++) {
        unsigned k = ngl_apple_going_on(a, apple_sample_at(a, i)->second, found);
        if (!k || total + k > most) {
            a->left_out += k > 0;
            continue;
        }
        for (unsigned j = 0; j < k; j++) a->workout[found[j]].n++;
        total += k;
        *apple_sample_at(a, n++) = *apple_sample_at(a, i);
    }
    a->nsample = n;
    if (!a->index) a->index = ngl_arena_raw(&a->arena, sizeof *a->index, a->many ? most : total + 1, 8);
    if (!a->index) {
        no_memory(a);
        return;
    }
    uint32_t at = 0;
    for (size_t w = a->from_workout; w < a->to_workout; w++) {
        a->workout[w].first = at;
        at += a->workout[w].n;
        a->workout[w].n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        unsigned k = ngl_apple_going_on(a, apple_sample_at(a, i)->second, found);
        for (unsigned j = 0; j < k; j++) {
            apple_workout *w = &a->workout[found[j]];
            a->index[w->first + w->n++] = (uint32_t)i;
        }
    }
}

ngl_status ngl_apple_end(ngl_apple *a, ngl_error *err)
{
    scan(a, true);
    bool prolog = a->scan.mode == APPLE_PROLOG, whole = a->scan.mode == APPLE_OVER && a->have == 0;
    if (!a->known && a->in_workout && !a->status) end_workout(a); /* cut inside it */
    if (!a->known && !a->status) order_workouts(a);
    if (!a->status && a->to_workout > a->from_workout) give_samples(a);
    if (a->status) return status_of(a, err);
    if (prolog) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is not an export of Apple Health");
    if (a->scan.nbad) return ngl_fail(err, NGL_E_CORRUPT, (size_t)a->scan.bad_at, "the export is damaged at byte %llu; the rest was read", (unsigned long long)a->scan.bad_at);
    if (whole) return NGL_OK;
    return ngl_fail(err, NGL_E_TRUNCATED, (size_t)a->scan.at, "the export ends early, at byte %llu; what came before was read", (unsigned long long)(a->scan.at + a->have));
}

static void from_the_front(ngl_apple *a, size_t from, size_t to)
{
    a->from_workout = from;
    a->to_workout = to;
    a->nsample = 0;
    a->full = false;
    a->have = 0;
    a->in_workout = a->in_correlation = a->in_activity = false;
    a->scan = (apple_scan){ .records = a->scan.records };
}

bool ngl_apple_again(ngl_apple *a)
{
    if (!a->known || a->status || a->to_workout >= a->nworkout) return false;
    from_the_front(a, a->to_workout, a->nworkout);
    return true;
}

void ngl_apple_window(const ngl_apple *a, size_t *from, size_t *to)
{
    *from = a->from_workout;
    *to = a->to_workout;
}

size_t ngl_apple_count(const ngl_apple *a)
{
    return a->nworkout;
}

uint64_t ngl_apple_records(const ngl_apple *a)
{
    return a->scan.records;
}

uint64_t ngl_apple_left_out(const ngl_apple *a)
{
    return a->left_out;
}
