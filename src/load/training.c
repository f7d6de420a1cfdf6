/* From runs to evidence about the weeks before a pain.
 *
 * Thresholds, and what stands behind them:
 * - A run against the longest of the 30 days before it, above 110 %, with the
 *   hazard ratios of S_FRANDSEN2025 (5,205 runners). This is the signal that
 *   held up; the weekly 10 % rule did not (S_BUIST2008).
 * - Seven days against the mean of the four weeks before them, above 130 %
 *   (S_NIELSEN2014: HR 1.59, 0.96 to 2.66, disputed by S_FRANDSEN2025), the
 *   week apart from its base (S_LOLLI2019), looked for in the three weeks
 *   before the onset because injuries followed within 21 days
 *   (S_DAMSTED2019). A rise of less than 5 km is let be: judgement.
 * - What is unaccustomed, downhill, quick or hilly has no published threshold
 *   on summaries of runs; those margins are judgement and say "expert". The
 *   runner confirms or refuses each of them.
 */
#include "base/error.h"
#include "load/history.h"

#include <math.h>

enum {
    MONTH = 30,       /* days looked back from a run, and from the onset */
    WEEKS_BASE = 4,   /* of the volume jump */
    LAG_WEEKS = 3,    /* S_DAMSTED2019 */
    ACUTE_DAYS = 3,   /* 72 h */
    RECENT_DAYS = 21, /* speed and hills: recent against the four weeks before */
    USUAL_WEEKS = 8,
    USUAL_WEEKS_LEAST = 3,
    USUAL_WEEKS_SURE = 6,
    BASE_RUNS_LEAST = 4
};

#define DISTANCE_ERROR 0.05
#define CLIMB_ERROR    0.10

#define JUMP_RATIO   1.3
#define JUMP_LEAST_M 5000.0

static const char no_runs[] = "There are no runs in the files.";
static const char too_short[] = "The files begin too late, or have a gap of more than two weeks.";
static const char no_onset[] = "The day the pain began is not known.";
static const char no_figures[] = "Some of the runs do not say how far or how high they went.";
static const char none_then[] = "There is no file of those days, nor of any day after them.";
static const char too_few[] = "There are too few runs before to tell what is usual.";
static const char rough[] = "A rough figure, from few weeks.";
static const char new_device[] = "A new watch was worn in that time, so a step in these figures may be its doing.";
static const char close_call[] = "It is close to what a watch can tell apart.";
static const char disputed[] = "One large study found no link between weekly jumps and injury.";

/* ---- answers ---------------------------------------------------------------- */

static ngl_training_evidence blank(const char *finding)
{
    return (ngl_training_evidence){ .finding = finding,
                                    .run = NGL_RUN_INDEX_NONE,
                                    .day = NGL_DAY_NONE,
                                    .dist_m = NAN,
                                    .value = NAN,
                                    .before = NAN,
                                    .percent = NAN,
                                    .low = NAN,
                                    .high = NAN,
                                    .hazard = NAN,
                                    .hazard_low = NAN,
                                    .hazard_high = NAN,
                                    .row = "",
                                    .error = NAN,
                                    .error_source = "",
                                    .device_day = NGL_DAY_NONE,
                                    .words = "",
                                    .source = "expert",
                                    .note = no_runs };
}

static void unknown(ngl_training_evidence *e, const char *why)
{
    e->state = NGL_TRAINING_UNKNOWN;
    e->note = why;
}

/* nothing was found: a no only where a yes would have been seen */
static void none_found(ngl_training_evidence *e, const ngl_training *t, const char *why_unknown)
{
    if (why_unknown)
        unknown(e, why_unknown);
    else if (!t->onset_known)
        unknown(e, no_onset);
    else
        e->state = NGL_TRAINING_NO, e->note = "";
}

static double excess(double value, double before)
{
    return before > 0 ? (value / before - 1.0) * 100.0 : (double)NAN;
}

/* Satellite watches are off by 3 to 6 per cent of a distance (S_GILGEN2020) and
 * 3 to 10 per cent of the metres up (S_AMMANN2016). */
static void how_exact(ngl_training_evidence *e)
{
    switch (e->kind) {
    case NGL_STANDS_OUT_DISTANCE:
    case NGL_STANDS_OUT_WEEK:
    case NGL_STANDS_OUT_SPEED: e->error = DISTANCE_ERROR * e->value, e->error_source = "S_GILGEN2020"; return;
    case NGL_STANDS_OUT_DESCENT:
    case NGL_STANDS_OUT_ASCENT: e->error = CLIMB_ERROR * e->value, e->error_source = "S_AMMANN2016"; return;
    default: e->error = NAN, e->error_source = ""; return;
    }
}

