/* Trends of running form: medians of the last three weeks against the ninety
 * days before, of one watch, so that a new watch is never taken for a new style.
 *
 * Least changes worth a word, beside twice the standard error of both medians:
 * steps 2 per cent (watches count within a step or two a minute), contact time
 * 3 and bounce 4 per cent (estimates at the wrist vary: S_GARMIN2016), balance
 * 1 point (2 per cent of a half, as the advice has it), the last third 1 point. All are judgements. */
#include <niggle/tissue.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { RECENT_DAYS = 21, BASE_DAYS = 90, RECENT_LEAST = 3, BASE_LEAST = 5, RUNS_MAX = 256 };

static const double NEAR_EASY = 0.07;

static const char *const KEY[NGL_FORM_COUNT] = {
#define X(name, key) #key,
    NGL_FORM_MAP(X)
#undef X
};

const char *ngl_form_metric_key(ngl_form_metric m)
{
    return KEY[m];
}

static bool near_easy(const ngl_loads *l, const ngl_loaded *r)
{
    return fabs((double)r->pace.mean_mps / l->usual.easy_mps - 1) <= NEAR_EASY;
}

static double value(const ngl_loads *l, const ngl_loaded *r, ngl_form_metric m)
{
    switch (m) {
    case NGL_FORM_CADENCE:
        return r->sum.flags & (NGL_LOAD_NO_CADENCE | NGL_LOAD_NO_SPEED | NGL_LOAD_NO_RECORDS) ? (double)NAN : r->sum.mean_cadence_ratio * l->usual.easy_spm;
    case NGL_FORM_CONTACT: return near_easy(l, r) ? (double)r->pace.contact_ms : (double)NAN;
    case NGL_FORM_OSCILLATION: return near_easy(l, r) ? (double)r->pace.oscillation_mm : (double)NAN;
    case NGL_FORM_BALANCE: return (double)r->pace.balance_left_pct;
    case NGL_FORM_LATE_CADENCE: return ((double)r->pace.late_cadence - 1) * 100;
    case NGL_FORM_COUNT: break;
    }
    return NAN;
}

static double least(ngl_form_metric m, double before)
{
    switch (m) {
    case NGL_FORM_CADENCE: return 0.02 * before;
    case NGL_FORM_CONTACT: return 0.03 * before;
    case NGL_FORM_OSCILLATION: return 0.04 * before;
    case NGL_FORM_BALANCE:
    case NGL_FORM_LATE_CADENCE:
    case NGL_FORM_COUNT: break;
    }
    return 1;
}

static const char *device_now(const ngl_loads *l, ngl_day today)
{
    const char *device = "";
    for (size_t i = 0; i < l->n && l->run[i].day <= today; i++)
        if (l->run[i].sport == NGL_SPORT_RUNNING) device = l->run[i].device;
    return device;
}

static unsigned gather(double *v, const ngl_loads *l, ngl_form_metric m, ngl_day from, ngl_day to, const char *device)
{
    unsigned n = 0;
    for (size_t i = l->n; i-- > 0 && n < RUNS_MAX;) {
        const ngl_loaded *r = &l->run[i];
        if (!r->tissue || r->day < from || r->day > to || strcmp(r->device, device) != 0) continue;
        double x = value(l, r, m);
        if (!isnan(x)) v[n++] = x;
    }
    return n;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, unsigned n)
{
    qsort(v, n, sizeof *v, ascending);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static double spread(double *v, unsigned n, double middle)
{
    for (unsigned i = 0; i < n; i++) v[i] = fabs(v[i] - middle);
    return 1.4826 * median(v, n);
}

static void weigh(ngl_form_trend *t, const ngl_loads *l, ngl_form_metric m, ngl_day today, const char *device)
{
    double  v[RUNS_MAX];
    ngl_day since = today - RECENT_DAYS + 1;
    *t = (ngl_form_trend){ .now = NAN, .before = NAN, .spread = NAN, .margin = NAN };
    t->nnow = gather(v, l, m, since, today, device);
    if (t->nnow >= RECENT_LEAST) t->now = median(v, t->nnow);
    t->nbefore = gather(v, l, m, since - BASE_DAYS, since - 1, device);
    if (t->nbefore < BASE_LEAST) return;
    t->before = median(v, t->nbefore);
    t->spread = spread(v, t->nbefore, t->before);
    if (isnan(t->now)) return;
    /* the median of n values is uncertain by 1.25 of their spread over the root of n */
    double error = 1.2533 * t->spread * sqrt(1.0 / t->nnow + 1.0 / t->nbefore);
    t->margin = fmax(least(m, t->before), 2 * error);
    t->side = t->now - t->before >= t->margin ? 1 : t->before - t->now >= t->margin ? -1 : 0;
}

void ngl_form_trends(ngl_form_trend out[NGL_FORM_COUNT], const ngl_loads *loads, ngl_day today)
{
    const char *device = device_now(loads, today);
    for (int m = 0; m < NGL_FORM_COUNT; m++) weigh(&out[m], loads, (ngl_form_metric)m, today, device);
}
