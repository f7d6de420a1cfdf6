/* How an assessment is worded.
 *
 * Doubt is said plainly: a cause is "likely" only when its probability and the
 * lower end of its interval are both high, and the first one is only "one of"
 * several when it does not win clearly over the draws of all parameters; those
 * that might be first instead are then "one of" them too. Where nothing fits,
 * nothing is likely. The figures stand in the knowledge (ngl_model).
 */
#include "base/number.h"
#include "report/assess_report.h"

#include <math.h>
#include <string.h>

ngl_said ngl_view_said(const ngl_model *m, const ngl_cause *c, bool leader)
{
    if (c->p < m->possible_p) return NGL_SAID_LESS;
    if (leader && c->first < m->leader_draws) return NGL_SAID_ONE_OF;
    if (c->p >= m->likely_p && c->low >= m->likely_low) return NGL_SAID_LIKELY;
    return NGL_SAID_POSSIBLE;
}

const char *ngl_said_word(ngl_said s)
{
    switch (s) {
    case NGL_SAID_LIKELY: return "likely";
    case NGL_SAID_POSSIBLE: return "possible";
    case NGL_SAID_ONE_OF: return "one of";
    case NGL_SAID_LESS: return "less likely";
    }
    return "";
}

static const double CONTENDS = 0.1; /* share of draws in which a cause must rank first to be named beside an unsure leader */

/* rare, but a thing that must not wait */
static bool pressing(const ngl_view *v, const ngl_cause *c)
{
    const ngl_condition *k = &v->kb->condition[c->condition];
    double usual = k->triage == NGL_TRIAGE_EMERGENCY ? v->kb->model.p_emergency : v->kb->model.p_urgent;
    double floor = k->trigger_p > 0 ? k->trigger_p : usual;
    return k->triage >= NGL_TRIAGE_URGENT && floor > 0 && c->p >= floor;
}

/* with no clear leader, the others that might be first */
static bool contends(const ngl_view *v, const ngl_cause *c)
{
    const ngl_cause *leader = &v->a.cause[0];
    return leader->first < v->kb->model.leader_draws && c->first >= CONTENDS;
}

ngl_said ngl_view_cause_said(const ngl_view *v, uint32_t i)
{
    const ngl_model *m = &v->kb->model;
    ngl_said         said = ngl_view_said(m, &v->a.cause[i], i == 0);
    bool             poor = !isnan(v->a.fit) && v->a.fit < m->fit_floor;
    if (said == NGL_SAID_LIKELY && poor) return NGL_SAID_POSSIBLE;
    if (i > 0 && ngl_view_said(m, &v->a.cause[0], true) == NGL_SAID_ONE_OF && contends(v, &v->a.cause[i])) return NGL_SAID_ONE_OF;
    return said;
}

unsigned ngl_view_shown(const ngl_view *v, uint32_t shown[NGL_VIEW_CAUSES])
{
    unsigned n = 0;
    for (uint32_t i = 0; i < v->a.ncause && n < NGL_VIEW_CAUSES; i++) {
        const ngl_cause *c = &v->a.cause[i];
        if (c->p >= v->kb->model.possible_p || pressing(v, c) || contends(v, c)) shown[n++] = i;
    }
    if (n && v->a.cause[shown[0]].p >= v->kb->model.possible_p) return n;
    for (n = 0; n < 3 && n < v->a.ncause; n++) shown[n] = n;
    for (uint32_t i = 3; i < v->a.ncause && n < NGL_VIEW_CAUSES; i++)
        if (pressing(v, &v->a.cause[i])) shown[n++] = i;
    return n;
}

void ngl_view_chance(ngl_buf *out, double p)
{
    long twentieths = lround(p * 20);
    if (p < 0.01) ngl_buf_text(out, "fewer than 1 in 100");
    else if (p < 0.075) ngl_buf_printf(out, "about %ld in 100", lround(p * 100));
    else if (p >= 0.95) ngl_buf_text(out, "more than 19 in 20");
    else if (twentieths == 5) ngl_buf_text(out, "about 1 in 4");
    else if (p < 0.3 && twentieths % 2) ngl_buf_printf(out, "about %ld in 20", twentieths);
    else ngl_buf_printf(out, "about %ld in 10", p < 0.3 ? twentieths / 2 : lround(fmin(p * 10, 9)));
}

/* the question without the options or the remark that follow it */
void ngl_view_question(ngl_buf *out, const ngl_finding *f)
{
    const char *options = strstr(f->question, ": "), *remark = strstr(f->question, "? (");
    bool        cut = options && (!remark || options < remark);
    size_t      len = cut ? (size_t)(options - f->question) : remark ? (size_t)(remark - f->question) + 1 : strlen(f->question);
    ngl_buf_printf(out, "\"%.*s%s\"", (int)len, f->question, cut ? "?" : "");
}

void ngl_view_answer(ngl_buf *out, const ngl_knowledge *kb, ngl_id finding, ngl_answer answer)
{
    const ngl_finding *f = &kb->finding[finding];
    switch (answer.state) {
    case NGL_YES: ngl_buf_printf(out, "you said yes to \"%s\"", f->question); return;
    case NGL_NO: ngl_buf_printf(out, "you said no to \"%s\"", f->question); return;
    case NGL_CHOICE:
        ngl_buf_printf(out, "you said \"%s\" to ", kb->option[f->option_adr + answer.option].label);
        ngl_view_question(out, f);
        return;
    case NGL_VALUE:
        ngl_buf_text(out, "you said ");
        ngl_buf_exact(out, answer.value);
        ngl_buf_printf(out, " to \"%s\"", f->question);
        return;
    case NGL_UNKNOWN: ngl_buf_printf(out, "there is no answer to \"%s\"", f->question);
    }
}

const char *ngl_view_fit(const ngl_view *v)
{
    if (isnan(v->a.fit)) return "";
    if (v->a.fit < v->kb->model.fit_floor)
        return "Your answers do not fit any cause we know well, so have someone look at it.";
    if (v->a.fit < 0.1) return "Your answers fit this picture only loosely.";
    return "Your answers fit this picture as well as most people's do.";
}

bool ngl_view_complete(const ngl_view *v)
{
    return v->nopen == 0;
}

const char *ngl_view_heading(const ngl_view *v)
{
    switch (v->a.triage) {
    case NGL_TRIAGE_EMERGENCY: return "GET HELP NOW";
    case NGL_TRIAGE_URGENT: return "GET SEEN IN DAYS, NOT WEEKS";
    case NGL_TRIAGE_ROUTINE: return "BOOK A CHECK";
    case NGL_TRIAGE_SELF_CARE: break;
    }
    return ngl_view_complete(v) ? "NO DANGER SIGN IN YOUR ANSWERS" : "SAFETY QUESTIONS ARE STILL OPEN";
}

const char *ngl_view_advice(ngl_triage level)
{
    switch (level) {
    case NGL_TRIAGE_EMERGENCY: return "Go to an emergency department now, or call your emergency number.";
    case NGL_TRIAGE_URGENT: return "See a doctor or physiotherapist within 1 to 3 days, and do not run before that.";
    case NGL_TRIAGE_ROUTINE: return "Book a visit with a physiotherapist or doctor within the next weeks.";
    case NGL_TRIAGE_SELF_CARE: break;
    }
    return "You can look after this yourself first; have it looked at if it is no better in two weeks.";
}
