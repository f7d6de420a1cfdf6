/* Answers in JSON: what is understood, and the sentence for what is not. */
#include "check.h"

#include "base/date.h"
#include "flow/answers.h"
#include "toy.h"

#include <stdio.h>
#include <string.h>

static const ngl_day TODAY = 20513; /* 2026-03-01 */

static ngl_status read(const char *text, ngl_answers *out, ngl_arena *arena, ngl_error *err)
{
    ngl_arena_init(arena, 1 << 16);
    *err = (ngl_error){ 0 };
    return ngl_answers_read(out, arena, &toy, TODAY, text, strlen(text), err);
}

static void every_kind_of_answer_is_read(void **state)
{
    ngl_answers a;
    ngl_arena   arena;
    ngl_error   err;
    (void)state;
    ngl_status s = read("\xef\xbb\xbf{\"today\":\"2026-03-01\",\"prior\":\"clinic\",\"id\":\"beside\",\"answers\":{"
                        "\"age_band\":\"over_40\",\"site_sit_bone\":true,\"agg_sitting\":false,\"limp\":null,"
                        "\"weekly_km\":40.5}}", &a, &arena, &err);
    CHECK(s == NGL_OK, "%s", err.text);
    CHECK(a.today == TODAY && a.prior == NGL_PRIOR_CLINIC && a.has_prior, "day and prior");
    CHECK(a.answer[F_AGE].state == NGL_CHOICE && a.answer[F_AGE].option == 1, "option");
    CHECK(a.answer[F_SIT_BONE].state == NGL_YES && a.answer[F_SITTING].state == NGL_NO, "yes and no");
    CHECK(a.answer[F_LIMP].state == NGL_UNKNOWN && a.answer[F_SADDLE].state == NGL_UNKNOWN, "null and left out");
    CHECK(a.answer[F_KM].state == NGL_VALUE && a.answer[F_KM].value == 40.5, "number");
    ngl_arena_free(&arena);
}

static void what_is_left_out_has_its_usual_value(void **state)
{
    ngl_answers a;
    ngl_arena   arena;
    ngl_error   err;
    (void)state;
    CHECK(read("{\"answers\":{}}", &a, &arena, &err) == NGL_OK, "%s", err.text);
    CHECK(a.today == NGL_DAY_NONE && a.prior == NGL_PRIOR_RUNNER && !a.has_prior, "usual values");
    ngl_arena_free(&arena);
}

/* ---- the edge of every option, all of the knowledge --------------------------------- */

/* one answer to one question of the built-in knowledge, written as JSON */
static ngl_status give(const char *key, const char *value, ngl_answers *out, ngl_arena *arena, ngl_error *err)
{
    char text[512];
    snprintf(text, sizeof text, "{\"answers\":{\"%s\":%s}}", key, value);
    ngl_arena_init(arena, 1 << 16);
    *err = (ngl_error){ 0 };
    return ngl_answers_read(out, arena, ngl_knowledge_builtin(), TODAY, text, strlen(text), err);
}

static void accepts(ngl_id f, const char *value, ngl_answer want)
{
    const ngl_finding *q = &ngl_knowledge_builtin()->finding[f];
    ngl_answers        a;
    ngl_arena          arena;
    ngl_error          err;
    CHECK(give(q->key, value, &a, &arena, &err) == NGL_OK, "%s=%s: %s", q->key, value, err.text);
    CHECK(a.answer[f].state == want.state && a.answer[f].option == want.option && a.answer[f].value == want.value,
          "%s=%s is read as it stands", q->key, value);
    ngl_arena_free(&arena);
}

static void rejects(ngl_id f, const char *value, ngl_status code, const char *says)
{
    const ngl_finding *q = &ngl_knowledge_builtin()->finding[f];
    ngl_answers        a;
    ngl_arena          arena;
    ngl_error          err;
    CHECK(give(q->key, value, &a, &arena, &err) == code, "%s=%s is refused", q->key, value);
    CHECK(strstr(err.text, says) && strstr(err.text, q->key), "%s=%s: \"%s\" names %s", q->key, value, err.text, says);
    ngl_arena_free(&arena);
}

