/* How a day is worded: what decided, what to do, what would change it. */
#include "base/date.h"
#include "base/number.h"
#include "report/ahead_report.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

enum { NOT_EVERY_DAY = 5 };

static void number_of_ten(ngl_buf *out, double v)
{
    ngl_buf_exact(out, v);
    ngl_buf_text(out, " of 10");
}

static void on_day(ngl_buf *out, ngl_day day, ngl_day today)
{
    char words[NGL_DAY_WORDS];
    ngl_day_words(words, day);
    if (day == today) ngl_buf_text(out, " today");
    else if (day == today - 1) ngl_buf_text(out, " yesterday");
    else ngl_buf_printf(out, " on %s", words);
}

/* "Worst pain during the run yesterday: 4 of 10; the running limit is 3." */
static void against(ngl_buf *out, const ngl_today_step *s, ngl_day today, const char *limit)
{
    const ngl_note_kind *k = &ngl_note_kinds()[s->note];
    ngl_buf_char(out, (char)(k->text[0] - 'a' + 'A'));
    ngl_buf_text(out, k->text + 1);
    if (s->note != NGL_NOTE_NOW) on_day(out, s->day, today);
    ngl_buf_text(out, ": ");
    if (s->note == NGL_NOTE_SETTLE) {
        ngl_buf_exact(out, s->value);
        ngl_buf_text(out, " hours");
    } else {
        number_of_ten(out, s->value);
    }
    ngl_buf_printf(out, "; %s ", limit);
    ngl_buf_exact(out, s->limit);
    ngl_buf_char(out, '.');
}

static void rise(ngl_buf *out, const ngl_today_view *v, const ngl_today_step *s)
{
    ngl_buf_text(out, "Pain on getting up is ");
    number_of_ten(out, v->today.usual_morning + s->value);
    ngl_buf_text(out, "; usual is ");
    ngl_buf_exact(out, v->today.usual_morning);
    if (s->value > 0) {
        ngl_buf_text(out, ", and it may rise by ");
        ngl_buf_exact(out, s->limit);
        ngl_buf_text(out, " at most");
    }
    ngl_buf_char(out, '.');
}

static void danger_fact(ngl_buf *out, const ngl_today_view *v)
{
    const ngl_plan *p = v->plan.plan;
    ngl_buf_text(out, ngl_plan_why_text(p->see == NGL_SEE_NOW ? NGL_WHY_EMERGENCY : NGL_WHY_URGENT));
}

static void waiting_fact(ngl_buf *out, const ngl_plan *p)
{
    static const ngl_plan_why first[] = { NGL_WHY_BONE, NGL_WHY_PREGNANT, NGL_WHY_REFER, NGL_WHY_AFTER_CLINICIAN,
                                          NGL_WHY_CLINICIAN_ONLY, NGL_WHY_POOR_FIT, NGL_WHY_OTHER, NGL_WHY_UNCLEAR };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (p->why >> first[i] & 1u) {
            ngl_buf_text(out, ngl_plan_why_text(first[i]));
            return;
        }
    ngl_buf_text(out, "A clinician looks first.");
}

static void stage_fact(ngl_buf *out, const ngl_today_view *v)
{
    const ngl_plan *p = v->plan.plan;
    ngl_buf_printf(out, "Your plan says: %s", p->nrun_text ? p->run_text[0] : ngl_run_words(p));
}

void ngl_today_fact(ngl_buf *out, const ngl_today_view *v, ngl_today_rule r)
{
    const ngl_today_step *s = &v->today.step[r];
    switch (r) {
    case NGL_TODAY_DANGER: danger_fact(out, v); return;
    case NGL_TODAY_SIGN:
        ngl_buf_printf(out, "You noted a new sign: %s.", ngl_sign_text(s->sign));
        return;
    case NGL_TODAY_NOT_SEEN: waiting_fact(out, v->plan.plan); return;
    case NGL_TODAY_NO_RUN_STAGE:
    case NGL_TODAY_LIMITED_STAGE: stage_fact(out, v); return;
    case NGL_TODAY_NOT_ASKED: ngl_buf_text(out, "You have not noted today how it is."); return;
    case NGL_TODAY_NOT_ANSWERED:
        ngl_buf_printf(out, "Safety questions without an answer: %u.", v->plan.plan->nopen);
        return;
    case NGL_TODAY_RISE:
    case NGL_TODAY_RISE_BIG: rise(out, v, s); return;
    case NGL_TODAY_SEVERE: against(out, s, v->today.day, "check again from"); return;
    case NGL_TODAY_BONE_PAIN: against(out, s, v->today.day, "while bone is possible it should be"); return;
    case NGL_TODAY_RED_TWICE: against(out, s, v->today.day, "the second run within 7 days over"); return;
    case NGL_TODAY_OVER_LIMIT:
    case NGL_TODAY_RED_RUN: against(out, s, v->today.day, "the top limit is"); return;
    case NGL_TODAY_AMBER:
    case NGL_TODAY_AMBER_RUN: against(out, s, v->today.day, "the running limit is"); return;
    case NGL_TODAY_SLOW_SETTLE: against(out, s, v->today.day, "it should settle within hours:"); return;
    case NGL_TODAY_COUNT: return;
    }
}

