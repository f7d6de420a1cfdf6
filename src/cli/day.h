/* Days as options. */
#ifndef CLI_DAY_H
#define CLI_DAY_H

#include "cli/command.h"

/* The day that the option `name` gives, "2026-03-01" or "90d" for the first of
 * the last 90; NGL_DAY_NONE if it is not given. EXIT_DONE, or EXIT_USAGE after
 * a sentence. */
int cli_day_option(cli *c, const char *name, ngl_day *out);

#endif
