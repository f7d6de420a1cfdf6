/* Load of one run: seconds become steps, steps become damage, tissue by tissue.
 *
 * load ratio = speed term * (cadence / usual)^e * grade term * fatigue, kept
 * within 0.5 .. 2; damage = sum of steps * ratio^m. One pass gives the damage at
 * three exponents and how it leans on each other coefficient; the interval then
 * comes from draws over all of them, to first order in the logarithm except for
 * the exponent, which is interpolated through its three exact points.
 */
#include "load/tissue_row.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/random.h"

#include <niggle/tissue.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 128, SPEED_ROWS = 8, TISSUES_MAX = 64 };

/* what no runner does: seconds faster than this are left out, slower is walking */
static const double ABSURD_MPS = 12.5, WALK_MPS = 1.5, STILL_MPS = 0.4;
static const double FEWEST_SPM = 60; /* below: the sensor lost the steps */
static const double GRADE_MOST = 15; /* per cent */

/* Standard deviations of what the evidence leaves open or the device did not
 * say. Judgements, in docs/load.md. */
static const double SD_LOW_CONFIDENCE = 0.4, SD_MEDIUM_CONFIDENCE = 0.2; /* of an elasticity or speed term */
static const double SD_NO_CADENCE = 0.04, SD_NO_SPEED = 0.10, SD_NO_GRADE = 1.0; /* ratio; ratio; per cent */
static const double SD_GPS_SPEED = 0.02;
static const double MUCH_CLAMPED = 0.02, MUCH_GRADE = 0.10;

typedef struct speed_row {
    ngl_speed_form form;
    double         a, b;
    float          ratio[TISSUE_BLOCK];
} speed_row;

typedef struct work {
    const ngl_knowledge *kb;
    const ngl_steps     *steps;
    const ngl_usual     *usual;
    tissue_block         block;
    tissue_coefficients  coefficient[TISSUES_MAX];
    unsigned             row_of[TISSUES_MAX];
    unsigned             nrow;
    speed_row            row[SPEED_ROWS];
    float                log_speed[TISSUE_BLOCK];
    double               sum[TISSUES_MAX][SUM_COUNT];
    double seconds, elapsed, total_s, steps_sum, dist_m, ratio_sum, grade_sum;
    double no_speed_s, no_cadence_s, no_grade_s, absurd_s;
} work;


static bool lay_out_tissue(work *w, ngl_id t)
{
    const ngl_tissue *k = &w->kb->tissue[t];
    double            a = k->speed_form == NGL_SPEED_POWER ? k->speed_exponent : k->v_a, b = k->v_b;
    unsigned          r = 0;
    w->coefficient[t] = (tissue_coefficients){ (float)k->grade_up, (float)k->grade_down, (float)k->cadence_up,
                                               (float)k->cadence_down, (float)k->late, k->m_low, k->m, k->m_high };
    while (r < w->nrow && (w->row[r].form != k->speed_form || w->row[r].a != a || w->row[r].b != b)) r++;
    if (r == SPEED_ROWS) return false;
    if (r == w->nrow) w->row[w->nrow++] = (speed_row){ .form = k->speed_form, .a = a, .b = b };
    w->row_of[t] = r;
    return true;
}

static float at(const float *column, uint32_t i)
{
    return column ? column[i] : NAN;
}

