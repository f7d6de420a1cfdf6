/* How sure: the posterior again under other parameters that the evidence allows.
 *
 * Every likelihood is a Beta around its figure with the effective sample size
 * of its evidence, every prior share log-normal over its stated range, every
 * group discount a Beta around rho. Each draw gives other weights to the sets
 * that matter; the 5th and 95th centiles of each marginal and the share of
 * draws in which a condition ranks first are the doubt. The deviates of one
 * likelihood come from a small pool made once per case, which leaves their
 * distribution as it is and the cost low.
 *
 * Fit: people are simulated who have exactly the best explanation and are asked
 * the same questions; fit is the share whose answers are no likelier than these.
 */
#include "assess/case.h"
#include "assess/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POOL = 32, FIT_PEOPLE = 400, DOUBT_LIMIT = 64 << 20 };

/* sets lighter than this are left as they are in every draw */
static const double LIGHTEST = 1e-4;

typedef struct doubt {
    const ngl_case *c;
    ngl_random      random;
    ngl_arena       arena;
    size_t          nset;
    hypothesis     *set;   /* [nset] */
    ngl_id          ncond;
    ngl_id         *cond;  /* [ncond] conditions in any of the sets */
    ngl_id         *place; /* [ncondition] position in cond */
    float          *pool;  /* [nitem][ncond][POOL] P(answer direction | condition alone) */
    item           *item;  /* [nitem] with pass, damp, share of the present draw */
    evidence        ev;
    double         *product; /* [nblock] scratch */
    double         *share, *odds;
    double         *draws; /* [ncondition][ndraw] marginals */
} doubt;

static void choose_sets(doubt *d)
{
    const hypothesis *h = (const hypothesis *)(const void *)d->c->sets.data;
    for (ngl_id i = 0; i < d->c->kb->ncondition; i++) d->place[i] = NGL_NONE;
    for (size_t s = 0; s < d->c->nset; s++) {
        if (h[s].weight < LIGHTEST) continue;
        d->set[d->nset++] = h[s];
        for (unsigned m = 0; m < SET_MAX && h[s].member[m] != NGL_NONE; m++) {
            if (d->place[h[s].member[m]] != NGL_NONE) continue;
            d->place[h[s].member[m]] = d->ncond;
            d->cond[d->ncond++] = h[s].member[m];
        }
    }
}

static const ngl_link *link_of(const ngl_knowledge *kb, const ngl_finding *f, const item *it, ngl_id c)
{
    unsigned column = it->state == NGL_CHOICE ? it->option : 0;
    return &kb->link[(f->column_adr + column) * kb->ncondition + c];
}

static bool fill_pool(doubt *d)
{
    const ngl_knowledge *kb = d->c->kb;
    d->pool = NGL_NEW(&d->arena, float, (size_t)d->c->ev.nitem * d->ncond * POOL);
    if (!d->pool) return false;
    float *out = d->pool;
    for (unsigned i = 0; i < d->c->ev.nitem; i++) {
        const item        *it = &d->c->ev.item[i];
        const ngl_finding *f = &kb->finding[it->finding];
        unsigned           column = it->state == NGL_CHOICE ? it->option : 0;
        for (ngl_id k = 0; k < d->ncond; k++, out += POOL) {
            const ngl_link *l = link_of(kb, f, it, d->cond[k]);
            bool            known = l->ess > 0 && l->p > 0 && l->p < 1;
            for (unsigned n = 0; n < POOL; n++) {
                double p = known ? ngl_random_beta(&d->random, l->p, l->ess) : l->p;
                out[n] = (float)ngl_assess_adjusted(kb, f, column, d->cond[k], p);
            }
        }
    }
    return true;
}

