/* Diaries on their way in: how they are to be read, and local times made
 * moments. */
#include "activity/activity.h"
#include "base/error.h"
#include "flow/diary.h"
#include "flow/import_internal.h"
#include "store/diary.h"

#include <string.h>

const char ngl_list_diary[] = "diary";

enum { HEADER_MAX = 1 << 16 };

ngl_status ngl_flow_diary_map(const ngl_flow *flow, ngl_arena *arena, const void *bytes, size_t len, const char **mapping, ngl_error *err)
{
    ngl_buf header;
    *mapping = "";
    if (!flow->store) return NGL_OK;
    ngl_buf_init(&header, HEADER_MAX);
    ngl_diary_header(&header, bytes, len);
    ngl_status status = ngl_store_diary_map(flow->store, arena, ngl_buf_string(&header), mapping, err);
    ngl_buf_free(&header);
    return status;
}

ngl_status ngl_flow_keep_diary_map(ngl_flow *flow, const void *bytes, size_t len, const char *mapping, ngl_error *err)
{
    ngl_buf header;
    ngl_buf_init(&header, HEADER_MAX);
    ngl_diary_header(&header, bytes, len);
    ngl_status status = ngl_store_begin(flow->store, err);
    if (!status) {
        status = ngl_store_put_diary_map(flow->store, ngl_buf_string(&header), mapping, flow->now, err);
        if (!status) status = ngl_store_commit(flow->store, err);
        else ngl_store_rollback(flow->store);
    }
    ngl_buf_free(&header);
    return status;
}

/* as asked, else as kept, else as its header says */
static ngl_status map_of(ngl_diary_map *map, ngl_arena *arena, const ngl_waiting *w, const ngl_listing *to, ngl_error *err)
{
    const char *text = to->job->map;
    ngl_status  status = NGL_OK;
    if (!ngl_diary_guess(map, w->bytes, w->nbytes)) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is a text file, not a FIT, GPX or TCX file, and no table");
    if (!text) status = ngl_flow_diary_map(to->flow, arena, w->bytes, w->nbytes, &text, err);
    if (status) return status;
    // what was kept for a header fits it; what is asked for may not
    status = ngl_diary_map_read(map, text, strlen(text), w->bytes, w->nbytes, err);
    if (status || !ngl_diary_open(map)) return status;
    return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "it is not clear which of its columns is what; import it at a terminal to be asked, or give --map FILE");
}

ngl_status ngl_import_diary(ngl_list *out, ngl_arena *arena, const ngl_waiting *w, const ngl_listing *to, ngl_error *err)
{
    ngl_diary_map         map;
    const ngl_import_job *job = to->job;
    *out = (ngl_list){ .source = ngl_list_diary, .note = "" };
    ngl_status status = map_of(&map, arena, w, to, err);
    if (!status) status = ngl_diary_read(out, arena, w->bytes, w->nbytes, &map, err);
    for (size_t i = 0; i < out->n; i++) {
        ngl_listed *row = (ngl_listed *)(uintptr_t)&out->row[i];
        row->start -= (int64_t)(job->offset_at ? job->offset_at(job->context, row->start) : to->flow->utc_offset_s) * 1000;
    }
    return status;
}
