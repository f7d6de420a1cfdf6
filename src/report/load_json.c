/* Load for programs: the same view as JSON, and as lines of fields. */
#include "report/load_report.h"

#include "base/date.h"
#include "base/number.h"
#include "report/put.h"

#include <math.h>

static void put_refs(ngl_json *j, const char *key, const ngl_knowledge *kb, ngl_refs refs)
{
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (uint16_t i = 0; i < refs.num; i++) ngl_json_string(j, kb->source[kb->source_ref[refs.adr + i]].key);
    ngl_json_end(j);
}

static void put_usual(ngl_json *j, const ngl_loads *l)
{
    const ngl_usual *u = &l->usual;
    ngl_json_key(j, "usual");
    ngl_json_object(j);
    ngl_json_put_bool(j, "known", u->runs > 0);
    ngl_put_day(j, "as_of", l->usual_day);
    ngl_json_put_integer(j, "runs", u->runs);
    ngl_json_put_number(j, "easy_mps", u->easy_mps, 3);
    ngl_json_put_number(j, "easy_mps_se", u->easy_mps_sd, 3);
    ngl_json_put_number(j, "easy_spm", u->easy_spm, 1);
    ngl_json_put_number(j, "easy_spm_se", u->easy_spm_sd, 1);
    ngl_json_put_number(j, "spm_per_mps", u->spm_per_mps, 2);
    ngl_json_put_number(j, "contact_ms", u->contact_ms, 1);
    ngl_json_put_number(j, "balance_left_pct", u->balance_left_pct, 2);
    ngl_json_put_number(j, "easy_km_in_steps", ngl_load_easy_km(u), 3);
    ngl_json_end(j);
}

static void put_change(ngl_json *j, const char *key, const ngl_loads *l, const ngl_load_change *c)
{
    ngl_json_key(j, key);
    ngl_json_object(j);
    ngl_json_put_string(j, "word", ngl_load_word_key(c->word));
    ngl_json_put_number(j, "ratio", c->middle, 3);
    ngl_json_put_number(j, "ratio_low", c->low, 3);
    ngl_json_put_number(j, "ratio_high", c->high, 3);
    ngl_json_key(j, "run");
    if (c->run != NGL_LOAD_NO_RUN) ngl_json_integer(j, l->run[c->run].run);
    else ngl_json_null(j);
    ngl_json_put_number(j, "share", c->share, 3);
    ngl_json_end(j);
}

static void put_tissue(ngl_json *j, const ngl_load_view *v, ngl_id t)
{
    const ngl_tissue       *k = &v->loads->kb->tissue[t];
    const ngl_tissue_state *s = &v->state[t];
    double                  km = ngl_load_easy_km(&v->loads->usual);
    ngl_json_object(j);
    ngl_json_put_string(j, "id", k->key);
    ngl_json_put_string(j, "label", k->label);
    ngl_json_put_string(j, "confidence", k->confident ? "medium" : "low");
    ngl_json_key(j, "easy_km_by_week");
    ngl_json_array(j);
    for (size_t w = 0; w < v->nweek; w++) ngl_json_number(j, v->cell[t * v->nweek + w] / km, 2);
    ngl_json_end(j);
    put_change(j, "against_4_weeks", v->loads, &v->change[t]);
    ngl_json_put_number(j, "left_easy_km", s->left / km, 2);
    ngl_json_put_number(j, "usual_left_easy_km", s->usual_left / km, 2);
    ngl_json_put_number(j, "capacity_easy_km_a_day", s->capacity / km, 2);
    ngl_json_put_number(j, "days_to_usual", s->days_to_usual, 1);
    put_refs(j, "speed_sources", v->loads->kb, k->speed_source);
    put_refs(j, "cadence_sources", v->loads->kb, k->cadence_source);
    put_refs(j, "grade_sources", v->loads->kb, k->grade_source);
    put_refs(j, "damage_sources", v->loads->kb, k->damage_source);
    put_refs(j, "half_life_sources", v->loads->kb, k->half_life_source);
    ngl_json_end(j);
}

static void put_week(ngl_json *j, const ngl_load_week *w)
{
    ngl_json_object(j);
    ngl_put_day(j, "from", w->first);
    ngl_put_day(j, "to", w->last);
    ngl_json_put_integer(j, "runs", w->runs);
    ngl_json_put_integer(j, "runs_not_weighed", w->unweighed);
    ngl_json_put_number(j, "distance_m", w->dist_m, 1);
    ngl_json_put_number(j, "timer_s", w->timer_s, 1);
    ngl_json_put_integer(j, "other_sessions", w->sessions);
    ngl_json_put_integer(j, "other_sessions_without_effort", w->unrated);
    ngl_json_put_number(j, "other_effort_minutes", w->session_load, 1);
    ngl_json_put_integer(j, "unknown_days", w->unknown_days);
    ngl_json_end(j);
}

