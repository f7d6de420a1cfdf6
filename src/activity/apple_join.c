/* A workout's samples and its route as one activity. Phone, watch and strap
 * record the same run side by side: each stream is taken from one of them, from
 * the workout's own source if that has any, else from who has most. */
#include "activity/apple_internal.h"

#include "activity/series.h"
#include "base/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const apple_sample *sample(const ngl_apple *a, const apple_workout *w, uint32_t i)
{
    return apple_sample_at(a, a->index[w->first + i]);
}

/* the source of a stream; -1: nobody has it */
static int best_source(const ngl_apple *a, const apple_workout *w, unsigned what)
{
    uint32_t count[APPLE_SOURCES + 1] = { 0 };
    int      best = -1;
    for (uint32_t i = 0; i < w->n; i++) count[sample(a, w, i)->source] += sample(a, w, i)->what == what;
    if (count[w->source]) return w->source;
    for (int s = 0; s <= APPLE_SOURCES; s++)
        if (count[s] && (best < 0 || count[s] > count[best])) best = s;
    return best;
}

static int by_time(const void *x, const void *y)
{
    const apple_sample *a = x, *b = y;
    if (a->second != b->second) return a->second < b->second ? -1 : 1;
    return a->span < b->span ? -1 : a->span > b->span;
}

/* one stream of one source in the order of time */
static apple_sample *gather(const ngl_apple *a, const apple_workout *w, unsigned what, int source, ngl_arena *arena, uint32_t *n)
{
    apple_sample *list = ngl_arena_raw(arena, sizeof *list, (size_t)w->n + 1, 16);
    *n = 0;
    for (uint32_t i = 0; list && i < w->n; i++)
        if (sample(a, w, i)->what == what && sample(a, w, i)->source == source) list[(*n)++] = *sample(a, w, i);
    if (list) qsort(list, *n, sizeof *list, by_time);
    return list;
}

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the workout than is allowed");
}

static ngl_instant instant_of(uint32_t second)
{
    return ((ngl_instant)second + APPLE_EPOCH_S) * 1000;
}

static ngl_status add_stream(const ngl_apple *a, const apple_workout *w, ngl_stream stream, ngl_series *to, ngl_arena *arena, ngl_error *err)
{
    int        source = best_source(a, w, stream);
    uint32_t   n;
    double     way = 0;
    ngl_status status = NGL_OK;
    if (source < 0) return NGL_OK;
    apple_sample *list = gather(a, w, stream, source, arena, &n);
    if (!list) return no_memory(err);
    for (uint32_t i = 0; i < n && !status; i++) {
        const apple_sample *s = &list[i];
        double              v = (double)s->value;
        if (stream == NGL_STREAM_DIST) {
            uint32_t from = s->second - s->span < w->from ? w->from : s->second - s->span;
            if (!i && from < s->second) status = ngl_series_add(to, instant_of(from), stream, 0, err);
            if (s->second - s->span < w->from && s->span) v *= (double)(s->second - w->from) / s->span; /* it began before */
            way += v;
            v = way;
        }
        if (!status) status = ngl_series_add(to, instant_of(s->second), stream, v, err);
    }
    return status;
}

static ngl_status add_route(const ngl_activity *route, bool way, ngl_series *to, ngl_error *err)
{
    static const ngl_stream taken[] = { NGL_STREAM_ALTITUDE, NGL_STREAM_SPEED, NGL_STREAM_DIST };
    ngl_status              status = NGL_OK;
    if (route->start == NGL_INSTANT_NONE) return NGL_OK;
    for (uint32_t i = 0; i < route->nrecord && !status; i++) {
        ngl_instant t = route->start + route->time_ms[i];
        if (route->lat_semi && route->lat_semi[i] != NGL_POSITION_NONE)
            status = ngl_series_position(to, t, route->lat_semi[i] * (180 / 2147483648.0), route->lon_semi[i] * (180 / 2147483648.0), err);
        for (unsigned k = 0; k < 3 && !status; k++)
            if (route->stream[taken[k]] && (taken[k] != NGL_STREAM_DIST || way)) status = ngl_series_add(to, t, taken[k], (double)route->stream[taken[k]][i], err);
    }
    return status;
}

