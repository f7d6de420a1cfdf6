/* niggle export: your runs for other programs. */
#include "base/error.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/day.h"
#include "flow/export.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RUN_MAX = 4096, MEMORY = 256 << 20, PATH_BYTES = 4096 };

static const option export_options_list[] = {
    { "format", 'f', "NAME", "csv, jsonl, parquet, fit or gpx; else by the ending of the output" },
    { "output", 'o', "PATH", "a new file; for several runs as fit or gpx a folder" },
    { "runs", 'r', NULL, "a row for each run, not for each record" },
    { "clean", 0, NULL, "mended streams, with grade and flat-equivalent speed" },
    { "since", 0, "DATE", "only from this day on: 2026-03-01, or 90d for the last 90 days" },
    { "until", 0, "DATE", "only up to this day" },
    { "all-sports", 0, NULL, "other sports, too" },
    { "force", 0, NULL, "write over files that are there" },
    { NULL, 0, NULL, NULL },
};

static const char export_detail[] =
    "  niggle export --runs -o runs.csv       a row for each run\n"
    "  niggle export -o records.parquet       every record of every run\n"
    "  niggle export 17 --format gpx          run 17 on standard output\n"
    "  niggle export 17 18 -f fit -o folder   folder/run-17.fit, folder/run-18.fit\n"
    "  niggle export --clean --since 90d -o clean.csv\n"
    "\n"
    "Without numbers all runs that count are written. Values are as recorded;\n"
    "--clean mends them (docs/cleaning.md). Parquet is read by DuckDB, pandas and\n"
    "others: SELECT * FROM 'records.parquet'. GPX has no place for records without\n"
    "a position, nor for running form.\n";

/* ---- what is asked for -------------------------------------------------------------------- */

typedef enum kind { AS_CSV, AS_JSONL, AS_PARQUET, AS_FIT, AS_GPX, AS_COUNT } kind;
static const char *const kind_names[AS_COUNT] = { "csv", "jsonl", "parquet", "fit", "gpx" };

static kind kind_named(const char *name)
{
    for (unsigned i = 0; i < AS_COUNT; i++)
        if (strcasecmp(name, kind_names[i]) == 0) return (kind)i;
    return AS_COUNT;
}

static int choose_kind(cli *c, kind *out)
{
    const char *format = cli_option(c, "format"), *output = cli_option(c, "output");
    const char *dot = output ? strrchr(output, '.') : NULL;
    *out = format ? kind_named(format) : dot ? kind_named(dot + 1) : AS_CSV;
    if (format && *out == AS_COUNT)
        return cli_usage(c, "--format: \"%s\" is none of csv, jsonl, parquet, fit, gpx", format);
    if (*out == AS_COUNT) return cli_usage(c, "the ending of \"%s\" does not tell the format; say it with --format", output);
    if (cli_option(c, "runs") && *out >= AS_FIT) return cli_usage(c, "--runs makes a table: csv, jsonl or parquet");
    if (cli_option(c, "clean") && (*out >= AS_FIT || cli_option(c, "runs")))
        return cli_usage(c, "--clean is for tables of records: csv, jsonl or parquet");
    return EXIT_DONE;
}

static int choose_runs(cli *c, ngl_export_options *o, int64_t run[RUN_MAX])
{
    if (c->nargs > RUN_MAX) return cli_usage(c, "more than %d runs at once", RUN_MAX);
    for (int i = 0; i < c->nargs; i++)
        if (!ngl_integer_parse(&run[i], c->args[i], strlen(c->args[i])))
            return cli_usage(c, "\"%s\" is not the number of a run", c->args[i]);
    o->run = run;
    o->nrun = (size_t)c->nargs;
    o->all_sports = cli_option(c, "all-sports");
    o->clean = cli_option(c, "clean");
    o->summaries = cli_option(c, "runs");
    int code = cli_day_option(c, "since", &o->from);
    return code ? code : cli_day_option(c, "until", &o->to);
}

/* ---- where it goes --------------------------------------------------------------------------- */

typedef struct target {
    const char *path; /* NULL: standard output */
    FILE       *file;
} target;

static ngl_status open_target(const cli *c, target *t, const char *path, ngl_error *err)
{
    *t = (target){ .path = path, .file = c->out };
    if (!path) return NGL_OK;
    int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (cli_option(c, "force") ? O_TRUNC : O_EXCL);
    int fd = open(path, flags, 0600);
    if (fd < 0) return ngl_fail(err, NGL_E_IO, 0, "%s: %s", path, errno == EEXIST ? "the file is there already" : strerror(errno));
    t->file = fdopen(fd, "w");
    if (t->file) return NGL_OK;
    close(fd);
    return ngl_fail(err, NGL_E_NOMEM, 0, "%s: not enough memory", path);
}

/* What was not written to its end is taken away again. */
static ngl_status close_target(target *t, ngl_status status, ngl_error *err)
{
    if (!t->path) {
        if (fflush(t->file) && !status) status = ngl_fail(err, NGL_E_IO, 0, "the output could not be written");
        return status;
    }
    if (fclose(t->file) && !status) status = ngl_fail(err, NGL_E_IO, 0, "%s: %s", t->path, strerror(errno));
    if (status) unlink(t->path);
    return status;
}

