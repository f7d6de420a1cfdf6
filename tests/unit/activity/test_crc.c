/* The checksum by tables and by folding is the checksum bit by bit. */
#include "activity/fit_crc.h"

#include "../../check.h"

static uint16_t slow(uint16_t c, const uint8_t *p, size_t n)
{
    for (; n; n--, p++) {
        c = (uint16_t)(c ^ *p);
        for (int i = 0; i < 8; i++) c = (uint16_t)(c & 1 ? c >> 1 ^ 0xa001 : c >> 1);
    }
    return c;
}

static void known_value(void **state)
{
    (void)state;
    CHECK(ngl_fit_crc(0, "123456789", 9) == 0xbb3d, "%04x", ngl_fit_crc(0, "123456789", 9));
    CHECK(ngl_fit_crc(0, "", 0) == 0, "nothing");
}

static void every_length_start_and_place(void **state)
{
    (void)state;
    static uint8_t bytes[700];
    for (unsigned i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * 2654435761u >> 13);
    for (size_t len = 0; len < 600; len++)
        for (size_t at = 0; at < 20; at += 3) {
            uint16_t start = (uint16_t)(len * 40503u);
            CHECK(ngl_fit_crc(start, bytes + at, len) == slow(start, bytes + at, len), "%zu bytes at %zu", len, at);
        }
}

static void parts_add_up(void **state)
{
    (void)state;
    static uint8_t bytes[1000];
    for (unsigned i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * i + 7);
    uint16_t whole = ngl_fit_crc(0, bytes, sizeof bytes);
    for (size_t cut = 0; cut <= sizeof bytes; cut += 37)
        CHECK(ngl_fit_crc(ngl_fit_crc(0, bytes, cut), bytes + cut, sizeof bytes - cut) == whole, "cut at %zu", cut);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_value),
        cmocka_unit_test(every_length_start_and_place),
        cmocka_unit_test(parts_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
