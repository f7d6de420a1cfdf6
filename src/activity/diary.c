/* Rows of a diary, and its mapping as text. A row that cannot be read is named
 * by its line and costs nobody the others. */
#include "activity/diary.h"

#include "activity/list.h"
#include "base/csv_read.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { ROW_MAX = 1 << 20, BAD_NAMED = 5, NOTE_MAX = 600, KEY_MAX = 200, ALIKE_MAX = 64 };

typedef struct reading {
    ngl_csv              c;
    const ngl_diary_map *m;
    ngl_arena           *arena;
    ngl_list            *out;
    size_t               room, line, counted; /* lines before byte `counted` */
    ngl_buf              bad;
} reading;

static const char *value(const reading *r, ngl_diary_field f)
{
    return r->m->column[f] < 0 ? "" : ngl_csv_field(&r->c, (size_t)r->m->column[f]);
}

/* ---- bad rows ------------------------------------------------------------------------------ */

static size_t line_of_row(reading *r)
{
    for (; r->counted < r->c.row_at; r->counted++) r->line += r->c.data[r->counted] == '\n';
    return r->line + 1;
}

static void name_bad(reading *r, const char *why, const char *what)
{
    size_t line = line_of_row(r);
    if (++r->out->nbad > BAD_NAMED) return;
    ngl_buf_printf(&r->bad, "%sline %zu: %s", r->bad.len ? "; " : "", line, why);
    if (!what) return;
    ngl_buf_text(&r->bad, " \"");
    for (size_t i = 0, n; what[i] && i < 24; i += n) { /* a strange value must not move the cursor */
        n = ngl_utf8_length(what + i, strlen(what + i));
        if (!n || (unsigned char)what[i] < 0x20 || what[i] == 0x7f) ngl_buf_char(&r->bad, '?');
        else ngl_buf_add(&r->bad, what + i, n);
        if (!n) n = 1;
    }
    ngl_buf_char(&r->bad, '"');
}

/* ---- a row ------------------------------------------------------------------------------------ */

static double within(double v, double least, double most)
{
    return v >= least && v <= most ? v : NAN;
}

static double figure(const reading *r, ngl_diary_field f, double least, double most)
{
    double v;
    return ngl_diary_number(&v, NULL, value(r, f)) ? within(v, least, most) : NAN;
}

/* "10,000" metres are ten thousand */
static bool thousands(const char *text)
{
    size_t first = strspn(text, "0123456789");
    return first && first <= 3 && (text[first] == ',' || text[first] == '.') && strspn(text + first + 1, "0123456789") == 3 && !text[first + 4];
}

static bool take_distance(const reading *r, ngl_listed *row)
{
    double      v, unit;
    const char *text = value(r, NGL_DIARY_DISTANCE);
    if (!ngl_diary_number(&v, &unit, text)) return !strpbrk(text, "0123456789");
    if (!(unit > 0)) unit = r->m->dist_unit_m;
    if (unit == 1 && thousands(text)) v *= 1000;
    row->dist_m = v > 0 ? v * unit : NAN;
    return v >= 0 && v * unit <= 1e6;
}

static bool take_duration(const reading *r, ngl_listed *row)
{
    const char *text = value(r, NGL_DIARY_DURATION);
    double      s;
    if (!ngl_diary_duration(&s, text, r->m->duration_unit_s, r->m->clock_hours)) return !strpbrk(text, "0123456789");
    row->timer_s = row->elapsed_s = s > 0 ? s : NAN;
    return s <= 7 * 86400.0;
}

static bool text_into(const char **to, ngl_arena *arena, const char *text)
{
    while (*text == ' ') text++;
    size_t n = strlen(text);
    while (n && text[n - 1] == ' ') n--;
    if (!n) return true;
    char *copy = ngl_arena_text(arena, text, n);
    if (!copy) return false;
    for (size_t i = 0; i < n;) {
        size_t len = ngl_utf8_length(copy + i, n - i);
        if (!len || ((unsigned char)copy[i] < 0x20 && copy[i] != '\n')) copy[i] = '?', len = 1;
        i += len;
    }
    *to = copy;
    return true;
}

