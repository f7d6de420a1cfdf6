/* Treatments, exercises and the map from a condition to its care. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

void kbc_read_treatments(kbc *k)
{
    enum { ID, NAME, FOR, PHASE, WHAT, DOSE, GRADE, EFFECT, HARMS, WHO, SOURCE, OPENED, SEEDS, NCOL };
    static const char *const columns[NCOL] = { "id",
                                               "name",
                                               "for_condition",
                                               "phase",
                                               "what",
                                               "dose",
                                               "evidence_grade",
                                               "effect_figure",
                                               "harms_contraindications",
                                               "who_must_decide",
                                               "source",
                                               "opened_now",
                                               "seed_mention" };
    kbc_vec                  unused = { .what = "protocol", .size = sizeof(ngl_id) };
    kbc_csv                  t = kbc_csv_read(k, "treatments.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place      at = kbc_at(&t, r);
        ngl_treatment *x = kbc_define(k, &k->treatment, at, kbc_cell(&t, r, ID));
        x->name = kbc_cell(&t, r, NAME);
        x->phase = kbc_cell(&t, r, PHASE);
        x->what = kbc_cell(&t, r, WHAT);
        x->dose = kbc_cell(&t, r, DOSE);
        x->evidence = kbc_cell(&t, r, GRADE);
        x->effect = kbc_cell(&t, r, EFFECT);
        x->harms = kbc_cell(&t, r, HARMS);
        x->who_decides = kbc_cell(&t, r, WHO);
        x->source = kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        kbc_keys(k, at, &unused, &k->protocol, kbc_cell(&t, r, FOR));
        if (!*x->name || !*x->what) kbc_problem(k, at, "treatment '%s' needs a name and what to do", x->key);
    }
}

/* ---- exercises ------------------------------------------------------------------- */

enum {
    ID,
    NAME,
    ALSO,
    KIND,
    MUSCLES,
    EMG1,
    EMG2,
    EMG3,
    EMG4,
    EMG5,
    EMG6,
    EMG7,
    EMG8,
    EMG_SOURCE,
    POSITION,
    EQUIPMENT,
    SETS,
    REPS,
    HOLD,
    TEMPO,
    FREQ,
    LOAD,
    FLEXION,
    ADDUCTION,
    IMPACT,
    PROGRESSION,
    REGRESSION,
    CRITERIA,
    CAUTIONS,
    AVOID,
    GOOD,
    HOW,
    SEEDS,
    SOURCE,
    NCOL
};

static const char *const columns[NCOL] = { "id",
                                           "name",
                                           "also_called",
                                           "kind",
                                           "target_muscles",
                                           "emg_gmax_pct",
                                           "emg_gmed_pct",
                                           "emg_gmin_pct",
                                           "emg_ham_pct",
                                           "emg_gmax_num",
                                           "emg_gmed_num",
                                           "emg_gmin_num",
                                           "emg_ham_num",
                                           "emg_source",
                                           "position",
                                           "equipment",
                                           "sets",
                                           "reps",
                                           "hold_s",
                                           "tempo",
                                           "freq_per_week",
                                           "load_level",
                                           "hip_flexion_max_deg",
                                           "hip_adduction",
                                           "impact_level",
                                           "progression_to",
                                           "regression_to",
                                           "criteria_to_progress",
                                           "cautions",
                                           "avoid_in",
                                           "good_for",
                                           "how_to",
                                           "mentioned_in_seeds",
                                           "dose_source" };

static double amount(kbc *k, const kbc_csv *t, uint32_t r, unsigned col, double low, double high)
{
    const char *text = kbc_cell(t, r, col);
    return *text ? kbc_number(k, kbc_at(t, r), columns[col], text, low, high, NAN) : NAN;
}

static int scale(kbc *k, const kbc_csv *t, uint32_t r, unsigned col, double low, double high)
{
    double v = kbc_number(k, kbc_at(t, r), columns[col], kbc_cell(t, r, col), low, high, NAN);
    return isnan(v) ? 0 : (int)v;
}

static void read_exercise(kbc *k, const kbc_csv *t, uint32_t r)
{
    kbc_place     at = kbc_at(t, r);
    ngl_exercise *e = kbc_define(k, &k->exercise, at, kbc_cell(t, r, ID));
    e->name = kbc_cell(t, r, NAME);
    e->kind = kbc_cell(t, r, KIND);
    e->muscles = kbc_cell(t, r, MUSCLES);
    e->position = kbc_cell(t, r, POSITION);
    e->equipment = kbc_cell(t, r, EQUIPMENT);
    e->tempo = kbc_cell(t, r, TEMPO);
    e->criteria_to_progress = kbc_cell(t, r, CRITERIA);
    e->cautions = kbc_cell(t, r, CAUTIONS);
    e->how_to = kbc_cell(t, r, HOW);
    e->sets = amount(k, t, r, SETS, 1, 20);
    e->reps = amount(k, t, r, REPS, 1, 200);
    e->hold_s = amount(k, t, r, HOLD, 0, 86400);
    e->per_week = amount(k, t, r, FREQ, 0.25, 100);
    e->load_level = scale(k, t, r, LOAD, 1, 5);
    e->impact_level = scale(k, t, r, IMPACT, 0, 4);
    e->hip_flexion_max_deg = amount(k, t, r, FLEXION, -30, 180);
    e->hip_adduction = kbc_yes(k, at, "hip_adduction", kbc_cell(t, r, ADDUCTION), "y", "n");
    e->progression = e->regression = NGL_NONE;
    e->avoid_adr = k->exercise_protocol.num;
    e->avoid_num = kbc_keys(k, at, &k->exercise_protocol, &k->protocol, kbc_cell(t, r, AVOID));
    e->good_adr = k->exercise_protocol.num;
    e->good_num = kbc_keys(k, at, &k->exercise_protocol, &k->protocol, kbc_cell(t, r, GOOD));
    e->source = kbc_sources(k, at, kbc_cell(t, r, SOURCE));
    if (*kbc_cell(t, r, EMG_SOURCE)) {
        ngl_refs more = kbc_sources(k, at, kbc_cell(t, r, EMG_SOURCE));
        e->source.num = (uint16_t)(e->source.num + more.num);
    }
    if (!*e->name || !*e->how_to) kbc_problem(k, at, "exercise '%s' needs a name and how to do it", e->key);
}

