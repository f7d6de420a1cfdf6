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

static unsigned add_value(ngl_answer out[WHATIF_ANSWERS], unsigned n, double value)
{
    for (unsigned i = 0; i < n; i++)
        if (out[i].value == value) return n;
    if (n < WHATIF_ANSWERS) out[n++] = (ngl_answer){ .state = NGL_VALUE, .value = value };
    return n;
}

/* the values of a number from which a rule or the score speaks up */
static unsigned thresholds(const ngl_knowledge *kb, ngl_id finding, ngl_answer out[WHATIF_ANSWERS])
{
    unsigned n = 0;
    for (uint32_t i = 0; i < kb->nop; i++)
        if (kb->op[i].code == NGL_OP_GE && kb->op[i].finding == finding) n = add_value(out, n, kb->op[i].value);
    for (uint32_t i = 0; i < kb->ndanger_item; i++)
        if (kb->danger_item[i].test.code == NGL_OP_GE && kb->danger_item[i].test.finding == finding)
            n = add_value(out, n, kb->danger_item[i].test.value);
    return n;
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
    case NGL_ANSWER_NUMBER: n = thresholds(kb, finding, out); break;
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

bool ngl_whatif_items(const ngl_case *c, ngl_id finding, const ngl_answer *answer, unsigned n, ngl_arena *a, item *out)
{
    for (unsigned i = 0; i < n; i++)
        if (!ngl_assess_item(c->kb, finding, answer[i], a, &out[i])) return false;
    return true;
}

void ngl_whatif_shares(const item *it, unsigned n, const ngl_id *member, double *share)
{
    double sum = 0;
    for (unsigned i = 0; i < n; i++) sum += share[i] = ngl_assess_item_p(&it[i], member);
    for (unsigned i = 0; i < n && sum > 0; i++) share[i] /= sum;
}

ngl_status ngl_whatif_chances(ngl_case *c, ngl_id finding, const ngl_answer *answer, unsigned n, double *chance)
{
    ngl_arena  a;
    item       it[WHATIF_ANSWERS];
    double     share[WHATIF_ANSWERS], total = 0;
    ngl_status status = ngl_assess_refresh(c);
    for (unsigned i = 0; i < n; i++) chance[i] = NAN;
    if (status || n == 0 || c->kb->finding[finding].column_num == 0) return status;
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    ngl_arena_init(&a, CHANCE_LIMIT);
    if (!ngl_whatif_items(c, finding, answer, n, &a, it)) status = NGL_E_NOMEM;
    for (unsigned i = 0; i < n; i++) chance[i] = 0;
    for (size_t s = 0; s < c->nset && !status; s++) {
        ngl_whatif_shares(it, n, h[s].member, share);
        for (unsigned i = 0; i < n; i++) chance[i] += h[s].weight * share[i];
        total += h[s].weight;
    }
    for (unsigned i = 0; i < n; i++) chance[i] = total > 0 ? chance[i] / total : NAN;
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
