/* Choosing what to ask next, and when to stop.
 *
 * Danger comes first, in its fixed order and whole. After that: whatever is
 * expected to change the advice most for each second of a person's time, be it
 * one question or a screen of them (worth.c, screen.c). Gates are respected: a
 * forbidden self-test is not a question. A few questions that move everything
 * else (age, sex, since when, how it began) are put in any case, right after
 * danger (`opening.then` of structure.yaml). docs/model.md, 7.
 */
#include "assess/worth.h"

#include <math.h>

int ngl_case_applies(ngl_case *c, ngl_id finding)
{
    const ngl_knowledge *kb = c->kb;
    const ngl_finding   *f = &kb->finding[finding];
    if (f->asked_num && !ngl_assess_rule_holds(kb, f->asked_adr, f->asked_num, c->answer)) return 0;
    for (ngl_id p = f->parent; p != NGL_NONE; p = kb->finding[p].parent)
        if (c->answer[p].state == NGL_NO) return 0;
    if (f->replaced_by != NGL_NONE && c->answer[f->replaced_by].state != NGL_UNKNOWN) return 0;
    for (ngl_id k = 0; k < kb->nfinding; k++) /* a coarse place is settled by a yes inside it */
        if (kb->finding[k].parent == finding && c->answer[k].state == NGL_YES) return 0;
    return 1;
}

bool ngl_assess_open(ngl_case *c, ngl_id f, const uint8_t *skipped)
{
    return c->answer[f].state == NGL_UNKNOWN && !(skipped && skipped[f]) && !c->kb->finding[f].clinician_only &&
           ngl_case_applies(c, f) && !ngl_case_blocked(c, f);
}

static bool self_tests_left(const ngl_case *c)
{
    unsigned n = 0;
    for (ngl_id f = 0; f < c->kb->nfinding; f++)
        n += c->kb->finding[f].kind == NGL_KIND_SELF_TEST && c->answer[f].state != NGL_UNKNOWN;
    return n < c->kb->model.max_self_tests;
}

static unsigned questions_put(const ngl_case *c, const uint8_t *skipped)
{
    unsigned n = 0;
    for (ngl_id f = 0; f < c->kb->nfinding; f++)
        n += c->answer[f].state != NGL_UNKNOWN || (skipped && skipped[f]);
    return n;
}

/* ---- danger ---------------------------------------------------------------------- */

/* all open items of a danger screen; elsewhere the question alone */
static void danger_turn(ngl_case *c, ngl_id finding, const uint8_t *skipped, ngl_next *out)
{
    const ngl_knowledge *kb = c->kb;
    ngl_id               screen = ngl_assess_screen_of(kb, finding);
    *out = (ngl_next){ .finding = finding, .phase = NGL_ASK_DANGER, .seconds = kb->finding[finding].cost_s,
                       .screen = NGL_NONE, .nitem = 1, .item = { finding },
                       .turn_seconds = kb->finding[finding].cost_s };
    if (screen == NGL_NONE) return;
    ngl_id items[NGL_SCREEN_MAX], n = 0;
    for (uint32_t k = kb->screen[screen].item_adr; k < kb->screen[screen].item_adr + kb->screen[screen].item_num; k++)
        if (ngl_assess_open(c, kb->screen_item[k].finding, skipped)) items[n++] = kb->screen_item[k].finding;
    if (n < 2) return;
    out->screen = screen;
    out->nitem = n;
    for (ngl_id i = 0; i < n; i++) out->item[i] = items[i];
    out->turn_seconds = ngl_screen_seconds(kb, screen, items, n, 0);
}

static bool ask_danger(ngl_case *c, const uint8_t *skipped, ngl_next *out)
{
    for (uint32_t i = 0; i < c->kb->nopening_danger; i++) {
        if (!ngl_assess_open(c, c->kb->opening[i], skipped)) continue;
        danger_turn(c, c->kb->opening[i], skipped, out);
        return true;
    }
    return false;
}

/* ---- by worth ---------------------------------------------------------------------- */

/* what is open now, and what each of it is worth */
typedef struct field {
    outlook o;
    bool   *open;  /* [nfinding] */
    worth  *worth; /* [nfinding] */
    double  keep;  /* worth per second below which an item is not shown */
} field;

