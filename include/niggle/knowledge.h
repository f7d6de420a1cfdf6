/* Knowledge: what clinicians know, as constant tables.
 *
 * Everything here is compiled from the folder knowledge/ and never changes
 * while it is in use. Sizes first, then flat arrays; `x_adr` and `x_num` in a
 * row point into a longer array. An ngl_id is an index into one of them, and
 * NGL_NONE means "none". Every string is NUL-terminated UTF-8 and never NULL
 * ("" where the evidence says nothing). Tests bring toy tables of their own.
 */
#ifndef NIGGLE_KNOWLEDGE_H
#define NIGGLE_KNOWLEDGE_H

#include <niggle/error.h>
#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- sources ---------------------------------------------------------- */

typedef struct ngl_source {
    const char *key;      /* "dionne2019", "S_GOOM2016" */
    const char *citation;
    const char *locator;  /* DOI or address; "recalled" where cited from memory */
    const char *level;
    unsigned    opened;   /* 1: the abstract, a table or a page was read */
} ngl_source;

/* A run of source ids: kb->source_ref[adr .. adr + num). */
typedef struct ngl_refs {
    uint32_t adr;
    uint16_t num;
} ngl_refs;

/* ---- conditions and findings ------------------------------------------ */

typedef struct ngl_condition {
    const char *key;
    const char *name;        /* for people */
    const char *also_called; /* "; " between */
    const char *icd10;
    const char *snomed_ct;
    const char *tissue;
    const char *category;
    const char *description;
    double      prior;        /* share of primary causes, any runner who opens the program */
    double      prior_low;    /* plausible range before normalising */
    double      prior_high;
    double      prior_clinic; /* the same, pain that reached a clinician */
    const char *prior_reason;
    const char *time_course;
    ngl_triage  triage;       /* level this condition deserves once it is the cause */
    ngl_refs    source;
    double      trigger_p;    /* probability at which waiting weeks costs as much as an urgent visit; 0: the model's figure */
    double      trigger_now;  /* the same of waiting days and an emergency visit; 0: the model's figure */
    ngl_id      form_adr;     /* kb->form: its forms stand together */
    ngl_id      form_num;     /* 0: one picture; else at least 2 */
} ngl_condition;

/* A form of a condition: a stage or kind of it that looks different. Who has
 * the condition has exactly one of its forms; the answers are independent
 * given the form, not given the condition (docs/model.md, 1 and 3). */
typedef struct ngl_form {
    const char *key;
    ngl_id      condition;
    const char *name;       /* for people: "before the nerves are touched" */
    double      share;      /* of the condition; the shares of its forms sum to 1 */
    double      share_low;  /* plausible range */
    double      share_high;
    const char *reason;     /* for the share */
    ngl_refs    source;
} ngl_form;

typedef enum ngl_finding_kind {
    NGL_KIND_HISTORY,
    NGL_KIND_RISK_FACTOR,
    NGL_KIND_TRAINING,
    NGL_KIND_SITE,
    NGL_KIND_ONSET,
    NGL_KIND_TIMING,
    NGL_KIND_QUALITY,
    NGL_KIND_AGGRAVATING,
    NGL_KIND_EASING,
    NGL_KIND_ASSOCIATED,
    NGL_KIND_SELF_TEST,
    NGL_KIND_EXAM,
    NGL_KIND_IMAGING,
    NGL_KIND_LAB
} ngl_finding_kind;

typedef enum ngl_answer_type {
    NGL_ANSWER_YES_NO, /* one column: P(yes) */
    NGL_ANSWER_ONE_OF, /* one column per option */
    NGL_ANSWER_NUMBER  /* no column: used by rules, the danger score and the plan */
} ngl_answer_type;

