/* Diaries: any bytes as a table, read with the mapping that is guessed and with
 * one made of the bytes; a mapping that is written reads back as itself. */
#include "fuzz.h"

#include "activity/activity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MUST(what) \
    do {           \
        if (!(what)) abort(); \
    } while (0)

static void check_list(const ngl_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const ngl_listed *r = &list->row[i];
        MUST(r->key && r->key[0] && r->kind && r->note && r->place);
        MUST(r->day != NGL_DAY_NONE && r->start != NGL_INSTANT_NONE);
        MUST(isnan(r->dist_m) || (r->dist_m > 0 && r->dist_m <= 1e6));
        MUST(isnan(r->timer_s) || (r->timer_s > 0 && r->timer_s <= 7 * 86400.0));
        MUST(isnan(r->pain_nprs) || (r->pain_nprs >= 0 && r->pain_nprs <= 10));
        MUST(isnan(r->effort_rpe) || (r->effort_rpe >= 1 && r->effort_rpe <= 10));
        MUST(strlen(r->note) + strlen(r->kind) < ((size_t)1 << 21));
    }
    MUST(list->note);
}

static void read_with(const ngl_diary_map *map, const uint8_t *data, size_t size)
{
    ngl_arena  arena;
    ngl_list   list;
    ngl_error  err = { 0 };
    ngl_arena_init(&arena, (size_t)64 << 20);
    ngl_status status = ngl_diary_read(&list, &arena, data, size, map, &err);
    MUST(status == NGL_OK || err.text[0]);
    check_list(&list);
    ngl_arena_free(&arena);
}

static void mapping_comes_back(const ngl_diary_map *map, const uint8_t *data, size_t size)
{
    ngl_buf       text;
    ngl_diary_map back = { .order = NGL_DATE_OPEN };
    ngl_buf_init(&text, (size_t)1 << 20);
    ngl_diary_map_write(&text, map, data, size);
    back.clock_open = true;
    for (int f = 0; f < NGL_DIARY_COUNT; f++) back.column[f] = -1;
    if (!text.failed) {
        MUST(ngl_diary_map_read(&back, ngl_buf_string(&text), text.len, data, size, NULL) == NGL_OK);
        for (int f = 0; f < NGL_DIARY_COUNT; f++) MUST(back.column[f] == map->column[f]);
        MUST(back.order == map->order && ngl_diary_open(&back) == ngl_diary_open(map));
    }
    ngl_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ngl_diary_map map;
    ngl_diary_sniff(data, size < 4096 ? size : 4096);
    if (!ngl_diary_guess(&map, data, size)) return 0;
    mapping_comes_back(&map, data, size);
    if (!ngl_diary_open(&map)) read_with(&map, data, size);
    // whatever it says: the columns in order, and all that is open settled
    for (int f = 0; f < NGL_DIARY_COUNT; f++) map.column[f] = f;
    map.order = (ngl_date_order)(1 + (size & 1) + (size & 2) / 2);
    map.dist_unit_m = 1000;
    map.duration_unit_s = 60;
    map.clock_open = false;
    read_with(&map, data, size);
    return 0;
}
