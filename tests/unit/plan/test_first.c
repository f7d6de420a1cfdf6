/* First plans as a decision table: what leads, how likely, how urgent, and
 * what must come out. */
#include "toy.h"

#include "../../check.h"
#include "plan/internal.h"

#include <math.h>
#include <string.h>

#define BIT(why) (1u << NGL_WHY_##why)

static const struct row {
    const char     *what;
    toy_cause       cause[4];
    ngl_triage      triage;
    ngl_plan_kind   kind;
    ngl_see         see;
    ngl_run_allowed run;
    unsigned        ndose;
    uint32_t        because; /* these reasons, perhaps among others */
    const char     *pain;    /* whose words */
} rows[] = {
    { "one clear cause for self-care with review gets its stage 1 and a booking", { { TENDON, 0.8 } },
      NGL_TRIAGE_ROUTINE, NGL_PLAN_STAGE, NGL_SEE_BOOK, NGL_RUN_ALLOWED, 3, BIT(REVIEW), "tendon" },
    { "plain self-care gets its stage and nobody to see", { { SORE, 0.8 } }, NGL_TRIAGE_SELF_CARE, NGL_PLAN_STAGE,
      NGL_SEE_NONE, NGL_RUN_LIMITED, 2, 0, "soreness" },
    { "a stage without running has none", { { MUSCLE, 0.8 } }, NGL_TRIAGE_SELF_CARE, NGL_PLAN_STAGE, NGL_SEE_NONE,
      NGL_RUN_NONE, 3, 0, "muscle" },
    { "urgent: no exercises whatever leads", { { SORE, 0.9 } }, NGL_TRIAGE_URGENT, NGL_PLAN_HELP_NOW, NGL_SEE_SOON,
      NGL_RUN_NONE, 0, BIT(URGENT), "soreness" },
    { "emergency: no exercises whatever leads", { { TENDON, 0.9 } }, NGL_TRIAGE_EMERGENCY, NGL_PLAN_HELP_NOW,
      NGL_SEE_NOW, NGL_RUN_NONE, 0, BIT(EMERGENCY), "tendon" },
    { "after a clinician: nothing to load until seen", { { NERVE, 0.8 } }, NGL_TRIAGE_ROUTINE, NGL_PLAN_SEE_FIRST,
      NGL_SEE_FIRST, NGL_RUN_LIMITED, 0, BIT(AFTER_CLINICIAN), "nerve" },
    { "routine referral: nothing to load until seen", { { SLOW, 0.8 } }, NGL_TRIAGE_ROUTINE, NGL_PLAN_SEE_FIRST,
      NGL_SEE_FIRST, NGL_RUN_LIMITED, 0, BIT(REFER), "nerve" },
    { "urgent referral leads though triage said routine: within days", { { BONE, 0.8 } }, NGL_TRIAGE_ROUTINE,
      NGL_PLAN_SEE_FIRST, NGL_SEE_SOON, NGL_RUN_NONE, 0, BIT(REFER) | BIT(BONE), "bone" },
    { "an emergency leads though triage said routine: help now", { { CLOT, 0.8 } }, NGL_TRIAGE_ROUTINE,
      NGL_PLAN_HELP_NOW, NGL_SEE_NOW, NGL_RUN_NONE, 0, BIT(EMERGENCY), "nerve" },
    { "self-care without a protocol is self-care only", { { SKIN, 0.8 } }, NGL_TRIAGE_SELF_CARE, NGL_PLAN_SELF_CARE,
      NGL_SEE_NONE, NGL_RUN_ALLOWED, 0, BIT(NO_PROTOCOL), "nerve" },
    { "two close causes: only what suits both, strictest run and pain", { { TENDON, 0.5 }, { MUSCLE, 0.4 } },
      NGL_TRIAGE_ROUTINE, NGL_PLAN_SHARED, NGL_SEE_BOOK, NGL_RUN_NONE, 3, BIT(CLOSE_CAUSES), "tendon" },
    { "a second cause exactly half as likely is close", { { TENDON, 0.7 }, { SORE, 0.35 } }, NGL_TRIAGE_ROUTINE,
      NGL_PLAN_SHARED, NGL_SEE_BOOK, NGL_RUN_LIMITED, 4, BIT(CLOSE_CAUSES), "tendon" },
    { "one less than half as likely beside a clear leader is not", { { TENDON, 0.7 }, { SORE, 0.34 } },
      NGL_TRIAGE_ROUTINE, NGL_PLAN_STAGE, NGL_SEE_BOOK, NGL_RUN_ALLOWED, 3, 0, "tendon" },
    { "beside a weak leader it is", { { TENDON, 0.5 }, { SORE, 0.2 } }, NGL_TRIAGE_ROUTINE, NGL_PLAN_SHARED,
      NGL_SEE_BOOK, NGL_RUN_LIMITED, 4, BIT(WEAK_LEADER), "tendon" },
    { "a remote cause counts for nothing beside a weak leader", { { TENDON, 0.5 }, { SORE, 0.09 } },
      NGL_TRIAGE_ROUTINE, NGL_PLAN_STAGE, NGL_SEE_BOOK, NGL_RUN_ALLOWED, 3, 0, "tendon" },
    { "bone at 0.05 stops loading and running", { { TENDON, 0.8 }, { BONE, 0.05 } }, NGL_TRIAGE_ROUTINE,
      NGL_PLAN_SEE_FIRST, NGL_SEE_SOON, NGL_RUN_NONE, 0, BIT(BONE), "bone" },
    { "bone below 0.05 does not", { { TENDON, 0.8 }, { BONE, 0.049 } }, NGL_TRIAGE_ROUTINE, NGL_PLAN_STAGE,
      NGL_SEE_BOOK, NGL_RUN_ALLOWED, 3, 0, "tendon" },
    { "bone counts even as the fifth cause", { { TENDON, 0.5 }, { MUSCLE, 0.4 }, { SORE, 0.3 }, { BONE, 0.06 } },
      NGL_TRIAGE_ROUTINE, NGL_PLAN_SEE_FIRST, NGL_SEE_SOON, NGL_RUN_NONE, 0, BIT(BONE), "bone" },
    { "a close second that waits for a clinician: shared work, its limits, and a booking",
      { { TENDON, 0.5 }, { NERVE, 0.4 } }, NGL_TRIAGE_ROUTINE, NGL_PLAN_SHARED, NGL_SEE_BOOK, NGL_RUN_LIMITED, 4,
      BIT(REVIEW), "nerve" },
    { "one that is as likely as the leader stops loading", { { TENDON, 0.5 }, { NERVE, 0.5 } }, NGL_TRIAGE_ROUTINE,
      NGL_PLAN_SEE_FIRST, NGL_SEE_FIRST, NGL_RUN_LIMITED, 0, BIT(AFTER_CLINICIAN), "nerve" },
    { "a close second that is referred stops loading", { { TENDON, 0.5 }, { SLOW, 0.4 } }, NGL_TRIAGE_ROUTINE,
      NGL_PLAN_SEE_FIRST, NGL_SEE_FIRST, NGL_RUN_LIMITED, 0, BIT(REFER), "nerve" },
    { "a close second without any protocol leaves nothing known to suit it", { { TENDON, 0.5 }, { SKIN, 0.4 } },
      NGL_TRIAGE_ROUTINE, NGL_PLAN_SELF_CARE, NGL_SEE_BOOK, NGL_RUN_LIMITED, 0, BIT(NOTHING_SHARED), "nerve" },
    { "routine triage books a review whatever leads", { { SORE, 0.8 } }, NGL_TRIAGE_ROUTINE, NGL_PLAN_STAGE,
      NGL_SEE_BOOK, NGL_RUN_LIMITED, 2, BIT(REVIEW), "soreness" },
    { "causes that cover less than half: more answers or a clinician first", { { TENDON, 0.25 }, { SORE, 0.24 } },
      NGL_TRIAGE_ROUTINE, NGL_PLAN_SEE_FIRST, NGL_SEE_FIRST, NGL_RUN_LIMITED, 0, BIT(UNCLEAR), "tendon" },
    { "half of it is enough", { { TENDON, 0.26 }, { SORE, 0.24 } }, NGL_TRIAGE_ROUTINE, NGL_PLAN_SHARED, NGL_SEE_BOOK,
      NGL_RUN_LIMITED, 4, BIT(CLOSE_CAUSES), "tendon" },
    { "a leader that is not even possible is none", { { TENDON, 0.19 }, { SORE, 0.18 }, { MUSCLE, 0.17 } },
      NGL_TRIAGE_ROUTINE, NGL_PLAN_SEE_FIRST, NGL_SEE_FIRST, NGL_RUN_NONE, 0, BIT(UNCLEAR), "tendon" },
    { "nothing that explains anything: a clinician", { { TENDON, 0 } }, NGL_TRIAGE_ROUTINE, NGL_PLAN_SEE_FIRST,
      NGL_SEE_FIRST, NGL_RUN_LIMITED, 0, BIT(OTHER), "nerve" },
};

