/* From messages to activities: one per session, its rows by the time it began. */
#include "activity/fit.h"
#include "activity/track.h"
#include "base/buf.h"
#include "base/error.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct finish {
    ngl_fit_reader    *r;
    ngl_activity      *activity; /* [most] */
    uint32_t           n, most;
    ngl_track_oddities odd;
    bool               relative; /* times without a date */
} finish;

/* The part of the reader's arrays that belongs to one group. */
typedef struct range {
    const ngl_fit_group *g;
    uint32_t record, session, lap, event, device, span; /* one past the last */
} range;

static ngl_status no_memory(ngl_fit_reader *r)
{
    return ngl_fail(r->err, NGL_E_NOMEM, 0, "more memory is needed to read the file than is allowed");
}

static range range_of(const ngl_fit_reader *r, uint32_t i)
{
    const ngl_fit_group *g = &r->group[i], *next = i + 1 < r->ngroup ? g + 1 : NULL;
    return (range){ .g = g,
                    .record = next ? next->record : r->columns.n,
                    .session = next ? next->session : r->nsession,
                    .lap = next ? next->lap : r->nlap,
                    .event = next ? next->event : r->nevent,
                    .device = next ? next->device : r->ndevice,
                    .span = next ? next->span : r->nspan };
}

/* A file is an activity if it says so, or says nothing and holds one. */
static bool is_activity(const range *v)
{
    bool holds = v->record > v->g->record || v->session > v->g->session;
    return holds && (v->g->type == 4 || v->g->type == -1 || v->g->type == 0xff);
}

/* A FIT time as a moment; times that count from the device's start need the
 * group's clock. NGL_INSTANT_NONE when there is none. */
static ngl_instant instant(const ngl_fit_group *g, uint32_t t)
{
    if (t == UINT32_MAX || t == 0) return NGL_INSTANT_NONE;
    if (t >= FIT_RELATIVE) return ((int64_t)t + FIT_EPOCH_S) * 1000;
    return g->has_clock ? (t + g->clock_s + FIT_EPOCH_S) * 1000 : NGL_INSTANT_NONE;
}

/* Rows carry FIT seconds until here. */
static void date_rows(finish *f, const range *v)
{
    int64_t *time = f->r->columns.time_ms;
    for (uint32_t i = v->g->record; i < v->record; i++) {
        int64_t t = time[i];
        bool    relative = t < (int64_t)FIT_RELATIVE * 1000;
        f->relative |= relative && !v->g->has_clock;
        time[i] = t + (FIT_EPOCH_S + (relative && v->g->has_clock ? v->g->clock_s : 0)) * 1000;
    }
}

static ngl_status take_laps(finish *f, ngl_activity *a, const range *v, ngl_instant from, ngl_instant to)
{
    uint32_t most = v->lap - v->g->lap;
    ngl_lap *laps = NGL_NEW(f->r->arena, ngl_lap, most);
    if (!laps) return no_memory(f->r);
    for (uint32_t i = v->g->lap; i < v->lap; i++) {
        const ngl_fit_lap *l = &f->r->lap[i];
        ngl_instant        start = instant(v->g, l->start);
        if (start != NGL_INSTANT_NONE && (start < from || start >= to)) continue;
        laps[a->nlap++] = (ngl_lap){ .start = start, .timer_s = l->timer_s, .elapsed_s = l->elapsed_s,
                                     .dist_m = l->dist_m };
    }
    a->lap = laps;
    return NGL_OK;
}

/* From each stop of the timer to the next start; the last stop is the end. */
static ngl_status take_pauses(finish *f, ngl_activity *a, const range *v, ngl_instant from, ngl_instant to)
{
    uint32_t    most = v->event - v->g->event;
    ngl_pause  *pauses = NGL_NEW(f->r->arena, ngl_pause, most);
    ngl_instant stopped = NGL_INSTANT_NONE;
    if (!pauses) return no_memory(f->r);
    for (uint32_t i = v->g->event; i < v->event; i++) {
        const ngl_fit_event *e = &f->r->event[i];
        ngl_instant          at = instant(v->g, e->at);
        if (at == NGL_INSTANT_NONE || at < from || at >= to) continue;
        if (e->stop && stopped == NGL_INSTANT_NONE) stopped = at;
        if (e->stop || stopped == NGL_INSTANT_NONE) continue;
        if (at > stopped) pauses[a->npause++] = (ngl_pause){ .from = stopped, .to = at };
        stopped = NGL_INSTANT_NONE;
    }
    a->pause = pauses;
    return NGL_OK;
}

