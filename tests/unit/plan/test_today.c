/* Today as a decision table: the plan, what was noted on which day (0 is
 * today, -1 yesterday), and the one state that must come out. */
#include "toy.h"

#include "../../check.h"

#include <stdbool.h>
#include <string.h>

enum { TODAY = 20000, MAX = 8 };
#define SIGN(s) { 0, NGL_NOTE_COUNT, NGL_SIGN_##s, 0, 0 }
#define ON(day, note, value) { day, NGL_NOTE_##note, NGL_SIGN_COUNT, value, 0 }
#define WEIGHED(day, note, value) { day, NGL_NOTE_##note, NGL_SIGN_COUNT, value, 1 }
#define END { INT32_MAX, NGL_NOTE_COUNT, NGL_SIGN_COUNT, 0, 0 }

static const struct row {
    const char    *what;
    toy_cause      cause[4];
    ngl_triage     triage;
    ngl_checkin    noted[MAX]; /* ends with END */
    ngl_state      state;
    ngl_today_rule decided;
} rows[] = {
    { "a good morning on a stage that runs: run", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(0, MORNING, 2), ON(-1, MORNING, 2), END }, NGL_STATE_RUN, NGL_TODAY_COUNT },
    { "nothing noted today: no run without asking", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { END }, NGL_STATE_REST,
      NGL_TODAY_NOT_ASKED },
    { "yesterday's good morning is too old", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(-1, MORNING, 0), END },
      NGL_STATE_REST, NGL_TODAY_NOT_ASKED },
    { "a note for tomorrow is not a check-in today", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(1, MORNING, 0), END },
      NGL_STATE_REST, NGL_TODAY_NOT_ASKED },
    { "sitting minutes are no pain check-in", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(0, SITTING, 40), END },
      NGL_STATE_REST, NGL_TODAY_NOT_ASKED },
    { "pain at the running limit still runs", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(0, NOW, 3), END },
      NGL_STATE_RUN, NGL_TODAY_COUNT },
    { "pain above it: adapt", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(0, NOW, 4), END }, NGL_STATE_ADAPT,
      NGL_TODAY_AMBER },
    { "the worst of several notes counts", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(0, MORNING, 1), ON(0, DAY, 5), ON(0, NOW, 0), END }, NGL_STATE_ADAPT, NGL_TODAY_AMBER },
    { "a correction of the same note replaces it", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(0, NOW, 6), ON(0, NOW, 2), END }, NGL_STATE_RUN, NGL_TODAY_COUNT },
    { "pain above the top limit: rest", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(0, DAY, 6), END },
      NGL_STATE_REST, NGL_TODAY_OVER_LIMIT },
    { "pain of 8: check again and be seen", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(0, DAY, 8), END },
      NGL_STATE_GET_SEEN, NGL_TODAY_SEVERE },
    { "yesterday's 8 still counts", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(-1, RUN, 9), ON(0, MORNING, 1), END },
      NGL_STATE_GET_SEEN, NGL_TODAY_SEVERE },
    { "but not after an assessment has weighed it", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { WEIGHED(0, DAY, 8), END }, NGL_STATE_REST, NGL_TODAY_OVER_LIMIT },
    { "an 8 corrected to a 3 is a 3", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(0, DAY, 8), ON(0, DAY, 3), END },
      NGL_STATE_RUN, NGL_TODAY_COUNT },
    { "a new danger sign outranks a painless morning", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(0, MORNING, 0), SIGN(NUMB), END }, NGL_STATE_GET_SEEN, NGL_TODAY_SIGN },
    { "urgent triage outranks everything", { { TENDON, 0.9 } }, NGL_TRIAGE_URGENT, { ON(0, MORNING, 0), END },
      NGL_STATE_GET_SEEN, NGL_TODAY_DANGER },
    { "the last run above the top limit: rest the day after", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-1, RUN, 6), ON(0, MORNING, 1), END }, NGL_STATE_REST, NGL_TODAY_RED_RUN },
    { "two days after it is an amber sign", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-2, RUN, 6), ON(0, MORNING, 1), END }, NGL_STATE_ADAPT, NGL_TODAY_AMBER_RUN },
    { "the last run in the amber band: hold", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-1, RUN, 4), ON(0, MORNING, 1), END }, NGL_STATE_ADAPT, NGL_TODAY_AMBER_RUN },
    { "a good run after it clears it", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-3, RUN, 4), ON(-1, RUN, 2), ON(0, MORNING, 1), END }, NGL_STATE_RUN, NGL_TODAY_COUNT },
    { "two red runs within a week: be seen", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-6, RUN, 6), ON(-2, RUN, 7), ON(0, MORNING, 1), END }, NGL_STATE_GET_SEEN, NGL_TODAY_RED_TWICE },
    { "eight days apart they are two single ones", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-8, RUN, 6), ON(-4, RUN, 7), ON(0, MORNING, 1), END }, NGL_STATE_RUN, NGL_TODAY_COUNT },
    { "a morning above usual: adapt", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-3, MORNING, 1), ON(-2, MORNING, 1), ON(-1, MORNING, 1), ON(0, MORNING, 2), END }, NGL_STATE_ADAPT,
      NGL_TODAY_RISE },
    { "three above usual: rest", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(-1, MORNING, 0), ON(0, MORNING, 3), END },
      NGL_STATE_REST, NGL_TODAY_RISE_BIG },
    { "soreness may rise by two", { { SORE, 0.9 } }, NGL_TRIAGE_SELF_CARE, { ON(-1, MORNING, 1), ON(0, MORNING, 3), END },
      NGL_STATE_ADAPT, NGL_TODAY_LIMITED_STAGE },
    { "a first morning has no usual to compare", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE, { ON(0, MORNING, 3), END },
      NGL_STATE_RUN, NGL_TODAY_COUNT },
    { "pain that took too long to settle: an extra rest day", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-1, SETTLE, 25), ON(0, MORNING, 1), END }, NGL_STATE_REST, NGL_TODAY_SLOW_SETTLE },
    { "a stage without running rests on the best of mornings", { { MUSCLE, 0.9 } }, NGL_TRIAGE_SELF_CARE,
      { ON(0, MORNING, 0), END }, NGL_STATE_REST, NGL_TODAY_NO_RUN_STAGE },
    { "a stage with limited running adapts", { { SORE, 0.9 } }, NGL_TRIAGE_SELF_CARE, { ON(0, MORNING, 0), END },
      NGL_STATE_ADAPT, NGL_TODAY_LIMITED_STAGE },
    { "bone: the smallest pain is to be seen", { { TENDON, 0.8 }, { BONE, 0.1 } }, NGL_TRIAGE_ROUTINE,
      { ON(0, DAY, 1), END }, NGL_STATE_GET_SEEN, NGL_TODAY_BONE_PAIN },
    { "waiting for a clinician: adapt where light running may go on", { { NERVE, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(0, MORNING, 0), END }, NGL_STATE_ADAPT, NGL_TODAY_NOT_SEEN },
    { "an urgent referral is to be seen each day until it is", { { BONE, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(0, MORNING, 0), END }, NGL_STATE_GET_SEEN, NGL_TODAY_NOT_SEEN },
    { "10 three weeks ago and 0 today is a good day", { { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE,
      { ON(-21, DAY, 10), ON(0, DAY, 0), END }, NGL_STATE_RUN, NGL_TODAY_COUNT },
};

static size_t days_of(ngl_checkin out[MAX], const ngl_checkin *noted)
{
    size_t n = 0;
    for (; noted[n].day != INT32_MAX; n++) {
        out[n] = noted[n];
        out[n].day += TODAY;
    }
    return n;
}

static ngl_today day_of(const struct row *r)
{
    ngl_assessment a = toy_assessment(r->cause, r->triage);
    ngl_checkin    noted[MAX];
    ngl_plan       p;
    ngl_today      t;
    size_t         n = days_of(noted, r->noted);
    CHECK(ngl_plan_first(&p, &toy, &a, TODAY, NULL) == NGL_OK, "%s", r->what);
    ngl_today_decide(&t, &p, noted, n, TODAY);
    return t;
}

static void each_day_has_its_state(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_today t = day_of(&rows[i]);
        CHECK(t.state == rows[i].state, "%s: %s by %s", rows[i].what, ngl_state_key(t.state),
              ngl_today_rule_key(t.decided));
        CHECK(t.decided == rows[i].decided, "%s: decided by '%s'", rows[i].what, ngl_today_rule_key(t.decided));
        CHECK(t.day == TODAY && t.expires == TODAY + 1, "%s: good for one day", rows[i].what);
    }
}

/* unknown is not no: with a safety question open no good morning sends anybody running */
static void an_open_safety_question_holds_the_run(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_assessment a = toy_assessment(rows[i].cause, rows[i].triage);
        ngl_checkin    noted[MAX];
        ngl_plan       p;
        ngl_today      t;
        size_t         n = days_of(noted, rows[i].noted);
        CHECK(ngl_plan_first(&p, &toy, &a, TODAY, NULL) == NGL_OK, "%s", rows[i].what);
        p.nopen = 1;
        ngl_today_decide(&t, &p, noted, n, TODAY);
        CHECK(t.state >= NGL_STATE_REST, "%s: %s", rows[i].what, ngl_state_key(t.state));
        CHECK(t.state >= rows[i].state, "%s: an open question never helps", rows[i].what);
    }
}

static void more_bad_news_never_helps(void **state)
{
    (void)state;
    static const ngl_checkin bad[] = { ON(0, DAY, 6), ON(0, NOW, 9), ON(-1, RUN, 6), ON(0, SETTLE, 100), SIGN(POP),
                                       ON(0, MORNING, 7) };
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t b = 0; b < COUNT(bad); b++) {
            struct row worse = rows[i];
            size_t     n = 0;
            bool       noted = false;
            while (worse.noted[n].day != INT32_MAX) {
                noted |= worse.noted[n].day == bad[b].day && worse.noted[n].note == bad[b].note;
                n++;
            }
            if (noted) continue; /* that would be a correction */
            ngl_state before = day_of(&worse).state;
            worse.noted[n] = bad[b];
            worse.noted[n + 1] = (ngl_checkin)END;
            /* being asked at all can lift the rest that waited for it, but only when it was that which decided */
            if (rows[i].decided == NGL_TODAY_NOT_ASKED) before = NGL_STATE_ADAPT;
            CHECK(day_of(&worse).state >= before, "%s, and bad news %zu", rows[i].what, b);
        }
}

