/* Courses: see course.h for the idea.
 *
 * Figures are of those who were studied, so a small share of people (`stray`)
 * goes its own way: the same median, a spread several times as wide. What is
 * slow for most is then hard to believe, and the harder the longer it takes,
 * but never quite ruled out. How it went since the first look: pain is
 * taken to fall evenly from there to the day it ends, so "half of it gone
 * after two weeks" says that it ends within four; 30 and 50 per cent are what
 * people call better and much better (dworkin2008).
 */
#include "assess/course.h"

#include <math.h>

#define Z90     1.2815515655446004 /* 90 % of a normal variable lie below */
#define SQRT1_2 0.70710678118654752
#define PHI_0   0.39894228040143268
#define LEAST   1e-6 /* no course makes an answer impossible */

static double tail(double z)
{
    return 0.5 * erfc(z * SQRT1_2);
}

/* integral of `tail` up to z, from where it is nought */
static double tail_sum(double z)
{
    return z * tail(z) - PHI_0 * exp(-0.5 * z * z);
}

static double scale(const ngl_knowledge *kb, double day)
{
    if (day < 0) day = 0;
    if (day > kb->time.horizon_d) day = kb->time.horizon_d;
    return log(kb->time.scale_d + day);
}

/* ---- one condition's course ---------------------------------------------------- */

static const ngl_course *row_of(const ngl_knowledge *kb, ngl_id state)
{
    const ngl_course *own = &kb->course[state], *whole = &kb->course[ngl_state_condition(kb, state)];
    return own->ess > 0 ? own : whole->ess > 0 ? whole : &kb->course[kb->other];
}

bool ngl_course_known(const ngl_knowledge *kb, ngl_id state)
{
    return kb->course[state].ess > 0 || kb->course[ngl_state_condition(kb, state)].ess > 0;
}

static double sum_u(const course *c, double from, double to)
{
    double sum = tail_sum((to - c->end) / c->spread) - tail_sum((from - c->end) / c->spread);
    if (c->seen > -INFINITY)
        sum -= tail_sum((to - c->seen) / c->spread) - tail_sum((from - c->seen) / c->spread);
    return c->spread * (sum > 0 ? sum : 0);
}

/* a mean of n people is off by a normal deviate over the root of n, their spread by half as much in its logarithm */
static void perturb(course *c, const ngl_course *row, ngl_random *r)
{
    double off = 1 / sqrt(row->ess), spread = c->spread;
    c->spread *= exp(ngl_random_normal(r) * off * SQRT1_2);
    c->end += ngl_random_normal(r) * off * spread;
    c->seen += ngl_random_normal(r) * off * spread;
    if (c->seen > c->end - 0.1 * c->spread) c->seen = c->end - 0.1 * c->spread;
    c->delay += ngl_random_normal(r) * off * c->delay_spread;
    c->rest *= exp(ngl_random_normal(r) * off);
    c->running *= exp(ngl_random_normal(r) * off);
    if (row->back > 0 && row->back < 1) c->back = ngl_random_beta(r, row->back, row->ess);
    if (row->worsens > 0 && row->worsens < 1) c->worse = ngl_random_beta(r, row->worsens, row->ess);
}

course ngl_course_of(const ngl_knowledge *kb, ngl_id state, ngl_random *r)
{
    const ngl_course *row = row_of(kb, state);
    double            end = log(kb->time.scale_d + row->median_d);
    course            c = { .end = end,
                            .seen = row->build_d > 0 ? log(kb->time.scale_d + row->build_d) : -(double)INFINITY,
                            .spread = (log(kb->time.scale_d + row->p90_d) - end) / Z90,
                            .rest = row->rest,
                            .running = row->running,
                            .back = row->back,
                            .fluctuates = row->fluctuates,
                            .worse = row->worsens,
                            .delay = log(row->delay_median_h) };
    c.delay_spread = (log(row->delay_p90_h) - c.delay) / Z90;
    if (r) perturb(&c, row, r);
    c.total = sum_u(&c, scale(kb, 0), scale(kb, kb->time.horizon_d));
    return c;
}

/* the same course for those who go their own way */
static course strayed(const ngl_knowledge *kb, const course *c)
{
    course wide = *c;
    wide.spread *= kb->time.stray_spread;
    wide.total = sum_u(&wide, scale(kb, 0), scale(kb, kb->time.horizon_d));
    return wide;
}

double ngl_course_survival(const ngl_knowledge *kb, const course *c, double day)
{
    return tail((log(kb->time.scale_d + (day > 0 ? day : 0)) - c->end) / c->spread);
}

double ngl_course_present(const ngl_knowledge *kb, const course *c, double day)
{
    double u = scale(kb, day), p = tail((u - c->end) / c->spread);
    if (c->seen > -INFINITY) p -= tail((u - c->seen) / c->spread);
    return p > 0 ? p : 0;
}

