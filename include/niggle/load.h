/* What a runner's files say about the weeks before a pain began.
 *
 * From summaries of runs alone: usual weekly distance, a run longer than any
 * of the 30 days before it, a jump in weekly distance, something unaccustomed
 * in the last three days, more speed or hills. Each answer names the run that
 * shows it and the source of its threshold. Files can only prove what is in
 * them: too short a history, or a gap in it, is unknown and never no.
 */
#ifndef NIGGLE_LOAD_H
#define NIGGLE_LOAD_H

#include <niggle/activity.h>
#include <niggle/error.h>
#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One recorded activity in short; NaN where nobody said. */
typedef struct ngl_run_summary {
    ngl_day     day; /* local */
    ngl_instant start;
    ngl_sport   sport;
    double      dist_m, timer_s, ascent_m, descent_m, max_speed_mps;
    double      cadence_spm;      /* mean steps a minute; 0 is not known, here and below */
    double      balance_left_pct; /* mean share of contact time on the left foot */
    const char *device, *shoes;   /* NULL or "": not known */
} ngl_run_summary;

/* place in ngl_training.item, key of the finding */
#define NGL_TRAINING_MAP(X)                            \
    X(LONG_RUN_SPIKE, "train_long_run_spike")          \
    X(VOLUME_JUMP, "train_volume_jump")                \
    X(UNACCUSTOMED, "train_unaccustomed_72h")          \
    X(SPEED_HILLS, "train_speed_hills")                \
    X(DOWNHILL, "train_downhill")                      \
    X(WEEKLY_KM, "weekly_km")                          \
    X(STYLE, "train_change_shoes_surface")

typedef enum ngl_training_item {
#define X(name, key) NGL_TRAINING_##name,
    NGL_TRAINING_MAP(X)
#undef X
    NGL_TRAINING_COUNT
} ngl_training_item;

typedef enum ngl_training_state {
    NGL_TRAINING_UNKNOWN, /* the files do not suffice: `note` says why */
    NGL_TRAINING_NO,      /* the files suffice and show none */
    NGL_TRAINING_YES
} ngl_training_state;

/* In what the run or week stands out. */
typedef enum ngl_training_kind {
    NGL_STANDS_OUT_NONE,     /* also weekly_km, which says what is usual */
    NGL_STANDS_OUT_DISTANCE, /* value and before in metres */
    NGL_STANDS_OUT_TIME,     /* seconds */
    NGL_STANDS_OUT_SPEED,    /* metres a second */
    NGL_STANDS_OUT_DESCENT,  /* metres down */
    NGL_STANDS_OUT_ASCENT,   /* metres up for each kilometre */
    NGL_STANDS_OUT_QUICK,    /* share of runs that were quick, 0-1 */
    NGL_STANDS_OUT_WEEK,     /* metres a week */
    NGL_STANDS_OUT_CADENCE,  /* steps a minute, near the usual speed */
    NGL_STANDS_OUT_BALANCE,  /* share of contact time on the left foot, of 100 */
    NGL_STANDS_OUT_SHOES     /* `words`: shoes that were not noted before */
} ngl_training_kind;

#define NGL_RUN_INDEX_NONE UINT32_MAX

typedef struct ngl_training_evidence {
    const char        *finding; /* its key; static, like all texts here */
    ngl_training_state state;
    ngl_training_kind  kind;
    uint32_t           run;     /* index of the run that shows it, or NGL_RUN_INDEX_NONE */
    ngl_day            day;     /* of that run, or the last day of that week; NGL_DAY_NONE */
    double             dist_m;  /* of that run or week */
    double             value;   /* what stands out, in the unit of `kind`; weekly_km: kilometres a week */
    double             before;  /* what it is held against: the most, or the mean, before */
    double             percent; /* by how much `value` exceeds `before` */
    double             low, high;     /* weekly_km: quartiles of the weeks, in km */
    unsigned           weeks;         /* weekly_km: full weeks that were counted */
    double             hazard, hazard_low, hazard_high; /* published hazard ratio and 95 % interval; NaN: none */
    const char        *row;     /* row of knowledge/training_load.csv, "" where the threshold is a judgement */
    const char        *source;  /* key of the source, "expert" for a judgement */
    const char        *note;    /* one sentence: why it is unknown, or how sure; "" nothing to say */
    double             error;   /* how far the device may be off, in the unit of `value`; NaN: not applicable */
    const char        *error_source; /* key of the source of that; "expert" a judgement, "" none */
    ngl_day            device_day;   /* a new device was first worn on that day of what is compared; NGL_DAY_NONE */
    const char        *words;   /* kind SHOES: their name, borrowed from the summary; else "" */
} ngl_training_evidence;

typedef struct ngl_training {
    ngl_day  onset;       /* the day the weeks are counted back from */
    unsigned onset_known; /* 0: it is `today`, and nothing is answered with no */
    ngl_day  first, last; /* of the runs up to that day; NGL_DAY_NONE: there is none */
    uint32_t nrun;        /* runs up to that day */
    ngl_training_evidence item[NGL_TRAINING_COUNT];
} ngl_training;

/* Weigh `n` summaries, oldest first (by start), repeats left out. Activities
 * of other sports are let be, but prove that files of their day are there.
 * `onset`: the first day of the pain, or NGL_DAY_NONE where it is not known.
 * NGL_E_INVALID: an onset after `today`, or summaries out of order. */
NGL_API ngl_status ngl_training_weigh(ngl_training *out, const ngl_run_summary *run, size_t n, ngl_day onset,
                                      ngl_day today, ngl_error *err);

/* Metres of the longest run from `from` to `to`, NaN if there is none with a
 * distance; its index in `*at` (may be NULL). */
NGL_API double ngl_training_longest(const ngl_run_summary *run, size_t n, ngl_day from, ngl_day to, uint32_t *at);

/* By how many per cent run `i` is longer than the longest of the 30 days
 * before it (negative: shorter); NaN where the files do not suffice. */
NGL_API double ngl_training_excess(const ngl_run_summary *run, size_t n, uint32_t i);

/* Metres run from `from` to `to`. */
NGL_API double ngl_training_distance(const ngl_run_summary *run, size_t n, ngl_day from, ngl_day to);

#ifdef __cplusplus
}
#endif
#endif
