/* A plan as JSON: keys of the knowledge, numbers as they are, words beside. */
#include "base/json_write.h"
#include "report/ahead_report.h"
#include "report/plan_report.h"
#include "report/put.h"

#include <string.h>

static void put_refs(ngl_json *j, const ngl_knowledge *kb, ngl_refs refs)
{
    ngl_json_key(j, "sources");
    ngl_json_array(j);
    for (uint16_t i = 0; i < refs.num; i++) ngl_json_string(j, kb->source[kb->source_ref[refs.adr + i]].key);
    ngl_json_end(j);
}

static void put_why(ngl_json *j, const ngl_plan *p)
{
    ngl_json_key(j, "why");
    ngl_json_array(j);
    for (int i = 0; i < NGL_WHY_COUNT; i++)
        if (p->why >> i & 1u) ngl_json_string(j, ngl_plan_why_text((ngl_plan_why)i));
    ngl_json_end(j);
}

static void put_causes(ngl_json *j, const ngl_knowledge *kb, const ngl_plan *p)
{
    ngl_json_key(j, "causes");
    ngl_json_array(j);
    for (uint16_t i = 0; i < p->ncause; i++) {
        const ngl_plan_cause *c = &p->cause[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", kb->condition[c->condition].key);
        ngl_json_put_string(j, "name", kb->condition[c->condition].name);
        ngl_json_put_number(j, "p", c->p, 6);
        ngl_json_put_string(j, "protocol", c->protocol == NGL_NONE ? NULL : kb->protocol[c->protocol].key);
        ngl_json_put_string(j, "note", kb->care[c->condition].note);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_stage(ngl_json *j, const ngl_plan_view *v)
{
    const ngl_plan *p = v->plan;
    ngl_json_key(j, "stage");
    if (p->kind != NGL_PLAN_STAGE) {
        ngl_json_null(j);
        return;
    }
    const ngl_stage *s = &v->kb->stage[p->stage];
    ngl_json_object(j);
    ngl_json_put_string(j, "protocol", v->kb->protocol[p->protocol].key);
    ngl_json_put_string(j, "id", s->key);
    ngl_json_put_string(j, "name", s->name);
    ngl_json_put_integer(j, "step", (int64_t)p->step + 1);
    ngl_json_put_integer(j, "of", v->kb->protocol[p->protocol].stage_num);
    ngl_put_day(j, "since", v->since);
    ngl_put_exact(j, "weeks_low", s->weeks_low);
    ngl_put_exact(j, "weeks_high", s->weeks_high);
    put_refs(j, v->kb, v->kb->protocol[p->protocol].source);
    ngl_json_end(j);
}

static void put_dose(ngl_json *j, const ngl_knowledge *kb, const ngl_plan_dose *d)
{
    const ngl_exercise *e = &kb->exercise[d->exercise];
    ngl_json_object(j);
    ngl_json_put_string(j, "id", e->key);
    ngl_json_put_string(j, "name", e->name);
    ngl_put_exact(j, "sets", d->sets);
    ngl_put_exact(j, "reps", d->reps);
    ngl_put_exact(j, "hold_s", d->hold_s);
    ngl_put_exact(j, "per_week", d->per_week);
    ngl_json_put_string(j, "load", d->load);
    ngl_json_put_string(j, "note", d->note);
    ngl_json_put_string(j, "how_to", e->how_to);
    ngl_json_put_string(j, "cautions", e->cautions);
    ngl_json_put_string(j, "from_protocol", kb->protocol[d->protocol].key);
    put_refs(j, kb, e->source);
    ngl_json_end(j);
}

static void put_exercises(ngl_json *j, const ngl_knowledge *kb, const ngl_plan *p)
{
    ngl_json_key(j, "exercises");
    ngl_json_array(j);
    for (uint16_t i = 0; i < p->ndose; i++) put_dose(j, kb, &p->dose[i]);
    ngl_json_end(j);
    ngl_json_key(j, "held_until_cleared");
    ngl_json_array(j);
    for (uint16_t i = 0; i < p->nheld; i++) ngl_json_string(j, kb->exercise[p->held[i]].key);
    ngl_json_end(j);
}

static void put_run(ngl_json *j, const ngl_knowledge *kb, const ngl_plan *p)
{
    ngl_json_key(j, "run");
    ngl_json_object(j);
    ngl_json_put_string(j, "allowed", ngl_run_key(p->run));
    ngl_json_key(j, "text");
    ngl_json_array(j);
    for (uint16_t i = 0; i < p->nrun_text; i++) ngl_json_string(j, p->run_text[i]);
    ngl_json_end(j);
    ngl_json_put_string(j, "programme", p->programme == NGL_NONE ? NULL : kb->programme[p->programme].key);
    ngl_json_put_string(j, "level", p->level == NGL_NONE ? NULL : kb->level[p->level].key);
    ngl_json_end(j);
}

static void put_pain(ngl_json *j, const ngl_knowledge *kb, const ngl_plan *p)
{
    ngl_json_key(j, "pain_rule");
    if (p->pain_rule == NGL_NONE) {
        ngl_json_null(j);
        return;
    }
    ngl_json_object(j);
    ngl_json_put_string(j, "id", kb->pain_rule[p->pain_rule].key);
    ngl_put_exact(j, "run_max", p->run_max);
    ngl_put_exact(j, "absolute_max", p->absolute_max);
    ngl_put_exact(j, "next_day_rise_max", p->next_day_rise_max);
    ngl_put_exact(j, "settle_h_max", p->settle_h_max);
    put_refs(j, kb, kb->pain_rule[p->pain_rule].source);
    ngl_json_end(j);
}

static void put_move_on(ngl_json *j, const ngl_plan_view *v)
{
    static const char *const op[] = { "<=", ">=", "==" };
    ngl_json_key(j, "move_on");
    ngl_json_array(j);
    for (uint16_t i = 0; i < v->plan->nexit; i++) {
        const ngl_criterion *c = &v->kb->criterion[v->plan->criterion[i]];
        ngl_buf              words;
        ngl_buf_init(&words, 1024);
        ngl_criterion_words(&words, v->kb, c);
        ngl_json_object(j);
        ngl_json_put_string(j, "metric", v->kb->metric[c->metric].key);
        ngl_json_put_string(j, "op", op[c->compare]);
        ngl_put_exact(j, "value", c->value);
        ngl_json_put_string(j, "text", ngl_buf_string(&words));
        ngl_json_put_bool(j, "met", v->progress.met >> i & 1u);
        ngl_json_end(j);
        ngl_buf_free(&words);
    }
    ngl_json_end(j);
}

/* One array of words of the plausible causes' stages or protocols, each once. */
static void put_words(ngl_json *j, const char *key, const ngl_plan *p, const ngl_knowledge *kb,
                      const char *(*pick)(const ngl_knowledge *, const ngl_plan_cause *))
{
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (uint16_t i = 0; i < p->ncause; i++) {
        const char *text = pick(kb, &p->cause[i]);
        bool        again = !*text;
        for (uint16_t k = 0; k < i; k++) again |= !strcmp(text, pick(kb, &p->cause[k]));
        if (!again) ngl_json_string(j, text);
    }
    ngl_json_end(j);
}

static const char *setback_of(const ngl_knowledge *kb, const ngl_plan_cause *c)
{
    return ngl_setback_words(kb, c);
}

static const char *refer_of(const ngl_knowledge *kb, const ngl_plan_cause *c)
{
    return c->stage == UINT32_MAX ? "" : kb->stage[c->stage].refer;
}

static const char *emergency_of(const ngl_knowledge *kb, const ngl_plan_cause *c)
{
    return c->protocol == NGL_NONE ? "" : kb->protocol[c->protocol].emergency_if;
}

static const char *avoid_of(const ngl_knowledge *kb, const ngl_plan_cause *c)
{
    return c->protocol == NGL_NONE ? "" : kb->protocol[c->protocol].avoid;
}

static void put_measures(ngl_json *j, const ngl_knowledge *kb, const ngl_plan *p)
{
    ngl_json_key(j, "self_care");
    ngl_json_array(j);
    for (uint16_t i = 0; i < p->nmeasure; i++) {
        const ngl_treatment *t = &kb->treatment[p->measure[i]];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", t->key);
        ngl_json_put_string(j, "name", t->name);
        ngl_json_put_string(j, "what", t->what);
        ngl_json_put_string(j, "dose", t->dose);
        ngl_json_put_string(j, "evidence", t->evidence);
        ngl_json_put_string(j, "harms", t->harms);
        put_refs(j, kb, t->source);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_actions(ngl_json *j, const ngl_knowledge *kb, const ngl_plan *p)
{
    ngl_json_key(j, "actions");
    ngl_json_array(j);
    for (uint16_t i = 0; i < p->nrule; i++) {
        const ngl_rule *r = &kb->rule[p->rule[i]];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", r->key);
        ngl_json_put_string(j, "urgency", ngl_triage_key(r->urgency));
        ngl_json_put_string(j, "action", r->action);
        put_refs(j, kb, r->source);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_proposal(ngl_json *j, const ngl_plan_view *v)
{
    ngl_json_key(j, "proposal");
    if (v->progress.move == NGL_MOVE_STAY) {
        ngl_json_null(j);
        return;
    }
    ngl_buf words;
    ngl_buf_init(&words, 2048);
    ngl_move_words(&words, v);
    ngl_json_object(j);
    ngl_json_put_string(j, "move", ngl_move_key(v->progress.move));
    ngl_json_put_integer(j, "step", (int64_t)v->progress.step + 1);
    ngl_json_put_string(j, "text", ngl_buf_string(&words));
    ngl_json_end(j);
    ngl_buf_free(&words);
}

static void put_sources(ngl_json *j, const ngl_knowledge *kb, const ngl_plan *p)
{
    ngl_sources s;
    ngl_plan_sources(&s, kb, p);
    ngl_json_key(j, "sources");
    ngl_json_array(j);
    for (uint16_t i = 0; i < s.n; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", kb->source[s.source[i]].key);
        ngl_json_put_string(j, "citation", kb->source[s.source[i]].citation);
        ngl_json_put_string(j, "locator", kb->source[s.source[i]].locator);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

void ngl_plan_json(ngl_buf *out, const ngl_plan_view *v)
{
    const ngl_plan *p = v->plan;
    ngl_json        j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", v->kb->version);
    ngl_json_put_integer(&j, "episode", v->episode);
    ngl_json_put_string(&j, "place", v->place);
    ngl_put_day(&j, "opened", v->opened);
    ngl_put_day(&j, "day", v->today);
    ngl_json_put_string(&j, "kind", ngl_plan_kind_key(p->kind));
    ngl_json_put_string(&j, "see", ngl_see_key(p->see));
    put_why(&j, p);
    put_actions(&j, v->kb, p);
    put_causes(&j, v->kb, p);
    put_stage(&j, v);
    put_exercises(&j, v->kb, p);
    put_run(&j, v->kb, p);
    put_pain(&j, v->kb, p);
    put_measures(&j, v->kb, p);
    put_words(&j, "avoid", p, v->kb, avoid_of);
    put_move_on(&j, v);
    put_words(&j, "step_back", p, v->kb, setback_of);
    put_words(&j, "get_help", p, v->kb, refer_of);
    put_words(&j, "emergency_if", p, v->kb, emergency_of);
    ngl_json_put_string(&j, "tell_apart", p->next == NGL_NONE ? NULL : v->kb->finding[p->next].key);
    put_proposal(&j, v);
    ngl_put_day(&j, "review", p->review);
    if (v->ahead && !v->advice_held) {
        ngl_json_key(&j, "ahead");
        ngl_ahead_json(&j, v->ahead);
    }
    put_sources(&j, v->kb, p);
    ngl_json_put_integer(&j, "safety_questions_open", p->nopen);
    ngl_json_put_bool(&j, "advice_held", v->advice_held);
    ngl_json_key(&j, "open_safety_questions");
    ngl_json_array(&j);
    for (ngl_id i = 0; i < v->nopen; i++) ngl_json_string(&j, v->kb->finding[v->open[i]].key);
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}
