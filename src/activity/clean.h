/* Inside cleaning: what its files share. Each works on its own columns and
 * marks what it changed; they run in the order given here, because each may
 * rely on what those before have mended. */
#ifndef ACTIVITY_CLEAN_H
#define ACTIVITY_CLEAN_H

#include "base/arena.h"

#include <niggle/clean.h>
#include <stdbool.h>

typedef struct ngl_clean_work {
    const ngl_activity *a;
    ngl_arena          *arena;
    ngl_clean          *out;
    uint32_t  n;
    bool      on_foot;
    double    fastest_mps; /* nobody goes faster in this sport */
    double    step_s;      /* the usual time from row to row */
    int64_t  *time_ms;
    int32_t  *lat, *lon;
    float    *dist, *speed, *alt, *hr, *cadence;
    uint16_t *repaired;
    uint8_t  *moving;
    bool      speed_derived;
} ngl_clean_work;

void       ngl_clean_clock(ngl_clean_work *w);   /* clean_clock.c */
ngl_status ngl_clean_way(ngl_clean_work *w);     /* clean_way.c: positions, distance, speed, moving */
void       ngl_clean_heart(ngl_clean_work *w);   /* clean_rate.c */
void       ngl_clean_cadence(ngl_clean_work *w);
ngl_status ngl_clean_height(ngl_clean_work *w);  /* clean_height.c: altitude, grade, flat-equivalent */
void       ngl_clean_best(ngl_clean_work *w);    /* clean_best.c */

/* Row i was changed; rows are marked in rising order within one kind. */
void ngl_clean_mark(ngl_clean_work *w, uint32_t i, ngl_repair kind);

/* The middle of up to 4,096 values spread evenly over the column, NaN left out;
 * NaN if there is none. */
double ngl_clean_median(const float *v, uint32_t n);

static inline double ngl_clean_seconds(const ngl_clean_work *w, uint32_t from, uint32_t to)
{
    return (double)(w->time_ms[to] - w->time_ms[from]) / 1000;
}

#endif
