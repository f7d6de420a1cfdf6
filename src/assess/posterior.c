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
 *           left out once it is below 4e-10 of the total, shared over pairs.
 *
 * The slow twin in tests/unit/assess enumerates everything in long double.
 */
#include "assess/case.h"
#include "assess/row.h"

#include <math.h>
#include <string.h>

/* so many ratios may be multiplied without leaving the range of double */
enum { TERM_ITEMS = 16, DIRECT_TERMS = 4 };

/* rows are worked on in whole vectors: what lies beyond the last column is
 * computed and not looked at */
enum { ROW_SLACK = 7 };

/* Mass that may be left out of the whole sum, and weight below which a set is
 * not kept for what follows (both as shares of the total). */
static const double LEFT_OUT = 4e-10;
static const double KEPT_FROM = 1e-6;

/* Items of one discount weight, in column order. What the members of a set so
 * far mean for each item stands in passed and damped (for a choice: the sum of
 * shares in passed), one line a depth. Noes share one product: as long as no
 * member inhibits, each adds alone[k]; an item whose members do is corrected. */
typedef struct term {
    double   weight;
    unsigned n;
    const item *it[TERM_ITEMS];
    double      per[TERM_ITEMS];  /* 1 / base */
    double     *pass[TERM_ITEMS], *damp[TERM_ITEMS];
    double     *undo[TERM_ITEMS]; /* noes: 1 / (1 - b damp[k]) */
    double     *alone, *alone_log; /* product over the term's noes of P(no | k alone) / (1 - b), and its log */
    double      passed[SET_MAX][TERM_ITEMS], damped[SET_MAX][TERM_ITEMS];
    double      all_passed[SET_MAX]; /* product of passed over the noes */
} term;

typedef struct sum {
    const ngl_knowledge *kb;
    unsigned n;       /* columns: states with odds above 0, no condition beside its forms */
    ngl_id  *order;   /* [n] column -> state */
    double  *odds;    /* [n] */
    double  *gain;    /* [n] most that adding this condition multiplies a weight by, odds included */
    double  *rest;    /* [n + 1] sum of gain from this column on */
    double  *factor;  /* [n * n] pair factors */
    bool    *paired;  /* [n] the column has a factor other than 1 with some other */
    double   factor_max;
    unsigned nterm;
    term    *term;
    double   shift;   /* log-likelihood taken as 1 */
    double  *product, *direct, *log_l, *row; /* [n] scratch: a row of sets */
    double  *column_sum;      /* [n] weight of the sets each column is in */
    double   total;
} sum;

static size_t whole(unsigned n)
{
    return (n + ROW_SLACK) & ~(size_t)ROW_SLACK;
}

/* the members so far, at `depth`, and column k */
static void add_member(sum *s, unsigned depth, unsigned k)
{
    for (unsigned t = 0; t < s->nterm; t++) {
        term         *e = &s->term[t];
        const double *passed = e->passed[depth], *damped = e->damped[depth];
        double       *now = e->passed[depth + 1], all = e->all_passed[depth];
        for (unsigned i = 0; i < e->n; i++) {
            double pass = e->pass[i][k];
            e->damped[depth + 1][i] = damped[i] * e->damp[i][k];
            if (e->it[i]->state == NGL_CHOICE) {
                now[i] = passed[i] + pass;
                continue;
            }
            now[i] = passed[i] * pass;
            if (e->it[i]->state == NGL_NO) all *= pass;
        }
        e->all_passed[depth + 1] = all;
    }
}

/* product *= P(answer) / base for those answers of the term that are not noes
 * without an inhibiting member; false if there were none. */
static bool multiply_row(const term *t, unsigned depth, unsigned from, unsigned to, double *product)
{
    size_t n = whole(to - from);
    bool   any = false;
    for (unsigned i = 0; i < t->n; i++) {
        const double *pass = t->pass[i] + from, *damp = t->damp[i] + from;
        double        base = t->it[i]->base, passed = t->passed[depth][i], damped = t->damped[depth][i];
        if (t->it[i]->state == NGL_NO && damped == 1) continue;
        any = true;
        if (t->it[i]->state == NGL_YES)
            ngl_row_yes(product + from, n, damp, pass, base * damped, passed, t->per[i]);
        else if (t->it[i]->state == NGL_CHOICE)
            ngl_row_mean(product + from, n, pass, passed, t->per[i] / (depth + 1));
        else
            ngl_row_inhibit(product + from, n, damp, t->undo[i] + from, (1 - base) * damped);
        if (t->it[i]->share && t->it[i]->damp) ngl_row_scale(product + from, n, damp, damped);
    }
    return any;
}

/* Likelihood of the sets {members, k}, relative to the base rates, as
 * s->direct[k] * exp(s->log_l[k]). Items that stand alone in their block need
 * no logarithm, and noes that nobody inhibits had theirs taken beforehand. */
