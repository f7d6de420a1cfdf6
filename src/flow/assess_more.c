/* Asking a weighed case for more.
 *
 * The day of review comes from the course of the leading cause: by then nine in
 * ten who have it are rid of it. It is never later than two weeks while nobody
 * has looked, or four where a check is booked anyway, and never sooner than
 * three days.
 */
#include "flow/assess_more.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

static const ngl_draws DRAWS = { NGL_ASSESS_DRAWS, NGL_ASSESS_SEED };

enum { REVIEW_MIN_D = 3, REVIEW_SELF_D = 14, REVIEW_ROUTINE_D = 28 };

/* days it has lasted, as far as the answers tell; 0 where they do not */
static double lasted_d(const ngl_view *v)
{
    const ngl_time *t = &v->kb->time;
    if (t->days != NGL_NONE && t->days < v->kb->nfinding && v->a.answer[t->days].state == NGL_VALUE)
        return v->a.answer[t->days].value;
    if (t->band != NGL_NONE && t->band < v->kb->nfinding && v->a.answer[t->band].state == NGL_CHOICE &&
        v->a.answer[t->band].option < t->nband)
        return t->from_day[v->a.answer[t->band].option];
    return 0;
}

ngl_day ngl_flow_review_by(const ngl_view *v, bool *by_course)
{
    double most = v->a.triage == NGL_TRIAGE_SELF_CARE ? REVIEW_SELF_D : REVIEW_ROUTINE_D, days = most;
    *by_course = false;
    if (v->a.ncause && v->kb->course && v->kb->course[v->a.cause[0].condition].ess > 0) {
        double left = ceil(v->kb->course[v->a.cause[0].condition].p90_d - lasted_d(v));
        *by_course = left >= REVIEW_MIN_D && left < most;
        days = fmax(left, REVIEW_MIN_D);
    }
    return v->today + (ngl_day)fmin(most, days);
}

static ngl_status changes(ngl_more *m, const ngl_view *v, ngl_case *c, const ngl_more_request *r)
{
    const ngl_change_options o = { .condition = NGL_NONE, .clinician = (r->parts & NGL_MORE_CLINIC) != 0,
                                   .skipped = r->skipped, .questions = NGL_MORE_QUESTIONS, .draws = DRAWS };
    ngl_status status = ngl_case_would_change(c, &o, m->change, &m->nchange);
    m->changes = true;
    m->counter_of = v->a.ncause ? v->a.cause[0].condition : NGL_NONE;
    if (!status) status = ngl_case_would_lift(c, &o, m->lift, &m->nlift, NGL_MORE_LIFT);
    if (!status && m->counter_of != NGL_NONE)
        status = ngl_case_counterfactual(c, m->counter_of, DRAWS, m->counter, &m->ncounter, NGL_MORE_COUNTER);
    return status;
}

static ngl_status why_not(ngl_more *m, ngl_arena *arena, ngl_case *c, const ngl_more_request *r)
{
    ngl_status status = NGL_OK;
    m->why_not = NGL_NEW(arena, ngl_why_not, r->nwhy_not + 1u);
    if (!m->why_not) return NGL_E_NOMEM;
    for (unsigned i = 0; i < r->nwhy_not && !status; i++)
        status = ngl_case_why_not(c, r->why_not[i], DRAWS, &m->why_not[m->nwhy_not++]);
    return status;
}

/* ---- for clinicians ------------------------------------------------------------ */

static bool is_test(ngl_finding_kind k)
{
    return k == NGL_KIND_EXAM || k == NGL_KIND_IMAGING || k == NGL_KIND_LAB || k == NGL_KIND_SELF_TEST;
}

static ngl_status accuracies(ngl_case *c, const ngl_clinic *k, ngl_id finding, bool *known, ngl_accuracy *out)
{
    for (unsigned l = 0; l < k->nlead; l++) {
        ngl_status status = ngl_case_accuracy(c, finding, k->lead[l], DRAWS, &out[l]);
        known[l] = status == NGL_OK;
        if (status == NGL_E_NOMEM) return status;
    }
    return NGL_OK;
}

