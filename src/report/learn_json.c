/* Pages of `niggle learn` as JSON. Every page has kind, id, title and sources;
 * the rest depends on the kind. */
#include "base/json_write.h"
#include "report/learn_report.h"
#include "report/put.h"

static void head(ngl_json *j, const ngl_knowledge *kb, ngl_learn_entry e)
{
    const char *text, *verdict, *reason, *said_by;
    ngl_json_put_string(j, "kind", ngl_learn_kind_word(e.kind));
    ngl_json_put_string(j, "id", ngl_learn_key(kb, e));
    ngl_json_put_string(j, "title", ngl_learn_title(kb, e));
    if (!ngl_learn_said(kb, e, &text, &verdict, &reason, &said_by)) return;
    ngl_json_put_string(j, "verdict", verdict);
    ngl_json_put_string(j, "verdict_words", ngl_learn_verdict(verdict));
    ngl_json_put_string(j, "section", ngl_learn_section(kb, e));
}

static void key_list(ngl_json *j, const ngl_knowledge *kb, const char *name, uint32_t adr, uint16_t num)
{
    ngl_json_key(j, name);
    ngl_json_array(j);
    for (unsigned i = 0; i < num; i++) ngl_json_string(j, kb->protocol[kb->exercise_protocol[adr + i]].key);
    ngl_json_end(j);
}

static void answers(ngl_json *j, const ngl_learn_page *v)
{
    ngl_json_key(j, "answers");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->ntypical; i++) {
        const ngl_learn_answer *a = &v->typical[i];
        const ngl_finding      *f = &v->kb->finding[a->finding];
        ngl_json_object(j);
        ngl_json_put_string(j, "cause", v->kb->condition[a->cause].key);
        ngl_json_put_string(j, "finding", f->key);
        ngl_json_put_string(j, "answer", a->option == NGL_NONE ? "yes" : v->kb->option[f->option_adr + a->option].key);
        ngl_json_put_number(j, "with_it", a->p, 4);
        ngl_json_put_number(j, "without", a->base, 4);
        ngl_json_put_string(j, "source", a->source == NGL_NONE ? NULL : v->kb->source[a->source].key);
        ngl_json_put_bool(j, "measured", a->measured);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void cause(ngl_json *j, const ngl_learn_page *v)
{
    const ngl_knowledge *kb = v->kb;
    const ngl_condition *c = &kb->condition[v->entry.id];
    const ngl_care      *k = &kb->care[v->entry.id];
    ngl_json_put_string(j, "also_called", c->also_called);
    ngl_json_put_string(j, "what", c->description);
    ngl_json_put_string(j, "course", c->time_course);
    ngl_json_put_string(j, "triage", ngl_triage_key(c->triage));
    ngl_json_put_string(j, "running", k->run_until_seen);
    ngl_json_put_string(j, "note", k->note);
    ngl_json_put_string(j, "plan", k->protocol == NGL_NONE ? NULL : kb->protocol[k->protocol].key);
    ngl_json_key(j, "measures");
    ngl_json_array(j);
    for (unsigned i = 0; i < k->measure_num; i++) ngl_json_string(j, kb->treatment[kb->measure[k->measure_adr + i]].key);
    ngl_json_end(j);
    answers(j, v);
    ngl_json_key(j, "said");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->nsaid; i++) ngl_json_string(j, ngl_learn_key(kb, v->said[i]));
    ngl_json_end(j);
}

static void finding(ngl_json *j, const ngl_learn_page *v)
{
    const ngl_knowledge *kb = v->kb;
    const ngl_finding   *f = &kb->finding[v->entry.id];
    ngl_json_put_string(j, "note", f->explains);
    ngl_json_put_bool(j, "clinician_only", f->clinician_only);
    ngl_json_key(j, "options");
    ngl_json_array(j);
    for (unsigned i = 0; i < f->option_num; i++) ngl_json_string(j, kb->option[f->option_adr + i].key);
    ngl_json_end(j);
    answers(j, v);
    ngl_json_key(j, "gates");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->ngate; i++) ngl_json_string(j, kb->rule[v->gate[i]].key);
    ngl_json_end(j);
}

