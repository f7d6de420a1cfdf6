/* return_to_run.yaml: metrics, pain rules and walk-run programmes become
 * tables; the parts in words (how to rebuild distance, speed and hills, what
 * to do today) are carried and checked for the names they use. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

static void read_metrics(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "id", "unit", "text", NULL };
    for (const kbc_node *n = kbc_get_list(k, top, "metrics", true); n; n = n->next) {
        kbc_only(k, n, keys);
        ngl_metric *m = kbc_define(k, &k->metric, n->at, kbc_get_text(k, n, "id", true));
        m->unit = kbc_get_text(k, n, "unit", true);
        m->text = kbc_get_text(k, n, "text", true);
    }
}

static void read_pain_rules(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = { "id",           "run_max", "absolute_max", "next_day_rise_max",
                                        "settle_h_max", "text",    "source",       NULL };
    for (const kbc_node *n = kbc_get_list(k, top, "pain_rules", true); n; n = n->next) {
        kbc_only(k, n, keys);
        ngl_pain_rule *p = kbc_define(k, &k->pain_rule, n->at, kbc_get_text(k, n, "id", true));
        p->run_max = kbc_get_number(k, n, "run_max", 0, 10, NAN);
        p->absolute_max = kbc_get_number(k, n, "absolute_max", 0, 10, NAN);
        p->next_day_rise_max = kbc_get_number(k, n, "next_day_rise_max", 0, 10, NAN);
        p->settle_h_max = kbc_get_number(k, n, "settle_h_max", 0, 336, NAN);
        p->text = kbc_get_text(k, n, "text", true);
        p->source = kbc_sources(k, n->at, kbc_get_text(k, n, "source", false));
        if (p->run_max > p->absolute_max) kbc_problem(k, n->at, "run_max lies above absolute_max");
    }
}

static void read_levels(kbc *k, const kbc_node *programme, ngl_programme *p)
{
    static const char *const keys[] = { "id",          "walk_min", "run_min", "repeats", "run_total_min",
                                        "session_min", "text",     NULL };
    p->level_adr = k->level.num;
    for (const kbc_node *n = kbc_get_list(k, programme, "levels", true); n; n = n->next) {
        kbc_only(k, n, keys);
        ngl_level *l = kbc_define(k, &k->level, n->at, kbc_get_text(k, n, "id", true));
        l->walk_min = kbc_get_number(k, n, "walk_min", 0, 120, NAN);
        l->run_min = kbc_get_number(k, n, "run_min", 0, 300, NAN);
        l->repeats = kbc_get_number(k, n, "repeats", 1, 60, NAN);
        l->run_total_min = kbc_get_number(k, n, "run_total_min", 0, 300, NAN);
        l->session_min = kbc_get_number(k, n, "session_min", 0, 400, NAN);
        l->text = kbc_get_text(k, n, "text", false);
        if (fabs(l->run_min * l->repeats - l->run_total_min) > 0.01)
            kbc_problem(k, n->at, "run_min times repeats is not run_total_min");
        if (fabs((l->run_min + l->walk_min) * l->repeats - l->session_min) > 0.01)
            kbc_problem(k, n->at, "walk_min and run_min times repeats are not session_min");
        p->level_num++;
    }
}

static void read_programmes(kbc *k, const kbc_node *top)
{
    static const char *const keys[] = {
        "id",     "name",   "start_level", "sessions_per_week", "sessions_per_level_min", "rest_days_between",
        "levels", "source", NULL
    };
    for (const kbc_node *n = kbc_get_list(k, top, "programmes", true); n; n = n->next) {
        kbc_only(k, n, keys);
        ngl_programme *p = kbc_define(k, &k->programme, n->at, kbc_get_text(k, n, "id", true));
        p->name = kbc_get_text(k, n, "name", true);
        p->sessions_per_week = kbc_get_number(k, n, "sessions_per_week", 1, 14, NAN);
        p->sessions_per_level_min = kbc_get_number(k, n, "sessions_per_level_min", 1, 20, NAN);
        p->rest_days_between = kbc_get_number(k, n, "rest_days_between", 0, 7, NAN);
        p->source = kbc_sources(k, n->at, kbc_get_text(k, n, "source", false));
        read_levels(k, n, p);
        ngl_id start = kbc_need(k, &k->level, n->at, kbc_get_text(k, n, "start_level", true));
        if (start != NGL_NONE && start != p->level_adr)
            kbc_problem(k, n->at, "start_level must be the first level of the programme");
    }
}

/* Names used anywhere below `n`: sources, metrics. */
static void check_names(kbc *k, const kbc_node *n)
{
    for (; n; n = n->next) {
        if (n->key && strcmp(n->key, "source") == 0) kbc_sources(k, n->at, n->text);
        if (n->key && strcmp(n->key, "metric") == 0) kbc_need(k, &k->metric, n->at, n->text);
        check_names(k, n->first);
    }
}

void kbc_read_return_to_run(kbc *k)
{
    static const char *const keys[] = { "version",
                                        "purpose",
                                        "evidence_note",
                                        "metrics",
                                        "pain_rules",
                                        "entry_criteria",
                                        "programmes",
                                        "start_selection",
                                        "rules",
                                        "today_rules",
                                        "rebuild_distance",
                                        "rebuild_speed",
                                        "rebuild_hills",
                                        "order_by_condition",
                                        "race_return",
                                        NULL };
    static const char *const carried[] = { "entry_criteria", "start_selection", "rebuild_distance", "race_return",
                                           NULL };
    const kbc_node          *top = kbc_yaml_read(k, "return_to_run.yaml");
    if (!top) return;
    kbc_only(k, top, keys);
    read_metrics(k, top);
    read_pain_rules(k, top);
    read_programmes(k, top);
    for (const char *const *key = carried; *key; key++) {
        const kbc_node *n = kbc_get(top, *key);
        if (n)
            check_names(k, n->first);
        else
            kbc_problem(k, top->at, "'%s' is missing", *key);
    }
}
