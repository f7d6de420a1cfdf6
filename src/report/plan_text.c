/* A plan on a terminal: what it is, what to do, how far, when to change. */
#include "base/date.h"
#include "base/number.h"
#include "report/ahead_report.h"
#include "report/assess_report.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

enum { LINE_MAX = 4096, DOSE_COLUMN = 46 };

typedef struct page {
    ngl_buf             *out;
    const ngl_plan_view *v;
    bool                 colour;
} page;

static void section(const page *p, const char *text)
{
    ngl_page_heading(p->out, text, p->colour);
}

/* One paragraph that was made in a buffer. */
static void made(const page *p, unsigned indent, const char *mark, ngl_buf *line)
{
    ngl_page_item(p->out, indent, mark, ngl_buf_string(line));
    ngl_buf_free(line);
}

static ngl_buf line(void)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX);
    return b;
}

static const char *rule_action(const page *p, uint16_t i)
{
    return p->v->kb->rule[p->v->plan->rule[i]].action;
}

/* ---- the head ---------------------------------------------------------------- */

static void likely(const page *p)
{
    const ngl_plan_cause *c = &p->v->plan->cause[0];
    ngl_buf               b = line();
    ngl_buf_printf(&b, "Most likely: %s (", p->v->kb->condition[c->condition].name);
    ngl_view_chance(&b, c->p);
    ngl_buf_text(&b, " who answer like this).");
    made(p, 2, "", &b);
}

static void head(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    ngl_buf         title = line(), b = line();
    char            day[NGL_DAY_WORDS];
    ngl_day_words(day, p->v->since);
    ngl_buf_printf(&title, "Your plan: %s, since %s", p->v->place, day);
    section(p, ngl_buf_string(&title));
    ngl_buf_free(&title);
    ngl_stage_words(&b, p->v->kb, plan);
    made(p, 2, "", &b);
    if (plan->kind == NGL_PLAN_STAGE) likely(p);
    if (plan->kind == NGL_PLAN_SHARED) ngl_page_text(p->out, 2, "What suits all the likely causes:");
    if (plan->kind == NGL_PLAN_SHARED || plan->kind == NGL_PLAN_SELF_CARE)
        for (uint16_t i = 0; i < plan->ncause; i++)
            ngl_page_item(p->out, 2, "- ", p->v->kb->condition[plan->cause[i].condition].name);
}

/* "Start the plan now" is not for someone who waits for a clinician. */
static bool note_counts(const page *p, ngl_id condition)
{
    return p->v->plan->kind != NGL_PLAN_SEE_FIRST || p->v->kb->care[condition].handling >= NGL_HANDLING_AFTER_CLINICIAN;
}

static void why(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    ngl_page_text(p->out, 2, ngl_see_words(plan->see, plan->kind >= NGL_PLAN_SHARED));
    for (int i = 0; i < NGL_WHY_COUNT; i++)
        if (plan->why >> i & 1u && i != NGL_WHY_REVIEW) ngl_page_text(p->out, 2, ngl_plan_why_text((ngl_plan_why)i));
    for (uint16_t i = 0; i < plan->ncause && plan->kind != NGL_PLAN_HELP_NOW; i++) {
        const char *note = p->v->kb->care[plan->cause[i].condition].note;
        if (!*note || !note_counts(p, plan->cause[i].condition)) continue;
        ngl_buf b = line();
        ngl_buf_printf(&b, "%s: %s.", p->v->kb->condition[plan->cause[i].condition].name, note);
        made(p, 2, "", &b);
    }
    if (plan->nopen && !p->v->advice_held) {
        ngl_buf b = line();
        ngl_buf_printf(&b, "%u safety question%s no answer yet. Answer %s with: niggle assess", plan->nopen,
                       plan->nopen == 1 ? " has" : "s have", plan->nopen == 1 ? "it" : "them");
        made(p, 2, "", &b);
    }
    if (strcmp(p->v->made_with, p->v->kb->version) != 0)
        ngl_page_text(p->out, 2, "This plan was begun with an older version of the knowledge and is shown by today's.");
}

