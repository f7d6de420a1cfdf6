/* The interview at a terminal: one question at a time, one short line back.
 *
 * Questions are words and go to standard error, so that the result can be
 * piped. Whatever ends the program, the answers given until then are on disk.
 */
#include "cli/ask.h"

#include "base/number.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>

enum { WIDTH = 78, LINE_BYTES = 256, TEXT_MAX = 1 << 13 };

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

void ask_catch_interrupt(void)
{
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = on_interrupt;
    sigemptyset(&sa.sa_mask);
    sigaction(SIGINT, &sa, NULL);
}

bool ask_interrupted(void)
{
    return interrupted;
}

/* Wait until there is something to read. Ctrl-C may come at any moment, also
 * between looking for it and waiting: it is held back but for the waiting. */
static bool wait_for_input(FILE *in)
{
    static bool unbuffered;
    sigset_t    hold, before;
    fd_set      ready;
    int         fd = fileno(in);
    if (fd < 0 || fd >= FD_SETSIZE) return !interrupted;
    if (!unbuffered) unbuffered = setvbuf(in, NULL, _IONBF, 0) == 0; /* nothing waits unseen */
    sigemptyset(&hold);
    sigaddset(&hold, SIGINT);
    sigprocmask(SIG_BLOCK, &hold, &before);
    FD_ZERO(&ready);
    FD_SET(fd, &ready);
    if (!interrupted) pselect(fd + 1, &ready, NULL, NULL, NULL, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return !interrupted;
}

bool ask_line(cli *c, char *line, size_t size)
{
    fflush(c->err);
    if (!wait_for_input(c->in) || !fgets(line, (int)size, c->in)) return false;
    size_t len = strlen(line);
    bool   whole = len && line[len - 1] == '\n';
    for (int ch = 0; !whole && ch != EOF && ch != '\n';) ch = fgetc(c->in);
    while (len && strchr("\r\n \t", line[len - 1])) line[--len] = 0;
    return !interrupted;
}

bool ask_yes_no(cli *c, const char *question, bool usual, bool *out)
{
    char line[LINE_BYTES];
    for (;;) {
        fprintf(c->err, "%s [%s] ", question, usual ? "Y/n" : "y/N");
        if (!ask_line(c, line, sizeof line)) return false;
        if (!line[0]) return *out = usual, true;
        if (strcmp(line, "y") == 0 || strcmp(line, "yes") == 0) return *out = true, true;
        if (strcmp(line, "n") == 0 || strcmp(line, "no") == 0) return *out = false, true;
        fputs("Please type y or n.\n", c->err);
    }
}

/* ---- one question --------------------------------------------------------- */

static void say(cli *c, unsigned indent, const char *text)
{
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_printf(&b, "%*s", (int)indent, "");
    ngl_buf_wrap(&b, text, indent, indent, WIDTH);
    fprintf(c->err, "%s\n", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void show_options(cli *c, const ngl_knowledge *kb, const ngl_finding *f)
{
    for (unsigned i = 0; i < f->option_num; i++)
        fprintf(c->err, "  %u  %s\n", i + 1, kb->option[f->option_adr + i].label);
}

static void show_earlier(cli *c, const ngl_knowledge *kb, const ngl_finding *f, ngl_answer a)
{
    fputs("  You said: ", c->err);
    if (a.state == NGL_CHOICE) fputs(kb->option[f->option_adr + a.option].label, c->err);
    else if (a.state == NGL_VALUE) fprintf(c->err, "%g", a.value);
    else fputs(a.state == NGL_YES ? "yes" : "no", c->err);
    fputs(". Enter keeps it.\n", c->err);
}

static void show_keys(cli *c, const ngl_finding *f)
{
    bool        test = f->kind == NGL_KIND_SELF_TEST;
    const char *unit = f->unit[0] >= '0' && f->unit[0] <= '9' ? "" : f->unit; /* "0-10" names the range itself */
    if (f->answer == NGL_ANSWER_YES_NO) fputs("  y yes, n no", c->err);
    else if (f->answer == NGL_ANSWER_ONE_OF) fprintf(c->err, "  1-%u", f->option_num);
    else if (f->max > f->min) fprintf(c->err, "  %g-%g%s%s", f->min, f->max, unit[0] ? " " : "", unit);
    else fprintf(c->err, "  a number%s%s", f->unit[0] ? ", " : "", f->unit);
    fprintf(c->err, ", u not sure; ? why, s %s, b back, q stop for now\n> ", test ? "I'd rather not" : "skip");
}

/* turns that danger takes: its screens, and what stands on none */
static unsigned danger_turns(const ngl_knowledge *kb)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < kb->nscreen; i++) n += kb->screen[i].danger;
    for (uint32_t i = 0; i < kb->nopening_danger; i++) {
        bool shown = false;
        for (uint32_t k = 0; k < kb->nscreen_item && !shown; k++) shown = kb->screen_item[k].finding == kb->opening[i];
        n += !shown;
    }
    return n;
}

/* where in the interview this question stands */
static void show_place(cli *c, const ngl_interview *iv, const ngl_ask *ask)
{
    unsigned safety = danger_turns(iv->kb), at = 1u + (iv->at < iv->nasked ? iv->turn[iv->at] : ngl_interview_turns(iv));
    if (ask->turn == NGL_TURN_AGAIN)
        say(c, 0, "Still open, and it matters for your safety:");
    else if (ask->turn == NGL_TURN_RECHECK)
        say(c, 0, "That test hurt. It can bring out what was not there before, so once more:");
    else if (iv->danger[ask->finding] && at <= safety) fprintf(c->err, "Safety %u of %u\n", at, safety);
    else fprintf(c->err, "Question %u\n", at);
}

static void show(cli *c, const ngl_interview *iv, const ngl_ask *ask)
{
    const ngl_finding *f = &iv->kb->finding[ask->finding];
    fputc('\n', c->err);
    show_place(c, iv, ask);
    if (ask->screen != NGL_NONE) {
        ask_screen_show(c, iv, ask);
        return;
    }
    say(c, 0, f->question);
    if (f->kind == NGL_KIND_SELF_TEST)
        say(c, 2, f->explains[0] ? f->explains : "Stop at once if it hurts sharply or above 5 of 10.");
    show_options(c, iv->kb, f);
    if (ask->answer.state != NGL_UNKNOWN) show_earlier(c, iv->kb, f, ask->answer);
}

static void show_all_keys(cli *c, const ngl_interview *iv, const ngl_ask *ask)
{
    if (ask->screen != NGL_NONE) ask_screen_keys(c, iv, ask);
    else show_keys(c, &iv->kb->finding[ask->finding]);
}

static bool is_one_of(const char *line, const char *a, const char *b)
{
    return strcmp(line, a) == 0 || strcmp(line, b) == 0;
}

static ask_reply read_value(const ngl_knowledge *kb, const ngl_finding *f, const char *line, ngl_answer *out)
{
    int64_t n;
    double  value;
    size_t  len = strlen(line);
    if (f->answer == NGL_ANSWER_YES_NO) {
        if (!is_one_of(line, "y", "yes") && !is_one_of(line, "n", "no")) return ASK_UNCLEAR;
        out->state = line[0] == 'y' ? NGL_YES : NGL_NO;
        return ASK_ANSWER;
    }
    if (f->answer == NGL_ANSWER_NUMBER) {
        if (!ngl_number_parse(&value, line, len) || value < f->min || value > f->max) return ASK_UNCLEAR;
        *out = (ngl_answer){ NGL_VALUE, 0, value };
        return ASK_ANSWER;
    }
    if (!ngl_integer_parse(&n, line, len) || n < 1 || n > f->option_num) {
        for (unsigned i = 0; i < f->option_num; i++)
            if (strcmp(line, kb->option[f->option_adr + i].label) == 0) n = (int64_t)i + 1, len = 0;
        if (len) return ASK_UNCLEAR;
    }
    *out = (ngl_answer){ NGL_CHOICE, (ngl_id)(n - 1), 0 };
    return ASK_ANSWER;
}

/* Enter keeps an earlier answer, and is "not sure" where there is none */
static ask_reply understand(cli *c, const ngl_interview *iv, const ngl_ask *ask, const char *line, ngl_answer *out)
{
    if (is_one_of(line, "b", "back")) return ASK_BACK;
    if (is_one_of(line, "?", "why")) return ASK_WHY;
    if (is_one_of(line, "q", "quit")) return ASK_QUIT;
    if (ask->screen != NGL_NONE) return ask_screen_read(c, iv, ask, line, out);
    *out = (ngl_answer){ NGL_UNKNOWN, 0, 0 };
    if (!line[0]) return *out = ask->answer, ASK_ANSWER;
    if (is_one_of(line, "u", "s") || is_one_of(line, "not sure", "skip")) return ASK_ANSWER;
    return read_value(iv->kb, &iv->kb->finding[ask->finding], line, out);
}

/* ---- all of them ---------------------------------------------------------- */

static void introduce(cli *c, const ngl_ask *ask, int *phase)
{
    if (ask->turn != NGL_TURN_ASK || ask->next.finding == NGL_NONE || (int)ask->next.phase == *phase) return;
    *phase = (int)ask->next.phase;
    fputc('\n', c->err);
    switch (ask->next.phase) {
    case NGL_ASK_DANGER: say(c, 0, "First some quick safety questions."); break;
    case NGL_ASK_OPENING: say(c, 0, "Now about you and the pain."); break;
    case NGL_ASK_ADAPTIVE: say(c, 0, "Now the questions that tell the likely causes apart."); break;
    }
}

/* read lines until one of them answers, goes back or ends; ASK_NO_INPUT: no more input */
static ask_reply one_turn(cli *c, const ngl_interview *iv, const ngl_ask *ask, ngl_answer *answer)
{
    char line[LINE_BYTES];
    show(c, iv, ask);
    show_all_keys(c, iv, ask);
    while (ask_line(c, line, sizeof line)) {
        ask_reply r = understand(c, iv, ask, line, answer);
        if (r == ASK_WHY) {
            ask_why(c->err, iv, ask);
            if (ask->screen != NGL_NONE) ask_screen_in_full(c->err, iv, ask);
        } else if (r == ASK_UNCLEAR) {
            fputs("  That is not one of the answers here.\n", c->err);
        } else {
            return r;
        }
        show_all_keys(c, iv, ask);
    }
    return ASK_NO_INPUT;
}

static asked end_of_input(void)
{
    return ask_interrupted() ? ASKED_INTERRUPTED : ASKED_ENDED;
}

ngl_status ask_interview(cli *c, ngl_interview *iv, const char *path, asked *out, ngl_error *err)
{
    int  phase = -1;
    bool offered = false;
    for (;;) {
        ngl_ask    ask;
        ngl_answer answer[NGL_SCREEN_MAX];
        ngl_status status = ngl_interview_ask(iv, &ask, err);
        if (status) return status;
        if (ask.turn == NGL_TURN_EMERGENCY || ask.turn == NGL_TURN_DONE) return *out = ASKED_ALL, NGL_OK;
        if (!offered && ask.next.finding != NGL_NONE && ask.next.phase != NGL_ASK_DANGER) {
            offered = true;
            bool going = ask_training(c, iv);
            if (path) status = ngl_interview_save(iv, path, err);
            if (status || !going) return *out = end_of_input(), status;
            continue;
        }
        if (ask.turn == NGL_TURN_WHICH) {
            ngl_id    holds;
            ask_reply r = ask_which(c, iv, &ask, &holds);
            if (r == ASK_NO_INPUT) return *out = end_of_input(), NGL_OK;
            if (r == ASK_QUIT) return *out = ASKED_LEFT, NGL_OK;
            if (r == ASK_BACK) ngl_interview_back(iv);
            else status = ngl_interview_settle(iv, ask.contradiction, holds, err);
            if (!status && path) status = ngl_interview_save(iv, path, err);
            if (status) return status;
            continue;
        }
        introduce(c, &ask, &phase);
        if (cli_option(c, "why") && iv->at == iv->nasked) ask_calculation(c, iv);
        ask_reply r = one_turn(c, iv, &ask, answer);
        if (r == ASK_NO_INPUT) return *out = end_of_input(), NGL_OK;
        if (r == ASK_QUIT) return *out = ASKED_LEFT, NGL_OK;
        if (r == ASK_BACK) {
            if (!ngl_interview_back(iv)) fputs("  This is the first question.\n", c->err);
            continue;
        }
        if (ask.screen == NGL_NONE) status = ngl_interview_answer(iv, ask.finding, answer[0], err);
        else status = ngl_interview_answer_screen(iv, ask.nitem, ask.item, answer, err);
        if (!status && path) status = ngl_interview_save(iv, path, err);
        if (status) return status;
    }
}
