/* An assessment for people and for programs: the same view as JSON, as words
 * for a terminal, and as plain records. Danger always stands first.
 */
#ifndef REPORT_ASSESS_REPORT_H
#define REPORT_ASSESS_REPORT_H

#include "base/buf.h"
#include "report/explain_report.h"

#include <niggle/assess.h>
#include <niggle/load.h>
#include <niggle/plan.h>

#include <stdbool.h>

enum { NGL_VIEW_HELPS = 3, NGL_VIEW_HURTS = 2, NGL_VIEW_CAUSES = 6 };

/* Why one cause stands where it stands. */
typedef struct ngl_view_cause {
    ngl_id     condition;
    unsigned   nhelp, nhurt;
    ngl_reason help[NGL_VIEW_HELPS], hurt[NGL_VIEW_HURTS];
} ngl_view_cause;

/* All that one assessment has to say. Everything is borrowed. */
typedef struct ngl_view {
    const ngl_knowledge *kb;
    ngl_assessment       a;     /* answers, causes, triage and the red flags that fired, most urgent first */
    ngl_day              today;
    ngl_id               ngate; /* gates that hold: rules that forbid self-tests */
    const ngl_id        *gate;
    ngl_danger           danger;
    ngl_next             next;
    unsigned             nwhy; /* explained causes, most likely first; 0: not asked for */
    ngl_view_cause       why[NGL_VIEW_CAUSES];
    ngl_id               nopen; /* safety questions that apply and have no answer */
    const ngl_id        *open;
    const ngl_more      *more; /* what else was asked for, or NULL */
    const double        *form; /* [nform] probability of each form */
    unsigned             ncontradiction; /* answers that cannot all be right */
    const ngl_id        *contradiction;  /* kb->contradiction */
    const ngl_next_why *next_why; /* the calculation behind `next`; NULL: not asked for */
} ngl_view;

/* The documented object: knowledge, triage, red_flags, causes, other, fit,
 * next, stop, and what else is known after these. */
void ngl_view_json(ngl_buf *out, const ngl_view *v);

/* At most 80 columns. `colour` repeats in colour what words say. */
void ngl_view_text(ngl_buf *out, const ngl_view *v, bool colour);

/* One record a line, fields between tabs, the kind of record first. */
void ngl_view_plain(ngl_buf *out, const ngl_view *v);

/* ---- wording (assess_words.c) ------------------------------------------- */

typedef enum ngl_said { NGL_SAID_LIKELY, NGL_SAID_POSSIBLE, NGL_SAID_ONE_OF, NGL_SAID_LESS } ngl_said;

/* How surely a cause may be named. `leader`: it stands first. */
ngl_said    ngl_view_said(const ngl_model *m, const ngl_cause *c, bool leader);
const char *ngl_said_word(ngl_said s); /* "likely" */

/* The same for cause `i` of a view: never "likely" where nothing fits, and "one
 * of" for every contender while the first is no clear winner. */
ngl_said ngl_view_cause_said(const ngl_view *v, uint32_t i);

/* Which causes are shown: indexes into v->a.cause, at most NGL_VIEW_CAUSES;
 * those that are possible at least, those that are rare but pressing, the
 * contenders of an unsure leader, and the nearest three when nothing is possible. */
unsigned ngl_view_shown(const ngl_view *v, uint32_t shown[NGL_VIEW_CAUSES]);

/* "about 7 in 10", "fewer than 1 in 100" */
void ngl_view_chance(ngl_buf *out, double p);

/* 'you said yes to "Does sitting hurt?"', for the answer as it stands */
void ngl_view_answer(ngl_buf *out, const ngl_knowledge *kb, ngl_id finding, ngl_answer answer);

/* "\"How did it start?\"": the question without its options or remarks */
void ngl_view_question(ngl_buf *out, const ngl_finding *f);

/* One sentence on how well anything fits. */
const char *ngl_view_fit(const ngl_view *v);

/* "GET HELP NOW" and the sentence that goes with a level when no rule has one. */
const char *ngl_view_heading(const ngl_view *v);
const char *ngl_view_advice(ngl_triage level);

/* May this view speak of looking after it at home? Not while a safety question is open. */
bool ngl_view_complete(const ngl_view *v);

/* What to do, most important first, one sentence a line. */
void ngl_view_steps(ngl_buf *out, const ngl_view *v);

/* Why the level stands, one sentence a line: the answers that a rule names,
 * or what else asked for it. */
void ngl_view_reasons(ngl_buf *out, const ngl_view *v);

/* "Your run of 18.0 km on Sunday 3 May was 38 % longer than any in the month
 * before.", for evidence that stands. */
void ngl_view_training(ngl_buf *out, const ngl_training_evidence *e);

/* Calls `line` for each line of `text`. */
void ngl_view_lines(const char *text, void (*line)(void *to, const char *text, size_t len), void *to);

#endif
