/* An activity as a FIT file: what any other program reads. Streams go to the
 * fields the profile has for them, in its units and steps; developer fields
 * stay developer fields. Left out is what FIT cannot say: parts of a second,
 * and notes about damage. */
#include "activity/activity.h"
#include "activity/fit.h"
#include "activity/fit_crc.h"
#include "activity/track.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

enum { HEADER = 14, FIELD_MOST = 64, DATA_MOST = 2048, TEXT_MOST = 120, LOCAL_RECORD = 0, LOCAL_OTHER = 1, RPE_FIELD = 193 };
enum { B_ENUM = 0x00, B_SINT8 = 0x01, B_UINT8 = 0x02, B_UINT16 = 0x84, B_SINT32 = 0x85, B_UINT32 = 0x86, B_STRING = 0x07,
       B_FLOAT32 = 0x88, B_UINT32Z = 0x8c, B_BYTE = 0x0d };

/* A message in the making: its definition, field by field, and its data. */
typedef struct message {
    uint8_t  field[3 * FIELD_MOST], data[DATA_MOST];
    unsigned nfield;
    size_t   len;
} message;

static void field(message *m, unsigned number, unsigned base, const void *bytes, size_t len)
{
    if (m->nfield == FIELD_MOST || m->len + len > DATA_MOST) return;
    const uint8_t f[3] = { (uint8_t)number, (uint8_t)len, (uint8_t)base };
    memcpy(m->field + 3 * m->nfield++, f, sizeof f);
    memcpy(m->data + m->len, bytes, len);
    m->len += len;
}

static void u8(message *m, unsigned number, unsigned base, unsigned v)
{
    field(m, number, base, &(uint8_t){ (uint8_t)v }, 1);
}

static void u16(message *m, unsigned number, unsigned v)
{
    const uint8_t p[2] = { (uint8_t)v, (uint8_t)(v >> 8) };
    field(m, number, B_UINT16, p, sizeof p);
}

static void u32(message *m, unsigned number, unsigned base, uint32_t v)
{
    const uint8_t p[4] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) };
    field(m, number, base, p, sizeof p);
}

/* Bytes of one UTF-8 text that fit, cut between characters, with its NUL. */
static void text(message *m, unsigned number, const char *s)
{
    size_t len = strlen(s);
    if (!len) return;
    if (len > TEXT_MOST) {
        len = TEXT_MOST;
        while (len && ((uint8_t)s[len] & 0xc0) == 0x80) len--;
    }
    uint8_t copy[TEXT_MOST + 1] = { 0 };
    memcpy(copy, s, len);
    field(m, number, B_STRING, copy, len + 1);
}

/* What a device states in a whole number of steps; `none` where it says nothing. */
static uint32_t steps(double v, double offset, double scale, uint32_t none)
{
    double raw = round((v + offset) * scale);
    return raw >= 0 && raw < (double)none ? (uint32_t)raw : none;
}

static void define(ngl_buf *b, unsigned local, unsigned global, const message *m, const uint8_t *dev, unsigned ndev)
{
    const uint8_t head[6] = { (uint8_t)(0x40 | (ndev ? 0x20 : 0) | local), 0, 0, (uint8_t)global, (uint8_t)(global >> 8),
                              (uint8_t)m->nfield };
    ngl_buf_add(b, head, sizeof head);
    ngl_buf_add(b, m->field, 3 * (size_t)m->nfield);
    if (!ndev) return;
    ngl_buf_char(b, (char)ndev);
    ngl_buf_add(b, dev, 3 * (size_t)ndev);
}

static void emit(ngl_buf *b, unsigned global, const message *m)
{
    define(b, LOCAL_OTHER, global, m, NULL, 0);
    ngl_buf_char(b, LOCAL_OTHER);
    ngl_buf_add(b, m->data, m->len);
}

/* ---- times ---------------------------------------------------------------------------- */

