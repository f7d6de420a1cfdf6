/* Everything is computed with a weight for each athlete, so that a bootstrap
 * draw (athletes with replacement) is only another set of weights over rows
 * that were sorted once. */
#include "judge.h"

#include "base/error.h"
#include "base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEWTON = 8, NEWTON_DRAWN = 3 };

typedef struct judged {
    const double   *p;
    const bool     *y;
    const uint32_t *athlete;
    const uint32_t *fold;  /* NULL: one */
    size_t         *order; /* by fold, then p */
    double         *logit;
    double         *within; /* [athletes] AUC, NaN: none */
    double         *hurt;   /* [athletes] injuries */
    size_t          n, athletes;
} judged;

static const double   *sort_key;
static const uint32_t *sort_group;

static int by_key(const void *pa, const void *pb)
{
    size_t a = *(const size_t *)pa, b = *(const size_t *)pb;
    if (sort_group && sort_group[a] != sort_group[b]) return sort_group[a] < sort_group[b] ? -1 : 1;
    return sort_key[a] < sort_key[b] ? -1 : sort_key[a] > sort_key[b];
}

static size_t *sorted(const double *key, const uint32_t *group, size_t n, ngl_arena *a)
{
    size_t *order = NGL_NEW(a, size_t, n);
    for (size_t i = 0; order && i < n; i++) order[i] = i;
    sort_key = key;
    sort_group = group;
    if (order) qsort(order, n, sizeof *order, by_key);
    return order;
}

/* AUC of order[from..end), which is sorted by p; ties count half. `w` by
 * athlete, NULL: 1. */
static double auc(const double *p, const bool *y, const uint32_t *athlete, const size_t *order, size_t from, size_t end,
                  const double *w, double *injuries)
{
    double below = 0, ill = 0, wins = 0;
    for (size_t i = from, j; i < end; i = j) {
        double tied_ill = 0, tied_well = 0;
        for (j = i; j < end && p[order[j]] == p[order[i]]; j++) {
            double weight = w ? w[athlete[order[j]]] : 1;
            if (y[order[j]])
                tied_ill += weight;
            else
                tied_well += weight;
        }
        wins += tied_ill * (below + tied_well / 2);
        below += tied_well;
        ill += tied_ill;
    }
    *injuries = ill;
    return ill > 0 && below > 0 ? wins / (ill * below) : NAN;
}

double judge_auc_within(const double *p, const bool *y, const uint32_t *group, size_t n, ngl_arena *a)
{
    size_t *order = sorted(p, group, n, a);
    double  sum = 0, total = 0;
    for (size_t from = 0, end; order && from < n; from = end) {
        double ill;
        for (end = from; end < n && group[order[end]] == group[order[from]];) end++;
        double v = auc(p, y, group, order, from, end, NULL, &ill);
        if (isnan(v)) continue;
        sum += v * ill;
        total += ill;
    }
    return total > 0 ? sum / total : NAN;
}

static bool prepare(judged *j, const double *p, const uint32_t *fold, const bool *y, const uint32_t *athlete, size_t n,
                    ngl_arena *a)
{
    *j = (judged){ .p = p, .y = y, .athlete = athlete, .fold = fold, .n = n };
    for (size_t i = 0; i < n; i++)
        if (athlete[i] + 1 > j->athletes) j->athletes = athlete[i] + 1;
    j->logit = NGL_NEW(a, double, n);
    j->within = NGL_NEW(a, double, j->athletes);
    j->hurt = NGL_NEW(a, double, j->athletes);
    j->order = sorted(p, athlete, n, a);
    if (!j->logit || !j->within || !j->hurt || !j->order) return false;
    for (size_t from = 0, end; from < n; from = end) {
        uint32_t who = athlete[j->order[from]];
        for (end = from; end < n && athlete[j->order[end]] == who;) end++;
        j->within[who] = auc(p, y, athlete, j->order, from, end, NULL, &j->hurt[who]);
    }
    j->order = sorted(p, fold, n, a);
    for (size_t i = 0; i < n; i++) j->logit[i] = log(p[i] / (1 - p[i]));
    return j->order != NULL;
}

/* Newton for y ~ b0 + b1·logit; `slope` false keeps b1 = 1. */
static void calibrate(double b[2], const judged *j, const double *w, bool slope, int steps)
{
    for (int s = 0; s < steps; s++) {
        double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
        for (size_t i = 0; i < j->n; i++) {
            double weight = w ? w[j->athlete[i]] : 1;
            if (weight <= 0) continue;
            double l = j->logit[i], p = 1 / (1 + exp(-(b[0] + b[1] * l)));
            double d = weight * (j->y[i] - p), q = weight * p * (1 - p);
            g0 += d;
            g1 += d * l;
            h00 += q;
            h01 += q * l;
            h11 += q * l * l;
        }
        double det = h00 * h11 - h01 * h01;
        if (!slope) {
            b[0] += g0 / h00;
        } else if (det > 1e-6 * h00 * h00) {
            b[0] += (h11 * g0 - h01 * g1) / det;
            b[1] += (h00 * g1 - h01 * g0) / det;
        } else {
            b[1] = NAN;
            return;
        }
    }
}

static void scores(double out[M_COUNT], const judged *j, const double *w)
{
    double total = 0, ill = 0, brier = 0, logs = 0;
    for (size_t i = 0; i < j->n; i++) {
        double weight = w ? w[j->athlete[i]] : 1, y = j->y[i];
        total += weight;
        ill += weight * y;
        brier += weight * (y - j->p[i]) * (y - j->p[i]);
        logs -= weight * (j->y[i] ? log(j->p[i]) : log1p(-j->p[i]));
    }
    double r = ill / total;
    out[M_BRIER] = 1 - brier / (total * r * (1 - r));
    out[M_LOG] = 1 - logs / (-total * (r * log(r) + (1 - r) * log1p(-r)));
}

