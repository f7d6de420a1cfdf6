/* Where the runner was and how far: positions, then the distance, then the
 * speed, then whether there was any movement.
 *
 * A position spike is an excursion that begins with a step nobody can make and
 * ends with another one back to where the runner can have got to meanwhile. A
 * leap without a way back is a tunnel or a lost fix: it stays. */
#include "activity/clean.h"
#include "activity/track.h"

#include <math.h>

static const double SLACK_M = 5;        /* positions jitter by this much */
static const double EXCURSION_S = 60;   /* longer ones are not told from the truth */
static const double FIRST_FIX_S = 10;   /* a leap so early: the fixes before it were stale */
static const double REST_MPS = 0.5;     /* jitter of a watch at rest stays below */
static const double GAP_S = 10, GAP_STEPS = 6;

typedef struct way {
    ngl_clean_work *w;
    float          *step_m;   /* [n] from the last position before, as recorded; NaN without one */
    uint32_t       *before;   /* [n] that position's row */
    uint64_t        patience; /* rows that may still be looked at ahead */
} way;

static double most_m(const ngl_clean_work *w, uint32_t from, uint32_t to)
{
    return w->fastest_mps * ngl_clean_seconds(w, from, to) + SLACK_M;
}

static bool has_position(const ngl_clean_work *w, uint32_t i)
{
    return w->lat[i] != NGL_POSITION_NONE && w->lon[i] != NGL_POSITION_NONE;
}

static double between_m(const ngl_clean_work *w, uint32_t from, uint32_t to)
{
    return ngl_track_metres(w->lat[from], w->lon[from], w->lat[to], w->lon[to]);
}

/* ---- positions ---------------------------------------------------------------- */

static void measure_steps(const way *v)
{
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < v->w->n; i++) {
        v->step_m[i] = NAN;
        v->before[i] = last;
        if (!has_position(v->w, i)) continue;
        if (last != UINT32_MAX) v->step_m[i] = (float)between_m(v->w, last, i);
        last = i;
    }
}

static bool leaps(const way *v, uint32_t i)
{
    if (isnan(v->step_m[i]) || v->w->time_ms[i] == v->w->time_ms[v->before[i]]) return false; /* points without a time of their own */
    return (double)v->step_m[i] > most_m(v->w, v->before[i], i);
}

/* The row with which an excursion that begins at `i` is over; 0: it is none. */
static uint32_t return_of(way *v, uint32_t i)
{
    uint32_t from = v->before[i];
    for (uint32_t j = i + 1; j < v->w->n && v->patience; j++) {
        v->patience--;
        if (ngl_clean_seconds(v->w, from, j) > EXCURSION_S) return 0;
        if (leaps(v, j) && between_m(v->w, from, j) <= most_m(v->w, from, j)) return j;
    }
    return 0;
}

/* rows between two good ones, evenly by time */
static void put_on_way(ngl_clean_work *w, uint32_t from, uint32_t to)
{
    double all = ngl_clean_seconds(w, from, to);
    double dlat = (double)w->lat[to] - w->lat[from], dlon = (double)w->lon[to] - w->lon[from];
    for (uint32_t i = from + 1; i < to; i++) {
        if (!has_position(w, i)) continue;
        double share = all > 0 ? ngl_clean_seconds(w, from, i) / all : 0.5;
        w->lat[i] = (int32_t)((double)w->lat[from] + share * dlat);
        w->lon[i] = (int32_t)((double)w->lon[from] + share * dlon);
        ngl_clean_mark(w, i, NGL_REPAIR_POSITION);
    }
}

static void drop_first_fixes(ngl_clean_work *w, uint32_t good)
{
    for (uint32_t i = 0; i < good; i++) {
        if (!has_position(w, i)) continue;
        w->lat[i] = w->lat[good];
        w->lon[i] = w->lon[good];
        ngl_clean_mark(w, i, NGL_REPAIR_POSITION);
    }
}

