/* Showing every message of a FIT file. */
#include "fuzz.h"

#include <niggle/activity.h>

#include <stdlib.h>
#include <string.h>

static void line(void *user, const char *text, size_t len)
{
    size_t *sum = user;
    if (!text || strlen(text) != len) abort();
    *sum += len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t    sum = 0;
    ngl_error err = { 0 };
    if (ngl_import_dump(data, size, line, &sum, &err) != NGL_OK && !err.text[0]) abort();
    return 0;
}
