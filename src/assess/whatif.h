/* Private to assess: the same case with other answers. */
#ifndef ASSESS_WHATIF_H
#define ASSESS_WHATIF_H

#include "assess/case.h"

#include <niggle/explain.h>

enum { WHATIF_ANSWERS = 32 };

/* A copy that holds the same answers. Free it with ngl_case_free(). */
ngl_status ngl_whatif_new(ngl_case **out, const ngl_case *c);

/* Put an answer into a copy; the case it came from stays as it is. */
ngl_status ngl_whatif_set(ngl_case *copy, ngl_id finding, ngl_answer answer);

/* Every answer a yes-no or one-of finding may get; of a number the values from
 * which a rule or the score speaks up. */
unsigned ngl_whatif_answers(const ngl_knowledge *kb, ngl_id finding, ngl_answer out[WHATIF_ANSWERS]);

/* P(present) of a condition, with its interval where draws are asked for. */
ngl_status ngl_whatif_range(ngl_case *c, ngl_id condition, ngl_draws draws, ngl_range *out);

/* How likely each of these answers is, given what the case holds; they are all
 * there are. The finding must be open in the case. The caps of a test's yes and
 * no are set apart (docs/model.md, 3), so the answers are brought to a sum of 1. */
ngl_status ngl_whatif_chances(ngl_case *c, ngl_id finding, const ngl_answer *answer, unsigned n, double *chance);

/* The parts of that: one item for each answer, and their shares in one set. */
bool ngl_whatif_items(const ngl_case *c, ngl_id finding, const ngl_answer *answer, unsigned n, ngl_arena *a, item *out);
void ngl_whatif_shares(const item *it, unsigned n, const ngl_id *member, double *share);

/* May this question be asked: open, applying, not forbidden, not skipped? */
bool ngl_whatif_open(ngl_case *c, ngl_id finding, const uint8_t *skipped, bool clinician);

/* An examination, imaging or laboratory finding: somebody else has to look. */
bool ngl_whatif_is_test(const ngl_finding *f);

/* States that can be the case: conditions in one picture, and forms. */
bool ngl_whatif_state(const ngl_knowledge *kb, ngl_id state);

/* P(answer of the item | this condition alone), its forms mixed by their odds. */
double ngl_whatif_alone(const ngl_case *c, const item *it, ngl_id condition);

#endif
