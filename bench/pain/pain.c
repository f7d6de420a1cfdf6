/* How good the flare-up forecast is on invented runners (docs/validation.md):
 * are the figures of a runner found again, do the chances hold, and is asking
 * "what if" worth anything beside ten per cent more each week.
 *
 *     bench_pain [PEOPLE [SEED]]
 *
 * Everything printed here is simulated. It shows that the machinery works and
 * what it is worth where the world is like one of these two, nothing more.
 */
#include "sim.h"
#include "stats.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 300, ROUNDS = 400, HISTORY = 120, WEEKS = 8, FIGURES = 7, USUAL = 21 };

static const char *const WORLD[] = { "as assumed", "another mechanism" };

/* ---- history for the forecast ------------------------------------------------------------- */

static void to_history(ngl_forecast_day *out, const sim_day *d, unsigned n)
{
    for (unsigned t = 0; t < n; t++) {
        out[t] = (ngl_forecast_day){ .load = d[t].done, .pain = { NAN, NAN, NAN, NAN, NAN }, .stopped = d[t].stopped };
        if (d[t].noted) out[t].pain[4] = d[t].pain;
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* lower median of the notes of the last three weeks: what "usual" means today */
static double usual_now(const ngl_forecast_day *day, unsigned n)
{
    double   v[USUAL];
    unsigned k = 0;
    for (unsigned t = n - USUAL; t < n; t++)
        if (!isnan(day[t].pain[4])) v[k++] = day[t].pain[4];
    qsort(v, k, sizeof *v, ascending);
    return k >= 3 ? v[(k - 1) / 2] : NAN;
}

static int is_flare(const sim_day *d, double usual)
{
    return d->stopped || d->pain >= usual + 2;
}

/* ---- one runner ------------------------------------------------------------------------------ */

typedef struct lived {
    sim_runner           runner; /* as of today */
    sim_day              day[SIM_DAYS];
    unsigned             n;
    ngl_forecast_day     noted[SIM_DAYS];
    ngl_forecast_history history;
} lived;

static void live(lived *l, sim_world world, uint64_t seed, unsigned n)
{
    l->runner = sim_new(world, seed);
    for (l->n = 0; l->n < n; l->n++) l->day[l->n] = sim_live(&l->runner, sim_plan(&l->runner));
    to_history(l->noted, l->day, l->n);
    l->history = (ngl_forecast_history){ 20000, l->n, l->noted, 36 };
}

/* share of noted days of the past that were flare-ups, drawn to the mean of all as if five days of it were known */
static double own_share(const lived *l)
{
    double   usual = usual_now(l->noted, l->n), hit = 5 * 0.06, n = 5;
    for (unsigned t = 0; t < l->n; t++)
        if (l->day[t].noted) n++, hit += is_flare(&l->day[t], usual);
    return hit / n;
}

/* ---- calibration and recovery ----------------------------------------------------------------- */

typedef struct study {
    unsigned    npeople, used;
    stats_case *daily, *fortnight;
    size_t     *first, *first14;
    double     *truth[FIGURES], *found[FIGURES];
    unsigned    covered[FIGURES];
} study;

static void figures_of(double out[FIGURES], const ngl_forecast_person *p)
{
    const double v[FIGURES] = { p->offset, p->noise, p->half_life_d, p->rest_kick, p->run_kick, p->power, p->size };
    for (unsigned i = 0; i < FIGURES; i++) out[i] = i ? log(v[i]) : v[i];
}

static void recover(study *s, const lived *l, const ngl_forecast *f)
{
    double truth[FIGURES];
    figures_of(truth, &l->runner.truth);
    for (unsigned i = 0; i < FIGURES; i++) {
        double v[NGL_FORECAST_DRAWS], sum = 0;
        for (unsigned d = 0; d < NGL_FORECAST_DRAWS; d++) {
            double one[FIGURES];
            figures_of(one, &f->person[d]);
            v[d] = one[i];
            sum += v[d];
        }
        qsort(v, NGL_FORECAST_DRAWS, sizeof *v, ascending);
        s->truth[i][s->used] = truth[i];
        s->found[i][s->used] = sum / NGL_FORECAST_DRAWS;
        s->covered[i] += truth[i] >= v[6] && truth[i] <= v[121];
    }
}

static void follow(study *s, lived *l, const ngl_fortnight *o, const double *plan, double usual)
{
    size_t   at = s->first[s->used];
    unsigned any = 0;
    double   own = own_share(l);
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
        sim_day  day = sim_live(&l->runner, plan[d]);
        unsigned flare = (unsigned)is_flare(&day, usual);
        any |= flare;
        s->daily[at++] = (stats_case){ s->used, o->day[d].p, own, flare };
    }
    s->fortnight[s->used] = (stats_case){ s->used, o->by_day[13].p, 1 - pow(1 - own, 14), any };
    s->first[s->used + 1] = at;
    s->first14[s->used + 1] = s->used + 1u;
}

static void one_runner(study *s, sim_world world, uint64_t seed)
{
    static lived        l;
    static ngl_forecast f;
    ngl_error           err;
    double              plan[NGL_FORECAST_DAYS];
    ngl_fortnight         o;
    live(&l, world, seed, 40 + (unsigned)(seed * 37 % 120));
    double usual = usual_now(l.noted, l.n);
    if (isnan(usual) || ngl_forecast_learn(&f, &l.history, 1, &err)) return;
    sim_runner ahead = l.runner;
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
        plan[d] = sim_plan(&ahead);
        ahead.day++;
    }
    ngl_forecast_ahead(&o, &f, plan);
    if (world == SIM_ASSUMED) recover(s, &l, &f);
    follow(s, &l, &o, plan, usual);
    s->used++;
}

