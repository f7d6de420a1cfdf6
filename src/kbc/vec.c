/* Tables that grow in the arena, keys, and the small words cells are made of. */
#include "kbc/internal.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

void *kbc_take(kbc *k, size_t size, size_t count)
{
    void *p = ngl_arena_take(k->arena, size, count ? count : 1, alignof(max_align_t));
    if (!p) k->nomem = true;
    return p;
}

static bool grow(kbc *k, kbc_vec *v)
{
    uint32_t   cap = v->cap ? 2 * v->cap : 16;
    void      *data = kbc_take(k, v->size, cap);
    kbc_place *place = kbc_take(k, sizeof *place, cap);
    if (!data || !place) return false;
    if (v->num) {
        memcpy(data, v->data, v->size * v->num);
        memcpy(place, v->place, sizeof *place * v->num);
    }
    v->data = data;
    v->place = place;
    v->cap = cap;
    return true;
}

void *kbc_push(kbc *k, kbc_vec *v, kbc_place at)
{
    if (k->nomem || (v->num == v->cap && !grow(k, v)))
        return v->spare ? memset(v->spare, 0, v->size) : memset(k->scratch, 0, sizeof k->scratch);
    v->place[v->num] = at;
    return (char *)v->data + v->size * v->num++;
}

void *kbc_row(const kbc_vec *v, uint32_t i)
{
    return (char *)v->data + v->size * i;
}

ngl_id kbc_find(const kbc_vec *v, const char *key)
{
    for (uint32_t i = 0; i < v->num && i < NGL_NONE; i++)
        if (strcmp(*(const char *const *)kbc_row(v, i), key) == 0) return (ngl_id)i;
    return NGL_NONE;
}

ngl_id kbc_need(kbc *k, const kbc_vec *v, kbc_place at, const char *key)
{
    ngl_id id = kbc_find(v, key);
    if (id == NGL_NONE && !k->nomem) kbc_unknown(k, at, v, key);
    return id;
}

static bool key_valid(const char *key)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t            len = strlen(key);
    return len && len <= 64 && strspn(key, allowed) == len;
}

void *kbc_define(kbc *k, kbc_vec *v, kbc_place at, const char *key)
{
    ngl_id before = kbc_find(v, key);
    if (!key_valid(key))
        kbc_problem(k, at, "'%s' is not a usable %s id: letters, digits and _ only", key, v->what);
    else if (before != NGL_NONE)
        kbc_problem(k, at, "%s '%s' is already defined in line %u", v->what, key, (unsigned)v->place[before].line);
    if (v->num >= NGL_NONE) kbc_problem(k, at, "there are more than %u rows of kind %s", (unsigned)NGL_NONE, v->what);
    const char **row = kbc_push(k, v, at);
    *row = key;
    return row;
}

const char *kbc_item(kbc *k, const char **cursor, char separator)
{
    const char *p = *cursor;
    while (*p == ' ' || *p == separator) p++;
    if (!*p) return NULL;
    const char *end = strchr(p, separator);
    if (!end) end = p + strlen(p);
    *cursor = end;
    while (end > p && end[-1] == ' ') end--;
    return kbc_text(k, p, (size_t)(end - p));
}

uint16_t kbc_keys(kbc *k, kbc_place at, kbc_vec *to, const kbc_vec *of, const char *list)
{
    uint16_t num = 0;
    for (const char *item; (item = kbc_item(k, &list, ';'));) {
        ngl_id id = kbc_need(k, of, at, item);
        if (id == NGL_NONE) continue;
        *(ngl_id *)kbc_push(k, to, at) = id;
        num = (uint16_t)(num + !k->nomem);
    }
    return num;
}

ngl_refs kbc_sources(kbc *k, kbc_place at, const char *list)
{
    ngl_refs refs = { .adr = k->source_ref.num };
    if (!list[strspn(list, " ;")])
        kbc_problem(k, at, "there is no source");
    else
        refs.num = kbc_keys(k, at, &k->source_ref, &k->source, list);
    return refs;
}

double kbc_number(kbc *k, kbc_place at, const char *what, const char *text, double low, double high, double empty)
{
    double v;
    if (!*text && !isnan(empty)) return empty;
    if (!ngl_number_parse(&v, text, strlen(text))) {
        kbc_problem(k, at, "%s '%s' is not a number", what, text);
        return NAN;
    }
    if (v < low || v > high) {
        kbc_problem(k, at, "%s %s is outside %s..%s", what, text, kbc_number_text(k, low), kbc_number_text(k, high));
        return NAN;
    }
    return v;
}

bool kbc_yes(kbc *k, kbc_place at, const char *what, const char *text, const char *yes, const char *no)
{
    if (strcmp(text, yes) == 0) return true;
    if (strcmp(text, no) != 0) kbc_problem(k, at, "%s '%s' is neither %s nor %s", what, text, yes, no);
    return false;
}

unsigned kbc_word(kbc *k, kbc_place at, const char *what, const char *text, const char *const *words, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (strcmp(text, words[i]) == 0) return i;
    kbc_problem(k, at, "%s '%s' is not known", what, text);
    return n;
}
