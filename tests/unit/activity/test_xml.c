/* GPX and TCX: what writers really do, and what hostile documents try. */
#include "samples.h"

#include "../../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) < 0.05;
}

static void good_files_give_their_run(void **state)
{
    (void)state;
    static const struct {
        const char *what, *name;
        unsigned    nactivity, nrecord, salvaged;
        double      dist_m, timer_s, hr, cadence;
    } rows[] = {
        { "GPX as web sites write it", "gpx/ok_plain.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "a byte-order mark", "gpx/ok_bom.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "UTF-16", "gpx/ok_utf16.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "UTF-16, big end first", "gpx/ok_utf16be.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "Latin-1", "gpx/ok_latin1.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "blanks before the declaration", "gpx/ok_blanks.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "prefixes of its own", "gpx/ok_prefix.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "GPX 1.0 with speed", "gpx/ok_gpx10.gpx", 1, 20, 0, 57, 19, NAN, NAN },
        { "parts of a second", "gpx/ok_subsecond.gpx", 1, 20, 0, 57, 19.9, 140, 170 },
        { "no way across a gap between segments", "gpx/ok_segments.gpx", 1, 20, 0, 54, 39, 140, 170 },
        { "two tracks of one recording", "gpx/ok_two_tracks.gpx", 1, 20, 0, 54, 19, 140, 170 },
        { "two tracks on two days", "gpx/ok_two_days.gpx", 2, 10, 0, 27, 9, 140, 170 },
        { "a recording and a planned track", "gpx/ok_track_and_route.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "some points without a time", "gpx/ok_some_times.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "latitude 91 and no number", "gpx/ok_lat91.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "a title with marks in it", "gpx/ok_title.gpx", 1, 20, 0, 57, 19, 140, 170 },
        { "GPX that ends early", "gpx/any_cut.gpx", 1, 9, 1, 24, 8, 140, 170 },
        { "GPX with a wrong end tag", "gpx/any_broken.gpx", 1, 14, 1, 39, 13, 140, 170 },
        { "TCX as web sites write it", "tcx/ok_plain.tcx", 1, 20, 0, 57, 19, 140, 170 },
        { "ten blanks before the declaration", "tcx/ok_blanks.tcx", 1, 20, 0, 57, 19, 140, 170 },
        { "a treadmill, no positions", "tcx/ok_treadmill.tcx", 1, 20, 0, 57, 19, 140, 170 },
        { "cycling cadence stays as it is", "tcx/ok_biking.tcx", 1, 20, 0, 57, 19, 140, 85 },
        { "a lap without points counts", "tcx/ok_lap_without_points.tcx", 1, 20, 0, 357, 119, 140, 170 },
        { "activities nested in a multisport session", "tcx/ok_multisport.tcx", 2, 10, 0, 27, 9, 140, 170 },
        { "TCX with prefixes", "tcx/ok_prefix.tcx", 1, 20, 0, 57, 19, 140, 170 },
        { "TCX that ends early", "tcx/any_cut.tcx", 1, 9, 1, 28.5, 9.5, 140, 170 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_import m;
        ngl_error  err;
        ngl_status status = sample_read(&m, rows[i].name, &err);
        CHECK(status == NGL_OK, "%s is read, not: %s", rows[i].what, err.text);
        CHECK(m.nactivity == rows[i].nactivity, "%s: %u activities", rows[i].what, m.nactivity);
        const ngl_activity *a = m.activity;
        CHECK(a->nrecord == rows[i].nrecord, "%s: %u points", rows[i].what, a->nrecord);
        CHECK(a->salvaged == rows[i].salvaged && (!a->salvaged || m.note[0]), "%s: salvaged %u", rows[i].what, a->salvaged);
        CHECK(same(a->dist_m, rows[i].dist_m), "%s: %g m", rows[i].what, a->dist_m);
        CHECK(same(a->timer_s, rows[i].timer_s), "%s: %g s", rows[i].what, a->timer_s);
        CHECK(same(a->mean_hr_bpm, rows[i].hr), "%s: heart rate %g", rows[i].what, a->mean_hr_bpm);
        CHECK(same(a->mean_cadence_spm, rows[i].cadence), "%s: cadence %g", rows[i].what, a->mean_cadence_spm);
        CHECK(!a->has_dynamics, "%s: the format cannot carry running form", rows[i].what);
        ngl_import_free(&m);
    }
}

static void bad_files_say_why(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        ngl_status  status;
        const char *says;
    } rows[] = {
        { "gpx/bad_route.gpx", NGL_E_NOT_ACTIVITY, "route" },
        { "gpx/bad_untimed.gpx", NGL_E_NOT_ACTIVITY, "route without times" },
        { "gpx/bad_no_track.gpx", NGL_E_NOT_ACTIVITY, "without a track" },
        { "gpx/bad_empty_segment.gpx", NGL_E_NOT_ACTIVITY, "without a track" },
        { "gpx/bad_doctype.gpx", NGL_E_UNSUPPORTED, "document type" },
        { "gpx/bad_laughs.gpx", NGL_E_UNSUPPORTED, "document type" },
        { "gpx/bad_external.gpx", NGL_E_UNSUPPORTED, "document type" },
        { "gpx/bad_html.gpx", NGL_E_UNSUPPORTED, "a web page" },
        { "tcx/bad_course.tcx", NGL_E_NOT_ACTIVITY, "course" },
        { "tcx/bad_workout.tcx", NGL_E_NOT_ACTIVITY, "workout" },
        { "tcx/bad_empty.tcx", NGL_E_NOT_ACTIVITY, "without an activity" },
        { "tcx/bad_doctype.tcx", NGL_E_UNSUPPORTED, "document type" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_import m;
        ngl_error  err;
        ngl_status status = sample_read(&m, rows[i].name, &err);
        CHECK(status == rows[i].status, "%s: status %d", rows[i].name, status);
        CHECK(strstr(err.text, rows[i].says), "%s: \"%s\"", rows[i].name, err.text);
        ngl_import_free(&m);
    }
}

static void extensions_and_titles(void **state)
{
    (void)state;
    ngl_import m;
    ngl_error  err;
    CHECK(sample_read(&m, "gpx/ok_title.gpx", &err) == NGL_OK, "%s", err.text);
    CHECK(strcmp(m.activity->name, "<b>\xc3\xbc" "ber & ? end") == 0, "\"%s\"", m.activity->name);
    CHECK(m.activity->stream[NGL_STREAM_TEMPERATURE][3] == 11, "temperature");
    ngl_import_free(&m);
    CHECK(sample_read(&m, "gpx/ok_two_tracks.gpx", &err) == NGL_OK, "%s", err.text);
    const float *d = m.activity->stream[NGL_STREAM_DIST];
    CHECK(fabs((double)d[9] - 27) < 0.05 && d[10] == d[9], "the second track goes on where the first ended");
    ngl_import_free(&m);
    CHECK(sample_read(&m, "gpx/ok_subsecond.gpx", &err) == NGL_OK, "%s", err.text);
    CHECK(m.activity->time_ms[1] == 1100, "%lld ms", (long long)m.activity->time_ms[1]);
    ngl_import_free(&m);
    CHECK(sample_read(&m, "tcx/ok_plain.tcx", &err) == NGL_OK, "%s", err.text);
    CHECK(m.activity->nlap == 2 && m.activity->lap[1].dist_m == 28.5, "laps");
    CHECK(m.activity->stream[NGL_STREAM_SPEED][4] == 3, "speed");
    CHECK(strcmp(m.activity->device[0].product, "Invented watch") == 0, "device");
    ngl_import_free(&m);
}

/* ---- hostile documents, made here ------------------------------------------ */

static ngl_status read_text(const ngl_buf *b, ngl_error *err)
{
    ngl_import m;
    *err = (ngl_error){ 0 };
    ngl_status status = ngl_import_read(&m, b->data, b->len, NULL, err);
    ngl_import_free(&m);
    return status;
}

static void depth_is_limited(void **state)
{
    (void)state;
    ngl_error err;
    ngl_buf   b;
    ngl_buf_init(&b, 64 << 20);
    ngl_buf_text(&b, "<gpx>");
    for (int i = 0; i < 1000000; i++) ngl_buf_text(&b, "<a>");
    CHECK(read_text(&b, &err) == NGL_E_LIMIT, "a million elements deep: %s", err.text);
    CHECK(strstr(err.text, "64"), "the limit is named: %s", err.text);
    ngl_buf_free(&b);
}

static void long_values_are_cut(void **state)
{
    (void)state;
    ngl_import m;
    ngl_buf    b;
    ngl_buf_init(&b, 64 << 20);
    ngl_buf_text(&b, "<gpx><trk><name>");
    for (int i = 0; i < 3000000; i++) ngl_buf_char(&b, 'x');
    ngl_buf_text(&b, "</name><trkseg><trkpt lat=\"1\" lon=\"2\"><time>2026-03-01T07:00:00Z</time></trkpt></trkseg></trk></gpx>");
    CHECK(ngl_import_read(&m, b.data, b.len, NULL, NULL) == NGL_OK, "it is read");
    CHECK(strlen(m.activity->name) == 4096, "the title is cut to %zu", strlen(m.activity->name));
    ngl_import_free(&m);
    ngl_buf_free(&b);
}

static void many_attributes_and_names_are_borne(void **state)
{
    (void)state;
    ngl_error err;
    ngl_buf   b;
    ngl_buf_init(&b, 64 << 20);
    ngl_buf_text(&b, "<gpx");
    for (int i = 0; i < 100000; i++) ngl_buf_printf(&b, " a%d=\"1\"", i);
    ngl_buf_text(&b, "/>");
    CHECK(read_text(&b, &err) == NGL_E_NOT_ACTIVITY || read_text(&b, &err) == NGL_E_UNSUPPORTED, "attributes: %s", err.text);
    ngl_buf_free(&b);
    ngl_buf_init(&b, 64 << 20);
    ngl_buf_text(&b, "<gpx>");
    for (int i = 0; i < 200000; i++) ngl_buf_printf(&b, "<b%d/>", i);
    ngl_buf_text(&b, "</gpx>");
    CHECK(read_text(&b, &err) == NGL_E_NOT_ACTIVITY, "names: %s", err.text);
    ngl_buf_free(&b);
}

static void a_cut_anywhere_never_fails_badly(void **state)
{
    (void)state;
    static const char *const names[] = { "gpx/ok_plain.gpx", "gpx/ok_utf16.gpx", "tcx/ok_multisport.tcx" };
    for (size_t k = 0; k < COUNT(names); k++) {
        ngl_buf b;
        sample_get(&b, names[k]);
        for (size_t len = 0; len < b.len - 8; len++) {
            ngl_import m;
            ngl_error  err = { 0 };
            ngl_status status = ngl_import_read(&m, b.data, len, NULL, &err);
            bool said = status == NGL_OK ? m.activity->salvaged && m.note[0] : err.text[0] != 0;
            CHECK(said, "%s cut at %zu: %d", names[k], len, status);
            ngl_import_free(&m);
        }
        ngl_buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files_give_their_run),
        cmocka_unit_test(bad_files_say_why),
        cmocka_unit_test(extensions_and_titles),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(long_values_are_cut),
        cmocka_unit_test(many_attributes_and_names_are_borne),
        cmocka_unit_test(a_cut_anywhere_never_fails_badly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
