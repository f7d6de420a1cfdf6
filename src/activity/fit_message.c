/* The messages that are not records: what the file is, sessions, laps, pauses,
 * devices, and what developer fields mean. */
#include "activity/fit.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

static ngl_status no_memory(ngl_fit_reader *r)
{
    return ngl_fail(r->err, NGL_E_NOMEM, r->pos, "more memory is needed to read the file than is allowed");
}

/* Append to one of the reader's arrays. Beyond `max` items further ones are
 * counted as unread: no real file comes near. */
#define PUSH(r, name, max, value)                                                                              \
    do {                                                                                                       \
        if ((r)->n##name == (max)) {                                                                           \
            (r)->nunknown++;                                                                                   \
            break;                                                                                             \
        }                                                                                                      \
        void *items_ = ngl_grow((r)->arena, (r)->name, (r)->n##name, &(r)->name##_cap, (max), sizeof *(r)->name); \
        if (!items_) return no_memory(r);                                                                      \
        (r)->name = items_;                                                                                    \
        (r)->name[(r)->n##name++] = (value);                                                                   \
    } while (0)

static ngl_status new_group(ngl_fit_reader *r)
{
    ngl_fit_group g = { .record = r->columns.n, .session = r->nsession, .lap = r->nlap, .event = r->nevent,
                        .device = r->ndevice, .span = r->nspan, .type = -1, .created = UINT32_MAX, .maker = UINT16_MAX,
                        .product = UINT16_MAX, .product_name = "", .workout = "", .activity_timer_s = NAN };
    PUSH(r, group, NGL_SESSION_MAX, g);
    return NGL_OK;
}

ngl_fit_group *ngl_fit_group_now(ngl_fit_reader *r)
{
    if (r->ngroup == 0 && new_group(r)) return NULL;
    return &r->group[r->ngroup - 1];
}

static uint16_t u16_of(uint32_t v)
{
    return v > UINT16_MAX ? UINT16_MAX : (uint16_t)v;
}

static uint8_t u8_of(uint32_t v)
{
    return v > UINT8_MAX ? UINT8_MAX : (uint8_t)v;
}

/* The file_id of a further part opens a new group. A part without one (memory
 * of a heart-rate strap, appended) belongs to what stands before it, and a
 * file_id repeated inside a part says nothing new. */
static ngl_status file_id(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_group *g = ngl_fit_group_now(r);
    if (!g) return no_memory(r);
    bool used = g->type >= 0 || r->columns.n > g->record || r->nsession > g->session;
    if (used && !r->new_part) return NGL_OK;
    r->new_part = false;
    if (used) {
        ngl_status status = new_group(r);
        if (status) return status;
        if (r->group[r->ngroup - 1].record != r->columns.n) return NGL_OK; /* more files than are kept apart */
    }
    g = &r->group[r->ngroup - 1];
    g->type = u8_of(ngl_fit_u32(d, m, 0));
    g->maker = u16_of(ngl_fit_u32(d, m, 1));
    g->product = u16_of(ngl_fit_u32(d, m, 2));
    g->serial = ngl_fit_u32(d, m, 3);
    g->created = ngl_fit_u32(d, m, 4);
    g->product_name = ngl_fit_string(r->arena, d, m, 8);
    return g->product_name ? NGL_OK : no_memory(r);
}

/* Amounts are never negative, whatever type a file gives them. */
static double scaled(const ngl_fit_definition *d, const uint8_t *m, uint8_t number, double scale)
{
    double v = ngl_fit_number(d, m, number) / scale;
    return v >= 0 && v < 1e12 ? v : NAN;
}

static double either(double first, double second)
{
    return isnan(first) ? second : first;
}

static ngl_status session(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_session s = { .start = ngl_fit_u32(d, m, 2), .end = ngl_fit_u32(d, m, FIT_FIELD_TIMESTAMP),
                          .sport = u8_of(ngl_fit_u32(d, m, 5)), .sub_sport = u8_of(ngl_fit_u32(d, m, 6)),
                          .elapsed_s = scaled(d, m, 7, 1000), .timer_s = scaled(d, m, 8, 1000),
                          .dist_m = scaled(d, m, 9, 100), .ascent_m = scaled(d, m, 22, 1),
                          .descent_m = scaled(d, m, 23, 1),
                          .max_speed_mps = either(scaled(d, m, 125, 1000), scaled(d, m, 15, 1000)),
                          .rpe = scaled(d, m, 193, 10), .name = ngl_fit_string(r->arena, d, m, 110) };
    if (!s.name || !ngl_fit_group_now(r)) return no_memory(r);
    PUSH(r, session, NGL_SESSION_MAX, s);
    return NGL_OK;
}

static ngl_status lap(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_lap l = { .start = ngl_fit_u32(d, m, 2), .elapsed_s = scaled(d, m, 7, 1000),
                      .timer_s = scaled(d, m, 8, 1000), .dist_m = scaled(d, m, 9, 100) };
    if (!ngl_fit_group_now(r)) return no_memory(r);
    PUSH(r, lap, NGL_LAP_MAX, l);
    return NGL_OK;
}

/* Event 0 is the timer; it starts (0) or stops (1, 4, 8, 9). */
static ngl_status event(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    uint32_t      type = ngl_fit_u32(d, m, 1);
    ngl_fit_event e = { .at = d->time_at >= 0 ? ngl_fit_u32(d, m, FIT_FIELD_TIMESTAMP) : r->last_time };
    if (ngl_fit_u32(d, m, 0) != 0 || e.at == UINT32_MAX) return NGL_OK;
    if (type != 0 && type != 1 && type != 4 && type != 8 && type != 9) return NGL_OK;
    e.stop = type != 0;
    if (!ngl_fit_group_now(r)) return no_memory(r);
    PUSH(r, event, NGL_EVENT_MAX, e);
    return NGL_OK;
}

/* Devices report again and again: one entry for each index and maker. */
static ngl_status device_info(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_group *g = ngl_fit_group_now(r);
    if (!g) return no_memory(r);
    ngl_fit_device v = { .index = u8_of(ngl_fit_u32(d, m, 0)), .maker = u16_of(ngl_fit_u32(d, m, 2)),
                         .product = u16_of(ngl_fit_u32(d, m, 4)), .serial = ngl_fit_u32(d, m, 3), .name = "" };
    if (v.maker == UINT16_MAX && v.product == UINT16_MAX) return NGL_OK; /* only a battery level, say */
    for (uint32_t i = g->device; i < r->ndevice; i++) {
        const ngl_fit_device *o = &r->device[i];
        if (o->index == v.index && o->maker == v.maker && o->product == v.product && o->serial == v.serial)
            return NGL_OK;
    }
    v.name = ngl_fit_string(r->arena, d, m, 27);
    if (!v.name) return no_memory(r);
    PUSH(r, device, NGL_DEVICE_MAX, v);
    return NGL_OK;
}

/* Local time minus UTC: real offsets are quarters of an hour within 14 hours. */
static ngl_status activity(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_group *g = ngl_fit_group_now(r);
    if (!g) return no_memory(r);
    uint32_t utc = ngl_fit_u32(d, m, FIT_FIELD_TIMESTAMP), local = ngl_fit_u32(d, m, 5);
    g->activity_timer_s = scaled(d, m, 0, 1000);
    if (utc == UINT32_MAX || local == UINT32_MAX || utc < FIT_RELATIVE || local < FIT_RELATIVE) return NGL_OK;
    int64_t off = (int64_t)local - utc, quarter = (off + (off < 0 ? -450 : 450)) / 900 * 900;
    if (quarter < -14 * 3600 || quarter > 14 * 3600) return NGL_OK;
    if (off - quarter > 90 || quarter - off > 90) return NGL_OK;
    g->utc_offset_s = (int32_t)quarter;
    g->has_offset = true;
    return NGL_OK;
}

/* Ties the device's own clock to the world's. */
static ngl_status correlation(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_group *g = ngl_fit_group_now(r);
    if (!g) return no_memory(r);
    uint32_t utc = ngl_fit_u32(d, m, FIT_FIELD_TIMESTAMP), own = ngl_fit_u32(d, m, 1);
    if (utc == UINT32_MAX || own == UINT32_MAX || utc < FIT_RELATIVE || own >= FIT_RELATIVE) return NGL_OK;
    g->clock_s = (int64_t)utc - own;
    g->has_clock = true;
    return NGL_OK;
}

static ngl_status sport(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_group *g = ngl_fit_group_now(r);
    if (!g) return no_memory(r);
    g->has_sport = true;
    g->sport = u8_of(ngl_fit_u32(d, m, 0));
    g->sub_sport = u8_of(ngl_fit_u32(d, m, 1));
    return NGL_OK;
}

static ngl_status workout(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_group *g = ngl_fit_group_now(r);
    const char    *name = ngl_fit_string(r->arena, d, m, 8);
    if (!g || !name) return no_memory(r);
    g->workout = name;
    return NGL_OK;
}

static ngl_status developer_id(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    struct ngl_fit_developer v = { .index = u8_of(ngl_fit_u32(d, m, 3)) };
    ngl_fit_place f;
    if (ngl_fit_find(d, 1, &f)) memcpy(v.app, m + f.at, f.size < sizeof v.app ? f.size : sizeof v.app);
    PUSH(r, developer, NGL_DESCRIPTION_MAX, v);
    return NGL_OK;
}

static double or_else(double v, double other)
{
    return isnan(v) || v == 0 ? other : v;
}

static ngl_status description(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    ngl_fit_description v = { .developer = u8_of(ngl_fit_u32(d, m, 0)), .number = u8_of(ngl_fit_u32(d, m, 1)),
                              .base = ngl_fit_u32(d, m, 2) & 0x1f, .name = ngl_fit_string(r->arena, d, m, 3),
                              .unit = ngl_fit_string(r->arena, d, m, 8), .scale = or_else(ngl_fit_number(d, m, 6), 1),
                              .offset = either(ngl_fit_number(d, m, 7), 0),
                              .native_message = u16_of(ngl_fit_u32(d, m, 14)),
                              .native_field = u8_of(ngl_fit_u32(d, m, 15)), .column = -1 };
    if (!v.name || !v.unit) return no_memory(r);
    for (uint32_t i = r->ndeveloper; i-- > 0;) {
        if (r->developer[i].index != v.developer) continue;
        memcpy(v.app, r->developer[i].app, sizeof v.app);
        break;
    }
    PUSH(r, description, NGL_DESCRIPTION_MAX, v);
    return NGL_OK;
}

ngl_fit_kind ngl_fit_kind_of(uint16_t global)
{
    switch (global) {
    case FIT_RECORD: return FIT_IS_RECORD;
    case FIT_FILE_ID: case FIT_SPORT: case FIT_SESSION: case FIT_LAP: case FIT_EVENT: case FIT_DEVICE_INFO:
    case FIT_WORKOUT: case FIT_ACTIVITY: case FIT_TIMESTAMP_CORRELATION: case FIT_DESCRIPTION: case FIT_DEVELOPER_ID: case FIT_HR:
        return FIT_IS_READ;
    default: return FIT_COUNTED;
    }
}

ngl_status ngl_fit_message(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *m)
{
    switch (d->global) {
    case FIT_FILE_ID: return file_id(r, d, m);
    case FIT_SPORT: return sport(r, d, m);
    case FIT_SESSION: return session(r, d, m);
    case FIT_LAP: return lap(r, d, m);
    case FIT_EVENT: return event(r, d, m);
    case FIT_DEVICE_INFO: return device_info(r, d, m);
    case FIT_WORKOUT: return workout(r, d, m);
    case FIT_ACTIVITY: return activity(r, d, m);
    case FIT_TIMESTAMP_CORRELATION: return correlation(r, d, m);
    case FIT_DESCRIPTION: return description(r, d, m);
    case FIT_DEVELOPER_ID: return developer_id(r, d, m);
    case FIT_HR: return ngl_fit_heart(r, d, m);
    default: return NGL_OK;
    }
}
