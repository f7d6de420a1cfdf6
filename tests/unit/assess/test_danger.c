/* Rules and score by hand-made tables, then what must hold for the real rules. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <niggle/niggle.h>

#include "assess/case.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { WEAK, NUMB, GROIN, HIP, AGE, PAIN, FEVER, REST, NF };

static const ngl_option ages[] = { { "young", "young" }, { "old", "old" } };
static const ngl_finding findings[NF] = {
    [WEAK] = { .key = "weak", .kind = NGL_KIND_ASSOCIATED, .parent = NGL_NONE, .replaced_by = NGL_NONE },
    [NUMB] = { .key = "numb", .kind = NGL_KIND_ASSOCIATED, .parent = NGL_NONE, .replaced_by = NGL_NONE },
    [GROIN] = { .key = "groin", .kind = NGL_KIND_SITE, .parent = HIP, .replaced_by = NGL_NONE },
    [HIP] = { .key = "hip", .kind = NGL_KIND_SITE, .parent = NGL_NONE, .replaced_by = NGL_NONE },
    [AGE] = { .key = "age", .answer = NGL_ANSWER_ONE_OF, .option_num = 2, .parent = NGL_NONE, .replaced_by = NGL_NONE },
    [PAIN] = { .key = "pain", .answer = NGL_ANSWER_NUMBER, .max = 10, .parent = NGL_NONE, .replaced_by = NGL_NONE },
    [FEVER] = { .key = "fever", .kind = NGL_KIND_ASSOCIATED, .parent = NGL_NONE, .replaced_by = NGL_NONE },
    [REST] = { .key = "rest", .kind = NGL_KIND_EASING, .parent = NGL_NONE, .replaced_by = NGL_NONE },
};
static const ngl_op ops[] = {
    /* 0: weak AND NOT numb */
    { NGL_OP_YES, WEAK, NGL_NONE, 0 }, { NGL_OP_YES, NUMB, NGL_NONE, 0 }, { NGL_OP_NOT, 0, 0, 0 }, { NGL_OP_AND, 0, 0, 0 },
    /* 4: hip AND pain >= 8 */
    { NGL_OP_YES, HIP, NGL_NONE, 0 }, { NGL_OP_GE, PAIN, NGL_NONE, 8 }, { NGL_OP_AND, 0, 0, 0 },
    /* 7: age=old OR numb, a gate */
    { NGL_OP_IS, AGE, 1, 0 }, { NGL_OP_YES, NUMB, NGL_NONE, 0 }, { NGL_OP_OR, 0, 0, 0 },
};
static const ngl_rule rules[] = {
    { .key = "r_weak", .urgency = NGL_TRIAGE_EMERGENCY, .op_adr = 0, .op_num = 4 },
    { .key = "r_hip", .urgency = NGL_TRIAGE_URGENT, .op_adr = 4, .op_num = 3 },
    { .key = "g_old", .gate = 1, .op_adr = 7, .op_num = 3, .blocked_adr = 0, .blocked_num = 1 },
};
static const ngl_id blocked[] = { REST };
static const ngl_danger_group groups[] = {
    { .key = "severity", .cap = 3 },
    { .key = "ill", .cap = 4, .hard = 1, .hushes = 2 },
    { .key = "reassure", .cap = 3, .reassuring = 1 },
};
static const ngl_danger_item items[] = {
    { { NGL_OP_GE, PAIN, NGL_NONE, 8 }, 2, 0 }, { { NGL_OP_YES, WEAK, NGL_NONE, 0 }, 2, 0 },
    { { NGL_OP_YES, FEVER, NGL_NONE, 0 }, 3, 1 }, { { NGL_OP_YES, REST, NGL_NONE, 0 }, -2, 2 },
};
static const ngl_danger_level levels[] = {
    { .level = NGL_TRIAGE_URGENT, .total = 6, .groups = 2, .hard_groups = 1, .stand_in = NGL_NONE },
    { .level = NGL_TRIAGE_ROUTINE, .total = 3, .groups = 1, .hard_groups = 0, .stand_in = NGL_NONE },
};
static const ngl_knowledge toy = {
    .version = "toy", .nfinding = NF, .nrule = 3, .finding = findings, .option = ages, .op = ops, .rule = rules,
    .blocked = blocked, .ndanger_group = 3, .ndanger_item = 4, .ndanger_level = 2, .danger_group = groups,
    .danger_item = items, .danger_level = levels, .other = NGL_NONE,
};

