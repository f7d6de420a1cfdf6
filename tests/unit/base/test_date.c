/* Dates against a slow twin that counts days one by one, and against tables of
 * texts that must and must not be read. */
#include "base/date.h"

#include "../../check.h"

#include <string.h>

static bool twin_leap(int year)
{
    if (year % 400 == 0) return true;
    if (year % 100 == 0) return false;
    return year % 4 == 0;
}

static int twin_length(int year, int month)
{
    switch (month) {
    case 2: return twin_leap(year) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11: return 30;
    default: return 31;
    }
}

static ngl_civil twin_next(ngl_civil c)
{
    if (++c.day <= twin_length(c.year, c.month)) return c;
    c.day = 1;
    if (++c.month <= 12) return c;
    c.month = 1;
    c.year++;
    return c;
}

static ngl_civil twin_last(ngl_civil c)
{
    if (--c.day >= 1) return c;
    if (--c.month < 1) c.month = 12, c.year--;
    c.day = twin_length(c.year, c.month);
    return c;
}

static void check_day(ngl_day d, ngl_civil c)
{
    ngl_civil got = ngl_civil_from_day(d);
    CHECK(got.year == c.year && got.month == c.month && got.day == c.day, "day %d is %d-%d-%d, got %d-%d-%d", (int)d,
          c.year, c.month, c.day, got.year, got.month, got.day);
    CHECK(ngl_civil_valid(c) && ngl_day_from_civil(c) == d, "%d-%d-%d is day %d", c.year, c.month, c.day, (int)d);
    int week = ((int)d % 7 + 10) % 7; /* 1970-01-01 was a Thursday, 3 */
    CHECK(ngl_day_weekday(d) == week, "day %d falls on %d, got %d", (int)d, week, ngl_day_weekday(d));
    char    text[NGL_DAY_TEXT];
    ngl_day back = NGL_DAY_NONE;
    ngl_day_format(text, d);
    CHECK(ngl_day_parse(&back, text, strlen(text)) && back == d, "'%s' reads back as day %d", text, (int)d);
}

static void two_hundred_thousand_days_there_and_back(void **state)
{
    (void)state;
    ngl_civil c = { 1970, 1, 1 };
    for (ngl_day d = 0; d <= 100000; d++, c = twin_next(c)) check_day(d, c);
    c = (ngl_civil){ 1970, 1, 1 };
    for (ngl_day d = 0; d >= -100000; d--, c = twin_last(c)) check_day(d, c);
}

static void days_exist_or_do_not(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        ngl_civil   c;
        bool        valid;
    } rows[] = {
        { "a leap day", { 2024, 2, 29 }, true },
        { "no leap day in a common year", { 2026, 2, 29 }, false },
        { "2000 was a leap year", { 2000, 2, 29 }, true },
        { "1900 was not", { 1900, 2, 29 }, false },
        { "2100 will not be", { 2100, 2, 29 }, false },
        { "the 31st of April", { 2026, 4, 31 }, false },
        { "the 31st of December", { 2026, 12, 31 }, true },
        { "the 32nd of December", { 2026, 12, 32 }, false },
        { "day nought", { 2026, 1, 0 }, false },
        { "month nought", { 2026, 0, 1 }, false },
        { "month 13", { 2026, 13, 1 }, false },
        { "a month far outside", { 2026, 1000000, 1 }, false },
        { "a month below", { 2026, -1, 1 }, false },
        { "the first day there is", { 0, 1, 1 }, true },
        { "the last day there is", { 9999, 12, 31 }, true },
        { "year 10000", { 10000, 1, 1 }, false },
        { "the year before nought", { -1, 12, 31 }, false },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(ngl_civil_valid(rows[i].c) == rows[i].valid, "%s", rows[i].what);
}

