/* One pass per column over the rows of an activity: does it hold anything, and
 * what does it come to. Totals that a device states are kept unless they cannot
 * be true; then, and where it states none, they are made from the rows. */
#include "activity/track.h"

#include <assert.h>
#include <math.h>

static const double FASTEST_MPS = 100;       /* of anything with a recording watch on it */
static const double SPIKE_M = 10000;
static const int64_t DAY_MS = 86400000;
static const int64_t YEAR_2000_MS = 946684800000, YEAR_2100_MS = 4102444800000;

bool ngl_sport_on_foot(ngl_sport sport)
{
    return sport == NGL_SPORT_RUNNING || sport == NGL_SPORT_WALKING || sport == NGL_SPORT_HIKING;
}

ngl_activity ngl_track_blank(const char *format)
{
    return (ngl_activity){ .format = format, .sport_key = "unknown", .sub_sport = "", .name = "",
                           .start = NGL_INSTANT_NONE, .dist_m = NAN, .timer_s = NAN, .elapsed_s = NAN,
                           .ascent_m = NAN, .descent_m = NAN, .mean_hr_bpm = NAN, .mean_cadence_spm = NAN,
                           .max_speed_mps = NAN, .effort_rpe = NAN };
}

/* Half an angle of two points of a run: 6 km and less. */
static const double NEAR_RAD = 5e-4;

static double near_sin(double x)
{
    return x * (1 - x * x * (1.0 / 6 - x * x / 120));
}

double ngl_track_metres(int32_t lat1, int32_t lon1, int32_t lat2, int32_t lon2)
{
    static const double radius_m = 6378137, radians = 3.14159265358979323846 / 2147483648.0;
    double a = lat1 * radians, b = lat2 * radians, dlat = (b - a) / 2, dlon = (lon2 * radians - lon1 * radians) / 2;
    if (fabs(dlat) < NEAR_RAD && fabs(dlon) < NEAR_RAD) { /* what the series leave out is below the double's last place */
        double y = near_sin(dlat), x = near_sin(dlon), cosines = (cos(a + b) + 1 - 2 * y * y) / 2;
        double s = sqrt(y * y + (cosines > 0 ? cosines : 0) * x * x);
        return 2 * radius_m * s * (1 + s * s * (1.0 / 6 + s * s * (3.0 / 40)));
    }
    double y = sin(dlat), x = sin(dlon), h = y * y + cos(a) * cos(b) * x * x;
    return 2 * radius_m * asin(sqrt(h < 1 ? h : 1));
}

int32_t ngl_track_semicircles(double degrees, double limit)
{
    if (!(degrees >= -limit && degrees <= limit)) return NGL_POSITION_NONE;
    double units = degrees * (2147483648.0 / 180);
    if (units > 2147483646.0) return INT32_MAX - 1;
    return units < -2147483648.0 ? INT32_MIN : (int32_t)lround(units);
}

static bool holds_any(const float *column, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (column[i] == column[i]) return true;
    return false;
}

/* Four sums side by side: an addition need not wait for the last one. */
static double mean_of(const float *column, uint32_t n)
{
    double   sum[4] = { 0 };
    uint32_t count[4] = { 0 }, i = 0;
    for (; i + 4 <= n; i += 4)
        for (unsigned k = 0; k < 4; k++) {
            float v = column[i + k];
            bool  has = v == v;
            sum[k] += has ? (double)v : 0;
            count[k] += has;
        }
    for (; i < n; i++) {
        bool has = column[i] == column[i];
        sum[0] += has ? (double)column[i] : 0;
        count[0] += has;
    }
    uint32_t total = count[0] + count[1] + count[2] + count[3];
    return total ? (sum[0] + sum[1] + sum[2] + sum[3]) / total : NAN;
}