typedef struct ngl_finding {
    const char      *key;
    ngl_finding_kind kind;
    ngl_answer_type  answer;
    const char      *question;
    const char      *explains;   /* notes for the interview; may be "" */
    ngl_id           group;      /* near-copies share a group */
    ngl_id           parent;     /* the coarser place this one lies in, or NGL_NONE */
    ngl_id           replaced_by; /* when that finding is answered this one is dropped, or NGL_NONE */
    unsigned         clinician_only;
    double           cost_s;     /* seconds of a person's time */
    uint32_t         option_adr; /* kb->option */
    uint16_t         option_num; /* 0 unless ONE_OF */
    uint32_t         column_adr; /* kb->base, kb->link */
    uint16_t         column_num; /* 1 yes/no; option_num for ONE_OF with a base distribution; else 0 */
    double           min, max;   /* NUMBER only */
    const char      *unit;       /* NUMBER only: "km/week", "0-10" */
    uint32_t         asked_adr;  /* kb->op: asked only when this rule holds */
    uint16_t         asked_num;  /* 0: always asked */
    unsigned         red_flag;   /* 1: exempt from the cap on a single self-reported item */
    ngl_refs         source;     /* of the base rate and the question */
    unsigned         in_clinic_prior; /* 1: what it says is already in prior_clinic (duration_band) */
} ngl_finding;

typedef struct ngl_option {
    const char *key;   /* "over_3_months" */
    const char *label; /* "over 3 months" */
} ngl_option;

typedef struct ngl_group {
    const char *key;
    double      rho; /* 0: items multiply, 1: items average (docs/model.md) */
} ngl_group;

/* P(finding | condition alone), one cell per column and state. Where the
 * evidence has no row, ess is 0 and p equals the column's base rate; a form
 * without a row of its own has its condition's cell. The cell of a condition
 * that has forms is their mean, weighted by share: for showing, not for sums. */
typedef struct ngl_link {
    float  p;
    float  ess;    /* effective sample size of a Beta on p; 0: no row */
    float  shrink; /* factor on log(p/base) for the study's comparator: 1, 0.8 or 0.6 */
    ngl_id source; /* kb->source or NGL_NONE */
    uint16_t measured; /* 1: a published figure; 0: an estimate, whose direction the source supports */
} ngl_link;

/* Multiplies the prior odds of a condition, or of one form, when a finding has a value. */
typedef struct ngl_modifier {
    ngl_id condition; /* a state: a condition, with all its forms, or one form */
    ngl_id finding;
    ngl_id option; /* within the finding's options; NGL_NONE: answered yes */
    double odds;   /* 0: impossible together */
    ngl_id source;
} ngl_modifier;

/* Two conditions that are found together more often than chance. */
typedef struct ngl_pair {
    ngl_id a, b;
    double factor;
} ngl_pair;

/* ---- danger: rules and score ------------------------------------------ */

typedef enum ngl_op_code {
    NGL_OP_YES, /* push: finding answered yes */
    NGL_OP_IS,  /* push: finding answered `option` */
    NGL_OP_GE,  /* push: number finding answered >= value */
    NGL_OP_AND,
    NGL_OP_OR,
    NGL_OP_NOT
} ngl_op_code;

/* One step of a rule in postfix order. */
typedef struct ngl_op {
    uint8_t code; /* ngl_op_code */
    ngl_id  finding;
    ngl_id  option;
    double  value;
} ngl_op;

typedef struct ngl_rule {
    const char *key;
    const char *text;    /* the rule as written */
    const char *action;  /* what to do, for a person */
    ngl_triage  urgency; /* meaningless for a gate */
    unsigned    gate;    /* 1: only forbids the findings listed in blocked_* */
    uint32_t    op_adr;
    uint16_t    op_num;
    uint32_t    suspect_adr; /* kb->suspect: condition ids */
    uint16_t    suspect_num;
    uint32_t    blocked_adr; /* kb->blocked: finding ids */
    uint16_t    blocked_num;
    ngl_refs    source;
} ngl_rule;

enum { NGL_RULE_DEPTH = 32 }; /* deepest stack any rule may need */

typedef struct ngl_danger_item {
    ngl_op  test; /* one push */
    int     points;
    ngl_id  group; /* kb->danger_group */
} ngl_danger_item;

