/* A screen of questions at the terminal: tick by number what fits.
 *
 * What is not ticked is not a no by itself. After ticks one more key says what
 * the others are: none of them, or not sure. On a danger screen that key has to
 * be typed; nothing there is taken from a bare Enter.
 */
#include "base/arena.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/ask.h"

#include <string.h>

enum { LINE_BYTES = 256, WIDTH = 78, TEXT_MAX = 1 << 13 };

/* where a line of ticks has got to */
typedef struct ticks {
    const ngl_interview *iv;
    const ngl_ask       *ask;
    ngl_answer          *answer; /* [ask->nitem] */
    bool                 others; /* it is clear what the unticked ones are */
    unsigned             ticked;
} ticks;

static const char *label(const ngl_knowledge *kb, ngl_id item)
{
    for (uint32_t k = 0; k < kb->nscreen_item; k++) /* a finding stands on one screen at most */
        if (kb->screen_item[k].finding == item) return kb->screen_item[k].label;
    return kb->finding[item].question;
}

static bool danger(const ngl_interview *iv, const ngl_ask *ask)
{
    return iv->kb->screen[ask->screen].danger;
}

static bool answered_before(const ngl_interview *iv, const ngl_ask *ask)
{
    for (ngl_id i = 0; i < ask->nitem; i++)
        if (ngl_case_answers(iv->c)[ask->item[i]].state != NGL_UNKNOWN) return true;
    return false;
}

void ask_screen_keys(cli *c, const ngl_interview *iv, const ngl_ask *ask)
{
    fprintf(c->err, "  Numbers that fit, like 1 3; n none%s.\n", danger(iv, ask) ? " of these" : "");
    fputs("  u not sure, u2 not sure of 2; ? why and in full, b back, q stop for now\n> ", c->err);
}

void ask_screen_show(cli *c, const ngl_interview *iv, const ngl_ask *ask)
{
    static const char *const said[] = { "", "  (you said no)", "  (you said yes)", "", "" };
    fprintf(c->err, "%s\n", ask->turn == NGL_TURN_RECHECK ? "Is any of these there now?" : iv->kb->screen[ask->screen].ask);
    for (ngl_id i = 0; i < ask->nitem; i++) {
        const char *before = said[ngl_case_answers(iv->c)[ask->item[i]].state];
        fprintf(c->err, c->plain ? "%u. %s%s\n" : "  %2u  %s%s\n", i + 1u, label(iv->kb, ask->item[i]), before);
    }
    if (ask->turn != NGL_TURN_RECHECK && answered_before(iv, ask)) fputs("  Enter keeps what you said.\n", c->err);
}

/* every item in the words of its own question */
void ask_screen_in_full(FILE *out, const ngl_interview *iv, const ngl_ask *ask)
{
    for (ngl_id i = 0; i < ask->nitem; i++) {
        ngl_buf b;
        ngl_buf_init(&b, TEXT_MAX);
        ngl_buf_printf(&b, "  %2u  ", i + 1u);
        ngl_buf_wrap(&b, iv->kb->finding[ask->item[i]].question, 6, 6, WIDTH);
        fprintf(out, "%s\n", ngl_buf_string(&b));
        ngl_buf_free(&b);
    }
}

static void set_others(ticks *t, ngl_answer_state state)
{
    for (ngl_id i = 0; i < t->ask->nitem; i++)
        if (t->answer[i].state == NGL_CHOICE) t->answer[i] = (ngl_answer){ state, 0, 0 }; /* not said yet */
    t->others = true;
}

/* one word: a number, u and a number, or what the others are */
static bool read_word(ticks *t, const char *word, size_t len)
{
    int64_t n;
    bool    unsure = len > 1 && word[0] == 'u';
    if (ngl_integer_parse(&n, word + unsure, len - unsure) && n >= 1 && n <= t->ask->nitem) {
        t->answer[n - 1] = (ngl_answer){ unsure ? NGL_UNKNOWN : NGL_YES, 0, 0 };
        t->ticked++;
        return true;
    }
    if (t->others) return false;
    if (len == 1 && (*word == 'n' || *word == '0')) return set_others(t, NGL_NO), true;
    if (len == 1 && (*word == 'u' || *word == 's')) return set_others(t, NGL_UNKNOWN), true;
    return false;
}

