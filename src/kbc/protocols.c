/* protocols.yaml: staged plans. A stage must be reachable, must be possible to
 * leave, and may offer only what its protocol does not forbid. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

/* ---- criteria ---------------------------------------------------------------- */

static ngl_compare compare_word(kbc *k, const kbc_node *n)
{
    static const char *const signs[] = { "<=", ">=", "==" };
    return (ngl_compare)(kbc_word(k, n->at, "op", kbc_get_text(k, n, "op", true), signs, 3) % 3);
}

static uint16_t read_criteria(kbc *k, const kbc_node *stage, const char *key)
{
    static const char *const keys[] = { "metric", "op", "value", "note", NULL };
    uint16_t                 num = 0;
    for (const kbc_node *n = kbc_get_list(k, stage, key, true); n; n = n->next) {
        kbc_only(k, n, keys);
        ngl_id        metric = kbc_need(k, &k->metric, n->at, kbc_get_text(k, n, "metric", true));
        ngl_criterion c = { metric, compare_word(k, n), kbc_get_number(k, n, "value", 0, 1000, NAN),
                            kbc_get_text(k, n, "note", false) };
        if (metric == NGL_NONE) continue;
        *(ngl_criterion *)kbc_push(k, &k->criterion, n->at) = c;
        num = (uint16_t)(num + !k->nomem);
    }
    return num;
}

/* Two demands on one metric that nothing can meet together. */
static bool clash(const ngl_criterion *a, const ngl_criterion *b)
{
    if (a->metric != b->metric) return false;
    double low_a = a->compare == NGL_AT_MOST ? -INFINITY : a->value,
           high_a = a->compare == NGL_AT_LEAST ? INFINITY : a->value;
    double low_b = b->compare == NGL_AT_MOST ? -INFINITY : b->value,
           high_b = b->compare == NGL_AT_LEAST ? INFINITY : b->value;
    return low_a > high_b || low_b > high_a;
}

static const char *clashing_metric(const kbc *k, uint32_t adr_a, uint16_t num_a, uint32_t adr_b, uint16_t num_b)
{
    for (uint32_t i = adr_a; i < adr_a + num_a; i++)
        for (uint32_t j = adr_b; j < adr_b + num_b; j++) {
            const ngl_criterion *a = kbc_row(&k->criterion, i);
            if (clash(a, kbc_row(&k->criterion, j))) return ((ngl_metric *)kbc_row(&k->metric, a->metric))->key;
        }
    return NULL;
}

static void check_passable(kbc *k, kbc_place at, const ngl_stage *s, const ngl_stage *before, bool last)
{
    if (!s->exit_num && !last)
        kbc_problem(k, at, "stage '%s' cannot be left: it has no exit criteria and is not the last", s->key);
    const char *metric = clashing_metric(k, s->exit_adr, s->exit_num, s->exit_adr, s->exit_num);
    if (metric)
        kbc_problem(k, at, "stage '%s' cannot be left: its exit asks two things of %s that exclude one another", s->key,
                    metric);
    metric = clashing_metric(k, s->entry_adr, s->entry_num, s->entry_adr, s->entry_num);
    if (metric)
        kbc_problem(k, at, "stage '%s' cannot be entered: its entry asks two things of %s that exclude one another",
                    s->key, metric);
    metric = before ? clashing_metric(k, before->exit_adr, before->exit_num, s->entry_adr, s->entry_num) : NULL;
    if (metric)
        kbc_problem(k, at, "stage '%s' cannot be entered: who leaves '%s' does not meet its entry on %s", s->key,
                    before->key, metric);
}

/* Offering what should be avoided in a plan that starts after a clinician needs
 * that clinician's word for this very stage. */
static void check_cleared(kbc *k, kbc_place at, const ngl_stage *s, const ngl_protocol *p)
{
    bool overrides = false, cleared = false;
    for (uint32_t i = s->dose_adr; i < s->dose_adr + s->dose_num; i++)
        overrides = overrides || ((ngl_dose *)kbc_row(&k->dose, i))->overrides_avoid;
    for (uint32_t i = s->entry_adr; i < s->entry_adr + s->entry_num; i++) {
        const ngl_criterion *c = kbc_row(&k->criterion, i);
        cleared = cleared || strcmp(((ngl_metric *)kbc_row(&k->metric, c->metric))->key, "clinician_clearance") == 0;
    }
    if (p->clinician_only && overrides && !cleared)
        kbc_problem(k, at, "stage '%s' overrides avoid_in: its entry must ask for clinician_clearance", s->key);
}

/* ---- doses and running --------------------------------------------------------- */

static bool avoided(const kbc *k, const ngl_exercise *e, ngl_id protocol)
{
    for (uint32_t i = e->avoid_adr; i < e->avoid_adr + e->avoid_num; i++)
        if (*(ngl_id *)kbc_row(&k->exercise_protocol, i) == protocol) return true;
    return false;
}

