/* The clinician's page: complaint, course, danger, causes, plan, method. Dense
 * and plain; what was asked and denied stands beside what was never asked. */
#include "report/report_text.h"

#include "base/date.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SAYS_SOMETHING 0.05 /* log-odds that do not round to nought */

enum { LINE_MAX = 8192, LABEL = 13, CAUSES_MAX = 6 };

typedef struct page {
    ngl_buf               *out;
    const ngl_report_view *v;
    const ngl_knowledge   *kb;
    const ngl_answer      *answer;
    bool                   colour;
} page;

static ngl_buf line(void)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX);
    return b;
}

/* "Site         sit bone, one side", hanging; nothing when there is nothing to say. */
static void row(const page *p, const char *label, ngl_buf *text)
{
    char mark[LABEL + 1];
    snprintf(mark, sizeof mark, "%-*s", LABEL, label);
    ngl_page_item(p->out, 0, mark, ngl_buf_string(text));
    ngl_buf_free(text);
}

static void section(const page *p, const char *title)
{
    ngl_page_heading(p->out, title, p->colour);
}

static void say(const page *p, ngl_buf *b, const char *before, const char *finding)
{
    ngl_buf value = line();
    ngl_answer_value(&value, p->kb, p->answer, finding);
    if (value.len) ngl_buf_printf(b, "%s%s%s", b->len ? "; " : "", before, ngl_buf_string(&value));
    ngl_buf_free(&value);
}

/* ---- history ---------------------------------------------------------------- */

static void kind_row(const page *p, const char *label, ngl_finding_kind kind)
{
    ngl_buf b = line(), no = line();
    ngl_answers_of_kind(&b, p->kb, p->answer, kind, NGL_YES);
    ngl_answers_of_kind(&no, p->kb, p->answer, kind, NGL_NO);
    if (no.len) ngl_buf_printf(&b, "%sdenied: %s", b.len ? "; " : "", ngl_buf_string(&no));
    ngl_buf_free(&no);
    row(p, label, &b);
}

static void person(const page *p)
{
    ngl_buf b = line();
    say(p, &b, "age ", "age_band");
    say(p, &b, "", "sex_at_birth");
    say(p, &b, "level ", "runner_level");
    say(p, &b, "km/week ", "weekly_km");
    say(p, &b, "pregnancy ", "pregnancy_status");
    row(p, "Runner", &b);
}

static void complaint(const page *p)
{
    ngl_buf b = line();
    char    day[NGL_DAY_TEXT];
    ngl_buf_printf(&b, "pain: %s", p->v->plan.place);
    say(p, &b, "worst NPRS ", "pain_severity");
    row(p, "Complaint", &b);
    b = line();
    say(p, &b, "", "onset_type");
    say(p, &b, "for ", "duration_band");
    ngl_day_format(day, p->v->plan.opened);
    ngl_buf_printf(&b, "%srecorded since %s", b.len ? "; " : "", day);
    ngl_buf how = line();
    ngl_answers_of_kind(&how, p->kb, p->answer, NGL_KIND_ONSET, NGL_YES);
    if (how.len) ngl_buf_printf(&b, "; %s", ngl_buf_string(&how));
    ngl_buf_free(&how);
    row(p, "Onset", &b);
    b = line();
    say(p, &b, "first felt ", "first_occurs");
    say(p, &b, "worst ", "worst_time");
    say(p, &b, "settles in ", "settle_time");
    row(p, "Course", &b);
    kind_row(p, "Site", NGL_KIND_SITE);
    kind_row(p, "Timing", NGL_KIND_TIMING);
    kind_row(p, "Quality", NGL_KIND_QUALITY);
    kind_row(p, "Aggravating", NGL_KIND_AGGRAVATING);
    kind_row(p, "Easing", NGL_KIND_EASING);
    kind_row(p, "Self-tests", NGL_KIND_SELF_TEST);
    kind_row(p, "Training", NGL_KIND_TRAINING);
    b = line();
    ngl_answers_of_kind(&b, p->kb, p->answer, NGL_KIND_RISK_FACTOR, NGL_YES);
    row(p, "Risk factors", &b);
}

/* ---- danger ---------------------------------------------------------------------- */

