/* A run as the bytes of a file. */
#ifndef MKRUN_WRITE_H
#define MKRUN_WRITE_H

#include "runner.h"

#include "base/buf.h"

void write_fit(ngl_buf *out, const run *r);
void write_gpx(ngl_buf *out, const run *r);
void write_tcx(ngl_buf *out, const run *r);

#endif
