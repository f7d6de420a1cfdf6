/* structure.yaml: the shape of the inference as data. Constants of the model,
 * groups, pairs, places, near-duplicate tests, comparators, what gates block,
 * the opening and which questions are asked only sometimes. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

static const kbc_node *root(kbc *k)
{
    static const char *const keys[] = { "other",
                                        "model",
                                        "triggers",
                                        "groups",
                                        "pairs",
                                        "places",
                                        "replaced_by",
                                        "comparators",
                                        "gates",
                                        "danger",
                                        "red_flag_findings",
                                        "opening",
                                        "screens",
                                        "asked_only_if",
                                        "in_clinic_prior",
                                        "contradictions",
                                        "recheck",
                                        NULL };
    const kbc_node          *n = kbc_yaml_read(k, "structure.yaml");
    if (n) kbc_only(k, n, keys);
    return n;
}

static void check_source(kbc *k, const kbc_node *entry)
{
    kbc_sources(k, entry->at, kbc_get_text(k, entry, "source", true));
}

static ngl_id finding(kbc *k, const kbc_node *scalar)
{
    return kbc_need(k, &k->finding, scalar->at, scalar->text);
}

static ngl_finding *finding_row(kbc *k, ngl_id id)
{
    return kbc_row(&k->finding, id);
}

/* ---- constants --------------------------------------------------------------- */

typedef struct constant {
    const char *key;
    size_t      offset;
    double      low, high;
    bool        whole; /* an unsigned, not a double */
} constant;

#define FIGURE(name, low, high)                                                                                        \
    {                                                                                                                  \
#name, offsetof(ngl_model, name), low, high, false                                                             \
    }
#define COUNT(name, low, high)                                                                                         \
    {                                                                                                                  \
#name, offsetof(ngl_model, name), low, high, true                                                              \
    }
static const constant constants[] = {
    FIGURE(self_test_trust, 0, 1),
    FIGURE(modifier_cap, 1, 1e6),
    FIGURE(modifier_product_cap, 1, 1e6),
    FIGURE(lr_cap, 1, 1e6),
    FIGURE(lr_cap_self_report, 1, 1e6),
    FIGURE(expected_causes, 0.1, 3),
    FIGURE(leak_share, 0, 1),
    COUNT(max_causes, 1, 3),
    FIGURE(p_urgent, 0, 1),
    FIGURE(p_emergency, 0, 1),
    FIGURE(stop_leader, 0, 1),
    FIGURE(stop_top3, 0, 1),
    FIGURE(stop_triage_change, 0, 1),
    FIGURE(stop_bits_per_10s, 0, 10),
    COUNT(min_answers, 0, 500),
    COUNT(max_questions, 1, 500),
    COUNT(max_self_tests, 0, 100),
    FIGURE(likely_p, 0, 1),
    FIGURE(likely_low, 0, 1),
    FIGURE(possible_p, 0, 1),
    FIGURE(leader_draws, 0, 1),
    FIGURE(fit_floor, 0, 1),
    FIGURE(p_routine, 0, 1),
    FIGURE(p_now, 0, 1),
    FIGURE(bit_value, 0, 1e6),
    FIGURE(rho_ess, 0, 1e6),
    FIGURE(urgent_cost, 1e-6, 10),
    FIGURE(emergency_cost, 1e-6, 10),
};
enum { NCONSTANT = sizeof constants / sizeof *constants };

static void read_constant(kbc *k, const kbc_node *model, const constant *c)
{
    double v = kbc_get_number(k, model, c->key, c->low, c->high, NAN);
    char  *to = (char *)&k->model + c->offset;
    if (!c->whole) {
        *(double *)(void *)to = v;
        return;
    }
    if (!isnan(v) && v != floor(v)) kbc_problem(k, kbc_get(model, c->key)->at, "'%s' must be a whole number", c->key);
    *(unsigned *)(void *)to = isnan(v) ? 0 : (unsigned)v;
}

/* one figure for each level of care */
static void read_levels(kbc *k, const kbc_node *model, const char *key, double *out)
{
    static const char *const levels[] = { "self_care", "routine", "urgent", "emergency" };
    const kbc_node          *node = kbc_get(model, key);
    for (unsigned i = 0; i < 4; i++) out[i] = node ? kbc_get_number(k, node, levels[i], 0, 1e6, NAN) : NAN;
    if (!node) kbc_problem(k, model->at, "'%s' is missing", key);
}

