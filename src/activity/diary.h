/* A diary that a runner keeps in a spreadsheet and saves as CSV: which column
 * is what, and the rows. The words of its header are looked for in several
 * languages; what they do not settle is asked, or given as a mapping in plain
 * text, which can be kept for the next time. */
#ifndef ACTIVITY_DIARY_H
#define ACTIVITY_DIARY_H

#include "activity/activity.h"

/* member, name in a mapping, what a person is asked for */
#define NGL_DIARY_MAP(X)                                            \
    X(DATE, "date", "the date")                                     \
    X(TIME, "time of day", "the time of day")                       \
    X(KIND, "kind", "what was done (run, walk, swim …)")            \
    X(DURATION, "duration", "how long it took")                     \
    X(DISTANCE, "distance", "how far it was")                       \
    X(EFFORT, "effort", "how hard it was (1-10)")                   \
    X(PAIN, "pain", "how much it hurt (0-10)")                      \
    X(PLACE, "place", "where it hurt")                              \
    X(NOTE, "note", "remarks")                                      \
    X(HEART_RATE, "heart rate", "the mean heart rate")              \
    X(ASCENT, "ascent", "metres climbed")

typedef enum ngl_diary_field {
#define X(member, name, what) NGL_DIARY_##member,
    NGL_DIARY_MAP(X)
#undef X
    NGL_DIARY_COUNT
} ngl_diary_field;

/* "date", "time of day" …; and for a question; static. */
const char *ngl_diary_field_name(ngl_diary_field f);
const char *ngl_diary_field_words(ngl_diary_field f);

typedef enum ngl_date_order { NGL_DATE_OPEN, NGL_DATE_YMD, NGL_DATE_DMY, NGL_DATE_MDY } ngl_date_order;

enum { NGL_DIARY_UNIT_OPEN = 0 };

typedef struct ngl_diary_map {
    int            column[NGL_DIARY_COUNT]; /* from 0; -1 none */
    ngl_date_order order;
    double         dist_unit_m;    /* metres in one; 0: not known */
    double         duration_unit_s; /* seconds in a plain number; 0: not known */
    bool           clock_hours;    /* "1:05" is an hour and five minutes, not a minute and five seconds */
    bool           clock_open;     /* … which is not known */
} ngl_diary_map;

/* What the header says, and the rows of `len` bytes where it says nothing. False:
 * these are no rows of values at all. */
bool ngl_diary_guess(ngl_diary_map *out, const void *bytes, size_t len);

/* Units and the order of dates again, for columns that were chosen. */
void ngl_diary_look(ngl_diary_map *map, const void *bytes, size_t len);

/* Bits of what must be settled before rows can be read: a bit for each field,
 * and these for their units. 0: it can be read as it is. */
enum { NGL_DIARY_ASK_ORDER = 1 << 16, NGL_DIARY_ASK_DIST = 1 << 17, NGL_DIARY_ASK_CLOCK = 1 << 18, NGL_DIARY_ASK_USE = 1 << 19 };
unsigned ngl_diary_open(const ngl_diary_map *map);

/* May a file that begins like this, in a folder of recordings, be taken for a
 * diary without being asked for: a date and something about running or pain in
 * its header, under words that are known? */
bool ngl_diary_sniff(const void *head, size_t len);

/* Lines that are values between separators, of two columns or more? */
bool ngl_csv_like(const void *head, size_t len);

/* A mapping as text, and from text: "date = Datum", a line for each; columns by
 * their heading, or by number ("column 3"). `bytes` is the diary. What the text
 * does not name stays as it is in `map`; "none" takes a column away. NGL_E_INVALID
 * with a sentence that names the line. */
void       ngl_diary_map_write(ngl_buf *out, const ngl_diary_map *map, const void *bytes, size_t len);
ngl_status ngl_diary_map_read(ngl_diary_map *map, const char *text, size_t ntext, const void *bytes, size_t len, ngl_error *err);

/* The first row, by which a kept mapping is found again: appended. */
void ngl_diary_header(ngl_buf *out, const void *bytes, size_t len);

/* Rows of a diary as a list ("diary"): key, day, times local as if they were
 * UTC (`local`), figures, words. What cannot be read is named by its line in
 * list->note and counted in nbad; the others are there. NGL_E_UNSUPPORTED: the
 * mapping leaves something open; NGL_E_CORRUPT: a row without end; NGL_E_NOMEM. */
ngl_status ngl_diary_read(ngl_list *out, ngl_arena *arena, const void *bytes, size_t len, const ngl_diary_map *map, ngl_error *err);

/* ---- values (diary_value.c) --------------------------------------------------------- */

/* "10,5", "1.234,5", "10 km": a number, and the metres of a unit behind it (0: none). */
bool ngl_diary_number(double *out, double *unit_m, const char *text);
/* "45", "45:30", "1:05:30", "1h05", "45 min": seconds; `plain_s` for a bare number. */
bool ngl_diary_duration(double *out_s, const char *text, double plain_s, bool clock_hours);
/* A day: figures in `order`, or with the month in words; with a time of day behind
 * it `*seconds` gets it, else -1. */
bool ngl_diary_day(ngl_day *out, int *seconds, const char *text, ngl_date_order order);
/* "7:30", "07:30:15", "7.30 pm": seconds after midnight. */
bool ngl_diary_clock(int *seconds, const char *text);

#endif