static void asking_first(void **state)
{
    (void)state;
    struct row r = rows[1];
    CHECK(day_of(&r).ask == NGL_NOTE_MORNING, "without a check-in the morning is asked for");
    r = rows[0];
    CHECK(day_of(&r).ask == NGL_NOTE_COUNT, "with one it is not");
    CHECK(day_of(&r).usual_morning == 2, "the usual morning is the median of those before");
    CHECK(day_of(&r).step[NGL_TODAY_AMBER].outcome == NGL_CLEAR && day_of(&r).step[NGL_TODAY_AMBER].limit == 3,
          "a rule that was clear says what it looked at");
    CHECK(day_of(&r).step[NGL_TODAY_RED_RUN].outcome == NGL_NOT_KNOWN, "and one without a number says so");
}

/* ---- moving on and back ------------------------------------------------------------ */

static const struct {
    const char *what;
    toy_cause   cause[4];
    unsigned    step;
    ngl_day     since; /* days before today */
    ngl_checkin noted[MAX];
    ngl_move    move;
    unsigned    to;
} moves[] = {
    { "nothing noted yet: stay", { { TENDON, 0.9 } }, 0, 5, { END }, NGL_MOVE_STAY, 0 },
    { "all criteria on two days 48 h apart: on", { { TENDON, 0.9 } }, 0, 5,
      { ON(-3, DAY, 2), ON(-3, SITTING, 30), ON(-1, DAY, 3), ON(-1, SITTING, 45), END }, NGL_MOVE_ON, 1 },
    { "24 h apart is not enough", { { TENDON, 0.9 } }, 0, 5,
      { ON(-2, DAY, 2), ON(-2, SITTING, 30), ON(-1, DAY, 3), ON(-1, SITTING, 45), END }, NGL_MOVE_STAY, 0 },
    { "one criterion short is not enough", { { TENDON, 0.9 } }, 0, 5,
      { ON(-3, DAY, 2), ON(-3, SITTING, 30), ON(-1, DAY, 3), ON(-1, SITTING, 29), END }, NGL_MOVE_STAY, 0 },
    { "a day on which only part was noted proves nothing", { { TENDON, 0.9 } }, 0, 5,
      { ON(-3, DAY, 2), ON(-3, SITTING, 30), ON(-1, DAY, 3), END }, NGL_MOVE_STAY, 0 },
    { "a failed day between them stops it", { { TENDON, 0.9 } }, 0, 5,
      { ON(-4, DAY, 2), ON(-4, SITTING, 30), ON(-2, DAY, 4), ON(0, DAY, 3), ON(0, SITTING, 45), END }, NGL_MOVE_STAY, 0 },
    { "a failed day since stops it", { { TENDON, 0.9 } }, 0, 6,
      { ON(-5, DAY, 2), ON(-5, SITTING, 30), ON(-3, DAY, 3), ON(-3, SITTING, 45), ON(0, DAY, 4), END }, NGL_MOVE_STAY, 0 },
    { "days before the stage began do not count", { { TENDON, 0.9 } }, 0, 2,
      { ON(-3, DAY, 2), ON(-3, SITTING, 30), ON(-1, DAY, 3), ON(-1, SITTING, 45), END }, NGL_MOVE_STAY, 0 },
    { "pain over the top limit: back, or half the dose in the first stage", { { TENDON, 0.9 } }, 0, 5,
      { ON(-1, RUN, 6), END }, NGL_MOVE_BACK, 0 },
    { "from the second stage to the first", { { TENDON, 0.9 } }, 1, 5, { ON(0, DAY, 6), END }, NGL_MOVE_BACK, 0 },
    { "one bad morning is not yet a step back", { { TENDON, 0.9 } }, 1, 5,
      { ON(-4, MORNING, 1), ON(-1, MORNING, 1), ON(0, MORNING, 2), END }, NGL_MOVE_STAY, 1 },
    { "two bad mornings in a row are", { { TENDON, 0.9 } }, 1, 5,
      { ON(-5, MORNING, 1), ON(-4, MORNING, 1), ON(-1, MORNING, 2), ON(0, MORNING, 2), END }, NGL_MOVE_BACK, 0 },
    { "the last stage done: finished", { { TENDON, 0.9 } }, 1, 9, { ON(-3, RUN, 1), ON(0, RUN, 0), END },
      NGL_MOVE_FINISH, 1 },
    { "ready for more with causes still close: check again first", { { TENDON, 0.5 }, { SORE, 0.4 } }, 0, 9,
      { ON(-3, DAY, 1), ON(-3, SITTING, 40), ON(0, DAY, 0), ON(0, SITTING, 60), END }, NGL_MOVE_REASSESS, 0 },
    { "three weeks without less pain: review", { { TENDON, 0.9 } }, 0, 21, { ON(-20, DAY, 3), ON(-1, DAY, 3), END },
      NGL_MOVE_REVIEW, 0 },
    { "three weeks with less pain: stay", { { TENDON, 0.9 } }, 0, 21, { ON(-20, DAY, 4), ON(-1, DAY, 2), END },
      NGL_MOVE_STAY, 0 },
    { "longer than the stage ever takes: review", { { TENDON, 0.9 } }, 0, 29, { ON(-28, DAY, 4), ON(-1, DAY, 2), END },
      NGL_MOVE_REVIEW, 0 },
    { "a plan that waits for a clinician does not move", { { NERVE, 0.9 } }, 0, 30, { ON(0, DAY, 9), END },
      NGL_MOVE_STAY, 0 },
};