static void put_out(ngl_json *j, const ngl_loads *l, const ngl_load_stand_out *s)
{
    ngl_json_object(j);
    ngl_json_put_integer(j, "run", l->run[s->run].run);
    ngl_put_day(j, "day", l->run[s->run].day);
    ngl_json_put_number(j, "longer_percent", s->percent, 1);
    ngl_json_put_string(j, "figure", s->figure ? s->figure->key : NULL);
    ngl_json_put_number(j, "hazard", s->figure ? s->figure->value : (double)NAN, 2);
    ngl_json_put_number(j, "hazard_low", s->figure ? s->figure->low : (double)NAN, 2);
    ngl_json_put_number(j, "hazard_high", s->figure ? s->figure->high : (double)NAN, 2);
    if (s->figure) put_refs(j, "sources", l->kb, s->figure->source);
    ngl_json_key(j, "tissues");
    ngl_json_object(j);
    for (ngl_id t = 0; t < l->kb->ntissue && s->tissue; t++) put_change(j, l->kb->tissue[t].key, l, &s->tissue[t]);
    ngl_json_end(j);
    ngl_json_end(j);
}

void ngl_load_json(ngl_buf *out, const ngl_load_view *v)
{
    ngl_json j = ngl_json_to(out);
    char     model[NGL_LOAD_MODEL_TEXT];
    ngl_load_model(model, v->loads->kb);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", v->loads->kb->version);
    ngl_json_put_string(&j, "load_model", model);
    ngl_put_day(&j, "today", v->today);
    ngl_json_put_bool(&j, "weighed_anew", v->loads->renewed);
    put_usual(&j, v->loads);
    ngl_json_key(&j, "weeks");
    ngl_json_array(&j);
    for (size_t w = 0; w < v->nweek; w++) put_week(&j, &v->week[w]);
    ngl_json_end(&j);
    ngl_json_key(&j, "tissues");
    ngl_json_array(&j);
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) put_tissue(&j, v, t);
    ngl_json_end(&j);
    ngl_json_key(&j, "runs_that_stand_out");
    ngl_json_array(&j);
    for (size_t i = 0; i < v->nout; i++) put_out(&j, v->loads, &v->out[i]);
    ngl_json_end(&j);
    ngl_json_key(&j, "context_no_alarm");
    ngl_json_object(&j);
    ngl_json_put_number(&j, "growth_percent", v->context.growth_pct, 1);
    ngl_json_put_number(&j, "acwr_uncoupled", v->context.acwr, 3);
    ngl_json_put_number(&j, "monotony", v->context.monotony, 2);
    ngl_json_put_number(&j, "strain_km", v->context.strain_km, 1);
    ngl_json_end(&j);
    ngl_put_day(&j, "new_device", v->new_device);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}

/* ---- one run ---------------------------------------------------------------------------- */

static void put_run_tissue(ngl_json *j, const ngl_load_run_view *v, ngl_id t)
{
    const ngl_loads       *l = v->loads;
    const ngl_tissue_load *d = &l->run[v->run].tissue[t];
    double                 km = ngl_load_easy_km(&l->usual);
    ngl_json_object(j);
    ngl_json_put_string(j, "id", l->kb->tissue[t].key);
    ngl_json_put_number(j, "easy_km", d->at_default / km, 3);
    ngl_json_put_number(j, "easy_km_low", d->low / km, 3);
    ngl_json_put_number(j, "easy_km_high", d->high / km, 3);
    ngl_json_put_number(j, "easy_km_at_low_exponent", d->at_low / km, 3);
    ngl_json_put_number(j, "easy_km_at_high_exponent", d->at_high / km, 3);
    ngl_json_put_number(j, "left_easy_km", d->left / km, 3);
    ngl_json_put_number(j, "right_easy_km", d->right / km, 3);
    ngl_json_put_number(j, "factor_speed", v->terms[t].speed, 3);
    ngl_json_put_number(j, "factor_cadence", v->terms[t].cadence, 3);
    ngl_json_put_number(j, "factor_grade", v->terms[t].grade, 3);
    ngl_json_put_number(j, "factor_late", v->terms[t].late, 3);
    put_change(j, "against_30_days", l, &v->stands.tissue[t]);
    ngl_json_end(j);
}

