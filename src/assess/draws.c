/* Drawing parameters: see draws.h. */
#include "assess/draws.h"
#include "assess/course.h"

#include <math.h>

enum { POOL = 32, POOL_BITS = 5 };

static const ngl_link *link_of(const ngl_knowledge *kb, const ngl_finding *f, const item *it, ngl_id c)
{
    unsigned column = it->state == NGL_CHOICE ? it->option : 0;
    return ngl_link_at(kb, f->column_adr + column, c);
}

/* draws of a course: its median, its spread, what rest and running do */
static void fill_course(ngl_draws *d, const item *it, ngl_id state, float *out, bool *known)
{
    const ngl_knowledge *kb = d->c->kb;
    double base = ngl_course_base(kb, d->c->answer, it->finding);
    *known = ngl_course_known(kb, state);
    for (unsigned n = 0; n < (*known ? POOL : 1); n++) {
        ngl_random *r = *known ? &d->random : NULL;
        out[n] = (float)(it->base * ngl_course_ratio(kb, d->c->answer, it->finding, state, base, r));
    }
}

/* P(this answer | state alone) as the two numbers an item has for it */
static void split(const item *it, double p, float *x, float *d)
{
    double b = it->state == NGL_NO ? 1 - it->base : it->base;
    *d = it->damp ? (float)fmin(p / b, 1) : 1;
    if (it->share)
        *x = (float)(it->damp ? fmax(p, b) : p);
    else
        *x = p > b ? (float)((1 - p) / (1 - b)) : 1;
}

/* an earlier state of the same condition with the same figure, or `k` */
static unsigned drawn_with(const ngl_draws *d, const ngl_finding *f, const item *it, unsigned k)
{
    const ngl_knowledge *kb = d->c->kb;
    const ngl_link      *own = link_of(kb, f, it, d->state[k]);
    for (unsigned e = 0; e < k && d->state[k] >= kb->ncondition; e++) {
        const ngl_link *l = link_of(kb, f, it, d->state[e]);
        if (ngl_state_condition(kb, d->state[e]) != ngl_state_condition(kb, d->state[k])) continue;
        if (l->p == own->p && l->ess == own->ess && l->shrink == own->shrink) return e;
    }
    return k;
}

static void fill_cell(ngl_draws *d, unsigned i, unsigned k)
{
    const ngl_knowledge *kb = d->c->kb;
    const item          *it = &d->c->ev.item[i];
    const ngl_finding   *f = &kb->finding[it->finding];
    size_t               at = (size_t)i * d->nstate + k;
    float                p[POOL];
    d->cell[at] = (uint32_t)at;
    if (ngl_course_tells(kb, it->finding)) {
        fill_course(d, it, d->state[k], p, &d->known[at]);
    } else {
        const ngl_link *l = link_of(kb, f, it, d->state[k]);
        unsigned        column = it->state == NGL_CHOICE ? it->option : 0;
        d->known[at] = l->ess > 0 && l->p > 0 && l->p < 1;
        d->cell[at] = (uint32_t)(i * d->nstate + drawn_with(d, f, it, k));
        for (unsigned n = 0; n < (d->known[at] ? POOL : 1) && d->cell[at] == at; n++) {
            double drawn = d->known[at] ? ngl_random_beta(&d->random, l->p, l->ess) : (double)l->p;
            p[n] = (float)ngl_assess_adjusted(kb, f, column, d->state[k], drawn, it->state == NGL_NO);
        }
    }
    for (unsigned n = 0; n < (d->known[at] ? POOL : 1) && d->cell[at] == at; n++)
        split(it, (double)p[n], &d->pool_x[at * POOL + n], &d->pool_d[at * POOL + n]);
    for (unsigned n = 0; n < DRAWS_BATCH && !d->known[at] && d->cell[at] == at; n++) {
        d->x[at * DRAWS_BATCH + n] = d->pool_x[at * POOL];
        d->d[at * DRAWS_BATCH + n] = d->pool_d[at * POOL];
    }
}

