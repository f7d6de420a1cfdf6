/* One outing and its recordings: which one counts, what each of them gives,
 * and which pairs a person should look at. */
#ifndef FLOW_RECORDINGS_H
#define FLOW_RECORDINGS_H

#include "base/arena.h"
#include "flow/flow.h"
#include "store/runs.h"

enum { NGL_RECORDINGS_MAX = 8 };

typedef struct ngl_outing {
    const ngl_row_run *row[NGL_RECORDINGS_MAX]; /* the one that counts first */
    unsigned           n;
    ngl_activity       activity;                /* rows of the first, each stream from its provider */
    unsigned           provider[NGL_STREAM_COUNT + 1]; /* index into `row`; the last is that of the positions */
} ngl_outing;

/* The outing that `run` is a recording of. Everything lives in the arena.
 * NGL_E_NOT_FOUND. */
ngl_status ngl_flow_outing(ngl_flow *flow, ngl_arena *arena, int64_t run, ngl_outing *out, ngl_error *err);

/* Why two runs may be one. */
typedef enum ngl_doubtful {
    NGL_DOUBTFUL_SPORT,    /* at the same time, as different sports */
    NGL_DOUBTFUL_DISTANCE, /* at the same time, with different distances */
    NGL_DOUBTFUL_OVERLAP,  /* at the same time in part */
    NGL_DOUBTFUL_CLOCK     /* alike, by two devices, apart by whole hours or half ones */
} ngl_doubtful;

typedef struct ngl_review {
    const ngl_row_run *a, *b; /* a began first */
    ngl_doubtful       why;
} ngl_review;

/* Pairs that both count and were not said to be apart, newest first. */
ngl_status ngl_flow_review(ngl_flow *flow, ngl_arena *arena, const ngl_review **out, size_t *n, ngl_error *err);

/* Run `run` is a recording of the outing that `other` records. NGL_E_NOT_FOUND, NGL_E_CONFLICT. */
ngl_status ngl_flow_same_as(ngl_flow *flow, int64_t run, int64_t other, ngl_error *err);

#endif
