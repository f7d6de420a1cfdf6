/* What the verbs about an episode share. */
#ifndef CLI_EPISODE_CLI_H
#define CLI_EPISODE_CLI_H

#include "base/arena.h"
#include "base/buf.h"
#include "cli/command.h"

enum { EPISODE_MEMORY = 32 << 20, EPISODE_OUTPUT_MAX = 4 << 20 };

/* The number after --episode, 0 when it was not given; false after a sentence. */
bool episode_option(const cli *c, int64_t *out, int *code);

/* A failure in words: what is missing names the verb that makes it, what was
 * typed wrong is wrong usage. */
int episode_fail(const cli *c, const ngl_error *err);

/* Print what was made, or say that it did not fit. Frees the buffer. */
int episode_print(cli *c, ngl_buf *out);

#endif
