/* The real knowledge: whatever leads, alone or beside any other cause, the
 * plan never holds what one of them forbids. */
#include <niggle/plan.h>

#include "../../check.h"
#include "plan/internal.h"

#include <math.h>
#include <string.h>

static const ngl_knowledge *kb;

static ngl_assessment assessment(ngl_cause *list, uint32_t n, ngl_triage triage)
{
    static ngl_answer answer[2048];
    CHECK(kb->nfinding <= COUNT(answer), "room for all answers");
    return (ngl_assessment){ .answer = answer, .triage = triage, .ncause = n, .cause = list, .other = 0.03, .fit = 0.5,
                             .next = NGL_NONE };
}

static ngl_plan plan_of(ngl_id x, ngl_id y, ngl_triage triage)
{
    ngl_cause      list[2] = { { x, y == NGL_NONE ? 0.9 : 0.5, 0.4, 0.95, 1 }, { y, 0.4, 0.3, 0.5, 0 } };
    ngl_assessment a = assessment(list, y == NGL_NONE ? 1 : 2, triage);
    ngl_plan       p;
    CHECK(ngl_plan_first(&p, kb, &a, 20000, NULL) == NGL_OK, "%s", kb->condition[x].key);
    return p;
}

static bool says_none(ngl_id condition)
{
    const ngl_care *c = &kb->care[condition];
    bool stage = c->protocol != NGL_NONE && kb->stage[kb->protocol[c->protocol].stage_adr].run == NGL_RUN_NONE;
    return stage || !strncmp(c->run_until_seen, "none", 4);
}

static ngl_handling worst(ngl_id x, ngl_id y)
{
    ngl_handling a = kb->care[x].handling, b = y == NGL_NONE ? NGL_HANDLING_SELF : kb->care[y].handling;
    return a > b ? a : b;
}

static void check_plan(const ngl_plan *p, ngl_id x, ngl_id y, ngl_triage triage)
{
    const char *a = kb->condition[x].key, *b = y == NGL_NONE ? "nothing else" : kb->condition[y].key;
    for (unsigned i = 0; i < p->ndose; i++)
        for (unsigned c = 0; c < p->ncause; c++)
            CHECK(p->cause[c].protocol == NGL_NONE || !ngl_exercise_avoided(kb, p->dose[i].exercise, p->cause[c].protocol),
                  "%s with %s: %s", a, b, kb->exercise[p->dose[i].exercise].key);
    CHECK(triage < NGL_TRIAGE_URGENT || (p->ndose == 0 && p->kind == NGL_PLAN_HELP_NOW && p->run == NGL_RUN_NONE),
          "%s with %s: danger has no plan", a, b);
    CHECK(!(says_none(x) || (y != NGL_NONE && says_none(y))) || p->run == NGL_RUN_NONE, "%s with %s: none means none", a, b);
    CHECK(worst(x, y) < NGL_HANDLING_REFER_ROUTINE || p->ndose == 0, "%s with %s: referred, so nothing to load", a, b);
    CHECK(kb->care[x].handling < NGL_HANDLING_AFTER_CLINICIAN || p->ndose == 0, "%s leads: a clinician first", a);
    CHECK(!(ngl_plan_is_bone(kb, x) || (y != NGL_NONE && ngl_plan_is_bone(kb, y))) || (p->ndose == 0 && p->absolute_max <= 0),
          "%s with %s: bone first", a, b);
    CHECK(p->pain_rule != NGL_NONE && isfinite(p->run_max) && isfinite(p->settle_h_max), "%s with %s: has limits", a, b);
    for (unsigned i = 0; i < p->nmeasure; i++)
        CHECK(!strncmp(kb->treatment[p->measure[i]].who_decides, "self", 4), "%s: %s is not for oneself", a,
              kb->treatment[p->measure[i]].key);
}

static void every_condition_and_every_pair(void **state)
{
    (void)state;
    kb = ngl_knowledge_builtin();
    unsigned plans = 0, shared = 0;
    for (ngl_id x = 0; x < kb->ncondition; x++) {
        for (ngl_id y = 0; y <= kb->ncondition; y++) {
            if (x == y || x == kb->other || y == kb->other) continue;
            ngl_id second = y == kb->ncondition ? NGL_NONE : y;
            for (int t = NGL_TRIAGE_SELF_CARE; t <= NGL_TRIAGE_EMERGENCY; t++) {
                ngl_plan p = plan_of(x, second, (ngl_triage)t);
                check_plan(&p, x, second, (ngl_triage)t);
                plans += p.ndose > 0;
                shared += p.kind == NGL_PLAN_SHARED;
            }
        }
    }
    CHECK(plans > 100 && shared > 100, "some plans have exercises (%u) and some are shared (%u)", plans, shared);
}

/* Every self-protocol condition really gets what its first stage lists. */
static void alone_it_is_stage_one(void **state)
{
    (void)state;
    kb = ngl_knowledge_builtin();
    for (ngl_id x = 0; x < kb->ncondition; x++) {
        const ngl_care *c = &kb->care[x];
        if (c->protocol == NGL_NONE || c->handling > NGL_HANDLING_SELF_AND_REVIEW || ngl_plan_is_bone(kb, x)) continue;
        ngl_plan         p = plan_of(x, NGL_NONE, NGL_TRIAGE_SELF_CARE);
        const ngl_stage *s = &kb->stage[kb->protocol[c->protocol].stage_adr];
        CHECK(p.kind == NGL_PLAN_STAGE && p.ndose + p.nheld == s->dose_num, "%s: %u of %u", kb->condition[x].key, p.ndose, s->dose_num);
        CHECK(p.nexit == s->exit_num, "%s: %u of %u criteria", kb->condition[x].key, p.nexit, s->exit_num);
    }
}

/* What a stage asks the runner to reach must be something the runner can note. */
static void every_exit_can_be_noted(void **state)
{
    (void)state;
    kb = ngl_knowledge_builtin();
    for (uint32_t s = 0; s < kb->nstage; s++)
        for (uint16_t i = 0; i < kb->stage[s].exit_num; i++) {
            const ngl_criterion *c = &kb->criterion[kb->stage[s].exit_adr + i];
            CHECK(ngl_note_find(kb->metric[c->metric].key) < NGL_NOTE_COUNT, "stage %s: %s", kb->stage[s].key, kb->metric[c->metric].key);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_condition_and_every_pair),
        cmocka_unit_test(alone_it_is_stage_one),
        cmocka_unit_test(every_exit_can_be_noted),
    };
    return cmocka_run_group_tests_name("plans from the real knowledge", tests, NULL, NULL);
}
