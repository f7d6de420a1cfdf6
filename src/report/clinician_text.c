/* An assessment for a clinician: the tests that were done with what each did,
 * those worth doing next, and whether imaging would change anything. Their
 * terms, the same figures as everywhere. Lists of lines; the page wraps them.
 */
#include "base/number.h"
#include "report/assess_report.h"

#include <math.h>
#include <string.h>

enum { EXAMS_BY_LOSS = 3, EXAMS_BY_BITS = 3, IMAGING_SHOWN = 4, IMAGING_IDLE = 3 };

static const double IDLE = 0.005; /* chance of a change that would print as none */

static const char *handling_words(ngl_handling h)
{
    switch (h) {
    case NGL_HANDLING_SELF: return "self-managed";
    case NGL_HANDLING_SELF_AND_REVIEW: return "self-managed with routine review";
    case NGL_HANDLING_AFTER_CLINICIAN: return "loading after clinical review";
    case NGL_HANDLING_REFER_ROUTINE: return "routine referral";
    case NGL_HANDLING_REFER_URGENT: return "urgent referral";
    case NGL_HANDLING_EMERGENCY: return "emergency";
    }
    return "";
}

/* "0.84 (0.55 to 0.98)" */
static void figure(ngl_buf *out, const char *lead, ngl_range r)
{
    int decimals = r.value >= 10 ? 0 : r.value >= 1 ? 1 : 2;
    ngl_buf_text(out, lead);
    ngl_buf_number(out, r.value, decimals);
    if (isnan(r.low)) return;
    ngl_buf_text(out, " (");
    ngl_buf_number(out, r.low, decimals);
    ngl_buf_text(out, " to ");
    ngl_buf_number(out, r.high, r.high >= 10 ? 0 : decimals);
    ngl_buf_char(out, ')');
}

static void accuracy(ngl_buf *out, const ngl_view *v, const ngl_accuracy *a)
{
    figure(out, "sensitivity ", a->sensitivity);
    figure(out, ", specificity ", a->specificity);
    figure(out, ", LR+ ", a->lr_yes);
    figure(out, ", LR- ", a->lr_no);
    ngl_buf_text(out, "; counted as LR+ ");
    ngl_buf_number(out, a->counted_yes, 1);
    ngl_buf_text(out, ", LR- ");
    ngl_buf_number(out, a->counted_no, 2);
    ngl_buf_printf(out, "; %s, ", a->measured ? "published" : "estimate");
    if (a->source != NGL_NONE) ngl_buf_printf(out, "source %s, ", v->kb->source[a->source].key);
    ngl_buf_text(out, "n effective ");
    ngl_buf_number(out, a->ess, 0);
    ngl_buf_char(out, '\n');
}

static void named(ngl_buf *out, const ngl_view *v, ngl_id condition)
{
    const ngl_condition *c = &v->kb->condition[condition];
    ngl_buf_printf(out, "%s%s%s%s", c->name, c->icd10[0] ? " [" : "", c->icd10, c->icd10[0] ? "]" : "");
}

/* ---- tests done --------------------------------------------------------------------- */

void ngl_view_given_lines(ngl_buf *out, const ngl_view *v)
{
    const ngl_clinic *k = v->more->clinic;
    if (!k->ngiven) ngl_buf_text(out, "None recorded.\n");
    for (unsigned i = 0; i < k->ngiven; i++) {
        const ngl_given_test *g = &k->given[i];
        const ngl_answer      a = v->a.answer[g->finding];
        ngl_buf_printf(out, "%s %s: %s\n", v->kb->finding[g->finding].key,
                       a.state == NGL_YES ? "positive" : a.state == NGL_NO ? "negative" : "answered",
                       v->kb->finding[g->finding].question);
        if (g->replaced_by != NGL_NONE) {
            ngl_buf_printf(out, "- replaced by %s, so not counted again\n", v->kb->finding[g->replaced_by].key);
            continue;
        }
        for (unsigned l = 0; l < k->nlead; l++) {
            ngl_buf_text(out, "- ");
            named(out, v, k->lead[l]);
            ngl_buf_text(out, ": pre-test ");
            ngl_view_range(out, g->pre[l]);
            ngl_buf_text(out, ", post-test ");
            ngl_view_range(out, g->post[l]);
            if (!g->known[l]) {
                ngl_buf_text(out, "; no figure for this pair, the base rate stands\n");
                continue;
            }
            ngl_buf_text(out, "; ");
            accuracy(out, v, &g->accuracy[l]);
        }
    }
}

