/* The tables of rows as C: a function a struct, which names its members, and
 * the list of tables. */
#include "kbc/emit.h"

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

void kbc_emit_tables(ngl_buf *b, const ngl_knowledge *kb)
{
    evidence_tables(b, kb);
    care_tables(b, kb);
}
