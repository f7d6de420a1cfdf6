/* A folder of its own for a test of the store, and files looked at as bytes. */
#ifndef FOLDER_H
#define FOLDER_H

#include "tests/check.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static inline int folder_make(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/niggle-store-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static inline const char *in_folder(const char *name)
{
    static char path[4][512];
    static int  turn;
    turn = (turn + 1) % 4;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static inline int folder_drop(void **state)
{
    (void)state;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.') unlink(in_folder(e->d_name));
    if (d) closedir(d);
    return rmdir(folder);
}

static inline unsigned folder_files(void)
{
    unsigned n = 0;
    DIR     *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) n += e->d_name[0] != '.';
    if (d) closedir(d);
    return n;
}

static inline void write_bytes(const char *path, const void *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(bytes, 1, len, f) == len && fclose(f) == 0, "%s can be written", path);
}

/* at most `room` bytes */
static inline size_t read_bytes(const char *path, void *bytes, size_t room)
{
    FILE  *f = fopen(path, "rb");
    size_t n = f ? fread(bytes, 1, room, f) : 0;
    if (f) fclose(f);
    return n;
}

#endif
