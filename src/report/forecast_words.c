/* Chances in words. People read "1 in 8" more surely than 12.5 % (Gigerenzer
 * 2007, doi:10.1111/j.1539-6053.2008.00033.x), and no more digits are known. */
#include "base/number.h"
#include "report/forecast_report.h"

#include "base/date.h"

#include <math.h>

#define RARE 0.01
#define TENTHS_FROM 0.35
#define NEARLY 0.95

/* 1 in so many: above ten only steps that are worth telling apart */
static int one_in(double p)
{
    static const int step[] = { 12, 15, 20, 25, 30, 40, 50, 70, 100 };
    double           n = 1 / p;
    if (n < 10.5) return (int)round(n);
    unsigned i = 0;
    while (i + 1 < sizeof step / sizeof *step && n > sqrt((double)step[i] * step[i + 1])) i++;
    return n < sqrt(10.0 * 12) ? 10 : step[i];
}

static void plain_chance(ngl_buf *out, double p)
{
    if (p < RARE) ngl_buf_text(out, "under 1 in 100");
    else if (p < TENTHS_FROM) ngl_buf_printf(out, "1 in %d", one_in(p));
    else if (p < NEARLY) ngl_buf_printf(out, "%d in 10", (int)round(10 * p));
    else ngl_buf_text(out, "over 9 in 10");
}

void ngl_chance_words(ngl_buf *out, double p)
{
    if (p >= RARE && p < NEARLY) ngl_buf_text(out, "about ");
    plain_chance(out, p);
}

void ngl_chance_range_words(ngl_buf *out, const ngl_chance *c)
{
    ngl_chance_words(out, c->p);
    ngl_buf_text(out, " (");
    plain_chance(out, c->low);
    ngl_buf_text(out, " to ");
    plain_chance(out, c->high);
    ngl_buf_char(out, ')');
}

const char *ngl_hold_key(const ngl_forecast_view *v)
{
    static const char *const key[] = { NULL, "danger", "get_seen", "questions", "not_enough_data" };
    return key[v->hold];
}

static void lack_words(ngl_buf *out, const ngl_forecast_data *d)
{
    char day[NGL_DAY_WORDS];
    ngl_buf_text(out, "Not enough data for a forecast yet.\n");
    if (d->lack == NGL_FORECAST_FEW_NOTES)
        ngl_buf_printf(out, "It needs %d days with your pain noted, days without pain too; there %s %u.\n"
                            "Note it each day, at the same time: niggle log pain 2 --morning\n",
                       (int)NGL_FORECAST_LEAST, d->noted == 1 ? "is" : "are", d->noted);
    if (d->lack == NGL_FORECAST_OLD_NOTES) {
        ngl_day_words(day, d->last_note);
        ngl_buf_printf(out, "Your last note is of %s. How is it now? niggle log pain 2 --morning\n", day);
    }
    if (d->lack == NGL_FORECAST_FEW_RUNS)
        ngl_buf_text(out, "It needs five days with a run in the last 60: niggle import brings in the files of your watch.\n");
}

void ngl_hold_words(ngl_buf *out, const ngl_forecast_view *v)
{
    switch (v->hold) {
    case NGL_HOLD_NONE: break;
    case NGL_HOLD_DANGER:
        if (v->triage == NGL_TRIAGE_EMERGENCY)
            ngl_buf_text(out, "Get help now: go to an emergency department, or call your emergency number.\n");
        else ngl_buf_text(out, "Your answers should be looked at within days. That comes before any forecast.\n");
        ngl_buf_text(out, "What to do until then: niggle plan\n");
        break;
    case NGL_HOLD_GET_SEEN:
        ngl_buf_printf(out, "Have it looked at first: %s.\nWhat to do: niggle today\n", v->seen_why);
        break;
    case NGL_HOLD_QUESTIONS:
        ngl_buf_printf(out, "%u safety question%s no answer yet. That comes before any forecast.\nAnswer: niggle assess\n",
                       v->open, v->open == 1 ? " has" : "s have");
        break;
    case NGL_HOLD_DATA: lack_words(out, &v->data); break;
    }
}
