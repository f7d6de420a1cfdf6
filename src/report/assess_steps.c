/* What to do and why, from the rules that fired and the care of the leading
 * cause. Everything said here about a condition or a rule comes from the
 * knowledge; only the general sentence of a level is written in code.
 */
#include "report/assess_report.h"

#include <math.h>
#include <string.h>

enum { ACTIONS_MAX = 3, ANSWERS_MAX = 4, MEASURES_MAX = 3, OPS_MAX = 256 };

static void line(ngl_buf *out, const char *text)
{
    ngl_buf_text(out, text);
    ngl_buf_char(out, '\n');
}

/* actions of the flags at this level, each said once */
static unsigned actions(ngl_buf *out, const ngl_view *v, ngl_triage level)
{
    const char *said[ACTIONS_MAX];
    unsigned    n = 0;
    for (ngl_id i = 0; i < v->a.nrule && n < ACTIONS_MAX; i++) {
        const ngl_rule *r = &v->kb->rule[v->a.rule[i]];
        unsigned        k = 0;
        while (k < n && strcmp(said[k], r->action) != 0) k++;
        if (r->urgency != level || k < n) continue;
        said[n++] = r->action;
        line(out, r->action);
    }
    return n;
}

/* "LEAD text." whether or not the text brings its own full stop */
static void sentence(ngl_buf *out, const char *lead, const char *text)
{
    size_t len = strlen(text);
    ngl_buf_printf(out, "%s%s%s\n", lead, text, len && strchr(".!?", text[len - 1]) ? "" : ".");
}

static void running(ngl_buf *out, const ngl_plan *plan)
{
    if (plan->nrun_text && strcmp(plan->run_text[0], "none") != 0)
        sentence(out, "Running for now: ", plan->run_text[0]);
    else if (plan->run == NGL_RUN_NONE)
        line(out, "No running for now.");
}

static void measures(ngl_buf *out, const ngl_view *v, const ngl_plan *plan)
{
    for (unsigned i = 0; i < plan->nmeasure && i < MEASURES_MAX; i++)
        ngl_buf_printf(out, "%s%s", i ? "; " : "What may help meanwhile: ", v->kb->treatment[plan->measure[i]].name);
    if (plan->nmeasure) line(out, ".");
}

/* what suits every plausible cause, as the plan has it */
static void care(ngl_buf *out, const ngl_view *v)
{
    ngl_plan plan;
    if (!v->a.ncause || ngl_plan_first(&plan, v->kb, &v->a, v->today, NULL)) return;
    const ngl_care *k = &v->kb->care[v->a.cause[0].condition];
    running(out, &plan);
    measures(out, v, &plan);
    if (k->note[0] && v->a.cause[0].p >= v->kb->model.possible_p) sentence(out, "Good to know: ", k->note);
}

static void open_questions(ngl_buf *out, const ngl_view *v)
{
    line(out, "Some safety questions are open, so this is no all-clear. Answer them, or ask a clinician:");
    for (ngl_id i = 0; i < v->nopen && i < ANSWERS_MAX; i++)
        ngl_buf_printf(out, "- %s\n", v->kb->finding[v->open[i]].question);
    if (v->nopen > ANSWERS_MAX) ngl_buf_printf(out, "- and %d more\n", v->nopen - ANSWERS_MAX);
}

void ngl_view_steps(ngl_buf *out, const ngl_view *v)
{
    ngl_triage level = v->a.triage;
    if (level >= NGL_TRIAGE_URGENT) {
        if (!actions(out, v, level)) line(out, ngl_view_advice(level));
        line(out, "No exercises from here until someone has looked at it.");
        return;
    }
    bool dated = level == NGL_TRIAGE_SELF_CARE && v->more && v->more->nets; /* the safety net names the day */
    if (level == NGL_TRIAGE_ROUTINE || ngl_view_complete(v))
        line(out, dated ? "You can look after this yourself first." : ngl_view_advice(level));
    if (level == NGL_TRIAGE_ROUTINE) actions(out, v, level);
    if (level == NGL_TRIAGE_ROUTINE || ngl_view_complete(v)) care(out, v);
    if (!ngl_view_complete(v)) open_questions(out, v);
}

/* ---- which answers make a rule hold ---------------------------------------- */

/* A rule in postfix order, with the truth of each step and where the steps
 * that feed it begin: the tree, without building one. */
typedef struct tree {
    const ngl_view *v;
    const ngl_op   *op;
    bool            holds[OPS_MAX];
    uint16_t        from[OPS_MAX];
    ngl_id          said[ANSWERS_MAX];
    unsigned        nsaid;
} tree;

static bool push_holds(const ngl_op *op, const ngl_answer *answer)
{
    const ngl_answer *a = &answer[op->finding];
    if (op->code == NGL_OP_YES) return a->state == NGL_YES;
    if (op->code == NGL_OP_IS) return a->state == NGL_CHOICE && a->option == op->option;
    return a->state == NGL_VALUE && a->value >= op->value;
}

