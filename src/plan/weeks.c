/* Twelve weeks: wishes and plan become a problem of days, its best answer
 * becomes sessions. What stands in the sessions assumes that each one before
 * it is passed; the ladder says every day where it really stands. Easy days
 * around a race and a quarter less every fourth week are the ladder's rules
 * (knowledge/return_to_run.yaml, rebuild_distance and race_return).
 */
#include "plan/internal.h"

#include "base/date.h"
#include "plan/rungs.h"

#include <math.h>
#include <string.h>

#define NOT_EVERY_DAY 5.0
#define DOWN_WEEK     0.75
#define RACE_SHARE    0.80

enum { HEAVY_LOAD = 4, TWO_DAYS = 2, NO_STRENGTH_BEFORE_RACE_D = 3, NO_LONG_BEFORE_RACE_D = 6, STRENGTH_MAX = 3, LONG_AGO = 3,
       DOWN_EVERY = 4 };

int ngl_dose_is_placed(const ngl_plan_dose *d)
{
    return d->per_week < NOT_EVERY_DAY;
}

static bool is_heavy(const ngl_knowledge *kb, const ngl_plan_dose *d)
{
    return ngl_dose_is_placed(d) && kb->exercise[d->exercise].load_level >= HEAVY_LOAD;
}

static unsigned strength_wanted(const ngl_plan *p)
{
    double most = 0;
    for (uint16_t i = 0; i < p->ndose; i++)
        if (ngl_dose_is_placed(&p->dose[i])) most = fmax(most, p->dose[i].per_week);
    return (unsigned)fmin(floor(most), STRENGTH_MAX);
}

/* ---- the problem ------------------------------------------------------------------ */

static bool is_between(ngl_day day, ngl_day from, ngl_day to)
{
    return from != NGL_DAY_NONE && day >= from && day <= (to == NGL_DAY_NONE ? from : to);
}

static bool near_race(const ngl_wishes *w, ngl_day day, int before)
{
    return w->race != NGL_DAY_NONE && day <= w->race && day >= w->race - before;
}

static ngl_day easy_after(const ngl_wishes *w)
{
    double km = w->race_km;
    if (w->race == NGL_DAY_NONE) return NGL_DAY_NONE;
    return w->race + (isnan(km) ? 4 : km <= 5 ? 2 : km <= 10 ? 4 : km <= 22 ? 7 : 14);
}

