/* form.csv and training_load.csv: what evidence says of advice on how to run,
 * and of training and injury. */
#include "kbc/internal.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

static const char *const GRADES[] = { "A", "B", "C", "D" };

static uint32_t ids(kbc *k, kbc_place at, const char *list, uint16_t *num)
{
    uint32_t adr = k->exercise_protocol.num;
    *num = kbc_keys(k, at, &k->exercise_protocol, &k->protocol, list);
    return adr;
}

void kbc_read_cues(kbc *k)
{
    enum { ID, CUE, SEED, CLAIM, MEASURED, EFFECT, METRIC, CAN, HOW, DOSE, HELPS, HARMS, NOTE, GRADE, VERDICT, SOURCE, OPENED, NCOL };
    static const char *const columns[NCOL] = {
        "id",         "cue",        "seed",           "claim_in_seed",       "measured_effect", "effect_on_glutes_hamstring",
        "watch_metric", "watch_can_measure", "how_to_cue", "start_dose",     "helps_conditions", "may_harm_conditions",
        "harm_note",  "evidence_grade", "verdict",    "source",              "opened_now"
    };
    kbc_csv t = kbc_csv_read(k, "form.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) {
        kbc_place at = kbc_at(&t, r);
        ngl_cue  *row = kbc_define(k, &k->cue, at, kbc_cell(&t, r, ID)), c = *row;
        c.name = kbc_cell(&t, r, CUE);
        c.measured = kbc_cell(&t, r, MEASURED);
        c.effect = kbc_cell(&t, r, EFFECT);
        c.metric = kbc_cell(&t, r, METRIC);
        c.how = kbc_cell(&t, r, HOW);
        c.dose = kbc_cell(&t, r, DOSE);
        c.harm = kbc_cell(&t, r, NOTE);
        c.evidence = kbc_cell(&t, r, GRADE);
        c.verdict = kbc_cell(&t, r, VERDICT);
        c.helps_adr = ids(k, at, kbc_cell(&t, r, HELPS), &c.helps_num);
        c.harms_adr = ids(k, at, kbc_cell(&t, r, HARMS), &c.harms_num);
        c.source = kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        kbc_word(k, at, "evidence_grade", c.evidence, GRADES, 4);
        *row = c;
    }
}

static double bound(kbc *k, kbc_place at, const char *what, const char *text)
{
    return *text ? kbc_number(k, at, what, text, -1e6, 1e6, 0) : (double)NAN;
}

void kbc_read_training(kbc *k)
{
    enum { ID, TOPIC, EXPOSURE, COMPARATOR, OUTCOME, TYPE, EFFECT, LOW, HIGH, N, PEOPLE, DESIGN, APPLIES, USE, GRADE, SOURCE, OPENED, NCOL };
    static const char *const columns[NCOL] = { "id",      "topic",      "exposure",      "comparator",     "outcome", "effect_type",
                                               "effect",  "ci_low",     "ci_high",       "n",              "population", "design",
                                               "applies_to", "use_in_niggle", "evidence_grade", "source",  "opened_now" };
    kbc_csv t = kbc_csv_read(k, "training_load.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) {
        kbc_place            at = kbc_at(&t, r);
        ngl_training_figure *f = kbc_define(k, &k->training, at, kbc_cell(&t, r, ID));
        f->topic = kbc_cell(&t, r, TOPIC);
        f->exposure = kbc_cell(&t, r, EXPOSURE);
        f->comparator = kbc_cell(&t, r, COMPARATOR);
        f->outcome = kbc_cell(&t, r, OUTCOME);
        f->measure = kbc_cell(&t, r, TYPE);
        f->effect = kbc_cell(&t, r, EFFECT);
        if (!ngl_number_parse(&f->value, f->effect, strlen(f->effect))) f->value = NAN;
        f->low = bound(k, at, "ci_low", kbc_cell(&t, r, LOW));
        f->high = bound(k, at, "ci_high", kbc_cell(&t, r, HIGH));
        f->people = kbc_cell(&t, r, PEOPLE);
        f->design = kbc_cell(&t, r, DESIGN);
        f->use = kbc_cell(&t, r, USE);
        f->evidence = kbc_cell(&t, r, GRADE);
        f->source = kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        kbc_word(k, at, "evidence_grade", f->evidence, GRADES, 4);
        if (f->low > f->value || f->value > f->high) kbc_problem(k, at, "the effect lies outside its interval");
    }
}
