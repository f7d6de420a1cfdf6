/* A forecast on a terminal: the answer in words, the fan day by day, the
 * choices, the next run, and what it all rests on. */
#include "base/date.h"
#include "base/number.h"
#include "report/forecast_report.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

enum { FAN_WIDTH = 30, LINE_MAX_BYTES = 4096 };

/* ---- the fan --------------------------------------------------------------------------- */

/* the right end of the fan: the next fifth above everything in it */
static double fan_end(const ngl_fortnight *o)
{
    double most = 0;
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) most = fmax(most, o->day[d].high);
    return fmin(1, ceil(most * 5 + 1e-9) / 5);
}

static unsigned column(double p, double end)
{
    double at = floor(p / end * FAN_WIDTH);
    return at < 0 ? 0 : at > FAN_WIDTH - 1 ? FAN_WIDTH - 1 : (unsigned)at;
}

static void fan_row(ngl_buf *out, const ngl_chance *c, double end)
{
    unsigned low = column(c->low, end), mid = column(c->p, end), high = column(c->high, end);
    for (unsigned i = 0; i < FAN_WIDTH; i++)
        ngl_buf_text(out, i == mid ? "●" : i >= low && i <= high ? "─" : " ");
}

static void day_row(ngl_buf *out, const ngl_forecast_view *v, unsigned d, double end)
{
    static const char *const weekday[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    char                     date[NGL_DAY_TEXT];
    ngl_day                  day = v->today + 1 + (ngl_day)d;
    ngl_day_format(date, day);
    ngl_buf_printf(out, "  %s %s  ", weekday[ngl_day_weekday(day)], date + 5);
    if (v->km[d] > 0) {
        ngl_buf number;
        ngl_buf_init(&number, 32);
        ngl_buf_number(&number, v->km[d], 1);
        ngl_buf_printf(out, "%5s km  ", ngl_buf_string(&number));
        ngl_buf_free(&number);
    } else {
        ngl_buf_text(out, "    rest  ");
    }
    fan_row(out, &v->ahead.day[d], end);
    ngl_buf_text(out, "  ");
    ngl_chance_words(out, v->ahead.day[d].p);
    ngl_buf_char(out, '\n');
}

static void fan(ngl_buf *out, const ngl_forecast_view *v, bool colour)
{
    double end = fan_end(&v->ahead);
    ngl_page_heading(out, "Each day, if the next two weeks are like the last two", colour);
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) day_row(out, v, d, end);
    ngl_buf_printf(out, "%22s0%*s%%\n", "", FAN_WIDTH - 1, end >= 1 ? "100" : end >= 0.8 ? "80" : end >= 0.6 ? "60" : end >= 0.4 ? "40" : "20");
    ngl_page_text(out, 2, "The dot is the best estimate, the line how unsure it is (9 chances of 10). Kilometres are easy ones: "
                          "what the run does to the sore tissue, as so much easy running.");
}

/* ---- sentences --------------------------------------------------------------------------- */

static void paragraph(ngl_buf *out, unsigned indent, ngl_buf *line)
{
    ngl_page_text(out, indent, ngl_buf_string(line));
    ngl_buf_free(line);
}

static void headline(ngl_buf *out, const ngl_forecast_view *v, bool colour)
{
    char first[NGL_DAY_WORDS], last[NGL_DAY_WORDS];
    ngl_day_words(first, v->today + 1);
    ngl_day_words(last, v->today + NGL_FORECAST_DAYS);
    ngl_buf_printf(out, "%sFlare-up forecast%s  %s\n%s to %s\n", colour ? "\033[1m" : "", colour ? "\033[0m" : "", v->place, first, last);
}

