/* Apple Health's export in its layout: a document type that is broken as that of
 * version 12 is, records of a phone and a watch type by type, then workouts with
 * statistics, events and a route in a file beside. */
#include "apple.h"

#include "base/date.h"
#include "base/number.h"
#include "zip_write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { FLUSH = 1 << 20 };
#define XML_MAX ((size_t)1900 << 20)

typedef struct health {
    const archive_plan *a;
    ngl_buf             x;    /* export.xml, or what of it is not written yet */
    FILE               *file; /* export.xml of a folder; NULL: in memory, for a zip */
    uint64_t            written;
    zip_writer          zip;
    bool                failed;
    uint64_t            random;
} health;

static void flush(health *h, bool all)
{
    if (!h->file || (!all && h->x.len < FLUSH)) return;
    if (fwrite(h->x.data, 1, h->x.len, h->file) != h->x.len) h->failed = true;
    h->written += h->x.len;
    h->x.len = 0;
}

static void number(ngl_buf *b, double v, int decimals)
{
    ngl_buf_number(b, v, decimals);
}

/* "2026-03-01 07:30:00 +0100" */
static void date(ngl_buf *b, const char *name, ngl_instant t, int32_t offset_s)
{
    int64_t   s = t / 1000 + offset_s;
    ngl_civil c = ngl_civil_from_day((ngl_day)(s / 86400));
    int       in = (int)(s % 86400), off = (offset_s < 0 ? -offset_s : offset_s) / 60;
    ngl_buf_printf(b, " %s=\"%04d-%02d-%02d %02d:%02d:%02d %c%02d%02d\"", name, c.year, c.month, c.day, in / 3600, in / 60 % 60, in % 60,
                   offset_s < 0 ? '-' : '+', off / 60, off % 60);
}

