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
 * Here are the sum and its rows in double precision; sum.h says where the rest
 * is. The slow twin in tests/unit/assess enumerates everything in long double.
 */
#include "assess/case.h"
#include "assess/row.h"
#include "assess/sum.h"

#include <math.h>
#include <string.h>

/* so many terms of weight 1 are multiplied before the range of double asks for a logarithm */
enum { DIRECT_TERMS = 4 };

static size_t whole(unsigned n)
{
    return (n + ROW_SLACK) & ~(size_t)ROW_SLACK;
}

void ngl_sum_add_member(sum *s, unsigned depth, unsigned k)
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

void ngl_sum_keep(ngl_case *c, const sum *s, unsigned i, unsigned j, unsigned k, double weight)
{
    hypothesis h = { { s->order[i], j < s->n ? s->order[j] : NGL_NONE, k < s->n ? s->order[k] : NGL_NONE }, weight };
    ngl_buf_add(&c->sets, &h, sizeof h);
}

void ngl_sum_add_row(ngl_case *c, sum *s, const unsigned *member, unsigned n, unsigned from, unsigned to, double factor)
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
            ngl_sum_keep(c, s, n > 0 ? member[0] : k, n > 1 ? member[1] : n == 1 ? k : none, n > 1 ? k : none, w);
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

ngl_status ngl_assess_posterior(ngl_case *c)
{
    sum s;
    if (!ngl_sum_prepare(&s, c)) return NGL_E_NOMEM;
    c->sets.len = 0;
    set_shift(&s);
    unsigned most = c->kb->model.max_causes;
    ngl_sum_add_row(c, &s, NULL, 0, 0, s.n, 1);
    for (unsigned i = 0; most >= 2 && i + 1 < s.n; i++) {
        ngl_sum_add_member(&s, 0, i);
        ngl_sum_add_row(c, &s, &i, 1, i + 1, s.n, s.odds[i]);
        memcpy(s.pair_weight + (size_t)i * s.n + i + 1, s.row + i + 1, (s.n - i - 1) * sizeof *s.row);
    }
    bool all = most < 3 || ngl_sum_add_triples(c, &s);
    if (!all || c->sets.failed) return NGL_E_NOMEM;
    ngl_sum_settle(c, &s);
    return c->sets.failed ? NGL_E_NOMEM : NGL_OK;
}
