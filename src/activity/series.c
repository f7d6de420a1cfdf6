/* Samples are sorted by their second, then merged: a stable order makes the
 * rows the same on every machine. */
#include "activity/series.h"

#include "activity/activity.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>

enum { SAMPLES_MAX = NGL_RECORDS_MAX * 4u, ONE_FOOT_SPM = 130 };

static ngl_status add(ngl_series *s, const ngl_sample *sample, ngl_error *err)
{
    void *items = ngl_grow(s->arena, s->sample, s->n, &s->cap, SAMPLES_MAX, sizeof *s->sample);
    if (!items) return ngl_fail(err, NGL_E_LIMIT, 0, "the recording has more samples than are read");
    s->sample = items;
    s->sample[s->n] = *sample;
    s->sample[s->n].order = s->n;
    s->n++;
    return NGL_OK;
}

ngl_status ngl_series_add(ngl_series *s, ngl_instant t, ngl_stream stream, double value, ngl_error *err)
{
    if (t == NGL_INSTANT_NONE || !(fabs(value) < 1e30)) return NGL_OK;
    return add(s, &(ngl_sample){ .time_ms = t, .what = (uint16_t)stream, .value = (float)value }, err);
}

ngl_status ngl_series_position(ngl_series *s, ngl_instant t, double lat, double lon, ngl_error *err)
{
    int32_t y = ngl_track_semicircles(lat, 90), x = ngl_track_semicircles(lon, 180);
    if (t == NGL_INSTANT_NONE || y == NGL_POSITION_NONE || x == NGL_POSITION_NONE) return NGL_OK;
    ngl_status status = add(s, &(ngl_sample){ .time_ms = t, .what = NGL_SAMPLE_LAT, .semi = y }, err);
    return status ? status : add(s, &(ngl_sample){ .time_ms = t, .what = NGL_SAMPLE_LON, .semi = x }, err);
}

static int64_t second_of(int64_t ms)
{
    return ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
}

static int earlier(const void *a, const void *b)
{
    const ngl_sample *x = a, *y = b;
    int64_t           s = second_of(x->time_ms), t = second_of(y->time_ms);
    if (s != t) return s < t ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static bool sorted(const ngl_series *s)
{
    for (uint32_t i = 1; i < s->n; i++)
        if (second_of(s->sample[i].time_ms) < second_of(s->sample[i - 1].time_ms)) return false;
    return true;
}

/* samples i .. the result are one row */
static uint32_t take_second(const ngl_series *s, uint32_t i, ngl_point *point, int32_t *lat, int32_t *lon)
{
    int64_t second = second_of(s->sample[i].time_ms);
    *point = ngl_point_blank();
    point->time = second * 1000;
    *lat = *lon = NGL_POSITION_NONE;
    for (; i < s->n && second_of(s->sample[i].time_ms) == second; i++) {
        const ngl_sample *p = &s->sample[i];
        if (p->what == NGL_SAMPLE_LAT) *lat = p->semi;
        else if (p->what == NGL_SAMPLE_LON) *lon = p->semi;
        else point->value[p->what] = (double)p->value;
    }
    return i;
}

ngl_status ngl_series_rows(ngl_series *s, ngl_points *p, ngl_error *err)
{
    ngl_status status = NGL_OK;
    if (!sorted(s)) qsort(s->sample, s->n, sizeof *s->sample, earlier);
    for (uint32_t i = 0; i < s->n && !status;) {
        ngl_point point;
        int32_t   lat, lon;
        i = take_second(s, i, &point, &lat, &lon);
        status = ngl_points_add(p, &point, err);
        if (status || lat == NGL_POSITION_NONE || lon == NGL_POSITION_NONE) continue;
        status = ngl_columns_add_position(&p->columns, err);
        if (status) break;
        p->columns.lat[p->columns.n - 1] = lat;
        p->columns.lon[p->columns.n - 1] = lon;
    }
    s->n = 0;
    return status;
}

void ngl_series_one_foot(ngl_points *p, uint32_t first, uint32_t end)
{
    float   *cadence = p->columns.column[NGL_STREAM_CADENCE];
    double   sum = 0;
    uint32_t n = 0;
    for (uint32_t i = first; cadence && i < end; i++)
        if (cadence[i] > 0) sum += (double)cadence[i], n++;
    if (!n || sum / n <= ONE_FOOT_SPM) return;
    for (uint32_t i = first; i < end; i++) cadence[i] /= 2;
}

/* ---- for other modules ---------------------------------------------------------------- */

struct ngl_gather {
    ngl_series series;
    ngl_points points;
};

ngl_gather *ngl_gather_begin(ngl_arena *arena)
{
    ngl_gather *g = NGL_NEW(arena, ngl_gather, 1);
    if (g) g->series.arena = g->points.columns.arena = arena;
    return g;
}

ngl_status ngl_gather_sample(ngl_gather *g, ngl_instant t, ngl_stream stream, double value, ngl_error *err)
{
    return ngl_series_add(&g->series, t, stream, value, err);
}

ngl_status ngl_gather_position(ngl_gather *g, ngl_instant t, double lat, double lon, ngl_error *err)
{
    return ngl_series_position(&g->series, t, lat, lon, err);
}

ngl_activity ngl_gather_blank(const char *format)
{
    return ngl_track_blank(format);
}

ngl_status ngl_gather_end(ngl_gather *g, ngl_activity *a, ngl_error *err)
{
    ngl_columns *c = &g->points.columns;
    ngl_status   status = ngl_series_rows(&g->series, &g->points, err);
    if (status) return status;
    for (uint32_t i = 0; c->column[NGL_STREAM_CADENCE] && ngl_sport_on_foot(a->sport) && i < c->n; i++) c->column[NGL_STREAM_CADENCE][i] /= 2;
    if (c->n && a->start != NGL_INSTANT_NONE && c->time_ms[0] < a->start) a->start = c->time_ms[0];
    status = ngl_points_end(&g->points, a, 0, c->n, err);
    if (!status) *a = g->points.activity[0];
    return status;
}
