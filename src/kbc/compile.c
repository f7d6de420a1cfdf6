/* The order of the passes, and the tables put together at the end. A pass may
 * name only what an earlier one defined. */
#include "kbc/internal.h"

#include "base/error.h"

#include <string.h>

static void start_vectors(kbc *k)
{
#define TABLE(member, type, name)                                                                                      \
    k->member = (kbc_vec){ .what = name, .size = sizeof(type), .spare = kbc_take(k, sizeof(type), 1) }
    TABLE(source, ngl_source, "source");
    TABLE(source_ref, ngl_id, "source");
    TABLE(condition, ngl_condition, "condition");
    TABLE(finding, ngl_finding, "finding");
    TABLE(option, ngl_option, "option");
    TABLE(group, ngl_group, "group");
    TABLE(modifier, ngl_modifier, "modifier");
    TABLE(pair, ngl_pair, "pair");
    TABLE(rule, ngl_rule, "rule");
    TABLE(op, ngl_op, "step");
    TABLE(suspect, ngl_id, "condition");
    TABLE(blocked, ngl_id, "finding");
    TABLE(danger_item, ngl_danger_item, "danger item");
    TABLE(danger_group, ngl_danger_group, "danger group");
    TABLE(danger_level, ngl_danger_level, "danger level");
    TABLE(opening, ngl_id, "finding");
    TABLE(claim, ngl_claim, "claim");
    TABLE(metric, ngl_metric, "metric");
    TABLE(pain_rule, ngl_pain_rule, "pain rule");
    TABLE(exercise, ngl_exercise, "exercise");
    TABLE(exercise_protocol, ngl_id, "protocol");
    TABLE(criterion, ngl_criterion, "criterion");
    TABLE(dose, ngl_dose, "dose");
    TABLE(stage, ngl_stage, "stage");
    TABLE(protocol, ngl_protocol, "protocol");
    TABLE(treatment, ngl_treatment, "treatment");
    TABLE(measure, ngl_id, "treatment");
    TABLE(level, ngl_level, "level");
    TABLE(programme, ngl_programme, "programme");
    TABLE(comparator, kbc_comparator, "comparator");
    TABLE(cue, ngl_cue, "form cue");
    TABLE(form, ngl_form, "form");
    TABLE(training, ngl_training_figure, "training figure");
    TABLE(statement, ngl_statement, "statement");
    TABLE(screen, ngl_screen, "screen");
    TABLE(screen_item, ngl_screen_item, "item");
    TABLE(tissue, ngl_tissue, "tissue");
    TABLE(contradiction, ngl_contradiction, "contradiction");
    TABLE(recheck, ngl_recheck, "recheck");
#undef TABLE
}

/* The files by name, so that not even the order of problems depends on the caller's. */
static void sort_files(kbc *k, const ngl_kbc_file *files, size_t n)
{
    ngl_kbc_file *sorted = kbc_take(k, sizeof *sorted, n);
    for (size_t i = 0; sorted && i < n; i++) {
        size_t j = i;
        for (; j && strcmp(sorted[j - 1].name, files[i].name) > 0; j--) sorted[j] = sorted[j - 1];
        sorted[j] = files[i];
    }
    k->file = sorted;
    k->nfile = sorted ? n : 0;
}

static void check_names(kbc *k)
{
    for (size_t i = 0; i < k->nfile; i++) {
        const char        *name = k->file[i].name;
        size_t             len = strlen(name);
        const char *const *known = ngl_kbc_names;
        while (*known && strcmp(*known, name) != 0) known++;
        if (!*known && !(len > 3 && strcmp(name + len - 3, ".md") == 0))
            kbc_problem(k, (kbc_place){ kbc_text(k, name, len), 1 }, "this file has no place in the knowledge folder");
    }
}

static void run_passes(kbc *k)
{
    static void (*const passes[])(kbc *) = {
        kbc_read_sources,           kbc_read_conditions, kbc_read_forms,         kbc_read_findings,
        kbc_read_structure,         kbc_read_likelihoods, kbc_read_modifiers,    kbc_read_red_flags,
        kbc_read_danger,            kbc_read_rest_of_structure, kbc_read_claims, kbc_read_return_to_run,
        kbc_read_protocol_names,    kbc_read_treatments, kbc_read_exercises,     kbc_read_protocols,
        kbc_read_care,              kbc_check_carried,   kbc_read_cues, kbc_read_training,  kbc_read_statements, kbc_read_courses,
        kbc_read_tissues,
    };
    check_names(k);
    for (size_t i = 0; i < sizeof passes / sizeof *passes && !k->nomem; i++) passes[i](k);
}

