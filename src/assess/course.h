/* Time as evidence: how long each condition lasts, and what that makes of a
 * number of days and of how things went since. Private to assess.
 *
 * On the scale u = log(scale + days) the symptoms of a condition end as a
 * normal variable does, and so do the days until they are worth asking about:
 *
 *     present(u) = Q((u - end) / spread) - Q((u - seen) / spread),  Q = 1 - Phi
 *
 * People who still hurt ask equally often on that scale (most in the first
 * days, few after years), so the density of the days of those who ask is
 * present(u) over its integral, which is a closed form: the integral of Q is
 * z Q(z) - phi(z). docs/model.md has the rest under "Time". */
#ifndef ASSESS_COURSE_H
#define ASSESS_COURSE_H

#include "base/random.h"

#include <niggle/assess.h>

#include <stdbool.h>

enum { NGL_CHANGES = 5, NGL_RETURNS = 2 }; /* gone … worse; stayed away, came back */

/* One condition's course with its parameters as they are, or as one draw has them. */
typedef struct course {
    double end, seen, spread; /* of u; seen -INFINITY: from the first day */
    double rest, running;     /* factors on what is left of the time */
    double back, fluctuates, worse;
    double delay, delay_spread; /* of the log of the hours from the load to the first symptom; NaN: no such load */
    double total;             /* integral of present over 0 .. horizon */
} course;

/* The course of a state; that of `other` where its condition has none. With
 * `r`, one draw of it as uncertain as its effective sample size says. */
course ngl_course_of(const ngl_knowledge *kb, ngl_id state, ngl_random *r);

/* P(symptoms still there on that day), and the integral of present over a..b days. */
double ngl_course_survival(const ngl_knowledge *kb, const course *c, double day);
double ngl_course_present(const ngl_knowledge *kb, const course *c, double day);
double ngl_course_between(const ngl_knowledge *kb, const course *c, double from, double to);

/* P(each change | days `start` at the first look, `after` more days, option of the load). */
void ngl_course_changes(const ngl_knowledge *kb, const course *c, double start, double after, double factor,
                        double p[NGL_CHANGES]);

/* ---- the answers that time tells ------------------------------------------- */

/* Is the likelihood of this finding's answers a course (and no row of the evidence)? */
bool ngl_course_tells(const ngl_knowledge *kb, ngl_id finding);
/* Does this answer, beside the others, say anything? */
bool ngl_course_counts(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, ngl_id finding);
/* The answer's density (days) or probability when nothing modelled drives it. */
double ngl_course_base(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding);
/* How many times as likely it is under a state. `r` as in ngl_course_of(). */
double ngl_course_ratio(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding, ngl_id state, double base,
                        ngl_random *r);
/* An answer of time enters the evidence as a choice of this base rate (only
 * ratios matter): the ratios above 1 as shares, those below 1 as what holds it
 * back, so that a cause that cannot last so long is not carried along by another. */
#define NGL_COURSE_BASE 0.05
/* The ratio for a set of states, ended by NGL_NONE or `most`. */
double ngl_course_set(const ngl_knowledge *kb, const ngl_answer *answer, ngl_id finding, const ngl_id *member,
                      unsigned most);
/* The course has a row of its own, so draws differ. */
bool   ngl_course_known(const ngl_knowledge *kb, ngl_id state);
/* Representative answers for simulating people: at most `max` values of the
 * number, or the options; `weight` is what the density of each is taken times. */
unsigned ngl_course_outcomes(const ngl_knowledge *kb, ngl_id finding, ngl_answer *out, double *weight, unsigned max);

/* An answer in days says the band as well, so that rules that name the band
 * hold: called when `finding` was answered, which `had_value` before or not. */
void ngl_course_imply(const ngl_knowledge *kb, ngl_answer *answer, ngl_id finding, bool had_value);

#endif
