/* Text of unknown origin: lengths of characters, nearest names, line wrapping. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buf.h"

/* Bytes of the valid UTF-8 character at `text`, or 0 if it is not valid. */
size_t ngl_utf8_length(const char *text, size_t len);

/* Edits (insert, delete, replace, swap of neighbours) that turn a into b;
 * texts longer than 64 bytes count as unlike everything. */
unsigned ngl_text_distance(const char *a, const char *b);

/* The name in names[0..n) nearest to `word`, or NULL if none is near enough
 * to be worth suggesting (more than a third of it would change). */
const char *ngl_text_nearest(const char *word, const char *const *names, size_t n);

/* Append `text` wrapped at `width` columns, each line after the first
 * indented by `indent` blanks; the first starts at column `column`. */
void ngl_buf_wrap(ngl_buf *b, const char *text, unsigned column, unsigned indent, unsigned width);

#endif