/* one row of the run as one sample of the block */
static void put_sample(work *w, uint32_t i, size_t k)
{
    const ngl_usual *u = w->usual;
    tissue_block    *b = &w->block;
    double dt = (double)w->steps->dt_s[i], v = (double)at(w->steps->speed_mps, i), g = (double)at(w->steps->grade_pct, i);
    double c = (double)at(w->steps->cadence_spm, i);
    bool   counts = dt > 0 && !(v > ABSURD_MPS) && !(v < STILL_MPS);
    if (v > ABSURD_MPS) w->absurd_s += dt;
    w->elapsed += counts ? dt : 0;
    double known_v = isnan(v) ? u->easy_mps : v < WALK_MPS ? WALK_MPS : v;
    double expected = u->easy_spm + u->spm_per_mps * (known_v - u->easy_mps);
    bool   has_cadence = c >= FEWEST_SPM && c < 400;
    double ratio = has_cadence ? c / expected : 1;
    double grade = isnan(g) ? 0 : g > GRADE_MOST ? GRADE_MOST : g < -GRADE_MOST ? -GRADE_MOST : g;
    ratio = ratio < 0.5 ? 0.5 : ratio > 2 ? 2 : ratio;
    b->weight[k] = counts ? (float)(ratio * expected / 120 * dt) : 0;
    b->speed[k] = (float)known_v;
    b->cadence[k] = (float)ratio;
    b->up[k] = grade > 0 ? (float)grade : 0;
    b->down[k] = grade < 0 ? (float)-grade : 0;
    b->late[k] = counts ? (float)fmin(fmax((w->elapsed - w->total_s * 2 / 3) / dt, 0), 1) : 0;
    if (!counts) return;
    w->seconds += dt;
    w->steps_sum += (double)b->weight[k];
    w->ratio_sum += ratio * dt;
    w->grade_sum += grade * dt;
    w->dist_m += isnan(v) ? 0 : v * dt;
    w->no_speed_s += isnan(v) ? dt : 0;
    w->no_cadence_s += has_cadence ? 0 : dt;
    w->no_grade_s += isnan(g) ? dt : 0;
}

static void speed_rows(work *w)
{
    size_t n = w->block.n;
    double easy = w->usual->easy_mps;
    float  relative[TISSUE_BLOCK];
    for (size_t k = 0; k < n; k++) relative[k] = w->block.speed[k] / (float)easy;
    ngl_tissue_row_log(w->log_speed, n, relative);
    for (unsigned r = 0; r < w->nrow; r++) {
        speed_row *s = &w->row[r];
        float      a = (float)s->a, b = (float)s->b;
        if (s->form == NGL_SPEED_LINEAR)
            ngl_tissue_row_linear(s->ratio, n, w->block.speed, a, b, (float)(s->a + s->b * easy));
        else if (s->form == NGL_SPEED_SQUARE)
            ngl_tissue_row_square(s->ratio, n, w->block.speed, a, b, (float)(s->a + s->b * easy * easy));
        else
            ngl_tissue_row_power(s->ratio, n, w->log_speed, a);
    }
}

static void walk_run(work *w)
{
    const ngl_steps *s = w->steps;
    for (uint32_t i = 0; i < s->n; i++) {
        float v = at(s->speed_mps, i);
        if (s->dt_s[i] > 0 && !((double)v > ABSURD_MPS) && !((double)v < STILL_MPS)) w->total_s += (double)s->dt_s[i];
    }
    for (uint32_t from = 0; from < s->n; from += TISSUE_BLOCK) {
        size_t n = s->n - from < TISSUE_BLOCK ? s->n - from : TISSUE_BLOCK;
        for (size_t k = 0; k < n; k++) put_sample(w, from + (uint32_t)k, k);
        for (; n % TISSUE_LANES; n++) {
            w->block.weight[n] = w->block.up[n] = w->block.down[n] = w->block.late[n] = 0;
            w->block.speed[n] = (float)w->usual->easy_mps;
            w->block.cadence[n] = 1;
        }
        w->block.n = n;
        ngl_tissue_row_log(w->block.log_cadence, n, w->block.cadence);
        speed_rows(w);
        for (ngl_id t = 0; t < w->kb->ntissue; t++)
            ngl_tissue_row_add(w->sum[t], &w->block, w->row[w->row_of[t]].ratio, &w->coefficient[t]);
    }
}

/* ---- the interval --------------------------------------------------------- */

/* One draw of everything that is open, shared by all tissues of a run. */
typedef struct draw {
    double exponent; /* -1 .. 1: low .. default .. high, triangular */
    double grade;    /* the same for the uphill coefficient */
    double cadence, speed, steps, slope, easy_speed, easy_cadence; /* standard normal */
} draw;

static double triangular(ngl_random *r)
{
    return ngl_random_unit(r) - ngl_random_unit(r);
}

