/* niggle log: note how it is. */
#include "base/date.h"
#include "base/json_write.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/episode_cli.h"
#include "flow/log.h"

#include <math.h>
#include <string.h>

enum { ENTRIES_MAX = 32, SENTENCE_MAX = 4096 };

static const option log_options[] = {
    { "now", 0, NULL, "pain right now (the usual meaning of a bare pain N)" },
    { "during", 0, NULL, "worst pain during the run" },
    { "after", 0, NULL, "worst pain after the run, that day" },
    { "daily", 0, NULL, "worst pain in daily life that day" },
    { "morning", 0, NULL, "pain or stiffness on getting up" },
    { "day", 'd', "DATE", "the day it was, like 2026-03-01; today if left out" },
    { "no", 0, NULL, "with sign or done: it was not so, take it back" },
    { "episode", 'e', "NUMBER", "which episode, when several are open" },
    { NULL, 0, NULL, NULL },
};

static const char log_detail[] =
    "  niggle log pain 3 --during      worst pain in the run, 0 to 10\n"
    "  niggle log pain 1 --morning     on getting up\n"
    "  niggle log sitting 25           minutes of sitting before it gets worse\n"
    "  niggle log bridge 12            single-leg bridges in good form\n"
    "  niggle log done iso_ham_bridge_short calf_raise\n"
    "  niggle log sign numb            a new sign, see below\n"
    "  niggle log note new shoes today\n"
    "\n"
    "Also: walk, stance, squat, heel-raise, side-plank, hop, symmetry, settle,\n"
    "stopped (1 when pain cut a run short), clearance (1 when a clinician has\n"
    "cleared loading). Noting the same thing again for the same day corrects it;\n"
    "what stood before is kept.\n"
    "Signs: bladder weak numb pop night groin fever swelling weight.\n";

/* What was typed, as entries. */
typedef struct typed {
    ngl_log_entry entry[ENTRIES_MAX];
    size_t        n;
    ngl_buf       words;
} typed;

/* ---- reading ---------------------------------------------------------------- */

static int read_day(const cli *c, ngl_day *day)
{
    const char *text = cli_option(c, "day");
    *day = c->today;
    if (!text || ngl_day_parse(day, text, strlen(text))) return EXIT_DONE;
    return cli_usage(c, "--day: \"%s\" is not a day; write it like 2026-03-01", text);
}

/* Which pain the switches name. */
static int read_when(const cli *c, ngl_note *note)
{
    static const struct {
        const char *name;
        ngl_note    note;
    } when[] = { { "now", NGL_NOTE_NOW }, { "during", NGL_NOTE_RUN }, { "after", NGL_NOTE_AFTER },
                 { "daily", NGL_NOTE_DAY }, { "morning", NGL_NOTE_MORNING } };
    const char *first = NULL;
    for (size_t i = 0; i < sizeof when / sizeof *when; i++) {
        if (!cli_option(c, when[i].name)) continue;
        if (first) return cli_usage(c, "--%s and --%s are two notes; write them one after the other", first, when[i].name);
        first = when[i].name;
        *note = when[i].note;
    }
    return EXIT_DONE;
}

static int read_value(const cli *c, typed *t, ngl_note note, ngl_day day)
{
    double value;
    if (c->nargs < 2) return cli_usage(c, "%s needs a number after it", c->args[0]);
    if (c->nargs > 2) return cli_usage(c, "\"%s\" is too much; one thing at a time", c->args[2]);
    if (!ngl_number_parse(&value, c->args[1], strlen(c->args[1])))
        return cli_usage(c, "\"%s\" is not a number", c->args[1]);
    t->entry[t->n++] = (ngl_log_entry){ .kind = NGL_LOG_NUMBER, .day = day, .note = note, .value = value };
    return EXIT_DONE;
}