static ngl_status given_tests(ngl_clinic *k, const ngl_view *v, ngl_arena *arena, ngl_case *c)
{
    const ngl_knowledge *kb = v->kb;
    ngl_status           status = NGL_OK;
    ngl_range           *without = NGL_NEW(arena, ngl_range, kb->ncondition);
    k->given = NGL_NEW(arena, ngl_given_test, kb->nfinding + 1u);
    if (!k->given || !without) return NGL_E_NOMEM;
    for (ngl_id f = 0; f < kb->nfinding && !status; f++) {
        ngl_answer_state state = v->a.answer[f].state;
        if (!is_test(kb->finding[f].kind) || (state != NGL_YES && state != NGL_NO)) continue;
        ngl_given_test *g = &k->given[k->ngiven++];
        ngl_id          by = kb->finding[f].replaced_by;
        *g = (ngl_given_test){ .finding = f, .replaced_by = NGL_NONE };
        if (by != NGL_NONE && v->a.answer[by].state != NGL_UNKNOWN) {
            g->replaced_by = by;
            continue;
        }
        status = ngl_case_without(c, f, DRAWS, without);
        for (unsigned l = 0; l < k->nlead && !status; l++) {
            g->pre[l] = without[k->lead[l]];
            status = ngl_case_range(c, k->lead[l], DRAWS, &g->post[l]);
        }
        if (!status) status = accuracies(c, k, f, g->known, g->accuracy);
    }
    return status;
}

static ngl_status open_tests(ngl_clinic *k, const ngl_view *v, ngl_arena *arena, ngl_case *c)
{
    ngl_test  *list = NGL_NEW(arena, ngl_test, NGL_MORE_TESTS);
    ngl_status status;
    unsigned   n;
    k->test = NGL_NEW(arena, ngl_open_test, NGL_MORE_TESTS);
    if (!list || !k->test) return NGL_E_NOMEM;
    if ((status = ngl_case_tests(c, list, &n, NGL_MORE_TESTS))) return status;
    for (unsigned i = 0; i < n && !status; i++) {
        k->test[k->ntest].test = list[i];
        status = accuracies(c, k, list[i].finding, k->test[k->ntest].known, k->test[k->ntest].accuracy);
        k->ntest++;
    }
    ngl_view_choose_tests(v, k);
    for (unsigned i = 0; i < k->ntest && !status; i++)
        if (k->test[i].shown) status = ngl_case_test_ranges(c, DRAWS, &k->test[i].test);
    return status;
}

/* the condition whose expected harm lifts the level, where it does not stand in front */
static void add_feared(ngl_clinic *k, const ngl_view *v)
{
    for (uint32_t i = 0; i < v->danger.nreason; i++) {
        const ngl_danger_reason *r = &v->danger.reason[i];
        bool                     stands = false;
        if (r->by != NGL_BY_HARM) continue;
        for (unsigned l = 0; l < k->nlead; l++) stands = stands || k->lead[l] == r->condition;
        if (!stands && k->nlead < NGL_MORE_LEAD) k->lead[k->nlead++] = r->condition;
    }
}

static ngl_status clinic(ngl_more *m, const ngl_view *v, ngl_arena *arena, ngl_case *c)
{
    ngl_clinic *k = m->clinic = NGL_NEW(arena, ngl_clinic, 1);
    if (!k) return NGL_E_NOMEM;
    for (uint32_t i = 0; i < v->a.ncause && k->nlead + 1 < NGL_MORE_LEAD; i++) k->lead[k->nlead++] = v->a.cause[i].condition;
    add_feared(k, v);
    ngl_status status = given_tests(k, v, arena, c);
    return status ? status : open_tests(k, v, arena, c);
}

ngl_status ngl_flow_more(ngl_view *v, ngl_arena *arena, ngl_case *c, const ngl_more_request *r, ngl_error *err)
{
    ngl_status status = NGL_OK;
    ngl_more  *m = NGL_NEW(arena, ngl_more, 1);
    if (!m) return ngl_fail(err, NGL_E_NOMEM, 0, "the explanation does not fit into memory");
    m->review_by = NGL_DAY_NONE;
    m->counter_of = NGL_NONE;
    m->other = (ngl_range){ v->a.other, NAN, NAN };
    if (v->kb->other < v->kb->ncondition && !isnan(v->a.fit)) status = ngl_case_range(c, v->kb->other, DRAWS, &m->other);
    if (!status && r->parts & NGL_MORE_NET) {
        m->nets = true;
        if (v->a.triage < NGL_TRIAGE_URGENT) {
            m->review_by = ngl_flow_review_by(v, &m->review_by_course);
            status = ngl_case_watch(c, m->watch, &m->nwatch);
        }
    }
    if (!status && r->parts & NGL_MORE_CHANGES && v->a.triage < NGL_TRIAGE_EMERGENCY) status = changes(m, v, c, r);
    if (!status && r->nwhy_not) status = why_not(m, arena, c, r);
    if (!status && r->parts & NGL_MORE_CLINIC) status = clinic(m, v, arena, c);
    if (status) return ngl_fail(err, status, 0, "the explanation does not fit into memory");
    v->more = m;
    return NGL_OK;
}
