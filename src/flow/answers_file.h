/* Small files that a person names: read whole, with a limit. */
#ifndef FLOW_ANSWERS_FILE_H
#define FLOW_ANSWERS_FILE_H

#include "base/buf.h"
#include "flow/answers.h"

/* The whole of `path` ("-": standard input) into `out`, at most out->max
 * bytes. NGL_E_IO: there is none, it is a folder or cannot be read;
 * NGL_E_LIMIT: larger than out->max. */
ngl_status ngl_file_whole(ngl_buf *out, const char *path, ngl_error *err);

/* ngl_answers_read() of a file; sentences name it. */
ngl_status ngl_answers_file(ngl_answers *out, ngl_arena *arena, const ngl_knowledge *kb, ngl_day latest,
                            const char *path, ngl_error *err);

#endif
