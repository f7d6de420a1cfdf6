/* How an episode's probabilities went, for a terminal and for programs. */
#ifndef REPORT_HISTORY_REPORT_H
#define REPORT_HISTORY_REPORT_H

#include "base/buf.h"

#include <niggle/assess.h>

enum { NGL_HISTORY_CAUSES = 4, NGL_HISTORY_MOVES = 4, NGL_HISTORY_CHANGED = 12 };

typedef struct ngl_history_cause {
    ngl_id condition;
    double p, low, high; /* as kept; NaN: not kept */
    double again;        /* what today's knowledge makes of the same answers; NaN: the knowledge is the same */
} ngl_history_cause;

typedef struct ngl_history_move {
    ngl_id condition;
    double by; /* difference of kept probabilities */
} ngl_history_move;

/* An answer that was not there, or not the same, in the assessment before. */
typedef struct ngl_history_answer {
    ngl_id     finding;
    ngl_answer before, now;
} ngl_history_answer;

typedef struct ngl_history_look {
    ngl_day            day;
    const char        *knowledge; /* version it was worked out with */
    bool               same_knowledge; /* as the program's now */
    ngl_triage         triage;
    unsigned           unknown_keys; /* of its answers and causes that today's knowledge does not have */
    unsigned           ncause;
    ngl_history_cause  cause[NGL_HISTORY_CAUSES]; /* leading, as kept */
    unsigned           nmove;  /* 0 in the first look */
    ngl_history_move   move[NGL_HISTORY_MOVES];   /* largest first */
    unsigned           nchanged, nleft_out;       /* changed answers kept here, and beyond those */
    ngl_history_answer changed[NGL_HISTORY_CHANGED];
} ngl_history_look;

typedef struct ngl_history_view {
    const ngl_knowledge    *kb;
    int64_t                 episode;
    const char             *place;
    ngl_day                 opened, closed;
    size_t                  nlook;
    const ngl_history_look *look; /* oldest first */
} ngl_history_view;

void ngl_history_text(ngl_buf *out, const ngl_history_view *v, bool colour);
void ngl_history_json(ngl_buf *out, const ngl_history_view *v);

#endif