static double max_of(const float *column, uint32_t n)
{
    double max = NAN;
    for (uint32_t i = 0; i < n; i++)
        if (!((double)column[i] <= max) && column[i] == column[i]) max = (double)column[i];
    return max;
}

static void rebase(int64_t *time, uint32_t n, int64_t start, ngl_track_oddities *odd)
{
    int64_t last = n ? time[0] : 0;
    for (uint32_t i = 0; i < n; i++) {
        int64_t t = time[i];
        odd->backward += t < last;
        odd->jumps += t - last > DAY_MS;
        last = t;
        time[i] = t - start;
    }
}

/* The way from the distance column: steps back and steps no one can make are
 * left out, so that one wrong value does not poison the sum. */
static double dist_from_rows(const ngl_activity *a)
{
    const float *d = a->stream[NGL_STREAM_DIST];
    double       sum = 0, last = NAN;
    int64_t      last_ms = 0;
    if (!d) return NAN;
    for (uint32_t i = 0; i < a->nrecord; i++) {
        if (d[i] != d[i]) continue;
        double step = (double)d[i] - last, dt = (double)(a->time_ms[i] - last_ms) / 1000;
        if (step > 0 && step <= FASTEST_MPS * (dt > 1 ? dt : 1)) sum += step;
        last = (double)d[i];
        last_ms = a->time_ms[i];
    }
    return isnan(last) ? NAN : sum;
}

static double elapsed_from_rows(const ngl_activity *a)
{
    if (!a->nrecord) return NAN;
    int64_t ms = a->time_ms[a->nrecord - 1] - a->time_ms[0];
    return ms >= 0 ? (double)ms / 1000 : NAN;
}

/* Elapsed time without the pauses and without jumps of the clock. */
static double timer_from_rows(const ngl_activity *a)
{
    if (!a->nrecord) return NAN;
    double  s = 0;
    int64_t base = a->start == NGL_INSTANT_NONE ? 0 : a->start;
    for (uint32_t i = 1; i < a->nrecord; i++) {
        int64_t step = a->time_ms[i] - a->time_ms[i - 1];
        if (step > 0 && step <= DAY_MS) s += (double)step / 1000;
    }
    for (uint32_t i = 0; i < a->npause; i++) {
        int64_t from = a->pause[i].from - base, to = a->pause[i].to - base;
        int64_t end = a->time_ms[a->nrecord - 1];
        if (to > end) to = end;
        if (to > from && to - from <= DAY_MS) s -= (double)(to - from) / 1000;
    }
    return s > 0 ? s : 0;
}

/* One distance far ahead of its neighbours is a wrong value, not a way. */
static uint32_t drop_spikes(float *d, const int64_t *time_ms, uint32_t n)
{
    uint32_t dropped = 0, last = n, spike = n;
    for (uint32_t i = 0; i < n; i++) {
        if (d[i] != d[i]) continue;
        double s = last < n ? (double)(time_ms[i] - time_ms[last]) / 1000 : 0;
        double step = last < n ? (double)(d[i] - d[last]) : 0;
        bool   far = step > SPIKE_M && step > FASTEST_MPS * s;
        if (far && spike == n) {
            spike = i; /* judged by the next value */
            continue;
        }
        if (spike < n && !far) {
            d[spike] = NAN;
            dropped++;
        }
        spike = n;
        last = i;
    }
    return dropped;
}

static void totals(ngl_activity *a, ngl_track_oddities *odd)
{
    if (isnan(a->elapsed_s)) a->elapsed_s = elapsed_from_rows(a);
    if (isnan(a->timer_s)) a->timer_s = timer_from_rows(a);
    double longest = a->elapsed_s > a->timer_s ? a->elapsed_s : a->timer_s;
    if (a->dist_m > FASTEST_MPS * longest && longest > 0) {
        odd->wrong_total = 1;
        a->dist_m = NAN;
    }
    if (isnan(a->dist_m)) a->dist_m = dist_from_rows(a);
    if (a->max_speed_mps > FASTEST_MPS) a->max_speed_mps = NAN;
    if (isnan(a->max_speed_mps) && a->stream[NGL_STREAM_SPEED])
        a->max_speed_mps = max_of(a->stream[NGL_STREAM_SPEED], a->nrecord);
    if (!(a->effort_rpe >= 0 && a->effort_rpe <= 10)) a->effort_rpe = NAN;
}