#define YES { .state = NGL_YES }
#define NO { .state = NGL_NO }

static void rules_and_score_by_hand(void **unused)
{
    (void)unused;
    static const struct {
        const char *what;
        ngl_answer  a[NF];
        ngl_triage  level;
        unsigned    fired;
    } rows[] = {
        { "nothing answered is not danger", { { NGL_UNKNOWN, 0, 0 } }, NGL_TRIAGE_SELF_CARE, 0 },
        { "an exclusion that is unknown does not switch a rule off", { [WEAK] = YES }, NGL_TRIAGE_EMERGENCY, 1 },
        { "an exclusion answered no neither", { [WEAK] = YES, [NUMB] = NO }, NGL_TRIAGE_EMERGENCY, 1 },
        { "an exclusion answered yes does; the gate alone is no danger", { [WEAK] = YES, [NUMB] = YES }, NGL_TRIAGE_SELF_CARE, 1 },
        { "a finer place is a yes to the coarser one", { [GROIN] = YES, [PAIN] = { NGL_VALUE, 0, 8 } }, NGL_TRIAGE_URGENT, 1 },
        { "one below the number is below", { [HIP] = YES, [PAIN] = { NGL_VALUE, 0, 7.9 } }, NGL_TRIAGE_SELF_CARE, 0 },
        { "a group never counts above its cap, and points add to routine", { [FEVER] = YES }, NGL_TRIAGE_ROUTINE, 0 },
        { "a grave group silences reassurance", { [FEVER] = YES, [REST] = YES }, NGL_TRIAGE_ROUTINE, 0 },
        { "total, groups and a hard group together make urgent",
          { [FEVER] = YES, [WEAK] = YES, [NUMB] = YES, [PAIN] = { NGL_VALUE, 0, 9 } }, NGL_TRIAGE_URGENT, 1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ngl_id     fired[3], n;
        ngl_triage level = ngl_danger_rules(&toy, rows[i].a, fired, &n);
        if (level != rows[i].level || n != rows[i].fired)
            fail_msg("%s: level %d (want %d), %u fired (want %u)", rows[i].what, level, rows[i].level, n, rows[i].fired);
    }
}

/* ---- the real rules --------------------------------------------------------- */

static uint64_t state = 88172645463325252u;

static unsigned below(unsigned n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 16) % n);
}

static ngl_answer some_answer(const ngl_finding *f)
{
    switch (f->answer) {
    case NGL_ANSWER_ONE_OF: return (ngl_answer){ NGL_CHOICE, (ngl_id)below(f->option_num), 0 };
    case NGL_ANSWER_NUMBER: return (ngl_answer){ NGL_VALUE, 0, f->min + below((unsigned)(f->max - f->min) + 1) };
    default: return (ngl_answer){ .state = below(3) ? NGL_NO : NGL_YES };
    }
}

static bool names(const ngl_knowledge *kb, const ngl_rule *r, ngl_id finding)
{
    for (uint32_t i = 0; i < r->op_num; i++) {
        const ngl_op *op = &kb->op[r->op_adr + i];
        if (op->code > NGL_OP_GE) continue;
        if (op->finding == finding) return true;
        if (kb->finding[finding].parent == op->finding) return true; /* a finer place answers for the coarser */
    }
    return false;
}