bool ngl_draws_start(ngl_draws *d, const ngl_case *c, const ngl_id *state, unsigned nstate, uint64_t seed, ngl_arena *a)
{
    size_t cells = (size_t)c->ev.nitem * nstate, states = ngl_states(c->kb);
    *d = (ngl_draws){ .c = c,
                      .random = ngl_random_from(seed),
                      .nstate = nstate,
                      .state = state,
                      .known = NGL_NEW(a, bool, cells + 1),
                      .cell = NGL_NEW(a, uint32_t, cells + 1),
                      .pool_x = NGL_NEW(a, float, cells * POOL + 1),
                      .pool_d = NGL_NEW(a, float, cells * POOL + 1),
                      .x = NGL_NEW(a, float, cells * DRAWS_BATCH + 1),
                      .d = NGL_NEW(a, float, cells * DRAWS_BATCH + 1),
                      .rest = NGL_NEW(a, double, (size_t)c->ev.nblock * DRAWS_BATCH + 1),
                      .odds = NGL_NEW(a, double, (size_t)nstate * DRAWS_BATCH + 1),
                      .modifier = NGL_NEW(a, double, states),
                      .share = NGL_NEW(a, double, states),
                      .drawn = NGL_NEW(a, double, states) };
    if (!d->known || !d->cell || !d->pool_x || !d->pool_d || !d->x || !d->d || !d->rest || !d->odds || !d->modifier || !d->share || !d->drawn)
        return false;
    ngl_assess_modifiers(c->kb, c->answer, d->modifier);
    for (unsigned i = 0; i < c->ev.nitem; i++)
        for (unsigned k = 0; k < nstate; k++) fill_cell(d, i, k);
    return true;
}

/* twelve picks from a pool of 32 in each random word */
static void draw_items(ngl_draws *d, unsigned n)
{
    size_t cells = (size_t)d->c->ev.nitem * d->nstate;
    for (size_t at = 0; at < cells; at++) {
        const float *pool_x = d->pool_x + at * POOL, *pool_d = d->pool_d + at * POOL;
        float       *x = d->x + at * DRAWS_BATCH, *damp = d->d + at * DRAWS_BATCH;
        uint64_t     bits = 0;
        if (!d->known[at] || d->cell[at] != at) continue;
        for (unsigned i = 0; i < n; i++, bits >>= POOL_BITS) {
            if (i % 12 == 0) bits = ngl_random_bits(&d->random) >> 4;
            x[i] = pool_x[bits & (POOL - 1)];
            damp[i] = pool_d[bits & (POOL - 1)];
        }
    }
}

static void draw_weights(ngl_draws *d, unsigned n)
{
    double ess = d->c->kb->model.rho_ess;
    for (unsigned i = 0; i < d->c->ev.nblock; i++) {
        const block *b = &d->c->ev.block[i];
        bool         differs = b->n > 1 && ess > 0 && b->rho > 0 && b->rho < 1;
        for (unsigned k = 0; k < n; k++) {
            double rho = differs ? ngl_random_beta(&d->random, b->rho, ess) : b->rho;
            d->rest[(size_t)i * DRAWS_BATCH + k] = ngl_assess_rest(b, rho);
        }
    }
}

/* a factor on a share: 90 % of a log-normal lies in low..high */
static double draw_share(ngl_draws *d, double low, double high)
{
    double sigma = low > 0 && high > low ? log(high / low) / 3.29 : 0;
    return exp(sigma * ngl_random_normal(&d->random));
}

static void draw_odds(ngl_draws *d, unsigned n)
{
    const ngl_knowledge *kb = d->c->kb;
    for (ngl_id i = 0; i < kb->ncondition; i++)
        d->share[i] = draw_share(d, kb->condition[i].prior_low, kb->condition[i].prior_high);
    for (ngl_id i = 0; i < kb->nform; i++)
        d->share[kb->ncondition + i] = draw_share(d, kb->form[i].share_low, kb->form[i].share_high);
    ngl_assess_odds(kb, d->c->prior, d->modifier, d->share, d->drawn);
    for (unsigned k = 0; k < d->nstate; k++)
        d->odds[(size_t)k * DRAWS_BATCH + n] = d->drawn[d->state[k]] / d->c->odds[d->state[k]];
}

void ngl_draws_next(ngl_draws *d, unsigned n)
{
    draw_items(d, n);
    draw_weights(d, n);
    for (unsigned i = 0; i < n; i++) draw_odds(d, i);
}
