/* The frame around every verb: what main() calls, and what the files of the
 * frame share. Verbs need command.h only. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/arena.h"
#include "cli/command.h"

/* Run the program: parse, look around, run the verb; gives the exit code. */
int cli_main(int argc, char **argv);

/* ---- options.c ----------------------------------------------------------- */

/* Options that every verb takes; ends with a NULL name. */
extern const option cli_global_options[];

typedef struct cli_request {
    const char *global[OPTION_MAX]; /* values by position in cli_global_options */
    char       *word;               /* the first word, NULL if there was none */
    bool        help, version;
} cli_request;

/* Sort the arguments into options and words. Fills cli->command, value, args
 * (room for argc pointers must stand in `args`). 0, or an exit code after a
 * sentence on cli->err. */
int cli_parse(cli *cli, cli_request *request, int argc, char **argv, char **args);

const char *cli_global(const cli_request *request, const char *name);

/* ---- help.c ---------------------------------------------------------------- */

void cli_help(FILE *out);                           /* what there is, in short */
void cli_help_command(FILE *out, const command *c); /* examples, then options */
const command *cli_find(const char *name);          /* NULL if there is none */
const char    *cli_nearest(const char *name);       /* "did you mean", or NULL */

/* ---- paths.c --------------------------------------------------------------- */

/* `$variable/niggle/name`, else `$HOME/fallback/niggle/name`; NULL when
 * neither is an absolute path. Lives in the arena. */
char *cli_xdg_path(ngl_arena *arena, const char *variable, const char *fallback, const char *name);

/* Make the folder that holds `path`, and those above it, for this person
 * alone (0700). */
ngl_status cli_make_folder_of(const char *path, ngl_error *err);

/* ---- knowledge.c ----------------------------------------------------------- */

/* Use the knowledge in this folder in place of the built-in; it lives in the
 * arena. 0, or an exit code after every problem was printed. */
int cli_read_knowledge(cli *cli, ngl_arena *arena, const char *dir);

/* Take out the danger rules that this file names and say so on cli->err,
 * --quiet or not; the version of the knowledge says so too. 0, or an exit code
 * after a sentence. */
int cli_withdraw_rules(cli *cli, ngl_arena *arena, const char *path);

/* ---- term.c ---------------------------------------------------------------- */

/* May this stream be coloured? Flags are the caller's; this asks the
 * environment and the terminal. */
bool cli_wants_colour(FILE *out);

#endif
