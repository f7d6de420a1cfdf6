/* Real files that other programs' tests publish, against what several readers
 * agree they hold. They are not part of this repository: where the folder is
 * missing, the test says so and skips. Where Niggle's figure is another one,
 * the table below says why, and the test holds it to exactly that. */
#include "samples.h"

#include "../../check.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 13, FILES_MAX = 400 };
enum { FILE_NAME, N_RECORDS, DISTANCE, TIMER, CADENCE, HEART_RATE, N_CADENCE, N_HR };

typedef struct figures {
    ngl_status status;
    double     v[FIELDS];
    unsigned   salvaged;
} figures;

/* file, field (N_RECORDS: the status too), Niggle's figure (NaN: none), reason */
static const struct {
    const char *file;
    int         field;
    double      ours;
    const char *why;
} known[] = {
    { "ga_Berlin_0_9_km_.fit", N_RECORDS, 0, "a course, which is planned and not recorded" },
    { "gb_fitwrite-track.fit", N_RECORDS, 0, "a course" },
    { "gb_course.tcx", N_RECORDS, 0, "a course" },
    { "gb_gtrnctr-readcp.tcx", N_RECORDS, 0, "a course" },
    { "ga_Berlin_0_9_km_.gpx", N_RECORDS, 0, "a planned route: no point has a time" },
    { "gc_A_ride_mapped_on_11_22_2011.gpx", N_RECORDS, 0, "a planned route: no point has a time" },
    { "gx_track-with-extremes.gpx", N_RECORDS, 0, "no point has a time" },
    { "gx_track-with-small-floats.gpx", N_RECORDS, 0, "no point has a time" },
    { "gx_track_with_dilution_errors.gpx", N_RECORDS, 0, "no point has a time" },
    { "gx_korita-zbevnica.gpx", N_RECORDS, 513, "one of its tracks has no time at any point" },
    { "gx_korita-zbevnica.gpx", DISTANCE, 6268.55, "the way of the tracks with times" },
    { "gb_segmented_tracks.gpx", N_RECORDS, 23, "the same track twice, once without any time" },
    { "gb_segmented_tracks.gpx", DISTANCE, 1466.55, "the way of the track with times" },
    { "gx_first_and_last_elevation.gpx", DISTANCE, 195716.23, "points 20 km apart: gpxpy treats the Earth as flat there" },
    /* the session leaves its totals out; they are made from the records */
    { "mk_Activity.fit", DISTANCE, 3600, "session without a distance; the records have one" },
    { "mk_ActivityDevFields.fit", DISTANCE, 3600, "session without a distance; the records have one" },
    { "mk_activity_developerdata.fit", DISTANCE, 3600, "session without a distance; the records have one" },
    { "gc_3386684871-saved.fit", TIMER, 1440, "session without a timer; first to last record" },
    { "gc_Fr955v19.28andStryd-saved.fit", TIMER, 3117, "session without a timer; first to last record" },
    { "sl_20151130_virtualride_971150603.fit", TIMER, 3796, "session without a timer; first to last record less pauses" },
    { "sl_2020-01-09_virtualride.fit", TIMER, 1745, "session without a timer; first to last record" },
    { "gc_moxy.fit", TIMER, 348, "session without a timer; first to last record" },
    /* what the strap remembered stands in its rows; other readers leave it out. The maker's own
     * decoder, which merges it too, has 85.35, 72.86, 96.91, 118.44, 155.37 and 128.33 */
    { "fd_garmin-fr935-cr.fit", HEART_RATE, 85.36, "with the strap's memory" },
    { "fd_garmin-fr935-cr.fit", N_HR, 7483, "with the strap's memory" },
    { "gc_GarminHRMswim.FIT", N_HR, 2630, "with the strap's memory" },
    { "mk_HrmPluginTestActivity.fit", HEART_RATE, 72.89, "with the strap's memory" },
    { "mk_HrmPluginTestActivity.fit", N_HR, 310, "with the strap's memory" },
    { "mk_activity_poolswim_with_hr.fit", N_HR, 3501, "with the strap's memory" },
    { "pf_sample_mulitple_header.fit", HEART_RATE, 171.675, "with the strap's memory" },
    { "pf_sample_mulitple_header.fit", N_HR, 1773, "with the strap's memory" },
    { "sa_6688025408.fit", N_HR, 3964, "with the strap's memory" },
    { "sa_6788312639-1.fit", HEART_RATE, 155.383, "with the strap's memory" },
    { "sa_6860712481.fit", N_HR, 2848, "with the strap's memory" },
    { "gc_moxy.fit", DISTANCE, NAN, "no distance anywhere: unknown, not 0" },
    { "gc_2012_02_05_09_03_59.fit", DISTANCE, NAN, "no distance anywhere: unknown, not 0" },
    { "gc_Garmin830_with_Stages.fit", DISTANCE, NAN, "no distance anywhere: unknown, not 0" },
    { "pf_antfs-dump.63.fit", DISTANCE, NAN, "no distance anywhere: unknown, not 0" },
};

