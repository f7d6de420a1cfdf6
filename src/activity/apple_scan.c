/* A scanner for one dialect: tags and their attributes, nothing else. Apple's
 * document type is broken in some versions and is passed over unread, so there
 * is nothing that could be expanded but the five names every XML has. A parser
 * of all XML takes five times as long; its answer is the same on every file
 * that is well formed, which a test checks with Expat.
 */
#include "activity/apple_internal.h"

#include "activity/xml.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { PROLOG_MAX = 1 << 20 };

static bool blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool ngl_apple_sniff(const void *head, size_t len)
{
    static const char mark[] = "HealthData";
    const char       *p = head;
    size_t            i = len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (i < len && blank(p[i])) i++;
    if (i == len || p[i] != '<') return false;
    for (; i + sizeof mark <= len; i++) {
        if (memcmp(p + i, mark, sizeof mark - 1) != 0) continue;
        if (i && p[i - 1] == '<') return true;
        if (i >= 10 && memcmp(p + i - 10, "<!DOCTYPE ", 10) == 0) return true;
    }
    return false;
}

/* ---- tags ------------------------------------------------------------------------------- */

static const char *find(const char *p, const char *end, const char *what, size_t n)
{
    while ((size_t)(end - p) >= n) {
        p = memchr(p, what[0], (size_t)(end - p) - n + 1);
        if (!p) return NULL;
        if (memcmp(p, what, n) == 0) return p;
        p++;
    }
    return NULL;
}

typedef enum found { FOUND, MORE, BROKEN } found;

/* quotes and such are in no name: here something is missing */
static bool no_name(apple_text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] == '"' || t.p[i] == '\'' || t.p[i] == '<' || t.p[i] == '=') return true;
    return false;
}

/* The tag at `p` ('<'); `*next` is behind it. */
static found take_tag(apple_tag *t, const char *p, const char *end, const char **next)
{
    const char *q = p + 1;
    t->n = 0;
    t->empty = false;
    while (q < end && !blank(*q) && *q != '>' && *q != '/') q++;
    if (q < end && q == p + 1 && *q == '/')
        for (q++; q < end && !blank(*q) && *q != '>'; q++) {}
    t->name = (apple_text){ p + 1, (size_t)(q - p - 1) };
    if (no_name(t->name)) return *next = p + 1, BROKEN;
    for (;;) {
        while (q < end && blank(*q)) q++;
        if (q == end) return MORE;
        if (*q == '>') return *next = q + 1, FOUND;
        if (*q == '/') {
            t->empty = true;
            q++;
            continue;
        }
        const char *name = q;
        while (q < end && *q != '=' && *q != '>' && *q != '<' && !blank(*q)) q++;
        const char *name_end = q;
        while (q < end && blank(*q)) q++;
        if (q == end) return MORE;
        if (*q != '=') return *next = q, BROKEN;
        for (q++; q < end && blank(*q); q++) {}
        if (q == end) return MORE;
        if (*q != '"' && *q != '\'') return *next = q, BROKEN;
        const char *close = memchr(q + 1, *q, (size_t)(end - q) - 1);
        if (!close) return MORE;
        if (t->n < APPLE_ATTRIBUTES) {
            t->attribute[t->n] = (apple_text){ name, (size_t)(name_end - name) };
            t->value[t->n++] = (apple_text){ q + 1, (size_t)(close - q) - 1 };
        }
        q = close + 1;
    }
}

static void bad(apple_scan *s, size_t at)
{
    if (!s->nbad++) s->bad_at = s->at + at;
}

/* up to the element of the document; 0: not in these bytes */
static size_t past_prolog(apple_scan *s, const char *p, size_t len)
{
    const char *root = find(p, p + len, "<HealthData", 11);
    while (root && root + 11 < p + len && !blank(root[11]) && root[11] != '>') root = find(root + 1, p + len, "<HealthData", 11);
    if (root && root + 11 < p + len) {
        s->mode = APPLE_BODY;
        return (size_t)(root - p);
    }
    if (s->at + len > PROLOG_MAX) s->mode = APPLE_OVER, bad(s, 0);
    return len > 12 ? len - 12 : 0;
}

/* past the end of something in which tags are none; 0: not in these bytes */
static size_t past(apple_scan *s, const char *p, size_t len, const char *close, size_t n)
{
    const char *at = find(p, p + len, close, n);
    if (!at) return len >= n ? len - n + 1 : 0;
    s->mode = APPLE_BODY;
    return (size_t)(at - p) + n;
}

