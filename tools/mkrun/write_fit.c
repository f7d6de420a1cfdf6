/* The messages of a recording in the order in which a watch writes them. */
#include "fit_write.h"
#include "write.h"

#include <math.h>

enum { EPOCH_S = 631065600, FILE_ID = 0, RECORD = 1, EVENT = 2, DEVICE = 3, LAP = 4, SESSION = 5, ACTIVITY = 6 };

#define COUNT(a) (unsigned)(sizeof(a) / sizeof *(a))

static uint32_t fit_time(const run *r, uint32_t t)
{
    return (uint32_t)(r->start / 1000 - EPOCH_S + t);
}

static uint64_t raw(double v, double scale)
{
    return (uint64_t)(int64_t)floor(v * scale + 0.5);
}

static uint64_t semicircles(double degrees)
{
    return raw(degrees, 2147483648.0 / 180);
}

static void put_head(fit_writer *w, const run *r)
{
    static const fit_field id[] = { { 0, 1, FW_ENUM }, { 1, 2, FW_U16 }, { 2, 2, FW_U16 }, { 3, 4, FW_U32Z },
                                    { 4, 4, FW_U32 },  { 8, 16, FW_TEXT } };
    static const fit_field device[] = { { 253, 4, FW_U32 }, { 0, 1, FW_U8 },   { 2, 2, FW_U16 },
                                        { 4, 2, FW_U16 },   { 3, 4, FW_U32Z }, { 27, 16, FW_TEXT } };
    fit_define(w, FILE_ID, 0, id, COUNT(id), NULL, 0);
    fit_data(w, FILE_ID);
    fit_put(w, 4, 1);
    fit_put(w, 255, 2);
    fit_put(w, 1, 2);
    fit_put(w, 51, 4);
    fit_put(w, fit_time(r, 0), 4);
    fit_text(w, "Invented watch", 16);
    fit_define(w, DEVICE, 23, device, COUNT(device), NULL, 0);
    for (unsigned i = 0; i < 2; i++) {
        fit_data(w, DEVICE);
        fit_put(w, fit_time(r, 0), 4);
        fit_put(w, i, 1);
        fit_put(w, 255, 2);
        fit_put(w, 1 + i, 2);
        fit_put(w, 51 + i, 4);
        fit_text(w, i ? "Invented strap" : "Invented watch", 16);
    }
}

static void put_event(fit_writer *w, const run *r, uint32_t t, unsigned type)
{
    fit_data(w, EVENT);
    fit_put(w, fit_time(r, t), 4);
    fit_put(w, 0, 1);
    fit_put(w, type, 1);
}

static void define_record(fit_writer *w, const run *r)
{
    static const fit_field indoors[] = { { 253, 4, FW_U32 }, { 5, 4, FW_U32 },  { 73, 4, FW_U32 }, { 7, 2, FW_U16 },
                                         { 41, 2, FW_U16 },  { 39, 2, FW_U16 }, { 84, 2, FW_U16 }, { 85, 2, FW_U16 },
                                         { 83, 2, FW_U16 },  { 3, 1, FW_U8 },   { 4, 1, FW_U8 },   { 53, 1, FW_U8 },
                                         { 13, 1, FW_S8 } };
    static const fit_field outside[] = { { 253, 4, FW_U32 }, { 5, 4, FW_U32 },  { 73, 4, FW_U32 }, { 7, 2, FW_U16 },
                                         { 41, 2, FW_U16 },  { 39, 2, FW_U16 }, { 84, 2, FW_U16 }, { 85, 2, FW_U16 },
                                         { 83, 2, FW_U16 },  { 3, 1, FW_U8 },   { 4, 1, FW_U8 },   { 53, 1, FW_U8 },
                                         { 13, 1, FW_S8 },   { 0, 4, FW_S32 },  { 1, 4, FW_S32 },  { 78, 4, FW_U32 } };
    if (r->plan.treadmill)
        fit_define(w, RECORD, 20, indoors, COUNT(indoors), NULL, 0);
    else
        fit_define(w, RECORD, 20, outside, COUNT(outside), NULL, 0);
}

static void put_record(fit_writer *w, const run *r, const run_sample *s)
{
    double per_foot = s->cadence_spm / 2;
    fit_data(w, RECORD);
    fit_put(w, fit_time(r, s->t), 4);
    fit_put(w, raw(s->dist_m, 100), 4);
    fit_put(w, raw(s->speed_mps, 1000), 4);
    fit_put(w, raw(s->power_w, 1), 2);
    fit_put(w, raw(s->contact_ms, 10), 2);
    fit_put(w, raw(s->oscillation_mm, 10), 2);
    fit_put(w, raw(s->balance_pct, 100), 2);
    fit_put(w, raw(s->step_mm, 10), 2);
    fit_put(w, raw(s->ratio_pct, 100), 2);
    fit_put(w, raw(s->hr_bpm, 1), 1);
    fit_put(w, (uint64_t)per_foot, 1);
    fit_put(w, (uint64_t)((per_foot - floor(per_foot)) * 128), 1);
    fit_put(w, raw(s->temperature_c, 1), 1);
    if (r->plan.treadmill) return;
    fit_put(w, semicircles(s->lat), 4);
    fit_put(w, semicircles(s->lon), 4);
    fit_put(w, raw(s->alt_m + 500, 5), 4);
}

