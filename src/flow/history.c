/* What was said then stays as it was said; the answers are kept whole, so that
 * today's knowledge can say beside it what it makes of them. */
#include "flow/history.h"

#include "base/error.h"
#include "flow/assess.h"

#include <math.h>
#include <string.h>

#define MOVED_LEAST 0.02 /* two points of a hundred: less is not worth a line */

static double kept_p(const ngl_assessment *a, ngl_id condition)
{
    for (uint32_t i = 0; i < a->ncause; i++)
        if (a->cause[i].condition == condition) return a->cause[i].p;
    return 0;
}

static void lead(ngl_history_look *look, const ngl_assessment *a)
{
    for (uint32_t i = 0; i < a->ncause && look->ncause < NGL_HISTORY_CAUSES; i++) {
        const ngl_cause *c = &a->cause[i];
        look->cause[look->ncause++] = (ngl_history_cause){ c->condition, c->p, c->low, c->high, NAN };
    }
}

static void moved(ngl_history_look *look, const ngl_knowledge *kb, const ngl_assessment *a, const ngl_assessment *before)
{
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        double   by = kept_p(a, c) - kept_p(before, c);
        unsigned at = look->nmove < NGL_HISTORY_MOVES ? look->nmove : NGL_HISTORY_MOVES - 1;
        if (fabs(by) < MOVED_LEAST) continue;
        if (look->nmove == NGL_HISTORY_MOVES && fabs(by) <= fabs(look->move[at].by)) continue;
        for (; at > 0 && fabs(look->move[at - 1].by) < fabs(by); at--) look->move[at] = look->move[at - 1];
        look->move[at] = (ngl_history_move){ c, by };
        if (look->nmove < NGL_HISTORY_MOVES) look->nmove++;
    }
}

static bool same(const ngl_answer *a, const ngl_answer *b)
{
    if (a->state != b->state) return false;
    return a->state == NGL_CHOICE ? a->option == b->option : a->state != NGL_VALUE || a->value == b->value;
}

static void changed(ngl_history_look *look, const ngl_knowledge *kb, const ngl_answer *now, const ngl_answer *before)
{
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        if (same(&now[f], &before[f])) continue;
        if (look->nchanged == NGL_HISTORY_CHANGED) look->nleft_out++;
        else look->changed[look->nchanged++] = (ngl_history_answer){ f, before[f], now[f] };
    }
}

/* the same answers under today's knowledge */
static ngl_status weigh_again(ngl_history_look *look, const ngl_knowledge *kb, const ngl_assessment *a, ngl_error *err)
{
    ngl_case  *c = NULL;
    ngl_status s = ngl_flow_case(&c, kb, a->prior, a->answer, err);
    if (s != NGL_OK) return s;
    ngl_posterior p = ngl_case_posterior(c);
    for (unsigned i = 0; i < look->ncause; i++)
        for (uint32_t k = 0; k < p.ncause; k++)
            if (p.cause[k].condition == look->cause[i].condition) look->cause[i].again = p.cause[k].p;
    ngl_case_free(c);
    return NGL_OK;
}

static ngl_status look_at(ngl_history_look *look, ngl_flow *flow, ngl_arena *arena, const ngl_row_assessment *row,
                          ngl_assessment *a, const ngl_assessment *before, ngl_error *err)
{
    *look = (ngl_history_look){ .day = row->day, .knowledge = row->knowledge,
                                .same_knowledge = !strcmp(row->knowledge, flow->kb->version) };
    ngl_status s = ngl_flow_assessment_read(row, arena, flow->kb, a, &look->unknown_keys, err);
    if (s != NGL_OK) return s;
    look->triage = a->triage;
    lead(look, a);
    if (before) {
        moved(look, flow->kb, a, before);
        changed(look, flow->kb, a->answer, before->answer);
    }
    return look->same_knowledge ? NGL_OK : weigh_again(look, flow->kb, a, err);
}

ngl_status ngl_flow_history(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_history_view *out, ngl_error *err)
{
    ngl_episode               e;
    const ngl_row_assessment *row = NULL;
    size_t                    n = 0;
    ngl_status                s = ngl_flow_episode_load(flow, arena, episode, &e, err);
    if (s == NGL_OK) s = ngl_store_assessments(flow->store, arena, e.row.id, &row, &n, err);
    if (s != NGL_OK) return s;
    ngl_history_look *look = NGL_NEW(arena, ngl_history_look, n + 1);
    ngl_assessment   *a = NGL_NEW(arena, ngl_assessment, n + 1);
    if (!look || !a) return ngl_fail(err, NGL_E_NOMEM, 0, "the history does not fit into memory");
    for (size_t i = 0; i < n && s == NGL_OK; i++) s = look_at(&look[i], flow, arena, &row[i], &a[i], i ? &a[i - 1] : NULL, err);
    *out = (ngl_history_view){ flow->kb, e.row.id, e.row.place, e.row.opened, e.row.closed, n, look };
    return s;
}