double ngl_course_between(const ngl_knowledge *kb, const course *c, double from, double to)
{
    return sum_u(c, scale(kb, from), scale(kb, to));
}

/* ---- how it went since ------------------------------------------------------------ */

/* P(over within x days after `start` | not over then), time left stretched by `factor` */
static double over_within(const ngl_knowledge *kb, const course *c, double start, double x, double factor)
{
    double now = ngl_course_survival(kb, c, start);
    return now > 0 ? 1 - ngl_course_survival(kb, c, start + x / factor) / now : 1;
}

void ngl_course_changes(const ngl_knowledge *kb, const course *c, double start, double after, double factor,
                        double p[NGL_CHANGES])
{
    double gone = over_within(kb, c, start, after, factor);
    double much = over_within(kb, c, start, after / kb->time.much_better, factor);
    double some = over_within(kb, c, start, after / kb->time.better, factor);
    p[0] = gone;
    p[1] = much - gone;
    p[2] = some - much;
    p[3] = (1 - some) * (1 - c->worse);
    p[4] = (1 - some) * c->worse;
    for (int i = 0; i < NGL_CHANGES; i++) p[i] = (1 - c->fluctuates) * p[i] + c->fluctuates * kb->time.by_chance[i];
}

/* ---- answers ------------------------------------------------------------------------ */

static bool has_time(const ngl_knowledge *kb)
{
    return kb->course && kb->other < kb->ncondition;
}

static bool is(ngl_id finding, ngl_id one)
{
    return one != NGL_NONE && finding == one;
}

bool ngl_course_tells(const ngl_knowledge *kb, ngl_id finding)
{
    const ngl_time *t = &kb->time;
    return has_time(kb) &&
           (is(finding, t->days) || is(finding, t->change) || is(finding, t->back) || is(finding, t->delay));
}

bool ngl_course_counts(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, ngl_id finding)
{
    const ngl_time   *t = &kb->time;
    const ngl_answer *a = &answer[finding];
    if (is(finding, t->days))
        return a->state == NGL_VALUE && !(prior == NGL_PRIOR_CLINIC && kb->finding[finding].in_clinic_prior);
    if (is(finding, t->delay)) return a->state == NGL_VALUE && a->value < t->blame_d;
    if (a->state != NGL_CHOICE) return false;
    if (is(finding, t->back)) return a->option < NGL_RETURNS;
    return answer[t->after].state == NGL_VALUE;
}

/* the factor that goes with what was done since */
static double load_factor(const ngl_knowledge *kb, const course *c, const ngl_answer *load)
{
    (void)kb;
    if (load->state != NGL_CHOICE) return 1;
    return load->option == 0 ? c->rest : load->option == 2 ? c->running : 1;
}

/* days at the first look, as far as they were told: middles of bands, weighed by the course */
static unsigned starts(const ngl_knowledge *kb, const course *c, const ngl_answer *answer, double *day, double *weight)
{
    const ngl_time *t = &kb->time;
    unsigned        n = 0;
    double          sum = 0;
    if (t->days != NGL_NONE && answer[t->days].state == NGL_VALUE)
        return day[0] = answer[t->days].value, weight[0] = 1, 1;
    for (unsigned b = 0; b < t->nband; b++) {
        bool said = t->band != NGL_NONE && answer[t->band].state == NGL_CHOICE;
        if (said && answer[t->band].option != b) continue;
        double from = t->from_day[b], to = b + 1 < t->nband ? t->from_day[b + 1] : t->horizon_d;
        day[n] = exp((scale(kb, from) + scale(kb, to)) / 2) - t->scale_d;
        weight[n] = said ? 1 : ngl_course_between(kb, c, from, to);
        sum += weight[n++];
    }
    for (unsigned i = 0; i < n; i++) weight[i] = sum > 0 ? weight[i] / sum : 1.0 / n;
    return n;
}

static double change_p(const ngl_knowledge *kb, const course *c, const ngl_answer *answer)
{
    const ngl_time   *t = &kb->time;
    double            day[NGL_BANDS_MAX], weight[NGL_BANDS_MAX], p[NGL_CHANGES], sum = 0;
    static const ngl_answer unsaid = { NGL_UNKNOWN, 0, 0 };
    double   factor = load_factor(kb, c, t->load == NGL_NONE ? &unsaid : &answer[t->load]);
    unsigned n = starts(kb, c, answer, day, weight);
    for (unsigned i = 0; i < n; i++) {
        ngl_course_changes(kb, c, day[i], answer[t->after].value, factor, p);
        sum += weight[i] * p[answer[t->change].option];
    }
    return sum;
}

