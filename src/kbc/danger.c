/* Red-flag rules, gates and the danger score. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

static void check_fires(kbc *k, kbc_place at, const ngl_rule *rule)
{
    const ngl_op *op = kbc_row(&k->op, rule->op_adr);
    int           can = kbc_can_hold(k, op, rule->op_num);
    if (can == 0)
        kbc_problem(k, at, "rule '%s' can never fire", rule->key);
    else if (can < 0)
        kbc_problem(k, at, "rule '%s' is too tangled to tell whether it can fire: split it", rule->key);
    else if (kbc_holds_unanswered(op, rule->op_num))
        kbc_problem(k, at, "rule '%s' fires before anything is answered", rule->key);
}

/* What is urgent must be looked for. */
static void check_looked_for(kbc *k)
{
    for (uint32_t c = 0; c < k->condition.num; c++) {
        const ngl_condition *row = kbc_row(&k->condition, c);
        uint32_t             i = 0;
        while (i < k->suspect.num && *(ngl_id *)kbc_row(&k->suspect, i) != c) i++;
        if (row->triage >= NGL_TRIAGE_URGENT && i == k->suspect.num)
            kbc_problem(k, k->condition.place[c], "condition '%s' deserves %s, but no red flag suspects it", row->key,
                        kbc_triage_words[row->triage]);
    }
}

void kbc_read_red_flags(kbc *k)
{
    enum { ID, RULE, SUSPECTED, ACTION, URGENCY, SOURCE, NCOL };
    static const char *const columns[NCOL] = { "id", "rule", "suspected_conditions", "action", "urgency", "source_id" };
    kbc_csv                  t = kbc_csv_read(k, "red_flags.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) {
        kbc_place   at = kbc_at(&t, r);
        const char *urgency = kbc_cell(&t, r, URGENCY);
        ngl_rule   *rule = kbc_define(k, &k->rule, at, kbc_cell(&t, r, ID));
        rule->text = kbc_cell(&t, r, RULE);
        rule->action = kbc_cell(&t, r, ACTION);
        rule->gate = strcmp(urgency, "gate") == 0;
        if (!rule->gate) rule->urgency = (ngl_triage)(kbc_word(k, at, "urgency", urgency, kbc_triage_words, 4) & 3);
        rule->source = kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        rule->suspect_adr = k->suspect.num;
        rule->suspect_num = kbc_keys(k, at, &k->suspect, &k->condition, kbc_cell(&t, r, SUSPECTED));
        if (!*rule->action) kbc_problem(k, at, "rule '%s' says no action", rule->key);
        if (!rule->gate && !rule->suspect_num) kbc_problem(k, at, "rule '%s' suspects no condition", rule->key);
        rule->op_adr = k->op.num;
        rule->op_num = kbc_rule(k, at, rule->text);
        if (rule->op_num && !k->nomem) check_fires(k, at, rule);
    }
    if (!k->nomem) check_looked_for(k);
}

/* The group's id; its first row says cap and hardness, later rows must agree. */
static ngl_id danger_group(kbc *k, kbc_place at, const char *key, int cap, unsigned hard)
{
    ngl_id id = kbc_find(&k->danger_group, key);
    if (id == NGL_NONE) {
        ngl_danger_group *g = kbc_define(k, &k->danger_group, at, key);
        g->cap = cap;
        g->hard = hard;
        return (ngl_id)(k->danger_group.num - 1);
    }
    const ngl_danger_group *g = kbc_row(&k->danger_group, id);
    if (g->cap != cap || g->hard != hard)
        kbc_problem(k, at, "group '%s' had another cap or hardness in line %u", key,
                    (unsigned)k->danger_group.place[id].line);
    return id;
}

static int whole(kbc *k, kbc_place at, const char *what, const char *text, double low, double high)
{
    double v = kbc_number(k, at, what, text, low, high, NAN);
    if (!isnan(v) && v != floor(v)) kbc_problem(k, at, "%s '%s' is not a whole number", what, text);
    return isnan(v) ? 0 : (int)v;
}

static void read_items(kbc *k)
{
    enum { FINDING, TEST, POINTS, GROUP, CAP, HARD, SOURCE, NCOL };
    static const char *const columns[NCOL] = { "finding",   "test",       "points",   "group",
                                               "group_cap", "hard_group", "source_id" };
    kbc_csv                  t = kbc_csv_read(k, "danger_score.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place       at = kbc_at(&t, r);
        ngl_id          finding = kbc_need(k, &k->finding, at, kbc_cell(&t, r, FINDING));
        ngl_danger_item item = { .points = whole(k, at, "points", kbc_cell(&t, r, POINTS), -10, 10) };
        int             cap = whole(k, at, "group_cap", kbc_cell(&t, r, CAP), 1, 100);
        unsigned        hard = kbc_yes(k, at, "hard_group", kbc_cell(&t, r, HARD), "y", "n");
        kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        item.group = danger_group(k, at, kbc_cell(&t, r, GROUP), cap, hard);
        if (!item.points) kbc_problem(k, at, "an entry without points does nothing");
        if (finding == NGL_NONE || item.group >= k->danger_group.num ||
            !kbc_test(k, at, finding, kbc_cell(&t, r, TEST), &item.test))
            continue;
        ngl_danger_group *g = kbc_row(&k->danger_group, item.group);
        if (k->danger_group.place[item.group].line == at.line)
            g->reassuring = item.points < 0;
        else if (g->reassuring != (item.points < 0))
            kbc_problem(k, at, "group '%s' mixes danger and reassurance", g->key);
        *(ngl_danger_item *)kbc_push(k, &k->danger_item, at) = item;
    }
}

void kbc_read_danger(kbc *k)
{
    enum { LEVEL, TOTAL, GROUPS, HARD, STAND_IN, POINTS, NOTE, SOURCE, NCOL };
    static const char *const columns[NCOL] = {
        "level",           "total_at_least", "groups_at_least", "hard_groups_at_least", "stand_in_group",
        "stand_in_points", "note",           "source_id"
    };
    static const char *const levels[] = { "self_care", "routine", "urgent", "emergency" };
    read_items(k);
    kbc_csv  t = kbc_csv_read(k, "danger_levels.csv", columns, NCOL);
    unsigned before = 4;
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place         at = kbc_at(&t, r);
        unsigned          level = kbc_word(k, at, "level", kbc_cell(&t, r, LEVEL), levels, 4);
        const char       *stand_in = kbc_cell(&t, r, STAND_IN);
        ngl_danger_level *d = kbc_push(k, &k->danger_level, at);
        d->level = (ngl_triage)(level & 3);
        d->total = whole(k, at, "total_at_least", kbc_cell(&t, r, TOTAL), 0, 100);
        d->groups = whole(k, at, "groups_at_least", kbc_cell(&t, r, GROUPS), 0, 100);
        d->hard_groups = whole(k, at, "hard_groups_at_least", kbc_cell(&t, r, HARD), 0, 100);
        d->stand_in = *stand_in ? kbc_need(k, &k->danger_group, at, stand_in) : NGL_NONE;
        d->stand_in_points = *stand_in ? whole(k, at, "stand_in_points", kbc_cell(&t, r, POINTS), 1, 100) : 0;
        d->note = kbc_cell(&t, r, NOTE);
        kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        if (level >= before && level < 4) kbc_problem(k, at, "levels must stand from the most to the least pressing");
        before = level;
    }
}
