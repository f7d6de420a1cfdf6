/* The plan of an episode: made again from what was kept, and moved only when
 * the runner says so. */
#include "flow/plan.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

enum { WEEK_D = 7, QUIET_AFTER_NO_D = 7 };

static bool is_done(const ngl_row_checkin *row, const char *exercise)
{
    return !strcmp(row->metric, "done") && !strcmp(row->what, exercise) && row->value > 0;
}

static void read_done(ngl_plan_view *v, const ngl_episode *e, ngl_day today)
{
    for (uint16_t i = 0; i < e->plan.ndose; i++) {
        const char *exercise = v->kb->exercise[e->plan.dose[i].exercise].key;
        ngl_done   *done = &v->done[i];
        *done = (ngl_done){ .last = NGL_DAY_NONE };
        for (size_t k = 0; k < e->nnoted; k++) {
            const ngl_row_checkin *row = &e->noted[k];
            if (!is_done(row, exercise) || row->day > today) continue;
            if (row->day > done->last) done->last = row->day;
            done->today |= row->day == today;
            done->days7 += row->day < today && row->day >= today - WEEK_D;
        }
    }
}

/* A step on, or a review, that was refused this week is not offered again; a step back is. */
static ngl_status hide_refused(ngl_flow *flow, ngl_arena *arena, ngl_episode *e, ngl_error *err)
{
    const ngl_row_ledger *entry;
    size_t                n;
    if (e->progress.move == NGL_MOVE_STAY || e->progress.move == NGL_MOVE_BACK) return NGL_OK;
    ngl_status s = ngl_store_ledger(flow->store, arena, e->row.id, &entry, &n, err);
    for (size_t i = 0; s == NGL_OK && i < n; i++)
        if (!strcmp(entry[i].event, "declined") && !strcmp(entry[i].move, ngl_move_key(e->progress.move)) &&
            entry[i].day > flow->today - QUIET_AFTER_NO_D && entry[i].day >= e->planned.since)
            e->progress.move = NGL_MOVE_STAY;
    return s;
}

static void view_of(ngl_plan_view *out, const ngl_flow *flow, const ngl_episode *e)
{
    *out = (ngl_plan_view){
        .kb = flow->kb,
        .plan = &e->plan,
        .progress = e->progress,
        .episode = e->row.id,
        .place = e->row.place,
        .opened = e->row.opened,
        .since = e->planned.since,
        .today = flow->today,
        .made_with = e->planned.knowledge,
    };
    read_done(out, e, flow->today);
}

/* With emergency questions open nobody is cleared: what is shown then holds no running, no exercises and no step on,
 * only the questions. The plan of the episode itself stays as it was. */
static ngl_status hold(ngl_plan_view *v, ngl_arena *arena, ngl_episode *e, ngl_error *err)
{
    const ngl_knowledge *kb = v->kb;
    if (!e->plan.nopen || e->plan.kind == NGL_PLAN_HELP_NOW) return NGL_OK;
    ngl_plan *held = NGL_NEW(arena, ngl_plan, 1);
    ngl_id   *open = NGL_NEW(arena, ngl_id, kb->nopening_danger + 1u);
    if (!held || !open) return ngl_fail(err, NGL_E_NOMEM, 0, "the plan does not fit into memory");
    for (uint32_t i = 0; i < kb->nopening_danger; i++)
        if (kb->finding[kb->opening[i]].asked_num == 0 && e->a.answer[kb->opening[i]].state == NGL_UNKNOWN)
            open[v->nopen++] = kb->opening[i];
    *held = e->plan;
    if (held->kind > NGL_PLAN_SELF_CARE) held->kind = NGL_PLAN_SELF_CARE;
    held->protocol = held->programme = held->level = held->pain_rule = NGL_NONE;
    held->stage = UINT32_MAX;
    held->run = NGL_RUN_NONE;
    held->ndose = held->nheld = held->nrun_text = held->nexit = held->nmeasure = 0;
    e->progress.move = v->progress.move = NGL_MOVE_STAY;
    v->plan = held;
    v->open = open;
    v->advice_held = true;
    return NGL_OK;
}

ngl_status ngl_flow_plan(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_episode *e, ngl_plan_view *out,
                         ngl_error *err)
{
    ngl_status s = ngl_flow_episode_load(flow, arena, episode, e, err);
    if (s == NGL_OK) s = hide_refused(flow, arena, e, err);
    if (s == NGL_OK) view_of(out, flow, e);
    return s == NGL_OK ? hold(out, arena, e, err) : s;
}

/* ---- proposals -------------------------------------------------------------- */

static ngl_status take(ngl_flow *flow, ngl_episode *e, ngl_error *err)
{
    ngl_plan   moved;
    ngl_status s = ngl_plan_at(&moved, flow->kb, &e->a, e->plan.protocol, e->progress.step, e->plan.cleared, flow->today, err);
    if (s != NGL_OK) return s;
    ngl_plan_change change = {
        .event = "accepted",
        .move = ngl_move_key(e->progress.move),
        .reason = e->progress.move == NGL_MOVE_ON ? "all marks of the stage met on two days" : "pain went over the limit",
        .since = flow->today,
    };
    return ngl_flow_keep_plan(flow, e->row.id, e->assessed.id, &moved, &change, err);
}

static ngl_status refuse(ngl_flow *flow, const ngl_episode *e, ngl_error *err)
{
    ngl_row_ledger entry = {
        .day = flow->today,
        .noted = flow->now,
        .event = "declined",
        .move = ngl_move_key(e->progress.move),
        .protocol = e->planned.protocol,
        .stage = e->planned.stage,
        .reason = "the runner stays with the plan as it is",
    };
    return ngl_store_add_ledger(flow->store, e->row.id, &entry, err);
}

static ngl_status answer(ngl_flow *flow, ngl_arena *arena, int64_t episode, bool accept, ngl_plan_view *out,
                         ngl_episode *e, ngl_error *err)
{
    ngl_status s = ngl_flow_plan(flow, arena, episode, e, out, err);
    if (s != NGL_OK) return s;
    bool moves = e->progress.move == NGL_MOVE_ON || (e->progress.move == NGL_MOVE_BACK && e->progress.step != e->plan.step);
    if (e->progress.move == NGL_MOVE_STAY || (accept && !moves))
        return ngl_fail(err, NGL_E_NOT_FOUND, 0, "no change of plan is proposed that could be %s", accept ? "taken" : "refused");
    s = accept ? take(flow, e, err) : refuse(flow, e, err);
    return s == NGL_OK ? ngl_flow_plan(flow, arena, episode ? episode : e->row.id, e, out, err) : s;
}

ngl_status ngl_flow_plan_answer(ngl_flow *flow, ngl_arena *arena, int64_t episode, bool accept, ngl_plan_view *out,
                                ngl_episode *e, ngl_error *err)
{
    ngl_status s = ngl_store_begin(flow->store, err);
    if (s != NGL_OK) return s;
    s = answer(flow, arena, episode, accept, out, e, err);
    if (s == NGL_OK) return ngl_store_commit(flow->store, err);
    ngl_store_rollback(flow->store);
    return s;
}
