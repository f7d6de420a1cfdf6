/* Can a rule ever fire?
 *
 * Backtracking over the findings the rule names: each gets an answer (yes or
 * not; one of its options or none; a number between two thresholds) and the
 * rule is evaluated in three values, so that a branch ends as soon as the rule
 * is decided. Options of one question exclude one another here, as they do in
 * life, which is what catches `age_band=under_14 AND age_band=70_plus`.
 */
#include "kbc/internal.h"

#include <assert.h>
#include <string.h>

enum { MAX_FINDINGS = 128, MAX_STEPS = 2000000, OPEN = -1 };

typedef struct search {
    const kbc    *k;
    const ngl_op *op;
    uint16_t      nop;
    ngl_id        finding[MAX_FINDINGS];
    int           answer[MAX_FINDINGS]; /* OPEN; else 0 = nothing, 1 + option, or number of thresholds passed */
    unsigned      nfinding;
    unsigned long steps;
} search;

static unsigned slot(const search *s, ngl_id finding)
{
    unsigned i = 0;
    while (i < s->nfinding && s->finding[i] != finding) i++;
    return i;
}

/* How many different thresholds of this finding lie below `value`, or at it. */
static int rank(const search *s, ngl_id finding, double value, bool at_too)
{
    int n = 0;
    for (uint16_t i = 0; i < s->nop; i++) {
        const ngl_op *o = &s->op[i];
        bool          counts =
            o->code == NGL_OP_GE && o->finding == finding && (o->value < value || (at_too && o->value == value));
        for (uint16_t j = 0; counts && j < i; j++)
            counts = !(s->op[j].code == NGL_OP_GE && s->op[j].finding == finding && s->op[j].value == o->value);
        n += counts;
    }
    return n;
}

static int literal(const search *s, const ngl_op *o)
{
    int a = s->answer[slot(s, o->finding)];
    if (a == OPEN) return OPEN;
    if (o->code == NGL_OP_YES) return a == 1;
    if (o->code == NGL_OP_IS) return a == 1 + o->option;
    return a > rank(s, o->finding, o->value, false);
}

static int evaluate(const search *s)
{
    int stack[NGL_RULE_DEPTH + 1] = { OPEN };
    int top = -1;
    for (uint16_t i = 0; i < s->nop; i++) {
        const ngl_op *o = &s->op[i];
        if (o->code <= NGL_OP_GE) {
            assert(top < NGL_RULE_DEPTH);
            stack[++top] = literal(s, o);
        } else if (o->code == NGL_OP_NOT) {
            assert(top >= 0);
            stack[top] = stack[top] == OPEN ? OPEN : !stack[top];
        } else {
            assert(top >= 1);
            int b = stack[top--], a = stack[top];
            int decides = o->code == NGL_OP_OR;
            stack[top] = a == decides || b == decides ? decides : a == OPEN || b == OPEN ? OPEN : !decides;
        }
    }
    return stack[0];
}

static int values(const search *s, ngl_id finding)
{
    const ngl_finding *f = kbc_row(&s->k->finding, finding);
    if (f->answer == NGL_ANSWER_YES_NO) return 2;
    if (f->answer == NGL_ANSWER_ONE_OF) return f->option_num + 1;
    return rank(s, finding, f->max, true) + 1;
}

/* 1 can hold, 0 cannot, -1 too many steps. */
static int try_from(search *s, unsigned next)
{
    if (++s->steps > MAX_STEPS) return -1;
    int now = evaluate(s);
    if (now != OPEN || next == s->nfinding) return now == 1;
    int n = values(s, s->finding[next]);
    for (int v = n - 1; v >= 0; v--) {
        s->answer[next] = v;
        int result = try_from(s, next + 1);
        if (result) return result;
    }
    s->answer[next] = OPEN;
    return 0;
}

int kbc_can_hold(const kbc *k, const ngl_op *op, uint16_t n)
{
    search s = { .k = k, .op = op, .nop = n };
    for (uint16_t i = 0; i < n; i++) {
        if (op[i].code > NGL_OP_GE || slot(&s, op[i].finding) < s.nfinding) continue;
        if (s.nfinding == MAX_FINDINGS) return -1;
        s.answer[s.nfinding] = OPEN;
        s.finding[s.nfinding++] = op[i].finding;
    }
    return try_from(&s, 0);
}

int kbc_holds_unanswered(const ngl_op *op, uint16_t n)
{
    int stack[NGL_RULE_DEPTH + 1] = { 0 };
    int top = -1;
    for (uint16_t i = 0; i < n; i++) {
        if (op[i].code <= NGL_OP_GE)
            stack[++top] = 0;
        else if (op[i].code == NGL_OP_NOT)
            stack[top] = !stack[top];
        else {
            int b = stack[top--];
            stack[top] = op[i].code == NGL_OP_OR ? stack[top] || b : stack[top] && b;
        }
    }
    return stack[0];
}
