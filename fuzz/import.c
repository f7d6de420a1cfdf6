/* What must hold of any import, from any bytes: rows as long as they say, no
 * value outside what the reader promises, texts that end. Broken promises
 * abort, which is what a fuzzer looks for. */
#include "fuzz.h"

#include "activity/activity.h"

#include <niggle/clean.h>

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

/* Cleaned: clocks and distances only go on, and nothing is marked that is not there. */
static void check_clean(const ngl_activity *a)
{
    ngl_clean c;
    unsigned  rows[NGL_REPAIR_COUNT] = { 0 };
    MUST(ngl_clean_activity(&c, a, (size_t)256 << 20, NULL) == NGL_OK);
    for (uint32_t i = 1; i < c.n; i++) {
        MUST(c.time_ms[i] >= c.time_ms[i - 1]);
        MUST(!c.dist_m || isnan(c.dist_m[i]) || c.dist_m[i] >= c.dist_m[i - 1]);
    }
    for (uint32_t i = 0; i < c.n; i++)
        for (unsigned k = 0; k < NGL_REPAIR_COUNT; k++) rows[k] += c.repaired[i] >> k & 1;
    for (unsigned k = 0; k < NGL_REPAIR_COUNT; k++) MUST(rows[k] == c.rows[k] && c.stretches[k] <= c.rows[k]);
    MUST(!(c.moving_s < 0) && c.nbest <= NGL_BEST_MAX);
    ngl_clean_free(&c);
}

/* Written as FIT it is a sound file again; as GPX it is well formed. */
static void check_written(const ngl_activity *a)
{
    ngl_buf    b;
    ngl_import again;
    ngl_buf_init(&b, (size_t)256 << 20);
    MUST(ngl_activity_to_fit(&b, a, NULL) == NGL_OK);
    ngl_status status = ngl_import_read(&again, b.data, b.len, NULL, NULL);
    MUST(status == NGL_OK || status == NGL_E_NOT_ACTIVITY);
    for (uint32_t i = 0; i < again.nactivity; i++) MUST(!again.activity[i].salvaged);
    ngl_import_free(&again);
    b.len = 0;
    status = ngl_activity_to_gpx(&b, a, NULL);
    MUST(status == NGL_OK || status == NGL_E_UNSUPPORTED);
    if (!status) {
        status = ngl_import_read(&again, b.data, b.len, NULL, NULL);
        MUST(status == NGL_OK || status == NGL_E_NOT_ACTIVITY);
        for (uint32_t i = 0; i < again.nactivity; i++) MUST(!again.activity[i].salvaged);
        ngl_import_free(&again);
    }
    ngl_buf_free(&b);
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
    for (uint32_t i = 0; i < import.nactivity; i++) {
        check_activity(&import.activity[i], packed ? SIZE_MAX : size);
        check_clean(&import.activity[i]);
        if (import.activity[i].nrecord < 256 && import.nactivity < 4) check_written(&import.activity[i]);
    }
    ngl_import_free(&import);
}
