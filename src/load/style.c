/* How somebody runs, against how the same person ran before: steps a minute,
 * the share of contact time on each foot, shoes that were noted.
 *
 * - Steps a minute change with speed, so runs near the usual speed are compared
 *   with one another; a change of 5 per cent is what changes the load of the
 *   hip (S_HEIDERSCHEIT2011), and watches count steps well (S_GARMIN2016).
 * - The balance of the feet is held against the runner's own runs, never
 *   against 50: what is even for a watch is nobody's norm. A point, and twice
 *   the spread of the own runs, is judgement: no study says what matters.
 * - A new watch may shift all of these by itself, so only runs of the watch
 *   that is worn now are compared; with too few of them nothing is said.
 *
 * Files know nothing of surfaces, so they never answer no.
 */
#include "load/history.h"

#include <math.h>
#include <string.h>

enum { RECENT_DAYS = 21, BASE_DAYS = 42, BASE_LEAST = 5, RECENT_LEAST = 3 };

#define NEAR_SPEED    0.08 /* share by which a run may be quicker or slower than the usual one */
#define STEPS_CHANGE  0.05
#define STEPS_ERROR   2.0  /* steps a minute: judgement after S_GARMIN2016, which found the count valid */
#define BALANCE_LEAST 1.0  /* points of 100 */
#define BALANCE_ERROR 0.5  /* judgement: no study of this figure was found */

static const char too_short[] = "The files begin too late, or have a gap of more than two weeks.";
static const char new_device[] = "The watch is new, so a step in these figures may be its doing.";
static const char not_in_files[] = "The files show no change, but they know nothing of shoes and ground.";

typedef struct stretch {
    const ngl_history *h;
    ngl_day            from, to;
    const char        *device; /* only runs of this one; NULL: any */
    double             speed;  /* usual; only runs near it; NaN: any */
} stretch;

static bool same_text(const char *a, const char *b)
{
    return a && b && *a && *b && strcmp(a, b) == 0;
}

static bool counts(const stretch *s, const ngl_run_summary *r)
{
    if (!ngl_history_is_run(r) || r->day < s->from || r->day > s->to) return false;
    if (s->device && !same_text(r->device, s->device)) return false;
    double v = ngl_figure_speed(r);
    return isnan(s->speed) || fabs(v / s->speed - 1) <= NEAR_SPEED;
}

static double steps(const ngl_run_summary *r)
{
    return r->cadence_spm > 60 && r->cadence_spm < 300 ? r->cadence_spm : (double)NAN;
}

static double balance(const ngl_run_summary *r)
{
    return r->balance_left_pct > 30 && r->balance_left_pct < 70 ? r->balance_left_pct : (double)NAN;
}

/* figures of the runs of a stretch, sorted; how many */
static size_t gather(const stretch *s, ngl_figure *figure, double *x)
{
    size_t n = 0;
    for (size_t i = 0; i < s->h->n && n < NGL_BASE_RUNS_MAX; i++) {
        if (!counts(s, &s->h->run[i])) continue;
        double v = figure(&s->h->run[i]);
        if (!isnan(v)) x[n++] = v;
    }
    ngl_history_quantile(x, n, 0.5);
    return n;
}

/* 1.4826 times the median distance from the median: a spread that one odd run does not move */
static double spread(double *x, size_t n)
{
    double middle = ngl_history_quantile(x, n, 0.5);
    for (size_t i = 0; i < n; i++) x[i] = fabs(x[i] - middle);
    return 1.4826 * ngl_history_quantile(x, n, 0.5);
}

/* the run of the stretch that went furthest to this side */
static uint32_t furthest(const stretch *s, ngl_figure *figure, bool up)
{
    uint32_t at = NGL_RUN_INDEX_NONE;
    double   most = 0;
    for (uint32_t i = 0; i < s->h->n; i++) {
        if (!counts(s, &s->h->run[i])) continue;
        double v = figure(&s->h->run[i]);
        if (isnan(v) || (at != NGL_RUN_INDEX_NONE && (up ? v <= most : v >= most))) continue;
        most = v;
        at = i;
    }
    return at;
}

typedef struct shift {
    double   now, before, spread;
    uint32_t run;
} shift;

/* medians of both stretches; false with too few runs */
static bool measure(shift *out, const stretch *recent, const stretch *base, ngl_figure *figure)
{
    double x[NGL_BASE_RUNS_MAX];
    size_t n = gather(recent, figure, x);
    if (n < RECENT_LEAST) return false;
    out->now = ngl_history_quantile(x, n, 0.5);
    n = gather(base, figure, x);
    if (n < BASE_LEAST) return false;
    out->before = ngl_history_quantile(x, n, 0.5);
    out->spread = spread(x, n);
    out->run = furthest(recent, figure, out->now > out->before);
    return true;
}

