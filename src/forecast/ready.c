/* Days as they were noted, made ready for the model.
 *
 * Pain is compared with its own kind: what was noted while running with what
 * is quiet while running, around that day. The day's note is the one that
 * stands out most. A nought says only "no more than this", a
 * ten "no less". Load is what is left of all runs, over the heaviest of the 30
 * days before, after the longest-run rule.
 */
#include "forecast/internal.h"

#include <string.h>

#define NO_PAIN 0.0
#define MOST_PAIN 10.0
#define LEAST_REFERENCE 2.0 /* kilometres: less is no training to compare with */

enum { USUAL_DAYS = 21, USUAL_LEAST = 3, LOAD_DAYS = 30, LONG_DAYS = 90, RECENT_NOTE_D = 7, RUN_DAYS = 60, RUNS_LEAST = 5,
       FLARE_FRESH_D = 2 };

/* the last days of a history that count */
typedef struct window {
    const ngl_forecast_day *day;
    uint32_t                n;
} window;

static window window_of(const ngl_forecast_history *h)
{
    uint32_t skip = h->n > WINDOW ? h->n - WINDOW : 0;
    return (window){ h->day + skip, h->n - skip };
}

/* lower median of v[0..n), which is put in order */
static double median(double *v, unsigned n)
{
    for (unsigned i = 1; i < n; i++) {
        double   x = v[i];
        unsigned k = i;
        for (; k && v[k - 1] > x; k--) v[k] = v[k - 1];
        v[k] = x;
    }
    return n ? v[(n - 1) / 2] : NAN;
}

/* ---- pain --------------------------------------------------------------------------- */

/* notes of one kind on the days [from, to), in order; how many */
static unsigned notes_of(double v[2 * USUAL_DAYS + 1], const window *w, uint32_t from, uint32_t to, unsigned kind)
{
    unsigned n = 0;
    for (uint32_t i = from; i < to && i < w->n; i++)
        if (!isnan(w->day[i].pain[kind])) v[n++] = w->day[i].pain[kind];
    median(v, n);
    return n;
}

/* what a person would call usual on that day: the median of the three weeks before */
static double usual_of_kind(const window *w, uint32_t t, unsigned kind)
{
    double   v[2 * USUAL_DAYS + 1];
    unsigned n = notes_of(v, w, t > USUAL_DAYS ? t - USUAL_DAYS : 0, t, kind);
    return n >= USUAL_LEAST ? v[(n - 1) / 2] : NAN;
}

/* The quiet level around a day: the median of three weeks on either side, by
 * shares within its whole number, so that it does not jump from 1 to 2. */
static double quiet_level(const window *w, uint32_t t, unsigned kind)
{
    double   v[2 * USUAL_DAYS + 1];
    unsigned n = notes_of(v, w, t > USUAL_DAYS ? t - USUAL_DAYS : 0, t + USUAL_DAYS + 1, kind), below = 0, at = 0;
    if (n < USUAL_LEAST) return NAN;
    double middle = v[(n - 1) / 2];
    for (unsigned i = 0; i < n; i++) below += v[i] < middle - HALF_NOTE, at += fabs(v[i] - middle) <= HALF_NOTE;
    return middle - HALF_NOTE + (n / 2.0 - below) / at;
}

static int16_t quarters(double points)
{
    double q = round(points / LEVEL_STEP);
    return (int16_t)(q < -PHI_HALF + 1 ? -PHI_HALF + 1 : q > PHI_HALF - 1 ? PHI_HALF - 1 : q);
}

/* how far the day stood above its usual; NaN: nothing to compare */
static double rise_of_day(const window *w, uint32_t t)
{
    double most = NAN;
    for (unsigned k = 0; k < NGL_FORECAST_NOTES; k++) {
        double rise = w->day[t].pain[k] - usual_of_kind(w, t, k);
        if (!isnan(rise) && !(rise <= most)) most = rise;
    }
    return most;
}

/* the note that stands out most from its quiet level; NGL_FORECAST_NOTES: none */
static unsigned loudest(const window *w, uint32_t t, double *level)
{
    unsigned kind = NGL_FORECAST_NOTES;
    for (unsigned k = 0; k < NGL_FORECAST_NOTES; k++) {
        double quiet = isnan(w->day[t].pain[k]) ? NAN : quiet_level(w, t, k);
        if (isnan(quiet) || (kind < NGL_FORECAST_NOTES && w->day[t].pain[k] - quiet <= w->day[t].pain[kind] - *level)) continue;
        kind = k;
        *level = quiet;
    }
    return kind;
}

static uint8_t read_note(bounds *out, const window *w, uint32_t t)
{
    double   quiet = NAN;
    unsigned kind = loudest(w, t, &quiet);
    if (w->day[t].stopped) {
        *out = (bounds){ quarters(NGL_FORECAST_RISE - HALF_NOTE), PHI_HALF };
        return 1;
    }
    if (kind == NGL_FORECAST_NOTES) return 0;
    double value = w->day[t].pain[kind];
    *out = (bounds){ value <= NO_PAIN ? -PHI_HALF : quarters(value - quiet - HALF_NOTE),
                     value >= MOST_PAIN ? PHI_HALF : quarters(value - quiet + HALF_NOTE) };
    return 1;
}

