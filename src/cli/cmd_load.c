/* niggle load: what each tissue bore, week by week, or in one run. */
#include "base/arena.h"
#include "base/error.h"
#include "base/number.h"
#include "cli/command.h"
#include "flow/load.h"

#include <string.h>

enum { MEMORY = 256 << 20, OUTPUT_MAX = 64 << 20, WEEKS = 12, WEEKS_MAX = 520 };

static const option load_options[] = {
    { "weeks", 'w', "N", "so many weeks back (12)" },
    { "svg", 0, "FILE", "a picture into this file instead; - for standard output" },
    { "why", 0, NULL, "also where each figure of the model comes from" },
    { NULL, 0, NULL, NULL },
};

static const char load_detail[] =
    "  niggle load              what your tissues bore, week by week\n"
    "  niggle load --weeks 26   half a year of it\n"
    "  niggle load --svg a.svg  the same as a picture, with steps and contact time\n"
    "  niggle load 51           what run 51 did, and why; niggle runs has the numbers\n"
    "  niggle load 51 --why     with the source of each figure\n"
    "\n"
    "Steps times the load of each step, by speed, cadence, hills and how tired you\n"
    "were, in kilometres of your own easy running. A model ranks; it does not know\n"
    "what you feel.\n";

static int print(cli *c, ngl_buf *b)
{
    ngl_error full = { .code = NGL_E_NOMEM, .text = "the page does not fit into memory" };
    int       code = b->failed ? cli_fail(c, &full, NULL) : EXIT_DONE;
    if (!b->failed) fputs(ngl_buf_string(b), c->out);
    ngl_buf_free(b);
    return code;
}

static int no_runs(const cli *c)
{
    fputs("niggle: no runs in these weeks. Bring some in with: niggle import FOLDER\n", c->err);
    return EXIT_NOTHING;
}

static bool any_run(const ngl_load_view *v)
{
    unsigned n = 0;
    for (size_t i = 0; i < v->nweek; i++) n += v->week[i].runs;
    return n > 0;
}

static int write_picture(cli *c, const char *path, ngl_buf *b)
{
    ngl_error err = { 0 };
    if (strcmp(path, "-") == 0) return print(c, b);
    FILE *f = b->failed ? NULL : fopen(path, "wb");
    bool  good = f && fwrite(ngl_buf_string(b), 1, b->len, f) == b->len;
    if (f && fclose(f)) good = false;
    ngl_buf_free(b);
    if (good) return EXIT_DONE;
    ngl_fail(&err, NGL_E_IO, 0, "%s cannot be written", path);
    return cli_fail(c, &err, "Is there such a folder, and room on the disk?");
}

static int show_weeks(cli *c, ngl_flow *flow, ngl_arena *arena, unsigned weeks)
{
    ngl_load_view v;
    ngl_error     err = { 0 };
    ngl_buf       b;
    if (ngl_flow_load_view(flow, arena, weeks, &v, &err)) return cli_fail(c, &err, NULL);
    v.why = cli_option(c, "why");
    if (!any_run(&v)) return no_runs(c);
    ngl_buf_init(&b, OUTPUT_MAX);
    if (cli_option(c, "svg")) {
        ngl_load_svg(&b, &v);
        return write_picture(c, cli_option(c, "svg"), &b);
    }
    if (c->json) ngl_load_json(&b, &v);
    else if (c->plain) ngl_load_plain(&b, &v);
    else ngl_load_text(&b, &v, c->colour);
    return print(c, &b);
}

static int show_run(cli *c, ngl_flow *flow, ngl_arena *arena, int64_t run)
{
    ngl_load_run_view v;
    ngl_error         err = { 0 };
    ngl_buf           b;
    if (ngl_flow_load_run_view(flow, arena, run, &v, &err)) return cli_fail(c, &err, "niggle runs shows the numbers.");
    v.why = cli_option(c, "why");
    ngl_buf_init(&b, OUTPUT_MAX);
    if (c->json) ngl_load_run_json(&b, &v);
    else if (c->plain) ngl_load_run_plain(&b, &v);
    else ngl_load_run_text(&b, &v, c->colour);
    return print(c, &b);
}

static int load_run(cli *c)
{
    ngl_flow    flow;
    ngl_arena   arena;
    int64_t     run = 0, weeks = WEEKS;
    const char *text = cli_option(c, "weeks");
    if (c->nargs > 1) return cli_usage(c, "\"%s\" is too much; one run at a time", c->args[1]);
    if (c->nargs && (!ngl_integer_parse(&run, c->args[0], strlen(c->args[0])) || run < 1))
        return cli_usage(c, "\"%s\" is not the number of a run", c->args[0]);
    if (text && (!ngl_integer_parse(&weeks, text, strlen(text)) || weeks < 1 || weeks > WEEKS_MAX))
        return cli_usage(c, "--weeks takes a number from 1 to %d", WEEKS_MAX);
    int code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, MEMORY);
    code = run ? show_run(c, &flow, &arena, run) : show_weeks(c, &flow, &arena, (unsigned)weeks);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_load = {
    .name = "load",
    .args = "[RUN]",
    .help = "what each tissue bore, week by week or in one run",
    .detail = load_detail,
    .options = load_options,
    .run = load_run,
};
