/* The frame: look around once (arguments, environment, clock, terminal), then
 * run one verb with what was found.
 *
 * This is the only file that asks the clock. Data go to standard output, words
 * to standard error, and the exit codes are those of command.h.
 */
#include "cli/cli.h"

#include "base/date.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FRAME_MEMORY = 96 << 20 }; /* knowledge from a folder needs most of it */

static void ask_clock(cli *c)
{
    struct timespec ts;
    struct tm       local;
    clock_gettime(CLOCK_REALTIME, &ts);
    c->now = (ngl_instant)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
    c->today = ngl_instant_day(c->now, 0);
    if (!localtime_r(&ts.tv_sec, &local)) return;
    c->today = ngl_day_from_civil((ngl_civil){ local.tm_year + 1900, local.tm_mon + 1, local.tm_mday });
    int64_t seconds = (int64_t)c->today * 86400 + local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec;
    c->utc_offset_s = (int32_t)(seconds - ts.tv_sec);
}

static int set_today(cli *c, const char *text)
{
    if (!text || ngl_day_parse(&c->today, text, strlen(text))) return EXIT_DONE;
    return cli_usage(c, "--today: \"%s\" is not a day; write it like 2026-03-01", text);
}

static void set_places(cli *c, ngl_arena *arena, const char *db)
{
    const char *from_environment = getenv("NIGGLE_DB");
    if (db) c->db_path = db;
    else if (from_environment && from_environment[0]) c->db_path = from_environment;
    else c->db_path = cli_xdg_path(arena, "XDG_DATA_HOME", ".local/share", "niggle.db");
    c->state_dir = cli_xdg_path(arena, "XDG_STATE_HOME", ".local/state", "");
}

static void set_faces(cli *c, const cli_request *request)
{
    c->json = cli_global(request, "json") != NULL;
    c->plain = cli_global(request, "plain") != NULL;
    c->quiet = cli_global(request, "quiet") != NULL;
    c->input = !cli_global(request, "no-input") && isatty(fileno(c->in));
    c->progress = !c->quiet && isatty(fileno(c->err));
    bool drawn = !c->json && !c->plain && !cli_global(request, "no-color");
    c->colour = drawn && cli_wants_colour(c->out);
}

static int run(cli *c, const cli_request *request, ngl_arena *arena)
{
    const char *knowledge = cli_global(request, "knowledge"), *withdrawn = cli_global(request, "disable-rules");
    if (request->version) c->command = cli_find("version"), c->nargs = 0;
    else if (request->help && c->command) return cli_help_command(c->out, c->command), EXIT_DONE;
    else if (!c->command) return cli_help(c->out), EXIT_DONE;
    set_faces(c, request);
    set_places(c, arena, cli_global(request, "db"));
    int code = set_today(c, cli_global(request, "today"));
    if (!code && knowledge) code = cli_read_knowledge(c, arena, knowledge);
    if (!code && withdrawn) code = cli_withdraw_rules(c, arena, withdrawn);
    return code ? code : c->command->run(c);
}

/* a full disk or a closed pipe must not look like success */
static int finish(const cli *c, int code)
{
    errno = 0;
    if (fflush(c->out) == 0 && !ferror(c->out)) return code;
    fprintf(c->err, "niggle: the output could not be written: %s.\n", strerror(errno ? errno : EIO));
    return code ? code : EXIT_FAILED;
}

int cli_main(int argc, char **argv)
{
    cli         c = { .out = stdout, .err = stderr, .in = stdin, .kb = ngl_knowledge_builtin() };
    cli_request request = { 0 };
    ngl_arena   arena;
    ngl_arena_init(&arena, FRAME_MEMORY);
    ask_clock(&c);
    char **args = NGL_NEW(&arena, char *, (size_t)argc + 1);
    if (!args) {
        fputs("niggle: more memory is needed than there is.\n", stderr);
        return EXIT_FAILED;
    }
    int code = cli_parse(&c, &request, argc, argv, args);
    if (!code) code = run(&c, &request, &arena);
    code = finish(&c, code);
    ngl_arena_free(&arena);
    return code;
}

static int exit_code(ngl_status status)
{
    switch (status) {
    case NGL_OK: return EXIT_DONE;
    case NGL_E_NOT_ACTIVITY:
    case NGL_E_NOT_FOUND: return EXIT_NOTHING;
    case NGL_E_BUSY:
    case NGL_E_NEWER: return EXIT_DATABASE;
    case NGL_E_KNOWLEDGE: return EXIT_KNOWLEDGE;
    default: return EXIT_FAILED;
    }
}

int cli_fail(const cli *c, const ngl_error *err, const char *remedy)
{
    const char *text = err->text[0] ? err->text : ngl_status_text(err->code);
    fprintf(c->err, "niggle: %s.%s%s\n", text, remedy ? " " : "", remedy ? remedy : "");
    return exit_code(err->code);
}

int cli_usage(const cli *c, const char *format, ...)
{
    const char *verb = c->command ? c->command->name : "";
    va_list     args;
    va_start(args, format);
    fprintf(c->err, "niggle%s%s: ", verb[0] ? " " : "", verb);
    vfprintf(c->err, format, args);
    va_end(args);
    size_t len = strlen(format);
    fprintf(c->err, "%s\n", len && strchr("?.", format[len - 1]) ? "" : ".");
    fprintf(c->err, "Try: niggle%s%s --help\n", verb[0] ? " " : "", verb);
    return EXIT_USAGE;
}
