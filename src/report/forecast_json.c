/* A forecast as JSON. Chances are objects {p, low, high}; where there is no
 * forecast, "hold" says why and no chance is there at all. */
#include "base/json_write.h"
#include "report/forecast_report.h"
#include "report/put.h"

#include <math.h>

static void put_chance(ngl_json *j, const char *key, const ngl_chance *c)
{
    ngl_buf words;
    ngl_json_key(j, key);
    if (isnan(c->p)) {
        ngl_json_null(j);
        return;
    }
    ngl_buf_init(&words, 256);
    ngl_chance_words(&words, c->p);
    ngl_json_object(j);
    ngl_json_put_number(j, "p", c->p, 4);
    ngl_json_put_number(j, "low", c->low, 4);
    ngl_json_put_number(j, "high", c->high, 4);
    ngl_json_put_string(j, "words", ngl_buf_string(&words));
    ngl_json_end(j);
    ngl_buf_free(&words);
}

static void put_days(ngl_json *j, const ngl_forecast_view *v, const ngl_fortnight *o, const double *km)
{
    ngl_json_key(j, "days");
    ngl_json_array(j);
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
        ngl_json_object(j);
        ngl_put_day(j, "day", v->today + 1 + (ngl_day)d);
        if (km) ngl_json_put_number(j, "easy_km", km[d], 2);
        put_chance(j, "flare_up", &o->day[d]);
        put_chance(j, "by_then", &o->by_day[d]);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_runs(ngl_json *j, const ngl_forecast_view *v, const ngl_choice *c)
{
    ngl_json_key(j, "runs");
    ngl_json_array(j);
    for (unsigned i = 0; i < c->nrun; i++) {
        ngl_json_object(j);
        ngl_put_day(j, "day", v->today + 1 + (ngl_day)c->run[i].at);
        ngl_json_put_string(j, "name", c->run[i].day);
        ngl_json_put_number(j, "km", c->run[i].km, 2);
        ngl_json_put_number(j, "minutes", c->run[i].minutes, 1);
        ngl_json_put_string(j, "effort", ngl_effort_word(c->run[i].effort));
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_choices(ngl_json *j, const ngl_forecast_view *v)
{
    ngl_json_key(j, "choices");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->nchoice; i++) {
        const ngl_choice_view *c = &v->choice[i];
        ngl_json_object(j);
        ngl_json_put_string(j, "text", c->text);
        put_runs(j, v, &c->choice);
        put_chance(j, "in_14_days", &c->ahead.by_day[NGL_FORECAST_DAYS - 1]);
        put_chance(j, "hardest_run", &c->hardest);
        ngl_json_put_bool(j, "over_limit", c->over);
        ngl_json_put_bool(j, "longest_run_rule_broken", c->longest);
        put_days(j, v, &c->ahead, NULL);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_key(j, "best");
    if (v->nchoice > 1) ngl_json_string(j, v->choice[v->best].text);
    else ngl_json_null(j);
}

static void put_next(ngl_json *j, const ngl_forecast_view *v)
{
    ngl_json_key(j, "largest_next_run");
    if (v->next_at >= NGL_FORECAST_DAYS || v->run == NGL_RUN_NONE) {
        ngl_json_null(j);
        return;
    }
    ngl_json_object(j);
    ngl_put_day(j, "day", v->today + 1 + (ngl_day)v->next_at);
    ngl_json_put_number(j, "km", v->next_km, 2);
    ngl_json_put_string(j, "bound_by", isnan(v->next_km) ? "rest_is_over" : v->next_by_longest ? "longest_run" : "limit");
    put_chance(j, "flare_up", &v->next_chance);
    ngl_json_put_number(j, "longest_30_days_km", v->longest_km, 2);
    ngl_json_end(j);
}

static void put_data(ngl_json *j, const ngl_forecast_view *v)
{
    ngl_json_key(j, "data");
    ngl_json_object(j);
    ngl_json_put_integer(j, "noted_days", v->data.noted);
    ngl_json_put_integer(j, "run_days", v->data.runs);
    ngl_json_put_integer(j, "unknown_run_days", v->data.unknown_runs);
    ngl_json_put_integer(j, "flare_ups", v->data.flares);
    ngl_put_day(j, "last_note", v->data.last_note);
    ngl_json_put_number(j, "usual", v->data.usual, 1);
    ngl_json_put_bool(j, "in_flare", v->data.in_flare);
    ngl_json_end(j);
}

static void put_hold(ngl_json *j, const ngl_forecast_view *v)
{
    ngl_buf words;
    ngl_buf_init(&words, 4096);
    ngl_hold_words(&words, v);
    ngl_json_put_string(j, "hold", ngl_hold_key(v));
    ngl_json_put_string(j, "hold_text", v->hold ? ngl_buf_string(&words) : NULL);
    ngl_buf_free(&words);
}

void ngl_forecast_json(ngl_buf *out, const ngl_forecast_view *v)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", v->kb->version);
    ngl_json_put_integer(&j, "episode", v->episode);
    ngl_put_day(&j, "today", v->today);
    put_hold(&j, v);
    put_data(&j, v);
    if (!v->hold) {
        ngl_json_put_string(&j, "load_of", v->tissue == NGL_NONE ? "distance" : v->kb->tissue[v->tissue].key);
        ngl_json_put_number(&j, "limit", v->limit, 4);
        ngl_json_put_string(&j, "tested_on", "invented runners");
        put_days(&j, v, &v->ahead, v->km);
        put_choices(&j, v);
        put_next(&j, v);
    }
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}