typedef struct ngl_danger_group {
    const char *key;
    int         cap; /* points of this group never exceed it, in either direction */
    unsigned    hard;
    unsigned    reassuring; /* counts down, and only while no hard sign stands */
    int         hushes;     /* from so many points in this group on, nothing reassures; 0: never */
} ngl_danger_group;

typedef struct ngl_danger_level {
    ngl_triage  level;
    int         total, groups, hard_groups; /* all three at least */
    const char *note;
    ngl_id      stand_in;        /* kb->danger_group that may stand in for one hard group ... */
    int         stand_in_points; /* ... from so many points on; 0: none may */
} ngl_danger_level;

/* ---- screens ------------------------------------------------------------ */

enum { NGL_SCREEN_MAX = 24 }; /* most items one screen may show */

/* Yes-or-no questions that are answered together: "tick all that apply". */
typedef struct ngl_screen {
    const char *key;
    const char *ask;    /* "What makes it worse?" */
    unsigned    danger; /* 1: shown before everything else, and never passed over silently */
    unsigned    most;   /* items shown at once */
    uint32_t    item_adr; /* kb->screen_item */
    uint16_t    item_num;
} ngl_screen;

typedef struct ngl_screen_item {
    ngl_id      finding;
    const char *label; /* the question in a few words */
} ngl_screen_item;

/* ---- answers that are put again ---------------------------------------------- */

enum { NGL_CONTRADICTION_MAX = 4 }; /* most findings that one contradiction names */

/* Answers that cannot all be right. It stands when the rule holds and every
 * finding it names is answered: NOT means that the answer was another one. */
typedef struct ngl_contradiction {
    const char *key;
    const char *text;   /* for the person: "It cannot begin with a fall and also slowly." */
    uint32_t    op_adr; /* kb->op */
    uint16_t    op_num;
} ngl_contradiction;

/* A self-test that hurt can have changed what was answered before: a yes to
 * `after` puts the safety question `ask` once more. */
typedef struct ngl_recheck {
    ngl_id after, ask; /* findings */
} ngl_recheck;

/* ---- constants of the model ------------------------------------------------- */

/* Named figures of the mathematics (knowledge/structure.yaml; docs/model.md). */
typedef struct ngl_model {
    double   self_test_trust;      /* p' = base + trust * (p - base) for self-tests */
    double   modifier_cap;         /* most one modifier may multiply (or divide) the odds */
    double   modifier_product_cap; /* the same for all modifiers of a condition together */
    double   lr_cap;               /* likelihood ratios stay within 1/cap .. cap */
    double   lr_cap_self_report;   /* the same for one self-reported item, unless red_flag */
    double   expected_causes;      /* mean number of causes before any answer */
    double   leak_share;           /* prior share of `other` */
    unsigned max_causes;           /* largest set of causes that is summed */
    double   harm_weight[4];       /* by ngl_triage */
    double   p_urgent, p_emergency; /* trigger_p of urgent and of emergency conditions without their own */
    double   stop_leader, stop_top3, stop_triage_change, stop_bits_per_10s;
    unsigned min_answers, max_questions, max_self_tests;
    double   likely_p, likely_low, possible_p, leader_draws, fit_floor; /* wording */
    double   p_routine;     /* share of weight on conditions that need a clinician from which one is advised */
    double   visit_cost[4]; /* cost of a needless visit at each ngl_triage, in the unit of harm_weight */
    double   bit_value;     /* worth of one bit about the cause, in the same unit */
    double   p_now;         /* trigger_now of emergency conditions without their own */
    double   rho_ess;       /* effective sample size of a group's rho when parameters are drawn */
    double   urgent_cost;   /* cost of a needless urgent visit, in years of healthy life */
    double   emergency_cost; /* what a needless emergency visit costs more than an urgent one, in the same unit */
    double   max_seconds;                     /* after so much of a person's time no new turn begins; 0: no limit */
    double   word_s, item_s, tap_s, screen_s; /* seconds to read a word, judge an item, tick it, take in a screen */
} ngl_model;

/* ---- what to show beside statements that people have read elsewhere ----- */

