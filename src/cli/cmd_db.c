/* niggle db: where the database is, whether it is whole, taking an import back. */
#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/json_write.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/command.h"
#include "flow/db.h"

#include <string.h>

enum { OUTPUT_MAX = 1 << 16, LIST_MEMORY = 16 << 20 };

static const option db_options[] = {
    { "dry-run", 'n', NULL, "undo-import: say what would be taken back, change nothing" },
    { NULL, 0, NULL, NULL },
};

static const char db_detail[] =
    "  niggle db path                     where the database is\n"
    "  niggle db check                    is it whole, and what is in it\n"
    "  niggle db batches                  every import, newest first\n"
    "  niggle db undo-import --dry-run    what the last import brought\n"
    "  niggle db undo-import              take the last import back\n"
    "  niggle db undo-import 3            take that one back; import says its number\n"
    "\n"
    "Taking an import back removes its files and runs from the database. Your own\n"
    "files stay where they are.\n";

static int flush(const cli *c, ngl_buf *b)
{
    fputs(ngl_buf_string(b), c->out);
    ngl_buf_free(b);
    return EXIT_DONE;
}

/* ---- path ---------------------------------------------------------------------------- */

static int path(cli *c)
{
    if (!c->db_path) {
        ngl_error err = { 0 };
        ngl_fail(&err, NGL_E_IO, 0, "there is no place for the database");
        return cli_fail(c, &err, "Set HOME or XDG_DATA_HOME, or name a file with --db.");
    }
    ngl_buf b;
    ngl_buf_init(&b, OUTPUT_MAX);
    if (c->json) {
        ngl_json j = ngl_json_to(&b);
        ngl_json_object(&j);
        ngl_json_put_string(&j, "path", c->db_path);
        ngl_json_end(&j);
    } else {
        ngl_buf_text(&b, c->db_path);
    }
    ngl_buf_char(&b, '\n');
    return flush(c, &b);
}

/* ---- check ----------------------------------------------------------------------------- */

