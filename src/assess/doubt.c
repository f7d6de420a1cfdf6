/* How sure: the posterior again under other parameters that the evidence allows.
 *
 * Each draw of the parameters (draws.h) gives other weights to the sets that
 * matter; the 5th and 95th centiles of each marginal and the share of draws in
 * which a condition ranks first are the doubt. Sets are weighed for a batch of
 * draws at once. Most items say of most conditions only the base rate, in every
 * draw: what they give is computed once.
 */
#include "assess/draws.h"
#include "assess/row.h"

#include <math.h>
#include <string.h>

enum { DOUBT_LIMIT = 16 << 20 };

/* sets lighter than this are left as they are in every draw */
static const double LIGHTEST = 1e-4;

typedef struct doubt {
    ngl_case   *c;
    ngl_arena   arena;
    ngl_draws   draws;
    size_t      nset;
    hypothesis *set;      /* [nset] members are positions in `state`; weight: see take_reference() */
    unsigned    nstate;
    ngl_id     *state;    /* [nstate] states in any of the sets */
    ngl_id     *place;    /* [states] position in `state` */
    uint16_t   *by_block; /* [nitem] items, those of a block together */
    uint16_t   *live;     /* items whose parameters this set's members have, set after set, by block */
    uint32_t   *live_adr; /* [nset + 1] */
    double     *direct;   /* [nset] product over the other items that count whole */
    double     *others;   /* [nset * nblock] log of the product over the other items of a block */
    float      *one, *none; /* [batch] 1 and 0: the parameters of nobody */
    double     *weight, *product, *log_l, *part, *total; /* [batch] */
    double     *marginal; /* [ncondition * batch] */
    double     *shown;    /* [ncondition * ndraw] marginals, draw after draw */
} doubt;

static bool choose_sets(doubt *d)
{
    const hypothesis *h = (const hypothesis *)(const void *)d->c->sets.data;
    size_t            states = ngl_states(d->c->kb);
    d->set = NGL_NEW(&d->arena, hypothesis, d->c->nset + 1);
    d->state = NGL_NEW(&d->arena, ngl_id, states);
    d->place = NGL_NEW(&d->arena, ngl_id, states);
    if (!d->set || !d->state || !d->place) return false;
    for (size_t i = 0; i < states; i++) d->place[i] = NGL_NONE;
    for (size_t s = 0; s < d->c->nset; s++) {
        if (h[s].weight < LIGHTEST) continue;
        hypothesis *own = &d->set[d->nset++];
        *own = h[s];
        for (unsigned m = 0; m < SET_MAX && h[s].member[m] != NGL_NONE; m++) {
            ngl_id *place = &d->place[h[s].member[m]];
            if (*place == NGL_NONE) {
                *place = (ngl_id)d->nstate;
                d->state[d->nstate++] = h[s].member[m];
            }
            own->member[m] = *place;
        }
    }
    return true;
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

static void sort_by_block(doubt *d)
{
    const evidence *ev = &d->c->ev;
    unsigned        n = 0;
    for (unsigned b = 0; b < ev->nblock; b++)
        for (unsigned i = 0; i < ev->nitem; i++)
            if (ev->item[i].block == b) d->by_block[n++] = (uint16_t)i;
}

static bool any_known(const doubt *d, size_t s, unsigned i)
{
    for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++)
        if (d->draws.known[(size_t)i * d->nstate + d->set[s].member[m]]) return true;
    return false;
}

static bool split_items(doubt *d)
{
    const evidence *ev = &d->c->ev;
    uint32_t        n = 0;
    d->by_block = NGL_NEW(&d->arena, uint16_t, ev->nitem + 1);
    d->live = NGL_NEW(&d->arena, uint16_t, d->nset * ev->nitem + 1);
    d->live_adr = NGL_NEW(&d->arena, uint32_t, d->nset + 1);
    d->direct = NGL_NEW(&d->arena, double, d->nset + 1);
    d->others = NGL_NEW(&d->arena, double, d->nset * ev->nblock + 1);
    if (!d->by_block || !d->live || !d->live_adr || !d->direct || !d->others) return false;
    sort_by_block(d);
    for (size_t s = 0; s < d->nset; s++) {
        ngl_id member[SET_MAX] = { NGL_NONE, NGL_NONE, NGL_NONE };
        for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++) member[m] = d->state[d->set[s].member[m]];
        d->direct[s] = 1;
        d->live_adr[s] = n;
        for (unsigned o = 0; o < ev->nitem; o++) {
            unsigned    i = d->by_block[o];
            const item *it = &ev->item[i];
            if (any_known(d, s, i))
                d->live[n++] = (uint16_t)i;
            else if (ev->block[it->block].top == i)
                d->direct[s] *= ngl_assess_item_p(it, member);
            else
                d->others[s * ev->nblock + it->block] += log(ngl_assess_item_p(it, member));
        }
    }
    d->live_adr[d->nset] = n;
    return true;
}

