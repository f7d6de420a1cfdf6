/* An assessment in words, records and JSON, from a view made by hand. */
#include "check.h"

#include "report/assess_report.h"
#include "toy.h"

#include <math.h>
#include <string.h>

static ngl_answer        answers[FINDINGS];
static const ngl_cause   tendon_first[] = { { C_TENDON, 0.71, 0.55, 0.83, 0.93 }, { C_CLOT, 0.05, 0.01, 0.1, 0.02 } };
static const ngl_id      saddle_rule[] = { R_SADDLE };
static const ngl_id      saddle_open[] = { F_SADDLE };
static const ngl_day     TODAY = 20513; /* 2026-03-01 */
static ngl_danger_reason reasons[1];

static ngl_view view_of(ngl_triage level)
{
    ngl_view v = { .kb = &toy, .today = TODAY };
    memset(answers, 0, sizeof answers);
    answers[F_SIT_BONE].state = NGL_YES;
    answers[F_SITTING].state = NGL_NO;
    answers[F_AGE] = (ngl_answer){ NGL_CHOICE, 1, 0 };
    v.a = (ngl_assessment){ .answer = answers, .triage = level, .ncause = 2, .cause = tendon_first, .other = 0.03,
                            .fit = 0.4, .next = F_LIMP };
    v.next = (ngl_next){ .finding = F_LIMP, .phase = NGL_ASK_ADAPTIVE, .bits = 0.31, .seconds = 15 };
    v.danger.level = level;
    v.nwhy = 1;
    v.why[0] = (ngl_view_cause){ C_TENDON, 2, 1, { { F_SIT_BONE, 1.84 }, { F_AGE, 0.2 } }, { { F_SITTING, -1.25 } } };
    return v;
}

static void expect_text(const char *what, const ngl_view *v, const char *expected)
{
    ngl_buf b;
    ngl_buf_init(&b, 1 << 16);
    ngl_view_text(&b, v, false);
    CHECK(strcmp(ngl_buf_string(&b), expected) == 0, "%s:\n%s", what, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void words_of_a_likely_cause(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_SELF_CARE);
    (void)state;
    expect_text("likely", &v,
        "NO DANGER SIGN IN YOUR ANSWERS\n"
        "  You can look after this yourself first; have it looked at if it is no better\n"
        "  in two weeks.\n"
        "  Running for now: easy and short.\n"
        "  Good to know: rest days count.\n"
        "\n"
        "What it may be, among people who answer like this\n"
        "  likely       Irritated tendon at the sit bone\n"
        "               ██████████████▎░░░░░ 71 % (55 to 83 %), about 7 in 10\n"
        "  else         3 %\n"
        "  Your answers fit this picture as well as most people's do.\n"
        "\n"
        "For and against\n"
        "  Irritated tendon at the sit bone\n"
        "  strongly for      you said yes to \"Does the sit bone hurt?\"\n"
        "  a little for      you said \"40 or over\" to \"How old are you?\"\n"
        "  against           you said no to \"Does sitting hurt?\"\n"
        "\n"
        "What would help most to know\n"
        "  Do you limp?\n"
        "\n"
        "Niggle informs; a clinician decides. Knowledge 00000000000000aa.\n");
}

static void an_emergency_stands_alone(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_EMERGENCY);
    (void)state;
    answers[F_SADDLE].state = NGL_YES;
    v.a.nrule = 1, v.a.rule = saddle_rule;
    reasons[0] = (ngl_danger_reason){ .by = NGL_BY_RULE, .level = NGL_TRIAGE_EMERGENCY, .rule = R_SADDLE };
    v.danger.nreason = 1, v.danger.reason = reasons;
    expect_text("emergency", &v,
        "GET HELP NOW\n"
        "  Go to an emergency department now.\n"
        "  No exercises from here until someone has looked at it.\n"
        "  Why:\n"
        "  - you said yes to \"Is the saddle area numb?\"\n"
        "\n"
        "Niggle informs; a clinician decides. Knowledge 00000000000000aa.\n");
}

