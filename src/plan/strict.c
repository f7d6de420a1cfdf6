/* Running, pain limits and self-care: the most careful of all plausible causes.
 *
 * Limits are taken one by one, so that the joint rule is never laxer than any
 * of them; its words are those of the strictest kind, bone before nerve before
 * tendon before joint and back before muscle before soreness.
 */
#include "plan/internal.h"

#include <math.h>
#include <string.h>

static const char *const strictness[] = { "bone", "nerve", "tendon", "joint_back", "muscle", "soreness" };
enum { STRICTNESS_COUNT = sizeof strictness / sizeof *strictness };

static bool starts(const char *text, const char *with)
{
    return !strncmp(text, with, strlen(with));
}

ngl_run_allowed ngl_plan_run_word(const char *text)
{
    if (starts(text, "none") || starts(text, "walk") || starts(text, "uphill")) return NGL_RUN_NONE;
    if (starts(text, "allowed") || starts(text, "normal")) return NGL_RUN_ALLOWED;
    return NGL_RUN_LIMITED;
}

/* Nothing explains the answers well enough: the care of `other` counts, too. */
static bool is_unexplained(const ngl_plan *p)
{
    return plan_has(p, NGL_WHY_POOR_FIT) || plan_has(p, NGL_WHY_OTHER) || plan_has(p, NGL_WHY_UNCLEAR);
}

/* ---- running --------------------------------------------------------------- */

typedef struct advice {
    ngl_run_allowed run;
    const char     *text;
} advice;

/* Keep the strictest class; its texts come first. Beside "none" no other text
 * stands, since it would allow what is forbidden. */
static void add_advice(ngl_plan *p, advice a)
{
    bool stricter = a.run < p->run;
    if (stricter) p->run = a.run;
    if (stricter && a.run == NGL_RUN_NONE) p->nrun_text = 0;
    if (p->run == NGL_RUN_NONE && a.run != NGL_RUN_NONE) return;
    for (uint16_t i = 0; i < p->nrun_text; i++)
        if (!strcmp(p->run_text[i], a.text)) return;
    if (!*a.text || p->nrun_text == NGL_PLAN_CAUSE_MAX) return;
    uint16_t at = stricter ? 0 : p->nrun_text;
    for (uint16_t i = p->nrun_text++; i > at; i--) p->run_text[i] = p->run_text[i - 1];
    p->run_text[at] = a.text;
}

static double run_total_min(const ngl_knowledge *kb, ngl_id level)
{
    return level == NGL_NONE ? INFINITY : kb->level[level].run_total_min;
}

/* One word ("limited") names a class and is no advice; a stage's own words say
 * nothing while no cause stands out. */
static advice advice_of(const ngl_plan *p, ngl_run_allowed run, const char *text)
{
    return (advice){ run, is_unexplained(p) || !strchr(text, ' ') ? "" : text };
}

static void add_stage_run(ngl_plan *p, const ngl_knowledge *kb, const ngl_stage *s)
{
    add_advice(p, advice_of(p, s->run, s->run_text));
    if (s->level_from == NGL_NONE || run_total_min(kb, s->level_from) >= run_total_min(kb, p->level)) return;
    p->programme = s->programme;
    p->level = s->level_from;
}

/* Advice that waits for a clinician, or forbids, counts; otherwise the stage's own words do. */
static bool waits(const ngl_plan *p, const char *until_seen)
{
    return p->kind < NGL_PLAN_SHARED || (p->step == 0 && ngl_plan_run_word(until_seen) == NGL_RUN_NONE);
}

void ngl_plan_run(ngl_plan *p, const ngl_knowledge *kb)
{
    p->run = NGL_RUN_ALLOWED;
    if (p->kind == NGL_PLAN_HELP_NOW) {
        p->run = NGL_RUN_NONE;
        return;
    }
    for (uint16_t c = 0; c < p->ncause; c++) {
        const char *until_seen = kb->care[p->cause[c].condition].run_until_seen;
        if (waits(p, until_seen)) add_advice(p, advice_of(p, ngl_plan_run_word(until_seen), until_seen));
        if (p->cause[c].stage != UINT32_MAX) add_stage_run(p, kb, &kb->stage[p->cause[c].stage]);
    }
    if (is_unexplained(p)) {
        const char *until_seen = kb->care[kb->other].run_until_seen;
        add_advice(p, (advice){ ngl_plan_run_word(until_seen), until_seen });
    }
    if (p->run == NGL_RUN_NONE || p->kind < NGL_PLAN_SHARED) p->programme = p->level = NGL_NONE;
}

