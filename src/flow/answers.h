/* A person's answers as JSON: reading with one clear sentence for whatever is
 * wrong, and writing them back.
 *
 *   {"today":"2026-03-01","prior":"runner","answers":{"age_band":"50_59","site_sit_bone":true}}
 *
 * A finding left out, or null, is unknown. "follow_up" tells how it went since
 * the first look: {"change":"same","days":14,"load":"rested","return":"came_back"},
 * each part a name for one finding (docs/model.md, "Time"). Other keys are let
 * be, so that a case of a collection reads as answers too.
 */
#ifndef FLOW_ANSWERS_H
#define FLOW_ANSWERS_H

#include "base/arena.h"
#include "base/json_write.h"

#include <niggle/assess.h>

enum { NGL_ANSWERS_BYTES_MAX = 1 << 20 };

typedef struct ngl_answers {
    ngl_day     today;     /* NGL_DAY_NONE: not said */
    ngl_prior   prior;     /* NGL_PRIOR_RUNNER unless said */
    bool        has_prior; /* said */
    ngl_answer *answer;    /* [kb->nfinding], in the arena */
} ngl_answers;

/* Read answers from `len` bytes of JSON. A day after `latest` is refused
 * (NGL_DAY_NONE: any day will do). NGL_E_CORRUPT: not JSON; NGL_E_UNKNOWN_KEY:
 * a name that is not known, with the nearest that is; NGL_E_INVALID: a wrong
 * kind of value, a number out of range, a day that cannot be; NGL_E_NOMEM. */
ngl_status ngl_answers_read(ngl_answers *out, ngl_arena *arena, const ngl_knowledge *kb, ngl_day latest,
                            const char *text, size_t len, ngl_error *err);

/* The same for the object of answers alone: sets answer[0 .. kb->nfinding). */
struct json_t;
ngl_status ngl_answers_object(ngl_answer *answer, const ngl_knowledge *kb, const struct json_t *object,
                              ngl_error *err);

/* One answer of it: sets answer[finding] when `key` is known and `value` suits. */
ngl_status ngl_answers_one(ngl_answer *answer, const ngl_knowledge *kb, const char *key, const struct json_t *value,
                           ngl_error *err);

/* {"age_band":"50_59",…}: everything that is not unknown, in knowledge order. */
void ngl_answers_write(ngl_json *j, const ngl_knowledge *kb, const ngl_answer *answer);

/* "runner", "clinic", "neutral"; static. */
const char *ngl_prior_key(ngl_prior prior);
/* NGL_E_UNKNOWN_KEY names the nearest. */
ngl_status ngl_prior_parse(ngl_prior *out, const char *key, ngl_error *err);

#endif
