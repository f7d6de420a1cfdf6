/* What must hold of any import, from any bytes: rows as long as they say, no
 * value outside what the reader promises, texts that end. Broken promises
 * abort, which is what a fuzzer looks for. */
#include "fuzz.h"

#include <niggle/activity.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MUST(what) \
    do {           \
        if (!(what)) abort(); \
    } while (0)

static void check_streams(const ngl_activity *a)
{
    for (unsigned s = 0; s < NGL_STREAM_COUNT; s++) {
        if (!a->stream[s]) continue;
        uint32_t any = 0;
        for (uint32_t i = 0; i < a->nrecord; i++) {
            MUST(!isinf(a->stream[s][i]));
            any += !isnan(a->stream[s][i]);
        }
        MUST(any > 0);
    }
    for (uint32_t i = 0; a->lat_semi && i < a->nrecord; i++) {
        MUST((a->lat_semi[i] == NGL_POSITION_NONE) == (a->lon_semi[i] == NGL_POSITION_NONE));
        MUST(a->lat_semi[i] == NGL_POSITION_NONE || (a->lat_semi[i] <= 1 << 30 && a->lat_semi[i] >= -(1 << 30)));
    }
}

static void check_activity(const ngl_activity *a, size_t size)
{
    int64_t sum = 0;
    double  x = 0;
    MUST(a->format && a->sport_key && a->sub_sport && a->name);
    for (uint32_t i = 0; i < a->nrecord; i++) sum ^= a->time_ms[i];
    check_streams(a);
    for (uint32_t i = 0; i < a->nlap; i++) x += a->lap[i].dist_m;
    for (uint32_t i = 0; i < a->npause; i++) MUST(a->pause[i].to > a->pause[i].from);
    for (uint32_t i = 0; i < a->ndevice; i++) x += (double)(strlen(a->device[i].maker) + strlen(a->device[i].product));
    for (uint32_t i = 0; i < a->nextra; i++) {
        x += (double)strlen(a->extra[i].name) + (double)strlen(a->extra[i].unit);
        for (uint32_t k = 0; k < a->nrecord; k++) MUST(!isinf(a->extra[i].value[k]));
    }
    for (uint32_t i = 0; i < a->nsalvage; i++) MUST(a->salvage[i].from < a->salvage[i].to && a->salvage[i].to <= size);
    MUST(!(a->dist_m < 0) && !(a->timer_s < 0) && !isinf(a->dist_m));
    if (isnan(x) && sum == 1) MUST(a->nlap > 0); /* keep the reads */
}

void fuzz_import(const uint8_t *data, size_t size, int believe)
{
    ngl_import_options options = { .memory_max = (size_t)64 << 20, .check_crc = !believe };
    ngl_import         import;
    ngl_error          err = { 0 };
    ngl_status         status = ngl_import_read(&import, data, size, &options, &err);
    int packed = size > 2 && data[0] == 0x1f;
    if (status == NGL_OK)
        MUST(import.nactivity > 0);
    else
        MUST(import.nactivity == 0 && err.code == status && err.text[0]);
    MUST(import.note && import.kind && import.format);
    for (uint32_t i = 0; i < import.nactivity; i++) check_activity(&import.activity[i], packed ? SIZE_MAX : size);
    ngl_import_free(&import);
}
