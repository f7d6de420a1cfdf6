/* One page for a clinician, in a clinician's words. */
#ifndef REPORT_REPORT_TEXT_H
#define REPORT_REPORT_TEXT_H

#include "report/assess_report.h"
#include "report/plan_report.h"

enum { NGL_REPORT_WEEKS = 8, NGL_REPORT_WHY = 3 };

/* One week, Monday to Sunday. NaN where nothing was recorded. */
typedef struct ngl_report_week {
    ngl_day  monday;
    unsigned runs;
    double   km, longest_km; /* 0 with runs known elsewhere in the store but none here */
    double   worst[3];       /* worst pain noted: daily life, during runs, on getting up */
    unsigned days;           /* with any pain noted */
} ngl_report_week;

typedef struct ngl_report_exercise {
    ngl_id   exercise;
    unsigned days; /* with it among the last 14 */
} ngl_report_exercise;

/* Everything is borrowed. */
typedef struct ngl_report_view {
    ngl_plan_view         plan;
    const ngl_assessment *a;
    ngl_day               assessed;
    const char           *knowledge; /* version of the last assessment */
    unsigned              unknown_keys; /* kept answers and causes that today's knowledge lacks */
    unsigned              nwhy;
    ngl_view_cause        why[NGL_REPORT_WHY];
    bool                  has_runs; /* the store holds runs at all */
    unsigned              nweek;    /* oldest first */
    ngl_report_week       week[NGL_REPORT_WEEKS];
    unsigned              nexercise;
    ngl_report_exercise   exercise[NGL_PLAN_DOSE_MAX];
    unsigned              nchange; /* entries of the ledger, the last ones */
    struct {
        ngl_day     day;
        const char *words;
    } change[4];
} ngl_report_view;

void ngl_report_text(ngl_buf *out, const ngl_report_view *v, bool colour);
void ngl_report_json(ngl_buf *out, const ngl_report_view *v);

/* ---- shared by both faces (report_answers.c) ------------------------------------- */

/* "sit hard" from "agg_sit_hard": a finding's key as words. */
void ngl_finding_words(ngl_buf *out, const ngl_finding *f);

/* The answers of one kind that are yes (or no), as words with commas between. */
void ngl_answers_of_kind(ngl_buf *out, const ngl_knowledge *kb, const ngl_answer *answer, ngl_finding_kind kind,
                         ngl_answer_state state);

/* The option or number answered to a finding with this key; "" when open. */
void ngl_answer_value(ngl_buf *out, const ngl_knowledge *kb, const ngl_answer *answer, const char *finding);

/* Danger questions: those of the opening by state, and what a rule names and is yes. */
void ngl_danger_answers(ngl_buf *out, const ngl_knowledge *kb, const ngl_answer *answer, ngl_answer_state state);

/* A danger question of the opening, or a symptom or risk that an urgent rule names? */
bool ngl_is_danger_finding(const ngl_knowledge *kb, ngl_id finding);

#endif
