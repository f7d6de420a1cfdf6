/* Private to assess: the case and what its files share.
 *
 * Data flows one way: answers -> evidence items -> weights of sets of
 * conditions -> marginals; and, apart from it, answers -> rules and score. */
#ifndef ASSESS_CASE_H
#define ASSESS_CASE_H

#include <niggle/assess.h>

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>

enum { SET_MAX = 3 };

/* How the answer to one finding bears on every condition.
 *
 * A state is a condition or a form of one (ngl_states). Yes or no: with leak b, state c alone gives P(yes) = p. Where p >= b the
 * condition is a further cause of yes: pass[c] = 1 - w = (1 - p) / (1 - b),
 * damp[c] = 1. Where p < b it holds the leak back: pass[c] = 1, damp[c] = p / b.
 * For a set: P(yes) = 1 - (1 - b prod damp) prod pass.
 * One of several: share[c] = P(this option | c alone); a set gives the mean,
 * times the product of damp[c] where there is one (what time tells: a cause
 * that cannot last so long is held back, whatever stands beside it). */
typedef struct item {
    ngl_id  finding;
    uint8_t state;  /* NGL_YES, NGL_NO or NGL_CHOICE */
    ngl_id  option;
    ngl_id  block;  /* index of the discount block it belongs to */
    double  base;   /* P(this answer) when nothing drives it */
    double *pass, *damp, *share; /* [states]; pass and damp, or share, or share and damp */
} item;

/* Items that tell one fact several ways: one (`top`) counts whole, each of
 * the others `rest` = (1 - rho) / (1 + (told - 1) rho), told = strength / strongest. */
typedef struct block {
    ngl_id   key; /* group, or the group that stands for several */
    unsigned n;
    unsigned top;                 /* index of the strongest item */
    double   strength, strongest, top_strength; /* sum and largest over the items; that of the top */
    double   rho, rest;
} block;

typedef struct evidence {
    unsigned nitem, nblock;
    item    *item;
    block   *block;
} evidence;

/* A set of states, of three conditions at most: NGL_NONE after the last. A
 * condition that has forms is in it as one of them. */
typedef struct hypothesis {
    ngl_id member[SET_MAX];
    double weight; /* posterior probability */
} hypothesis;

struct ngl_case {
    const ngl_knowledge *kb;
    ngl_prior            prior;
    ngl_arena            arena;   /* lives as long as the case */
    ngl_arena            work;    /* emptied at every new posterior */
    ngl_answer          *answer;  /* [nfinding] */
    bool                 fresh;   /* posterior, danger and what follows are up to date */
    bool                 doubted;
    evidence             ev;
    double              *odds;    /* [states] prior odds, modifiers applied; a condition has the sum of its forms; work */
    ngl_buf              sets;    /* hypothesis[nset], all sets that carry weight, heaviest first */
    size_t               nset;
    double              *marginal; /* [states]; a condition has the sum of its forms */
    double              *world;    /* [ncondition] marginals under the runner's shares */
    double              *low, *high, *first; /* [ncondition] */
    ngl_cause           *cause;    /* [ncondition - 1] */
    double               fit;
    ngl_danger_reason   *reason;   /* [nrule + ncondition + 2] */
    ngl_id              *fired;    /* [nrule] */
};

/* prior.c: odds[states] for one person; a condition that has forms gets the sum of theirs. `jitter` ([states],
 * may be NULL) are factors on the shares; those of forms are brought back to a sum of 1. */
void ngl_assess_prior(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, const double *jitter, double *odds);
/* the same in two steps: the product of the modifiers that apply to each state, then odds from it */
void ngl_assess_modifiers(const ngl_knowledge *kb, const ngl_answer *answer, double *product);
void ngl_assess_odds(const ngl_knowledge *kb, ngl_prior prior, const double *modifier, const double *jitter, double *odds);
/* share of each condition before modifiers, for a reference class */
double ngl_assess_share(const ngl_knowledge *kb, ngl_prior prior, ngl_id condition);
/* factor on the odds of two conditions found together */
double ngl_assess_pair_factor(const ngl_knowledge *kb, ngl_id a, ngl_id b);

/* evidence.c: the items that count, given all answers. False when memory is out. */
bool ngl_assess_evidence(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, ngl_arena *a, evidence *out);
/* one item on its own, block unset; false when the finding has no likelihood or memory is out */
bool ngl_assess_item(const ngl_knowledge *kb, ngl_id finding, ngl_answer answer, ngl_arena *a, item *out);
/* does this answer enter the likelihood, beside the others? */
bool ngl_assess_counts(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, ngl_id finding);
/* P(yes, or this option | condition alone) after shrinking, caps and self-test noise; column is the
 * finding's. `no`: it is wanted for a no, which the cap on a test's yes does not bind. */
double ngl_assess_adjusted(const ngl_knowledge *kb, const ngl_finding *f, unsigned column, ngl_id condition, double p, bool no);
/* probability that a person with exactly these causes gives this item's answer */
double ngl_assess_item_p(const item *it, const ngl_id *member);
/* the same for one condition, its forms mixed as often as they are in people like this one */
double ngl_assess_condition_p(const ngl_case *c, const item *it, ngl_id condition);
/* weight of the items of a block other than its strongest */
double ngl_assess_rest(const block *b, double rho);
/* weight of one item of the evidence */
double ngl_assess_weight(const evidence *ev, unsigned item);
/* does `a` speak for its block rather than `b`? What somebody says is there
 * comes before what is not; among equals the stronger. */
bool ngl_assess_outranks(const item *a, double strength_a, const item *b, double strength_b);
/* how much an answer can tell: spread of its log-probability over the conditions, one with forms by their mean */
double ngl_assess_strength(const ngl_knowledge *kb, const item *it);
/* discount block of a finding's group (places share one) and its rho */
ngl_id ngl_assess_block_key(const ngl_knowledge *kb, ngl_id finding);

/* posterior.c: fill sets, nset, marginal. */
ngl_status ngl_assess_posterior(ngl_case *c);
/* log-likelihood of a set under given evidence, discounts applied */
double ngl_assess_log_likelihood(const evidence *ev, const ngl_id *member);

/* case.c: bring the posterior up to date */
ngl_status ngl_assess_refresh(ngl_case *c);

/* redflag.c */
bool ngl_assess_rule_holds(const ngl_knowledge *kb, uint32_t op_adr, uint16_t op_num, const ngl_answer *answer);
/* level of the score and of those rules that an answer to this finding can fire */
ngl_triage ngl_assess_level_by(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding);
typedef struct danger_score {
    int        total, groups, hard_groups;
    ngl_triage level;
} danger_score;
danger_score ngl_assess_danger_score(const ngl_knowledge *kb, const ngl_answer *answer);
/* contradict.c: for each answer that stands in a contradiction, the rules that fire once it is left out are added
 * to fired[*nfired ..] (kb->nrule in all); gives the highest level the score then has. `answer` comes back as it was. */
ngl_triage ngl_assess_careful(const ngl_knowledge *kb, ngl_answer *answer, ngl_id *fired, ngl_id *nfired);
/* steps of kb->op that belong to rules, score and conditional questions; those of contradictions come after them */
static inline uint32_t ngl_assess_ops(const ngl_knowledge *kb)
{
    return kb->ncontradiction ? kb->contradiction[0].op_adr : kb->nop;
}

#endif
