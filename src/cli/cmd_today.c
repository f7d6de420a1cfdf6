/* niggle today: one line, a colour and a word, and why. On a terminal a missing
 * check-in is asked for, and the answer kept like any other note. */
#include "base/number.h"
#include "cli/ask.h"
#include "cli/episode_cli.h"
#include "flow/log.h"
#include "flow/today.h"

#include <string.h>

static const option today_options[] = {
    { "episode", 'e', "NUMBER", "which episode, when several are open" },
    { "explain", 'x', NULL, "show every rule that was looked at" },
    { "exit-code", 0, NULL, "leave with 0 run, 10 adapt, 11 rest, 12 get seen" },
    { NULL, 0, NULL, NULL },
};

static const char today_detail[] =
    "  niggle log pain 2 --morning   first say how it is\n"
    "  niggle today                  run, adapt, rest or get seen, and why; on a\n"
    "                                terminal it asks when nothing was noted\n"
    "  niggle today --explain        with every rule that was looked at\n"
    "\n"
    "The advice holds for one day. Danger signs and pain limits come before all\n"
    "else, and without a check-in today nobody is sent running.\n";

static const int exit_of[] = { [NGL_STATE_RUN] = 0, [NGL_STATE_ADAPT] = 10, [NGL_STATE_REST] = 11, [NGL_STATE_GET_SEEN] = 12 };

static int print_today(cli *c, const ngl_today_view *v)
{
    ngl_buf out;
    ngl_buf_init(&out, EPISODE_OUTPUT_MAX);
    if (c->json) ngl_today_json(&out, v);
    else if (c->plain) ngl_today_plain(&out, v);
    else ngl_today_text(&out, v, cli_option(c, "explain") != NULL, c->colour);
    int code = episode_print(c, &out);
    return code == EXIT_DONE && cli_option(c, "exit-code") ? exit_of[v->today.state] : code;
}

/* ---- asking first ------------------------------------------------------------- */

/* A number from 0 to 10, asked up to three times; false for Enter or the end of the input. */
static bool ask_pain(cli *c, ngl_note note, double *value)
{
    const ngl_note_kind *k = &ngl_note_kinds()[note];
    char                 line[32];
    for (int i = 0; i < 3; i++) {
        fprintf(c->err, "%c%s today, 0 (none) to 10 (the worst)? Enter: not now\n> ", k->text[0] - 'a' + 'A', k->text + 1);
        fflush(c->err);
        if (!ask_line(c, line, sizeof line) || !line[0]) return false;
        if (ngl_number_parse(value, line, strlen(line)) && *value >= k->min && *value <= k->max) return true;
        fprintf(c->err, "A number from 0 to 10, please.\n");
    }
    return false;
}

/* Ask what is missing, keep it, and decide again. */
static ngl_status ask_first(cli *c, ngl_flow *flow, ngl_arena *arena, ngl_episode *e, ngl_today_view *v, ngl_error *err)
{
    ngl_log_entry entry = { .kind = NGL_LOG_NUMBER, .day = c->today, .note = v->today.ask };
    ngl_logged    done;
    if (!ask_pain(c, v->today.ask, &entry.value)) return NGL_OK;
    ngl_status s = ngl_flow_log(flow, arena, e->row.id, &entry, 1, &done, err);
    return s ? s : ngl_flow_today(flow, arena, e->row.id, e, v, err);
}

static ngl_status decide(cli *c, ngl_flow *flow, ngl_arena *arena, int64_t episode, ngl_episode *e, ngl_today_view *v,
                         ngl_error *err)
{
    ngl_status s = ngl_flow_today(flow, arena, episode, e, v, err);
    bool       asks = c->input && !c->json && !c->plain && !s && v->today.decided == NGL_TODAY_NOT_ASKED;
    return asks ? ask_first(c, flow, arena, e, v, err) : s;
}

static int today_run(cli *c)
{
    int64_t        episode;
    ngl_flow       flow;
    ngl_arena      arena;
    ngl_episode    e;
    ngl_today_view v;
    ngl_error      err = { 0 };
    int            code = EXIT_DONE;
    if (c->nargs) return cli_usage(c, "\"%s\" is not expected here", c->args[0]);
    if (!episode_option(c, &episode, &code)) return code;
    code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, EPISODE_MEMORY);
    code = decide(c, &flow, &arena, episode, &e, &v, &err) ? episode_fail(c, &err) : print_today(c, &v);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_today = {
    .name = "today",
    .args = "",
    .help = "run, adapt, rest or get seen: one line for today, and why",
    .detail = today_detail,
    .options = today_options,
    .run = today_run,
};
