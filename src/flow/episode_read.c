/* Reading an episode back: kept keys become indexes of today's knowledge.
 *
 * What today's knowledge no longer knows is left out and counted, never
 * guessed; the plan is then made again from what is left, at the stage that
 * was kept.
 */
#include "flow/answers.h"
#include "flow/episode.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "the episode does not fit into memory");
}

/* ---- the assessment ---------------------------------------------------------- */

static ngl_status parse(json_t **out, const char *text, const char *what, ngl_error *err)
{
    *out = json_loads(text, 0, NULL);
    return *out ? NGL_OK : ngl_fail(err, NGL_E_CORRUPT, 0, "the %s kept with the episode cannot be read", what);
}

static ngl_status read_answers(ngl_episode *e, ngl_arena *arena, const ngl_knowledge *kb, ngl_error *err)
{
    json_t     *object = NULL;
    ngl_answer *answer = NGL_NEW(arena, ngl_answer, kb->nfinding + 1u);
    if (!answer) return no_memory(err);
    ngl_status s = parse(&object, e->assessed.answers, "answers", err);
    if (s != NGL_OK) return s;
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at))
        if (ngl_answers_one(answer, kb, json_object_iter_key(at), json_object_iter_value(at), NULL) != NGL_OK)
            e->unknown_keys++;
    json_decref(object);
    e->a.answer = answer;
    return NGL_OK;
}