/* how far above its quiet level the kind that is noted most has to stand to be a flare-up */
static double rise_now(const window *w)
{
    double   v[2 * USUAL_DAYS + 1], rise = NGL_FORECAST_RISE - HALF_NOTE;
    unsigned most = USUAL_LEAST - 1;
    for (unsigned k = 0; k < NGL_FORECAST_NOTES; k++) {
        unsigned n = notes_of(v, w, w->n > USUAL_DAYS ? w->n - USUAL_DAYS : 0, w->n, k);
        if (n <= most) continue;
        most = n;
        rise = fmin(v[(n - 1) / 2] + NGL_FORECAST_RISE, MOST_PAIN) - HALF_NOTE - quiet_level(w, w->n - 1, k);
    }
    return rise;
}

static unsigned is_flare(const window *w, uint32_t t)
{
    return w->day[t].stopped || rise_of_day(w, t) >= NGL_FORECAST_RISE;
}

static double worst_of_day(const ngl_forecast_day *d)
{
    double worst = NAN;
    for (unsigned k = 0; k < NGL_FORECAST_NOTES; k++)
        if (!(d->pain[k] <= worst) && !isnan(d->pain[k])) worst = d->pain[k];
    return worst;
}

static double usual_worst(const window *w)
{
    double   v[USUAL_DAYS];
    unsigned n = 0;
    for (uint32_t i = w->n > USUAL_DAYS ? w->n - USUAL_DAYS : 0; i < w->n; i++)
        if (!isnan(worst_of_day(&w->day[i]))) v[n++] = worst_of_day(&w->day[i]);
    return median(v, n);
}

/* ---- load --------------------------------------------------------------------------- */

/* a run whose load is not known is taken as the middle one */
static double middle_load(const window *w)
{
    double   v[WINDOW];
    unsigned n = 0;
    for (uint32_t i = 0; i < w->n; i++)
        if (w->day[i].load > 0) v[n++] = w->day[i].load;
    return n ? median(v, n) : 0;
}

static double most_of(const double *left, uint32_t from, uint32_t to)
{
    double most = 0;
    for (uint32_t i = from; i < to; i++) most = fmax(most, left[i]);
    return most;
}

/* the load that counts as 1 on day t: the heaviest of the 30 days before it. In
 * the first fortnight of a history its first fortnight stands in. */
static double reference_at(const double *left, uint32_t n, uint32_t t)
{
    uint32_t end = t < NGL_FORECAST_DAYS ? (n < NGL_FORECAST_DAYS ? n : NGL_FORECAST_DAYS) : t;
    double   month = most_of(left, t > LOAD_DAYS ? t - LOAD_DAYS : 0, end);
    double   long_ago = most_of(left, t > LONG_DAYS ? t - LONG_DAYS : 0, end);
    return fmax(fmax(month, long_ago / 2), LEAST_REFERENCE);
}

static void read_load(ready *out, const window *w, double keep)
{
    double left[WINDOW], now = 0, middle = middle_load(w);
    for (uint32_t t = 0; t < w->n; t++) {
        now = keep * now + (isnan(w->day[t].load) ? middle : w->day[t].load);
        left[t] = now;
    }
    for (uint32_t t = 0; t < w->n; t++) out->ratio[t] = fmin(left[t] / reference_at(left, w->n, t), RATIO_MOST);
    out->keep = keep;
    out->left = now;
    out->reference = reference_at(left, w->n, w->n);
}

void ngl_ready_make(ready *out, const ngl_forecast_history *h)
{
    window w = window_of(h);
    memset(out, 0, sizeof *out);
    out->n = w.n;
    read_load(out, &w, exp2(-24 / h->half_life_h));
    for (uint32_t t = 0; t < w.n; t++) out->seen[t] = read_note(&out->note[t], &w, t);
    out->rise = rise_now(&w);
}

/* ---- what there is -------------------------------------------------------------------- */

static ngl_forecast_lack lack_of(const ngl_forecast_data *d, ngl_day today, unsigned recent_runs)
{
    if (d->noted < NGL_FORECAST_LEAST) return NGL_FORECAST_FEW_NOTES;
    if (d->last_note < today - RECENT_NOTE_D) return NGL_FORECAST_OLD_NOTES;
    return recent_runs < RUNS_LEAST ? NGL_FORECAST_FEW_RUNS : NGL_FORECAST_ENOUGH;
}

ngl_forecast_data ngl_forecast_look(const ngl_forecast_history *h)
{
    ngl_forecast_data d = { .last_note = NGL_DAY_NONE, .usual = NAN };
    window            w = window_of(h);
    ngl_day           from = h->first + (ngl_day)(h->n - w.n);
    unsigned          recent_runs = 0, flaring = 0;
    for (uint32_t t = 0; t < w.n; t++) {
        const ngl_forecast_day *day = &w.day[t];
        d.runs += day->load > 0;
        d.unknown_runs += isnan(day->load) != 0;
        recent_runs += day->load > 0 && t + RUN_DAYS >= w.n;
        if (isnan(worst_of_day(day)) && !day->stopped) continue;
        unsigned flare = is_flare(&w, t);
        d.noted++;
        d.flares += flare && !flaring;
        flaring = flare;
        d.last_note = from + (ngl_day)t;
        d.in_flare = flare && t + FLARE_FRESH_D + 1 >= w.n;
    }
    d.usual = usual_worst(&w);
    d.lack = lack_of(&d, from + (ngl_day)w.n - 1, recent_runs);
    return d;
}

void ngl_forecast_usual_days(double load[NGL_FORECAST_DAYS], const ngl_forecast_history *h)
{
    window w = window_of(h);
    for (uint32_t d = 0; d < NGL_FORECAST_DAYS; d++) {
        uint32_t back = NGL_FORECAST_DAYS - d;
        double   then = back <= w.n ? w.day[w.n - back].load : 0;
        load[d] = isnan(then) ? middle_load(&w) : then;
    }
}
