/* What is written is read again as it was: every sample, every real recording
 * where they are there, and one activity that holds everything, as FIT and as
 * GPX. Only what docs/formats.md says a format cannot carry may differ. */
#include "activity/activity.h"
#include "activity/track.h"
#include "samples.h"

#include "../../check.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_MAX = 256 << 20, ROWS = 50 };

/* how far each stream may be off: half a step of the field it is written in */
static const double fit_steps[NGL_STREAM_COUNT] = {
    [NGL_STREAM_DIST] = 0.01, [NGL_STREAM_SPEED] = 0.001, [NGL_STREAM_ALTITUDE] = 0.2, [NGL_STREAM_HEART_RATE] = 1,
    [NGL_STREAM_CADENCE] = 1.0 / 64, [NGL_STREAM_POWER] = 1, [NGL_STREAM_CONTACT] = 0.1,
    [NGL_STREAM_OSCILLATION] = 0.1, [NGL_STREAM_BALANCE] = 0.01, [NGL_STREAM_STEP_LENGTH] = 0.1,
    [NGL_STREAM_VERTICAL_RATIO] = 0.01, [NGL_STREAM_TEMPERATURE] = 1,
};

static const char *now; /* the file at hand, for messages */

static bool near_value(float a, float b, double step)
{
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    return fabs((double)(a - b)) <= step * 0.501 + fabs((double)a) * 1e-6;
}

static float at(const float *column, uint32_t i)
{
    return column ? column[i] : NAN;
}

static void check_streams(const ngl_activity *a, const ngl_activity *b)
{
    for (unsigned s = 0; s < NGL_STREAM_COUNT; s++)
        for (uint32_t i = 0; i < a->nrecord; i++)
            CHECK(near_value(at(a->stream[s], i), at(b->stream[s], i), fit_steps[s]), "%s: stream %u, row %u: %.4f became %.4f",
                  now, s, (unsigned)i, (double)at(a->stream[s], i), (double)at(b->stream[s], i));
}

static void check_rows(const ngl_activity *a, const ngl_activity *b)
{
    CHECK(a->nrecord == b->nrecord, "%s: %u records became %u", now, (unsigned)a->nrecord, (unsigned)b->nrecord);
    for (uint32_t i = 0; i < a->nrecord; i++) {
        int64_t ta = a->start == NGL_INSTANT_NONE ? a->time_ms[i] / 1000 : (a->start + a->time_ms[i]) / 1000;
        int64_t tb = b->start == NGL_INSTANT_NONE ? b->time_ms[i] / 1000 : (b->start + b->time_ms[i]) / 1000;
        if (a->start == NGL_INSTANT_NONE) ta -= a->time_ms[0] / 1000, tb -= b->time_ms[0] / 1000;
        CHECK(ta == tb, "%s: row %u is of another second: %lld became %lld", now, (unsigned)i, (long long)ta, (long long)tb);
        bool here = a->lat_semi && a->lat_semi[i] != NGL_POSITION_NONE && a->lon_semi[i] != NGL_POSITION_NONE;
        bool there = b->lat_semi && b->lat_semi[i] != NGL_POSITION_NONE && b->lon_semi[i] != NGL_POSITION_NONE;
        CHECK(here == there, "%s: row %u: position", now, (unsigned)i);
        if (here) CHECK(a->lat_semi[i] == b->lat_semi[i] && a->lon_semi[i] == b->lon_semi[i], "%s: row %u: position", now, (unsigned)i);
    }
    check_streams(a, b);
}

static void check_extras(const ngl_activity *a, const ngl_activity *b)
{
    CHECK(a->nextra == b->nextra, "%s: %u developer fields became %u", now, (unsigned)a->nextra, (unsigned)b->nextra);
    for (uint32_t k = 0; k < a->nextra; k++) {
        assert_string_equal(a->extra[k].name, b->extra[k].name);
        assert_string_equal(a->extra[k].unit, b->extra[k].unit);
        assert_memory_equal(a->extra[k].app, b->extra[k].app, 16);
        for (uint32_t i = 0; i < a->nrecord; i++)
            CHECK(near_value(a->extra[k].value[i], b->extra[k].value[i], 0), "%s: %s, row %u", now, a->extra[k].name, (unsigned)i);
    }
}

