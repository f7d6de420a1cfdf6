/* An assessment on a terminal, at most 80 columns: danger and what to do
 * first, then the causes in words and numbers, then for and against. */
#include "base/number.h"
#include "base/text.h"
#include "report/assess_report.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 80, NAME_COLUMN = 15, STRENGTH_COLUMN = 20, BAR_CELLS = 20, EXPLAINED = 3, LINES_MAX = 1 << 17, LINE_MAX = 2048 };

static const double WORTH_SAYING = 0.05; /* log-odds below which an answer tells next to nothing */

typedef struct page {
    ngl_buf        *out;
    const ngl_view *v;
    bool            colour;
    const char     *mark; /* before each line of a list */
} page;

static const char *level_colour(ngl_triage level)
{
    switch (level) {
    case NGL_TRIAGE_EMERGENCY:
    case NGL_TRIAGE_URGENT: return "\033[1;31m";
    case NGL_TRIAGE_ROUTINE: return "\033[1;33m";
    case NGL_TRIAGE_SELF_CARE: break;
    }
    return "\033[1;32m";
}

static void heading(const page *p, const char *text, const char *colour)
{
    ngl_buf_printf(p->out, "%s%s%s\n", p->colour ? colour : "", text, p->colour ? "\033[0m" : "");
}

static void section(const page *p, const char *text)
{
    ngl_buf_char(p->out, '\n');
    heading(p, text, "\033[1m");
}

static void paragraph(const page *p, unsigned indent, const char *text)
{
    ngl_buf_printf(p->out, "%*s", (int)indent, "");
    ngl_buf_wrap(p->out, text, indent, indent, WIDTH);
    ngl_buf_char(p->out, '\n');
}

static void list_line(void *to, const char *text, size_t len)
{
    const page *p = to;
    char        one[LINE_MAX];
    size_t      n = len < sizeof one - 1 ? len : sizeof one - 1;
    memcpy(one, text, n);
    one[n] = 0;
    unsigned column = 2 + (unsigned)strlen(p->mark), hang = strncmp(one, "- ", 2) == 0 ? 2 : 0;
    ngl_buf_printf(p->out, "  %s", p->mark);
    ngl_buf_wrap(p->out, one, column, column + hang, WIDTH);
    ngl_buf_char(p->out, '\n');
}

static void lines(page *p, const char *mark, void (*make)(ngl_buf *, const ngl_view *))
{
    ngl_buf text;
    ngl_buf_init(&text, LINES_MAX);
    make(&text, p->v);
    p->mark = mark;
    ngl_view_lines(ngl_buf_string(&text), list_line, p);
    ngl_buf_free(&text);
}

static bool clinic(const page *p)
{
    return p->v->more && p->v->more->clinic;
}

static void danger(page *p)
{
    heading(p, ngl_view_heading(p->v), level_colour(p->v->a.triage));
    lines(p, "", ngl_view_steps);
    if (p->v->a.triage == NGL_TRIAGE_SELF_CARE) return;
    ngl_buf reasons;
    ngl_buf_init(&reasons, LINES_MAX);
    ngl_view_reasons(&reasons, p->v);
    if (reasons.len) {
        ngl_buf_text(p->out, "  Why:\n");
        p->mark = "- ";
        ngl_view_lines(ngl_buf_string(&reasons), list_line, p);
    }
    ngl_buf_free(&reasons);
}

/* ████████▌░░░░ with eighths of a cell */
static void bar(ngl_buf *out, double share)
{
    static const char *const part[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    int                      eighths = (int)lround(share * BAR_CELLS * 8), cells = eighths / 8;
    for (int i = 0; i < cells; i++) ngl_buf_text(out, "█");
    ngl_buf_text(out, part[eighths % 8]);
    for (int i = cells + (eighths % 8 != 0); i < BAR_CELLS; i++) ngl_buf_text(out, "░");
}

static void cause(const page *p, uint32_t i)
{
    const ngl_cause     *c = &p->v->a.cause[i];
    const ngl_condition *k = &p->v->kb->condition[c->condition];
    ngl_buf_printf(p->out, "  %-*s", NAME_COLUMN - 2, ngl_said_word(ngl_view_cause_said(p->v, i)));
    ngl_buf_wrap(p->out, k->name, NAME_COLUMN, NAME_COLUMN, WIDTH);
    if (clinic(p) && k->icd10[0]) ngl_buf_printf(p->out, " [%s]", k->icd10);
    ngl_buf_printf(p->out, "\n%*s", NAME_COLUMN, "");
    bar(p->out, c->p);
    ngl_buf_char(p->out, ' ');
    ngl_view_range(p->out, (ngl_range){ c->p, c->low, c->high });
    if (i == 0 && !clinic(p)) {
        ngl_buf_text(p->out, ", ");
        ngl_view_chance(p->out, c->p);
    }
    if (clinic(p) && !isnan(c->first)) ngl_buf_printf(p->out, ", first in %ld %% of draws", lround(c->first * 100));
    ngl_buf_char(p->out, '\n');
}

static void causes(const page *p)
{
    uint32_t shown[NGL_VIEW_CAUSES];
    unsigned n = ngl_view_shown(p->v, shown);
    section(p, "What it may be, among people who answer like this");
    if (n && p->v->a.cause[shown[0]].p < p->v->kb->model.possible_p)
        paragraph(p, 2, "Nothing stands out yet. These come nearest:");
    for (unsigned i = 0; i < n; i++) cause(p, shown[i]);
    if (n && ngl_view_said(&p->v->kb->model, &p->v->a.cause[shown[0]], true) == NGL_SAID_ONE_OF)
        paragraph(p, 2, "They are close together: we can't tell them apart yet.");
    ngl_buf_printf(p->out, "  %-*s", NAME_COLUMN - 2, "else");
    ngl_view_range(p->out, p->v->more ? p->v->more->other : (ngl_range){ p->v->a.other, NAN, NAN });
    ngl_buf_char(p->out, '\n');
    if (ngl_view_fit(p->v)[0]) paragraph(p, 2, ngl_view_fit(p->v));
}

static void strength(const page *p, double log_odds)
{
    if (!clinic(p)) {
        ngl_buf_printf(p->out, "  %-*s", STRENGTH_COLUMN - 2, ngl_view_strength(log_odds));
        return;
    }
    ngl_buf ratio;
    ngl_buf_init(&ratio, 64);
    ngl_buf_text(&ratio, "LR ");
    ngl_buf_number(&ratio, exp(log_odds), log_odds < 0 ? 2 : 1);
    ngl_buf_printf(p->out, "  %-*s", STRENGTH_COLUMN - 2, ngl_buf_string(&ratio));
    ngl_buf_free(&ratio);
}

static void moves(const page *p, const ngl_reason *r, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        ngl_buf text;
        if (fabs(r[i].log_odds) < WORTH_SAYING) continue;
        ngl_buf_init(&text, LINE_MAX);
        ngl_view_answer(&text, p->v->kb, r[i].finding, p->v->a.answer[r[i].finding]);
        strength(p, r[i].log_odds);
        ngl_buf_wrap(p->out, ngl_buf_string(&text), STRENGTH_COLUMN, STRENGTH_COLUMN, WIDTH);
        ngl_buf_char(p->out, '\n');
        ngl_buf_free(&text);
    }
}

