/* What each tissue bore in a run.
 *
 * Every second of a run is steps, and every step loads each tissue by speed,
 * cadence against the runner's own, grade and fatigue, as a ratio to an easy
 * step on the flat. Damage is steps times that ratio to the power of the
 * tissue's exponent, in easy-step equivalents of one foot. The exponent is
 * known least, so the damage is kept at its low, default and high value, and
 * an answer that needs more than they agree on is withheld. Coefficients and
 * their sources: knowledge/tissue_load_model.csv; method: docs/load.md.
 */
#ifndef NIGGLE_TISSUE_H
#define NIGGLE_TISSUE_H

#include <niggle/activity.h>
#include <niggle/error.h>
#include <niggle/knowledge.h>
#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Seconds of running as columns. A pointer may be NULL and a value NaN where
 * the device said nothing: that term is then left at the runner's usual, and
 * the interval is wider. */
typedef struct ngl_steps {
    uint32_t     n;
    const float *dt_s;        /* [n] how long this row stands for; 0: not moving */
    const float *speed_mps;   /* [n] or NULL */
    const float *cadence_spm; /* [n] both feet, or NULL */
    const float *grade_pct;   /* [n] uphill positive, or NULL */
    double       contact_ms;       /* mean ground contact time, NaN unknown */
    double       balance_left_pct; /* mean share of contact time on the left foot, NaN unknown */
    double       oscillation_mm;   /* mean rise and fall of the body a step, NaN unknown */
    unsigned     flags;            /* ngl_load_flag that was known beforehand: NO_RECORDS, REPAIRED */
} ngl_steps;

/* What is usual for this runner. */
typedef struct ngl_usual {
    double   easy_mps;         /* speed of easy running */
    double   easy_spm;         /* cadence at that speed */
    double   spm_per_mps;      /* how cadence grows with speed */
    double   balance_left_pct; /* NaN unknown */
    double   contact_ms;       /* at easy speed; NaN unknown */
    double   easy_mps_sd, easy_spm_sd; /* how sure: standard error */
    unsigned runs;             /* learned from so many; 0: nothing but general figures */
} ngl_usual;

/* Where nothing is known yet: easy 2.9 m/s at 166 steps a minute, 8 more for
 * each m/s (the worked example and the assumption of the evidence). */
#define NGL_USUAL_INIT { 2.9, 166, 8, NAN, NAN, 0.25, 6, 0 }

/* What was missing or odd; the interval already reflects it. */
typedef enum ngl_load_flag {
    NGL_LOAD_NO_SPEED = 1 << 0,   /* speed taken as easy */
    NGL_LOAD_NO_CADENCE = 1 << 1, /* cadence taken as usual for the speed */
    NGL_LOAD_NO_GRADE = 1 << 2,   /* taken as flat */
    NGL_LOAD_CLAMPED = 1 << 3,    /* more than 2 % of the time at a load beyond what the model covers */
    NGL_LOAD_GRADE_LEADS = 1 << 4,/* the climb, an assumption, changes some tissue by more than 10 % */
    NGL_LOAD_ABSURD = 1 << 5,     /* speeds no runner has were left out */
    NGL_LOAD_GUESSED_USUAL = 1 << 6, /* the runner's usual is not known yet */
    NGL_LOAD_CONTACT_DISAGREES = 1 << 7, /* contact time and speed tell forces more than 5 % apart */
    NGL_LOAD_NO_RECORDS = 1 << 8, /* only totals are known: taken as even from end to end */
    NGL_LOAD_REPAIRED = 1 << 9    /* clock, distance, speed or steps had faults that were mended first */
} ngl_load_flag;

typedef struct ngl_tissue_load {
    double at_low, at_default, at_high; /* damage at the exponent's low, default and high value */
    double low, high;                   /* 5th and 95th centile over all coefficients */
    double left, right;                 /* at the default exponent, each foot's own steps; NaN: balance not known */
} ngl_tissue_load;

typedef struct ngl_run_load {
    double   steps;     /* of one foot */
    double   seconds;   /* of movement that was counted */
    double   dist_m;    /* over these seconds, by speed; NaN without speed */
    double   mean_speed_mps, mean_cadence_ratio, mean_grade_pct; /* NaN unknown; ratio to the usual at that speed */
    unsigned flags;     /* ngl_load_flag */
    double   force_by_speed, force_by_contact; /* of a step on the ground, to an easy one: by the model's speed term,
                                                  and by step and contact time; NaN: contact time says nothing here */
} ngl_run_load;

