/* Each rival learns from the training rows alone. XGBoost is the C library of
 * Debian (libxgboost-dev); built without it, the column says so. */
#include "rivals.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

#ifdef HAVE_XGBOOST
#include <xgboost/c_api.h>
#endif

enum { MEMORY = 1 << 30, INNER_FOLDS = 5, BOOST_ROUNDS = 80, PAST = 4 };

static const double CHANCE_MIN = 1e-5;

const char *const rival_names[R_COUNT] = {
    "prevalence",         "own history only", "plain logistic", "XGBoost", "XGBoost with the past",
    "Niggle, no history", "Niggle",           "true hazard",
};

bool rival_there(rival r, const table *t)
{
#ifndef HAVE_XGBOOST
    if (r == R_BOOST || r == R_BOOST_PAST) return false;
#endif
    return r != R_TRUTH || t->truth;
}

ngl_status table_without(table *out, ngl_population_row **out_row, const table *t, const ngl_population_row *row,
                         const uint8_t *fold, unsigned leave, ngl_arena *a, ngl_error *err)
{
    size_t w = t->width;
    *out = (table){ .kind = t->kind, .width = w };
    out->window = ngl_arena_raw(a, sizeof *out->window, t->n * w, alignof(double));
    out->injured = NGL_NEW(a, bool, t->n);
    *out_row = NGL_NEW(a, ngl_population_row, t->n);
    if (!out->window || !out->injured || !*out_row) return ngl_fail(err, NGL_E_NOMEM, 0, "a copy of %zu rows", t->n);
    for (size_t i = 0; i < t->n; i++) {
        if (fold[i] == leave) continue;
        memcpy(out->window + out->n * w, t->window + i * w, w * sizeof *out->window);
        out->injured[out->n] = t->injured[i];
        (*out_row)[out->n++] = row[i];
    }
    return NGL_OK;
}

static ngl_status prevalence(double *p, const table *train, size_t n)
{
    double hurt = 0;
    for (size_t i = 0; i < train->n; i++) hurt += train->injured[i];
    for (size_t i = 0; i < n; i++) p[i] = hurt / (double)train->n;
    return NGL_OK;
}

static ngl_status history(double *p, const table *train, const ngl_population_row *train_row,
                          const ngl_population_row *row, size_t n, ngl_arena *a, ngl_error *err)
{
    ngl_population_model m;
    ngl_status           s = ngl_population_fit(&m, train_row, train->n, 1, a, err);
    for (size_t i = 0; s == NGL_OK && i < n; i++)
        p[i] = fmin(m.rate * (row[i].past_injuries + m.shape) / (row[i].past_rows * m.rate + m.shape), 1 - CHANCE_MIN);
    return s;
}

static ngl_status ours(double *p, const table *train, const ngl_population_row *train_row,
                       const ngl_population_row *row, size_t n, uint64_t seed, ngl_arena *a, ngl_error *err)
{
    ngl_population_model m;
    ngl_status           s = ngl_population_learn(&m, train_row, train->n, INNER_FOLDS, seed, a, err);
    for (size_t i = 0; s == NGL_OK && i < n; i++) p[i] = ngl_population_risk(&m, &row[i]);
    return s;
}

/* The same with nobody's injuries known. */
static ngl_status window_alone(double *p, const table *train, const ngl_population_row *train_row,
                               const ngl_population_row *row, size_t n, uint64_t seed, ngl_arena *a, ngl_error *err)
{
    ngl_population_row *x = NGL_NEW(a, ngl_population_row, train->n), *z = NGL_NEW(a, ngl_population_row, n);
    if (!x || !z) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", n);
    memcpy(x, train_row, train->n * sizeof *x);
    memcpy(z, row, n * sizeof *z);
    for (size_t i = 0; i < train->n; i++) x[i].past_injuries = NAN;
    for (size_t i = 0; i < n; i++) z[i].past_injuries = NAN;
    return ours(p, train, x, z, n, seed, a, err);
}

/* A plain model takes what is missing for nought. */
static double known(double v)
{
    return isnan(v) ? 0 : v;
}

static ngl_status logistic(double *p, const table *train, const table *test, ngl_arena *a, ngl_error *err)
{
    size_t  w = train->width;
    double *x = ngl_arena_raw(a, sizeof *x, train->n * w, alignof(double)), *b = NGL_NEW(a, double, w + 1);
    double *mean = NGL_NEW(a, double, w), *spread = NGL_NEW(a, double, w), hurt = 0;
    if (!x || !b || !mean || !spread) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", train->n);
    for (size_t i = 0; i < train->n; i++) {
        hurt += train->injured[i];
        for (size_t k = 0; k < w; k++) {
            double v = known(train->window[i * w + k]);
            mean[k] += v / (double)train->n;
            spread[k] += v * v / (double)train->n;
        }
    }
    for (size_t k = 0; k < w; k++) spread[k] = sqrt(fmax(spread[k] - mean[k] * mean[k], 1e-12));
    for (size_t i = 0; i < train->n * w; i++) x[i] = (known(train->window[i]) - mean[i % w]) / spread[i % w];
    b[0] = log(hurt / ((double)train->n - hurt));
    if (!ngl_logistic_fit(b, x, w, train->injured, train->n, 1, NULL, a))
        return ngl_fail(err, NGL_E_NOMEM, 0, "the fit did not end");
    for (size_t i = 0; i < test->n; i++) {
        double t = b[0];
        for (size_t k = 0; k < w; k++) t += b[k + 1] * (known(test->window[i * w + k]) - mean[k]) / spread[k];
        p[i] = 1 / (1 + exp(-t));
    }
    return NGL_OK;
}

