/* Values as people type them into a spreadsheet. */
#include "activity/diary.h"

#include "activity/list.h"
#include "base/date.h"
#include "base/number.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { PLAIN = 40 };

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* blanks of every width */
static size_t blank(const char *p)
{
    if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') return 1;
    if ((unsigned char)p[0] == 0xc2 && (unsigned char)p[1] == 0xa0) return 2;
    if ((unsigned char)p[0] == 0xe2 && (unsigned char)p[1] == 0x80 && (unsigned char)p[2] >= 0x80 && (unsigned char)p[2] <= 0xaf) return 3;
    return 0;
}

static const char *skip_blanks(const char *p)
{
    for (size_t n; (n = blank(p)) > 0;) p += n;
    return p;
}

/* ---- numbers ------------------------------------------------------------------------ */

/* Of two kinds of mark the last is the decimal one. One mark alone is decimal,
 * unless it stands more than once. */
static char decimal_mark(const char *p, size_t n)
{
    char   last = 0;
    size_t count[2] = { 0, 0 };
    for (size_t i = 0; i < n; i++) {
        if (p[i] == ',') count[0]++, last = ',';
        if (p[i] == '.') count[1]++, last = '.';
    }
    if (!last || count[last == '.'] > 1) return 0;
    return last;
}

static double unit_of(const char *p)
{
    static const struct {
        const char *word;
        double      metres;
    } units[] = { { "km", 1000 }, { "k", 1000 }, { "mi", 1609.344 }, { "mile", 1609.344 }, { "miles", 1609.344 }, { "m", 1 }, { "meter", 1 }, { "metres", 1 } };
    size_t n = strlen(p);
    while (n && (blank(p + n - 1) || p[n - 1] == '.')) n--;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i].word) == n && strncasecmp(p, units[i].word, n) == 0) return units[i].metres;
    return 0;
}

bool ngl_diary_number(double *out, double *unit_m, const char *text)
{
    char        plain[PLAIN];
    size_t      n = 0, len = 0;
    const char *p = skip_blanks(text);
    if (*p == '~' || *p == '<' || *p == '>') p = skip_blanks(p + 1);
    while (digit(p[len]) || p[len] == ',' || p[len] == '.' || p[len] == '\'' || (!len && (p[0] == '-' || p[0] == '+'))) len++;
    char mark = decimal_mark(p, len);
    for (size_t i = 0; i < len && n + 1 < PLAIN; i++) {
        if (digit(p[i]) || p[i] == '-' || p[i] == '+') plain[n++] = p[i];
        else if (p[i] == mark) plain[n++] = '.';
    }
    if (unit_m) *unit_m = unit_of(skip_blanks(p + len));
    return n && ngl_number_parse(out, plain, n);
}

/* ---- times ----------------------------------------------------------------------------- */

/* "1h05", "1 h 5 min", "45 min", "45'": numbers with their units behind them */
static bool with_units(double *out_s, const char *p)
{
    double sum = 0;
    bool   any = false, hours = false;
    for (p = skip_blanks(p); *p; p = skip_blanks(p)) {
        char   plain[PLAIN];
        size_t n = 0;
        double v;
        for (; digit(*p) || *p == '.' || *p == ','; p++)
            if (n + 1 < PLAIN) plain[n++] = *p == ',' ? '.' : *p;
        if (!n || !ngl_number_parse(&v, plain, n)) return false;
        p = skip_blanks(p);
        if (strncasecmp(p, "sec", 3) == 0 || strncasecmp(p, "sek", 3) == 0) sum += v;
        else if (*p == 'h' || *p == 'H' || strncasecmp(p, "st", 2) == 0 || strncasecmp(p, "uur", 3) == 0) sum += v * 3600, hours = true;
        else if (*p == 'm' || *p == 'M' || *p == '\'' || (!*p && hours)) sum += v * 60;
        else if (*p == 's' || *p == 'S' || *p == '"') sum += v;
        else return false;
        while ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || *p == '.' || *p == '\'' || *p == '"') p++;
        any = true;
    }
    *out_s = sum;
    return any;
}

/* up to three whole numbers between colons; how many, 0 if it is not that */
static int colons(int v[3], const char *p)
{
    int n = 0;
    for (p = skip_blanks(p);;) {
        int d = 0;
        if (n == 3 || !digit(*p)) return 0;
        for (v[n] = 0; digit(*p) && d < 5; p++, d++) v[n] = v[n] * 10 + (*p - '0');
        n++;
        if (*p != ':') break;
        p++;
    }
    if (n > 1 && (*p == '.' || *p == ',') && digit(p[1])) /* parts of a second */
        for (p++; digit(*p); p++) {}
    return *skip_blanks(p) ? 0 : n;
}

