/* Apple's export: the scanner against Expat, samples that do not fit, streams
 * from several devices, units, and what is no workout. */
#include "samples.h"

#include "../../check.h"

#include "activity/apple_internal.h"
#include "base/number.h"

#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the scanner and its twin ---------------------------------------------------------- */

static void on_tag(void *user, const apple_tag *tag)
{
    ngl_buf  *b = user;
    ngl_arena arena;
    if (tag->name.n && tag->name.p[0] == '/') return;
    if (ngl_apple_is(tag->name, "HealthData") || (tag->name.n && tag->name.p[0] == '?')) return;
    ngl_arena_init(&arena, 1 << 16);
    ngl_buf_add(b, tag->name.p, tag->name.n);
    for (unsigned i = 0; i < tag->n; i++) {
        ngl_buf_char(b, ' ');
        ngl_buf_add(b, tag->attribute[i].p, tag->attribute[i].n);
        ngl_buf_printf(b, "=%s", ngl_apple_plain(&arena, tag->value[i]));
    }
    ngl_buf_char(b, '\n');
    ngl_arena_free(&arena);
}

/* in pieces, as a file is read */
static void scan(ngl_buf *out, const char *text, size_t len, size_t piece)
{
    apple_scan s = { .mode = APPLE_PROLOG };
    size_t     from = 0;
    for (size_t at = 0; at < len;) {
        at = at + piece < len ? at + piece : len;
        from += ngl_apple_scan_bytes(&s, text + from, at - from, at == len, on_tag, out);
    }
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    ngl_buf *b = user;
    if (strcmp(name, "HealthData") == 0) return;
    ngl_buf_text(b, name);
    for (; attributes[0]; attributes += 2) ngl_buf_printf(b, " %s=%s", attributes[0], attributes[1]);
    ngl_buf_char(b, '\n');
}

static bool expat(ngl_buf *out, const char *text, size_t len)
{
    XML_Parser p = XML_ParserCreate(NULL);
    XML_SetUserData(p, out);
    XML_SetElementHandler(p, on_start, NULL);
    bool good = XML_Parse(p, text, (int)len, 1) == XML_STATUS_OK;
    XML_ParserFree(p);
    return good;
}

static void same_as_expat(const char *what, const char *text, size_t len)
{
    ngl_buf        a, b;
    static const size_t pieces[] = { 1 << 20, 4096, 100, 13 };
    ngl_buf_init(&b, (size_t)64 << 20);
    CHECK(expat(&b, text, len), "%s is well formed", what);
    for (size_t i = 0; i < COUNT(pieces); i++) {
        ngl_buf_init(&a, (size_t)64 << 20);
        scan(&a, text, len, pieces[i]);
        CHECK(strcmp(ngl_buf_string(&a), ngl_buf_string(&b)) == 0, "%s in pieces of %zu:\n%.600s\nnot\n%.600s", what, pieces[i], ngl_buf_string(&a), ngl_buf_string(&b));
        ngl_buf_free(&a);
    }
    ngl_buf_free(&b);
}

static void the_scanner_agrees_with_expat(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
    } rows[] = {
        { "one record", "<HealthData><Record a=\"1\" b=\"2\"/></HealthData>" },
        { "apostrophes, blanks and line ends", "<HealthData  x = 'y' >\n<Record\n a = 'it \"is\"'\tb\n=\n\"2\" /></HealthData >" },
        { "an end inside a value", "<HealthData><Record a=\"1 > 0\" /></HealthData>" },
        { "the five names and numbers", "<HealthData><R a=\"&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#xe9;\"/></HealthData>" },
        { "comments and letters", "<HealthData><!-- <Record a=\"1\"/> --> text <![CDATA[ <Record b=\"2\"/> ]]><A><B c=\"d\"></B></A></HealthData>" },
        { "an instruction", "<?xml version=\"1.0\"?>\n<HealthData><?what a=\"1\"?><A/></HealthData>" },
        { "nothing", "<HealthData></HealthData>" },
        { "names that begin alike", "<HealthData><HealthDataX a=\"1\"/><Records/><Record/></HealthData>" },
        { "accents", "<HealthData><R a=\"\xc3\xa9\xe2\x80\x99\"/></HealthData>" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) same_as_expat(rows[i].what, rows[i].text, strlen(rows[i].text));
}

static void an_export_without_its_broken_beginning_agrees(void **state)
{
    (void)state;
    static const char *const names[] = { "km.xml", "miles.xml" };
    for (size_t i = 0; i < COUNT(names); i++) {
        char    path[1024];
        ngl_buf b;
        snprintf(path, sizeof path, "%s/fuzz/corpus/apple/%s", getenv("NIGGLE_SOURCE") ? getenv("NIGGLE_SOURCE") : ".", names[i]);
        CHECK(sample_load(&b, path), "%s can be read", path);
        const char *root = strstr(ngl_buf_string(&b), "\n<HealthData");
        CHECK(root != NULL, "%s has a root", names[i]);
        same_as_expat(names[i], root + 1, b.len - (size_t)(root + 1 - b.data));
        ngl_buf all, rest;
        ngl_buf_init(&all, 1 << 20);
        ngl_buf_init(&rest, 1 << 20);
        scan(&all, b.data, b.len, 333);
        scan(&rest, root + 1, b.len - (size_t)(root + 1 - b.data), 333);
        CHECK(strcmp(ngl_buf_string(&all), ngl_buf_string(&rest)) == 0, "the broken document type changes nothing");
        ngl_buf_free(&all);
        ngl_buf_free(&rest);
        ngl_buf_free(&b);
    }
}