/* does any likelihood, modifier or rule know this question, or is it asked in any case? */
static bool matters(const ngl_knowledge *kb, ngl_id f)
{
    for (uint32_t i = 0; i < kb->nopening; i++)
        if (kb->opening[i] == f) return true;
    if (kb->finding[f].column_num) return true;
    for (uint32_t i = 0; i < kb->nmodifier; i++)
        if (kb->modifier[i].finding == f) return true;
    for (uint32_t i = 0; i < ngl_assess_ops(kb); i++)
        if (kb->op[i].code <= NGL_OP_GE && kb->op[i].finding == f) return true;
    return false;
}

static bool survey(field *w, ngl_case *c, const uint8_t *skipped)
{
    const ngl_knowledge *kb = c->kb;
    bool                 tests = self_tests_left(c);
    if (!ngl_assess_outlook(&w->o, c)) return false;
    w->open = NGL_NEW(&w->o.arena, bool, kb->nfinding);
    w->worth = NGL_NEW(&w->o.arena, worth, kb->nfinding);
    bool good = w->open && w->worth;
    for (ngl_id f = 0; f < kb->nfinding && good; f++) {
        w->open[f] = ngl_assess_open(c, f, skipped) && (tests || kb->finding[f].kind != NGL_KIND_SELF_TEST) && matters(kb, f);
        if (w->open[f]) good = ngl_assess_worth(&w->o, f, &w->worth[f]);
    }
    if (!good) ngl_assess_outlook_free(&w->o);
    w->keep = kb->model.bit_value * kb->model.stop_bits_per_10s / 10;
    return good;
}

static turn alone(const field *w, ngl_id f)
{
    double cost = w->o.c->kb->finding[f].cost_s;
    return (turn){ .screen = NGL_NONE, .n = 1, .item = { f }, .all = w->worth[f], .seconds = cost > 1 ? cost : 1, .best = f };
}

static double rate(const turn *t)
{
    return t->all.drop / t->seconds;
}

/* the best few turns, by worth per second; gives how many */
static unsigned rank_turns(const field *w, turn *best, unsigned max, ngl_next_why *why)
{
    const ngl_knowledge *kb = w->o.c->kb;
    unsigned             n = 0;
    for (uint32_t i = 0; i < kb->nscreen + kb->nfinding; i++) {
        ngl_id f = (ngl_id)(i - kb->nscreen);
        if (i >= kb->nscreen && (!w->open[f] || ngl_assess_screen_of(kb, f) != NGL_NONE)) continue;
        turn t = i < kb->nscreen ? ngl_assess_screen_turn(&w->o, (ngl_id)i, w->open, w->worth, w->keep) : alone(w, f);
        if (t.n == 0) continue;
        if (t.all.change > why->change) why->change = t.all.change;
        if (10 * t.all.bits / t.seconds > why->bits_per_10s) why->bits_per_10s = 10 * t.all.bits / t.seconds;
        unsigned at = n < max ? n++ : max;
        for (; at > 0 && rate(&best[at - 1]) < rate(&t); at--)
            if (at < max) best[at] = best[at - 1];
        if (at < max) best[at] = t;
    }
    return n;
}

static void propose(const field *w, const turn *t, ngl_next *out)
{
    const worth *v = &w->worth[t->best];
    double       cost = w->o.c->kb->finding[t->best].cost_s;
    *out = (ngl_next){ .finding = t->best, .phase = NGL_ASK_ADAPTIVE, .loss_drop = v->drop, .bits = v->bits,
                       .seconds = cost > 1 ? cost : 1, .screen = t->screen, .nitem = t->n,
                       .turn_drop = t->all.drop, .turn_bits = t->all.bits, .turn_seconds = t->seconds };
    for (ngl_id i = 0; i < t->n; i++) out->item[i] = t->item[i];
}

/* the question of `opening.then` worth most per second that is still open, or NGL_NONE */
static ngl_id first_of_the_opening(const field *w)
{
    const ngl_knowledge *kb = w->o.c->kb;
    ngl_id               best = NGL_NONE;
    for (uint32_t i = kb->nopening_danger; i < kb->nopening; i++) {
        ngl_id f = kb->opening[i];
        if (w->open[f] && (best == NGL_NONE || w->worth[f].drop > w->worth[best].drop)) best = f;
    }
    return best;
}

