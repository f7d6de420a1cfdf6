#include "toy.h"

#include <math.h>

#define N NAN

static const ngl_condition conditions[CONDITIONS] = {
    [TENDON] = { .key = "tendon", .name = "Tendon", .category = "tendon" },
    [MUSCLE] = { .key = "muscle", .name = "Muscle", .category = "muscle" },
    [NERVE] = { .key = "nerve", .name = "Nerve", .category = "nerve" },
    [BONE] = { .key = "bone", .name = "Bone", .category = "bone" },
    [CLOT] = { .key = "clot", .name = "Clot", .category = "vascular" },
    [SKIN] = { .key = "skin", .name = "Skin", .category = "benign" },
    [SLOW] = { .key = "slow", .name = "Slow", .category = "systemic" },
    [SORE] = { .key = "sore", .name = "Sore", .category = "benign" },
    [OTHER] = { .key = "other", .name = "Other", .category = "systemic" },
};

enum { M_TENDON = 0, M_MUSCLE = 3, M_BONE = 5, M_OTHER = 6 };
static const ngl_id measures[] = { T_REST, T_HEAT, T_LIFT, T_REST, T_LIFT, T_SCAN, T_REST };

static const ngl_care care[CONDITIONS] = {
    [TENDON] = { P_TENDON, NGL_HANDLING_SELF_AND_REVIEW, "limited by the pain rule", "", M_TENDON, 3 },
    [MUSCLE] = { P_MUSCLE, NGL_HANDLING_SELF, "none while limping", "", M_MUSCLE, 2 },
    [NERVE] = { P_NERVE, NGL_HANDLING_AFTER_CLINICIAN, "limited", "", M_MUSCLE, 2 },
    [BONE] = { P_BONE, NGL_HANDLING_REFER_URGENT, "none", "", M_BONE, 1 },
    [CLOT] = { NGL_NONE, NGL_HANDLING_EMERGENCY, "none", "no massage", 0, 0 },
    [SKIN] = { NGL_NONE, NGL_HANDLING_SELF, "normal if comfortable", "", 0, 0 },
    [SLOW] = { NGL_NONE, NGL_HANDLING_REFER_ROUTINE, "easy", "", 0, 0 },
    [SORE] = { P_SORE, NGL_HANDLING_SELF, "easy", "", M_TENDON, 2 },
    [OTHER] = { NGL_NONE, NGL_HANDLING_REFER_ROUTINE, "easy only if painless", "", M_OTHER, 1 },
};

static const ngl_metric metrics[] = {
    { "nprs_day", "0-10", "worst pain in daily life today" },
    { "sitting_min", "min", "sitting time" },
    { "nprs_run", "0-10", "worst pain during the run" },
};

static const ngl_criterion criteria[] = {
    { 0, NGL_AT_MOST, 3, "" }, { 1, NGL_AT_LEAST, 30, "" }, /* tendon 1 */
    { 2, NGL_AT_MOST, 1, "" },                              /* tendon 2 */
    { 0, NGL_AT_MOST, 2, "" },                              /* muscle, nerve, bone, sore */
};

enum { R_TENDON, R_MUSCLE, R_NERVE, R_BONE, R_SORE, RULES };
static const ngl_pain_rule pain_rules[RULES] = {
    [R_TENDON] = { "tendon", 3, 5, 0, 24, "tendon words", { 0, 0 } },
    [R_MUSCLE] = { "muscle", 2, 4, 0, 24, "muscle words", { 0, 0 } },
    [R_NERVE] = { "nerve", 2, 3, 0, 12, "nerve words", { 0, 0 } },
    [R_BONE] = { "bone", 0, 0, 0, 0, "bone words", { 0, 0 } },
    [R_SORE] = { "soreness", 3, 4, 2, 72, "soreness words", { 0, 0 } },
};

enum { A_STRETCH = 0, A_BRIDGE = 1, A_WALK = 2, A_HEAVY = 3, G_HOLD = 4, G_BRIDGE = 5 };
static const ngl_id exercise_protocols[] = { P_TENDON, P_BONE, P_BONE, P_NERVE, P_TENDON, P_MUSCLE, P_TENDON };

