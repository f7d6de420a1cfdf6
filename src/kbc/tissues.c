/* tissue_load_model.csv: how each tissue's load per step follows speed, cadence,
 * grade and fatigue, and how fast it recovers. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

enum {
    ID, LABEL, BASELINE, BASELINE_NOTE, FORM, V_A, V_B, EXPONENT, CADENCE_UP, CADENCE_DOWN, GRADE_UP, GRADE_UP_LOW,
    GRADE_UP_HIGH, GRADE_DOWN, FOREFOOT, LATE, M_LOW, M_DEFAULT, M_HIGH, HALF_LIFE, HALF_LIFE_NOTE, CONFIDENCE, NOTES,
    BASELINE_SOURCE, SPEED_SOURCE, CADENCE_SOURCE, GRADE_SOURCE, DAMAGE_SOURCE, HALF_LIFE_SOURCE, NCOL
};

static const char *const COLUMNS[NCOL] = {
    "tissue_id", "label", "baseline_bw", "baseline_note", "speed_form", "v_a", "v_b", "speed_exponent",
    "cad_elasticity_up", "cad_elasticity_down", "grade_up_per_pct", "grade_up_low", "grade_up_high",
    "grade_down_per_pct", "footstrike_forefoot_mult", "fatigue_late_third_mult", "m_low", "m_default", "m_high",
    "half_life_h", "half_life_note", "confidence", "notes", "baseline_source", "speed_source", "cadence_source",
    "grade_source", "damage_source", "half_life_source",
};

typedef struct reader {
    kbc     *k;
    kbc_csv *t;
    uint32_t row;
} reader;

static const char *cell(const reader *r, uint32_t col)
{
    return kbc_cell(r->t, r->row, col);
}

static double number(const reader *r, uint32_t col, double low, double high)
{
    return kbc_number(r->k, kbc_at(r->t, r->row), COLUMNS[col], cell(r, col), low, high, NAN);
}

static unsigned exponent(const reader *r, uint32_t col)
{
    double m = number(r, col, 1, 20);
    if (m != floor(m)) kbc_problem(r->k, kbc_at(r->t, r->row), "%s must be a whole number", COLUMNS[col]);
    return m >= 1 && m <= 20 ? (unsigned)m : 1;
}

static ngl_refs source(const reader *r, uint32_t col)
{
    return kbc_sources(r->k, kbc_at(r->t, r->row), cell(r, col));
}

static void read_speed(const reader *r, ngl_tissue *v)
{
    static const char *const forms[] = { "favg", "v2", "power" };
    v->speed_form = (ngl_speed_form)kbc_word(r->k, kbc_at(r->t, r->row), "speed_form", cell(r, FORM), forms, 3);
    if (v->speed_form == NGL_SPEED_POWER) {
        v->speed_exponent = number(r, EXPONENT, -3, 3);
        return;
    }
    v->v_a = number(r, V_A, 0.001, 100);
    v->v_b = number(r, V_B, 0, 100);
}

static void check_order(const reader *r, const ngl_tissue *v)
{
    kbc_place at = kbc_at(r->t, r->row);
    if (!(v->m_low < v->m && v->m < v->m_high))
        kbc_problem(r->k, at, "the exponents must rise: m_low < m_default < m_high");
    if (v->grade_up < v->grade_up_low || v->grade_up > v->grade_up_high)
        kbc_problem(r->k, at, "grade_up_per_pct lies outside grade_up_low..grade_up_high");
}

static ngl_tissue read_tissue(const reader *r)
{
    static const char *const sure[] = { "low", "medium" };
    ngl_tissue v = { .label = cell(r, LABEL), .note = cell(r, NOTES), .half_life_note = cell(r, HALF_LIFE_NOTE) };
    v.baseline_bw = number(r, BASELINE, 0.01, 50);
    read_speed(r, &v);
    v.cadence_up = number(r, CADENCE_UP, -3, 3);
    v.cadence_down = number(r, CADENCE_DOWN, -3, 3);
    v.grade_up = number(r, GRADE_UP, 0, 0.2);
    v.grade_up_low = number(r, GRADE_UP_LOW, 0, 0.2);
    v.grade_up_high = number(r, GRADE_UP_HIGH, 0, 0.2);
    v.grade_down = number(r, GRADE_DOWN, 0, 0.2);
    number(r, FOREFOOT, 0.5, 2);
    v.late = number(r, LATE, 0.5, 2);
    v.m_low = exponent(r, M_LOW);
    v.m = exponent(r, M_DEFAULT);
    v.m_high = exponent(r, M_HIGH);
    v.half_life_h = number(r, HALF_LIFE, 1, 10000);
    v.confident = kbc_word(r->k, kbc_at(r->t, r->row), "confidence", cell(r, CONFIDENCE), sure, 2);
    v.stance = v.speed_form == NGL_SPEED_LINEAR;
    v.baseline_source = source(r, BASELINE_SOURCE);
    v.speed_source = source(r, SPEED_SOURCE);
    v.cadence_source = source(r, CADENCE_SOURCE);
    v.grade_source = source(r, GRADE_SOURCE);
    v.damage_source = source(r, DAMAGE_SOURCE);
    v.half_life_source = source(r, HALF_LIFE_SOURCE);
    check_order(r, &v);
    return v;
}

void kbc_read_tissues(kbc *k)
{
    kbc_csv t = kbc_csv_read(k, "tissue_load_model.csv", COLUMNS, NCOL);
    for (uint32_t i = 0; i < t.nrow && !k->nomem; i++) {
        reader      r = { k, &t, i };
        ngl_tissue  v = read_tissue(&r);
        ngl_tissue *row = kbc_define(k, &k->tissue, kbc_at(&t, i), cell(&r, ID));
        v.key = row->key;
        *row = v;
    }
}
