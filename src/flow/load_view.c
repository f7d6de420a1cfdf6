/* Pages about load: weeks and single runs, out of the loads of a history. */
#include "flow/load.h"

#include "base/error.h"
#include "store/loads.h"

#include <math.h>
#include <string.h>

enum {
    BEFORE_DAYS = 60, /* what a comparison needs before its first day: 30 days, and files that show them covered */
    OUT_WEEKS = 26    /* runs are held against the month before them no further back */
};

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the weeks than is allowed");
}

/* ---- one run against the month before it ------------------------------------------------ */

static const ngl_run_summary *summaries(ngl_arena *arena, const ngl_loads *l)
{
    ngl_run_summary *s = NGL_NEW(arena, ngl_run_summary, l->n + 1);
    for (size_t i = 0; s && i < l->n; i++) {
        const ngl_loaded *r = &l->run[i];
        s[i] = (ngl_run_summary){ .day = r->day, .start = r->start, .sport = r->sport, .dist_m = r->dist_m, .timer_s = r->timer_s,
                                  .ascent_m = NAN, .descent_m = NAN, .max_speed_mps = NAN, .device = r->device };
    }
    return s;
}

static ngl_status stand(ngl_load_stand_out *out, ngl_arena *arena, const ngl_loads *l, const ngl_run_summary *s, size_t i, ngl_error *err)
{
    ngl_load_change *c = NGL_NEW(arena, ngl_load_change, l->kb->ntissue + (size_t)1);
    if (!c) return no_memory(err);
    for (ngl_id t = 0; t < l->kb->ntissue; t++) c[t] = ngl_load_spike(l, t, i);
    double percent = l->run[i].sport == NGL_SPORT_RUNNING ? ngl_training_excess(s, l->n, (uint32_t)i) : (double)NAN;
    *out = (ngl_load_stand_out){ (uint32_t)i, percent, ngl_longest_run_band(l->kb, percent), c };
    return NGL_OK;
}

static bool stands_out(const ngl_load_stand_out *s, const ngl_knowledge *kb)
{
    unsigned more = 0;
    for (ngl_id t = 0; t < kb->ntissue; t++) more += s->tissue[t].word == NGL_LOAD_MORE;
    return s->figure || more;
}

static ngl_status find_outs(ngl_load_view *v, ngl_arena *arena, ngl_day from, ngl_error *err)
{
    const ngl_loads       *l = v->loads;
    const ngl_run_summary *s = summaries(arena, l);
    ngl_load_stand_out    *out = NGL_NEW(arena, ngl_load_stand_out, l->n + 1);
    ngl_status             status = NGL_OK;
    if (!s || !out) return no_memory(err);
    if (from < v->today - 7 * OUT_WEEKS) from = v->today - 7 * OUT_WEEKS;
    for (size_t i = l->n; i-- > 0 && !status;) {
        if (l->run[i].sport != NGL_SPORT_RUNNING || l->run[i].day < from) continue;
        status = stand(&out[v->nout], arena, l, s, i, err);
        if (!status && stands_out(&out[v->nout], l->kb)) v->nout++;
    }
    v->out = out;
    return status;
}

/* ---- weeks -------------------------------------------------------------------------------- */

static ngl_day new_device(const ngl_loads *l, ngl_day from)
{
    const char *last = NULL;
    ngl_day     since = NGL_DAY_NONE;
    for (size_t i = 0; i < l->n; i++) {
        const ngl_loaded *r = &l->run[i];
        if (r->sport != NGL_SPORT_RUNNING || !r->device[0]) continue;
        if (last && strcmp(last, r->device) != 0 && r->day >= from) since = r->day;
        last = r->device;
    }
    return since;
}

static ngl_status fill(ngl_load_view *v, ngl_arena *arena, ngl_error *err)
{
    const ngl_loads *l = v->loads;
    ngl_id           nt = l->kb->ntissue;
    ngl_load_week   *week = NGL_NEW(arena, ngl_load_week, v->nweek);
    double          *cell = NGL_NEW(arena, double, v->nweek * nt + 1);
    ngl_load_change *change = NGL_NEW(arena, ngl_load_change, nt + (size_t)1);
    ngl_tissue_state *state = NGL_NEW(arena, ngl_tissue_state, nt + (size_t)1);
    ngl_tissue_dose  *dose = NGL_NEW(arena, ngl_tissue_dose, l->n + 1);
    if (!week || !cell || !change || !state || !dose) return no_memory(err);
    ngl_load_weeks(week, v->nweek, l, v->today);
    for (ngl_id t = 0; t < nt; t++) {
        ngl_load_tissue_weeks(cell + t * v->nweek, v->nweek, l, t, v->today);
        change[t] = ngl_load_compare_weeks(l, t, v->today);
        state[t] = ngl_tissue_today(dose, ngl_loads_doses(dose, l, t), l->kb->tissue[t].half_life_h, v->today);
    }
    v->week = week, v->cell = cell, v->change = change, v->state = state;
    v->context = ngl_load_context_of(l, v->today);
    v->new_device = new_device(l, week[0].first);
    return NGL_OK;
}

ngl_status ngl_flow_load_view(ngl_flow *flow, ngl_arena *arena, unsigned weeks, ngl_load_view *out, ngl_error *err)
{
    ngl_loads *l = NGL_NEW(arena, ngl_loads, 1);
    ngl_day    first = flow->today - 7 * (ngl_day)weeks + 1;
    if (!l) return no_memory(err);
    if (first > flow->today - 7 * (NGL_LOAD_BASE_WEEKS + 1)) first = flow->today - 7 * (NGL_LOAD_BASE_WEEKS + 1);
    ngl_status status = ngl_flow_load(flow, arena, first - BEFORE_DAYS, flow->today, l, err);
    *out = (ngl_load_view){ .loads = l, .today = flow->today, .nweek = weeks };
    if (!status) status = fill(out, arena, err);
    return status ? status : find_outs(out, arena, first, err);
}

/* ---- one run --------------------------------------------------------------------------------- */

ngl_status ngl_flow_load_run_view(ngl_flow *flow, ngl_arena *arena, int64_t run, ngl_load_run_view *out, ngl_error *err)
{
    ngl_day    day = NGL_DAY_NONE;
    ngl_loads *l = NGL_NEW(arena, ngl_loads, 1);
    ngl_status status = ngl_store_run_day(flow->store, run, &day, err);
    if (!l) return no_memory(err);
    if (!status) status = ngl_flow_load(flow, arena, day - BEFORE_DAYS, day, l, err);
    if (status) return status;
    const ngl_run_summary *s = summaries(arena, l);
    ngl_load_terms        *terms = NGL_NEW(arena, ngl_load_terms, l->kb->ntissue + (size_t)1);
    *out = (ngl_load_run_view){ .loads = l, .run = NGL_LOAD_NO_RUN };
    for (size_t i = 0; i < l->n; i++)
        if (l->run[i].run == run) out->run = (uint32_t)i;
    if (!s || !terms) return no_memory(err);
    if (out->run == NGL_LOAD_NO_RUN)
        return ngl_fail(err, NGL_E_NOT_FOUND, 0, "run %lld counts through another recording, or lies in the future", (long long)run);
    status = stand(&out->stands, arena, l, s, out->run, err);
    if (status || !l->run[out->run].tissue || !(l->run[out->run].sum.seconds > 0)) return status;
    status = ngl_flow_load_explain(flow, &l->run[out->run], &l->usual, terms, err);
    out->terms = terms;
    return status;
}
