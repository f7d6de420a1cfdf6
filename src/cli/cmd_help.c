/* niggle help: the same as --help, as a word. */
#include "cli/cli.h"

static int help_run(cli *c)
{
    if (c->nargs == 0) return cli_help(c->out), EXIT_DONE;
    if (c->nargs > 1) return cli_usage(c, "name one command");
    const command *found = cli_find(c->args[0]);
    if (found) return cli_help_command(c->out, found), EXIT_DONE;
    const char *nearest = cli_nearest(c->args[0]);
    if (nearest) return cli_usage(c, "there is no command \"%s\"; did you mean \"%s\"?", c->args[0], nearest);
    return cli_usage(c, "there is no command \"%s\"", c->args[0]);
}

const command cmd_help = {
    .name = "help",
    .args = "[COMMAND]",
    .help = "how a command works, with examples",
    .detail = "  niggle help assess\n",
    .run = help_run,
};