/* ---- reading ----------------------------------------------------------------------------------- */

static ngl_status read_text(ngl_apple **out, const char *text, size_t len, size_t memory, unsigned *passes, void (*each)(const ngl_apple *, void *), void *user)
{
    ngl_error  err = { 0 };
    ngl_status status;
    CHECK(ngl_apple_begin(out, memory, &err) == NGL_OK, "begun: %s", err.text);
    *passes = 0;
    do {
        for (size_t at = 0; at < len;) {
            size_t room;
            void  *to = ngl_apple_room(*out, &room);
            if (room > len - at) room = len - at;
            memcpy(to, text + at, room);
            at += room;
            CHECK(ngl_apple_take(*out, room, &err) == NGL_OK, "taken: %s", err.text);
        }
        status = ngl_apple_end(*out, &err);
        ++*passes;
        if (each) each(*out, user);
    } while (ngl_apple_again(*out));
    return status;
}

static void put_time(ngl_buf *b, const char *name, unsigned minute, unsigned second)
{
    ngl_buf_printf(b, " %s=\"2026-02-%02u %02u:%02u:%02u +0100\"", name, 1 + minute / 1440, minute / 60 % 24, minute % 60, second);
}

static void put_record(ngl_buf *b, const char *type, const char *unit, const char *source, unsigned minute, unsigned second, unsigned span, double value)
{
    ngl_buf_printf(b, "<Record type=\"HKQuantityTypeIdentifier%s\" sourceName=\"%s\" unit=\"%s\"", type, source, unit);
    put_time(b, "startDate", minute, second);
    put_time(b, "endDate", minute, second + span);
    ngl_buf_text(b, " value=\"");
    ngl_buf_number(b, value, 4);
    ngl_buf_text(b, "\"/>\n");
}

static void put_workout(ngl_buf *b, unsigned minute, unsigned minutes, const char *source)
{
    ngl_buf_printf(b, "<Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" duration=\"%u\" durationUnit=\"min\" sourceName=\"%s\"", minutes, source);
    put_time(b, "startDate", minute, 0);
    put_time(b, "endDate", minute + minutes, 0);
    ngl_buf_text(b, "></Workout>\n");
}

typedef struct sums {
    unsigned n;
    double   hr[64];
    uint32_t rows[64];
} sums;

static void add_up(const ngl_apple *a, void *user)
{
    sums  *s = user;
    size_t from, to;
    ngl_apple_window(a, &from, &to);
    for (size_t i = from; i < to; i++) {
        ngl_arena    arena;
        ngl_activity out;
        ngl_arena_init(&arena, 16 << 20);
        CHECK(ngl_apple_activity(a, i, NULL, &arena, &out, NULL) == NGL_OK, "workout %zu", i);
        s->hr[s->n] = out.mean_hr_bpm;
        s->rows[s->n++] = out.nrecord;
        ngl_arena_free(&arena);
    }
}

static void samples_that_do_not_fit_are_read_again(void **state)
{
    (void)state;
    ngl_buf    b;
    ngl_apple *a;
    unsigned   once, often;
    sums       whole = { 0 }, parts = { 0 };
    ngl_buf_init(&b, 32 << 20);
    ngl_buf_text(&b, "<HealthData>\n");
    for (unsigned m = 0; m < 20000; m++) put_record(&b, "HeartRate", "count/min", "W", m, 5, 0, 60 + (m / 100) % 90);
    for (unsigned w = 0; w < 40; w++) put_workout(&b, w * 300 + 17, 100, "W");
    ngl_buf_text(&b, "</HealthData>");
    CHECK(read_text(&a, b.data, b.len, NGL_APPLE_MEMORY, &once, add_up, &whole) == NGL_OK && once == 1, "once is enough with memory: %u", once);
    ngl_apple_free(a);
    CHECK(read_text(&a, b.data, b.len, ((size_t)16 << 20) + (size_t)16 * 1000, &often, add_up, &parts) == NGL_OK && often > 3, "often without: %u", often);
    CHECK(ngl_apple_left_out(a) == 0, "nothing is left out");
    ngl_apple_free(a);
    CHECK(whole.n == 40 && parts.n == 40, "every workout once: %u, %u", whole.n, parts.n);
    for (unsigned i = 0; i < 40; i++)
        CHECK(whole.rows[i] == 100 && parts.rows[i] == 100 && whole.hr[i] == parts.hr[i], "workout %u: %u and %u rows", i, whole.rows[i], parts.rows[i]);
    ngl_buf_free(&b);
}

