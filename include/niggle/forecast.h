/* How likely a flare-up is on each of the next fourteen days.
 *
 * A flare-up is a day whose pain is two or more points above what has been
 * usual, or a run that pain cut short. Irritation of the tissue is a hidden
 * level: load may kick it up, and it dies away by half every few days. How
 * often, how much and how slowly is learned for each runner from the days that
 * were noted, held by a prior where they are few. The same bytes in give the
 * same bytes out. Mathematics, priors and what it is worth: docs/forecast.md.
 */
#ifndef NIGGLE_FORECAST_H
#define NIGGLE_FORECAST_H

#include <niggle/error.h>
#include <niggle/knowledge.h>
#include <niggle/tissue.h>
#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    NGL_FORECAST_DAYS = 14,     /* days ahead */
    NGL_FORECAST_HISTORY = 180, /* days back that are looked at */
    NGL_FORECAST_LEAST = 20,    /* days with pain noted; with fewer there is no number */
    NGL_FORECAST_NOTES = 5,     /* kinds of pain notes: now, daily life, during a run, after it, on getting up */
    NGL_FORECAST_DRAWS = 128,   /* ways the runner may be, all as good as the notes allow */
    NGL_FORECAST_LEVELS = 41    /* of irritation: 0 to 10 points in quarters */
};
#define NGL_FORECAST_RISE 2.0  /* points of pain: small change 1.5, large 3.5 (S_ABBOTT2014) */
#define NGL_FORECAST_LIMIT 0.2 /* default limit of a run: the chance of a flare-up on its day and the two after */

/* One day of history. */
typedef struct ngl_forecast_day {
    double   load;                     /* 0: no run; NaN: a run whose load is not known; any unit, kept to throughout */
    double   pain[NGL_FORECAST_NOTES]; /* 0-10, NaN not noted */
    unsigned stopped;                  /* 1: pain cut a run short */
} ngl_forecast_day;

/* Days one after the other; the last is today. Of more than
 * NGL_FORECAST_HISTORY the last ones count. */
typedef struct ngl_forecast_history {
    ngl_day                 first;
    uint32_t                n;
    const ngl_forecast_day *day;
    double                  half_life_h; /* recovery of the tissue from load; 36 where there is none to name */
} ngl_forecast_history;

typedef enum ngl_forecast_lack {
    NGL_FORECAST_ENOUGH,
    NGL_FORECAST_FEW_NOTES, /* fewer than NGL_FORECAST_LEAST days with pain noted */
    NGL_FORECAST_OLD_NOTES, /* nothing noted in the last seven days */
    NGL_FORECAST_FEW_RUNS   /* fewer than five days with a known run in the last 60 */
} ngl_forecast_lack;

typedef struct ngl_forecast_data {
    ngl_forecast_lack lack;
    unsigned          noted, runs, unknown_runs; /* days in the history that counts */
    unsigned          flares;                    /* flare-ups that began in it */
    ngl_day           last_note;                 /* NGL_DAY_NONE: never */
    double            usual;                     /* median of the worst pain of the noted days of three weeks; NaN */
    unsigned          in_flare;                  /* the last noted day was one, at most two days ago */
} ngl_forecast_data;

/* What is there to forecast from. Never fails. */
NGL_API ngl_forecast_data ngl_forecast_look(const ngl_forecast_history *history);

/* One way the runner may be. */
typedef struct ngl_forecast_person {
    double offset;      /* of days without irritation from the quiet level, points */
    double noise;       /* standard deviation of a note, points */
    double half_life_d; /* of irritation */
    double rest_kick;   /* kicks a day whatever was run */
    double run_kick;    /* and after the heaviest load of 30 days */
    double power;       /* kicks grow with load to this power */
    double size;        /* mean size of a kick, points */
} ngl_forecast_person;

/* What was learned. Plain values; may be copied and kept while it is today. */
typedef struct ngl_forecast {
    ngl_day             today;
    ngl_forecast_data   data;
    double              keep;      /* share of load left after a day */
    double              left;      /* load left today */
    double              reference; /* heaviest load left of the last 30 days: load 1 of the model */
    double              rise;      /* points above the quiet level at which a flare-up begins */
    ngl_forecast_person person[NGL_FORECAST_DRAWS];
    float               level[NGL_FORECAST_DRAWS][NGL_FORECAST_LEVELS]; /* irritation today */
} ngl_forecast;

