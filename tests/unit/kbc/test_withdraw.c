/* Rules taken out: what stays, what is said, what is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../check.h"
#include "kbc/withdraw.h"

#include <string.h>

static const ngl_rule rules[] = {
    { .key = "r_now", .urgency = NGL_TRIAGE_EMERGENCY },
    { .key = "r_soon", .urgency = NGL_TRIAGE_URGENT },
    { .key = "g_hop", .gate = 1 },
    { .key = "r_weeks", .urgency = NGL_TRIAGE_ROUTINE },
};
static const ngl_knowledge toy = { .version = "abc", .nrule = 4, .rule = rules };

typedef struct outcome {
    ngl_status           status;
    const ngl_knowledge *kb;
    ngl_arena            arena;
    ngl_buf              note;
    ngl_error            err;
} outcome;

static void withdraw(outcome *o, const char *text)
{
    *o = (outcome){ .kb = &toy };
    ngl_arena_init(&o->arena, 1 << 16);
    ngl_buf_init(&o->note, 1 << 12);
    o->status = ngl_rules_withdraw(&o->kb, &o->arena, &toy, text, strlen(text), &o->note, &o->err);
}

static void finish(outcome *o)
{
    ngl_buf_free(&o->note);
    ngl_arena_free(&o->arena);
}

static void the_others_stay_in_order_and_the_version_says_so(void **state)
{
    (void)state;
    outcome o;
    withdraw(&o, "id,reason,date,instead\nr_soon,fires on every ache,2026-03-01,\n"
                 "r_now,wrong words,2026-03-02,\"Numb between the legs? Go to an emergency department.\"\n");
    CHECK(o.status == NGL_OK, "%s", o.err.text);
    CHECK(o.kb->nrule == 2 && !strcmp(o.kb->rule[0].key, "g_hop") && !strcmp(o.kb->rule[1].key, "r_weeks"), "what is left");
    CHECK(!strcmp(o.kb->version, "abc without r_now r_soon"), "%s", o.kb->version);
    CHECK(!strcmp(ngl_buf_string(&o.note),
                  "The rule r_soon is withdrawn since 2026-03-01: fires on every ache.\n"
                  "The rule r_now is withdrawn since 2026-03-02: wrong words. In its place: Numb between the legs? Go "
                  "to an emergency department.\n"),
          "%s", ngl_buf_string(&o.note));
    CHECK(toy.nrule == 4 && !strcmp(toy.version, "abc"), "the knowledge itself is as it was");
    finish(&o);
}

static void what_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text, *says;
        ngl_status  status;
    } rows[] = {
        { "an emergency without a sentence in its place", "id,reason,date,instead\nr_now,bad,2026-03-01,\n",
          "line 2 of the rules to withdraw: an emergency rule needs a sentence", NGL_E_INVALID },
        { "a rule that is not known", "id,reason,date,instead\nr_nwo,bad,2026-03-01,x\n",
          "line 2 of the rules to withdraw: no rule is called \"r_nwo\"", NGL_E_UNKNOWN_KEY },
        { "a gate", "id,reason,date,instead\ng_hop,bad,2026-03-01,x\n", "a gate only forbids", NGL_E_INVALID },
        { "no reason", "id,reason,date,instead\nr_soon,,2026-03-01,\n", "say why", NGL_E_INVALID },
        { "no day", "id,reason,date,instead\nr_soon,bad,yesterday,\n", "the date must look like", NGL_E_INVALID },
        { "twice", "id,reason,date,instead\nr_soon,a,2026-03-01,\nr_soon,b,2026-03-01,\n", "line 3", NGL_E_INVALID },
        { "other columns", "rule,reason,date,instead\n", "the columns must be", NGL_E_INVALID },
        { "an empty file", "", "line 1", NGL_E_INVALID },
        { "no rule at all", "id,reason,date,instead\n", "it names no rule", NGL_E_INVALID },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        outcome o;
        withdraw(&o, rows[i].text);
        CHECK(o.status == rows[i].status, "%s: status %d", rows[i].what, o.status);
        CHECK(strstr(o.err.text, rows[i].says), "%s: %s", rows[i].what, o.err.text);
        CHECK(o.kb == &toy, "%s: nothing is taken out", rows[i].what);
        finish(&o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_others_stay_in_order_and_the_version_says_so),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
