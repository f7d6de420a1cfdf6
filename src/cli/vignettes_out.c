/* Cases and totals as JSON and as words: each share with its 95 % interval. */
#include "cli/vignettes_out.h"

#include "base/number.h"

#include <math.h>

enum { DECIMALS = 4 };

/* ---- one case ---------------------------------------------------------------- */

void vignettes_case_json(ngl_json *j, const ngl_knowledge *kb, const char *file, unsigned line, const ngl_vignette *v,
                         const ngl_vignette_result *r, const ngl_vignette_options *o)
{
    ngl_json_object(j);
    ngl_json_put_string(j, "id", v->id);
    ngl_json_put_string(j, "file", file);
    ngl_json_put_integer(j, "line", line);
    if (!o->rules_only) {
        ngl_json_key(j, "rank");
        if (r->rank) ngl_json_integer(j, r->rank);
        else ngl_json_null(j);
        ngl_json_put_number(j, "p", r->rank ? r->p : NAN, DECIMALS);
        ngl_json_put_string(j, "leader", r->leader == NGL_NONE ? NULL : kb->condition[r->leader].key);
        ngl_json_put_number(j, "leader_p", r->leader_p, DECIMALS);
        ngl_json_put_bool(j, "top1", r->rank == 1);
        ngl_json_put_bool(j, "top3", r->rank >= 1 && r->rank <= 3);
    }
    ngl_json_put_string(j, "triage", ngl_triage_key(v->triage));
    ngl_json_put_string(j, "given", ngl_triage_key(r->given));
    ngl_json_put_string(j, "rules", ngl_triage_key(r->rules));
    ngl_json_put_bool(j, "safe", r->given >= v->triage);
    ngl_json_put_bool(j, "modelled", v->naccept > 0);
    ngl_json_put_bool(j, "detectable", v->detectable);
    if (o->interview) {
        ngl_json_put_integer(j, "questions", r->questions);
        ngl_json_put_number(j, "seconds", r->seconds, 0);
        ngl_json_put_integer(j, "items", r->items);
        ngl_json_put_string(j, "given_fixed_order", ngl_triage_key(r->fixed.given));
        ngl_json_put_string(j, "given_all_known", ngl_triage_key(r->all.given));
    }
    ngl_json_end(j);
}

void vignettes_case_text(ngl_buf *out, const ngl_knowledge *kb, const ngl_vignette *v, const ngl_vignette_result *r,
                         const ngl_vignette_options *o)
{
    const char *verdict = r->given == v->triage ? "=" : r->given < v->triage ? "UNDER" : "over";
    ngl_buf_printf(out, "%-40.40s %-9s %-9s %-5s", v->id, ngl_triage_key(v->triage), ngl_triage_key(r->given), verdict);
    if (!o->rules_only && v->naccept) {
        ngl_buf_printf(out, " %3u ", r->rank);
        ngl_buf_number(out, r->p, 2);
    } else if (!o->rules_only) {
        ngl_buf_text(out, "   - -   ");
    }
    if (!o->rules_only && r->leader != NGL_NONE) ngl_buf_printf(out, " %s", kb->condition[r->leader].key);
    if (o->interview) ngl_buf_printf(out, " %u questions", r->questions);
    ngl_buf_char(out, '\n');
}

/* ---- the totals ----------------------------------------------------------------- */

typedef struct row {
    const char *key, *text;
    unsigned    k, n;
} row;

enum { ROWS = 7 };

static void rows(row out[ROWS], const ngl_vignette_sums *s)
{
    out[0] = (row){ "top1", "right cause first", s->top1, s->nrank };
    out[1] = (row){ "top3", "right cause in the first three", s->top3, s->nrank };
    out[2] = (row){ "safe_triage", "as urgent as it should be, or more", s->safe, s->ntriage };
    out[3] = (row){ "exact_triage", "exactly as urgent as it should be", s->exact, s->ntriage };
    out[4] = (row){ "under_triage", "less urgent than it should be", s->under, s->ntriage };
    out[5] = (row){ "over_triage", "more urgent than it should be", s->over, s->ntriage };
    out[6] = (row){ "emergency_missed", "emergencies given less than urgent", s->emergency_missed, s->nemergency };
}