static void print_score(const char *what, const stats_case *c, const size_t *first, unsigned npeople)
{
    stats_score s, low, high;
    unsigned   *order = calloc(npeople, sizeof *order);
    if (!order) return;
    for (unsigned i = 0; i < npeople; i++) order[i] = i;
    s = stats_of(c, first, order, npeople);
    stats_interval(&low, &high, c, first, npeople, ROUNDS);
    printf("  %-9s happened %.3f, said %.3f; slope %.2f (%.2f to %.2f), intercept %+.2f (%+.2f to %+.2f),\n"
           "            Brier skill %+.3f (%+.3f to %+.3f), against own share so far %+.3f (%+.3f to %+.3f), AUC %.3f (%.3f to %.3f)\n",
           what, s.share, s.mean_p, s.slope, low.slope, high.slope, s.intercept, low.intercept, high.intercept, s.skill, low.skill,
           high.skill, s.skill_own, low.skill_own, high.skill_own, s.area, low.area, high.area);
    free(order);
}

static void print_bins(const stats_case *c, size_t n)
{
    static const double edge[] = { 0, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.01 };
    printf("  said      n     mean said  happened\n");
    for (unsigned b = 0; b + 1 < sizeof edge / sizeof *edge; b++) {
        double k = 0, p = 0, y = 0;
        for (size_t i = 0; i < n; i++)
            if (c[i].p >= edge[b] && c[i].p < edge[b + 1]) k++, p += c[i].p, y += c[i].happened;
        if (k > 0) printf("  %.2f-%.2f %5.0f      %.3f     %.3f\n", edge[b], fmin(1, edge[b + 1]), k, p / k, y / k);
    }
}

static double correlation(const double *a, const double *b, unsigned n)
{
    double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
    for (unsigned i = 0; i < n; i++) sa += a[i], sb += b[i];
    for (unsigned i = 0; i < n; i++) {
        double x = a[i] - sa / n, y = b[i] - sb / n;
        aa += x * x, bb += y * y, ab += x * y;
    }
    return ab / sqrt(aa * bb);
}

