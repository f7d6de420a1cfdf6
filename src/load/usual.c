/* What is usual for a runner, learned robustly from the runs themselves.
 *
 * Each run is kept as a few bins of speed. Easy speed is a median of medians, so
 * that races and one wrong recording do not move it; cadence against speed is
 * the median of slopes between bins, because watches count half or double now
 * and then. How sure it is comes from how much the runs differ among themselves.
 */
#include <niggle/tissue.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { WINDOW_D = 90, EASY_RUNS = 10, FEWEST_RUNS = 3, FEW_RUNS = 6, MOST_RUNS = 400, MOST_SLOPES = NGL_PACE_BINS * NGL_PACE_BINS };

static const double SHORTEST_S = 15 * 60;  /* a run that says something about easy running */
static const double BIN_S = 120;           /* a bin that says something about cadence */
static const double GENERAL_SLOPE = 8;     /* steps a minute for each m/s: the assumption of the evidence */
static const double SLOPE_SPREAD_MPS = 0.8; /* bins this far apart tell the slope; closer ones tell it less */

/* cadence of the last third of the time over that of the rest: who tires takes fewer steps */
static float late_cadence(const ngl_steps *s, double run_s)
{
    double sum[2] = { 0 }, time[2] = { 0 }, at = 0;
    for (uint32_t i = 0; i < s->n && s->cadence_spm; i++) {
        double dt = (double)s->dt_s[i], c = (double)s->cadence_spm[i], v = s->speed_mps ? (double)s->speed_mps[i] : NAN;
        if (!(dt > 0) || v < 0.4 || v > 12.5) continue;
        at += dt;
        if (!(c > 120 && c < 240)) continue;
        sum[at > run_s * 2 / 3] += c * dt;
        time[at > run_s * 2 / 3] += dt;
    }
    return time[0] >= BIN_S && time[1] >= BIN_S ? (float)(sum[1] / time[1] / (sum[0] / time[0])) : NAN;
}

