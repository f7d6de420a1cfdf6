/* How soon someone must look: rules and score first, then what the posterior
 * adds. Nothing here can lower what the rules and the score have reached.
 *
 * Expected harm: a trigger is the probability of one condition at which waiting
 * harms as much as a needless visit costs, so the sum of probability over
 * trigger is expected harm over cost, and an earlier visit is worth while from
 * 1. One sum asks whether weeks are too long (urgent), another, over
 * emergencies alone, whether days are (emergency). The probabilities are those
 * of the runner's or the clinic's world; under the neutral prior, which is a
 * way of scoring and not of living, weights are first moved back to the
 * runner's shares. The leading cause's own level and a picture that fits
 * nothing ask for a clinician's view, never more.
 */
#include "assess/case.h"

#include <math.h>

static void add_reason(ngl_danger_reason *reason, uint32_t *n, ngl_danger_reason r)
{
    uint32_t at = (*n)++;
    for (; at > 0 && reason[at - 1].level < r.level; at--) reason[at] = reason[at - 1];
    reason[at] = r;
}

/* p(c) over the probability at which waiting for the level below costs as much as a visit of `level` */
static double harm_share(const ngl_knowledge *kb, const double *p, ngl_id c, ngl_triage level)
{
    const ngl_condition *cond = &kb->condition[c];
    double               own = level == NGL_TRIAGE_URGENT ? cond->trigger_p : cond->trigger_now, usual = kb->model.p_now;
    if (cond->triage < level || !(p[c] > 0)) return 0;
    if (level == NGL_TRIAGE_URGENT)
        usual = cond->triage == NGL_TRIAGE_EMERGENCY ? kb->model.p_emergency : kb->model.p_urgent;
    return p[c] / (own > 0 ? own : usual);
}

/* the feared condition that weighs most, where all together outweigh a visit */
static bool harm_reason(const ngl_knowledge *kb, const double *p, ngl_triage level, ngl_danger_reason *reason, uint32_t *n)
{
    double sum = 0, most = 0;
    ngl_id lead = NGL_NONE;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        double share = harm_share(kb, p, c, level);
        sum += share;
        if (share > most) most = share, lead = c;
    }
    if (lead == NGL_NONE || sum < 1) return false;
    add_reason(reason, n, (ngl_danger_reason){ .by = NGL_BY_HARM, .level = level, .rule = NGL_NONE,
                                               .condition = lead, .p = p[lead] });
    return true;
}

/* marginals as they would be under the runner's shares */
static void to_runner_world(const ngl_case *c, double *p)
{
    const ngl_knowledge *kb = c->kb;
    const hypothesis    *h = (const hypothesis *)(const void *)c->sets.data;
    double               total = 0;
    for (ngl_id i = 0; i < kb->ncondition; i++) p[i] = 0;
    for (size_t s = 0; s < c->nset; s++) {
        ngl_id member[SET_MAX] = { NGL_NONE, NGL_NONE, NGL_NONE };
        double w = h[s].weight;
        for (unsigned m = 0; m < SET_MAX && h[s].member[m] != NGL_NONE; m++) {
            member[m] = ngl_state_condition(kb, h[s].member[m]);
            w *= ngl_assess_share(kb, NGL_PRIOR_RUNNER, member[m]) / ngl_assess_share(kb, c->prior, member[m]);
        }
        for (unsigned m = 0; m < SET_MAX && member[m] != NGL_NONE; m++) p[member[m]] += w;
        total += w;
    }
    for (ngl_id i = 0; i < kb->ncondition; i++) p[i] = total > 0 ? p[i] / total : 0;
}

