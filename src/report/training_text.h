/* Evidence from the runner's files in words for the runner. */
#ifndef REPORT_TRAINING_TEXT_H
#define REPORT_TRAINING_TEXT_H

#include "base/buf.h"

#include <niggle/load.h>

/* What the files show, as one or two short sentences that end with a question
 * to confirm: "Your run of 18 km on Sunday 3 May was 38 % longer than any in
 * the month before. Is that when it began?" Nothing is written (false) unless
 * the state is YES, or NO for a finding that is offered as a no, or a weekly
 * distance is known. */
bool ngl_training_offer(ngl_buf *out, const ngl_training_evidence *e);

/* The same without the question, with the published risk and its source where
 * there is one; for UNKNOWN the reason. */
void ngl_training_text(ngl_buf *out, const ngl_training_evidence *e);

#endif
