/* The verb "notes": what the runner wrote beside runs, as an account's list or a
 * diary had it (a diary also of days without a run: run 0); those that speak of pain first asked for. Nothing is concluded from them:
 * they are shown, and the runner says what they mean. */
#ifndef FLOW_NOTES_H
#define FLOW_NOTES_H

#include "base/arena.h"
#include "flow/flow.h"
#include "store/said.h"

typedef struct ngl_run_note {
    ngl_row_said said;
    const char  *word; /* as it is written there: the first that may be about pain; "" none */
    double       pain_nprs; /* 0-10, of a diary; NaN: not said */
    const char  *place;     /* where it hurt, of a diary; "" */
} ngl_run_note;

/* Notes, newest run first: all, or (`!all`) those with a word that may be about
 * pain or one of the places this program is for. Lives in the arena. NGL_E_NOMEM, NGL_E_IO … */
ngl_status ngl_flow_notes(const ngl_flow *flow, ngl_arena *arena, bool all, const ngl_run_note **note, size_t *n, ngl_error *err);

/* The first word in `text` that may be about pain, and how long it is; NULL. */
const char *ngl_pain_word(const char *text, size_t *len);

#endif
