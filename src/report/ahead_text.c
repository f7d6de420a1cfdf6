/* Weeks ahead in a terminal, and on one page to print. */
#include "base/date.h"
#include "base/number.h"
#include "report/ahead_report.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

enum { LINE_MAX = 4096, DAYS_IN_WEEK = 7 };

static ngl_buf line(void)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX);
    return b;
}

static void made(ngl_buf *out, const char *mark, ngl_buf *b)
{
    ngl_page_item(out, 2, mark, ngl_buf_string(b));
    ngl_buf_free(b);
}

static void minutes(ngl_buf *out, double v)
{
    ngl_buf_exact(out, round(2 * v) / 2);
    ngl_buf_text(out, " min");
}

/* ---- words --------------------------------------------------------------------- */

bool ngl_slot_has_run(const ngl_slot *s)
{
    return s->kind != NGL_SLOT_FREE && s->kind != NGL_SLOT_STRENGTH;
}

bool ngl_slot_has_strength(const ngl_slot *s)
{
    return s->kind == NGL_SLOT_STRENGTH || s->kind == NGL_SLOT_BOTH || s->kind == NGL_SLOT_LONG_BOTH;
}

const char *ngl_slot_title(const ngl_slot *s)
{
    static const char *const title[] = { "", "Run", "Long run", "Strength", "Run and strength", "Long run and strength" };
    return s->kind < NGL_SLOT_KINDS ? title[s->kind] : "";
}

void ngl_session_words(ngl_buf *out, const ngl_rung *r, const ngl_slot *s)
{
    if (r->walk_min > 0) {
        ngl_buf_text(out, "walk ");
        minutes(out, r->walk_min);
        ngl_buf_text(out, ", run ");
        minutes(out, r->run_min);
        ngl_buf_text(out, ", ");
        ngl_buf_exact(out, r->repeats);
        ngl_buf_text(out, " times");
    } else {
        ngl_buf_text(out, "run ");
        minutes(out, s ? s->run_min : r->run_min * r->repeats);
        ngl_buf_text(out, s && s->special ? " in all" : " easy");
    }
    if (s && s->special) ngl_buf_printf(out, ", with: %s, %s", r->name, r->dose);
}

static void slot_words(ngl_buf *b, const ngl_ahead *a, const ngl_slot *s)
{
    ngl_buf_text(b, ngl_slot_title(s));
    if (!ngl_slot_has_run(s)) return;
    ngl_buf_text(b, ": ");
    ngl_session_words(b, &a->ladder.rung[s->rung], s);
    if (ngl_slot_has_strength(s)) ngl_buf_text(b, "; strength later that day");
}

/* ---- parts -------------------------------------------------------------------------- */

static void ladder(ngl_buf *out, const ngl_ahead *a)
{
    const ngl_ladder *l = &a->ladder;
    if (l->nrung == 0) return;
    ngl_buf b = line();
    ngl_buf_printf(&b, "Running step %u of %u (this stage: up to %u): ", l->at + 1, l->nrung, l->top + 1);
    ngl_session_words(&b, &l->rung[l->at], NULL);
    ngl_buf_printf(&b, ". Passed here: %u of %u.", l->passed, l->rung[l->at].need);
    made(out, "", &b);
    b = line();
    ngl_buf_printf(&b, "Why: %s.", ngl_ladder_why_text(l->why));
    if (l->why == NGL_LADDER_START && a->last_run == NGL_DAY_NONE) ngl_buf_text(&b, " No run before it is known here, so it begins low.");
    made(out, "", &b);
    if (l->refer) ngl_page_text(out, 2, "The runs say: have it looked at before the next one.");
    ngl_page_text(out, 2, "Conversation pace, even ground. A session counts once the next morning is noted and no worse than usual.");
}

static void days(ngl_buf *out, const ngl_ahead *a, unsigned weeks)
{
    const ngl_schedule *s = &a->schedule;
    char                day[NGL_DAY_WORDS];
    for (unsigned i = 0; i < s->n && i < weeks * DAYS_IN_WEEK; i++) {
        const ngl_slot *slot = &s->slot[i];
        ngl_buf         b = line();
        ngl_day_words(day, slot->day);
        ngl_buf_printf(&b, "%s: ", day);
        if (slot->race) ngl_buf_text(&b, "the race");
        else if (slot->kind == NGL_SLOT_FREE && slot->away && (i == 0 || !s->slot[i - 1].away)) ngl_buf_text(&b, "away");
        else if (slot->kind == NGL_SLOT_FREE) {
            ngl_buf_free(&b);
            continue;
        } else slot_words(&b, a, slot);
        made(out, "- ", &b);
    }
}

static void explain(ngl_buf *out, const ngl_ahead *a)
{
    const ngl_schedule *s = &a->schedule;
    ngl_buf             b = line();
    ngl_buf_printf(&b, "In twelve weeks %u of %u runs and %u of %u strength sessions find a day.", s->runs, s->runs_wanted,
                   s->strength, s->strength_wanted);
    if (s->runs < s->runs_wanted || s->strength < s->strength_wanted)
        ngl_buf_text(&b, " The rest has none: days you left out, days away, the race, or too little time between.");
    made(out, "", &b);
    b = line();
    ngl_buf_text(&b, "Kept: 48 hours between strength days");
    if (a->ladder.nrung && a->ladder.rest_days_between > 0) ngl_buf_text(&b, ", a day between runs until there are four a week");
    if (s->heavy) ngl_buf_text(&b, ", no heavy hamstring work on the day before a long run");
    ngl_buf_text(&b, ". Later sessions assume that each one before is passed.");
    made(out, "", &b);
}

