/* Opening an episode, or assessing an open one again.
 *
 * An assessment belongs to the open episode that shares a painful place with
 * it and does not name another side; otherwise a new pain has begun. The plan
 * keeps its stage while its protocol still leads alone, and starts again at
 * stage 1 when it does not. Everything is kept in one transaction.
 */
#include "flow/episode.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "base/json_write.h"
#include "flow/answers.h"

#include <string.h>

enum { KEPT_JSON_MAX = 1 << 20, PLACE_MAX = 200, EPISODE_MEMORY = 32 << 20 };

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "the episode does not fit into memory");
}

/* ---- places --------------------------------------------------------------- */

static bool is_place(const ngl_finding *f)
{
    return f->kind == NGL_KIND_SITE && f->answer == NGL_ANSWER_YES_NO && !strncmp(f->key, "site_", 5);
}

/* "sit bone" from "site_sit_bone"; a coarse place counts only without a finer one. */
static void add_place(ngl_buf *b, const ngl_knowledge *kb, const ngl_answer *answer, ngl_id place)
{
    for (ngl_id i = 0; i < kb->nfinding; i++)
        if (kb->finding[i].parent == place && is_place(&kb->finding[i]) && answer[i].state == NGL_YES) return;
    const char *word = kb->finding[place].key + 5;
    size_t      len = strlen(word);
    if (len > 4 && !strcmp(word + len - 4, "_any")) len -= 4;
    if (b->len + len + 2 > PLACE_MAX) return;
    if (b->len) ngl_buf_text(b, ", ");
    for (size_t i = 0; i < len; i++) ngl_buf_char(b, word[i] == '_' ? ' ' : word[i]);
}

