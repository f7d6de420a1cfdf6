/* From an assessment to a plan: one walk down a fixed order.
 *
 * Danger; then whether anything explains the answers; then who must look
 * first; and only then exercises. Each step may take something away from what
 * follows and none gives anything back.
 */
#include "plan/internal.h"

#include <math.h>
#include <string.h>

#define OTHER_LARGE 0.30 /* ten times the share that people start with */
#define COVERED     0.50 /* of the probability: below it the cause is likelier not among those planned for */

enum { REVIEW_SHORT_D = 7, REVIEW_LONG_D = 14, SOON_D = 3 };

static bool answered(const ngl_knowledge *kb, const ngl_assessment *a, const char *finding, const char *option)
{
    ngl_id f = ngl_finding_find(kb, finding);
    if (f == NGL_NONE || !a->answer || a->answer[f].state != NGL_CHOICE) return false;
    return ngl_option_find(kb, f, option) == a->answer[f].option;
}

static void read_person(ngl_plan *p, const ngl_knowledge *kb, const ngl_assessment *a)
{
    p->minor = answered(kb, a, "age_band", "under_14") || answered(kb, a, "age_band", "14_17");
    p->pregnant = answered(kb, a, "pregnancy_status", "pregnant");
    if (p->minor) plan_because(p, NGL_WHY_MINOR);
    if (p->pregnant) plan_because(p, NGL_WHY_PREGNANT);
    if (answered(kb, a, "pregnancy_status", "gave_birth_in_last_12_months")) plan_because(p, NGL_WHY_AFTER_BIRTH);
}

static void at_least(ngl_plan *p, ngl_see see)
{
    if (p->see < see) p->see = see;
}

/* A plan only ever becomes more careful: kinds are in that order. */
static void no_more_than(ngl_plan *p, ngl_plan_kind kind)
{
    if (p->kind > kind) p->kind = kind;
}

static void by_triage(ngl_plan *p, const ngl_assessment *a)
{
    if (a->triage == NGL_TRIAGE_ROUTINE) {
        plan_because(p, NGL_WHY_REVIEW);
        at_least(p, NGL_SEE_BOOK);
    }
    if (a->triage < NGL_TRIAGE_URGENT) return;
    bool now = a->triage == NGL_TRIAGE_EMERGENCY;
    plan_because(p, now ? NGL_WHY_EMERGENCY : NGL_WHY_URGENT);
    no_more_than(p, NGL_PLAN_HELP_NOW);
    at_least(p, now ? NGL_SEE_NOW : NGL_SEE_SOON);
}

static double covered(const ngl_plan *p)
{
    double sum = 0;
    for (uint16_t i = 0; i < p->ncause; i++) sum += p->cause[i].p;
    return sum;
}

static void by_fit(ngl_plan *p, const ngl_knowledge *kb, const ngl_assessment *a)
{
    bool poor = !isnan(a->fit) && a->fit < kb->model.fit_floor;
    bool other = a->other >= OTHER_LARGE || p->ncause == 0 || a->other > p->cause[0].p;
    bool unclear = !other && (covered(p) < COVERED || p->cause[0].p < kb->model.possible_p);
    if (poor) plan_because(p, NGL_WHY_POOR_FIT);
    if (other) plan_because(p, NGL_WHY_OTHER);
    if (unclear) plan_because(p, NGL_WHY_UNCLEAR);
    if (!poor && !other && !unclear) return;
    no_more_than(p, NGL_PLAN_SEE_FIRST);
    at_least(p, NGL_SEE_FIRST);
}

static void by_handling(ngl_plan *p, ngl_handling handling, bool leads)
{
    switch (handling) {
    case NGL_HANDLING_SELF:
        break;
    case NGL_HANDLING_SELF_AND_REVIEW:
        plan_because(p, NGL_WHY_REVIEW);
        at_least(p, NGL_SEE_BOOK);
        break;
    case NGL_HANDLING_AFTER_CLINICIAN:
        if (p->cleared) break;
        if (leads) {
            plan_because(p, NGL_WHY_AFTER_CLINICIAN);
            no_more_than(p, NGL_PLAN_SEE_FIRST);
        } else {
            plan_because(p, NGL_WHY_REVIEW);
        }
        at_least(p, leads ? NGL_SEE_FIRST : NGL_SEE_BOOK);
        break;
    case NGL_HANDLING_REFER_ROUTINE:
        plan_because(p, NGL_WHY_REFER);
        no_more_than(p, NGL_PLAN_SEE_FIRST);
        at_least(p, NGL_SEE_FIRST);
        break;
    case NGL_HANDLING_REFER_URGENT:
        plan_because(p, NGL_WHY_REFER);
        no_more_than(p, NGL_PLAN_SEE_FIRST);
        at_least(p, NGL_SEE_SOON);
        break;
    case NGL_HANDLING_EMERGENCY:
        plan_because(p, NGL_WHY_EMERGENCY);
        no_more_than(p, NGL_PLAN_HELP_NOW);
        at_least(p, NGL_SEE_NOW);
        break;
    }
}