static double tail_below(const course *c, double hours)
{
    return 1 - tail((log(hours) - c->delay) / c->delay_spread);
}

/* P(the first symptom so many days after the load, given that it came within the days that are looked at): days
 * counted as calendars do, half a day either way. That it came so soon at all is told by the finding about the load. */
static double delay_p(const ngl_knowledge *kb, const course *c, double day)
{
    double from = (day - 0.5) * 24, to = (day + 0.5) * 24, any = 1 / kb->time.blame_d;
    if (isnan(c->delay)) return any;
    double p = tail_below(c, to) - (from > 0 ? tail_below(c, from) : 0), all = tail_below(c, (kb->time.blame_d - 0.5) * 24);
    return (1 - kb->time.blame) * (all > 1e-9 ? p / all : any) + kb->time.blame * any;
}

/* without strays: a density over u for days, else a probability */
static double plain(const ngl_knowledge *kb, const course *c, const ngl_answer *answer, ngl_id finding)
{
    if (is(finding, kb->time.days))
        return c->total > 0 ? ngl_course_present(kb, c, answer[finding].value) / c->total : 0;
    if (is(finding, kb->time.back)) return answer[finding].option == 1 ? c->back : 1 - c->back;
    if (is(finding, kb->time.delay)) return delay_p(kb, c, answer[finding].value);
    return change_p(kb, c, answer);
}

/* how long it lasts is where people differ; how it went since has its own share of chance */
static double with_strays(const ngl_knowledge *kb, const course *c, const ngl_answer *answer, ngl_id finding)
{
    if (!is(finding, kb->time.days)) return plain(kb, c, answer, finding);
    course wide = strayed(kb, c);
    double s = kb->time.stray;
    return (1 - s) * plain(kb, c, answer, finding) + s * plain(kb, &wide, answer, finding);
}

double ngl_course_base(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding)
{
    course c = ngl_course_of(kb, kb->other, NULL);
    double p = with_strays(kb, &c, answer, finding);
    return p > 1e-9 ? p : 1e-9;
}

double ngl_course_ratio(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding, ngl_id state, double base,
                        ngl_random *r)
{
    if (!ngl_course_known(kb, state)) return 1;
    course c = ngl_course_of(kb, state, r);
    double ratio = with_strays(kb, &c, answer, finding) / base;
    if (!(ratio > LEAST)) ratio = LEAST;
    return ratio < kb->model.lr_cap_self_report ? ratio : kb->model.lr_cap_self_report;
}

double ngl_course_set(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding, const ngl_id *member,
                      unsigned most)
{
    double   base = ngl_course_base(kb, answer, finding), sum = 0, damp = 1;
    unsigned m = 0;
    for (; m < most && member[m] != NGL_NONE; m++) {
        double ratio = ngl_course_ratio(kb, answer, finding, member[m], base, NULL);
        sum += fmax(ratio, 1);
        damp *= fmin(ratio, 1);
    }
    return m ? sum / m * damp : 1;
}

unsigned ngl_course_outcomes(const ngl_knowledge *kb, ngl_id finding, ngl_answer *out, double *weight, unsigned max)
{
    const ngl_time *t = &kb->time;
    unsigned        n = is(finding, t->days) ? 16 : is(finding, t->delay) ? 4 : is(finding, t->back) ? NGL_RETURNS : NGL_CHANGES;
    double          from = scale(kb, 0), step = (scale(kb, t->horizon_d) - from) / n;
    if (n > max) n = max;
    for (unsigned i = 0; i < n; i++) {
        if (is(finding, t->delay)) {
            out[i] = (ngl_answer){ NGL_VALUE, 0, i };
            weight[i] = 1;
            continue;
        }
        if (!is(finding, t->days)) {
            out[i] = (ngl_answer){ NGL_CHOICE, (ngl_id)i, 0 };
            weight[i] = 1;
            continue;
        }
        out[i] = (ngl_answer){ NGL_VALUE, 0, exp(from + (i + 0.5) * step) - t->scale_d };
        weight[i] = step;
    }
    return n;
}

void ngl_course_imply(const ngl_knowledge *kb, ngl_answer *answer, ngl_id finding, bool had_value)
{
    const ngl_time *t = &kb->time;
    if (!has_time(kb) || t->days == NGL_NONE || t->band == NGL_NONE || (finding != t->days && finding != t->band)) return;
    if (finding == t->days && had_value) answer[t->band] = (ngl_answer){ NGL_UNKNOWN, 0, 0 };
    if (answer[t->days].state != NGL_VALUE) return;
    ngl_id b = 0;
    while (b + 1u < t->nband && answer[t->days].value >= t->from_day[b + 1]) b++;
    answer[t->band] = (ngl_answer){ NGL_CHOICE, b, 0 };
}
