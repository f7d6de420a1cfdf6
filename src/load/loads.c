/* Histories of loads: which model made them, when they have to be made anew,
 * and one tissue's doses out of them. */
#include <niggle/tissue.h>

#include <math.h>
#include <string.h>

/* raised when the method changes so that the same figures give another load */
enum { METHOD = 3 };

static const double MOVED_SPEED = 0.025, MOVED_CADENCE = 0.015;

/* ---- the model ------------------------------------------------------------------ */

/* FNV-1a over 64 bits (Fowler, Noll and Vo) */
static uint64_t add_bytes(uint64_t h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * UINT64_C(0x100000001b3);
    return h;
}

static uint64_t add_number(uint64_t h, double v)
{
    uint64_t      bits;
    unsigned char low_first[8];
    memcpy(&bits, &v, sizeof bits);
    for (int i = 0; i < 8; i++) low_first[i] = (unsigned char)(bits >> (8 * i));
    return add_bytes(h, low_first, sizeof low_first);
}

static uint64_t add_tissue(uint64_t h, const ngl_tissue *t)
{
    const double figure[] = { (double)t->speed_form, t->v_a, t->v_b, t->speed_exponent, t->cadence_up, t->cadence_down, t->grade_up,
                              t->grade_up_low, t->grade_up_high, t->grade_down, t->late, t->m_low, t->m, t->m_high, t->confident, t->stance };
    h = add_bytes(h, t->key, strlen(t->key) + 1);
    for (size_t i = 0; i < sizeof figure / sizeof *figure; i++) h = add_number(h, figure[i]);
    return h;
}

void ngl_load_model(char out[NGL_LOAD_MODEL_TEXT], const ngl_knowledge *kb)
{
    uint64_t h = add_number(UINT64_C(0xcbf29ce484222325), METHOD);
    for (ngl_id t = 0; t < kb->ntissue; t++) h = add_tissue(h, &kb->tissue[t]);
    for (int i = 0; i < 16; i++) out[i] = "0123456789abcdef"[h >> (60 - 4 * i) & 15];
    out[16] = 0;
}

/* ---- the usual ------------------------------------------------------------------- */

static int differ(double a, double b, double by)
{
    return fabs(a / b - 1) > by;
}

int ngl_usual_moved(const ngl_usual *kept, const ngl_usual *now)
{
    if (!kept->runs != !now->runs) return 1;
    if (isnan(kept->contact_ms) && !isnan(now->contact_ms)) return 1;
    if (differ(kept->easy_mps, now->easy_mps, MOVED_SPEED)) return 1;
    /* cadence at easy speed and at half a metre a second more */
    double before = kept->easy_spm + kept->spm_per_mps * (now->easy_mps - kept->easy_mps);
    return differ(before, now->easy_spm, MOVED_CADENCE) ||
           differ(before + kept->spm_per_mps / 2, now->easy_spm + now->spm_per_mps / 2, MOVED_CADENCE);
}

/* ---- doses ------------------------------------------------------------------------- */

size_t ngl_loads_doses(ngl_tissue_dose *out, const ngl_loads *loads, ngl_id tissue)
{
    size_t n = 0;
    for (size_t i = 0; i < loads->n; i++) {
        const ngl_tissue_load *t = loads->run[i].tissue ? &loads->run[i].tissue[tissue] : NULL;
        if (t) out[n++] = (ngl_tissue_dose){ loads->run[i].day, t->at_low, t->at_default, t->at_high };
    }
    return n;
}

double ngl_session_load(const ngl_loaded *run)
{
    double minutes = run->timer_s / 60;
    return run->effort_rpe >= 0 && run->effort_rpe <= 10 && minutes > 0 && minutes < 1e5 ? run->effort_rpe * minutes : (double)NAN;
}
