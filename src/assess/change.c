/* What would change our mind: the open questions whose answers would move the
 * leading and the feared causes most, or the level of care.
 *
 * Each answer's effect is the posterior summed anew. Which questions are worth
 * that is found by a cheap look ahead: the sets that carry weight, each
 * multiplied by how likely it makes the answer, less the more the answer's
 * group has been told about already. Rules and score are tried for every answer: they are
 * cheap and no probability is needed.
 */
#include "assess/whatif.h"

#include <math.h>
#include <stdlib.h>

enum { WATCHED = 12, LEADERS = 3, SHORTLIST = 18, CHANGE_LIMIT = 32 << 20 };

/* sets lighter than this do not decide what is looked at */
static const double LIGHTEST = 1e-4;

typedef struct candidate {
    ngl_id finding;
    double worth; /* approximate: the largest shift of any watched cause */
} candidate;

typedef struct change {
    ngl_case                 *c, *copy;
    const ngl_change_options *o;
    unsigned                  nwatched;
    ngl_id                    watched[WATCHED];
    double                    weigh[WATCHED]; /* a feared cause counts by how near its trigger it is */
    ngl_arena                 arena;
    unsigned                  ncandidate;
    candidate                 candidate[SHORTLIST];
} change;

static void watch(change *h, ngl_id condition, double weigh)
{
    for (unsigned i = 0; i < h->nwatched; i++)
        if (h->watched[i] == condition) return;
    if (h->nwatched == WATCHED) return;
    h->watched[h->nwatched] = condition;
    h->weigh[h->nwatched++] = weigh;
}

static void choose_watched(change *h)
{
    if (h->o->condition != NGL_NONE) {
        watch(h, h->o->condition, 1);
        return;
    }
    ngl_posterior p = ngl_case_posterior(h->copy);
    for (uint32_t i = 0; i < p.ncause && i < LEADERS; i++) watch(h, p.cause[i].condition, 1);
}

/* how much of an answer's weight is left when its group has been told about */
static double left_to_tell(const ngl_case *c, ngl_id finding)
{
    ngl_id key = ngl_assess_block_key(c->kb, finding);
    double rho = c->kb->group[c->kb->finding[finding].group].rho;
    for (unsigned b = 0; b < c->ev.nblock; b++)
        if (c->ev.block[b].key == key) return (1 - rho) / (1 + rho);
    return 1;
}

static bool holds(const ngl_knowledge *kb, const ngl_id *member, ngl_id condition)
{
    for (unsigned m = 0; m < SET_MAX && member[m] != NGL_NONE; m++)
        if (ngl_state_condition(kb, member[m]) == condition) return true;
    return false;
}

/* largest approximate shift of a watched cause by this answer; -1: no memory */
static double look_ahead(change *h, ngl_id finding, ngl_answer answer)
{
    const ngl_case   *c = h->c;
    const hypothesis *s = (const hypothesis *)(const void *)c->sets.data;
    double            with[WATCHED] = { 0 }, total = 0, largest = 0;
    item              it;
    if (!ngl_assess_item(c->kb, finding, answer, &h->arena, &it)) return -1;
    for (size_t i = 0; i < c->nset; i++) {
        if (s[i].weight < LIGHTEST) continue;
        double w = s[i].weight * ngl_assess_item_p(&it, s[i].member);
        total += w;
        for (unsigned k = 0; k < h->nwatched; k++)
            if (holds(c->kb, s[i].member, h->watched[k])) with[k] += w;
    }
    for (unsigned k = 0; k < h->nwatched && total > 0; k++) {
        double shift = with[k] / total - c->marginal[h->watched[k]];
        if (h->o->rising && shift < 0) continue;
        largest = fmax(largest, h->weigh[k] * fabs(shift));
    }
    return largest * left_to_tell(c, finding);
}

static void keep_candidate(change *h, ngl_id finding, double worth)
{
    unsigned at = h->ncandidate;
    while (at > 0 && h->candidate[at - 1].worth < worth) at--;
    if (at >= SHORTLIST) return;
    if (h->ncandidate < SHORTLIST) h->ncandidate++;
    for (unsigned i = h->ncandidate - 1; i > at; i--) h->candidate[i] = h->candidate[i - 1];
    h->candidate[at] = (candidate){ finding, worth };
}

static bool shortlist(change *h)
{
    const ngl_knowledge *kb = h->c->kb;
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        ngl_answer answer[WHATIF_ANSWERS];
        double     worth = 0;
        if (kb->finding[f].column_num == 0 || !ngl_whatif_open(h->c, f, h->o->skipped, h->o->clinician)) continue;
        unsigned n = ngl_whatif_answers(kb, f, answer);
        for (unsigned i = 0; i < n; i++) {
            double one = look_ahead(h, f, answer[i]);
            if (one < 0) return false;
            worth = fmax(worth, one);
        }
        if (worth > 0) keep_candidate(h, f, worth);
    }
    return true;
}

