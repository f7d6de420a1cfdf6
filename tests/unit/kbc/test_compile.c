/* From the small good knowledge of toy/ to tables: what each file becomes,
 * that nothing but names and bytes decides, and that memory is bounded. */
#include "folder.h"

#include "../../check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct toy {
    folder               files;
    ngl_arena            arena;
    ngl_kbc_report       report;
    const ngl_knowledge *kb;
} toy;

static int compile_toy(void **state)
{
    toy *t = calloc(1, sizeof *t);
    folder_read(&t->files, "tests/unit/kbc/toy");
    ngl_arena_init(&t->arena, 64 << 20);
    ngl_error  err = { 0 };
    ngl_status status = ngl_kbc_compile(&t->kb, &t->arena, t->files.file, t->files.n, &t->report, &err);
    CHECK(status == NGL_OK, "the toy knowledge is good: %s", err.text);
    *state = t;
    return 0;
}

static int free_toy(void **state)
{
    toy *t = *state;
    folder_free(&t->files);
    ngl_arena_free(&t->arena);
    free(t);
    return 0;
}

static const ngl_knowledge *toy_kb(void **state)
{
    return ((toy *)*state)->kb;
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-6;
}

static const ngl_link *link_of(const ngl_knowledge *kb, const char *condition, const char *finding, unsigned option)
{
    const ngl_finding *f = &kb->finding[ngl_finding_find(kb, finding)];
    return ngl_link_at(kb, f->column_adr + option, ngl_condition_find(kb, condition));
}

