/* Loads of runs: what is kept is used; what is missing, or by a usual that has
 * moved since, is worked out from the columns and kept.
 *
 * All loads of an answer are by one usual, or a runner who grew faster would
 * seem to jump. Only the days that were asked for, and those the usual is
 * learned from, are ever looked at. */
#include "flow/load.h"

#include "base/error.h"
#include "store/loads.h"
#include "store/runs.h"

#include <math.h>
#include <string.h>

enum { USUAL_DAYS = 90, LOOKED_BACK = 12, TRANSACTION = 200 };
#define RUN_MEMORY ((size_t)256 << 20)

typedef struct work {
    ngl_flow     *flow;
    ngl_arena    *arena;
    ngl_arena     one; /* of the run at hand */
    char          model[NGL_LOAD_MODEL_TEXT];
    ngl_row_usual by;
    bool          moved;
    size_t        fresh;
} work;

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the loads of the runs than is allowed");
}

/* ---- one run ------------------------------------------------------------------------- */

/* Steps of a run: as recorded and cleaned; where the records hold no time at
 * all, or are damaged, from the totals alone. */
static ngl_status steps_of(ngl_steps_of *out, work *w, const ngl_row_load *r, ngl_error *err)
{
    ngl_activity a = { 0 };
    ngl_clean    clean;
    ngl_status   status = r->nrecord ? ngl_store_activity(w->flow->store, &w->one, r->loaded.run, &a, err) : NGL_OK;
    if (status && status != NGL_E_CORRUPT) return status;
    if (!status && a.nrecord > 1 && !ngl_steps_suspect(&a)) return ngl_steps_from(out, &a) ? no_memory(err) : NGL_OK;
    if (!status && a.nrecord > 1) {
        status = ngl_clean_activity(&clean, &a, RUN_MEMORY, err);
        if (!status) status = ngl_steps_clean(out, &a, &clean);
        ngl_clean_free(&clean);
        return status == NGL_E_NOMEM ? no_memory(err) : status;
    }
    status = ngl_steps_even(out, r->loaded.dist_m, r->loaded.timer_s, r->mean_cadence_spm);
    return status ? no_memory(err) : NGL_OK;
}

static bool is_run(const ngl_row_load *r)
{
    return r->loaded.sport == NGL_SPORT_RUNNING;
}

static ngl_status pace_of(work *w, ngl_row_load *r, ngl_error *err)
{
    ngl_steps_of steps;
    ngl_arena_init(&w->one, RUN_MEMORY);
    ngl_status status = steps_of(&steps, w, r, err);
    if (!status) {
        r->loaded.pace = ngl_pace_of(&steps.steps, r->loaded.day);
        ngl_steps_free(&steps);
    }
    ngl_arena_free(&w->one);
    return status;
}

static ngl_status weigh(work *w, ngl_row_load *r, ngl_error *err)
{
    const ngl_knowledge *kb = w->flow->kb;
    ngl_steps_of         steps;
    ngl_tissue_load     *tissue = NGL_NEW(w->arena, ngl_tissue_load, kb->ntissue + (size_t)1);
    if (!tissue) return no_memory(err);
    ngl_arena_init(&w->one, RUN_MEMORY);
    ngl_status status = steps_of(&steps, w, r, err);
    if (!status) {
        status = ngl_load_run(&r->loaded.sum, tissue, kb, &steps.steps, &w->by.usual, (uint64_t)r->loaded.run, err);
        r->loaded.pace = ngl_pace_of(&steps.steps, r->loaded.day);
        ngl_steps_free(&steps);
    }
    ngl_arena_free(&w->one);
    r->loaded.tissue = status ? NULL : tissue;
    return status;
}

/* ---- the usual ------------------------------------------------------------------------- */

/* paces of the runs of these days, oldest first; those not kept are read from the columns */
static ngl_status paces(work *w, ngl_day from, ngl_day to, ngl_pace **out, size_t *n, ngl_error *err)
{
    ngl_row_load *row = NULL;
    size_t        nrow = 0;
    ngl_status    status = ngl_store_loads(w->flow->store, w->arena, w->flow->kb, &(ngl_row_usual){ .model = w->model }, from, to, &row, &nrow, err);
    *n = 0;
    if (status) return status;
    *out = NGL_NEW(w->arena, ngl_pace, nrow + 1);
    if (!*out) return no_memory(err);
    for (size_t i = 0; i < nrow && !status; i++) {
        if (!is_run(&row[i])) continue;
        if (!row[i].usual) status = pace_of(w, &row[i], err);
        if (!status) (*out)[(*n)++] = row[i].loaded.pace;
    }
    return status;
}

/* The usual as of the last runs. Where there are too few of them lately, say
 * after a long break, it is that of the time before. */
