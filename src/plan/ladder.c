/* The ladder back to running: walk-run, distance, speed, hills.
 *
 * The walk-run rungs are the programme of the stage, or the one that the break
 * calls for, whichever begins lower. Behind it come distance rungs that
 * lengthen one run a week by five minutes or a tenth, then quick sessions,
 * then hills, sprints last except after a strain, whose healing goal is speed.
 * Climbing is a replay of all that was noted: rungs are never stored, so a
 * corrected note corrects the rung. Figures: knowledge/return_to_run.yaml.
 */
#include "plan/diary.h"

#include "base/date.h"
#include "plan/rungs.h"

#include <math.h>
#include <string.h>

#define EASY_MIN_KM 7.0
#define LONG_ENOUGH_MIN 60.0 /* where the usual week is not known */
#define READY_SHARE 0.8      /* of the usual week, before speed */
#define BIG_RISE 3

enum { SPECIAL_NEED = 2, STALL_D = 21, RED_WINDOW_D = 7, FOURTH_RUN_MIN = 20, BASE_MIN = 30, STEP_MIN = 5, USUAL_D = 14,
       NO_BREAK_D = 7, LONG_BREAK_D = 9999 };

typedef struct special {
    const char   *key, *name, *dose;
    ngl_rung_kind kind;
} special;

/* in the words of rebuild_speed and rebuild_hills; tests/cli/ahead.sh holds them against the file */
static const special specials[] = {
    { "sp1", "Relaxed strides", "4-6 x 15-20 s at 70-80% effort, walk back, once a week", NGL_RUNG_SPEED },
    { "sp2", "Fartlek", "6-8 x 1 min a bit quicker, 1-2 min easy", NGL_RUNG_SPEED },
    { "sp3", "Tempo", "2 x 8 min at steady hard, 2 min easy", NGL_RUNG_SPEED },
    { "sp4", "Intervals", "5 x 3 min at 5 km effort, 2-3 min easy", NGL_RUNG_SPEED },
    { "sp5", "Sprints (strain and PHT last)", "4 x 60 m at 90-95%, full recovery; then 100%", NGL_RUNG_SPEED },
    { "hl1", "Gentle rises", "up to 3-4% for part of an easy run, walk the descent if it hurts", NGL_RUNG_HILLS },
    { "hl2", "Rolling easy run", "4-6% up and down for 20-30 min", NGL_RUNG_HILLS },
    { "hl3", "Hill repeats", "4-6 x 45 s at 5-6%, jog down", NGL_RUNG_HILLS },
    { "hl4", "Steep or short sprints", "4 x 8-10 s at 8% or more", NGL_RUNG_HILLS },
};
enum { SPECIALS = sizeof specials / sizeof *specials, SPRINTS = 4 };

static const char *const why_text[] = {
#define X(name, text) text,
    NGL_LADDER_MAP(X)
#undef X
};

const char *ngl_ladder_why_text(ngl_ladder_why why)
{
    return why < NGL_LADDER_COUNT ? why_text[why] : "";
}

const char *ngl_rung_kind_key(ngl_rung_kind kind)
{
    static const char *const key[] = { "walk_run", "distance", "speed", "hills" };
    return kind <= NGL_RUNG_HILLS ? key[kind] : "";
}

/* ---- building ------------------------------------------------------------------ */

static ngl_rung *add(ngl_ladder *l, ngl_rung_kind kind, const char *key)
{
    ngl_rung *r = &l->rung[l->nrung < NGL_RUNG_MAX ? l->nrung++ : NGL_RUNG_MAX - 1];
    size_t    len = strlen(key);
    if (len >= sizeof r->key) len = sizeof r->key - 1;
    *r = (ngl_rung){ .kind = kind, .name = "", .dose = "", .repeats = 1 };
    memcpy(r->key, key, len);
    return r;
}

static void add_walk_runs(ngl_ladder *l, const ngl_knowledge *kb, unsigned runs)
{
    const ngl_programme *p = &kb->programme[l->programme];
    for (unsigned i = 0; i < p->level_num; i++) {
        const ngl_level *level = &kb->level[p->level_adr + i];
        ngl_rung        *r = add(l, NGL_RUNG_WALK_RUN, level->key);
        r->walk_min = level->walk_min;
        r->run_min = level->run_min;
        r->repeats = level->repeats;
        r->need = (unsigned)p->sessions_per_level_min;
        r->runs = runs < (unsigned)p->sessions_per_week ? runs : (unsigned)p->sessions_per_week;
    }
    l->rest_days_between = p->rest_days_between;
}