/* Can this rule be told as a fact: did it fire, or did it look at a number? */
static bool tells(const ngl_today_view *v, ngl_today_rule r)
{
    const ngl_today_step *s = &v->today.step[r];
    return s->outcome == NGL_FIRED || (s->outcome == NGL_CLEAR && s->note < NGL_NOTE_COUNT && !isnan(s->limit));
}

/* Do two rules look at the same note of the same day? */
static bool same_number(const ngl_today_view *v, ngl_today_rule a, ngl_today_rule b)
{
    const ngl_today_step *x = &v->today.step[a], *y = &v->today.step[b];
    return x->note < NGL_NOTE_COUNT && x->note == y->note && x->day == y->day;
}

/* Beside danger nobody needs to hear that the day was not noted. */
static bool is_idle(const ngl_today_view *v, ngl_today_rule r)
{
    return r == NGL_TODAY_NOT_ASKED && v->today.state == NGL_STATE_GET_SEEN;
}

static ngl_today_rule second_rule(const ngl_today_view *v, ngl_today_rule not_this)
{
    /* what else fired, most careful first; then the numbers that were fine */
    for (int state = NGL_STATE_GET_SEEN; state >= NGL_STATE_RUN; state--)
        for (int r = 0; r < NGL_TODAY_COUNT; r++)
            if (r != (int)not_this && v->today.step[r].outcome == NGL_FIRED && !is_idle(v, (ngl_today_rule)r) && (int)v->today.step[r].state == state &&
                !same_number(v, (ngl_today_rule)r, not_this))
                return (ngl_today_rule)r;
    static const ngl_today_rule clear[] = { NGL_TODAY_AMBER, NGL_TODAY_RISE, NGL_TODAY_AMBER_RUN };
    for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
        if (clear[i] != not_this && tells(v, clear[i]) && !same_number(v, clear[i], not_this)) return clear[i];
    return NGL_TODAY_COUNT;
}

void ngl_today_facts(ngl_buf fact[2], const ngl_today_view *v)
{
    ngl_today_rule first = v->today.decided;
    if (first == NGL_TODAY_COUNT) first = tells(v, NGL_TODAY_AMBER) ? NGL_TODAY_AMBER : NGL_TODAY_RED_RUN;
    if (tells(v, first)) ngl_today_fact(&fact[0], v, first);
    ngl_today_rule second = second_rule(v, first);
    if (second != NGL_TODAY_COUNT)
        ngl_today_fact(&fact[1], v, second);
    else if (v->today.state == NGL_STATE_RUN)
        stage_fact(&fact[1], v);
}

/* ---- what to do ------------------------------------------------------------------ */

/* Did pain ask for the rest, and not the stage or a missing check-in? */
static bool rests_for_pain(const ngl_today *t)
{
    static const ngl_today_rule pain[] = { NGL_TODAY_OVER_LIMIT, NGL_TODAY_RED_RUN, NGL_TODAY_RISE_BIG,
                                           NGL_TODAY_SLOW_SETTLE };
    for (size_t i = 0; i < sizeof pain / sizeof *pain; i++)
        if (t->step[pain[i]].outcome == NGL_FIRED) return true;
    return false;
}

