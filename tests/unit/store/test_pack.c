/* Packing: every bit comes back, damage is noticed, memory is refused cleanly. */
#include "tests/check.h"
#include "tests/unit/base/failing_memory.h"

#include "store/runs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { N_MAX = 500, MEMORY = 8 << 20 };

/* a small generator; the same bytes every time */
static uint32_t next_word(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 32);
}

static int64_t     time_ms[N_MAX];
static float       stream[NGL_STREAM_COUNT][N_MAX], extra_value[2][N_MAX];
static int32_t     lat[N_MAX], lon[N_MAX];
static ngl_extra   extra[2];
static ngl_lap     lap[2];
static ngl_pause   pause_[1];
static ngl_device  device[1];

/* columns full of any bits at all, NaNs with payloads included */
static ngl_activity invented(uint32_t n, unsigned present, uint64_t seed)
{
    ngl_activity a = { .format = "fit", .sport = NGL_SPORT_RUNNING, .sport_key = "running", .sub_sport = "trail",
                       .name = "A run", .start = 1714932000123, .utc_offset_s = 7200, .has_offset = 1, .nrecord = n,
                       .time_ms = time_ms, .nlap = 2, .lap = lap, .npause = 1, .pause = pause_, .ndevice = 1, .device = device,
                       .nextra = 2, .extra = extra, .dist_m = 10000.5, .timer_s = 3000, .elapsed_s = 3100.25,
                       .ascent_m = NAN, .descent_m = 12, .mean_hr_bpm = 150, .mean_cadence_spm = NAN,
                       .max_speed_mps = 5, .effort_rpe = NAN, .has_dynamics = 1 };
    for (uint32_t i = 0; i < n; i++) {
        time_ms[i] = i % 50 ? (int64_t)i * 1000 : (int64_t)((uint64_t)next_word(&seed) << 31);
        for (int s = 0; s < NGL_STREAM_COUNT; s++) {
            uint32_t w = next_word(&seed);
            memcpy(&stream[s][i], &w, sizeof w);
        }
        lat[i] = (int32_t)next_word(&seed);
        lon[i] = i % 7 ? NGL_POSITION_NONE : INT32_MIN;
        extra_value[0][i] = i % 3 ? NAN : (float)i;
        extra_value[1][i] = -0.0f;
    }
    for (int s = 0; s < NGL_STREAM_COUNT; s++) a.stream[s] = present >> s & 1 ? stream[s] : NULL;
    a.lat_semi = present & 1 ? lat : NULL;
    a.lon_semi = present & 1 ? lon : NULL;
    extra[0] = (ngl_extra){ .name = "Leg Spring Stiffness", .unit = "kN/m", .app = { 1, 2, 3 }, .value = extra_value[0] };
    extra[1] = (ngl_extra){ .name = "hr_bpm", .unit = "", .value = extra_value[1] }; // named like a column of ours
    device[0] = (ngl_device){ .maker = "garmin", .product = "fr965" };
    lap[1] = (ngl_lap){ .start = NGL_INSTANT_NONE, .timer_s = NAN, .elapsed_s = 1, .dist_m = NAN };
    return a;
}

static void same_column(const void *a, const void *b, size_t bytes, const char *what)
{
    CHECK((a == NULL) == (b == NULL), "%s is there or not there, as before", what);
    CHECK(!a || !bytes || memcmp(a, b, bytes) == 0, "%s comes back bit for bit", what);
}

static void same(const ngl_activity *a, const ngl_activity *b)
{
    size_t n = a->nrecord;
    CHECK(b->nrecord == n && b->nextra == a->nextra, "as many records and fields");
    same_column(a->time_ms, b->time_ms, n * 8, "time");
    for (int s = 0; s < NGL_STREAM_COUNT; s++) same_column(a->stream[s], b->stream[s], n * 4, "a stream");
    same_column(a->lat_semi, b->lat_semi, n * 4, "latitude");
    same_column(a->lon_semi, b->lon_semi, n * 4, "longitude");
    for (uint32_t i = 0; i < a->nextra; i++) {
        assert_string_equal(a->extra[i].name, b->extra[i].name);
        assert_string_equal(a->extra[i].unit, b->extra[i].unit);
        assert_memory_equal(a->extra[i].app, b->extra[i].app, 16);
        same_column(a->extra[i].value, b->extra[i].value, n * 4, "a developer field");
    }
}

static void every_bit_of_a_column_comes_back(void **state)
{
    (void)state;
    static const uint32_t lengths[] = { 0, 1, 2, 3, 50, 255, 256, 257, N_MAX };
    for (size_t k = 0; k < COUNT(lengths); k++)
        for (unsigned present = 0; present < 1u << NGL_STREAM_COUNT; present += 273) {
            ngl_arena    arena;
            ngl_row_run  row;
            ngl_activity a = invented(lengths[k], present, k + present), b = { 0 };
            ngl_error    err = { 0 };
            ngl_arena_init(&arena, MEMORY);
            assert_int_equal(ngl_store_pack_run(&row, &arena, &a, 0, &err), NGL_OK);
            assert_int_equal(ngl_store_unpack_columns(&b, &arena, row.packed, row.npacked, &err), NGL_OK);
            same(&a, &b);
            ngl_arena_free(&arena);
        }
}

