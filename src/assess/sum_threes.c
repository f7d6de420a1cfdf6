/* The sets of three: which rows matter, by a bound that is proved
 * (docs/model.md, 6), and their weights: heavy rows in double precision, light
 * ones in single (triple.h). */
#include "assess/sum.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* share of the whole sum that may be left out */
static const double LEFT_OUT = 1e-7;
/* rows that may be heavier than this share are summed in double precision */
static const double HEAVY = 5e-4;

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
        if (s->triple_row[k] > KEPT_FROM) ngl_sum_keep(c, s, i, j, k, (double)s->triple_row[k] * whole);
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

bool ngl_sum_add_triples(ngl_case *c, sum *s)
{
    const triple_code *code = ngl_triples_code();
    bound  b;
    double whole = s->total, end;
    if (!lay_out_bound(&b, s, &c->ev, code, &c->work)) return false;
    double lightest = lightest_row(&b, s, LEFT_OUT * whole, &end);
    for (unsigned i = 0; i + 2 < s->n; i++) {
        double row = 0;
        code->first(&s->triples, i);
        ngl_sum_add_member(s, 0, i);
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
            ngl_sum_add_member(s, 1, j);
            ngl_sum_add_row(c, s, (unsigned[]){ i, j }, 2, j + 1, to, s->odds[i] * s->odds[j] * s->factor[i * s->n + j]);
        }
        for (unsigned k = i + 2; k < s->n; k++) s->column_sum[k] += (double)s->triple_sum[k] * whole;
        s->column_sum[i] += row;
        s->total += row;
    }
    return true;
}