static void exercise(ngl_json *j, const ngl_knowledge *kb, const ngl_exercise *x)
{
    ngl_json_put_string(j, "how_to", x->how_to);
    ngl_json_put_string(j, "muscles", x->muscles);
    ngl_json_put_string(j, "equipment", x->equipment);
    ngl_json_put_number(j, "sets", x->sets, 1);
    ngl_json_put_number(j, "reps", x->reps, 1);
    ngl_json_put_number(j, "hold_s", x->hold_s, 1);
    ngl_json_put_number(j, "per_week", x->per_week, 1);
    ngl_json_put_string(j, "care", x->cautions);
    ngl_json_put_string(j, "progress_when", x->criteria_to_progress);
    ngl_json_put_string(j, "easier", x->regression == NGL_NONE ? NULL : kb->exercise[x->regression].key);
    ngl_json_put_string(j, "harder", x->progression == NGL_NONE ? NULL : kb->exercise[x->progression].key);
    key_list(j, kb, "not_with", x->avoid_adr, x->avoid_num);
    key_list(j, kb, "suits", x->good_adr, x->good_num);
}

static void treatment(ngl_json *j, const ngl_treatment *t)
{
    ngl_json_put_string(j, "what", t->what);
    ngl_json_put_string(j, "dose", t->dose);
    ngl_json_put_string(j, "harms", t->harms);
    ngl_json_put_string(j, "effect", t->effect);
    ngl_json_put_string(j, "evidence", t->evidence);
    ngl_json_put_string(j, "who_decides", t->who_decides);
}

static void statement(ngl_json *j, const ngl_knowledge *kb, ngl_learn_entry e)
{
    const char     *text, *verdict, *reason = "", *said_by = "", *cursor = "";
    ngl_learn_entry other;
    ngl_learn_said(kb, e, &text, &verdict, &reason, &said_by);
    ngl_json_put_string(j, "reason", reason);
    ngl_json_put_string(j, "said_by", said_by);
    if (e.kind == NGL_LEARN_STATEMENT) cursor = kb->statement[e.id].about;
    ngl_json_key(j, "more");
    ngl_json_array(j);
    while (ngl_learn_next_about(kb, &cursor, &other)) ngl_json_string(j, ngl_learn_key(kb, other));
    ngl_json_end(j);
}

void ngl_learn_page_json(ngl_buf *out, const ngl_learn_page *v)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", v->kb->version);
    head(&j, v->kb, v->entry);
    switch (v->entry.kind) {
    case NGL_LEARN_CAUSE: cause(&j, v); break;
    case NGL_LEARN_TEST:
    case NGL_LEARN_SIGN: finding(&j, v); break;
    case NGL_LEARN_EXERCISE: exercise(&j, v->kb, &v->kb->exercise[v->entry.id]); break;
    case NGL_LEARN_TREATMENT: treatment(&j, &v->kb->treatment[v->entry.id]); break;
    case NGL_LEARN_CLAIM:
    case NGL_LEARN_STATEMENT: statement(&j, v->kb, v->entry); break;
    case NGL_LEARN_KINDS: break;
    }
    ngl_put_sources(&j, v->kb, ngl_learn_refs(v->kb, v->entry));
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}

void ngl_learn_list_json(ngl_buf *out, const ngl_learn_list *list)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", list->kb->version);
    ngl_json_put_string(&j, "topic", list->topic);
    ngl_json_put_string(&j, "words", list->words);
    ngl_json_put_string(&j, "instead", list->instead);
    ngl_json_put_bool(&j, "partly", list->partly);
    ngl_json_put_integer(&j, "found", (int64_t)list->n);
    ngl_json_key(&j, "entries");
    ngl_json_array(&j);
    for (size_t i = 0; i < list->shown; i++) {
        ngl_json_object(&j);
        head(&j, list->kb, list->entry[i]);
        ngl_json_end(&j);
    }
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}

void ngl_learn_topics_json(ngl_buf *out, const ngl_knowledge *kb)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", kb->version);
    ngl_json_key(&j, "topics");
    ngl_json_array(&j);
    for (const ngl_learn_topic *t = ngl_learn_topics; t->word; t++) {
        unsigned n = 0;
        for (ngl_learn_kind k = 0; k < NGL_LEARN_KINDS; k++)
            if (t->kinds & 1u << k) n += ngl_learn_count(kb, k);
        ngl_json_object(&j);
        ngl_json_put_string(&j, "topic", t->word);
        ngl_json_put_string(&j, "what", t->what);
        ngl_json_put_integer(&j, "entries", n);
        ngl_json_end(&j);
    }
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}
