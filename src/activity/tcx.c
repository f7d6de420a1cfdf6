/* TCX: Garmin's Training Center format.
 *
 * An Activity, wherever it stands (a MultiSportSession nests them), is one
 * activity; totals are the sums of its laps. Running cadence is per foot.
 * Courses and workouts are named as such.
 */
#include "activity/xml.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

typedef struct tcx {
    ngl_points   points;
    ngl_xml_walk walk;
    ngl_error   *err;
    ngl_point    point;
    bool         in_activity, in_lap, in_point, in_creator;
    uint32_t     first;    /* row where the activity began */
    ngl_activity activity;
    ngl_lap     *laps;     /* of the activity at hand */
    uint32_t     nlap, lap_cap;
    ngl_lap      lap;
    ngl_device  *device;
    uint32_t     ncourse, nworkout;
} tcx;

bool ngl_tcx_sniff(const uint8_t *head, size_t len)
{
    return ngl_xml_root_is(head, len, "TrainingCenterDatabase");
}

static ngl_status no_memory(tcx *t)
{
    return ngl_fail(t->err, NGL_E_NOMEM, 0, "not enough memory to read the file");
}

static void begin_activity(tcx *t, const char **attributes)
{
    const char *sport = ngl_xml_attribute(attributes, "Sport");
    t->in_activity = true;
    t->first = t->points.columns.n;
    t->activity = ngl_track_blank("tcx");
    t->activity.sport = sport ? ngl_xml_sport(sport, strlen(sport)) : NGL_SPORT_UNKNOWN;
    t->activity.sport_key = ngl_sport_key(t->activity.sport);
    t->laps = NULL;
    t->nlap = t->lap_cap = 0;
}

static void begin_lap(tcx *t, const char **attributes)
{
    const char *start = ngl_xml_attribute(attributes, "StartTime");
    t->in_lap = true;
    t->lap = (ngl_lap){ .start = start ? ngl_xml_time(start, strlen(start)) : NGL_INSTANT_NONE, .timer_s = NAN,
                        .elapsed_s = NAN, .dist_m = NAN };
}

static void on_start(void *user, const char *name, const char **attributes)
{
    tcx *t = user;
    if (strcmp(name, "Trackpoint") == 0 && t->in_activity) {
        t->in_point = true;
        t->point = ngl_point_blank();
    } else if (strcmp(name, "Lap") == 0 && t->in_activity) {
        begin_lap(t, attributes);
    } else if (strcmp(name, "Activity") == 0 && !t->in_activity) {
        begin_activity(t, attributes);
    } else if (strcmp(name, "Creator") == 0 && t->in_activity) {
        t->in_creator = true;
    } else if (strcmp(name, "Course") == 0) {
        t->ncourse++;
    } else if (strcmp(name, "Workout") == 0) {
        t->nworkout++;
    }
}

static const struct {
    const char *name;
    ngl_stream  stream;
} values[] = {
    { "AltitudeMeters", NGL_STREAM_ALTITUDE }, { "DistanceMeters", NGL_STREAM_DIST },
    { "Value", NGL_STREAM_HEART_RATE },        { "Cadence", NGL_STREAM_CADENCE },
    { "RunCadence", NGL_STREAM_CADENCE },      { "Speed", NGL_STREAM_SPEED },
    { "Watts", NGL_STREAM_POWER },
};

static void point_value(tcx *t, const char *name, const char *text, size_t len)
{
    if (strcmp(name, "Time") == 0) {
        t->point.time = ngl_xml_time(text, len);
    } else if (strcmp(name, "LatitudeDegrees") == 0) {
        t->point.lat = ngl_xml_number(text, len);
    } else if (strcmp(name, "LongitudeDegrees") == 0) {
        t->point.lon = ngl_xml_number(text, len);
    } else {
        for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
            if (name[0] != values[i].name[0] || strcmp(name, values[i].name)) continue;
            double v = ngl_xml_number(text, len);
            if (!isnan(v)) t->point.value[values[i].stream] = v;
            return;
        }
    }
}

static ngl_status end_point(tcx *t)
{
    t->in_point = false;
    return ngl_points_add(&t->points, &t->point, t->err);
}

