/* The judge is judged: each known way of fooling oneself with these records is
 * planted once and must be refused, and figures are compared with slow twins. */
#include "guard.h"
#include "simulate.h"
#include "study.h"

#include "../../tests/check.h"

#include "base/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY = 1 << 30, CLUB = 24, SMALL = 400 };

static ngl_arena arena;
static table     club;

static int set_up(void **state)
{
    (void)state;
    ngl_arena_init(&arena, MEMORY);
    return simulate(&club, NULL, CLUB, 11, &arena, NULL) == NGL_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    ngl_arena_free(&arena);
    return 0;
}

static void every_planted_leak_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        peek        planted;
        unsigned    must; /* among what is found */
    } table_of[] = {
        { "our own features pass", PEEK_NOTHING, 0 },
        { "the gap to the row before tells the label by absence", PEEK_GAP, LEAK_RECENT },
        { "a 28-day load from other rows is stale for injuries only", PEEK_LOAD28, LEAK_RECENT },
        { "the date is the era", PEEK_ERA, LEAK_ERA },
        { "a z-score over the whole record uses the future", PEEK_FUTURE, LEAK_FUTURE },
        { "a rate over the whole record uses the label", PEEK_LABELS, LEAK_LABEL | LEAK_FUTURE },
    };
    for (size_t i = 0; i < COUNT(table_of); i++) {
        unsigned found;
        assert_int_equal(guard_rows(&found, &club, table_of[i].planted, 1, NULL), NGL_OK);
        CHECK((found & table_of[i].must) == table_of[i].must, "%s: found %u", table_of[i].what, found);
        CHECK((found != 0) == (table_of[i].must != 0), "%s: found %u", table_of[i].what, found);
    }
}

/* AUC of the measure that holds what was seen, either way round. */
static double auc_of_peek(peek p)
{
    ngl_population_row *row = NGL_NEW(&arena, ngl_population_row, club.n);
    double             *seen = NGL_NEW(&arena, double, club.n);
    uint32_t           *one = NGL_NEW(&arena, uint32_t, club.n);
    assert_int_equal(table_rows(row, &club, p, &arena, NULL), NGL_OK);
    for (size_t i = 0; i < club.n; i++) seen[i] = row[i].measure[NGL_POPULATION_MEASURES - 1];
    double auc = judge_auc_within(seen, club.injured, one, club.n, &arena);
    return fmax(auc, 1 - auc);
}

static void the_gap_would_have_been_worth_having(void **state)
{
    (void)state;
    double gap = auc_of_peek(PEEK_GAP);
    CHECK(gap > 0.9, "without the guard the gap reaches %g", gap);
}

static void rows_split_at_random_are_refused(void **state)
{
    (void)state;
    uint8_t            *fold = NGL_NEW(&arena, uint8_t, club.n);
    ngl_population_row *row = NGL_NEW(&arena, ngl_population_row, club.n);
    ngl_random          r = ngl_random_from(1);
    assert_int_equal(table_rows(row, &club, PEEK_NOTHING, &arena, NULL), NGL_OK);
    assert_int_equal(ngl_population_fold(fold, row, club.n, 5, 1, &arena, NULL), NGL_OK);
    assert_int_equal(guard_folds(fold, club.athlete, club.n, NULL), NGL_OK);
    unsigned used = 0;
    for (size_t i = 0; i < club.n; i++) used |= 1u << fold[i];
    assert_int_equal(used, 31);
    for (size_t i = 0; i < club.n; i++) fold[i] = (uint8_t)(ngl_random_unit(&r) * 5);
    ngl_error err = { 0 };
    assert_int_equal(guard_folds(fold, club.athlete, club.n, &err), NGL_E_INVALID);
    CHECK(strstr(err.text, "split by athlete"), "it says what to do: %s", err.text);
}

