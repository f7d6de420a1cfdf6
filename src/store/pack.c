/* One activity as bytes, and back, exactly.
 *
 * A column changes little from record to record. So each is written as
 * differences of its words (floats by their bits, so nothing is rounded), the
 * lowest bytes of all differences first, then the next; what is left
 * compresses well and quickly. docs/store.md has the layout byte by byte.
 */
#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "base/reader.h"
#include "store/runs.h"

#include <libdeflate.h>
#include <sodium/crypto_generichash.h>
#include <stdio.h>
#include <string.h>

enum {
    COLUMN_MAX = 256,
    EXTRA_MAX = 200, /* developer fields that are kept */
    NAME_MAX_BYTES = 255,
    RAW_MAX = 1 << 28,
    LEVEL_COLUMNS = 1, /* libdeflate's fastest, 239 MB/s on real runs; level 6 makes 8 % less at 96 MB/s */
    LEVEL_ORIGINAL = 1,
    PREFIX = 8
};

typedef enum kind { KIND_TIME = 1, KIND_FLOAT = 2, KIND_INT = 3, KIND_EXTRA = 4 } kind;

static const char magic[4] = { 'N', 'G', 'S', '1' };

static const char *const stream_names[NGL_STREAM_COUNT] = {
#define X(name, member) #member,
    NGL_STREAM_MAP(X)
#undef X
};

void ngl_store_hash(uint8_t out[NGL_HASH_BYTES], const void *bytes, size_t len)
{
    crypto_generichash(out, NGL_HASH_BYTES, bytes, len, NULL, 0);
}

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to keep the run than is allowed");
}

/* ---- columns to bytes ---------------------------------------------------------------- */

static void put_u32(ngl_buf *b, uint32_t v)
{
    const uint8_t p[4] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) };
    ngl_buf_add(b, p, sizeof p);
}

static void put_name(ngl_buf *b, const char *text)
{
    size_t len = text ? strlen(text) : 0;
    if (len > NAME_MAX_BYTES) len = NAME_MAX_BYTES;
    ngl_buf_char(b, (char)len);
    ngl_buf_add(b, text ? text : "", len);
}

static void put_head(ngl_buf *b, kind k, const char *name, const char *unit, const uint8_t *app)
{
    static const uint8_t none[16];
    ngl_buf_char(b, (char)k);
    put_name(b, name);
    put_name(b, unit);
    ngl_buf_add(b, app ? app : none, 16);
}

/* the planes of `n` differences of words */
static void put_words(ngl_buf *b, const uint32_t *word, size_t n)
{
    if (!ngl_buf_reserve(b, n * 4)) return;
    uint8_t *p = (uint8_t *)b->data + b->len;
    uint32_t before = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t d = word[i] - before;
        before = word[i];
        p[i] = (uint8_t)d;
        p[n + i] = (uint8_t)(d >> 8);
        p[2 * n + i] = (uint8_t)(d >> 16);
        p[3 * n + i] = (uint8_t)(d >> 24);
    }
    b->len += n * 4;
}

static void put_times(ngl_buf *b, const int64_t *time, size_t n)
{
    if (!ngl_buf_reserve(b, n * 8)) return;
    uint8_t *p = (uint8_t *)b->data + b->len;
    uint64_t before = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t d = (uint64_t)time[i] - before;
        before = (uint64_t)time[i];
        for (size_t k = 0; k < 8; k++) p[k * n + i] = (uint8_t)(d >> (8 * k));
    }
    b->len += n * 8;
}

/* floats go by their bits, so every NaN stays as it is */
static void put_column(ngl_buf *b, const void *value, uint32_t *scratch, size_t n)
{
    if (n) memcpy(scratch, value, n * sizeof *scratch);
    put_words(b, scratch, n);
}

static uint32_t extras(const ngl_activity *a)
{
    return a->nextra < EXTRA_MAX ? a->nextra : EXTRA_MAX;
}

static void put_columns(ngl_buf *b, const ngl_activity *a, uint32_t *scratch)
{
    size_t n = a->nrecord;
    if (a->time_ms) put_times(b, a->time_ms, n);
    for (int i = 0; i < NGL_STREAM_COUNT; i++)
        if (a->stream[i]) put_column(b, a->stream[i], scratch, n);
    if (a->lat_semi) put_column(b, a->lat_semi, scratch, n);
    if (a->lon_semi) put_column(b, a->lon_semi, scratch, n);
    for (uint32_t i = 0; i < extras(a); i++) put_column(b, a->extra[i].value, scratch, n);
}

