/* Rules: from text to postfix steps.
 *
 *   rule   = term { OR term }
 *   term   = factor { AND factor }
 *   factor = NOT factor | ( rule ) | finding | finding=option | finding>=number
 *
 * A bare finding means "answered yes". Steps are appended to the shared table;
 * after a problem they are taken back.
 */
#include "kbc/internal.h"

#include "base/number.h"

#include <string.h>

enum { MAX_BRACKETS = 40, MAX_STEPS = 1000 };

typedef struct parser {
    kbc        *k;
    kbc_place   at;
    const char *start, *p;
    char        word[72]; /* current token; "" at the end */
    unsigned    depth;
    bool        failed;
} parser;

static void fail_at(parser *s, const char *what)
{
    if (!s->failed) kbc_problem(s->k, s->at, "rule, near character %u: %s", (unsigned)(s->p - s->start), what);
    s->failed = true;
}

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static void advance(parser *s)
{
    while (*s->p == ' ') s->p++;
    size_t n = 0;
    if (word_char(*s->p))
        while (word_char(s->p[n])) n++;
    else if (s->p[0] == '>' && s->p[1] == '=')
        n = 2;
    else if (*s->p)
        n = 1;
    if (n >= sizeof s->word) {
        fail_at(s, "a word is too long");
        n = 0;
    }
    memcpy(s->word, s->p, n);
    s->word[n] = '\0';
    s->p += n;
}

static bool is(const parser *s, const char *token)
{
    return strcmp(s->word, token) == 0;
}

static void emit(parser *s, ngl_op op)
{
    *(ngl_op *)kbc_push(s->k, &s->k->op, s->at) = op;
}

static ngl_id find_option(const kbc *k, const ngl_finding *f, const char *key)
{
    for (uint16_t i = 0; i < f->option_num; i++)
        if (strcmp(((ngl_option *)kbc_row(&k->option, f->option_adr + i))->key, key) == 0) return i;
    return NGL_NONE;
}

/* The push that a finding, a comparison sign ("" for none) and a value make. */
static const char *make_test(const kbc *k, ngl_id id, const char *sign, const char *value, ngl_op *op)
{
    const ngl_finding *f = kbc_row(&k->finding, id);
    *op = (ngl_op){ .finding = id, .option = NGL_NONE };
    if (!*sign) {
        op->code = NGL_OP_YES;
        return f->answer == NGL_ANSWER_YES_NO ? NULL : "is not a yes-or-no question";
    }
    if (strcmp(sign, "=") == 0) {
        op->code = NGL_OP_IS;
        op->option = find_option(k, f, value);
        if (f->answer != NGL_ANSWER_ONE_OF) return "has no options to compare with";
        return op->option == NGL_NONE ? "has no such option" : NULL;
    }
    op->code = NGL_OP_GE;
    if (f->answer != NGL_ANSWER_NUMBER) return "is not a number";
    return ngl_number_parse(&op->value, value, strlen(value)) ? NULL
                                                              : "is compared with something that is not a number";
}

static void literal(parser *s)
{
    char name[sizeof s->word], sign[3] = "", value[sizeof s->word] = "";
    memcpy(name, s->word, sizeof name);
    ngl_id id = kbc_find(&s->k->finding, name);
    if (id == NGL_NONE) {
        if (!s->failed) kbc_unknown(s->k, s->at, &s->k->finding, name);
        s->failed = true;
        return;
    }
    advance(s);
    if (is(s, "=") || is(s, ">=")) {
        memcpy(sign, s->word, sizeof sign);
        advance(s);
        memcpy(value, s->word, sizeof value);
        advance(s);
    }
    ngl_op      op;
    const char *wrong = make_test(s->k, id, sign, value, &op);
    if (wrong && !s->failed) kbc_problem(s->k, s->at, "rule: %s%s%s: %s %s", name, sign, value, name, wrong);
    s->failed = s->failed || wrong;
    if (!wrong) emit(s, op);
}

static void any(parser *s);

static void factor(parser *s)
{
    if (s->failed || ++s->depth > MAX_BRACKETS) {
        fail_at(s, "brackets are nested too deep");
        return;
    }
    if (is(s, "NOT")) {
        advance(s);
        factor(s);
        emit(s, (ngl_op){ .code = NGL_OP_NOT, .finding = NGL_NONE, .option = NGL_NONE });
    } else if (is(s, "(")) {
        advance(s);
        any(s);
        if (!is(s, ")")) fail_at(s, "a bracket is not closed");
        advance(s);
    } else if (word_char(s->word[0]) && !is(s, "AND") && !is(s, "OR")) {
        literal(s);
    } else {
        fail_at(s, "a finding is expected");
    }
    s->depth--;
}

static void all(parser *s)
{
    factor(s);
    while (!s->failed && is(s, "AND")) {
        advance(s);
        factor(s);
        emit(s, (ngl_op){ .code = NGL_OP_AND, .finding = NGL_NONE, .option = NGL_NONE });
    }
}

static void any(parser *s)
{
    all(s);
    while (!s->failed && is(s, "OR")) {
        advance(s);
        all(s);
        emit(s, (ngl_op){ .code = NGL_OP_OR, .finding = NGL_NONE, .option = NGL_NONE });
    }
}

static unsigned deepest(const ngl_op *op, uint32_t n)
{
    unsigned depth = 0, most = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (op[i].code <= NGL_OP_GE)
            depth++;
        else if (op[i].code != NGL_OP_NOT)
            depth--;
        most = depth > most ? depth : most;
    }
    return most;
}

uint16_t kbc_rule(kbc *k, kbc_place at, const char *text)
{
    parser   s = { .k = k, .at = at, .start = text, .p = text };
    uint32_t adr = k->op.num;
    advance(&s);
    any(&s);
    if (!s.failed && s.word[0]) fail_at(&s, "AND or OR is expected");
    uint32_t n = k->op.num - adr;
    if (n > MAX_STEPS) fail_at(&s, "the rule is too long");
    if (!s.failed && !k->nomem && deepest(kbc_row(&k->op, adr), n) > NGL_RULE_DEPTH) {
        kbc_problem(k, at, "the rule needs a stack deeper than %u", (unsigned)NGL_RULE_DEPTH);
        s.failed = true;
    }
    if (s.failed) k->op.num = adr;
    return s.failed || k->nomem ? 0 : (uint16_t)n;
}

bool kbc_test(kbc *k, kbc_place at, ngl_id finding, const char *text, ngl_op *op)
{
    const char *sign = text[0] == '=' ? "=" : text[0] == '>' && text[1] == '=' ? ">=" : "";
    if (!*sign && strcmp(text, "yes") != 0) {
        kbc_problem(k, at, "test '%s' is neither yes, =option nor >=number", text);
        return false;
    }
    const char *wrong = make_test(k, finding, sign, text + strlen(sign), op);
    if (wrong) kbc_problem(k, at, "test '%s': %s %s", text, *(const char **)kbc_row(&k->finding, finding), wrong);
    return !wrong;
}
