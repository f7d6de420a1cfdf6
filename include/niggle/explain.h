/* Explanation: why one cause and not another, what would change it, and what
 * to watch for.
 *
 * Everything here asks the same model again with other answers: a copy of the
 * case gets one answer more, less or turned round, and the posterior over all
 * sets of causes is summed anew. No figure is approximated; approximations only
 * choose which questions are worth the sum (docs/model.md, 7).
 */
#ifndef NIGGLE_EXPLAIN_H
#define NIGGLE_EXPLAIN_H

#include <niggle/assess.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A figure with its 5th and 95th centile over draws of the parameters; the
 * centiles are NaN where no draws were asked for. */
typedef struct ngl_range {
    double value, low, high;
} ngl_range;

/* How many draws give the intervals of what follows, and their seed; 0 draws:
 * no intervals. */
typedef struct ngl_draws {
    unsigned n;
    uint64_t seed;
} ngl_draws;

/* ---- what would change our mind ------------------------------------------- */

/* One answer to an open question, and what it would do. */
typedef struct ngl_shift {
    ngl_id     finding;
    ngl_answer answer;
    double     chance;    /* of this answer, given those so far; NaN where the finding has no likelihood */
    ngl_id     condition; /* the cause that the question moves most */
    ngl_range  from, to;
    ngl_triage triage;    /* the level then */
    int        by_rule;   /* the level changes by a rule or the score, whatever the causes */
} ngl_shift;

typedef struct ngl_change_options {
    ngl_id         condition; /* look at this cause alone; NGL_NONE: the leading and the feared ones */
    int            clinician; /* findings of examination, imaging and laboratory too */
    int            rising;    /* only answers that make `condition` likelier */
    const uint8_t *skipped;   /* [nfinding], may be NULL: questions that are not to be proposed */
    unsigned       questions; /* at most so many questions, each with its strongest answers */
    ngl_draws      draws;
} ngl_change_options;

enum { NGL_SHIFT_ANSWERS = 2, NGL_SHIFT_MAX = 24 };

/* The open questions whose answers would move the causes most, largest first,
 * each with its most telling answers (at most NGL_SHIFT_ANSWERS). Writes at most
 * NGL_SHIFT_MAX shifts to `out`. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_would_change(ngl_case *c, const ngl_change_options *options, ngl_shift *out, unsigned *n);

/* The open questions with an answer that would change the level of care, the
 * most pressing and then the most probable first. At most `max`. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_would_lift(ngl_case *c, const ngl_change_options *options, ngl_shift *out, unsigned *n,
                                       unsigned max);

/* ---- had you answered otherwise ---------------------------------------------- */

/* A given answer, and the probability of one cause without it or with its
 * opposite (of several options: the one that was likeliest otherwise). */
typedef struct ngl_counterfactual {
    ngl_id     finding;
    ngl_answer other;
    ngl_range  now, unknown, flipped;
    ngl_triage triage_unknown, triage_flipped;
} ngl_counterfactual;

/* The given answers that matter most to `condition`, largest change first; at
 * most `max`. Answers without a likelihood are left as they are. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_counterfactual(ngl_case *c, ngl_id condition, ngl_draws draws, ngl_counterfactual *out,
                                           unsigned *n, unsigned max);

/* The probability of every condition without one of the answers (and without
 * those that this one replaces), all others kept: what it was before that test,
 * whichever order the tests came in. out[ncondition]. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_without(ngl_case *c, ngl_id finding, ngl_draws draws, ngl_range *out);

/* The probability of one condition as it stands, `other` too. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_range(ngl_case *c, ngl_id condition, ngl_draws draws, ngl_range *out);

/* ---- why not ----------------------------------------------------------------------- */

enum { NGL_WHY_NOT_REASONS = 4, NGL_WHY_NOT_RAISE = 6 };

