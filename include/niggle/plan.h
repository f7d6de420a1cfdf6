/* Plan and today: from an assessment to what may be done, and from a morning's
 * check-in to one line.
 *
 * A plan is a value: it borrows only words of the knowledge, needs no memory
 * and can be made again at any time from the same assessment and stage. What
 * is uncertain makes it smaller, never larger: with several plausible causes
 * only what suits all of them is left. Today's advice runs down one fixed list
 * of rules; danger and pain come before everything else, and a missing
 * check-in is never taken for a good one.
 */
#ifndef NIGGLE_PLAN_H
#define NIGGLE_PLAN_H

#include <niggle/assess.h>
#include <niggle/error.h>
#include <niggle/knowledge.h>
#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what a plan is made from ------------------------------------------- */

/* Everything one assessment found. All pointers are borrowed. */
typedef struct ngl_assessment {
    const ngl_answer *answer; /* [kb->nfinding] */
    ngl_prior         prior;
    ngl_triage        triage;
    uint32_t          ncause;
    const ngl_cause  *cause; /* [ncause] by p, as ngl_posterior gives them */
    double            other; /* P(something else) */
    double            fit;   /* NaN: not computed */
    ngl_id            nrule;
    const ngl_id     *rule;  /* [nrule] red flags that fired, gates left out */
    ngl_id            next;  /* the question that would tell the leading causes apart, or NGL_NONE */
} ngl_assessment;

enum {
    NGL_PLAN_CAUSE_MAX = 8,
    NGL_PLAN_DOSE_MAX = 24,
    NGL_PLAN_MEASURE_MAX = 16,
    NGL_PLAN_RULE_MAX = 16,
    NGL_PLAN_EXIT_MAX = 16
};

/* ---- the plan ------------------------------------------------------------ */

typedef enum ngl_plan_kind {
    NGL_PLAN_HELP_NOW,  /* urgent or emergency: what to do now and what to leave alone; no exercises */
    NGL_PLAN_SEE_FIRST, /* a clinician before any loading: safe self-care and run advice only */
    NGL_PLAN_SELF_CARE, /* no exercises are known to suit: self-care and run advice */
    NGL_PLAN_SHARED,    /* several plausible causes: only what suits all of them */
    NGL_PLAN_STAGE      /* one stage of one protocol */
} ngl_plan_kind;

/* Who should look at it, and when. */
typedef enum ngl_see {
    NGL_SEE_NONE,  /* nobody unless it does not improve */
    NGL_SEE_BOOK,  /* start now and book a review */
    NGL_SEE_FIRST, /* book a clinician before loading */
    NGL_SEE_SOON,  /* within 24-72 hours */
    NGL_SEE_NOW    /* emergency */
} ngl_see;

/* Why the plan is what it is: name, sentence for a runner. */
#define NGL_PLAN_WHY_MAP(X)                                                                                   \
    X(EMERGENCY, "Your answers point to something that needs help now.")                                      \
    X(URGENT, "Your answers point to something that should be looked at within days.")                        \
    X(POOR_FIT, "Your answers do not fit any cause we know well.")                                            \
    X(OTHER, "Something that we do not model may well be behind it.")                                         \
    X(UNCLEAR, "No cause stands out enough to plan for: more answers, or a clinician, come first.")           \
    X(BONE, "A bone injury is possible, and bone comes before everything else.")                              \
    X(REFER, "The likely cause is one for a clinician.")                                                      \
    X(AFTER_CLINICIAN, "The plan for the likely cause starts once a clinician has looked at it.")             \
    X(CLINICIAN_ONLY, "The plan for the likely cause needs a clinician's clearance.")                         \
    X(NO_PROTOCOL, "There is no exercise plan for the likely cause here.")                                    \
    X(PREGNANT, "You are pregnant: a clinician or midwife looks first.")                   \
    X(AFTER_BIRTH, "You had a baby within the year: have it looked at, too.")                                  \
    X(MINOR, "You are under 18: do this together with a parent or carer, and have it looked at.")             \
    X(CLOSE_CAUSES, "Several causes are close together, so the plan holds only what suits all of them.")      \
    X(WEAK_LEADER, "No cause stands out clearly yet, so the plan holds only what suits the likely ones.")     \
    X(REVIEW, "A routine check by a physiotherapist or doctor belongs to this plan.")                         \
    X(NOTHING_SHARED, "No exercise suits all the likely causes, so there is only self-care until it is clear.")

typedef enum ngl_plan_why {
#define X(name, text) NGL_WHY_##name,
    NGL_PLAN_WHY_MAP(X)
#undef X
    NGL_WHY_COUNT
} ngl_plan_why;

