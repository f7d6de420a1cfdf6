/* What is put again: answers that contradict one another, and safety
 * questions after a self-test that hurt. Both are parts of structure.yaml.
 *
 * A contradiction is a rule of AND and NOT over two to four findings; it stands
 * only when all of them are answered, so "not sure" contradicts nothing.
 */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

enum { TEXT_BYTES = 160, TEXT_GRADE = 8 };

/* how many different findings op[0..n) names; 0 when an OR is in it */
static unsigned named(const ngl_op *op, uint16_t n)
{
    unsigned different = 0;
    for (uint16_t i = 0; i < n; i++) {
        bool seen = op[i].code > NGL_OP_GE;
        if (op[i].code == NGL_OP_OR) return 0;
        for (uint16_t j = 0; j < i && !seen; j++) seen = op[j].code <= NGL_OP_GE && op[j].finding == op[i].finding;
        different += !seen;
    }
    return different;
}

static void check_rule(kbc *k, kbc_place at, uint32_t adr, uint16_t num)
{
    if (k->nomem) return;
    const ngl_op *op = kbc_row(&k->op, adr);
    unsigned      n = named(op, num);
    if (n < 2 || n > NGL_CONTRADICTION_MAX)
        kbc_problem(k, at, "a contradiction is a rule of AND and NOT over 2 to %u findings", (unsigned)NGL_CONTRADICTION_MAX);
    else if (kbc_can_hold(k, op, num) == 0) kbc_problem(k, at, "this contradiction could never stand: its rule can never hold");
}

static void check_text(kbc *k, kbc_place at, const char *text)
{
    size_t n = strlen(text);
    if (!n || n > TEXT_BYTES) {
        kbc_problem(k, at, "the sentence of a contradiction needs 1 to %u bytes", (unsigned)TEXT_BYTES);
        return;
    }
    double grade = ngl_kbc_reading_grade(text);
    if (grade > TEXT_GRADE)
        kbc_problem(k, at, "this sentence needs reading age %u, more than 13: use shorter words", (unsigned)ceil(grade) + 5u);
}

static void read_contradictions(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "source", "list", NULL }, *const of_one[] = { "id", "rule", "text", NULL };
    const kbc_node          *all = kbc_get(top, "contradictions");
    if (!all) return;
    kbc_only(k, all, keys);
    kbc_sources(k, all->at, kbc_get_text(k, all, "source", true));
    for (const kbc_node *n = kbc_get_list(k, all, "list", true); n; n = n->next) {
        kbc_only(k, n, of_one);
        uint32_t           adr = k->op.num;
        uint16_t           num = kbc_rule(k, n->at, kbc_get_text(k, n, "rule", true));
        ngl_contradiction *c = kbc_define(k, &k->contradiction, n->at, kbc_get_text(k, n, "id", true));
        c->text = kbc_get_text(k, n, "text", true);
        c->op_adr = adr;
        c->op_num = num;
        if (num) check_rule(k, n->at, adr, num);
        check_text(k, n->at, kbc_get_text(k, n, "text", false));
    }
}

static bool is_safety_question(const kbc *k, ngl_id finding)
{
    for (uint32_t i = 0; i < k->nopening_danger; i++)
        if (*(const ngl_id *)kbc_row(&k->opening, i) == finding) return true;
    return false;
}

static void recheck(kbc *k, const kbc_node *after, const kbc_node *ask)
{
    ngl_id test = kbc_need(k, &k->finding, after->at, after->text), again = kbc_need(k, &k->finding, ask->at, ask->text);
    if (test == NGL_NONE || again == NGL_NONE) return;
    if (((ngl_finding *)kbc_row(&k->finding, test))->kind != NGL_KIND_SELF_TEST)
        kbc_problem(k, after->at, "'%s' is no self-test", after->text);
    if (!is_safety_question(k, again)) kbc_problem(k, ask->at, "'%s' is no safety question of the opening", ask->text);
    for (uint32_t i = 0; i < k->recheck.num; i++) {
        const ngl_recheck *r = kbc_row(&k->recheck, i);
        if (r->after == test && r->ask == again) kbc_problem(k, ask->at, "'%s' is asked twice after '%s'", ask->text, after->text);
    }
    *(ngl_recheck *)kbc_push(k, &k->recheck, ask->at) = (ngl_recheck){ test, again };
}

static void read_rechecks(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "source", "list", NULL }, *const of_one[] = { "after", "ask", NULL };
    const kbc_node          *all = kbc_get(top, "recheck");
    if (!all) return;
    kbc_only(k, all, keys);
    kbc_sources(k, all->at, kbc_get_text(k, all, "source", true));
    for (const kbc_node *n = kbc_get_list(k, all, "list", true); n; n = n->next) {
        kbc_only(k, n, of_one);
        for (const kbc_node *after = kbc_get_list(k, n, "after", true); after; after = after->next)
            for (const kbc_node *ask = kbc_get_list(k, n, "ask", true); ask; ask = ask->next) recheck(k, after, ask);
    }
}

void kbc_read_again(kbc *k, const kbc_node *top)
{
    read_contradictions(k, top);
    read_rechecks(k, top);
}
