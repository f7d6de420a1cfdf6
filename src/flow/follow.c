/* Following up: what stood before, with what time has done to it.
 *
 * Places and habits do not change in two weeks; danger does. So a no to a
 * safety question is asked again, and everything else stands until it is
 * answered anew. Days since the pain began stay those of the first look: what
 * came after is told by the change.
 */
#include "flow/follow.h"

#include "base/date.h"
#include "base/error.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NOTED_LEAST = 2, WEEK = 7, SPAN_LEAST_D = 3, NOTED_MAX = 64 };

/* a pain at first of less than this leaves no room to tell a third from chance (a point or two is, on a scale of 11) */
#define PAIN_LEAST 2.0
/* so much more is worse, as S_NPRS2001 has it: two points matter */
#define WORSE_BY   2.0

/* median of the worst daily pains noted from `from` to `to` */
static double median_pain(const ngl_checkin *checkin, size_t n, ngl_day from, ngl_day to, unsigned *count)
{
    double pain[NOTED_MAX];
    *count = 0;
    for (size_t i = 0; i < n && *count < NOTED_MAX; i++) {
        if (checkin[i].note != NGL_NOTE_DAY || checkin[i].day < from || checkin[i].day > to) continue;
        unsigned k = (*count)++;
        for (; k && pain[k - 1] > checkin[i].value; k--) pain[k] = pain[k - 1];
        pain[k] = checkin[i].value;
    }
    return *count ? (pain[(*count - 1) / 2] + pain[*count / 2]) / 2 : (double)NAN;
}

static ngl_id change_of(const ngl_knowledge *kb, double then, double now)
{
    double gone = (then - now) / then;
    if (now == 0) return 0;
    if (gone >= kb->time.much_better) return 1;
    if (gone >= kb->time.better) return 2;
    return now - then >= WORSE_BY ? 4 : 3;
}

ngl_trend ngl_flow_trend(const ngl_knowledge *kb, const ngl_checkin *checkin, size_t n, ngl_day first, ngl_day today)
{
    ngl_trend t = { .change = NGL_NONE };
    ngl_day   span = today - first, part = span >= 3 * WEEK ? WEEK : span / 3;
    if (span < SPAN_LEAST_D) return t;
    t.then = median_pain(checkin, n, first, first + part, &t.then_n);
    t.now = median_pain(checkin, n, today - part, today, &t.now_n);
    if (t.then_n >= NOTED_LEAST && t.now_n >= NOTED_LEAST && t.then >= PAIN_LEAST) t.change = change_of(kb, t.then, t.now);
    return t;
}

/* a no to what may change for the worse is not carried over */
static void open_danger(ngl_answer *answer, const ngl_knowledge *kb)
{
    for (uint32_t i = 0; i < kb->nopening_danger; i++)
        if (answer[kb->opening[i]].state == NGL_NO) answer[kb->opening[i]] = (ngl_answer){ NGL_UNKNOWN, 0, 0 };
}

/* the first look's days stand; a later one of the same episode is left out of the way */
static void since_first(ngl_follow *f, const ngl_knowledge *kb, ngl_day today)
{
    const ngl_time *t = &kb->time;
    ngl_id          once[] = { t->change, t->load, t->back };
    for (size_t i = 0; i < sizeof once / sizeof *once; i++) f->answer[once[i]] = (ngl_answer){ NGL_UNKNOWN, 0, 0 };
    f->answer[t->after] = (ngl_answer){ NGL_VALUE, 0, (double)(today - f->first) };
    if (f->answer[t->days].state == NGL_VALUE) f->onset = f->first - (ngl_day)f->answer[t->days].value;
}

/* the last look that was not itself a follow-up: what came after is told from there */
static ngl_day last_full_look(const ngl_knowledge *kb, const ngl_row_assessment *row, size_t n)
{
    char key[80];
    snprintf(key, sizeof key, "\"%s\"", kb->finding[kb->time.change].key);
    for (size_t i = n; i-- > 1;)
        if (!strstr(row[i].answers, key)) return row[i].day;
    return row[0].day;
}

ngl_status ngl_flow_follow(ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_follow *out, ngl_error *err)
{
    ngl_episode               e;
    const ngl_row_assessment *row = NULL;
    size_t                    n = 0;
    ngl_status                s = ngl_flow_episode_load(flow, arena, episode, &e, err);
    if (s == NGL_OK) s = ngl_store_assessments(flow->store, arena, e.row.id, &row, &n, err);
    if (s != NGL_OK) return s;
    if (!flow->kb->course) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this knowledge has no courses, so there is nothing to follow up");
    if (e.row.closed != NGL_DAY_NONE) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "episode %lld is closed", (long long)e.row.id);
    ngl_day first = last_full_look(flow->kb, row, n);
    if (first > flow->today) {
        char day[NGL_DAY_TEXT];
        ngl_day_format(day, first);
        return ngl_fail(err, NGL_E_INVALID, 0, "this episode was assessed on %s, which is later", day);
    }
    ngl_follow f = { .episode = e.row.id, .place = e.row.place, .prior = e.a.prior, .first = first, .onset = NGL_DAY_NONE,
                     .unknown_keys = e.unknown_keys, .answer = NGL_NEW(arena, ngl_answer, flow->kb->nfinding + 1u) };
    if (!f.answer) return ngl_fail(err, NGL_E_NOMEM, 0, "the follow-up does not fit into memory");
    for (ngl_id i = 0; i < flow->kb->nfinding; i++) f.answer[i] = e.a.answer[i];
    since_first(&f, flow->kb, flow->today);
    open_danger(f.answer, flow->kb);
    f.trend = ngl_flow_trend(flow->kb, e.checkin, e.ncheckin, f.first, flow->today);
    *out = f;
    return NGL_OK;
}