/* ---- pain --------------------------------------------------------------------- */

static int rank_of(const ngl_knowledge *kb, ngl_id rule)
{
    for (int i = 0; i < STRICTNESS_COUNT; i++)
        if (!strcmp(kb->pain_rule[rule].key, strictness[i])) return i;
    return STRICTNESS_COUNT;
}

static ngl_id rule_named(const ngl_knowledge *kb, const char *key)
{
    for (ngl_id i = 0; i < kb->npain_rule; i++)
        if (!strcmp(kb->pain_rule[i].key, key)) return i;
    return NGL_NONE;
}

static void add_pain_rule(ngl_plan *p, const ngl_knowledge *kb, ngl_id rule)
{
    if (rule == NGL_NONE) return;
    const ngl_pain_rule *r = &kb->pain_rule[rule];
    if (p->pain_rule == NGL_NONE) {
        p->run_max = p->absolute_max = p->next_day_rise_max = p->settle_h_max = INFINITY;
        p->pain_rule = rule;
    }
    if (rank_of(kb, rule) < rank_of(kb, p->pain_rule)) p->pain_rule = rule;
    p->run_max = fmin(p->run_max, r->run_max);
    p->absolute_max = fmin(p->absolute_max, r->absolute_max);
    p->next_day_rise_max = fmin(p->next_day_rise_max, r->next_day_rise_max);
    p->settle_h_max = fmin(p->settle_h_max, r->settle_h_max);
}

void ngl_plan_pain(ngl_plan *p, const ngl_knowledge *kb)
{
    bool unstaged = p->ncause == 0;
    for (uint16_t c = 0; c < p->ncause; c++) {
        const char *category = kb->condition[p->cause[c].condition].category;
        if (p->cause[c].stage == UINT32_MAX)
            unstaged = true;
        else
            add_pain_rule(p, kb, kb->stage[p->cause[c].stage].pain_rule);
        if (!strcmp(category, "bone") || !strcmp(category, "nerve")) add_pain_rule(p, kb, rule_named(kb, category));
    }
    /* where nothing is known about a cause, the most careful rule short of bone's */
    if (unstaged) add_pain_rule(p, kb, rule_named(kb, "nerve"));
}

/* ---- self-care ------------------------------------------------------------------- */

static bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *s = list; s; s = strchr(s, ';')) {
        while (*s == ';' || *s == ' ') s++;
        if (!strncmp(s, word, n) && (s[n] == '\0' || s[n] == ';')) return true;
    }
    return false;
}

static bool names(const ngl_knowledge *kb, ngl_id condition, ngl_id treatment)
{
    const ngl_care *care = &kb->care[condition];
    for (uint16_t i = 0; i < care->measure_num; i++)
        if (kb->measure[care->measure_adr + i] == treatment) return true;
    return false;
}

static bool measure_fits(const ngl_plan *p, const ngl_knowledge *kb, ngl_id treatment)
{
    const ngl_treatment *t = &kb->treatment[treatment];
    if (!starts(t->who_decides, "self")) return false;
    if ((p->kind < NGL_PLAN_STAGE || p->step == 0) && !has_word(t->phase, "acute")) return false;
    for (uint16_t c = 0; c < p->ncause; c++)
        if (!names(kb, p->cause[c].condition, treatment)) return false;
    return true;
}

void ngl_plan_measures(ngl_plan *p, const ngl_knowledge *kb)
{
    if (p->kind == NGL_PLAN_HELP_NOW) return;
    bool   unclear = is_unexplained(p);
    ngl_id from = unclear ? kb->other : p->cause[0].condition;
    const ngl_care *care = &kb->care[from];
    for (uint16_t i = 0; i < care->measure_num && p->nmeasure < NGL_PLAN_MEASURE_MAX; i++) {
        ngl_id treatment = kb->measure[care->measure_adr + i];
        if (unclear ? starts(kb->treatment[treatment].who_decides, "self") : measure_fits(p, kb, treatment))
            p->measure[p->nmeasure++] = treatment;
    }
}