static void plans_move_only_for_reasons(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(moves); i++) {
        ngl_assessment a = toy_assessment(moves[i].cause, NGL_TRIAGE_ROUTINE);
        ngl_checkin    noted[MAX];
        ngl_plan       p;
        ngl_progress   g;
        size_t         n = days_of(noted, moves[i].noted);
        CHECK(ngl_plan_at(&p, &toy, &a, P_TENDON, moves[i].step, 0, TODAY, NULL) == NGL_OK, "%s", moves[i].what);
        ngl_plan_progress(&g, &toy, &p, TODAY - moves[i].since, noted, n, TODAY);
        CHECK(g.move == moves[i].move && g.step == moves[i].to, "%s: %s to %u", moves[i].what, ngl_move_key(g.move), g.step);
    }
}

static void what_is_met_is_counted(void **state)
{
    (void)state;
    ngl_assessment    a = toy_assessment((toy_cause[4]){ { TENDON, 0.9 } }, NGL_TRIAGE_ROUTINE);
    const ngl_checkin noted[] = { { TODAY - 2, NGL_NOTE_SITTING, NGL_SIGN_COUNT, 31, 0 },
                                  { TODAY, NGL_NOTE_DAY, NGL_SIGN_COUNT, 4, 0 } };
    ngl_plan          p;
    ngl_progress      g;
    CHECK(ngl_plan_first(&p, &toy, &a, TODAY - 4, NULL) == NGL_OK, "a plan");
    ngl_plan_progress(&g, &toy, &p, TODAY - 4, noted, COUNT(noted), TODAY);
    CHECK(g.nmet == 1 && g.met == 2, "sitting holds, daily pain does not: %u %x", g.nmet, g.met);
}

