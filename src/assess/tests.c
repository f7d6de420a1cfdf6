/* Which examination, scan or blood test is worth doing now, and whether its
 * result would change what is done.
 *
 * Loss is that of next.c: the expected cost of the best level of care, and the
 * worth of the bits about the cause. Here the posterior after each result is
 * summed anew, and the level, the leading cause and how that cause is handled
 * are read off it: a test none of whose results changes any of these is not
 * worth its cost, however much it shows.
 */
#include "assess/whatif.h"

#include <math.h>

static ngl_triage level_of(const ngl_knowledge *kb, const ngl_id *member)
{
    ngl_triage level = NGL_TRIAGE_SELF_CARE;
    for (unsigned m = 0; m < SET_MAX && member[m] != NGL_NONE; m++) {
        ngl_triage one = kb->condition[ngl_state_condition(kb, member[m])].triage;
        if (one > level) level = one;
    }
    return level;
}

/* expected cost of the best level of care */
static double care_loss(const ngl_case *c)
{
    const ngl_model  *m = &c->kb->model;
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    double            need[4] = { 0 }, total = 0, best = INFINITY;
    for (size_t s = 0; s < c->nset; s++) {
        need[level_of(c->kb, h[s].member)] += h[s].weight;
        total += h[s].weight;
    }
    for (int given = 0; given < 4; given++) {
        double loss = 0;
        for (int t = 0; t < 4; t++)
            loss += need[t] * (t > given ? m->harm_weight[t] - m->harm_weight[given] : m->visit_cost[given] - m->visit_cost[t]);
        best = fmin(best, loss);
    }
    return total > 0 ? best / total : 0;
}

static const ngl_answer RESULT[2] = { { NGL_YES, 0, 0.0 }, { NGL_NO, 0, 0.0 } };

/* mutual information between the sets and the result */
static ngl_status information(const ngl_case *c, ngl_id finding, const double *chance, double *bits)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    item              it[2];
    ngl_arena         a;
    double            sum = 0, total = 0, p[2];
    ngl_arena_init(&a, 1 << 20);
    bool good = ngl_whatif_items(c, finding, RESULT, 2, &a, it);
    for (size_t s = 0; s < c->nset && good; s++) {
        ngl_whatif_shares(it, 2, h[s].member, p);
        total += h[s].weight;
        for (int i = 0; i < 2; i++)
            if (p[i] > 0 && chance[i] > 0) sum += h[s].weight * p[i] * log2(p[i] / chance[i]);
    }
    ngl_arena_free(&a);
    *bits = total > 0 ? sum / total : 0;
    return good ? NGL_OK : NGL_E_NOMEM;
}

static ngl_after outcome(ngl_case *c, double chance)
{
    ngl_danger    d = ngl_case_danger(c);
    ngl_posterior p = ngl_case_posterior(c);
    ngl_id        leader = p.ncause ? p.cause[0].condition : NGL_NONE;
    return (ngl_after){ chance, leader, { p.ncause ? p.cause[0].p : 0, NAN, NAN }, d.level,
                          leader == NGL_NONE || !c->kb->care ? NGL_HANDLING_REFER_ROUTINE : c->kb->care[leader].handling };
}

/* `copy` holds the case without the finding; `now` is what stands */
static ngl_status weigh(ngl_case *c, ngl_case *copy, const ngl_after *now, double loss, ngl_test *t)
{
    ngl_after            *then[2] = { &t->yes, &t->no };
    double                  chance[2], expected = 0, known = 0;
    ngl_status              status = ngl_whatif_chances(c, t->finding, RESULT, 2, chance);
    for (int i = 0; i < 2 && !status; i++) {
        if ((status = ngl_whatif_set(copy, t->finding, RESULT[i]))) break;
        *then[i] = outcome(copy, chance[i]);
        expected += chance[i] * care_loss(copy);
        known += chance[i];
        if (then[i]->triage != now->triage) t->changes_triage += chance[i];
        if (then[i]->handling != now->handling) t->changes_handling += chance[i];
        if (then[i]->leader != now->leader) t->changes_leader += chance[i];
    }
    if (!status) status = information(c, t->finding, chance, &t->bits);
    if (!status && known > 0) t->loss_drop = loss - expected / known + c->kb->model.bit_value * t->bits;
    ngl_status undone = ngl_case_answer(copy, t->finding, (ngl_answer){ .state = NGL_UNKNOWN });
    return status ? status : undone;
}

static bool worth_more(const ngl_test *a, const ngl_test *b)
{
    return a->loss_drop / a->seconds > b->loss_drop / b->seconds;
}

static void keep(ngl_test *list, unsigned *n, unsigned max, ngl_test t)
{
    unsigned at = *n;
    while (at > 0 && worth_more(&t, &list[at - 1])) at--;
    if (at >= max) return;
    if (*n < max) (*n)++;
    for (unsigned i = *n - 1; i > at; i--) list[i] = list[i - 1];
    list[at] = t;
}

ngl_status ngl_case_tests(ngl_case *c, ngl_test *out, unsigned *n, unsigned max)
{
    ngl_case  *copy = NULL;
    ngl_status status = ngl_assess_refresh(c);
    *n = 0;
    if (!status) status = ngl_whatif_new(&copy, c);
    if (!status) status = ngl_assess_refresh(copy);
    ngl_after now = status ? (ngl_after){ 0 } : outcome(copy, 1);
    double      loss = status ? 0 : care_loss(copy);
    for (ngl_id f = 0; f < c->kb->nfinding && !status; f++) {
        const ngl_finding *q = &c->kb->finding[f];
        ngl_test           t = { .finding = f, .seconds = q->cost_s > 1 ? q->cost_s : 1 };
        if (!ngl_whatif_is_test(q) || q->answer != NGL_ANSWER_YES_NO || !q->column_num || !ngl_whatif_open(c, f, NULL, true))
            continue;
        status = weigh(c, copy, &now, loss, &t);
        if (!status) keep(out, n, max, t);
    }
    ngl_case_free(copy);
    return status;
}

ngl_status ngl_case_test_ranges(ngl_case *c, ngl_draws draws, ngl_test *t)
{
    ngl_case  *copy;
    ngl_status status = ngl_whatif_new(&copy, c);
    if (status) return status;
    status = ngl_whatif_set(copy, t->finding, (ngl_answer){ .state = NGL_YES });
    if (!status && t->yes.leader != NGL_NONE) status = ngl_whatif_range(copy, t->yes.leader, draws, &t->yes.p);
    if (!status) status = ngl_whatif_set(copy, t->finding, (ngl_answer){ .state = NGL_NO });
    if (!status && t->no.leader != NGL_NONE) status = ngl_whatif_range(copy, t->no.leader, draws, &t->no.p);
    ngl_case_free(copy);
    return status;
}