static void options_at_their_edge(const ngl_knowledge *kb, ngl_id f)
{
    const ngl_finding *q = &kb->finding[f];
    char               value[96];
    for (ngl_id o = 0; o < q->option_num; o++) {
        const char *key = kb->option[q->option_adr + o].key;
        snprintf(value, sizeof value, "\"%s\"", key);
        accepts(f, value, (ngl_answer){ NGL_CHOICE, o, 0 });
        snprintf(value, sizeof value, "\"%sx\"", key); /* one letter beyond */
        rejects(f, value, NGL_E_UNKNOWN_KEY, key);
    }
    snprintf(value, sizeof value, "%u", q->option_num); /* options have names, not numbers */
    rejects(f, value, NGL_E_INVALID, kb->option[q->option_adr].key);
}

static void numbers_at_their_edge(const ngl_knowledge *kb, ngl_id f)
{
    const ngl_finding *q = &kb->finding[f];
    char               value[48], range[64];
    snprintf(range, sizeof range, "from %g to %g", q->min, q->max);
    for (int side = 0; side < 2; side++) {
        double edge = side ? q->max : q->min;
        snprintf(value, sizeof value, "%.9g", edge);
        accepts(f, value, (ngl_answer){ NGL_VALUE, 0, edge });
        snprintf(value, sizeof value, "%.9g", side ? edge + 0.5 : edge - 0.5);
        rejects(f, value, NGL_E_INVALID, range);
    }
}

static void every_option_at_its_edge(void **state)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    unsigned             kinds[3] = { 0 };
    (void)state;
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        kinds[kb->finding[f].answer]++;
        accepts(f, "null", (ngl_answer){ NGL_UNKNOWN, 0, 0 });
        if (kb->finding[f].answer == NGL_ANSWER_ONE_OF) options_at_their_edge(kb, f);
        else if (kb->finding[f].answer == NGL_ANSWER_NUMBER) numbers_at_their_edge(kb, f);
        else {
            accepts(f, "true", (ngl_answer){ NGL_YES, 0, 0 });
            accepts(f, "false", (ngl_answer){ NGL_NO, 0, 0 });
            rejects(f, "2", NGL_E_INVALID, "true, false or null");
        }
    }
    CHECK(kinds[0] > 100 && kinds[1] > 5 && kinds[2] > 2, "all three kinds: %u, %u, %u", kinds[0], kinds[1], kinds[2]);
}

