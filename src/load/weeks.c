/* Weeks of loads: sums, what is not known, the newest against those before.
 *
 * A day without a file is a day of rest only while files follow one another
 * closely. Every comparison is made at the low, default and high exponent, and
 * where they do not agree there is no answer. */
#include <niggle/tissue.h>

#include <math.h>
#include <stdbool.h>

enum { WEEK = 7, GAP_DAYS = 14, SPIKE_DAYS = 30, BASE_DAYS = WEEK * NGL_LOAD_BASE_WEEKS, ACWR_WEEKS = 3 };

/* margins of the words: judgements; a sixth more is about one run more in six */
static const double LESS = 0.8, MORE = 1.2, MUCH_MORE = 1.6, SPIKE = 1.1;

static bool within(const ngl_loaded *r, ngl_day from, ngl_day to)
{
    return r->day >= from && r->day <= to;
}

/* the first activity of `day` or later; they are in order of their days */
static size_t first_from(const ngl_loads *l, ngl_day day)
{
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (l->run[middle].day < day) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* days of from..to that no files cover */
static unsigned unknown_days(const ngl_loads *l, ngl_day from, ngl_day to)
{
    unsigned n = 0;
    size_t   at = first_from(l, from);
    for (ngl_day day = from; day <= to; day++) {
        while (at < l->n && l->run[at].day < day) at++;
        bool today = at < l->n && l->run[at].day == day, before = at > 0;
        /* after the last file, the days up to the end of what is asked for are as far as anyone can see */
        ngl_day next = at < l->n ? l->run[at].day : to + 1;
        n += !today && (!before || next - l->run[at - 1].day > GAP_DAYS);
    }
    return n;
}

static void add_activity(ngl_load_week *w, const ngl_loaded *r)
{
    double session = ngl_session_load(r);
    if (r->sport != NGL_SPORT_RUNNING) {
        w->sessions++;
        w->unrated += isnan(session) != 0;
        if (!isnan(session)) w->session_load += session;
        return;
    }
    w->runs++;
    w->unweighed += !r->tissue || !(r->sum.seconds > 0);
    if (r->dist_m > 0) w->dist_m += r->dist_m;
    if (r->timer_s > 0) w->timer_s += r->timer_s;
}

void ngl_load_weeks(ngl_load_week *out, size_t n, const ngl_loads *loads, ngl_day today)
{
    for (size_t k = 0; k < n; k++) {
        ngl_day last = today - WEEK * (ngl_day)(n - 1 - k);
        out[k] = (ngl_load_week){ .first = last - WEEK + 1, .last = last };
        out[k].unknown_days = unknown_days(loads, out[k].first, last);
        for (size_t i = 0; i < loads->n; i++)
            if (within(&loads->run[i], out[k].first, last)) add_activity(&out[k], &loads->run[i]);
    }
}

void ngl_load_tissue_weeks(double *out, size_t n, const ngl_loads *loads, ngl_id tissue, ngl_day today)
{
    ngl_day first = today - WEEK * (ngl_day)n + 1;
    for (size_t k = 0; k < n; k++) out[k] = 0;
    for (size_t i = 0; i < loads->n; i++)
        if (loads->run[i].tissue && within(&loads->run[i], first, today))
            out[(loads->run[i].day - first) / WEEK] += loads->run[i].tissue[tissue].at_default;
}

/* ---- comparing ---------------------------------------------------------------------- */

typedef struct triple {
    double v[3]; /* at the low, default and high exponent */
} triple;

static triple of(const ngl_tissue_load *t)
{
    return (triple){ { t->at_low, t->at_default, t->at_high } };
}

static triple sum_of(const ngl_loads *l, ngl_id tissue, ngl_day from, ngl_day to)
{
    triple s = { { 0 } };
    for (size_t i = 0; i < l->n; i++) {
        if (!l->run[i].tissue || !within(&l->run[i], from, to)) continue;
        triple t = of(&l->run[i].tissue[tissue]);
        for (int k = 0; k < 3; k++) s.v[k] += t.v[k];
    }
    return s;
}

static ngl_load_change nothing(void)
{
    return (ngl_load_change){ NGL_LOAD_UNKNOWN, NAN, NAN, NAN, NGL_LOAD_NO_RUN, NAN };
}

static ngl_load_word word_of(double ratio)
{
    return ratio < LESS ? NGL_LOAD_LESS : ratio <= MORE ? NGL_LOAD_AS_USUAL : ratio <= MUCH_MORE ? NGL_LOAD_MORE : NGL_LOAD_MUCH_MORE;
}

/* "much more" beside "more" is more, "less" beside "as usual" is not more;
 * anything else that differs is no answer */
static ngl_load_word agreed(const double ratio[3])
{
    ngl_load_word w = word_of(ratio[1]);
    for (int k = 0; k < 3; k++) {
        ngl_load_word other = word_of(ratio[k]);
        if (other == w) continue;
        if (ratio[0] <= MORE && ratio[1] <= MORE && ratio[2] <= MORE) return NGL_LOAD_NOT_MORE;
        if (other < NGL_LOAD_MORE || w < NGL_LOAD_MORE) return NGL_LOAD_WITHHELD;
        w = NGL_LOAD_MORE;
    }
    return w;
}

static void heaviest_of(ngl_load_change *c, const ngl_loads *l, ngl_id tissue, ngl_day from, ngl_day to, double all)
{
    double most = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (!l->run[i].tissue || !within(&l->run[i], from, to)) continue;
        double d = l->run[i].tissue[tissue].at_default;
        if (d <= most) continue;
        most = d;
        c->run = (uint32_t)i;
    }
    c->share = all > 0 ? most / all : (double)NAN;
}

