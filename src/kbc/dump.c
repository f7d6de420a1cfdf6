/* Everything in words: what a reviewer reads and diffs. Numbers keep four
 * significant places at most, so that a rounding elsewhere is no news. */
#include "kbc/dump.h"
#include "kbc/internal.h"

#include <math.h>

static const char *state_key(const ngl_knowledge *kb, ngl_id state)
{
    return state < kb->ncondition ? kb->condition[state].key : kb->form[state - kb->ncondition].key;
}

/* ---- conditions and their strongest links ------------------------------------- */

enum { TOP_LINKS = 8 };

static double pull(const ngl_knowledge *kb, uint32_t col, ngl_id c)
{
    const ngl_link *l = ngl_link_at(kb, col, c);
    double          p = (double)l->p, base = kb->base[col];
    if (!(l->ess > 0)) return 0;
    p = fmin(fmax(p, 1e-4), 1 - 1e-4);
    base = fmin(fmax(base, 1e-4), 1 - 1e-4);
    return fabs(log(p / base));
}

static void column_name(ngl_buf *b, const ngl_knowledge *kb, uint32_t col)
{
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        const ngl_finding *row = &kb->finding[f];
        if (col < row->column_adr || col >= row->column_adr + row->column_num) continue;
        ngl_buf_text(b, row->key);
        if (row->answer == NGL_ANSWER_ONE_OF)
            ngl_buf_printf(b, "=%s", option_key(kb, f, (ngl_id)(col - row->column_adr)));
        return;
    }
}

static void top_links(ngl_buf *b, const ngl_knowledge *kb, ngl_id c)
{
    uint32_t top[TOP_LINKS];
    unsigned n = 0;
    for (uint32_t col = 0; col < kb->ncolumn; col++) {
        double   v = pull(kb, col, c);
        unsigned at = n;
        while (at && pull(kb, top[at - 1], c) < v) at--;
        if (!(v > 0) || at == TOP_LINKS) continue;
        n += n < TOP_LINKS;
        for (unsigned i = n - 1; i > at; i--) top[i] = top[i - 1];
        top[at] = col;
    }
    for (unsigned i = 0; i < n; i++) {
        const ngl_link *l = ngl_link_at(kb, top[i], c);
        ngl_buf_text(b, "    link: ");
        column_name(b, kb, top[i]);
        named(b, "", (double)l->p);
        named(b, " base", kb->base[top[i]]);
        named(b, " ess", (double)l->ess);
        ngl_buf_char(b, '\n');
    }
}

/* each form with what sets it apart from its condition's mean */
static void forms(ngl_buf *b, const ngl_knowledge *kb, const ngl_condition *row)
{
    for (unsigned i = 0; i < row->form_num; i++) {
        const ngl_form *f = &kb->form[row->form_adr + i];
        ngl_buf_printf(b, "    form %s: %s, ", f->key, f->name);
        named(b, "share", f->share);
        named(b, ", range", f->share_low);
        named(b, " to", f->share_high);
        ngl_buf_char(b, '\n');
        line(b, "  why", f->reason);
        for (uint32_t col = 0; col < kb->ncolumn; col++) {
            const ngl_link *own = ngl_link_at(kb, col, (ngl_id)(kb->ncondition + row->form_adr + i));
            const ngl_link *mean = ngl_link_at(kb, col, f->condition);
            if (fabsf(own->p - mean->p) < 1e-6f) continue;
            ngl_buf_text(b, "      link: ");
            column_name(b, kb, col);
            named(b, "", (double)own->p);
            named(b, " mean", (double)mean->p);
            named(b, " ess", (double)own->ess);
            ngl_buf_char(b, '\n');
        }
        sources(b, kb, f->source);
    }
}

static const char *const handlings[] = {
    "self_protocol", "self_protocol_and_routine_review", "protocol_after_clinician", "refer_routine", "refer_urgent",
    "emergency"
};

static void care(ngl_buf *b, const ngl_knowledge *kb, const ngl_care *care)
{
    ngl_buf_printf(b, "    care: %s, %s, until seen: %s, measures:", handlings[care->handling],
                   care->protocol == NGL_NONE ? "no protocol" : kb->protocol[care->protocol].key, care->run_until_seen);
    for (uint32_t i = care->measure_adr; i < care->measure_adr + care->measure_num; i++)
        ngl_buf_printf(b, " %s", kb->treatment[kb->measure[i]].key);
    ngl_buf_char(b, '\n');
    line(b, "note", care->note);
}

