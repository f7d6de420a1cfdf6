/* Load as a picture: SVG written by hand, in greys, with words beside every
 * shape. Bars by week with the band of what is usual behind them; each run's
 * length with a cross on those that stand out; steps and contact time of runs. */
#include "report/load_report.h"

#include "base/date.h"
#include "base/number.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 900, LEFT = 250, RIGHT = 800, ROW = 44, PANEL = 130, TOP = 64 };

#define INK   "#222"
#define BAR   "#777"
#define BAND  "#ddd"
#define GRID  "#bbb"

/* ---- pieces --------------------------------------------------------------------------- */

static void number(ngl_buf *b, const char *name, double v)
{
    ngl_buf_printf(b, " %s=\"", name);
    ngl_buf_number(b, isnan(v) ? 0 : v, 1);
    ngl_buf_char(b, '"');
}

static void escaped(ngl_buf *b, const char *text)
{
    for (; *text; text++) {
        if (*text == '<') ngl_buf_text(b, "&lt;");
        else if (*text == '&') ngl_buf_text(b, "&amp;");
        else ngl_buf_char(b, *text);
    }
}

static void words(ngl_buf *b, double x, double y, const char *anchor, unsigned size, const char *text)
{
    ngl_buf_text(b, "<text");
    number(b, "x", x);
    number(b, "y", y);
    ngl_buf_printf(b, " text-anchor=\"%s\" font-size=\"%u\">", anchor, size);
    escaped(b, text);
    ngl_buf_text(b, "</text>\n");
}

static void box(ngl_buf *b, double x, double y, double w, double h, const char *fill)
{
    ngl_buf_text(b, "<rect");
    number(b, "x", x);
    number(b, "y", y);
    number(b, "width", w);
    number(b, "height", fmax(h, 0));
    ngl_buf_printf(b, " fill=\"%s\"/>\n", fill);
}

static void stroke(ngl_buf *b, double x1, double y1, double x2, double y2, const char *colour, const char *more)
{
    ngl_buf_text(b, "<line");
    number(b, "x1", x1);
    number(b, "y1", y1);
    number(b, "x2", x2);
    number(b, "y2", y2);
    ngl_buf_printf(b, " stroke=\"%s\"%s/>\n", colour, more);
}

static void dot(ngl_buf *b, double x, double y, double r, const char *fill)
{
    ngl_buf_text(b, "<circle");
    number(b, "cx", x);
    number(b, "cy", y);
    number(b, "r", r);
    ngl_buf_printf(b, " fill=\"%s\"/>\n", fill);
}

static void cross(ngl_buf *b, double x, double y)
{
    stroke(b, x - 6, y - 6, x + 6, y + 6, INK, " stroke-width=\"2.5\"");
    stroke(b, x - 6, y + 6, x + 6, y - 6, INK, " stroke-width=\"2.5\"");
}

static double across(const ngl_load_view *v, double day)
{
    double from = v->week[0].first, to = v->today + 1;
    return LEFT + (RIGHT - LEFT) * (day - from) / (to - from);
}

static void days(ngl_buf *b, const ngl_load_view *v, double y)
{
    size_t step = v->nweek <= 12 ? 2 : (v->nweek + 5) / 6;
    for (size_t w = 0; w < v->nweek; w += step) {
        ngl_civil c = ngl_civil_from_day(v->week[w].first);
        ngl_buf   t;
        ngl_buf_init(&t, 64);
        ngl_buf_printf(&t, "%d/%d", c.day, c.month);
        words(b, across(v, v->week[w].first), y, "start", 11, ngl_buf_string(&t));
        ngl_buf_free(&t);
    }
}

/* ---- load by week ------------------------------------------------------------------------ */

static double base_of(const ngl_load_view *v, ngl_id t)
{
    double sum = 0;
    if (v->nweek < NGL_LOAD_BASE_WEEKS + 1) return NAN;
    for (size_t w = v->nweek - 1 - NGL_LOAD_BASE_WEEKS; w < v->nweek - 1; w++) {
        if (v->week[w].unknown_days) return NAN;
        sum += v->cell[t * v->nweek + w];
    }
    return sum / NGL_LOAD_BASE_WEEKS;
}