static int read_signs(const cli *c, typed *t, ngl_day day)
{
    const char *names[NGL_SIGN_COUNT];
    for (int i = 0; i < NGL_SIGN_COUNT; i++) names[i] = ngl_sign_key((ngl_sign)i);
    for (int i = 1; i < c->nargs && t->n < ENTRIES_MAX; i++) {
        ngl_sign sign = ngl_sign_find(c->args[i]);
        if (sign == NGL_SIGN_COUNT) {
            const char *nearest = ngl_text_nearest(c->args[i], names, NGL_SIGN_COUNT);
            return cli_usage(c, "\"%s\" is no sign; %s%s", c->args[i], nearest ? "the nearest is " : "--help lists them",
                             nearest ? nearest : "");
        }
        t->entry[t->n++] = (ngl_log_entry){ .kind = NGL_LOG_SIGN, .day = day, .sign = sign, .take_back = cli_option(c, "no") != NULL };
    }
    return EXIT_DONE;
}

static int read_done(const cli *c, typed *t, ngl_day day)
{
    for (int i = 1; i < c->nargs && t->n < ENTRIES_MAX; i++)
        t->entry[t->n++] = (ngl_log_entry){ .kind = NGL_LOG_DONE, .day = day, .exercise = c->args[i],
                                            .take_back = cli_option(c, "no") != NULL };
    return EXIT_DONE;
}

static int read_words(const cli *c, typed *t, ngl_day day)
{
    for (int i = 1; i < c->nargs; i++) {
        if (i > 1) ngl_buf_char(&t->words, ' ');
        ngl_buf_text(&t->words, c->args[i]);
    }
    t->entry[t->n++] = (ngl_log_entry){ .kind = NGL_LOG_WORDS, .day = day, .words = ngl_buf_string(&t->words) };
    return EXIT_DONE;
}

static int read_all(const cli *c, typed *t)
{
    ngl_day  day;
    ngl_note note = NGL_NOTE_NOW;
    int      code = read_day(c, &day);
    if (!code) code = read_when(c, &note);
    if (code) return code;
    if (c->nargs == 0) return cli_usage(c, "say what to note, such as: niggle log pain 3 --during");
    const char *what = c->args[0];
    if (!strcmp(what, "pain")) return read_value(c, t, note, day);
    if (ngl_note_find(what) < NGL_NOTE_COUNT) return read_value(c, t, ngl_note_find(what), day);
    bool listed = !strcmp(what, "sign") || !strcmp(what, "done") || !strcmp(what, "note");
    if (listed && c->nargs < 2) return cli_usage(c, "%s needs a word after it", what);
    if (!strcmp(what, "sign")) return read_signs(c, t, day);
    if (!strcmp(what, "done")) return read_done(c, t, day);
    if (!strcmp(what, "note")) return read_words(c, t, day);
    const char *nearest = ngl_note_nearest(what);
    return cli_usage(c, "\"%s\" is not something to note; %s%s", what, nearest ? "the nearest is " : "--help lists what is",
                     nearest ? nearest : "");
}

/* ---- saying ------------------------------------------------------------------- */

static void say_number(ngl_buf *out, const ngl_log_entry *entry, const ngl_logged *done)
{
    const ngl_note_kind *k = &ngl_note_kinds()[entry->note];
    bool                 pain = !strcmp(k->unit, "0-10");
    ngl_buf_printf(out, "%s, ", k->text);
    ngl_buf_exact(out, entry->value);
    ngl_buf_printf(out, "%s%s", pain ? " of 10" : strcmp(k->unit, "0/1") ? " " : "", pain || !strcmp(k->unit, "0/1") ? "" : k->unit);
    if (isnan(done->before)) return;
    ngl_buf_text(out, " (before: ");
    ngl_buf_exact(out, done->before);
    ngl_buf_text(out, ")");
}

static void say_entry(ngl_buf *out, const ngl_log_entry *entry, const ngl_logged *done)
{
    const char *not_so = entry->take_back ? "taken back: " : "";
    switch (entry->kind) {
    case NGL_LOG_NUMBER: say_number(out, entry, done); break;
    case NGL_LOG_SIGN: ngl_buf_printf(out, "%s%s", not_so, ngl_sign_text(entry->sign)); break;
    case NGL_LOG_DONE: ngl_buf_printf(out, "%s%s done", not_so, entry->exercise); break;
    case NGL_LOG_WORDS: ngl_buf_text(out, entry->words); break;
    }
}

