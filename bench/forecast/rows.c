/* From records to rows of the model: the window by itself, and of the
 * athlete's other rows only those NGL_POPULATION_LAG_D days old or older.
 *
 * Success that is 0.0 on every training of a window was not asked for in the
 * early years: it is taken as not known, else the model would learn the year. */
#include "table.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SESSIONS = 0, KM = 1, EXERTION = 7, SUCCESS = 8 };                              /* of a day */
enum { W_KM = 2, W_LONGEST = 3, W_EXERTION = 13, W_SUCCESS = 16, W_SUCCESS_MAX = 18 }; /* of a week */

static const double REST_DAY = -0.005; /* scores below are the mark of a rest day, -0.01 */

const char *const peek_names[PEEK_COUNT] = {
    "nothing planted", "days since the row before",     "28-day load from other rows",
    "the date",        "z-score over the whole record", "injury rate over the whole record",
};

/* Not known stays not known. */
static double at_least_0(double v)
{
    return v < 0 ? 0 : v;
}

static void measure(double out[NGL_POPULATION_MEASURES], const table *t, size_t i)
{
    const double *w = t->window + i * t->width;
    if (t->kind == LAYOUT_WEEKS) {
        ngl_population_week week[NGL_POPULATION_WEEKS];
        for (int k = 0; k < NGL_POPULATION_WEEKS; k++, w += WEEK_BLOCK) {
            bool asked = w[W_SUCCESS_MAX] > 0;
            week[k] = (ngl_population_week){ at_least_0(w[W_KM]), at_least_0(w[W_LONGEST]), at_least_0(w[W_EXERTION]),
                                             asked ? w[W_SUCCESS] : NAN };
        }
        ngl_population_measure_weeks(out, week);
        return;
    }
    ngl_population_day day[NGL_POPULATION_DAYS];
    bool               asked = false;
    for (int k = 0; k < NGL_POPULATION_DAYS; k++) asked = asked || w[k * DAY_BLOCK + SUCCESS] > 0;
    for (int k = 0; k < NGL_POPULATION_DAYS; k++, w += DAY_BLOCK)
        day[k] = (ngl_population_day){ at_least_0(w[KM]), at_least_0(w[EXERTION]), asked ? w[SUCCESS] : NAN,
                                       w[EXERTION] > REST_DAY };
    ngl_population_measure_days(out, day);
}

/* Row numbers by athlete, then date; injuries stand at the end of the files. */
static const table *sorting;

static int by_athlete_and_date(const void *pa, const void *pb)
{
    size_t a = *(const size_t *)pa, b = *(const size_t *)pb;
    if (sorting->athlete[a] != sorting->athlete[b]) return sorting->athlete[a] < sorting->athlete[b] ? -1 : 1;
    if (sorting->date[a] != sorting->date[b]) return sorting->date[a] < sorting->date[b] ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* The old rows of an athlete, in order[from..end), as seen from each of them. */
static void tell_past(ngl_population_row *row, const table *t, const size_t *order, size_t from, size_t end)
{
    size_t old = from;
    double sum = 0, injuries = 0;
    for (size_t k = from; k < end; k++) {
        size_t  i = order[k];
        int32_t until = t->date[i] - NGL_POPULATION_LAG_D;
        for (; old < end && t->date[order[old]] <= until; old++) {
            sum += row[order[old]].measure[0];
            injuries += t->injured[order[old]];
        }
        double n = (double)(old - from);
        row[i].past_rows = n;
        row[i].usual_load = n > 0 ? sum / n : NAN;
        row[i].past_injuries = injuries;
    }
}

/* Faults that are planted for the guards to find; one athlete at a time. */
static double seen_by(peek p, const ngl_population_row *row, const table *t, const size_t *order, size_t from,
                      size_t end, size_t k)
{
    size_t i = order[k];
    double sum = 0, square = 0, hurt = 0, n = (double)(end - from);
    if (p == PEEK_GAP) return k > from ? log1p(t->date[i] - t->date[order[k - 1]]) : 0;
    if (p == PEEK_ERA) return t->date[i];
    if (p == PEEK_LOAD28) {
        for (size_t j = k + 1; j-- > from && t->date[order[j]] > t->date[i] - 28;)
            sum += expm1(row[order[j]].measure[0]);
        return sum;
    }
    for (size_t j = from; j < end; j++) {
        double v = row[order[j]].measure[0];
        sum += v;
        square += v * v;
        hurt += t->injured[order[j]];
    }
    if (p == PEEK_LABELS) return hurt / n;
    double mean = sum / n, spread = square / n - mean * mean;
    return spread > 0 ? (row[i].measure[0] - mean) / sqrt(spread) : 0;
}

ngl_status table_rows(ngl_population_row *row, const table *t, peek p, ngl_arena *a, ngl_error *err)
{
    size_t *order = NGL_NEW(a, size_t, t->n);
    if (!order) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
    for (size_t i = 0; i < t->n; i++) {
        order[i] = i;
        measure(row[i].measure, t, i);
        row[i].athlete = t->athlete[i];
        row[i].injured = t->injured[i];
    }
    sorting = t;
    qsort(order, t->n, sizeof *order, by_athlete_and_date);
    for (size_t from = 0, end; from < t->n; from = end) {
        for (end = from; end < t->n && t->athlete[order[end]] == t->athlete[order[from]];) end++;
        tell_past(row, t, order, from, end);
        for (size_t k = from; p != PEEK_NOTHING && k < end; k++)
            row[order[k]].measure[NGL_POPULATION_MEASURES - 1] = seen_by(p, row, t, order, from, end, k);
    }
    return NGL_OK;
}
