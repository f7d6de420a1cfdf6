/* Hand-made FIT files, one trap each: make_fit FOLDER writes them all.
 *
 * The verdict is in the name: ok_ reads whole, any_ reads with a warning, bad_
 * holds nothing to read. What each must give stands in the table of
 * tests/unit/activity/test_fit.c. All are the same invented run of twenty
 * seconds at 3 m/s, heart rate 140, 170 steps a minute, unless the trap is
 * about that. A test compares this program's output with the files kept here.
 */
#include "pieces.h"

#include <stdio.h>
#include <string.h>

/* ---- one function a file --------------------------------------------------- */

static void header12(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 12);
    whole(&w);
    fit_end(&w);
}

static void header_crc_zero(ngl_buf *b)
{
    plain(b);
    b->data[12] = b->data[13] = 0;
    resum(b);
}

static void big_endian(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    w.big = 1;
    whole(&w);
    fit_end(&w);
}

static void mixed_endian(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, usual);
    records(&w, 0, 10);
    w.big = 1;
    DEFINE(&w, RECORD, 20, usual);
    records(&w, 10, N);
    w.big = 0;
    session(&w);
    fit_end(&w);
}

static void architecture84(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    size_t at = b->len;
    DEFINE(&w, RECORD, 20, usual);
    if (!b->failed) b->data[at + 2] = 84;
    records(&w, 0, N);
    session(&w);
    fit_end(&w);
}

static void redefined(ngl_buf *b)
{
    static const fit_field fewer[] = { { 253, 4, FW_U32 }, { 3, 1, FW_U8 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, usual);
    records(&w, 0, 10);
    DEFINE(&w, RECORD, 20, fewer);
    for (unsigned i = 10; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 150, 1);
    }
    session(&w);
    fit_end(&w);
}

/* a field of no bytes, one of 255, one of two bytes and a half of its type */
static void odd_sizes(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 3, 1, FW_U8 },     { 4, 0, FW_U8 },
                                   { 200, 255, FW_BYTE }, { 5, 5, FW_U32 }, { 73, 4, FW_U32 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, f);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 140, 1);
        fit_text(&w, "", 255);
        fit_text(&w, "abcde", 5);
        fit_put(&w, 3000, 4);
    }
    session(&w);
    fit_end(&w);
}

static void no_endian_bit(ngl_buf *b)
{
    fit_field f[COUNT(usual)];
    memcpy(f, usual, sizeof f);
    for (unsigned i = 0; i < COUNT(f); i++) f[i].type &= 0x1f;
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    fit_define(&w, RECORD, 20, f, COUNT(f), NULL, 0);
    records(&w, 0, N);
    session(&w);
    fit_end(&w);
}

/* ---- developer fields ---- */

static void developer(fit_writer *w, unsigned index, unsigned app)
{
    static const fit_field f[] = { { 1, 16, FW_BYTE }, { 3, 1, FW_U8 } };
    DEFINE(w, 3, 207, f);
    fit_data(w, 3);
    for (int i = 0; i < 16; i++) fit_put(w, app, 1);
    fit_put(w, index, 1);
}

static void description(fit_writer *w, unsigned index, unsigned number, unsigned type, const char *name,
                        const char *unit)
{
    static const fit_field f[] = { { 0, 1, FW_U8 }, { 1, 1, FW_U8 }, { 2, 1, FW_U8 }, { 3, 24, FW_TEXT },
                                   { 8, 16, FW_TEXT } };
    DEFINE(w, 4, 206, f);
    fit_data(w, 4);
    fit_put(w, index, 1);
    fit_put(w, number, 1);
    fit_put(w, type, 1);
    fit_text(w, name, 24);
    fit_text(w, unit, 16);
}

static void developer_undescribed(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 3, 1, FW_U8 } }, dev[] = { { 10, 2, 0 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    fit_define(&w, RECORD, 20, f, COUNT(f), dev, 1);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 140, 1);
        fit_put(&w, 1234, 2);
    }
    session(&w);
    fit_end(&w);
}

/* field 10 of one app is not field 10 of another */
static void developer_two_apps(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 3, 1, FW_U8 } }, dev[] = { { 10, 2, 0 }, { 10, 4, 1 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    developer(&w, 0, 0xa0);
    description(&w, 0, 10, FW_U16, "Power", "Watts");
    developer(&w, 1, 0xb1);
    description(&w, 1, 10, FW_F32, "Leg Spring Stiffness", "kN/m");
    fit_define(&w, RECORD, 20, f, COUNT(f), dev, 2);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 140, 1);
        fit_put(&w, 230, 2);
        fit_float(&w, 10.5f);
    }
    session(&w);
    fit_end(&w);
}

