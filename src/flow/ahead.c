/* Weeks ahead: what runs and notes say of the runner, then the core. */
#include "flow/ahead.h"

#include "base/date.h"
#include "base/error.h"
#include "flow/training.h"
#include "store/wishes.h"

#include <niggle/load.h>

#include <math.h>
#include <string.h>

enum { LOOK_BACK_D = 180, USUAL_WEEKS = 8, PACE_RUNS = 64, DAYS_IN_WEEK = 7, RACE_FAR_D = 731 };

#define PACE_FROM_KM 3.0

/* The middle of the runner's own minutes a kilometre, before the pain. */
static double easy_pace(const ngl_run_summary *run, size_t n, ngl_day opened)
{
    double   pace[PACE_RUNS];
    unsigned count = 0;
    for (size_t i = n; i-- > 0 && count < PACE_RUNS;) {
        const ngl_run_summary *r = &run[i];
        if (r->sport != NGL_SPORT_RUNNING || r->day >= opened || !(r->dist_m >= 1000 * PACE_FROM_KM) || !(r->timer_s > 0)) continue;
        double   p = r->timer_s / 60 / (r->dist_m / 1000);
        unsigned at = count++;
        for (; at > 0 && pace[at - 1] > p; at--) pace[at] = pace[at - 1];
        pace[at] = p;
    }
    return count ? pace[count / 2] : NAN;
}

static ngl_day last_before(const ngl_run_summary *run, size_t n, const ngl_episode *e)
{
    ngl_day first = INT32_MAX, last = NGL_DAY_NONE;
    for (size_t i = 0; i < e->ncheckin; i++)
        if (e->checkin[i].note == NGL_NOTE_RUN && e->checkin[i].day >= e->row.opened && e->checkin[i].day < first)
            first = e->checkin[i].day;
    for (size_t i = 0; i < n; i++)
        if (run[i].sport == NGL_SPORT_RUNNING && run[i].day != NGL_DAY_NONE && run[i].day < first && run[i].day > last) last = run[i].day;
    for (size_t i = 0; i < e->ncheckin; i++)
        if (e->checkin[i].note == NGL_NOTE_RUN && e->checkin[i].day < e->row.opened && e->checkin[i].day > last) last = e->checkin[i].day;
    return last;
}

static ngl_status learn(ngl_ladder_facts *f, ngl_flow *flow, ngl_arena *arena, const ngl_episode *e, ngl_error *err)
{
    const ngl_run_summary *run;
    size_t                 n;
    ngl_day                opened = e->row.opened, from = opened - USUAL_WEEKS * DAYS_IN_WEEK;
    ngl_status             s = ngl_flow_summaries(flow, arena, opened - LOOK_BACK_D, flow->today, &run, &n, err);
    if (s != NGL_OK) return s;
    double m = n && run[0].day != NGL_DAY_NONE && run[0].day <= from ? ngl_training_distance(run, n, from, opened - 1) : NAN;
    *f = (ngl_ladder_facts){ .easy_min_km = easy_pace(run, n, opened), .usual_week_km = m > 0 ? m / 1000 / USUAL_WEEKS : NAN,
                             .last_run = last_before(run, n, e), .opened = opened };
    return NGL_OK;
}

static unsigned days_of(unsigned bits)
{
    unsigned n = 0;
    for (; bits; bits &= bits - 1) n++;
    return n;
}

/* The last day with an exercise that is placed on strength days, and how many days of this week before today. */
static ngl_day last_strength(const ngl_episode *e, const ngl_knowledge *kb, ngl_day today, unsigned *week)
{
    ngl_day last = NGL_DAY_NONE, monday = today - ngl_day_weekday(today);
    bool    day[DAYS_IN_WEEK] = { false };
    *week = 0;
    for (size_t i = 0; i < e->nnoted; i++) {
        const ngl_row_checkin *row = &e->noted[i];
        if (strcmp(row->metric, "done") != 0 || !(row->value > 0) || row->day > today) continue;
        for (uint16_t k = 0; k < e->plan.ndose; k++)
            if (ngl_dose_is_placed(&e->plan.dose[k]) && !strcmp(kb->exercise[e->plan.dose[k].exercise].key, row->what)) {
                if (row->day > last) last = row->day;
                if (row->day >= monday && row->day < today) day[row->day - monday] = true;
            }
    }
    for (int i = 0; i < DAYS_IN_WEEK; i++) *week += day[i];
    return last;
}

