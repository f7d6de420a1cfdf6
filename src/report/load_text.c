/* Weeks of load in words: a line a tissue, what changed and which run did it,
 * runs that stand out with the published figure, context that is no alarm. */
#include "report/load_report.h"

#include "base/date.h"
#include "base/number.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

enum { LINE_MAX = 8192, LABEL = 36, IN_LINE = 12, MOST_WEEKS = 72, OUT_SHOWN = 3 };

static ngl_buf line(void)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX);
    return b;
}

static void item(ngl_buf *out, const char *mark, ngl_buf *text)
{
    ngl_page_item(out, 2, mark, ngl_buf_string(text));
    ngl_buf_free(text);
}

static double easy_km(const ngl_loads *l)
{
    return ngl_load_easy_km(&l->usual);
}

/* ---- the table ---------------------------------------------------------------------- */

static void range(ngl_buf *b, const ngl_load_change *c)
{
    ngl_buf_number(b, c->low, 1);
    if (floor(c->low * 10 + 0.5) != floor(c->high * 10 + 0.5)) {
        ngl_buf_char(b, '-');
        ngl_buf_number(b, c->high, 1);
    }
    ngl_buf_text(b, " x");
}

/* "sit-bone tendon: semimembranosus, late swing" is known by what comes first */
static void label(ngl_buf *b, const char *text)
{
    const char *colon = strstr(text, ": ");
    int         len = (int)(colon ? (size_t)(colon - text) : strlen(text));
    ngl_buf_printf(b, "  %-*.*s ", LABEL, len < LABEL ? len : LABEL, text);
}

static const char *short_word(ngl_load_word w)
{
    return w == NGL_LOAD_MUCH_MORE ? "much more" : w == NGL_LOAD_MORE ? "more" : w == NGL_LOAD_LESS ? "less" : ngl_load_word_words(w);
}

static void spark(ngl_buf *out, const ngl_load_view *v, ngl_id t, size_t most)
{
    size_t shown = v->nweek < most ? v->nweek : most, from = v->nweek - shown;
    ngl_spark(out, v->cell + t * v->nweek + from, v->week + from, shown);
}

static void tissue_row(ngl_buf *out, const ngl_load_view *v, ngl_id t)
{
    const ngl_load_change *c = &v->change[t];
    double                 km = v->cell[t * v->nweek + v->nweek - 1] / easy_km(v->loads);
    ngl_buf                number = line();
    label(out, v->loads->kb->tissue[t].label);
    if (v->nweek <= IN_LINE) spark(out, v, t, IN_LINE);
    ngl_buf_number(&number, km, km < 10 ? 1 : 0);
    ngl_buf_printf(out, " %5s  %s", ngl_buf_string(&number), short_word(c->word));
    ngl_buf_free(&number);
    if (c->word == NGL_LOAD_MORE || c->word == NGL_LOAD_MUCH_MORE) ngl_buf_text(out, ", "), range(out, c);
    ngl_buf_char(out, '\n');
    if (v->nweek <= IN_LINE) return;
    ngl_buf_text(out, "    ");
    spark(out, v, t, MOST_WEEKS);
    ngl_buf_char(out, '\n');
}

static void table(ngl_buf *out, const ngl_load_view *v)
{
    int shown = v->nweek <= IN_LINE ? (int)v->nweek : 0;
    ngl_buf_printf(out, "\n  %-*s %-*.*s 7 days  of 4 weeks before\n", LABEL, "tissue", shown, shown, "week by week ");
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) tissue_row(out, v, t);
    ngl_buf b = line();
    ngl_buf_text(&b, "In easy kilometres: what so many kilometres of your easy running would have done (");
    ngl_pace_words(&b, v->loads->usual.easy_mps);
    ngl_buf_text(&b, ", ");
    ngl_buf_number(&b, v->loads->usual.easy_spm, 0);
    ngl_buf_text(&b, " steps a minute). \"?\" is a week of which files are missing, \".\" one without running. "
                     "\"Cannot be told\" is said where the answer hangs on a figure that nobody knows well enough.");
    if (v->nweek > MOST_WEEKS) ngl_buf_printf(&b, " Only the newest %d weeks are drawn; --plain has all.", MOST_WEEKS);
    ngl_buf_char(out, '\n');
    item(out, "", &b);
}

