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
#include <stdbool.h>
#include <string.h>

enum { DRAWS = 128, SPEED_ROWS = 8, TISSUES_MAX = 64 };

/* Standard deviations of what the evidence leaves open or the device did not
 * say. Judgements, in docs/load.md. */
static const double SD_LOW_CONFIDENCE = 0.4, SD_MEDIUM_CONFIDENCE = 0.2; /* of an elasticity or speed term */
static const double SD_NO_CADENCE = 0.04, SD_NO_SPEED = 0.10, SD_NO_GRADE = 1.0; /* ratio; ratio; per cent */
static const double SD_GPS_SPEED = 0.02;
static const double CONTACT_STEPS_LIKE_USUAL = 0.05, CONTACT_DISAGREES = 0.05; /* of cadence; of force */
static const double MUCH_MISSING = 0.2, MUCH_CLAMPED = 0.02, MUCH_GRADE = 0.10; /* shares worth saying */

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
    double               second[SECONDS_COUNT];
    double               elapsed_s, total_s, left_out_s; /* left out: moving, but not as a runner does */
    float                missing[TISSUE_BLOCK]; /* NaN throughout: a column that is not there */
    double               force[2]; /* on the ground, to an easy step: by speed, by contact time; NaN */
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

static const float *part(const work *w, const float *column, uint32_t from)
{
    return column ? column + from : w->missing;
}

/* share of each row in the last third of the run */
static void fill_late(work *w)
{
    tissue_block *b = &w->block;
    double        third = w->total_s * 2 / 3;
    for (size_t k = 0; k < b->n; k++) {
        double dt = (double)b->dt[k];
        w->elapsed_s += dt;
        b->late[k] = dt > 0 && w->elapsed_s > third ? (float)fmin((w->elapsed_s - third) / dt, 1) : 0;
    }
}

