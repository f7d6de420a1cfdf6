/* Numbers in text that look the same in every locale. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/buf.h"

#include <stdbool.h>

/* The whole of `text` as a decimal number: [+-]digits[.digits][e[+-]digits].
 * No blanks, no hexadecimal, no "nan" or "inf". Within one unit in the last
 * place of the true value; exact for up to 15 significant digits. False leaves
 * *out alone: not a number, or beyond the range of double. */
bool ngl_number_parse(double *out, const char *text, size_t len);

/* The whole of `text` as an integer; false on anything else or on overflow. */
bool ngl_integer_parse(int64_t *out, const char *text, size_t len);

/* `decimals` digits after the point (0-9), rounded half away from zero. */
void ngl_buf_number(ngl_buf *b, double v, int decimals);

/* The shortest text that reads back as the same double. NaN and infinities
 * become `null`. */
void ngl_buf_exact(ngl_buf *b, double v);

#endif
