/* niggle runs 17: one run; niggle runs --review: which runs may be one. */
#include "cli/runs_one.h"

#include "base/date.h"
#include "base/json_write.h"
#include "base/number.h"
#include "flow/recordings.h"
#include "report/decode.h"

#include <math.h>
#include <string.h>

enum { MEMORY = 1 << 30, CLEAN_MEMORY = 512 << 20, OUTPUT_MAX = 16 << 20, POSITION = NGL_STREAM_COUNT };

static const char *const stream_keys[NGL_STREAM_COUNT + 1] = {
#define X(name, member) #member,
    NGL_STREAM_MAP(X)
#undef X
    "position",
};

static const char *const stream_words[NGL_STREAM_COUNT + 1] = {
    [NGL_STREAM_DIST] = "distance",           [NGL_STREAM_SPEED] = "speed",           [NGL_STREAM_ALTITUDE] = "height",
    [NGL_STREAM_HEART_RATE] = "heart rate",   [NGL_STREAM_CADENCE] = "cadence",       [NGL_STREAM_POWER] = "power",
    [NGL_STREAM_CONTACT] = "contact time",    [NGL_STREAM_OSCILLATION] = "up and down", [NGL_STREAM_BALANCE] = "left-right balance",
    [NGL_STREAM_STEP_LENGTH] = "step length", [NGL_STREAM_VERTICAL_RATIO] = "vertical ratio",
    [NGL_STREAM_TEMPERATURE] = "temperature", [POSITION] = "position",
};

static bool there(const ngl_activity *a, unsigned s)
{
    return s == POSITION ? a->lat_semi != NULL : a->stream[s] != NULL;
}

/* ---- one run ------------------------------------------------------------------------------ */

static void recording_lines(ngl_buf *b, const ngl_outing *o)
{
    for (unsigned i = 0; i < o->n && o->n > 1; i++) {
        const ngl_row_run *r = o->row[i];
        ngl_buf_printf(b, "  recording %lld (%s%s%s)", (long long)r->id, r->format, r->device[0] ? ", " : "", r->device);
        ngl_buf_text(b, i == 0 ? " counts" : "");
        const char *between = i == 0 ? "; gives " : " gives ";
        for (unsigned s = 0; s <= POSITION; s++) {
            if (o->provider[s] != i || !there(&o->activity, s)) continue;
            ngl_buf_printf(b, "%s%s", between, stream_words[s]);
            between = ", ";
        }
        ngl_buf_char(b, '\n');
    }
}

