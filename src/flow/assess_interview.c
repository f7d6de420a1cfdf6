/* The order of an interview.
 *
 * The model proposes questions: danger first, then the fixed opening, then
 * what is worth most. Added here is memory (stepping back) and persistence in
 * one thing: a safety question that was left open is asked a second time,
 * plainly, before anything reassuring may be said. Embarrassment is why such
 * questions are skipped, and it is no reason to call a person safe.
 */
#include "flow/assess_interview.h"

#include "base/error.h"

ngl_status ngl_interview_start(ngl_interview *out, ngl_arena *arena, const ngl_knowledge *kb, ngl_prior prior,
                               ngl_day today, ngl_error *err)
{
    ngl_interview iv = { .kb = kb, .prior = prior, .started = today };
    iv.asked = NGL_NEW(arena, ngl_id, kb->nfinding + 1u);
    iv.open = NGL_NEW(arena, uint8_t, kb->nfinding + 1u);
    iv.danger = NGL_NEW(arena, uint8_t, kb->nfinding + 1u);
    iv.again = NGL_NEW(arena, uint8_t, kb->nfinding + 1u);
    if (!iv.asked || !iv.open || !iv.danger || !iv.again || ngl_case_new(&iv.c, kb, prior))
        return ngl_fail(err, NGL_E_NOMEM, 0, "the interview does not fit into memory");
    for (uint32_t i = 0; i < kb->nopening_danger; i++) iv.danger[kb->opening[i]] = 1;
    *out = iv;
    return NGL_OK;
}

void ngl_interview_free(ngl_interview *iv)
{
    ngl_case_free(iv->c);
    iv->c = NULL;
}

static ngl_answer answer_of(const ngl_interview *iv, ngl_id finding)
{
    return ngl_case_answers(iv->c)[finding];
}

static ngl_id open_safety_question(const ngl_interview *iv)
{
    for (ngl_id i = 0; i < iv->nasked; i++) {
        ngl_id f = iv->asked[i];
        if (iv->danger[f] && !iv->again[f] && answer_of(iv, f).state == NGL_UNKNOWN && ngl_case_applies(iv->c, f))
            return f;
    }
    return NGL_NONE;
}

static void ask_again_or_end(ngl_interview *iv, ngl_ask *out)
{
    out->turn = NGL_TURN_DONE;
    if (ngl_case_danger(iv->c).level >= NGL_TRIAGE_URGENT) return;
    out->finding = open_safety_question(iv);
    if (out->finding != NGL_NONE) out->turn = NGL_TURN_AGAIN;
}

ngl_status ngl_interview_ask(ngl_interview *iv, ngl_ask *out, ngl_error *err)
{
    ngl_ask ask = { .turn = NGL_TURN_ASK, .finding = NGL_NONE, .next = { .finding = NGL_NONE } };
    if (iv->at < iv->nasked) {
        ask.finding = iv->asked[iv->at];
        ask.answer = answer_of(iv, ask.finding);
    } else if (ngl_case_danger(iv->c).rules_level == NGL_TRIAGE_EMERGENCY) {
        ask.turn = NGL_TURN_EMERGENCY;
    } else {
        ngl_status status = ngl_case_next(iv->c, iv->open, &ask.next);
        if (status) return ngl_fail(err, status, 0, "the next question does not fit into memory");
        ask.finding = ask.next.finding;
        if (ask.finding != NGL_NONE && ask.next.phase == NGL_ASK_DANGER) iv->danger[ask.finding] = 1;
        bool limit = ask.next.phase == NGL_ASK_ADAPTIVE && iv->nasked >= iv->kb->model.max_questions;
        if (ask.finding == NGL_NONE || ask.next.stop || limit) ask_again_or_end(iv, &ask);
    }
    *out = ask;
    return NGL_OK;
}

static void remember(ngl_interview *iv, ngl_id finding)
{
    for (ngl_id i = 0; i < iv->nasked; i++)
        if (iv->asked[i] == finding) return;
    iv->asked[iv->nasked++] = finding;
}

/* A coarse place does not apply any more once a finer one was said yes to,
 * but it is still true. */
static bool settled_within(const ngl_interview *iv, ngl_id finding)
{
    for (ngl_id i = 0; i < iv->kb->nfinding; i++)
        if (iv->kb->finding[i].parent == finding && answer_of(iv, i).state == NGL_YES) return true;
    return false;
}

/* a changed answer can make a later question pointless (pregnancy, a finer place) */
static void drop_pointless(ngl_interview *iv)
{
    static const ngl_answer unknown = { NGL_UNKNOWN, 0, 0.0 };
    ngl_id                  kept = 0;
    for (ngl_id i = 0; i < iv->nasked; i++) {
        ngl_id f = iv->asked[i];
        if (ngl_case_applies(iv->c, f) || settled_within(iv, f)) iv->asked[kept++] = f;
        else ngl_case_answer(iv->c, f, unknown), iv->open[f] = 0;
    }
    iv->nasked = kept;
}

ngl_status ngl_interview_answer(ngl_interview *iv, ngl_id finding, ngl_answer answer, ngl_error *err)
{
    ngl_status status = ngl_case_answer(iv->c, finding, answer);
    if (status)
        return ngl_fail(err, status, 0, "the answer does not suit the question \"%s\"", iv->kb->finding[finding].key);
    bool asked_before = iv->open[finding];
    iv->open[finding] = answer.state == NGL_UNKNOWN;
    if (asked_before && iv->danger[finding] && iv->at == iv->nasked) iv->again[finding] = 1;
    remember(iv, finding);
    drop_pointless(iv);
    iv->at = iv->nasked;
    return NGL_OK;
}

bool ngl_interview_back(ngl_interview *iv)
{
    if (iv->at == 0) return false;
    iv->at--;
    return true;
}

unsigned ngl_interview_answered(const ngl_interview *iv)
{
    unsigned n = 0;
    for (ngl_id i = 0; i < iv->nasked; i++) n += answer_of(iv, iv->asked[i]).state != NGL_UNKNOWN;
    return n;
}
