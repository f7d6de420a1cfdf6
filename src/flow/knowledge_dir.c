/* Reads every file of a knowledge folder and hands the bytes to the compiler.
 * Files that start with a dot and editors' backups (name~) are left alone, so
 * that a folder open in an editor still compiles. */
#include "flow/knowledge_dir.h"

#include "base/error.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_FILES = 64, MAX_PATH = 4096, FILE_MAX = 32 << 20 };

typedef struct folder {
    size_t       n;
    ngl_kbc_file file[MAX_FILES];
    ngl_buf      bytes[MAX_FILES];
} folder;

static ngl_status read_file(ngl_buf *b, const char *path, ngl_error *err)
{
    char  chunk[1 << 14];
    FILE *f = fopen(path, "rb");
    if (!f) return ngl_fail(err, NGL_E_IO, 0, "%s cannot be read: %s", path, strerror(errno));
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0 && !b->failed;) ngl_buf_add(b, chunk, n);
    bool broken = ferror(f) != 0;
    fclose(f);
    if (broken) return ngl_fail(err, NGL_E_IO, 0, "%s cannot be read to its end", path);
    return b->failed ? ngl_fail(err, NGL_E_LIMIT, 0, "%s is larger than a knowledge file may be", path) : NGL_OK;
}

static bool wanted(const char *name)
{
    size_t len = strlen(name);
    return name[0] != '.' && name[len - 1] != '~' && !(len > 3 && strcmp(name + len - 3, ".md") == 0);
}

static ngl_status add_file(folder *f, ngl_arena *a, const char *dir, const char *name, ngl_error *err)
{
    char        path[MAX_PATH];
    struct stat info;
    if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
        return ngl_fail(err, NGL_E_LIMIT, 0, "the path of %s is too long", name);
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return NGL_OK;
    if (f->n == MAX_FILES)
        return ngl_fail(err, NGL_E_LIMIT, 0, "%s holds more than %d files: is it a knowledge folder?", dir,
                        (int)MAX_FILES);
    const char *kept = ngl_arena_text(a, name, strlen(name));
    if (!kept) return ngl_fail(err, NGL_E_NOMEM, 0, "reading %s needs more memory than is allowed", dir);
    ngl_buf *b = &f->bytes[f->n];
    ngl_buf_init(b, FILE_MAX);
    f->n++;
    ngl_status status = read_file(b, path, err);
    f->file[f->n - 1] = (ngl_kbc_file){ kept, ngl_buf_string(b), b->len };
    return status;
}

static ngl_status read_folder(folder *f, ngl_arena *a, const char *dir, ngl_error *err)
{
    DIR *d = opendir(dir);
    if (!d) return ngl_fail(err, NGL_E_IO, 0, "the knowledge folder %s cannot be opened: %s", dir, strerror(errno));
    ngl_status status = NGL_OK;
    for (struct dirent *e; status == NGL_OK && (e = readdir(d)) != NULL;)
        if (wanted(e->d_name)) status = add_file(f, a, dir, e->d_name, err);
    closedir(d);
    return status;
}

ngl_status ngl_flow_knowledge(const ngl_knowledge **out, ngl_arena *a, const char *dir, ngl_kbc_report *report,
                              ngl_error *err)
{
    *report = (ngl_kbc_report){ 0 };
    folder *f = NGL_NEW(a, folder, 1);
    if (!f) return ngl_fail(err, NGL_E_NOMEM, 0, "reading %s needs more memory than is allowed", dir);
    ngl_status status = read_folder(f, a, dir, err);
    if (status == NGL_OK) status = ngl_kbc_compile(out, a, f->file, f->n, report, err);
    for (size_t i = 0; i < f->n; i++) ngl_buf_free(&f->bytes[i]);
    return status;
}
