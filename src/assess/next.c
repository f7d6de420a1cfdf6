/* Choosing the next question.
 *
 * Danger questions come first and in their fixed order, then the fixed
 * opening. After that: ask what is expected to change the advice most for each
 * second of a person's time. The loss of a state of knowledge is that of the
 * best level of care under uncertainty (a missed danger costs its harm, a
 * needless visit its cost) plus what the remaining bits about the cause are
 * worth; a question is worth the expected fall of that loss, and, where an
 * answer would fire a rule, the harm that the rule averts. Gates are respected:
 * a forbidden self-test is not a question. docs/model.md, 7.
 */
#include "assess/case.h"

#include <math.h>

/* sets lighter than this do not decide what to ask */
static const double LIGHTEST = 1e-4;

typedef struct outlook {
    ngl_case   *c;
    ngl_arena   arena;
    size_t      nset;
    hypothesis *set;
    double     *top, *rest; /* [nset * nblock] log P of a block's strongest item, and of its others together */
    double     *after;     /* [nset] scratch: weights after an answer */
    double      loss;
    ngl_triage  level;     /* of rules and score, now */
} outlook;

static bool prepare(outlook *o, ngl_case *c)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    *o = (outlook){ .c = c };
    ngl_arena_init(&o->arena, 32 << 20);
    o->set = NGL_NEW(&o->arena, hypothesis, c->nset);
    o->after = NGL_NEW(&o->arena, double, c->nset);
    o->top = NGL_NEW(&o->arena, double, c->nset *c->ev.nblock);
    o->rest = NGL_NEW(&o->arena, double, c->nset *c->ev.nblock);
    if (!o->set || !o->after || !o->top || !o->rest) return false;
    for (size_t s = 0; s < c->nset; s++) {
        if (h[s].weight < LIGHTEST) continue;
        size_t row = o->nset * c->ev.nblock;
        for (unsigned i = 0; i < c->ev.nitem; i++) {
            ngl_id  b = c->ev.item[i].block;
            double *sum = c->ev.block[b].top == i ? o->top : o->rest;
            sum[row + b] += log(ngl_assess_item_p(&c->ev.item[i], h[s].member));
        }
        o->set[o->nset++] = h[s];
    }
    return true;
}

/* expected cost of the best level of care, given how weight is spread */
static double care_loss(const outlook *o, const double *w)
{
    const ngl_knowledge *kb = o->c->kb;
    const ngl_model     *m = &kb->model;
    double               need[4] = { 0 }, total = 0, best = INFINITY;
    for (size_t s = 0; s < o->nset; s++) {
        ngl_triage t = NGL_TRIAGE_SELF_CARE;
        for (unsigned k = 0; k < SET_MAX && o->set[s].member[k] != NGL_NONE; k++)
            if (kb->condition[o->set[s].member[k]].triage > t) t = kb->condition[o->set[s].member[k]].triage;
        need[t] += w[s];
        total += w[s];
    }
    for (int given = 0; given < 4; given++) {
        double loss = 0;
        for (int t = 0; t < 4; t++)
            loss += need[t] * (t > given ? m->harm_weight[t] - m->harm_weight[given]
                                         : m->visit_cost[given] - m->visit_cost[t]);
        if (loss < best) best = loss;
    }
    return total > 0 ? best / total : 0;
}

static void weigh_now(outlook *o)
{
    for (size_t s = 0; s < o->nset; s++) o->after[s] = o->set[s].weight;
    o->loss = care_loss(o, o->after);
    o->level = ngl_danger_rules(o->c->kb, o->c->answer, NULL, NULL);
}

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

/* what the answer adds to the log-likelihood of set s */
static double gain_of(const outlook *o, joining j, size_t s, double log_p)
{
    if (j.block == o->c->ev.nblock) return log_p;
    double top = o->top[s * o->c->ev.nblock + j.block], rest = o->rest[s * o->c->ev.nblock + j.block];
    double before = top + j.before * rest;
    return (j.strongest ? log_p + j.after * (top + rest) : top + j.after * (rest + log_p)) - before;
}

