/* The days ahead, for every way the runner may be.
 *
 * Each draw carries its level of irritation forward under the planned loads.
 * Two runs of the same days: one with all of it, for the chance on each day,
 * and one from which every flare-up is taken out, for the chance of at least
 * one. The reference load stays that of today: a long run planned for Tuesday
 * does not make Sunday's look shorter.
 */
#include "forecast/internal.h"

#include <string.h>

enum { AROUND = 3, HALVINGS = 14 };

static double load_of(const double load[NGL_FORECAST_DAYS], unsigned day)
{
    return load[day] > 0 && load[day] < 1e9 ? load[day] : 0;
}

static void ratios(double ratio[NGL_FORECAST_DAYS], const ngl_forecast *f, const double load[NGL_FORECAST_DAYS])
{
    double left = f->left;
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
        left = f->keep * left + load_of(load, d);
        ratio[d] = fmin(left / f->reference, RATIO_MOST);
    }
}

static void wake(const ngl_forecast *f, unsigned draw, engine *e, double level[LEVELS])
{
    ngl_engine_make(e, &f->person[draw], f->rise);
    for (unsigned i = 0; i < LEVELS; i++) level[i] = (double)f->level[draw][i];
}

/* P(flare-up) over `level`, which loses it where `take` */
static double flare(const engine *e, double level[LEVELS], int take)
{
    double sum = 0;
    for (unsigned i = 0; i < LEVELS; i++) {
        double p = e->flare[i] * level[i];
        sum += p;
        if (take) level[i] -= p;
    }
    return sum;
}

static ngl_chance chance_of(double p[NGL_FORECAST_DRAWS])
{
    enum { LOW = NGL_FORECAST_DRAWS / 20, HIGH = NGL_FORECAST_DRAWS - 1 - LOW };
    double sum = 0;
    for (unsigned i = 0; i < NGL_FORECAST_DRAWS; i++) {
        double   x = p[i];
        unsigned k = i;
        sum += x;
        for (; k && p[k - 1] > x; k--) p[k] = p[k - 1];
        p[k] = x;
    }
    return (ngl_chance){ sum / NGL_FORECAST_DRAWS, p[LOW], p[HIGH] };
}

void ngl_forecast_ahead(ngl_fortnight *out, const ngl_forecast *f, const double load[NGL_FORECAST_DAYS])
{
    double ratio[NGL_FORECAST_DAYS], on[NGL_FORECAST_DAYS][NGL_FORECAST_DRAWS], by[NGL_FORECAST_DAYS][NGL_FORECAST_DRAWS];
    ratios(ratio, f, load);
    for (unsigned k = 0; k < NGL_FORECAST_DRAWS; k++) {
        engine e;
        double level[LEVELS], spared[LEVELS], any = 0;
        wake(f, k, &e, level);
        memcpy(spared, level, sizeof level);
        for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
            double hazard = engine_hazard(&e, ratio[d]);
            ngl_engine_night(&e, level, hazard);
            ngl_engine_night(&e, spared, hazard);
            on[d][k] = flare(&e, level, 0);
            any += flare(&e, spared, 1);
            by[d][k] = any;
        }
    }
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
        out->day[d] = chance_of(on[d]);
        out->by_day[d] = chance_of(by[d]);
    }
}

/* every draw on the eve of a day: what is planned from that day on does not change it */
typedef struct eve {
    engine e[NGL_FORECAST_DRAWS];
    double level[NGL_FORECAST_DRAWS][LEVELS];
} eve;

static void wait_for(eve *v, const ngl_forecast *f, const double load[NGL_FORECAST_DAYS], unsigned at)
{
    double ratio[NGL_FORECAST_DAYS];
    ratios(ratio, f, load);
    for (unsigned k = 0; k < NGL_FORECAST_DRAWS; k++) {
        wake(f, k, &v->e[k], v->level[k]);
        for (unsigned d = 0; d < NGL_FORECAST_DAYS && d < at; d++)
            ngl_engine_night(&v->e[k], v->level[k], engine_hazard(&v->e[k], ratio[d]));
    }
}

static ngl_chance around(const eve *v, const ngl_forecast *f, const double load[NGL_FORECAST_DAYS], unsigned at)
{
    double ratio[NGL_FORECAST_DAYS], any[NGL_FORECAST_DRAWS];
    ratios(ratio, f, load);
    for (unsigned k = 0; k < NGL_FORECAST_DRAWS; k++) {
        double level[LEVELS];
        memcpy(level, v->level[k], sizeof level);
        any[k] = 0;
        for (unsigned d = at; d < NGL_FORECAST_DAYS && d < at + AROUND; d++) {
            ngl_engine_night(&v->e[k], level, engine_hazard(&v->e[k], ratio[d]));
            any[k] += flare(&v->e[k], level, 1);
        }
    }
    return chance_of(any);
}

ngl_chance ngl_forecast_around(const ngl_forecast *f, const double load[NGL_FORECAST_DAYS], unsigned at)
{
    eve v;
    wait_for(&v, f, load, at);
    return around(&v, f, load, at);
}

double ngl_forecast_largest(const ngl_forecast *f, const double load[NGL_FORECAST_DAYS], unsigned at, double most, double limit)
{
    eve    v;
    double plan[NGL_FORECAST_DAYS], low = 0, high = most;
    if (at >= NGL_FORECAST_DAYS || !(most >= 0)) return NAN;
    memcpy(plan, load, sizeof plan);
    wait_for(&v, f, load, at);
    plan[at] = 0;
    if (around(&v, f, plan, at).p > limit) return NAN;
    plan[at] = most;
    if (around(&v, f, plan, at).p <= limit) return most;
    for (unsigned i = 0; i < HALVINGS; i++) {
        plan[at] = (low + high) / 2;
        if (around(&v, f, plan, at).p <= limit) low = plan[at];
        else high = plan[at];
    }
    return low;
}
