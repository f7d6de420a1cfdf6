/* What one file holds, for `niggle decode`. */
#ifndef REPORT_DECODE_H
#define REPORT_DECODE_H

#include "base/buf.h"

#include <niggle/clean.h>

/* One line of JSON for an activity and what cleaning made of it (NULL: not
 * cleaned); keys are only ever added, after these. */
void ngl_decode_json(ngl_buf *out, const char *file, const ngl_import *import, const ngl_activity *activity,
                     const ngl_clean *clean);

/* The same for a person: a few lines. */
void ngl_decode_text(ngl_buf *out, const char *file, const ngl_import *import, const ngl_activity *activity,
                     const ngl_clean *clean);

#endif
