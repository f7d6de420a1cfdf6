/* Runs and weeks on a terminal, and as one record a line. */
#include "report/runs_report.h"

#include "base/date.h"
#include "base/number.h"

#include <math.h>
#include <string.h>

enum { SPIKE_PERCENT = 10, BAR_MAX = 30, CELL = 48 };

static void pad_to(ngl_buf *out, size_t column)
{
    const char *line = ngl_buf_string(out);
    size_t      from = out->len, seen = 0;
    while (from && line[from - 1] != '\n') from--;
    // columns are characters, not bytes
    for (size_t i = from; i < out->len; i++) seen += ((unsigned char)line[i] & 0xc0) != 0x80;
    for (; seen < column; seen++) ngl_buf_char(out, ' ');
}

/* right-aligned to end at `column` */
static void put_right(ngl_buf *out, size_t column, const char *text)
{
    size_t n = strlen(text);
    pad_to(out, column > n ? column - n : 0);
    ngl_buf_text(out, text);
}

static void put_figure(ngl_buf *out, size_t column, double v, int decimals)
{
    ngl_buf cell;
    ngl_buf_init(&cell, CELL);
    if (isnan(v)) ngl_buf_char(&cell, '-');
    else ngl_buf_number(&cell, v, decimals);
    put_right(out, column, ngl_buf_string(&cell));
    ngl_buf_free(&cell);
}