static void when(ngl_buf *out, const char *what, const ngl_when *w)
{
    char    day[NGL_DAY_WORDS];
    ngl_buf b = line();
    if (!w->known) return;
    ngl_buf_printf(&b, "%s: ", what);
    if (w->median == NGL_DAY_NONE) {
        ngl_buf_text(&b, "likely not within a year at this rate.");
    } else {
        ngl_day_words(day, w->median);
        ngl_buf_printf(&b, "about %s; 8 of 10 come there between ", day);
        ngl_day_words(day, w->low);
        ngl_buf_printf(&b, "%s and ", day);
        if (w->high != NGL_DAY_NONE) ngl_day_words(day, w->high);
        ngl_buf_printf(&b, "%s.", w->high == NGL_DAY_NONE ? "more than a year from now" : day);
    }
    made(out, "- ", &b);
}

static void outlook(ngl_buf *out, const ngl_ahead *a, bool colour)
{
    if (!a->outlook.five_km.known) return;
    ngl_page_heading(out, "When what is likely to come back", colour);
    when(out, "5 km in one go", &a->outlook.five_km);
    if (a->usual_week_km > 0) {
        ngl_buf b = line();
        ngl_buf_text(&b, "80 % of your usual week (");
        ngl_buf_number(&b, a->usual_week_km, 0);
        ngl_buf_text(&b, " km)");
        when(out, ngl_buf_string(&b), &a->outlook.usual_week);
        ngl_buf_free(&b);
    }
    ngl_page_text(out, 2, "A forecast from your own sessions and a first guess (8 of 10 pass): a judgement, not a promise.");
}

static void race(ngl_buf *out, const ngl_ahead *a)
{
    if (a->wishes.race == NGL_DAY_NONE || a->wishes.race < a->today) return;
    char    day[NGL_DAY_WORDS];
    ngl_buf b = line();
    ngl_day_words(day, a->wishes.race);
    ngl_buf_printf(&b, "Race on %s: ", day);
    if (isnan(a->wishes.race_km)) {
        ngl_buf_text(&b, "say how long it is with --race-km and this says whether it fits.");
    } else if (a->schedule.race_ready) {
        ngl_buf_text(&b, "your longest run can reach 80 % of it in time, if every session is passed. It also takes 30 days without "
                         "a red day, and a session at race effort with a good next morning.");
    } else {
        ngl_buf_text(&b, "too early. Before a race the longest run should reach 80 % of it (");
        ngl_buf_number(&b, 0.8 * a->wishes.race_km, 1);
        ngl_buf_text(&b, " km)");
        if (a->schedule.long_before_race_min > 0) {
            ngl_buf_text(&b, "; on this ladder it is about ");
            ngl_buf_number(&b, a->schedule.long_before_race_min / a->ladder.easy_min_km, 1);
            ngl_buf_text(&b, " km by then");
        }
        ngl_buf_text(&b, ". Leave it out, or walk it.");
    }
    made(out, "", &b);
}

void ngl_ahead_text(ngl_buf *out, const ngl_ahead *a, unsigned weeks, bool colour)
{
    if (a->schedule.n == 0) {
        if (weeks > 1) {
            ngl_page_text(out, 0, "No runs or strength days are planned yet.");
            ngl_page_text(out, 0, ngl_see_words(a->plan->see, false));
        }
        race(out, a);
        return;
    }
    ngl_page_heading(out, weeks > 1 ? "Twelve weeks ahead" : "The next seven days", colour);
    ladder(out, a);
    days(out, a, weeks);
    explain(out, a);
    race(out, a);
    outlook(out, a, colour);
}

/* ---- the card ------------------------------------------------------------------------ */

static void card_doses(ngl_buf *out, const ngl_ahead *a, bool placed)
{
    for (uint16_t i = 0; i < a->plan->ndose; i++) {
        const ngl_plan_dose *d = &a->plan->dose[i];
        if ((ngl_dose_is_placed(d) != 0) != placed) continue;
        ngl_buf b = line();
        ngl_buf_printf(&b, "%s: ", a->kb->exercise[d->exercise].name);
        ngl_dose_words(&b, d);
        if (!placed && !isnan(d->per_week)) ngl_buf_text(&b, ", ");
        if (!placed) ngl_often_words(&b, d->per_week);
        made(out, "[ ] ", &b);
    }
}

void ngl_ahead_card(ngl_buf *out, const ngl_ahead *a)
{
    char    day[NGL_DAY_WORDS];
    ngl_buf b = line();
    ngl_day_words(day, a->today);
    ngl_buf_printf(&b, "Seven days from %s", day);
    ngl_page_heading(out, ngl_buf_string(&b), false);
    ngl_buf_free(&b);
    days(out, a, 1);
    if (a->schedule.n == 0) ngl_page_text(out, 2, ngl_see_words(a->plan->see, false));
    if (a->plan->ndose) {
        ngl_page_heading(out, "Most days", false);
        card_doses(out, a, false);
        ngl_page_heading(out, "On strength days", false);
        card_doses(out, a, true);
    }
    ngl_page_heading(out, "Stop and ease off", false);
    b = line();
    ngl_buf_text(&b, "Never above ");
    ngl_buf_exact(&b, isfinite(a->plan->absolute_max) ? a->plan->absolute_max : 0);
    ngl_buf_text(&b, " of 10; up to ");
    ngl_buf_exact(&b, isfinite(a->plan->run_max) ? a->plan->run_max : 0);
    ngl_buf_text(&b, " while running; the next morning no worse than usual.");
    made(out, "- ", &b);
    b = line();
    ngl_safety_net_words(&b, a->kb);
    made(out, "- ", &b);
}
