/* From answers to evidence items.
 *
 * Which answers count, what each says about each condition, and how far they
 * repeat one another. Unknown never becomes an item. A place lies inside a
 * coarser one: a yes to the finer replaces the coarser, a no to the coarser
 * already contains every no inside it. A clinician's version of a test
 * replaces the self-test. Likelihoods are tempered before use: a study's
 * comparator shrinks them, a self-test is trusted in part, and no single item
 * may weigh more than the caps of kb->model (docs/model.md, 2 and 3).
 */
#include "assess/case.h"
#include "assess/course.h"

#include <math.h>

static bool answered(const ngl_answer *a)
{
    return a->state != NGL_UNKNOWN;
}

/* a yes somewhere inside this place, at any depth */
static bool yes_inside(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id place)
{
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        if (answer[f].state != NGL_YES) continue;
        for (ngl_id p = kb->finding[f].parent; p != NGL_NONE; p = kb->finding[p].parent)
            if (p == place) return true;
    }
    return false;
}

static bool no_around(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id place)
{
    for (ngl_id p = kb->finding[place].parent; p != NGL_NONE; p = kb->finding[p].parent)
        if (answer[p].state == NGL_NO) return true;
    return false;
}

bool ngl_assess_counts(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, ngl_id finding)
{
    const ngl_finding *f = &kb->finding[finding];
    const ngl_answer  *a = &answer[finding];
    if (ngl_course_tells(kb, finding)) return ngl_course_counts(kb, prior, answer, finding);
    if (!answered(a) || f->column_num == 0) return false;
    if (prior == NGL_PRIOR_CLINIC && f->in_clinic_prior) return false;
    if (f->replaced_by != NGL_NONE && answered(&answer[f->replaced_by])) return false;
    if (f->kind != NGL_KIND_SITE) return true;
    if (yes_inside(kb, answer, finding)) return false;
    return a->state == NGL_YES || !no_around(kb, answer, finding);
}

static bool self_reported(const ngl_finding *f)
{
    return f->kind != NGL_KIND_EXAM && f->kind != NGL_KIND_IMAGING && f->kind != NGL_KIND_LAB;
}

double ngl_assess_adjusted(const ngl_knowledge *kb, const ngl_finding *f, unsigned column, ngl_id condition, double p, bool no)
{
    const ngl_model *m = &kb->model;
    const ngl_link  *link = ngl_link_at(kb, f->column_adr + column, condition);
    double           b = kb->base[f->column_adr + column];
    if (link->ess <= 0 || b <= 0 || b >= 1) return b;
    double r = link->shrink == 1 ? p / b : pow(p / b, link->shrink);
    if (f->kind == NGL_KIND_SELF_TEST) r = 1 + m->self_test_trust * (r - 1);
    double most = self_reported(f) && !f->red_flag ? m->lr_cap_self_report : m->lr_cap;
    if (r > most && !(no && !self_reported(f))) r = most; /* a clear scan keeps what it tells: a ratio is capped, not a sensitivity */
    if (r < 1 / m->lr_cap) r = 1 / m->lr_cap;
    double q = b * r;
    if (f->answer == NGL_ANSWER_YES_NO && 1 - q < (1 - b) / m->lr_cap) q = 1 - (1 - b) / m->lr_cap;
    return q;
}

static bool make_yes_no(const ngl_knowledge *kb, const ngl_finding *f, ngl_arena *a, item *it)
{
    double b = kb->base[f->column_adr];
    it->base = it->state == NGL_YES ? b : 1 - b;
    it->pass = NGL_NEW(a, double, ngl_states(kb));
    it->damp = NGL_NEW(a, double, ngl_states(kb));
    if (!it->pass || !it->damp) return false;
    for (ngl_id c = 0; c < ngl_states(kb); c++) {
        double p = ngl_assess_adjusted(kb, f, 0, c, ngl_link_at(kb, f->column_adr, c)->p, it->state == NGL_NO);
        it->pass[c] = p > b ? (1 - p) / (1 - b) : 1;
        it->damp[c] = p < b ? p / b : 1;
    }
    return true;
}

/* capped shares of the options no longer sum to 1: bring them back */
static bool make_choice(const ngl_knowledge *kb, const ngl_finding *f, ngl_arena *a, item *it)
{
    it->base = kb->base[f->column_adr + it->option];
    it->share = NGL_NEW(a, double, ngl_states(kb));
    if (!it->share) return false;
    for (ngl_id c = 0; c < ngl_states(kb); c++) {
        double sum = 0, mine = 0;
        for (unsigned o = 0; o < f->column_num; o++) {
            double p = ngl_assess_adjusted(kb, f, o, c, ngl_link_at(kb, f->column_adr + o, c)->p, false);
            sum += p;
            if (o == it->option) mine = p;
        }
        it->share[c] = mine / sum;
    }
    return true;
}

bool ngl_assess_item(const ngl_knowledge *kb, ngl_id finding, ngl_answer answer, ngl_arena *a, item *out)
{
    const ngl_finding *f = &kb->finding[finding];
    *out = (item){ .finding = finding, .state = (uint8_t)answer.state, .option = answer.option, .block = NGL_NONE };
    return answer.state == NGL_CHOICE ? make_choice(kb, f, a, out) : make_yes_no(kb, f, a, out);
}

