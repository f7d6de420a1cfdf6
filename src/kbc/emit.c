/* The tables as C. Numbers are written so that they read back as the same
 * bits, strings with octal escapes, so the file is plain ASCII and the tables
 * in the library equal the tables compiled in memory. */
#include "kbc/emit.h"
#include "kbc/kbc.h"

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
    kbc_emit_tables(b, kb);
    id_tables(b, kb, l);
    whole(b, kb, l);
}