static bool prepare(doubt *d, ngl_case *c, unsigned ndraw, uint64_t seed)
{
    const ngl_knowledge *kb = c->kb;
    *d = (doubt){ .c = c, .random = ngl_random_from(seed) };
    ngl_arena_init(&d->arena, DOUBT_LIMIT);
    ngl_arena *a = &d->arena;
    d->set = NGL_NEW(a, hypothesis, c->nset);
    d->cond = NGL_NEW(a, ngl_id, kb->ncondition);
    d->place = NGL_NEW(a, ngl_id, kb->ncondition);
    d->share = NGL_NEW(a, double, kb->ncondition);
    d->odds = NGL_NEW(a, double, kb->ncondition);
    d->draws = NGL_NEW(a, double, (size_t)kb->ncondition * ndraw);
    d->item = NGL_NEW(a, item, c->ev.nitem);
    d->ev = c->ev;
    d->ev.block = NGL_NEW(a, block, c->ev.nblock);
    d->product = NGL_NEW(a, double, c->ev.nblock);
    if (!d->set || !d->cond || !d->place || !d->share || !d->odds || !d->draws || !d->item || !d->ev.block || !d->product)
        return false;
    d->ev.item = d->item;
    choose_sets(d);
    if (c->ev.nblock) memcpy(d->ev.block, c->ev.block, c->ev.nblock * sizeof *d->ev.block);
    for (unsigned i = 0; i < c->ev.nitem; i++) {
        d->item[i] = c->ev.item[i];
        d->item[i].pass = NGL_NEW(a, double, d->ncond);
        d->item[i].damp = NGL_NEW(a, double, d->ncond);
        if (!d->item[i].pass || !d->item[i].damp) return false;
        if (d->item[i].share) d->item[i].share = d->item[i].pass;
    }
    for (size_t s = 0; s < d->nset; s++) /* members become positions in cond */
        for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++)
            d->set[s].member[m] = d->place[d->set[s].member[m]];
    return fill_pool(d);
}

static void draw_items(doubt *d)
{
    const float *pool = d->pool;
    for (unsigned i = 0; i < d->ev.nitem; i++) {
        item  *it = &d->item[i];
        double b = it->state == NGL_NO ? 1 - it->base : it->base;
        for (ngl_id k = 0; k < d->ncond; k++, pool += POOL) {
            double p = (double)pool[ngl_random_bits(&d->random) >> 59];
            if (it->share) {
                it->share[k] = p;
                continue;
            }
            it->pass[k] = p > b ? (1 - p) / (1 - b) : 1;
            it->damp[k] = p < b ? p / b : 1;
        }
    }
}

static void draw_weights(doubt *d)
{
    double ess = d->c->kb->model.rho_ess;
    for (unsigned i = 0; i < d->ev.nblock; i++) {
        block *b = &d->ev.block[i];
        double rho = d->c->ev.block[i].rho;
        if (b->n > 1 && ess > 0 && rho > 0 && rho < 1) rho = ngl_random_beta(&d->random, rho, ess);
        b->rest = ngl_assess_rest(b, rho);
    }
}

/* factors on the shares: 90 % of a log-normal lies in low..high */
static void draw_shares(doubt *d)
{
    const ngl_knowledge *kb = d->c->kb;
    for (ngl_id i = 0; i < kb->ncondition; i++) {
        const ngl_condition *c = &kb->condition[i];
        double sigma = c->prior_low > 0 && c->prior_high > c->prior_low ? log(c->prior_high / c->prior_low) / 3.29 : 0;
        d->share[i] = exp(sigma * ngl_random_normal(&d->random));
    }
    ngl_assess_prior(kb, d->c->prior, d->c->answer, d->share, d->odds);
}

/* the likelihood of a set under this draw, over that under the figures */
static double ratio(doubt *d, const hypothesis *h)
{
    double direct = 1, log_l = 0;
    for (unsigned b = 0; b < d->ev.nblock; b++) d->product[b] = 1;
    for (unsigned i = 0; i < d->ev.nitem; i++) {
        double p = ngl_assess_item_p(&d->item[i], h->member);
        if (d->ev.block[d->item[i].block].top == i)
            direct *= p;
        else
            d->product[d->item[i].block] *= p;
    }
    for (unsigned b = 0; b < d->ev.nblock; b++)
        if (d->ev.block[b].n > 1) log_l += d->ev.block[b].rest * log(d->product[b]);
    return direct * exp(log_l - h->weight);
}

static void one_draw(doubt *d, unsigned n, unsigned ndraw, double *marginal)
{
    const ngl_knowledge *kb = d->c->kb;
    double               total = 0, best = 0;
    ngl_id               first = NGL_NONE;
    draw_items(d);
    draw_weights(d);
    draw_shares(d);
    for (ngl_id i = 0; i < kb->ncondition; i++) marginal[i] = 0;
    for (size_t s = 0; s < d->nset; s++) {
        double w = ratio(d, &d->set[s]);
        for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++) {
            ngl_id c = d->cond[d->set[s].member[m]];
            w *= d->odds[c] / d->c->odds[c];
        }
        total += w;
        for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++)
            marginal[d->cond[d->set[s].member[m]]] += w;
    }
    for (ngl_id i = 0; i < kb->ncondition; i++) {
        double p = total > 0 ? marginal[i] / total : 0;
        d->draws[(size_t)i * ndraw + n] = p;
        if (i != kb->other && p > best) best = p, first = i;
    }
    if (first != NGL_NONE) d->c->first[first] += 1.0 / ndraw;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The k-th of n sorted values at centile q, between neighbours. */
