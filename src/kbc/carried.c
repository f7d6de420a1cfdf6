/* Files that are carried for those who read them: no tables are made of them,
 * but every name, figure and source in them must hold. */
#include "kbc/internal.h"

/* Ids of one file's rows: usable and each once. */
static void check_ids(kbc *k, const kbc_csv *t, const char *what)
{
    kbc_vec ids = { .what = what, .size = sizeof(const char *) };
    for (uint32_t r = 0; r < t->nrow; r++) kbc_define(k, &ids, kbc_at(t, r), kbc_cell(t, r, 0));
}

static void check_list(kbc *k, const kbc_csv *t, uint32_t col, const kbc_vec *of)
{
    kbc_vec unused = { .what = of->what, .size = sizeof(ngl_id) };
    for (uint32_t r = 0; r < t->nrow; r++) kbc_keys(k, kbc_at(t, r), &unused, of, kbc_cell(t, r, col));
}

static void check_sources(kbc *k, const kbc_csv *t, uint32_t col)
{
    for (uint32_t r = 0; r < t->nrow; r++) kbc_sources(k, kbc_at(t, r), kbc_cell(t, r, col));
}

static void check_questionnaires(kbc *k)
{
    static const char *const columns[] = {
        "id",     "name",      "measures",   "items",       "score_range",       "better_is",       "scoring_formula",
        "mcid",   "mcid_note", "error_note", "free_to_use", "may_embed_wording", "fits_conditions", "when",
        "source", "opened_now"
    };
    kbc_csv t = kbc_csv_read(k, "proms.csv", columns, 16);
    check_ids(k, &t, "questionnaire");
    check_list(k, &t, 12, &k->protocol);
    check_sources(k, &t, 14);
}

static void check_tissue(kbc *k)
{
    static const char *const figures[] = {
        "tissue", "phase",  "parameter",  "value", "sd_or_ci", "unit", "condition", "speed_m_s", "cadence_pct_of_pref",
        "n",      "source", "opened_now", "note"
    };
    kbc_csv                  t = kbc_csv_read(k, "tissue_load.csv", figures, 13);
    check_sources(k, &t, 10);
}

void kbc_check_carried(kbc *k)
{
    check_questionnaires(k);
    check_tissue(k);
}
