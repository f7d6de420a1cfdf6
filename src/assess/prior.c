/* Prior odds of each condition for one person.
 *
 * The evidence gives shares of the primary cause that sum to 1. Modifiers (age,
 * sex, level, bone health and so on) multiply them, each within 1/cap..cap and
 * their product within a wider cap; 0 means impossible together. The shares
 * are then brought back to a sum of 1 and turned into independent odds
 * share * k, with k such that the expected number of causes, given at least
 * one and at most three, is kb->model.expected_causes (docs/model.md, 1).
 *
 * A condition that has forms is shared out over them before the modifiers, and
 * has the sum of what they come to. A modifier of the condition holds for each
 * of its forms, one of a form for that form alone.
 */
#include "assess/case.h"

#include <math.h>

double ngl_assess_share(const ngl_knowledge *kb, ngl_prior prior, ngl_id condition)
{
    const ngl_condition *c = &kb->condition[condition];
    switch (prior) {
    case NGL_PRIOR_RUNNER: return c->prior;
    case NGL_PRIOR_CLINIC: return c->prior_clinic;
    case NGL_PRIOR_NEUTRAL: break;
    }
    bool has_other = kb->other < kb->ncondition;
    if (condition == kb->other) return kb->model.leak_share;
    return has_other ? (1 - kb->model.leak_share) / (kb->ncondition - 1) : 1.0 / kb->ncondition;
}

double ngl_assess_pair_factor(const ngl_knowledge *kb, ngl_id a, ngl_id b)
{
    for (uint32_t i = 0; i < kb->npair; i++) {
        const ngl_pair *p = &kb->pair[i];
        if ((p->a == a && p->b == b) || (p->a == b && p->b == a)) return p->factor;
    }
    return 1;
}

static bool modifier_applies(const ngl_modifier *m, const ngl_answer *answer)
{
    const ngl_answer *a = &answer[m->finding];
    if (m->option == NGL_NONE) return a->state == NGL_YES;
    return a->state == NGL_CHOICE && a->option == m->option;
}

static double within(double v, double cap)
{
    return v > cap ? cap : v < 1 / cap ? 1 / cap : v;
}

/* product of the modifiers that apply to each state, those of a condition to
 * its forms too; 0 stays 0 */
void ngl_assess_modifiers(const ngl_knowledge *kb, const ngl_answer *answer, double *product)
{
    for (ngl_id s = 0; s < ngl_states(kb); s++) product[s] = 1;
    for (uint32_t i = 0; i < kb->nmodifier; i++) {
        const ngl_modifier *m = &kb->modifier[i];
        if (!modifier_applies(m, answer)) continue;
        product[m->condition] *= m->odds > 0 ? within(m->odds, kb->model.modifier_cap) : 0;
    }
    for (ngl_id f = 0; f < kb->nform; f++) product[kb->ncondition + f] *= product[kb->form[f].condition];
    for (ngl_id s = 0; s < ngl_states(kb); s++)
        if (product[s] > 0) product[s] = within(product[s], kb->model.modifier_product_cap);
}

/* from products to shares: of a condition without forms, or of the forms and
 * their condition as the sum */
static void spread_share(const ngl_knowledge *kb, ngl_id c, double share, const double *jitter, double *odds)
{
    const ngl_condition *row = &kb->condition[c];
    const ngl_form      *form = kb->form + row->form_adr;
    double              *own = odds + kb->ncondition + row->form_adr, whole = 0, sum = 0;
    if (row->form_num == 0) {
        odds[c] *= share;
        return;
    }
    const double *by = jitter ? jitter + kb->ncondition + row->form_adr : NULL;
    for (unsigned i = 0; i < row->form_num; i++) whole += form[i].share * (by ? by[i] : 1);
    for (unsigned i = 0; i < row->form_num; i++) sum += own[i] *= share * form[i].share * (by ? by[i] : 1) / whole;
    odds[c] = sum;
}

/* Expected number of causes, given 1 to `most`, when the odds are k * share:
 * elementary symmetric sums from the power sums p[1..3] of the shares. */
static double expected_causes(const double p[4], double k, unsigned most)
{
    double e1 = k * p[1];
    double e2 = most >= 2 ? k * k * (p[1] * p[1] - p[2]) / 2 : 0;
    double e3 = most >= 3 ? k * k * k * (p[1] * p[1] * p[1] - 3 * p[1] * p[2] + 2 * p[3]) / 6 : 0;
    return (e1 + 2 * e2 + 3 * e3) / (e1 + e2 + e3);
}

static double solve_k(const double *share, ngl_id n, double target, unsigned most)
{
    double low = 1e-6, high = 1e3, p[4] = { 0 };
    for (ngl_id c = 0; c < n; c++) {
        p[1] += share[c];
        p[2] += share[c] * share[c];
        p[3] += share[c] * share[c] * share[c];
    }
    if (expected_causes(p, high, most) <= target) return high;
    for (int i = 0; i < 60; i++) {
        double mid = sqrt(low * high);
        if (expected_causes(p, mid, most) < target)
            low = mid;
        else
            high = mid;
    }
    return sqrt(low * high);
}

void ngl_assess_odds(const ngl_knowledge *kb, ngl_prior prior, const double *modifier, const double *jitter, double *odds)
{
    double sum = 0;
    for (ngl_id s = 0; s < ngl_states(kb); s++) odds[s] = modifier[s];
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        spread_share(kb, c, ngl_assess_share(kb, prior, c) * (jitter ? jitter[c] : 1), jitter, odds);
        sum += odds[c];
    }
    for (ngl_id s = 0; s < ngl_states(kb); s++) odds[s] /= sum;
    double k = solve_k(odds, kb->ncondition, kb->model.expected_causes, kb->model.max_causes);
    for (ngl_id s = 0; s < ngl_states(kb); s++) odds[s] *= k;
}

void ngl_assess_prior(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, const double *jitter, double *odds)
{
    ngl_assess_modifiers(kb, answer, odds);
    ngl_assess_odds(kb, prior, odds, jitter, odds);
}