static void print_recovery(const study *s)
{
    static const char *const name[] = { "offset", "noise", "half-life", "kick at rest", "kick at load 1", "power of load", "size of kick" };
    printf("  figure           r(truth, found)  90 %% interval holds it\n");
    for (unsigned i = 0; i < FIGURES; i++)
        printf("  %-16s %6.2f           %3.0f %%\n", name[i], correlation(s->truth[i], s->found[i], s->used),
               100.0 * s->covered[i] / s->used);
}

static int calibrate(sim_world world, unsigned npeople, uint64_t seed)
{
    study s = { .npeople = npeople };
    s.daily = calloc((size_t)npeople * NGL_FORECAST_DAYS, sizeof *s.daily);
    s.fortnight = calloc(npeople, sizeof *s.fortnight);
    s.first = calloc(npeople + 1u, sizeof *s.first);
    s.first14 = calloc(npeople + 1u, sizeof *s.first14);
    if (!s.daily || !s.fortnight || !s.first || !s.first14) return 1;
    for (unsigned i = 0; i < FIGURES; i++) {
        s.truth[i] = calloc(npeople, sizeof(double));
        s.found[i] = calloc(npeople, sizeof(double));
        if (!s.truth[i] || !s.found[i]) return 1;
    }
    for (unsigned k = 0; k < npeople; k++) one_runner(&s, world, seed + k);
    printf("\nWorld: %s. %u runners of %u had enough data; histories of 40 to 159 days.\n", WORLD[world], s.used, npeople);
    print_score("each day", s.daily, s.first, s.used);
    print_score("14 days", s.fortnight, s.first14, s.used);
    print_bins(s.daily, s.first[s.used]);
    if (world == SIM_ASSUMED) print_recovery(&s);
    return 0;
}

/* ---- what if ------------------------------------------------------------------------------------ */

typedef struct outcome {
    double flares, km;
} outcome;

typedef enum policy { TEN_PER_CENT, WHAT_IF, SCALED } policy;

/* the Sunday run this policy takes */
static double long_run(policy p, const lived *l, double before, double scale)
{
    static ngl_forecast f;
    ngl_error           err;
    double              plan[NGL_FORECAST_DAYS] = { 0 }, most = before * 1.1;
    if (p == TEN_PER_CENT) return most;
    if (p == SCALED) return most * scale;
    if (ngl_forecast_learn(&f, &l->history, 1, &err)) return most;
    double km = ngl_forecast_largest(&f, plan, 0, most, NGL_FORECAST_LIMIT);
    return isnan(km) ? 0 : km;
}

/* eight weeks: other days by habit, Sunday by policy, on the same random days */
static outcome policy_weeks(policy p, const lived *from, double scale)
{
    static lived l;
    outcome      o = { 0, 0 };
    l = *from;
    double   before = l.runner.usual_km * l.runner.long_factor, usual = usual_now(from->noted, from->n);
    unsigned was = 0;
    for (unsigned d = 0; d < 7 * WEEKS; d++) {
        double plan = sim_plan(&l.runner);
        if (l.runner.day % 7 == 6) {
            l.history = (ngl_forecast_history){ 20000, l.n, l.noted, 36 };
            plan = long_run(p, &l, before, scale);
            before = p == WHAT_IF ? fmax(plan, before / 1.1) : before * 1.1;
        }
        l.day[l.n] = sim_live(&l.runner, plan);
        to_history(&l.noted[l.n], &l.day[l.n], 1);
        unsigned flare = (unsigned)is_flare(&l.day[l.n], usual);
        o.flares += flare && !was;
        was = flare;
        o.km += l.day[l.n++].done;
    }
    return o;
}

static void print_difference(const char *what, const outcome *a, const outcome *b, unsigned n)
{
    double *flares = calloc(n, sizeof *flares), *km = calloc(n, sizeof *km), f[3], k[3];
    if (!flares || !km) return;
    for (unsigned i = 0; i < n; i++) {
        flares[i] = a[i].flares - b[i].flares;
        km[i] = a[i].km - b[i].km;
    }
    stats_mean(f, flares, n, ROUNDS);
    stats_mean(k, km, n, ROUNDS);
    printf("  %-42s flare-ups %+.2f (%+.2f to %+.2f), km %+.0f (%+.0f to %+.0f)\n", what, f[0], f[1], f[2], k[0], k[1], k[2]);
    free(flares);
    free(km);
}