static void stands_out(ngl_training_evidence *e, const ngl_history *h, uint32_t run, ngl_training_kind kind,
                       double value, double before)
{
    e->state = NGL_TRAINING_YES;
    e->kind = kind;
    e->note = "";
    e->value = value;
    e->before = before;
    e->percent = excess(value, before);
    e->run = run;
    how_exact(e);
    if (run == NGL_RUN_INDEX_NONE) return;
    e->day = h->run[run].day;
    e->dist_m = h->run[run].dist_m;
}

/* ---- one long run -------------------------------------------------------------- */

static const struct {
    double      above;
    const char *row;
    double      hazard, low, high;
} bands[] = {
    { 2.0, "spike_large", 2.28, 1.50, 3.48 },
    { 1.3, "spike_moderate", 1.52, 1.16, 2.00 },
    { 1.1, "spike_small", 1.64, 1.31, 2.05 },
};

/* could a run without a distance in the month before have been as long? */
static bool hidden(const ngl_history *h, const ngl_run_summary *r)
{
    for (size_t i = 0; i < h->n; i++) {
        const ngl_run_summary *b = &h->run[i];
        if (!ngl_history_is_run(b) || !isnan(b->dist_m) || b->day < r->day - MONTH || b->day >= r->day) continue;
        if (!(b->timer_s < r->timer_s)) return true;
    }
    return false;
}

/* the longest of the 30 days before run `i`; NaN where the files do not suffice */
static double longest_before(const ngl_history *h, uint32_t i)
{
    const ngl_run_summary *r = &h->run[i];
    ngl_day                from = r->day - MONTH, to = r->day - 1;
    double                 before = ngl_history_most(h, ngl_figure_distance, from, to, NULL);
    bool                   told = ngl_history_is_run(r) && before > 0 && !isnan(r->dist_m);
    return told && ngl_history_covers(h, from, to) && !hidden(h, r) ? before : (double)NAN;
}

double ngl_training_excess(const ngl_run_summary *run, size_t n, uint32_t i)
{
    const ngl_history h = { run, n };
    return excess(run[i].dist_m, longest_before(&h, i));
}

static bool judge_length(ngl_training_evidence *e, const ngl_history *h, uint32_t i)
{
    double dist = h->run[i].dist_m, before = longest_before(h, i);
    if (isnan(before)) return false;
    for (size_t b = 0; b < sizeof bands / sizeof *bands; b++) {
        if (dist <= bands[b].above * before) continue;
        if (e->state == NGL_TRAINING_YES && excess(dist, before) <= e->percent) break;
        stands_out(e, h, i, NGL_STANDS_OUT_DISTANCE, dist, before);
        e->row = bands[b].row;
        e->hazard = bands[b].hazard;
        e->hazard_low = bands[b].low;
        e->hazard_high = bands[b].high;
        e->note = dist * (1 - DISTANCE_ERROR) <= bands[2].above * before ? close_call : "";
        break;
    }
    return true;
}

static void weigh_long_run(ngl_training *t, const ngl_history *h, ngl_training_evidence *e)
{
    const char *why = ngl_history_covers(h, t->onset - MONTH, t->onset) ? NULL : too_short;
    e->source = "S_FRANDSEN2025";
    for (uint32_t i = 0; i < h->n; i++) {
        const ngl_run_summary *r = &h->run[i];
        if (!ngl_history_is_run(r) || r->day < t->onset - MONTH || r->day > t->onset) continue;
        if (!judge_length(e, h, i)) why = isnan(r->dist_m) || hidden(h, r) ? no_figures : too_short;
    }
    if (e->state != NGL_TRAINING_YES) none_found(e, t, why);
}

/* ---- weeks ----------------------------------------------------------------------- */

static const char *judge_week(ngl_training_evidence *e, const ngl_history *h, ngl_day end)
{
    ngl_day  from = end - 6, base = from - 7 * WEEKS_BASE;
    unsigned no_distance;
    uint32_t longest;
    if (!ngl_history_covers(h, base, end)) return too_short;
    ngl_history_runs(h, base, end, &no_distance);
    if (no_distance) return no_figures;
    double week = ngl_training_distance(h->run, h->n, from, end);
    double mean = ngl_training_distance(h->run, h->n, base, from - 1) / WEEKS_BASE;
    if (!(mean > 0)) return too_few;
    if (week <= JUMP_RATIO * mean || week - mean < JUMP_LEAST_M) return NULL;
    if (e->state == NGL_TRAINING_YES && excess(week, mean) <= e->percent) return NULL;
    ngl_history_most(h, ngl_figure_distance, from, end, &longest);
    stands_out(e, h, longest, NGL_STANDS_OUT_WEEK, week, mean);
    e->day = end;
    e->dist_m = week;
    return NULL;
}

