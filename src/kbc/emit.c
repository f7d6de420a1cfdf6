/* The tables as C. Numbers are written so that they read back as the same
 * bits, strings with octal escapes, so the file is plain ASCII and the tables
 * in the library equal the tables compiled in memory. */
#include "kbc/kbc.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

static void text(ngl_buf *b, const char *s)
{
    ngl_buf_char(b, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\' || c == '?') ngl_buf_char(b, '\\');
        if (c < 0x20 || c > 0x7e)
            ngl_buf_printf(b, "\\%03o", c);
        else
            ngl_buf_char(b, (char)c);
    }
    ngl_buf_char(b, '"');
}

static void number(ngl_buf *b, double v)
{
    if (isnan(v)) {
        ngl_buf_text(b, "NAN");
        return;
    }
    size_t start = b->len;
    ngl_buf_exact(b, v);
    if (!b->failed && !strpbrk(b->data + start, ".e")) ngl_buf_text(b, ".0");
}

/* One row of members: s text, d double, f float, u unsigned, i int, refs two numbers. */
typedef struct row {
    ngl_buf *b;
    bool     first;
} row;

static row begin(ngl_buf *b)
{
    ngl_buf_text(b, "    {");
    return (row){ b, true };
}

/* ".key = ": named members, so that a member added to a struct later is zero
 * here and not a mistake. */
static void begin_member(row *r, const char *name)
{
    ngl_buf_printf(r->b, r->first ? " .%s = " : ", .%s = ", name);
    r->first = false;
}

static void s(row *r, const char *name, const char *v)
{
    begin_member(r, name);
    text(r->b, v);
}

static void d(row *r, const char *name, double v)
{
    begin_member(r, name);
    number(r->b, v);
}

static void f(row *r, const char *name, float v)
{
    begin_member(r, name);
    number(r->b, (double)v);
    ngl_buf_char(r->b, 'f');
}

static void u(row *r, const char *name, uint32_t v)
{
    begin_member(r, name);
    ngl_buf_printf(r->b, "%u", (unsigned)v);
}

static void i(row *r, const char *name, int v)
{
    begin_member(r, name);
    ngl_buf_printf(r->b, "%d", v);
}

static void refs(row *r, const char *name, ngl_refs v)
{
    begin_member(r, name);
    ngl_buf_printf(r->b, "{ %u, %u }", (unsigned)v.adr, (unsigned)v.num);
}

static void end(row *r)
{
    ngl_buf_text(r->b, " },\n");
}

static void op_row(row *r, const ngl_op *v)
{
    u(r, "code", v->code);
    u(r, "finding", v->finding);
    u(r, "option", v->option);
    d(r, "value", v->value);
}

/* One line of members is easier to hold against the struct than a column. */
/* clang-format off */
static void source_row(row *r, const ngl_source *v)
{
    s(r, "key", v->key); s(r, "citation", v->citation); s(r, "locator", v->locator); s(r, "level", v->level); u(r, "opened", v->opened);
}

static void condition_row(row *r, const ngl_condition *v)
{
    s(r, "key", v->key); s(r, "name", v->name); s(r, "also_called", v->also_called); s(r, "icd10", v->icd10); s(r, "snomed_ct", v->snomed_ct); s(r, "tissue", v->tissue);
    s(r, "category", v->category); s(r, "description", v->description); d(r, "prior", v->prior); d(r, "prior_low", v->prior_low); d(r, "prior_high", v->prior_high);
    d(r, "prior_clinic", v->prior_clinic); s(r, "prior_reason", v->prior_reason); s(r, "time_course", v->time_course); u(r, "triage", v->triage); refs(r, "source", v->source);
    d(r, "trigger_p", v->trigger_p); d(r, "trigger_now", v->trigger_now);
    u(r, "form_adr", v->form_adr); u(r, "form_num", v->form_num);
}

