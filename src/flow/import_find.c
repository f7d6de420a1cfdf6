/* Finding files: a folder and everything in it, once.
 *
 * A folder is known by its device and inode, so that a link to a folder above,
 * or two ways into the same one, end the walk instead of going round. The
 * whole list is made before the first file is read: then progress has an end.
 */
#include "flow/import.h"

#include "base/error.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 1000000, DEPTH_MAX = 64, PATH_BYTES_MAX = 4096 };

typedef struct place {
    dev_t dev;
    ino_t ino;
} place;

typedef struct walk {
    ngl_finds *out;
    ngl_arena *arena;
    ngl_error *err;
    place     *seen;
    size_t     nseen, room;
} walk;

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the list of files than is allowed");
}

static ngl_status add(walk *w, const char *path, bool named, int error)
{
    ngl_finds *f = w->out;
    if (f->n == FILES_MAX)
        return ngl_fail(w->err, NGL_E_LIMIT, 0, "there are more than %d files; import the folders one by one", FILES_MAX);
    if (f->n == f->room) {
        size_t     room = f->room ? f->room * 2 : 64;
        ngl_found *more = NGL_NEW(w->arena, ngl_found, room);
        if (!more) return no_memory(w->err);
        if (f->n) memcpy(more, f->file, f->n * sizeof *more);
        f->file = more;
        f->room = room;
    }
    const char *copy = ngl_arena_text(w->arena, path, strlen(path));
    if (!copy) return no_memory(w->err);
    f->file[f->n++] = (ngl_found){ copy, named, error };
    return NGL_OK;
}

/* *again: this folder was entered before */
static ngl_status enter(walk *w, const struct stat *st, bool *again)
{
    *again = true;
    for (size_t i = 0; i < w->nseen; i++)
        if (w->seen[i].dev == st->st_dev && w->seen[i].ino == st->st_ino) return NGL_OK;
    *again = false;
    if (w->nseen == w->room) {
        size_t room = w->room ? w->room * 2 : 64;
        place *more = NGL_NEW(w->arena, place, room);
        if (!more) return no_memory(w->err);
        if (w->nseen) memcpy(more, w->seen, w->nseen * sizeof *more);
        w->seen = more;
        w->room = room;
    }
    w->seen[w->nseen++] = (place){ st->st_dev, st->st_ino };
    return NGL_OK;
}

/* ---- the names in a folder, in order ----------------------------------------- */

typedef struct names {
    const char **name;
    size_t       n, room;
} names;

static ngl_status read_names(walk *w, names *list, DIR *d)
{
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        if (list->n == list->room) {
            size_t       room = list->room ? list->room * 2 : 32;
            const char **more = NGL_NEW(w->arena, const char *, room);
            if (!more) return no_memory(w->err);
            if (list->n) memcpy((void *)more, (const void *)list->name, list->n * sizeof *more);
            list->name = more;
            list->room = room;
        }
        const char *copy = ngl_arena_text(w->arena, e->d_name, strlen(e->d_name));
        if (!copy) return no_memory(w->err);
        list->name[list->n++] = copy;
    }
    return NGL_OK;
}

/* heap sort by bytes: no memory, no bad cases */
static void sift(const char **name, size_t at, size_t n)
{
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && strcmp(name[child], name[child + 1]) < 0) child++;
        if (strcmp(name[at], name[child]) >= 0) return;
        const char *t = name[at];
        name[at] = name[child];
        name[child] = t;
    }
}

static void sort(names *list)
{
    for (size_t i = list->n / 2; i--;) sift(list->name, i, list->n);
    for (size_t n = list->n; n > 1; n--) {
        const char *t = list->name[0];
        list->name[0] = list->name[n - 1];
        list->name[n - 1] = t;
        sift(list->name, 0, n - 1);
    }
}

/* ---- the walk -------------------------------------------------------------------- */

static ngl_status visit(walk *w, char path[PATH_BYTES_MAX], size_t len, unsigned depth);

static ngl_status visit_all(walk *w, char path[PATH_BYTES_MAX], size_t len, unsigned depth, const names *list)
{
    ngl_status status = NGL_OK;
    bool       slash = len && path[len - 1] == '/';
    for (size_t i = 0; i < list->n && !status; i++) {
        size_t more = strlen(list->name[i]);
        if (len + more + 2 > PATH_BYTES_MAX) {
            status = add(w, path, false, ENAMETOOLONG);
            continue;
        }
        if (!slash) path[len] = '/';
        memcpy(path + len + !slash, list->name[i], more + 1);
        status = visit(w, path, len + !slash + more, depth + 1);
        path[len] = 0;
    }
    return status;
}

static ngl_status visit_folder(walk *w, char path[PATH_BYTES_MAX], size_t len, unsigned depth, const struct stat *st)
{
    bool       again;
    names      list = { NULL, 0, 0 };
    ngl_status status = enter(w, st, &again);
    if (status || again) return status;
    if (depth > DEPTH_MAX) return add(w, path, depth == 0, ELOOP);
    DIR *d = opendir(path);
    if (!d) return add(w, path, depth == 0, errno);
    status = read_names(w, &list, d);
    closedir(d);
    sort(&list);
    return status ? status : visit_all(w, path, len, depth, &list);
}

static ngl_status visit(walk *w, char path[PATH_BYTES_MAX], size_t len, unsigned depth)
{
    struct stat st;
    if (stat(path, &st)) return add(w, path, depth == 0, errno);
    if (S_ISDIR(st.st_mode)) return visit_folder(w, path, len, depth, &st);
    // pipes and devices in a folder are nobody's recording
    return S_ISREG(st.st_mode) || depth == 0 ? add(w, path, depth == 0, 0) : NGL_OK;
}

ngl_status ngl_import_find(ngl_finds *out, ngl_arena *arena, const char *path, ngl_error *err)
{
    char   text[PATH_BYTES_MAX];
    size_t len = strlen(path);
    walk   w = { .out = out, .arena = arena, .err = err };
    if (len >= sizeof text) return add(&w, path, true, ENAMETOOLONG);
    memcpy(text, path, len + 1);
    return visit(&w, text, len, 0);
}
