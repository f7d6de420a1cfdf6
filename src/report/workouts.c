/* Sessions as steps for a watch: walk and run repeated, or sets with their
 * holds; every run step carries the pain rule. */
#include "report/ahead_report.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

enum { WORDS_MAX = 4096 };

/* the step is added and its place given back; the last place is kept when there are too many */
static ngl_workout_step *add(ngl_workout *w, const char *name, const char *note, double seconds, ngl_intensity intensity)
{
    ngl_workout_step *s = &w->step[w->nstep < NGL_WORKOUT_STEPS ? w->nstep++ : NGL_WORKOUT_STEPS - 1];
    *s = (ngl_workout_step){ .name = name, .note = note, .seconds = seconds, .intensity = intensity };
    return s;
}

static void again(ngl_workout *w, unsigned from, double times)
{
    if (times < 2) return;
    ngl_workout_step *s = add(w, "", "", 0, NGL_INTENSITY_ACTIVE);
    s->repeats = (unsigned)times;
    s->from = from;
}

static void run_steps(ngl_workout *w, const char *rule, const ngl_rung *r, const ngl_slot *s)
{
    if (r->walk_min > 0) {
        add(w, "Walk", "Brisk walk.", 60 * r->walk_min, NGL_INTENSITY_REST);
        add(w, "Run", rule, 60 * r->run_min, NGL_INTENSITY_ACTIVE);
        again(w, 0, r->repeats);
    } else {
        add(w, s->special ? r->name : "Run easy", s->special ? r->dose : rule, 60 * s->run_min, NGL_INTENSITY_ACTIVE);
    }
    add(w, "Walk", "Note now how it was.", 300, NGL_INTENSITY_COOL_DOWN);
}

static void strength_steps(ngl_workout *w, const ngl_ahead *a, const char *rule)
{
    for (uint16_t i = 0; i < a->plan->ndose && w->nstep + 3 < NGL_WORKOUT_STEPS; i++) {
        const ngl_plan_dose *d = &a->plan->dose[i];
        if (!ngl_dose_is_placed(d)) continue;
        unsigned first = w->nstep;
        bool     one_hold = d->hold_s > 0 && !(d->reps > 1);
        add(w, a->kb->exercise[d->exercise].name, rule, one_hold ? d->hold_s : 0, NGL_INTENSITY_ACTIVE)->reps =
            one_hold || !(d->reps > 0) ? 0 : (unsigned)d->reps;
        add(w, "Rest", "", 60, NGL_INTENSITY_REST);
        again(w, first, d->sets);
    }
}

bool ngl_ahead_workout(ngl_workout *out, ngl_buf *words, const ngl_ahead *a, const ngl_slot *s, bool strength)
{
    if (strength ? !ngl_slot_has_strength(s) : !ngl_slot_has_run(s)) return false;
    ngl_buf_init(words, WORDS_MAX);
    ngl_buf_text(words, "Pain up to ");
    ngl_buf_exact(words, strength ? a->plan->absolute_max : a->plan->run_max);
    ngl_buf_text(words, " of 10 is fine; above ");
    ngl_buf_exact(words, a->plan->absolute_max);
    ngl_buf_text(words, " stop.");
    *out = (ngl_workout){ .name = strength ? "Strength" : "Run", .day = s->day, .strength = strength,
                          .serial = 1 + 2 * (uint32_t)s->day + strength };
    if (strength) strength_steps(out, a, ngl_buf_string(words));
    else run_steps(out, ngl_buf_string(words), &a->ladder.rung[s->rung], s);
    return out->nstep > 0;
}