static const ngl_exercise exercises[EXERCISES] = {
    [HOLD] = { .key = "hold", .name = "Hold", .sets = 5, .reps = 1, .hold_s = 45, .per_week = 7, .load_level = 1,
               .good_adr = G_HOLD, .good_num = 1 },
    [STRETCH] = { .key = "stretch", .name = "Stretch", .sets = 2, .reps = 1, .hold_s = 30, .per_week = 7,
                  .avoid_adr = A_STRETCH, .avoid_num = 1 },
    [BRIDGE] = { .key = "bridge", .name = "Bridge", .sets = 3, .reps = 12, .hold_s = N, .per_week = 5,
                 .avoid_adr = A_BRIDGE, .avoid_num = 1, .good_adr = G_BRIDGE, .good_num = 2 },
    [SLIDER] = { .key = "slider", .name = "Slider", .sets = 2, .reps = 10, .hold_s = N, .per_week = 14 },
    [WALK] = { .key = "walk", .name = "Walk", .sets = 1, .reps = 1, .hold_s = 1200, .per_week = 7, .impact_level = 1,
               .avoid_adr = A_WALK, .avoid_num = 1 },
    [JUMP] = { .key = "jump", .name = "Jump", .sets = 3, .reps = 10, .hold_s = N, .per_week = 2, .impact_level = 3 },
    [HEAVY] = { .key = "heavy", .name = "Heavy", .sets = 3, .reps = 8, .hold_s = N, .per_week = 2,
                .avoid_adr = A_HEAVY, .avoid_num = 1 },
};

static const ngl_dose doses[] = {
    { HOLD, 5, 1, 45, 7, "70% effort", "", 0 }, /* 0: tendon 1 */
    { BRIDGE, N, N, N, 7, "", "", 0 },
    { JUMP, N, N, N, N, "", "", 0 },
    { HEAVY, N, N, N, N, "", "", 0 },           /* 3: tendon 2 */
    { BRIDGE, 2, 8, N, 4, "", "", 0 },          /* 4: muscle 1 */
    { STRETCH, N, N, N, N, "", "", 0 },
    { WALK, N, N, N, N, "", "", 0 },
    { SLIDER, N, N, N, N, "", "", 0 },          /* 7: nerve 1 */
    { HEAVY, N, N, N, N, "", "", 1 },
    { SLIDER, N, N, N, N, "", "", 0 },          /* 9: bone 1 */
    { WALK, N, N, N, N, "", "", 0 },            /* 10: sore 1 */
    { STRETCH, N, N, N, N, "", "", 0 },
};

static const ngl_level levels[] = { { "min1", 2, 3, 6, 18, 30, "" }, { "std1", 4, 1, 6, 6, 30, "" } };
static const ngl_programme programmes[] = { { "wr", "Walk-run", 0, 2, 3, 2, 1, { 0, 0 } } };

static const ngl_stage stages[] = {
    { "t1", "Tendon 1", "", 0, 0, 0, 2, 0, 3, NGL_RUN_ALLOWED, "half the distance", 0, 0, 0, "half the dose", "no change", R_TENDON, 1, 4 },
    { "t2", "Tendon 2", "", 0, 2, 0, 1, 3, 1, NGL_RUN_ALLOWED, "more", NGL_NONE, NGL_NONE, NGL_NONE, "back", "no gain", R_TENDON, 3, 6 },
    { "m1", "Muscle 1", "", 0, 3, 0, 1, 4, 3, NGL_RUN_NONE, "no running", NGL_NONE, NGL_NONE, NGL_NONE, "back", "bruise", R_MUSCLE, 0, 1 },
    { "n1", "Nerve 1", "", 0, 3, 0, 1, 7, 2, NGL_RUN_LIMITED, "short", 0, 1, 1, "back", "weak", R_NERVE, 1, 4 },
    { "b1", "Bone 1", "", 0, 3, 0, 1, 9, 1, NGL_RUN_NONE, "no impact", NGL_NONE, NGL_NONE, NGL_NONE, "stop", "image", R_BONE, 2, 6 },
    { "s1", "Sore 1", "", 0, 3, 0, 1, 10, 2, NGL_RUN_LIMITED, "very easy", NGL_NONE, NGL_NONE, NGL_NONE, "wait", "week", R_SORE, 0, 1 },
};

