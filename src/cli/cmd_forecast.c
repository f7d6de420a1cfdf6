/* niggle forecast: how likely a flare-up is on each of the next 14 days, and
 * what a run would change before it is run. */
#include "base/number.h"
#include "cli/episode_cli.h"
#include "flow/forecast.h"

#include <math.h>
#include <string.h>

#define FORECAST_MEMORY ((size_t)64 << 20)

static const option forecast_options[] = {
    { "if", 0, "RUN", "what if: \"sunday 18km easy\"; several days with commas; may be given again" },
    { "limit", 0, "CHANCE", "the flare-up risk around a run you would take: 20% if left out" },
    { "episode", 'e', "NUMBER", "which episode, when several are open" },
    { NULL, 0, NULL, NULL },
};

static const char forecast_detail[] =
    "  niggle forecast                       each of the next 14 days\n"
    "  niggle forecast --if \"sunday 18km easy\"\n"
    "  niggle forecast --if \"sat 8km, sun 12km\" --if \"sunday 18km hilly\"\n"
    "  niggle forecast --limit 10%           and the largest next run that keeps it\n"
    "\n"
    "A choice is days with commas: tomorrow, a weekday (also in German, French,\n"
    "Spanish, Italian or Dutch) or a date; then km, mi, min or rest; then easy,\n"
    "steady, fast or hilly. Days that are not named stay like two weeks before.\n"
    "Of several choices the best is the most running that keeps the limits.\n"
    "It needs 20 days with pain noted (niggle log) and says so until then.\n";

static int read_limit(const cli *c, double *limit)
{
    const char *text = cli_option(c, "limit");
    *limit = NAN;
    if (!text) return EXIT_DONE;
    size_t len = strlen(text);
    bool   percent = len && text[len - 1] == '%';
    if (ngl_number_parse(limit, text, len - percent)) {
        if (percent) *limit /= 100;
        if (*limit > 0 && *limit < 1) return EXIT_DONE;
    }
    return cli_usage(c, "--limit takes a chance between 0 and 1, like 0.2 or 20%%, not \"%s\"", text);
}

static unsigned read_ifs(const cli *c, const char *choice[CLI_SAID_MAX])
{
    unsigned n = 0;
    for (int i = 0; i < c->nsaid; i++)
        if (!strcmp(c->said[i].name, "if")) choice[n++] = c->said[i].value;
    return n;
}

static int print_forecast(cli *c, const ngl_forecast_view *v)
{
    ngl_buf out;
    ngl_buf_init(&out, EPISODE_OUTPUT_MAX);
    if (c->json) ngl_forecast_json(&out, v);
    else if (c->plain) ngl_forecast_plain(&out, v);
    else ngl_forecast_text(&out, v, c->colour);
    return episode_print(c, &out);
}

static int forecast_run(cli *c)
{
    const char        *choice[CLI_SAID_MAX];
    ngl_forecast_asked asked = { .choice = choice };
    ngl_flow           flow;
    ngl_arena          arena;
    ngl_forecast_view  v;
    ngl_error          err = { 0 };
    int                code = EXIT_DONE;
    if (c->nargs) return cli_usage(c, "\"%s\" is not expected here; a plan goes after --if", c->args[0]);
    if (!episode_option(c, &asked.episode, &code)) return code;
    code = read_limit(c, &asked.limit);
    if (!code) {
        asked.nchoice = read_ifs(c, choice);
        code = cli_open(c, &flow, false);
    }
    if (code) return code;
    ngl_arena_init(&arena, FORECAST_MEMORY);
    code = ngl_flow_forecast(&flow, &arena, &asked, &v, &err) ? episode_fail(c, &err) : print_forecast(c, &v);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_forecast = {
    .name = "forecast",
    .args = "",
    .help = "how likely a flare-up is on each of the next 14 days, and what if",
    .detail = forecast_detail,
    .options = forecast_options,
    .run = forecast_run,
};
