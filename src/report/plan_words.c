/* How a plan is worded: doses, criteria, stages, who should look at it. */
#include "base/date.h"
#include "base/number.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

enum { MINUTES_FROM_S = 120 };

static void seconds(ngl_buf *out, double s)
{
    if (s >= MINUTES_FROM_S) {
        ngl_buf_exact(out, s / 60);
        ngl_buf_text(out, " min");
    } else {
        ngl_buf_exact(out, s);
        ngl_buf_text(out, " s");
    }
}

void ngl_dose_words(ngl_buf *out, const ngl_plan_dose *d)
{
    bool sets = d->sets > 1, reps = d->reps > 1, hold = d->hold_s > 0;
    if (sets) {
        ngl_buf_exact(out, d->sets);
        ngl_buf_text(out, " x ");
    }
    if (reps) ngl_buf_exact(out, d->reps);
    if (reps && !sets) ngl_buf_text(out, " times");
    if (reps && hold) ngl_buf_text(out, ", ");
    if (hold) seconds(out, d->hold_s);
    if (reps && hold) ngl_buf_text(out, " each");
    if (!sets && !reps && !hold) ngl_buf_text(out, "once");
    if (sets && !reps && !hold) ngl_buf_char(out, '1');
}

void ngl_often_words(ngl_buf *out, double per_week)
{
    if (isnan(per_week)) return;
    if (per_week >= 7 && fmod(per_week, 7) == 0) {
        int a_day = (int)(per_week / 7);
        if (a_day == 1) ngl_buf_text(out, "daily");
        else if (a_day == 2) ngl_buf_text(out, "twice a day");
        else ngl_buf_printf(out, "%d times a day", a_day);
    } else if (per_week == 1) {
        ngl_buf_text(out, "once a week");
    } else {
        ngl_buf_exact(out, per_week);
        ngl_buf_text(out, " times a week");
    }
}

static bool is_yes_no(const char *unit)
{
    return !strcmp(unit, "0/1");
}

void ngl_criterion_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_criterion *c)
{
    const ngl_metric *m = &kb->metric[c->metric];
    ngl_note          note = ngl_note_find(m->key);
    ngl_buf_text(out, note < NGL_NOTE_COUNT ? ngl_note_kinds()[note].text : m->text);
    if (is_yes_no(m->unit)) {
        ngl_buf_text(out, c->value > 0 ? ": yes" : ": no");
    } else {
        ngl_buf_text(out, ": ");
        ngl_buf_exact(out, c->value);
        if (!strcmp(m->unit, "0-10")) ngl_buf_text(out, " of 10");
        else ngl_buf_printf(out, " %s", m->unit);
        if (c->compare == NGL_AT_MOST && c->value > 0) ngl_buf_text(out, " or less");
        if (c->compare == NGL_AT_LEAST) ngl_buf_text(out, " or more");
    }
    if (*c->note) ngl_buf_printf(out, " (%s)", c->note);
}

void ngl_stage_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_plan *p)
{
    if (p->kind != NGL_PLAN_STAGE) return;
    const ngl_protocol *protocol = &kb->protocol[p->protocol];
    ngl_buf_printf(out, "%s. Now: %s", protocol->name, kb->stage[p->stage].name);
    ngl_buf_printf(out, " (%u of %u).", p->step + 1, protocol->stage_num);
}

const char *ngl_see_words(ngl_see see, bool staged)
{
    switch (see) {
    case NGL_SEE_NONE: return "";
    case NGL_SEE_BOOK:
        return staged ? "Start now, and book a physiotherapist or doctor for a routine check."
                      : "Book a physiotherapist or doctor for a routine check.";
    case NGL_SEE_FIRST: return "Book a physiotherapist or doctor first. Exercises wait until they have looked at it.";
    case NGL_SEE_SOON: return "Have a doctor look at it within 1 to 3 days. No running or exercises until then.";
    case NGL_SEE_NOW: return "Go to an emergency department now, or call your emergency number.";
    }
    return "";
}

const char *ngl_run_words(const ngl_plan *p)
{
    switch (p->run) {
    case NGL_RUN_NONE: return p->kind < NGL_PLAN_SELF_CARE ? "No running until you are seen." : "No running in this stage.";
    case NGL_RUN_LIMITED: return "Only short and easy running, inside the pain limits below.";
    case NGL_RUN_ALLOWED: return "Running goes on, inside the pain limits below.";
    }
    return "";
}