bool ngl_diary_duration(double *out_s, const char *text, double plain_s, bool clock_hours)
{
    int    v[3], n = colons(v, text);
    double number;
    for (int i = 1; i < n; i++)
        if (v[i] > 59) return false;
    if (n == 3) return *out_s = v[0] * 3600.0 + v[1] * 60 + v[2], true;
    if (n == 2) return *out_s = clock_hours ? v[0] * 3600.0 + v[1] * 60 : v[0] * 60.0 + v[1], true;
    const char *p = skip_blanks(text);
    size_t      len = 0;
    while (digit(p[len]) || p[len] == '.' || p[len] == ',') len++;
    if (len && !*skip_blanks(p + len)) {
        if (!(plain_s > 0) || !ngl_diary_number(&number, NULL, text)) return false;
        *out_s = number * plain_s;
        return number >= 0;
    }
    return with_units(out_s, text);
}

bool ngl_diary_clock(int *seconds, const char *text)
{
    int         v[3] = { 0, 0, 0 }, n = 0;
    const char *p = skip_blanks(text);
    for (; n < 3 && digit(*p); n++) {
        int d = 0;
        for (; digit(*p) && d < 2; p++, d++) v[n] = v[n] * 10 + (*p - '0');
        if (*p == ':' || (*p == '.' && digit(p[1])) || (*p == 'h' && digit(p[1]))) p++;
        else {
            n++;
            break;
        }
    }
    p = skip_blanks(p);
    bool pm = (*p == 'p' || *p == 'P') && strncasecmp(p, "p", 1) == 0, am = *p == 'a' || *p == 'A';
    bool uhr = strncasecmp(p, "uhr", 3) == 0;
    if (!n || (*p && !pm && !am && !uhr) || (n == 1 && !*p)) return false;
    if (pm || am) {
        if (v[0] < 1 || v[0] > 12) return false;
        v[0] = v[0] % 12 + (pm ? 12 : 0);
    }
    if (v[0] > 23 || v[1] > 59 || v[2] > 59) return false;
    *seconds = v[0] * 3600 + v[1] * 60 + v[2];
    return true;
}

/* ---- days ---------------------------------------------------------------------------------- */

typedef struct date_parts {
    int v[3], digits[3], n, month;
} date_parts;

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc3;
}

/* the numbers and the word of a date; `*rest` is what stands behind it */
static bool take_parts(date_parts *d, const char *p, const char **rest)
{
    *d = (date_parts){ .n = 0 };
    for (p = skip_blanks(p); *p;) {
        if (digit(*p)) {
            int digits = 0, v = 0;
            for (; digit(*p) && digits < 5; p++, digits++) v = v * 10 + (*p - '0');
            if (digit(*p)) return false;
            d->v[d->n] = v;
            d->digits[d->n++] = digits;
            if (d->n + (d->month > 0) == 3) break;
        } else if (letter(*p)) {
            size_t n = 0;
            while (letter(p[n]) || (unsigned char)p[n] >= 0x80) n++;
            if (n == 1 && (*p == 'T' || *p == 't')) break;
            int month = n >= 3 ? ngl_worded_month(p, n) : 0;
            if (month && !d->month) d->month = month;
            else if (!d->n && n > 9 + 6) return false; /* a weekday is shorter */
            p += n;
            if (d->n + (d->month > 0) == 3) break;
        } else {
            size_t n = blank(p);
            p += n ? n : 1;
        }
    }
    *rest = p;
    return d->n + (d->month > 0) == 3;
}

static int whole_year(int v, int digits)
{
    return digits <= 2 ? (v < 70 ? 2000 + v : 1900 + v) : v;
}

static bool civil_of(ngl_civil *c, const date_parts *d, ngl_date_order order)
{
    const int *v = d->v, *n = d->digits;
    if (d->month) { /* day and year, in the order that can be */
        bool year_first = n[0] >= 3;
        *c = (ngl_civil){ whole_year(v[!year_first], n[!year_first]), d->month, v[year_first] };
    } else if (n[0] == 4 || order == NGL_DATE_YMD) {
        *c = (ngl_civil){ whole_year(v[0], n[0]), v[1], v[2] };
    } else if (order == NGL_DATE_DMY) {
        *c = (ngl_civil){ whole_year(v[2], n[2]), v[1], v[0] };
    } else if (order == NGL_DATE_MDY) {
        *c = (ngl_civil){ whole_year(v[2], n[2]), v[0], v[1] };
    } else {
        return false;
    }
    return ngl_civil_valid(*c) && c->year >= 1950 && c->year <= 2100;
}

bool ngl_diary_day(ngl_day *out, int *seconds, const char *text, ngl_date_order order)
{
    date_parts  d;
    ngl_civil   c;
    const char *rest;
    if (!take_parts(&d, text, &rest) || !civil_of(&c, &d, order)) return false;
    *out = ngl_day_from_civil(c);
    *seconds = -1;
    while (*rest == 'T' || *rest == 't' || *rest == ',' || blank(rest)) rest += blank(rest) ? blank(rest) : 1;
    if (*rest) ngl_diary_clock(seconds, rest);
    return true;
}
