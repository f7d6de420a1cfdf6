/* Assessment: from answers to causes, danger and the next question.
 *
 * A case holds one person's answers. Danger comes first and on its own: rules
 * and the danger score are evaluated without the probabilities, and nothing
 * the probabilities say can lower them. docs/model.md has the mathematics in
 * the order the code runs.
 */
#ifndef NIGGLE_ASSESS_H
#define NIGGLE_ASSESS_H

#include <niggle/error.h>
#include <niggle/knowledge.h>
#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Which people the priors describe. */
typedef enum ngl_prior {
    NGL_PRIOR_RUNNER,  /* any runner who opens the program */
    NGL_PRIOR_CLINIC,  /* pain that reached a clinician */
    NGL_PRIOR_NEUTRAL  /* every modelled condition equally likely */
} ngl_prior;

typedef enum ngl_answer_state {
    NGL_UNKNOWN, /* not asked, skipped, or "not sure": never counts as no */
    NGL_NO,
    NGL_YES,
    NGL_CHOICE, /* ONE_OF: `option` */
    NGL_VALUE   /* NUMBER: `value` */
} ngl_answer_state;

typedef struct ngl_answer {
    ngl_answer_state state;
    ngl_id           option;
    double           value;
} ngl_answer;

/* One person's answers and what follows from them. Not thread-safe: one case
 * per thread. It borrows `kb`, which must outlive it. */
typedef struct ngl_case ngl_case;

/* Start a case. The caller frees `*out` with ngl_case_free(). NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_new(ngl_case **out, const ngl_knowledge *kb, ngl_prior prior);
NGL_API void       ngl_case_free(ngl_case *c); /* NULL is fine */

/* Set, change or (state NGL_UNKNOWN) take back one answer. NGL_E_INVALID when
 * the state does not suit the finding, the option does not exist or the number
 * is out of range; the case is then as it was. */
NGL_API ngl_status        ngl_case_answer(ngl_case *c, ngl_id finding, ngl_answer answer);
NGL_API const ngl_answer *ngl_case_answers(const ngl_case *c); /* [nfinding], borrowed */

/* ---- danger ------------------------------------------------------------ */

/* Why a level was reached. */
typedef enum ngl_danger_by { NGL_BY_RULE, NGL_BY_SCORE, NGL_BY_HARM, NGL_BY_CAUSE, NGL_BY_FIT } ngl_danger_by;

typedef struct ngl_danger_reason {
    ngl_danger_by by;
    ngl_triage    level;
    ngl_id        rule;      /* BY_RULE */
    ngl_id        condition; /* BY_HARM: the feared condition; BY_CAUSE: the leading one */
    double        p;         /* BY_HARM, BY_CAUSE: its posterior */
} ngl_danger_reason;

typedef struct ngl_danger {
    ngl_triage               level;  /* the highest of all reasons */
    uint32_t                 nreason;
    const ngl_danger_reason *reason; /* most pressing first; borrowed from the case */
    int                      score, score_groups, score_hard_groups;
    ngl_triage               rules_level; /* rules and score alone, whatever the posterior says */
} ngl_danger;

/* Level and reasons for the answers so far. Valid until the next call that
 * takes `c` and changes it. */
NGL_API ngl_danger ngl_case_danger(ngl_case *c);

/* Rules and score alone, straight from answers: no case, no posterior. Fired
 * rules (gates too) are written to fired[0..*nfired), at most kb->nrule. */
NGL_API ngl_triage ngl_danger_rules(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id *fired, ngl_id *nfired);

/* Can the danger tables speak at all? There is an emergency rule, and every
 * rule is a formula over findings that exist and comes to one value. Whoever
 * gives advice asks this first: where they cannot, there is no advice.
 * NGL_E_KNOWLEDGE, with the rule at fault. */
NGL_API ngl_status ngl_danger_check(const ngl_knowledge *kb, ngl_error *err);

/* Is this self-test ruled out by a gate, given the answers? */
NGL_API int ngl_case_blocked(ngl_case *c, ngl_id finding);

/* ---- causes --------------------------------------------------------------- */

typedef struct ngl_cause {
    ngl_id condition;
    double p;         /* P(present | answers) */
    double low, high; /* 5th and 95th centile over parameter draws */
    double first;     /* share of draws in which it ranks first */
} ngl_cause;

typedef struct ngl_posterior {
    uint32_t         ncause;
    const ngl_cause *cause; /* all modelled conditions but `other`, by p, then key */
    double           other; /* P(something else) */
    double           fit;   /* share of simulated people, ill with the best explanation and asked the same
                               questions, whose answers fit it no better; below 0.02: fits nothing well */
    const double    *form;  /* [nform] P of each form; those of one condition add up to its p */
} ngl_posterior;

/* Exact marginals (p, other). Borrowed, valid until the case changes. Low,
 * high and first are NaN, and fit is NaN, until ngl_case_doubt() filled them. */
NGL_API ngl_posterior ngl_case_posterior(ngl_case *c);

