/* Walking a FIT file: parts, their headers and checksums, messages.
 *
 * A part whose checksum is right is taken at its word and read fast. One that
 * is cut, or whose checksum is wrong, is read warily (fit_salvage.c).
 */
#include "activity/fit.h"
#include "activity/fit_crc.h"
#include "base/error.h"

#include <string.h>

enum { HEADER_MIN = 12 };

bool ngl_fit_sniff(const uint8_t *head, size_t len)
{
    return len >= HEADER_MIN && head[0] >= HEADER_MIN && memcmp(head + 8, ".FIT", 4) == 0;
}

/* Records of a new plan must not find older ones waiting for other columns. */
static ngl_status make_plan(ngl_fit_reader *r, ngl_fit_definition *d)
{
    if (!ngl_fit_group_now(r)) return ngl_fail(r->err, NGL_E_NOMEM, r->pos, "not enough memory is allowed");
    ngl_status status = ngl_fit_flush(r);
    return status ? status : ngl_fit_plan(r, d);
}

static ngl_status record(ngl_fit_reader *r, ngl_fit_definition *d, const uint8_t *message, uint32_t when)
{
    ngl_status status = NGL_OK;
    if (d->size == 0 && when == UINT32_MAX) return NGL_OK; /* says nothing, not even when */
    if (!d->plan || (d->ndev && d->ndescription != r->ndescription)) status = make_plan(r, d);
    return status ? status : ngl_fit_record(r, d, message, when);
}

static void note_time(ngl_fit_reader *r, uint32_t t)
{
    if (t == UINT32_MAX) return;
    r->last_time = t;
    r->time_newer = true;
}

static uint32_t time_at(const ngl_fit_definition *d, const uint8_t *message)
{
    uint32_t t;
    memcpy(&t, message + d->time_at, sizeof t);
    return d->big ? __builtin_bswap32(t) : t;
}

static void count(ngl_fit_reader *r, const ngl_fit_definition *d)
{
    if (d->global == FIT_HRV)
        r->nhrv++;
    else
        r->nunknown++;
}

static ngl_status other(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *message, uint32_t when)
{
    if (when != UINT32_MAX)
        note_time(r, when);
    else if (d->time_at >= 0)
        note_time(r, time_at(d, message));
    if (d->kind == FIT_COUNTED) {
        count(r, d);
        return NGL_OK;
    }
    ngl_status status = ngl_fit_flush(r);
    return status ? status : ngl_fit_message(r, d, message);
}

static bool definition(ngl_fit_reader *r, ngl_status *status)
{
    uint8_t             header = r->data[r->pos];
    ngl_fit_definition *d = &r->def[header & 15];
    if (r->waiting == d && (*status = ngl_fit_flush(r))) return true;
    size_t len = ngl_fit_define(d, r->data, r->pos + 1, r->end, (header & 0x20) != 0);
    if (len) r->pos += 1 + len;
    return len != 0;
}

bool ngl_fit_step(ngl_fit_reader *r, ngl_status *status)
{
    const uint8_t *p = r->data + r->pos;
    size_t         left = r->end - r->pos;
    uint32_t       when = UINT32_MAX;
    unsigned       local = p[0] & 15;
    *status = NGL_OK;
    if ((p[0] & 0xc0) == 0x40) return definition(r, status);
    if (p[0] & 0x80) { /* five bits of time in the header, counted from the latest time */
        if ((*status = ngl_fit_flush(r))) return true;
        r->compressed = true;
        local = p[0] >> 5 & 3;
        when = r->last_time + (((p[0] & 31u) - r->last_time) & 31u);
    }
    ngl_fit_definition *d = &r->def[local];
    if (!d->bytes || left - 1 < d->size) return false;
    *status = d->kind == FIT_IS_RECORD ? record(r, d, p + 1, when) : other(r, d, p + 1, when);
    r->pos += (size_t)d->size + 1;
    return true;
}

static void damage(ngl_fit_reader *r, size_t pos)
{
    if (!r->damaged) r->damage_pos = pos;
    r->damaged = true;
}

