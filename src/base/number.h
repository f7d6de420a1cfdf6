/* Numbers in text that look the same in every locale. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/buf.h"

#include <stdbool.h>

/* The whole of `text` as a decimal number: [+-]digits[.digits][e[+-]digits],
 * where digits on one side of the point are enough. No blanks, no hexadecimal,
 * no "nan" or "inf". The nearest double for up to 19 significant digits, within
 * one unit in the last place for more. False leaves *out alone: not a number,
 * or beyond the range of double. */
bool ngl_number_parse(double *out, const char *text, size_t len);

/* The whole of `text` as an integer; false on anything else or on overflow. */
bool ngl_integer_parse(int64_t *out, const char *text, size_t len);

/* `decimals` digits after the point (0-9), rounded half away from zero. */
void ngl_buf_number(ngl_buf *b, double v, int decimals);

/* The text that reads back as the same double, in 15 digits if they do, else
 * in 16 or 17. NaN and infinities become `null`; minus nought loses its sign. */
void ngl_buf_exact(ngl_buf *b, double v);

#endif