/* One exercise as this plan asks for it: the stage's dose, and the library's
 * where the stage is silent. NaN where neither says. */
typedef struct ngl_plan_dose {
    ngl_id      exercise;
    ngl_id      protocol; /* whose stage lists it */
    double      sets, reps, hold_s, per_week;
    const char *load, *note;
} ngl_plan_dose;

typedef struct ngl_plan_cause {
    ngl_id   condition;
    ngl_id   protocol; /* NGL_NONE: none */
    uint32_t stage;    /* its stage used here, index into kb->stage; UINT32_MAX: none */
    double   p;
} ngl_plan_cause;

typedef struct ngl_plan {
    ngl_plan_kind kind;
    ngl_see       see;
    uint32_t      why; /* bit 1u << NGL_WHY_... */
    ngl_day       made;
    ngl_day       review; /* when to look at the whole plan again */

    uint16_t       ncause; /* plausible causes, most likely first */
    ngl_plan_cause cause[NGL_PLAN_CAUSE_MAX];

    ngl_id   protocol; /* STAGE: its protocol; SHARED: that of the strictest; else NGL_NONE */
    uint32_t stage;    /* index into kb->stage, UINT32_MAX without a protocol */
    unsigned step;     /* position of the stage in its protocol, from 0 */

    uint16_t      ndose;
    ngl_plan_dose dose[NGL_PLAN_DOSE_MAX];
    uint16_t      nheld; /* listed by the stage, held back until a clinician clears them */
    ngl_id        held[NGL_PLAN_DOSE_MAX];

    ngl_run_allowed run;
    const char     *run_text[NGL_PLAN_CAUSE_MAX]; /* one per plausible cause that sets it, strictest first */
    uint16_t        nrun_text;
    ngl_id          programme, level; /* walk-run to start with, or NGL_NONE */

    ngl_id pain_rule; /* the strictest one's words; NGL_NONE: none */
    double run_max, absolute_max, next_day_rise_max, settle_h_max; /* the lowest limits of all plausible causes */

    uint16_t nexit;
    uint32_t criterion[NGL_PLAN_EXIT_MAX]; /* kb->criterion: all must hold to move on */

    uint16_t nmeasure;
    ngl_id   measure[NGL_PLAN_MEASURE_MAX]; /* kb->treatment: self-care */
    uint16_t nrule;
    ngl_id   rule[NGL_PLAN_RULE_MAX]; /* kb->rule: their actions come first */
    ngl_id   next;                    /* what would tell the causes apart, or NGL_NONE */
    unsigned minor, pregnant, cleared;
    unsigned nopen; /* danger questions of the opening without an answer */
} ngl_plan;

/* The first plan for an assessment: stage 1, no clearance. NGL_E_LIMIT when a
 * stage of the knowledge is longer than a plan can hold. */
NGL_API ngl_status ngl_plan_first(ngl_plan *out, const ngl_knowledge *kb, const ngl_assessment *a, ngl_day today,
                                  ngl_error *err);

/* The same at step `step` (from 0) of protocol `protocol`, with a clinician's
 * clearance or without. A step beyond 0 counts only while `protocol` is still
 * the one the assessment leads to and stands alone; otherwise it is stage 1. */
NGL_API ngl_status ngl_plan_at(ngl_plan *out, const ngl_knowledge *kb, const ngl_assessment *a, ngl_id protocol,
                               unsigned step, unsigned cleared, ngl_day today, ngl_error *err);

/* The sentence for one reason. Static. */
NGL_API const char *ngl_plan_why_text(ngl_plan_why why);
/* "help_now", "see_first", "self_care", "shared", "stage"; "none", "book", "first", "soon", "now". Static. */
NGL_API const char *ngl_plan_kind_key(ngl_plan_kind kind);
NGL_API const char *ngl_see_key(ngl_see see);
NGL_API const char *ngl_run_key(ngl_run_allowed run); /* "none", "limited", "allowed" */

/* ---- check-ins ------------------------------------------------------------- */

/* What a runner may note: key (as in knowledge where it has one), the word
 * typed, other words, range, unit, what it means. */