static void conditions(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== conditions (%u) ==\n", (unsigned)kb->ncondition);
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        const ngl_condition *row = &kb->condition[c];
        ngl_buf_printf(b, "%s: %s [%s]\n    ", row->key, row->name, ngl_triage_key(row->triage));
        named(b, "prior", row->prior);
        named(b, ", range", row->prior_low);
        named(b, " to", row->prior_high);
        named(b, ", clinic", row->prior_clinic);
        if (row->trigger_p > 0) named(b, ", urgent from", row->trigger_p);
        if (row->trigger_now > 0) named(b, ", emergency from", row->trigger_now);
        ngl_buf_char(b, '\n');
        line(b, "course", row->time_course);
        top_links(b, kb, c);
        forms(b, kb, row);
        care(b, kb, &kb->care[c]);
        sources(b, kb, row->source);
    }
}

/* ---- findings ------------------------------------------------------------------ */

/* Postfix steps as they stand: short, and exactly what is evaluated. */
static void steps(ngl_buf *b, const ngl_knowledge *kb, uint32_t adr, uint16_t num)
{
    for (uint32_t i = adr; i < adr + num; i++) {
        const ngl_op *o = &kb->op[i];
        ngl_buf_char(b, ' ');
        switch (o->code) {
        case NGL_OP_YES: ngl_buf_text(b, kb->finding[o->finding].key); break;
        case NGL_OP_IS:
            ngl_buf_printf(b, "%s=%s", kb->finding[o->finding].key, option_key(kb, o->finding, o->option));
            break;
        case NGL_OP_GE:
            ngl_buf_printf(b, "%s>=", kb->finding[o->finding].key);
            figure(b, o->value);
            break;
        case NGL_OP_AND: ngl_buf_text(b, "and"); break;
        case NGL_OP_OR: ngl_buf_text(b, "or"); break;
        default: ngl_buf_text(b, "not"); break;
        }
    }
    ngl_buf_char(b, '\n');
}

static void answers(ngl_buf *b, const ngl_knowledge *kb, const ngl_finding *f)
{
    if (f->answer == NGL_ANSWER_NUMBER) {
        named(b, "    number", f->min);
        named(b, " to", f->max);
        ngl_buf_printf(b, " %s\n", f->unit);
        return;
    }
    if (f->answer == NGL_ANSWER_YES_NO) {
        named(b, "    base", kb->base[f->column_adr]);
        ngl_buf_char(b, '\n');
    }
    for (uint16_t i = 0; i < f->option_num; i++) {
        const ngl_option *o = &kb->option[f->option_adr + i];
        ngl_buf_printf(b, "    %s \"%s\"", o->key, o->label);
        if (f->column_num) named(b, " base", kb->base[f->column_adr + i]);
        ngl_buf_char(b, '\n');
    }
}

static void findings(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== findings (%u) ==\n", (unsigned)kb->nfinding);
    for (ngl_id i = 0; i < kb->nfinding; i++) {
        const ngl_finding *f = &kb->finding[i];
        ngl_buf_printf(b, "%s: %s\n    group %s", f->key, f->question, kb->group[f->group].key);
        named(b, ", seconds", f->cost_s);
        if (f->clinician_only) ngl_buf_text(b, ", clinicians only");
        if (f->red_flag) ngl_buf_text(b, ", red flag");
        if (f->in_clinic_prior) ngl_buf_text(b, ", already in the clinic prior");
        if (f->parent != NGL_NONE) ngl_buf_printf(b, ", within %s", kb->finding[f->parent].key);
        if (f->replaced_by != NGL_NONE) ngl_buf_printf(b, ", replaced by %s", kb->finding[f->replaced_by].key);
        ngl_buf_char(b, '\n');
        answers(b, kb, f);
        if (f->asked_num) {
            ngl_buf_text(b, "    asked if:");
            steps(b, kb, f->asked_adr, f->asked_num);
        }
    }
}

/* ---- structure ------------------------------------------------------------------ */

