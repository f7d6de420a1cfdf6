/* How fast files become runs in the database: bench/import PATH…
 *
 * The same verb as the program's, into a new database in a folder of its own,
 * everything included: reading, unpacking, hashing, decoding, packing, keeping
 * the originals, lists, SQLite with full synchronisation. Then the same files
 * again, which are all known by then. An archive is measured with one reader and
 * with one for each processor, and beside each round the floor beneath it
 * (import_archive.c), because other programs and the disk make every figure
 * differ from hour to hour and only their ratio stays. Medians.
 */
#include "import_bench.h"

#include "base/arena.h"
#include "flow/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5, LIST_MEMORY = 64 << 20 };

static char    folder[] = "/tmp/niggle-bench-XXXXXX";
static int64_t total_bytes;

static double now_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void add_bytes(void *context, const ngl_imported *file)
{
    (void)context;
    if (file->nrun && file->size > 0) total_bytes += file->size;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static double median(double *v)
{
    qsort(v, ROUNDS, sizeof *v, by_value);
    return v[ROUNDS / 2];
}

static void forget(const char *path)
{
    char name[300];
    unlink(path);
    snprintf(name, sizeof name, "%s-wal", path);
    unlink(name);
    snprintf(name, sizeof name, "%s-shm", path);
    unlink(name);
}

typedef struct spent {
    double  wall_s, cpu_s, again_s;
    int64_t nrun, nfile, kept;
} spent;

static double import(ngl_flow *flow, const ngl_found_list *list, bool originals, unsigned threads, ngl_import_totals *t)
{
    ngl_error      err = { 0 };
    ngl_import_job job = { .found = list->found, .nfound = list->n, .program = "bench", .originals = originals, .threads = threads,
                           .told = add_bytes };
    double from = now_s(CLOCK_MONOTONIC);
    if (ngl_flow_import(flow, &job, t, &err)) fprintf(stderr, "%s\n", err.text);
    return now_s(CLOCK_MONOTONIC) - from;
}

static spent once(const ngl_found_list *list, bool originals, unsigned threads)
{
    char              path[256];
    ngl_flow          flow = { .today = 30000, .now = 1 };
    ngl_error         err = { 0 };
    ngl_import_totals t = { 0 }, again;
    ngl_store_health  health = { 0 };
    spent             s = { 0 };
    snprintf(path, sizeof path, "%s/x.db", folder);
    if (ngl_store_open(&flow.store, path, NGL_STORE_CREATE, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return s;
    }
    double cpu = now_s(CLOCK_PROCESS_CPUTIME_ID);
    total_bytes = 0;
    s.wall_s = import(&flow, list, originals, threads, &t);
    s.cpu_s = now_s(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    s.again_s = import(&flow, list, originals, threads, &again);
    ngl_store_check(flow.store, &health, &err);
    s.nrun = t.nrun;
    s.nfile = t.nfile[NGL_OUTCOME_IMPORTED] + t.nfile[NGL_OUTCOME_SALVAGED] + t.nfile[NGL_OUTCOME_ALREADY];
    s.kept = health.bytes;
    ngl_store_close(flow.store);
    forget(path);
    return s;
}

static void files(const char *what, const ngl_found_list *list, bool originals, unsigned threads)
{
    double wall[ROUNDS], cpu[ROUNDS], again[ROUNDS];
    spent  s = { 0 };
    for (int i = 0; i < ROUNDS; i++) {
        s = once(list, originals, threads);
        wall[i] = s.wall_s;
        cpu[i] = s.cpu_s;
        again[i] = s.again_s;
    }
    double w = median(wall);
    printf("%-28s %5lld files %6.1f MB  %6.0f files/s wall %6.0f cpu  %6.1f MB/s wall  again %6.0f files/s  kept %5.1f MB\n", what,
           (long long)s.nfile, (double)total_bytes / 1e6, (double)s.nfile / w, (double)s.nfile / median(cpu), (double)total_bytes / 1e6 / w,
           (double)s.nfile / median(again), (double)s.kept / 1e6);
}

/* ---- archives ----------------------------------------------------------------------------------- */

static void archive(const char *path, const ngl_found_list *list, unsigned threads)
{
    double      one[ROUNDS], all[ROUNDS], lean[ROUNDS], cpu[ROUNDS], again[ROUNDS], sum[ROUNDS], inflate[ROUNDS], decode[ROUNDS], insert[ROUNDS], ratio1[ROUNDS], ratio[ROUNDS],
                floor_cpu[ROUNDS];
    char        database[256];
    floor_times f = { 0 };
    spent       s = { 0 };
    snprintf(database, sizeof database, "%s/floor.db", folder);
    for (int i = 0; i < ROUNDS; i++) {
        f = floor_of(path, database);
        forget(database);
        floor_cpu[i] = f.cpu_s, inflate[i] = f.inflate_s, decode[i] = f.decode_s, insert[i] = f.insert_s;
        sum[i] = f.inflate_s + f.decode_s + f.insert_s;
        s = once(list, true, 1);
        one[i] = s.wall_s, cpu[i] = s.cpu_s;
        s = once(list, true, threads);
        all[i] = s.wall_s, again[i] = s.again_s;
        lean[i] = once(list, false, threads).wall_s;
        ratio1[i] = one[i] / sum[i], ratio[i] = all[i] / sum[i];
    }
    printf("archive of %lld runs, %.0f MB of recordings unpacked, %.0f MB kept\n", (long long)s.nrun, (double)f.bytes / 1e6, (double)s.kept / 1e6);
    printf("  floor: unpack %.2f s, decode %.2f s, insert %.2f s: %.2f s\n", median(inflate), median(decode), median(insert), median(sum));
    printf("  import, one reader     %6.2f s  %.2f of the floor  (processor %.2f s, the floor's %.2f s)\n", median(one), median(ratio1), median(cpu),
           median(floor_cpu));
    printf("  import, %2u readers     %6.2f s  %.2f of the floor\n", threads, median(all), median(ratio));
    printf("  without originals      %6.2f s\n", median(lean));
    printf("  the same again         %6.2f s\n", median(again));
}

static bool is_archive(const char *path)
{
    size_t n = strlen(path);
    return n > 4 && strcmp(path + n - 4, ".zip") == 0;
}

static void measure(char *path, unsigned threads)
{
    ngl_arena      arena;
    ngl_found_list list;
    ngl_error      err = { 0 };
    ngl_arena_init(&arena, LIST_MEMORY);
    if (ngl_import_find(&list, &arena, &path, 1, &err) || !list.n || list.found[0].fault[0]) {
        printf("import: nothing at %s\n", path);
    } else if (is_archive(path)) {
        archive(path, &list, threads);
    } else {
        files("a folder, one reader", &list, true, 1);
        files("a folder, all readers", &list, true, threads);
        files("a folder, without originals", &list, false, threads);
    }
    ngl_arena_free(&arena);
}

int main(int argc, char **argv)
{
    struct rusage used;
    long          processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (argc < 2 || !mkdtemp(folder)) {
        puts("import: no files here (bench/import PATH…)");
        return 0;
    }
    for (int i = 1; i < argc; i++) measure(argv[i], processors > 1 ? (unsigned)processors : 2);
    rmdir(folder);
    getrusage(RUSAGE_SELF, &used);
    printf("most memory held: %.1f MB\n", (double)used.ru_maxrss / 1024);
    return 0;
}
