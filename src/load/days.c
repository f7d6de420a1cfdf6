/* Days and what they leave behind in one tissue: a sum that recovers by half
 * every half-life, what a usual day brings, and whether the last run stands out
 * from the thirty days before it, as the longest-run rule of the evidence asks
 * of distance (knowledge/training_load.csv, Frandsen 2025). */
#include <niggle/tissue.h>

#include <math.h>
#include <stdlib.h>

enum { CAPACITY_D = 28, SPIKE_D = 30 };

static const double SPIKE_FROM = 1.1; /* the first band of the cohort ends here */
static const double FORGOTTEN = 24;   /* half-lives: a ten-millionth is left */

/* what is left at the end of `day` */
static double left_on(const ngl_tissue_dose *dose, size_t n, double half_life_d, ngl_day day)
{
    double sum = 0;
    for (size_t i = n; i-- > 0;) {
        if (dose[i].day > day) continue;
        double age = (double)(day - dose[i].day);
        if (age > FORGOTTEN * half_life_d) break;
        sum += dose[i].middle * exp2(-age / half_life_d);
    }
    return sum;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double usual_left(const ngl_tissue_dose *dose, size_t n, double half_life_d, ngl_day today)
{
    double v[CAPACITY_D];
    for (int i = 0; i < CAPACITY_D; i++) v[i] = left_on(dose, n, half_life_d, today - 1 - i);
    qsort(v, CAPACITY_D, sizeof *v, ascending);
    return (v[CAPACITY_D / 2 - 1] + v[CAPACITY_D / 2]) / 2;
}

static double capacity(const ngl_tissue_dose *dose, size_t n, ngl_day today)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        if (dose[i].day < today && dose[i].day >= today - CAPACITY_D) sum += dose[i].middle;
    return sum / CAPACITY_D;
}

/* The last dose against the heaviest of the thirty days before its day; doses
 * of one day stand beside one another and do not count as before. */
static void look_for_spike(ngl_tissue_state *out, const ngl_tissue_dose *dose, size_t n, ngl_day today)
{
    double          most[3] = { 0 };
    ngl_tissue_dose last = { .day = NGL_DAY_NONE };
    for (size_t i = n; i-- > 0 && last.day == NGL_DAY_NONE;)
        if (dose[i].day <= today) last = dose[i];
    if (last.day == NGL_DAY_NONE) return;
    for (size_t i = 0; i < n; i++) {
        if (dose[i].day >= last.day || dose[i].day < last.day - SPIKE_D) continue;
        most[0] = fmax(most[0], dose[i].low);
        most[1] = fmax(most[1], dose[i].middle);
        most[2] = fmax(most[2], dose[i].high);
    }
    if (!(most[1] > 0)) return;
    out->spike = last.middle / most[1];
    out->spike_day = last.day;
    int over = (last.low / most[0] > SPIKE_FROM) + (out->spike > SPIKE_FROM) + (last.high / most[2] > SPIKE_FROM);
    out->spike_sure = over == 0 || over == 3;
}

ngl_tissue_state ngl_tissue_today(const ngl_tissue_dose *dose, size_t n, double half_life_h, ngl_day today)
{
    double           half_life_d = half_life_h / 24;
    ngl_tissue_state s = { .days_to_usual = NAN, .spike = NAN, .spike_day = NGL_DAY_NONE };
    s.left = left_on(dose, n, half_life_d, today);
    s.capacity = capacity(dose, n, today);
    s.usual_left = usual_left(dose, n, half_life_d, today);
    if (s.usual_left > 0) s.days_to_usual = s.left > s.usual_left ? half_life_d * log2(s.left / s.usual_left) : 0;
    look_for_spike(&s, dose, n, today);
    return s;
}
