/* Judging the assessment against cases whose answer is known.
 *
 * A case is one line of JSON: coded `answers`, the `triage` level it deserves,
 * and, unless it is only about danger, `truth.condition` with `truth.accept`
 * (equally right). The result keeps counts only; who prints it decides how.
 */
#ifndef FLOW_VIGNETTES_H
#define FLOW_VIGNETTES_H

#include "base/arena.h"
#include "flow/answers.h"
#include "flow/vignettes_score.h"

enum { NGL_VIGNETTE_ACCEPT_MAX = 12 };

/* One case as read. Text lives in the arena. */
typedef struct ngl_vignette {
    const char *id;
    ngl_answer *answer; /* [kb->nfinding] */
    unsigned    naccept;
    ngl_id      accept[NGL_VIGNETTE_ACCEPT_MAX]; /* truth first; none: only danger is judged */
    bool        unmodelled; /* the truth is not among the modelled conditions */
    ngl_triage  triage;     /* the level it deserves */
    bool        detectable; /* false: nothing in the first story points to it */
    bool        pool;       /* false: the same source stands elsewhere; count once */
} ngl_vignette;

typedef struct ngl_vignette_options {
    ngl_prior prior;
    bool      exam;       /* examination, imaging and laboratory findings too */
    bool      rules_only; /* rules and danger score, no probabilities */
    bool      interview;  /* let the model ask, and answer from the case */
} ngl_vignette_options;

/* The same case judged another way, beside an interview. */
typedef struct ngl_vignette_beside {
    unsigned   rank; /* as in the result */
    ngl_triage given;
    unsigned   questions;
    double     seconds;
} ngl_vignette_beside;

/* What came out for one case. */
typedef struct ngl_vignette_result {
    unsigned   rank;        /* of the first acceptable cause, from 1; 0: not among them or not asked for */
    double     p;           /* its probability */
    ngl_id     leader;      /* the cause that ranks first */
    double     leader_p;
    ngl_triage given;       /* whole assessment, or rules alone */
    ngl_triage rules;       /* rules and score alone */
    unsigned   questions;   /* interview: asked */
    double     seconds;     /* interview: of a person's time */
    unsigned   items;       /* interview: questions and items of screens */
    ngl_vignette_beside fixed; /* interview: fixed order, the same seconds */
    ngl_vignette_beside all;   /* interview: all answers known */
} ngl_vignette_result;

/* Read one line. NGL_E_CORRUPT, NGL_E_UNKNOWN_KEY, NGL_E_INVALID, NGL_E_NOMEM. */
ngl_status ngl_vignette_read(ngl_vignette *out, ngl_arena *arena, const ngl_knowledge *kb, bool exam,
                             const char *line, size_t len, ngl_error *err);

/* Judge one. When `pair` is not NULL it receives one pair for each modelled
 * condition (room for kb->ncondition; *npair is set): was it said, was it so.
 * Conditions equally right as the credited one are left out. NGL_E_NOMEM. */
ngl_status ngl_vignette_judge(ngl_vignette_result *out, const ngl_vignette *v, const ngl_knowledge *kb,
                              const ngl_vignette_options *options, ngl_said_so *pair, size_t *npair, ngl_error *err);

typedef struct ngl_vignette_beside_sums {
    unsigned top1, top3, safe, over, emergency_missed;
} ngl_vignette_beside_sums;

/* Sums over cases. */
typedef struct ngl_vignette_sums {
    unsigned ncase, nleft_out, nunmodelled; /* judged; pool false; truth not modelled */
    unsigned nrank, top1, top3;             /* cases with a modelled truth */
    unsigned ntriage, safe, exact, under, over; /* detectable cases */
    unsigned nemergency, emergency_missed;  /* emergencies given less than urgent */
    unsigned ninterview;
    ngl_vignette_beside_sums fixed, all; /* interview only */
} ngl_vignette_sums;

void ngl_vignette_count(ngl_vignette_sums *sums, const ngl_vignette *v, const ngl_vignette_result *r,
                        const ngl_vignette_options *options);

#endif