const char *ngl_flow_place(ngl_arena *arena, const ngl_knowledge *kb, const ngl_answer *answer)
{
    ngl_buf b;
    ngl_buf_init(&b, 2 * PLACE_MAX);
    for (ngl_id i = 0; i < kb->nfinding; i++)
        if (is_place(&kb->finding[i]) && answer[i].state == NGL_YES) add_place(&b, kb, answer, i);
    if (b.len == 0) ngl_buf_text(&b, "buttock or hamstring");
    ngl_id side = ngl_finding_find(kb, "laterality");
    if (side != NGL_NONE && answer[side].state == NGL_CHOICE)
        ngl_buf_printf(&b, ", %s", kb->option[kb->finding[side].option_adr + answer[side].option].label);
    const char *place = ngl_arena_text(arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return place;
}

static bool shares_place(const ngl_knowledge *kb, const ngl_answer *a, const ngl_answer *b)
{
    bool   any_a = false, any_b = false, shared = false;
    ngl_id side = ngl_finding_find(kb, "laterality");
    for (ngl_id i = 0; i < kb->nfinding; i++) {
        if (!is_place(&kb->finding[i])) continue;
        any_a |= a[i].state == NGL_YES;
        any_b |= b[i].state == NGL_YES;
        shared |= a[i].state == NGL_YES && b[i].state == NGL_YES;
    }
    if (side != NGL_NONE && a[side].state == NGL_CHOICE && b[side].state == NGL_CHOICE && a[side].option != b[side].option)
        return false;
    return shared || !any_a || !any_b;
}

/* ---- keeping an assessment ----------------------------------------------------- */

static char *answers_json(ngl_arena *arena, const ngl_knowledge *kb, const ngl_answer *answer)
{
    ngl_buf  b;
    ngl_buf_init(&b, KEPT_JSON_MAX);
    ngl_json j = ngl_json_to(&b);
    ngl_answers_write(&j, kb, answer);
    char *text = b.failed ? NULL : ngl_arena_text(arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return text;
}

static char *causes_json(ngl_arena *arena, const ngl_knowledge *kb, const ngl_assessment *a)
{
    ngl_buf  b;
    ngl_buf_init(&b, KEPT_JSON_MAX);
    ngl_json j = ngl_json_to(&b);
    ngl_json_array(&j);
    for (uint32_t i = 0; i < a->ncause; i++) {
        const ngl_cause *c = &a->cause[i];
        ngl_json_object(&j);
        ngl_json_put_string(&j, "id", kb->condition[c->condition].key);
        ngl_json_put_number(&j, "p", c->p, 9);
        ngl_json_put_number(&j, "low", c->low, 9);
        ngl_json_put_number(&j, "high", c->high, 9);
        ngl_json_put_number(&j, "first", c->first, 9);
        ngl_json_end(&j);
    }
    ngl_json_end(&j);
    char *text = b.failed ? NULL : ngl_arena_text(arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return text;
}

static char *rules_json(ngl_arena *arena, const ngl_knowledge *kb, const ngl_assessment *a)
{
    ngl_buf  b;
    ngl_buf_init(&b, KEPT_JSON_MAX);
    ngl_json j = ngl_json_to(&b);
    ngl_json_array(&j);
    for (ngl_id i = 0; i < a->nrule; i++) ngl_json_string(&j, kb->rule[a->rule[i]].key);
    ngl_json_end(&j);
    char *text = b.failed ? NULL : ngl_arena_text(arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return text;
}

static ngl_status keep_assessment(ngl_row_assessment *row, ngl_flow *flow, ngl_arena *arena, const ngl_assessment *a,
                                  int64_t episode, ngl_error *err)
{
    *row = (ngl_row_assessment){
        .episode = episode,
        .day = flow->today,
        .noted = flow->now,
        .knowledge = flow->kb->version,
        .prior = ngl_prior_key(a->prior),
        .triage = ngl_triage_key(a->triage),
        .answers = answers_json(arena, flow->kb, a->answer),
        .causes = causes_json(arena, flow->kb, a),
        .rules = rules_json(arena, flow->kb, a),
        .other = a->other,
        .fit = a->fit,
        .next = a->next == NGL_NONE ? "" : flow->kb->finding[a->next].key,
    };
    if (!row->answers || !row->causes || !row->rules) return no_memory(err);
    return ngl_store_add_assessment(flow->store, row, err);
}

/* ---- keeping a plan --------------------------------------------------------------- */

static const char *protocol_key(const ngl_knowledge *kb, const ngl_plan *p)
{
    return p->protocol == NGL_NONE ? "" : kb->protocol[p->protocol].key;
}

static const char *stage_key(const ngl_knowledge *kb, const ngl_plan *p)
{
    return p->stage == UINT32_MAX ? "" : kb->stage[p->stage].key;
}

ngl_status ngl_flow_keep_plan(ngl_flow *flow, int64_t episode, int64_t assessment, const ngl_plan *p,
                              const ngl_plan_change *change, ngl_error *err)
{
    ngl_row_plan row = {
        .episode = episode,
        .assessment = assessment,
        .kind = ngl_plan_kind_key(p->kind),
        .protocol = protocol_key(flow->kb, p),
        .stage = stage_key(flow->kb, p),
        .since = change->since,
        .noted = flow->now,
        .knowledge = flow->kb->version,
        .reason = change->reason,
    };
    ngl_row_ledger entry = {
        .day = flow->today,
        .noted = flow->now,
        .event = change->event,
        .move = change->move,
        .protocol = row.protocol,
        .stage = row.stage,
        .reason = change->reason,
    };
    ngl_status s = ngl_store_add_plan(flow->store, &row, err);
    return s == NGL_OK ? ngl_store_add_ledger(flow->store, episode, &entry, err) : s;
}

/* The plan after an assessment; `before` is the episode as it stood, or NULL. */
static ngl_status next_plan(ngl_episode_opened *out, ngl_flow *flow, const ngl_assessment *a, const ngl_episode *before,
                            int64_t assessment, ngl_error *err)
{
    ngl_id     protocol = before ? before->plan.protocol : NGL_NONE;
    unsigned   step = before ? before->plan.step : 0, cleared = before ? before->plan.cleared : 0;
    ngl_status s = ngl_plan_at(&out->plan, flow->kb, a, protocol, step, cleared, flow->today, err);
    if (s != NGL_OK) return s;
    out->plan_kept = before && out->plan.kind == before->plan.kind && out->plan.protocol == protocol && out->plan.step == step;
    ngl_plan_change change = {
        .event = out->plan_kept ? "kept" : "made",
        .move = "",
        .reason = !before          ? "first plan of the episode"
                  : out->plan_kept ? "assessed again; the plan stands"
                                   : "assessed again; the likely causes or the danger changed",
        .since = out->plan_kept ? before->planned.since : flow->today,
    };
    return ngl_flow_keep_plan(flow, out->episode, assessment, &out->plan, &change, err);
}

/* ---- which episode ------------------------------------------------------------------ */

/* An open episode of the same place; its id stays 0 when there is none. */
static ngl_status find_same(ngl_episode *found, ngl_flow *flow, ngl_arena *arena, const ngl_assessment *a, ngl_error *err)
{
    const ngl_row_episode *row;
    size_t                 n;
    ngl_status             s = ngl_store_episodes(flow->store, arena, &row, &n, err);
    found->row.id = 0;
    for (size_t i = 0; s == NGL_OK && i < n && row[i].closed == NGL_DAY_NONE; i++) {
        s = ngl_flow_episode_load(flow, arena, row[i].id, found, err);
        if (s != NGL_OK || shares_place(flow->kb, found->a.answer, a->answer)) return s;
        found->row.id = 0;
    }
    return s;
}

static ngl_status find_before(ngl_episode *before, ngl_flow *flow, ngl_arena *arena, const ngl_assessment *a,
                              const ngl_episode_options *o, ngl_error *err)
{
    before->row.id = 0;
    if (o->start_new) return NGL_OK;
    ngl_status s = o->episode ? ngl_flow_episode_load(flow, arena, o->episode, before, err)
                              : find_same(before, flow, arena, a, err);
    if (s != NGL_OK || before->row.id == 0) return s;
    if (before->row.closed != NGL_DAY_NONE)
        return ngl_fail(err, NGL_E_NOT_FOUND, 0, "episode %lld is closed", (long long)o->episode);
    if (flow->today < before->assessed.day) {
        char day[NGL_DAY_TEXT];
        ngl_day_format(day, before->assessed.day);
        return ngl_fail(err, NGL_E_INVALID, 0, "this episode was already assessed on %s, which is later", day);
    }
    return NGL_OK;
}

static ngl_status open_all(ngl_episode_opened *out, ngl_flow *flow, ngl_arena *arena, const ngl_assessment *a,
                           const ngl_episode_options *o, ngl_error *err)
{
    ngl_episode        before;
    ngl_row_assessment kept;
    ngl_status         s = find_before(&before, flow, arena, a, o, err);
    if (s != NGL_OK) return s;
    out->is_new = before.row.id == 0;
    out->episode = before.row.id;
    if (out->is_new) {
        ngl_row_episode row = { .opened = flow->today, .closed = NGL_DAY_NONE,
                                .place = ngl_flow_place(arena, flow->kb, a->answer) };
        if (!row.place) return no_memory(err);
        s = ngl_store_add_episode(flow->store, &row, err);
        out->episode = row.id;
    }
    if (s == NGL_OK) s = keep_assessment(&kept, flow, arena, a, out->episode, err);
    if (s == NGL_OK) s = next_plan(out, flow, a, out->is_new ? NULL : &before, kept.id, err);
    return s;
}

ngl_status ngl_flow_episode_open(ngl_flow *flow, const ngl_assessment *a, const ngl_episode_options *options,
                                 ngl_episode_opened *out, ngl_error *err)
{
    static const ngl_episode_options usual = NGL_EPISODE_OPTIONS_INIT;
    ngl_episode_opened               made = { 0 };
    ngl_arena                        arena;
    ngl_arena_init(&arena, EPISODE_MEMORY);
    ngl_status s = ngl_store_begin(flow->store, err);
    if (s == NGL_OK) {
        s = open_all(&made, flow, &arena, a, options ? options : &usual, err);
        s = s == NGL_OK ? ngl_store_commit(flow->store, err) : (ngl_store_rollback(flow->store), s);
    }
    ngl_arena_free(&arena);
    if (s == NGL_OK) *out = made;
    return s;
}

/* ---- lists and ends -------------------------------------------------------------------- */

ngl_status ngl_flow_episode_list(ngl_flow *flow, ngl_arena *arena, const ngl_episode_line **line, size_t *nline,
                                 ngl_error *err)
{
    const ngl_row_episode *row;
    size_t                 n;
    ngl_status             s = ngl_store_episodes(flow->store, arena, &row, &n, err);
    if (s != NGL_OK) return s;
    ngl_episode_line *list = NGL_NEW(arena, ngl_episode_line, n + 1);
    if (!list) return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        ngl_episode e;
        s = ngl_flow_episode_load(flow, arena, row[i].id, &e, err);
        if (s != NGL_OK) return s;
        list[i] = (ngl_episode_line){ row[i].id, row[i].opened, row[i].closed, row[i].place, e.a.triage,
                                      e.a.ncause ? flow->kb->condition[e.a.cause[0].condition].key : "" };
    }
    *line = list;
    *nline = n;
    return NGL_OK;
}

static ngl_status close_in(ngl_flow *flow, int64_t episode, ngl_error *err)
{
    ngl_row_ledger entry = { .day = flow->today, .noted = flow->now, .event = "closed", .move = "", .protocol = "",
                             .stage = "", .reason = "the pain is over" };
    ngl_status     s = ngl_store_close_episode(flow->store, episode, flow->today, err);
    return s == NGL_OK ? ngl_store_add_ledger(flow->store, episode, &entry, err) : s;
}

ngl_status ngl_flow_episode_close(ngl_flow *flow, int64_t episode, ngl_error *err)
{
    ngl_status s = ngl_store_begin(flow->store, err);
    if (s != NGL_OK) return s;
    s = close_in(flow, episode, err);
    if (s == NGL_OK) return ngl_store_commit(flow->store, err);
    ngl_store_rollback(flow->store);
    return s;
}
