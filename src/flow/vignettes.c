/* Reading and judging published cases.
 *
 * The system under test sees answers only: never the id, which names the
 * cause. A case that nothing could have detected does not count for triage,
 * and one whose source stands twice is counted once.
 */
#include "flow/vignettes.h"
#include "flow/vignettes_interview.h"

#include "base/error.h"
#include "base/text.h"
#include "flow/assess.h"

#include <jansson.h>
#include <string.h>

enum { CONDITIONS_MAX = 512 };

static const char *const triage_keys[] = { "self_care", "routine", "urgent", "emergency" };

/* ---- reading ---------------------------------------------------------------- */

static ngl_status read_triage(ngl_vignette *v, const json_t *value, ngl_error *err)
{
    const char *key = json_string_value(value);
    for (int i = 0; key && i < 4; i++)
        if (strcmp(key, triage_keys[i]) == 0) return v->triage = (ngl_triage)i, NGL_OK;
    if (!key) return ngl_fail(err, NGL_E_INVALID, 0, "the case has no \"triage\"");
    return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"%.40s\" is no triage level; there are self_care, routine, urgent "
                                               "and emergency", key);
}

static ngl_status unknown_condition(const ngl_knowledge *kb, const char *key, ngl_error *err)
{
    const char *names[CONDITIONS_MAX], *nearest;
    size_t      n = 0;
    for (; n < kb->ncondition && n < CONDITIONS_MAX; n++) names[n] = kb->condition[n].key;
    nearest = ngl_text_nearest(key, names, n);
    return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "no condition has the id \"%.64s\"%s%s%s", key,
                    nearest ? "; the nearest is \"" : "", nearest ? nearest : "", nearest ? "\"" : "");
}

static ngl_status read_condition(ngl_vignette *v, const ngl_knowledge *kb, const json_t *value, ngl_error *err)
{
    const char *key = json_string_value(value);
    ngl_id      c = key ? ngl_condition_find(kb, key) : NGL_NONE;
    if (!key) return ngl_fail(err, NGL_E_INVALID, 0, "a condition in \"truth\" is not text");
    if (c == NGL_NONE) return unknown_condition(kb, key, err);
    if (c == kb->other) return v->unmodelled = true, NGL_OK;
    if (v->naccept == NGL_VIGNETTE_ACCEPT_MAX) return ngl_fail(err, NGL_E_LIMIT, 0, "\"truth\" accepts too much");
    v->accept[v->naccept++] = c;
    return NGL_OK;
}

static ngl_status read_truth(ngl_vignette *v, const ngl_knowledge *kb, const json_t *truth, ngl_error *err)
{
    if (!truth || json_is_null(truth)) return NGL_OK;
    ngl_status    status = read_condition(v, kb, json_object_get(truth, "condition"), err);
    const json_t *accept = json_object_get(truth, "accept");
    for (size_t i = 0; i < json_array_size(accept) && !status && !v->unmodelled; i++)
        status = read_condition(v, kb, json_array_get(accept, i), err);
    return status;
}

static ngl_status read_case(ngl_vignette *v, ngl_arena *arena, const ngl_knowledge *kb, bool exam, const json_t *root,
                            ngl_error *err)
{
    const char   *id = json_string_value(json_object_get(root, "id"));
    const json_t *findings = json_object_get(root, "exam_answers");
    v->id = ngl_arena_text(arena, id ? id : "", id ? strlen(id) : 0);
    v->answer = NGL_NEW(arena, ngl_answer, kb->nfinding);
    v->detectable = !json_is_false(json_object_get(root, "detectable"));
    v->pool = !json_is_false(json_object_get(root, "pool"));
    if (!v->id || !v->answer) return ngl_fail(err, NGL_E_NOMEM, 0, "the cases do not fit into memory");
    if (!id) return ngl_fail(err, NGL_E_INVALID, 0, "the case has no \"id\"");
    ngl_status status = ngl_answers_object(v->answer, kb, json_object_get(root, "answers"), err);
    if (!status && exam && findings) status = ngl_answers_object(v->answer, kb, findings, err);
    if (!status) status = read_triage(v, json_object_get(root, "triage"), err);
    if (!status) status = read_truth(v, kb, json_object_get(root, "truth"), err);
    return status;
}

ngl_status ngl_vignette_read(ngl_vignette *out, ngl_arena *arena, const ngl_knowledge *kb, bool exam,
                             const char *line, size_t len, ngl_error *err)
{
    ngl_vignette v = { 0 };
    json_error_t e;
    json_t      *root = json_loadb(line, len, JSON_REJECT_DUPLICATES, &e);
    if (!root) return ngl_fail(err, NGL_E_CORRUPT, 0, "the case is not sound JSON: column %d: %s", e.column, e.text);
    ngl_status status = json_is_object(root) ? read_case(&v, arena, kb, exam, root, err)
                                             : ngl_fail(err, NGL_E_INVALID, 0, "the case is not an object");
    json_decref(root);
    if (!status) *out = v;
    return status;
}

/* ---- judging -------------------------------------------------------------------- */

static bool accepted(const ngl_vignette *v, ngl_id condition)
{
    for (unsigned i = 0; i < v->naccept; i++)
        if (v->accept[i] == condition) return true;
    return false;
}

