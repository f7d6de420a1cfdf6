/* How fast files become columns, beside what the format allows on the same
 * bytes: bench_decode FOLDER…. All files are read first. Then, round by round
 * and in turns, the floor program and Niggle decode all of them; what is
 * printed is the median of the rounds, and the median of their ratios, which
 * stays true on a busy machine. Time is the processor's, of this one thread. */
#include "base/arena.h"
#include "base/buf.h"
#include "floor.h"

#include <niggle/activity.h>

#include <dirent.h>
#include <expat.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { FILES_MAX = 4096, ROUNDS = 15 };

typedef struct set {
    const char *suffix;
    ngl_buf     file[FILES_MAX];
    unsigned    n;
    size_t      bytes;
} set;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* one thread: others on the machine do not count */
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void load(set *s, const char *path)
{
    FILE *f = fopen(path, "rb");
    char  block[1 << 16];
    if (!f || s->n == FILES_MAX) {
        if (f) fclose(f);
        return;
    }
    ngl_buf *b = &s->file[s->n++];
    ngl_buf_init(b, NGL_IMPORT_FILE_MAX);
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) ngl_buf_add(b, block, n);
    s->bytes += b->len;
    fclose(f);
}

static void load_folder(set *s, const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char   path[2048];
        size_t len = strlen(names[i]->d_name), suffix = strlen(s->suffix);
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        if (len > suffix && strcasecmp(names[i]->d_name + len - suffix, s->suffix) == 0) load(s, path);
        free(names[i]);
    }
    if (n >= 0) free(names);
}

static size_t decode(const set *s, unsigned *refused)
{
    size_t records = 0;
    *refused = 0;
    for (unsigned i = 0; i < s->n; i++) {
        ngl_import import;
        ngl_status status = ngl_import_read(&import, s->file[i].data, s->file[i].len, NULL, NULL);
        *refused += status != NGL_OK && status != NGL_E_NOT_ACTIVITY;
        for (uint32_t k = 0; k < import.nactivity; k++) records += import.activity[k].nrecord;
        ngl_import_free(&import);
    }
    return records;
}

/* Bare Expat on the same bytes: every element and every text is handed over,
 * and points are counted. */
static void XMLCALL bare_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    const char *colon = strchr(name, ':');
    (void)attributes;
    name = colon ? colon + 1 : name;
    *(size_t *)user += strcmp(name, "trkpt") == 0 || strcmp(name, "Trackpoint") == 0;
}

static void XMLCALL bare_end(void *user, const XML_Char *name)
{
    (void)user, (void)name;
}

static void XMLCALL bare_text(void *user, const XML_Char *text, int len)
{
    (void)user, (void)text, (void)len;
}

static size_t bare_expat(const set *s, unsigned *bad)
{
    size_t points = 0;
    *bad = 0;
    for (unsigned i = 0; i < s->n; i++) {
        XML_Parser p = XML_ParserCreate(NULL);
        XML_SetUserData(p, &points);
        XML_SetElementHandler(p, bare_start, bare_end);
        XML_SetCharacterDataHandler(p, bare_text);
        *bad += XML_Parse(p, s->file[i].data, (int)s->file[i].len, 1) != XML_STATUS_OK;
        XML_ParserFree(p);
    }
    return points;
}

static size_t floor_all(const set *s, unsigned *bad)
{
    size_t records = 0;
    if (strcmp(s->suffix, ".fit") != 0) return bare_expat(s, bad);
    *bad = 0;
    for (unsigned i = 0; i < s->n; i++)
        records += floor_decode((const uint8_t *)s->file[i].data, s->file[i].len, bad);
    return records;
}

/* ---- memory: most bytes held while one file is decoded ---- */

static size_t held, most_held;

static void *counted(void *p)
{
    held += p ? malloc_usable_size(p) : 0;
    if (held > most_held) most_held = held;
    return p;
}

static void *count_alloc(size_t size)
{
    return counted(malloc(size));
}

static void *count_resize(void *block, size_t size)
{
    size_t before = block ? malloc_usable_size(block) : 0;
    void  *p = realloc(block, size);
    if (p) held -= before;
    return p ? counted(p) : NULL;
}

static void count_release(void *block)
{
    held -= block ? malloc_usable_size(block) : 0;
    free(block);
}

static void print_memory(const set *s)
{
    static const ngl_memory counting = { count_alloc, count_resize, count_release };
    size_t   most = 0, of = 0;
    unsigned refused;
    ngl_memory_set(&counting);
    for (unsigned i = 0; i < s->n; i++) {
        static set one;
        one.n = 1;
        one.file[0] = s->file[i];
        held = most_held = 0;
        decode(&one, &refused);
        if (most_held <= most) continue;
        most = most_held;
        of = s->file[i].len;
    }
    ngl_memory_set(NULL);
    printf("most memory for one file: %.1f MB, of %.1f MB on disk\n\n", (double)most / 1e6, (double)of / 1e6);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, unsigned n)
{
    qsort(v, n, sizeof *v, by_size);
    return v[n / 2];
}

static void line(const char *name, const set *s, double seconds, size_t records, unsigned refused)
{
    printf("%-28s %8.0f MB/s %8.2f M records/s %8.0f files/s %6u refused %9zu records\n", name,
           (double)s->bytes / seconds / 1e6, (double)records / seconds / 1e6, s->n / seconds, refused, records);
}

static void measure(const set *s)
{
    double   ours[ROUNDS], floors[ROUNDS], ratio[ROUNDS];
    size_t   n = 0, m = 0;
    unsigned refused = 0, bad = 0;
    for (int round = -1; round < ROUNDS; round++) { /* the first warms up */
        double a = now_s();
        m = floor_all(s, &bad);
        double b = now_s();
        n = decode(s, &refused);
        double c = now_s();
        if (round < 0) continue;
        floors[round] = b - a;
        ours[round] = c - b;
        ratio[round] = (b - a) / (c - b);
    }
    printf("%u %s files, %.2f MB, median of %d rounds\n", s->n, s->suffix, (double)s->bytes / 1e6, ROUNDS);
    line(strcmp(s->suffix, ".fit") ? "floor: bare Expat" : "floor: walk, 14 columns, sum", s, median(floors, ROUNDS), m, bad);
    line("niggle", s, median(ours, ROUNDS), n, refused);
    printf("niggle / floor: %.2f\n", median(ratio, ROUNDS));
}

int main(int argc, char **argv)
{
    static set sets[] = { { .suffix = ".fit" }, { .suffix = ".gpx" }, { .suffix = ".tcx" } };
    if (argc < 2) {
        fputs("usage: decode FOLDER…   (folders of .fit, .gpx and .tcx files; mkrun makes some)\n", stderr);
        return 2;
    }
    floor_begin();
    for (unsigned k = 0; k < sizeof sets / sizeof *sets; k++) {
        for (int i = 1; i < argc; i++) load_folder(&sets[k], argv[i]);
        if (!sets[k].n) continue;
        measure(&sets[k]);
        print_memory(&sets[k]);
        for (unsigned i = 0; i < sets[k].n; i++) ngl_buf_free(&sets[k].file[i]);
    }
    return 0;
}
