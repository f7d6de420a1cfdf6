/* The forecast: danger first, then the days as they were noted and run, then
 * the core. */
#include "flow/forecast.h"

#include "base/error.h"
#include "flow/load.h"
#include "flow/today.h"
#include "flow/training.h"

#include <math.h>
#include <string.h>

#define LONGEST_RULE 1.10    /* of the longest run of 30 days (S_FRANDSEN2025) */
#define ELSEWHERE_HALF_H 36.0 /* tendon and muscle, where no tissue is named */
#define SEED 20250101

enum { LONGEST_DAYS = 30 };

/* Which tissue's load stands for a cause; a judgement, from where it hurts. */
static const struct {
    const char *condition, *tissue;
} TISSUE_OF[] = {
    { "proximal_hamstring_tendinopathy", "sm_tendon_swing" },
    { "hamstring_tendon_tear", "sm_tendon_swing" },
    { "hamstring_syndrome", "sm_tendon_swing" },
    { "ischial_bursitis", "sm_tendon_swing" },
    { "hamstring_strain", "bflh_swing" },
    { "gluteal_tendinopathy", "gt_tendon" },
    { "gluteal_tendon_tear", "gt_tendon" },
    { "external_snapping_hip", "gt_tendon" },
    { "hip_abductor_overuse", "gmed_stance" },
    { "gluteal_strain", "gmax_stance" },
    { "deep_gluteal_syndrome", "piriformis_stance" },
    { "internal_snapping_hip", "iliopsoas_swing" },
    { "hip_oa", "hip_contact" },
    { "fai_labral", "hip_contact" },
    { "sij_pain", "sacrum_proxy" },
};

/* What one forecast is made of while it is made. */
typedef struct making {
    ngl_flow             *flow;
    ngl_arena            *arena;
    ngl_episode           e;
    ngl_loads             loads;
    ngl_forecast_day      day[NGL_FORECAST_HISTORY];
    ngl_forecast_history  history;
    ngl_forecast         *model;
    double                usual_load[NGL_FORECAST_DAYS];
} making;

/* ---- danger first -------------------------------------------------------------------- */

static ngl_status look_for_danger(making *m, ngl_forecast_view *out, int64_t episode, ngl_error *err)
{
    ngl_today_view today;
    ngl_status     s = ngl_flow_today(m->flow, m->arena, episode, &m->e, &today, err);
    if (s != NGL_OK) return s;
    out->episode = m->e.row.id;
    out->place = m->e.row.place;
    out->triage = m->e.a.triage;
    out->open = m->e.plan.nopen;
    out->run = m->e.plan.run;
    if (m->e.a.triage >= NGL_TRIAGE_URGENT || m->e.plan.kind == NGL_PLAN_HELP_NOW) out->hold = NGL_HOLD_DANGER;
    else if (today.today.state == NGL_STATE_GET_SEEN) out->hold = NGL_HOLD_GET_SEEN;
    else if (m->e.plan.nopen) out->hold = NGL_HOLD_QUESTIONS;
    if (out->hold == NGL_HOLD_GET_SEEN) out->seen_why = ngl_today_rule_text(today.today.decided);
    return NGL_OK;
}

/* ---- history --------------------------------------------------------------------------- */

static ngl_id tissue_of(const ngl_knowledge *kb, const ngl_assessment *a)
{
    for (size_t i = 0; a->ncause && i < sizeof TISSUE_OF / sizeof *TISSUE_OF; i++) {
        if (strcmp(kb->condition[a->cause[0].condition].key, TISSUE_OF[i].condition) != 0) continue;
        for (ngl_id t = 0; t < kb->ntissue; t++)
            if (!strcmp(kb->tissue[t].key, TISSUE_OF[i].tissue)) return t;
    }
    return NGL_NONE;
}

static void add_runs(making *m, ngl_id tissue)
{
    double easy_km = ngl_load_easy_km(&m->loads.usual);
    for (size_t i = 0; i < m->loads.n; i++) {
        const ngl_loaded *r = &m->loads.run[i];
        ngl_day           at = r->day - m->history.first;
        if (r->sport != NGL_SPORT_RUNNING || r->day == NGL_DAY_NONE || at < 0 || at >= (ngl_day)m->history.n) continue;
        m->day[at].load += tissue == NGL_NONE ? r->dist_m / 1000 : r->tissue ? r->tissue[tissue].at_default / easy_km : NAN;
    }
}

static int note_place(ngl_note note)
{
    return note <= NGL_NOTE_MORNING ? (int)note : -1;
}

