/* How well the assessment does on people who are made from its own knowledge,
 * with everything against it that can be put there: each person has parameters
 * of their own (drawn as far as the evidence leaves them open), a fifth of the
 * answers is "not sure", and one answer is simply wrong.
 *
 * This is a ceiling and a check of consistency, not accuracy in life: where
 * the knowledge is wrong, the people are wrong in the same way. What it can
 * show: whether stated probabilities hold (calibration), what doubt and errors
 * cost, whether danger stays caught, and whether order matters.
 *
 * The people are drawn from the public tables alone; nothing is shared with
 * src/assess but the generator of random numbers.
 *
 *     bench_study [PEOPLE [SEED]]
 */
#include "base/number.h"
#include "base/random.h"
#include "flow/vignettes.h"

#include <niggle/niggle.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 1000, CAUSES_MAX = 2, ARENA_LIMIT = 512 << 20 };

static const double SECOND_CAUSE = 0.2; /* about model.expected_causes */
static const double NOT_SURE = 0.2;

/* Runners by age, in the order of age_band's options: a round estimate, only
 * the mix that modifiers tilt. */
static const double AGE_MIX[] = { 0.02, 0.05, 0.20, 0.27, 0.23, 0.14, 0.07, 0.02 };

typedef struct setting {
    const char *name;
    double      not_sure;
    unsigned    wrong;    /* answers turned round */
    bool        drawn;    /* own parameters for each person */
    bool        interview;
    ngl_prior   prior;    /* people are drawn, and weighed, with these shares */
} setting;

static const setting SETTINGS[] = {
    { "all answers known", 0, 0, false, false, NGL_PRIOR_RUNNER },
    { "own parameters", 0, 0, true, false, NGL_PRIOR_RUNNER },
    { "and 20 % not sure", NOT_SURE, 0, true, false, NGL_PRIOR_RUNNER },
    { "and one wrong answer", NOT_SURE, 1, true, false, NGL_PRIOR_RUNNER },
    { "the same, interviewed", NOT_SURE, 1, true, true, NGL_PRIOR_RUNNER },
    { "the same, all causes alike", NOT_SURE, 1, true, true, NGL_PRIOR_NEUTRAL },
};

typedef struct person {
    ngl_vignette v;
    unsigned     ncause;
    ngl_id       state[CAUSES_MAX];
} person;

static double share_of(const ngl_knowledge *kb, ngl_prior prior, ngl_id c)
{
    if (prior == NGL_PRIOR_RUNNER) return kb->condition[c].prior;
    return c == kb->other ? kb->model.leak_share : (1 - kb->model.leak_share) / (kb->ncondition - 1);
}

/* index drawn with the weights given */
static unsigned draw(ngl_random *r, const double *weight, unsigned n)
{
    double sum = 0;
    for (unsigned i = 0; i < n; i++) sum += weight[i];
    double u = ngl_random_unit(r) * sum;
    for (unsigned i = 0; i + 1 < n; i++)
        if ((u -= weight[i]) <= 0) return i;
    return n - 1;
}

static ngl_id draw_cause(const ngl_knowledge *kb, ngl_prior prior, ngl_random *r)
{
    double weight[256];
    for (ngl_id c = 0; c < kb->ncondition; c++) weight[c] = share_of(kb, prior, c);
    ngl_id               c = (ngl_id)draw(r, weight, kb->ncondition);
    const ngl_condition *k = &kb->condition[c];
    if (!k->form_num) return c;
    for (ngl_id f = 0; f < k->form_num; f++) weight[f] = kb->form[k->form_adr + f].share;
    return (ngl_id)(kb->ncondition + k->form_adr + draw(r, weight, k->form_num));
}

static double modifier(const ngl_knowledge *kb, ngl_id state, ngl_id finding, ngl_id option)
{
    double odds = 1;
    for (uint32_t i = 0; i < kb->nmodifier; i++) {
        const ngl_modifier *m = &kb->modifier[i];
        bool                its = m->condition == state || m->condition == ngl_state_condition(kb, state);
        if (its && m->finding == finding && m->option == option) odds *= m->odds;
    }
    return odds;
}