static void read_model(kbc *k, const kbc_node *model)
{
    const char *keys[NCONSTANT + 4] = { "harm_weight", "visit_cost", "source" };
    for (unsigned i = 0; i < NCONSTANT; i++) keys[i + 3] = constants[i].key;
    kbc_only(k, model, keys);
    check_source(k, model);
    for (unsigned i = 0; i < NCONSTANT; i++) read_constant(k, model, &constants[i]);
    read_levels(k, model, "harm_weight", k->model.harm_weight);
    read_levels(k, model, "visit_cost", k->model.visit_cost);
}

/* the probability at which `cost` equals the harm of waiting; 0 where no harm is given */
static double ratio(kbc *k, const kbc_node *n, const char *harm, double cost)
{
    double years = kbc_get_number(k, n, harm, 1e-6, 100, 0);
    return years > 0 ? fmin(1, cost / years) : 0;
}

static void read_triggers(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "condition", "weeks", "days", "source", NULL };
    for (const kbc_node *n = kbc_get_list(k, top, "triggers", false); n; n = n->next) {
        kbc_only(k, n, keys);
        check_source(k, n);
        ngl_id id = kbc_need(k, &k->condition, n->at, kbc_get_text(k, n, "condition", true));
        if (id == NGL_NONE) continue;
        ngl_condition *c = kbc_row(&k->condition, id);
        c->trigger_p = ratio(k, n, "weeks", k->model.urgent_cost);
        c->trigger_now = ratio(k, n, "days", k->model.emergency_cost);
        if (c->trigger_now > 0 && c->triage != NGL_TRIAGE_EMERGENCY)
            kbc_problem(k, n->at, "'days' belongs to emergencies, and '%s' is none", c->key);
    }
}

/* ---- groups, pairs, places --------------------------------------------------- */

static void read_groups(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "rho", "rho_of", "source", NULL };
    const kbc_node          *groups = kbc_get(top, "groups");
    if (!groups) {
        kbc_problem(k, top->at, "'groups' is missing");
        return;
    }
    kbc_only(k, groups, keys);
    check_source(k, groups);
    double rho = kbc_get_number(k, groups, "rho", 0, 1, NAN);
    for (uint32_t i = 0; i < k->group.num; i++) ((ngl_group *)kbc_row(&k->group, i))->rho = rho;
    for (const kbc_node *n = kbc_get_list(k, groups, "rho_of", false); n; n = n->next) {
        ngl_id id = kbc_need(k, &k->group, n->at, n->key ? n->key : n->text);
        double own = kbc_number(k, n->at, "rho", n->text, 0, 1, NAN);
        if (id != NGL_NONE) ((ngl_group *)kbc_row(&k->group, id))->rho = own;
    }
}

static void add_pair(kbc *k, kbc_place at, ngl_id a, ngl_id b, double factor)
{
    if (a == NGL_NONE || b == NGL_NONE) return;
    if (a == b) kbc_problem(k, at, "a condition cannot be paired with itself");
    for (uint32_t i = 0; i < k->pair.num; i++) {
        const ngl_pair *p = kbc_row(&k->pair, i);
        if ((p->a == a && p->b == b) || (p->a == b && p->b == a)) kbc_problem(k, at, "this pair stands twice");
    }
    *(ngl_pair *)kbc_push(k, &k->pair, at) = (ngl_pair){ a, b, factor };
}

static void read_pairs(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "any_of", "with", "factor", "source", NULL };
    for (const kbc_node *n = kbc_get_list(k, top, "pairs", true); n; n = n->next) {
        kbc_only(k, n, keys);
        check_source(k, n);
        double factor = kbc_get_number(k, n, "factor", 0.01, 100, NAN);
        for (const kbc_node *a = kbc_get_list(k, n, "any_of", true); a; a = a->next)
            for (const kbc_node *b = kbc_get_list(k, n, "with", true); b; b = b->next)
                add_pair(k, a->at, kbc_need(k, &k->condition, a->at, a->text),
                         kbc_need(k, &k->condition, b->at, b->text), factor);
    }
}

static bool leads_back(const kbc *k, ngl_id from)
{
    unsigned steps = 0;
    for (ngl_id id = from; id != NGL_NONE; id = ((ngl_finding *)kbc_row(&k->finding, id))->parent)
        if (++steps > k->finding.num) return true;
    return false;
}

