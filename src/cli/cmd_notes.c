/* niggle notes: what was written beside runs, to be looked at. */
#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/json_write.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/command.h"
#include "flow/notes.h"

#include <math.h>
#include <string.h>

enum { MEMORY = 256 << 20, OUTPUT_MAX = 64 << 20, WIDTH = 78 };

static const option notes_options[] = {
    { "all", 'a', NULL, "every note, not only those that may be about pain" },
    { NULL, 0, NULL, NULL },
};

static const char notes_detail[] =
    "  niggle notes           notes beside your runs that may be about pain\n"
    "  niggle notes --all     every note\n"
    "\n"
    "They come from the list in your Strava or Garmin archive, or from your own\n"
    "diary: what you wrote beside a run, also where only you could read it. Niggle concludes nothing\n"
    "from them. If one belongs to a pain you still have, tell it: niggle assess.\n";

/* ---- words -------------------------------------------------------------------------------- */

/* line ends become blanks, whatever would move the cursor '?' */
static void one_line(ngl_buf *b, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\n' || *p == '\r' || *p == '\t') ngl_buf_char(b, ' ');
        else ngl_buf_char(b, (unsigned char)*p < 0x20 || *p == 0x7f ? '?' : *p);
    }
}

static void day_words(ngl_buf *b, ngl_day day)
{
    char text[NGL_DAY_TEXT];
    ngl_day_format(text, day);
    ngl_buf_text(b, day == NGL_DAY_NONE ? "no date   " : text);
}

static void note_words(ngl_buf *b, const ngl_run_note *n)
{
    const char *const text[] = { n->said.name, n->said.about, n->said.note };
    ngl_buf           line;
    ngl_buf_init(&line, (size_t)1 << 20);
    if (!isnan(n->pain_nprs)) {
        ngl_buf_text(&line, "pain ");
        ngl_buf_number(&line, n->pain_nprs, n->pain_nprs == floor(n->pain_nprs) ? 0 : 1);
        ngl_buf_text(&line, " of 10");
    }
    if (n->place[0]) ngl_buf_text(&line, line.len ? ", " : ""), one_line(&line, n->place);
    for (int i = 0; i < 3; i++) {
        if (!text[i][0]) continue;
        if (line.len) ngl_buf_text(&line, i == 1 || !n->said.about[0] ? ": " : " / ");
        one_line(&line, text[i]);
    }
    day_words(b, n->said.day);
    if (n->said.run) ngl_buf_printf(b, "  run %-5lld ", (long long)n->said.run);
    else ngl_buf_text(b, "  no run    ");
    ngl_buf_wrap(b, ngl_buf_string(&line), 22, 22, WIDTH);
    ngl_buf_char(b, '\n');
    ngl_buf_free(&line);
}

static void list_words(ngl_buf *b, const ngl_run_note *note, size_t n)
{
    for (size_t i = 0; i < n; i++) note_words(b, &note[i]);
}

static void list_plain(ngl_buf *b, const ngl_run_note *note, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        day_words(b, note[i].said.day);
        ngl_buf_printf(b, "\t%lld\t%s\t", (long long)note[i].said.run, note[i].said.source);
        const char *const text[] = { note[i].word, note[i].said.name, note[i].said.about, note[i].said.note };
        for (int k = 0; k < 4; k++) {
            one_line(b, text[k]);
            ngl_buf_char(b, k < 3 ? '\t' : '\n');
        }
    }
}

static void list_json(ngl_buf *b, const ngl_run_note *note, size_t n)
{
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    ngl_json_key(&j, "notes");
    ngl_json_array(&j);
    for (size_t i = 0; i < n; i++) {
        const ngl_row_said *s = &note[i].said;
        char                day[NGL_DAY_TEXT];
        ngl_day_format(day, s->day);
        ngl_json_object(&j);
        if (s->run) ngl_json_put_integer(&j, "run", s->run);
        else ngl_json_put_string(&j, "run", NULL);
        ngl_json_put_string(&j, "day", s->day == NGL_DAY_NONE ? NULL : day);
        ngl_json_put_number(&j, "distance_m", s->dist_m, 1);
        ngl_json_put_string(&j, "source", s->source);
        ngl_json_put_string(&j, "name", s->name[0] ? s->name : NULL);
        ngl_json_put_string(&j, "about", s->about[0] ? s->about : NULL);
        ngl_json_put_string(&j, "note", s->note[0] ? s->note : NULL);
        ngl_json_put_number(&j, "effort", s->effort_rpe, 1);
        ngl_json_put_number(&j, "pain", note[i].pain_nprs, 1);
        ngl_json_put_string(&j, "place", note[i].place[0] ? note[i].place : NULL);
        ngl_json_put_string(&j, "word", note[i].word[0] ? note[i].word : NULL);
        ngl_json_end(&j);
    }
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

/* ---- the verb ---------------------------------------------------------------------------------- */

static int show(cli *c, const ngl_run_note *note, size_t n)
{
    ngl_buf b;
    ngl_buf_init(&b, (size_t)OUTPUT_MAX);
    if (c->json) list_json(&b, note, n);
    else if (c->plain) list_plain(&b, note, n);
    else list_words(&b, note, n);
    fputs(ngl_buf_string(&b), c->out);
    ngl_buf_free(&b);
    if (!n && !c->json && !c->quiet) fputs("No notes to show. They come with your Strava or Garmin archive: niggle import FILE.zip\n", c->err);
    return n ? EXIT_DONE : EXIT_NOTHING;
}

static int notes_run(cli *c)
{
    ngl_flow        flow;
    ngl_arena       arena;
    const ngl_run_note *note = NULL;
    size_t          n = 0;
    ngl_error       err = { 0 };
    if (c->nargs) return cli_usage(c, "it takes no words");
    int code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, (size_t)MEMORY);
    ngl_status status = ngl_flow_notes(&flow, &arena, cli_option(c, "all") != NULL, &note, &n, &err);
    code = status ? cli_fail(c, &err, NULL) : show(c, note, n);
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

const command cmd_notes = {
    .name = "notes",
    .args = "",
    .help = "what you wrote beside runs that may be about pain",
    .detail = notes_detail,
    .options = notes_options,
    .run = notes_run,
};