/* Fill low, high, first (draws of all parameters) and fit; the same seed gives
 * the same bytes. 200 draws are the reference. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_doubt(ngl_case *c, unsigned draws, uint64_t seed);

/* ---- explanation ------------------------------------------------------------ */

typedef struct ngl_reason {
    ngl_id finding;
    double log_odds; /* weight of evidence of the answer, positive helped: log of how much likelier it is with
                        the condition than with the mix of the others, its group's discount applied */
} ngl_reason;

/* The answers that speak loudest for and against `condition`, strongest first; helps[0..*nhelp)
 * and hurts[0..*nhurt) receive at most `max` each. */
NGL_API ngl_status ngl_case_explain(ngl_case *c, ngl_id condition, ngl_reason *helps, unsigned *nhelp,
                                    ngl_reason *hurts, unsigned *nhurt, unsigned max);

/* ---- the interview ------------------------------------------------------------ */

typedef enum ngl_ask_phase { NGL_ASK_DANGER, NGL_ASK_OPENING, NGL_ASK_ADAPTIVE } ngl_ask_phase;

typedef struct ngl_next {
    ngl_id        finding; /* the question worth most of those proposed; NGL_NONE: nothing worth asking is left */
    ngl_ask_phase phase;
    double        loss_drop; /* expected fall in decision loss, in needless urgent visits */
    double        bits;      /* expected information about the causes */
    double        seconds;
    int           stop;      /* the stopping rule holds: the answers suffice */
    ngl_id        screen;    /* kb->screen: `item` are asked together; NGL_NONE: `finding` is asked alone */
    ngl_id        nitem;     /* 1 without a screen */
    ngl_id        item[NGL_SCREEN_MAX]; /* in the order they are shown */
    double        turn_drop, turn_bits, turn_seconds; /* of all items together; drop and bits are upper bounds */
} ngl_next;

/* The question, or screen of questions, worth most per second now. `skipped`
 * ([nfinding] of 0/1, may be NULL) are questions the person would rather not
 * answer: unknown, and not asked again here. Clinician-only findings are never
 * proposed. */
NGL_API ngl_status ngl_case_next(ngl_case *c, const uint8_t *skipped, ngl_next *out);

enum { NGL_WHY_ANSWERS = 16, NGL_WHY_RIVALS = 5, NGL_WHY_GATED = 16 };

/* One possible answer to the proposed question. */
typedef struct ngl_next_answer {
    ngl_answer answer;
    double     chance;  /* P(this answer) */
    double     loss;    /* decision loss after it */
    double     bits;    /* its share of the information */
    double     averted; /* harm averted where it fires a rule */
} ngl_next_answer;

/* A turn that was considered: a screen, or one question alone. */
typedef struct ngl_next_turn {
    ngl_id screen, finding, nitem;
    double drop, bits, seconds;
} ngl_next_turn;

/* The calculation behind a proposal. */
typedef struct ngl_next_why {
    ngl_next        next;
    double          loss;   /* decision loss before the answer */
    unsigned        nanswer;
    ngl_next_answer answer[NGL_WHY_ANSWERS]; /* of next.finding; none in the danger phase, which is not weighed */
    unsigned        nrival;
    ngl_next_turn   rival[NGL_WHY_RIVALS];   /* by worth per second */
    unsigned        ngated;
    ngl_id          gated[NGL_WHY_GATED], gate[NGL_WHY_GATED]; /* self-tests that a gate forbids, and the rule */
    /* the stopping rule, part by part */
    int      danger_asked;   /* every safety question was put */
    unsigned asked;          /* questions put so far */
    double   change;         /* largest probability that one turn raises the level by a rule */
    double   leader, three;  /* weight of the leading cause, and of the first three */
    double   bits_per_10s;   /* of the best turn */
    ngl_id   first;          /* a question that is asked in any case and still open, or NGL_NONE */
} ngl_next_why;

/* ngl_case_next() with its calculation. */
NGL_API ngl_status ngl_case_next_why(ngl_case *c, const uint8_t *skipped, ngl_next_why *out);

/* Answers that cannot all be right: ids into kb->contradiction, at most `max`,
 * in the order of the knowledge; gives how many. */
NGL_API unsigned ngl_contradictions(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id *out, unsigned max);
/* Does this one stand? */
NGL_API int ngl_contradiction_stands(const ngl_knowledge *kb, ngl_id contradiction, const ngl_answer *answer);
/* The findings that a contradiction names; gives how many. */
NGL_API unsigned ngl_contradiction_names(const ngl_knowledge *kb, ngl_id contradiction, ngl_id finding[NGL_CONTRADICTION_MAX]);

/* Seconds a person needs for a screen that shows these items and gets so many
 * ticks: reading, judging, ticking (kb->model.word_s and what follows it). */
NGL_API double ngl_screen_seconds(const ngl_knowledge *kb, ngl_id screen, const ngl_id *finding, ngl_id n, double ticks);

/* Does this question apply at all (pregnancy only if female, growth under 18,
 * a finer place only if the coarser one was not denied …)? */
NGL_API int ngl_case_applies(ngl_case *c, ngl_id finding);

#ifdef __cplusplus
}
#endif
#endif
