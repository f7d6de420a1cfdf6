/* Heart rate and cadence. An optical sensor that loses the pulse may hold its
 * last value or take the swing of the arm for beats; an accelerometer may miss
 * every other step or see each one twice. */
#include "activity/clean.h"

#include <math.h>

static const double STUCK_S = 240;
static const double LOCK_S = 60, LOCK_NEAR = 3, LOCK_SHARE = 0.9;
static const double LEAP_BPM = 20, LEAP_S = 10; /* a heart needs longer for that */
static const double LOCK_LIKE = 0.8, LOCK_SPREAD = 1.5, LOCK_LIKE_S = 120;
static const double RUN_MPS = 2.2;    /* below, a slow cadence may be a walk */
static const double RATE_STRETCH_S = 10, RATE_NEAR = 0.12;

static void forget(ngl_clean_work *w, uint32_t from, uint32_t end, ngl_repair kind)
{
    for (uint32_t i = from; i < end; i++) {
        if (isnan(w->hr[i])) continue;
        w->hr[i] = NAN;
        ngl_clean_mark(w, i, kind);
    }
}

/* ---- one value for minutes ------------------------------------------------------ */

static bool mostly_moving(const ngl_clean_work *w, uint32_t from, uint32_t end)
{
    uint32_t moving = 0;
    for (uint32_t i = from; i < end; i++) moving += w->moving[i];
    return moving >= (end - from) / 10 * 9;
}

static void mend_stuck(ngl_clean_work *w)
{
    for (uint32_t i = 0, end; i < w->n; i = end) {
        for (end = i + 1; end < w->n && w->hr[end] == w->hr[i];) end++;
        if (isnan(w->hr[i]) || end - i < 20 || ngl_clean_seconds(w, i, end - 1) < STUCK_S) continue;
        if (mostly_moving(w, i, end)) forget(w, i, end, NGL_REPAIR_HEART_STUCK);
    }
}

/* ---- steps taken for beats --------------------------------------------------------- */

static bool near_cadence(const ngl_clean_work *w, uint32_t i)
{
    return w->moving[i] && fabs((double)(w->hr[i] - w->cadence[i])) <= LOCK_NEAR;
}

/* A change between rows up to LEAP_S apart at `edge` that no heart makes, while
 * the pulse outside it was not near the cadence. */
static bool leaps_at(const ngl_clean_work *w, uint32_t inside, int direction)
{
    uint32_t i = inside;
    for (;;) {
        if (direction < 0 ? i == 0 : i + 1 >= w->n) return false;
        i = direction < 0 ? i - 1 : i + 1;
        if (fabs(direction < 0 ? ngl_clean_seconds(w, i, inside) : ngl_clean_seconds(w, inside, i)) > LEAP_S) return false;
        if (fabs((double)(w->hr[i] - w->hr[inside])) >= LEAP_BPM) return true;
    }
}

/* Does the pulse follow the cadence in its ups and downs? */
static bool follows(const ngl_clean_work *w, uint32_t from, uint32_t end)
{
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (uint32_t i = from; i < end; i++) {
        double h = (double)w->hr[i] - 150, c = (double)w->cadence[i] - 150;
        if (isnan(h) || isnan(c)) continue;
        n++, x += c, y += h, xx += c * c, yy += h * h, xy += c * h;
    }
    if (n < 20) return false;
    double vx = xx / n - x / n * (x / n), vy = yy / n - y / n * (y / n), cov = xy / n - x / n * (y / n);
    return vx >= LOCK_SPREAD * LOCK_SPREAD && vy > 0 && cov >= LOCK_LIKE * sqrt(vx * vy);
}

/* From `from` on, the end of the longest stretch of which LOCK_SHARE is near:
 * every far row costs what nine near ones earn. */
static uint32_t lock_end(const ngl_clean_work *w, uint32_t from)
{
    double   credit = 0;
    uint32_t end = from;
    for (uint32_t i = from; i < w->n; i++) {
        bool near_row = near_cadence(w, i);
        credit += near_row ? 1 - LOCK_SHARE : -LOCK_SHARE;
        if (near_row && credit >= 0) end = i + 1;
        if (credit < -LEAP_S) break;
        if (credit > LEAP_S) credit = LEAP_S;
    }
    return end;
}

static void mend_lock(ngl_clean_work *w)
{
    for (uint32_t i = 0; i < w->n; i++) {
        if (!near_cadence(w, i)) continue;
        uint32_t end = lock_end(w, i);
        if (end <= i) continue;
        double s = ngl_clean_seconds(w, i, end - 1);
        bool   leap = s >= LOCK_S && (leaps_at(w, i, -1) || leaps_at(w, end - 1, 1));
        if (leap || (s >= LOCK_LIKE_S && follows(w, i, end))) forget(w, i, end, NGL_REPAIR_HEART_LOCKED);
        i = end;
    }
}

void ngl_clean_heart(ngl_clean_work *w)
{
    if (!w->hr) return;
    mend_stuck(w);
    if (w->cadence && w->on_foot) mend_lock(w);
}

/* ---- half and double steps ------------------------------------------------------------ */

/* The runner's usual cadence while running; where most rows are halved or
 * doubled it is worked out from those. NaN: cannot be told. */
static double usual_cadence(const ngl_clean_work *w)
{
    enum { BIN_COUNT = 512 };
    uint32_t bin[BIN_COUNT] = { 0 }, n = 0, below = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        double c = (double)w->cadence[i];
        if (!((double)w->speed[i] >= RUN_MPS) || !(c >= 60 && c < BIN_COUNT)) continue;
        bin[(unsigned)c]++;
        n++;
    }
    if (n < 20) return NAN;
    unsigned middle = 0;
    while ((below += bin[middle]) <= n / 2) middle++;
    if (middle >= 130 && middle <= 230) return middle + 0.5;
    if (middle >= 65 && middle <= 105) return 2 * middle + 1.0;
    return middle >= 260 && middle <= 420 ? middle / 2.0 : (double)NAN;
}

static bool of_kind(const ngl_clean_work *w, uint32_t i, double usual, ngl_repair kind)
{
    double c = (double)w->cadence[i], factor = kind == NGL_REPAIR_CADENCE_HALF ? 2 : 0.5;
    if (!((double)w->speed[i] >= RUN_MPS)) return false;
    return fabs(c * factor / usual - 1) <= RATE_NEAR;
}

static void mend_rate(ngl_clean_work *w, double usual, ngl_repair kind)
{
    for (uint32_t i = 0, end; i < w->n; i = end) {
        end = i + 1;
        if (!of_kind(w, i, usual, kind)) continue;
        while (end < w->n && of_kind(w, end, usual, kind)) end++;
        if (ngl_clean_seconds(w, i, end - 1) < RATE_STRETCH_S) continue;
        for (uint32_t k = i; k < end; k++) {
            w->cadence[k] *= kind == NGL_REPAIR_CADENCE_HALF ? 2.0F : 0.5F;
            ngl_clean_mark(w, k, kind);
        }
    }
}

void ngl_clean_cadence(ngl_clean_work *w)
{
    if (!w->cadence || !w->speed || w->a->sport != NGL_SPORT_RUNNING) return;
    double usual = usual_cadence(w);
    if (isnan(usual)) return;
    mend_rate(w, usual, NGL_REPAIR_CADENCE_HALF);
    mend_rate(w, usual, NGL_REPAIR_CADENCE_DOUBLE);
}
