/* The plan of a record definition, and carrying it out.
 *
 * For every field that has a stream the plan holds where it stands in the
 * message, how it is stored, which raw values are believable, and the column
 * it goes to. Records of one definition mostly follow one another, so a plan
 * is carried out column by column over a batch of records: a short loop per
 * field with nothing to decide inside.
 */
#include "activity/fit.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

/* Take the raw values of one field out of `n` messages, widened to 32 bits. */
typedef void take_fn(uint32_t at, const uint8_t *const *message, uint32_t n, uint32_t *raw);

enum { OP_MAX = 96 };
typedef enum op_mode { OP_SET, OP_OVERLAY, OP_ADD, OP_PACKED } op_mode;

typedef struct op {
    take_fn *take;     /* NULL: wider than what is done four at a time */
    uint32_t at;       /* in the message */
    uint8_t  column, mode, base;
    bool     big;
    uint32_t low, span; /* raw values low .. low + span are taken */
    uint32_t none;      /* the raw value that says "no value" */
    float    divisor, offset; /* value = raw / divisor + offset */
    double   min, max;  /* floats, and without `take`: limits of the value instead */
} op;

typedef struct ngl_fit_plan {
    uint64_t written; /* columns */
    int32_t  lat_at, lon_at; /* -1: no position */
    uint8_t  nop;
    op       ops[];
} plan;

/* ---- copying one field of a batch -------------------------------------- */

#define SWAP16(v) __builtin_bswap16(v)
#define SWAP32(v) __builtin_bswap32(v)
#define SAME(v) (v)

#define DEFINE_TAKE(name, type, order, widen)                                                      \
    static void take_##name(uint32_t at, const uint8_t *const *message, uint32_t n, uint32_t *raw) \
    {                                                                                              \
        for (uint32_t i = 0; i < n; i++) {                                                         \
            type bits;                                                                             \
            memcpy(&bits, message[i] + at, sizeof bits);                                           \
            raw[i] = (uint32_t)(widen)order(bits);                                                 \
        }                                                                                          \
    }

DEFINE_TAKE(u8, uint8_t, SAME, uint8_t)
DEFINE_TAKE(s8, uint8_t, SAME, int8_t)
DEFINE_TAKE(u16, uint16_t, SAME, uint16_t)
DEFINE_TAKE(u16_big, uint16_t, SWAP16, uint16_t)
DEFINE_TAKE(s16, uint16_t, SAME, int16_t)
DEFINE_TAKE(s16_big, uint16_t, SWAP16, int16_t)
DEFINE_TAKE(u32, uint32_t, SAME, uint32_t)
DEFINE_TAKE(u32_big, uint32_t, SWAP32, uint32_t)

/* Four values at a time, in vectors that gcc and clang lower to what every
 * 64-bit processor has. Values are compared as unsigned offsets from `low`, so that one
 * subtraction tells whether one is within its limits, signed or not. A raw value
 * below 2^24 divides to the float nearest to the true quotient. */
typedef uint32_t u32x4 __attribute__((vector_size(16)));
typedef int32_t  s32x4 __attribute__((vector_size(16)));
typedef float    f32x4 __attribute__((vector_size(16)));

/* Writes up to 3 values beyond `n`; columns have room for them. */
static uint32_t convert(const op *o, const uint32_t *raw, uint32_t n, float *to)
{
    const uint32_t not_a_number = 0x7fc00000;
    s32x4          odd = { 0 };
    uint32_t       sum = 0;
    for (uint32_t i = 0; i < n; i += 4) {
        u32x4 r, bits;
        memcpy(&r, raw + i, sizeof r);
        s32x4 out = r - o->low > o->span;
        odd -= out & (r != o->none) & (r != 0);
        f32x4 v = __builtin_convertvector((s32x4)r, f32x4) / o->divisor + o->offset;
        memcpy(&bits, &v, sizeof bits);
        bits = (bits & ~(u32x4)out) | ((u32x4)out & not_a_number);
        memcpy(to + i, &bits, sizeof bits);
    }
    for (int i = 0; i < 4; i++) sum += (uint32_t)odd[i];
    return sum;
}

