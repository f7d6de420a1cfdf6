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
#include "assess/course.h"
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
    ngl_id         *cond;  /* [ncond] states in any of the sets */
    ngl_id         *place; /* [states] position in cond */
    float          *pool;  /* [nitem][ncond][POOL] P(answer direction | condition alone) */
    bool           *known; /* [nitem][ncond] the evidence has a figure, so draws differ */
    item           *item;  /* [nitem] with pass, damp, share of the present draw */
    evidence        ev;
    double         *product; /* [nblock] scratch */
    uint16_t       *live;    /* items whose parameters this set's members have, set after set */
    uint32_t       *live_adr; /* [nset + 1] */
    double         *direct;  /* [nset] product over the other items that count whole */
    double         *others;  /* [nset * nblock] log of the product over the other items of a block */
    double         *share, *odds;
    double         *draws; /* [ncondition][ndraw] marginals of the conditions */
} doubt;

static void choose_sets(doubt *d)
{
    const hypothesis *h = (const hypothesis *)(const void *)d->c->sets.data;
    for (ngl_id i = 0; i < ngl_states(d->c->kb); i++) d->place[i] = NGL_NONE;
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
    return ngl_link_at(kb, f->column_adr + column, c);
}

/* draws of a course: its median, its spread, what rest and running do */
static void fill_course(doubt *d, const item *it, ngl_id state, float *out, bool *known)
{
    const ngl_knowledge *kb = d->c->kb;
    double base = ngl_course_base(kb, d->c->answer, it->finding);
    *known = ngl_course_known(kb, state);
    for (unsigned n = 0; n < (*known ? POOL : 1); n++) {
        ngl_random *r = *known ? &d->random : NULL;
        out[n] = (float)(it->base * ngl_course_ratio(kb, d->c->answer, it->finding, state, base, r));
    }
}

static bool fill_pool(doubt *d)
{
    const ngl_knowledge *kb = d->c->kb;
    d->pool = NGL_NEW(&d->arena, float, (size_t)d->c->ev.nitem * d->ncond * POOL);
    d->known = NGL_NEW(&d->arena, bool, (size_t)d->c->ev.nitem * d->ncond);
    if (!d->pool || !d->known) return false;
    float *out = d->pool;
    bool  *flag = d->known;
    for (unsigned i = 0; i < d->c->ev.nitem; i++) {
        const item        *it = &d->c->ev.item[i];
        const ngl_finding *f = &kb->finding[it->finding];
        unsigned           column = it->state == NGL_CHOICE ? it->option : 0;
        bool               time = ngl_course_tells(kb, it->finding);
        for (ngl_id k = 0; k < d->ncond; k++, out += POOL) {
            if (time) {
                fill_course(d, it, d->cond[k], out, flag++);
                continue;
            }
            const ngl_link *l = link_of(kb, f, it, d->cond[k]);
            bool            known = *flag++ = l->ess > 0 && l->p > 0 && l->p < 1;
            for (unsigned n = 0; n < (known ? POOL : 1); n++) {
                double p = known ? ngl_random_beta(&d->random, l->p, l->ess) : l->p;
                out[n] = (float)ngl_assess_adjusted(kb, f, column, d->cond[k], p, it->state == NGL_NO);
            }
        }
    }
    return true;
}

static void set_item(item *it, ngl_id k, double p)
{
    double b = it->state == NGL_NO ? 1 - it->base : it->base;
    if (it->share) {
        it->share[k] = it->damp ? fmax(p, b) : p;
        if (it->damp) it->damp[k] = fmin(p / b, 1);
        return;
    }
    it->pass[k] = p > b ? (1 - p) / (1 - b) : 1;
    it->damp[k] = p < b ? p / b : 1;
}