/* What the care of a suspected condition says no to: "no massage". */
static void forbid(const page *p, ngl_id condition)
{
    for (const char *s = p->v->kb->care[condition].note; *s; s += strcspn(s, ";"), s += *s == ';') {
        s += strspn(s, " ");
        if (strncmp(s, "no ", 3) != 0) continue;
        ngl_buf b = line();
        ngl_buf_printf(&b, "%s: %.*s", p->v->kb->condition[condition].name, (int)strcspn(s, ";"), s);
        made(p, 2, "- ", &b);
    }
}

static void help_now(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    section(p, "What to do now");
    for (uint16_t i = 0; i < plan->nrule; i++) {
        ngl_buf b = line();
        ngl_buf_text(&b, rule_action(p, i));
        ngl_refs_words(&b, p->v->kb, p->v->kb->rule[plan->rule[i]].source);
        made(p, 2, "- ", &b);
    }
    if (plan->nrule == 0) ngl_page_item(p->out, 2, "- ", ngl_see_words(plan->see, false));
    section(p, "What to leave alone");
    ngl_page_item(p->out, 2, "- ", "Running, jumping and hop tests.");
    ngl_page_item(p->out, 2, "- ", "Exercises, hard stretching, deep massage and rolling on the sore place.");
    ngl_page_item(p->out, 2, "- ", "Painkillers in order to keep training.");
    for (uint16_t i = 0; i < plan->nrule; i++) {
        const ngl_rule *r = &p->v->kb->rule[plan->rule[i]];
        for (uint16_t k = 0; k < r->suspect_num; k++) forbid(p, p->v->kb->suspect[r->suspect_adr + k]);
    }
}

/* ---- running and pain ------------------------------------------------------------ */

static void running(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    section(p, "Running");
    ngl_page_text(p->out, 2, ngl_run_words(plan));
    for (uint16_t i = 0; i < plan->nrun_text; i++) {
        ngl_buf b = line();
        if (plan->kind < NGL_PLAN_SHARED) ngl_buf_text(&b, "Until you are seen: ");
        ngl_buf_text(&b, plan->run_text[i]);
        made(p, 2, "- ", &b);
    }
    if (plan->level == NGL_NONE) return;
    ngl_buf b = line();
    ngl_buf_text(&b, "Coming back from a break, begin with: ");
    ngl_level_words(&b, &p->v->kb->level[plan->level]);
    ngl_buf_char(&b, '.');
    ngl_refs_words(&b, p->v->kb, p->v->kb->programme[plan->programme].source);
    made(p, 2, "- ", &b);
}

static void limit(const page *p, const char *before, double value, const char *after)
{
    ngl_buf b = line();
    ngl_buf_text(&b, before);
    ngl_buf_exact(&b, value);
    ngl_buf_text(&b, after);
    made(p, 2, "- ", &b);
}

static void pain(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    if (plan->pain_rule == NGL_NONE) return;
    ngl_buf title = line();
    ngl_buf_text(&title, "Pain limits (0 none, 10 the worst)");
    ngl_refs_words(&title, p->v->kb, p->v->kb->pain_rule[plan->pain_rule].source);
    section(p, ngl_buf_string(&title));
    ngl_buf_free(&title);
    if (plan->absolute_max <= 0) {
        ngl_page_item(p->out, 2, "- ", "No pain at all: not during, not after, not at night, not on pressing the bone.");
        return;
    }
    if (plan->run != NGL_RUN_NONE) limit(p, "While running: up to ", plan->run_max, " of 10 is fine.");
    limit(p, "Never above ", plan->absolute_max, " of 10, whatever you do.");
    if (plan->next_day_rise_max <= 0)
        ngl_page_item(p->out, 2, "- ", "The next morning: no worse than usual.");
    else
        limit(p, "The next morning: at most ", plan->next_day_rise_max, " more than usual.");
    limit(p, "Back to the level before within ", plan->settle_h_max, " hours.");
    if (plan->kind == NGL_PLAN_STAGE) ngl_page_item(p->out, 2, "- ", p->v->kb->pain_rule[plan->pain_rule].text);
}