static void say_text(ngl_buf *out, const cli *c, const typed *t, const ngl_logged *done)
{
    char day[NGL_DAY_WORDS];
    ngl_day_words(day, t->entry[0].day);
    ngl_buf_text(out, t->entry[0].day == c->today ? "Noted for today" : "Noted for ");
    if (t->entry[0].day != c->today) ngl_buf_text(out, day);
    ngl_buf_text(out, ": ");
    for (size_t i = 0; i < t->n; i++) {
        if (i) ngl_buf_text(out, ", ");
        say_entry(out, &t->entry[i], done);
    }
    ngl_buf_text(out, ".\n");
    if (done->emergency)
        ngl_buf_text(out, "Get help now: go to an emergency department, or call your emergency number.\n");
    else if (done->recheck)
        ngl_buf_text(out, "That calls for a new look. Do the check again now: niggle assess\n"
                          "Until then: no running, no exercises.\n");
}

static void say_json(ngl_buf *out, const typed *t, const ngl_logged *done)
{
    static const char *const kind[] = { "number", "sign", "done", "note" };
    char                     day[NGL_DAY_TEXT];
    ngl_json                 j = ngl_json_to(out);
    ngl_day_format(day, t->entry[0].day);
    ngl_json_object(&j);
    ngl_json_put_integer(&j, "episode", done->episode);
    ngl_json_put_string(&j, "day", day);
    ngl_json_key(&j, "noted");
    ngl_json_array(&j);
    for (size_t i = 0; i < t->n; i++) {
        const ngl_log_entry *e = &t->entry[i];
        bool                 number = e->kind == NGL_LOG_NUMBER;
        ngl_json_object(&j);
        ngl_json_put_string(&j, "kind", kind[e->kind]);
        ngl_json_put_string(&j, "id", number                     ? ngl_note_kinds()[e->note].key
                                      : e->kind == NGL_LOG_SIGN  ? ngl_sign_key(e->sign)
                                      : e->kind == NGL_LOG_DONE  ? e->exercise
                                                                 : NULL);
        ngl_json_key(&j, "value");
        ngl_json_exact(&j, number ? e->value : e->kind == NGL_LOG_WORDS ? (double)NAN : e->take_back ? 0 : 1);
        ngl_json_key(&j, "before");
        ngl_json_exact(&j, number ? done->before : (double)NAN);
        ngl_json_end(&j);
    }
    ngl_json_end(&j);
    ngl_json_put_bool(&j, "recheck", done->recheck);
    ngl_json_put_bool(&j, "emergency", done->emergency);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}

/* ---- the verb -------------------------------------------------------------------- */

static int keep(cli *c, const typed *t, int64_t episode)
{
    ngl_flow   flow;
    ngl_arena  arena;
    ngl_logged done;
    ngl_error  err = { 0 };
    int        code = cli_open(c, &flow, false);
    if (code) return code;
    ngl_arena_init(&arena, EPISODE_MEMORY);
    if (ngl_flow_log(&flow, &arena, episode, t->entry, t->n, &done, &err)) {
        code = episode_fail(c, &err);
    } else {
        ngl_buf out;
        ngl_buf_init(&out, EPISODE_OUTPUT_MAX);
        if (c->json) say_json(&out, t, &done);
        else if (!c->quiet || done.recheck) say_text(&out, c, t, &done);
        code = episode_print(c, &out);
    }
    ngl_arena_free(&arena);
    cli_close(&flow);
    return code;
}

static int log_run(cli *c)
{
    int64_t episode;
    typed   t = { .n = 0 };
    int     code = EXIT_DONE;
    if (!episode_option(c, &episode, &code)) return code;
    ngl_buf_init(&t.words, SENTENCE_MAX);
    code = read_all(c, &t);
    if (!code && t.words.failed) code = cli_usage(c, "that note is too long");
    if (!code) code = keep(c, &t, episode);
    ngl_buf_free(&t.words);
    return code;
}

const command cmd_log = {
    .name = "log",
    .args = "WHAT VALUE",
    .help = "note pain, a test, an exercise done, a new sign or a few words",
    .detail = log_detail,
    .options = log_options,
    .run = log_run,
};
