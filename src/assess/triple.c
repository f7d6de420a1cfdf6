/* Sets of three in single precision: which answers go where (triple.h). */
#include "assess/triple.h"
#include "assess/row.h"

#include <math.h>

/* products of ratios stay within 1/RANGE .. RANGE: the range of float with room for odds */
static const double RANGE = 1e30;
/* shares below this part of the largest count as this part: sets without a better member weigh nothing */
static const double LEAST_SHARE = 1e-12;

/* how far the ratios of an item can go, over all columns */
typedef struct reach {
    double low, high;
} reach;

static reach reach_of(const item *it, const ngl_id *order, unsigned n)
{
    double f = 0, g = 0, high = 0, low = INFINITY;
    for (unsigned k = 0; k < n; k++) {
        if (it->state == NGL_CHOICE) {
            high = fmax(high, it->share[order[k]]);
            low = fmin(low, it->share[order[k]]);
            continue;
        }
        f = fmax(f, 1 - it->pass[order[k]]);
        g = fmax(g, 1 - it->damp[order[k]]);
    }
    if (it->state == NGL_CHOICE) return (reach){ 2.0 / 3, 2.0 / 3 + high / fmax(low, LEAST_SHARE * high) / 3 };
    if (it->state == NGL_NO) return (reach){ 1, 1 + (1 - it->base) / it->base * g };
    return (reach){ 1 - g, 1 + f / (it->base * (1 - g) * (1 - g)) };
}

typedef struct plan {
    unsigned nchunk;
    double  *weight;
    reach   *reach;
    ngl_id  *chunk; /* [nitem] or NGL_NONE: says nothing beyond `col` */
} plan;

/* the first chunk with this weight and room; the very first is for weight 1 */
static bool place_items(plan *p, const evidence *ev, const ngl_id *order, unsigned n, ngl_arena *a)
{
    *p = (plan){ 1, NGL_NEW(a, double, ev->nitem + 1), NGL_NEW(a, reach, ev->nitem + 1), NGL_NEW(a, ngl_id, ev->nitem + 1) };
    if (!p->weight || !p->reach || !p->chunk) return false;
    p->weight[0] = 1;
    p->reach[0] = (reach){ 1, 1 };
    for (unsigned i = 0; i < ev->nitem; i++) {
        reach  r = reach_of(&ev->item[i], order, n);
        double w = ngl_assess_weight(ev, i);
        ngl_id c = 0;
        p->chunk[i] = NGL_NONE;
        if (ev->item[i].state == NGL_NO && r.high <= 1) continue; /* nobody inhibits */
        while (c < p->nchunk && (p->weight[c] != w || p->reach[c].high * r.high > RANGE || p->reach[c].low * r.low < 1 / RANGE)) c++;
        if (c == p->nchunk) {
            p->weight[p->nchunk] = w;
            p->reach[p->nchunk++] = (reach){ 1, 1 };
        }
        p->reach[c].high *= r.high;
        p->reach[c].low *= r.low;
        p->chunk[i] = c;
    }
    return true;
}

static void count(triples *t, const evidence *ev, const plan *p)
{
    for (unsigned i = 0; i < ev->nitem; i++) {
        if (p->chunk[i] == NGL_NONE) continue;
        t->nyes += ev->item[i].state == NGL_YES;
        t->nno += ev->item[i].state == NGL_NO;
        t->nchoice += ev->item[i].state == NGL_CHOICE;
    }
}

static size_t up(size_t n)
{
    return (n + TRIPLE_LANES - 1) / TRIPLE_LANES * TRIPLE_LANES;
}

static bool allocate(triples *t, const evidence *ev, unsigned n, ngl_arena *a)
{
    size_t most = ev->nitem;
    t->stride = up(n) + TRIPLE_LANES;
    t->wide = up(most) + TRIPLE_LANES;
    t->chunk = NGL_NEW(a, triple_chunk, most + 2);
    t->col = NGL_NEW(a, float, t->stride);
    t->spare = NGL_NEW(a, float, t->stride);
    t->f = NGL_NEW(a, float, t->nyes *t->stride + 1);
    t->q = NGL_NEW(a, float, t->nyes *t->stride + 1);
    t->free = NGL_NEW(a, float, t->nyes *t->stride + 1);
    t->g = NGL_NEW(a, float, t->nno *t->stride + 1);
    t->s = NGL_NEW(a, float, t->nchoice *t->stride + 1);
    size_t lines = (n + 1) * t->wide;
    t->by_f = NGL_NEW(a, float, 4 * lines);
    float *line = NGL_NEW(a, float, 12 * t->wide);
    if (!t->chunk || !t->col || !t->spare || !t->f || !t->q || !t->free || !t->g || !t->s || !t->by_f || !line) return false;
    t->by_q = t->by_f + lines;
    t->by_g = t->by_q + lines;
    t->by_s = t->by_g + lines;
    float **each[] = { &t->per, &t->odds, &t->c1, &t->a1, &t->b1, &t->u1, &t->v1, &t->c, &t->a, &t->b, &t->no, &t->choice };
    for (unsigned i = 0; i < 12; i++) *each[i] = line + i * t->wide;
    for (size_t i = 0; i < lines; i++) t->by_q[i] = 1;
    return true;
}

