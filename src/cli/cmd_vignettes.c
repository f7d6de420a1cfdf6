/* niggle vignettes: how good is it, on cases whose answer is known? */
#include "base/error.h"
#include "cli/cli.h"
#include "cli/vignettes_out.h"
#include "flow/answers_file.h"

#include <string.h>

enum { FILE_MAX = 64 << 20, OUTPUT_MAX = 64 << 20, CASE_MEMORY = 1 << 20, CASES_MAX = 1 << 16 };

static const option vignettes_options[] = {
    { "prior", 0, "WHO", "runner (as in life), clinic, or neutral: every cause equally likely at first" },
    { "exam", 0, NULL, "use examination, imaging and laboratory findings too" },
    { "rules-only", 0, NULL, "danger rules and danger score alone, no probabilities" },
    { "interview", 0, NULL, "let Niggle ask; answers come from the case" },
    { "list", 'l', NULL, "one line for each case" },
    { NULL, 0, NULL, NULL },
};

static const char vignettes_detail[] =
    "  niggle vignettes cases.jsonl\n"
    "  niggle vignettes cases.jsonl --prior neutral --list\n"
    "  niggle vignettes cases.jsonl --interview --json\n"
    "\n"
    "A case is one line of JSON with coded answers, the triage level it deserves\n"
    "and, unless it is only about danger, its cause:\n"
    "  {\"id\":\"a\",\"answers\":{\"lump\":true},\"triage\":\"urgent\",\n"
    "   \"truth\":{\"condition\":\"soft_tissue_sarcoma\",\"accept\":[\"bone_tumour\"]}}\n"
    "Published cases are a mix nothing like daily life: rank them with --prior\n"
    "neutral, judge triage with the usual prior.\n";

typedef struct work {
    cli                 *c;
    ngl_vignette_options o;
    vignettes_total      total;
    ngl_buf              out;  /* cases, then totals */
    ngl_json             json;
    ngl_buf              pairs, questions, seconds, items;
    ngl_said_so         *pair; /* [ncondition] scratch */
    const char          *file;
    unsigned             line;
} work;

static int read_options(cli *c, ngl_vignette_options *o)
{
    ngl_error   err = { 0 };
    const char *prior = cli_option(c, "prior");
    o->exam = cli_option(c, "exam") != NULL;
    o->rules_only = cli_option(c, "rules-only") != NULL;
    o->interview = cli_option(c, "interview") != NULL;
    if (prior && ngl_prior_parse(&o->prior, prior, &err)) return cli_usage(c, "--prior: %s", err.text);
    if (o->rules_only && o->interview) return cli_usage(c, "--rules-only and --interview do not go together");
    return c->nargs ? EXIT_DONE : cli_usage(c, "name at least one file of cases");
}

static void keep(work *w, const ngl_vignette *v, const ngl_vignette_result *r, size_t npair)
{
    double questions = r->questions, items = r->items;
    ngl_vignette_count(&w->total.sums, v, r, &w->o);
    ngl_buf_add(&w->pairs, w->pair, npair * sizeof *w->pair);
    if (w->o.interview) {
        ngl_buf_add(&w->questions, &questions, sizeof questions);
        ngl_buf_add(&w->seconds, &r->seconds, sizeof r->seconds);
        ngl_buf_add(&w->items, &items, sizeof items);
    }
    if (w->c->json) vignettes_case_json(&w->json, w->c->kb, w->file, w->line, v, r, &w->o);
    else if (cli_option(w->c, "list") || w->c->plain) vignettes_case_text(&w->out, w->c->kb, v, r, &w->o);
}

static void one_case(work *w, const char *text, size_t len)
{
    ngl_vignette        v;
    ngl_vignette_result r;
    ngl_error           err = { 0 };
    ngl_arena           arena;
    size_t              npair = 0;
    ngl_arena_init(&arena, CASE_MEMORY);
    ngl_status status = ngl_vignette_read(&v, &arena, w->c->kb, w->o.exam, text, len, &err);
    if (!status && !v.pool) w->total.sums.nleft_out++;
    else if (!status) status = ngl_vignette_judge(&r, &v, w->c->kb, &w->o, w->pair, &npair, &err);
    if (status) {
        fprintf(w->c->err, "niggle vignettes: %s:%u: %s.\n", w->file, w->line, err.text);
        w->total.malformed++;
    } else if (v.pool) {
        keep(w, &v, &r, npair);
    }
    ngl_arena_free(&arena);
}

