/* Danger before probability: red-flag rules and the additive danger score.
 *
 * This file knows nothing of posteriors. A rule is a postfix formula over
 * answers; "unknown" is not "yes", so an unanswered question can neither fire
 * a rule nor, because NOT of unknown holds, switch one off. The score adds
 * weak dangers: points per answer, each group capped, and a level needs a
 * total, a number of groups and a number of hard groups. Reassuring points
 * count down, and not at all once one of the grave groups has begun to fill.
 * Source of rules, points and levels: knowledge/red_flags.csv,
 * danger_score.csv, danger_levels.csv.
 */
#include "assess/case.h"

#include "base/error.h"

#include <assert.h>

/* a yes to a place is a yes to the coarser place around it */
static bool yes_or_inside(const ngl_knowledge *kb, ngl_id finding, const ngl_answer *answer)
{
    if (answer[finding].state == NGL_YES) return true;
    if (kb->finding[finding].kind != NGL_KIND_SITE || kb->finding[finding].parent != NGL_NONE) return false;
    for (ngl_id f = 0; f < kb->nfinding; f++)
        if (kb->finding[f].parent == finding && yes_or_inside(kb, f, answer)) return true;
    return false;
}

static bool push_holds(const ngl_knowledge *kb, const ngl_op *op, const ngl_answer *answer)
{
    const ngl_answer *a = &answer[op->finding];
    switch ((ngl_op_code)op->code) {
    case NGL_OP_YES: return yes_or_inside(kb, op->finding, answer);
    case NGL_OP_IS: return a->state == NGL_CHOICE && a->option == op->option;
    case NGL_OP_GE: return a->state == NGL_VALUE && a->value >= op->value;
    case NGL_OP_AND:
    case NGL_OP_OR:
    case NGL_OP_NOT: break;
    }
    assert(op->code <= NGL_OP_GE); /* an operator is not a test */
    return false;
}

bool ngl_assess_rule_holds(const ngl_knowledge *kb, uint32_t op_adr, uint16_t op_num, const ngl_answer *answer)
{
    bool     stack[NGL_RULE_DEPTH];
    unsigned n = 0;
    for (const ngl_op *op = kb->op + op_adr; op < kb->op + op_adr + op_num; op++) {
        switch ((ngl_op_code)op->code) {
        case NGL_OP_AND:
            assert(n >= 2);
            n--;
            stack[n - 1] = stack[n - 1] && stack[n];
            break;
        case NGL_OP_OR:
            assert(n >= 2);
            n--;
            stack[n - 1] = stack[n - 1] || stack[n];
            break;
        case NGL_OP_NOT:
            assert(n >= 1);
            stack[n - 1] = !stack[n - 1];
            break;
        case NGL_OP_YES:
        case NGL_OP_IS:
        case NGL_OP_GE:
            assert(n < NGL_RULE_DEPTH);
            stack[n++] = push_holds(kb, op, answer);
            break;
        }
    }
    assert(n == 1);
    return stack[0];
}

/* points of one group, capped towards its own sign */
static int group_points(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id group)
{
    int points = 0, cap = kb->danger_group[group].cap;
    for (uint32_t i = 0; i < kb->ndanger_item; i++) {
        const ngl_danger_item *d = &kb->danger_item[i];
        if (d->group == group && push_holds(kb, &d->test, answer)) points += d->points;
    }
    if (points > cap) points = cap;
    return points < -cap ? -cap : points;
}

static bool level_reached(const ngl_knowledge *kb, const ngl_danger_level *l, const danger_score *s,
                          const ngl_answer *answer)
{
    int hard = s->hard_groups;
    if (l->stand_in_points > 0 && l->stand_in != NGL_NONE && !kb->danger_group[l->stand_in].hard &&
        group_points(kb, answer, l->stand_in) >= l->stand_in_points)
        hard++;
    return s->total >= l->total && s->groups >= l->groups && hard >= l->hard_groups;
}

danger_score ngl_assess_danger_score(const ngl_knowledge *kb, const ngl_answer *answer)
{
    danger_score s = { .level = NGL_TRIAGE_SELF_CARE };
    int          comfort = 0;
    bool         hushed = false;
    for (ngl_id g = 0; g < kb->ndanger_group; g++) {
        const ngl_danger_group *group = &kb->danger_group[g];
        int                     points = group_points(kb, answer, g);
        if (group->reassuring) {
            comfort += points;
            continue;
        }
        hushed = hushed || (group->hushes > 0 && points >= group->hushes);
        s.total += points;
        s.groups += points > 0;
        s.hard_groups += points > 0 && group->hard;
    }
    if (!hushed) s.total += comfort;
    for (uint32_t i = 0; i < kb->ndanger_level; i++)
        if (kb->danger_level[i].level > s.level && level_reached(kb, &kb->danger_level[i], &s, answer))
            s.level = kb->danger_level[i].level;
    return s;
}

static bool names(const ngl_knowledge *kb, const ngl_rule *rule, ngl_id finding)
{
    for (const ngl_op *op = kb->op + rule->op_adr; op < kb->op + rule->op_adr + rule->op_num; op++)
        if (op->code <= NGL_OP_GE && (op->finding == finding || op->finding == kb->finding[finding].parent)) return true;
    return false;
}

ngl_triage ngl_assess_level_by(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding)
{
    ngl_triage level = ngl_assess_danger_score(kb, answer).level;
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        if (rule->gate || rule->urgency <= level || !names(kb, rule, finding)) continue;
        if (ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, answer)) level = rule->urgency;
    }
    return level;
}

ngl_triage ngl_danger_rules(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id *fired, ngl_id *nfired)
{
    ngl_triage level = NGL_TRIAGE_SELF_CARE;
    ngl_id     n = 0;
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        if (!ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, answer)) continue;
        if (fired) fired[n] = r;
        n++;
        if (!rule->gate && rule->urgency > level) level = rule->urgency;
    }
    if (nfired) *nfired = n;
    danger_score s = ngl_assess_danger_score(kb, answer);
    return s.level > level ? s.level : level;
}

/* the stack after one step; SIZE_MAX when it cannot be taken */
static size_t depth_after(const ngl_knowledge *kb, const ngl_op *op, size_t depth)
{
    switch ((ngl_op_code)op->code) {
    case NGL_OP_AND:
    case NGL_OP_OR: return depth >= 2 ? depth - 1 : SIZE_MAX;
    case NGL_OP_NOT: return depth >= 1 ? depth : SIZE_MAX;
    case NGL_OP_YES:
    case NGL_OP_IS:
    case NGL_OP_GE: return op->finding < kb->nfinding && depth < NGL_RULE_DEPTH ? depth + 1 : SIZE_MAX;
    }
    return SIZE_MAX;
}

static bool comes_to_one_value(const ngl_knowledge *kb, const ngl_rule *rule)
{
    size_t depth = 0;
    for (uint16_t i = 0; i < rule->op_num && depth != SIZE_MAX; i++) depth = depth_after(kb, &kb->op[rule->op_adr + i], depth);
    return depth == 1;
}

ngl_status ngl_danger_check(const ngl_knowledge *kb, ngl_error *err)
{
    bool emergency = false;
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        if (!comes_to_one_value(kb, rule))
            return ngl_fail(err, NGL_E_KNOWLEDGE, r, "the danger rule %.60s cannot be evaluated, so no advice is given", rule->key);
        emergency = emergency || (!rule->gate && rule->urgency == NGL_TRIAGE_EMERGENCY);
    }
    if (!emergency) return ngl_fail(err, NGL_E_KNOWLEDGE, 0, "there is no rule for emergencies, so no advice is given");
    return NGL_OK;
}