/* ---- exercises --------------------------------------------------------------------- */

static void exercise(const page *p, uint16_t i)
{
    const ngl_plan_dose *d = &p->v->plan->dose[i];
    const ngl_exercise  *e = &p->v->kb->exercise[d->exercise];
    ngl_buf              b = line();
    char                 mark[8];
    ngl_buf_printf(&b, "%s: ", e->name);
    ngl_dose_words(&b, d);
    if (!isnan(d->per_week)) ngl_buf_text(&b, ", ");
    ngl_often_words(&b, d->per_week);
    if (*d->load) ngl_buf_printf(&b, ", %s", d->load);
    if (*d->note) ngl_buf_printf(&b, " (%s)", d->note);
    mark[0] = (char)('1' + i % 9), mark[1] = '.', mark[2] = ' ', mark[3] = 0;
    if (i >= 9) mark[0] = '-', mark[1] = ' ', mark[2] = 0;
    made(p, 2, mark, &b);
    ngl_page_text(p->out, 5, e->how_to);
    b = line();
    if (*e->cautions) ngl_buf_printf(&b, "Mind: %s.", e->cautions);
    ngl_refs_words(&b, p->v->kb, e->source);
    made(p, 5, "", &b);
}

static void exercises(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    if (plan->ndose) section(p, "Exercises");
    for (uint16_t i = 0; i < plan->ndose; i++) exercise(p, i);
    if (plan->nheld) section(p, "Only once a clinician has cleared it");
    for (uint16_t i = 0; i < plan->nheld; i++) ngl_page_item(p->out, 2, "- ", p->v->kb->exercise[plan->held[i]].name);
}

static void self_care(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    if (plan->nmeasure) section(p, "What else helps");
    for (uint16_t i = 0; i < plan->nmeasure; i++) {
        const ngl_treatment *t = &p->v->kb->treatment[plan->measure[i]];
        ngl_buf              b = line();
        ngl_buf_printf(&b, "%s: %s", t->name, t->what);
        if (*t->dose && strcmp(t->dose, "-") != 0) ngl_buf_printf(&b, " %s", t->dose);
        if (*t->harms && strncmp(t->harms, "None", 4) != 0) ngl_buf_printf(&b, " Mind: %s", t->harms);
        ngl_refs_words(&b, p->v->kb, t->source);
        made(p, 2, "- ", &b);
    }
}

static void leave_out(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    bool            headed = false;
    for (uint16_t i = 0; i < plan->ncause; i++) {
        ngl_id protocol = plan->cause[i].protocol;
        bool   shown = protocol == NGL_NONE;
        for (uint16_t k = 0; k < i; k++) shown |= plan->cause[k].protocol == protocol;
        if (shown || !*p->v->kb->protocol[protocol].avoid) continue;
        if (!headed) section(p, "Leave out");
        headed = true;
        ngl_page_parts(p->out, 2, "- ", p->v->kb->protocol[protocol].avoid);
    }
}

/* ---- what changes it ------------------------------------------------------------------ */

static void move_on(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    if (plan->nexit == 0) return;
    section(p, "Move on when all of this holds on two days, 48 hours apart");
    for (uint16_t i = 0; i < plan->nexit; i++) {
        ngl_buf b = line();
        ngl_criterion_words(&b, p->v->kb, &p->v->kb->criterion[plan->criterion[i]]);
        made(p, 2, p->v->progress.met >> i & 1u ? "[x] " : "[ ] ", &b);
    }
}

/* Each stage's own words once. */
static void stage_words(const page *p, const char *title, const char *(*pick)(const page *, const ngl_plan_cause *))
{
    const ngl_plan *plan = p->v->plan;
    bool            headed = false;
    for (uint16_t i = 0; i < plan->ncause; i++) {
        const char *text = pick(p, &plan->cause[i]);
        bool        shown = !*text;
        for (uint16_t k = 0; k < i && !shown; k++) shown = !strcmp(text, pick(p, &plan->cause[k]));
        if (shown) continue;
        if (!headed && title) section(p, title);
        headed = true;
        ngl_page_item(p->out, 2, "- ", text);
    }
}