/* ---- the beginning ------------------------------------------------------------------- */

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!DOCTYPE HealthData [\n"
    "<!-- HealthKit Export Version: 12 -->\n"
    "<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord|Audiogram|VisionPrescription)*)>\n"
    "<!ATTLIST HealthData\n  locale CDATA #REQUIRED\n>\n"
    "<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>\n"
    "<!ATTLIST Record\n  type          CDATA #REQUIRED\n  unit          CDATA #IMPLIED\n  value         CDATA #IMPLIED\n"
    "  sourceName    CDATA #REQUIRED\n  startDate     CDATA #REQUIRED\n  endDate       CDATA #REQUIRED\n>\n"
    "<!ATTLIST SensitivityPoint\n  frequencyValue   CDATA #REQUIRED\n  leftEarUnit      CDATA #IMPLIED\n"
    "<!ELEMENT VisionPrescription EMPTY>\n>\n" /* as in version 12: a list that does not end, and an end too many */
    "<!ENTITY niggle \"must never be seen\">\n"
    "]>\n"
    "<HealthData locale=\"en_DE\">\n"
    " <ExportDate value=\"2026-03-02 08:00:00 +0100\"/>\n"
    " <Me HKCharacteristicTypeIdentifierDateOfBirth=\"\" HKCharacteristicTypeIdentifierBiologicalSex=\"HKBiologicalSexNotSet\"/>\n";

#define WATCH "Invented\xe2\x80\x99s Watch &amp; Strap"
#define PHONE "Invented iPhone"

static void device(ngl_buf *b, bool watch)
{
    ngl_buf_printf(b, " device=\"&lt;&lt;HKDevice: 0x%s&gt;, name:%s, manufacturer:Apple Inc., model:%s, hardware:%s, software:9.1&gt;\"",
                   watch ? "280a1b2c0" : "280d4e5f0", watch ? "Apple Watch" : "iPhone", watch ? "Watch" : "iPhone", watch ? "Watch6,1" : "iPhone14,5");
}

typedef struct record {
    const char *type, *unit;
    ngl_instant from, to;
    double      value;
    int         decimals;
    int32_t     offset_s;
    bool        watch;
} record;

static void put_record(health *h, const record *r, bool entry)
{
    ngl_buf *b = &h->x;
    ngl_buf_printf(b, " <Record type=\"HKQuantityTypeIdentifier%s\" sourceName=\"%s\" sourceVersion=\"9.1\"", r->type, r->watch ? WATCH : PHONE);
    device(b, r->watch);
    ngl_buf_printf(b, " unit=\"%s\"", r->unit);
    date(b, "creationDate", r->to, r->offset_s);
    date(b, "startDate", r->from, r->offset_s);
    date(b, "endDate", r->to, r->offset_s);
    ngl_buf_text(b, " value=\"");
    number(b, r->value, r->decimals);
    ngl_buf_text(b, entry ? "\">\n  <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"2\"/>\n </Record>\n" : "\"/>\n");
    flush(h, false);
}

/* ---- records of a run -------------------------------------------------------------------- */

typedef enum part { HEART, SPEED, POWER, CONTACT, OSCILLATION, STRIDE, DISTANCE, STEPS, PARTS } part;

static double mean(const run *r, uint32_t from, uint32_t to, size_t member)
{
    double   sum = 0;
    uint32_t n = 0;
    for (uint32_t i = from; i < to && i < r->n; i++, n++) sum += *(const double *)(const void *)((const char *)&r->sample[i] + member);
    return n ? sum / n : 0;
}

static void put_quantity(health *h, const run *r, part p, uint32_t i, uint32_t k)
{
    static const struct {
        const char *type, *unit, *miles;
        size_t      member;
        double      factor, miles_factor;
        int         decimals;
    } parts[] = {
        { "HeartRate", "count/min", "count/min", offsetof(run_sample, hr_bpm), 1, 1, 0 },
        { "RunningSpeed", "km/hr", "mi/hr", offsetof(run_sample, speed_mps), 3.6, 2.2369363, 5 },
        { "RunningPower", "W", "W", offsetof(run_sample, power_w), 1, 1, 0 },
        { "RunningGroundContactTime", "ms", "ms", offsetof(run_sample, contact_ms), 1, 1, 0 },
        { "RunningVerticalOscillation", "cm", "in", offsetof(run_sample, oscillation_mm), 0.1, 1 / 25.4, 4 },
        { "RunningStrideLength", "m", "ft", offsetof(run_sample, step_mm), 0.001, 0.001 / 0.3048, 4 },
    };
    const char *unit = h->a->words ? parts[p].miles : parts[p].unit;
    double      v = mean(r, i, k, parts[p].member) * (h->a->words ? parts[p].miles_factor : parts[p].factor);
    ngl_instant t = r->start + (int64_t)r->sample[i].t * 1000;
    record      q = { parts[p].type, unit, t, t + (p == HEART ? 0 : 5000), v, parts[p].decimals, r->utc_offset_s, true };
    put_record(h, &q, p == HEART);
}

/* distance and steps of the phone stand beside those of the watch */
static void put_interval(health *h, const run *r, part p, uint32_t i, uint32_t k, bool watch)
{
    double      m = r->sample[k].dist_m - r->sample[i].dist_m, steps = mean(r, i, k, offsetof(run_sample, cadence_spm)) * (r->sample[k].t - r->sample[i].t) / 60;
    ngl_instant from = r->start + (int64_t)r->sample[i].t * 1000, to = r->start + (int64_t)r->sample[k].t * 1000;
    record      q = { "DistanceWalkingRunning", h->a->words ? "mi" : "km", from, to, h->a->words ? m / 1609.344 : m / 1000, 6, r->utc_offset_s, watch };
    if (p == STEPS) q = (record){ "StepCount", "count", from, to, steps, 0, r->utc_offset_s, watch };
    put_record(h, &q, false);
}

static void put_part(health *h, const run *r, part p)
{
    for (uint32_t i = 0; i + 5 < r->n && p < DISTANCE; i += 5) put_quantity(h, r, p, i, i + 5);
    for (uint32_t i = 0; i + 10 < r->n && p >= DISTANCE; i += 10) put_interval(h, r, p, i, i + 10, true);
    for (uint32_t i = 0; i + 60 < r->n && p >= DISTANCE; i += 60) put_interval(h, r, p, i, i + 60, false);
}

/* ---- a workout ------------------------------------------------------------------------------- */

static void route_name(char name[64], const run *r)
{
    int64_t   s = r->start / 1000 + r->utc_offset_s;
    ngl_civil c = ngl_civil_from_day((ngl_day)(s / 86400));
    int       minute = (int)(s % 86400) / 60;
    snprintf(name, 64, "workout-routes/route_%04d-%02d-%02d_%d.%02d%s.gpx", c.year, c.month, c.day, minute / 60 % 12 ? minute / 60 % 12 : 12, minute % 60,
             minute < 720 ? "am" : "pm");
}

static void statistics(health *h, const char *type, const char *kind, double v, const char *unit, const run *r)
{
    ngl_buf *b = &h->x;
    ngl_buf_printf(b, "  <WorkoutStatistics type=\"HKQuantityTypeIdentifier%s\"", type);
    date(b, "startDate", r->start, r->utc_offset_s);
    date(b, "endDate", r->start + (int64_t)r->sample[r->n - 1].t * 1000, r->utc_offset_s);
    ngl_buf_printf(b, " %s=\"", kind);
    number(b, v, 5);
    ngl_buf_printf(b, "\" unit=\"%s\"/>\n", unit);
}

static void put_events(health *h, const run *r)
{
    for (uint32_t i = 0; i < r->npause; i++) {
        ngl_buf_text(&h->x, "  <WorkoutEvent type=\"HKWorkoutEventTypePause\"");
        date(&h->x, "date", r->start + (int64_t)r->pause[i].from * 1000, r->utc_offset_s);
        ngl_buf_text(&h->x, "/>\n  <WorkoutEvent type=\"HKWorkoutEventTypeResume\"");
        date(&h->x, "date", r->start + (int64_t)r->pause[i].to * 1000, r->utc_offset_s);
        ngl_buf_text(&h->x, "/>\n");
    }
}

static void put_route_reference(health *h, const run *r)
{
    char name[64];
    route_name(name, r);
    ngl_buf_text(&h->x, "  <WorkoutRoute sourceName=\"" WATCH "\" sourceVersion=\"9.1\"");
    date(&h->x, "startDate", r->start, r->utc_offset_s);
    ngl_buf_printf(&h->x, ">\n   <MetadataEntry key=\"HKMetadataKeySyncVersion\" value=\"2\"/>\n   <FileReference path=\"/%s\"/>\n  </WorkoutRoute>\n", name);
}

static void put_workout(health *h, const run *r)
{
    ngl_buf    *b = &h->x;
    ngl_instant end = r->start + (int64_t)r->sample[r->n - 1].t * 1000;
    double      km = r->sample[r->n - 1].dist_m / 1000;
    ngl_buf_text(b, " <Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" duration=\"");
    number(b, r->timer_s / 60.0, 8);
    ngl_buf_text(b, "\" durationUnit=\"min\" sourceName=\"" WATCH "\" sourceVersion=\"9.1\"");
    device(b, true);
    date(b, "creationDate", end, r->utc_offset_s);
    date(b, "startDate", r->start, r->utc_offset_s);
    date(b, "endDate", end, r->utc_offset_s);
    ngl_buf_printf(b, ">\n  <MetadataEntry key=\"HKIndoorWorkout\" value=\"%d\"/>\n  <MetadataEntry key=\"HKTimeZone\" value=\"Europe/Berlin\"/>\n", r->plan.treadmill);
    ngl_buf_text(b, "  <MetadataEntry key=\"HKElevationAscended\" value=\"");
    number(b, r->ascent_m * 100, 0);
    ngl_buf_text(b, " cm\"/>\n");
    put_events(h, r);
    ngl_buf_text(b, "  <WorkoutActivity uuid=\"00000000-0000-4000-8000-000000000000\">\n");
    statistics(h, "DistanceWalkingRunning", "sum", km / 2, "km", r); /* of a part: must not be taken for the whole */
    ngl_buf_text(b, "  </WorkoutActivity>\n");
    statistics(h, "ActiveEnergyBurned", "sum", km * 62, "kcal", r);
    statistics(h, "DistanceWalkingRunning", "sum", h->a->words ? km / 1.609344 : km, h->a->words ? "mi" : "km", r);
    statistics(h, "HeartRate", "minimum=\"99\" maximum=\"181\" average", mean(r, 0, r->n, offsetof(run_sample, hr_bpm)), "count/min", r);
    if (!r->plan.treadmill) put_route_reference(h, r);
    ngl_buf_text(b, " </Workout>\n");
    flush(h, false);
}

/* from another app: nothing but a duration */
static void put_bare_workout(health *h, const run *r)
{
    ngl_instant start = r->start + (ngl_instant)10 * 3600000;
    ngl_buf_text(&h->x, " <Workout workoutActivityType=\"HKWorkoutActivityTypeTraditionalStrengthTraining\" duration=\"31.5\" durationUnit=\"min\" sourceName=\"Gym &lt;App&gt;\"");
    date(&h->x, "startDate", start, r->utc_offset_s);
    date(&h->x, "endDate", start + 31 * 60000 + 30000, r->utc_offset_s);
    ngl_buf_text(&h->x, "/>\n");
}

/* ---- what fills the gigabytes -------------------------------------------------------------------- */

/* a day of standing about: energy, steps and a heart rate every five minutes */
static void put_day(health *h, ngl_day day)
{
    ngl_instant midnight = (ngl_instant)day * 86400000;
    for (int i = 0; i < 288; i++) {
        ngl_instant t = midnight + i * 300000;
        for (int k = 0; k < 3; k++)
            put_record(h, &(record){ k ? "ActiveEnergyBurned" : "BasalEnergyBurned", "kcal", t + k * 90000, t + k * 90000 + 61000, random_unit(&h->random) * 4, 3, 3600, k != 1 }, false);
        put_record(h, &(record){ "HeartRate", "count/min", t, t, 55 + random_unit(&h->random) * 40, 0, 3600, true }, i % 4 == 0);
        if (i > 80 && i % 3 == 0) put_record(h, &(record){ "StepCount", "count", t, t + 240000, random_unit(&h->random) * 200, 0, 3600, i % 2 }, false);
    }
}

static void put_correlation(health *h)
{
    ngl_buf_text(&h->x, " <Correlation type=\"HKCorrelationTypeIdentifierFood\" sourceName=\"Diary\" startDate=\"2026-02-01 08:00:00 +0100\" endDate=\"2026-02-01 08:00:00 +0100\">\n");
    put_record(h, &(record){ "HeartRate", "count/min", 1769929200000, 1769929200000, 250, 0, 3600, true }, false);
    ngl_buf_text(&h->x, " </Correlation>\n <!-- <Record type=\"HKQuantityTypeIdentifierHeartRate\" value=\"249\"/> -->\n");
}

static uint64_t size_now(const health *h)
{
    return h->written + h->x.len;
}

static void fill_up(health *h)
{
    ngl_day first = h->a->nplan ? h->a->plan[0].day : 20000;
    for (ngl_day day = first - 1; size_now(h) < h->a->bytes && !h->failed && !h->x.failed; day--) put_day(h, day);
}

/* ---- all ------------------------------------------------------------------------------------------- */

static void save_route(health *h, const run *r)
{
    char    name[64], path[1400];
    ngl_buf gpx;
    route_name(name, r);
    ngl_buf_init(&gpx, (size_t)64 << 20);
    write_gpx(&gpx, r);
    if (!h->file) {
        snprintf(path, sizeof path, "apple_health_export/%s", name);
        zip_add(&h->zip, path, gpx.data, gpx.len, 0);
    } else {
        snprintf(path, sizeof path, "%s/%s", h->a->path, name);
        FILE *f = fopen(path, "wb");
        if (!f || fwrite(gpx.data, 1, gpx.len, f) != gpx.len) h->failed = true;
        if (f && fclose(f)) h->failed = true;
    }
    ngl_buf_free(&gpx);
}

/* what: a part of the records, PARTS for workouts, PARTS + 1 for routes */
static void each_run(health *h, unsigned what)
{
    for (unsigned i = 0; i < h->a->nplan && !h->failed; i++) {
        ngl_arena arena;
        run       r;
        ngl_arena_init(&arena, (size_t)64 << 20);
        if (!run_make(&r, &arena, &h->a->plan[i], h->a->seed)) h->failed = true;
        else if (what < PARTS) put_part(h, &r, (part)what);
        else if (what == PARTS) put_workout(h, &r);
        else if (!r.plan.treadmill) save_route(h, &r);
        if (!h->failed && what == PARTS && i % 10 == 3) put_bare_workout(h, &r);
        ngl_arena_free(&arena);
    }
}

static void write_export(health *h)
{
    ngl_buf_text(&h->x, head);
    fill_up(h);
    for (unsigned p = 0; p <= PARTS; p++) each_run(h, p);
    put_correlation(h);
    ngl_buf_text(&h->x, " <ActivitySummary dateComponents=\"2026-03-01\" activeEnergyBurned=\"500\" activeEnergyBurnedUnit=\"kcal\"/>\n</HealthData>\n");
    flush(h, true);
}

static bool make_folder(health *h)
{
    char path[1400];
    snprintf(path, sizeof path, "%s/workout-routes", h->a->path);
    if ((mkdir(h->a->path, 0777) && errno != EEXIST) || (mkdir(path, 0777) && errno != EEXIST)) return false;
    snprintf(path, sizeof path, "%s/%s", h->a->path, h->a->words ? "\xe5\xaf\xbc\xe5\x87\xba.xml" : "export.xml");
    h->file = fopen(path, "wb");
    if (!h->file) return false;
    write_export(h);
    each_run(h, PARTS + 1);
    return fclose(h->file) == 0;
}

static bool make_zip(health *h)
{
    FILE *f = fopen(h->a->path, "wb");
    if (!f) return false;
    h->zip = zip_begin(f, NULL);
    write_export(h);
    zip_add(&h->zip, h->a->words ? "apple_health_export/\xe5\xaf\xbc\xe5\x87\xba.xml" : "apple_health_export/export.xml", h->x.data, h->x.len, ZIP_SIZES_BEHIND);
    each_run(h, PARTS + 1);
    static const char cda[] = "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>";
    static const char ecg[] = "Name,Invented\nRecorded Date,2026-02-01 08:00:00 +0100\nSample Rate,512 hertz\n\n1.5\n2.5\n";
    zip_add(&h->zip, "apple_health_export/export_cda.xml", cda, sizeof cda - 1, 0);
    zip_add(&h->zip, "apple_health_export/electrocardiograms/ecg_2026-02-01.csv", ecg, sizeof ecg - 1, 0);
    bool good = zip_end(&h->zip);
    return fclose(f) == 0 && good;
}

int apple_make(const archive_plan *a)
{
    health h = { .a = a, .random = a->seed };
    size_t n = strlen(a->path);
    ngl_buf_init(&h.x, XML_MAX);
    bool good = n > 4 && strcmp(a->path + n - 4, ".zip") == 0 ? make_zip(&h) : make_folder(&h);
    good = good && !h.failed && !h.x.failed;
    ngl_buf_free(&h.x);
    if (!good) fprintf(stderr, "mkrun: %s cannot be written\n", a->path);
    return !good;
}