/* Why one condition stands where it stands. */
typedef struct ngl_why_not {
    ngl_id     condition;
    unsigned   rank;       /* 1: the first cause */
    ngl_range  p;
    double     prior;      /* before any answer */
    double     prior_self; /* after those answers that only say who somebody is (age, sex, bone health …) */
    ngl_id     ruled_out_by; /* the finding whose answer makes it impossible, or NGL_NONE */
    double     alone;      /* of its probability, the share in which it is the only cause */
    ngl_id     beside;     /* the cause it most often stands beside, or NGL_NONE */
    double     beside_share;
    unsigned   nagainst, nfor, nraise;
    ngl_reason against[NGL_WHY_NOT_REASONS], support[NGL_WHY_NOT_REASONS];
    ngl_shift  raise[NGL_WHY_NOT_RAISE]; /* open questions that would make it likelier, most first */
    ngl_triage level;      /* what it deserves once it is the cause */
    ngl_id     settles;    /* the examination, imaging or laboratory finding that tells most about it, or NGL_NONE */
    ngl_range  if_yes, if_no; /* its probability after that test */
} ngl_why_not;

/* NGL_E_INVALID: no such condition, or the one that stands for all others. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_why_not(ngl_case *c, ngl_id condition, ngl_draws draws, ngl_why_not *out);

/* ---- tests, for clinicians ---------------------------------------------------------- */

/* How a yes-no finding tells one condition from the others, these mixed as
 * often as they are in people of this age, sex and so on. */
typedef struct ngl_accuracy {
    ngl_id    finding, condition;
    ngl_range sensitivity, specificity, lr_yes, lr_no;
    double    counted_yes, counted_no; /* likelihood ratios after the caps and the shrinking of docs/model.md, 3 */
    ngl_id    source;   /* NGL_NONE: none */
    int       measured; /* 1: a published figure, 0: an estimate */
    double    ess;      /* effective sample size behind the sensitivity */
} ngl_accuracy;

/* NGL_E_NOT_FOUND: the evidence says nothing about this pair; NGL_E_INVALID: not a yes-no finding. */
NGL_API ngl_status ngl_case_accuracy(ngl_case *c, ngl_id finding, ngl_id condition, ngl_draws draws, ngl_accuracy *out);

/* What the case looks like after one result. */
typedef struct ngl_after {
    double       chance;
    ngl_id       leader;
    ngl_range    p; /* of the leader; the interval is NaN until ngl_case_test_ranges() */
    ngl_triage   triage;
    ngl_handling handling; /* of the leader */
} ngl_after;

/* An examination, imaging or laboratory finding that is not known yet. */
typedef struct ngl_test {
    ngl_id      finding;
    double      seconds;   /* what it costs */
    double      loss_drop; /* expected fall in decision loss */
    double      bits;      /* expected information about the causes */
    ngl_after yes, no;
    double      changes_triage, changes_handling, changes_leader; /* chance that the result does */
} ngl_test;

/* All tests that apply and are open, by fall in decision loss for each second,
 * which puts what hands can find before what needs a machine. At most `max`.
 * NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_tests(ngl_case *c, ngl_test *out, unsigned *n, unsigned max);

/* Fill in the intervals of one test's results. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_test_ranges(ngl_case *c, ngl_draws draws, ngl_test *t);

/* ---- the safety net -------------------------------------------------------------------- */

enum { NGL_WATCH_MAX = 6 };

/* A sign that is not there and would change the level if it came. */
typedef struct ngl_watch {
    ngl_id     finding;
    ngl_triage urgency;
    ngl_id     rule;      /* that would fire, or NGL_NONE where the score asks for it */
    ngl_id     condition; /* the feared condition it would show */
    double     p;         /* what probability of that condition is left */
} ngl_watch;

/* Signs to watch for, chosen so that together they would announce most of the
 * harm that is still possible, most urgent first. None where the level is
 * urgent already. At most NGL_WATCH_MAX. NGL_E_NOMEM. */
NGL_API ngl_status ngl_case_watch(ngl_case *c, ngl_watch *out, unsigned *n);

#ifdef __cplusplus
}
#endif
#endif
