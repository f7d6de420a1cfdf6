/* Toy knowledge made from a seed, and the slow twin of the inference: plain
 * enumeration in long double, written from docs/model.md and not from the
 * code it judges. */
#ifndef TEST_TOY_H
#define TEST_TOY_H

#include <niggle/assess.h>

enum { TOY_CONDITIONS = 9, TOY_FORMS = 5, TOY_STATES = TOY_CONDITIONS + TOY_FORMS };
enum { TOY_FINDINGS = 24, TOY_OPTIONS = 4, TOY_COLUMNS = TOY_FINDINGS * TOY_OPTIONS };

typedef struct toy {
    ngl_knowledge kb;
    ngl_condition condition[TOY_CONDITIONS];
    ngl_finding   finding[TOY_FINDINGS];
    ngl_option    option[TOY_COLUMNS];
    ngl_group     group[8];
    double        base[TOY_COLUMNS];
    ngl_link      link[TOY_COLUMNS * TOY_STATES];
    ngl_form      form[TOY_FORMS];
    ngl_modifier  modifier[12];
    ngl_pair      pair[4];
    char          names[TOY_CONDITIONS + TOY_FINDINGS][8];
} toy;

/* The same network with forms: condition 0 has three, condition 2 (where there
 * are four conditions or more) two, some cells their own, some their condition's. */
void toy_make_forms(toy *t, uint64_t seed, unsigned conditions);

/* A random network of `conditions` (2-9, the last is `other`) and 24 findings
 * of every kind that the model treats differently: places inside places,
 * self-tests with a clinician's version, several options, groups. */
void toy_make(toy *t, uint64_t seed, unsigned conditions);

/* Random answers, about a third unknown. */
void toy_answer(const toy *t, uint64_t seed, ngl_answer *answer);

/* marginal[states] of every condition and form, by enumeration of every set of one
 * to max_causes conditions. */
void twin_posterior(const ngl_knowledge *kb, ngl_prior prior, const ngl_answer *answer, long double *marginal);

/* P(answer | condition alone), after shrinking, caps and self-test noise. */
long double twin_answer_p(const ngl_knowledge *kb, ngl_id finding, const ngl_answer *answer, unsigned condition);

#endif
