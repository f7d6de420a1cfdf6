/* Learning the population model.
 *
 * 1. The spread of injury rates between athletes gives a gamma prior (method of
 *    moments): with it, an athlete's own past counts by how long it is.
 * 2. Features are centred and scaled on the rows at hand, weights found by
 *    Newton's method under a ridge penalty.
 * 3. The penalty is the one that does best on athletes left out, and the same
 *    left-out scores say by how much to stretch or shrink (calibration), drawn
 *    towards 1 because few injuries say little about it. */
#include "base/random.h"
#include "forecast/population.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

enum { F = NGL_POPULATION_FEATURES, STEPS_MAX = 30, FOLDS_MAX = 32 };

static const double RIDGES[] = { 1, 30, 100, 300, 1000 };
static const double SLOPE_PRECISION = 25; /* the calibration slope is 1 give or take 1/5 before anything is seen */
static const double SECONDARY = 3; /* features that mostly repeat another are held to a third: nine times the penalty */
static const double SHAPE_MIN = 0.5, SHAPE_MAX = 8;

/* Solve the symmetric positive system h·s = g (m×m) in place: Cholesky. */
static bool solve(double *h, double *g, size_t m)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j <= i; j++) {
            double s = h[i * m + j];
            for (size_t k = 0; k < j; k++) s -= h[i * m + k] * h[j * m + k];
            if (i == j) {
                if (!(s > 1e-12)) return false;
                h[i * m + i] = sqrt(s);
            } else {
                h[i * m + j] = s / h[j * m + j];
            }
        }
    }
    for (size_t i = 0; i < m; i++) {
        for (size_t k = 0; k < i; k++) g[i] -= h[i * m + k] * g[k];
        g[i] /= h[i * m + i];
    }
    for (size_t i = m; i-- > 0;) {
        for (size_t k = i + 1; k < m; k++) g[i] -= h[k * m + i] * g[k];
        g[i] /= h[i * m + i];
    }
    return true;
}

/* Gradient and curvature of the penalised likelihood at b; its value. */
static double slopes(double *g, double *h, const double *b, const double *x, size_t nx, const bool *y, size_t n,
                     double ridge, const double *centre)
{
    size_t m = nx + 1;
    double value = 0;
    memset(g, 0, m * sizeof *g);
    memset(h, 0, m * m * sizeof *h);
    for (size_t r = 0; r < n; r++) {
        const double *v = x + r * nx;
        double        t = b[0];
        for (size_t j = 0; j < nx; j++) t += b[j + 1] * v[j];
        double p = 1 / (1 + exp(-t)), d = (y[r] ? 1 : 0) - p, w = p * (1 - p);
        value -= log1p(exp(y[r] ? -t : t));
        g[0] += d;
        h[0] += w;
        for (size_t i = 0; i < nx; i++) {
            g[i + 1] += d * v[i];
            double *line = h + (i + 1) * m, wv = w * v[i];
            line[0] += wv;
            for (size_t j = 0; j <= i; j++) line[j + 1] += wv * v[j];
        }
    }
    for (size_t i = 1; i < m; i++) {
        double off = b[i] - (centre ? centre[i - 1] : 0);
        value -= ridge / 2 * off * off;
        g[i] -= ridge * off;
        h[i * m + i] += ridge + 1e-9;
    }
    return value;
}

bool ngl_logistic_fit(double *b, const double *x, size_t nx, const bool *y, size_t n, double ridge,
                      const double *centre, ngl_arena *a)
{
    size_t  m = nx + 1;
    double *g = NGL_NEW(a, double, m), *h = NGL_NEW(a, double, m *m), *old = NGL_NEW(a, double, m);
    double  last = -INFINITY;
    if (!g || !h || !old) return false;
    for (int step = 0; step < STEPS_MAX; step++) {
        double value = slopes(g, h, b, x, nx, y, n, ridge, centre);
        if (!(value >= last)) { /* overshot: half the way back */
            for (size_t i = 0; i < m; i++) b[i] = (b[i] + old[i]) / 2;
            continue;
        }
        if (value - last < 1e-9 * (fabs(value) + 1)) return true;
        last = value;
        memcpy(old, b, m * sizeof *b);
        if (!solve(h, g, m)) return false;
        for (size_t i = 0; i < m; i++) b[i] += g[i];
    }
    return isfinite(b[0]);
}

