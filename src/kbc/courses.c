/* time.yaml and courses.csv: which questions tell time, and how long each
 * condition, or a form of it, lasts. A condition without a row takes the course of the condition
 * that stands for everything unmodelled, so time says nothing about it. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

/* ---- time.yaml ------------------------------------------------------------------ */

typedef struct constant {
    const char *key;
    size_t      offset;
    double      low, high;
} constant;

static const constant constants[] = {
    { "scale_d", offsetof(ngl_time, scale_d), 0.01, 100 },
    { "horizon_d", offsetof(ngl_time, horizon_d), 30, 36500 },
    { "stray", offsetof(ngl_time, stray), 0.001, 0.5 },
    { "stray_spread", offsetof(ngl_time, stray_spread), 1, 20 },
    { "blame", offsetof(ngl_time, blame), 0.001, 0.999 },
    { "blame_d", offsetof(ngl_time, blame_d), 1, 365 },
    { "better", offsetof(ngl_time, better), 0.01, 0.99 },
    { "much_better", offsetof(ngl_time, much_better), 0.01, 0.99 },
};
enum { NCONSTANT = sizeof constants / sizeof *constants };

/* A finding under a key, of this kind of answer, without a likelihood of its own. */
static ngl_id told_by(kbc *k, const kbc_node *top, const char *key, ngl_answer_type answer, unsigned options)
{
    const kbc_node *n = kbc_get(top, key);
    ngl_id          id = kbc_need(k, &k->finding, n ? n->at : top->at, kbc_get_text(k, top, key, true));
    if (id == NGL_NONE) return id;
    const ngl_finding *f = kbc_row(&k->finding, id);
    if (f->answer != answer)
        kbc_problem(k, n->at, "'%s' is not answered with %s", f->key,
                    answer == NGL_ANSWER_NUMBER ? "a number" : "one of several options");
    else if (options && f->option_num != options)
        kbc_problem(k, n->at, "'%s' has %u options where %u are needed", f->key, (unsigned)f->option_num, options);
    return id;
}

static void must_have_no_base(kbc *k, const kbc_node *top, const char *key, ngl_id id)
{
    if (id == NGL_NONE || !((const ngl_finding *)kbc_row(&k->finding, id))->column_num) return;
    kbc_problem(k, kbc_get(top, key)->at, "'%s' has a base distribution, but its likelihood is a course",
                ((const ngl_finding *)kbc_row(&k->finding, id))->key);
}

static void read_bands(kbc *k, const kbc_node *top, ngl_time *t)
{
    const kbc_node *list = kbc_get(top, "band_from_day");
    double          last = -1;
    for (const kbc_node *n = kbc_get_list(k, top, "band_from_day", true); n && t->nband < NGL_BANDS_MAX; n = n->next) {
        double day = kbc_number(k, n->at, "band_from_day", n->text, 0, 36500, NAN);
        if (day <= last || (t->nband == 0 && day > 0))
            kbc_problem(k, n->at, "the bands begin at day 0 and each later than the one before");
        last = day;
        t->from_day[t->nband++] = day;
    }
    if (t->band == NGL_NONE || !list) return;
    const ngl_finding *f = kbc_row(&k->finding, t->band);
    if (f->answer == NGL_ANSWER_ONE_OF && f->option_num != t->nband)
        kbc_problem(k, list->at, "%u bands for the %u options of '%s'", t->nband, (unsigned)f->option_num, f->key);
}

static void read_chance(kbc *k, const kbc_node *top, ngl_time *t)
{
    double   sum = 0;
    unsigned n = 0;
    for (const kbc_node *c = kbc_get_list(k, top, "by_chance", true); c; c = c->next, n++) {
        double p = kbc_number(k, c->at, "by_chance", c->text, 0, 1, NAN);
        if (n < 5) t->by_chance[n] = p;
        sum += p;
    }
    if (kbc_get(top, "by_chance") && (n != 5 || !(fabs(sum - 1) <= 0.005)))
        kbc_problem(k, kbc_get(top, "by_chance")->at, "by_chance must be five shares that sum to 1");
}

/* days replace the band, and what the clinic's prior holds of the one it holds of the other */
static void relate(kbc *k, const ngl_time *t)
{
    if (t->days == NGL_NONE || t->band == NGL_NONE) return;
    ngl_finding *band = kbc_row(&k->finding, t->band), *days = kbc_row(&k->finding, t->days);
    band->replaced_by = t->days;
    days->in_clinic_prior = band->in_clinic_prior;
}

static const kbc_node *read_time(kbc *k)
{
    static const char *const keys[] = { "source", "days", "band", "band_from_day", "change", "after", "load", "back", "delay", "blame", "blame_d",
                                        "scale_d", "horizon_d", "stray",
                                        "stray_spread", "better", "much_better", "by_chance", NULL };
    ngl_time                *t = &k->time;
    const kbc_node          *top = kbc_yaml_read(k, "time.yaml");
    if (!top) return NULL;
    kbc_only(k, top, keys);
    kbc_sources(k, top->at, kbc_get_text(k, top, "source", true));
    t->days = told_by(k, top, "days", NGL_ANSWER_NUMBER, 0);
    t->band = told_by(k, top, "band", NGL_ANSWER_ONE_OF, 0);
    t->change = told_by(k, top, "change", NGL_ANSWER_ONE_OF, 5);
    t->after = told_by(k, top, "after", NGL_ANSWER_NUMBER, 0);
    t->load = told_by(k, top, "load", NGL_ANSWER_ONE_OF, 3);
    t->back = told_by(k, top, "back", NGL_ANSWER_ONE_OF, 3);
    t->delay = told_by(k, top, "delay", NGL_ANSWER_NUMBER, 0);
    must_have_no_base(k, top, "change", t->change);
    must_have_no_base(k, top, "back", t->back);
    for (unsigned i = 0; i < NCONSTANT; i++)
        *(double *)(void *)((char *)t + constants[i].offset) =
            kbc_get_number(k, top, constants[i].key, constants[i].low, constants[i].high, NAN);
    if (t->better >= t->much_better) kbc_problem(k, top->at, "'much_better' must ask for more than 'better'");
    read_bands(k, top, t);
    read_chance(k, top, t);
    relate(k, t);
    return top;
}

