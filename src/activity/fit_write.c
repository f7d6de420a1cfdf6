/* An activity as a FIT file: what any other program reads. Streams go to the
 * fields the profile has for them, in its units and steps; developer fields
 * stay developer fields. Left out is what FIT cannot say: parts of a second,
 * and notes about damage. */
#include "activity/activity.h"
#include "activity/fit.h"
#include "activity/fit_draft.h"
#include "activity/track.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

enum { LOCAL_RECORD = 0, RPE_FIELD = 193 };

/* What a device states in a whole number of steps; `none` where it says nothing. */
static uint32_t steps(double v, double offset, double scale, uint32_t none)
{
    double raw = round((v + offset) * scale);
    return raw >= 0 && raw < (double)none ? (uint32_t)raw : none;
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
    ngl_fit_draft     m = { 0 };
    ngl_device  none = { "", "", 0 };
    const ngl_device *d = a->ndevice ? &a->device[0] : &none;
    unsigned    maker = maker_of(d->maker);
    ngl_draft_u8(&m, 0, B_ENUM, 4);
    ngl_draft_u16(&m, 1, maker == UINT16_MAX ? 255 : maker);
    ngl_draft_u16(&m, 2, product_of(d->product));
    ngl_draft_u32(&m, 3, B_UINT32Z, d->serial);
    if (a->start != NGL_INSTANT_NONE) ngl_draft_u32(&m, 4, B_UINT32, seconds_of(a, a->start));
    if (product_of(d->product) == UINT16_MAX) ngl_draft_text(&m, 8, d->product);
    ngl_draft_emit(b, FIT_FILE_ID, &m);
}

static void put_devices(ngl_buf *b, const ngl_activity *a)
{
    for (uint32_t i = 0; i < a->ndevice && i < UINT8_MAX; i++) {
        ngl_fit_draft m = { 0 };
        ngl_draft_u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, base_of(a)));
        ngl_draft_u8(&m, 0, B_UINT8, i);
        ngl_draft_u16(&m, 2, maker_of(a->device[i].maker));
        ngl_draft_u32(&m, 3, B_UINT32Z, a->device[i].serial);
        ngl_draft_u16(&m, 4, product_of(a->device[i].product));
        if (product_of(a->device[i].product) == UINT16_MAX) ngl_draft_text(&m, 27, a->device[i].product);
        ngl_draft_emit(b, FIT_DEVICE_INFO, &m);
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
        ngl_fit_draft m = { 0 };
        if (app_of(a, i) == i) {
            ngl_draft_field(&m, 1, B_BYTE, a->extra[i].app, sizeof a->extra[i].app);
            ngl_draft_u8(&m, 3, B_UINT8, i);
            ngl_draft_emit(b, FIT_DEVELOPER_ID, &m);
            m = (ngl_fit_draft){ 0 };
        }
        ngl_draft_u8(&m, 0, B_UINT8, app_of(a, i));
        ngl_draft_u8(&m, 1, B_UINT8, i);
        ngl_draft_u8(&m, 2, B_UINT8, B_FLOAT32);
        ngl_draft_text(&m, 3, a->extra[i].name);
        ngl_draft_text(&m, 8, a->extra[i].unit);
        ngl_draft_emit(b, FIT_DESCRIPTION, &m);
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

static void put_stored(ngl_fit_draft *m, const stored *s, double v)
{
    if (s->size == 1) ngl_draft_u8(m, s->number, B_UINT8, steps(v, s->offset, s->scale, UINT8_MAX));
    else if (s->size == 2) ngl_draft_u16(m, s->number, steps(v, s->offset, s->scale, UINT16_MAX));
    else ngl_draft_u32(m, s->number, B_UINT32, steps(v, s->offset, s->scale, UINT32_MAX));
}

/* files count the steps of one foot, in whole ones and 128ths */
static void put_cadence(ngl_fit_draft *m, double v, bool on_foot)
{
    uint32_t raw = steps(on_foot ? v / 2 : v, 0, 128, UINT8_MAX * 128);
    bool     none = raw == UINT8_MAX * 128;
    ngl_draft_u8(m, 4, B_UINT8, none ? UINT8_MAX : raw / 128);
    ngl_draft_u8(m, 53, B_UINT8, none ? UINT8_MAX : raw % 128);
}

static ngl_fit_draft record(const ngl_activity *a, uint32_t i)
{
    ngl_fit_draft m = { 0 };
    ngl_draft_u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, base_of(a) + a->time_ms[i]));
    if (a->lat_semi) {
        ngl_draft_u32(&m, 0, B_SINT32, (uint32_t)a->lat_semi[i]);
        ngl_draft_u32(&m, 1, B_SINT32, (uint32_t)a->lon_semi[i]);
    }
    for (unsigned k = 0; k < sizeof stores / sizeof *stores; k++)
        if (a->stream[stores[k].stream]) put_stored(&m, &stores[k], (double)a->stream[stores[k].stream][i]);
    const float *cadence = a->stream[NGL_STREAM_CADENCE], *celsius = a->stream[NGL_STREAM_TEMPERATURE];
    if (cadence) put_cadence(&m, (double)cadence[i], ngl_sport_on_foot(a->sport));
    if (celsius) {
        double c = round((double)celsius[i]);
        ngl_draft_u8(&m, 13, B_SINT8, c >= -127 && c <= 126 ? (unsigned)(int)c : 0x7f);
    }
    return m;
}