static bool write_file(void *context, const void *bytes, size_t len)
{
    return fwrite(bytes, 1, len, context) == len;
}

static ngl_status write_table(const cli *c, ngl_flow *flow, const ngl_row_run *row, size_t n, const ngl_export_options *o,
                              kind k, ngl_error *err)
{
    target     t;
    unsigned   left_out = 0;
    ngl_status status = open_target(c, &t, cli_option(c, "output"), err);
    if (status) return status;
    const ngl_sink sink = { write_file, t.file };
    status = ngl_flow_export_table(flow, row, n, o, (ngl_table_format)k, &sink, &left_out, err);
    if (left_out && !c->quiet) fprintf(c->err, "niggle: %u developer fields had no room and were left out\n", left_out);
    return close_target(&t, status, err);
}

static ngl_status write_run(const cli *c, ngl_flow *flow, int64_t run, kind k, const char *path, ngl_error *err)
{
    ngl_buf    b;
    target     t;
    ngl_error  plain = { 0 };
    ngl_buf_init(&b, (size_t)1 << 30);
    ngl_status status = ngl_flow_export_run(flow, run, k == AS_FIT ? NGL_EXPORT_FIT : NGL_EXPORT_GPX, &b, &plain);
    if (status) {
        ngl_fail(err, status, plain.pos, "run %lld: %s", (long long)run, plain.text);
    } else if (!(status = open_target(c, &t, path, err))) {
        if (fwrite(b.data, 1, b.len, t.file) != b.len) status = ngl_fail(err, NGL_E_IO, 0, "the output could not be written");
        status = close_target(&t, status, err);
    }
    ngl_buf_free(&b);
    return status;
}

/* Runs that cannot be written that way are named, and the others written. */
static int write_runs(cli *c, ngl_flow *flow, const ngl_row_run *row, size_t n, kind k)
{
    const char *folder = cli_option(c, "output");
    char        path[PATH_BYTES];
    ngl_error   err = { 0 };
    size_t      failed = 0;
    int         code = EXIT_DONE;
    if (!folder) return cli_usage(c, "%zu runs need a folder: --output FOLDER", n);
    if (mkdir(folder, 0700) && errno != EEXIST) {
        ngl_fail(&err, NGL_E_IO, 0, "%s: %s", folder, strerror(errno));
        return cli_fail(c, &err, NULL);
    }
    for (size_t i = 0; i < n; i++) {
        int len = snprintf(path, sizeof path, "%s/run-%lld.%s", folder, (long long)row[i].id, kind_names[k]);
        if (len < 0 || (size_t)len >= sizeof path) return cli_usage(c, "the folder's path is too long");
        if (!write_run(c, flow, row[i].id, k, path, &err)) continue;
        code = cli_fail(c, &err, NULL);
        failed++;
    }
    return failed == 0 ? EXIT_DONE : failed < n ? EXIT_PARTLY : code;
}

/* ---- the verb ----------------------------------------------------------------------------------- */

static int write_all(cli *c, ngl_flow *flow, const ngl_export_options *o, kind k)
{
    ngl_arena          arena;
    const ngl_row_run *row;
    size_t             n;
    ngl_error          err = { 0 };
    int                code = EXIT_DONE;
    ngl_arena_init(&arena, MEMORY);
    ngl_status status = ngl_flow_export_list(flow, &arena, o, &row, &n, &err);
    if (status) {
        code = cli_fail(c, &err, "niggle runs shows the numbers.");
    } else if (!n) {
        fputs("niggle: no runs there. Bring some in with: niggle import FOLDER\n", c->err);
        code = EXIT_NOTHING;
    } else if (k >= AS_FIT && n > 1) {
        code = write_runs(c, flow, row, n, k);
    } else {
        status = k >= AS_FIT ? write_run(c, flow, row[0].id, k, cli_option(c, "output"), &err)
                             : write_table(c, flow, row, n, o, k, &err);
        if (status) code = cli_fail(c, &err, status == NGL_E_IO ? "Choose another name, or --force to write over it." : NULL);
    }
    ngl_arena_free(&arena);
    return code;
}

static int export_run(cli *c)
{
    ngl_export_options o = { .from = NGL_DAY_NONE, .to = NGL_DAY_NONE };
    int64_t            run[RUN_MAX];
    ngl_flow           flow;
    kind               k;
    int                code = choose_kind(c, &k);
    if (!code) code = choose_runs(c, &o, run);
    if (!code && !cli_option(c, "output") && (k == AS_PARQUET || k == AS_FIT) && isatty(STDOUT_FILENO))
        code = cli_usage(c, "this is not text for a terminal; name a file with --output");
    if (!code) code = cli_open(c, &flow, false);
    if (code) return code;
    code = write_all(c, &flow, &o, k);
    cli_close(&flow);
    return code;
}

const command cmd_export = {
    .name = "export",
    .args = "[RUN…]",
    .help = "your runs for other programs: CSV, JSON Lines, Parquet, FIT, GPX",
    .detail = export_detail,
    .options = export_options_list,
    .run = export_run,
};
