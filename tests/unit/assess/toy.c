#include "toy.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static uint64_t state;

static double unit(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * 0x1p-53;
}

static unsigned below(unsigned n)
{
    return (unsigned)(unit() * n) % n;
}

static void make_columns(toy *t, ngl_finding *f, unsigned conditions)
{
    unsigned k = f->column_num;
    double   sum = 0;
    for (unsigned o = 0; o < k; o++) sum += t->base[f->column_adr + o] = 0.02 + unit();
    for (unsigned o = 0; o < k; o++)
        t->base[f->column_adr + o] = k == 1 ? 0.002 + 0.9 * unit() * unit() : t->base[f->column_adr + o] / sum;
    for (unsigned c = 0; c < conditions; c++) {
        int    row = unit() < 0.8 && c + 1 < conditions;
        double s = 0;
        for (unsigned o = 0; o < k; o++) {
            ngl_link *l = &t->link[(f->column_adr + o) * conditions + c];
            double    p = k == 1 ? unit() : 0.02 + unit();
            *l = (ngl_link){ .p = (float)p, .ess = row ? 10.0f : 0, .shrink = unit() < 0.7 ? 1.0f : 0.6f, .source = NGL_NONE };
            s += p;
        }
        for (unsigned o = 0; o < k; o++) {
            ngl_link *l = &t->link[(f->column_adr + o) * conditions + c];
            if (k > 1) l->p = (float)(l->p / s);
            if (!row) l->p = (float)t->base[f->column_adr + o];
        }
    }
}

static ngl_finding make_finding(toy *t, unsigned i, uint32_t column)
{
    static const ngl_finding_kind kinds[] = { NGL_KIND_TIMING, NGL_KIND_SITE, NGL_KIND_SELF_TEST, NGL_KIND_EXAM,
                                              NGL_KIND_ASSOCIATED, NGL_KIND_IMAGING };
    ngl_finding f = { .key = t->names[TOY_CONDITIONS + i],
                      .question = "?",
                      .explains = "",
                      .unit = "",
                      .kind = kinds[below(6)],
                      .answer = NGL_ANSWER_YES_NO,
                      .group = (ngl_id)below(6),
                      .parent = NGL_NONE,
                      .replaced_by = NGL_NONE,
                      .cost_s = 4,
                      .column_adr = column,
                      .column_num = 1,
                      .red_flag = unit() < 0.2 };
    if (i < 3) f.kind = NGL_KIND_SITE;
    if (i == 1 || i == 2) f.parent = 0, f.kind = NGL_KIND_SITE, f.group = 7;
    if (i == 0) f.group = 6;
    if (i == 3) f.kind = NGL_KIND_SELF_TEST, f.replaced_by = 4;
    if (i == 4) f.kind = NGL_KIND_EXAM;
    if (i >= 20) f.answer = NGL_ANSWER_ONE_OF, f.option_num = f.column_num = TOY_OPTIONS, f.option_adr = column;
    if (i == 20) f.in_clinic_prior = 1;
    return f;
}

