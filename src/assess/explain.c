/* What helped and what hurt: the weight of evidence of each answer for a
 * condition (Good 1950), in log-odds: how much likelier the answer is in people
 * who have this condition than in those who have any other, the others mixed as
 * often as they are in people of this age, sex and so on. The discount of the
 * answer's group applies, so three ways of telling one fact are not three facts;
 * an answer that moves the prior adds what it does there. Taking each answer
 * away from the finished posterior was tried instead and explains badly: once
 * many answers agree, each of them looks idle.
 */
#include "assess/case.h"

#include <math.h>

/* log of P(this answer | condition) over P(this answer | any other, as common as it is) */
static double likelihood_reason(const ngl_case *c, ngl_id condition, unsigned i)
{
    const item *it = &c->ev.item[i];
    double      others = 0, weight = 0;
    for (ngl_id k = 0; k < c->kb->ncondition; k++) {
        if (k == condition) continue;
        others += c->odds[k] * ngl_assess_condition_p(c, it, k);
        weight += c->odds[k];
    }
    double own = ngl_assess_condition_p(c, it, condition);
    return weight > 0 ? ngl_assess_weight(&c->ev, i) * log(own / (others / weight)) : 0;
}

/* log of the condition's prior odds against the sum of the others */
static double prior_log_odds(const ngl_case *c, const double *odds, ngl_id condition)
{
    double others = 0;
    for (ngl_id k = 0; k < c->kb->ncondition; k++)
        if (k != condition) others += odds[k];
    return log(odds[condition] / others);
}

static bool moves_prior(const ngl_case *c, ngl_id f)
{
    if (c->answer[f].state == NGL_UNKNOWN) return false;
    for (uint32_t i = 0; i < c->kb->nmodifier; i++)
        if (c->kb->modifier[i].finding == f) return true;
    return false;
}

/* what this answer did to the prior; 0 where it made another cause impossible
 * is as it should be, infinite where it made this one impossible */
static double prior_reason(ngl_case *c, ngl_id condition, ngl_id finding, double *scratch)
{
    ngl_answer taken = c->answer[finding];
    c->answer[finding] = (ngl_answer){ .state = NGL_UNKNOWN };
    ngl_assess_prior(c->kb, c->prior, c->answer, NULL, scratch);
    c->answer[finding] = taken;
    return prior_log_odds(c, c->odds, condition) - prior_log_odds(c, scratch, condition);
}

/* keep the strongest `max`, strongest first */
static void insert(ngl_reason *list, unsigned *n, unsigned max, ngl_reason r)
{
    unsigned at = *n;
    while (at > 0 && fabs(list[at - 1].log_odds) < fabs(r.log_odds)) at--;
    if (at >= max) return;
    if (*n < max) (*n)++;
    for (unsigned i = *n - 1; i > at; i--) list[i] = list[i - 1];
    list[at] = r;
}

ngl_status ngl_case_explain(ngl_case *c, ngl_id condition, ngl_reason *helps, unsigned *nhelp, ngl_reason *hurts,
                            unsigned *nhurt, unsigned max)
{
    ngl_arena  a;
    ngl_status status = ngl_assess_refresh(c);
    *nhelp = *nhurt = 0;
    if (status != NGL_OK || !(c->odds[condition] > 0)) return status;
    ngl_arena_init(&a, 1 << 20);
    double *scratch = NGL_NEW(&a, double, ngl_states(c->kb));
    for (ngl_id f = 0, i = 0; scratch && f < c->kb->nfinding; f++) {
        ngl_reason r = { f, 0 };
        if (i < c->ev.nitem && c->ev.item[i].finding == f) r.log_odds = likelihood_reason(c, condition, i++);
        if (moves_prior(c, f)) r.log_odds += prior_reason(c, condition, f, scratch);
        if (r.log_odds > 0) insert(helps, nhelp, max, r);
        if (r.log_odds < 0) insert(hurts, nhurt, max, r);
    }
    ngl_arena_free(&a);
    return scratch ? NGL_OK : NGL_E_NOMEM;
}
