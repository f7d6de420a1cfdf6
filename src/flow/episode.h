/* Episodes: one pain with its start, answers, assessments, plan and check-ins. */
#ifndef FLOW_EPISODE_H
#define FLOW_EPISODE_H

#include "base/arena.h"
#include "flow/flow.h"
#include "store/episode.h"

#include <niggle/plan.h>

/* What to do with a new assessment. */
typedef struct ngl_episode_options {
    int64_t episode;   /* 0: the open episode of the same place and side if there is one, else a new one */
    int     start_new; /* 1: always a new one */
} ngl_episode_options;
#define NGL_EPISODE_OPTIONS_INIT { 0, 0 }

typedef struct ngl_episode_opened {
    int64_t  episode;
    unsigned is_new;      /* 0: an open episode was assessed again */
    unsigned plan_kept;   /* assessed again and the plan's stage still stands */
    ngl_plan plan;
} ngl_episode_opened;

/* Keep an assessment and its answers, opening an episode where needed, and
 * make its first plan (or the one that follows from it). One transaction. `a`
 * is as ngl_case_* gave it; nothing of it is kept after return. `options` may
 * be NULL. NGL_E_NOT_FOUND: no such open episode; NGL_E_INVALID: `flow->today`
 * lies before the episode began; store errors. */
ngl_status ngl_flow_episode_open(ngl_flow *flow, const ngl_assessment *a, const ngl_episode_options *options,
                                 ngl_episode_opened *out, ngl_error *err);

/* One episode as lists show it. Text lives in the arena. */
typedef struct ngl_episode_line {
    int64_t     episode;
    ngl_day     opened, closed; /* closed: NGL_DAY_NONE while open */
    const char *place;          /* "sit bone, one side" */
    ngl_triage  triage;         /* of the last assessment */
    const char *cause;          /* key of the leading cause */
} ngl_episode_line;

/* All episodes, open ones first, newest first. */
ngl_status ngl_flow_episode_list(ngl_flow *flow, ngl_arena *arena, const ngl_episode_line **line, size_t *nline,
                                 ngl_error *err);

/* ---- one episode as it stands --------------------------------------------- */

/* Everything known of an episode, read back under today's knowledge. What it
 * points to lives in the arena. */
typedef struct ngl_episode {
    ngl_row_episode    row;
    ngl_row_assessment assessed; /* as kept */
    ngl_assessment     a;        /* the same under today's knowledge */
    unsigned           unknown_keys; /* answers, causes and rules that today's knowledge does not have */
    ngl_row_plan       planned;
    ngl_plan           plan;
    size_t             nnoted;
    const ngl_row_checkin *noted; /* oldest first, corrections applied */
    size_t             ncheckin;
    ngl_checkin       *checkin; /* the numbers and signs among them */
    ngl_progress       progress;
} ngl_episode;

/* Load an episode: `id`, or 0 for the only open one. NGL_E_NOT_FOUND: there is
 * none; NGL_E_CONFLICT: several are open and the sentence names them. */
ngl_status ngl_flow_episode_load(ngl_flow *flow, ngl_arena *arena, int64_t id, ngl_episode *out, ngl_error *err);

/* One kept assessment under today's knowledge; what that does not know is counted and left out. */
ngl_status ngl_flow_assessment_read(const ngl_row_assessment *row, ngl_arena *arena, const ngl_knowledge *kb, ngl_assessment *out,
                                    unsigned *unknown_keys, ngl_error *err);

/* Why a plan is kept: what happened, which move, in words, and from when it stands. */
typedef struct ngl_plan_change {
    const char *event, *move, *reason;
    ngl_day     since;
} ngl_plan_change;

/* Keep a plan and its ledger entry, inside the caller's transaction. */
ngl_status ngl_flow_keep_plan(ngl_flow *flow, int64_t episode, int64_t assessment, const ngl_plan *p,
                              const ngl_plan_change *change, ngl_error *err);

/* "sit bone, one side" from the answers. */
const char *ngl_flow_place(ngl_arena *arena, const ngl_knowledge *kb, const ngl_answer *answer);

/* The pain is over: close it on `flow->today`. */
ngl_status ngl_flow_episode_close(ngl_flow *flow, int64_t episode, ngl_error *err);

#endif