static void cause_reason(const ngl_case *c, const double *p, ngl_danger_reason *reason, uint32_t *n)
{
    const ngl_knowledge *kb = c->kb;
    double               clinic = 0, all = 0;
    ngl_id               lead = NGL_NONE;
    for (ngl_id i = 0; i < kb->ncondition; i++) {
        all += p[i];
        if (kb->condition[i].triage == NGL_TRIAGE_SELF_CARE) continue;
        clinic += p[i];
        if (lead == NGL_NONE || p[i] > p[lead]) lead = i;
    }
    if (lead == NGL_NONE || clinic < kb->model.p_routine * all) return;
    add_reason(reason, n, (ngl_danger_reason){ .by = NGL_BY_CAUSE, .level = NGL_TRIAGE_ROUTINE, .rule = NGL_NONE,
                                               .condition = lead, .p = p[lead] });
}

/* rules that only hold once one of two contradicting answers is left out; gives the score's level, no lower than `level` */
static ngl_triage read_carefully(ngl_case *c, ngl_id nfired, ngl_triage level, uint32_t *nreason)
{
    ngl_id     n = nfired;
    ngl_triage careful = ngl_assess_careful(c->kb, c->answer, c->fired, &n);
    for (ngl_id i = nfired; i < n; i++)
        add_reason(c->reason, nreason, (ngl_danger_reason){ .by = NGL_BY_RULE, .level = c->kb->rule[c->fired[i]].urgency,
                                                            .rule = c->fired[i], .condition = NGL_NONE });
    return careful > level ? careful : level;
}

ngl_danger ngl_case_danger(ngl_case *c)
{
    ngl_danger d = { .reason = c->reason };
    ngl_id     nfired;
    d.rules_level = ngl_danger_rules(c->kb, c->answer, c->fired, &nfired);
    for (ngl_id i = 0; i < nfired; i++) {
        const ngl_rule *rule = &c->kb->rule[c->fired[i]];
        if (rule->gate) continue;
        add_reason(c->reason, &d.nreason, (ngl_danger_reason){ .by = NGL_BY_RULE, .level = rule->urgency,
                                                               .rule = c->fired[i], .condition = NGL_NONE });
    }
    danger_score s = ngl_assess_danger_score(c->kb, c->answer);
    d.score = s.total, d.score_groups = s.groups, d.score_hard_groups = s.hard_groups;
    ngl_triage by_score = read_carefully(c, nfired, s.level, &d.nreason);
    if (by_score > NGL_TRIAGE_SELF_CARE)
        add_reason(c->reason, &d.nreason, (ngl_danger_reason){ .by = NGL_BY_SCORE, .level = by_score, .rule = NGL_NONE,
                                                               .condition = NGL_NONE });
    if (ngl_assess_refresh(c) == NGL_OK) {
        const double *p = c->marginal;
        if (c->prior == NGL_PRIOR_NEUTRAL) {
            to_runner_world(c, c->world);
            p = c->world;
        }
        if (!harm_reason(c->kb, p, NGL_TRIAGE_EMERGENCY, c->reason, &d.nreason))
            harm_reason(c->kb, p, NGL_TRIAGE_URGENT, c->reason, &d.nreason);
        cause_reason(c, p, c->reason, &d.nreason);
        if (c->doubted && c->fit < c->kb->model.fit_floor)
            add_reason(c->reason, &d.nreason, (ngl_danger_reason){ .by = NGL_BY_FIT, .level = NGL_TRIAGE_ROUTINE,
                                                                   .rule = NGL_NONE, .condition = NGL_NONE });
    } else { /* without the posterior nobody is reassured */
        add_reason(c->reason, &d.nreason, (ngl_danger_reason){ .by = NGL_BY_FIT, .level = NGL_TRIAGE_ROUTINE,
                                                               .rule = NGL_NONE, .condition = NGL_NONE });
    }
    d.level = d.nreason ? c->reason[0].level : NGL_TRIAGE_SELF_CARE;
    return d;
}

int ngl_case_blocked(ngl_case *c, ngl_id finding)
{
    const ngl_knowledge *kb = c->kb;
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        if (!rule->gate) continue;
        for (uint32_t i = 0; i < rule->blocked_num; i++)
            if (kb->blocked[rule->blocked_adr + i] == finding &&
                ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, c->answer))
                return 1;
    }
    return 0;
}