/* "none" and "n" after ticks speak of the others; a tick after them is too late */
static bool read_line(ticks *t, const char *line)
{
    static const char gaps[] = " ,;\t";
    for (ngl_id i = 0; i < t->ask->nitem; i++) t->answer[i] = (ngl_answer){ NGL_CHOICE, 0, 0 };
    t->others = false;
    t->ticked = 0;
    if (strcmp(line, "no") == 0 || strcmp(line, "none") == 0) return set_others(t, NGL_NO), true;
    for (const char *p = line + strspn(line, gaps); *p; p += strspn(p, gaps)) {
        size_t len = strcspn(p, gaps);
        if (t->others || !read_word(t, p, len)) return false;
        p += len;
    }
    t->others = true;
    for (ngl_id i = 0; i < t->ask->nitem; i++) t->others = t->others && t->answer[i].state != NGL_CHOICE;
    return t->ticked > 0 || t->others;
}

/* Do the ticks alone ask for help now? Then nothing more is asked. */
static bool help_now(cli *c, const ticks *t)
{
    ngl_arena arena;
    bool      now = false;
    ngl_arena_init(&arena, (size_t)1 << 20);
    ngl_answer *all = NGL_NEW(&arena, ngl_answer, c->kb->nfinding);
    if (all) {
        memcpy(all, ngl_case_answers(t->iv->c), c->kb->nfinding * sizeof *all);
        for (ngl_id i = 0; i < t->ask->nitem; i++)
            if (t->answer[i].state == NGL_YES) all[t->ask->item[i]] = t->answer[i];
        now = ngl_danger_rules(c->kb, all, NULL, NULL) == NGL_TRIAGE_EMERGENCY;
    }
    ngl_arena_free(&arena);
    return now;
}

/* what are the items that were not ticked? False when the input ended. */
static bool ask_others(cli *c, ticks *t)
{
    char line[LINE_BYTES];
    bool typed = danger(t->iv, t->ask);
    while (!t->others) {
        fprintf(c->err, "  And the others: n none of them, u not sure%s\n> ", typed ? "" : "; Enter means none");
        if (!ask_line(c, line, sizeof line)) return false;
        if (strcmp(line, "n") == 0 || strcmp(line, "0") == 0 || strcmp(line, "none") == 0 || (!line[0] && !typed))
            set_others(t, NGL_NO);
        else if (strcmp(line, "u") == 0 || strcmp(line, "s") == 0) set_others(t, NGL_UNKNOWN);
    }
    return true;
}

static void leave_open(const ticks *t)
{
    for (ngl_id i = 0; i < t->ask->nitem; i++) t->answer[i] = (ngl_answer){ NGL_UNKNOWN, 0, 0 };
}

ask_reply ask_screen_read(cli *c, const ngl_interview *iv, const ngl_ask *ask, const char *line, ngl_answer *answer)
{
    ticks t = { .iv = iv, .ask = ask, .answer = answer };
    if (!line[0] && ask->turn == NGL_TURN_RECHECK) return ASK_UNCLEAR; /* nothing about danger is taken from Enter */
    if (!line[0] || strcmp(line, "skip") == 0) {
        leave_open(&t);
        for (ngl_id i = 0; !line[0] && i < ask->nitem; i++) answer[i] = ngl_case_answers(iv->c)[ask->item[i]];
        return ASK_ANSWER;
    }
    if (!read_line(&t, line)) return ASK_UNCLEAR;
    if (!t.others && help_now(c, &t)) set_others(&t, NGL_UNKNOWN);
    return ask_others(c, &t) ? ASK_ANSWER : ASK_NO_INPUT;
}
