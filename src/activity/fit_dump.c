/* Every message of a FIT file in words, to find out what a device writes. It
 * walks on its own and believes nothing but sizes; where those fail it says so
 * and goes on with the next part. */
#include "activity/fit.h"
#include "activity/fit_crc.h"
#include "activity/fit_profile.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { NAME_WIDTH = 28, BYTES_SHOWN = 32, DESCRIPTIONS = 256 };

typedef struct dump {
    const uint8_t     *data;
    size_t             len;
    ngl_buf            text; /* of the message at hand */
    ngl_dump_line      line;
    void              *user;
    ngl_fit_definition def[FIT_LOCALS];
    struct {
        uint8_t developer, number, base;
        char    name[64], unit[24];
    } described[DESCRIPTIONS];
    unsigned ndescribed;
} dump;

static void give(dump *d)
{
    d->line(d->user, ngl_buf_string(&d->text), d->text.len);
    d->text.len = 0;
}

static void put_text(ngl_buf *b, const uint8_t *p, size_t len)
{
    size_t n = 0;
    while (n < len && p[n]) n++;
    ngl_buf_char(b, '"');
    for (size_t i = 0; i < n;) {
        size_t c = ngl_utf8_length((const char *)p + i, n - i);
        if (c == 0 || (c == 1 && (p[i] < 0x20 || p[i] == 0x7f)))
            ngl_buf_char(b, '?');
        else
            ngl_buf_add(b, p + i, c);
        i += c ? c : 1;
    }
    ngl_buf_char(b, '"');
}

static void put_bytes(ngl_buf *b, const uint8_t *p, size_t len)
{
    for (size_t i = 0; i < len && i < BYTES_SHOWN; i++) ngl_buf_printf(b, "%s%02x", i ? " " : "", p[i]);
    if (len > BYTES_SHOWN) ngl_buf_printf(b, " and %zu more", len - BYTES_SHOWN);
}

static int decimals_of(double divisor)
{
    return divisor >= 1000 ? 3 : divisor >= 100 ? 2 : divisor > 1 ? 2 : 0;
}

static void put_named(ngl_buf *b, const char *name, double v)
{
    ngl_buf_number(b, v, 0);
    if (*name) ngl_buf_printf(b, " (%s)", name);
}

static void put_time(ngl_buf *b, double v)
{
    char text[NGL_INSTANT_TEXT];
    if (v < FIT_RELATIVE || v > UINT32_MAX) {
        ngl_buf_exact(b, v);
        ngl_buf_text(b, v < FIT_RELATIVE ? " s since the device was switched on" : "");
        return;
    }
    ngl_instant_format(text, ((int64_t)v + FIT_EPOCH_S) * 1000);
    ngl_buf_text(b, text);
}

static void put_value(ngl_buf *b, const ngl_fit_known *k, double v, uint8_t base)
{
    if (isnan(v)) {
        ngl_buf_text(b, "-");
        return;
    }
    uint16_t whole = v >= 0 && v < UINT16_MAX ? (uint16_t)v : UINT16_MAX; /* no name has that number */
    uint8_t  small = whole < UINT8_MAX ? (uint8_t)whole : UINT8_MAX;
    switch (k ? k->show : FIT_SHOW_NUMBER) {
    case FIT_SHOW_TIME: put_time(b, v); return;
    case FIT_SHOW_DEGREES: ngl_buf_number(b, v * (180 / 2147483648.0), 7); return;
    case FIT_SHOW_SPORT: put_named(b, ngl_fit_sport_name(small), v); return;
    case FIT_SHOW_SUB_SPORT: put_named(b, ngl_fit_sub_sport_name(small), v); return;
    case FIT_SHOW_MAKER: put_named(b, ngl_fit_maker(whole), v); return;
    case FIT_SHOW_MESSAGE: put_named(b, ngl_fit_message_name(whole), v); return;
    case FIT_SHOW_NUMBER: break;
    }
    double divisor = k ? k->divisor : 1;
    bool   real = base == FIT_FLOAT32 || base == FIT_FLOAT64;
    if (real)
        ngl_buf_exact(b, v / divisor + (k ? k->offset : 0));
    else
        ngl_buf_number(b, v / divisor + (k ? k->offset : 0), decimals_of(divisor));
}