/* FIT counts whole seconds; without a date from when the device was switched on */
static uint32_t seconds_of(const ngl_activity *a, ngl_instant t)
{
    static const ngl_instant far = INT64_C(1) << 60;
    if (t < -far || t > far) return UINT32_MAX;
    int64_t s = t >= 0 ? t / 1000 : -((999 - t) / 1000);
    s = a->start == NGL_INSTANT_NONE ? s + 1 : s - FIT_EPOCH_S;
    return s >= 0 && s < UINT32_MAX ? (uint32_t)s : UINT32_MAX;
}

static ngl_instant base_of(const ngl_activity *a)
{
    return a->start == NGL_INSTANT_NONE ? 0 : a->start;
}

static ngl_instant end_of(const ngl_activity *a)
{
    ngl_instant last = a->nrecord ? a->time_ms[a->nrecord - 1] : 0;
    double      elapsed = a->elapsed_s > 0 && a->elapsed_s < 1e8 ? a->elapsed_s * 1000 : 0;
    return base_of(a) + ((double)last > elapsed ? last : (ngl_instant)elapsed);
}

/* ---- what the file is, and who made it --------------------------------------------------- */

static unsigned maker_of(const char *name)
{
    int number = ngl_fit_maker_number(name);
    return number < 0 ? UINT16_MAX : (unsigned)number;
}

static unsigned product_of(const char *name)
{
    unsigned v = 0;
    if (!*name || strlen(name) > 5) return UINT16_MAX;
    for (const char *p = name; *p; p++) {
        if (*p < '0' || *p > '9') return UINT16_MAX;
        v = v * 10 + (unsigned)(*p - '0');
    }
    return v < UINT16_MAX ? v : UINT16_MAX;
}

static void put_file_id(ngl_buf *b, const ngl_activity *a)
{
    message     m = { 0 };
    ngl_device  none = { "", "", 0 };
    const ngl_device *d = a->ndevice ? &a->device[0] : &none;
    unsigned    maker = maker_of(d->maker);
    u8(&m, 0, B_ENUM, 4);
    u16(&m, 1, maker == UINT16_MAX ? 255 : maker);
    u16(&m, 2, product_of(d->product));
    u32(&m, 3, B_UINT32Z, d->serial);
    if (a->start != NGL_INSTANT_NONE) u32(&m, 4, B_UINT32, seconds_of(a, a->start));
    if (product_of(d->product) == UINT16_MAX) text(&m, 8, d->product);
    emit(b, FIT_FILE_ID, &m);
}

static void put_devices(ngl_buf *b, const ngl_activity *a)
{
    for (uint32_t i = 0; i < a->ndevice && i < UINT8_MAX; i++) {
        message m = { 0 };
        u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, base_of(a)));
        u8(&m, 0, B_UINT8, i);
        u16(&m, 2, maker_of(a->device[i].maker));
        u32(&m, 3, B_UINT32Z, a->device[i].serial);
        u16(&m, 4, product_of(a->device[i].product));
        if (product_of(a->device[i].product) == UINT16_MAX) text(&m, 27, a->device[i].product);
        emit(b, FIT_DEVICE_INFO, &m);
    }
}

/* ---- developer fields ------------------------------------------------------------------- */

static uint32_t extras(const ngl_activity *a)
{
    return a->nextra < NGL_EXTRA_MAX ? a->nextra : NGL_EXTRA_MAX;
}

/* the first field of the same application */
static uint32_t app_of(const ngl_activity *a, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (memcmp(a->extra[k].app, a->extra[i].app, sizeof a->extra[i].app) == 0) return k;
    return i;
}

static void put_developer(ngl_buf *b, const ngl_activity *a)
{
    for (uint32_t i = 0; i < extras(a); i++) {
        message m = { 0 };
        if (app_of(a, i) == i) {
            field(&m, 1, B_BYTE, a->extra[i].app, sizeof a->extra[i].app);
            u8(&m, 3, B_UINT8, i);
            emit(b, FIT_DEVELOPER_ID, &m);
            m = (message){ 0 };
        }
        u8(&m, 0, B_UINT8, app_of(a, i));
        u8(&m, 1, B_UINT8, i);
        u8(&m, 2, B_UINT8, B_FLOAT32);
        text(&m, 3, a->extra[i].name);
        text(&m, 8, a->extra[i].unit);
        emit(b, FIT_DESCRIPTION, &m);
    }
}

