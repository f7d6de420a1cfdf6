/* The verb "log": one thing noted for one day. */
#ifndef FLOW_LOG_H
#define FLOW_LOG_H

#include "flow/episode.h"

typedef enum ngl_log_kind { NGL_LOG_NUMBER, NGL_LOG_SIGN, NGL_LOG_DONE, NGL_LOG_WORDS } ngl_log_kind;

typedef struct ngl_log_entry {
    ngl_log_kind kind;
    ngl_day      day;
    ngl_note     note;     /* NUMBER */
    double       value;    /* NUMBER */
    ngl_sign     sign;     /* SIGN */
    const char  *exercise; /* DONE: its key */
    const char  *words;    /* WORDS */
    bool         take_back; /* SIGN, DONE: it was not so */
} ngl_log_entry;

typedef struct ngl_logged {
    int64_t     episode;
    const char *place;    /* in the arena */
    double      before;   /* NUMBER: the value it corrects, NaN if none */
    bool        recheck;  /* pain of 8 or more, or a sign: do the check again */
    bool        emergency; /* the sign is one of an emergency */
} ngl_logged;

/* Note `n` things for an episode (0: the only open one), all or none.
 * NGL_E_INVALID with a sentence: a value out of range, a day in the future or
 * long before the episode; NGL_E_UNKNOWN_KEY: no such exercise. */
ngl_status ngl_flow_log(ngl_flow *flow, ngl_arena *arena, int64_t episode, const ngl_log_entry *entry, size_t n,
                        ngl_logged *out, ngl_error *err);

#endif
