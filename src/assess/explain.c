/* What helped and what hurt: each answer is taken away in turn and the log-odds
 * of the condition are computed again over the sets that carry weight. An
 * answer may act through a likelihood, a prior modifier, or both; a coarse
 * place that its finer one had replaced comes back when the finer one goes.
 * A condition that an answer makes impossible stays so: what it would have
 * been is not guessed.
 */
#include "assess/case.h"

#include <math.h>
#include <string.h>

/* sets lighter than this do not move a reason that a person would be shown */
static const double LIGHTEST = 1e-6;

typedef struct recall {
    ngl_case   *c;
    ngl_id      condition;
    ngl_arena   arena;  /* what holds for all answers */
    ngl_arena   moment; /* what holds for one */
    size_t      nset;
    hypothesis *set;    /* [nset] */
    double     *log_p;  /* [nset * nitem] of every item of the case */
    double     *log_l;  /* [nset] discounted sums */
    double     *change; /* [nset] */
} recall;

static double log_odds(double p)
{
    return log(p / (1 - p));
}

static bool prepare(recall *r, ngl_case *c, ngl_id condition)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    *r = (recall){ .c = c, .condition = condition };
    ngl_arena_init(&r->arena, 32 << 20);
    ngl_arena_init(&r->moment, 8 << 20);
    r->set = NGL_NEW(&r->arena, hypothesis, c->nset);
    r->log_l = NGL_NEW(&r->arena, double, c->nset);
    r->change = NGL_NEW(&r->arena, double, c->nset);
    if (!r->set || !r->log_l || !r->change) return false;
    for (size_t s = 0; s < c->nset; s++)
        if (h[s].weight >= LIGHTEST) r->set[r->nset++] = h[s];
    r->log_p = NGL_NEW(&r->arena, double, r->nset *c->ev.nitem);
    if (!r->log_p) return false;
    for (size_t s = 0; s < r->nset; s++)
        for (unsigned i = 0; i < c->ev.nitem; i++) {
            double l = log(ngl_assess_item_p(&c->ev.item[i], r->set[s].member));
            r->log_p[s * c->ev.nitem + i] = l;
            r->log_l[s] += c->ev.block[c->ev.item[i].block].weight * l;
        }
    return true;
}

/* the item of the whole case with this finding, or nitem */
static unsigned known_item(const evidence *ev, ngl_id finding)
{
    unsigned i = 0;
    while (i < ev->nitem && ev->item[i].finding != finding) i++;
    return i;
}

/* change[s]: log-likelihood without the answer, less that with it */
static void likelihood_change(recall *r, const evidence *without)
{
    const evidence *all = &r->c->ev;
    for (size_t s = 0; s < r->nset; s++) r->change[s] = -r->log_l[s];
    for (unsigned i = 0; i < without->nitem; i++) {
        const item *it = &without->item[i];
        double      weight = without->block[it->block].weight;
        unsigned    known = known_item(all, it->finding);
        for (size_t s = 0; s < r->nset; s++)
            r->change[s] += weight * (known < all->nitem ? r->log_p[s * all->nitem + known]
                                                         : log(ngl_assess_item_p(it, r->set[s].member)));
    }
}

static double p_without(recall *r, const double *odds)
{
    double with = 0, sum = 0, shift = -INFINITY;
    for (size_t s = 0; s < r->nset; s++) {
        for (unsigned m = 0; m < SET_MAX && r->set[s].member[m] != NGL_NONE; m++)
            r->change[s] += log(odds[r->set[s].member[m]] / r->c->odds[r->set[s].member[m]]);
        if (r->change[s] > shift) shift = r->change[s];
    }
    for (size_t s = 0; s < r->nset; s++) {
        double w = r->set[s].weight * exp(r->change[s] - shift);
        sum += w;
        for (unsigned m = 0; m < SET_MAX; m++)
            if (r->set[s].member[m] == r->condition) with += w;
    }
    return with / sum;
}

static bool matters(const ngl_case *c, ngl_id f)
{
    if (c->answer[f].state == NGL_UNKNOWN || c->answer[f].state == NGL_VALUE) return false;
    if (ngl_assess_counts(c->kb, c->prior, c->answer, f)) return true;
    for (uint32_t i = 0; i < c->kb->nmodifier; i++)
        if (c->kb->modifier[i].finding == f) return true;
    return false;
}

/* probability of the condition had this not been answered; NaN: no memory */
static double take_away(recall *r, ngl_id finding)
{
    ngl_case  *c = r->c;
    evidence   ev;
    ngl_answer taken = c->answer[finding];
    double    *odds = NGL_NEW(&r->moment, double, c->kb->ncondition);
    c->answer[finding] = (ngl_answer){ .state = NGL_UNKNOWN };
    bool ok = odds && ngl_assess_evidence(c->kb, c->prior, c->answer, &r->moment, &ev);
    if (ok) ngl_assess_prior(c->kb, c->prior, c->answer, NULL, odds);
    c->answer[finding] = taken;
    if (ok) likelihood_change(r, &ev);
    double p = ok ? p_without(r, odds) : NAN;
    ngl_arena_free(&r->moment);
    return p;
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
    recall     r;
    ngl_status status = ngl_assess_refresh(c);
    *nhelp = *nhurt = 0;
    if (status != NGL_OK || !(c->marginal[condition] > 0)) return status;
    if (!prepare(&r, c, condition)) status = NGL_E_NOMEM;
    double now = log_odds(c->marginal[condition]);
    for (ngl_id f = 0; f < c->kb->nfinding && status == NGL_OK; f++) {
        if (!matters(c, f)) continue;
        double     p = take_away(&r, f);
        ngl_reason reason = { f, now - log_odds(p) };
        if (isnan(p))
            status = NGL_E_NOMEM;
        else if (reason.log_odds > 0)
            insert(helps, nhelp, max, reason);
        else if (reason.log_odds < 0)
            insert(hurts, nhurt, max, reason);
    }
    ngl_arena_free(&r.arena);
    return status;
}
