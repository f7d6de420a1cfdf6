/* How fast files become runs in the database: bench/import FOLDER…
 *
 * The same verb as the program's, into a new database in a folder of its own,
 * everything included: reading, hashing, decoding, packing, keeping the
 * originals, SQLite with full synchronisation. Then the same files again, which
 * are all known by then. Wall time,
 * because the disk is part of it, beside the processor's, because other programs
 * are not.
 */
#include "base/arena.h"
#include "flow/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5, LIST_MEMORY = 64 << 20 };

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
    if (file->nrun) total_bytes += file->size;
}

typedef struct spent {
    double wall_s, cpu_s;
} spent;

/* keep the better of both: other programs only ever make it slower */
static void keep_best(spent *best, spent s)
{
    if (s.wall_s < best->wall_s) best->wall_s = s.wall_s;
    if (s.cpu_s < best->cpu_s) best->cpu_s = s.cpu_s;
}

static spent import(ngl_flow *flow, const ngl_found_list *list, bool originals, ngl_import_totals *t)
{
    ngl_error      err = { 0 };
    ngl_import_job job = { .found = list->found, .nfound = list->n, .program = "bench", .originals = originals,
                           .told = add_bytes };
    spent from = { now_s(CLOCK_MONOTONIC), now_s(CLOCK_PROCESS_CPUTIME_ID) };
    if (ngl_flow_import(flow, &job, t, &err)) fprintf(stderr, "%s\n", err.text);
    return (spent){ now_s(CLOCK_MONOTONIC) - from.wall_s, now_s(CLOCK_PROCESS_CPUTIME_ID) - from.cpu_s };
}

static int64_t good(const ngl_import_totals *t)
{
    return t->nfile[NGL_OUTCOME_IMPORTED] + t->nfile[NGL_OUTCOME_SALVAGED] + t->nfile[NGL_OUTCOME_ALREADY];
}

static void one(const char *what, const char *folder, const ngl_found_list *list, bool originals)
{
    spent   best = { 1e9, 1e9 }, again = best;
    int64_t n = 0, bytes = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char              path[256];
        ngl_flow          flow = { .today = 30000, .now = 1 };
        ngl_error         err = { 0 };
        ngl_import_totals t;
        ngl_store_health  health = { 0 };
        snprintf(path, sizeof path, "%s/%d-%d.db", folder, i, originals);
        if (ngl_store_open(&flow.store, path, NGL_STORE_CREATE, &err)) {
            fprintf(stderr, "%s\n", err.text);
            return;
        }
        total_bytes = 0;
        keep_best(&best, import(&flow, list, originals, &t));
        n = good(&t);
        keep_best(&again, import(&flow, list, originals, &t));
        ngl_store_check(flow.store, &health, &err);
        bytes = health.bytes;
        ngl_store_close(flow.store);
        unlink(path);
    }
    printf("%-18s %5lld files %6.1f MB  %6.0f files/s wall %6.0f cpu  %6.1f MB/s wall  again %6.0f files/s  kept %5.1f MB\n",
           what, (long long)n, (double)total_bytes / 1e6, (double)n / best.wall_s, (double)n / best.cpu_s,
           (double)total_bytes / 1e6 / best.wall_s, (double)n / again.wall_s, (double)bytes / 1e6);
}

int main(int argc, char **argv)
{
    char           folder[] = "/tmp/niggle-bench-XXXXXX";
    ngl_arena      arena;
    ngl_found_list list;
    ngl_error      err = { 0 };
    struct rusage  used;
    ngl_arena_init(&arena, LIST_MEMORY);
    if (argc < 2 || ngl_import_find(&list, &arena, argv + 1, argc - 1, &err) || !list.n || !mkdtemp(folder)) {
        puts("import: no files here (bench/import FOLDER…)");
        ngl_arena_free(&arena);
        return 0;
    }
    one("with originals", folder, &list, true);
    one("without originals", folder, &list, false);
    rmdir(folder);
    getrusage(RUSAGE_SELF, &used);
    printf("most memory held: %.1f MB\n", (double)used.ru_maxrss / 1024);
    ngl_arena_free(&arena);
    return 0;
}
