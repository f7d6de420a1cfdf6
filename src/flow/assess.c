/* Weighing a case once and keeping what was found beside it.
 *
 * The case may rearrange itself while it explains or looks for the next
 * question, so what it lends is copied before the next call.
 */
#include "flow/assess.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

ngl_status ngl_flow_case(ngl_case **out, const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer,
                         ngl_error *err)
{
    ngl_case  *c = NULL;
    ngl_status status = ngl_case_new(&c, kb, prior);
    for (ngl_id i = 0; i < kb->nfinding && !status; i++) {
        if (answer[i].state == NGL_UNKNOWN) continue;
        status = ngl_case_answer(c, i, answer[i]);
        if (status == NGL_E_INVALID)
            ngl_fail(err, status, 0, "the answer to \"%s\" does not suit the question", kb->finding[i].key);
    }
    if (!status) return *out = c, NGL_OK;
    if (status != NGL_E_INVALID) ngl_fail(err, status, 0, "the case does not fit into memory");
    ngl_case_free(c);
    return status;
}

static void *copy(ngl_arena *arena, const void *from, size_t size, size_t n)
{
    void *to = ngl_arena_take(arena, size, n ? n : 1, alignof(max_align_t));
    if (to && n) memcpy(to, from, size * n);
    return to;
}

/* fired rules, most urgent first, gates apart; the order of the file otherwise */
static bool sort_rules(ngl_view *v, ngl_arena *arena)
{
    const ngl_knowledge *kb = v->kb;
    ngl_id               nfired = 0;
    ngl_id *fired = NGL_NEW(arena, ngl_id, kb->nrule + 1u), *flag = NGL_NEW(arena, ngl_id, kb->nrule + 1u);
    ngl_id *gate = NGL_NEW(arena, ngl_id, kb->nrule + 1u);
    if (!fired || !flag || !gate) return false;
    ngl_danger_rules(kb, v->a.answer, fired, &nfired);
    for (uint32_t i = 0; i < v->danger.nreason && v->a.nrule < kb->nrule; i++)
        if (v->danger.reason[i].by == NGL_BY_RULE) flag[v->a.nrule++] = v->danger.reason[i].rule;
    for (ngl_id i = 0; i < nfired; i++)
        if (kb->rule[fired[i]].gate) gate[v->ngate++] = fired[i];
    v->a.rule = flag;
    v->gate = gate;
    return true;
}

static bool open_questions(ngl_view *v, ngl_arena *arena, ngl_case *c)
{
    const ngl_knowledge *kb = v->kb;
    ngl_id              *open = NGL_NEW(arena, ngl_id, kb->nopening_danger + 1u);
    if (!open) return false;
    for (uint32_t i = 0; i < kb->nopening_danger; i++) {
        ngl_id f = kb->opening[i];
        if (v->a.answer[f].state == NGL_UNKNOWN && ngl_case_applies(c, f)) open[v->nopen++] = f;
    }
    v->open = open;
    return true;
}

static bool contradictions(ngl_view *v, ngl_arena *arena)
{
    ngl_id *found = NGL_NEW(arena, ngl_id, v->kb->ncontradiction + 1u);
    if (!found) return false;
    v->ncontradiction = ngl_contradictions(v->kb, v->a.answer, found, v->kb->ncontradiction);
    v->contradiction = found;
    return true;
}

static ngl_status explain(ngl_view *v, ngl_case *c)
{
    uint32_t shown[NGL_VIEW_CAUSES];
    unsigned n = ngl_view_shown(v, shown);
    for (unsigned i = 0; i < n; i++) {
        ngl_view_cause *w = &v->why[i];
        w->condition = v->a.cause[shown[i]].condition;
        unsigned   nhelp = 0, nhurt = 0;
        ngl_reason help[NGL_VIEW_HELPS], hurt[NGL_VIEW_HELPS];
        ngl_status status = ngl_case_explain(c, w->condition, help, &nhelp, hurt, &nhurt, NGL_VIEW_HELPS);
        if (status) return status;
        w->nhelp = nhelp;
        w->nhurt = nhurt < NGL_VIEW_HURTS ? nhurt : NGL_VIEW_HURTS;
        memcpy(w->help, help, sizeof help[0] * w->nhelp);
        memcpy(w->hurt, hurt, sizeof hurt[0] * w->nhurt);
        v->nwhy = i + 1;
    }
    return NGL_OK;
}

static bool keep_posterior(ngl_view *v, ngl_arena *arena, ngl_case *c)
{
    ngl_posterior p = ngl_case_posterior(c);
    v->a.ncause = p.ncause;
    v->a.cause = copy(arena, p.cause, sizeof p.cause[0], p.ncause);
    v->form = p.form ? copy(arena, p.form, sizeof p.form[0], v->kb->nform) : NULL;
    v->a.other = p.other;
    v->a.fit = p.fit;
    return v->a.cause && (v->form || !p.form);
}

static bool keep_danger(ngl_view *v, ngl_arena *arena, ngl_case *c)
{
    v->danger = ngl_case_danger(c);
    v->danger.reason = copy(arena, v->danger.reason, sizeof v->danger.reason[0], v->danger.nreason);
    v->a.triage = v->danger.level;
    return v->danger.reason && sort_rules(v, arena) && open_questions(v, arena, c) && contradictions(v, arena);
}

ngl_status ngl_flow_assess(ngl_view *out, ngl_arena *arena, ngl_case *c, const ngl_knowledge *kb, ngl_prior prior,
                           ngl_day today, const uint8_t *skipped, unsigned parts, ngl_error *err)
{
    ngl_view   v = { .kb = kb, .today = today };
    ngl_status status = ngl_danger_check(kb, err);
    if (status) return status; /* without rules about danger nobody is advised */
    v.a.prior = prior;
    v.a.answer = copy(arena, ngl_case_answers(c), sizeof(ngl_answer), kb->nfinding);
    v.next.finding = v.a.next = NGL_NONE;
    if (parts & NGL_ASSESS_DOUBT) status = ngl_case_doubt(c, NGL_ASSESS_DRAWS, NGL_ASSESS_SEED);
    if (!status && (!v.a.answer || !keep_posterior(&v, arena, c) || !keep_danger(&v, arena, c))) status = NGL_E_NOMEM;
    if (!status && parts & NGL_ASSESS_NEXT) status = ngl_case_next(c, skipped, &v.next);
    if (!status && parts & NGL_ASSESS_CALCULATION) {
        ngl_next_why *why = NGL_NEW(arena, ngl_next_why, 1);
        status = why ? ngl_case_next_why(c, skipped, why) : NGL_E_NOMEM;
        if (!status) v.next = why->next, v.next_why = why;
    }
    v.a.next = v.next.finding;
    if (!status && parts & NGL_ASSESS_WHY) status = explain(&v, c);
    if (status) return ngl_fail(err, status, 0, "the assessment does not fit into memory");
    *out = v;
    return NGL_OK;
}