static void share_json(ngl_json *j, const row *r)
{
    ngl_share s = ngl_wilson(r->k, r->n);
    ngl_json_key(j, r->key);
    ngl_json_object(j);
    ngl_json_put_integer(j, "k", s.k);
    ngl_json_put_integer(j, "n", s.n);
    ngl_json_put_number(j, "p", s.p, DECIMALS);
    ngl_json_put_number(j, "low", s.low, DECIMALS);
    ngl_json_put_number(j, "high", s.high, DECIMALS);
    ngl_json_end(j);
}

static void calibration_json(ngl_json *j, const vignettes_total *t)
{
    ngl_calibration_bin bin[NGL_CALIBRATION_BINS];
    double              intercept = NAN, slope = NAN;
    ngl_calibration(bin, t->pair, t->npair);
    if (!ngl_calibration_line(t->pair, t->npair, &intercept, &slope)) intercept = slope = NAN;
    ngl_json_put_number(j, "brier", ngl_brier(t->pair, t->npair), 6);
    ngl_json_key(j, "calibration");
    ngl_json_object(j);
    ngl_json_put_number(j, "slope", slope, DECIMALS);
    ngl_json_put_number(j, "intercept", intercept, DECIMALS);
    ngl_json_key(j, "bins");
    ngl_json_array(j);
    for (int i = 0; i < NGL_CALIBRATION_BINS; i++) {
        ngl_json_object(j);
        ngl_json_put_number(j, "from", i / (double)NGL_CALIBRATION_BINS, 1);
        ngl_json_put_number(j, "to", (i + 1) / (double)NGL_CALIBRATION_BINS, 1);
        ngl_json_put_integer(j, "n", bin[i].n);
        ngl_json_put_number(j, "mean_p", bin[i].mean_p, DECIMALS);
        ngl_json_put_integer(j, "so", bin[i].so);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_end(j);
}

static double largest(const double *value, size_t n)
{
    double most = NAN;
    for (size_t i = 0; i < n; i++) most = fmax(most, value[i]);
    return most;
}

static void spread_json(ngl_json *j, const char *key, double *value, size_t n)
{
    ngl_json_key(j, key);
    ngl_json_object(j);
    ngl_json_put_number(j, "median", ngl_median(value, n), 1);
    ngl_json_put_number(j, "most", largest(value, n), 0);
    ngl_json_end(j);
}

static const char *const beside_keys[] = { "fixed_order", "all_known" };

static void beside(row out[5], const ngl_vignette_beside_sums *b, const ngl_vignette_sums *s)
{
    row own[ROWS];
    rows(own, s);
    out[0] = own[0], out[1] = own[1], out[2] = own[2], out[3] = own[5], out[4] = own[6];
    out[0].k = b->top1, out[1].k = b->top3, out[2].k = b->safe, out[3].k = b->over, out[4].k = b->emergency_missed;
}

static void beside_json(ngl_json *j, const ngl_vignette_sums *s)
{
    for (int i = 0; i < 2; i++) {
        row r[5];
        beside(r, i ? &s->all : &s->fixed, s);
        ngl_json_key(j, beside_keys[i]);
        ngl_json_object(j);
        for (int k = 0; k < 5; k++) share_json(j, &r[k]);
        ngl_json_end(j);
    }
}

void vignettes_total_json(ngl_json *j, const vignettes_total *t, const ngl_vignette_options *o)
{
    row r[ROWS];
    rows(r, &t->sums);
    ngl_json_object(j);
    ngl_json_put_integer(j, "cases", t->sums.ncase);
    ngl_json_put_integer(j, "left_out", t->sums.nleft_out);
    ngl_json_put_integer(j, "unmodelled", t->sums.nunmodelled);
    ngl_json_put_integer(j, "malformed", t->malformed);
    for (int i = o->rules_only ? 2 : 0; i < ROWS; i++) share_json(j, &r[i]);
    if (!o->rules_only) calibration_json(j, t);
    if (o->interview) {
        spread_json(j, "questions", t->questions, t->sums.ninterview);
        spread_json(j, "seconds", t->seconds, t->sums.ninterview);
        spread_json(j, "items", t->items, t->sums.ninterview);
        beside_json(j, &t->sums);
    }
    ngl_json_end(j);
}

static void share_text(ngl_buf *out, const row *r)
{
    ngl_share s = ngl_wilson(r->k, r->n);
    ngl_buf_printf(out, "  %-36s %4u of %-4u", r->text, s.k, s.n);
    if (s.n) {
        ngl_buf_number(out, s.p * 100, 1);
        ngl_buf_text(out, " % (");
        ngl_buf_number(out, s.low * 100, 1);
        ngl_buf_text(out, " to ");
        ngl_buf_number(out, s.high * 100, 1);
        ngl_buf_char(out, ')');
    }
    ngl_buf_char(out, '\n');
}

static void calibration_text(ngl_buf *out, const vignettes_total *t)
{
    ngl_calibration_bin bin[NGL_CALIBRATION_BINS];
    double              intercept, slope;
    ngl_calibration(bin, t->pair, t->npair);
    ngl_buf_text(out, "  Brier score of each condition, mean    ");
    ngl_buf_number(out, ngl_brier(t->pair, t->npair), 4);
    if (ngl_calibration_line(t->pair, t->npair, &intercept, &slope)) {
        ngl_buf_text(out, "\n  calibration slope and intercept        ");
        ngl_buf_number(out, slope, 2);
        ngl_buf_text(out, ", ");
        ngl_buf_number(out, intercept, 2);
    }
    ngl_buf_text(out, "\n\n  said           times   was so\n");
    for (int i = 0; i < NGL_CALIBRATION_BINS; i++) {
        if (!bin[i].n) continue;
        ngl_buf_printf(out, "  %3d to %3d %%  %6u   ", i * 10, i * 10 + 10, bin[i].n);
        ngl_buf_number(out, 100.0 * bin[i].so / bin[i].n, 1);
        ngl_buf_text(out, " %\n");
    }
}

static void spread_text(ngl_buf *out, const char *what, double *value, size_t n, int decimals)
{
    ngl_buf_printf(out, "  %-39s", what);
    ngl_buf_number(out, ngl_median(value, n), decimals);
    ngl_buf_text(out, " (at most ");
    ngl_buf_number(out, largest(value, n), 0);
    ngl_buf_text(out, ")\n");
}

static void interview_text(ngl_buf *out, const vignettes_total *t)
{
    static const char *const heads[] = { "The same screens in a fixed order, for the same time, as a yardstick:",
                                         "All that the cases can answer, as the ceiling:" };
    ngl_buf_text(out, "\n");
    spread_text(out, "questions, a screen is one, median", t->questions, t->sums.ninterview, 1);
    spread_text(out, "items on them, median", t->items, t->sums.ninterview, 1);
    spread_text(out, "seconds of a person's time, median", t->seconds, t->sums.ninterview, 0);
    for (int i = 0; i < 2; i++) {
        row r[5];
        beside(r, i ? &t->sums.all : &t->sums.fixed, &t->sums);
        ngl_buf_printf(out, "\n%s\n", heads[i]);
        for (int k = t->sums.nrank ? 0 : 2; k < 5; k++) share_text(out, &r[k]);
    }
}

void vignettes_total_text(ngl_buf *out, const vignettes_total *t, const ngl_vignette_options *o)
{
    const ngl_vignette_sums *s = &t->sums;
    row                      r[ROWS];
    rows(r, s);
    ngl_buf_printf(out, "%u cases", s->ncase);
    if (s->nleft_out) ngl_buf_printf(out, ", %u left out (their source stands twice)", s->nleft_out);
    if (s->nunmodelled) ngl_buf_printf(out, ", %u with a cause that is not modelled", s->nunmodelled);
    if (s->ncase > s->ntriage) ngl_buf_printf(out, ", %u that nothing could have detected", s->ncase - s->ntriage);
    if (t->malformed) ngl_buf_printf(out, ", %u malformed", t->malformed);
    ngl_buf_text(out, "\n\n");
    for (int i = o->rules_only || !s->nrank ? 2 : 0; i < ROWS; i++) share_text(out, &r[i]);
    if (!o->rules_only && t->npair) calibration_text(out, t);
    if (o->interview) interview_text(out, t);
}
