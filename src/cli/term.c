/* What the terminal can show. Colour only repeats a word. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool set(const char *variable)
{
    const char *v = getenv(variable);
    return v && v[0];
}

bool cli_wants_colour(FILE *out)
{
    const char *force = getenv("FORCE_COLOR"), *term = getenv("TERM");
    if (set("NO_COLOR") || set("NIGGLE_NO_COLOR")) return false;
    if (force && force[0]) return strcmp(force, "0") != 0;
    if (!isatty(fileno(out))) return false;
    return term && strcmp(term, "dumb") != 0;
}