static void a_fired_rule_stays_fired_unless_an_answer_it_names_changes(void **unused)
{
    (void)unused;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_answer *answer = calloc(kb->nfinding, sizeof *answer);
    ngl_id     *before = calloc(kb->nrule, sizeof *before), *after = calloc(kb->nrule, sizeof *after);
    unsigned    fired = 0;
    for (unsigned round = 0; round < 20000; round++) {
        ngl_id nb, na, f = (ngl_id)below(kb->nfinding);
        if (round % 40 == 0) memset(answer, 0, kb->nfinding * sizeof *answer);
        ngl_danger_rules(kb, answer, before, &nb);
        answer[f] = some_answer(&kb->finding[f]);
        ngl_danger_rules(kb, answer, after, &na);
        for (ngl_id i = 0; i < nb; i++) {
            bool still = false;
            for (ngl_id j = 0; j < na; j++) still = still || after[j] == before[i];
            if (!still && !names(kb, &kb->rule[before[i]], f))
                fail_msg("%s went out by an answer to %s", kb->rule[before[i]].key, kb->finding[f].key);
        }
        fired += nb > 0;
    }
    assert_true(fired > 1000); /* the walk did meet rules */
    free(answer);
    free(before);
    free(after);
}

/* whatever the answers, the whole assessment is never below rules and score */
static void the_posterior_never_lowers_a_level(void **unused)
{
    (void)unused;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    for (unsigned round = 0; round < 150; round++) {
        ngl_case *c;
        assert_int_equal(ngl_case_new(&c, kb, (ngl_prior)(round % 3)), NGL_OK);
        for (unsigned n = 0; n < 25; n++) {
            ngl_id f = (ngl_id)below(kb->nfinding);
            assert_int_equal(ngl_case_answer(c, f, some_answer(&kb->finding[f])), NGL_OK);
        }
        ngl_danger d = ngl_case_danger(c);
        assert_int_equal(d.rules_level, ngl_danger_rules(kb, ngl_case_answers(c), NULL, NULL));
        assert_true(d.level >= d.rules_level);
        for (uint32_t i = 1; i < d.nreason; i++) assert_true(d.reason[i - 1].level >= d.reason[i].level);
        ngl_case_free(c);
    }
}

/* the shortcut for "what would this answer fire" against all the rules */
static void one_answer_fires_what_all_rules_say(void **unused)
{
    (void)unused;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_answer *answer = calloc(kb->nfinding, sizeof *answer);
    unsigned    raised = 0;
    for (unsigned round = 0; round < 20000; round++) {
        ngl_id f = (ngl_id)below(kb->nfinding);
        if (round % 60 == 0) memset(answer, 0, kb->nfinding * sizeof *answer);
        ngl_triage before = ngl_danger_rules(kb, answer, NULL, NULL);
        answer[f] = some_answer(&kb->finding[f]);
        ngl_triage after = ngl_danger_rules(kb, answer, NULL, NULL), by = ngl_assess_level_by(kb, answer, f);
        assert_true(by <= after);
        if (after > before) assert_int_equal(by, after);
        raised += after > before;
    }
    assert_true(raised > 500);
    free(answer);
}

/* ---- any answers at all ------------------------------------------------------- */

enum { SETS = 100000, SETS_MOST = 100000000 };

static unsigned sets_wanted(void)
{
    const char *text = getenv("NIGGLE_SETS");
    unsigned    n = 0;
    while (text && *text >= '0' && *text <= '9' && n < SETS_MOST / 10) n = 10 * n + (unsigned)(*text++ - '0');
    return n ? n : SETS;
}

/* somebody's answers: sparse or many, seldom or often yes */
static void some_answers(const ngl_knowledge *kb, ngl_answer *answer)
{
    unsigned told = 3 + below(60), yes = 2 + below(8);
    memset(answer, 0, kb->nfinding * sizeof *answer);
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        if (kb->finding[f].clinician_only || below(100) >= told) continue;
        answer[f] = some_answer(&kb->finding[f]);
        if (kb->finding[f].answer == NGL_ANSWER_YES_NO) answer[f].state = below(yes) ? NGL_NO : NGL_YES;
    }
}

