/* Follow-ups and the history of an episode. */
#include "cli/assess_time.h"

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/ask.h"
#include "cli/episode_cli.h"
#include "flow/answers_file.h"
#include "flow/assess.h"
#include "flow/follow.h"
#include "flow/history.h"

#include <math.h>
#include <string.h>

enum { TEXT_MAX = 1 << 12, LINE_BYTES = 64, WIDTH = 78 };

static void say(cli *c, const char *text)
{
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_wrap(&b, text, 0, 0, WIDTH);
    fprintf(c->err, "%s\n", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

/* ---- the questions ------------------------------------------------------------- */

/* one of the options, 0 for "not sure"; false at the end of the input */
static bool ask_option(cli *c, ngl_id finding, ngl_answer *out)
{
    char               line[LINE_BYTES];
    int64_t            n;
    const ngl_finding *f = &c->kb->finding[finding];
    fputc('\n', c->err);
    say(c, f->question);
    for (unsigned i = 0; i < f->option_num; i++) fprintf(c->err, "  %u  %s\n", i + 1, c->kb->option[f->option_adr + i].label);
    for (;;) {
        fprintf(c->err, "  1-%u, u not sure\n> ", f->option_num);
        if (!ask_line(c, line, sizeof line)) return false;
        if (!line[0] || !strcmp(line, "u") || !strcmp(line, "s")) return *out = (ngl_answer){ NGL_UNKNOWN, 0, 0 }, true;
        if (ngl_integer_parse(&n, line, strlen(line)) && n >= 1 && n <= f->option_num)
            return *out = (ngl_answer){ NGL_CHOICE, (ngl_id)(n - 1), 0 }, true;
        fputs("  That is not one of the answers here.\n", c->err);
    }
}

/* what the notes say, to be confirmed; false at the end of the input */
static bool offer_trend(cli *c, const ngl_follow *f, ngl_answer *out)
{
    ngl_buf b;
    bool    right = false;
    if (f->trend.change == NGL_NONE) return true;
    const ngl_finding *q = &c->kb->finding[c->kb->time.change];
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_text(&b, "\nYour notes: worst pain in daily life about ");
    ngl_buf_number(&b, f->trend.then, f->trend.then != floor(f->trend.then));
    ngl_buf_text(&b, " at first and ");
    ngl_buf_number(&b, f->trend.now, f->trend.now != floor(f->trend.now));
    ngl_buf_printf(&b, " now. That reads as \"%s\".", c->kb->option[q->option_adr + f->trend.change].label);
    say(c, ngl_buf_string(&b));
    ngl_buf_free(&b);
    if (!ask_yes_no(c, "Is that right?", true, &right)) return false;
    if (right) *out = (ngl_answer){ NGL_CHOICE, f->trend.change, 0 };
    return true;
}

static bool ask_change(cli *c, ngl_follow *f)
{
    const ngl_time *t = &c->kb->time;
    ngl_answer     *change = &f->answer[t->change];
    char            day[NGL_DAY_WORDS];
    ngl_day_words(day, f->first);
    fprintf(c->err, "This is about your %s, first told on %s.\n", f->place, day);
    if (!offer_trend(c, f, change)) return false;
    if (change->state == NGL_UNKNOWN && !ask_option(c, t->change, change)) return false;
    if (!ask_option(c, t->load, &f->answer[t->load])) return false;
    bool eased = change->state == NGL_CHOICE && change->option < 3;
    bool ran = f->answer[t->load].state == NGL_CHOICE && f->answer[t->load].option > 0;
    return (!eased && !ran) || ask_option(c, t->back, &f->answer[t->back]);
}

/* ---- weighing and keeping --------------------------------------------------------- */

static int show(cli *c, const ngl_view *v)
{
    ngl_buf out;
    ngl_buf_init(&out, EPISODE_OUTPUT_MAX);
    if (c->json) ngl_view_json(&out, v);
    else if (c->plain) ngl_view_plain(&out, v);
    else ngl_view_text(&out, v, c->colour);
    return episode_print(c, &out);
}

static int keep(cli *c, ngl_flow *flow, const ngl_view *v, int64_t episode)
{
    ngl_episode_options options = { .episode = episode };
    ngl_episode_opened  opened;
    ngl_error           err = { 0 };
    if (cli_option(c, "no-save")) return EXIT_DONE;
    flow->today = v->today;
    if (ngl_flow_episode_open(flow, &v->a, &options, &opened, &err)) return episode_fail(c, &err);
    if (!c->quiet) fprintf(c->err, "\nKept. How it went so far: niggle assess --history\n");
    return EXIT_DONE;
}

static int weigh(cli *c, ngl_arena *arena, ngl_flow *flow, ngl_case *k, const ngl_follow *f, ngl_day today)
{
    ngl_view  v;
    ngl_error err = { 0 };
    if (ngl_flow_assess(&v, arena, k, c->kb, f->prior, today, NULL, NGL_ASSESS_ALL, &err)) return cli_fail(c, &err, NULL);
    int code = show(c, &v);
    fflush(c->out);
    return code ? code : keep(c, flow, &v, f->episode);
}

/* ---- from a file --------------------------------------------------------------------- */

static int from_file(cli *c, ngl_arena *arena, ngl_flow *flow, ngl_follow *f, const ngl_answers *given)
{
    ngl_error err = { 0 };
    ngl_case *k = NULL;
    for (ngl_id i = 0; i < c->kb->nfinding; i++)
        if (given->answer[i].state != NGL_UNKNOWN) f->answer[i] = given->answer[i];
    if (f->answer[c->kb->time.change].state == NGL_UNKNOWN && f->trend.change != NGL_NONE)
        f->answer[c->kb->time.change] = (ngl_answer){ NGL_CHOICE, f->trend.change, 0 };
    if (ngl_flow_case(&k, c->kb, f->prior, f->answer, &err)) return cli_fail(c, &err, NULL);
    int code = weigh(c, arena, flow, k, f, flow->today);
    ngl_case_free(k);
    return code;
}

/* ---- by asking ------------------------------------------------------------------------- */

static int ended(const cli *c)
{
    fprintf(c->err, "\nniggle assess: the input ended before the questions did; nothing was kept.\n");
    return EXIT_FAILED;
}

/* what stood before is answered; what is open again, the safety questions first, is asked */
static int by_asking(cli *c, ngl_arena *arena, ngl_flow *flow, ngl_follow *f)
{
    ngl_interview iv;
    ngl_error     err = { 0 };
    asked         how = ASKED_ALL;
    const char   *input = cli_option(c, "input");
    if (input && strcmp(input, "pipe") != 0) return cli_usage(c, "--input takes the word pipe, not \"%s\"", input);
    if (!c->input && !input) return cli_usage(c, "there is nobody to ask here; give the answers with --answers FILE");
    ask_catch_interrupt();
    if (!ask_change(c, f)) return ended(c);
    if (ngl_interview_start(&iv, arena, c->kb, f->prior, flow->today, &err)) return cli_fail(c, &err, NULL);
    for (ngl_id i = 0; i < c->kb->nfinding; i++)
        if (f->answer[i].state != NGL_UNKNOWN) ngl_case_answer(iv.c, i, f->answer[i]);
    int code = ask_interview(c, &iv, NULL, &how, &err) ? cli_fail(c, &err, NULL) : EXIT_DONE;
    if (!code && how != ASKED_ALL) code = ended(c);
    if (!code) {
        fputc('\n', c->err);
        code = weigh(c, arena, flow, iv.c, f, flow->today);
    }
    ngl_interview_free(&iv);
    return code;
}

int assess_follow_up(cli *c, ngl_arena *arena, const char *path)
{
    int64_t     episode;
    ngl_flow    flow;
    ngl_follow  f;
    ngl_answers given;
    ngl_error   err = { 0 };
    int         code = EXIT_DONE;
    if (!episode_option(c, &episode, &code)) return code;
    if (path && ngl_answers_file(&given, arena, c->kb, c->today, path, &err)) return cli_fail(c, &err, NULL);
    code = cli_open(c, &flow, false);
    if (code) return code;
    if (path && given.today != NGL_DAY_NONE) flow.today = given.today;
    if (ngl_flow_follow(&flow, arena, episode, &f, &err)) code = episode_fail(c, &err);
    else code = path ? from_file(c, arena, &flow, &f, &given) : by_asking(c, arena, &flow, &f);
    cli_close(&flow);
    return code;
}

/* ---- the history -------------------------------------------------------------------------- */

int assess_history(cli *c, ngl_arena *arena)
{
    int64_t          episode;
    ngl_flow         flow;
    ngl_history_view v;
    ngl_error        err = { 0 };
    int              code = EXIT_DONE;
    if (!episode_option(c, &episode, &code)) return code;
    code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_buf out;
    ngl_buf_init(&out, EPISODE_OUTPUT_MAX);
    if (ngl_flow_history(&flow, arena, episode, &v, &err)) {
        ngl_buf_free(&out);
        code = episode_fail(c, &err);
    } else {
        if (c->json) ngl_history_json(&out, &v);
        else ngl_history_text(&out, &v, c->colour);
        code = episode_print(c, &out);
    }
    cli_close(&flow);
    return code;
}