static void the_day_is_the_runners_own(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        ngl_instant start;
        int32_t     in_file, of_machine;
        unsigned    has_offset;
        ngl_day     day;
    } rows[] = {
        { "the file's own offset counts", INT64_C(86400000) * 100 - 1, 3600, -3600, 1, 100 },
        { "without one, the machine's", INT64_C(86400000) * 100 - 1, 3600, -3600, 0, 99 },
        { "west of Greenwich", INT64_C(86400000) * 100 + 1, -3600, 0, 1, 99 },
        { "no start, no day", NGL_INSTANT_NONE, 0, 0, 1, NGL_DAY_NONE },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_arena    arena;
        ngl_row_run  row;
        ngl_activity a = invented(3, 1, 1);
        a.start = rows[i].start;
        a.utc_offset_s = rows[i].in_file;
        a.has_offset = rows[i].has_offset;
        ngl_arena_init(&arena, MEMORY);
        assert_int_equal(ngl_store_pack_run(&row, &arena, &a, rows[i].of_machine, NULL), NGL_OK);
        CHECK(row.day == rows[i].day, "%s: %d", rows[i].what, row.day);
        assert_string_equal(row.device, "garmin fr965");
        ngl_arena_free(&arena);
    }
}

static void damage_is_noticed(void **state)
{
    (void)state;
    static uint8_t spoilt[1 << 16];
    ngl_arena      arena, other;
    ngl_row_run    row;
    ngl_activity   a = invented(100, 7, 9), b;
    unsigned       quiet = 0;
    ngl_error      err = { 0 };
    ngl_arena_init(&arena, MEMORY);
    assert_int_equal(ngl_store_pack_run(&row, &arena, &a, 0, &err), NGL_OK);
    assert_true(row.npacked < sizeof spoilt);
    for (size_t i = 0; i < row.npacked; i++) {
        memcpy(spoilt, row.packed, row.npacked);
        spoilt[i] ^= 0x10;
        b = (ngl_activity){ 0 };
        ngl_arena_init(&other, MEMORY);
        ngl_status status = ngl_store_unpack_columns(&b, &other, spoilt, row.npacked, &err);
        // bytes 4-7 are kept free, and a packed stream may hold a few bits that say nothing
        if (status == NGL_OK) same(&a, &b);
        else CHECK(status == NGL_E_CORRUPT || status == NGL_E_NOMEM, "byte %zu: %d", i, status);
        quiet += status == NGL_OK;
        status = ngl_store_unpack_columns(&b, &other, row.packed, i, &err);
        CHECK(status == NGL_E_CORRUPT, "cut at %zu: %d", i, status);
        ngl_arena_free(&other);
    }
    CHECK(quiet <= 16, "nearly every change is noticed: %u are not", quiet);
    ngl_arena_free(&arena);
}

static void originals_are_packed_once(void **state)
{
    (void)state;
    static const uint8_t gz[] = { 0x1f, 0x8b, 8, 0, 1, 2, 3 };
    char                 text[1000];
    ngl_arena            arena;
    ngl_row_file         row = { 0 };
    ngl_error            err = { 0 };
    memset(text, 'x', sizeof text);
    ngl_arena_init(&arena, MEMORY);
    assert_int_equal(ngl_store_pack_original(&row, &arena, text, sizeof text, &err), NGL_OK);
    CHECK(row.original_packed && row.noriginal < 100, "plain bytes are packed, to %zu", row.noriginal);
    assert_int_equal(ngl_store_pack_original(&row, &arena, gz, sizeof gz, &err), NGL_OK);
    CHECK(!row.original_packed && row.noriginal == sizeof gz && memcmp(row.original, gz, sizeof gz) == 0,
          "packed bytes stay as they are");
    ngl_arena_free(&arena);
}

static void refused_memory_is_a_clean_failure(void **state)
{
    (void)state;
    ngl_activity a = invented(200, 0xfff, 3);
    for (int sticky = 0; sticky < 2; sticky++)
        for (size_t n = 1;; n++) {
            ngl_arena    arena;
            ngl_row_run  row;
            ngl_row_file file = { 0 };
            ngl_activity b = { 0 };
            memory_fail_at(n, sticky);
            ngl_arena_init(&arena, MEMORY);
            ngl_status status = ngl_store_pack_run(&row, &arena, &a, 0, NULL);
            if (!status) status = ngl_store_pack_original(&file, &arena, "abc", 3, NULL);
            if (!status) status = ngl_store_unpack_columns(&b, &arena, row.packed, row.npacked, NULL);
            bool reached = memory_asked >= n;
            ngl_arena_free(&arena);
            ngl_memory_set(NULL);
            CHECK(memory_held == 0, "request %zu refused: nothing is left behind", n);
            CHECK(!reached || status == NGL_E_NOMEM || status == NGL_OK, "request %zu refused: %d", n, status);
            if (!reached) {
                CHECK(status == NGL_OK && n > 3, "with all memory it works");
                break;
            }
        }
}

static void the_hash_is_blake2b(void **state)
{
    (void)state;
    /* printf abc | b2sum -l 256 */
    static const uint8_t want[NGL_HASH_BYTES] = { 0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xef,
                                                  0x3f, 0xee, 0x98, 0x57, 0x9b, 0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb,
                                                  0x3e, 0x42, 0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19 };
    uint8_t got[NGL_HASH_BYTES];
    ngl_store_hash(got, "abc", 3);
    assert_memory_equal(got, want, sizeof want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_of_a_column_comes_back), cmocka_unit_test(the_day_is_the_runners_own),
        cmocka_unit_test(damage_is_noticed),                cmocka_unit_test(originals_are_packed_once),
        cmocka_unit_test(refused_memory_is_a_clean_failure), cmocka_unit_test(the_hash_is_blake2b),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