static void links_come_from_primary_rows(void **state)
{
    const ngl_knowledge *kb = toy_kb(state);
    const struct {
        const char *what, *condition, *finding;
        unsigned    option;
        double      p, ess, shrink;
    } rows[] = {
        { "an expert's figure against everybody else", "tendon", "numb", 0, 0.02, 10, 1 },
        { "a study against healthy people shrinks; the alt row does not count; one form has its own", "nerve", "numb", 0, 0.25, 25, 0.6 },
        { "no row: the base rate, no weight", "rest", "numb", 0, 0.05, 0, 1 },
        { "first of two options", "tendon", "onset", 0, 0.1, 10, 1 },
        { "second of two options", "tendon", "onset", 1, 0.9, 10, 1 },
        { "no row for a one-of question: its base shares", "rest", "onset", 1, 0.7, 0, 1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const ngl_link *l = link_of(kb, rows[i].condition, rows[i].finding, rows[i].option);
        CHECK(near((double)l->p, rows[i].p), "%s: p %f", rows[i].what, (double)l->p);
        CHECK(near((double)l->ess, rows[i].ess), "%s: ess %f", rows[i].what, (double)l->ess);
        CHECK(near((double)l->shrink, rows[i].shrink), "%s: shrink %f", rows[i].what, (double)l->shrink);
        CHECK((l->source == NGL_NONE) == (rows[i].ess == 0), "%s: a source where there is a row", rows[i].what);
    }
}

static void forms_override_their_condition(void **state)
{
    const ngl_knowledge *kb = toy_kb(state);
    ngl_id               early = ngl_form_find(kb, "nerve_early"), late = ngl_form_find(kb, "nerve_late");
    CHECK(kb->nform == 2 && early == 0 && late == 1 && ngl_form_find(kb, "nerve") == NGL_NONE, "two forms");
    CHECK(kb->condition[ngl_condition_find(kb, "nerve")].form_num == 2 && kb->condition[kb->other].form_num == 0,
          "the nerve alone has them");
    CHECK(near(kb->form[early].share, 0.75) && near(kb->form[late].share_high, 0.5) && kb->form[late].source.num == 2, "shares");
    CHECK(ngl_state_condition(kb, (ngl_id)(kb->ncondition + late)) == ngl_condition_find(kb, "nerve"), "a state has a condition");
    const struct {
        const char *what, *finding;
        unsigned    option;
        double      early, late, mean, ess;
    } rows[] = {
        { "one form has a row, the other its condition's", "numb", 0, 0.1, 0.7, 0.25, 25 },
        { "the other way round", "place_fine", 0, 0.8, 0.4, 0.7, 10 },
        { "the condition has no row: its mean takes the form's ess", "onset", 0, 0.2, 0.3, 0.225, 10 },
        { "no row at all", "male", 0, 0.5, 0.5, 0.5, 0 },
        { "the condition's row for both", "place_any", 0, 0.9, 0.9, 0.9, 10 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t col = kb->finding[ngl_finding_find(kb, rows[i].finding)].column_adr + rows[i].option;
        double   e = (double)ngl_link_at(kb, col, (ngl_id)(kb->ncondition + early))->p;
        double   l = (double)ngl_link_at(kb, col, (ngl_id)(kb->ncondition + late))->p;
        const ngl_link *mean = link_of(kb, "nerve", rows[i].finding, rows[i].option);
        CHECK(near(e, rows[i].early) && near(l, rows[i].late), "%s: %f %f", rows[i].what, e, l);
        CHECK(near((double)mean->p, rows[i].mean) && near((double)mean->ess, rows[i].ess), "%s: mean %f, ess %f", rows[i].what,
              (double)mean->p, (double)mean->ess);
    }
}

static void structure_reaches_the_tables(void **state)
{
    const ngl_knowledge *kb = toy_kb(state);
    ngl_id               fine = ngl_finding_find(kb, "place_fine"), any = ngl_finding_find(kb, "place_any");
    ngl_id               stretch = ngl_finding_find(kb, "st_stretch"), exam = ngl_finding_find(kb, "ex_stretch");
    ngl_id               numb = ngl_finding_find(kb, "numb"), worst = ngl_finding_find(kb, "worst"),
           onset = ngl_finding_find(kb, "onset");
    CHECK(kb->finding[fine].parent == any && kb->finding[any].parent == NGL_NONE,
          "the finer place lies in the coarser");
    CHECK(kb->finding[stretch].replaced_by == exam && kb->finding[exam].replaced_by == NGL_NONE,
          "the examination replaces");
    CHECK(kb->finding[numb].red_flag == 1 && kb->finding[fine].red_flag == 0, "red flags are marked");
    CHECK(kb->finding[onset].in_clinic_prior == 1 && kb->finding[numb].in_clinic_prior == 0,
          "the clinic prior's part is marked");
    CHECK(near(kb->group[kb->finding[numb].group].rho, 0.7) && near(kb->group[kb->finding[fine].group].rho, 0.4),
          "rho by group");
    CHECK(kb->finding[worst].column_num == 0 && kb->finding[onset].column_num == 2 && kb->finding[numb].column_num == 1,
          "columns");
    CHECK(kb->finding[worst].min == 0 && kb->finding[worst].max == 10 && strcmp(kb->finding[worst].unit, "0-10") == 0,
          "a range");
    CHECK(kb->npair == 1 && near(kb->pair[0].factor, 2), "one pair");
    CHECK(kb->other == ngl_condition_find(kb, "rest"), "what stands for everything else");
    CHECK(near(kb->condition[ngl_condition_find(kb, "nerve")].trigger_p, kb->model.urgent_cost / 0.5),
          "an own trigger is cost over harm");
    CHECK(near(kb->condition[kb->other].trigger_p, 0), "no own trigger");
    CHECK(kb->nopening == 3 && kb->nopening_danger == 1 && kb->opening[0] == numb, "the opening, danger first");
    CHECK(near(kb->model.harm_weight[NGL_TRIAGE_URGENT], 20) && kb->model.max_causes == 3, "constants");
    CHECK(kb->finding[ngl_finding_find(kb, "male")].asked_num == 2, "a question asked sometimes");
}

static void modifiers_are_sorted_and_only_applied_ones(void **state)
{
    const ngl_knowledge *kb = toy_kb(state);
    CHECK(kb->nmodifier == 4, "apply=no stays out: %u", (unsigned)kb->nmodifier);
    CHECK(kb->modifier[2].condition == kb->ncondition + 1u, "a modifier of one form names its state");
    for (uint32_t i = 1; i < kb->nmodifier; i++)
        CHECK(kb->modifier[i - 1].finding <= kb->modifier[i].finding, "sorted by finding");
    CHECK(kb->modifier[0].option == 0 && near(kb->modifier[0].odds, 0.5), "young halves the tendon's odds");
    CHECK(kb->modifier[3].option == NGL_NONE, "a yes has no option");
}

static void rules_become_postfix(void **state)
{
    const ngl_knowledge *kb = toy_kb(state);
    const ngl_rule      *r = &kb->rule[0];
    static const uint8_t numb[] = { NGL_OP_YES, NGL_OP_IS, NGL_OP_GE, NGL_OP_OR, NGL_OP_AND };
    static const uint8_t old[] = { NGL_OP_IS, NGL_OP_IS, NGL_OP_NOT, NGL_OP_AND, NGL_OP_GE, NGL_OP_AND };
    CHECK(r->op_num == COUNT(numb), "five steps");
    for (size_t i = 0; i < COUNT(numb); i++) CHECK(kb->op[r->op_adr + i].code == numb[i], "rf_numb, step %zu", i);
    CHECK(near(kb->op[r->op_adr + 2].value, 8), "the threshold");
    r = &kb->rule[1];
    CHECK(r->op_num == COUNT(old), "NOT binds closer than AND");
    for (size_t i = 0; i < COUNT(old); i++) CHECK(kb->op[r->op_adr + i].code == old[i], "rf_old, step %zu", i);
    CHECK(r->suspect_num == 2 && r->urgency == NGL_TRIAGE_EMERGENCY && !r->gate, "suspects and urgency");
    r = &kb->rule[2];
    CHECK(r->gate && r->blocked_num == 1 && kb->blocked[r->blocked_adr] == ngl_finding_find(kb, "st_stretch"),
          "the gate's pattern");
}

static void danger_has_groups_and_levels(void **state)
{
    const ngl_knowledge *kb = toy_kb(state);
    CHECK(kb->ndanger_item == 4 && kb->ndanger_group == 3 && kb->ndanger_level == 2, "counts");
    CHECK(kb->danger_group[0].hard && kb->danger_group[0].hushes == 2 && !kb->danger_group[0].reassuring, "nerves");
    CHECK(!kb->danger_group[1].hard && kb->danger_group[1].hushes == 0 && kb->danger_group[1].cap == 3, "severity");
    CHECK(kb->danger_group[2].reassuring, "calm");
    CHECK(kb->danger_level[0].level == NGL_TRIAGE_EMERGENCY && kb->danger_level[0].stand_in == NGL_NONE,
          "most pressing first");
    CHECK(kb->danger_level[1].stand_in == 1 && kb->danger_level[1].stand_in_points == 2, "severity may stand in");
}

static void care_reaches_the_tables(void **state)
{
    const ngl_knowledge *kb = toy_kb(state);
    const ngl_care      *tendon = &kb->care[ngl_condition_find(kb, "tendon")];
    CHECK(tendon->protocol == ngl_protocol_find(kb, "tendon_plan") && tendon->handling == NGL_HANDLING_SELF,
          "own protocol");
    CHECK(tendon->measure_num == 1 && strcmp(kb->treatment[kb->measure[tendon->measure_adr]].key, "ease_off") == 0,
          "a measure");
    CHECK(kb->care[kb->other].protocol == NGL_NONE, "none for the rest");
    const ngl_protocol *p = &kb->protocol[tendon->protocol];
    const ngl_stage    *s = &kb->stage[p->stage_adr];
    CHECK(p->stage_num == 2 && s[0].exit_num == 1 && s[1].entry_num == 1 && s[1].exit_num == 0, "two stages");
    CHECK(s[0].run == NGL_RUN_LIMITED && s[0].programme == NGL_NONE, "a little running");
    CHECK(s[1].run == NGL_RUN_ALLOWED && kb->programme[s[1].programme].level_num == 2 &&
              s[1].level_to == s[1].level_from + 1,
          "levels");
    const ngl_dose *d = &kb->dose[s[0].dose_adr];
    CHECK(near(d->sets, 5) && near(d->hold_s, 45), "the stage's own dose");
    d = &kb->dose[s[1].dose_adr];
    CHECK(isnan(d->sets) && near(d->per_week, 3), "what the stage leaves open is not a number");
    const ngl_exercise *e = &kb->exercise[d->exercise];
    CHECK(e->avoid_num == 1 && e->good_num == 1 && e->source.num == 2, "lists of an exercise");
    CHECK(kb->exercise[ngl_exercise_find(kb, "hold")].progression == d->exercise && isnan(e->hip_flexion_max_deg),
          "progression");
}

static void the_version_is_what_sha256sum_says(void **state)
{
    const ngl_knowledge *kb = toy_kb(state);
    CHECK(strlen(kb->version) == 16 && strspn(kb->version, "0123456789abcdef") == 16, "sixteen digits: %s",
          kb->version);
}

static void only_names_and_bytes_decide(void **state)
{
    toy         *t = *state;
    ngl_kbc_file turned[FOLDER_FILES];
    for (size_t i = 0; i < t->files.n; i++) turned[i] = t->files.file[t->files.n - 1 - i];
    turned[t->files.n] = (ngl_kbc_file){ "README.md", "# words", 7 };
    ngl_arena a;
    ngl_arena_init(&a, 64 << 20);
    const ngl_knowledge *kb = NULL;
    CHECK(ngl_kbc_compile(&kb, &a, turned, t->files.n + 1, &t->report, NULL) == NGL_OK, "the order does not matter");
    ngl_buf one, two;
    ngl_buf_init(&one, 1 << 24);
    ngl_buf_init(&two, 1 << 24);
    ngl_kbc_write_c(&one, t->kb);
    ngl_kbc_write_c(&two, kb);
    CHECK(!one.failed && one.len == two.len && memcmp(one.data, two.data, one.len) == 0,
          "the same tables, byte for byte");
    CHECK(strcmp(kb->version, t->kb->version) == 0, "and the same version");

    size_t  i = folder_find(&t->files, "claims.csv");
    ngl_buf other;
    ngl_buf_init(&other, 1 << 16);
    ngl_buf_text(&other, t->files.file[i].bytes);
    ngl_buf_text(&other, "claim_02,Care,Another,000,WORDING,Words.,study\n");
    memcpy(turned, t->files.file, sizeof t->files.file);
    turned[i] = (ngl_kbc_file){ "claims.csv", ngl_buf_string(&other), other.len };
    CHECK(ngl_kbc_compile(&kb, &a, turned, t->files.n, &t->report, NULL) == NGL_OK, "a claim more is fine");
    CHECK(strcmp(kb->version, t->kb->version) != 0, "other content has another version");
    ngl_buf_free(&other);
    ngl_buf_free(&one);
    ngl_buf_free(&two);
    ngl_arena_free(&a);
}

static void spreadsheets_may_have_touched_it(void **state)
{
    toy         *t = *state;
    size_t       i = folder_find(&t->files, "options.csv");
    ngl_kbc_file files[FOLDER_FILES];
    memcpy(files, t->files.file, sizeof t->files.file);
    ngl_buf b;
    ngl_buf_init(&b, 1 << 16);
    ngl_buf_text(
        &b,
        "\xef\xbb\xbf"
        "value,label,finding_id\r\n\"young\",\"young, or so\",age\r\nmiddle,middle,age\r\nold,\"\"\"old\"\"\",age\r\n"
        "new,new,band\r\nold,old,band\r\ngone,gone,change\r\nmuch_better,much better,change\r\n"
        "better,better,change\r\nsame,same,change\r\nworse,worse,change\r\nrested,rested,load\r\nless,less,load\r\n"
        "as_before,as before,load\r\nno,no,back\r\nyes,yes,back\r\nnot_tried,not tried,back\r\n"
        "sudden,suddenly,onset\r\nslow,slowly,onset");
    files[i] = (ngl_kbc_file){ "options.csv", ngl_buf_string(&b), b.len };
    ngl_arena a;
    ngl_arena_init(&a, 64 << 20);
    const ngl_knowledge *kb = NULL;
    ngl_error            err = { 0 };
    CHECK(ngl_kbc_compile(&kb, &a, files, t->files.n, &t->report, &err) == NGL_OK,
          "byte order mark, CRLF, other column order, quotes, no last line end: %s", err.text);
    CHECK(strcmp(kb->option[0].label, "young, or so") == 0 && strcmp(kb->option[2].label, "\"old\"") == 0,
          "quotes are undone");
    ngl_arena_free(&a);
    ngl_buf_free(&b);
}

static void every_budget_below_the_need_is_refused(void **state)
{
    toy   *t = *state;
    size_t budget = 1024, refused = 0;
    for (;; budget += 1536, refused++) {
        ngl_arena a;
        ngl_arena_init(&a, budget);
        const ngl_knowledge *kb = NULL;
        ngl_error            err = { 0 };
        ngl_status           status = ngl_kbc_compile(&kb, &a, t->files.file, t->files.n, &t->report, &err);
        ngl_arena_free(&a);
        if (status == NGL_OK) break;
        CHECK(status == NGL_E_NOMEM && !kb && err.code == NGL_E_NOMEM, "budget %zu: %d", budget, (int)status);
        CHECK(budget < 16 << 20, "the toy needs less than 16 MiB");
    }
    CHECK(refused > 10, "some budgets were too small: %zu", refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(links_come_from_primary_rows, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(forms_override_their_condition, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(structure_reaches_the_tables, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(modifiers_are_sorted_and_only_applied_ones, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(rules_become_postfix, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(danger_has_groups_and_levels, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(care_reaches_the_tables, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(the_version_is_what_sha256sum_says, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(only_names_and_bytes_decide, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(spreadsheets_may_have_touched_it, compile_toy, free_toy),
        cmocka_unit_test_setup_teardown(every_budget_below_the_need_is_refused, compile_toy, free_toy),
    };
    return cmocka_run_group_tests_name("kbc compile", tests, NULL, NULL);
}
