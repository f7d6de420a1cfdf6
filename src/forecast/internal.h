/* The hidden level of irritation and one day of it; what the files of this
 * module share. docs/forecast.md has the formulas. */
#ifndef FORECAST_INTERNAL_H
#define FORECAST_INTERNAL_H

#include <niggle/forecast.h>

#include <math.h>

enum { LEVELS = NGL_FORECAST_LEVELS, PHI_HALF = 96, PHI_SIZE = 2 * PHI_HALF + 1, WINDOW = NGL_FORECAST_HISTORY };

#define LEVEL_STEP 0.25          /* points */
#define HALF_NOTE 0.5            /* a note of 2 stands for 1.5 to 2.5 */
#define RATIO_MOST 4.0           /* load beyond four times the heaviest counts as four */

/* A note says that pain lay between two bounds, in quarters of a point above
 * the quiet level. PHI_HALF and -PHI_HALF stand for no bound. */
typedef struct bounds {
    int16_t low, high;
} bounds;

/* History made ready: one entry a day, oldest first. */
typedef struct ready {
    uint32_t n;
    double   ratio[WINDOW]; /* load left over the reference of its day, at most RATIO_MOST */
    uint8_t  seen[WINDOW];  /* 1: `note` holds */
    bounds   note[WINDOW];
    double   keep, left, reference; /* as of the last day */
    double   rise;           /* points above the quiet level at which a flare-up begins, now */
} ready;

void ngl_ready_make(ready *out, const ngl_forecast_history *h);

/* Everything one person's days need, computed once. */
typedef struct engine {
    double  decay;        /* share of irritation left after a day */
    double  spread;       /* a kick of k steps has probability (1 - spread) spread^k */
    double  start;        /* P(irritated) before the first day */
    double  rest_kick, run_kick, power;
    uint8_t to[LEVELS];   /* where a level decays to: this one and the one above */
    double  share[LEVELS]; /* of it that goes to the one above */
    double  flare[LEVELS]; /* P(a flare-up | level) */
} engine;

/* What reading notes needs beside it. */
typedef struct ear {
    double phi[PHI_SIZE]; /* P(offset and noise stay below quarter k - PHI_HALF) */
} ear;

void ngl_engine_make(engine *e, const ngl_forecast_person *p, double rise);
void ngl_ear_make(ear *e, const ngl_forecast_person *p);

/* P(kick) on a day with this ratio of load. */
static inline double engine_hazard(const engine *e, double ratio)
{
    double often = e->rest_kick + (ratio > 0 ? e->run_kick * pow(ratio, e->power) : 0);
    return -expm1(-often);
}

void ngl_engine_first(const engine *e, double level[LEVELS]);

/* One night: decay, then with probability `hazard` a kick. Keeps the total. */
void ngl_engine_night(const engine *e, double level[LEVELS], double hazard);

/* P(what was noted | level). */
static inline double ear_likelihood(const ear *e, bounds note, unsigned level)
{
    int    low = note.low - (int)level, high = note.high - (int)level;
    double below = note.low <= -PHI_HALF ? 0 : e->phi[low < -PHI_HALF ? 0 : low + PHI_HALF];
    double up_to = note.high >= PHI_HALF ? 1 : e->phi[high < -PHI_HALF ? 0 : high + PHI_HALF];
    return up_to - below;
}

/* Log likelihood of the days; `level` (may be NULL) receives the last day's. */
double ngl_ready_likelihood(const ready *r, const ngl_forecast_person *p, double level[LEVELS]);

#endif