static void weigh_volume(ngl_training *t, const ngl_history *h, ngl_training_evidence *e)
{
    const char *why = NULL;
    e->source = "S_NIELSEN2014";
    e->row = "nielsen_30pct";
    for (int w = 0; w < LAG_WEEKS; w++) {
        const char *this_week = judge_week(e, h, t->onset - 7 * w);
        if (this_week) why = this_week;
    }
    if (e->state == NGL_TRAINING_YES)
        e->note = disputed;
    else
        none_found(e, t, why);
}

static ngl_day monday_of(ngl_day day)
{
    // day 0 was a Thursday
    return day - ((day + 3) % 7 + 7) % 7;
}

static void weigh_usual(ngl_training *t, const ngl_history *h, ngl_training_evidence *e)
{
    double  km[USUAL_WEEKS];
    ngl_day monday = monday_of(t->onset);
    for (int w = 1; w <= USUAL_WEEKS; w++) {
        ngl_day  from = monday - 7 * w, to = from + 6;
        unsigned no_distance;
        ngl_history_runs(h, from, to, &no_distance);
        if (no_distance || !ngl_history_covers(h, from, to)) continue;
        km[e->weeks++] = ngl_training_distance(h->run, h->n, from, to) / 1000.0;
    }
    if (e->weeks < USUAL_WEEKS_LEAST) {
        unknown(e, "Fewer than three full weeks can be counted.");
        return;
    }
    e->state = NGL_TRAINING_YES;
    e->value = ngl_history_quantile(km, e->weeks, 0.5);
    e->low = ngl_history_quantile(km, e->weeks, 0.25);
    e->high = ngl_history_quantile(km, e->weeks, 0.75);
    e->note = e->weeks < USUAL_WEEKS_SURE ? rough : "";
}

/* ---- the last three days ------------------------------------------------------------ */

/* how far beyond the most of the month before it must go */
static const struct margin {
    ngl_training_kind kind;
    ngl_figure       *figure;
    double            ratio, least;
} margins[] = {
    { NGL_STANDS_OUT_DISTANCE, ngl_figure_distance, 1.10, 1000.0 },
    { NGL_STANDS_OUT_TIME, ngl_figure_time, 1.20, 600.0 },
    { NGL_STANDS_OUT_SPEED, ngl_figure_speed, 1.05, 0.1 },
    { NGL_STANDS_OUT_DESCENT, ngl_figure_descent, 1.50, 100.0 },
};

/* was another watch worn in the stretch? Then a step in speed or height is not the runner's for sure */
static bool device_differs(const ngl_history *h, ngl_day from, ngl_day to, ngl_training_evidence *e)
{
    e->device_day = ngl_history_new_device(h, from, to);
    return e->device_day != NGL_DAY_NONE;
}

/* hold the last three days against the month before: 1 beyond, 0 not, -1 cannot be told */
static int judge_margin(ngl_training_evidence *e, double *strength, const ngl_training *t, const ngl_history *h,
                        const struct margin *m)
{
    uint32_t run;
    ngl_day  from = t->onset - ACUTE_DAYS;
    double   now = ngl_history_most(h, m->figure, from, t->onset, &run);
    double   before = ngl_history_most(h, m->figure, from - MONTH, from - 1, NULL);
    if (isnan(now) || isnan(before)) return -1;
    if (now <= m->ratio * before || now - before < m->least) return 0;
    if (m->kind != NGL_STANDS_OUT_DISTANCE && m->kind != NGL_STANDS_OUT_TIME && device_differs(h, from - MONTH, t->onset, e)) return -1;
    double s = before > 0 ? (now / before - 1.0) / (m->ratio - 1.0) : (double)INFINITY;
    if (s > *strength) {
        *strength = s;
        stands_out(e, h, run, m->kind, now, before);
    }
    return 1;
}

