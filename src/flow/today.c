/* Today: the plan, the check-ins and the last two days' runs, decided by the core. */
#include "flow/today.h"

#include "base/error.h"
#include "flow/ahead.h"
#include "flow/training.h"

#include <math.h>

static bool is_noted(const ngl_episode *e, ngl_day day)
{
    for (size_t i = 0; i < e->ncheckin; i++)
        if (e->checkin[i].day == day && e->checkin[i].note == NGL_NOTE_RUN) return true;
    return false;
}

/* A recorded run without a word about it is asked for: the limits rest on it. */
static ngl_status look_at_runs(ngl_today_view *out, ngl_flow *flow, ngl_arena *arena, const ngl_episode *e, ngl_error *err)
{
    const ngl_run_summary *run;
    size_t                 n;
    ngl_status             s = ngl_flow_summaries(flow, arena, flow->today - 1, flow->today, &run, &n, err);
    out->ran_today = is_noted(e, flow->today);
    out->unnoted_run = NGL_DAY_NONE;
    out->unnoted_km = NAN;
    for (size_t i = 0; s == NGL_OK && i < n; i++) {
        if (run[i].sport != NGL_SPORT_RUNNING || run[i].day == NGL_DAY_NONE) continue;
        out->ran_today |= run[i].day == flow->today;
        if (is_noted(e, run[i].day) || run[i].day < e->row.opened) continue;
        out->unnoted_run = run[i].day;
        out->unnoted_km = run[i].dist_m / 1000;
    }
    return s;
}

ngl_status ngl_flow_today(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_episode *e, ngl_today_view *out,
                          ngl_error *err)
{
    ngl_status s = ngl_flow_plan(flow, arena, episode, e, &out->plan, err);
    if (s != NGL_OK) return s;
    ngl_ahead *ahead = NGL_NEW(arena, ngl_ahead, 1);
    if (!ahead) return ngl_fail(err, NGL_E_NOMEM, 0, "the weeks ahead do not fit into memory");
    s = ngl_flow_ahead(flow, arena, e, ahead, err);
    if (s != NGL_OK) return s;
    out->plan.ahead = ahead;
    ngl_today_decide(&out->today, &e->plan, e->checkin, e->ncheckin, flow->today);
    return look_at_runs(out, flow, arena, e, err);
}