/* A first stage has none before it to drop back to. */
static const char *setback_of(const page *p, const ngl_plan_cause *c)
{
    return ngl_setback_words(p->v->kb, c);
}

static const char *refer_of(const page *p, const ngl_plan_cause *c)
{
    return c->stage == UINT32_MAX ? "" : p->v->kb->stage[c->stage].refer;
}

static void get_help(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    section(p, "Get help when");
    stage_words(p, NULL, refer_of);
    for (uint16_t i = 0; i < plan->ncause; i++)
        if (plan->cause[i].protocol != NGL_NONE)
            ngl_page_parts(p->out, 2, "- At once: ", p->v->kb->protocol[plan->cause[i].protocol].emergency_if);
    ngl_buf net = line();
    ngl_safety_net_words(&net, p->v->kb);
    made(p, 2, "- ", &net);
    ngl_page_item(p->out, 2, "- ", "Pain reaches 8 of 10, or a new sign appears: do the check again (niggle assess).");
}

static void tell_apart(const page *p)
{
    const ngl_plan *plan = p->v->plan;
    if (plan->next == NGL_NONE || plan->ncause < 2 || plan->kind == NGL_PLAN_HELP_NOW) return;
    section(p, "What would tell the causes apart");
    ngl_page_text(p->out, 2, p->v->kb->finding[plan->next].question);
    ngl_page_text(p->out, 2, "Answer it with: niggle assess");
}

static void foot(const page *p)
{
    ngl_sources s;
    char        day[NGL_DAY_WORDS];
    ngl_buf     b = line(), move = line();
    ngl_move_words(&move, p->v);
    if (move.len) section(p, "Proposed");
    made(p, 2, "", &move);
    tell_apart(p);
    section(p, "Sources");
    ngl_plan_sources(&s, p->v->kb, p->v->plan);
    for (uint16_t i = 0; i < s.n; i++) {
        ngl_buf source = line();
        ngl_buf_printf(&source, "%s: %s", p->v->kb->source[s.source[i]].key, p->v->kb->source[s.source[i]].citation);
        made(p, 2, "", &source);
    }
    ngl_day_words(day, p->v->plan->review);
    if (p->v->today < p->v->plan->review) ngl_buf_printf(&b, "Look at the whole plan again on %s.", day);
    else ngl_buf_printf(&b, "It is time to look at the whole plan again (%s): niggle assess.", day);
    ngl_buf_printf(&b, " Knowledge %s.", p->v->kb->version);
    ngl_buf_char(p->out, '\n');
    made(p, 0, "", &b);
}

/* emergency questions are open: nobody is cleared for running or exercises, so only what cannot harm */
static void answer_first(const page *p)
{
    section(p, "Answer these first");
    for (ngl_id i = 0; i < p->v->nopen; i++) ngl_page_item(p->out, 2, "- ", p->v->kb->finding[p->v->open[i]].question);
    ngl_page_text(p->out, 2, "Answer them with: niggle assess. Then your plan is here.");
    section(p, "Until then");
    ngl_page_item(p->out, 2, "- ", "No running and no exercises.");
    ngl_page_item(p->out, 2, "- ", "Rest, and easy walking as far as it does not hurt.");
}

void ngl_plan_text(ngl_buf *out, const ngl_plan_view *v, bool colour)
{
    page p = { out, v, colour };
    head(&p);
    why(&p);
    if (v->plan->kind == NGL_PLAN_HELP_NOW) {
        help_now(&p);
    } else if (v->advice_held) {
        answer_first(&p);
        get_help(&p);
    } else {
        running(&p);
        pain(&p);
        exercises(&p);
        if (v->ahead) ngl_ahead_text(out, v->ahead, 1, colour);
        self_care(&p);
        leave_out(&p);
        move_on(&p);
        if (v->plan->kind >= NGL_PLAN_SHARED) stage_words(&p, "If it goes wrong", setback_of);
        get_help(&p);
    }
    foot(&p);
}
