/* A heart-rate strap that remembers: what it counted while the watch could not
 * hear it (under water) comes as `hr` messages, often in a part behind the
 * recording. One message anchors the strap's clock of 1/1,024 s to the watch's;
 * those that follow give twelve low bits of that clock for each beat. Rows get
 * the mean of the beats since the row before, or the last one if it is no older
 * than five seconds, in place of what the watch wrote: it copies the strap where
 * it hears it and guesses from the wrist where it does not. */
#include "activity/fit.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIELD_FRACTION = 0, FIELD_BPM = 6, FIELD_EVENT = 9, FIELD_EVENT_12 = 10, EVENTS_MOST = 128, BEAT_MAX = 1 << 20 };
static const int64_t KEPT_MS = 5000;

static ngl_status push(ngl_fit_reader *r, uint32_t event, uint8_t bpm)
{
    if (bpm == 0 || bpm == UINT8_MAX || r->nbeat == BEAT_MAX) return NGL_OK;
    void *items = ngl_grow(r->arena, r->beat, r->nbeat, &r->beat_cap, BEAT_MAX, sizeof *r->beat);
    if (!items) return ngl_fail(r->err, NGL_E_NOMEM, r->pos, "more memory is needed to read the file than is allowed");
    r->beat = items;
    int64_t since = (int64_t)(uint32_t)(event - r->anchor_event); /* the clock may run over */
    r->beat[r->nbeat++] = (ngl_fit_beat){ r->anchor_ms + since * 1000 / 1024, bpm };
    return NGL_OK;
}

/* The times of this message's beats: whole, or twelve bits each, two in three bytes. */
static unsigned events_of(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m, uint32_t event[EVENTS_MOST])
{
    ngl_fit_place f;
    unsigned      n = 0;
    if (ngl_fit_find(d, FIELD_EVENT, &f) && f.base == FIT_UINT32 && f.size >= 4) {
        for (; n < f.size / 4u && n < EVENTS_MOST; n++) {
            memcpy(&event[n], m + f.at + 4 * n, 4);
            if (d->big) event[n] = __builtin_bswap32(event[n]);
            if (event[n] == UINT32_MAX) return n;
            r->last_event = event[n];
        }
        return n;
    }
    if (!ngl_fit_find(d, FIELD_EVENT_12, &f)) return 0;
    for (unsigned i = 0; i + 3 <= f.size && n + 2 <= EVENTS_MOST; i += 3) {
        const uint8_t *p = m + f.at + i;
        const uint32_t low[2] = { p[0] | (p[1] & 15u) << 8, (uint32_t)p[1] >> 4 | (uint32_t)p[2] << 4 };
        for (int k = 0; k < 2; k++) {
            r->last_event += (low[k] - r->last_event) & 0xfff;
            event[n++] = r->last_event;
        }
    }
    return n;
}

ngl_status ngl_fit_heart(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    uint32_t      event[EVENTS_MOST], at = d->time_at >= 0 ? ngl_fit_u32(d, m, FIT_FIELD_TIMESTAMP) : UINT32_MAX;
    unsigned      n = events_of(r, d, m, event);
    ngl_fit_place f;
    r->nhr++;
    if (at != UINT32_MAX && n) {
        double fraction = ngl_fit_number(d, m, FIELD_FRACTION) / 32768;
        r->anchored = true;
        r->anchor_ms = (int64_t)at * 1000 + (fraction >= 0 && fraction < 1 ? (int64_t)(fraction * 1000) : 0);
        r->anchor_event = event[0];
    }
    if (!r->anchored || !ngl_fit_find(d, FIELD_BPM, &f)) return NGL_OK;
    ngl_status status = NGL_OK;
    for (unsigned i = 0; i < n && i < f.size && !status; i++) status = push(r, event[i], m[f.at + i]);
    return status;
}

/* ---- into the rows ------------------------------------------------------------------- */

static int by_time(const void *x, const void *y)
{
    const ngl_fit_beat *a = x, *b = y;
    return (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms);
}

/* the first beat later than `t` */
static uint32_t after(const ngl_fit_reader *r, int64_t t)
{
    uint32_t low = 0, high = r->nbeat;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (r->beat[middle].at_ms > t) high = middle;
        else low = middle + 1;
    }
    return low;
}

static float rate_at(const ngl_fit_reader *r, int64_t from, int64_t to)
{
    uint32_t end = after(r, to), begin = after(r, from), sum = 0;
    if (end == 0) return NAN;
    if (begin == end) {
        const ngl_fit_beat *last = &r->beat[end - 1];
        return to - last->at_ms <= KEPT_MS ? (float)last->bpm : (float)NAN;
    }
    for (uint32_t i = begin; i < end; i++) sum += r->beat[i].bpm;
    return roundf((float)sum / (float)(end - begin));
}

ngl_status ngl_fit_merge_heart(ngl_fit_reader *r)
{
    ngl_columns *c = &r->columns;
    if (!r->nbeat || !c->n) return NGL_OK;
    ngl_status status = ngl_columns_add(c, NGL_STREAM_HEART_RATE, r->err);
    if (status) return status;
    qsort(r->beat, r->nbeat, sizeof *r->beat, by_time);
    float *hr = c->column[NGL_STREAM_HEART_RATE];
    for (uint32_t i = 0; i < c->n; i++) {
        int64_t to = c->time_ms[i], from = i ? c->time_ms[i - 1] : to - 1000;
        if (from >= to || to - from > KEPT_MS) from = to - 1000;
        float rate = rate_at(r, from, to);
        if (isnan(rate)) continue;
        hr[i] = rate;
        r->nmerged++;
    }
    return NGL_OK;
}
