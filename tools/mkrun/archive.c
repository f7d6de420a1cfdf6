/* Strava's and Garmin's exports in their layouts: the folders, the names, the
 * units, the columns that occur twice, archives in archives. */
#include "archive.h"

#include "base/date.h"
#include "base/json_write.h"
#include "base/number.h"
#include "fit_write.h"
#include "zip_write.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BUFFER ((size_t)1 << 30)
#define FIRST_ID 4000000001LL
enum { FIT_EPOCH_S = 631065600, PART_FILES = 2000 };

typedef struct account {
    const archive_plan *a;
    zip_writer          zip;
    ngl_buf             list;  /* activities.csv or summarizedActivities.json */
    ngl_json            json;
    ngl_buf             file, packed;
    ngl_buf             part;  /* garmin: the inner archive */
    zip_writer          inner;
    unsigned            nparts, inpart;
} account;

static bool by_hand(unsigned i)
{
    return i % 20 == 7;
}

static const char *format_of(const archive_plan *a, unsigned i)
{
    static const char *const mixed[] = { "fit", "fit", "fit", "gpx", "fit", "tcx", "fit" };
    return strcmp(a->format, "mixed") == 0 ? mixed[i % 7] : a->format;
}

static void write_recording(ngl_buf *out, const run *r, const char *format)
{
    out->len = 0;
    if (strcmp(format, "gpx") == 0) write_gpx(out, r);
    else if (strcmp(format, "tcx") == 0) write_tcx(out, r);
    else write_fit(out, r);
}

static const char *title(const run *r)
{
    static const char *const names[] = { "Easy run", "Long run", "Intervals", "Hills, 8 × 200 m", "Race day" };
    return names[r->plan.kind];
}

/* what runners write where only they can read it; some of it is about pain */
static const char *private_note(unsigned i)
{
    static const char *const notes[] = {
        "Left glute tight from km 12, worse when sitting in the car afterwards.",
        "New shoes, felt quick.",
        "Hamstring niggle again high up,\nnear the sit bone. Stopped at \"the bridge\".",
        "Warm, drank too little.",
        "Sore on the right side next morning, gone by noon.",
        "Hintere Oberschenkel ziehen, Schmerz 3 von 10.",
    };
    return i % 9 == 3 ? notes[(i / 9) % 6] : "";
}

/* ---- strava ---------------------------------------------------------------------------------------- */

static const char strava_header[] =
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,"
    "Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,"
    "Average Speed,Elevation Gain,Elevation Loss,Elevation Low,Elevation High,Max Grade,Average Grade,Average Positive Grade,"
    "Average Negative Grade,Max Cadence,Average Cadence,Max Heart Rate,Average Heart Rate,Max Watts,Average Watts,Calories,"
    "Max Temperature,Average Temperature,Relative Effort,Total Work,Number of Runs,Uphill Time,Downhill Time,Other Time,"
    "Perceived Exertion,Type,Start Time,Weighted Average Power,Power Count,Prefer Perceived Exertion,Perceived Relative Effort,"
    "Commute,Total Weight Lifted,From Upload,Grade Adjusted Distance,Weather Observation Time,Weather Condition,Weather Temperature,"
    "Apparent Temperature,Dewpoint,Humidity,Weather Pressure,Wind Speed,Wind Gust,Wind Bearing,Precipitation Intensity,Sunrise Time,"
    "Sunset Time,Moon Phase,Bike,Gear,Precipitation Probability,Precipitation Type,Cloud Cover,Weather Visibility,UV Index,"
    "Weather Ozone,Jump Count,Total Grit,Average Flow,Flagged,Average Elapsed Speed,Dirt Distance,Newly Explored Distance,"
    "Newly Explored Dirt Distance,Activity Count,Total Steps,Carbon Saved,Pool Length,Training Load,Intensity,"
    "Average Grade Adjusted Pace,Timer Time,Total Cycles,Media\n";

/* the same 94 columns in words that nobody here knows */
static void foreign_header(ngl_buf *b)
{
    for (int i = 1; i <= 94; i++) ngl_buf_printf(b, "Spalte %d%c", i, i < 94 ? ',' : '\n');
}