static void put_activity(ngl_buf *b, const ngl_activity *a, uint32_t *scratch)
{
    uint32_t ncolumn = (a->time_ms != NULL) + (a->lat_semi != NULL) + (a->lon_semi != NULL) + extras(a);
    for (int i = 0; i < NGL_STREAM_COUNT; i++) ncolumn += a->stream[i] != NULL;
    ngl_buf_add(b, magic, sizeof magic);
    put_u32(b, a->nrecord);
    put_u32(b, ncolumn);
    if (a->time_ms) put_head(b, KIND_TIME, "time_ms", "", NULL);
    for (int i = 0; i < NGL_STREAM_COUNT; i++)
        if (a->stream[i]) put_head(b, KIND_FLOAT, stream_names[i], "", NULL);
    if (a->lat_semi) put_head(b, KIND_INT, "lat_semi", "", NULL);
    if (a->lon_semi) put_head(b, KIND_INT, "lon_semi", "", NULL);
    for (uint32_t i = 0; i < extras(a); i++)
        put_head(b, KIND_EXTRA, a->extra[i].name, a->extra[i].unit, a->extra[i].app);
    put_columns(b, a, scratch);
}

/* length of what was packed, then a zlib stream */
static void *deflate(ngl_arena *arena, const ngl_buf *raw, size_t *len)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL_COLUMNS);
    if (!c) return NULL;
    size_t   room = libdeflate_zlib_compress_bound(c, raw->len);
    uint8_t *out = NULL;
    ngl_buf  b;
    ngl_buf_init(&b, room + PREFIX);
    if (ngl_buf_reserve(&b, room + PREFIX)) {
        put_u32(&b, (uint32_t)raw->len);
        put_u32(&b, 0);
        *len = PREFIX + libdeflate_zlib_compress(c, raw->data, raw->len, b.data + PREFIX, room);
        out = NGL_NEW(arena, uint8_t, *len);
    }
    if (out) memcpy(out, b.data, *len);
    ngl_buf_free(&b);
    libdeflate_free_compressor(c);
    return out;
}

static ngl_status pack_columns(ngl_row_run *out, ngl_arena *arena, const ngl_activity *a, ngl_error *err)
{
    ngl_buf raw, scratch;
    ngl_buf_init(&raw, RAW_MAX);
    ngl_buf_init(&scratch, RAW_MAX);
    ngl_status status = NGL_OK;
    if (ngl_buf_reserve(&scratch, a->nrecord * sizeof(uint32_t)))
        put_activity(&raw, a, (uint32_t *)(void *)scratch.data);
    if (raw.failed || scratch.failed) status = no_memory(err);
    ngl_buf_free(&scratch);
    out->packed = status ? NULL : deflate(arena, &raw, &out->npacked);
    if (!status && !out->packed) status = no_memory(err);
    ngl_buf_free(&raw);
    return status;
}

/* ---- the summary ------------------------------------------------------------------------ */

static const char *copy(ngl_arena *arena, const char *text)
{
    return ngl_arena_text(arena, text ? text : "", text ? strlen(text) : 0);
}

static const char *device_text(ngl_arena *arena, const ngl_activity *a)
{
    char text[128];
    if (!a->ndevice) return copy(arena, "");
    const ngl_device *d = &a->device[0];
    snprintf(text, sizeof text, "%s%s%s", d->maker, d->maker[0] && d->product[0] ? " " : "", d->product);
    return copy(arena, text);
}

static ngl_row_run summary(const ngl_activity *a, int32_t utc_offset_s)
{
    return (ngl_row_run){
        .start = a->start,
        .has_offset = a->has_offset,
        .utc_offset_s = a->has_offset ? a->utc_offset_s : utc_offset_s,
        .day = ngl_instant_day(a->start, a->has_offset ? a->utc_offset_s : utc_offset_s),
        .sport = a->sport,
        .dist_m = a->dist_m,
        .timer_s = a->timer_s,
        .elapsed_s = a->elapsed_s,
        .ascent_m = a->ascent_m,
        .descent_m = a->descent_m,
        .mean_hr_bpm = a->mean_hr_bpm,
        .mean_cadence_spm = a->mean_cadence_spm,
        .max_speed_mps = a->max_speed_mps,
        .effort_rpe = a->effort_rpe,
        .nrecord = a->nrecord,
        .has_dynamics = a->has_dynamics,
        .salvaged = a->salvaged,
        .nlap = a->nlap,
        .npause = a->npause,
    };
}