/* ---- what changed ------------------------------------------------------------------------ */

static bool is_more(const ngl_load_change *c)
{
    return c->word == NGL_LOAD_MORE || c->word == NGL_LOAD_MUCH_MORE;
}

/* tissues with more, by the run that put most on them */
static void changed_by(ngl_buf *out, const ngl_load_view *v, uint32_t run)
{
    const ngl_knowledge *kb = v->loads->kb;
    double               most = 0, least = 1;
    unsigned             n = 0, all = 0;
    ngl_buf              b = line();
    for (ngl_id t = 0; t < kb->ntissue; t++) all += is_more(&v->change[t]) && v->change[t].run == run;
    ngl_loaded_words(&b, &v->loads->run[run]);
    ngl_buf_text(&b, all == kb->ntissue ? " did most of it for every tissue" : " did most of it for ");
    for (ngl_id t = 0; t < kb->ntissue; t++) {
        const ngl_load_change *c = &v->change[t];
        if (!is_more(c) || c->run != run) continue;
        if (all < kb->ntissue) ngl_buf_printf(&b, "%s%s", n++ ? "; " : "", kb->tissue[t].label);
        most = fmax(most, c->share);
        least = fmin(least, c->share);
    }
    ngl_buf_text(&b, ": ");
    ngl_buf_number(&b, least * 100, 0);
    if (lround(most * 100) != lround(least * 100)) {
        ngl_buf_text(&b, " to ");
        ngl_buf_number(&b, most * 100, 0);
    }
    ngl_buf_text(&b, " % of the seven days.");
    if (all) item(out, "- ", &b);
    else ngl_buf_free(&b);
}

static void what_changed(ngl_buf *out, const ngl_load_view *v, bool colour)
{
    bool any = false;
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) any |= is_more(&v->change[t]);
    if (!any) return;
    ngl_page_heading(out, "What went up, and which run did it", colour);
    for (uint32_t i = (uint32_t)v->loads->n; i-- > 0;)
        if (v->loads->run[i].day > v->today - 7) changed_by(out, v, i);
}

static void list_tissues(ngl_buf *b, const ngl_knowledge *kb, const ngl_load_change *c, ngl_load_word w, const char *before)
{
    unsigned n = 0, all = 0;
    for (ngl_id t = 0; t < kb->ntissue; t++) all += c[t].word == w;
    if (all == kb->ntissue) {
        ngl_buf_printf(b, "%severy tissue of the table.", before);
        return;
    }
    for (ngl_id t = 0; t < kb->ntissue; t++)
        if (c[t].word == w) ngl_buf_printf(b, "%s%s", n++ ? "; " : before, kb->tissue[t].label);
    if (n) ngl_buf_char(b, '.');
}

static void stand_out(ngl_buf *out, const ngl_load_view *v, const ngl_load_stand_out *s)
{
    const ngl_knowledge *kb = v->loads->kb;
    ngl_buf              b = line();
    ngl_loaded_words(&b, &v->loads->run[s->run]);
    if (s->figure) {
        ngl_buf_text(&b, ": ");
        ngl_buf_number(&b, s->percent, 0);
        ngl_buf_text(&b, " % longer than the longest of the 30 days before. Among 5,205 runners such runs went with ");
        ngl_hazard_words(&b, kb, s->figure);
        ngl_buf_text(&b, " as runs up to 10 % longer; that is a link, not a forecast for you.");
    } else {
        ngl_buf_text(&b, ": no longer than usual, but heavier.");
    }
    list_tissues(&b, kb, s->tissue, NGL_LOAD_MORE, " By load it tops those 30 days by more than 10 % for ");
    item(out, "- ", &b);
}