/* the first draw sets everything, the others what may differ */
static void draw_items(doubt *d, bool first)
{
    const float *pool = d->pool;
    const bool  *known = d->known;
    for (unsigned i = 0; i < d->ev.nitem; i++)
        for (ngl_id k = 0; k < d->ncond; k++, pool += POOL, known++)
            if (*known)
                set_item(&d->item[i], k, (double)pool[ngl_random_bits(&d->random) >> 59]);
            else if (first)
                set_item(&d->item[i], k, (double)pool[0]);
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

/* a factor on a share: 90 % of a log-normal lies in low..high */
static double draw_share(doubt *d, double low, double high)
{
    double sigma = low > 0 && high > low ? log(high / low) / 3.29 : 0;
    return exp(sigma * ngl_random_normal(&d->random));
}

static void draw_shares(doubt *d)
{
    const ngl_knowledge *kb = d->c->kb;
    for (ngl_id i = 0; i < kb->ncondition; i++)
        d->share[i] = draw_share(d, kb->condition[i].prior_low, kb->condition[i].prior_high);
    for (ngl_id i = 0; i < kb->nform; i++)
        d->share[kb->ncondition + i] = draw_share(d, kb->form[i].share_low, kb->form[i].share_high);
    ngl_assess_prior(kb, d->c->prior, d->c->answer, d->share, d->odds);
}

/* Most items say of most conditions only the base rate, in every draw: what
 * they give is computed once. */
static bool split_items(doubt *d)
{
    const ngl_knowledge *kb = d->c->kb;
    ngl_arena           *a = &d->arena;
    uint32_t             n = 0;
    d->live = NGL_NEW(a, uint16_t, d->nset *d->ev.nitem);
    d->live_adr = NGL_NEW(a, uint32_t, d->nset + 1);
    d->direct = NGL_NEW(a, double, d->nset);
    d->others = NGL_NEW(a, double, d->nset *d->ev.nblock);
    if (!d->live || !d->live_adr || !d->direct || !d->others) return false;
    for (size_t s = 0; s < d->nset; s++) {
        d->direct[s] = 1;
        d->live_adr[s] = n;
        for (unsigned i = 0; i < d->ev.nitem; i++) {
            const item *it = &d->c->ev.item[i];
            ngl_id      member[SET_MAX] = { NGL_NONE, NGL_NONE, NGL_NONE };
            bool        known = it->state == NGL_CHOICE;
            for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++) {
                member[m] = d->cond[d->set[s].member[m]];
                known = known || link_of(kb, &kb->finding[it->finding], it, member[m])->ess > 0;
            }
            if (known)
                d->live[n++] = (uint16_t)i;
            else if (d->ev.block[it->block].top == i)
                d->direct[s] *= ngl_assess_item_p(it, member);
            else
                d->others[s * d->ev.nblock + it->block] += log(ngl_assess_item_p(it, member));
        }
    }
    d->live_adr[d->nset] = n;
    return true;
}

static bool prepare(doubt *d, ngl_case *c, unsigned ndraw, uint64_t seed)
{
    const ngl_knowledge *kb = c->kb;
    *d = (doubt){ .c = c, .random = ngl_random_from(seed) };
    ngl_arena_init(&d->arena, DOUBT_LIMIT);
    ngl_arena *a = &d->arena;
    d->set = NGL_NEW(a, hypothesis, c->nset);
    d->cond = NGL_NEW(a, ngl_id, ngl_states(kb));
    d->place = NGL_NEW(a, ngl_id, ngl_states(kb));
    d->share = NGL_NEW(a, double, ngl_states(kb));
    d->odds = NGL_NEW(a, double, ngl_states(kb));
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
        if (!c->ev.item[i].damp) d->item[i].damp = NULL;
    }
    for (size_t s = 0; s < d->nset; s++) /* members become positions in cond */
        for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++)
            d->set[s].member[m] = d->place[d->set[s].member[m]];
    return split_items(d) && fill_pool(d);
}

/* the likelihood of set s under this draw, over that under the figures */
static double ratio(doubt *d, size_t s)
{
    const hypothesis *h = &d->set[s];
    double            direct = d->direct[s], log_l = 0;
    for (unsigned b = 0; b < d->ev.nblock; b++) d->product[b] = 1;
    for (uint32_t n = d->live_adr[s]; n < d->live_adr[s + 1]; n++) {
        unsigned    i = d->live[n];
        const item *it = &d->item[i];
        double      p = ngl_assess_item_p(it, h->member);
        if (d->ev.block[it->block].top == i)
            direct *= p;
        else
            d->product[it->block] *= p;
    }
    for (unsigned b = 0; b < d->ev.nblock; b++)
        if (d->ev.block[b].n > 1)
            log_l += d->ev.block[b].rest *
                     (d->others[s * d->ev.nblock + b] + (d->product[b] == 1 ? 0 : log(d->product[b])));
    return direct * exp(log_l - h->weight);
}