static void mend_positions(way *v)
{
    ngl_clean_work *w = v->w;
    for (uint32_t i = 0; i < w->n; i++) {
        if (!leaps(v, i)) continue;
        uint32_t back = return_of(v, i);
        if (back) {
            put_on_way(w, v->before[i], back);
            i = back;
        } else if (ngl_clean_seconds(w, 0, i) <= FIRST_FIX_S) {
            drop_first_fixes(w, i);
        }
    }
}

/* ---- distance ------------------------------------------------------------------- */

/* What is put in the place of a step that cannot be: the way between the mended
 * positions, else the speed, else none. */
static double other_step(const ngl_clean_work *w, uint32_t from, uint32_t to)
{
    double s = ngl_clean_seconds(w, from, to);
    if (w->lat && has_position(w, from) && has_position(w, to)) {
        double step = between_m(w, from, to);
        if (step <= most_m(w, from, to)) return step;
    }
    if (w->speed && (double)w->speed[to] >= 0 && (double)w->speed[to] <= w->fastest_mps) return (double)w->speed[to] * s;
    return 0;
}

/* A step that counted the way to a spike is as long as the raw positions say. */
static bool counted_spike(const way *v, uint32_t from, uint32_t to, double step)
{
    const uint16_t bit = 1u << NGL_REPAIR_POSITION;
    if (!v->step_m || v->before[to] != from || !((v->w->repaired[from] | v->w->repaired[to]) & bit)) return false;
    double raw = (double)v->step_m[to];
    return fabs(step - raw) <= 2 + 0.2 * raw && raw > other_step(v->w, from, to) + SLACK_M;
}

static void fill_between(ngl_clean_work *w, uint32_t from, uint32_t to)
{
    double all = ngl_clean_seconds(w, from, to);
    for (uint32_t i = from + 1; i < to; i++) {
        double share = all > 0 ? ngl_clean_seconds(w, from, i) / all : 1;
        double so_far = (double)w->dist[from] + share * ((double)w->dist[to] - (double)w->dist[from]);
        w->dist[i] = fminf((float)so_far, w->dist[to]);
    }
}

/* A watch that finds its satellites again adds all of the way at once: what may
 * be gone since `since`, when the distance last grew, is no jump. */
static bool wrong_step(const ngl_clean_work *w, uint32_t since, uint32_t to, double step)
{
    return step < 0 || (w->time_ms[to] > w->time_ms[since] && step > most_m(w, since, to));
}

static void mend_distance(const way *v)
{
    ngl_clean_work *w = v->w;
    uint32_t        last = UINT32_MAX, grew = 0;
    double          total = 0, raw_last = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        double raw = (double)w->dist[i];
        if (isnan(raw)) continue;
        if (last == UINT32_MAX) {
            total = raw;
            grew = i;
            for (uint32_t k = 0; k < i; k++) w->dist[k] = (float)raw;
        } else {
            double step = raw - raw_last;
            if (wrong_step(w, grew, i, step) || counted_spike(v, last, i, step)) {
                step = other_step(w, last, i);
                ngl_clean_mark(w, i, NGL_REPAIR_DISTANCE);
            }
            if (step > 0) grew = i;
            total += step;
            w->dist[i] = (float)total;
            fill_between(w, last, i);
        }
        raw_last = raw;
        last = i;
    }
    for (uint32_t i = last == UINT32_MAX ? w->n : last + 1; i < w->n; i++) w->dist[i] = w->dist[last];
}

static ngl_status derive_distance(ngl_clean_work *w)
{
    double   total = 0;
    uint32_t last = UINT32_MAX;
    w->dist = ngl_arena_raw(w->arena, sizeof *w->dist, w->n, 64);
    if (!w->dist) return NGL_E_NOMEM;
    for (uint32_t i = 0; i < w->n; i++) {
        if (has_position(w, i)) {
            double step = last == UINT32_MAX ? 0 : between_m(w, last, i);
            if (last != UINT32_MAX && step <= most_m(w, last, i)) total += step;
            last = i;
        }
        w->dist[i] = (float)total;
    }
    return NGL_OK;
}