static void outs(ngl_buf *out, const ngl_load_view *v, bool colour)
{
    if (!v->nout) return;
    ngl_page_heading(out, "Runs that stand out", colour);
    for (size_t i = 0; i < v->nout && i < OUT_SHOWN; i++) stand_out(out, v, &v->out[i]);
    if (v->nout <= OUT_SHOWN) return;
    ngl_buf b = line();
    ngl_buf_printf(&b, "And %zu before; --plain lists them all.", v->nout - OUT_SHOWN);
    item(out, "", &b);
}

/* ---- today ---------------------------------------------------------------------------------- */

static long days_left(const ngl_tissue_state *s)
{
    return s->days_to_usual > 0.5 ? lround(ceil(s->days_to_usual)) : 0;
}

/* tissues that need so many days, in one line */
static void left_of(ngl_buf *out, const ngl_load_view *v, long days)
{
    unsigned n = 0;
    ngl_buf  b = line();
    ngl_buf_printf(&b, "About %ld day%s of rest until back at the usual: ", days, days == 1 ? "" : "s");
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++)
        if (days_left(&v->state[t]) == days) ngl_buf_printf(&b, "%s%s", n++ ? "; " : "", v->loads->kb->tissue[t].label);
    ngl_buf_char(&b, '.');
    item(out, "- ", &b);
}

static void left(ngl_buf *out, const ngl_load_view *v, bool colour)
{
    long last = 10000;
    ngl_page_heading(out, "What is still in them today", colour);
    for (;;) {
        long next = 0;
        for (ngl_id t = 0; t < v->loads->kb->ntissue; t++)
            if (days_left(&v->state[t]) < last && days_left(&v->state[t]) > next) next = days_left(&v->state[t]);
        if (!next) break;
        left_of(out, v, next);
        last = next;
    }
    ngl_page_text(out, 2, last == 10000 ? "No more than is usual for you. How fast a tissue recovers is a rough figure." : "How fast a tissue recovers is a rough figure; how it feels counts more.");
}

static void verdict(ngl_buf *b, const ngl_knowledge *kb, const char *key, const char *words)
{
    const ngl_training_figure *f = ngl_training_figure_of(kb, key);
    if (!f) return;
    ngl_buf_text(b, words);
    ngl_refs_words(b, kb, f->source);
}

static void context(ngl_buf *out, const ngl_load_view *v, bool colour)
{
    const ngl_load_context *c = &v->context;
    const ngl_knowledge    *kb = v->loads->kb;
    const ngl_load_week    *w = &v->week[v->nweek - 1];
    ngl_buf                 b = line();
    ngl_page_heading(out, "Beside it, no alarm", colour);
    ngl_buf_printf(&b, "%u run%s, ", w->runs, w->runs == 1 ? "" : "s");
    ngl_buf_number(&b, w->dist_m / 1000, 1);
    ngl_buf_text(&b, " km in 7 days");
    if (!isnan(c->growth_pct)) {
        ngl_buf_text(&b, ", ");
        ngl_buf_number(&b, fabs(c->growth_pct), 0);
        ngl_buf_printf(&b, " %% %s than in the 7 before", c->growth_pct < 0 ? "less" : "more");
    }
    ngl_buf_char(&b, '.');
    verdict(&b, kb, "week_to_week", " In the largest study weekly growth had no link with injuries");
    verdict(&b, kb, "ten_percent_rct", ", and the 10 % rule did not lower them");
    ngl_buf_char(&b, '.');
    item(out, "- ", &b);
    b = line();
    if (!isnan(c->acwr)) {
        ngl_buf_text(&b, "Last week against the mean of the three before: ");
        ngl_buf_number(&b, c->acwr, 2);
        verdict(&b, kb, "acwr_frandsen", ". This \"acute:chronic ratio\" pointed the other way in that study");
        verdict(&b, kb, "acwr_artifact", "; random numbers give nearly the same odds");
        ngl_buf_char(&b, '.');
    }
    item(out, "- ", &b);
    b = line();
    if (!isnan(c->monotony)) {
        ngl_buf_text(&b, "Sameness of days (monotony): ");
        ngl_buf_number(&b, c->monotony, 1);
        verdict(&b, kb, "monotony_def", ". Nobody has shown that it matters for running injuries");
        ngl_buf_char(&b, '.');
    }
    item(out, "- ", &b);
}