static void show(ngl_training_evidence *e, const ngl_history *h, const shift *s, ngl_training_kind kind, double error,
                 const char *error_source)
{
    e->state = NGL_TRAINING_YES;
    e->kind = kind;
    e->note = "";
    e->value = s->now;
    e->before = s->before;
    e->percent = kind == NGL_STANDS_OUT_CADENCE ? (s->now / s->before - 1) * 100 : (double)NAN;
    e->run = s->run;
    e->day = h->run[s->run].day;
    e->dist_m = h->run[s->run].dist_m;
    e->error = error;
    e->error_source = error_source;
}

/* the watch of the last run up to that day; NULL: not known */
static const char *device_now(const ngl_history *h, ngl_day to)
{
    const char *device = NULL;
    for (size_t i = 0; i < h->n && h->run[i].day <= to; i++)
        if (ngl_history_is_run(&h->run[i]) && h->run[i].device && *h->run[i].device) device = h->run[i].device;
    return device;
}

ngl_day ngl_history_new_device(const ngl_history *h, ngl_day from, ngl_day to)
{
    const char *last = NULL;
    ngl_day     since = NGL_DAY_NONE;
    for (size_t i = 0; i < h->n && h->run[i].day <= to; i++) {
        const ngl_run_summary *r = &h->run[i];
        if (!ngl_history_is_run(r) || !r->device || !*r->device) continue;
        if (last && strcmp(last, r->device) != 0 && r->day > from) since = r->day;
        last = r->device;
    }
    return since;
}

/* shoes noted in the recent stretch that stand nowhere before it */
static uint32_t new_shoes(const stretch *recent, const stretch *base)
{
    bool noted_before = false;
    for (uint32_t i = 0; i < base->h->n; i++)
        noted_before |= counts(base, &base->h->run[i]) && base->h->run[i].shoes && *base->h->run[i].shoes;
    for (uint32_t i = 0; noted_before && i < recent->h->n; i++) {
        const ngl_run_summary *r = &recent->h->run[i];
        if (!counts(recent, r) || !r->shoes || !*r->shoes) continue;
        bool worn = false;
        for (uint32_t k = 0; k < i; k++) worn |= ngl_history_is_run(&recent->h->run[k]) && same_text(recent->h->run[k].shoes, r->shoes);
        if (!worn) return i;
    }
    return NGL_RUN_INDEX_NONE;
}

void ngl_training_weigh_style(const ngl_training *t, const ngl_history *h, ngl_training_evidence *e)
{
    stretch recent = { h, t->onset - RECENT_DAYS + 1, t->onset, NULL, NAN }, base = { h, 0, recent.from - 1, NULL, NAN };
    shift   s;
    base.from = recent.from - BASE_DAYS;
    e->state = NGL_TRAINING_UNKNOWN;
    e->device_day = ngl_history_new_device(h, base.from, t->onset);
    if (!ngl_history_covers(h, base.from, t->onset)) {
        e->note = too_short;
        return;
    }
    uint32_t shoes = new_shoes(&recent, &base);
    if (shoes != NGL_RUN_INDEX_NONE) {
        s = (shift){ .now = NAN, .before = NAN, .run = shoes };
        show(e, h, &s, NGL_STANDS_OUT_SHOES, NAN, "");
        e->words = h->run[shoes].shoes;
        return;
    }
    recent.device = base.device = device_now(h, t->onset);
    if (measure(&s, &recent, &base, balance) && fabs(s.now - s.before) >= fmax(BALANCE_LEAST, 2 * s.spread)) {
        show(e, h, &s, NGL_STANDS_OUT_BALANCE, BALANCE_ERROR, "expert");
        return;
    }
    recent.speed = base.speed = ngl_history_median(h, ngl_figure_speed, base.from, base.to, BASE_LEAST);
    if (!isnan(base.speed) && measure(&s, &recent, &base, steps) && fabs(s.now / s.before - 1) >= STEPS_CHANGE &&
        fabs(s.now - s.before) >= 2 * s.spread) {
        show(e, h, &s, NGL_STANDS_OUT_CADENCE, STEPS_ERROR, "S_GARMIN2016");
        e->source = "S_HEIDERSCHEIT2011";
        return;
    }
    e->note = e->device_day == NGL_DAY_NONE ? not_in_files : new_device;
}