/* what makes a story worse: a red flag more, pain at night, stronger pain; NGL_NONE: this set has it already */
static ngl_id made_worse(const ngl_knowledge *kb, ngl_answer *answer)
{
    static const char *const night[] = { "night_unrelenting", "night_wakes_any" };
    ngl_id                   f, pain = ngl_finding_find(kb, "pain_severity");
    switch (below(4)) {
    case 0:
        if (answer[pain].state == NGL_VALUE && answer[pain].value >= 10) return NGL_NONE;
        answer[pain] = (ngl_answer){ NGL_VALUE, 0, answer[pain].state == NGL_VALUE ? answer[pain].value + 1 : below(11) };
        return pain;
    case 1: f = ngl_finding_find(kb, night[below(2)]); break;
    default:
        do f = (ngl_id)below(kb->nfinding);
        while (!kb->finding[f].red_flag);
    }
    if (answer[f].state == NGL_YES) return NGL_NONE;
    answer[f] = (ngl_answer){ .state = NGL_YES };
    return f;
}

/* Does the finding stand under a NOT of the rule, with a yes switching it off? */
static bool excludes(const ngl_knowledge *kb, const ngl_rule *r, ngl_id finding)
{
    unsigned size[NGL_RULE_DEPTH] = { 0 }, n = 0;
    bool     found = false;
    for (uint32_t i = 0; i < r->op_num; i++) { /* size: steps that each value on the stack came from */
        const ngl_op *op = &kb->op[r->op_adr + i];
        if (op->code <= NGL_OP_GE) size[n++] = 1;
        else if (op->code == NGL_OP_NOT) {
            for (uint32_t k = i - size[n - 1]; k < i; k++) found = found || (kb->op[r->op_adr + k].code == NGL_OP_YES && kb->op[r->op_adr + k].finding == finding);
            size[n - 1]++;
        } else {
            n--;
            size[n - 1] += size[n] + 1;
        }
    }
    return found;
}

/* The documented exclusions (docs/safety/README.md): what explains the other answers better than the danger does.
 * A fall or knock explains swelling, bruise and sudden pain; rules of its own look at what a fall breaks. */
static const char *const explains_away[] = { "onset_fall_blow" };

static bool documented(const ngl_knowledge *kb, ngl_id f, const ngl_id *before, ngl_id nb, const ngl_id *after, ngl_id na)
{
    bool listed = false;
    for (size_t i = 0; i < sizeof explains_away / sizeof *explains_away; i++)
        listed = listed || strcmp(kb->finding[f].key, explains_away[i]) == 0;
    for (ngl_id i = 0; i < nb && listed; i++) {
        bool still = false;
        for (ngl_id j = 0; j < na; j++) still = still || after[j] == before[i];
        listed = still || excludes(kb, &kb->rule[before[i]], f);
    }
    return listed;
}

/* no exclusion (NOT) of a rule may open a gap: where a worse answer switches one rule off, another as urgent stands */
static void a_worse_answer_never_lowers_the_level(void **unused)
{
    (void)unused;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_answer *answer = calloc(kb->nfinding, sizeof *answer);
    ngl_id     *was = calloc(kb->nrule, sizeof *was), *is = calloc(kb->nrule, sizeof *is), nwas, nis;
    unsigned    raised = 0, worse = 0, wrong = 0, explained = 0;
    for (unsigned round = sets_wanted(); round-- > 0;) {
        some_answers(kb, answer);
        ngl_triage before = ngl_danger_rules(kb, answer, was, &nwas);
        ngl_id     f = made_worse(kb, answer);
        if (f == NGL_NONE) continue;
        ngl_triage after = ngl_danger_rules(kb, answer, is, &nis);
        worse++;
        raised += after > before;
        if (after >= before) continue;
        if (documented(kb, f, was, nwas, is, nis)) explained++;
        else if (wrong++ < 20) print_error("%s lowers the level from %d to %d\n", kb->finding[f].key, before, after);
    }
    print_message("# %u sets made worse: %u raised, %u lowered by a documented exclusion\n", worse, raised, explained);
    assert_true(explained < worse / 500);
    assert_int_equal(wrong, 0);
    assert_true(raised > worse / 100);
    free(was);
    free(is);
    free(answer);
}

