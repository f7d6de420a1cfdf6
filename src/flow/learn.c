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

static const double COMMON = 0.25; /* an answer of fewer is not typical ... */
static const double TELLING = 1.25; /* ... nor one that is hardly commoner than among others */

/* ---- typical answers --------------------------------------------------------------------- */

static bool is_felt(const ngl_finding *f)
{
    return f->kind >= NGL_KIND_SITE && f->kind <= NGL_KIND_ASSOCIATED && !f->clinician_only;
}

static ngl_learn_answer answer_of(const ngl_knowledge *kb, ngl_id c, ngl_id f, uint32_t column)
{
    const ngl_finding *x = &kb->finding[f];
    uint32_t           at = x->column_adr + column;
    const ngl_link    *l = ngl_link_at(kb, at, c);
    ngl_learn_answer   a = { .cause = c, .finding = f, .p = (double)l->p, .base = kb->base[at], .source = l->source, .measured = l->measured };
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
        if (!(a.weight > 0) || a.p < COMMON || a.p < TELLING * a.base) continue;
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

/* The causes it may speak for: what an answer brings, times how common the cause
 * is, times the harm of missing it, so that what is rare and harmless, or merely
 * thinkable, does not crowd out what matters. */
static unsigned causes_of(const ngl_knowledge *kb, ngl_id f, ngl_learn_answer *out, unsigned max)
{
    unsigned n = 0;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        if (c == kb->other) continue;
        ngl_learn_answer a = heaviest(kb, c, f);
        a.weight *= kb->condition[c].prior * kb->model.harm_weight[kb->condition[c].triage];
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

/* Does `word` stand in a name of any other cause? */
static bool shared(const ngl_knowledge *kb, ngl_id condition, const char *word, size_t len)
{
    for (ngl_id c = 0; c < kb->ncondition; c++)
        if (c != condition && (holds(kb->condition[c].name, word, len) || holds(kb->condition[c].also_called, word, len)))
            return true;
    return false;
}

/* "piriformis" does for "piriformis syndrome", as long as no other cause has it */
static size_t short_name(const ngl_knowledge *kb, ngl_id condition, const char *name, size_t len)
{
    static const char tail[] = " syndrome";
    size_t            n = strcspn(name, " ");
    bool              two_words = n < len && len - n == sizeof tail - 1 && memcmp(name + n, tail, len - n) == 0;
    return two_words && !shared(kb, condition, name, n) ? n : len;
}

/* Does `text` hold one of "name; other name (third name)"? */
static bool names_one(const ngl_knowledge *kb, ngl_id condition, const char *text, const char *names)
{
    enum { SHORTEST = 4 };
    while (*names) {
        size_t len = strcspn(names, ";(),"), n = len;
        while (n && names[n - 1] == ' ') n--;
        if (n >= SHORTEST && holds(text, names, short_name(kb, condition, names, n))) return true;
        names += len;
        names += strspn(names, ";(), ");
    }
    return false;
}

static bool named_in(const ngl_knowledge *kb, ngl_id condition, ngl_learn_entry e)
{
    const ngl_condition *c = &kb->condition[condition];
    const char          *text, *verdict, *reason, *said_by;
    if (!ngl_learn_said(kb, e, &text, &verdict, &reason, &said_by)) return false;
    return names_one(kb, condition, text, c->name) || names_one(kb, condition, text, c->also_called) ||
           names_one(kb, condition, reason, c->name) || names_one(kb, condition, reason, c->also_called);
}

static bool is_measure(const ngl_knowledge *kb, ngl_id condition, ngl_id treatment)
{
    const ngl_care *k = &kb->care[condition];
    for (unsigned i = 0; i < k->measure_num; i++)
        if (kb->measure[k->measure_adr + i] == treatment) return true;
    return false;
}

/* a measure for this cause and for no other, where it is the care and not the way to a clinician */
static bool own_measure(const ngl_knowledge *kb, ngl_id condition, ngl_id treatment)
{
    if (kb->care[condition].handling > NGL_HANDLING_SELF_AND_REVIEW || !is_measure(kb, condition, treatment)) return false;
    for (ngl_id c = 0; c < kb->ncondition; c++)
        if (c != condition && is_measure(kb, c, treatment)) return false;
    return true;
}

static bool about_plan(const ngl_knowledge *kb, ngl_id condition, const char *about)
{
    static const char prefix[] = "protocols:";
    ngl_id            protocol = kb->care[condition].protocol;
    if (protocol == NGL_NONE) return false;
    const char *key = kb->protocol[protocol].key;
    size_t      len = strlen(key);
    for (const char *t = about; (t = strstr(t, prefix)); t++) {
        const char *item = t + sizeof prefix - 1;
        if (strncmp(item, key, len) == 0 && (item[len] == 0 || item[len] == ';')) return true;
    }
    return false;
}

/* Is the statement about this cause's plan, or about a measure that only it has? */
static bool about_care(const ngl_knowledge *kb, ngl_id condition, const ngl_statement *s)
{
    const char     *cursor = s->about;
    ngl_learn_entry e;
    if (about_plan(kb, condition, s->about)) return true;
    while (ngl_learn_next_about(kb, &cursor, &e))
        if (e.kind == NGL_LEARN_TREATMENT && own_measure(kb, condition, e.id)) return true;
    return false;
}

static bool speaks_of(const ngl_knowledge *kb, ngl_id condition, ngl_learn_entry e)
{
    if (condition == kb->other) return false;
    return named_in(kb, condition, e) ||
           (e.kind == NGL_LEARN_STATEMENT && about_care(kb, condition, &kb->statement[e.id]));
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
