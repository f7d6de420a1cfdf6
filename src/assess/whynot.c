/* Why not this condition: what speaks against it and for it, how much of that
 * is only how common it is, what keeps it from nought, and what would make it
 * likelier. A cause that must not be missed is never ruled out by questions:
 * the test that tells most about it is named, with what either result does.
 */
#include "assess/whatif.h"

#include <math.h>

enum { WHY_LIMIT = 4 << 20 };

static const double CONFIRMS = 2; /* times as common with it as without: from here on a yes is worth a test */

/* the answer that makes the condition impossible */
static ngl_id ruled_out_by(const ngl_case *c, ngl_id condition)
{
    for (uint32_t i = 0; i < c->kb->nmodifier; i++) {
        const ngl_modifier *m = &c->kb->modifier[i];
        const ngl_answer   *a = &c->answer[m->finding];
        bool applies = m->option == NGL_NONE ? a->state == NGL_YES : a->state == NGL_CHOICE && a->option == m->option;
        if (m->condition == condition && m->odds <= 0 && applies) return m->finding;
    }
    return NGL_NONE;
}

static unsigned rank_of(ngl_case *c, ngl_id condition)
{
    ngl_posterior p = ngl_case_posterior(c);
    for (uint32_t i = 0; i < p.ncause; i++)
        if (p.cause[i].condition == condition) return i + 1;
    return p.ncause;
}

/* before any answer, and with those answers that only say who somebody is */
static ngl_status priors(const ngl_case *c, ngl_why_not *out)
{
    ngl_case  *copy;
    ngl_range  p = { 0, 0, 0 };
    ngl_status status = ngl_case_new(&copy, c->kb, c->prior);
    if (status) return status;
    status = ngl_whatif_range(copy, out->condition, (ngl_draws){ 0, 0 }, &p);
    out->prior = p.value;
    for (ngl_id f = 0; f < c->kb->nfinding && !status; f++) {
        ngl_finding_kind kind = c->kb->finding[f].kind;
        if (kind != NGL_KIND_HISTORY && kind != NGL_KIND_RISK_FACTOR) continue;
        status = ngl_case_answer(copy, f, c->answer[f]);
    }
    if (!status) status = ngl_whatif_range(copy, out->condition, (ngl_draws){ 0, 0 }, &p);
    out->prior_self = p.value;
    ngl_case_free(copy);
    return status;
}

/* How its probability is made up: alone, or beside which other cause. */
static ngl_status company(const ngl_case *c, ngl_why_not *out)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    double            all = 0, alone = 0;
    ngl_arena         a;
    ngl_arena_init(&a, WHY_LIMIT);
    double *with = NGL_NEW(&a, double, c->kb->ncondition);
    for (size_t s = 0; s < c->nset && with; s++) {
        ngl_id   member[SET_MAX];
        unsigned n = 0;
        bool     in = false;
        for (; n < SET_MAX && h[s].member[n] != NGL_NONE; n++) {
            member[n] = ngl_state_condition(c->kb, h[s].member[n]);
            in = in || member[n] == out->condition;
        }
        if (!in) continue;
        all += h[s].weight;
        if (n == 1) alone += h[s].weight;
        for (unsigned m = 0; m < n; m++) with[member[m]] += h[s].weight;
    }
    out->alone = all > 0 ? alone / all : NAN;
    out->beside = NGL_NONE;
    for (ngl_id k = 0; k < c->kb->ncondition && with && all > 0; k++) {
        if (k == out->condition || k == c->kb->other || with[k] / all <= out->beside_share) continue;
        out->beside = k;
        out->beside_share = with[k] / all;
    }
    ngl_arena_free(&a);
    return with ? NGL_OK : NGL_E_NOMEM;
}

/* one answer's part of the bits, when with and without are alike likely */
static double halves(double own, double others)
{
    double mean = (own + others) / 2;
    return (own > 0 ? own / 2 * log2(own / mean) : 0) + (others > 0 ? others / 2 * log2(others / mean) : 0);
}

/* What a test would tell if the condition were as likely as not, against the
 * others as common as they are: bits. With the probability as it stands a rare
 * condition would be "settled" by whatever confirms a common one; for the same
 * reason only a test counts whose positive result speaks for it. */
