/* Logarithm: x = m 2^e with m in [sqrt(1/2), sqrt(2)), log m = 2 atanh f with
 * f = (m - 1) / (m + 1), |f| < 0.172, by its series to f^21. Exponential:
 * x = n log 2 + r, |r| < 0.347, by its series to r^13. Both are within a few
 * units in the last place of the true value (tests/unit/assess/test_row.c). */
#include "assess/row.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) && !defined(NGL_PLAIN_ROWS)
#define ROW __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ROW
#endif

static inline uint64_t bits_of(double v)
{
    uint64_t b;
    memcpy(&b, &v, sizeof b);
    return b;
}

static inline double number_of(uint64_t b)
{
    double v;
    memcpy(&v, &b, sizeof v);
    return v;
}

ROW void ngl_row_yes(double *restrict out, size_t n, const double *restrict damp, const double *restrict pass,
                     double leak, double passed, double per)
{
    for (size_t k = 0; k < n; k++) out[k] *= (1 - (1 - leak * damp[k]) * (passed * pass[k])) * per;
}

ROW void ngl_row_inhibit(double *restrict out, size_t n, const double *restrict damp, const double *restrict undo,
                         double leak)
{
    for (size_t k = 0; k < n; k++) out[k] *= (1 - leak * damp[k]) * undo[k];
}

ROW void ngl_row_scale(double *restrict out, size_t n, const double *restrict x, double by)
{
    for (size_t k = 0; k < n; k++) out[k] *= x[k] * by;
}

ROW void ngl_row_add(double *restrict out, size_t n, const double *restrict x, double weight, double plus)
{
    for (size_t k = 0; k < n; k++) out[k] += weight * x[k] + plus;
}

ROW void ngl_row_fill(double *restrict out, size_t n, double v)
{
    for (size_t k = 0; k < n; k++) out[k] = v;
}

ROW void ngl_row_mean(double *restrict out, size_t n, const double *restrict share, double sum, double per)
{
    for (size_t k = 0; k < n; k++) out[k] *= (sum + share[k]) * per;
}

ROW void ngl_row_add_log(double *restrict out, size_t n, const double *restrict x, double weight)
{
    const uint64_t half_root = UINT64_C(0x3fe6a09e667f3bcd), one = UINT64_C(0x3ff0000000000000);
    const uint64_t mantissa = UINT64_C(0x000fffffffffffff), two_52 = UINT64_C(0x4330000000000000);
    const double   ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
    for (size_t k = 0; k < n; k++) {
        uint64_t i = bits_of(x[k]) + (one - half_root);
        double   e = number_of((i >> 52) | two_52) - (0x1p52 + 1023);
        double   m = number_of((i & mantissa) + half_root);
        double   f = (m - 1) / (m + 1), s = f * f;
        double   t = s * (1.0 / 3 + s * (1.0 / 5 + s * (1.0 / 7 + s * (1.0 / 9 + s * (1.0 / 11 + s * (1.0 / 13 +
                   s * (1.0 / 15 + s * (1.0 / 17 + s * (1.0 / 19 + s * (1.0 / 21))))))))));
        out[k] += weight * (e * ln2_high + (2 * f + (2 * f * t + e * ln2_low)));
    }
}

ROW void ngl_row_times_exp(double *restrict out, size_t n, const double *restrict x, double shift)
{
    const double magic = 0x1.8p52, log2_e = 1.44269504088896338700e+00;
    const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
    for (size_t k = 0; k < n; k++) {
        double v = x[k] - shift;
        v = v < -700 ? -700 : v;
        double t = v * log2_e + magic, e = t - magic;
        double r = (v - e * ln2_high) - e * ln2_low;
        double p = 1 + r * (1 + r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720 +
                   r * (1.0 / 5040 + r * (1.0 / 40320 + r * (1.0 / 362880 + r * (1.0 / 3628800 + r * (1.0 / 39916800 +
                   r * (1.0 / 479001600 + r * (1.0 / 6227020800)))))))))))));
        out[k] *= number_of(bits_of(p) + (bits_of(t) << 52));
    }
}

ROW void ngl_row_draw(double *restrict out, size_t n, const float *const x[3], const float *const damp[3], double leak, bool yes)
{
    const float *restrict x0 = x[0], *restrict x1 = x[1], *restrict x2 = x[2];
    const float *restrict d0 = damp[0], *restrict d1 = damp[1], *restrict d2 = damp[2];
    double from = yes ? 1 : 0, sign = yes ? -1 : 1;
    for (size_t k = 0; k < n; k++) {
        double pass = (double)x0[k] * (double)x1[k] * (double)x2[k], held = (double)d0[k] * (double)d1[k] * (double)d2[k];
        out[k] *= from + sign * ((1 - leak * held) * pass);
    }
}

ROW void ngl_row_draw_choice(double *restrict out, size_t n, const float *const x[3], const float *const damp[3], double per)
{
    const float *restrict x0 = x[0], *restrict x1 = x[1], *restrict x2 = x[2];
    const float *restrict d0 = damp[0], *restrict d1 = damp[1], *restrict d2 = damp[2];
    for (size_t k = 0; k < n; k++)
        out[k] *= ((double)x0[k] + (double)x1[k] + (double)x2[k]) * per * ((double)d0[k] * (double)d1[k] * (double)d2[k]);
}

ROW void ngl_row_add_product(double *restrict out, size_t n, const double *restrict x, const double *restrict y)
{
    for (size_t k = 0; k < n; k++) out[k] += x[k] * y[k];
}