static double known_figure(const char *file, int field, double expected)
{
    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i].field == field && strcmp(known[i].file, file) == 0) return known[i].ours;
    return expected;
}

static double plus(double sum, double v)
{
    return isnan(v) ? sum : isnan(sum) ? v : sum + v;
}

/* Sums as the table has them: cadence as the file counts it, per foot. */
static void add_stream(const ngl_activity *a, ngl_stream s, double factor, double *sum, double *n)
{
    for (uint32_t i = 0; a->stream[s] && i < a->nrecord; i++) {
        if (isnan(a->stream[s][i])) continue;
        *sum += (double)a->stream[s][i] * factor;
        *n += 1;
    }
}

static figures figures_of(const ngl_buf *b)
{
    figures    f = { .v = { [DISTANCE] = NAN, [TIMER] = NAN } };
    ngl_import m;
    double     cadence = 0, hr = 0;
    f.status = ngl_import_read(&m, ngl_buf_string(b), b->len, NULL, NULL);
    for (uint32_t i = 0; i < m.nactivity; i++) {
        const ngl_activity *a = &m.activity[i];
        bool foot = a->sport == NGL_SPORT_RUNNING || a->sport == NGL_SPORT_WALKING || a->sport == NGL_SPORT_HIKING;
        f.v[N_RECORDS] += a->nrecord;
        f.v[DISTANCE] = plus(f.v[DISTANCE], a->dist_m);
        f.v[TIMER] = plus(f.v[TIMER], a->timer_s);
        f.salvaged |= a->salvaged;
        add_stream(a, NGL_STREAM_CADENCE, foot ? 0.5 : 1, &cadence, &f.v[N_CADENCE]);
        add_stream(a, NGL_STREAM_HEART_RATE, 1, &hr, &f.v[N_HR]);
    }
    f.v[CADENCE] = f.v[N_CADENCE] > 0 ? cadence / f.v[N_CADENCE] : NAN;
    f.v[HEART_RATE] = f.v[N_HR] > 0 ? hr / f.v[N_HR] : NAN;
    ngl_import_free(&m);
    return f;
}

static bool near(double a, double b, double share)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= share * fabs(b) + 0.006;
}

/* One line of EXPECTED.tsv; its cells are cut apart in place. */
static void compare(char *line, const char *folder, unsigned *compared)
{
    static const char *const title[] = { "file", "n_records", "distance_m", "timer_s", "mean_cadence", "mean_hr",
                                         "n_cadence", "n_hr" };
    char    *cell[FIELDS] = { 0 }, path[2048];
    unsigned n = 0;
    for (char *p = line; n < FIELDS; n++) {
        cell[n] = p;
        p = strpbrk(p, "\t\n");
        if (!p) break;
        *p++ = 0;
    }
    ngl_buf b;
    snprintf(path, sizeof path, "%s/%s", folder, cell[0]);
    if (n < N_HR || strchr(cell[0], '!') || !sample_load(&b, path)) return; /* members of archives are not read yet */
    figures f = figures_of(&b);
    ngl_buf_free(&b);
    (*compared)++;
    for (int k = N_RECORDS; k <= N_HR; k++) {
        double expected;
        if (!ngl_number_parse(&expected, cell[k], strlen(cell[k]))) continue;
        if (f.status == NGL_E_NOT_ACTIVITY && k > N_RECORDS) continue; /* its records are explained above */
        double want = known_figure(cell[0], k, expected);
        double share = k == DISTANCE ? 0.0002 : k == CADENCE || k == HEART_RATE ? 0.00002 : 0;
        CHECK(near(f.v[k], want, share), "%s: %s is %.3f, not %.3f", cell[0], title[k], f.v[k], want);
    }
}

static const char *shared_folder(void)
{
    static char path[1024];
    const char *shared = getenv("NIGGLE_SHARED");
    snprintf(path, sizeof path, "%s/data/activities", shared ? shared : "../shared");
    return path;
}

static void figures_agree_with_other_readers(void **state)
{
    (void)state;
    char     line[4096], path[2048];
    unsigned compared = 0;
    snprintf(path, sizeof path, "%s/EXPECTED.tsv", shared_folder());
    FILE *table = fopen(path, "r");
    if (!table) {
        print_message("# real files: %s is not here, so they are not compared\n", path);
        skip();
    }
    CHECK(fgets(line, sizeof line, table), "a first line");
    while (fgets(line, sizeof line, table)) compare(line, shared_folder(), &compared);
    fclose(table);
    print_message("# real files: %u compared, %zu figures explained\n", compared, COUNT(known));
    CHECK(compared > 150, "only %u files were found", compared);
}