/* ---- courses.csv ---------------------------------------------------------------- */

enum {
    CONDITION, BUILD, MEDIAN, P90, REST, RUNNING, BACK, FLUCTUATES, WORSENS, DELAY, DELAY90, N, ESS, BASIS, VERIFIED,
    SOURCE, NOTE, NCOL
};

static const char *const columns[NCOL] = { "condition_id", "build_d",        "median_d",    "p90_d",
                                           "rest_factor",  "running_factor", "back",        "fluctuates",
                                           "worsens",      "delay_median_h", "delay_p90_h", "n",
                                           "ess",          "basis",          "verified",    "source_id",
                                           "note" };

static double figure(kbc *k, const kbc_csv *t, uint32_t r, unsigned col, double low, double high)
{
    return kbc_number(k, kbc_at(t, r), columns[col], kbc_cell(t, r, col), low, high, NAN);
}

/* cells that may be empty, but only together */
static void read_delay(kbc *k, const kbc_csv *t, uint32_t r, ngl_course *c)
{
    c->delay_median_h = c->delay_p90_h = NAN;
    bool has = *kbc_cell(t, r, DELAY), has90 = *kbc_cell(t, r, DELAY90);
    if (has != has90) kbc_problem(k, kbc_at(t, r), "delay_median_h and delay_p90_h stand together or not at all");
    if (!has || !has90) return;
    c->delay_median_h = figure(k, t, r, DELAY, 0.001, 1e5);
    c->delay_p90_h = figure(k, t, r, DELAY90, 0.001, 1e5);
    if (c->delay_p90_h <= c->delay_median_h) kbc_problem(k, kbc_at(t, r), "delay_p90_h must exceed delay_median_h");
}

/* a condition, or one form of it */
static uint32_t state_of(kbc *k, kbc_place at, const char *key)
{
    ngl_id form = kbc_find(&k->form, key);
    return form != NGL_NONE ? k->condition.num + form : kbc_need(k, &k->condition, at, key);
}

static void read_row(kbc *k, const kbc_csv *t, uint32_t r, ngl_course *row, uint32_t *said)
{
    static const char *const bases[] = { "expert estimate", "derived from published", "published" };
    kbc_place                at = kbc_at(t, r);
    uint32_t                 id = state_of(k, at, kbc_cell(t, r, CONDITION));
    ngl_course               c = { .build_d = figure(k, t, r, BUILD, 0, 3650),
                                   .median_d = figure(k, t, r, MEDIAN, 0.01, 36500),
                                   .p90_d = figure(k, t, r, P90, 0.01, 365000),
                                   .rest = figure(k, t, r, REST, 0.05, 20),
                                   .running = figure(k, t, r, RUNNING, 0.05, 20),
                                   .back = figure(k, t, r, BACK, 0.001, 0.999),
                                   .fluctuates = figure(k, t, r, FLUCTUATES, 0, 1),
                                   .worsens = figure(k, t, r, WORSENS, 0.001, 0.999),
                                   .ess = figure(k, t, r, ESS, 0.5, 10000),
                                   .source = kbc_sources(k, at, kbc_cell(t, r, SOURCE)) };
    read_delay(k, t, r, &c);
    c.measured = kbc_word(k, at, "basis", kbc_cell(t, r, BASIS), bases, 3) % 3 != 0;
    kbc_yes(k, at, "verified", kbc_cell(t, r, VERIFIED), "y", "n");
    if (c.measured && !*kbc_cell(t, r, N)) kbc_problem(k, at, "a published course needs the number of people, n");
    if (*kbc_cell(t, r, N)) figure(k, t, r, N, 1, 1e7);
    if (c.p90_d <= c.median_d) kbc_problem(k, at, "p90_d must exceed median_d");
    if (c.build_d >= c.median_d) kbc_problem(k, at, "build_d must lie before median_d");
    if (id == NGL_NONE) return;
    if (said[id])
        kbc_problem(k, at, "'%s' already has a course in line %u", kbc_cell(t, r, CONDITION),
                    (unsigned)said[id]);
    said[id] = at.line;
    row[id] = c;
}

void kbc_read_courses(kbc *k)
{
    const kbc_node *top = read_time(k);
    ngl_course     *row = kbc_take(k, sizeof *row, kbc_states(k));
    uint32_t       *said = kbc_take(k, sizeof *said, kbc_states(k));
    kbc_csv         t = kbc_csv_read(k, "courses.csv", columns, NCOL);
    if (!row || !said) return;
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) read_row(k, &t, r, row, said);
    if (k->other < k->condition.num && t.nrow && !said[k->other])
        kbc_problem(k, (kbc_place){ t.file, 1 }, "'%s' needs a course: it is what the others are held against",
                    ((const ngl_condition *)kbc_row(&k->condition, k->other))->key);
    k->course = top && t.nrow ? row : NULL;
}
