/* Choices in words: what is read, and what is refused with which sentence. */
#include <niggle/forecast.h>

#include "../../check.h"

#include <math.h>
#include <string.h>

enum { SATURDAY = 20512 }; /* 2026-02-28 */

static void choices_are_read(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        unsigned    nrun, at;
        double      km, minutes;
        ngl_effort  effort;
        const char *day;
    } rows[] = {
        { "sunday 18km easy", 1, 0, 18, NAN, NGL_EFFORT_EASY, "sunday" },
        { "Sunday 18 km", 1, 0, 18, NAN, NGL_EFFORT_EASY, "sunday" },
        { "saturday 8.5km fast", 1, 6, 8.5, NAN, NGL_EFFORT_FAST, "saturday" },
        { "  tue   90min  hilly ", 1, 2, NAN, 90, NGL_EFFORT_HILLY, "tue" },
        { "tomorrow 10mi steady", 1, 0, 16.09344, NAN, NGL_EFFORT_STEADY, "tomorrow" },
        { "2026-03-14 1.5h", 1, 13, NAN, 90, NGL_EFFORT_EASY, "2026-03-14" },
        { "tuesday rest", 1, 2, 0, 0, NGL_EFFORT_EASY, "tuesday" },
        { "sonntag 12km", 1, 0, 12, NAN, NGL_EFFORT_EASY, "sonntag" },
        { "mercredi 12km", 1, 3, 12, NAN, NGL_EFFORT_EASY, "mercredi" },
        { "mon 5km, wed 6km; fri rest", 3, 1, 5, NAN, NGL_EFFORT_EASY, "mon" },
        { "sunday 0km", 1, 0, 0, NAN, NGL_EFFORT_EASY, "sunday" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_choice c;
        ngl_error  err = { 0 };
        CHECK(ngl_choice_read(&c, rows[i].text, SATURDAY, &err) == NGL_OK, "%s: %s", rows[i].text, err.text);
        CHECK(c.nrun == rows[i].nrun && c.run[0].at == rows[i].at && c.run[0].effort == rows[i].effort, "%s: %u runs, day %u",
              rows[i].text, c.nrun, c.run[0].at);
        CHECK(isnan(rows[i].km) ? isnan(c.run[0].km) : fabs(c.run[0].km - rows[i].km) < 1e-9, "%s: km %g", rows[i].text, c.run[0].km);
        CHECK(isnan(rows[i].minutes) ? isnan(c.run[0].minutes) : fabs(c.run[0].minutes - rows[i].minutes) < 1e-9, "%s: min %g",
              rows[i].text, c.run[0].minutes);
        CHECK(!strcmp(c.run[0].day, rows[i].day), "%s: the name as it was typed: %s", rows[i].text, c.run[0].day);
    }
}

static void what_is_not_a_choice_is_refused(void **unused)
{
    (void)unused;
    static const struct {
        const char *text, *says;
    } rows[] = {
        { "", "nothing stands there" },
        { "sunday 18km easy,", "nothing stands there" },
        { "sundy 18km", "did you mean \"sunday\"?" },
        { "18km sunday", "\"18km\" is not a day" },
        { "today 18km", "niggle today" },
        { "sunday", "say how much on sunday" },
        { "sunday 18", "18 of what on sunday?" },
        { "sunday 18 parsecs", "\"parsecs\" is no unit" },
        { "sunday eighteen km", "\"eighteen\" is not an amount" },
        { "sunday -5km", "\"-5km\" is not an amount" },
        { "sunday 1e3km", "is no unit" },
        { "sunday 1.2.3km", "is not an amount" },
        { "sunday 201km", "more than a day's running" },
        { "sunday 25h", "more than a day's running" },
        { "sunday 18km gently", "\"gently\" is no effort" },
        { "sunday 18km easy really", "\"really\" is too much" },
        { "sunday 18km easy tuesday", "\"tuesday\" is too much" },
        { "sunday 18km, sun 5km", "is there twice" },
        { "2026-02-28 5km", "2026-03-01 to 2026-03-14" },
        { "2026-03-15 5km", "2026-03-01 to 2026-03-14" },
        { "sunday 18km and a very long tail of words that goes on and on and on and on and on until nobody reads it", "too long" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_choice c = { .nrun = 77 };
        ngl_error  err = { 0 };
        CHECK(ngl_choice_read(&c, rows[i].text, SATURDAY, &err) == NGL_E_INVALID, "\"%s\" is refused", rows[i].text);
        CHECK(strstr(err.text, rows[i].says), "\"%s\": %s", rows[i].text, err.text);
        CHECK(c.nrun == 77, "\"%s\": nothing was written", rows[i].text);
    }
}

static void planned_runs_weigh_what_they_would(void **unused)
{
    (void)unused;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    const ngl_usual      usual = NGL_USUAL_INIT;
    ngl_planned_run      run = { .km = 10, .minutes = NAN };
    ngl_error            err = { 0 };
    double               load[4], hours = 0;
    CHECK(ngl_planned_load(&hours, kb, NGL_NONE, &run, &usual, &err) == NGL_OK && hours == 10, "without a tissue: kilometres");
    for (unsigned e = 0; e < 4; e++) {
        run.effort = (ngl_effort)e;
        CHECK(ngl_planned_load(&load[e], kb, 0, &run, &usual, &err) == NGL_OK, "%s", err.text);
    }
    CHECK(fabs(load[NGL_EFFORT_EASY] - 10) < 0.5, "ten easy kilometres are ten: %g", load[NGL_EFFORT_EASY]);
    for (ngl_id t = 0; t < kb->ntissue; t++) {
        double easy = 0, fast = 0;
        run.effort = NGL_EFFORT_EASY;
        ngl_planned_load(&easy, kb, t, &run, &usual, &err);
        run.effort = NGL_EFFORT_FAST;
        ngl_planned_load(&fast, kb, t, &run, &usual, &err);
        CHECK(fast > easy * 0.9, "%s: fast %g, easy %g", kb->tissue[t].key, fast, easy);
    }
    run = (ngl_planned_run){ .km = NAN, .minutes = 60 };
    CHECK(fabs(ngl_planned_km(&run, &usual) - 2.9 * 3.6) < 1e-9, "an hour at the usual pace");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_are_read),
        cmocka_unit_test(what_is_not_a_choice_is_refused),
        cmocka_unit_test(planned_runs_weigh_what_they_would),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
