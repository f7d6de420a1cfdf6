/* Entries of the knowledge in plain words: names, verdicts, doses, and the
 * rules that keep a self-test safe. */
#include "base/number.h"
#include "report/learn_report.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

enum { CARE_MAX = 4096 };

#define BIT(kind) (1u << (kind))

const ngl_learn_topic ngl_learn_topics[] = {
    { "causes", "what may hurt", "niggle learn hamstring strain", BIT(NGL_LEARN_CAUSE) },
    { "tests", "checks you can do yourself, and when not to", "niggle learn st_one_leg_bridge", BIT(NGL_LEARN_TEST) },
    { "signs", "what Niggle or a clinician asks, sees or measures", "niggle learn sitting", BIT(NGL_LEARN_SIGN) },
    { "exercises", "how to do them, and how much", "niggle learn bridge", BIT(NGL_LEARN_EXERCISE) },
    { "treatments", "what else is done, and who decides", "niggle learn ice", BIT(NGL_LEARN_TREATMENT) },
    { "myths", "what you may have read, and whether it holds up", "niggle learn myths stretching",
      BIT(NGL_LEARN_CLAIM) | BIT(NGL_LEARN_STATEMENT) },
    { NULL, NULL, NULL, 0 },
};

const char *ngl_learn_key(const ngl_knowledge *kb, ngl_learn_entry e)
{
    switch (e.kind) {
    case NGL_LEARN_CAUSE: return kb->condition[e.id].key;
    case NGL_LEARN_TEST:
    case NGL_LEARN_SIGN: return kb->finding[e.id].key;
    case NGL_LEARN_EXERCISE: return kb->exercise[e.id].key;
    case NGL_LEARN_TREATMENT: return kb->treatment[e.id].key;
    case NGL_LEARN_CLAIM: return kb->claim[e.id].key;
    case NGL_LEARN_STATEMENT: return kb->statement[e.id].key;
    case NGL_LEARN_KINDS: break;
    }
    return "";
}

const char *ngl_learn_title(const ngl_knowledge *kb, ngl_learn_entry e)
{
    switch (e.kind) {
    case NGL_LEARN_CAUSE: return kb->condition[e.id].name;
    case NGL_LEARN_TEST:
    case NGL_LEARN_SIGN: return kb->finding[e.id].question;
    case NGL_LEARN_EXERCISE: return kb->exercise[e.id].name;
    case NGL_LEARN_TREATMENT: return kb->treatment[e.id].name;
    case NGL_LEARN_CLAIM: return kb->claim[e.id].statement;
    case NGL_LEARN_STATEMENT: return kb->statement[e.id].text;
    case NGL_LEARN_KINDS: break;
    }
    return "";
}

ngl_refs ngl_learn_refs(const ngl_knowledge *kb, ngl_learn_entry e)
{
    switch (e.kind) {
    case NGL_LEARN_CAUSE: return kb->condition[e.id].source;
    case NGL_LEARN_TEST:
    case NGL_LEARN_SIGN: return kb->finding[e.id].source;
    case NGL_LEARN_EXERCISE: return kb->exercise[e.id].source;
    case NGL_LEARN_TREATMENT: return kb->treatment[e.id].source;
    case NGL_LEARN_CLAIM: return kb->claim[e.id].source;
    case NGL_LEARN_STATEMENT: return kb->statement[e.id].source;
    case NGL_LEARN_KINDS: break;
    }
    return (ngl_refs){ 0 };
}

const char *ngl_learn_kind_word(ngl_learn_kind kind)
{
    static const char *const words[NGL_LEARN_KINDS] = {
        "cause", "self-test", "sign", "exercise", "treatment", "disputed statement", "statement"
    };
    return kind < NGL_LEARN_KINDS ? words[kind] : "";
}

unsigned ngl_learn_count(const ngl_knowledge *kb, ngl_learn_kind kind)
{
    unsigned tests = 0;
    for (ngl_id i = 0; i < kb->nfinding; i++) tests += kb->finding[i].kind == NGL_KIND_SELF_TEST;
    switch (kind) {
    case NGL_LEARN_CAUSE: return kb->ncondition;
    case NGL_LEARN_TEST: return tests;
    case NGL_LEARN_SIGN: return kb->nfinding - tests;
    case NGL_LEARN_EXERCISE: return kb->nexercise;
    case NGL_LEARN_TREATMENT: return kb->ntreatment;
    case NGL_LEARN_CLAIM: return kb->nclaim;
    case NGL_LEARN_STATEMENT: return kb->nstatement;
    case NGL_LEARN_KINDS: break;
    }
    return 0;
}

const char *ngl_learn_verdict(const char *verdict)
{
    static const char *const words[][2] = {
        { "SUPPORTED", "holds up" },
        { "PARTLY", "partly true" },
        { "OUTDATED", "out of date" },
        { "UNSUPPORTED", "not shown to be true" },
        { "CONTRADICTED", "not true as it stands" },
        { "CONTRADICTORY", "the sources disagree" },
        { "WORDING", "badly worded" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], verdict) == 0) return words[i][1];
    return verdict;
}

const char *ngl_learn_section(const ngl_knowledge *kb, ngl_learn_entry e)
{
    if (e.kind == NGL_LEARN_CLAIM) return kb->claim[e.id].section;
    return e.kind == NGL_LEARN_STATEMENT ? "Statement by statement, as five articles for runners put it" : "";
}