/* rows from..from + n of the run; what fills the last lanes counts nothing */
static void fill_block(work *w, uint32_t from, size_t n)
{
    const ngl_steps *s = w->steps;
    tissue_block    *b = &w->block;
    float            speed[TISSUE_BLOCK], cadence[TISSUE_BLOCK], grade[TISSUE_BLOCK];
    tissue_usual     u = { (float)w->usual->easy_mps, (float)w->usual->easy_spm, (float)w->usual->spm_per_mps };
    memcpy(speed, part(w, s->speed_mps, from), n * sizeof *speed);
    memcpy(cadence, part(w, s->cadence_spm, from), n * sizeof *cadence);
    memcpy(grade, part(w, s->grade_pct, from), n * sizeof *grade);
    ngl_tissue_row_count(b->dt, n, s->dt_s + from, speed);
    for (; n % TISSUE_LANES; n++) speed[n] = cadence[n] = grade[n] = b->dt[n] = 0;
    b->n = n;
    ngl_tissue_row_fill(b, w->second, speed, cadence, grade, &u);
    fill_late(w);
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

static void measure(work *w)
{
    const ngl_steps *s = w->steps;
    float            counted[TISSUE_BLOCK];
    for (uint32_t from = 0; from < s->n; from += TISSUE_BLOCK) {
        size_t n = s->n - from < TISSUE_BLOCK ? s->n - from : TISSUE_BLOCK;
        ngl_tissue_row_count(counted, n, s->dt_s + from, part(w, s->speed_mps, from));
        double some = ngl_tissue_row_sum(counted, n);
        w->total_s += some;
        w->left_out_s += ngl_tissue_row_sum(s->dt_s + from, n) - some;
    }
}

static void walk_run(work *w)
{
    for (unsigned k = 0; k < TISSUE_BLOCK; k++) w->missing[k] = NAN;
    measure(w);
    for (uint32_t from = 0; from < w->steps->n; from += TISSUE_BLOCK) {
        fill_block(w, from, w->steps->n - from < TISSUE_BLOCK ? w->steps->n - from : TISSUE_BLOCK);
        ngl_tissue_row_log(w->block.log_cadence, w->block.n, w->block.cadence);
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

static double share(const work *w, tissue_seconds of)
{
    return w->second[of] / w->second[SECONDS_ALL];
}

/* d log(speed term) / d log(speed) at easy speed */
static double speed_lean(const ngl_tissue *k, double easy)
{
    if (k->speed_form == NGL_SPEED_POWER) return k->speed_exponent;
    double part = k->speed_form == NGL_SPEED_LINEAR ? k->v_b * easy : 2 * k->v_b * easy * easy;
    double all = k->speed_form == NGL_SPEED_LINEAR ? k->v_a + k->v_b * easy : k->v_a + k->v_b * easy * easy;
    return part / all;
}

/* What the draws of one tissue have in common. */
typedef struct lean {
    double m[3], log_d[3];       /* exponents and log damage there */
    double cadence, speed, up;   /* change of the mean log load by one standard deviation, or by one unit of the coefficient */
    double steps, usual_spm, measured_mps, usual_mps, flat, contact;
} lean;

static lean leans(const work *w, ngl_id t)
{
    const ngl_tissue *k = &w->kb->tissue[t];
    const double     *sum = w->sum[t];
    const ngl_usual  *u = w->usual;
    double sd = k->confident ? SD_MEDIUM_CONFIDENCE : SD_LOW_CONFIDENCE, by_speed = speed_lean(k, u->easy_mps);
    double elasticity = (k->cadence_up + k->cadence_down) / 2;
    double no_cadence = share(w, SECONDS_NO_CADENCE), no_speed = share(w, SECONDS_NO_SPEED);
    return (lean){ .m = { k->m_low, k->m, k->m_high },
                   .log_d = { log(sum[SUM_LOW]), log(sum[SUM_DEFAULT]), log(sum[SUM_HIGH]) },
                   .cadence = sd * sum[SUM_CADENCE] / sum[SUM_DEFAULT],
                   .speed = sd * sum[SUM_SPEED] / sum[SUM_DEFAULT],
                   .up = sum[SUM_UP] / sum[SUM_DEFAULT],
                   .steps = SD_NO_CADENCE * no_cadence * elasticity,
                   .usual_spm = -elasticity * u->easy_spm_sd / u->easy_spm * (1 - no_cadence),
                   .measured_mps = by_speed * (SD_NO_SPEED * no_speed + SD_GPS_SPEED * (1 - no_speed)),
                   .usual_mps = -by_speed * u->easy_mps_sd / u->easy_mps,
                   .flat = k->grade_up * SD_NO_GRADE * share(w, SECONDS_NO_GRADE),
                   .contact = k->stance && w->force[1] > 0 ? log(w->force[1] / w->force[0]) / 2 : 0 };
}

static double log_damage(const work *w, const ngl_tissue *k, const lean *l, const draw *d)
{
    double m = between(l->m[0], l->m[1], l->m[2], d->exponent);
    double load = l->cadence * d->cadence + l->speed * d->speed + l->steps * d->steps + l->usual_spm * d->easy_cadence +
                  l->measured_mps * d->slope + l->usual_mps * d->easy_speed + l->flat * fabs(d->grade) + l->contact * d->speed +
                  l->up * (between(k->grade_up_low, k->grade_up, k->grade_up_high, d->grade) - k->grade_up);
    return parabola(l->m, l->log_d, m) + m * load + SD_NO_CADENCE * share(w, SECONDS_NO_CADENCE) * d->steps;
}

/* The k-th smallest of n values, which are put in another order (Hoare 1961). */
static double smallest(double *v, int n, int k)
{
    int low = 0, high = n - 1;
    while (low < high) {
        double pivot = v[k];
        int    i = low, j = high;
        while (i <= j) {
            while (v[i] < pivot) i++;
            while (v[j] > pivot) j--;
            if (i > j) break;
            double x = v[i];
            v[i++] = v[j], v[j--] = x;
        }
        if (j < k) low = i;
        if (k < i) high = j;
    }
    return v[k];
}

static void summarise(const work *w, ngl_id t, const draw d[DRAWS], ngl_tissue_load *out)
{
    const ngl_tissue *k = &w->kb->tissue[t];
    const double     *sum = w->sum[t];
    lean              l = leans(w, t);
    double            value[DRAWS];
    for (unsigned i = 0; i < DRAWS; i++) value[i] = log_damage(w, k, &l, &d[i]);
    double low = smallest(value, DRAWS, DRAWS / 20), high = smallest(value, DRAWS, DRAWS - 1 - DRAWS / 20);
    *out = (ngl_tissue_load){ sum[SUM_LOW], sum[SUM_DEFAULT], sum[SUM_HIGH], fmin(exp(low), sum[SUM_DEFAULT]),
                              fmax(exp(high), sum[SUM_DEFAULT]), NAN, NAN };
    double balance = w->steps->balance_left_pct;
    if (!(balance > 30 && balance < 70)) return;
    /* a foot that stays down longer takes more of the support: a judgement, half of it counted (docs/load.md) */
    double more = k->stance ? 0.5 * k->m : 0;
    out->left = out->at_default * pow(balance / 50, more);
    out->right = out->at_default * pow((100 - balance) / 50, more);
}

/* ---- the run ------------------------------------------------------------------ */

static bool absurd(const work *w)
{
    const ngl_steps *s = w->steps;
    for (uint32_t i = 0; w->left_out_s > 0 && s->speed_mps && i < s->n; i++)
        if (s->speed_mps[i] > ABSURD_MPS && s->dt_s[i] > 0) return true;
    return false;
}

static unsigned flags_of(const work *w)
{
    unsigned flags = w->steps->flags | (w->usual->runs ? 0U : (unsigned)NGL_LOAD_GUESSED_USUAL);
    if (fabs(log(w->force[1] / w->force[0])) > log(1 + CONTACT_DISAGREES)) flags |= NGL_LOAD_CONTACT_DISAGREES;
    if (share(w, SECONDS_NO_SPEED) > MUCH_MISSING) flags |= NGL_LOAD_NO_SPEED;
    if (share(w, SECONDS_NO_CADENCE) > MUCH_MISSING) flags |= NGL_LOAD_NO_CADENCE;
    if (share(w, SECONDS_NO_GRADE) > MUCH_MISSING) flags |= NGL_LOAD_NO_GRADE;
    if (absurd(w)) flags |= NGL_LOAD_ABSURD;
    for (ngl_id t = 0; t < w->kb->ntissue; t++) {
        const ngl_tissue *k = &w->kb->tissue[t];
        const double     *sum = w->sum[t];
        if (sum[SUM_OUTSIDE] > MUCH_CLAMPED * w->second[SECONDS_STEPS]) flags |= NGL_LOAD_CLAMPED;
        if (k->m * k->grade_up * sum[SUM_UP] > MUCH_GRADE * sum[SUM_DEFAULT]) flags |= NGL_LOAD_GRADE_LEADS;
    }
    return flags;
}

static double mean(const work *w, tissue_seconds of, tissue_seconds without)
{
    double known = w->second[SECONDS_ALL] - (without == SECONDS_COUNT ? 0 : w->second[without]);
    return known > 0 ? w->second[of] / known : NAN;
}

static ngl_run_load sums(const work *w)
{
    const double *s = w->second;
    bool          paced = s[SECONDS_NO_SPEED] < s[SECONDS_ALL];
    return (ngl_run_load){ s[SECONDS_STEPS],
                           s[SECONDS_ALL],
                           paced ? s[SECONDS_SPEED] : NAN,
                           mean(w, SECONDS_SPEED, SECONDS_NO_SPEED),
                           s[SECONDS_NO_CADENCE] < s[SECONDS_ALL] ? mean(w, SECONDS_RATIO, SECONDS_COUNT) : NAN,
                           s[SECONDS_NO_GRADE] < s[SECONDS_ALL] ? mean(w, SECONDS_GRADE, SECONDS_COUNT) : NAN,
                           flags_of(w),
                           w->force[0],
                           w->force[1] };
}

/* Peak force on the ground is about pi/2 of the body's weight times the time of
 * a step over the time of contact (a half sine; Morin 2005): a second opinion
 * on the speed term of what is loaded in stance. It needs a cadence near the
 * usual, whose effect the model has apart. */
static void cross_check(work *w)
{
    const ngl_usual *u = w->usual;
    const double     a = 1.255, b = 0.1055; /* Weyand's line, as the stance rows of the table have it */
    double           known = w->second[SECONDS_ALL] - w->second[SECONDS_NO_SPEED], ratio = mean(w, SECONDS_RATIO, SECONDS_COUNT);
    w->force[0] = w->force[1] = NAN;
    if (!(w->steps->contact_ms > 0) || !(u->contact_ms > 0) || !(known > w->second[SECONDS_ALL] / 2)) return;
    if (share(w, SECONDS_NO_CADENCE) > MUCH_MISSING || fabs(ratio - 1) > CONTACT_STEPS_LIKE_USUAL) return;
    double v = w->second[SECONDS_SPEED] / known, spm = ratio * (u->easy_spm + u->spm_per_mps * (v - u->easy_mps));
    w->force[0] = (a + b * v) / (a + b * u->easy_mps);
    w->force[1] = (u->easy_spm / spm) * (u->contact_ms / w->steps->contact_ms);
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
        cross_check(w);
        *out = sums(w);
        for (ngl_id t = 0; t < kb->ntissue; t++) {
            tissue[t] = (ngl_tissue_load){ 0, 0, 0, 0, 0, NAN, NAN };
            if (out->seconds > 0) summarise(w, t, d, &tissue[t]);
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