static bool copy_parts(ngl_row_run *row, ngl_arena *arena, const ngl_activity *a)
{
    ngl_lap   *lap = a->nlap ? NGL_NEW(arena, ngl_lap, a->nlap) : NULL;
    ngl_pause *pause = a->npause ? NGL_NEW(arena, ngl_pause, a->npause) : NULL;
    if ((a->nlap && !lap) || (a->npause && !pause)) return false;
    if (lap) memcpy(lap, a->lap, a->nlap * sizeof *lap);
    if (pause) memcpy(pause, a->pause, a->npause * sizeof *pause);
    row->lap = lap;
    row->pause = pause;
    row->sub_sport = copy(arena, a->sub_sport);
    row->name = copy(arena, a->name);
    row->format = copy(arena, a->format);
    row->device = device_text(arena, a);
    return row->sub_sport && row->name && row->format && row->device;
}

ngl_status ngl_store_pack_run(ngl_row_run *out, ngl_arena *arena, const ngl_activity *a, int32_t utc_offset_s,
                              ngl_error *err)
{
    ngl_row_run row = summary(a, utc_offset_s);
    if (!copy_parts(&row, arena, a)) return no_memory(err);
    ngl_status status = pack_columns(&row, arena, a, err);
    if (!status) *out = row;
    return status;
}

/* ---- originals --------------------------------------------------------------------------- */

static bool is_gzip(const uint8_t *p, size_t len)
{
    return len >= 2 && p[0] == 0x1f && p[1] == 0x8b;
}

ngl_status ngl_store_pack_original(ngl_row_file *row, ngl_arena *arena, const void *bytes, size_t len, ngl_error *err)
{
    row->original_packed = !is_gzip(bytes, len);
    struct libdeflate_compressor *c = row->original_packed ? libdeflate_alloc_compressor(LEVEL_ORIGINAL) : NULL;
    size_t   room = c ? libdeflate_gzip_compress_bound(c, len) : len;
    ngl_buf  b;
    ngl_buf_init(&b, room);
    size_t n = 0;
    if (ngl_buf_reserve(&b, room)) {
        if (c) n = libdeflate_gzip_compress(c, bytes, len, b.data, room);
        else if (!row->original_packed) memcpy(b.data, bytes, n = len);
    }
    libdeflate_free_compressor(c);
    uint8_t *kept = n ? NGL_NEW(arena, uint8_t, n) : NULL;
    if (kept) memcpy(kept, b.data, n);
    ngl_buf_free(&b);
    if (!kept) return no_memory(err);
    row->original = kept;
    row->noriginal = n;
    return NGL_OK;
}

/* ---- bytes to columns ---------------------------------------------------------------------- */

typedef struct column {
    kind        kind;
    const char *name, *unit;
    uint8_t     app[16];
} column;

static ngl_status damaged(size_t pos, ngl_error *err)
{
    return ngl_fail(err, NGL_E_CORRUPT, pos, "the kept columns of a run are damaged");
}

static const char *take_name(ngl_reader *r, ngl_arena *arena)
{
    size_t         len = ngl_read_u8(r);
    const uint8_t *p = ngl_read_bytes(r, len);
    return p ? ngl_arena_text(arena, (const char *)p, len) : NULL;
}

static bool take_head(column *c, ngl_reader *r, ngl_arena *arena)
{
    c->kind = (kind)ngl_read_u8(r);
    c->name = take_name(r, arena);
    c->unit = take_name(r, arena);
    const uint8_t *app = ngl_read_bytes(r, 16);
    if (app) memcpy(c->app, app, 16);
    return c->name && c->unit && app && c->kind >= KIND_TIME && c->kind <= KIND_EXTRA;
}

