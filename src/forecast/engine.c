/* One person's irritation from day to day, on a grid of quarters of a point.
 *
 * A night is two linear maps: decay sends each level to the two nearest levels
 * of what is left of it (the mean is kept exactly), and a kick adds a geometric
 * number of steps, the exponential distribution on a grid, which is one running
 * sum. Both keep order: whoever has more irritation today has no less tomorrow,
 * and a greater hazard never lowers it. So more load never lowers a risk.
 */
#include "forecast/internal.h"

#include <string.h>

#define START_IRRITATED 0.3

/* P(offset and noise stay below this many points) */
static double below(const ngl_forecast_person *p, double points)
{
    return 0.5 * erfc(-(points - p->offset) / (p->noise * 1.4142135623730951));
}

void ngl_engine_make(engine *e, const ngl_forecast_person *p, double rise)
{
    double steps = p->size / LEVEL_STEP;
    e->decay = exp2(-1 / p->half_life_d);
    e->spread = steps / (1 + steps);
    e->start = START_IRRITATED;
    e->rest_kick = p->rest_kick;
    e->run_kick = p->run_kick;
    e->power = p->power;
    for (unsigned i = 0; i < LEVELS; i++) {
        double at = (double)i * e->decay;
        e->to[i] = (uint8_t)at;
        e->share[i] = at - e->to[i];
        e->flare[i] = 1 - below(p, rise - LEVEL_STEP * i);
    }
}

void ngl_ear_make(ear *e, const ngl_forecast_person *p)
{
    for (int k = -PHI_HALF; k <= PHI_HALF; k++) e->phi[k + PHI_HALF] = below(p, LEVEL_STEP * k);
}

/* one kick of everything in `from` */
static void kick(const engine *e, double to[LEVELS], const double from[LEVELS])
{
    double run = 0, total = 0, sum = 0;
    for (unsigned i = 0; i < LEVELS; i++) {
        run = e->spread * run + (1 - e->spread) * from[i];
        to[i] = run;
        sum += run;
        total += from[i];
    }
    to[LEVELS - 1] += total - sum;
}

void ngl_engine_first(const engine *e, double level[LEVELS])
{
    double quiet[LEVELS] = { 1 };
    kick(e, level, quiet);
    for (unsigned i = 0; i < LEVELS; i++) level[i] *= e->start;
    level[0] += 1 - e->start;
}

void ngl_engine_night(const engine *e, double level[LEVELS], double hazard)
{
    double calm[LEVELS + 1] = { 0 }, kicked[LEVELS];
    for (unsigned i = 0; i < LEVELS; i++) {
        double up = level[i] * e->share[i];
        calm[e->to[i]] += level[i] - up;
        calm[e->to[i] + 1] += up;
    }
    kick(e, kicked, calm);
    for (unsigned i = 0; i < LEVELS; i++) level[i] = (1 - hazard) * calm[i] + hazard * kicked[i];
}

double ngl_ready_likelihood(const ready *r, const ngl_forecast_person *p, double last[LEVELS])
{
    engine e;
    ear    hears;
    double level[LEVELS], log_sum = 0;
    ngl_engine_make(&e, p, r->rise);
    ngl_ear_make(&hears, p);
    ngl_engine_first(&e, level);
    for (uint32_t t = 0; t < r->n; t++) {
        ngl_engine_night(&e, level, engine_hazard(&e, r->ratio[t]));
        if (!r->seen[t]) continue;
        double sum = 0;
        for (unsigned i = 0; i < LEVELS; i++) sum += level[i] *= ear_likelihood(&hears, r->note[t], i);
        if (!(sum > 1e-290)) return -INFINITY;
        log_sum += log(sum);
        for (unsigned i = 0; i < LEVELS; i++) level[i] /= sum;
    }
    if (last) memcpy(last, level, sizeof level);
    return log_sum;
}
