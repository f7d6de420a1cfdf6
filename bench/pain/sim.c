/* The invented runners, day by day. */
#include "sim.h"

#include <math.h>

#define KEEP 0.6299605249474366 /* a day at a half-life of 36 h */

static double unit(sim_runner *r)
{
    return ngl_random_unit(&r->random);
}

/* always two random numbers */
static double normal(sim_runner *r)
{
    double a = unit(r), b = unit(r);
    return sqrt(-2 * log(a)) * cos(6.283185307179586 * b);
}

static double log_normal(sim_runner *r, double middle, double spread)
{
    return middle * exp(spread * normal(r));
}

sim_runner sim_new(sim_world world, uint64_t seed)
{
    sim_runner r = { .world = world, .random = ngl_random_from(seed) };
    r.usual_km = log_normal(&r, 7, 0.3);
    r.long_factor = 1.4 + 0.8 * unit(&r);
    r.notes_share = unit(&r) < 0.2 ? 0.45 : 0.85;
    r.run_days = unit(&r) < 0.5 ? 0x4A : 0x6B; /* Tue Thu Sun; Mon Tue Thu Sat Sun */
    r.usual_pain = floor(3 * unit(&r));
    r.truth = (ngl_forecast_person){ 0.4 * normal(&r), log_normal(&r, 0.7, 0.35), log_normal(&r, 2, 0.5), log_normal(&r, 0.01, 0.8),
                                     log_normal(&r, 0.05, 0.8), log_normal(&r, 0.51, 0.6), log_normal(&r, 2.25, 0.4) };
    r.gain = log_normal(&r, 6, 0.6);
    r.half_life_d = log_normal(&r, 2.5, 0.4);
    r.spread = 0.15 + 0.15 * unit(&r);
    r.capacity = r.usual_km * r.long_factor * (1.2 + 0.5 * unit(&r));
    return r;
}

double sim_plan(sim_runner *r)
{
    double  a = normal(r), b = unit(r);
    unsigned weekday = r->day % 7;
    double  km = r->usual_km * (weekday == 6 ? r->long_factor : 1) * exp(0.15 * a) * (b < 0.05 ? 1.6 : 1);
    return r->run_days >> weekday & 1u ? km : 0;
}

/* the heaviest of 30 days, as docs/forecast.md has it */
static double reference(const sim_runner *r)
{
    double   month = 2;
    unsigned end = r->day < 14 ? 14 : r->day, from = r->day > 30 ? r->day - 30 : 0, early = r->day > 90 ? r->day - 90 : 0;
    if (r->day < 14) return fmax(2, r->usual_km * r->long_factor);
    for (unsigned i = from; i < end; i++) month = fmax(month, r->left_of[i]);
    for (unsigned i = early; i < end; i++) month = fmax(month, r->left_of[i] / 2);
    return month;
}

static double kick_assumed(sim_runner *r, double chance, double size)
{
    double ratio = fmin(r->left / reference(r), 4), often = r->truth.rest_kick;
    if (ratio > 0) often += r->truth.run_kick * pow(ratio, r->truth.power);
    return chance < 1 - exp(-often) ? -r->truth.size * log(size) : 0;
}

static double kick_mechanism(sim_runner *r, double chance, double size, double mood)
{
    r->stress = 0.8 * r->stress + 0.6 * r->spread * mood;
    double over = r->left * exp(r->stress) / r->capacity - 1;
    if (r->left > 0.7 * r->capacity) r->capacity += 0.03 * (1.15 * r->left - r->capacity);
    else r->capacity *= 0.999;
    return (over > 0 ? r->gain * over : 0) + (chance < 0.01 ? -1.5 * log(size) : 0);
}

sim_day sim_live(sim_runner *r, double planned)
{
    double  chance = unit(r), size = unit(r), mood = normal(r), noise = normal(r), skip = unit(r), note = unit(r);
    sim_day d = { .planned = planned, .done = planned };
    int     assumed = r->world == SIM_ASSUMED;
    if (!assumed && r->last_pain >= r->usual_pain + 3 && skip < 0.7) d.done = 0;
    if (!assumed && d.done > 0 && r->last_pain >= 5) {
        d.done /= 2;
        d.stopped = 1;
    }
    r->left = KEEP * r->left + d.done;
    double half_life = assumed ? r->truth.half_life_d : r->half_life_d;
    double kick = assumed ? kick_assumed(r, chance, size) : kick_mechanism(r, chance, size, mood);
    r->irritation = fmin(10, r->irritation * exp2(-1 / half_life) + kick);
    r->noise = assumed ? r->truth.noise * noise : 0.5 * r->noise + 0.5 * noise;
    double pain = r->usual_pain + r->irritation + r->noise + (assumed ? r->truth.offset : 0);
    d.pain = fmax(0, fmin(10, round(pain)));
    d.noted = note < r->notes_share * (assumed || d.pain > r->usual_pain + 1 ? 1 : 0.85);
    r->left_of[r->day++ % SIM_DAYS] = r->left;
    r->last_pain = (unsigned)d.pain;
    return d;
}
