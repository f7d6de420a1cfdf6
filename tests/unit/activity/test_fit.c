/* Every known trap of FIT files gives its documented result; the files are made
 * by tests/samples/make_fit.c and explained there. */
#include "samples.h"

#include "../../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NONE NAN

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) < 0.005;
}

static void good_files_give_their_run(void **state)
{
    (void)state;
    static const struct {
        const char *what, *name;
        unsigned    nactivity, nrecord, salvaged;
        double      dist_m, timer_s, hr, cadence; /* of the first activity */
    } rows[] = {
        { "the run as a watch writes it", "ok_plain", 1, 20, 0, 57, 19, 140, 170 },
        { "a header of 12 bytes", "ok_header12", 1, 20, 0, 57, 19, 140, 170 },
        { "a header whose own sum is left at 0", "ok_header_crc_zero", 1, 20, 0, 57, 19, 140, 170 },
        { "values in big-endian order", "ok_big_endian", 1, 20, 0, 57, 19, 140, 170 },
        { "the order changes in the middle", "ok_mixed_endian", 1, 20, 0, 57, 19, 140, 170 },
        { "a byte order that is neither 0 nor 1", "ok_architecture84", 1, 20, 0, 57, 19, 140, 170 },
        { "a local type defined anew in the middle", "ok_redefined", 1, 20, 0, 57, 19, 145, 170 },
        { "fields of 0, 255 and 5 bytes", "ok_odd_sizes", 1, 20, 0, 57, 19, 140, NONE },
        { "base types without the endian bit", "ok_no_endian_bit", 1, 20, 0, 57, 19, 140, 170 },
        { "a developer field never described", "ok_developer_undescribed", 1, 20, 0, 57, 19, 140, NONE },
        { "one number used by two apps", "ok_developer_two_apps", 1, 20, 0, 57, 19, 140, NONE },
        { "running form only from an app", "ok_developer_form", 1, 20, 0, 57, 19, 140, NONE },
        { "times of five bits in the header", "ok_compressed_times", 1, 20, 0, 114, 38, 140, NONE },
        { "a packed distance that runs over", "ok_compressed_wraps", 1, 200, 0, 597, 398, 140, NONE },
        { "five bits of time before any whole time", "ok_compressed_first", 1, 20, 0, 57, 38, 140, NONE },
        { "the clock goes back an hour", "ok_clock_back", 1, 20, 0, 57, 19, 140, 170 },
        { "a device that does not know the date", "ok_date_1989", 1, 20, 0, 57, 19, 140, 170 },
        { "a date in 2106", "ok_date_2106", 1, 20, 0, 57, 19, 140, 170 },
        { "a device clock tied to the world's", "ok_date_correlated", 1, 20, 0, 57, 19, 140, 170 },
        { "records without a time", "ok_no_time", 1, 20, 0, 57, 19, 140, NONE },
        { "a pause of a minute, no session", "ok_pauses", 1, 20, 0, 57, 19, 140, 170 },
        { "local time half an hour off", "ok_local_time", 1, 20, 0, 57, 19, 140, 170 },
        { "two recordings one behind the other", "ok_chained", 2, 20, 0, 57, 19, 140, 170 },
        { "a heart-rate strap's memory behind the run", "ok_chained_strap", 1, 20, 0, 57, 19, 140, 170 },
        { "a strap's memory of what the watch could not hear", "ok_strap_memory", 1, 20, 0, 57, 19, 119, NONE },
        { "no session message", "ok_no_session", 1, 20, 0, 57, 19, 140, 170 },
        { "a session and no record", "ok_no_records", 1, 0, 0, 57, 19, NONE, NONE },
        { "plain and enhanced speed", "ok_enhanced", 1, 20, 0, 57, 19, NONE, NONE },
        { "nothing but invalid values", "ok_all_invalid", 1, 20, 0, 57, 19, NONE, NONE },
        { "zeros that mean no value", "ok_zeros", 1, 20, 0, 57, 19, NONE, NONE },
        { "values that cannot be do not move the total", "ok_absurd", 1, 20, 0, 57, 19, NONE, NONE },
        { "texts without an end and not in UTF-8", "ok_text", 1, 20, 0, 57, 19, 140, 170 },
        { "a length in the header that is too small", "any_size_small", 1, 20, 1, 57, 19, 140, 170 },
        { "a length in the header that is too big", "any_size_big", 1, 20, 1, 57, 19, 140, 170 },
        { "a length in the header of 0", "any_size_zero", 1, 20, 1, 57, 19, 140, 170 },
        { "a wrong checksum", "any_wrong_sum", 1, 20, 1, 57, 19, 140, 170 },
        { "a wrong checksum of the header", "any_wrong_header_sum", 1, 20, 1, 57, 19, 140, 170 },
        { "a file that ends early", "any_cut", 1, 17, 1, 48, 16, 140, 170 },
        { "bytes missing in the middle", "any_lost_bytes", 1, 17, 1, 57, 19, 140, 170 },
        { "bytes behind the end", "any_trailing", 1, 20, 1, 57, 19, 140, 170 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char       name[128];
        ngl_import m;
        ngl_error  err;
        snprintf(name, sizeof name, "fit/%s.fit", rows[i].name);
        ngl_status status = sample_read(&m, name, &err);
        CHECK(status == NGL_OK, "%s is read, not: %s", rows[i].what, err.text);
        CHECK(m.nactivity == rows[i].nactivity, "%s: %u activities", rows[i].what, m.nactivity);
        const ngl_activity *a = m.activity;
        CHECK(a->nrecord == rows[i].nrecord, "%s: %u records", rows[i].what, a->nrecord);
        CHECK(a->salvaged == rows[i].salvaged, "%s: salvaged is %u", rows[i].what, a->salvaged);
        CHECK(!rows[i].salvaged || m.note[0], "%s: the damage is said", rows[i].what);
        CHECK(same(a->dist_m, rows[i].dist_m), "%s: %g m", rows[i].what, a->dist_m);
        CHECK(same(a->timer_s, rows[i].timer_s), "%s: %g s", rows[i].what, a->timer_s);
        CHECK(same(a->mean_hr_bpm, rows[i].hr), "%s: heart rate %g", rows[i].what, a->mean_hr_bpm);
        CHECK(same(a->mean_cadence_spm, rows[i].cadence), "%s: cadence %g", rows[i].what, a->mean_cadence_spm);
        ngl_import_free(&m);
    }
}

static const char *code_of(ngl_status status)
{
    switch (status) {
    case NGL_OK: return "OK";
#define X(name, value, text) \
    case NGL_E_##name: return #name;
        NGL_STATUS_MAP(X)
#undef X
    }
    return "?";
}

/* code and position stand in the .want beside each file */
static void bad_files_say_why_and_where(void **state)
{
    (void)state;
    static const struct {
        const char *name, *says;
    } rows[] = {
        { "bad_undefined_local", "damaged at byte 14" },
        { "bad_header_only", "ends at byte 14" },
        { "bad_header_half", "ends at byte 12" },
        { "bad_workout", "workout" },
        { "bad_course", "course" },
        { "bad_settings", "settings" },
        { "bad_html", "a web page" },
        { "bad_json", "a JSON file" },
        { "bad_png", "a PNG picture" },
        { "bad_zip", "a zip archive" },
        { "bad_empty", "an empty file" },
        { "bad_one_byte", "unknown kind" },
        { "bad_zeros", "nothing but zeros" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char       name[128], got[64];
        ngl_buf    want;
        ngl_import m;
        ngl_error  err;
        snprintf(name, sizeof name, "fit/%s.want", rows[i].name);
        sample_get(&want, name);
        snprintf(name, sizeof name, "fit/%s.fit", rows[i].name);
        ngl_status status = sample_read(&m, name, &err);
        snprintf(got, sizeof got, "%s %zu\n", code_of(status), err.pos);
        CHECK(strcmp(got, ngl_buf_string(&want)) == 0, "%s gives %s", name, got);
        CHECK(err.code == status && strstr(err.text, rows[i].says), "%s: \"%s\"", name, err.text);
        CHECK(m.nactivity == 0, "%s: nothing was made up", name);
        ngl_buf_free(&want);
        ngl_import_free(&m);
    }
}

/* ---- what single files are about ---- */

static ngl_import m;
static ngl_error  err;

static const ngl_activity *first_of(const char *name)
{
    CHECK(sample_read(&m, name, &err) == NGL_OK, "%s: %s", name, err.text);
    return m.activity;
}

static int drop(void **state)
{
    (void)state;
    ngl_import_free(&m);
    return 0;
}

static void columns_hold_what_the_records_say(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_plain.fit");
    for (uint32_t i = 0; i < a->nrecord; i++) {
        CHECK(a->time_ms[i] == 1000 * (int64_t)i, "record %u at %lld ms", i, (long long)a->time_ms[i]);
        CHECK(a->stream[NGL_STREAM_DIST][i] == 3.0f * (float)i, "record %u", i);
        CHECK(a->stream[NGL_STREAM_SPEED][i] == 3, "record %u", i);
        CHECK(a->stream[NGL_STREAM_CONTACT][i] == 250, "record %u", i);
        CHECK(a->stream[NGL_STREAM_BALANCE][i] == 49.5f, "record %u", i);
        CHECK(a->stream[NGL_STREAM_CADENCE][i] == 170, "both feet in record %u", i);
    }
    CHECK(a->start == (1110000000 + 631065600LL) * 1000, "starts at %lld", (long long)a->start);
    CHECK(a->sport == NGL_SPORT_RUNNING && strcmp(a->sport_key, "running") == 0, "%s", a->sport_key);
    CHECK(a->has_dynamics && !a->lat_semi && !a->stream[NGL_STREAM_POWER], "what is not there is NULL");
    CHECK(a->ndevice == 1 && strcmp(a->device[0].product, "7") == 0, "the device");
}

static void a_definition_may_lose_fields(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_redefined.fit");
    for (uint32_t i = 0; i < 20; i++) {
        CHECK(isnan(a->stream[NGL_STREAM_SPEED][i]) == (i >= 10), "speed of record %u", i);
        CHECK(a->stream[NGL_STREAM_HEART_RATE][i] == (i < 10 ? 140 : 150), "heart rate of record %u", i);
    }
}

static void developer_fields_go_by_name_and_app(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_developer_two_apps.fit");
    CHECK(a->nextra == 2, "%u fields", a->nextra);
    CHECK(strcmp(a->extra[0].name, "Power") == 0 && a->extra[0].app[0] == 0xa0 && a->extra[0].value[3] == 230, "power");
    CHECK(strcmp(a->extra[1].name, "Leg Spring Stiffness") == 0 && a->extra[1].app[15] == 0xb1, "stiffness");
    CHECK(a->extra[1].value[3] == 10.5f, "stiffness %g", (double)a->extra[1].value[3]);
    CHECK(a->stream[NGL_STREAM_POWER] && a->stream[NGL_STREAM_POWER][3] == 230, "an app's power stands in");
}

static void form_from_an_app_stands_in(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_developer_form.fit");
    CHECK(a->has_dynamics, "it counts as running form");
    CHECK(isnan(a->stream[NGL_STREAM_CONTACT][0]), "0 ms is a runner who stands");
    CHECK(a->stream[NGL_STREAM_CONTACT][1] == 240, "contact");
    CHECK(a->stream[NGL_STREAM_OSCILLATION][1] == 75, "centimetres become millimetres");
}

static void enhanced_fields_win_where_they_speak(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_enhanced.fit");
    CHECK(a->stream[NGL_STREAM_SPEED][0] == 2, "only the plain one has a value");
    CHECK(a->stream[NGL_STREAM_SPEED][1] == 3, "both have one");
    CHECK(a->stream[NGL_STREAM_ALTITUDE][5] == 100, "altitude");
}

static void zero_and_invalid_are_not_values(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_zeros.fit");
    CHECK(!a->stream[NGL_STREAM_BALANCE] && !a->stream[NGL_STREAM_CONTACT], "balance and contact 0");
    CHECK(!a->has_dynamics && !a->stream[NGL_STREAM_HEART_RATE], "heart rate 0");
    ngl_import_free(&m);
    a = first_of("fit/ok_all_invalid.fit");
    for (unsigned s = 0; s < NGL_STREAM_COUNT; s++) CHECK(!a->stream[s], "stream %u", s);
    CHECK(!a->lat_semi && m.note[0] == 0, "invalid is not odd: %s", m.note);
}

static void absurd_values_are_left_out_and_counted(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_absurd.fit");
    CHECK(a->lat_semi[9] == 560000000 && a->lat_semi[10] == NGL_POSITION_NONE, "latitude 91");
    CHECK(isnan(a->stream[NGL_STREAM_SPEED][10]) && isnan(a->stream[NGL_STREAM_DIST][10]), "400 m/s, 4,000 km");
    CHECK(strstr(m.note, "3 values"), "%s", m.note);
}

static void times_that_cannot_be_are_said(void **state)
{
    (void)state;
    static const struct {
        const char *name, *says;
    } rows[] = {
        { "fit/ok_date_1989.fit", "did not know the date" },
        { "fit/ok_date_2106.fit", "date of the recording cannot be right" },
        { "fit/ok_clock_back.fit", "the clock went back (1 times)" },
        { "fit/ok_compressed_first.fit", "did not know the date" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        first_of(rows[i].name);
        CHECK(strstr(m.note, rows[i].says), "%s: %s", rows[i].name, m.note);
        ngl_import_free(&m);
    }
    const ngl_activity *a = first_of("fit/ok_date_1989.fit");
    CHECK(a->start == (1110000000 + 631065600LL) * 1000, "file_id still dates it: %lld", (long long)a->start);
    CHECK(a->time_ms[19] == 19000, "and its records count from there");
    ngl_import_free(&m);
    a = first_of("fit/ok_date_correlated.fit");
    CHECK(a->start == (1110000000 + 631065600LL) * 1000 && !m.note[0], "a known offset is used: %s", m.note);
}

static void packed_distance_runs_over(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_compressed_wraps.fit");
    for (uint32_t i = 0; i < 200; i++) {
        CHECK(a->stream[NGL_STREAM_DIST][i] == 3.0f * (float)i, "record %u", i);
        CHECK(a->time_ms[i] == 2000 * (int64_t)i, "record %u", i);
    }
}

static void pauses_are_between_stop_and_start(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_pauses.fit");
    CHECK(a->npause == 1, "%u pauses", a->npause);
    CHECK(a->pause[0].from == a->start + 9000 && a->pause[0].to == a->start + 69000, "where");
    CHECK(a->elapsed_s == 79 && a->timer_s == 19, "%g and %g s", a->elapsed_s, a->timer_s);
}

static void local_time_gives_the_offset(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_local_time.fit");
    CHECK(a->has_offset && a->utc_offset_s == -12600, "%d", a->utc_offset_s);
}

static void each_session_is_its_own_activity(void **state)
{
    (void)state;
    static const char *const names[] = { "fit/ok_multisport_last.fit", "fit/ok_multisport_first.fit" };
    for (unsigned k = 0; k < 2; k++) {
        const ngl_activity *a = first_of(names[k]);
        CHECK(m.nactivity == 3, "%s: %u", names[k], m.nactivity);
        CHECK(a[0].nrecord == 8 && a[1].nrecord == 4 && a[2].nrecord == 8, "%s: %u %u %u", names[k], a[0].nrecord,
              a[1].nrecord, a[2].nrecord);
        CHECK(a[0].sport == NGL_SPORT_CYCLING && strcmp(a[1].sport_key, "transition") == 0, "%s", names[k]);
        CHECK(a[0].mean_cadence_spm == 85 && a[2].mean_cadence_spm == 170, "%s: turns, then steps", names[k]);
        CHECK(a[2].time_ms[0] == 0 && a[2].start == a[0].start + 12000, "%s: time from its own start", names[k]);
        ngl_import_free(&m);
    }
}

static void skipped_stretches_are_marked(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/any_lost_bytes.fit");
    CHECK(a->nsalvage >= 1 && a->salvage[0].records == 8, "records behind the damage");
    CHECK(strstr(m.note, "8 records found behind"), "%s", m.note);
    for (uint32_t i = 0; i < a->nrecord; i++) {
        CHECK(a->stream[NGL_STREAM_HEART_RATE][i] == 140 && a->stream[NGL_STREAM_SPEED][i] == 3, "record %u is one", i);
        CHECK(a->stream[NGL_STREAM_DIST][i] == 3.0f * (float)(a->time_ms[i] / 1000), "record %u is whole", i);
    }
}

static void texts_are_made_printable(void **state)
{
    (void)state;
    const ngl_activity *a = first_of("fit/ok_text.fit");
    CHECK(a->ndevice == 3, "%u devices", a->ndevice);
    CHECK(strcmp(a->device[1].product, "abcdef") == 0, "%s", a->device[1].product);
    CHECK(strcmp(a->device[2].product, "a???[m") == 0, "%s", a->device[2].product);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_teardown(f, drop)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files_give_their_run),
        cmocka_unit_test(bad_files_say_why_and_where),
        TEST(columns_hold_what_the_records_say),
        TEST(a_definition_may_lose_fields),
        TEST(developer_fields_go_by_name_and_app),
        TEST(form_from_an_app_stands_in),
        TEST(enhanced_fields_win_where_they_speak),
        TEST(zero_and_invalid_are_not_values),
        TEST(absurd_values_are_left_out_and_counted),
        TEST(times_that_cannot_be_are_said),
        TEST(packed_distance_runs_over),
        TEST(pauses_are_between_stop_and_start),
        TEST(local_time_gives_the_offset),
        TEST(each_session_is_its_own_activity),
        TEST(skipped_stretches_are_marked),
        TEST(texts_are_made_printable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
