/* Check-ins come as an unordered list; days are looked up in it. */
#include "plan/diary.h"

#include <math.h>

double ngl_diary_on(const diary *d, ngl_note note, ngl_day day)
{
    double value = NAN;
    if (day > d->today) return value;
    for (size_t i = 0; i < d->n; i++)
        if (d->checkin[i].day == day && d->checkin[i].note == note) value = d->checkin[i].value;
    return value;
}

ngl_day ngl_diary_last(const diary *d, ngl_note note, ngl_day from, ngl_day to)
{
    ngl_day last = NGL_DAY_NONE;
    for (size_t i = 0; i < d->n; i++) {
        const ngl_checkin *c = &d->checkin[i];
        if (c->note == note && c->day >= from && c->day <= to && c->day <= d->today && c->day > last) last = c->day;
    }
    return last;
}

double ngl_diary_median(const diary *d, ngl_note note, ngl_day from, ngl_day to)
{
    double   value[32];
    unsigned n = 0;
    for (ngl_day day = to; day >= from && n < 32; day--) {
        double v = ngl_diary_on(d, note, day);
        if (isnan(v)) continue;
        unsigned at = n++;
        for (; at > 0 && value[at - 1] > v; at--) value[at] = value[at - 1];
        value[at] = v;
    }
    if (n == 0) return NAN;
    return n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

double ngl_diary_worst(const diary *d, ngl_note first, ngl_note last, ngl_day day, ngl_note *which)
{
    double worst = NAN;
    for (int note = first; note <= (int)last; note++) {
        double v = ngl_diary_on(d, (ngl_note)note, day);
        if (isnan(v) || v <= worst) continue;
        worst = v;
        *which = (ngl_note)note;
    }
    return worst;
}
