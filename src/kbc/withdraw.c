/* A knowledge with some rules taken out, and words that say so.
 *
 * The rules left keep their order. A rule that is not there cannot fire, so
 * nothing else has to know. The version gets the ids of what is gone.
 */
#include "kbc/withdraw.h"

#include "base/csv_read.h"
#include "base/date.h"
#include "base/error.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

enum { ID, REASON, DATE, INSTEAD, COLUMNS, ROW_MAX = 8192 };

typedef struct work {
    const ngl_knowledge *kb;
    bool                *gone; /* [kb->nrule] */
    unsigned             ngone, line;
    ngl_buf             *note;
    ngl_error           *err;
} work;

static ngl_id find(const ngl_knowledge *kb, const char *key)
{
    for (ngl_id r = 0; r < kb->nrule; r++)
        if (!strcmp(kb->rule[r].key, key)) return r;
    return NGL_NONE;
}

static ngl_status refused(const work *w, const char *what)
{
    return ngl_fail(w->err, NGL_E_INVALID, w->line, "line %u of the rules to withdraw: %s", w->line, what);
}

static ngl_status take_out(work *w, const ngl_csv *row)
{
    const char *key = ngl_csv_field(row, ID), *date = ngl_csv_field(row, DATE), *instead = ngl_csv_field(row, INSTEAD);
    ngl_id      r = find(w->kb, key);
    ngl_day     since;
    if (r == NGL_NONE)
        return ngl_fail(w->err, NGL_E_UNKNOWN_KEY, w->line, "line %u of the rules to withdraw: no rule is called \"%.60s\"",
                        w->line, key);
    const ngl_rule *rule = &w->kb->rule[r];
    if (rule->gate) return refused(w, "a gate only forbids self-tests and stays");
    if (w->gone[r]) return refused(w, "this rule stands here twice");
    if (!ngl_csv_field(row, REASON)[0]) return refused(w, "say why, in the column reason");
    if (!ngl_day_parse(&since, date, strlen(date))) return refused(w, "the date must look like 2026-03-01");
    if (rule->urgency == NGL_TRIAGE_EMERGENCY && !instead[0])
        return refused(w, "an emergency rule needs a sentence for people in its place, in the column instead");
    w->gone[r] = true;
    w->ngone++;
    ngl_buf_printf(w->note, "The rule %s is withdrawn since %s: %s.", key, date, ngl_csv_field(row, REASON));
    if (instead[0]) ngl_buf_printf(w->note, " In its place: %s", instead);
    ngl_buf_char(w->note, '\n');
    return NGL_OK;
}

static ngl_status check_head(work *w, ngl_csv *row)
{
    static const char *const names[COLUMNS] = { "id", "reason", "date", "instead" };
    w->line = 1;
    if (!ngl_csv_next(row)) return refused(w, "the columns id, reason, date and instead are missing");
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(ngl_csv_field(row, i), names[i]) != 0) return refused(w, "the columns must be id, reason, date, instead");
    return NGL_OK;
}

static const char *version_without(const work *w, ngl_arena *a)
{
    ngl_buf b;
    ngl_buf_init(&b, 1 << 16);
    ngl_buf_printf(&b, "%s without", w->kb->version);
    for (ngl_id r = 0; r < w->kb->nrule; r++)
        if (w->gone[r]) ngl_buf_printf(&b, " %s", w->kb->rule[r].key);
    const char *text = b.failed ? NULL : ngl_arena_text(a, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return text;
}

static ngl_status build(const ngl_knowledge **out, ngl_arena *a, const work *w)
{
    ngl_knowledge *kb = NGL_NEW(a, ngl_knowledge, 1);
    ngl_rule      *rule = NGL_NEW(a, ngl_rule, w->kb->nrule + 1u);
    const char    *version = version_without(w, a);
    if (!kb || !rule || !version || w->note->failed)
        return ngl_fail(w->err, NGL_E_NOMEM, 0, "not enough memory to withdraw rules");
    *kb = *w->kb;
    kb->nrule = 0;
    for (ngl_id r = 0; r < w->kb->nrule; r++)
        if (!w->gone[r]) rule[kb->nrule++] = w->kb->rule[r];
    kb->rule = rule;
    kb->version = version;
    *out = kb;
    return NGL_OK;
}

ngl_status ngl_rules_withdraw(const ngl_knowledge **out, ngl_arena *a, const ngl_knowledge *kb, const char *text,
                              size_t len, ngl_buf *note, ngl_error *err)
{
    assert(out && a && kb && text && note);
    work w = { .kb = kb, .gone = NGL_NEW(a, bool, kb->nrule + 1u), .note = note, .err = err };
    if (!w.gone) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to withdraw rules");
    ngl_csv row;
    ngl_csv_begin(&row, text, len, ',', ROW_MAX);
    ngl_status status = check_head(&w, &row);
    while (!status && ngl_csv_next(&row)) {
        w.line++;
        status = take_out(&w, &row);
    }
    if (!status && row.text.failed) status = refused(&w, "the line is too long");
    ngl_csv_end(&row);
    if (!status && !w.ngone) status = refused(&w, "it names no rule");
    return status ? status : build(out, a, &w);
}
