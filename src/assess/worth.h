/* What a question is worth: private to assess.
 *
 * A state of knowledge has a loss: the expected cost of the best level of care
 * under uncertainty. A question is worth the expected fall of that loss, the
 * harm averted where an answer fires a rule, and its bits about the cause. */
#ifndef ASSESS_WORTH_H
#define ASSESS_WORTH_H

#include "assess/case.h"

/* The sets that carry weight now, laid out for looking one question ahead. */
typedef struct outlook {
    ngl_case   *c;
    ngl_arena   arena;
    size_t      n;
    hypothesis *set;
    double     *weight;        /* [n] sums to 1 */
    double     *world;         /* [n] factor on weight that gives the weights of daily life; NULL: they are */
    double     *weeks, *days;  /* [n] harm of waiting weeks and of waiting days, in urgent visits */
    double     *clinic;        /* [n] 1: a clinician should see it some day */
    double     *top, *rest;    /* [nblock * n] log P of a block's strongest item, and of its others together */
    double     *p, *after;     /* [n] scratch */
    double     *factor;        /* [states] scratch */
    bool       *in_rules;      /* [nfinding] a rule or the score names it */
    double      loss;          /* now */
    ngl_triage  level;         /* of rules and score, now */
} outlook;

enum { NGL_OUTCOMES_MAX = 16 }; /* answers of one question that are looked at */

typedef struct worth {
    double drop;   /* expected fall in loss, bits included */
    double bits;   /* expected information about the cause */
    double change; /* probability that rules or score ask for more than now */
    double yes;    /* probability of a yes; 0 for other kinds of answers */
    double no_drop, no_bits; /* the part of drop and bits that a no brings */
} worth;

/* One possible answer, for showing. */
typedef struct outcome {
    ngl_answer answer;
    double     chance, loss, bits, averted; /* averted: what the visit is worth that a fired rule asks for */
    double     world; /* chance in daily life: as `chance` but under the neutral prior */
} outcome;

/* Look at the case as it stands. False when memory is out. Free with ngl_assess_outlook_free(). */
bool ngl_assess_outlook(outlook *o, ngl_case *c);
void ngl_assess_outlook_free(outlook *o);

/* All possible answers of a question, at most `max`; 0 when memory is out. */
unsigned ngl_assess_outcomes(outlook *o, ngl_id finding, outcome *out, unsigned max);
/* The worth of a question. False when memory is out. */
bool     ngl_assess_worth(outlook *o, ngl_id finding, worth *out);

/* Is the question open: unanswered, not skipped, applies, no gate against it, for people? */
bool ngl_assess_open(ngl_case *c, ngl_id finding, const uint8_t *skipped);

/* ---- screens (screen.c) ------------------------------------------------------ */

/* One turn of the interview: a plain question or a screen with its items. */
typedef struct turn {
    ngl_id screen; /* NGL_NONE: a plain question */
    ngl_id n, item[NGL_SCREEN_MAX];
    worth  all;    /* of the turn; for a screen what its items add up to, echoes discounted */
    double seconds;
    ngl_id best;   /* the item worth most per second */
} turn;

/* Seconds to read an item, judge it, and tick it with probability `yes`. */
double ngl_assess_item_seconds(const ngl_knowledge *kb, const ngl_screen_item *line, double yes);
/* The turn that a screen makes of what is open and worth its time (`worths`
 * [nfinding], `open` [nfinding]); n is 0 when nothing is. */
turn   ngl_assess_screen_turn(const outlook *o, ngl_id screen, const bool *open, const worth *worths, double keep);
/* kb->screen of a finding, or NGL_NONE */
ngl_id ngl_assess_screen_of(const ngl_knowledge *kb, ngl_id finding);

#endif
