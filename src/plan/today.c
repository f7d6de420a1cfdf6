/* One line for today.
 *
 * Seventeen rules in a fixed order, each looking at one thing: danger first,
 * then pain against the plan's limits, then what the stage allows. Every rule
 * that holds is kept and the most cautious state wins, so that a good number
 * never outvotes a bad one. What was not noted is not known: without a
 * check-in today, or with a safety question open, nobody is sent running.
 */
#include "plan/diary.h"

#include <math.h>

#define SEVERE_PAIN 8 /* of 10; red-flag rules ask from here on, too */
#define BIG_RISE    3 /* today_rules "swap" of the return-to-run ladder */

enum { USUAL_DAYS = 14, RED_WINDOW_D = 7, AMBER_WINDOW_D = 3 };

typedef struct reading {
    const ngl_plan *plan;
    diary           d;
    ngl_today      *out;
} reading;

static ngl_today_step *step(reading *r, ngl_today_rule rule)
{
    return &r->out->step[rule];
}

static void fire(reading *r, ngl_today_rule rule, ngl_state state)
{
    step(r, rule)->outcome = NGL_FIRED;
    step(r, rule)->state = state;
}

/* Note what a rule looked at; true when the value is beyond the limit. */
static bool beyond(reading *r, ngl_today_rule rule, ngl_note note, ngl_day day, double value, double limit)
{
    ngl_today_step *s = step(r, rule);
    s->outcome = isnan(value) ? NGL_NOT_KNOWN : NGL_CLEAR;
    s->note = isnan(value) ? NGL_NOTE_COUNT : note;
    s->day = day;
    s->value = value;
    s->limit = limit;
    return value > limit;
}

/* ---- danger ------------------------------------------------------------- */

static void look_for_signs(reading *r)
{
    for (size_t i = 0; i < r->d.n; i++) {
        const ngl_checkin *c = &r->d.checkin[i];
        if (c->note != NGL_NOTE_COUNT || c->weighed || c->day > r->d.today) continue;
        ngl_today_step *s = step(r, NGL_TODAY_SIGN);
        if (s->outcome == NGL_FIRED && ngl_sign_is_emergency(s->sign)) continue;
        s->sign = c->sign;
        s->day = c->day;
        fire(r, NGL_TODAY_SIGN, NGL_STATE_GET_SEEN);
    }
}

/* Pain of 8 or more since yesterday that no assessment has weighed since. */
static void look_for_severe(reading *r)
{
    step(r, NGL_TODAY_SEVERE)->limit = SEVERE_PAIN;
    for (size_t i = 0; i < r->d.n; i++) {
        const ngl_checkin *c = &r->d.checkin[i];
        if (c->note > NGL_NOTE_MORNING || c->weighed || c->day > r->d.today || c->day < r->d.today - 1) continue;
        if (c->value < SEVERE_PAIN || ngl_diary_on(&r->d, c->note, c->day) < SEVERE_PAIN) continue;
        beyond(r, NGL_TODAY_SEVERE, c->note, c->day, c->value, SEVERE_PAIN);
        fire(r, NGL_TODAY_SEVERE, NGL_STATE_GET_SEEN);
    }
}

static void look_for_bone_pain(reading *r)
{
    if (r->plan->absolute_max > 0 || r->plan->pain_rule == NGL_NONE) return;
    for (ngl_day day = r->d.today; day >= r->d.today - 1; day--) {
        ngl_note which = NGL_NOTE_COUNT;
        double   worst = ngl_diary_worst(&r->d, NGL_NOTE_NOW, NGL_NOTE_MORNING, day, &which);
        if (!beyond(r, NGL_TODAY_BONE_PAIN, which, day, worst, 0)) continue;
        fire(r, NGL_TODAY_BONE_PAIN, NGL_STATE_GET_SEEN);
        return;
    }
}

static void look_for_red_twice(reading *r)
{
    int red = 0;
    for (ngl_day day = r->d.today; day > r->d.today - RED_WINDOW_D; day--) {
        double v = ngl_diary_on(&r->d, NGL_NOTE_RUN, day);
        if (!(v > r->plan->absolute_max)) continue;
        if (++red < 2) continue;
        beyond(r, NGL_TODAY_RED_TWICE, NGL_NOTE_RUN, day, v, r->plan->absolute_max);
        fire(r, NGL_TODAY_RED_TWICE, NGL_STATE_GET_SEEN);
        return;
    }
}

static void look_who_first(reading *r)
{
    const ngl_plan *p = r->plan;
    if (p->kind == NGL_PLAN_HELP_NOW) fire(r, NGL_TODAY_DANGER, NGL_STATE_GET_SEEN);
    if (p->nopen) fire(r, NGL_TODAY_NOT_ANSWERED, NGL_STATE_REST); /* unknown is not no */
    if (p->kind != NGL_PLAN_SEE_FIRST) return;
    ngl_state s = p->see >= NGL_SEE_SOON ? NGL_STATE_GET_SEEN : p->run == NGL_RUN_NONE ? NGL_STATE_REST : NGL_STATE_ADAPT;
    fire(r, NGL_TODAY_NOT_SEEN, s);
}

/* ---- pain ----------------------------------------------------------------- */