/* Does following progression from `from` come back to it? */
static bool circles(const kbc *k, ngl_id from, bool forwards)
{
    ngl_id id = from;
    for (unsigned steps = 0; steps <= k->exercise.num; steps++) {
        const ngl_exercise *e = kbc_row(&k->exercise, id);
        id = forwards ? e->progression : e->regression;
        if (id == NGL_NONE) return false;
        if (id == from) return true;
    }
    return false;
}

void kbc_read_exercises(kbc *k)
{
    kbc_csv t = kbc_csv_read(k, "exercises.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow; r++) read_exercise(k, &t, r);
    if (k->nomem || k->exercise.num != t.nrow) return;
    for (uint32_t r = 0; r < t.nrow; r++) {
        ngl_exercise *e = kbc_row(&k->exercise, r);
        if (*kbc_cell(&t, r, PROGRESSION))
            e->progression = kbc_need(k, &k->exercise, kbc_at(&t, r), kbc_cell(&t, r, PROGRESSION));
        if (*kbc_cell(&t, r, REGRESSION))
            e->regression = kbc_need(k, &k->exercise, kbc_at(&t, r), kbc_cell(&t, r, REGRESSION));
    }
    for (uint32_t r = 0; r < t.nrow; r++) {
        const ngl_exercise *e = kbc_row(&k->exercise, r);
        if (circles(k, (ngl_id)r, true))
            kbc_problem(k, kbc_at(&t, r), "the progression of '%s' leads back to itself", e->key);
        if (circles(k, (ngl_id)r, false))
            kbc_problem(k, kbc_at(&t, r), "the regression of '%s' leads back to itself", e->key);
    }
}

/* ---- condition -> care ----------------------------------------------------------- */

static const char *const handlings[] = {
    "self_protocol", "self_protocol_and_routine_review", "protocol_after_clinician", "refer_routine", "refer_urgent",
    "emergency"
};
static const ngl_triage handling_level[] = { NGL_TRIAGE_SELF_CARE, NGL_TRIAGE_ROUTINE, NGL_TRIAGE_ROUTINE,
                                             NGL_TRIAGE_ROUTINE,   NGL_TRIAGE_URGENT,  NGL_TRIAGE_EMERGENCY };

void kbc_read_care(kbc *k)
{
    enum { CONDITION, PROTOCOL, HANDLING, UNTIL, MEASURES, REMARK, CARE_NCOL };
    static const char *const names[CARE_NCOL] = { "condition_id",   "protocol_condition", "handling",
                                                  "run_until_seen", "self_measures",      "note" };
    k->care = kbc_take(k, sizeof *k->care, k->condition.num);
    uint32_t *said = kbc_take(k, sizeof *said, k->condition.num);
    kbc_csv   t = kbc_csv_read(k, "condition_map.csv", names, CARE_NCOL);
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) {
        kbc_place at = kbc_at(&t, r);
        ngl_id    c = kbc_need(k, &k->condition, at, kbc_cell(&t, r, CONDITION));
        if (c == NGL_NONE) continue;
        const char *protocol = kbc_cell(&t, r, PROTOCOL);
        unsigned    handling = kbc_word(k, at, "handling", kbc_cell(&t, r, HANDLING), handlings, 6);
        ngl_care    care = { .handling = (ngl_handling)(handling % 6),
                             .run_until_seen = kbc_cell(&t, r, UNTIL),
                             .note = kbc_cell(&t, r, REMARK),
                             .measure_adr = k->measure.num };
        care.protocol = *protocol ? kbc_need(k, &k->protocol, at, protocol) : NGL_NONE;
        care.measure_num = kbc_keys(k, at, &k->measure, &k->treatment, kbc_cell(&t, r, MEASURES));
        const ngl_condition *condition = kbc_row(&k->condition, c);
        if (said[c])
            kbc_problem(k, at, "condition '%s' already has care in line %u", condition->key, (unsigned)said[c]);
        if (handling < 6 && handling_level[handling] < condition->triage)
            kbc_problem(k, at, "handling '%s' is milder than the triage of '%s', %s", handlings[handling],
                        condition->key, kbc_triage_words[condition->triage]);
        said[c] = at.line;
        k->care[c] = care;
    }
    for (uint32_t c = 0; c < k->condition.num && !k->nomem; c++)
        if (!said[c])
            kbc_problem(k, k->condition.place[c], "condition '%s' has no row in condition_map.csv",
                        ((ngl_condition *)kbc_row(&k->condition, c))->key);
}
