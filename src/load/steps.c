/* Columns of a recorded run, made ready for weighing.
 *
 * A row stands for the time to the next one, as long as the watch was not
 * paused and no gap lies between. Speed comes from its own column, else from
 * the distance run. Grade is the slope of altitude over distance, both smoothed
 * over time first: a barometer steps in 0.2-1 m, and a slope of single steps
 * would be noise.
 */
#include "base/arena.h"

#include <niggle/clean.h>
#include <niggle/tissue.h>

#include <math.h>
#include <string.h>

/* Watches that save battery write a row every few seconds, at most about eight;
 * what is longer is a gap, and nothing is known about it. */
static const double LONGEST_STEP_S = 15;
/* half width of the smoothing window: +-10 s is about 60 m of easy running */
static const double SMOOTH_S = 10;
/* below this the slope over the window says more about the sensor than the hill */
static const double SHORTEST_SLOPE_M = 15;
static const double STEEPEST_PCT = 45;

static double seconds(const ngl_activity *run, uint32_t i)
{
    return (double)run->time_ms[i] / 1000;
}

static bool paused_between(const ngl_activity *run, uint32_t i, uint32_t *pause)
{
    int64_t from = run->start * 1000 + run->time_ms[i], to = run->start * 1000 + run->time_ms[i + 1];
    while (*pause < run->npause && run->pause[*pause].to * 1000 <= from) ++*pause;
    return *pause < run->npause && run->pause[*pause].from * 1000 < to;
}

static void fill_durations(float *dt, const ngl_activity *run)
{
    uint32_t pause = 0;
    for (uint32_t i = 0; i < run->nrecord; i++) {
        double d = i + 1 < run->nrecord ? seconds(run, i + 1) - seconds(run, i) : i ? (double)dt[i - 1] : 0;
        bool   stands = d > 0 && d <= LONGEST_STEP_S && !(i + 1 < run->nrecord && paused_between(run, i, &pause));
        dt[i] = stands ? (float)d : 0;
    }
}

static void fill_speed(float *speed, const float *dt, const ngl_activity *run)
{
    const float *own = run->stream[NGL_STREAM_SPEED], *dist = run->stream[NGL_STREAM_DIST];
    for (uint32_t i = 0; i < run->nrecord; i++) {
        speed[i] = own ? own[i] : NAN;
        if (isnan(speed[i]) && dist && i + 1 < run->nrecord && dt[i] > 0) speed[i] = (dist[i + 1] - dist[i]) / dt[i];
    }
}

/* Nobody keeps these speeds for so long (the fastest kilometre ever run took
 * 132 s: 7.6 m/s): a car, a bicycle, or the satellite's doing. */
static const struct {
    double seconds, mps;
} LONGEST[] = { { 60, 9.0 }, { 300, 7.3 } };

/* mark[i] = 1 for the quick rows in any window of so many seconds that is faster than so */
static void mark_driving(float *mark, const float *dt, const float *speed, uint32_t n, double seconds, double mps)
{
    double   time = 0, way = 0;
    uint32_t first = 0, done = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!(speed[i] >= 0)) continue;
        time += (double)dt[i];
        way += (double)speed[i] * (double)dt[i];
        for (; first < i && time - (double)dt[first] >= seconds; first++) {
            if (!(speed[first] >= 0)) continue;
            time -= (double)dt[first];
            way -= (double)speed[first] * (double)dt[first];
        }
        if (time < seconds || way < mps * time) continue;
        /* the window reaches a little into what is run before and after: that stays */
        for (uint32_t j = done > first ? done : first; j <= i; j++) mark[j] = (double)speed[j] > 0.6 * mps || mark[j] > 0 ? 1 : 0;
        done = i + 1;
    }
}

/* Such rows count nothing; true if there are any. `room` is for marks. */
static bool leave_out_driving(float *dt, const float *speed, uint32_t n, float *room)
{
    bool any = false, fast = false;
    for (uint32_t i = 0; i < n; i++) fast |= (double)speed[i] > LONGEST[1].mps;
    if (!fast) return false;
    memset(room, 0, n * sizeof *room);
    for (size_t k = 0; k < sizeof LONGEST / sizeof *LONGEST; k++) mark_driving(room, dt, speed, n, LONGEST[k].seconds, LONGEST[k].mps);
    for (uint32_t i = 0; i < n; i++) {
        if (!(room[i] > 0)) continue;
        any |= dt[i] > 0;
        dt[i] = 0;
    }
    return any;
}

