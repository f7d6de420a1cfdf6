/* The words of plans and days: every key and sentence comes from the list in
 * the public header that also made the enum. */
#include "plan/internal.h"

#include "base/text.h"

#include <string.h>

static const char *pick(const char *const *list, size_t n, size_t i)
{
    return i < n ? list[i] : "";
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

const char *ngl_plan_why_text(ngl_plan_why why)
{
    static const char *const text[] = {
#define X(name, words) words,
        NGL_PLAN_WHY_MAP(X)
#undef X
    };
    return pick(text, COUNT(text), (size_t)why);
}

const char *ngl_plan_kind_key(ngl_plan_kind kind)
{
    static const char *const key[] = { "help_now", "see_first", "self_care", "shared", "stage" };
    return pick(key, COUNT(key), (size_t)kind);
}

const char *ngl_see_key(ngl_see see)
{
    static const char *const key[] = { "none", "book", "first", "soon", "now" };
    return pick(key, COUNT(key), (size_t)see);
}

const char *ngl_run_key(ngl_run_allowed run)
{
    static const char *const key[] = { "none", "limited", "allowed" };
    return pick(key, COUNT(key), (size_t)run);
}

/* ---- check-ins ----------------------------------------------------------- */

static const ngl_note_kind kinds[NGL_NOTE_COUNT] = {
#define X(name, key, word, other, min, max, unit, text) { key, word, other, min, max, unit, text },
    NGL_NOTE_MAP(X)
#undef X
};

const ngl_note_kind *ngl_note_kinds(void)
{
    return kinds;
}

ngl_note ngl_note_find(const char *word)
{
    for (int i = 0; i < NGL_NOTE_COUNT && *word; i++)
        if (!strcmp(word, kinds[i].key) || !strcmp(word, kinds[i].word) || !strcmp(word, kinds[i].other))
            return (ngl_note)i;
    return NGL_NOTE_COUNT;
}

const char *ngl_note_nearest(const char *word)
{
    const char *names[2 * NGL_NOTE_COUNT];
    for (int i = 0; i < NGL_NOTE_COUNT; i++) {
        names[i] = kinds[i].word;
        names[NGL_NOTE_COUNT + i] = kinds[i].key;
    }
    return ngl_text_nearest(word, names, COUNT(names));
}

static const struct {
    const char *key, *text;
    int         now;
} signs[NGL_SIGN_COUNT] = {
#define X(name, key, text, now) { key, text, now },
    NGL_SIGN_MAP(X)
#undef X
};

const char *ngl_sign_key(ngl_sign sign)
{
    return sign < NGL_SIGN_COUNT ? signs[sign].key : "";
}

const char *ngl_sign_text(ngl_sign sign)
{
    return sign < NGL_SIGN_COUNT ? signs[sign].text : "";
}

ngl_sign ngl_sign_find(const char *key)
{
    for (int i = 0; i < NGL_SIGN_COUNT; i++)
        if (!strcmp(key, signs[i].key)) return (ngl_sign)i;
    return NGL_SIGN_COUNT;
}

int ngl_sign_is_emergency(ngl_sign sign)
{
    return sign < NGL_SIGN_COUNT && signs[sign].now;
}

/* ---- today ---------------------------------------------------------------- */

const char *ngl_state_key(ngl_state s)
{
    static const char *const key[] = { "run", "adapt", "rest", "get_seen" };
    return pick(key, COUNT(key), (size_t)s);
}

const char *ngl_state_word(ngl_state s)
{
    static const char *const word[] = { "run", "adapt", "rest", "get seen" };
    return pick(word, COUNT(word), (size_t)s);
}

const char *ngl_state_colour(ngl_state s)
{
    static const char *const colour[] = { "green", "amber", "blue", "red" };
    return pick(colour, COUNT(colour), (size_t)s);
}

const char *ngl_today_rule_text(ngl_today_rule r)
{
    static const char *const text[] = {
#define X(name, key, words) words,
        NGL_TODAY_MAP(X)
#undef X
    };
    return pick(text, COUNT(text), (size_t)r);
}

const char *ngl_today_rule_key(ngl_today_rule r)
{
    static const char *const text[] = {
#define X(name, key, words) key,
        NGL_TODAY_MAP(X)
#undef X
    };
    return pick(text, COUNT(text), (size_t)r);
}

const char *ngl_move_key(ngl_move m)
{
    static const char *const key[] = { "stay", "on", "back", "reassess", "review", "finish" };
    return pick(key, COUNT(key), (size_t)m);
}
