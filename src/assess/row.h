/* Arithmetic on rows of sets: plain loops over contiguous doubles that the
 * compiler turns into vector code. On x86 each is built for AVX2 as well and
 * chosen when the program starts; every lane does the same operations in the
 * same order, so the bytes that come out do not depend on the machine. */
#ifndef ASSESS_ROW_H
#define ASSESS_ROW_H

#include <stdbool.h>
#include <stddef.h>

/* out[k] *= 1 - (1 - leak * damp[k]) * (pass * pass_k[k]), times `per` */
void ngl_row_yes(double *out, size_t n, const double *damp, const double *pass, double leak, double passed, double per);
/* out[k] *= (1 - leak * damp[k]) * undo[k] */
void ngl_row_inhibit(double *out, size_t n, const double *damp, const double *undo, double leak);
/* out[k] *= x[k] * by */
void ngl_row_scale(double *out, size_t n, const double *x, double by);
/* out[k] += weight * x[k] + plus */
void ngl_row_add(double *out, size_t n, const double *x, double weight, double plus);
void ngl_row_fill(double *out, size_t n, double v);
/* out[k] *= (sum + share[k]) * per */
void ngl_row_mean(double *out, size_t n, const double *share, double sum, double per);
/* out[k] += weight * log(x[k]); x positive, neither subnormal nor infinite */
void ngl_row_add_log(double *out, size_t n, const double *x, double weight);
/* out[k] *= exp(x[k] - shift); below e^-700 counts as e^-700 */
void ngl_row_times_exp(double *out, size_t n, const double *x, double shift);

/* in n draws of the parameters, those of draw k in x[0..2][k] and damp[0..2][k]:
 * out[k] *= no = (1 - leak * product of damp) * product of x; with `yes`, out[k] *= 1 - no */
void ngl_row_draw(double *out, size_t n, const float *const x[3], const float *const damp[3], double leak, bool yes);
/* out[k] *= sum of x * per * product of damp */
void ngl_row_draw_choice(double *out, size_t n, const float *const x[3], const float *const damp[3], double per);
/* out[k] += x[k] * y[k] */
void ngl_row_add_product(double *out, size_t n, const double *x, const double *y);

#endif
