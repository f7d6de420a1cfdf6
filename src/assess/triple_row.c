/* The arithmetic of triple.h, on vectors of sixteen. Built once for every
 * processor it can be chosen for (meson.build), with TRIPLE_CODE its name.
 *
 * Logarithm: x = 2^e m with m in [sqrt(1/2), sqrt(2)), and m - 1 times a
 * polynomial; power of two: the nearest whole number apart, the rest by a
 * polynomial. Both are minimax (Remez), relative errors 3e-8 and 2e-9. */
#include "assess/triple.h"

#include <stdint.h>

/* the processor's own width; blocks are sixteen lanes whatever it is, so that sums are in the same order */
#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX2__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
enum { EACH = TRIPLE_LANES / WIDTH }; /* vectors in a block */

#define VECTOR __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias))
typedef float    lanes VECTOR;
typedef int32_t  whole VECTOR;
typedef uint32_t bits VECTOR;

#define AT(p) (*(const lanes *)(const void *)(p))
#define SET(p) (*(lanes *)(void *)(p))

static inline __attribute__((always_inline)) void add_log2(lanes *sum, const lanes *x, float weight)
{
    whole i = (whole)*x, e = (i - 0x3f3504f3) >> 23;
    lanes f = (lanes)(i - (whole)((bits)e << 23)) - 1.0f;
    lanes f2 = f * f; /* in pairs (Estrin), so that little waits for what is before it */
    lanes low = (f * -0.721363576f + 1.442696447f) + (f * -0.359371644f + 0.480626768f) * f2;
    lanes p = low + ((f * -0.269320217f + 0.295699520f) + f2 * 0.171624562f) * (f2 * f2);
    *sum += (__builtin_convertvector(e, lanes) + p * f) * weight;
}

static inline __attribute__((always_inline)) void times_exp2(lanes *out, const lanes *x)
{
    lanes v = *x;
    const lanes zero = { 0 };
    whole low = v < -100.0f, high = v > 60.0f;
    v = (lanes)(((whole)v & ~(low | high)) | (low & (whole)(zero - 100.0f)) | (high & (whole)(zero + 60.0f)));
    lanes t = v + 0x1.8p23f, r = v - (t - 0x1.8p23f);
    lanes r2 = r * r;
    lanes p = ((r * 0.693146967f + 1.000000072f) + (r * 0.055507133f + 0.240221197f) * r2) + (r * 0.001327648f + 0.009675541f) * (r2 * r2);
    *out *= (lanes)((bits)p + ((bits)t << 23));
}

static void first(const triples *t, unsigned i)
{
    const float *f = t->by_f + i * t->wide, *q = t->by_q + i * t->wide, *g = t->by_g + i * t->wide;
    for (unsigned e = 0; e < t->nyes; e += WIDTH) {
        SET(t->c1 + e) = AT(f + e) * AT(t->per + e);
        SET(t->a1 + e) = (1.0f - AT(f + e)) * AT(t->per + e);
        SET(t->b1 + e) = AT(q + e);
    }
    for (unsigned e = 0; e < t->nno; e += WIDTH) {
        SET(t->u1 + e) = 1.0f + AT(t->odds + e) * AT(g + e);
        SET(t->v1 + e) = AT(t->odds + e) * (1.0f - AT(g + e));
    }
}

static void second(const triples *t, unsigned i, unsigned j)
{
    const float *f = t->by_f + j * t->wide, *q = t->by_q + j * t->wide, *g = t->by_g + j * t->wide;
    const float *si = t->by_s + i * t->wide, *sj = t->by_s + j * t->wide;
    for (unsigned e = 0; e < t->nyes; e += WIDTH) {
        lanes c = AT(t->c1 + e) + AT(t->a1 + e) * AT(f + e), a = AT(t->a1 + e) * (1.0f - AT(f + e));
        lanes b = AT(t->b1 + e) * AT(q + e), per = 1.0f / (c + b);
        SET(t->c + e) = c * per;
        SET(t->a + e) = a * per;
        SET(t->b + e) = b * per;
    }
    for (unsigned e = 0; e < t->nno; e += WIDTH)
        SET(t->no + e) = AT(t->v1 + e) * (1.0f - AT(g + e)) / (AT(t->u1 + e) + AT(t->v1 + e) * AT(g + e));
    for (unsigned e = 0; e < t->nchoice; e++) t->choice[e] = (float)(2.0 / 3) / (si[e] + sj[e]);
}

