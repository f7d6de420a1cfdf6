/* Randomness from a seed that is passed in: xoshiro256** (Blackman and Vigna
 * 2021, doi:10.1145/3460772) seeded by splitmix64; normal deviates by the polar
 * method; gamma deviates after Marsaglia and Tsang 2000
 * (doi:10.1145/358407.358414). */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <math.h>
#include <stdint.h>

typedef struct ngl_random {
    uint64_t s[4];
    double   spare;
    int      has_spare;
} ngl_random;

static inline ngl_random ngl_random_from(uint64_t seed)
{
    ngl_random r = { .spare = 0 };
    for (int i = 0; i < 4; i++) {
        uint64_t z = (seed += UINT64_C(0x9e3779b97f4a7c15));
        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
        r.s[i] = z ^ (z >> 31);
    }
    return r;
}

static inline uint64_t ngl_random_bits(ngl_random *r)
{
    uint64_t x = r->s[1] * 5, out = (x << 7 | x >> 57) * 9, t = r->s[1] << 17;
    r->s[2] ^= r->s[0];
    r->s[3] ^= r->s[1];
    r->s[1] ^= r->s[2];
    r->s[0] ^= r->s[3];
    r->s[2] ^= t;
    r->s[3] = r->s[3] << 45 | r->s[3] >> 19;
    return out;
}

/* in (0, 1) */
static inline double ngl_random_unit(ngl_random *r)
{
    return ((double)(ngl_random_bits(r) >> 11) + 0.5) * 0x1p-53;
}

static inline double ngl_random_normal(ngl_random *r)
{
    if (r->has_spare) {
        r->has_spare = 0;
        return r->spare;
    }
    double u, v, s;
    do {
        u = 2 * ngl_random_unit(r) - 1;
        v = 2 * ngl_random_unit(r) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double f = sqrt(-2 * log(s) / s);
    r->spare = v * f;
    r->has_spare = 1;
    return u * f;
}

static inline double ngl_random_gamma(ngl_random *r, double shape)
{
    double boost = 1;
    if (shape < 1) {
        boost = pow(ngl_random_unit(r), 1 / shape);
        shape += 1;
    }
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x, v;
        do {
            x = ngl_random_normal(r);
            v = 1 + c * x;
        } while (v <= 0);
        v = v * v * v;
        double u = ngl_random_unit(r);
        if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v))) return d * v * boost;
    }
}

/* Beta with mean p and effective sample size ess; p strictly inside (0, 1). */
static inline double ngl_random_beta(ngl_random *r, double p, double ess)
{
    double a = ngl_random_gamma(r, p * ess), b = ngl_random_gamma(r, (1 - p) * ess);
    return a + b > 0 ? a / (a + b) : p;
}

#endif