static void first_plans(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct row *r = &rows[i];
        ngl_assessment    a = toy_assessment(r->cause, r->triage);
        ngl_plan          p;
        CHECK(ngl_plan_first(&p, &toy, &a, 20000, NULL) == NGL_OK, "%s", r->what);
        CHECK(p.kind == r->kind, "%s: kind %s", r->what, ngl_plan_kind_key(p.kind));
        CHECK(p.see == r->see, "%s: see %s", r->what, ngl_see_key(p.see));
        CHECK(p.run == r->run, "%s: run %s", r->what, ngl_run_key(p.run));
        CHECK(p.ndose == r->ndose, "%s: %u exercises", r->what, p.ndose);
        CHECK((p.why & r->because) == r->because, "%s: reasons %x", r->what, p.why);
        CHECK(!strcmp(toy.pain_rule[p.pain_rule].key, r->pain), "%s: %s", r->what, toy.pain_rule[p.pain_rule].key);
        CHECK(p.made == 20000 && p.review >= p.made && p.review <= p.made + 14, "%s: review", r->what);
    }
}

/* ---- the person ------------------------------------------------------------ */

static const struct {
    const char   *what;
    ngl_id        finding, option;
    ngl_plan_kind kind;
    ngl_see       see;
    unsigned      minor, pregnant;
} people[] = {
    { "an adult's soreness needs nobody", F_AGE, 2, NGL_PLAN_STAGE, NGL_SEE_NONE, 0, 0 },
    { "a child goes with a carer and is looked at", F_AGE, 0, NGL_PLAN_STAGE, NGL_SEE_BOOK, 1, 0 },
    { "so does a teenager", F_AGE, 1, NGL_PLAN_STAGE, NGL_SEE_BOOK, 1, 0 },
    { "not pregnant changes nothing", F_PREGNANT, 0, NGL_PLAN_STAGE, NGL_SEE_NONE, 0, 0 },
    { "pregnancy: review before loading", F_PREGNANT, 1, NGL_PLAN_SEE_FIRST, NGL_SEE_FIRST, 0, 1 },
    { "after a birth: plan and review", F_PREGNANT, 2, NGL_PLAN_STAGE, NGL_SEE_BOOK, 0, 0 },
};

