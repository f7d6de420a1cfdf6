/* likelihoods.csv and prior_modifiers.csv: how findings speak about conditions. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

enum {
    CONDITION,
    FINDING,
    VALUE,
    P,
    P_NOT,
    N,
    LOW,
    HIGH,
    BASIS,
    SOURCE,
    VERIFIED,
    NOTE,
    N_NOT,
    COMPARATOR,
    USE,
    ESS,
    NCOL
};

static const char *const columns[NCOL] = { "condition_id",
                                           "finding_id",
                                           "value",
                                           "p_present_given_condition",
                                           "p_present_given_not",
                                           "n",
                                           "ci_low",
                                           "ci_high",
                                           "basis",
                                           "source_id",
                                           "verified",
                                           "note",
                                           "n_not",
                                           "comparator",
                                           "use",
                                           "ess" };

uint32_t kbc_column_of(kbc *k, kbc_place at, const ngl_finding *f, const char *value)
{
    if (!f->column_num) {
        kbc_problem(k, at, "finding '%s' has no base rate, so nothing can be likely under it", f->key);
        return NGL_NONE;
    }
    if (f->answer == NGL_ANSWER_YES_NO) {
        if (*value && strcmp(value, "yes") != 0)
            kbc_problem(k, at, "value '%s' does not belong to a yes-or-no question", value);
        return f->column_adr;
    }
    for (uint16_t i = 0; i < f->option_num; i++)
        if (strcmp(((ngl_option *)kbc_row(&k->option, f->option_adr + i))->key, value) == 0) return f->column_adr + i;
    kbc_problem(k, at, "'%s' is no option of '%s'", value, f->key);
    return NGL_NONE;
}

double kbc_shrink_of(kbc *k, kbc_place at, const char *comparator)
{
    ngl_id id = kbc_find(&k->comparator, comparator);
    if (id == NGL_NONE) {
        kbc_problem(k, at, "comparator '%s' has no shrink factor in structure.yaml", comparator);
        return NAN;
    }
    return ((kbc_comparator *)kbc_row(&k->comparator, id))->shrink;
}

/* One row; `said` remembers on which line each cell was given. */
static void read_row(kbc *k, const kbc_csv *t, uint32_t r, uint32_t *said)
{
    static const char *const uses[] = { "primary", "alt" };
    kbc_place                at = kbc_at(t, r);
    ngl_id                   c = kbc_need(k, &k->condition, at, kbc_cell(t, r, CONDITION));
    ngl_id                   f = kbc_need(k, &k->finding, at, kbc_cell(t, r, FINDING));
    double                   p = kbc_number(k, at, "p_present_given_condition", kbc_cell(t, r, P), 0, 1, NAN);
    double                   ess = kbc_number(k, at, "ess", kbc_cell(t, r, ESS), 0.1, 10000, NAN);
    ngl_refs                 source = kbc_sources(k, at, kbc_cell(t, r, SOURCE));
    kbc_number(k, at, "p_present_given_not", kbc_cell(t, r, P_NOT), 0, 1, 0);
    if (c == NGL_NONE || f == NGL_NONE) return;
    uint32_t col = kbc_column_of(k, at, kbc_row(&k->finding, f), kbc_cell(t, r, VALUE));
    double   shrink = kbc_shrink_of(k, at, kbc_cell(t, r, COMPARATOR));
    if (kbc_word(k, at, "use", kbc_cell(t, r, USE), uses, 2) != 0 || col == NGL_NONE) return;
    size_t cell = (size_t)col * kbc_states(k) + c;
    if (said[cell]) kbc_problem(k, at, "this likelihood was already given in line %u", (unsigned)said[cell]);
    said[cell] = at.line;
    ngl_id first = source.num ? *(ngl_id *)kbc_row(&k->source_ref, source.adr) : NGL_NONE;
    bool estimate = strcmp(kbc_cell(t, r, BASIS), "expert estimate") == 0;
    k->link[cell] = (ngl_link){ (float)p, (float)ess, (float)shrink, first, !estimate };
}

