/* Answers as a clinician reads them: short words from the keys, by kind. */
#include "base/number.h"
#include "report/report_text.h"

#include <string.h>

void ngl_finding_words(ngl_buf *out, const ngl_finding *f)
{
    static const char *const prefix[] = { "site_", "agg_", "ease_", "q_", "hx_", "st_", "train_", "onset_", "med_", "tx_" };
    const char              *word = f->key;
    bool                     alone = f->answer == NGL_ANSWER_YES_NO; /* "type" says nothing without "onset" */
    for (size_t i = 0; alone && i < sizeof prefix / sizeof *prefix; i++)
        if (!strncmp(word, prefix[i], strlen(prefix[i]))) {
            word += strlen(prefix[i]);
            break;
        }
    for (; *word; word++) ngl_buf_char(out, *word == '_' ? ' ' : *word);
}

static void add_words(ngl_buf *out, const ngl_finding *f, size_t start)
{
    if (out->len > start) ngl_buf_text(out, ", ");
    ngl_finding_words(out, f);
}

void ngl_answers_of_kind(ngl_buf *out, const ngl_knowledge *kb, const ngl_answer *answer, ngl_finding_kind kind,
                         ngl_answer_state state)
{
    size_t start = out->len;
    for (ngl_id i = 0; i < kb->nfinding; i++)
        if (kb->finding[i].kind == kind && kb->finding[i].answer == NGL_ANSWER_YES_NO && answer[i].state == state)
            add_words(out, &kb->finding[i], start);
}

void ngl_answer_value(ngl_buf *out, const ngl_knowledge *kb, const ngl_answer *answer, const char *finding)
{
    ngl_id f = ngl_finding_find(kb, finding);
    if (f == NGL_NONE) return;
    switch (answer[f].state) {
    case NGL_CHOICE: ngl_buf_text(out, kb->option[kb->finding[f].option_adr + answer[f].option].label); break;
    case NGL_VALUE: ngl_buf_exact(out, answer[f].value); break;
    case NGL_YES: ngl_buf_text(out, "yes"); break;
    case NGL_NO: ngl_buf_text(out, "no"); break;
    case NGL_UNKNOWN: break;
    }
}

static bool in_opening(const ngl_knowledge *kb, ngl_id finding)
{
    for (uint32_t i = 0; i < kb->nopening_danger; i++)
        if (kb->opening[i] == finding) return true;
    return false;
}

/* Places and what makes pain worse stand in rules only beside something else. */
static bool is_danger_kind(const ngl_finding *f)
{
    return f->kind == NGL_KIND_ASSOCIATED || f->kind == NGL_KIND_TIMING || f->kind == NGL_KIND_RISK_FACTOR;
}

bool ngl_is_danger_finding(const ngl_knowledge *kb, ngl_id finding)
{
    if (in_opening(kb, finding)) return true;
    if (!is_danger_kind(&kb->finding[finding])) return false;
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        if (rule->gate || rule->urgency < NGL_TRIAGE_URGENT) continue;
        for (uint16_t i = 0; i < rule->op_num; i++)
            if (kb->op[rule->op_adr + i].code == NGL_OP_YES && kb->op[rule->op_adr + i].finding == finding) return true;
    }
    return false;
}

void ngl_danger_answers(ngl_buf *out, const ngl_knowledge *kb, const ngl_answer *answer, ngl_answer_state state)
{
    size_t start = out->len;
    for (ngl_id i = 0; i < kb->nfinding; i++) {
        bool shown = state == NGL_YES ? ngl_is_danger_finding(kb, i) : in_opening(kb, i);
        if (shown && answer[i].state == state) add_words(out, &kb->finding[i], start);
    }
}
