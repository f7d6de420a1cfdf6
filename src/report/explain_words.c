/* The words that explanations share: figures with their intervals, answers
 * that were not given, strength of evidence.
 *
 * How strongly an answer speaks is said by its likelihood ratio, in the steps
 * that clinicians are taught: from 10 large, from 5 moderate, from 2 small
 * (Jaeschke, Guyatt and Sackett 1994); the first two are "strongly" here.
 */
#include "base/number.h"
#include "report/assess_report.h"

#include <math.h>

static const double STRONG = 1.6094379124341003, CLEAR = 0.6931471805599453; /* ratios of 5 and 2 */

void ngl_view_percent(ngl_buf *out, double p)
{
    if (p < 0.005) ngl_buf_text(out, "under 1 %");
    else if (p >= 0.995) ngl_buf_text(out, "over 99 %");
    else ngl_buf_printf(out, "%ld %%", lround(p * 100));
}

static int whole(double p)
{
    return (int)lround(fmin(p, 0.99) * 100);
}

void ngl_view_range(ngl_buf *out, ngl_range r)
{
    ngl_view_percent(out, r.value);
    if (isnan(r.low) || (r.high < 0.005 && r.value < 0.005)) return;
    if (whole(r.high) > 0)
        ngl_buf_printf(out, " (%d to %s%d %%)", whole(r.low), r.high >= 0.995 ? "over " : "", whole(r.high));
}

static void fine(ngl_buf *out, double p, bool rare)
{
    if (rare && p < 0.02) ngl_buf_number(out, p * 100, 1);
    else ngl_buf_printf(out, "%d", whole(p));
}

void ngl_view_fine_range(ngl_buf *out, ngl_range r)
{
    bool rare = r.value < 0.02;
    if (r.value < 0.0005) ngl_buf_text(out, "under 0.1");
    else fine(out, r.value, rare);
    ngl_buf_text(out, " %");
    if (isnan(r.low) || r.high < 0.0005) return;
    ngl_buf_text(out, " (");
    fine(out, r.low, rare);
    ngl_buf_text(out, " to ");
    fine(out, r.high, rare);
    ngl_buf_text(out, " %)");
}

void ngl_view_supposed(ngl_buf *out, const ngl_knowledge *kb, ngl_id finding, ngl_answer answer)
{
    const ngl_finding *f = &kb->finding[finding];
    switch (answer.state) {
    case NGL_YES: ngl_buf_printf(out, "a yes to \"%s\"", f->question); return;
    case NGL_NO: ngl_buf_printf(out, "a no to \"%s\"", f->question); return;
    case NGL_CHOICE:
        ngl_buf_printf(out, "\"%s\" to ", kb->option[f->option_adr + answer.option].label);
        ngl_view_question(out, f);
        return;
    case NGL_VALUE:
        ngl_buf_exact(out, answer.value);
        ngl_buf_printf(out, " or more to \"%s\"", f->question);
        return;
    case NGL_UNKNOWN: ngl_buf_printf(out, "no answer to \"%s\"", f->question); return;
    }
}

void ngl_view_answer_key(ngl_buf *out, const ngl_knowledge *kb, ngl_id finding, ngl_answer answer)
{
    switch (answer.state) {
    case NGL_YES: ngl_buf_text(out, "yes"); return;
    case NGL_NO: ngl_buf_text(out, "no"); return;
    case NGL_CHOICE: ngl_buf_text(out, kb->option[kb->finding[finding].option_adr + answer.option].key); return;
    case NGL_VALUE: ngl_buf_exact(out, answer.value); return;
    case NGL_UNKNOWN: ngl_buf_text(out, "unknown"); return;
    }
}

const char *ngl_view_level_words(ngl_triage level)
{
    switch (level) {
    case NGL_TRIAGE_EMERGENCY: return "get help now";
    case NGL_TRIAGE_URGENT: return "be seen in 1 to 3 days";
    case NGL_TRIAGE_ROUTINE: return "book a check";
    case NGL_TRIAGE_SELF_CARE: break;
    }
    return "look after it at home";
}

const char *ngl_view_strength(double log_odds)
{
    double size = fabs(log_odds);
    if (log_odds >= 0) return size >= STRONG ? "strongly for" : size >= CLEAR ? "for" : "a little for";
    return size >= STRONG ? "strongly against" : size >= CLEAR ? "against" : "a little against";
}
