/* What belongs to one entry of the knowledge.
 *
 * Which answers are typical of a cause: an answer given by a share p of people
 * with it and by a share b of people with no listed cause weighs p log(p / b),
 * the evidence it brings on average over people with the cause; the study's
 * comparator shrinks it as it does in the assessment. So what is both common
 * and telling comes first, and neither the rare sure sign nor what everyone
 * says. Of near copies, which share a group, only the heaviest is kept.
 */
#include "flow/learn.h"

#include <math.h>
#include <string.h>

static const double COMMON = 0.25; /* an answer of fewer is not typical */

/* ---- typical answers --------------------------------------------------------------------- */

static bool is_felt(const ngl_finding *f)
{
    return f->kind >= NGL_KIND_SITE && f->kind <= NGL_KIND_ASSOCIATED && !f->clinician_only;
}

static ngl_learn_answer answer_of(const ngl_knowledge *kb, ngl_id c, ngl_id f, uint32_t column)
{
    const ngl_finding *x = &kb->finding[f];
    uint32_t           at = x->column_adr + column;
    const ngl_link    *l = &kb->link[(size_t)at * kb->ncondition + c];
    ngl_learn_answer   a = { .cause = c, .finding = f, .p = (double)l->p, .base = kb->base[at], .source = l->source };
    a.option = x->answer == NGL_ANSWER_ONE_OF ? (ngl_id)column : NGL_NONE;
    if (l->ess > 0 && a.p > a.base && a.base > 0) a.weight = a.p * (double)l->shrink * log(a.p / a.base);
    return a;
}

/* the heaviest answer to one finding */
static ngl_learn_answer heaviest(const ngl_knowledge *kb, ngl_id c, ngl_id f)
{
    ngl_learn_answer best = { .weight = 0 };
    for (uint32_t i = 0; i < kb->finding[f].column_num; i++) {
        ngl_learn_answer a = answer_of(kb, c, f, i);
        if (a.weight > best.weight) best = a;
    }
    return best;
}

static void drop(ngl_learn_answer *out, unsigned *n, unsigned at)
{
    memmove(out + at, out + at + 1, (*n - at - 1) * sizeof *out);
    (*n)--;
}

static unsigned insert(ngl_learn_answer *out, unsigned n, unsigned max, ngl_learn_answer a)
{
    unsigned i = n < max ? n : max - 1;
    if (n == max && out[max - 1].weight >= a.weight) return n;
    for (; i && out[i - 1].weight < a.weight; i--) out[i] = out[i - 1];
    out[i] = a;
    return n < max ? n + 1 : max;
}

/* Places count as copies of each other: one is enough to tell where. */
static bool are_copies(const ngl_knowledge *kb, ngl_id a, ngl_id b)
{
    const ngl_finding *x = &kb->finding[a], *y = &kb->finding[b];
    return x->group == y->group || (x->kind == NGL_KIND_SITE && y->kind == NGL_KIND_SITE);
}

unsigned ngl_learn_typical(const ngl_knowledge *kb, ngl_id condition, ngl_learn_answer *out, unsigned max)
{
    enum { KEPT = 64 }; /* more than are wanted: a later copy may push out an earlier one */
    ngl_learn_answer kept[KEPT];
    unsigned         n = 0;
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        if (!is_felt(&kb->finding[f])) continue;
        ngl_learn_answer a = heaviest(kb, condition, f);
        if (!(a.weight > 0) || a.p < COMMON) continue;
        unsigned i = 0;
        while (i < n && !are_copies(kb, kept[i].finding, f)) i++;
        if (i < n && kept[i].weight >= a.weight) continue;
        if (i < n) drop(kept, &n, i);
        n = insert(kept, n, KEPT, a);
    }
    if (n > max) n = max;
    memcpy(out, kept, n * sizeof *kept);
    return n;
}

/* the causes that most of a yes (or of one option) speaks for */
static unsigned causes_of(const ngl_knowledge *kb, ngl_id f, ngl_learn_answer *out, unsigned max)
{
    unsigned n = 0;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        if (c == kb->other) continue;
        ngl_learn_answer a = heaviest(kb, c, f);
        if (a.weight > 0) n = insert(out, n, max, a);
    }
    return n;
}