/* The club's first rows as a file; `turned`: newest day first. */
static void write_csv(ngl_buf *b, size_t rows, bool turned)
{
    static const char *const NAMES[DAY_BLOCK] = {
        "nr. sessions",      "total km",           "km Z3-4",
        "km Z5-T1-T2",       "km sprinting",       "strength training",
        "hours alternative", "perceived exertion", "perceived trainingSuccess",
        "perceived recovery"
    };
    for (int k = 0; k < NGL_POPULATION_DAYS; k++)
        for (int c = 0; c < DAY_BLOCK; c++) {
            ngl_buf_text(b, NAMES[c]);
            if (k) ngl_buf_printf(b, ".%d", k);
            ngl_buf_char(b, ',');
        }
    ngl_buf_text(b, "Athlete ID,injury,Date\n");
    for (size_t i = 0; i < rows; i++) {
        for (int k = 0; k < NGL_POPULATION_DAYS; k++)
            for (int c = 0; c < DAY_BLOCK; c++) {
                int from = turned ? NGL_POPULATION_DAYS - 1 - k : k;
                ngl_buf_printf(b, "%.10g,", club.window[i * club.width + (size_t)(from * DAY_BLOCK + c)]);
            }
        ngl_buf_printf(b, "%u,%d,%d\n", club.athlete[i], club.injured[i], club.date[i]);
    }
}

static void days_from_new_to_old_are_refused(void **state)
{
    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        ngl_buf   b;
        table     t;
        ngl_error err = { 0 };
        ngl_buf_init(&b, 16 << 20);
        write_csv(&b, SMALL, turned);
        ngl_status s = table_parse(&t, b.data, b.len, &arena, &err);
        CHECK(s == (turned ? NGL_E_INVALID : NGL_OK), "turned %d: %s", turned, err.text);
        if (turned) CHECK(strstr(err.text, "newest"), "it says which: %s", err.text);
        if (!turned) {
            assert_int_equal(t.n, SMALL);
            for (size_t k = 0; k < SMALL * t.width; k++)
                CHECK(fabs(t.window[k] - club.window[k]) < 1e-8, "what was written is read: value %zu", k);
        }
        ngl_buf_free(&b);
    }
}

static void other_tables_are_refused_in_a_sentence(void **state)
{
    (void)state;
    static const char *const BAD[] = { "", "a,b,c\n1,2,3\n", "Athlete ID,injury,Date\n1,0,2\n" };
    for (size_t i = 0; i < COUNT(BAD); i++) {
        table     t;
        ngl_error err = { 0 };
        CHECK(table_parse(&t, BAD[i], strlen(BAD[i]), &arena, &err) == NGL_E_INVALID, "\"%s\"", BAD[i]);
        CHECK(err.text[0], "\"%s\" says why", BAD[i]);
    }
}

static void shuffled_labels_are_not_told(void **state)
{
    (void)state;
    double auc;
    assert_int_equal(study_shuffled(&auc, &club, 3, 5, &arena, NULL), NGL_OK);
    CHECK(fabs(auc - 0.5) <= 0.03, "AUC %g", auc);
}

/* Success of 0 on every training: the early years did not ask. */
static void a_question_not_asked_is_not_known(void **state)
{
    (void)state;
    table               t = club;
    ngl_population_row *row = NGL_NEW(&arena, ngl_population_row, t.n);
    t.window = NGL_NEW(&arena, double, t.n *t.width);
    memcpy(t.window, club.window, t.n * t.width * sizeof *t.window);
    for (size_t k = 0; k < t.width; k += DAY_BLOCK) t.window[k + 8] = t.window[k + 7] < 0 ? -0.01 : 0;
    assert_int_equal(table_rows(row, &t, PEEK_NOTHING, &arena, NULL), NGL_OK);
    CHECK(isnan(row[0].measure[3]), "success %g", row[0].measure[3]);
    CHECK(!isnan(row[1].measure[3]), "the row beside it is asked");
}

static void auc_is_what_counting_pairs_gives(void **state)
{
    (void)state;
    ngl_random r = ngl_random_from(3);
    for (int turn = 0; turn < 20; turn++) {
        double   p[SMALL], wins = 0, pairs = 0;
        bool     y[SMALL];
        uint32_t athlete[SMALL];
        verdict  v;
        for (int i = 0; i < SMALL; i++) {
            athlete[i] = (uint32_t)(i % 7);
            p[i] = (1 + floor(8 * ngl_random_unit(&r))) / 10; /* with ties */
            y[i] = ngl_random_unit(&r) < p[i] / 2;
        }
        for (int i = 0; i < SMALL; i++)
            for (int j = 0; j < SMALL; j++) {
                if (!y[i] || y[j]) continue;
                pairs++;
                wins += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
            }
        const double *one[] = { p };
        assert_int_equal(judge(&v, one, NULL, 1, y, athlete, SMALL, 0, 1, &arena, NULL), NGL_OK);
        CHECK(fabs(v.value[M_AUC] - wins / pairs) < 1e-12, "%g is not %g", v.value[M_AUC], wins / pairs);
    }
}