/* Load of one run. `tissue` receives kb->ntissue rows. Draws are seeded by
 * `seed`; the same input gives the same bytes. NGL_E_INVALID for a usual that
 * cannot be (easy speed outside 1-7 m/s, cadence outside 100-260). */
NGL_API ngl_status ngl_load_run(ngl_run_load *out, ngl_tissue_load *tissue, const ngl_knowledge *kb,
                                const ngl_steps *steps, const ngl_usual *usual, uint64_t seed, ngl_error *err);

/* What each term did to a run's damage at the default exponent: damage over
 * what it would be without the term (1: nothing). */
typedef struct ngl_load_terms {
    double speed, cadence, grade, late;
} ngl_load_terms;

/* `terms` receives kb->ntissue rows. Errors of ngl_load_run, NGL_E_NOMEM. */
NGL_API ngl_status ngl_load_explain(ngl_load_terms *terms, const ngl_knowledge *kb, const ngl_steps *steps, const ngl_usual *usual,
                                    ngl_error *err);

/* Damage of one easy kilometre of this runner, the unit for people: one foot's
 * steps at easy speed and cadence. */
NGL_API double ngl_load_easy_km(const ngl_usual *usual);

/* Which of two loads of one tissue is heavier: -1 or 1 where the exponent's
 * whole range agrees, 0 where it does not. */
NGL_API int ngl_load_compare(const ngl_tissue_load *a, const ngl_tissue_load *b);

/* ---- what is usual for a runner ------------------------------------------- */

/* One run in bins of speed, small enough to be kept: from these alone the
 * usual is learned anew whenever a run is added. */
enum { NGL_PACE_BINS = 24 };
#define NGL_PACE_FROM_MPS 1.6 /* bin i holds speeds from 1.6 + 0.2 i m/s */
#define NGL_PACE_STEP_MPS 0.2
typedef struct ngl_pace {
    ngl_day day;
    float   seconds[NGL_PACE_BINS];     /* with speed and cadence */
    float   cadence_spm[NGL_PACE_BINS]; /* mean over them; NaN where there are none */
    float   mean_mps;                   /* over all of the run; NaN unknown */
    float   run_s;                      /* seconds that counted */
    float   contact_ms, balance_left_pct; /* NaN unknown */
    float   oscillation_mm; /* NaN unknown */
    float   late_cadence;   /* mean cadence of the last third over that of the first two; NaN unknown */
} ngl_pace;
NGL_API ngl_pace ngl_pace_of(const ngl_steps *steps, ngl_day day);

/* The runner's usual from `n` runs, oldest first: easy speed is the median of
 * the last ten easy runs (those not faster than the median of the last 90
 * days, a quarter of an hour or longer), cadence a robust line through the
 * bins of the last 90 days (Theil and Sen), pulled towards the general slope
 * where there is little to go by. Runs after `today` do not count. With fewer
 * than three runs it is NGL_USUAL_INIT with `runs` 0. */
NGL_API ngl_usual ngl_usual_learn(const ngl_pace *run, size_t n, ngl_day today);

/* ---- days --------------------------------------------------------------------- */

/* What one run or session did to one tissue, on its day. */
typedef struct ngl_tissue_dose {
    ngl_day day;
    double  low, middle, high; /* damage at the exponent's low, default and high value */
} ngl_tissue_dose;

/* Where a tissue stands. Damage in easy-step equivalents; divide by
 * ngl_load_easy_km for easy kilometres. */
typedef struct ngl_tissue_state {
    double  left;     /* what is left of past runs today, after recovery at the half-life */
    double  capacity; /* mean damage a day over the 28 days before today */
    double  usual_left; /* median of `left` over these days */
    double  days_to_usual; /* until `left` is back at its usual with rest: 0 now; NaN no history */
    double  spike;    /* last run over the heaviest run of the 30 days before it; NaN none */
    int     spike_sure; /* 1: the exponent's whole range agrees on which side of 1.1 it lies */
    ngl_day spike_day;
} ngl_tissue_state;