/* The ladder of the first stage with running, for a stage without; and the weeks until then. */
static ngl_status look_further(ngl_ladder *out, double wait[2], ngl_flow *flow, const ngl_episode *e, const ngl_ladder_facts *f,
                               ngl_error *err)
{
    const ngl_knowledge *kb = flow->kb;
    double               gone = (double)(flow->today - e->planned.since) / DAYS_IN_WEEK;
    wait[0] = wait[1] = 0;
    if (e->plan.kind != NGL_PLAN_STAGE) return NGL_OK;
    for (unsigned step = e->plan.step; step + 1 < kb->protocol[e->plan.protocol].stage_num && out->nrung == 0; step++) {
        const ngl_stage *stage = &kb->stage[kb->protocol[e->plan.protocol].stage_adr + step];
        ngl_plan         later;
        wait[0] += fmax(0, stage->weeks_low - gone);
        wait[1] += fmax(0, stage->weeks_high - gone);
        gone = 0;
        ngl_status s = ngl_plan_at(&later, kb, &e->a, e->plan.protocol, step + 1, e->plan.cleared, flow->today, err);
        if (s != NGL_OK) return s;
        ngl_ladder_at(out, kb, &later, f, NULL, 0, flow->today);
    }
    return NGL_OK;
}

ngl_status ngl_flow_ahead(ngl_flow *flow, ngl_arena *arena, const ngl_episode *e, ngl_ahead *out, ngl_error *err)
{
    ngl_ladder_facts f;
    double           wait[2] = { 0, 0 };
    *out = (ngl_ahead){ .kb = flow->kb, .plan = &e->plan, .episode = e->row.id, .place = e->row.place, .opened = e->row.opened,
                        .today = flow->today };
    ngl_status s = ngl_store_wishes(flow->store, e->row.id, &out->wishes, err);
    if (s == NGL_OK) s = learn(&f, flow, arena, e, err);
    if (s != NGL_OK) return s;
    f.days_a_week = days_of(out->wishes.days);
    out->easy_known = f.easy_min_km > 0;
    out->usual_week_km = f.usual_week_km;
    out->last_run = f.last_run;
    ngl_ladder_at(&out->ladder, flow->kb, &e->plan, &f, e->checkin, e->ncheckin, flow->today);
    unsigned strength_week;
    ngl_day  strength_last = last_strength(e, flow->kb, flow->today, &strength_week);
    ngl_schedule_make(&out->schedule, flow->kb, &e->plan, &out->ladder, &out->wishes, strength_last, strength_week, flow->today);
    ngl_ladder later = out->ladder;
    s = look_further(&later, wait, flow, e, &f, err);
    if (s != NGL_OK) return s;
    double runs = f.days_a_week && f.days_a_week < 3 ? f.days_a_week : 3;
    ngl_comeback_make(&out->outlook, &later, runs, wait[0], wait[1], flow->today);
    return NGL_OK;
}

/* ---- wishes ------------------------------------------------------------------------ */

static ngl_status check(const ngl_flow *flow, unsigned change, const ngl_wishes *w, ngl_error *err)
{
    char day[NGL_DAY_TEXT];
    if ((change & NGL_WISH_RACE) && w->race != NGL_DAY_NONE && (w->race < flow->today || w->race > flow->today + RACE_FAR_D)) {
        ngl_day_format(day, w->race);
        return ngl_fail(err, NGL_E_INVALID, 0, "a race on %s is %s", day, w->race < flow->today ? "over" : "more than two years away");
    }
    if ((change & NGL_WISH_AWAY) && w->away_from != NGL_DAY_NONE && w->away_to < w->away_from)
        return ngl_fail(err, NGL_E_INVALID, 0, "days away end before they begin");
    if ((change & NGL_WISH_RACE_KM) && !(w->race_km > 0 && w->race_km <= 200))
        return ngl_fail(err, NGL_E_INVALID, 0, "a race is more than 0 and at most 200 km long");
    return NGL_OK;
}

ngl_status ngl_flow_wish(ngl_flow *flow, int64_t episode, unsigned change, const ngl_wishes *w, ngl_error *err)
{
    ngl_wishes now;
    ngl_status s = check(flow, change, w, err);
    if (s == NGL_OK) s = ngl_store_wishes(flow->store, episode, &now, err);
    if (s != NGL_OK) return s;
    if (change & NGL_WISH_DAYS) now.days = w->days;
    if (change & NGL_WISH_RACE) now.race = w->race;
    if (change & NGL_WISH_RACE_KM) now.race_km = w->race_km;
    if (change & NGL_WISH_AWAY) now.away_from = w->away_from, now.away_to = w->away_to;
    return ngl_store_add_wishes(flow->store, episode, flow->now, &now, err);
}