static void read_dose(kbc *k, const kbc_node *n, ngl_id protocol, const char *stage)
{
    static const char *const keys[] = { "id",   "sets",     "reps", "hold_s",
                                        "load", "per_week", "note", "overrides_avoid_in",
                                        NULL };
    kbc_only(k, n, keys);
    ngl_dose d = { .exercise = kbc_need(k, &k->exercise, n->at, kbc_get_text(k, n, "id", true)) };
    d.sets = kbc_get(n, "sets") ? kbc_get_number(k, n, "sets", 1, 20, NAN) : NAN;
    d.reps = kbc_get(n, "reps") ? kbc_get_number(k, n, "reps", 1, 200, NAN) : NAN;
    d.hold_s = kbc_get(n, "hold_s") ? kbc_get_number(k, n, "hold_s", 0, 3600, NAN) : NAN;
    d.per_week = kbc_get(n, "per_week") ? kbc_get_number(k, n, "per_week", 0.25, 100, NAN) : NAN;
    d.load = kbc_get_text(k, n, "load", false);
    d.note = kbc_get_text(k, n, "note", false);
    const kbc_node *overrides = kbc_get(n, "overrides_avoid_in");
    d.overrides_avoid = overrides && kbc_yes(k, overrides->at, "overrides_avoid_in", overrides->text, "true", "false");
    if (d.exercise == NGL_NONE) return;
    const ngl_exercise *e = kbc_row(&k->exercise, d.exercise);
    bool                forbidden = avoided(k, e, protocol);
    if (forbidden && !d.overrides_avoid)
        kbc_problem(k, n->at, "exercise '%s' must be avoided here (avoid_in) and stage '%s' does not override that",
                    e->key, stage);
    if (!forbidden && d.overrides_avoid)
        kbc_problem(k, n->at, "exercise '%s' overrides an avoid_in that does not exist", e->key);
    *(ngl_dose *)kbc_push(k, &k->dose, n->at) = d;
}

static ngl_id level_of(kbc *k, const kbc_node *run, const char *key, const ngl_programme *p)
{
    ngl_id id = kbc_need(k, &k->level, run->at, kbc_get_text(k, run, key, true));
    if (id != NGL_NONE && (id < p->level_adr || id >= p->level_adr + p->level_num))
        kbc_problem(k, run->at, "level '%s' is not part of programme '%s'", kbc_get_text(k, run, key, true), p->key);
    return id;
}

static void read_run(kbc *k, const kbc_node *stage, ngl_stage *s)
{
    static const char *const keys[] = { "allowed", "text", "programme", "from_level", "to_level", NULL };
    static const char *const words[] = { "none", "limited", "allowed" };
    const kbc_node          *run = kbc_get(stage, "run");
    s->programme = s->level_from = s->level_to = NGL_NONE;
    s->run_text = "";
    if (!run) {
        kbc_problem(k, stage->at, "'run' is missing");
        return;
    }
    kbc_only(k, run, keys);
    s->run =
        (ngl_run_allowed)(kbc_word(k, run->at, "run.allowed", kbc_get_text(k, run, "allowed", true), words, 3) % 3);
    s->run_text = kbc_get_text(k, run, "text", false);
    if (!kbc_get(run, "programme")) return;
    s->programme = kbc_need(k, &k->programme, run->at, kbc_get_text(k, run, "programme", true));
    if (s->programme == NGL_NONE) return;
    const ngl_programme *p = kbc_row(&k->programme, s->programme);
    s->level_from = level_of(k, run, "from_level", p);
    s->level_to = level_of(k, run, "to_level", p);
    if (s->level_from > s->level_to) kbc_problem(k, run->at, "from_level comes after to_level");
}

/* "[low, high]" */
static void read_weeks(kbc *k, const kbc_node *n, const char *key, double *low, double *high)
{
    const kbc_node *first = kbc_get_list(k, n, key, true);
    *low = *high = NAN;
    if (!first || !first->next || first->next->next) {
        kbc_problem(k, n->at, "'%s' must be [low, high]", key);
        return;
    }
    *low = kbc_number(k, first->at, key, first->text, 0, 520, NAN);
    *high = kbc_number(k, first->at, key, first->next->text, 0, 520, NAN);
    if (*low > *high) kbc_problem(k, first->at, "'%s': low lies above high", key);
}

/* ---- stages ---------------------------------------------------------------------- */

