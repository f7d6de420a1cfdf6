/* Today as JSON: the state, what to do, why, and every rule as it came out. */
#include "base/json_write.h"
#include "report/plan_report.h"
#include "report/put.h"

#include <math.h>
#include <string.h>

enum { LINES_MAX = 16384 };

static void put_lines(ngl_json *j, const char *key, const ngl_buf *text)
{
    const char *s = ngl_buf_string(text);
    ngl_json_key(j, key);
    ngl_json_array(j);
    while (*s) {
        size_t len = strcspn(s, "\n");
        if (len) ngl_json_text(j, s, len);
        s += len + (s[len] == '\n');
    }
    ngl_json_end(j);
}

static void put_made(ngl_json *j, const char *key, const ngl_today_view *v, void (*make)(ngl_buf *, const ngl_today_view *))
{
    ngl_buf text;
    ngl_buf_init(&text, LINES_MAX);
    make(&text, v);
    put_lines(j, key, &text);
    ngl_buf_free(&text);
}

static void put_why(ngl_json *j, const ngl_today_view *v)
{
    ngl_buf fact[2];
    for (int i = 0; i < 2; i++) ngl_buf_init(&fact[i], LINES_MAX / 2);
    ngl_today_facts(fact, v);
    ngl_json_key(j, "why");
    ngl_json_array(j);
    for (int i = 0; i < 2; i++) {
        if (fact[i].len) ngl_json_string(j, ngl_buf_string(&fact[i]));
        ngl_buf_free(&fact[i]);
    }
    ngl_json_end(j);
}

static void put_change(ngl_json *j, const ngl_today_view *v)
{
    ngl_buf text;
    ngl_buf_init(&text, LINES_MAX);
    ngl_today_change(&text, v);
    ngl_json_put_string(j, "change", ngl_buf_string(&text));
    ngl_buf_free(&text);
}

static void put_exercises(ngl_json *j, const ngl_today_view *v)
{
    ngl_json_key(j, "exercises");
    ngl_json_array(j);
    for (unsigned i = 0; i < v->plan.plan->ndose; i++) {
        const ngl_plan_dose *d = &v->plan.plan->dose[i];
        if (!ngl_today_exercise(v, i)) continue;
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->plan.kb->exercise[d->exercise].key);
        ngl_put_exact(j, "sets", d->sets);
        ngl_put_exact(j, "reps", d->reps);
        ngl_put_exact(j, "hold_s", d->hold_s);
        ngl_json_put_bool(j, "done", v->plan.done[i].today);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_rules(ngl_json *j, const ngl_today *t)
{
    static const char *const outcome[] = { "clear", "fired", "not_known" };
    ngl_json_key(j, "rules");
    ngl_json_array(j);
    for (int r = 0; r < NGL_TODAY_COUNT; r++) {
        const ngl_today_step *s = &t->step[r];
        bool                  seen = s->note < NGL_NOTE_COUNT;
        ngl_json_object(j);
        ngl_json_put_string(j, "id", ngl_today_rule_key((ngl_today_rule)r));
        ngl_json_put_string(j, "text", ngl_today_rule_text((ngl_today_rule)r));
        ngl_json_put_string(j, "outcome", outcome[s->outcome]);
        ngl_json_put_string(j, "state", s->outcome == NGL_FIRED ? ngl_state_key(s->state) : NULL);
        ngl_json_put_string(j, "metric", seen ? ngl_note_kinds()[s->note].key : NULL);
        ngl_put_exact(j, "value", seen ? s->value : NAN);
        ngl_put_exact(j, "limit", seen ? s->limit : NAN);
        ngl_put_day(j, "day", seen || s->sign < NGL_SIGN_COUNT ? s->day : NGL_DAY_NONE);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_proposal(ngl_json *j, const ngl_plan_view *v)
{
    ngl_buf text;
    ngl_buf_init(&text, LINES_MAX);
    ngl_move_words(&text, v);
    ngl_json_put_string(j, "proposal", text.len ? ngl_move_key(v->progress.move) : NULL);
    ngl_json_put_string(j, "proposal_text", text.len ? ngl_buf_string(&text) : NULL);
    ngl_buf_free(&text);
}

void ngl_today_json(ngl_buf *out, const ngl_today_view *v)
{
    const ngl_today *t = &v->today;
    ngl_json         j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", v->plan.kb->version);
    ngl_json_put_integer(&j, "episode", v->plan.episode);
    ngl_put_day(&j, "day", t->day);
    ngl_put_day(&j, "expires", t->expires);
    ngl_json_put_string(&j, "state", ngl_state_key(t->state));
    ngl_json_put_string(&j, "word", ngl_state_word(t->state));
    ngl_json_put_string(&j, "colour", ngl_state_colour(t->state));
    put_made(&j, "do", v, ngl_today_do);
    put_why(&j, v);
    put_change(&j, v);
    ngl_json_put_string(&j, "decided_by", t->decided == NGL_TODAY_COUNT ? NULL : ngl_today_rule_key(t->decided));
    ngl_json_put_string(&j, "ask", t->ask == NGL_NOTE_COUNT ? NULL : ngl_note_kinds()[t->ask].key);
    ngl_json_put_bool(&j, "ran_today", v->ran_today);
    ngl_put_day(&j, "unnoted_run", v->unnoted_run);
    ngl_put_exact(&j, "usual_morning", t->usual_morning);
    put_exercises(&j, v);
    put_proposal(&j, &v->plan);
    put_rules(&j, t);
    ngl_json_put_integer(&j, "safety_questions_open", v->plan.plan->nopen);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}
