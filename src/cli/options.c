/* Options, driven by tables.
 *
 * A word that begins with '-' is an option until `--`; a lone `-` is a word.
 * The first word names the verb; options of all verbs may stand before it,
 * the verb's own only after it. `--name VALUE` and `--name=VALUE` are the
 * same, and the last one given counts.
 */
#include "base/text.h"
#include "cli/cli.h"

#include <assert.h>
#include <string.h>

const option cli_global_options[] = {
    { "json", 0, NULL, "print JSON" },
    { "plain", 0, NULL, "one record a line, no colour, no drawing" },
    { "no-color", 0, NULL, "no colour" },
    { "no-input", 0, NULL, "never ask anything" },
    { "quiet", 'q', NULL, "no progress, no remarks" },
    { "db", 0, "PATH", "the database, in place of the usual one" },
    { "today", 0, "DATE", "the day it is, in place of the clock's: 2026-03-01" },
    { "knowledge", 0, "DIR", "use the knowledge files in this folder" },
    { "disable-rules", 0, "FILE", "take danger rules out, as this file says" },
    { "help", 'h', NULL, "what this does, with examples" },
    { "version", 0, NULL, "versions of the program and of its knowledge" },
    { NULL, 0, NULL, NULL },
};

/* one table of options and where its values go */
typedef struct place {
    const option *table;
    const char  **value;
} place;

typedef struct parser {
    cli         *cli;
    cli_request *request;
    int          argc, at;
    char       **argv;
    bool         only_words;
} parser;

static int table_index(const option *table, const char *name, size_t len)
{
    for (int i = 0; table && table[i].name; i++)
        if (strlen(table[i].name) == len && memcmp(table[i].name, name, len) == 0) return i;
    return -1;
}

const char *cli_global(const cli_request *request, const char *name)
{
    int i = table_index(cli_global_options, name, strlen(name));
    return i < 0 ? NULL : request->global[i];
}

const char *cli_option(const cli *c, const char *name)
{
    int i = table_index(c->command->options, name, strlen(name));
    return i < 0 ? NULL : c->value[i];
}

static void places(const parser *p, place out[2])
{
    out[0] = (place){ p->cli->command ? p->cli->command->options : NULL, p->cli->value };
    out[1] = (place){ cli_global_options, p->request->global };
}

static const char *nearest_option(const parser *p, const char *name)
{
    const char *names[2 * OPTION_MAX];
    size_t      n = 0;
    place       set[2];
    places(p, set);
    for (int t = 0; t < 2; t++)
        for (const option *o = set[t].table; o && o->name; o++) names[n++] = o->name;
    return ngl_text_nearest(name, names, n);
}

static int unknown_option(const parser *p, const char *name)
{
    const char *nearest = nearest_option(p, name);
    if (nearest) return cli_usage(p->cli, "there is no option --%s; did you mean --%s?", name, nearest);
    return cli_usage(p->cli, "there is no option --%s", name);
}

/* keep it beside the others, for options that may be given again */
static int remember(cli *c, const char *name, const char *value)
{
    if (c->nsaid == CLI_SAID_MAX) return cli_usage(c, "more than %d options are too many", (int)CLI_SAID_MAX);
    c->said[c->nsaid].name = name;
    c->said[c->nsaid++].value = value;
    return EXIT_DONE;
}

/* give option `o` its value: after '=', or the next argument */
static int take(parser *p, const option *o, const char **value, const char *attached)
{
    assert(o);
    if (!o->arg) {
        if (attached) return cli_usage(p->cli, "--%s takes no value", o->name);
        *value = "";
    } else if (attached) {
        *value = attached;
    } else if (p->at + 1 < p->argc) {
        *value = p->argv[++p->at];
    } else {
        return cli_usage(p->cli, "--%s needs a value: --%s %s", o->name, o->name, o->arg);
    }
    return o->arg ? remember(p->cli, o->name, *value) : EXIT_DONE;
}

static int long_option(parser *p, const char *name)
{
    size_t len = strcspn(name, "=");
    place  set[2];
    places(p, set);
    for (int t = 0; t < 2; t++) {
        int i = table_index(set[t].table, name, len);
        if (i >= 0) return take(p, &set[t].table[i], &set[t].value[i], name[len] ? name + len + 1 : NULL);
    }
    char shown[64];
    size_t n = len < sizeof shown - 1 ? len : sizeof shown - 1;
    memcpy(shown, name, n);
    shown[n] = 0;
    return unknown_option(p, shown);
}

/* "-q", "-qh", "-wFILE" or "-w FILE" */
static int letters(parser *p, const char *letter)
{
    for (; *letter; letter++) {
        place set[2];
        places(p, set);
        const option *found = NULL;
        const char  **value = NULL;
        for (int t = 0; t < 2 && !found; t++)
            for (int i = 0; set[t].table && set[t].table[i].name && !found; i++)
                if (set[t].table[i].letter == *letter) found = &set[t].table[i], value = &set[t].value[i];
        if (!found) return cli_usage(p->cli, "there is no option -%c", *letter);
        const char *attached = found->arg && letter[1] ? letter + 1 : NULL;
        int         code = take(p, found, value, attached);
        if (code || attached) return code;
    }
    return EXIT_DONE;
}

static int word(parser *p, char *text)
{
    cli *c = p->cli;
    if (p->request->word) {
        c->args[c->nargs++] = text;
        return EXIT_DONE;
    }
    p->request->word = text;
    c->command = cli_find(text);
    if (c->command) return EXIT_DONE;
    const char *nearest = cli_nearest(text);
    if (nearest) return cli_usage(c, "there is no command \"%s\"; did you mean \"%s\"?", text, nearest);
    return cli_usage(c, "there is no command \"%s\"", text);
}

static int argument(parser *p, char *text)
{
    if (p->only_words || text[0] != '-' || !text[1]) return word(p, text);
    if (strcmp(text, "--") == 0) {
        p->only_words = true;
        return EXIT_DONE;
    }
    return text[1] == '-' ? long_option(p, text + 2) : letters(p, text + 1);
}

int cli_parse(cli *c, cli_request *request, int argc, char **argv, char **args)
{
    parser p = { .cli = c, .request = request, .argc = argc, .argv = argv };
    c->args = args;
    for (p.at = 1; p.at < argc; p.at++) {
        int code = argument(&p, argv[p.at]);
        if (code) return code;
    }
    request->help = cli_global(request, "help") != NULL;
    request->version = cli_global(request, "version") != NULL;
    return EXIT_DONE;
}