static void each_stream_comes_from_one_device(void **state)
{
    (void)state;
    ngl_buf      b;
    ngl_apple   *a;
    unsigned     passes;
    ngl_arena    arena;
    ngl_activity out;
    ngl_buf_init(&b, 1 << 20);
    ngl_buf_text(&b, "<HealthData>\n");
    for (unsigned m = 10; m < 40; m++) {
        put_record(&b, "HeartRate", "count/min", "Strap", m, 0, 0, 160);
        put_record(&b, "HeartRate", "count/min", "Strap", m, 30, 0, 160);
        put_record(&b, "HeartRate", "count/min", "Watch", m, 10, 0, 150);
        put_record(&b, "DistanceWalkingRunning", "mi", "Phone", m, 0, 59, 0.1);
        put_record(&b, "StepCount", "count", "Phone", m, 0, 30, 85);
        put_record(&b, "RunningVerticalOscillation", "cm", "Watch", m, 5, 0, 9.5);
        put_record(&b, "RunningStrideLength", "ft", "Watch", m, 5, 0, 3.5);
        put_record(&b, "RunningGroundContactTime", "s", "Watch", m, 5, 0, 0.25);
        put_record(&b, "RunningSpeed", "km/hr", "Watch", m, 5, 0, 10.8);
        put_record(&b, "RunningSpeed", "furlong/hr", "Watch", m, 6, 0, 99);
    }
    put_workout(&b, 10, 30, "Watch");
    ngl_buf_text(&b, "</HealthData>");
    CHECK(read_text(&a, b.data, b.len, NGL_APPLE_MEMORY, &passes, NULL, NULL) == NGL_OK, "read");
    ngl_arena_init(&arena, 16 << 20);
    CHECK(ngl_apple_activity(a, 0, NULL, &arena, &out, NULL) == NGL_OK, "made");
    CHECK(fabs(out.mean_hr_bpm - 150) < 0.01, "the workout's own device, though another has more: %g", out.mean_hr_bpm);
    CHECK(fabs(out.dist_m - 30 * 160.9344) < 1, "miles of who has them: %g", out.dist_m);
    CHECK(fabs(out.mean_cadence_spm - 170) < 0.01, "85 steps in half a minute: %g", out.mean_cadence_spm);
    static const struct {
        ngl_stream stream;
        double     v;
    } rows[] = { { NGL_STREAM_OSCILLATION, 95 }, { NGL_STREAM_STEP_LENGTH, 1066.8 }, { NGL_STREAM_CONTACT, 250 }, { NGL_STREAM_SPEED, 3 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const float *s = out.stream[rows[i].stream];
        unsigned     seen = 0;
        CHECK(s != NULL, "stream %u is there", rows[i].stream);
        for (uint32_t k = 0; k < out.nrecord; k++) {
            CHECK(isnan(s[k]) || fabs((double)s[k] - rows[i].v) < 0.01, "stream %u: %g", rows[i].stream, (double)s[k]);
            seen += !isnan(s[k]);
        }
        CHECK(seen == 30, "stream %u has %u values", rows[i].stream, seen);
    }
    CHECK(out.has_dynamics && out.has_offset && out.utc_offset_s == 3600, "form and offset");
    ngl_arena_free(&arena);
    ngl_apple_free(a);
    ngl_buf_free(&b);
}

static void what_is_no_export_is_not_taken(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        bool        sniff;
        ngl_status  status;
        size_t      workouts;
    } rows[] = {
        { "a page", "<html></html>", false, NGL_E_UNSUPPORTED, 0 },
        { "an empty export", "<HealthData locale=\"en\"></HealthData>", true, NGL_OK, 0 },
        { "only its document type", "<!DOCTYPE HealthData [", true, NGL_E_UNSUPPORTED, 0 },
        { "an export cut in a workout", "<HealthData><Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" startDate=\"2026-02-01 08:00:00 +0100\" duration=\"30\" durationUnit=\"min\">", true, NGL_E_TRUNCATED, 1 },
        { "a workout without a time", "<HealthData><Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\"/></HealthData>", true, NGL_OK, 0 },
        { "a date that is none", "<HealthData><Workout startDate=\"2026-13-41 08:00:00 +0100\"/></HealthData>", true, NGL_OK, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_apple *a;
        unsigned   passes;
        size_t     len = strlen(rows[i].text);
        CHECK(ngl_apple_sniff(rows[i].text, len) == rows[i].sniff, "%s by its beginning", rows[i].what);
        ngl_status status = read_text(&a, rows[i].text, len, NGL_APPLE_MEMORY, &passes, NULL, NULL);
        CHECK(status == rows[i].status && ngl_apple_count(a) == rows[i].workouts, "%s: %d, %zu workouts", rows[i].what, status, ngl_apple_count(a));
        ngl_apple_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scanner_agrees_with_expat),
        cmocka_unit_test(an_export_without_its_broken_beginning_agrees),
        cmocka_unit_test(samples_that_do_not_fit_are_read_again),
        cmocka_unit_test(each_stream_comes_from_one_device),
        cmocka_unit_test(what_is_no_export_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