typedef struct ngl_claim {
    const char *key;       /* "claim_01" */
    const char *section;   /* "Physiology and nutrition" */
    const char *statement;
    const char *said_by;   /* "001;003": the source articles that say it */
    const char *verdict;   /* SUPPORTED PARTLY OUTDATED UNSUPPORTED CONTRADICTED CONTRADICTORY WORDING */
    const char *reason;
    ngl_refs    source;
} ngl_claim;

/* Every statement of the articles people have read, standing or not, and where
 * the rest of the knowledge takes it up. */
typedef struct ngl_statement {
    const char *key;     /* "sc001" */
    const char *said_by; /* "000": the source article that says it */
    const char *text;
    const char *figure;  /* the figure it gives, or "" */
    const char *about;   /* "treatments:rest_relative;claims:claim_30", ";" between */
    const char *verdict; /* as in ngl_claim, but never CONTRADICTORY or WORDING */
    const char *reason;
    ngl_refs    source;  /* of all it is about */
} ngl_statement;

/* ---- care ----------------------------------------------------------------- */

typedef enum ngl_handling {
    NGL_HANDLING_SELF,            /* self_protocol */
    NGL_HANDLING_SELF_AND_REVIEW, /* self_protocol_and_routine_review */
    NGL_HANDLING_AFTER_CLINICIAN, /* protocol_after_clinician */
    NGL_HANDLING_REFER_ROUTINE,
    NGL_HANDLING_REFER_URGENT,
    NGL_HANDLING_EMERGENCY
} ngl_handling;

/* From a modelled condition to its care; one row per condition, same order. */
typedef struct ngl_care {
    ngl_id       protocol; /* kb->protocol or NGL_NONE */
    ngl_handling handling;
    const char  *run_until_seen;
    const char  *note;
    uint32_t     measure_adr; /* kb->measure: treatment ids */
    uint16_t     measure_num;
} ngl_care;

typedef struct ngl_metric {
    const char *key; /* "nprs_day" */
    const char *unit;
    const char *text;
} ngl_metric;

typedef enum ngl_compare { NGL_AT_MOST, NGL_AT_LEAST, NGL_EQUAL } ngl_compare;

typedef struct ngl_criterion {
    ngl_id      metric;
    ngl_compare compare;
    double      value;
    const char *note;
} ngl_criterion;

typedef struct ngl_pain_rule {
    const char *key; /* tendon, muscle, nerve, joint_back, bone, soreness */
    double      run_max, absolute_max, next_day_rise_max, settle_h_max;
    const char *text;
    ngl_refs    source;
} ngl_pain_rule;

typedef struct ngl_exercise {
    const char *key;
    const char *name;
    const char *kind;
    const char *muscles;
    const char *position;
    const char *equipment;
    const char *tempo;
    const char *criteria_to_progress;
    const char *cautions;
    const char *how_to;
    double      sets, reps, hold_s, per_week; /* library dose; NaN where none */
    int         load_level;   /* 1-5 */
    int         impact_level; /* 0-4 */
    double      hip_flexion_max_deg; /* NaN: not stated */
    unsigned    hip_adduction;
    ngl_id      progression, regression; /* kb->exercise or NGL_NONE */
    uint32_t    avoid_adr; /* kb->exercise_protocol: protocol ids it must not be offered with */
    uint16_t    avoid_num;
    uint32_t    good_adr;  /* kb->exercise_protocol */
    uint16_t    good_num;
    ngl_refs    source;
} ngl_exercise;

/* An exercise as one stage prescribes it. */
typedef struct ngl_dose {
    ngl_id      exercise;
    double      sets, reps, hold_s, per_week; /* NaN where the stage leaves the library's dose */
    const char *load;
    const char *note;
    unsigned    overrides_avoid; /* listed although avoid_in names the protocol: needs clearance */
} ngl_dose;

typedef enum ngl_run_allowed { NGL_RUN_NONE, NGL_RUN_LIMITED, NGL_RUN_ALLOWED } ngl_run_allowed;