/* The same row has the same key whenever it is read: what was done, not what was
 * thought of it. Two that are alike on one day are told apart by their order. */
static bool give_key(reading *r, ngl_listed *row)
{
    char     key[KEY_MAX], day[NGL_DAY_TEXT];
    unsigned same = 0;
    ngl_day_format(day, row->day);
    int n = snprintf(key, sizeof key - 16, "%s %s|%.60s|%.30s|%.30s", day, row->timed ? value(r, NGL_DIARY_TIME) : "", row->kind, value(r, NGL_DIARY_DURATION),
                     value(r, NGL_DIARY_DISTANCE));
    if (n < 0) return false;
    if ((size_t)n > sizeof key - 17) n = (int)sizeof key - 17;
    for (size_t i = r->out->n - 1, looked = 0; i-- > 0 && looked < ALIKE_MAX && r->out->row[i].day == row->day; looked++) same += strncmp(r->out->row[i].key, key, (size_t)n) == 0;
    if (same) snprintf(key + n, 16, "|%u", same + 1);
    return row->key = ngl_arena_text(r->arena, key, strlen(key)), row->key != NULL;
}

static bool take_texts(reading *r, ngl_listed *row)
{
    return text_into(&row->kind, r->arena, value(r, NGL_DIARY_KIND)) && text_into(&row->note, r->arena, value(r, NGL_DIARY_NOTE)) &&
           text_into(&row->place, r->arena, value(r, NGL_DIARY_PLACE));
}

static bool says_nothing(const ngl_listed *row)
{
    return !(row->timer_s > 0) && !(row->dist_m > 0) && isnan(row->pain_nprs) && !row->note[0] && !row->place[0] && isnan(row->effort_rpe);
}

static ngl_sport sport_of(const ngl_listed *row)
{
    if (!row->kind[0]) return row->timer_s > 0 || row->dist_m > 0 ? NGL_SPORT_RUNNING : NGL_SPORT_UNKNOWN;
    return ngl_worded_sport(row->kind);
}

/* a date and figures into `row`; false: the row is bad and was named */
static bool take_figures(reading *r, ngl_listed *row)
{
    int         seconds;
    const char *date = value(r, NGL_DIARY_DATE);
    if (!ngl_diary_day(&row->day, &seconds, date, r->m->order)) return name_bad(r, date[0] ? "no date in" : "no date", date[0] ? date : NULL), false;
    if (seconds < 0 && value(r, NGL_DIARY_TIME)[0] && !ngl_diary_clock(&seconds, value(r, NGL_DIARY_TIME))) seconds = -1;
    row->timed = seconds >= 0;
    row->start = ((int64_t)row->day * 86400 + (row->timed ? seconds : 12 * 3600)) * 1000;
    if (!take_duration(r, row)) return name_bad(r, "no duration in", value(r, NGL_DIARY_DURATION)), false;
    if (!take_distance(r, row)) return name_bad(r, "no distance in", value(r, NGL_DIARY_DISTANCE)), false;
    row->effort_rpe = figure(r, NGL_DIARY_EFFORT, 1, 10);
    row->pain_nprs = figure(r, NGL_DIARY_PAIN, 0, 10);
    row->mean_hr_bpm = figure(r, NGL_DIARY_HEART_RATE, 30, 240);
    row->ascent_m = figure(r, NGL_DIARY_ASCENT, 0, 20000);
    return true;
}

/* false: no memory */
static bool take_row(reading *r)
{
    ngl_listed *row = ngl_list_add(r->out, r->arena, &r->room);
    if (!row || !take_texts(r, row)) return false;
    bool good = take_figures(r, row), empty = good && says_nothing(row);
    if (!good || empty) {
        r->out->n--;
        return true;
    }
    row->sport = sport_of(row);
    return give_key(r, row);
}

static bool give_note(reading *r)
{
    if (r->out->nbad > BAD_NAMED) ngl_buf_printf(&r->bad, "; and %zu more lines", r->out->nbad - BAD_NAMED);
    if (!r->bad.len) return true;
    r->out->note = ngl_arena_text(r->arena, ngl_buf_string(&r->bad), r->bad.len);
    return r->out->note != NULL;
}

