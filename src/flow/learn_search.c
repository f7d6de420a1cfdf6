/* Searching the knowledge.
 *
 * A query is a few words and an entry holds a query when it holds every word.
 * Each word scores by the best place it stands in: the title, other names,
 * running text or the id; a whole word counts twice what the beginning of one
 * does. The sum orders the hits; equals keep the order of the knowledge, in
 * which causes come before signs and exercises before statements.
 */
#include "base/error.h"
#include "base/text.h"
#include "flow/learn.h"

#include <string.h>

enum { TITLE = 40, ALIAS = 30, TEXT = 4, EDITS_MAX = 2, WORD_BYTES = 64, PREFIX_MIN = 3, TYPO_MIN = 4, WORDS_MAX = 16384, QUERY_MAX = 512 };

/* ---- text ----------------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool in_word(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool same_bytes(const char *text, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (lower(text[i]) != lower(word[i])) return false;
    return true;
}

/* 2: `word` is one of the words of `text`; 1: a word begins with it; 0: neither */
static int stands_in(const char *text, const char *word)
{
    size_t len = strlen(word);
    int    best = 0;
    while (*text && best < 2) {
        size_t n = 0;
        while (in_word(text[n])) n++;
        if (n >= len && same_bytes(text, word, len)) {
            int found = n == len || (n == len + 1 && text[len] == 's') ? 2 : len >= PREFIX_MIN;
            if (found > best) best = found;
        }
        text += n ? n : 1;
    }
    return best;
}

/* ---- entries --------------------------------------------------------------------------- */

typedef struct fields {
    const char *alias, *text[3];
} fields;

static fields fields_of(const ngl_knowledge *kb, ngl_learn_entry e)
{
    switch (e.kind) {
    case NGL_LEARN_CAUSE: {
        const ngl_condition *c = &kb->condition[e.id];
        return (fields){ c->also_called, { c->description, c->time_course, c->tissue } };
    }
    case NGL_LEARN_TEST:
    case NGL_LEARN_SIGN: return (fields){ "", { kb->finding[e.id].explains, "", "" } };
    case NGL_LEARN_EXERCISE: {
        const ngl_exercise *x = &kb->exercise[e.id];
        return (fields){ x->muscles, { x->how_to, x->cautions, x->equipment } };
    }
    case NGL_LEARN_TREATMENT: {
        const ngl_treatment *t = &kb->treatment[e.id];
        return (fields){ "", { t->what, t->dose, t->harms } };
    }
    case NGL_LEARN_CLAIM: return (fields){ kb->claim[e.id].section, { kb->claim[e.id].reason, "", "" } };
    case NGL_LEARN_STATEMENT: return (fields){ "", { kb->statement[e.id].reason, "", "" } };
    case NGL_LEARN_KINDS: break;
    }
    return (fields){ "", { "", "", "" } };
}

static int options_hold(const ngl_knowledge *kb, ngl_learn_entry e, const char *word)
{
    int best = 0;
    if (e.kind != NGL_LEARN_SIGN) return 0;
    const ngl_finding *f = &kb->finding[e.id];
    for (unsigned i = 0; i < f->option_num; i++) {
        int found = stands_in(kb->option[f->option_adr + i].label, word);
        if (found > best) best = found;
    }
    return best;
}

static int best_of(int a, int b)
{
    return a > b ? a : b;
}

/* what one word is worth to an entry; 0: it stands nowhere in it */
static int worth(const ngl_knowledge *kb, ngl_learn_entry e, const char *word)
{
    fields f = fields_of(kb, e);
    int    best = stands_in(ngl_learn_title(kb, e), word) * TITLE;
    best = best_of(best, stands_in(f.alias, word) * ALIAS);
    best = best_of(best, options_hold(kb, e, word) * TEXT);
    for (int i = 0; i < 3; i++) best = best_of(best, stands_in(f.text[i], word) * TEXT);
    return best_of(best, stands_in(ngl_learn_key(kb, e), word) * TEXT);
}

/* Every entry in the knowledge's order; false at the end. */
typedef struct walk {
    const ngl_knowledge *kb;
    ngl_learn_entry      next;
} walk;

static unsigned rows(const ngl_knowledge *kb, ngl_learn_kind kind)
{
    return kind == NGL_LEARN_TEST || kind == NGL_LEARN_SIGN ? kb->nfinding : ngl_learn_count(kb, kind);
}