static double week_min(const ngl_rung *r)
{
    double fourth = r->runs > 3 ? FOURTH_RUN_MIN : 0;
    return r->long_min + BASE_MIN * (fmin(r->runs, 3) - 1) + fourth;
}

/* The longest run may be a tenth longer than the last; below 10 km five minutes
 * (or one kilometre, where that is less). */
static double lengthened(double minutes, double easy)
{
    return minutes < 10 * easy ? minutes + fmin(STEP_MIN, easy) : minutes * 1.1;
}

static void add_distance(ngl_ladder *l, const ngl_ladder_facts *f, unsigned runs)
{
    double easy = l->easy_min_km, longest = BASE_MIN;
    bool   week_known = f->usual_week_km > 0;
    double enough = week_known ? READY_SHARE * f->usual_week_km * easy : NAN;
    unsigned most = runs < 3 ? runs : 3;
    for (unsigned i = 0; i < 24; i++) {
        char key[12] = { 'd', (char)('0' + (i + 1) / 10), (char)('0' + (i + 1) % 10) };
        if (i == 2 && runs > 3) most = 4;
        else if (i > 0) longest = lengthened(longest, easy);
        ngl_rung *r = add(l, NGL_RUNG_DISTANCE, key);
        r->run_min = BASE_MIN;
        r->long_min = longest;
        r->runs = most;
        r->need = i == 0 ? 2 * most : most;
        if (i > 0 && (week_known ? week_min(r) >= enough : longest >= LONG_ENOUGH_MIN)) {
            r->need = 2 * most;
            return;
        }
    }
}

static void add_special(ngl_ladder *l, const special *s, const ngl_rung *base)
{
    ngl_rung *r = add(l, s->kind, s->key);
    r->name = s->name;
    r->dose = s->dose;
    r->run_min = base->run_min;
    r->long_min = base->long_min;
    r->runs = base->runs;
    r->need = SPECIAL_NEED * base->runs; /* one of them a week is the special one */
}

static void add_specials(ngl_ladder *l, bool strain)
{
    const ngl_rung base = l->rung[l->nrung - 1];
    for (unsigned i = 0; i < SPECIALS; i++)
        if (i != SPRINTS || strain) add_special(l, &specials[i], &base);
    if (!strain) add_special(l, &specials[SPRINTS], &base);
}

/* ---- where to begin ---------------------------------------------------------------- */

static ngl_id programme_named(const ngl_knowledge *kb, const char *key)
{
    for (ngl_id i = 0; i < kb->nprogramme; i++)
        if (!strcmp(kb->programme[i].key, key)) return i;
    return NGL_NONE;
}

static bool has_category(const ngl_knowledge *kb, const ngl_plan *p, const char *category)
{
    for (uint16_t c = 0; c < p->ncause; c++)
        if (!strcmp(kb->condition[p->cause[c].condition].category, category)) return true;
    return false;
}

/* The walk-run a break of this length calls for; `skip`: levels left out at its start. */
static ngl_id by_break(const ngl_knowledge *kb, const ngl_plan *p, int days_off, unsigned *skip)
{
    *skip = 0;
    if (has_category(kb, p, "bone")) return programme_named(kb, "wr_bone");
    if (days_off < 14) return programme_named(kb, "wr_minor");
    if (days_off < 28 && !has_category(kb, p, "tendon") && !has_category(kb, p, "muscle")) *skip = 2;
    return programme_named(kb, "wr_standard");
}

static double start_min(const ngl_knowledge *kb, ngl_id programme, unsigned skip)
{
    const ngl_programme *p = &kb->programme[programme];
    return kb->level[p->level_adr + (skip < p->level_num ? skip : 0)].run_total_min;
}