static ngl_knowledge assemble(const kbc *k, const char *version)
{
    ngl_knowledge kb = { .version = version,
                         .ncolumn = k->ncolumn,
                         .other = k->other,
                         .care = k->care,
                         .base = k->base,
                         .link = k->link,
                         .source_ref = k->source_ref.data,
                         .suspect = k->suspect.data,
                         .blocked = k->blocked.data,
                         .exercise_protocol = k->exercise_protocol.data,
                         .measure = k->measure.data,
                         .model = k->model,
                         .nopening_danger = k->nopening_danger,
                         .course = k->course,
                         .time = k->time };
#define COUNTED(member, type)                                                                                          \
    kb.member = (const type *)k->member.data;                                                                          \
    kb.n##member = (ngl_id)k->member.num
    COUNTED(source, ngl_source);
    COUNTED(condition, ngl_condition);
    COUNTED(finding, ngl_finding);
    COUNTED(group, ngl_group);
    COUNTED(rule, ngl_rule);
    COUNTED(claim, ngl_claim);
    COUNTED(statement, ngl_statement);
    COUNTED(metric, ngl_metric);
    COUNTED(pain_rule, ngl_pain_rule);
    COUNTED(exercise, ngl_exercise);
    COUNTED(protocol, ngl_protocol);
    COUNTED(treatment, ngl_treatment);
    COUNTED(programme, ngl_programme);
    COUNTED(danger_group, ngl_danger_group);
    COUNTED(form, ngl_form);
    COUNTED(tissue, ngl_tissue);
    COUNTED(cue, ngl_cue);
    COUNTED(training, ngl_training_figure);
#undef COUNTED
#define COUNTED(member, type)                                                                                          \
    kb.member = (const type *)k->member.data;                                                                          \
    kb.n##member = k->member.num
    COUNTED(option, ngl_option);
    COUNTED(modifier, ngl_modifier);
    COUNTED(pair, ngl_pair);
    COUNTED(op, ngl_op);
    COUNTED(danger_item, ngl_danger_item);
    COUNTED(danger_level, ngl_danger_level);
    COUNTED(criterion, ngl_criterion);
    COUNTED(dose, ngl_dose);
    COUNTED(stage, ngl_stage);
    COUNTED(level, ngl_level);
    COUNTED(opening, ngl_id);
    COUNTED(screen, ngl_screen);
    COUNTED(screen_item, ngl_screen_item);
    COUNTED(contradiction, ngl_contradiction);
    COUNTED(recheck, ngl_recheck);
#undef COUNTED
    return kb;
}

ngl_status ngl_kbc_compile(const ngl_knowledge **out, ngl_arena *a, const ngl_kbc_file *files, size_t nfiles,
                           ngl_kbc_report *report, ngl_error *err)
{
    *report = (ngl_kbc_report){ 0 };
    kbc           *k = NGL_NEW(a, kbc, 1);
    ngl_knowledge *kb = NGL_NEW(a, ngl_knowledge, 1);
    if (!k || !kb) return ngl_fail(err, NGL_E_NOMEM, 0, "compiling the knowledge needs more memory than is allowed");
    k->arena = a;
    k->report = report;
    k->other = NGL_NONE;
    sort_files(k, files, nfiles);
    start_vectors(k);
    if (!k->nomem) run_passes(k);
    const char *version = kbc_version(k);
    if (k->nomem) return ngl_fail(err, NGL_E_NOMEM, 0, "compiling the knowledge needs more memory than is allowed");
    if (report->nproblem)
        return ngl_fail(err, NGL_E_KNOWLEDGE, 0, "%s:%u: %s", report->problem[0].file,
                        (unsigned)report->problem[0].line, report->problem[0].text);
    *kb = assemble(k, version);
    *out = kb;
    return NGL_OK;
}
