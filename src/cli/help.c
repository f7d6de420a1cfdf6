/* Help, from the same tables as the parser: examples first. */
#include "base/buf.h"
#include "base/text.h"
#include "cli/cli.h"

#include <string.h>

enum { HELP_MAX = 1 << 16, WIDTH = 80, VERB_COLUMN = 14, OPTION_COLUMN = 22, NAMES_MAX = 64 };

const command *cli_find(const char *name)
{
    for (int i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

const char *cli_nearest(const char *name)
{
    const char *names[NAMES_MAX];
    size_t      n = 0;
    for (; commands[n] && n < NAMES_MAX; n++) names[n] = commands[n]->name;
    return ngl_text_nearest(name, names, n);
}

static void print(FILE *out, ngl_buf *b)
{
    fputs(ngl_buf_string(b), out);
    ngl_buf_free(b);
}

void cli_help(FILE *out)
{
    ngl_buf b;
    ngl_buf_init(&b, HELP_MAX);
    ngl_buf_text(&b, "Niggle helps a runner whose buttock or hamstring hurts: what it may be, whether\n"
                     "it is dangerous, and what to do today.\n\n"
                     "  niggle assess              a check of about three minutes\n"
                     "  niggle help assess         how a command works, with examples\n\n"
                     "Commands\n");
    for (int i = 0; commands[i]; i++) {
        ngl_buf_printf(&b, "  %-*s", VERB_COLUMN - 2, commands[i]->name);
        ngl_buf_wrap(&b, commands[i]->help, VERB_COLUMN, VERB_COLUMN, WIDTH);
        ngl_buf_char(&b, '\n');
    }
    ngl_buf_text(&b, "\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done, 4 nothing found,\n"
                     "5 database busy or newer, 6 knowledge invalid. NIGGLE_DB names another database.\n"
                     "\nNiggle informs; a clinician decides.\n");
    print(out, &b);
}

static void option_line(ngl_buf *b, const option *o)
{
    char   name[64];
    int    n = snprintf(name, sizeof name, "%s%c%s--%s%s%s", o->letter ? "-" : "", o->letter ? o->letter : ' ',
                        o->letter ? ", " : "   ", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
    size_t len = n > 0 && (size_t)n < sizeof name ? (size_t)n : sizeof name - 1;
    ngl_buf_printf(b, "  %-*s", OPTION_COLUMN - 2, name);
    unsigned column = len + 2 < OPTION_COLUMN ? OPTION_COLUMN : (unsigned)len + 4;
    if (len + 2 >= OPTION_COLUMN) ngl_buf_text(b, "  ");
    ngl_buf_wrap(b, o->help, column, OPTION_COLUMN, WIDTH);
    ngl_buf_char(b, '\n');
}

static void option_lines(ngl_buf *b, const char *title, const option *o)
{
    if (!o || !o->name) return;
    ngl_buf_printf(b, "\n%s\n", title);
    for (; o->name; o++) option_line(b, o);
}

void cli_help_command(FILE *out, const command *c)
{
    ngl_buf b;
    ngl_buf_init(&b, HELP_MAX);
    const char *args = c->args ? c->args : "", *detail = c->detail ? c->detail : "";
    ngl_buf_printf(&b, "niggle %s%s%s: ", c->name, args[0] ? " " : "", args);
    ngl_buf_wrap(&b, c->help, (unsigned)b.len, 4, WIDTH);
    ngl_buf_char(&b, '\n');
    if (detail[0]) ngl_buf_printf(&b, "\n%s%s", detail, detail[strlen(detail) - 1] == '\n' ? "" : "\n");
    option_lines(&b, "Options", c->options);
    option_lines(&b, "Options of every command", cli_global_options);
    print(out, &b);
}