/* ---- tests worth doing ----------------------------------------------------------------- */

static void result(ngl_buf *out, const ngl_view *v, const char *word, const ngl_after *r)
{
    ngl_buf_printf(out, "- %s (", word);
    ngl_view_percent(out, r->chance);
    ngl_buf_text(out, " of people like this): ");
    named(out, v, r->leader);
    ngl_buf_char(out, ' ');
    ngl_view_range(out, r->p);
    ngl_buf_printf(out, ", %s; %s\n", handling_words(r->handling), ngl_view_level_words(r->triage));
}

/* a pair that tells something: a positive result doubles the odds, or a negative one halves them */
static bool tells(const ngl_accuracy *a)
{
    return a->lr_yes.value >= 2 || a->lr_no.value <= 0.5;
}

static void one_test(ngl_buf *out, const ngl_view *v, const ngl_open_test *t)
{
    const ngl_clinic *k = v->more->clinic;
    ngl_buf_printf(out, "%s: %s (", v->kb->finding[t->test.finding].key, v->kb->finding[t->test.finding].question);
    ngl_buf_number(out, t->test.seconds, 0);
    ngl_buf_text(out, " s, ");
    ngl_buf_number(out, t->test.bits, 2);
    ngl_buf_text(out, " bits, fall in loss ");
    ngl_buf_number(out, t->test.loss_drop, 3);
    ngl_buf_text(out, ")\n");
    result(out, v, "positive", &t->test.yes);
    result(out, v, "negative", &t->test.no);
    for (unsigned l = 0; l < k->nlead; l++) {
        if (!t->known[l] || !tells(&t->accuracy[l])) continue;
        ngl_buf_text(out, "- ");
        named(out, v, k->lead[l]);
        ngl_buf_text(out, ": ");
        accuracy(out, v, &t->accuracy[l]);
    }
}

static bool is_exam(const ngl_view *v, const ngl_open_test *t)
{
    return v->kb->finding[t->test.finding].kind == NGL_KIND_EXAM;
}

void ngl_view_test_lines(ngl_buf *out, const ngl_view *v)
{
    const ngl_clinic *k = v->more->clinic;
    unsigned          shown = 0;
    for (unsigned i = 0; i < k->ntest; i++) {
        if (!k->test[i].shown || !is_exam(v, &k->test[i])) continue;
        one_test(out, v, &k->test[i]);
        shown++;
    }
    if (!shown) ngl_buf_text(out, "No examination test that is open would tell anything more.\n");
}

/* ---- imaging --------------------------------------------------------------------------- */

double ngl_view_changes(const ngl_test *t)
{
    return fmax(t->changes_triage, fmax(t->changes_handling, t->changes_leader));
}

static bool matters(const ngl_open_test *t)
{
    return ngl_view_changes(&t->test) >= NGL_VIEW_MATTERS;
}

/* the open tests of one sort that tell most about the causes for their time */
static void by_bits(const ngl_view *v, ngl_clinic *k, unsigned most)
{
    for (unsigned n = 0; n < most; n++) {
        ngl_open_test *best = NULL;
        for (unsigned i = 0; i < k->ntest; i++) {
            ngl_open_test *t = &k->test[i];
            if (t->shown || !is_exam(v, t)) continue;
            if (!best || t->test.bits / t->test.seconds > best->test.bits / best->test.seconds) best = t;
        }
        if (!best || best->test.bits <= 0) return;
        best->shown = true;
    }
}

