/* Learning one runner.
 *
 * Seven figures describe a runner; each has a prior, and the days that were
 * noted move it as far as they can. The posterior is drawn from by a random
 * walk (Metropolis) from a fixed seed, whose steps adapt while it warms up and
 * are then left alone (Haario 2001, doi:10.2307/3318737). Few days leave the
 * prior nearly as it is, and the spread of the draws is the doubt that is shown.
 */
#include "base/error.h"
#include "base/random.h"
#include "forecast/internal.h"

#include <string.h>

enum { FIGURES = 7, WARM = 1000, APART = 16, ADAPT = 50 };

/* Priors of the logarithms (the offset: of itself): docs/forecast.md says where from. */
static const struct {
    double mean, sd;
} PRIOR[FIGURES] = {
    { 0, 0.4 },                     /* offset */
    { -0.35667494393873245, 0.35 }, /* noise: 0.7 points */
    { 0.6931471805599453, 0.5 },    /* half-life: 2 days */
    { -4.605170185988091, 0.8 },    /* kick on any day: 0.01 */
    { -2.995732273553991, 0.8 },    /* kick at load 1: 0.05 */
    { -0.6733445532637656, 0.6 },   /* power: 0.51 (S_FRANDSEN2025) */
    { 0.8109302162163288, 0.4 },    /* size: 2.25 points */
};

typedef struct walk {
    const ready *r;
    ngl_random   random;
    double       at[FIGURES], sd[FIGURES], scale, log_p;
    unsigned     taken;
} walk;

static ngl_forecast_person person_of(const double z[FIGURES])
{
    double v[FIGURES];
    for (unsigned i = 0; i < FIGURES; i++) v[i] = PRIOR[i].mean + PRIOR[i].sd * z[i];
    return (ngl_forecast_person){ v[0], exp(v[1]), exp(v[2]), exp(v[3]), exp(v[4]), exp(v[5]), exp(v[6]) };
}

/* log posterior at z, in which the prior is a standard normal in each figure */
static double log_posterior(const ready *r, const double z[FIGURES])
{
    double sum = 0;
    for (unsigned i = 0; i < FIGURES; i++) {
        if (fabs(z[i]) > 4) return -INFINITY;
        sum -= 0.5 * z[i] * z[i];
    }
    ngl_forecast_person p = person_of(z);
    return sum + ngl_ready_likelihood(r, &p, NULL);
}

static void step(walk *w)
{
    double to[FIGURES];
    for (unsigned i = 0; i < FIGURES; i++) to[i] = w->at[i] + w->scale * w->sd[i] * ngl_random_normal(&w->random);
    double log_p = log_posterior(w->r, to);
    if (!(log(ngl_random_unit(&w->random)) < log_p - w->log_p)) return;
    memcpy(w->at, to, sizeof to);
    w->log_p = log_p;
    w->taken++;
}

/* Steps as wide as what was seen so far, a quarter of them taken. */
static void warm_up(walk *w)
{
    double sum[FIGURES] = { 0 }, square[FIGURES] = { 0 };
    for (unsigned t = 1; t <= WARM; t++) {
        step(w);
        for (unsigned i = 0; i < FIGURES; i++) sum[i] += w->at[i], square[i] += w->at[i] * w->at[i];
        if (t % ADAPT) continue;
        w->scale *= w->taken * 4 > ADAPT ? 1.15 : 0.87;
        w->taken = 0;
        if (t != WARM / 2) continue;
        for (unsigned i = 0; i < FIGURES; i++)
            w->sd[i] = sqrt(fmax(square[i] / t - sum[i] / t * (sum[i] / t), 0.01));
    }
}

static void draw_all(ngl_forecast *out, walk *w)
{
    for (unsigned d = 0; d < NGL_FORECAST_DRAWS; d++) {
        double level[LEVELS];
        for (unsigned k = 0; k < APART; k++) step(w);
        out->person[d] = person_of(w->at);
        ngl_ready_likelihood(w->r, &out->person[d], level);
        for (unsigned i = 0; i < LEVELS; i++) out->level[d][i] = (float)level[i];
    }
}

static ngl_status check(const ngl_forecast_history *h, ngl_error *err)
{
    if (!h->n || !h->day) return ngl_fail(err, NGL_E_INVALID, 0, "a forecast needs days to learn from");
    if (!(h->half_life_h > 0 && h->half_life_h < 1e4))
        return ngl_fail(err, NGL_E_INVALID, 0, "the half-life of a tissue must be more than 0 hours");
    for (uint32_t t = 0; t < h->n; t++) {
        const ngl_forecast_day *d = &h->day[t];
        if (!isnan(d->load) && !(d->load >= 0 && d->load < 1e9))
            return ngl_fail(err, NGL_E_INVALID, t, "the load of day %u cannot be", (unsigned)t + 1);
        for (unsigned k = 0; k < NGL_FORECAST_NOTES; k++)
            if (!isnan(d->pain[k]) && !(d->pain[k] >= 0 && d->pain[k] <= 10))
                return ngl_fail(err, NGL_E_INVALID, t, "pain of day %u is not between 0 and 10", (unsigned)t + 1);
    }
    return NGL_OK;
}

ngl_status ngl_forecast_learn(ngl_forecast *out, const ngl_forecast_history *h, uint64_t seed, ngl_error *err)
{
    ready      r;
    ngl_status s = check(h, err);
    if (s != NGL_OK) return s;
    memset(out, 0, sizeof *out);
    out->data = ngl_forecast_look(h);
    if (out->data.lack != NGL_FORECAST_ENOUGH)
        return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is not enough data for a forecast");
    ngl_ready_make(&r, h);
    out->today = h->first + (ngl_day)h->n - 1;
    out->keep = r.keep;
    out->left = r.left;
    out->reference = r.reference;
    out->rise = r.rise;
    walk w = { .r = &r, .random = ngl_random_from(seed), .scale = 0.6 };
    for (unsigned i = 0; i < FIGURES; i++) w.sd[i] = 1;
    w.log_p = log_posterior(&r, w.at);
    warm_up(&w);
    draw_all(out, &w);
    return NGL_OK;
}