static bool text_has(const ngl_view *v, const char *words)
{
    ngl_buf b;
    ngl_buf_init(&b, 1 << 16);
    ngl_view_text(&b, v, false);
    bool found = strstr(ngl_buf_string(&b), words) != NULL;
    ngl_buf_free(&b);
    return found;
}

static void nothing_reassures_while_a_safety_question_is_open(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_SELF_CARE);
    (void)state;
    v.nopen = 1, v.open = saddle_open;
    CHECK(text_has(&v, "SAFETY QUESTIONS ARE STILL OPEN"), "the heading says so");
    CHECK(text_has(&v, "- Is the saddle area numb?"), "the question is named");
    CHECK(text_has(&v, "Answer them, or ask a"), "and who can help");
    CHECK(!text_has(&v, "look after this yourself"), "no advice to look after it at home");
    CHECK(!text_has(&v, "NO DANGER SIGN"), "no all-clear");
}

static void a_level_without_a_rule_has_its_sentence(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_URGENT);
    (void)state;
    reasons[0] = (ngl_danger_reason){ .by = NGL_BY_HARM, .level = NGL_TRIAGE_URGENT, .condition = C_CLOT, .p = 0.05 };
    v.danger.nreason = 1, v.danger.reason = reasons;
    CHECK(text_has(&v, "GET SEEN IN DAYS, NOT WEEKS"), "heading");
    CHECK(text_has(&v, "See a doctor or physiotherapist within 1 to 3 days"), "what to do");
    CHECK(text_has(&v, "- Clot is possible (best guess 5 %, from 1 to 10 %), and it should not wait"), "why, with its doubt");
    v = view_of(NGL_TRIAGE_ROUTINE);
    reasons[0] = (ngl_danger_reason){ .by = NGL_BY_SCORE, .level = NGL_TRIAGE_ROUTINE };
    v.danger.nreason = 1, v.danger.reason = reasons;
    CHECK(text_has(&v, "- several of your answers together ask for it"), "the score");
    reasons[0] = (ngl_danger_reason){ .by = NGL_BY_FIT, .level = NGL_TRIAGE_ROUTINE };
    CHECK(text_has(&v, "- your answers fit nothing well that we know"), "the fit");
}

/* (saddle AND limp) OR (sit bone AND NOT (sitting AND NOT limp)) */
static void only_the_answers_that_make_a_rule_hold_are_named(void **state)
{
    static const ngl_op ops[] = {
        { NGL_OP_YES, F_SADDLE, NGL_NONE, 0 }, { NGL_OP_YES, F_LIMP, NGL_NONE, 0 },  { NGL_OP_AND, 0, 0, 0 },
        { NGL_OP_YES, F_SIT_BONE, NGL_NONE, 0 }, { NGL_OP_YES, F_SITTING, NGL_NONE, 0 }, { NGL_OP_YES, F_LIMP, NGL_NONE, 0 },
        { NGL_OP_NOT, 0, 0, 0 }, { NGL_OP_AND, 0, 0, 0 }, { NGL_OP_NOT, 0, 0, 0 }, { NGL_OP_AND, 0, 0, 0 },
        { NGL_OP_OR, 0, 0, 0 },
    };
    static const ngl_rule rules[] = { { .key = "mixed", .text = "", .action = "See someone.",
                                        .urgency = NGL_TRIAGE_URGENT, .op_adr = 0, .op_num = COUNT(ops) } };
    static const ngl_id   first[] = { 0 };
    ngl_knowledge         kb = toy;
    ngl_view              v = view_of(NGL_TRIAGE_URGENT);
    ngl_buf               b;
    (void)state;
    kb.op = ops, kb.rule = rules, kb.nrule = 1;
    v.kb = &kb, v.a.rule = first, v.a.nrule = 1;
    reasons[0] = (ngl_danger_reason){ .by = NGL_BY_RULE, .level = NGL_TRIAGE_URGENT, .rule = 0 };
    v.danger.nreason = 1, v.danger.reason = reasons;
    answers[F_LIMP].state = NGL_YES;
    ngl_buf_init(&b, 1 << 12);
    ngl_view_reasons(&b, &v);
    assert_string_equal(ngl_buf_string(&b), "you said yes to \"Does the sit bone hurt?\"\n");
    ngl_buf_free(&b);
    answers[F_SADDLE].state = NGL_YES;
    ngl_buf_init(&b, 1 << 12);
    ngl_view_reasons(&b, &v);
    assert_string_equal(ngl_buf_string(&b), "you said yes to \"Is the saddle area numb?\"\nyou said yes to \"Do you "
                                            "limp?\"\nyou said yes to \"Does the sit bone hurt?\"\n");
    ngl_buf_free(&b);
}