static void bars(ngl_buf *b, const ngl_load_view *v, ngl_id t, double top)
{
    const double *cell = v->cell + t * v->nweek;
    double        most = 0, base = base_of(v, t), bottom = top + ROW - 10, high = ROW - 12, wide = (RIGHT - LEFT) / (double)v->nweek;
    for (size_t w = 0; w < v->nweek; w++) most = fmax(most, cell[w]);
    if (!isnan(base)) most = fmax(most, base * 1.2);
    if (!(most > 0)) return;
    if (!isnan(base)) box(b, LEFT, bottom - high * base * 1.2 / most, RIGHT - LEFT, high * base * 0.4 / most, BAND);
    for (size_t w = 0; w < v->nweek; w++) {
        double x = LEFT + wide * (double)w, h = high * cell[w] / most;
        if (v->week[w].unknown_days > 3) words(b, x + wide / 2, bottom - 3, "middle", 12, "?");
        else box(b, x + wide * 0.2, bottom - h, wide * 0.6, h, w + 1 == v->nweek ? INK : BAR);
    }
    stroke(b, LEFT, bottom, RIGHT, bottom, GRID, "");
}

/* "sit-bone tendon: semimembranosus, late swing" is known by what comes first */
static void short_label(ngl_buf *b, double x, double y, const char *label)
{
    const char *colon = strstr(label, ": ");
    ngl_buf     text;
    ngl_buf_init(&text, 256);
    ngl_buf_add(&text, label, colon ? (size_t)(colon - label) : strlen(label));
    words(b, x, y, "end", 12, ngl_buf_string(&text));
    ngl_buf_free(&text);
}

static void tissue(ngl_buf *b, const ngl_load_view *v, ngl_id t, double top)
{
    ngl_buf text;
    ngl_buf_init(&text, 128);
    short_label(b, LEFT - 8, top + ROW - 14, v->loads->kb->tissue[t].label);
    bars(b, v, t, top);
    ngl_buf_number(&text, v->cell[t * v->nweek + v->nweek - 1] / ngl_load_easy_km(&v->loads->usual), 1);
    ngl_buf_text(&text, " km");
    words(b, RIGHT + 8, top + ROW - 24, "start", 12, ngl_buf_string(&text));
    words(b, RIGHT + 8, top + ROW - 11, "start", 11, v->change[t].word == NGL_LOAD_MUCH_MORE ? "much more" : v->change[t].word == NGL_LOAD_MORE ? "more" : v->change[t].word == NGL_LOAD_LESS ? "less" : ngl_load_word_words(v->change[t].word));
    ngl_buf_free(&text);
}

/* ---- runs -------------------------------------------------------------------------------------- */

typedef double figure(const ngl_load_view *v, const ngl_loaded *r);

static double kilometres(const ngl_load_view *v, const ngl_loaded *r)
{
    (void)v;
    return r->dist_m / 1000;
}

/* steps over the usual at that speed, as steps a minute at easy speed */
static double steps(const ngl_load_view *v, const ngl_loaded *r)
{
    bool known = r->tissue && !(r->sum.flags & (NGL_LOAD_NO_CADENCE | NGL_LOAD_NO_SPEED));
    return known ? r->sum.mean_cadence_ratio * v->loads->usual.easy_spm : (double)NAN;
}

static double contact(const ngl_load_view *v, const ngl_loaded *r)
{
    (void)v;
    return r->tissue ? (double)r->pace.contact_ms : (double)NAN;
}

static bool shown(const ngl_load_view *v, const ngl_loaded *r)
{
    return r->sport == NGL_SPORT_RUNNING && r->day >= v->week[0].first;
}

static bool range(const ngl_load_view *v, figure *f, double *low, double *high)
{
    *low = INFINITY, *high = -INFINITY;
    for (size_t i = 0; i < v->loads->n; i++) {
        double x = shown(v, &v->loads->run[i]) ? f(v, &v->loads->run[i]) : (double)NAN;
        if (isnan(x)) continue;
        *low = fmin(*low, x);
        *high = fmax(*high, x);
    }
    return *high >= *low;
}