static void take_streams(ngl_activity *a, ngl_columns *c, uint32_t first, uint32_t n, double cadence_factor)
{
    float *cadence = c->column[NGL_STREAM_CADENCE];
    if (cadence && cadence_factor != 1)
        for (uint32_t i = 0; i < n; i++) cadence[first + i] *= (float)cadence_factor;
    for (unsigned i = 0; i < NGL_STREAM_COUNT; i++)
        if (c->column[i] && holds_any(c->column[i] + first, n)) a->stream[i] = c->column[i] + first;
    for (uint32_t i = 0; c->lat && i < n && !a->lat_semi; i++) {
        if (c->lat[first + i] == NGL_POSITION_NONE) continue;
        a->lat_semi = c->lat + first;
        a->lon_semi = c->lon + first;
    }
}

/* Only feet have a contact time: a file that lost the message with its sport
 * still tells this much. */
static void guess_sport(ngl_activity *a, const ngl_columns *c, uint32_t first, uint32_t n)
{
    static const ngl_stream form[] = { NGL_STREAM_CONTACT, NGL_STREAM_OSCILLATION, NGL_STREAM_STEP_LENGTH };
    const float *speed = c->column[NGL_STREAM_SPEED];
    bool         on_foot = false;
    for (unsigned i = 0; i < sizeof form / sizeof *form; i++)
        on_foot |= c->column[form[i]] && holds_any(c->column[form[i]] + first, n);
    if (!on_foot) return;
    double mps = speed ? mean_of(speed + first, n) : NAN;
    a->sport = mps < 1.8 ? NGL_SPORT_WALKING : NGL_SPORT_RUNNING;
    a->sport_key = ngl_sport_key(a->sport);
}

void ngl_track_fill(ngl_activity *a, ngl_columns *c, uint32_t first, uint32_t n, bool dated, ngl_track_oddities *odd)
{
    assert(c->time_ms || !n);
    a->nrecord = n;
    a->time_ms = c->time_ms ? c->time_ms + first : NULL;
    if (a->start == NGL_INSTANT_NONE && dated && n) a->start = c->time_ms[first];
    int64_t base = a->start != NGL_INSTANT_NONE && dated ? a->start : n ? c->time_ms[first] : 0;
    if (n) rebase(c->time_ms + first, n, base, odd);
    if (a->start != NGL_INSTANT_NONE && (a->start < YEAR_2000_MS || a->start >= YEAR_2100_MS)) odd->wrong_date = 1;
    if (n && c->column[NGL_STREAM_DIST])
        odd->spikes += drop_spikes(c->column[NGL_STREAM_DIST] + first, c->time_ms + first, n);
    if (a->sport == NGL_SPORT_UNKNOWN) guess_sport(a, c, first, n);
    take_streams(a, c, first, n, ngl_sport_on_foot(a->sport) ? 2 : 1);
    if (a->stream[NGL_STREAM_HEART_RATE]) a->mean_hr_bpm = mean_of(a->stream[NGL_STREAM_HEART_RATE], n);
    if (a->stream[NGL_STREAM_CADENCE]) a->mean_cadence_spm = mean_of(a->stream[NGL_STREAM_CADENCE], n);
    a->has_dynamics = a->stream[NGL_STREAM_CONTACT] || a->stream[NGL_STREAM_OSCILLATION] ||
                      a->stream[NGL_STREAM_BALANCE] || a->stream[NGL_STREAM_STEP_LENGTH];
    totals(a, odd);
}
