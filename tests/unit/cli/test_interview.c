/* The order of an interview, stepping back, and keeping it on disk. */
#include "check.h"

#include "flow/assess_interview.h"
#include "toy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const ngl_answer YES = { NGL_YES, 0, 0 }, NO = { NGL_NO, 0, 0 }, OPEN = { NGL_UNKNOWN, 0, 0 };
static const ngl_day    TODAY = 20513;

static ngl_arena     arena;
static ngl_interview iv;

static int start(void **state)
{
    (void)state;
    ngl_arena_init(&arena, 1 << 20);
    return ngl_interview_start(&iv, &arena, &toy, NGL_PRIOR_RUNNER, TODAY, NULL);
}

static int end(void **state)
{
    (void)state;
    ngl_interview_free(&iv);
    ngl_arena_free(&arena);
    return 0;
}

static ngl_ask now(void)
{
    ngl_ask ask;
    assert_int_equal(ngl_interview_ask(&iv, &ask, NULL), NGL_OK);
    return ask;
}

static void say(ngl_id finding, ngl_answer answer)
{
    assert_int_equal(ngl_interview_answer(&iv, finding, answer, NULL), NGL_OK);
}

/* leave everything open until the interview ends; gives how often it asked */
static unsigned leave_open(ngl_turn turn)
{
    unsigned n = 0;
    for (ngl_ask a = now(); a.turn == turn && n < 2 * FINDINGS; a = now()) say(a.finding, OPEN), n++;
    return n;
}

static void danger_is_asked_first(void **state)
{
    (void)state;
    ngl_ask a = now();
    CHECK(a.turn == NGL_TURN_ASK && a.finding == F_SADDLE && a.next.phase == NGL_ASK_DANGER, "the danger question");
    say(F_SADDLE, YES);
    CHECK(now().turn == NGL_TURN_EMERGENCY, "a rule that fires ends it at once");
    CHECK(ngl_interview_back(&iv) && now().finding == F_SADDLE, "even then a step back is possible");
    say(F_SADDLE, NO);
    CHECK(now().turn == NGL_TURN_ASK && now().finding == F_BUTTOCK, "and the interview goes on with what tells most");
}

static void no_question_comes_twice_and_it_ends(void **state)
{
    uint8_t  seen[FINDINGS] = { 0 };
    unsigned n = 0;
    (void)state;
    for (ngl_ask a = now(); a.turn == NGL_TURN_ASK; a = now(), n++) {
        CHECK(!seen[a.finding], "%s twice", toy.finding[a.finding].key);
        seen[a.finding] = 1;
        say(a.finding, toy.finding[a.finding].answer == NGL_ANSWER_YES_NO ? NO : OPEN);
    }
    CHECK(n >= 3 && n <= FINDINGS && now().turn == NGL_TURN_DONE, "%u questions", n);
}

static void stepping_back_loses_nothing(void **state)
{
    (void)state;
    CHECK(!ngl_interview_back(&iv), "there is nothing before the first");
    say(F_SADDLE, NO);
    say(F_AGE, (ngl_answer){ NGL_CHOICE, 1, 0 });
    say(F_BUTTOCK, YES);
    CHECK(ngl_interview_back(&iv) && ngl_interview_back(&iv), "two steps");
    ngl_ask a = now();
    CHECK(a.finding == F_AGE && a.answer.state == NGL_CHOICE && a.answer.option == 1, "with its answer");
    say(F_AGE, (ngl_answer){ NGL_CHOICE, 0, 0 });
    CHECK(ngl_case_answers(iv.c)[F_BUTTOCK].state == NGL_YES, "later answers stand");
    CHECK(iv.at == iv.nasked && iv.nasked == 3, "and it goes on at the end");
    CHECK(ngl_interview_answered(&iv) == 3, "three answers");
}

static void a_denied_place_takes_its_finer_one_back(void **state)
{
    (void)state;
    say(F_BUTTOCK, YES);
    say(F_SIT_BONE, YES);
    CHECK(ngl_case_answers(iv.c)[F_BUTTOCK].state == NGL_YES, "the coarse place is still true beside the finer one");
    say(F_BUTTOCK, NO);
    CHECK(ngl_case_answers(iv.c)[F_SIT_BONE].state == NGL_UNKNOWN, "a sit bone without a buttock is taken back");
    CHECK(iv.nasked == 1 && iv.asked[0] == F_BUTTOCK, "and not among the questions any more");
}

static void an_open_safety_question_comes_again_once(void **state)
{
    (void)state;
    unsigned asked = leave_open(NGL_TURN_ASK);
    ngl_ask  a = now();
    CHECK(asked >= 3, "all was asked once: %u", asked);
    CHECK(a.turn == NGL_TURN_AGAIN && a.finding == F_SADDLE, "the safety question again");
    say(F_SADDLE, OPEN);
    CHECK(now().turn == NGL_TURN_DONE, "and not a third time");
}

