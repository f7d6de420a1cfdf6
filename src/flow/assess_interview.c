/* The order of an interview.
 *
 * The model proposes questions and screens of them: danger first, then what is
 * worth most. Added here is memory (stepping back) and persistence in
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
    iv.turn = NGL_NEW(arena, ngl_id, kb->nfinding + 1u);
    iv.open = NGL_NEW(arena, uint8_t, kb->nfinding + 1u);
    iv.danger = NGL_NEW(arena, uint8_t, kb->nfinding + 1u);
    iv.again = NGL_NEW(arena, uint8_t, kb->nfinding + 1u);
    iv.due = NGL_NEW(arena, uint8_t, kb->nfinding + 1u);
    iv.settled = NGL_NEW(arena, uint8_t, kb->ncontradiction + 1u);
    if (!iv.asked || !iv.turn || !iv.open || !iv.danger || !iv.again || !iv.due || !iv.settled || ngl_case_new(&iv.c, kb, prior))
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

/* what stands on the table after a step back: all of one turn */
static void look_back(const ngl_interview *iv, ngl_ask *ask)
{
    ask->finding = iv->asked[iv->at];
    ask->answer = answer_of(iv, ask->finding);
    for (ngl_id i = iv->at; i < iv->nasked && iv->turn[i] == iv->turn[iv->at] && ask->nitem < NGL_SCREEN_MAX; i++)
        ask->item[ask->nitem++] = iv->asked[i];
    for (uint32_t i = 0; i < iv->kb->nscreen && ask->nitem > 1; i++)
        for (uint32_t k = 0; k < iv->kb->screen[i].item_num; k++)
            if (iv->kb->screen_item[iv->kb->screen[i].item_adr + k].finding == ask->finding) ask->screen = (ngl_id)i;
}

/* enough asked, whatever is still open: turns, or a person's time */
static bool limit_reached(const ngl_interview *iv, const ngl_next *next)
{
    const ngl_model *m = &iv->kb->model;
    return next->phase == NGL_ASK_ADAPTIVE &&
           (ngl_interview_turns(iv) >= m->max_questions ||
            (m->max_seconds > 0 && iv->seconds >= m->max_seconds));
}

static void go_on(ngl_interview *iv, ngl_ask *ask)
{
    const ngl_next *next = &ask->next;
    ask->finding = next->finding;
    ask->screen = next->screen;
    ask->nitem = next->nitem;
    for (ngl_id i = 0; i < next->nitem; i++) {
        ask->item[i] = next->item[i];
        if (next->phase == NGL_ASK_DANGER) iv->danger[next->item[i]] = 1;
    }
    if (next->finding != NGL_NONE && !next->stop && !limit_reached(iv, next)) return;
    ask->screen = NGL_NONE;
    ask_again_or_end(iv, ask);
    ask->nitem = ask->finding != NGL_NONE;
    ask->item[0] = ask->finding;
}

/* safety questions that a self-test put in doubt */
static bool recheck(const ngl_interview *iv, ngl_ask *ask)
{
    for (uint32_t i = 0; i < iv->kb->nopening_danger && ask->nitem < NGL_SCREEN_MAX; i++)
        if (iv->due[iv->kb->opening[i]]) ask->item[ask->nitem++] = iv->kb->opening[i];
    if (!ask->nitem) return false;
    ask->turn = NGL_TURN_RECHECK;
    ask->finding = ask->item[0];
    for (uint32_t i = 0; i < iv->kb->nscreen; i++)
        if (iv->kb->screen[i].danger) ask->screen = (ngl_id)i;
    if (ask->screen == NGL_NONE || ask->nitem == 1) ask->screen = NGL_NONE, ask->nitem = 1;
    return true;
}

/* two answers that cannot both be right, if nobody asked about them yet */
static bool which(const ngl_interview *iv, ngl_ask *ask)
{
    const ngl_answer *answer = ngl_case_answers(iv->c);
    for (uint32_t i = 0; i < iv->kb->ncontradiction; i++) {
        if (iv->settled[i] || !ngl_contradiction_stands(iv->kb, (ngl_id)i, answer)) continue;
        ask->turn = NGL_TURN_WHICH;
        ask->contradiction = (ngl_id)i;
        ask->nitem = (ngl_id)ngl_contradiction_names(iv->kb, (ngl_id)i, ask->item);
        ask->finding = ask->item[0];
        return true;
    }
    return false;
}