static void days_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        ngl_day     day; /* NGL_DAY_NONE: refused */
    } rows[] = {
        { "the first of January 1970", "1970-01-01", 0 },
        { "the day before", "1969-12-31", -1 },
        { "a day in spring", "2026-03-01", 20513 },
        { "a leap day", "2024-02-29", 19782 },
        { "not a leap day", "2023-02-29", NGL_DAY_NONE },
        { "nothing", "", NGL_DAY_NONE },
        { "a year", "2026", NGL_DAY_NONE },
        { "a month", "2026-03", NGL_DAY_NONE },
        { "one digit for the day", "2026-03-1", NGL_DAY_NONE },
        { "one digit for the month", "2026-3-01", NGL_DAY_NONE },
        { "slashes", "2026/03/01", NGL_DAY_NONE },
        { "no dashes", "20260301", NGL_DAY_NONE },
        { "day first", "01-03-2026", NGL_DAY_NONE },
        { "a blank before", " 2026-03-01", NGL_DAY_NONE },
        { "a blank behind", "2026-03-01 ", NGL_DAY_NONE },
        { "a time behind", "2026-03-01T10:00:00Z", NGL_DAY_NONE },
        { "a sign", "+026-03-01", NGL_DAY_NONE },
        { "a negative month", "2026--3-01", NGL_DAY_NONE },
        { "letters", "2026-Mar-01", NGL_DAY_NONE },
        { "month 13", "2026-13-01", NGL_DAY_NONE },
        { "a year of five digits", "12026-03-01", NGL_DAY_NONE },
        { "digits of another script", "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6-03-01", NGL_DAY_NONE },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_day d = 424242;
        bool    ok = ngl_day_parse(&d, rows[i].text, strlen(rows[i].text));
        CHECK(ok == (rows[i].day != NGL_DAY_NONE), "%s", rows[i].what);
        CHECK(d == (ok ? rows[i].day : 424242), "%s: got %d", rows[i].what, (int)d);
    }
    ngl_day d = 1;
    CHECK(!ngl_day_parse(&d, "2026-03-01", 9) && d == 1, "the length counts, not the NUL");
    CHECK(ngl_day_parse(&d, "2026-03-01T", 10) && d == 20513, "nothing behind the length is looked at");
}

static void instants_are_read_with_offset(void **state)
{
    (void)state;
    static const int64_t noon = 1709208000000; /* 2024-02-29T12:00:00Z */
    static const struct {
        const char *what, *text;
        bool        ok;
        int64_t     ms; /* from that noon */
        int32_t     offset_s;
    } rows[] = {
        { "UTC", "2024-02-29T12:00:00Z", true, 0, 0 },
        { "no zone means UTC", "2024-02-29T12:00:00", true, 0, 0 },
        { "small letters", "2024-02-29t12:00:00z", true, 0, 0 },
        { "a blank for T", "2024-02-29 12:00:00Z", true, 0, 0 },
        { "east", "2024-02-29T12:00:00+02:00", true, -7200000, 7200 },
        { "west without a colon", "2024-02-29T12:00:00-0330", true, 12600000, -12600 },
        { "hours alone", "2024-02-29T12:00:00+02", true, -7200000, 7200 },
        { "minus nought", "2024-02-29T12:00:00-00:00", true, 0, 0 },
        { "the furthest east", "2024-02-29T12:00:00+14:00", true, -50400000, 50400 },
        { "a quarter of an hour", "2024-02-29T12:00:00+05:45", true, -20700000, 20700 },
        { "milliseconds", "2024-02-29T12:00:00.250Z", true, 250, 0 },
        { "one digit of a second", "2024-02-29T12:00:00.5Z", true, 500, 0 },
        { "nanoseconds are dropped", "2024-02-29T12:00:00.123456789Z", true, 123, 0 },
        { "a fraction and an offset", "2024-02-29T12:00:00.5+01:00", true, -3599500, 3600 },
        { "a leap second counts as 59", "2024-02-29T12:00:60Z", true, 59000, 0 },
        { "the first second of a day", "2024-02-29T00:00:00Z", true, -43200000, 0 },
        { "the last second of a day", "2024-02-29T23:59:59Z", true, 43199000, 0 },
        { "hour 24", "2024-02-29T24:00:00Z", false, 0, 0 },
        { "minute 60", "2024-02-29T12:60:00Z", false, 0, 0 },
        { "second 61", "2024-02-29T12:00:61Z", false, 0, 0 },
        { "no seconds", "2024-02-29T12:00Z", false, 0, 0 },
        { "only a day", "2024-02-29", false, 0, 0 },
        { "nothing between day and time", "2024-02-2912:00:00Z", false, 0, 0 },
        { "an empty fraction", "2024-02-29T12:00:00.Z", false, 0, 0 },
        { "an offset of 19 hours", "2024-02-29T12:00:00+19:00", false, 0, 0 },
        { "an offset of 99 minutes", "2024-02-29T12:00:00+01:99", false, 0, 0 },
        { "half an offset", "2024-02-29T12:00:00+1", false, 0, 0 },
        { "a sign alone", "2024-02-29T12:00:00+", false, 0, 0 },
        { "a colon alone", "2024-02-29T12:00:00+01:", false, 0, 0 },
        { "something behind Z", "2024-02-29T12:00:00Zulu", false, 0, 0 },
        { "a zone by name", "2024-02-29T12:00:00 Europe/Rome", false, 0, 0 },
        { "a day that is not", "2023-02-29T12:00:00Z", false, 0, 0 },
        { "nothing", "", false, 0, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_instant t = 77;
        int32_t     off = 88;
        bool        ok = ngl_instant_parse(&t, &off, rows[i].text, strlen(rows[i].text));
        CHECK(ok == rows[i].ok, "%s", rows[i].what);
        CHECK(t == (ok ? noon + rows[i].ms : 77), "%s: got %lld", rows[i].what, (long long)t);
        CHECK(off == (ok ? rows[i].offset_s : 88), "%s: offset %d", rows[i].what, (int)off);
        if (ok) CHECK(ngl_instant_parse(&t, NULL, rows[i].text, strlen(rows[i].text)), "%s, offset unasked", rows[i].what);
    }
}

static void every_cut_of_an_instant_is_safe(void **state)
{
    (void)state;
    static const char whole[] = "2024-02-29T12:00:00.250+02:00";
    static const size_t good[] = { 19, 21, 22, 23, 26, 29 };
    for (size_t len = 0; len < sizeof whole; len++) {
        ngl_instant t;
        bool        want = false;
        for (size_t i = 0; i < COUNT(good); i++) want |= good[i] == len;
        CHECK(ngl_instant_parse(&t, NULL, whole, len) == want, "'%.*s'", (int)len, whole);
    }
}

static void instants_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        ngl_instant t;
        const char *text;
    } rows[] = {
        { "the beginning", 0, "1970-01-01T00:00:00Z" },
        { "a millisecond before", -1, "1969-12-31T23:59:59.999Z" },
        { "milliseconds only if needed", 1709208000250, "2024-02-29T12:00:00.250Z" },
        { "after 2038", 2147483648000, "2038-01-19T03:14:08Z" },
        { "the last moment there is", 253402300799999, "9999-12-31T23:59:59.999Z" },
        { "one later", 253402300800000, "?" },
        { "the first moment there is", -62167219200000, "0000-01-01T00:00:00Z" },
        { "one earlier", -62167219200001, "?" },
        { "none", NGL_INSTANT_NONE, "?" },
        { "the greatest number", INT64_MAX, "?" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[NGL_INSTANT_TEXT];
        ngl_instant_format(text, rows[i].t);
        CHECK(strcmp(text, rows[i].text) == 0, "%s: got '%s'", rows[i].what, text);
        ngl_instant back;
        if (text[0] != '?')
            CHECK(ngl_instant_parse(&back, NULL, text, strlen(text)) && back == rows[i].t, "%s reads back", rows[i].what);
    }
}

