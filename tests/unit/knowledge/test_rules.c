/* Rules that were written for this folder (the others are judged by the
 * pictures): what fires them, and what nearly does. */
#include "../../check.h"

#include <niggle/assess.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ANSWERS = 6 };

typedef struct row {
    const char *what;
    const char *rule;
    bool        fires;
    const char *answers[MAX_ANSWERS]; /* "finding" for yes, "finding=option" */
} row;

static const row rows[] = {
    { "stiff shoulders at 72 and a new headache",
      "rf3_artery_of_the_head",
      true,
      { "age_band=70_plus", "site_other_joints", "head_jaw_sight" } },
    { "the same at 35", "rf3_artery_of_the_head", false, { "age_band=30_39", "site_other_joints", "head_jaw_sight" } },
    { "a headache and nothing else at 72", "rf3_artery_of_the_head", false, { "age_band=70_plus", "head_jaw_sight" } },
    { "blotchy and confused, whatever else", "rf3_sepsis_signs", true, { "sepsis_signs" } },
    { "fever without these signs", "rf3_sepsis_signs", false, { "fever_chills" } },
    { "thirteen, knee pain and a limp", "rf3_child_knee", true, { "age_band=under_14", "site_knee", "limp" } },
    { "thirteen, knee pain and a limp since a fall",
      "rf3_child_knee",
      false,
      { "age_band=under_14", "site_knee", "limp", "onset_fall_blow" } },
    { "thirteen, knee pain, walks well", "rf3_child_knee", false, { "age_band=under_14", "site_knee" } },
    { "forty, knee pain and a limp", "rf3_child_knee", false, { "age_band=40_49", "site_knee", "limp" } },
    { "years of bone medicine and groin pain", "rf3_bone_drug_thigh", true, { "med_bone_drug", "site_groin" } },
    { "years of bone medicine, sore thighs the day after hills",
      "rf3_bone_drug_thigh",
      false,
      { "med_bone_drug", "site_thigh_any", "onset_type=next_day_after_effort" } },
    { "years of bone medicine and a sore sit bone",
      "rf3_bone_drug_thigh",
      false,
      { "med_bone_drug", "site_sit_bone" } },
    { "a lump in the groin and vomiting", "rf3_vomiting_belly", true, { "vomiting", "groin_lump" } },
    { "severe belly pain and vomiting", "rf3_vomiting_belly", true, { "vomiting", "site_belly_pelvis", "sev_severe" } },
    { "an upset stomach", "rf3_vomiting_belly", false, { "vomiting" } },
    { "fifteen, groin pain and a limp: the rule names the growth plate",
      "rf_adolescent_hip",
      true,
      { "age_band=14_17", "site_groin", "limp" } },
};

static void put(const ngl_knowledge *kb, ngl_answer *all, const char *text)
{
    char   key[64];
    size_t len = strcspn(text, "=");
    CHECK(len < sizeof key, "%s", text);
    memcpy(key, text, len);
    key[len] = '\0';
    ngl_id f = ngl_finding_find(kb, key);
    CHECK(f != NGL_NONE, "%s is a finding", key);
    all[f] = (ngl_answer){ .state = NGL_YES, .option = NGL_NONE };
    if (text[len]) all[f] = (ngl_answer){ .state = NGL_CHOICE, .option = ngl_option_find(kb, f, text + len + 1) };
    CHECK(!text[len] || all[f].option != NGL_NONE, "%s is an option", text);
}

static void rules_fire_for_what_they_mean(void **state)
{
    (void)state;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_answer          *all = calloc(kb->nfinding, sizeof *all);
    ngl_id              *fired = calloc(kb->nrule, sizeof *fired);
    for (size_t i = 0; i < COUNT(rows); i++) {
        memset(all, 0, kb->nfinding * sizeof *all);
        for (size_t a = 0; a < MAX_ANSWERS && rows[i].answers[a]; a++) put(kb, all, rows[i].answers[a]);
        ngl_id n = 0;
        bool   found = false;
        ngl_danger_rules(kb, all, fired, &n);
        for (ngl_id r = 0; r < n; r++) found = found || strcmp(kb->rule[fired[r]].key, rows[i].rule) == 0;
        CHECK(found == rows[i].fires, "%s", rows[i].what);
    }
    free(fired);
    free(all);
}

static void the_growth_plate_is_suspected_where_it_is_named(void **state)
{
    (void)state;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_id               slipped = ngl_condition_find(kb, "slipped_epiphysis");
    for (ngl_id r = 0; r < kb->nrule; r++) {
        if (kb->rule[r].gate || !strstr(kb->rule[r].action, "growth plate")) continue;
        bool found = false;
        for (uint32_t s = kb->rule[r].suspect_adr; s < kb->rule[r].suspect_adr + kb->rule[r].suspect_num; s++)
            found = found || kb->suspect[s] == slipped;
        CHECK(found, "%s says growth plate and suspects it", kb->rule[r].key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_fire_for_what_they_mean),
        cmocka_unit_test(the_growth_plate_is_suspected_where_it_is_named),
    };
    return cmocka_run_group_tests_name("knowledge rules", tests, NULL, NULL);
}
