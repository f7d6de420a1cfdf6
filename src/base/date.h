/* Days and moments without a clock, a locale or a time zone table. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <niggle/types.h>
#include <stdbool.h>

typedef struct ngl_civil {
    int year, month, day; /* month 1-12, day 1-31 */
} ngl_civil;

/* Proleptic Gregorian calendar; years 0-9999 are valid. */
bool      ngl_civil_valid(ngl_civil c);
ngl_day   ngl_day_from_civil(ngl_civil c);
ngl_civil ngl_civil_from_day(ngl_day d);
int       ngl_day_weekday(ngl_day d); /* 0 Monday - 6 Sunday */

/* "2026-03-01" exactly; false leaves *out alone. */
bool ngl_day_parse(ngl_day *out, const char *text, size_t len);
#define NGL_DAY_TEXT 11
void ngl_day_format(char out[NGL_DAY_TEXT], ngl_day d); /* years outside 0-9999: "?" */
/* "Sunday 3 May" */
#define NGL_DAY_WORDS 32
void ngl_day_words(char out[NGL_DAY_WORDS], ngl_day d);

/* "2024-05-10T19:32:04Z", with optional fraction and offset (+02:00, -0330,
 * none = UTC); ' ' is taken for 'T'. `offset_s` (may be NULL) gets the stated
 * offset. Leap second 60 counts as 59. False leaves the outputs alone. */
bool ngl_instant_parse(ngl_instant *out, int32_t *offset_s, const char *text, size_t len);
#define NGL_INSTANT_TEXT 28
void ngl_instant_format(char out[NGL_INSTANT_TEXT], ngl_instant t); /* UTC; ".123" only if needed */

/* The civil day of a moment seen at a given offset from UTC; NGL_DAY_NONE for
 * NGL_INSTANT_NONE and whatever else lies beyond all days. */
ngl_day ngl_instant_day(ngl_instant t, int32_t offset_s);

#endif