static ngl_status telling(ngl_case *c, ngl_id condition, ngl_id finding, double *bits)
{
    static const ngl_answer answer[2] = { { NGL_YES, 0, 0.0 }, { NGL_NO, 0, 0.0 } };
    double                  chance[2], p = c->marginal[condition];
    item                    it[2];
    ngl_arena               a;
    ngl_status              status = ngl_whatif_chances(c, finding, answer, 2, chance);
    ngl_arena_init(&a, WHY_LIMIT);
    *bits = 0;
    if (!status && !ngl_whatif_items(c, finding, answer, 2, &a, it)) status = NGL_E_NOMEM;
    if (!status) {
        double yes = ngl_whatif_alone(c, &it[0], condition), no = ngl_whatif_alone(c, &it[1], condition);
        double own = yes / (yes + no), others = p < 1 ? fmin(fmax((chance[0] - p * own) / (1 - p), 1e-9), 1 - 1e-9) : own;
        if (own >= CONFIRMS * others) *bits = halves(own, others) + halves(1 - own, 1 - others);
    }
    ngl_arena_free(&a);
    return status;
}

static bool speaks_of(const ngl_knowledge *kb, const ngl_finding *f, ngl_id condition)
{
    for (unsigned o = 0; o < f->column_num; o++)
        if (ngl_link_at(kb, f->column_adr + o, condition)->ess > 0) return true;
    return false;
}

/* The test that tells most. What must not be missed is settled by a scan or a
 * blood test where one speaks of it; hands alone do not. */
static ngl_status choose_test(ngl_case *c, ngl_why_not *out, bool hands)
{
    double     best = 0;
    ngl_status status = NGL_OK;
    for (ngl_id f = 0; f < c->kb->nfinding && !status; f++) {
        const ngl_finding *q = &c->kb->finding[f];
        double             bits;
        if (!ngl_whatif_is_test(q) || (q->kind == NGL_KIND_EXAM && !hands) || q->answer != NGL_ANSWER_YES_NO ||
            !q->column_num || !speaks_of(c->kb, q, out->condition) || !ngl_whatif_open(c, f, NULL, true))
            continue;
        status = telling(c, out->condition, f, &bits);
        if (!status && bits > best) best = bits, out->settles = f;
    }
    return status;
}

static ngl_status settle(ngl_case *c, ngl_draws draws, ngl_why_not *out)
{
    ngl_case  *copy;
    ngl_status status = choose_test(c, out, out->level < NGL_TRIAGE_URGENT);
    if (!status && out->settles == NGL_NONE) status = choose_test(c, out, true);
    if (status || out->settles == NGL_NONE) return status;
    if ((status = ngl_whatif_new(&copy, c))) return status;
    status = ngl_whatif_set(copy, out->settles, (ngl_answer){ .state = NGL_YES });
    if (!status) status = ngl_whatif_range(copy, out->condition, draws, &out->if_yes);
    if (!status) status = ngl_whatif_set(copy, out->settles, (ngl_answer){ .state = NGL_NO });
    if (!status) status = ngl_whatif_range(copy, out->condition, draws, &out->if_no);
    ngl_case_free(copy);
    return status;
}

static ngl_status raise(ngl_case *c, ngl_draws draws, ngl_why_not *out)
{
    const ngl_change_options o = { .condition = out->condition, .rising = 1, .questions = NGL_WHY_NOT_RAISE, .draws = draws };
    ngl_shift  list[NGL_SHIFT_MAX];
    unsigned   n;
    ngl_status status = ngl_case_would_change(c, &o, list, &n);
    for (unsigned i = 0; i < n && !status && out->nraise < NGL_WHY_NOT_RAISE; i++)
        if (list[i].to.value > list[i].from.value) out->raise[out->nraise++] = list[i];
    return status;
}

ngl_status ngl_case_why_not(ngl_case *c, ngl_id condition, ngl_draws draws, ngl_why_not *out)
{
    if (condition >= c->kb->ncondition || condition == c->kb->other) return NGL_E_INVALID;
    *out = (ngl_why_not){ .condition = condition, .level = c->kb->condition[condition].triage, .settles = NGL_NONE };
    ngl_status status = ngl_whatif_range(c, condition, draws, &out->p);
    if (status) return status;
    out->ruled_out_by = ruled_out_by(c, condition);
    out->rank = rank_of(c, condition);
    status = ngl_case_explain(c, condition, out->support, &out->nfor, out->against, &out->nagainst, NGL_WHY_NOT_REASONS);
    if (!status) status = priors(c, out);
    if (!status) status = company(c, out);
    if (out->ruled_out_by != NGL_NONE) return status;
    if (!status) status = raise(c, draws, out);
    if (!status) status = settle(c, draws, out);
    return status;
}
