/* Other parameters that the evidence allows, drawn many at a time. Private to
 * assess.
 *
 * Every likelihood is a Beta around its figure with the effective sample size
 * of its evidence, every share log-normal over its stated range, every group
 * discount a Beta around rho. The deviates of one likelihood come from a small
 * pool made once per case, which leaves their distribution as it is and the
 * cost low. What two forms have from their condition is one figure and is drawn
 * once. Draws lie beside one another, so that arithmetic runs over rows. */
#ifndef ASSESS_DRAWS_H
#define ASSESS_DRAWS_H

#include "assess/case.h"
#include "base/random.h"

enum { DRAWS_BATCH = 64 };

typedef struct ngl_draws {
    const ngl_case *c;
    ngl_random      random;
    unsigned        nstate;
    const ngl_id   *state;          /* [nstate] the states that matter */
    bool           *known;          /* [nitem * nstate] the evidence has a figure, so draws differ */
    uint32_t       *cell;           /* [nitem * nstate] the cell whose draws it shares: its own, or an earlier form's */
    float          *pool_x, *pool_d; /* [nitem * nstate * pool] */
    float          *x, *d;          /* [nitem * nstate * batch] pass or share, and damp (see item), by cell */
    double         *rest;           /* [nblock * batch] weight of the items of a block other than its strongest */
    double         *odds;           /* [nstate * batch] prior odds over those of the figures */
    double         *modifier, *share, *drawn; /* [states] scratch */
} ngl_draws;

/* Ready to draw for these states of a case whose posterior is up to date. False when memory is out. */
bool ngl_draws_start(ngl_draws *d, const ngl_case *c, const ngl_id *state, unsigned nstate, uint64_t seed, ngl_arena *a);
/* the next n draws, at most DRAWS_BATCH */
void ngl_draws_next(ngl_draws *d, unsigned n);

/* fit.c: c->fit. NGL_E_NOMEM. */
ngl_status ngl_assess_fit(ngl_case *c, ngl_arena *a, ngl_random *random);

#endif