ngl_status ngl_diary_read(ngl_list *out, ngl_arena *arena, const void *bytes, size_t len, const ngl_diary_map *map, ngl_error *err)
{
    reading    r = { .m = map, .arena = arena, .out = out };
    ngl_status status = NGL_OK;
    *out = (ngl_list){ .source = "diary", .note = "" };
    if (ngl_diary_open(map)) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "it is not clear which of its columns is what");
    ngl_csv_begin(&r.c, bytes, len, 0, ROW_MAX);
    ngl_buf_init(&r.bad, NOTE_MAX);
    ngl_csv_next(&r.c); /* the header */
    while (!status && ngl_csv_next(&r.c))
        if (!take_row(&r)) status = ngl_fail(err, NGL_E_NOMEM, r.c.row_at, "more memory is needed for the diary than is allowed");
    if (!status && !give_note(&r)) status = ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the diary than is allowed");
    if (!status && r.c.text.failed) status = ngl_fail(err, NGL_E_CORRUPT, r.c.row_at, "a row of the diary has no end; is a quotation mark missing?");
    ngl_csv_end(&r.c);
    ngl_buf_free(&r.bad);
    return status;
}

/* ---- the mapping as text ------------------------------------------------------------------------ */

void ngl_diary_header(ngl_buf *out, const void *bytes, size_t len)
{
    ngl_csv c;
    ngl_csv_begin(&c, bytes, len, 0, ROW_MAX);
    if (ngl_csv_next(&c))
        for (size_t i = 0; i < c.n; i++) {
            if (i) ngl_buf_char(out, '\t');
            ngl_buf_text(out, ngl_csv_field(&c, i));
        }
    ngl_csv_end(&c);
}

/* a heading can stand in a mapping if it has no line end and is the only one of its name */
static bool heading_serves(const ngl_csv *c, size_t column)
{
    const char *heading = ngl_csv_field(c, column);
    if (!heading[0] || strpbrk(heading, "\r\n=") || strchr(" \t", heading[0]) || strchr(" \t", heading[strlen(heading) - 1])) return false;
    if (strncasecmp(heading, "column ", 7) == 0 || strcasecmp(heading, "none") == 0) return false;
    for (size_t i = 0; i < c->n; i++)
        if (i != column && strcasecmp(ngl_csv_field(c, i), heading) == 0) return false;
    return true;
}

void ngl_diary_map_write(ngl_buf *out, const ngl_diary_map *m, const void *bytes, size_t len)
{
    static const char *const orders[] = { "", "year month day", "day month year", "month day year" };
    ngl_csv c;
    ngl_csv_begin(&c, bytes, len, 0, ROW_MAX);
    ngl_csv_next(&c);
    for (int f = 0; f < NGL_DIARY_COUNT; f++) {
        const char *name = ngl_diary_field_name((ngl_diary_field)f);
        if (m->column[f] < 0) ngl_buf_printf(out, "%s = none\n", name);
        else if (heading_serves(&c, (size_t)m->column[f])) ngl_buf_printf(out, "%s = %s\n", name, ngl_csv_field(&c, (size_t)m->column[f]));
        else ngl_buf_printf(out, "%s = column %d\n", name, m->column[f] + 1);
    }
    if (m->order != NGL_DATE_OPEN) ngl_buf_printf(out, "date order = %s\n", orders[m->order]);
    if (m->dist_unit_m > 0) ngl_buf_printf(out, "distance unit = %s\n", m->dist_unit_m >= 1600 ? "miles" : m->dist_unit_m >= 1000 ? "km" : "m");
    if (m->duration_unit_s > 0) ngl_buf_printf(out, "duration unit = %s\n", m->duration_unit_s >= 3600 ? "hours" : m->duration_unit_s >= 60 ? "minutes" : "seconds");
    if (!m->clock_open) ngl_buf_printf(out, "two parts = %s\n", m->clock_hours ? "hours minutes" : "minutes seconds");
    ngl_csv_end(&c);
}

typedef struct setting {
    const char *name, *value;
    size_t      nname, nvalue;
} setting;

static bool is(const char *p, size_t n, const char *word)
{
    return strlen(word) == n && strncasecmp(p, word, n) == 0;
}

