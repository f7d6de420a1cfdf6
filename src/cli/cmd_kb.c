/* niggle kb: what Niggle knows, and from where. */
#include "base/json_write.h"
#include "base/text.h"
#include "cli/command.h"
#include "report/put.h"

#include <string.h>

enum { OUTPUT_MAX = 1 << 20, WIDTH = 80, COLUMN = 14, NAMES_MAX = 1024 };

typedef struct count {
    const char *key, *text;
    uint32_t    n;
} count;

enum { COUNTS = 11 };

static void counts(count out[COUNTS], const ngl_knowledge *kb)
{
    uint32_t links = 0;
    for (uint32_t col = 0; col < kb->ncolumn; col++)
        for (ngl_id c = 0; c < kb->ncondition; c++) links += ngl_link_at(kb, col, c)->ess > 0;
    out[0] = (count){ "conditions", "conditions", kb->ncondition };
    out[1] = (count){ "findings", "findings", kb->nfinding };
    out[2] = (count){ "likelihoods", "likelihoods", links };
    out[3] = (count){ "modifiers", "prior modifiers", kb->nmodifier };
    out[4] = (count){ "rules", "danger rules", kb->nrule };
    out[5] = (count){ "danger_items", "danger score items", kb->ndanger_item };
    out[6] = (count){ "exercises", "exercises", kb->nexercise };
    out[7] = (count){ "protocols", "protocols", kb->nprotocol };
    out[8] = (count){ "treatments", "treatments", kb->ntreatment };
    out[9] = (count){ "claims", "disputed statements", kb->nclaim };
    out[10] = (count){ "sources", "sources", kb->nsource };
}

