/* The verb "learn": finding an entry of the knowledge, and what belongs to it.
 * Pure over the knowledge: nothing is read or written. */
#ifndef FLOW_LEARN_H
#define FLOW_LEARN_H

#include "base/arena.h"
#include "report/learn_report.h"

#include <niggle/error.h>

/* The entry with this id; false if there is none. */
bool ngl_learn_find(const ngl_knowledge *kb, const char *key, ngl_learn_entry *out);

/* The topic this word names ("exercises"), or NULL. */
const ngl_learn_topic *ngl_learn_topic_find(const char *word);

/* All entries of the topic (NULL: of any kind) that hold every one of
 * words[0..n), best first: whole words before beginnings of words, titles and
 * other names before running text. A word that stands nowhere is
 * taken for the nearest one that does, or left out while others remain, and
 * out->instead says so; when no entry holds them all, out->partly, and the
 * entries that hold some. n = 0 gives the whole topic, and statements within a
 * topic keep the knowledge's order. out->n = 0 when nothing is found.
 *   NGL_E_NOMEM  the arena's limit. */
ngl_status ngl_learn_search(const ngl_knowledge *kb, ngl_arena *arena, const ngl_learn_topic *topic,
                            const char *const *words, size_t n, ngl_learn_list *out, ngl_error *err);

/* The id nearest to `word`, or NULL. */
const char *ngl_learn_nearest_id(const ngl_knowledge *kb, ngl_arena *arena, const char *word);

/* The id or word of a title nearest to `word`, or NULL. Lives in the arena or in kb. */
const char *ngl_learn_nearest(const ngl_knowledge *kb, ngl_arena *arena, const char *word);

/* The page of one entry. */
void ngl_learn_page_of(const ngl_knowledge *kb, ngl_learn_entry entry, ngl_learn_page *out);

/* The answers most typical of a cause, heaviest first: at most `max`, one of a
 * group of near copies, of what a person can feel or tell. */
unsigned ngl_learn_typical(const ngl_knowledge *kb, ngl_id condition, ngl_learn_answer *out, unsigned max);

#endif
