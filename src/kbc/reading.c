/* Reading age of a question: Flesch-Kincaid grade.
 *
 *   grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
 *
 * (Kincaid, Fishburne, Rogers and Chissom 1975). Age is about grade + 5, so a
 * reading age of 13 is grade 8. Of the usual formulas it is the kindest to
 * honest short questions: ARI and Coleman-Liau count letters, so one long
 * plain word ("breathlessness", "stretching") fails a line of six words.
 * Syllables are runs of vowels, with a silent final e or ed taken off. A colon
 * or semicolon ends a sentence, as it does for the breath of a reader.
 */
#include "kbc/kbc.h"

#include <string.h>

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool word_char(char c)
{
    return letter(c) || (c >= '0' && c <= '9') || c == '\'' || c == '/' || c == '-';
}

static bool ends_with(const char *w, size_t len, const char *tail)
{
    size_t n = strlen(tail);
    return len > n && memcmp(w + len - n, tail, n) == 0;
}

/* "table", "people": the le is spoken; "scale": it is not. */
static bool spoken_le(const char *w, size_t len)
{
    return len > 2 && ends_with(w, len, "le") && !strchr("aeiouyAEIOUY", w[len - 3]);
}

static unsigned syllables(const char *w, size_t len)
{
    unsigned n = 0;
    bool     before = false;
    for (size_t i = 0; i < len; i++) {
        bool vowel = w[i] && strchr("aeiouyAEIOUY", w[i]);
        n += vowel && !before;
        before = vowel;
    }
    bool silent_e = ends_with(w, len, "e") && !spoken_le(w, len) && !ends_with(w, len, "ee");
    bool silent_ed = ends_with(w, len, "ed") && !ends_with(w, len, "ted") && !ends_with(w, len, "ded");
    if (n > 1 && (silent_e || silent_ed)) n--;
    return n ? n : 1;
}

double ngl_kbc_reading_grade(const char *text)
{
    unsigned words = 0, sentences = 0, sounds = 0;
    for (const char *p = text; *p;) {
        size_t len = 0;
        while (word_char(p[len])) len++;
        if (len) {
            words++;
            sounds += syllables(p, len);
            p += len;
            continue;
        }
        bool stop = strchr(".?!:;", *p) && (p[1] == ' ' || p[1] == ')' || !p[1]);
        sentences += stop;
        p++;
    }
    if (!words) return 0;
    return 0.39 * words / (sentences ? sentences : 1) + 11.8 * sounds / words - 15.59;
}