static void weigh_step(tree *t, uint16_t i)
{
    const ngl_op *op = &t->op[i];
    if (op->code <= NGL_OP_GE) {
        t->from[i] = i;
        t->holds[i] = push_holds(op, t->v->a.answer);
        return;
    }
    if (op->code == NGL_OP_NOT) {
        t->from[i] = t->from[i - 1];
        t->holds[i] = !t->holds[i - 1];
        return;
    }
    uint16_t left = (uint16_t)(t->from[i - 1] - 1);
    t->from[i] = t->from[left];
    t->holds[i] = op->code == NGL_OP_AND ? t->holds[left] && t->holds[i - 1] : t->holds[left] || t->holds[i - 1];
}

static void say_once(tree *t, ngl_id finding)
{
    for (unsigned k = 0; k < t->nsaid; k++)
        if (t->said[k] == finding) return;
    if (t->nsaid < ANSWERS_MAX) t->said[t->nsaid++] = finding;
}

/* Collect the answers that make step i what it is. An exclusion that does not
 * apply is no reason that a person would give, so only what was said counts. */
static void collect(tree *t, uint16_t i)
{
    const ngl_op *op = &t->op[i];
    if (op->code <= NGL_OP_GE) {
        if (t->holds[i]) say_once(t, op->finding);
        return;
    }
    if (op->code == NGL_OP_NOT) {
        if (!t->holds[i]) collect(t, (uint16_t)(i - 1));
        return;
    }
    uint16_t child[2] = { (uint16_t)(t->from[i - 1] - 1), (uint16_t)(i - 1) };
    for (int k = 0; k < 2; k++)
        if (t->holds[child[k]] == t->holds[i]) collect(t, child[k]);
}

static void rule_answers(ngl_buf *out, const ngl_view *v, const ngl_rule *r)
{
    tree t = { .v = v, .op = &v->kb->op[r->op_adr] };
    if (r->op_num == 0 || r->op_num > OPS_MAX) return;
    for (uint16_t i = 0; i < r->op_num; i++) weigh_step(&t, i);
    collect(&t, (uint16_t)(r->op_num - 1));
    for (unsigned k = 0; k < t.nsaid; k++) {
        ngl_view_answer(out, v->kb, t.said[k], v->a.answer[t.said[k]]);
        ngl_buf_char(out, '\n');
    }
}

/* "best guess 5 %, from 1 to 10 %"; words alone where there is no interval */
static void chance_with_doubt(ngl_buf *out, const ngl_view *v, const ngl_danger_reason *r)
{
    for (uint32_t i = 0; i < v->a.ncause; i++) {
        const ngl_cause *c = &v->a.cause[i];
        if (c->condition != r->condition || isnan(c->low) || c->p != r->p) continue;
        ngl_buf_text(out, "best guess ");
        ngl_view_percent(out, c->p);
        ngl_buf_printf(out, ", from %ld to %ld %%", lround(c->low * 100), lround(fmin(c->high, 0.99) * 100));
        return;
    }
    ngl_view_chance(out, r->p);
}

static void other_reason(ngl_buf *out, const ngl_view *v, const ngl_danger_reason *r)
{
    switch (r->by) {
    case NGL_BY_RULE: return;
    case NGL_BY_SCORE: line(out, "several of your answers together ask for it"); return;
    case NGL_BY_HARM:
        ngl_buf_printf(out, "%s is possible (", v->kb->condition[r->condition].name);
        chance_with_doubt(out, v, r);
        line(out, "), and it should not wait");
        return;
    case NGL_BY_CAUSE:
        ngl_buf_printf(out, "%s%s (", r->p >= v->kb->model.possible_p ? "it may be " : "some possible causes, such as ",
                       v->kb->condition[r->condition].name);
        chance_with_doubt(out, v, r);
        line(out, r->p >= v->kb->model.possible_p ? "), which a clinician should look at" : "), should be looked at");
        return;
    case NGL_BY_FIT: line(out, "your answers fit nothing well that we know"); return;
    }
}

void ngl_view_reasons(ngl_buf *out, const ngl_view *v)
{
    bool rule_said = false;
    for (uint32_t i = 0; i < v->danger.nreason; i++) {
        const ngl_danger_reason *r = &v->danger.reason[i];
        if (r->level != v->a.triage) continue;
        if (r->by == NGL_BY_RULE && !rule_said) rule_answers(out, v, &v->kb->rule[r->rule]), rule_said = true;
        else if (r->by != NGL_BY_RULE && !rule_said) other_reason(out, v, r);
    }
}

void ngl_view_lines(const char *text, void (*each)(void *to, const char *text, size_t len), void *to)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        each(to, text, len);
        text += len + (text[len] != 0);
    }
}
