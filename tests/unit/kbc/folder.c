#include "folder.h"

#include "../../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_file(ngl_buf *b, const char *path, const char *name)
{
    const char *root = getenv("NIGGLE_SOURCE");
    char        full[1024], chunk[4096];
    CHECK(root, "NIGGLE_SOURCE names the source folder");
    snprintf(full, sizeof full, "%s/%s/%s", root, path, name);
    FILE *in = fopen(full, "rb");
    CHECK(in, "%s can be read", full);
    ngl_buf_init(b, FOLDER_BYTES);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, in)) > 0;) ngl_buf_add(b, chunk, n);
    fclose(in);
}

/* Append the entry `model` of knowledge/structure.yaml, to its blank line. */
static void borrow_model(ngl_buf *b)
{
    ngl_buf real;
    read_file(&real, "knowledge", "structure.yaml");
    const char *start = strstr(ngl_buf_string(&real), "\nmodel:\n");
    const char *end = start ? strstr(start + 1, "\n\n") : NULL;
    CHECK(end, "knowledge/structure.yaml has a model and a blank line behind it");
    const char *source = strstr(start, "  source: ");
    const char *rest = strchr(source, '\n');
    ngl_buf_text(b, "model:\n  source: book");
    ngl_buf_add(b, rest, (size_t)(end + 1 - rest));
    ngl_buf_free(&real);
}

void folder_read(folder *f, const char *path)
{
    *f = (folder){ 0 };
    for (const char *const *name = ngl_kbc_names; *name; name++) {
        ngl_buf *b = &f->bytes[f->n];
        read_file(b, path, *name);
        if (strcmp(*name, "structure.yaml") == 0 && !strstr(ngl_buf_string(b), "\nmodel:\n")) borrow_model(b);
        f->file[f->n] = (ngl_kbc_file){ *name, ngl_buf_string(b), b->len };
        f->n++;
    }
}

void folder_free(folder *f)
{
    for (size_t i = 0; i < f->n; i++) ngl_buf_free(&f->bytes[i]);
}

size_t folder_find(const folder *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->file[i].name, name) == 0) return i;
    CHECK(0, "%s is in the folder", name);
    return 0;
}
