/* niggle today: one line, a colour and a word, and why. */
#include "cli/episode_cli.h"
#include "flow/today.h"

static const option today_options[] = {
    { "episode", 'e', "NUMBER", "which episode, when several are open" },
    { "explain", 'x', NULL, "show every rule that was looked at" },
    { "exit-code", 0, NULL, "leave with 0 run, 10 adapt, 11 rest, 12 get seen" },
    { NULL, 0, NULL, NULL },
};

static const char today_detail[] =
    "  niggle log pain 2 --morning   first say how it is\n"
    "  niggle today                  run, adapt, rest or get seen, and why\n"
    "  niggle today --explain        with every rule that was looked at\n"
    "\n"
    "The advice holds for one day. Danger signs and pain limits come before all\n"
    "else, and without a check-in today nobody is sent running.\n";

static const int exit_of[] = { [NGL_STATE_RUN] = 0, [NGL_STATE_ADAPT] = 10, [NGL_STATE_REST] = 11, [NGL_STATE_GET_SEEN] = 12 };

static int print_today(cli *c, const ngl_today_view *v)
{
    ngl_buf out;
    ngl_buf_init(&out, EPISODE_OUTPUT_MAX);
    if (c->json) ngl_today_json(&out, v);
    else if (c->plain) ngl_today_plain(&out, v);
    else ngl_today_text(&out, v, cli_option(c, "explain") != NULL, c->colour);
    int code = episode_print(c, &out);
    return code == EXIT_DONE && cli_option(c, "exit-code") ? exit_of[v->today.state] : code;
}

static int today_run(cli *c)
{
    int64_t        episode;
    ngl_flow       flow;
    ngl_arena      arena;
    ngl_episode    e;
    ngl_today_view v;
    ngl_error      err = { 0 };
    int            code = EXIT_DONE;
    if (c->nargs) return cli_usage(c, "\"%s\" is not expected here", c->args[0]);
    if (!episode_option(c, &episode, &code)) return code;
    code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, EPISODE_MEMORY);
    code = ngl_flow_today(&flow, &arena, episode, &e, &v, &err) ? episode_fail(c, &err) : print_today(c, &v);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_today = {
    .name = "today",
    .args = "",
    .help = "run, adapt, rest or get seen: one line for today, and why",
    .detail = today_detail,
    .options = today_options,
    .run = today_run,
};