/* -2: there is no such column */
static int column_of(const setting *s, const ngl_csv *c)
{
    if (is(s->value, s->nvalue, "none")) return -1;
    for (size_t i = 0; i < c->n; i++)
        if (is(s->value, s->nvalue, ngl_csv_field(c, i))) return (int)i;
    if (s->nvalue > 7 && s->nvalue < 11 && strncasecmp(s->value, "column ", 7) == 0) {
        int v = 0;
        for (size_t i = 7; i < s->nvalue; i++) {
            if (s->value[i] < '0' || s->value[i] > '9') return -2;
            v = v * 10 + (s->value[i] - '0');
        }
        return v >= 1 && v <= NGL_CSV_COLUMNS ? v - 1 : -2; /* rows may be longer than the header */
    }
    return -2;
}

static bool set_unit(double *to, const setting *s, const char *const names[3], const double values[3])
{
    for (int i = 0; i < 3; i++)
        if (is(s->value, s->nvalue, names[i])) return *to = values[i], true;
    return false;
}

static bool take_setting(ngl_diary_map *m, const setting *s, const ngl_csv *c)
{
    static const char *const lengths[] = { "km", "miles", "m" }, *const times[] = { "minutes", "hours", "seconds" };
    static const double      metres[] = { 1000, 1609.344, 1 }, seconds[] = { 60, 3600, 1 };
    if (is(s->name, s->nname, "distance unit")) return set_unit(&m->dist_unit_m, s, lengths, metres);
    if (is(s->name, s->nname, "duration unit")) return set_unit(&m->duration_unit_s, s, times, seconds);
    if (is(s->name, s->nname, "two parts")) {
        m->clock_open = false;
        m->clock_hours = is(s->value, s->nvalue, "hours minutes");
        return m->clock_hours || is(s->value, s->nvalue, "minutes seconds");
    }
    if (is(s->name, s->nname, "date order")) {
        m->order = is(s->value, s->nvalue, "year month day") ? NGL_DATE_YMD : is(s->value, s->nvalue, "day month year") ? NGL_DATE_DMY :
                   is(s->value, s->nvalue, "month day year") ? NGL_DATE_MDY : NGL_DATE_OPEN;
        return m->order != NGL_DATE_OPEN;
    }
    for (int f = 0; f < NGL_DIARY_COUNT; f++) {
        if (!is(s->name, s->nname, ngl_diary_field_name((ngl_diary_field)f))) continue;
        m->column[f] = column_of(s, c);
        return m->column[f] >= -1;
    }
    return false;
}

static void trim(const char **p, size_t *n)
{
    while (*n && (**p == ' ' || **p == '\t')) (*p)++, (*n)--;
    while (*n && strchr(" \t\r", (*p)[*n - 1])) (*n)--;
}

/* false: not understood; an empty line or a remark is fine */
static bool take_line(ngl_diary_map *m, const char *line, size_t n, const ngl_csv *c)
{
    trim(&line, &n);
    if (!n || line[0] == '#') return true;
    const char *equals = memchr(line, '=', n);
    if (!equals) return false;
    setting s = { .name = line, .nname = (size_t)(equals - line), .value = equals + 1, .nvalue = n - (size_t)(equals - line) - 1 };
    trim(&s.name, &s.nname);
    trim(&s.value, &s.nvalue);
    return take_setting(m, &s, c);
}

ngl_status ngl_diary_map_read(ngl_diary_map *map, const char *text, size_t ntext, const void *bytes, size_t len, ngl_error *err)
{
    ngl_csv       c;
    ngl_diary_map m = *map;
    ngl_status    status = NGL_OK;
    ngl_csv_begin(&c, bytes, len, 0, ROW_MAX);
    ngl_csv_next(&c);
    size_t line = 1;
    for (size_t at = 0; at < ntext && !status; line++) {
        const char *end = memchr(text + at, '\n', ntext - at);
        size_t      n = end ? (size_t)(end - text) - at : ntext - at;
        if (!take_line(&m, text + at, n, &c))
            status = ngl_fail(err, NGL_E_INVALID, at, "line %zu of the mapping names no column of this diary, or is not understood", line);
        at += n + 1;
    }
    if (!status) *map = m;
    ngl_csv_end(&c);
    return status;
}
