/* Reading and writing numbers without asking the locale. The one thing that a
 * locale changes in %g and %f is the decimal point, so it is put back. Reading
 * takes the first 19 digits as an integer and gives the double nearest to it
 * times its power of ten, exactly: by one multiplication where that cannot be
 * wrong, else by long double, and by long integers where that leaves a doubt. */
#include "base/number.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct decimal {
    uint64_t mantissa; /* first 19 significant digits */
    int      exponent; /* power of ten */
    bool     negative;
} decimal;

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take_digit(decimal *d, char c, int after_point, int *significant)
{
    if (*significant > 0 || c != '0') (*significant)++;
    if (*significant <= 19)
        d->mantissa = d->mantissa * 10 + (uint64_t)(c - '0'), d->exponent -= after_point;
    else
        d->exponent += !after_point;
}

static bool take_exponent(decimal *d, const char *p, const char *end)
{
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p == end) return false;
    int e = 0;
    for (; p < end; p++) {
        if (!digit(*p)) return false;
        if (e < 100000) e = e * 10 + (*p - '0');
    }
    d->exponent += negative ? -e : e;
    return true;
}

static bool scan(decimal *d, const char *p, const char *end)
{
    int seen = 0, significant = 0;
    *d = (decimal){ .negative = p < end && *p == '-' };
    if (p < end && (*p == '-' || *p == '+')) p++;
    for (; p < end && digit(*p); p++, seen++) take_digit(d, *p, 0, &significant);
    if (p < end && *p == '.')
        for (p++; p < end && digit(*p); p++, seen++) take_digit(d, *p, 1, &significant);
    if (!seen) return false;
    if (p == end) return true;
    return (*p == 'e' || *p == 'E') && take_exponent(d, p + 1, end);
}

static const double exact_power[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

/* Where the long double leaves a doubt about the last bit, integers of any
 * length decide. 1,536 bits hold the largest, 5^400 times 54 bits. */
enum { BIG_WORDS = 48, EXPONENT_LEAST = -400, EXPONENT_MOST = 309 };

typedef struct big {
    uint32_t word[BIG_WORDS]; /* least first */
    int      n;
} big;

static void big_times(big *b, uint32_t factor)
{
    uint64_t carry = 0;
    for (int i = 0; i < b->n; i++) {
        carry += (uint64_t)b->word[i] * factor;
        b->word[i] = (uint32_t)carry;
        carry >>= 32;
    }
    assert(!carry || b->n < BIG_WORDS);
    if (carry) b->word[b->n++] = (uint32_t)carry;
}

static big big_of(uint64_t v, int fives, int twos)
{
    big b = { .word = { (uint32_t)v, (uint32_t)(v >> 32) }, .n = 2 };
    for (; fives >= 13; fives -= 13) big_times(&b, 1220703125u);
    for (; fives > 0; fives--) big_times(&b, 5);
    for (; twos >= 31; twos -= 31) big_times(&b, UINT32_C(1) << 31);
    if (twos > 0) big_times(&b, UINT32_C(1) << twos);
    while (b.n > 0 && b.word[b.n - 1] == 0) b.n--;
    return b;
}

static int big_compare(const big *a, const big *b)
{
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    for (int i = a->n; i-- > 0;)
        if (a->word[i] != b->word[i]) return a->word[i] < b->word[i] ? -1 : 1;
    return 0;
}

/* is the decimal nearer to the double after v than to v? (v >= 0; a tie goes to the even one) */
static bool beyond_middle(const decimal *d, double v)
{
    int      q;
    uint64_t m = (uint64_t)ldexp(frexp(v, &q), 53);
    for (q = v > 0 ? q - 53 : -1074; q < -1074; q++) m >>= 1; /* subnormal: its low bits are noughts */
    int five = d->exponent, two = d->exponent - (q - 1);
    big left = big_of(d->mantissa, five > 0 ? five : 0, two > 0 ? two : 0);
    big right = big_of(2 * m + 1, five < 0 ? -five : 0, two < 0 ? -two : 0);
    int order = big_compare(&left, &right);
    return order > 0 || (order == 0 && m % 2 == 1);
}

/* 10^exponent is good to a few units of the long double, so the answer lies
 * between two neighbours, which are nearly always the same */
static double nearest(const decimal *d)
{
    long double about = (long double)d->mantissa * powl(10.0L, d->exponent);
    double      v = (double)(about * (1 - 8 * LDBL_EPSILON)), last = (double)(about * (1 + 8 * LDBL_EPSILON));
    while (v < last && beyond_middle(d, v)) v = nextafter(v, INFINITY);
    return v;
}

bool ngl_number_parse(double *out, const char *text, size_t len)
{
    decimal d;
    double  v = 0;
    if (!scan(&d, text, text + len)) return false;
    if (d.mantissa <= UINT64_C(1) << 53 && d.exponent >= -22 && d.exponent <= 22)
        v = d.exponent < 0 ? (double)d.mantissa / exact_power[-d.exponent] : (double)d.mantissa * exact_power[d.exponent];
    else if (d.mantissa && d.exponent > EXPONENT_MOST)
        return false;
    else if (d.mantissa && d.exponent >= EXPONENT_LEAST)
        v = nearest(&d);
    if (!isfinite(v)) return false;
    *out = d.negative ? -v : v;
    return true;
}

bool ngl_integer_parse(int64_t *out, const char *text, size_t len)
{
    const char *p = text, *end = text + len;
    bool        negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p == end) return false;
    uint64_t v = 0, max = negative ? UINT64_C(1) << 63 : INT64_MAX;
    for (; p < end; p++) {
        if (!digit(*p)) return false;
        uint64_t add = (uint64_t)(*p - '0');
        if (v > (max - add) / 10) return false;
        v = v * 10 + add;
    }
    *out = negative ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}

/* whatever the locale calls its decimal point becomes '.' */
static void add_neutral(ngl_buf *b, const char *text)
{
    bool in_point = false;
    for (; *text; text++) {
        bool plain = digit(*text) || *text == '-' || *text == '+' || *text == 'e';
        if (plain)
            ngl_buf_char(b, *text);
        else if (!in_point)
            ngl_buf_char(b, '.');
        in_point = !plain;
    }
}

void ngl_buf_number(ngl_buf *b, double v, int decimals)
{
    if (!isfinite(v)) {
        ngl_buf_text(b, "null");
        return;
    }
    if (decimals < 0) decimals = 0;
    if (decimals > 9) decimals = 9;
    double scaled = fabs(v) * exact_power[decimals];
    if (scaled < 9e15) /* half away from zero, and never "-0" */
        v = copysign(round(scaled) / exact_power[decimals], v);
    if (v == 0) v = 0;
    char text[400];
    snprintf(text, sizeof text, "%.*f", decimals, v == 0 ? 0.0 : v);
    add_neutral(b, text);
}

void ngl_buf_exact(ngl_buf *b, double v)
{
    char text[40];
    if (!isfinite(v)) {
        ngl_buf_text(b, "null");
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(text, sizeof text, "%.*g", precision, v == 0 ? 0.0 : v);
        ngl_buf neutral;
        ngl_buf_init(&neutral, 64);
        add_neutral(&neutral, text);
        double back;
        bool   same = ngl_number_parse(&back, ngl_buf_string(&neutral), neutral.len) && back == v;
        if (same || precision == 17) ngl_buf_add(b, ngl_buf_string(&neutral), neutral.len);
        ngl_buf_free(&neutral);
        if (same) return;
    }
}
