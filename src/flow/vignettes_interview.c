/* Letting Niggle ask a case that can only say what its story says.
 *
 * What a story does not tell is "not sure": it is not a no, and it costs the
 * time of asking. The yardstick beside it is a questionnaire that asks the same
 * questions on the same screens in a fixed order for the same number of
 * seconds: what choosing by worth adds is the difference.
 */
#include "flow/vignettes_interview.h"

#include "base/arena.h"

typedef struct sitting {
    const ngl_knowledge *kb;
    ngl_case            *c;
    const ngl_answer    *known;   /* [nfinding] what the case can say */
    uint8_t             *skipped; /* [nfinding] was put */
    ngl_sitting          so_far;
} sitting;

/* put a plain question, or a screen with these items; what is known is answered */
static ngl_status put(sitting *s, ngl_id screen, const ngl_id *item, ngl_id n)
{
    unsigned   ticks = 0;
    ngl_status status = NGL_OK;
    for (ngl_id i = 0; i < n && !status; i++) {
        s->skipped[item[i]] = 1;
        ticks += s->known[item[i]].state == NGL_YES;
        status = ngl_case_answer(s->c, item[i], s->known[item[i]]);
    }
    s->so_far.questions++;
    s->so_far.items += n;
    s->so_far.seconds += screen == NGL_NONE ? s->kb->finding[item[0]].cost_s : ngl_screen_seconds(s->kb, screen, item, n, ticks);
    return status;
}

static bool emergency(const sitting *s)
{
    return ngl_case_danger(s->c).rules_level == NGL_TRIAGE_EMERGENCY;
}

static ngl_status ask_by_worth(sitting *s)
{
    ngl_next   next;
    ngl_status status = NGL_OK;
    while (!status && !emergency(s)) {
        status = ngl_case_next(s->c, s->skipped, &next);
        if (status || next.finding == NGL_NONE || next.stop) break;
        bool limit = s->so_far.questions >= s->kb->model.max_questions ||
                     (s->kb->model.max_seconds > 0 && s->so_far.seconds >= s->kb->model.max_seconds);
        if (next.phase == NGL_ASK_ADAPTIVE && limit) break;
        status = put(s, next.screen, next.item, next.nitem);
    }
    return status;
}

/* ---- the fixed order ------------------------------------------------------------- */

static bool open_now(const sitting *s, ngl_id f)
{
    return !s->skipped[f] && !s->kb->finding[f].clinician_only && ngl_case_applies(s->c, f) && !ngl_case_blocked(s->c, f);
}

static ngl_status put_screen(sitting *s, ngl_id screen)
{
    const ngl_screen *at = &s->kb->screen[screen];
    ngl_id            item[NGL_SCREEN_MAX], n = 0;
    for (uint32_t k = at->item_adr; k < at->item_adr + at->item_num && n < at->most; k++)
        if (open_now(s, s->kb->screen_item[k].finding)) item[n++] = s->kb->screen_item[k].finding;
    return n ? put(s, screen, item, n) : NGL_OK;
}

/* Danger; then what has options or a number; the screens from the first to the
 * last; last, what stands on none of them. */
static ngl_status ask_in_order(sitting *s, double seconds)
{
    const ngl_knowledge *kb = s->kb;
    ngl_status           status = NGL_OK;
    for (uint32_t i = 0; i < kb->nscreen && !status && !emergency(s); i++)
        if (kb->screen[i].danger) status = put_screen(s, (ngl_id)i);
    for (int part = 0; part < 4; part++) {
        uint32_t n = part == 2 ? kb->nscreen : part == 0 ? kb->nopening : kb->nfinding;
        for (uint32_t i = 0; i < n && !status && s->so_far.seconds < seconds && !emergency(s); i++) {
            ngl_id f = part == 0 ? kb->opening[i] : (ngl_id)i;
            bool   listed = kb->finding[part == 2 ? 0 : f].answer != NGL_ANSWER_YES_NO;
            if (part == 2) status = put_screen(s, (ngl_id)i);
            else if ((part != 1 || listed) && open_now(s, f)) status = put(s, NGL_NONE, &f, 1);
        }
    }
    return status;
}

ngl_status ngl_vignette_sit(ngl_sitting *out, ngl_case *c, const ngl_knowledge *kb, const ngl_answer *known,
                            const double *fixed_seconds)
{
    ngl_arena arena;
    sitting   s = { .kb = kb, .c = c, .known = known };
    ngl_arena_init(&arena, (size_t)1 << 20);
    s.skipped = NGL_NEW(&arena, uint8_t, kb->nfinding);
    ngl_status status = !s.skipped ? NGL_E_NOMEM : fixed_seconds ? ask_in_order(&s, *fixed_seconds) : ask_by_worth(&s);
    ngl_arena_free(&arena);
    *out = s.so_far;
    return status;
}
