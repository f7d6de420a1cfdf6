/* Samples of several streams, each on its own clock, put into rows: phones and
 * some vendors write every stream by itself. One row stands for each second
 * that holds anything. */
#ifndef ACTIVITY_SERIES_H
#define ACTIVITY_SERIES_H

#include "activity/xml.h"

typedef struct ngl_sample {
    int64_t time_ms;
    uint32_t order; /* of two in one second the later one counts */
    uint16_t what;  /* a stream, or one of the two below */
    union {
        float   value;
        int32_t semi;
    };
} ngl_sample;

enum { NGL_SAMPLE_LAT = NGL_STREAM_COUNT, NGL_SAMPLE_LON };

typedef struct ngl_series {
    ngl_arena  *arena;
    ngl_sample *sample;
    uint32_t    n, cap;
} ngl_series;

/* NaN is no value and is left out. NGL_E_LIMIT: more than NGL_RECORDS_MAX for
 * each stream, or out of memory. */
ngl_status ngl_series_add(ngl_series *s, ngl_instant t, ngl_stream stream, double value, ngl_error *err);
ngl_status ngl_series_position(ngl_series *s, ngl_instant t, double lat, double lon, ngl_error *err);

/* Rows at the end of `p`, in the order of time; `s` is empty afterwards. */
ngl_status ngl_series_rows(ngl_series *s, ngl_points *p, ngl_error *err);

/* Cadence on foot is counted for one foot by some and for both by others; nobody
 * steps more than 130 times a minute with one. Rows first .. end of `p` count
 * one foot afterwards, as every reader hands them on. */
void ngl_series_one_foot(ngl_points *p, uint32_t first, uint32_t end);

#endif