ngl_load_change ngl_load_compare_weeks(const ngl_loads *loads, ngl_id tissue, ngl_day today)
{
    ngl_load_change c = nothing();
    ngl_day         first = today - WEEK + 1;
    triple          now = sum_of(loads, tissue, first, today), base = sum_of(loads, tissue, first - BASE_DAYS, first - 1);
    double          ratio[3];
    heaviest_of(&c, loads, tissue, first, today, now.v[1]);
    if (!(base.v[1] > 0) || unknown_days(loads, first - BASE_DAYS, today)) return c;
    for (int k = 0; k < 3; k++) ratio[k] = now.v[k] / (base.v[k] / NGL_LOAD_BASE_WEEKS);
    c.low = fmin(ratio[0], fmin(ratio[1], ratio[2]));
    c.middle = ratio[1];
    c.high = fmax(ratio[0], fmax(ratio[1], ratio[2]));
    c.word = agreed(ratio);
    return c;
}

ngl_load_change ngl_load_spike(const ngl_loads *loads, ngl_id tissue, size_t i)
{
    ngl_load_change   c = nothing();
    const ngl_loaded *run = &loads->run[i];
    triple            most = { { 0 } }, now;
    double            ratio[3];
    unsigned          over = 0;
    c.run = (uint32_t)i;
    if (!run->tissue || unknown_days(loads, run->day - SPIKE_DAYS, run->day)) return c;
    now = of(&run->tissue[tissue]);
    for (size_t k = 0; k < loads->n; k++) {
        if (!loads->run[k].tissue || !within(&loads->run[k], run->day - SPIKE_DAYS, run->day - 1)) continue;
        triple t = of(&loads->run[k].tissue[tissue]);
        for (int j = 0; j < 3; j++) most.v[j] = fmax(most.v[j], t.v[j]);
    }
    if (!(most.v[0] > 0) || !(most.v[1] > 0) || !(most.v[2] > 0)) return c;
    for (int k = 0; k < 3; k++) over += (ratio[k] = now.v[k] / most.v[k]) > SPIKE;
    c.low = fmin(ratio[0], fmin(ratio[1], ratio[2]));
    c.middle = ratio[1];
    c.high = fmax(ratio[0], fmax(ratio[1], ratio[2]));
    c.word = over == 3 ? NGL_LOAD_MORE : over == 0 ? NGL_LOAD_AS_USUAL : NGL_LOAD_WITHHELD;
    return c;
}

/* ---- context ---------------------------------------------------------------------------- */

static double metres(const ngl_loads *l, ngl_day from, ngl_day to)
{
    double sum = 0;
    for (size_t i = 0; i < l->n; i++)
        if (l->run[i].sport == NGL_SPORT_RUNNING && within(&l->run[i], from, to) && l->run[i].dist_m > 0) sum += l->run[i].dist_m;
    return sum;
}

/* a run without a distance makes every sum of its days a guess */
static bool known(const ngl_loads *l, ngl_day from, ngl_day to)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->run[i].sport == NGL_SPORT_RUNNING && within(&l->run[i], from, to) && isnan(l->run[i].dist_m)) return false;
    return !unknown_days(l, from, to);
}

static double monotony(const ngl_loads *l, ngl_day first)
{
    double sum = 0, squares = 0;
    for (ngl_day day = first; day < first + WEEK; day++) {
        double m = metres(l, day, day);
        sum += m;
        squares += m * m;
    }
    double mean = sum / WEEK, variance = squares / WEEK - mean * mean;
    return variance > 1e-6 * squares ? mean / sqrt(variance) : (double)NAN;
}

ngl_load_context ngl_load_context_of(const ngl_loads *loads, ngl_day today)
{
    ngl_load_context c = { NAN, NAN, NAN, NAN };
    ngl_day          first = today - WEEK + 1;
    double           now = metres(loads, first, today), before = metres(loads, first - WEEK, first - 1);
    double           base = metres(loads, first - WEEK * ACWR_WEEKS, first - 1) / ACWR_WEEKS;
    if (!known(loads, first, today)) return c;
    c.monotony = monotony(loads, first);
    c.strain_km = now / 1000 * c.monotony;
    if (before > 0 && known(loads, first - WEEK, first - 1)) c.growth_pct = (now / before - 1) * 100;
    if (base > 0 && known(loads, first - WEEK * ACWR_WEEKS, first - 1)) c.acwr = now / base;
    return c;
}
