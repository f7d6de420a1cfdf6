/* What the files of this module share. */
#ifndef PLAN_INTERNAL_H
#define PLAN_INTERNAL_H

#include <niggle/plan.h>

#include <stdbool.h>

/* The plausible causes of an assessment, most likely first: the leader, those
 * close to it, and every bone injury that is not remote. Fills cause, ncause
 * and the reasons that follow; docs/decisions/0030-a-plan-for-several-causes.md says
 * why the limits are what they are. */
void ngl_plan_causes(ngl_plan *p, const ngl_knowledge *kb, const ngl_assessment *a);

bool ngl_plan_is_bone(const ngl_knowledge *kb, ngl_id condition);

/* Is this exercise on the avoid list of this protocol? */
bool ngl_exercise_avoided(const ngl_knowledge *kb, ngl_id exercise, ngl_id protocol);

/* The exercises of one stage; those that need a clearance go to `held`. */
ngl_status ngl_plan_stage_doses(ngl_plan *p, const ngl_knowledge *kb, ngl_error *err);

/* The exercises that suit every plausible cause. */
ngl_status ngl_plan_shared_doses(ngl_plan *p, const ngl_knowledge *kb, ngl_error *err);

/* Self-care measures: what all plausible causes name, a person may decide
 * alone, and, but for a later stage, is meant for the early days. */
void ngl_plan_measures(ngl_plan *p, const ngl_knowledge *kb);

/* Run advice and pain limits: the strictest of all plausible causes. */
void ngl_plan_run(ngl_plan *p, const ngl_knowledge *kb);
void ngl_plan_pain(ngl_plan *p, const ngl_knowledge *kb);

/* What `run_until_seen` in the care table amounts to. */
ngl_run_allowed ngl_plan_run_word(const char *run_until_seen);

static inline bool plan_has(const ngl_plan *p, ngl_plan_why why)
{
    return p->why >> why & 1u;
}

static inline void plan_because(ngl_plan *p, ngl_plan_why why)
{
    p->why |= 1u << why;
}

#endif