static void read_stage(kbc *k, const kbc_node *n, ngl_id protocol)
{
    static const char *const keys[] = { "id",  "name",    "goals", "entry",        "exit",           "exercises",
                                        "run", "setback", "refer", "pain_rule_id", "expected_weeks", NULL };
    kbc_only(k, n, keys);
    ngl_stage   s = { .name = kbc_get_text(k, n, "name", true), .goals = kbc_get_joined(k, n, "goals") };
    const char *key = kbc_get_text(k, n, "id", true);
    s.entry_adr = k->criterion.num;
    s.entry_num = read_criteria(k, n, "entry");
    s.exit_adr = k->criterion.num;
    s.exit_num = read_criteria(k, n, "exit");
    s.dose_adr = k->dose.num;
    for (const kbc_node *d = kbc_get_list(k, n, "exercises", true); d; d = d->next) read_dose(k, d, protocol, key);
    s.dose_num = (uint16_t)(k->dose.num - s.dose_adr);
    read_run(k, n, &s);
    s.setback = kbc_get_text(k, n, "setback", true);
    s.refer = kbc_get_text(k, n, "refer", true);
    s.pain_rule = kbc_need(k, &k->pain_rule, n->at, kbc_get_text(k, n, "pain_rule_id", true));
    read_weeks(k, n, "expected_weeks", &s.weeks_low, &s.weeks_high);
    ngl_stage *row = kbc_define(k, &k->stage, n->at, key);
    s.key = key;
    *row = s;
}

static const kbc_node *protocol_list(kbc *k, bool first_time)
{
    static const char *const keys[] = {
        "version", "purpose", "evidence_scale", "uses", "global_rules", "criteria_semantics", "protocols", NULL
    };
    uint32_t        before = k->report->nproblem;
    const kbc_node *top = kbc_yaml_read(k, "protocols.yaml");
    if (!first_time && !top) k->report->nproblem = before; /* said the first time */
    if (!top) return NULL;
    if (first_time) kbc_only(k, top, keys);
    const kbc_node *list = kbc_get(top, "protocols");
    if (!list && first_time) kbc_problem(k, top->at, "'protocols' is missing");
    return list ? list->first : NULL;
}

void kbc_read_protocol_names(kbc *k)
{
    for (const kbc_node *n = protocol_list(k, true); n; n = n->next)
        kbc_define(k, &k->protocol, n->at, kbc_get_text(k, n, "condition", true));
}

static uint16_t treatment_ids(kbc *k, const kbc_node *protocol)
{
    uint16_t num = 0;
    for (const kbc_node *n = kbc_get_list(k, protocol, "treatments", true); n; n = n->next) {
        ngl_id id = kbc_need(k, &k->treatment, n->at, n->text);
        if (id == NGL_NONE) continue;
        *(ngl_id *)kbc_push(k, &k->measure, n->at) = id;
        num = (uint16_t)(num + !k->nomem);
    }
    return num;
}

static void read_protocol(kbc *k, const kbc_node *n, ngl_id id)
{
    static const char *const keys[] = { "condition",   "name",           "evidence",     "basis",
                                        "total_weeks", "avoid",          "daily_test",   "treatments",
                                        "stages",      "clinician_only", "emergency_if", NULL };
    static const char *const grades[] = { "A", "B", "C", "D" };
    kbc_only(k, n, keys);
    ngl_protocol *p = kbc_row(&k->protocol, id);
    p->name = kbc_get_text(k, n, "name", true);
    p->evidence = kbc_get_text(k, n, "evidence", true);
    kbc_word(k, n->at, "evidence", p->evidence, grades, 4);
    p->source = kbc_sources(k, n->at, kbc_get_text(k, n, "basis", false));
    p->avoid = kbc_get_joined(k, n, "avoid");
    p->daily_test = kbc_get_text(k, n, "daily_test", true);
    p->emergency_if = kbc_get_joined(k, n, "emergency_if");
    p->clinician_only =
        kbc_yes(k, n->at, "clinician_only", kbc_get_text(k, n, "clinician_only", true), "true", "false");
    read_weeks(k, n, "total_weeks", &p->weeks_low, &p->weeks_high);
    p->treatment_adr = k->measure.num;
    p->treatment_num = treatment_ids(k, n);
    p->stage_adr = k->stage.num;
    for (const kbc_node *s = kbc_get_list(k, n, "stages", true); s; s = s->next) {
        read_stage(k, s, id);
        p->stage_num++;
    }
    if (!p->stage_num) kbc_problem(k, n->at, "protocol '%s' has no stage", p->key);
}

void kbc_read_protocols(kbc *k)
{
    ngl_id id = 0;
    for (const kbc_node *n = protocol_list(k, false); n && id < k->protocol.num; n = n->next, id++)
        read_protocol(k, n, id);
    for (uint32_t p = 0; p < k->protocol.num && !k->nomem; p++) {
        const ngl_protocol *row = kbc_row(&k->protocol, p);
        for (uint16_t i = 0; i < row->stage_num; i++) {
            uint32_t s = row->stage_adr + i;
            check_passable(k, k->stage.place[s], kbc_row(&k->stage, s), i ? kbc_row(&k->stage, s - 1) : NULL,
                           i + 1 == row->stage_num);
            check_cleared(k, k->stage.place[s], kbc_row(&k->stage, s), row);
        }
    }
}
