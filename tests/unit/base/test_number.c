/* Numbers: what is read agrees with the C library's own reader in the C
 * locale, what is written reads back as the same bits, and no locale changes
 * either. */
#include "base/number.h"

#include "../../check.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t bits(double v)
{
    uint64_t u;
    memcpy(&u, &v, sizeof u);
    return u;
}

static double from_bits(uint64_t u)
{
    double v;
    memcpy(&v, &u, sizeof v);
    return v;
}

/* how many doubles lie between a and b */
static uint64_t apart(double a, double b)
{
    int64_t x = (int64_t)bits(a), y = (int64_t)bits(b);
    if (x < 0) x = INT64_MIN - x;
    if (y < 0) y = INT64_MIN - y;
    return x > y ? (uint64_t)x - (uint64_t)y : (uint64_t)y - (uint64_t)x;
}

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        bool        ok;
        double      v;
    } rows[] = {
        { "an integer", "42", true, 42 },
        { "a decimal", "0.25", true, 0.25 },
        { "a sign", "-3.5", true, -3.5 },
        { "a plus", "+3.5", true, 3.5 },
        { "leading noughts", "007.50", true, 7.5 },
        { "an exponent", "1e3", true, 1000 },
        { "a large E and a plus", "1.5E+3", true, 1500 },
        { "a negative exponent", "25e-2", true, 0.25 },
        { "a point without digits behind it", "5.", true, 5 },
        { "a point without digits before it", ".5", true, 0.5 },
        { "nought", "0", true, 0 },
        { "nought with an enormous exponent", "0e999999999", true, 0 },
        { "minus nought", "-0.0", true, -0.0 },
        { "a tenth", "0.1", true, 0.1 },
        { "seventeen digits", "0.30000000000000004", true, 0.30000000000000004 },
        { "the largest double", "1.7976931348623157e308", true, DBL_MAX },
        { "the smallest normal double", "2.2250738585072014e-308", true, DBL_MIN },
        { "the smallest double", "4.9406564584124654e-324", true, 4.9406564584124654e-324 },
        { "less than that is nought", "1e-400", true, 0 },
        { "far less than that is nought", "1e-99999999999999999999", true, 0 },
        { "forty noughts behind the point", "0.0000000000000000000000000000000000000001", true, 1e-40 },
        { "forty noughts before it", "10000000000000000000000000000000000000000.0", true, 1e40 },
        { "an exponent that undoes the noughts", "0.0001e4", true, 1 },
        { "beyond the largest", "1.8e308", false, 0 },
        { "far beyond the largest", "1e99999999999999999999", false, 0 },
        { "nothing", "", false, 0 },
        { "a blank", " ", false, 0 },
        { "a blank before", " 1", false, 0 },
        { "a blank behind", "1 ", false, 0 },
        { "a new line behind", "1\n", false, 0 },
        { "a sign alone", "-", false, 0 },
        { "two signs", "--1", false, 0 },
        { "a point alone", ".", false, 0 },
        { "two points", "1.2.3", false, 0 },
        { "a comma", "1,5", false, 0 },
        { "thousands", "1,000.5", false, 0 },
        { "an apostrophe", "1'000", false, 0 },
        { "an exponent alone", "e5", false, 0 },
        { "an exponent without digits", "1e", false, 0 },
        { "an exponent with only a sign", "1e-", false, 0 },
        { "a broken exponent", "1e2.5", false, 0 },
        { "hexadecimal", "0x10", false, 0 },
        { "a hexadecimal exponent", "0x1p3", false, 0 },
        { "infinity", "inf", false, 0 },
        { "infinity in full", "Infinity", false, 0 },
        { "not a number", "nan", false, 0 },
        { "a unit", "5km", false, 0 },
        { "a pace", "5:30", false, 0 },
        { "digits of another script", "\xd9\xa3", false, 0 },
        { "a minus that is a dash", "\xe2\x88\x92" "5", false, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double v = 77;
        bool   ok = ngl_number_parse(&v, rows[i].text, strlen(rows[i].text));
        CHECK(ok == rows[i].ok, "%s", rows[i].what);
        CHECK(bits(v) == bits(ok ? rows[i].v : 77), "%s: got %.17g", rows[i].what, v);
    }
    double v = 77;
    CHECK(ngl_number_parse(&v, "12345", 2) && v == 12, "the length counts, not the NUL");
    CHECK(!ngl_number_parse(&v, "1\0" "2", 3) && v == 12, "a NUL inside is no digit");
}

static void long_digits_do_no_harm(void **state)
{
    (void)state;
    static char text[200000];
    double      v;
    memset(text, '9', sizeof text);
    CHECK(!ngl_number_parse(&v, text, sizeof text), "two hundred thousand nines are too many");
    text[0] = '.';
    CHECK(ngl_number_parse(&v, text, sizeof text) && v == 1, "behind the point they are one: %.17g", v);
    memset(text, '0', sizeof text);
    text[sizeof text - 1] = '7';
    CHECK(ngl_number_parse(&v, text, sizeof text) && v == 7, "noughts before do not count");
}

