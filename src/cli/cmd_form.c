/* niggle form: how somebody runs, against the own past. */
#include "base/arena.h"
#include "cli/command.h"
#include "cli/episode_cli.h"
#include "flow/form.h"

enum { MEMORY = 64 << 20 };

static const option form_options[] = {
    { "episode", 0, "N", "advice for this episode; else for all that are open" },
    { "all", 'a', NULL, "every piece of advice on form, with what holds up of it" },
    { NULL, 0, NULL, NULL },
};

static const char form_detail[] =
    "  niggle form          steps, contact, bounce and balance against your own past\n"
    "  niggle form --all    all advice on form you may have read, with verdicts\n"
    "\n"
    "A change is only offered where a pain is open that it may help, and never\n"
    "one that may harm it. Fewer steps a minute are never offered.\n";

static int form_run(cli *c)
{
    ngl_flow      flow;
    ngl_arena     arena;
    ngl_form_view v;
    ngl_error     err = { 0 };
    ngl_buf       b;
    int64_t       episode = 0;
    int           code = 0;
    if (c->nargs) return cli_usage(c, "\"%s\" is too much; options begin with --", c->args[0]);
    if (!episode_option(c, &episode, &code)) return code;
    code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, MEMORY);
    if (ngl_flow_form(&flow, &arena, episode, &v, &err)) {
        code = episode_fail(c, &err);
    } else {
        v.all = cli_option(c, "all");
        ngl_buf_init(&b, EPISODE_OUTPUT_MAX);
        if (c->json) ngl_form_json(&b, &v);
        else if (c->plain) ngl_form_plain(&b, &v);
        else ngl_form_text(&b, &v, c->colour);
        code = episode_print(c, &b);
    }
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_form = {
    .name = "form",
    .help = "how you run, against your own past, and what may help",
    .detail = form_detail,
    .options = form_options,
    .run = form_run,
};
