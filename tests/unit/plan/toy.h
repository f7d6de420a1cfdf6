/* A toy table for plans: nine conditions, one of each kind of care. */
#ifndef TESTS_PLAN_TOY_H
#define TESTS_PLAN_TOY_H

#include <niggle/plan.h>

enum { TENDON, MUSCLE, NERVE, BONE, CLOT, SKIN, SLOW, SORE, OTHER, CONDITIONS };
enum { P_TENDON, P_MUSCLE, P_NERVE, P_BONE, P_SORE, PROTOCOLS };
enum { HOLD, STRETCH, BRIDGE, SLIDER, WALK, JUMP, HEAVY, EXERCISES };
enum { F_AGE, F_PREGNANT, F_ASK, FINDINGS };
enum { T_REST, T_HEAT, T_LIFT, T_SCAN, TREATMENTS };

extern const ngl_knowledge toy;

/* An assessment of up to four causes; ends with p 0. */
typedef struct toy_cause {
    ngl_id condition;
    double p;
} toy_cause;

/* Borrowed statics, valid until the next call. */
ngl_assessment toy_assessment(const toy_cause *cause, ngl_triage triage);

#endif