/* The stage's programme and the break's: whichever begins with less running. */
static void choose_start(ngl_ladder *l, const ngl_knowledge *kb, const ngl_plan *p, int off)
{
    unsigned skip = 0, stage_skip = 0;
    ngl_id   broken = by_break(kb, p, off, &skip);
    l->programme = broken;
    l->start = skip;
    if (p->programme == NGL_NONE || p->level == NGL_NONE) return;
    stage_skip = p->level - kb->programme[p->programme].level_adr;
    if (broken != NGL_NONE && start_min(kb, broken, skip) <= start_min(kb, p->programme, stage_skip)) return;
    l->programme = p->programme;
    l->start = stage_skip;
}

/* How far this stage lets the runner climb. */
static unsigned top_of(const ngl_ladder *l, const ngl_knowledge *kb, const ngl_plan *p)
{
    unsigned last = 0;
    if (p->kind == NGL_PLAN_STAGE && kb->stage[p->stage].programme == l->programme && kb->stage[p->stage].level_to != NGL_NONE)
        return kb->stage[p->stage].level_to - kb->programme[l->programme].level_adr;
    if (p->kind == NGL_PLAN_STAGE && p->step + 1u == kb->protocol[p->protocol].stage_num) return l->nrung - 1;
    for (unsigned i = 0; i < l->nrung; i++)
        if (l->rung[i].kind == NGL_RUNG_WALK_RUN || (p->kind == NGL_PLAN_STAGE && l->rung[i].kind == NGL_RUNG_DISTANCE)) last = i;
    return last;
}

static bool has_ladder(const ngl_plan *p)
{
    return p->kind >= NGL_PLAN_SHARED && p->run != NGL_RUN_NONE;
}

/* ---- climbing ---------------------------------------------------------------------- */

typedef enum session { WAITING, GREEN, AMBER, RED } session;

static session judge(const ngl_plan *p, const diary *d, ngl_day day)
{
    ngl_note which;
    double   worst = ngl_diary_worst(d, NGL_NOTE_RUN, NGL_NOTE_AFTER, day, &which);
    double   usual = ngl_diary_median(d, NGL_NOTE_MORNING, day - USUAL_D + 1, day);
    double   morning = ngl_diary_on(d, NGL_NOTE_MORNING, day + 1), rise = morning - usual;
    double   settle = fmax(ngl_diary_on(d, NGL_NOTE_SETTLE, day), ngl_diary_on(d, NGL_NOTE_SETTLE, day + 1));
    if (worst > p->absolute_max || settle > p->settle_h_max || ngl_diary_on(d, NGL_NOTE_STOPPED, day) > 0 || rise >= BIG_RISE)
        return RED;
    if (worst > p->run_max || rise > p->next_day_rise_max) return AMBER;
    if (isnan(morning) || (isnan(usual) && morning > p->run_max)) return WAITING;
    return GREEN;
}

static void move_to(ngl_ladder *l, int rung, ngl_ladder_why why, ngl_day day)
{
    l->at = rung > 0 ? (unsigned)rung : 0;
    l->passed = 0;
    l->why = why;
    l->why_day = day;
}

static unsigned walk_runs(const ngl_ladder *l)
{
    unsigned n = 0;
    while (n < l->nrung && l->rung[n].kind == NGL_RUNG_WALK_RUN) n++;
    return n;
}

unsigned ngl_ladder_after_gap(const ngl_ladder *l, unsigned at, int days)
{
    unsigned third = walk_runs(l) / 3;
    if (days < 7) return at;
    if (days >= 28) return 0;
    if (days >= 14) return at < third ? at : third;
    return at < 2 ? 0 : at - 2;
}

/* Days without a run take rungs away. */
static void miss(ngl_ladder *l, int days, ngl_day day)
{
    ngl_ladder_why why = days >= 28 ? NGL_LADDER_MISSED_FOUR : days >= 14 ? NGL_LADDER_MISSED_TWO : NGL_LADDER_MISSED_WEEK;
    if (days >= 7) move_to(l, (int)ngl_ladder_after_gap(l, l->at, days), why, day);
}

static void pass(ngl_ladder *l, ngl_day day)
{
    l->green++;
    l->passed++;
    l->why = NGL_LADDER_PASSED;
    l->why_day = day;
    if (l->passed < l->rung[l->at].need) return;
    if (l->at < l->top) move_to(l, (int)l->at + 1, NGL_LADDER_UP, day);
    else l->why = NGL_LADDER_TOP;
}

