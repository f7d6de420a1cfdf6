/* Which condition somebody means: its id, its name, another name for it, or a
 * part of a name that no other condition has. Case does not matter. */
#include "base/error.h"
#include "base/text.h"
#include "flow/assess_more.h"

#include <string.h>

enum { WORD_MAX = 80, NAMES_MAX = 512 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(const char *text, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!text[i] || lower(text[i]) != lower(word[i])) return false;
    return true;
}

static bool holds(const char *text, const char *word)
{
    size_t len = strlen(word);
    for (; *text; text++)
        if (same(text, word, len)) return true;
    return false;
}

/* is `word` one of the names in "a; b; c"? */
static bool is_one_of(const char *names, const char *word)
{
    size_t len = strlen(word);
    while (*names) {
        size_t n = strcspn(names, ";");
        if (n == len && same(names, word, len)) return true;
        names += n;
        names += strspn(names, "; ");
    }
    return false;
}

/* Exact first, then a part; NGL_NONE when none or several have it. */
static ngl_id find(const ngl_knowledge *kb, const char *word)
{
    ngl_id found = ngl_condition_find(kb, word);
    if (found != NGL_NONE) return found;
    for (ngl_id i = 0; i < kb->ncondition; i++)
        if (is_one_of(kb->condition[i].name, word) || is_one_of(kb->condition[i].also_called, word)) return i;
    unsigned n = 0;
    for (ngl_id i = 0; i < kb->ncondition; i++)
        if (holds(kb->condition[i].name, word) || holds(kb->condition[i].also_called, word)) found = i, n++;
    return n == 1 ? found : NGL_NONE;
}

static ngl_status unknown(const ngl_knowledge *kb, const char *word, ngl_error *err)
{
    const char *names[2 * NAMES_MAX], *both[2] = { NULL, NULL };
    size_t      n = 0;
    unsigned    part = 0;
    for (ngl_id i = 0; i < kb->ncondition && i < NAMES_MAX; i++) {
        names[n++] = kb->condition[i].key;
        names[n++] = kb->condition[i].name;
        if (!holds(kb->condition[i].name, word) && !holds(kb->condition[i].also_called, word)) continue;
        if (part < 2) both[part] = kb->condition[i].key;
        part++;
    }
    if (part > 1)
        return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"%s\" may be %u conditions, such as %s and %s; say which", word, part,
                        both[0], both[1]);
    const char *nearest = ngl_text_nearest(word, names, n);
    if (nearest) return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "no condition is called \"%s\"; the nearest is \"%s\"", word, nearest);
    return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "no condition is called \"%s\"; niggle learn conditions lists them", word);
}

static ngl_status one(const ngl_knowledge *kb, const char *text, size_t len, ngl_id *out, ngl_error *err)
{
    char word[WORD_MAX];
    while (len && text[0] == ' ') text++, len--;
    while (len && text[len - 1] == ' ') len--;
    if (!len) return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "a condition's name is missing");
    if (len >= sizeof word) return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"%.40s…\" is too long for a condition's name", text);
    memcpy(word, text, len);
    word[len] = 0;
    *out = find(kb, word);
    if (*out == kb->other)
        return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"%s\" stands for everything that is not modelled: name a condition", word);
    return *out == NGL_NONE ? unknown(kb, word, err) : NGL_OK;
}

ngl_status ngl_flow_conditions(const ngl_knowledge *kb, const char *list, ngl_id *out, unsigned *n, unsigned max,
                               ngl_error *err)
{
    *n = 0;
    for (;;) {
        size_t     len = strcspn(list, ",");
        ngl_id     condition = NGL_NONE;
        bool       again = false;
        ngl_status status = one(kb, list, len, &condition, err);
        if (status) return status;
        for (unsigned i = 0; i < *n; i++) again = again || out[i] == condition;
        if (!again && *n == max) return ngl_fail(err, NGL_E_LIMIT, 0, "at most %u conditions can be asked about at once", max);
        if (!again) out[(*n)++] = condition;
        if (!list[len]) return NGL_OK;
        list += len + 1;
    }
}