static const char *number_text(finish *f, uint16_t number)
{
    char text[8];
    if (number == UINT16_MAX) return "";
    snprintf(text, sizeof text, "%u", (unsigned)number);
    return ngl_arena_text(f->r->arena, text, strlen(text));
}

static ngl_status name_device(finish *f, ngl_device *d, uint16_t maker, uint16_t product, uint32_t serial,
                              const char *name)
{
    const char *known = ngl_fit_maker(maker);
    d->maker = *known ? known : number_text(f, maker);
    d->product = *name ? name : number_text(f, product);
    d->serial = serial == UINT32_MAX ? 0 : serial;
    return d->maker && d->product ? NGL_OK : no_memory(f->r);
}

static ngl_status take_devices(finish *f, ngl_activity *a, const range *v)
{
    const ngl_fit_group *g = v->g;
    const char          *name = g->product_name;
    ngl_device *devices = NGL_NEW(f->r->arena, ngl_device, v->device - g->device + 1);
    if (!devices) return no_memory(f->r);
    for (uint32_t i = g->device; i < v->device && !*name; i++)
        if (f->r->device[i].index == 0) name = f->r->device[i].name;
    ngl_status status = NGL_OK;
    if (g->maker != UINT16_MAX || g->product != UINT16_MAX)
        status = name_device(f, &devices[a->ndevice++], g->maker, g->product, g->serial, name);
    for (uint32_t i = g->device; i < v->device && !status; i++) {
        const ngl_fit_device *d = &f->r->device[i];
        if (d->index == 0 && a->ndevice) continue; /* the recording device, as in file_id */
        status = name_device(f, &devices[a->ndevice++], d->maker, d->product, d->serial, d->name);
    }
    a->device = devices;
    return status;
}

/* ---- developer fields ---- */

/* Developer fields that stand for a stream where the file has no native one. */
static const struct {
    const char *name, *unit;
    ngl_stream  stream;
    float       factor;
} stand_in[] = {
    { "Ground Time", "Milliseconds", NGL_STREAM_CONTACT, 1 },
    { "Ground Time", "ms", NGL_STREAM_CONTACT, 1 },
    { "Stance Time", "ms", NGL_STREAM_CONTACT, 1 },
    { "Vertical Oscillation", "Centimeters", NGL_STREAM_OSCILLATION, 10 },
    { "Vertical Oscillation", "cm", NGL_STREAM_OSCILLATION, 10 },
    { "Vertical Oscillation", "mm", NGL_STREAM_OSCILLATION, 1 },
    { "Power", "Watts", NGL_STREAM_POWER, 1 },
    { "Power", "watts", NGL_STREAM_POWER, 1 },
    { "Power", "W", NGL_STREAM_POWER, 1 },
    { "RP_Power", "Watts", NGL_STREAM_POWER, 1 },
};

static bool any(const float *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (v[i] == v[i]) return true;
    return false;
}

static ngl_status fill_stand_in(finish *f, const ngl_fit_description *d, const float *from, uint32_t first, uint32_t n)
{
    ngl_columns *c = &f->r->columns;
    for (unsigned i = 0; i < sizeof stand_in / sizeof *stand_in; i++) {
        if (strcmp(d->name, stand_in[i].name) || strcmp(d->unit, stand_in[i].unit)) continue;
        float *to = c->column[stand_in[i].stream];
        if (to && any(to + first, n)) return NGL_OK; /* the native field wins */
        ngl_status status = ngl_columns_add(c, stand_in[i].stream, f->r->err);
        if (status) return status;
        to = c->column[stand_in[i].stream];
        for (uint32_t k = first; k < first + n; k++) to[k] = from[k] * stand_in[i].factor;
        return NGL_OK;
    }
    return NGL_OK;
}

static ngl_status take_extras(finish *f, ngl_activity *a, uint32_t first, uint32_t n)
{
    ngl_fit_reader *r = f->r;
    ngl_extra      *extras = NGL_NEW(r->arena, ngl_extra, r->nextra);
    if (!extras) return no_memory(r);
    for (uint32_t i = 0; i < r->nextra; i++) {
        const ngl_fit_description *d = &r->description[r->extra[i]];
        const float *value = r->columns.column[NGL_COLUMN_EXTRA + i];
        if (!value || !any(value + first, n)) continue;
        ngl_extra *e = &extras[a->nextra++];
        *e = (ngl_extra){ .name = d->name, .unit = d->unit, .value = value + first };
        memcpy(e->app, d->app, sizeof e->app);
        ngl_status status = fill_stand_in(f, d, value, first, n);
        if (status) return status;
    }
    a->extra = extras;
    return NGL_OK;
}

