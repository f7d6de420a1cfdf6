/* One person's answers, and everything that follows brought up to date when
 * asked for. */
#include "assess/case.h"
#include "assess/course.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CASE_LIMIT = 16 << 20, WORK_LIMIT = 32 << 20, SETS_LIMIT = 16 << 20 };

static bool allocate(ngl_case *c)
{
    const ngl_knowledge *kb = c->kb;
    c->answer = NGL_NEW(&c->arena, ngl_answer, kb->nfinding);
    c->marginal = NGL_NEW(&c->arena, double, ngl_states(kb));
    c->world = NGL_NEW(&c->arena, double, kb->ncondition);
    c->low = NGL_NEW(&c->arena, double, kb->ncondition);
    c->high = NGL_NEW(&c->arena, double, kb->ncondition);
    c->first = NGL_NEW(&c->arena, double, kb->ncondition);
    c->cause = NGL_NEW(&c->arena, ngl_cause, kb->ncondition);
    c->reason = NGL_NEW(&c->arena, ngl_danger_reason, (size_t)kb->nrule + kb->ncondition + 4u);
    c->fired = NGL_NEW(&c->arena, ngl_id, kb->nrule);
    return c->answer && c->marginal && c->world && c->low && c->high && c->first && c->cause && c->reason && c->fired;
}

ngl_status ngl_case_new(ngl_case **out, const ngl_knowledge *kb, ngl_prior prior)
{
    ngl_arena arena;
    ngl_arena_init(&arena, CASE_LIMIT);
    ngl_case *c = NGL_NEW(&arena, ngl_case, 1);
    if (!c) return NGL_E_NOMEM;
    *c = (ngl_case){ .kb = kb, .prior = prior, .arena = arena };
    ngl_arena_init(&c->work, WORK_LIMIT);
    ngl_buf_init(&c->sets, SETS_LIMIT);
    if (!allocate(c)) {
        ngl_case_free(c);
        return NGL_E_NOMEM;
    }
    *out = c;
    return NGL_OK;
}

void ngl_case_free(ngl_case *c)
{
    if (!c) return;
    ngl_arena_free(&c->work);
    ngl_buf_free(&c->sets);
    ngl_arena arena = c->arena; /* the case lives in its own arena */
    ngl_arena_free(&arena);
}

static bool suits(const ngl_finding *f, ngl_answer a)
{
    switch (a.state) {
    case NGL_UNKNOWN: return true;
    case NGL_YES:
    case NGL_NO: return f->answer == NGL_ANSWER_YES_NO;
    case NGL_CHOICE: return f->answer == NGL_ANSWER_ONE_OF && a.option < f->option_num;
    case NGL_VALUE: return f->answer == NGL_ANSWER_NUMBER && a.value >= f->min && a.value <= f->max;
    }
    return false;
}

ngl_status ngl_case_answer(ngl_case *c, ngl_id finding, ngl_answer answer)
{
    assert(c);
    if (finding >= c->kb->nfinding || !suits(&c->kb->finding[finding], answer)) return NGL_E_INVALID;
    bool had_value = c->answer[finding].state == NGL_VALUE;
    c->answer[finding] = answer;
    ngl_course_imply(c->kb, c->answer, finding, had_value);
    c->fresh = c->doubted = false;
    return NGL_OK;
}

const ngl_answer *ngl_case_answers(const ngl_case *c)
{
    return c->answer;
}

ngl_status ngl_assess_refresh(ngl_case *c)
{
    if (c->fresh) return NGL_OK;
    ngl_arena_free(&c->work);
    c->odds = NGL_NEW(&c->work, double, ngl_states(c->kb));
    if (!c->odds || !ngl_assess_evidence(c->kb, c->prior, c->answer, &c->work, &c->ev)) return NGL_E_NOMEM;
    ngl_assess_prior(c->kb, c->prior, c->answer, NULL, c->odds);
    ngl_status status = ngl_assess_posterior(c);
    c->fresh = status == NGL_OK;
    return status;
}

static int by_probability(const void *a, const void *b)
{
    const ngl_cause *x = a, *y = b;
    if (x->p != y->p) return x->p < y->p ? 1 : -1;
    return (x->condition > y->condition) - (x->condition < y->condition);
}

ngl_posterior ngl_case_posterior(ngl_case *c)
{
    ngl_posterior p = { .cause = c->cause, .fit = NAN, .other = NAN };
    if (ngl_assess_refresh(c) != NGL_OK) return p;
    for (ngl_id i = 0; i < c->kb->ncondition; i++) {
        if (i == c->kb->other) continue;
        bool d = c->doubted;
        c->cause[p.ncause++] = (ngl_cause){ .condition = i,
                                            .p = c->marginal[i],
                                            .low = d ? c->low[i] : NAN,
                                            .high = d ? c->high[i] : NAN,
                                            .first = d ? c->first[i] : NAN };
    }
    qsort(c->cause, p.ncause, sizeof *c->cause, by_probability);
    p.other = c->kb->other < c->kb->ncondition ? c->marginal[c->kb->other] : 0;
    p.form = c->marginal + c->kb->ncondition;
    p.fit = c->doubted ? c->fit : NAN;
    return p;
}