static void row_likelihood(sum *s, unsigned depth, unsigned from, unsigned to)
{
    size_t n = whole(to - from);
    ngl_row_fill(s->direct + from, n, 1);
    ngl_row_fill(s->log_l + from, n, 0);
    for (unsigned t = 0; t < s->nterm; t++) {
        const term *e = &s->term[t];
        bool        direct = e->weight == 1 && t < DIRECT_TERMS;
        if (direct) {
            if (e->alone) ngl_row_scale(s->direct + from, n, e->alone + from, e->all_passed[depth]);
            multiply_row(e, depth, from, to, s->direct);
            continue;
        }
        if (e->alone) ngl_row_add(s->log_l + from, n, e->alone_log + from, e->weight, e->weight * log(e->all_passed[depth]));
        ngl_row_fill(s->product + from, n, 1);
        if (multiply_row(e, depth, from, to, s->product)) ngl_row_add_log(s->log_l + from, n, s->product + from, e->weight);
    }
}

static double single_gain(const evidence *ev, ngl_id c)
{
    double log_gain = 0;
    ngl_id alone[SET_MAX] = { c, NGL_NONE, NGL_NONE };
    for (unsigned i = 0; i < ev->nitem; i++) {
        const item *it = &ev->item[i];
        double      ratio = ngl_assess_item_p(it, alone) / it->base;
        if (it->state != NGL_NO && ratio < 1) ratio = 1;
        log_gain += ngl_assess_weight(ev, i) * log(ratio);
    }
    return exp(log_gain);
}

/* a condition that has forms stands in a set as one of them only */
static bool is_split(const ngl_knowledge *kb, ngl_id state)
{
    return state < kb->ncondition && kb->condition[state].form_num > 0;
}

