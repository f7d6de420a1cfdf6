/* Walking XML with Expat. What a hostile document could cost is bounded four
 * ways: no document type (so no entities at all), depth, length of a value,
 * and the size of the file itself. */
#include "activity/xml.h"

#include "base/date.h"
#include "base/error.h"
#include "base/number.h"

#include <expat.h>
#include <math.h>
#include <string.h>

static const char *local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

static bool blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t byte_index(XML_Parser parser)
{
    XML_Index at = XML_GetCurrentByteIndex(parser);
    return at > 0 ? (size_t)at : 0;
}

void ngl_xml_stop(ngl_xml_walk *walk, ngl_status status)
{
    walk->status = status;
    XML_StopParser(walk->parser, XML_FALSE);
}

/* blanks before a value are not copied: nobody wants them */
static void XMLCALL on_text(void *user, const XML_Char *text, int len)
{
    ngl_xml_walk *walk = user;
    if (!walk->len)
        while (len && blank((uint8_t)*text)) text++, len--;
    size_t room = sizeof walk->text - walk->len, n = (size_t)len < room ? (size_t)len : room;
    memcpy(walk->text + walk->len, text, n);
    walk->len += n;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    ngl_xml_walk *walk = user;
    walk->len = 0;
    XML_SetCharacterDataHandler(walk->parser, on_text);
    if (++walk->depth <= NGL_XML_DEPTH_MAX) {
        walk->start(walk->user, local(name), attributes);
        return;
    }
    ngl_xml_stop(walk, ngl_fail(walk->err, NGL_E_LIMIT, byte_index(walk->parser),
                                "the file nests more than %d elements", NGL_XML_DEPTH_MAX));
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    ngl_xml_walk *walk = user;
    if (walk->status) return;
    walk->depth--;
    walk->end(walk->user, local(name), walk->text, walk->len);
    walk->len = 0;
    XML_SetCharacterDataHandler(walk->parser, NULL); /* what stands between elements is only layout */
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *pub, int internal)
{
    ngl_xml_walk *walk = user;
    (void)name, (void)system, (void)pub, (void)internal;
    ngl_xml_stop(walk, ngl_fail(walk->err, NGL_E_UNSUPPORTED, byte_index(walk->parser),
                                "the file declares a document type, which no recording does and which is refused"));
}

/* Other single-byte encodings differ from Latin-1 in letters only, and letters
 * are only in titles. */
static int XMLCALL on_encoding(void *user, const XML_Char *name, XML_Encoding *encoding)
{
    (void)user, (void)name;
    for (int i = 0; i < 256; i++) encoding->map[i] = i;
    for (int i = 128; i < 160; i++) encoding->map[i] = '?';
    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;
    return XML_STATUS_OK;
}

/* Some writers put blanks before the XML declaration, which XML forbids. */
static size_t leading_blanks(const uint8_t *data, size_t len)
{
    size_t bom = len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, at = bom;
    while (at < len && blank(data[at])) at++;
    return at > bom ? at : 0;
}

static ngl_status not_well_formed(const ngl_xml_walk *walk, size_t skipped, size_t len, ngl_error *err)
{
    enum XML_Error code = XML_GetErrorCode(walk->parser);
    size_t         at = byte_index(walk->parser) + skipped;
    if (code == XML_ERROR_NO_MEMORY) return ngl_fail(err, NGL_E_NOMEM, at, "not enough memory to read the file");
    bool cut = code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN || code == XML_ERROR_PARTIAL_CHAR ||
               code == XML_ERROR_UNCLOSED_CDATA_SECTION;
    if (cut) return ngl_fail(err, NGL_E_TRUNCATED, at, "the file ends early, at byte %zu", len);
    return ngl_fail(err, NGL_E_CORRUPT, at, "the file is damaged at byte %zu (line %lu)", at,
                    (unsigned long)XML_GetCurrentLineNumber(walk->parser));
}

ngl_status ngl_xml_read(ngl_xml_walk *walk, const uint8_t *data, size_t len, ngl_error *err)
{
    size_t     skip = leading_blanks(data, len);
    XML_Parser parser = XML_ParserCreate(NULL);
    if (!parser) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory to read the file");
    walk->parser = parser;
    walk->err = err;
    XML_SetUserData(parser, walk);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    XML_SetUnknownEncodingHandler(parser, on_encoding, NULL);
    enum XML_Status done = XML_Parse(parser, (const char *)data + skip, (int)(len - skip), 1);
    ngl_status status = walk->status;
    if (!status && done != XML_STATUS_OK) status = not_well_formed(walk, skip, len, err);
    XML_ParserFree(parser);
    walk->parser = NULL;
    return status;
}

/* ---- looking at the first element ----------------------------------------- */

/* The head as ASCII: every other byte of UTF-16, a byte-order mark left out. */
static size_t plain_head(char *out, size_t max, const uint8_t *head, size_t len)
{
    size_t step = 1, at = 0, n = 0;
    if (len >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0) at = 3;
    if (len >= 4 && ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == '<' && head[1] == 0))) step = 2;
    if (len >= 4 && ((head[0] == 0xfe && head[1] == 0xff) || (head[0] == 0 && head[1] == '<'))) step = 2, at = 1;
    if (step == 2 && head[0] == 0xff) at = 2;
    if (step == 2 && head[0] == 0xfe) at = 3;
    for (; at < len && n < max; at += step) out[n++] = (char)head[at];
    return n;
}

