/* The tables in the library: sound to walk for every reader of them. What the
 * compiler should guarantee is counted here again, from the other side. */
#include "../../check.h"

#include <niggle/knowledge.h>

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const ngl_knowledge *kb;

static int get(void **state)
{
    (void)state;
    kb = ngl_knowledge_builtin();
    return 0;
}

static void the_whole_of_the_evidence_is_there(void **state)
{
    (void)state;
    size_t links = 0;
    for (uint32_t col = 0; col < kb->ncolumn; col++)
        for (ngl_id c = 0; c < kb->ncondition; c++) links += ngl_link_at(kb, col, c)->ess > 0;
    CHECK(kb->ncondition >= 75 && kb->nfinding >= 264 && links >= 6755 && kb->nrule >= 146,
          "conditions, findings, links, rules");
    CHECK(kb->nclaim >= 39 && kb->nsource >= 465 && kb->nmodifier >= 277, "claims, sources, modifiers");
    CHECK(kb->nprotocol == 14 && kb->nstage >= 45 && kb->nexercise >= 141 && kb->ntreatment >= 70, "care");
    CHECK(strlen(kb->version) == 16, "a version");
}

static void shares_sum_to_one(void **state)
{
    (void)state;
    double prior = 0, clinic = 0;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        prior += kb->condition[c].prior;
        clinic += kb->condition[c].prior_clinic;
    }
    CHECK(fabs(prior - 1) < 1e-12 && fabs(clinic - 1) < 1e-12, "priors: %.15f %.15f", prior, clinic);
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        const ngl_finding *x = &kb->finding[f];
        if (x->answer != NGL_ANSWER_ONE_OF || !x->column_num) continue;
        CHECK(x->column_num == x->option_num, "%s: a column an option", x->key);
        double base = 0;
        for (uint32_t col = x->column_adr; col < x->column_adr + x->column_num; col++) base += kb->base[col];
        CHECK(fabs(base - 1) < 1e-12, "%s: base shares", x->key);
        for (ngl_id c = 0; c < kb->ncondition; c++) {
            double sum = 0;
            for (uint32_t col = x->column_adr; col < x->column_adr + x->column_num; col++)
                sum += (double)ngl_link_at(kb, col, c)->p;
            CHECK(fabs(sum - 1) < 1e-6, "%s, %s: %.9f", x->key, kb->condition[c].key, sum);
        }
    }
}

static void every_finding_has_its_place_in_the_tables(void **state)
{
    (void)state;
    uint32_t option = 0, column = 0;
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        const ngl_finding *x = &kb->finding[f];
        CHECK(x->question[0] && x->group < kb->ngroup && x->cost_s > 0, "%s: question, group, cost", x->key);
        CHECK(x->source.num > 0, "%s: a source", x->key);
        CHECK((x->option_num > 0) == (x->answer == NGL_ANSWER_ONE_OF), "%s: options", x->key);
        CHECK(!x->option_num || x->option_adr == option, "%s: options follow one another", x->key);
        CHECK(x->column_adr == column, "%s: columns follow one another", x->key);
        CHECK(x->parent == NGL_NONE || (x->parent < kb->nfinding && kb->finding[x->parent].parent == NGL_NONE),
              "%s: two levels", x->key);
        CHECK(x->replaced_by == NGL_NONE || x->replaced_by == kb->time.days || kb->finding[x->replaced_by].clinician_only,
              "%s: replaced by a clinician's, or by a number of days", x->key);
        option += x->option_num;
        column += x->column_num;
    }
    CHECK(option == kb->noption && column == kb->ncolumn, "nothing is left over");
}

/* Deepest stack and final height of a postfix rule. */
static void walk(const char *key, uint32_t adr, uint16_t num)
{
    int depth = 0;
    for (uint32_t i = adr; i < adr + num; i++) {
        const ngl_op *o = &kb->op[i];
        if (o->code <= NGL_OP_GE) {
            CHECK(o->finding < kb->nfinding, "%s: a finding", key);
            CHECK(o->code != NGL_OP_IS || o->option < kb->finding[o->finding].option_num, "%s: an option", key);
            depth++;
        } else {
            CHECK(depth >= (o->code == NGL_OP_NOT ? 1 : 2), "%s: operands", key);
            depth -= o->code != NGL_OP_NOT;
        }
        CHECK(depth <= NGL_RULE_DEPTH, "%s: depth", key);
    }
    CHECK(depth == 1, "%s: one result", key);
}

static void every_rule_can_be_walked(void **state)
{
    (void)state;
    for (ngl_id i = 0; i < kb->nrule; i++) {
        const ngl_rule *r = &kb->rule[i];
        walk(r->key, r->op_adr, r->op_num);
        CHECK(r->action[0] && r->source.num, "%s: action and source", r->key);
        CHECK(r->gate ? r->blocked_num > 0 : r->suspect_num > 0, "%s: suspects or blocks", r->key);
        for (uint32_t b = r->blocked_adr; b < r->blocked_adr + r->blocked_num; b++)
            CHECK(kb->finding[kb->blocked[b]].kind == NGL_KIND_SELF_TEST, "%s blocks self-tests only", r->key);
    }
    for (ngl_id f = 0; f < kb->nfinding; f++)
        if (kb->finding[f].asked_num) walk(kb->finding[f].key, kb->finding[f].asked_adr, kb->finding[f].asked_num);
}