ngl_status ngl_interview_ask(ngl_interview *iv, ngl_ask *out, ngl_error *err)
{
    ngl_ask ask = { .turn = NGL_TURN_ASK, .finding = NGL_NONE, .screen = NGL_NONE, .next = { .finding = NGL_NONE },
                    .contradiction = NGL_NONE };
    if (iv->at < iv->nasked) {
        look_back(iv, &ask);
    } else if (ngl_case_danger(iv->c).rules_level == NGL_TRIAGE_EMERGENCY) {
        ask.turn = NGL_TURN_EMERGENCY;
    } else if (!recheck(iv, &ask) && !which(iv, &ask)) {
        ngl_status status = ngl_case_next(iv->c, iv->open, &ask.next);
        if (status) return ngl_fail(err, status, 0, "the next question does not fit into memory");
        go_on(iv, &ask);
    }
    *out = ask;
    return NGL_OK;
}

unsigned ngl_interview_turns(const ngl_interview *iv)
{
    return iv->nasked ? iv->turn[iv->nasked - 1] + 1u : 0;
}

static void remember(ngl_interview *iv, ngl_id finding, ngl_id turn)
{
    for (ngl_id i = 0; i < iv->nasked; i++)
        if (iv->asked[i] == finding) return;
    iv->turn[iv->nasked] = turn;
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
        if (ngl_case_applies(iv->c, f) || settled_within(iv, f)) iv->turn[kept] = iv->turn[i], iv->asked[kept++] = f;
        else ngl_case_answer(iv->c, f, unknown), iv->open[f] = 0;
    }
    iv->nasked = kept;
}

/* does `outer` lie around `inner`? */
static bool around(const ngl_knowledge *kb, ngl_id outer, ngl_id inner)
{
    for (ngl_id p = kb->finding[inner].parent; p != NGL_NONE; p = kb->finding[p].parent)
        if (p == outer) return true;
    return false;
}

/* A place within a place on one drawing: "buttock, hard to say where" says
 * nothing of its parts, and a part that is ticked has said it of the whole. */
static bool said_by_another(const ngl_interview *iv, ngl_id n, const ngl_id *finding, const ngl_answer *answer, ngl_id i)
{
    if (answer[i].state != NGL_NO) return false;
    for (ngl_id k = 0; k < n; k++) {
        if (answer[k].state != NGL_YES) continue;
        if (around(iv->kb, finding[i], finding[k])) return true;
        if (!around(iv->kb, finding[k], finding[i])) continue;
        bool finer = false;
        for (ngl_id j = 0; j < n; j++) finer = finer || (answer[j].state == NGL_YES && around(iv->kb, finding[k], finding[j]));
        if (!finer) return true;
    }
    return false;
}

static void give(ngl_interview *iv, ngl_id finding, ngl_answer answer, ngl_id turn)
{
    bool asked_before = iv->open[finding];
    iv->open[finding] = answer.state == NGL_UNKNOWN;
    if (asked_before && iv->danger[finding] && iv->at == iv->nasked) iv->again[finding] = 1;
    remember(iv, finding, turn);
}

/* A self-test that hurt: what was denied before may be there now. The answers stay until new ones come. */
static void mark_rechecks(ngl_interview *iv, ngl_id finding)
{
    if (answer_of(iv, finding).state != NGL_YES) return;
    for (uint32_t i = 0; i < iv->kb->nrecheck; i++) {
        const ngl_recheck *r = &iv->kb->recheck[i];
        if (r->after == finding && answer_of(iv, r->ask).state == NGL_NO && ngl_case_applies(iv->c, r->ask)) iv->due[r->ask] = 1;
    }
}