/* what time tells */
static bool make_course(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding, ngl_arena *a, item *it)
{
    double base = ngl_course_base(kb, answer, finding);
    *it = (item){ .finding = finding, .state = NGL_CHOICE, .base = NGL_COURSE_BASE, .block = NGL_NONE };
    it->share = NGL_NEW(a, double, ngl_states(kb));
    it->damp = NGL_NEW(a, double, ngl_states(kb));
    if (!it->share || !it->damp) return false;
    for (ngl_id c = 0; c < ngl_states(kb); c++) {
        double ratio = ngl_course_ratio(kb, answer, finding, c, base, NULL);
        it->share[c] = it->base * fmax(ratio, 1);
        it->damp[c] = fmin(ratio, 1);
    }
    return true;
}

double ngl_assess_item_p(const item *it, const ngl_id *member)
{
    double pass = 1, damp = 1, sum = 0;
    int    n = 0;
    for (; n < SET_MAX && member[n] != NGL_NONE; n++) {
        if (it->state == NGL_CHOICE) {
            sum += it->share[member[n]];
            if (it->damp) damp *= it->damp[member[n]];
        } else {
            pass *= it->pass[member[n]];
            damp *= it->damp[member[n]];
        }
    }
    if (it->state == NGL_CHOICE) return n ? sum / n * damp : it->base;
    double b = it->state == NGL_YES ? it->base : 1 - it->base;
    double no = (1 - b * damp) * pass;
    return it->state == NGL_YES ? 1 - no : no;
}

double ngl_assess_condition_p(const ngl_case *c, const item *it, ngl_id condition)
{
    const ngl_condition *row = &c->kb->condition[condition];
    double               p = 0, odds = 0;
    for (unsigned i = 0; i < row->form_num; i++) {
        ngl_id state = (ngl_id)(c->kb->ncondition + row->form_adr + i), one[SET_MAX] = { state, NGL_NONE, NGL_NONE };
        p += c->odds[state] * ngl_assess_item_p(it, one);
        odds += c->odds[state];
    }
    ngl_id alone[SET_MAX] = { condition, NGL_NONE, NGL_NONE };
    return odds > 0 ? p / odds : ngl_assess_item_p(it, alone);
}

/* A coarse place is told with the places inside it: one drawing, one block. */
ngl_id ngl_assess_block_key(const ngl_knowledge *kb, ngl_id finding)
{
    if (kb->finding[finding].kind == NGL_KIND_SITE)
        for (ngl_id f = 0; f < kb->nfinding; f++)
            if (kb->finding[f].parent == finding) return kb->finding[f].group;
    return kb->finding[finding].group;
}

double ngl_assess_strength(const ngl_knowledge *kb, const item *it)
{
    double mean = 0, square = 0; /* Welford's running mean and sum of squares */
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        ngl_id alone[SET_MAX] = { c, NGL_NONE, NGL_NONE };
        double l = log(ngl_assess_item_p(it, alone)), off = l - mean;
        mean += off / (c + 1);
        square += off * (l - mean);
    }
    double variance = square / kb->ncondition;
    return variance > 1e-18 ? sqrt(variance) : 0; /* what is only rounding tells nothing */
}

bool ngl_assess_outranks(const item *a, double strength_a, const item *b, double strength_b)
{
    bool says_a = a->state != NGL_NO, says_b = b->state != NGL_NO;
    return says_a != says_b ? says_a : strength_a > strength_b + 1e-9; /* equals: the first in the table */
}

static void join_block(const ngl_knowledge *kb, evidence *ev, item *it)
{
    ngl_id key = ngl_assess_block_key(kb, it->finding);
    double rho = kb->group[kb->finding[it->finding].group].rho;
    ngl_id b = 0;
    while (b < ev->nblock && ev->block[b].key != key) b++;
    if (b == ev->nblock) ev->block[ev->nblock++] = (block){ .key = key };
    double s = ngl_assess_strength(kb, it);
    block *at = &ev->block[b];
    if (at->n++ == 0 || ngl_assess_outranks(it, s, &ev->item[at->top], at->top_strength)) {
        at->top_strength = s;
        at->top = (unsigned)(it - ev->item);
    }
    at->strength += s;
    if (s > at->strongest) at->strongest = s;
    if (rho > ev->block[b].rho) ev->block[b].rho = rho;
    it->block = b;
}

double ngl_assess_rest(const block *b, double rho)
{
    double told = b->strongest > 0 ? b->strength / b->strongest : 1;
    return (1 - rho) / (1 + (told - 1) * rho);
}

double ngl_assess_weight(const evidence *ev, unsigned i)
{
    const block *b = &ev->block[ev->item[i].block];
    return b->top == i ? 1 : b->rest;
}

bool ngl_assess_evidence(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, ngl_arena *a, evidence *out)
{
    unsigned n = 0;
    for (ngl_id f = 0; f < kb->nfinding; f++) n += ngl_assess_counts(kb, prior, answer, f);
    *out = (evidence){ .item = NGL_NEW(a, item, n), .block = NGL_NEW(a, block, n) };
    if (!out->item || !out->block) return false;
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        if (!ngl_assess_counts(kb, prior, answer, f)) continue;
        item *it = &out->item[out->nitem++];
        bool made = ngl_course_tells(kb, f) ? make_course(kb, answer, f, a, it) : ngl_assess_item(kb, f, answer[f], a, it);
        if (!made) return false;
        join_block(kb, out, it);
    }
    for (unsigned i = 0; i < out->nblock; i++) out->block[i].rest = ngl_assess_rest(&out->block[i], out->block[i].rho);
    return true;
}

double ngl_assess_log_likelihood(const evidence *ev, const ngl_id *member)
{
    double sum = 0;
    for (unsigned i = 0; i < ev->nitem; i++)
        sum += ngl_assess_weight(ev, i) * log(ngl_assess_item_p(&ev->item[i], member));
    return sum;
}