#ifdef HAVE_XGBOOST
/* The window, and of `row` (NULL: none) the past. */
static int matrix(DMatrixHandle *m, const table *t, const ngl_population_row *row, ngl_arena *a)
{
    size_t width = t->width + (row ? PAST : 0);
    float *x = ngl_arena_raw(a, sizeof *x, t->n * width, alignof(float)), *y = NGL_NEW(a, float, t->n);
    *m = NULL;
    if (!x || !y) return -1;
    for (size_t i = 0; i < t->n; i++) {
        float *to = x + i * width;
        for (size_t k = 0; k < t->width; k++) *to++ = (float)t->window[i * t->width + k];
        y[i] = t->injured[i] ? 1 : 0;
        if (!row) continue;
        *to++ = (float)row[i].past_injuries;
        *to++ = (float)row[i].past_rows;
        *to++ = (float)((row[i].past_injuries + 2) / (row[i].past_rows * 0.017 + 2)); /* rate, pooled by hand */
        *to = (float)(row[i].measure[0] - row[i].usual_load);
    }
    int bad = XGDMatrixCreateFromMat(x, t->n, width, NAN, m);
    return bad ? bad : XGDMatrixSetFloatInfo(*m, "label", y, t->n);
}

static const char *const BOOST[][2] = {
    { "objective", "binary:logistic" },
    { "eta", "0.05" },
    { "max_depth", "2" },
    { "min_child_weight", "3" },
    { "lambda", "10" },
    { "subsample", "0.7" },
    { "nthread", "2" },
    { "tree_method", "hist" },
    { "base_score", "0.017" },
    { "colsample_bytree", "0.5" },
    { "verbosity", "0" },
    { "seed", "1" },
};

static int boost_run(double *p, BoosterHandle b, DMatrixHandle train, DMatrixHandle test)
{
    int          bad = 0;
    bst_ulong    len = 0;
    const float *out = NULL;
    for (size_t i = 0; !bad && i < sizeof BOOST / sizeof *BOOST; i++)
        bad = XGBoosterSetParam(b, BOOST[i][0], BOOST[i][1]);
    for (int round = 0; !bad && round < BOOST_ROUNDS; round++) bad = XGBoosterUpdateOneIter(b, round, train);
    if (!bad) bad = XGBoosterPredict(b, test, 0, 0, 0, &len, &out);
    for (bst_ulong i = 0; !bad && i < len; i++) p[i] = fmin(fmax((double)out[i], CHANCE_MIN), 1 - CHANCE_MIN);
    return bad;
}

static ngl_status boost(double *p, const table *train, const ngl_population_row *train_row, const table *test,
                        const ngl_population_row *test_row, ngl_arena *a, ngl_error *err)
{
    DMatrixHandle m[2] = { NULL, NULL };
    BoosterHandle b = NULL;
    int           bad = matrix(&m[0], train, train_row, a);
    if (!bad) bad = matrix(&m[1], test, test_row, a);
    if (!bad) bad = XGBoosterCreate(m, 1, &b);
    if (!bad) bad = boost_run(p, b, m[0], m[1]);
    ngl_status s = bad ? ngl_fail(err, NGL_E_INVALID, 0, "XGBoost: %.100s", XGBGetLastError()) : NGL_OK;
    if (b) XGBoosterFree(b);
    for (int i = 0; i < 2; i++)
        if (m[i]) XGDMatrixFree(m[i]);
    return s;
}
#endif

static ngl_status predict(double *p, rival r, const table *train, const ngl_population_row *train_row,
                          const table *test, const ngl_population_row *test_row, uint64_t seed, ngl_arena *a,
                          ngl_error *err)
{
    switch (r) {
    case R_PREVALENCE: return prevalence(p, train, test->n);
    case R_HISTORY: return history(p, train, train_row, test_row, test->n, a, err);
    case R_LOGISTIC: return logistic(p, train, test, a, err);
    case R_WINDOW: return window_alone(p, train, train_row, test_row, test->n, seed, a, err);
    case R_OURS: return ours(p, train, train_row, test_row, test->n, seed, a, err);
#ifdef HAVE_XGBOOST
    case R_BOOST: return boost(p, train, NULL, test, NULL, a, err);
    case R_BOOST_PAST: return boost(p, train, train_row, test, test_row, a, err);
#endif
    case R_TRUTH: memcpy(p, test->truth, test->n * sizeof *p); return NGL_OK;
    default: return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "built without XGBoost");
    }
}

ngl_status rival_predict(double *p, rival r, const table *train, const ngl_population_row *train_row, const table *test,
                         const ngl_population_row *test_row, const uint8_t *only, unsigned which, uint64_t seed,
                         ngl_error *err)
{
    ngl_arena a;
    ngl_arena_init(&a, MEMORY);
    double    *all = NGL_NEW(&a, double, test->n);
    ngl_status s = all ? predict(all, r, train, train_row, test, test_row, seed, &a, err)
                       : ngl_fail(err, NGL_E_NOMEM, 0, "%zu chances", test->n);
    for (size_t i = 0; s == NGL_OK && i < test->n; i++)
        if (!only || only[i] == which) p[i] = all[i];
    ngl_arena_free(&a);
    return s;
}