static void draw_all(draw out[DRAWS], uint64_t seed)
{
    ngl_random r = ngl_random_from(seed);
    for (unsigned i = 0; i < DRAWS; i++)
        out[i] = (draw){ triangular(&r),        triangular(&r),        ngl_random_normal(&r), ngl_random_normal(&r),
                         ngl_random_normal(&r), ngl_random_normal(&r), ngl_random_normal(&r), ngl_random_normal(&r) };
}

static double between(double low, double middle, double high, double at_)
{
    return at_ < 0 ? middle + at_ * (middle - low) : middle + at_ * (high - middle);
}

/* Value at `m` of the parabola through three points. */
static double parabola(const double x[3], const double y[3], double m)
{
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = y[i];
        for (int j = 0; j < 3; j++)
            if (j != i) part *= (m - x[j]) / (x[i] - x[j]);
        sum += part;
    }
    return sum;
}

/* d log(speed term) / d log(speed) at easy speed */
static double speed_lean(const ngl_tissue *k, double easy)
{
    if (k->speed_form == NGL_SPEED_POWER) return k->speed_exponent;
    double part = k->speed_form == NGL_SPEED_LINEAR ? k->v_b * easy : 2 * k->v_b * easy * easy;
    double all = k->speed_form == NGL_SPEED_LINEAR ? k->v_a + k->v_b * easy : k->v_a + k->v_b * easy * easy;
    return part / all;
}

