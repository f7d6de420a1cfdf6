/* The worth of one question, computed on the sets that the posterior kept.
 *
 * Loss, in the unit of a needless urgent visit: staying at home costs the harm
 * of waiting weeks, an urgent visit its cost and the harm of waiting days, an
 * emergency visit its cost; below that a routine visit against seeing nobody.
 * The best of them is the loss. After each possible answer the sets are
 * weighed anew, with the discounts the answer would really get, and answers
 * that move the prior (age, sex) move it. The bits of a question are the mutual
 * information of its answer with the sets, this answer's share of it, times the
 * discount of its block.
 */
#include "assess/worth.h"

#include <math.h>

/* sets lighter than this do not decide what to ask */
static const double LIGHTEST = 1e-4;

/* ---- the sets ------------------------------------------------------------------ */

static double one_over(double trigger)
{
    return trigger > 0 ? 1 / trigger : 0;
}

/* what waiting costs a person with these causes; the same triggers as triage */
static void harm_of(const ngl_knowledge *kb, const hypothesis *h, double *weeks, double *days, double *clinic)
{
    *weeks = *days = *clinic = 0;
    for (unsigned m = 0; m < SET_MAX && h->member[m] != NGL_NONE; m++) {
        const ngl_condition *c = &kb->condition[ngl_state_condition(kb, h->member[m])];
        if (c->triage > NGL_TRIAGE_SELF_CARE) *clinic = 1;
        if (c->triage == NGL_TRIAGE_EMERGENCY) {
            *weeks += one_over(c->trigger_p > 0 ? c->trigger_p : kb->model.p_emergency);
            *days += one_over(c->trigger_now > 0 ? c->trigger_now : kb->model.p_now);
        } else if (c->triage == NGL_TRIAGE_URGENT) {
            *weeks += one_over(c->trigger_p > 0 ? c->trigger_p : kb->model.p_urgent);
        }
    }
}

static double to_daily_life(const ngl_case *c, const hypothesis *h)
{
    double factor = 1;
    for (unsigned m = 0; m < SET_MAX && h->member[m] != NGL_NONE; m++) {
        ngl_id condition = ngl_state_condition(c->kb, h->member[m]);
        factor *= ngl_assess_share(c->kb, NGL_PRIOR_RUNNER, condition) / ngl_assess_share(c->kb, c->prior, condition);
    }
    return factor;
}

static void lay_out_set(outlook *o, const hypothesis *h)
{
    const ngl_case *c = o->c;
    size_t          s = o->n++;
    o->set[s] = *h;
    o->weight[s] = h->weight;
    if (o->world) o->world[s] = to_daily_life(c, h);
    harm_of(c->kb, h, &o->weeks[s], &o->days[s], &o->clinic[s]);
    for (unsigned i = 0; i < c->ev.nitem; i++) {
        ngl_id  b = c->ev.item[i].block;
        double *sum = c->ev.block[b].top == i ? o->top : o->rest;
        sum[b * c->nset + s] += log(ngl_assess_item_p(&c->ev.item[i], h->member));
    }
}

/* ---- loss ---------------------------------------------------------------------- */

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double loss_of(const outlook *o, const double *w)
{
    const ngl_model *m = &o->c->kb->model;
    double           weeks = 0, days = 0, clinic = 0, total = 0;
    for (size_t s = 0; s < o->n; s++) {
        double v = o->world ? w[s] * o->world[s] : w[s];
        weeks += v * o->weeks[s];
        days += v * o->days[s];
        clinic += v * o->clinic[s];
        total += v;
    }
    if (!(total > 0)) return 0;
    double urgent = m->visit_cost[NGL_TRIAGE_URGENT], emergency = m->visit_cost[NGL_TRIAGE_EMERGENCY] - urgent;
    double home = least(clinic / total * m->harm_weight[NGL_TRIAGE_ROUTINE],
                        (1 - clinic / total) * m->visit_cost[NGL_TRIAGE_ROUTINE]);
    return least(urgent * weeks / total + home, urgent + least(emergency * days / total, emergency));
}

