/* An episode's probabilities over time, as words and as JSON. */
#include "report/history_report.h"

#include "base/date.h"
#include "base/json_write.h"
#include "base/number.h"
#include "report/plan_report.h"
#include "report/put.h"

#include <math.h>
#include <string.h>

enum { LINE_MAX = 4096 };

static ngl_buf line(void)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX);
    return b;
}

static void percent(ngl_buf *b, double p)
{
    ngl_buf_number(b, p * 100, 0);
    ngl_buf_text(b, " %");
}

static void item(ngl_buf *out, const char *mark, ngl_buf *text)
{
    ngl_page_item(out, 2, mark, ngl_buf_string(text));
    ngl_buf_free(text);
}

static void answer_words(ngl_buf *b, const ngl_knowledge *kb, ngl_id finding, ngl_answer a)
{
    const ngl_finding *f = &kb->finding[finding];
    switch (a.state) {
    case NGL_UNKNOWN: ngl_buf_text(b, "open"); break;
    case NGL_YES: ngl_buf_text(b, "yes"); break;
    case NGL_NO: ngl_buf_text(b, "no"); break;
    case NGL_CHOICE: ngl_buf_text(b, kb->option[f->option_adr + a.option].label); break;
    case NGL_VALUE:
        ngl_buf_number(b, a.value, a.value == floor(a.value) ? 0 : 1);
        if (f->unit[0] && f->unit[0] != '0') ngl_buf_printf(b, " %s", f->unit);
        break;
    }
}

/* ---- words -------------------------------------------------------------------- */

static void causes(ngl_buf *out, const ngl_history_view *v, const ngl_history_look *l)
{
    for (unsigned i = 0; i < l->ncause; i++) {
        const ngl_history_cause *c = &l->cause[i];
        ngl_buf                  b = line();
        percent(&b, c->p);
        if (!isnan(c->low) && !isnan(c->high)) {
            ngl_buf_text(&b, " (");
            ngl_buf_number(&b, c->low * 100, 0);
            ngl_buf_text(&b, " to ");
            percent(&b, c->high);
            ngl_buf_char(&b, ')');
        }
        ngl_buf_printf(&b, " %s", v->kb->condition[c->condition].name);
        if (!isnan(c->again)) {
            ngl_buf_text(&b, "; today's knowledge would say ");
            percent(&b, c->again);
        }
        item(out, "", &b);
    }
}

static void moves(ngl_buf *out, const ngl_history_view *v, const ngl_history_look *l)
{
    ngl_buf b = line();
    for (unsigned i = 0; i < l->nmove; i++) {
        ngl_buf_printf(&b, "%s%s %s by ", i ? "; " : "", v->kb->condition[l->move[i].condition].name,
                       l->move[i].by > 0 ? "up" : "down");
        ngl_buf_number(&b, fabs(l->move[i].by) * 100, 0);
        ngl_buf_text(&b, " points");
    }
    item(out, "Moved: ", &b);
    b = line();
    for (unsigned i = 0; i < l->nchanged; i++) {
        const ngl_history_answer *a = &l->changed[i];
        ngl_buf_printf(&b, "%s%s ", i ? "; " : "", v->kb->finding[a->finding].question);
        if (a->before.state != NGL_UNKNOWN) {
            answer_words(&b, v->kb, a->finding, a->before);
            ngl_buf_text(&b, ", now ");
        }
        answer_words(&b, v->kb, a->finding, a->now);
    }
    if (l->nleft_out) ngl_buf_printf(&b, "; and %u more", l->nleft_out);
    item(out, "Because: ", &b);
}

static void look(ngl_buf *out, const ngl_history_view *v, const ngl_history_look *l, bool colour)
{
    char    day[NGL_DAY_WORDS];
    ngl_buf b = line();
    ngl_day_words(day, l->day);
    ngl_buf_printf(&b, "%s: %s", day, ngl_triage_key(l->triage));
    ngl_page_heading(out, ngl_buf_string(&b), colour);
    ngl_buf_free(&b);
    causes(out, v, l);
    moves(out, v, l);
    if (l->same_knowledge) return;
    b = line();
    ngl_buf_printf(&b, "Worked out with other knowledge (%s; now %s). It is shown as you were told it then.", l->knowledge,
                   v->kb->version);
    if (l->unknown_keys) ngl_buf_printf(&b, " %u of its entries are not known any more.", l->unknown_keys);
    item(out, "", &b);
}

void ngl_history_text(ngl_buf *out, const ngl_history_view *v, bool colour)
{
    ngl_buf b = line();
    ngl_buf_printf(&b, "How episode %lld went (%s)", (long long)v->episode, v->place);
    ngl_page_heading(out, ngl_buf_string(&b), colour);
    ngl_buf_free(&b);
    for (size_t i = 0; i < v->nlook; i++) look(out, v, &v->look[i], colour);
    if (v->nlook == 1) ngl_page_text(out, 0, "\nOne look so far. Tell how it goes with: niggle assess --follow-up");
}

/* ---- JSON --------------------------------------------------------------------------- */

static void put_answer(ngl_json *j, const char *key, const ngl_knowledge *kb, ngl_id finding, ngl_answer a)
{
    ngl_json_key(j, key);
    switch (a.state) {
    case NGL_UNKNOWN: ngl_json_null(j); break;
    case NGL_YES:
    case NGL_NO: ngl_json_bool(j, a.state == NGL_YES); break;
    case NGL_CHOICE: ngl_json_string(j, kb->option[kb->finding[finding].option_adr + a.option].key); break;
    case NGL_VALUE: ngl_json_exact(j, a.value); break;
    }
}

static void put_look(ngl_json *j, const ngl_history_view *v, const ngl_history_look *l)
{
    ngl_json_object(j);
    ngl_put_day(j, "date", l->day);
    ngl_json_put_string(j, "knowledge", l->knowledge);
    ngl_json_key(j, "knowledge_is_todays");
    ngl_json_bool(j, l->same_knowledge);
    ngl_json_put_string(j, "triage", ngl_triage_key(l->triage));
    ngl_json_key(j, "causes");
    ngl_json_array(j);
    for (unsigned i = 0; i < l->ncause; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->condition[l->cause[i].condition].key);
        ngl_json_put_number(j, "p", l->cause[i].p, 6);
        ngl_json_put_number(j, "low", l->cause[i].low, 6);
        ngl_json_put_number(j, "high", l->cause[i].high, 6);
        ngl_json_put_number(j, "p_with_todays_knowledge", l->cause[i].again, 6);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_key(j, "moved");
    ngl_json_array(j);
    for (unsigned i = 0; i < l->nmove; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->condition[l->move[i].condition].key);
        ngl_json_put_number(j, "by", l->move[i].by, 6);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_key(j, "because");
    ngl_json_array(j);
    for (unsigned i = 0; i < l->nchanged; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "finding", v->kb->finding[l->changed[i].finding].key);
        put_answer(j, "before", v->kb, l->changed[i].finding, l->changed[i].before);
        put_answer(j, "now", v->kb, l->changed[i].finding, l->changed[i].now);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_end(j);
}

void ngl_history_json(ngl_buf *out, const ngl_history_view *v)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", v->kb->version);
    ngl_json_put_number(&j, "episode", (double)v->episode, 0);
    ngl_json_put_string(&j, "place", v->place);
    ngl_put_day(&j, "opened", v->opened);
    ngl_put_day(&j, "closed", v->closed);
    ngl_json_key(&j, "history");
    ngl_json_array(&j);
    for (size_t i = 0; i < v->nlook; i++) put_look(&j, v, &v->look[i]);
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}