static bool near_total(double a, double b, double off)
{
    return isnan(a) || fabs(a - b) <= off;
}

static void check_totals(const ngl_activity *a, const ngl_activity *b)
{
    CHECK(a->sport == b->sport, "%s: sport %d became %d", now, (int)a->sport, (int)b->sport);
    CHECK(a->start == NGL_INSTANT_NONE ? b->start == NGL_INSTANT_NONE : a->start / 1000 == b->start / 1000, "%s: start", now);
    CHECK(near_total(a->dist_m, b->dist_m, 0.006), "%s: %.3f m became %.3f", now, a->dist_m, b->dist_m);
    CHECK(near_total(a->timer_s, b->timer_s, 0.0006), "%s: %.4f s became %.4f", now, a->timer_s, b->timer_s);
    CHECK(near_total(a->elapsed_s, b->elapsed_s, 0.0006), "%s: %.4f s became %.4f", now, a->elapsed_s, b->elapsed_s);
    CHECK(near_total(a->ascent_m, b->ascent_m, 0.51), "%s: ascent", now);
    CHECK(near_total(a->effort_rpe, b->effort_rpe, 0.051), "%s: effort", now);
    CHECK(a->nlap == b->nlap, "%s: %u laps became %u", now, (unsigned)a->nlap, (unsigned)b->nlap);
    for (uint32_t i = 0; i < a->nlap; i++) {
        CHECK(a->lap[i].start / 1000 == b->lap[i].start / 1000, "%s: lap %u begins elsewhere", now, (unsigned)i);
        CHECK(near_total(a->lap[i].dist_m, b->lap[i].dist_m, 0.006), "%s: lap %u", now, (unsigned)i);
    }
}

/* dates and values FIT cannot say, which tests of other things hold */
static bool beyond_fit(const ngl_activity *a)
{
    const int64_t first = INT64_C(631065600000) + 0x10000000 * INT64_C(1000), last = INT64_C(4102444800000);
    if (a->start != NGL_INSTANT_NONE && (a->start < first || a->start > last)) return true;
    for (uint32_t i = 0; i < a->nrecord; i++) {
        int64_t t = a->time_ms[i] + (a->start == NGL_INSTANT_NONE ? 0 : a->start);
        if (a->start == NGL_INSTANT_NONE ? t < 0 : t < first || t > last) return true;
    }
    return !a->nrecord;
}

static unsigned check_fit(const ngl_activity *a)
{
    ngl_buf    b;
    ngl_import again;
    ngl_error  err = { 0 };
    if (beyond_fit(a)) return 0;
    ngl_buf_init(&b, OUT_MAX);
    assert_int_equal(ngl_activity_to_fit(&b, a, &err), NGL_OK);
    CHECK(ngl_import_read(&again, b.data, b.len, NULL, &err) == NGL_OK, "%s: %s", now, err.text);
    CHECK(again.nactivity == 1 && !again.activity[0].salvaged, "%s: %u activities", now, (unsigned)again.nactivity);
    check_rows(a, &again.activity[0]);
    check_extras(a, &again.activity[0]);
    check_totals(a, &again.activity[0]);
    ngl_import_free(&again);
    ngl_buf_free(&b);
    return 1;
}

/* rows with a position, in their order */
static void check_way(const ngl_activity *a, const ngl_activity *b)
{
    static const ngl_stream kept[] = { NGL_STREAM_HEART_RATE, NGL_STREAM_SPEED, NGL_STREAM_POWER, NGL_STREAM_ALTITUDE };
    static const double     steps[] = { 1, 0.001, 1, 0.01 };
    uint32_t k = 0;
    for (uint32_t i = 0; i < a->nrecord; i++) {
        if (a->lat_semi[i] == NGL_POSITION_NONE || a->lon_semi[i] == NGL_POSITION_NONE) continue;
        CHECK(k < b->nrecord, "%s: a point is missing", now);
        CHECK(a->start + a->time_ms[i] == b->start + b->time_ms[k], "%s: point %u: time", now, (unsigned)k);
        CHECK(abs(a->lat_semi[i] - b->lat_semi[k]) <= 0 && abs(a->lon_semi[i] - b->lon_semi[k]) <= 0, "%s: point %u: place", now, (unsigned)k);
        for (unsigned s = 0; s < COUNT(kept); s++)
            CHECK(near_value(at(a->stream[kept[s]], i), at(b->stream[kept[s]], k), steps[s]), "%s: point %u: stream %d: %.3f became %.3f",
                  now, (unsigned)k, (int)kept[s], (double)at(a->stream[kept[s]], i), (double)at(b->stream[kept[s]], k));
        k++;
    }
    CHECK(k == b->nrecord, "%s: %u points became %u", now, (unsigned)k, (unsigned)b->nrecord);
}

