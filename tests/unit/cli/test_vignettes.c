/* The figures by which the assessment is judged. Wilson limits are those of
 * published tables (Newcombe 1998, Stat Med 17:857-72, table I, method 3). */
#include "check.h"

#include "flow/vignettes.h"
#include "toy.h"

#include <math.h>
#include <string.h>

static void wilson_as_in_the_tables(void **state)
{
    static const struct { const char *what; unsigned k, n; double low, high; } rows[] = {
        { "81 of 263", 81, 263, 0.2553, 0.3662 },
        { "15 of 148", 15, 148, 0.0624, 0.1605 },
        { "0 of 20 begins at nothing", 0, 20, 0.0000, 0.1611 },
        { "1 of 29", 1, 29, 0.0061, 0.1718 },
        { "all of 20 end at one", 20, 20, 0.8389, 1.0000 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_share s = ngl_wilson(rows[i].k, rows[i].n);
        CHECK(fabs(s.low - rows[i].low) < 6e-5, "%s: low %.5f", rows[i].what, s.low);
        CHECK(fabs(s.high - rows[i].high) < 6e-5, "%s: high %.5f", rows[i].what, s.high);
        CHECK(s.low <= s.p && s.p <= s.high, "%s: the share lies within", rows[i].what);
    }
    CHECK(isnan(ngl_wilson(0, 0).p) && isnan(ngl_wilson(0, 0).low), "nothing of nothing is not known");
}

static void brier_of_a_few(void **state)
{
    static const ngl_said_so pairs[] = { { 1.0, 1 }, { 0.0, 0 }, { 0.5, 1 }, { 0.5, 0 } };
    (void)state;
    CHECK(fabs(ngl_brier(pairs, 4) - 0.125) < 1e-15, "a quarter for each half");
    CHECK(ngl_brier(pairs, 2) == 0, "perfect");
    CHECK(isnan(ngl_brier(pairs, 0)), "none");
}

static void bins_hold_their_edges(void **state)
{
    static const ngl_said_so pairs[] = { { 0.0, 0 }, { 0.0999, 1 }, { 0.1, 0 }, { 0.95, 1 }, { 1.0, 1 } };
    ngl_calibration_bin      bin[NGL_CALIBRATION_BINS];
    (void)state;
    ngl_calibration(bin, pairs, COUNT(pairs));
    CHECK(bin[0].n == 2 && bin[0].so == 1 && fabs(bin[0].mean_p - 0.04995) < 1e-12, "first");
    CHECK(bin[1].n == 1 && bin[1].so == 0, "0.1 belongs to the second");
    CHECK(bin[9].n == 2 && bin[9].so == 2, "1 belongs to the last");
    CHECK(bin[5].n == 0 && isnan(bin[5].mean_p), "an empty one has no mean");
}

/* counts that follow a logistic line exactly must give it back */
static void the_line_is_found(void **state)
{
    static const struct { const char *what; double a, b; } rows[] = {
        { "perfect", 0, 1 }, { "too extreme", 0, 0.5 }, { "too timid and too low", 0.7, 1.5 },
    };
    enum { EACH = 4000 };
    static ngl_said_so pair[5 * EACH];
    static const double said[] = { 0.1, 0.3, 0.5, 0.7, 0.9 };
    (void)state;
    for (size_t r = 0; r < COUNT(rows); r++) {
        size_t n = 0;
        double a = 0, b = 0;
        for (size_t i = 0; i < COUNT(said); i++) {
            double   q = 1 / (1 + exp(-(rows[r].a + rows[r].b * log(said[i] / (1 - said[i])))));
            unsigned so = (unsigned)lround(q * EACH);
            for (unsigned k = 0; k < EACH; k++) pair[n++] = (ngl_said_so){ said[i], k < so };
        }
        CHECK(ngl_calibration_line(pair, n, &a, &b), "%s: found", rows[r].what);
        CHECK(fabs(a - rows[r].a) < 2e-3 && fabs(b - rows[r].b) < 2e-3, "%s: %.4f %.4f", rows[r].what, a, b);
    }
}

static void no_line_where_there_is_none(void **state)
{
    static const ngl_said_so alike[] = { { 0.3, 1 }, { 0.3, 0 }, { 0.3, 0 } };
    static const ngl_said_so split[] = { { 0.2, 0 }, { 0.3, 0 }, { 0.7, 1 }, { 0.8, 1 } };
    double                   a = 7, b = 7;
    (void)state;
    CHECK(!ngl_calibration_line(alike, 3, &a, &b), "all alike");
    CHECK(!ngl_calibration_line(split, 4, &a, &b), "separated");
    CHECK(!ngl_calibration_line(alike, 0, &a, &b), "none");
    CHECK(a == 7 && b == 7, "nothing is written");
}

static void medians(void **state)
{
    double odd[] = { 3, 1, 2 }, even[] = { 4, 1, 3, 2 };
    (void)state;
    CHECK(ngl_median(odd, 3) == 2 && ngl_median(even, 4) == 2.5 && isnan(ngl_median(odd, 0)), "middle");
}

static ngl_status read_case(ngl_vignette *v, ngl_arena *arena, const char *line, bool exam, ngl_error *err)
{
    ngl_arena_init(arena, 1 << 16);
    *err = (ngl_error){ 0 };
    return ngl_vignette_read(v, arena, &toy, exam, line, strlen(line), err);
}

static void cases_are_read(void **state)
{
    ngl_vignette v;
    ngl_arena    arena;
    ngl_error    err;
    (void)state;
    CHECK(read_case(&v, &arena, "{\"id\":\"a\",\"answers\":{\"limp\":true},\"exam_answers\":{\"agg_sitting\":true},"
                    "\"triage\":\"urgent\",\"truth\":{\"condition\":\"tendon\",\"accept\":[\"clot\"]}}", false, &err) == 0,
          "%s", err.text);
    CHECK(v.naccept == 2 && v.accept[0] == C_TENDON && v.accept[1] == C_CLOT, "truth first");
    CHECK(v.triage == NGL_TRIAGE_URGENT && v.detectable && v.pool && !v.unmodelled, "usual values");
    CHECK(v.answer[F_SITTING].state == NGL_UNKNOWN, "examination only when asked for");
    ngl_arena_free(&arena);
    CHECK(read_case(&v, &arena, "{\"id\":\"a\",\"answers\":{},\"exam_answers\":{\"agg_sitting\":true},\"pool\":false,"
                    "\"detectable\":false,\"triage\":\"routine\",\"truth\":{\"condition\":\"other\",\"accept\":[\"clot\"]}}",
                    true, &err) == 0, "%s", err.text);
    CHECK(v.unmodelled && v.naccept == 0 && !v.pool && !v.detectable, "other is not modelled");
    CHECK(v.answer[F_SITTING].state == NGL_YES, "examination");
    ngl_arena_free(&arena);
}

static void bad_cases_are_named(void **state)
{
    static const struct { const char *what, *line, *says; } rows[] = {
        { "not JSON", "{\"id\":", "not sound JSON" },
        { "no object", "[1]", "not an object" },
        { "no id", "{\"answers\":{},\"triage\":\"urgent\"}", "\"id\"" },
        { "no answers", "{\"id\":\"a\",\"triage\":\"urgent\"}", "\"answers\"" },
        { "no triage", "{\"id\":\"a\",\"answers\":{}}", "\"triage\"" },
        { "a level that is none", "{\"id\":\"a\",\"answers\":{},\"triage\":\"soon\"}", "\"soon\"" },
        { "a finding that is none", "{\"id\":\"a\",\"answers\":{\"limb\":true},\"triage\":\"urgent\"}", "\"limp\"" },
        { "a condition that is none", "{\"id\":\"a\",\"answers\":{},\"triage\":\"urgent\",\"truth\":{\"condition\":\"x\"}}",
          "\"x\"" },
        { "a truth without a condition", "{\"id\":\"a\",\"answers\":{},\"triage\":\"urgent\",\"truth\":{}}", "truth" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_vignette v;
        ngl_arena    arena;
        ngl_error    err;
        CHECK(read_case(&v, &arena, rows[i].line, false, &err) != NGL_OK, "%s", rows[i].what);
        CHECK(strstr(err.text, rows[i].says) != NULL, "%s: %s", rows[i].what, err.text);
        ngl_arena_free(&arena);
    }
}

static void counting(void **state)
{
    static const struct {
        const char *what;
        ngl_vignette v;
        ngl_vignette_result r;
    } rows[] = {
        { "exact, first", { .naccept = 1, .triage = NGL_TRIAGE_ROUTINE, .detectable = true },
          { .rank = 1, .given = NGL_TRIAGE_ROUTINE } },
        { "over, third", { .naccept = 1, .triage = NGL_TRIAGE_SELF_CARE, .detectable = true },
          { .rank = 3, .given = NGL_TRIAGE_URGENT } },
        { "under, an emergency missed", { .naccept = 1, .triage = NGL_TRIAGE_EMERGENCY, .detectable = true },
          { .rank = 4, .given = NGL_TRIAGE_ROUTINE } },
        { "under, an emergency at least urgent", { .naccept = 0, .triage = NGL_TRIAGE_EMERGENCY, .detectable = true },
          { .given = NGL_TRIAGE_URGENT } },
        { "not detectable", { .naccept = 1, .triage = NGL_TRIAGE_URGENT }, { .given = NGL_TRIAGE_SELF_CARE } },
        { "not modelled", { .unmodelled = true, .triage = NGL_TRIAGE_ROUTINE, .detectable = true },
          { .given = NGL_TRIAGE_ROUTINE } },
    };
    ngl_vignette_options o = { 0 };
    ngl_vignette_sums    s = { 0 };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) ngl_vignette_count(&s, &rows[i].v, &rows[i].r, &o);
    CHECK(s.ncase == 6 && s.nunmodelled == 1, "all and not modelled");
    CHECK(s.nrank == 4 && s.top1 == 1 && s.top3 == 2, "ranks %u %u %u", s.nrank, s.top1, s.top3);
    CHECK(s.ntriage == 5 && s.safe == 3 && s.exact == 2 && s.under == 2 && s.over == 1, "triage");
    CHECK(s.nemergency == 2 && s.emergency_missed == 1, "emergencies");
}

static void judging(void **state)
{
    static const char *const line = "{\"id\":\"a\",\"answers\":{\"site_sit_bone\":true,\"limp\":false},"
                                    "\"triage\":\"routine\",\"truth\":{\"condition\":\"clot\",\"accept\":[\"tendon\"]}}";
    ngl_vignette_options o = { 0 };
    ngl_vignette_result  r;
    ngl_vignette         v;
    ngl_said_so          pair[CONDITIONS];
    ngl_arena            arena;
    ngl_error            err;
    size_t               n = 9;
    (void)state;
    CHECK(read_case(&v, &arena, line, false, &err) == NGL_OK, "%s", err.text);
    CHECK(ngl_vignette_judge(&r, &v, &toy, &o, pair, &n, &err) == NGL_OK, "%s", err.text);
    CHECK(r.rank == 1 && r.leader == C_TENDON && r.p > 0.8 && r.p == r.leader_p, "the likelier of the two is credited");
    CHECK(n == 1 && pair[0].so == 1 && pair[0].p == r.p, "the other right one is neither said nor unsaid");
    o.interview = true;
    CHECK(ngl_vignette_judge(&r, &v, &toy, &o, NULL, NULL, &err) == NGL_OK, "%s", err.text);
    CHECK(r.questions > 0 && r.questions <= FINDINGS && r.seconds >= 4 * r.questions, "it asked %u", r.questions);
    o = (ngl_vignette_options){ .rules_only = true };
    CHECK(ngl_vignette_judge(&r, &v, &toy, &o, NULL, NULL, &err) == NGL_OK, "%s", err.text);
    CHECK(r.rank == 0 && r.given == NGL_TRIAGE_SELF_CARE, "rules alone rank nothing");
    ngl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_as_in_the_tables),
        cmocka_unit_test(brier_of_a_few),
        cmocka_unit_test(bins_hold_their_edges),
        cmocka_unit_test(the_line_is_found),
        cmocka_unit_test(no_line_where_there_is_none),
        cmocka_unit_test(medians),
        cmocka_unit_test(cases_are_read),
        cmocka_unit_test(bad_cases_are_named),
        cmocka_unit_test(counting),
        cmocka_unit_test(judging),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
