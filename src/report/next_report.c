/* Why this question now: loss before and after each answer, bits, seconds,
 * what else was considered, what a gate forbids, and how far the stopping rule
 * has got. Figures for people who check figures; `?` has the words. */
#include "report/next_report.h"

#include "base/number.h"
#include "base/text.h"

enum { DECIMALS = 4, WIDTH = 78, LINE_MAX_BYTES = 1 << 10 };

/* ---- JSON ------------------------------------------------------------------------ */

void ngl_next_json(ngl_json *j, const ngl_knowledge *kb, const ngl_next *n)
{
    ngl_json_key(j, "screen");
    if (n->screen >= kb->nscreen) { /* none */
        ngl_json_null(j);
        return;
    }
    ngl_json_object(j);
    ngl_json_put_string(j, "id", kb->screen[n->screen].key);
    ngl_json_put_string(j, "ask", kb->screen[n->screen].ask);
    ngl_json_key(j, "items");
    ngl_json_array(j);
    for (ngl_id i = 0; i < n->nitem; i++) ngl_json_string(j, kb->finding[n->item[i]].key);
    ngl_json_end(j);
    ngl_json_put_number(j, "bits", n->turn_bits, DECIMALS);
    ngl_json_put_number(j, "seconds", n->turn_seconds, 1);
    ngl_json_end(j);
}

static void answer_name(ngl_buf *b, const ngl_knowledge *kb, ngl_id finding, ngl_answer a)
{
    const ngl_finding *f = &kb->finding[finding];
    if (a.state == NGL_CHOICE) ngl_buf_text(b, kb->option[f->option_adr + a.option].key);
    else if (a.state == NGL_VALUE) ngl_buf_number(b, a.value, 2), ngl_buf_text(b, " or more");
    else ngl_buf_text(b, a.state == NGL_YES ? "yes" : "no");
}

static void answers_json(ngl_json *j, const ngl_knowledge *kb, const ngl_next_why *w)
{
    ngl_json_key(j, "answers");
    ngl_json_array(j);
    for (unsigned i = 0; i < w->nanswer; i++) {
        const ngl_next_answer *a = &w->answer[i];
        ngl_buf                name;
        ngl_buf_init(&name, LINE_MAX_BYTES);
        answer_name(&name, kb, w->next.finding, a->answer);
        ngl_json_object(j);
        ngl_json_put_string(j, "answer", ngl_buf_string(&name));
        ngl_json_put_number(j, "chance", a->chance, DECIMALS);
        ngl_json_put_number(j, "loss_after", a->loss, DECIMALS);
        ngl_json_put_number(j, "bits", a->bits, DECIMALS);
        ngl_json_put_number(j, "averted", a->averted, DECIMALS);
        ngl_json_end(j);
        ngl_buf_free(&name);
    }
    ngl_json_end(j);
}

