/* Weeks ahead: where a runner stands on the ladder back to running, on which
 * days runs and strength lie, and when what comes back.
 *
 * All three are values made again at any time from plan, check-ins and wishes.
 * The ladder moves by what was noted alone: a session counts as passed only
 * when the next morning was noted, too. Days are chosen exactly, by dynamic
 * programming over whole weeks; the outlook is an exact chain over sessions.
 */
#ifndef NIGGLE_AHEAD_H
#define NIGGLE_AHEAD_H

#include <niggle/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the ladder ------------------------------------------------------------ */

typedef enum ngl_rung_kind { NGL_RUNG_WALK_RUN, NGL_RUNG_DISTANCE, NGL_RUNG_SPEED, NGL_RUNG_HILLS } ngl_rung_kind;

/* One rung. An ordinary session is walk and run minutes, repeated; from the
 * distance rungs on one run a week is the long one. */
typedef struct ngl_rung {
    ngl_rung_kind kind;
    char          key[12];  /* "std3", "d2", "sp1", "hl1" */
    const char   *name, *dose; /* of the quick or hilly session; "" elsewhere. Static */
    double        walk_min, run_min, repeats;
    double        long_min; /* 0: no long run yet */
    unsigned      runs;     /* a week */
    unsigned      need;     /* sessions passed before the next rung */
} ngl_rung;

enum { NGL_RUNG_MAX = 64 };

/* What is known of the runner beside the plan; NaN and NGL_DAY_NONE where not known. */
typedef struct ngl_ladder_facts {
    double   easy_min_km;   /* minutes for an easy kilometre; 7 is taken where it is not known */
    double   usual_week_km; /* before the pain */
    ngl_day  last_run;      /* last run before the first one noted in this episode */
    ngl_day  opened;        /* of the episode: earlier notes do not count */
    unsigned days_a_week;   /* on which a run is possible at all; 0: any */
} ngl_ladder_facts;

/* Why the ladder stands where it stands: name, sentence. */
#define NGL_LADDER_MAP(X)                                                                                      \
    X(START, "this is where to begin after such a break")                                                     \
    X(UP, "the sessions of the step before were passed, each with its next morning")                          \
    X(PASSED, "the last session was passed; the step needs more of them")                                     \
    X(MORNING, "the morning after the last run was not noted, so it does not count yet")                      \
    X(AMBER, "the last run was in the amber band: the step is repeated")                                      \
    X(AMBER_TWICE, "two amber runs in a row: one step down")                                                  \
    X(RED, "the last run went over a limit: one step down and one more day of rest")                          \
    X(MISSED_WEEK, "7 to 13 days without a run: two steps down")                                              \
    X(MISSED_TWO, "14 to 27 days without a run: back into the first third of the walk-runs")                  \
    X(MISSED_FOUR, "28 days or more without a run: from the start again")                                     \
    X(TOP, "this is as far as the stage allows; the next stage opens more")

typedef enum ngl_ladder_why {
#define X(name, text) NGL_LADDER_##name,
    NGL_LADDER_MAP(X)
#undef X
    NGL_LADDER_COUNT
} ngl_ladder_why;

typedef struct ngl_ladder {
    unsigned       nrung; /* 0: this plan has no running */
    ngl_rung       rung[NGL_RUNG_MAX];
    unsigned       at, start, top; /* top: the highest that the stage allows */
    unsigned       passed;         /* sessions passed on this rung */
    ngl_ladder_why why;
    ngl_day        why_day;
    ngl_day        last;           /* last session noted, or NGL_DAY_NONE */
    unsigned       week_runs;      /* this calendar week, before today */
    ngl_day        rest_until;     /* no run before this day */
    unsigned       green, amber, red;
    unsigned       refer;          /* 1: two red sessions in 7 days, bone's rule broken, or no step up in 3 weeks */
    ngl_id         programme;      /* of the walk-runs */
    double         rest_days_between, easy_min_km;
} ngl_ladder;

/* Build the ladder of a plan and climb it with what was noted up to `today`
 * (any order). Sources: knowledge/return_to_run.yaml. */
NGL_API void ngl_ladder_at(ngl_ladder *out, const ngl_knowledge *kb, const ngl_plan *plan, const ngl_ladder_facts *facts,
                           const ngl_checkin *checkin, size_t n, ngl_day today);
NGL_API const char *ngl_ladder_why_text(ngl_ladder_why why);
NGL_API const char *ngl_rung_kind_key(ngl_rung_kind kind); /* "walk_run", "distance", "speed", "hills" */

/* ---- days --------------------------------------------------------------------- */

