/* Strava's activities.csv: up to 94 columns, five names twice, in the words of
 * the account's language. Columns are found by their English names, the later
 * of two first (it has metres and seconds, the earlier what the page shows);
 * where the words are not known, by their places beside the column that names
 * the recordings. */
#include "activity/list.h"

#include "base/csv_read.h"
#include "base/error.h"
#include "base/number.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { ROW_MAX = 1 << 20, COLUMNS_MIN = 10 };

#define COLUMN_MAP(X) /* member, English name, place among the 94 (from 0), place of the earlier of two or -1 */ \
    X(KEY, "Activity ID", 0, -1)           \
    X(DATE, "Activity Date", 1, -1)        \
    X(NAME, "Activity Name", 2, -1)        \
    X(KIND, "Activity Type", 3, -1)        \
    X(ABOUT, "Activity Description", 4, -1) \
    X(NOTE, "Activity Private Note", 10, -1) \
    X(GEAR, "Activity Gear", 11, -1)       \
    X(FILE, "Filename", 12, -1)            \
    X(ELAPSED, "Elapsed Time", 15, 5)      \
    X(MOVING, "Moving Time", 16, -1)       \
    X(DIST, "Distance", 17, 6)             \
    X(MAX_SPEED, "Max Speed", 18, -1)      \
    X(ASCENT, "Elevation Gain", 20, -1)    \
    X(DESCENT, "Elevation Loss", 21, -1)   \
    X(CADENCE, "Average Cadence", 29, -1)  \
    X(HEART_RATE, "Average Heart Rate", 31, -1) \
    X(EFFORT, "Perceived Exertion", 43, -1)

enum {
#define X(member, name, place, earlier) COLUMN_##member,
    COLUMN_MAP(X)
#undef X
    COLUMN_COUNT
};

static const struct {
    const char *name;
    int         place, earlier;
} columns[COLUMN_COUNT] = {
#define X(member, name, place, earlier) { name, place, earlier },
    COLUMN_MAP(X)
#undef X
};

typedef struct layout {
    int at[COLUMN_COUNT], earlier[COLUMN_COUNT]; /* -1: not there */
} layout;

/* ---- what it is --------------------------------------------------------------------------- */

static bool holds(const char *p, size_t len, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= len; i++)
        if (memcmp(p + i, word, n) == 0) return true;
    return false;
}

static bool named_like_it(const char *name)
{
    size_t n = name ? strlen(name) : 0;
    return n >= 14 && strcasecmp(name + n - 14, "activities.csv") == 0;
}

bool ngl_strava_sniff(const char *head, size_t len, const char *name)
{
    const char *end = len ? memchr(head, '\n', len) : NULL;
    size_t      line = end ? (size_t)(end - head) : len, commas = 0;
    for (size_t i = 0; i < line; i++) {
        if ((unsigned char)head[i] < 0x20 && head[i] != '\r' && head[i] != '\t') return false;
        commas += head[i] == ',' || head[i] == ';';
    }
    if (commas + 1 < COLUMNS_MIN) return false;
    if (holds(head, line, "Activity ID") && holds(head, line, "Activity Date")) return true;
    return named_like_it(name) || holds(head + line, len - line, ",activities/");
}

/* ---- columns --------------------------------------------------------------------------------- */

static bool by_names(layout *l, const ngl_csv *c)
{
    for (int k = 0; k < COLUMN_COUNT; k++) {
        l->at[k] = l->earlier[k] = -1;
        for (size_t i = 0; i < c->n; i++) {
            if (strcasecmp(ngl_csv_field(c, i), columns[k].name) != 0) continue;
            if (l->at[k] < 0) l->at[k] = (int)i;
            else if (columns[k].earlier >= 0) l->earlier[k] = l->at[k], l->at[k] = (int)i;
        }
    }
    return l->at[COLUMN_KEY] >= 0 && l->at[COLUMN_DATE] >= 0;
}

static bool is_recording(const char *field)
{
    return strncmp(field, "activities/", 11) == 0;
}

/* the column of recordings, by its values; -1 none */
static int file_column(const void *bytes, size_t len)
{
    ngl_csv c;
    int     at = -1;
    ngl_csv_begin(&c, bytes, len, 0, ROW_MAX);
    while (at < 0 && ngl_csv_next(&c))
        for (size_t i = 0; i < c.n && at < 0; i++)
            if (is_recording(ngl_csv_field(&c, i))) at = (int)i;
    ngl_csv_end(&c);
    return at;
}

/* Older lists lack two columns before the recordings; all behind move with them. */
static bool by_places(layout *l, const void *bytes, size_t len, size_t ncolumn)
{
    int file = file_column(bytes, len), usual = columns[COLUMN_FILE].place;
    if (file < 0) file = usual;
    for (int k = 0; k < COLUMN_COUNT; k++) {
        int at = columns[k].place >= 7 ? columns[k].place + file - usual : columns[k].place;
        l->at[k] = at >= 0 && at < (int)ncolumn ? at : -1;
        l->earlier[k] = columns[k].earlier;
    }
    if (file < usual) l->at[COLUMN_NOTE] = -1;
    return ncolumn >= COLUMNS_MIN;
}

