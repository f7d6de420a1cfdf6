/* Evidence from the stored runs: load, weigh, return. */
#include "flow/training.h"

#include "base/error.h"
#include "store/runs.h"
#include "store/said.h"

#include <math.h>

enum {
    RUN_MEMORY = 64 << 20,
    BALANCE_RECORDS = 300, /* fewer are no run */
    STYLE_DAYS = 70        /* steps, balance and shoes are compared within these days before the onset */
};

static ngl_run_summary summary_of(const ngl_row_run *r)
{
    return (ngl_run_summary){ .day = r->day,
                              .start = r->start,
                              .sport = r->sport,
                              .dist_m = r->dist_m,
                              .timer_s = r->timer_s,
                              .ascent_m = r->ascent_m,
                              .descent_m = r->descent_m,
                              .max_speed_mps = r->max_speed_mps,
                              .cadence_spm = isnan(r->mean_cadence_spm) ? 0 : r->mean_cadence_spm,
                              .device = r->device };
}

/* mean share of contact time on the left foot over a run's records; 0: not recorded */
static ngl_status mean_balance(double *out, ngl_flow *flow, int64_t run, ngl_error *err)
{
    ngl_arena    arena;
    ngl_activity a = { 0 };
    double       sum = 0, n = 0;
    ngl_arena_init(&arena, RUN_MEMORY);
    ngl_status    status = ngl_store_activity(flow->store, &arena, run, &a, err);
    const float  *left = status ? NULL : a.stream[NGL_STREAM_BALANCE];
    for (uint32_t i = 0; left && i < a.nrecord; i++)
        if (!isnan(left[i])) sum += (double)left[i], n++;
    ngl_arena_free(&arena);
    *out = n >= BALANCE_RECORDS ? sum / n : 0;
    return status;
}

/* what only the records of the weeks that are compared can tell */
static ngl_status add_balance(ngl_run_summary *run, ngl_flow *flow, const ngl_row_run *row, size_t n, ngl_day from, ngl_day to,
                              ngl_error *err)
{
    ngl_status status = NGL_OK;
    for (size_t i = 0; i < n && !status; i++) {
        const ngl_row_run *r = &row[n - 1 - i];
        if (r->has_dynamics && r->day >= from && r->day <= to)
            status = mean_balance(&run[i].balance_left_pct, flow, r->id, err);
    }
    return status;
}

/* shoes as the list of an account names them */
static ngl_status add_shoes(ngl_run_summary *run, ngl_flow *flow, ngl_arena *arena, const ngl_row_run *row, size_t n,
                            ngl_error *err)
{
    const ngl_row_said *said = NULL;
    size_t              nsaid = 0;
    ngl_status          status = ngl_store_said(flow->store, arena, &said, &nsaid, err);
    for (size_t i = 0; i < n && !status; i++)
        for (size_t k = 0; k < nsaid; k++)
            if (said[k].run == row[n - 1 - i].id && said[k].gear[0]) run[i].shoes = said[k].gear;
    return status;
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

static ngl_status summaries(ngl_flow *flow, ngl_arena *arena, ngl_day from, ngl_day to, ngl_day style_from, ngl_day style_to,
                            const ngl_run_summary **run, size_t *n, ngl_error *err)
{
    const ngl_runs_query query = { .from = from, .to = to, .all_sports = true };
    const ngl_row_run   *row = NULL;
    size_t               nrow = 0;
    ngl_status           status = ngl_store_runs(flow->store, arena, &query, &row, &nrow, err);
    if (status) return status;
    ngl_run_summary *out = NGL_NEW(arena, ngl_run_summary, nrow + 1);
    if (!out) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the runs than is allowed");
    for (size_t i = 0; i < nrow; i++) out[i] = summary_of(&row[nrow - 1 - i]);
    if (style_from != NGL_DAY_NONE) status = add_balance(out, flow, row, nrow, style_from, style_to, err);
    if (!status && style_from != NGL_DAY_NONE) status = add_shoes(out, flow, arena, row, nrow, err);
    by_start(out, nrow);
    *run = out;
    *n = nrow;
    return status;
}

ngl_status ngl_flow_summaries(ngl_flow *flow, ngl_arena *arena, ngl_day from, ngl_day to, const ngl_run_summary **run,
                              size_t *n, ngl_error *err)
{
    return summaries(flow, arena, from, to, NGL_DAY_NONE, NGL_DAY_NONE, run, n, err);
}

enum { YEAR = 366 }; /* all that is weighed lies well within a year of the onset */

ngl_status ngl_flow_training(ngl_flow *flow, ngl_arena *arena, ngl_day onset, ngl_training *out, ngl_error *err)
{
    const ngl_run_summary *run = NULL;
    size_t                 n = 0;
    ngl_day                centre = onset == NGL_DAY_NONE ? flow->today : onset;
    ngl_status             status = summaries(flow, arena, centre - YEAR, flow->today, centre - STYLE_DAYS, centre, &run, &n, err);
    return status ? status : ngl_training_weigh(out, run, n, onset, flow->today, err);
}
