/* Lists of activities: CSV and JSON from accounts, and the readers beneath. */
#include "fuzz.h"

#include "activity/activity.h"
#include "base/json_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MUST(what) \
    do {           \
        if (!(what)) abort(); \
    } while (0)

static void check_row(const ngl_listed *r)
{
    MUST(r->key && r->key[0] && r->file && r->name && r->about && r->note && r->gear && r->kind);
    MUST(isnan(r->effort_rpe) || (r->effort_rpe >= 1 && r->effort_rpe <= 10));
    MUST(isnan(r->elapsed_s) || r->elapsed_s >= 0);
    MUST(!r->has_offset || (r->utc_offset_s >= -14 * 3600 && r->utc_offset_s <= 14 * 3600));
}

static void read_list(const uint8_t *data, size_t size, const char *name)
{
    ngl_arena arena;
    ngl_list  list;
    ngl_error err = { 0 };
    ngl_arena_init(&arena, (size_t)64 << 20);
    ngl_status status = ngl_list_read(&list, &arena, data, size, name, &err);
    MUST(status == NGL_OK || err.text[0]);
    for (size_t i = 0; i < list.n && status != NGL_E_NOMEM; i++) check_row(&list.row[i]);
    ngl_arena_free(&arena);
}

/* the reader of JSON by itself: it ends, and depth is what it says */
static void read_json(const uint8_t *data, size_t size)
{
    ngl_json_reader r;
    ngl_json_kind   kind;
    size_t          n = 0;
    int             depth = 0;
    ngl_json_read_begin(&r, data, size);
    do {
        kind = ngl_json_read(&r);
        depth += (kind == NGL_JSON_OBJECT || kind == NGL_JSON_ARRAY) - (kind == NGL_JSON_OBJECT_END || kind == NGL_JSON_ARRAY_END);
        MUST(kind == NGL_JSON_BROKEN || depth == (int)r.depth);
        MUST(++n <= size * 2 + 4);
    } while (kind != NGL_JSON_END && kind != NGL_JSON_BROKEN);
    MUST(kind == NGL_JSON_END ? depth == 0 : r.fault != NULL);
    ngl_json_read_end(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_list(data, size, NULL);
    read_list(data, size, "activities.csv");
    read_json(data, size);
    return 0;
}