static void set_yes(triples *t, const item *it, const ngl_id *order, unsigned n)
{
    unsigned e = t->nyes++;
    t->per[e] = (float)(1 / it->base);
    for (unsigned k = 0; k < n; k++) {
        double pass = it->pass[order[k]], damp = it->damp[order[k]];
        t->by_f[k * t->wide + e] = t->f[e * t->stride + k] = (float)(1 - pass);
        t->by_q[k * t->wide + e] = t->q[e * t->stride + k] = (float)(pass * damp);
        t->free[e * t->stride + k] = (float)pass;
    }
}

static void set_no(triples *t, const item *it, const ngl_id *order, unsigned n)
{
    unsigned e = t->nno++;
    t->odds[e] = (float)((1 - it->base) / it->base);
    for (unsigned k = 0; k < n; k++) t->by_g[k * t->wide + e] = t->g[e * t->stride + k] = (float)(1 - it->damp[order[k]]);
}

static void set_choice(triples *t, const item *it, const ngl_id *order, unsigned n)
{
    unsigned e = t->nchoice++;
    double   most = 0;
    for (unsigned k = 0; k < n; k++) most = fmax(most, it->share[order[k]]);
    for (unsigned k = 0; k < n; k++)
        t->by_s[k * t->wide + e] = t->s[e * t->stride + k] = (float)fmax(it->share[order[k]] / most, LEAST_SHARE);
}

static void set_items(triples *t, const evidence *ev, const plan *p, const ngl_id *order, unsigned n)
{
    t->nyes = t->nno = t->nchoice = 0;
    for (ngl_id c = 0; c <= p->nchunk; c++) {
        t->chunk[c] = (triple_chunk){ c < p->nchunk ? (float)p->weight[c] : 0, t->nyes, t->nno, t->nchoice };
        for (unsigned i = 0; i < ev->nitem; i++) {
            if (p->chunk[i] != c) continue;
            if (ev->item[i].state == NGL_YES) set_yes(t, &ev->item[i], order, n);
            if (ev->item[i].state == NGL_NO) set_no(t, &ev->item[i], order, n);
            if (ev->item[i].state == NGL_CHOICE) set_choice(t, &ev->item[i], order, n);
        }
    }
    t->nchunk = p->nchunk;
}

/* odds times what the noes say to the passes, which multiply whoever else is there */
static bool set_columns(triples *t, const evidence *ev, const ngl_id *order, const double *odds, unsigned n, ngl_arena *a)
{
    size_t  room = n + 8;
    double *pass = NGL_NEW(a, double, room), *log_l = NGL_NEW(a, double, room), *col = NGL_NEW(a, double, room);
    if (!pass || !log_l || !col) return false;
    for (unsigned k = 0; k < n; k++) col[k] = odds[k];
    for (unsigned i = 0; i < ev->nitem; i++) {
        const item *it = &ev->item[i];
        const double *row = it->state == NGL_NO ? it->pass : it->share ? it->damp : NULL; /* what time holds back */
        if (!row) continue;
        for (unsigned k = 0; k < n; k++) pass[k] = row[order[k]];
        ngl_row_add_log(log_l, n, pass, ngl_assess_weight(ev, i));
    }
    ngl_row_times_exp(col, n, log_l, 0);
    for (unsigned k = 0; k < n; k++) t->col[k] = col[k] > 1 / RANGE ? (float)col[k] : 0;
    return true;
}

bool ngl_triples_lay_out(triples *t, const evidence *ev, const ngl_id *order, const double *odds, unsigned n, ngl_arena *a)
{
    plan p;
    *t = (triples){ .nchunk = 0 };
    if (!place_items(&p, ev, order, n, a)) return false;
    count(t, ev, &p);
    if (!allocate(t, ev, n, a)) return false;
    set_items(t, ev, &p, order, n);
    return set_columns(t, ev, order, odds, n, a);
}

/* The third member does most when it comes second, after i alone. Where it
 * holds a yes back it does nothing at most: somebody else may explain it. */
void ngl_triples_most(const triples *t, const triple_code *code, unsigned n, unsigned i, const float *factor_i, float *out)
{
    triples one = *t;
    one.q = t->free;
    code->first(&one, i);
    code->second(&one, i, n); /* with nobody: a choice then has its 4/3 over the pair */
    float heaviest;
    code->row(&one, i + 1, n, 1, factor_i, NULL, out, one.spare, &heaviest);
}

const triple_code *ngl_triples_code(void)
{
#ifdef NGL_TRIPLE_X86
    if (__builtin_cpu_supports("avx512f")) return &ngl_triple_avx512;
    if (__builtin_cpu_supports("avx2")) return &ngl_triple_avx2;
#endif
    return &ngl_triple_plain;
}
