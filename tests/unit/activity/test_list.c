/* What lists say: dates in words, sports in several languages, columns that
 * occur twice, units of each vendor. */
#include "activity/list.h"

#include "../../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NOON ((ngl_instant)1653839615000) /* 2022-05-29T15:53:35Z */

static void test_dates(void **state)
{
    static const struct {
        const char *text;
        ngl_instant want;
    } rows[] = {
        { "May 29, 2022, 3:53:35 PM", NOON },
        { "May 29, 2022, 3:53:35\xe2\x80\xafPM", NOON },
        { "May 29, 2022, 3:53:35\xc2\xa0pm", NOON },
        { "2022-05-29 15:53:35", NOON },
        { "2022-05-29T15:53:35Z", NOON },
        { "29 May 2022, 15:53:35", NOON },
        { "29 mai 2022 \xc3\xa0 15:53:35", NOON },
        { "29. Mai 2022, 15:53:35", NOON },
        { "29 mag 2022, 15:53:35", NOON },
        { "29 de mayo de 2022, 15:53:35", NOON },
        { "29.05.2022, 15:53:35", NOON },
        { "29/05/2022, 15:53:35", NOON },
        { "5/29/2022, 3:53:35 p.m.", NOON },
        { "2022\xe5\xb9\xb4" "5\xe6\x9c\x88" "29\xe6\x97\xa5 15:53:35", NOON },
        { "Jan 1, 2024, 12:00:00 AM", 1704067200000 },
        { "Jan 1, 2024, 12:30:00 PM", 1704112200000 },
        { "29 ao\xc3\xbbt 2022 15:53:35", NOON + (ngl_instant)92 * 86400000 },
        { "4/3/2022, 15:53:35", 0 },          /* which is the month? */
        { "May 32, 2022, 3:53:35 PM", 0 },
        { "Feb 29, 2023, 3:53:35 PM", 0 },
        { "May 29, 2022, 25:53:35", 0 },
        { "May 29, 2022, 13:53:35 PM", 0 },
        { "May 29, 2022", 0 },
        { "yesterday", 0 },
        { "", 0 },
        { "99999999999999999999", 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_instant t = 0;
        bool        read = ngl_worded_time(&t, rows[i].text);
        CHECK(read == (rows[i].want != 0) && (!read || t == rows[i].want), "%s: %d %lld", rows[i].text, read, (long long)t);
    }
}

static void test_sports(void **state)
{
    static const struct {
        const char *kind;
        ngl_sport   want;
    } rows[] = {
        { "Run", NGL_SPORT_RUNNING },          { "Trail Run", NGL_SPORT_RUNNING },     { "track_running", NGL_SPORT_RUNNING },
        { "treadmill_running", NGL_SPORT_RUNNING }, { "Virtual Run", NGL_SPORT_RUNNING }, { "Lauf", NGL_SPORT_RUNNING },
        { "Course \xc3\xa0 pied", NGL_SPORT_RUNNING }, { "Carrera", NGL_SPORT_RUNNING }, { "Corsa", NGL_SPORT_RUNNING },
        { "Ride", NGL_SPORT_CYCLING },         { "E-Bike Ride", NGL_SPORT_CYCLING },   { "Radfahrt", NGL_SPORT_CYCLING },
        { "road_biking", NGL_SPORT_CYCLING },  { "Hike", NGL_SPORT_HIKING },           { "Walk", NGL_SPORT_WALKING },
        { "lap_swimming", NGL_SPORT_SWIMMING }, { "strength_training", NGL_SPORT_STRENGTH }, { "Weight Training", NGL_SPORT_STRENGTH },
        { "Nordic Ski", NGL_SPORT_SKIING },    { "indoor_rowing", NGL_SPORT_ROWING },  { "Yoga", NGL_SPORT_OTHER },
        { "", NGL_SPORT_UNKNOWN },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(ngl_worded_sport(rows[i].kind) == rows[i].want, "%s is %s", rows[i].kind, ngl_sport_key(ngl_worded_sport(rows[i].kind)));
}

static ngl_status read_list(ngl_list *list, ngl_arena *arena, const char *text, const char *name)
{
    ngl_arena_init(arena, (size_t)16 << 20);
    return ngl_list_read(list, arena, text, strlen(text), name, NULL);
}

static void test_strava(void **state)
{
    static const char text[] =
        "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,"
        "Commute,Activity Private Note,Activity Gear,Filename,Elapsed Time,Moving Time,Distance,Perceived Exertion,Average Cadence\n"
        "1,\"May 29, 2022, 3:53:35 PM\",Park,Run,,1428,3.32,,,false,\"tight, left\",Blue,activities/1.fit.gz,1428.0,1411.0,3322.9,7.0,71.5\n"
        "2,\"May 29, 2022, 3:53:35 PM\",By hand,Run,,1800,5.01,,,false,,,,,,,,\n"
        "3,nonsense,Ride,Ride,,\"1,800\",\"1,5\",,,false,,,,,,,11,\n"
        ",May,no key,,,,,,,,,,,,,,,\n";
    ngl_list  list;
    ngl_arena arena;
    (void)state;
    assert_int_equal(read_list(&list, &arena, text, NULL), NGL_OK);
    CHECK(list.n == 3 && list.nbad == 1 && strcmp(list.source, "strava") == 0, "three rows, one without a key: %zu %zu", list.n, list.nbad);
    const ngl_listed *r = list.row;
    CHECK(r[0].dist_m > 3322 && r[0].dist_m < 3323 && r[0].elapsed_s == 1428 && r[0].timer_s == 1411, "the later column counts: %g", r[0].dist_m);
    CHECK(r[0].start == NOON && r[0].sport == NGL_SPORT_RUNNING && r[0].effort_rpe == 7 && r[0].mean_cadence_spm == 143, "its figures");
    CHECK(strcmp(r[0].note, "tight, left") == 0 && strcmp(r[0].file, "activities/1.fit.gz") == 0 && strcmp(r[0].gear, "Blue") == 0, "its words");
    CHECK(fabs(r[1].dist_m - 5010) < 1e-9 && r[1].elapsed_s == 1800 && !r[1].file[0], "the earlier where the later is empty, in kilometres: %g", r[1].dist_m);
    CHECK(r[2].start == NGL_INSTANT_NONE && isnan(r[2].effort_rpe), "a date that is none, an effort that cannot be");
    CHECK(r[2].elapsed_s == 1800 && fabs(r[2].dist_m - 1500) < 1e-9, "thousands and decimal commas: %g %g", r[2].elapsed_s, r[2].dist_m);
    ngl_arena_free(&arena);
}

static void test_garmin(void **state)
{
    static const char text[] =
        "[{\"summarizedActivitiesExport\":[{\"activityId\":11,\"name\":\"Park\",\"activityType\":\"running\",\"beginTimestamp\":1653839615000,"
        "\"startTimeGmt\":1.653839615E12,\"startTimeLocal\":1653846815000.0,\"duration\":1411000.0,\"distance\":332290.0,\"elevationGain\":6187.0,"
        "\"avgHr\":141.0,\"maxSpeed\":0.32,\"workoutRpe\":70,\"splits\":[{\"distance\":9}],\"x\":{\"duration\":1}},"
        "{\"activityId\":12,\"activityType\":\"multi_sport\",\"distance\":1},{\"name\":\"no key\"},"
        "{\"activityId\":13,\"distance\":NaN,\"duration\":-5,\"startTimeGmt\":1e300}]}]";
    ngl_list  list;
    ngl_arena arena;
    (void)state;
    assert_int_equal(read_list(&list, &arena, text, NULL), NGL_OK);
    CHECK(list.n == 2 && list.nbad == 1 && strcmp(list.source, "garmin") == 0, "two rows, one without a key, no parent: %zu %zu", list.n, list.nbad);
    const ngl_listed *r = list.row;
    CHECK(fabs(r[0].dist_m - 3322.9) < 1e-9 && fabs(r[0].timer_s - 1411) < 1e-9 && fabs(r[0].ascent_m - 61.87) < 1e-9, "centimetres and milliseconds");
    CHECK(fabs(r[0].max_speed_mps - 3.2) < 1e-9 && r[0].effort_rpe == 7 && r[0].mean_hr_bpm == 141, "tenths of metres a second, tenths of effort");
    CHECK(r[0].start == NOON && r[0].has_offset && r[0].utc_offset_s == 7200 && strcmp(r[0].key, "11") == 0, "time here and there");
    CHECK(isnan(r[1].dist_m) && isnan(r[1].timer_s) && r[1].start == NGL_INSTANT_NONE, "what cannot be is not known");
    ngl_arena_free(&arena);
    for (size_t len = 40; len < sizeof text - 1; len += 7) {
        ngl_arena_init(&arena, (size_t)16 << 20);
        CHECK(ngl_list_read(&list, &arena, text, len, NULL, NULL) == NGL_E_CORRUPT && list.n <= 3, "cut after %zu bytes: said, and nothing invented", len);
        ngl_arena_free(&arena);
    }
}

static void test_what_is_a_list(void **state)
{
    static const struct {
        const char *text, *name, *want;
    } rows[] = {
        { "Activity ID,Activity Date,c,d,e,f,g,h,i,j\n", NULL, "strava" },
        { "a,b,c,d,e,f,g,h,i,j\n", "x/activities.csv", "strava" },
        { "a,b,c,d,e,f,g,h,i,j\n1,2,3,4,5,6,7,8,activities/1.gpx,9\n", NULL, "strava" },
        { "Bike Name,Bike Brand\n", "bikes.csv", NULL },
        { "[{\"summarizedActivitiesExport\":[]}]", NULL, "garmin" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *got = ngl_list_sniff(rows[i].text, strlen(rows[i].text), rows[i].name);
        CHECK((got == NULL) == (rows[i].want == NULL) && (!got || strcmp(got, rows[i].want) == 0), "%s is %s", rows[i].text, got ? got : "none");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_dates), cmocka_unit_test(test_sports), cmocka_unit_test(test_strava),
                                        cmocka_unit_test(test_garmin), cmocka_unit_test(test_what_is_a_list) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
