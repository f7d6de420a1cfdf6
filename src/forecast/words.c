/* Choices in words: "sunday 18km easy, tuesday rest".
 *
 * A part between commas is one day: which day, how much, how hard, in this
 * order. Whatever does not fit is refused with what would: a run that was
 * misread would be forecast as confidently as the right one.
 */
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "forecast/internal.h"

#include <stdio.h>
#include <string.h>

#define MOST_KM 200.0
#define MOST_MIN 1440.0
#define KM_OF_MILE 1.609344

enum { WORDS = 4, PART_MAX = 96, WEEK = 7 };

/* Monday first; what people type, in lower case. */
static const char *const DAYS[][WEEK] = {
    { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" },
    { "mon", "tue", "wed", "thu", "fri", "sat", "sun" },
    { "mondays", "tues", "weds", "thur", "fridays", "saturdays", "sundays" },
    { "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag" },
    { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche" },
    { "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo" },
    { "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo" },
    { "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica" },
    { "lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica" },
    { "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag" },
};

enum { LANGUAGES = sizeof DAYS / sizeof *DAYS };

static const char *const EFFORTS[] = { "easy", "steady", "fast", "hilly" };

const char *ngl_effort_word(ngl_effort effort)
{
    return EFFORTS[effort];
}

/* one part, in words */
typedef struct part {
    char  text[PART_MAX];
    char *word[WORDS + 1];
    unsigned n;
} part;

static ngl_status split(part *p, const char *text, size_t len, ngl_error *err)
{
    if (len >= sizeof p->text) return ngl_fail(err, NGL_E_INVALID, 0, "\"%.40s...\" is too long for one run", text);
    for (size_t i = 0; i < len; i++)
        p->text[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i] == '\t' ? ' ' : text[i]);
    p->text[len] = 0;
    p->n = 0;
    for (char *c = p->text; *c;) {
        if (*c == ' ') {
            *c++ = 0;
            continue;
        }
        if (p->n > WORDS) break;
        p->word[p->n++] = c;
        while (*c && *c != ' ') c++;
    }
    return NGL_OK;
}

/* ---- which day ------------------------------------------------------------------- */

static ngl_status ahead(unsigned *at, ngl_day day, ngl_day today, const char *word, ngl_error *err)
{
    char first[NGL_DAY_TEXT], last[NGL_DAY_TEXT];
    if (day > today && day <= today + NGL_FORECAST_DAYS) {
        *at = (unsigned)(day - today - 1);
        return NGL_OK;
    }
    ngl_day_format(first, today + 1);
    ngl_day_format(last, today + NGL_FORECAST_DAYS);
    return ngl_fail(err, NGL_E_INVALID, 0, "%s is not one of the days ahead; they go from %s to %s", word, first, last);
}

static ngl_status unknown_day(const char *word, ngl_error *err)
{
    const char *names[LANGUAGES * WEEK + 1];
    size_t      n = 0;
    for (unsigned l = 0; l < LANGUAGES; l++)
        for (unsigned d = 0; d < WEEK; d++) names[n++] = DAYS[l][d];
    names[n++] = "tomorrow";
    const char *nearest = ngl_text_nearest(word, names, n);
    return ngl_fail(err, NGL_E_INVALID, 0, "\"%.30s\" is not a day; %s%s%s", word, nearest ? "did you mean \"" : "begin with one, like sunday",
                    nearest ? nearest : ", tomorrow or a date", nearest ? "\"?" : "");
}

static ngl_status read_day(unsigned *at, const char *word, ngl_day today, ngl_error *err)
{
    ngl_day day;
    if (!strcmp(word, "tomorrow")) return ahead(at, today + 1, today, word, err);
    if (!strcmp(word, "today"))
        return ngl_fail(err, NGL_E_INVALID, 0, "today is answered by: niggle today; a forecast begins with tomorrow");
    if (ngl_day_parse(&day, word, strlen(word))) return ahead(at, day, today, word, err);
    for (unsigned l = 0; l < LANGUAGES; l++)
        for (int d = 0; d < WEEK; d++)
            if (!strcmp(word, DAYS[l][d])) {
                *at = (unsigned)((d - ngl_day_weekday(today + 1) + WEEK) % WEEK);
                return NGL_OK;
            }
    return unknown_day(word, err);
}

/* ---- how much --------------------------------------------------------------------- */

static int is_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

static ngl_status set_amount(ngl_planned_run *run, double value, const char *unit, ngl_error *err)
{
    static const struct {
        const char *word;
        double      km, minutes;
    } units[] = { { "km", 1, 0 }, { "k", 1, 0 }, { "mi", KM_OF_MILE, 0 }, { "mile", KM_OF_MILE, 0 },
                  { "miles", KM_OF_MILE, 0 }, { "min", 0, 1 }, { "minutes", 0, 1 }, { "h", 0, 60 } };
    for (unsigned i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(unit, units[i].word)) continue;
        run->km = units[i].km > 0 ? value * units[i].km : NAN;
        run->minutes = units[i].km > 0 ? NAN : value * units[i].minutes;
        if (!(run->km > MOST_KM) && !(run->minutes > MOST_MIN)) return NGL_OK;
        return ngl_fail(err, NGL_E_INVALID, 0, "that is more than a day's running; %d km or %d min at most", (int)MOST_KM, (int)MOST_MIN);
    }
    return ngl_fail(err, NGL_E_INVALID, 0, "\"%.20s\" is no unit; km, mi, min and h are", unit);
}