bool ngl_today_exercise(const ngl_today_view *v, unsigned dose)
{
    const ngl_plan_dose *d = &v->plan.plan->dose[dose];
    const ngl_exercise  *e = &v->plan.kb->exercise[d->exercise];
    const ngl_done      *done = &v->plan.done[dose];
    const ngl_ahead     *a = v->plan.ahead;
    if (v->today.state == NGL_STATE_GET_SEEN) return false;
    if (rests_for_pain(&v->today) && strcmp(e->kind, "isometric") != 0) return false;
    if (isnan(d->per_week) || d->per_week >= NOT_EVERY_DAY) return true;
    if (a && a->schedule.n && !done->today && !ngl_slot_has_strength(&a->schedule.slot[0])) return false;
    ngl_day gap = (ngl_day)floor(7 / d->per_week);
    return done->days7 < d->per_week && (done->last == NGL_DAY_NONE || v->today.day - done->last >= gap || done->today);
}

static void note_line(ngl_buf *out, const ngl_today_view *v)
{
    char day[NGL_DAY_TEXT];
    if (v->unnoted_run == NGL_DAY_NONE) return;
    ngl_day_format(day, v->unnoted_run);
    ngl_buf_text(out, "Say how your run");
    if (!isnan(v->unnoted_km)) {
        ngl_buf_text(out, " of ");
        ngl_buf_number(out, v->unnoted_km, 1);
        ngl_buf_text(out, " km");
    }
    on_day(out, v->unnoted_run, v->today.day);
    ngl_buf_text(out, " felt: niggle log pain N --during");
    if (v->unnoted_run != v->today.day) ngl_buf_printf(out, " --day %s", day);
    ngl_buf_char(out, '\n');
}

/* The step of the ladder that is for today, or the day of the next run; true when none is due today. */
static bool session_line(ngl_buf *out, const ngl_today_view *v)
{
    const ngl_ahead *a = v->plan.ahead;
    char             day[NGL_DAY_WORDS];
    if (!a || a->ladder.nrung == 0 || v->ran_today) return false;
    const ngl_rung *r = &a->ladder.rung[a->ladder.at];
    if (a->ladder.refer) ngl_buf_text(out, "Have it looked at before the next run: the last ones went over the limits, or nothing has moved for weeks.\n");
    if (a->schedule.n && ngl_slot_has_run(&a->schedule.slot[0])) {
        ngl_buf_text(out, a->last_run == NGL_DAY_NONE && a->ladder.last == NGL_DAY_NONE ? "If you come back from a break, your session: " : "Your session: ");
        ngl_session_words(out, r, &a->schedule.slot[0]);
        ngl_buf_printf(out, " (step %u of %u).\n", a->ladder.at + 1, a->ladder.nrung);
        return false;
    }
    for (unsigned i = 1; i < a->schedule.n; i++) {
        if (!ngl_slot_has_run(&a->schedule.slot[i])) continue;
        ngl_day_words(day, a->schedule.slot[i].day);
        ngl_buf_printf(out, "You could run, but none is due today; the next is on %s.\n", day);
        return true;
    }
    return false;
}

/* After a red run the ladder keeps one more day free than the pain does. */
static bool still_rests(const ngl_today_view *v)
{
    const ngl_ahead *a = v->plan.ahead;
    return a && a->ladder.nrung && a->ladder.rest_until != NGL_DAY_NONE && v->today.day < a->ladder.rest_until;
}

static void run_line(ngl_buf *out, const ngl_today_view *v)
{
    if (v->today.state < NGL_STATE_REST && still_rests(v)) {
        ngl_buf_text(out, "No run today: a red run takes one more day of rest than usual.\n");
        return;
    }
    if (v->today.state == NGL_STATE_RUN && session_line(out, v)) return;
    const ngl_plan *p = v->plan.plan;
    switch (v->today.state) {
    case NGL_STATE_RUN:
        if (v->ran_today) ngl_buf_text(out, "You ran today. That is enough running for one day.\n");
        else ngl_buf_printf(out, "Run as planned: %s\n", p->nrun_text ? p->run_text[0] : "easy, inside the pain limits.");
        break;
    case NGL_STATE_ADAPT:
        if (v->ran_today)
            ngl_buf_text(out, "You ran today. That is enough running for one day.\n");
        else if (v->today.decided == NGL_TODAY_LIMITED_STAGE || v->today.decided == NGL_TODAY_NOT_SEEN)
            ngl_buf_printf(out, "If you run, keep to this: %s\n", p->nrun_text ? p->run_text[0] : "short and easy.");
        else
            ngl_buf_text(out, "Repeat your last easy run or shorten it by 30 %. No speed, no hills.\n");
        break;
    case NGL_STATE_REST:
        if (v->today.decided == NGL_TODAY_NOT_ANSWERED) {
            ngl_buf_text(out, "Before any run, answer the safety questions that are open: niggle assess.\n");
        } else if (v->today.decided == NGL_TODAY_NOT_ASKED) {
            ngl_buf_text(out, "Before any run, note how it is: niggle log pain N --morning (N from 0 to 10).\n");
        } else {
            ngl_buf_text(out, "No run today.");
            if (p->run == NGL_RUN_NONE && p->nrun_text) ngl_buf_printf(out, " %s", p->run_text[0]);
            ngl_buf_text(out, "\n");
        }
        if (rests_for_pain(&v->today))
            ngl_buf_text(out, "20 to 40 minutes of something painless instead, if you like: walking, water, a bike.\n");
        break;
    case NGL_STATE_GET_SEEN:
        break;
    }
}

