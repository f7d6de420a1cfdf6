/* Which open questions could still change how soon somebody must look.
 *
 * By a rule or by the score: tried for every answer to every open question, no
 * probability needed. By what the posterior asks for: the questions that move a
 * feared condition most, measured by its trigger, are summed anew.
 */
#include "assess/whatif.h"

#include <math.h>
#include <string.h>

enum { FEARED = 8, NEAR = 10, FOUND_MAX = 400, LIFT_LIMIT = 8 << 20 };

typedef struct lift {
    ngl_case                 *c, *copy;
    const ngl_change_options *o;
    ngl_triage                now;
    ngl_arena                 arena;
    unsigned                  n;
    ngl_shift                *found; /* [FOUND_MAX] */
} lift;

static double trigger(const ngl_knowledge *kb, const ngl_condition *c)
{
    if (c->trigger_p > 0) return c->trigger_p;
    return c->triage == NGL_TRIAGE_EMERGENCY ? kb->model.p_emergency : kb->model.p_urgent;
}

/* the suspect of the rule that this answer fires, the likeliest first */
static ngl_id suspect(const lift *l, ngl_triage level)
{
    const ngl_knowledge *kb = l->c->kb;
    ngl_id               best = NGL_NONE;
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        if (rule->gate || rule->urgency != level) continue;
        if (!ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, l->copy->answer) ||
            ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, l->c->answer))
            continue;
        for (unsigned s = 0; s < rule->suspect_num; s++) {
            ngl_id c = kb->suspect[rule->suspect_adr + s];
            if (best == NGL_NONE || l->c->marginal[c] > l->c->marginal[best]) best = c;
        }
    }
    return best;
}

static bool known(const lift *l, ngl_id finding)
{
    for (unsigned i = 0; i < l->n; i++)
        if (l->found[i].finding == finding) return true;
    return false;
}

/* more pressing first, then the more probable, then the order of the tables */
static bool before(const ngl_shift *a, const ngl_shift *b)
{
    if (a->triage != b->triage) return a->triage > b->triage;
    double x = isnan(a->chance) ? 0 : a->chance, y = isnan(b->chance) ? 0 : b->chance;
    return x > y;
}

static void add(lift *l, ngl_shift s)
{
    if (l->n == FOUND_MAX) return;
    unsigned at = l->n++;
    for (; at > 0 && before(&s, &l->found[at - 1]); at--) l->found[at] = l->found[at - 1];
    l->found[at] = s;
}

static ngl_status try_rules(lift *l, ngl_id finding)
{
    ngl_answer answer[WHATIF_ANSWERS], open = { .state = NGL_UNKNOWN };
    double     chance[WHATIF_ANSWERS];
    unsigned   n = ngl_whatif_answers(l->c->kb, finding, answer), best = n;
    ngl_triage highest = l->now;
    for (unsigned i = 0; i < n; i++) {
        l->copy->answer[finding] = answer[i];
        ngl_triage level = ngl_assess_level_by(l->c->kb, l->copy->answer, finding);
        if (level > highest) highest = level, best = i;
    }
    ngl_status status = NGL_OK;
    if (best < n) {
        l->copy->answer[finding] = answer[best];
        status = ngl_whatif_chances(l->c, finding, answer, n, chance);
        add(l, (ngl_shift){ .finding = finding, .answer = answer[best], .chance = chance[best],
                            .condition = suspect(l, highest), .triage = highest, .by_rule = 1 });
    }
    l->copy->answer[finding] = open; /* the copy's posterior was never asked for: it is as it was */
    return status;
}

/* open questions that move a feared condition most, for its trigger */
typedef struct near_one {
    ngl_id finding;
    double worth;
} near_one;

static unsigned feared(const lift *l, ngl_id out[FEARED])
{
    const ngl_knowledge *kb = l->c->kb;
    unsigned             n = 0;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        const ngl_condition *k = &kb->condition[c];
        if (k->triage < NGL_TRIAGE_URGENT || c == kb->other) continue;
        double   weight = l->c->marginal[c] / trigger(kb, k);
        unsigned at = n;
        while (at > 0 && l->c->marginal[out[at - 1]] / trigger(kb, &kb->condition[out[at - 1]]) < weight) at--;
        if (at >= FEARED) continue;
        if (n < FEARED) n++;
        for (unsigned i = n - 1; i > at; i--) out[i] = out[i - 1];
        out[at] = c;
    }
    return n;
}

