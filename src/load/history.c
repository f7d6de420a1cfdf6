/* Stretches of days in a runner's history.
 *
 * The files are all that is known. A day without a file may be a rest day or a
 * file never imported, so a stretch is trusted only while activities of any
 * sport follow one another closely enough.
 */
#include "load/history.h"

#include <math.h>

#define SPEED_MAX_MPS    9.0    /* faster than that on average or for a second is the satellite's doing */
#define SPEED_MIN_DIST_M 3000.0 /* mean speeds of shorter runs say little */

bool ngl_history_is_run(const ngl_run_summary *r)
{
    return r->sport == NGL_SPORT_RUNNING;
}

static bool within(const ngl_run_summary *r, ngl_day from, ngl_day to)
{
    return r->day >= from && r->day <= to;
}

bool ngl_history_covers(const ngl_history *h, ngl_day from, ngl_day to)
{
    ngl_day last = NGL_DAY_NONE;
    for (size_t i = 0; i < h->n; i++) {
        ngl_day day = h->run[i].day;
        if (day <= from) {
            if (day > last) last = day;
            continue;
        }
        if (last == NGL_DAY_NONE || (last < to && day - last > NGL_GAP_DAYS)) return false;
        if (day > last) last = day;
        if (last >= to) return true;
    }
    return last != NGL_DAY_NONE && to - last <= NGL_GAP_DAYS;
}

bool ngl_history_reaches(const ngl_history *h, ngl_day from)
{
    return h->n && h->run[h->n - 1].day >= from;
}

unsigned ngl_history_runs(const ngl_history *h, ngl_day from, ngl_day to, unsigned *no_distance)
{
    unsigned n = 0;
    *no_distance = 0;
    for (size_t i = 0; i < h->n; i++) {
        if (!ngl_history_is_run(&h->run[i]) || !within(&h->run[i], from, to)) continue;
        n++;
        *no_distance += isnan(h->run[i].dist_m) != 0;
    }
    return n;
}

double ngl_figure_distance(const ngl_run_summary *r)
{
    return r->dist_m > SPEED_MAX_MPS * r->timer_s ? (double)NAN : r->dist_m; /* nobody ran that */
}

double ngl_figure_time(const ngl_run_summary *r)
{
    return r->timer_s;
}

double ngl_figure_descent(const ngl_run_summary *r)
{
    return r->descent_m;
}

double ngl_figure_speed(const ngl_run_summary *r)
{
    double v = r->timer_s > 0 ? r->dist_m / r->timer_s : NAN;
    return r->dist_m >= SPEED_MIN_DIST_M && v <= SPEED_MAX_MPS ? v : (double)NAN;
}

double ngl_figure_max_speed(const ngl_run_summary *r)
{
    return r->max_speed_mps <= SPEED_MAX_MPS ? r->max_speed_mps : (double)NAN;
}

double ngl_history_most(const ngl_history *h, ngl_figure *figure, ngl_day from, ngl_day to, uint32_t *at)
{
    double most = NAN;
    if (at) *at = NGL_RUN_INDEX_NONE;
    for (size_t i = 0; i < h->n; i++) {
        if (!ngl_history_is_run(&h->run[i]) || !within(&h->run[i], from, to)) continue;
        double v = figure(&h->run[i]);
        if (isnan(v) || v <= most) continue;
        most = v;
        if (at) *at = (uint32_t)i;
    }
    return most;
}

double ngl_history_quantile(double *x, size_t n, double q)
{
    for (size_t i = 1; i < n; i++) {
        double v = x[i];
        size_t k = i;
        for (; k && x[k - 1] > v; k--) x[k] = x[k - 1];
        x[k] = v;
    }
    if (n < 2) return n ? x[0] : (double)NAN;
    double place = q * (double)(n - 1);
    size_t below = (size_t)place;
    if (below > n - 2) below = n - 2;
    return x[below] + (place - (double)below) * (x[below + 1] - x[below]);
}

double ngl_history_median(const ngl_history *h, ngl_figure *figure, ngl_day from, ngl_day to, unsigned least)
{
    double x[NGL_BASE_RUNS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < h->n && n < NGL_BASE_RUNS_MAX; i++) {
        if (!ngl_history_is_run(&h->run[i]) || !within(&h->run[i], from, to)) continue;
        double v = figure(&h->run[i]);
        if (!isnan(v)) x[n++] = v;
    }
    return n < least ? (double)NAN : ngl_history_quantile(x, n, 0.5);
}

double ngl_training_longest(const ngl_run_summary *run, size_t n, ngl_day from, ngl_day to, uint32_t *at)
{
    return ngl_history_most(&(ngl_history){ run, n }, ngl_figure_distance, from, to, at);
}

double ngl_training_distance(const ngl_run_summary *run, size_t n, ngl_day from, ngl_day to)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        if (ngl_history_is_run(&run[i]) && within(&run[i], from, to) && run[i].dist_m > 0) sum += run[i].dist_m;
    return sum;
}
