/* The exact posterior over all sets of one to three conditions.
 *
 * weight(S) = prod odds * pair factors * likelihood(S), summed over every set;
 * the marginal of a condition is the share of the weight of the sets it is in.
 * There are some 200,000 sets, so four things keep it short and the answer right
 * to 2e-7 (docs/model.md, 6):
 *
 *   order   columns are laid out by how much they could add at most, so that the
 *           third member runs over contiguous columns and what can no longer
 *           matter is an end of the row;
 *   terms   items with the same discount weight are multiplied together first,
 *           as ratios to their base rates, and one logarithm serves them all;
 *   bound   what a third member multiplies a set by is most when it comes second:
 *           rows and ends of rows are left out that together weigh below 1e-7;
 *   width   light rows of three are summed in single precision (triple.h).
 *
 * The slow twin in tests/unit/assess enumerates everything in long double.
 */
#include "assess/case.h"
#include "assess/row.h"
#include "assess/triple.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* so many ratios may be multiplied without leaving the range of double */
enum { TERM_ITEMS = 16, DIRECT_TERMS = 4 };

/* rows are worked on in whole vectors: what lies beyond the last column is
 * computed and not looked at */
enum { ROW_SLACK = 7 };

/* Mass that may be left out of the whole sum, and weight below which a set is
 * not kept for what follows (both as shares of the total). */
static const double LEFT_OUT = 1e-7;
/* rows of sets of three that may be heavier than this are summed in double precision */
static const double HEAVY = 5e-4;
static const float  KEPT_FROM = 1e-6f;

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
    ngl_id  *column;  /* [states] the state in whose column it is counted, or NGL_NONE */
    double  *column_odds; /* [states] of the states counted there */
    double  *factor;  /* [n * n] pair factors */
    bool    *paired;  /* [n] the column has a factor other than 1 with some other */
    double   factor_max;
    unsigned nterm;
    term    *term;
    double   shift;   /* log-likelihood taken as 1 */
    double  *product, *direct, *log_l, *row; /* [n] scratch: a row of sets */
    double  *pair_weight;     /* [n * n] of the sets of two, the first member's line, then the second */
    triples  triples;
    float   *triple_factor;   /* [n * stride] pair factors */
    float   *triple_row, *triple_sum; /* [stride] scratch: a row, and sums by third member */
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

/* do all answers so far say the same of both? */
static bool alike(const evidence *ev, ngl_id a, ngl_id b)
{
    for (unsigned i = 0; i < ev->nitem; i++) {
        const item *it = &ev->item[i];
        if (it->pass && it->pass[a] != it->pass[b]) return false;
        if (it->damp && it->damp[a] != it->damp[b]) return false;
        if (it->share && it->share[a] != it->share[b]) return false;
    }
    return true;
}

/* Forms of one condition that no answer tells apart yet are one column: of its
 * first such form, with the odds of all. */
static ngl_id column_of(const sum *s, const evidence *ev, ngl_id state)
{
    const ngl_knowledge *kb = s->kb;
    if (state < kb->ncondition) return state;
    const ngl_condition *c = &kb->condition[ngl_state_condition(kb, state)];
    for (ngl_id f = (ngl_id)(kb->ncondition + c->form_adr); f < state; f++)
        if (s->column[f] == f && alike(ev, f, state)) return f;
    return state;
}

