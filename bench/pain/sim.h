/* Invented runners whose tissue is known.
 *
 * Two worlds. ASSUMED is the forecast's own model, to see whether its figures
 * can be found again. MECHANISM is none of its business: damage against a
 * capacity that adapts, bad weeks that make everything worse, noise that lasts,
 * runners who skip or cut runs when it hurts and forget to note when it does
 * not. Every day uses the same number of random numbers whatever is run, so
 * that two plans can be compared on the very same days. */
#ifndef BENCH_PAIN_SIM_H
#define BENCH_PAIN_SIM_H

#include "base/random.h"

#include <niggle/forecast.h>

enum { SIM_DAYS = 320 };

typedef enum sim_world { SIM_ASSUMED, SIM_MECHANISM } sim_world;

typedef struct sim_runner {
    sim_world  world;
    ngl_random random;
    unsigned   day;
    /* habits */
    double     usual_km, long_factor, notes_share;
    unsigned   run_days; /* bit d: runs on weekday d */
    /* the tissue */
    double     usual_pain;
    ngl_forecast_person truth; /* ASSUMED */
    double     gain, half_life_d, spread; /* MECHANISM */
    double     capacity, left, irritation, stress, noise;
    double     left_of[SIM_DAYS];
    unsigned   last_pain;
} sim_runner;

typedef struct sim_day {
    double   planned, done; /* easy kilometres */
    double   pain;          /* 0-10, as it would be noted */
    unsigned noted, stopped;
} sim_day;

sim_runner sim_new(sim_world world, uint64_t seed);

/* What this runner plans for the coming day by habit. */
double sim_plan(sim_runner *r);

/* Live one day. */
sim_day sim_live(sim_runner *r, double planned);

#endif