static void people_differ(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(people); i++) {
        ngl_answer     answer[FINDINGS] = { 0 };
        ngl_assessment a = toy_assessment((toy_cause[4]){ { SORE, 0.9 } }, NGL_TRIAGE_SELF_CARE);
        ngl_plan       p;
        answer[people[i].finding] = (ngl_answer){ .state = NGL_CHOICE, .option = people[i].option };
        a.answer = answer;
        CHECK(ngl_plan_first(&p, &toy, &a, 0, NULL) == NGL_OK, "%s", people[i].what);
        CHECK(p.kind == people[i].kind && p.see == people[i].see, "%s: %s %s", people[i].what,
              ngl_plan_kind_key(p.kind), ngl_see_key(p.see));
        CHECK(p.minor == people[i].minor && p.pregnant == people[i].pregnant, "%s", people[i].what);
    }
}

static const struct {
    const char   *what;
    double        other, fit;
    ngl_plan_kind kind;
} fits[] = {
    { "a good fit gets its plan", 0.03, 0.5, NGL_PLAN_STAGE },
    { "a fit that was not worked out is not a poor one", 0.03, NAN, NGL_PLAN_STAGE },
    { "a fit below the floor goes to a clinician", 0.03, 0.019, NGL_PLAN_SEE_FIRST },
    { "the floor itself does not", 0.03, 0.02, NGL_PLAN_STAGE },
    { "a large 'something else' goes to a clinician", 0.30, 0.5, NGL_PLAN_SEE_FIRST },
    { "a small one does not", 0.29, 0.5, NGL_PLAN_STAGE },
};

static void poor_fits_are_seen(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(fits); i++) {
        ngl_assessment a = toy_assessment((toy_cause[4]){ { SORE, 0.9 } }, NGL_TRIAGE_SELF_CARE);
        ngl_plan       p;
        a.other = fits[i].other;
        a.fit = fits[i].fit;
        CHECK(ngl_plan_first(&p, &toy, &a, 0, NULL) == NGL_OK, "%s", fits[i].what);
        CHECK(p.kind == fits[i].kind, "%s: %s", fits[i].what, ngl_plan_kind_key(p.kind));
        if (p.kind != NGL_PLAN_SEE_FIRST) continue;
        CHECK(p.ndose == 0 && p.run == NGL_RUN_LIMITED && p.see == NGL_SEE_FIRST, "%s", fits[i].what);
        CHECK(p.nmeasure == 1 && p.measure[0] == T_REST, "%s: relative rest", fits[i].what);
    }
}