/* ---- what is not known --------------------------------------------------------------------------- */

static void other_sports(ngl_buf *out, const ngl_load_view *v)
{
    const ngl_load_week *w = &v->week[v->nweek - 1];
    ngl_buf              b = line();
    if (w->sessions) {
        ngl_buf_printf(&b, "%u session%s of strength or other sports in 7 days", w->sessions, w->sessions == 1 ? "" : "s");
        if (w->unrated < w->sessions) {
            ngl_buf_text(&b, ": ");
            ngl_buf_number(&b, w->session_load, 0);
            ngl_buf_text(&b, " by how hard (1 to 10) times minutes. That is another unit: no model says what they did to a tissue");
        }
        if (w->unrated) ngl_buf_printf(&b, "; %u without a note of how hard", w->unrated);
        ngl_buf_char(&b, '.');
    }
    item(out, "- ", &b);
}

static unsigned unknown_weeks(const ngl_load_view *v)
{
    unsigned n = 0;
    for (size_t i = 0; i < v->nweek; i++) n += v->week[i].unknown_days > 0;
    return n;
}

static void unknowns(ngl_buf *out, const ngl_load_view *v)
{
    const ngl_loads *l = v->loads;
    unsigned         unweighed = 0, weeks = unknown_weeks(v);
    char             day[NGL_DAY_WORDS];
    ngl_buf          b = line();
    for (size_t i = 0; i < v->nweek; i++) unweighed += v->week[i].unweighed;
    if (!l->usual.runs)
        ngl_page_item(out, 2, "- ", "Too few runs to know your easy pace and steps: general figures stand in, so go by the table with care.");
    if (weeks)
        ngl_buf_printf(&b, "Of %u of these %zu weeks files are missing: more than two weeks without any activity, or before the first. "
                           "What you did then is not known, and is not taken for rest.", weeks, v->nweek);
    item(out, "- ", &b);
    b = line();
    if (unweighed) ngl_buf_printf(&b, "%u run%s could not be weighed: no time is known, or it is faster than anyone runs.", unweighed, unweighed == 1 ? "" : "s");
    item(out, "- ", &b);
    b = line();
    if (v->new_device != NGL_DAY_NONE) {
        ngl_day_words(day, v->new_device);
        ngl_buf_printf(&b, "Another watch was worn from %s on. Watches count steps and speed a little differently, so a small change across that day may be its doing.", day);
    }
    item(out, "- ", &b);
    if (l->renewed) ngl_page_item(out, 2, "- ", "Your usual pace or steps, or the model, have moved: earlier runs were weighed anew, so figures differ from last time.");
}

static void sources(ngl_buf *out, const ngl_load_view *v, bool colour)
{
    if (!v->why) return;
    ngl_page_heading(out, "Where the figures come from", colour);
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) {
        ngl_buf b = line();
        ngl_tissue_source_words(&b, v->loads->kb, &v->loads->kb->tissue[t]);
        item(out, "- ", &b);
    }
    ngl_page_text(out, 2, "\"expert\" is a judgement of ours, not a measurement.");
}

void ngl_load_text(ngl_buf *out, const ngl_load_view *v, bool colour)
{
    char    day[NGL_DAY_WORDS];
    ngl_buf b = line();
    ngl_day_words(day, v->today);
    ngl_buf_printf(&b, "What your tissues bore: %zu weeks up to %s", v->nweek, day);
    ngl_page_heading(out, ngl_buf_string(&b), colour);
    ngl_buf_free(&b);
    table(out, v);
    what_changed(out, v, colour);
    outs(out, v, colour);
    left(out, v, colour);
    context(out, v, colour);
    other_sports(out, v);
    unknowns(out, v);
    sources(out, v, colour);
    ngl_buf_char(out, '\n');
    ngl_page_text(out, 2, "It ranks what you can choose (shorter, slower, flatter); it promises nothing about injury. One run: niggle load RUN");
}
