/* The calculation behind the next question, for those who ask for it. */
#ifndef REPORT_NEXT_REPORT_H
#define REPORT_NEXT_REPORT_H

#include "base/buf.h"
#include "base/json_write.h"

#include <niggle/assess.h>

/* {"id", "screen", "items"} of a proposal, inside an open object. */
void ngl_next_json(ngl_json *j, const ngl_knowledge *kb, const ngl_next *n);

/* The calculation as one object. */
void ngl_next_why_json(ngl_json *j, const ngl_knowledge *kb, const ngl_next_why *w);

/* The same in words, at most 80 columns, each line two spaces in. */
void ngl_next_why_text(ngl_buf *out, const ngl_knowledge *kb, const ngl_next_why *w);

#endif