/* Together, how likely are the causes whose plan waits for a clinician? */
static double waiting(const ngl_plan *p, const ngl_knowledge *kb)
{
    double sum = 0;
    for (uint16_t i = 0; i < p->ncause; i++)
        if (kb->care[p->cause[i].condition].handling == NGL_HANDLING_AFTER_CLINICIAN) sum += p->cause[i].p;
    return sum;
}

static void by_causes(ngl_plan *p, const ngl_knowledge *kb)
{
    for (uint16_t i = 0; i < p->ncause; i++) {
        by_handling(p, kb->care[p->cause[i].condition].handling, i == 0);
        if (p->cause[i].protocol == NGL_NONE) {
            plan_because(p, i == 0 ? NGL_WHY_NO_PROTOCOL : NGL_WHY_NOTHING_SHARED);
            no_more_than(p, NGL_PLAN_SELF_CARE);
        } else if (kb->protocol[p->cause[i].protocol].clinician_only && !p->cleared) {
            plan_because(p, NGL_WHY_CLINICIAN_ONLY);
            no_more_than(p, NGL_PLAN_SEE_FIRST);
            at_least(p, NGL_SEE_FIRST);
        }
        if (p->cause[i].protocol != p->cause[0].protocol) no_more_than(p, NGL_PLAN_SHARED);
    }
    if (p->ncause && waiting(p, kb) >= p->cause[0].p) by_handling(p, NGL_HANDLING_AFTER_CLINICIAN, true);
    if (plan_has(p, NGL_WHY_BONE) && !p->cleared) {
        no_more_than(p, NGL_PLAN_SEE_FIRST);
        at_least(p, NGL_SEE_FIRST);
    }
}

static void by_person(ngl_plan *p)
{
    if (p->pregnant) {
        no_more_than(p, NGL_PLAN_SEE_FIRST);
        at_least(p, NGL_SEE_FIRST);
    }
    if (p->minor || plan_has(p, NGL_WHY_AFTER_BIRTH)) at_least(p, NGL_SEE_BOOK);
}

/* ---- what is in it ------------------------------------------------------- */

static void add_rules(ngl_plan *p, const ngl_knowledge *kb, const ngl_assessment *a)
{
    for (int level = NGL_TRIAGE_EMERGENCY; level >= NGL_TRIAGE_SELF_CARE; level--)
        for (ngl_id i = 0; i < a->nrule; i++) {
            const ngl_rule *r = &kb->rule[a->rule[i]];
            if (!r->gate && (int)r->urgency == level && p->nrule < NGL_PLAN_RULE_MAX) p->rule[p->nrule++] = a->rule[i];
        }
}

static unsigned count_open(const ngl_knowledge *kb, const ngl_assessment *a)
{
    unsigned n = 0;
    for (uint32_t i = 0; a->answer && i < kb->nopening_danger; i++)
        n += kb->finding[kb->opening[i]].asked_num == 0 && a->answer[kb->opening[i]].state == NGL_UNKNOWN;
    return n;
}

static void add_exits(ngl_plan *p, const ngl_knowledge *kb, uint32_t stage)
{
    const ngl_stage *s = &kb->stage[stage];
    for (uint16_t i = 0; i < s->exit_num; i++) {
        bool known = false;
        for (uint16_t k = 0; k < p->nexit; k++) known |= p->criterion[k] == s->exit_adr + i;
        if (!known && p->nexit < NGL_PLAN_EXIT_MAX) p->criterion[p->nexit++] = s->exit_adr + i;
    }
}

