/* Had you answered otherwise: each given answer taken away, and turned round,
 * and the posterior summed anew.
 *
 * The opposite of a choice is the option that was likeliest otherwise, given
 * every other answer. One answer changes at a time: an answer that others
 * repeat looks weaker here than in the reasons, and that is the truth about it.
 * Answers that only move the prior (age, sex) are who somebody is and are left
 * as they are.
 */
#include "assess/whatif.h"

#include <math.h>
#include <stdlib.h>

enum { COUNTER_LIMIT = 1 << 20 };

static ngl_answer opposite(const ngl_answer *answer, const double *chance, unsigned n, ngl_answer given)
{
    unsigned best = n;
    if (given.state == NGL_YES) return (ngl_answer){ .state = NGL_NO };
    if (given.state == NGL_NO) return (ngl_answer){ .state = NGL_YES };
    for (unsigned i = 0; i < n; i++)
        if (answer[i].option != given.option && (best == n || chance[i] > chance[best])) best = i;
    return best < n ? answer[best] : (ngl_answer){ .state = NGL_UNKNOWN };
}

/* without intervals; `copy` has every answer before and after */
static ngl_status turn(ngl_case *copy, ngl_id condition, ngl_id finding, ngl_draws draws, ngl_counterfactual *out)
{
    ngl_answer given = copy->answer[finding], answer[WHATIF_ANSWERS];
    double     chance[WHATIF_ANSWERS];
    unsigned   n = ngl_whatif_answers(copy->kb, finding, answer);
    *out = (ngl_counterfactual){ .finding = finding };
    ngl_status status = ngl_whatif_set(copy, finding, (ngl_answer){ .state = NGL_UNKNOWN });
    if (!status) status = ngl_whatif_range(copy, condition, draws, &out->unknown);
    if (!status) out->triage_unknown = ngl_case_danger(copy).level;
    if (!status) status = ngl_whatif_chances(copy, finding, answer, n, chance);
    if (!status) out->other = opposite(answer, chance, n, given);
    if (!status) status = ngl_whatif_set(copy, finding, out->other);
    if (!status) status = ngl_whatif_range(copy, condition, draws, &out->flipped);
    if (!status) out->triage_flipped = ngl_case_danger(copy).level;
    ngl_status undone = ngl_case_answer(copy, finding, given);
    return status ? status : undone;
}

static double size(const ngl_counterfactual *x)
{
    return fmax(fabs(x->flipped.value - x->now.value), fabs(x->unknown.value - x->now.value));
}

static void keep(ngl_counterfactual *list, unsigned *n, unsigned max, ngl_counterfactual x)
{
    unsigned at = *n;
    while (at > 0 && size(&list[at - 1]) < size(&x)) at--;
    if (at >= max) return;
    if (*n < max) (*n)++;
    for (unsigned i = *n - 1; i > at; i--) list[i] = list[i - 1];
    list[at] = x;
}

ngl_status ngl_case_counterfactual(ngl_case *c, ngl_id condition, ngl_draws draws, ngl_counterfactual *out, unsigned *n,
                                   unsigned max)
{
    const ngl_draws    none = { 0, 0 };
    ngl_range          now;
    ngl_case          *copy = NULL;
    *n = 0;
    if (condition >= c->kb->ncondition) return NGL_E_INVALID;
    ngl_status status = ngl_whatif_range(c, condition, draws, &now);
    if (!status) status = ngl_whatif_new(&copy, c);
    for (ngl_id f = 0; f < c->kb->nfinding && !status; f++) {
        ngl_counterfactual x;
        if (!ngl_assess_counts(c->kb, c->prior, c->answer, f)) continue;
        status = turn(copy, condition, f, none, &x);
        x.now = now;
        if (!status) keep(out, n, max, x);
    }
    for (unsigned i = 0; i < *n && !status && draws.n; i++) {
        status = turn(copy, condition, out[i].finding, draws, &out[i]);
        out[i].now = now;
    }
    ngl_case_free(copy);
    return status;
}

ngl_status ngl_case_without(ngl_case *c, ngl_id finding, ngl_draws draws, ngl_range *out)
{
    ngl_case *copy;
    if (finding >= c->kb->nfinding) return NGL_E_INVALID;
    ngl_status status = ngl_whatif_new(&copy, c);
    if (status) return status;
    for (ngl_id f = 0; f < c->kb->nfinding && !status; f++)
        if (f == finding || c->kb->finding[f].replaced_by == finding)
            status = ngl_case_answer(copy, f, (ngl_answer){ .state = NGL_UNKNOWN });
    for (ngl_id k = 0; k < c->kb->ncondition && !status; k++) status = ngl_whatif_range(copy, k, draws, &out[k]);
    ngl_case_free(copy);
    return status;
}

ngl_status ngl_case_range(ngl_case *c, ngl_id condition, ngl_draws draws, ngl_range *out)
{
    return condition < c->kb->ncondition ? ngl_whatif_range(c, condition, draws, out) : NGL_E_INVALID;
}