/* Learn one runner. NGL_E_INVALID: loads or pains that cannot be (negative,
 * infinite, pain above 10), no days, a half-life of 0 or less. NGL_E_NOT_FOUND:
 * not enough data; out->data says what is lacking and nothing else is set. */
NGL_API ngl_status ngl_forecast_learn(ngl_forecast *out, const ngl_forecast_history *history, uint64_t seed,
                                      ngl_error *err);

/* A probability and how sure it is: mean, 5th and 95th centile over the draws. */
typedef struct ngl_chance {
    double p, low, high;
} ngl_chance;

typedef struct ngl_fortnight {
    ngl_chance day[NGL_FORECAST_DAYS];   /* a flare-up on that day; [0] is tomorrow */
    ngl_chance by_day[NGL_FORECAST_DAYS]; /* at least one up to and on that day */
} ngl_fortnight;

/* The days ahead under the loads of tomorrow and on. Loads of less than 0 or
 * not finite are taken as 0. More load on any day never lowers any chance. */
NGL_API void ngl_forecast_ahead(ngl_fortnight *out, const ngl_forecast *f, const double load[NGL_FORECAST_DAYS]);

/* At least one flare-up on day `at` (0: tomorrow) or the two days after it. */
NGL_API ngl_chance ngl_forecast_around(const ngl_forecast *f, const double load[NGL_FORECAST_DAYS], unsigned at);

/* The largest load on day `at`, from 0 to `most`, that keeps the chance of
 * ngl_forecast_around at `limit` or below; NaN: rest alone is above it. */
NGL_API double ngl_forecast_largest(const ngl_forecast *f, const double load[NGL_FORECAST_DAYS], unsigned at, double most,
                                    double limit);

/* The last two weeks once more, weekday by weekday: what is forecast where
 * nothing else is planned. */
NGL_API void ngl_forecast_usual_days(double load[NGL_FORECAST_DAYS], const ngl_forecast_history *history);

/* ---- choices in words ---------------------------------------------------------- */

typedef enum ngl_effort { NGL_EFFORT_EASY, NGL_EFFORT_STEADY, NGL_EFFORT_FAST, NGL_EFFORT_HILLY } ngl_effort;

/* One planned run: rest has km 0 and minutes 0. */
typedef struct ngl_planned_run {
    unsigned   at;      /* 0: tomorrow */
    double     km;      /* NaN: `minutes` says how much */
    double     minutes; /* NaN: `km` does */
    ngl_effort effort;
    char       day[24]; /* the day's name as it was typed */
} ngl_planned_run;

typedef struct ngl_choice {
    unsigned        nrun;
    ngl_planned_run run[NGL_FORECAST_DAYS];
} ngl_choice;

/* Read "sunday 18km easy", "sat 8 km, sun 90 min hilly" or "tuesday rest".
 * Days are tomorrow, weekdays (also German, French, Spanish, Italian, Dutch) or
 * dates; amounts km, mi or min; effort is easy where none is said.
 * NGL_E_INVALID with one sentence on what is wrong and what would be right. */
NGL_API ngl_status ngl_choice_read(ngl_choice *out, const char *text, ngl_day today, ngl_error *err);

NGL_API const char *ngl_effort_word(ngl_effort effort); /* "easy". Static. */

/* Kilometres of a planned run, minutes turned by the usual easy pace. */
NGL_API double ngl_planned_km(const ngl_planned_run *run, const ngl_usual *usual);

/* Its load on one tissue in easy kilometres; `tissue` NGL_NONE: kilometres.
 * Steady is a tenth faster than easy, fast a quarter, hilly 3 % up and down.
 * Errors of ngl_load_run. */
NGL_API ngl_status ngl_planned_load(double *out, const ngl_knowledge *kb, ngl_id tissue, const ngl_planned_run *run,
                                    const ngl_usual *usual, ngl_error *err);

#ifdef __cplusplus
}
#endif
#endif