/* ---- records ------------------------------------------------------------------------------- */

typedef struct stored {
    uint8_t  stream, number, size; /* size in bytes */
    double   offset, scale;
} stored;

static const stored stores[] = {
    { NGL_STREAM_DIST, 5, 4, 0, 100 },          { NGL_STREAM_SPEED, 73, 4, 0, 1000 },
    { NGL_STREAM_ALTITUDE, 78, 4, 500, 5 },     { NGL_STREAM_HEART_RATE, 3, 1, 0, 1 },
    { NGL_STREAM_POWER, 7, 2, 0, 1 },           { NGL_STREAM_CONTACT, 41, 2, 0, 10 },
    { NGL_STREAM_OSCILLATION, 39, 2, 0, 10 },   { NGL_STREAM_BALANCE, 84, 2, 0, 100 },
    { NGL_STREAM_STEP_LENGTH, 85, 2, 0, 10 },   { NGL_STREAM_VERTICAL_RATIO, 83, 2, 0, 100 },
};

static void put_stored(message *m, const stored *s, double v)
{
    if (s->size == 1) u8(m, s->number, B_UINT8, steps(v, s->offset, s->scale, UINT8_MAX));
    else if (s->size == 2) u16(m, s->number, steps(v, s->offset, s->scale, UINT16_MAX));
    else u32(m, s->number, B_UINT32, steps(v, s->offset, s->scale, UINT32_MAX));
}

/* files count the steps of one foot, in whole ones and 128ths */
static void put_cadence(message *m, double v, bool on_foot)
{
    uint32_t raw = steps(on_foot ? v / 2 : v, 0, 128, UINT8_MAX * 128);
    bool     none = raw == UINT8_MAX * 128;
    u8(m, 4, B_UINT8, none ? UINT8_MAX : raw / 128);
    u8(m, 53, B_UINT8, none ? UINT8_MAX : raw % 128);
}

static message record(const ngl_activity *a, uint32_t i)
{
    message m = { 0 };
    u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, base_of(a) + a->time_ms[i]));
    if (a->lat_semi) {
        u32(&m, 0, B_SINT32, (uint32_t)a->lat_semi[i]);
        u32(&m, 1, B_SINT32, (uint32_t)a->lon_semi[i]);
    }
    for (unsigned k = 0; k < sizeof stores / sizeof *stores; k++)
        if (a->stream[stores[k].stream]) put_stored(&m, &stores[k], (double)a->stream[stores[k].stream][i]);
    const float *cadence = a->stream[NGL_STREAM_CADENCE], *celsius = a->stream[NGL_STREAM_TEMPERATURE];
    if (cadence) put_cadence(&m, (double)cadence[i], ngl_sport_on_foot(a->sport));
    if (celsius) {
        double c = round((double)celsius[i]);
        u8(&m, 13, B_SINT8, c >= -127 && c <= 126 ? (unsigned)(int)c : 0x7f);
    }
    return m;
}

static void define_records(ngl_buf *b, const ngl_activity *a)
{
    message m = record(a, 0);
    uint8_t dev[3 * NGL_EXTRA_MAX];
    for (uint32_t i = 0; i < extras(a); i++) {
        const uint8_t f[3] = { (uint8_t)i, 4, (uint8_t)app_of(a, i) };
        memcpy(dev + 3 * i, f, sizeof f);
    }
    define(b, LOCAL_RECORD, FIT_RECORD, &m, dev, extras(a));
}