/* Weights of the sets after one answer; returns how likely the answer is. */
static double weigh_after(outlook *o, const item *it, joining j)
{
    double chance = 0, total = 0;
    for (size_t s = 0; s < o->nset; s++) {
        double p = ngl_assess_item_p(it, o->set[s].member);
        chance += o->set[s].weight * p;
        total += o->set[s].weight;
        o->after[s] = o->set[s].weight * exp(gain_of(o, j, s, log(p)));
    }
    return total > 0 ? chance / total : 0;
}

/* harm averted if this answer fires a rule or the score */
static double rule_gain(outlook *o, ngl_id finding, ngl_answer answer, bool *changes)
{
    ngl_case  *c = o->c;
    ngl_answer was = c->answer[finding];
    c->answer[finding] = answer;
    ngl_triage level = ngl_assess_level_by(c->kb, c->answer, finding);
    c->answer[finding] = was;
    *changes = level > o->level;
    return *changes ? c->kb->model.harm_weight[level] - c->kb->model.harm_weight[o->level] : 0;
}

typedef struct worth {
    double drop, bits, change; /* change: probability that triage by rules rises */
} worth;

/* Mutual information between the sets and this answer, this answer's share of
 * it; what the block already told is taken off by its discount. */
static double information(const outlook *o, const item *it, double chance, double discount)
{
    double sum = 0, total = 0;
    for (size_t s = 0; s < o->nset; s++) {
        double p = ngl_assess_item_p(it, o->set[s].member), now = o->set[s].weight;
        total += now;
        if (p > 0) sum += now * p * log2(p / chance);
    }
    return discount * sum / total;
}

/* add one possible answer; false when memory is out */
static bool add_outcome(outlook *o, ngl_id finding, ngl_answer answer, worth *w)
{
    item it;
    bool changes;
    if (!ngl_assess_item(o->c->kb, finding, answer, &o->arena, &it)) return false;
    joining j = joins(o, &it);
    double  chance = weigh_after(o, &it, j);
    double  gain = rule_gain(o, finding, answer, &changes);
    double  bits = information(o, &it, chance, j.strongest ? 1 : j.after);
    w->drop += chance * (o->loss - care_loss(o, o->after) + gain) + o->c->kb->model.bit_value * bits;
    w->bits += bits;
    w->change += changes ? chance : 0;
    return true;
}

static bool worth_of(outlook *o, ngl_id finding, worth *w)
{
    const ngl_finding *f = &o->c->kb->finding[finding];
    *w = (worth){ 0, 0, 0 };
    if (f->answer == NGL_ANSWER_YES_NO)
        return add_outcome(o, finding, (ngl_answer){ .state = NGL_YES }, w) &&
               add_outcome(o, finding, (ngl_answer){ .state = NGL_NO }, w);
    for (ngl_id k = 0; k < f->option_num; k++)
        if (!add_outcome(o, finding, (ngl_answer){ NGL_CHOICE, k, 0 }, w)) return false;
    return true;
}

int ngl_case_applies(ngl_case *c, ngl_id finding)
{
    const ngl_knowledge *kb = c->kb;
    const ngl_finding   *f = &kb->finding[finding];
    if (f->asked_num && !ngl_assess_rule_holds(kb, f->asked_adr, f->asked_num, c->answer)) return 0;
    for (ngl_id p = f->parent; p != NGL_NONE; p = kb->finding[p].parent)
        if (c->answer[p].state == NGL_NO) return 0;
    if (f->replaced_by != NGL_NONE && c->answer[f->replaced_by].state != NGL_UNKNOWN) return 0;
    for (ngl_id k = 0; k < kb->nfinding; k++) /* a coarse place is settled by a yes inside it */
        if (kb->finding[k].parent == finding && c->answer[k].state == NGL_YES) return 0;
    return 1;
}