typedef struct climb {
    ngl_day  red_before, up;
    unsigned ambers;
} climb;

static void take(ngl_ladder *l, const ngl_plan *p, session s, ngl_day day, climb *c)
{
    unsigned before = l->at;
    l->why_day = day;
    c->ambers = s == AMBER ? c->ambers + 1 : s == GREEN ? 0 : c->ambers;
    switch (s) {
    case WAITING: l->why = NGL_LADDER_MORNING; break;
    case GREEN: pass(l, day); break;
    case AMBER:
        l->amber++;
        l->why = NGL_LADDER_AMBER;
        if (c->ambers == 2) c->ambers = 0, move_to(l, (int)l->at - 1, NGL_LADDER_AMBER_TWICE, day);
        break;
    case RED:
        l->red++;
        move_to(l, (int)l->at - 1, NGL_LADDER_RED, day);
        l->rest_until = day + 2 + (ngl_day)l->rest_days_between;
        if ((c->red_before != NGL_DAY_NONE && day - c->red_before < RED_WINDOW_D) || p->absolute_max <= 0) l->refer = 1;
        c->red_before = day;
        break;
    }
    if (l->at > before || c->up == NGL_DAY_NONE) c->up = day;
}

/* The first run noted in this episode; today without one. */
static ngl_day first_session(const diary *d, ngl_day opened)
{
    ngl_day first = d->today;
    for (size_t i = 0; i < d->n; i++)
        if (d->checkin[i].note == NGL_NOTE_RUN && d->checkin[i].day >= opened && d->checkin[i].day < first) first = d->checkin[i].day;
    return first;
}

static void climb_with(ngl_ladder *l, const ngl_plan *p, const diary *d, ngl_day first)
{
    climb c = { NGL_DAY_NONE, NGL_DAY_NONE, 0 };
    for (ngl_day day = first; day <= d->today; day++) {
        if (isnan(ngl_diary_on(d, NGL_NOTE_RUN, day))) continue;
        if (l->last != NGL_DAY_NONE) miss(l, (int)(day - l->last) - 1, day);
        take(l, p, judge(p, d, day), day, &c);
        l->last = day;
        l->week_runs += day < d->today && day >= d->today - ngl_day_weekday(d->today);
    }
    if (l->last == NGL_DAY_NONE) return;
    miss(l, (int)(d->today - l->last) - 1, d->today);
    if (c.up != NGL_DAY_NONE && l->at < l->top && d->today - c.up >= STALL_D && d->today - l->last < 7) l->refer = 1;
}

void ngl_ladder_at(ngl_ladder *out, const ngl_knowledge *kb, const ngl_plan *plan, const ngl_ladder_facts *f,
                   const ngl_checkin *checkin, size_t n, ngl_day today)
{
    ngl_ladder *l = out;
    diary       d = { checkin, n, today };
    unsigned    runs = f->days_a_week ? f->days_a_week : 7;
    *l = (ngl_ladder){ .last = NGL_DAY_NONE, .why = NGL_LADDER_START, .why_day = today, .rest_until = NGL_DAY_NONE,
                       .programme = NGL_NONE, .easy_min_km = f->easy_min_km > 0 ? f->easy_min_km : EASY_MIN_KM };
    if (!has_ladder(plan)) return;
    ngl_day first = first_session(&d, f->opened);
    int     off = f->last_run == NGL_DAY_NONE ? LONG_BREAK_D : (int)(first - f->last_run);
    choose_start(l, kb, plan, off);
    if (l->programme == NGL_NONE) return;
    add_walk_runs(l, kb, runs);
    add_distance(l, f, runs);
    add_specials(l, plan->protocol != NGL_NONE && !strcmp(kb->protocol[plan->protocol].key, "hamstring_strain"));
    l->top = top_of(l, kb, plan);
    if (off < NO_BREAK_D && plan->programme == NGL_NONE && !has_category(kb, plan, "bone")) l->start = walk_runs(l);
    l->at = l->start;
    climb_with(l, plan, &d, first);
    if (l->at > l->top) l->at = l->top, l->passed = 0, l->why = NGL_LADDER_TOP;
}