static void integers_are_read_to_the_ends(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        bool        ok;
        int64_t     v;
    } rows[] = {
        { "nought", "0", true, 0 },
        { "a plus", "+12", true, 12 },
        { "leading noughts", "-0012", true, -12 },
        { "the largest", "9223372036854775807", true, INT64_MAX },
        { "the smallest", "-9223372036854775808", true, INT64_MIN },
        { "one beyond the largest", "9223372036854775808", false, 0 },
        { "one below the smallest", "-9223372036854775809", false, 0 },
        { "one that wraps to a little", "18446744073709551617", false, 0 },
        { "twenty digits", "99999999999999999999", false, 0 },
        { "nothing", "", false, 0 },
        { "a sign alone", "+", false, 0 },
        { "a point", "1.0", false, 0 },
        { "an exponent", "1e3", false, 0 },
        { "a blank", "1 ", false, 0 },
        { "hexadecimal", "0x1f", false, 0 },
        { "letters", "ten", false, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t v = 77;
        bool    ok = ngl_integer_parse(&v, rows[i].text, strlen(rows[i].text));
        CHECK(ok == rows[i].ok, "%s", rows[i].what);
        CHECK(v == (ok ? rows[i].v : 77), "%s: got %lld", rows[i].what, (long long)v);
    }
}

/* a million doubles of every size: the text reads back as the same bits, by
 * our reader and by the C library's */
static void a_million_doubles_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < 1000000; i++) {
        uint64_t u = next_random();
        double   v = from_bits(u);
        if (i % 4 == 1) v = (double)(int64_t)(u % 2000001) / 1000 - 1000;
        if (i % 4 == 2) v = (double)(u >> 11) * 0x1p-53;
        if (i % 4 == 3) v = (double)(u % 100000) / 7 * pow(10, (double)(int)(u >> 32 & 15) - 8);
        if (!isfinite(v)) continue;
        ngl_buf b;
        ngl_buf_init(&b, 100);
        ngl_buf_exact(&b, v);
        double ours = NAN;
        CHECK(ngl_number_parse(&ours, ngl_buf_string(&b), b.len) && ours == v, "%.17g was written as %s", v,
              ngl_buf_string(&b));
        CHECK(strtod(ngl_buf_string(&b), NULL) == v, "%.17g was written as %s for others", v, ngl_buf_string(&b));
        CHECK(b.len <= 24, "%s is not longer than it must be", ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
}

/* decimal text of up to 30 digits: the C library's answer up to 19 digits, at
 * most its neighbour beyond */
static void reading_agrees_with_the_c_library(void **state)
{
    (void)state;
    for (int i = 0; i < 300000; i++) {
        char  text[64], *p = text;
        int   digits = 1 + (int)(next_random() % 30), point = (int)(next_random() % 31);
        int   exponent = (int)(next_random() % 640) - 320;
        for (int k = 0; k < digits; k++) {
            if (k == point) *p++ = '.';
            *p++ = (char)('0' + next_random() % 10);
        }
        snprintf(p, 8, "e%d", exponent);
        double want = strtod(text, NULL), got = NAN;
        bool   ok = ngl_number_parse(&got, text, strlen(text));
        CHECK(ok == isfinite(want), "%s is in range", text);
        if (ok) CHECK(apart(got, want) <= (digits > 19), "%s: got %.17g, want %.17g", text, got, want);
    }
}

/* numbers half way between two doubles go to the even one, and a hair beyond
 * goes up: the cases where a long double is not enough */
static void ties_are_decided_exactly(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "9007199254740993", "9007199254740992.9", "9007199254740993.1", "9007199254740995", "36028797018963964",
        "36028797018963972", "9223372036854776832", "9223372036854776833", "1e23", "8.5e22", "2.5e-324", "2.4703282292062327e-324",
        "2.4703282292062328e-324", "2.2250738585072011e-308", "2.2250738585072012e-308", "1.7976931348623158e308",
        "1.797693134862315807e308", "1.797693134862315808e308", "7.2057594037927933e16", "6.9294956446009195e15",
        "2.470328229206232720e-324", "2.470328229206232721e-324", "7.410984687618698162e-324", "7.410984687618698163e-324",
        "5e-324", "3e-324", "7.4109846876186981e-324", "7.4109846876186982e-324",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        double want = strtod(texts[i], NULL), got = INFINITY;
        bool   ok = ngl_number_parse(&got, texts[i], strlen(texts[i]));
        CHECK(ok == isfinite(want) && bits(got) == bits(want), "%s: got %.17g, want %.17g", texts[i], got, want);
    }
    for (int i = 0; i < 100000; i++) { /* 2^53 + odd: half way by construction */
        char     text[32];
        uint64_t u = (UINT64_C(1) << 53) + (next_random() & ((UINT64_C(1) << 53) - 1));
        double   got = 0;
        snprintf(text, sizeof text, "%llu", (unsigned long long)(u | 1));
        CHECK(ngl_number_parse(&got, text, strlen(text)) && got == (double)(u | 1), "%s", text);
    }
}