static ngl_status read_sound(ngl_fit_reader *r)
{
    ngl_status status = NGL_OK;
    while (r->pos < r->end && !status) {
        if (!ngl_fit_step(r, &status)) break;
        if (!status) status = ngl_fit_more(r);
    }
    if (!status) status = ngl_fit_flush(r);
    if (status || r->pos == r->end) return status;
    /* the checksum is right and yet the messages are not: written so */
    damage(r, r->pos);
    return ngl_fit_wary(r);
}

static uint32_t u32le(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool sum_is_right(const uint8_t *from, size_t len)
{
    return ngl_fit_crc(0, from, len) == (uint16_t)(from[len] | from[len + 1] << 8);
}

/* Where the part at `at` ends, and whether all of it can be believed. */
typedef struct extent {
    size_t begin, end, next; /* messages begin .. end, the next part at `next` */
    bool   sound, cut, whole; /* whole: every byte is right but the header's length */
} extent;

static extent measure(const ngl_fit_reader *r, size_t at, bool check)
{
    const uint8_t *p = r->data + at;
    size_t         len = r->len - at, head = p[0];
    uint32_t       body = u32le(p + 4);
    extent         e = { .begin = at + head };
    bool           fits = head <= len && body <= len - head && len - head - body >= 2;
    if (head > len) {
        e.begin = e.end = e.next = r->len;
        e.cut = true;
    } else if (fits && body > 0 && (!check || sum_is_right(p, head + body))) {
        e.sound = true;
        e.end = e.begin + body;
        e.next = e.end + 2;
    } else if (len >= head + 3 && sum_is_right(p, len - 2)) {
        e.whole = e.sound = true;
        e.end = r->len - 2;
        e.next = r->len;
    } else {
        size_t end = fits ? e.begin + body : r->len;
        e.cut = !fits;
        if (!fits && body <= len - head) end = e.begin + body; /* only the checksum is missing */
        bool chained = fits && ngl_fit_sniff(p + head + body + 2, len - head - body - 2);
        bool last = fits && len - head - body == 2;
        e.end = fits && !chained && !last ? r->len : end;
        e.next = chained || last ? end + 2 : r->len;
    }
    return e;
}

static ngl_status read_part(ngl_fit_reader *r, size_t *at, bool check)
{
    extent e = measure(r, *at, check);
    memset(r->def, 0, sizeof r->def);
    r->waiting = NULL;
    r->new_part = true;
    r->open_end = e.cut || e.end == r->len;
    r->last_time = r->record_time = 0;
    r->compressed_dist = r->compressed_last = 0;
    r->pos = e.begin;
    r->end = e.end;
    *at = e.next;
    if (e.sound) {
        if (e.whole) damage(r, 4);
        return read_sound(r);
    }
    ngl_status status = ngl_fit_wary(r);
    if (status) return status;
    r->cut |= e.cut;
    r->wrong_sum |= !e.cut;
    damage(r, e.cut ? r->len : e.next - 2);
    return NGL_OK;
}

/* Padding is harmless; anything else behind the last part was meant to be one. */
static bool padding(const uint8_t *p, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (p[i] != p[0]) return false;
    return len == 0 || p[0] == 0 || p[0] == 0xff;
}

ngl_status ngl_fit_read(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                        const ngl_import_options *options, ngl_error *err)
{
    /* columns of a usual recording take up to three times its bytes */
    ngl_arena_reserve(arena, len < arena->limit / 8 ? 3 * len : 0);
    ngl_fit_reader *r = NGL_NEW(arena, ngl_fit_reader, 1);
    if (!r) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory is allowed");
    *r = (ngl_fit_reader){ .data = data, .len = len, .arena = arena, .err = err, .columns = { .arena = arena },
                           .patience = 16 * (uint64_t)len + 10000 };
    size_t at = 0;
    while (ngl_fit_sniff(data + at, len - at)) {
        ngl_status status = read_part(r, &at, options->check_crc != 0);
        if (status) return status;
    }
    if (!padding(data + at, len - at)) {
        damage(r, at);
        r->ignored = len - at;
    }
    return ngl_fit_finish(r, out);
}
