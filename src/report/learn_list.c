/* Lists of `niggle learn`: what there is, and what a search found. */
#include "report/learn_report.h"
#include "report/plan_report.h"

#include <string.h>

enum { TEXT_MAX = 8192, INDENT = 2 };

static unsigned in_topic(const ngl_knowledge *kb, const ngl_learn_topic *t)
{
    unsigned n = 0;
    for (ngl_learn_kind k = 0; k < NGL_LEARN_KINDS; k++)
        if (t->kinds & 1u << k) n += ngl_learn_count(kb, k);
    return n;
}

void ngl_learn_topics_text(ngl_buf *out, const ngl_knowledge *kb, bool colour)
{
    ngl_page_heading(out, "What you can look up", colour);
    for (const ngl_learn_topic *t = ngl_learn_topics; t->word; t++)
        ngl_buf_printf(out, "  %4u  %-11s %s\n", in_topic(kb, t), t->word, t->what);
    ngl_page_heading(out, "For example", colour);
    for (const ngl_learn_topic *t = ngl_learn_topics; t->word; t++) ngl_buf_printf(out, "  %s\n", t->example);
    ngl_buf_text(out, "\nAny words will do: niggle learn WORD... looks through all of it.\n"
                      "niggle learn exercises shows a whole topic.\n");
}

/* a statement with its verdict, or a name, and the id below it */
static void one(ngl_buf *out, const ngl_knowledge *kb, ngl_learn_entry e, bool with_kind)
{
    const char *text, *verdict, *reason, *said_by;
    ngl_buf     b;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_page_item(out, INDENT, "", ngl_learn_title(kb, e));
    if (ngl_learn_said(kb, e, &text, &verdict, &reason, &said_by)) ngl_buf_printf(&b, "%s: ", ngl_learn_verdict(verdict));
    else if (with_kind) ngl_buf_printf(&b, "%s: ", ngl_learn_kind_word(e.kind));
    ngl_buf_printf(&b, "niggle learn %s", ngl_learn_key(kb, e));
    ngl_page_item(out, INDENT + 4, "", ngl_buf_string(&b));
    ngl_buf_free(&b);
}

static void left_out(ngl_buf *out, const ngl_learn_list *list)
{
    if (list->shown == list->n) return;
    ngl_buf_printf(out, "\n%zu more: add a word, or --all.\n", list->n - list->shown);
}

void ngl_learn_list_text(ngl_buf *out, const ngl_learn_list *list, bool colour)
{
    const char *section = "";
    char        heading[256];
    if (list->instead) ngl_buf_printf(out, "Nothing says \"%s\"; this is about \"%s\".\n", list->words, list->instead);
    if (list->partly) ngl_buf_text(out, "Nothing says all of these words; this says some of them.\n");
    for (size_t i = 0; i < list->shown; i++) {
        const char *own = list->topic ? ngl_learn_section(list->kb, list->entry[i]) : "";
        if (strcmp(own, section) != 0 && strlen(own) < sizeof heading) ngl_page_heading(out, own, colour);
        section = own;
        one(out, list->kb, list->entry[i], !list->topic);
    }
    left_out(out, list);
}