/* which answers can move a rule or the score: what they name, and places inside those */
static void mark_rules(const outlook *o)
{
    const ngl_knowledge *kb = o->c->kb;
    for (uint32_t i = 0; i < ngl_assess_ops(kb); i++)
        if (kb->op[i].code <= NGL_OP_GE) o->in_rules[kb->op[i].finding] = true;
    for (uint32_t i = 0; i < kb->ndanger_item; i++) o->in_rules[kb->danger_item[i].test.finding] = true;
    for (ngl_id f = 0; f < kb->nfinding; f++)
        for (ngl_id p = kb->finding[f].parent; p != NGL_NONE; p = kb->finding[p].parent)
            if (o->in_rules[p]) o->in_rules[f] = true;
}

bool ngl_assess_outlook(outlook *o, ngl_case *c)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    size_t            n = c->nset ? c->nset : 1, blocks = c->ev.nblock ? c->ev.nblock : 1;
    double            total = 0;
    *o = (outlook){ .c = c };
    ngl_arena_init(&o->arena, 32 << 20);
    o->set = NGL_NEW(&o->arena, hypothesis, n);
    double *row = NGL_NEW(&o->arena, double, 7 * n);
    o->top = NGL_NEW(&o->arena, double, n *blocks);
    o->rest = NGL_NEW(&o->arena, double, n *blocks);
    o->factor = NGL_NEW(&o->arena, double, ngl_states(c->kb));
    o->in_rules = NGL_NEW(&o->arena, bool, c->kb->nfinding);
    if (!o->set || !row || !o->top || !o->rest || !o->factor || !o->in_rules) return ngl_arena_free(&o->arena), false;
    o->weight = row, o->weeks = row + n, o->days = row + 2 * n, o->clinic = row + 3 * n;
    o->p = row + 4 * n, o->after = row + 5 * n;
    if (c->prior == NGL_PRIOR_NEUTRAL) o->world = row + 6 * n;
    for (size_t s = 0; s < c->nset; s++)
        if (h[s].weight >= LIGHTEST) lay_out_set(o, &h[s]), total += h[s].weight;
    for (size_t s = 0; s < o->n; s++) o->weight[s] /= total;
    mark_rules(o);
    o->loss = loss_of(o, o->weight);
    o->level = ngl_danger_rules(c->kb, c->answer, NULL, NULL);
    return true;
}

void ngl_assess_outlook_free(outlook *o)
{
    ngl_arena_free(&o->arena);
}

/* ---- one answer ------------------------------------------------------------------ */

/* the block a new answer would join, and how the block's items then count */
typedef struct joining {
    unsigned block;         /* nblock: a block of its own */
    bool     strongest;     /* the new answer takes the place of the strongest */
    double   before, after; /* weight of the others */
} joining;

static joining joins(const outlook *o, const item *it)
{
    const evidence *ev = &o->c->ev;
    ngl_id          key = ngl_assess_block_key(o->c->kb, it->finding);
    double          rho = o->c->kb->group[o->c->kb->finding[it->finding].group].rho;
    for (unsigned b = 0; b < ev->nblock; b++) {
        if (ev->block[b].key != key) continue;
        block  with = ev->block[b];
        double s = ngl_assess_strength(o->c->kb, it);
        bool   first = ngl_assess_outranks(it, s, &ev->item[with.top], with.top_strength);
        with.strength += s;
        if (s > with.strongest) with.strongest = s;
        if (with.rho > rho) rho = with.rho;
        return (joining){ b, first, ev->block[b].rest, ngl_assess_rest(&with, rho) };
    }
    return (joining){ ev->nblock, true, 1, 1 };
}

/* after[s] = weight[s] * what the answer does to the likelihood of s */
static void weigh_after(outlook *o, joining j)
{
    if (j.block == o->c->ev.nblock) {
        for (size_t s = 0; s < o->n; s++) o->after[s] = o->weight[s] * o->p[s];
        return;
    }
    const double *top = o->top + j.block * o->c->nset, *rest = o->rest + j.block * o->c->nset;
    for (size_t s = 0; s < o->n; s++) {
        double log_p = log(o->p[s]), before = top[s] + j.before * rest[s];
        double now = j.strongest ? log_p + j.after * (top[s] + rest[s]) : top[s] + j.after * (rest[s] + log_p);
        o->after[s] = o->weight[s] * exp(now - before);
    }
}

