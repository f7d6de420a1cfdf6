/* Noting: checked before anything is kept, added and never written over. */
#include "flow/log.h"

#include "base/date.h"
#include "base/error.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

#define SEVERE_PAIN 8

enum { BEFORE_EPISODE_D = 30, WORDS_MAX = 2000 };

/* ---- checks ------------------------------------------------------------------- */

static ngl_status check_day(const ngl_flow *flow, const ngl_episode *e, ngl_day day, ngl_error *err)
{
    char text[NGL_DAY_TEXT], limit[NGL_DAY_TEXT];
    ngl_day_format(text, day);
    if (day > flow->today) {
        ngl_day_format(limit, flow->today);
        return ngl_fail(err, NGL_E_INVALID, 0, "%s is in the future; today is %s", text, limit);
    }
    ngl_day_format(limit, e->row.opened);
    if (day < e->row.opened - BEFORE_EPISODE_D)
        return ngl_fail(err, NGL_E_INVALID, 0, "%s is long before this episode began (%s)", text, limit);
    if (e->row.closed != NGL_DAY_NONE)
        return ngl_fail(err, NGL_E_INVALID, 0, "episode %lld is closed", (long long)e->row.id);
    return NGL_OK;
}

static ngl_status check_number(const ngl_log_entry *entry, ngl_error *err)
{
    const ngl_note_kind *k = &ngl_note_kinds()[entry->note];
    if (entry->value >= k->min && entry->value <= k->max) return NGL_OK;
    return ngl_fail(err, NGL_E_INVALID, 0, "%s goes from %g to %g%s%s, not %g", k->text, k->min, k->max,
                    strchr("0123456789%", k->unit[0]) ? "" : " ", strchr("0123456789%", k->unit[0]) ? "" : k->unit,
                    entry->value);
}

static const char *nearest_exercise(const ngl_knowledge *kb, const char *key)
{
    const char *best = NULL;
    unsigned    least = (unsigned)strlen(key) / 3 + 2;
    for (ngl_id i = 0; i < kb->nexercise; i++) {
        unsigned d = ngl_text_distance(key, kb->exercise[i].key);
        if (d < least) least = d, best = kb->exercise[i].key;
    }
    return best;
}

static ngl_status check_exercise(const ngl_knowledge *kb, const ngl_log_entry *entry, ngl_error *err)
{
    if (ngl_exercise_find(kb, entry->exercise) != NGL_NONE) return NGL_OK;
    const char *nearest = nearest_exercise(kb, entry->exercise);
    return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "no exercise is called \"%.40s\"%s%s%s", entry->exercise,
                    nearest ? "; the nearest is \"" : "; niggle plan lists yours", nearest ? nearest : "", nearest ? "\"" : "");
}

static ngl_status check_entry(const ngl_flow *flow, const ngl_episode *e, const ngl_log_entry *entry, ngl_error *err)
{
    ngl_status s = check_day(flow, e, entry->day, err);
    if (s == NGL_OK && entry->kind == NGL_LOG_NUMBER) s = check_number(entry, err);
    if (s == NGL_OK && entry->kind == NGL_LOG_DONE) s = check_exercise(flow->kb, entry, err);
    if (s == NGL_OK && entry->kind == NGL_LOG_WORDS && strlen(entry->words) > WORDS_MAX)
        s = ngl_fail(err, NGL_E_INVALID, 0, "a note holds at most %d letters", (int)WORDS_MAX);
    return s;
}

/* ---- keeping -------------------------------------------------------------------- */

static ngl_row_checkin row_of(const ngl_flow *flow, const ngl_log_entry *entry)
{
    ngl_row_checkin row = { .day = entry->day, .noted = flow->now, .metric = "note", .value = entry->take_back ? 0 : 1,
                            .what = "" };
    switch (entry->kind) {
    case NGL_LOG_NUMBER:
        row.metric = ngl_note_kinds()[entry->note].key;
        row.value = entry->value;
        break;
    case NGL_LOG_SIGN:
        row.metric = "sign";
        row.what = ngl_sign_key(entry->sign);
        break;
    case NGL_LOG_DONE:
        row.metric = "done";
        row.what = entry->exercise;
        break;
    case NGL_LOG_WORDS:
        row.value = NAN;
        row.what = entry->words;
        break;
    }
    return row;
}

static void say_what_follows(ngl_logged *out, const ngl_episode *e, const ngl_log_entry *entry)
{
    if (entry->kind == NGL_LOG_SIGN && !entry->take_back) {
        out->recheck = true;
        out->emergency |= ngl_sign_is_emergency(entry->sign) != 0;
    }
    if (entry->kind != NGL_LOG_NUMBER) return;
    out->recheck |= entry->note <= NGL_NOTE_MORNING && entry->value >= SEVERE_PAIN;
    for (size_t i = 0; i < e->ncheckin; i++)
        if (e->checkin[i].day == entry->day && e->checkin[i].note == entry->note) out->before = e->checkin[i].value;
}

static ngl_status log_all(ngl_flow *flow, ngl_arena *arena, int64_t episode, const ngl_log_entry *entry, size_t n,
                          ngl_logged *out, ngl_error *err)
{
    ngl_episode e;
    ngl_status  s = ngl_flow_episode_load(flow, arena, episode, &e, err);
    for (size_t i = 0; s == NGL_OK && i < n; i++) s = check_entry(flow, &e, &entry[i], err);
    if (s != NGL_OK) return s;
    *out = (ngl_logged){ .episode = e.row.id, .place = e.row.place, .before = NAN };
    for (size_t i = 0; s == NGL_OK && i < n; i++) {
        ngl_row_checkin row = row_of(flow, &entry[i]);
        s = ngl_store_add_checkin(flow->store, e.row.id, &row, err);
        say_what_follows(out, &e, &entry[i]);
    }
    return s;
}

ngl_status ngl_flow_log(ngl_flow *flow, ngl_arena *arena, int64_t episode, const ngl_log_entry *entry, size_t n,
                        ngl_logged *out, ngl_error *err)
{
    ngl_status s = ngl_store_begin(flow->store, err);
    if (s != NGL_OK) return s;
    s = log_all(flow, arena, episode, entry, n, out, err);
    if (s == NGL_OK) return ngl_store_commit(flow->store, err);
    ngl_store_rollback(flow->store);
    return s;
}