static void bad_answers_are_named(void **state)
{
    static const struct { const char *what, *json; ngl_status code; const char *says; } rows[] = {
        { "an unknown id names the nearest", "{\"answers\":{\"site_sitbone\":true}}", NGL_E_UNKNOWN_KEY, "site_sit_bone" },
        { "an unknown id is itself named", "{\"answers\":{\"site_sitbone\":true}}", NGL_E_UNKNOWN_KEY, "\"site_sitbone\"" },
        { "an id like none has no nearest", "{\"answers\":{\"zzzzzzzz\":true}}", NGL_E_UNKNOWN_KEY, "\"zzzzzzzz\"" },
        { "an unknown option names the nearest", "{\"answers\":{\"age_band\":\"over40\"}}", NGL_E_UNKNOWN_KEY, "\"over_40\"" },
        { "an option like none lists them", "{\"answers\":{\"age_band\":\"x\"}}", NGL_E_UNKNOWN_KEY, "under_40 and over_40" },
        { "an option where yes or no belongs", "{\"answers\":{\"limp\":\"yes\"}}", NGL_E_INVALID, "true, false or null" },
        { "a number where yes or no belongs", "{\"answers\":{\"limp\":1}}", NGL_E_INVALID, "not 1" },
        { "yes where an option belongs", "{\"answers\":{\"age_band\":true}}", NGL_E_INVALID, "\"under_40\"" },
        { "text where a number belongs", "{\"answers\":{\"weekly_km\":\"40\"}}", NGL_E_INVALID, "a number" },
        { "a number below its range", "{\"answers\":{\"weekly_km\":-1}}", NGL_E_INVALID, "from 0 to 300" },
        { "a number above its range", "{\"answers\":{\"weekly_km\":300.5}}", NGL_E_INVALID, "300.5" },
        { "an id given twice", "{\"answers\":{\"limp\":true,\"limp\":false}}", NGL_E_INVALID, "limp" },
        { "answers given twice", "{\"answers\":{},\"answers\":{}}", NGL_E_INVALID, "answers" },
        { "no answers", "{\"today\":\"2026-03-01\"}", NGL_E_INVALID, "answers" },
        { "answers in a list", "{\"answers\":[]}", NGL_E_INVALID, "a list" },
        { "a list", "[]", NGL_E_INVALID, "an object" },
        { "nothing", "", NGL_E_CORRUPT, "empty" },
        { "blanks", " \n\t", NGL_E_CORRUPT, "empty" },
        { "not JSON names line and column", "{\"answers\":\n{\"limp\" true}}", NGL_E_CORRUPT, "line 2" },
        { "JSON cut short", "{\"answers\":{\"limp\":tr", NGL_E_CORRUPT, "line 1" },
        { "two objects", "{\"answers\":{}} {}", NGL_E_CORRUPT, "line 1" },
        { "a day that cannot be", "{\"today\":\"2026-02-30\",\"answers\":{}}", NGL_E_INVALID, "\"2026-02-30\"" },
        { "a day written otherwise", "{\"today\":\"1.3.2026\",\"answers\":{}}", NGL_E_INVALID, "2026-03-01" },
        { "a day that is no text", "{\"today\":20260301,\"answers\":{}}", NGL_E_INVALID, "20260301" },
        { "tomorrow", "{\"today\":\"2026-03-02\",\"answers\":{}}", NGL_E_INVALID, "in the future" },
        { "an unknown prior names the nearest", "{\"prior\":\"runer\",\"answers\":{}}", NGL_E_UNKNOWN_KEY, "\"runner\"" },
        { "a prior that is no text", "{\"prior\":1,\"answers\":{}}", NGL_E_INVALID, "not 1" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_answers a = { .today = 7 };
        ngl_arena   arena;
        ngl_error   err;
        ngl_status  s = read(rows[i].json, &a, &arena, &err);
        CHECK(s == rows[i].code, "%s: %d %s", rows[i].what, s, err.text);
        CHECK(strstr(err.text, rows[i].says) != NULL, "%s: %s", rows[i].what, err.text);
        CHECK(err.text[strlen(err.text) - 1] != '.', "%s: no full stop: %s", rows[i].what, err.text);
        CHECK(a.today == 7, "%s: nothing is written", rows[i].what);
        ngl_arena_free(&arena);
    }
}

static void any_day_will_do_when_none_is_latest(void **state)
{
    static const char text[] = "{\"today\":\"2999-01-01\",\"answers\":{}}";
    ngl_answers       a;
    ngl_arena         arena;
    (void)state;
    ngl_arena_init(&arena, 1 << 16);
    CHECK(ngl_answers_read(&a, &arena, &toy, NGL_DAY_NONE, text, sizeof text - 1, NULL) == NGL_OK, "far away");
    ngl_arena_free(&arena);
}

static void no_memory_is_said(void **state)
{
    ngl_answers a;
    ngl_arena   arena;
    ngl_error   err = { 0 };
    (void)state;
    ngl_arena_init(&arena, 16);
    CHECK(ngl_answers_read(&a, &arena, &toy, TODAY, "{\"answers\":{}}", 14, &err) == NGL_E_NOMEM, "%s", err.text);
    ngl_arena_free(&arena);
}

static void what_is_written_reads_back(void **state)
{
    static const char text[] = "{\"age_band\":\"under_40\",\"site_buttock_any\":true,\"agg_sitting\":false,\"weekly_km\":40.5}";
    char              whole[256];
    ngl_answers       a;
    ngl_arena         arena;
    ngl_error         err;
    ngl_buf           b;
    (void)state;
    snprintf(whole, sizeof whole, "{\"answers\":%s}", text);
    CHECK(read(whole, &a, &arena, &err) == NGL_OK, "%s", err.text);
    ngl_buf_init(&b, 1 << 12);
    ngl_json j = ngl_json_to(&b);
    ngl_answers_write(&j, &toy, a.answer);
    assert_string_equal(ngl_buf_string(&b), text);
    ngl_buf_free(&b);
    ngl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_answer_is_read),
        cmocka_unit_test(what_is_left_out_has_its_usual_value),
        cmocka_unit_test(every_option_at_its_edge),
        cmocka_unit_test(bad_answers_are_named),
        cmocka_unit_test(any_day_will_do_when_none_is_latest),
        cmocka_unit_test(no_memory_is_said),
        cmocka_unit_test(what_is_written_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
