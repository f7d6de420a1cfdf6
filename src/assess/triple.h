/* Sets of three, in single precision: rows {i, j, k} over all columns k.
 *
 * There are seventy thousand of them, each light, so they are worth the width
 * of the vectors and not the last digits. The weight of {i, j}, which is
 * known in double precision, is multiplied by what the third member changes:
 * for every answer the ratio P(answer | i, j, k) / P(answer | i, j), which for
 * fixed i and j is linear in what k brings,
 *
 *     yes      C + A f[k] + B q[k]      f = 1 - pass, q = pass damp
 *     no       1 + A g[k]               g = 1 - damp; the passes stand in `col`
 *     choice   2/3 + A s[k]             s = share
 *
 * with no coefficient and no term below zero, so that nothing cancels. One
 * ratio is off by 1 unit of 2^-24 in the mean, 6.4 at most as measured, and
 * errors of many answers add up like those of a random walk (docs/model.md, 6,
 * says what is proved and what is measured). */
#ifndef ASSESS_TRIPLE_H
#define ASSESS_TRIPLE_H

#include "assess/case.h"

enum { TRIPLE_LANES = 16 };

/* Answers of one discount weight whose ratios may be multiplied together. */
typedef struct triple_chunk {
    float    weight;          /* 1: straight into the product */
    unsigned yes, no, choice; /* where its answers begin */
} triple_chunk;

typedef struct triples {
    unsigned nchunk, nyes, nno, nchoice;
    size_t   stride;           /* floats in a line of columns: room for a vector beyond the last */
    size_t   wide;             /* floats in a line of answers, whole vectors */
    triple_chunk *chunk;       /* [nchunk + 1], the last only says where the others end */
    float   *col;              /* [stride] odds and passes of the noes, discounts applied; 0 beyond the last column */
    float   *f, *q, *free;     /* [nyes * stride]; free is q where nobody inhibits */
    float   *g;                /* [nno * stride] */
    float   *s;                /* [nchoice * stride] */
    float   *by_f, *by_q, *by_g, *by_s; /* the same by column: [(n + 1) * wide], the last line for nobody */
    float   *per;              /* [wide] yes: 1 / base */
    float   *odds;             /* [wide] no: base odds of a yes */
    float   *c1, *a1, *b1;     /* [wide] the first member's part of C, A, B */
    float   *u1, *v1;          /* [wide] no: of C and A */
    float   *spare;            /* [stride] */
    float   *c, *a, *b, *no, *choice; /* [wide] coefficients of the present row */
} triples;

/* Members i, then i and j, become coefficients. */
typedef void triple_first(const triples *t, unsigned i);
typedef void triple_second(const triples *t, unsigned i, unsigned j);
/* row[k] for k in [from, to), rounded up to whole vectors: the weight of {i, j, k}, given that of the pair;
 * `factor_i` and `factor_j` ([stride], may be NULL) are pair factors. Added to column_sum; returns the sum of row
 * and its largest. */
typedef float triple_row(const triples *t, unsigned from, unsigned to, float pair, const float *factor_i,
                         const float *factor_j, float *row, float *column_sum, float *heaviest);

typedef struct triple_code {
    triple_first  *first;
    triple_second *second;
    triple_row    *row;
} triple_code;

/* The same code for the processor's widest vectors; the same operations in the
 * same order for every lane, so the bytes do not depend on which. */
extern const triple_code ngl_triple_plain;
#ifdef NGL_TRIPLE_X86
extern const triple_code ngl_triple_avx2, ngl_triple_avx512;
#endif

/* Lay out for the columns order[0..n) with these odds. False when memory is out. */
bool ngl_triples_lay_out(triples *t, const evidence *ev, const ngl_id *order, const double *odds, unsigned n, ngl_arena *a);
/* out[k], k in (i, n): the most that k multiplies the weight of a set with i by, unless another member inhibits a yes */
void ngl_triples_most(const triples *t, const triple_code *code, unsigned n, unsigned i, const float *factor_i, float *out);
/* the code for this processor */
const triple_code *ngl_triples_code(void);

#endif
