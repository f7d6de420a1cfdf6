/* The runner's files as evidence: shown with the run they rest on, and only
 * an answer once the runner has said so. */
#include "base/date.h"
#include "base/text.h"
#include "cli/ask.h"
#include "flow/training.h"
#include "report/assess_report.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

enum { MEMORY = 64 << 20, LINE_BYTES = 64, TEXT_MAX = 1 << 12, WIDTH = 78 };

static void say(cli *c, const char *text)
{
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_buf_wrap(&b, text, 0, 0, WIDTH);
    fprintf(c->err, "%s\n", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

/* does this item stand, and is its question still to be asked? */
static ngl_id offered_finding(const ngl_interview *iv, const ngl_training_evidence *e)
{
    ngl_id f = e->state == NGL_TRAINING_YES ? ngl_finding_find(iv->kb, e->finding) : NGL_NONE;
    for (ngl_id i = 0; i < iv->nasked && f != NGL_NONE; i++)
        if (iv->asked[i] == f) return NGL_NONE;
    return f != NGL_NONE && ngl_case_applies(iv->c, f) ? f : NGL_NONE;
}

/* the day the pain began; NGL_DAY_NONE when the runner cannot say. False at the end of the input */
static bool ask_onset(cli *c, ngl_day *out)
{
    char line[LINE_BYTES];
    *out = NGL_DAY_NONE;
    say(c, "\nYour runs are here, so they can help. On which day did the pain begin? Write it like 2026-03-01; Enter "
           "if you can't say.");
    for (;;) {
        fputs("> ", c->err);
        if (!ask_line(c, line, sizeof line)) return false;
        if (!line[0] || strcmp(line, "u") == 0 || strcmp(line, "s") == 0) return true;
        if (ngl_day_parse(out, line, strlen(line)) && *out <= c->today) return true;
        *out = NGL_DAY_NONE;
        fputs("  That is not a day up to today; write it like 2026-03-01, or press Enter.\n", c->err);
    }
}

static ngl_answer confirmed(const ngl_interview *iv, ngl_id f, const ngl_training_evidence *e, bool yes)
{
    if (iv->kb->finding[f].answer == NGL_ANSWER_YES_NO) return (ngl_answer){ yes ? NGL_YES : NGL_NO, 0, 0 };
    if (iv->kb->finding[f].answer == NGL_ANSWER_NUMBER && yes) return (ngl_answer){ NGL_VALUE, 0, round(e->value) };
    return (ngl_answer){ NGL_UNKNOWN, 0, 0 };
}

/* a run of the last three days that was not as usual: how long after it the pain began says what it may be */
static void note_delay(ngl_interview *iv, const ngl_training_evidence *e, ngl_day onset)
{
    ngl_id delay = iv->kb->course ? iv->kb->time.delay : NGL_NONE;
    if (delay == NGL_NONE || onset == NGL_DAY_NONE || e->day == NGL_DAY_NONE || e->day > onset) return;
    if (strcmp(e->finding, "train_unaccustomed_72h") != 0 && strcmp(e->finding, "train_downhill") != 0) return;
    ngl_interview_answer(iv, delay, (ngl_answer){ NGL_VALUE, 0, (double)(onset - e->day) }, NULL);
}

static bool offer(cli *c, ngl_interview *iv, const ngl_training_evidence *e, ngl_id f, ngl_day onset)
{
    char    line[LINE_BYTES];
    ngl_buf b;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_view_training(&b, e);
    fputc('\n', c->err);
    say(c, ngl_buf_string(&b));
    ngl_buf_free(&b);
    say(c, iv->kb->finding[f].answer == NGL_ANSWER_NUMBER ? "Is that right?" : iv->kb->finding[f].question);
    for (;;) {
        fputs("  y yes, n no, u not sure\n> ", c->err);
        if (!ask_line(c, line, sizeof line)) return false;
        bool yes = strcmp(line, "y") == 0 || strcmp(line, "yes") == 0;
        if (yes) note_delay(iv, e, onset);
        if (yes || strcmp(line, "n") == 0 || strcmp(line, "no") == 0)
            return ngl_interview_answer(iv, f, confirmed(iv, f, e, yes), NULL), true;
        if (!line[0] || strcmp(line, "u") == 0 || strcmp(line, "s") == 0) return true;
        fputs("  Please type y, n or u.\n", c->err);
    }
}

static bool offer_all(cli *c, ngl_interview *iv, ngl_flow *flow, ngl_arena *arena)
{
    ngl_training t;
    ngl_error    err = { 0 };
    ngl_day      onset;
    if (ngl_flow_training(flow, arena, NGL_DAY_NONE, &t, &err)) return cli_fail(c, &err, NULL), true;
    if (!t.nrun) return true;
    if (!ask_onset(c, &onset)) return false;
    if (onset != NGL_DAY_NONE && iv->kb->course)
        ngl_interview_answer(iv, iv->kb->time.days, (ngl_answer){ NGL_VALUE, 0, (double)(c->today - onset) }, NULL);
    if (onset != NGL_DAY_NONE && ngl_flow_training(flow, arena, onset, &t, &err)) return cli_fail(c, &err, NULL), true;
    for (int i = 0; i < NGL_TRAINING_COUNT; i++) {
        ngl_id f = offered_finding(iv, &t.item[i]);
        if (f != NGL_NONE && !offer(c, iv, &t.item[i], f, onset)) return false;
    }
    return true;
}

static bool nothing_left_to_offer(const ngl_interview *iv)
{
    static const char *const keys[] = {
#define X(name, key) key,
        NGL_TRAINING_MAP(X)
#undef X
    };
    if (iv->kb->course && ngl_case_answers(iv->c)[iv->kb->time.after].state == NGL_VALUE) return true; /* a follow-up */
    for (ngl_id i = 0; i < iv->nasked; i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (strcmp(iv->kb->finding[iv->asked[i]].key, keys[k]) == 0) return true;
    return false;
}

bool ask_training(cli *c, ngl_interview *iv)
{
    ngl_flow  flow;
    ngl_arena arena;
    if (!c->db_path || access(c->db_path, F_OK) != 0 || nothing_left_to_offer(iv)) return true;
    if (cli_open(c, &flow, false)) return true; /* the sentence is said; the questions go on */
    ngl_arena_init(&arena, MEMORY);
    bool going = offer_all(c, iv, &flow, &arena);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return going;
}
