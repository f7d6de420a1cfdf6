/* How fast a runner is learned (mark: 1 s) and a plan is weighed (mark: 5 ms),
 * on half a year of an invented runner. Processor time, middle of five. */
#include "sim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5, PLANS = 50 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double middle(double *v)
{
    qsort(v, ROUNDS, sizeof *v, ascending);
    return v[ROUNDS / 2];
}

int main(void)
{
    static ngl_forecast_day day[NGL_FORECAST_HISTORY];
    static ngl_forecast     f;
    sim_runner              r = sim_new(SIM_ASSUMED, 5);
    double                  load[NGL_FORECAST_DAYS], learn[ROUNDS], ahead[ROUNDS], largest[ROUNDS], sink = 0;
    ngl_error               err;
    for (unsigned t = 0; t < NGL_FORECAST_HISTORY; t++) {
        sim_day d = sim_live(&r, sim_plan(&r));
        day[t] = (ngl_forecast_day){ .load = d.done, .pain = { NAN, NAN, NAN, NAN, d.noted ? d.pain : NAN } };
    }
    ngl_forecast_history h = { 20000, NGL_FORECAST_HISTORY, day, 36 };
    ngl_forecast_usual_days(load, &h);
    for (unsigned i = 0; i < ROUNDS; i++) {
        ngl_fortnight o;
        double        from = now_s();
        if (ngl_forecast_learn(&f, &h, 1, &err)) return 1;
        learn[i] = now_s() - from;
        from = now_s();
        for (unsigned k = 0; k < PLANS; k++) {
            load[2] = k;
            ngl_forecast_ahead(&o, &f, load);
            sink += o.day[3].p;
        }
        ahead[i] = (now_s() - from) / PLANS;
        load[2] = 0;
        double rest = ngl_forecast_around(&f, load, 2).p;
        load[2] = 30;
        double limit = (rest + ngl_forecast_around(&f, load, 2).p) / 2; /* one that has to be searched for */
        from = now_s();
        for (unsigned k = 0; k < PLANS; k++) sink += ngl_forecast_largest(&f, load, 2, 30 + k, limit);
        largest[i] = (now_s() - from) / PLANS;
    }
    printf("forecast: a runner learned in %.3f s (mark 1); a plan of 14 days %.2f ms (mark 5); the largest next run %.2f ms; "
           "%zu KiB a runner\n", middle(learn), 1e3 * middle(ahead), 1e3 * middle(largest), sizeof f / 1024);
    return !(sink > 0);
}