/* Least squares slope of altitude over distance run, over the rows within the
 * window around each: sums that rows enter and leave, from the run's own means
 * so that nothing cancels. */
typedef struct window {
    double n, x, y, xx, xy;
} window;

static void shift(window *w, double x, double y, double sign)
{
    if (isnan(x) || isnan(y)) return;
    w->n += sign;
    w->x += sign * x;
    w->y += sign * y;
    w->xx += sign * x * x;
    w->xy += sign * x * y;
}

static float slope(const window *w, double length)
{
    double spread = w->n * w->xx - w->x * w->x;
    if (w->n < 3 || length < SHORTEST_SLOPE_M || !(spread > 1e-6 * w->xx)) return NAN;
    double pct = 100 * (w->n * w->xy - w->x * w->y) / spread;
    return fabs(pct) > STEEPEST_PCT ? NAN : (float)pct;
}

static double along(const float *column, uint32_t i, double origin)
{
    return column ? (double)column[i] - origin : NAN;
}

static void fill_grade(float *grade, const ngl_activity *run)
{
    const float *alt = run->stream[NGL_STREAM_ALTITUDE], *dist = run->stream[NGL_STREAM_DIST];
    uint32_t     first = 0, after = 0;
    double       x0 = 0, y0 = 0;
    window       w = { 0 };
    for (uint32_t i = 0; i < run->nrecord; i++) {
        grade[i] = NAN;
        if (!alt || !dist) continue;
        if (i % 512 == 0) { /* a new origin now and then keeps the sums small */
            w = (window){ 0 };
            after = first;
            x0 = isnan(dist[i]) ? x0 : (double)dist[i];
            y0 = isnan(alt[i]) ? y0 : (double)alt[i];
        }
        for (; after < run->nrecord && seconds(run, after) <= seconds(run, i) + SMOOTH_S; after++)
            shift(&w, along(dist, after, x0), along(alt, after, y0), 1);
        for (; first < i && seconds(run, first) < seconds(run, i) - SMOOTH_S; first++)
            shift(&w, along(dist, first, x0), along(alt, first, y0), -1);
        if (after > first) grade[i] = slope(&w, (double)(dist[after - 1] - dist[first]));
    }
}

static double mean_of(const float *column, const float *dt, uint32_t n, double least, double most)
{
    double sum = 0, time = 0;
    for (uint32_t i = 0; column && i < n; i++) {
        if (!((double)column[i] >= least && (double)column[i] <= most)) continue;
        sum += (double)column[i] * (double)dt[i];
        time += (double)dt[i];
    }
    return time > 0 ? sum / time : NAN;
}

static ngl_steps_of no_steps(void)
{
    return (ngl_steps_of){ .steps = { .contact_ms = NAN, .balance_left_pct = NAN, .oscillation_mm = NAN } };
}

ngl_status ngl_steps_from(ngl_steps_of *out, const ngl_activity *run)
{
    uint32_t n = run->nrecord;
    *out = no_steps();
    if (n == 0) return NGL_OK;
    float *m = ngl_memory_get().alloc(4 * (size_t)n * sizeof *m);
    if (!m) return NGL_E_NOMEM;
    float *dt = m, *speed = m + n, *grade = m + 2 * (size_t)n;
    fill_durations(dt, run);
    fill_speed(speed, dt, run);
    bool driving = leave_out_driving(dt, speed, n, grade);
    fill_grade(grade, run);
    out->memory = m;
    out->steps = (ngl_steps){ n, dt, speed, run->stream[NGL_STREAM_CADENCE], grade,
                              mean_of(run->stream[NGL_STREAM_CONTACT], dt, n, 100, 500),
                              mean_of(run->stream[NGL_STREAM_BALANCE], dt, n, 30, 70),
                              mean_of(run->stream[NGL_STREAM_OSCILLATION], dt, n, 20, 250),
                              driving ? (unsigned)NGL_LOAD_ABSURD : 0U };
    return NGL_OK;
}

/* half of a slow runner's steps, and twice a quick one's */
static const float FEW_SPM = 115, MANY_SPM = 215;
static const double LEAP_M = 25, CLIMB_MPS = 3, LEAP_S = 60;

static bool few_or_many(const float *cadence, uint32_t n)
{
    uint32_t odd = 0, known = 0;
    for (uint32_t i = 0; cadence && i < n; i++) {
        known += cadence[i] > 0;
        odd += (cadence[i] > 0 && cadence[i] < FEW_SPM) || cadence[i] > MANY_SPM;
    }
    return odd > known / 50;
}