static void calibration_says_how_wrong_the_truth_was_told(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        double      times, plus, slope;
    } rows[] = {
        { "the truth", 1, 0, 1 },
        { "twice as sure as it should be", 2, 0, 0.5 },
        { "half as sure", 0.5, 0, 2 },
        { "sure enough, but too high", 1, 1, 1 },
    };
    enum { MANY = 40000 };
    double   *p = NGL_NEW(&arena, double, MANY);
    bool     *y = NGL_NEW(&arena, bool, MANY);
    uint32_t *athlete = NGL_NEW(&arena, uint32_t, MANY);
    for (size_t k = 0; k < COUNT(rows); k++) {
        ngl_random r = ngl_random_from(9);
        verdict    v;
        for (int i = 0; i < MANY; i++) {
            double t = -1 + ngl_random_normal(&r);
            y[i] = ngl_random_unit(&r) < 1 / (1 + exp(-t));
            p[i] = 1 / (1 + exp(-(rows[k].times * t + rows[k].plus)));
        }
        const double *one[] = { p };
        assert_int_equal(judge(&v, one, NULL, 1, y, athlete, MANY, 0, 1, &arena, NULL), NGL_OK);
        CHECK(fabs(v.value[M_SLOPE] - rows[k].slope) < 0.05 * rows[k].slope + 0.02, "%s: slope %g", rows[k].what,
              v.value[M_SLOPE]);
        CHECK((fabs(v.value[M_INTERCEPT]) < 0.1) == (rows[k].plus == 0 && rows[k].times == 1) || rows[k].times != 1,
              "%s: intercept %g", rows[k].what, v.value[M_INTERCEPT]);
    }
}

/* A few public rows, where they are at hand: the week file has the newest
 * week first, and we turn it. */
static void public_rows_are_read(void **state)
{
    (void)state;
    const char *shared = getenv("NIGGLE_SHARED");
    char        path[4096];
    snprintf(path, sizeof path, "%s/data/lovdal/real_fixture_week_40rows.csv", shared ? shared : "");
    FILE *f = fopen(path, "rb");
    if (!f) {
        print_message("# the public rows are not here: skipped\n");
        skip();
    }
    static char data[1 << 16];
    size_t      len = fread(data, 1, sizeof data, f);
    fclose(f);
    table t;
    assert_int_equal(table_parse(&t, data, len, &arena, NULL), NGL_OK);
    assert_int_equal(t.kind, LAYOUT_WEEKS);
    assert_int_equal(t.n, 40);
    ngl_population_row *row = NGL_NEW(&arena, ngl_population_row, t.n);
    assert_int_equal(table_rows(row, &t, PEEK_NOTHING, &arena, NULL), NGL_OK);
    const char *first = strchr(data, '\n') + 1; /* sessions, rest days, km of the newest week */
    const char *km = strchr(strchr(first, ',') + 1, ',') + 1;
    char        said[32];
    snprintf(said, sizeof said, "%.10g", t.window[2 * WEEK_BLOCK + 2]);
    CHECK(strncmp(km, said, strlen(said)) == 0, "the newest week comes last: %s", said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_planted_leak_is_refused),
        cmocka_unit_test(the_gap_would_have_been_worth_having),
        cmocka_unit_test(rows_split_at_random_are_refused),
        cmocka_unit_test(days_from_new_to_old_are_refused),
        cmocka_unit_test(other_tables_are_refused_in_a_sentence),
        cmocka_unit_test(shuffled_labels_are_not_told),
        cmocka_unit_test(a_question_not_asked_is_not_known),
        cmocka_unit_test(auc_is_what_counting_pairs_gives),
        cmocka_unit_test(calibration_says_how_wrong_the_truth_was_told),
        cmocka_unit_test(public_rows_are_read),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
