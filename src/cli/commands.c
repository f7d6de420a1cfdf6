/* The verbs, in the order of a runner's day; each stands in its own file. */
#include "cli/command.h"

extern const command cmd_version, cmd_help;

const command *const commands[] = {
    &cmd_version,
    &cmd_help,
    NULL,
};
