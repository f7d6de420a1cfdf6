/* Every figure is of athletes that were left out: folds are drawn by athlete,
 * anew for each repeat. Guards run before anything is believed. */
#include "study.h"

#include "guard.h"
#include "simulate.h"

#include "base/error.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

enum { ERA_D = 200, MEMORY = 1 << 30 };

static ngl_status refuse_leaks(const table *t, uint64_t seed, ngl_error *err)
{
    unsigned   found = 0;
    ngl_status s = guard_rows(&found, t, PEEK_NOTHING, seed, err);
    if (s != NGL_OK || !found) return s;
    return ngl_fail(err, NGL_E_INVALID, 0, "the features look at%s%s%s%s", found & LEAK_RECENT ? " missing rows" : "",
                    found & LEAK_FUTURE ? " later rows" : "", found & LEAK_LABEL ? " labels" : "",
                    found & LEAK_ERA ? " the date" : "");
}

/* Left-out chances of the rivals in one turn of all athletes. */
static ngl_status one_repeat(double *p[R_COUNT], uint32_t *turn, const table *t, const ngl_population_row *row,
                             uint64_t seed, ngl_error *err)
{
    ngl_arena a;
    ngl_arena_init(&a, MEMORY);
    uint8_t   *fold = NGL_NEW(&a, uint8_t, t->n);
    ngl_status s = fold ? ngl_population_fold(fold, row, t->n, STUDY_FOLDS, seed, &a, err)
                        : ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
    if (s == NGL_OK) s = guard_folds(fold, t->athlete, t->n, err);
    for (size_t i = 0; s == NGL_OK && i < t->n; i++) turn[i] = fold[i];
    for (unsigned k = 0; s == NGL_OK && k < STUDY_FOLDS; k++) {
        ngl_arena           inner;
        table               train;
        ngl_population_row *train_row;
        ngl_arena_init(&inner, MEMORY);
        s = table_without(&train, &train_row, t, row, fold, k, &inner, err);
        for (int r = 0; s == NGL_OK && r < R_COUNT; r++)
            if (p[r]) s = rival_predict(p[r], (rival)r, &train, train_row, t, row, fold, k, seed + k, err);
        ngl_arena_free(&inner);
    }
    ngl_arena_free(&a);
    return s;
}

static ngl_status judge_all(study *s, ngl_arena *a, ngl_error *err)
{
    const table *t = s->t;
    uint32_t    *era = NGL_NEW(a, uint32_t, t->n);
    ngl_status   status = era ? NGL_OK : ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
    for (size_t i = 0; era && i < t->n; i++) era[i] = (uint32_t)((t->date[i] + ERA_D * 100) / ERA_D);
    for (int r = 0; status == NGL_OK && r < R_COUNT; r++) {
        if (!s->p[r][0]) continue;
        ngl_arena inner;
        ngl_arena_init(&inner, MEMORY);
        status = judge(&s->verdict[r], (const double *const *)s->p[r], (const uint32_t *const *)s->fold, s->repeats,
                       t->injured, t->athlete, t->n, s->draws, s->seed, &inner, err);
        s->auc_by_era[r] = judge_auc_within(s->p[r][0], t->injured, era, t->n, &inner);
        ngl_arena_free(&inner);
    }
    return status;
}

ngl_status study_run(study *s, const table *t, unsigned rivals, unsigned repeats, unsigned draws, uint64_t seed,
                     ngl_arena *a, ngl_error *err)
{
    *s = (study){ .t = t, .repeats = repeats, .draws = draws, .seed = seed };
    ngl_population_row *row = NGL_NEW(a, ngl_population_row, t->n);
    if (!row) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
    ngl_status status = refuse_leaks(t, seed, err);
    if (status == NGL_OK) status = table_rows(row, t, PEEK_NOTHING, a, err);
    for (unsigned k = 0; status == NGL_OK && k < repeats; k++) {
        double *p[R_COUNT] = { NULL };
        s->fold[k] = NGL_NEW(a, uint32_t, t->n);
        if (!s->fold[k]) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
        for (int r = 0; r < R_COUNT; r++) {
            if (!(rivals >> r & 1) || !rival_there((rival)r, t)) continue;
            p[r] = s->p[r][k] = NGL_NEW(a, double, t->n);
            if (!p[r]) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
        }
        status = one_repeat(p, s->fold[k], t, row, seed + 1000 * (uint64_t)k, err);
    }
    return status == NGL_OK ? judge_all(s, a, err) : status;
}

