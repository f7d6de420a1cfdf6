/* The sandbox from the command line's side: which folder the database needs
 * (SQLite puts its log beside it), and words about what is in force. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "cli/cage.h"

#include "flow/sandbox.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool wanted(void)
{
    const char *v = getenv("NIGGLE_SANDBOX");
    return !v || strcmp(v, "off") != 0;
}

/* `path` is cut to its folder */
static const char *folder_of(char *path)
{
    char *slash = strrchr(path, '/');
    if (!slash) return ".";
    if (slash == path) return "/";
    *slash = 0;
    return path;
}

void cli_cage(const cli *c, bool database)
{
    if (!wanted()) return;
    char        real[PATH_MAX];
    const char *folder = database && c->db_path && realpath(c->db_path, real) ? folder_of(real) : NULL;
    ngl_sandbox_enter(&folder, folder ? 1 : 0);
}

void cli_cage_words(ngl_buf *out)
{
    ngl_sandbox s = ngl_sandbox_offered();
    if (!s.built) {
        ngl_buf_text(out, "none: this build has no sandbox");
    } else if (!wanted()) {
        ngl_buf_text(out, "none: NIGGLE_SANDBOX=off");
    } else if (!s.landlock && !s.seccomp) {
        ngl_buf_text(out, "none: this kernel offers neither Landlock nor seccomp");
    } else {
        if (s.landlock) ngl_buf_printf(out, "Landlock %d", s.landlock);
        ngl_buf_text(out, s.landlock && s.seccomp ? " and seccomp" : s.seccomp ? "seccomp" : "");
        ngl_buf_text(out, ": while files are read, ");
        if (s.landlock) ngl_buf_text(out, "nothing but the database can be written");
        if (s.landlock && s.seccomp) ngl_buf_text(out, ", ");
        if (s.seccomp) ngl_buf_text(out, "no program started and no network reached");
    }
}
