/* Height, grade, and what the run would have been on the flat.
 *
 * Heights are gathered in cells of five metres of way, so that standing still
 * adds no weight, and a straight line is laid through the hundred metres
 * around each cell, near cells counting most (tricube weights). Its slope is
 * the grade. Its standard error comes from what the line leaves over, widened
 * for errors that hang together from cell to cell (an altimeter's always do)
 * and never below half a per cent, what a drifting barometer does unseen. */
#include "activity/clean.h"

#include <math.h>

enum { REACH = 10, CELL_MOST = 1 << 20, SPIKE_REACH = 5 };
static const double CELL_M = 5, SPIKE_M = 10, SPIKE_MPS = 3, DRIFT = 0.005;

double ngl_grade_cost(double grade)
{
    double i = grade < -0.45 ? -0.45 : grade > 0.45 ? 0.45 : grade;
    return (((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + 3.6) / 3.6;
}

/* ---- spikes -------------------------------------------------------------------- */

/* the middle of the values up to SPIKE_REACH rows before and behind */
static float middle_around(const float *alt, uint32_t n, uint32_t at)
{
    float    near[2 * SPIKE_REACH + 1];
    uint32_t count = 0, from = at > SPIKE_REACH ? at - SPIKE_REACH : 0;
    for (uint32_t i = from; i < n && i <= at + SPIKE_REACH; i++) {
        if (isnan(alt[i])) continue;
        uint32_t k = count++;
        for (; k && near[k - 1] > alt[i]; k--) near[k] = near[k - 1];
        near[k] = alt[i];
    }
    return count >= 5 ? near[count / 2] : NAN;
}

static void mend_spikes(ngl_clean_work *w)
{
    const float *raw = w->a->stream[NGL_STREAM_ALTITUDE];
    for (uint32_t i = 0; i < w->n; i++) {
        if (isnan(raw[i])) continue;
        uint32_t from = i ? i - 1 : i, to = i + 1 < w->n ? i + 1 : i;
        double   step = fmax(fabs((double)(raw[i] - raw[from])), fabs((double)(raw[to] - raw[i])));
        if (step <= 1) { /* most rows: no edge here; the inside of a longer spike is found from its edges */
            bool inside = i && (w->repaired[i - 1] >> NGL_REPAIR_ALTITUDE & 1);
            if (!inside) continue;
        }
        float  middle = middle_around(raw, w->n, i);
        double away = fabs((double)(raw[i] - middle));
        double reach_s = ngl_clean_seconds(w, i > SPIKE_REACH ? i - SPIKE_REACH : 0, i);
        if (!(away > SPIKE_M && away > SPIKE_MPS * (reach_s > 1 ? reach_s : 1))) continue;
        w->alt[i] = middle;
        ngl_clean_mark(w, i, NGL_REPAIR_ALTITUDE);
    }
}

/* ---- the line through each cell's surroundings ------------------------------------ */

typedef struct cell {
    double   sum;
    uint32_t count;
    float    height, slope, left, weight2; /* of the line here; what the cell is off it; for the errors */
    float    lever2;                       /* error variance of the slope for errors of one metre that are independent */
} cell;

typedef struct ground {
    cell    *cell;
    uint32_t ncell;
    double   first_m, cell_m;
    double   variance, widen; /* of one cell's height; for errors that hang together */
} ground;

static uint32_t cell_of(const ground *g, double dist)
{
    double i = (dist - g->first_m) / g->cell_m;
    return i <= 0 ? 0 : i >= (double)(g->ncell - 1) ? g->ncell - 1 : (uint32_t)i;
}

static ngl_status gather(ground *g, const ngl_clean_work *w)
{
    double way = (double)(w->dist[w->n - 1] - w->dist[0]), most = w->n < CELL_MOST / 32 ? 32.0 * w->n : CELL_MOST - 1;
    g->first_m = (double)w->dist[0];
    g->cell_m = way / CELL_M > most ? way / most : CELL_M; /* so few rows to so long a way have no grade */
    g->ncell = (uint32_t)(way / g->cell_m) + 1;
    g->cell = NGL_NEW(w->arena, cell, g->ncell);
    if (!g->cell) return NGL_E_NOMEM;
    for (uint32_t i = 0; i < w->n; i++) {
        if (isnan(w->alt[i])) continue;
        cell *c = &g->cell[cell_of(g, (double)w->dist[i])];
        c->sum += (double)w->alt[i];
        c->count++;
    }
    return NGL_OK;
}

typedef struct sums {
    double w, x, y, xx, xy;
    unsigned left, right, n; /* filled cells before, behind, in all */
} sums;

static double weight_at(int k)
{
    double u = fabs((double)k) / (REACH + 1), v = 1 - u * u * u;
    return v * v * v;
}

static sums sum_around(const ground *g, uint32_t at)
{
    sums s = { 0 };
    for (int k = -REACH; k <= REACH; k++) {
        int64_t i = (int64_t)at + k;
        if (i < 0 || i >= g->ncell || !g->cell[i].count) continue;
        double weight = weight_at(k), x = k * g->cell_m, y = g->cell[i].sum / g->cell[i].count;
        s.w += weight, s.x += weight * x, s.y += weight * y, s.xx += weight * x * x, s.xy += weight * x * y;
        s.left += k < 0, s.right += k > 0, s.n++;
    }
    return s;
}

static void lay_line(ground *g, uint32_t at)
{
    cell  *c = &g->cell[at];
    sums   s = sum_around(g, at);
    double det = s.w * s.xx - s.x * s.x, lever = 0;
    c->height = c->slope = c->left = c->lever2 = NAN;
    if (s.n < 4 || s.left < 2 || s.right < 2 || !(det > 0)) return;
    double slope = (s.w * s.xy - s.x * s.y) / det, height = (s.y - slope * s.x) / s.w;
    for (int k = -REACH; k <= REACH; k++) {
        int64_t i = (int64_t)at + k;
        if (i < 0 || i >= g->ncell || !g->cell[i].count) continue;
        double pull = weight_at(k) * (k * g->cell_m * s.w - s.x) / det; /* of this cell's height on the slope */
        lever += pull * pull;
    }
    c->slope = (float)slope;
    c->height = (float)height;
    c->lever2 = (float)lever;
    if (c->count) c->left = (float)(c->sum / c->count - height);
}

/* Variance of what the lines leave over, and how much errors that hang together
 * widen the slope's: for a chain with correlation r from cell to cell, sums vary
 * (1 + r) / (1 - r) times as much. A line takes part of the slow errors with it,
 * so r is seen too small; the cap keeps what remains honest. */
static void learn_errors(ground *g)
{
    double square = 0, product = 0, n = 0, pairs = 0;
    for (uint32_t i = 0; i < g->ncell; i++) {
        double left = (double)g->cell[i].left;
        if (isnan(left)) continue;
        square += left * left;
        n++;
        if (i == 0 || isnan(g->cell[i - 1].left)) continue;
        product += left * (double)g->cell[i - 1].left;
        pairs++;
    }
    double variance = n > 0 ? square / n : 0, r = pairs > 0 && variance > 0 ? product / pairs / variance : 0;
    if (r < 0) r = 0;
    if (r > 0.9) r = 0.9;
    g->variance = variance;
    g->widen = (1 + r) / (1 - r);
}

/* ---- climbing ---------------------------------------------------------------------- */

/* Rises and falls count once they exceed what the errors could make. */
static void climb(ngl_clean_work *w, const ground *g)
{
    double least = 2 * sqrt(g->variance * g->widen / (REACH + 1)), high = NAN, low = NAN, up = 0, down = 0;
    if (least < 1) least = 1;
    if (least > 5) least = 5;
    for (uint32_t i = 0; i < g->ncell; i++) {
        double h = (double)g->cell[i].height;
        if (isnan(h)) continue;
        if (isnan(high)) high = low = h;
        if (h > high) high = h;
        if (h < low) low = h;
        if (h - low >= least) up += h - low, low = high = h;
        if (high - h >= least) down += high - h, low = high = h;
    }
    if (isnan(high)) return;
    w->out->ascent_m = up;
    w->out->descent_m = down;
}

static ngl_status write_grade(ngl_clean_work *w, const ground *g)
{
    float *grade = ngl_arena_raw(w->arena, sizeof *grade, w->n, 64), *sd = ngl_arena_raw(w->arena, sizeof *sd, w->n, 64);
    if (!grade || !sd) return NGL_E_NOMEM;
    for (uint32_t i = 0; i < w->n; i++) {
        const cell *c = &g->cell[cell_of(g, (double)w->dist[i])];
        grade[i] = c->slope;
        sd[i] = (float)sqrt(g->variance * g->widen * (double)c->lever2 + DRIFT * DRIFT);
    }
    w->out->grade = grade;
    w->out->grade_sd = sd;
    w->out->usual_grade_sd = ngl_clean_median(sd, w->n);
    return NGL_OK;
}

/* ---- the same effort on the flat ------------------------------------------------------ */

static ngl_status flatten(ngl_clean_work *w)
{
    double way = 0, known_s = 0;
    float *flat = ngl_arena_raw(w->arena, sizeof *flat, w->n, 64);
    if (!flat) return NGL_E_NOMEM;
    for (uint32_t i = 0; i < w->n; i++) {
        double speed = (double)w->speed[i], cost = ngl_grade_cost((double)w->out->grade[i]);
        flat[i] = (float)(speed * cost);
        if (!i || !w->moving[i] || isnan(flat[i])) continue;
        double s = ngl_clean_seconds(w, i - 1, i);
        way += (double)(w->dist[i] - w->dist[i - 1]) * cost;
        known_s += s;
    }
    w->out->flat_mps = flat;
    if (known_s > 0.9 * w->out->moving_s && way > 0) w->out->flat_s_per_km = known_s / way * 1000;
    return NGL_OK;
}

ngl_status ngl_clean_height(ngl_clean_work *w)
{
    ground g = { 0 };
    if (!w->alt) return NGL_OK;
    mend_spikes(w);
    if (!w->dist || !((double)(w->dist[w->n - 1] - w->dist[0]) >= 2 * REACH * CELL_M)) return NGL_OK;
    ngl_status status = gather(&g, w);
    if (status) return status;
    for (uint32_t i = 0; i < g.ncell; i++) lay_line(&g, i);
    learn_errors(&g);
    climb(w, &g);
    if ((status = write_grade(w, &g))) return status;
    return w->speed && w->a->sport == NGL_SPORT_RUNNING ? flatten(w) : NGL_OK;
}