/* may the last three days be held against the month before at all? */
static const char *acute_hindrance(const ngl_training *t, const ngl_history *h)
{
    unsigned no_distance;
    ngl_day  from = t->onset - ACUTE_DAYS;
    if (!t->onset_known) return no_onset;
    if (!ngl_history_covers(h, from - MONTH, t->onset)) return too_short;
    if (ngl_history_runs(h, from - MONTH, from - 1, &no_distance) < BASE_RUNS_LEAST) return too_few;
    return ngl_history_reaches(h, from) ? NULL : none_then;
}

static bool ran_lately(const ngl_training *t, const ngl_history *h)
{
    unsigned no_distance;
    return ngl_history_runs(h, t->onset - ACUTE_DAYS, t->onset, &no_distance) > 0;
}

static void weigh_unaccustomed(ngl_training *t, const ngl_history *h, ngl_training_evidence *e)
{
    double      strength = 0;
    const char *why = acute_hindrance(t, h);
    if (why) {
        unknown(e, why);
        return;
    }
    if (!ran_lately(t, h)) {
        none_found(e, t, NULL);
        return;
    }
    for (size_t i = 0; i < sizeof margins / sizeof *margins; i++)
        if (judge_margin(e, &strength, t, h, &margins[i]) < 0 &&
            (margins[i].kind == NGL_STANDS_OUT_DISTANCE || e->device_day != NGL_DAY_NONE))
            why = e->device_day == NGL_DAY_NONE ? no_figures : new_device;
    if (e->state != NGL_TRAINING_YES) none_found(e, t, why);
}

static void weigh_downhill(ngl_training *t, const ngl_history *h, ngl_training_evidence *e)
{
    static const struct margin descent = { NGL_STANDS_OUT_DESCENT, ngl_figure_descent, 1.50, 100.0 };
    double                     strength = 0;
    const char                *why = acute_hindrance(t, h);
    if (why) {
        unknown(e, why);
        return;
    }
    if (!ran_lately(t, h)) {
        none_found(e, t, NULL);
        return;
    }
    if (judge_margin(e, &strength, t, h, &descent) < 0) why = e->device_day == NGL_DAY_NONE ? no_figures : new_device;
    if (e->state != NGL_TRAINING_YES) none_found(e, t, why);
}

/* ---- speed and hills -------------------------------------------------------------------- */

#define HILLS_RATIO      1.5
#define HILLS_LEAST      5.0 /* metres up for each kilometre */
#define QUICK_MEAN       1.08
#define QUICK_MAX        1.25
#define QUICK_SHARE_RISE 0.2

/* metres up for each kilometre; NaN unless four of five runs know both */
static double steepness(const ngl_history *h, ngl_day from, ngl_day to, uint32_t *hilliest)
{
    double   up = 0, dist = 0, most = -1;
    unsigned n = 0, knows = 0;
    *hilliest = NGL_RUN_INDEX_NONE;
    for (uint32_t i = 0; i < h->n; i++) {
        const ngl_run_summary *r = &h->run[i];
        if (!ngl_history_is_run(r) || r->day < from || r->day > to) continue;
        n++;
        if (isnan(r->ascent_m) || !(r->dist_m > 0)) continue;
        knows++;
        up += r->ascent_m;
        dist += r->dist_m / 1000.0;
        if (r->ascent_m > most) most = r->ascent_m, *hilliest = i;
    }
    return n && knows * 5 >= n * 4 ? up / dist : (double)NAN;
}

static int judge_hills(ngl_training_evidence *e, const ngl_history *h, ngl_day base, ngl_day recent, ngl_day to)
{
    uint32_t hilliest, unused;
    double   now = steepness(h, recent, to, &hilliest), before = steepness(h, base, recent - 1, &unused);
    if (isnan(now) || isnan(before)) return -1;
    if (now <= HILLS_RATIO * before || now - before < HILLS_LEAST) return 0;
    if (device_differs(h, base, to, e)) return -1;
    stands_out(e, h, hilliest, NGL_STANDS_OUT_ASCENT, now, before);
    return 1;
}

/* share of runs in a stretch that were quick against the usual speeds; NaN if fewer than `least` know */
static double quick_share(const ngl_history *h, ngl_day from, ngl_day to, const double usual[2], unsigned least,
                          unsigned *nquick, uint32_t *quickest)
{
    unsigned n = 0;
    double   most = 0;
    *nquick = 0;
    *quickest = NGL_RUN_INDEX_NONE;
    for (uint32_t i = 0; i < h->n; i++) {
        const ngl_run_summary *r = &h->run[i];
        if (!ngl_history_is_run(r) || r->day < from || r->day > to) continue;
        double mean = ngl_figure_speed(r), max = ngl_figure_max_speed(r);
        if (isnan(mean)) continue;
        n++;
        if (mean <= QUICK_MEAN * usual[0] && !(max > QUICK_MAX * usual[1])) continue;
        ++*nquick;
        if (mean > most) most = mean, *quickest = i;
    }
    return n < least ? (double)NAN : (double)*nquick / n;
}