static void danger(const page *p)
{
    ngl_buf b = line();
    section(p, "Red flags");
    ngl_buf_text(&b, ngl_triage_key(p->v->a->triage));
    for (ngl_id i = 0; i < p->v->a->nrule; i++) {
        const ngl_rule *r = &p->kb->rule[p->v->a->rule[i]];
        ngl_buf_printf(&b, "; %s (%s)", r->key, ngl_triage_key(r->urgency));
    }
    row(p, "Triage", &b);
    b = line();
    ngl_danger_answers(&b, p->kb, p->answer, NGL_YES);
    if (b.len == 0) ngl_buf_text(&b, "none");
    row(p, "Present", &b);
    b = line();
    ngl_danger_answers(&b, p->kb, p->answer, NGL_NO);
    if (b.len == 0) ngl_buf_text(&b, "none");
    row(p, "Denied", &b);
    b = line();
    ngl_danger_answers(&b, p->kb, p->answer, NGL_UNKNOWN);
    if (b.len == 0) ngl_buf_text(&b, "none");
    row(p, "Not answered", &b);
}

/* ---- causes ----------------------------------------------------------------------- */

static void percent(ngl_buf *b, double p)
{
    if (isnan(p)) ngl_buf_char(b, '?');
    else ngl_buf_number(b, p * 100, 0);
}