/* ---- words ---------------------------------------------------------------------------- */

static void notes_are_found_by_key_and_word(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        ngl_note    note;
    } words[] = {
        { "during", NGL_NOTE_RUN },   { "nprs_run", NGL_NOTE_RUN }, { "bridge", NGL_NOTE_BRIDGE },
        { "sit", NGL_NOTE_SITTING },  { "", NGL_NOTE_COUNT },       { "bridg", NGL_NOTE_COUNT },
        { "side-plank", NGL_NOTE_PLANK },
    };
    for (size_t i = 0; i < COUNT(words); i++) CHECK(ngl_note_find(words[i].word) == words[i].note, "'%s'", words[i].word);
    CHECK(!strcmp(ngl_note_nearest("bridg"), "bridge"), "the nearest word is named");
    CHECK(ngl_note_nearest("zebra crossing") == NULL, "none is near enough");
    CHECK(ngl_sign_find("pop") == NGL_SIGN_POP && ngl_sign_find("popp") == NGL_SIGN_COUNT, "signs by key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_has_its_state),      cmocka_unit_test(more_bad_news_never_helps),
        cmocka_unit_test(an_open_safety_question_holds_the_run),
        cmocka_unit_test(asking_first),                cmocka_unit_test(plans_move_only_for_reasons),
        cmocka_unit_test(what_is_met_is_counted),      cmocka_unit_test(notes_are_found_by_key_and_word),
    };
    return cmocka_run_group_tests_name("today", tests, NULL, NULL);
}
