/* Figures with their intervals, the same columns for every rival, so that
 * nobody can pick the flattering one. */
#include "report.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>

static const struct {
    const char *name;
    int         decimals;
    double      times;
} COLUMNS[M_COUNT] = {
    { "AUC", 3, 1 },       { "within athletes", 3, 1 }, { "slope", 2, 1 },
    { "intercept", 2, 1 }, { "Brier skill %", 2, 100 }, { "log skill %", 2, 100 },
};

void report_study(const study *s)
{
    const table *t = s->t;
    size_t       hurt = 0;
    for (size_t i = 0; i < t->n; i++) hurt += t->injured[i];
    printf("%zu rows, %zu injuries (%.2f %%), %s; %u repeats, 95 %% by drawing athletes anew\n", t->n, hurt,
           100.0 * (double)hurt / (double)t->n, t->kind == LAYOUT_DAYS ? "7 days" : "3 weeks", s->repeats);
    printf("| |");
    for (int m = 0; m < M_COUNT; m++) printf(" %s |", COLUMNS[m].name);
    printf(" AUC within 200 days |\n|---|---|---|---|---|---|---|---|\n");
    for (int r = 0; r < R_COUNT; r++) {
        if (!s->p[r][0]) {
            printf("| %s | %s |\n", rival_names[r], r == R_TRUTH ? "not in the file" : "built without it");
            continue;
        }
        printf("| %s |", rival_names[r]);
        for (int m = 0; m < M_COUNT; m++) {
            const verdict *v = &s->verdict[r];
            if (isnan(v->value[m]))
                printf(" - |");
            else if (isnan(v->low[m]) || s->draws == 0)
                printf(" %.*f |", COLUMNS[m].decimals, COLUMNS[m].times * v->value[m]);
            else
                printf(" %.*f (%.*f to %.*f) |", COLUMNS[m].decimals, COLUMNS[m].times * v->value[m],
                       COLUMNS[m].decimals, COLUMNS[m].times * v->low[m], COLUMNS[m].decimals,
                       COLUMNS[m].times * v->high[m]);
        }
        if (s->auc_by_era[r] > 0)
            printf(" %.3f |\n", s->auc_by_era[r]);
        else
            printf(" - |\n");
    }
}

/* Mean over the worlds and its 95 % (normal). */
static void say_mean(const double *v, unsigned n, int decimals)
{
    double sum = 0, square = 0;
    for (unsigned k = 0; k < n; k++) sum += v[k];
    double mean = sum / n;
    for (unsigned k = 0; k < n; k++) square += (v[k] - mean) * (v[k] - mean);
    double half = n > 1 ? 1.96 * sqrt(square / (n - 1) / n) : NAN;
    if (isnan(mean))
        printf(" - |");
    else
        printf(" %.*f (%.*f to %.*f) |", decimals, mean, decimals, mean - half, decimals, mean + half);
}

void report_worlds(const worlds *w, unsigned athletes, unsigned unseen)
{
    static const char *const SHARE[SHARES] = { "of all, AUC", "of all, log score", "of reachable, AUC",
                                               "of reachable, log score" };
    printf("SIMULATED: %u invented clubs; learned from %u athletes, judged on %u never seen; means, 95 %% over the "
           "clubs\n| |",
           w->n, athletes, unseen);
    for (int m = 0; m < M_COUNT; m++) printf(" %s |", COLUMNS[m].name);
    for (int i = 0; i < SHARES; i++) printf(" share %s |", SHARE[i]);
    printf("\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (int r = 0; r < R_COUNT; r++) {
        if (isnan(w->verdict[r][0].value[M_AUC]) || w->verdict[r][0].value[M_AUC] <= 0) continue;
        printf("| %s |", rival_names[r]);
        for (int m = 0; m < M_COUNT; m++) {
            double v[STUDY_WORLDS_MAX];
            for (unsigned k = 0; k < w->n; k++) v[k] = COLUMNS[m].times * w->verdict[r][k].value[m];
            say_mean(v, w->n, COLUMNS[m].decimals);
        }
        for (int i = 0; i < SHARES; i++) say_mean(w->share[i][r], w->n, 2);
        printf("\n");
    }
    printf("| reachable |");
    for (int m = 0; m < M_COUNT; m++) {
        double v[STUDY_WORLDS_MAX];
        for (unsigned k = 0; k < w->n; k++) v[k] = COLUMNS[m].times * w->reachable[k].value[m];
        say_mean(v, w->n, COLUMNS[m].decimals);
    }
    printf("\n");
}