static void one_draw(doubt *d, unsigned n, unsigned ndraw, double *marginal)
{
    const ngl_knowledge *kb = d->c->kb;
    double               total = 0, best = 0;
    ngl_id               first = NGL_NONE;
    draw_items(d, n == 0);
    draw_weights(d);
    draw_shares(d);
    for (ngl_id i = 0; i < kb->ncondition; i++) marginal[i] = 0;
    for (size_t s = 0; s < d->nset; s++) {
        double w = ratio(d, s);
        for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++) {
            ngl_id c = d->cond[d->set[s].member[m]];
            w *= d->odds[c] / d->c->odds[c];
        }
        total += w;
        for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++)
            marginal[ngl_state_condition(kb, d->cond[d->set[s].member[m]])] += w;
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

/* What a person with the best explanation may answer to one item: how often,
 * and what the answer is worth. */
typedef struct spread {
    unsigned n;
    double   p[32], worth[32];
} spread;

/* the same for what time tells: the number in a few steps, or the options */
static bool spread_of_course(const ngl_case *c, unsigned i, const ngl_id *best, ngl_arena *a, spread *out)
{
    const item *it = &c->ev.item[i];
    ngl_answer  other[32], *answer = NGL_NEW(a, ngl_answer, c->kb->nfinding);
    double      width[32], sum = 0;
    if (!answer) return false;
    memcpy(answer, c->answer, c->kb->nfinding * sizeof *answer);
    out->n = ngl_course_outcomes(c->kb, it->finding, other, width, 32);
    for (unsigned o = 0; o < out->n; o++) {
        answer[it->finding] = other[o];
        double ratio = ngl_course_set(c->kb, answer, it->finding, best, SET_MAX);
        out->p[o] = ngl_course_base(c->kb, answer, it->finding) * ratio * width[o];
        out->worth[o] = ngl_assess_weight(&c->ev, i) * log(it->base * ratio);
        sum += out->p[o];
    }
    for (unsigned o = 0; o < out->n; o++) out->p[o] /= sum;
    return true;
}

static bool spread_of(const ngl_case *c, unsigned i, const ngl_id *best, ngl_arena *a, spread *out)
{
    if (ngl_course_tells(c->kb, c->ev.item[i].finding)) return spread_of_course(c, i, best, a, out);
    const item        *it = &c->ev.item[i];
    const ngl_finding *f = &c->kb->finding[it->finding];
    double             weight = ngl_assess_weight(&c->ev, i), p = ngl_assess_item_p(it, best);
    *out = (spread){ 2, { p, 1 - p }, { weight * log(p), weight * log(1 - p) } };
    if (it->state != NGL_CHOICE) return true;
    out->n = f->option_num < 32 ? f->option_num : 32;
    for (unsigned o = 0; o < out->n; o++) {
        item other;
        if (!ngl_assess_item(c->kb, it->finding, (ngl_answer){ NGL_CHOICE, (ngl_id)o, 0 }, a, &other)) return false;
        out->p[o] = ngl_assess_item_p(&other, best);
        out->worth[o] = weight * log(out->p[o]);
    }
    return true;
}

static double simulated(const spread *s, ngl_random *r)
{
    double   u = ngl_random_unit(r);
    unsigned o = 0;
    while (o + 1 < s->n && (u -= s->p[o]) > 0) o++;
    return s->worth[o];
}

static ngl_status fit(ngl_case *c, ngl_arena *a, ngl_random *random)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    size_t            best = 0;
    unsigned          below = 0, same = 0;
    spread           *s = NGL_NEW(a, spread, c->ev.nitem);
    c->fit = 1;
    if (c->nset == 0 || c->ev.nitem == 0) return NGL_OK;
    for (size_t k = 1; k < c->nset; k++)
        if (h[k].weight > h[best].weight) best = k;
    for (unsigned i = 0; i < c->ev.nitem; i++)
        if (!s || !spread_of(c, i, h[best].member, a, &s[i])) return NGL_E_NOMEM;
    double seen = ngl_assess_log_likelihood(&c->ev, h[best].member);
    for (unsigned person = 0; person < FIT_PEOPLE; person++) {
        double log_l = 0;
        for (unsigned i = 0; i < c->ev.nitem; i++) log_l += simulated(&s[i], random);
        below += log_l < seen - 1e-9;
        same += fabs(log_l - seen) <= 1e-9;
    }
    c->fit = (below + 0.5 * same) / FIT_PEOPLE;
    return NGL_OK;
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
        status = fit(c, &d.arena, &r);
        c->doubted = status == NGL_OK;
    }
    ngl_arena_free(&d.arena);
    return marginal ? status : NGL_E_NOMEM;
}
