/* GPX 1.0 and 1.1.
 *
 * A track is an activity if its points have times; tracks that follow one
 * another within four hours are one recording that was interrupted. Distance
 * is the way over ground within segments, never across a gap between two.
 * Extensions count by their local names: hr, cad, atemp, speed, power.
 */
#include "activity/xml.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

static const int64_t SAME_RECORDING_MS = 4 * 3600 * 1000;

/* One <trk>; its rows stand together. */
typedef struct track {
    uint32_t    first, end;
    ngl_instant from, to;
    double      way_m;
    ngl_sport   sport;
    const char *name, *sub_sport;
} track;

typedef struct gpx {
    ngl_points   points;
    ngl_xml_walk walk;
    ngl_error   *err;
    ngl_point    point;
    bool         in_track, in_point;
    track        now;
    int32_t      lat, lon; /* of the last point of this segment, or NGL_POSITION_NONE */
    uint32_t     nplanned; /* routes, and tracks without any time */
    track       *tracks;
    uint32_t     ntrack, track_cap;
} gpx;

bool ngl_gpx_sniff(const uint8_t *head, size_t len)
{
    return ngl_xml_root_is(head, len, "gpx");
}

static void begin_segment(gpx *g)
{
    g->lat = g->lon = NGL_POSITION_NONE;
}

static void begin_track(gpx *g)
{
    g->in_track = true;
    g->now = (track){ .first = g->points.columns.n, .from = NGL_INSTANT_NONE, .to = NGL_INSTANT_NONE, .name = "",
                      .sub_sport = "" };
    begin_segment(g);
}

static double attribute(const char **attributes, const char *name)
{
    const char *text = ngl_xml_attribute(attributes, name);
    return text ? ngl_xml_number(text, strlen(text)) : NAN;
}

static void on_start(void *user, const char *name, const char **attributes)
{
    gpx *g = user;
    if (strcmp(name, "trkpt") == 0 && g->in_track) {
        g->in_point = true;
        g->point = ngl_point_blank();
        g->point.lat = attribute(attributes, "lat");
        g->point.lon = attribute(attributes, "lon");
    } else if (strcmp(name, "trkseg") == 0) {
        begin_segment(g);
    } else if (strcmp(name, "trk") == 0 && !g->in_track) {
        begin_track(g);
    } else if (strcmp(name, "rte") == 0) {
        g->nplanned++;
    }
}

static const struct {
    const char *name;
    ngl_stream  stream;
} values[] = {
    { "ele", NGL_STREAM_ALTITUDE },  { "hr", NGL_STREAM_HEART_RATE },     { "heartrate", NGL_STREAM_HEART_RATE },
    { "cad", NGL_STREAM_CADENCE },   { "cadence", NGL_STREAM_CADENCE },   { "RunCadence", NGL_STREAM_CADENCE },
    { "speed", NGL_STREAM_SPEED },   { "power", NGL_STREAM_POWER },       { "PowerInWatts", NGL_STREAM_POWER },
    { "watts", NGL_STREAM_POWER },   { "atemp", NGL_STREAM_TEMPERATURE }, { "temp", NGL_STREAM_TEMPERATURE },
};

static void point_value(gpx *g, const char *name, const char *text, size_t len)
{
    if (strcmp(name, "time") == 0) {
        g->point.time = ngl_xml_time(text, len);
        return;
    }
    for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
        if (name[0] != values[i].name[0] || strcmp(name, values[i].name)) continue;
        double v = ngl_xml_number(text, len);
        if (!isnan(v)) g->point.value[values[i].stream] = v;
        return;
    }
}

static void end_point(gpx *g)
{
    int32_t lat = ngl_track_semicircles(g->point.lat, 90), lon = ngl_track_semicircles(g->point.lon, 180);
    g->in_point = false;
    if (lat != NGL_POSITION_NONE && lon != NGL_POSITION_NONE) {
        if (g->lat != NGL_POSITION_NONE) g->now.way_m += ngl_track_metres(g->lat, g->lon, lat, lon);
        g->point.value[NGL_STREAM_DIST] = g->now.way_m;
        g->lat = lat;
        g->lon = lon;
    }
    if (g->point.time != NGL_INSTANT_NONE) {
        if (g->now.from == NGL_INSTANT_NONE) g->now.from = g->point.time;
        g->now.to = g->point.time;
    }
    ngl_status status = ngl_points_add(&g->points, &g->point, g->err);
    if (status) ngl_xml_stop(&g->walk, status);
}