/* `n` vectors of third members from column k: the product of the ratios of one chunk, starting from 1 */
static inline __attribute__((always_inline)) void multiply(const triples *t, const triple_chunk *chunk, unsigned k, unsigned n,
                                                           lanes *product)
{
    for (unsigned e = chunk[0].yes; e < chunk[1].yes; e++)
        for (unsigned v = 0; v < n; v++) {
            size_t at = e * t->stride + k + v * WIDTH;
            product[v] *= t->c[e] + t->a[e] * AT(t->f + at) + t->b[e] * AT(t->q + at);
        }
    for (unsigned e = chunk[0].no; e < chunk[1].no; e++)
        for (unsigned v = 0; v < n; v++) product[v] *= 1.0f + t->no[e] * AT(t->g + e * t->stride + k + v * WIDTH);
    for (unsigned e = chunk[0].choice; e < chunk[1].choice; e++)
        for (unsigned v = 0; v < n; v++)
            product[v] *= (float)(2.0 / 3) + t->choice[e] * AT(t->s + e * t->stride + k + v * WIDTH);
}

/* where a row's weights go, and their sum by lane */
typedef struct results {
    const float *factor_i, *factor_j;
    float       *row, *column_sum;
    lanes        total[EACH], heaviest[EACH];
} results;

static inline __attribute__((always_inline)) void blocks(const triples *t, unsigned k, unsigned nblock, float pair, results *to)
{
    const lanes    zero = { 0 };
    const unsigned n = nblock * EACH;
    lanes          w[2 * EACH], log2[2 * EACH], ratio[2 * EACH];
    for (unsigned v = 0; v < n; v++) {
        w[v] = zero + 1.0f;
        log2[v] = zero;
    }
    multiply(t, t->chunk, k, n, w);
    for (unsigned c = 1; c < t->nchunk; c++) {
        for (unsigned v = 0; v < n; v++) ratio[v] = zero + 1.0f;
        multiply(t, &t->chunk[c], k, n, ratio);
        for (unsigned v = 0; v < n; v++) add_log2(&log2[v], &ratio[v], t->chunk[c].weight);
    }
    for (unsigned v = 0; v < n; v++) {
        size_t at = k + v * WIDTH;
        if (t->nchunk > 1) times_exp2(&w[v], &log2[v]);
        w[v] *= AT(t->col + at) * pair;
        if (to->factor_i) w[v] *= AT(to->factor_i + at);
        if (to->factor_j) w[v] *= AT(to->factor_j + at);
        SET(to->row + at) = w[v];
        SET(to->column_sum + at) += w[v];
        to->total[v % EACH] += w[v];
        whole more = w[v] > to->heaviest[v % EACH];
        to->heaviest[v % EACH] = (lanes)(((whole)w[v] & more) | ((whole)to->heaviest[v % EACH] & ~more));
    }
}

static float row(const triples *t, unsigned from, unsigned to, float pair, const float *factor_i, const float *factor_j,
                 float *out, float *column_sum, float *heaviest)
{
    results  r = { factor_i, factor_j, out, column_sum, { { 0 } }, { { 0 } } };
    float    sum[TRIPLE_LANES], most[TRIPLE_LANES];
    unsigned k = from;
    for (; k + TRIPLE_LANES < to; k += 2 * TRIPLE_LANES) blocks(t, k, 2, pair, &r);
    if (k < to) blocks(t, k, 1, pair, &r);
    for (unsigned v = 0; v < EACH; v++) {
        SET(sum + v * WIDTH) = r.total[v];
        SET(most + v * WIDTH) = r.heaviest[v];
    }
    for (unsigned n = TRIPLE_LANES / 2; n > 0; n /= 2)
        for (unsigned l = 0; l < n; l++) {
            sum[l] += sum[l + n];
            most[l] = most[l] > most[l + n] ? most[l] : most[l + n];
        }
    *heaviest = most[0];
    return sum[0];
}

const triple_code TRIPLE_CODE = { first, second, row };