static void judge_causes(ngl_vignette_result *r, const ngl_vignette *v, ngl_posterior p, ngl_said_so *pair,
                         size_t *npair)
{
    for (uint32_t i = 0; i < p.ncause; i++) {
        bool right = accepted(v, p.cause[i].condition), credited = right && !r->rank;
        if (credited) r->rank = i + 1, r->p = p.cause[i].p;
        if (pair && npair && v->naccept && (credited || !right))
            pair[(*npair)++] = (ngl_said_so){ p.cause[i].p, (uint8_t)credited };
    }
    if (p.ncause) r->leader = p.cause[0].condition, r->leader_p = p.cause[0].p;
}

static ngl_status judge_case(ngl_vignette_result *r, const ngl_vignette *v, ngl_case *c, ngl_said_so *pair, size_t *npair)
{
    ngl_status status = ngl_case_doubt(c, NGL_ASSESS_DRAWS, NGL_ASSESS_SEED);
    if (status) return status;
    judge_causes(r, v, ngl_case_posterior(c), pair, npair);
    r->given = ngl_case_danger(c).level;
    return NGL_OK;
}

/* the same case once more, as the yardstick of an interview: every answer known, or a fixed order */
static ngl_status judge_beside(ngl_vignette_beside *out, const ngl_vignette *v, const ngl_knowledge *kb, ngl_prior prior,
                               const double *seconds)
{
    ngl_case           *c = NULL;
    ngl_vignette_result r = { .leader = NGL_NONE };
    ngl_sitting         sat = { 0, 0, 0 };
    ngl_status          status = ngl_case_new(&c, kb, prior);
    if (!status && seconds) status = ngl_vignette_sit(&sat, c, kb, v->answer, seconds);
    for (ngl_id f = 0; f < kb->nfinding && !status && !seconds; f++) status = ngl_case_answer(c, f, v->answer[f]);
    if (!status) status = judge_case(&r, v, c, NULL, NULL);
    ngl_case_free(c);
    *out = (ngl_vignette_beside){ r.rank, r.given, sat.questions, sat.seconds };
    return status;
}

static ngl_status interview(ngl_vignette_result *r, const ngl_vignette *v, const ngl_knowledge *kb, ngl_prior prior, ngl_case *c)
{
    ngl_sitting sat;
    ngl_status  status = ngl_vignette_sit(&sat, c, kb, v->answer, NULL);
    r->questions = sat.questions, r->items = sat.items, r->seconds = sat.seconds;
    if (!status) status = judge_beside(&r->fixed, v, kb, prior, &sat.seconds);
    if (!status) status = judge_beside(&r->all, v, kb, prior, NULL);
    return status;
}

ngl_status ngl_vignette_judge(ngl_vignette_result *out, const ngl_vignette *v, const ngl_knowledge *kb,
                              const ngl_vignette_options *options, ngl_said_so *pair, size_t *npair, ngl_error *err)
{
    ngl_vignette_result r = { .leader = NGL_NONE };
    ngl_case           *c = NULL;
    ngl_status          status;
    if (npair) *npair = 0;
    r.rules = r.given = ngl_danger_rules(kb, v->answer, NULL, NULL);
    if (options->rules_only) return *out = r, NGL_OK;
    status = options->interview ? ngl_case_new(&c, kb, options->prior)
                                : ngl_flow_case(&c, kb, options->prior, v->answer, err);
    if (!status && options->interview) status = interview(&r, v, kb, options->prior, c);
    if (!status) status = judge_case(&r, v, c, pair, npair);
    ngl_case_free(c);
    if (status) return ngl_fail(err, status, 0, "the case %s could not be weighed: %s", v->id, ngl_status_text(status));
    *out = r;
    return NGL_OK;
}

static void count_beside(ngl_vignette_beside_sums *sums, const ngl_vignette *v, const ngl_vignette_beside *r)
{
    bool ranked = v->naccept && !v->unmodelled, alarm = v->detectable && v->triage == NGL_TRIAGE_EMERGENCY;
    sums->top1 += ranked && r->rank == 1;
    sums->top3 += ranked && r->rank >= 1 && r->rank <= 3;
    sums->safe += v->detectable && r->given >= v->triage;
    sums->over += v->detectable && r->given > v->triage;
    sums->emergency_missed += alarm && r->given < NGL_TRIAGE_URGENT;
}

void ngl_vignette_count(ngl_vignette_sums *sums, const ngl_vignette *v, const ngl_vignette_result *r,
                        const ngl_vignette_options *options)
{
    sums->ncase++;
    sums->nunmodelled += v->unmodelled;
    if (v->naccept && !v->unmodelled && !options->rules_only) {
        sums->nrank++;
        sums->top1 += r->rank == 1;
        sums->top3 += r->rank >= 1 && r->rank <= 3;
    }
    sums->ninterview += options->interview;
    count_beside(&sums->fixed, v, &r->fixed);
    count_beside(&sums->all, v, &r->all);
    if (!v->detectable) return;
    sums->ntriage++;
    sums->safe += r->given >= v->triage;
    sums->exact += r->given == v->triage;
    sums->under += r->given < v->triage;
    sums->over += r->given > v->triage;
    if (v->triage != NGL_TRIAGE_EMERGENCY) return;
    sums->nemergency++;
    sums->emergency_missed += r->given < NGL_TRIAGE_URGENT;
}