static void form_row(row *r, const ngl_form *v)
{
    s(r, "key", v->key); u(r, "condition", v->condition); s(r, "name", v->name); d(r, "share", v->share); d(r, "share_low", v->share_low); d(r, "share_high", v->share_high);
    s(r, "reason", v->reason); refs(r, "source", v->source);
}

static void tissue_row(row *r, const ngl_tissue *v)
{
    s(r, "key", v->key); s(r, "label", v->label); s(r, "note", v->note); s(r, "half_life_note", v->half_life_note); d(r, "baseline_bw", v->baseline_bw);
    u(r, "speed_form", v->speed_form); d(r, "v_a", v->v_a); d(r, "v_b", v->v_b); d(r, "speed_exponent", v->speed_exponent);
    d(r, "cadence_up", v->cadence_up); d(r, "cadence_down", v->cadence_down); d(r, "grade_up", v->grade_up); d(r, "grade_up_low", v->grade_up_low);
    d(r, "grade_up_high", v->grade_up_high); d(r, "grade_down", v->grade_down); d(r, "late", v->late); u(r, "m_low", v->m_low); u(r, "m", v->m);
    u(r, "m_high", v->m_high); d(r, "half_life_h", v->half_life_h); u(r, "confident", v->confident); u(r, "stance", v->stance);
    refs(r, "baseline_source", v->baseline_source); refs(r, "speed_source", v->speed_source); refs(r, "cadence_source", v->cadence_source);
    refs(r, "grade_source", v->grade_source); refs(r, "damage_source", v->damage_source); refs(r, "half_life_source", v->half_life_source);
}

static void care_row(row *r, const ngl_care *v)
{
    u(r, "protocol", v->protocol); u(r, "handling", v->handling); s(r, "run_until_seen", v->run_until_seen); s(r, "note", v->note); u(r, "measure_adr", v->measure_adr); u(r, "measure_num", v->measure_num);
}

static void finding_row(row *r, const ngl_finding *v)
{
    s(r, "key", v->key); u(r, "kind", v->kind); u(r, "answer", v->answer); s(r, "question", v->question); s(r, "explains", v->explains); u(r, "group", v->group); u(r, "parent", v->parent);
    u(r, "replaced_by", v->replaced_by); u(r, "clinician_only", v->clinician_only); d(r, "cost_s", v->cost_s); u(r, "option_adr", v->option_adr); u(r, "option_num", v->option_num);
    u(r, "column_adr", v->column_adr); u(r, "column_num", v->column_num); d(r, "min", v->min); d(r, "max", v->max); s(r, "unit", v->unit); u(r, "asked_adr", v->asked_adr);
    u(r, "asked_num", v->asked_num); u(r, "red_flag", v->red_flag); refs(r, "source", v->source);
    u(r, "in_clinic_prior", v->in_clinic_prior);
}

static void option_row(row *r, const ngl_option *v)
{
    s(r, "key", v->key); s(r, "label", v->label);
}

static void group_row(row *r, const ngl_group *v)
{
    s(r, "key", v->key); d(r, "rho", v->rho);
}

static void link_row(row *r, const ngl_link *v)
{
    f(r, "p", v->p);
    if (v->ess > 0)
        f(r, "ess", v->ess);
    f(r, "shrink", v->shrink);
    u(r, "source", v->source);
    if (v->measured) u(r, "measured", v->measured);
}

static void modifier_row(row *r, const ngl_modifier *v)
{
    u(r, "condition", v->condition); u(r, "finding", v->finding); u(r, "option", v->option); d(r, "odds", v->odds); u(r, "source", v->source);
}

static void pair_row(row *r, const ngl_pair *v)
{
    u(r, "a", v->a); u(r, "b", v->b); d(r, "factor", v->factor);
}

static void rule_row(row *r, const ngl_rule *v)
{
    s(r, "key", v->key); s(r, "text", v->text); s(r, "action", v->action); u(r, "urgency", v->urgency); u(r, "gate", v->gate); u(r, "op_adr", v->op_adr); u(r, "op_num", v->op_num);
    u(r, "suspect_adr", v->suspect_adr); u(r, "suspect_num", v->suspect_num); u(r, "blocked_adr", v->blocked_adr); u(r, "blocked_num", v->blocked_num); refs(r, "source", v->source);
}