/* The same for floats; one that is no number fails every comparison. */
static uint32_t convert_floats(const op *o, const uint32_t *raw, uint32_t n, float *to)
{
    const uint32_t not_a_number = 0x7fc00000;
    s32x4          odd = { 0 };
    uint32_t       sum = 0;
    const float    min = (float)o->min, max = (float)o->max;
    for (uint32_t i = 0; i < n; i += 4) {
        f32x4 v;
        u32x4 bits;
        memcpy(&v, raw + i, sizeof v);
        v = v / o->divisor + o->offset;
        s32x4 in = (v >= min) & (v <= max);
        odd -= (v == v) & ~in & (v != 0); /* NOLINT(misc-redundant-expression): NaN is no oddity */
        memcpy(&bits, &v, sizeof bits);
        bits = (bits & (u32x4)in) | (~(u32x4)in & not_a_number);
        memcpy(to + i, &bits, sizeof bits);
    }
    for (int i = 0; i < 4; i++) sum += (uint32_t)odd[i];
    return sum;
}

/* what is wider than 32 bits is rare: through the general reader */
static uint32_t copy_slowly(const op *o, const uint8_t *const *message, uint32_t n, float *to)
{
    uint32_t odd = 0;
    for (uint32_t i = 0; i < n; i++) {
        double v = ngl_fit_element(message[i] + o->at, o->base, o->big) / (double)o->divisor + (double)o->offset;
        bool   out = v < o->min || v > o->max;
        odd += out && v != 0;
        to[i] = out ? NAN : (float)v;
    }
    return odd;
}

static uint32_t copy_field(const op *o, const uint8_t *const *message, uint32_t n, float *to)
{
    uint32_t raw[FIT_BATCH];
    if (!o->take) return copy_slowly(o, message, n, to);
    o->take(o->at, message, n, raw);
    for (uint32_t i = n; i % 4; i++) raw[i] = o->none; /* the rest of the last vector */
    return o->base == FIT_FLOAT32 ? convert_floats(o, raw, n, to) : convert(o, raw, n, to);
}

typedef struct storage {
    take_fn *little, *big; /* NULL: through the general reader */
    uint32_t low, high, none; /* raw limits of the type itself, "no value" excluded */
} storage;

static const storage storages[FIT_BASE_COUNT] = {
    [FIT_ENUM] = { take_u8, take_u8, 0, 0xfe, 0xff },
    [FIT_SINT8] = { take_s8, take_s8, (uint32_t)-128, 0x7e, 0x7f },
    [FIT_UINT8] = { take_u8, take_u8, 0, 0xfe, 0xff },
    [FIT_SINT16] = { take_s16, take_s16_big, (uint32_t)-32768, 0x7ffe, 0x7fff },
    [FIT_UINT16] = { take_u16, take_u16_big, 0, 0xfffe, 0xffff },
    [FIT_SINT32] = { take_u32, take_u32_big, 0x80000000, 0x7ffffffe, 0x7fffffff },
    [FIT_UINT32] = { take_u32, take_u32_big, 0, 0xfffffffe, 0xffffffff },
    [FIT_FLOAT32] = { take_u32, take_u32_big, 0, 0, 0xffffffff }, /* a float that is no number */
    [FIT_UINT8Z] = { take_u8, take_u8, 1, 0xff, 0 },
    [FIT_UINT16Z] = { take_u16, take_u16_big, 1, 0xffff, 0 },
    [FIT_UINT32Z] = { take_u32, take_u32_big, 1, 0xffffffff, 0 },
};

/* ---- which field goes where -------------------------------------------- */

/* In the order in which they are carried out: a finer field after the plain
 * one it replaces where it has a value. `min` and `max` are what a runner's or
 * rider's recording can hold, in the stream's unit; what lies outside is "no
 * value" and counted. */