bool ngl_learn_said(const ngl_knowledge *kb, ngl_learn_entry e, const char **text, const char **verdict,
                    const char **reason, const char **said_by)
{
    if (e.kind != NGL_LEARN_CLAIM && e.kind != NGL_LEARN_STATEMENT) return false;
    bool claim = e.kind == NGL_LEARN_CLAIM;
    *text = ngl_learn_title(kb, e);
    *verdict = claim ? kb->claim[e.id].verdict : kb->statement[e.id].verdict;
    *reason = claim ? kb->claim[e.id].reason : kb->statement[e.id].reason;
    *said_by = claim ? kb->claim[e.id].said_by : kb->statement[e.id].said_by;
    return true;
}

/* ---- what a statement is about ----------------------------------------------------- */

static bool entry_of(const ngl_knowledge *kb, ngl_learn_kind kind, const char *key, size_t len, ngl_learn_entry *out)
{
    ngl_id n = (ngl_id)ngl_learn_count(kb, kind);
    for (ngl_id i = 0; i < n; i++) {
        ngl_learn_entry e = { kind, i };
        const char     *k = ngl_learn_key(kb, e);
        if (strlen(k) == len && memcmp(k, key, len) == 0) {
            *out = e;
            return true;
        }
    }
    return false;
}

bool ngl_learn_next_about(const ngl_knowledge *kb, const char **cursor, ngl_learn_entry *out)
{
    static const struct {
        const char    *prefix;
        ngl_learn_kind kind;
    } places[] = { { "treatments:", NGL_LEARN_TREATMENT }, { "exercises:", NGL_LEARN_EXERCISE }, { "claims:", NGL_LEARN_CLAIM } };
    while (**cursor) {
        const char *item = *cursor;
        size_t      len = strcspn(item, ";");
        *cursor = item + len + (item[len] == ';');
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            size_t n = strlen(places[i].prefix);
            if (len > n && memcmp(item, places[i].prefix, n) == 0 && entry_of(kb, places[i].kind, item + n, len - n, out))
                return true;
        }
    }
    return false;
}

/* ---- words and doses --------------------------------------------------------------- */

void ngl_learn_plain_words(ngl_buf *out, const char *text)
{
    for (; *text; text++) {
        if (strncmp(text, "<=", 2) == 0 || strncmp(text, ">=", 2) == 0) {
            ngl_buf_text(out, *text == '<' ? "at most " : "at least ");
            text++;
        } else {
            ngl_buf_char(out, *text == '_' ? ' ' : *text);
        }
    }
}

void ngl_learn_dose(ngl_buf *out, const ngl_exercise *x)
{
    ngl_plan_dose d = { .sets = x->sets, .reps = x->reps, .hold_s = x->hold_s, .per_week = x->per_week };
    ngl_dose_words(out, &d);
    if (isnan(d.per_week)) return;
    ngl_buf_text(out, ", ");
    ngl_often_words(out, d.per_week);
}

/* ---- self-tests --------------------------------------------------------------------- */

static bool begins(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strncmp(text, *words, strlen(*words)) == 0) return true;
    return false;
}

static void sort_sentence(ngl_learn_care *c, const char *text, size_t len)
{
    static const char *const stop[] = { "Stop", NULL };
    static const char *const skip[] = { "Skip", "Never", "Not ", "Do not", "Only ", NULL };
    ngl_buf                 *to = begins(text, stop) ? &c->stop : begins(text, skip) ? &c->skip : &c->rest;
    if (to->len) ngl_buf_char(to, '\n');
    ngl_buf_add(to, text, len);
}

void ngl_learn_care_of(ngl_learn_care *out, const char *explains)
{
    ngl_buf_init(&out->stop, CARE_MAX);
    ngl_buf_init(&out->skip, CARE_MAX);
    ngl_buf_init(&out->rest, CARE_MAX);
    while (*explains) {
        const char *end = strstr(explains, ". ");
        size_t      len = end ? (size_t)(end - explains) + 1 : strlen(explains);
        sort_sentence(out, explains, len);
        explains += len;
        while (*explains == ' ') explains++;
    }
}

/* index of the first step of the part that ends with step `end` */
static uint32_t part_start(const ngl_op *op, uint32_t end)
{
    uint32_t needed = 1;
    for (;; end--) {
        if (op[end].code == NGL_OP_AND || op[end].code == NGL_OP_OR) needed++;
        else if (op[end].code != NGL_OP_NOT) needed--;
        if (!needed || !end) return end;
    }
}

static void one_test(ngl_buf *out, const ngl_knowledge *kb, const ngl_op *op)
{
    const ngl_finding *f = &kb->finding[op->finding];
    ngl_buf_text(out, f->question);
    if (op->code == NGL_OP_IS) ngl_buf_printf(out, " \"%s\".", kb->option[f->option_adr + op->option].label);
    else if (op->code == NGL_OP_YES) ngl_buf_text(out, " \"yes\".");
    else {
        ngl_buf_char(out, ' ');
        ngl_buf_exact(out, op->value);
        ngl_buf_text(out, " or more.");
    }
}

/* alternatives stand on lines of their own, what must come together in one */
static void part_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_op *op, uint32_t end, const char *either)
{
    switch (op[end].code) {
    case NGL_OP_OR:
    case NGL_OP_AND: {
        uint32_t    right = part_start(op, end - 1);
        const char *below = op[end].code == NGL_OP_OR ? either : " Or: ";
        part_words(out, kb, op, right - 1, below);
        ngl_buf_text(out, op[end].code == NGL_OP_OR ? either : " And: ");
        part_words(out, kb, op, end - 1, below);
        return;
    }
    case NGL_OP_NOT:
        ngl_buf_text(out, "Not: ");
        part_words(out, kb, op, end - 1, " Or: ");
        return;
    default: one_test(out, kb, &op[end]);
    }
}

void ngl_learn_gate(ngl_buf *out, const ngl_knowledge *kb, const ngl_rule *gate)
{
    if (gate->op_num) part_words(out, kb, kb->op + gate->op_adr, gate->op_num - 1u, "\n");
}
