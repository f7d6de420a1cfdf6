/* Weeks ahead for people, for programs, for calendars. */
#ifndef REPORT_AHEAD_REPORT_H
#define REPORT_AHEAD_REPORT_H

#include "activity/activity.h"
#include "base/json_write.h"

#include <niggle/ahead.h>

#include <stdbool.h>

/* Everything is borrowed but the values. */
typedef struct ngl_ahead {
    const ngl_knowledge *kb;
    const ngl_plan      *plan;
    int64_t              episode;
    const char          *place;
    ngl_day              opened, today;
    ngl_wishes           wishes;
    ngl_ladder           ladder;
    ngl_schedule         schedule;
    ngl_comeback          outlook;
    bool                 easy_known;    /* easy pace from the runner's own runs */
    double               usual_week_km; /* NaN: not known */
    ngl_day              last_run;      /* NGL_DAY_NONE: no run before is known */
} ngl_ahead;

/* Where the ladder stands, the days ahead (`weeks` of them) and the outlook; at most 80 columns. */
void ngl_ahead_text(ngl_buf *out, const ngl_ahead *a, unsigned weeks, bool colour);
/* The value of a key "ahead". */
void ngl_ahead_json(ngl_json *j, const ngl_ahead *a);
/* Sessions as an iCalendar file (RFC 5545): whole days, titles that give nothing
 * away, UIDs that stay when it is made again. `stamp` is the moment it is made. */
void ngl_ahead_ics(ngl_buf *out, const ngl_ahead *a, ngl_instant stamp);
/* One day's run (or, with `strength`, its strength session) as steps for a watch,
 * with the pain rule in their notes. Texts live in `words`, which the caller
 * frees after use. False where the day has none. */
bool ngl_ahead_workout(ngl_workout *out, ngl_buf *words, const ngl_ahead *a, const ngl_slot *s, bool strength);
/* One page to print: this week, doses, limits, when to get help. */
void ngl_ahead_card(ngl_buf *out, const ngl_ahead *a);

/* "walk 4 min, run 1 min, 6 times", "run 30 min easy", with what makes it special. */
void ngl_session_words(ngl_buf *out, const ngl_rung *r, const ngl_slot *s);
/* "Run", "Long run", "Strength", "Run and strength"; "" on a free day. */
const char *ngl_slot_title(const ngl_slot *s);
bool        ngl_slot_has_run(const ngl_slot *s);
bool        ngl_slot_has_strength(const ngl_slot *s);

#endif