static void check_json(ngl_buf *b, const ngl_store_health *h, const ngl_flow *flow)
{
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    ngl_json_put_bool(&j, "sound", h->sound);
    ngl_json_put_string(&j, "fault", h->sound ? NULL : h->what);
    ngl_json_put_string(&j, "path", ngl_store_path(flow->store));
    ngl_json_put_integer(&j, "version", ngl_store_version(flow->store));
    ngl_json_put_integer(&j, "bytes", h->bytes);
    ngl_json_put_integer(&j, "imports", h->nbatch);
    ngl_json_put_integer(&j, "files", h->nfile);
    ngl_json_put_integer(&j, "runs", h->nrun);
    ngl_json_put_integer(&j, "runs_linked", h->nduplicate);
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

static void check_words(ngl_buf *b, const ngl_store_health *h, const ngl_flow *flow)
{
    if (h->sound) ngl_buf_text(b, "The database is whole.\n");
    ngl_buf_printf(b, "%-10s %s (version %u, ", "file", ngl_store_path(flow->store), ngl_store_version(flow->store));
    ngl_buf_number(b, (double)h->bytes / 1e6, 1);
    ngl_buf_text(b, " MB)\n");
    ngl_buf_printf(b, "%-10s %lld\n", "imports", (long long)h->nbatch);
    ngl_buf_printf(b, "%-10s %lld\n", "files", (long long)h->nfile);
    ngl_buf_printf(b, "%-10s %lld", "activities", (long long)h->nrun);
    if (h->nduplicate) ngl_buf_printf(b, ", of which %lld repeat another one", (long long)h->nduplicate);
    ngl_buf_char(b, '\n');
}

static int check(cli *c)
{
    ngl_flow         flow;
    ngl_store_health health;
    ngl_error        err = { 0 };
    ngl_buf          b;
    int              code = cli_open(c, &flow, false);
    if (code) return code;
    if (ngl_store_check(flow.store, &health, &err)) {
        code = cli_fail(c, &err, NULL);
    } else {
        ngl_buf_init(&b, OUTPUT_MAX);
        if (c->json) check_json(&b, &health, &flow);
        else check_words(&b, &health, &flow);
        flush(c, &b);
        if (!health.sound) {
            ngl_fail(&err, NGL_E_CORRUPT, 0, "the database is damaged: %s", health.what);
            code = cli_fail(c, &err, "Put it aside, and import your files again or take back a copy of it.");
        }
    }
    cli_close(&flow);
    return code;
}

/* ---- batches ------------------------------------------------------------------------------ */

static void batches_json(ngl_buf *b, const ngl_row_batch *row, size_t n)
{
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    ngl_json_key(&j, "batches");
    ngl_json_array(&j);
    for (size_t i = 0; i < n; i++) {
        char at[NGL_INSTANT_TEXT];
        ngl_json_object(&j);
        ngl_json_put_integer(&j, "batch", row[i].id);
        ngl_instant_format(at, row[i].started);
        ngl_json_put_string(&j, "imported", at);
        ngl_instant_format(at, row[i].undone);
        ngl_json_put_string(&j, "undone", row[i].undone == NGL_INSTANT_NONE ? NULL : at);
        ngl_json_put_integer(&j, "files", row[i].nfile);
        ngl_json_put_integer(&j, "runs", row[i].nrun);
        ngl_json_end(&j);
    }
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

static void batches_words(ngl_buf *b, const ngl_row_batch *row, size_t n, int32_t offset_s)
{
    if (!n) ngl_buf_text(b, "Nothing was imported yet.\n");
    else ngl_buf_text(b, "import  day           files  activities\n");
    for (size_t i = 0; i < n; i++) {
        char day[NGL_DAY_TEXT];
        ngl_day_format(day, ngl_instant_day(row[i].started, offset_s));
        ngl_buf_printf(b, "%6lld  %s", (long long)row[i].id, day);
        if (row[i].undone != NGL_INSTANT_NONE) ngl_buf_text(b, "  taken back\n");
        else ngl_buf_printf(b, " %8lld %11lld\n", (long long)row[i].nfile, (long long)row[i].nrun);
    }
}

static int batches(cli *c)
{
    ngl_flow  flow;
    ngl_arena arena;
    ngl_error err = { 0 };
    ngl_buf   b;
    size_t    n = 0;
    const ngl_row_batch *row = NULL;
    int       code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, LIST_MEMORY);
    if (ngl_flow_batches(&flow, &arena, &row, &n, &err)) {
        code = cli_fail(c, &err, NULL);
    } else {
        ngl_buf_init(&b, LIST_MEMORY);
        if (c->json) batches_json(&b, row, n);
        else batches_words(&b, row, n, c->utc_offset_s);
        flush(c, &b);
    }
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

/* ---- undo-import -------------------------------------------------------------------------- */

static void undone_json(ngl_buf *b, const ngl_row_batch *batch, bool dry_run)
{
    char     at[NGL_INSTANT_TEXT];
    ngl_json j = ngl_json_to(b);
    ngl_instant_format(at, batch->started);
    ngl_json_object(&j);
    ngl_json_put_integer(&j, "batch", batch->id);
    ngl_json_put_string(&j, "imported", at);
    ngl_json_put_integer(&j, "files", batch->nfile);
    ngl_json_put_integer(&j, "runs", batch->nrun);
    ngl_json_put_bool(&j, "dry_run", dry_run);
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

static void undone_words(ngl_buf *b, const ngl_row_batch *batch, bool dry_run, int32_t offset_s)
{
    char day[NGL_DAY_TEXT];
    ngl_day_format(day, ngl_instant_day(batch->started, offset_s));
    ngl_buf_printf(b, "Import %lld of %s %s taken back: %lld file%s with %lld activit%s.\n", (long long)batch->id, day,
                   dry_run ? "would be" : "is", (long long)batch->nfile, batch->nfile == 1 ? "" : "s",
                   (long long)batch->nrun, batch->nrun == 1 ? "y" : "ies");
}

static int undo(cli *c)
{
    ngl_flow      flow;
    ngl_row_batch batch;
    ngl_error     err = { 0 };
    ngl_buf       b;
    int64_t       id = 0;
    bool          dry_run = cli_option(c, "dry-run") != NULL;
    if (c->nargs == 2 && (!ngl_integer_parse(&id, c->args[1], strlen(c->args[1])) || id < 1))
        return cli_usage(c, "\"%s\" is not the number of an import", c->args[1]);
    int code = cli_open(c, &flow, false);
    if (code) return code;
    if (ngl_flow_undo_import(&flow, id, dry_run, &batch, &err)) {
        code = cli_fail(c, &err, NULL);
    } else {
        ngl_buf_init(&b, OUTPUT_MAX);
        if (c->json) undone_json(&b, &batch, dry_run);
        else undone_words(&b, &batch, dry_run, c->utc_offset_s);
        flush(c, &b);
    }
    cli_close(&flow);
    return code;
}

/* ---- the verb -------------------------------------------------------------------------------- */

static int db_run(cli *c)
{
    static const char *const names[] = { "path", "check", "batches", "undo-import" };
    const char              *what = c->nargs ? c->args[0] : "";
    if (strcmp(what, "path") == 0 && c->nargs == 1) return path(c);
    if (strcmp(what, "check") == 0 && c->nargs == 1) return check(c);
    if (strcmp(what, "batches") == 0 && c->nargs == 1) return batches(c);
    if (strcmp(what, "undo-import") == 0 && c->nargs <= 2) return undo(c);
    const char *nearest = c->nargs ? ngl_text_nearest(what, names, sizeof names / sizeof *names) : NULL;
    if (nearest && strcmp(nearest, what) != 0) return cli_usage(c, "did you mean: niggle db %s?", nearest);
    return cli_usage(c, "write: niggle db path, niggle db check, niggle db batches or niggle db undo-import");
}

const command cmd_db = {
    .name = "db",
    .args = "path | check | batches | undo-import [NUMBER]",
    .help = "the database: where it is, is it whole, take an import back",
    .detail = db_detail,
    .options = db_options,
    .run = db_run,
};