static void rivals_json(ngl_json *j, const ngl_knowledge *kb, const ngl_next_why *w)
{
    ngl_json_key(j, "runners_up");
    ngl_json_array(j);
    for (unsigned i = 0; i < w->nrival; i++) {
        const ngl_next_turn *t = &w->rival[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "screen", t->screen == NGL_NONE ? NULL : kb->screen[t->screen].key);
        ngl_json_put_string(j, "best", kb->finding[t->finding].key);
        ngl_json_put_integer(j, "items", t->nitem);
        ngl_json_put_number(j, "worth", t->drop, DECIMALS);
        ngl_json_put_number(j, "bits", t->bits, DECIMALS);
        ngl_json_put_number(j, "seconds", t->seconds, 1);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void stop_json(ngl_json *j, const ngl_knowledge *kb, const ngl_next_why *w)
{
    const ngl_model *m = &kb->model;
    ngl_json_key(j, "stopping");
    ngl_json_object(j);
    ngl_json_put_bool(j, "danger_asked", w->danger_asked);
    ngl_json_put_string(j, "asked_in_any_case", w->first == NGL_NONE ? NULL : kb->finding[w->first].key);
    ngl_json_put_integer(j, "asked", w->asked);
    ngl_json_put_integer(j, "asked_at_least", m->min_answers);
    ngl_json_put_number(j, "level_may_change", w->change, DECIMALS);
    ngl_json_put_number(j, "level_may_change_most", m->stop_triage_change, DECIMALS);
    ngl_json_put_number(j, "leader", w->leader, DECIMALS);
    ngl_json_put_number(j, "leader_enough", m->stop_leader, DECIMALS);
    ngl_json_put_number(j, "first_three", w->three, DECIMALS);
    ngl_json_put_number(j, "first_three_enough", m->stop_top3, DECIMALS);
    ngl_json_put_number(j, "bits_in_10_s", w->bits_per_10s, DECIMALS);
    ngl_json_put_number(j, "bits_in_10_s_too_few", m->stop_bits_per_10s, DECIMALS);
    ngl_json_put_bool(j, "stop", w->next.stop);
    ngl_json_end(j);
}

void ngl_next_why_json(ngl_json *j, const ngl_knowledge *kb, const ngl_next_why *w)
{
    static const char *const phases[] = { "danger", "opening", "adaptive" };
    bool                     none = w->next.finding == NGL_NONE;
    ngl_json_object(j);
    ngl_json_put_string(j, "id", none ? NULL : kb->finding[w->next.finding].key);
    ngl_json_put_string(j, "phase", none ? NULL : phases[w->next.phase]);
    ngl_json_put_number(j, "loss_before", w->loss, DECIMALS);
    ngl_json_put_number(j, "worth", w->next.turn_drop, DECIMALS);
    ngl_json_put_number(j, "seconds", w->next.turn_seconds, 1);
    ngl_json_put_number(j, "worth_per_second", w->next.turn_seconds > 0 ? w->next.turn_drop / w->next.turn_seconds : 0, 6);
    answers_json(j, kb, w);
    rivals_json(j, kb, w);
    ngl_json_key(j, "gated");
    ngl_json_array(j);
    for (unsigned i = 0; i < w->ngated; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "test", kb->finding[w->gated[i]].key);
        ngl_json_put_string(j, "gate", kb->rule[w->gate[i]].key);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    stop_json(j, kb, w);
    ngl_json_end(j);
}

/* ---- words ------------------------------------------------------------------------ */

static void line(ngl_buf *out, ngl_buf *text)
{
    ngl_buf_text(out, "  ");
    ngl_buf_wrap(out, ngl_buf_string(text), 2, 4, WIDTH);
    ngl_buf_char(out, '\n');
    text->len = 0;
}

static void turn_name(ngl_buf *b, const ngl_knowledge *kb, ngl_id screen, ngl_id finding, ngl_id n)
{
    if (screen == NGL_NONE) ngl_buf_text(b, kb->finding[finding].key);
    else ngl_buf_printf(b, "%s (%u items, best %s)", kb->screen[screen].key, (unsigned)n, kb->finding[finding].key);
}

static void figures(ngl_buf *b, double drop, double bits, double seconds)
{
    ngl_buf_text(b, ": worth ");
    ngl_buf_number(b, drop, 3);
    ngl_buf_text(b, ", bits ");
    ngl_buf_number(b, bits, 3);
    ngl_buf_text(b, ", seconds ");
    ngl_buf_number(b, seconds, 1);
    ngl_buf_text(b, ", worth per second ");
    ngl_buf_number(b, seconds > 0 ? drop / seconds : 0, 4);
}

static void answers_text(ngl_buf *out, ngl_buf *b, const ngl_knowledge *kb, const ngl_next_why *w)
{
    if (!w->nanswer) return;
    ngl_buf_printf(b, "%s: loss now ", kb->finding[w->next.finding].key);
    ngl_buf_number(b, w->loss, 3);
    ngl_buf_text(b, " of a needless urgent visit");
    line(out, b);
    for (unsigned i = 0; i < w->nanswer; i++) {
        ngl_buf_text(b, "- ");
        answer_name(b, kb, w->next.finding, w->answer[i].answer);
        ngl_buf_text(b, ": chance ");
        ngl_buf_number(b, w->answer[i].chance, 3);
        ngl_buf_text(b, ", loss after it ");
        ngl_buf_number(b, w->answer[i].loss, 3);
        ngl_buf_text(b, ", bits ");
        ngl_buf_number(b, w->answer[i].bits, 3);
        if (w->answer[i].averted > 0) ngl_buf_text(b, "; it would raise the level by a rule");
        line(out, b);
    }
}

static void stop_text(ngl_buf *out, ngl_buf *b, const ngl_knowledge *kb, const ngl_next_why *w)
{
    const ngl_model *m = &kb->model;
    ngl_buf_printf(b, "Stopping (%s): asked %u, at least %u; level may change with ", w->next.stop ? "yes" : "not yet",
                   w->asked, m->min_answers);
    ngl_buf_number(b, w->change, 3);
    ngl_buf_text(b, ", at most ");
    ngl_buf_number(b, m->stop_triage_change, 3);
    ngl_buf_text(b, "; and one of: leader ");
    ngl_buf_number(b, w->leader, 2);
    ngl_buf_text(b, " of ");
    ngl_buf_number(b, m->stop_leader, 2);
    ngl_buf_text(b, ", first three ");
    ngl_buf_number(b, w->three, 2);
    ngl_buf_text(b, " of ");
    ngl_buf_number(b, m->stop_top3, 2);
    ngl_buf_text(b, ", bits in 10 s ");
    ngl_buf_number(b, w->bits_per_10s, 3);
    ngl_buf_text(b, " below ");
    ngl_buf_number(b, m->stop_bits_per_10s, 3);
    line(out, b);
}

void ngl_next_why_text(ngl_buf *out, const ngl_knowledge *kb, const ngl_next_why *w)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX_BYTES);
    if (w->next.finding == NGL_NONE) ngl_buf_text(&b, "Nothing is left that is worth asking"), line(out, &b);
    else if (w->next.phase == NGL_ASK_DANGER) {
        ngl_buf_text(&b, "Safety questions come first, in their order; they are not weighed against time");
        line(out, &b);
    } else {
        ngl_buf_text(&b, w->next.phase == NGL_ASK_OPENING ? "Asked in any case: " : "Chosen: ");
        turn_name(&b, kb, w->next.screen, w->next.finding, w->next.nitem);
        figures(&b, w->next.turn_drop, w->next.turn_bits, w->next.turn_seconds);
        line(out, &b);
        answers_text(out, &b, kb, w);
    }
    for (unsigned i = 0; i < w->nrival; i++) {
        ngl_buf_text(&b, "Also considered: ");
        turn_name(&b, kb, w->rival[i].screen, w->rival[i].finding, w->rival[i].nitem);
        figures(&b, w->rival[i].drop, w->rival[i].bits, w->rival[i].seconds);
        line(out, &b);
    }
    for (unsigned i = 0; i < w->ngated; i++) {
        ngl_buf_printf(&b, "Not offered: %s, by %s", kb->finding[w->gated[i]].key, kb->rule[w->gate[i]].key);
        line(out, &b);
    }
    if (w->danger_asked && w->next.finding != NGL_NONE) stop_text(out, &b, kb, w);
    ngl_buf_free(&b);
}