static bool step(walk *w, ngl_learn_entry *out)
{
    while (w->next.kind < NGL_LEARN_KINDS) {
        if (w->next.id >= rows(w->kb, w->next.kind)) {
            w->next = (ngl_learn_entry){ w->next.kind + 1, 0 };
            continue;
        }
        *out = w->next;
        w->next.id++;
        bool finding = out->kind == NGL_LEARN_TEST || out->kind == NGL_LEARN_SIGN;
        bool test = finding && w->kb->finding[out->id].kind == NGL_KIND_SELF_TEST;
        if (!finding || test == (out->kind == NGL_LEARN_TEST)) return true;
    }
    return false;
}

bool ngl_learn_find(const ngl_knowledge *kb, const char *key, ngl_learn_entry *out)
{
    walk            w = { .kb = kb };
    ngl_learn_entry e;
    while (step(&w, &e))
        if (strcmp(ngl_learn_key(kb, e), key) == 0) {
            *out = e;
            return true;
        }
    return false;
}

const ngl_learn_topic *ngl_learn_topic_find(const char *word)
{
    for (const ngl_learn_topic *t = ngl_learn_topics; t->word; t++)
        if (strcmp(t->word, word) == 0) return t;
    return NULL;
}

/* ---- the words that titles are made of ---------------------------------------------------- */

typedef struct names {
    const char **name;
    size_t       n;
} names;

static bool known(const names *v, const char *text, size_t len)
{
    for (size_t i = 0; i < v->n; i++)
        if (strlen(v->name[i]) == len && same_bytes(v->name[i], text, len)) return true;
    return false;
}

/* false once memory is out */
static bool add_words(names *v, ngl_arena *arena, const char *text)
{
    while (*text) {
        size_t n = 0;
        while (in_word(text[n])) n++;
        if (n >= TYPO_MIN && n < WORD_BYTES && v->n < WORDS_MAX && !known(v, text, n)) {
            char *copy = ngl_arena_text(arena, text, n);
            if (!copy) return false;
            for (char *p = copy; *p; p++) *p = lower(*p);
            v->name[v->n++] = copy;
        }
        text += n ? n : 1;
    }
    return true;
}

static bool title_words(const ngl_knowledge *kb, ngl_arena *arena, names *v)
{
    walk            w = { .kb = kb };
    ngl_learn_entry e;
    v->name = NGL_NEW(arena, const char *, WORDS_MAX);
    v->n = 0;
    while (v->name && step(&w, &e)) {
        if (!add_words(v, arena, ngl_learn_title(kb, e))) return false;
        if (e.kind == NGL_LEARN_CAUSE && !add_words(v, arena, fields_of(kb, e).alias)) return false;
    }
    return v->name;
}

static void add_ids(const ngl_knowledge *kb, names *v)
{
    walk            w = { .kb = kb };
    ngl_learn_entry e;
    while (step(&w, &e))
        if (v->n < WORDS_MAX) v->name[v->n++] = ngl_learn_key(kb, e);
}

const char *ngl_learn_nearest_id(const ngl_knowledge *kb, ngl_arena *arena, const char *word)
{
    names v = { .name = NGL_NEW(arena, const char *, WORDS_MAX) };
    if (!v.name) return NULL;
    add_ids(kb, &v);
    return ngl_text_nearest(word, v.name, v.n);
}

const char *ngl_learn_nearest(const ngl_knowledge *kb, ngl_arena *arena, const char *word)
{
    names v;
    if (!title_words(kb, arena, &v)) return NULL;
    add_ids(kb, &v);
    return ngl_text_nearest(word, v.name, v.n);
}

/* ---- searching ------------------------------------------------------------------------------ */

static bool stands_anywhere(const ngl_knowledge *kb, const char *word)
{
    walk            w = { .kb = kb };
    ngl_learn_entry e;
    while (step(&w, &e))
        if (worth(kb, e, word)) return true;
    return false;
}

/* the nearest word of a title for one that stands nowhere; `word` itself if none is near */
static const char *mended(const names *v, const char *word)
{
    char   low[WORD_BYTES];
    size_t len = strlen(word);
    if (len < TYPO_MIN || len >= sizeof low) return word;
    for (size_t i = 0; i <= len; i++) low[i] = lower(word[i]);
    const char *near = ngl_text_nearest(low, v->name, v->n);
    return near && ngl_text_distance(low, near) <= EDITS_MAX ? near : word;
}

