/* What an assessment says when it is asked for more, worked out from the same
 * case: see report/explain_report.h. */
#ifndef FLOW_ASSESS_MORE_H
#define FLOW_ASSESS_MORE_H

#include "flow/assess.h"

enum {
    NGL_MORE_CHANGES = 1, /* what would change it, what each answer did */
    NGL_MORE_NET = 2,     /* the safety net; cheap */
    NGL_MORE_CLINIC = 4,  /* tests done, tests worth doing, imaging */
    NGL_MORE_WHY_NOT = 16 /* conditions asked about at once, at most */
};

typedef struct ngl_more_request {
    unsigned       parts;
    const uint8_t *skipped; /* as in ngl_case_next() */
    unsigned       nwhy_not;
    const ngl_id  *why_not; /* conditions */
} ngl_more_request;

/* Work out what is asked for and hang it on the view. NGL_E_NOMEM. */
ngl_status ngl_flow_more(ngl_view *v, ngl_arena *arena, ngl_case *c, const ngl_more_request *r, ngl_error *err);

/* The conditions named in a list with commas between: by id, name or another
 * name, or by a part of a name that only one condition has. NGL_E_UNKNOWN_KEY
 * says which word and what is nearest; NGL_E_LIMIT: more than `max`. */
ngl_status ngl_flow_conditions(const ngl_knowledge *kb, const char *list, ngl_id *out, unsigned *n, unsigned max,
                               ngl_error *err);

/* The day by which the leading cause should have eased, so that it is looked
 * at again if it has not. `by_course`: its course decides, and not the usual
 * two or four weeks. */
ngl_day ngl_flow_review_by(const ngl_view *v, bool *by_course);

#endif
