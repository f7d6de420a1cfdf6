/* From weights of columns to probabilities of sets, conditions and forms. */
#include "assess/sum.h"

#include <string.h>

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
void ngl_sum_settle(ngl_case *c, const sum *s)
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
