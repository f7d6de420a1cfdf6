/* What an assessment has to say when it is asked for more: what would change
 * it, what each answer did, why not another cause, what to watch for, and the
 * tests of a clinician. Worked out only when wanted; the figures are the
 * model's own. */
#ifndef REPORT_EXPLAIN_REPORT_H
#define REPORT_EXPLAIN_REPORT_H

#include "base/json_write.h"

#include <niggle/explain.h>
#include <niggle/plan.h>

#include <stdbool.h>

enum { NGL_MORE_QUESTIONS = 4, NGL_MORE_LIFT = 4, NGL_MORE_COUNTER = 4, NGL_MORE_LEAD = 4, NGL_MORE_TESTS = 80 };

struct ngl_view;

/* A test that was done: every leading condition before and after it. */
typedef struct ngl_given_test {
    ngl_id       finding;
    ngl_id       replaced_by; /* it does not count beside that one; NGL_NONE: it counts */
    ngl_range    pre[NGL_MORE_LEAD], post[NGL_MORE_LEAD];
    bool         known[NGL_MORE_LEAD]; /* the evidence has a figure for this pair */
    ngl_accuracy accuracy[NGL_MORE_LEAD];
} ngl_given_test;

/* An open test, with what it tells about the conditions in front. */
typedef struct ngl_open_test {
    ngl_test     test;
    bool         shown; /* in text, with intervals */
    bool         known[NGL_MORE_LEAD];
    ngl_accuracy accuracy[NGL_MORE_LEAD];
} ngl_open_test;

typedef struct ngl_clinic {
    unsigned        nlead; /* the three causes in front, and the one whose harm asks for an earlier visit */
    ngl_id          lead[NGL_MORE_LEAD];
    unsigned        ngiven;
    ngl_given_test *given;
    unsigned        ntest; /* by worth, all that apply */
    ngl_open_test  *test;
} ngl_clinic;

typedef struct ngl_more {
    bool      changes, nets; /* worked out at all */
    unsigned  nchange, nlift, ncounter;
    ngl_shift change[NGL_SHIFT_MAX], lift[NGL_MORE_LIFT];
    ngl_id    counter_of; /* the leading cause, or NGL_NONE */
    ngl_counterfactual counter[NGL_MORE_COUNTER];
    unsigned     nwhy_not;
    ngl_why_not *why_not;
    ngl_range    other; /* something else */
    unsigned     nwatch;
    ngl_watch    watch[NGL_WATCH_MAX];
    ngl_day      review_by; /* NGL_DAY_NONE: the level is urgent, nothing waits */
    bool         review_by_course; /* the course of the leading cause decides that day */
    ngl_clinic  *clinic;    /* NULL: not asked for */
} ngl_more;

/* ---- words (explain_words.c) ------------------------------------------------- */

/* nothing is certain, so neither 0 nor 100 % is ever said */
void ngl_view_percent(ngl_buf *out, double p);
/* "46 % (29 to 57 %)"; without draws the figure alone */
void ngl_view_range(ngl_buf *out, ngl_range r);
/* the same with a decimal below 2 %, for what is rare and matters */
void ngl_view_fine_range(ngl_buf *out, ngl_range r);
/* 'a yes to "Does sitting hurt?"' */
void ngl_view_supposed(ngl_buf *out, const ngl_knowledge *kb, ngl_id finding, ngl_answer answer);
/* "yes", "no" or the option's key, as answers are written in a file */
void ngl_view_answer_key(ngl_buf *out, const ngl_knowledge *kb, ngl_id finding, ngl_answer answer);
/* "be seen in 1 to 3 days" */
const char *ngl_view_level_words(ngl_triage level);
/* "strongly for", "for", "a little for" … by the likelihood ratio */
const char *ngl_view_strength(double log_odds);

/* ---- text (explain_text.c, clinician_text.c) -------------------------------------- */

/* One sentence or entry a line; "- " before what belongs to a list. */
void ngl_view_change_lines(ngl_buf *out, const struct ngl_view *v);
void ngl_view_counter_lines(ngl_buf *out, const struct ngl_view *v);
void ngl_view_why_not_lines(ngl_buf *out, const struct ngl_view *v, const ngl_why_not *w);
void ngl_view_net_lines(ngl_buf *out, const struct ngl_view *v);

/* For a clinician: tests done, tests worth doing, imaging. */
void ngl_view_given_lines(ngl_buf *out, const struct ngl_view *v);
void ngl_view_test_lines(ngl_buf *out, const struct ngl_view *v);
void ngl_view_imaging_lines(ngl_buf *out, const struct ngl_view *v);

/* The chance that a result changes what is done: the most of level, handling
 * and leading cause. From NGL_VIEW_MATTERS on a test is worth its while. */
double ngl_view_changes(const ngl_test *t);
#define NGL_VIEW_MATTERS 0.05

/* Mark those tests that text shows: of the examination the best against loss
 * and the best at telling causes apart; of the rest those that would change
 * something, and a few that would show something and change nothing. */
void ngl_view_choose_tests(const struct ngl_view *v, ngl_clinic *k);

/* ---- JSON (explain_json.c, clinician_json.c) ------------------------------------------ */

void ngl_view_more_json(ngl_json *j, const struct ngl_view *v);
void ngl_view_clinic_json(ngl_json *j, const struct ngl_view *v);
void ngl_view_json_range(ngl_json *j, const char *key, ngl_range r);

#endif
