/* The fastest time over a distance anywhere in a run. The fastest stretch of a
 * given length begins or ends at a row (between rows the speed is taken as
 * even), so it is enough to try each row as the beginning and as the end. */
#include "activity/clean.h"

#include <math.h>

typedef struct best_search {
    const float   *dist;
    const int64_t *time_ms;
    uint32_t       n;
    double         length_m;
    ngl_best       best;
} best_search;

static double time_at(const best_search *s, uint32_t i, double dist)
{
    double d0 = (double)s->dist[i], d1 = (double)s->dist[i + 1];
    double t0 = (double)s->time_ms[i], t1 = (double)s->time_ms[i + 1];
    return d1 > d0 ? t0 + (t1 - t0) * (dist - d0) / (d1 - d0) : t1;
}

static void consider(best_search *s, double from_ms, double to_ms, uint32_t row)
{
    double seconds = (to_ms - from_ms) / 1000;
    if (seconds > 0 && !(seconds >= s->best.seconds)) s->best = (ngl_best){ s->length_m, seconds, row };
}

static void search(best_search *s)
{
    uint32_t behind = 0, ahead = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        double from = (double)s->dist[i] - s->length_m, to = (double)s->dist[i] + s->length_m;
        if (from >= (double)s->dist[0]) { /* it ends at row i */
            while (behind + 1 < i && (double)s->dist[behind + 1] <= from) behind++;
            consider(s, time_at(s, behind, from), (double)s->time_ms[i], behind);
        }
        if (to <= (double)s->dist[s->n - 1]) { /* it begins at row i */
            while (ahead + 2 < s->n && (double)s->dist[ahead + 1] < to) ahead++;
            consider(s, (double)s->time_ms[i], time_at(s, ahead, to), i);
        }
    }
}

void ngl_clean_best(ngl_clean_work *w)
{
    static const double lengths_m[] = { 400, 1000, 1609.344, 5000, 10000, 21097.5, 42195 };
    if (!w->dist || !w->on_foot || w->n < 2) return;
    for (unsigned k = 0; k < sizeof lengths_m / sizeof *lengths_m; k++) {
        best_search s = { w->dist, w->time_ms, w->n, lengths_m[k], { .seconds = NAN } };
        if ((double)(w->dist[w->n - 1] - w->dist[0]) < lengths_m[k]) break;
        search(&s);
        if (!isnan(s.best.seconds)) w->out->best[w->out->nbest++] = s.best;
    }
}
