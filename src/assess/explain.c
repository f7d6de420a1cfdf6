/* What helped and what hurt: each answer is taken away in turn and the log-odds
 * of the condition are computed again on the sets that carry weight. An answer
 * may act through a likelihood, a prior modifier, or both; a coarse place that
 * its finer one had replaced comes back when the finer one is taken away.
 */
#include "assess/case.h"

#include <math.h>

/* sets lighter than this do not move a reason that a person would be shown */
static const double LIGHTEST = 0;

static double log_odds(double p)
{
    return log(p / (1 - p));
}

/* p(condition) when the weights of the kept sets are multiplied by exp(change) */
static double p_changed(const ngl_case *c, ngl_id condition, const double *odds, const evidence *ev)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    double            with = 0, all = 0, shift = -INFINITY;
    for (int pass = 0; pass < 2; pass++)
        for (size_t s = 0; s < c->nset; s++) {
            if (h[s].weight < LIGHTEST) continue;
            double change = assess_log_likelihood(ev, h[s].member) - assess_log_likelihood(&c->ev, h[s].member);
            int    has = 0;
            for (unsigned m = 0; m < SET_MAX && h[s].member[m] != NGL_NONE; m++) {
                change += log(odds[h[s].member[m]] / c->odds[h[s].member[m]]);
                has = has || h[s].member[m] == condition;
            }
            if (pass == 0) {
                if (change > shift) shift = change;
                continue;
            }
            double w = h[s].weight * exp(change - shift);
            all += w;
            if (has) with += w;
        }
    return with / all;
}

static bool matters(const ngl_case *c, ngl_id f)
{
    if (c->answer[f].state == NGL_UNKNOWN || c->answer[f].state == NGL_VALUE) return false;
    if (assess_counts(c->kb, c->prior, c->answer, f)) return true;
    for (uint32_t i = 0; i < c->kb->nmodifier; i++)
        if (c->kb->modifier[i].finding == f) return true;
    return false;
}

static ngl_status without(ngl_case *c, ngl_id finding, ngl_id condition, ngl_arena *a, double *p)
{
    evidence   ev;
    ngl_answer taken = c->answer[finding];
    double    *odds = NGL_NEW(a, double, c->kb->ncondition);
    c->answer[finding] = (ngl_answer){ .state = NGL_UNKNOWN };
    bool ok = odds && assess_evidence(c->kb, c->prior, c->answer, a, &ev);
    if (ok) assess_prior(c->kb, c->prior, c->answer, NULL, odds);
    c->answer[finding] = taken;
    if (!ok) return NGL_E_NOMEM;
    *p = p_changed(c, condition, odds, &ev);
    return NGL_OK;
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
    ngl_status status = assess_refresh(c);
    *nhelp = *nhurt = 0;
    if (status != NGL_OK || !(c->marginal[condition] > 0)) return status;
    ngl_arena_init(&a, 8 << 20);
    double now = log_odds(c->marginal[condition]);
    for (ngl_id f = 0; f < c->kb->nfinding && status == NGL_OK; f++) {
        double p;
        if (!matters(c, f)) continue;
        status = without(c, f, condition, &a, &p);
        ngl_arena_free(&a);
        if (status != NGL_OK || !(p > 0)) continue;
        ngl_reason r = { f, now - log_odds(p) };
        if (r.log_odds > 0)
            insert(helps, nhelp, max, r);
        else if (r.log_odds < 0)
            insert(hurts, nhurt, max, r);
    }
    return status;
}