static const char *text_at(const ngl_csv *c, int at)
{
    return at < 0 ? "" : ngl_csv_field(c, (size_t)at);
}

/* "1428.0", "1,428.0", "1,428", "3,32": three figures behind a comma are thousands,
 * since the page shows two */
static double number_of(const char *text)
{
    char        plain[40];
    size_t      n = 0;
    double      v;
    const char *comma = strchr(text, ','), *point = strchr(text, '.');
    bool        thousands = comma && (point || strchr(comma + 1, ',') || strlen(comma) == 4);
    for (const char *p = text; *p && n + 1 < sizeof plain; p++) {
        if (*p == ',' && thousands) continue;
        plain[n++] = *p == ',' ? '.' : *p;
    }
    return n && ngl_number_parse(&v, plain, n) ? v : NAN;
}

/* the figure of the later column, else (`first`) of the earlier */
static double figure(const ngl_csv *c, const layout *l, int column, bool *first)
{
    double v = number_of(text_at(c, l->at[column]));
    *first = isnan(v) && l->earlier[column] >= 0;
    if (*first) v = number_of(text_at(c, l->earlier[column]));
    return v;
}

/* ---- rows -------------------------------------------------------------------------------------- */

static double positive(double v)
{
    return v > 0 ? v : NAN;
}

static bool fill_texts(ngl_listed *r, ngl_arena *arena, const ngl_csv *c, const layout *l)
{
    const struct {
        const char **to;
        int          column;
    } texts[] = { { &r->key, COLUMN_KEY },     { &r->name, COLUMN_NAME }, { &r->about, COLUMN_ABOUT }, { &r->note, COLUMN_NOTE },
                  { &r->gear, COLUMN_GEAR },   { &r->kind, COLUMN_KIND }, { &r->file, COLUMN_FILE } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = text_at(c, l->at[texts[i].column]);
        if (text[0] && !(*texts[i].to = ngl_arena_text(arena, text, strlen(text)))) return false;
    }
    return true;
}

static void fill_figures(ngl_listed *r, const ngl_csv *c, const layout *l)
{
    bool   first;
    double cadence = positive(figure(c, l, COLUMN_CADENCE, &first));
    r->sport = ngl_worded_sport(r->kind);
    if (!ngl_worded_time(&r->start, text_at(c, l->at[COLUMN_DATE]))) r->start = NGL_INSTANT_NONE;
    r->elapsed_s = positive(figure(c, l, COLUMN_ELAPSED, &first));
    r->timer_s = positive(figure(c, l, COLUMN_MOVING, &first));
    r->dist_m = figure(c, l, COLUMN_DIST, &first);
    // what the page shows is in kilometres; as metres it would be slower than anybody moves
    if (first || (r->elapsed_s > 0 && r->dist_m / r->elapsed_s < 0.1)) r->dist_m *= 1000;
    r->max_speed_mps = positive(figure(c, l, COLUMN_MAX_SPEED, &first));
    r->ascent_m = figure(c, l, COLUMN_ASCENT, &first);
    r->descent_m = figure(c, l, COLUMN_DESCENT, &first);
    r->mean_hr_bpm = positive(figure(c, l, COLUMN_HEART_RATE, &first));
    r->mean_cadence_spm = r->sport >= NGL_SPORT_RUNNING && r->sport <= NGL_SPORT_HIKING ? cadence * 2 : cadence;
    r->effort_rpe = figure(c, l, COLUMN_EFFORT, &first);
    if (!(r->effort_rpe >= 1 && r->effort_rpe <= 10)) r->effort_rpe = NAN;
}

ngl_status ngl_strava_read(ngl_list *out, ngl_arena *arena, const void *bytes, size_t len, ngl_error *err)
{
    ngl_csv    c;
    layout     l;
    size_t     room = 0;
    ngl_status status = NGL_OK;
    ngl_csv_begin(&c, bytes, len, 0, ROW_MAX);
    bool header = ngl_csv_next(&c), known = header && by_names(&l, &c);
    if (header && !known && by_places(&l, bytes, len, c.n)) out->note = "the words of its header are not known; columns were taken by their places";
    else if (!known) status = ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is not a list of activities that is read here");
    while (!status && ngl_csv_next(&c)) {
        if (!text_at(&c, l.at[COLUMN_KEY])[0]) {
            out->nbad++;
            continue;
        }
        ngl_listed *r = ngl_list_add(out, arena, &room);
        if (!r || !fill_texts(r, arena, &c, &l)) status = ngl_fail(err, NGL_E_NOMEM, c.row_at, "more memory is needed for the list of activities than is allowed");
        else fill_figures(r, &c, &l);
    }
    if (!status && c.text.failed) status = ngl_fail(err, NGL_E_CORRUPT, c.row_at, "a row of the list is longer than any row should be");
    ngl_csv_end(&c);
    return status;
}
