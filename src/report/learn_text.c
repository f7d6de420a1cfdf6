/* Pages of `niggle learn` for a terminal, 80 columns wide: danger first, then
 * what it is, then what to do, and at the end where every figure comes from. */
#include "base/number.h"
#include "base/text.h"
#include "report/assess_report.h"
#include "report/learn_report.h"
#include "report/plan_report.h"
#include "report/report_text.h"

#include <math.h>
#include <string.h>

enum { TEXT_MAX = 8192, INDENT = 2, KIND_COLUMN = 14 };

typedef struct page {
    ngl_buf             *out;
    const ngl_knowledge *kb;
    bool                 colour;
    ngl_sources          sources;
} page;

static void section(page *p, const char *heading)
{
    ngl_page_heading(p->out, heading, p->colour);
}

static void said(page *p, const char *heading, const char *text)
{
    ngl_buf b;
    if (!*text) return;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_learn_plain_words(&b, text);
    section(p, heading);
    ngl_page_text(p->out, INDENT, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void said_lines(page *p, const char *heading, const ngl_buf *lines)
{
    if (!lines->len) return;
    section(p, heading);
    ngl_page_lines(p->out, INDENT, "- ", ngl_buf_string(lines));
}

/* "- Hip thrust: niggle learn hip_thrust_double"; a command is never broken in two */
static void link_line(page *p, const char *mark, const char *text, const char *key)
{
    size_t  mark_len = strlen(mark), columns = INDENT + mark_len + strlen(text) + strlen(": niggle learn ") + strlen(key);
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    if (columns <= NGL_PAGE_WIDTH) {
        ngl_buf_printf(p->out, "%*s%s%s: niggle learn %s\n", INDENT, "", mark, text, key);
    } else {
        ngl_buf_printf(&b, "%s:", text);
        ngl_page_item(p->out, INDENT, mark, ngl_buf_string(&b));
        ngl_buf_printf(p->out, "%*sniggle learn %s\n", INDENT + (int)mark_len, "", key);
    }
    ngl_buf_free(&b);
}

static void cite(page *p, ngl_id source)
{
    bool seen = source == NGL_NONE;
    for (uint16_t i = 0; i < p->sources.n; i++) seen |= p->sources.source[i] == source;
    if (!seen && p->sources.n < NGL_SOURCES_MAX) p->sources.source[p->sources.n++] = source;
}

static void sources(page *p)
{
    if (!p->sources.n) return;
    section(p, "Sources");
    for (uint16_t i = 0; i < p->sources.n; i++) {
        const ngl_source *s = &p->kb->source[p->sources.source[i]];
        bool              located = *s->locator && strcmp(s->locator, "none") != 0;
        ngl_buf           b;
        ngl_buf_init(&b, TEXT_MAX);
        ngl_buf_printf(&b, "%s: %s%s%s", s->key, s->citation, located ? " " : "", located ? s->locator : "");
        ngl_page_item(p->out, INDENT, "- ", ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
}

/* ---- a cause -------------------------------------------------------------------------- */

static void shares(page *p, ngl_buf *b, const ngl_learn_answer *a)
{
    ngl_view_chance(b, a->p);
    ngl_buf_text(b, " with it, ");
    ngl_view_chance(b, a->base);
    ngl_buf_text(b, " without");
    const ngl_source *source = a->source == NGL_NONE ? NULL : &p->kb->source[a->source];
    if (source && a->measured)
        ngl_buf_printf(b, " [%s]", source->key);
    else if (source && strcmp(source->locator, "none")) /* nothing to look up: nobody's but ours */
        ngl_buf_printf(b, " [our estimate after %s]", source->key);
    else
        ngl_buf_text(b, " [our estimate]");
    cite(p, a->source);
}

static const char *answer_word(const ngl_knowledge *kb, const ngl_learn_answer *a)
{
    return a->option == NGL_NONE ? "yes" : kb->option[kb->finding[a->finding].option_adr + a->option].label;
}

static void typical(page *p, const ngl_learn_page *v)
{
    if (!v->ntypical) return;
    section(p, "What it feels like");
    ngl_page_text(p->out, INDENT, "The answers that tell it best, and how many people give them:");
    for (unsigned i = 0; i < v->ntypical; i++) {
        const ngl_learn_answer *a = &v->typical[i];
        ngl_buf                 b;
        ngl_buf_init(&b, TEXT_MAX);
        ngl_page_item(p->out, INDENT, "- ", p->kb->finding[a->finding].question);
        ngl_buf_printf(&b, "\"%s\": ", answer_word(p->kb, a));
        shares(p, &b, a);
        ngl_page_text(p->out, INDENT + 2, ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
}

static void how_soon(page *p, const ngl_condition *c)
{
    section(p, "How soon to see someone");
    ngl_page_text(p->out, INDENT, ngl_view_advice(c->triage));
}

static void measures(page *p, uint32_t adr, uint16_t num)
{
    for (uint16_t i = 0; i < num; i++) {
        const ngl_treatment *t = &p->kb->treatment[p->kb->measure[adr + i]];
        link_line(p, "- ", t->name, t->key);
    }
}

static void first_capital(ngl_buf *b, const char *text)
{
    if (!*text) return;
    ngl_buf_char(b, *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text);
    ngl_learn_plain_words(b, text + 1);
    if (!strchr(".!?", text[strlen(text) - 1])) ngl_buf_char(b, '.');
}

static void care(page *p, const ngl_condition *c, const ngl_care *k)
{
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    section(p, c->triage == NGL_TRIAGE_SELF_CARE ? "What to do first" : "Until then");
    if (*k->run_until_seen) ngl_buf_printf(&b, "Running for now: %s.\n", k->run_until_seen);
    first_capital(&b, k->note);
    ngl_page_lines(p->out, INDENT, "- ", ngl_buf_string(&b));
    measures(p, k->measure_adr, k->measure_num);
    if (k->protocol != NGL_NONE && k->handling < NGL_HANDLING_REFER_ROUTINE)
        ngl_page_item(p->out, INDENT, "- ", k->handling == NGL_HANDLING_AFTER_CLINICIAN
            ? "Niggle has an exercise plan for the time after a clinician has looked at it."
            : "Niggle has an exercise plan for it: niggle assess, then niggle plan.");
    ngl_buf_free(&b);
    if (k->protocol == NGL_NONE || !*p->kb->protocol[k->protocol].emergency_if) return;
    section(p, "Get help at once with any of these");
    ngl_page_parts(p->out, INDENT, "- ", p->kb->protocol[k->protocol].emergency_if);
    ngl_sources_add(&p->sources, p->kb, p->kb->protocol[k->protocol].source);
}

static void people_read(page *p, const ngl_learn_page *v)
{
    if (!v->nsaid) return;
    section(p, "What you may have read about it");
    for (unsigned i = 0; i < v->nsaid; i++) {
        const char *text, *verdict, *reason, *said_by;
        ngl_buf     b;
        ngl_buf_init(&b, TEXT_MAX);
        ngl_learn_said(v->kb, v->said[i], &text, &verdict, &reason, &said_by);
        ngl_buf_printf(&b, "%s (%s)", text, ngl_learn_verdict(verdict));
        link_line(p, "- ", ngl_buf_string(&b), ngl_learn_key(v->kb, v->said[i]));
        ngl_buf_free(&b);
    }
}

static void cause_page(page *p, const ngl_learn_page *v)
{
    const ngl_condition *c = &v->kb->condition[v->entry.id];
    bool                 pressing = c->triage >= NGL_TRIAGE_URGENT;
    if (*c->also_called) {
        ngl_buf b;
        ngl_buf_init(&b, TEXT_MAX);
        ngl_buf_printf(&b, "Also called: %s", c->also_called);
        ngl_page_text(p->out, INDENT, ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
    if (pressing) how_soon(p, c);
    said(p, "What it is", c->description);
    typical(p, v);
    said(p, "How it usually goes", c->time_course);
    if (!pressing) how_soon(p, c);
    care(p, c, &v->kb->care[v->entry.id]);
    people_read(p, v);
    section(p, "Is it this?");
    ngl_page_text(p->out, INDENT, "This page cannot tell. niggle assess asks about you, and about danger first.");
}

/* ---- signs and tests --------------------------------------------------------------------- */

static void speaks_for(page *p, const ngl_learn_page *v)
{
    if (!v->ntypical) return;
    section(p, "What it may speak for");
    for (unsigned i = 0; i < v->ntypical; i++) {
        const ngl_learn_answer *a = &v->typical[i];
        ngl_buf                 b;
        ngl_buf_init(&b, TEXT_MAX);
        ngl_buf_printf(&b, "%s. \"%s\": ", p->kb->condition[a->cause].name, answer_word(p->kb, a));
        shares(p, &b, a);
        ngl_page_item(p->out, INDENT, "- ", ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
    ngl_page_text(p->out, INDENT, "One answer alone decides nothing; Niggle weighs all of them together.");
}

static void options(page *p, const ngl_finding *f)
{
    if (!f->option_num) return;
    section(p, "Answers to choose from");
    for (unsigned i = 0; i < f->option_num; i++) ngl_page_item(p->out, INDENT, "- ", p->kb->option[f->option_adr + i].label);
}

static void sign_page(page *p, const ngl_learn_page *v)
{
    const ngl_finding *f = &v->kb->finding[v->entry.id];
    if (ngl_is_danger_finding(v->kb, v->entry.id))
        said(p, "Why it is asked first", "It can be a sign of something that must not wait. niggle assess asks it, and says how soon someone must look.");
    said(p, "Good to know", f->explains);
    if (f->clinician_only) said(p, "Who can tell", "A clinician, by an examination, a scan or a blood test.");
    options(p, f);
    speaks_for(p, v);
}

/* add those lines of `text` that are not there yet */
static void add_new_lines(ngl_buf *to, const char *text)
{
    while (*text) {
        size_t      len = strcspn(text, "\n");
        const char *t = ngl_buf_string(to);
        bool        there = false;
        while (*t && !there) {
            size_t n = strcspn(t, "\n");
            there = n == len && memcmp(t, text, n) == 0;
            t += n + (t[n] != 0);
        }
        if (!there && to->len) ngl_buf_char(to, '\n');
        if (!there) ngl_buf_add(to, text, len);
        text += len + (text[len] != 0);
    }
}

static void gates(page *p, const ngl_learn_page *v)
{
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    for (unsigned i = 0; i < v->ngate; i++) {
        ngl_buf one;
        ngl_buf_init(&one, TEXT_MAX);
        ngl_learn_gate(&one, v->kb, &v->kb->rule[v->gate[i]]);
        add_new_lines(&b, ngl_buf_string(&one));
        ngl_sources_add(&p->sources, v->kb, v->kb->rule[v->gate[i]].source);
        ngl_buf_free(&one);
    }
    said_lines(p, "Do not do it with any of these answers", &b);
    ngl_buf_free(&b);
}

static void test_page(page *p, const ngl_learn_page *v)
{
    ngl_learn_care c;
    ngl_learn_care_of(&c, v->kb->finding[v->entry.id].explains);
    said_lines(p, "How to do it safely", &c.rest);
    said_lines(p, "When to stop", &c.stop);
    said_lines(p, "When to leave it out", &c.skip);
    gates(p, v);
    speaks_for(p, v);
    ngl_buf_free(&c.stop);
    ngl_buf_free(&c.skip);
    ngl_buf_free(&c.rest);
}

/* ---- exercises and treatments ---------------------------------------------------------------- */

static void named_plans(page *p, const char *heading, uint32_t adr, uint16_t num)
{
    if (!num) return;
    section(p, heading);
    for (uint16_t i = 0; i < num; i++)
        ngl_page_item(p->out, INDENT, "- ", p->kb->protocol[p->kb->exercise_protocol[adr + i]].name);
}

static void easier_and_harder(page *p, const ngl_exercise *x)
{
    if (x->progression == NGL_NONE && x->regression == NGL_NONE) return;
    section(p, "Easier and harder");
    if (x->regression != NGL_NONE)
        link_line(p, "easier  ", p->kb->exercise[x->regression].name, p->kb->exercise[x->regression].key);
    if (x->progression != NGL_NONE)
        link_line(p, "harder  ", p->kb->exercise[x->progression].name, p->kb->exercise[x->progression].key);
    if (!*x->criteria_to_progress || x->progression == NGL_NONE) return;
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_text(&b, "Go on to the harder one when: ");
    ngl_learn_plain_words(&b, x->criteria_to_progress);
    ngl_page_text(p->out, INDENT, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void needs(ngl_buf *b, const ngl_exercise *x)
{
    ngl_buf_printf(b, "Works on: ");
    for (const char *t = x->muscles; *t; t++) {
        if (*t == ';') ngl_buf_text(b, ", ");
        else ngl_buf_char(b, *t == '_' ? ' ' : *t);
    }
    if (*x->equipment && strcmp(x->equipment, "none") != 0) {
        ngl_buf_text(b, "\nYou need: ");
        first_capital(b, x->equipment);
    }
}

static void exercise_page(page *p, const ngl_learn_page *v)
{
    const ngl_exercise *x = &v->kb->exercise[v->entry.id];
    ngl_buf             b;
    ngl_buf_init(&b, TEXT_MAX);
    said(p, "How to do it", x->how_to);
    ngl_learn_dose(&b, x);
    said(p, "How much", ngl_buf_string(&b));
    ngl_buf_free(&b);
    ngl_buf_init(&b, TEXT_MAX);
    needs(&b, x);
    section(p, "What it is for");
    ngl_page_lines(p->out, INDENT, "- ", ngl_buf_string(&b));
    ngl_buf_free(&b);
    ngl_buf_init(&b, TEXT_MAX);
    first_capital(&b, x->cautions);
    said(p, "Take care", ngl_buf_string(&b));
    ngl_buf_free(&b);
    easier_and_harder(p, x);
    named_plans(p, "Not with", x->avoid_adr, x->avoid_num);
    named_plans(p, "Suits", x->good_adr, x->good_num);
}

static const char *who_decides(const char *who)
{
    static const char *const words[][2] = {
        { "self", "You do." },
        { "self with physio", "You, together with a physiotherapist." },
        { "self (ask pharmacist)", "You; ask a pharmacist first." },
        { "self (test via clinician)", "You; a clinician orders the test." },
        { "clinician", "A clinician, together with you." },
        { "clinician (emergency)", "A clinician, at once." },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], who) == 0) return words[i][1];
    return who;
}

static void treatment_page(page *p, const ngl_learn_page *v)
{
    const ngl_treatment *t = &v->kb->treatment[v->entry.id];
    said(p, "What it is", t->what);
    said(p, "How much", t->dose);
    said(p, "Take care", t->harms);
    said(p, "Who decides", who_decides(t->who_decides));
    said(p, "What studies measured, in their own words", t->effect);
}

/* ---- statements -------------------------------------------------------------------------------- */

/* how many of the source articles say it */
static void read_in(page *p, const char *said_by)
{
    unsigned n = *said_by != 0;
    ngl_buf  b;
    for (const char *t = said_by; *t; t++) n += *t == ';';
    ngl_buf_init(&b, TEXT_MAX);
    if (n == 1) ngl_buf_text(&b, "In one of the five articles for runners that Niggle looked into.");
    else if (n) ngl_buf_printf(&b, "In %u of the five articles for runners that Niggle looked into.", n);
    else ngl_buf_text(&b, "In the studies that Niggle looked into.");
    said(p, "Where it is said", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void statement_page(page *p, const ngl_learn_page *v)
{
    const char *text, *verdict, *reason, *said_by;
    ngl_buf     b;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_learn_said(v->kb, v->entry, &text, &verdict, &reason, &said_by);
    if (strcmp(verdict, "CONTRADICTORY") == 0) ngl_buf_text(&b, "The sources disagree.");
    else ngl_buf_printf(&b, "This %s%s.", strcmp(verdict, "SUPPORTED") == 0 ? "" : "is ", ngl_learn_verdict(verdict));
    said(p, "Is it true?", ngl_buf_string(&b));
    ngl_buf_free(&b);
    said(p, "Why", reason);
    read_in(p, said_by);
    if (v->entry.kind != NGL_LEARN_STATEMENT) return;
    const ngl_statement *s = &v->kb->statement[v->entry.id];
    const char          *cursor = s->about;
    ngl_learn_entry      e;
    bool                 any = false;
    while (ngl_learn_next_about(v->kb, &cursor, &e)) {
        if (!any) section(p, "More about it");
        any = true;
        link_line(p, "- ", ngl_learn_title(v->kb, e), ngl_learn_key(v->kb, e));
    }
}

void ngl_learn_page_text(ngl_buf *out, const ngl_learn_page *v, bool colour)
{
    page p = { .out = out, .kb = v->kb, .colour = colour };
    ngl_buf title;
    ngl_buf_init(&title, TEXT_MAX);
    ngl_buf_wrap(&title, ngl_learn_title(v->kb, v->entry), 0, 0, NGL_PAGE_WIDTH);
    ngl_page_heading(out, ngl_buf_string(&title), colour);
    ngl_buf_free(&title);
    ngl_sources_add(&p.sources, v->kb, ngl_learn_refs(v->kb, v->entry));
    switch (v->entry.kind) {
    case NGL_LEARN_CAUSE: cause_page(&p, v); break;
    case NGL_LEARN_TEST: test_page(&p, v); break;
    case NGL_LEARN_SIGN: sign_page(&p, v); break;
    case NGL_LEARN_EXERCISE: exercise_page(&p, v); break;
    case NGL_LEARN_TREATMENT: treatment_page(&p, v); break;
    case NGL_LEARN_CLAIM:
    case NGL_LEARN_STATEMENT: statement_page(&p, v); break;
    case NGL_LEARN_KINDS: break;
    }
    sources(&p);
}