/* All elements of one field, as its type has them. */
static void put_field(ngl_buf *b, const ngl_fit_known *k, const uint8_t *p, unsigned size, uint8_t base, bool big)
{
    unsigned each = base < FIT_BASE_COUNT ? ngl_fit_base_size[base] : 0;
    if (base == FIT_STRING) {
        put_text(b, p, size);
        return;
    }
    if (base == FIT_BYTE || !each || size < each || size % each) {
        put_bytes(b, p, size);
        return;
    }
    for (unsigned i = 0; i < size / each; i++) {
        if (i) ngl_buf_char(b, ' ');
        put_value(b, k, ngl_fit_element(p + i * each, base, big), base);
    }
}

static void put_name(ngl_buf *b, const char *name, unsigned number)
{
    size_t from = b->len;
    ngl_buf_text(b, "    ");
    if (*name)
        ngl_buf_text(b, name);
    else
        ngl_buf_printf(b, "field %u", number);
    while (b->len - from < NAME_WIDTH && !b->failed) ngl_buf_char(b, ' ');
    ngl_buf_char(b, ' ');
}

static void dump_native(dump *d, const ngl_fit_definition *def, const uint8_t *message)
{
    const uint8_t *field = def->bytes + 5;
    for (unsigned i = 0; i < def->nfield; message += field[1], field += 3, i++) {
        const ngl_fit_known *k = ngl_fit_field_known(def->global, field[0]);
        put_name(&d->text, k ? k->name : "", field[0]);
        put_field(&d->text, k, message, field[1], field[2] & 0x1f, def->big);
        if (k && *k->unit) ngl_buf_printf(&d->text, " %s", k->unit);
        ngl_buf_char(&d->text, '\n');
    }
}

static void dump_developer(dump *d, const ngl_fit_definition *def, const uint8_t *message)
{
    const uint8_t *field = def->bytes + 6 + 3u * def->nfield, *p = message + def->dev_at;
    for (unsigned i = 0; i < def->ndev; p += field[1], field += 3, i++) {
        unsigned k = d->ndescribed;
        while (k > 0 && (d->described[k - 1].developer != field[2] || d->described[k - 1].number != field[0])) k--;
        put_name(&d->text, k ? d->described[k - 1].name : "", field[0]);
        put_field(&d->text, NULL, p, field[1], k ? d->described[k - 1].base : FIT_BYTE, def->big);
        ngl_buf_printf(&d->text, " %s (developer %u)\n", k ? d->described[k - 1].unit : "", field[2]);
    }
}

static void copy_text(char *to, size_t size, const ngl_fit_definition *def, const uint8_t *message, uint8_t number)
{
    ngl_fit_place f;
    size_t        n = 0;
    if (ngl_fit_find(def, number, &f) && f.base == FIT_STRING)
        for (; n < f.size && n + 1 < size && message[f.at + n] >= 0x20 && message[f.at + n] < 0x7f; n++)
            to[n] = (char)message[f.at + n];
    to[n] = 0;
}

static void remember(dump *d, const ngl_fit_definition *def, const uint8_t *message)
{
    if (def->global != FIT_DESCRIPTION || d->ndescribed == DESCRIPTIONS) return;
    unsigned k = d->ndescribed++;
    d->described[k].developer = (uint8_t)ngl_fit_u32(def, message, 0);
    d->described[k].number = (uint8_t)ngl_fit_u32(def, message, 1);
    d->described[k].base = ngl_fit_u32(def, message, 2) & 0x1f;
    copy_text(d->described[k].name, sizeof d->described[k].name, def, message, 3);
    copy_text(d->described[k].unit, sizeof d->described[k].unit, def, message, 8);
}

