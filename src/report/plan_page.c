/* A page in a terminal, 80 columns wide, and the sources named on it. */
#include "base/text.h"
#include "report/plan_report.h"

#include <string.h>

enum { PART_MAX = 2048 };

void ngl_page_heading(ngl_buf *out, const char *text, bool colour)
{
    if (out->len) ngl_buf_char(out, '\n');
    ngl_buf_printf(out, "%s%s%s\n", colour ? "\033[1m" : "", text, colour ? "\033[0m" : "");
}

void ngl_page_item(ngl_buf *out, unsigned indent, const char *mark, const char *text)
{
    unsigned column = indent + (unsigned)strlen(mark);
    if (!*text) return;
    ngl_buf_printf(out, "%*s%s", (int)indent, "", mark);
    ngl_buf_wrap(out, text, column, column, NGL_PAGE_WIDTH);
    ngl_buf_char(out, '\n');
}

void ngl_page_text(ngl_buf *out, unsigned indent, const char *text)
{
    ngl_page_item(out, indent, "", text);
}

static void split(ngl_buf *out, unsigned indent, const char *mark, const char *text, char by)
{
    while (*text) {
        const char *end = strchr(text, by);
        size_t      len = end ? (size_t)(end - text) : strlen(text);
        char        part[PART_MAX];
        if (len >= sizeof part) len = sizeof part - 1;
        memcpy(part, text, len);
        part[len] = 0;
        ngl_page_item(out, indent, mark, part);
        if (!end) return;
        text = end + 1;
        while (*text == ' ') text++;
    }
}

void ngl_page_lines(ngl_buf *out, unsigned indent, const char *mark, const char *text)
{
    split(out, indent, mark, text, '\n');
}

void ngl_page_parts(ngl_buf *out, unsigned indent, const char *mark, const char *text)
{
    split(out, indent, mark, text, ';');
}

/* ---- sources ---------------------------------------------------------------- */

void ngl_sources_add(ngl_sources *s, const ngl_knowledge *kb, ngl_refs refs)
{
    for (uint16_t i = 0; i < refs.num; i++) {
        ngl_id source = kb->source_ref[refs.adr + i];
        bool   known = false;
        for (uint16_t k = 0; k < s->n; k++) known |= s->source[k] == source;
        if (!known && s->n < NGL_SOURCES_MAX) s->source[s->n++] = source;
    }
}

void ngl_plan_sources(ngl_sources *out, const ngl_knowledge *kb, const ngl_plan *p)
{
    out->n = 0;
    for (uint16_t i = 0; i < p->nrule; i++) ngl_sources_add(out, kb, kb->rule[p->rule[i]].source);
    if (p->kind == NGL_PLAN_HELP_NOW) return;
    if (p->kind >= NGL_PLAN_SHARED)
        for (uint16_t i = 0; i < p->ncause; i++) ngl_sources_add(out, kb, kb->protocol[p->cause[i].protocol].source);
    if (p->pain_rule != NGL_NONE) ngl_sources_add(out, kb, kb->pain_rule[p->pain_rule].source);
    if (p->programme != NGL_NONE) ngl_sources_add(out, kb, kb->programme[p->programme].source);
    for (uint16_t i = 0; i < p->ndose; i++) ngl_sources_add(out, kb, kb->exercise[p->dose[i].exercise].source);
    for (uint16_t i = 0; i < p->nmeasure; i++) ngl_sources_add(out, kb, kb->treatment[p->measure[i]].source);
}

void ngl_refs_words(ngl_buf *out, const ngl_knowledge *kb, ngl_refs refs)
{
    if (refs.num == 0) return;
    ngl_buf_text(out, " [");
    for (uint16_t i = 0; i < refs.num; i++)
        ngl_buf_printf(out, "%s%s", i ? " " : "", kb->source[kb->source_ref[refs.adr + i]].key);
    ngl_buf_char(out, ']');
}
