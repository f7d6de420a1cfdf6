/* The inner loops of tissue load: plain rows of at most TISSUE_BLOCK samples,
 * a multiple of TISSUE_LANES. Private to load. */
#ifndef LOAD_TISSUE_ROW_H
#define LOAD_TISSUE_ROW_H

#include <stddef.h>

enum { TISSUE_BLOCK = 512, TISSUE_LANES = 16 };

/* what no runner does: rows faster than this do not count, slower is walking, or standing */
#define ABSURD_MPS 12.5F
#define WALK_MPS   1.5F
#define STILL_MPS  0.4F

/* Sums over a block, damage at the three exponents first; then, weighted by
 * the damage at the default exponent, what a change of a coefficient would do
 * to the logarithm of the load. */
typedef enum tissue_sum {
    SUM_LOW,
    SUM_DEFAULT,
    SUM_HIGH,
    SUM_CADENCE, /* the cadence term: e log(c / c_usual) */
    SUM_SPEED,   /* log of the speed ratio */
    SUM_UP,      /* metres up per 100: per unit of the uphill coefficient */
    SUM_OUTSIDE, /* steps whose load had to be clamped */
    SUM_COUNT
} tissue_sum;

typedef struct tissue_coefficients {
    float    up, down;         /* load per per cent of grade */
    float    cadence_up, cadence_down;
    float    late;             /* multiplier in the last third */
    unsigned low, middle, high; /* exponents */
} tissue_coefficients;

/* Sums over the rows that count, in seconds times what the name says. */
typedef enum tissue_seconds {
    SECONDS_ALL,
    SECONDS_RATIO, /* cadence over the usual */
    SECONDS_GRADE,
    SECONDS_SPEED, /* metres */
    SECONDS_NO_SPEED,
    SECONDS_NO_CADENCE,
    SECONDS_NO_GRADE,
    SECONDS_STEPS, /* of one foot */
    SECONDS_COUNT
} tissue_seconds;

typedef struct tissue_usual {
    float easy_mps, easy_spm, spm_per_mps;
} tissue_usual;

typedef struct tissue_block {
    size_t n; /* whole lanes; what is beyond the last sample has no weight */
    float  dt[TISSUE_BLOCK];      /* seconds that count */
    float  weight[TISSUE_BLOCK];  /* steps of one foot */
    float  speed[TISSUE_BLOCK], cadence[TISSUE_BLOCK]; /* m/s; ratio to the usual */
    float  log_cadence[TISSUE_BLOCK];
    float  up[TISSUE_BLOCK], down[TISSUE_BLOCK]; /* per cent, both positive */
    float  late[TISSUE_BLOCK]; /* share of the sample in the last third */
} tissue_block;

/* dt where the row counts, else 0; what no runner does does not count */
void ngl_tissue_row_count(float *restrict out, size_t n, const float *restrict dt, const float *restrict speed);
/* sum of x, in fixed lanes */
double ngl_tissue_row_sum(const float *restrict x, size_t n);
/* Raw columns (NaN: not said) become the block's: dt is already there. Adds to
 * the sums. */
void ngl_tissue_row_fill(tissue_block *b, double sum[SECONDS_COUNT], const float *restrict speed,
                         const float *restrict cadence, const float *restrict grade, const tissue_usual *u);
/* out = log(x); x within 2^-60 .. 2^60 */
void ngl_tissue_row_log(float *restrict out, size_t n, const float *restrict x);
/* out = (a + b v) / easy */
void ngl_tissue_row_linear(float *restrict out, size_t n, const float *restrict v, float a, float b, float easy);
/* out = (a + b v^2) / easy */
void ngl_tissue_row_square(float *restrict out, size_t n, const float *restrict v, float a, float b, float easy);
/* out = exp(exponent * log_ratio) */
void ngl_tissue_row_power(float *restrict out, size_t n, const float *restrict log_ratio, float exponent);
/* add one block's sums for one tissue */
void ngl_tissue_row_add(double sum[SUM_COUNT], const tissue_block *b, const float *restrict speed_ratio,
                        const tissue_coefficients *c);

#endif
