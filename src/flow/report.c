/* The clinician's page: the episode as it stands, why its causes lead, and
 * eight weeks of load beside eight weeks of pain. */
#include "flow/report.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "flow/assess.h"
#include "flow/training.h"

#include <math.h>
#include <string.h>

enum { WEEK_D = 7, ADHERENCE_D = 14, CHANGES_MAX = 4, WORDS_MAX = 400 };

/* ---- why ---------------------------------------------------------------------- */

static ngl_status explain(ngl_report_view *v, ngl_case *c, ngl_error *err)
{
    for (unsigned i = 0; i < NGL_REPORT_WHY && i < v->a->ncause; i++) {
        ngl_view_cause *w = &v->why[i];
        ngl_reason      help[NGL_VIEW_HELPS], hurt[NGL_VIEW_HELPS];
        unsigned        nhelp = 0, nhurt = 0;
        w->condition = v->a->cause[i].condition;
        ngl_status s = ngl_case_explain(c, w->condition, help, &nhelp, hurt, &nhurt, NGL_VIEW_HELPS);
        if (s != NGL_OK) return ngl_fail(err, s, 0, "the reasons do not fit into memory");
        w->nhelp = nhelp < NGL_VIEW_HELPS ? nhelp : NGL_VIEW_HELPS;
        w->nhurt = nhurt < NGL_VIEW_HURTS ? nhurt : NGL_VIEW_HURTS;
        memcpy(w->help, help, sizeof help[0] * w->nhelp);
        memcpy(w->hurt, hurt, sizeof hurt[0] * w->nhurt);
        v->nwhy = i + 1;
    }
    return NGL_OK;
}

static ngl_status why(ngl_report_view *v, const ngl_flow *flow, ngl_error *err)
{
    ngl_case  *c = NULL;
    ngl_status s = ngl_flow_case(&c, flow->kb, v->a->prior, v->a->answer, err);
    if (s == NGL_OK) s = explain(v, c, err);
    ngl_case_free(c);
    return s;
}

/* ---- weeks --------------------------------------------------------------------- */

static void begin_weeks(ngl_report_view *v, ngl_day today)
{
    ngl_day monday = today - ngl_day_weekday(today);
    v->nweek = NGL_REPORT_WEEKS;
    for (unsigned i = 0; i < NGL_REPORT_WEEKS; i++)
        v->week[i] = (ngl_report_week){ .monday = monday - WEEK_D * (ngl_day)(NGL_REPORT_WEEKS - 1 - i),
                                        .worst = { NAN, NAN, NAN } };
}

static ngl_report_week *week_of(ngl_report_view *v, ngl_day day)
{
    ngl_day at = day - v->week[0].monday;
    return at < 0 || at >= WEEK_D * (ngl_day)v->nweek ? NULL : &v->week[at / WEEK_D];
}

static ngl_status add_runs(ngl_report_view *v, ngl_flow *flow, ngl_arena *arena, ngl_error *err)
{
    const ngl_run_summary *run;
    size_t                 n;
    ngl_status             s = ngl_flow_summaries(flow, arena, NGL_DAY_NONE, flow->today, &run, &n, err);
    if (s != NGL_OK) return s;
    for (size_t i = 0; i < n; i++) {
        ngl_report_week *w = week_of(v, run[i].day);
        if (run[i].sport != NGL_SPORT_RUNNING) continue;
        v->has_runs = true;
        if (!w || isnan(run[i].dist_m)) continue;
        w->runs++;
        w->km += run[i].dist_m / 1000;
        w->longest_km = fmax(w->longest_km, run[i].dist_m / 1000);
    }
    return NGL_OK;
}

static void add_pain(ngl_report_view *v, const ngl_episode *e)
{
    static const ngl_note column[3] = { NGL_NOTE_DAY, NGL_NOTE_RUN, NGL_NOTE_MORNING };
    ngl_day               last = NGL_DAY_NONE;
    for (size_t i = 0; i < e->ncheckin; i++) {
        const ngl_checkin *c = &e->checkin[i];
        ngl_report_week   *w = week_of(v, c->day);
        if (!w || c->note > NGL_NOTE_MORNING) continue;
        if (c->day != last) w->days++;
        last = c->day;
        for (int k = 0; k < 3; k++)
            if (c->note == column[k]) w->worst[k] = fmax(w->worst[k], c->value);
    }
}

/* ---- plan ------------------------------------------------------------------------ */

static void add_exercises(ngl_report_view *v, const ngl_episode *e, ngl_day today)
{
    for (uint16_t i = 0; i < e->plan.ndose; i++) {
        ngl_report_exercise *x = &v->exercise[v->nexercise++];
        *x = (ngl_report_exercise){ e->plan.dose[i].exercise, 0 };
        for (size_t k = 0; k < e->nnoted; k++) {
            const ngl_row_checkin *row = &e->noted[k];
            bool                   recent = row->day > today - ADHERENCE_D && row->day <= today;
            if (recent && row->value > 0 && !strcmp(row->metric, "done") &&
                !strcmp(row->what, v->plan.kb->exercise[x->exercise].key))
                x->days++;
        }
    }
}

static const char *change_words(ngl_arena *arena, const ngl_row_ledger *entry)
{
    ngl_buf b;
    ngl_buf_init(&b, WORDS_MAX);
    ngl_buf_printf(&b, "%s%s%s: %s", entry->event, *entry->stage ? " " : "", entry->stage, entry->reason);
    const char *words = ngl_arena_text(arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return words;
}

static ngl_status add_changes(ngl_report_view *v, ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_error *err)
{
    const ngl_row_ledger *entry;
    size_t                n;
    ngl_status            s = ngl_store_ledger(flow->store, arena, episode, &entry, &n, err);
    for (size_t i = n > CHANGES_MAX ? n - CHANGES_MAX : 0; s == NGL_OK && i < n; i++) {
        v->change[v->nchange].day = entry[i].day;
        v->change[v->nchange].words = change_words(arena, &entry[i]);
        if (!v->change[v->nchange++].words) return ngl_fail(err, NGL_E_NOMEM, 0, "the ledger does not fit into memory");
    }
    return s;
}

ngl_status ngl_flow_report(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_episode *e, ngl_report_view *out,
                           ngl_error *err)
{
    *out = (ngl_report_view){ .nwhy = 0 };
    ngl_status s = ngl_flow_plan(flow, arena, episode, e, &out->plan, err);
    if (s != NGL_OK) return s;
    out->a = &e->a;
    out->assessed = e->assessed.day;
    out->knowledge = e->assessed.knowledge;
    out->unknown_keys = e->unknown_keys;
    begin_weeks(out, flow->today);
    add_pain(out, e);
    add_exercises(out, e, flow->today);
    s = why(out, flow, err);
    if (s == NGL_OK) s = add_runs(out, flow, arena, err);
    if (s == NGL_OK) s = add_changes(out, flow, arena, e->row.id, err);
    return s;
}