static bool open_question(ngl_case *c, ngl_id f, const uint8_t *skipped)
{
    return c->answer[f].state == NGL_UNKNOWN && !(skipped && skipped[f]) && !c->kb->finding[f].clinician_only &&
           ngl_case_applies(c, f) && !ngl_case_blocked(c, f);
}

static unsigned self_tests_done(const ngl_case *c)
{
    unsigned n = 0;
    for (ngl_id f = 0; f < c->kb->nfinding; f++)
        n += c->kb->finding[f].kind == NGL_KIND_SELF_TEST && c->answer[f].state != NGL_UNKNOWN;
    return n;
}

static unsigned answers_given(const ngl_case *c)
{
    unsigned n = 0;
    for (ngl_id f = 0; f < c->kb->nfinding; f++) n += c->answer[f].state != NGL_UNKNOWN;
    return n;
}

/* (c) of the stopping rule: clear enough, or nothing worth asking is left */
static bool clear_enough(ngl_case *c, double best_bits_per_s)
{
    const ngl_model *m = &c->kb->model;
    ngl_posterior    p = ngl_case_posterior(c);
    double           top3 = 0, all = p.other;
    for (uint32_t i = 0; i < p.ncause; i++) all += p.cause[i].p;
    for (uint32_t i = 0; i < 3 && i < p.ncause; i++) top3 += p.cause[i].p;
    return (p.ncause && p.cause[0].p >= m->stop_leader) || top3 / all >= m->stop_top3 ||
           best_bits_per_s * 10 < m->stop_bits_per_10s;
}

static ngl_status choose(ngl_case *c, const uint8_t *skipped, ngl_next *out)
{
    outlook    o;
    double     best = -INFINITY, best_bits = 0, change = 0;
    bool       tests_left = self_tests_done(c) < c->kb->model.max_self_tests;
    ngl_status status = prepare(&o, c) ? NGL_OK : NGL_E_NOMEM;
    if (status == NGL_OK) weigh_now(&o);
    for (ngl_id f = 0; f < c->kb->nfinding && status == NGL_OK; f++) {
        const ngl_finding *q = &c->kb->finding[f];
        worth              w;
        if (q->column_num == 0 || !open_question(c, f, skipped)) continue;
        if (q->kind == NGL_KIND_SELF_TEST && !tests_left) continue;
        if (!worth_of(&o, f, &w)) status = NGL_E_NOMEM;
        double cost = q->cost_s > 1 ? q->cost_s : 1;
        if (w.change > change) change = w.change;
        if (w.bits / cost > best_bits) best_bits = w.bits / cost;
        if (w.drop / cost <= best) continue;
        best = w.drop / cost;
        *out = (ngl_next){ f, NGL_ASK_ADAPTIVE, w.drop, w.bits, cost, 0 };
    }
    ngl_arena_free(&o.arena);
    unsigned given = answers_given(c);
    const ngl_model *m = &c->kb->model;
    out->stop = out->finding == NGL_NONE || given >= m->max_questions ||
                (given >= m->min_answers && change <= m->stop_triage_change && clear_enough(c, best_bits));
    return status;
}

ngl_status ngl_case_next(ngl_case *c, const uint8_t *skipped, ngl_next *out)
{
    ngl_status status = ngl_assess_refresh(c);
    *out = (ngl_next){ .finding = NGL_NONE };
    if (status != NGL_OK) return status;
    for (uint32_t i = 0; i < c->kb->nopening; i++) {
        ngl_id f = c->kb->opening[i];
        if (!open_question(c, f, skipped)) continue;
        *out = (ngl_next){ .finding = f,
                           .phase = i < c->kb->nopening_danger ? NGL_ASK_DANGER : NGL_ASK_OPENING,
                           .seconds = c->kb->finding[f].cost_s };
        return NGL_OK;
    }
    return choose(c, skipped, out);
}