static bool begins(const char *p, const char *end, const char *what, size_t n)
{
    return (size_t)(end - p) >= n && memcmp(p, what, n) == 0;
}

/* tags up to the end of the bytes or of what is whole in them */
static size_t body(apple_scan *s, const char *p, size_t len, bool last, void (*on_tag)(void *, const apple_tag *), void *user)
{
    const char *end = p + len, *q = p;
    apple_tag   tag;
    while (s->mode == APPLE_BODY && (q = memchr(q, '<', (size_t)(end - q))) != NULL) {
        const char *next;
        if (end - q < 9 && !last) return (size_t)(q - p);
        if (begins(q, end, "<!--", 4)) s->mode = APPLE_COMMENT;
        if (begins(q, end, "<![CDATA[", 9)) s->mode = APPLE_CDATA;
        if (s->mode != APPLE_BODY) return (size_t)(q - p) + 4;
        found f = take_tag(&tag, q, end, &next);
        if (f == MORE) {
            if (len == APPLE_BUFFER && q == p) return s->mode = APPLE_LOST, bad(s, 0), len; /* longer than any tag */
            return (size_t)(q - p);
        }
        if (f == BROKEN) {
            bad(s, (size_t)(q - p));
            q = next > q ? next : q + 1;
            continue;
        }
        s->records += tag.name.n == 6 && memcmp(tag.name.p, "Record", 6) == 0;
        if (tag.name.n == 11 && memcmp(tag.name.p, "/HealthData", 11) == 0) s->mode = APPLE_OVER;
        else on_tag(user, &tag);
        q = next;
    }
    return q ? (size_t)(q - p) : len;
}

size_t ngl_apple_scan_bytes(apple_scan *s, const char *p, size_t len, bool last, void (*on_tag)(void *user, const apple_tag *tag), void *user)
{
    size_t used = 0, step = 1;
    while (used < len && step) {
        const char *q = p + used;
        size_t      n = len - used;
        apple_mode  mode = s->mode;
        switch (s->mode) {
        case APPLE_PROLOG: step = past_prolog(s, q, n); break;
        case APPLE_BODY: step = body(s, q, n, last, on_tag, user); break;
        case APPLE_COMMENT: step = past(s, q, n, "-->", 3); break;
        case APPLE_CDATA: step = past(s, q, n, "]]>", 3); break;
        case APPLE_LOST: step = past(s, q, n, ">", 1); break;
        case APPLE_OVER: step = n; break;
        }
        used += step;
        s->at += step;
        if (s->mode == mode && mode != APPLE_BODY) break;
        if (s->mode != mode && !step) step = 1, used += 0; /* the same bytes again, in the new mode */
    }
    return used;
}

/* ---- values ---------------------------------------------------------------------------------- */

bool ngl_apple_is(apple_text t, const char *text)
{
    size_t n = strlen(text);
    return t.n == n && memcmp(t.p, text, n) == 0;
}

apple_text ngl_apple_attribute(const apple_tag *tag, const char *name)
{
    for (unsigned i = 0; i < tag->n; i++)
        if (ngl_apple_is(tag->attribute[i], name)) return tag->value[i];
    return (apple_text){ "", 0 };
}

/* one of the five names, or a number; its length, 0 if it is neither */
static size_t reference(const char *p, size_t n, unsigned *c)
{
    static const struct {
        const char *text;
        char        c;
    } names[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i].text);
        if (n >= len && memcmp(p, names[i].text, len) == 0) return *c = (unsigned)names[i].c, len;
    }
    if (n < 4 || p[1] != '#') return 0;
    unsigned base = p[2] == 'x' ? 16 : 10, v = 0;
    for (size_t i = base == 16 ? 3 : 2; i < n && i < 10; i++) {
        int low = p[i] | 0x20, d = p[i] >= '0' && p[i] <= '9' ? p[i] - '0' : base == 16 && low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
        if (p[i] == ';') return *c = v, i + 1;
        if (d < 0) return 0;
        v = v * base + (unsigned)d;
    }
    return 0;
}

static size_t put_utf8(char *to, unsigned c)
{
    if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff) return to[0] = '?', 1;
    if (c < 0x80) return to[0] = (char)c, 1;
    if (c < 0x800) return to[0] = (char)(0xc0 | c >> 6), to[1] = (char)(0x80 | (c & 63)), 2;
    if (c < 0x10000) return to[0] = (char)(0xe0 | c >> 12), to[1] = (char)(0x80 | (c >> 6 & 63)), to[2] = (char)(0x80 | (c & 63)), 3;
    return to[0] = (char)(0xf0 | c >> 18), to[1] = (char)(0x80 | (c >> 12 & 63)), to[2] = (char)(0x80 | (c >> 6 & 63)), to[3] = (char)(0x80 | (c & 63)), 4;
}