/* an answer left out is at least as urgent as a no, and never enters the likelihood */
static void a_blank_never_counts_as_no(void **unused)
{
    (void)unused;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_answer *answer = calloc(kb->nfinding, sizeof *answer);
    unsigned    blanked = 0, sets = sets_wanted();
    for (unsigned round = sets; round-- > 0;) {
        some_answers(kb, answer);
        ngl_id f = (ngl_id)below(kb->nfinding);
        if (kb->finding[f].answer != NGL_ANSWER_YES_NO) continue;
        answer[f] = (ngl_answer){ .state = NGL_NO };
        ngl_triage no = ngl_danger_rules(kb, answer, NULL, NULL);
        answer[f] = (ngl_answer){ .state = NGL_UNKNOWN };
        if (ngl_danger_rules(kb, answer, NULL, NULL) < no) fail_msg("%s left out is less urgent than no", kb->finding[f].key);
        if (ngl_assess_counts(kb, NGL_PRIOR_RUNNER, answer, f)) fail_msg("%s counts without an answer", kb->finding[f].key);
        blanked++;
    }
    assert_true(blanked > sets / 2);
    free(answer);
}

/* weak AND NOT numb: with numb contradicted by fever, either answer may be the wrong one */
static void an_answer_in_doubt_switches_no_rule_off(void **unused)
{
    (void)unused;
    static const ngl_op doubt_ops[] = { { NGL_OP_YES, WEAK, NGL_NONE, 0 }, { NGL_OP_YES, NUMB, NGL_NONE, 0 }, { NGL_OP_NOT, 0, 0, 0 },
                                        { NGL_OP_AND, 0, 0, 0 }, { NGL_OP_YES, NUMB, NGL_NONE, 0 }, { NGL_OP_YES, FEVER, NGL_NONE, 0 },
                                        { NGL_OP_AND, 0, 0, 0 } };
    static const ngl_contradiction both[] = { { .key = "x", .text = "Both.", .op_adr = 4, .op_num = 3 } };
    ngl_answer    a[NF] = { [WEAK] = YES, [NUMB] = YES };
    ngl_id        fired[3], n, found[1];
    ngl_knowledge kb = toy;
    kb.op = doubt_ops, kb.nop = 7, kb.nrule = 1, kb.ndanger_item = 0;
    kb.contradiction = both, kb.ncontradiction = 1;
    assert_int_equal(ngl_danger_rules(&kb, a, fired, &n), NGL_TRIAGE_SELF_CARE);
    assert_int_equal(ngl_contradictions(&kb, a, found, 1), 0); /* one of the two is not answered */
    n = 0, ngl_assess_careful(&kb, a, fired, &n);
    assert_int_equal(n, 0);
    a[FEVER] = (ngl_answer)YES;
    assert_int_equal(ngl_contradictions(&kb, a, found, 1), 1);
    n = 0, ngl_assess_careful(&kb, a, fired, &n);
    assert_int_equal(n, 1);
    assert_int_equal(fired[0], 0);
    assert_int_equal(a[NUMB].state, NGL_YES); /* nothing was dropped */
}

static void a_gate_forbids_its_tests(void **unused)
{
    (void)unused;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_id   hop = ngl_finding_find(kb, "st_hop"), groin = ngl_finding_find(kb, "site_groin");
    ngl_case *c;
    assert_int_not_equal(hop, NGL_NONE);
    assert_int_equal(ngl_case_new(&c, kb, NGL_PRIOR_RUNNER), NGL_OK);
    assert_false(ngl_case_blocked(c, hop));
    ngl_case_answer(c, groin, (ngl_answer){ .state = NGL_YES });
    assert_true(ngl_case_blocked(c, hop)); /* groin pain: no hop test */
    ngl_case_free(c);
}

