/* Weeks ahead for programs. */
#include "report/ahead_report.h"
#include "report/put.h"

#include <math.h>

static void put_rung(ngl_json *j, const ngl_rung *r)
{
    ngl_json_object(j);
    ngl_json_put_string(j, "id", r->key);
    ngl_json_put_string(j, "kind", ngl_rung_kind_key(r->kind));
    ngl_json_put_number(j, "walk_min", r->walk_min, 2);
    ngl_json_put_number(j, "run_min", r->run_min, 2);
    ngl_json_put_number(j, "repeats", r->repeats, 0);
    ngl_json_put_number(j, "long_min", r->long_min, 1);
    ngl_json_put_integer(j, "runs_a_week", r->runs);
    ngl_json_put_integer(j, "sessions_needed", r->need);
    ngl_json_put_string(j, "name", r->name);
    ngl_json_put_string(j, "dose", r->dose);
    ngl_json_end(j);
}

static void put_ladder(ngl_json *j, const ngl_ladder *l)
{
    ngl_json_key(j, "ladder");
    if (l->nrung == 0) {
        ngl_json_null(j);
        return;
    }
    ngl_json_object(j);
    ngl_json_put_integer(j, "at", l->at + 1);
    ngl_json_put_integer(j, "top", l->top + 1);
    ngl_json_put_string(j, "rung", l->rung[l->at].key);
    ngl_json_put_integer(j, "passed", l->passed);
    ngl_json_put_string(j, "why", ngl_ladder_why_text(l->why));
    ngl_put_day(j, "why_day", l->why_day);
    ngl_put_day(j, "rest_until", l->rest_until);
    ngl_json_put_bool(j, "have_it_seen", l->refer != 0);
    ngl_json_put_integer(j, "green", l->green);
    ngl_json_put_integer(j, "amber", l->amber);
    ngl_json_put_integer(j, "red", l->red);
    ngl_json_key(j, "rungs");
    ngl_json_array(j);
    for (unsigned i = 0; i < l->nrung; i++) put_rung(j, &l->rung[i]);
    ngl_json_end(j);
    ngl_json_end(j);
}

static void put_days(ngl_json *j, const ngl_ahead *a)
{
    static const char *const key[] = { "free", "run", "long_run", "strength", "run_and_strength", "long_run_and_strength" };
    ngl_json_key(j, "days");
    ngl_json_array(j);
    for (unsigned i = 0; i < a->schedule.n; i++) {
        const ngl_slot *s = &a->schedule.slot[i];
        if (s->kind == NGL_SLOT_FREE && !s->race && !s->away) continue;
        ngl_json_object(j);
        ngl_put_day(j, "day", s->day);
        ngl_json_put_string(j, "kind", s->race ? "race" : s->away ? "away" : key[s->kind]);
        if (ngl_slot_has_run(s)) {
            ngl_json_put_string(j, "rung", a->ladder.rung[s->rung].key);
            ngl_json_put_number(j, "run_min", s->run_min, 1);
            ngl_json_put_bool(j, "special", s->special != 0);
        }
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_when(ngl_json *j, const char *key, const ngl_when *w)
{
    ngl_json_key(j, key);
    if (!w->known) {
        ngl_json_null(j);
        return;
    }
    ngl_json_object(j);
    ngl_put_day(j, "p10", w->low);
    ngl_put_day(j, "p50", w->median);
    ngl_put_day(j, "p90", w->high);
    ngl_json_end(j);
}

void ngl_ahead_json(ngl_json *j, const ngl_ahead *a)
{
    const ngl_schedule *s = &a->schedule;
    ngl_json_object(j);
    put_ladder(j, &a->ladder);
    put_days(j, a);
    ngl_json_put_integer(j, "runs_placed", s->runs);
    ngl_json_put_integer(j, "runs_wanted", s->runs_wanted);
    ngl_json_put_integer(j, "strength_placed", s->strength);
    ngl_json_put_integer(j, "strength_wanted", s->strength_wanted);
    ngl_put_day(j, "race", a->wishes.race);
    ngl_json_put_number(j, "race_km", a->wishes.race_km, 3);
    ngl_json_put_bool(j, "race_ready", s->race_ready != 0);
    put_when(j, "back_to_5_km", &a->outlook.five_km);
    put_when(j, "back_to_80_pct_of_usual_week", &a->outlook.usual_week);
    ngl_json_put_number(j, "sessions_expected_to_pass", a->outlook.pass, 3);
    ngl_json_end(j);
}