static bool meets(const ngl_modifier *m, ngl_answer a)
{
    return m->option == NGL_NONE ? a.state == NGL_YES : a.state == NGL_CHOICE && a.option == m->option;
}

static bool moves_prior(const ngl_knowledge *kb, ngl_id finding)
{
    for (uint32_t i = 0; i < kb->nmodifier; i++)
        if (kb->modifier[i].finding == finding) return true;
    return false;
}

/* factor[state]: what the answer does to the odds of each state */
static void factors_of(outlook *o, ngl_id finding, ngl_answer a)
{
    const ngl_knowledge *kb = o->c->kb;
    double               cap = kb->model.modifier_cap;
    ngl_id               n = ngl_states(kb);
    for (ngl_id k = 0; k < n; k++) o->factor[k] = 1;
    for (uint32_t i = 0; i < kb->nmodifier; i++) {
        const ngl_modifier *m = &kb->modifier[i];
        if (m->finding != finding || !meets(m, a)) continue;
        double by = m->odds > cap ? cap : m->odds > 0 && m->odds < 1 / cap ? 1 / cap : m->odds;
        for (ngl_id k = 0; k < n; k++)
            if (k == m->condition || ngl_state_condition(kb, k) == m->condition) o->factor[k] *= by;
    }
}

/* after[s] *= the factors of the members; gives the bits of that alone */
static double move_prior(outlook *o, ngl_id finding, ngl_answer a)
{
    double sum = 0, bits = 0;
    factors_of(o, finding, a);
    for (size_t s = 0; s < o->n; s++) {
        double by = 1;
        for (unsigned k = 0; k < SET_MAX && o->set[s].member[k] != NGL_NONE; k++) by *= o->factor[o->set[s].member[k]];
        if (by == 1) {
            sum += o->weight[s];
            continue;
        }
        o->after[s] *= by;
        sum += o->weight[s] * by;
        if (by > 0) bits += o->weight[s] * by * log2(by);
    }
    return sum > 0 ? bits / sum - log2(sum) : 0;
}

/* What it is worth if this answer fires a rule or the score: a rule says that the visit is worth its cost, so at
 * least that. A no fires nothing that unknown does not. */
static double averted_by(outlook *o, ngl_id finding, ngl_answer answer)
{
    ngl_case *c = o->c;
    if (answer.state == NGL_NO || !o->in_rules[finding]) return 0;
    ngl_answer was = c->answer[finding];
    c->answer[finding] = answer;
    ngl_triage level = ngl_assess_level_by(c->kb, c->answer, finding);
    c->answer[finding] = was;
    return level > o->level ? c->kb->model.visit_cost[level] - c->kb->model.visit_cost[o->level] : 0;
}

/* this answer's share of the mutual information of question and sets */
static double information(const outlook *o, double chance)
{
    double sum = 0;
    for (size_t s = 0; s < o->n; s++)
        if (o->p[s] > 0) sum += o->weight[s] * o->p[s] * log2(o->p[s] / chance);
    return sum;
}

/* P(answer | set) into o->p; P(answer) into `out`, as the prior has it and in daily life */
static void likelihoods(outlook *o, const item *it, double flat, outcome *out)
{
    double total = 0;
    for (size_t s = 0; s < o->n; s++) {
        double life = o->world ? o->weight[s] * o->world[s] : o->weight[s];
        o->p[s] = it ? ngl_assess_item_p(it, o->set[s].member) : flat;
        out->chance += o->weight[s] * o->p[s];
        out->world += life * o->p[s];
        total += life;
    }
    out->world = total > 0 ? out->world / total : 0;
}

static bool look_at(outlook *o, ngl_id finding, ngl_answer answer, double flat, bool moves, outcome *out)
{
    item    it;
    bool    told = o->c->kb->finding[finding].column_num > 0;
    joining j = { o->c->ev.nblock, true, 1, 1 };
    if (told && !ngl_assess_item(o->c->kb, finding, answer, &o->arena, &it)) return false;
    if (told) j = joins(o, &it);
    *out = (outcome){ .answer = answer };
    likelihoods(o, told ? &it : NULL, flat, out);
    weigh_after(o, j);
    if (told) out->bits = information(o, out->chance) * (j.strongest ? 1 : j.after);
    if (moves) out->bits += out->chance * move_prior(o, finding, answer);
    out->loss = loss_of(o, o->after);
    out->averted = averted_by(o, finding, answer);
    return true;
}