static void colour_only_repeats(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_ROUTINE);
    ngl_buf  plain, colour;
    (void)state;
    ngl_buf_init(&plain, 1 << 16), ngl_buf_init(&colour, 1 << 17);
    ngl_view_text(&plain, &v, false);
    ngl_view_text(&colour, &v, true);
    CHECK(strchr(ngl_buf_string(&plain), '\033') == NULL, "none without");
    CHECK(colour.len > plain.len, "some with");
    const char *p = ngl_buf_string(&plain), *c = ngl_buf_string(&colour);
    while (*c) {
        if (*c == '\033') c = strchr(c, 'm') + 1;
        else if (*c++ != *p++) break;
    }
    CHECK(*p == 0 && *c == 0, "the words are the same");
    ngl_buf_free(&plain), ngl_buf_free(&colour);
}

static void how_surely_a_cause_is_named(void **state)
{
    static const struct { const char *what; ngl_cause c; bool leader; ngl_said said; } rows[] = {
        { "high and surely high", { 0, 0.60, 0.40, 0.9, 0.60 }, true, NGL_SAID_LIKELY },
        { "high, but perhaps not", { 0, 0.80, 0.39, 0.9, 0.90 }, true, NGL_SAID_POSSIBLE },
        { "just under likely", { 0, 0.59, 0.50, 0.9, 0.90 }, true, NGL_SAID_POSSIBLE },
        { "first, but often not", { 0, 0.70, 0.50, 0.9, 0.59 }, true, NGL_SAID_ONE_OF },
        { "second and high", { 0, 0.60, 0.45, 0.9, 0.10 }, false, NGL_SAID_LIKELY },
        { "possible begins at a fifth", { 0, 0.20, 0.10, 0.3, 0.10 }, false, NGL_SAID_POSSIBLE },
        { "and not before", { 0, 0.19, 0.10, 0.3, 0.90 }, true, NGL_SAID_LESS },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(ngl_view_said(&toy.model, &rows[i].c, rows[i].leader) == rows[i].said, "%s", rows[i].what);
}

static void chances_in_words(void **state)
{
    static const struct { double p; const char *said; } rows[] = {
        { 0.0, "fewer than 1 in 100" }, { 0.009, "fewer than 1 in 100" }, { 0.01, "about 1 in 100" },
        { 0.05, "about 5 in 100" }, { 0.08, "about 1 in 10" }, { 0.15, "about 3 in 20" }, { 0.2, "about 2 in 10" }, { 0.26, "about 1 in 4" },
        { 0.35, "about 4 in 10" }, { 0.71, "about 7 in 10" }, { 0.94, "about 9 in 10" }, { 0.95, "more than 19 in 20" },
        { 1.0, "more than 19 in 20" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_buf b;
        ngl_buf_init(&b, 256);
        ngl_view_chance(&b, rows[i].p);
        CHECK(strcmp(ngl_buf_string(&b), rows[i].said) == 0, "%g: %s", rows[i].p, ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
}

static void rare_is_shown_only_when_pressing(void **state)
{
    static const ngl_cause rare[] = { { C_TENDON, 0.7, 0.6, 0.8, 1 }, { C_CLOT, 0.2, 0.1, 0.3, 0 } };
    static const ngl_cause unsure[] = { { C_TENDON, 0.25, 0.1, 0.4, 0.5 }, { C_CLOT, 0.15, 0.1, 0.3, 0.4 } };
    static const ngl_cause faint[] = { { C_TENDON, 0.19, 0.1, 0.2, 1 }, { C_CLOT, 0.01, 0, 0.1, 0 } };
    uint32_t shown[NGL_VIEW_CAUSES];
    ngl_view v = view_of(NGL_TRIAGE_ROUTINE);
    (void)state;
    CHECK(ngl_view_shown(&v, shown) == 1 && shown[0] == 0, "5 in 100 of a clot lies under its trigger");
    v.a.cause = rare;
    CHECK(ngl_view_shown(&v, shown) == 2 && shown[1] == 1, "at its trigger it is shown");
    v.a.cause = unsure;
    CHECK(ngl_view_shown(&v, shown) == 2, "beside an unsure leader its contender is shown");
    CHECK(text_has(&v, "They are close together: we can't tell them apart yet."), "and that they are close");
    v.a.cause = faint;
    CHECK(ngl_view_shown(&v, shown) == 2, "where nothing stands out the nearest are shown");
    CHECK(text_has(&v, "Nothing stands out yet. These come nearest:"), "and that is said");
}

static void records_leave_nothing_out(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_SELF_CARE);
    ngl_buf  b;
    (void)state;
    ngl_buf_init(&b, 1 << 16);
    ngl_view_plain(&b, &v);
    const char *expected =
        "triage\tself_care\tNO DANGER SIGN IN YOUR ANSWERS\n"
        "do\tYou can look after this yourself first; have it looked at if it is no better in two weeks.\n"
        "do\tRunning for now: easy and short.\n"
        "do\tGood to know: rest days count.\n"
        "cause\ttendon\tlikely\tIrritated tendon at the sit bone\t0.7100\t0.5500\t0.8300\t0.9300\n"
        "cause\tclot\tless likely\tClot\t0.0500\t0.0100\t0.1000\t0.0200\n"
        "for\ttendon\tsite_sit_bone\t1.8400\tyou said yes to \"Does the sit bone hurt?\"\n"
        "for\ttendon\tage_band\t0.2000\tyou said \"40 or over\" to \"How old are you?\"\n"
        "against\ttendon\tagg_sitting\t-1.2500\tyou said no to \"Does sitting hurt?\"\n"
        "other\t0.0300\n"
        "fit\t0.4000\tYour answers fit this picture as well as most people's do.\n"
        "next\tlimp\tDo you limp?\n"
        "note\tNiggle informs; a clinician decides.\n"
        "knowledge\t00000000000000aa\n";
    CHECK(strcmp(ngl_buf_string(&b), expected) == 0, "records:\n%s", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void the_documented_object(void **state)
{
    static const ngl_id limp_rule[] = { R_SADDLE, R_LIMP }, gates[] = { R_GATE };
    ngl_view v = view_of(NGL_TRIAGE_EMERGENCY);
    ngl_buf  b;
    (void)state;
    v.a.nrule = 2, v.a.rule = limp_rule, v.ngate = 1, v.gate = gates;
    v.nwhy = 0;
    reasons[0] = (ngl_danger_reason){ .by = NGL_BY_RULE, .level = NGL_TRIAGE_EMERGENCY, .rule = R_SADDLE };
    v.danger.nreason = 1, v.danger.reason = reasons;
    ngl_buf_init(&b, 1 << 16);
    ngl_view_json(&b, &v);
    const char *expected =
        "{\"knowledge\":\"00000000000000aa\",\"triage\":\"emergency\",\"red_flags\":["
        "{\"id\":\"rf_saddle\",\"urgency\":\"emergency\",\"action\":\"Go to an emergency department now.\",\"suspects\":[\"clot\"]},"
        "{\"id\":\"rf_limp\",\"urgency\":\"routine\",\"action\":\"Book a clinician about the limp.\",\"suspects\":[]}],"
        "\"causes\":[{\"id\":\"tendon\",\"p\":0.710000,\"low\":0.550000,\"high\":0.830000,\"first\":0.930000},"
        "{\"id\":\"clot\",\"p\":0.050000,\"low\":0.010000,\"high\":0.100000,\"first\":0.020000}],"
        "\"other\":0.030000,\"fit\":0.400000,\"next\":{\"id\":\"limp\",\"bits\":0.310000,\"seconds\":15,\"screen\":null},\"stop\":false,"
        "\"triage_reasons\":[{\"by\":\"rule\",\"level\":\"emergency\",\"rule\":\"rf_saddle\"}],\"gates\":[\"gate_limp\"],"
        "\"open_safety_questions\":[],\"advice_held\":false,\"contradictions\":[],\"prior\":\"runner\",\"today\":\"2026-03-01\"}\n";
    CHECK(strcmp(ngl_buf_string(&b), expected) == 0, "JSON:\n%s", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void nothing_left_to_ask_is_null(void **state)
{
    ngl_view v = view_of(NGL_TRIAGE_SELF_CARE);
    ngl_buf  b;
    (void)state;
    v.next = (ngl_next){ .finding = NGL_NONE, .stop = 1 };
    v.a.fit = NAN;
    ngl_buf_init(&b, 1 << 16);
    ngl_view_json(&b, &v);
    CHECK(strstr(ngl_buf_string(&b), "\"fit\":null,\"next\":{\"id\":null,\"bits\":0.000000,\"seconds\":0,\"screen\":null},\"stop\":true") != NULL,
          "%s", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void the_runs_in_words(void **state)
{
    static const struct { const char *said; ngl_training_evidence e; } rows[] = {
        { "Your run of 18.0 km on Sunday 1 March was 38 % longer than any in the month before.",
          { .kind = NGL_STANDS_OUT_DISTANCE, .day = 20513, .dist_m = 18000, .value = 18000, .before = 13040, .percent = 38 } },
        { "In the week to Sunday 1 March you ran 52.0 km, 30 % more than the 40.0 km before it.",
          { .kind = NGL_STANDS_OUT_WEEK, .day = 20513, .dist_m = 52000, .value = 52000, .before = 40000, .percent = 30 } },
        { "Your run of 10.0 km on Sunday 1 March had 600 m down, 50 % more than the 400 m down before it.",
          { .kind = NGL_STANDS_OUT_DESCENT, .day = 20513, .dist_m = 10000, .value = 600, .before = 400, .percent = 50 } },
        { "Your run of unknown length on Sunday 1 March had 90 minutes, 50 % more than the 60 minutes before it.",
          { .kind = NGL_STANDS_OUT_TIME, .day = 20513, .dist_m = NAN, .value = 5400, .before = 3600, .percent = 50 } },
        { "Your files show about 42 km in a usual week.", { .kind = NGL_STANDS_OUT_NONE, .value = 41.6 } },
        { "Of late your runs had 178 steps a minute, before that 168 at the same speed; it shows most on Saturday 28 February. "
          "Your watch may be off by 2.",
          { .kind = NGL_STANDS_OUT_CADENCE, .day = 20512, .value = 178, .before = 168, .percent = 6, .error = 2 } },
        { "Of late your runs had 51.6 % of the ground contact on the left foot, before that 50.2 %; it shows most on "
          "Saturday 28 February. Your watch may be off by 0.5.",
          { .kind = NGL_STANDS_OUT_BALANCE, .day = 20512, .value = 51.6, .before = 50.2, .percent = NAN, .error = 0.5 } },
        { "Your run on Saturday 28 February was the first noted in these shoes: Blue ones.",
          { .kind = NGL_STANDS_OUT_SHOES, .day = 20512, .words = "Blue ones" } },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_buf b;
        ngl_buf_init(&b, 1 << 10);
        ngl_view_training(&b, &rows[i].e);
        CHECK(strcmp(ngl_buf_string(&b), rows[i].said) == 0, "%s", ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_a_likely_cause),
        cmocka_unit_test(an_emergency_stands_alone),
        cmocka_unit_test(nothing_reassures_while_a_safety_question_is_open),
        cmocka_unit_test(a_level_without_a_rule_has_its_sentence),
        cmocka_unit_test(only_the_answers_that_make_a_rule_hold_are_named),
        cmocka_unit_test(colour_only_repeats),
        cmocka_unit_test(how_surely_a_cause_is_named),
        cmocka_unit_test(chances_in_words),
        cmocka_unit_test(rare_is_shown_only_when_pressing),
        cmocka_unit_test(records_leave_nothing_out),
        cmocka_unit_test(the_documented_object),
        cmocka_unit_test(nothing_left_to_ask_is_null),
        cmocka_unit_test(the_runs_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