void ngl_view_choose_tests(const ngl_view *v, ngl_clinic *k)
{
    unsigned danger = 0, change = 0, idle = 0;
    for (unsigned i = 0; i < k->ntest; i++) { /* they come by worth */
        ngl_open_test *t = &k->test[i];
        if (is_exam(v, t)) t->shown = t->test.loss_drop > 0 && danger++ < EXAMS_BY_LOSS;
        else t->shown = matters(t) ? change++ < IMAGING_SHOWN : t->test.bits >= 0.01 && ngl_view_changes(&t->test) < IDLE && idle++ < IMAGING_IDLE;
    }
    by_bits(v, k, EXAMS_BY_BITS);
}

static void change_parts(ngl_buf *out, const ngl_test *t)
{
    const double      p[3] = { t->changes_triage, t->changes_handling, t->changes_leader };
    const char *const what[3] = { "the level of care", "the handling", "the leading cause" };
    bool              said = false;
    ngl_buf_text(out, "- would change ");
    for (int i = 0; i < 3; i++) {
        if (p[i] < 0.005) continue;
        ngl_buf_printf(out, "%s%s in ", said ? ", " : "", what[i]);
        ngl_view_percent(out, p[i]);
        said = true;
    }
    ngl_buf_char(out, '\n');
}

/* what changes care or handling comes before what only swaps the leading cause */
static double first_by(const ngl_open_test *t)
{
    return 2 * fmax(t->test.changes_triage, t->test.changes_handling) + t->test.changes_leader + 1e-3 * t->test.bits;
}

static void scans(ngl_buf *out, const ngl_view *v, bool that_matter)
{
    const ngl_clinic *k = v->more->clinic;
    double            below = INFINITY;
    for (unsigned said = 0;; said++) {
        const ngl_open_test *best = NULL;
        for (unsigned i = 0; i < k->ntest; i++) {
            const ngl_open_test *t = &k->test[i];
            if (!t->shown || is_exam(v, t) || matters(t) != that_matter || first_by(t) >= below) continue;
            if (!best || first_by(t) > first_by(best)) best = t;
        }
        if (!best) return;
        below = first_by(best);
        if (!said)
            ngl_buf_text(out, that_matter ? "These could change what is done:\n" : "These would show something and change nothing:\n");
        ngl_buf_printf(out, "%s: %s\n", v->kb->finding[best->test.finding].key, v->kb->finding[best->test.finding].question);
        if (that_matter) change_parts(out, &best->test);
        result(out, v, "positive", &best->test.yes);
        result(out, v, "negative", &best->test.no);
    }
}

static unsigned matter(const ngl_view *v)
{
    unsigned n = 0;
    for (unsigned i = 0; i < v->more->clinic->ntest; i++)
        n += !is_exam(v, &v->more->clinic->test[i]) && matters(&v->more->clinic->test[i]);
    return n;
}

static bool about_imaging(const ngl_view *v, const ngl_statement *s)
{
    if (strstr(s->about, "imaging")) return true;
    for (ngl_id i = 0; i < v->kb->nclaim; i++)
        if (strcmp(v->kb->claim[i].section, "Imaging") == 0 && strstr(s->about, v->kb->claim[i].key)) return true;
    return false;
}

static void articles(ngl_buf *out, const ngl_view *v)
{
    ngl_buf_text(out, "What articles say about imaging, and the verdict:\n");
    for (ngl_id i = 0; i < v->kb->nclaim; i++) {
        const ngl_claim *c = &v->kb->claim[i];
        if (strcmp(c->section, "Imaging") == 0)
            ngl_buf_printf(out, "- %s (%s): %s %s\n", c->statement, c->said_by, c->verdict, c->reason);
    }
    for (ngl_id i = 0; i < v->kb->nstatement; i++) {
        const ngl_statement *s = &v->kb->statement[i];
        if (about_imaging(v, s)) ngl_buf_printf(out, "- %s (%s): %s %s\n", s->text, s->said_by, s->verdict, s->reason);
    }
}

void ngl_view_imaging_lines(ngl_buf *out, const ngl_view *v)
{
    if (!matter(v))
        ngl_buf_text(out, "Not now: no open scan or blood test has a 5 % chance of changing the level of care, the "
                          "handling or the leading cause.\n");
    scans(out, v, true);
    scans(out, v, false);
    articles(out, v);
}
