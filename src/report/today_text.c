/* Today on a terminal: one line that answers, then what to do, then why. */
#include "base/date.h"
#include "base/number.h"
#include "report/plan_report.h"

#include <math.h>

enum { LINES_MAX = 16384 };

static const char *escape_of(ngl_state s)
{
    static const char *const colour[] = { "\033[1;32m", "\033[1;33m", "\033[1;34m", "\033[1;31m" };
    return colour[s];
}

static void headline(ngl_buf *out, const ngl_today_view *v, bool colour)
{
    static const char *const shape[] = { "●", "◆", "■", "⬣" };
    ngl_state                s = v->today.state;
    char                     day[NGL_DAY_WORDS];
    ngl_day_words(day, v->today.day);
    ngl_buf_printf(out, "%s%s %s (%s)%s", colour ? escape_of(s) : "", shape[s], ngl_state_word(s), ngl_state_colour(s),
                   colour ? "\033[0m" : "");
    ngl_buf_printf(out, "  %s\n", day);
}

static void outcome(ngl_buf *out, const ngl_today_view *v, ngl_today_rule r)
{
    const ngl_today_step *s = &v->today.step[r];
    ngl_buf               line;
    ngl_buf_init(&line, 2048);
    ngl_buf_printf(&line, "%s: ", ngl_today_rule_text(r));
    if (s->outcome == NGL_FIRED) {
        ngl_buf_printf(&line, "yes, so %s. ", ngl_state_word(s->state));
        ngl_today_fact(&line, v, r);
    } else if (s->outcome == NGL_NOT_KNOWN) {
        ngl_buf_text(&line, "not known, nothing noted");
    } else {
        ngl_buf_text(&line, "no");
        if (s->note < NGL_NOTE_COUNT && !isnan(s->limit)) {
            ngl_buf_text(&line, " (");
            ngl_buf_exact(&line, s->value);
            ngl_buf_text(&line, ", limit ");
            ngl_buf_exact(&line, s->limit);
            ngl_buf_text(&line, ")");
        }
    }
    ngl_page_item(out, 2, v->today.decided == r ? "* " : "- ", ngl_buf_string(&line));
    ngl_buf_free(&line);
}

static void section(ngl_buf *out, const char *title, bool colour, const char *mark, void (*make)(ngl_buf *, const ngl_today_view *),
                    const ngl_today_view *v)
{
    ngl_buf text;
    ngl_buf_init(&text, LINES_MAX);
    make(&text, v);
    if (text.len) {
        ngl_page_heading(out, title, colour);
        ngl_page_lines(out, 2, mark, ngl_buf_string(&text));
    }
    ngl_buf_free(&text);
}

static void proposal(ngl_buf *out, const ngl_today_view *v)
{
    ngl_move_words(out, &v->plan);
}

static void why(ngl_buf *out, const ngl_today_view *v)
{
    ngl_buf fact[2];
    for (int i = 0; i < 2; i++) ngl_buf_init(&fact[i], LINES_MAX / 2);
    ngl_today_facts(fact, v);
    for (int i = 0; i < 2; i++) {
        if (fact[i].len) ngl_buf_printf(out, "%s\n", ngl_buf_string(&fact[i]));
        ngl_buf_free(&fact[i]);
    }
}

void ngl_today_text(ngl_buf *out, const ngl_today_view *v, bool explain, bool colour)
{
    const ngl_plan *p = v->plan.plan;
    headline(out, v, colour);
    section(out, "Do", colour, "- ", ngl_today_do, v);
    section(out, "Why", colour, "- ", why, v);
    section(out, "What would change it this evening", colour, "", ngl_today_change, v);
    if (v->today.state != NGL_STATE_GET_SEEN) section(out, "Proposed", colour, "", proposal, v);
    if (explain) {
        ngl_page_heading(out, "Every rule, in the order they are looked at; * decided", colour);
        for (int r = 0; r < NGL_TODAY_COUNT; r++) outcome(out, v, (ngl_today_rule)r);
    }
    ngl_buf foot;
    char    day[NGL_DAY_WORDS];
    ngl_buf_init(&foot, 1024);
    ngl_day_words(day, v->today.day);
    ngl_buf_printf(&foot, "For %s; %s only.", v->plan.place, day);
    if (p->nopen) ngl_buf_printf(&foot, " Safety questions without an answer: %u (niggle assess).", p->nopen);
    if (p->pain_rule != NGL_NONE && p->kind != NGL_PLAN_HELP_NOW) {
        ngl_buf_text(&foot, " Pain limits:");
        ngl_refs_words(&foot, v->plan.kb, v->plan.kb->pain_rule[p->pain_rule].source);
        ngl_buf_char(&foot, '.');
    }
    if (v->plan.today >= p->review && p->kind != NGL_PLAN_HELP_NOW) ngl_buf_text(&foot, " Time for a new check: niggle assess.");
    ngl_buf_printf(&foot, " Knowledge %s.", v->plan.kb->version);
    ngl_buf_char(out, '\n');
    ngl_page_text(out, 0, ngl_buf_string(&foot));
    ngl_buf_free(&foot);
}