static const ngl_protocol protocols[PROTOCOLS] = {
    [P_TENDON] = { .key = "p_tendon", .name = "Tendon plan", .stage_adr = 0, .stage_num = 2 },
    [P_MUSCLE] = { .key = "p_muscle", .name = "Muscle plan", .stage_adr = 2, .stage_num = 1 },
    [P_NERVE] = { .key = "p_nerve", .name = "Nerve plan", .stage_adr = 3, .stage_num = 1 },
    [P_BONE] = { .key = "p_bone", .name = "Bone plan", .stage_adr = 4, .stage_num = 1, .clinician_only = 1 },
    [P_SORE] = { .key = "p_sore", .name = "Sore plan", .stage_adr = 5, .stage_num = 1 },
};

static const ngl_treatment treatments[TREATMENTS] = {
    [T_REST] = { .key = "rest", .name = "Rest", .phase = "acute", .who_decides = "self" },
    [T_HEAT] = { .key = "heat", .name = "Heat", .phase = "acute;sub-acute", .who_decides = "self" },
    [T_LIFT] = { .key = "lift", .name = "Lifting", .phase = "sub-acute", .who_decides = "self with physio" },
    [T_SCAN] = { .key = "scan", .name = "Scan", .phase = "acute", .who_decides = "clinician" },
};

static const ngl_option options[] = {
    { "under_14", "" }, { "14_17", "" }, { "50_59", "" },
    { "no", "" }, { "pregnant", "" }, { "gave_birth_in_last_12_months", "" },
};
static const ngl_finding findings[FINDINGS] = {
    [F_AGE] = { .key = "age_band", .answer = NGL_ANSWER_ONE_OF, .option_adr = 0, .option_num = 3 },
    [F_PREGNANT] = { .key = "pregnancy_status", .answer = NGL_ANSWER_ONE_OF, .option_adr = 3, .option_num = 3 },
    [F_ASK] = { .key = "ask", .answer = NGL_ANSWER_YES_NO },
};

static const ngl_rule rules[] = {
    { .key = "rf_routine", .urgency = NGL_TRIAGE_ROUTINE },
    { .key = "rf_now", .urgency = NGL_TRIAGE_EMERGENCY },
    { .key = "gate", .urgency = NGL_TRIAGE_EMERGENCY, .gate = 1 },
};

const ngl_knowledge toy = {
    .version = "toy", .ncondition = CONDITIONS, .nfinding = FINDINGS, .nrule = 3, .nmetric = 3, .npain_rule = RULES,
    .nexercise = EXERCISES, .nprotocol = PROTOCOLS, .ntreatment = TREATMENTS, .nprogramme = 1, .noption = 6,
    .ncriterion = 4, .ndose = 12, .nstage = 6, .nlevel = 2, .other = OTHER,
    .condition = conditions, .care = care, .finding = findings, .option = options, .rule = rules, .metric = metrics,
    .pain_rule = pain_rules, .exercise = exercises, .exercise_protocol = exercise_protocols, .criterion = criteria,
    .dose = doses, .stage = stages, .protocol = protocols, .treatment = treatments, .measure = measures,
    .level = levels, .programme = programmes, .model = { .fit_floor = 0.02, .possible_p = 0.2 },
};

ngl_assessment toy_assessment(const toy_cause *cause, ngl_triage triage)
{
    static ngl_cause  list[8];
    static ngl_answer answer[FINDINGS];
    uint32_t          n = 0;
    for (int i = 0; i < FINDINGS; i++) answer[i] = (ngl_answer){ .state = NGL_UNKNOWN };
    for (; n < 4 && cause[n].p > 0; n++)
        list[n] = (ngl_cause){ cause[n].condition, cause[n].p, cause[n].p, cause[n].p, 1 };
    return (ngl_assessment){ .answer = answer, .triage = triage, .ncause = n, .cause = list, .other = 0.03,
                             .fit = 0.5, .next = F_ASK };
}
