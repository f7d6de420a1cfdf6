/* How good a set of answers was: pure functions over counts and pairs. */
#ifndef FLOW_VIGNETTES_SCORE_H
#define FLOW_VIGNETTES_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* k of n, with the 95 % interval of Wilson (1927): never outside 0..1, sound
 * for few cases. All NaN when n is 0. */
typedef struct ngl_share {
    unsigned k, n;
    double   p, low, high;
} ngl_share;
ngl_share ngl_wilson(unsigned k, unsigned n);

/* One probability that was said and whether the thing was so. */
typedef struct ngl_said_so {
    double  p;
    uint8_t so;
} ngl_said_so;

/* Mean of (p - so)^2 (Brier 1950); NaN without pairs. */
double ngl_brier(const ngl_said_so *pair, size_t n);

enum { NGL_CALIBRATION_BINS = 10 };
typedef struct ngl_calibration_bin {
    unsigned n, so;
    double   mean_p; /* NaN without pairs */
} ngl_calibration_bin;

/* Bin i holds probabilities from i/10 up to (i+1)/10; 1 belongs to the last. */
void ngl_calibration(ngl_calibration_bin out[NGL_CALIBRATION_BINS], const ngl_said_so *pair, size_t n);

/* Logistic regression of `so` on logit(p): slope 1 and intercept 0 are perfect,
 * a slope below 1 says that probabilities are too extreme (Cox 1958). p is kept
 * within 0.0001 .. 0.9999. False when it has no finite answer: all alike, or
 * perfectly separated. */
bool ngl_calibration_line(const ngl_said_so *pair, size_t n, double *intercept, double *slope);

/* Middle value, mean of the two middle ones for an even number; sorts `value`. NaN when n is 0. */
double ngl_median(double *value, size_t n);

#endif
