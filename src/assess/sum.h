/* Private to the posterior: the sum over sets of causes, and its steps.
 *
 * ngl_assess_posterior (posterior.c) has a `sum` laid out (sum_layout.c), adds
 * rows of sets of one and two (posterior.c) and of three (sum_threes.c), and
 * turns weights into probabilities (sum_settle.c). All memory is the case's
 * work arena and goes with the next posterior. */
#ifndef ASSESS_SUM_H
#define ASSESS_SUM_H

#include "assess/case.h"
#include "assess/triple.h"

/* so many ratios may be multiplied without leaving the range of double */
enum { TERM_ITEMS = 16 };

/* rows are worked on in whole vectors: what lies beyond the last column is
 * computed and not looked at */
enum { ROW_SLACK = 7 };

/* sets lighter than this share of the total are not kept for what follows */
static const float KEPT_FROM = 1e-6f;

/* Items of one discount weight, in column order. What the members of a set so
 * far mean for each item stands in passed and damped (for a choice: the sum of
 * shares in passed), one line a depth. Noes share one product: as long as no
 * member inhibits, each adds alone[k]; an item whose members do is corrected. */
typedef struct term {
    double   weight;
    unsigned n;
    const item *it[TERM_ITEMS];
    double      per[TERM_ITEMS];  /* 1 / base */
    double     *pass[TERM_ITEMS], *damp[TERM_ITEMS];
    double     *undo[TERM_ITEMS]; /* noes: 1 / (1 - b damp[k]) */
    double     *alone, *alone_log; /* product over the term's noes of P(no | k alone) / (1 - b), and its log */
    double      passed[SET_MAX][TERM_ITEMS], damped[SET_MAX][TERM_ITEMS];
    double      all_passed[SET_MAX]; /* product of passed over the noes */
} term;

typedef struct sum {
    const ngl_knowledge *kb;
    unsigned n;       /* columns: states with odds above 0, no condition beside its forms */
    ngl_id  *order;   /* [n] column -> state */
    double  *odds;    /* [n] */
    double  *gain;    /* [n] most that adding this condition multiplies a weight by, odds included */
    ngl_id  *column;  /* [states] the state in whose column it is counted, or NGL_NONE */
    double  *column_odds; /* [states] of the states counted there */
    double  *factor;  /* [n * n] pair factors */
    bool    *paired;  /* [n] the column has a factor other than 1 with some other */
    double   factor_max;
    unsigned nterm;
    term    *term;
    double   shift;   /* log-likelihood taken as 1 */
    double  *product, *direct, *log_l, *row; /* [n] scratch: a row of sets */
    double  *pair_weight;     /* [n * n] of the sets of two, the first member's line, then the second */
    triples  triples;
    float   *triple_factor;   /* [n * stride] pair factors */
    float   *triple_row, *triple_sum; /* [stride] scratch: a row, and sums by third member */
    double  *column_sum;      /* [n] weight of the sets each column is in */
    double   total;
} sum;

/* sum_layout.c: columns, factors and terms of a case whose evidence and odds
 * are fresh. False when memory is out. */
bool ngl_sum_prepare(sum *s, ngl_case *c);
/* posterior.c: what the members at `depth` and column k mean together becomes
 * the members at depth + 1 */
void ngl_sum_add_member(sum *s, unsigned depth, unsigned k);
/* posterior.c: add the row of sets {members, k}, k in [from, to), in double
 * precision; `factor` is what odds and pair factors of the members multiply to */
void ngl_sum_add_row(ngl_case *c, sum *s, const unsigned *member, unsigned n, unsigned from, unsigned to, double factor);
/* posterior.c: note a set of columns (j, k beyond the last: nobody) for what
 * follows; when memory is out, c->sets has failed */
void ngl_sum_keep(ngl_case *c, const sum *s, unsigned i, unsigned j, unsigned k, double weight);
/* sum_threes.c: add the sets of three that matter. False when memory is out. */
bool ngl_sum_add_triples(ngl_case *c, sum *s);
/* sum_settle.c: weights become the case's sets and marginals; when memory is
 * out, c->sets has failed */
void ngl_sum_settle(ngl_case *c, const sum *s);

#endif
