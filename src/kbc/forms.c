/* forms.csv and forms_likelihoods.csv: the forms that some conditions take.
 *
 * A form is a stage or kind of a condition that looks different. Where it has a
 * row of its own that row counts, everywhere else the row of its condition
 * does. The cell of a condition that has forms becomes the mean of its forms,
 * weighted by share: that is what is true of somebody with the condition when
 * nobody knows which form it is.
 */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

static ngl_form *form_row(const kbc *k, uint32_t i)
{
    return kbc_row(&k->form, i);
}

static ngl_condition *condition_row(const kbc *k, uint32_t c)
{
    return kbc_row(&k->condition, c);
}

/* ---- forms.csv ------------------------------------------------------------------ */

/* By condition, otherwise in the file's order. */
static void sort_forms(kbc *k)
{
    ngl_form  *f = k->form.data;
    kbc_place *at = k->form.place;
    for (uint32_t i = 1; i < k->form.num; i++) {
        ngl_form  x = f[i];
        kbc_place place = at[i];
        uint32_t  j = i;
        for (; j && f[j - 1].condition > x.condition; j--) {
            f[j] = f[j - 1];
            at[j] = at[j - 1];
        }
        f[j] = x;
        at[j] = place;
    }
}

/* At least two forms a condition, with shares that sum to 1; then they are made to, exactly. */
static void check_shares(kbc *k, ngl_condition *c)
{
    kbc_place at = k->form.place[c->form_adr];
    double    sum = 0;
    for (uint32_t i = 0; i < c->form_num; i++) sum += form_row(k, c->form_adr + i)->share;
    if (c->form_num == 1)
        kbc_problem(k, at, "condition '%s' has one form: it needs two or none", c->key);
    else if (!(fabs(sum - 1) <= 0.005))
        kbc_problem(k, at, "the shares of the forms of '%s' sum to %s, not 1", c->key, kbc_sum_text(k, sum));
    for (uint32_t i = 0; i < c->form_num; i++) form_row(k, c->form_adr + i)->share /= sum;
}

static void link_conditions(kbc *k)
{
    for (uint32_t i = 0; i < k->form.num; i++) {
        if (form_row(k, i)->condition == NGL_NONE) continue;
        ngl_condition *c = condition_row(k, form_row(k, i)->condition);
        if (!c->form_num) c->form_adr = (ngl_id)i;
        c->form_num++;
    }
    for (uint32_t c = 0; c < k->condition.num; c++)
        if (condition_row(k, c)->form_num) check_shares(k, condition_row(k, c));
}

void kbc_read_forms(kbc *k)
{
    enum { ID, CONDITION, NAME, SHARE, LOW, HIGH, REASON, SOURCE, NCOL };
    static const char *const columns[NCOL] = { "form_id",   "condition_id", "name",      "share",
                                               "share_low", "share_high",   "reasoning", "source_id" };
    kbc_csv                  t = kbc_csv_read(k, "forms.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) {
        kbc_place   at = kbc_at(&t, r);
        const char *key = kbc_cell(&t, r, ID);
        ngl_form    f = { .condition = kbc_need(k, &k->condition, at, kbc_cell(&t, r, CONDITION)),
                          .name = kbc_cell(&t, r, NAME),
                          .reason = kbc_cell(&t, r, REASON) };
        f.share = kbc_number(k, at, "share", kbc_cell(&t, r, SHARE), 0.001, 0.999, NAN);
        f.share_low = kbc_number(k, at, "share_low", kbc_cell(&t, r, LOW), 0.0001, 1, NAN);
        f.share_high = kbc_number(k, at, "share_high", kbc_cell(&t, r, HIGH), 0.0001, 1, NAN);
        f.source = kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        if (f.share < f.share_low || f.share > f.share_high)
            kbc_problem(k, at, "share %s lies outside share_low..share_high", kbc_cell(&t, r, SHARE));
        if (!*f.name || !*f.reason) kbc_problem(k, at, "form '%s' needs a name and a reasoning", key);
        if (kbc_find(&k->condition, key) != NGL_NONE) kbc_problem(k, at, "'%s' is already the id of a condition", key);
        ngl_form *row = kbc_define(k, &k->form, at, key);
        f.key = row->key;
        *row = f;
    }
    sort_forms(k);
    if (!k->nomem) link_conditions(k);
}

/* ---- forms_likelihoods.csv --------------------------------------------------------- */

static size_t cell_of(const kbc *k, uint32_t col, uint32_t state)
{
    return (size_t)col * kbc_states(k) + state;
}

static void inherit(kbc *k)
{
    for (uint32_t i = 0; i < k->form.num; i++)
        for (uint32_t col = 0; col < k->ncolumn && form_row(k, i)->condition != NGL_NONE; col++)
            k->link[cell_of(k, col, k->condition.num + i)] = k->link[cell_of(k, col, form_row(k, i)->condition)];
}

