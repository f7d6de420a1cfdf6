/* Damaged files: never a crash, never a row that the whole file does not have,
 * never silence about a wrong checksum; memory refused is refused cleanly. */
#include "samples.h"

#include "../../check.h"
#include "../base/failing_memory.h"

#include <math.h>
#include <string.h>

typedef struct rows {
    uint32_t n;
    int64_t  first;
    int64_t  at[4096];
    float    dist[4096];
} rows;

/* What one import gave, reduced to times and distances of its first activity. */
static ngl_status decode(rows *out, const char *bytes, size_t len, unsigned *salvaged, char *note)
{
    ngl_import m;
    ngl_error  err = { 0 };
    ngl_status status = ngl_import_read(&m, bytes, len, NULL, &err);
    out->n = 0;
    *salvaged = 0;
    if (status == NGL_OK) {
        const ngl_activity *a = &m.activity[0];
        const float        *d = a->stream[NGL_STREAM_DIST];
        out->n = a->nrecord < 4096 ? a->nrecord : 4096;
        out->first = a->start;
        for (uint32_t i = 0; i < out->n; i++) {
            out->at[i] = a->start + a->time_ms[i];
            out->dist[i] = d ? d[i] : -1;
        }
        *salvaged = a->salvaged;
    } else {
        CHECK(err.text[0], "an error says what it is");
    }
    memcpy(note, m.note, strlen(m.note) + 1);
    ngl_import_free(&m);
    return status;
}

static const char *const whole_files[] = { "fit/ok_plain.fit", "fit/ok_big_endian.fit", "fit/ok_redefined.fit",
                                           "fit/ok_developer_two_apps.fit", "fit/ok_no_session.fit",
                                           "fit/ok_pauses.fit", "fit/ok_odd_sizes.fit",
                                           "fit/ok_architecture84.fit" };

static void cut_anywhere_leaves_a_beginning(void **state)
{
    (void)state;
    static rows full, part;
    char        note[4096];
    for (size_t k = 0; k < COUNT(whole_files); k++) {
        ngl_buf  b;
        unsigned salvaged;
        uint32_t most = 0;
        sample_get(&b, whole_files[k]);
        CHECK(decode(&full, b.data, b.len, &salvaged, note) == NGL_OK && !salvaged, "%s", whole_files[k]);
        for (size_t len = 0; len < b.len; len++) {
            ngl_status status = decode(&part, b.data, len, &salvaged, note);
            CHECK(status == NGL_OK || status == NGL_E_TRUNCATED || status == NGL_E_CORRUPT ||
                      status == NGL_E_UNSUPPORTED, "%s cut at %zu: %d", whole_files[k], len, status);
            CHECK(status != NGL_OK || (salvaged && note[0]), "%s cut at %zu says so", whole_files[k], len);
            CHECK(part.n >= most || status != NGL_OK, "%s cut at %zu has fewer rows", whole_files[k], len);
            CHECK(part.n <= full.n, "%s cut at %zu has more rows", whole_files[k], len);
            for (uint32_t i = 0; i < part.n; i++)
                CHECK(part.at[i] == full.at[i] && (part.dist[i] == full.dist[i] || isnan(full.dist[i])),
                      "%s cut at %zu, row %u", whole_files[k], len, i);
            if (status == NGL_OK) most = part.n;
        }
        CHECK(most >= full.n - 1, "%s: nearly all rows come before the end", whole_files[k]);
        ngl_buf_free(&b);
    }
}

static void every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    static rows got;
    char        note[4096];
    for (size_t k = 0; k < COUNT(whole_files); k++) {
        ngl_buf b;
        sample_get(&b, whole_files[k]);
        for (size_t at = 0; at < b.len; at++)
            for (int bit = 0; bit < 8; bit++) {
                unsigned salvaged;
                b.data[at] ^= (char)(1 << bit);
                ngl_status status = decode(&got, b.data, b.len, &salvaged, note);
                CHECK(status != NGL_OK || (salvaged && note[0]), "%s: bit %d of byte %zu", whole_files[k], bit, at);
                b.data[at] ^= (char)(1 << bit);
            }
        ngl_buf_free(&b);
    }
}

/* Bytes taken out anywhere: whatever is read agrees with the whole file. Where
 * exactly one record's length is missing, half of one and half of the next make
 * one that nothing can tell from a true one; those lengths are left out. */
