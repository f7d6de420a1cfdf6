/* Reading past the end gives zeros, never bytes, and is remembered. */
#include "base/reader.h"

#include "../../check.h"

#include <stdlib.h>

enum { U8, U16LE, U16BE, U32LE, U32BE, KINDS };
static const size_t width[KINDS] = { 1, 2, 2, 4, 4 };

static uint32_t read_one(ngl_reader *r, int kind)
{
    switch (kind) {
    case U8: return ngl_read_u8(r);
    case U16LE: return ngl_read_u16le(r);
    case U16BE: return ngl_read_u16be(r);
    case U32LE: return ngl_read_u32le(r);
    default: return ngl_read_u32be(r);
    }
}

static void bytes_come_in_both_orders(void **state)
{
    (void)state;
    static const uint8_t bytes[] = { 0x81, 0x92, 0xa3, 0xb4 };
    static const struct {
        const char *what;
        int         kind;
        uint32_t    value;
    } rows[] = {
        { "one byte", U8, 0x81 },
        { "two, least first", U16LE, 0x9281 },
        { "two, greatest first", U16BE, 0x8192 },
        { "four, least first", U32LE, 0xb4a39281 },
        { "four, greatest first", U32BE, 0x8192a3b4 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_reader r = ngl_reader_of(bytes, sizeof bytes);
        uint32_t   v = read_one(&r, rows[i].kind);
        CHECK(v == rows[i].value, "%s: got %08x", rows[i].what, (unsigned)v);
        CHECK(r.pos == width[rows[i].kind] && !r.overrun, "%s moves on by its width", rows[i].what);
        CHECK(ngl_reader_left(&r) == 4 - width[rows[i].kind], "%s leaves the rest", rows[i].what);
    }
}

/* every width at every position of every length, in a block of exactly that
 * length, so that a sanitizer sees a single byte read too far */
static void every_read_past_the_end_is_refused(void **state)
{
    (void)state;
    for (size_t len = 0; len <= 9; len++)
        for (size_t pos = 0; pos <= len; pos++)
            for (int kind = 0; kind < KINDS; kind++) {
                uint8_t *block = malloc(len ? len : 1);
                assert_non_null(block);
                memset(block, 0xee, len);
                ngl_reader r = ngl_reader_of(block, len);
                CHECK(ngl_read_bytes(&r, pos) == block, "%zu of %zu bytes are there", pos, len);
                bool     fits = len - pos >= width[kind];
                uint32_t v = read_one(&r, kind);
                CHECK((v != 0) == fits, "kind %d at %zu of %zu", kind, pos, len);
                CHECK(r.overrun == !fits, "overrun says so: kind %d at %zu of %zu", kind, pos, len);
                CHECK(r.pos <= r.len, "the position stays inside");
                free(block);
            }
}

static void overrun_is_sticky(void **state)
{
    (void)state;
    static const uint8_t bytes[] = { 1, 2, 3, 4, 5 };
    ngl_reader           r = ngl_reader_of(bytes, sizeof bytes);
    CHECK(ngl_read_u32le(&r) == 0x04030201 && !r.overrun, "the first four");
    CHECK(ngl_read_u16le(&r) == 0 && r.overrun, "two of one are refused");
    CHECK(ngl_read_u8(&r) == 0 && r.overrun, "after that the last byte is gone too");
    CHECK(ngl_reader_left(&r) == 0, "and nothing is left");
    CHECK(ngl_read_bytes(&r, 0) != NULL && r.overrun, "reading nothing succeeds and changes nothing");
}

static void no_length_is_too_large_to_refuse(void **state)
{
    (void)state;
    static const uint8_t bytes[4] = { 1 };
    static const size_t  lengths[] = { 5, 1000, SIZE_MAX / 2, SIZE_MAX - 1, SIZE_MAX };
    for (size_t i = 0; i < COUNT(lengths); i++)
        for (size_t pos = 0; pos <= 4; pos++) {
            ngl_reader r = ngl_reader_of(bytes, sizeof bytes);
            ngl_read_bytes(&r, pos);
            CHECK(!ngl_read_bytes(&r, lengths[i]) && r.overrun && r.pos == 4, "%zu at %zu", lengths[i], pos);
        }
    ngl_reader none = ngl_reader_of(NULL, 0);
    CHECK(ngl_read_u8(&none) == 0 && none.overrun, "an empty input has no first byte");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_in_both_orders),
        cmocka_unit_test(every_read_past_the_end_is_refused),
        cmocka_unit_test(overrun_is_sticky),
        cmocka_unit_test(no_length_is_too_large_to_refuse),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
