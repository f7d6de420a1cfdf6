/* Form: trends out of the kept loads; advice by the plans of the pains that are
 * open. What may harm one plausible cause is never offered for another, and a
 * lower cadence is offered for nothing. */
#include "flow/form.h"

#include "base/error.h"
#include "flow/episode.h"
#include "flow/load.h"

#include <math.h>
#include <string.h>

enum { DAYS = 21 + 90 };

static bool lists(const ngl_knowledge *kb, uint32_t adr, uint16_t num, ngl_id protocol)
{
    for (uint16_t i = 0; i < num; i++)
        if (kb->exercise_protocol[adr + i] == protocol) return true;
    return false;
}

/* advice to avoid or to keep something is for everybody and changes nothing */
static bool changes_something(const ngl_cue *c)
{
    return !strstr(c->key, "avoid") && strcmp(c->how, "-") != 0 && c->how[0];
}

static void use_for(ngl_cue_use *use, const ngl_knowledge *kb, ngl_id protocol)
{
    for (ngl_id i = 0; i < kb->ncue; i++) {
        const ngl_cue *c = &kb->cue[i];
        if (lists(kb, c->harms_adr, c->harms_num, protocol)) use[i] = NGL_CUE_NOT_NOW;
        else if (use[i] == NGL_CUE_NOT_HERE && changes_something(c) && lists(kb, c->helps_adr, c->helps_num, protocol)) use[i] = NGL_CUE_OFFERED;
    }
}

static ngl_status by_episode(ngl_form_view *v, ngl_cue_use *use, ngl_flow *flow, ngl_arena *arena, int64_t id, ngl_error *err)
{
    ngl_episode e;
    ngl_status  status = ngl_flow_episode_load(flow, arena, id, &e, err);
    if (status) return status;
    v->episode = e.row.id;
    v->place = e.row.place;
    v->resting |= e.plan.run == NGL_RUN_NONE;
    for (uint16_t i = 0; i < e.plan.ncause; i++)
        if (e.plan.cause[i].protocol != NGL_NONE) use_for(use, flow->kb, e.plan.cause[i].protocol);
    return NGL_OK;
}

static ngl_status by_open_episodes(ngl_form_view *v, ngl_cue_use *use, ngl_flow *flow, ngl_arena *arena, ngl_error *err)
{
    const ngl_episode_line *line = NULL;
    size_t                  n = 0;
    ngl_status              status = ngl_flow_episode_list(flow, arena, &line, &n, err);
    for (size_t i = 0; i < n && !status; i++)
        if (line[i].closed == NGL_DAY_NONE) status = by_episode(v, use, flow, arena, line[i].episode, err);
    return status;
}

static ngl_day new_device(const ngl_loads *l)
{
    const char *last = NULL;
    ngl_day     since = NGL_DAY_NONE;
    for (size_t i = 0; i < l->n; i++) {
        const ngl_loaded *r = &l->run[i];
        if (r->sport != NGL_SPORT_RUNNING || !r->device[0]) continue;
        if (last && strcmp(last, r->device) != 0) since = r->day;
        last = r->device;
    }
    return since;
}

ngl_status ngl_flow_form(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_form_view *out, ngl_error *err)
{
    ngl_loads   *l = NGL_NEW(arena, ngl_loads, 1);
    ngl_cue_use *use = NGL_NEW(arena, ngl_cue_use, flow->kb->ncue + (size_t)1);
    if (!l || !use) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the form than is allowed");
    *out = (ngl_form_view){ .loads = l, .today = flow->today, .place = "", .use = use };
    ngl_status status = ngl_flow_load(flow, arena, flow->today - DAYS + 1, flow->today, l, err);
    if (!status) status = episode ? by_episode(out, use, flow, arena, episode, err) : by_open_episodes(out, use, flow, arena, err);
    if (status) return status;
    out->new_device = new_device(l);
    ngl_form_trends(out->trend, l, flow->today);
    return NGL_OK;
}
