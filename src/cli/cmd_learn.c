/* niggle learn: what Niggle knows, in words for runners. One word that is an
 * id opens its page, a topic word lists the topic, anything else is searched. */
#include "base/arena.h"
#include "base/error.h"
#include "cli/command.h"
#include "flow/learn.h"

#include <string.h>

enum { MEMORY = 8 << 20, OUTPUT_MAX = 4 << 20, SHOWN = 12 };

static const option learn_options[] = {
    { "all", 'a', NULL, "all that was found, not only the best" },
    { NULL, 0, NULL, NULL },
};

static const char learn_detail[] =
    "  niggle learn                       what you can look up\n"
    "  niggle learn sitting               all that speaks of sitting, best first\n"
    "  niggle learn deep_gluteal_syndrome one cause: what it is and what to do\n"
    "  niggle learn st_one_leg_bridge     a self-test, and when to leave it out\n"
    "  niggle learn myths                 what you may have read, with verdicts\n"
    "  niggle learn myths stretching      only those about stretching\n"
    "\n"
    "Topics: causes, tests, signs, exercises, treatments, myths. A page names the\n"
    "source of every figure. It cannot tell what hurts: niggle assess asks about\n"
    "you.\n";

/* write it all, or say that it could not be held */
static int print(cli *c, ngl_buf *b)
{
    ngl_error full = { .code = NGL_E_NOMEM, .text = "the page does not fit into memory" };
    int       code = b->failed ? cli_fail(c, &full, NULL) : EXIT_DONE;
    if (!b->failed) fputs(ngl_buf_string(b), c->out);
    ngl_buf_free(b);
    return code;
}

static int show_topics(cli *c)
{
    ngl_buf b;
    ngl_buf_init(&b, OUTPUT_MAX);
    if (c->json) ngl_learn_topics_json(&b, c->kb);
    else if (c->plain) ngl_learn_topics_plain(&b, c->kb);
    else ngl_learn_topics_text(&b, c->kb, c->colour);
    return print(c, &b);
}

static int show_page(cli *c, ngl_learn_entry entry)
{
    ngl_learn_page page;
    ngl_buf        b;
    ngl_buf_init(&b, OUTPUT_MAX);
    ngl_learn_page_of(c->kb, entry, &page);
    if (c->json) ngl_learn_page_json(&b, &page);
    else if (c->plain) ngl_learn_page_plain(&b, &page);
    else ngl_learn_page_text(&b, &page, c->colour);
    return print(c, &b);
}

static int show_list(cli *c, const ngl_learn_list *list)
{
    ngl_buf b;
    ngl_buf_init(&b, OUTPUT_MAX);
    if (c->json) ngl_learn_list_json(&b, list);
    else if (c->plain) ngl_learn_list_plain(&b, list);
    else ngl_learn_list_text(&b, list, c->colour);
    return print(c, &b);
}

/* through ngl_error, which keeps odd bytes away from the terminal */
static int nothing(cli *c, const char *words, const char *near)
{
    ngl_error err;
    ngl_fail(&err, NGL_E_NOT_FOUND, 0, "nothing says \"%s\"%s%s", words, near ? "; the nearest is " : "", near ? near : "");
    return cli_fail(c, &err, NULL);
}

/* a word to look for? */
static bool blank(const cli *c)
{
    for (int i = 0; i < c->nargs; i++)
        for (const char *t = c->args[i]; *t; t++)
            if ((*t >= 'a' && *t <= 'z') || (*t >= 'A' && *t <= 'Z') || (*t >= '0' && *t <= '9') || (unsigned char)*t >= 0x80)
                return false;
    return true;
}

static int search(cli *c, ngl_arena *arena)
{
    ngl_learn_list         list;
    ngl_error              err;
    const ngl_learn_topic *topic = ngl_learn_topic_find(c->args[0]);
    int                    skip = topic != NULL;
    ngl_status status = ngl_learn_search(c->kb, arena, topic, (const char *const *)c->args + skip, (size_t)(c->nargs - skip), &list, &err);
    if (status) return cli_fail(c, &err, NULL);
    if (!list.n) return nothing(c, list.words, ngl_learn_nearest(c->kb, arena, list.words));
    if (list.instead && list.n == 1 && !c->quiet) fprintf(c->err, "Nothing says \"%s\"; this is about \"%s\".\n", list.words, list.instead);
    if (list.n == 1 && !c->json && !c->plain) return show_page(c, list.entry[0]);
    if (!topic && !cli_option(c, "all") && list.n > SHOWN) list.shown = SHOWN;
    return show_list(c, &list);
}

static int learn_run(cli *c)
{
    ngl_learn_entry entry;
    ngl_arena       arena;
    if (!c->nargs) return show_topics(c);
    if (blank(c)) return cli_usage(c, "write a word to look for");
    if (c->nargs == 1 && ngl_learn_find(c->kb, c->args[0], &entry)) return show_page(c, entry);
    ngl_arena_init(&arena, MEMORY);
    const char *near = c->nargs == 1 && strchr(c->args[0], '_') ? ngl_learn_nearest_id(c->kb, &arena, c->args[0]) : NULL;
    int         code = near ? nothing(c, c->args[0], near) : search(c, &arena);
    ngl_arena_free(&arena);
    return code;
}

const command cmd_learn = {
    .name = "learn",
    .args = "[WORD…]",
    .help = "causes, tests, exercises, and what holds up of what you read",
    .detail = learn_detail,
    .options = learn_options,
    .run = learn_run,
};