static bool prepare(doubt *d, ngl_case *c, unsigned ndraw, uint64_t seed)
{
    *d = (doubt){ .c = c };
    ngl_arena_init(&d->arena, DOUBT_LIMIT);
    ngl_arena *a = &d->arena;
    if (!choose_sets(d) || !ngl_draws_start(&d->draws, c, d->state, d->nstate, seed, a) || !split_items(d)) return false;
    take_reference(d);
    d->one = NGL_NEW(a, float, DRAWS_BATCH);
    d->none = NGL_NEW(a, float, DRAWS_BATCH);
    d->weight = NGL_NEW(a, double, 5 * DRAWS_BATCH);
    d->marginal = NGL_NEW(a, double, (size_t)c->kb->ncondition * DRAWS_BATCH);
    d->shown = NGL_NEW(a, double, (size_t)c->kb->ncondition * ndraw);
    if (!d->one || !d->none || !d->weight || !d->marginal || !d->shown) return false;
    d->product = d->weight + DRAWS_BATCH;
    d->log_l = d->product + DRAWS_BATCH;
    d->part = d->log_l + DRAWS_BATCH;
    d->total = d->part + DRAWS_BATCH;
    for (unsigned i = 0; i < DRAWS_BATCH; i++) d->one[i] = 1;
    return true;
}

/* out[n] *= P(answer of item i | set s) in every draw */
static void multiply_item(const doubt *d, size_t s, unsigned i, unsigned n, double *out)
{
    const item  *it = &d->c->ev.item[i];
    const float *x[SET_MAX], *damp[SET_MAX];
    unsigned     members = 0;
    for (unsigned m = 0; m < SET_MAX; m++) {
        ngl_id k = d->set[s].member[m];
        x[m] = it->share ? d->none : d->one;
        damp[m] = d->one;
        if (members < m || k == NGL_NONE) continue;
        size_t at = (size_t)d->draws.cell[(size_t)i * d->nstate + k] * DRAWS_BATCH;
        x[m] = d->draws.x + at;
        damp[m] = d->draws.d + at;
        members++;
    }
    if (it->share)
        ngl_row_draw_choice(out, n, x, damp, 1.0 / members);
    else
        ngl_row_draw(out, n, x, damp, it->state == NGL_YES ? it->base : 1 - it->base, it->state == NGL_YES);
}

/* log_l[n] += rest[n] times the log of the other items of block b */
static uint32_t add_block(doubt *d, size_t s, unsigned b, uint32_t from, unsigned n)
{
    const evidence *ev = &d->c->ev;
    bool            any = false;
    uint32_t        at = from;
    for (; at < d->live_adr[s + 1] && ev->item[d->live[at]].block == b; at++) {
        unsigned i = d->live[at];
        if (ev->block[b].top == i) {
            multiply_item(d, s, i, n, d->weight);
            continue;
        }
        if (!any) ngl_row_fill(d->product, n, 1);
        any = true;
        multiply_item(d, s, i, n, d->product);
    }
    if (ev->block[b].n < 2) return at;
    ngl_row_fill(d->part, n, d->others[s * ev->nblock + b]);
    if (any) ngl_row_add_log(d->part, n, d->product, 1);
    ngl_row_add_product(d->log_l, n, d->part, d->draws.rest + (size_t)b * DRAWS_BATCH);
    return at;
}

/* weight[n]: of set s in every draw */
static void weigh(doubt *d, size_t s, unsigned n)
{
    uint32_t at = d->live_adr[s];
    ngl_row_fill(d->weight, n, d->direct[s]);
    ngl_row_fill(d->log_l, n, 0);
    for (unsigned b = 0; b < d->c->ev.nblock; b++) at = add_block(d, s, b, at, n);
    ngl_row_times_exp(d->weight, n, d->log_l, d->set[s].weight);
    for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++)
        ngl_row_scale(d->weight, n, d->draws.odds + (size_t)d->set[s].member[m] * DRAWS_BATCH, 1);
}