static void decimals_are_rounded_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        double      v;
        int         decimals;
        const char *text;
    } rows[] = {
        { "nought", 0, 0, "0" },
        { "nought with decimals", 0, 3, "0.000" },
        { "a half goes up", 0.5, 0, "1" },
        { "a half below nought goes down", -0.5, 0, "-1" },
        { "one and a half", 1.5, 0, "2" },
        { "two and a half, where printf would say 2", 2.5, 0, "3" },
        { "what a person would round up", 0.615, 2, "0.62" },
        { "a little below a half", 0.4999999, 0, "0" },
        { "nearly nought is not minus nought", -0.0004, 3, "0.000" },
        { "nearly one", 0.9996, 3, "1.000" },
        { "nine decimals", 0.123456789, 9, "0.123456789" },
        { "more than nine are nine", 0.123456789123, 12, "0.123456789" },
        { "fewer than none are none", 12.7, -3, "13" },
        { "a large number", 123456789012.0, 1, "123456789012.0" },
        { "a number without room for decimals", 1e22, 2, "10000000000000000000000.00" },
        { "NaN", NAN, 2, "null" },
        { "infinity", INFINITY, 2, "null" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_buf b;
        ngl_buf_init(&b, 1000);
        ngl_buf_number(&b, rows[i].v, rows[i].decimals);
        CHECK(strcmp(ngl_buf_string(&b), rows[i].text) == 0, "%s: got %s", rows[i].what, ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
    ngl_buf b;
    ngl_buf_init(&b, 1000);
    ngl_buf_number(&b, -DBL_MAX, 9);
    double v = 0;
    CHECK(!b.failed && ngl_number_parse(&v, ngl_buf_string(&b), b.len) && v == -DBL_MAX, "the largest number is whole");
    ngl_buf_free(&b);
}

static void exact_text_is_short(void **state)
{
    (void)state;
    static const struct {
        double      v;
        const char *text;
    } rows[] = {
        { 0.1, "0.1" },           { 1.0 / 3, "0.3333333333333333" }, { 0.1 + 0.2, "0.30000000000000004" },
        { 100, "100" },           { 1e21, "1e+21" },                 { -2.5e-7, "-2.5e-07" },
        { 123456789, "123456789" }, { -0.0, "0" },                   { NAN, "null" },
        { -INFINITY, "null" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_buf b;
        ngl_buf_init(&b, 100);
        ngl_buf_exact(&b, rows[i].v);
        CHECK(strcmp(ngl_buf_string(&b), rows[i].text) == 0, "got %s, want %s", ngl_buf_string(&b), rows[i].text);
        ngl_buf_free(&b);
    }
}

/* any locale of this machine whose decimal point is not a point */
static bool set_comma_locale(void)
{
    static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "fr_FR.utf8", "it_IT.UTF-8",
                                         "tr_TR.UTF-8", "tr_TR.utf8", "ps_AF.UTF-8" };
    for (size_t i = 0; i < COUNT(names); i++)
        if (setlocale(LC_ALL, names[i]) && strcmp(localeconv()->decimal_point, ".") != 0) return true;
    setlocale(LC_ALL, "C");
    return false;
}

static void no_locale_changes_a_number(void **state)
{
    (void)state;
    if (!set_comma_locale()) {
        print_message("# this machine has no locale with a decimal comma\n");
        skip();
    }
    ngl_buf b;
    ngl_buf_init(&b, 100);
    ngl_buf_number(&b, 1234.5, 2);
    ngl_buf_char(&b, ' ');
    ngl_buf_exact(&b, -0.1);
    CHECK(strcmp(ngl_buf_string(&b), "1234.50 -0.1") == 0, "got %s", ngl_buf_string(&b));
    ngl_buf_free(&b);
    double v = 0;
    CHECK(ngl_number_parse(&v, "1.5", 3) && v == 1.5, "a point is read");
    CHECK(!ngl_number_parse(&v, "1,5", 3), "a comma is not");
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(long_digits_do_no_harm),
        cmocka_unit_test(integers_are_read_to_the_ends),
        cmocka_unit_test(a_million_doubles_read_back),
        cmocka_unit_test(reading_agrees_with_the_c_library),
        cmocka_unit_test(ties_are_decided_exactly),
        cmocka_unit_test(decimals_are_rounded_away_from_zero),
        cmocka_unit_test(exact_text_is_short),
        cmocka_unit_test(no_locale_changes_a_number),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