static void show_counts(const cli *c, ngl_buf *b)
{
    count n[COUNTS];
    counts(n, c->kb);
    if (!c->json) {
        for (int i = 0; i < COUNTS; i++) ngl_buf_printf(b, "%6u %s\n", n[i].n, n[i].text);
        ngl_buf_printf(b, "version %s\n", c->kb->version);
        return;
    }
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", c->kb->version);
    for (int i = 0; i < COUNTS; i++) ngl_json_put_integer(&j, n[i].key, n[i].n);
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

/* ---- one entry ------------------------------------------------------------------ */

static void field(ngl_buf *b, const char *name, const char *text)
{
    if (!text[0]) return;
    ngl_buf_printf(b, "%-*s", COLUMN, name);
    ngl_buf_wrap(b, text, COLUMN, COLUMN, WIDTH);
    ngl_buf_char(b, '\n');
}

static void sources(ngl_buf *b, const ngl_knowledge *kb, ngl_refs refs)
{
    for (unsigned i = 0; i < refs.num; i++) {
        const ngl_source *s = &kb->source[kb->source_ref[refs.adr + i]];
        char              text[1024];
        snprintf(text, sizeof text, "%s: %s %s", s->key, s->citation, s->locator);
        field(b, i ? "" : "sources", text);
    }
}

static void show_condition(ngl_buf *b, const ngl_knowledge *kb, const ngl_condition *k)
{
    ngl_buf prior;
    ngl_buf_init(&prior, 256);
    ngl_buf_printf(&prior, "runners %.4g (%.4g to %.4g), clinics %.4g. %s", k->prior, k->prior_low, k->prior_high,
                   k->prior_clinic, k->prior_reason);
    field(b, "condition", k->key);
    field(b, "name", k->name);
    field(b, "also called", k->also_called);
    field(b, "ICD-10", k->icd10);
    field(b, "tissue", k->tissue);
    field(b, "what it is", k->description);
    field(b, "course", k->time_course);
    field(b, "prior", ngl_buf_string(&prior));
    field(b, "triage", ngl_triage_key(k->triage));
    sources(b, kb, k->source);
    ngl_buf_free(&prior);
}

static void show_finding(ngl_buf *b, const ngl_knowledge *kb, const ngl_finding *f)
{
    field(b, "finding", f->key);
    field(b, "question", f->question);
    for (unsigned i = 0; i < f->option_num; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s: %s", kb->option[f->option_adr + i].key, kb->option[f->option_adr + i].label);
        field(b, i ? "" : "options", text);
    }
    if (f->answer == NGL_ANSWER_NUMBER) field(b, "unit", f->unit);
    field(b, "note", f->explains);
    field(b, "asked by", f->clinician_only ? "a clinician" : "anyone");
    field(b, "group", kb->group[f->group].key);
    sources(b, kb, f->source);
}

static void show_rule(ngl_buf *b, const ngl_knowledge *kb, const ngl_rule *r)
{
    field(b, r->gate ? "gate" : "rule", r->key);
    field(b, "when", r->text);
    field(b, "action", r->action);
    if (!r->gate) field(b, "urgency", ngl_triage_key(r->urgency));
    for (unsigned i = 0; i < r->suspect_num; i++)
        field(b, i ? "" : "suspects", kb->condition[kb->suspect[r->suspect_adr + i]].key);
    for (unsigned i = 0; i < r->blocked_num; i++)
        field(b, i ? "" : "forbids", kb->finding[kb->blocked[r->blocked_adr + i]].key);
    sources(b, kb, r->source);
}

/* ---- the same as JSON ------------------------------------------------------------ */

static void condition_json(ngl_json *j, const ngl_knowledge *kb, const ngl_condition *k)
{
    ngl_json_put_string(j, "kind", "condition");
    ngl_json_put_string(j, "id", k->key);
    ngl_json_put_string(j, "name", k->name);
    ngl_json_put_string(j, "icd10", k->icd10);
    ngl_json_put_string(j, "description", k->description);
    ngl_json_put_string(j, "triage", ngl_triage_key(k->triage));
    ngl_json_put_number(j, "prior", k->prior, 6);
    ngl_json_put_number(j, "prior_clinic", k->prior_clinic, 6);
    ngl_put_sources(j, kb, k->source);
}

static void finding_json(ngl_json *j, const ngl_knowledge *kb, const ngl_finding *f)
{
    ngl_json_put_string(j, "kind", "finding");
    ngl_json_put_string(j, "id", f->key);
    ngl_json_put_string(j, "question", f->question);
    ngl_json_key(j, "options");
    ngl_json_array(j);
    for (unsigned i = 0; i < f->option_num; i++) ngl_json_string(j, kb->option[f->option_adr + i].key);
    ngl_json_end(j);
    ngl_json_put_bool(j, "clinician_only", f->clinician_only);
    ngl_json_put_string(j, "group", kb->group[f->group].key);
    ngl_put_sources(j, kb, f->source);
}

static void rule_json(ngl_json *j, const ngl_knowledge *kb, const ngl_rule *r)
{
    ngl_json_put_string(j, "kind", r->gate ? "gate" : "rule");
    ngl_json_put_string(j, "id", r->key);
    ngl_json_put_string(j, "when", r->text);
    ngl_json_put_string(j, "action", r->action);
    ngl_json_put_string(j, "urgency", r->gate ? NULL : ngl_triage_key(r->urgency));
    ngl_put_sources(j, kb, r->source);
}

/* ---- finding an entry --------------------------------------------------------------- */

typedef struct entry {
    const ngl_condition *condition;
    const ngl_finding   *finding;
    const ngl_rule      *rule;
} entry;

static entry find_entry(const ngl_knowledge *kb, const char *key)
{
    entry  e = { 0 };
    ngl_id c = ngl_condition_find(kb, key), f = ngl_finding_find(kb, key);
    if (c != NGL_NONE) e.condition = &kb->condition[c];
    else if (f != NGL_NONE) e.finding = &kb->finding[f];
    for (ngl_id i = 0; i < kb->nrule && !e.condition && !e.finding; i++)
        if (strcmp(kb->rule[i].key, key) == 0) e.rule = &kb->rule[i];
    return e;
}

static void show_json(ngl_buf *b, const ngl_knowledge *kb, entry e)
{
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    if (e.condition) condition_json(&j, kb, e.condition);
    if (e.finding) finding_json(&j, kb, e.finding);
    if (e.rule) rule_json(&j, kb, e.rule);
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

static bool show_entry(const cli *c, ngl_buf *b, const char *key)
{
    entry e = find_entry(c->kb, key);
    if (!e.condition && !e.finding && !e.rule) return false;
    if (c->json) show_json(b, c->kb, e);
    else if (e.condition) show_condition(b, c->kb, e.condition);
    else if (e.finding) show_finding(b, c->kb, e.finding);
    else show_rule(b, c->kb, e.rule);
    return true;
}

static const char *nearest_entry(const ngl_knowledge *kb, const char *key)
{
    const char *names[NAMES_MAX];
    size_t      n = 0;
    for (ngl_id i = 0; i < kb->ncondition && n < NAMES_MAX; i++) names[n++] = kb->condition[i].key;
    for (ngl_id i = 0; i < kb->nfinding && n < NAMES_MAX; i++) names[n++] = kb->finding[i].key;
    for (ngl_id i = 0; i < kb->nrule && n < NAMES_MAX; i++) names[n++] = kb->rule[i].key;
    return ngl_text_nearest(key, names, n);
}

static int kb_run(cli *c)
{
    ngl_buf b;
    int     code = EXIT_DONE;
    if (c->nargs && (strcmp(c->args[0], "show") != 0 || c->nargs != 2))
        return cli_usage(c, "write: niggle kb, or: niggle kb show ID");
    ngl_buf_init(&b, OUTPUT_MAX);
    if (!c->nargs) {
        show_counts(c, &b);
    } else if (!show_entry(c, &b, c->args[1])) {
        const char *nearest = nearest_entry(c->kb, c->args[1]);
        fprintf(c->err, "niggle kb: nothing is known as \"%s\"%s%s.\n", c->args[1], nearest ? "; the nearest is " : "",
                nearest ? nearest : "");
        code = EXIT_NOTHING;
    }
    fputs(ngl_buf_string(&b), c->out);
    ngl_buf_free(&b);
    return code;
}

const command cmd_kb = {
    .name = "kb",
    .args = "[show ID]",
    .help = "what Niggle knows, and from where",
    .detail = "  niggle kb                              how much there is, and its version\n"
              "  niggle kb show rf_cauda_equina         a rule, a condition or a question\n",
    .run = kb_run,
};