static void model(ngl_buf *b, const ngl_model *m)
{
    ngl_buf_text(b, "\n== model ==\n");
#define FIGURE(member)                                                                                                 \
    named(b, #member, (double)m->member);                                                                              \
    ngl_buf_char(b, '\n')
    FIGURE(self_test_trust);
    FIGURE(modifier_cap);
    FIGURE(modifier_product_cap);
    FIGURE(lr_cap);
    FIGURE(lr_cap_self_report);
    FIGURE(expected_causes);
    FIGURE(leak_share);
    FIGURE(max_causes);
    FIGURE(harm_weight[0]);
    FIGURE(harm_weight[1]);
    FIGURE(harm_weight[2]);
    FIGURE(harm_weight[3]);
    FIGURE(p_urgent);
    FIGURE(p_emergency);
    FIGURE(stop_leader);
    FIGURE(stop_top3);
    FIGURE(stop_triage_change);
    FIGURE(stop_bits_per_10s);
    FIGURE(min_answers);
    FIGURE(max_questions);
    FIGURE(max_self_tests);
    FIGURE(likely_p);
    FIGURE(likely_low);
    FIGURE(possible_p);
    FIGURE(leader_draws);
    FIGURE(fit_floor);
    FIGURE(p_routine);
    FIGURE(p_now);
    FIGURE(visit_cost[0]);
    FIGURE(visit_cost[1]);
    FIGURE(visit_cost[2]);
    FIGURE(visit_cost[3]);
    FIGURE(bit_value);
    FIGURE(rho_ess);
    FIGURE(urgent_cost);
    FIGURE(emergency_cost);
    FIGURE(max_seconds);
    FIGURE(word_s);
    FIGURE(item_s);
    FIGURE(tap_s);
    FIGURE(screen_s);
#undef FIGURE
}

static void structure(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== groups (%u) ==\n", (unsigned)kb->ngroup);
    for (ngl_id i = 0; i < kb->ngroup; i++) {
        named(b, kb->group[i].key, kb->group[i].rho);
        ngl_buf_char(b, '\n');
    }
    ngl_buf_printf(b, "\n== pairs (%u) ==\n", (unsigned)kb->npair);
    for (uint32_t i = 0; i < kb->npair; i++) {
        ngl_buf_printf(b, "%s with %s", kb->condition[kb->pair[i].a].key, kb->condition[kb->pair[i].b].key);
        named(b, " times", kb->pair[i].factor);
        ngl_buf_char(b, '\n');
    }
    ngl_buf_printf(b, "\n== modifiers (%u) ==\n", (unsigned)kb->nmodifier);
    for (uint32_t i = 0; i < kb->nmodifier; i++) {
        const ngl_modifier *m = &kb->modifier[i];
        ngl_buf_printf(b, "%s=%s: %s", kb->finding[m->finding].key,
                       m->option == NGL_NONE ? "yes" : option_key(kb, m->finding, m->option),
                       state_key(kb, m->condition));
        named(b, " times", m->odds);
        ngl_buf_char(b, '\n');
    }
    ngl_buf_printf(b, "\n== opening (%u, of which %u about danger) ==\n", (unsigned)kb->nopening,
                   (unsigned)kb->nopening_danger);
    for (uint32_t i = 0; i < kb->nopening; i++) ngl_buf_printf(b, "%s\n", kb->finding[kb->opening[i]].key);
    ngl_buf_printf(b, "\n== screens (%u) ==\n", (unsigned)kb->nscreen);
    for (uint32_t i = 0; i < kb->nscreen; i++) {
        const ngl_screen *s = &kb->screen[i];
        ngl_buf_printf(b, "%s%s, %u at once: %s\n", s->key, s->danger ? " [danger]" : "", s->most, s->ask);
        for (uint32_t k = s->item_adr; k < s->item_adr + s->item_num; k++)
            ngl_buf_printf(b, "    %s: %s\n", kb->finding[kb->screen_item[k].finding].key, kb->screen_item[k].label);
    }
    ngl_buf_printf(b, "\n== contradictions (%u) ==\n", (unsigned)kb->ncontradiction);
    for (uint32_t i = 0; i < kb->ncontradiction; i++) {
        const ngl_contradiction *c = &kb->contradiction[i];
        ngl_buf_printf(b, "%s: %s\n   ", c->key, c->text);
        steps(b, kb, c->op_adr, c->op_num);
        ngl_buf_char(b, '\n');
    }
    ngl_buf_printf(b, "\n== asked again after a self-test that hurt (%u) ==\n", (unsigned)kb->nrecheck);
    for (uint32_t i = 0; i < kb->nrecheck; i++)
        ngl_buf_printf(b, "%s: %s\n", kb->finding[kb->recheck[i].after].key, kb->finding[kb->recheck[i].ask].key);
}

/* ---- danger ----------------------------------------------------------------------- */

static void rules(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== rules (%u) ==\n", (unsigned)kb->nrule);
    for (ngl_id i = 0; i < kb->nrule; i++) {
        const ngl_rule *r = &kb->rule[i];
        ngl_buf_printf(b, "%s [%s]: %s\n", r->key, r->gate ? "gate" : ngl_triage_key(r->urgency), r->action);
        line(b, "if", r->text);
        ngl_buf_text(b, "    suspects:");
        for (uint32_t s = r->suspect_adr; s < r->suspect_adr + r->suspect_num; s++)
            ngl_buf_printf(b, " %s", kb->condition[kb->suspect[s]].key);
        ngl_buf_char(b, '\n');
        if (r->blocked_num) ngl_buf_text(b, "    blocks:");
        for (uint32_t s = r->blocked_adr; s < r->blocked_adr + r->blocked_num; s++)
            ngl_buf_printf(b, " %s", kb->finding[kb->blocked[s]].key);
        if (r->blocked_num) ngl_buf_char(b, '\n');
        sources(b, kb, r->source);
    }
}

static void danger(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== danger score (%u) ==\n", (unsigned)kb->ndanger_item);
    for (uint32_t i = 0; i < kb->ndanger_item; i++) {
        const ngl_danger_item *d = &kb->danger_item[i];
        ngl_buf_printf(b, "%+d %s", d->points, kb->finding[d->test.finding].key);
        if (d->test.code == NGL_OP_IS) ngl_buf_printf(b, "=%s", option_key(kb, d->test.finding, d->test.option));
        if (d->test.code == NGL_OP_GE) named(b, " at least", d->test.value);
        ngl_buf_printf(b, " in %s\n", kb->danger_group[d->group].key);
    }
    for (ngl_id i = 0; i < kb->ndanger_group; i++) {
        const ngl_danger_group *g = &kb->danger_group[i];
        ngl_buf_printf(b, "group %s: at most %d%s%s", g->key, g->cap, g->hard ? ", hard" : "",
                       g->reassuring ? ", reassuring" : "");
        if (g->hushes) ngl_buf_printf(b, ", from %d on nothing reassures", g->hushes);
        ngl_buf_char(b, '\n');
    }
    for (uint32_t i = 0; i < kb->ndanger_level; i++) {
        const ngl_danger_level *l = &kb->danger_level[i];
        ngl_buf_printf(b, "%s: total %d, groups %d, hard groups %d", ngl_triage_key(l->level), l->total, l->groups,
                       l->hard_groups);
        if (l->stand_in_points)
            ngl_buf_printf(b, ", %s from %d may stand in for one hard group", kb->danger_group[l->stand_in].key,
                           l->stand_in_points);
        ngl_buf_char(b, '\n');
    }
}

static void claims(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== claims (%u) ==\n", (unsigned)kb->nclaim);
    for (ngl_id i = 0; i < kb->nclaim; i++) {
        const ngl_claim *c = &kb->claim[i];
        ngl_buf_printf(b, "%s [%s] %s\n    said by: %s\n    reason: %s\n", c->key, c->verdict, c->statement, c->said_by,
                       c->reason);
        sources(b, kb, c->source);
    }
}

static void statements(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== statements (%u) ==\n", (unsigned)kb->nstatement);
    for (ngl_id i = 0; i < kb->nstatement; i++) {
        const ngl_statement *t = &kb->statement[i];
        ngl_buf_printf(b, "%s [%s] %s\n    said by: %s\n    reason: %s\n", t->key, t->verdict, t->text, t->said_by,
                       t->reason);
        line(b, "figure", t->figure);
        line(b, "about", t->about);
        sources(b, kb, t->source);
    }
}

void ngl_kbc_counts(ngl_buf *b, const ngl_knowledge *kb)
{
    size_t links = 0;
    for (uint32_t col = 0; col < kb->ncolumn; col++)
        for (ngl_id c = 0; c < kb->ncondition; c++) links += ngl_link_at(kb, col, c)->ess > 0;
    const struct {
        const char *name;
        size_t      n;
    } rows[] = {
        { "conditions", kb->ncondition },
        { "forms", kb->nform },
        { "findings", kb->nfinding },
        { "options", kb->noption },
        { "groups", kb->ngroup },
        { "links", links },
        { "modifiers", kb->nmodifier },
        { "pairs", kb->npair },
        { "rules", kb->nrule },
        { "danger items", kb->ndanger_item },
        { "claims", kb->nclaim },
        { "statements", kb->nstatement },
        { "sources", kb->nsource },
        { "protocols", kb->nprotocol },
        { "stages", kb->nstage },
        { "doses", kb->ndose },
        { "exercises", kb->nexercise },
        { "treatments", kb->ntreatment },
        { "tissues", kb->ntissue },
        { "programmes", kb->nprogramme },
        { "levels", kb->nlevel },
    };
    ngl_buf_printf(b, "version %s\n", kb->version);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) ngl_buf_printf(b, "%s %zu\n", rows[i].name, rows[i].n);
}

void ngl_kbc_dump(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_kbc_counts(b, kb);
    conditions(b, kb);
    findings(b, kb);
    model(b, &kb->model);
    structure(b, kb);
    rules(b, kb);
    danger(b, kb);
    kbc_dump_care(b, kb);
    kbc_dump_time(b, kb);
    claims(b, kb);
    statements(b, kb);
}
