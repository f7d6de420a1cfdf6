/* Polar's sessions: both generations, what they leave out, and what breaks. */
#include "samples.h"

#include "../../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) < 0.05;
}

static void sessions_give_their_exercises(void **state)
{
    (void)state;
    static const struct {
        const char *what, *name;
        unsigned    nactivity, which, nrecord;
        ngl_sport   sport;
        const char *sub;
        ngl_instant start;
        int         offset_s;
        double      dist_m, timer_s, hr, cadence;
    } rows[] = {
        { "arrays with one interval and bare NaN", "session_2_6.json", 1, 0, 60, NGL_SPORT_RUNNING, "", 1755505386000, 7200, 177, 58, 148.5, 168 },
        { "a time for every value; cadence of both feet", "session_1_3.json", 1, 0, 30, NGL_SPORT_RUNNING, "treadmill", 1547829000000, 3600, 90, 30.5, 137.79, 168 },
        { "typed in by hand, west of Greenwich", "by_hand.json", 1, 0, 0, NGL_SPORT_RUNNING, "treadmill", 1714917600000, -18000, 8000, 2400, NAN, NAN },
        { "the swim of three exercises", "multi.json", 3, 0, 0, NGL_SPORT_SWIMMING, "", 1714899600000, 0, 500, 600, NAN, NAN },
        { "the run of three exercises", "multi.json", 3, 1, 0, NGL_SPORT_RUNNING, "", 1714900320000, 0, 4000, 1200, NAN, NAN },
        { "a sport that nobody here has a number for", "multi.json", 3, 2, 0, NGL_SPORT_UNKNOWN, "", 1714902000000, 0, NAN, 60, NAN, NAN },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char       path[80];
        ngl_import m;
        ngl_error  err;
        snprintf(path, sizeof path, "polar/%s", rows[i].name);
        CHECK(sample_read(&m, path, &err) == NGL_OK, "%s is read, not: %s", rows[i].what, err.text);
        CHECK(m.nactivity == rows[i].nactivity, "%s: %u activities", rows[i].what, m.nactivity);
        const ngl_activity *a = &m.activity[rows[i].which];
        CHECK(strcmp(m.format, "polar") == 0 && strcmp(a->format, "polar") == 0, "%s: format %s", rows[i].what, m.format);
        CHECK(a->sport == rows[i].sport && strcmp(a->sub_sport, rows[i].sub) == 0, "%s: sport %s %s", rows[i].what, a->sport_key, a->sub_sport);
        CHECK(a->start == rows[i].start, "%s: starts at %lld", rows[i].what, (long long)a->start);
        CHECK(a->has_offset && a->utc_offset_s == rows[i].offset_s, "%s: offset %d", rows[i].what, a->utc_offset_s);
        CHECK(a->nrecord == rows[i].nrecord, "%s: %u rows", rows[i].what, a->nrecord);
        CHECK(same(a->dist_m, rows[i].dist_m) && same(a->timer_s, rows[i].timer_s), "%s: %g m in %g s", rows[i].what, a->dist_m, a->timer_s);
        CHECK(same(a->mean_hr_bpm, rows[i].hr), "%s: heart rate %g", rows[i].what, a->mean_hr_bpm);
        CHECK(same(a->mean_cadence_spm, rows[i].cadence), "%s: cadence %g", rows[i].what, a->mean_cadence_spm);
        CHECK(!m.note[0] && !a->salvaged, "%s: nothing is odd, not: %s", rows[i].what, m.note);
        ngl_import_free(&m);
    }
}

static void what_was_not_measured_stays_open(void **state)
{
    (void)state;
    ngl_import m;
    ngl_error  err;
    CHECK(sample_read(&m, "polar/session_2_6.json", &err) == NGL_OK, "read");
    const ngl_activity *a = m.activity;
    CHECK(isnan(a->stream[NGL_STREAM_HEART_RATE][0]) && same((double)a->stream[NGL_STREAM_HEART_RATE][2], 120), "NaN is a gap, not 0");
    CHECK(isnan(a->stream[NGL_STREAM_ALTITUDE][3]) && same((double)a->stream[NGL_STREAM_ALTITUDE][4], 183), "the 0 m of a settling sensor are left out");
    CHECK(same((double)a->stream[NGL_STREAM_SPEED][1], 3), "10.8 km/h are 3 m/s");
    CHECK(a->lat_semi && a->lat_semi[3] == NGL_POSITION_NONE && a->lat_semi[4] != NGL_POSITION_NONE, "the way has a start of its own");
    CHECK(a->npause == 1 && a->pause[0].to - a->pause[0].from == 2000 && a->pause[0].from == a->start + 14000, "the pause");
    CHECK(a->nlap == 2 && a->lap[1].start == a->start + 30000 && same(a->lap[1].dist_m, 87), "laps, not the automatic ones");
    CHECK(same(a->ascent_m, 8.5) && same(a->elapsed_s, 60), "totals");
    CHECK(strcmp(a->name, "Evening \xe2\x80\x94 easy") == 0 && a->ndevice == 1 && strcmp(a->device->product, "Polar Vantage M") == 0, "name and device");
    ngl_import_free(&m);
}

/* cut anywhere: what came before stays, nothing is invented */
static void a_cut_file_gives_what_came_before(void **state)
{
    (void)state;
    ngl_buf b;
    sample_get(&b, "polar/session_2_6.json");
    unsigned saved = 0;
    for (size_t n = 200; n + 4 < b.len; n += 97) {
        ngl_import m;
        ngl_error  err = { 0 };
        ngl_status status = ngl_import_read(&m, b.data, n, NULL, &err);
        CHECK(status == NGL_OK || status == NGL_E_TRUNCATED || status == NGL_E_CORRUPT, "cut at %zu: %s", n, err.text);
        for (uint32_t i = 0; i < m.nactivity; i++) CHECK(m.activity[i].salvaged && m.activity[i].nrecord <= 60 && m.note[0], "cut at %zu: marked", n);
        saved += m.nactivity;
        ngl_import_free(&m);
    }
    CHECK(saved > 20, "most cuts leave something: %u", saved);
    ngl_buf_free(&b);
}

static void other_json_is_not_taken(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        ngl_status  status;
    } rows[] = {
        { "another file of Polar's", "{\"exportVersion\":\"2.6\",\"date\":\"2025-01-01\",\"summary\":{}}", NGL_E_UNSUPPORTED },
        { "a session that says nothing", "{\"startTime\":\"x\",\"timezoneOffsetMinutes\":0,\"exercises\":[]}", NGL_E_NOT_ACTIVITY },
        { "a number where exercises should be", "{\"startTime\":\"2024-01-01T00:00:00\",\"timezoneOffset\":60,\"exercises\":7}", NGL_E_NOT_ACTIVITY },
        { "nested without end", "{\"startTime\":\"2024-01-01T00:00:00\",\"timezoneOffset\":60,\"exercises\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", NGL_E_CORRUPT },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_import m;
        ngl_error  err = { 0 };
        ngl_status status = ngl_import_read(&m, rows[i].text, strlen(rows[i].text), NULL, &err);
        CHECK(status == rows[i].status && err.text[0], "%s: %d %s", rows[i].what, status, err.text);
        ngl_import_free(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_give_their_exercises),
        cmocka_unit_test(what_was_not_measured_stays_open),
        cmocka_unit_test(a_cut_file_gives_what_came_before),
        cmocka_unit_test(other_json_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
