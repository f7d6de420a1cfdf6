/* "?": why this question, in words, from what the knowledge says about it.
 *
 * A question is worth asking when its answer moves the leading causes. Which
 * way is read off the likelihoods: an answer that is commoner with a cause
 * than without speaks for it. Safety questions name what their most urgent rule
 * looks for.
 */
#include "base/text.h"
#include "cli/ask.h"

#include <math.h>

enum { WIDTH = 78, LEADERS = 6, NAMED = 3, TEXT_MAX = 1 << 13 };

static const double MOVES = 0.4; /* log-ratio from which an answer is worth naming: about half again as common */

/* log of P(yes | cause) to P(yes | nothing); 0 without evidence */
static double pull(const ngl_knowledge *kb, const ngl_finding *f, ngl_id condition)
{
    const ngl_link *l = ngl_link_at(kb, f->column_adr, condition);
    double          base = kb->base[f->column_adr];
    if (l->ess <= 0 || l->p <= 0 || base <= 0) return 0;
    return l->shrink * log(l->p / base);
}

static void name_causes(ngl_buf *b, const ngl_interview *iv, const ngl_finding *f, double sign, const char *lead)
{
    ngl_posterior p = ngl_case_posterior(iv->c);
    unsigned      n = 0;
    for (uint32_t i = 0; i < p.ncause && i < LEADERS && n < NAMED; i++) {
        if (sign * pull(iv->kb, f, p.cause[i].condition) < MOVES) continue;
        ngl_buf_printf(b, "%s%s", n ? "; " : lead, iv->kb->condition[p.cause[i].condition].name);
        n++;
    }
    if (n) ngl_buf_text(b, ". ");
}

/* is this finding named in the rule, other than as an exclusion? */
static bool names(const ngl_knowledge *kb, const ngl_rule *r, ngl_id finding)
{
    for (unsigned i = 0; i < r->op_num; i++) {
        const ngl_op *op = &kb->op[r->op_adr + i];
        bool          excluded = i + 1u < r->op_num && op[1].code == NGL_OP_NOT;
        if (op->code <= NGL_OP_GE && op->finding == finding && !excluded) return true;
    }
    return false;
}

/* what the most urgent rule with this question in it looks for */
static void name_danger(ngl_buf *b, const ngl_knowledge *kb, ngl_id finding)
{
    const ngl_rule *most = NULL;
    for (ngl_id i = 0; i < kb->nrule; i++) {
        const ngl_rule *r = &kb->rule[i];
        if (r->gate || !r->suspect_num || !names(kb, r, finding)) continue;
        if (!most || r->urgency > most->urgency) most = r;
    }
    ngl_buf_text(b, "It is a safety question: with some answers you should be seen soon. ");
    if (most) ngl_buf_printf(b, "It looks for: %s. ", kb->condition[kb->suspect[most->suspect_adr]].name);
}

static void name_phase(ngl_buf *b, const ngl_interview *iv, const ngl_ask *ask)
{
    if (iv->danger[ask->finding]) name_danger(b, iv->kb, ask->finding);
    else if (ask->next.phase == NGL_ASK_OPENING) ngl_buf_text(b, "It is one of the first things a clinician would ask. ");
    else ngl_buf_text(b, "Your answers so far make this the question that tells most for the time it takes. ");
}

void ask_why(FILE *out, const ngl_interview *iv, const ngl_ask *ask)
{
    const ngl_finding *f = &iv->kb->finding[ask->finding];
    ngl_buf            b, page;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_init(&page, TEXT_MAX);
    name_phase(&b, iv, ask);
    if (f->answer == NGL_ANSWER_YES_NO && f->column_num) {
        name_causes(&b, iv, f, 1, "A yes speaks for: ");
        name_causes(&b, iv, f, -1, "A yes speaks against: ");
    }
    ngl_buf_text(&page, "  ");
    ngl_buf_wrap(&page, ngl_buf_string(&b), 2, 2, WIDTH);
    fprintf(out, "%s\n", ngl_buf_string(&page));
    ngl_buf_free(&b);
    ngl_buf_free(&page);
}