const char *kbc_state_key(const kbc *k, uint32_t state)
{
    return state < k->condition.num ? ((ngl_condition *)kbc_row(&k->condition, state))->key
                                    : ((ngl_form *)kbc_row(&k->form, state - k->condition.num))->key;
}

/* The options of one question under one state: all or none, summing to 1. */
static void check_one_of(kbc *k, const char *file, const ngl_finding *f, uint32_t c, const uint32_t *said)
{
    double   sum = 0;
    uint32_t num = 0, line = 0;
    for (uint16_t i = 0; i < f->column_num; i++) {
        size_t cell = (size_t)(f->column_adr + i) * kbc_states(k) + c;
        if (!said[cell]) continue;
        line = line ? line : said[cell];
        sum += (double)k->link[cell].p;
        num++;
    }
    if (!num) return;
    if (num != f->column_num)
        kbc_problem(k, (kbc_place){ file, line }, "%s, %s: %u of %u options have a likelihood", kbc_state_key(k, c), f->key,
                    (unsigned)num, (unsigned)f->column_num);
    else if (!(fabs(sum - 1) <= 0.005))
        kbc_problem(k, (kbc_place){ file, line }, "%s, %s: the options sum to %s, not 1", kbc_state_key(k, c), f->key,
                    kbc_sum_text(k, sum));
    for (uint16_t i = 0; i < f->column_num; i++) {
        ngl_link *l = &k->link[(size_t)(f->column_adr + i) * kbc_states(k) + c];
        l->p = (float)((double)l->p / sum);
    }
}

static void check_sums(kbc *k, const char *file, uint32_t from, uint32_t to, const uint32_t *said)
{
    for (uint32_t i = 0; i < k->finding.num && !k->nomem; i++) {
        const ngl_finding *f = kbc_row(&k->finding, i);
        if (f->answer == NGL_ANSWER_ONE_OF)
            for (uint32_t c = from; c < to; c++) check_one_of(k, file, f, c, said);
    }
}

/* Who hurts in the finer place hurts in the coarser one, so it cannot be rarer. */
static void check_places(kbc *k, const char *file, uint32_t from, uint32_t to, const uint32_t *said)
{
    for (uint32_t i = 0; i < k->finding.num; i++) {
        const ngl_finding *fine = kbc_row(&k->finding, i);
        if (fine->parent == NGL_NONE || !fine->column_num) continue;
        const ngl_finding *coarse = kbc_row(&k->finding, fine->parent);
        for (uint32_t c = from; c < to && coarse->column_num; c++) {
            size_t   f = (size_t)fine->column_adr * kbc_states(k) + c, o = (size_t)coarse->column_adr * kbc_states(k) + c;
            uint32_t line = said[f] ? said[f] : said[o] ? said[o] : 1;
            if (k->link[f].p > k->link[o].p + 1e-6f)
                kbc_problem(k, (kbc_place){ file, line }, "%s: %s is likelier than %s, in which it lies",
                            kbc_state_key(k, c), fine->key, coarse->key);
        }
    }
}