/* form only from an app; zeros while standing are no values */
static void developer_form(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 3, 1, FW_U8 } }, dev[] = { { 2, 2, 0 }, { 3, 4, 0 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    developer(&w, 0, 0x55);
    description(&w, 0, 2, FW_U16, "Ground Time", "Milliseconds");
    description(&w, 0, 3, FW_F32, "Vertical Oscillation", "Centimeters");
    fit_define(&w, RECORD, 20, f, COUNT(f), dev, 2);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 140, 1);
        fit_put(&w, i ? 240 : 0, 2);
        fit_float(&w, i ? 7.5f : 0);
    }
    session(&w);
    fit_end(&w);
}

/* ---- time ---- */

static void compressed(fit_writer *w, unsigned from)
{
    static const fit_field f[] = { { 3, 1, FW_U8 }, { 8, 3, FW_BYTE } };
    DEFINE(w, RECORD, 20, f);
    for (unsigned i = from; i < from + N; i++) {
        uint32_t t = T0 + 2 * i, v = 300, d = (48 * i) & 0xfff; /* 3 m/s; 3 m a record in sixteenths */
        fit_put(w, 0x80 | RECORD << 5 | (t & 31), 1);
        fit_put(w, 140, 1);
        fit_put(w, v | d << 12, 3);
    }
}

static void compressed_times(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 12);
    file_id(&w, 4);
    event(&w, T0, 0);
    compressed(&w, 0);
    session_of(&w, T0, 2 * (N - 1), 1);
    fit_end(&w);
}

static void compressed_wraps(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 12);
    file_id(&w, 4);
    event(&w, T0, 0);
    for (unsigned i = 0; i < 10; i++) compressed(&w, N * i); /* 600 m: past 256 */
    fit_end(&w);
}

static void compressed_first(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    compressed(&w, 0);
    fit_end(&w);
}

static void clock_back(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, usual);
    records(&w, 0, 10);
    for (unsigned i = 10; i < N; i++) record(&w, T0 + i - 3600, i);
    session(&w);
    fit_end(&w);
}

static void dated(ngl_buf *b, uint32_t t0)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, usual);
    for (unsigned i = 0; i < N; i++) record(&w, t0 + i, i);
    session_of(&w, t0, N - 1, 1);
    fit_end(&w);
}

static void date_1989(ngl_buf *b)
{
    dated(b, 100);
}

static void date_2106(ngl_buf *b)
{
    dated(b, 0xffffff00u);
}

static void date_correlated(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 1, 4, FW_U32 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, 3, 162, f);
    fit_data(&w, 3);
    fit_put(&w, T0, 4);
    fit_put(&w, 100, 4);
    DEFINE(&w, RECORD, 20, usual);
    for (unsigned i = 0; i < N; i++) record(&w, 100 + i, i);
    session_of(&w, 100, N - 1, 1);
    fit_end(&w);
}

static void no_time(ngl_buf *b)
{
    static const fit_field f[] = { { 3, 1, FW_U8 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    event(&w, T0, 0);
    DEFINE(&w, RECORD, 20, f);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, 140, 1);
    }
    session(&w);
    fit_end(&w);
}

static void pauses(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    event(&w, T0, 0);
    DEFINE(&w, RECORD, 20, usual);
    records(&w, 0, 10);
    event(&w, T0 + 9, 4);
    event(&w, T0 + 69, 0);
    for (unsigned i = 10; i < N; i++) record(&w, T0 + 60 + i, i);
    event(&w, T0 + 79, 4);
    fit_end(&w);
}

static void local_time(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 5, 4, FW_U32 } };
    fit_writer w = fit_begin(b, 14);
    whole(&w);
    DEFINE(&w, 6, 34, f);
    fit_data(&w, 6);
    fit_put(&w, T0 + N, 4);
    fit_put(&w, T0 + N - 12600, 4); /* 3 h 30 min behind */
    fit_end(&w);
}

/* ---- parts and sessions ---- */

static void chained(ngl_buf *b)
{
    plain(b);
    fit_writer w = fit_begin(b, 14);
    whole(&w);
    fit_end(&w);
}

