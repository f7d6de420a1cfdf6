/* One run's load in words: how it was run, what it did to each tissue and by
 * which term, what is doubtful. */
#include "report/load_report.h"

#include "base/date.h"
#include "base/number.h"
#include "report/plan_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX = 8192 };

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

static void percent(ngl_buf *b, double ratio)
{
    long p = lround((ratio - 1) * 100);
    if (!p) ngl_buf_text(b, "as usual");
    else ngl_buf_printf(b, "%ld %% %s", labs(p), p > 0 ? "more" : "fewer");
}

static void how_it_was_run(ngl_buf *out, const ngl_loads *l, const ngl_loaded *r)
{
    ngl_buf b = line();
    ngl_buf_number(&b, r->sum.steps, 0);
    ngl_buf_text(&b, " steps of each foot in ");
    ngl_buf_number(&b, r->sum.seconds / 60, 0);
    ngl_buf_text(&b, " min");
    if (r->sum.mean_speed_mps > 0) {
        ngl_buf_text(&b, ", ");
        ngl_pace_words(&b, r->sum.mean_speed_mps);
        ngl_buf_text(&b, l->usual.runs ? " (your easy pace: " : " (taken as easy: ");
        ngl_pace_words(&b, l->usual.easy_mps);
        ngl_buf_char(&b, ')');
    }
    if (r->sum.mean_cadence_ratio > 0) {
        ngl_buf_text(&b, ", steps a minute for that speed: ");
        percent(&b, r->sum.mean_cadence_ratio);
    }
    if (fabs(r->sum.mean_grade_pct) >= 0.5) {
        ngl_buf_text(&b, r->sum.mean_grade_pct > 0 ? ", climbing " : ", falling ");
        ngl_buf_number(&b, fabs(r->sum.mean_grade_pct), 1);
        ngl_buf_text(&b, " % on the whole");
    }
    ngl_buf_char(&b, '.');
    item(out, "", &b);
}

static void term(ngl_buf *b, const char *what, double factor)
{
    long p = lround((factor - 1) * 100);
    if (!p || isnan(factor)) return;
    ngl_buf_printf(b, "%s%s %c%ld %%", b->len ? ", " : "", what, p < 0 ? '-' : '+', labs(p));
}

static void tissue(ngl_buf *out, const ngl_load_run_view *v, ngl_id t)
{
    const ngl_loads       *l = v->loads;
    const ngl_tissue_load *d = &l->run[v->run].tissue[t];
    const ngl_load_change *c = &v->stands.tissue[t];
    double                 km = ngl_load_easy_km(&l->usual);
    ngl_buf                b = line(), why = line();
    ngl_buf_printf(&b, "%s: ", l->kb->tissue[t].label);
    ngl_buf_number(&b, d->at_default / km, 1);
    ngl_buf_text(&b, " easy km (");
    ngl_buf_number(&b, d->low / km, 1);
    ngl_buf_text(&b, " to ");
    ngl_buf_number(&b, d->high / km, 1);
    ngl_buf_char(&b, ')');
    if (!isnan(d->left) && fabs(d->left / d->right - 1) > 0.02) {
        ngl_buf_text(&b, ", left to right ");
        ngl_buf_number(&b, d->left / d->right, 2);
    }
    term(&why, "speed", v->terms[t].speed);
    term(&why, "steps", v->terms[t].cadence);
    term(&why, "hills", v->terms[t].grade);
    term(&why, "tired", v->terms[t].late);
    if (why.len) ngl_buf_printf(&b, "; %s", ngl_buf_string(&why));
    if (c->word == NGL_LOAD_MORE) {
        ngl_buf_text(&b, "; above the heaviest of the 30 days before, ");
        ngl_buf_number(&b, c->low, 2);
        if (c->high - c->low > 0.02) {
            ngl_buf_text(&b, " to ");
            ngl_buf_number(&b, c->high, 2);
        }
        ngl_buf_text(&b, " times");
    } else if (c->word == NGL_LOAD_WITHHELD) {
        ngl_buf_text(&b, "; whether it tops the 30 days before cannot be told");
    }
    ngl_buf_char(&b, '.');
    ngl_buf_free(&why);
    item(out, "- ", &b);
}