static void answer(ngl_buf *out, const ngl_forecast_view *v)
{
    ngl_buf line;
    ngl_buf_init(&line, LINE_MAX_BYTES);
    if (v->data.in_flare) ngl_buf_text(&line, "Your last note is a flare-up: pain is 2 or more above your usual. The chances include that it lasts on. ");
    ngl_buf_text(&line, "At least one day with a flare-up in the next 7 days: ");
    ngl_chance_range_words(&line, &v->ahead.by_day[6]);
    ngl_buf_text(&line, "; in the next 14: ");
    ngl_chance_range_words(&line, &v->ahead.by_day[13]);
    ngl_buf_text(&line, ". A flare-up is pain 2 or more above your usual");
    if (!isnan(v->data.usual)) {
        ngl_buf_text(&line, ", now ");
        ngl_buf_exact(&line, v->data.usual);
        ngl_buf_text(&line, " of 10");
    }
    ngl_buf_text(&line, ", or a run it cuts short.");
    ngl_buf_char(out, '\n');
    paragraph(out, 0, &line);
}

static void choice_item(ngl_buf *out, const ngl_forecast_view *v, unsigned i)
{
    const ngl_choice_view *c = &v->choice[i];
    ngl_buf                line;
    char                   mark[16];
    ngl_buf_init(&line, LINE_MAX_BYTES);
    ngl_buf_printf(&line, "%s: ", c->text);
    ngl_chance_range_words(&line, &c->ahead.by_day[13]);
    ngl_buf_text(&line, " in 14 days");
    if (!isnan(c->hardest.p)) {
        ngl_buf_text(&line, "; around its hardest run ");
        ngl_chance_words(&line, c->hardest.p);
        ngl_buf_text(&line, c->over ? ", over your limit" : ", within your limit");
    }
    if (c->longest) ngl_buf_text(&line, "; a run in it is more than 10 % longer than your longest of 30 days");
    ngl_buf_char(&line, '.');
    mark[0] = (char)('1' + i);
    memcpy(mark + 1, ". ", 3);
    ngl_page_item(out, 2, mark, ngl_buf_string(&line));
    ngl_buf_free(&line);
}

static void choices(ngl_buf *out, const ngl_forecast_view *v, bool colour)
{
    if (!v->nchoice) return;
    ngl_page_heading(out, "If, with the other days as above", colour);
    for (unsigned i = 0; i < v->nchoice; i++) choice_item(out, v, i);
    if (v->nchoice < 2) return;
    ngl_buf line;
    ngl_buf_init(&line, LINE_MAX_BYTES);
    ngl_buf_printf(&line, "Best of these: %u, %s.", v->best + 1,
                   v->choice[v->best].over || v->choice[v->best].longest ? "with the smallest chance; none keeps within the limits"
                                                                         : "the most running within the limits");
    paragraph(out, 2, &line);
}

static void next_run(ngl_buf *out, const ngl_forecast_view *v, bool colour)
{
    char    day[NGL_DAY_WORDS];
    ngl_buf line;
    if (v->next_at >= NGL_FORECAST_DAYS) return;
    ngl_page_heading(out, "Largest next run", colour);
    ngl_buf_init(&line, LINE_MAX_BYTES);
    ngl_day_words(day, v->today + 1 + (ngl_day)v->next_at);
    ngl_buf_printf(&line, "%s: ", day);
    if (isnan(v->next_km)) {
        ngl_buf_text(&line, "none. Even with rest, a flare-up on that day or the two after is ");
        ngl_chance_words(&line, v->next_chance.p);
        ngl_buf_text(&line, ", above your limit of ");
    } else {
        ngl_buf_number(&line, v->next_km, 1);
        ngl_buf_text(&line, " km easy. ");
        if (v->next_by_longest) {
            ngl_buf_text(&line, "That is 10 % more than your longest of 30 days, and longer is not for the next run [S_FRANDSEN2025]. ");
        }
        ngl_buf_text(&line, "A flare-up on that day or the two after: ");
        ngl_chance_range_words(&line, &v->next_chance);
        ngl_buf_text(&line, "; your limit is ");
    }
    ngl_chance_words(&line, v->limit);
    ngl_buf_text(&line, " (--limit).");
    if (v->run == NGL_RUN_LIMITED) ngl_buf_text(&line, " Your plan limits running more than this may: niggle plan.");
    paragraph(out, 2, &line);
}