typedef struct wanted {
    uint8_t  field, column, mode;
    double   divisor, offset, min, max;
} wanted;

static const wanted wants[] = {
    { 5, NGL_STREAM_DIST, OP_SET, 100, 0, 0, 5e6 },
    { 6, NGL_STREAM_SPEED, OP_SET, 1000, 0, 0, 100 },
    { 73, NGL_STREAM_SPEED, OP_OVERLAY, 1000, 0, 0, 100 },
    { 2, NGL_STREAM_ALTITUDE, OP_SET, 5, -500, -500, 10000 },
    { 78, NGL_STREAM_ALTITUDE, OP_OVERLAY, 5, -500, -500, 10000 },
    { 3, NGL_STREAM_HEART_RATE, OP_SET, 1, 0, 1, 254 },
    { 4, NGL_STREAM_CADENCE, OP_SET, 1, 0, 0, 254 },
    { 53, NGL_STREAM_CADENCE, OP_ADD, 128, 0, 0, 1 },
    { 7, NGL_STREAM_POWER, OP_SET, 1, 0, 0, 5000 },
    { 41, NGL_STREAM_CONTACT, OP_SET, 10, 0, 0.1, 3000 },
    { 39, NGL_STREAM_OSCILLATION, OP_SET, 10, 0, 0.1, 500 },
    { 84, NGL_STREAM_BALANCE, OP_SET, 100, 0, 0.01, 100 },
    { 85, NGL_STREAM_STEP_LENGTH, OP_SET, 10, 0, 0.1, 5000 },
    { 83, NGL_STREAM_VERTICAL_RATIO, OP_SET, 100, 0, 0.01, 100 },
    { 13, NGL_STREAM_TEMPERATURE, OP_SET, 1, 0, -90, 90 },
};
enum { WANT_COUNT = sizeof wants / sizeof *wants, FIELD_LAT = 0, FIELD_LON = 1, FIELD_PACKED = 8 };

/* the raw value nearest to `v`, within what the type can hold */
static uint32_t raw_of(double v, const wanted *w, const storage *s)
{
    double raw = (v - w->offset) * w->divisor;
    double low = s->low > s->high ? (double)(int32_t)s->low : (double)s->low;
    double high = (double)s->high;
    if (raw < low) raw = low;
    if (raw > high) raw = high;
    return raw < 0 ? (uint32_t)(int32_t)(raw - 0.5) : (uint32_t)(raw + 0.5);
}

static bool usable(ngl_fit_place f)
{
    return f.base < FIT_BASE_COUNT && f.base != FIT_STRING && f.base != FIT_BYTE &&
           f.size >= ngl_fit_base_size[f.base] && f.size % ngl_fit_base_size[f.base] == 0;
}

static op make_op(const wanted *w, ngl_fit_place f, bool big)
{
    const storage *s = &storages[f.base];
    op o = { .take = big ? s->big : s->little, .at = f.at, .column = w->column, .mode = w->mode, .base = f.base,
             .big = big, .none = s->none, .divisor = (float)w->divisor, .offset = (float)w->offset, .min = w->min,
             .max = w->max };
    if (!o.take || f.base == FIT_FLOAT32) return o;
    o.low = raw_of(w->min, w, s);
    o.span = raw_of(w->max, w, s) - o.low;
    /* conversion is signed: what may need the top bit of an unsigned type goes the slow way */
    if (s->low <= s->high && o.low + o.span > INT32_MAX) o.take = NULL;
    return o;
}

static ngl_status put(ngl_fit_reader *r, plan *p, op o)
{
    ngl_status status = ngl_columns_add(&r->columns, o.column, r->err);
    if (status) return status;
    /* the first to write a column in this plan sets it, whatever it is */
    if (!(p->written >> o.column & 1) && o.mode != OP_PACKED) o.mode = OP_SET;
    p->written |= (uint64_t)1 << o.column;
    p->ops[p->nop++] = o;
    return NGL_OK;
}