/* ---- what people read about a cause ----------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/* Does `text` hold the phrase as whole words, whatever their capitals? A last
 * letter more or less is a plural. */
static bool holds(const char *text, const char *phrase, size_t len)
{
    for (const char *t = text; *t; t++) {
        if (t != text && letter(t[-1])) continue;
        size_t i = 0;
        while (i < len && t[i] && lower(t[i]) == lower(phrase[i])) i++;
        if (i == len && (!letter(t[i]) || (t[i] == 's' && !letter(t[i + 1])))) return true;
    }
    return false;
}

static bool names_one(const char *text, const char *names)
{
    enum { SHORTEST = 4 };
    while (*names) {
        size_t len = strcspn(names, ";(,");
        size_t n = len;
        while (n && names[n - 1] == ' ') n--;
        if (n >= SHORTEST && holds(text, names, n)) return true;
        if (names[len] == '(') len += strcspn(names + len, ")");
        names += len + (names[len] != 0);
        while (*names == ' ' || *names == ';') names++;
    }
    return false;
}

static bool about_plan(const ngl_knowledge *kb, ngl_id condition, const char *about)
{
    ngl_id protocol = kb->care[condition].protocol;
    char   item[96];
    if (protocol == NGL_NONE) return false;
    const char *key = kb->protocol[protocol].key;
    size_t      len = strlen(key);
    memcpy(item, "protocols:", sizeof "protocols:");
    if (len + sizeof "protocols:" > sizeof item) return false;
    memcpy(item + strlen(item), key, len + 1);
    for (const char *t = about; (t = strstr(t, item)); t++)
        if (t[strlen(item)] == 0 || t[strlen(item)] == ';') return true;
    return false;
}

static bool speaks_of(const ngl_knowledge *kb, ngl_id condition, ngl_learn_entry e)
{
    const ngl_condition *c = &kb->condition[condition];
    const char          *text, *verdict, *reason, *said_by;
    if (!ngl_learn_said(kb, e, &text, &verdict, &reason, &said_by)) return false;
    if (names_one(text, c->name) || names_one(text, c->also_called)) return true;
    if (names_one(reason, c->name) || names_one(reason, c->also_called)) return true;
    return e.kind == NGL_LEARN_STATEMENT && about_plan(kb, condition, kb->statement[e.id].about);
}

static void add_said(ngl_learn_page *p)
{
    for (ngl_learn_kind kind = NGL_LEARN_CLAIM; kind <= NGL_LEARN_STATEMENT; kind++)
        for (ngl_id i = 0; i < ngl_learn_count(p->kb, kind) && p->nsaid < NGL_LEARN_SAID; i++) {
            ngl_learn_entry e = { kind, i };
            if (speaks_of(p->kb, p->entry.id, e)) p->said[p->nsaid++] = e;
        }
}

/* ---- a page --------------------------------------------------------------------------------------- */

static void add_gates(ngl_learn_page *p)
{
    const ngl_knowledge *kb = p->kb;
    for (ngl_id r = 0; r < kb->nrule && p->ngate < NGL_LEARN_GATES; r++)
        for (unsigned i = 0; kb->rule[r].gate && i < kb->rule[r].blocked_num; i++)
            if (kb->blocked[kb->rule[r].blocked_adr + i] == p->entry.id) {
                p->gate[p->ngate++] = r;
                break;
            }
}

void ngl_learn_page_of(const ngl_knowledge *kb, ngl_learn_entry entry, ngl_learn_page *out)
{
    *out = (ngl_learn_page){ .kb = kb, .entry = entry };
    switch (entry.kind) {
    case NGL_LEARN_CAUSE:
        out->ntypical = ngl_learn_typical(kb, entry.id, out->typical, NGL_LEARN_TYPICAL);
        add_said(out);
        return;
    case NGL_LEARN_TEST:
    case NGL_LEARN_SIGN:
        out->ntypical = causes_of(kb, entry.id, out->typical, NGL_LEARN_TYPICAL);
        add_gates(out);
        return;
    case NGL_LEARN_EXERCISE:
    case NGL_LEARN_TREATMENT:
    case NGL_LEARN_CLAIM:
    case NGL_LEARN_STATEMENT:
    case NGL_LEARN_KINDS: return;
    }
}
