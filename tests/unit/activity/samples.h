/* Files for the tests of src/activity. */
#ifndef ACTIVITY_SAMPLES_H
#define ACTIVITY_SAMPLES_H

#include "base/buf.h"

#include <niggle/activity.h>

/* The bytes of a file; false where it is missing. Free with ngl_buf_free. */
bool sample_load(ngl_buf *out, const char *path);

/* The same for tests/samples/NAME; a missing one fails the test. */
void sample_get(ngl_buf *out, const char *name);

/* sample_get and ngl_import_read with usual options. */
ngl_status sample_read(ngl_import *out, const char *name, ngl_error *err);

#endif
