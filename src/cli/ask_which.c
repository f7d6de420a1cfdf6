/* Two answers that cannot both be right: which one holds? Asked once, and
 * "not sure" is an answer: then both stay. */
#include "base/number.h"
#include "base/text.h"
#include "cli/ask.h"

#include <string.h>

enum { LINE_BYTES = 64, TEXT_MAX = 1 << 12, WIDTH = 78 };

static void say(cli *c, unsigned indent, const char *text)
{
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_wrap(&b, text, indent, indent, WIDTH);
    fprintf(c->err, "%s\n", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void say_answer(ngl_buf *b, const ngl_knowledge *kb, ngl_id finding, ngl_answer a)
{
    const ngl_finding *f = &kb->finding[finding];
    if (a.state == NGL_CHOICE) ngl_buf_text(b, kb->option[f->option_adr + a.option].label);
    else if (a.state == NGL_VALUE) ngl_buf_number(b, a.value, 0);
    else ngl_buf_text(b, a.state == NGL_YES ? "yes" : "no");
}

static void show(cli *c, const ngl_interview *iv, const ngl_ask *ask)
{
    fputc('\n', c->err);
    say(c, 0, "Two of your answers do not fit together.");
    say(c, 0, iv->kb->contradiction[ask->contradiction].text);
    for (ngl_id i = 0; i < ask->nitem; i++) {
        ngl_buf b;
        ngl_buf_init(&b, TEXT_MAX);
        ngl_buf_printf(&b, "%u  %s You said: ", i + 1u, iv->kb->finding[ask->item[i]].question);
        say_answer(&b, iv->kb, ask->item[i], ngl_case_answers(iv->c)[ask->item[i]]);
        fputs("  ", c->err);
        say(c, 5, ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
}

ask_reply ask_which(cli *c, const ngl_interview *iv, const ngl_ask *ask, ngl_id *holds)
{
    char    line[LINE_BYTES];
    int64_t n;
    show(c, iv, ask);
    for (;;) {
        fprintf(c->err, "  Which one is right? 1-%u, u not sure (all stay); b back, q stop for now\n> ", ask->nitem);
        if (!ask_line(c, line, sizeof line)) return ASK_NO_INPUT;
        if (strcmp(line, "b") == 0 || strcmp(line, "back") == 0) return ASK_BACK;
        if (strcmp(line, "q") == 0 || strcmp(line, "quit") == 0) return ASK_QUIT;
        *holds = NGL_NONE;
        if (!line[0] || strcmp(line, "u") == 0 || strcmp(line, "s") == 0) return ASK_ANSWER;
        if (ngl_integer_parse(&n, line, strlen(line)) && n >= 1 && n <= ask->nitem) {
            *holds = ask->item[n - 1];
            fputs("  Thank you. That one stays, and the other is open again.\n", c->err);
            return ASK_ANSWER;
        }
        fputs("  That is not one of the answers here.\n", c->err);
    }
}
