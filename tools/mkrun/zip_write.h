/* Writing zip archives as they are met: sizes before or behind the data, packed
 * or stored, with or without a directory that is worth the name. The same
 * calls give the same bytes: every member has the same date. */
#ifndef MKRUN_ZIP_WRITE_H
#define MKRUN_ZIP_WRITE_H

#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>

enum { ZIP_STORED = 1, ZIP_SIZES_BEHIND = 2 /* as Java's ZipOutputStream writes */ };

typedef struct zip_writer {
    FILE    *file; /* or */
    ngl_buf *out;
    uint64_t at, entries;
    ngl_buf  directory;
    bool     failed;
} zip_writer;

zip_writer zip_begin(FILE *file, ngl_buf *out); /* one of the two */
void       zip_add(zip_writer *z, const char *name, const void *bytes, size_t len, unsigned flags);
bool       zip_end(zip_writer *z); /* false: something could not be written */

/* The bytes as a gzip file without name or date. */
bool gzip_pack(ngl_buf *out, const void *bytes, size_t len);

#endif
