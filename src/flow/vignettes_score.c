/* Figures that say how good answers were. */
#include "flow/vignettes_score.h"

#include <math.h>
#include <stdlib.h>

static const double Z95 = 1.959963984540054; /* 97.5th centile of the normal distribution */

ngl_share ngl_wilson(unsigned k, unsigned n)
{
    if (n == 0) return (ngl_share){ 0, 0, NAN, NAN, NAN };
    double p = (double)k / n, z2 = Z95 * Z95;
    double middle = (p + z2 / (2.0 * n)) / (1 + z2 / n);
    double half = Z95 * sqrt(p * (1 - p) / n + z2 / (4.0 * n * n)) / (1 + z2 / n);
    double low = k == 0 ? 0 : middle - half, high = k == n ? 1 : middle + half;
    return (ngl_share){ k, n, p, fmax(low, 0), fmin(high, 1) };
}

double ngl_brier(const ngl_said_so *pair, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (pair[i].p - pair[i].so) * (pair[i].p - pair[i].so);
    return n ? sum / (double)n : NAN;
}

void ngl_calibration(ngl_calibration_bin out[NGL_CALIBRATION_BINS], const ngl_said_so *pair, size_t n)
{
    for (int i = 0; i < NGL_CALIBRATION_BINS; i++) out[i] = (ngl_calibration_bin){ 0, 0, 0 };
    for (size_t i = 0; i < n; i++) {
        int                  at = (int)(pair[i].p * NGL_CALIBRATION_BINS);
        ngl_calibration_bin *b = &out[at < 0 ? 0 : at >= NGL_CALIBRATION_BINS ? NGL_CALIBRATION_BINS - 1 : at];
        b->n++;
        b->so += pair[i].so != 0;
        b->mean_p += pair[i].p;
    }
    for (int i = 0; i < NGL_CALIBRATION_BINS; i++) out[i].mean_p = out[i].n ? out[i].mean_p / out[i].n : NAN;
}

static double logit(double p)
{
    double q = fmin(fmax(p, 1e-4), 1 - 1e-4);
    return log(q / (1 - q));
}

/* Newton's method on the log-likelihood; it is concave, so few steps suffice */
bool ngl_calibration_line(const ngl_said_so *pair, size_t n, double *intercept, double *slope)
{
    double a = 0, b = 1;
    for (int step = 0; step < 100; step++) {
        double ga = 0, gb = 0, haa = 0, hab = 0, hbb = 0;
        for (size_t i = 0; i < n; i++) {
            double x = logit(pair[i].p), q = 1 / (1 + exp(-(a + b * x))), w = q * (1 - q);
            ga += (pair[i].so != 0) - q;
            gb += ((pair[i].so != 0) - q) * x;
            haa += w, hab += w * x, hbb += w * x * x;
        }
        double det = haa * hbb - hab * hab;
        if (!(det > 1e-12 * haa * hbb)) return false;
        double da = (hbb * ga - hab * gb) / det, db = (haa * gb - hab * ga) / det;
        a += da, b += db;
        if (!isfinite(a) || !isfinite(b) || fabs(b) > 50 || fabs(a) > 500) return false;
        if (fabs(da) + fabs(db) < 1e-10) return *intercept = a, *slope = b, true;
    }
    return false;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double ngl_median(double *value, size_t n)
{
    if (n == 0) return NAN;
    qsort(value, n, sizeof *value, ascending);
    return n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}
