/* Courses and the constants of time, in words, for a person who reviews a change. */
#include "kbc/internal.h"

#include "base/number.h"

#include <math.h>

static void figure(ngl_buf *b, const char *before, double v, const char *after)
{
    ngl_buf_text(b, before);
    ngl_buf_exact(b, v);
    ngl_buf_text(b, after);
}

static void course(ngl_buf *b, const ngl_knowledge *kb, const char *key, const ngl_course *c)
{
    ngl_buf_printf(b, "  %s:", key);
    figure(b, " half over by day ", c->median_d, ",");
    figure(b, " nine in ten by day ", c->p90_d, "");
    if (c->build_d > 0) figure(b, ", felt by half of them by day ", c->build_d, "");
    figure(b, "; time left with rest times ", c->rest, ",");
    figure(b, " running on times ", c->running, ";");
    figure(b, " back on running ", c->back, ",");
    figure(b, " comes and goes ", c->fluctuates, ",");
    figure(b, " worse if not better ", c->worsens, "");
    if (!isnan(c->delay_median_h)) {
        figure(b, "; first felt after ", c->delay_median_h, " h,");
        figure(b, " nine in ten by ", c->delay_p90_h, " h");
    }
    figure(b, "; as sure as ", c->ess, c->measured ? " people, published [" : " people, estimate [");
    for (uint16_t i = 0; i < c->source.num; i++)
        ngl_buf_printf(b, "%s%s", i ? " " : "", kb->source[kb->source_ref[c->source.adr + i]].key);
    ngl_buf_text(b, "]\n");
}

static void constants(ngl_buf *b, const ngl_knowledge *kb)
{
    const ngl_time *t = &kb->time;
    ngl_buf_printf(b, "  days %s instead of %s, bands from day", kb->finding[t->days].key, kb->finding[t->band].key);
    for (unsigned i = 0; i < t->nband; i++) figure(b, " ", t->from_day[i], "");
    ngl_buf_printf(b, "; follow-up %s after %s with %s, %s; delay %s\n", kb->finding[t->change].key, kb->finding[t->after].key,
                   kb->finding[t->load].key, kb->finding[t->back].key, kb->finding[t->delay].key);
    figure(b, "  scale ", t->scale_d, " d,");
    figure(b, " horizon ", t->horizon_d, " d,");
    figure(b, " astray ", t->stray, "");
    figure(b, " at ", t->stray_spread, " times the spread;");
    figure(b, " better from ", t->better, ",");
    figure(b, " much better from ", t->much_better, ";");
    figure(b, " not to blame ", t->blame, "");
    figure(b, " over ", t->blame_d, " days; by chance");
    for (unsigned i = 0; i < 5; i++) figure(b, " ", t->by_chance[i], "");
    ngl_buf_char(b, '\n');
}

void kbc_dump_time(ngl_buf *b, const ngl_knowledge *kb)
{
    if (!kb->course) return;
    ngl_buf_text(b, "\ntime\n");
    constants(b, kb);
    for (ngl_id i = 0; i < ngl_states(kb); i++)
        if (kb->course[i].ess > 0)
            course(b, kb, i < kb->ncondition ? kb->condition[i].key : kb->form[i - kb->ncondition].key, &kb->course[i]);
}