static void define_records(ngl_buf *b, const ngl_activity *a)
{
    ngl_fit_draft m = record(a, 0);
    uint8_t dev[3 * NGL_EXTRA_MAX];
    for (uint32_t i = 0; i < extras(a); i++) {
        const uint8_t f[3] = { (uint8_t)i, 4, (uint8_t)app_of(a, i) };
        memcpy(dev + 3 * i, f, sizeof f);
    }
    ngl_draft_define(b, LOCAL_RECORD, FIT_RECORD, &m, dev, extras(a));
}

static void put_record(ngl_buf *b, const ngl_activity *a, uint32_t i)
{
    ngl_fit_draft m = record(a, i);
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
    ngl_fit_draft m = { 0 };
    ngl_draft_u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, t));
    ngl_draft_u8(&m, 0, B_ENUM, 0);
    ngl_draft_u8(&m, 1, B_ENUM, stops ? 4 : 0);
    ngl_draft_emit(b, FIT_EVENT, &m);
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

static void put_totals(ngl_fit_draft *m, double elapsed_s, double timer_s, double dist_m)
{
    ngl_draft_u32(m, 7, B_UINT32, steps(elapsed_s, 0, 1000, UINT32_MAX));
    ngl_draft_u32(m, 8, B_UINT32, steps(timer_s, 0, 1000, UINT32_MAX));
    ngl_draft_u32(m, 9, B_UINT32, steps(dist_m, 0, 100, UINT32_MAX));
}

static void put_laps(ngl_buf *b, const ngl_activity *a)
{
    for (uint32_t i = 0; i < a->nlap; i++) {
        const ngl_lap *lap = &a->lap[i];
        ngl_fit_draft        m = { 0 };
        double         s = lap->elapsed_s >= 0 && lap->elapsed_s < 1e8 ? lap->elapsed_s : 0;
        ngl_draft_u16(&m, 254, i & 0xfff);
        ngl_instant    end = lap->start == NGL_INSTANT_NONE ? lap->start : lap->start + (ngl_instant)(s * 1000);
        ngl_draft_u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, end));
        ngl_draft_u32(&m, 2, B_UINT32, seconds_of(a, lap->start));
        put_totals(&m, lap->elapsed_s, lap->timer_s, lap->dist_m);
        ngl_draft_emit(b, FIT_LAP, &m);
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
    ngl_fit_draft m = { 0 };
    bool    on_foot = ngl_sport_on_foot(a->sport);
    ngl_draft_u16(&m, 254, 0);
    ngl_draft_u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, seconds_of(a, end_of(a)));
    ngl_draft_u8(&m, 0, B_ENUM, 8);
    ngl_draft_u8(&m, 1, B_ENUM, 1);
    ngl_draft_u32(&m, 2, B_UINT32, seconds_of(a, base_of(a)));
    ngl_draft_u8(&m, 5, B_ENUM, sport_number(a));
    ngl_draft_u8(&m, 6, B_ENUM, sub_sport_number(a));
    put_totals(&m, a->elapsed_s, a->timer_s, a->dist_m);
    ngl_draft_u8(&m, 16, B_UINT8, steps(a->mean_hr_bpm, 0, 1, UINT8_MAX));
    ngl_draft_u8(&m, 18, B_UINT8, steps(a->mean_cadence_spm, 0, on_foot ? 0.5 : 1, UINT8_MAX));
    ngl_draft_u16(&m, 22, steps(a->ascent_m, 0, 1, UINT16_MAX));
    ngl_draft_u16(&m, 23, steps(a->descent_m, 0, 1, UINT16_MAX));
    ngl_draft_u16(&m, 25, 0);
    ngl_draft_u16(&m, 26, a->nlap < UINT16_MAX ? a->nlap : UINT16_MAX);
    ngl_draft_u32(&m, 125, B_UINT32, steps(a->max_speed_mps, 0, 1000, UINT32_MAX));
    if (!isnan(a->effort_rpe)) ngl_draft_u8(&m, RPE_FIELD, B_UINT8, steps(a->effort_rpe, 0, 10, UINT8_MAX));
    ngl_draft_text(&m, 110, a->name);
    ngl_draft_emit(b, FIT_SESSION, &m);
}

static void put_activity(ngl_buf *b, const ngl_activity *a)
{
    ngl_fit_draft  m = { 0 };
    uint32_t end = seconds_of(a, end_of(a));
    ngl_draft_u32(&m, FIT_FIELD_TIMESTAMP, B_UINT32, end);
    ngl_draft_u32(&m, 0, B_UINT32, steps(a->timer_s, 0, 1000, UINT32_MAX));
    ngl_draft_u16(&m, 1, 1);
    ngl_draft_u8(&m, 2, B_ENUM, 0);
    ngl_draft_u8(&m, 3, B_ENUM, 26);
    ngl_draft_u8(&m, 4, B_ENUM, 1);
    if (a->has_offset && end != UINT32_MAX) ngl_draft_u32(&m, 5, B_UINT32, end + (uint32_t)a->utc_offset_s);
    ngl_draft_emit(b, FIT_ACTIVITY, &m);
}

ngl_status ngl_activity_to_fit(ngl_buf *out, const ngl_activity *a, ngl_error *err)
{
    static const uint8_t room[FIT_HEADER];
    size_t at = out->len;
    ngl_buf_add(out, room, sizeof room);
    put_file_id(out, a);
    put_devices(out, a);
    put_developer(out, a);
    put_rows(out, a);
    put_laps(out, a);
    put_session(out, a);
    put_activity(out, a);
    if (!out->failed) ngl_draft_finish(out, at);
    return out->failed ? ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to write the run than is allowed") : NGL_OK;
}
