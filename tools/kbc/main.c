/* kbc: the knowledge compiler's front. Reads the folder, hands the bytes to
 * src/kbc and writes the tables as C.
 *
 *   kbc --output FILE [--depfile FILE] DIR    write the tables
 *   kbc [--check] DIR                         check, print counts
 *   kbc --dump DIR                            print everything in words
 *
 * Problems go to standard error as `file:line: what`. Exit codes: 0 done,
 * 1 the knowledge is not valid or a file could not be read or written, 2 wrong use.
 */
#include "kbc/kbc.h"

#include <stdio.h>
#include <string.h>

enum { DONE, FAILED, USAGE, MAX_FILES = 64, MAX_PATH = 4096, MAX_BYTES = 64 << 20 };

typedef struct args {
    const char *output, *depfile, *dir;
    bool        check, dump;
} args;

static bool parse(args *a, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--check") == 0)
            a->check = true;
        else if (strcmp(argv[i], "--dump") == 0)
            a->dump = true;
        else if (strcmp(argv[i], "--output") == 0 && i + 1 < argc)
            a->output = argv[++i];
        else if (strcmp(argv[i], "--depfile") == 0 && i + 1 < argc)
            a->depfile = argv[++i];
        else if (argv[i][0] != '-' && !a->dir)
            a->dir = argv[i];
        else
            return false;
    }
    return a->dir && a->check + a->dump + (a->output != NULL) <= 1 && (!a->depfile || a->output);
}

static bool read_file(ngl_buf *b, const char *path)
{
    char  chunk[1 << 16];
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) ngl_buf_add(b, chunk, n);
    bool good = !ferror(f) && !b->failed;
    fclose(f);
    return good;
}

/* The files that are there; a missing one is the compiler's to report. */
static size_t read_folder(ngl_kbc_file *files, ngl_buf *bytes, const char *dir)
{
    size_t n = 0;
    for (const char *const *name = ngl_kbc_names; *name && n < MAX_FILES; name++) {
        char path[MAX_PATH];
        if (snprintf(path, sizeof path, "%s/%s", dir, *name) >= (int)sizeof path) continue;
        ngl_buf_init(&bytes[n], MAX_BYTES);
        if (read_file(&bytes[n], path)) {
            files[n] = (ngl_kbc_file){ *name, ngl_buf_string(&bytes[n]), bytes[n].len };
            n++;
        } else {
            ngl_buf_free(&bytes[n]);
        }
    }
    return n;
}

static bool write_file(const char *path, const ngl_buf *b)
{
    FILE *f = b->failed ? NULL : fopen(path, "wb");
    if (!f) return false;
    bool good = fwrite(ngl_buf_string(b), 1, b->len, f) == b->len;
    return fclose(f) == 0 && good;
}

static bool write_depfile(const args *a)
{
    ngl_buf b;
    ngl_buf_init(&b, 1 << 20);
    ngl_buf_printf(&b, "%s:", a->output);
    for (const char *const *name = ngl_kbc_names; *name; name++) ngl_buf_printf(&b, " %s/%s", a->dir, *name);
    ngl_buf_char(&b, '\n');
    bool good = write_file(a->depfile, &b);
    ngl_buf_free(&b);
    return good;
}

static int give_out(const args *a, const ngl_knowledge *kb)
{
    ngl_buf b;
    ngl_buf_init(&b, MAX_BYTES);
    bool good = true;
    if (a->output) {
        ngl_kbc_write_c(&b, kb);
        good = write_file(a->output, &b) && (!a->depfile || write_depfile(a));
        if (!good) fprintf(stderr, "kbc: %s could not be written\n", a->output);
    } else {
        if (a->dump)
            ngl_kbc_dump(&b, kb);
        else
            ngl_kbc_counts(&b, kb);
        good = !b.failed && fputs(ngl_buf_string(&b), stdout) >= 0 && fflush(stdout) == 0;
    }
    ngl_buf_free(&b);
    return good ? DONE : FAILED;
}

static int complain(ngl_status status, const ngl_kbc_report *report, const ngl_error *err)
{
    ngl_buf b;
    ngl_buf_init(&b, 1 << 20);
    if (status == NGL_E_KNOWLEDGE)
        ngl_kbc_report_text(&b, report);
    else
        ngl_buf_printf(&b, "kbc: %s\n", err->text);
    fputs(ngl_buf_string(&b), stderr);
    ngl_buf_free(&b);
    return FAILED;
}

int main(int argc, char **argv)
{
    args a = { 0 };
    if (!parse(&a, argc, argv)) {
        fputs("usage: kbc [--check | --dump | --output FILE [--depfile FILE]] DIR\n", stderr);
        return USAGE;
    }
    static ngl_kbc_report report;
    ngl_kbc_file          files[MAX_FILES];
    ngl_buf               bytes[MAX_FILES];
    size_t                n = read_folder(files, bytes, a.dir);
    ngl_arena             arena;
    ngl_arena_init(&arena, MAX_BYTES);
    const ngl_knowledge *kb = NULL;
    ngl_error            err = { 0 };
    ngl_status           status = ngl_kbc_compile(&kb, &arena, files, n, &report, &err);
    int                  code = status == NGL_OK ? give_out(&a, kb) : complain(status, &report, &err);
    ngl_arena_free(&arena);
    for (size_t i = 0; i < n; i++) ngl_buf_free(&bytes[i]);
    return code;
}
