/* Where a person's files live (XDG base directories). */
#include "base/error.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES_MAX = 4096 };

/* the specification says to ignore relative values */
static const char *absolute(const char *variable)
{
    const char *v = getenv(variable);
    return v && v[0] == '/' ? v : NULL;
}

char *cli_xdg_path(ngl_arena *arena, const char *variable, const char *fallback, const char *name)
{
    char        path[PATH_BYTES_MAX];
    const char *base = absolute(variable), *home = absolute("HOME");
    int         n;
    if (base) n = snprintf(path, sizeof path, "%s/niggle/%s", base, name);
    else if (home) n = snprintf(path, sizeof path, "%s/%s/niggle/%s", home, fallback, name);
    else return NULL;
    return n > 0 && (size_t)n < sizeof path ? ngl_arena_text(arena, path, (size_t)n) : NULL;
}

ngl_status cli_make_folder_of(const char *path, ngl_error *err)
{
    char   folder[PATH_BYTES_MAX];
    size_t len = strlen(path);
    if (len >= sizeof folder) return ngl_fail(err, NGL_E_LIMIT, 0, "the path %s is too long", path);
    memcpy(folder, path, len + 1);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            return ngl_fail(err, NGL_E_IO, 0, "the folder %s cannot be made: %s", folder, strerror(errno));
        *slash = '/';
    }
    return NGL_OK;
}
