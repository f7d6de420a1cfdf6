/* niggle assess: what it may be, and whether it is dangerous. From a file of
 * answers, or by asking. */
#include "base/date.h"
#include "base/error.h"
#include "cli/ask.h"
#include "cli/assess_time.h"
#include "cli/cli.h"
#include "flow/answers_file.h"
#include "flow/assess_more.h"
#include "flow/episode.h"
#include "report/next_report.h"

#include <signal.h>
#include <string.h>

enum { NAME_SHOWN = 64, MEMORY = 16 << 20, OUTPUT_MAX = 4 << 20, PATH_BYTES_MAX = 4096 };

static const option assess_options[] = {
    { "answers", 'a', "FILE", "weigh the answers in this file (JSON; - is standard input)" },
    { "prior", 0, "WHO", "runner, clinic or neutral: whom the odds before any answer describe" },
    { "why", 0, NULL, "how the next question was chosen; with --json which answers moved the causes, too" },
    { "explain", 0, NULL, "also what would change it, and what each answer did" },
    { "why-not", 0, "NAMES", "why not these conditions: ids or names, commas between" },
    { "clinician", 0, NULL, "in a clinician's terms, with examination, scans and blood tests" },
    { "follow-up", 0, NULL, "how it went since: an open episode is weighed again with what time tells" },
    { "history", 0, NULL, "how the probabilities of an episode went, look by look" },
    { "episode", 'e', "NUMBER", "with --follow-up and --history: which episode" },
    { "new", 0, NULL, "start over instead of taking up an unfinished check" },
    { "save", 0, NULL, "keep the result of --answers in the database" },
    { "no-save", 0, NULL, "keep nothing in the database" },
    { "input", 0, "pipe", "ask although standard input is not a terminal" },
    { NULL, 0, NULL, NULL },
};

static const char assess_detail[] =
    "  niggle assess                          asks, about three minutes\n"
    "  niggle assess --answers mine.json      weighs answers given in a file\n"
    "  niggle assess --answers - --json       reads standard input, prints JSON\n"
    "  niggle assess --answers mine.json --why-not femoral_neck_bsi,dvt\n"
    "  niggle assess --answers mine.json --clinician\n"
    "  niggle assess --follow-up              weeks later: how did it go?\n"
    "  niggle assess --history                how the probabilities went\n"
    "\n"
    "A file of answers looks like this; what is left out or null is unknown:\n"
    "  {\"today\":\"2026-03-01\",\"prior\":\"runner\",\n"
    "   \"answers\":{\"age_band\":\"50_59\",\"site_sit_bone\":true,\"agg_cough\":false}}\n"
    "\n"
    "The safety net comes with every result that can wait. --explain, --why-not\n"
    "and --clinician add what they need: each answer is tried and everything\n"
    "summed anew, up to half a second. --why-not takes ids (niggle learn\n"
    "conditions) or names. --clinician reads findings such as \"ex_slump\":true and\n"
    "\"im_mri_root\":false; asked at a terminal, it lists the tests worth most\n"
    "after the questions.\n"
    "\n"
    "While it asks: tick by number what fits (1 3), n is none, Enter or u is not\n"
    "sure, ? tells why it is asked, b goes back, q stops for now. Ctrl-C loses\n"
    "nothing: the next call goes on.\n";

/* ---- showing ----------------------------------------------------------------- */

static int show(cli *c, const ngl_view *v)
{
    ngl_buf out;
    ngl_buf_init(&out, OUTPUT_MAX);
    if (c->json) ngl_view_json(&out, v);
    else if (c->plain) ngl_view_plain(&out, v);
    else ngl_view_text(&out, v, c->colour);
    if (!c->json && v->next_why) {
        ngl_buf_text(&out, "\nHow the next question was chosen\n");
        ngl_next_why_text(&out, c->kb, v->next_why);
    }
    bool good = !out.failed;
    if (good) fwrite(out.data, 1, out.len, c->out);
    ngl_buf_free(&out);
    if (good) return EXIT_DONE;
    ngl_error err = { .code = NGL_E_NOMEM };
    return cli_fail(c, &err, NULL);
}

static unsigned parts(const cli *c)
{
    bool why = !c->json || cli_option(c, "why") || cli_option(c, "explain") || cli_option(c, "clinician");
    return NGL_ASSESS_DOUBT | NGL_ASSESS_NEXT | (why ? NGL_ASSESS_WHY : 0) |
           (cli_option(c, "why") ? NGL_ASSESS_CALCULATION : 0);
}

/* What is worked out beside: the safety net always, the rest when asked for.
 * `name` are the conditions of --why-not, checked before. */