static void one_file(work *w, const char *path)
{
    ngl_buf   text;
    ngl_error err = { 0 };
    ngl_buf_init(&text, FILE_MAX);
    w->file = path;
    w->line = 0;
    if (ngl_file_whole(&text, path, &err)) {
        cli_fail(w->c, &err, NULL);
        w->total.unreadable++;
    } else {
        for (const char *at = ngl_buf_string(&text), *end = at + text.len; at < end;) {
            const char *stop = memchr(at, '\n', (size_t)(end - at));
            size_t      len = (size_t)((stop ? stop : end) - at);
            w->line++;
            if (len > strspn(at, " \t\r")) one_case(w, at, len);
            at += len + 1;
        }
    }
    ngl_buf_free(&text);
}

static void finish_totals(work *w)
{
    vignettes_total *t = &w->total;
    t->pair = (const ngl_said_so *)(const void *)w->pairs.data;
    t->npair = w->pairs.len / sizeof(ngl_said_so);
    t->questions = (double *)(void *)w->questions.data;
    t->seconds = (double *)(void *)w->seconds.data;
    t->items = (double *)(void *)w->items.data;
    if (!w->c->json) {
        if (w->out.len) ngl_buf_char(&w->out, '\n');
        vignettes_total_text(&w->out, t, &w->o);
        return;
    }
    ngl_json_end(&w->json);
    ngl_json_key(&w->json, "total");
    vignettes_total_json(&w->json, t, &w->o);
    ngl_json_end(&w->json);
    ngl_buf_char(&w->out, '\n');
}

static void begin_json(work *w)
{
    w->json = ngl_json_to(&w->out);
    ngl_json_object(&w->json);
    ngl_json_put_string(&w->json, "knowledge", w->c->kb->version);
    ngl_json_put_string(&w->json, "prior", ngl_prior_key(w->o.prior));
    ngl_json_put_bool(&w->json, "rules_only", w->o.rules_only);
    ngl_json_put_bool(&w->json, "interview", w->o.interview);
    ngl_json_key(&w->json, "cases");
    ngl_json_array(&w->json);
}

static int result(work *w)
{
    bool      bad = w->total.malformed || w->total.unreadable;
    ngl_error err = { .code = NGL_E_NOT_FOUND, .text = "no case was found" };
    if (!w->total.sums.ncase) return bad ? EXIT_FAILED : cli_fail(w->c, &err, NULL);
    if (w->out.failed || w->pairs.failed || w->questions.failed) {
        err = (ngl_error){ .code = NGL_E_NOMEM, .text = "there are more cases than fit into memory" };
        return cli_fail(w->c, &err, NULL);
    }
    fwrite(w->out.data, 1, w->out.len, w->c->out);
    return bad ? EXIT_PARTLY : EXIT_DONE;
}

static int vignettes_run(cli *c)
{
    work w = { .c = c };
    int  code = read_options(c, &w.o);
    if (code) return code;
    ngl_arena arena;
    ngl_arena_init(&arena, CASE_MEMORY);
    w.pair = NGL_NEW(&arena, ngl_said_so, c->kb->ncondition + 1u);
    ngl_buf_init(&w.out, OUTPUT_MAX);
    ngl_buf_init(&w.pairs, (size_t)CASES_MAX * 1024);
    ngl_buf_init(&w.questions, CASES_MAX * sizeof(double));
    ngl_buf_init(&w.seconds, CASES_MAX * sizeof(double));
    ngl_buf_init(&w.items, CASES_MAX * sizeof(double));
    if (c->json) begin_json(&w);
    for (int i = 0; i < c->nargs && w.pair; i++) one_file(&w, c->args[i]);
    finish_totals(&w);
    code = result(&w);
    ngl_buf_free(&w.items);
    ngl_buf_free(&w.seconds);
    ngl_buf_free(&w.questions);
    ngl_buf_free(&w.pairs);
    ngl_buf_free(&w.out);
    ngl_arena_free(&arena);
    return code;
}

const command cmd_vignettes = {
    .name = "vignettes",
    .args = "FILE...",
    .help = "how good the assessment is, on cases with known answers",
    .detail = vignettes_detail,
    .options = vignettes_options,
    .run = vignettes_run,
};