ngl_pace ngl_pace_of(const ngl_steps *s, ngl_day day)
{
    ngl_pace p = { .day = day, .contact_ms = (float)s->contact_ms, .balance_left_pct = (float)s->balance_left_pct,
                   .oscillation_mm = (float)s->oscillation_mm };
    double   dist = 0, paced = 0, sum[NGL_PACE_BINS] = { 0 };
    for (uint32_t i = 0; i < s->n; i++) {
        double v = s->speed_mps ? (double)s->speed_mps[i] : NAN, c = s->cadence_spm ? (double)s->cadence_spm[i] : NAN;
        double dt = (double)s->dt_s[i];
        if (!(dt > 0) || v < 0.4 || v > 12.5) continue;
        p.run_s += (float)dt;
        if (isnan(v)) continue;
        dist += v * dt;
        paced += dt;
        double at = floor((v - NGL_PACE_FROM_MPS) / NGL_PACE_STEP_MPS);
        if (at < 0 || at >= NGL_PACE_BINS || !(c > 120 && c < 240)) continue;
        p.seconds[(int)at] += (float)dt;
        sum[(int)at] += c * dt;
    }
    for (int b = 0; b < NGL_PACE_BINS; b++) p.cadence_spm[b] = p.seconds[b] > 0 ? (float)(sum[b] / (double)p.seconds[b]) : NAN;
    p.mean_mps = paced > 0 ? (float)(dist / paced) : NAN;
    p.late_cadence = late_cadence(s, (double)p.run_s);
    return p;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* sorts v; NaN of none */
static double median(double *v, size_t n)
{
    if (n == 0) return NAN;
    qsort(v, n, sizeof *v, ascending);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* standard error of the median of n values, from their spread around it */
static double error_of_median(double *v, size_t n, double middle)
{
    double off[MOST_RUNS];
    for (size_t i = 0; i < n; i++) off[i] = fabs(v[i] - middle);
    return n < 2 ? NAN : 1.4826 * 1.2533 * median(off, n) / sqrt((double)n);
}

static bool counts(const ngl_pace *p, ngl_day today)
{
    return p->day <= today && p->day > today - WINDOW_D && (double)p->run_s >= SHORTEST_S && !isnan(p->mean_mps);
}

/* speeds of the last easy runs, newest first */
static size_t easy_runs(double *out, const ngl_pace *run, size_t n, ngl_day today)
{
    double all[MOST_RUNS];
    size_t nall = 0, easy = 0;
    for (size_t i = n; i-- > 0 && nall < MOST_RUNS;)
        if (counts(&run[i], today)) all[nall++] = (double)run[i].mean_mps;
    /* of a few runs the median is easy enough; who only runs easily has half of them below it */
    double limit = nall < FEW_RUNS ? INFINITY : median(all, nall) * 1.02;
    for (size_t i = n; i-- > 0 && easy < EASY_RUNS;)
        if (counts(&run[i], today) && (double)run[i].mean_mps <= limit) out[easy++] = (double)run[i].mean_mps;
    return easy;
}

/* the median over runs of the cadence in one bin */
static double bin_cadence(const ngl_pace *run, size_t n, ngl_day today, int bin)
{
    double v[MOST_RUNS];
    size_t k = 0;
    for (size_t i = n; i-- > 0 && k < MOST_RUNS;)
        if (run[i].day <= today && run[i].day > today - WINDOW_D && (double)run[i].seconds[bin] >= BIN_S)
            v[k++] = (double)run[i].cadence_spm[bin];
    return median(v, k);
}

static double bin_speed(int bin)
{
    return NGL_PACE_FROM_MPS + NGL_PACE_STEP_MPS * (bin + 0.5);
}

/* Median of the slopes between bins, weighed against the general one by how
 * far apart the bins lie. */
static double cadence_slope(const double cadence[NGL_PACE_BINS])
{
    double slope[MOST_SLOPES], low = NAN, high = NAN;
    size_t n = 0;
    for (int a = 0; a < NGL_PACE_BINS; a++)
        for (int b = a + 1; b < NGL_PACE_BINS; b++)
            if (!isnan(cadence[a]) && !isnan(cadence[b]))
                slope[n++] = (cadence[b] - cadence[a]) / (bin_speed(b) - bin_speed(a));
    for (int b = 0; b < NGL_PACE_BINS; b++) {
        if (isnan(cadence[b])) continue;
        if (isnan(low)) low = bin_speed(b);
        high = bin_speed(b);
    }
    if (n == 0) return GENERAL_SLOPE;
    double trust = pow((high - low) / SLOPE_SPREAD_MPS, 2), own = median(slope, n);
    trust = trust / (1 + trust);
    own = own < 0 ? 0 : own > 25 ? 25 : own;
    return trust * own + (1 - trust) * GENERAL_SLOPE;
}

/* Median over the bins of what the line must start from; its error by their spread. */
static double cadence_at(const double cadence[NGL_PACE_BINS], double mps, double slope, double *sd)
{
    double v[NGL_PACE_BINS];
    size_t n = 0;
    for (int b = 0; b < NGL_PACE_BINS; b++)
        if (!isnan(cadence[b])) v[n++] = cadence[b] - slope * (bin_speed(b) - mps);
    double middle = median(v, n);
    *sd = n < 2 ? 4 : error_of_median(v, n, middle);
    return middle;
}

static double usual_of(const ngl_pace *run, size_t n, ngl_day today, bool balance)
{
    double v[MOST_RUNS];
    size_t k = 0;
    for (size_t i = n; i-- > 0 && k < MOST_RUNS;) {
        double x = (double)(balance ? run[i].balance_left_pct : run[i].contact_ms);
        if (counts(&run[i], today) && !isnan(x)) v[k++] = x;
    }
    return k < FEWEST_RUNS ? NAN : median(v, k);
}

ngl_usual ngl_usual_learn(const ngl_pace *run, size_t n, ngl_day today)
{
    ngl_usual u = NGL_USUAL_INIT;
    double    easy[EASY_RUNS], cadence[NGL_PACE_BINS], sd;
    size_t    k = easy_runs(easy, run, n, today);
    if (k < FEWEST_RUNS) return u;
    double speed = median(easy, k);
    if (!(speed >= 1 && speed <= 7)) return u;
    u.easy_mps = speed;
    u.easy_mps_sd = fmax(error_of_median(easy, k, speed), 0.03);
    u.runs = (unsigned)k;
    for (int b = 0; b < NGL_PACE_BINS; b++) cadence[b] = bin_cadence(run, n, today, b);
    double slope = cadence_slope(cadence), spm = cadence_at(cadence, speed, slope, &sd);
    if (spm >= 120 && spm <= 240) {
        u.easy_spm = spm;
        u.spm_per_mps = slope;
        u.easy_spm_sd = fmax(sd, 1);
    }
    u.balance_left_pct = usual_of(run, n, today, true);
    u.contact_ms = usual_of(run, n, today, false);
    return u;
}