static ngl_status add_more(const cli *c, ngl_view *v, ngl_arena *arena, ngl_case *k, const uint8_t *skipped, ngl_error *err)
{
    ngl_id           name[NGL_MORE_WHY_NOT];
    ngl_more_request r = { .parts = NGL_MORE_NET, .skipped = skipped, .why_not = name };
    const char      *names = cli_option(c, "why-not");
    if (cli_option(c, "explain")) r.parts |= NGL_MORE_CHANGES;
    if (cli_option(c, "clinician")) r.parts |= NGL_MORE_CLINIC;
    ngl_status status = names ? ngl_flow_conditions(c->kb, names, name, &r.nwhy_not, NGL_MORE_WHY_NOT, err) : NGL_OK;
    return status ? status : ngl_flow_more(v, arena, k, &r, err);
}

/* ---- keeping ---------------------------------------------------------------- */

/* Keep the assessment as the start, or the newest look, of an episode. */
static int keep(cli *c, const ngl_view *v)
{
    ngl_flow           flow;
    ngl_episode_opened opened;
    ngl_error          err = { 0 };
    int                code = cli_open(c, &flow, true);
    if (code) return code;
    flow.today = v->today;
    if (ngl_flow_episode_open(&flow, &v->a, NULL, &opened, &err)) code = cli_fail(c, &err, NULL);
    else if (!c->quiet) fprintf(c->err, "\nKept. Your plan: niggle plan. Each day: niggle today.\n");
    cli_close(&flow);
    return code;
}

/* two answers that cannot both be right: said, and nothing is dropped */
static void name_contradictions(const cli *c, const ngl_view *v)
{
    for (unsigned i = 0; i < v->ncontradiction; i++)
        fprintf(c->err, "niggle assess: two answers do not fit together: %s Both were kept, and danger counts whichever holds.\n",
                c->kb->contradiction[v->contradiction[i]].text);
}

static int weigh(cli *c, ngl_arena *arena, ngl_case *k, ngl_prior prior, ngl_day today, const uint8_t *skipped,
                 bool save)
{
    ngl_view  v;
    ngl_error err = { 0 };
    if (ngl_flow_assess(&v, arena, k, c->kb, prior, today, skipped, parts(c), &err)) return cli_fail(c, &err, NULL);
    if (add_more(c, &v, arena, k, skipped, &err)) return cli_fail(c, &err, NULL);
    name_contradictions(c, &v);
    int code = show(c, &v);
    fflush(c->out);
    return code || !save ? code : keep(c, &v);
}

/* ---- from a file ----------------------------------------------------------------- */

static int from_file(cli *c, ngl_arena *arena, const char *path)
{
    ngl_answers answers;
    ngl_error   err = { 0 };
    ngl_case   *k = NULL;
    const char *prior = cli_option(c, "prior");
    if (ngl_answers_file(&answers, arena, c->kb, c->today, path, &err)) return cli_fail(c, &err, NULL);
    if (prior) ngl_prior_parse(&answers.prior, prior, NULL);
    if (ngl_flow_case(&k, c->kb, answers.prior, answers.answer, &err)) return cli_fail(c, &err, NULL);
    ngl_day today = answers.today == NGL_DAY_NONE ? c->today : answers.today;
    int     code = weigh(c, arena, k, answers.prior, today, NULL, cli_option(c, "save") != NULL);
    ngl_case_free(k);
    return code;
}

/* ---- by asking --------------------------------------------------------------------- */

static bool interview_path(const cli *c, char path[PATH_BYTES_MAX])
{
    int n = c->state_dir ? snprintf(path, PATH_BYTES_MAX, "%sinterview.json", c->state_dir) : -1;
    return n > 0 && n < PATH_BYTES_MAX;
}

static void resume_question(const cli *c, const ngl_interview *iv, char text[], size_t size)
{
    char     day[NGL_DAY_WORDS];
    unsigned n = ngl_interview_answered(iv);
    ngl_day_words(day, iv->started);
    snprintf(text, size, "You answered %u question%s %s%s. Go on?", n, n == 1 ? "" : "s",
             iv->started == c->today ? "earlier today" : "on ", iv->started == c->today ? "" : day);
}

/* answers whose question the knowledge no longer has, by name */
static void name_dropped(const cli *c, const ngl_interview *iv)
{
    if (!iv->ndropped) return;
    fputs("Niggle knows more since then, and these answers no longer fit a question:", c->err);
    for (unsigned i = 0; i < iv->ndropped; i++) {
        fputs(i ? ", " : " ", c->err);
        for (const char *p = iv->dropped[i]; *p && p < iv->dropped[i] + NAME_SHOWN; p++)
            fputc(*p > ' ' && *p < 127 ? *p : '?', c->err);
    }
    fputs(". The others are kept.\n", c->err);
}