static void put_message_name(ngl_buf *b, uint16_t global)
{
    const char *name = ngl_fit_message_name(global);
    if (*name)
        ngl_buf_text(b, name);
    else
        ngl_buf_printf(b, "message %u", (unsigned)global);
}

/* One message at `at`; its length, 0 if it cannot be one. */
static size_t dump_message(dump *d, size_t at, size_t end)
{
    uint8_t header = d->data[at];
    if ((header & 0xc0) == 0x40) {
        ngl_fit_definition *def = &d->def[header & 15];
        size_t len = ngl_fit_define(def, d->data, at + 1, end, (header & 0x20) != 0);
        if (!len) return 0;
        ngl_buf_printf(&d->text, "@%zu definition %u: ", at, header & 15u);
        put_message_name(&d->text, def->global);
        ngl_buf_printf(&d->text, ", %u fields, %u developer fields, %u bytes%s\n", def->nfield, def->ndev,
                       (unsigned)def->size, def->big ? ", big-endian" : "");
        give(d);
        return len + 1;
    }
    unsigned local = header & 0x80 ? header >> 5 & 3u : header & 15u;
    const ngl_fit_definition *def = &d->def[local];
    if (!def->bytes || def->size > end - at - 1) return 0;
    ngl_buf_printf(&d->text, "@%zu ", at);
    put_message_name(&d->text, def->global);
    if (header & 0x80) ngl_buf_printf(&d->text, ", %u in the last five bits of its time", header & 31u);
    ngl_buf_char(&d->text, '\n');
    dump_native(d, def, d->data + at + 1);
    dump_developer(d, def, d->data + at + 1);
    remember(d, def, d->data + at + 1);
    give(d);
    return (size_t)def->size + 1;
}

/* One part with its header and checksum; where the next may begin. */
static size_t dump_part(dump *d, size_t at)
{
    const uint8_t *p = d->data + at;
    size_t   left = d->len - at, head = p[0];
    uint32_t body = (uint32_t)p[4] | (uint32_t)p[5] << 8 | (uint32_t)p[6] << 16 | (uint32_t)p[7] << 24;
    ngl_buf_printf(&d->text, "@%zu header of %zu bytes, protocol %u.%u, profile %u, %u bytes of messages\n", at, head,
                   p[1] >> 4, p[1] & 15u, p[2] | (unsigned)p[3] << 8, (unsigned)body);
    give(d);
    if (head > left) return d->len;
    bool   fits = body <= left - head && left - head - body >= 2;
    size_t pos = at + head, end = fits ? pos + body : d->len;
    memset(d->def, 0, sizeof d->def);
    while (pos < end) {
        size_t len = dump_message(d, pos, end);
        if (!len) {
            ngl_buf_printf(&d->text, "@%zu no message begins here (byte 0x%02x)\n", pos, d->data[pos]);
            give(d);
            break;
        }
        pos += len;
    }
    if (!fits) return d->len;
    bool right = ngl_fit_crc(0, p, head + body) == (d->data[end] | d->data[end + 1] << 8);
    ngl_buf_printf(&d->text, "@%zu checksum %s\n", end, right ? "right" : "wrong");
    give(d);
    return end + 2;
}

ngl_status ngl_fit_dump(const uint8_t *data, size_t len, ngl_dump_line line, void *user, ngl_error *err)
{
    ngl_arena arena;
    ngl_arena_init(&arena, 1 << 20);
    dump *d = NGL_NEW(&arena, dump, 1);
    if (!d) return ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory");
    d->data = data;
    d->len = len;
    d->line = line;
    d->user = user;
    ngl_buf_init(&d->text, 1 << 22);
    size_t at = 0;
    while (ngl_fit_sniff(data + at, len - at)) at = dump_part(d, at);
    if (at < len) {
        ngl_buf_printf(&d->text, "@%zu %zu bytes that are no FIT file\n", at, len - at);
        give(d);
    }
    bool failed = d->text.failed;
    ngl_buf_free(&d->text);
    ngl_arena_free(&arena);
    return failed ? ngl_fail(err, NGL_E_NOMEM, 0, "not enough memory") : NGL_OK;
}