/* Doses oldest first; those after `today` do not count. `half_life_h` is the tissue's. */
NGL_API ngl_tissue_state ngl_tissue_today(const ngl_tissue_dose *dose, size_t n, double half_life_h, ngl_day today);

/* ---- from a recording ----------------------------------------------------------- */

/* Columns of a recorded run as steps, ready for ngl_load_run. Pauses and gaps
 * count nothing; grade is the slope of altitude smoothed over about 60 m.
 * Owns its columns; ngl_steps_free frees them. NGL_E_NOMEM. */
typedef struct ngl_steps_of {
    ngl_steps steps;
    float    *memory;
} ngl_steps_of;
NGL_API ngl_status ngl_steps_from(ngl_steps_of *out, const ngl_activity *run);
NGL_API void       ngl_steps_free(ngl_steps_of *steps);

/* The same from a run of which only the totals are known: even from end to
 * end. No steps at all where the time is not known either. NGL_E_NOMEM. */
NGL_API ngl_status ngl_steps_even(ngl_steps_of *out, double dist_m, double timer_s, double cadence_spm);

/* Is there anything in the recording that cleaning might mend: a clock that
 * steps back, a distance, speed or height that leaps, steps that are half or
 * twice what runners take? Much quicker than cleaning; when in doubt 1. */
NGL_API int ngl_steps_suspect(const ngl_activity *run);

/* The same as ngl_steps_from, with what cleaning mended (niggle/clean.h). */
struct ngl_clean;
NGL_API ngl_status ngl_steps_clean(ngl_steps_of *out, const ngl_activity *run, const struct ngl_clean *clean);

/* ---- a history of loads ------------------------------------------------------------ */

/* One activity and what it did. Oldest first in every list, by day, then start. */
typedef struct ngl_loaded {
    int64_t                run; /* its number in the store, 0 none */
    ngl_day                day;
    ngl_instant            start;
    ngl_sport              sport;
    const char            *name, *device;   /* "" not known */
    double                 dist_m, timer_s; /* as recorded; NaN unknown */
    double                 effort_rpe;      /* 1-10, NaN not said */
    const ngl_tissue_load *tissue; /* [ntissue]; NULL: no model holds (another sport), or nothing is known but the day */
    ngl_run_load           sum;    /* with `tissue` only, and so is `pace` */
    ngl_pace               pace;
} ngl_loaded;

/* Everything in one unit: easy steps of `usual`. */
typedef struct ngl_loads {
    const ngl_knowledge *kb;
    ngl_usual            usual;
    ngl_day              usual_day; /* the usual is that of the 90 days up to then; NGL_DAY_NONE: not known yet */
    ngl_day              from, to;  /* what was asked for */
    const ngl_loaded    *run;       /* [n] */
    size_t               n;
    size_t               nfresh;    /* so many were worked out now, the others were kept */
    unsigned             renewed;   /* 1: kept ones were worked out anew, the usual or the model having changed */
} ngl_loads;

/* Which model this knowledge holds: 16 hexadecimal digits over every figure of
 * the tissues and the method itself. Loads of different models do not compare. */
enum { NGL_LOAD_MODEL_TEXT = 17 };
NGL_API void ngl_load_model(char out[NGL_LOAD_MODEL_TEXT], const ngl_knowledge *kb);

/* Is `now` so far from `kept` that loads by `kept` have to be worked out anew:
 * easy speed by 2.5 %, cadence by 1.5 %, or known now and not then? */
NGL_API int ngl_usual_moved(const ngl_usual *kept, const ngl_usual *now);

/* The doses of one tissue, for ngl_tissue_today: room for loads->n in `out`. */
NGL_API size_t ngl_loads_doses(ngl_tissue_dose *out, const ngl_loads *loads, ngl_id tissue);

/* Effort of a session where no model holds: how hard (1-10) times minutes, in
 * units of their own (Foster 2001); NaN where nobody said how hard. */
NGL_API double ngl_session_load(const ngl_loaded *run);

/* ---- weeks ------------------------------------------------------------------------- */

/* Seven days. What is unknown is not nought: a week in which days are not
 * covered by files says so, and its sums are at least what stands there. */
