/* A session as a FIT workout file, which a watch leads through: steps of time
 * with notes, and one step that repeats those before it. Profile: workout (26)
 * and workout_step (27); a repeat names the first step and how often in all. */
#include "activity/fit_workout.h"

#include "activity/fit.h"
#include "activity/fit_draft.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

enum { FIT_WORKOUT_STEP = 27, FILE_WORKOUT = 5, MAKER_DEVELOPMENT = 255, SPORT_RUNNING = 1, SPORT_TRAINING = 10, SUB_STRENGTH = 20 };
enum { DURATION_TIME = 0, DURATION_OPEN = 5, REPEAT_UNTIL_STEPS = 6, DURATION_REPS = 29, TARGET_OPEN = 2 };

static void put_step(ngl_buf *b, unsigned index, const ngl_workout_step *s)
{
    ngl_fit_draft m = { .nfield = 0 };
    ngl_draft_u16(&m, 254, index);
    ngl_draft_text(&m, 0, s->name);
    if (s->repeats > 0) {
        ngl_draft_u8(&m, 1, B_ENUM, REPEAT_UNTIL_STEPS);
        ngl_draft_u32(&m, 2, B_UINT32, s->from);
        ngl_draft_u32(&m, 4, B_UINT32, s->repeats);
    } else {
        ngl_draft_u8(&m, 1, B_ENUM, s->seconds > 0 ? DURATION_TIME : s->reps > 0 ? DURATION_REPS : DURATION_OPEN);
        ngl_draft_u32(&m, 2, B_UINT32, s->seconds > 0 ? (uint32_t)lround(s->seconds * 1000) : s->reps);
        ngl_draft_u8(&m, 3, B_ENUM, TARGET_OPEN);
        ngl_draft_u32(&m, 4, B_UINT32, 0);
        ngl_draft_u8(&m, 7, B_ENUM, (unsigned)s->intensity);
        ngl_draft_text(&m, 8, s->note);
    }
    ngl_draft_emit(b, FIT_WORKOUT_STEP, &m);
}

ngl_status ngl_workout_to_fit(ngl_buf *out, const ngl_workout *w, ngl_error *err)
{
    static const uint8_t room[FIT_HEADER];
    size_t               at = out->len;
    ngl_fit_draft      id = { .nfield = 0 }, head = { .nfield = 0 };
    ngl_buf_add(out, room, sizeof room);
    ngl_draft_u8(&id, 0, B_ENUM, FILE_WORKOUT);
    ngl_draft_u16(&id, 1, MAKER_DEVELOPMENT);
    ngl_draft_u16(&id, 2, 1);
    ngl_draft_u32(&id, 3, B_UINT32Z, w->serial);
    ngl_draft_u32(&id, 4, B_UINT32, (uint32_t)((int64_t)w->day * 86400 - FIT_EPOCH_S));
    ngl_draft_emit(out, FIT_FILE_ID, &id);
    ngl_draft_u8(&head, 4, B_ENUM, w->strength ? SPORT_TRAINING : SPORT_RUNNING);
    ngl_draft_u16(&head, 6, w->nstep);
    ngl_draft_text(&head, 8, w->name);
    ngl_draft_u8(&head, 11, B_ENUM, w->strength ? SUB_STRENGTH : 0);
    ngl_draft_emit(out, FIT_WORKOUT, &head);
    for (unsigned i = 0; i < w->nstep; i++) put_step(out, i, &w->step[i]);
    if (!out->failed) ngl_draft_finish(out, at);
    return out->failed ? ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to write the session than is allowed") : NGL_OK;
}