/* ---- sessions ---- */

static const ngl_fit_session no_session = { .start = UINT32_MAX, .end = UINT32_MAX, .sport = 0xff, .sub_sport = 0xff,
                                            .elapsed_s = NAN, .timer_s = NAN, .dist_m = NAN, .ascent_m = NAN,
                                            .descent_m = NAN, .max_speed_mps = NAN, .rpe = NAN, .name = "" };

static void take_session(ngl_activity *a, const ngl_fit_session *s, const ngl_fit_group *g)
{
    uint8_t sport = s->sport, sub = s->sub_sport;
    if (sport == 0xff && g->has_sport) sport = g->sport, sub = g->sub_sport;
    a->sport = ngl_fit_sport(sport, sub);
    const char *name = ngl_fit_sport_name(sport);
    bool        general = a->sport == NGL_SPORT_OTHER || a->sport == NGL_SPORT_UNKNOWN;
    a->sport_key = general && *name ? name : ngl_sport_key(a->sport);
    a->sub_sport = ngl_fit_sub_sport_name(sub);
    a->name = *s->name ? s->name : g->workout;
    a->start = instant(g, s->start);
    a->elapsed_s = s->elapsed_s;
    a->timer_s = s->timer_s;
    a->dist_m = s->dist_m;
    a->ascent_m = s->ascent_m;
    a->descent_m = s->descent_m;
    a->max_speed_mps = s->max_speed_mps;
    a->effort_rpe = s->rpe;
    a->utc_offset_s = g->utc_offset_s;
    a->has_offset = g->has_offset;
}

/* Without a date in its times the activity may still have been dated when the
 * file was made. */
static bool date_activity(finish *f, ngl_activity *a, const ngl_fit_group *g, uint32_t first, uint32_t n)
{
    static const int64_t first_dated = ((int64_t)FIT_RELATIVE + FIT_EPOCH_S) * 1000;
    bool dated = n == 0 || f->r->columns.time_ms[first] >= first_dated;
    if (!dated) a->start = instant(g, g->created);
    return dated;
}

static ngl_status build(finish *f, const range *v, const ngl_fit_session *s, uint32_t first, uint32_t n,
                        ngl_instant from, ngl_instant to)
{
    ngl_status    status;
    ngl_activity *a = &f->activity[f->n];
    *a = ngl_track_blank("fit");
    take_session(a, s, v->g);
    a->salvaged = f->r->damaged; /* wherever in the file it was */
    a->salvage = f->r->span ? f->r->span + v->g->span : NULL;
    a->nsalvage = v->span - v->g->span;
    if ((status = take_laps(f, a, v, from, to)) || (status = take_pauses(f, a, v, from, to)) ||
        (status = take_devices(f, a, v)) || (status = take_extras(f, a, first, n)))
        return status;
    bool dated = date_activity(f, a, v->g, first, n);
    ngl_track_fill(a, &f->r->columns, first, n, dated, &f->odd);
    f->n++;
    return NGL_OK;
}

/* Sessions by their start; those that say none keep their place in the file. */
static void sort_sessions(ngl_fit_session *s, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        ngl_fit_session moved = s[i];
        uint32_t        k = i;
        for (; k > 0 && s[k - 1].start != UINT32_MAX && moved.start < s[k - 1].start; k--) s[k] = s[k - 1];
        s[k] = moved;
    }
}

/* The first row, from `row` on, that is not before `start`. */
static uint32_t boundary(const ngl_columns *c, uint32_t row, uint32_t end, ngl_instant start)
{
    while (row < end && c->time_ms[row] < start) row++;
    return row;
}

static ngl_status build_group(finish *f, const range *v)
{
    ngl_fit_reader *r = f->r;
    uint32_t        nsession = v->session - v->g->session, row = v->g->record;
    date_rows(f, v);
    if (nsession <= 1) {
        const ngl_fit_session *s = nsession ? &r->session[v->g->session] : &no_session;
        return build(f, v, s, row, v->record - row, INT64_MIN, INT64_MAX);
    }
    ngl_fit_session *s = r->session + v->g->session;
    sort_sessions(s, nsession);
    for (uint32_t i = 0; i < nsession; i++) {
        ngl_instant from = i ? instant(v->g, s[i].start) : INT64_MIN;
        ngl_instant to = i + 1 < nsession ? instant(v->g, s[i + 1].start) : INT64_MAX;
        if (to == NGL_INSTANT_NONE) to = INT64_MAX;
        uint32_t end = i + 1 < nsession ? boundary(&r->columns, row, v->record, to) : v->record;
        ngl_status status = build(f, v, &s[i], row, end - row, from, to);
        if (status) return status;
        row = end;
    }
    return NGL_OK;
}

