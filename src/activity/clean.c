/* Cleaning from front to back: copies of the columns, each mended in turn. */
#include "activity/clean.h"

#include "activity/track.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ngl_clean_memory {
    ngl_arena arena;
};

static const ngl_clean nothing = { .moving_s = NAN, .moving_dist_m = NAN, .ascent_m = NAN, .descent_m = NAN,
                                   .flat_s_per_km = NAN, .usual_grade_sd = NAN };

const char *ngl_repair_key(ngl_repair r)
{
    static const char *const keys[NGL_REPAIR_COUNT] = {
#define X(name, key) #key,
        NGL_REPAIR_MAP(X)
#undef X
    };
    return (unsigned)r < NGL_REPAIR_COUNT ? keys[r] : "";
}

void ngl_clean_mark(ngl_clean_work *w, uint32_t i, ngl_repair kind)
{
    uint16_t bit = (uint16_t)(1u << kind);
    if (w->repaired[i] & bit) return;
    w->repaired[i] |= bit;
    w->out->rows[kind]++;
    if (i == 0 || !(w->repaired[i - 1] & bit)) w->out->stretches[kind]++;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

double ngl_clean_median(const float *v, uint32_t n)
{
    enum { SAMPLES = 4096 };
    float    sample[SAMPLES];
    uint32_t step = n / SAMPLES + 1, count = 0;
    for (uint32_t i = 0; i < n; i += step)
        if (v[i] == v[i]) sample[count++] = v[i];
    if (!count) return NAN;
    qsort(sample, count, sizeof *sample, by_size);
    return (double)sample[count / 2];
}

/* No sprinter reaches 12.5 m/s; the rest are the fastest of their kind. In a pool
 * the distance grows by whole lengths, so nothing can be said there. */
static double fastest(ngl_sport sport)
{
    switch (sport) {
    case NGL_SPORT_RUNNING: case NGL_SPORT_WALKING: case NGL_SPORT_HIKING: return 12.5;
    case NGL_SPORT_ROWING: return 12.5;
    case NGL_SPORT_CYCLING: case NGL_SPORT_SKIING: return 40;
    default: return 100;
    }
}

static void *copy_of(ngl_clean_work *w, const void *column, size_t size, bool *failed)
{
    if (!column || !w->n) return NULL;
    void *copy = ngl_arena_raw(w->arena, size, w->n, 64);
    if (copy) memcpy(copy, column, size * w->n);
    else *failed = true;
    return copy;
}

static bool take_columns(ngl_clean_work *w)
{
    const ngl_activity *a = w->a;
    bool                failed = false;
    w->time_ms = copy_of(w, a->time_ms, sizeof *w->time_ms, &failed);
    w->lat = copy_of(w, a->lat_semi, sizeof *w->lat, &failed);
    w->lon = copy_of(w, a->lon_semi, sizeof *w->lon, &failed);
    w->dist = copy_of(w, a->stream[NGL_STREAM_DIST], sizeof(float), &failed);
    w->speed = copy_of(w, a->stream[NGL_STREAM_SPEED], sizeof(float), &failed);
    w->alt = copy_of(w, a->stream[NGL_STREAM_ALTITUDE], sizeof(float), &failed);
    w->hr = copy_of(w, a->stream[NGL_STREAM_HEART_RATE], sizeof(float), &failed);
    w->cadence = copy_of(w, a->stream[NGL_STREAM_CADENCE], sizeof(float), &failed);
    w->repaired = NGL_NEW(w->arena, uint16_t, w->n);
    w->moving = NGL_NEW(w->arena, uint8_t, w->n);
    return !failed && w->repaired && w->moving;
}

static void hand_over(const ngl_clean_work *w)
{
    ngl_clean *out = w->out;
    out->n = w->n;
    out->time_ms = w->time_ms;
    out->lat_semi = w->lat;
    out->lon_semi = w->lon;
    out->dist_m = w->dist;
    out->speed_mps = w->speed;
    out->alt_m = w->alt;
    out->hr_bpm = w->hr;
    out->cadence_spm = w->cadence;
    out->repaired = w->repaired;
    out->moving = w->moving;
}

static ngl_status clean(ngl_clean_work *w)
{
    if (!w->n || !w->a->time_ms) return NGL_OK;
    if (!take_columns(w)) return NGL_E_NOMEM;
    ngl_clean_clock(w);
    ngl_status status = ngl_clean_way(w);
    if (status) return status;
    ngl_clean_heart(w);
    ngl_clean_cadence(w);
    status = ngl_clean_height(w);
    if (status) return status;
    ngl_clean_best(w);
    hand_over(w);
    return NGL_OK;
}

ngl_status ngl_clean_activity(ngl_clean *out, const ngl_activity *a, size_t memory_max, ngl_error *err)
{
    static const int64_t year_2000_ms = 946684800000, year_2100_ms = 4102444800000;
    ngl_arena arena;
    ngl_clean made = nothing;
    *out = nothing;
    ngl_arena_init(&arena, memory_max);
    ngl_clean_work w = { .a = a, .arena = &arena, .out = &made, .n = a->nrecord, .on_foot = ngl_sport_on_foot(a->sport),
                         .fastest_mps = fastest(a->sport) };
    made.wrong_date = a->start != NGL_INSTANT_NONE && (a->start < year_2000_ms || a->start >= year_2100_ms);
    ngl_status status = clean(&w);
    made.memory = status ? NULL : NGL_NEW(&arena, struct ngl_clean_memory, 1);
    if (!made.memory) {
        ngl_arena_free(&arena);
        return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to clean the run than is allowed");
    }
    made.memory->arena = arena;
    *out = made;
    return NGL_OK;
}

void ngl_clean_free(ngl_clean *clean_run)
{
    if (clean_run->memory) {
        ngl_arena arena = clean_run->memory->arena;
        ngl_arena_free(&arena);
    }
    *clean_run = nothing;
}