ngl_status report_reliability(const table *t, const double *p, ngl_arena *a, ngl_error *err)
{
    reliability bin[BINS];
    ngl_status  s = judge_reliability(bin, p, t->injured, t->n, a, err);
    if (s != NGL_OK) return s;
    printf("\nReliability of Niggle, ten groups of equal size: said, came (95 %%), per cent\n");
    for (int i = 0; i < BINS; i++) {
        printf("  %5.2f  %5.2f (%.2f to %.2f) ", 100 * bin[i].said, 100 * bin[i].came, 100 * bin[i].low,
               100 * bin[i].high);
        for (int k = 0; k < (int)(1000 * bin[i].came + 0.5) && k < 60; k++) putchar('#');
        putchar('\n');
    }
    return NGL_OK;
}

static void at(ngl_buf *b, const char *name, double v)
{
    ngl_buf_printf(b, " %s=\"", name);
    ngl_buf_number(b, v, 1);
    ngl_buf_char(b, '"');
}

static void line(ngl_buf *b, double x1, double y1, double x2, double y2, const char *style)
{
    ngl_buf_text(b, "<line");
    at(b, "x1", x1);
    at(b, "y1", y1);
    at(b, "x2", x2);
    at(b, "y2", y2);
    ngl_buf_printf(b, " stroke=\"#333\" %s/>\n", style);
}

static void label(ngl_buf *b, double x, double y, const char *text)
{
    ngl_buf_text(b, "<text");
    at(b, "x", x);
    at(b, "y", y);
    ngl_buf_printf(b, ">%s</text>\n", text);
}

ngl_status report_svg(ngl_buf *b, const table *t, const double *p, ngl_arena *a, ngl_error *err)
{
    reliability  bin[BINS];
    const double left = 60, bottom = 380, side = 340;
    double       top = 0;
    ngl_status   s = judge_reliability(bin, p, t->injured, t->n, a, err);
    if (s != NGL_OK) return s;
    for (int i = 0; i < BINS; i++) top = fmax(top, fmax(bin[i].said, bin[i].high));
    double scale = side / (ceil(top * 100) / 100);
    ngl_buf_text(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 440 430\" font-family=\"sans-serif\" "
                    "font-size=\"12\">\n"
                    "<rect width=\"440\" height=\"430\" fill=\"#fff\"/>\n");
    line(b, left, bottom, left + side, bottom, "");
    line(b, left, bottom, left, bottom - side, "");
    line(b, left, bottom, left + side, bottom - side, "stroke-dasharray=\"4 4\"");
    for (int i = 1; i <= (int)ceil(top * 100); i++) {
        char tick[16];
        snprintf(tick, sizeof tick, "%d %%", i);
        label(b, left + i * scale / 100 - 12, bottom + 18, tick);
        label(b, left - 34, bottom - i * scale / 100 + 4, tick);
    }
    for (int i = 0; i < BINS; i++) {
        double x = left + bin[i].said * scale;
        line(b, x, bottom - bin[i].low * scale, x, bottom - bin[i].high * scale, "");
        ngl_buf_text(b, "<circle r=\"4\"");
        at(b, "cx", x);
        at(b, "cy", bottom - bin[i].came * scale);
        ngl_buf_text(b, "/>\n");
    }
    label(b, left + 110, bottom + 40, "chance that was said");
    label(b, left + 8, bottom - side + 4, "share that came (95 %)");
    ngl_buf_text(b, "</svg>\n");
    return b->failed ? NGL_E_NOMEM : NGL_OK;
}