/* memory of a heart-rate strap: a part without file_id */
static void chained_strap(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 6, 8, FW_U8 } };
    plain(b);
    fit_writer w = fit_begin(b, 14);
    DEFINE(&w, 0, 132, f);
    for (unsigned i = 0; i < 5; i++) {
        fit_data(&w, 0);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 0, 8);
    }
    fit_end(&w);
}

/* The same with beats in it, for a run under water: one message ties the strap's
 * clock (1/1,024 s, soon to run over) to the watch's, then eight beats a message,
 * two a second, each a beat a minute faster than the last. */
static void strap_memory(ngl_buf *b)
{
    static const fit_field way[] = { { 253, 4, FW_U32 }, { 5, 4, FW_U32 } };
    static const fit_field anchor[] = { { 253, 4, FW_U32 }, { 0, 2, FW_U16 }, { 6, 1, FW_U8 }, { 9, 4, FW_U32 } };
    static const fit_field beats[] = { { 6, 8, FW_U8 }, { 10, 12, FW_BYTE } };
    uint32_t   first = 0xfffff800, event = first;
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, way);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 300 * i, 4);
    }
    session(&w);
    fit_end(&w);
    w = fit_begin(b, 14);
    DEFINE(&w, 0, 132, anchor);
    fit_data(&w, 0);
    fit_put(&w, T0, 4);
    fit_put(&w, 16384, 2);
    fit_put(&w, 100, 1);
    fit_put(&w, first, 4);
    DEFINE(&w, 1, 132, beats);
    for (unsigned i = 0, beat = 1; i < 5; i++) {
        fit_data(&w, 1);
        for (unsigned k = 0; k < 8; k++) fit_put(&w, 100 + beat++, 1);
        for (unsigned k = 0; k < 4; k++) {
            uint32_t one = event + 512, two = event + 1024;
            fit_put(&w, (one & 0xfff) | (two & 0xfff) << 12, 3);
            event = two;
        }
    }
    fit_end(&w);
}

static void multisport(ngl_buf *b, int summary_first)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    for (int turn = 0; turn < 2; turn++) {
        if (turn != summary_first) {
            DEFINE(&w, RECORD, 20, usual);
            records(&w, 0, N);
        } else {
            session_of(&w, T0, 8, 2);
            session_of(&w, T0 + 8, 4, 3);
            session_of(&w, T0 + 12, 7, 1);
        }
    }
    fit_end(&w);
}

static void multisport_last(ngl_buf *b)
{
    multisport(b, 1);
}

static void multisport_first(ngl_buf *b)
{
    multisport(b, 0);
}

static void no_session(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, usual);
    records(&w, 0, N);
    fit_end(&w);
}

static void no_records(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    session(&w);
    fit_end(&w);
}

/* ---- values ---- */

static void enhanced(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 73, 4, FW_U32 }, { 6, 2, FW_U16 }, { 78, 4, FW_U32 },
                                   { 2, 2, FW_U16 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, f);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, i ? 3000 : 0xffffffffu, 4); /* the first has only the plain one */
        fit_put(&w, 2000, 2);
        fit_put(&w, (100 + 500) * 5, 4);
        fit_put(&w, 0xffff, 2);
    }
    session(&w);
    fit_end(&w);
}

static void all_invalid(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 0, 4, FW_S32 }, { 1, 4, FW_S32 }, { 5, 4, FW_U32 },
                                   { 73, 4, FW_U32 },  { 3, 1, FW_U8 },  { 4, 1, FW_U8 },  { 41, 2, FW_U16 },
                                   { 13, 1, FW_S8 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, f);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 0x7fffffff, 4);
        fit_put(&w, 0x7fffffff, 4);
        fit_put(&w, 0xffffffffu, 4);
        fit_put(&w, 0xffffffffu, 4);
        fit_put(&w, 0xffff, 2);
        fit_put(&w, 0xffff, 2);
        fit_put(&w, 0x7f, 1);
    }
    session(&w);
    fit_end(&w);
}

static void zeros(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 84, 2, FW_U16 }, { 41, 2, FW_U16 }, { 3, 1, FW_U8 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, f);
    for (unsigned i = 0; i < N; i++) {
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, 0, 5);
    }
    session(&w);
    fit_end(&w);
}

