#include "samples.h"

#include "../../check.h"

#include <stdio.h>
#include <stdlib.h>

bool sample_load(ngl_buf *out, const char *path)
{
    char  block[1 << 16];
    FILE *f = fopen(path, "rb");
    ngl_buf_init(out, NGL_IMPORT_FILE_MAX);
    if (!f) return false;
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) ngl_buf_add(out, block, n);
    fclose(f);
    return !out->failed;
}

void sample_get(ngl_buf *out, const char *name)
{
    char        path[2048];
    const char *source = getenv("NIGGLE_SOURCE");
    snprintf(path, sizeof path, "%s/tests/samples/%s", source ? source : ".", name);
    CHECK(sample_load(out, path), "%s can be read", path);
}

ngl_status sample_read(ngl_import *out, const char *name, ngl_error *err)
{
    ngl_buf b;
    sample_get(&b, name);
    *err = (ngl_error){ 0 };
    ngl_status status = ngl_import_read(out, ngl_buf_string(&b), b.len, NULL, err);
    ngl_buf_free(&b);
    return status;
}