static void scale(ngl_buf *b, double low, double high, double top, double bottom)
{
    for (int k = 0; k < 2; k++) {
        ngl_buf text;
        ngl_buf_init(&text, 64);
        ngl_buf_number(&text, k ? high : low, 0);
        words(b, RIGHT + 8, k ? top + 4 : bottom + 4, "start", 11, ngl_buf_string(&text));
        stroke(b, LEFT, k ? top : bottom, RIGHT, k ? top : bottom, GRID, "");
        ngl_buf_free(&text);
    }
}

static const ngl_load_stand_out *out_of(const ngl_load_view *v, size_t run)
{
    for (size_t i = 0; i < v->nout; i++)
        if (v->out[i].run == run && v->out[i].figure) return &v->out[i];
    return NULL;
}

static void mark(ngl_buf *b, const ngl_load_view *v, size_t run, double x, double y)
{
    const ngl_load_stand_out *s = out_of(v, run);
    ngl_buf                   text;
    if (!s) return;
    ngl_buf_init(&text, 64);
    ngl_buf_char(&text, '+');
    ngl_buf_number(&text, s->percent, 0);
    ngl_buf_text(&text, " %");
    cross(b, x, y);
    words(b, x - 9, y + 4, "end", 11, ngl_buf_string(&text));
    ngl_buf_free(&text);
}

/* dots by day, a broken line where another watch came in */
static void panel(ngl_buf *b, const ngl_load_view *v, figure *f, const char *const title[2], double from, bool marks, double top)
{
    double low, high, bottom = top + PANEL - 40;
    words(b, LEFT - 8, top + 30, "end", 12, title[0]);
    words(b, LEFT - 8, top + 46, "end", 11, title[1]);
    if (!range(v, f, &low, &high)) {
        words(b, LEFT + 8, top + 34, "start", 12, "not recorded");
        return;
    }
    if (!isnan(from)) low = from;
    if (high - low < 4) high += 2, low -= 2;
    scale(b, low, high, top, bottom);
    for (size_t i = 0; i < v->loads->n; i++) {
        const ngl_loaded *r = &v->loads->run[i];
        double            value = shown(v, r) ? f(v, r) : (double)NAN;
        if (isnan(value)) continue;
        double x = across(v, r->day + 0.5), y = bottom - (bottom - top) * (value - low) / (high - low);
        dot(b, x, y, 3, BAR);
        if (marks) mark(b, v, i, x, y);
    }
    if (v->new_device != NGL_DAY_NONE) stroke(b, across(v, v->new_device), top, across(v, v->new_device), bottom, INK, " stroke-dasharray=\"4 3\"");
    days(b, v, bottom + 16);
}

static void heading(ngl_buf *b, const ngl_load_view *v)
{
    char    day[NGL_DAY_WORDS];
    ngl_buf text;
    ngl_buf_init(&text, 256);
    ngl_day_words(day, v->today);
    ngl_buf_printf(&text, "What your tissues bore: %zu weeks up to %s", v->nweek, day);
    words(b, 16, 26, "start", 16, ngl_buf_string(&text));
    words(b, 16, 46, "start", 12, "Bars: easy kilometres a week, the last one darkest. Grey band: within a fifth of the four weeks before. ?: files are missing.");
    ngl_buf_free(&text);
}

void ngl_load_svg(ngl_buf *out, const ngl_load_view *v)
{
    static const char *const length[2] = { "length of each run, km", "x: more than 10 % above 30 days" };
    static const char *const cadence[2] = { "steps a minute", "as at easy pace" };
    static const char *const ground[2] = { "contact time, ms", "a trend, not a score" };
    double                   y = TOP + ROW * v->loads->kb->ntissue + 30;
    ngl_buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" fill=\"" INK "\" role=\"img\">\n",
                   WIDTH, (int)y + 3 * PANEL + 10, WIDTH, (int)y + 3 * PANEL + 10);
    ngl_buf_text(out, "<title>Load of tissues by week</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    heading(out, v);
    for (ngl_id t = 0; t < v->loads->kb->ntissue; t++) tissue(out, v, t, TOP + ROW * t);
    days(out, v, TOP + ROW * v->loads->kb->ntissue + 8);
    panel(out, v, kilometres, length, 0, true, y);
    panel(out, v, steps, cadence, NAN, false, y + PANEL);
    panel(out, v, contact, ground, NAN, false, y + 2 * PANEL);
    ngl_buf_text(out, "</svg>\n");
}
