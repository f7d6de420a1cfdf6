/* Which causes a plan must respect.
 *
 * The leader always; whatever is at least half as likely; while no cause
 * stands out (leader below 0.6), the next ones that still matter; at most
 * three in all. And beside them every bone injury from 0.05 on, because
 * loading an injured bone costs months and waiting costs days.
 */
#include "plan/internal.h"

#include <string.h>

#define CLOSE_SHARE   0.5  /* of the leader's probability */
#define LEADER_CLEAR  0.6  /* the wording "likely" needs as much */
#define STILL_MATTERS 0.10 /* counted beside a weak leader */
#define BONE_MATTERS  0.05 /* the posterior from which an urgent condition counts */

enum { CLOSE_MAX = 3 };

bool ngl_plan_is_bone(const ngl_knowledge *kb, ngl_id condition)
{
    return !strcmp(kb->condition[condition].category, "bone");
}

static void add_cause(ngl_plan *p, const ngl_knowledge *kb, const ngl_cause *c)
{
    if (p->ncause == NGL_PLAN_CAUSE_MAX) return;
    ngl_id protocol = kb->care[c->condition].protocol;
    bool   staged = protocol != NGL_NONE && kb->protocol[protocol].stage_num > 0;
    p->cause[p->ncause++] = (ngl_plan_cause){
        .condition = c->condition,
        .protocol = staged ? protocol : NGL_NONE,
        .stage = staged ? kb->protocol[protocol].stage_adr : UINT32_MAX,
        .p = c->p,
    };
}

static bool is_plausible(const ngl_plan *p, const ngl_cause *c)
{
    double leader = p->cause[0].p;
    if (p->ncause >= CLOSE_MAX) return false;
    return c->p >= CLOSE_SHARE * leader || (leader < LEADER_CLEAR && c->p >= STILL_MATTERS);
}

void ngl_plan_causes(ngl_plan *p, const ngl_knowledge *kb, const ngl_assessment *a)
{
    p->ncause = 0;
    if (a->ncause == 0) return;
    add_cause(p, kb, &a->cause[0]);
    for (uint32_t i = 1; i < a->ncause; i++)
        if (is_plausible(p, &a->cause[i])) add_cause(p, kb, &a->cause[i]);
    if (p->ncause > 1) plan_because(p, p->cause[1].p >= CLOSE_SHARE * p->cause[0].p ? NGL_WHY_CLOSE_CAUSES : NGL_WHY_WEAK_LEADER);

    bool bone = false;
    for (uint16_t i = 0; i < p->ncause; i++) bone |= ngl_plan_is_bone(kb, p->cause[i].condition);
    uint16_t close = p->ncause;
    for (uint32_t i = 1; i < a->ncause; i++) {
        bool known = false;
        for (uint16_t k = 0; k < close; k++) known |= p->cause[k].condition == a->cause[i].condition;
        if (known || a->cause[i].p < BONE_MATTERS || !ngl_plan_is_bone(kb, a->cause[i].condition)) continue;
        add_cause(p, kb, &a->cause[i]);
        bone = true;
    }
    if (bone) plan_because(p, NGL_WHY_BONE);
}