static uint8_t allowed_on(const ngl_schedule_problem *p, const ngl_ladder *l, const ngl_wishes *w, ngl_day day)
{
    const unsigned run = 1u << NGL_SLOT_RUN | 1u << NGL_SLOT_LONG, both = 1u << NGL_SLOT_BOTH | 1u << NGL_SLOT_LONG_BOTH;
    unsigned       out = run | both | 1u << NGL_SLOT_STRENGTH;
    if (w->days && !(w->days >> ngl_day_weekday(day) & 1u)) return 0;
    if (is_between(day, w->away_from, w->away_to) || (w->race != NGL_DAY_NONE && (day == w->race || day == w->race - 1))) return 0;
    if (near_race(w, day, NO_STRENGTH_BEFORE_RACE_D)) out &= run;
    if (near_race(w, day, NO_LONG_BEFORE_RACE_D) || is_between(day, w->race, easy_after(w)))
        out &= ~(1u << NGL_SLOT_LONG | 1u << NGL_SLOT_LONG_BOTH);
    if (l->rest_until != NGL_DAY_NONE && day < l->rest_until) out &= 1u << NGL_SLOT_STRENGTH;
    if (l->nrung == 0) out &= 1u << NGL_SLOT_STRENGTH;
    (void)p;
    return (uint8_t)out;
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Runs wanted a week and when long runs begin, if every session is passed. */
static void want(ngl_schedule_problem *p, const ngl_ladder *l, const ngl_plan *plan)
{
    unsigned at = l->at, passed = l->passed, strength = strength_wanted(plan);
    unsigned weeks = ((unsigned)ngl_day_weekday(p->from) + p->n + 6) / 7;
    for (unsigned w = 0; w < weeks && w < NGL_SCHEDULE_WEEKS; w++) {
        unsigned first = w == 0 ? (unsigned)ngl_day_weekday(p->from) : 0, days = 7 - first;
        unsigned last = ((unsigned)ngl_day_weekday(p->from) + p->n) - 7 * w;
        if (last < 7) days = last - first;
        unsigned done = w == 0 ? p->done_strength : 0;
        p->strength[w] = (uint8_t)(done + (strength > done ? smaller((strength * days + 6) / 7, strength - done) : 0));
        if (l->nrung == 0) continue;
        const ngl_rung *r = &l->rung[at];
        /* a fourth run has no room with a day between all of them */
        p->run_gap[w] = (uint8_t)(r->runs > 3 ? 1 : 1 + l->rest_days_between);
        done = w == 0 ? p->done_runs : 0;
        p->runs[w] = (uint8_t)(done + (r->runs > done ? smaller((r->runs * days + 6) / 7, r->runs - done) : 0));
        p->longs[w] = r->kind != NGL_RUNG_WALK_RUN && days == 7;
        for (unsigned i = done; i < p->runs[w]; i++)
            if (++passed >= l->rung[at].need && at < l->top) at++, passed = 0;
    }
}

static unsigned days_since(ngl_day last, ngl_day from)
{
    return last == NGL_DAY_NONE || from - last > LONG_AGO ? LONG_AGO : from > last ? (unsigned)(from - last) : 1;
}

static void pose(ngl_schedule_problem *p, const ngl_knowledge *kb, const ngl_plan *plan, const ngl_ladder *l,
                 const ngl_wishes *w, ngl_day strength_last, unsigned strength_week, ngl_day today)
{
    *p = (ngl_schedule_problem){ .from = today, .n = NGL_SCHEDULE_DAYS, .strength_gap = TWO_DAYS };
    for (uint16_t i = 0; i < plan->ndose; i++)
        p->heavy_ham |= is_heavy(kb, &plan->dose[i]) && strstr(kb->exercise[plan->dose[i].exercise].muscles, "ham") != NULL;
    p->done_runs = l->week_runs;
    p->done_strength = strength_week;
    want(p, l, plan);
    for (unsigned d = 0; d < p->n; d++) p->allowed[d] = allowed_on(p, l, w, today + (ngl_day)d);
    p->since_run = days_since(l->last, today);
    p->since_strength = days_since(strength_last, today);
    if (l->last == today) p->allowed[0] &= 1u << NGL_SLOT_STRENGTH;
    if (strength_last == today) p->allowed[0] &= 1u << NGL_SLOT_RUN | 1u << NGL_SLOT_LONG;
}

/* ---- sessions ---------------------------------------------------------------------- */

static bool runs_on(ngl_slot_kind kind)
{
    return kind != NGL_SLOT_FREE && kind != NGL_SLOT_STRENGTH;
}

static bool is_long(ngl_slot_kind kind)
{
    return kind == NGL_SLOT_LONG || kind == NGL_SLOT_LONG_BOTH;
}

typedef struct walk {
    unsigned at, passed, weeks; /* weeks: of distance so far */
    bool     special_done;
    ngl_day  last; /* run before, or NGL_DAY_NONE */
} walk;

/* Days away take rungs away here, too. */
static void lose(const ngl_slot *s, const ngl_ladder *l, walk *now)
{
    unsigned left = now->last == NGL_DAY_NONE ? now->at : ngl_ladder_after_gap(l, now->at, (int)(s->day - now->last) - 1);
    if (left != now->at) now->passed = 0;
    now->at = left;
    now->last = s->day;
}

static void fill(ngl_slot *s, const ngl_ladder *l, walk *now)
{
    lose(s, l, now);
    const ngl_rung *r = &l->rung[now->at];
    bool            down = r->kind != NGL_RUNG_WALK_RUN && now->weeks > 0 && now->weeks % DOWN_EVERY == 0;
    s->rung = now->at;
    s->special = r->kind >= NGL_RUNG_SPEED && !is_long(s->kind) && !now->special_done;
    now->special_done |= s->special;
    s->run_min = is_long(s->kind) && r->long_min > 0 ? r->long_min : r->run_min * r->repeats;
    if (down) s->run_min = round(s->run_min * DOWN_WEEK);
    if (++now->passed >= r->need && now->at < l->top) now->at++, now->passed = 0;
}

static void race_ahead(ngl_schedule *out, const ngl_ladder *l, const ngl_wishes *w)
{
    out->long_before_race_min = NAN;
    for (unsigned i = 0; i < out->n && out->slot[i].day < w->race; i++)
        if (runs_on(out->slot[i].kind)) out->long_before_race_min = fmax(out->long_before_race_min, out->slot[i].run_min);
    out->race_ready = w->race_km > 0 && l->nrung && out->long_before_race_min >= RACE_SHARE * w->race_km * l->easy_min_km;
}

void ngl_schedule_make(ngl_schedule *out, const ngl_knowledge *kb, const ngl_plan *plan, const ngl_ladder *l,
                       const ngl_wishes *w, ngl_day strength_last, unsigned strength_week, ngl_day today)
{
    ngl_schedule_problem p;
    uint8_t              kind[NGL_SCHEDULE_DAYS] = { 0 };
    walk                 now = { l->at, l->passed, 0, false, NGL_DAY_NONE };
    *out = (ngl_schedule){ .long_before_race_min = NAN };
    if (plan->kind < NGL_PLAN_SHARED) return;
    pose(&p, kb, plan, l, w, strength_last, strength_week, today);
    out->cost = ngl_schedule_solve(kind, &p);
    out->n = p.n;
    out->heavy = p.heavy_ham;
    for (unsigned i = 0; i < NGL_SCHEDULE_WEEKS; i++) {
        out->runs_wanted += p.runs[i] - (i ? 0 : p.done_runs);
        out->strength_wanted += p.strength[i] - (i ? 0 : p.done_strength);
    }
    for (unsigned i = 0; i < p.n; i++) {
        ngl_slot *s = &out->slot[i];
        *s = (ngl_slot){ .day = today + (ngl_day)i, .kind = (ngl_slot_kind)kind[i], .race = today + (ngl_day)i == w->race,
                         .away = is_between(today + (ngl_day)i, w->away_from, w->away_to) };
        if (ngl_day_weekday(s->day) == 0) {
            now.special_done = false;
            now.weeks += l->nrung && l->rung[now.at].kind != NGL_RUNG_WALK_RUN;
        }
        if (runs_on(s->kind)) fill(s, l, &now);
        out->runs += runs_on(s->kind);
        out->strength += s->kind == NGL_SLOT_STRENGTH || s->kind == NGL_SLOT_BOTH || s->kind == NGL_SLOT_LONG_BOTH;
    }
    if (w->race != NGL_DAY_NONE) race_ahead(out, l, w);
}
