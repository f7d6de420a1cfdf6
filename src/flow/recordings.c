/* Recordings of one outing. Two that surely are one are linked at import
 * (ngl_run_same); what only may be one is listed here for a person. */
#include "flow/recordings.h"

#include "activity/activity.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REVIEW_MAX = 10000 };

static ngl_status every_run(ngl_flow *flow, ngl_arena *arena, const ngl_row_run **row, size_t *n, ngl_error *err)
{
    const ngl_runs_query query = { .from = NGL_DAY_NONE, .to = NGL_DAY_NONE, .all_sports = true, .linked = true, .undated = true };
    return ngl_store_runs(flow->store, arena, &query, row, n, err);
}

/* ---- one outing -------------------------------------------------------------------------- */

static const ngl_row_run *find_run(const ngl_row_run *row, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (row[i].id == id) return &row[i];
    return NULL;
}

static ngl_status read_all(ngl_flow *flow, ngl_arena *arena, ngl_outing *out, ngl_error *err)
{
    ngl_activity *a = NGL_NEW(arena, ngl_activity, NGL_RECORDINGS_MAX);
    const ngl_activity *each[NGL_RECORDINGS_MAX];
    if (!a) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the recordings than is allowed");
    for (unsigned i = 0; i < out->n; i++) {
        ngl_status status = ngl_store_activity(flow->store, arena, out->row[i]->id, &a[i], err);
        if (status) return status;
        each[i] = &a[i];
    }
    return ngl_activity_merge(&out->activity, each, out->n, out->provider, arena, err);
}

ngl_status ngl_flow_outing(ngl_flow *flow, ngl_arena *arena, int64_t run, ngl_outing *out, ngl_error *err)
{
    const ngl_row_run *row;
    size_t             n;
    *out = (ngl_outing){ 0 };
    ngl_status status = every_run(flow, arena, &row, &n, err);
    if (status) return status;
    const ngl_row_run *asked = find_run(row, n, run);
    if (!asked) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no run %lld", (long long)run);
    const ngl_row_run *first = asked->same_as ? find_run(row, n, asked->same_as) : asked;
    out->row[out->n++] = first ? first : asked;
    for (size_t i = 0; i < n && out->n < NGL_RECORDINGS_MAX; i++)
        if (row[i].same_as == out->row[0]->id) out->row[out->n++] = &row[i];
    return read_all(flow, arena, out, err);
}

/* ---- what to look at ------------------------------------------------------------------------ */

static double length_s(const ngl_row_run *r)
{
    double s = isnan(r->elapsed_s) ? r->timer_s : r->elapsed_s;
    return s > 0 && s < 1e7 ? s : 0;
}

static bool within(double a, double b, double share)
{
    return fabs(a - b) <= share * fmax(a, b);
}

static bool sports_differ(const ngl_row_run *a, const ngl_row_run *b)
{
    return a->sport != b->sport && a->sport != NGL_SPORT_UNKNOWN && b->sport != NGL_SPORT_UNKNOWN;
}

/* Two devices that disagree on the time zone, or on summer time. */
static bool hours_apart(const ngl_row_run *a, const ngl_row_run *b)
{
    double apart = (double)(b->start - a->start) / 1000, half_hours = round(apart / 1800);
    bool   other = strcmp(a->device, b->device) != 0 || strcmp(a->format, b->format) != 0;
    if (half_hours < 1 || fabs(apart - 1800 * half_hours) > 120 || !other || sports_differ(a, b)) return false;
    return a->dist_m > 500 && within(a->dist_m, b->dist_m, 0.02) && within(length_s(a), length_s(b), 0.02);
}

static bool doubtful(const ngl_row_run *a, const ngl_row_run *b, ngl_doubtful *why)
{
    double la = length_s(a), lb = length_s(b), from = (double)(b->start - a->start) / 1000;
    double both = fmin(la, from + lb) - from, shorter = fmin(la, lb);
    *why = NGL_DOUBTFUL_CLOCK;
    if (!(shorter > 0)) return false;
    if (both < 0.2 * shorter) return hours_apart(a, b);
    *why = sports_differ(a, b)                                ? NGL_DOUBTFUL_SPORT
           : both >= 0.8 * fmax(la, lb)                       ? NGL_DOUBTFUL_DISTANCE
                                                              : NGL_DOUBTFUL_OVERLAP;
    return a->file != b->file; /* one file does not hold a run twice */
}

static int by_start(const void *x, const void *y)
{
    const ngl_row_run *a = *(const ngl_row_run *const *)x, *b = *(const ngl_row_run *const *)y;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static size_t that_count(const ngl_row_run **list, const ngl_row_run *row, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const ngl_row_run *r = &row[i];
        if (!r->same_as && !r->kept_apart && r->start != NGL_INSTANT_NONE && r->start > -(INT64_C(1) << 60)) list[kept++] = r;
    }
    qsort(list, kept, sizeof *list, by_start);
    return kept;
}

ngl_status ngl_flow_review(ngl_flow *flow, ngl_arena *arena, const ngl_review **out, size_t *n, ngl_error *err)
{
    static const int64_t farthest_ms = (14 * 3600 + 120) * INT64_C(1000); /* between two zones, on one planet's clocks */
    const ngl_row_run *row;
    size_t             nrow, found = 0;
    ngl_status         status = every_run(flow, arena, &row, &nrow, err);
    if (status) return status;
    const ngl_row_run **list = NGL_NEW(arena, const ngl_row_run *, nrow + 1);
    ngl_review         *pair = NGL_NEW(arena, ngl_review, REVIEW_MAX);
    if (!list || !pair) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the runs than is allowed");
    size_t kept = that_count(list, row, nrow);
    for (size_t i = kept; i-- > 0;) {
        for (size_t k = i + 1; k < kept && list[k]->start - list[i]->start <= farthest_ms && found < REVIEW_MAX; k++) {
            ngl_doubtful why;
            if (doubtful(list[i], list[k], &why)) pair[found++] = (ngl_review){ list[i], list[k], why };
        }
    }
    *out = pair;
    *n = found;
    return NGL_OK;
}

ngl_status ngl_flow_same_as(ngl_flow *flow, int64_t run, int64_t other, ngl_error *err)
{
    ngl_status status = ngl_store_begin(flow->store, err);
    if (status) return status;
    status = ngl_store_count_through(flow->store, run, other, err);
    if (!status) return ngl_store_commit(flow->store, err);
    ngl_store_rollback(flow->store);
    return status;
}