/* 1:42:10, 5:41; "-" not known */
static void put_clock(ngl_buf *out, size_t column, double seconds, bool hours)
{
    ngl_buf cell;
    ngl_buf_init(&cell, CELL);
    long s = isnan(seconds) || seconds < 0 || seconds > 1e8 ? -1 : lround(seconds);
    if (s < 0) ngl_buf_char(&cell, '-');
    else if (hours) ngl_buf_printf(&cell, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
    else ngl_buf_printf(&cell, "%ld:%02ld", s / 60, s % 60);
    put_right(out, column, ngl_buf_string(&cell));
    ngl_buf_free(&cell);
}

static double pace(const ngl_run_summary *s)
{
    return s->dist_m > 0 ? s->timer_s / s->dist_m * 1000 : (double)NAN;
}

/* ---- the list -------------------------------------------------------------------- */

static void marks(ngl_buf *out, const ngl_runs_view *v, const ngl_run_line *r)
{
    const char *comma = "";
    pad_to(out, 62);
    if (r->s.sport != NGL_SPORT_RUNNING) ngl_buf_text(out, ngl_sport_key(r->s.sport)), comma = ", ";
    if (v->longest && r->id == v->longest->id) ngl_buf_printf(out, "%slongest", comma), comma = ", ";
    if (r->excess > SPIKE_PERCENT) ngl_buf_printf(out, "%s+%ld %%", comma, lround(r->excess)), comma = ", ";
    if (r->salvaged) ngl_buf_printf(out, "%sin part", comma), comma = ", ";
    if (r->s.day != NGL_DAY_NONE && r->s.day > v->today) ngl_buf_printf(out, "%sfuture", comma);
    while (out->len && out->data[out->len - 1] == ' ') out->data[--out->len] = 0;
}

static void put_run(ngl_buf *out, const ngl_runs_view *v, const ngl_run_line *r)
{
    static const char *const weekday[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    char day[NGL_DAY_TEXT];
    ngl_day_format(day, r->s.day);
    if (r->s.day == NGL_DAY_NONE) ngl_buf_text(out, "no date");
    else ngl_buf_printf(out, "%s %s", weekday[ngl_day_weekday(r->s.day)], day);
    put_figure(out, 22, r->s.dist_m / 1000, 1);
    put_clock(out, 32, r->s.timer_s, true);
    put_clock(out, 40, pace(&r->s), false);
    put_figure(out, 46, r->mean_hr_bpm, 0);
    put_figure(out, 54, r->mean_cadence_spm, 0);
    ngl_buf_text(out, r->has_dynamics ? "  form" : "");
    marks(out, v, r);
    ngl_buf_char(out, '\n');
}

static void put_older(ngl_buf *out, const ngl_runs_view *v)
{
    if (v->nolder)
        ngl_buf_printf(out, "%zu more before that: niggle runs --all\n", v->nolder);
}

static void put_longest(ngl_buf *out, const ngl_runs_view *v)
{
    char day[NGL_DAY_WORDS];
    if (!v->longest) {
        ngl_buf_text(out, "No run with a distance in the last 30 days.\n");
        return;
    }
    ngl_day_words(day, v->longest->s.day);
    ngl_buf_text(out, "Longest run of the last 30 days: ");
    ngl_buf_number(out, v->longest->s.dist_m / 1000, 1);
    ngl_buf_printf(out, " km on %s.\n", day);
}

static void heading(ngl_buf *out, const char *text, bool colour)
{
    ngl_buf_printf(out, "%s%s%s\n", colour ? "\033[1m" : "", text, colour ? "\033[0m" : "");
}

void ngl_runs_text(ngl_buf *out, const ngl_runs_view *v, bool colour)
{
    bool marked = false;
    if (!v->nline) {
        ngl_buf_text(out, "No runs in these days.\n");
        put_older(out, v);
        return;
    }
    heading(out, "day                 km      time  min/km    HR   steps", colour);
    for (size_t i = 0; i < v->nline; i++) {
        put_run(out, v, &v->line[i]);
        marked |= v->line[i].excess > SPIKE_PERCENT;
    }
    ngl_buf_char(out, '\n');
    if (marked) ngl_buf_text(out, "+ %: longer than the longest run of the 30 days before it, by so much.\n");
    put_longest(out, v);
    put_older(out, v);
}

/* ---- weeks ------------------------------------------------------------------------- */

static void put_bar(ngl_buf *out, double part)
{
    for (long n = lround(part * BAR_MAX); n > 0; n--) ngl_buf_char(out, '=');
}

void ngl_weeks_text(ngl_buf *out, const ngl_runs_view *v, bool colour)
{
    double most = 0;
    if (!v->nweek) {
        ngl_buf_text(out, "No runs in these weeks.\n");
        put_older(out, v);
        return;
    }
    for (size_t i = 0; i < v->nweek; i++) most = fmax(most, v->week[i].dist_m);
    heading(out, "week of         km  runs  longest", colour);
    for (size_t i = 0; i < v->nweek; i++) {
        const ngl_week_line *w = &v->week[i];
        char                 day[NGL_DAY_TEXT];
        ngl_day_format(day, w->monday);
        ngl_buf_text(out, day);
        put_figure(out, 18, w->dist_m / 1000, 1);
        put_figure(out, 24, w->nrun, 0);
        put_figure(out, 33, w->longest_m / 1000, 1);
        if (w->dist_m > 0 || w->going_on) pad_to(out, 36);
        if (most > 0) put_bar(out, w->dist_m / most);
        if (w->going_on) ngl_buf_text(out, w->dist_m > 0 ? " so far" : "so far");
        ngl_buf_char(out, '\n');
    }
    ngl_buf_char(out, '\n');
    put_longest(out, v);
    put_older(out, v);
}

/* ---- one record a line --------------------------------------------------------------- */

static void put_field(ngl_buf *out, double v, int decimals)
{
    ngl_buf_char(out, '\t');
    if (!isnan(v)) ngl_buf_number(out, v, decimals);
}

void ngl_runs_plain(ngl_buf *out, const ngl_runs_view *v, bool weeks)
{
    char day[NGL_DAY_TEXT];
    for (size_t i = 0; !weeks && i < v->nline; i++) {
        const ngl_run_line *r = &v->line[i];
        ngl_day_format(day, r->s.day);
        ngl_buf_printf(out, "run\t%lld\t%s\t%s", (long long)r->id, r->s.day == NGL_DAY_NONE ? "" : day,
                       ngl_sport_key(r->s.sport));
        put_field(out, r->s.dist_m, 1);
        put_field(out, r->s.timer_s, 1);
        put_field(out, r->mean_hr_bpm, 1);
        put_field(out, r->mean_cadence_spm, 1);
        put_field(out, r->excess, 1);
        ngl_buf_char(out, '\n');
    }
    for (size_t i = 0; weeks && i < v->nweek; i++) {
        const ngl_week_line *w = &v->week[i];
        ngl_day_format(day, w->monday);
        ngl_buf_printf(out, "week\t%s\t%u", day, w->nrun);
        put_field(out, w->dist_m, 1);
        put_field(out, w->timer_s, 1);
        put_field(out, w->longest_m, 1);
        ngl_buf_char(out, '\n');
    }
}
