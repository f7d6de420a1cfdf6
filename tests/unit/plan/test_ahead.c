/* The ladder climbs by what was noted alone, days are chosen exactly (against
 * every choice there is), and what is ahead keeps all constraints. */
#include <niggle/ahead.h>

#include "../../check.h"
#include "base/date.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MONDAY = 20521, NOTES = 400 }; /* a Monday */

static const ngl_knowledge *kb;

static ngl_plan plan_at(const char *condition, unsigned step)
{
    static ngl_answer answer[2048];
    ngl_cause         lead = { ngl_condition_find(kb, condition), 0.9, 0.8, 0.95, 1 };
    ngl_assessment    a = { .answer = answer, .ncause = 1, .cause = &lead, .other = 0.03, .fit = 0.5, .next = NGL_NONE };
    ngl_plan          p;
    CHECK(lead.condition != NGL_NONE, "%s", condition);
    CHECK(ngl_plan_at(&p, kb, &a, kb->care[lead.condition].protocol, step, 1, MONDAY, NULL) == NGL_OK, "%s", condition);
    return p;
}

static ngl_ladder_facts facts(int days_off)
{
    return (ngl_ladder_facts){ .easy_min_km = 6, .usual_week_km = 30, .opened = MONDAY,
                               .last_run = days_off ? MONDAY - days_off : NGL_DAY_NONE };
}

/* ---- where to begin --------------------------------------------------------- */

static void begins_by_the_break(void **state)
{
    (void)state;
    static const struct {
        const char *says, *condition, *rung;
        unsigned    step;
        int         off;
    } row[] = {
        { "a strain's second stage after ten days off", "hamstring_strain", "min1", 1, 10 },
        { "the same after a month: the standard programme", "hamstring_strain", "std1", 1, 30 },
        { "no run known: as careful as after a long break", "hamstring_strain", "std1", 1, 0 },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        ngl_plan         p = plan_at(row[i].condition, row[i].step);
        ngl_ladder_facts f = facts(row[i].off);
        ngl_ladder       l;
        ngl_ladder_at(&l, kb, &p, &f, NULL, 0, MONDAY);
        CHECK(l.nrung > 20 && !strcmp(l.rung[l.at].key, row[i].rung), "%s: %s", row[i].says, l.nrung ? l.rung[l.at].key : "none");
    }
    ngl_plan         p = plan_at("hamstring_strain", 0);
    ngl_ladder_facts f = facts(10);
    ngl_ladder       l;
    ngl_ladder_at(&l, kb, &p, &f, NULL, 0, MONDAY);
    CHECK(l.nrung == 0, "a stage without running has no ladder");
}

static void is_in_order(void **state)
{
    (void)state;
    ngl_plan         p = plan_at("hamstring_strain", 1);
    ngl_ladder_facts f = facts(30);
    ngl_ladder       l;
    ngl_ladder_at(&l, kb, &p, &f, NULL, 0, MONDAY);
    for (unsigned i = 1; i < l.nrung; i++) {
        const ngl_rung *a = &l.rung[i - 1], *b = &l.rung[i];
        CHECK(b->kind >= a->kind, "%s after %s: walk-run, distance, speed, hills", b->key, a->key);
        CHECK(b->need > 0 && b->runs > 0, "%s can be left", b->key);
        if (a->kind != NGL_RUNG_DISTANCE || b->kind != NGL_RUNG_DISTANCE) continue;
        double most = a->long_min < 10 * l.easy_min_km ? a->long_min + 5 : 1.1 * a->long_min;
        CHECK(b->long_min <= most + 1e-9, "%s: the longest run grows by five minutes or a tenth", b->key);
    }
}

/* ---- climbing ------------------------------------------------------------------ */

typedef struct notes {
    ngl_checkin row[NOTES];
    size_t      n;
} notes;

static void note(notes *d, ngl_day day, ngl_note what, double value)
{
    CHECK(d->n < NOTES, "room for all notes");
    d->row[d->n++] = (ngl_checkin){ .day = day, .note = what, .sign = NGL_SIGN_COUNT, .value = value };
}

/* A run on each day of `when` (offsets, ends with -1) at this pain, the next morning noted. */
static void runs(notes *d, const int *when, double pain)
{
    for (; *when >= 0; when++) {
        note(d, MONDAY + *when, NGL_NOTE_MORNING, 1);
        note(d, MONDAY + *when, NGL_NOTE_RUN, pain);
        note(d, MONDAY + *when + 1, NGL_NOTE_MORNING, 1);
    }
}

static ngl_ladder climbed(const notes *d, int today)
{
    ngl_plan         p = plan_at("hamstring_strain", 1);
    ngl_ladder_facts f = facts(30);
    ngl_ladder       l;
    ngl_ladder_at(&l, kb, &p, &f, d->row, d->n, MONDAY + today);
    return l;
}