void ngl_load_run_json(ngl_buf *out, const ngl_load_run_view *v)
{
    const ngl_loads  *l = v->loads;
    const ngl_loaded *r = &l->run[v->run];
    ngl_json          j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", l->kb->version);
    ngl_json_put_integer(&j, "run", r->run);
    ngl_put_day(&j, "day", r->day);
    ngl_json_put_string(&j, "sport", ngl_sport_key(r->sport));
    ngl_json_put_number(&j, "distance_m", r->dist_m, 1);
    ngl_json_put_number(&j, "timer_s", r->timer_s, 1);
    ngl_json_put_number(&j, "effort_minutes", ngl_session_load(r), 1);
    put_usual(&j, l);
    ngl_json_key(&j, "flags");
    ngl_json_array(&j);
    for (unsigned i = 0; r->tissue && i < NGL_LOAD_FLAGS; i++)
        if (r->sum.flags & 1U << i) ngl_json_string(&j, ngl_load_flag_key(1U << i));
    ngl_json_end(&j);
    ngl_json_put_number(&j, "steps_of_one_foot", r->tissue ? r->sum.steps : (double)NAN, 0);
    ngl_json_put_number(&j, "mean_speed_mps", r->tissue ? r->sum.mean_speed_mps : (double)NAN, 3);
    ngl_json_put_number(&j, "cadence_to_usual", r->tissue ? r->sum.mean_cadence_ratio : (double)NAN, 4);
    ngl_json_put_number(&j, "grade_percent", r->tissue ? r->sum.mean_grade_pct : (double)NAN, 2);
    ngl_json_put_number(&j, "force_by_speed", r->tissue ? r->sum.force_by_speed : (double)NAN, 3);
    ngl_json_put_number(&j, "force_by_contact", r->tissue ? r->sum.force_by_contact : (double)NAN, 3);
    ngl_json_put_number(&j, "longer_percent", v->stands.percent, 1);
    ngl_json_key(&j, "tissues");
    ngl_json_array(&j);
    for (ngl_id t = 0; v->terms && t < l->kb->ntissue; t++) put_run_tissue(&j, v, t);
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}

/* ---- lines of fields ----------------------------------------------------------------------- */

static void field(ngl_buf *b, double v, int decimals)
{
    ngl_buf_char(b, '\t');
    if (!isnan(v)) ngl_buf_number(b, v, decimals);
}

static void plain_week(ngl_buf *out, const ngl_load_view *v, size_t w)
{
    char   day[NGL_DAY_TEXT];
    double km = ngl_load_easy_km(&v->loads->usual);
    ngl_day_format(day, v->week[w].last);
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) {
        ngl_buf_printf(out, "week\t%s\t%s", day, v->loads->kb->tissue[t].key);
        field(out, v->cell[t * v->nweek + w] / km, 2);
        ngl_buf_printf(out, "\t%u\n", v->week[w].unknown_days);
    }
}

void ngl_load_plain(ngl_buf *out, const ngl_load_view *v)
{
    for (size_t w = 0; w < v->nweek; w++) plain_week(out, v, w);
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) {
        const ngl_load_change *c = &v->change[t];
        ngl_buf_printf(out, "tissue\t%s\t%s", v->loads->kb->tissue[t].key, ngl_load_word_key(c->word));
        field(out, c->low, 2);
        field(out, c->middle, 2);
        field(out, c->high, 2);
        field(out, v->state[t].days_to_usual, 1);
        ngl_buf_char(out, '\n');
    }
    for (size_t i = 0; i < v->nout; i++) {
        char day[NGL_DAY_TEXT];
        ngl_day_format(day, v->loads->run[v->out[i].run].day);
        ngl_buf_printf(out, "run\t%lld\t%s", (long long)v->loads->run[v->out[i].run].run, day);
        field(out, v->out[i].percent, 0);
        ngl_buf_printf(out, "\t%s\n", v->out[i].figure ? v->out[i].figure->key : "");
    }
}

void ngl_load_run_plain(ngl_buf *out, const ngl_load_run_view *v)
{
    const ngl_loads *l = v->loads;
    double           km = ngl_load_easy_km(&l->usual);
    for (ngl_id t = 0; v->terms && t < l->kb->ntissue; t++) {
        const ngl_tissue_load *d = &l->run[v->run].tissue[t];
        ngl_buf_printf(out, "tissue\t%s", l->kb->tissue[t].key);
        field(out, d->at_default / km, 2);
        field(out, d->low / km, 2);
        field(out, d->high / km, 2);
        field(out, v->terms[t].speed, 3);
        field(out, v->terms[t].cadence, 3);
        field(out, v->terms[t].grade, 3);
        field(out, v->terms[t].late, 3);
        ngl_buf_char(out, '\n');
    }
}
