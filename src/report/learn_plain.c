/* Pages of `niggle learn` as records: the kind of record first, tabs between
 * fields, so that a line can be cut and searched. */
#include "base/number.h"
#include "report/learn_report.h"

void ngl_learn_topics_plain(ngl_buf *out, const ngl_knowledge *kb)
{
    for (ngl_learn_kind k = 0; k < NGL_LEARN_KINDS; k++)
        ngl_buf_printf(out, "topic\t%s\t%u\n", ngl_learn_kind_word(k), ngl_learn_count(kb, k));
}

static void entry(ngl_buf *out, const ngl_knowledge *kb, ngl_learn_entry e)
{
    const char *text, *verdict = "", *reason, *said_by;
    ngl_learn_said(kb, e, &text, &verdict, &reason, &said_by);
    ngl_buf_printf(out, "%s\t%s\t%s\t%s\n", ngl_learn_kind_word(e.kind), ngl_learn_key(kb, e), ngl_learn_title(kb, e), verdict);
}

void ngl_learn_list_plain(ngl_buf *out, const ngl_learn_list *list)
{
    if (list->instead) ngl_buf_printf(out, "instead\t%s\n", list->instead);
    for (size_t i = 0; i < list->shown; i++) entry(out, list->kb, list->entry[i]);
}

static void field(ngl_buf *out, const char *name, const char *text)
{
    if (*text) ngl_buf_printf(out, "%s\t%s\n", name, text);
}

static void cause(ngl_buf *out, const ngl_knowledge *kb, ngl_id id)
{
    const ngl_condition *c = &kb->condition[id];
    const ngl_care      *k = &kb->care[id];
    field(out, "also_called", c->also_called);
    field(out, "what", c->description);
    field(out, "course", c->time_course);
    field(out, "triage", ngl_triage_key(c->triage));
    field(out, "running", k->run_until_seen);
    field(out, "note", k->note);
    for (unsigned i = 0; i < k->measure_num; i++) field(out, "measure", kb->treatment[kb->measure[k->measure_adr + i]].key);
}

static void exercise(ngl_buf *out, const ngl_knowledge *kb, const ngl_exercise *x)
{
    ngl_buf dose;
    ngl_buf_init(&dose, 256);
    ngl_learn_dose(&dose, x);
    field(out, "how_to", x->how_to);
    field(out, "dose", ngl_buf_string(&dose));
    field(out, "care", x->cautions);
    if (x->regression != NGL_NONE) field(out, "easier", kb->exercise[x->regression].key);
    if (x->progression != NGL_NONE) field(out, "harder", kb->exercise[x->progression].key);
    for (unsigned i = 0; i < x->avoid_num; i++) field(out, "not_with", kb->protocol[kb->exercise_protocol[x->avoid_adr + i]].key);
    ngl_buf_free(&dose);
}

static void treatment(ngl_buf *out, const ngl_treatment *t)
{
    field(out, "what", t->what);
    field(out, "dose", t->dose);
    field(out, "harms", t->harms);
    field(out, "who_decides", t->who_decides);
    field(out, "effect", t->effect);
}

static void answers(ngl_buf *out, const ngl_learn_page *v)
{
    for (unsigned i = 0; i < v->ntypical; i++) {
        const ngl_learn_answer *a = &v->typical[i];
        const ngl_finding      *f = &v->kb->finding[a->finding];
        ngl_buf_printf(out, "answer\t%s\t%s\t%s\t", v->kb->condition[a->cause].key, f->key,
                       a->option == NGL_NONE ? "yes" : v->kb->option[f->option_adr + a->option].key);
        ngl_buf_number(out, a->p, 3);
        ngl_buf_char(out, '\t');
        ngl_buf_number(out, a->base, 3);
        ngl_buf_printf(out, "\t%s\t%s\n", a->measured ? "measured" : "estimate",
                       a->source == NGL_NONE ? "" : v->kb->source[a->source].key);
    }
}

static void body(ngl_buf *out, const ngl_learn_page *v)
{
    const ngl_knowledge *kb = v->kb;
    switch (v->entry.kind) {
    case NGL_LEARN_CAUSE: cause(out, kb, v->entry.id); return;
    case NGL_LEARN_TEST:
    case NGL_LEARN_SIGN: field(out, "note", kb->finding[v->entry.id].explains); return;
    case NGL_LEARN_EXERCISE: exercise(out, kb, &kb->exercise[v->entry.id]); return;
    case NGL_LEARN_TREATMENT: treatment(out, &kb->treatment[v->entry.id]); return;
    case NGL_LEARN_CLAIM: field(out, "reason", kb->claim[v->entry.id].reason); return;
    case NGL_LEARN_STATEMENT: field(out, "reason", kb->statement[v->entry.id].reason); return;
    case NGL_LEARN_KINDS: return;
    }
}

void ngl_learn_page_plain(ngl_buf *out, const ngl_learn_page *v)
{
    ngl_refs refs = ngl_learn_refs(v->kb, v->entry);
    entry(out, v->kb, v->entry);
    body(out, v);
    answers(out, v);
    for (unsigned i = 0; i < v->ngate; i++) field(out, "gate", v->kb->rule[v->gate[i]].key);
    for (unsigned i = 0; i < v->nsaid; i++) field(out, "said", ngl_learn_key(v->kb, v->said[i]));
    for (unsigned i = 0; i < refs.num; i++) {
        const ngl_source *s = &v->kb->source[v->kb->source_ref[refs.adr + i]];
        ngl_buf_printf(out, "source\t%s\t%s\t%s\n", s->key, s->citation, s->locator);
    }
}