static void distance(ngl_buf *out, const ngl_load_run_view *v)
{
    ngl_buf b = line();
    if (v->stands.figure) {
        ngl_buf_number(&b, v->stands.percent, 0);
        ngl_buf_text(&b, " % longer than the longest of the 30 days before. Among 5,205 runners such runs went with ");
        ngl_hazard_words(&b, v->loads->kb, v->stands.figure);
        ngl_buf_text(&b, " as runs up to 10 % longer; that is a link, not a forecast for you.");
    } else if (!isnan(v->stands.percent)) {
        ngl_buf_text(&b, "No more than 10 % longer than the longest of the 30 days before.");
    } else {
        ngl_buf_text(&b, "How it stands to the 30 days before is not known: files are missing, or distances.");
    }
    item(out, "", &b);
}

static void contact(ngl_buf *out, const ngl_loaded *r)
{
    ngl_buf b = line();
    if (!isnan(r->sum.force_by_contact)) {
        ngl_buf_text(&b, "Force of a step on the ground against an easy one: ");
        ngl_buf_number(&b, r->sum.force_by_speed, 2);
        ngl_buf_text(&b, " by speed [S_WEYAND2005], ");
        ngl_buf_number(&b, r->sum.force_by_contact, 2);
        ngl_buf_text(&b, " by step and contact time (a rule of thumb).");
    }
    item(out, "- ", &b);
}

static void other_sport(ngl_buf *out, const ngl_loaded *r)
{
    ngl_buf b = line();
    double  session = ngl_session_load(r);
    if (!isnan(session)) {
        ngl_buf_text(&b, "How hard (1 to 10) times minutes: ");
        ngl_buf_number(&b, session, 0);
        ngl_buf_text(&b, ". ");
    }
    if (r->tissue && r->sum.flags & NGL_LOAD_ABSURD) {
        ngl_buf_text(&b, "From end to end it is faster than anyone runs: a car or a bicycle, or the satellite's doing. It is not weighed.");
        item(out, "", &b);
        return;
    }
    ngl_buf_printf(&b, "No model says what %s does to each tissue, so it stands beside the runs and is not added to them.",
                   r->sport == NGL_SPORT_RUNNING ? "a run without any time" : r->sport == NGL_SPORT_STRENGTH ? "a strength session" : "this sport");
    item(out, "", &b);
}

void ngl_load_run_text(ngl_buf *out, const ngl_load_run_view *v, bool colour)
{
    const ngl_loaded *r = &v->loads->run[v->run];
    ngl_buf           b = line();
    ngl_loaded_words(&b, r);
    ngl_page_heading(out, ngl_buf_string(&b), colour);
    ngl_buf_free(&b);
    if (!v->terms || !(r->sum.seconds > 0)) {
        other_sport(out, r);
        return;
    }
    how_it_was_run(out, v->loads, r);
    distance(out, v);
    ngl_page_heading(out, "What each tissue bore, and why", colour);
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) tissue(out, v, t);
    ngl_page_heading(out, "How sure", colour);
    for (unsigned i = 0; i < NGL_LOAD_FLAGS; i++)
        if (r->sum.flags & 1U << i) ngl_page_item(out, 2, "- ", ngl_load_flag_words(1U << i));
    contact(out, r);
    ngl_page_item(out, 2, "- ", "The ranges hold nine in ten of all values that the figures allow. An easy km is one kilometre of your easy running.");
    if (!v->why) return;
    ngl_page_heading(out, "Where the figures come from", colour);
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) {
        b = line();
        ngl_tissue_source_words(&b, v->loads->kb, &v->loads->kb->tissue[t]);
        item(out, "- ", &b);
    }
}
