/* Looking things up in check-ins. */
#ifndef PLAN_DIARY_H
#define PLAN_DIARY_H

#include "plan/internal.h"

typedef struct diary {
    const ngl_checkin *checkin;
    size_t             n;
    ngl_day            today; /* what lies after it is not seen */
} diary;

/* The value noted for a day, NaN if none; the last of several counts. */
double ngl_diary_on(const diary *d, ngl_note note, ngl_day day);

/* The last day in from..to with this note, or NGL_DAY_NONE. */
ngl_day ngl_diary_last(const diary *d, ngl_note note, ngl_day from, ngl_day to);

/* Median of the values in from..to, NaN without any. At most 32 days count. */
double ngl_diary_median(const diary *d, ngl_note note, ngl_day from, ngl_day to);

/* The worst pain noted for a day among notes first..last; NaN without any. */
double ngl_diary_worst(const diary *d, ngl_note first, ngl_note last, ngl_day day, ngl_note *which);

#endif
