/* What a screen would show now, and what that is worth.
 *
 * Items that are known, do not apply or stand behind a gate are left out, and
 * so are those that tell less for their seconds than is worth asking at all.
 * The worth of the rest is added up from the most telling item on, each later
 * one of a group with the weight that echoes have in that group: exact for one
 * item, an upper bound of the joint information across groups (answers are
 * independent given the causes, so they can only overlap).
 */
#include "assess/worth.h"

#include <string.h>

ngl_id ngl_assess_screen_of(const ngl_knowledge *kb, ngl_id finding)
{
    for (uint32_t i = 0; i < kb->nscreen; i++)
        for (uint32_t k = kb->screen[i].item_adr; k < kb->screen[i].item_adr + kb->screen[i].item_num; k++)
            if (kb->screen_item[k].finding == finding) return (ngl_id)i;
    return NGL_NONE;
}

static unsigned words(const char *text)
{
    unsigned n = *text != 0;
    for (; *text; text++) n += *text == ' ';
    return n;
}

double ngl_assess_item_seconds(const ngl_knowledge *kb, const ngl_screen_item *line, double yes)
{
    return words(line->label) * kb->model.word_s + kb->model.item_s + yes * kb->model.tap_s;
}

static double frame_seconds(const ngl_knowledge *kb, ngl_id screen)
{
    return kb->model.screen_s + words(kb->screen[screen].ask) * kb->model.word_s + kb->model.tap_s;
}

double ngl_screen_seconds(const ngl_knowledge *kb, ngl_id screen, const ngl_id *finding, ngl_id n, double ticks)
{
    const ngl_screen *s = &kb->screen[screen];
    double            seconds = frame_seconds(kb, screen) + ticks * kb->model.tap_s;
    for (ngl_id i = 0; i < n; i++)
        for (uint32_t k = s->item_adr; k < s->item_adr + s->item_num; k++)
            if (kb->screen_item[k].finding == finding[i]) seconds += ngl_assess_item_seconds(kb, &kb->screen_item[k], 0);
    return seconds;
}

/* an open item of a screen while the screen is put together */
typedef struct candidate {
    ngl_id   finding;
    uint32_t place; /* in kb->screen_item */
    double   seconds, rate;
} candidate;

static unsigned candidates(const outlook *o, const ngl_screen *s, const bool *open, const worth *worths, candidate *out)
{
    const ngl_knowledge *kb = o->c->kb;
    unsigned             n = 0;
    for (uint32_t k = s->item_adr; k < s->item_adr + s->item_num; k++) {
        ngl_id f = kb->screen_item[k].finding;
        if (!open[f]) continue;
        candidate c = { f, k, ngl_assess_item_seconds(kb, &kb->screen_item[k], worths[f].yes), 0 };
        c.rate = worths[f].drop / c.seconds;
        unsigned at = n++;
        for (; at > 0 && out[at - 1].rate < c.rate; at--) out[at] = out[at - 1];
        out[at] = c;
    }
    return n;
}

/* What one more item of a group adds beside those already taken. The strongest
 * yes of a group counts whole: a yes here does unless another of them is one, too. */
static worth beside(const outlook *o, const turn *t, ngl_id finding, const worth *worths)
{
    const ngl_knowledge *kb = o->c->kb;
    ngl_id               key = ngl_assess_block_key(kb, finding);
    worth                w = worths[finding];
    double               no_other = 1;
    unsigned             same = 0;
    for (ngl_id i = 0; i < t->n; i++) {
        if (ngl_assess_block_key(kb, t->item[i]) != key) continue;
        no_other *= 1 - worths[t->item[i]].yes;
        same++;
    }
    if (!same) return w;
    block  b = { .strength = same + 1.0, .strongest = 1 };
    double rest = ngl_assess_rest(&b, kb->group[kb->finding[finding].group].rho), yes = no_other + (1 - no_other) * rest;
    w.drop = yes * (w.drop - w.no_drop) + rest * w.no_drop;
    w.bits = yes * (w.bits - w.no_bits) + rest * w.no_bits;
    if (w.drop < 0) w.drop = 0;
    return w;
}

static void take(turn *t, const worth *w, const candidate *c)
{
    if (t->n == 0) t->best = c->finding;
    t->item[t->n++] = c->finding;
    t->all.drop += w->drop;
    t->all.bits += w->bits;
    t->all.change += w->change;
    t->all.yes += w->yes;
    t->seconds += c->seconds;
}

/* back into the order of the file: alike belongs beside alike */
static void in_file_order(const ngl_knowledge *kb, const ngl_screen *s, turn *t)
{
    ngl_id   sorted[NGL_SCREEN_MAX];
    unsigned n = 0;
    for (uint32_t k = s->item_adr; k < s->item_adr + s->item_num; k++)
        for (ngl_id i = 0; i < t->n; i++)
            if (t->item[i] == kb->screen_item[k].finding) sorted[n++] = t->item[i];
    memcpy(t->item, sorted, n * sizeof *sorted);
}

turn ngl_assess_screen_turn(const outlook *o, ngl_id screen, const bool *open, const worth *worths, double keep)
{
    const ngl_knowledge *kb = o->c->kb;
    const ngl_screen    *s = &kb->screen[screen];
    candidate            list[NGL_SCREEN_MAX];
    turn                 t = { .screen = screen, .best = NGL_NONE };
    unsigned             n = candidates(o, s, open, worths, list);
    for (unsigned i = 0; i < n && t.n < s->most; i++) {
        worth w = beside(o, &t, list[i].finding, worths);
        if (!s->danger && w.drop / list[i].seconds < keep && w.change <= 0) continue;
        take(&t, &w, &list[i]);
    }
    t.seconds += frame_seconds(kb, screen);
    if (t.n == 1) {
        t.screen = NGL_NONE;
        t.seconds = kb->finding[t.best].cost_s;
        t.all = worths[t.best];
    }
    in_file_order(kb, s, &t);
    return t;
}