static void read_places(kbc *k, const kbc_node *top)
{
    for (const kbc_node *coarse = kbc_get_list(k, top, "places", true); coarse; coarse = coarse->next) {
        ngl_id parent = kbc_need(k, &k->finding, coarse->at, coarse->key ? coarse->key : coarse->text);
        for (const kbc_node *n = coarse->first; n; n = n->next) {
            ngl_id child = finding(k, n);
            if (child == NGL_NONE || parent == NGL_NONE) continue;
            if (finding_row(k, child)->answer != NGL_ANSWER_YES_NO || finding_row(k, parent)->answer != NGL_ANSWER_YES_NO)
                kbc_problem(k, n->at, "places must be yes-or-no questions");
            if (finding_row(k, child)->parent != NGL_NONE) kbc_problem(k, n->at, "'%s' lies in two places", n->text);
            finding_row(k, child)->parent = parent;
            if (leads_back(k, child)) {
                kbc_problem(k, n->at, "'%s' would lie within itself", n->text);
                finding_row(k, child)->parent = NGL_NONE;
            }
        }
    }
}

static void read_replaced(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "finding", "by", "source", NULL };
    for (const kbc_node *n = kbc_get_list(k, top, "replaced_by", true); n; n = n->next) {
        kbc_only(k, n, keys);
        check_source(k, n);
        ngl_id id = kbc_need(k, &k->finding, n->at, kbc_get_text(k, n, "finding", true));
        ngl_id by = kbc_need(k, &k->finding, n->at, kbc_get_text(k, n, "by", true));
        if (id == NGL_NONE || by == NGL_NONE) continue;
        if (id == by || finding_row(k, by)->replaced_by != NGL_NONE)
            kbc_problem(k, n->at, "'%s' cannot stand in: it is itself replaced", finding_row(k, by)->key);
        finding_row(k, id)->replaced_by = by;
    }
}

static void read_comparators(kbc *k, const kbc_node *top)
{
    for (const kbc_node *n = kbc_get_list(k, top, "comparators", true); n; n = n->next) {
        kbc_comparator *c = kbc_push(k, &k->comparator, n->at);
        c->key = kbc_get_text(k, n, "text", true);
        c->shrink = kbc_get_number(k, n, "shrink", 0.01, 1, NAN);
    }
}

void kbc_read_structure(kbc *k)
{
    const kbc_node *top = root(k);
    if (!top) return;
    const char *other = kbc_get_text(k, top, "other", true);
    k->other = kbc_need(k, &k->condition, top->at, other);
    const kbc_node *model = kbc_get(top, "model");
    if (model)
        read_model(k, model);
    else
        kbc_problem(k, top->at, "'model' is missing");
    read_triggers(k, top);
    read_groups(k, top);
    read_pairs(k, top);
    read_places(k, top);
    read_replaced(k, top);
    read_comparators(k, top);
}

/* ---- what needs the rules: gates, opening, conditional questions --------------- */

/* Findings named by `pattern`, where a last * stands for any ending. */
static uint16_t block(kbc *k, const kbc_node *n)
{
    size_t   len = strlen(n->text);
    bool     prefix = len > 1 && n->text[len - 1] == '*';
    uint16_t num = 0;
    for (uint32_t i = 0; prefix && i < k->finding.num; i++)
        if (strncmp(finding_row(k, (ngl_id)i)->key, n->text, len - 1) == 0) {
            *(ngl_id *)kbc_push(k, &k->blocked, n->at) = (ngl_id)i;
            num = (uint16_t)(num + !k->nomem);
        }
    if (prefix && !num) kbc_problem(k, n->at, "no finding begins like '%s'", n->text);
    ngl_id id = prefix ? NGL_NONE : finding(k, n);
    if (id != NGL_NONE) {
        *(ngl_id *)kbc_push(k, &k->blocked, n->at) = id;
        num = (uint16_t)(num + !k->nomem);
    }
    return num;
}

