/* niggle import: recordings from files and folders into the database. */
#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "cli/cage.h"
#include "cli/import_diary.h"
#include "cli/import_out.h"
#include "flow/notes.h"

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LIST_MEMORY = 256 << 20, JOBS_MAX = 64 };

static const option import_options[] = {
    { "dry-run", 'n', NULL, "read everything, keep nothing" },
    { "no-originals", 0, NULL, "do not keep the files themselves in the database" },
    { "jobs", 'j', "N", "how many files to read at a time (as many as there are processors)" },
    { "map", 'm', "FILE", "which column of a diary (CSV) is what; see below" },
    { "all", 'a', NULL, "a line for every file, not only for odd ones" },
    { NULL, 0, NULL, NULL },
};

static const char import_detail[] =
    "  niggle import ~/Downloads/activities          a folder and all below it\n"
    "  niggle import export_123.zip                  a Strava, Garmin or Polar account\n"
    "  niggle import export.zip                      Apple Health; Health Connect.zip\n"
    "  niggle import run.fit run.gpx.gz              files: FIT, GPX, TCX, packed or not\n"
    "  niggle import --dry-run FOLDER                what would happen\n"
    "\n"
    "  niggle import diary.csv                       your own diary, saved as CSV\n"
    "\n"
    "A diary needs a date, and minutes, a distance or pain. At a terminal you are\n"
    "asked what is not clear, once: the answers are kept. Or give them in a file:\n"
    "  date = Datum                    the heading, or: column 1, or: none\n"
    "  duration = Zeit                 also: distance, kind, effort, pain, place, note,\n"
    "  date order = day month year       time of day, heart rate, ascent\n"
    "  distance unit = km              or: miles, m;   duration unit = minutes\n"
    "\n"
    "Archives (zip, tar, tar.gz, also in one another) are read as they are. Notes\n"
    "and effort from an account's list are kept beside the runs: niggle notes.\n"
    "A file is known by its content: importing it again changes nothing. A run\n"
    "that two devices recorded counts once. One bad file never stops the rest.\n"
    "Ctrl-C finishes what is being written; the same command goes on later.\n"
    "Exit codes: 0 all went well, 1 every file failed, 3 some failed, 4 no\n"
    "recorded activity was found, 5 the database is busy or from a newer niggle.\n";

typedef struct work {
    cli          *c;
    import_teller teller;
} work;

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    asked_to_stop = 1;
}

/* The second Ctrl-C ends the program at once. A limit on the size of files is
 * met like a full disk: with a sentence. */
