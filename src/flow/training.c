/* Evidence from the stored runs: load, weigh, return. */
#include "flow/training.h"

#include "base/error.h"
#include "store/runs.h"

static ngl_run_summary summary_of(const ngl_row_run *r)
{
    return (ngl_run_summary){ .day = r->day,
                              .start = r->start,
                              .sport = r->sport,
                              .dist_m = r->dist_m,
                              .timer_s = r->timer_s,
                              .ascent_m = r->ascent_m,
                              .descent_m = r->descent_m,
                              .max_speed_mps = r->max_speed_mps };
}

/* days are local and starts are not: a flight east can turn two of them round */
static void by_start(ngl_run_summary *run, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        ngl_run_summary r = run[i];
        size_t          k = i;
        for (; k && run[k - 1].start > r.start; k--) run[k] = run[k - 1];
        run[k] = r;
    }
}

ngl_status ngl_flow_summaries(ngl_flow *flow, ngl_arena *arena, ngl_day from, ngl_day to, const ngl_run_summary **run,
                              size_t *n, ngl_error *err)
{
    const ngl_runs_query query = { .from = from, .to = to, .all_sports = true };
    const ngl_row_run   *row = NULL;
    size_t               nrow = 0;
    ngl_status           status = ngl_store_runs(flow->store, arena, &query, &row, &nrow, err);
    if (status) return status;
    ngl_run_summary *out = NGL_NEW(arena, ngl_run_summary, nrow + 1);
    if (!out) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the runs than is allowed");
    for (size_t i = 0; i < nrow; i++) out[i] = summary_of(&row[nrow - 1 - i]);
    by_start(out, nrow);
    *run = out;
    *n = nrow;
    return NGL_OK;
}

enum { YEAR = 366 }; /* all that is weighed lies well within a year of the onset */

ngl_status ngl_flow_training(ngl_flow *flow, ngl_arena *arena, ngl_day onset, ngl_training *out, ngl_error *err)
{
    const ngl_run_summary *run = NULL;
    size_t                 n = 0;
    ngl_day                centre = onset == NGL_DAY_NONE ? flow->today : onset;
    ngl_status             status = ngl_flow_summaries(flow, arena, centre - YEAR, flow->today, &run, &n, err);
    return status ? status : ngl_training_weigh(out, run, n, onset, flow->today, err);
}
