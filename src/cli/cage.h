/* When a verb puts itself into the sandbox, and how it says so. */
#ifndef CLI_CAGE_H
#define CLI_CAGE_H

#include "base/buf.h"
#include "cli/command.h"

/* Before foreign bytes are read: from now on this process writes nothing but
 * the database (`database`) or nothing at all, starts no program and makes no
 * socket, as far as the kernel offers it. NIGGLE_SANDBOX=off leaves it out. */
void cli_cage(const cli *c, bool database);

/* "Landlock 6 and seccomp …" or why there is none, one sentence without its full stop. */
void cli_cage_words(ngl_buf *out);

#endif
