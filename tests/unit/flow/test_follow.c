/* What noted pains say at a follow-up. Days count from the first look. */
#include "tests/check.h"

#include "flow/follow.h"

#include <math.h>

enum { FIRST = 20512, NOTES = 8 };

static const ngl_knowledge *kb;

static void test_trend(void **state)
{
    static const struct {
        const char *what;
        int         today;
        struct { int day; double pain; } note[NOTES]; /* ended by a pain below 0 */
        const char *change; /* NULL: cannot be told */
    } rows[] = {
        { "six then, two now", 20, { { 0, 6 }, { 1, 6 }, { 2, 7 }, { 18, 2 }, { 20, 2 }, { 0, -1 } }, "much_better" },
        { "six then, four now: a third", 20, { { 0, 6 }, { 1, 6 }, { 18, 4 }, { 20, 4 }, { 0, -1 } }, "better" },
        { "six then, five now", 20, { { 0, 6 }, { 1, 6 }, { 18, 5 }, { 20, 5 }, { 0, -1 } }, "same" },
        { "one more point is within what people mean", 20, { { 0, 5 }, { 1, 5 }, { 18, 6 }, { 20, 6 }, { 0, -1 } }, "same" },
        { "two more points are worse", 20, { { 0, 4 }, { 1, 4 }, { 18, 6 }, { 20, 6 }, { 0, -1 } }, "worse" },
        { "nothing any more", 20, { { 0, 4 }, { 1, 4 }, { 18, 0 }, { 20, 0 }, { 0, -1 } }, "gone" },
        { "one bad day among good ones does not count", 20, { { 0, 6 }, { 1, 6 }, { 18, 2 }, { 19, 8 }, { 20, 2 }, { 0, -1 } }, "much_better" },
        { "one note is no trend", 20, { { 0, 6 }, { 18, 2 }, { 20, 2 }, { 0, -1 } }, NULL },
        { "no note of late", 20, { { 0, 6 }, { 1, 6 }, { 9, 2 }, { 0, -1 } }, NULL },
        { "a pain of one leaves no room to tell", 20, { { 0, 1 }, { 1, 1 }, { 18, 0 }, { 20, 0 }, { 0, -1 } }, NULL },
        { "two days are too soon", 2, { { 0, 6 }, { 1, 6 }, { 2, 1 }, { 0, -1 } }, NULL },
        { "six days: the first and last third", 6, { { 0, 6 }, { 1, 6 }, { 3, 9 }, { 5, 3 }, { 6, 3 }, { 0, -1 } }, "much_better" },
        { "notes from before the first look are another time", 20, { { -5, 9 }, { -4, 9 }, { 18, 2 }, { 20, 2 }, { 0, -1 } }, NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_checkin note[NOTES];
        size_t      n = 0;
        for (; n < NOTES && rows[i].note[n].pain >= 0; n++)
            note[n] = (ngl_checkin){ .day = FIRST + rows[i].note[n].day, .note = NGL_NOTE_DAY, .sign = NGL_SIGN_COUNT, .value = rows[i].note[n].pain };
        ngl_trend t = ngl_flow_trend(kb, note, n, FIRST, FIRST + rows[i].today);
        ngl_id    want = rows[i].change ? ngl_option_find(kb, kb->time.change, rows[i].change) : NGL_NONE;
        CHECK(t.change == want, "%s: %u, then %g (%u), now %g (%u)", rows[i].what, (unsigned)t.change, t.then, t.then_n, t.now, t.now_n);
    }
}

static void test_other_notes_are_let_be(void **state)
{
    (void)state;
    ngl_checkin note[] = { { .day = FIRST, .note = NGL_NOTE_RUN, .value = 9 },       { .day = FIRST + 1, .note = NGL_NOTE_RUN, .value = 9 },
                           { .day = FIRST + 19, .note = NGL_NOTE_MORNING, .value = 1 }, { .day = FIRST + 20, .note = NGL_NOTE_SITTING, .value = 20 } };
    ngl_trend t = ngl_flow_trend(kb, note, COUNT(note), FIRST, FIRST + 20);
    CHECK(t.change == NGL_NONE && t.then_n == 0 && t.now_n == 0, "pain in runs and minutes of sitting are no pain of daily life");
}

static int begin(void **state)
{
    (void)state;
    kb = ngl_knowledge_builtin();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_trend), cmocka_unit_test(test_other_notes_are_let_be) };
    return cmocka_run_group_tests_name("flow-follow", tests, begin, NULL);
}
