/* Private to the dump in words (dump.c, dump_care.c): its small phrases. */
#ifndef KBC_DUMP_H
#define KBC_DUMP_H

#include "base/buf.h"
#include "base/number.h"

#include <niggle/knowledge.h>

#include <math.h>

static inline void figure(ngl_buf *b, double v)
{
    if (isnan(v))
        ngl_buf_text(b, "-");
    else if (fabs(v) >= 10)
        ngl_buf_exact(b, round(v * 100) / 100);
    else
        ngl_buf_exact(b, round(v * 1e5) / 1e5);
}

static inline void named(ngl_buf *b, const char *name, double v)
{
    ngl_buf_printf(b, "%s ", name);
    figure(b, v);
}

static inline void line(ngl_buf *b, const char *name, const char *text)
{
    if (*text) ngl_buf_printf(b, "    %s: %s\n", name, text);
}

static inline void sources(ngl_buf *b, const ngl_knowledge *kb, ngl_refs refs)
{
    ngl_buf_text(b, "    source:");
    for (uint32_t i = refs.adr; i < refs.adr + refs.num; i++)
        ngl_buf_printf(b, " %s", kb->source[kb->source_ref[i]].key);
    ngl_buf_char(b, '\n');
}

static inline const char *option_key(const ngl_knowledge *kb, ngl_id finding, ngl_id option)
{
    return kb->option[kb->finding[finding].option_adr + option].key;
}

/* dump_care.c: append protocols, exercises, running, treatments and tissues */
void kbc_dump_care(ngl_buf *b, const ngl_knowledge *kb);

#endif