static void look_at_pain_today(reading *r)
{
    const ngl_plan *p = r->plan;
    ngl_note        which = NGL_NOTE_COUNT, rest = NGL_NOTE_COUNT;
    ngl_day         day = r->d.today;
    double          worst = ngl_diary_worst(&r->d, NGL_NOTE_NOW, NGL_NOTE_DAY, day, &which);
    double          late = ngl_diary_worst(&r->d, NGL_NOTE_AFTER, NGL_NOTE_MORNING, day, &rest);
    if (isnan(worst) || late > worst) {
        worst = late;
        which = rest;
    }
    if (beyond(r, NGL_TODAY_OVER_LIMIT, which, day, worst, p->absolute_max)) fire(r, NGL_TODAY_OVER_LIMIT, NGL_STATE_REST);
    if (beyond(r, NGL_TODAY_AMBER, which, day, worst, p->run_max)) fire(r, NGL_TODAY_AMBER, NGL_STATE_ADAPT);
    if (isnan(worst) && isnan(ngl_diary_on(&r->d, NGL_NOTE_RUN, day))) {
        fire(r, NGL_TODAY_NOT_ASKED, NGL_STATE_REST);
        r->out->ask = NGL_NOTE_MORNING;
    }
}

static void look_at_morning(reading *r)
{
    ngl_day today = r->d.today;
    double  usual = ngl_diary_median(&r->d, NGL_NOTE_MORNING, today - USUAL_DAYS, today - 1);
    double  rise = ngl_diary_on(&r->d, NGL_NOTE_MORNING, today) - usual;
    r->out->usual_morning = usual;
    beyond(r, NGL_TODAY_RISE_BIG, NGL_NOTE_MORNING, today, rise, BIG_RISE);
    if (rise >= BIG_RISE) fire(r, NGL_TODAY_RISE_BIG, NGL_STATE_REST);
    if (beyond(r, NGL_TODAY_RISE, NGL_NOTE_MORNING, today, rise, r->plan->next_day_rise_max))
        fire(r, NGL_TODAY_RISE, NGL_STATE_ADAPT);
}

static void look_at_last_run(reading *r)
{
    const ngl_plan *p = r->plan;
    ngl_day         today = r->d.today;
    ngl_day         last = ngl_diary_last(&r->d, NGL_NOTE_RUN, today - AMBER_WINDOW_D, today);
    double          pain = last == NGL_DAY_NONE ? NAN : ngl_diary_on(&r->d, NGL_NOTE_RUN, last);
    bool            red = beyond(r, NGL_TODAY_RED_RUN, NGL_NOTE_RUN, last, pain, p->absolute_max);
    bool            amber = beyond(r, NGL_TODAY_AMBER_RUN, NGL_NOTE_RUN, last, pain, p->run_max);
    if (red && last >= today - 1) fire(r, NGL_TODAY_RED_RUN, NGL_STATE_REST);
    if (amber) fire(r, NGL_TODAY_AMBER_RUN, NGL_STATE_ADAPT);

    ngl_day settled = ngl_diary_last(&r->d, NGL_NOTE_SETTLE, today - 1, today);
    double  hours = settled == NGL_DAY_NONE ? NAN : ngl_diary_on(&r->d, NGL_NOTE_SETTLE, settled);
    if (beyond(r, NGL_TODAY_SLOW_SETTLE, NGL_NOTE_SETTLE, settled, hours, p->settle_h_max))
        fire(r, NGL_TODAY_SLOW_SETTLE, NGL_STATE_REST);
}

static void look_at_stage(reading *r)
{
    if (r->plan->kind == NGL_PLAN_HELP_NOW) return;
    if (r->plan->run == NGL_RUN_NONE) fire(r, NGL_TODAY_NO_RUN_STAGE, NGL_STATE_REST);
    if (r->plan->run == NGL_RUN_LIMITED) fire(r, NGL_TODAY_LIMITED_STAGE, NGL_STATE_ADAPT);
}

/* ---- the verdict -------------------------------------------------------------- */

static void decide(ngl_today *t)
{
    for (int i = 0; i < NGL_TODAY_COUNT; i++) {
        if (t->step[i].outcome != NGL_FIRED) continue;
        if (t->decided != NGL_TODAY_COUNT && t->step[i].state <= t->state) continue;
        t->state = t->step[i].state;
        t->decided = (ngl_today_rule)i;
    }
}

void ngl_today_decide(ngl_today *out, const ngl_plan *plan, const ngl_checkin *checkin, size_t n, ngl_day today)
{
    *out = (ngl_today){ .state = NGL_STATE_RUN, .day = today, .expires = today + 1, .decided = NGL_TODAY_COUNT,
                        .ask = NGL_NOTE_COUNT, .usual_morning = NAN };
    for (int i = 0; i < NGL_TODAY_COUNT; i++)
        out->step[i] = (ngl_today_step){ .note = NGL_NOTE_COUNT, .sign = NGL_SIGN_COUNT, .day = today, .value = NAN,
                                         .limit = NAN };
    reading r = { plan, { checkin, n, today }, out };
    look_who_first(&r);
    look_for_signs(&r);
    look_for_severe(&r);
    look_for_bone_pain(&r);
    look_for_red_twice(&r);
    look_at_pain_today(&r);
    look_at_last_run(&r);
    look_at_morning(&r);
    look_at_stage(&r);
    decide(out);
}