static double centile(const double *v, unsigned n, double q)
{
    double   at = q * (n - 1);
    unsigned i = (unsigned)at;
    return i + 1 < n ? v[i] + (at - i) * (v[i + 1] - v[i]) : v[n - 1];
}

static void summarise(doubt *d, unsigned ndraw)
{
    for (ngl_id i = 0; i < d->c->kb->ncondition; i++) {
        double *v = d->draws + (size_t)i * ndraw, p = d->c->marginal[i];
        qsort(v, ndraw, sizeof *v, ascending);
        d->c->low[i] = fmin(centile(v, ndraw, 0.05), p); /* the figure shown lies in its interval */
        d->c->high[i] = fmax(centile(v, ndraw, 0.95), p);
    }
}

/* log P of an answer of a person with the best explanation, drawn anew */
static double simulated_answer(const ngl_knowledge *kb, const item *it, const ngl_id *best, ngl_random *r, ngl_arena *a)
{
    const ngl_finding *f = &kb->finding[it->finding];
    double             p = ngl_assess_item_p(it, best), u = ngl_random_unit(r);
    if (it->state != NGL_CHOICE) return log(u < p ? p : 1 - p);
    for (ngl_id o = 0; o < f->option_num; o++) {
        item other;
        if (!ngl_assess_item(kb, it->finding, (ngl_answer){ NGL_CHOICE, o, 0 }, a, &other)) return log(p);
        double q = ngl_assess_item_p(&other, best);
        if (u < q || o + 1 == f->option_num) return log(q);
        u -= q;
    }
    return log(p);
}

static double fit(ngl_case *c, ngl_random *random)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    size_t            best = 0;
    unsigned          below = 0, same = 0;
    ngl_arena         a;
    if (c->nset == 0 || c->ev.nitem == 0) return 1;
    for (size_t s = 1; s < c->nset; s++)
        if (h[s].weight > h[best].weight) best = s;
    double seen = ngl_assess_log_likelihood(&c->ev, h[best].member);
    ngl_arena_init(&a, 4 << 20);
    for (unsigned person = 0; person < FIT_PEOPLE; person++) {
        double log_l = 0;
        for (unsigned i = 0; i < c->ev.nitem; i++)
            log_l += ngl_assess_weight(&c->ev, i) *
                     simulated_answer(c->kb, &c->ev.item[i], h[best].member, random, &a);
        ngl_arena_free(&a);
        below += log_l < seen - 1e-9;
        same += fabs(log_l - seen) <= 1e-9;
    }
    return (below + 0.5 * same) / FIT_PEOPLE;
}

/* weight[s] becomes the log-likelihood minus the log of the posterior weight,
 * so that a draw equal to the figures gives the posterior again */
static void take_reference(doubt *d)
{
    const hypothesis *h = (const hypothesis *)(const void *)d->c->sets.data;
    size_t            n = 0;
    for (size_t s = 0; s < d->c->nset; s++)
        if (h[s].weight >= LIGHTEST)
            d->set[n++].weight = ngl_assess_log_likelihood(&d->c->ev, h[s].member) - log(h[s].weight);
}

ngl_status ngl_case_doubt(ngl_case *c, unsigned draws, uint64_t seed)
{
    doubt      d;
    ngl_status status = ngl_assess_refresh(c);
    if (status != NGL_OK || c->doubted || draws == 0) return status;
    bool    ok = prepare(&d, c, draws, seed);
    double *marginal = ok ? NGL_NEW(&d.arena, double, c->kb->ncondition) : NULL;
    if (marginal) {
        take_reference(&d);
        for (ngl_id i = 0; i < c->kb->ncondition; i++) c->first[i] = 0;
        for (unsigned n = 0; n < draws; n++) one_draw(&d, n, draws, marginal);
        summarise(&d, draws);
        ngl_random r = ngl_random_from(seed + 1);
        c->fit = fit(c, &r);
        c->doubted = true;
    }
    ngl_arena_free(&d.arena);
    return marginal ? NGL_OK : NGL_E_NOMEM;
}