static void put_record(ngl_buf *b, const ngl_activity *a, uint32_t i)
{
    message m = record(a, i);
    ngl_buf_char(b, LOCAL_RECORD);
    ngl_buf_add(b, m.data, m.len);
    for (uint32_t k = 0; k < extras(a); k++) {
        uint32_t bits;
        memcpy(&bits, &a->extra[k].value[i], sizeof bits);
        if (isnan(a->extra[k].value[i])) bits = UINT32_MAX;
        const uint8_t p[4] = { (uint8_t)bits, (uint8_t)(bits >> 8), (uint8_t)(bits >> 16), (uint8_t)(bits >> 24) };
        ngl_buf_add(b, p, sizeof p);
    }
}

/* ---- the timer, laps, the session ------------------------------------------------------------ */

static void put_timer(ngl_buf *b, const ngl_activity *a, ngl_instant t, bool stops)
{
    message m = { 0 };
    u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, t));
    u8(&m, 0, B_ENUM, 0);
    u8(&m, 1, B_ENUM, stops ? 4 : 0);
    emit(b, FIT_EVENT, &m);
}

static void put_rows(ngl_buf *b, const ngl_activity *a)
{
    uint32_t pause = 0;
    bool     stopped = false;
    put_timer(b, a, base_of(a), false);
    if (a->nrecord) define_records(b, a);
    for (uint32_t i = 0; i < a->nrecord; i++) {
        ngl_instant t = base_of(a) + a->time_ms[i];
        while (pause < a->npause) {
            ngl_instant edge = stopped ? a->pause[pause].to : a->pause[pause].from;
            if (edge > t) break;
            put_timer(b, a, edge, !stopped);
            pause += stopped;
            stopped = !stopped;
        }
        put_record(b, a, i);
    }
    for (; pause < a->npause; pause += stopped, stopped = !stopped)
        put_timer(b, a, stopped ? a->pause[pause].to : a->pause[pause].from, !stopped);
    put_timer(b, a, end_of(a), true);
}

static void put_totals(message *m, double elapsed_s, double timer_s, double dist_m)
{
    u32(m, 7, B_UINT32, steps(elapsed_s, 0, 1000, UINT32_MAX));
    u32(m, 8, B_UINT32, steps(timer_s, 0, 1000, UINT32_MAX));
    u32(m, 9, B_UINT32, steps(dist_m, 0, 100, UINT32_MAX));
}

static void put_laps(ngl_buf *b, const ngl_activity *a)
{
    for (uint32_t i = 0; i < a->nlap; i++) {
        const ngl_lap *lap = &a->lap[i];
        message        m = { 0 };
        double         s = lap->elapsed_s >= 0 && lap->elapsed_s < 1e8 ? lap->elapsed_s : 0;
        u16(&m, 254, i & 0xfff);
        ngl_instant    end = lap->start == NGL_INSTANT_NONE ? lap->start : lap->start + (ngl_instant)(s * 1000);
        u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, end));
        u32(&m, 2, B_UINT32, seconds_of(a, lap->start));
        put_totals(&m, lap->elapsed_s, lap->timer_s, lap->dist_m);
        emit(b, FIT_LAP, &m);
    }
}

static unsigned sport_number(const ngl_activity *a)
{
    static const uint8_t numbers[] = { [NGL_SPORT_UNKNOWN] = 0, [NGL_SPORT_RUNNING] = 1, [NGL_SPORT_WALKING] = 11,
                                       [NGL_SPORT_HIKING] = 17, [NGL_SPORT_CYCLING] = 2, [NGL_SPORT_SWIMMING] = 5,
                                       [NGL_SPORT_STRENGTH] = 10, [NGL_SPORT_ROWING] = 15, [NGL_SPORT_SKIING] = 12,
                                       [NGL_SPORT_OTHER] = 4 };
    int number = ngl_fit_sport_number(a->sport_key);
    return number > 0 ? (unsigned)number : numbers[a->sport];
}

static unsigned sub_sport_number(const ngl_activity *a)
{
    int number = ngl_fit_sub_sport_number(a->sub_sport);
    if (number > 0) return (unsigned)number;
    return a->sport == NGL_SPORT_STRENGTH ? 20 : 0;
}

