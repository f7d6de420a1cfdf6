#include "toy.h"

#define WORDS                                                                                          \
    .also_called = "", .icd10 = "", .snomed_ct = "", .tissue = "", .category = "", .description = "", \
    .prior_reason = "", .time_course = ""
static const ngl_condition conditions[CONDITIONS] = {
    { WORDS, .key = "clot", .name = "Clot", .prior = 0.02, .prior_low = 0.01, .prior_high = 0.04, .prior_clinic = 0.02,
      .triage = NGL_TRIAGE_EMERGENCY },
    { WORDS, .key = "tendon", .name = "Irritated tendon at the sit bone", .prior = 0.95, .prior_low = 0.9, .prior_high = 0.97,
      .prior_clinic = 0.95, .triage = NGL_TRIAGE_SELF_CARE },
    { WORDS, .key = "other", .name = "Something else", .prior = 0.03, .prior_low = 0.01, .prior_high = 0.06,
      .prior_clinic = 0.03, .triage = NGL_TRIAGE_ROUTINE },
};

static const ngl_care care[CONDITIONS] = {
    { NGL_NONE, NGL_HANDLING_EMERGENCY, "none", "", 0, 0 },
    { NGL_NONE, NGL_HANDLING_SELF, "easy and short", "rest days count", 0, 0 },
    { NGL_NONE, NGL_HANDLING_REFER_ROUTINE, "", "", 0, 0 },
};

#define COMMON .explains = "", .unit = "", .replaced_by = NGL_NONE, .cost_s = 4
static const ngl_finding findings[FINDINGS] = {
    { COMMON, .key = "saddle_numb", .kind = NGL_KIND_ASSOCIATED, .question = "Is the saddle area numb?",
      .parent = NGL_NONE, .column_adr = 0, .column_num = 1, .red_flag = 1 },
    { COMMON, .key = "age_band", .kind = NGL_KIND_HISTORY, .question = "How old are you?", .parent = NGL_NONE,
      .answer = NGL_ANSWER_ONE_OF, .option_adr = 0, .option_num = 2 },
    { COMMON, .key = "site_buttock_any", .kind = NGL_KIND_SITE, .question = "Does the buttock hurt?",
      .parent = NGL_NONE, .column_adr = 1, .column_num = 1 },
    { COMMON, .key = "site_sit_bone", .kind = NGL_KIND_SITE, .question = "Does the sit bone hurt?",
      .parent = F_BUTTOCK, .column_adr = 2, .column_num = 1 },
    { COMMON, .key = "agg_sitting", .kind = NGL_KIND_AGGRAVATING, .question = "Does sitting hurt?",
      .parent = NGL_NONE, .column_adr = 3, .column_num = 1, .group = 1 },
    { .explains = "", .unit = "km per week", .replaced_by = NGL_NONE, .cost_s = 8, .key = "weekly_km",
      .kind = NGL_KIND_TRAINING, .question = "How far do you run in a week?", .parent = NGL_NONE,
      .answer = NGL_ANSWER_NUMBER, .min = 0, .max = 300 },
    { COMMON, .key = "limp", .kind = NGL_KIND_ASSOCIATED, .question = "Do you limp?", .parent = NGL_NONE,
      .column_adr = 4, .column_num = 1, .group = 1 },
};

static const ngl_option options[] = { { "under_40", "under 40" }, { "over_40", "40 or over" } };
static const ngl_group  groups[] = { { "place", 0.4 }, { "load", 0 } };
static const double     base[] = { 0.01, 0.5, 0.2, 0.3, 0.1 };
static const ngl_link   links[5 * CONDITIONS] = {
    { 0.02f, 10, 1, NGL_NONE, 0 }, { 0.01f, 10, 1, NGL_NONE, 0 }, { 0.01f, 0, 1, NGL_NONE, 0 },
    { 0.3f, 10, 1, NGL_NONE, 0 },  { 0.95f, 10, 1, NGL_NONE, 0 }, { 0.5f, 0, 1, NGL_NONE, 0 },
    { 0.1f, 10, 1, NGL_NONE, 0 },  { 0.9f, 10, 1, NGL_NONE, 0 },  { 0.2f, 0, 1, NGL_NONE, 0 },
    { 0.3f, 10, 1, NGL_NONE, 0 },  { 0.8f, 10, 1, NGL_NONE, 0 },  { 0.3f, 0, 1, NGL_NONE, 0 },
    { 0.6f, 10, 1, NGL_NONE, 0 },  { 0.1f, 10, 1, NGL_NONE, 0 },  { 0.1f, 0, 1, NGL_NONE, 0 },
};

static const ngl_op ops[] = {
    { NGL_OP_YES, F_SADDLE, NGL_NONE, 0 },
    { NGL_OP_YES, F_LIMP, NGL_NONE, 0 },
    { NGL_OP_YES, F_LIMP, NGL_NONE, 0 },
};
static const ngl_rule rules[RULES] = {
    { .key = "rf_saddle", .text = "saddle_numb", .action = "Go to an emergency department now.",
      .urgency = NGL_TRIAGE_EMERGENCY, .op_adr = 0, .op_num = 1, .suspect_adr = 0, .suspect_num = 1 },
    { .key = "rf_limp", .text = "limp", .action = "Book a clinician about the limp.", .urgency = NGL_TRIAGE_ROUTINE,
      .op_adr = 1, .op_num = 1 },
    { .key = "gate_limp", .text = "limp", .action = "No hop test.", .gate = 1, .op_adr = 2, .op_num = 1 },
};
static const ngl_id suspects[] = { C_CLOT };
static const ngl_id opening[] = { F_SADDLE, F_AGE, F_BUTTOCK };

const ngl_knowledge toy = {
    .version = "00000000000000aa", .ncondition = CONDITIONS, .nfinding = FINDINGS, .ngroup = 2, .nrule = RULES,
    .noption = 2, .ncolumn = 5, .nop = 3, .other = C_OTHER, .nopening = 3, .nopening_danger = 1,
    .condition = conditions, .care = care, .finding = findings, .option = options, .group = groups, .base = base,
    .link = links, .rule = rules, .op = ops, .suspect = suspects, .opening = opening,
    .model = { .self_test_trust = 0.8, .modifier_cap = 20, .modifier_product_cap = 50, .lr_cap = 20,
               .lr_cap_self_report = 10, .expected_causes = 1.2, .leak_share = 0.03, .max_causes = 2,
               .p_urgent = 0.05, .p_emergency = 0.2, .p_now = 0.3, .harm_weight = { 0, 1, 20, 200 }, .fit_floor = 0.02,
               .min_answers = 3, .max_questions = 35, .max_self_tests = 3, .stop_leader = 0.8, .stop_top3 = 0.9,
               .stop_triage_change = 0.02, .stop_bits_per_10s = 0.05, .p_routine = 0.5,
               .visit_cost = { 0, 0.2, 1, 4 }, .bit_value = 0.2, .likely_p = 0.6, .likely_low = 0.4,
               .possible_p = 0.2, .leader_draws = 0.6 },
};
