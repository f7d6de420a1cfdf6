/* What a planned run would load: an invented recording of it, weighed like a
 * real one, so that a plan and a memory are measured by the same rule. */
#include "base/error.h"
#include "forecast/internal.h"

#define STEADY 1.10
#define FAST 1.25
#define HILL_PCT 3.0

enum { ROWS = 60 };

static double speed_of(const ngl_planned_run *run, const ngl_usual *usual)
{
    return usual->easy_mps * (run->effort == NGL_EFFORT_FAST ? FAST : run->effort == NGL_EFFORT_STEADY ? STEADY : 1);
}

double ngl_planned_km(const ngl_planned_run *run, const ngl_usual *usual)
{
    return isnan(run->km) ? run->minutes * 60 * speed_of(run, usual) / 1000 : run->km;
}

ngl_status ngl_planned_load(double *out, const ngl_knowledge *kb, ngl_id tissue, const ngl_planned_run *run,
                            const ngl_usual *usual, ngl_error *err)
{
    float           dt[ROWS], speed[ROWS], grade[ROWS];
    ngl_tissue_load load[64];
    ngl_run_load    whole;
    double          km = ngl_planned_km(run, usual), mps = speed_of(run, usual);
    if (tissue == NGL_NONE || km <= 0) {
        *out = km;
        return NGL_OK;
    }
    if (kb->ntissue > sizeof load / sizeof *load) return ngl_fail(err, NGL_E_LIMIT, 0, "more tissues than a planned run can hold");
    for (unsigned i = 0; i < ROWS; i++) {
        dt[i] = (float)(km * 1000 / mps / ROWS);
        speed[i] = (float)mps;
        grade[i] = (float)(run->effort == NGL_EFFORT_HILLY ? (i % 2 ? -HILL_PCT : HILL_PCT) : 0);
    }
    ngl_steps  steps = { .n = ROWS, .dt_s = dt, .speed_mps = speed, .grade_pct = grade, .contact_ms = NAN, .balance_left_pct = NAN };
    ngl_status s = ngl_load_run(&whole, load, kb, &steps, usual, 1, err);
    if (s == NGL_OK) *out = load[tissue].at_default / ngl_load_easy_km(usual);
    return s;
}