static ngl_status end_track(gpx *g)
{
    ngl_columns *c = &g->points.columns;
    g->in_track = g->in_point = false;
    g->now.end = c->n;
    if (g->now.end == g->now.first) return NGL_OK;
    if (g->now.from == NGL_INSTANT_NONE) { /* planned, not recorded */
        g->nplanned++;
        g->points.planned++;
        c->n = g->now.first;
        return NGL_OK;
    }
    void *items = ngl_grow(c->arena, g->tracks, g->ntrack, &g->track_cap, NGL_SESSION_MAX, sizeof *g->tracks);
    if (!items) return ngl_fail(g->err, NGL_E_LIMIT, 0, "the file holds too many tracks");
    g->tracks = items;
    g->tracks[g->ntrack++] = g->now;
    return NGL_OK;
}

static void track_type(gpx *g, const char *text, size_t len)
{
    g->now.sport = ngl_xml_sport(text, len);
    for (size_t i = 0; i + 5 <= len; i++) {
        if (memcmp(text + i, "trail", 5) == 0) g->now.sub_sport = "trail";
        if (memcmp(text + i, "tread", 5) == 0) g->now.sub_sport = "treadmill";
    }
}

static void on_end(void *user, const char *name, const char *text, size_t len)
{
    gpx       *g = user;
    ngl_status status = NGL_OK;
    if (g->in_point) {
        if (strcmp(name, "trkpt") == 0)
            end_point(g);
        else
            point_value(g, name, text, len);
    } else if (g->in_track && strcmp(name, "trk") == 0) {
        status = end_track(g);
    } else if (g->in_track && strcmp(name, "type") == 0) {
        track_type(g, text, len);
    } else if (g->in_track && strcmp(name, "name") == 0) {
        const char *copy = ngl_xml_title(g->points.columns.arena, text, len);
        if (copy)
            g->now.name = copy;
        else
            status = ngl_fail(g->err, NGL_E_NOMEM, 0, "not enough memory to read the file");
    }
    if (status) ngl_xml_stop(&g->walk, status);
}

/* Tracks i .. j as one activity: its distances go on from one to the next. */
static ngl_status build(gpx *g, uint32_t i, uint32_t j)
{
    const track *t = &g->tracks[i];
    float       *dist = g->points.columns.column[NGL_STREAM_DIST];
    ngl_activity a = ngl_track_blank("gpx");
    double       way = t->way_m;
    for (uint32_t k = i + 1; k < j; k++) {
        for (uint32_t row = g->tracks[k].first; dist && row < g->tracks[k].end; row++) dist[row] += (float)way;
        way += g->tracks[k].way_m;
    }
    a.sport = t->sport;
    a.sport_key = ngl_sport_key(t->sport);
    a.sub_sport = t->sub_sport;
    a.name = t->name;
    a.dist_m = way;
    a.timer_s = a.elapsed_s = (double)(g->tracks[j - 1].to - t->from) / 1000;
    if (a.timer_s < 0) a.timer_s = a.elapsed_s = NAN;
    return ngl_points_end(&g->points, &a, t->first, g->tracks[j - 1].end, g->err);
}

static ngl_status build_all(gpx *g)
{
    for (uint32_t i = 0, j; i < g->ntrack; i = j) {
        for (j = i + 1; j < g->ntrack; j++) {
            const track *a = &g->tracks[j - 1], *b = &g->tracks[j];
            if (b->from < a->to || b->from - a->to > SAME_RECORDING_MS || a->sport != b->sport) break;
        }
        ngl_status status = build(g, i, j);
        if (status) return status;
    }
    return NGL_OK;
}

ngl_status ngl_gpx_read(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                        const ngl_import_options *options, ngl_error *err)
{
    (void)options;
    gpx *g = NGL_NEW(arena, gpx, 1);
    if (!g) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to read the file");
    g->points.columns.arena = arena;
    g->err = err;
    g->walk.user = g;
    g->walk.start = on_start;
    g->walk.end = on_end;
    ngl_status walked = ngl_xml_read(&g->walk, data, len, err);
    ngl_status status = g->in_track ? end_track(g) : NGL_OK; /* cut inside a track */
    if (!status) status = build_all(g);
    if (status) return status;
    return ngl_points_finish(&g->points, out, walked, g->nplanned ? "route without times" : "GPX without a track", err);
}