static void cause(const page *p, const ngl_cause *c, uint32_t rank)
{
    ngl_buf b = line();
    char    mark[8];
    snprintf(mark, sizeof mark, "%u. ", (unsigned)(rank + 1) % 100);
    ngl_buf_printf(&b, "%s: ", p->kb->condition[c->condition].name);
    percent(&b, c->p);
    ngl_buf_text(&b, " % (");
    percent(&b, c->low);
    ngl_buf_char(&b, '-');
    percent(&b, c->high);
    ngl_buf_text(&b, "), first in ");
    percent(&b, c->first);
    ngl_buf_text(&b, " % of draws");
    ngl_page_item(p->out, 0, mark, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void reasons(const page *p, const char *label, const ngl_reason *r, unsigned n)
{
    ngl_buf b = line();
    for (unsigned i = 0; i < n && fabs(r[i].log_odds) >= SAYS_SOMETHING; i++) {
        const ngl_finding *f = &p->kb->finding[r[i].finding];
        if (i) ngl_buf_text(&b, ", ");
        ngl_finding_words(&b, f);
        if (p->answer[r[i].finding].state == NGL_NO) ngl_buf_text(&b, " denied");
        if (p->answer[r[i].finding].state == NGL_CHOICE) {
            ngl_buf_text(&b, " = ");
            ngl_answer_value(&b, p->kb, p->answer, f->key);
        }
        ngl_buf_printf(&b, " (%s", r[i].log_odds > 0 ? "+" : "");
        ngl_buf_number(&b, r[i].log_odds, 1);
        ngl_buf_char(&b, ')');
    }
    ngl_page_item(p->out, 3, label, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void causes(const page *p)
{
    const ngl_assessment *a = p->v->a;
    ngl_buf               b = line();
    section(p, "Ranked causes (5-95 % interval); log-odds for and against");
    for (uint32_t i = 0; i < a->ncause && i < CAUSES_MAX; i++) {
        if (i >= NGL_REPORT_WHY && a->cause[i].p < 0.05) break;
        cause(p, &a->cause[i], i);
        for (unsigned w = 0; w < p->v->nwhy; w++) {
            if (p->v->why[w].condition != a->cause[i].condition) continue;
            reasons(p, "for: ", p->v->why[w].help, p->v->why[w].nhelp);
            reasons(p, "against: ", p->v->why[w].hurt, p->v->why[w].nhurt);
        }
    }
    ngl_buf_text(&b, "Something not modelled: ");
    percent(&b, a->other);
    ngl_buf_text(&b, " %.");
    if (!isnan(a->fit)) {
        ngl_buf_text(&b, " Fit centile: ");
        percent(&b, a->fit);
        ngl_buf_printf(&b, "%s.", a->fit < p->kb->model.fit_floor ? " (fits no cause well)" : "");
    }
    ngl_page_text(p->out, 0, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

/* ---- timeline ------------------------------------------------------------------------ */

static void cell(ngl_buf *b, double v, int width, int decimals)
{
    ngl_buf n = line();
    if (isnan(v)) ngl_buf_char(&n, '-');
    else ngl_buf_number(&n, v, decimals);
    ngl_buf_printf(b, "%*s", width, ngl_buf_string(&n));
    ngl_buf_free(&n);
}

static void timeline(const page *p)
{
    section(p, "Timeline: load and worst pain (NPRS) by week");
    ngl_buf_text(p->out, "week of         km  longest  runs   daily  during  morning  days noted\n");
    for (unsigned i = 0; i < p->v->nweek; i++) {
        const ngl_report_week *w = &p->v->week[i];
        char                   day[NGL_DAY_TEXT];
        bool                   known = p->v->has_runs;
        ngl_day_format(day, w->monday);
        ngl_buf_printf(p->out, "%s", day);
        cell(p->out, known ? w->km : NAN, 8, 1);
        cell(p->out, known ? w->longest_km : NAN, 9, 1);
        cell(p->out, known ? (double)w->runs : (double)NAN, 6, 0);
        cell(p->out, w->worst[0], 8, 0);
        cell(p->out, w->worst[1], 8, 0);
        cell(p->out, w->worst[2], 9, 0);
        ngl_buf_printf(p->out, "%12u\n", w->days);
    }
    if (!p->v->has_runs) ngl_page_text(p->out, 0, "No runs were imported; load is not known.");
}

/* ---- plan ------------------------------------------------------------------------------ */

static void plan(const page *p)
{
    const ngl_plan *plan = p->v->plan.plan;
    ngl_buf         b = line();
    section(p, "Plan and adherence");
    ngl_stage_words(&b, p->kb, plan);
    if (b.len == 0) ngl_buf_printf(&b, "%s; to be seen: %s", ngl_plan_kind_key(plan->kind), ngl_see_key(plan->see));
    row(p, "Plan", &b);
    b = line();
    for (uint16_t i = 0; i < plan->nrun_text; i++) ngl_buf_printf(&b, "%s%s", i ? " / " : "", plan->run_text[i]);
    if (b.len == 0) ngl_buf_text(&b, ngl_run_key(plan->run));
    row(p, "Running", &b);
    b = line();
    for (unsigned i = 0; i < p->v->nexercise; i++)
        ngl_buf_printf(&b, "%s%s %u", i ? ", " : "", p->kb->exercise[p->v->exercise[i].exercise].name,
                       p->v->exercise[i].days);
    if (b.len) ngl_buf_text(&b, " (days done of the last 14)");
    row(p, "Exercises", &b);
    b = line();
    for (unsigned i = 0; i < p->v->nchange; i++) {
        char day[NGL_DAY_TEXT];
        ngl_day_format(day, p->v->change[i].day);
        ngl_buf_printf(&b, "%s%s %s", i ? "; " : "", day, p->v->change[i].words);
    }
    row(p, "Changes", &b);
}

static void method(const page *p)
{
    ngl_sources s;
    ngl_buf     b = line();
    section(p, "Method and limits");
    ngl_page_text(p->out, 0, "Self-reported answers; two-level noisy-OR network, exact posterior over sets of causes, "
                             "intervals over parameter draws; red flags by separate rules.");
    ngl_page_text(p->out, 0, "No examination, no imaging; likelihoods partly expert estimates; informs, does not "
                             "replace a clinician's judgement.");
    ngl_plan_sources(&s, p->kb, p->v->plan.plan);
    ngl_buf_printf(&b, "Knowledge %s", p->kb->version);
    if (strcmp(p->v->knowledge, p->kb->version) != 0) ngl_buf_printf(&b, " (assessed with %s)", p->v->knowledge);
    if (p->v->unknown_keys) ngl_buf_printf(&b, ", %u kept items no longer known", p->v->unknown_keys);
    ngl_buf_text(&b, s.n ? ". Sources:" : ".");
    for (uint16_t i = 0; i < s.n; i++) ngl_buf_printf(&b, " %s", p->kb->source[s.source[i]].key);
    ngl_page_text(p->out, 0, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

void ngl_report_text(ngl_buf *out, const ngl_report_view *v, bool colour)
{
    page    p = { out, v, v->plan.kb, v->a->answer, colour };
    char    day[NGL_DAY_TEXT], assessed[NGL_DAY_TEXT];
    ngl_buf title = line();
    ngl_day_format(day, v->plan.today);
    ngl_day_format(assessed, v->assessed);
    ngl_buf_printf(&title, "Niggle report for a clinician, %s (episode %lld, last assessed %s)", day,
                   (long long)v->plan.episode, assessed);
    section(&p, ngl_buf_string(&title));
    ngl_buf_free(&title);
    person(&p);
    complaint(&p);
    danger(&p);
    causes(&p);
    timeline(&p);
    plan(&p);
    method(&p);
}