/* columns by falling gain; equal gains keep the order of the tables */
static void lay_out_columns(sum *s, const evidence *ev, const double *odds)
{
    ngl_id states = ngl_states(s->kb);
    for (ngl_id c = 0; c < states; c++) {
        s->column[c] = NGL_NONE;
        s->column_odds[c] = 0;
        if (odds[c] <= 0 || is_split(s->kb, c)) continue;
        s->column[c] = column_of(s, ev, c);
        s->column_odds[s->column[c]] += odds[c];
    }
    for (ngl_id c = 0; c < states; c++) {
        if (s->column[c] != c) continue;
        double   gain = s->column_odds[c] * single_gain(ev, c);
        unsigned at = s->n++;
        for (; at > 0 && s->gain[at - 1] < gain; at--) {
            s->gain[at] = s->gain[at - 1];
            s->order[at] = s->order[at - 1];
        }
        s->gain[at] = gain;
        s->order[at] = c;
    }
    for (unsigned k = 0; k < s->n; k++) s->odds[k] = s->column_odds[s->order[k]];
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

static bool lay_out_triples(sum *s, const evidence *ev, ngl_arena *a)
{
    if (!ngl_triples_lay_out(&s->triples, ev, s->order, s->odds, s->n, a)) return false;
    size_t stride = s->triples.stride;
    s->triple_row = NGL_NEW(a, float, stride);
    s->triple_sum = NGL_NEW(a, float, stride);
    s->triple_factor = NGL_NEW(a, float, s->n *stride);
    if (!s->triple_row || !s->triple_sum || !s->triple_factor) return false;
    for (unsigned i = 0; i < s->n; i++)
        for (unsigned k = 0; k < s->n; k++) s->triple_factor[i * stride + k] = (float)s->factor[i * s->n + k];
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
                .column = NGL_NEW(a, ngl_id, n),
                .column_odds = NGL_NEW(a, double, n),
                .factor = NGL_NEW(a, double, n * n),
                .paired = NGL_NEW(a, bool, n),
                .product = NGL_NEW(a, double, n + ROW_SLACK),
                .direct = NGL_NEW(a, double, n + ROW_SLACK),
                .log_l = NGL_NEW(a, double, n + ROW_SLACK),
                .row = NGL_NEW(a, double, n + ROW_SLACK),
                .pair_weight = NGL_NEW(a, double, n * n),
                .column_sum = NGL_NEW(a, double, n) };
    if (!s->order || !s->odds || !s->gain || !s->column || !s->column_odds || !s->factor || !s->paired || !s->product || !s->direct || !s->log_l || !s->row ||
        !s->pair_weight || !s->column_sum)
        return false;
    lay_out_columns(s, &c->ev, c->odds);
    lay_out_factors(s);
    return lay_out_terms(s, &c->ev, a) && lay_out_triples(s, &c->ev, a);
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
    double   row = 0, keep_from = (double)KEPT_FROM * s->total;
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

static const float *factors_of(const sum *s, unsigned i)
{
    return s->paired[i] ? s->triple_factor + i * s->triples.stride : NULL;
}

/* the row of sets {i, j, k}, k in [from, to); weights are parts of `whole` */
static double add_triple_row(ngl_case *c, sum *s, const triple_code *code, unsigned i, unsigned j, unsigned to, double whole)
{
    float pair = (float)(s->pair_weight[(size_t)i * s->n + j] / whole);
    code->second(&s->triples, i, j);
    float heaviest;
    float row = code->row(&s->triples, j + 1, to, pair, factors_of(s, i), factors_of(s, j), s->triple_row, s->triple_sum, &heaviest);
    for (unsigned k = j + 1; k < to && heaviest > KEPT_FROM; k++)
        if (s->triple_row[k] > KEPT_FROM) keep(c, s, i, j, k, (double)s->triple_row[k] * whole);
    s->column_sum[j] += (double)row * whole;
    return (double)row * whole;
}

/* What is left out of the sets of three. For every answer the third member
 * does most when it comes second: what k multiplies {i, j} by is at most what
 * it multiplies {i} by, but for three corrections: a choice may gain 4/3, a yes
 * that k holds back may be explained by j and then is held back no longer, and
 * a yes that j holds back may gain as much as j takes (1 / damp). So the sets
 * {i, j, k >= from} weigh at most
 *
 *     weight(i, j) slack(j) sum over k >= from of most(i, k)
 *
 * and the same with i and j exchanged. */
typedef struct bound {
    double   *tail;  /* [n * (n + 1)] that sum, by i and from */
    double   *slack; /* [n] */
    double   *row;   /* [n * n] bound of each row */
    unsigned  bins[2048]; /* rows by the exponent of their bound */
} bound;

static double slack_of(const sum *s, const evidence *ev, unsigned k)
{
    double log_slack = 0, factor = 1;
    for (unsigned i = 0; i < ev->nitem; i++)
        if (ev->item[i].state == NGL_YES && ev->item[i].damp[s->order[k]] < 1)
            log_slack -= ngl_assess_weight(ev, i) * log(ev->item[i].damp[s->order[k]]);
    for (unsigned j = 0; j < s->n && s->paired[k]; j++) factor = fmax(factor, s->factor[(size_t)k * s->n + j]);
    return exp(log_slack) * factor;
}

static bool lay_out_bound(bound *b, const sum *s, const evidence *ev, const triple_code *code, ngl_arena *a)
{
    size_t line = s->n + 1;
    *b = (bound){ .tail = NGL_NEW(a, double, s->n *line), .slack = NGL_NEW(a, double, s->n), .row = NGL_NEW(a, double, s->n *line) };
    if (!b->tail || !b->slack || !b->row) return false;
    for (unsigned i = 0; i < s->n; i++) {
        b->slack[i] = slack_of(s, ev, i) * 1.001; /* for what single precision loses */
        ngl_triples_most(&s->triples, code, s->n, i, factors_of(s, i), s->triple_row);
        for (unsigned k = s->n; k-- > i + 1;) b->tail[i * line + k] = b->tail[i * line + k + 1] + (double)s->triple_row[k];
    }
    return true;
}

/* the row's bound is pair * slack * tail[from], by the member that bounds it better */
typedef struct row_bound {
    double        factor;
    const double *tail;
} row_bound;

static row_bound bound_row(const bound *b, const sum *s, unsigned i, unsigned j)
{
    const double *by_i = b->tail + i * (s->n + (size_t)1), *by_j = b->tail + j * (s->n + (size_t)1);
    double        pair = s->pair_weight[(size_t)i * s->n + j];
    bool          first = b->slack[j] * by_i[j + 1] <= b->slack[i] * by_j[j + 1];
    return first ? (row_bound){ pair * b->slack[j], by_i } : (row_bound){ pair * b->slack[i], by_j };
}

/* first column from which on the row's bound is below `least` */
static unsigned cut(row_bound r, double least, unsigned from, unsigned to)
{
    while (from < to) {
        unsigned mid = (from + to) / 2;
        if (r.factor * r.tail[mid] < least)
            to = mid;
        else
            from = mid + 1;
    }
    return to;
}

/* bin of a bound: its power of two */
static unsigned bin_of(double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    return (unsigned)(bits >> 52) & 2047;
}

/* Rows lighter than this are left out whole: together they may weigh half of
 * `budget`. The other half is shared by the ends of the rows that stay. */
static double lightest_row(bound *b, const sum *s, double budget, double *end)
{
    unsigned rows = 0, bin = 0;
    double   spent = 0;
    for (unsigned i = 0; i + 2 < s->n; i++)
        for (unsigned j = i + 1; j + 1 < s->n; j++, rows++) {
            row_bound r = bound_row(b, s, i, j);
            double    most = r.factor * r.tail[j + 1];
            b->row[(size_t)i * s->n + j] = most;
            b->bins[bin_of(most)]++;
        }
    for (; bin < 2046; bin++) {
        spent += b->bins[bin] * ldexp(1, (int)bin - 1022);
        if (spent > budget / 2) break;
        rows -= b->bins[bin];
    }
    *end = rows > 0 ? budget / 2 / rows : 0;
    return ldexp(1, (int)bin - 1023);
}

static bool add_triples(ngl_case *c, sum *s)
{
    const triple_code *code = ngl_triples_code();
    bound  b;
    double whole = s->total, end;
    if (!lay_out_bound(&b, s, &c->ev, code, &c->work)) return false;
    double lightest = lightest_row(&b, s, LEFT_OUT * whole, &end);
    for (unsigned i = 0; i + 2 < s->n; i++) {
        double row = 0;
        code->first(&s->triples, i);
        add_member(s, 0, i);
        for (unsigned k = 0; k < s->triples.stride; k++) s->triple_sum[k] = 0;
        for (unsigned j = i + 1; j + 1 < s->n; j++) {
            double most = b.row[(size_t)i * s->n + j];
            if (most < lightest) continue;
            row_bound r = bound_row(&b, s, i, j);
            unsigned to = cut(r, end, j + 1, s->n);
            if (to == j + 1) continue;
            if (most < HEAVY * whole) {
                row += add_triple_row(c, s, code, i, j, to, whole);
                continue;
            }
            add_member(s, 1, j);
            add_row(c, s, (unsigned[]){ i, j }, 2, j + 1, to, s->odds[i] * s->odds[j] * s->factor[i * s->n + j]);
        }
        for (unsigned k = i + 2; k < s->n; k++) s->column_sum[k] += (double)s->triple_sum[k] * whole;
        s->column_sum[i] += row;
        s->total += row;
    }
    return true;
}

/* the next state counted in the same column, or NGL_NONE */
static ngl_id next_alike(const sum *s, ngl_id state)
{
    if (state < s->kb->ncondition) return NGL_NONE;
    const ngl_condition *c = &s->kb->condition[ngl_state_condition(s->kb, state)];
    for (ngl_id f = (ngl_id)(state + 1); f < s->kb->ncondition + c->form_adr + c->form_num; f++)
        if (s->column[f] == s->column[state]) return f;
    return NGL_NONE;
}

/* one set of columns, for every choice of the states they count */
static void keep_choices(ngl_case *c, const sum *s, hypothesis h, unsigned from, double least)
{
    if (from == SET_MAX || h.member[from] == NGL_NONE) {
        if (h.weight >= least) ngl_buf_add(&c->sets, &h, sizeof h);
        return;
    }
    double whole = h.weight;
    for (ngl_id f = h.member[from]; f != NGL_NONE; f = next_alike(s, f)) {
        h.member[from] = f;
        h.weight = whole * (c->odds[f] / s->column_odds[s->column[f]]);
        keep_choices(c, s, h, from + 1, least);
    }
}

/* weights become probabilities; those that turned out too light are dropped */
static void settle(ngl_case *c, const sum *s)
{
    const ngl_knowledge *kb = s->kb;
    size_t               n = c->sets.len / sizeof(hypothesis), kept = 0;
    for (size_t i = 0; i < n; i++) {
        hypothesis h = ((const hypothesis *)(const void *)c->sets.data)[i];
        h.weight /= s->total;
        bool one = true;
        for (unsigned m = 0; m < SET_MAX && h.member[m] != NGL_NONE; m++) one = one && s->column_odds[h.member[m]] == c->odds[h.member[m]];
        if (h.weight < (double)KEPT_FROM) continue;
        if (one)
            ((hypothesis *)(void *)c->sets.data)[kept++] = h;
        else
            keep_choices(c, s, h, 0, (double)KEPT_FROM);
    }
    size_t more = c->sets.len / sizeof(hypothesis) - n;
    if (!c->sets.failed) memmove(c->sets.data + kept * sizeof(hypothesis), c->sets.data + n * sizeof(hypothesis), more * sizeof(hypothesis));
    c->nset = kept + more;
    for (ngl_id i = 0; i < ngl_states(kb); i++) c->marginal[i] = 0;
    for (unsigned k = 0; k < s->n; k++) c->marginal[s->order[k]] = s->column_sum[k] / s->total;
    for (ngl_id f = (ngl_id)(ngl_states(kb) - 1); f >= kb->ncondition && kb->nform; f--) /* the first of a column last */
        if (s->column[f] != NGL_NONE) c->marginal[f] = c->marginal[s->column[f]] * (c->odds[f] / s->column_odds[s->column[f]]);
    for (ngl_id f = 0; f < kb->nform; f++) c->marginal[kb->form[f].condition] += c->marginal[kb->ncondition + f];
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
        memcpy(s.pair_weight + (size_t)i * s.n + i + 1, s.row + i + 1, (s.n - i - 1) * sizeof *s.row);
    }
    bool all = most < 3 || add_triples(c, &s);
    if (!all || c->sets.failed) return NGL_E_NOMEM;
    settle(c, &s);
    return c->sets.failed ? NGL_E_NOMEM : NGL_OK;
}
