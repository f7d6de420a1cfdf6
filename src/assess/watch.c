/* The safety net: signs that are not there now and would change the level of
 * care if they came.
 *
 * Each sign is worth the harm it would announce: what probability of the
 * feared conditions is left, times the harm of missing each, times how often
 * that condition shows the sign. The one worth most is taken, what it would
 * announce is taken off, and so on: the next line then speaks of another danger
 * instead of the same one again. The first two are signs that mean help now,
 * however little of their danger is left: nobody goes home without those.
 */
#include "assess/whatif.h"

#include <math.h>

enum { WATCH_LIMIT = 8 << 20, EMERGENCIES_FIRST = 2 };

typedef struct sign {
    ngl_watch watch;
    double   *shows; /* [ncondition] P(sign | condition), 0 where its rule does not speak of the condition */
} sign;

/* only what may come: not history, places or how it began */
static bool may_come(const ngl_finding *f)
{
    return f->answer == NGL_ANSWER_YES_NO && !f->clinician_only &&
           (f->kind == NGL_KIND_ASSOCIATED || f->kind == NGL_KIND_TIMING || f->kind == NGL_KIND_AGGRAVATING ||
            f->kind == NGL_KIND_QUALITY);
}

static bool names(const ngl_knowledge *kb, const ngl_rule *rule, ngl_id finding)
{
    for (const ngl_op *op = kb->op + rule->op_adr; op < kb->op + rule->op_adr + rule->op_num; op++)
        if (op->code <= NGL_OP_GE && op->finding == finding) return true;
    return false;
}

/* the most urgent rule that this sign would fire and that does not stand yet; NGL_NONE: none */
static ngl_id fired_by(const ngl_case *c, ngl_id finding, const ngl_answer *with)
{
    const ngl_knowledge *kb = c->kb;
    ngl_id               best = NGL_NONE;
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        if (rule->gate || rule->urgency < NGL_TRIAGE_URGENT || !names(kb, rule, finding)) continue;
        if (best != NGL_NONE && rule->urgency <= kb->rule[best].urgency) continue;
        if (ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, with) &&
            !ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, c->answer))
            best = r;
    }
    return best;
}

static bool is_suspect(const ngl_knowledge *kb, ngl_id rule, ngl_id condition)
{
    const ngl_rule *r = &kb->rule[rule];
    for (unsigned i = 0; i < r->suspect_num; i++)
        if (kb->suspect[r->suspect_adr + i] == condition) return true;
    return false;
}

static bool feared(const ngl_knowledge *kb, ngl_id c)
{
    return kb->condition[c].triage >= NGL_TRIAGE_URGENT && c != kb->other;
}

/* P(sign | condition) of the conditions that the rule suspects */
static bool fill_shows(const ngl_case *c, sign *s, ngl_arena *a)
{
    const ngl_knowledge *kb = c->kb;
    const ngl_finding   *f = &kb->finding[s->watch.finding];
    item                 it;
    s->shows = NGL_NEW(a, double, kb->ncondition);
    if (!s->shows) return false;
    if (f->column_num && !ngl_assess_item(kb, s->watch.finding, (ngl_answer){ .state = NGL_YES }, a, &it)) return false;
    for (ngl_id k = 0; k < kb->ncondition; k++)
        if (feared(kb, k) && is_suspect(kb, s->watch.rule, k))
            s->shows[k] = f->column_num ? ngl_whatif_alone(c, &it, k) : 0.5;
    return true;
}

static ngl_status collect(ngl_case *c, ngl_arena *a, sign *list, unsigned *n)
{
    const ngl_knowledge *kb = c->kb;
    ngl_answer          *with = NGL_NEW(a, ngl_answer, kb->nfinding);
    if (!with) return NGL_E_NOMEM;
    for (ngl_id f = 0; f < kb->nfinding; f++) with[f] = c->answer[f];
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        if (c->answer[f].state == NGL_YES || !may_come(&kb->finding[f])) continue;
        if (kb->finding[f].asked_num && !ngl_case_applies(c, f)) continue;
        with[f] = (ngl_answer){ .state = NGL_YES };
        ngl_id rule = fired_by(c, f, with);
        with[f] = c->answer[f];
        if (rule == NGL_NONE) continue;
        sign s = { .watch = { .finding = f, .urgency = kb->rule[rule].urgency, .rule = rule, .condition = NGL_NONE } };
        if (!fill_shows(c, &s, a)) return NGL_E_NOMEM;
        list[(*n)++] = s;
    }
    return NGL_OK;
}

/* harm that the sign would announce, and of which condition most */
static double announces(const ngl_case *c, const sign *s, const double *left, ngl_id *most)
{
    double sum = 0, largest = -1;
    for (ngl_id k = 0; k < c->kb->ncondition; k++) {
        double one = left[k] * s->shows[k] * c->kb->model.harm_weight[c->kb->condition[k].triage];
        sum += one;
        if (s->shows[k] > 0 && one > largest) largest = one, *most = k;
    }
    return sum;
}

static void take(ngl_case *c, sign *s, double *left, ngl_id most, ngl_watch *out, unsigned *n)
{
    ngl_watch w = s->watch;
    unsigned  at = (*n)++;
    w.condition = most;
    w.p = c->marginal[most];
    for (; at > 0 && out[at - 1].urgency < w.urgency; at--) out[at] = out[at - 1];
    out[at] = w;
    for (ngl_id k = 0; k < c->kb->ncondition; k++) left[k] *= 1 - s->shows[k];
}

/* the sign worth most now of those at least this urgent; nsign: none is left */
static unsigned best_sign(const ngl_case *c, const sign *list, unsigned nsign, const double *left, ngl_triage least, ngl_id *most)
{
    unsigned best = nsign;
    ngl_id   of = NGL_NONE;
    double   worth = 0;
    for (unsigned i = 0; i < nsign; i++) {
        if (list[i].watch.finding == NGL_NONE || list[i].watch.urgency < least) continue;
        double one = announces(c, &list[i], left, &of);
        if (one > worth) worth = one, best = i, *most = of;
    }
    return best;
}

ngl_status ngl_case_watch(ngl_case *c, ngl_watch *out, unsigned *n)
{
    const ngl_knowledge *kb = c->kb;
    ngl_arena            a;
    unsigned             nsign = 0;
    ngl_status           status = ngl_assess_refresh(c);
    *n = 0;
    if (status || ngl_case_danger(c).level >= NGL_TRIAGE_URGENT) return status;
    ngl_arena_init(&a, WATCH_LIMIT);
    sign   *list = NGL_NEW(&a, sign, kb->nfinding);
    double *left = NGL_NEW(&a, double, kb->ncondition);
    status = list && left ? collect(c, &a, list, &nsign) : NGL_E_NOMEM;
    for (ngl_id k = 0; k < kb->ncondition && !status; k++) left[k] = c->marginal[k];
    while (!status && *n < NGL_WATCH_MAX) {
        ngl_id   most = NGL_NONE;
        unsigned best = nsign;
        if (*n < EMERGENCIES_FIRST) best = best_sign(c, list, nsign, left, NGL_TRIAGE_EMERGENCY, &most);
        if (best == nsign) best = best_sign(c, list, nsign, left, NGL_TRIAGE_URGENT, &most);
        if (best == nsign) break;
        take(c, &list[best], left, most, out, n);
        list[best].watch.finding = NGL_NONE;
    }
    ngl_arena_free(&a);
    return status;
}