static void climbs(void **state)
{
    (void)state;
    static const struct {
        const char    *says, *rung;
        int            green[8], amber[4], red[4], today;
        ngl_ladder_why why;
    } row[] = {
        { "one passed session of two", "std1", { 0, -1 }, { -1 }, { -1 }, 1, NGL_LADDER_PASSED },
        { "two passed: the next rung", "std2", { 0, 2, -1 }, { -1 }, { -1 }, 3, NGL_LADDER_UP },
        { "the evening before the morning it does not count", "std1", { 0, 2, -1 }, { -1 }, { -1 }, 2, NGL_LADDER_MORNING },
        { "amber holds", "std2", { 0, 2, -1 }, { 4, -1 }, { -1 }, 5, NGL_LADDER_AMBER },
        { "two ambers in a row drop one", "std1", { 0, 2, -1 }, { 4, 6, -1 }, { -1 }, 7, NGL_LADDER_AMBER_TWICE },
        { "red drops one", "std1", { 0, 2, -1 }, { -1 }, { 4, -1 }, 5, NGL_LADDER_RED },
        { "a week missed drops two", "std2", { 0, 2, 4, 6, 8, 10, -1 }, { -1 }, { -1 }, 19, NGL_LADDER_MISSED_WEEK },
        { "two weeks missed: first third", "std4", { 0, 2, 4, 6, 8, 10, -1 }, { -1 }, { -1 }, 26, NGL_LADDER_MISSED_TWO },
        { "four weeks missed: from the start", "std1", { 0, 2, 4, 6, 8, 10, -1 }, { -1 }, { -1 }, 40, NGL_LADDER_MISSED_FOUR },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        notes d = { .n = 0 };
        runs(&d, row[i].green, 1);
        runs(&d, row[i].amber, 3);
        runs(&d, row[i].red, 6);
        ngl_ladder l = climbed(&d, row[i].today);
        CHECK(!strcmp(l.rung[l.at].key, row[i].rung) && l.why == row[i].why, "%s: %s, %s", row[i].says, l.rung[l.at].key,
              ngl_ladder_why_text(l.why));
    }
    notes d = { .n = 0 };
    runs(&d, (const int[]){ 0, 3, -1 }, 6);
    CHECK(climbed(&d, 4).refer, "two red sessions within a week: have it looked at");
    CHECK(climbed(&d, 4).rest_until == MONDAY + 6, "and one more day of rest than usual: %d", (int)climbed(&d, 4).rest_until - MONDAY);
}

static void order_of_notes_is_no_matter(void **state)
{
    (void)state;
    notes d = { .n = 0 }, turned = { .n = 0 };
    runs(&d, (const int[]){ 0, 2, 4, 7, 9, -1 }, 1);
    for (size_t i = d.n; i-- > 0;) turned.row[turned.n++] = d.row[i];
    ngl_ladder a = climbed(&d, 10), b = climbed(&turned, 10);
    CHECK(a.at == b.at && a.passed == b.passed && a.green == 5, "the same notes in another order");
}

/* ---- days ------------------------------------------------------------------------ */