static double log_damage(const work *w, ngl_id t, const draw *d)
{
    const ngl_tissue *k = &w->kb->tissue[t];
    const double     *sum = w->sum[t];
    const ngl_usual  *u = w->usual;
    double m = between(k->m_low, k->m, k->m_high, d->exponent);
    double y = parabola((double[]){ k->m_low, k->m, k->m_high },
                        (double[]){ log(sum[SUM_LOW]), log(sum[SUM_DEFAULT]), log(sum[SUM_HIGH]) }, m);
    double sd = k->confident ? SD_MEDIUM_CONFIDENCE : SD_LOW_CONFIDENCE, lean = speed_lean(k, u->easy_mps);
    double elasticity = (k->cadence_up + k->cadence_down) / 2;
    double no_cadence = w->no_cadence_s / w->seconds, no_speed = w->no_speed_s / w->seconds;
    double no_grade = w->no_grade_s / w->seconds, off_cadence = SD_NO_CADENCE * no_cadence * d->steps;
    double load = sd * (d->cadence * sum[SUM_CADENCE] + d->speed * sum[SUM_SPEED]) / sum[SUM_DEFAULT];
    load += (between(k->grade_up_low, k->grade_up, k->grade_up_high, d->grade) - k->grade_up) * sum[SUM_UP] / sum[SUM_DEFAULT];
    load += elasticity * (off_cadence - u->easy_spm_sd / u->easy_spm * d->easy_cadence * (1 - no_cadence));
    load += lean * ((SD_NO_SPEED * no_speed + SD_GPS_SPEED * (1 - no_speed)) * d->slope - u->easy_mps_sd / u->easy_mps * d->easy_speed);
    load += k->grade_up * SD_NO_GRADE * no_grade * fabs(d->grade);
    return y + m * load + off_cadence;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void summarise(const work *w, ngl_id t, const draw d[DRAWS], ngl_tissue_load *out)
{
    const double *sum = w->sum[t];
    double        value[DRAWS];
    for (unsigned i = 0; i < DRAWS; i++) value[i] = log_damage(w, t, &d[i]);
    qsort(value, DRAWS, sizeof *value, ascending);
    *out = (ngl_tissue_load){ sum[SUM_LOW], sum[SUM_DEFAULT], sum[SUM_HIGH],
                              fmin(exp(value[DRAWS / 20]), sum[SUM_DEFAULT]),
                              fmax(exp(value[DRAWS - 1 - DRAWS / 20]), sum[SUM_DEFAULT]), NAN, NAN };
    double balance = w->steps->balance_left_pct;
    if (!(balance > 30 && balance < 70)) return;
    /* a foot that stays down longer takes more of the support: a judgement, half of it counted (docs/load.md) */
    double more = w->kb->tissue[t].stance ? 0.5 * w->kb->tissue[t].m : 0;
    out->left = out->at_default * pow(balance / 50, more);
    out->right = out->at_default * pow((100 - balance) / 50, more);
}

/* ---- the run ------------------------------------------------------------------ */

static unsigned flags_of(const work *w)
{
    unsigned flags = w->usual->runs ? 0 : NGL_LOAD_GUESSED_USUAL;
    double   some = 0.2 * w->seconds;
    if (w->no_speed_s > some) flags |= NGL_LOAD_NO_SPEED;
    if (w->no_cadence_s > some) flags |= NGL_LOAD_NO_CADENCE;
    if (w->no_grade_s > some) flags |= NGL_LOAD_NO_GRADE;
    if (w->absurd_s > 0) flags |= NGL_LOAD_ABSURD;
    for (ngl_id t = 0; t < w->kb->ntissue; t++) {
        const ngl_tissue *k = &w->kb->tissue[t];
        const double     *sum = w->sum[t];
        if (sum[SUM_OUTSIDE] > MUCH_CLAMPED * w->steps_sum) flags |= NGL_LOAD_CLAMPED;
        if (k->m * k->grade_up * sum[SUM_UP] > MUCH_GRADE * sum[SUM_DEFAULT]) flags |= NGL_LOAD_GRADE_LEADS;
    }
    return flags;
}

static ngl_status check(const ngl_usual *u, const ngl_knowledge *kb, ngl_error *err)
{
    if (!(u->easy_mps >= 1 && u->easy_mps <= 7) || !(u->easy_spm >= 100 && u->easy_spm <= 260))
        return ngl_fail(err, NGL_E_INVALID, 0, "an easy pace of %.1f m/s at %.0f steps a minute is not that of a runner",
                        u->easy_mps, u->easy_spm);
    if (kb->ntissue > TISSUES_MAX) return ngl_fail(err, NGL_E_LIMIT, 0, "more than %d tissues", TISSUES_MAX);
    return NGL_OK;
}

ngl_status ngl_load_run(ngl_run_load *out, ngl_tissue_load *tissue, const ngl_knowledge *kb, const ngl_steps *steps,
                        const ngl_usual *usual, uint64_t seed, ngl_error *err)
{
    ngl_status status = check(usual, kb, err);
    if (status) return status;
    ngl_arena arena;
    ngl_arena_init(&arena, (size_t)1 << 20);
    work *w = NGL_NEW(&arena, work, 1);
    if (!w) return ngl_fail(err, NGL_E_NOMEM, 0, "no memory to weigh a run");
    w->kb = kb, w->steps = steps, w->usual = usual;
    for (ngl_id t = 0; t < kb->ntissue && !status; t++)
        if (!lay_out_tissue(w, t)) status = ngl_fail(err, NGL_E_LIMIT, 0, "more than %d kinds of speed term", SPEED_ROWS);
    if (!status) {
        draw d[DRAWS];
        draw_all(d, seed);
        walk_run(w);
        bool moved = w->seconds > 0;
        *out = (ngl_run_load){ w->steps_sum, w->seconds, w->no_speed_s < w->seconds ? w->dist_m : NAN,
                               moved && w->no_speed_s < w->seconds ? w->dist_m / (w->seconds - w->no_speed_s) : NAN,
                               moved && w->no_cadence_s < w->seconds ? w->ratio_sum / w->seconds : NAN,
                               moved && w->no_grade_s < w->seconds ? w->grade_sum / w->seconds : NAN, flags_of(w) };
        for (ngl_id t = 0; t < kb->ntissue; t++) {
            tissue[t] = (ngl_tissue_load){ 0, 0, 0, 0, 0, NAN, NAN };
            if (moved) summarise(w, t, d, &tissue[t]);
        }
    }
    ngl_arena_free(&arena);
    return status;
}

double ngl_load_easy_km(const ngl_usual *usual)
{
    return 1000 / usual->easy_mps * usual->easy_spm / 120;
}

int ngl_load_compare(const ngl_tissue_load *a, const ngl_tissue_load *b)
{
    if (a->at_low < b->at_low && a->at_default < b->at_default && a->at_high < b->at_high) return -1;
    if (a->at_low > b->at_low && a->at_default > b->at_default && a->at_high > b->at_high) return 1;
    return 0;
}
