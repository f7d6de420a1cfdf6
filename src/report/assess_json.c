/* An assessment as the documented JSON object. The first eight keys and their
 * order are relied on from outside; later keys may grow. */
#include "base/date.h"
#include "base/json_write.h"
#include "report/assess_report.h"
#include "report/next_report.h"

enum { DECIMALS = 6 };

static void write_flags(ngl_json *j, const ngl_view *v)
{
    ngl_json_key(j, "red_flags");
    ngl_json_array(j);
    for (ngl_id i = 0; i < v->a.nrule; i++) {
        const ngl_rule *r = &v->kb->rule[v->a.rule[i]];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", r->key);
        ngl_json_put_string(j, "urgency", ngl_triage_key(r->urgency));
        ngl_json_put_string(j, "action", r->action);
        ngl_json_key(j, "suspects");
        ngl_json_array(j);
        for (unsigned s = 0; s < r->suspect_num; s++)
            ngl_json_string(j, v->kb->condition[v->kb->suspect[r->suspect_adr + s]].key);
        ngl_json_end(j);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void write_forms(ngl_json *j, const ngl_view *v, const ngl_condition *c)
{
    if (!c->form_num || !v->form) return;
    ngl_json_key(j, "forms");
    ngl_json_array(j);
    for (unsigned i = 0; i < c->form_num; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->form[c->form_adr + i].key);
        ngl_json_put_number(j, "p", v->form[c->form_adr + i], DECIMALS);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void write_causes(ngl_json *j, const ngl_view *v)
{
    ngl_json_key(j, "causes");
    ngl_json_array(j);
    for (uint32_t i = 0; i < v->a.ncause; i++) {
        const ngl_cause *c = &v->a.cause[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->condition[c->condition].key);
        ngl_json_put_number(j, "p", c->p, DECIMALS);
        ngl_json_put_number(j, "low", c->low, DECIMALS);
        ngl_json_put_number(j, "high", c->high, DECIMALS);
        ngl_json_put_number(j, "first", c->first, DECIMALS);
        write_forms(j, v, &v->kb->condition[c->condition]);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void write_next(ngl_json *j, const ngl_view *v)
{
    bool none = v->next.finding == NGL_NONE;
    ngl_json_key(j, "next");
    ngl_json_object(j);
    ngl_json_put_string(j, "id", none ? NULL : v->kb->finding[v->next.finding].key);
    ngl_json_put_number(j, "bits", none ? 0 : v->next.bits, DECIMALS);
    ngl_json_put_number(j, "seconds", none ? 0 : v->next.seconds, 0);
    ngl_next_json(j, v->kb, &v->next);
    ngl_json_end(j);
    ngl_json_put_bool(j, "stop", v->next.stop);
}

static const char *by_key(ngl_danger_by by)
{
    switch (by) {
    case NGL_BY_RULE: return "rule";
    case NGL_BY_SCORE: return "score";
    case NGL_BY_HARM: return "harm";
    case NGL_BY_CAUSE: return "cause";
    case NGL_BY_FIT: return "fit";
    }
    return "";
}

static void write_reasons(ngl_json *j, const ngl_view *v)
{
    ngl_json_key(j, "triage_reasons");
    ngl_json_array(j);
    for (uint32_t i = 0; i < v->danger.nreason; i++) {
        const ngl_danger_reason *r = &v->danger.reason[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "by", by_key(r->by));
        ngl_json_put_string(j, "level", ngl_triage_key(r->level));
        if (r->by == NGL_BY_RULE) ngl_json_put_string(j, "rule", v->kb->rule[r->rule].key);
        if (r->by == NGL_BY_SCORE) ngl_json_put_integer(j, "score", v->danger.score);
        if (r->by == NGL_BY_HARM || r->by == NGL_BY_CAUSE) {
            ngl_json_put_string(j, "condition", v->kb->condition[r->condition].key);
            ngl_json_put_number(j, "p", r->p, DECIMALS);
        }
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void write_moves(ngl_json *j, const ngl_view *v, const char *key, const ngl_reason *r, unsigned n)
{
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (unsigned i = 0; i < n; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->finding[r[i].finding].key);
        ngl_json_put_number(j, "log_odds", r[i].log_odds, DECIMALS);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void write_why(ngl_json *j, const ngl_view *v)
{
    if (!v->nwhy) return;
    ngl_json_key(j, "why");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->nwhy; i++) {
        const ngl_view_cause *w = &v->why[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->condition[w->condition].key);
        write_moves(j, v, "helps", w->help, w->nhelp);
        write_moves(j, v, "hurts", w->hurt, w->nhurt);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void write_contradictions(ngl_json *j, const ngl_view *v)
{
    ngl_json_key(j, "contradictions");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->ncontradiction; i++) {
        ngl_id   f[NGL_CONTRADICTION_MAX];
        unsigned n = ngl_contradiction_names(v->kb, v->contradiction[i], f);
        ngl_json_object(j);
        ngl_json_key(j, "ids");
        ngl_json_array(j);
        for (unsigned k = 0; k < n; k++) ngl_json_string(j, v->kb->finding[f[k]].key);
        ngl_json_end(j);
        ngl_json_put_string(j, "text", v->kb->contradiction[v->contradiction[i]].text);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void write_extras(ngl_json *j, const ngl_view *v)
{
    static const char *const prior[] = { "runner", "clinic", "neutral" };
    char                     day[NGL_DAY_TEXT];
    write_reasons(j, v);
    ngl_json_key(j, "gates");
    ngl_json_array(j);
    for (ngl_id i = 0; i < v->ngate; i++) ngl_json_string(j, v->kb->rule[v->gate[i]].key);
    ngl_json_end(j);
    ngl_json_key(j, "open_safety_questions");
    ngl_json_array(j);
    for (ngl_id i = 0; i < v->nopen; i++) ngl_json_string(j, v->kb->finding[v->open[i]].key);
    ngl_json_end(j);
    ngl_json_put_bool(j, "advice_held", v->nopen > 0 && v->a.triage < NGL_TRIAGE_URGENT);
    write_contradictions(j, v);
    if (v->next_why) ngl_json_key(j, "next_why"), ngl_next_why_json(j, v->kb, v->next_why);
    ngl_json_put_string(j, "prior", prior[v->a.prior]);
    ngl_day_format(day, v->today);
    ngl_json_put_string(j, "today", day);
    write_why(j, v);
    ngl_view_more_json(j, v);
}

void ngl_view_json(ngl_buf *out, const ngl_view *v)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", v->kb->version);
    ngl_json_put_string(&j, "triage", ngl_triage_key(v->a.triage));
    write_flags(&j, v);
    write_causes(&j, v);
    ngl_json_put_number(&j, "other", v->a.other, DECIMALS);
    ngl_json_put_number(&j, "fit", v->a.fit, DECIMALS);
    write_next(&j, v);
    write_extras(&j, v);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}