/* ---- damage to real files -------------------------------------------------- */

typedef struct row {
    int64_t at;
    float   dist;
} row;

static uint32_t rows_of(const char *bytes, size_t len, row *out, uint32_t max)
{
    ngl_import m;
    uint32_t   n = 0;
    ngl_import_read(&m, bytes, len, NULL, NULL);
    for (uint32_t i = 0; i < m.nactivity; i++) {
        const ngl_activity *a = &m.activity[i];
        for (uint32_t k = 0; k < a->nrecord && n < max; k++) {
            float d = a->stream[NGL_STREAM_DIST] ? a->stream[NGL_STREAM_DIST][k] : 0;
            out[n++] = (row){ a->start + a->time_ms[k], d };
        }
    }
    ngl_import_free(&m);
    return n;
}

static uint32_t count_rows(const char *bytes, size_t len, bool *marked)
{
    ngl_import m;
    uint32_t   n = 0;
    ngl_import_read(&m, bytes, len, NULL, NULL);
    *marked = true;
    for (uint32_t i = 0; i < m.nactivity; i++) {
        n += m.activity[i].nrecord;
        *marked &= m.activity[i].salvaged;
    }
    ngl_import_free(&m);
    return n;
}

/* Odd files are read as they are while the checksum vouches for them; warily,
 * without it, they must not be taken for damage. */
static void a_wrong_checksum_alone_loses_nothing(void **state)
{
    (void)state;
    char     line[4096], path[8192];
    unsigned tried = 0;
    snprintf(path, sizeof path, "%s/EXPECTED.tsv", shared_folder());
    FILE *table = fopen(path, "r");
    if (!table) skip();
    while (fgets(line, sizeof line, table)) {
        ngl_buf b;
        bool    marked;
        char   *tab = strchr(line, '\t');
        if (tab) *tab = 0;
        snprintf(path, sizeof path, "%s/%s", shared_folder(), line);
        if (!strstr(line, ".fit") || strstr(line, ".gz") || strchr(line, '!') || !sample_load(&b, path)) continue;
        uint32_t n = count_rows(b.data, b.len, &marked), m;
        m = count_rows(b.data, b.len - 1, &marked);
        CHECK(m + 1 >= n || n < 4, "%s: the last byte lost costs %u of %u records", line, n - m, n);
        CHECK(marked, "%s: the lost byte is said", line);
        b.data[b.len - 1] ^= 0x55;
        m = count_rows(b.data, b.len, &marked);
        CHECK(m == n && marked, "%s: a wrong checksum costs %u of %u records", line, n - m, n);
        ngl_buf_free(&b);
        tried++;
    }
    fclose(table);
    CHECK(tried > 90, "only %u files", tried);
}

static int by_time(const void *a, const void *b)
{
    const row *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return x->dist < y->dist ? -1 : x->dist > y->dist;
}

static void lost_bytes_cost_little_and_invent_nothing(void **state)
{
    (void)state;
    static const char *const names[] = { "sa_6860622783.fit", "tr_mornindew-broken.fit", "sl_suunto-uphill.fit",
                                         "pf_activity-small-fenix2-run.fit", "sl_OutdoorRun20200314145229.fit",
                                         "gc_Fr955v19.28andStryd.fit" };
    enum { MAX = 1 << 16 };
    static row full[MAX], part[MAX];
    unsigned   tried = 0;
    for (size_t k = 0; k < COUNT(names); k++) {
        char    path[2048];
        ngl_buf b;
        snprintf(path, sizeof path, "%s/%s", shared_folder(), names[k]);
        if (!sample_load(&b, path)) continue;
        uint32_t n = rows_of(b.data, b.len, full, MAX), invented = 0, m;
        qsort(full, n, sizeof *full, by_time);
        for (int place = 1; place < 8; place++) { /* seven stretches of 137 bytes go missing */
            size_t at = b.len / 8 * (size_t)place;
            memmove(b.data + at, b.data + at + 137, b.len - at - 137);
            b.len -= 137;
        }
        m = rows_of(b.data, b.len, part, MAX);
        for (uint32_t i = 0; i < m; i++)
            invented += !isnan(part[i].dist) && !bsearch(&part[i], full, n, sizeof *full, by_time);
        print_message("# %s: %u of %u records, %u not in the whole file\n", names[k], m, n, invented);
        CHECK(invented == 0, "%s: %u records were invented", names[k], invented);
        CHECK(m >= n - n / 10, "%s: %u of %u records", names[k], m, n);
        ngl_buf_free(&b);
        tried++;
    }
    if (!tried) skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_agree_with_other_readers),
        cmocka_unit_test(a_wrong_checksum_alone_loses_nothing),
        cmocka_unit_test(lost_bytes_cost_little_and_invent_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
