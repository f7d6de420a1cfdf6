/* The clinician's page as JSON. */
#include "base/json_write.h"
#include "report/put.h"
#include "report/report_text.h"

#include <math.h>
#include <string.h>

static void put_answer(ngl_json *j, const ngl_knowledge *kb, ngl_id f, ngl_answer a)
{
    switch (a.state) {
    case NGL_YES: ngl_json_put_bool(j, kb->finding[f].key, true); break;
    case NGL_NO: ngl_json_put_bool(j, kb->finding[f].key, false); break;
    case NGL_CHOICE:
        ngl_json_put_string(j, kb->finding[f].key, kb->option[kb->finding[f].option_adr + a.option].key);
        break;
    case NGL_VALUE: ngl_put_exact(j, kb->finding[f].key, a.value); break;
    case NGL_UNKNOWN: break;
    }
}

static void put_answers(ngl_json *j, const ngl_report_view *v)
{
    const ngl_knowledge *kb = v->plan.kb;
    ngl_json_key(j, "answers");
    ngl_json_object(j);
    for (ngl_id i = 0; i < kb->nfinding; i++) put_answer(j, kb, i, v->a->answer[i]);
    ngl_json_end(j);
}

static void put_flags(ngl_json *j, const char *key, const ngl_report_view *v, ngl_answer_state state)
{
    const ngl_knowledge *kb = v->plan.kb;
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (ngl_id i = 0; i < kb->nfinding; i++) {
        if (kb->finding[i].answer != NGL_ANSWER_YES_NO || v->a->answer[i].state != state) continue;
        if (!kb->finding[i].clinician_only && ngl_is_danger_finding(kb, i)) ngl_json_string(j, kb->finding[i].key);
    }
    ngl_json_end(j);
}

static void put_rules(ngl_json *j, const ngl_report_view *v)
{
    ngl_json_key(j, "red_flags");
    ngl_json_array(j);
    for (ngl_id i = 0; i < v->a->nrule; i++) {
        const ngl_rule *r = &v->plan.kb->rule[v->a->rule[i]];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", r->key);
        ngl_json_put_string(j, "urgency", ngl_triage_key(r->urgency));
        ngl_json_put_string(j, "action", r->action);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_reasons(ngl_json *j, const char *key, const ngl_knowledge *kb, const ngl_reason *r, unsigned n)
{
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (unsigned i = 0; i < n; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", kb->finding[r[i].finding].key);
        ngl_json_put_number(j, "log_odds", r[i].log_odds, 4);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_causes(ngl_json *j, const ngl_report_view *v)
{
    const ngl_knowledge *kb = v->plan.kb;
    ngl_json_key(j, "causes");
    ngl_json_array(j);
    for (uint32_t i = 0; i < v->a->ncause; i++) {
        const ngl_cause *c = &v->a->cause[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", kb->condition[c->condition].key);
        ngl_json_put_number(j, "p", c->p, 6);
        ngl_json_put_number(j, "low", c->low, 6);
        ngl_json_put_number(j, "high", c->high, 6);
        ngl_json_put_number(j, "first", c->first, 6);
        for (unsigned w = 0; w < v->nwhy; w++) {
            if (v->why[w].condition != c->condition) continue;
            put_reasons(j, "for", kb, v->why[w].help, v->why[w].nhelp);
            put_reasons(j, "against", kb, v->why[w].hurt, v->why[w].nhurt);
        }
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_put_number(j, "other", v->a->other, 6);
    ngl_json_put_number(j, "fit", v->a->fit, 6);
}

static void put_weeks(ngl_json *j, const ngl_report_view *v)
{
    ngl_json_key(j, "weeks");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->nweek; i++) {
        const ngl_report_week *w = &v->week[i];
        ngl_json_object(j);
        ngl_put_day(j, "monday", w->monday);
        ngl_json_put_number(j, "km", v->has_runs ? w->km : NAN, 2);
        ngl_json_put_number(j, "longest_km", v->has_runs ? w->longest_km : NAN, 2);
        ngl_put_exact(j, "runs", v->has_runs ? (double)w->runs : (double)NAN);
        ngl_put_exact(j, "worst_daily", w->worst[0]);
        ngl_put_exact(j, "worst_during", w->worst[1]);
        ngl_put_exact(j, "worst_morning", w->worst[2]);
        ngl_json_put_integer(j, "days_noted", w->days);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_plan(ngl_json *j, const ngl_report_view *v)
{
    const ngl_plan *p = v->plan.plan;
    ngl_json_key(j, "plan");
    ngl_json_object(j);
    ngl_json_put_string(j, "kind", ngl_plan_kind_key(p->kind));
    ngl_json_put_string(j, "see", ngl_see_key(p->see));
    ngl_json_put_string(j, "stage", p->kind == NGL_PLAN_STAGE ? v->plan.kb->stage[p->stage].key : NULL);
    ngl_put_day(j, "since", v->plan.since);
    ngl_json_put_string(j, "run", ngl_run_key(p->run));
    ngl_json_key(j, "done_days_of_14");
    ngl_json_object(j);
    for (unsigned i = 0; i < v->nexercise; i++)
        ngl_json_put_integer(j, v->plan.kb->exercise[v->exercise[i].exercise].key, v->exercise[i].days);
    ngl_json_end(j);
    ngl_json_end(j);
    ngl_json_key(j, "changes");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->nchange; i++) {
        ngl_json_object(j);
        ngl_put_day(j, "day", v->change[i].day);
        ngl_json_put_string(j, "what", v->change[i].words);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_sources(ngl_json *j, const ngl_report_view *v)
{
    ngl_sources s;
    ngl_plan_sources(&s, v->plan.kb, v->plan.plan);
    ngl_json_key(j, "sources");
    ngl_json_array(j);
    for (uint16_t i = 0; i < s.n; i++) ngl_json_string(j, v->plan.kb->source[s.source[i]].key);
    ngl_json_end(j);
}

void ngl_report_json(ngl_buf *out, const ngl_report_view *v)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", v->plan.kb->version);
    ngl_json_put_string(&j, "assessed_with", v->knowledge);
    ngl_json_put_integer(&j, "episode", v->plan.episode);
    ngl_json_put_string(&j, "place", v->plan.place);
    ngl_put_day(&j, "day", v->plan.today);
    ngl_put_day(&j, "opened", v->plan.opened);
    ngl_put_day(&j, "assessed", v->assessed);
    ngl_json_put_string(&j, "triage", ngl_triage_key(v->a->triage));
    put_rules(&j, v);
    put_flags(&j, "danger_yes", v, NGL_YES);
    put_flags(&j, "danger_no", v, NGL_NO);
    put_flags(&j, "danger_not_answered", v, NGL_UNKNOWN);
    put_answers(&j, v);
    put_causes(&j, v);
    put_weeks(&j, v);
    put_plan(&j, v);
    put_sources(&j, v);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}
