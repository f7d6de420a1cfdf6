/* Times that go on. A watch that learns the time from its satellites, or a
 * phone that crosses a zone, steps its clock in the middle of a run: all later
 * rows are off by the same amount. One row with a wrong time among good ones
 * is put between its neighbours. */
#include "activity/clean.h"

#include <math.h>

static const int64_t DAY_MS = 86400000;
static const double  STEP_MOST_S = 60; /* recordings with fewer rows than one a minute have no usual step */

/* the middle step, of those a watch may have meant */
static double usual_step(const ngl_clean_work *w)
{
    enum { SAMPLES = 1024 };
    float    step[SAMPLES];
    uint32_t every = w->n / SAMPLES + 1, count = 0;
    for (uint32_t i = 1; i < w->n; i += every) {
        double s = ngl_clean_seconds(w, i - 1, i);
        if (s > 0 && s <= STEP_MOST_S) step[count++] = (float)s;
    }
    double middle = ngl_clean_median(step, count);
    return isnan(middle) ? 1 : middle;
}

static bool goes_on(int64_t from, int64_t to)
{
    return to >= from && to - from <= DAY_MS;
}

void ngl_clean_clock(ngl_clean_work *w)
{
    const int64_t *raw = w->a->time_ms;
    int64_t        shift = 0;
    w->step_s = usual_step(w);
    int64_t usual_ms = (int64_t)(w->step_s * 1000);
    for (uint32_t i = 1; i < w->n; i++) {
        int64_t before = w->time_ms[i - 1], t = raw[i] + shift, next = i + 1 < w->n ? raw[i + 1] + shift : before - 1;
        bool    even = goes_on(before, t), alone = next >= before && next - before <= 10 * usual_ms && (!even || t > next);
        w->time_ms[i] = t;
        if (even && !alone) continue;
        if (alone) {
            w->time_ms[i] = before + (next - before) / 2;
        } else {
            w->time_ms[i] = before + usual_ms;
            shift = w->time_ms[i] - raw[i];
        }
        ngl_clean_mark(w, i, NGL_REPAIR_CLOCK);
    }
}