/* who one is: what only tilts the priors */
static ngl_answer draw_trait(const ngl_knowledge *kb, const person *p, ngl_id f, ngl_random *r)
{
    const ngl_finding *q = &kb->finding[f];
    double             weight[64];
    bool               age = strcmp(q->key, "age_band") == 0;
    unsigned           n = q->answer == NGL_ANSWER_ONE_OF ? q->option_num : 2;
    for (unsigned o = 0; o < n; o++) {
        bool none = q->answer == NGL_ANSWER_YES_NO && o == 0;
        weight[o] = age && o < sizeof AGE_MIX / sizeof *AGE_MIX ? AGE_MIX[o] : 1;
        for (unsigned i = 0; i < p->ncause && !none; i++)
            weight[o] *= modifier(kb, p->state[i], f, q->answer == NGL_ANSWER_ONE_OF ? (ngl_id)o : NGL_NONE);
    }
    unsigned o = draw(r, weight, n);
    if (q->answer == NGL_ANSWER_ONE_OF) return (ngl_answer){ .state = NGL_CHOICE, .option = (ngl_id)o };
    return (ngl_answer){ .state = o ? NGL_YES : NGL_NO };
}

static double own_p(const ngl_link *l, bool drawn, ngl_random *r)
{
    double p = (double)l->p;
    return drawn && l->ess > 0 && p > 0 && p < 1 ? ngl_random_beta(r, p, (double)l->ess) : p;
}

/* noisy-OR with leak and inhibition, as the model says of the world */
static ngl_answer draw_yes_no(const ngl_knowledge *kb, const person *p, ngl_id f, bool drawn, ngl_random *r)
{
    uint32_t column = kb->finding[f].column_adr;
    double   b = kb->base[column], pass = 1, damp = 1;
    for (unsigned i = 0; i < p->ncause; i++) {
        double own = own_p(ngl_link_at(kb, column, p->state[i]), drawn, r);
        if (own >= b)
            pass *= (1 - own) / (1 - b);
        else
            damp *= own / b;
    }
    return (ngl_answer){ .state = ngl_random_unit(r) < 1 - (1 - b * damp) * pass ? NGL_YES : NGL_NO };
}

/* the answer is about one of the pains */
static ngl_answer draw_choice(const ngl_knowledge *kb, const person *p, ngl_id f, bool drawn, ngl_random *r)
{
    const ngl_finding *q = &kb->finding[f];
    ngl_id             state = p->state[p->ncause > 1 && ngl_random_unit(r) < 0.5];
    double             weight[64];
    for (unsigned o = 0; o < q->option_num; o++)
        weight[o] = own_p(ngl_link_at(kb, q->column_adr + o, state), drawn, r);
    return (ngl_answer){ .state = NGL_CHOICE, .option = (ngl_id)draw(r, weight, q->option_num) };
}

static bool only_a_trait(const ngl_knowledge *kb, ngl_id f)
{
    for (uint32_t i = 0; i < kb->nmodifier; i++)
        if (kb->modifier[i].finding == f) return kb->finding[f].column_num == 0;
    return false;
}

/* a place that was drawn makes the place around it a yes */
static void fit_places(const ngl_knowledge *kb, ngl_answer *answer)
{
    for (ngl_id f = 0; f < kb->nfinding; f++)
        if (kb->finding[f].parent != NGL_NONE && answer[f].state == NGL_YES) answer[kb->finding[f].parent].state = NGL_YES;
}

static void answer_all(person *p, const ngl_knowledge *kb, bool drawn, ngl_random *r)
{
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        const ngl_finding *q = &kb->finding[f];
        p->v.answer[f] = (ngl_answer){ .state = NGL_UNKNOWN };
        if (q->clinician_only || q->answer == NGL_ANSWER_NUMBER) continue;
        if (only_a_trait(kb, f))
            p->v.answer[f] = draw_trait(kb, p, f, r);
        else if (q->column_num == 0)
            continue;
        else
            p->v.answer[f] = q->answer == NGL_ANSWER_YES_NO ? draw_yes_no(kb, p, f, drawn, r)
                                                            : draw_choice(kb, p, f, drawn, r);
    }
    fit_places(kb, p->v.answer);
}

static void blur(person *p, const ngl_knowledge *kb, const setting *s, ngl_random *r)
{
    for (ngl_id f = 0; f < kb->nfinding; f++)
        if (ngl_random_unit(r) < s->not_sure) p->v.answer[f].state = NGL_UNKNOWN;
    for (unsigned done = 0, tries = 0; done < s->wrong && tries < 1000; tries++) {
        ngl_answer *a = &p->v.answer[(ngl_id)(ngl_random_unit(r) * kb->nfinding)];
        if (a->state != NGL_YES && a->state != NGL_NO) continue;
        a->state = a->state == NGL_YES ? NGL_NO : NGL_YES;
        done++;
    }
}

/* What they deserve: the level of their causes, or more where their true
 * answers fire a rule. */
static ngl_triage deserved(const person *p, const ngl_knowledge *kb)
{
    ngl_triage level = ngl_danger_rules(kb, p->v.answer, NULL, NULL);
    for (unsigned i = 0; i < p->ncause; i++) {
        ngl_triage own = kb->condition[ngl_state_condition(kb, p->state[i])].triage;
        if (own > level) level = own;
    }
    return level;
}

