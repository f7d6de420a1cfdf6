/* When what comes back: an exact chain over sessions, no drawing of lots.
 *
 * A session passes with probability q, else the rung is held or one is lost.
 * What q is for this runner is not known either: its Beta distribution, begun
 * as 8 passed of 10 (a judgement) and updated by every session noted, is cut
 * into slices and the chain is run in each. First-passage probabilities over
 * all slices give the days by which 10, 50 and 90 % have arrived.
 */
#include "plan/internal.h"

#include <niggle/ahead.h>

#include <math.h>

#define PASSED_BEFORE 8.0
#define FAILED_BEFORE 2.0
#define DROPS         0.3 /* of the sessions that do not pass */

enum { SLICES = 12, YEAR_SESSIONS = 208, NEED_MAX = 12, YEAR_D = 365 };

/* Probability of having reached `target` after each session, added with weight `w`. */
static void run_chain(double *arrived, const ngl_ladder *l, unsigned target, double q, double w)
{
    double   now[NGL_RUNG_MAX][NEED_MAX] = { { 0 } }, there = 0;
    unsigned passed = l->passed < NEED_MAX ? l->passed : NEED_MAX - 1;
    now[l->at][passed] = 1;
    for (unsigned n = 1; n <= YEAR_SESSIONS; n++) {
        double next[NGL_RUNG_MAX][NEED_MAX] = { { 0 } };
        for (unsigned r = 0; r < target; r++) {
            unsigned need = l->rung[r].need < NEED_MAX ? l->rung[r].need : NEED_MAX;
            for (unsigned k = 0; k < need; k++) {
                double p = now[r][k];
                if (p <= 0) continue;
                if (k + 1 < need) next[r][k + 1] += p * q;
                else if (r + 1 == target) there += p * q;
                else next[r + 1][0] += p * q;
                next[r][k] += p * (1 - q) * (1 - DROPS);
                next[r ? r - 1 : 0][0] += p * (1 - q) * DROPS;
            }
        }
        for (unsigned r = 0; r < target; r++)
            for (unsigned k = 0; k < NEED_MAX; k++) now[r][k] = next[r][k];
        arrived[n] += w * there;
    }
}

static ngl_day day_when(const double *arrived, double share, double per_week, double wait_weeks, ngl_day today)
{
    for (unsigned n = 0; n <= YEAR_SESSIONS; n++) {
        if (arrived[n] < share) continue;
        double days = 7 * (wait_weeks + n / per_week);
        return days <= YEAR_D ? today + (ngl_day)ceil(days) : NGL_DAY_NONE;
    }
    return NGL_DAY_NONE;
}

static ngl_when when(const ngl_ladder *l, unsigned target, double per_week, const double wait[2], ngl_day today)
{
    double arrived[YEAR_SESSIONS + 1] = { 0 }, weight[SLICES], sum = 0;
    double a = PASSED_BEFORE + l->green, b = FAILED_BEFORE + l->amber + l->red;
    for (unsigned i = 0; i < SLICES; i++) {
        double q = (i + 0.5) / SLICES;
        weight[i] = exp((a - 1) * log(q) + (b - 1) * log(1 - q));
        sum += weight[i];
    }
    if (l->at >= target) return (ngl_when){ today, today, today, 1 };
    for (unsigned i = 0; i < SLICES; i++) run_chain(arrived, l, target, (i + 0.5) / SLICES, weight[i] / sum);
    return (ngl_when){ day_when(arrived, 0.1, per_week, wait[0], today),
                       day_when(arrived, 0.5, per_week, (wait[0] + wait[1]) / 2, today),
                       day_when(arrived, 0.9, per_week, wait[1], today), 1 };
}

void ngl_comeback_make(ngl_comeback *out, const ngl_ladder *l, double per_week, double wait_low, double wait_high, ngl_day today)
{
    const double wait[2] = { wait_low, wait_high };
    unsigned     five = 0, usual = 0;
    *out = (ngl_comeback){ .pass = (PASSED_BEFORE + l->green) / (PASSED_BEFORE + FAILED_BEFORE + l->green + l->amber + l->red) };
    if (l->nrung == 0 || per_week <= 0) return;
    for (unsigned r = l->nrung; r-- > 0;) {
        if (l->rung[r].kind == NGL_RUNG_DISTANCE && l->rung[r].long_min >= 5 * l->easy_min_km) five = r;
        if (l->rung[r].kind >= NGL_RUNG_SPEED) usual = r;
    }
    if (five) out->five_km = when(l, five, per_week, wait, today);
    if (usual) out->usual_week = when(l, usual, per_week, wait, today);
}
