/* Sensitivity, specificity and likelihood ratios of one finding for one
 * condition, as a clinician reads them.
 *
 * Sensitivity is the figure of the evidence, P(yes | the condition alone).
 * Specificity is against the other causes, mixed as often as they are in people
 * like this one: a test is never used against healthy people. The interval of
 * the sensitivity is that of a Beta with the effective sample size of its
 * evidence; the rate of false alarms is a mean of such Betas and is drawn from
 * the Beta with the same mean and variance. What the model counts (study
 * design, caps, a test done alone) stands beside it.
 */
#include "assess/whatif.h"
#include "base/random.h"

#include <math.h>
#include <stdlib.h>

enum { ACCURACY_LIMIT = 4 << 20 };

/* mean and effective sample size of P(yes) over everything but this condition */
static void false_alarms(const ngl_case *c, const ngl_finding *f, ngl_id condition, double *mean, double *ess)
{
    const ngl_knowledge *kb = c->kb;
    double               weight = 0, sum = 0, variance = 0;
    for (ngl_id s = 0; s < ngl_states(kb); s++) {
        if (!ngl_whatif_state(kb, s) || ngl_state_condition(kb, s) == condition) continue;
        const ngl_link *l = ngl_link_at(kb, f->column_adr, s);
        double          p = (double)l->p;
        weight += c->odds[s];
        sum += c->odds[s] * p;
        if (l->ess > 0) variance += c->odds[s] * c->odds[s] * p * (1 - p) / ((double)l->ess + 1);
    }
    *mean = weight > 0 ? sum / weight : kb->base[f->column_adr];
    variance /= weight > 0 ? weight * weight : 1;
    *ess = variance > 0 ? *mean * (1 - *mean) / variance - 1 : INFINITY;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static ngl_range range_of(double value, double *draw, unsigned n)
{
    qsort(draw, n, sizeof *draw, ascending);
    double low = draw[(unsigned)(0.05 * (n - 1))], high = draw[(unsigned)(0.95 * (n - 1) + 0.5)];
    return (ngl_range){ value, fmin(low, value), fmax(high, value) };
}

static ngl_status intervals(ngl_accuracy *out, double sens, double fpr, double fpr_ess, ngl_draws draws)
{
    ngl_arena  a;
    ngl_random r = ngl_random_from(draws.seed + out->finding);
    ngl_arena_init(&a, ACCURACY_LIMIT);
    double *s = NGL_NEW(&a, double, draws.n), *f = NGL_NEW(&a, double, draws.n), *yes = NGL_NEW(&a, double, draws.n),
           *no = NGL_NEW(&a, double, draws.n);
    bool good = s && f && yes && no;
    for (unsigned i = 0; i < draws.n && good; i++) {
        double hit = sens > 0 && sens < 1 ? ngl_random_beta(&r, sens, out->ess) : sens;
        double alarm = fpr_ess < 1e7 && fpr > 0 && fpr < 1 ? ngl_random_beta(&r, fpr, fpr_ess) : fpr;
        s[i] = hit;
        f[i] = 1 - alarm;
        yes[i] = hit / fmax(alarm, 1e-6);
        no[i] = (1 - hit) / fmax(1 - alarm, 1e-6);
    }
    if (good) {
        out->sensitivity = range_of(out->sensitivity.value, s, draws.n);
        out->specificity = range_of(out->specificity.value, f, draws.n);
        out->lr_yes = range_of(out->lr_yes.value, yes, draws.n);
        out->lr_no = range_of(out->lr_no.value, no, draws.n);
    }
    ngl_arena_free(&a);
    return good ? NGL_OK : NGL_E_NOMEM;
}

/* the ratio that the model counts, discounts of a group apart */
static ngl_status counted(const ngl_case *c, ngl_id finding, ngl_id condition, ngl_answer_state state, double *out)
{
    item       it;
    ngl_arena  a;
    double     others = 0, weight = 0;
    ngl_arena_init(&a, ACCURACY_LIMIT);
    bool good = ngl_assess_item(c->kb, finding, (ngl_answer){ .state = state }, &a, &it);
    for (ngl_id s = 0; s < ngl_states(c->kb) && good; s++) {
        if (!ngl_whatif_state(c->kb, s) || ngl_state_condition(c->kb, s) == condition) continue;
        others += c->odds[s] * ngl_assess_item_p(&it, (ngl_id[SET_MAX]){ s, NGL_NONE, NGL_NONE });
        weight += c->odds[s];
    }
    if (good && weight > 0) *out = ngl_whatif_alone(c, &it, condition) / (others / weight);
    ngl_arena_free(&a);
    return good ? NGL_OK : NGL_E_NOMEM;
}

ngl_status ngl_case_accuracy(ngl_case *c, ngl_id finding, ngl_id condition, ngl_draws draws, ngl_accuracy *out)
{
    const ngl_knowledge *kb = c->kb;
    double               fpr, fpr_ess;
    if (finding >= kb->nfinding || condition >= kb->ncondition || kb->finding[finding].answer != NGL_ANSWER_YES_NO)
        return NGL_E_INVALID;
    const ngl_finding *f = &kb->finding[finding];
    if (f->column_num == 0) return NGL_E_NOT_FOUND;
    const ngl_link *l = ngl_link_at(kb, f->column_adr, condition);
    if (l->ess <= 0) return NGL_E_NOT_FOUND;
    ngl_status status = ngl_assess_refresh(c);
    if (status) return status;
    false_alarms(c, f, condition, &fpr, &fpr_ess);
    double sens = (double)l->p;
    *out = (ngl_accuracy){ .finding = finding, .condition = condition, .sensitivity = { sens, NAN, NAN },
                           .specificity = { 1 - fpr, NAN, NAN }, .lr_yes = { sens / fmax(fpr, 1e-6), NAN, NAN },
                           .lr_no = { (1 - sens) / fmax(1 - fpr, 1e-6), NAN, NAN }, .counted_yes = 1, .counted_no = 1,
                           .source = l->source, .measured = l->measured, .ess = (double)l->ess };
    if (draws.n) status = intervals(out, sens, fpr, fpr_ess, draws);
    if (!status) status = counted(c, finding, condition, NGL_YES, &out->counted_yes);
    if (!status) status = counted(c, finding, condition, NGL_NO, &out->counted_no);
    return status;
}
