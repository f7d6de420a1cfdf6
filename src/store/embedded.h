/* Files of src/store/sql/ as constants, made by tools/embed during the build. */
#ifndef STORE_EMBEDDED_H
#define STORE_EMBEDDED_H

#include <stddef.h>

typedef struct ngl_embedded {
    const char *name; /* "001_start.sql" */
    const char *text;
    size_t      len;
} ngl_embedded;

/* The scripts in order: entry i brings a database from version i to i + 1. */
extern const ngl_embedded ngl_store_scripts[];
extern const size_t       ngl_store_scripts_count;

#endif