static void seen_lines(ngl_buf *out, const ngl_today_view *v)
{
    const ngl_plan       *p = v->plan.plan;
    const ngl_today_step *sign = &v->today.step[NGL_TODAY_SIGN];
    if (p->kind == NGL_PLAN_HELP_NOW || v->today.decided == NGL_TODAY_NOT_SEEN) {
        if (p->kind == NGL_PLAN_HELP_NOW && p->nrule) ngl_buf_printf(out, "%s\n", v->plan.kb->rule[p->rule[0]].action);
        else ngl_buf_printf(out, "%s\n", ngl_see_words(p->see, false));
    }
    if (sign->outcome == NGL_FIRED && ngl_sign_is_emergency(sign->sign))
        ngl_buf_printf(out, "%s\n", ngl_see_words(NGL_SEE_NOW, false));
    else if (p->kind != NGL_PLAN_HELP_NOW && v->today.decided != NGL_TODAY_NOT_SEEN)
        ngl_buf_text(out, "Do the check again now (niggle assess): it asks the safety questions first.\n"
                          "Have a physiotherapist or doctor look at it, within 1 to 3 days.\n");
    ngl_buf_text(out, "No running, no exercises until then.\n");
}

void ngl_today_do(ngl_buf *out, const ngl_today_view *v)
{
    if (v->today.state == NGL_STATE_GET_SEEN) {
        seen_lines(out, v);
        return;
    }
    note_line(out, v);
    run_line(out, v);
    for (unsigned i = 0; i < v->plan.plan->ndose; i++) {
        const ngl_plan_dose *d = &v->plan.plan->dose[i];
        if (!ngl_today_exercise(v, i)) continue;
        ngl_buf_printf(out, "%s: ", v->plan.kb->exercise[d->exercise].name);
        ngl_dose_words(out, d);
        if (d->per_week > 7) {
            ngl_buf_text(out, ", ");
            ngl_often_words(out, d->per_week);
        }
        if (*d->note) ngl_buf_printf(out, " (%s)", d->note);
        ngl_buf_text(out, v->plan.done[i].today ? ", done\n" : "\n");
    }
}

void ngl_today_change(ngl_buf *out, const ngl_today_view *v)
{
    const ngl_plan *p = v->plan.plan;
    switch (v->today.state) {
    case NGL_STATE_RUN:
    case NGL_STATE_ADAPT:
        ngl_buf_text(out, "More than ");
        ngl_buf_exact(out, p->absolute_max);
        ngl_buf_text(out, " of 10 at any time, or a morning above usual, makes tomorrow an easier day.");
        break;
    case NGL_STATE_REST:
        if (v->today.decided == NGL_TODAY_NOT_ANSWERED) {
            ngl_buf_text(out, "Your answers do: then this line is made again.");
        } else if (v->today.decided == NGL_TODAY_NOT_ASKED) {
            ngl_buf_text(out, "Your note does: then this line is made again.");
        } else if (p->run == NGL_RUN_NONE) {
            ngl_buf_text(out, p->kind == NGL_PLAN_SEE_FIRST ? "Being looked at does: running comes back from there."
                                                            : "Nothing today: running comes back with the next stage.");
        } else {
            ngl_buf_text(out, "Nothing today. Tomorrow morning at ");
            ngl_buf_exact(out, p->run_max);
            ngl_buf_text(out, " of 10 or less, and no worse than usual, opens it again.");
        }
        break;
    case NGL_STATE_GET_SEEN:
        ngl_buf_text(out, "Only being looked at does. Do the check again afterwards: niggle assess");
        break;
    }
}