static double number(const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

static ngl_status read_causes(ngl_episode *e, ngl_arena *arena, const ngl_knowledge *kb, ngl_error *err)
{
    json_t    *list = NULL;
    ngl_status s = parse(&list, e->assessed.causes, "causes", err);
    if (s != NGL_OK) return s;
    ngl_cause *cause = NGL_NEW(arena, ngl_cause, json_array_size(list) + 1);
    for (size_t i = 0; cause && i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        const char   *key = json_string_value(json_object_get(row, "id"));
        ngl_id        condition = key ? ngl_condition_find(kb, key) : NGL_NONE;
        if (condition == NGL_NONE || condition == kb->other) {
            e->unknown_keys++;
            continue;
        }
        cause[e->a.ncause++] = (ngl_cause){ condition, number(row, "p"), number(row, "low"), number(row, "high"),
                                            number(row, "first") };
    }
    json_decref(list);
    e->a.cause = cause;
    return cause ? NGL_OK : no_memory(err);
}

static ngl_id find_rule(const ngl_knowledge *kb, const char *key)
{
    for (ngl_id i = 0; key && i < kb->nrule; i++)
        if (!strcmp(kb->rule[i].key, key)) return i;
    return NGL_NONE;
}

static ngl_status read_rules(ngl_episode *e, ngl_arena *arena, const ngl_knowledge *kb, ngl_error *err)
{
    json_t    *list = NULL;
    ngl_status s = parse(&list, e->assessed.rules, "red flags", err);
    if (s != NGL_OK) return s;
    ngl_id *rule = NGL_NEW(arena, ngl_id, json_array_size(list) + 1);
    for (size_t i = 0; rule && i < json_array_size(list); i++) {
        ngl_id r = find_rule(kb, json_string_value(json_array_get(list, i)));
        if (r == NGL_NONE) e->unknown_keys++;
        else rule[e->a.nrule++] = r;
    }
    json_decref(list);
    e->a.rule = rule;
    return rule ? NGL_OK : no_memory(err);
}

static ngl_triage triage_of(const char *key)
{
    for (int t = NGL_TRIAGE_SELF_CARE; t < NGL_TRIAGE_EMERGENCY; t++)
        if (!strcmp(key, ngl_triage_key((ngl_triage)t))) return (ngl_triage)t;
    return NGL_TRIAGE_EMERGENCY;
}

static ngl_status read_assessment(ngl_episode *e, ngl_arena *arena, const ngl_knowledge *kb, ngl_error *err)
{
    e->a.triage = triage_of(e->assessed.triage);
    e->a.other = e->assessed.other;
    e->a.fit = e->assessed.fit;
    e->a.next = *e->assessed.next ? ngl_finding_find(kb, e->assessed.next) : NGL_NONE;
    ngl_status s = ngl_prior_parse(&e->a.prior, e->assessed.prior, err);
    if (s == NGL_OK) s = read_answers(e, arena, kb, err);
    if (s == NGL_OK) s = read_causes(e, arena, kb, err);
    if (s == NGL_OK) s = read_rules(e, arena, kb, err);
    return s;
}

ngl_status ngl_flow_assessment_read(const ngl_row_assessment *row, ngl_arena *arena, const ngl_knowledge *kb, ngl_assessment *out,
                                    unsigned *unknown_keys, ngl_error *err)
{
    ngl_episode e = { .assessed = *row };
    ngl_status  s = read_assessment(&e, arena, kb, err);
    if (s != NGL_OK) return s;
    *out = e.a;
    *unknown_keys = e.unknown_keys;
    return NGL_OK;
}

/* ---- check-ins --------------------------------------------------------------------- */

/* One kept row as the core knows it; false for words, exercises and signs taken back. */
static bool as_checkin(ngl_checkin *out, const ngl_row_checkin *row, ngl_instant assessed)
{
    *out = (ngl_checkin){ .day = row->day, .note = NGL_NOTE_COUNT, .sign = NGL_SIGN_COUNT, .value = row->value,
                          .weighed = row->noted < assessed };
    if (isnan(row->value)) return false;
    if (!strcmp(row->metric, "sign")) {
        out->sign = ngl_sign_find(row->what);
        return out->sign < NGL_SIGN_COUNT && row->value > 0;
    }
    out->note = ngl_note_find(row->metric);
    return out->note < NGL_NOTE_COUNT;
}

static ngl_status read_checkins(ngl_episode *e, ngl_flow *flow, ngl_arena *arena, ngl_error *err)
{
    ngl_status s = ngl_store_checkins(flow->store, arena, e->row.id, INT32_MIN + 1, flow->today, &e->noted, &e->nnoted, err);
    if (s != NGL_OK) return s;
    e->checkin = NGL_NEW(arena, ngl_checkin, e->nnoted + 1);
    if (!e->checkin) return no_memory(err);
    for (size_t i = 0; i < e->nnoted; i++)
        if (as_checkin(&e->checkin[e->ncheckin], &e->noted[i], e->assessed.noted)) e->ncheckin++;
    return NGL_OK;
}

/* ---- the plan ------------------------------------------------------------------------ */

static unsigned step_of(const ngl_knowledge *kb, ngl_id protocol, const char *stage)
{
    if (protocol == NGL_NONE) return 0;
    const ngl_protocol *p = &kb->protocol[protocol];
    for (unsigned i = 0; i < p->stage_num; i++)
        if (!strcmp(kb->stage[p->stage_adr + i].key, stage)) return i;
    return 0;
}

static bool is_cleared(const ngl_episode *e)
{
    bool cleared = false;
    for (size_t i = 0; i < e->ncheckin; i++)
        if (e->checkin[i].note == NGL_NOTE_CLEARANCE) cleared = e->checkin[i].value >= 1;
    return cleared;
}

static ngl_status read_plan(ngl_episode *e, ngl_flow *flow, ngl_error *err)
{
    const ngl_knowledge *kb = flow->kb;
    ngl_id               protocol = *e->planned.protocol ? ngl_protocol_find(kb, e->planned.protocol) : NGL_NONE;
    ngl_day              from = e->assessed.day > e->planned.since ? e->assessed.day : e->planned.since;
    ngl_status s = ngl_plan_at(&e->plan, kb, &e->a, protocol, step_of(kb, protocol, e->planned.stage), is_cleared(e),
                               from, err);
    if (s == NGL_OK)
        ngl_plan_progress(&e->progress, kb, &e->plan, e->planned.since, e->checkin, e->ncheckin, flow->today);
    return s;
}

/* ---- which one ------------------------------------------------------------------------- */

static ngl_status several_open(const ngl_row_episode *row, size_t n, ngl_error *err)
{
    ngl_buf b;
    ngl_buf_init(&b, NGL_ERROR_TEXT_MAX - 1);
    for (size_t i = 0; i < n && row[i].closed == NGL_DAY_NONE; i++)
        ngl_buf_printf(&b, "%s%lld (%s)", i ? ", " : "", (long long)row[i].id, row[i].place);
    ngl_fail(err, NGL_E_CONFLICT, 0, "several episodes are open: %.150s; say which with --episode NUMBER",
             ngl_buf_string(&b));
    ngl_buf_free(&b);
    return NGL_E_CONFLICT;
}

static ngl_status choose(ngl_row_episode *out, ngl_flow *flow, ngl_arena *arena, int64_t id, ngl_error *err)
{
    const ngl_row_episode *row;
    size_t                 n, open = 0;
    ngl_status             s = ngl_store_episodes(flow->store, arena, &row, &n, err);
    if (s != NGL_OK) return s;
    for (size_t i = 0; i < n; i++) {
        open += row[i].closed == NGL_DAY_NONE;
        if (id != 0 ? row[i].id == id : open == 1 && row[i].closed == NGL_DAY_NONE) *out = row[i];
    }
    if (id != 0 && out->id == id) return NGL_OK;
    if (id != 0) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no episode %lld", (long long)id);
    if (open > 1) return several_open(row, n, err);
    if (open == 0) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no open episode yet");
    return NGL_OK;
}

ngl_status ngl_flow_episode_load(ngl_flow *flow, ngl_arena *arena, int64_t id, ngl_episode *out, ngl_error *err)
{
    *out = (ngl_episode){ .row.id = 0 };
    ngl_status s = choose(&out->row, flow, arena, id, err);
    if (s == NGL_OK) s = ngl_store_last_assessment(flow->store, arena, out->row.id, &out->assessed, err);
    if (s == NGL_OK) s = ngl_store_last_plan(flow->store, arena, out->row.id, &out->planned, err);
    if (s == NGL_OK) s = read_assessment(out, arena, flow->kb, err);
    if (s == NGL_OK) s = read_checkins(out, flow, arena, err);
    if (s == NGL_OK) s = read_plan(out, flow, err);
    return s;
}