/* A run that was noted and is in no file was run: how far, nobody knows. */
static void add_notes(making *m)
{
    for (size_t i = 0; i < m->e.ncheckin; i++) {
        const ngl_checkin *c = &m->e.checkin[i];
        ngl_day            at = c->day - m->history.first;
        if (at < 0 || at >= (ngl_day)m->history.n || c->note == NGL_NOTE_COUNT) continue;
        ngl_forecast_day *d = &m->day[at];
        bool              stopped = c->note == NGL_NOTE_STOPPED;
        if (note_place(c->note) >= 0) d->pain[note_place(c->note)] = c->value;
        if (stopped) d->stopped = c->value > 0;
        if ((c->note == NGL_NOTE_RUN || (stopped && c->value > 0)) && d->load == 0) d->load = NAN;
    }
}

static ngl_status make_history(making *m, ngl_forecast_view *out, ngl_error *err)
{
    ngl_day    today = m->flow->today;
    ngl_status s = ngl_flow_load(m->flow, m->arena, today - NGL_FORECAST_HISTORY + 1, today, &m->loads, err);
    if (s != NGL_OK) return s;
    out->tissue = tissue_of(m->flow->kb, &m->e.a);
    out->usual_known = m->loads.usual.runs > 0;
    for (unsigned t = 0; t < NGL_FORECAST_HISTORY; t++)
        m->day[t] = (ngl_forecast_day){ .pain = { NAN, NAN, NAN, NAN, NAN } };
    double half_h = out->tissue == NGL_NONE ? ELSEWHERE_HALF_H : m->flow->kb->tissue[out->tissue].half_life_h;
    m->history = (ngl_forecast_history){ today - NGL_FORECAST_HISTORY + 1, NGL_FORECAST_HISTORY, m->day, half_h };
    add_runs(m, out->tissue);
    add_notes(m);
    return NGL_OK;
}

/* ---- choices ----------------------------------------------------------------------------- */

static ngl_status weigh_run(making *m, const ngl_forecast_view *v, ngl_choice_view *c, unsigned i, double *load, ngl_error *err)
{
    const ngl_planned_run *run = &c->choice.run[i];
    if (ngl_planned_km(run, &m->loads.usual) > v->longest_km * LONGEST_RULE) c->longest = true;
    return ngl_planned_load(&load[run->at], m->flow->kb, v->tissue, run, &m->loads.usual, err);
}

static void hardest_run(making *m, const ngl_forecast_view *v, ngl_choice_view *c, const double *load)
{
    c->hardest = (ngl_chance){ NAN, NAN, NAN };
    for (unsigned i = 0; i < c->choice.nrun; i++) {
        if (!(load[c->choice.run[i].at] > 0)) continue;
        ngl_chance around = ngl_forecast_around(m->model, load, c->choice.run[i].at);
        if (!(around.p <= c->hardest.p)) c->hardest = around;
    }
    c->over = c->hardest.p > v->limit;
}

static ngl_status weigh_choice(making *m, const ngl_forecast_view *v, ngl_choice_view *c, ngl_error *err)
{
    double     load[NGL_FORECAST_DAYS];
    ngl_status s = NGL_OK;
    memcpy(load, m->usual_load, sizeof load);
    for (unsigned i = 0; i < c->choice.nrun && s == NGL_OK; i++) s = weigh_run(m, v, c, i, load, err);
    if (s != NGL_OK) return s;
    ngl_forecast_ahead(&c->ahead, m->model, load);
    hardest_run(m, v, c, load);
    c->km = 0;
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) c->km += load[d];
    return NGL_OK;
}

static bool within(const ngl_choice_view *c)
{
    return !c->over && !c->longest;
}

/* The most running among those that keep the limits; where none does, the smallest chance. */
static bool better(const ngl_choice_view *a, const ngl_choice_view *b)
{
    double at_a = a->ahead.by_day[NGL_FORECAST_DAYS - 1].p, at_b = b->ahead.by_day[NGL_FORECAST_DAYS - 1].p;
    if (within(a) != within(b)) return within(a);
    if (within(a) && a->km != b->km) return a->km > b->km;
    return at_a < at_b;
}

static ngl_status read_choices(ngl_forecast_view *out, const making *m, const ngl_forecast_asked *asked, ngl_error *err)
{
    ngl_status s = NGL_OK;
    if (asked->nchoice > NGL_CHOICES_MAX)
        return ngl_fail(err, NGL_E_INVALID, 0, "at most %d choices at a time", (int)NGL_CHOICES_MAX);
    out->choice = NGL_NEW(m->arena, ngl_choice_view, asked->nchoice + 1);
    if (!out->choice) return ngl_fail(err, NGL_E_NOMEM, 0, "the choices do not fit into memory");
    for (unsigned i = 0; i < asked->nchoice && s == NGL_OK; i++) {
        out->choice[i].text = asked->choice[i];
        s = ngl_choice_read(&out->choice[i].choice, asked->choice[i], m->flow->today, err);
    }
    out->nchoice = asked->nchoice;
    return s;
}