typedef enum ngl_slot_kind {
    NGL_SLOT_FREE,
    NGL_SLOT_RUN,
    NGL_SLOT_LONG,
    NGL_SLOT_STRENGTH,
    NGL_SLOT_BOTH,      /* run first, strength later the same day */
    NGL_SLOT_LONG_BOTH, /* long run and strength on one day */
    NGL_SLOT_KINDS
} ngl_slot_kind;

enum { NGL_SCHEDULE_DAYS = 84, NGL_SCHEDULE_WEEKS = NGL_SCHEDULE_DAYS / 7 + 1, NGL_SLOT_WEEK_MAX = 6 };

/* Which days are possible and how much is wanted of each calendar week. */
typedef struct ngl_schedule_problem {
    ngl_day  from;
    unsigned n;                         /* days, up to NGL_SCHEDULE_DAYS */
    uint8_t  allowed[NGL_SCHEDULE_DAYS]; /* bit 1u << kind; FREE is always possible */
    uint8_t  runs[NGL_SCHEDULE_WEEKS], strength[NGL_SCHEDULE_WEEKS], longs[NGL_SCHEDULE_WEEKS]; /* wanted, by week */
    uint8_t  run_gap[NGL_SCHEDULE_WEEKS]; /* days from one run to the next, by week of the later one: 2 leaves one between */
    unsigned strength_gap;
    unsigned heavy_ham;                 /* strength loads the hamstring hard: not on the day before a long run */
    unsigned since_run, since_strength; /* days from the last one to `from`; 3: long ago */
    unsigned done_runs, done_strength;  /* this week already */
} ngl_schedule_problem;

/* Choose the kind of every day so that no constraint is broken and the cost is
 * the least there is; the earliest choice wins among equals. Gives the cost. */
NGL_API unsigned ngl_schedule_solve(uint8_t kind[NGL_SCHEDULE_DAYS], const ngl_schedule_problem *problem);
/* The cost of a choice, UINT_MAX where it breaks a constraint: the same rules, written out. */
NGL_API unsigned ngl_schedule_cost(const uint8_t *kind, const ngl_schedule_problem *problem);

/* What the runner wishes. */
typedef struct ngl_wishes {
    unsigned days;            /* bit 1u << weekday, Monday first; 0: all */
    ngl_day  race;            /* NGL_DAY_NONE */
    double   race_km;         /* NaN: not said */
    ngl_day  away_from, away_to; /* NGL_DAY_NONE */
} ngl_wishes;

typedef struct ngl_slot {
    ngl_day       day;
    ngl_slot_kind kind;
    unsigned      rung;   /* of the run, if every session until then is passed */
    unsigned      special; /* the quick or hilly session of the week */
    double        run_min; /* minutes of running */
    unsigned      away, race;
} ngl_slot;

typedef struct ngl_schedule {
    unsigned n;
    ngl_slot slot[NGL_SCHEDULE_DAYS];
    unsigned runs, runs_wanted, strength, strength_wanted, heavy;
    unsigned cost;
    double   long_before_race_min; /* longest run placed before the race; NaN without one */
    unsigned race_ready;           /* 1: 80 % of its distance is reached before it on this ladder */
} ngl_schedule;

/* Twelve weeks from `today`, for this plan and ladder. `strength_last` is the
 * last day with strength, or NGL_DAY_NONE; `strength_week`: days with it this
 * calendar week before today. */
NGL_API void ngl_schedule_make(ngl_schedule *out, const ngl_knowledge *kb, const ngl_plan *plan, const ngl_ladder *ladder,
                               const ngl_wishes *wishes, ngl_day strength_last, unsigned strength_week, ngl_day today);
/* Is this dose placed on strength days, rather than done on (nearly) every day? */
NGL_API int ngl_dose_is_placed(const ngl_plan_dose *dose);

/* ---- outlook --------------------------------------------------------------------- */

/* First day on which something is back: the 10 %, 50 % and 90 % point; later
 * than a year counts as NGL_DAY_NONE. */
typedef struct ngl_when {
    ngl_day low, median, high;
    unsigned known;
} ngl_when;

typedef struct ngl_comeback {
    ngl_when five_km, usual_week; /* usual_week: 80 % of it, where speed begins */
    double   pass;                /* share of sessions expected to pass */
} ngl_comeback;

/* From the ladder's chain: each session passes with a probability learned from
 * those noted (Beta, begun as 8 of 10), else holds or drops. `per_week`: runs
 * that fit; `wait_low`, `wait_high`: weeks until running begins. */
NGL_API void ngl_comeback_make(ngl_comeback *out, const ngl_ladder *ladder, double per_week, double wait_low,
                              double wait_high, ngl_day today);

#ifdef __cplusplus
}
#endif
#endif