static void danger_item_row(row *r, const ngl_danger_item *v)
{
    begin_member(r, "test");
    ngl_buf_char(r->b, '{');
    row inner = { r->b, true };
    op_row(&inner, &v->test);
    ngl_buf_text(r->b, " }");
    i(r, "points", v->points); u(r, "group", v->group);
}

static void danger_group_row(row *r, const ngl_danger_group *v)
{
    s(r, "key", v->key); i(r, "cap", v->cap); u(r, "hard", v->hard); u(r, "reassuring", v->reassuring); i(r, "hushes", v->hushes);
}

static void danger_level_row(row *r, const ngl_danger_level *v)
{
    u(r, "level", v->level); i(r, "total", v->total); i(r, "groups", v->groups); i(r, "hard_groups", v->hard_groups); s(r, "note", v->note); u(r, "stand_in", v->stand_in);
    i(r, "stand_in_points", v->stand_in_points);
}

static void claim_row(row *r, const ngl_claim *v)
{
    s(r, "key", v->key); s(r, "section", v->section); s(r, "statement", v->statement); s(r, "said_by", v->said_by); s(r, "verdict", v->verdict); s(r, "reason", v->reason); refs(r, "source", v->source);
}

static void screen_row(row *r, const ngl_screen *v)
{
    s(r, "key", v->key); s(r, "ask", v->ask); u(r, "danger", v->danger); u(r, "most", v->most); u(r, "item_adr", v->item_adr); u(r, "item_num", v->item_num);
}

static void screen_item_row(row *r, const ngl_screen_item *v)
{
    u(r, "finding", v->finding); s(r, "label", v->label);
}

static void contradiction_row(row *r, const ngl_contradiction *v)
{
    s(r, "key", v->key); s(r, "text", v->text); u(r, "op_adr", v->op_adr); u(r, "op_num", v->op_num);
}

static void recheck_row(row *r, const ngl_recheck *v)
{
    u(r, "after", v->after); u(r, "ask", v->ask);
}

static void statement_row(row *r, const ngl_statement *v)
{
    s(r, "key", v->key); s(r, "said_by", v->said_by); s(r, "text", v->text); s(r, "figure", v->figure); s(r, "about", v->about); s(r, "verdict", v->verdict); s(r, "reason", v->reason);
    refs(r, "source", v->source);
}

static void cue_row(row *r, const ngl_cue *v)
{
    s(r, "key", v->key); s(r, "name", v->name); s(r, "measured", v->measured); s(r, "effect", v->effect); s(r, "metric", v->metric); s(r, "how", v->how); s(r, "dose", v->dose);
    s(r, "harm", v->harm); s(r, "evidence", v->evidence); s(r, "verdict", v->verdict); u(r, "helps_adr", v->helps_adr); u(r, "helps_num", v->helps_num);
    u(r, "harms_adr", v->harms_adr); u(r, "harms_num", v->harms_num); refs(r, "source", v->source);
}

static void training_row(row *r, const ngl_training_figure *v)
{
    s(r, "key", v->key); s(r, "topic", v->topic); s(r, "exposure", v->exposure); s(r, "comparator", v->comparator); s(r, "outcome", v->outcome); s(r, "measure", v->measure);
    s(r, "effect", v->effect); d(r, "value", v->value); d(r, "low", v->low); d(r, "high", v->high); s(r, "people", v->people); s(r, "design", v->design); s(r, "use", v->use);
    s(r, "evidence", v->evidence); refs(r, "source", v->source);
}