void ngl_level_words(ngl_buf *out, const ngl_level *l)
{
    if (!(l->run_min > 0)) {
        ngl_buf_text(out, l->text);
        return;
    }
    if (l->walk_min > 0) {
        ngl_buf_text(out, "walk ");
        ngl_buf_exact(out, l->walk_min);
        ngl_buf_text(out, " min, ");
    }
    ngl_buf_text(out, "run ");
    ngl_buf_exact(out, l->run_min);
    ngl_buf_text(out, " min");
    if (l->repeats > 1) {
        ngl_buf_text(out, ", ");
        ngl_buf_exact(out, l->repeats);
        ngl_buf_text(out, " times over");
    }
    ngl_buf_text(out, ": ");
    ngl_buf_exact(out, l->session_min);
    ngl_buf_text(out, " min in all");
}

const char *ngl_setback_words(const ngl_knowledge *kb, const ngl_plan_cause *c)
{
    if (c->stage == UINT32_MAX) return "";
    const char *words = kb->stage[c->stage].setback;
    bool        first = c->stage == kb->protocol[c->protocol].stage_adr;
    /* a first stage has none before it to drop back to */
    if (first && !strncmp(words, "Drop to the previous stage", 26))
        return "Halve what you do for 3-7 days, then climb again in half-steps.";
    return words;
}

void ngl_safety_net_words(ngl_buf *out, const ngl_knowledge *kb)
{
    static const char *const rules[] = { "rf_cauda_equina", "rf_motor_loss", "rf_infection", "rf_no_weight_no_trauma" };
    ngl_sources              s = { 0 };
    ngl_buf_text(out, "At once: feeling between the legs, bladder or bowel changes; a leg grows weak; fever comes with "
                      "the pain; you cannot take four steps on the leg.");
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        for (ngl_id i = 0; i < kb->nrule; i++)
            if (!strcmp(kb->rule[i].key, rules[r])) ngl_sources_add(&s, kb, kb->rule[i].source);
    for (uint16_t i = 0; i < s.n; i++) ngl_buf_printf(out, "%s%s", i ? " " : " [", kb->source[s.source[i]].key);
    if (s.n) ngl_buf_char(out, ']');
}

/* The stage that is proposed, by name. */
static const char *proposed_stage(const ngl_plan_view *v)
{
    if (v->plan->protocol == NGL_NONE) return "";
    return v->kb->stage[v->kb->protocol[v->plan->protocol].stage_adr + v->progress.step].name;
}

void ngl_move_words(ngl_buf *out, const ngl_plan_view *v)
{
    char first[NGL_DAY_WORDS], last[NGL_DAY_WORDS];
    ngl_day_words(first, v->progress.first);
    ngl_day_words(last, v->progress.last);
    switch (v->progress.move) {
    case NGL_MOVE_STAY:
        break;
    case NGL_MOVE_ON:
        ngl_buf_printf(out, "You met every mark of this stage on %s and on %s. Next would be: %s. "
                            "Take it with: niggle plan --accept", first, last,
                       proposed_stage(v));
        break;
    case NGL_MOVE_BACK:
        ngl_buf_printf(out, "Pain went over the limit on %s. ", last);
        if (v->plan->kind == NGL_PLAN_STAGE && v->plan->step > v->progress.step)
            ngl_buf_printf(out, "Next would be one stage back: %s. Take it with: niggle plan --accept",
                           proposed_stage(v));
        else
            ngl_buf_text(out, "Halve what you do for 3 to 7 days, then climb again in half-steps.");
        break;
    case NGL_MOVE_REASSESS:
        ngl_buf_printf(out, "You met every mark on %s and on %s. What comes next depends on the cause, so do the check "
                            "again first: niggle assess", first, last);
        break;
    case NGL_MOVE_REVIEW:
        ngl_buf_text(out, "This stage has taken long enough without the change it should bring. Do the check again "
                          "(niggle assess) and have a physiotherapist or doctor look at it.");
        break;
    case NGL_MOVE_FINISH:
        ngl_buf_printf(out, "You met every mark of the last stage on %s and on %s. If it stays like this, close it with: "
                            "niggle plan --close", first, last);
        break;
    }
}