const char *ngl_apple_plain(ngl_arena *arena, apple_text t)
{
    size_t max = t.n < 512 ? t.n : 512, n = 0;
    char  *out = ngl_arena_take(arena, 1, max + 5, 1);
    if (!out) return NULL;
    for (size_t i = 0; i < t.n && n < max;) {
        unsigned c;
        size_t   len = t.p[i] == '&' ? reference(t.p + i, t.n - i, &c) : 0;
        if (len) {
            n += put_utf8(out + n, c);
            i += len;
            continue;
        }
        len = ngl_utf8_length(t.p + i, t.n - i);
        bool control = len == 1 && ((unsigned char)t.p[i] < 0x20 || t.p[i] == 0x7f);
        if (!len || control || n + len > max) out[n++] = '?';
        else memcpy(out + n, t.p + i, len), n += len;
        i += len ? len : 1;
    }
    out[n] = 0;
    return out;
}

double ngl_apple_number(apple_text t)
{
    return ngl_xml_number(t.p, t.n);
}

static int two(const char *p)
{
    int a = p[0] - '0', b = p[1] - '0';
    return a < 0 || a > 9 || b < 0 || b > 9 ? -1 : a * 10 + b;
}

/* "2022-10-01 10:00:05 +0200", as Apple always writes it; else the careful way */
ngl_instant ngl_apple_time(apple_text t, int32_t *offset_s)
{
    ngl_instant v;
    int32_t     offset = 0;
    const char *p = t.p;
    if (t.n == 25 && p[4] == '-' && p[7] == '-' && p[10] == ' ' && p[13] == ':' && p[16] == ':' && p[19] == ' ' && (p[20] == '+' || p[20] == '-')) {
        int century = two(p), year = two(p + 2), month = two(p + 5), day = two(p + 8), h = two(p + 11), m = two(p + 14), s = two(p + 17), oh = two(p + 21), om = two(p + 23);
        ngl_civil c = { century * 100 + year, month, day };
        if (century >= 0 && year >= 0 && h >= 0 && h < 24 && m >= 0 && m < 60 && s >= 0 && s < 61 && oh >= 0 && oh <= 14 && om >= 0 && om < 60 && ngl_civil_valid(c)) {
            offset = (oh * 60 + om) * 60 * (p[20] == '-' ? -1 : 1);
            if (offset_s) *offset_s = offset;
            return ((ngl_instant)ngl_day_from_civil(c) * 86400 + h * 3600 + m * 60 + s - offset) * 1000;
        }
    }
    // "2022-10-01 10:00:05 +0200" with other widths: the blank before the offset goes
    char   text[40];
    size_t n = 0;
    for (size_t i = 0; i < t.n && n < sizeof text; i++)
        if (t.p[i] != ' ' || i == 10) text[n++] = t.p[i];
    if (n == sizeof text || !ngl_instant_parse(&v, &offset, text, n)) return NGL_INSTANT_NONE;
    if (offset_s) *offset_s = offset;
    return v;
}

typedef struct unit {
    const char *name;
    double      factor;
} unit;

static double in_units(double v, apple_text name, const unit *units, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ngl_apple_is(name, units[i].name)) return v * units[i].factor;
    return NAN;
}

double ngl_apple_metres(double v, apple_text name)
{
    static const unit units[] = { { "km", 1000 }, { "m", 1 }, { "mi", 1609.344 }, { "cm", 0.01 }, { "mm", 0.001 }, { "ft", 0.3048 }, { "in", 0.0254 }, { "yd", 0.9144 } };
    return in_units(v, name, units, sizeof units / sizeof *units);
}

double ngl_apple_seconds(double v, apple_text name)
{
    static const unit units[] = { { "min", 60 }, { "s", 1 }, { "hr", 3600 }, { "ms", 0.001 }, { "h", 3600 } };
    return in_units(v, name, units, sizeof units / sizeof *units);
}

double ngl_apple_mps(double v, apple_text name)
{
    static const unit units[] = { { "m/s", 1 }, { "km/hr", 1 / 3.6 }, { "km/h", 1 / 3.6 }, { "mi/hr", 0.44704 }, { "mph", 0.44704 } };
    return in_units(v, name, units, sizeof units / sizeof *units);
}
