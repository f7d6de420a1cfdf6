/* Answers that cannot all be right (`contradictions` of structure.yaml).
 *
 * A contradiction stands when its rule holds and everything it names is
 * answered. Nothing is dropped for it: both answers go on counting, and danger
 * is read once more without each of them, since either may be the wrong one.
 * An answer that switches a rule off must not do so while it is in doubt.
 */
#include "assess/case.h"

unsigned ngl_contradiction_names(const ngl_knowledge *kb, ngl_id contradiction, ngl_id finding[NGL_CONTRADICTION_MAX])
{
    const ngl_contradiction *c = &kb->contradiction[contradiction];
    unsigned                 n = 0;
    for (const ngl_op *op = kb->op + c->op_adr; op < kb->op + c->op_adr + c->op_num; op++) {
        bool seen = op->code > NGL_OP_GE;
        for (unsigned i = 0; i < n && !seen; i++) seen = finding[i] == op->finding;
        if (!seen && n < NGL_CONTRADICTION_MAX) finding[n++] = op->finding;
    }
    return n;
}

int ngl_contradiction_stands(const ngl_knowledge *kb, ngl_id contradiction, const ngl_answer *answer)
{
    const ngl_contradiction *c = &kb->contradiction[contradiction];
    ngl_id                   f[NGL_CONTRADICTION_MAX];
    unsigned                 n = ngl_contradiction_names(kb, contradiction, f);
    for (unsigned i = 0; i < n; i++)
        if (answer[f[i]].state == NGL_UNKNOWN) return 0;
    return ngl_assess_rule_holds(kb, c->op_adr, c->op_num, answer);
}

unsigned ngl_contradictions(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id *out, unsigned max)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < kb->ncontradiction && n < max; i++)
        if (ngl_contradiction_stands(kb, (ngl_id)i, answer)) out[n++] = (ngl_id)i;
    return n;
}

/* rules that fire without `finding` and have not fired yet; gives the level of rules and score then */
static ngl_triage without(const ngl_knowledge *kb, ngl_answer *answer, ngl_id finding, ngl_id *fired, ngl_id *nfired)
{
    ngl_answer was = answer[finding];
    ngl_triage level = NGL_TRIAGE_SELF_CARE;
    answer[finding] = (ngl_answer){ .state = NGL_UNKNOWN };
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        bool            known = rule->gate;
        for (ngl_id i = 0; i < *nfired && !known; i++) known = fired[i] == r;
        if (!known && ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, answer)) fired[(*nfired)++] = r;
    }
    danger_score s = ngl_assess_danger_score(kb, answer);
    if (s.level > level) level = s.level;
    answer[finding] = was;
    return level;
}

ngl_triage ngl_assess_careful(const ngl_knowledge *kb, ngl_answer *answer, ngl_id *fired, ngl_id *nfired)
{
    ngl_triage level = NGL_TRIAGE_SELF_CARE;
    for (uint32_t i = 0; i < kb->ncontradiction; i++) {
        if (!ngl_contradiction_stands(kb, (ngl_id)i, answer)) continue;
        ngl_id   f[NGL_CONTRADICTION_MAX];
        unsigned n = ngl_contradiction_names(kb, (ngl_id)i, f);
        for (unsigned k = 0; k < n; k++) {
            ngl_triage l = without(kb, answer, f[k], fired, nfired);
            if (l > level) level = l;
        }
    }
    return level;
}
