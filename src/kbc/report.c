/* Collecting problems. All of them are wanted, because a clinician mends a
 * file in one go, not one mistake a run. */
#include "kbc/internal.h"

#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *kbc_text(kbc *k, const char *text, size_t len)
{
    const char *copy = ngl_arena_text(k->arena, text, len);
    if (!copy) {
        k->nomem = true;
        return "";
    }
    return copy;
}

void kbc_problem(kbc *k, kbc_place at, const char *format, ...)
{
    uint32_t n = k->report->nproblem++;
    if (n >= NGL_KBC_PROBLEM_MAX) return;
    char    line[400];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    k->report->problem[n] = (ngl_kbc_problem){ at.file, at.line, kbc_text(k, line, strlen(line)) };
}

const char *kbc_number_text(kbc *k, double v)
{
    ngl_buf b;
    ngl_buf_init(&b, 64);
    ngl_buf_exact(&b, v);
    const char *text = kbc_text(k, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return text;
}

const char *kbc_sum_text(kbc *k, double v)
{
    return kbc_number_text(k, round(v * 1e4) / 1e4);
}

void kbc_unknown(kbc *k, kbc_place at, const kbc_vec *v, const char *key)
{
    const char *nearest = NULL;
    unsigned    best = (unsigned)(strlen(key) / 3) + 2;
    for (uint32_t i = 0; i < v->num; i++) {
        const char *other = *(const char *const *)kbc_row(v, i);
        unsigned    distance = ngl_text_distance(key, other);
        if (distance < best) {
            best = distance;
            nearest = other;
        }
    }
    if (nearest)
        kbc_problem(k, at, "%s '%s' is not known; '%s' is", v->what, key, nearest);
    else
        kbc_problem(k, at, "%s '%s' is not known", v->what, key);
}

void ngl_kbc_report_text(ngl_buf *b, const ngl_kbc_report *report)
{
    for (uint32_t i = 0; i < report->nproblem && i < NGL_KBC_PROBLEM_MAX; i++) {
        const ngl_kbc_problem *p = &report->problem[i];
        ngl_buf_printf(b, "%s:%u: %s\n", p->file, (unsigned)p->line, p->text);
    }
    if (report->nproblem > NGL_KBC_PROBLEM_MAX)
        ngl_buf_printf(b, "and %u more\n", (unsigned)(report->nproblem - NGL_KBC_PROBLEM_MAX));
}
