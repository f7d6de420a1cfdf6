/* An invented runner: what a run of a given kind looks like second by second.
 * Nothing here comes from a real person's recording. */
#ifndef MKRUN_RUNNER_H
#define MKRUN_RUNNER_H

#include "base/arena.h"

#include <niggle/types.h>
#include <stdbool.h>

typedef enum run_kind { RUN_EASY, RUN_LONG, RUN_FAST, RUN_HILLS, RUN_RACE } run_kind;

typedef struct run_plan {
    ngl_day  day;
    int      minute;      /* local time of the start */
    run_kind kind;
    double   km;
    double   pace_s;      /* seconds per kilometre on the flat */
    double   balance_pct; /* contact time on the left foot */
    double   steps_more;  /* a minute, at the same speed */
    bool     treadmill;
    int      pauses;
    int      rpe;         /* 0: not noted */
} run_plan;

typedef struct run_sample {
    uint32_t t;   /* seconds since the start, pauses included */
    double   dist_m, speed_mps, alt_m, hr_bpm, cadence_spm, power_w;
    double   contact_ms, oscillation_mm, balance_pct, step_mm, ratio_pct, temperature_c;
    double   lat, lon; /* degrees */
} run_sample;

typedef struct run_pause {
    uint32_t from, to;
} run_pause;

enum { PAUSE_MAX = 8 };

typedef struct run {
    run_plan    plan;
    ngl_instant start; /* UTC */
    int32_t     utc_offset_s;
    uint32_t    n, timer_s;
    run_sample *sample; /* [n] */
    uint32_t    npause;
    run_pause   pause[PAUSE_MAX];
    double      ascent_m, descent_m;
} run;

/* Run `plan`; the same seed gives the same run. False when memory is out. */
bool run_make(run *out, ngl_arena *arena, const run_plan *plan, uint64_t seed);

/* "marathon51": the last sixteen weeks of an invented 51-year-old who went from
 * half marathons to the marathon in six months. Long runs grow to 24 km, then
 * one of 33 km follows nineteen days before `end`; after it the weight drifts
 * to the left foot. Returns how many runs were written to plan[0..max). */
unsigned plan_marathon51(run_plan *plan, unsigned max, ngl_day end);

/* `n` runs of `km`, one a day up to `end`. */
unsigned plan_same(run_plan *plan, unsigned max, unsigned n, double km, ngl_day end);

/* Seeded numbers: 0 to 1, and around 0 with spread 1. */
double random_unit(uint64_t *state);
double random_normal(uint64_t *state);

#endif