/* "18km", "18 km" or "rest"; `*at` moves behind it */
static ngl_status read_amount(ngl_planned_run *run, const part *p, unsigned *at, ngl_error *err)
{
    const char *word = *at < p->n ? p->word[*at] : NULL;
    double      value;
    if (!word) return ngl_fail(err, NGL_E_INVALID, 0, "say how much on %s, like 18km, 90min or rest", p->word[0]);
    (*at)++;
    run->km = run->minutes = 0;
    if (!strcmp(word, "rest")) return NGL_OK;
    size_t digits = 0;
    while (is_number(word[digits])) digits++;
    if (!digits || !ngl_number_parse(&value, word, digits))
        return ngl_fail(err, NGL_E_INVALID, 0, "\"%.30s\" is not an amount; write it like 18km, 90min or rest", word);
    const char *unit = word + digits;
    if (!*unit && *at < p->n) unit = p->word[(*at)++];
    if (!*unit) return ngl_fail(err, NGL_E_INVALID, 0, "%s of what on %s? Add km, mi or min", word, p->word[0]);
    return set_amount(run, value, unit, err);
}

static ngl_status read_effort(ngl_planned_run *run, const char *word, ngl_error *err)
{
    enum { EFFORT_COUNT = sizeof EFFORTS / sizeof *EFFORTS };
    for (unsigned i = 0; i < EFFORT_COUNT; i++)
        if (!strcmp(word, EFFORTS[i])) {
            run->effort = (ngl_effort)i;
            return NGL_OK;
        }
    return ngl_fail(err, NGL_E_INVALID, 0, "\"%.30s\" is no effort; easy, steady, fast and hilly are", word);
}

static ngl_status read_run(ngl_planned_run *run, const char *text, size_t len, ngl_day today, ngl_error *err)
{
    part       p;
    unsigned   at = 1;
    ngl_status s = split(&p, text, len, err);
    if (s != NGL_OK) return s;
    if (!p.n) return ngl_fail(err, NGL_E_INVALID, 0, "nothing stands there; write it like: sunday 18km easy");
    *run = (ngl_planned_run){ .effort = NGL_EFFORT_EASY };
    s = read_day(&run->at, p.word[0], today, err);
    if (s == NGL_OK) s = read_amount(run, &p, &at, err);
    if (s == NGL_OK && at < p.n) s = read_effort(run, p.word[at++], err);
    if (s == NGL_OK && at < p.n)
        s = ngl_fail(err, NGL_E_INVALID, 0, "\"%.30s\" is too much; put a comma between two days", p.word[at]);
    if (s == NGL_OK) snprintf(run->day, sizeof run->day, "%.23s", p.word[0]);
    return s;
}

ngl_status ngl_choice_read(ngl_choice *out, const char *text, ngl_day today, ngl_error *err)
{
    ngl_choice c = { 0 };
    unsigned   days = 0;
    for (const char *from = text;;) {
        size_t len = strcspn(from, ",;");
        if (c.nrun == NGL_FORECAST_DAYS)
            return ngl_fail(err, NGL_E_INVALID, 0, "a choice holds at most %d days", (int)NGL_FORECAST_DAYS);
        ngl_status s = read_run(&c.run[c.nrun], from, len, today, err);
        if (s != NGL_OK) return s;
        if (days >> c.run[c.nrun].at & 1u)
            return ngl_fail(err, NGL_E_INVALID, 0, "%s is there twice; one run a day, put together", c.run[c.nrun].day);
        days |= 1u << c.run[c.nrun++].at;
        if (!from[len]) break;
        from += len + 1;
    }
    *out = c;
    return NGL_OK;
}
