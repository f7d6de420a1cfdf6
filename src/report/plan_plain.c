/* Plans and days as records: one a line, fields between tabs, the kind of
 * record first. */
#include "base/date.h"
#include "base/number.h"
#include "report/plan_report.h"

#include <math.h>

/* Words without the tabs and line ends that would break a record. */
static void field(ngl_buf *out, const char *text)
{
    ngl_buf_char(out, '\t');
    for (; *text; text++) ngl_buf_char(out, *text == '\t' || *text == '\n' ? ' ' : *text);
}

static void number(ngl_buf *out, double v)
{
    ngl_buf_char(out, '\t');
    if (!isnan(v)) ngl_buf_exact(out, v);
}

static void record(ngl_buf *out, const char *kind, const char *text)
{
    ngl_buf_text(out, kind);
    field(out, text);
    ngl_buf_char(out, '\n');
}

static void day(ngl_buf *out, const char *kind, ngl_day d)
{
    char text[NGL_DAY_TEXT];
    ngl_day_format(text, d);
    record(out, kind, text);
}

static void limits(ngl_buf *out, const ngl_plan_view *v)
{
    const ngl_plan *p = v->plan;
    if (p->pain_rule == NGL_NONE) return;
    ngl_buf_text(out, "pain_limits");
    field(out, v->kb->pain_rule[p->pain_rule].key);
    number(out, p->run_max);
    number(out, p->absolute_max);
    number(out, p->next_day_rise_max);
    number(out, p->settle_h_max);
    ngl_buf_char(out, '\n');
}

static void doses(ngl_buf *out, const ngl_plan_view *v)
{
    for (uint16_t i = 0; i < v->plan->ndose; i++) {
        const ngl_plan_dose *d = &v->plan->dose[i];
        const ngl_exercise  *e = &v->kb->exercise[d->exercise];
        ngl_buf_text(out, "exercise");
        field(out, e->key);
        number(out, d->sets);
        number(out, d->reps);
        number(out, d->hold_s);
        number(out, d->per_week);
        field(out, d->load);
        field(out, e->how_to);
        ngl_buf_char(out, '\n');
    }
}

static void marks(ngl_buf *out, const ngl_plan_view *v)
{
    for (uint16_t i = 0; i < v->plan->nexit; i++) {
        ngl_buf words;
        ngl_buf_init(&words, 1024);
        ngl_criterion_words(&words, v->kb, &v->kb->criterion[v->plan->criterion[i]]);
        ngl_buf_text(out, "move_on");
        field(out, v->progress.met >> i & 1u ? "met" : "open");
        field(out, ngl_buf_string(&words));
        ngl_buf_char(out, '\n');
        ngl_buf_free(&words);
    }
}

void ngl_plan_plain(ngl_buf *out, const ngl_plan_view *v)
{
    const ngl_plan *p = v->plan;
    record(out, "knowledge", v->kb->version);
    record(out, "place", v->place);
    record(out, "kind", ngl_plan_kind_key(p->kind));
    record(out, "see", ngl_see_key(p->see));
    if (p->kind == NGL_PLAN_STAGE) record(out, "stage", v->kb->stage[p->stage].key);
    for (int i = 0; i < NGL_WHY_COUNT; i++)
        if (p->why >> i & 1u) record(out, "why", ngl_plan_why_text((ngl_plan_why)i));
    for (uint16_t i = 0; i < p->nrule; i++) record(out, "action", v->kb->rule[p->rule[i]].action);
    for (ngl_id i = 0; i < v->nopen; i++) record(out, "answer_first", v->kb->finding[v->open[i]].question);
    record(out, "run", ngl_run_key(p->run));
    for (uint16_t i = 0; i < p->nrun_text; i++) record(out, "run_text", p->run_text[i]);
    limits(out, v);
    doses(out, v);
    for (uint16_t i = 0; i < p->nmeasure; i++) record(out, "self_care", v->kb->treatment[p->measure[i]].name);
    marks(out, v);
    day(out, "review", p->review);
}

static void lines(ngl_buf *out, const char *kind, void (*make)(ngl_buf *, const ngl_today_view *), const ngl_today_view *v)
{
    ngl_buf text;
    ngl_buf_init(&text, 16384);
    make(&text, v);
    for (const char *s = ngl_buf_string(&text); *s;) {
        ngl_buf one;
        ngl_buf_init(&one, 16384);
        while (*s && *s != '\n') ngl_buf_char(&one, *s++);
        if (*s) s++;
        record(out, kind, ngl_buf_string(&one));
        ngl_buf_free(&one);
    }
    ngl_buf_free(&text);
}

void ngl_today_plain(ngl_buf *out, const ngl_today_view *v)
{
    ngl_buf fact[2];
    day(out, "day", v->today.day);
    ngl_buf_text(out, "state");
    field(out, ngl_state_key(v->today.state));
    field(out, ngl_state_colour(v->today.state));
    ngl_buf_char(out, '\n');
    lines(out, "do", ngl_today_do, v);
    for (int i = 0; i < 2; i++) ngl_buf_init(&fact[i], 8192);
    ngl_today_facts(fact, v);
    for (int i = 0; i < 2; i++) {
        if (fact[i].len) record(out, "why", ngl_buf_string(&fact[i]));
        ngl_buf_free(&fact[i]);
    }
    lines(out, "change", ngl_today_change, v);
    record(out, "knowledge", v->plan.kb->version);
}
