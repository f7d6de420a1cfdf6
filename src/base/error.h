#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <niggle/error.h>

/* Fill `err` (NULL is fine) and return `code`, so that failing is one line.
 * `text` is printf-like, one line, no full stop; too long a line is cut at a
 * UTF-8 boundary; control characters and bytes that are not UTF-8 become '?'. */
ngl_status ngl_fail(ngl_error *err, ngl_status code, size_t pos, const char *text, ...) NGL_PRINTF(4, 5);

#endif
