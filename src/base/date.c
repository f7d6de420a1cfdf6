/* Civil dates by era arithmetic: 400 years are 146,097 days; the year starts
 * in March so that the leap day is its last. */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

static const int64_t MS_PER_DAY = 86400000;

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

bool ngl_civil_valid(ngl_civil c)
{
    static const int len[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (c.year < 0 || c.year > 9999 || c.month < 1 || c.month > 12 || c.day < 1) return false;
    return c.day <= len[c.month - 1] + (c.month == 2 && leap(c.year));
}

ngl_day ngl_day_from_civil(ngl_civil c)
{
    int64_t y = c.month <= 2 ? c.year - 1 : c.year;
    int64_t era = floor_div(y, 400);
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return (ngl_day)(era * 146097 + doe - 719468);
}

ngl_civil ngl_civil_from_day(ngl_day d)
{
    int64_t z = (int64_t)d + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int     month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (ngl_civil){ .year = (int)(yoe + era * 400 + (month <= 2)),
                        .month = month,
                        .day = (int)(doy - (153 * mp + 2) / 5 + 1) };
}

int ngl_day_weekday(ngl_day d)
{
    int64_t w = ((int64_t)d + 3) % 7;
    return (int)(w < 0 ? w + 7 : w);
}

/* exactly `n` digits at *p, advancing it */
static bool digits(const char **p, const char *end, int n, int *out)
{
    int v = 0;
    if (end - *p < n) return false;
    for (int i = 0; i < n; i++) {
        char c = (*p)[i];
        if (c < '0' || c > '9') return false;
        v = v * 10 + (c - '0');
    }
    *p += n;
    *out = v;
    return true;
}

static bool skip(const char **p, const char *end, char c)
{
    if (*p == end || **p != c) return false;
    (*p)++;
    return true;
}

static bool civil(const char **p, const char *end, ngl_day *out)
{
    ngl_civil c;
    if (!digits(p, end, 4, &c.year) || !skip(p, end, '-') || !digits(p, end, 2, &c.month) || !skip(p, end, '-') ||
        !digits(p, end, 2, &c.day) || !ngl_civil_valid(c))
        return false;
    *out = ngl_day_from_civil(c);
    return true;
}

bool ngl_day_parse(ngl_day *out, const char *text, size_t len)
{
    const char *p = text, *end = text + len;
    ngl_day     d;
    if (!civil(&p, end, &d) || p != end) return false;
    *out = d;
    return true;
}

void ngl_day_format(char out[NGL_DAY_TEXT], ngl_day d)
{
    ngl_civil c = ngl_civil_from_day(d);
    if (c.year < 0 || c.year > 9999)
        snprintf(out, NGL_DAY_TEXT, "?");
    else
        snprintf(out, NGL_DAY_TEXT, "%04u-%02u-%02u", (unsigned)c.year % 10000, (unsigned)c.month % 100,
                 (unsigned)c.day % 100);
}

void ngl_day_words(char out[NGL_DAY_WORDS], ngl_day d)
{
    static const char *const week[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
    static const char *const month[] = { "January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December" };
    ngl_civil c = ngl_civil_from_day(d);
    snprintf(out, NGL_DAY_WORDS, "%s %d %s", week[ngl_day_weekday(d)], c.day, month[c.month - 1]);
}

/* ".250" -> 250; digits beyond milliseconds are dropped */
static bool fraction_ms(const char **p, const char *end, int *out)
{
    int ms = 0, scale = 100, seen = 0;
    for (; *p < end && **p >= '0' && **p <= '9'; (*p)++, seen++) {
        ms += (**p - '0') * scale;
        scale /= 10;
    }
    *out = ms;
    return seen > 0;
}

static bool offset(const char **p, const char *end, int32_t *out)
{
    int  h, m = 0, sign;
    char c = **p;
    if (c == 'Z' || c == 'z') {
        (*p)++;
        *out = 0;
        return true;
    }
    if (c != '+' && c != '-') return false;
    sign = c == '-' ? -1 : 1;
    (*p)++;
    if (!digits(p, end, 2, &h)) return false;
    if (*p < end) {
        skip(p, end, ':');
        if (!digits(p, end, 2, &m)) return false;
    }
    if (h > 18 || m > 59) return false;
    *out = sign * (h * 3600 + m * 60);
    return true;
}

bool ngl_instant_parse(ngl_instant *out, int32_t *offset_s, const char *text, size_t len)
{
    const char *p = text, *end = text + len;
    ngl_day     d;
    int         h, m, s, ms = 0;
    int32_t     off = 0;
    if (!civil(&p, end, &d)) return false;
    if (!skip(&p, end, 'T') && !skip(&p, end, 't') && !skip(&p, end, ' ')) return false;
    if (!digits(&p, end, 2, &h) || !skip(&p, end, ':') || !digits(&p, end, 2, &m) || !skip(&p, end, ':') ||
        !digits(&p, end, 2, &s) || h > 23 || m > 59 || s > 60)
        return false;
    if (s == 60) s = 59;
    if (skip(&p, end, '.') && !fraction_ms(&p, end, &ms)) return false;
    if (p < end && !offset(&p, end, &off)) return false;
    if (p != end) return false;
    *out = d * MS_PER_DAY + ((int64_t)h * 3600 + m * 60 + s - off) * 1000 + ms;
    if (offset_s) *offset_s = off;
    return true;
}

void ngl_instant_format(char out[NGL_INSTANT_TEXT], ngl_instant t)
{
    int64_t days = floor_div(t, MS_PER_DAY);
    char    date[NGL_DAY_TEXT] = "?";
    if (days > -800000 && days < 3000000) ngl_day_format(date, (ngl_day)days);
    if (date[0] == '?') {
        snprintf(out, NGL_INSTANT_TEXT, "?");
        return;
    }
    int64_t  ms = t - days * MS_PER_DAY;
    unsigned s = (unsigned)(ms / 1000), frac = (unsigned)(ms % 1000);
    if (frac)
        snprintf(out, NGL_INSTANT_TEXT, "%sT%02u:%02u:%02u.%03uZ", date, s / 3600 % 24, s / 60 % 60, s % 60, frac % 1000);
    else
        snprintf(out, NGL_INSTANT_TEXT, "%sT%02u:%02u:%02uZ", date, s / 3600 % 24, s / 60 % 60, s % 60);
}

ngl_day ngl_instant_day(ngl_instant t, int32_t offset_s)
{
    static const ngl_instant far = INT64_MAX / 2; /* well beyond the last day that fits */
    if (t < -far || t > far) return NGL_DAY_NONE;
    int64_t day = floor_div(t + (int64_t)offset_s * 1000, MS_PER_DAY);
    return day > INT32_MIN && day <= INT32_MAX ? (ngl_day)day : NGL_DAY_NONE;
}
