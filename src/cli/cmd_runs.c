/* niggle runs: what is stored, and what the weeks add up to. */
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "cli/command.h"
#include "flow/runs.h"

#include <string.h>

enum { MEMORY = 256 << 20, OUTPUT_MAX = 64 << 20, USUAL_DAYS = 56, USUAL_WEEKS = 16 };

static const option runs_options[] = {
    { "weeks", 'w', NULL, "kilometres of each week in place of the list" },
    { "since", 0, "DAY", "from this day on: 2026-01-31, or 90d for the last 90 days" },
    { "all", 0, NULL, "everything that is stored" },
    { "all-sports", 0, NULL, "with rides, walks and the rest" },
    { NULL, 0, NULL, NULL },
};

static const char runs_detail[] =
    "  niggle runs                    the last eight weeks, newest first\n"
    "  niggle runs --since 2026-01-01\n"
    "  niggle runs --since 90d --json\n"
    "  niggle runs --weeks            kilometres of each week\n"
    "\n"
    "A run that two devices recorded is counted once. \"form\" says that contact\n"
    "time or balance was recorded; \"in part\" that the file was damaged.\n";

static bool read_since(const cli *c, const char *text, ngl_day *out)
{
    int64_t days;
    size_t  len = strlen(text);
    if (ngl_day_parse(out, text, len)) return true;
    if (len < 2 || text[len - 1] != 'd' || !ngl_integer_parse(&days, text, len - 1)) return false;
    if (days < 1 || days > 100000) return false;
    *out = c->today - (ngl_day)days + 1;
    return true;
}

static int print(const cli *c, const ngl_runs_view *v, bool weeks)
{
    ngl_buf out;
    ngl_buf_init(&out, OUTPUT_MAX);
    if (c->json) ngl_runs_json(&out, v);
    else if (c->plain) ngl_runs_plain(&out, v, weeks);
    else if (weeks) ngl_weeks_text(&out, v, c->colour);
    else ngl_runs_text(&out, v, c->colour);
    bool good = !out.failed;
    if (good) fwrite(ngl_buf_string(&out), 1, out.len, c->out);
    ngl_buf_free(&out);
    if (good) return v->nline ? EXIT_DONE : EXIT_NOTHING;
    ngl_error err = { .code = NGL_E_NOMEM };
    return cli_fail(c, &err, NULL);
}

static int runs_run(cli *c)
{
    ngl_flow      flow;
    ngl_arena     arena;
    ngl_runs_view v;
    ngl_error     err = { 0 };
    bool          weeks = cli_option(c, "weeks") != NULL;
    const char   *since = cli_option(c, "since");
    ngl_day       from = c->today - (weeks ? USUAL_WEEKS * 7 : USUAL_DAYS) + 1;
    if (c->nargs) return cli_usage(c, "\"%s\" is not expected here", c->args[0]);
    if (since && cli_option(c, "all")) return cli_usage(c, "--since and --all contradict");
    if (since && !read_since(c, since, &from))
        return cli_usage(c, "--since: \"%s\" is not a day; write it like 2026-01-31, or 90d", since);
    if (cli_option(c, "all")) from = NGL_DAY_NONE;
    int code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, MEMORY);
    ngl_status status = ngl_flow_runs(&flow, &arena, from, cli_option(c, "all-sports") != NULL, &v, &err);
    code = status ? cli_fail(c, &err, NULL) : print(c, &v, weeks);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_runs = {
    .name = "runs",
    .args = "",
    .help = "what is stored, newest first; kilometres of each week",
    .detail = runs_detail,
    .options = runs_options,
    .run = runs_run,
};