static void lost_bytes_invent_nothing(void **state)
{
    (void)state;
    static rows full, part;
    char        note[4096];
    unsigned    salvaged;
    ngl_buf     b;
    static char spoiled[1 << 16];
    sample_get(&b, "fit/ok_no_session.fit");
    CHECK(decode(&full, b.data, b.len, &salvaged, note) == NGL_OK, "whole");
    for (size_t lost = 1; lost < 60; lost++)
        for (size_t at = 80; lost % 19 && at + lost < b.len - 2; at++) {
            memcpy(spoiled, b.data, at);
            memcpy(spoiled + at, b.data + at + lost, b.len - at - lost);
            if (decode(&part, spoiled, b.len - lost, &salvaged, note) != NGL_OK) continue;
            unsigned known = 0;
            for (uint32_t i = 0; i < part.n; i++)
                for (uint32_t j = 0; j < full.n; j++)
                    if (part.at[i] == full.at[j] && part.dist[i] == full.dist[j]) {
                        known++;
                        break;
                    }
            CHECK(part.n - known == 0, "%zu bytes lost at %zu: %u rows are not in the file", lost, at, part.n - known);
            CHECK(part.n + lost / 19 + 4 >= full.n, "%zu bytes lost at %zu: only %u rows", lost, at, part.n);
        }
    ngl_buf_free(&b);
}

static void any_first_two_bytes(void **state)
{
    (void)state;
    ngl_buf     b;
    static rows got;
    char        note[4096];
    unsigned    salvaged;
    sample_get(&b, "fit/ok_plain.fit");
    for (unsigned first = 0; first < 256; first++)
        for (unsigned second = 0; second < 256; second++) {
            b.data[14] = (char)first;
            b.data[15] = (char)second;
            ngl_status status = decode(&got, b.data, b.len, &salvaged, note);
            bool       same = first == 0x40 && second == 0;
            CHECK(same ? status == NGL_OK && !salvaged : status != NGL_OK || salvaged, "%02x %02x", first, second);
        }
    ngl_buf_free(&b);
}

static void memory_is_refused_cleanly(void **state)
{
    (void)state;
    static const char *const names[] = { "fit/ok_developer_two_apps.fit", "gpx/ok_plain.gpx", "tcx/ok_plain.tcx" };
    for (size_t k = 0; k < COUNT(names); k++) {
        ngl_buf b;
        bool    done = false;
        sample_get(&b, names[k]);
        for (size_t budget = 0; !done; budget += 512) {
            ngl_import_options options = { .memory_max = budget, .check_crc = 1 };
            ngl_import         m;
            ngl_error          err = { 0 };
            ngl_status         status = ngl_import_read(&m, b.data, b.len, &options, &err);
            CHECK(status == NGL_OK || status == NGL_E_NOMEM || status == NGL_E_LIMIT, "%s with %zu bytes: %d %s",
                  names[k], budget, status, err.text);
            done = status == NGL_OK;
            ngl_import_free(&m);
            CHECK(budget < (8u << 20), "%s is read with 8 MiB", names[k]);
        }
        ngl_buf_free(&b);
    }
}

static void every_refused_allocation_ends_cleanly(void **state)
{
    (void)state;
    static const ngl_memory counting = { memory_alloc, memory_resize, memory_release };
    ngl_buf b;
    sample_get(&b, "fit/ok_developer_two_apps.fit");
    ngl_memory_set(&counting);
    for (size_t n = 1;; n++) {
        ngl_import m;
        ngl_error  err = { 0 };
        memory_asked = 0;
        memory_fail = n;
        ngl_status status = ngl_import_read(&m, b.data, b.len, NULL, &err);
        ngl_import_free(&m);
        CHECK(memory_held == 0, "request %zu refused: %zu blocks are left", n, memory_held);
        if (status == NGL_OK) break;
        CHECK(status == NGL_E_NOMEM, "request %zu refused: %d", n, status);
    }
    memory_fail = 0;
    ngl_memory_set(NULL);
    ngl_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_anywhere_leaves_a_beginning),
        cmocka_unit_test(every_flipped_bit_is_noticed),
        cmocka_unit_test(lost_bytes_invent_nothing),
        cmocka_unit_test(any_first_two_bytes),
        cmocka_unit_test(memory_is_refused_cleanly),
        cmocka_unit_test(every_refused_allocation_ends_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