static void lap_value(tcx *t, const char *name, const char *text, size_t len)
{
    double v = ngl_xml_number(text, len);
    if (strcmp(name, "TotalTimeSeconds") == 0 && v >= 0) t->lap.timer_s = v;
    if (strcmp(name, "DistanceMeters") == 0 && v >= 0) t->lap.dist_m = v;
    if (strcmp(name, "MaximumSpeed") == 0 && !(v <= t->activity.max_speed_mps)) t->activity.max_speed_mps = v;
}

static double plus(double sum, double v)
{
    return isnan(v) ? sum : isnan(sum) ? v : sum + v;
}

static ngl_status end_lap(tcx *t)
{
    void *items = ngl_grow(t->points.columns.arena, t->laps, t->nlap, &t->lap_cap, NGL_LAP_MAX, sizeof *t->laps);
    t->in_lap = false;
    if (!items) return ngl_fail(t->err, NGL_E_LIMIT, 0, "the file holds too many laps");
    t->laps = items;
    t->laps[t->nlap++] = t->lap;
    t->activity.timer_s = plus(t->activity.timer_s, t->lap.timer_s);
    t->activity.dist_m = plus(t->activity.dist_m, t->lap.dist_m);
    if (t->activity.start == NGL_INSTANT_NONE) t->activity.start = t->lap.start;
    return NGL_OK;
}

static ngl_status name_device(tcx *t, const char *text, size_t len)
{
    t->device = NGL_NEW(t->points.columns.arena, ngl_device, 1);
    if (!t->device) return no_memory(t);
    t->device->maker = "";
    t->device->product = ngl_xml_title(t->points.columns.arena, text, len);
    return t->device->product ? NGL_OK : no_memory(t);
}

static ngl_status end_activity(tcx *t)
{
    ngl_columns *c = &t->points.columns;
    ngl_activity a = t->activity;
    if (t->in_lap) { /* the file was cut here */
        ngl_status status = end_lap(t);
        if (status) return status;
        a = t->activity;
    }
    t->in_activity = t->in_point = false;
    if (c->n == t->first && !t->nlap) return NGL_OK;
    a.lap = t->laps;
    a.nlap = t->nlap;
    if (t->device) {
        a.device = t->device;
        a.ndevice = 1;
        t->device = NULL;
    }
    if (c->n > t->first && c->time_ms[t->first] != NGL_INSTANT_NONE &&
        (a.start == NGL_INSTANT_NONE || c->time_ms[t->first] < a.start))
        a.start = c->time_ms[t->first];
    return ngl_points_end(&t->points, &a, t->first, c->n, t->err);
}

static ngl_status end_in_activity(tcx *t, const char *name, const char *text, size_t len)
{
    if (strcmp(name, "Activity") == 0) return end_activity(t);
    if (strcmp(name, "Lap") == 0 && t->in_lap) return end_lap(t);
    if (strcmp(name, "Creator") == 0) t->in_creator = false;
    if (t->in_creator && strcmp(name, "Name") == 0) return name_device(t, text, len);
    if (t->in_lap) lap_value(t, name, text, len);
    else if (strcmp(name, "Id") == 0) t->activity.start = ngl_xml_time(text, len);
    return NGL_OK;
}

static void on_end(void *user, const char *name, const char *text, size_t len)
{
    tcx       *t = user;
    ngl_status status = NGL_OK;
    if (t->in_point && strcmp(name, "Trackpoint") == 0)
        status = end_point(t);
    else if (t->in_point)
        point_value(t, name, text, len);
    else if (t->in_activity)
        status = end_in_activity(t, name, text, len);
    if (status) ngl_xml_stop(&t->walk, status);
}

ngl_status ngl_tcx_read(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                        const ngl_import_options *options, ngl_error *err)
{
    (void)options;
    tcx *t = NGL_NEW(arena, tcx, 1);
    if (!t) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to read the file");
    t->points.columns.arena = arena;
    t->err = err;
    t->walk.user = t;
    t->walk.start = on_start;
    t->walk.end = on_end;
    ngl_status walked = ngl_xml_read(&t->walk, data, len, err);
    ngl_status status = t->in_activity ? end_activity(t) : NGL_OK;
    if (status) return status;
    const char *kind = t->ncourse ? "course" : t->nworkout ? "workout" : "TCX without an activity";
    return ngl_points_finish(&t->points, out, walked, kind, err);
}
