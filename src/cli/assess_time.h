/* The parts of niggle assess that look at an episode over time. */
#ifndef CLI_ASSESS_TIME_H
#define CLI_ASSESS_TIME_H

#include "base/arena.h"
#include "cli/command.h"

/* --follow-up: what was answered before, how it went since, and the safety
 * questions once more. `path`: answers in a file instead of asking, or NULL. */
int assess_follow_up(cli *c, ngl_arena *arena, const char *path);

/* --history: how the probabilities of an episode went. */
int assess_history(cli *c, ngl_arena *arena);

#endif
