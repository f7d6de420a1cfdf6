/* Reading on after damage, without inventing anything.
 *
 * Where bytes were lost or changed, the next message does not start where the
 * last one ended. So a message is only believed if what follows it makes
 * sense: headers that have a definition, definitions that are possible, and
 * records whose clock goes on from where it was. Where that fails, the search
 * moves on byte by byte until two records in a row fit the clock again. The
 * message just before the damage is dropped with it: nobody can say where in
 * it the damage began.
 */
#include "activity/fit.h"
#include "base/error.h"

#include <string.h>

enum {
    AHEAD = 24,           /* messages looked at */
    CLOCK_BACK_S = 5,     /* a record may be this much earlier than the last */
    CLOCK_ON_S = 6 * 3600 /* and this much later, after a pause */
};

/* What a look ahead needs to know of a definition. */
typedef struct glimpse {
    uint32_t size;
    int32_t  time_at;
    bool     known, big, record;
} glimpse;

typedef struct look {
    ngl_fit_reader *r;
    glimpse         def[FIT_LOCALS];
    size_t          pos;
    uint32_t        clock; /* 0: not known */
    unsigned        ntime; /* records whose time was right */
    unsigned        nlater; /* and later than the one before */
    uint32_t        widest; /* seconds between two of them */
    unsigned        ndef;  /* definitions passed */
    bool            searching;
} look;

static void begin_look(look *l, ngl_fit_reader *r, size_t pos, uint32_t clock)
{
    *l = (look){ .r = r, .pos = pos, .clock = clock };
    for (unsigned i = 0; i < FIT_LOCALS; i++) {
        const ngl_fit_definition *d = &r->def[i];
        l->def[i] = (glimpse){ d->size, d->time_at, d->bytes != NULL, d->big, d->kind == FIT_IS_RECORD };
    }
}

static bool possible_types(const uint8_t *field, unsigned n)
{
    for (unsigned i = 0; i < n; i++, field += 3)
        if ((field[2] & 0x1f) >= FIT_BASE_COUNT || field[2] & 0x60) return false;
    return true;
}

/* Is there a definition here that a device may have written? */
static bool look_definition(look *l, uint8_t header)
{
    const ngl_fit_reader *r = l->r;
    const uint8_t        *p = r->data + l->pos + 1;
    ngl_fit_definition    d = { 0 };
    size_t left = r->end - l->pos - 1;
    if (left < 5 || p[0] != 0 || (l->searching && (p[1] > 1 || p[4] == 0))) return false;
    uint64_t cost = 6 + 3u * p[4];
    l->r->patience -= l->r->patience > cost ? cost : l->r->patience;
    size_t len = ngl_fit_define(&d, r->data, l->pos + 1, r->end, (header & 0x20) != 0);
    if (!len || ((l->searching || p[1] > 1) && !possible_types(p + 5, d.nfield))) return false;
    l->def[header & 15] = (glimpse){ d.size, d.time_at, true, d.big, d.kind == FIT_IS_RECORD };
    l->pos += 1 + len;
    l->ndef++;
    return true;
}

