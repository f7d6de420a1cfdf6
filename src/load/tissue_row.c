/* The inner loops of tissue load, written so that any compiler makes vectors of
 * them and every machine gives the same bytes: sums run in sixteen fixed lanes,
 * powers are by squaring, the exponential is a polynomial on the narrow range
 * that a cadence can span. */
#include "load/tissue_row.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) && !defined(NGL_PLAIN_ROWS)
#define ROW __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ROW
#endif

/* the range that the model covers: half to twice an easy step */
#define LEAST 0.5F
#define MOST  2.0F

/* fewer steps: the sensor lost them; more: it counts something else */
#define FEWEST_SPM 60.0F
#define MOST_SPM   400.0F
#define GRADE_MOST 15.0F /* per cent */

/* Taylor's series to x^10; |x| is at most 1.6 (cadence within 1/2 .. 2 of the
 * usual, elasticities below 1.6 and speeds within their range), error < 1e-5 */
static inline float exponential(float x)
{
    return 1 + x * (1 + x * (1.0F / 2 + x * (1.0F / 6 + x * (1.0F / 24 + x * (1.0F / 120 + x * (1.0F / 720 +
           x * (1.0F / 5040 + x * (1.0F / 40320 + x * (1.0F / 362880 + x * (1.0F / 3628800))))))))));
}

/* sum of a b in fixed lanes */
static inline double dot(const float *restrict a, const float *restrict b, size_t n)
{
    float  lane[TISSUE_LANES] = { 0 };
    double sum = 0;
    for (size_t k = 0; k < n; k += TISSUE_LANES)
        for (size_t j = 0; j < TISSUE_LANES; j++) lane[j] += a[k + j] * b[k + j];
    for (size_t j = 0; j < TISSUE_LANES; j++) sum += (double)lane[j];
    return sum;
}

static inline float within(float v, float low, float high)
{
    return v < low ? low : v > high ? high : v;
}

ROW void ngl_tissue_row_count(float *restrict out, size_t n, const float *restrict dt, const float *restrict speed)
{
    for (size_t k = 0; k < n; k++) out[k] = dt[k] > 0 && !(speed[k] > ABSURD_MPS) && !(speed[k] < STILL_MPS) ? dt[k] : 0;
}

ROW double ngl_tissue_row_sum(const float *restrict x, size_t n)
{
    float  lane[TISSUE_LANES] = { 0 };
    double sum = 0;
    size_t whole = n - n % TISSUE_LANES;
    for (size_t k = 0; k < whole; k += TISSUE_LANES)
        for (size_t j = 0; j < TISSUE_LANES; j++) lane[j] += x[k + j];
    for (size_t k = whole; k < n; k++) lane[k - whole] += x[k];
    for (size_t j = 0; j < TISSUE_LANES; j++) sum += (double)lane[j];
    return sum;
}

ROW void ngl_tissue_row_fill(tissue_block *b, double sum[SECONDS_COUNT], const float *restrict speed,
                             const float *restrict cadence, const float *restrict grade, const tissue_usual *u)
{
    float  term[TISSUE_BLOCK];
    size_t n = b->n;
    for (size_t k = 0; k < n; k++)
        b->speed[k] = speed[k] != speed[k] ? u->easy_mps : speed[k] < WALK_MPS ? WALK_MPS : speed[k];
    for (size_t k = 0; k < n; k++) {
        float usual = u->easy_spm + u->spm_per_mps * (b->speed[k] - u->easy_mps);
        float ratio = cadence[k] >= FEWEST_SPM && cadence[k] < MOST_SPM ? within(cadence[k] / usual, 0.5F, 2) : 1;
        b->cadence[k] = ratio;
        b->weight[k] = ratio * usual / 120 * b->dt[k];
    }
    for (size_t k = 0; k < n; k++) {
        float g = grade[k] != grade[k] ? 0 : within(grade[k], -GRADE_MOST, GRADE_MOST);
        term[k] = g;
        b->up[k] = g > 0 ? g : 0;
        b->down[k] = g < 0 ? -g : 0;
    }
    sum[SECONDS_ALL] += ngl_tissue_row_sum(b->dt, n);
    sum[SECONDS_STEPS] += ngl_tissue_row_sum(b->weight, n);
    sum[SECONDS_RATIO] += dot(b->dt, b->cadence, n);
    sum[SECONDS_GRADE] += dot(b->dt, term, n);
    for (size_t k = 0; k < n; k++) term[k] = speed[k] != speed[k] ? 0 : speed[k];
    sum[SECONDS_SPEED] += dot(b->dt, term, n);
    for (size_t k = 0; k < n; k++) term[k] = speed[k] != speed[k] ? 1.0F : 0.0F;
    sum[SECONDS_NO_SPEED] += dot(b->dt, term, n);
    for (size_t k = 0; k < n; k++) term[k] = cadence[k] >= FEWEST_SPM && cadence[k] < MOST_SPM ? 0.0F : 1.0F;
    sum[SECONDS_NO_CADENCE] += dot(b->dt, term, n);
    for (size_t k = 0; k < n; k++) term[k] = grade[k] != grade[k] ? 1.0F : 0.0F;
    sum[SECONDS_NO_GRADE] += dot(b->dt, term, n);
}

