/* A verb is a value: one file, one entry, one function. Help, man pages and
 * completions are made from the same entries. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "flow/flow.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct option {
    const char *name; /* "json": --json */
    char        letter; /* 0: none */
    const char *arg;  /* "FILE", or NULL for a switch */
    const char *help; /* one line, lower case, no full stop */
} option;

enum { OPTION_MAX = 24, CLI_SAID_MAX = 32, EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_PARTLY = 3, EXIT_NOTHING = 4,
       EXIT_DATABASE = 5, EXIT_KNOWLEDGE = 6 };

struct cli;

typedef struct command {
    const char   *name;     /* "import" */
    const char   *args;     /* "PATH…", NULL or "" for none */
    const char   *help;     /* one line, lower case, no full stop */
    const char   *detail;   /* examples first, then remarks; printed by --help; lines of at most 78 columns */
    const option *options;  /* ends with a NULL name; may be NULL */
    int         (*run)(struct cli *cli); /* gives the exit code */
} command;

/* What one call of the program knows. */
typedef struct cli {
    FILE          *out, *err; /* data; words and progress */
    const command *command;
    const char    *value[OPTION_MAX]; /* by position in command->options; "" for a given switch */
    int            nargs;
    char         **args;      /* what is left after options */
    bool           json, plain, colour, input; /* input: questions may be asked */
    ngl_day        today;     /* the clock's local day, or --today */
    const char    *db_path;   /* --db, NIGGLE_DB or the XDG place; NULL if there is none */
    const ngl_knowledge *kb;  /* built in, or --knowledge DIR */
    FILE          *in;        /* standard input */
    bool           quiet;     /* no progress, no remarks */
    bool           progress;  /* progress may be drawn: err is a terminal and not quiet */
    const char    *state_dir; /* where unfinished work is kept; NULL if there is none */
    ngl_instant    now;       /* the clock, asked once */
    int32_t        utc_offset_s;
    struct {
        const char *name, *value;
    }              said[CLI_SAID_MAX]; /* options with a value, in the order given: for those that may be given again */
    int            nsaid;
} cli;

/* The value of an option of this command, "" for a switch, NULL if not given. */
const char *cli_option(const cli *cli, const char *name);

/* Open the database (made if missing, when `create`) into a flow ready for
 * verbs. On failure the sentence is printed and the exit code returned; 0 is
 * good. Close with cli_close(). */
int  cli_open(cli *cli, ngl_flow *flow, bool create);
void cli_close(ngl_flow *flow);

/* "niggle: sentence." on cli->err, remedy after it when not NULL; gives the
 * exit code that documents this status. */
int cli_fail(const cli *cli, const ngl_error *err, const char *remedy);

/* "niggle import: sentence." and a hint at --help; gives EXIT_USAGE. */
int cli_usage(const cli *cli, const char *format, ...) NGL_PRINTF(2, 3);

extern const command *const commands[]; /* ends with NULL; src/cli/commands.c */

#endif
