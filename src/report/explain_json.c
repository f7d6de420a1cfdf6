/* The further keys of an assessment's JSON: would_change, counterfactual,
 * why_not, safety_net, and what a clinician asked for. */
#include "base/date.h"
#include "report/assess_report.h"

enum { DECIMALS = 6 };

static const char *key_of(const ngl_view *v, ngl_id condition)
{
    return condition == NGL_NONE ? NULL : v->kb->condition[condition].key;
}

void ngl_view_json_range(ngl_json *j, const char *key, ngl_range r)
{
    ngl_json_key(j, key);
    ngl_json_object(j);
    ngl_json_put_number(j, "value", r.value, DECIMALS);
    ngl_json_put_number(j, "low", r.low, DECIMALS);
    ngl_json_put_number(j, "high", r.high, DECIMALS);
    ngl_json_end(j);
}

static void put_answer(ngl_json *j, const ngl_view *v, const char *key, ngl_id finding, ngl_answer answer)
{
    ngl_buf text;
    ngl_buf_init(&text, 256);
    ngl_view_answer_key(&text, v->kb, finding, answer);
    ngl_json_put_string(j, key, ngl_buf_string(&text));
    ngl_buf_free(&text);
}

static void shift(ngl_json *j, const ngl_view *v, const ngl_shift *s)
{
    ngl_json_object(j);
    ngl_json_put_string(j, "id", v->kb->finding[s->finding].key);
    put_answer(j, v, "answer", s->finding, s->answer);
    ngl_json_put_number(j, "chance", s->chance, DECIMALS);
    ngl_json_put_string(j, "cause", key_of(v, s->condition));
    ngl_json_put_number(j, "from", s->from.value, DECIMALS);
    ngl_json_put_number(j, "to", s->to.value, DECIMALS);
    ngl_json_put_number(j, "to_low", s->to.low, DECIMALS);
    ngl_json_put_number(j, "to_high", s->to.high, DECIMALS);
    ngl_json_put_string(j, "triage", ngl_triage_key(s->triage));
    ngl_json_put_bool(j, "by_rule", s->by_rule);
    ngl_json_end(j);
}

static void shifts(ngl_json *j, const ngl_view *v, const char *key, const ngl_shift *s, unsigned n)
{
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (unsigned i = 0; i < n; i++) shift(j, v, &s[i]);
    ngl_json_end(j);
}

static void counterfactuals(ngl_json *j, const ngl_view *v)
{
    ngl_json_key(j, "counterfactual");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->more->ncounter; i++) {
        const ngl_counterfactual *x = &v->more->counter[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "cause", key_of(v, v->more->counter_of));
        ngl_json_put_string(j, "id", v->kb->finding[x->finding].key);
        put_answer(j, v, "answer", x->finding, v->a.answer[x->finding]);
        put_answer(j, v, "instead", x->finding, x->other);
        ngl_view_json_range(j, "now", x->now);
        ngl_view_json_range(j, "then", x->flipped);
        ngl_json_put_string(j, "triage", ngl_triage_key(x->triage_flipped));
        ngl_view_json_range(j, "unknown", x->unknown);
        ngl_json_put_string(j, "triage_unknown", ngl_triage_key(x->triage_unknown));
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void reasons(ngl_json *j, const ngl_view *v, const char *key, const ngl_reason *r, unsigned n)
{
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (unsigned i = 0; i < n; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->finding[r[i].finding].key);
        put_answer(j, v, "answer", r[i].finding, v->a.answer[r[i].finding]);
        ngl_json_put_number(j, "log_odds", r[i].log_odds, DECIMALS);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void why_not(ngl_json *j, const ngl_view *v, const ngl_why_not *w)
{
    ngl_json_object(j);
    ngl_json_put_string(j, "id", key_of(v, w->condition));
    ngl_json_put_number(j, "p", w->p.value, DECIMALS);
    ngl_json_put_number(j, "low", w->p.low, DECIMALS);
    ngl_json_put_number(j, "high", w->p.high, DECIMALS);
    ngl_json_put_integer(j, "rank", w->rank);
    ngl_json_put_number(j, "prior", w->prior, DECIMALS);
    ngl_json_put_number(j, "prior_with_history", w->prior_self, DECIMALS);
    ngl_json_put_string(j, "ruled_out_by", w->ruled_out_by == NGL_NONE ? NULL : v->kb->finding[w->ruled_out_by].key);
    reasons(j, v, "against", w->against, w->nagainst);
    reasons(j, v, "for", w->support, w->nfor);
    ngl_json_put_number(j, "alone", w->alone, DECIMALS);
    ngl_json_put_string(j, "beside", key_of(v, w->beside));
    ngl_json_put_number(j, "beside_share", w->beside_share, DECIMALS);
    shifts(j, v, "raised_by", w->raise, w->nraise);
    ngl_json_put_string(j, "level", ngl_triage_key(w->level));
    ngl_json_put_bool(j, "not_ruled_out_by_questions", w->level >= NGL_TRIAGE_URGENT);
    ngl_json_key(j, "settled_by");
    if (w->settles == NGL_NONE) ngl_json_null(j);
    else {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->finding[w->settles].key);
        ngl_json_put_string(j, "question", v->kb->finding[w->settles].question);
        ngl_view_json_range(j, "if_yes", w->if_yes);
        ngl_view_json_range(j, "if_no", w->if_no);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void safety_net(ngl_json *j, const ngl_view *v)
{
    const ngl_more *m = v->more;
    char            day[NGL_DAY_TEXT];
    ngl_json_key(j, "safety_net");
    if (m->review_by == NGL_DAY_NONE) {
        ngl_json_null(j);
        return;
    }
    ngl_day_format(day, m->review_by);
    ngl_json_object(j);
    ngl_json_put_string(j, "review_by", day);
    ngl_json_put_string(j, "rule", "no better by then: see a physiotherapist or doctor");
    ngl_json_key(j, "watch_for");
    ngl_json_array(j);
    for (unsigned i = 0; i < m->nwatch; i++) {
        const ngl_watch *w = &m->watch[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->finding[w->finding].key);
        ngl_json_put_string(j, "urgency", ngl_triage_key(w->urgency));
        ngl_json_put_string(j, "text", v->kb->finding[w->finding].question);
        ngl_json_put_string(j, "action", w->rule == NGL_NONE ? ngl_view_advice(w->urgency) : v->kb->rule[w->rule].action);
        ngl_json_put_string(j, "condition", key_of(v, w->condition));
        ngl_json_put_number(j, "p", w->p, DECIMALS);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_end(j);
}

void ngl_view_more_json(ngl_json *j, const ngl_view *v)
{
    const ngl_more *m = v->more;
    if (!m) return;
    if (m->changes) {
        shifts(j, v, "would_change", m->change, m->nchange);
        shifts(j, v, "would_change_level", m->lift, m->nlift);
        counterfactuals(j, v);
    }
    if (m->nwhy_not) {
        ngl_json_key(j, "why_not");
        ngl_json_array(j);
        for (unsigned i = 0; i < m->nwhy_not; i++) why_not(j, v, &m->why_not[i]);
        ngl_json_end(j);
    }
    if (m->nets) safety_net(j, v);
    if (m->clinic) ngl_view_clinic_json(j, v);
}
