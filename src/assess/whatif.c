/* The same case with other answers: a copy, one answer changed, everything
 * summed anew. What an explanation says is then what the program would say.
 */
#include "assess/whatif.h"

#include <math.h>
#include <string.h>

enum { CHANCE_LIMIT = 4 << 20 };

ngl_status ngl_whatif_new(ngl_case **out, const ngl_case *c)
{
    ngl_case  *copy;
    ngl_status status = ngl_case_new(&copy, c->kb, c->prior);
    if (status) return status;
    for (ngl_id f = 0; f < c->kb->nfinding && !status; f++)
        if (c->answer[f].state != NGL_UNKNOWN) status = ngl_case_answer(copy, f, c->answer[f]);
    if (status) return ngl_case_free(copy), status;
    *out = copy;
    return NGL_OK;
}

ngl_status ngl_whatif_set(ngl_case *copy, ngl_id finding, ngl_answer answer)
{
    ngl_status status = ngl_case_answer(copy, finding, answer);
    return status ? status : ngl_assess_refresh(copy);
}

unsigned ngl_whatif_answers(const ngl_knowledge *kb, ngl_id finding, ngl_answer out[WHATIF_ANSWERS])
{
    const ngl_finding *f = &kb->finding[finding];
    unsigned           n = 0;
    switch (f->answer) {
    case NGL_ANSWER_YES_NO:
        out[n++] = (ngl_answer){ .state = NGL_YES };
        out[n++] = (ngl_answer){ .state = NGL_NO };
        break;
    case NGL_ANSWER_ONE_OF:
        for (; n < f->option_num && n < WHATIF_ANSWERS; n++) out[n] = (ngl_answer){ NGL_CHOICE, (ngl_id)n, 0 };
        break;
    case NGL_ANSWER_NUMBER: break;
    }
    return n;
}

ngl_status ngl_whatif_range(ngl_case *c, ngl_id condition, ngl_draws draws, ngl_range *out)
{
    ngl_status status = ngl_assess_refresh(c);
    if (!status && draws.n) status = ngl_case_doubt(c, draws.n, draws.seed);
    if (status) return status;
    *out = (ngl_range){ c->marginal[condition], c->doubted ? c->low[condition] : NAN,
                        c->doubted ? c->high[condition] : NAN };
    return NGL_OK;
}

ngl_status ngl_whatif_chances(ngl_case *c, ngl_id finding, const ngl_answer *answer, unsigned n, double *chance)
{
    ngl_arena  a;
    ngl_status status = ngl_assess_refresh(c);
    for (unsigned i = 0; i < n; i++) chance[i] = NAN;
    if (status || c->kb->finding[finding].column_num == 0) return status;
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    ngl_arena_init(&a, CHANCE_LIMIT);
    for (unsigned i = 0; i < n && !status; i++) {
        item   it;
        double sum = 0, total = 0;
        if (!ngl_assess_item(c->kb, finding, answer[i], &a, &it)) status = NGL_E_NOMEM;
        for (size_t s = 0; s < c->nset && !status; s++) {
            sum += h[s].weight * ngl_assess_item_p(&it, h[s].member);
            total += h[s].weight;
        }
        chance[i] = total > 0 ? sum / total : NAN;
    }
    ngl_arena_free(&a);
    return status;
}

bool ngl_whatif_is_test(const ngl_finding *f)
{
    return f->kind == NGL_KIND_EXAM || f->kind == NGL_KIND_IMAGING || f->kind == NGL_KIND_LAB;
}

bool ngl_whatif_open(ngl_case *c, ngl_id finding, const uint8_t *skipped, bool clinician)
{
    return c->answer[finding].state == NGL_UNKNOWN && !(skipped && skipped[finding]) &&
           (clinician || !c->kb->finding[finding].clinician_only) && ngl_case_applies(c, finding) &&
           !ngl_case_blocked(c, finding);
}

bool ngl_whatif_state(const ngl_knowledge *kb, ngl_id state)
{
    return state >= kb->ncondition || kb->condition[state].form_num == 0;
}

double ngl_whatif_alone(const ngl_case *c, const item *it, ngl_id condition)
{
    const ngl_condition *k = &c->kb->condition[condition];
    double               sum = 0, weight = 0;
    if (k->form_num == 0) return ngl_assess_item_p(it, (ngl_id[SET_MAX]){ condition, NGL_NONE, NGL_NONE });
    for (ngl_id i = 0; i < k->form_num; i++) {
        ngl_id state = (ngl_id)(c->kb->ncondition + k->form_adr + i);
        sum += c->odds[state] * ngl_assess_item_p(it, (ngl_id[SET_MAX]){ state, NGL_NONE, NGL_NONE });
        weight += c->odds[state];
    }
    return weight > 0 ? sum / weight : it->base;
}
