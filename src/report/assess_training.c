/* What the files show about the weeks before, as a sentence to confirm. */
#include "base/date.h"
#include "base/number.h"
#include "report/assess_report.h"

#include <math.h>

static void amount(ngl_buf *out, ngl_training_kind kind, double v)
{
    switch (kind) {
    case NGL_STANDS_OUT_DISTANCE:
    case NGL_STANDS_OUT_WEEK: ngl_buf_number(out, v / 1000, 1), ngl_buf_text(out, " km"); return;
    case NGL_STANDS_OUT_TIME: ngl_buf_printf(out, "%ld minutes", lround(v / 60)); return;
    case NGL_STANDS_OUT_SPEED: ngl_buf_number(out, v * 3.6, 1), ngl_buf_text(out, " km/h"); return;
    case NGL_STANDS_OUT_DESCENT: ngl_buf_printf(out, "%ld m down", lround(v)); return;
    case NGL_STANDS_OUT_ASCENT: ngl_buf_printf(out, "%ld m up for each km", lround(v)); return;
    case NGL_STANDS_OUT_QUICK: ngl_buf_printf(out, "%ld of 100 runs quick", lround(v * 100)); return;
    case NGL_STANDS_OUT_CADENCE: ngl_buf_printf(out, "%ld steps a minute", lround(v)); return;
    case NGL_STANDS_OUT_BALANCE: ngl_buf_number(out, v, 1), ngl_buf_text(out, " % of the ground contact on the left foot"); return;
    case NGL_STANDS_OUT_SHOES:
    case NGL_STANDS_OUT_NONE: return;
    }
}

static void the_run(ngl_buf *out, const ngl_training_evidence *e)
{
    char day[NGL_DAY_WORDS];
    ngl_day_words(day, e->day);
    ngl_buf_text(out, "Your run of ");
    if (isnan(e->dist_m)) ngl_buf_text(out, "unknown length");
    else ngl_buf_number(out, e->dist_m / 1000, 1), ngl_buf_text(out, " km");
    ngl_buf_printf(out, " on %s", day);
}

static void more_than_before(ngl_buf *out, const ngl_training_evidence *e)
{
    if (!isnan(e->percent)) ngl_buf_printf(out, ", %ld %% more than the ", lround(e->percent));
    else ngl_buf_text(out, ", against ");
    amount(out, e->kind, e->before);
    ngl_buf_text(out, " before it");
}

static void a_week(ngl_buf *out, const ngl_training_evidence *e)
{
    char day[NGL_DAY_WORDS];
    ngl_day_words(day, e->day);
    ngl_buf_printf(out, "In the week to %s you ran ", day);
    amount(out, e->kind, e->value);
    more_than_before(out, e);
}

/* of late against before, most plainly in one run */
static void a_style(ngl_buf *out, const ngl_training_evidence *e)
{
    char day[NGL_DAY_WORDS];
    ngl_day_words(day, e->day);
    if (e->kind == NGL_STANDS_OUT_SHOES) {
        ngl_buf_printf(out, "Your run on %s was the first noted in these shoes: %s", day, e->words);
        return;
    }
    ngl_buf_text(out, "Of late your runs had ");
    amount(out, e->kind, e->value);
    ngl_buf_text(out, ", before that ");
    if (e->kind == NGL_STANDS_OUT_BALANCE) ngl_buf_number(out, e->before, 1), ngl_buf_text(out, " %");
    else ngl_buf_printf(out, "%ld at the same speed", lround(e->before));
    ngl_buf_printf(out, "; it shows most on %s. Your watch may be off by ", day);
    ngl_buf_number(out, e->error, e->kind == NGL_STANDS_OUT_BALANCE);
}

void ngl_view_training(ngl_buf *out, const ngl_training_evidence *e)
{
    if (e->kind >= NGL_STANDS_OUT_CADENCE) {
        a_style(out, e);
    } else if (e->kind == NGL_STANDS_OUT_WEEK) {
        a_week(out, e);
    } else if (e->kind == NGL_STANDS_OUT_QUICK) {
        ngl_buf_text(out, "Of late there were ");
        amount(out, e->kind, e->value);
        more_than_before(out, e);
    } else if (e->kind == NGL_STANDS_OUT_NONE) {
        ngl_buf_text(out, "Your files show about ");
        ngl_buf_number(out, e->value, 0);
        ngl_buf_text(out, " km in a usual week");
    } else if (e->kind == NGL_STANDS_OUT_DISTANCE && !isnan(e->percent)) {
        the_run(out, e);
        ngl_buf_printf(out, " was %ld %% longer than any in the month before", lround(e->percent));
    } else {
        the_run(out, e);
        ngl_buf_text(out, " had ");
        amount(out, e->kind, e->value);
        more_than_before(out, e);
    }
    ngl_buf_char(out, '.');
}
