/* How good chances are: calibration, skill and discrimination, with intervals
 * by drawing people again. */
#ifndef BENCH_PAIN_STATS_H
#define BENCH_PAIN_STATS_H

#include <stddef.h>

typedef struct stats_case {
    unsigned person;
    double   p, reference; /* forecast; what is known without one */
    unsigned happened;
} stats_case;

typedef struct stats_score {
    double slope, intercept; /* of log odds; 1 and 0 are ideal */
    double skill, skill_own; /* Brier skill against the mean of all, and against `reference` */
    double area;             /* chance that a day with one was given more than a day without */
    double mean_p, share;
} stats_score;

/* Score of all cases of the people in order[0..npeople); cases lie by person:
 * those of person k from first[k] to first[k + 1]. */
stats_score stats_of(const stats_case *c, const size_t *first, const unsigned *order, unsigned npeople);

/* 2.5th and 97.5th centile over `rounds` draws of people. */
void stats_interval(stats_score *low, stats_score *high, const stats_case *c, const size_t *first, unsigned npeople,
                    unsigned rounds);

/* Mean, and 95 % interval over draws, of v[0..n). */
void stats_mean(double out[3], const double *v, unsigned n, unsigned rounds);

#endif