static unsigned check_gpx(const ngl_activity *a)
{
    ngl_buf    b;
    ngl_import again;
    ngl_error  err = { 0 };
    if (!a->lat_semi || a->start == NGL_INSTANT_NONE || beyond_fit(a)) return 0;
    ngl_buf_init(&b, OUT_MAX);
    assert_int_equal(ngl_activity_to_gpx(&b, a, &err), NGL_OK);
    CHECK(ngl_import_read(&again, b.data, b.len, NULL, &err) == NGL_OK, "%s: %s", now, err.text);
    check_way(a, &again.activity[0]);
    ngl_import_free(&again);
    ngl_buf_free(&b);
    return 1;
}

/* ---- files ------------------------------------------------------------------------------ */

static void check_folder(const char *folder, unsigned *nfit, unsigned *ngpx)
{
    DIR *dir = opendir(folder);
    if (!dir) return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char       path[4096];
        ngl_buf    bytes;
        ngl_import import;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        now = entry->d_name;
        if (entry->d_name[0] == '.' || !sample_load(&bytes, path)) continue;
        if (ngl_import_read(&import, bytes.data, bytes.len, NULL, NULL) == NGL_OK) {
            for (uint32_t i = 0; i < import.nactivity; i++) {
                *nfit += check_fit(&import.activity[i]);
                *ngpx += check_gpx(&import.activity[i]);
            }
        }
        ngl_import_free(&import);
        ngl_buf_free(&bytes);
    }
    closedir(dir);
}

static void every_sample_comes_back(void **state)
{
    (void)state;
    static const char *const kinds[] = { "fit", "gpx", "tcx" };
    unsigned nfit = 0, ngpx = 0;
    for (unsigned i = 0; i < COUNT(kinds); i++) {
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/tests/samples/%s", getenv("NIGGLE_SOURCE"), kinds[i]);
        check_folder(folder, &nfit, &ngpx);
    }
    CHECK(nfit >= 30 && ngpx >= 15, "only %u FIT and %u GPX files were checked", nfit, ngpx);
}

static void every_real_recording_comes_back(void **state)
{
    (void)state;
    char     folder[4096];
    unsigned nfit = 0, ngpx = 0;
    snprintf(folder, sizeof folder, "%s/data/activities", getenv("NIGGLE_SHARED") ? getenv("NIGGLE_SHARED") : "../shared");
    check_folder(folder, &nfit, &ngpx);
    if (!nfit) {
        print_message("no folder %s: real recordings were not tried\n", folder);
        skip();
    }
    CHECK(nfit >= 100 && ngpx >= 80, "only %u FIT and %u GPX files were checked", nfit, ngpx);
}

/* ---- all at once --------------------------------------------------------------------------- */