/* drawing the whole body map must not make the marked place count for less (the
 * thigh and the fingertip are left open: denying those does speak against the tendon) */
static void no_to_other_places_does_not_dilute_a_yes(void **unused)
{
    (void)unused;
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_id    sit_bone = ngl_finding_find(kb, "site_sit_bone"), tendon = ngl_condition_find(kb, "proximal_hamstring_tendinopathy");
    double    p[2] = { 0, 0 };
    ngl_case *c;
    assert_int_equal(ngl_case_new(&c, kb, NGL_PRIOR_RUNNER), NGL_OK);
    ngl_case_answer(c, sit_bone, (ngl_answer){ .state = NGL_YES });
    for (int full = 0; full < 2; full++) {
        for (ngl_id f = 0; full && f < kb->nfinding; f++)
            if (kb->finding[f].kind == NGL_KIND_SITE && kb->finding[f].answer == NGL_ANSWER_YES_NO && f != sit_bone &&
                f != kb->finding[sit_bone].parent && f != ngl_finding_find(kb, "site_thigh_any") &&
                f != ngl_finding_find(kb, "site_one_finger"))
                ngl_case_answer(c, f, (ngl_answer){ .state = NGL_NO });
        ngl_posterior q = ngl_case_posterior(c);
        for (uint32_t i = 0; i < q.ncause; i++)
            if (q.cause[i].condition == tendon) p[full] = q.cause[i].p;
    }
    print_message("# sit bone alone %.2f, every other place denied %.2f\n", p[0], p[1]);
    assert_true(p[1] > 0.9 * p[0]);
    ngl_case_free(c);
}

/* two emergencies, each alone below its trigger; a posterior needs one question at least */
static ngl_condition feared[] = {
    { .key = "clot", .prior = 0.05, .prior_low = 0.04, .prior_high = 0.06, .prior_clinic = 0.05,
      .triage = NGL_TRIAGE_EMERGENCY, .trigger_p = 0.15, .trigger_now = 0.5 },
    { .key = "leak", .prior = 0.05, .prior_low = 0.04, .prior_high = 0.06, .prior_clinic = 0.05,
      .triage = NGL_TRIAGE_EMERGENCY, .trigger_p = 0.15, .trigger_now = 0.5 },
    { .key = "sore", .prior = 0.87, .prior_low = 0.8, .prior_high = 0.9, .prior_clinic = 0.87 },
    { .key = "other", .prior = 0.03, .prior_low = 0.02, .prior_high = 0.04, .prior_clinic = 0.03 },
};

static ngl_danger feared_level(double trigger_p, double trigger_now, ngl_case **c)
{
    static ngl_knowledge kb;
    kb = toy;
    kb.nrule = 0, kb.ndanger_item = 0;
    kb.ncondition = 4, kb.condition = feared, kb.other = 3;
    kb.model = (ngl_model){ .self_test_trust = 0.8, .modifier_cap = 20, .modifier_product_cap = 50, .lr_cap = 20,
                            .lr_cap_self_report = 10, .expected_causes = 1.2, .leak_share = 0.03, .max_causes = 3,
                            .p_urgent = 0.05, .p_emergency = 0.01, .p_now = 0.03, .p_routine = 0.9 };
    for (int i = 0; i < 2; i++) feared[i].trigger_p = trigger_p, feared[i].trigger_now = trigger_now;
    assert_int_equal(ngl_case_new(c, &kb, NGL_PRIOR_RUNNER), NGL_OK);
    return ngl_case_danger(*c);
}

