/* When a plan should move: on, back, or into a clinician's hands.
 *
 * A stage is left when all its criteria hold on two days at least 48 hours
 * apart, with no day between or since that broke the pain rule or one of the
 * criteria. Back goes faster than on: one day over the limit is enough. All of
 * it is only proposed.
 */
#include "plan/diary.h"

#include <math.h>
#include <string.h>

enum { APART_D = 2, WINDOW_D = 14, FRESH_D = 7, STALL_D = 21, WEEK_D = 7 };

static ngl_note note_of(const ngl_knowledge *kb, const ngl_criterion *c)
{
    return c->metric == NGL_NONE ? NGL_NOTE_COUNT : ngl_note_find(kb->metric[c->metric].key);
}

static bool holds(const ngl_criterion *c, double v)
{
    switch (c->compare) {
    case NGL_AT_MOST: return v <= c->value;
    case NGL_AT_LEAST: return v >= c->value;
    case NGL_EQUAL: return v == c->value;
    }
    return false;
}

typedef enum day_result { DAY_SILENT, DAY_FAILED, DAY_PARTLY, DAY_PASSED } day_result;

/* All criteria against what was noted that day: failed when any noted one fails. */
static day_result day_passes(const ngl_knowledge *kb, const ngl_plan *p, const diary *d, ngl_day day)
{
    unsigned noted = 0;
    for (uint16_t i = 0; i < p->nexit; i++) {
        const ngl_criterion *c = &kb->criterion[p->criterion[i]];
        double               v = ngl_diary_on(d, note_of(kb, c), day);
        if (isnan(v)) continue;
        if (!holds(c, v)) return DAY_FAILED;
        noted++;
    }
    return noted == 0 ? DAY_SILENT : noted < p->nexit ? DAY_PARTLY : DAY_PASSED;
}

static bool is_red(const ngl_plan *p, const diary *d, ngl_day day)
{
    ngl_note which;
    return ngl_diary_worst(d, NGL_NOTE_DAY, NGL_NOTE_AFTER, day, &which) > p->absolute_max;
}

static bool morning_rose(const ngl_plan *p, const diary *d, ngl_day day)
{
    double usual = ngl_diary_median(d, NGL_NOTE_MORNING, day - WINDOW_D, day - 2);
    return ngl_diary_on(d, NGL_NOTE_MORNING, day) - usual > p->next_day_rise_max;
}

/* ---- the moves ------------------------------------------------------------ */

static bool goes_back(ngl_progress *out, const ngl_plan *p, ngl_day since, const diary *d)
{
    for (ngl_day day = d->today; day >= d->today - 1 && day >= since; day--) {
        if (!is_red(p, d, day) && !(morning_rose(p, d, day) && morning_rose(p, d, day - 1))) continue;
        out->move = NGL_MOVE_BACK;
        out->step = p->step > 0 ? p->step - 1 : 0;
        out->last = day;
        return true;
    }
    return false;
}

static bool goes_on(ngl_progress *out, const ngl_knowledge *kb, const ngl_plan *p, ngl_day since, const diary *d)
{
    ngl_day from = since > d->today - WINDOW_D ? since : d->today - WINDOW_D;
    ngl_day last = NGL_DAY_NONE;
    for (ngl_day day = d->today; day >= from; day--) {
        day_result r = day_passes(kb, p, d, day);
        if (r == DAY_FAILED || is_red(p, d, day)) return false;
        if (r != DAY_PASSED) continue;
        if (last == NGL_DAY_NONE) {
            if (day < d->today - FRESH_D) return false;
            last = day;
        } else if (last - day >= APART_D) {
            out->first = day;
            out->last = last;
            return true;
        }
    }
    return false;
}

static void name_move(ngl_progress *out, const ngl_knowledge *kb, const ngl_plan *p)
{
    if (p->kind != NGL_PLAN_STAGE) {
        out->move = NGL_MOVE_REASSESS;
    } else if (p->step + 1 < kb->protocol[p->protocol].stage_num) {
        out->move = NGL_MOVE_ON;
        out->step = p->step + 1;
    } else {
        out->move = NGL_MOVE_FINISH;
    }
}

/* No less pain in daily life than in the first week after three, or the stage's longest time is over. */
static bool is_stalled(const ngl_knowledge *kb, const ngl_plan *p, ngl_day since, const diary *d)
{
    double weeks_high = kb->stage[p->stage].weeks_high;
    if (weeks_high > 0 && d->today - since > WEEK_D * weeks_high) return true;
    if (d->today - since < STALL_D) return false;
    double first = ngl_diary_median(d, NGL_NOTE_DAY, since, since + WEEK_D - 1);
    double recent = ngl_diary_median(d, NGL_NOTE_DAY, d->today - WEEK_D + 1, d->today);
    return !(recent < first);
}

static void count_met(ngl_progress *out, const ngl_knowledge *kb, const ngl_plan *p, ngl_day since, const diary *d)
{
    for (uint16_t i = 0; i < p->nexit; i++) {
        const ngl_criterion *c = &kb->criterion[p->criterion[i]];
        ngl_note             note = note_of(kb, c);
        ngl_day              day = ngl_diary_last(d, note, since, d->today);
        if (day == NGL_DAY_NONE || !holds(c, ngl_diary_on(d, note, day))) continue;
        out->met |= 1u << i;
        out->nmet++;
    }
}

void ngl_plan_progress(ngl_progress *out, const ngl_knowledge *kb, const ngl_plan *plan, ngl_day since,
                       const ngl_checkin *checkin, size_t n, ngl_day today)
{
    *out = (ngl_progress){ .move = NGL_MOVE_STAY, .step = plan->step, .first = NGL_DAY_NONE, .last = NGL_DAY_NONE };
    if (plan->kind < NGL_PLAN_SHARED) return;
    diary d = { checkin, n, today };
    count_met(out, kb, plan, since, &d);
    if (goes_back(out, plan, since, &d)) return;
    if (plan->nexit > 0 && goes_on(out, kb, plan, since, &d))
        name_move(out, kb, plan);
    else if (is_stalled(kb, plan, since, &d))
        out->move = NGL_MOVE_REVIEW;
}
