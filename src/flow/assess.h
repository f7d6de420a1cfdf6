/* The verb "assess": answers in, everything there is to say about them out. */
#ifndef FLOW_ASSESS_H
#define FLOW_ASSESS_H

#include "base/arena.h"
#include "flow/answers.h"
#include "report/assess_report.h"

enum { NGL_ASSESS_DRAWS = 200 };
#define NGL_ASSESS_SEED UINT64_C(20260301) /* any number will do; the same one gives the same bytes */

/* What to work out beside danger and the exact probabilities. */
enum {
    NGL_ASSESS_DOUBT = 1, /* intervals and fit */
    NGL_ASSESS_NEXT = 2,  /* the next question */
    NGL_ASSESS_WHY = 4,   /* what helped and hurt the leading causes */
    NGL_ASSESS_ALL = 7,
    NGL_ASSESS_CALCULATION = 8 /* how the next question was chosen */
};

/* A case that holds these answers ([kb->nfinding]). Free it with
 * ngl_case_free(). NGL_E_NOMEM, NGL_E_INVALID. */
ngl_status ngl_flow_case(ngl_case **out, const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer,
                         ngl_error *err);

/* Weigh the answers of a case. The view lives in the arena and borrows from
 * the case: it holds until the case changes. `skipped` ([nfinding], may be
 * NULL) are questions left open on purpose. NGL_E_NOMEM. */
ngl_status ngl_flow_assess(ngl_view *out, ngl_arena *arena, ngl_case *c, const ngl_knowledge *kb, ngl_prior prior,
                           ngl_day today, const uint8_t *skipped, unsigned parts, ngl_error *err);

#endif
