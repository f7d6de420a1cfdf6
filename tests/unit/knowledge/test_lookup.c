/* Finding rows by key, and the nearest key for a slip of the pen. */
#include "../../check.h"

#include <niggle/knowledge.h>

#include <string.h>

static const ngl_condition conditions[] = { { .key = "tendon" }, { .key = "nerve" } };
static const ngl_option    options[] = {
       { "young", "young" }, { "old", "old" }, { "sudden", "suddenly" }, { "slow", "slowly" }
};
static const ngl_finding findings[] = {
    { .key = "age", .answer = NGL_ANSWER_ONE_OF, .option_adr = 0, .option_num = 2 },
    { .key = "onset", .answer = NGL_ANSWER_ONE_OF, .option_adr = 2, .option_num = 2 },
    { .key = "site_sit_bone" },
};
static const ngl_protocol  protocols[] = { { .key = "tendon_plan" } };
static const ngl_exercise  exercises[] = { { .key = "hold" }, { .key = "raise" } };
static const ngl_knowledge toy = {
    .ncondition = 2,
    .nfinding = 3,
    .noption = 4,
    .nprotocol = 1,
    .nexercise = 2,
    .condition = conditions,
    .finding = findings,
    .option = options,
    .protocol = protocols,
    .exercise = exercises,
};

static void keys_are_found_exactly(void **state)
{
    (void)state;
    CHECK(ngl_condition_find(&toy, "nerve") == 1, "the second condition");
    CHECK(ngl_condition_find(&toy, "nerv") == NGL_NONE, "a part of a key is no key");
    CHECK(ngl_condition_find(&toy, "Nerve") == NGL_NONE, "case counts");
    CHECK(ngl_finding_find(&toy, "site_sit_bone") == 2, "the last finding");
    CHECK(ngl_finding_find(&toy, "") == NGL_NONE, "nothing is nothing");
    CHECK(ngl_protocol_find(&toy, "tendon_plan") == 0 && ngl_protocol_find(&toy, "hold") == NGL_NONE, "protocols");
    CHECK(ngl_exercise_find(&toy, "raise") == 1 && ngl_exercise_find(&toy, "rise") == NGL_NONE, "exercises");
}

static void options_belong_to_their_finding(void **state)
{
    (void)state;
    CHECK(ngl_option_find(&toy, 0, "old") == 1, "counted within the finding");
    CHECK(ngl_option_find(&toy, 1, "sudden") == 0, "the first of the second finding is 0");
    CHECK(ngl_option_find(&toy, 0, "sudden") == NGL_NONE, "another finding's option");
    CHECK(ngl_option_find(&toy, 2, "old") == NGL_NONE, "a finding without options");
    CHECK(ngl_option_find(&toy, NGL_NONE, "old") == NGL_NONE, "no finding at all");
}

static void slips_of_the_pen_get_the_nearest(void **state)
{
    (void)state;
    static const struct {
        const char *word, *want;
    } rows[] = {
        { "site_sit_bnoe", "site_sit_bone" },
        { "site_sitbone", "site_sit_bone" },
        { "agge", "age" },
        { "onste", "onset" },
        { "something_else_entirely", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *got = ngl_finding_nearest(&toy, rows[i].word);
        CHECK(got == rows[i].want || (got && rows[i].want && strcmp(got, rows[i].want) == 0), "%s: %s", rows[i].word,
              got ? got : "none");
    }
    CHECK(strcmp(ngl_option_nearest(&toy, 1, "sudenn"), "sudden") == 0, "an option");
    CHECK(ngl_option_nearest(&toy, 2, "old") == NULL, "a finding without options has none near");
    CHECK(ngl_option_nearest(&toy, NGL_NONE, "old") == NULL, "no finding at all");
}

static void levels_have_their_keys(void **state)
{
    (void)state;
    CHECK(strcmp(ngl_triage_key(NGL_TRIAGE_SELF_CARE), "self_care") == 0, "self care");
    CHECK(strcmp(ngl_triage_key(NGL_TRIAGE_ROUTINE), "routine") == 0, "routine");
    CHECK(strcmp(ngl_triage_key(NGL_TRIAGE_URGENT), "urgent") == 0, "urgent");
    CHECK(strcmp(ngl_triage_key(NGL_TRIAGE_EMERGENCY), "emergency") == 0, "emergency");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_found_exactly),
        cmocka_unit_test(options_belong_to_their_finding),
        cmocka_unit_test(slips_of_the_pen_get_the_nearest),
        cmocka_unit_test(levels_have_their_keys),
    };
    return cmocka_run_group_tests_name("knowledge lookup", tests, NULL, NULL);
}