static void make(person *p, const ngl_knowledge *kb, const setting *s, ngl_answer *room, ngl_random *r)
{
    do {
        *p = (person){ .v = { .id = "simulated", .answer = room, .detectable = true, .pool = true } };
        p->state[p->ncause++] = draw_cause(kb, s->prior, r);
        ngl_id second = draw_cause(kb, s->prior, r);
        if (ngl_random_unit(r) < SECOND_CAUSE &&
            ngl_state_condition(kb, second) != ngl_state_condition(kb, p->state[0]))
            p->state[p->ncause++] = second;
    } while (ngl_state_condition(kb, p->state[0]) == kb->other);
    for (unsigned i = 0; i < p->ncause; i++)
        p->v.accept[p->v.naccept++] = ngl_state_condition(kb, p->state[i]);
    answer_all(p, kb, s->drawn, r);
    p->v.triage = deserved(p, kb);
    blur(p, kb, s, r);
}

typedef struct study {
    ngl_vignette_sums sums;
    ngl_said_so      *pair;
    size_t            npair;
    double           *questions, *seconds;
    unsigned          n;
} study;

static bool run(study *st, const ngl_knowledge *kb, const setting *s, unsigned people, uint64_t seed, ngl_arena *a)
{
    ngl_random           r = ngl_random_from(seed);
    ngl_vignette_options options = { .prior = s->prior, .interview = s->interview };
    ngl_answer          *room = NGL_NEW(a, ngl_answer, kb->nfinding);
    st->pair = NGL_NEW(a, ngl_said_so, (size_t)people * kb->ncondition);
    st->questions = NGL_NEW(a, double, people);
    st->seconds = NGL_NEW(a, double, people);
    if (!room || !st->pair || !st->questions || !st->seconds) return false;
    for (unsigned i = 0; i < people; i++) {
        person              p;
        ngl_vignette_result out;
        size_t              n = 0;
        ngl_error           err = { 0 };
        make(&p, kb, s, room, &r);
        if (ngl_vignette_judge(&out, &p.v, kb, &options, st->pair + st->npair, &n, &err)) return false;
        ngl_vignette_count(&st->sums, &p.v, &out, &options);
        st->npair += n;
        st->questions[st->n] = out.questions;
        st->seconds[st->n++] = out.seconds;
    }
    return true;
}

static void print_share(unsigned k, unsigned n)
{
    ngl_share s = ngl_wilson(k, n);
    printf(" | %4.1f (%.1f-%.1f)", 100 * s.p, 100 * s.low, 100 * s.high);
}

static void report(const setting *s, study *st)
{
    const ngl_vignette_sums *v = &st->sums;
    double                   slope = 0, intercept = 0;
    bool                     line = ngl_calibration_line(st->pair, st->npair, &intercept, &slope);
    printf("| %-27s", s->name);
    print_share(v->top1, v->nrank);
    print_share(v->top3, v->nrank);
    print_share(v->safe, v->ntriage);
    print_share(v->over, v->ntriage);
    printf(" | %u of %u | %.4f", v->emergency_missed, v->nemergency, ngl_brier(st->pair, st->npair));
    if (line)
        printf(" | %.2f, %+.2f", slope, intercept);
    else
        printf(" | -");
    if (s->interview)
        printf(" | %.0f, %.0f s |\n", ngl_median(st->questions, st->n), ngl_median(st->seconds, st->n));
    else
        printf(" | - |\n");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    int64_t              people = PEOPLE, seed = 1;
    if ((argc > 1 && (!ngl_integer_parse(&people, argv[1], strlen(argv[1])) || people < 1 || people > 100000)) ||
        (argc > 2 && (!ngl_integer_parse(&seed, argv[2], strlen(argv[2])) || seed < 0))) {
        fprintf(stderr, "usage: bench_study [PEOPLE [SEED]]\n");
        return 2;
    }
    printf("%lld simulated people a row, seed %lld; in per cent, 95 %% Wilson intervals\n\n", (long long)people, (long long)seed);
    printf("| people | first | in the first three | safe | too urgent | emergencies missed | Brier | slope, intercept | "
           "questions |\n|---|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++) {
        study     st = { .n = 0 };
        ngl_arena a;
        ngl_arena_init(&a, ARENA_LIMIT);
        bool ok = run(&st, kb, &SETTINGS[i], (unsigned)people, (uint64_t)seed, &a);
        if (ok) report(&SETTINGS[i], &st);
        ngl_arena_free(&a);
        if (!ok) return fprintf(stderr, "bench_study: out of memory\n"), 1;
    }
    return 0;
}