static void read_row(kbc *k, const kbc_csv *t, uint32_t r, uint32_t *said)
{
    enum { FORM, FINDING, VALUE, P, ESS, BASIS, SOURCE, VERIFIED, NOTE, N, COMPARATOR };
    static const char *const bases[] = { "expert estimate", "study", "review", "case-series", "guideline" };
    kbc_place                at = kbc_at(t, r);
    ngl_id                   form = kbc_need(k, &k->form, at, kbc_cell(t, r, FORM));
    ngl_id                   f = kbc_need(k, &k->finding, at, kbc_cell(t, r, FINDING));
    double                   p = kbc_number(k, at, "p", kbc_cell(t, r, P), 0, 1, NAN);
    double                   ess = kbc_number(k, at, "ess", kbc_cell(t, r, ESS), 0.1, 10000, NAN);
    unsigned                 basis = kbc_word(k, at, "basis", kbc_cell(t, r, BASIS), bases, 5);
    ngl_refs                 source = kbc_sources(k, at, kbc_cell(t, r, SOURCE));
    kbc_yes(k, at, "verified", kbc_cell(t, r, VERIFIED), "y", "n");
    kbc_number(k, at, "n", kbc_cell(t, r, N), 1, 1e7, 1);
    double shrink = kbc_shrink_of(k, at, kbc_cell(t, r, COMPARATOR));
    if (form == NGL_NONE || f == NGL_NONE) return;
    uint32_t col = kbc_column_of(k, at, kbc_row(&k->finding, f), kbc_cell(t, r, VALUE));
    if (col == NGL_NONE) return;
    size_t    cell = cell_of(k, col, k->condition.num + form);
    ngl_link *l = &k->link[cell];
    if (said[cell]) kbc_problem(k, at, "this likelihood was already given in line %u", (unsigned)said[cell]);
    if (!said[cell] && ((ngl_finding *)kbc_row(&k->finding, f))->column_num == 1 && l->ess > 0 &&
        l->p == (float)p && l->ess == (float)ess)
        kbc_problem(k, at, "this is what the condition's own row says already: leave it out");
    said[cell] = at.line;
    ngl_id first = source.num ? *(ngl_id *)kbc_row(&k->source_ref, source.adr) : NGL_NONE;
    *l = (ngl_link){ (float)p, (float)ess, (float)shrink, first, basis != 0 };
}

/* forms that no row tells apart are one */
static void check_told_apart(kbc *k, const uint32_t *said)
{
    for (uint32_t c = 0; c < k->condition.num; c++) {
        const ngl_condition *row = condition_row(k, c);
        bool                 any = !row->form_num;
        for (uint32_t i = 0; i < row->form_num && !any; i++)
            for (uint32_t col = 0; col < k->ncolumn && !any; col++)
                any = said[cell_of(k, col, k->condition.num + row->form_adr + i)] != 0;
        if (row->form_num && c == k->other) kbc_problem(k, k->form.place[row->form_adr], "what is not modelled cannot have forms");
        if (!any)
            kbc_problem(k, k->form.place[row->form_adr], "nothing tells the forms of '%s' apart: forms_likelihoods.csv has no row for them", row->key);
    }
}

void kbc_read_form_likelihoods(kbc *k, uint32_t *said)
{
    enum { NCOL = 11 };
    static const char *const columns[NCOL] = { "form_id",   "finding_id", "value", "p", "ess",       "basis",
                                               "source_id", "verified",   "note",  "n", "comparator" };
    kbc_csv                  t = kbc_csv_read(k, "forms_likelihoods.csv", columns, NCOL);
    inherit(k);
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) read_row(k, &t, r, said);
    if (!k->nomem) check_told_apart(k, said);
}

/* the mean of the forms; where the condition itself has no row the ess is the least of theirs */
static ngl_link mean_of(const kbc *k, const ngl_condition *c, uint32_t col, ngl_link own)
{
    ngl_link mean = own;
    double   p = 0;
    for (uint32_t i = 0; i < c->form_num; i++) {
        const ngl_link *l = &k->link[cell_of(k, col, k->condition.num + c->form_adr + i)];
        p += form_row(k, c->form_adr + i)->share * (double)l->p;
        if (own.ess > 0 || !(l->ess > 0) || (mean.ess > 0 && mean.ess <= l->ess)) continue;
        mean = *l;
    }
    mean.p = (float)p;
    return mean;
}

void kbc_mean_of_forms(kbc *k, const uint32_t *said)
{
    for (uint32_t c = 0; c < k->condition.num; c++) {
        const ngl_condition *row = condition_row(k, c);
        for (uint32_t col = 0; col < k->ncolumn && row->form_num; col++) {
            bool any = false;
            for (uint32_t i = 0; i < row->form_num; i++)
                any = any || said[cell_of(k, col, k->condition.num + row->form_adr + i)];
            ngl_link *own = &k->link[cell_of(k, col, c)];
            if (any) *own = mean_of(k, row, col, *own);
        }
    }
}