typedef struct ngl_load_week {
    ngl_day  first, last;
    unsigned runs, unweighed;   /* unweighed: of them, without a load (no time known) */
    unsigned sessions, unrated; /* of other sports; of them, without a note of how hard */
    unsigned unknown_days;      /* in a stretch of more than 14 days without any activity, or before the first */
    double   dist_m, timer_s;   /* of runs, where known */
    double   session_load;      /* of other sports: how hard times minutes */
} ngl_load_week;

enum { NGL_LOAD_BASE_WEEKS = 4 };

typedef enum ngl_load_word {
    NGL_LOAD_UNKNOWN, /* days are missing, or there is nothing to hold it against */
    NGL_LOAD_LESS, NGL_LOAD_NOT_MORE, /* as usual or less */ NGL_LOAD_AS_USUAL, NGL_LOAD_MORE, NGL_LOAD_MUCH_MORE,
    NGL_LOAD_WITHHELD /* the exponent's range does not agree on which */
} ngl_load_word;

/* One tissue's newest week against the mean of the four before it. */
typedef struct ngl_load_change {
    ngl_load_word word;
    double        low, middle, high; /* ratio at the three exponents; NaN: nothing before */
    uint32_t      run;   /* the run of that week that put most on it, NGL_LOAD_NO_RUN */
    double        share; /* its share of the week */
} ngl_load_change;
#define NGL_LOAD_NO_RUN UINT32_MAX

/* Distances of the seven days up to `today`: context, no alarm. NaN: not known. */
typedef struct ngl_load_context {
    double growth_pct; /* over the seven days before */
    double acwr;       /* over the mean of the three weeks before them: uncoupled */
    double monotony;   /* mean over standard deviation of the days, 0 for none */
    double strain_km;  /* kilometres times monotony */
} ngl_load_context;

/* The `n` weeks that end with `today`, oldest first. `loads` must reach from
 * their first day on; what lies before it is what covers it. */
NGL_API void ngl_load_weeks(ngl_load_week *out, size_t n, const ngl_loads *loads, ngl_day today);

/* Damage of one tissue in each of these weeks, at the default exponent. */
NGL_API void ngl_load_tissue_weeks(double *out, size_t n, const ngl_loads *loads, ngl_id tissue, ngl_day today);

NGL_API ngl_load_change  ngl_load_compare_weeks(const ngl_loads *loads, ngl_id tissue, ngl_day today);
NGL_API ngl_load_context ngl_load_context_of(const ngl_loads *loads, ngl_day today);

/* Run `i` against the heaviest of the 30 days before it, tissue by tissue, after
 * the longest-run rule: `middle` the ratio, and `word` MORE above 1.1 where the
 * exponent's whole range agrees. UNKNOWN where files may be missing. */
NGL_API ngl_load_change ngl_load_spike(const ngl_loads *loads, ngl_id tissue, size_t i);

/* ---- how somebody runs, against the own past ------------------------------------------ */

/* metric, key, what it is */
#define NGL_FORM_MAP(X)                                                        \
    X(CADENCE, cadence)           /* steps a minute, as at easy speed */       \
    X(CONTACT, contact)           /* ms on the ground, in runs near easy speed */ \
    X(OSCILLATION, oscillation)   /* mm up and down, in runs near easy speed */ \
    X(BALANCE, balance)           /* per cent of contact time on the left foot */ \
    X(LATE_CADENCE, late_cadence) /* per cent by which cadence changes in the last third */

typedef enum ngl_form_metric {
#define X(name, key) NGL_FORM_##name,
    NGL_FORM_MAP(X)
#undef X
    NGL_FORM_COUNT
} ngl_form_metric;

/* Medians of the runs of the last 21 days and of the 90 days before them, of
 * the watch that is worn now. */
typedef struct ngl_form_trend {
    unsigned nnow, nbefore; /* runs */
    double   now, before;   /* NaN: too few runs (3 and 5 at least) */
    double   spread;        /* of the runs before: 1.4826 times the median distance from their median */
    double   margin;        /* a smaller change is no change: the greater of what a watch may be off by and twice the spread's error */
    int      side;          /* -1 lower, 1 higher, 0 no change or not known */
} ngl_form_trend;

NGL_API void ngl_form_trends(ngl_form_trend out[NGL_FORM_COUNT], const ngl_loads *loads, ngl_day today);
NGL_API const char *ngl_form_metric_key(ngl_form_metric m); /* "cadence"; static */

#ifdef __cplusplus
}
#endif
#endif
