/* Two watches, one run: each stream from the recording that has most of it.
 *
 * The first recording stays the frame: its rows, its times, its laps. Where
 * another one covers a stream clearly better, its values are taken over by
 * time, from the nearest row within two seconds or two of its usual steps. */
#include "activity/activity.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>

static const double CLEARLY = 1.1; /* so much more of the time */
static const int64_t NEAR_MS = 2000;

static double usual_step_s(const ngl_activity *a)
{
    if (a->nrecord < 2) return 1;
    double s = (double)(a->time_ms[a->nrecord - 1] - a->time_ms[0]) / 1000 / (a->nrecord - 1);
    return s > 0.1 ? s : 0.1;
}

/* seconds for which the stream has values; for positions `stream` is NGL_STREAM_COUNT */
static double covered_s(const ngl_activity *a, unsigned stream)
{
    const float *column = stream < NGL_STREAM_COUNT ? a->stream[stream] : NULL;
    uint32_t     n = 0;
    if (stream == NGL_STREAM_COUNT && !a->lat_semi) return 0;
    if (stream < NGL_STREAM_COUNT && !column) return 0;
    for (uint32_t i = 0; i < a->nrecord; i++)
        n += column ? !isnan(column[i]) : a->lat_semi[i] != NGL_POSITION_NONE;
    double step = usual_step_s(a);
    return n * (step < 10 ? step : 10);
}

static unsigned best_of(const ngl_activity *const *a, unsigned n, unsigned stream)
{
    double   most = covered_s(a[0], stream) * CLEARLY;
    unsigned best = 0;
    for (unsigned k = 1; k < n; k++) {
        double s = covered_s(a[k], stream);
        if (a[k]->start == NGL_INSTANT_NONE || s <= most) continue;
        most = s;
        best = k;
    }
    return best;
}

/* For each row of `a` the nearest in time of `b`, or UINT32_MAX. Clocks that
 * step back are not followed. */
static void match(uint32_t *row, const ngl_activity *a, const ngl_activity *b)
{
    int64_t  shift = a->start - b->start, step = (int64_t)(2000 * usual_step_s(b));
    int64_t  near_ms = step > NEAR_MS ? step : NEAR_MS;
    uint32_t k = 0;
    if (near_ms > 5 * NEAR_MS) near_ms = 5 * NEAR_MS;
    for (uint32_t i = 0; i < a->nrecord; i++) {
        int64_t t = a->time_ms[i] + shift;
        while (k + 1 < b->nrecord && llabs(b->time_ms[k + 1] - t) <= llabs(b->time_ms[k] - t)) k++;
        row[i] = llabs(b->time_ms[k] - t) <= near_ms ? k : UINT32_MAX;
    }
}

static bool take_stream(ngl_activity *out, const ngl_activity *b, unsigned stream, const uint32_t *row, ngl_arena *arena)
{
    float *column = ngl_arena_raw(arena, sizeof *column, out->nrecord, 64);
    if (!column) return false;
    for (uint32_t i = 0; i < out->nrecord; i++) column[i] = row[i] == UINT32_MAX ? NAN : b->stream[stream][row[i]];
    out->stream[stream] = column;
    return true;
}

static bool take_positions(ngl_activity *out, const ngl_activity *b, const uint32_t *row, ngl_arena *arena)
{
    int32_t *lat = ngl_arena_raw(arena, sizeof *lat, out->nrecord, 64), *lon = ngl_arena_raw(arena, sizeof *lon, out->nrecord, 64);
    if (!lat || !lon) return false;
    for (uint32_t i = 0; i < out->nrecord; i++) {
        lat[i] = row[i] == UINT32_MAX ? NGL_POSITION_NONE : b->lat_semi[row[i]];
        lon[i] = row[i] == UINT32_MAX ? NGL_POSITION_NONE : b->lon_semi[row[i]];
    }
    out->lat_semi = lat;
    out->lon_semi = lon;
    return true;
}

ngl_status ngl_activity_merge(ngl_activity *out, const ngl_activity *const *a, unsigned n,
                              unsigned provider[NGL_STREAM_COUNT + 1], ngl_arena *arena, ngl_error *err)
{
    *out = *a[0];
    for (unsigned s = 0; s <= NGL_STREAM_COUNT; s++) provider[s] = 0;
    if (!out->nrecord || out->start == NGL_INSTANT_NONE) return NGL_OK;
    uint32_t *row = ngl_arena_raw(arena, sizeof *row, out->nrecord, 64);
    bool      good = row != NULL;
    for (unsigned s = 0; s <= NGL_STREAM_COUNT && good; s++) {
        provider[s] = best_of(a, n, s);
        if (!provider[s]) continue;
        const ngl_activity *b = a[provider[s]];
        match(row, out, b);
        good = s < NGL_STREAM_COUNT ? take_stream(out, b, s, row, arena) : take_positions(out, b, row, arena);
    }
    return good ? NGL_OK : ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the recordings than is allowed");
}
