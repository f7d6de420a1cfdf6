/* The exact posterior over all sets of one to three conditions.
 *
 * weight(S) = prod odds * pair factors * likelihood(S), summed over every set;
 * the marginal of a condition is the share of the weight of the sets it is in.
 * There are about 70,000 sets, so three things keep it short without changing
 * the answer:
 *
 *   order   conditions are laid out by how much they could add at most, so that
 *           the third member runs over contiguous columns and the tail that can
 *           no longer matter is one cut;
 *   terms   items with the same discount weight are multiplied together first,
 *           as ratios to their base rates, and one logarithm serves them all;
 *   bound   adding k to a set multiplies its likelihood at most by gain[k]
 *           (inhibition left out, every yes at least as likely as by leak), so
 *           for each pair the sum of all triples beyond a column is bounded and
 *           left out once it is below 1e-10 of the total, shared over pairs.
 *
 * The slow twin in tests/unit/assess enumerates everything in long double.
 */
#include "assess/case.h"

#include <math.h>
#include <string.h>

enum { TERM_ITEMS = 16 };

/* Mass that may be left out of the whole sum, and weight below which a set is
 * not kept for what follows (both as shares of the total). */
static const double LEFT_OUT = 1e-10;
static const double KEPT_FROM = 1e-9;

/* Items of one discount weight; pass, damp and share in column order. */
typedef struct term {
    double   weight;
    unsigned n;
    const item *it[TERM_ITEMS];
    double     *pass[TERM_ITEMS], *damp[TERM_ITEMS];
} term;

typedef struct sum {
    const ngl_knowledge *kb;
    unsigned n;       /* columns: conditions with odds above 0 */
    ngl_id  *order;   /* [n] column -> condition */
    double  *odds;    /* [n] */
    double  *gain;    /* [n] most that adding this condition multiplies a weight by, odds included */
    double  *rest;    /* [n + 1] sum of gain from this column on */
    double  *factor;  /* [n * n] pair factors */
    double   factor_max;
    unsigned nterm;
    term    *term;
    double   shift;   /* log-likelihood taken as 1 */
    double  *product, *log_l; /* [n] scratch: a row of sets */
    double  *column_sum;      /* [n] weight of the sets each column is in */
    double   total;
} sum;

/* what a set's members so far mean for one item */
typedef struct partial {
    double   pass, damp, share;
    unsigned members;
} partial;

static partial partial_of(const term *t, unsigned i, const unsigned *member, unsigned n)
{
    partial p = { 1, 1, 0, n };
    for (unsigned m = 0; m < n; m++) {
        if (t->it[i]->state == NGL_CHOICE) {
            p.share += t->pass[i][member[m]];
        } else {
            p.pass *= t->pass[i][member[m]];
            p.damp *= t->damp[i][member[m]];
        }
    }
    return p;
}

/* product *= P(answer | members so far and column k) / base, for k in [from, to) */
static void multiply_row(const term *t, unsigned i, partial p, unsigned from, unsigned to, double *restrict product)
{
    const double *restrict pass = t->pass[i], *restrict damp = t->damp[i];
    double base = t->it[i]->base, per = 1 / base;
    switch (t->it[i]->state) {
    case NGL_YES:
        for (unsigned k = from; k < to; k++)
            product[k] *= (1 - (1 - base * p.damp * damp[k]) * (p.pass * pass[k])) * per;
        break;
    case NGL_NO:
        for (unsigned k = from; k < to; k++)
            product[k] *= (1 - (1 - base) * p.damp * damp[k]) * (p.pass * pass[k]) * per;
        break;
    default:
        per /= p.members + 1;
        for (unsigned k = from; k < to; k++) product[k] *= (p.share + pass[k]) * per;
        break;
    }
}

/* log_l[k] of the sets {members, k}, relative to the base rates */
static void row_log_likelihood(sum *s, const unsigned *member, unsigned n, unsigned from, unsigned to)
{
    for (unsigned k = from; k < to; k++) s->log_l[k] = 0;
    for (unsigned t = 0; t < s->nterm; t++) {
        const term *term_t = &s->term[t];
        for (unsigned k = from; k < to; k++) s->product[k] = 1;
        for (unsigned i = 0; i < term_t->n; i++)
            multiply_row(term_t, i, partial_of(term_t, i, member, n), from, to, s->product);
        for (unsigned k = from; k < to; k++) s->log_l[k] += term_t->weight * log(s->product[k]);
    }
}

