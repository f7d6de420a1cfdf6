/* Values as people type them, columns by their words, and what is left open. */
#include "../../check.h"

#include "activity/activity.h"
#include "base/date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void numbers_as_people_type_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double      v, unit_m;
    } rows[] = {
        { "8,5", 8.5, 0 },       { "8.5", 8.5, 0 },         { " 10 km", 10, 1000 },     { "6 mi", 6, 1609.344 },  { "1.234,5", 1234.5, 0 },
        { "1,234.5", 1234.5, 0 }, { "1.234.567", 1234567, 0 }, { "5000 m", 5000, 1 },   { "4/10", 4, 0 },        { "~7", 7, 0 },
        { "-3", -3, 0 },         { "", NAN, 0 },             { "none", NAN, 0 },         { ",", NAN, 0 },          { "3 von 10", 3, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double v = NAN, unit = 0;
        bool   good = ngl_diary_number(&v, &unit, rows[i].text);
        CHECK(good == !isnan(rows[i].v), "\"%s\" is %sa number", rows[i].text, good ? "" : "not ");
        CHECK(!good || (v == rows[i].v && unit == rows[i].unit_m), "\"%s\" is %g of %g m", rows[i].text, v, unit);
    }
}

static void durations_as_people_type_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double      plain_s;
        bool        hours;
        double      s;
    } rows[] = {
        { "45", 60, false, 2700 },     { "45", 1, false, 45 },       { "0,75", 3600, false, 2700 }, { "45:30", 60, false, 2730 },
        { "1:05", 60, true, 3900 },    { "1:05:30", 60, false, 3930 }, { "01:05:30.250", 60, false, 3930 }, { "1h05", 60, false, 3900 },
        { "1 h 5 min", 60, false, 3900 }, { "45 min", 60, false, 2700 }, { "45'", 60, false, 2700 }, { "1 Std 10 Min", 60, false, 4200 },
        { "90 sec", 60, false, 90 },   { "45", 0, false, NAN },      { "1:75", 60, false, NAN },   { "long", 60, false, NAN },
        { "", 60, false, NAN },        { "1:2:3:4", 60, false, NAN },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double s = NAN;
        bool   good = ngl_diary_duration(&s, rows[i].text, rows[i].plain_s, rows[i].hours);
        CHECK(good == !isnan(rows[i].s), "\"%s\" is %sa duration", rows[i].text, good ? "" : "not ");
        CHECK(!good || s == rows[i].s, "\"%s\" is %g s", rows[i].text, s);
    }
}