static void quoted(ngl_buf *b, const char *text)
{
    ngl_buf_char(b, '"');
    for (const char *p = text; *p; p++) {
        if (*p == '"') ngl_buf_char(b, '"');
        ngl_buf_char(b, *p);
    }
    ngl_buf_char(b, '"');
}

/* "Mar 1, 2026, 7:30:00 AM", with a narrow no-break space in every second */
static void strava_date(ngl_buf *b, ngl_instant t, bool narrow)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    ngl_civil c = ngl_civil_from_day(ngl_instant_day(t, 0));
    int       s = (int)(t / 1000 % 86400), hour = s / 3600;
    ngl_buf_printf(b, "\"%s %d, %d, %d:%02d:%02d%s%s\"", months[c.month - 1], c.day, c.year, hour % 12 ? hour % 12 : 12, s / 60 % 60,
                   s % 60, narrow ? "\xe2\x80\xaf" : " ", hour < 12 ? "AM" : "PM");
}

typedef struct totals {
    double dist_m, elapsed_s, moving_s, hr_bpm, cadence_rpm, ascent_m;
} totals;

static totals totals_of(const run *r)
{
    const run_sample *last = &r->sample[r->n - 1];
    totals            t = { .dist_m = last->dist_m, .elapsed_s = last->t, .moving_s = r->timer_s, .ascent_m = r->ascent_m };
    for (uint32_t i = 0; i < r->n; i++) {
        t.hr_bpm += r->sample[i].hr_bpm / r->n;
        t.cadence_rpm += r->sample[i].cadence_spm / 2 / r->n;
    }
    return t;
}

/* one value of column `k` (from 1) */
static void strava_cell(ngl_buf *b, int k, const run *r, unsigned i, const totals *t, const char *file, bool foreign)
{
    switch (k) {
    case 1: ngl_buf_printf(b, "%lld", FIRST_ID + i); break;
    case 2: strava_date(b, r->start, i % 2); break;
    case 3: quoted(b, title(r)); break;
    case 4: ngl_buf_text(b, foreign ? "Lauf" : r->plan.treadmill ? "Virtual Run" : "Run"); break;
    case 5: quoted(b, i % 5 ? "" : "With the club"); break;
    case 6: ngl_buf_number(b, t->elapsed_s, 0); break;
    case 7: ngl_buf_number(b, t->dist_m / 1000, 2); break;
    case 10: ngl_buf_text(b, "false"); break;
    case 11: quoted(b, private_note(i)); break;
    case 12: ngl_buf_text(b, i % 2 ? "Blue shoes" : "Red shoes"); break;
    case 13: ngl_buf_text(b, file); break;
    case 16: ngl_buf_number(b, t->elapsed_s, 1); break;
    case 17: ngl_buf_number(b, t->moving_s, 1); break;
    case 18: ngl_buf_number(b, t->dist_m, 6); break;
    case 21: ngl_buf_number(b, t->ascent_m, 3); break;
    case 30: ngl_buf_number(b, t->cadence_rpm, 4); break;
    case 32: ngl_buf_number(b, t->hr_bpm, 4); break;
    case 44: if (r->plan.rpe) ngl_buf_number(b, r->plan.rpe, 1); break;
    case 94: quoted(b, i % 13 ? "" : "media/photo.jpg"); break;
    default: break;
    }
}

static void strava_row(account *c, const run *r, unsigned i, const char *file)
{
    totals t = totals_of(r);
    for (int k = 1; k <= 94; k++) {
        strava_cell(&c->list, k, r, i, &t, file, c->a->words);
        ngl_buf_char(&c->list, k < 94 ? ',' : '\n');
    }
}

static void strava_begin(account *c)
{
    static const char photo[64] = "\xff\xd8\xff\xe0 invented picture";
    zip_add(&c->zip, "media/photo.jpg", photo, sizeof photo, ZIP_STORED);
    zip_add(&c->zip, "bikes.csv", "Bike Name,Bike Brand\n", 21, 0);
    zip_add(&c->zip, "shoes.csv", "Shoe Name,Shoe Brand\nBlue shoes,Invented\n", 41, 0);
    if (c->a->words) foreign_header(&c->list);
    else ngl_buf_text(&c->list, strava_header);
}