void kbc_read_likelihoods(kbc *k)
{
    size_t cells = (size_t)k->ncolumn * kbc_states(k);
    k->link = kbc_take(k, sizeof *k->link, cells);
    uint32_t *said = kbc_take(k, sizeof *said, cells);
    if (!k->link || !said) return;
    for (size_t i = 0; i < cells; i++) k->link[i] = (ngl_link){ (float)k->base[i / kbc_states(k)], 0, 1, NGL_NONE, 0 };
    kbc_csv t = kbc_csv_read(k, "likelihoods.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) read_row(k, &t, r, said);
    check_sums(k, t.file, 0, k->condition.num, said);
    if (!k->nomem) check_places(k, t.file, 0, k->condition.num, said);
    kbc_read_form_likelihoods(k, said);
    check_sums(k, "forms_likelihoods.csv", k->condition.num, kbc_states(k), said);
    if (!k->nomem) check_places(k, "forms_likelihoods.csv", k->condition.num, kbc_states(k), said);
    if (!k->nomem) kbc_mean_of_forms(k, said);
}

/* ---- modifiers ---------------------------------------------------------------- */

static ngl_id modifier_option(kbc *k, kbc_place at, const ngl_finding *f, const char *value)
{
    for (uint16_t i = 0; i < f->option_num; i++)
        if (strcmp(((ngl_option *)kbc_row(&k->option, f->option_adr + i))->key, value) == 0) return i;
    if (f->answer != NGL_ANSWER_YES_NO || strcmp(value, "yes") != 0)
        kbc_problem(k, at, "'%s' is no answer to '%s'", value, f->key);
    return NGL_NONE;
}

/* a condition, or one of the forms */
static ngl_id state_of(kbc *k, kbc_place at, const char *key)
{
    ngl_id form = kbc_find(&k->form, key);
    return form != NGL_NONE ? (ngl_id)(k->condition.num + form) : kbc_need(k, &k->condition, at, key);
}

static void add_modifier(kbc *k, kbc_place at, ngl_modifier m)
{
    for (uint32_t i = 0; i < k->modifier.num; i++) {
        const ngl_modifier *o = kbc_row(&k->modifier, i);
        if (o->condition == m.condition && o->finding == m.finding && o->option == m.option)
            kbc_problem(k, at, "this modifier was already given in line %u", (unsigned)k->modifier.place[i].line);
    }
    *(ngl_modifier *)kbc_push(k, &k->modifier, at) = m;
}

/* By finding, otherwise in the file's order. */
static void sort_modifiers(kbc *k)
{
    ngl_modifier *m = k->modifier.data;
    for (uint32_t i = 1; i < k->modifier.num; i++) {
        ngl_modifier x = m[i];
        uint32_t     j = i;
        for (; j && m[j - 1].finding > x.finding; j--) m[j] = m[j - 1];
        m[j] = x;
    }
}

void kbc_read_modifiers(kbc *k)
{
    enum { M_CONDITION, M_FINDING, M_VALUE, M_ODDS, M_APPLY, M_BASIS, M_SOURCE, M_NOTE, M_NCOL };
    static const char *const names[M_NCOL] = { "condition_id", "finding_id", "value",     "odds_multiplier",
                                               "apply",        "basis",      "source_id", "note" };
    kbc_csv                  t = kbc_csv_read(k, "prior_modifiers.csv", names, M_NCOL);
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place    at = kbc_at(&t, r);
        ngl_modifier m = { .condition = state_of(k, at, kbc_cell(&t, r, M_CONDITION)),
                           .finding = kbc_need(k, &k->finding, at, kbc_cell(&t, r, M_FINDING)) };
        m.odds = kbc_number(k, at, "odds_multiplier", kbc_cell(&t, r, M_ODDS), 0, 1000, NAN);
        ngl_refs source = kbc_sources(k, at, kbc_cell(&t, r, M_SOURCE));
        if (m.condition == NGL_NONE || m.finding == NGL_NONE) continue;
        bool apply = kbc_yes(k, at, "apply", kbc_cell(&t, r, M_APPLY), "yes", "no");
        if (!apply && strcmp(kbc_cell(&t, r, M_VALUE), "no") == 0)
            continue; /* kept for the record; only a yes or an option can multiply odds */
        m.option = modifier_option(k, at, kbc_row(&k->finding, m.finding), kbc_cell(&t, r, M_VALUE));
        m.source = source.num ? *(ngl_id *)kbc_row(&k->source_ref, source.adr) : NGL_NONE;
        if (apply) add_modifier(k, at, m);
    }
    sort_modifiers(k);
}