static const char *find(const char *p, const char *end, const char *what)
{
    size_t n = strlen(what);
    for (; (size_t)(end - p) >= n; p++)
        if (memcmp(p, what, n) == 0) return p;
    return NULL;
}

/* Behind a declaration, comments and a document type: the first `<name`. */
static const char *first_element(const char *p, const char *end)
{
    while (p < end) {
        p = memchr(p, '<', (size_t)(end - p));
        if (!p || end - p < 4) return NULL;
        const char *close = "";
        if (p[1] == '?')
            close = "?>";
        else if (p[1] == '!')
            close = p[2] == '-' ? "-->" : ">";
        else
            return p + 1;
        p = find(p, end, close);
        if (!p) return NULL;
    }
    return NULL;
}

bool ngl_xml_root_is(const uint8_t *head, size_t len, const char *name)
{
    char        text[4096];
    size_t      n = plain_head(text, sizeof text, head, len), at = 0;
    const char *end = text + n;
    while (at < n && blank((uint8_t)text[at])) at++;
    if (at == n || text[at] != '<') return false;
    const char *p = first_element(text + at, end);
    if (!p) return false;
    const char *stop = p;
    while (stop < end && !blank((uint8_t)*stop) && *stop != '>' && *stop != '/') stop++;
    for (const char *q = p; q < stop; q++)
        if (*q == ':') p = q + 1;
    return (size_t)(stop - p) == strlen(name) && memcmp(p, name, strlen(name)) == 0;
}

/* ---- values ------------------------------------------------------------------ */

const char *ngl_xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0) return attributes[1];
    return NULL;
}

static void trim(const char **text, size_t *len)
{
    while (*len && blank((uint8_t)**text)) (*text)++, (*len)--;
    while (*len && blank((uint8_t)(*text)[*len - 1])) (*len)--;
}

/* Plain decimals, as coordinates are written: 15 digits and the power of ten are
 * exact in a double, 18 in a long double, so one division gives the number to
 * the last place. Decimals beyond those change nothing that is measured.
 * False: anything else. */
static bool plain_decimal(double *out, const char *text, size_t len)
{
    static const long double tens[] = { 1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L, 1e9L,
                                        1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L };
    static const double      few[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    bool     negative = len && text[0] == '-', point = false;
    unsigned digits = 0, decimals = 0;
    int64_t  v = 0;
    for (size_t i = negative; i < len; i++) {
        unsigned c = (uint8_t)text[i] - (unsigned)'0';
        if (c > 9) {
            if (text[i] != '.' || point) return false;
            point = true;
            continue;
        }
        if (digits == 18) {
            if (!point) return false;
            continue;
        }
        digits++;
        v = v * 10 + c;
        decimals += point;
    }
    if (!digits || text[len - 1] == '.' || text[negative] == '.') return false;
    if (negative) v = -v;
    *out = digits <= 15 ? (double)v / few[decimals] : (double)((long double)v / tens[decimals]);
    return true;
}

double ngl_xml_number(const char *text, size_t len)
{
    double v;
    trim(&text, &len);
    return plain_decimal(&v, text, len) || ngl_number_parse(&v, text, len) ? v : NAN;
}

ngl_instant ngl_xml_time(const char *text, size_t len)
{
    ngl_instant t;
    trim(&text, &len);
    return ngl_instant_parse(&t, NULL, text, len) ? t : NGL_INSTANT_NONE;
}

const char *ngl_xml_title(ngl_arena *arena, const char *text, size_t len)
{
    trim(&text, &len);
    while (len && len == NGL_XML_TEXT_MAX && ((uint8_t)text[len - 1] & 0x80)) len--; /* cut inside a character */
    char *copy = ngl_arena_text(arena, text, len);
    for (size_t i = 0; copy && i < len; i++)
        if ((uint8_t)copy[i] < 0x20 || copy[i] == 0x7f) copy[i] = '?';
    return copy;
}

static bool has(const char *text, size_t len, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= len; i++) {
        size_t k = 0;
        while (k < n && (text[i + k] | 0x20) == word[k]) k++;
        if (k == n) return true;
    }
    return false;
}

ngl_sport ngl_xml_sport(const char *text, size_t len)
{
    static const struct {
        const char *word;
        ngl_sport   sport;
    } words[] = { { "run", NGL_SPORT_RUNNING },  { "treadmill", NGL_SPORT_RUNNING }, { "jog", NGL_SPORT_RUNNING },
                  { "walk", NGL_SPORT_WALKING }, { "hik", NGL_SPORT_HIKING },        { "cycl", NGL_SPORT_CYCLING },
                  { "bik", NGL_SPORT_CYCLING },  { "ride", NGL_SPORT_CYCLING },      { "swim", NGL_SPORT_SWIMMING },
                  { "row", NGL_SPORT_ROWING },   { "ski", NGL_SPORT_SKIING },        { "strength", NGL_SPORT_STRENGTH } };
    trim(&text, &len);
    /* Strava's numbers */
    if (len == 1 && text[0] == '9') return NGL_SPORT_RUNNING;
    if (len == 1 && text[0] == '1') return NGL_SPORT_CYCLING;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has(text, len, words[i].word)) return words[i].sport;
    return len ? NGL_SPORT_OTHER : NGL_SPORT_UNKNOWN;
}