static void course_row(row *r, const ngl_course *v)
{
    d(r, "build_d", v->build_d); d(r, "median_d", v->median_d); d(r, "p90_d", v->p90_d); d(r, "rest", v->rest); d(r, "running", v->running); d(r, "back", v->back);
    d(r, "fluctuates", v->fluctuates); d(r, "worsens", v->worsens); d(r, "delay_median_h", v->delay_median_h); d(r, "delay_p90_h", v->delay_p90_h); d(r, "ess", v->ess);
    u(r, "measured", v->measured); refs(r, "source", v->source);
}

static void metric_row(row *r, const ngl_metric *v)
{
    s(r, "key", v->key); s(r, "unit", v->unit); s(r, "text", v->text);
}

static void pain_rule_row(row *r, const ngl_pain_rule *v)
{
    s(r, "key", v->key); d(r, "run_max", v->run_max); d(r, "absolute_max", v->absolute_max); d(r, "next_day_rise_max", v->next_day_rise_max); d(r, "settle_h_max", v->settle_h_max); s(r, "text", v->text);
    refs(r, "source", v->source);
}

static void exercise_row(row *r, const ngl_exercise *v)
{
    s(r, "key", v->key); s(r, "name", v->name); s(r, "kind", v->kind); s(r, "muscles", v->muscles); s(r, "position", v->position); s(r, "equipment", v->equipment); s(r, "tempo", v->tempo);
    s(r, "criteria_to_progress", v->criteria_to_progress); s(r, "cautions", v->cautions); s(r, "how_to", v->how_to); d(r, "sets", v->sets); d(r, "reps", v->reps); d(r, "hold_s", v->hold_s);
    d(r, "per_week", v->per_week); i(r, "load_level", v->load_level); i(r, "impact_level", v->impact_level); d(r, "hip_flexion_max_deg", v->hip_flexion_max_deg); u(r, "hip_adduction", v->hip_adduction);
    u(r, "progression", v->progression); u(r, "regression", v->regression); u(r, "avoid_adr", v->avoid_adr); u(r, "avoid_num", v->avoid_num); u(r, "good_adr", v->good_adr); u(r, "good_num", v->good_num);
    refs(r, "source", v->source);
}

static void criterion_row(row *r, const ngl_criterion *v)
{
    u(r, "metric", v->metric); u(r, "compare", v->compare); d(r, "value", v->value); s(r, "note", v->note);
}

static void dose_row(row *r, const ngl_dose *v)
{
    u(r, "exercise", v->exercise); d(r, "sets", v->sets); d(r, "reps", v->reps); d(r, "hold_s", v->hold_s); d(r, "per_week", v->per_week); s(r, "load", v->load); s(r, "note", v->note);
    u(r, "overrides_avoid", v->overrides_avoid);
}

static void stage_row(row *r, const ngl_stage *v)
{
    s(r, "key", v->key); s(r, "name", v->name); s(r, "goals", v->goals); u(r, "entry_adr", v->entry_adr); u(r, "exit_adr", v->exit_adr); u(r, "entry_num", v->entry_num); u(r, "exit_num", v->exit_num);
    u(r, "dose_adr", v->dose_adr); u(r, "dose_num", v->dose_num); u(r, "run", v->run); s(r, "run_text", v->run_text); u(r, "programme", v->programme); u(r, "level_from", v->level_from);
    u(r, "level_to", v->level_to); s(r, "setback", v->setback); s(r, "refer", v->refer); u(r, "pain_rule", v->pain_rule); d(r, "weeks_low", v->weeks_low); d(r, "weeks_high", v->weeks_high);
}

static void protocol_row(row *r, const ngl_protocol *v)
{
    s(r, "key", v->key); s(r, "name", v->name); s(r, "evidence", v->evidence); d(r, "weeks_low", v->weeks_low); d(r, "weeks_high", v->weeks_high); s(r, "avoid", v->avoid);
    s(r, "daily_test", v->daily_test); s(r, "emergency_if", v->emergency_if); u(r, "clinician_only", v->clinician_only); u(r, "stage_adr", v->stage_adr); u(r, "stage_num", v->stage_num);
    u(r, "treatment_adr", v->treatment_adr); u(r, "treatment_num", v->treatment_num); refs(r, "source", v->source);
}

