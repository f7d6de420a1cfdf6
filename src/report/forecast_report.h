/* A forecast for people and for programs. */
#ifndef REPORT_FORECAST_REPORT_H
#define REPORT_FORECAST_REPORT_H

#include "base/buf.h"

#include <niggle/forecast.h>
#include <niggle/plan.h>

#include <stdbool.h>

/* Why there is no number. What is dangerous comes first. */
typedef enum ngl_forecast_hold {
    NGL_HOLD_NONE,
    NGL_HOLD_DANGER,    /* the check says urgent or emergency */
    NGL_HOLD_GET_SEEN,  /* so does today: a new sign, pain of 8, or a clinician first */
    NGL_HOLD_QUESTIONS, /* safety questions without an answer */
    NGL_HOLD_DATA       /* not enough noted or run */
} ngl_forecast_hold;

enum { NGL_CHOICES_MAX = 8 };

/* One choice that was asked about. */
typedef struct ngl_choice_view {
    const char *text; /* as it was typed */
    ngl_choice  choice;
    double      km;       /* of all days ahead with it */
    ngl_fortnight ahead;
    ngl_chance  hardest;  /* around the run of it with the greatest chance; p NaN: no run in it */
    bool        over;     /* that is above the limit */
    bool        longest;  /* a run of it is more than 110 % of the longest of 30 days */
} ngl_choice_view;

typedef struct ngl_forecast_view {
    const ngl_knowledge *kb;
    int64_t              episode;
    const char          *place;
    ngl_day              today;
    ngl_forecast_hold    hold;
    ngl_triage           triage;
    const char          *seen_why; /* GET_SEEN: the rule in words */
    unsigned             open;     /* safety questions without an answer */
    ngl_forecast_data    data;
    ngl_id               tissue; /* whose load; NGL_NONE: distance */
    unsigned             usual_known; /* 0: pace by general figures */
    ngl_run_allowed      run;    /* what the plan says of running */
    double               km[NGL_FORECAST_DAYS]; /* the last two weeks once more, in easy kilometres */
    ngl_fortnight          ahead;
    double               limit;
    unsigned             nchoice;
    ngl_choice_view     *choice;
    unsigned             best;       /* index into choice, with two or more */
    unsigned             next_at;    /* the next run; NGL_FORECAST_DAYS: none */
    double               next_km;    /* the largest easy one that keeps the limit and the 110 %; NaN: rest alone is above it */
    double               longest_km; /* of the last 30 days; NaN none */
    bool                 next_by_longest; /* the 110 % decide, not the limit */
    ngl_chance           next_chance; /* around it; with next_km NaN: around rest */
} ngl_forecast_view;

/* At most 80 columns. */
void ngl_forecast_text(ngl_buf *out, const ngl_forecast_view *v, bool colour);
void ngl_forecast_json(ngl_buf *out, const ngl_forecast_view *v);
/* One record a line, fields between tabs, the kind of record first. */
void ngl_forecast_plain(ngl_buf *out, const ngl_forecast_view *v);

/* ---- wording (forecast_words.c) -------------------------------------------------- */

/* "about 1 in 8", "about 4 in 10", "less than 1 in 100" */
void ngl_chance_words(ngl_buf *out, double p);
/* the same and "(1 in 20 to 1 in 4)" */
void ngl_chance_range_words(ngl_buf *out, const ngl_chance *c);
/* Why there is no number and what to do, one sentence a line. */
void ngl_hold_words(ngl_buf *out, const ngl_forecast_view *v);
/* "danger", "get_seen", "questions", "not_enough_data"; NULL for NONE. */
const char *ngl_hold_key(const ngl_forecast_view *v);

#endif