void toy_make(toy *t, uint64_t seed, unsigned conditions)
{
    memset(t, 0, sizeof *t);
    state = seed * 0x9e3779b97f4a7c15u + 1;
    for (unsigned i = 0; i < TOY_CONDITIONS + TOY_FINDINGS; i++) snprintf(t->names[i], sizeof t->names[i], "n%02u", i);
    double sum = 0;
    for (unsigned c = 0; c < conditions; c++) sum += t->condition[c].prior = 0.01 + unit();
    for (unsigned c = 0; c < conditions; c++) {
        t->condition[c].key = t->names[c];
        t->condition[c].prior /= sum;
        t->condition[c].prior_clinic = 1.0 / conditions;
        t->condition[c].prior_low = t->condition[c].prior / 2;
        t->condition[c].prior_high = t->condition[c].prior * 2;
    }
    for (unsigned g = 0; g < 8; g++) t->group[g] = (ngl_group){ "g", unit() < 0.3 ? 0 : 0.1 + 0.8 * unit() };
    uint32_t column = 0;
    for (unsigned i = 0; i < TOY_FINDINGS; i++) {
        t->finding[i] = make_finding(t, i, column);
        make_columns(t, &t->finding[i], conditions);
        column += t->finding[i].column_num;
    }
    for (unsigned i = 0; i < TOY_COLUMNS; i++) t->option[i] = (ngl_option){ "o", "o" };
    for (unsigned m = 0; m < 12; m++)
        t->modifier[m] = (ngl_modifier){ .condition = (ngl_id)below(conditions),
                                         .finding = (ngl_id)(m < 8 ? 5 + below(10) : 21),
                                         .option = m < 8 ? NGL_NONE : (ngl_id)below(TOY_OPTIONS),
                                         .odds = m == 3 ? 0 : exp(8 * unit() - 4),
                                         .source = NGL_NONE };
    if (t->modifier[3].condition + 1u == conditions) t->modifier[3].odds = 1;
    t->pair[0] = (ngl_pair){ 0, 1, 2 };
    t->pair[1] = (ngl_pair){ (ngl_id)(conditions - 2), 0, 1.5 };
    t->kb = (ngl_knowledge){ .version = "toy", .ncondition = (ngl_id)conditions, .nfinding = TOY_FINDINGS, .ngroup = 8,
                             .noption = TOY_COLUMNS, .ncolumn = column, .nmodifier = 12, .npair = conditions > 3 ? 2 : 1,
                             .other = (ngl_id)(conditions - 1), .condition = t->condition, .finding = t->finding,
                             .option = t->option, .group = t->group, .base = t->base, .link = t->link,
                             .modifier = t->modifier, .pair = t->pair };
    t->kb.model = (ngl_model){ .self_test_trust = 0.8, .modifier_cap = 20, .modifier_product_cap = 50, .lr_cap = 20,
                               .lr_cap_self_report = 10, .expected_causes = 1.2, .leak_share = 0.03, .max_causes = 3,
                               .p_urgent = 0.05, .p_emergency = 0.01, .harm_weight = { 0, 1, 20, 200 },
                               .fit_floor = 0.02, .min_answers = 3, .max_questions = 35, .max_self_tests = 3,
                               .stop_leader = 0.8, .stop_top3 = 0.9, .stop_triage_change = 0.02,
                               .stop_bits_per_10s = 0.05 };
}

/* spread the table of conditions out to make room for the forms */
static void widen(toy *t, unsigned conditions, unsigned forms)
{
    unsigned states = conditions + forms;
    for (unsigned col = t->kb.ncolumn; col-- > 0;) {
        for (unsigned c = conditions; c-- > 0;) t->link[col * states + c] = t->link[col * conditions + c];
        for (unsigned f = 0; f < forms; f++) t->link[col * states + conditions + f] = t->link[col * states + t->form[f].condition];
    }
}

/* some cells of the form are its own */
static void make_different(toy *t, const ngl_finding *f, unsigned own, unsigned states)
{
    double sum = 0;
    if (unit() < 0.4) return;
    for (unsigned o = 0; o < f->column_num; o++) {
        ngl_link *l = &t->link[(f->column_adr + o) * states + own];
        *l = (ngl_link){ .p = (float)(0.01 + 0.98 * unit()), .ess = 10, .shrink = unit() < 0.7 ? 1.0f : 0.8f, .source = NGL_NONE };
        sum += (double)l->p;
    }
    for (unsigned o = 0; o < f->column_num && f->column_num > 1; o++) {
        ngl_link *l = &t->link[(f->column_adr + o) * states + own];
        l->p = (float)((double)l->p / sum);
    }
}

