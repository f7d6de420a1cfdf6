/* Finding files: a walk over folders in the order of names, that enters each
 * folder once and so comes to an end whatever the links do. */
#include "base/error.h"
#include "flow/import.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 64, PATH_BYTES_MAX = 4096 };

typedef struct seen {
    dev_t device;
    ino_t number;
} seen;

typedef struct walk {
    ngl_arena      *arena;
    ngl_found_list *out;
    seen           *seen;
    size_t          nseen, room;
    bool            failed;
} walk;

/* twice the room, or more than none; the old block stays in the arena */
static void *grow(walk *w, const void *old, size_t size, size_t n, size_t *room)
{
    size_t more = *room ? *room * 2 : 64;
    void  *block = ngl_arena_take(w->arena, size, more, 16);
    if (!block) {
        w->failed = true;
        return NULL;
    }
    if (n) memcpy(block, old, n * size);
    *room = more;
    return block;
}

static void add(walk *w, const char *path, const char *fault, bool named)
{
    ngl_found_list *l = w->out;
    if (l->n == l->room) {
        ngl_found *more = grow(w, l->found, sizeof *more, l->n, &l->room);
        if (!more) return;
        l->found = more;
    }
    const char *kept = ngl_arena_text(w->arena, path, strlen(path));
    const char *why = ngl_arena_text(w->arena, fault, strlen(fault));
    if (!kept || !why) {
        w->failed = true;
        return;
    }
    l->found[l->n++] = (ngl_found){ kept, why, named };
}

static bool entered_before(walk *w, const struct stat *st)
{
    for (size_t i = 0; i < w->nseen; i++)
        if (w->seen[i].device == st->st_dev && w->seen[i].number == st->st_ino) return true;
    if (w->nseen == w->room) {
        seen *more = grow(w, w->seen, sizeof *more, w->nseen, &w->room);
        if (!more) return true;
        w->seen = more;
    }
    w->seen[w->nseen++] = (seen){ st->st_dev, st->st_ino };
    return false;
}

static const char *fault_of(int why)
{
    switch (why) {
    case ENOENT: return "there is no such file";
    case ELOOP: return "the link leads in a circle";
    case EACCES: return "reading it is not allowed";
    case ENAMETOOLONG: return "the path is too long";
    default: return strerror(why);
    }
}

static void visit(walk *w, const char *path, bool named, int depth);

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* names in a folder, sorted; NULL ends them */
static char **names_of(walk *w, DIR *folder, size_t *n)
{
    size_t room = 0;
    char **names = NULL;
    *n = 0;
    for (struct dirent *e; !w->failed && (e = readdir(folder));) {
        if (e->d_name[0] == '.') continue;
        if (*n == room) names = grow(w, names, sizeof *names, *n, &room);
        if (!names) break;
        names[*n] = ngl_arena_text(w->arena, e->d_name, strlen(e->d_name));
        if (!names[(*n)++]) w->failed = true;
    }
    if (names && !w->failed) qsort(names, *n, sizeof *names, by_name);
    return names;
}

static void visit_folder(walk *w, const char *path, int depth)
{
    char  below[PATH_BYTES_MAX];
    if (depth >= DEPTH_MAX) {
        add(w, path, "the folders are nested too deep", true);
        return;
    }
    DIR *folder = opendir(path);
    if (!folder) {
        add(w, path, errno == EACCES ? "the folder may not be opened" : strerror(errno), true);
        return;
    }
    size_t n;
    char **names = names_of(w, folder, &n);
    closedir(folder);
    const char *slash = path[0] && path[strlen(path) - 1] == '/' ? "" : "/";
    for (size_t i = 0; i < n && !w->failed; i++) {
        int len = snprintf(below, sizeof below, "%s%s%s", path, slash, names[i]);
        if (len > 0 && (size_t)len < sizeof below) visit(w, below, false, depth + 1);
        else add(w, path, "a path below it is too long", true);
    }
}

static void visit(walk *w, const char *path, bool named, int depth)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        add(w, path, path[0] ? fault_of(errno) : "the name is empty", named);
    } else if (S_ISDIR(st.st_mode)) {
        if (!entered_before(w, &st)) visit_folder(w, path, depth);
    } else if (S_ISREG(st.st_mode)) {
        add(w, path, "", named);
    } else if (named) {
        add(w, path, "it is a device or a pipe, not a file", true);
    }
}

ngl_status ngl_import_find(ngl_found_list *out, ngl_arena *arena, char *const *path, int npath, ngl_error *err)
{
    walk w = { .arena = arena, .out = out };
    *out = (ngl_found_list){ 0 };
    for (int i = 0; i < npath && !w.failed; i++) visit(&w, path[i], true, 0);
    if (w.failed) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the list of files than is allowed");
    return NGL_OK;
}
