/* On which days: exact, by dynamic programming over days.
 *
 * A state is what a day needs to know of those before it: days since the last
 * run and strength, how many of each this calendar week has, and whether the
 * long run is done. Costs count what is missing from each week first and
 * comfort last. There are about a thousand states and 84 days, so that the
 * best choice of all is found, not a good one.
 */
#include "plan/internal.h"

#include "base/date.h"

#include <niggle/ahead.h>

#include <limits.h>
#include <math.h>
#include <string.h>

enum { NO_STRENGTH = 1000, NO_RUN = 900, NO_LONG = 300, ON_ONE_DAY = 20, AFTER_LONG = 10, BEFORE_RUN = 5, LONG_MIDWEEK = 2 };
enum { SINCE = 4, COUNT = NGL_SLOT_WEEK_MAX + 1, STATES = SINCE * SINCE * COUNT * COUNT * 2 };

typedef struct state {
    unsigned run, strength;         /* days since: 1, 2, 3 or more */
    unsigned nrun, nstrength, nlong; /* this week */
} state;

static bool is_run(unsigned kind)
{
    return kind == NGL_SLOT_RUN || kind == NGL_SLOT_LONG || kind == NGL_SLOT_BOTH || kind == NGL_SLOT_LONG_BOTH;
}

static bool is_long(unsigned kind)
{
    return kind == NGL_SLOT_LONG || kind == NGL_SLOT_LONG_BOTH;
}

static bool is_strength(unsigned kind)
{
    return kind == NGL_SLOT_STRENGTH || kind == NGL_SLOT_BOTH || kind == NGL_SLOT_LONG_BOTH;
}

static unsigned week_of(const ngl_schedule_problem *p, unsigned day)
{
    return ((unsigned)ngl_day_weekday(p->from) + day) / 7;
}

static bool week_ends(const ngl_schedule_problem *p, unsigned day)
{
    return day + 1 == p->n || week_of(p, day + 1) != week_of(p, day);
}

static bool possible(const ngl_schedule_problem *p, unsigned day, const state *s, unsigned kind)
{
    unsigned w = week_of(p, day);
    if (kind == NGL_SLOT_FREE) return true;
    if (!(p->allowed[day] >> kind & 1u)) return false;
    if (is_run(kind) && (s->run < p->run_gap[w] || s->nrun >= p->runs[w])) return false;
    if (is_strength(kind) && (s->strength < p->strength_gap || s->nstrength >= p->strength[w])) return false;
    if (is_long(kind) && (s->nlong || !p->longs[w])) return false;
    return !(is_long(kind) && p->heavy_ham && s->strength == 1);
}

/* What choosing `kind` on this day costs, with what its week then lacks. */
static unsigned price(const ngl_schedule_problem *p, unsigned day, const state *s, unsigned kind)
{
    unsigned w = week_of(p, day), cost = 0;
    unsigned nrun = s->nrun + is_run(kind), nstrength = s->nstrength + is_strength(kind), nlong = s->nlong || is_long(kind);
    if (is_run(kind) && is_strength(kind)) cost += ON_ONE_DAY;
    if (is_run(kind) && s->strength == 1) cost += BEFORE_RUN;
    if (is_strength(kind) && s->run == 1) cost += AFTER_LONG;
    if (is_long(kind) && ngl_day_weekday(p->from + (ngl_day)day) < 5) cost += LONG_MIDWEEK;
    if (!week_ends(p, day)) return cost;
    cost += NO_RUN * (p->runs[w] > nrun ? p->runs[w] - nrun : 0u);
    cost += NO_STRENGTH * (p->strength[w] > nstrength ? p->strength[w] - nstrength : 0u);
    return cost + (p->longs[w] && !nlong ? NO_LONG : 0u);
}

static unsigned older(unsigned since)
{
    return since < SINCE - 1 ? since + 1 : SINCE - 1;
}

static state after(const ngl_schedule_problem *p, unsigned day, const state *s, unsigned kind)
{
    state next = { is_run(kind) ? 1 : older(s->run), is_strength(kind) ? 1 : older(s->strength), s->nrun + is_run(kind),
                   s->nstrength + is_strength(kind), s->nlong || is_long(kind) };
    if (week_ends(p, day)) next.nrun = next.nstrength = next.nlong = 0;
    return next;
}

static unsigned number_of(const state *s)
{
    return (((s->run * SINCE + s->strength) * COUNT + s->nrun) * COUNT + s->nstrength) * 2 + s->nlong;
}

static state state_of(unsigned i)
{
    return (state){ i / (2 * COUNT * COUNT * SINCE), i / (2 * COUNT * COUNT) % SINCE, i / (2 * COUNT) % COUNT, i / 2 % COUNT, i % 2 };
}

static unsigned since_or_more(unsigned d)
{
    return d < SINCE ? d : SINCE - 1;
}

static state first_state(const ngl_schedule_problem *p)
{
    return (state){ since_or_more(p->since_run), since_or_more(p->since_strength),
                    p->done_runs < COUNT ? p->done_runs : COUNT - 1, p->done_strength < COUNT ? p->done_strength : COUNT - 1, 0 };
}

unsigned ngl_schedule_cost(const uint8_t *kind, const ngl_schedule_problem *p)
{
    state    s = first_state(p);
    unsigned cost = 0;
    for (unsigned day = 0; day < p->n; day++) {
        if (!possible(p, day, &s, kind[day])) return UINT_MAX;
        cost += price(p, day, &s, kind[day]);
        s = after(p, day, &s, kind[day]);
    }
    return cost;
}

/* The best choice for every state of one day, given what the rest costs. */
static void look_at_day(const ngl_schedule_problem *p, unsigned day, const unsigned *rest, unsigned *cost, uint8_t *best)
{
    for (unsigned i = 0; i < STATES; i++) {
        state s = state_of(i);
        cost[i] = UINT_MAX;
        for (unsigned kind = 0; kind < NGL_SLOT_KINDS; kind++) {
            if (!possible(p, day, &s, kind)) continue;
            state    next = after(p, day, &s, kind);
            unsigned all = next.nrun < COUNT && next.nstrength < COUNT ? price(p, day, &s, kind) + rest[number_of(&next)] : UINT_MAX;
            /* among equals the earlier session: FREE only when it is cheaper */
            if (all < cost[i] || (all == cost[i] && best[i] == NGL_SLOT_FREE)) cost[i] = all, best[i] = (uint8_t)kind;
        }
    }
}

unsigned ngl_schedule_solve(uint8_t kind[NGL_SCHEDULE_DAYS], const ngl_schedule_problem *p)
{
    static const unsigned none[STATES];
    uint8_t  best[NGL_SCHEDULE_DAYS][STATES];
    unsigned cost[2][STATES];
    memcpy(cost[p->n % 2], none, sizeof none);
    for (unsigned day = p->n; day-- > 0;) look_at_day(p, day, cost[(day + 1) % 2], cost[day % 2], best[day]);
    state s = first_state(p);
    for (unsigned day = 0; day < p->n; day++) {
        kind[day] = best[day][number_of(&s)];
        s = after(p, day, &s, kind[day]);
    }
    s = first_state(p);
    return p->n ? cost[0][number_of(&s)] : 0;
}