static double seconds_of(const ngl_interview *iv, ngl_id n, const ngl_id *finding, unsigned ticks)
{
    ngl_id screen = NGL_NONE;
    for (uint32_t i = 0; i < iv->kb->nscreen && n > 1; i++)
        for (uint32_t k = 0; k < iv->kb->screen[i].item_num; k++)
            if (iv->kb->screen_item[iv->kb->screen[i].item_adr + k].finding == finding[0]) screen = (ngl_id)i;
    return screen == NGL_NONE ? iv->kb->finding[finding[0]].cost_s : ngl_screen_seconds(iv->kb, screen, finding, n, ticks);
}

ngl_status ngl_interview_answer_screen(ngl_interview *iv, ngl_id n, const ngl_id *finding, const ngl_answer *answer,
                                       ngl_error *err)
{
    static const ngl_answer unknown = { NGL_UNKNOWN, 0, 0.0 };
    ngl_answer              was[NGL_SCREEN_MAX];
    unsigned                ticks = 0;
    ngl_status              status = n > NGL_SCREEN_MAX ? NGL_E_LIMIT : NGL_OK;
    ngl_id                  done = 0;
    for (; done < n && !status; done++) {
        was[done] = answer_of(iv, finding[done]);
        ticks += answer[done].state == NGL_YES;
        status = ngl_case_answer(iv->c, finding[done],
                                 said_by_another(iv, n, finding, answer, done) ? unknown : answer[done]);
        if (status)
            ngl_fail(err, status, 0, "the answer does not suit the question \"%s\"", iv->kb->finding[finding[done]].key);
    }
    for (ngl_id i = 0; status && i + 1 < done; i++) ngl_case_answer(iv->c, finding[i], was[i]);
    if (status || n == 0) return status;
    ngl_id turn = (ngl_id)ngl_interview_turns(iv);
    if (iv->at == iv->nasked) iv->seconds += seconds_of(iv, n, finding, ticks);
    for (ngl_id i = 0; i < n; i++) {
        bool first = iv->at == iv->nasked && !iv->due[finding[i]];
        iv->due[finding[i]] = 0;
        give(iv, finding[i], answer_of(iv, finding[i]), turn);
        if (first) mark_rechecks(iv, finding[i]);
    }
    drop_pointless(iv);
    iv->at = iv->nasked;
    return NGL_OK;
}

ngl_status ngl_interview_settle(ngl_interview *iv, ngl_id contradiction, ngl_id holds, ngl_error *err)
{
    static const ngl_answer unknown = { NGL_UNKNOWN, 0, 0.0 };
    ngl_id                  f[NGL_CONTRADICTION_MAX], kept = 0;
    unsigned                n = ngl_contradiction_names(iv->kb, contradiction, f);
    iv->settled[contradiction] = 1;
    for (unsigned i = 0; i < n && holds != NGL_NONE; i++) {
        if (f[i] == holds) continue;
        ngl_status status = ngl_case_answer(iv->c, f[i], unknown);
        if (status) return ngl_fail(err, status, 0, "the answer could not be taken back");
        iv->open[f[i]] = 0;
        kept = 0;
        for (ngl_id k = 0; k < iv->nasked; k++)
            if (iv->asked[k] != f[i]) iv->turn[kept] = iv->turn[k], iv->asked[kept++] = iv->asked[k];
        iv->nasked = kept;
    }
    drop_pointless(iv);
    iv->at = iv->nasked;
    return NGL_OK;
}

ngl_status ngl_interview_answer(ngl_interview *iv, ngl_id finding, ngl_answer answer, ngl_error *err)
{
    return ngl_interview_answer_screen(iv, 1, &finding, &answer, err);
}

bool ngl_interview_back(ngl_interview *iv)
{
    if (iv->at == 0) return false;
    iv->at--;
    while (iv->at > 0 && iv->turn[iv->at - 1] == iv->turn[iv->at]) iv->at--;
    return true;
}

unsigned ngl_interview_answered(const ngl_interview *iv)
{
    unsigned n = 0;
    for (ngl_id i = 0; i < iv->nasked; i++) n += answer_of(iv, iv->asked[i]).state != NGL_UNKNOWN;
    return n;
}
