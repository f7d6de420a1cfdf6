/* Pages of `niggle learn`: what Niggle knows, in words for runners. A page is
 * one entry with what belongs to it; a list is the answer to a search. */
#ifndef REPORT_LEARN_REPORT_H
#define REPORT_LEARN_REPORT_H

#include "base/buf.h"

#include <niggle/knowledge.h>

#include <stdbool.h>

typedef enum ngl_learn_kind {
    NGL_LEARN_CAUSE,     /* kb->condition */
    NGL_LEARN_TEST,      /* kb->finding that is a self-test */
    NGL_LEARN_SIGN,      /* any other kb->finding */
    NGL_LEARN_EXERCISE,  /* kb->exercise */
    NGL_LEARN_TREATMENT, /* kb->treatment */
    NGL_LEARN_CLAIM,     /* kb->claim: a disputed statement */
    NGL_LEARN_STATEMENT, /* kb->statement: any statement of the source articles */
    NGL_LEARN_KINDS
} ngl_learn_kind;

typedef struct ngl_learn_entry {
    ngl_learn_kind kind;
    ngl_id         id; /* into the table of its kind */
} ngl_learn_entry;

/* An answer that goes with a cause. */
typedef struct ngl_learn_answer {
    ngl_id cause, finding;
    ngl_id option;  /* NGL_NONE: yes */
    double p;       /* share of people with the cause who answer so */
    double base;    /* the same among people without any listed cause */
    double weight;  /* p log(p / base), in nats, with the comparator's shrinkage; for a sign or test times
                     * the cause's prior and harm */
    ngl_id source;  /* kb->source or NGL_NONE */
    unsigned measured; /* 1: a published figure; 0: an estimate after the source */
} ngl_learn_answer;

enum { NGL_LEARN_TYPICAL = 5, NGL_LEARN_SAID = 24, NGL_LEARN_GATES = 8 };

typedef struct ngl_learn_page {
    const ngl_knowledge *kb;
    ngl_learn_entry      entry;
    unsigned             ntypical; /* of a cause: its answers; of a sign or test: its causes; heaviest first */
    ngl_learn_answer     typical[NGL_LEARN_TYPICAL];
    unsigned             nsaid; /* of a cause: what people read about it */
    ngl_learn_entry      said[NGL_LEARN_SAID];
    unsigned             ngate; /* of a test: the rules that forbid it */
    ngl_id               gate[NGL_LEARN_GATES];
} ngl_learn_page;

typedef struct ngl_learn_list {
    const ngl_knowledge   *kb;
    const char            *words;   /* what was asked for, without its commas and the like; "" for all of a topic */
    const char            *instead; /* what was looked for in its place, or NULL */
    bool                   partly;  /* no entry holds all the words; these hold some */
    const char            *topic;   /* "exercises", or NULL */
    size_t                 n, shown;
    const ngl_learn_entry *entry; /* [n], best first */
} ngl_learn_list;

/* A topic is a word that lists all entries of some kinds. */
typedef struct ngl_learn_topic {
    const char *word, *what, *example;
    unsigned    kinds; /* bit 1u << ngl_learn_kind */
} ngl_learn_topic;

extern const ngl_learn_topic ngl_learn_topics[]; /* ends with a NULL word */

/* ---- words (learn_words.c) ----------------------------------------------------- */

const char *ngl_learn_key(const ngl_knowledge *kb, ngl_learn_entry e);   /* "rdl_single" */
const char *ngl_learn_title(const ngl_knowledge *kb, ngl_learn_entry e); /* its name, question or statement */
const char *ngl_learn_kind_word(ngl_learn_kind kind);                    /* "exercise" */
const char *ngl_learn_verdict(const char *verdict);                      /* "PARTLY": "partly true" */
ngl_refs    ngl_learn_refs(const ngl_knowledge *kb, ngl_learn_entry e);
unsigned    ngl_learn_count(const ngl_knowledge *kb, ngl_learn_kind kind); /* entries of this kind */
const char *ngl_learn_section(const ngl_knowledge *kb, ngl_learn_entry e); /* of a statement, for grouping; else "" */

/* The sentences of a self-test's note, one a line: when to stop, when to leave
 * it out, and all the rest. */
typedef struct ngl_learn_care {
    ngl_buf stop, skip, rest;
} ngl_learn_care;

void ngl_learn_care_of(ngl_learn_care *out, const char *explains); /* free the three buffers */

/* The answers that bring a gate into force, one alternative a line. */
void ngl_learn_gate(ngl_buf *out, const ngl_knowledge *kb, const ngl_rule *gate);

/* "at most 3/10" for "<=3/10", blanks for '_'. */
void ngl_learn_plain_words(ngl_buf *out, const char *text);

/* "3 x 12, 3 times a week" */
void ngl_learn_dose(ngl_buf *out, const ngl_exercise *x);

/* Is `e` a statement with a verdict? Then its parts. */
bool ngl_learn_said(const ngl_knowledge *kb, ngl_learn_entry e, const char **text, const char **verdict,
                    const char **reason, const char **said_by);

/* The entry of the next item of "treatments:ice;claims:claim_28" that has a
 * page; false at the end. */
bool ngl_learn_next_about(const ngl_knowledge *kb, const char **cursor, ngl_learn_entry *out);

/* ---- faces ---------------------------------------------------------------------- */

void ngl_learn_topics_text(ngl_buf *out, const ngl_knowledge *kb, bool colour);
void ngl_learn_list_text(ngl_buf *out, const ngl_learn_list *list, bool colour);
void ngl_learn_page_text(ngl_buf *out, const ngl_learn_page *page, bool colour);

void ngl_learn_topics_json(ngl_buf *out, const ngl_knowledge *kb);
void ngl_learn_list_json(ngl_buf *out, const ngl_learn_list *list);
void ngl_learn_page_json(ngl_buf *out, const ngl_learn_page *page);

/* Records: the kind first, tabs between fields. */
void ngl_learn_topics_plain(ngl_buf *out, const ngl_knowledge *kb);
void ngl_learn_list_plain(ngl_buf *out, const ngl_learn_list *list);
void ngl_learn_page_plain(ngl_buf *out, const ngl_learn_page *page);

#endif