/* every choice there is, by counting in base 6 */
static unsigned best_of_all(const ngl_schedule_problem *p)
{
    uint8_t  kind[NGL_SCHEDULE_DAYS] = { 0 };
    unsigned best = UINT_MAX;
    for (;;) {
        unsigned cost = ngl_schedule_cost(kind, p), d = 0;
        if (cost < best) best = cost;
        while (d < p->n && ++kind[d] == NGL_SLOT_KINDS) kind[d++] = 0;
        if (d == p->n) return best;
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static void is_the_best_of_all(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (unsigned i = 0; i < 60; i++) {
        ngl_schedule_problem p = { .from = MONDAY + (ngl_day)(next_random(&seed) % 7), .n = 7,
                                   .strength_gap = 2, .heavy_ham = next_random(&seed) % 2,
                                   .since_run = 1 + next_random(&seed) % 3, .since_strength = 1 + next_random(&seed) % 3 };
        for (unsigned d = 0; d < p.n; d++) p.allowed[d] = next_random(&seed) % 3 ? 0x3e : (uint8_t)(next_random(&seed) & 0x3e);
        for (unsigned w = 0; w < 2; w++)
            p.run_gap[w] = (uint8_t)(1 + next_random(&seed) % 2), p.runs[w] = (uint8_t)(next_random(&seed) % 5), p.strength[w] = (uint8_t)(next_random(&seed) % 4), p.longs[w] = 1;
        uint8_t  kind[NGL_SCHEDULE_DAYS];
        unsigned found = ngl_schedule_solve(kind, &p);
        CHECK(found == ngl_schedule_cost(kind, &p), "problem %u: the cost is that of the choice", i);
        CHECK(found == best_of_all(&p), "problem %u: %u, best of all %u", i, found, best_of_all(&p));
    }
}

static bool has_strength(const ngl_slot *s)
{
    return s->kind == NGL_SLOT_STRENGTH || s->kind == NGL_SLOT_BOTH || s->kind == NGL_SLOT_LONG_BOTH;
}

static bool has_long(const ngl_slot *s)
{
    return s->kind == NGL_SLOT_LONG || s->kind == NGL_SLOT_LONG_BOTH;
}

static void keeps_its_constraints(void **state)
{
    (void)state;
    static const struct {
        const char *says;
        ngl_wishes  wish;
        bool        empty;
    } row[] = {
        { "every day", { 0, NGL_DAY_NONE, NAN, NGL_DAY_NONE, NGL_DAY_NONE }, false },
        { "Monday, Wednesday, Saturday", { 0x25, NGL_DAY_NONE, NAN, NGL_DAY_NONE, NGL_DAY_NONE }, false },
        { "a race and a holiday", { 0, MONDAY + 60, 10, MONDAY + 20, MONDAY + 30 }, false },
        { "a race tomorrow", { 0, MONDAY + 1, 21, NGL_DAY_NONE, NGL_DAY_NONE }, false },
        { "away all the time", { 0, NGL_DAY_NONE, NAN, MONDAY, MONDAY + 100 }, true },
    };
    ngl_plan         p = plan_at("hamstring_strain", 2);
    ngl_ladder_facts f = facts(10);
    ngl_ladder       l;
    ngl_ladder_at(&l, kb, &p, &f, NULL, 0, MONDAY);
    for (size_t i = 0; i < COUNT(row); i++) {
        const ngl_wishes *w = &row[i].wish;
        ngl_schedule      s;
        ngl_schedule_make(&s, kb, &p, &l, w, NGL_DAY_NONE, 0, MONDAY);
        CHECK((s.runs + s.strength == 0) == row[i].empty, "%s: %u runs, %u strength", row[i].says, s.runs, s.strength);
        CHECK(s.heavy, "%s: this stage works the hamstring hard", row[i].says);
        for (unsigned d = 0; d < s.n; d++) {
            const ngl_slot *now = &s.slot[d];
            if (now->kind == NGL_SLOT_FREE) continue;
            CHECK(!w->days || w->days >> ngl_day_weekday(now->day) & 1u, "%s: day %u is not offered", row[i].says, d);
            CHECK(!now->away && !now->race, "%s: day %u is away or the race", row[i].says, d);
            CHECK(d == 0 || !has_strength(now) || !has_strength(&s.slot[d - 1]), "%s: day %u, 48 h between strength", row[i].says, d);
            CHECK(d == 0 || !has_long(now) || !has_strength(&s.slot[d - 1]), "%s: day %u, no heavy work before a long run", row[i].says, d);
        }
    }
    ngl_schedule s;
    ngl_schedule_make(&s, kb, &p, &l, &row[3].wish, NGL_DAY_NONE, 0, MONDAY);
    CHECK(!s.race_ready, "a half marathon tomorrow is not prepared");
}

/* ---- outlook ------------------------------------------------------------------------ */

static void looks_ahead(void **state)
{
    (void)state;
    notes d = { .n = 0 };
    ngl_ladder l = climbed(&d, 0);
    ngl_comeback first, slower, good;
    ngl_comeback_make(&first, &l, 3, 0, 0, MONDAY);
    CHECK(first.five_km.known && first.five_km.low < first.five_km.median && first.five_km.median < first.five_km.high, "an interval");
    CHECK(first.usual_week.median == NGL_DAY_NONE || first.usual_week.median > first.five_km.median, "5 km before the usual week");
    ngl_comeback_make(&slower, &l, 2, 0, 0, MONDAY);
    CHECK(slower.five_km.median > first.five_km.median, "two runs a week take longer than three");
    runs(&d, (const int[]){ 0, 2, 4, 7, 9, 11, -1 }, 1);
    l = climbed(&d, 12);
    ngl_comeback_make(&good, &l, 3, 0, 0, MONDAY + 12);
    CHECK(good.pass > first.pass && good.five_km.high - good.five_km.low < first.five_km.high - first.five_km.low, "passed sessions narrow it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_by_the_break), cmocka_unit_test(is_in_order),        cmocka_unit_test(climbs),
        cmocka_unit_test(order_of_notes_is_no_matter), cmocka_unit_test(is_the_best_of_all),
        cmocka_unit_test(keeps_its_constraints),       cmocka_unit_test(looks_ahead),
    };
    kb = ngl_knowledge_builtin();
    return cmocka_run_group_tests_name("what is ahead", tests, NULL, NULL);
}