/* columns by falling gain; equal gains keep the order of the tables */
static void lay_out_columns(sum *s, const evidence *ev, const double *odds)
{
    for (ngl_id c = 0; c < ngl_states(s->kb); c++) {
        if (odds[c] <= 0 || is_split(s->kb, c)) continue;
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

static void set_factor(sum *s, unsigned i, unsigned j, double factor)
{
    s->factor[i * s->n + j] = s->factor[j * s->n + i] = factor;
    s->paired[i] = s->paired[j] = true;
    if (factor > s->factor_max) s->factor_max = factor;
}

/* forms have the factors of their conditions; two forms of one condition never meet */
static void lay_out_factors(sum *s)
{
    const ngl_knowledge *kb = s->kb;
    s->factor_max = 1;
    for (unsigned i = 0; i < s->n * s->n; i++) s->factor[i] = 1;
    for (unsigned i = 0; i < s->n; i++) {
        ngl_id a = ngl_state_condition(kb, s->order[i]);
        for (unsigned j = 0; j < s->n && kb->condition[a].form_num; j++)
            if (j != i && ngl_state_condition(kb, s->order[j]) == a) set_factor(s, i, j, 0);
        for (uint32_t p = 0; p < kb->npair; p++)
            for (unsigned j = 0; j < s->n && kb->pair[p].a == a; j++)
                if (ngl_state_condition(kb, s->order[j]) == kb->pair[p].b) set_factor(s, i, j, kb->pair[p].factor);
    }
}

static double *in_order(const sum *s, ngl_arena *a, const double *by_condition)
{
    double *row = NGL_NEW(a, double, s->n + ROW_SLACK);
    for (unsigned k = 0; row && k < s->n; k++) row[k] = by_condition[s->order[k]];
    return row;
}

static bool lay_out_no(const sum *s, term *e, unsigned i, ngl_arena *a)
{
    double b = 1 - e->it[i]->base;
    e->undo[i] = NGL_NEW(a, double, s->n + ROW_SLACK);
    if (!e->alone) {
        e->alone = NGL_NEW(a, double, s->n + ROW_SLACK);
        for (unsigned k = 0; e->alone && k < s->n; k++) e->alone[k] = 1;
    }
    if (!e->undo[i] || !e->alone) return false;
    for (unsigned k = 0; k < s->n; k++) {
        double held = 1 - b * e->damp[i][k];
        e->undo[i][k] = 1 / held;
        e->alone[k] *= e->pass[i][k] * held / (1 - b);
    }
    return true;
}

static bool lay_out_terms(sum *s, const evidence *ev, ngl_arena *a)
{
    s->term = NGL_NEW(a, term, ev->nitem);
    if (!s->term) return false;
    for (unsigned i = 0; i < ev->nitem; i++) {
        const item *it = &ev->item[i];
        double      weight = ngl_assess_weight(ev, i);
        unsigned    t = 0;
        while (t < s->nterm && (s->term[t].weight != weight || s->term[t].n == TERM_ITEMS)) t++;
        if (t == s->nterm) s->term[s->nterm++] = (term){ .weight = weight, .all_passed = { 1 } };
        term    *e = &s->term[t];
        unsigned n = e->n++;
        e->it[n] = it;
        e->per[n] = 1 / it->base;
        e->pass[n] = in_order(s, a, it->share ? it->share : it->pass);
        e->damp[n] = it->damp ? in_order(s, a, it->damp) : e->pass[n];
        if (!e->alone_log) e->alone_log = NGL_NEW(a, double, s->n + ROW_SLACK);
        if (!e->alone_log || !e->pass[n] || !e->damp[n] || (it->state == NGL_NO && !lay_out_no(s, e, n, a))) return false;
        e->passed[0][n] = it->state != NGL_CHOICE;
        e->damped[0][n] = 1;
    }
    for (unsigned t = 0; t < s->nterm; t++)
        for (unsigned k = 0; s->term[t].alone && k < s->n; k++) s->term[t].alone_log[k] = log(s->term[t].alone[k]);
    return true;
}

static bool prepare(sum *s, ngl_case *c)
{
    ngl_arena *a = &c->work;
    size_t     n = ngl_states(c->kb);
    *s = (sum){ .kb = c->kb,
                .order = NGL_NEW(a, ngl_id, n),
                .odds = NGL_NEW(a, double, n),
                .gain = NGL_NEW(a, double, n),
                .rest = NGL_NEW(a, double, n + 1),
                .factor = NGL_NEW(a, double, n * n),
                .paired = NGL_NEW(a, bool, n),
                .product = NGL_NEW(a, double, n + ROW_SLACK),
                .direct = NGL_NEW(a, double, n + ROW_SLACK),
                .log_l = NGL_NEW(a, double, n + ROW_SLACK),
                .row = NGL_NEW(a, double, n + ROW_SLACK),
                .column_sum = NGL_NEW(a, double, n) };
    if (!s->order || !s->odds || !s->gain || !s->rest || !s->factor || !s->paired || !s->product || !s->direct || !s->log_l || !s->row ||
        !s->column_sum)
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
    double   row = 0, keep_from = KEPT_FROM * s->total;
    row_likelihood(s, n, from, to);
    for (unsigned k = from; k < to; k++) s->row[k] = factor * s->odds[k] * s->direct[k];
    for (unsigned m = 0; m < n; m++) {
        const double *pair = s->factor + (size_t)member[m] * s->n;
        if (!s->paired[member[m]]) continue;
        for (unsigned k = from; k < to; k++) s->row[k] *= pair[k];
    }
    ngl_row_times_exp(s->row + from, whole(to - from), s->log_l + from, s->shift);
    for (unsigned k = from; k < to; k++) {
        double w = s->row[k];
        s->column_sum[k] += w;
        row += w;
        if (w > keep_from)
            keep(c, s, n > 0 ? member[0] : k, n > 1 ? member[1] : n == 1 ? k : none, n > 1 ? k : none, w);
    }
    for (unsigned m = 0; m < n; m++) s->column_sum[member[m]] += row;
    s->total += row;
}

/* the likelihood of the best single cause becomes 1, so that nothing overflows */
static void set_shift(sum *s)
{
    row_likelihood(s, 0, 0, s->n);
    for (unsigned k = 0; k < s->n; k++) {
        double log_l = s->log_l[k] + log(s->direct[k]);
        if (k == 0 || log_l > s->shift) s->shift = log_l;
    }
}

static void add_triples(ngl_case *c, sum *s)
{
    double pairs = s->n * (s->n - 1.0) / 2;
    double budget = LEFT_OUT * s->total / (pairs > 0 ? pairs : 1);
    double more = s->factor_max * s->factor_max * s->factor_max * exp(-s->shift);
    for (unsigned i = 0; i + 2 < s->n; i++) {
        if (s->gain[i] * s->rest[i + 1] * s->rest[i + 2] * more < budget) break;
        add_member(s, 0, i);
        for (unsigned j = i + 1; j + 1 < s->n; j++) {
            double   ceiling = s->gain[i] * s->gain[j] * more;
            unsigned to = s->n;
            if (ceiling * s->rest[j + 1] < budget) break;
            while (to > j + 1 && ceiling * s->rest[to - 1] < budget) to--;
            add_member(s, 1, j);
            add_row(c, s, (unsigned[]){ i, j }, 2, j + 1, to, s->odds[i] * s->odds[j] * s->factor[i * s->n + j]);
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
    for (ngl_id i = 0; i < ngl_states(s->kb); i++) c->marginal[i] = 0;
    for (unsigned k = 0; k < s->n; k++) c->marginal[s->order[k]] = s->column_sum[k] / s->total;
    for (ngl_id f = 0; f < s->kb->nform; f++) c->marginal[s->kb->form[f].condition] += c->marginal[s->kb->ncondition + f];
}

ngl_status ngl_assess_posterior(ngl_case *c)
{
    sum s;
    if (!prepare(&s, c)) return NGL_E_NOMEM;
    c->sets.len = 0;
    set_shift(&s);
    unsigned most = c->kb->model.max_causes;
    add_row(c, &s, NULL, 0, 0, s.n, 1);
    for (unsigned i = 0; most >= 2 && i + 1 < s.n; i++) {
        add_member(&s, 0, i);
        add_row(c, &s, &i, 1, i + 1, s.n, s.odds[i]);
    }
    if (most >= 3) add_triples(c, &s);
    if (c->sets.failed) return NGL_E_NOMEM;
    settle(c, &s);
    return NGL_OK;
}
