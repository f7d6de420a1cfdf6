/* The exercises of a plan.
 *
 * One protocol: its stage as written, the library's dose where the stage is
 * silent, and what its own condition forbids held back until a clinician has
 * cleared it. Several protocols: every exercise that one of their first stages
 * lists and none of them forbids, in the smallest dose any of them gives;
 * those that suit more of the causes come first, and six are enough.
 */
#include "plan/internal.h"

#include "base/error.h"

#include <math.h>

enum { SHARED_MAX = 6, IMPACT_WITHOUT_RUNNING = 1 };

bool ngl_exercise_avoided(const ngl_knowledge *kb, ngl_id exercise, ngl_id protocol)
{
    const ngl_exercise *e = &kb->exercise[exercise];
    for (uint16_t i = 0; i < e->avoid_num; i++)
        if (kb->exercise_protocol[e->avoid_adr + i] == protocol) return true;
    return false;
}

static bool suits(const ngl_knowledge *kb, ngl_id exercise, ngl_id protocol)
{
    const ngl_exercise *e = &kb->exercise[exercise];
    for (uint16_t i = 0; i < e->good_num; i++)
        if (kb->exercise_protocol[e->good_adr + i] == protocol) return true;
    return false;
}

static double or_else(double stage, double library)
{
    return isnan(stage) ? library : stage;
}

static ngl_plan_dose dose_of(const ngl_knowledge *kb, const ngl_dose *d, ngl_id protocol)
{
    const ngl_exercise *e = &kb->exercise[d->exercise];
    return (ngl_plan_dose){
        .exercise = d->exercise,
        .protocol = protocol,
        .sets = or_else(d->sets, e->sets),
        .reps = or_else(d->reps, e->reps),
        .hold_s = or_else(d->hold_s, e->hold_s),
        .per_week = or_else(d->per_week, e->per_week),
        .load = d->load,
        .note = d->note,
    };
}

static ngl_status too_long(const ngl_knowledge *kb, uint32_t stage, ngl_error *err)
{
    return ngl_fail(err, NGL_E_LIMIT, 0, "stage '%s' lists more than %d exercises", kb->stage[stage].key,
                    (int)NGL_PLAN_DOSE_MAX);
}

ngl_status ngl_plan_stage_doses(ngl_plan *p, const ngl_knowledge *kb, ngl_error *err)
{
    const ngl_stage *s = &kb->stage[p->stage];
    if (s->dose_num > NGL_PLAN_DOSE_MAX) return too_long(kb, p->stage, err);
    for (uint16_t i = 0; i < s->dose_num; i++) {
        const ngl_dose *d = &kb->dose[s->dose_adr + i];
        bool forbidden = d->overrides_avoid || ngl_exercise_avoided(kb, d->exercise, p->protocol);
        if (forbidden && !(d->overrides_avoid && p->cleared))
            p->held[p->nheld++] = d->exercise;
        else
            p->dose[p->ndose++] = dose_of(kb, d, p->protocol);
    }
    return NGL_OK;
}

/* How many of the plausible causes an exercise is known to help: listed or named as good. */
static int helps(const ngl_plan *p, const ngl_knowledge *kb, ngl_id exercise)
{
    int n = 0;
    for (uint16_t c = 0; c < p->ncause; c++) {
        const ngl_stage *s = &kb->stage[p->cause[c].stage];
        bool             listed = suits(kb, exercise, p->cause[c].protocol);
        for (uint16_t i = 0; i < s->dose_num; i++) listed |= kb->dose[s->dose_adr + i].exercise == exercise;
        n += listed;
    }
    return n;
}

static bool safe_for_all(const ngl_plan *p, const ngl_knowledge *kb, const ngl_dose *d)
{
    if (d->overrides_avoid) return false;
    if (p->run == NGL_RUN_NONE && kb->exercise[d->exercise].impact_level > IMPACT_WITHOUT_RUNNING) return false;
    for (uint16_t c = 0; c < p->ncause; c++)
        if (p->cause[c].protocol == NGL_NONE || ngl_exercise_avoided(kb, d->exercise, p->cause[c].protocol)) return false;
    return true;
}

static double smaller(double a, double b)
{
    return isnan(a) ? b : isnan(b) ? a : fmin(a, b);
}

static void take_smaller(ngl_plan_dose *d, const ngl_plan_dose *other)
{
    d->sets = smaller(d->sets, other->sets);
    d->reps = smaller(d->reps, other->reps);
    d->hold_s = smaller(d->hold_s, other->hold_s);
    d->per_week = smaller(d->per_week, other->per_week);
}

/* Insert behind all that help as many causes or more; the last one falls off. */
static void insert_dose(ngl_plan *p, const ngl_knowledge *kb, const ngl_plan_dose *d)
{
    int      rank = helps(p, kb, d->exercise);
    uint16_t at = 0;
    while (at < p->ndose && helps(p, kb, p->dose[at].exercise) >= rank) at++;
    if (at == SHARED_MAX) return;
    uint16_t last = p->ndose < SHARED_MAX ? p->ndose++ : SHARED_MAX - 1;
    for (uint16_t i = last; i > at; i--) p->dose[i] = p->dose[i - 1];
    p->dose[at] = *d;
}

static ngl_plan_dose smallest_dose(const ngl_plan *p, const ngl_knowledge *kb, const ngl_dose *d, ngl_id protocol)
{
    ngl_plan_dose out = dose_of(kb, d, protocol);
    for (uint16_t c = 0; c < p->ncause; c++) {
        const ngl_stage *s = &kb->stage[p->cause[c].stage];
        for (uint16_t i = 0; i < s->dose_num; i++) {
            if (kb->dose[s->dose_adr + i].exercise != d->exercise) continue;
            ngl_plan_dose other = dose_of(kb, &kb->dose[s->dose_adr + i], protocol);
            take_smaller(&out, &other);
        }
    }
    return out;
}

static bool listed_before(const ngl_plan *p, const ngl_knowledge *kb, uint16_t cause, ngl_id exercise)
{
    for (uint16_t c = 0; c < cause; c++) {
        const ngl_stage *s = &kb->stage[p->cause[c].stage];
        for (uint16_t i = 0; i < s->dose_num; i++)
            if (kb->dose[s->dose_adr + i].exercise == exercise) return true;
    }
    return false;
}

ngl_status ngl_plan_shared_doses(ngl_plan *p, const ngl_knowledge *kb, ngl_error *err)
{
    for (uint16_t c = 0; c < p->ncause; c++) {
        if (p->cause[c].protocol == NGL_NONE) return NGL_OK; /* nothing is known to suit it */
        if (kb->stage[p->cause[c].stage].dose_num > NGL_PLAN_DOSE_MAX) return too_long(kb, p->cause[c].stage, err);
    }
    for (uint16_t c = 0; c < p->ncause; c++) {
        const ngl_stage *s = &kb->stage[p->cause[c].stage];
        for (uint16_t i = 0; i < s->dose_num; i++) {
            const ngl_dose *d = &kb->dose[s->dose_adr + i];
            if (listed_before(p, kb, c, d->exercise) || !safe_for_all(p, kb, d)) continue;
            ngl_plan_dose dose = smallest_dose(p, kb, d, p->cause[c].protocol);
            insert_dose(p, kb, &dose);
        }
    }
    return NGL_OK;
}
