/* Sessions as an iCalendar file, RFC 5545: lines end with CR LF and are folded
 * at 75 octets; text escapes comma, semicolon and backslash. A whole day has
 * no time zone. Titles say "Run" or "Strength", never what hurts; the UID is
 * made of episode and day, so that the file made again replaces its events. */
#include "base/date.h"
#include "report/ahead_report.h"
#include "report/plan_report.h"

#include <string.h>

enum { FOLD_AT = 75, TEXT_MAX = 8192 };

/* One content line, folded between characters. */
static void content(ngl_buf *out, const char *line)
{
    size_t left = strlen(line), room = FOLD_AT;
    while (left > room) {
        size_t n = room;
        while (n && ((unsigned char)line[n] & 0xc0) == 0x80) n--;
        ngl_buf_add(out, line, n);
        ngl_buf_text(out, "\r\n ");
        line += n;
        left -= n;
        room = FOLD_AT - 1;
    }
    ngl_buf_add(out, line, left);
    ngl_buf_text(out, "\r\n");
}

static void escaped(ngl_buf *b, const char *text)
{
    for (; *text; text++) {
        if (*text == '\n') {
            ngl_buf_text(b, "\\n");
            continue;
        }
        if (strchr(",;\\", *text)) ngl_buf_char(b, '\\');
        ngl_buf_char(b, *text);
    }
}

static void date(ngl_buf *b, const char *before, ngl_day day)
{
    ngl_civil c = ngl_civil_from_day(day);
    ngl_buf_printf(b, "%s%04d%02d%02d", before, (int)c.year, (int)c.month, (int)c.day);
}

static void stamp_line(ngl_buf *out, ngl_instant stamp)
{
    char    text[NGL_INSTANT_TEXT];
    ngl_buf b;
    ngl_buf_init(&b, 128);
    ngl_instant_format(text, stamp - stamp % 1000);
    ngl_buf_text(&b, "DTSTAMP:");
    for (const char *p = text; *p; p++)
        if (*p != '-' && *p != ':') ngl_buf_char(&b, *p);
    content(out, ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void describe(ngl_buf *b, const ngl_ahead *a, const ngl_slot *s)
{
    if (ngl_slot_has_run(s)) {
        ngl_session_words(b, &a->ladder.rung[s->rung], s);
        ngl_buf_text(b, ".\n");
    }
    for (uint16_t i = 0; i < a->plan->ndose && ngl_slot_has_strength(s); i++) {
        if (!ngl_dose_is_placed(&a->plan->dose[i])) continue;
        ngl_buf_printf(b, "%s: ", a->kb->exercise[a->plan->dose[i].exercise].name);
        ngl_dose_words(b, &a->plan->dose[i]);
        ngl_buf_char(b, '\n');
    }
    ngl_buf_text(b, "Ask niggle today first.");
}

static void event(ngl_buf *out, const ngl_ahead *a, const ngl_slot *s, ngl_instant stamp)
{
    ngl_buf b, text;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_init(&text, TEXT_MAX);
    content(out, "BEGIN:VEVENT");
    ngl_buf_printf(&b, "UID:episode-%lld-opened-%ld-day-%ld@niggle.invalid", (long long)a->episode, (long)a->opened, (long)s->day);
    content(out, ngl_buf_string(&b));
    ngl_buf_free(&b);
    stamp_line(out, stamp);
    ngl_buf_init(&b, TEXT_MAX);
    date(&b, "DTSTART;VALUE=DATE:", s->day);
    content(out, ngl_buf_string(&b));
    ngl_buf_free(&b);
    ngl_buf_init(&b, TEXT_MAX);
    date(&b, "DTEND;VALUE=DATE:", s->day + 1);
    content(out, ngl_buf_string(&b));
    ngl_buf_free(&b);
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_printf(&b, "SUMMARY:%s", s->race ? "Race" : ngl_slot_title(s));
    content(out, ngl_buf_string(&b));
    ngl_buf_free(&b);
    ngl_buf_init(&b, TEXT_MAX);
    if (!s->race) describe(&text, a, s);
    ngl_buf_text(&b, "DESCRIPTION:");
    escaped(&b, ngl_buf_string(&text));
    content(out, ngl_buf_string(&b));
    content(out, "TRANSP:TRANSPARENT");
    content(out, "END:VEVENT");
    ngl_buf_free(&b);
    ngl_buf_free(&text);
}

void ngl_ahead_ics(ngl_buf *out, const ngl_ahead *a, ngl_instant stamp)
{
    content(out, "BEGIN:VCALENDAR");
    content(out, "VERSION:2.0");
    content(out, "PRODID:-//niggle//plan//EN");
    content(out, "CALSCALE:GREGORIAN");
    for (unsigned i = 0; i < a->schedule.n; i++)
        if (a->schedule.slot[i].kind != NGL_SLOT_FREE || a->schedule.slot[i].race) event(out, a, &a->schedule.slot[i], stamp);
    content(out, "END:VCALENDAR");
}