void toy_make_forms(toy *t, uint64_t seed, unsigned conditions)
{
    toy_make(t, seed, conditions);
    unsigned n = conditions >= 4 ? 5 : 3, states = conditions + n;
    for (unsigned i = 0; i < n; i++) {
        double share = i < 2 ? 0.15 + 0.3 * unit() : i == 3 ? 0.1 + 0.8 * unit() : 0;
        if (i == 2) share = 1 - t->form[0].share - t->form[1].share;
        if (i == 4) share = 1 - t->form[3].share;
        t->form[i] = (ngl_form){ .key = "f", .condition = i < 3 ? 0 : 2, .name = "", .share = share, .share_low = share / 2,
                                 .share_high = share < 0.5 ? share * 2 : 1, .reason = "" };
    }
    widen(t, conditions, n);
    t->condition[0].form_num = 3;
    if (n > 3) t->condition[2].form_adr = 3, t->condition[2].form_num = 2;
    for (unsigned i = 0; i < n; i++)
        for (unsigned f = 0; f < TOY_FINDINGS; f++) make_different(t, &t->finding[f], conditions + i, states);
    for (unsigned col = 0; col < t->kb.ncolumn; col++) /* what stands at the condition is the mean */
        for (unsigned c = 0; c <= 2; c += 2) {
            double p = 0;
            for (unsigned i = 0; i < t->condition[c].form_num; i++) {
                unsigned f = t->condition[c].form_adr + i;
                p += t->form[f].share * (double)t->link[col * states + conditions + f].p;
            }
            if (t->condition[c].form_num) t->link[col * states + c].p = (float)p, t->link[col * states + c].ess = 10;
        }
    t->modifier[1].condition = (ngl_id)conditions;
    t->modifier[9].condition = (ngl_id)(conditions + n - 1);
    t->modifier[10] = (ngl_modifier){ (ngl_id)(conditions + 1), 21, 0, 0, NGL_NONE };
    t->kb.nform = (ngl_id)n;
    t->kb.form = t->form;
}

void toy_answer(const toy *t, uint64_t seed, ngl_answer *answer)
{
    state = seed * 0x2545f4914f6cdd1du + 7;
    for (unsigned i = 0; i < TOY_FINDINGS; i++) {
        double u = unit();
        answer[i] = (ngl_answer){ .state = NGL_UNKNOWN };
        if (u < 0.35) continue;
        if (t->finding[i].answer == NGL_ANSWER_ONE_OF)
            answer[i] = (ngl_answer){ NGL_CHOICE, (ngl_id)below(TOY_OPTIONS), 0 };
        else
            answer[i].state = u < 0.65 ? NGL_YES : NGL_NO;
    }
}

/* ---- the twin ------------------------------------------------------------- */

static int known(const ngl_answer *a)
{
    return a->state == NGL_YES || a->state == NGL_NO || a->state == NGL_CHOICE;
}

/* rules of docs/model.md 2, on places of at most two depths */
static int counts(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, unsigned i)
{
    const ngl_finding *f = &kb->finding[i];
    if (!known(&answer[i]) || (prior == NGL_PRIOR_CLINIC && f->in_clinic_prior)) return 0;
    if (f->column_num == 0) return 0;
    if (f->replaced_by != NGL_NONE && known(&answer[f->replaced_by])) return 0;
    if (f->kind != NGL_KIND_SITE) return 1;
    for (unsigned j = 0; j < kb->nfinding; j++)
        if (kb->finding[j].parent == i && answer[j].state == NGL_YES) return 0;
    return !(answer[i].state == NGL_NO && f->parent != NGL_NONE && answer[f->parent].state == NGL_NO);
}

static long double tempered(const ngl_knowledge *kb, const ngl_finding *f, unsigned o, unsigned c, int no)
{
    const ngl_link *l = &kb->link[(f->column_adr + o) * (kb->ncondition + kb->nform) + c];
    long double     b = kb->base[f->column_adr + o], cap = kb->model.lr_cap, most = cap, p;
    if (l->ess == 0) return b;
    p = b * expl((long double)l->shrink * logl(l->p / b));
    if (f->kind == NGL_KIND_SELF_TEST) p = b + kb->model.self_test_trust * (p - b);
    if (f->kind < NGL_KIND_EXAM && !f->red_flag) most = kb->model.lr_cap_self_report;
    if (p > most * b && !(no && f->kind >= NGL_KIND_EXAM)) p = most * b;
    if (p < b / cap) p = b / cap;
    if (f->answer == NGL_ANSWER_YES_NO && 1 - p < (1 - b) / cap) p = 1 - (1 - b) / cap;
    return p;
}