/* A bound on the likelihood ratio of the pair that no third member can escape
 * by more than its gain: yes without inhibition, choice at least its base. */
static double pair_ceiling(const sum *s, unsigned i, unsigned j)
{
    double log_l = 0;
    for (unsigned t = 0; t < s->nterm; t++) {
        const term *e = &s->term[t];
        double      product = 1;
        for (unsigned n = 0; n < e->n; n++) {
            double base = e->it[n]->base, a = e->pass[n][i], b = e->pass[n][j];
            if (e->it[n]->state == NGL_YES)
                product *= (1 - (1 - base) * a * b) / base;
            else if (e->it[n]->state == NGL_NO)
                product *= (1 - (1 - base) * e->damp[n][i] * e->damp[n][j]) * a * b / base;
            else if (a + b > 2 * base)
                product *= (a + b) / (2 * base);
        }
        log_l += e->weight * log(product);
    }
    return exp(log_l - s->shift);
}

static double single_gain(const evidence *ev, ngl_id c)
{
    double log_gain = 0;
    ngl_id alone[SET_MAX] = { c, NGL_NONE, NGL_NONE };
    for (unsigned i = 0; i < ev->nitem; i++) {
        const item *it = &ev->item[i];
        double      ratio = assess_item_p(it, alone) / it->base;
        if (it->state != NGL_NO && ratio < 1) ratio = 1;
        log_gain += ev->block[it->block].weight * log(ratio);
    }
    return exp(log_gain);
}

/* columns by falling gain; equal gains keep the order of the tables */
static void lay_out_columns(sum *s, const evidence *ev, const double *odds)
{
    for (ngl_id c = 0; c < s->kb->ncondition; c++) {
        if (odds[c] <= 0) continue;
        double   gain = odds[c] * single_gain(ev, c);
        unsigned at = s->n++;
        for (; at > 0 && s->gain[at - 1] < gain; at--) {
            s->gain[at] = s->gain[at - 1];
            s->order[at] = s->order[at - 1];
        }
        s->gain[at] = gain;
        s->order[at] = c;
    }
    for (unsigned k = 0; k < s->n; k++) s->odds[k] = odds[s->order[k]];
    for (unsigned k = s->n; k-- > 0;) s->rest[k] = s->rest[k + 1] + s->gain[k];
}

static void lay_out_factors(sum *s)
{
    const ngl_knowledge *kb = s->kb;
    s->factor_max = 1;
    for (unsigned i = 0; i < s->n * s->n; i++) s->factor[i] = 1;
    for (unsigned i = 0; i < s->n; i++)
        for (uint32_t p = 0; p < kb->npair; p++) {
            if (kb->pair[p].a != s->order[i]) continue;
            for (unsigned j = 0; j < s->n; j++)
                if (s->order[j] == kb->pair[p].b)
                    s->factor[i * s->n + j] = s->factor[j * s->n + i] = kb->pair[p].factor;
            if (kb->pair[p].factor > s->factor_max) s->factor_max = kb->pair[p].factor;
        }
}

static double *in_order(const sum *s, ngl_arena *a, const double *by_condition)
{
    double *row = NGL_NEW(a, double, s->n);
    for (unsigned k = 0; row && k < s->n; k++) row[k] = by_condition[s->order[k]];
    return row;
}

static bool lay_out_terms(sum *s, const evidence *ev, ngl_arena *a)
{
    s->term = NGL_NEW(a, term, ev->nitem);
    if (!s->term) return false;
    for (unsigned i = 0; i < ev->nitem; i++) {
        const item *it = &ev->item[i];
        double      weight = ev->block[it->block].weight;
        unsigned    t = 0;
        while (t < s->nterm && (s->term[t].weight != weight || s->term[t].n == TERM_ITEMS)) t++;
        if (t == s->nterm) s->term[s->nterm++] = (term){ .weight = weight };
        term    *e = &s->term[t];
        unsigned n = e->n++;
        e->it[n] = it;
        e->pass[n] = in_order(s, a, it->share ? it->share : it->pass);
        e->damp[n] = it->share ? e->pass[n] : in_order(s, a, it->damp);
        if (!e->pass[n] || !e->damp[n]) return false;
    }
    return true;
}