static void read_gates(kbc *k, const kbc_node *top)
{
    for (const kbc_node *gate = kbc_get_list(k, top, "gates", true); gate; gate = gate->next) {
        ngl_id id = kbc_need(k, &k->rule, gate->at, gate->key ? gate->key : gate->text);
        if (id == NGL_NONE) continue;
        ngl_rule *rule = kbc_row(&k->rule, id);
        if (!rule->gate) kbc_problem(k, gate->at, "'%s' is not a gate", rule->key);
        rule->blocked_adr = k->blocked.num;
        for (const kbc_node *n = gate->first; n; n = n->next)
            rule->blocked_num = (uint16_t)(rule->blocked_num + block(k, n));
    }
    for (uint32_t i = 0; i < k->rule.num; i++) {
        const ngl_rule *rule = kbc_row(&k->rule, i);
        if (rule->gate && !rule->blocked_num)
            kbc_problem(k, k->rule.place[i], "gate '%s' blocks nothing: structure.yaml must list its findings",
                        rule->key);
    }
}

static void read_hushes(kbc *k, const kbc_node *top)
{
    const kbc_node *danger = kbc_get(top, "danger");
    for (const kbc_node *n = kbc_get_list(k, danger, "hushes", true); n; n = n->next) {
        ngl_id id = kbc_need(k, &k->danger_group, n->at, n->key ? n->key : n->text);
        double points = kbc_number(k, n->at, "points", n->text, 1, 100, NAN);
        if (id != NGL_NONE && !isnan(points)) ((ngl_danger_group *)kbc_row(&k->danger_group, id))->hushes = (int)points;
    }
    if (!danger) kbc_problem(k, top->at, "'danger' is missing");
}

static void open_with(kbc *k, const kbc_node *n)
{
    ngl_id id = finding(k, n);
    if (id == NGL_NONE) return;
    if (finding_row(k, id)->clinician_only)
        kbc_problem(k, n->at, "'%s' is for clinicians and cannot be in the opening", n->text);
    for (uint32_t i = 0; i < k->opening.num; i++)
        if (*(ngl_id *)kbc_row(&k->opening, i) == id)
            kbc_problem(k, n->at, "'%s' stands twice in the opening", n->text);
    *(ngl_id *)kbc_push(k, &k->opening, n->at) = id;
}

static void read_opening(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "danger", "then", NULL };
    const kbc_node          *opening = kbc_get(top, "opening");
    if (!opening) {
        kbc_problem(k, top->at, "'opening' is missing");
        return;
    }
    kbc_only(k, opening, keys);
    for (const kbc_node *n = kbc_get_list(k, opening, "danger", true); n; n = n->next) open_with(k, n);
    k->nopening_danger = k->opening.num;
    for (const kbc_node *n = kbc_get_list(k, opening, "then", true); n; n = n->next) open_with(k, n);
}

static void read_asked(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "findings", "rule", NULL };
    for (const kbc_node *n = kbc_get_list(k, top, "asked_only_if", true); n; n = n->next) {
        kbc_only(k, n, keys);
        uint32_t adr = k->op.num;
        uint16_t num = kbc_rule(k, n->at, kbc_get_text(k, n, "rule", true));
        if (num && kbc_can_hold(k, kbc_row(&k->op, adr), num) == 0)
            kbc_problem(k, n->at, "these questions could never be asked: their rule can never hold");
        for (const kbc_node *f = kbc_get_list(k, n, "findings", true); f; f = f->next) {
            ngl_id id = finding(k, f);
            if (id == NGL_NONE) continue;
            if (finding_row(k, id)->asked_num)
                kbc_problem(k, f->at, "'%s' already has a rule for being asked", f->text);
            finding_row(k, id)->asked_adr = adr;
            finding_row(k, id)->asked_num = num;
        }
    }
}

void kbc_read_rest_of_structure(kbc *k)
{
    uint32_t        before = k->report->nproblem;
    const kbc_node *top = kbc_yaml_read(k, "structure.yaml");
    if (!top) {
        k->report->nproblem = before; /* said by the first pass */
        return;
    }
    read_gates(k, top);
    read_hushes(k, top);
    read_opening(k, top);
    kbc_read_screens(k, top);
    read_asked(k, top);
    kbc_read_again(k, top);
    for (const kbc_node *n = kbc_get_list(k, top, "red_flag_findings", true); n; n = n->next) {
        ngl_id id = finding(k, n);
        if (id != NGL_NONE) finding_row(k, id)->red_flag = 1;
    }
    for (const kbc_node *n = kbc_get_list(k, top, "in_clinic_prior", true); n; n = n->next) {
        ngl_id id = finding(k, n);
        if (id != NGL_NONE) finding_row(k, id)->in_clinic_prior = 1;
    }
}
