/* Explanations in words for runners: what would change the picture, what each
 * answer did, why not another cause, and what to watch for. Lists of lines; the
 * page wraps them. Every figure stands with its interval.
 */
#include "base/date.h"
#include "report/assess_report.h"

#include <math.h>
#include <string.h>

static const char *name_of(const ngl_view *v, ngl_id condition)
{
    return v->kb->condition[condition].name;
}

static void from_to(ngl_buf *out, ngl_range from, ngl_range to)
{
    ngl_view_fine_range(out, from);
    ngl_buf_text(out, " -> ");
    ngl_view_fine_range(out, to);
}

static void upper_first(ngl_buf *out, size_t at)
{
    if (at < out->len && out->data[at] >= 'a' && out->data[at] <= 'z') out->data[at] = (char)(out->data[at] - 'a' + 'A');
}

/* ---- what would change the picture ------------------------------------------- */

static const double TRIFLE = 0.01, RARE = 0.02; /* a shift that would print as none; below: decimals are printed */

static void answer_word(ngl_buf *out, const ngl_view *v, const ngl_shift *s)
{
    if (s->answer.state == NGL_CHOICE)
        ngl_buf_printf(out, "\"%s\"", v->kb->option[v->kb->finding[s->finding].option_adr + s->answer.option].label);
    else ngl_buf_text(out, s->answer.state == NGL_YES ? "yes" : "no");
}

void ngl_view_change_lines(ngl_buf *out, const ngl_view *v)
{
    const ngl_more *m = v->more;
    for (unsigned i = 0; i < m->nchange; i++) {
        const ngl_shift *s = &m->change[i];
        if (i == 0 || m->change[i - 1].finding != s->finding)
            ngl_buf_printf(out, "%s\n", v->kb->finding[s->finding].question);
        if (s->from.value >= RARE && fabs(s->to.value - s->from.value) < TRIFLE) continue;
        ngl_buf_text(out, "- ");
        answer_word(out, v, s);
        ngl_buf_printf(out, ": %s ", name_of(v, s->condition));
        from_to(out, s->from, s->to);
        ngl_buf_char(out, '\n');
    }
    for (unsigned i = 0; i < m->nlift; i++) {
        const ngl_shift *s = &m->lift[i];
        size_t           at = out->len;
        ngl_view_supposed(out, v->kb, s->finding, s->answer);
        upper_first(out, at);
        ngl_buf_printf(out, " would mean: %s.\n", ngl_view_level_words(s->triage));
    }
}

/* ---- had you answered otherwise ------------------------------------------------- */

void ngl_view_counter_lines(ngl_buf *out, const ngl_view *v)
{
    const ngl_more *m = v->more;
    if (!m->ncounter) return;
    ngl_buf_printf(out, "%s, now ", name_of(v, m->counter_of));
    ngl_view_range(out, m->counter[0].now);
    ngl_buf_text(out, ":\n");
    for (unsigned i = 0; i < m->ncounter; i++) {
        const ngl_counterfactual *x = &m->counter[i];
        ngl_buf_text(out, "- with ");
        ngl_view_supposed(out, v->kb, x->finding, x->other);
        ngl_buf_text(out, " it would be ");
        ngl_view_range(out, x->flipped);
        if (x->other.state != NGL_UNKNOWN) {
            ngl_buf_text(out, "; with no answer ");
            ngl_view_range(out, x->unknown);
        }
        ngl_buf_char(out, '\n');
    }
}

/* ---- why not ------------------------------------------------------------------------ */

static void reasons(ngl_buf *out, const ngl_view *v, const char *title, const ngl_reason *r, unsigned n)
{
    if (n) ngl_buf_printf(out, "%s\n", title);
    for (unsigned i = 0; i < n; i++) {
        ngl_buf_printf(out, "- %s: ", ngl_view_strength(r[i].log_odds));
        ngl_view_answer(out, v->kb, r[i].finding, v->a.answer[r[i].finding]);
        ngl_buf_char(out, '\n');
    }
}

static void chance_words(ngl_buf *out, double p)
{
    if (p >= 0.01) ngl_view_chance(out, p);
    else if (p >= 0.0005) ngl_buf_printf(out, "about %ld in 1000", lround(p * 1000));
    else ngl_buf_text(out, "fewer than 1 in 1000");
}

static void prior_part(ngl_buf *out, const ngl_view *v, const ngl_why_not *w)
{
    static const char *const whom[] = { "a runner with pain", "somebody whose pain reached a clinician", "a mix of every cause alike" };
    ngl_buf_printf(out, "Before any answer it is the cause, or part of it, in ");
    chance_words(out, w->prior);
    ngl_buf_printf(out, " (%s)", whom[v->a.prior]);
    if (fabs(w->prior_self - w->prior) > 0.15 * w->prior && (w->prior >= 0.0005 || w->prior_self >= 0.0005)) {
        ngl_buf_text(out, "; with your age and history in ");
        chance_words(out, w->prior_self);
    }
    ngl_buf_text(out, ".\n");
}