static void small_fears_add_up(void **unused)
{
    (void)unused;
    static const struct {
        const char *what;
        double      trigger_p, trigger_now;
        ngl_triage  level;
    } rows[] = {
        { "both together still cost less than a visit", 0.5, 0.9, NGL_TRIAGE_SELF_CARE },
        { "neither alone, but together worth an urgent visit", 0.15, 0.9, NGL_TRIAGE_URGENT },
        { "together worth an emergency visit too", 0.15, 0.15, NGL_TRIAGE_EMERGENCY },
        { "without their own figures the model's hold", 0, 0, NGL_TRIAGE_EMERGENCY },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ngl_case  *c;
        ngl_danger d = feared_level(rows[i].trigger_p, rows[i].trigger_now, &c);
        if (d.level != rows[i].level) fail_msg("%s: level %d, want %d", rows[i].what, d.level, rows[i].level);
        if (d.level > NGL_TRIAGE_SELF_CARE) {
            assert_int_equal(d.nreason, 1); /* one reason, for the higher of the two levels */
            assert_int_equal(d.reason[0].by, NGL_BY_HARM);
            assert_true(d.reason[0].condition < 2);
            if (rows[i].trigger_p > 0) assert_true(d.reason[0].p < rows[i].trigger_p);
        }
        ngl_case_free(c);
    }
}

/* without a sound table there is no advice */
static void a_table_that_cannot_speak_is_refused(void **unused)
{
    (void)unused;
    static const ngl_op   broken_ops[] = { { NGL_OP_YES, WEAK, NGL_NONE, 0 }, { NGL_OP_AND, 0, 0, 0 },
                                           { NGL_OP_YES, NF, NGL_NONE, 0 } };
    static const ngl_rule mild[] = { { .key = "r_mild", .urgency = NGL_TRIAGE_URGENT, .op_adr = 0, .op_num = 1 } };
    static const ngl_rule lame[] = { { .key = "r_lame", .urgency = NGL_TRIAGE_EMERGENCY, .op_adr = 0, .op_num = 2 } };
    static const ngl_rule lost[] = { { .key = "r_lost", .urgency = NGL_TRIAGE_EMERGENCY, .op_adr = 2, .op_num = 1 } };
    static const ngl_rule void_[] = { { .key = "r_void", .urgency = NGL_TRIAGE_EMERGENCY } };
    static const struct {
        const char     *what, *says;
        const ngl_rule *rule;
        ngl_id          n;
    } rows[] = {
        { "no rules at all", "no rule for emergencies", mild, 0 },
        { "none for an emergency", "no rule for emergencies", mild, 1 },
        { "an operator without its operands", "r_lame cannot be evaluated", lame, 1 },
        { "a question that does not exist", "r_lost cannot be evaluated", lost, 1 },
        { "an empty formula", "r_void cannot be evaluated", void_, 1 },
    };
    ngl_error err = { 0 };
    assert_int_equal(ngl_danger_check(&toy, &err), NGL_OK);
    assert_int_equal(ngl_danger_check(ngl_knowledge_builtin(), &err), NGL_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ngl_knowledge kb = toy;
        kb.op = broken_ops, kb.rule = rows[i].rule, kb.nrule = rows[i].n;
        if (ngl_danger_check(&kb, &err) != NGL_E_KNOWLEDGE || !strstr(err.text, rows[i].says))
            fail_msg("%s: %s", rows[i].what, err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_and_score_by_hand),
        cmocka_unit_test(a_fired_rule_stays_fired_unless_an_answer_it_names_changes),
        cmocka_unit_test(the_posterior_never_lowers_a_level),
        cmocka_unit_test(one_answer_fires_what_all_rules_say),
        cmocka_unit_test(a_worse_answer_never_lowers_the_level),
        cmocka_unit_test(a_blank_never_counts_as_no),
        cmocka_unit_test(an_answer_in_doubt_switches_no_rule_off),
        cmocka_unit_test(a_gate_forbids_its_tests),
        cmocka_unit_test(no_to_other_places_does_not_dilute_a_yes),
        cmocka_unit_test(small_fears_add_up),
        cmocka_unit_test(a_table_that_cannot_speak_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