static ngl_status plan_native(ngl_fit_reader *r, const ngl_fit_definition *d, plan *p)
{
    ngl_fit_place f;
    ngl_status    status;
    for (unsigned i = 0; i < WANT_COUNT; i++) {
        if (!ngl_fit_find(d, wants[i].field, &f) || !usable(f)) continue;
        if (wants[i].mode == OP_ADD && !(p->written >> wants[i].column & 1)) continue; /* a fraction of nothing */
        if ((status = put(r, p, make_op(&wants[i], f, d->big)))) return status;
    }
    if (ngl_fit_find(d, FIELD_PACKED, &f) && f.size >= 3 && p->nop < OP_MAX) {
        /* speed and distance in three bytes; plain fields win */
        if (p->written >> NGL_STREAM_DIST & 1 || p->written >> NGL_STREAM_SPEED & 1) return NGL_OK;
        op o = { .at = f.at, .column = NGL_STREAM_SPEED, .mode = OP_PACKED };
        if ((status = ngl_columns_add(&r->columns, NGL_STREAM_DIST, r->err))) return status;
        p->written |= (uint64_t)1 << NGL_STREAM_DIST;
        return put(r, p, o);
    }
    return NGL_OK;
}

/* ---- developer fields ---------------------------------------------------- */

static ngl_fit_description *described(ngl_fit_reader *r, uint8_t developer, uint8_t number)
{
    for (uint32_t i = r->ndescription; i-- > 0;)
        if (r->description[i].developer == developer && r->description[i].number == number) return &r->description[i];
    return NULL;
}

/* One column for each name and application, however often it is described;
 * -1 when there are too many. */
static int extra_column(ngl_fit_reader *r, ngl_fit_description *d)
{
    if (d->column >= 0) return d->column;
    for (uint32_t i = 0; i < r->nextra; i++) {
        const ngl_fit_description *other = &r->description[r->extra[i]];
        if (strcmp(other->name, d->name) || strcmp(other->unit, d->unit) || memcmp(other->app, d->app, sizeof d->app))
            continue;
        return d->column = (int)(NGL_COLUMN_EXTRA + i);
    }
    if (r->nextra == NGL_EXTRA_MAX) return -1;
    r->extra[r->nextra] = (int)(d - r->description);
    return d->column = (int)(NGL_COLUMN_EXTRA + r->nextra++);
}

/* A running-form value of zero is a runner who stands still. */
static bool zero_says_nothing(const char *name)
{
    static const char *const names[] = { "Ground Time", "Vertical Oscillation", "Leg Spring Stiffness",
                                         "Stance Time", "Step Length" };
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

static ngl_status plan_developer(ngl_fit_reader *r, const ngl_fit_definition *d, plan *p)
{
    const uint8_t *field = d->bytes + 6 + 3u * d->nfield;
    uint32_t       at = d->dev_at;
    for (unsigned i = 0; i < d->ndev; at += field[1], field += 3, i++) {
        ngl_fit_description *what = described(r, field[2], field[0]);
        ngl_fit_place        f = { .at = at, .size = field[1], .base = what ? what->base : FIT_BASE_COUNT };
        if (!what || !usable(f) || p->nop >= OP_MAX) continue; /* never described: stays unread */
        int column = extra_column(r, what);
        if (column < 0 || p->written >> column & 1) continue;
        wanted w = { .column = (uint8_t)column, .mode = OP_SET, .divisor = what->scale, .offset = -what->offset,
                     .min = zero_says_nothing(what->name) ? 1e-6 : -1e30, .max = 1e30 };
        op     o = make_op(&w, f, d->big);
        if (o.take && f.base != FIT_FLOAT32 && w.min > 0 && o.low == 0) o.low = 1, o.span--;
        ngl_status status = put(r, p, o);
        if (status) return status;
    }
    return NGL_OK;
}

ngl_status ngl_fit_plan(ngl_fit_reader *r, ngl_fit_definition *d)
{
    ngl_fit_place f;
    uint32_t      most = WANT_COUNT + 1 + d->ndev;
    if (most > OP_MAX) most = OP_MAX;
    plan *p = ngl_arena_take(r->arena, sizeof *p + most * sizeof(op), 1, 16);
    if (!p) return ngl_fail(r->err, NGL_E_NOMEM, r->pos, "more memory is needed to read the file than is allowed");
    /* columns take their first size from what the rest of the file can hold */
    size_t     expect = (r->end - r->pos) / (d->size + 1) + 1;
    ngl_status status = ngl_columns_room(&r->columns, FIT_BATCH, expect > UINT32_MAX ? UINT32_MAX : (uint32_t)expect,
                                         r->err);
    if (status || (status = plan_native(r, d, p)) || (status = plan_developer(r, d, p))) return status;
    p->lat_at = p->lon_at = -1;
    if (ngl_fit_find(d, FIELD_LAT, &f) && f.base == FIT_SINT32 && f.size == 4) p->lat_at = (int32_t)f.at;
    if (ngl_fit_find(d, FIELD_LON, &f) && f.base == FIT_SINT32 && f.size == 4) p->lon_at = (int32_t)f.at;
    if (p->lat_at >= 0 && p->lon_at >= 0) status = ngl_columns_add_position(&r->columns, r->err);
    d->plan = p;
    d->ndescription = r->ndescription;
    return status;
}

/* ---- carrying it out ------------------------------------------------------- */

static uint32_t load_u32(const uint8_t *p, bool big)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return big ? SWAP32(v) : v;
}

