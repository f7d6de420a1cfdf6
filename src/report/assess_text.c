/* An assessment on a terminal, at most 80 columns: danger and what to do
 * first, then the causes in words and numbers, then for and against. */
#include "base/number.h"
#include "base/text.h"
#include "report/assess_report.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 80, NAME_COLUMN = 15, BAR_CELLS = 20, EXPLAINED = 3, LINES_MAX = 1 << 15, LINE_MAX = 2048 };

static const double WORTH_SAYING = 0.05; /* log-odds that would print as 0.1 or more */

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

/* nothing is certain, so neither 0 nor 100 % is ever said */
static void percent(ngl_buf *out, double p)
{
    if (p < 0.005) ngl_buf_text(out, "under 1 %");
    else if (p >= 0.995) ngl_buf_text(out, "over 99 %");
    else ngl_buf_printf(out, "%ld %%", lround(p * 100));
}

static int whole(double p)
{
    return (int)lround(fmin(p, 0.99) * 100);
}

static void cause(const page *p, const ngl_cause *c, bool leader)
{
    const ngl_condition *k = &p->v->kb->condition[c->condition];
    const char          *word = ngl_said_word(ngl_view_said(&p->v->kb->model, c, leader));
    ngl_buf_printf(p->out, "  %-*s", NAME_COLUMN - 2, word);
    ngl_buf_wrap(p->out, k->name, NAME_COLUMN, NAME_COLUMN, WIDTH);
    ngl_buf_printf(p->out, "\n%*s", NAME_COLUMN, "");
    bar(p->out, c->p);
    ngl_buf_char(p->out, ' ');
    percent(p->out, c->p);
    if (!isnan(c->low)) ngl_buf_printf(p->out, " (%d to %d %%)", whole(c->low), whole(c->high));
    if (leader) {
        ngl_buf_text(p->out, ", ");
        ngl_view_chance(p->out, c->p);
    }
    ngl_buf_char(p->out, '\n');
}

static void causes(const page *p)
{
    uint32_t shown[NGL_VIEW_CAUSES];
    unsigned n = ngl_view_shown(p->v, shown);
    section(p, "What it may be, among people who answer like this");
    if (n && p->v->a.cause[shown[0]].p < p->v->kb->model.possible_p)
        paragraph(p, 2, "Nothing stands out yet. These come nearest:");
    for (unsigned i = 0; i < n; i++) cause(p, &p->v->a.cause[shown[i]], shown[i] == 0);
    if (n && ngl_view_said(&p->v->kb->model, &p->v->a.cause[shown[0]], true) == NGL_SAID_ONE_OF)
        paragraph(p, 2, "They are close together: we can't tell them apart yet.");
    ngl_buf_printf(p->out, "  %-*s", NAME_COLUMN - 2, "else");
    percent(p->out, p->v->a.other);
    ngl_buf_char(p->out, '\n');
    if (ngl_view_fit(p->v)[0]) paragraph(p, 2, ngl_view_fit(p->v));
}

static void moves(const page *p, const ngl_reason *r, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        ngl_buf text;
        if (fabs(r[i].log_odds) < WORTH_SAYING) continue;
        ngl_buf_init(&text, LINE_MAX);
        ngl_view_answer(&text, p->v->kb, r[i].finding, p->v->a.answer[r[i].finding]);
        ngl_buf_text(p->out, "  ");
        ngl_buf_char(p->out, r[i].log_odds < 0 ? '-' : '+');
        ngl_buf_number(p->out, fabs(r[i].log_odds), 1);
        ngl_buf_text(p->out, "  ");
        ngl_buf_wrap(p->out, ngl_buf_string(&text), 8, 8, WIDTH);
        ngl_buf_char(p->out, '\n');
        ngl_buf_free(&text);
    }
}

static void for_and_against(const page *p)
{
    unsigned n = p->v->nwhy < EXPLAINED ? p->v->nwhy : EXPLAINED;
    if (!n) return;
    section(p, "For and against (the numbers are log-odds: how far an answer moved it)");
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
    if (v->a.triage < NGL_TRIAGE_EMERGENCY) { /* an emergency stands alone */
        causes(&p);
        for_and_against(&p);
    }
    ending(&p);
}
