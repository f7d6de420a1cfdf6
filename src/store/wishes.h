/* What a runner wishes of the days ahead, episode by episode. */
#ifndef STORE_WISHES_H
#define STORE_WISHES_H

#include "store/store.h"

#include <niggle/ahead.h>

/* Add wishes; the last ones of an episode count. */
ngl_status ngl_store_add_wishes(ngl_store *s, int64_t episode, ngl_instant noted, const ngl_wishes *w, ngl_error *err);

/* The last wishes of an episode; without any: all days, no race, never away. */
ngl_status ngl_store_wishes(ngl_store *s, int64_t episode, ngl_wishes *out, ngl_error *err);

#endif