#define NGL_NOTE_MAP(X)                                                                                          \
    X(NOW, "nprs_now", "now", "", 0, 10, "0-10", "pain right now")                                               \
    X(DAY, "nprs_day", "day", "daily", 0, 10, "0-10", "worst pain in daily life that day")                       \
    X(RUN, "nprs_run", "during", "run", 0, 10, "0-10", "worst pain during the run")                              \
    X(AFTER, "nprs_after", "after", "", 0, 10, "0-10", "worst pain after the run, that day")                     \
    X(MORNING, "nprs_morning", "morning", "", 0, 10, "0-10", "pain or stiffness on getting up")                  \
    X(SETTLE, "settle_h", "settle", "settling", 0, 240, "hours", "time until pain was back to the level before") \
    X(SITTING, "sitting_min", "sitting", "sit", 0, 600, "min", "sitting before pain rises by 2")                 \
    X(WALK, "walk_min", "walk", "walking", 0, 600, "min", "brisk walk in one go with pain 2 or less")            \
    X(STANCE, "sl_stance_s", "stance", "stand", 0, 600, "s", "single-leg stand with a level pelvis")             \
    X(BRIDGE, "sl_bridge_reps", "bridge", "bridges", 0, 200, "reps", "single-leg bridges in good form")          \
    X(SQUAT, "sl_squat_reps", "squat", "squats", 0, 200, "reps", "single-leg squats in good form")               \
    X(HEEL, "heel_raise_reps", "heel-raise", "heel", 0, 200, "reps", "single-leg heel raises")                   \
    X(PLANK, "side_plank_s", "side-plank", "plank", 0, 600, "s", "side plank hold")                              \
    X(HOP, "hop_reps", "hop", "hops", 0, 200, "reps", "single-leg hops on the spot")                             \
    X(SYMMETRY, "lsi_pct", "symmetry", "lsi", 0, 150, "%", "weaker side against stronger side")                  \
    X(CLEARANCE, "clinician_clearance", "clearance", "cleared", 0, 1, "0/1", "a clinician has cleared loading")  \
    X(HEALED, "imaging_healed", "healed", "", 0, 1, "0/1", "imaging shows healing")                              \
    X(TENDER, "bone_tender", "tender", "", 0, 1, "0/1", "pressing the bone hurts")                               \
    X(STOPPED, "run_stopped", "stopped", "stop", 0, 1, "0/1", "pain cut a run short")

typedef enum ngl_note {
#define X(name, key, word, other, min, max, unit, text) NGL_NOTE_##name,
    NGL_NOTE_MAP(X)
#undef X
    NGL_NOTE_COUNT
} ngl_note;

typedef struct ngl_note_kind {
    const char *key, *word, *other;
    double      min, max;
    const char *unit, *text;
} ngl_note_kind;

NGL_API const ngl_note_kind *ngl_note_kinds(void);            /* [NGL_NOTE_COUNT] */
NGL_API ngl_note             ngl_note_find(const char *word); /* key or word; NGL_NOTE_COUNT: not known */
NGL_API const char          *ngl_note_nearest(const char *word);

/* New signs that end a plan until someone has looked: key, the words. From the
 * return-to-run ladder's stop list. */
#define NGL_SIGN_MAP(X)                                                       \
    X(BLADDER, "bladder", "bladder, bowel or saddle feeling changed", 1)      \
    X(WEAK, "weak", "new weakness in the leg or foot", 0)                     \
    X(NUMB, "numb", "new numbness", 0)                                        \
    X(POP, "pop", "a sudden pop, or bruising", 0)                             \
    X(NIGHT, "night", "pain at night that no position eases", 0)              \
    X(GROIN, "groin", "groin pain when the foot takes weight", 0)             \
    X(FEVER, "fever", "fever or feeling very unwell", 1)                      \
    X(SWELLING, "swelling", "a swollen, warm or discoloured leg", 1)          \
    X(WEIGHT, "weight", "cannot take four steps on the leg", 1)

typedef enum ngl_sign {
#define X(name, key, text, now) NGL_SIGN_##name,
    NGL_SIGN_MAP(X)
#undef X
    NGL_SIGN_COUNT
} ngl_sign;

NGL_API const char *ngl_sign_key(ngl_sign sign);
NGL_API const char *ngl_sign_text(ngl_sign sign);
NGL_API ngl_sign    ngl_sign_find(const char *key); /* NGL_SIGN_COUNT: not known */
NGL_API int         ngl_sign_is_emergency(ngl_sign sign);

/* One thing noted for one day; a later one for the same day and kind replaces
 * it. Either `note` with a value, or a sign. */
typedef struct ngl_checkin {
    ngl_day  day;
    ngl_note note; /* NGL_NOTE_COUNT: `sign` was reported */
    ngl_sign sign;
    double   value;
    unsigned weighed; /* 1: noted before the last assessment, which has asked about danger since */
} ngl_checkin;

/* ---- today ------------------------------------------------------------------ */

typedef enum ngl_state { NGL_STATE_RUN, NGL_STATE_ADAPT, NGL_STATE_REST, NGL_STATE_GET_SEEN } ngl_state;

NGL_API const char *ngl_state_key(ngl_state s);    /* "run", "adapt", "rest", "get_seen" */
NGL_API const char *ngl_state_word(ngl_state s);   /* "run", "adapt", "rest", "get seen" */
NGL_API const char *ngl_state_colour(ngl_state s); /* "green", "amber", "blue", "red" */

