#include "folder.h"

#include "../../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void folder_read(folder *f, const char *path)
{
    const char *root = getenv("NIGGLE_SOURCE");
    CHECK(root, "NIGGLE_SOURCE names the source folder");
    *f = (folder){ 0 };
    for (const char *const *name = ngl_kbc_names; *name; name++) {
        char full[1024], chunk[4096];
        snprintf(full, sizeof full, "%s/%s/%s", root, path, *name);
        FILE *in = fopen(full, "rb");
        CHECK(in, "%s can be read", full);
        ngl_buf *b = &f->bytes[f->n];
        ngl_buf_init(b, FOLDER_BYTES);
        for (size_t n; (n = fread(chunk, 1, sizeof chunk, in)) > 0;)
            ngl_buf_add(b, chunk, n);
        fclose(in);
        f->file[f->n] = (ngl_kbc_file){ *name, ngl_buf_string(b), b->len };
        f->n++;
    }
}

void folder_free(folder *f)
{
    for (size_t i = 0; i < f->n; i++)
        ngl_buf_free(&f->bytes[i]);
}

size_t folder_find(const folder *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->file[i].name, name) == 0)
            return i;
    CHECK(0, "%s is in the folder", name);
    return 0;
}
