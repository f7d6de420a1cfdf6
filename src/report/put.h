/* Members that many JSON pages share, on top of base/json_write.h: dates,
 * figures in full, sources. */
#ifndef REPORT_PUT_H
#define REPORT_PUT_H

#include "base/date.h"
#include "base/json_write.h"

#include <niggle/knowledge.h>

/* "2026-03-01", or null for NGL_DAY_NONE */
static inline void ngl_put_day(ngl_json *j, const char *key, ngl_day day)
{
    char text[NGL_DAY_TEXT];
    if (day != NGL_DAY_NONE) ngl_day_format(text, day);
    ngl_json_put_string(j, key, day == NGL_DAY_NONE ? NULL : text);
}

/* with as many digits as read back to the same number; null for NaN */
static inline void ngl_put_exact(ngl_json *j, const char *key, double v)
{
    ngl_json_key(j, key);
    ngl_json_exact(j, v);
}

/* "sources": [{ id, citation, locator }, …] */
static inline void ngl_put_sources(ngl_json *j, const ngl_knowledge *kb, ngl_refs refs)
{
    ngl_json_key(j, "sources");
    ngl_json_array(j);
    for (unsigned i = 0; i < refs.num; i++) {
        const ngl_source *s = &kb->source[kb->source_ref[refs.adr + i]];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", s->key);
        ngl_json_put_string(j, "citation", s->citation);
        ngl_json_put_string(j, "locator", s->locator);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

#endif