static long double answer_p(const ngl_knowledge *kb, const ngl_finding *f, const ngl_answer *a, const unsigned *set, unsigned n)
{
    if (a->state == NGL_CHOICE) {
        long double mean = 0;
        for (unsigned m = 0; m < n; m++) {
            long double all = 0;
            for (unsigned o = 0; o < f->column_num; o++) all += tempered(kb, f, o, set[m], 0);
            mean += tempered(kb, f, a->option, set[m], 0) / all;
        }
        return mean / n;
    }
    long double b = kb->base[f->column_adr], leak = b, no = 1;
    for (unsigned m = 0; m < n; m++) {
        long double p = tempered(kb, f, 0, set[m], a->state == NGL_NO);
        if (p < b) leak *= p / b;
        if (p > b) no *= (1 - p) / (1 - b);
    }
    no *= 1 - leak;
    return a->state == NGL_YES ? 1 - no : no;
}

static unsigned block_of(const ngl_knowledge *kb, unsigned i)
{
    if (kb->finding[i].kind == NGL_KIND_SITE)
        for (unsigned j = 0; j < kb->nfinding; j++)
            if (kb->finding[j].parent == i) return kb->finding[j].group;
    return kb->finding[i].group;
}

/* spread of log P(answer | condition) over the conditions */
static long double spread(const ngl_knowledge *kb, const ngl_finding *f, const ngl_answer *a)
{
    long double mean = 0, variance = 0;
    for (unsigned c = 0; c < kb->ncondition; c++) mean += logl(answer_p(kb, f, a, &c, 1)) / kb->ncondition;
    for (unsigned c = 0; c < kb->ncondition; c++) {
        long double d = logl(answer_p(kb, f, a, &c, 1)) - mean;
        variance += d * d / kb->ncondition;
    }
    return variance > 1e-18L ? sqrtl(variance) : 0;
}

/* in a group the strongest answer counts whole, the others share what correlation leaves */
static long double likelihood(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, const unsigned *set, unsigned n)
{
    long double total = 0;
    for (unsigned g = 0; g < kb->ngroup; g++) {
        long double others = 0, rho = 0, strongest = -1, strongest_log = 0, all = 0, most = 0;
        int         strongest_said = 0; /* a yes or a choice comes before any no */
        for (unsigned i = 0; i < kb->nfinding; i++) {
            if (!counts(kb, prior, answer, i) || block_of(kb, i) != g) continue;
            long double l = logl(answer_p(kb, &kb->finding[i], &answer[i], set, n));
            long double s = spread(kb, &kb->finding[i], &answer[i]);
            if (kb->group[kb->finding[i].group].rho > rho) rho = kb->group[kb->finding[i].group].rho;
            all += s;
            if (s > most) most = s;
            int said = answer[i].state != NGL_NO;
            if (strongest < 0 || (said != strongest_said ? said : s > strongest + 1e-9L)) {
                others += strongest < 0 ? 0 : strongest_log;
                strongest = s;
                strongest_said = said;
                strongest_log = l;
            } else {
                others += l;
            }
        }
        if (strongest < 0) continue;
        long double told = most > 0 ? all / most : 1;
        total += strongest_log + (1 - rho) / (1 + (told - 1) * rho) * others;
    }
    return total;
}

static long double clamp(long double v, long double cap)
{
    return v > cap ? cap : v < 1 / cap ? 1 / cap : v;
}

/* the condition of a state */
static unsigned whose(const ngl_knowledge *kb, unsigned s)
{
    return s < kb->ncondition ? s : kb->form[s - kb->ncondition].condition;
}

static long double share_of(const ngl_knowledge *kb, ngl_prior prior, unsigned c)
{
    return prior == NGL_PRIOR_RUNNER   ? kb->condition[c].prior
           : prior == NGL_PRIOR_CLINIC ? kb->condition[c].prior_clinic
           : c == kb->other            ? kb->model.leak_share
                                       : (1 - kb->model.leak_share) / (kb->ncondition - 1);
}

