/* Apple's export: any bytes in pieces of any size; once with little room, so that
 * the file must be read again. What comes out is the same however it is cut. */
#include "fuzz.h"

#include "activity/activity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MUST(what) \
    do {           \
        if (!(what)) abort(); \
    } while (0)

static uint64_t mix(uint64_t h, double v)
{
    uint64_t bits;
    if (isnan(v)) v = -1;
    memcpy(&bits, &v, sizeof bits);
    return (h ^ bits) * 1099511628211u;
}

static uint64_t check_activity(const ngl_activity *a)
{
    uint64_t h = mix(a->nrecord, a->dist_m);
    MUST(a->sport_key && a->sub_sport && a->name && !isinf(a->dist_m) && !(a->timer_s < 0));
    h = mix(h, a->timer_s);
    for (unsigned s = 0; s < NGL_STREAM_COUNT; s++)
        for (uint32_t i = 0; a->stream[s] && i < a->nrecord; i++) {
            MUST(!isinf(a->stream[s][i]));
            h = mix(h, (double)a->stream[s][i]);
        }
    for (uint32_t i = 0; i < a->npause; i++) MUST(a->pause[i].to > a->pause[i].from);
    return h;
}

static uint64_t check_window(const ngl_apple *apple, uint64_t h)
{
    size_t from, to;
    ngl_apple_window(apple, &from, &to);
    MUST(from <= to && to <= ngl_apple_count(apple));
    for (size_t i = from; i < to && i < from + 50; i++) {
        ngl_apple_workout o;
        ngl_activity      a;
        ngl_arena         arena;
        ngl_arena_init(&arena, (size_t)32 << 20);
        ngl_apple_workout_at(apple, i, &o);
        MUST(o.kind && o.source && o.route && o.end >= o.start);
        if (ngl_apple_activity(apple, i, NULL, &arena, &a, NULL) == NGL_OK) h = mix(h, (double)(check_activity(&a) & 0xffffffff));
        ngl_arena_free(&arena);
    }
    return h;
}

/* all of it in pieces of `piece`, as often as is needed; a sum over what came out */
static uint64_t read_all(const uint8_t *data, size_t size, size_t piece, size_t memory)
{
    ngl_apple *apple;
    ngl_error  err = { 0 };
    uint64_t   h = 0;
    unsigned   passes = 0;
    if (ngl_apple_begin(&apple, memory, &err)) return 0;
    ngl_status status;
    do {
        status = NGL_OK;
        for (size_t at = 0; at < size && !status;) {
            size_t room;
            void  *to = ngl_apple_room(apple, &room);
            MUST(room > 0);
            if (room > piece) room = piece;
            if (room > size - at) room = size - at;
            memcpy(to, data + at, room);
            at += room;
            status = ngl_apple_take(apple, room, &err);
        }
        if (status) break;
        status = ngl_apple_end(apple, &err);
        MUST(!status || err.text[0]);
        h = check_window(apple, mix(h, status));
        MUST(++passes < 40);
    } while (status != NGL_E_NOMEM && status != NGL_E_LIMIT && ngl_apple_again(apple));
    ngl_apple_free(apple);
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ngl_apple_sniff(data, size < 4096 ? size : 4096);
    uint64_t whole = read_all(data, size, (size_t)1 << 30, NGL_APPLE_MEMORY);
    MUST(read_all(data, size, 5 + size % 97, NGL_APPLE_MEMORY) == whole);
    if (size % 4 == 0) read_all(data, size, 640, ((size_t)16 << 20) + 16 * 8);
    return 0;
}