static int judge_speed(ngl_training_evidence *e, const ngl_history *h, ngl_day base, ngl_day recent, ngl_day to)
{
    const double usual[2] = { ngl_history_median(h, ngl_figure_speed, base, recent - 1, BASE_RUNS_LEAST),
                              ngl_history_median(h, ngl_figure_max_speed, base, recent - 1, BASE_RUNS_LEAST) };
    unsigned     nquick, before_n;
    uint32_t     quickest, unused;
    if (isnan(usual[0])) return -1;
    double before = quick_share(h, base, recent - 1, usual, BASE_RUNS_LEAST, &before_n, &unused);
    double now = quick_share(h, recent, to, usual, 3, &nquick, &quickest);
    if (isnan(now) || isnan(before)) return -1;
    if (nquick < 2 || now - before < QUICK_SHARE_RISE) return 0;
    if (device_differs(h, base, to, e)) return -1;
    stands_out(e, h, quickest, NGL_STANDS_OUT_QUICK, now, before);
    return 1;
}

static void weigh_speed_hills(ngl_training *t, const ngl_history *h, ngl_training_evidence *e)
{
    ngl_day recent = t->onset - RECENT_DAYS + 1, base = recent - 7 * WEEKS_BASE;
    if (!ngl_history_covers(h, base, t->onset)) {
        unknown(e, too_short);
        return;
    }
    int hills = judge_hills(e, h, base, recent, t->onset);
    if (hills > 0) return;
    int speed = judge_speed(e, h, base, recent, t->onset);
    if (speed > 0) return;
    const char *why = e->device_day == NGL_DAY_NONE ? no_figures : new_device;
    none_found(e, t, hills < 0 || speed < 0 ? why : NULL);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void look_over(ngl_training *t, const ngl_history *h)
{
    for (size_t i = 0; i < h->n && h->run[i].day <= t->onset; i++) {
        if (!ngl_history_is_run(&h->run[i])) continue;
        if (t->first == NGL_DAY_NONE) t->first = h->run[i].day;
        t->last = h->run[i].day;
        t->nrun++;
    }
}

static void weigh_style(ngl_training *t, const ngl_history *h, ngl_training_evidence *e)
{
    ngl_training_weigh_style(t, h, e);
}

static ngl_status check(const ngl_run_summary *run, size_t n, ngl_day onset, ngl_day today, ngl_error *err)
{
    if (onset != NGL_DAY_NONE && onset > today)
        return ngl_fail(err, NGL_E_INVALID, 0, "the pain cannot have begun after today");
    for (size_t i = 1; i < n; i++)
        if (run[i].start < run[i - 1].start)
            return ngl_fail(err, NGL_E_INVALID, i, "the runs are not in the order of their starts");
    return NGL_OK;
}

ngl_status ngl_training_weigh(ngl_training *out, const ngl_run_summary *run, size_t n, ngl_day onset, ngl_day today,
                              ngl_error *err)
{
    static void (*const weigh[NGL_TRAINING_COUNT])(ngl_training *, const ngl_history *, ngl_training_evidence *) = {
        weigh_long_run, weigh_volume, weigh_unaccustomed, weigh_speed_hills, weigh_downhill, weigh_usual, weigh_style,
    };
    static const char *const key[NGL_TRAINING_COUNT] = {
#define X(name, finding) finding,
        NGL_TRAINING_MAP(X)
#undef X
    };
    const ngl_history h = { run, n };
    ngl_status        status = check(run, n, onset, today, err);
    if (status) return status;
    ngl_training t = {
        .onset = onset, .onset_known = onset != NGL_DAY_NONE, .first = NGL_DAY_NONE, .last = NGL_DAY_NONE
    };
    if (!t.onset_known) t.onset = today;
    look_over(&t, &h);
    for (int i = 0; i < NGL_TRAINING_COUNT; i++) {
        t.item[i] = blank(key[i]);
        if (t.nrun) weigh[i](&t, &h, &t.item[i]);
    }
    *out = t;
    return NGL_OK;
}
