/* Sessions for a watch. */
#ifndef ACTIVITY_FIT_WORKOUT_H
#define ACTIVITY_FIT_WORKOUT_H

#include "base/buf.h"

#include <niggle/error.h>
#include <niggle/types.h>

enum { NGL_WORKOUT_STEPS = 96 };

/* as the FIT profile numbers them */
typedef enum ngl_intensity { NGL_INTENSITY_ACTIVE, NGL_INTENSITY_REST, NGL_INTENSITY_WARM_UP, NGL_INTENSITY_COOL_DOWN } ngl_intensity;

/* One step: seconds, or repetitions, or until the button; or with `repeats` the
 * steps from `from` on, so often in all. Texts are borrowed and cut at 120 bytes. */
typedef struct ngl_workout_step {
    const char   *name, *note;
    double        seconds;
    unsigned      reps, repeats, from;
    ngl_intensity intensity;
} ngl_workout_step;

typedef struct ngl_workout {
    const char      *name;
    ngl_day          day;
    uint32_t         serial; /* the same for the same session */
    unsigned         strength, nstep;
    ngl_workout_step step[NGL_WORKOUT_STEPS];
} ngl_workout;

/* Append the file. NGL_E_NOMEM. */
ngl_status ngl_workout_to_fit(ngl_buf *out, const ngl_workout *w, ngl_error *err);

#endif