static void days_as_people_type_them(void **state)
{
    (void)state;
    static const struct {
        const char    *text;
        ngl_date_order order;
        const char    *day; /* NULL: none */
        int            seconds;
    } rows[] = {
        { "2026-03-01", NGL_DATE_OPEN, "2026-03-01", -1 },
        { "2026-03-01T07:30:05", NGL_DATE_OPEN, "2026-03-01", 27005 },
        { "01.03.2026", NGL_DATE_DMY, "2026-03-01", -1 },
        { "1.3.26 18:05", NGL_DATE_DMY, "2026-03-01", 65100 },
        { "03/01/2026", NGL_DATE_MDY, "2026-03-01", -1 },
        { "03/01/2026", NGL_DATE_OPEN, NULL, -1 },
        { "31.02.2026", NGL_DATE_DMY, NULL, -1 },
        { "3 Mar 2026", NGL_DATE_OPEN, "2026-03-03", -1 },
        { "Mar 3, 2026, 7:30 AM", NGL_DATE_OPEN, "2026-03-03", 27000 },
        { "Sa., 28. Februar 2026", NGL_DATE_OPEN, "2026-02-28", -1 },
        { "Sat 28-Feb-26", NGL_DATE_OPEN, "2026-02-28", -1 },
        { "28 f\xc3\xa9vr. 2026", NGL_DATE_OPEN, "2026-02-28", -1 },
        { "yesterday", NGL_DATE_DMY, NULL, -1 },
        { "2026", NGL_DATE_DMY, NULL, -1 },
        { "999999-01-01", NGL_DATE_YMD, NULL, -1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_day day;
        int     seconds = -1;
        char    text[NGL_DAY_TEXT] = "none";
        bool    good = ngl_diary_day(&day, &seconds, rows[i].text, rows[i].order);
        if (good) ngl_day_format(text, day);
        CHECK(strcmp(text, rows[i].day ? rows[i].day : "none") == 0, "\"%s\" is %s", rows[i].text, text);
        CHECK(!good || seconds == rows[i].seconds, "\"%s\" is at %d s", rows[i].text, seconds);
    }
}

static void what_is_open_stays_open(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text;
        unsigned    open;
    } rows[] = {
        { "all said", "Date,Minutes,km\n2026-03-01,30,5\n", 0 },
        { "points mean the day comes first", "Datum;km\n1.2.2026;5\n", 0 },
        { "a 13th shows the order", "date,km\n02/13/2026,5\n", 0 },
        { "only one order goes up", "date,km\n01/02/2026,5\n02/01/2026,6\n03/01/2026,7\n04/02/2026,5\n", 0 },
        { "no order to be seen", "date,km\n02/03/2026,5\n", NGL_DIARY_ASK_ORDER },
        { "km or miles", "date,distance\n2026-01-01,5\n", NGL_DIARY_ASK_DIST },
        { "nobody runs 5000 miles", "date,distance\n2026-01-01,5000\n", 0 },
        { "the unit stands in each row", "date,distance\n2026-01-01,5 km\n", 0 },
        { "1:05 may be either", "date,time\n2026-01-01,1:05\n", NGL_DIARY_ASK_CLOCK },
        { "45:10 cannot", "date,time\n2026-01-01,45:10\n", 0 },
        { "the heading says h:mm", "date,time (h:mm)\n2026-01-01,1:05\n", 0 },
        { "nothing of use", "date,colour\n2026-01-01,red\n", NGL_DIARY_ASK_USE },
        { "no date", "km,note\n5,x\n", 1u << NGL_DIARY_DATE },
        { "a date without a word for it", "x,km\n2026-01-01,5\n", 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_diary_map m;
        CHECK(ngl_diary_guess(&m, rows[i].text, strlen(rows[i].text)), "%s: a table", rows[i].what);
        CHECK(ngl_diary_open(&m) == rows[i].open, "%s: open is %x", rows[i].what, ngl_diary_open(&m));
    }
}

static void rows_that_are_alike_have_keys_of_their_own(void **state)
{
    (void)state;
    static const char text[] = "date,km,note\n2026-01-01,5,a\n2026-01-01,5,b\n2026-01-02,5,c\n,,\n2026-01-03,,\n";
    ngl_diary_map m;
    ngl_arena     arena;
    ngl_list      list;
    ngl_arena_init(&arena, 1 << 20);
    CHECK(ngl_diary_guess(&m, text, sizeof text - 1), "a table");
    CHECK(ngl_diary_read(&list, &arena, text, sizeof text - 1, &m, NULL) == NGL_OK, "read");
    CHECK(list.n == 3 && list.nbad == 1 && strstr(list.note, "line 5: no date"), "three rows, one without a date, one that says nothing: %zu %zu %s", list.n, list.nbad, list.note);
    CHECK(strcmp(list.row[0].key, list.row[1].key) != 0 && strcmp(list.row[0].key, list.row[2].key) != 0, "keys differ");
    CHECK(list.row[0].sport == NGL_SPORT_RUNNING && list.row[0].dist_m == 5000, "a run");
    ngl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_as_people_type_them),
        cmocka_unit_test(durations_as_people_type_them),
        cmocka_unit_test(days_as_people_type_them),
        cmocka_unit_test(what_is_open_stays_open),
        cmocka_unit_test(rows_that_are_alike_have_keys_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
