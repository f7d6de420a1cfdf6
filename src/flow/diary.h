/* How a runner's own diary (a CSV file) is to be read, kept from one import to
 * the next. The reading itself is part of ngl_flow_import(). */
#ifndef FLOW_DIARY_H
#define FLOW_DIARY_H

#include "activity/activity.h"
#include "base/arena.h"
#include "flow/flow.h"

/* The mapping kept for a diary with this header, as text (activity/diary.h); ""
 * none. In the arena. */
ngl_status ngl_flow_diary_map(const ngl_flow *flow, ngl_arena *arena, const void *bytes, size_t len, const char **mapping, ngl_error *err);

ngl_status ngl_flow_keep_diary_map(ngl_flow *flow, const void *bytes, size_t len, const char *mapping, ngl_error *err);

#endif
