/* Scores by their definitions: no tricks, only loops. */
#include "stats.h"

#include "base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 2000, ROUNDS_MAX = 2000, FIELDS = sizeof(stats_score) / sizeof(double), STEPS = 12 };

static double odds(double p)
{
    p = fmin(fmax(p, 1e-6), 1 - 1e-6);
    return log(p / (1 - p));
}

/* sums over cases, as the order of people says */
#define EACH(k, i) for (unsigned k = 0; k < npeople; k++) for (size_t i = first[order[k]]; i < first[order[k] + 1]; i++)

/* logistic regression of what happened on the log odds, by Newton */
static void calibrate(stats_score *s, const stats_case *c, const size_t *first, const unsigned *order, unsigned npeople)
{
    double a = 0, b = 1;
    for (int step = 0; step < STEPS; step++) {
        double g0 = 0, g1 = 0, h00 = 1e-9, h01 = 0, h11 = 1e-9;
        EACH(k, i) {
            double x = odds(c[i].p), p = 1 / (1 + exp(-(a + b * x))), w = p * (1 - p), e = c[i].happened - p;
            g0 += e, g1 += e * x, h00 += w, h01 += w * x, h11 += w * x * x;
        }
        double det = h00 * h11 - h01 * h01;
        a += (h11 * g0 - h01 * g1) / det;
        b += (h00 * g1 - h01 * g0) / det;
    }
    s->intercept = a;
    s->slope = b;
}

/* area under the curve from counts in narrow bins of p */
static double area_of(const stats_case *c, const size_t *first, const unsigned *order, unsigned npeople)
{
    static double yes[BINS], no[BINS];
    double        n_yes = 0, n_no = 0, sum = 0, below = 0;
    memset(yes, 0, sizeof yes);
    memset(no, 0, sizeof no);
    EACH(k, i) {
        unsigned bin = (unsigned)fmin(BINS - 1, c[i].p * BINS);
        if (c[i].happened) yes[bin]++, n_yes++;
        else no[bin]++, n_no++;
    }
    for (int b = 0; b < BINS; b++) {
        sum += yes[b] * (below + no[b] / 2);
        below += no[b];
    }
    return n_yes > 0 && n_no > 0 ? sum / (n_yes * n_no) : NAN;
}

stats_score stats_of(const stats_case *c, const size_t *first, const unsigned *order, unsigned npeople)
{
    stats_score s = { 0 };
    double      n = 0, brier = 0, of_mean = 0, of_own = 0;
    EACH(k, i) n++, s.share += c[i].happened, s.mean_p += c[i].p;
    s.share /= n;
    s.mean_p /= n;
    EACH(k, i) {
        double y = c[i].happened;
        brier += (y - c[i].p) * (y - c[i].p);
        of_mean += (y - s.share) * (y - s.share);
        of_own += (y - c[i].reference) * (y - c[i].reference);
    }
    s.skill = 1 - brier / of_mean;
    s.skill_own = 1 - brier / of_own;
    s.area = area_of(c, first, order, npeople);
    calibrate(&s, c, first, order, npeople);
    return s;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void stats_interval(stats_score *low, stats_score *high, const stats_case *c, const size_t *first, unsigned npeople, unsigned rounds)
{
    static double drawn[FIELDS][ROUNDS_MAX];
    unsigned     *order = calloc(npeople, sizeof *order);
    ngl_random    r = ngl_random_from(7);
    double        at_low[FIELDS], at_high[FIELDS];
    if (!order) return;
    for (unsigned t = 0; t < rounds; t++) {
        for (unsigned k = 0; k < npeople; k++) order[k] = (unsigned)(ngl_random_unit(&r) * npeople);
        stats_score s = stats_of(c, first, order, npeople);
        double      v[FIELDS];
        memcpy(v, &s, sizeof v);
        for (unsigned f = 0; f < FIELDS; f++) drawn[f][t] = v[f];
    }
    for (unsigned f = 0; f < FIELDS; f++) {
        qsort(drawn[f], rounds, sizeof(double), ascending);
        at_low[f] = drawn[f][rounds / 40];
        at_high[f] = drawn[f][rounds - 1 - rounds / 40];
    }
    memcpy(low, at_low, sizeof *low);
    memcpy(high, at_high, sizeof *high);
    free(order);
}

void stats_mean(double out[3], const double *v, unsigned n, unsigned rounds)
{
    static double drawn[ROUNDS_MAX];
    ngl_random    r = ngl_random_from(11);
    double        sum = 0;
    for (unsigned i = 0; i < n; i++) sum += v[i];
    out[0] = sum / n;
    for (unsigned t = 0; t < rounds; t++) {
        sum = 0;
        for (unsigned i = 0; i < n; i++) sum += v[(unsigned)(ngl_random_unit(&r) * n)];
        drawn[t] = sum / n;
    }
    qsort(drawn, rounds, sizeof *drawn, ascending);
    out[1] = drawn[rounds / 40];
    out[2] = drawn[rounds - 1 - rounds / 40];
}
