/* Words about load that several pages share. */
#include "report/load_report.h"

#include "base/date.h"
#include "base/number.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *key, *words;
} WORD[] = {
    [NGL_LOAD_UNKNOWN] = { "unknown", "not known" },
    [NGL_LOAD_LESS] = { "less", "less than usual" },
    [NGL_LOAD_NOT_MORE] = { "not_more", "not more" },
    [NGL_LOAD_AS_USUAL] = { "as_usual", "as usual" },
    [NGL_LOAD_MORE] = { "more", "more than usual" },
    [NGL_LOAD_MUCH_MORE] = { "much_more", "much more than usual" },
    [NGL_LOAD_WITHHELD] = { "withheld", "cannot be told" },
};

const char *ngl_load_word_key(ngl_load_word w)
{
    return WORD[w].key;
}

const char *ngl_load_word_words(ngl_load_word w)
{
    return WORD[w].words;
}

static const struct {
    unsigned    flag;
    const char *key, *words;
} FLAG[NGL_LOAD_FLAGS] = {
    { NGL_LOAD_NO_SPEED, "no_speed", "For much of it the speed is not known; it is taken as easy." },
    { NGL_LOAD_NO_CADENCE, "no_cadence", "For much of it the steps are not known; they are taken as your usual." },
    { NGL_LOAD_NO_GRADE, "no_grade", "For much of it up and down are not known; it is taken as flat." },
    { NGL_LOAD_CLAMPED, "beyond_model", "Part of it lies beyond what the model covers; it counts as the model's edge." },
    { NGL_LOAD_GRADE_LEADS, "grade_leads", "The climb decides some of it, and how much a climb adds is an assumption." },
    { NGL_LOAD_ABSURD, "absurd_speed", "Speeds that no runner has were left out." },
    { NGL_LOAD_GUESSED_USUAL, "usual_not_known", "What is usual for you is not known yet; general figures stand in." },
    { NGL_LOAD_CONTACT_DISAGREES, "contact_disagrees", "Contact time and speed tell different forces, so the ranges are wider." },
    { NGL_LOAD_NO_RECORDS, "totals_only", "Only its totals are known; it is taken as even from end to end." },
    { NGL_LOAD_REPAIRED, "mended", "The recording had faults that were mended first." },
};

const char *ngl_load_flag_key(unsigned flag)
{
    for (int i = 0; i < NGL_LOAD_FLAGS; i++)
        if (FLAG[i].flag == flag) return FLAG[i].key;
    return "";
}

const char *ngl_load_flag_words(unsigned flag)
{
    for (int i = 0; i < NGL_LOAD_FLAGS; i++)
        if (FLAG[i].flag == flag) return FLAG[i].words;
    return "";
}

const ngl_training_figure *ngl_training_figure_of(const ngl_knowledge *kb, const char *key)
{
    for (ngl_id i = 0; i < kb->ntraining; i++)
        if (strcmp(kb->training[i].key, key) == 0) return &kb->training[i];
    return NULL;
}

const ngl_training_figure *ngl_longest_run_band(const ngl_knowledge *kb, double percent)
{
    if (!(percent > 10)) return NULL;
    return ngl_training_figure_of(kb, percent > 100 ? "spike_large" : percent > 30 ? "spike_moderate" : "spike_small");
}

void ngl_loaded_words(ngl_buf *out, const ngl_loaded *run)
{
    char day[NGL_DAY_WORDS];
    ngl_day_words(day, run->day);
    ngl_buf_text(out, day);
    if (run->dist_m > 0) {
        ngl_buf_text(out, ", ");
        ngl_buf_number(out, run->dist_m / 1000, 1);
        ngl_buf_text(out, " km");
    }
    ngl_buf_printf(out, " (run %lld)", (long long)run->run);
}

void ngl_pace_words(ngl_buf *out, double mps)
{
    long s = lround(1000 / mps);
    ngl_buf_printf(out, "%ld:%02ld min/km", s / 60, s % 60);
}

void ngl_hazard_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_training_figure *f)
{
    ngl_buf_number(out, f->value, 2);
    ngl_buf_text(out, " times as many injuries (");
    ngl_buf_number(out, f->low, 2);
    ngl_buf_text(out, " to ");
    ngl_buf_number(out, f->high, 2);
    ngl_buf_char(out, ')');
    ngl_refs_words(out, kb, f->source);
}

void ngl_spark(ngl_buf *out, const double *value, const ngl_load_week *week, size_t n)
{
    static const char *const height[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    double                   most = 0;
    for (size_t i = 0; i < n; i++) most = fmax(most, value[i]);
    for (size_t i = 0; i < n; i++) {
        if (week[i].unknown_days > 3) ngl_buf_char(out, '?');
        else if (!(value[i] > 0)) ngl_buf_char(out, '.');
        else ngl_buf_text(out, height[(int)fmin(7, floor(value[i] / most * 8))]);
    }
}

static void source_of(ngl_buf *out, const ngl_knowledge *kb, const char *what, ngl_refs refs)
{
    ngl_buf_text(out, what);
    ngl_refs_words(out, kb, refs);
}

void ngl_tissue_source_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_tissue *t)
{
    ngl_buf_printf(out, "%s: ", t->label);
    source_of(out, kb, "size", t->baseline_source);
    source_of(out, kb, "; speed", t->speed_source);
    source_of(out, kb, "; cadence ", t->cadence_source);
    source_of(out, kb, "; grade", t->grade_source);
    ngl_buf_printf(out, "; exponent %u (%u to %u)", t->m, t->m_low, t->m_high);
    source_of(out, kb, "", t->damage_source);
    ngl_buf_text(out, "; halves in ");
    ngl_buf_number(out, t->half_life_h, 0);
    source_of(out, kb, " h", t->half_life_source);
    ngl_buf_printf(out, "; confidence %s.", t->confident ? "medium" : "low");
}