/* What a gate's own words forbid is what it blocks. */
static void gates_block_what_their_action_says(void **state)
{
    (void)state;
    static const struct {
        const char *gate, *test;
    } rows[] = {
        { "gate_no_hop_test", "st_hop" },
        { "gate_no_nerve_test", "st_slump" },
        { "gate_no_nerve_test", "st_leg_raise" },
        { "gate_no_nerve_test", "st_press_ups" },
        { "gate_no_stretch_test", "st_heel_dig" },
        { "gate_no_stretch_test", "st_shoe_off" },
        { "gate_no_stretch_test", "st_one_leg_bridge" },
        { "gate_no_stretch_test", "st_heel_on_chair" },
        { "gate_no_press_test", "st_press_sit_bone" },
        { "gate_no_press_test", "st_press_belly" },
        { "gate_no_press_test", "st_press_sacrum" },
        { "gate_no_load_test", "st_hop" },
        { "gate_no_load_test", "st_squat" },
        { "gate_no_load_test", "st_one_leg_30s" },
        { "gate_no_load_test", "st_long_steps" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        bool found = false;
        for (ngl_id r = 0; r < kb->nrule; r++)
            for (uint32_t b = kb->rule[r].blocked_adr; b < kb->rule[r].blocked_adr + kb->rule[r].blocked_num; b++)
                found = found || (strcmp(kb->rule[r].key, rows[i].gate) == 0 &&
                                  strcmp(kb->finding[kb->blocked[b]].key, rows[i].test) == 0);
        CHECK(found, "%s blocks %s", rows[i].gate, rows[i].test);
    }
}

static void what_cannot_be_together_has_odds_of_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *condition, *finding, *option;
    } rows[] = {
        { "pregnancy_pgp", "sex_at_birth", "male" },    { "endometriosis_sciatic", "sex_at_birth", "male" },
        { "apophyseal_avulsion", "age_band", "30_39" }, { "apophyseal_avulsion", "age_band", "70_plus" },
        { "ischial_apophysitis", "age_band", "40_49" }, { "slipped_epiphysis", "age_band", "50_59" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_id c = ngl_condition_find(kb, rows[i].condition), f = ngl_finding_find(kb, rows[i].finding);
        ngl_id o = ngl_option_find(kb, f, rows[i].option);
        CHECK(c != NGL_NONE && o != NGL_NONE, "%s and %s exist", rows[i].condition, rows[i].option);
        bool found = false;
        for (uint32_t m = 0; m < kb->nmodifier; m++)
            found = found || (kb->modifier[m].condition == c && kb->modifier[m].finding == f &&
                              kb->modifier[m].option == o && kb->modifier[m].odds == 0);
        CHECK(found, "%s with %s=%s", rows[i].condition, rows[i].finding, rows[i].option);
    }
}

static void care_can_be_walked(void **state)
{
    (void)state;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        const ngl_care *care = &kb->care[c];
        CHECK(care->protocol == NGL_NONE || care->protocol < kb->nprotocol, "%s: protocol", kb->condition[c].key);
        CHECK(kb->condition[c].triage < NGL_TRIAGE_URGENT || care->handling >= NGL_HANDLING_REFER_URGENT,
              "%s: no milder care", kb->condition[c].key);
        for (uint32_t i = care->measure_adr; i < care->measure_adr + care->measure_num; i++)
            CHECK(kb->measure[i] < kb->ntreatment, "%s: measures", kb->condition[c].key);
    }
    uint32_t stage = 0;
    for (ngl_id p = 0; p < kb->nprotocol; p++) {
        const ngl_protocol *x = &kb->protocol[p];
        CHECK(x->stage_adr == stage && x->stage_num > 0 && x->source.num > 0, "%s: stages and source", x->key);
        for (uint32_t s = x->stage_adr; s < x->stage_adr + x->stage_num; s++)
            for (uint32_t d = kb->stage[s].dose_adr; d < kb->stage[s].dose_adr + kb->stage[s].dose_num; d++) {
                const ngl_exercise *e = &kb->exercise[kb->dose[d].exercise];
                bool                avoid = false;
                for (uint32_t a = e->avoid_adr; a < e->avoid_adr + e->avoid_num; a++)
                    avoid = avoid || kb->exercise_protocol[a] == p;
                CHECK(avoid == (bool)kb->dose[d].overrides_avoid, "%s: %s is offered against avoid_in only on purpose",
                      x->key, e->key);
            }
        stage += x->stage_num;
    }
    CHECK(stage == kb->nstage, "every stage belongs to a protocol");
}

static void the_opening_begins_with_danger(void **state)
{
    (void)state;
    CHECK(kb->nopening_danger >= 10 && kb->nopening_danger < kb->nopening, "some, not all");
    for (uint32_t i = 0; i < kb->nopening; i++) {
        const ngl_finding *f = &kb->finding[kb->opening[i]];
        CHECK(!f->clinician_only && f->kind != NGL_KIND_SELF_TEST, "%s can be asked of anybody", f->key);
        CHECK(i >= kb->nopening_danger || f->red_flag, "%s is a red flag", f->key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_of_the_evidence_is_there),
        cmocka_unit_test(shares_sum_to_one),
        cmocka_unit_test(every_finding_has_its_place_in_the_tables),
        cmocka_unit_test(every_rule_can_be_walked),
        cmocka_unit_test(gates_block_what_their_action_says),
        cmocka_unit_test(what_cannot_be_together_has_odds_of_nothing),
        cmocka_unit_test(care_can_be_walked),
        cmocka_unit_test(the_opening_begins_with_danger),
    };
    return cmocka_run_group_tests_name("knowledge builtin", tests, get, NULL);
}
