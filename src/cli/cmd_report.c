/* niggle report: one page for a clinician. */
#include "cli/episode_cli.h"
#include "flow/report.h"

static const option report_options[] = {
    { "episode", 'e', "NUMBER", "which episode, when several are open" },
    { NULL, 0, NULL, NULL },
};

static const char report_detail[] =
    "  niggle report               one page, in a clinician's words\n"
    "  niggle report --json        the same for programs\n"
    "  niggle report > page.txt    to print or send\n"
    "\n"
    "It holds what you answered, also what you denied and what was never asked,\n"
    "the ranked causes with their doubt, load beside pain, and the plan.\n";

static int print_report(cli *c, const ngl_report_view *v)
{
    ngl_buf out;
    ngl_buf_init(&out, EPISODE_OUTPUT_MAX);
    if (c->json) ngl_report_json(&out, v);
    else ngl_report_text(&out, v, c->colour);
    return episode_print(c, &out);
}

static int report_run(cli *c)
{
    int64_t         episode;
    ngl_flow        flow;
    ngl_arena       arena;
    ngl_episode     e;
    ngl_report_view v;
    ngl_error       err = { 0 };
    int             code = EXIT_DONE;
    if (c->nargs) return cli_usage(c, "\"%s\" is not expected here", c->args[0]);
    if (!episode_option(c, &episode, &code)) return code;
    code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, EPISODE_MEMORY);
    code = ngl_flow_report(&flow, &arena, episode, &e, &v, &err) ? episode_fail(c, &err) : print_report(c, &v);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_report = {
    .name = "report",
    .args = "",
    .help = "one page for a clinician: answers, causes, load, pain, plan",
    .detail = report_detail,
    .options = report_options,
    .run = report_run,
};
