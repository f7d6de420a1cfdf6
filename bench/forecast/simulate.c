/* The law of the invented club, on purpose not of the form that the model
 * fits: strain gathers with kilometres and exertion and halves in three days,
 * capacity follows the training of weeks, the chance rises with their ratio
 * and with a bad spell, times a frailty that nobody sees.
 *
 * Sampling as in the public records: an injury counts where three weeks before
 * it were free of others, a healthy day where three weeks on both sides were. */
#include "simulate.h"

#include "base/error.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

enum { SPAN_MAX = 900, FREE_D = 21, OFF_D = 10, RECORD_D = 1770, ROWS_EACH = SPAN_MAX };

static const double BASE = 0.011, FRAILTY_SHAPE = 2, STRAIN_POWER = 0.45, BAD_SPELL = 0.15, LOAD_POWER = 0.3;
static const double STRAIN_HALF_LIFE_D = 3, CAPACITY_HALF_LIFE_D = 28;

typedef struct life {
    double day[SPAN_MAX][DAY_BLOCK];
    double chance[SPAN_MAX], reachable[SPAN_MAX];
    bool   hurt[SPAN_MAX];
    int    span, start;
} life;

static void live_day(double d[DAY_BLOCK], double km_usual, double week, double spell, ngl_random *r, bool off)
{
    memset(d, 0, DAY_BLOCK * sizeof *d);
    if (off || ngl_random_unit(r) > 0.68) {
        d[7] = d[8] = d[9] = -0.01;
        return;
    }
    d[0] = 1;
    d[1] = round(10 * km_usual * exp(week + 0.45 * ngl_random_normal(r))) / 10;
    double kind = ngl_random_unit(r);
    if (kind < 0.15) d[2] = round(3 * d[1]) / 10;
    if (kind > 0.9) d[3] = round(3 * d[1]) / 10;
    if (ngl_random_unit(r) < 0.1) d[6] = 1;
    d[5] = ngl_random_unit(r) < 0.15;
    double hard = 0.12 + 0.08 * (kind < 0.15 || kind > 0.9) + 0.05 * log(d[1] / km_usual + 0.1) + 0.05 * spell;
    d[7] = fmin(fmax(hard + 0.12 * ngl_random_normal(r), 0), 1);
    d[8] = fmin(fmax(0.8 - 0.06 * spell + 0.08 * ngl_random_normal(r), 0.05), 1);
    d[9] = fmin(fmax(0.18 + 0.03 * spell + 0.07 * ngl_random_normal(r), 0), 1);
}

static void live(life *l, ngl_random *r)
{
    double frailty = ngl_random_gamma(r, FRAILTY_SHAPE) / FRAILTY_SHAPE,
           km_usual = 7 * exp(0.35 * ngl_random_normal(r));
    double week = 0, spell = 0, strain = km_usual * 2, capacity = strain;
    double hurt = 0, expected = 0; /* so far, at mean frailty */
    int    off = 0;
    l->span = 300 + (int)(ngl_random_unit(r) * (SPAN_MAX - 300));
    l->start = (int)(ngl_random_unit(r) * RECORD_D);
    for (int d = 0; d < l->span; d++) {
        double ratio = (strain + 1) / (capacity + 1);
        double mean = BASE * pow(ratio, STRAIN_POWER) * pow((strain + 1) / 15, LOAD_POWER) * exp(BAD_SPELL * spell);
        bool   exposed = off == 0 && d > NGL_POPULATION_DAYS;
        l->chance[d] = fmin(mean * frailty, 0.5);
        l->reachable[d] = fmin(mean * (FRAILTY_SHAPE + hurt) / (FRAILTY_SHAPE + expected), 0.5);
        l->hurt[d] = exposed && ngl_random_unit(r) < l->chance[d];
        hurt += l->hurt[d];
        expected += exposed ? mean : 0;
        if (l->hurt[d]) off = OFF_D;
        if (d % 7 == 0) {
            week = 0.6 * week + 0.4 * ngl_random_normal(r);
            spell = 0.5 * spell + 0.85 * ngl_random_normal(r);
        }
        live_day(l->day[d], km_usual, week, spell, r, off > 0);
        off -= off > 0;
        double bout = l->day[d][1] * (1 + 3 * fmax(l->day[d][7], 0));
        strain = strain * exp2(-1 / STRAIN_HALF_LIFE_D) + bout;
        double follow = 1 - exp2(-1 / CAPACITY_HALF_LIFE_D), level = bout / (1 - exp2(-1 / STRAIN_HALF_LIFE_D));
        capacity += follow * (level - capacity);
    }
}

static bool free_of_injury(const life *l, int from, int to)
{
    for (int d = from < 0 ? 0 : from; d <= to && d < l->span; d++)
        if (l->hurt[d]) return false;
    return true;
}

static void record(table *t, double *reachable, uint32_t athlete, const life *l, bool injuries)
{
    for (int d = NGL_POPULATION_DAYS; d < l->span; d++) {
        if (l->hurt[d] != injuries || !free_of_injury(l, d - FREE_D, d - 1)) continue;
        if (!injuries && !free_of_injury(l, d + 1, d + FREE_D)) continue;
        size_t i = t->n++;
        memcpy(t->window + i * t->width, l->day[d - NGL_POPULATION_DAYS], t->width * sizeof *t->window);
        t->athlete[i] = athlete;
        t->date[i] = l->start + d;
        t->injured[i] = injuries;
        t->truth[i] = l->chance[d];
        reachable[i] = l->reachable[d];
    }
}

ngl_status simulate(table *t, double **reachable, unsigned athletes, uint64_t seed, ngl_arena *a, ngl_error *err)
{
    size_t  rows = (size_t)athletes * ROWS_EACH;
    table   out = { .kind = LAYOUT_DAYS, .width = NGL_POPULATION_DAYS * DAY_BLOCK };
    life   *lives = NGL_NEW(a, life, athletes);
    double *seen = NGL_NEW(a, double, rows);
    out.window = ngl_arena_raw(a, sizeof *out.window, rows * out.width, alignof(double));
    out.athlete = NGL_NEW(a, uint32_t, rows);
    out.date = NGL_NEW(a, int32_t, rows);
    out.injured = NGL_NEW(a, bool, rows);
    out.truth = NGL_NEW(a, double, rows);
    if (!lives || !seen || !out.window || !out.athlete || !out.date || !out.injured || !out.truth)
        return ngl_fail(err, NGL_E_NOMEM, 0, "%u athletes", athletes);
    ngl_random random = ngl_random_from(seed);
    for (unsigned i = 0; i < athletes; i++) live(&lives[i], &random);
    for (int injuries = 0; injuries < 2; injuries++)
        for (unsigned i = 0; i < athletes; i++) record(&out, seen, i, &lives[i], injuries);
    *t = out;
    if (reachable) *reachable = seen;
    return NGL_OK;
}