static void print_policy(const char *what, const outcome *o, unsigned n)
{
    double flares = 0, km = 0;
    for (unsigned i = 0; i < n; i++) flares += o[i].flares, km += o[i].km;
    printf("  %-42s flare-ups %.2f, km %.0f a runner in %d weeks\n", what, flares / n, km / n, (int)WEEKS);
}

static double total(const outcome *o, unsigned n)
{
    double km = 0;
    for (unsigned i = 0; i < n; i++) km += o[i].km;
    return km;
}

/* the share of the ten-per-cent Sundays that comes to as many kilometres as asking what if */
static double fair_scale(outcome *o, const lived *people, unsigned n, double km)
{
    double low = 0, high = 1;
    for (int i = 0; i < 10; i++) {
        double mid = (low + high) / 2;
        for (unsigned k = 0; k < n; k++) o[k] = policy_weeks(SCALED, &people[k], mid);
        if (total(o, n) < km) low = mid;
        else high = mid;
    }
    return (low + high) / 2;
}

static int what_if(sim_world world, unsigned npeople, uint64_t seed)
{
    lived   *people = calloc(npeople, sizeof *people);
    outcome *o[3];
    unsigned n = 0;
    for (int p = 0; p < 3; p++) o[p] = calloc(npeople, sizeof(outcome));
    if (!people || !o[0] || !o[1] || !o[2]) return 1;
    for (unsigned k = 0; k < npeople; k++) {
        live(&people[n], world, seed + 100000 + k, HISTORY);
        if (!isnan(usual_now(people[n].noted, people[n].n)) && ngl_forecast_look(&people[n].history).lack == NGL_FORECAST_ENOUGH) n++;
    }
    for (unsigned k = 0; k < n; k++) {
        o[TEN_PER_CENT][k] = policy_weeks(TEN_PER_CENT, &people[k], 1);
        o[WHAT_IF][k] = policy_weeks(WHAT_IF, &people[k], 1);
    }
    double scale = fair_scale(o[SCALED], people, n, total(o[WHAT_IF], n));
    for (unsigned k = 0; k < n; k++) o[SCALED][k] = policy_weeks(SCALED, &people[k], scale);
    printf("\nSundays, world: %s, %u runners\n", WORLD[world], n);
    print_policy("ten per cent more each week", o[TEN_PER_CENT], n);
    print_policy("the largest that keeps the limit", o[WHAT_IF], n);
    printf("  %.0f %% of ten per cent more, everybody alike:\n", 100 * scale);
    print_policy("  as many kilometres in all", o[SCALED], n);
    print_difference("asking, less ten per cent", o[WHAT_IF], o[TEN_PER_CENT], n);
    print_difference("asking, less as many kilometres alike", o[WHAT_IF], o[SCALED], n);
    free(people);
    for (int p = 0; p < 3; p++) free(o[p]);
    return 0;
}

int main(int argc, char **argv)
{
    int64_t people = PEOPLE, seed = 1;
    if (argc > 1 && (!ngl_integer_parse(&people, argv[1], strlen(argv[1])) || people < 20 || people > 100000)) return 2;
    if (argc > 2 && !ngl_integer_parse(&seed, argv[2], strlen(argv[2]))) return 2;
    printf("Simulated runners only. Intervals: 95 %%, people drawn again.\n");
    for (int w = 0; w < 2; w++)
        if (calibrate((sim_world)w, (unsigned)people, (uint64_t)seed * 1000003)) return 1;
    for (int w = 0; w < 2; w++)
        if (what_if((sim_world)w, (unsigned)people / 3, (uint64_t)seed * 1000003)) return 1;
    return 0;
}