/* A number has no likelihood. What matters of it are the values that rules and
 * score look for; how likely each step is, is taken from its share of the range. */
static unsigned number_outcomes(outlook *o, ngl_id finding, outcome *out, unsigned max)
{
    const ngl_knowledge *kb = o->c->kb;
    const ngl_finding   *f = &kb->finding[finding];
    double               value[NGL_OUTCOMES_MAX + 1] = { f->min };
    unsigned             n = 1, most = max < NGL_OUTCOMES_MAX ? max : NGL_OUTCOMES_MAX;
    uint32_t             nop = ngl_assess_ops(kb);
    for (uint32_t i = 0; i < nop + kb->ndanger_item && n < most; i++) {
        const ngl_op *op = i < nop ? &kb->op[i] : &kb->danger_item[i - nop].test;
        unsigned      at = 0;
        if (op->code != NGL_OP_GE || op->finding != finding) continue;
        while (at < n && value[at] < op->value) at++;
        if (at < n && value[at] == op->value) continue;
        for (unsigned k = n++; k > at; k--) value[k] = value[k - 1];
        value[at] = op->value;
    }
    value[n] = f->max;
    for (unsigned k = 0; k < n; k++)
        if (!look_at(o, finding, (ngl_answer){ NGL_VALUE, 0, value[k] }, (value[k + 1] - value[k]) / (f->max - f->min), false, &out[k]))
            return 0;
    return n;
}

static unsigned all_outcomes(outlook *o, ngl_id finding, outcome *out, unsigned max)
{
    const ngl_finding *f = &o->c->kb->finding[finding];
    bool               moves = moves_prior(o->c->kb, finding);
    if (f->answer == NGL_ANSWER_NUMBER) return number_outcomes(o, finding, out, max);
    if (f->answer == NGL_ANSWER_YES_NO)
        return look_at(o, finding, (ngl_answer){ .state = NGL_YES }, 0.5, moves, &out[0]) &&
                       look_at(o, finding, (ngl_answer){ .state = NGL_NO }, 0.5, moves, &out[1])
                   ? 2
                   : 0;
    unsigned n = f->option_num < max ? f->option_num : max;
    for (unsigned k = 0; k < n; k++)
        if (!look_at(o, finding, (ngl_answer){ NGL_CHOICE, (ngl_id)k, 0 }, 1.0 / f->option_num, moves, &out[k])) return 0;
    return n;
}

/* Yes and no are tempered each for itself, so that their chances need not add
 * up to 1; somebody who answers gives one of them. */
unsigned ngl_assess_outcomes(outlook *o, ngl_id finding, outcome *out, unsigned max)
{
    unsigned n = all_outcomes(o, finding, out, max);
    double   sum = 0, world = 0;
    for (unsigned k = 0; k < n; k++) sum += out[k].chance, world += out[k].world;
    for (unsigned k = 0; k < n && sum > 0; k++) {
        out[k].chance /= sum;
        out[k].bits /= sum;
        out[k].world /= world > 0 ? world : 1;
    }
    return n;
}

bool ngl_assess_worth(outlook *o, ngl_id finding, worth *w)
{
    outcome  out[NGL_OUTCOMES_MAX];
    unsigned n = ngl_assess_outcomes(o, finding, out, NGL_OUTCOMES_MAX);
    double   care = 0, care_no = 0;
    *w = (worth){ .drop = 0 };
    for (unsigned k = 0; k < n; k++) {
        double fall = out[k].world * (o->loss - out[k].loss + out[k].averted);
        bool   no = out[k].answer.state == NGL_NO;
        care += fall, care_no += no ? fall : 0;
        w->bits += out[k].bits, w->no_bits += no ? out[k].bits : 0;
        if (out[k].averted > 0) w->change += out[k].world;
        if (out[k].answer.state == NGL_YES) w->yes = out[k].chance;
    }
    if (care < 0) care = care_no = 0; /* of rounding and of discounts, not of information */
    w->drop = care + o->c->kb->model.bit_value * w->bits;
    w->no_drop = care_no + o->c->kb->model.bit_value * w->no_bits;
    return n > 0;
}