/* ---- what a person is told ---- */

static void note_damage(ngl_buf *b, const ngl_fit_reader *r)
{
    uint64_t lost = 0;
    uint32_t behind = 0;
    for (uint32_t i = 0; i < r->nspan; i++) {
        lost += r->span[i].to - r->span[i].from;
        behind += r->span[i].records;
    }
    if (r->cut)
        ngl_buf_printf(b, "the file ends early, at byte %zu", r->len);
    else if (r->wrong_sum)
        ngl_buf_text(b, "the checksum does not match, so some values may be wrong");
    else if (r->ignored)
        ngl_buf_printf(b, "the last %zu bytes are no FIT data", r->ignored);
    else
        ngl_buf_printf(b, "the file is damaged at byte %zu", r->damage_pos);
    if (r->nspan) ngl_buf_printf(b, ", %" PRIu64 " bytes were skipped from byte %zu on", lost, r->span[0].from);
    if (behind) ngl_buf_printf(b, " and %u records found behind them", (unsigned)behind);
}

static ngl_status write_note(const finish *f, ngl_import *out)
{
    const ngl_fit_reader *r = f->r;
    ngl_buf b;
    ngl_buf_init(&b, 2000);
    const char *between = "";
#define NOTE(when, ...)                          \
    if (when) {                                  \
        ngl_buf_text(&b, between);               \
        ngl_buf_printf(&b, __VA_ARGS__);         \
        between = "; ";                          \
    }
    if (r->damaged) {
        note_damage(&b, r);
        between = "; ";
    }
    NOTE(r->nmerged, "the heart rate of %u records is from the strap's memory", (unsigned)r->nmerged)
    NOTE(f->odd.wrong_date, "the date of the recording cannot be right")
    NOTE(f->relative, "the device did not know the date")
    NOTE(f->odd.backward, "the clock went back (%u times)", (unsigned)f->odd.backward)
    NOTE(f->odd.jumps, "the clock jumped by more than a day")
    NOTE(f->odd.wrong_total, "a total in the file cannot be right and was worked out anew")
    NOTE(r->nodd + f->odd.spikes, "%" PRIu64 " values that cannot be were left out", r->nodd + f->odd.spikes)
#undef NOTE
    out->note = ngl_arena_text(r->arena, ngl_buf_string(&b), b.len);
    bool failed = b.failed;
    ngl_buf_free(&b);
    return out->note && !failed ? NGL_OK : no_memory(f->r);
}

static ngl_status no_activity(const ngl_fit_reader *r, ngl_import *out)
{
    int  type = r->ngroup ? r->group[0].type : -1;
    bool empty = r->ngroup && type == 4;
    if (r->damaged && (type < 0 || empty)) {
        if (r->cut)
            return ngl_fail(r->err, NGL_E_TRUNCATED, r->damage_pos, "the file ends at byte %zu, before any record",
                            r->len);
        return ngl_fail(r->err, NGL_E_CORRUPT, r->damage_pos,
                        "the file is damaged at byte %zu and no record could be read", r->damage_pos);
    }
    out->kind = empty ? "activity without records" : type < 0 ? "FIT file without an activity" : ngl_fit_file_kind(type);
    return ngl_fail(r->err, NGL_E_NOT_ACTIVITY, 0, "this is a FIT file but not a recorded activity: %s", out->kind);
}

ngl_status ngl_fit_finish(ngl_fit_reader *r, ngl_import *out)
{
    finish f = { .r = r, .most = r->nsession + r->ngroup };
    f.activity = NGL_NEW(r->arena, ngl_activity, f.most);
    if (!f.activity) return no_memory(r);
    ngl_status status = ngl_fit_merge_heart(r);
    if (status) return status;
    for (uint32_t i = 0; i < r->ngroup; i++) {
        range v = range_of(r, i);
        status = is_activity(&v) ? build_group(&f, &v) : NGL_OK;
        if (status) return status;
    }
    if ((status = write_note(&f, out))) return status;
    out->nunknown = r->nunknown;
    out->nhrv = r->nhrv;
    out->nactivity = f.n;
    out->activity = f.activity;
    if (f.n == 0) return no_activity(r, out);
    out->kind = "activity";
    return NGL_OK;
}
