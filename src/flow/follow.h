/* A follow-up of an open episode: the answers that were kept, and how it went since. */
#ifndef FLOW_FOLLOW_H
#define FLOW_FOLLOW_H

#include "flow/episode.h"

/* What the noted pains say, to be offered and confirmed. */
typedef struct ngl_trend {
    unsigned then_n, now_n; /* days noted in the first and in the last stretch; 0: too few to tell */
    double   then, now;     /* their median worst pain, 0-10 */
    ngl_id   change;        /* option of the finding `kb->time.change`; NGL_NONE: cannot be told */
} ngl_trend;

typedef struct ngl_follow {
    int64_t     episode;
    const char *place;
    ngl_prior   prior;
    ngl_day     first;        /* the day of the first look: the last assessment that was no follow-up */
    ngl_day     onset;        /* the day the pain began, NGL_DAY_NONE: not known */
    unsigned    unknown_keys; /* kept answers that today's knowledge does not have */
    ngl_answer *answer;       /* [nfinding]; the days since the first look are filled in, and safety questions that
                                 were answered no are open again: things change */
    ngl_trend   trend;
} ngl_follow;

/* Begin one for an episode (0: the only open one). Lives in the arena.
 * NGL_E_NOT_FOUND, NGL_E_CONFLICT as ngl_flow_episode_load(); NGL_E_INVALID:
 * the first assessment lies after today. */
ngl_status ngl_flow_follow(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_follow *out, ngl_error *err);

/* What noted pains from `first` to `today` say: medians of the worst pains of daily life, of the first and last
 * week or, in a shorter time, of its first and last third. */
ngl_trend ngl_flow_trend(const ngl_knowledge *kb, const ngl_checkin *checkin, size_t n, ngl_day first, ngl_day today);

#endif