/* ---- stopping ---------------------------------------------------------------------- */

static void weigh_leaders(ngl_case *c, ngl_next_why *why)
{
    ngl_posterior p = ngl_case_posterior(c);
    double        all = p.other;
    for (uint32_t i = 0; i < p.ncause; i++) all += p.cause[i].p;
    for (uint32_t i = 0; i < 3 && i < p.ncause; i++) why->three += p.cause[i].p / all;
    why->leader = p.ncause ? p.cause[0].p : 0;
}

static bool may_stop(const ngl_model *m, const ngl_next_why *why)
{
    bool clear = why->leader >= m->stop_leader || why->three >= m->stop_top3 || why->bits_per_10s < m->stop_bits_per_10s;
    return why->asked >= m->min_answers && why->change <= m->stop_triage_change && clear;
}

static void explain(field *w, const turn *best, unsigned n, ngl_next_why *why)
{
    outcome answer[NGL_OUTCOMES_MAX];
    why->loss = w->o.loss;
    why->nanswer = ngl_assess_outcomes(&w->o, why->next.finding, answer, NGL_WHY_ANSWERS);
    for (unsigned i = 0; i < why->nanswer; i++)
        why->answer[i] = (ngl_next_answer){ answer[i].answer, answer[i].chance, answer[i].loss, answer[i].bits, answer[i].averted };
    for (unsigned i = 0; i < n; i++)
        if (best[i].best != why->next.finding)
            why->rival[why->nrival++] = (ngl_next_turn){ best[i].screen, best[i].best, best[i].n,
                                                         best[i].all.drop, best[i].all.bits, best[i].seconds };
}

static ngl_status choose(ngl_case *c, const uint8_t *skipped, ngl_next_why *why, bool full)
{
    field w;
    turn  best[NGL_WHY_RIVALS] = { { .n = 0 } };
    if (!survey(&w, c, skipped)) return NGL_E_NOMEM;
    unsigned n = rank_turns(&w, best, NGL_WHY_RIVALS, why);
    why->asked = questions_put(c, skipped);
    why->first = first_of_the_opening(&w);
    weigh_leaders(c, why);
    if (why->first != NGL_NONE) {
        turn t = alone(&w, why->first);
        propose(&w, &t, &why->next);
        why->next.phase = NGL_ASK_OPENING;
    } else {
        if (n) propose(&w, &best[0], &why->next);
        why->next.stop = n == 0 || may_stop(&c->kb->model, why);
    }
    if (full && why->next.finding != NGL_NONE) explain(&w, best, n, why);
    ngl_assess_outlook_free(&w.o);
    return NGL_OK;
}

static void list_gated(ngl_case *c, ngl_next_why *why)
{
    const ngl_knowledge *kb = c->kb;
    for (ngl_id r = 0; r < kb->nrule; r++) {
        const ngl_rule *rule = &kb->rule[r];
        if (!rule->gate || !ngl_assess_rule_holds(kb, rule->op_adr, rule->op_num, c->answer)) continue;
        for (uint32_t i = 0; i < rule->blocked_num && why->ngated < NGL_WHY_GATED; i++) {
            why->gated[why->ngated] = kb->blocked[rule->blocked_adr + i];
            why->gate[why->ngated++] = r;
        }
    }
}

static ngl_status decide(ngl_case *c, const uint8_t *skipped, ngl_next_why *why, bool full)
{
    *why = (ngl_next_why){ .next = { .finding = NGL_NONE, .screen = NGL_NONE }, .first = NGL_NONE };
    ngl_status status = ngl_assess_refresh(c);
    if (status != NGL_OK) return status;
    if (full) list_gated(c, why);
    if (ask_danger(c, skipped, &why->next)) return NGL_OK;
    why->danger_asked = 1;
    return choose(c, skipped, why, full);
}

ngl_status ngl_case_next(ngl_case *c, const uint8_t *skipped, ngl_next *out)
{
    ngl_next_why why;
    ngl_status   status = decide(c, skipped, &why, false);
    *out = why.next;
    return status;
}

ngl_status ngl_case_next_why(ngl_case *c, const uint8_t *skipped, ngl_next_why *out)
{
    return decide(c, skipped, out, true);
}