static bool leaps(const float *column, const int64_t *time_ms, uint32_t n, double fall, double rise, double least)
{
    for (uint32_t i = 1; column && i < n; i++) {
        double d = (double)(column[i] - column[i - 1]), s = fmax((double)(time_ms[i] - time_ms[i - 1]) / 1000, 1);
        if (d < -fmax(fall * s, fall > 0 ? least : 0) || d > fmax(rise * s, least)) return true;
    }
    return false;
}

int ngl_steps_suspect(const ngl_activity *run)
{
    const float *speed = run->stream[NGL_STREAM_SPEED], *dist = run->stream[NGL_STREAM_DIST];
    uint32_t     n = run->nrecord;
    for (uint32_t i = 1; i < n; i++) {
        int64_t d = run->time_ms[i] - run->time_ms[i - 1];
        if (d <= 0 || (double)d > LEAP_S * 1000) return 1;
    }
    for (uint32_t i = 0; speed && i < n; i++)
        if ((double)speed[i] > 9) return 1;
    if (!dist && run->lat_semi) return 1;
    return few_or_many(run->stream[NGL_STREAM_CADENCE], n) || leaps(dist, run->time_ms, n, 0, 9, LEAP_M) ||
           leaps(run->stream[NGL_STREAM_ALTITUDE], run->time_ms, n, CLIMB_MPS, CLIMB_MPS, 5);
}

static bool mended(const ngl_clean *c)
{
    static const ngl_repair matters[] = { NGL_REPAIR_CLOCK, NGL_REPAIR_DISTANCE, NGL_REPAIR_SPEED, NGL_REPAIR_CADENCE_HALF,
                                          NGL_REPAIR_CADENCE_DOUBLE };
    for (size_t i = 0; i < sizeof matters / sizeof *matters; i++)
        if (c->rows[matters[i]]) return true;
    return false;
}

ngl_status ngl_steps_clean(ngl_steps_of *out, const ngl_activity *run, const ngl_clean *clean)
{
    ngl_activity a = *run;
    if (clean->n != run->nrecord) return ngl_steps_from(out, run);
    a.time_ms = clean->time_ms;
    a.stream[NGL_STREAM_DIST] = clean->dist_m;
    a.stream[NGL_STREAM_SPEED] = clean->speed_mps;
    a.stream[NGL_STREAM_ALTITUDE] = clean->alt_m;
    a.stream[NGL_STREAM_CADENCE] = clean->cadence_spm;
    ngl_status status = ngl_steps_from(out, &a);
    /* its own copy: what was cleaned may go before the steps do */
    if (!status && clean->cadence_spm && out->memory) {
        float *cadence = out->memory + 3 * (size_t)a.nrecord;
        memcpy(cadence, clean->cadence_spm, a.nrecord * sizeof *cadence);
        out->steps.cadence_spm = cadence;
    }
    if (!status && mended(clean)) out->steps.flags |= NGL_LOAD_REPAIRED;
    return status;
}

/* rows of an even run: enough for its last third to be told from the rest */
enum { EVEN_ROWS = 60 };

ngl_status ngl_steps_even(ngl_steps_of *out, double dist_m, double timer_s, double cadence_spm)
{
    *out = no_steps();
    out->steps.flags = NGL_LOAD_NO_RECORDS;
    if (!(timer_s > 0) || timer_s > 1e6) return NGL_OK;
    float *m = ngl_memory_get().alloc(3 * (size_t)EVEN_ROWS * sizeof *m);
    if (!m) return NGL_E_NOMEM;
    for (int i = 0; i < EVEN_ROWS; i++) {
        m[i] = (float)(timer_s / EVEN_ROWS);
        m[EVEN_ROWS + i] = dist_m > 0 ? (float)(dist_m / timer_s) : NAN;
        m[2 * EVEN_ROWS + i] = (float)cadence_spm;
    }
    out->memory = m;
    out->steps.n = EVEN_ROWS;
    out->steps.dt_s = m, out->steps.speed_mps = m + EVEN_ROWS, out->steps.cadence_spm = m + 2 * EVEN_ROWS;
    return NGL_OK;
}

void ngl_steps_free(ngl_steps_of *steps)
{
    ngl_memory_get().release(steps->memory);
    *steps = (ngl_steps_of){ .memory = NULL };
}
