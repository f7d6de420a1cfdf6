/* Does anything we know fit? People are simulated who have exactly the best
 * explanation and are asked the same questions; fit is the share whose answers
 * are no likelier than these. */
#include "assess/draws.h"
#include "assess/course.h"

#include <math.h>
#include <string.h>

enum { FIT_PEOPLE = 400 };

/* What a person with the best explanation may answer to one item: how often,
 * and what the answer is worth. */
typedef struct spread {
    unsigned n;
    double   p[32], worth[32];
} spread;

/* the same for what time tells: the number in a few steps, or the options */
static bool spread_of_course(const ngl_case *c, unsigned i, const ngl_id *best, ngl_arena *a, spread *out)
{
    const item *it = &c->ev.item[i];
    ngl_answer  other[32], *answer = NGL_NEW(a, ngl_answer, c->kb->nfinding);
    double      width[32], sum = 0;
    if (!answer) return false;
    memcpy(answer, c->answer, c->kb->nfinding * sizeof *answer);
    out->n = ngl_course_outcomes(c->kb, it->finding, other, width, 32);
    for (unsigned o = 0; o < out->n; o++) {
        answer[it->finding] = other[o];
        double ratio = ngl_course_set(c->kb, answer, it->finding, best, SET_MAX);
        out->p[o] = ngl_course_base(c->kb, answer, it->finding) * ratio * width[o];
        out->worth[o] = ngl_assess_weight(&c->ev, i) * log(it->base * ratio);
        sum += out->p[o];
    }
    for (unsigned o = 0; o < out->n; o++) out->p[o] /= sum;
    return true;
}

static bool spread_of(const ngl_case *c, unsigned i, const ngl_id *best, ngl_arena *a, spread *out)
{
    if (ngl_course_tells(c->kb, c->ev.item[i].finding)) return spread_of_course(c, i, best, a, out);
    const item        *it = &c->ev.item[i];
    const ngl_finding *f = &c->kb->finding[it->finding];
    double             weight = ngl_assess_weight(&c->ev, i), p = ngl_assess_item_p(it, best);
    *out = (spread){ 2, { p, 1 - p }, { weight * log(p), weight * log(1 - p) } };
    if (it->state != NGL_CHOICE) return true;
    out->n = f->option_num < 32 ? f->option_num : 32;
    for (unsigned o = 0; o < out->n; o++) {
        item other;
        if (!ngl_assess_item(c->kb, it->finding, (ngl_answer){ NGL_CHOICE, (ngl_id)o, 0 }, a, &other)) return false;
        out->p[o] = ngl_assess_item_p(&other, best);
        out->worth[o] = weight * log(out->p[o]);
    }
    return true;
}

static double simulated(const spread *s, ngl_random *r)
{
    double   u = ngl_random_unit(r);
    unsigned o = 0;
    while (o + 1 < s->n && (u -= s->p[o]) > 0) o++;
    return s->worth[o];
}

ngl_status ngl_assess_fit(ngl_case *c, ngl_arena *a, ngl_random *random)
{
    const hypothesis *h = (const hypothesis *)(const void *)c->sets.data;
    size_t            best = 0;
    unsigned          below = 0, same = 0;
    spread           *s = NGL_NEW(a, spread, c->ev.nitem);
    c->fit = 1;
    if (c->nset == 0 || c->ev.nitem == 0) return NGL_OK;
    for (size_t k = 1; k < c->nset; k++)
        if (h[k].weight > h[best].weight) best = k;
    for (unsigned i = 0; i < c->ev.nitem; i++)
        if (!s || !spread_of(c, i, h[best].member, a, &s[i])) return NGL_E_NOMEM;
    double seen = ngl_assess_log_likelihood(&c->ev, h[best].member);
    for (unsigned person = 0; person < FIT_PEOPLE; person++) {
        double log_l = 0;
        for (unsigned i = 0; i < c->ev.nitem; i++) log_l += simulated(&s[i], random);
        below += log_l < seen - 1e-9;
        same += fabs(log_l - seen) <= 1e-9;
    }
    c->fit = (below + 0.5 * same) / FIT_PEOPLE;
    return NGL_OK;
}
