/* A plan and a day for people and for programs. */
#ifndef REPORT_PLAN_REPORT_H
#define REPORT_PLAN_REPORT_H

#include "base/json_write.h"

#include <niggle/plan.h>

#include <stdbool.h>

struct ngl_ahead; /* report/ahead_report.h */

/* When an exercise of the plan was last done, and how often of late. */
typedef struct ngl_done {
    ngl_day  last;  /* NGL_DAY_NONE: never */
    unsigned days7; /* days with it among the seven before today */
    unsigned today; /* done today */
} ngl_done;

/* One episode's plan as it stands. Everything is borrowed. */
typedef struct ngl_plan_view {
    const ngl_knowledge *kb;
    const ngl_plan      *plan;
    ngl_progress         progress;
    int64_t              episode;
    const char          *place; /* "sit bone, one side" */
    ngl_day              opened, since, today;
    const char          *made_with; /* knowledge version when the plan was made */
    ngl_done             done[NGL_PLAN_DOSE_MAX]; /* by dose */
    const struct ngl_ahead *ahead; /* the weeks ahead, or NULL */
    bool                 advice_held; /* emergency questions are open: no running and no exercises until they are answered */
    ngl_id               nopen;
    const ngl_id        *open;        /* [nopen] those questions; findings */
} ngl_plan_view;

/* At most 80 columns. */
void ngl_plan_text(ngl_buf *out, const ngl_plan_view *v, bool colour);
void ngl_plan_json(ngl_buf *out, const ngl_plan_view *v);
/* One record a line, fields between tabs, the kind of record first. */
void ngl_plan_plain(ngl_buf *out, const ngl_plan_view *v);

typedef struct ngl_today_view {
    ngl_plan_view plan;
    ngl_today     today;
    bool          ran_today;   /* a run is here for today, or pain during one was noted */
    ngl_day       unnoted_run; /* a run of today or yesterday without a note of pain in it; NGL_DAY_NONE */
    double        unnoted_km;  /* NaN: not known */
} ngl_today_view;

/* `explain` adds every rule that was looked at. */
void ngl_today_text(ngl_buf *out, const ngl_today_view *v, bool explain, bool colour);
void ngl_today_json(ngl_buf *out, const ngl_today_view *v);
void ngl_today_plain(ngl_buf *out, const ngl_today_view *v);

/* ---- wording (plan_words.c) ------------------------------------------------ */

enum { NGL_PAGE_WIDTH = 80 };

/* "5 x 45 s hold", "3 x 12", "20 min"; "daily", "3 times a week" */
void ngl_dose_words(ngl_buf *out, const ngl_plan_dose *d);
void ngl_often_words(ngl_buf *out, double per_week);
/* "sitting before pain rises by 2: 30 min or more" */
void ngl_criterion_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_criterion *c);
/* "Stage 1 of 4" and what stands there; "" without a stage. */
void ngl_stage_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_plan *p);
/* Who should look at it and when; "" when nobody need. */
const char *ngl_see_words(ngl_see see, bool staged);
/* How far running goes, in one sentence. */
const char *ngl_run_words(const ngl_plan *p);
/* "walk 4 min, run 1 min, 6 times: 30 min in all" */
void ngl_level_words(ngl_buf *out, const ngl_level *l);
/* What to do when it goes wrong, in the words of a cause's stage; "" without one. */
const char *ngl_setback_words(const ngl_knowledge *kb, const ngl_plan_cause *c);
/* Signs that need help at once, with the sources of the rules behind them. */
void ngl_safety_net_words(ngl_buf *out, const ngl_knowledge *kb);
/* What the plan proposes now, one sentence; "" when it stays. */
void ngl_move_words(ngl_buf *out, const ngl_plan_view *v);

/* The state's two deciding facts; the second may be empty. */
void ngl_today_facts(ngl_buf fact[2], const ngl_today_view *v);
/* What one rule saw, as a sentence. */
void ngl_today_fact(ngl_buf *out, const ngl_today_view *v, ngl_today_rule r);
/* What to do today, one sentence a line, most important first. */
void ngl_today_do(ngl_buf *out, const ngl_today_view *v);
/* What would change it this evening. */
void ngl_today_change(ngl_buf *out, const ngl_today_view *v);
/* Is this exercise for today? */
bool ngl_today_exercise(const ngl_today_view *v, unsigned dose);

/* ---- a page in a terminal ---------------------------------------------------- */

void ngl_page_heading(ngl_buf *out, const char *text, bool colour);
void ngl_page_text(ngl_buf *out, unsigned indent, const char *text);
/* A list item: mark, then text hanging behind it. */
void ngl_page_item(ngl_buf *out, unsigned indent, const char *mark, const char *text);
/* One item for each line, or each "; " separated part, of `text`. */
void ngl_page_lines(ngl_buf *out, unsigned indent, const char *mark, const char *text);
void ngl_page_parts(ngl_buf *out, unsigned indent, const char *mark, const char *text);

/* ---- sources, each named once ---------------------------------------------------- */

enum { NGL_SOURCES_MAX = 64 };

typedef struct ngl_sources {
    uint16_t n;
    ngl_id   source[NGL_SOURCES_MAX];
} ngl_sources;

/* All sources of a plan: its protocols, exercises, pain rule, self-care and danger rules. */
void ngl_plan_sources(ngl_sources *out, const ngl_knowledge *kb, const ngl_plan *p);
void ngl_sources_add(ngl_sources *s, const ngl_knowledge *kb, ngl_refs refs);
/* " [S_A S_B]", or nothing. */
void ngl_refs_words(ngl_buf *out, const ngl_knowledge *kb, ngl_refs refs);

#endif