static void recordings_json(ngl_json *j, const ngl_outing *o)
{
    ngl_json_key(j, "recordings");
    ngl_json_array(j);
    for (unsigned i = 0; i < o->n; i++) {
        const ngl_row_run *r = o->row[i];
        ngl_json_object(j);
        ngl_json_put_integer(j, "run", r->id);
        ngl_json_put_bool(j, "counts", i == 0);
        ngl_json_put_string(j, "format", r->format);
        ngl_json_put_string(j, "device", r->device[0] ? r->device : NULL);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_key(j, "from");
    ngl_json_object(j);
    for (unsigned s = 0; s <= POSITION; s++)
        if (there(&o->activity, s)) ngl_json_put_integer(j, stream_keys[s], o->row[o->provider[s]]->id);
    ngl_json_end(j);
}

static void one_run(const cli *c, ngl_buf *b, const ngl_outing *o, const ngl_clean *clean)
{
    static const ngl_import nothing = { .format = "", .kind = "", .note = "" };
    char name[32];
    snprintf(name, sizeof name, "run %lld", (long long)o->row[0]->id);
    if (!c->json) {
        ngl_decode_text(b, name, &nothing, &o->activity, clean);
        recording_lines(b, o);
        return;
    }
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    recordings_json(&j, o);
    ngl_json_key(&j, "run");
    ngl_buf inner;
    ngl_buf_init(&inner, OUTPUT_MAX);
    ngl_decode_json(&inner, name, &nothing, &o->activity, clean);
    if (inner.len) inner.len--; /* its end of line */
    ngl_buf_add(b, ngl_buf_string(&inner), inner.len);
    ngl_buf_free(&inner);
    j.keyed = false;
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

int cli_show_run(cli *c, ngl_flow *flow, int64_t run)
{
    ngl_arena  arena;
    ngl_outing o;
    ngl_clean  clean;
    ngl_buf    b;
    ngl_error  err = { 0 };
    ngl_arena_init(&arena, MEMORY);
    ngl_buf_init(&b, OUTPUT_MAX);
    ngl_status status = ngl_flow_outing(flow, &arena, run, &o, &err);
    if (!status) {
        bool cleaned = !ngl_clean_activity(&clean, &o.activity, CLEAN_MEMORY, NULL);
        one_run(c, &b, &o, cleaned ? &clean : NULL);
        ngl_clean_free(&clean);
        fwrite(ngl_buf_string(&b), 1, b.len, c->out);
    }
    ngl_buf_free(&b);
    ngl_arena_free(&arena);
    return status ? cli_fail(c, &err, "niggle runs shows the numbers.") : EXIT_DONE;
}

/* ---- pairs to look at ------------------------------------------------------------------------ */

static const char *const why_keys[] = { [NGL_DOUBTFUL_SPORT] = "sport", [NGL_DOUBTFUL_DISTANCE] = "distance",
                                        [NGL_DOUBTFUL_OVERLAP] = "overlap", [NGL_DOUBTFUL_CLOCK] = "clock" };
static const char *const why_words[] = {
    [NGL_DOUBTFUL_SPORT] = "at the same time, but as different sports",
    [NGL_DOUBTFUL_DISTANCE] = "at the same time, but not equally far",
    [NGL_DOUBTFUL_OVERLAP] = "at the same time in part",
    [NGL_DOUBTFUL_CLOCK] = "alike, but hours apart: one clock may be wrong",
};

static void put_run_words(ngl_buf *b, const ngl_row_run *r)
{
    char start[NGL_INSTANT_TEXT];
    ngl_instant_format(start, r->start);
    ngl_buf_printf(b, "  %6lld  %s  %-9s ", (long long)r->id, start, ngl_sport_key(r->sport));
    if (!isnan(r->dist_m)) {
        ngl_buf_number(b, r->dist_m / 1000, 2);
        ngl_buf_text(b, " km ");
    }
    ngl_buf_printf(b, "%s%s%s\n", r->format, r->device[0] ? ", " : "", r->device);
}

static void review_words(ngl_buf *b, const ngl_review *pair, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ngl_buf_printf(b, "%s:\n", why_words[pair[i].why]);
        put_run_words(b, pair[i].a);
        put_run_words(b, pair[i].b);
    }
    if (!n) return;
    ngl_buf_printf(b, "\nIf the first two are one run: niggle runs %lld --same-as %lld\n", (long long)pair[0].b->id, (long long)pair[0].a->id);
    ngl_buf_printf(b, "If not: niggle runs --apart %lld\n", (long long)pair[0].b->id);
}

static void review_json(ngl_buf *b, const ngl_review *pair, size_t n)
{
    ngl_json j = ngl_json_to(b);
    ngl_json_array(&j);
    for (size_t i = 0; i < n; i++) {
        ngl_json_object(&j);
        ngl_json_put_integer(&j, "run", pair[i].a->id);
        ngl_json_put_integer(&j, "other", pair[i].b->id);
        ngl_json_put_string(&j, "why", why_keys[pair[i].why]);
        ngl_json_end(&j);
    }
    ngl_json_end(&j);
    ngl_buf_char(b, '\n');
}

int cli_show_review(cli *c, ngl_flow *flow)
{
    ngl_arena         arena;
    const ngl_review *pair;
    size_t            n = 0;
    ngl_buf           b;
    ngl_error         err = { 0 };
    ngl_arena_init(&arena, MEMORY);
    ngl_buf_init(&b, OUTPUT_MAX);
    ngl_status status = ngl_flow_review(flow, &arena, &pair, &n, &err);
    if (!status && c->json) review_json(&b, pair, n);
    else if (!status) review_words(&b, pair, n);
    fwrite(ngl_buf_string(&b), 1, b.len, c->out);
    if (!status && !n && !c->json && !c->quiet) fputs("niggle: no two runs look like one.\n", c->err);
    ngl_buf_free(&b);
    ngl_arena_free(&arena);
    return status ? cli_fail(c, &err, NULL) : EXIT_DONE;
}