typedef struct ngl_stage {
    const char     *key;
    const char     *name;
    const char     *goals; /* "; " between */
    uint32_t        entry_adr, exit_adr; /* kb->criterion */
    uint16_t        entry_num, exit_num;
    uint32_t        dose_adr; /* kb->dose */
    uint16_t        dose_num;
    ngl_run_allowed run;
    const char     *run_text;
    ngl_id          programme;            /* walk-run programme or NGL_NONE */
    ngl_id          level_from, level_to; /* kb->level or NGL_NONE */
    const char     *setback;
    const char     *refer;
    ngl_id          pain_rule;
    double          weeks_low, weeks_high;
} ngl_stage;

typedef struct ngl_protocol {
    const char *key; /* "proximal_hamstring_tendinopathy" */
    const char *name;
    const char *evidence; /* A-D */
    double      weeks_low, weeks_high;
    const char *avoid;      /* "; " between */
    const char *daily_test;
    const char *emergency_if; /* "; " between */
    unsigned    clinician_only;
    uint32_t    stage_adr; /* kb->stage */
    uint16_t    stage_num;
    uint32_t    treatment_adr; /* kb->measure: treatment ids */
    uint16_t    treatment_num;
    ngl_refs    source;
} ngl_protocol;

typedef struct ngl_treatment {
    const char *key;
    const char *name;
    const char *phase;
    const char *what;
    const char *dose;
    const char *evidence; /* A-D */
    const char *effect;
    const char *harms;
    const char *who_decides;
    ngl_refs    source;
} ngl_treatment;

typedef struct ngl_level {
    const char *key; /* "std1" */
    double      walk_min, run_min, repeats, run_total_min, session_min;
    const char *text; /* for levels said in words */
} ngl_level;

typedef struct ngl_programme {
    const char *key;
    const char *name;
    uint32_t    level_adr; /* kb->level */
    uint16_t    level_num;
    double      sessions_per_week, sessions_per_level_min, rest_days_between;
    ngl_refs    source;
} ngl_programme;

/* ---- running form and training ------------------------------------------------ */

/* One piece of advice on how to run, and what evidence says of it. */
typedef struct ngl_cue {
    const char *key;      /* "cadence_up5" */
    const char *name;     /* "Raise cadence 5%" */
    const char *measured; /* what was measured, in figures */
    const char *effect;   /* on buttock and hamstring */
    const char *metric;   /* what a watch shows of it; "none" */
    const char *how, *dose;
    const char *harm;     /* "" none known */
    const char *evidence; /* A-D */
    const char *verdict;
    uint32_t    helps_adr, harms_adr; /* kb->exercise_protocol: protocol ids */
    uint16_t    helps_num, harms_num;
    ngl_refs    source;
} ngl_cue;

/* One published figure about training and injury. */
typedef struct ngl_training_figure {
    const char *key;     /* "spike_small" */
    const char *topic, *exposure, *comparator, *outcome;
    const char *measure; /* "HRR": hazard rate ratio */
    const char *effect;  /* as published, in words where it is no number */
    double      value, low, high; /* and its interval; NaN: not a number, not given */
    const char *people, *design, *use;
    const char *evidence; /* A-D */
    ngl_refs    source;
} ngl_training_figure;

/* ---- time ------------------------------------------------------------------- */

/* How long a condition lasts in those who have it, counted from the first
 * symptom: until they stop feeling it, or until it is found and treated. */
typedef struct ngl_course {
    double   build_d;             /* by then half of them feel it enough to ask; 0: from the first day */
    double   median_d, p90_d;     /* by then half, and nine in ten, no longer have it */
    double   rest, running;       /* what is left of it lasts so many times as long with rest, or with running as before */
    double   back;                /* share in whom it comes back on running again, once it had eased */
    double   fluctuates;          /* share of looks at which it is better or worse for no reason */
    double   worsens;             /* share of those not better who are worse */
    double   delay_median_h, delay_p90_h; /* from the load that set it off to the first symptom; NaN: no such load */
    double   ess;                 /* effective sample size; 0: no row: a form has its condition's course, and time
                                     says nothing about a condition */
    unsigned measured;            /* 1: median and p90 rest on a published figure */
    ngl_refs source;
} ngl_course;

