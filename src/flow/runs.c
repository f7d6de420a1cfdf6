/* Listing runs. Everything is loaded, because whether a run was long depends
 * on the 30 days before it; ten years of runs are a megabyte. */
#include "flow/runs.h"

#include "base/date.h"
#include "base/error.h"
#include "store/runs.h"

#include <math.h>

enum { MONTH = 30, WEEKS_MAX = 5300 };

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the runs than is allowed");
}

static ngl_run_line line_of(const ngl_row_run *r)
{
    return (ngl_run_line){
        .id = r->id,
        .s = { .day = r->day, .start = r->start, .sport = r->sport, .dist_m = r->dist_m, .timer_s = r->timer_s,
               .ascent_m = r->ascent_m, .descent_m = r->descent_m, .max_speed_mps = r->max_speed_mps },
        .sub_sport = r->sub_sport, .name = r->name, .device = r->device, .format = r->format,
        .elapsed_s = r->elapsed_s, .mean_hr_bpm = r->mean_hr_bpm, .mean_cadence_spm = r->mean_cadence_spm,
        .has_dynamics = r->has_dynamics, .salvaged = r->salvaged, .excess = NAN,
    };
}

/* what is asked about the month before a run is asked of all dated ones, oldest first */
static ngl_status fill_excess(ngl_run_line *line, size_t n, ngl_arena *arena, ngl_error *err)
{
    size_t dated = 0;
    while (dated < n && line[dated].s.day != NGL_DAY_NONE) dated++;
    ngl_run_summary *s = NGL_NEW(arena, ngl_run_summary, dated + 1);
    if (!s) return no_memory(err);
    for (size_t i = 0; i < dated; i++) s[i] = line[dated - 1 - i].s;
    // a window that ends with the run and holds its month: enough, and no work in the square
    for (size_t i = 0, from = 0; i < dated; i++) {
        while (s[from].day < s[i].day - 4 * MONTH) from++;
        line[dated - 1 - i].excess = ngl_training_excess(s + from, i + 1 - from, (uint32_t)(i - from));
    }
    return NGL_OK;
}

static ngl_day monday_of(ngl_day day)
{
    return day - ngl_day_weekday(day);
}

static void count(ngl_week_line *w, const ngl_run_line *r)
{
    w->nrun++;
    if (r->s.timer_s > 0) w->timer_s += r->s.timer_s;
    if (!(r->s.dist_m > 0)) return;
    w->dist_m += r->s.dist_m;
    if (!(r->s.dist_m <= w->longest_m)) w->longest_m = r->s.dist_m;
}

static bool is_dated_run(const ngl_run_line *r, ngl_day today)
{
    return r->s.sport == NGL_SPORT_RUNNING && r->s.day != NGL_DAY_NONE && r->s.day <= today;
}

static ngl_status add_weeks(ngl_runs_view *v, ngl_arena *arena, const ngl_run_line *line, size_t n, ngl_error *err)
{
    ngl_day first = NGL_DAY_NONE, last = monday_of(v->today);
    for (size_t i = 0; i < n; i++)
        if (is_dated_run(&line[i], v->today)) first = monday_of(line[i].s.day);
    if (first == NGL_DAY_NONE) return NGL_OK;
    if (v->from != NGL_DAY_NONE && first < monday_of(v->from)) first = monday_of(v->from);
    if (first > last) return NGL_OK;
    // a watch with a wrong clock must not make thousands of empty weeks
    if ((last - first) / 7 >= WEEKS_MAX) first = last - 7 * (WEEKS_MAX - 1);
    size_t         nweek = (size_t)(last - first) / 7 + 1;
    ngl_week_line *week = NGL_NEW(arena, ngl_week_line, nweek);
    if (!week) return no_memory(err);
    for (size_t i = 0; i < nweek; i++)
        week[i] = (ngl_week_line){ .monday = last - 7 * (ngl_day)i, .longest_m = NAN, .going_on = i == 0 };
    for (size_t i = 0; i < n; i++)
        if (is_dated_run(&line[i], v->today) && line[i].s.day >= first)
            count(&week[(last - monday_of(line[i].s.day)) / 7], &line[i]);
    v->week = week;
    v->nweek = nweek;
    return NGL_OK;
}

static void find_longest(ngl_runs_view *v, const ngl_run_line *line, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const ngl_run_line *r = &line[i];
        if (!is_dated_run(r, v->today) || r->s.day <= v->today - MONTH || !(r->s.dist_m > 0)) continue;
        if (!v->longest || r->s.dist_m > v->longest->s.dist_m) v->longest = r;
    }
}

/* the lines to show, in place: rows come newest first, those without a day last */
static void choose(ngl_runs_view *v, ngl_run_line *out, const ngl_run_line *line, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool wanted = v->all_sports || line[i].s.sport == NGL_SPORT_RUNNING;
        bool old = v->from != NGL_DAY_NONE && (line[i].s.day == NGL_DAY_NONE || line[i].s.day < v->from);
        if (wanted && old) v->nolder++;
        else if (wanted) out[v->nline++] = line[i];
    }
    v->line = out;
}

ngl_status ngl_flow_runs(ngl_flow *flow, ngl_arena *arena, ngl_day from, bool all_sports, ngl_runs_view *out,
                         ngl_error *err)
{
    const ngl_runs_query query = { .from = NGL_DAY_NONE, .to = NGL_DAY_NONE, .all_sports = true, .undated = true };
    const ngl_row_run   *row = NULL;
    size_t               n = 0;
    ngl_runs_view        v = { .today = flow->today, .from = from, .all_sports = all_sports };
    ngl_status status = ngl_store_runs(flow->store, arena, &query, &row, &n, err);
    if (status) return status;
    ngl_run_line *line = NGL_NEW(arena, ngl_run_line, n + 1), *shown = NGL_NEW(arena, ngl_run_line, n + 1);
    if (!line || !shown) return no_memory(err);
    for (size_t i = 0; i < n; i++) line[i] = line_of(&row[i]);
    status = fill_excess(line, n, arena, err);
    if (!status) status = add_weeks(&v, arena, line, n, err);
    if (status) return status;
    find_longest(&v, line, n);
    choose(&v, shown, line, n);
    *out = v;
    return NGL_OK;
}