/* what each answer to one question does to every watched cause */
typedef struct outlook {
    ngl_id     finding;
    unsigned   n;
    ngl_answer answer[WHATIF_ANSWERS];
    double     chance[WHATIF_ANSWERS];
    double     p[WHATIF_ANSWERS][WATCHED];
    ngl_triage level[WHATIF_ANSWERS];
    unsigned   moved;  /* the watched cause that moves most */
    double     largest;
} outlook;

static ngl_status look(change *h, ngl_id finding, outlook *o)
{
    ngl_status status = NGL_OK;
    *o = (outlook){ .finding = finding };
    o->n = ngl_whatif_answers(h->c->kb, finding, o->answer);
    status = ngl_whatif_chances(h->c, finding, o->answer, o->n, o->chance);
    for (unsigned i = 0; i < o->n && !status; i++) {
        status = ngl_whatif_set(h->copy, finding, o->answer[i]);
        if (status) break;
        o->level[i] = ngl_case_danger(h->copy).level;
        for (unsigned k = 0; k < h->nwatched; k++) {
            double shift = (o->p[i][k] = h->copy->marginal[h->watched[k]]) - h->c->marginal[h->watched[k]];
            if (h->o->rising ? shift <= o->largest : fabs(shift) <= o->largest) continue;
            o->largest = fabs(shift);
            o->moved = k;
        }
    }
    ngl_status undone = ngl_case_answer(h->copy, finding, (ngl_answer){ .state = NGL_UNKNOWN });
    return status ? status : undone;
}

/* The answers of an outlook worth naming: those that move the cause most, at
 * most one up and one down where both exist. Returns how many. */
static unsigned telling(const change *h, const outlook *o, unsigned pick[NGL_SHIFT_ANSWERS])
{
    unsigned up = o->n, down = o->n, n = 0;
    double   now = h->c->marginal[h->watched[o->moved]];
    for (unsigned i = 0; i < o->n; i++) {
        double p = o->p[i][o->moved];
        if (p > now && (up == o->n || p > o->p[up][o->moved])) up = i;
        if (p < now && (down == o->n || p < o->p[down][o->moved])) down = i;
    }
    if (up < o->n) pick[n++] = up;
    if (down < o->n && !h->o->rising) pick[n++] = down;
    return n;
}

static ngl_status add_shift(change *h, const outlook *o, unsigned i, ngl_shift *out)
{
    ngl_id     condition = h->watched[o->moved];
    ngl_status status;
    *out = (ngl_shift){ .finding = o->finding, .answer = o->answer[i], .chance = o->chance[i], .condition = condition };
    if ((status = ngl_whatif_range(h->c, condition, h->o->draws, &out->from))) return status;
    status = ngl_whatif_set(h->copy, o->finding, o->answer[i]);
    if (!status) status = ngl_whatif_range(h->copy, condition, h->o->draws, &out->to);
    if (!status) out->triage = ngl_case_danger(h->copy).level;
    ngl_status undone = ngl_case_answer(h->copy, o->finding, (ngl_answer){ .state = NGL_UNKNOWN });
    return status ? status : undone;
}

static int by_largest(const void *a, const void *b)
{
    const outlook *x = a, *y = b;
    if (x->largest != y->largest) return x->largest < y->largest ? 1 : -1;
    return (x->finding > y->finding) - (x->finding < y->finding);
}

static ngl_status begin(change *h, ngl_case *c, const ngl_change_options *o)
{
    *h = (change){ .c = c, .o = o };
    ngl_arena_init(&h->arena, CHANGE_LIMIT);
    ngl_status status = ngl_assess_refresh(c);
    return status ? status : ngl_whatif_new(&h->copy, c);
}

static void end(change *h)
{
    ngl_case_free(h->copy);
    ngl_arena_free(&h->arena);
}

ngl_status ngl_case_would_change(ngl_case *c, const ngl_change_options *options, ngl_shift *out, unsigned *n)
{
    change     h;
    outlook   *look_at = NULL;
    ngl_status status = begin(&h, c, options);
    *n = 0;
    if (!status) choose_watched(&h);
    if (!status && (!(look_at = NGL_NEW(&h.arena, outlook, SHORTLIST)) || !shortlist(&h))) status = NGL_E_NOMEM;
    for (unsigned i = 0; i < h.ncandidate && !status; i++) status = look(&h, h.candidate[i].finding, &look_at[i]);
    if (!status && h.ncandidate) qsort(look_at, h.ncandidate, sizeof *look_at, by_largest);
    for (unsigned i = 0; i < h.ncandidate && i < options->questions && !status; i++) {
        unsigned pick[NGL_SHIFT_ANSWERS], picked = telling(&h, &look_at[i], pick);
        for (unsigned k = 0; k < picked && *n < NGL_SHIFT_MAX && !status; k++)
            status = add_shift(&h, &look_at[i], pick[k], &out[(*n)++]);
    }
    end(&h);
    return status;
}