static void treatment_row(row *r, const ngl_treatment *v)
{
    s(r, "key", v->key); s(r, "name", v->name); s(r, "phase", v->phase); s(r, "what", v->what); s(r, "dose", v->dose); s(r, "evidence", v->evidence); s(r, "effect", v->effect);
    s(r, "harms", v->harms); s(r, "who_decides", v->who_decides); refs(r, "source", v->source);
}

static void level_row(row *r, const ngl_level *v)
{
    s(r, "key", v->key); d(r, "walk_min", v->walk_min); d(r, "run_min", v->run_min); d(r, "repeats", v->repeats); d(r, "run_total_min", v->run_total_min); d(r, "session_min", v->session_min);
    s(r, "text", v->text);
}

static void programme_row(row *r, const ngl_programme *v)
{
    s(r, "key", v->key); s(r, "name", v->name); u(r, "level_adr", v->level_adr); u(r, "level_num", v->level_num); d(r, "sessions_per_week", v->sessions_per_week);
    d(r, "sessions_per_level_min", v->sessions_per_level_min); d(r, "rest_days_between", v->rest_days_between); refs(r, "source", v->source);
}

/* clang-format on */

#define TABLE(member, type, count)                                                                                     \
    do {                                                                                                               \
        if ((count) > 0) {                                                                                             \
            ngl_buf_printf(b, "\nstatic const " #type " " #member "_table[] = {\n");                                   \
            for (size_t n = 0; n < (count); n++) {                                                                     \
                row r = begin(b);                                                                                      \
                member##_row(&r, &kb->member[n]);                                                                      \
                end(&r);                                                                                               \
            }                                                                                                          \
            ngl_buf_text(b, "};\n");                                                                                   \
        }                                                                                                              \
    } while (0)

static void id_list(ngl_buf *b, const char *name, const ngl_id *ids, size_t count)
{
    if (!count) return;
    ngl_buf_printf(b, "\nstatic const ngl_id %s_table[] = {", name);
    for (size_t n = 0; n < count; n++) ngl_buf_printf(b, "%s%u,", n % 20 ? " " : "\n    ", (unsigned)ids[n]);
    ngl_buf_text(b, "\n};\n");
}

/* Lengths of the id lists are not stored in ngl_knowledge; the rows that point
 * into them tell. */
#define LENGTH(result, rows, count, adr, num)                                                                          \
    do {                                                                                                               \
        for (size_t n = 0; n < (count); n++)                                                                           \
            if (kb->rows[n].num && kb->rows[n].adr + (size_t)kb->rows[n].num > (result))                               \
                result = kb->rows[n].adr + (size_t)kb->rows[n].num;                                                    \
    } while (0)

typedef struct lengths {
    size_t source_ref, suspect, blocked, exercise_protocol, measure;
} lengths;

static lengths measure(const ngl_knowledge *kb)
{
    lengths l = { 0 };
    LENGTH(l.source_ref, condition, kb->ncondition, source.adr, source.num);
    LENGTH(l.source_ref, finding, kb->nfinding, source.adr, source.num);
    LENGTH(l.source_ref, form, kb->nform, source.adr, source.num);
    LENGTH(l.source_ref, tissue, kb->ntissue, baseline_source.adr, baseline_source.num);
    LENGTH(l.source_ref, tissue, kb->ntissue, speed_source.adr, speed_source.num);
    LENGTH(l.source_ref, tissue, kb->ntissue, cadence_source.adr, cadence_source.num);
    LENGTH(l.source_ref, tissue, kb->ntissue, grade_source.adr, grade_source.num);
    LENGTH(l.source_ref, tissue, kb->ntissue, damage_source.adr, damage_source.num);
    LENGTH(l.source_ref, tissue, kb->ntissue, half_life_source.adr, half_life_source.num);
    LENGTH(l.source_ref, cue, kb->ncue, source.adr, source.num);
    LENGTH(l.source_ref, training, kb->ntraining, source.adr, source.num);
    LENGTH(l.exercise_protocol, cue, kb->ncue, helps_adr, helps_num);
    LENGTH(l.exercise_protocol, cue, kb->ncue, harms_adr, harms_num);
    LENGTH(l.source_ref, rule, kb->nrule, source.adr, source.num);
    LENGTH(l.source_ref, claim, kb->nclaim, source.adr, source.num);
    LENGTH(l.source_ref, statement, kb->nstatement, source.adr, source.num);
    LENGTH(l.source_ref, course, kb->course ? ngl_states(kb) : 0, source.adr, source.num);
    LENGTH(l.source_ref, pain_rule, kb->npain_rule, source.adr, source.num);
    LENGTH(l.source_ref, exercise, kb->nexercise, source.adr, source.num);
    LENGTH(l.source_ref, protocol, kb->nprotocol, source.adr, source.num);
    LENGTH(l.source_ref, treatment, kb->ntreatment, source.adr, source.num);
    LENGTH(l.source_ref, programme, kb->nprogramme, source.adr, source.num);
    LENGTH(l.suspect, rule, kb->nrule, suspect_adr, suspect_num);
    LENGTH(l.blocked, rule, kb->nrule, blocked_adr, blocked_num);
    LENGTH(l.exercise_protocol, exercise, kb->nexercise, avoid_adr, avoid_num);
    LENGTH(l.exercise_protocol, exercise, kb->nexercise, good_adr, good_num);
    LENGTH(l.measure, care, kb->ncondition, measure_adr, measure_num);
    LENGTH(l.measure, protocol, kb->nprotocol, treatment_adr, treatment_num);
    return l;
}

static void evidence_tables(ngl_buf *b, const ngl_knowledge *kb)
{
    TABLE(source, ngl_source, kb->nsource);
    TABLE(condition, ngl_condition, kb->ncondition);
    TABLE(care, ngl_care, kb->ncondition);
    TABLE(finding, ngl_finding, kb->nfinding);
    TABLE(option, ngl_option, kb->noption);
    TABLE(group, ngl_group, kb->ngroup);
    ngl_buf_text(b, "\nstatic const double base_table[] = {");
    for (uint32_t n = 0; n < kb->ncolumn; n++) {
        ngl_buf_text(b, n % 12 ? " " : "\n    ");
        number(b, kb->base[n]);
        ngl_buf_char(b, ',');
    }
    ngl_buf_text(b, "\n};\n");
    TABLE(form, ngl_form, kb->nform);
    TABLE(link, ngl_link, (size_t)kb->ncolumn * ngl_states(kb));
    TABLE(modifier, ngl_modifier, kb->nmodifier);
    TABLE(pair, ngl_pair, kb->npair);
    TABLE(rule, ngl_rule, kb->nrule);
    TABLE(op, ngl_op, kb->nop);
    TABLE(danger_item, ngl_danger_item, kb->ndanger_item);
    TABLE(danger_group, ngl_danger_group, kb->ndanger_group);
    TABLE(danger_level, ngl_danger_level, kb->ndanger_level);
    TABLE(claim, ngl_claim, kb->nclaim);
    TABLE(statement, ngl_statement, kb->nstatement);
    if (kb->course) TABLE(course, ngl_course, ngl_states(kb));
    TABLE(tissue, ngl_tissue, kb->ntissue);
    TABLE(cue, ngl_cue, kb->ncue);
    TABLE(training, ngl_training_figure, kb->ntraining);
    TABLE(screen, ngl_screen, kb->nscreen);
    TABLE(screen_item, ngl_screen_item, kb->nscreen_item);
    TABLE(contradiction, ngl_contradiction, kb->ncontradiction);
    TABLE(recheck, ngl_recheck, kb->nrecheck);
}

static void care_tables(ngl_buf *b, const ngl_knowledge *kb)
{
    TABLE(metric, ngl_metric, kb->nmetric);
    TABLE(pain_rule, ngl_pain_rule, kb->npain_rule);
    TABLE(exercise, ngl_exercise, kb->nexercise);
    TABLE(criterion, ngl_criterion, kb->ncriterion);
    TABLE(dose, ngl_dose, kb->ndose);
    TABLE(stage, ngl_stage, kb->nstage);
    TABLE(protocol, ngl_protocol, kb->nprotocol);
    TABLE(treatment, ngl_treatment, kb->ntreatment);
    TABLE(level, ngl_level, kb->nlevel);
    TABLE(programme, ngl_programme, kb->nprogramme);
}

static void id_tables(ngl_buf *b, const ngl_knowledge *kb, lengths l)
{
    id_list(b, "source_ref", kb->source_ref, l.source_ref);
    id_list(b, "suspect", kb->suspect, l.suspect);
    id_list(b, "blocked", kb->blocked, l.blocked);
    id_list(b, "opening", kb->opening, kb->nopening);
    id_list(b, "exercise_protocol", kb->exercise_protocol, l.exercise_protocol);
    id_list(b, "measure", kb->measure, l.measure);
}

static void count(ngl_buf *b, const char *member, size_t n)
{
    ngl_buf_printf(b, "    .%s = %zu,\n", member, n);
}

static void pointer(ngl_buf *b, const char *member, size_t n)
{
    if (n) ngl_buf_printf(b, "    .%s = %s_table,\n", member, member);
}

static void counted(ngl_buf *b, const char *member, size_t n)
{
    ngl_buf_printf(b, "    .n%s = %zu,\n", member, n);
    pointer(b, member, n);
}

static void by_level(row *r, const char *member, const double *v)
{
    begin_member(r, member);
    ngl_buf_text(r->b, "{ ");
    for (unsigned n = 0; n < 4; n++) {
        number(r->b, v[n]);
        ngl_buf_text(r->b, n < 3 ? ", " : " }");
    }
}

static void figures(row *r, const char *member, const double *v, unsigned n)
{
    begin_member(r, member);
    ngl_buf_text(r->b, "{ ");
    for (unsigned i = 0; i < n; i++) {
        number(r->b, v[i]);
        ngl_buf_text(r->b, i + 1 < n ? ", " : " }");
    }
}

/* clang-format off */
static void times(ngl_buf *b, const ngl_time *t)
{
    row r = { b, true };
    ngl_buf_text(b, "    .time = {");
    u(&r, "days", t->days); u(&r, "band", t->band); u(&r, "change", t->change); u(&r, "after", t->after); u(&r, "load", t->load); u(&r, "back", t->back); u(&r, "delay", t->delay); u(&r, "nband", t->nband);
    figures(&r, "from_day", t->from_day, NGL_BANDS_MAX);
    d(&r, "scale_d", t->scale_d); d(&r, "horizon_d", t->horizon_d); d(&r, "stray", t->stray); d(&r, "stray_spread", t->stray_spread); d(&r, "better", t->better); d(&r, "much_better", t->much_better); d(&r, "blame", t->blame); d(&r, "blame_d", t->blame_d);
    figures(&r, "by_chance", t->by_chance, 5);
    ngl_buf_text(b, " },\n");
}

static void model(ngl_buf *b, const ngl_model *m)
{
    row r = { b, true };
    ngl_buf_text(b, "    .model = {");
    d(&r, "self_test_trust", m->self_test_trust); d(&r, "modifier_cap", m->modifier_cap); d(&r, "modifier_product_cap", m->modifier_product_cap); d(&r, "lr_cap", m->lr_cap);
    d(&r, "lr_cap_self_report", m->lr_cap_self_report); d(&r, "expected_causes", m->expected_causes); d(&r, "leak_share", m->leak_share); u(&r, "max_causes", m->max_causes);
    by_level(&r, "harm_weight", m->harm_weight);
    by_level(&r, "visit_cost", m->visit_cost);
    d(&r, "p_urgent", m->p_urgent); d(&r, "p_emergency", m->p_emergency); d(&r, "stop_leader", m->stop_leader); d(&r, "stop_top3", m->stop_top3); d(&r, "stop_triage_change", m->stop_triage_change);
    d(&r, "stop_bits_per_10s", m->stop_bits_per_10s); u(&r, "min_answers", m->min_answers); u(&r, "max_questions", m->max_questions); u(&r, "max_self_tests", m->max_self_tests); d(&r, "likely_p", m->likely_p);
    d(&r, "likely_low", m->likely_low); d(&r, "possible_p", m->possible_p); d(&r, "leader_draws", m->leader_draws); d(&r, "fit_floor", m->fit_floor);
    d(&r, "p_routine", m->p_routine); d(&r, "p_now", m->p_now); d(&r, "bit_value", m->bit_value); d(&r, "rho_ess", m->rho_ess);
    d(&r, "urgent_cost", m->urgent_cost); d(&r, "emergency_cost", m->emergency_cost);
    d(&r, "max_seconds", m->max_seconds); d(&r, "word_s", m->word_s); d(&r, "item_s", m->item_s); d(&r, "tap_s", m->tap_s); d(&r, "screen_s", m->screen_s);
    ngl_buf_text(b, " },\n");
}
/* clang-format on */

static void whole(ngl_buf *b, const ngl_knowledge *kb, lengths l)
{
    ngl_buf_printf(b, "\nstatic const ngl_knowledge builtin = {\n    .version = \"%s\",\n", kb->version);
    count(b, "ncolumn", kb->ncolumn);
    count(b, "other", kb->other);
    count(b, "nopening_danger", kb->nopening_danger);
/* clang-format off */
#define COUNTED(member) counted(b, #member, kb->n##member)
    COUNTED(source); COUNTED(condition); COUNTED(finding); COUNTED(group); COUNTED(rule); COUNTED(claim); COUNTED(metric);
    COUNTED(pain_rule); COUNTED(exercise); COUNTED(protocol); COUNTED(treatment); COUNTED(programme); COUNTED(danger_group);
    COUNTED(option); COUNTED(modifier); COUNTED(pair); COUNTED(op); COUNTED(danger_item); COUNTED(danger_level);
    COUNTED(criterion); COUNTED(dose); COUNTED(stage); COUNTED(level); COUNTED(opening);
    COUNTED(statement); COUNTED(form); COUNTED(tissue); COUNTED(cue); COUNTED(training); COUNTED(screen); COUNTED(screen_item);
    COUNTED(contradiction); COUNTED(recheck);
#undef COUNTED
    /* clang-format on */
    pointer(b, "care", kb->ncondition);
    pointer(b, "base", kb->ncolumn);
    pointer(b, "link", (size_t)kb->ncolumn * ngl_states(kb));
    pointer(b, "source_ref", l.source_ref);
    pointer(b, "suspect", l.suspect);
    pointer(b, "blocked", l.blocked);
    pointer(b, "exercise_protocol", l.exercise_protocol);
    pointer(b, "measure", l.measure);
    pointer(b, "course", kb->course ? ngl_states(kb) : 0);
    times(b, &kb->time);
    model(b, &kb->model);
    ngl_buf_text(b, "};\n\nconst ngl_knowledge *ngl_knowledge_builtin(void)\n{\n    return &builtin;\n}\n");
}

void ngl_kbc_write_c(ngl_buf *b, const ngl_knowledge *kb)
{
    lengths l = measure(kb);
    ngl_buf_text(
        b,
        "/* GENERATED by kbc from knowledge/; do not edit. */\n#include <niggle/knowledge.h>\n\n#include <math.h>\n");
    evidence_tables(b, kb);
    care_tables(b, kb);
    id_tables(b, kb, l);
    whole(b, kb, l);
}
