/* Runs and weeks for programs. Distances in metres, times in seconds; keys are
 * only ever added. */
#include "report/runs_report.h"

#include "base/date.h"
#include "base/json_write.h"

#include <math.h>

static void put_day(ngl_json *j, const char *key, ngl_day day)
{
    char text[NGL_DAY_TEXT];
    ngl_day_format(text, day);
    ngl_json_put_string(j, key, day == NGL_DAY_NONE ? NULL : text);
}

static void put_text(ngl_json *j, const char *key, const char *text)
{
    ngl_json_put_string(j, key, text[0] ? text : NULL);
}

static double pace(const ngl_run_summary *s)
{
    return s->dist_m > 0 ? s->timer_s / s->dist_m * 1000 : (double)NAN;
}

static void put_run(ngl_json *j, const ngl_run_line *r)
{
    char start[NGL_INSTANT_TEXT];
    ngl_instant_format(start, r->s.start);
    ngl_json_object(j);
    ngl_json_put_integer(j, "id", r->id);
    put_day(j, "day", r->s.day);
    ngl_json_put_string(j, "start", r->s.start == NGL_INSTANT_NONE ? NULL : start);
    ngl_json_put_string(j, "sport", ngl_sport_key(r->s.sport));
    put_text(j, "sub_sport", r->sub_sport);
    put_text(j, "name", r->name);
    ngl_json_put_number(j, "distance_m", r->s.dist_m, 1);
    ngl_json_put_number(j, "timer_s", r->s.timer_s, 1);
    ngl_json_put_number(j, "elapsed_s", r->elapsed_s, 1);
    ngl_json_put_number(j, "pace_s_per_km", pace(&r->s), 1);
    ngl_json_put_number(j, "mean_hr_bpm", r->mean_hr_bpm, 1);
    ngl_json_put_number(j, "mean_cadence_spm", r->mean_cadence_spm, 1);
    ngl_json_put_number(j, "max_speed_mps", r->s.max_speed_mps, 2);
    ngl_json_put_number(j, "ascent_m", r->s.ascent_m, 1);
    ngl_json_put_number(j, "descent_m", r->s.descent_m, 1);
    ngl_json_put_number(j, "percent_over_month_before", r->excess, 1);
    put_text(j, "device", r->device);
    put_text(j, "format", r->format);
    ngl_json_put_bool(j, "has_dynamics", r->has_dynamics);
    ngl_json_put_bool(j, "salvaged", r->salvaged);
    ngl_json_end(j);
}

static void put_week(ngl_json *j, const ngl_week_line *w)
{
    ngl_json_object(j);
    put_day(j, "monday", w->monday);
    ngl_json_put_number(j, "distance_m", w->dist_m, 1);
    ngl_json_put_number(j, "timer_s", w->timer_s, 1);
    ngl_json_put_integer(j, "runs", w->nrun);
    ngl_json_put_number(j, "longest_m", w->longest_m, 1);
    ngl_json_put_bool(j, "going_on", w->going_on);
    ngl_json_end(j);
}

void ngl_runs_json(ngl_buf *out, const ngl_runs_view *v)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    put_day(&j, "today", v->today);
    put_day(&j, "since", v->from);
    ngl_json_key(&j, "runs");
    ngl_json_array(&j);
    for (size_t i = 0; i < v->nline; i++) put_run(&j, &v->line[i]);
    ngl_json_end(&j);
    ngl_json_key(&j, "weeks");
    ngl_json_array(&j);
    for (size_t i = 0; i < v->nweek; i++) put_week(&j, &v->week[i]);
    ngl_json_end(&j);
    ngl_json_key(&j, "longest_30_days");
    if (v->longest) put_run(&j, v->longest);
    else ngl_json_null(&j);
    ngl_json_put_integer(&j, "older", (int64_t)v->nolder);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}
