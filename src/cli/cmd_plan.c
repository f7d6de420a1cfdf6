/* niggle plan: the plan of an episode, and yes or no to a proposed change. */
#include "base/date.h"
#include "base/number.h"
#include "cli/episode_cli.h"
#include "cli/plan_out.h"
#include "flow/ahead.h"

#include <math.h>
#include <string.h>

static const option plan_options[] = {
    { "episode", 'e', "NUMBER", "which episode, when several are open" },
    { "accept", 0, NULL, "take the proposed change of plan" },
    { "decline", 0, NULL, "stay with the plan as it is" },
    { "close", 0, NULL, "the pain is over: close the episode" },
    { "weeks", 'w', NULL, "twelve weeks ahead, day by day" },
    { "days", 0, "LIST", "days that suit you: mon,wed,sat, or all" },
    { "race", 0, "DATE", "a race you are entered for, or none" },
    { "race-km", 0, "KM", "how long it is" },
    { "away", 0, "FROM..TO", "days without training, or none" },
    { "card", 0, NULL, "one page to print: the next seven days" },
    { "ics", 0, "FILE", "write the twelve weeks as a calendar (- for the output)" },
    { "fit", 0, "DIR", "write the next two weeks' sessions for a watch" },
    { NULL, 0, NULL, NULL },
};

static const char plan_detail[] =
    "  niggle plan                 stage, exercises, running, pain limits\n"
    "  niggle plan --json          the same for programs\n"
    "  niggle plan --accept        take the step that is proposed\n"
    "  niggle plan --close         the pain is over\n"
    "  niggle plan --days mon,wed,sat --race 2026-05-10 --race-km 10 --weeks\n"
    "                              twelve weeks over the days that suit you\n"
    "  niggle plan --ics plan.ics  the same for your calendar\n"
    "\n"
    "A plan is made by niggle assess. It only moves when its marks are met on two\n"
    "days 48 hours apart, or pain goes over its limits, and only when you agree.\n";

static int print_plan(cli *c, const ngl_plan_view *v)
{
    ngl_buf out;
    if (cli_option(c, "ics")) return plan_write_ics(c, v->ahead, cli_option(c, "ics"));
    if (cli_option(c, "fit")) return plan_write_fit(c, v->ahead, cli_option(c, "fit"));
    ngl_buf_init(&out, EPISODE_OUTPUT_MAX);
    if (c->json) ngl_plan_json(&out, v);
    else if (c->plain) ngl_plan_plain(&out, v);
    else if (cli_option(c, "card")) ngl_ahead_card(&out, v->ahead);
    else if (cli_option(c, "weeks")) ngl_ahead_text(&out, v->ahead, NGL_SCHEDULE_WEEKS, c->colour);
    else ngl_plan_text(&out, v, c->colour);
    return episode_print(c, &out);
}

/* What was asked of days, race and holiday, kept for this episode. */
static ngl_status keep_wishes(cli *c, ngl_flow *flow, int64_t episode, ngl_error *err)
{
    ngl_wishes w;
    unsigned   change;
    ngl_status s = plan_wishes(c, &w, &change, err);
    return s || !change ? s : ngl_flow_wish(flow, episode, change, &w, err);
}

static int close_episode(cli *c, ngl_flow *flow, ngl_arena *arena, int64_t episode)
{
    ngl_episode   e;
    ngl_plan_view v;
    ngl_error     err = { 0 };
    if (ngl_flow_plan(flow, arena, episode, &e, &v, &err)) return episode_fail(c, &err);
    if (ngl_flow_episode_close(flow, e.row.id, &err)) return episode_fail(c, &err);
    if (c->json) fprintf(c->out, "{\"episode\":%lld,\"closed\":true}\n", (long long)e.row.id);
    else fprintf(c->out, "Closed: %s. If it comes back, begin again with: niggle assess\n", e.row.place);
    return EXIT_DONE;
}

static int show_plan(cli *c, ngl_flow *flow, ngl_arena *arena, int64_t episode)
{
    bool          accept = cli_option(c, "accept") != NULL, decline = cli_option(c, "decline") != NULL;
    ngl_episode   e;
    ngl_plan_view v;
    ngl_ahead     ahead;
    ngl_error     err = { 0 };
    ngl_status    s = accept || decline ? ngl_flow_plan_answer(flow, arena, episode, accept, &v, &e, &err)
                                        : ngl_flow_plan(flow, arena, episode, &e, &v, &err);
    if (!s) s = keep_wishes(c, flow, e.row.id, &err);
    if (!s) s = ngl_flow_ahead(flow, arena, &e, &ahead, &err);
    v.ahead = &ahead;
    return s ? episode_fail(c, &err) : print_plan(c, &v);
}

static int plan_run(cli *c)
{
    int64_t   episode;
    ngl_flow  flow;
    ngl_arena arena;
    int       code = EXIT_DONE;
    int       asked = (cli_option(c, "accept") != NULL) + (cli_option(c, "decline") != NULL) + (cli_option(c, "close") != NULL);
    if (c->nargs) return cli_usage(c, "\"%s\" is not expected here", c->args[0]);
    if (asked > 1) return cli_usage(c, "--accept, --decline and --close are one at a time");
    if (!episode_option(c, &episode, &code)) return code;
    code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, EPISODE_MEMORY);
    code = cli_option(c, "close") ? close_episode(c, &flow, &arena, episode) : show_plan(c, &flow, &arena, episode);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_plan = {
    .name = "plan",
    .args = "",
    .help = "what to do for this pain: exercises, running, limits, next step",
    .detail = plan_detail,
    .options = plan_options,
    .run = plan_run,
};