static void strava_run(account *c, const run *r, unsigned i)
{
    char        name[64] = "";
    const char *format = format_of(c->a, i);
    if (!by_hand(i)) {
        snprintf(name, sizeof name, "activities/%lld.%s.gz", FIRST_ID + 1000000 + i, format);
        write_recording(&c->file, r, format);
        c->packed.len = 0;
        if (c->file.failed || !gzip_pack(&c->packed, c->file.data, c->file.len)) c->zip.failed = true;
        zip_add(&c->zip, name, c->packed.data, c->packed.len, 0);
    }
    strava_row(c, r, i, name);
}

static void strava_end(account *c)
{
    zip_add(&c->zip, "activities.csv", c->list.data, c->list.len, 0);
}

/* ---- garmin ------------------------------------------------------------------------------------------ */

static void garmin_row(account *c, const run *r, unsigned i)
{
    ngl_json *j = &c->json;
    totals    t = totals_of(r);
    ngl_json_object(j);
    ngl_json_put_integer(j, "activityId", (int64_t)FIRST_ID + i);
    ngl_json_put_string(j, "name", title(r));
    ngl_json_put_string(j, "activityType", r->plan.treadmill ? "treadmill_running" : "running");
    ngl_json_put_integer(j, "beginTimestamp", r->start);
    ngl_json_put_string(j, "sportType", "RUNNING");
    ngl_json_put_number(j, "startTimeGmt", (double)r->start, 1);
    ngl_json_put_number(j, "startTimeLocal", (double)(r->start + r->utc_offset_s * 1000), 1);
    ngl_json_put_number(j, "duration", t.moving_s * 1000, 3);
    ngl_json_put_number(j, "distance", t.dist_m * 100, 3);
    ngl_json_put_number(j, "elevationGain", t.ascent_m * 100, 3);
    ngl_json_put_number(j, "avgHr", t.hr_bpm, 1);
    ngl_json_put_number(j, "avgDoubleCadence", t.cadence_rpm * 2, 3);
    ngl_json_put_number(j, "elapsedDuration", t.elapsed_s * 1000, 3);
    ngl_json_key(j, "summarizedDiveInfo");
    ngl_json_object(j);
    ngl_json_key(j, "summarizedDiveGases");
    ngl_json_array(j);
    ngl_json_end(j);
    ngl_json_end(j);
    if (r->plan.rpe) ngl_json_put_integer(j, "workoutRpe", r->plan.rpe * 10);
    if (private_note(i)[0]) ngl_json_put_string(j, "description", private_note(i));
    ngl_json_end(j);
}

static void close_part(account *c)
{
    char name[128];
    if (!c->inpart) return;
    if (!zip_end(&c->inner)) c->zip.failed = true;
    snprintf(name, sizeof name, "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part%u.zip", ++c->nparts);
    zip_add(&c->zip, name, c->part.data, c->part.len, 0);
    c->part.len = 0;
    c->inpart = 0;
}

static void add_to_part(account *c, const char *name, const ngl_buf *file)
{
    if (c->inpart == PART_FILES) close_part(c);
    if (!c->inpart++) c->inner = zip_begin(NULL, &c->part);
    zip_add(&c->inner, name, file->data, file->len, ZIP_SIZES_BEHIND);
}

/* a FIT file of another kind: what the watch counted over a day, settings, sleep */
static void write_other(ngl_buf *out, unsigned i)
{
    static const uint8_t   kinds[] = { 32, 32, 32, 2, 49, 5, 44 };
    static const fit_field id[] = { { 0, 1, FW_ENUM }, { 1, 2, FW_U16 }, { 3, 4, FW_U32Z }, { 4, 4, FW_U32 } };
    static const fit_field steps[] = { { 253, 4, FW_U32 }, { 3, 4, FW_U32 }, { 5, 1, FW_ENUM }, { 24, 1, FW_BYTE } };
    uint32_t   day = 1772323200 - FIT_EPOCH_S - i * 3600;
    out->len = 0;
    fit_writer w = fit_begin(out, 14);
    fit_define(&w, 0, 0, id, 4, NULL, 0);
    fit_data(&w, 0);
    fit_put(&w, kinds[i % 7], 1);
    fit_put(&w, 255, 2);
    fit_put(&w, 51, 4);
    fit_put(&w, day, 4);
    fit_define(&w, 1, 55, steps, 4, NULL, 0);
    for (unsigned k = 0; k < 400; k++) {
        fit_data(&w, 1);
        fit_put(&w, day + k * 60, 4);
        fit_put(&w, (k * 37 + i) % 4000, 4);
        fit_put(&w, k % 7, 1);
        fit_put(&w, (k * i) & 0xff, 1);
    }
    fit_end(&w);
}

