/* Screens: yes-or-no questions that a person answers together, by ticking.
 *
 * A screen has a question of its own and a few words for each finding. A
 * finding stands on one screen at most; tests that have to be carried out and
 * findings of a clinician stand on none. What a reader needs for words, items
 * and ticks is data, too: the interview weighs worth against time.
 */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

enum { LABEL_MAX = 60, ASK_MAX = 90, MOST_USUAL = 9, GRADE_MAX = 8 };

/* Plain and short enough to be taken in at a glance. The reading age is that
 * of the screen's question with this label behind it: a single word has none. */
static void check_words(kbc *k, kbc_place at, const char *ask, const char *label)
{
    char   read[ASK_MAX + LABEL_MAX + 2];
    size_t na = strlen(ask), nl = strlen(label);
    if (!na || na > ASK_MAX) kbc_problem(k, at, "the question of a screen needs 1 to %u bytes", (unsigned)ASK_MAX);
    else if (!nl || nl > LABEL_MAX) kbc_problem(k, at, "the label of an item needs 1 to %u bytes", (unsigned)LABEL_MAX);
    if (!na || na > ASK_MAX || nl > LABEL_MAX) return;
    memcpy(read, ask, na);
    read[na] = ' ';
    memcpy(read + na + 1, label, nl + 1);
    double grade = ngl_kbc_reading_grade(read);
    if (grade > GRADE_MAX)
        kbc_problem(k, at, "this label needs reading age %u, more than 13: use shorter words", (unsigned)ceil(grade) + 5u);
}

static void check_item(kbc *k, const kbc_node *n, ngl_id id)
{
    const ngl_finding *f = kbc_row(&k->finding, id);
    if (f->answer != NGL_ANSWER_YES_NO) kbc_problem(k, n->at, "'%s' is no yes-or-no question", f->key);
    if (f->clinician_only || f->kind == NGL_KIND_SELF_TEST)
        kbc_problem(k, n->at, "'%s' is a test and cannot be ticked on a screen", f->key);
    for (uint32_t i = 0; i < k->screen_item.num; i++)
        if (((ngl_screen_item *)kbc_row(&k->screen_item, i))->finding == id)
            kbc_problem(k, n->at, "'%s' stands on two screens", f->key);
}

static uint16_t read_items(kbc *k, const kbc_node *screen)
{
    const char *ask = kbc_get_text(k, screen, "ask", true);
    uint16_t    num = 0;
    for (const kbc_node *n = kbc_get_list(k, screen, "items", true); n; n = n->next) {
        ngl_id id = kbc_need(k, &k->finding, n->at, n->key ? n->key : n->text);
        if (id == NGL_NONE) continue;
        check_item(k, n, id);
        check_words(k, n->at, ask, n->key ? n->text : "");
        *(ngl_screen_item *)kbc_push(k, &k->screen_item, n->at) = (ngl_screen_item){ id, n->text };
        num++;
    }
    return num;
}

static void read_screen(kbc *k, const kbc_node *n)
{
    static const char *const keys[] = { "id", "ask", "danger", "most", "items", NULL };
    kbc_only(k, n, keys);
    const char *danger = kbc_get_text(k, n, "danger", false);
    uint32_t    adr = k->screen_item.num;
    uint16_t    num = read_items(k, n);
    ngl_screen *s = kbc_define(k, &k->screen, n->at, kbc_get_text(k, n, "id", true));
    s->ask = kbc_get_text(k, n, "ask", false);
    s->danger = *danger && kbc_yes(k, n->at, "danger", danger, "true", "false");
    double most = kbc_get_number(k, n, "most", 2, NGL_SCREEN_MAX, MOST_USUAL);
    s->most = isnan(most) ? 0 : (unsigned)most;
    s->item_adr = adr;
    s->item_num = num;
    if (num < 2 || num > NGL_SCREEN_MAX) kbc_problem(k, n->at, "a screen needs 2 to %u items", (unsigned)NGL_SCREEN_MAX);
    if (s->danger && num > s->most) kbc_problem(k, n->at, "a danger screen shows all its items at once");
}

static bool is_safety_question(const kbc *k, ngl_id finding)
{
    for (uint32_t i = 0; i < k->nopening_danger; i++)
        if (*(const ngl_id *)kbc_row(&k->opening, i) == finding) return true;
    return false;
}

/* a safety question may only be ticked where ticking is confirmed */
static void check_safety(kbc *k)
{
    for (uint32_t i = 0; i < k->screen.num; i++) {
        const ngl_screen *s = kbc_row(&k->screen, i);
        for (uint32_t n = s->item_adr; n < s->item_adr + s->item_num && !s->danger; n++) {
            const ngl_screen_item *item = kbc_row(&k->screen_item, n);
            if (is_safety_question(k, item->finding))
                kbc_problem(k, k->screen_item.place[n], "a safety question of the opening belongs on a danger screen");
        }
    }
}

void kbc_read_screens(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "source", "word_s", "item_s", "tap_s", "screen_s", "max_seconds", "list", NULL };
    const kbc_node          *screens = kbc_get(top, "screens");
    if (!screens) return;
    kbc_only(k, screens, keys);
    kbc_sources(k, screens->at, kbc_get_text(k, screens, "source", true));
    k->model.word_s = kbc_get_number(k, screens, "word_s", 0, 10, NAN);
    k->model.item_s = kbc_get_number(k, screens, "item_s", 0, 60, NAN);
    k->model.tap_s = kbc_get_number(k, screens, "tap_s", 0, 60, NAN);
    k->model.screen_s = kbc_get_number(k, screens, "screen_s", 0, 60, NAN);
    k->model.max_seconds = kbc_get_number(k, screens, "max_seconds", 0, 3600, NAN);
    for (const kbc_node *n = kbc_get_list(k, screens, "list", true); n; n = n->next) read_screen(k, n);
    check_safety(k);
}