static bool prepare(sum *s, ngl_case *c)
{
    ngl_arena *a = &c->work;
    size_t     n = c->kb->ncondition;
    *s = (sum){ .kb = c->kb,
                .order = NGL_NEW(a, ngl_id, n),
                .odds = NGL_NEW(a, double, n),
                .gain = NGL_NEW(a, double, n),
                .rest = NGL_NEW(a, double, n + 1),
                .factor = NGL_NEW(a, double, n * n),
                .product = NGL_NEW(a, double, n),
                .log_l = NGL_NEW(a, double, n),
                .column_sum = NGL_NEW(a, double, n) };
    if (!s->order || !s->odds || !s->gain || !s->rest || !s->factor || !s->product || !s->log_l || !s->column_sum)
        return false;
    lay_out_columns(s, &c->ev, c->odds);
    lay_out_factors(s);
    return lay_out_terms(s, &c->ev, a);
}

static void keep(ngl_case *c, const sum *s, unsigned i, unsigned j, unsigned k, double weight)
{
    hypothesis h = { { s->order[i], j < s->n ? s->order[j] : NGL_NONE, k < s->n ? s->order[k] : NGL_NONE }, weight };
    ngl_buf_add(&c->sets, &h, sizeof h);
}

/* add the row of sets {members, k}, k in [from, to); `factor` is what the
 * members already multiply to */
static void add_row(ngl_case *c, sum *s, const unsigned *member, unsigned n, unsigned from, unsigned to, double factor)
{
    unsigned none = s->n;
    double   row = 0;
    row_log_likelihood(s, member, n, from, to);
    for (unsigned k = from; k < to; k++) {
        double w = factor * s->odds[k] * exp(s->log_l[k] - s->shift);
        for (unsigned m = 0; m < n; m++) w *= s->factor[member[m] * s->n + k];
        s->column_sum[k] += w;
        row += w;
        if (w > KEPT_FROM * s->total)
            keep(c, s, n > 0 ? member[0] : k, n > 1 ? member[1] : n == 1 ? k : none, n > 1 ? k : none, w);
    }
    for (unsigned m = 0; m < n; m++) s->column_sum[member[m]] += row;
    s->total += row;
}

/* the likelihood of the best single cause becomes 1, so that nothing overflows */
static void set_shift(sum *s)
{
    row_log_likelihood(s, NULL, 0, 0, s->n);
    s->shift = s->n ? s->log_l[0] : 0;
    for (unsigned k = 1; k < s->n; k++)
        if (s->log_l[k] > s->shift) s->shift = s->log_l[k];
}

static void add_triples(ngl_case *c, sum *s)
{
    double pairs = s->n * (s->n - 1.0) / 2;
    double budget = LEFT_OUT * s->total / (pairs > 0 ? pairs : 1);
    double more = s->factor_max * s->factor_max;
    for (unsigned i = 0; i + 2 < s->n; i++) {
        if (s->gain[i] * exp(-s->shift) * s->rest[i + 1] * s->rest[i + 2] * more * s->factor_max < budget) break;
        for (unsigned j = i + 1; j + 1 < s->n; j++) {
            double prior = s->odds[i] * s->odds[j] * s->factor[i * s->n + j];
            double ceiling = prior * pair_ceiling(s, i, j) * more;
            if (ceiling * s->rest[j + 1] < budget) continue;
            unsigned to = s->n;
            while (to > j + 1 && ceiling * s->rest[to - 1] < budget) to--;
            add_row(c, s, (unsigned[]){ i, j }, 2, j + 1, to, prior);
        }
    }
}

/* weights become probabilities; those that turned out too light are dropped */
static void settle(ngl_case *c, const sum *s)
{
    hypothesis *h = (hypothesis *)(void *)c->sets.data;
    size_t      n = c->sets.len / sizeof *h, kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (h[i].weight < KEPT_FROM * s->total) continue;
        h[kept] = h[i];
        h[kept++].weight /= s->total;
    }
    c->nset = kept;
    for (ngl_id i = 0; i < c->kb->ncondition; i++) c->marginal[i] = 0;
    for (unsigned k = 0; k < s->n; k++) c->marginal[s->order[k]] = s->column_sum[k] / s->total;
}

ngl_status assess_posterior(ngl_case *c)
{
    sum s;
    if (!prepare(&s, c)) return NGL_E_NOMEM;
    c->sets.len = 0;
    set_shift(&s);
    unsigned most = c->kb->model.max_causes;
    add_row(c, &s, NULL, 0, 0, s.n, 1);
    for (unsigned i = 0; most >= 2 && i + 1 < s.n; i++) add_row(c, &s, &i, 1, i + 1, s.n, s.odds[i]);
    if (most >= 3) add_triples(c, &s);
    if (c->sets.failed) return NGL_E_NOMEM;
    settle(c, &s);
    return NGL_OK;
}