static void garmin_begin(account *c)
{
    static const char sleep[] = "[{\"sleepStartTimestampGMT\":\"2026-02-28T22:10:00.0\",\"calendarDate\":\"2026-03-01\",\"deepSleepSeconds\":4200}]";
    zip_add(&c->zip, "DI_CONNECT/DI-Connect-Wellness/2025-12-01_2026-03-10_51_sleepData.json", sleep, sizeof sleep - 1, 0);
    zip_add(&c->zip, "DI_CONNECT/DI-Connect-Wellness/51_healthStatusData.json", "[]", 2, 0);
    zip_add(&c->zip, "DI_CONNECT/DI-Connect-Aggregator/UDSFile_2025-12-01_2026-03-10.json", "[]", 2, 0);
    ngl_buf_text(&c->list, "[");
    c->json = ngl_json_to(&c->list);
    ngl_json_object(&c->json);
    ngl_json_key(&c->json, "summarizedActivitiesExport");
    ngl_json_array(&c->json);
}

static void garmin_run(account *c, const run *r, unsigned i)
{
    char name[64];
    if (!by_hand(i)) {
        write_recording(&c->file, r, "fit");
        snprintf(name, sizeof name, "runner@example.org_%lld.fit", FIRST_ID + i);
        add_to_part(c, name, &c->file);
    }
    unsigned from = (unsigned)((uint64_t)c->a->others * i / c->a->nplan), to = (unsigned)((uint64_t)c->a->others * (i + 1) / c->a->nplan);
    for (unsigned k = from; k < to; k++) {
        write_other(&c->file, k);
        snprintf(name, sizeof name, "runner@example.org_%lld.fit", FIRST_ID * 2 + k);
        add_to_part(c, name, &c->file);
    }
    garmin_row(c, r, i);
}

static void garmin_end(account *c)
{
    close_part(c);
    ngl_json_end(&c->json);
    ngl_json_end(&c->json);
    ngl_buf_text(&c->list, "]");
    zip_add(&c->zip, "DI_CONNECT/DI-Connect-Fitness/runner@example.org_0_summarizedActivities.json", c->list.data, c->list.len, 0);
}

/* ---- all ------------------------------------------------------------------------------------------------ */

static void each_run(account *c, bool garmin)
{
    for (unsigned i = 0; i < c->a->nplan; i++) {
        ngl_arena arena;
        run       r;
        ngl_arena_init(&arena, (size_t)64 << 20);
        if (!run_make(&r, &arena, &c->a->plan[i], c->a->seed)) c->zip.failed = true;
        else if (garmin) garmin_run(c, &r, i);
        else strava_run(c, &r, i);
        ngl_arena_free(&arena);
    }
}

int archive_make(const archive_plan *a)
{
    bool     garmin = strcmp(a->kind, "garmin") == 0;
    account  c = { .a = a };
    ngl_buf *all[] = { &c.list, &c.file, &c.packed, &c.part };
    FILE    *f = fopen(a->path, "wb");
    for (unsigned i = 0; i < 4; i++) ngl_buf_init(all[i], BUFFER);
    if (f) {
        c.zip = zip_begin(f, NULL);
        garmin ? garmin_begin(&c) : strava_begin(&c);
        each_run(&c, garmin);
        garmin ? garmin_end(&c) : strava_end(&c);
    }
    bool good = f && zip_end(&c.zip);
    if (f && fclose(f)) good = false;
    for (unsigned i = 0; i < 4; i++) ngl_buf_free(all[i]);
    if (!good) fprintf(stderr, "mkrun: %s cannot be written\n", a->path);
    return !good;
}
