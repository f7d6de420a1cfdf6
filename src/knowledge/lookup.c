/* Finding rows by key. The tables have at most a few hundred rows and a
 * look-up happens once per answer, so plain search is fast enough and needs no
 * index that could be wrong. */
#include <niggle/knowledge.h>

#include "base/text.h"

#include <string.h>

/* Every row begins with its key. */
static ngl_id find(const void *rows, size_t size, size_t n, const char *key)
{
    for (size_t i = 0; i < n && i < NGL_NONE; i++)
        if (strcmp(*(const char *const *)(const void *)((const char *)rows + size * i), key) == 0) return (ngl_id)i;
    return NGL_NONE;
}

/* The key nearest to `key`, or NULL if more than a third of it would change. */
static const char *nearest(const void *rows, size_t size, size_t n, const char *key)
{
    const char *best = NULL;
    size_t      least = strlen(key) / 3 + 2;
    for (size_t i = 0; i < n; i++) {
        const char *each = *(const char *const *)(const void *)((const char *)rows + size * i);
        unsigned    distance = ngl_text_distance(key, each);
        if (distance < least) {
            least = distance;
            best = each;
        }
    }
    return best;
}

ngl_id ngl_condition_find(const ngl_knowledge *kb, const char *key)
{
    return find(kb->condition, sizeof *kb->condition, kb->ncondition, key);
}

ngl_id ngl_form_find(const ngl_knowledge *kb, const char *key)
{
    return find(kb->form, sizeof *kb->form, kb->nform, key);
}

ngl_id ngl_finding_find(const ngl_knowledge *kb, const char *key)
{
    return find(kb->finding, sizeof *kb->finding, kb->nfinding, key);
}

ngl_id ngl_option_find(const ngl_knowledge *kb, ngl_id finding, const char *key)
{
    if (finding >= kb->nfinding || !kb->finding[finding].option_num) return NGL_NONE;
    const ngl_finding *f = &kb->finding[finding];
    return find(kb->option + f->option_adr, sizeof *kb->option, f->option_num, key);
}

ngl_id ngl_protocol_find(const ngl_knowledge *kb, const char *key)
{
    return find(kb->protocol, sizeof *kb->protocol, kb->nprotocol, key);
}

ngl_id ngl_exercise_find(const ngl_knowledge *kb, const char *key)
{
    return find(kb->exercise, sizeof *kb->exercise, kb->nexercise, key);
}

const char *ngl_finding_nearest(const ngl_knowledge *kb, const char *key)
{
    return nearest(kb->finding, sizeof *kb->finding, kb->nfinding, key);
}

const char *ngl_option_nearest(const ngl_knowledge *kb, ngl_id finding, const char *key)
{
    if (finding >= kb->nfinding || !kb->finding[finding].option_num) return NULL;
    const ngl_finding *f = &kb->finding[finding];
    return nearest(kb->option + f->option_adr, sizeof *kb->option, f->option_num, key);
}

const char *ngl_triage_key(ngl_triage t)
{
    switch (t) {
    case NGL_TRIAGE_SELF_CARE: return "self_care";
    case NGL_TRIAGE_ROUTINE: return "routine";
    case NGL_TRIAGE_URGENT: return "urgent";
    case NGL_TRIAGE_EMERGENCY: return "emergency";
    }
    return "";
}