ROW void ngl_tissue_row_log(float *restrict out, size_t n, const float *restrict x)
{
    const uint32_t half_root = UINT32_C(0x3f3504f3), one = UINT32_C(0x3f800000), mantissa = UINT32_C(0x007fffff);
    for (size_t k = 0; k < n; k++) {
        uint32_t bits, low;
        float    m;
        memcpy(&bits, &x[k], sizeof bits);
        bits += one - half_root;
        low = (bits & mantissa) + half_root;
        memcpy(&m, &low, sizeof m);
        float e = (float)((int32_t)(bits >> 23) - 127), f = (m - 1) / (m + 1), s = f * f;
        out[k] = e * 0.69314718F + 2 * f * (1 + s * (1.0F / 3 + s * (1.0F / 5 + s * (1.0F / 7))));
    }
}

ROW void ngl_tissue_row_linear(float *restrict out, size_t n, const float *restrict v, float a, float b, float easy)
{
    for (size_t k = 0; k < n; k++) out[k] = (a + b * v[k]) / easy;
}

ROW void ngl_tissue_row_square(float *restrict out, size_t n, const float *restrict v, float a, float b, float easy)
{
    for (size_t k = 0; k < n; k++) out[k] = (a + b * v[k] * v[k]) / easy;
}

ROW void ngl_tissue_row_power(float *restrict out, size_t n, const float *restrict log_ratio, float exponent)
{
    for (size_t k = 0; k < n; k++) out[k] = exponential(exponent * log_ratio[k]);
}

/* load of each sample, as a ratio to an easy step, unclamped */
static inline void load_row(float *restrict out, const tissue_block *b, const float *restrict speed_ratio,
                         const tissue_coefficients *c)
{
    for (size_t k = 0; k < b->n; k++) {
        float lc = b->log_cadence[k], e = lc >= 0 ? c->cadence_up : c->cadence_down;
        float grade = 1 + c->up * b->up[k] + c->down * b->down[k];
        out[k] = speed_ratio[k] * exponential(e * lc) * grade * (1 + (c->late - 1) * b->late[k]);
    }
}

/* out *= base where the exponent has this bit */
static inline void multiply_if(int has, float *restrict out, const float *restrict base, size_t n)
{
    if (!has) return;
    for (size_t k = 0; k < n; k++) out[k] *= base[k];
}

static inline void powers(float *restrict low, float *restrict middle, float *restrict high, float *restrict base, size_t n,
                       const tissue_coefficients *c)
{
    for (size_t k = 0; k < n; k++) low[k] = middle[k] = high[k] = 1;
    for (unsigned bit = 1; bit <= c->low || bit <= c->middle || bit <= c->high; bit <<= 1) {
        multiply_if(c->low & bit, low, base, n);
        multiply_if(c->middle & bit, middle, base, n);
        multiply_if(c->high & bit, high, base, n);
        for (size_t k = 0; k < n; k++) base[k] *= base[k];
    }
}

ROW void ngl_tissue_row_add(double sum[SUM_COUNT], const tissue_block *b, const float *restrict speed_ratio,
                            const tissue_coefficients *c)
{
    float  load[TISSUE_BLOCK], low[TISSUE_BLOCK], middle[TISSUE_BLOCK], high[TISSUE_BLOCK], term[TISSUE_BLOCK];
    size_t n = b->n;
    load_row(load, b, speed_ratio, c);
    for (size_t k = 0; k < n; k++) term[k] = load[k] < LEAST || load[k] > MOST ? 1.0F : 0.0F;
    sum[SUM_OUTSIDE] += dot(b->weight, term, n);
    for (size_t k = 0; k < n; k++) load[k] = load[k] < LEAST ? LEAST : load[k] > MOST ? MOST : load[k];
    powers(low, middle, high, load, n, c);
    sum[SUM_LOW] += dot(b->weight, low, n);
    sum[SUM_HIGH] += dot(b->weight, high, n);
    for (size_t k = 0; k < n; k++) middle[k] *= b->weight[k];
    for (size_t k = 0; k < n; k++) term[k] = 1;
    sum[SUM_DEFAULT] += dot(middle, term, n);
    for (size_t k = 0; k < n; k++)
        term[k] = b->log_cadence[k] * (b->log_cadence[k] >= 0 ? c->cadence_up : c->cadence_down);
    sum[SUM_CADENCE] += dot(middle, term, n);
    for (size_t k = 0; k < n; k++) term[k] = 2 * (speed_ratio[k] - 1) / (speed_ratio[k] + 1);
    sum[SUM_SPEED] += dot(middle, term, n);
    sum[SUM_UP] += dot(middle, b->up, n);
}