static void for_and_against(const page *p)
{
    unsigned n = p->v->nwhy < EXPLAINED ? p->v->nwhy : EXPLAINED;
    if (!n) return;
    section(p, clinic(p) ? "For and against (likelihood ratios, discounted for answers that repeat)" : "For and against");
    for (unsigned i = 0; i < n; i++) {
        const ngl_view_cause *w = &p->v->why[i];
        bool said = (w->nhelp && fabs(w->help[0].log_odds) >= WORTH_SAYING) ||
                    (w->nhurt && fabs(w->hurt[0].log_odds) >= WORTH_SAYING);
        if (!said) continue;
        paragraph(p, 2, p->v->kb->condition[w->condition].name);
        moves(p, w->help, w->nhelp);
        moves(p, w->hurt, w->nhurt);
    }
}

/* ---- what was asked for beside ------------------------------------------------ */

static void listed(page *p, const char *title, void (*make)(ngl_buf *, const ngl_view *))
{
    ngl_buf text;
    ngl_buf_init(&text, LINES_MAX);
    make(&text, p->v);
    if (text.len) {
        section(p, title);
        p->mark = "";
        ngl_view_lines(ngl_buf_string(&text), list_line, p);
    }
    ngl_buf_free(&text);
}

static void why_not(page *p)
{
    for (unsigned i = 0; i < p->v->more->nwhy_not; i++) {
        const ngl_why_not *w = &p->v->more->why_not[i];
        ngl_buf            text;
        ngl_buf_init(&text, LINES_MAX);
        ngl_buf_printf(&text, "Why not %s", p->v->kb->condition[w->condition].name);
        section(p, ngl_buf_string(&text));
        text.len = 0;
        ngl_view_why_not_lines(&text, p->v, w);
        p->mark = "";
        ngl_view_lines(ngl_buf_string(&text), list_line, p);
        ngl_buf_free(&text);
    }
}

static void explained(page *p)
{
    const ngl_more *m = p->v->more;
    if (!m) return;
    if (m->changes) {
        listed(p, "What would change this picture", ngl_view_change_lines);
        listed(p, "Had one answer been another", ngl_view_counter_lines);
    }
    why_not(p);
}

static void for_clinicians(page *p)
{
    if (!clinic(p)) return;
    listed(p, "Tests done (pre-test: every other answer known, so order does not matter)", ngl_view_given_lines);
    listed(p, "Examination worth doing next", ngl_view_test_lines);
    listed(p, "Would imaging or another test change management?", ngl_view_imaging_lines);
}

static void ending(const page *p)
{
    const ngl_view *v = p->v;
    if (v->next.finding != NGL_NONE && !v->next.stop && v->a.triage < NGL_TRIAGE_EMERGENCY) {
        section(p, "What would help most to know");
        paragraph(p, 2, v->kb->finding[v->next.finding].question);
    }
    ngl_buf_printf(p->out, "\nNiggle informs; a clinician decides. Knowledge %s.\n", v->kb->version);
}

void ngl_view_text(ngl_buf *out, const ngl_view *v, bool colour)
{
    page p = { out, v, colour, "" };
    danger(&p);
    if (v->more && v->more->nets) listed(&p, "What would make it urgent", ngl_view_net_lines);
    if (v->a.triage < NGL_TRIAGE_EMERGENCY || clinic(&p)) { /* an emergency stands alone */
        causes(&p);
        for_and_against(&p);
    }
    explained(&p);
    for_clinicians(&p);
    ending(&p);
}
