/* What cleaning found in a run, for reports about one recording. */
#ifndef REPORT_CLEAN_H
#define REPORT_CLEAN_H

#include "base/json_write.h"

#include <niggle/clean.h>

/* The keys "cleaning", "moving_s", "flat_s_per_km", "best_efforts" … of an open object. */
void ngl_clean_json(ngl_json *j, const ngl_clean *clean);

/* A few indented lines: what the run comes to, then what was mended. */
void ngl_clean_text(ngl_buf *b, const ngl_clean *clean);

#endif