enum { NGL_BANDS_MAX = 8 };

/* Which findings tell time, and the constants of the model of it. */
typedef struct ngl_time {
    ngl_id   days, band;                /* NUMBER, and the ONE_OF that it replaces; NGL_NONE: none */
    ngl_id   change, after, load, back; /* at a follow-up: how it is, after how many days, what was done, did it return */
    unsigned nband;
    double   from_day[NGL_BANDS_MAX];   /* first day of each option of `band` */
    double   scale_d, horizon_d;        /* time counts as log(scale + days), up to the horizon */
    double   stray, stray_spread;       /* share of people who go their own way, and how many times as wide their spread is */
    double   better, much_better;       /* share of the pain that has to be gone */
    double   by_chance[5];              /* changes for no reason: gone, much better, better, same, worse */
    ngl_id   delay;                     /* NUMBER: days from the effort that is blamed to the first symptom */
    double   blame;                     /* share in whom that effort was not what set it off */
    double   blame_d;                   /* then any of so many days, from 0 on, is as good as another; later tells nothing */
} ngl_time;

/* ---- load of tissues ---------------------------------------------------------- */

typedef enum ngl_speed_form {
    NGL_SPEED_LINEAR, /* average vertical force: v_a + v_b v */
    NGL_SPEED_SQUARE, /* swing: v_a + v_b v^2 */
    NGL_SPEED_POWER   /* v^speed_exponent */
} ngl_speed_form;

/* Load per step of one tissue, as a ratio to an easy step on the flat (docs/load.md). */
typedef struct ngl_tissue {
    const char    *key;   /* "sm_tendon_swing" */
    const char    *label; /* for people */
    const char    *note, *half_life_note;
    double         baseline_bw; /* peak force of an easy step, body weights */
    ngl_speed_form speed_form;
    double         v_a, v_b, speed_exponent; /* v in m/s */
    double         cadence_up, cadence_down; /* elasticity above and below the usual cadence */
    double         grade_up, grade_up_low, grade_up_high, grade_down; /* per per cent */
    double         late;         /* multiplier in the last third of a run */
    unsigned       m_low, m, m_high; /* damage exponent */
    double         half_life_h;
    unsigned       confident; /* 1: medium confidence; 0: low */
    unsigned       stance;    /* 1: loaded while the foot is down */
    ngl_refs       baseline_source, speed_source, cadence_source, grade_source, damage_source, half_life_source;
} ngl_tissue;

/* ---- all of it ------------------------------------------------------------ */