static void a_second_asking_counts(void **state)
{
    (void)state;
    leave_open(NGL_TURN_ASK);
    say(F_SADDLE, YES);
    CHECK(now().turn == NGL_TURN_EMERGENCY, "a yes at the second asking is an emergency");
}

static void what_does_not_suit_is_refused(void **state)
{
    ngl_error err = { 0 };
    (void)state;
    CHECK(ngl_interview_answer(&iv, F_AGE, YES, &err) == NGL_E_INVALID, "yes to an age");
    CHECK(iv.nasked == 0 && strstr(err.text, "age_band") != NULL, "nothing changed: %s", err.text);
}

static void temporary(char *path, size_t size)
{
    const char *folder = getenv("TMPDIR");
    snprintf(path, size, "%s/niggle-interview-%ld.json", folder ? folder : "/tmp", (long)getpid());
}

static void what_is_kept_comes_back(void **state)
{
    char          path[256];
    ngl_interview again;
    struct stat   st;
    (void)state;
    temporary(path, sizeof path);
    say(F_SADDLE, OPEN);
    say(F_AGE, (ngl_answer){ NGL_CHOICE, 1, 0 });
    say(F_KM, (ngl_answer){ NGL_VALUE, 0, 40.5 });
    assert_int_equal(ngl_interview_save(&iv, path, NULL), NGL_OK);
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "for this person alone");
    assert_int_equal(ngl_interview_load(&again, &arena, &toy, path, NULL), NGL_OK);
    CHECK(again.started == TODAY && again.prior == NGL_PRIOR_RUNNER, "day and prior");
    CHECK(again.nasked == 3 && again.asked[0] == F_SADDLE && again.asked[2] == F_KM && again.at == 3, "in order");
    CHECK(again.open[F_SADDLE] && !again.open[F_AGE] && again.danger[F_SADDLE], "what was left open");
    CHECK(ngl_case_answers(again.c)[F_KM].value == 40.5, "a number");
    CHECK(ngl_case_answers(again.c)[F_AGE].option == 1, "an option");
    ngl_interview_free(&again);
    ngl_interview_forget(path);
    CHECK(ngl_interview_load(&again, &arena, &toy, path, NULL) == NGL_E_NOT_FOUND, "forgotten");
}

static void what_is_no_interview_is_refused(void **state)
{
    static const char *const texts[] = { "", "{", "[]", "{}", "{\"today\":\"never\",\"prior\":\"runner\"}",
                                         "{\"today\":\"2026-03-01\"}" };
    char path[256];
    (void)state;
    temporary(path, sizeof path);
    for (size_t i = 0; i < COUNT(texts); i++) {
        ngl_interview again;
        FILE         *f = fopen(path, "w");
        assert_non_null(f);
        fputs(texts[i], f);
        fclose(f);
        CHECK(ngl_interview_load(&again, &arena, &toy, path, NULL) == NGL_E_CORRUPT, "'%s'", texts[i]);
    }
    ngl_interview_forget(path);
}

/* another knowledge may not know everything that was asked */
static void unknown_names_are_passed_over(void **state)
{
    static const char text[] = "{\"today\":\"2026-03-01\",\"prior\":\"runner\",\"answers\":{\"gone\":true,\"limp\":\"x\","
                               "\"agg_sitting\":true},\"asked\":[\"gone\",\"limp\",\"agg_sitting\",\"limp\",7]}";
    char          path[256];
    ngl_interview again;
    (void)state;
    temporary(path, sizeof path);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(ngl_interview_load(&again, &arena, &toy, path, NULL), NGL_OK);
    CHECK(again.nasked == 2 && again.asked[0] == F_LIMP && again.asked[1] == F_SITTING, "what is known stays");
    CHECK(ngl_case_answers(again.c)[F_SITTING].state == NGL_YES && again.open[F_LIMP], "with its answer");
    ngl_interview_free(&again);
    ngl_interview_forget(path);
}

/* two answers that cannot both be right, and a self-test that hurts, on a copy of the toy */
static ngl_knowledge of_again(void)
{
    static ngl_finding           findings[FINDINGS];
    static const ngl_op          ops[] = { { NGL_OP_YES, F_SADDLE, NGL_NONE, 0 }, { NGL_OP_YES, F_LIMP, NGL_NONE, 0 },
                                           { NGL_OP_YES, F_LIMP, NGL_NONE, 0 },   { NGL_OP_YES, F_BUTTOCK, NGL_NONE, 0 },
                                           { NGL_OP_YES, F_SITTING, NGL_NONE, 0 }, { NGL_OP_NOT, NGL_NONE, NGL_NONE, 0 },
                                           { NGL_OP_AND, NGL_NONE, NGL_NONE, 0 } };
    static const ngl_contradiction contradictions[] = { { .key = "x", .text = "Both.", .op_adr = 3, .op_num = 4 } };
    static const ngl_recheck       rechecks[] = { { F_LIMP, F_SADDLE } };
    ngl_knowledge                  kb = toy;
    memcpy(findings, toy.finding, sizeof findings);
    findings[F_LIMP].kind = NGL_KIND_SELF_TEST;
    kb.finding = findings;
    kb.op = ops, kb.nop = 7;
    kb.contradiction = contradictions, kb.ncontradiction = 1;
    kb.recheck = rechecks, kb.nrecheck = 1;
    return kb;
}