/* take up what was left, or begin; false when the input ended before that was clear */
static bool begin(cli *c, ngl_interview *iv, ngl_arena *arena, const char *path, ngl_prior prior, ngl_error *err)
{
    char text[128];
    bool go_on = false;
    if (path && !cli_option(c, "new") && ngl_interview_load(iv, arena, c->kb, path, err) == NGL_OK) {
        resume_question(c, iv, text, sizeof text);
        if (!ask_yes_no(c, text, true, &go_on)) return ngl_interview_free(iv), false;
        if (go_on) return name_dropped(c, iv), true;
        ngl_interview_free(iv);
    }
    err->code = ngl_interview_start(iv, arena, c->kb, prior, c->today, err);
    return err->code == NGL_OK;
}

static int left(const cli *c, asked how, const char *path)
{
    const char *kept = path ? "Your answers are kept. Go on with: niggle assess" : "The answers were not kept.";
    if (how == ASKED_ENDED) fprintf(c->err, "\nniggle assess: the input ended before the questions did.\n");
    fprintf(c->err, "\n%s\n", kept);
    if (how == ASKED_INTERRUPTED) {
        signal(SIGINT, SIG_DFL);
        raise(SIGINT);
    }
    return how == ASKED_LEFT ? EXIT_DONE : EXIT_FAILED;
}

/* after the questions: what examination, scans and blood tests have shown */
static ngl_status findings(cli *c, ngl_interview *iv, const char *path, asked *how, ngl_error *err)
{
    bool       ended;
    ngl_status status = ask_clinician(c, iv, path, &ended, err);
    if (ended) *how = ask_interrupted() ? ASKED_INTERRUPTED : ASKED_ENDED;
    return status;
}

static int interview(cli *c, ngl_arena *arena, const char *path, ngl_prior prior)
{
    ngl_interview iv;
    ngl_error     err = { 0 };
    asked         how = ASKED_ALL;
    if (!begin(c, &iv, arena, path, prior, &err))
        return err.code ? cli_fail(c, &err, NULL) : left(c, ask_interrupted() ? ASKED_INTERRUPTED : ASKED_ENDED, path);
    ngl_status status = ask_interview(c, &iv, path, &how, &err);
    if (!status && how == ASKED_ALL && cli_option(c, "clinician")) status = findings(c, &iv, path, &how, &err);
    int        code = status ? cli_fail(c, &err, NULL) : EXIT_DONE;
    if (!status && how == ASKED_ALL) {
        fputc('\n', c->err);
        code = weigh(c, arena, iv.c, iv.prior, c->today, iv.open, !cli_option(c, "no-save"));
        if (!code && path) ngl_interview_forget(path);
    }
    ngl_interview_free(&iv);
    return status || how == ASKED_ALL ? code : left(c, how, path);
}

static int by_asking(cli *c, ngl_arena *arena, ngl_prior prior)
{
    char        path[PATH_BYTES_MAX];
    ngl_error   err = { 0 };
    const char *input = cli_option(c, "input");
    if (input && strcmp(input, "pipe") != 0) return cli_usage(c, "--input takes the word pipe, not \"%s\"", input);
    if (!c->input && !input)
        return cli_usage(c, "there is nobody to ask here; give the answers with --answers FILE");
    bool kept = interview_path(c, path);
    if (kept && cli_make_folder_of(path, &err)) return cli_fail(c, &err, NULL);
    ask_catch_interrupt();
    return interview(c, arena, kept ? path : NULL, prior);
}

static int assess_run(cli *c)
{
    ngl_arena   arena;
    ngl_error   err = { 0 };
    ngl_prior   prior = NGL_PRIOR_RUNNER;
    const char *path = cli_option(c, "answers"), *who = cli_option(c, "prior");
    if (c->nargs) return cli_usage(c, "\"%s\" is not expected here; a file goes after --answers", c->args[0]);
    if (cli_option(c, "save") && cli_option(c, "no-save")) return cli_usage(c, "--save and --no-save contradict");
    if (who && ngl_prior_parse(&prior, who, &err)) return cli_usage(c, "--prior: %s", err.text);
    ngl_id      named[NGL_MORE_WHY_NOT];
    unsigned    n;
    const char *names = cli_option(c, "why-not");
    if (names && ngl_flow_conditions(c->kb, names, named, &n, NGL_MORE_WHY_NOT, &err))
        return cli_usage(c, "--why-not: %s", err.text);
    ngl_arena_init(&arena, MEMORY);
    int code = cli_option(c, "history")     ? assess_history(c, &arena)
               : cli_option(c, "follow-up") ? assess_follow_up(c, &arena, path)
               : path                       ? from_file(c, &arena, path)
                                            : by_asking(c, &arena, prior);
    ngl_arena_free(&arena);
    return code;
}

const command cmd_assess = {
    .name = "assess",
    .args = "",
    .help = "what the pain may be, whether it is dangerous, and what to do",
    .detail = assess_detail,
    .options = assess_options,
    .run = assess_run,
};