static void copy_times(ngl_fit_reader *r, const ngl_fit_definition *d)
{
    int64_t *to = r->columns.time_ms + r->columns.n;
    uint32_t t = 0;
    for (uint32_t i = 0; i < r->nwaiting; i++) {
        t = load_u32(r->wait[i] + d->time_at, d->big);
        to[i] = (int64_t)t * 1000;
    }
    r->record_time = t;
    if (!r->time_newer) r->last_time = t;
}

static void copy_positions(ngl_fit_reader *r, const plan *p, bool big)
{
    int32_t *lat = r->columns.lat + r->columns.n, *lon = r->columns.lon + r->columns.n;
    uint32_t odd = 0;
    for (uint32_t i = 0; i < r->nwaiting; i++) {
        int32_t y = (int32_t)load_u32(r->wait[i] + p->lat_at, big), x = (int32_t)load_u32(r->wait[i] + p->lon_at, big);
        bool    none = y == INT32_MAX || x == INT32_MAX;
        bool    out = y > 1 << 30 || y < -(1 << 30); /* beyond a pole */
        odd += out && !none;
        lat[i] = none || out ? NGL_POSITION_NONE : y;
        lon[i] = none || out ? NGL_POSITION_NONE : x;
    }
    r->nodd += odd;
}

static void merge(float *to, const float *from, uint32_t n, uint8_t mode)
{
    if (mode == OP_ADD) {
        for (uint32_t i = 0; i < n; i++) to[i] = from[i] == from[i] ? to[i] + from[i] : to[i];
    } else {
        for (uint32_t i = 0; i < n; i++) to[i] = from[i] == from[i] ? from[i] : to[i];
    }
}

/* 12 bits of speed in cm/s, 12 bits of distance in 1/16 m that run over */
static void copy_packed(ngl_fit_reader *r, uint32_t at)
{
    float *speed = r->columns.column[NGL_STREAM_SPEED] + r->columns.n;
    float *dist = r->columns.column[NGL_STREAM_DIST] + r->columns.n;
    for (uint32_t i = 0; i < r->nwaiting; i++) {
        const uint8_t *p = r->wait[i] + at;
        bool     none = p[0] == 0xff && p[1] == 0xff && p[2] == 0xff;
        uint32_t v = p[0] | (p[1] & 0x0fu) << 8, d = p[1] >> 4 | (uint32_t)p[2] << 4;
        if (!none) r->compressed_dist += (d - r->compressed_last) & 0xfff;
        if (!none) r->compressed_last = d;
        speed[i] = none ? NAN : (float)(v * 0.01);
        dist[i] = none ? NAN : (float)(r->compressed_dist / 16.0);
    }
}