static const fit_field lap_fields[] = { { 253, 4, FW_U32 }, { 2, 4, FW_U32 }, { 7, 4, FW_U32 }, { 8, 4, FW_U32 },
                                        { 9, 4, FW_U32 },   { 0, 1, FW_ENUM }, { 1, 1, FW_ENUM } };

static void put_lap(fit_writer *w, const run *r, uint32_t first, uint32_t last)
{
    const run_sample *a = &r->sample[first], *b = &r->sample[last];
    fit_data(w, LAP);
    fit_put(w, fit_time(r, b->t), 4);
    fit_put(w, fit_time(r, a->t), 4);
    fit_put(w, (uint64_t)(b->t - a->t) * 1000, 4);
    fit_put(w, (uint64_t)(last - first) * 1000, 4);
    fit_put(w, raw(b->dist_m - (first ? a->dist_m : 0), 100), 4);
    fit_put(w, 9, 1);
    fit_put(w, 1, 1);
}

static void put_tail(fit_writer *w, const run *r)
{
    static const fit_field session[] = { { 253, 4, FW_U32 }, { 2, 4, FW_U32 },   { 7, 4, FW_U32 },  { 8, 4, FW_U32 },
                                         { 9, 4, FW_U32 },   { 22, 2, FW_U16 },  { 23, 2, FW_U16 }, { 5, 1, FW_ENUM },
                                         { 6, 1, FW_ENUM },  { 193, 1, FW_U8 } };
    static const fit_field activity[] = { { 253, 4, FW_U32 }, { 5, 4, FW_U32 }, { 0, 4, FW_U32 }, { 1, 2, FW_U16 },
                                          { 2, 1, FW_ENUM } };
    const run_sample *last = &r->sample[r->n - 1];
    fit_define(w, SESSION, 18, session, COUNT(session), NULL, 0);
    fit_data(w, SESSION);
    fit_put(w, fit_time(r, last->t), 4);
    fit_put(w, fit_time(r, 0), 4);
    fit_put(w, (uint64_t)last->t * 1000, 4);
    fit_put(w, (uint64_t)r->timer_s * 1000, 4);
    fit_put(w, raw(last->dist_m, 100), 4);
    fit_put(w, raw(r->ascent_m, 1), 2);
    fit_put(w, raw(r->descent_m, 1), 2);
    fit_put(w, 1, 1);
    fit_put(w, r->plan.treadmill ? 1 : 0, 1);
    fit_put(w, r->plan.rpe ? (uint64_t)r->plan.rpe * 10 : 255, 1);
    fit_define(w, ACTIVITY, 34, activity, COUNT(activity), NULL, 0);
    fit_data(w, ACTIVITY);
    fit_put(w, fit_time(r, last->t), 4);
    fit_put(w, fit_time(r, last->t) + (uint64_t)r->utc_offset_s, 4);
    fit_put(w, (uint64_t)r->timer_s * 1000, 4);
    fit_put(w, 1, 2);
    fit_put(w, 0, 1);
}

void write_fit(ngl_buf *out, const run *r)
{
    static const fit_field event[] = { { 253, 4, FW_U32 }, { 0, 1, FW_ENUM }, { 1, 1, FW_ENUM } };
    fit_writer w = fit_begin(out, 14);
    uint32_t   lap = 0, pause = 0;
    put_head(&w, r);
    fit_define(&w, EVENT, 21, event, COUNT(event), NULL, 0);
    put_event(&w, r, 0, 0);
    define_record(&w, r);
    fit_define(&w, LAP, 19, lap_fields, COUNT(lap_fields), NULL, 0);
    for (uint32_t i = 0; i < r->n; i++) {
        const run_sample *s = &r->sample[i];
        put_record(&w, r, s);
        if (pause < r->npause && s->t >= r->pause[pause].from) {
            put_event(&w, r, r->pause[pause].from, 4);
            put_event(&w, r, r->pause[pause++].to, 0);
        }
        if (i + 1 == r->n || floor(s->dist_m / 1000) > floor(r->sample[lap].dist_m / 1000)) {
            put_lap(&w, r, lap, i);
            lap = i;
        }
    }
    put_event(&w, r, r->sample[r->n - 1].t, 4);
    put_tail(&w, r);
    fit_end(&w);
}