/* the route's speeds come often, those of the watch are smoothed: one or the other */
static ngl_status add_all(const ngl_apple *a, const apple_workout *w, const ngl_activity *route, ngl_series *to, ngl_arena *arena, ngl_error *err)
{
    static const ngl_stream streams[] = { NGL_STREAM_HEART_RATE, NGL_STREAM_POWER, NGL_STREAM_CONTACT, NGL_STREAM_OSCILLATION, NGL_STREAM_STEP_LENGTH,
                                          NGL_STREAM_DIST, NGL_STREAM_CADENCE };
    ngl_status status = NGL_OK;
    for (unsigned i = 0; i < sizeof streams / sizeof *streams && !status; i++)
        if (streams[i] != NGL_STREAM_CADENCE || w->sport == NGL_SPORT_RUNNING || w->sport == NGL_SPORT_WALKING || w->sport == NGL_SPORT_HIKING)
            status = add_stream(a, w, streams[i], to, arena, err);
    bool speed = route && route->stream[NGL_STREAM_SPEED];
    if (!status && !speed) status = add_stream(a, w, NGL_STREAM_SPEED, to, arena, err);
    if (!status && route) status = add_route(route, best_source(a, w, NGL_STREAM_DIST) < 0, to, err);
    return status;
}

static bool fill_head(ngl_activity *out, const apple_workout *w, ngl_arena *arena)
{
    ngl_device *d = NGL_NEW(arena, ngl_device, 1);
    if (!d) return false;
    *d = (ngl_device){ .maker = w->device[0] ? "apple" : "", .product = w->device[0] ? w->device : w->source_name };
    *out = ngl_track_blank("apple");
    out->device = d;
    out->ndevice = d->product[0] != 0;
    out->sport = w->sport;
    out->sport_key = ngl_sport_key(w->sport);
    out->sub_sport = w->sub_sport;
    out->start = instant_of(w->from);
    out->utc_offset_s = w->offset_s;
    out->has_offset = w->has_offset;
    out->timer_s = w->duration_s;
    out->elapsed_s = w->to > w->from ? (double)(w->to - w->from) : w->duration_s;
    if (out->timer_s > out->elapsed_s) out->timer_s = out->elapsed_s;
    out->dist_m = w->dist_m;
    out->ascent_m = w->ascent_m;
    out->mean_hr_bpm = w->mean_hr_bpm;
    out->pause = w->pause;
    out->npause = w->npause;
    return true;
}

ngl_status ngl_apple_activity(const ngl_apple *a, size_t i, const ngl_activity *route, ngl_arena *arena, ngl_activity *out, ngl_error *err)
{
    const apple_workout *w = &a->workout[i];
    ngl_series           series = { .arena = arena };
    ngl_points          *p = NGL_NEW(arena, ngl_points, 1);
    ngl_activity         head;
    if (!p || !fill_head(&head, w, arena)) return no_memory(err);
    p->columns.arena = arena;
    ngl_status status = add_all(a, w, route, &series, arena, err);
    if (!status) status = ngl_series_rows(&series, p, err);
    if (status) return status;
    uint32_t n = p->columns.n;
    for (uint32_t k = 0; p->columns.column[NGL_STREAM_CADENCE] && k < n; k++) p->columns.column[NGL_STREAM_CADENCE][k] /= 2; /* steps of both feet */
    if (n && p->columns.time_ms[0] < head.start) head.start = p->columns.time_ms[0];
    status = ngl_points_end(p, &head, 0, n, err);
    if (status) return status;
    *out = p->activity[0];
    if (w->mean_hr_bpm > 0) out->mean_hr_bpm = w->mean_hr_bpm;
    return NGL_OK;
}

void ngl_apple_workout_at(const ngl_apple *a, size_t i, ngl_apple_workout *out)
{
    const apple_workout *w = &a->workout[i];
    *out = (ngl_apple_workout){ .kind = w->kind, .source = w->source_name, .route = w->route, .sport = w->sport, .start = instant_of(w->from), .end = instant_of(w->to) };
}
