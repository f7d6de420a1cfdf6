/* niggle runs: what was run, newest first, and week by week. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json_write.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/day.h"
#include "cli/runs_one.h"
#include "flow/recordings.h"
#include "flow/runs.h"
#include "report/put.h"

#include <math.h>
#include <string.h>

enum { MEMORY = 256 << 20, OUTPUT_MAX = 64 << 20, RUNS_SHOWN = 30, WEEKS_SHOWN = 16, NAME_WIDTH = 24, SPIKE_PERCENT = 10 };

static const option runs_options[] = {
    { "since", 0, "DATE", "only from this day on: 2026-03-01, or 90d for the last 90 days" },
    { "until", 0, "DATE", "only up to this day" },
    { "weeks", 'w', NULL, "the weeks alone" },
    { "all", 'a', NULL, "every run and week, not only the newest" },
    { "all-sports", 0, NULL, "other sports, too" },
    { "linked", 0, NULL, "also recordings that repeat another run" },
    { "apart", 0, "RUN", "count this recording on its own from now on" },
    { "together", 0, "RUN", "look for its twin again" },
    { "review", 0, NULL, "pairs of runs that may be one" },
    { "same-as", 0, "RUN", "the run named is another recording of this one" },
    { NULL, 0, NULL, NULL },
};

static const char runs_detail[] =
    "  niggle runs                      the newest runs, and the weeks\n"
    "  niggle runs --since 90d --all    all of the last 90 days\n"
    "  niggle runs --weeks              kilometres of each week\n"
    "  niggle runs --linked             recordings that repeat another are shown\n"
    "  niggle runs --apart 17           run 17 was wrongly taken for a repeat\n"
    "  niggle runs 17                   one run: mended, fastest, who recorded what\n"
    "  niggle runs --review             which runs may be one\n"
    "  niggle runs 18 --same-as 17      run 18 is another recording of run 17\n"
    "\n"
    "Marks: d running dynamics, t treadmill, ! only a part could be read, = counts\n"
    "through another recording, ? lies in the future, +29%: so much longer than any\n"
    "run of the 30 days before it.\n"
    "Weeks run from Monday to Sunday.\n";

/* ---- cells ----------------------------------------------------------------------------- */

/* pad on the left to `width` */
static void right(ngl_buf *b, size_t from, size_t width)
{
    char   cell[64];
    size_t len = b->len - from;
    if (len >= width || len >= sizeof cell) return;
    memcpy(cell, b->data + from, len);
    b->len = from;
    for (size_t i = len; i < width; i++) ngl_buf_char(b, ' ');
    ngl_buf_add(b, cell, len);
}

static void number_cell(ngl_buf *b, double v, int decimals, size_t width)
{
    size_t from = b->len;
    if (isnan(v)) ngl_buf_char(b, '-');
    else ngl_buf_number(b, v, decimals);
    right(b, from, width);
}