static void listen_for_stop(void)
{
    signal(SIGXFSZ, SIG_IGN);
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static bool stop(void *context)
{
    (void)context;
    return asked_to_stop;
}

static void progress(void *context, size_t done, size_t total)
{
    import_progress(((work *)context)->c, done, total);
}

static void told(void *context, const ngl_imported *file)
{
    work *w = context;
    import_tell(w->c, &w->teller, file);
}

/* of this machine's zone on that day: summer time counts */
static int32_t offset_at(void *context, ngl_instant t)
{
    time_t    seconds = (time_t)(t / 1000);
    struct tm local;
    if (!localtime_r(&seconds, &local)) return ((work *)context)->c->utc_offset_s;
    int64_t day = ngl_day_from_civil((ngl_civil){ local.tm_year + 1900, local.tm_mon + 1, local.tm_mday });
    int64_t there = day * 86400 + local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec;
    int64_t offset = there - (int64_t)seconds;
    return offset >= -86400 && offset <= 86400 ? (int32_t)offset : ((work *)context)->c->utc_offset_s;
}

static int exit_code(const ngl_import_totals *t)
{
    int64_t good = t->nfile[NGL_OUTCOME_IMPORTED] + t->nfile[NGL_OUTCOME_SALVAGED] + t->nfile[NGL_OUTCOME_ALREADY];
    if (t->stopped) return EXIT_PARTLY;
    if (t->nfile[NGL_OUTCOME_FAILED]) return good ? EXIT_PARTLY : EXIT_FAILED;
    return good ? EXIT_DONE : EXIT_NOTHING;
}

static size_t told_files(const ngl_import_totals *t)
{
    int64_t n = 0;
    for (int i = 0; i < NGL_OUTCOME_COUNT; i++) n += t->nfile[i];
    return (size_t)n;
}

/* a failure of the database: what was told before it is kept */
static int broke_off(cli *c, const ngl_import_totals *t, const ngl_error *err)
{
    const char *remedy = "Nothing was kept. See that there is room on the disk and run the same command again.";
    if (told_files(t)) remedy = "What was told before is kept. See that there is room on the disk and run the same command again.";
    if (err->code == NGL_E_BUSY) remedy = "Wait until the other program is done, then run the same command again.";
    return cli_fail(c, err, remedy);
}

/* what was written about pain is offered, not weighed */
static void mention_notes(cli *c, const ngl_flow *flow)
{
    ngl_arena           arena;
    const ngl_run_note *note = NULL;
    size_t              n = 0;
    ngl_arena_init(&arena, LIST_MEMORY);
    if (ngl_flow_notes(flow, &arena, false, &note, &n, NULL) == NGL_OK && n)
        fprintf(c->err, "%zu of your own %s may be about pain. To look: niggle notes\n", n, n == 1 ? "note" : "notes");
    ngl_arena_free(&arena);
}

static int import_list(cli *c, ngl_flow *flow, const ngl_found_list *list, bool keep, unsigned threads, const char *map)
{
    work              w = { .c = c, .teller.all = cli_option(c, "all") != NULL };
    ngl_error         err = { 0 };
    ngl_import_totals t;
    ngl_import_job    job = { .found = list->found,
                              .nfound = list->n,
                              .program = "niggle " NIGGLE_VERSION,
                              .dry_run = !keep,
                              .threads = threads,
                              .originals = !cli_option(c, "no-originals"),
                              .map = map,
                              .context = &w,
                              .stop = stop,
                              .progress = progress,
                              .told = told,
                              .offset_at = offset_at };
    listen_for_stop();
    import_begin(c);
    ngl_status status = ngl_flow_import(flow, &job, &t, &err);
    import_tell_end(c, &w.teller);
    import_progress_end(c);
    if (!status || c->json) import_sums(c, &t, (size_t)t.nleft, cli_option(c, "dry-run") != NULL);
    if (status) return broke_off(c, &t, &err);
    if (t.nsaid && keep && !c->quiet && !c->json && !c->plain) mention_notes(c, flow);
    if (t.stopped) fputs("niggle: stopped. Run the same command again to go on.\n", c->err);
    else if (exit_code(&t) == EXIT_NOTHING)
        fputs("niggle: no recorded activity was found. Give the folder with the files of your watch.\n", c->err);
    return exit_code(&t);
}

static bool readable_file(const ngl_found_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (!list->found[i].fault[0]) return true;
    return false;
}

/* no database is made for a dry run or when there is nothing to read */
static int import_found(cli *c, const ngl_found_list *list, unsigned threads)
{
    ngl_flow flow = { .kb = c->kb, .today = c->today, .now = c->now, .utc_offset_s = c->utc_offset_s };
    bool     keep = !cli_option(c, "dry-run") && readable_file(list);
    bool     there = c->db_path && access(c->db_path, F_OK) == 0;
    int      code = keep || there ? cli_open(c, &flow, keep) : EXIT_DONE;
    if (code) return code;
    ngl_buf map;
    cli_cage(c, keep || there);
    code = import_diary_maps(c, &flow, list, keep, &map);
    if (!code) code = import_list(c, &flow, list, keep, threads, map.len ? ngl_buf_string(&map) : NULL);
    ngl_buf_free(&map);
    cli_close(&flow);
    return code;
}

/* as asked, else one for each processor; 0: what was asked is no number */
static unsigned threads_of(const cli *c)
{
    const char *jobs = cli_option(c, "jobs");
    int64_t     n = sysconf(_SC_NPROCESSORS_ONLN);
    if (jobs && (!ngl_integer_parse(&n, jobs, strlen(jobs)) || n < 1)) return 0;
    return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (unsigned)n;
}

static int import_run(cli *c)
{
    unsigned       threads = threads_of(c);
    ngl_arena      arena;
    ngl_found_list list;
    ngl_error      err = { 0 };
    if (!c->nargs) return cli_usage(c, "which files? Name files or folders");
    if (!threads) return cli_usage(c, "--jobs takes a number from 1");
    ngl_arena_init(&arena, LIST_MEMORY);
    ngl_status status = ngl_import_find(&list, &arena, c->args, c->nargs, &err);
    int        code = status ? cli_fail(c, &err, NULL) : import_found(c, &list, threads);
    ngl_arena_free(&arena);
    return code;
}

const command cmd_import = {
    .name = "import",
    .args = "PATH…",
    .help = "recordings of a watch, from files, archives and folders",
    .detail = import_detail,
    .options = import_options,
    .run = import_run,
};