ngl_status study_shuffled(double *auc, const table *t, unsigned times, uint64_t seed, ngl_arena *a, ngl_error *err)
{
    table  other = *t;
    double sum = 0;
    other.injured = NGL_NEW(a, bool, t->n);
    if (!other.injured) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
    memcpy(other.injured, t->injured, t->n * sizeof *t->injured);
    ngl_random random = ngl_random_from(seed);
    ngl_status status = NGL_OK;
    for (unsigned k = 0; status == NGL_OK && k < times; k++) {
        for (size_t i = t->n; i > 1; i--) {
            size_t j = (size_t)(ngl_random_unit(&random) * (double)i);
            bool   v = other.injured[i - 1];
            other.injured[i - 1] = other.injured[j];
            other.injured[j] = v;
        }
        ngl_arena inner;
        study     s;
        ngl_arena_init(&inner, MEMORY);
        status = study_run(&s, &other, 1u << R_OURS, 1, 0, seed + k, &inner, err);
        if (status == NGL_OK) sum += s.verdict[R_OURS].value[M_AUC];
        ngl_arena_free(&inner);
    }
    *auc = sum / times;
    return status;
}

/* Skill of r as a part of the skill of `best`. */
static void shares(worlds *w, unsigned k, int r, const verdict *best, int first)
{
    const double *mine = w->verdict[r][k].value;
    w->share[first][r][k] = (mine[M_AUC] - 0.5) / (best->value[M_AUC] - 0.5);
    w->share[first + 1][r][k] = mine[M_LOG] / best->value[M_LOG];
}

/* The sampling rule leaves out the days around an injury, so that even the
 * true chance is off: stretch and shift it to the rows at hand. */
static ngl_status recalibrated(double *p, const table *t, ngl_arena *a, ngl_error *err)
{
    double *logit = NGL_NEW(a, double, t->n), b[2] = { 0, 1 };
    if (!logit) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
    for (size_t i = 0; i < t->n; i++) logit[i] = log(p[i] / (1 - p[i]));
    if (!ngl_logistic_fit(b, logit, 1, t->injured, t->n, 0, NULL, a)) return ngl_fail(err, NGL_E_NOMEM, 0, "no fit");
    for (size_t i = 0; i < t->n; i++) p[i] = 1 / (1 + exp(-b[0] - b[1] * logit[i]));
    return NGL_OK;
}

static ngl_status one_world(worlds *w, unsigned k, unsigned athletes, unsigned unseen, unsigned rivals, uint64_t seed,
                            ngl_arena *a, ngl_error *err)
{
    table      train, test;
    double    *reachable = NULL, *p = NULL;
    ngl_status s = simulate(&train, NULL, athletes, seed, a, err);
    if (s == NGL_OK) s = simulate(&test, &reachable, unseen, seed + 1, a, err);
    if (s != NGL_OK) return s;
    ngl_population_row *row = NGL_NEW(a, ngl_population_row, train.n), *other = NGL_NEW(a, ngl_population_row, test.n);
    p = NGL_NEW(a, double, test.n);
    if (!row || !other || !p) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", test.n);
    s = table_rows(row, &train, PEEK_NOTHING, a, err);
    if (s == NGL_OK) s = table_rows(other, &test, PEEK_NOTHING, a, err);
    for (int r = 0; s == NGL_OK && r < R_COUNT; r++) {
        if (!(rivals >> r & 1) || !rival_there((rival)r, &test)) continue;
        s = rival_predict(p, (rival)r, &train, row, &test, other, NULL, 0, seed, err);
        if (s == NGL_OK && r == R_TRUTH) s = recalibrated(p, &test, a, err);
        const double *one[] = { p };
        if (s == NGL_OK)
            s = judge(&w->verdict[r][k], one, NULL, 1, test.injured, test.athlete, test.n, 0, seed, a, err);
    }
    if (s == NGL_OK) s = recalibrated(reachable, &test, a, err);
    const double *one[] = { reachable };
    if (s == NGL_OK) s = judge(&w->reachable[k], one, NULL, 1, test.injured, test.athlete, test.n, 0, seed, a, err);
    for (int r = 0; s == NGL_OK && r < R_COUNT; r++) {
        shares(w, k, r, &w->verdict[R_TRUTH][k], 0);
        shares(w, k, r, &w->reachable[k], 2);
    }
    return s;
}

ngl_status study_worlds(worlds *w, unsigned n, unsigned athletes, unsigned unseen, unsigned rivals, uint64_t seed,
                        ngl_arena *a, ngl_error *err)
{
    ngl_status s = NGL_OK;
    *w = (worlds){ .n = n };
    for (unsigned k = 0; s == NGL_OK && k < n; k++) {
        ngl_arena inner;
        ngl_arena_init(&inner, a->limit);
        s = one_world(w, k, athletes, unseen, rivals | 1u << R_TRUTH, seed + 2 * (uint64_t)k, &inner, err);
        ngl_arena_free(&inner);
    }
    return s;
}