/* Records without a time of their own have that of the message before them,
 * or the one in their header. */
static void same_time(ngl_fit_reader *r, uint32_t when)
{
    for (uint32_t i = 0; i < r->nwaiting; i++) r->columns.time_ms[r->columns.n + i] = (int64_t)when * 1000;
    r->record_time = when;
}

static ngl_status copy_waiting(ngl_fit_reader *r, uint32_t when)
{
    const ngl_fit_definition *d = r->waiting;
    const plan  *p = d->plan;
    ngl_columns *c = &r->columns;
    uint32_t     n = r->nwaiting;
    float        spare[FIT_BATCH];
    ngl_status   status = n <= c->cap - c->n ? NGL_OK : ngl_columns_room(c, n, 0, r->err);
    if (status) return status;
    if (when != UINT32_MAX)
        same_time(r, when);
    else
        copy_times(r, d);
    for (unsigned i = 0; i < p->nop; i++) {
        const op *o = &p->ops[i];
        float    *to = c->column[o->column] + c->n;
        if (o->mode == OP_PACKED) {
            copy_packed(r, o->at);
        } else if (o->mode == OP_SET) {
            r->nodd += copy_field(o, r->wait, n, to);
        } else {
            r->nodd += copy_field(o, r->wait, n, spare);
            merge(to, spare, n, o->mode);
        }
    }
    bool position = p->lat_at >= 0 && p->lon_at >= 0;
    if (position) copy_positions(r, p, d->big);
    if ((c->active & ~p->written) || (!position && c->lat)) ngl_columns_blank(c, c->n, n, p->written, position);
    c->n += n;
    r->nwaiting = 0;
    return NGL_OK;
}

ngl_status ngl_fit_flush(ngl_fit_reader *r)
{
    ngl_status status = r->nwaiting ? copy_waiting(r, UINT32_MAX) : NGL_OK;
    r->waiting = NULL;
    return status;
}

/* The common case, as fast as it goes: further records of the definition that
 * is being collected, one behind another. */
ngl_status ngl_fit_more(ngl_fit_reader *r)
{
    const ngl_fit_definition *d = r->waiting;
    ngl_status status = NGL_OK;
    if (!d) return NGL_OK;
    const size_t  stride = (size_t)d->size + 1;
    const uint8_t header = (uint8_t)(d - r->def);
    const uint8_t *p = r->data + r->pos, *from = p, *end = r->data + r->end;
    while (!status && (size_t)(end - p) >= stride && *p == header) {
        if (load_u32(p + 1 + d->time_at, d->big) == UINT32_MAX) break;
        r->wait[r->nwaiting++] = p + 1;
        p += stride;
        r->time_newer = false;
        if (r->nwaiting == FIT_BATCH) status = copy_waiting(r, UINT32_MAX);
    }
    r->pos += (size_t)(p - from);
    return status;
}

ngl_status ngl_fit_record(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *message, uint32_t when)
{
    ngl_status status = NGL_OK;
    bool       timed = d->time_at >= 0 && load_u32(message + d->time_at, d->big) != UINT32_MAX;
    bool       alone = when != UINT32_MAX || !timed;
    if (r->nwaiting && (alone || d != r->waiting)) status = ngl_fit_flush(r);
    if (status) return status;
    r->waiting = d;
    r->wait[r->nwaiting++] = message;
    if (alone) {
        r->untimed |= when == UINT32_MAX;
        if (when != UINT32_MAX) r->last_time = when;
        status = copy_waiting(r, r->last_time);
        r->waiting = NULL;
        return status;
    }
    r->time_newer = false;
    return r->nwaiting == FIT_BATCH ? copy_waiting(r, UINT32_MAX) : NGL_OK;
}