/* The rules in the order in which they are looked at; all that hold are kept,
 * the most cautious wins. */
#define NGL_TODAY_MAP(X)                                                              \
    X(DANGER, "danger", "danger signs in the check")                                  \
    X(SIGN, "sign", "a new danger sign was noted")                                    \
    X(SEVERE, "severe", "pain of 8 or more")                                          \
    X(BONE_PAIN, "bone_pain", "any pain while bone is possible")                      \
    X(RED_TWICE, "red_twice", "two runs over the limit within 7 days")                \
    X(NOT_SEEN, "not_seen", "a clinician should look before loading")                 \
    X(NOT_ANSWERED, "not_answered", "safety questions without an answer")             \
    X(OVER_LIMIT, "over_limit", "pain above the top limit")                           \
    X(RED_RUN, "red_run", "last run went over the top limit")                         \
    X(RISE_BIG, "rise_big", "this morning 3 or more above usual")                     \
    X(NO_RUN_STAGE, "no_run_stage", "this stage has no running")                      \
    X(NOT_ASKED, "not_asked", "no check-in today")                                    \
    X(RISE, "rise", "this morning above usual")                                       \
    X(AMBER, "amber", "pain above the running limit")                                 \
    X(AMBER_RUN, "amber_run", "last run in the amber band")                           \
    X(SLOW_SETTLE, "slow_settle", "last pain took too long to settle")                \
    X(LIMITED_STAGE, "limited_stage", "this stage limits running")

typedef enum ngl_today_rule {
#define X(name, key, text) NGL_TODAY_##name,
    NGL_TODAY_MAP(X)
#undef X
    NGL_TODAY_COUNT
} ngl_today_rule;

NGL_API const char *ngl_today_rule_key(ngl_today_rule r);  /* "over_limit" */
NGL_API const char *ngl_today_rule_text(ngl_today_rule r);

typedef enum ngl_outcome { NGL_CLEAR, NGL_FIRED, NGL_NOT_KNOWN } ngl_outcome;

/* One rule as it came out. */
typedef struct ngl_today_step {
    ngl_outcome outcome;
    ngl_state   state; /* what it asks for when fired */
    ngl_note    note;  /* what was looked at; NGL_NOTE_COUNT: no number */
    ngl_sign    sign;
    ngl_day     day;
    double      value, limit; /* NaN where there is none */
} ngl_today_step;

typedef struct ngl_today {
    ngl_state      state;
    ngl_day        day;
    ngl_day        expires; /* not valid from this day on */
    ngl_today_step step[NGL_TODAY_COUNT];
    ngl_today_rule decided;  /* the rule that decided; NGL_TODAY_COUNT: nothing stood against running */
    ngl_note       ask;      /* what should be noted first; NGL_NOTE_COUNT: nothing */
    double         usual_morning; /* median of the 14 mornings before; NaN: not known */
} ngl_today;

/* Advice for `today` from the plan and the check-ins (any order; those after
 * `today` are left out). */
NGL_API void ngl_today_decide(ngl_today *out, const ngl_plan *plan, const ngl_checkin *checkin, size_t n,
                              ngl_day today);

/* ---- progress ------------------------------------------------------------------ */

typedef enum ngl_move {
    NGL_MOVE_STAY,
    NGL_MOVE_ON,       /* exit criteria held on two days at least 48 h apart */
    NGL_MOVE_BACK,     /* the pain rule was broken */
    NGL_MOVE_REASSESS, /* ready for more, but the causes must be told apart first */
    NGL_MOVE_REVIEW,   /* no progress in 3 weeks, or the expected time is over */
    NGL_MOVE_FINISH    /* last stage done */
} ngl_move;

typedef struct ngl_progress {
    ngl_move move;
    unsigned step;        /* the step proposed, where one is */
    uint16_t nmet;        /* exit criteria that held when last noted in this stage */
    ngl_day  first, last; /* MOVE_ON, FINISH: the two days; MOVE_BACK: `last` is the day the rule broke */
    uint32_t met;         /* bit i: plan->criterion[i] is one of them */
} ngl_progress;

/* What should happen to a plan that has stood since `since`. Only a proposal. */
NGL_API void ngl_plan_progress(ngl_progress *out, const ngl_knowledge *kb, const ngl_plan *plan, ngl_day since,
                               const ngl_checkin *checkin, size_t n, ngl_day today);

NGL_API const char *ngl_move_key(ngl_move m); /* "stay", "on", "back", "reassess", "review", "finish" */

#ifdef __cplusplus
}
#endif
#endif