/* Words that stand nowhere become the nearest that does, or are left out while
 * others remain; `changed` tells. */
static ngl_status mend(const ngl_knowledge *kb, ngl_arena *arena, const char **word, size_t *n, bool *changed, ngl_error *err)
{
    names  v = { 0 };
    size_t kept = 0;
    *changed = false;
    for (size_t i = 0; i < *n; i++) {
        const char *w = word[i];
        if (!stands_anywhere(kb, w)) {
            if (!v.name && !title_words(kb, arena, &v))
                return ngl_fail(err, NGL_E_NOMEM, 0, "searching needs more memory than it may use");
            *changed = true;
            w = mended(&v, w);
            if (w == word[i]) continue;
        }
        word[kept++] = w;
    }
    if (kept) *n = kept;
    return NGL_OK;
}

static int score_of(const ngl_knowledge *kb, ngl_learn_entry e, const char *const *word, size_t n, bool partly)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int one = worth(kb, e, word[i]);
        if (!one && !partly) return 0;
        sum += one;
    }
    return sum;
}

static void insert(ngl_learn_entry *entry, int *score, size_t n, ngl_learn_entry e, int s)
{
    size_t i = n;
    for (; i && score[i - 1] < s; i--) {
        entry[i] = entry[i - 1];
        score[i] = score[i - 1];
    }
    entry[i] = e;
    score[i] = s;
}

static const char *joined(ngl_arena *arena, const char *const *word, size_t n)
{
    ngl_buf b;
    ngl_buf_init(&b, QUERY_MAX);
    for (size_t i = 0; i < n; i++) ngl_buf_printf(&b, "%s%s", i ? " " : "", word[i]);
    char *copy = ngl_arena_text(arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return copy ? copy : "";
}

/* one array of words: an argument with blanks or underlines counts as several */
static size_t split(ngl_arena *arena, const char *const *words, size_t n, const char **out, size_t max)
{
    size_t num = 0;
    for (size_t i = 0; i < n; i++) {
        const char *t = words[i];
        while (*t) {
            size_t len = 0;
            while (in_word(t[len])) len++;
            if (len && num < max && (out[num] = ngl_arena_text(arena, t, len))) num++;
            t += len ? len : 1;
        }
    }
    return num;
}

/* Statements of a topic stay in sections, so they all count the same. */
static void collect(ngl_learn_list *out, ngl_learn_entry *entry, int *score, const ngl_learn_topic *topic,
                    const char *const *word, size_t n)
{
    walk            w = { .kb = out->kb };
    ngl_learn_entry e;
    while (step(&w, &e)) {
        if (topic && !(topic->kinds & 1u << e.kind)) continue;
        int s = n ? score_of(out->kb, e, word, n, out->partly) : 1;
        if (s) insert(entry, score, out->n++, e, topic && *ngl_learn_section(out->kb, e) ? 1 : s);
    }
}

ngl_status ngl_learn_search(const ngl_knowledge *kb, ngl_arena *arena, const ngl_learn_topic *topic,
                            const char *const *words, size_t n, ngl_learn_list *out, ngl_error *err)
{
    enum { MAX = 32 };
    const char *word[MAX] = { NULL };
    bool        changed;
    size_t      nword = split(arena, words, n, word, MAX);
    *out = (ngl_learn_list){ .kb = kb, .words = joined(arena, word, nword), .topic = topic ? topic->word : NULL };
    ngl_status status = mend(kb, arena, word, &nword, &changed, err);
    if (status) return status;
    if (changed) out->instead = joined(arena, word, nword);
    size_t all = 0;
    for (ngl_learn_kind k = 0; k < NGL_LEARN_KINDS; k++) all += ngl_learn_count(kb, k);
    ngl_learn_entry *entry = NGL_NEW(arena, ngl_learn_entry, all + 1);
    int             *score = NGL_NEW(arena, int, all + 1);
    if (!entry || !score) return ngl_fail(err, NGL_E_NOMEM, 0, "searching needs more memory than it may use");
    out->entry = entry;
    collect(out, entry, score, topic, word, nword);
    out->partly = !out->n && nword > 1;
    if (out->partly) collect(out, entry, score, topic, word, nword);
    out->shown = out->n;
    return NGL_OK;
}
