/* CSV from outside: whatever the bytes are, rows and fields come out. */
#include "base/csv_read.h"

#include "../../check.h"

#include <stdio.h>
#include <string.h>

/* rows as "a|b;c|d;" */
static const char *shown(const char *text, size_t len, char separator, size_t row_max)
{
    static char out[4096];
    size_t      n = 0;
    ngl_csv     c;
    ngl_csv_begin(&c, text, len, separator, row_max);
    while (ngl_csv_next(&c)) {
        for (size_t i = 0; i < c.n; i++) n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", i ? "|" : "", ngl_csv_field(&c, i));
        n += (size_t)snprintf(out + n, sizeof out - n, ";");
    }
    if (c.text.failed) snprintf(out + n, sizeof out - n, "!");
    ngl_csv_end(&c);
    out[n + 1] = 0;
    if (!n && out[0] != '!') out[0] = 0;
    return out;
}

static void test_rows(void **state)
{
    static const struct {
        const char *sentence, *text, *want;
    } rows[] = {
        { "plain", "a,b\nc,d\n", "a|b;c|d;" },
        { "no end of the last line", "a,b\nc,d", "a|b;c|d;" },
        { "lines of Windows", "a,b\r\nc,d\r\n", "a|b;c|d;" },
        { "lines of old Macs", "a,b\rc,d\r", "a|b;c|d;" },
        { "a byte-order mark", "\xef\xbb\xbf" "a,b\n", "a|b;" },
        { "empty lines are no rows", "\n\na,b\n\n\nc,d\n\n", "a|b;c|d;" },
        { "empty fields are fields", "a,,b,\n,\n", "a||b|;|;" },
        { "quotes", "\"a,b\",\"c\"\"d\",\"e\nf\"\n", "a,b|c\"d|e\nf;" },
        { "a quote inside a word is a quote", "a\"b,c\n", "a\"b|c;" },
        { "text behind a closing quote belongs to it", "\"a\"b,c\n", "ab|c;" },
        { "a quote that never ends takes the rest", "\"a,b\nc", "a,b\nc;" },
        { "semicolons, by count", "a;b;c,d\n", "a|b|c,d;" },
        { "tabs, by count", "a\tb\n", "a|b;" },
        { "separators in quotes do not count", "\"a;b;c\",d\n", "a;b;c|d;" },
        { "nothing at all", "", "" },
        { "a mark alone", "\xef\xbb\xbf", "" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *got = shown(rows[i].text, strlen(rows[i].text), 0, 1000);
        CHECK(strcmp(got, rows[i].want) == 0, "%s: %s", rows[i].sentence, got);
    }
}

static void test_limits(void **state)
{
    char    many[1200];
    ngl_csv c;
    (void)state;
    CHECK(strcmp(shown("a,b\n", 4, ';', 100), "a,b;") == 0, "the separator that is asked for");
    memset(many, ',', sizeof many);
    ngl_csv_begin(&c, many, sizeof many, 0, 10000);
    CHECK(ngl_csv_next(&c) && c.n == NGL_CSV_COLUMNS && strcmp(ngl_csv_field(&c, 5000), "") == 0, "columns beyond the most are left out");
    ngl_csv_end(&c);
    memset(many, 'x', sizeof many);
    ngl_csv_begin(&c, many, sizeof many, ',', 100);
    CHECK(!ngl_csv_next(&c) && c.text.failed, "a row that is too long is said");
    ngl_csv_end(&c);
    ngl_csv_begin(&c, "a\n\nb,c\n", 7, ',', 100);
    CHECK(ngl_csv_next(&c) && c.row_at == 0 && ngl_csv_next(&c) && c.row_at == 3, "where a row begins: %zu", c.row_at);
    ngl_csv_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows), cmocka_unit_test(test_limits) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
