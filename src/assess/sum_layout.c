/* Laying out the sum: which states share a column, in which order the columns
 * stand, their pair factors, and the answers as rows of ratios over them. */
#include "assess/row.h"
#include "assess/sum.h"

#include <math.h>

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

bool ngl_sum_prepare(sum *s, ngl_case *c)
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
