/* The floor beneath the import of an archive, measured on the same bytes in
 * the same run: what no program can leave out if it unpacks by libdeflate,
 * decodes, and puts one blob a run into SQLite. One thread, no list, no hash, no
 * packing of columns, no originals. */
#include "import_bench.h"

#include "activity/activity.h"
#include "base/arena.h"

#include <fcntl.h>
#include <libdeflate.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { UNPACKED_MAX = 64 << 20, COLUMN_BYTES = 40 /* of a record: ten columns of four bytes, as in the mark */ };

static double clock_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double now_s(void)
{
    return clock_s(CLOCK_MONOTONIC);
}

static size_t read_file(void *context, void *to, size_t len, uint64_t at)
{
    ssize_t n = pread(*(const int *)context, to, len, (off_t)at);
    return n > 0 ? (size_t)n : 0;
}

typedef struct floor_work {
    floor_times   *times;
    sqlite3       *db;
    sqlite3_stmt  *insert;
    ngl_buf        packed, member, plain;
    const uint8_t *blob;
    struct libdeflate_decompressor *d;
} floor_work;

/* as many gzip members as are there */
static bool gunzip(floor_work *w)
{
    size_t got = 0;
    w->plain.len = 0;
    if (!ngl_buf_reserve(&w->plain, UNPACKED_MAX)) return false;
    if (libdeflate_gzip_decompress(w->d, w->member.data, w->member.len, w->plain.data, UNPACKED_MAX, &got) != LIBDEFLATE_SUCCESS) return false;
    w->plain.len = got;
    return true;
}

static void one_run(floor_work *w)
{
    ngl_import read;
    double     from = now_s();
    ngl_status status = ngl_import_read(&read, w->plain.data, w->plain.len, NULL, NULL);
    double     decoded = now_s();
    w->times->decode_s += decoded - from;
    for (uint32_t i = 0; i < read.nactivity && !status; i++) {
        sqlite3_bind_int64(w->insert, 1, ++w->times->nrun);
        sqlite3_bind_blob64(w->insert, 2, w->blob, (uint64_t)read.activity[i].nrecord * COLUMN_BYTES, SQLITE_STATIC);
        sqlite3_step(w->insert);
        sqlite3_reset(w->insert);
    }
    w->times->insert_s += now_s() - decoded;
    ngl_import_free(&read);
}

static void one_member(floor_work *w, const ngl_input *source, const ngl_member *m)
{
    size_t n = strlen(m->name);
    if (n < 8 || strcmp(m->name + n - 7, ".fit.gz") != 0 || !m->located) return;
    double from = now_s();
    bool   good = ngl_member_load(source, m, &w->packed, &w->member, NULL) == NGL_OK && gunzip(w);
    w->times->inflate_s += now_s() - from;
    if (!good) return;
    w->times->bytes += w->plain.len;
    one_run(w);
}

static bool open_database(floor_work *w, const char *path)
{
    return sqlite3_open(path, &w->db) == SQLITE_OK &&
           sqlite3_exec(w->db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;"
                               "CREATE TABLE b (id INTEGER PRIMARY KEY, x BLOB); BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(w->db, "INSERT INTO b VALUES (?,?)", -1, &w->insert, NULL) == SQLITE_OK;
}

static void walk(floor_work *w, const char *archive)
{
    struct stat  st;
    ngl_archive *a = NULL;
    ngl_member   m;
    int          fd = open(archive, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) return;
    ngl_input source = { .context = &fd, .size = (uint64_t)st.st_size, .read = read_file };
    if (ngl_archive_open(&a, &source, NULL) == NGL_OK)
        while (ngl_archive_next(a, &m)) one_member(w, &source, &m);
    ngl_archive_close(a);
    close(fd);
}

floor_times floor_of(const char *archive, const char *database)
{
    floor_times t = { 0 };
    floor_work  w = { .times = &t, .d = libdeflate_alloc_decompressor() };
    ngl_arena   arena;
    double      cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID);
    ngl_buf_init(&w.packed, UNPACKED_MAX);
    ngl_buf_init(&w.member, UNPACKED_MAX);
    ngl_buf_init(&w.plain, UNPACKED_MAX + 1);
    ngl_arena_init(&arena, (size_t)UNPACKED_MAX * 2);
    w.blob = ngl_arena_take(&arena, 1, UNPACKED_MAX, 64);
    if (w.blob && open_database(&w, database)) walk(&w, archive);
    double from = now_s();
    sqlite3_exec(w.db, "COMMIT", NULL, NULL, NULL);
    t.insert_s += now_s() - from;
    sqlite3_finalize(w.insert);
    sqlite3_close(w.db);
    t.cpu_s = clock_s(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    libdeflate_free_decompressor(w.d);
    ngl_buf_free(&w.packed);
    ngl_buf_free(&w.member);
    ngl_buf_free(&w.plain);
    ngl_arena_free(&arena);
    return t;
}