/* AUC within the folds, weighted by injuries. */
static double auc_in_folds(const judged *j, const double *w)
{
    double sum = 0, total = 0;
    for (size_t from = 0, end; from < j->n; from = end) {
        double ill;
        for (end = from; end < j->n && (!j->fold || j->fold[j->order[end]] == j->fold[j->order[from]]);) end++;
        double v = auc(j->p, j->y, j->athlete, j->order, from, end, w, &ill);
        if (isnan(v)) continue;
        sum += v * ill;
        total += ill;
    }
    return total > 0 ? sum / total : NAN;
}

static void all_measures(double out[M_COUNT], const judged *j, const double *w, const double *start)
{
    double sum = 0, total = 0, b[2] = { start ? start[0] : 0, start ? start[1] : 1 }, shift[2] = { 0, 1 };
    out[M_AUC] = auc_in_folds(j, w);
    for (size_t i = 0; i < j->athletes; i++) {
        if (isnan(j->within[i])) continue;
        double weight = (w ? w[i] : 1) * j->hurt[i];
        sum += weight * j->within[i];
        total += weight;
    }
    out[M_WITHIN] = total > 0 ? sum / total : NAN;
    calibrate(b, j, w, true, start ? NEWTON_DRAWN : NEWTON);
    calibrate(shift, j, w, false, NEWTON_DRAWN);
    out[M_SLOPE] = b[1];
    out[M_INTERCEPT] = shift[0];
    scores(out, j, w);
}

static void draw_athletes(double *w, const double *present, size_t athletes, ngl_random *random)
{
    size_t have = 0;
    memset(w, 0, athletes * sizeof *w);
    for (size_t i = 0; i < athletes; i++) have += present[i] > 0;
    for (size_t k = 0; k < have; k++) {
        size_t pick = (size_t)(ngl_random_unit(random) * (double)have), at = 0;
        for (;; at++)
            if (present[at] > 0 && pick-- == 0) break;
        w[at]++;
    }
}

static int by_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;
    return a < b ? -1 : a > b;
}

static void limits(verdict *v, double *drawn, unsigned draws, int m)
{
    size_t have = 0;
    for (unsigned d = 0; d < draws; d++)
        if (!isnan(drawn[d])) drawn[have++] = drawn[d];
    v->low[m] = v->high[m] = NAN;
    if (have < 20) return;
    qsort(drawn, have, sizeof *drawn, by_value);
    v->low[m] = drawn[(size_t)(0.025 * (double)(have - 1))];
    v->high[m] = drawn[(size_t)ceil(0.975 * (double)(have - 1))];
}

ngl_status judge(verdict *v, const double *const *p, const uint32_t *const *fold, size_t sets, const bool *y,
                 const uint32_t *athlete, size_t n, unsigned draws, uint64_t seed, ngl_arena *a, ngl_error *err)
{
    judged *j = NGL_NEW(a, judged, sets);
    *v = (verdict){ 0 };
    for (size_t s = 0; s < sets; s++)
        if (!j || !prepare(&j[s], p[s], fold ? fold[s] : NULL, y, athlete, n, a))
            return ngl_fail(err, NGL_E_NOMEM, 0, "judging %zu rows", n);
    double *w = NGL_NEW(a, double, j->athletes), *present = NGL_NEW(a, double, j->athletes);
    double *drawn = NGL_NEW(a, double, (size_t)draws *M_COUNT + 1);
    if (!w || !present || !drawn) return ngl_fail(err, NGL_E_NOMEM, 0, "%u draws", draws);
    for (size_t i = 0; i < n; i++) present[athlete[i]] = 1;
    for (size_t s = 0; s < sets; s++) {
        double out[M_COUNT];
        all_measures(out, &j[s], NULL, NULL);
        for (int m = 0; m < M_COUNT; m++) v->value[m] += out[m] / (double)sets;
    }
    ngl_random random = ngl_random_from(seed);
    for (unsigned d = 0; d < draws; d++) {
        draw_athletes(w, present, j->athletes, &random);
        for (size_t s = 0; s < sets; s++) {
            double out[M_COUNT], start[2] = { 0, 1 };
            all_measures(out, &j[s], w, start);
            for (int m = 0; m < M_COUNT; m++) drawn[(size_t)m * draws + d] += out[m] / (double)sets;
        }
    }
    for (int m = 0; m < M_COUNT; m++) limits(v, drawn + (size_t)m * draws, draws, m);
    return NGL_OK;
}

ngl_status judge_reliability(reliability out[BINS], const double *p, const bool *y, size_t n, ngl_arena *a,
                             ngl_error *err)
{
    size_t *order = sorted(p, NULL, n, a);
    if (!order) return ngl_fail(err, NGL_E_NOMEM, 0, "sorting %zu rows", n);
    for (size_t b = 0; b < BINS; b++) {
        size_t from = n * b / BINS, end = n * (b + 1) / BINS;
        double said = 0, came = 0, m = (double)(end - from);
        for (size_t i = from; i < end; i++) {
            said += p[order[i]];
            came += y[order[i]];
        }
        double z = 1.959964, r = came / m, mid = (r + z * z / (2 * m)) / (1 + z * z / m);
        double half = z / (1 + z * z / m) * sqrt(r * (1 - r) / m + z * z / (4 * m * m));
        out[b] = (reliability){ said / m, r, fmax(mid - half, 0), mid + half, end - from };
    }
    return NGL_OK;
}