static uint32_t time_of(const glimpse *g, const uint8_t *message)
{
    const uint8_t *p = message + g->time_at;
    return g->big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
                  : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static bool clock_goes_on(look *l, const glimpse *g, uint8_t header)
{
    if (!g->record) return true;
    if (g->time_at < 0) {
        l->ntime += (header & 0x80) != 0;
        return true;
    }
    uint32_t t = time_of(g, l->r->data + l->pos + 1);
    if (t == UINT32_MAX) return !l->searching; /* some devices give some records no time */
    if (t == 0) return false;
    if (l->clock && ((t < l->clock && l->clock - t > CLOCK_BACK_S) || (t > l->clock && t - l->clock > CLOCK_ON_S)))
        return false;
    l->nlater += l->clock && t > l->clock;
    if (l->clock && t > l->clock && t - l->clock > l->widest) l->widest = t - l->clock;
    l->clock = t;
    l->ntime++;
    return true;
}

/* One message further; false where none can be. */
static bool look_on(look *l)
{
    const ngl_fit_reader *r = l->r;
    uint8_t header = r->data[l->pos];
    if ((header & 0xc0) == 0x40) return (header & 0x10) == 0 && look_definition(l, header);
    if (!(header & 0x80) && header & 0x10) return false;
    const glimpse *g = &l->def[header & 0x80 ? header >> 5 & 3 : header & 15];
    if (!g->known || r->end - l->pos - 1 < g->size || !clock_goes_on(l, g, header)) return false;
    /* a time in the header beside one in the message: nobody writes that */
    if (header & 0x80 && (g->time_at >= 0 || (l->searching && !r->compressed))) return false;
    l->pos += 1 + (size_t)g->size;
    return true;
}

/* The file ends inside the message at l->pos, which is otherwise possible. The
 * time of a record that was begun counts as much as that of a whole one. */
static bool ends_inside(look *l)
{
    const ngl_fit_reader *r = l->r;
    const uint8_t        *p = r->data + l->pos;
    size_t                left = r->end - l->pos;
    if (r->end != r->len) return false;
    if ((*p & 0xc0) == 0x40) {
        if ((left > 1 && p[1]) || (left > 2 && p[2] > 1)) return false;
        return left < 6 || left < 6 + 3u * p[5];
    }
    const glimpse *g = &l->def[*p & 0x80 ? *p >> 5 & 3 : *p & 15];
    if (!g->known || left - 1 >= g->size) return false;
    bool timed = g->record && g->time_at >= 0 && left - 1 >= (size_t)g->time_at + 4;
    return !timed || clock_goes_on(l, g, *p);
}

/* Nothing is left but, where nobody says where the part ends, what may be its
 * checksum. */
static bool at_end(const look *l)
{
    const ngl_fit_reader *r = l->r;
    return l->pos == r->end || (r->open_end && r->end == r->len && r->end - l->pos <= 2);
}

static bool is_record(const look *l, size_t pos)
{
    uint8_t header = l->r->data[pos];
    return (header & 0xc0) != 0x40 && l->def[header & 0x80 ? header >> 5 & 3 : header & 15].record;
}

/* The end came before the times did. Where bytes may be missing, a record then
 * needs at least a definition behind it: it could otherwise have taken those of
 * its neighbour, or the checksum, for its own. */
static bool enough(const look *l, bool record, uint32_t clock, bool strict)
{
    if (strict) return clock && l->ntime > 0 && (!l->r->open_end || l->ndef > 0);
    return !record || !l->r->open_end || l->ndef > 0 || l->ntime > 1;
}

/* The message at `pos` may be believed: it is possible and so is what follows,
 * until `times` records agree with the clock after it. `strict`: the times are
 * needed, and nothing but them will do. */
static bool believable(ngl_fit_reader *r, size_t pos, uint32_t clock, unsigned times, bool strict)
{
    look l;
    begin_look(&l, r, pos, clock);
    l.searching = strict;
    bool record = is_record(&l, pos);
    if (!look_on(&l)) return false;
    unsigned before = strict ? 0 : l.ntime;
    l.ndef = 0;
    for (unsigned i = 0; i < AHEAD; i++) {
        if (l.ntime - before >= times) return true;
        if (at_end(&l)) return enough(&l, record, clock, strict);
        if (r->patience == 0) return false;
        r->patience--;
        if (!look_on(&l)) return ends_inside(&l) && enough(&l, record, clock, strict);
    }
    return !strict;
}

enum { ANEW = 6, ANEW_STEP_S = 120, BACK_S = 86400, ON_S = 60 * 86400 };

/* From `pos` on, the clock may have been set anew; so many records must then
 * agree among themselves, and go forward while they do. Read one byte off, a
 * clock of seconds seems to go by 256 at a time, or to stand still: neither
 * passes. */
static bool clock_anew(ngl_fit_reader *r, size_t pos)
{
    look l;
    begin_look(&l, r, pos, 0);
    l.searching = true;
    for (unsigned i = 0; i < 3 * AHEAD && l.pos < r->end && r->patience; i++) {
        r->patience--;
        if (!look_on(&l)) return false;
        if (l.ntime >= ANEW)
            return l.nlater >= ANEW / 2 && l.widest <= ANEW_STEP_S && l.clock >= FIT_RELATIVE &&
                   l.clock + (uint64_t)BACK_S > r->record_time && l.clock < r->record_time + (uint64_t)ON_S;
    }
    return false;
}

/* Where the message at r->pos ends, or 0. */
static size_t message_end(ngl_fit_reader *r)
{
    look l;
    begin_look(&l, r, r->pos, r->record_time);
    return look_on(&l) ? l.pos : 0;
}

static bool next_is_sound(ngl_fit_reader *r)
{
    if (believable(r, r->pos, r->record_time, 1, false)) return true;
    if (!r->record_time) return false;
    /* the clock was set anew, here or behind this message */
    size_t end = message_end(r);
    return clock_anew(r, r->pos) || (end && end < r->end && clock_anew(r, end));
}

/* Most places are ruled out by a byte or two; only the rest deserve a look. */
static bool worth_a_look(const ngl_fit_reader *r, size_t at)
{
    const uint8_t *p = r->data + at;
    size_t         left = r->end - at;
    if (left < 6) return false;
    if ((*p & 0xc0) == 0x40) return !(*p & 0x10) && p[1] == 0 && p[2] <= 1;
    const ngl_fit_definition *d = &r->def[*p & 0x80 ? *p >> 5 & 3 : *p & 15];
    if (!d->bytes || (!(*p & 0x80) && *p & 0x10) || (*p & 0x80 && !r->compressed)) return false;
    return d->size < left;
}

/* The next place from which records go on with the clock; if there is none in
 * all of the rest, the next from which they go on with another. */
static size_t search(ngl_fit_reader *r)
{
    for (size_t at = r->pos + 1; at < r->end && r->patience; at++) {
        if (!worth_a_look(r, at)) continue;
        r->patience--;
        if (believable(r, at, r->record_time, 2, true)) return at;
    }
    for (size_t at = r->pos + 1; at < r->end && r->patience; at++) {
        if (!worth_a_look(r, at)) continue;
        r->patience--;
        if (r->record_time && clock_anew(r, at)) return at;
    }
    return r->end;
}

static ngl_status mark(ngl_fit_reader *r, size_t from, size_t to)
{
    if (r->nspan == NGL_SPAN_MAX) return NGL_OK;
    void *spans = ngl_grow(r->arena, r->span, r->nspan, &r->span_cap, NGL_SPAN_MAX, sizeof *r->span);
    if (!spans || !ngl_fit_group_now(r)) return ngl_fail(r->err, NGL_E_NOMEM, from, "not enough memory is allowed");
    r->span = spans;
    r->span[r->nspan++] = (ngl_salvage){ .from = from, .to = to };
    return NGL_OK;
}

ngl_status ngl_fit_wary(ngl_fit_reader *r)
{
    ngl_status status = NGL_OK;
    uint32_t   nspan = r->nspan, counted = r->columns.n;
    while (r->pos < r->end) {
        size_t from = r->pos;
        if (next_is_sound(r) && ngl_fit_step(r, &status)) {
            if (status || (status = ngl_fit_flush(r))) return status;
            continue;
        }
        if (r->nspan > nspan) r->span[r->nspan - 1].records = r->columns.n - counted;
        r->pos = search(r);
        counted = r->columns.n;
        if ((status = mark(r, from, r->pos))) return status;
        if (!r->damaged) r->damage_pos = from;
        r->damaged = true;
    }
    if (r->nspan > nspan) r->span[r->nspan - 1].records = r->columns.n - counted;
    return NGL_OK;
}
