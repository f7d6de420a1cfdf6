/* From a window of training to a chance.
 *
 * Features are few because injuries are: some hundred in ten years of a club.
 * Load counts by its logarithm (the tenth kilometre adds more than the
 * hundredth), in two memories: about a week, and a day or two. The athlete's own
 * level and own rate of injuries are pooled with everybody's by how much is
 * known of them. */
#include "forecast/population.h"

#include <math.h>

static const double WEEK_HALF_LIFE_D = 6, FRESH_HALF_LIFE_D = 1.5, EFFORT_HALF_LIFE_D = 0.7;
static const double USUAL_ROWS = 100;  /* an athlete's own level counts half from here */
static const double JUMP_FLOOR_KM = 5; /* added to both weeks: 2 km after 0 is no jump */

enum { LOAD, FRESH, EFFORT, SUCCESS, JUMP, RELATIVE, HISTORY };

const char *const ngl_population_feature_names[NGL_POPULATION_FEATURES] = {
    "load of the week",           "load of the last days", "hard kilometres",        "how well it went",
    "jump over the weeks before", "load above the usual",  "own injuries long past",
};

const int ngl_population_secondary[NGL_POPULATION_SECONDARY] = { FRESH, EFFORT, JUMP };

/* Mean over the days, newer ones counting more; NaN where no day is known. */
static double decayed(const double v[NGL_POPULATION_DAYS], double half_life_d)
{
    double sum = 0, total = 0;
    for (int i = 0; i < NGL_POPULATION_DAYS; i++) {
        if (isnan(v[i])) continue;
        double w = exp2((i - NGL_POPULATION_DAYS + 1) / half_life_d);
        sum += w * v[i];
        total += w;
    }
    return total > 0 ? sum / total : NAN;
}

void ngl_population_measure_days(double out[NGL_POPULATION_MEASURES], const ngl_population_day day[NGL_POPULATION_DAYS])
{
    double km[NGL_POPULATION_DAYS], hard[NGL_POPULATION_DAYS], success = 0;
    int    nsuccess = 0;
    for (int i = 0; i < NGL_POPULATION_DAYS; i++) {
        km[i] = day[i].km;
        hard[i] = day[i].trained ? day[i].km * day[i].exertion : 0;
        if (day[i].trained && !isnan(day[i].success)) {
            success += day[i].success;
            nsuccess++;
        }
    }
    out[LOAD] = log1p(decayed(km, WEEK_HALF_LIFE_D));
    out[FRESH] = log1p(decayed(km, FRESH_HALF_LIFE_D));
    out[EFFORT] = log1p(decayed(hard, EFFORT_HALF_LIFE_D));
    out[SUCCESS] = nsuccess ? success / nsuccess : NAN;
    out[JUMP] = NAN;
}

void ngl_population_measure_weeks(double                    out[NGL_POPULATION_MEASURES],
                                  const ngl_population_week week[NGL_POPULATION_WEEKS])
{
    const ngl_population_week *now = &week[NGL_POPULATION_WEEKS - 1];
    double                     before = (week[0].km + week[1].km) / 2;
    out[LOAD] = log1p(now->km / 7);
    out[FRESH] = log1p(now->longest_km);
    out[EFFORT] = log1p(now->km > 0 ? now->km / 7 * now->exertion : 0);
    out[SUCCESS] = now->success;
    out[JUMP] = log((now->km + JUMP_FLOOR_KM) / (before + JUMP_FLOOR_KM));
}

/* Load against the level of this athlete, which is pooled with that of all. */
static double relative(const ngl_population_model *m, const ngl_population_row *row)
{
    double own = isnan(row->usual_load) ? 0 : row->past_rows / (row->past_rows + USUAL_ROWS);
    double usual = own > 0 ? own * row->usual_load + (1 - own) * m->centre[LOAD] : m->centre[LOAD];
    return row->measure[LOAD] - usual;
}

void ngl_population_raw(double out[NGL_POPULATION_FEATURES], const ngl_population_model *m,
                        const ngl_population_row *row)
{
    for (int f = 0; f < NGL_POPULATION_MEASURES; f++) out[f] = row->measure[f];
    out[RELATIVE] = relative(m, row);
    out[HISTORY] = log((row->past_injuries + m->shape) / (row->past_rows * m->rate + m->shape));
}

void ngl_population_features(double out[NGL_POPULATION_FEATURES], const ngl_population_model *m,
                             const ngl_population_row *row)
{
    ngl_population_raw(out, m, row);
    for (int f = 0; f < NGL_POPULATION_FEATURES; f++)
        out[f] = isnan(out[f]) || !(m->scale[f] > 0) ? 0 : (out[f] - m->centre[f]) / m->scale[f];
}

double ngl_population_risk(const ngl_population_model *m, const ngl_population_row *row)
{
    double x[NGL_POPULATION_FEATURES], logit = m->intercept;
    ngl_population_features(x, m, row);
    for (int f = 0; f < NGL_POPULATION_FEATURES; f++) logit += m->weight[f] * x[f];
    return 1 / (1 + exp(-logit));
}