/* the largest ratio that an answer gives a feared condition, in multiples of its trigger */
static double worth_of(lift *l, ngl_id finding, const ngl_id *fear, unsigned nfear)
{
    ngl_answer answer[WHATIF_ANSWERS];
    double     chance[WHATIF_ANSWERS], worth = 0;
    unsigned   n = ngl_whatif_answers(l->c->kb, finding, answer);
    ngl_arena  a;
    if (ngl_whatif_chances(l->c, finding, answer, n, chance)) return 0;
    ngl_arena_init(&a, 1 << 20);
    for (unsigned i = 0; i < n; i++) {
        item it;
        if (!ngl_assess_item(l->c->kb, finding, answer[i], &a, &it)) break;
        for (unsigned k = 0; k < nfear; k++) {
            double p = l->c->marginal[fear[k]], then = p * ngl_whatif_alone(l->c, &it, fear[k]) / chance[i];
            worth = fmax(worth, fabs(then - p) / trigger(l->c->kb, &l->c->kb->condition[fear[k]]));
        }
    }
    ngl_arena_free(&a);
    return worth;
}

static unsigned nearest(lift *l, near_one out[NEAR])
{
    ngl_id   fear[FEARED];
    unsigned nfear = feared(l, fear), n = 0;
    for (ngl_id f = 0; f < l->c->kb->nfinding; f++) {
        if (l->c->kb->finding[f].column_num == 0 || known(l, f) ||
            !ngl_whatif_open(l->c, f, l->o->skipped, l->o->clinician))
            continue;
        double   worth = worth_of(l, f, fear, nfear);
        unsigned at = n;
        while (at > 0 && out[at - 1].worth < worth) at--;
        if (at >= NEAR) continue;
        if (n < NEAR) n++;
        for (unsigned i = n - 1; i > at; i--) out[i] = out[i - 1];
        out[at] = (near_one){ f, worth };
    }
    return n;
}

/* the condition whose probability asks for the level that stands in `c` */
static ngl_id asks_for_it(ngl_case *c, ngl_triage level)
{
    ngl_danger d = ngl_case_danger(c);
    for (uint32_t i = 0; i < d.nreason; i++)
        if (d.reason[i].level == level && d.reason[i].condition != NGL_NONE) return d.reason[i].condition;
    return NGL_NONE;
}

static ngl_status try_posterior(lift *l, ngl_id finding)
{
    ngl_answer answer[WHATIF_ANSWERS];
    double     chance[WHATIF_ANSWERS];
    unsigned   n = ngl_whatif_answers(l->c->kb, finding, answer);
    ngl_status status = ngl_whatif_chances(l->c, finding, answer, n, chance);
    for (unsigned i = 0; i < n && !status; i++) {
        if ((status = ngl_whatif_set(l->copy, finding, answer[i]))) break;
        ngl_triage level = ngl_case_danger(l->copy).level;
        if (level == l->now) continue;
        ngl_id why = level > l->now ? asks_for_it(l->copy, level) : asks_for_it(l->c, l->now);
        add(l, (ngl_shift){ .finding = finding, .answer = answer[i], .chance = chance[i], .condition = why, .triage = level });
    }
    ngl_status undone = ngl_case_answer(l->copy, finding, (ngl_answer){ .state = NGL_UNKNOWN });
    return status ? status : undone;
}

/* the figures of those that are shown */
static ngl_status fill(lift *l, ngl_shift *s)
{
    ngl_status status;
    if (s->condition == NGL_NONE) s->condition = ngl_case_posterior(l->copy).cause[0].condition;
    if ((status = ngl_whatif_range(l->c, s->condition, l->o->draws, &s->from))) return status;
    status = ngl_whatif_set(l->copy, s->finding, s->answer);
    if (!status) status = ngl_whatif_range(l->copy, s->condition, l->o->draws, &s->to);
    ngl_status undone = ngl_case_answer(l->copy, s->finding, (ngl_answer){ .state = NGL_UNKNOWN });
    return status ? status : undone;
}

ngl_status ngl_case_would_lift(ngl_case *c, const ngl_change_options *options, ngl_shift *out, unsigned *n, unsigned max)
{
    lift       l = { .c = c, .o = options };
    near_one   list[NEAR];
    ngl_status status = ngl_assess_refresh(c);
    *n = 0;
    ngl_arena_init(&l.arena, LIFT_LIMIT);
    if (!status) status = ngl_whatif_new(&l.copy, c);
    if (!status && !(l.found = NGL_NEW(&l.arena, ngl_shift, FOUND_MAX))) status = NGL_E_NOMEM;
    if (!status) l.now = ngl_case_danger(l.copy).level;
    for (ngl_id f = 0; f < c->kb->nfinding && !status; f++)
        if (ngl_whatif_open(c, f, options->skipped, options->clinician)) status = try_rules(&l, f);
    unsigned near = status ? 0 : nearest(&l, list);
    for (unsigned i = 0; i < near && !status; i++) status = try_posterior(&l, list[i].finding);
    for (unsigned i = 0; i < l.n && *n < max && !status; i++) {
        status = fill(&l, &l.found[i]);
        out[(*n)++] = l.found[i];
    }
    ngl_case_free(l.copy);
    ngl_arena_free(&l.arena);
    return status;
}