static void choose_stage(ngl_plan *p, const ngl_knowledge *kb, ngl_id protocol, unsigned step)
{
    p->protocol = p->cause[0].protocol;
    bool moved = p->kind == NGL_PLAN_STAGE && protocol == p->protocol && step < kb->protocol[protocol].stage_num;
    p->step = moved ? step : 0;
    p->stage = kb->protocol[p->protocol].stage_adr + p->step;
    for (uint16_t c = 0; c < p->ncause; c++)
        if (p->cause[c].protocol == p->protocol) p->cause[c].stage = p->stage;
}

static ngl_status add_exercises(ngl_plan *p, const ngl_knowledge *kb, ngl_error *err)
{
    ngl_status s = NGL_OK;
    if (p->kind == NGL_PLAN_STAGE) s = ngl_plan_stage_doses(p, kb, err);
    if (p->kind == NGL_PLAN_SHARED) s = ngl_plan_shared_doses(p, kb, err);
    if (s == NGL_OK && p->kind == NGL_PLAN_SHARED && p->ndose == 0) {
        plan_because(p, NGL_WHY_NOTHING_SHARED);
        p->kind = NGL_PLAN_SELF_CARE;
        at_least(p, NGL_SEE_BOOK);
    }
    if (s != NGL_OK || p->kind < NGL_PLAN_SHARED) return s;
    for (uint16_t c = 0; c < p->ncause; c++) add_exits(p, kb, p->cause[c].stage);
    return NGL_OK;
}

static int review_in_d(const ngl_plan *p, const ngl_knowledge *kb)
{
    if (p->see == NGL_SEE_NOW) return 0;
    if (p->see == NGL_SEE_SOON) return SOON_D;
    if (p->kind != NGL_PLAN_STAGE) return REVIEW_SHORT_D;
    return kb->stage[p->stage].weeks_high > 1 ? REVIEW_LONG_D : REVIEW_SHORT_D;
}

/* Reasons that something stronger has overtaken are left out. */
static void tidy_reasons(ngl_plan *p)
{
    const uint32_t pressing = 1u << NGL_WHY_EMERGENCY | 1u << NGL_WHY_URGENT | 1u << NGL_WHY_BONE | 1u << NGL_WHY_PREGNANT |
                              1u << NGL_WHY_AFTER_BIRTH | 1u << NGL_WHY_MINOR;
    if (p->kind == NGL_PLAN_HELP_NOW) p->why &= pressing;
    if (p->see != NGL_SEE_BOOK) p->why &= ~(1u << NGL_WHY_REVIEW);
    if (p->kind != NGL_PLAN_SELF_CARE) p->why &= ~(1u << NGL_WHY_NOTHING_SHARED);
    if (p->kind < NGL_PLAN_SELF_CARE) p->why &= ~(1u << NGL_WHY_CLOSE_CAUSES | 1u << NGL_WHY_WEAK_LEADER);
}

ngl_status ngl_plan_at(ngl_plan *out, const ngl_knowledge *kb, const ngl_assessment *a, ngl_id protocol, unsigned step,
                       unsigned cleared, ngl_day today, ngl_error *err)
{
    ngl_plan p = { .kind = NGL_PLAN_STAGE, .made = today, .protocol = NGL_NONE, .stage = UINT32_MAX,
                   .programme = NGL_NONE, .level = NGL_NONE, .pain_rule = NGL_NONE, .next = a->next,
                   .cleared = cleared };
    ngl_plan_causes(&p, kb, a);
    read_person(&p, kb, a);
    by_triage(&p, a);
    by_fit(&p, kb, a);
    by_causes(&p, kb);
    by_person(&p);
    add_rules(&p, kb, a);
    p.nopen = count_open(kb, a);
    if (p.kind >= NGL_PLAN_SHARED) choose_stage(&p, kb, protocol, step);
    ngl_plan_run(&p, kb);
    ngl_plan_pain(&p, kb);
    ngl_status s = add_exercises(&p, kb, err);
    if (s != NGL_OK) return s;
    if (p.kind < NGL_PLAN_SHARED) {
        p.protocol = NGL_NONE;
        p.stage = UINT32_MAX;
    }
    ngl_plan_measures(&p, kb);
    tidy_reasons(&p);
    p.review = today + review_in_d(&p, kb);
    *out = p;
    return NGL_OK;
}

ngl_status ngl_plan_first(ngl_plan *out, const ngl_knowledge *kb, const ngl_assessment *a, ngl_day today, ngl_error *err)
{
    return ngl_plan_at(out, kb, a, NGL_NONE, 0, 0, today, err);
}
