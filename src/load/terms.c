/* Why a run loaded a tissue as it did: the same run, weighed once more with
 * each term of the model taken out. */
#include "base/arena.h"
#include "base/error.h"

#include <niggle/tissue.h>

typedef enum term { SPEED, CADENCE, GRADE, LATE, TERMS } term;

static void take_out(ngl_tissue *t, term which)
{
    switch (which) {
    case SPEED: t->v_b = 0, t->speed_exponent = 0; break;
    case CADENCE: t->cadence_up = t->cadence_down = 0; break;
    case GRADE: t->grade_up = t->grade_up_low = t->grade_up_high = t->grade_down = 0; break;
    case LATE: t->late = 1; break;
    case TERMS: break;
    }
}

static double *part(ngl_load_terms *t, term which)
{
    double *const all[TERMS] = { &t->speed, &t->cadence, &t->grade, &t->late };
    return all[which];
}

static ngl_status explain(ngl_load_terms *terms, ngl_arena *arena, const ngl_knowledge *kb, const ngl_steps *steps,
                          const ngl_usual *usual, ngl_error *err)
{
    ngl_tissue      *without = NGL_NEW(arena, ngl_tissue, kb->ntissue + (size_t)1);
    ngl_tissue_load *whole = NGL_NEW(arena, ngl_tissue_load, kb->ntissue + (size_t)1), *load = NGL_NEW(arena, ngl_tissue_load, kb->ntissue + (size_t)1);
    ngl_run_load     sum;
    if (!without || !whole || !load) return ngl_fail(err, NGL_E_NOMEM, 0, "no memory to explain a run");
    ngl_status status = ngl_load_run(&sum, whole, kb, steps, usual, 1, err);
    for (int k = 0; k < TERMS && !status; k++) {
        ngl_knowledge less = *kb;
        for (ngl_id t = 0; t < kb->ntissue; t++) {
            without[t] = kb->tissue[t];
            take_out(&without[t], (term)k);
        }
        less.tissue = without;
        status = ngl_load_run(&sum, load, &less, steps, usual, 1, err);
        for (ngl_id t = 0; t < kb->ntissue && !status; t++)
            *part(&terms[t], (term)k) = load[t].at_default > 0 ? whole[t].at_default / load[t].at_default : 1;
    }
    return status;
}

ngl_status ngl_load_explain(ngl_load_terms *terms, const ngl_knowledge *kb, const ngl_steps *steps, const ngl_usual *usual,
                            ngl_error *err)
{
    ngl_arena arena;
    ngl_arena_init(&arena, (size_t)1 << 20);
    ngl_status status = explain(terms, &arena, kb, steps, usual, err);
    ngl_arena_free(&arena);
    return status;
}