static void *take_words(ngl_reader *r, ngl_arena *arena, size_t n)
{
    const uint8_t *p = ngl_read_bytes(r, n * 4);
    uint32_t      *word = p ? NGL_NEW(arena, uint32_t, n ? n : 1) : NULL;
    uint32_t       sum = 0;
    for (size_t i = 0; word && i < n; i++) {
        sum += (uint32_t)p[i] | (uint32_t)p[n + i] << 8 | (uint32_t)p[2 * n + i] << 16 | (uint32_t)p[3 * n + i] << 24;
        word[i] = sum;
    }
    return word;
}

static int64_t *take_times(ngl_reader *r, ngl_arena *arena, size_t n)
{
    const uint8_t *p = ngl_read_bytes(r, n * 8);
    int64_t       *time = p ? NGL_NEW(arena, int64_t, n ? n : 1) : NULL;
    uint64_t       sum = 0;
    for (size_t i = 0; time && i < n; i++) {
        uint64_t d = 0;
        for (size_t k = 0; k < 8; k++) d |= (uint64_t)p[k * n + i] << (8 * k);
        sum += d;
        time[i] = (int64_t)sum;
    }
    return time;
}

static int stream_of(const char *name)
{
    for (int i = 0; i < NGL_STREAM_COUNT; i++)
        if (strcmp(name, stream_names[i]) == 0) return i;
    return -1;
}

/* a column whose name this program does not know becomes a developer field */
static bool place(ngl_activity *a, ngl_extra *extra, const column *c, void *words)
{
    int s = stream_of(c->name);
    if (!words) return false;
    if (c->kind == KIND_INT && strcmp(c->name, "lat_semi") == 0) a->lat_semi = words;
    else if (c->kind == KIND_INT && strcmp(c->name, "lon_semi") == 0) a->lon_semi = words;
    else if (c->kind == KIND_FLOAT && s >= 0 && !a->stream[s]) a->stream[s] = words;
    else {
        extra[a->nextra] = (ngl_extra){ .name = c->name, .unit = c->unit, .value = words };
        memcpy(extra[a->nextra++].app, c->app, 16);
    }
    return true;
}

static ngl_status take_columns(ngl_activity *a, ngl_reader *r, ngl_arena *arena, ngl_error *err)
{
    column     head[COLUMN_MAX];
    ngl_extra *extra = NGL_NEW(arena, ngl_extra, COLUMN_MAX);
    const uint8_t *mark = ngl_read_bytes(r, sizeof magic);
    a->nrecord = ngl_read_u32le(r);
    uint32_t ncolumn = ngl_read_u32le(r);
    if (!extra) return no_memory(err);
    if (!mark || memcmp(mark, magic, sizeof magic) != 0 || ncolumn > COLUMN_MAX || r->overrun) return damaged(0, err);
    a->extra = extra;
    for (uint32_t i = 0; i < ncolumn; i++)
        if (!take_head(&head[i], r, arena)) return damaged(r->pos, err);
    for (uint32_t i = 0; i < ncolumn; i++) {
        bool good;
        if (head[i].kind == KIND_TIME) good = (a->time_ms = take_times(r, arena, a->nrecord)) != NULL;
        else good = place(a, extra, &head[i], take_words(r, arena, a->nrecord));
        if (!good) return r->overrun ? damaged(r->pos, err) : no_memory(err);
    }
    return NGL_OK;
}

ngl_status ngl_store_unpack_columns(ngl_activity *out, ngl_arena *arena, const void *packed, size_t len, ngl_error *err)
{
    ngl_reader prefix = ngl_reader_of(packed, len);
    size_t     size = ngl_read_u32le(&prefix);
    ngl_read_u32le(&prefix);
    if (prefix.overrun || size > RAW_MAX) return damaged(0, err);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    uint8_t                        *raw = d ? NGL_NEW(arena, uint8_t, size ? size : 1) : NULL;
    enum libdeflate_result          result = LIBDEFLATE_BAD_DATA;
    if (raw)
        result = libdeflate_zlib_decompress(d, prefix.data + PREFIX, len - PREFIX, raw, size, NULL);
    libdeflate_free_decompressor(d);
    if (!raw) return no_memory(err);
    if (result != LIBDEFLATE_SUCCESS) return damaged(PREFIX, err);
    ngl_reader r = ngl_reader_of(raw, size);
    return take_columns(out, &r, arena, err);
}