/* 1:02:03 or 42:07 */
static void time_cell(ngl_buf *b, double seconds, size_t width)
{
    size_t from = b->len;
    if (isnan(seconds) || seconds < 0 || seconds > 1e7) {
        ngl_buf_char(b, '-');
    } else {
        long s = lround(seconds);
        if (s >= 3600) ngl_buf_printf(b, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
        else ngl_buf_printf(b, "%ld:%02ld", s / 60, s % 60);
    }
    right(b, from, width);
}

static double pace_s_per_km(const ngl_row_run *r)
{
    return r->dist_m >= 100 && r->timer_s > 0 ? r->timer_s / r->dist_m * 1000 : (double)NAN;
}

static void marks(ngl_buf *b, const ngl_row_run *r, double excess, ngl_day today)
{
    if (r->has_dynamics) ngl_buf_char(b, 'd');
    if (strcmp(r->sub_sport, "treadmill") == 0) ngl_buf_char(b, 't');
    if (r->salvaged) ngl_buf_char(b, '!');
    if (r->same_as) ngl_buf_char(b, '=');
    if (r->day != NGL_DAY_NONE && r->day > today) ngl_buf_char(b, '?');
    if (excess > SPIKE_PERCENT) ngl_buf_printf(b, " +%ld%%", lround(excess));
}

/* ---- words ------------------------------------------------------------------------------- */

static void day_cell(ngl_buf *b, ngl_day day)
{
    static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    char text[NGL_DAY_TEXT];
    ngl_day_format(text, day);
    if (day == NGL_DAY_NONE) ngl_buf_text(b, "no date       ");
    else ngl_buf_printf(b, "%s %s", names[ngl_day_weekday(day)], text);
}

static void run_line(ngl_buf *b, const ngl_row_run *r, double excess, ngl_day today)
{
    day_cell(b, r->day);
    ngl_buf_printf(b, " %6lld  %-9s", (long long)r->id, ngl_sport_key(r->sport));
    number_cell(b, r->dist_m / 1000, 2, 8);
    time_cell(b, r->timer_s, 10);
    time_cell(b, r->sport == NGL_SPORT_RUNNING || r->sport == NGL_SPORT_WALKING ? pace_s_per_km(r) : (double)NAN, 8);
    number_cell(b, r->mean_hr_bpm, 0, 6);
    number_cell(b, r->mean_cadence_spm, 0, 6);
    ngl_buf_text(b, "  ");
    marks(b, r, excess, today);
    while (b->len && b->data[b->len - 1] == ' ') b->len--;
    ngl_buf_char(b, '\n');
}

static void list(const cli *c, ngl_buf *b, const ngl_runs *runs)
{
    size_t n = runs->nrun;
    if (!cli_option(c, "all") && n > RUNS_SHOWN) n = RUNS_SHOWN;
    ngl_buf_text(b, "day               run  sport          km      time  min/km    HR   spm  marks\n");
    for (size_t i = 0; i < n; i++) run_line(b, &runs->run[i], runs->excess[i], c->today);
    if (n < runs->nrun) ngl_buf_printf(b, "and %zu more; --all shows them\n", runs->nrun - n);
}

static void week_lines(const cli *c, ngl_buf *b, const ngl_runs *runs)
{
    size_t n = runs->nweek;
    if (!n) return;
    if (!cli_option(c, "all") && n > WEEKS_SHOWN) n = WEEKS_SHOWN;
    ngl_buf_text(b, "week from     runs       km      time  longest\n");
    for (size_t i = 0; i < n; i++) {
        const ngl_week *w = &runs->week[i];
        char            day[NGL_DAY_TEXT];
        ngl_day_format(day, w->monday);
        ngl_buf_printf(b, "%s %7u", day, w->nrun);
        number_cell(b, w->dist_m / 1000, 1, 9);
        time_cell(b, w->timer_s, 10);
        number_cell(b, w->longest_m / 1000, 1, 9);
        ngl_buf_text(b, w->monday + 6 > c->today && w->monday <= c->today ? "  so far\n" : "\n");
    }
}

static void longest_line(ngl_buf *b, const ngl_runs *runs)
{
    char day[NGL_DAY_WORDS];
    if (!runs->longest) {
        ngl_buf_printf(b, "\nNo run with a distance in the last %d days.\n", NGL_LONGEST_DAYS);
        return;
    }
    ngl_day_words(day, runs->longest->day);
    ngl_buf_printf(b, "\nLongest run of the last %d days: ", NGL_LONGEST_DAYS);
    ngl_buf_number(b, runs->longest->dist_m / 1000, 1);
    ngl_buf_printf(b, " km on %s.\n", day);
}

static void all_words(const cli *c, ngl_buf *b, const ngl_runs *runs)
{
    if (!cli_option(c, "weeks")) {
        list(c, b, runs);
        ngl_buf_char(b, '\n');
    }
    week_lines(c, b, runs);
    longest_line(b, runs);
}

/* ---- JSON and records ---------------------------------------------------------------------- */

static void put_run(ngl_json *j, const ngl_row_run *r, double excess)
{
    char start[NGL_INSTANT_TEXT];
    ngl_instant_format(start, r->start);
    ngl_json_object(j);
    ngl_json_put_integer(j, "run", r->id);
    ngl_put_day(j, "day", r->day);
    ngl_json_put_string(j, "start", r->start == NGL_INSTANT_NONE ? NULL : start);
    ngl_json_put_string(j, "sport", ngl_sport_key(r->sport));
    ngl_json_put_string(j, "sub_sport", r->sub_sport[0] ? r->sub_sport : NULL);
    ngl_json_put_string(j, "name", r->name[0] ? r->name : NULL);
    ngl_json_put_number(j, "distance_m", r->dist_m, 1);
    ngl_json_put_number(j, "timer_s", r->timer_s, 1);
    ngl_json_put_number(j, "elapsed_s", r->elapsed_s, 1);
    ngl_json_put_number(j, "pace_s_per_km", pace_s_per_km(r), 1);
    ngl_json_put_number(j, "ascent_m", r->ascent_m, 1);
    ngl_json_put_number(j, "descent_m", r->descent_m, 1);
    ngl_json_put_number(j, "mean_hr_bpm", r->mean_hr_bpm, 1);
    ngl_json_put_number(j, "mean_cadence_spm", r->mean_cadence_spm, 1);
    ngl_json_put_number(j, "effort_rpe", r->effort_rpe, 1);
    ngl_json_put_number(j, "percent_over_month", excess, 1);
    ngl_json_put_string(j, "device", r->device[0] ? r->device : NULL);
    ngl_json_put_bool(j, "has_dynamics", r->has_dynamics);
    ngl_json_put_bool(j, "salvaged", r->salvaged);
    ngl_json_key(j, "same_as");
    if (r->same_as) ngl_json_integer(j, r->same_as);
    else ngl_json_null(j);
    ngl_json_end(j);
}

static void put_week(ngl_json *j, const ngl_week *w)
{
    ngl_json_object(j);
    ngl_put_day(j, "monday", w->monday);
    ngl_json_put_integer(j, "runs", w->nrun);
    ngl_json_put_number(j, "distance_m", w->dist_m, 1);
    ngl_json_put_number(j, "timer_s", w->timer_s, 1);
    ngl_json_put_number(j, "longest_m", w->nrun ? w->longest_m : (double)NAN, 1);
    ngl_json_end(j);
}

/* it may lie outside the list */
static double longest_excess(const ngl_runs *runs)
{
    for (size_t i = 0; i < runs->nrun; i++)
        if (runs->run[i].id == runs->longest->id) return runs->excess[i];
    return NAN;
}

static void all_json(ngl_buf *b, const ngl_runs *runs)
{
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    ngl_json_key(&j, "runs");
    ngl_json_array(&j);
    for (size_t i = 0; i < runs->nrun; i++) put_run(&j, &runs->run[i], runs->excess[i]);
    ngl_json_end(&j);
    ngl_json_key(&j, "weeks");
    ngl_json_array(&j);
    for (size_t i = 0; i < runs->nweek; i++) put_week(&j, &runs->week[i]);
    ngl_json_end(&j);
    ngl_json_put_number(&j, "distance_m", runs->dist_m, 1);
    ngl_json_key(&j, "longest_30_days");
    if (runs->longest) put_run(&j, runs->longest, longest_excess(runs));
    else ngl_json_null(&j);
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

static void weeks_plain(ngl_buf *b, const ngl_runs *runs)
{
    for (size_t i = 0; i < runs->nweek; i++) {
        const ngl_week *w = &runs->week[i];
        char            day[NGL_DAY_TEXT];
        ngl_day_format(day, w->monday);
        ngl_buf_printf(b, "%s\t%u\t", day, w->nrun);
        ngl_buf_number(b, w->dist_m, 1);
        ngl_buf_char(b, '\t');
        ngl_buf_number(b, w->timer_s, 1);
        ngl_buf_char(b, '\t');
        ngl_buf_number(b, w->longest_m, 1);
        ngl_buf_char(b, '\n');
    }
}

static void all_plain(ngl_buf *b, const ngl_runs *runs)
{
    for (size_t i = 0; i < runs->nrun; i++) {
        const ngl_row_run *r = &runs->run[i];
        char               day[NGL_DAY_TEXT];
        ngl_day_format(day, r->day);
        ngl_buf_printf(b, "%s\t%lld\t%s\t", r->day == NGL_DAY_NONE ? "" : day, (long long)r->id, ngl_sport_key(r->sport));
        if (!isnan(r->dist_m)) ngl_buf_number(b, r->dist_m, 1);
        ngl_buf_char(b, '\t');
        if (!isnan(r->timer_s)) ngl_buf_number(b, r->timer_s, 1);
        ngl_buf_char(b, '\n');
    }
}

/* ---- the verb -------------------------------------------------------------------------------- */

static int show(cli *c, ngl_flow *flow, const ngl_runs_options *options)
{
    ngl_runs  runs;
    ngl_error err = { 0 };
    ngl_arena arena;
    ngl_buf   b;
    int       code = EXIT_DONE;
    ngl_arena_init(&arena, MEMORY);
    ngl_buf_init(&b, OUTPUT_MAX);
    if (ngl_flow_runs(flow, &arena, options, &runs, &err)) {
        code = cli_fail(c, &err, NULL);
    } else {
        if (c->json) all_json(&b, &runs);
        else if (c->plain && cli_option(c, "weeks")) weeks_plain(&b, &runs);
        else if (c->plain) all_plain(&b, &runs);
        else if (runs.nrun) all_words(c, &b, &runs);
        fputs(ngl_buf_string(&b), c->out);
        if (!runs.nrun) fputs("niggle: no runs there. Bring some in with: niggle import FOLDER\n", c->err);
        if (!runs.nrun) code = EXIT_NOTHING;
    }
    ngl_buf_free(&b);
    ngl_arena_free(&arena);
    return code;
}

static int link_or_part(cli *c, ngl_flow *flow, bool apart)
{
    const char *text = cli_option(c, apart ? "apart" : "together");
    int64_t     run;
    ngl_error   err = { 0 };
    if (!ngl_integer_parse(&run, text, strlen(text)))
        return cli_usage(c, "\"%s\" is not the number of a run", text);
    ngl_status status = ngl_flow_keep_apart(flow, run, apart, &err);
    return status ? cli_fail(c, &err, "niggle runs --linked shows the numbers.") : EXIT_DONE;
}

static int same_as(cli *c, ngl_flow *flow, int64_t run)
{
    const char *text = cli_option(c, "same-as");
    int64_t     other;
    ngl_error   err = { 0 };
    if (!ngl_integer_parse(&other, text, strlen(text))) return cli_usage(c, "\"%s\" is not the number of a run", text);
    ngl_status status = ngl_flow_same_as(flow, run, other, &err);
    return status ? cli_fail(c, &err, "niggle runs --linked shows the numbers.") : EXIT_DONE;
}

static int runs_run(cli *c)
{
    ngl_flow         flow;
    ngl_runs_options options = { .all_sports = cli_option(c, "all-sports"), .linked = cli_option(c, "linked") };
    int64_t          run = 0;
    if (c->nargs > 1) return cli_usage(c, "\"%s\" is too much; options begin with --", c->args[1]);
    if (c->nargs && !ngl_integer_parse(&run, c->args[0], strlen(c->args[0])))
        return cli_usage(c, "\"%s\" is not the number of a run", c->args[0]);
    if (!c->nargs && cli_option(c, "same-as")) return cli_usage(c, "--same-as needs a run before it: niggle runs 18 --same-as 17");
    int code = cli_day_option(c, "since", &options.from);
    if (!code) code = cli_day_option(c, "until", &options.to);
    if (!code) code = cli_open(c, &flow, false);
    if (code) return code;
    if (cli_option(c, "apart")) code = link_or_part(c, &flow, true);
    else if (cli_option(c, "together")) code = link_or_part(c, &flow, false);
    else if (cli_option(c, "same-as")) code = same_as(c, &flow, run);
    else if (cli_option(c, "review")) code = cli_show_review(c, &flow);
    else if (c->nargs) code = cli_show_run(c, &flow, run);
    else code = show(c, &flow, &options);
    cli_close(&flow);
    return code;
}

const command cmd_runs = {
    .name = "runs",
    .args = "[RUN]",
    .help = "what you ran, newest first, and week by week",
    .detail = runs_detail,
    .options = runs_options,
    .run = runs_run,
};
