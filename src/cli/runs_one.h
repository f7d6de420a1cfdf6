/* Parts of `niggle runs` about single runs. */
#ifndef CLI_RUNS_ONE_H
#define CLI_RUNS_ONE_H

#include "cli/command.h"

/* One run with its recordings, what cleaning made of it, best efforts. */
int cli_show_run(cli *c, ngl_flow *flow, int64_t run);

/* Pairs of runs that may be one. */
int cli_show_review(cli *c, ngl_flow *flow);

#endif