/* what applies to a state: its own modifiers and those of its condition */
static long double modified(const ngl_knowledge *kb, const ngl_answer *answer, unsigned s)
{
    long double product = 1;
    for (unsigned m = 0; m < kb->nmodifier; m++) {
        const ngl_modifier *x = &kb->modifier[m];
        const ngl_answer   *a = &answer[x->finding];
        int fits = x->option == NGL_NONE ? a->state == NGL_YES : a->state == NGL_CHOICE && a->option == x->option;
        if (fits && (x->condition == s || x->condition == whose(kb, s)))
            product *= x->odds == 0 ? 0 : clamp(x->odds, kb->model.modifier_cap);
    }
    return product > 0 ? clamp(product, kb->model.modifier_product_cap) : 0;
}

/* odds of every state; a condition that has forms gets none itself */
static void prior_odds(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, long double *odds)
{
    unsigned    states = kb->ncondition + kb->nform;
    long double sum = 0, low = 1e-6L, high = 1e3L;
    for (unsigned s = 0; s < states; s++) {
        odds[s] = share_of(kb, prior, whose(kb, s)) * modified(kb, answer, s);
        if (s >= kb->ncondition) odds[s] *= kb->form[s - kb->ncondition].share;
        if (s < kb->ncondition && kb->condition[s].form_num) odds[s] = 0;
        sum += odds[s];
    }
    for (int step = 0; step < 200; step++) {
        long double k = sqrtl(low * high), e[4] = { 1, 0, 0, 0 };
        for (unsigned c = 0; c < kb->ncondition; c++) {
            long double whole = 0;
            for (unsigned s = 0; s < states; s++) whole += whose(kb, s) == c ? odds[s] : 0;
            for (unsigned n = 3; n > 0; n--) e[n] += e[n - 1] * (k * whole / sum);
        }
        if ((e[1] + 2 * e[2] + 3 * e[3]) / (e[1] + e[2] + e[3]) < kb->model.expected_causes)
            low = k;
        else
            high = k;
    }
    for (unsigned s = 0; s < states; s++) odds[s] *= low / sum;
}

static long double pairs_factor(const ngl_knowledge *kb, const unsigned *set, unsigned n)
{
    long double f = 1;
    for (unsigned i = 0; i < n; i++)
        for (unsigned j = i + 1; j < n; j++) {
            unsigned a = whose(kb, set[i]), b = whose(kb, set[j]);
            if (a == b) return 0; /* two forms of one condition */
            for (unsigned p = 0; p < kb->npair; p++)
                if ((kb->pair[p].a == a && kb->pair[p].b == b) || (kb->pair[p].a == b && kb->pair[p].b == a)) f *= kb->pair[p].factor;
        }
    return f;
}

void twin_posterior(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, long double *marginal)
{
    long double odds[512], total = 0;
    unsigned    n = kb->ncondition + kb->nform, set[3];
    prior_odds(kb, prior, answer, odds);
    for (unsigned c = 0; c < n; c++) marginal[c] = 0;
    for (set[0] = 0; set[0] < n; set[0]++)
        for (set[1] = set[0]; set[1] < n; set[1]++)
            for (set[2] = set[1]; set[2] < n; set[2]++) {
                if (set[1] == set[2] && set[0] != set[1]) continue; /* a,a,b stands for the pair a,b */
                unsigned members[3] = { set[0] }, size = 1;
                if (set[1] != members[size - 1]) members[size++] = set[1];
                if (set[2] != members[size - 1]) members[size++] = set[2];
                if (size > kb->model.max_causes) continue;
                long double w = pairs_factor(kb, members, size);
                for (unsigned m = 0; m < size; m++) w *= odds[members[m]];
                if (w == 0) continue;
                w *= expl(likelihood(kb, prior, answer, members, size));
                total += w;
                for (unsigned m = 0; m < size; m++) marginal[members[m]] += w;
            }
    for (unsigned f = kb->ncondition; f < n; f++) marginal[whose(kb, f)] += marginal[f];
    for (unsigned c = 0; c < n; c++) marginal[c] /= total;
}

long double twin_answer_p(const ngl_knowledge *kb, ngl_id finding, const ngl_answer *answer, unsigned condition)
{
    return answer_p(kb, &kb->finding[finding], answer, &condition, 1);
}