static ngl_status weigh_choices(making *m, ngl_forecast_view *out, ngl_error *err)
{
    ngl_status s = NGL_OK;
    for (unsigned i = 0; i < out->nchoice && s == NGL_OK; i++) s = weigh_choice(m, out, &out->choice[i], err);
    for (unsigned i = 1; i < out->nchoice && s == NGL_OK; i++)
        if (better(&out->choice[i], &out->choice[out->best])) out->best = i;
    return s;
}

/* ---- the next run ------------------------------------------------------------------------- */

static ngl_status find_longest(making *m, ngl_forecast_view *out, ngl_error *err)
{
    const ngl_run_summary *run = NULL;
    size_t                 n = 0;
    ngl_day                today = m->flow->today;
    ngl_status             s = ngl_flow_summaries(m->flow, m->arena, today - LONGEST_DAYS + 1, today, &run, &n, err);
    if (s == NGL_OK) out->longest_km = ngl_training_longest(run, n, today - LONGEST_DAYS + 1, today, NULL) / 1000;
    return s;
}

static ngl_status find_next(making *m, ngl_forecast_view *out, ngl_error *err)
{
    double          load[NGL_FORECAST_DAYS], most;
    ngl_planned_run run = { .km = out->longest_km * LONGEST_RULE, .minutes = NAN };
    memcpy(load, m->usual_load, sizeof load);
    out->next_at = NGL_FORECAST_DAYS;
    if (isnan(out->longest_km) || out->longest_km <= 0) return NGL_OK;
    for (unsigned d = NGL_FORECAST_DAYS; d-- > 0;)
        if (load[d] > 0) out->next_at = d;
    if (out->next_at == NGL_FORECAST_DAYS) out->next_at = 0;
    ngl_status s = ngl_planned_load(&most, m->flow->kb, out->tissue, &run, &m->loads.usual, err);
    if (s != NGL_OK) return s;
    double largest = ngl_forecast_largest(m->model, load, out->next_at, most, out->limit);
    out->next_by_longest = largest >= most;
    out->next_km = largest / most * run.km;
    load[out->next_at] = isnan(largest) ? 0 : largest;
    out->next_chance = ngl_forecast_around(m->model, load, out->next_at);
    return NGL_OK;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static ngl_status forecast(making *m, ngl_forecast_view *out, ngl_error *err)
{
    ngl_status s = make_history(m, out, err);
    if (s != NGL_OK) return s;
    out->data = ngl_forecast_look(&m->history);
    if (out->data.lack != NGL_FORECAST_ENOUGH) {
        out->hold = NGL_HOLD_DATA;
        return NGL_OK;
    }
    m->model = NGL_NEW(m->arena, ngl_forecast, 1);
    if (!m->model) return ngl_fail(err, NGL_E_NOMEM, 0, "the forecast does not fit into memory");
    s = ngl_forecast_learn(m->model, &m->history, SEED, err);
    if (s == NGL_OK) s = find_longest(m, out, err);
    if (s != NGL_OK) return s;
    ngl_forecast_usual_days(m->usual_load, &m->history);
    memcpy(out->km, m->usual_load, sizeof out->km);
    ngl_forecast_ahead(&out->ahead, m->model, m->usual_load);
    s = weigh_choices(m, out, err);
    return s == NGL_OK ? find_next(m, out, err) : s;
}

ngl_status ngl_flow_forecast(ngl_flow *flow, ngl_arena *arena, const ngl_forecast_asked *asked, ngl_forecast_view *out,
                             ngl_error *err)
{
    making *m = NGL_NEW(arena, making, 1);
    if (!m) return ngl_fail(err, NGL_E_NOMEM, 0, "the forecast does not fit into memory");
    m->flow = flow;
    m->arena = arena;
    *out = (ngl_forecast_view){ .kb = flow->kb, .today = flow->today, .tissue = NGL_NONE, .longest_km = NAN, .next_km = NAN,
                                .limit = isnan(asked->limit) ? NGL_FORECAST_LIMIT : asked->limit, .next_at = NGL_FORECAST_DAYS,
                                .data = { .last_note = NGL_DAY_NONE, .usual = NAN } };
    if (!(out->limit > 0 && out->limit < 1))
        return ngl_fail(err, NGL_E_INVALID, 0, "the limit is a chance between 0 and 1, like 0.2 or 20%%");
    ngl_status s = read_choices(out, m, asked, err);
    if (s == NGL_OK) s = look_for_danger(m, out, asked->episode, err);
    return s != NGL_OK || out->hold ? s : forecast(m, out, err);
}
