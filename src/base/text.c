/* Small helpers for text that people typed or devices wrote. */
#include "base/text.h"

#include <string.h>

enum { WORD_MAX_BYTES = 64 };

size_t ngl_utf8_length(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    if (len == 0) return 0;
    if (s[0] < 0x80) return 1;
    size_t   n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : s[0] >= 0xc2 ? 2 : 0;
    uint32_t v = s[0] & (0xffu >> (n + 1));
    if (n == 0 || n > len || s[0] > 0xf4) return 0;
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80) return 0;
        v = v << 6 | (s[i] & 0x3f);
    }
    bool overlong = (n == 3 && v < 0x800) || (n == 4 && v < 0x10000);
    bool surrogate = v >= 0xd800 && v <= 0xdfff;
    return overlong || surrogate || v > 0x10ffff ? 0 : n;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned ngl_text_distance(const char *a, const char *b)
{
    size_t   n = strlen(a), m = strlen(b);
    unsigned rows[3][WORD_MAX_BYTES + 1];
    if (n > WORD_MAX_BYTES || m > WORD_MAX_BYTES) return WORD_MAX_BYTES;
    for (size_t j = 0; j <= m; j++) rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned *now = rows[i % 3], *last = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            now[j] = least(least(last[j] + 1, now[j - 1] + 1), last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

const char *ngl_text_nearest(const char *word, const char *const *names, size_t n)
{
    const char *best = NULL;
    size_t      len = strlen(word);
    unsigned    best_d = (unsigned)len / 3 + 2;
    if (len > WORD_MAX_BYTES) return NULL;
    for (size_t i = 0; i < n; i++) {
        unsigned d = ngl_text_distance(word, names[i]);
        if (d < best_d) best = names[i], best_d = d;
    }
    return best;
}

/* columns a word takes: one a character, which suits the words used here */
static unsigned columns(const char *text, size_t len)
{
    unsigned n = 0;
    for (size_t i = 0; i < len; i++) n += ((unsigned char)text[i] & 0xc0) != 0x80;
    return n;
}

void ngl_buf_wrap(ngl_buf *b, const char *text, unsigned column, unsigned indent, unsigned width)
{
    bool first = true;
    while (*text) {
        size_t   len = strcspn(text, " ");
        unsigned w = columns(text, len);
        if (!first && column + 1 + w > width) {
            ngl_buf_printf(b, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            ngl_buf_char(b, ' ');
            column++;
        }
        ngl_buf_add(b, text, len);
        column += w;
        first = false;
        text += len;
        while (*text == ' ') text++;
    }
}