static void the_day_of_a_moment_depends_on_where_one_is(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        ngl_instant t;
        int32_t     offset_s;
        ngl_day     day;
    } rows[] = {
        { "midnight in Greenwich", 0, 0, 0 },
        { "an hour west it is still yesterday", 0, -3600, -1 },
        { "late evening", 86399999, 0, 0 },
        { "late evening, an hour east, is tomorrow", 86399999, 3600, 1 },
        { "before 1970", -1, 0, -1 },
        { "before 1970, an hour east", -1, 3600, 0 },
        { "no moment, no day", NGL_INSTANT_NONE, -3600, NGL_DAY_NONE },
        { "a moment beyond all days", INT64_MAX, 3600, NGL_DAY_NONE },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(ngl_instant_day(rows[i].t, rows[i].offset_s) == rows[i].day, "%s: got %d", rows[i].what,
              (int)ngl_instant_day(rows[i].t, rows[i].offset_s));
}

static void days_are_put_in_words(void **state)
{
    (void)state;
    static const struct {
        ngl_day     d;
        const char *iso, *words;
    } rows[] = {
        { 0, "1970-01-01", "Thursday 1 January" },
        { -1, "1969-12-31", "Wednesday 31 December" },
        { 20513, "2026-03-01", "Sunday 1 March" },
        { -719528, "0000-01-01", "Saturday 1 January" },
        { -719529, "?", "Friday 31 December" },
        { 2932896, "9999-12-31", "Friday 31 December" },
        { 2932897, "?", "Saturday 1 January" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char iso[NGL_DAY_TEXT], words[NGL_DAY_WORDS];
        ngl_day_format(iso, rows[i].d);
        ngl_day_words(words, rows[i].d);
        CHECK(strcmp(iso, rows[i].iso) == 0, "day %d is %s, got %s", (int)rows[i].d, rows[i].iso, iso);
        CHECK(strcmp(words, rows[i].words) == 0, "day %d is %s, got %s", (int)rows[i].d, rows[i].words, words);
    }
    char words[NGL_DAY_WORDS];
    ngl_day_words(words, INT32_MIN);
    ngl_day_words(words, INT32_MAX);
    CHECK(strlen(words) < sizeof words, "the ends of the numbers do no harm");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_thousand_days_there_and_back),
        cmocka_unit_test(days_exist_or_do_not),
        cmocka_unit_test(days_are_read_exactly),
        cmocka_unit_test(instants_are_read_with_offset),
        cmocka_unit_test(every_cut_of_an_instant_is_safe),
        cmocka_unit_test(instants_are_written),
        cmocka_unit_test(the_day_of_a_moment_depends_on_where_one_is),
        cmocka_unit_test(days_are_put_in_words),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
