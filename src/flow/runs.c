/* Runs by day and by week. A run that repeats another, or lies in the future,
 * is in no sum. */
#include "flow/runs.h"

#include "base/date.h"
#include "base/error.h"
#include "flow/training.h"

#include <math.h>

enum { RECENT_DAYS = 56 };

static ngl_day monday_of(ngl_day day)
{
    return day - ngl_day_weekday(day);
}

static bool counts(const ngl_row_run *r, ngl_day today)
{
    return r->sport == NGL_SPORT_RUNNING && !r->same_as && r->day != NGL_DAY_NONE && r->day <= today;
}

static void add_to(ngl_week *w, const ngl_row_run *r)
{
    w->nrun++;
    if (r->timer_s > 0) w->timer_s += r->timer_s;
    if (!(r->dist_m > 0)) return;
    w->dist_m += r->dist_m;
    if (r->dist_m > w->longest_m) w->longest_m = r->dist_m;
}

/* the week of `day`, or the current one if it is near: weeks without a run since then count, too */
static ngl_day newest_week(ngl_day day, ngl_day end)
{
    return end - day <= RECENT_DAYS ? monday_of(end) : monday_of(day);
}

/* weeks from the newest back to that of the first run */
static ngl_status weeks(ngl_runs *out, ngl_arena *arena, ngl_day today, ngl_day end, ngl_error *err)
{
    ngl_day first = NGL_DAY_NONE, last = NGL_DAY_NONE;
    for (size_t i = 0; i < out->nrun; i++) {
        if (!counts(&out->run[i], today)) continue;
        if (last == NGL_DAY_NONE) last = out->run[i].day;
        first = out->run[i].day;
    }
    if (last == NGL_DAY_NONE) return NGL_OK;
    ngl_day   newest = newest_week(last, end);
    size_t    n = (size_t)(newest - monday_of(first)) / 7 + 1;
    ngl_week *week = NGL_NEW(arena, ngl_week, n);
    if (!week) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the weeks than is allowed");
    for (size_t i = 0; i < n; i++) week[i].monday = newest - 7 * (ngl_day)i;
    for (size_t i = 0; i < out->nrun; i++)
        if (counts(&out->run[i], today)) add_to(&week[(newest - monday_of(out->run[i].day)) / 7], &out->run[i]);
    out->week = week;
    out->nweek = n;
    return NGL_OK;
}

static ngl_status longest(ngl_runs *out, ngl_flow *flow, ngl_arena *arena, ngl_error *err)
{
    const ngl_runs_query query = { .from = flow->today - NGL_LONGEST_DAYS + 1, .to = flow->today };
    const ngl_row_run   *run = NULL;
    size_t               n = 0;
    ngl_status           status = ngl_store_runs(flow->store, arena, &query, &run, &n, err);
    for (size_t i = 0; i < n && !status; i++)
        if (run[i].dist_m > 0 && (!out->longest || run[i].dist_m > out->longest->dist_m)) out->longest = &run[i];
    return status;
}

enum { BEFORE_DAYS = 60 }; /* the month before a run, and what shows that its files are there */

static ngl_day oldest_day(const ngl_runs *out)
{
    for (size_t i = out->nrun; i--;)
        if (out->run[i].day != NGL_DAY_NONE) return out->run[i].day;
    return NGL_DAY_NONE;
}

/* each run against the month before it; both lists are walked once, from their newest ends */
static ngl_status hold_against_month(ngl_runs *out, ngl_flow *flow, ngl_arena *arena, ngl_error *err)
{
    const ngl_run_summary *s = NULL;
    size_t                 n = 0, from = 0;
    ngl_day                oldest = oldest_day(out);
    double                *excess = NGL_NEW(arena, double, out->nrun + 1);
    if (!excess) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the runs than is allowed");
    for (size_t i = 0; i < out->nrun; i++) excess[i] = NAN;
    out->excess = excess;
    if (oldest == NGL_DAY_NONE) return NGL_OK;
    ngl_status status = ngl_flow_summaries(flow, arena, oldest - BEFORE_DAYS, flow->today, &s, &n, err);
    if (status) return status;
    for (size_t i = out->nrun, at = 0; i--;) {
        if (!counts(&out->run[i], flow->today)) continue;
        while (at < n && s[at].start < out->run[i].start) at++;
        while (from < at && s[from].day < out->run[i].day - BEFORE_DAYS) from++;
        if (at < n && s[at].start == out->run[i].start)
            excess[i] = ngl_training_excess(s + from, at + 1 - from, (uint32_t)(at - from));
    }
    return NGL_OK;
}

ngl_status ngl_flow_runs(ngl_flow *flow, ngl_arena *arena, const ngl_runs_options *options, ngl_runs *out,
                         ngl_error *err)
{
    const ngl_runs_query query = { .from = options->from,
                                   .to = options->to,
                                   .all_sports = options->all_sports,
                                   .linked = options->linked,
                                   .undated = options->from == NGL_DAY_NONE && options->to == NGL_DAY_NONE };
    *out = (ngl_runs){ 0 };
    ngl_status status = ngl_store_runs(flow->store, arena, &query, &out->run, &out->nrun, err);
    ngl_day    end = options->to != NGL_DAY_NONE && options->to < flow->today ? options->to : flow->today;
    if (!status) status = weeks(out, arena, flow->today, end, err);
    if (!status) status = longest(out, flow, arena, err);
    if (!status) status = hold_against_month(out, flow, arena, err);
    for (size_t i = 0; i < out->nrun; i++)
        if (counts(&out->run[i], flow->today) && out->run[i].dist_m > 0) out->dist_m += out->run[i].dist_m;
    return status;
}

ngl_status ngl_flow_keep_apart(ngl_flow *flow, int64_t run, bool apart, ngl_error *err)
{
    ngl_status status = ngl_store_begin(flow->store, err);
    if (status) return status;
    status = ngl_store_keep_apart(flow->store, run, apart, err);
    if (!status) return ngl_store_commit(flow->store, err);
    ngl_store_rollback(flow->store);
    return status;
}