/* ---- speed ------------------------------------------------------------------------ */

static void mend_speed(ngl_clean_work *w)
{
    for (uint32_t i = 0; i < w->n; i++) {
        if (!((double)w->speed[i] > w->fastest_mps)) continue;
        w->speed[i] = NAN;
        ngl_clean_mark(w, i, NGL_REPAIR_SPEED);
    }
}

/* from the distance over the five seconds around each row, or its neighbours */
static ngl_status derive_speed(ngl_clean_work *w)
{
    static const double half_s = 2.5;
    uint32_t from = 0, to = 0;
    w->speed = ngl_arena_raw(w->arena, sizeof *w->speed, w->n, 64);
    if (!w->speed) return NGL_E_NOMEM;
    w->speed_derived = true;
    for (uint32_t i = 0; i < w->n; i++) {
        while (from + 1 < i && ngl_clean_seconds(w, from, i) > half_s) from++;
        if (to < i) to = i;
        while (to + 1 < w->n && (to == i || ngl_clean_seconds(w, i, to + 1) <= half_s)) to++;
        double s = ngl_clean_seconds(w, from, to);
        w->speed[i] = s > 0 ? (float)((double)(w->dist[to] - w->dist[from]) / s) : NAN;
    }
    return NGL_OK;
}

/* ---- movement ------------------------------------------------------------------------ */

static double step_speed(const ngl_clean_work *w, uint32_t i)
{
    double s = ngl_clean_seconds(w, i - 1, i);
    return w->dist && s > 0 ? (double)(w->dist[i] - w->dist[i - 1]) / s : (double)NAN;
}

/* Rows of the steps that end inside a recorded pause; pauses come in order. */
static bool paused(const ngl_clean_work *w, uint32_t i, uint32_t *at)
{
    int64_t base = w->a->start == NGL_INSTANT_NONE ? 0 : w->a->start, t = w->a->time_ms[i];
    while (*at < w->a->npause && w->a->pause[*at].to - base < t) ++*at;
    return *at < w->a->npause && w->a->pause[*at].from - base < t;
}

static void movement(ngl_clean_work *w)
{
    double   gap_s = GAP_STEPS * w->step_s > GAP_S ? GAP_STEPS * w->step_s : GAP_S, moving_s = 0, moving_m = 0;
    uint32_t pause = 0;
    for (uint32_t i = 1; i < w->n; i++) {
        double s = ngl_clean_seconds(w, i - 1, i), over = step_speed(w, i);
        bool   rests = paused(w, i, &pause), gap = s > gap_s && !(over >= REST_MPS);
        if (gap) ngl_clean_mark(w, i, NGL_REPAIR_GAP);
        double speed = s > gap_s || !w->speed || isnan(w->speed[i]) ? over : (double)w->speed[i];
        w->moving[i] = !rests && !gap && speed >= REST_MPS;
        if (!w->moving[i]) continue;
        moving_s += s;
        if (w->dist) moving_m += (double)(w->dist[i] - w->dist[i - 1]);
    }
    if (!w->dist && !w->speed) return;
    w->out->moving_s = moving_s;
    w->out->moving_dist_m = w->dist ? moving_m : (double)NAN;
}

ngl_status ngl_clean_way(ngl_clean_work *w)
{
    way v = { .w = w, .patience = (uint64_t)w->n * 16 + 1024 };
    if (w->lat) {
        v.step_m = ngl_arena_raw(w->arena, sizeof *v.step_m, w->n, 64);
        v.before = ngl_arena_raw(w->arena, sizeof *v.before, w->n, 64);
        if (!v.step_m || !v.before) return NGL_E_NOMEM;
        measure_steps(&v);
        mend_positions(&v);
    }
    ngl_status status = NGL_OK;
    if (w->speed) mend_speed(w);
    if (w->dist) mend_distance(&v);
    else if (w->lat) status = derive_distance(w);
    if (!status && !w->speed && w->dist) status = derive_speed(w);
    if (!status) movement(w);
    return status;
}