/* latitude 91, 400 m/s and a jump of the distance in the tenth record */
static void absurd(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 0, 4, FW_S32 }, { 1, 4, FW_S32 }, { 5, 4, FW_U32 },
                                   { 73, 4, FW_U32 } };
    fit_writer w = fit_begin(b, 14);
    file_id(&w, 4);
    DEFINE(&w, RECORD, 20, f);
    for (unsigned i = 0; i < N; i++) {
        int bad = i == 10;
        fit_data(&w, RECORD);
        fit_put(&w, T0 + i, 4);
        fit_put(&w, bad ? 1085646000u : 560000000u, 4);
        fit_put(&w, 110000000u, 4);
        fit_put(&w, bad ? 400000000u : 300 * i, 4);
        fit_put(&w, bad ? 400000 : 3000, 4);
    }
    fit_end(&w);
}

static void text(ngl_buf *b)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 0, 1, FW_U8 }, { 2, 2, FW_U16 }, { 27, 6, FW_TEXT } };
    fit_writer w = fit_begin(b, 14);
    whole(&w);
    DEFINE(&w, 3, 23, f);
    for (int i = 1; i < 3; i++) {
        fit_data(&w, 3);
        fit_put(&w, T0, 4);
        fit_put(&w, (uint64_t)i, 1);
        fit_put(&w, 255, 2);
        fit_text(&w, i == 1 ? "abcdef" : "a\xff\xfe\x1b[m", 6); /* no NUL; no UTF-8, and an escape */
    }
    fit_end(&w);
}

static const sample good[] = {
    { "ok_plain", plain, NULL },
    { "ok_header12", header12, NULL },
    { "ok_header_crc_zero", header_crc_zero, NULL },
    { "ok_big_endian", big_endian, NULL },
    { "ok_mixed_endian", mixed_endian, NULL },
    { "ok_architecture84", architecture84, NULL },
    { "ok_redefined", redefined, NULL },
    { "ok_odd_sizes", odd_sizes, NULL },
    { "ok_no_endian_bit", no_endian_bit, NULL },
    { "ok_developer_undescribed", developer_undescribed, NULL },
    { "ok_developer_two_apps", developer_two_apps, NULL },
    { "ok_developer_form", developer_form, NULL },
    { "ok_compressed_times", compressed_times, NULL },
    { "ok_compressed_wraps", compressed_wraps, NULL },
    { "ok_compressed_first", compressed_first, NULL },
    { "ok_clock_back", clock_back, NULL },
    { "ok_date_1989", date_1989, NULL },
    { "ok_date_2106", date_2106, NULL },
    { "ok_date_correlated", date_correlated, NULL },
    { "ok_no_time", no_time, NULL },
    { "ok_pauses", pauses, NULL },
    { "ok_local_time", local_time, NULL },
    { "ok_chained", chained, NULL },
    { "ok_chained_strap", chained_strap, NULL },
    { "ok_strap_memory", strap_memory, NULL },
    { "ok_multisport_last", multisport_last, NULL },
    { "ok_multisport_first", multisport_first, NULL },
    { "ok_no_session", no_session, NULL },
    { "ok_no_records", no_records, NULL },
    { "ok_enhanced", enhanced, NULL },
    { "ok_all_invalid", all_invalid, NULL },
    { "ok_zeros", zeros, NULL },
    { "ok_absurd", absurd, NULL },
    { "ok_text", text, NULL },
    { NULL, NULL, NULL },
};

static bool save(const char *folder, const char *name, const char *suffix, const char *bytes, size_t len)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.%s", folder, name, suffix);
    FILE *f = fopen(path, "wb");
    bool  ok = f && fwrite(bytes, 1, len, f) == len;
    if (f && fclose(f)) ok = false;
    if (!ok) fprintf(stderr, "make_fit: cannot write %s\n", path);
    return ok;
}

static int write_all(const sample *s, const char *folder)
{
    for (; s->name; s++) {
        ngl_buf b, want;
        ngl_buf_init(&b, 1 << 20);
        ngl_buf_init(&want, 100);
        s->make(&b);
        if (s->want) ngl_buf_printf(&want, "%s\n", s->want);
        bool ok = !b.failed && save(folder, s->name, "fit", ngl_buf_string(&b), b.len);
        if (ok && s->want) ok = save(folder, s->name, "want", want.data, want.len);
        ngl_buf_free(&b);
        ngl_buf_free(&want);
        if (!ok) return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2) return write_all(good, argv[1]) || write_all(damaged, argv[1]);
    fputs("usage: make_fit FOLDER\n", stderr);
    return 2;
}