static void foot(ngl_buf *out, const ngl_forecast_view *v)
{
    ngl_buf line;
    ngl_buf_init(&line, LINE_MAX_BYTES);
    ngl_buf_printf(&line, "From %u days with pain noted, %u flare-up%s and %u days with a run", v->data.noted, v->data.flares,
                   v->data.flares == 1 ? "" : "s", v->data.runs);
    if (v->data.unknown_runs) ngl_buf_printf(&line, " (and %u that no file knows, taken as middling)", v->data.unknown_runs);
    ngl_buf_printf(&line, "; load of: %s. ", v->tissue == NGL_NONE ? "kilometres" : v->kb->tissue[v->tissue].label);
    ngl_buf_text(&line, "The forecast was tested on invented runners only (docs/forecast.md). It compares choices; whether you run "
                        "on a day is for: niggle today. Flare-up of 2: S_ABBOTT2014; longest run: S_FRANDSEN2025.");
    ngl_buf_printf(&line, " Knowledge %s.", v->kb->version);
    ngl_buf_char(out, '\n');
    paragraph(out, 0, &line);
}

void ngl_forecast_text(ngl_buf *out, const ngl_forecast_view *v, bool colour)
{
    if (v->hold) {
        ngl_buf line;
        ngl_buf_init(&line, LINE_MAX_BYTES);
        ngl_hold_words(&line, v);
        ngl_page_lines(out, 0, "", ngl_buf_string(&line));
        ngl_buf_free(&line);
        return;
    }
    headline(out, v, colour);
    answer(out, v);
    fan(out, v, colour);
    choices(out, v, colour);
    if (v->run != NGL_RUN_NONE) next_run(out, v, colour);
    foot(out, v);
}

/* ---- one record a line ---------------------------------------------------------------------- */

static void plain_chance(ngl_buf *out, const ngl_chance *c)
{
    const double p[] = { c->p, c->low, c->high };
    for (unsigned i = 0; i < 3; i++) {
        ngl_buf_char(out, '\t');
        if (!isnan(p[i])) ngl_buf_number(out, p[i], 4);
    }
}

static void plain_words(ngl_buf *out, const ngl_forecast_view *v)
{
    ngl_buf text;
    ngl_buf_init(&text, LINE_MAX_BYTES);
    ngl_hold_words(&text, v);
    ngl_buf_printf(out, "hold\t%s\t", ngl_hold_key(v));
    for (const char *c = ngl_buf_string(&text); *c; c++)
        if (*c != '\n') ngl_buf_char(out, *c);
        else if (c[1]) ngl_buf_char(out, ' ');
    ngl_buf_char(out, '\n');
    ngl_buf_free(&text);
}

void ngl_forecast_plain(ngl_buf *out, const ngl_forecast_view *v)
{
    char day[NGL_DAY_TEXT];
    if (v->hold) {
        plain_words(out, v);
        return;
    }
    for (unsigned d = 0; d < NGL_FORECAST_DAYS; d++) {
        ngl_day_format(day, v->today + 1 + (ngl_day)d);
        ngl_buf_printf(out, "day\t%s\t", day);
        ngl_buf_number(out, v->km[d], 1);
        plain_chance(out, &v->ahead.day[d]);
        plain_chance(out, &v->ahead.by_day[d]);
        ngl_buf_char(out, '\n');
    }
    for (unsigned i = 0; i < v->nchoice; i++) {
        ngl_buf_printf(out, "choice\t%s", v->choice[i].text);
        plain_chance(out, &v->choice[i].ahead.by_day[13]);
        plain_chance(out, &v->choice[i].hardest);
        ngl_buf_printf(out, "\t%s%s\n", v->choice[i].over ? "over" : "within", i == v->best && v->nchoice > 1 ? "\tbest" : "");
    }
    if (v->next_at >= NGL_FORECAST_DAYS || v->run == NGL_RUN_NONE) return;
    ngl_day_format(day, v->today + 1 + (ngl_day)v->next_at);
    ngl_buf_printf(out, "next\t%s\t", day);
    if (!isnan(v->next_km)) ngl_buf_number(out, v->next_km, 1);
    plain_chance(out, &v->next_chance);
    ngl_buf_char(out, '\n');
}