static void put_session(ngl_buf *b, const ngl_activity *a)
{
    message m = { 0 };
    bool    on_foot = ngl_sport_on_foot(a->sport);
    u16(&m, 254, 0);
    u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, end_of(a)));
    u8(&m, 0, B_ENUM, 8);
    u8(&m, 1, B_ENUM, 1);
    u32(&m, 2, B_UINT32, seconds_of(a, base_of(a)));
    u8(&m, 5, B_ENUM, sport_number(a));
    u8(&m, 6, B_ENUM, sub_sport_number(a));
    put_totals(&m, a->elapsed_s, a->timer_s, a->dist_m);
    u8(&m, 16, B_UINT8, steps(a->mean_hr_bpm, 0, 1, UINT8_MAX));
    u8(&m, 18, B_UINT8, steps(a->mean_cadence_spm, 0, on_foot ? 0.5 : 1, UINT8_MAX));
    u16(&m, 22, steps(a->ascent_m, 0, 1, UINT16_MAX));
    u16(&m, 23, steps(a->descent_m, 0, 1, UINT16_MAX));
    u16(&m, 25, 0);
    u16(&m, 26, a->nlap < UINT16_MAX ? a->nlap : UINT16_MAX);
    u32(&m, 125, B_UINT32, steps(a->max_speed_mps, 0, 1000, UINT32_MAX));
    if (!isnan(a->effort_rpe)) u8(&m, RPE_FIELD, B_UINT8, steps(a->effort_rpe, 0, 10, UINT8_MAX));
    text(&m, 110, a->name);
    emit(b, FIT_SESSION, &m);
}

static void put_activity(ngl_buf *b, const ngl_activity *a)
{
    message  m = { 0 };
    uint32_t end = seconds_of(a, end_of(a));
    u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, end);
    u32(&m, 0, B_UINT32, steps(a->timer_s, 0, 1000, UINT32_MAX));
    u16(&m, 1, 1);
    u8(&m, 2, B_ENUM, 0);
    u8(&m, 3, B_ENUM, 26);
    u8(&m, 4, B_ENUM, 1);
    if (a->has_offset && end != UINT32_MAX) u32(&m, 5, B_UINT32, end + (uint32_t)a->utc_offset_s);
    emit(b, FIT_ACTIVITY, &m);
}

/* ---- header and checksums --------------------------------------------------------------------- */

static void finish(ngl_buf *b, size_t at)
{
    uint8_t *head = (uint8_t *)b->data + at;
    uint32_t body = (uint32_t)(b->len - at - HEADER);
    const uint8_t bytes[12] = { HEADER, 0x20, 0x5c, 0x08, (uint8_t)body, (uint8_t)(body >> 8), (uint8_t)(body >> 16),
                                (uint8_t)(body >> 24), '.', 'F', 'I', 'T' };
    memcpy(head, bytes, sizeof bytes);
    uint16_t sum = ngl_fit_crc(0, head, sizeof bytes);
    head[12] = (uint8_t)sum;
    head[13] = (uint8_t)(sum >> 8);
    sum = ngl_fit_crc(0, head, b->len - at);
    const uint8_t tail[2] = { (uint8_t)sum, (uint8_t)(sum >> 8) };
    ngl_buf_add(b, tail, sizeof tail);
}

ngl_status ngl_activity_to_fit(ngl_buf *out, const ngl_activity *a, ngl_error *err)
{
    static const uint8_t room[HEADER];
    size_t at = out->len;
    ngl_buf_add(out, room, sizeof room);
    put_file_id(out, a);
    put_devices(out, a);
    put_developer(out, a);
    put_rows(out, a);
    put_laps(out, a);
    put_session(out, a);
    put_activity(out, a);
    if (!out->failed) finish(out, at);
    return out->failed ? ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to write the run than is allowed") : NGL_OK;
}
