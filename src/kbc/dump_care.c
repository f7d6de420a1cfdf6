/* Care in words: protocols with their stages, exercises, pain rules and
 * programmes, treatments; and what the tissues bear. */
#include "kbc/dump.h"

static void criteria(ngl_buf *b, const ngl_knowledge *kb, const char *what, uint32_t adr, uint16_t num)
{
    static const char *const signs[] = { "at most", "at least", "exactly" };
    for (uint32_t i = adr; i < adr + num; i++) {
        const ngl_criterion *c = &kb->criterion[i];
        ngl_buf_printf(b, "    %s: %s %s ", what, kb->metric[c->metric].key, signs[c->compare]);
        figure(b, c->value);
        ngl_buf_printf(b, "%s%s\n", *c->note ? ", " : "", c->note);
    }
}

static void dose(ngl_buf *b, const ngl_knowledge *kb, const ngl_dose *d)
{
    ngl_buf_printf(b, "    dose: %s", kb->exercise[d->exercise].key);
    named(b, " sets", d->sets);
    named(b, " reps", d->reps);
    named(b, " hold", d->hold_s);
    named(b, " a week", d->per_week);
    if (*d->load) ngl_buf_printf(b, ", %s", d->load);
    if (*d->note) ngl_buf_printf(b, ", %s", d->note);
    ngl_buf_text(b, d->overrides_avoid ? ", overrides avoid_in\n" : "\n");
}

static void stage(ngl_buf *b, const ngl_knowledge *kb, const ngl_stage *s)
{
    static const char *const runs[] = { "none", "limited", "allowed" };
    ngl_buf_printf(b, "  %s: %s\n", s->key, s->name);
    line(b, "goals", s->goals);
    criteria(b, kb, "entry", s->entry_adr, s->entry_num);
    criteria(b, kb, "exit", s->exit_adr, s->exit_num);
    for (uint32_t i = s->dose_adr; i < s->dose_adr + s->dose_num; i++) dose(b, kb, &kb->dose[i]);
    ngl_buf_printf(b, "    running %s, pain rule %s", runs[s->run], kb->pain_rule[s->pain_rule].key);
    if (s->programme != NGL_NONE)
        ngl_buf_printf(b, ", %s %s to %s", kb->programme[s->programme].key, kb->level[s->level_from].key,
                       kb->level[s->level_to].key);
    named(b, ", weeks", s->weeks_low);
    named(b, " to", s->weeks_high);
    ngl_buf_char(b, '\n');
    line(b, "run", s->run_text);
    line(b, "setback", s->setback);
    line(b, "refer", s->refer);
}

static void protocols(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== protocols (%u) ==\n", (unsigned)kb->nprotocol);
    for (ngl_id i = 0; i < kb->nprotocol; i++) {
        const ngl_protocol *p = &kb->protocol[i];
        ngl_buf_printf(b, "%s: %s [evidence %s%s]\n", p->key, p->name, p->evidence,
                       p->clinician_only ? ", after a clinician only" : "");
        line(b, "avoid", p->avoid);
        line(b, "daily test", p->daily_test);
        line(b, "emergency if", p->emergency_if);
        for (uint32_t s = p->stage_adr; s < p->stage_adr + p->stage_num; s++) stage(b, kb, &kb->stage[s]);
        sources(b, kb, p->source);
    }
}

static void exercises(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== exercises (%u) ==\n", (unsigned)kb->nexercise);
    for (ngl_id i = 0; i < kb->nexercise; i++) {
        const ngl_exercise *e = &kb->exercise[i];
        ngl_buf_printf(b, "%s: %s\n", e->key, e->name);
        line(b, "how", e->how_to);
        line(b, "cautions", e->cautions);
        named(b, "    sets", e->sets);
        named(b, ", reps", e->reps);
        named(b, ", hold", e->hold_s);
        named(b, ", a week", e->per_week);
        ngl_buf_printf(b, ", load %d, impact %d", e->load_level, e->impact_level);
        if (e->progression != NGL_NONE) ngl_buf_printf(b, ", then %s", kb->exercise[e->progression].key);
        ngl_buf_text(b, e->avoid_num ? "\n    avoid in:" : "");
        for (uint32_t a = e->avoid_adr; a < e->avoid_adr + e->avoid_num; a++)
            ngl_buf_printf(b, " %s", kb->protocol[kb->exercise_protocol[a]].key);
        ngl_buf_char(b, '\n');
    }
}

static void running(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== pain rules (%u) ==\n", (unsigned)kb->npain_rule);
    for (ngl_id i = 0; i < kb->npain_rule; i++) {
        const ngl_pain_rule *p = &kb->pain_rule[i];
        ngl_buf_printf(b, "%s: %s\n", p->key, p->text);
        named(b, "    run", p->run_max);
        named(b, ", absolute", p->absolute_max);
        named(b, ", next day", p->next_day_rise_max);
        named(b, ", hours", p->settle_h_max);
        ngl_buf_char(b, '\n');
    }
    ngl_buf_printf(b, "\n== programmes (%u) ==\n", (unsigned)kb->nprogramme);
    for (ngl_id i = 0; i < kb->nprogramme; i++) {
        const ngl_programme *p = &kb->programme[i];
        ngl_buf_printf(b, "%s: %s\n", p->key, p->name);
        for (uint32_t l = p->level_adr; l < p->level_adr + p->level_num; l++) {
            ngl_buf_printf(b, "    %s:", kb->level[l].key);
            named(b, " walk", kb->level[l].walk_min);
            named(b, ", run", kb->level[l].run_min);
            named(b, ", times", kb->level[l].repeats);
            ngl_buf_char(b, '\n');
        }
    }
}

static void treatments(ngl_buf *b, const ngl_knowledge *kb)
{
    ngl_buf_printf(b, "\n== treatments (%u) ==\n", (unsigned)kb->ntreatment);
    for (ngl_id i = 0; i < kb->ntreatment; i++) {
        const ngl_treatment *t = &kb->treatment[i];
        ngl_buf_printf(b, "%s: %s [evidence %s, %s]\n", t->key, t->name, t->evidence, t->who_decides);
        line(b, "what", t->what);
        line(b, "dose", t->dose);
        line(b, "effect", t->effect);
        line(b, "harms", t->harms);
    }
}

static void tissues(ngl_buf *b, const ngl_knowledge *kb)
{
    static const char *const forms[] = { "a + b v", "a + b v^2", "v^e" };
    ngl_buf_printf(b, "\n== tissues (%u) ==\n", (unsigned)kb->ntissue);
    for (ngl_id i = 0; i < kb->ntissue; i++) {
        const ngl_tissue *t = &kb->tissue[i];
        ngl_buf_printf(b, "%s: %s, speed %s, exponent %u (%u-%u), confidence %s\n", t->key, t->label,
                       forms[t->speed_form], t->m, t->m_low, t->m_high, t->confident ? "medium" : "low");
        named(b, "    peak", t->baseline_bw);
        named(b, " a", t->v_a);
        named(b, " b", t->v_b);
        named(b, " e", t->speed_exponent);
        named(b, ", cadence up", t->cadence_up);
        named(b, " down", t->cadence_down);
        named(b, ", climb", t->grade_up);
        named(b, " descent", t->grade_down);
        named(b, ", late", t->late);
        named(b, ", half-life", t->half_life_h);
        ngl_buf_char(b, '\n');
        line(b, "note", t->note);
    }
}

void kbc_dump_care(ngl_buf *b, const ngl_knowledge *kb)
{
    protocols(b, kb);
    exercises(b, kb);
    running(b, kb);
    treatments(b, kb);
    tissues(b, kb);
}
