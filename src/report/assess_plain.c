/* An assessment as records: one a line, fields between tabs, the kind first.
 * Nothing that the drawn form says is left out. */
#include "base/number.h"
#include "report/assess_report.h"

#include <string.h>

enum { LINES_MAX = 1 << 17, TEXT_MAX = 2048, DECIMALS = 4 };

typedef struct records {
    ngl_buf    *out;
    const char *kind;
} records;

static void tab(ngl_buf *out)
{
    ngl_buf_char(out, '\t');
}

static void one_line(void *to, const char *text, size_t len)
{
    records *r = to;
    ngl_buf_printf(r->out, "%s\t", r->kind);
    ngl_buf_add(r->out, text, len);
    ngl_buf_char(r->out, '\n');
}

static void lines(ngl_buf *out, const ngl_view *v, const char *kind, void (*make)(ngl_buf *, const ngl_view *))
{
    ngl_buf text;
    ngl_buf_init(&text, LINES_MAX);
    make(&text, v);
    ngl_view_lines(ngl_buf_string(&text), one_line, &(records){ out, kind });
    ngl_buf_free(&text);
}

static void number(ngl_buf *out, double v)
{
    tab(out);
    ngl_buf_number(out, v, DECIMALS);
}

static void causes(ngl_buf *out, const ngl_view *v)
{
    for (uint32_t i = 0; i < v->a.ncause; i++) {
        const ngl_cause *c = &v->a.cause[i];
        ngl_buf_printf(out, "cause\t%s\t%s\t%s", v->kb->condition[c->condition].key,
                       ngl_said_word(ngl_view_cause_said(v, i)), v->kb->condition[c->condition].name);
        number(out, c->p);
        number(out, c->low);
        number(out, c->high);
        number(out, c->first);
        ngl_buf_char(out, '\n');
    }
}

static void moves(ngl_buf *out, const ngl_view *v, const char *kind, const ngl_view_cause *w, const ngl_reason *r,
                  unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        ngl_buf_printf(out, "%s\t%s\t%s", kind, v->kb->condition[w->condition].key, v->kb->finding[r[i].finding].key);
        number(out, r[i].log_odds);
        tab(out);
        ngl_view_answer(out, v->kb, r[i].finding, v->a.answer[r[i].finding]);
        ngl_buf_char(out, '\n');
    }
}

static void why_not(ngl_buf *out, const ngl_view *v)
{
    for (unsigned i = 0; i < v->more->nwhy_not; i++) {
        records r = { out, "why_not" };
        ngl_buf text;
        ngl_buf_init(&text, LINES_MAX);
        ngl_buf_printf(out, "why_not\t%s\n", v->kb->condition[v->more->why_not[i].condition].key);
        ngl_view_why_not_lines(&text, v, &v->more->why_not[i]);
        ngl_view_lines(ngl_buf_string(&text), one_line, &r);
        ngl_buf_free(&text);
    }
}

static void more(ngl_buf *out, const ngl_view *v)
{
    if (!v->more) return;
    if (v->more->nets) lines(out, v, "net", ngl_view_net_lines);
    if (v->more->changes) lines(out, v, "change", ngl_view_change_lines);
    if (v->more->changes) lines(out, v, "counter", ngl_view_counter_lines);
    why_not(out, v);
    if (!v->more->clinic) return;
    lines(out, v, "test_done", ngl_view_given_lines);
    lines(out, v, "test_next", ngl_view_test_lines);
    lines(out, v, "imaging", ngl_view_imaging_lines);
}

void ngl_view_plain(ngl_buf *out, const ngl_view *v)
{
    ngl_buf_printf(out, "triage\t%s\t%s\n", ngl_triage_key(v->a.triage), ngl_view_heading(v));
    for (ngl_id i = 0; i < v->a.nrule; i++) {
        const ngl_rule *r = &v->kb->rule[v->a.rule[i]];
        ngl_buf_printf(out, "flag\t%s\t%s\t%s\n", r->key, ngl_triage_key(r->urgency), r->action);
    }
    lines(out, v, "do", ngl_view_steps);
    lines(out, v, "why", ngl_view_reasons);
    for (ngl_id i = 0; i < v->nopen; i++)
        ngl_buf_printf(out, "open\t%s\t%s\n", v->kb->finding[v->open[i]].key, v->kb->finding[v->open[i]].question);
    for (unsigned i = 0; i < v->ncontradiction; i++)
        ngl_buf_printf(out, "contradiction\t%s\t%s\n", v->kb->contradiction[v->contradiction[i]].key,
                       v->kb->contradiction[v->contradiction[i]].text);
    causes(out, v);
    for (unsigned i = 0; i < v->nwhy; i++) {
        moves(out, v, "for", &v->why[i], v->why[i].help, v->why[i].nhelp);
        moves(out, v, "against", &v->why[i], v->why[i].hurt, v->why[i].nhurt);
    }
    ngl_buf_text(out, "other");
    number(out, v->a.other);
    ngl_buf_text(out, "\nfit");
    number(out, v->a.fit);
    ngl_buf_printf(out, "\t%s\n", ngl_view_fit(v));
    more(out, v);
    if (v->next.finding != NGL_NONE)
        ngl_buf_printf(out, "next\t%s\t%s\n", v->kb->finding[v->next.finding].key,
                       v->kb->finding[v->next.finding].question);
    ngl_buf_printf(out, "note\tNiggle informs; a clinician decides.\nknowledge\t%s\n", v->kb->version);
}