typedef struct ngl_knowledge {
    const char *version; /* 16 hexadecimal digits of the content's hash */

    ngl_id   nsource, ncondition, nfinding, ngroup, nrule, nclaim;
    ngl_id   nmetric, npain_rule, nexercise, nprotocol, ntreatment, nprogramme;
    ngl_id   ndanger_group;
    uint32_t noption, ncolumn, nmodifier, npair, nop, ndanger_item, ndanger_level;
    uint32_t ncriterion, ndose, nstage, nlevel, nopening;
    ngl_id   other; /* the condition that stands for everything unmodelled */

    const ngl_source    *source;     /* [nsource] */
    const ngl_id        *source_ref; /* source ids, addressed by ngl_refs */
    const ngl_condition *condition;  /* [ncondition] */
    const ngl_care      *care;       /* [ncondition] */
    const ngl_finding   *finding;    /* [nfinding] */
    const ngl_option    *option;     /* [noption] */
    const ngl_group     *group;      /* [ngroup] */
    const double        *base;       /* [ncolumn] P(column) when no listed cause drives it */
    const ngl_link      *link;       /* [ncolumn * states], column by column: see ngl_link_at() */
    const ngl_modifier  *modifier;   /* [nmodifier], sorted by finding */
    const ngl_pair      *pair;       /* [npair] */

    const ngl_rule         *rule;         /* [nrule] red flags and gates */
    const ngl_op           *op;           /* [nop] */
    const ngl_id           *suspect;      /* condition ids */
    const ngl_id           *blocked;      /* finding ids */
    const ngl_danger_item  *danger_item;  /* [ndanger_item] */
    const ngl_danger_group *danger_group; /* [ndanger_group] */
    const ngl_danger_level *danger_level; /* [ndanger_level], most pressing first */
    const ngl_id           *opening;      /* [nopening] findings asked first, in order */

    const ngl_claim     *claim;
    const ngl_metric    *metric;
    const ngl_pain_rule *pain_rule;
    const ngl_exercise  *exercise;
    const ngl_id        *exercise_protocol;
    const ngl_criterion *criterion;
    const ngl_dose      *dose;
    const ngl_stage     *stage;
    const ngl_protocol  *protocol;
    const ngl_treatment *treatment;
    const ngl_id        *measure; /* treatment ids */
    const ngl_level     *level;
    const ngl_programme *programme;

    ngl_model model;
    uint32_t  nopening_danger; /* the first so many of `opening` are danger questions */

    ngl_id               nstatement;
    const ngl_statement *statement;

    ngl_id          nform;
    const ngl_form *form; /* [nform], by condition */

    uint32_t               nscreen, nscreen_item;
    const ngl_screen      *screen;
    const ngl_screen_item *screen_item;

    const ngl_course *course; /* [states], or NULL: time is not modelled */
    ngl_time          time;

    ngl_id            ntissue;
    const ngl_tissue *tissue;

    ngl_id                     ncue, ntraining;
    const ngl_cue             *cue;      /* [ncue] form.csv */
    const ngl_training_figure *training; /* [ntraining] training_load.csv */

    uint32_t                 ncontradiction, nrecheck;
    const ngl_contradiction *contradiction;
    const ngl_recheck       *recheck; /* [nrecheck] by `after` */
} ngl_knowledge;

/* States are what can be the case: the conditions, 0..ncondition-1, then the
 * forms. A condition that has forms is never the case by itself. */
static inline ngl_id ngl_states(const ngl_knowledge *kb)
{
    return (ngl_id)(kb->ncondition + kb->nform);
}

/* The condition that a state is, or is a form of. */
static inline ngl_id ngl_state_condition(const ngl_knowledge *kb, ngl_id state)
{
    return state < kb->ncondition ? state : kb->form[state - kb->ncondition].condition;
}

/* P(column | state alone). */
static inline const ngl_link *ngl_link_at(const ngl_knowledge *kb, uint32_t column, ngl_id state)
{
    return &kb->link[(size_t)column * ngl_states(kb) + state];
}

/* The knowledge compiled into the library. Static, never freed. */
NGL_API const ngl_knowledge *ngl_knowledge_builtin(void);

/* Index of the entry with this key, or NGL_NONE. */
NGL_API ngl_id ngl_condition_find(const ngl_knowledge *kb, const char *key);
NGL_API ngl_id ngl_form_find(const ngl_knowledge *kb, const char *key); /* index into kb->form */
NGL_API ngl_id ngl_finding_find(const ngl_knowledge *kb, const char *key);
/* Option index within a ONE_OF finding (0 is its first), or NGL_NONE. */
NGL_API ngl_id ngl_option_find(const ngl_knowledge *kb, ngl_id finding, const char *key);
NGL_API ngl_id ngl_protocol_find(const ngl_knowledge *kb, const char *key);
NGL_API ngl_id ngl_exercise_find(const ngl_knowledge *kb, const char *key);

/* The name nearest to `key` for "did you mean", or NULL. Borrowed from kb. */
NGL_API const char *ngl_finding_nearest(const ngl_knowledge *kb, const char *key);
NGL_API const char *ngl_option_nearest(const ngl_knowledge *kb, ngl_id finding, const char *key);

/* "self_care", "routine", "urgent", "emergency". Static. */
NGL_API const char *ngl_triage_key(ngl_triage t);

#ifdef __cplusplus
}
#endif
#endif
