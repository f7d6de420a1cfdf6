/* Knowledge folders for tests: read once, then edited in memory. */
#ifndef TESTS_KBC_FOLDER_H
#define TESTS_KBC_FOLDER_H

#include "kbc/kbc.h"

enum { FOLDER_FILES = 32, FOLDER_BYTES = 32 << 20 };

typedef struct folder {
    size_t       n;
    ngl_kbc_file file[FOLDER_FILES];
    ngl_buf      bytes[FOLDER_FILES];
} folder;

/* Every knowledge file of NIGGLE_SOURCE/`path`; ends the test if one is missing.
 * The toy's structure.yaml borrows the model's constants from knowledge/: it
 * has no model of its own, so that a new constant is no change here. */
void folder_read(folder *f, const char *path);
void folder_free(folder *f);

/* Index of a file by name; ends the test if it is missing. */
size_t folder_find(const folder *f, const char *name);

#endif