static void begin_again(const ngl_knowledge *kb)
{
    ngl_interview_free(&iv);
    assert_int_equal(ngl_interview_start(&iv, &arena, kb, NGL_PRIOR_RUNNER, TODAY, NULL), NGL_OK);
    say(F_SADDLE, NO);
}

static void a_contradiction_is_asked_about_once(void **state)
{
    ngl_knowledge kb = of_again();
    char          path[256];
    (void)state;
    begin_again(&kb);
    say(F_BUTTOCK, YES);
    CHECK(now().turn == NGL_TURN_ASK, "one answer contradicts nothing, and what is open neither");
    say(F_SITTING, NO);
    ngl_ask a = now();
    CHECK(a.turn == NGL_TURN_WHICH && a.contradiction == 0 && a.nitem == 2 && a.item[0] == F_BUTTOCK, "which one holds?");
    assert_int_equal(ngl_interview_settle(&iv, 0, F_BUTTOCK, NULL), NGL_OK);
    CHECK(ngl_case_answers(iv.c)[F_BUTTOCK].state == NGL_YES, "the one that holds stays");
    CHECK(ngl_case_answers(iv.c)[F_SITTING].state == NGL_UNKNOWN && !iv.open[F_SITTING], "the other may be asked again");
    CHECK(now().turn == NGL_TURN_ASK, "and the interview goes on");
    say(F_SITTING, NO);
    CHECK(now().turn != NGL_TURN_WHICH, "asked once, and not again");
    temporary(path, sizeof path);
    assert_int_equal(ngl_interview_save(&iv, path, NULL), NGL_OK);
    ngl_interview_free(&iv);
    assert_int_equal(ngl_interview_load(&iv, &arena, &kb, path, NULL), NGL_OK);
    CHECK(now().turn != NGL_TURN_WHICH, "nor after a pause");
    ngl_interview_forget(path);

    begin_again(&kb);
    say(F_BUTTOCK, YES), say(F_SITTING, NO);
    assert_int_equal(ngl_interview_settle(&iv, 0, NGL_NONE, NULL), NGL_OK);
    CHECK(ngl_case_answers(iv.c)[F_SITTING].state == NGL_NO && now().turn != NGL_TURN_WHICH, "not sure: both stay");
}

static void a_test_that_hurts_puts_danger_again(void **state)
{
    ngl_knowledge kb = of_again();
    (void)state;
    begin_again(&kb);
    say(F_LIMP, NO);
    CHECK(now().turn != NGL_TURN_RECHECK, "a test that did not hurt asks nothing again");
    begin_again(&kb);
    say(F_LIMP, YES);
    ngl_ask a = now();
    CHECK(a.turn == NGL_TURN_RECHECK && a.nitem == 1 && a.item[0] == F_SADDLE, "what was denied is put once more");
    say(F_SADDLE, NO);
    CHECK(now().turn != NGL_TURN_RECHECK, "once");
    begin_again(&kb);
    say(F_LIMP, YES);
    say(F_SADDLE, YES);
    CHECK(now().turn == NGL_TURN_EMERGENCY, "and a yes counts at once");
    begin_again(&kb);
    say(F_SADDLE, OPEN), say(F_LIMP, YES);
    CHECK(now().turn != NGL_TURN_RECHECK, "what is open is asked again anyway");
}

int main(void)
{
#define INTERVIEW(test) cmocka_unit_test_setup_teardown(test, start, end)
    const struct CMUnitTest tests[] = {
        INTERVIEW(danger_is_asked_first),
        INTERVIEW(no_question_comes_twice_and_it_ends),
        INTERVIEW(stepping_back_loses_nothing),
        INTERVIEW(a_denied_place_takes_its_finer_one_back),
        INTERVIEW(an_open_safety_question_comes_again_once),
        INTERVIEW(a_second_asking_counts),
        INTERVIEW(what_does_not_suit_is_refused),
        INTERVIEW(what_is_kept_comes_back),
        INTERVIEW(what_is_no_interview_is_refused),
        INTERVIEW(unknown_names_are_passed_over),
        INTERVIEW(a_contradiction_is_asked_about_once),
        INTERVIEW(a_test_that_hurts_puts_danger_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
