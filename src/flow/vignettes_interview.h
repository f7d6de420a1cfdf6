/* A case of known answers sits an interview. */
#ifndef FLOW_VIGNETTES_INTERVIEW_H
#define FLOW_VIGNETTES_INTERVIEW_H

#include <niggle/assess.h>

/* How long it was: a screen is one question, whatever it shows. */
typedef struct ngl_sitting {
    unsigned questions, items;
    double   seconds; /* of a person's time: reading, judging, ticking */
} ngl_sitting;

/* Ask the empty case `c`; `known` ([nfinding]) answers, and is "not sure" where
 * it knows nothing. By worth until the stopping rule holds, or, with
 * `fixed_seconds`, in a fixed order for so long. NGL_E_NOMEM. */
ngl_status ngl_vignette_sit(ngl_sitting *out, ngl_case *c, const ngl_knowledge *kb, const ngl_answer *known,
                            const double *fixed_seconds);

#endif