static ngl_status learn(work *w, ngl_usual *usual, ngl_day *day, ngl_error *err)
{
    ngl_day    last[LOOKED_BACK];
    ngl_pace  *pace = NULL;
    size_t     nlast = 0, n = 0;
    ngl_status status = ngl_store_last_run_days(w->flow->store, w->flow->today, last, LOOKED_BACK, &nlast, err);
    *usual = (ngl_usual)NGL_USUAL_INIT;
    *day = NGL_DAY_NONE;
    for (size_t i = 0; i < nlast && !status; i++) {
        if (i && last[i] == last[i - 1]) continue;
        if (i && last[0] - last[i] < USUAL_DAYS / 3) continue; /* much the same runs again */
        status = paces(w, last[i] - USUAL_DAYS + 1, last[i], &pace, &n, err);
        if (status) return status;
        *usual = ngl_usual_learn(pace, n, last[i]);
        if (usual->runs) return *day = last[i], NGL_OK;
    }
    return status;
}

static ngl_status choose_usual(work *w, ngl_error *err)
{
    ngl_usual  now;
    ngl_day    day;
    ngl_status status = ngl_store_usual(w->flow->store, w->arena, w->model, &w->by, err);
    if (!status) status = learn(w, &now, &day, err);
    if (status || (w->by.id && !ngl_usual_moved(&w->by.usual, &now))) return status;
    w->moved = w->by.id != 0;
    w->by = (ngl_row_usual){ .model = w->model, .day = day, .usual = now };
    return NGL_OK;
}

/* ---- keeping ------------------------------------------------------------------------------ */

static bool can_wait(ngl_status s)
{
    return s == NGL_E_BUSY;
}

static ngl_status keep_some(work *w, ngl_row_load *const *fresh, size_t n, ngl_error *err)
{
    ngl_status status = ngl_store_begin(w->flow->store, err);
    if (status) return status;
    if (!w->by.id) status = ngl_store_add_usual(w->flow->store, &w->by, err);
    for (size_t i = 0; i < n && !status; i++) status = ngl_store_put_load(w->flow->store, w->flow->kb, &fresh[i]->loaded, w->by.id, err);
    if (!status) return ngl_store_commit(w->flow->store, err);
    ngl_store_rollback(w->flow->store);
    return status;
}

static ngl_status keep(work *w, ngl_row_load *const *fresh, size_t n, ngl_error *err)
{
    ngl_status status = NGL_OK;
    for (size_t i = 0; i < n && !status; i += TRANSACTION) status = keep_some(w, fresh + i, n - i < TRANSACTION ? n - i : TRANSACTION, err);
    return can_wait(status) ? NGL_OK : status;
}

static ngl_status renew(work *w, ngl_row_load *row, size_t n, ngl_error *err)
{
    ngl_row_load **fresh = NGL_NEW(w->arena, ngl_row_load *, n + 1);
    ngl_status     status = NGL_OK;
    if (!fresh) return no_memory(err);
    for (size_t i = 0; i < n && !status; i++) {
        if (!is_run(&row[i]) || row[i].loaded.tissue) continue;
        if (row[i].usual) w->moved = true;
        status = weigh(w, &row[i], err);
        if (!status) fresh[w->fresh++] = &row[i];
    }
    return status ? status : keep(w, fresh, w->fresh, err);
}

static ngl_status hand_over(ngl_loads *out, const work *w, const ngl_row_load *row, size_t n, ngl_error *err)
{
    ngl_loaded *list = NGL_NEW(w->arena, ngl_loaded, n + 1);
    if (!list) return no_memory(err);
    for (size_t i = 0; i < n; i++) list[i] = row[i].loaded;
    out->run = list;
    out->n = n;
    return NGL_OK;
}

ngl_status ngl_flow_load(ngl_flow *flow, ngl_arena *arena, ngl_day from, ngl_day to, ngl_loads *out, ngl_error *err)
{
    work          w = { .flow = flow, .arena = arena };
    ngl_row_load *row = NULL;
    size_t        n = 0;
    if (to == NGL_DAY_NONE || to > flow->today) to = flow->today;
    ngl_load_model(w.model, flow->kb);
    *out = (ngl_loads){ .kb = flow->kb, .usual = NGL_USUAL_INIT, .usual_day = NGL_DAY_NONE, .from = from, .to = to };
    ngl_status status = choose_usual(&w, err);
    if (!status) status = ngl_store_loads(flow->store, arena, flow->kb, &w.by, from, to, &row, &n, err);
    if (!status) status = renew(&w, row, n, err);
    if (status) return status;
    out->usual = w.by.usual;
    out->usual_day = w.by.day;
    out->nfresh = w.fresh;
    out->renewed = w.moved && w.fresh;
    return hand_over(out, &w, row, n, err);
}

ngl_status ngl_flow_load_explain(ngl_flow *flow, const ngl_loaded *run, const ngl_usual *usual, ngl_load_terms *terms, ngl_error *err)
{
    work         w = { .flow = flow };
    ngl_row_load row = { .loaded = *run, .nrecord = 1, .mean_cadence_spm = NAN };
    ngl_steps_of steps;
    ngl_arena_init(&w.one, RUN_MEMORY);
    ngl_status status = steps_of(&steps, &w, &row, err);
    if (!status) status = ngl_load_explain(terms, flow->kb, &steps.steps, usual, err);
    if (!status) ngl_steps_free(&steps);
    ngl_arena_free(&w.one);
    return status;
}
