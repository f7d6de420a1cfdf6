/* A recording as it can be believed, and what follows from that.
 *
 * Devices lose satellites, count the arms' swing as heart beats and set their
 * clocks in the middle of a run. Here each such fault is looked for, mended
 * where it can be, and marked; the recorded columns themselves are never
 * touched. What cannot be told from the truth is left as it is. Thresholds,
 * why they are so, and what they miss: docs/cleaning.md.
 */
#ifndef NIGGLE_CLEAN_H
#define NIGGLE_CLEAN_H

#include <niggle/activity.h>
#include <niggle/error.h>
#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* kind, key, what it says of a row */
#define NGL_REPAIR_MAP(X)                                                                            \
    X(CLOCK, clock)                     /* the time stepped back or leapt; moved to go on evenly */  \
    X(POSITION, position_spike)         /* out and back faster than anyone is; put on the way */     \
    X(DISTANCE, distance_jump)          /* the distance fell or leapt; its step was replaced */      \
    X(SPEED, speed_spike)               /* faster than anyone is; no value */                        \
    X(ALTITUDE, altitude_spike)         /* away from its neighbours; put to their median */          \
    X(HEART_STUCK, heart_stuck)         /* one value for minutes while running; no value */          \
    X(HEART_LOCKED, heart_cadence_lock) /* the sensor counted steps; no value */                     \
    X(CADENCE_HALF, cadence_half)       /* every other step was missed; doubled */                   \
    X(CADENCE_DOUBLE, cadence_double)   /* each step was counted twice; halved */                    \
    X(GAP, pause_gap)                   /* nothing recorded before this row while nearly at rest */

typedef enum ngl_repair {
#define X(name, key) NGL_REPAIR_##name,
    NGL_REPAIR_MAP(X)
#undef X
    NGL_REPAIR_COUNT
} ngl_repair;

/* The fastest time over a distance, wherever in the run it lies. */
typedef struct ngl_best {
    double   dist_m;
    double   seconds; /* by the clock: a rest on the way counts */
    uint32_t from;    /* the row at or before which it begins */
} ngl_best;
enum { NGL_BEST_MAX = 8 };

typedef struct ngl_clean {
    uint32_t       n;
    const int64_t *time_ms;              /* [n] since the start; never steps back */
    const int32_t *lat_semi, *lon_semi;  /* [n] or NULL */
    const float   *dist_m;               /* [n] never falls; from positions where the file has none; NULL: neither */
    const float   *speed_mps;            /* [n] as recorded, else from the distance over five seconds; or NULL */
    const float   *alt_m;                /* [n] without spikes, not smoothed; or NULL */
    const float   *hr_bpm, *cadence_spm; /* [n] or NULL */
    const float   *grade, *grade_sd;     /* [n] rise over way of the smoothed height, and how sure (one standard error); or NULL */
    const float   *flat_mps;             /* [n] running only: the speed on the flat that costs as much; or NULL */
    const uint16_t *repaired;            /* [n] bit 1 << ngl_repair */
    const uint8_t  *moving;              /* [n] the step up to this row counts as moving */

    uint32_t stretches[NGL_REPAIR_COUNT], rows[NGL_REPAIR_COUNT];
    unsigned wrong_date;                 /* the start lies before 2000 or after 2100: cannot be mended */

    double moving_s, moving_dist_m;      /* NaN: no speed to tell by */
    double ascent_m, descent_m;          /* of the smoothed height; NaN unknown */
    double flat_s_per_km;                /* flat-equivalent pace while moving; NaN unknown */
    double usual_grade_sd;               /* the middle of `grade_sd`; NaN unknown */
    uint32_t nbest;
    ngl_best best[NGL_BEST_MAX];         /* 400 m, 1 km, 1 mile, 5 km, 10 km … as far as the run went; on foot only */
    struct ngl_clean_memory *memory;
} ngl_clean;

/* Clean one activity, which is only read and may be freed before the result.
 * NGL_E_NOMEM: more than `memory_max` bytes are needed; `*out` is then empty.
 * Free with ngl_clean_free in every case. */
NGL_API ngl_status ngl_clean_activity(ngl_clean *out, const ngl_activity *a, size_t memory_max, ngl_error *err);
NGL_API void       ngl_clean_free(ngl_clean *clean);

/* "position_spike"; static. */
NGL_API const char *ngl_repair_key(ngl_repair r);

/* What a metre costs at a grade (rise over way), against the flat: Minetti and
 * others 2002 (doi:10.1152/japplphysiol.01177.2001), measured on treadmills from
 * -0.45 to 0.45 and held at those ends beyond. */
NGL_API double ngl_grade_cost(double grade);

#ifdef __cplusplus
}
#endif
#endif