/* ---- exercises, limits, measures --------------------------------------------- */

static ngl_plan plan_of(const toy_cause *cause)
{
    ngl_assessment a = toy_assessment(cause, NGL_TRIAGE_ROUTINE);
    ngl_plan       p;
    CHECK(ngl_plan_first(&p, &toy, &a, 0, NULL) == NGL_OK, "a plan is made");
    return p;
}

static void stage_doses_come_before_the_librarys(void **state)
{
    (void)state;
    ngl_plan p = plan_of((toy_cause[4]){ { TENDON, 0.9 } });
    CHECK(p.dose[0].exercise == HOLD && p.dose[0].hold_s == 45 && !strcmp(p.dose[0].load, "70% effort"), "as the stage says");
    CHECK(p.dose[1].exercise == BRIDGE && p.dose[1].sets == 3 && p.dose[1].reps == 12, "the library where it is silent");
    CHECK(p.dose[1].per_week == 7, "the stage where it speaks, got %g", p.dose[1].per_week);
    CHECK(p.nexit == 2 && p.criterion[0] == 0 && p.programme == 0 && p.level == 0, "exits and walk-run of the stage");
    CHECK(p.nmeasure == 2 && p.measure[0] == T_REST && p.measure[1] == T_HEAT, "self-care of the early days");
    ngl_assessment a = toy_assessment((toy_cause[4]){ { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE);
    CHECK(ngl_plan_at(&p, &toy, &a, P_TENDON, 1, 0, 0, NULL) == NGL_OK && p.nmeasure == 3, "all of it in a later stage");
}

static void shared_work_suits_everyone(void **state)
{
    (void)state;
    ngl_plan p = plan_of((toy_cause[4]){ { TENDON, 0.5 }, { MUSCLE, 0.4 } });
    CHECK(p.dose[0].exercise == BRIDGE, "what helps both comes first");
    CHECK(p.dose[0].sets == 2 && p.dose[0].reps == 8 && p.dose[0].per_week == 4, "in the smaller dose");
    for (unsigned i = 0; i < p.ndose; i++) {
        CHECK(p.dose[i].exercise != STRETCH, "the tendon forbids the stretch");
        CHECK(p.dose[i].exercise != JUMP, "no jumping where no cause allows running");
    }
    CHECK(p.run_max == 2 && p.absolute_max == 4 && p.settle_h_max == 24, "the lower limit of each pair");
    CHECK(!strcmp(p.run_text[0], "no running") || !strcmp(p.run_text[0], "none while limping"), "strictest words first: %s", p.run_text[0]);
    for (unsigned i = 0; i < p.nrun_text; i++)
        CHECK(strcmp(p.run_text[i], "half the distance") != 0, "beside no running nothing that allows it");
    CHECK(p.nexit == 3, "all criteria of both, got %u", p.nexit);
    CHECK(p.nmeasure == 1 && p.measure[0] == T_REST, "only self-care that both name and that is for the early days");
    CHECK(p.next == F_ASK, "and what would tell them apart");
}

static void overridden_work_waits_for_clearance(void **state)
{
    (void)state;
    ngl_assessment a = toy_assessment((toy_cause[4]){ { NERVE, 0.9 } }, NGL_TRIAGE_ROUTINE);
    ngl_plan       p;
    CHECK(ngl_plan_at(&p, &toy, &a, P_NERVE, 0, 1, 0, NULL) == NGL_OK && p.kind == NGL_PLAN_STAGE, "cleared: the plan starts");
    CHECK(p.ndose == 2 && p.nheld == 0, "with the overridden exercise");
    a = toy_assessment((toy_cause[4]){ { NERVE, 0.9 } }, NGL_TRIAGE_URGENT);
    CHECK(ngl_plan_at(&p, &toy, &a, P_NERVE, 0, 1, 0, NULL) == NGL_OK && p.kind == NGL_PLAN_HELP_NOW && p.ndose == 0,
          "danger outranks an old clearance");
}

static void steps_hold_only_for_their_protocol(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        toy_cause   cause[4];
        ngl_id      protocol;
        unsigned    step, want;
    } steps[] = {
        { "the second stage of the leading protocol", { { TENDON, 0.9 } }, P_TENDON, 1, 1 },
        { "another protocol's step is forgotten", { { MUSCLE, 0.9 } }, P_TENDON, 1, 0 },
        { "a step beyond the last is the first", { { TENDON, 0.9 } }, P_TENDON, 2, 0 },
        { "with a close second the plan is at the start", { { TENDON, 0.5 }, { SORE, 0.4 } }, P_TENDON, 1, 0 },
    };
    for (size_t i = 0; i < COUNT(steps); i++) {
        ngl_assessment a = toy_assessment(steps[i].cause, NGL_TRIAGE_ROUTINE);
        ngl_plan       p;
        CHECK(ngl_plan_at(&p, &toy, &a, steps[i].protocol, steps[i].step, 0, 0, NULL) == NGL_OK, "%s", steps[i].what);
        CHECK(p.step == steps[i].want, "%s: step %u", steps[i].what, p.step);
    }
}

static void fired_rules_come_most_pressing_first(void **state)
{
    (void)state;
    const ngl_id   fired[] = { 0, 2, 1 };
    ngl_assessment a = toy_assessment((toy_cause[4]){ { SORE, 0.9 } }, NGL_TRIAGE_EMERGENCY);
    ngl_plan       p;
    a.rule = fired;
    a.nrule = 3;
    CHECK(ngl_plan_first(&p, &toy, &a, 0, NULL) == NGL_OK, "a plan is made");
    CHECK(p.nrule == 2 && p.rule[0] == 1 && p.rule[1] == 0, "emergency before routine, gates left out");
    CHECK(p.nmeasure == 0, "no self-care beside an emergency");
}

/* ---- invariants over every pair ------------------------------------------------ */

static bool says_none(ngl_id condition)
{
    const ngl_care *c = &toy.care[condition];
    bool            stage = c->protocol != NGL_NONE && toy.stage[toy.protocol[c->protocol].stage_adr].run == NGL_RUN_NONE;
    return stage || !strncmp(c->run_until_seen, "none", 4);
}

static void no_pair_is_ever_harmed(void **state)
{
    (void)state;
    for (ngl_id x = 0; x < CONDITIONS; x++)
        for (ngl_id y = 0; y < CONDITIONS; y++)
            for (int t = NGL_TRIAGE_SELF_CARE; x != y && t <= NGL_TRIAGE_EMERGENCY; t++) {
                ngl_assessment a = toy_assessment((toy_cause[4]){ { x, 0.5 }, { y, 0.4 } }, (ngl_triage)t);
                ngl_plan       p;
                CHECK(ngl_plan_first(&p, &toy, &a, 0, NULL) == NGL_OK, "%u %u", x, y);
                for (unsigned i = 0; i < p.ndose; i++)
                    for (unsigned c = 0; c < p.ncause; c++)
                        CHECK(!ngl_exercise_avoided(&toy, p.dose[i].exercise, p.cause[c].protocol), "%u %u", x, y);
                CHECK(t < NGL_TRIAGE_URGENT || (p.ndose == 0 && p.run == NGL_RUN_NONE), "danger has no plan: %u %u", x, y);
                CHECK(!(says_none(x) || says_none(y)) || p.run == NGL_RUN_NONE, "none means none: %u %u", x, y);
            }
}

static void run_words(void **state)
{
    (void)state;
    static const struct {
        const char     *text;
        ngl_run_allowed run;
    } words[] = {
        { "none", NGL_RUN_NONE },
        { "none while limping", NGL_RUN_NONE },
        { "walk to comfort", NGL_RUN_NONE },
        { "uphill or bike as comfort allows", NGL_RUN_NONE },
        { "limited", NGL_RUN_LIMITED },
        { "easy only if painless", NGL_RUN_LIMITED },
        { "", NGL_RUN_LIMITED },
        { "allowed if comfortable", NGL_RUN_ALLOWED },
        { "normal if comfortable", NGL_RUN_ALLOWED },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        CHECK(ngl_plan_run_word(words[i].text) == words[i].run, "'%s'", words[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_plans),
        cmocka_unit_test(people_differ),
        cmocka_unit_test(poor_fits_are_seen),
        cmocka_unit_test(stage_doses_come_before_the_librarys),
        cmocka_unit_test(shared_work_suits_everyone),
        cmocka_unit_test(overridden_work_waits_for_clearance),
        cmocka_unit_test(steps_hold_only_for_their_protocol),
        cmocka_unit_test(fired_rules_come_most_pressing_first),
        cmocka_unit_test(no_pair_is_ever_harmed),
        cmocka_unit_test(run_words),
    };
    return cmocka_run_group_tests_name("first plan", tests, NULL, NULL);
}