static void show(doubt *d, unsigned done, unsigned n, unsigned ndraw)
{
    const ngl_knowledge *kb = d->c->kb;
    for (unsigned k = 0; k < n; k++) {
        double best = 0;
        ngl_id first = NGL_NONE;
        for (ngl_id i = 0; i < kb->ncondition; i++) {
            double p = d->total[k] > 0 ? d->marginal[(size_t)i * DRAWS_BATCH + k] / d->total[k] : 0;
            d->shown[(size_t)i * ndraw + done + k] = p;
            if (i != kb->other && p > best) best = p, first = i;
        }
        if (first != NGL_NONE) d->c->first[first] += 1.0 / ndraw;
    }
}

static void draw_batch(doubt *d, unsigned done, unsigned n, unsigned ndraw)
{
    const ngl_knowledge *kb = d->c->kb;
    ngl_draws_next(&d->draws, n);
    memset(d->total, 0, n * sizeof *d->total);
    memset(d->marginal, 0, (size_t)kb->ncondition * DRAWS_BATCH * sizeof *d->marginal);
    for (size_t s = 0; s < d->nset; s++) {
        weigh(d, s, n);
        ngl_row_add(d->total, n, d->weight, 1, 0);
        for (unsigned m = 0; m < SET_MAX && d->set[s].member[m] != NGL_NONE; m++) {
            ngl_id c = ngl_state_condition(kb, d->state[d->set[s].member[m]]);
            ngl_row_add(d->marginal + (size_t)c * DRAWS_BATCH, n, d->weight, 1, 0);
        }
    }
    show(d, done, n, ndraw);
}

/* Puts the k-th smallest of v[0..n) in its place, smaller ones before it (Hoare's selection). */
static double select_kth(double *v, unsigned n, unsigned k)
{
    unsigned low = 0, high = n - 1;
    while (low < high) {
        double   pivot = v[low + (high - low) / 2];
        unsigned i = low, j = high;
        for (;; i++, j--) {
            while (v[i] < pivot) i++;
            while (v[j] > pivot) j--;
            if (i >= j) break;
            double t = v[i];
            v[i] = v[j];
            v[j] = t;
        }
        if (k <= j)
            high = j;
        else
            low = j + 1;
    }
    return v[k];
}

/* Centile q between neighbours; v is put in another order. */
static double centile(double *v, unsigned n, double q)
{
    double   at = q * (n - 1);
    unsigned i = (unsigned)at;
    double   below = select_kth(v, n, i);
    if (i + 1 >= n) return below;
    return below + (at - i) * (select_kth(v + i + 1, n - i - 1, 0) - below);
}

static void summarise(doubt *d, unsigned ndraw)
{
    for (ngl_id i = 0; i < d->c->kb->ncondition; i++) {
        double *v = d->shown + (size_t)i * ndraw, p = d->c->marginal[i];
        d->c->low[i] = fmin(centile(v, ndraw, 0.05), p); /* the figure shown lies in its interval */
        d->c->high[i] = fmax(centile(v, ndraw, 0.95), p);
    }
}

ngl_status ngl_case_doubt(ngl_case *c, unsigned draws, uint64_t seed)
{
    doubt      d;
    ngl_status status = ngl_assess_refresh(c);
    if (status != NGL_OK || c->doubted || draws == 0) return status;
    status = prepare(&d, c, draws, seed) ? NGL_OK : NGL_E_NOMEM;
    if (status == NGL_OK) {
        for (ngl_id i = 0; i < c->kb->ncondition; i++) c->first[i] = 0;
        for (unsigned done = 0; done < draws; done += DRAWS_BATCH)
            draw_batch(&d, done, draws - done < DRAWS_BATCH ? draws - done : DRAWS_BATCH, draws);
        summarise(&d, draws);
        ngl_random r = ngl_random_from(seed + 1);
        status = ngl_assess_fit(c, &d.arena, &r);
        c->doubted = status == NGL_OK;
    }
    ngl_arena_free(&d.arena);
    return status;
}