/* Mean rate per row and how it spreads between athletes. */
static ngl_status learn_rate(ngl_population_model *m, const ngl_population_row *row, size_t n, ngl_arena *a,
                             ngl_error *err)
{
    uint32_t top = 0, athletes = 0;
    for (size_t i = 0; i < n; i++)
        if (row[i].athlete > top) top = row[i].athlete;
    double *days = NGL_NEW(a, double, (size_t)top + 1), *hurt = NGL_NEW(a, double, (size_t)top + 1), total = 0;
    if (!days || !hurt) return ngl_fail(err, NGL_E_NOMEM, 0, "a table of %u athletes", (unsigned)top + 1);
    for (size_t i = 0; i < n; i++) {
        days[row[i].athlete]++;
        hurt[row[i].athlete] += row[i].injured;
        total += row[i].injured;
    }
    m->rate = total / (double)n;
    double spread = 0, weight = 0;
    for (uint32_t i = 0; i <= top; i++) {
        double expected = days[i] * m->rate;
        if (days[i] <= 0) continue;
        athletes++;
        spread += (hurt[i] - expected) * (hurt[i] - expected) - expected;
        weight += expected * expected;
    }
    if (athletes < 2 || total <= 0 || total >= (double)n)
        return ngl_fail(err, NGL_E_INVALID, 0,
                        "learning needs two athletes, with rows that are injuries and rows that are not");
    m->shape = spread > 0 ? fmin(fmax(weight / spread, SHAPE_MIN), SHAPE_MAX) : SHAPE_MAX;
    return NGL_OK;
}

/* Where each feature lies and how far it spreads. The usual load is pooled
 * with the centre of the load, which therefore is found in a first pass. */
static void learn_scale(ngl_population_model *m, const ngl_population_row *row, size_t n)
{
    for (int pass = 0; pass < 2; pass++) {
        double sum[F] = { 0 }, square[F] = { 0 };
        double known[F] = { 0 };
        for (size_t i = 0; i < n; i++) {
            double x[F];
            ngl_population_raw(x, m, &row[i]);
            for (int f = 0; f < F; f++) {
                if (isnan(x[f])) continue;
                known[f]++;
                sum[f] += x[f];
                square[f] += x[f] * x[f];
            }
        }
        for (int f = 0; f < F; f++) {
            double c = known[f] > 0 ? sum[f] / known[f] : 0;
            double v = known[f] > 1 ? square[f] / known[f] - c * c : 0;
            m->centre[f] = c;
            m->scale[f] = v > 1e-12 ? sqrt(v) : 0;
        }
    }
    for (size_t k = 0; k < NGL_POPULATION_SECONDARY; k++) m->scale[ngl_population_secondary[k]] *= SECONDARY;
}

ngl_status ngl_population_fit(ngl_population_model *m, const ngl_population_row *row, size_t n, double ridge,
                              ngl_arena *a, ngl_error *err)
{
    ngl_population_model out = { .ridge = ridge, .slope = 1 };
    ngl_status           s = learn_rate(&out, row, n, a, err);
    if (s != NGL_OK) return s;
    learn_scale(&out, row, n);
    double *x = ngl_arena_raw(a, sizeof *x, n * F, alignof(double));
    bool   *y = NGL_NEW(a, bool, n);
    if (!x || !y) return ngl_fail(err, NGL_E_NOMEM, 0, "the features of %zu rows", n);
    for (size_t i = 0; i < n; i++) {
        ngl_population_features(x + i * F, &out, &row[i]);
        y[i] = row[i].injured;
    }
    double b[F + 1] = { log(out.rate / (1 - out.rate)) };
    if (!ngl_logistic_fit(b, x, F, y, n, ridge, NULL, a)) return ngl_fail(err, NGL_E_NOMEM, 0, "the fit did not end");
    out.intercept = b[0];
    memcpy(out.weight, b + 1, sizeof out.weight);
    *m = out;
    return NGL_OK;
}