/* what keeps a cause from nought */
static void what_keeps_it(ngl_buf *out, const ngl_view *v, const ngl_why_not *w)
{
    if (w->p.value >= v->kb->model.possible_p) return;
    ngl_buf_text(out, w->nfor ? "No answer makes it impossible" : "No answer speaks for it, and none makes it impossible");
    if (w->beside != NGL_NONE && w->beside_share >= 0.5)
        ngl_buf_printf(out, "; if it is there, then most likely beside %s", name_of(v, w->beside));
    ngl_buf_text(out, ".\n");
}

static void raising(ngl_buf *out, const ngl_view *v, const ngl_why_not *w)
{
    if (w->nraise) ngl_buf_text(out, "What would make it likelier:\n");
    for (unsigned i = 0; i < w->nraise; i++) {
        ngl_buf_text(out, "- ");
        ngl_view_supposed(out, v->kb, w->raise[i].finding, w->raise[i].answer);
        ngl_buf_text(out, ": ");
        ngl_view_fine_range(out, w->raise[i].to);
        ngl_buf_char(out, '\n');
    }
}

static void settling(ngl_buf *out, const ngl_view *v, const ngl_why_not *w)
{
    if (w->level >= NGL_TRIAGE_URGENT)
        ngl_buf_printf(out, "Questions alone do not rule it out. Where it is suspected the advice is: %s.\n",
                       ngl_view_level_words(w->level));
    if (w->settles == NGL_NONE) return;
    ngl_buf_printf(out, "What settles it, at a clinician's: \"%s\" A yes makes it ", v->kb->finding[w->settles].question);
    ngl_view_fine_range(out, w->if_yes);
    ngl_buf_text(out, ", a no ");
    ngl_view_fine_range(out, w->if_no);
    ngl_buf_text(out, ".\n");
}

void ngl_view_why_not_lines(ngl_buf *out, const ngl_view *v, const ngl_why_not *w)
{
    if (w->ruled_out_by != NGL_NONE) {
        ngl_buf_text(out, "It does not come into question, because ");
        ngl_view_answer(out, v->kb, w->ruled_out_by, v->a.answer[w->ruled_out_by]);
        ngl_buf_text(out, ".\n");
        return;
    }
    ngl_buf_text(out, "It stands at ");
    ngl_view_fine_range(out, w->p);
    ngl_buf_printf(out, ", number %u of %u.\n", w->rank, v->a.ncause);
    prior_part(out, v, w);
    reasons(out, v, "Against it:", w->against, w->nagainst);
    reasons(out, v, "For it:", w->support, w->nfor);
    what_keeps_it(out, v, w);
    raising(out, v, w);
    settling(out, v, w);
}

/* ---- the safety net ---------------------------------------------------------------------- */

/* an open safety question is asked in its own list */
static bool asked_above(const ngl_view *v, ngl_id finding)
{
    for (ngl_id i = 0; i < v->nopen; i++)
        if (v->open[i] == finding) return true;
    return false;
}

static void watch_at(ngl_buf *out, const ngl_view *v, ngl_triage level)
{
    bool said = false;
    for (unsigned i = 0; i < v->more->nwatch; i++) {
        const ngl_watch *w = &v->more->watch[i];
        if (w->urgency != level || asked_above(v, w->finding)) continue;
        if (!said)
            ngl_buf_printf(out, "%s if any of these turns to yes:\n",
                           level == NGL_TRIAGE_EMERGENCY ? "Get help now" : "Be seen in 1 to 3 days");
        said = true;
        ngl_buf_printf(out, "- %s\n", v->kb->finding[w->finding].question);
    }
}

/* why that day: the course of the leading cause, where it decides */
static void why_that_day(ngl_buf *out, const ngl_view *v)
{
    const ngl_more *m = v->more;
    if (m->review_by_course && v->a.cause[0].p >= v->kb->model.possible_p)
        ngl_buf_printf(out, "By then nine in ten with %s are over it.\n", name_of(v, v->a.cause[0].condition));
}

void ngl_view_net_lines(ngl_buf *out, const ngl_view *v)
{
    char day[NGL_DAY_WORDS];
    if (v->more->review_by == NGL_DAY_NONE) return;
    watch_at(out, v, NGL_TRIAGE_EMERGENCY);
    watch_at(out, v, NGL_TRIAGE_URGENT);
    ngl_day_words(day, v->more->review_by);
    ngl_buf_text(out, "Note your pain each morning: niggle today.\n");
    if (v->a.triage == NGL_TRIAGE_SELF_CARE)
        ngl_buf_printf(out, "No better by %s? Then see a physiotherapist or doctor.\n", day);
    else ngl_buf_printf(out, "No better by %s? Then go back, or go now if nobody has looked yet.\n", day);
    why_that_day(out, v);
}