static void an_activity_with_everything_comes_back(void **state)
{
    (void)state;
    static int64_t time_ms[ROWS];
    static float   column[NGL_STREAM_COUNT][ROWS], extra[2][ROWS];
    static int32_t lat[ROWS], lon[ROWS];
    const ngl_pause  pause[] = { { 1700000010000, 1700000020000 } };
    const ngl_lap    lap[] = { { 1700000000000, 20, 30, 100.5 }, { 1700000030000, 25.25, 25.5, NAN } };
    const ngl_device device[] = { { "coros", "842", 77 }, { "stryd", "", 0 } };
    const ngl_extra  extras[] = { { "Kraft", "W", { 1, 2, 3 }, extra[0] }, { "Kraft", "W", { 9 }, extra[1] } };
    for (int i = 0; i < ROWS; i++) {
        time_ms[i] = i * 1000 + (i > 10 ? 10000 : 0);
        for (unsigned s = 0; s < NGL_STREAM_COUNT; s++) column[s][i] = i % 7 == 3 ? NAN : (float)(1 + i * fit_steps[s]);
        column[NGL_STREAM_CADENCE][i] = i % 7 == 3 ? NAN : 170 + (float)i / 64;
        extra[0][i] = i % 5 ? 0.1F * (float)i : NAN;
        extra[1][i] = -7;
        lat[i] = i == 4 ? NGL_POSITION_NONE : 500000000 + i * 100;
        lon[i] = i == 4 ? NGL_POSITION_NONE : -140000000 - i;
    }
    ngl_activity a = ngl_track_blank("fit");
    a.sport = NGL_SPORT_RUNNING, a.sport_key = "running", a.sub_sport = "trail", a.name = "B\xc3\xa4renweg <&> \"x\"";
    a.start = 1700000000000, a.has_offset = 1, a.utc_offset_s = 19800;
    a.nrecord = ROWS, a.time_ms = time_ms, a.lat_semi = lat, a.lon_semi = lon;
    for (unsigned s = 0; s < NGL_STREAM_COUNT; s++) a.stream[s] = column[s];
    a.npause = 1, a.pause = pause, a.nlap = 2, a.lap = lap, a.ndevice = 2, a.device = device, a.nextra = 2, a.extra = extras;
    a.dist_m = 1234.56, a.timer_s = 49, a.elapsed_s = 59.5, a.ascent_m = 7, a.descent_m = 8, a.effort_rpe = 6;
    now = "everything";
    assert_int_equal(check_fit(&a), 1);
    assert_int_equal(check_gpx(&a), 1);

    ngl_buf    b;
    ngl_import again;
    ngl_buf_init(&b, OUT_MAX);
    assert_int_equal(ngl_activity_to_fit(&b, &a, NULL), NGL_OK);
    assert_int_equal(ngl_import_read(&again, b.data, b.len, NULL, NULL), NGL_OK);
    const ngl_activity *c = &again.activity[0];
    assert_string_equal(c->name, a.name);
    assert_string_equal(c->sub_sport, "trail");
    assert_int_equal(c->utc_offset_s, 19800);
    assert_int_equal(c->npause, 1);
    assert_true(c->pause[0].from == pause[0].from && c->pause[0].to == pause[0].to);
    assert_string_equal(c->device[0].maker, "coros");
    assert_int_equal(c->device[0].serial, 77);
    assert_true(c->lap[1].timer_s == 25.25 && isnan(c->lap[1].dist_m));
    ngl_import_free(&again);
    b.len = 0;
    assert_int_equal(ngl_activity_to_gpx(&b, &a, NULL), NGL_OK);
    assert_int_equal(ngl_import_read(&again, b.data, b.len, NULL, NULL), NGL_OK);
    assert_string_equal(again.activity[0].name, a.name);
    assert_int_equal(again.activity[0].sport, NGL_SPORT_RUNNING);
    ngl_import_free(&again);
    ngl_buf_free(&b);
}

static void what_has_no_position_is_no_gpx(void **state)
{
    (void)state;
    ngl_activity a = ngl_track_blank("fit");
    ngl_error    err = { 0 };
    ngl_buf      b;
    ngl_buf_init(&b, OUT_MAX);
    assert_int_equal(ngl_activity_to_gpx(&b, &a, &err), NGL_E_UNSUPPORTED);
    assert_int_equal(b.len, 0);
    ngl_buf_free(&b);
}

static void a_full_buffer_is_said(void **state)
{
    (void)state;
    ngl_import import;
    ngl_error  err = { 0 };
    assert_int_equal(sample_read(&import, "fit/ok_plain.fit", &err), NGL_OK);
    for (size_t max = 0; max < 600; max += 7) {
        ngl_buf b;
        ngl_buf_init(&b, max);
        assert_int_equal(ngl_activity_to_fit(&b, &import.activity[0], NULL), NGL_E_NOMEM);
        ngl_buf_free(&b);
        if (!import.activity[0].lat_semi) continue;
        ngl_buf_init(&b, max);
        assert_int_equal(ngl_activity_to_gpx(&b, &import.activity[0], NULL), NGL_E_NOMEM);
        ngl_buf_free(&b);
    }
    ngl_import_free(&import);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sample_comes_back),
        cmocka_unit_test(every_real_recording_comes_back),
        cmocka_unit_test(an_activity_with_everything_comes_back),
        cmocka_unit_test(what_has_no_position_is_no_gpx),
        cmocka_unit_test(a_full_buffer_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