ngl_status ngl_population_fold(uint8_t *fold, const ngl_population_row *row, size_t n, unsigned folds, uint64_t seed,
                               ngl_arena *a, ngl_error *err)
{
    uint32_t top = 0, present = 0;
    for (size_t i = 0; i < n; i++)
        if (row[i].athlete > top) top = row[i].athlete;
    uint32_t *order = NGL_NEW(a, uint32_t, (size_t)top + 1);
    uint8_t  *of = NGL_NEW(a, uint8_t, (size_t)top + 1);
    if (!order || !of) return ngl_fail(err, NGL_E_NOMEM, 0, "a table of %u athletes", (unsigned)top + 1);
    for (size_t i = 0; i < n; i++) of[row[i].athlete] = 1;
    for (uint32_t i = 0; i <= top; i++)
        if (of[i]) order[present++] = i;
    ngl_random random = ngl_random_from(seed);
    for (uint32_t i = present; i > 1; i--) {
        uint32_t j = (uint32_t)(ngl_random_unit(&random) * i), t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
    for (uint32_t i = 0; i < present; i++) of[order[i]] = (uint8_t)(i % folds);
    for (size_t i = 0; i < n; i++) fold[i] = of[row[i].athlete];
    return NGL_OK;
}

/* Log odds of every row from a fit without its athlete's fold. */
static ngl_status left_out(double *logit, const ngl_population_row *row, size_t n, const uint8_t *fold, unsigned folds,
                           double ridge, ngl_arena *a, ngl_error *err)
{
    ngl_population_row *rest = ngl_arena_raw(a, sizeof *rest, n, alignof(ngl_population_row));
    if (!rest) return ngl_fail(err, NGL_E_NOMEM, 0, "a copy of %zu rows", n);
    for (unsigned k = 0; k < folds; k++) {
        size_t               have = 0;
        ngl_population_model m;
        for (size_t i = 0; i < n; i++)
            if (fold[i] != k) rest[have++] = row[i];
        if (have == n) continue;
        ngl_arena inner;
        ngl_arena_init(&inner, a->limit);
        ngl_status s = ngl_population_fit(&m, rest, have, ridge, &inner, err);
        ngl_arena_free(&inner);
        if (s != NGL_OK) return s;
        for (size_t i = 0; i < n; i++) {
            if (fold[i] != k) continue;
            double p = ngl_population_risk(&m, &row[i]);
            logit[i] = log(p / (1 - p));
        }
    }
    return NGL_OK;
}

/* Recalibrate left-out log odds: b[0] + b[1]·logit. Returns the log score. */
static double recalibrate(double b[2], const double *logit, const bool *y, size_t n, ngl_arena *a)
{
    static const double ONE[] = { 1 };
    ngl_arena           inner;
    ngl_arena_init(&inner, a->limit);
    b[0] = 0;
    b[1] = 1;
    if (!ngl_logistic_fit(b, logit, 1, y, n, SLOPE_PRECISION, ONE, &inner)) b[0] = 0, b[1] = 1;
    ngl_arena_free(&inner);
    double score = 0;
    for (size_t i = 0; i < n; i++) {
        double t = b[0] + b[1] * logit[i];
        score -= log1p(exp(y[i] ? -t : t));
    }
    return score;
}

ngl_status ngl_population_learn(ngl_population_model *m, const ngl_population_row *row, size_t n, unsigned folds,
                                uint64_t seed, ngl_arena *a, ngl_error *err)
{
    if (folds < 2 || folds > FOLDS_MAX) return ngl_fail(err, NGL_E_INVALID, 0, "%u folds; from 2 to 32", folds);
    uint8_t *fold = NGL_NEW(a, uint8_t, n);
    double  *logit = NGL_NEW(a, double, n);
    bool    *y = NGL_NEW(a, bool, n);
    if (!fold || !logit || !y) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", n);
    for (size_t i = 0; i < n; i++) y[i] = row[i].injured;
    ngl_status s = ngl_population_fold(fold, row, n, folds, seed, a, err);
    double     best = -INFINITY, ridge = RIDGES[0], slope = 1, shift = 0;
    for (size_t r = 0; s == NGL_OK && r < sizeof RIDGES / sizeof *RIDGES; r++) {
        ngl_arena inner;
        double    b[2];
        ngl_arena_init(&inner, a->limit);
        s = left_out(logit, row, n, fold, folds, RIDGES[r], &inner, err);
        ngl_arena_free(&inner);
        double score = s == NGL_OK ? recalibrate(b, logit, y, n, a) : -INFINITY;
        if (score > best) {
            best = score;
            ridge = RIDGES[r];
            shift = b[0];
            slope = b[1];
        }
    }
    if (s != NGL_OK) return s;
    ngl_population_model out;
    s = ngl_population_fit(&out, row, n, ridge, a, err);
    if (s != NGL_OK) return s;
    for (int f = 0; f < F; f++) out.weight[f] *= slope;
    out.intercept = shift + slope * out.intercept;
    out.slope = slope;
    *m = out;
    return NGL_OK;
}
